/* The reader is a cursor that only moves forward. Each scan_… function begins
 * on the first byte of its piece and leaves the cursor behind the last; where
 * a piece is malformed it returns an error and nobody looks at the cursor
 * again. Nesting is a bit per level in one word, so depth costs no memory. */
#include "common/json_read.h"

#include "common/err.h"
#include "common/utf8.h"

/* One bit per level has to fit; the shift that opens a level drops none. */
_Static_assert(MOOT_JSON_DEPTH_MAX < 64, "nesting is kept in 64 bits");

typedef struct cursor {
    const uint8_t *at, *end;
} cursor_t;

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static void skip_space(cursor_t *in)
{
    while (in->at < in->end
           && (*in->at == ' ' || *in->at == '\n' || *in->at == '\r'
               || *in->at == '\t'))
        in->at++;
}

/* Skips the characters of a string that stand for themselves and are ASCII,
 * eight at a time. A byte is special when it is a quote, a backslash, below
 * 0x20 or above 0x7f. Each subtraction borrows into the top bit of the byte
 * that has the property; a borrow can spoil only bytes after such a byte, so
 * the first marked one is exact. */
static const uint8_t *skip_plain(const uint8_t *at, const uint8_t *end)
{
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        uint64_t special = (word | ((word ^ EACH_BYTE('"')) - EACH_BYTE(1))
                            | ((word ^ EACH_BYTE('\\')) - EACH_BYTE(1))
                            | (word - EACH_BYTE(0x20)))
                           & EACH_BYTE(0x80);
        if (special != 0) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return at + (__builtin_ctzll(special) >> 3);
#else
            break;
#endif
        }
        at += 8;
    }
    while (at < end && *at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* Writes a code point as UTF-8 and returns its size. */
static size_t utf8_put(uint32_t code, uint8_t to[4])
{
    if (code < 0x80) {
        to[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (uint8_t)(0xc0 | (code >> 6));
        to[1] = (uint8_t)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (uint8_t)(0xe0 | (code >> 12));
        to[1] = (uint8_t)(0x80 | ((code >> 6) & 0x3f));
        to[2] = (uint8_t)(0x80 | (code & 0x3f));
        return 3;
    }
    to[0] = (uint8_t)(0xf0 | (code >> 18));
    to[1] = (uint8_t)(0x80 | ((code >> 12) & 0x3f));
    to[2] = (uint8_t)(0x80 | ((code >> 6) & 0x3f));
    to[3] = (uint8_t)(0x80 | (code & 0x3f));
    return 4;
}

/* Reads "\uXXXX" and returns its sixteen bits, or -1. */
static int32_t hex_unit(const uint8_t *at, const uint8_t *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    int32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        uint8_t byte = at[i], lower = byte | 0x20;
        if (is_digit(byte))
            unit = unit * 16 + byte - '0';
        else if (lower >= 'a' && lower <= 'f')
            unit = unit * 16 + lower - 'a' + 10;
        else
            return -1;
    }
    return unit;
}

/* Reads the escape at the cursor, a surrogate pair as one. Returns its size
 * in the text, or 0 when it is malformed or half of a pair. */
static size_t read_escape(const uint8_t *at, const uint8_t *end, uint32_t *code)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (end - at < 2)
        return 0;
    if (at[1] != 'u') {
        const char *found = memchr(letters, at[1], sizeof(letters) - 1);
        if (found == NULL)
            return 0;
        *code = (uint8_t)meant[found - letters];
        return 2;
    }
    int32_t unit = hex_unit(at, end);
    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return 0;
    if (unit < 0xd800 || unit > 0xdfff) {
        *code = (uint32_t)unit;
        return 6;
    }
    int32_t low = hex_unit(at + 6, end);
    if (low < 0xdc00 || low > 0xdfff)
        return 0;
    *code =
        0x10000 + (((uint32_t)unit & 0x3ff) << 10) + ((uint32_t)low & 0x3ff);
    return 12;
}

static int scan_string(cursor_t *in, bool *escaped)
{
    const uint8_t *at = in->at + 1;
    *escaped = false;
    for (;;) {
        at = skip_plain(at, in->end);
        if (at == in->end)
            return MOOT_EINVAL;
        if (*at == '"')
            break;
        size_t size;
        uint32_t code;
        if (*at == '\\') {
            size = read_escape(at, in->end, &code);
            *escaped = true;
        } else if (*at < 0x20) {
            return MOOT_EINVAL;
        } else {
            size =
                moot_utf8_decode(moot_slice(at, (size_t)(in->end - at)), &code);
        }
        if (size == 0)
            return MOOT_EINVAL;
        at += size;
    }
    in->at = at + 1;
    return 0;
}

/* At least one digit. */
static int scan_digits(cursor_t *in)
{
    const uint8_t *begin = in->at;
    while (in->at < in->end && is_digit(*in->at))
        in->at++;
    return in->at > begin ? 0 : MOOT_EINVAL;
}

/* RFC 8259 section 6: minus? (0 | 1-9 digits) (. digits)? (e sign? digits)? */
static int scan_number(cursor_t *in)
{
    if (*in->at == '-')
        in->at++;
    if (in->at < in->end && *in->at == '0')
        in->at++;
    else if (scan_digits(in) != 0)
        return MOOT_EINVAL;
    if (in->at < in->end && *in->at == '.') {
        in->at++;
        if (scan_digits(in) != 0)
            return MOOT_EINVAL;
    }
    if (in->at < in->end && (*in->at | 0x20) == 'e') {
        in->at++;
        if (in->at < in->end && (*in->at == '+' || *in->at == '-'))
            in->at++;
        return scan_digits(in);
    }
    return 0;
}

static int scan_word(cursor_t *in, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(in->end - in->at) < size || memcmp(in->at, word, size) != 0)
        return MOOT_EINVAL;
    in->at += size;
    return 0;
}

/* Kind of the value that begins with this byte, or MOOT_JSON_NONE. */
static moot_json_kind_t kind_of(uint8_t byte)
{
    switch (byte) {
    case '{':
        return MOOT_JSON_OBJECT;
    case '[':
        return MOOT_JSON_ARRAY;
    case '"':
        return MOOT_JSON_STRING;
    case 't':
    case 'f':
        return MOOT_JSON_BOOL;
    case 'n':
        return MOOT_JSON_NULL;
    default:
        return byte == '-' || is_digit(byte) ? MOOT_JSON_NUMBER
                                             : MOOT_JSON_NONE;
    }
}

/* A value that holds no others. */
static int scan_scalar(cursor_t *in, bool *escaped)
{
    switch (kind_of(*in->at)) {
    case MOOT_JSON_STRING:
        return scan_string(in, escaped);
    case MOOT_JSON_NUMBER:
        return scan_number(in);
    case MOOT_JSON_BOOL:
        return scan_word(in, *in->at == 't' ? "true" : "false");
    case MOOT_JSON_NULL:
        return scan_word(in, "null");
    default:
        return MOOT_EINVAL;
    }
}

/* Space, a key, and the colon behind it. */
static int scan_key(cursor_t *in, moot_json_value_t *key)
{
    skip_space(in);
    if (in->at == in->end || *in->at != '"')
        return MOOT_EINVAL;
    const uint8_t *begin = in->at;
    int rc = scan_string(in, &key->escaped);
    if (rc != 0)
        return rc;
    key->kind = MOOT_JSON_STRING;
    key->raw = moot_slice(begin, (size_t)(in->at - begin));
    skip_space(in);
    if (in->at == in->end || *in->at != ':')
        return MOOT_EINVAL;
    in->at++;
    return 0;
}

/* Everything inside a container and the containers inside it. The lowest bit
 * of objects tells what the innermost open one is. */
static int scan_container(cursor_t *in, size_t depth)
{
    const size_t outside = depth;
    uint64_t objects = 0;
    moot_json_value_t key;
    bool escaped;
    int rc;
    do {
        /* A value begins here. Only an opening bracket leaves one to come. */
        bool opened = *in->at == '{' || *in->at == '[', empty = false;
        if (opened) {
            if (depth == MOOT_JSON_DEPTH_MAX)
                return MOOT_ELIMIT;
            depth++;
            objects = objects << 1 | (*in->at == '{');
            in->at++;
            skip_space(in);
            empty = in->at < in->end && *in->at == (objects & 1 ? '}' : ']');
        } else {
            rc = scan_scalar(in, &escaped);
            if (rc != 0)
                return rc;
        }
        /* Behind a value: close what ends here, up to the next comma. */
        bool more = opened && !empty;
        while (!more && depth > outside) {
            skip_space(in);
            if (in->at == in->end)
                return MOOT_EINVAL;
            more = *in->at == ',';
            if (!more) {
                if (*in->at != (objects & 1 ? '}' : ']'))
                    return MOOT_EINVAL;
                objects >>= 1;
                depth--;
            }
            in->at++;
        }
        if (!more)
            return 0;
        rc = objects & 1 ? scan_key(in, &key) : 0;
        if (rc != 0)
            return rc;
        skip_space(in);
    } while (in->at < in->end);
    return MOOT_EINVAL;
}

/* Space and one value. depth: containers open around it. */
static int scan_value(cursor_t *in, size_t depth, moot_json_value_t *value)
{
    skip_space(in);
    if (in->at == in->end)
        return MOOT_EINVAL;
    const uint8_t *begin = in->at;
    value->kind = kind_of(*begin);
    value->escaped = false;
    int rc = value->kind == MOOT_JSON_OBJECT || value->kind == MOOT_JSON_ARRAY
                 ? scan_container(in, depth)
                 : scan_scalar(in, &value->escaped);
    value->raw = moot_slice(begin, (size_t)(in->at - begin));
    return rc;
}

/* The next item of a container that was opened. Errors: as a text has, and
 * MOOT_ENOENT once the closing bracket was passed. */
static int next_item(moot_json_iter_t *iter, moot_json_value_t *key,
                     moot_json_value_t *value)
{
    cursor_t in = {iter->at, iter->end};
    skip_space(&in);
    if (in.at == in.end)
        return MOOT_EINVAL;
    if (*in.at == (iter->object ? '}' : ']')) {
        iter->at = in.at + 1;
        return MOOT_ENOENT;
    }
    if (!iter->first) {
        if (*in.at != ',')
            return MOOT_EINVAL;
        in.at++;
    }
    iter->first = false;
    int rc = iter->object ? scan_key(&in, key) : 0;
    if (rc == 0)
        rc = scan_value(&in, 1, value);
    iter->at = in.at;
    return rc;
}

/* Copies what is between the quotes of a string without its escapes. Returns
 * the size, or SIZE_MAX when it does not fit. */
static size_t unescape(moot_slice_t raw, uint8_t *to, size_t size)
{
    const uint8_t *at = raw.at + 1, *end = raw.at + raw.size - 1;
    size_t used = 0;
    while (at < end) {
        const uint8_t *escape = memchr(at, '\\', (size_t)(end - at));
        size_t run = (size_t)((escape != NULL ? escape : end) - at);
        if (run > size - used)
            return SIZE_MAX;
        if (run > 0)
            memcpy(to + used, at, run);
        used += run;
        at += run;
        if (at == end)
            break;
        uint8_t bytes[4];
        uint32_t code = 0;
        size_t step = read_escape(at, end, &code);
        MOOT_CHECK(step > 0);
        size_t put = utf8_put(code, bytes);
        if (put > size - used)
            return SIZE_MAX;
        memcpy(to + used, bytes, put);
        used += put;
        at += step;
    }
    return used;
}

/* Index of the name that the key means, or count. */
static size_t find_name(const moot_json_value_t *key, const moot_slice_t *names,
                        size_t count)
{
    uint8_t bytes[MOOT_JSON_NAME_BYTES_MAX];
    moot_slice_t text = moot_slice(key->raw.at + 1, key->raw.size - 2);
    if (key->escaped) {
        text.size = unescape(key->raw, bytes, sizeof(bytes));
        text.at = bytes;
    }
    size_t i = 0;
    if (text.size <= MOOT_JSON_NAME_BYTES_MAX) {
        while (i < count && !moot_slice_eq(text, names[i]))
            i++;
        return i;
    }
    return count;
}

/* The members of an object, whose bracket was passed, and what follows it. */
static int read_members(moot_json_iter_t *iter, const moot_slice_t *names,
                        size_t count, moot_json_value_t *values)
{
    moot_json_value_t key, value;
    int rc;
    while ((rc = next_item(iter, &key, &value)) == 0) {
        size_t i = find_name(&key, names, count);
        if (i < count)
            values[i] = value;
    }
    if (rc != MOOT_ENOENT)
        return rc;
    cursor_t in = {iter->at, iter->end};
    skip_space(&in);
    return in.at == in.end ? 0 : MOOT_EINVAL;
}

static void clear_values(moot_json_value_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = (moot_json_value_t){.kind = MOOT_JSON_NONE};
}

int moot_json_read_object(moot_slice_t text, const moot_slice_t *names,
                          size_t count, moot_json_value_t *values)
{
    clear_values(values, count);
    if (text.size == 0)
        return MOOT_EINVAL;
    cursor_t in = {text.at, text.at + text.size};
    skip_space(&in);
    int rc;
    if (in.at < in.end && *in.at == '{') {
        moot_json_iter_t iter = {in.at + 1, in.end, true, true};
        rc = read_members(&iter, names, count, values);
        if (rc != 0)
            clear_values(values, count);
        return rc;
    }
    moot_json_value_t other;
    rc = moot_json_read_value(text, &other);
    return rc != 0 ? rc : MOOT_ETYPE;
}

int moot_json_read_value(moot_slice_t text, moot_json_value_t *value)
{
    if (text.size == 0)
        return MOOT_EINVAL;
    cursor_t in = {text.at, text.at + text.size};
    moot_json_value_t found;
    int rc = scan_value(&in, 0, &found);
    if (rc != 0)
        return rc;
    skip_space(&in);
    if (in.at != in.end)
        return MOOT_EINVAL;
    *value = found;
    return 0;
}

int moot_json_read_string(const moot_json_value_t *value,
                          moot_json_scratch_t *scratch, moot_slice_t *string)
{
    if (value->kind != MOOT_JSON_STRING)
        return MOOT_ETYPE;
    if (!value->escaped) {
        *string = moot_slice(value->raw.at + 1, value->raw.size - 2);
        return 0;
    }
    if (scratch == NULL)
        return MOOT_EFULL;
    size_t size = unescape(value->raw, scratch->at, scratch->size);
    if (size == SIZE_MAX)
        return MOOT_EFULL;
    *string = moot_slice(scratch->at, size);
    scratch->at += size;
    scratch->size -= size;
    return 0;
}

int moot_json_read_bool(const moot_json_value_t *value, bool *truth)
{
    if (value->kind != MOOT_JSON_BOOL)
        return MOOT_ETYPE;
    *truth = *value->raw.at == 't';
    return 0;
}

static int begin_walk(const moot_json_value_t *value, moot_json_kind_t kind,
                      moot_json_iter_t *iter)
{
    if (value->kind != kind)
        return MOOT_ETYPE;
    *iter = (moot_json_iter_t){
        .at = value->raw.at + 1,
        .end = value->raw.at + value->raw.size,
        .object = kind == MOOT_JSON_OBJECT,
        .first = true,
    };
    return 0;
}

int moot_json_read_array(const moot_json_value_t *value, moot_json_iter_t *iter)
{
    return begin_walk(value, MOOT_JSON_ARRAY, iter);
}

int moot_json_read_members(const moot_json_value_t *value,
                           moot_json_iter_t *iter)
{
    return begin_walk(value, MOOT_JSON_OBJECT, iter);
}

bool moot_json_read_next(moot_json_iter_t *iter, moot_json_value_t *key,
                         moot_json_value_t *value)
{
    if (iter->at == iter->end)
        return false;
    moot_json_value_t found_key, found;
    int rc = next_item(iter, &found_key, &found);
    /* The text was validated when the value was made. */
    MOOT_CHECK(rc == 0 || rc == MOOT_ENOENT);
    if (rc != 0)
        return false;
    if (key != NULL && iter->object)
        *key = found_key;
    *value = found;
    return true;
}
