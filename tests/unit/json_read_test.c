#include "common/json_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "tests/lib/unit.h"

#define LINE_BYTES_MAX 1024

static moot_json_value_t read_value(moot_slice_t text)
{
    moot_json_value_t value = {.kind = MOOT_JSON_NONE};
    assert_int_equal(moot_json_read_value(text, &value), 0);
    return value;
}

/* Turns %XX of a vector into bytes, in place. Returns the size. */
static size_t decode(char *text)
{
    size_t size = 0;
    for (size_t i = 0; text[i] != '\0'; size++) {
        if (text[i] == '%') {
            char hex[3] = {text[i + 1], text[i + 2], '\0'};
            text[size] = (char)strtoul(hex, NULL, 16);
            i += 3;
        } else {
            text[size] = text[i++];
        }
    }
    return size;
}

static void check_vector(const char *verdict, const char *name, char *text)
{
    static const moot_slice_t names[] = {MOOT_JSON_NAME("a")};
    size_t size = decode(text);
    /* An exact copy, so that a sanitizer sees one byte too far. */
    uint8_t *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    memcpy(copy, text, size);
    moot_json_value_t value, wanted;
    int whole = moot_json_read_value(moot_slice(copy, size), &value);
    int object =
        moot_json_read_object(moot_slice(copy, size), names, 1, &wanted);
    int expected = strcmp(verdict, "object") == 0  ? 0
                   : strcmp(verdict, "other") == 0 ? MOOT_ETYPE
                                                   : MOOT_EINVAL;
    if (expected == MOOT_EINVAL)
        assert_string_equal(verdict, "bad");
    if (object != expected || (whole == 0) != (expected != MOOT_EINVAL))
        fail_msg("%s: expected %s, got %s", name, verdict,
                 moot_err_text(object));
    free(copy);
}

static void vectors_get_their_verdict(void **state)
{
    (void)state;
    char path[LINE_BYTES_MAX], line[LINE_BYTES_MAX];
    const char *source = getenv("TEST_SOURCE_DIR");
    snprintf(path, sizeof(path), "%s/tests/vectors/json.txt",
             source != NULL ? source : ".");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t count = 0;
    while (fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        char *name = strchr(line, ' ');
        assert_non_null(name);
        *name++ = '\0';
        char *text = strchr(name, ' ');
        if (text != NULL)
            *text++ = '\0';
        else
            text = name + strlen(name);
        check_vector(line, name, text);
        count++;
    }
    fclose(file);
    assert_true(count > 150);
}

static void every_prefix_of_a_text_is_refused(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\":[1.5e+3,\"x\\ud83d\\ude00\\n\xc3\xa9\",{\"b\":null}],"
        "\"c\":{\"d\":true,\"e\":[[],{}]}}";
    for (size_t size = 0; size < sizeof(text) - 1; size++) {
        uint8_t *copy = malloc(size > 0 ? size : 1);
        assert_non_null(copy);
        memcpy(copy, text, size);
        assert_int_equal(
            moot_json_read_object(moot_slice(copy, size), NULL, 0, NULL),
            MOOT_EINVAL);
        free(copy);
    }
    assert_int_equal(moot_json_read_object(LIT(text), NULL, 0, NULL), 0);
    assert_int_equal(moot_json_read_object(moot_slice(NULL, 0), NULL, 0, NULL),
                     MOOT_EINVAL);
}

static void wanted_members_are_found(void **state)
{
    (void)state;
    static const moot_slice_t names[] = {
        MOOT_JSON_NAME("type"), MOOT_JSON_NAME("list"), MOOT_JSON_NAME("n"),
        MOOT_JSON_NAME("gone"), MOOT_JSON_NAME("o"),    MOOT_JSON_NAME("t"),
        MOOT_JSON_NAME("z"),
    };
    moot_json_value_t values[7];
    moot_slice_t text = LIT(" { \"type\" : \"T\\n\" , \"other\":[{\"n\":9}],"
                            "\"list\":[ 1 , 2 ] ,\"n\": -1.5 ,"
                            "\"o\":{\"n\":1},\"t\":false,\"z\":null } ");
    assert_int_equal(moot_json_read_object(text, names, 7, values), 0);
    assert_int_equal(values[0].kind, MOOT_JSON_STRING);
    assert_true(values[0].escaped);
    assert_slice(values[0].raw, "\"T\\n\"");
    assert_int_equal(values[1].kind, MOOT_JSON_ARRAY);
    assert_slice(values[1].raw, "[ 1 , 2 ]");
    assert_int_equal(values[2].kind, MOOT_JSON_NUMBER);
    assert_slice(values[2].raw, "-1.5");
    assert_int_equal(values[3].kind, MOOT_JSON_NONE);
    assert_int_equal(values[4].kind, MOOT_JSON_OBJECT);
    assert_slice(values[4].raw, "{\"n\":1}");
    assert_int_equal(values[5].kind, MOOT_JSON_BOOL);
    assert_int_equal(values[6].kind, MOOT_JSON_NULL);

    /* The nested object is a text like any other. */
    moot_slice_t nested = values[4].raw;
    assert_int_equal(moot_json_read_object(nested, names, 7, values), 0);
    assert_slice(values[2].raw, "1");
    assert_int_equal(values[0].kind, MOOT_JSON_NONE);
}

static void the_last_of_duplicates_wins(void **state)
{
    (void)state;
    static const moot_slice_t names[] = {MOOT_JSON_NAME("type"),
                                         MOOT_JSON_NAME("\xc3\xa9")};
    moot_json_value_t values[2];
    assert_int_equal(
        moot_json_read_object(LIT("{\"type\":1,\"\\u0074\\u0079pe\":\"2\"}"),
                              names, 2, values),
        0);
    assert_slice(values[0].raw, "\"2\"");
    assert_int_equal(
        moot_json_read_object(LIT("{\"\\u0074ype\":1,\"type\":null,"
                                  "\"\\u00E9\":3,\"type \":4,\"Type\":5,"
                                  "\"typ\":6,\"type\\u0000\":7}"),
                              names, 2, values),
        0);
    assert_int_equal(values[0].kind, MOOT_JSON_NULL);
    assert_slice(values[1].raw, "3");
}

static void long_keys_match_up_to_the_bound(void **state)
{
    (void)state;
    char name[MOOT_JSON_NAME_BYTES_MAX], text[256];
    memset(name, 'k', sizeof(name));
    moot_slice_t names[] = {moot_slice(name, sizeof(name))};
    moot_json_value_t value;
    /* The first k is written as an escape, the others as they are. */
    for (int extra = -1; extra <= 1; extra++) {
        char many[MOOT_JSON_NAME_BYTES_MAX + 1];
        memset(many, 'k', sizeof(many));
        int size = snprintf(text, sizeof(text), "{\"\\u006b%.*s\":1}",
                            MOOT_JSON_NAME_BYTES_MAX - 1 + extra, many);
        moot_slice_t whole = moot_slice(text, (size_t)size);
        assert_int_equal(moot_json_read_object(whole, names, 1, &value), 0);
        assert_int_equal(value.kind,
                         extra == 0 ? MOOT_JSON_NUMBER : MOOT_JSON_NONE);
    }
}

static void an_error_leaves_no_values(void **state)
{
    (void)state;
    static const moot_slice_t names[] = {MOOT_JSON_NAME("a")};
    moot_json_value_t value;
    assert_int_equal(moot_json_read_object(LIT("{\"a\":1}}"), names, 1, &value),
                     MOOT_EINVAL);
    assert_int_equal(value.kind, MOOT_JSON_NONE);
    value.kind = MOOT_JSON_NULL;
    assert_int_equal(moot_json_read_object(LIT("[\"a\",1]"), names, 1, &value),
                     MOOT_ETYPE);
    assert_int_equal(value.kind, MOOT_JSON_NONE);
}

/* depth brackets, of objects when key is "{\"a\":", closed or left open. */
static int read_nested(size_t depth, const char *open, const char *close)
{
    size_t step = strlen(open), size = depth * (step + strlen(close));
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < depth; i++)
        memcpy(text + i * step, open, step);
    if (*close != '\0')
        memset(text + depth * step, *close, depth);
    int rc = moot_json_read_object(moot_slice(text, size), NULL, 0, NULL);
    free(text);
    return rc;
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    assert_int_equal(read_nested(MOOT_JSON_DEPTH_MAX, "[", "]"), MOOT_ETYPE);
    assert_int_equal(read_nested(MOOT_JSON_DEPTH_MAX + 1, "[", "]"),
                     MOOT_ELIMIT);
    assert_int_equal(read_nested(10000, "[", "]"), MOOT_ELIMIT);
    assert_int_equal(read_nested(500000, "[", ""), MOOT_ELIMIT);
    assert_int_equal(read_nested(200000, "{\"a\":", ""), MOOT_ELIMIT);
    assert_int_equal(read_nested(500000, "{", ""), MOOT_EINVAL);

    char text[512] = "";
    for (size_t i = 0; i < MOOT_JSON_DEPTH_MAX; i++)
        strcat(text, i % 2 == 0 ? "{\"a\":" : "[");
    strcat(text, "1");
    for (size_t i = MOOT_JSON_DEPTH_MAX; i-- > 0;)
        strcat(text, i % 2 == 0 ? "}" : "]");
    assert_int_equal(moot_json_read_object(moot_slice_str(text), NULL, 0, NULL),
                     0);
    *strchr(text, '1') = '[';
    assert_int_equal(moot_json_read_object(moot_slice_str(text), NULL, 0, NULL),
                     MOOT_ELIMIT);
    /* Many containers beside one another are no depth. */
    assert_int_equal(
        moot_json_read_object(LIT("{\"a\":[[[]],[[]],{\"b\":{}},[[[[]]]]],"
                                  "\"c\":[[],[],[],[[]]]}"),
                              NULL, 0, NULL),
        0);
}

static void strings_lose_their_escapes(void **state)
{
    (void)state;
    uint8_t memory[64];
    moot_json_scratch_t scratch = {memory, sizeof(memory)};
    moot_slice_t string;

    moot_json_value_t value = read_value(LIT(" \"plain \xc3\xa9\" "));
    assert_int_equal(moot_json_read_string(&value, NULL, &string), 0);
    assert_slice(string, "plain \xc3\xa9");
    assert_ptr_equal(string.at, value.raw.at + 1);

    value = read_value(LIT("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u0000z\""));
    assert_int_equal(moot_json_read_string(&value, &scratch, &string), 0);
    assert_slice(string, "a\"\\/\b\f\n\r\tA\0z");
    assert_ptr_equal(string.at, memory);
    assert_int_equal(scratch.size, sizeof(memory) - string.size);

    /* The next string lies behind the first, which stays as it was. */
    value = read_value(LIT("\"\\u00e9\\u20AC\\ud83d\\uDE00\\uFFFF\""));
    moot_slice_t second;
    assert_int_equal(moot_json_read_string(&value, &scratch, &second), 0);
    assert_slice(second, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbf");
    assert_ptr_equal(second.at, string.at + string.size);
    assert_slice(string, "a\"\\/\b\f\n\r\tA\0z");

    value = read_value(LIT("\"\""));
    assert_int_equal(moot_json_read_string(&value, NULL, &string), 0);
    assert_int_equal(string.size, 0);
    value = read_value(LIT("17"));
    assert_int_equal(moot_json_read_string(&value, &scratch, &string),
                     MOOT_ETYPE);
}

static void a_small_scratch_is_an_error(void **state)
{
    (void)state;
    moot_slice_t string = LIT("unset");
    moot_json_value_t value = read_value(LIT("\"ab\\ud83d\\ude00cd\""));
    assert_int_equal(moot_json_read_string(&value, NULL, &string), MOOT_EFULL);
    moot_json_scratch_t none = {NULL, 0};
    assert_int_equal(moot_json_read_string(&value, &none, &string), MOOT_EFULL);
    for (size_t size = 1; size <= 8; size++) {
        uint8_t *memory = malloc(size);
        assert_non_null(memory);
        moot_json_scratch_t scratch = {memory, size};
        assert_int_equal(moot_json_read_string(&value, &scratch, &string),
                         size < 8 ? MOOT_EFULL : 0);
        assert_int_equal(scratch.size, size < 8 ? size : 0);
        if (size == 8)
            assert_slice(string, "ab\xf0\x9f\x98\x80"
                                 "cd");
        else
            assert_slice(string, "unset");
        free(memory);
    }
}

/* The eight-byte steps must see a special byte at every place. */
static void special_bytes_are_seen_at_every_offset(void **state)
{
    (void)state;
    for (int special = 0; special < 256; special++) {
        for (size_t place = 0; place < 20; place++) {
            char text[24];
            memset(text, 'x', sizeof(text));
            text[0] = '"';
            text[23] = '"';
            text[place + 1] = (char)special;
            moot_json_value_t value;
            int rc = moot_json_read_value(moot_slice(text, 24), &value);
            bool plain = special >= 0x20 && special < 0x80 && special != '"'
                         && special != '\\';
            assert_int_equal(rc, plain ? 0 : MOOT_EINVAL);
        }
    }
}

static void booleans_are_read(void **state)
{
    (void)state;
    bool truth = false;
    moot_json_value_t value = read_value(LIT("true"));
    assert_int_equal(moot_json_read_bool(&value, &truth), 0);
    assert_true(truth);
    value = read_value(LIT("false"));
    assert_int_equal(moot_json_read_bool(&value, &truth), 0);
    assert_false(truth);
    value = read_value(LIT("\"true\""));
    assert_int_equal(moot_json_read_bool(&value, &truth), MOOT_ETYPE);
    value = read_value(LIT("null"));
    assert_int_equal(moot_json_read_bool(&value, &truth), MOOT_ETYPE);
}

static void arrays_are_walked(void **state)
{
    (void)state;
    moot_json_iter_t iter;
    moot_json_value_t item;
    moot_json_value_t value =
        read_value(LIT("[ \"a,]\" ,{\"b\":[1]}, [2,[3]] ,\n4 ]"));
    assert_int_equal(moot_json_read_array(&value, &iter), 0);
    assert_true(moot_json_read_next(&iter, NULL, &item));
    assert_slice(item.raw, "\"a,]\"");
    assert_true(moot_json_read_next(&iter, NULL, &item));
    assert_slice(item.raw, "{\"b\":[1]}");
    assert_true(moot_json_read_next(&iter, NULL, &item));
    assert_slice(item.raw, "[2,[3]]");
    assert_true(moot_json_read_next(&iter, NULL, &item));
    assert_slice(item.raw, "4");
    assert_false(moot_json_read_next(&iter, NULL, &item));
    assert_false(moot_json_read_next(&iter, NULL, &item));

    value = read_value(LIT("[ ]"));
    assert_int_equal(moot_json_read_array(&value, &iter), 0);
    assert_false(moot_json_read_next(&iter, NULL, &item));
    assert_int_equal(moot_json_read_members(&value, &iter), MOOT_ETYPE);
    value = read_value(LIT("\"[]\""));
    assert_int_equal(moot_json_read_array(&value, &iter), MOOT_ETYPE);
}

static void objects_are_walked(void **state)
{
    (void)state;
    moot_json_iter_t iter;
    moot_json_value_t key, item;
    moot_json_value_t value = read_value(LIT("{ \"a\" : 1 ,\"\\u0061\":[2]}"));
    assert_int_equal(moot_json_read_array(&value, &iter), MOOT_ETYPE);
    assert_int_equal(moot_json_read_members(&value, &iter), 0);
    assert_true(moot_json_read_next(&iter, &key, &item));
    assert_slice(key.raw, "\"a\"");
    assert_slice(item.raw, "1");
    assert_true(moot_json_read_next(&iter, &key, &item));
    assert_slice(key.raw, "\"\\u0061\"");
    assert_true(key.escaped);
    assert_slice(item.raw, "[2]");
    assert_false(moot_json_read_next(&iter, &key, &item));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_get_their_verdict),
        cmocka_unit_test(every_prefix_of_a_text_is_refused),
        cmocka_unit_test(wanted_members_are_found),
        cmocka_unit_test(the_last_of_duplicates_wins),
        cmocka_unit_test(long_keys_match_up_to_the_bound),
        cmocka_unit_test(an_error_leaves_no_values),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(strings_lose_their_escapes),
        cmocka_unit_test(a_small_scratch_is_an_error),
        cmocka_unit_test(special_bytes_are_seen_at_every_offset),
        cmocka_unit_test(booleans_are_read),
        cmocka_unit_test(arrays_are_walked),
        cmocka_unit_test(objects_are_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
