#include "tests/lib/json_oracle.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/err.h"
#include "common/json_number.h"
#include "common/json_write.h"

/* An escape of one byte becomes six at most; the output is never larger. */
#define GROWTH_MAX 6

/* Integers that a double holds exactly. */
#define DOUBLE_INTEGER_MAX (INT64_C(1) << 53)

/* Room for the unescaped strings of a text, one at a time. */
typedef struct room {
    uint8_t *at;
    size_t size;
} room_t;

static const moot_slice_t names[] = {
    MOOT_JSON_NAME("type"),      MOOT_JSON_NAME("correlationId"),
    MOOT_JSON_NAME("roomId"),    MOOT_JSON_NAME("content"),
    MOOT_JSON_NAME("memberIds"), MOOT_JSON_NAME("patch"),
    MOOT_JSON_NAME("limit"),     MOOT_JSON_NAME("a"),
    MOOT_JSON_NAME("b"),         MOOT_JSON_NAME(""),
};
#define NAMES_COUNT (sizeof(names) / sizeof(names[0]))

static moot_slice_t string_of(const moot_json_value_t *value, room_t room)
{
    moot_json_scratch_t scratch = {room.at, room.size};
    moot_slice_t string;
    MOOT_CHECK(moot_json_read_string(value, &scratch, &string) == 0);
    MOOT_CHECK(string.size <= value->raw.size - 2);
    return string;
}

/* The number as jansson would read it, and our integer beside it. */
static json_t *number_of(const moot_json_value_t *value)
{
    int64_t integer;
    int rc = moot_json_number_int64(value, &integer);
    bool real = false;
    for (size_t i = 0; i < value->raw.size; i++)
        real = real || strchr(".eE", value->raw.at[i]) != NULL;
    if (!real) {
        MOOT_CHECK(rc == 0);
        return json_integer(integer);
    }
    char *text = strndup((const char *)value->raw.at, value->raw.size);
    MOOT_CHECK(text != NULL);
    double number = strtod(text, NULL);
    free(text);
    if (rc == 0 && llabs(integer) <= DOUBLE_INTEGER_MAX)
        MOOT_CHECK(number >= (double)integer && number <= (double)integer);
    return json_real(number);
}

static json_t *tree_of(const moot_json_value_t *value, room_t room);

static json_t *container_of(const moot_json_value_t *value, room_t room)
{
    moot_json_iter_t iter;
    moot_json_value_t key, item;
    if (value->kind == MOOT_JSON_ARRAY) {
        json_t *array = json_array();
        MOOT_CHECK(moot_json_read_array(value, &iter) == 0);
        while (moot_json_read_next(&iter, NULL, &item))
            json_array_append_new(array, tree_of(&item, room));
        return array;
    }
    json_t *object = json_object();
    MOOT_CHECK(moot_json_read_members(value, &iter) == 0);
    while (moot_json_read_next(&iter, &key, &item)) {
        json_t *tree = tree_of(&item, room);
        moot_slice_t name = string_of(&key, room);
        char *text = strndup((const char *)name.at, name.size);
        MOOT_CHECK(text != NULL && strlen(text) == name.size);
        json_object_set_new_nocheck(object, text, tree);
        free(text);
    }
    return object;
}

/* The jansson tree of a value that our reader takes apart. */
static json_t *tree_of(const moot_json_value_t *value, room_t room)
{
    moot_slice_t string;
    bool truth;
    switch (value->kind) {
    case MOOT_JSON_STRING:
        string = string_of(value, room);
        return json_stringn_nocheck((const char *)string.at, string.size);
    case MOOT_JSON_NUMBER:
        return number_of(value);
    case MOOT_JSON_BOOL:
        MOOT_CHECK(moot_json_read_bool(value, &truth) == 0);
        return json_boolean(truth);
    case MOOT_JSON_ARRAY:
    case MOOT_JSON_OBJECT:
        return container_of(value, room);
    default:
        MOOT_CHECK(value->kind == MOOT_JSON_NULL);
        return json_null();
    }
}

static void copy(moot_json_write_t *json, const moot_json_value_t *value,
                 room_t room)
{
    moot_json_iter_t iter;
    moot_json_value_t key, item;
    bool truth;
    switch (value->kind) {
    case MOOT_JSON_STRING:
        moot_json_write_string(json, string_of(value, room));
        break;
    case MOOT_JSON_BOOL:
        MOOT_CHECK(moot_json_read_bool(value, &truth) == 0);
        moot_json_write_bool(json, truth);
        break;
    case MOOT_JSON_NULL:
        moot_json_write_null(json);
        break;
    case MOOT_JSON_ARRAY:
        moot_json_write_begin_array(json);
        MOOT_CHECK(moot_json_read_array(value, &iter) == 0);
        while (moot_json_read_next(&iter, NULL, &item))
            copy(json, &item, room);
        moot_json_write_end_array(json);
        break;
    case MOOT_JSON_OBJECT:
        moot_json_write_begin_object(json);
        MOOT_CHECK(moot_json_read_members(value, &iter) == 0);
        while (moot_json_read_next(&iter, &key, &item)) {
            moot_json_write_key(json, string_of(&key, room));
            copy(json, &item, room);
        }
        moot_json_write_end_object(json);
        break;
    default:
        moot_json_write_raw(json, value->raw);
        break;
    }
}

static void write_again(const moot_json_value_t *value, room_t room,
                        moot_buf_t *out)
{
    moot_json_write_t json;
    moot_buf_init(out, room.size * GROWTH_MAX);
    moot_json_write_init(&json, out);
    copy(&json, value, room);
    MOOT_CHECK(moot_json_write_complete(&json) && out->error == 0);
}

/* What the writer makes of a value must be read again, mean the same, and not
 * change when it is written a second time. tree: of value, or NULL. */
static void check_round_trip(const moot_json_value_t *value, room_t room,
                             json_t *tree)
{
    moot_buf_t once, twice;
    moot_json_value_t again;
    write_again(value, room, &once);
    MOOT_CHECK(moot_json_read_value(moot_buf_slice(&once), &again) == 0);
    MOOT_CHECK(again.raw.size == once.size);
    room_t wide = {malloc(once.size), once.size};
    MOOT_CHECK(wide.at != NULL);
    write_again(&again, wide, &twice);
    MOOT_CHECK(moot_slice_eq(moot_buf_slice(&once), moot_buf_slice(&twice)));
    if (tree != NULL) {
        json_t *read = json_loadb((const char *)once.at, once.size,
                                  JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        MOOT_CHECK(read != NULL && json_equal(read, tree));
        json_decref(read);
    }
    free(wide.at);
    moot_buf_close(&once);
    moot_buf_close(&twice);
}

/* The table of wanted members finds what jansson finds. */
static void check_members(moot_slice_t text, json_t *tree, room_t room)
{
    moot_json_value_t values[NAMES_COUNT];
    MOOT_CHECK(moot_json_read_object(text, names, NAMES_COUNT, values) == 0);
    for (size_t i = 0; i < NAMES_COUNT; i++) {
        json_t *expected = json_object_get(tree, (const char *)names[i].at);
        MOOT_CHECK((expected == NULL) == (values[i].kind == MOOT_JSON_NONE));
        if (expected == NULL)
            continue;
        json_t *found = tree_of(&values[i], room);
        MOOT_CHECK(json_equal(found, expected));
        json_decref(found);
    }
}

static size_t depth_of(const json_t *tree)
{
    size_t deepest = 0, i;
    const char *key;
    json_t *item, *any = (json_t *)(uintptr_t)tree;
    if (json_is_array(tree)) {
        json_array_foreach(any, i, item)
        {
            size_t depth = depth_of(item);
            deepest = depth > deepest ? depth : deepest;
        }
        return deepest + 1;
    }
    if (!json_is_object(tree))
        return 0;
    json_object_foreach(any, key, item)
    {
        size_t depth = depth_of(item);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

/* A verdict that needs no tree: numbers that overflow an integer are read as
 * doubles. Returns whether jansson has an opinion at all. */
static bool judge(moot_slice_t text, bool *accepted)
{
    json_error_t error;
    if (text.size > 0 && memchr(text.at, '\0', text.size) != NULL)
        return false;
    json_t *tree = json_loadb(
        (const char *)text.at, text.size,
        JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
    *accepted = tree != NULL;
    json_decref(tree);
    if (*accepted)
        return true;
    enum json_error_code code = json_error_code(&error);
    return code != json_error_numeric_overflow
           && code != json_error_null_byte_in_key
           && code != json_error_stack_overflow;
}

static void compare_value(moot_slice_t text, const moot_json_value_t *value,
                          room_t room)
{
    json_t *tree = json_loadb((const char *)text.at, text.size,
                              JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    if (tree != NULL) {
        json_t *ours = tree_of(value, room);
        MOOT_CHECK(json_equal(ours, tree));
        json_decref(ours);
        MOOT_CHECK(depth_of(tree) <= MOOT_JSON_DEPTH_MAX);
        if (value->kind == MOOT_JSON_OBJECT)
            check_members(text, tree, room);
    }
    check_round_trip(value, room, tree);
    json_decref(tree);
}

int moot_json_oracle_compare(moot_slice_t text)
{
    moot_json_value_t value, values[NAMES_COUNT];
    bool accepted;
    int rc = moot_json_read_value(text, &value);
    int object = moot_json_read_object(text, names, NAMES_COUNT, values);
    if (rc == 0)
        MOOT_CHECK(object == (value.kind == MOOT_JSON_OBJECT ? 0 : MOOT_ETYPE));
    else
        MOOT_CHECK(object == rc && (rc == MOOT_EINVAL || rc == MOOT_ELIMIT));
    if (rc != MOOT_ELIMIT && judge(text, &accepted))
        MOOT_CHECK(accepted == (rc == 0));
    if (rc == 0) {
        room_t room = {malloc(text.size), text.size};
        MOOT_CHECK(room.at != NULL);
        compare_value(text, &value, room);
        free(room.at);
    }
    return object;
}
