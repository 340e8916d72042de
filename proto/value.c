/* The text is validated as a whole first, so the cursor below meets nothing
 * that is malformed and checks nothing twice. The children of a list or an
 * object are collected on a stack and copied to their place at its end. */
#include "proto/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "common/json_number.h"

/* Up to so many members duplicates are looked for pair by pair. */
enum { PAIRS_MAX = 16, REAL_TEXT_MAX = 64 };

typedef struct reader {
    moot_arena_t *arena;
    const uint8_t *at, *end;
    int attachments;
    moot_value_pair_t *stack; /* of children whose parent is not complete */
    size_t depth;         /* children on it */
} reader_t;

/* ---- Reading ------------------------------------------------------------- */

/* As many values as a text has, or a few more: what separates or begins them.
 */
static size_t count_values(moot_slice_t json)
{
    size_t count = 1;
    bool quoted = false;
    for (size_t i = 0; i < json.size; i++) {
        uint8_t c = json.at[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            i += c == '\\';
        else
            count += c == ',' || c == '[' || c == '{';
    }
    return count;
}

static void skip_space(reader_t *in)
{
    while (*in->at == ' ' || *in->at == '\t' || *in->at == '\n'
           || *in->at == '\r')
        in->at++;
}

/* The quotes and what is between them. */
static moot_json_value_t take_quoted(reader_t *in)
{
    moot_json_value_t string = {.kind = MOOT_JSON_STRING};
    const uint8_t *from = in->at++;
    while (*in->at != '"') {
        if (*in->at == '\\') {
            string.escaped = true;
            in->at++;
        }
        in->at++;
    }
    in->at++;
    string.raw = moot_slice(from, (size_t)(in->at - from));
    return string;
}

static int take_string(reader_t *in, moot_slice_t *out)
{
    moot_json_value_t string = take_quoted(in);
    moot_json_scratch_t scratch = {0};
    if (string.escaped) {
        scratch.size = string.raw.size;
        scratch.at = moot_arena_take(in->arena, scratch.size);
        if (scratch.at == NULL)
            return MOOT_ENOMEM;
    }
    return moot_json_read_string(&string, &scratch, out);
}

/* -?[1-9][0-9]* or 0: written again it is the same. */
static bool is_canonical(moot_slice_t raw)
{
    bool negative = raw.at[0] == '-';
    if (raw.at[negative] == '0' && (negative || raw.size > 1))
        return false;
    for (size_t i = negative; i < raw.size; i++)
        if (raw.at[i] < '0' || raw.at[i] > '9')
            return false;
    return true;
}

static int take_real(reader_t *in, moot_slice_t raw, double *out)
{
    char small[REAL_TEXT_MAX];
    char *text = small;
    if (raw.size >= sizeof small) {
        text = moot_arena_take(in->arena, raw.size + 1);
        if (text == NULL)
            return MOOT_ENOMEM;
    }
    memcpy(text, raw.at, raw.size);
    text[raw.size] = '\0';
    *out = strtod(text, NULL);
    return 0;
}

static int take_number(reader_t *in, moot_value_t *out)
{
    const uint8_t *from = in->at;
    while (in->at < in->end
           && (*in->at == '-' || *in->at == '+' || *in->at == '.'
               || (*in->at >= '0' && *in->at <= '9')
               || (*in->at | 0x20) == 'e'))
        in->at++;
    moot_json_value_t number = {
        .kind = MOOT_JSON_NUMBER,
        .raw = moot_slice(from, (size_t)(in->at - from)),
    };
    *out = (moot_value_t){.kind = MOOT_VALUE_INT};
    int rc = moot_json_number_int64(&number, &out->integer);
    if (rc != 0) {
        out->kind = MOOT_VALUE_REAL;
        rc = take_real(in, number.raw, &out->real);
    }
    if (out->kind == MOOT_VALUE_REAL || !is_canonical(number.raw)) {
        out->text = from;
        out->count = (uint32_t)number.raw.size;
    }
    return rc;
}

/* Of duplicates the last is kept, at its place; the order stays. */
static size_t drop_pairs(moot_value_pair_t *members, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool last = true;
        for (size_t j = i + 1; j < count && last; j++)
            last = !moot_slice_eq(members[i].key, members[j].key);
        if (last)
            members[kept++] = members[i];
    }
    return kept;
}

typedef struct place {
    moot_slice_t key;
    size_t at;
} place_t;

static int compare_places(const void *a, const void *b)
{
    const place_t *x = a, *y = b;
    if (x->key.size != y->key.size)
        return x->key.size < y->key.size ? -1 : 1;
    int order =
        x->key.size == 0 ? 0 : memcmp(x->key.at, y->key.at, x->key.size);
    if (order != 0)
        return order;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The same by sorting, for objects with many members. */
static int drop_sorted(moot_arena_t *arena, moot_value_pair_t *members,
                       size_t *count)
{
    place_t *places = moot_arena_array(arena, *count, sizeof *places);
    bool *dropped = moot_arena_take(arena, *count);
    if (places == NULL || dropped == NULL)
        return MOOT_ENOMEM;
    for (size_t i = 0; i < *count; i++)
        places[i] = (place_t){members[i].key, i};
    qsort(places, *count, sizeof *places, compare_places);
    memset(dropped, 0, *count);
    for (size_t i = 0; i + 1 < *count; i++)
        if (moot_slice_eq(places[i].key, places[i + 1].key))
            dropped[places[i].at] = true;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (!dropped[i])
            members[kept++] = members[i];
    *count = kept;
    return 0;
}

static int end_list(reader_t *in, size_t base, moot_value_t *out)
{
    size_t count = in->depth - base;
    moot_value_t *items = moot_arena_array(in->arena, count, sizeof *items);
    if (items == NULL)
        return MOOT_ENOMEM;
    for (size_t i = 0; i < count; i++)
        items[i] = in->stack[base + i].value;
    in->depth = base;
    *out = moot_value_of_items(items, count);
    return 0;
}

/* An object that stands for an attachment becomes it. */
static int to_binary(const reader_t *in, moot_value_t *object)
{
    const moot_value_t *is =
        moot_value_member(object, moot_slice_str("_placeholder"));
    if (is == NULL || is->kind != MOOT_VALUE_BOOL || !is->truth)
        return 0;
    const moot_value_t *number =
        moot_value_member(object, moot_slice_str("num"));
    if (number == NULL || number->kind != MOOT_VALUE_INT || number->integer < 0
        || number->integer >= in->attachments)
        return MOOT_EINVAL;
    *object = (moot_value_t){.kind = MOOT_VALUE_BINARY,
                             .count = (uint32_t)number->integer};
    return 0;
}

static int end_object(reader_t *in, size_t base, moot_value_t *out)
{
    size_t count = in->depth - base;
    moot_value_pair_t *members = in->stack + base;
    int rc = 0;
    if (count <= PAIRS_MAX)
        count = drop_pairs(members, count);
    else
        rc = drop_sorted(in->arena, members, &count);
    if (rc != 0)
        return rc;
    *out = (moot_value_t){.kind = MOOT_VALUE_OBJECT, .count = (uint32_t)count};
    out->members = moot_arena_array(in->arena, count, sizeof *members);
    if (out->members == NULL)
        return MOOT_ENOMEM;
    memcpy(out->members, members, count * sizeof *members);
    in->depth = base;
    return in->attachments >= 0 ? to_binary(in, out) : 0;
}

static int take_value(reader_t *in, moot_value_t *out);

static int take_container(reader_t *in, bool object, moot_value_t *out)
{
    size_t base = in->depth;
    uint8_t close = object ? '}' : ']';
    in->at++;
    skip_space(in);
    while (*in->at != close) {
        moot_value_pair_t child = {0};
        int rc = 0;
        if (*in->at == ',') {
            in->at++;
            skip_space(in);
        }
        if (object) {
            rc = take_string(in, &child.key);
            skip_space(in);
            in->at++; /* the colon */
        }
        if (rc == 0)
            rc = take_value(in, &child.value);
        if (rc != 0)
            return rc;
        in->stack[in->depth++] = child;
        skip_space(in);
    }
    in->at++;
    return object ? end_object(in, base, out) : end_list(in, base, out);
}

static int take_value(reader_t *in, moot_value_t *out)
{
    *out = (moot_value_t){0};
    skip_space(in);
    switch (*in->at) {
    case '{':
    case '[':
        return take_container(in, *in->at == '{', out);
    case '"':
        out->kind = MOOT_VALUE_STRING;
        return take_string(in, &out->string);
    case 't':
        *out = moot_value_of_bool(true);
        in->at += 4;
        return 0;
    case 'f':
        *out = moot_value_of_bool(false);
        in->at += 5;
        return 0;
    case 'n':
        in->at += 4;
        return 0;
    default:
        return take_number(in, out);
    }
}

int moot_value_read(moot_arena_t *arena, moot_slice_t json, int attachments,
                    moot_value_t *out)
{
    moot_json_value_t whole;
    int rc = moot_json_read_value(json, &whole);
    if (rc != 0)
        return rc;
    size_t count = count_values(whole.raw);
    if (count > MOOT_VALUE_COUNT_MAX)
        return MOOT_ELIMIT;
    reader_t in = {.arena = arena,
                   .at = whole.raw.at,
                   .end = whole.raw.at + whole.raw.size,
                   .attachments = attachments};
    if (whole.kind == MOOT_JSON_ARRAY || whole.kind == MOOT_JSON_OBJECT) {
        in.stack = moot_arena_array(arena, count, sizeof *in.stack);
        if (in.stack == NULL)
            return MOOT_ENOMEM;
    }
    moot_value_t value;
    rc = take_value(&in, &value);
    if (rc == 0)
        *out = value;
    return rc;
}

/* ---- Writing ------------------------------------------------------------- */

int moot_value_binaries_init(moot_value_binaries_t *binaries,
                             moot_arena_t *arena, size_t attachments)
{
    moot_value_binaries_t made = {.max = (uint32_t)attachments};
    made.given = moot_arena_array(arena, attachments, sizeof *made.given);
    made.order = moot_arena_array(arena, attachments, sizeof *made.order);
    if (made.given == NULL || made.order == NULL)
        return MOOT_ENOMEM;
    memset(made.given, 0, attachments * sizeof *made.given);
    *binaries = made;
    return 0;
}

static void write_binary(moot_json_write_t *json, uint32_t number,
                         moot_value_binaries_t *binaries)
{
    if (binaries == NULL) {
        moot_json_write_null(json);
        return;
    }
    MOOT_CHECK(number < binaries->max);
    if (binaries->given[number] == 0) {
        binaries->order[binaries->count] = number;
        binaries->given[number] = ++binaries->count;
    }
    moot_json_write_begin_object(json);
    moot_json_write_name_bool(json, "_placeholder", true);
    moot_json_write_name_uint64(json, "num", binaries->given[number] - 1);
    moot_json_write_end_object(json);
}

moot_slice_t moot_value_number_text(const moot_value_t *value, char buf[40])
{
    int size = 0;
    if (value->count > 0)
        return moot_slice(value->text, value->count);
    if (value->kind == MOOT_VALUE_INT) {
        size = snprintf(buf, 40, "%lld", (long long)value->integer);
    } else if (isfinite(value->real)) {
        for (int digits = 15; digits <= 17; digits++) {
            size = snprintf(buf, 40, "%.*g", digits, value->real);
            if (strtod(buf, NULL) == value->real)
                break;
        }
    } else {
        size = snprintf(buf, 40, "null");
    }
    return moot_slice(buf, (size_t)size);
}

static void write_container(moot_json_write_t *json, const moot_value_t *value,
                            moot_value_binaries_t *binaries)
{
    if (json->depth >= MOOT_JSON_WRITE_DEPTH_MAX) {
        moot_json_write_null(json);
        if (json->buf->error == 0)
            json->buf->error = MOOT_ELIMIT;
        return;
    }
    if (value->kind == MOOT_VALUE_LIST) {
        moot_json_write_begin_array(json);
        for (uint32_t i = 0; i < value->count; i++)
            moot_value_write(json, &value->items[i], binaries);
        moot_json_write_end_array(json);
        return;
    }
    moot_json_write_begin_object(json);
    for (uint32_t i = 0; i < value->count; i++) {
        moot_json_write_key(json, value->members[i].key);
        moot_value_write(json, &value->members[i].value, binaries);
    }
    moot_json_write_end_object(json);
}

void moot_value_write(moot_json_write_t *json, const moot_value_t *value,
                      moot_value_binaries_t *binaries)
{
    char number[40];
    switch ((moot_value_kind_t)value->kind) {
    case MOOT_VALUE_NULL:
        moot_json_write_null(json);
        break;
    case MOOT_VALUE_BOOL:
        moot_json_write_bool(json, value->truth);
        break;
    case MOOT_VALUE_INT:
    case MOOT_VALUE_REAL:
        moot_json_write_raw(json, moot_value_number_text(value, number));
        break;
    case MOOT_VALUE_STRING:
        moot_json_write_string(json, value->string);
        break;
    case MOOT_VALUE_LIST:
    case MOOT_VALUE_OBJECT:
        write_container(json, value, binaries);
        break;
    case MOOT_VALUE_BINARY:
        write_binary(json, value->count, binaries);
        break;
    }
}

/* ---- Looking ------------------------------------------------------------- */

const moot_value_t *moot_value_member(const moot_value_t *value,
                                      moot_slice_t key)
{
    if (value == NULL || value->kind != MOOT_VALUE_OBJECT)
        return NULL;
    for (uint32_t i = 0; i < value->count; i++)
        if (moot_slice_eq(value->members[i].key, key))
            return &value->members[i].value;
    return NULL;
}

bool moot_value_is(const moot_value_t *value, const char *text)
{
    return value != NULL && value->kind == MOOT_VALUE_STRING
           && moot_slice_eq(value->string, moot_slice_str(text));
}

const char *moot_value_kind_name(const moot_value_t *value)
{
    static const char *const names[] = {
        [MOOT_VALUE_NULL] = "null",     [MOOT_VALUE_BOOL] = "boolean",
        [MOOT_VALUE_INT] = "number",    [MOOT_VALUE_REAL] = "number",
        [MOOT_VALUE_STRING] = "string", [MOOT_VALUE_LIST] = "list",
        [MOOT_VALUE_OBJECT] = "object", [MOOT_VALUE_BINARY] = "binary",
    };
    return names[value->kind];
}

int moot_value_compare_numbers(const moot_value_t *a, const moot_value_t *b)
{
    if (a->kind == MOOT_VALUE_INT && b->kind == MOOT_VALUE_INT)
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    double x = a->kind == MOOT_VALUE_INT ? (double)a->integer : a->real;
    double y = b->kind == MOOT_VALUE_INT ? (double)b->integer : b->real;
    return x < y ? -1 : x > y;
}

static bool is_number(const moot_value_t *value)
{
    return value->kind == MOOT_VALUE_INT || value->kind == MOOT_VALUE_REAL;
}

static bool take_steps(uint64_t *steps, uint64_t count)
{
    if (*steps < count) {
        *steps = 0;
        return false;
    }
    *steps -= count;
    return true;
}

static bool equal_members(const moot_value_t *a, const moot_value_t *b,
                          uint64_t *steps)
{
    for (uint32_t i = 0; i < a->count; i++) {
        const moot_value_pair_t *member = &a->members[i];
        /* Looking a member up looks at all keys. */
        if (!take_steps(steps, 1 + b->count / 16))
            return false;
        const moot_value_t *other = moot_value_member(b, member->key);
        if (other == NULL || !moot_value_eq(&member->value, other, steps))
            return false;
    }
    return true;
}

bool moot_value_eq(const moot_value_t *a, const moot_value_t *b,
                   uint64_t *steps)
{
    if (!take_steps(steps, 1))
        return false;
    if (is_number(a) && is_number(b))
        return moot_value_compare_numbers(a, b) == 0;
    if (a->kind != b->kind)
        return false;
    switch ((moot_value_kind_t)a->kind) {
    case MOOT_VALUE_BOOL:
        return a->truth == b->truth;
    case MOOT_VALUE_STRING:
        return take_steps(steps, a->string.size / 64)
               && moot_slice_eq(a->string, b->string);
    case MOOT_VALUE_BINARY:
        return a->count == b->count;
    case MOOT_VALUE_LIST:
        if (a->count != b->count)
            return false;
        for (uint32_t i = 0; i < a->count; i++)
            if (!moot_value_eq(&a->items[i], &b->items[i], steps))
                return false;
        return true;
    case MOOT_VALUE_OBJECT:
        return a->count == b->count && equal_members(a, b, steps);
    default:
        return true;
    }
}
