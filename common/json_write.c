#include "common/json_write.h"

#include "common/err.h"

_Static_assert(MOOT_JSON_WRITE_DEPTH_MAX <= 32, "one bit of objects a level");

/* Bytes of an escape at most: \u00XX. */
#define ESCAPE_BYTES_MAX 6

/* Decimal digits of UINT64_MAX. */
#define DIGITS_MAX 20

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The top bit of each zero byte of word; exact up to the first one. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

static bool is_plain(uint8_t byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

/* How many bytes from the front need no escape. */
static size_t plain_run(const uint8_t *at, size_t size)
{
    size_t i = 0;
    while (size - i >= 8) {
        uint64_t word;
        memcpy(&word, at + i, 8);
        if (((word - EACH_BYTE(0x20)) & ~word & EACH_BYTE(0x80))
            | zero_bytes(word ^ EACH_BYTE('"'))
            | zero_bytes(word ^ EACH_BYTE('\\')))
            break;
        i += 8;
    }
    while (i < size && is_plain(at[i]))
        i++;
    return i;
}

static size_t put_escape(uint8_t byte, uint8_t to[ESCAPE_BYTES_MAX])
{
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = "\"\\bfnrt", meant[] = "\"\\\b\f\n\r\t";
    const char *found = memchr(meant, byte, sizeof(meant) - 1);
    to[0] = '\\';
    if (found != NULL) {
        to[1] = (uint8_t)letters[found - meant];
        return 2;
    }
    to[1] = 'u';
    to[2] = to[3] = '0';
    to[4] = (uint8_t)hex[byte >> 4];
    to[5] = (uint8_t)hex[byte & 15];
    return 6;
}

int moot_json_escape(moot_buf_t *buf, moot_slice_t text)
{
    size_t i = 0;
    while (i < text.size && buf->error == 0) {
        size_t run = plain_run(text.at + i, text.size - i);
        if (run > 0)
            moot_buf_put(buf, text.at + i, run);
        i += run;
        if (i < text.size) {
            uint8_t escape[ESCAPE_BYTES_MAX];
            moot_buf_put(buf, escape, put_escape(text.at[i], escape));
            i++;
        }
    }
    return buf->error;
}

void moot_json_write_init(moot_json_write_t *json, moot_buf_t *buf)
{
    *json = (moot_json_write_t){.buf = buf};
}

bool moot_json_write_complete(const moot_json_write_t *json)
{
    return json->depth == 0 && json->comma;
}

/* Checks that a value may stand here. Returns whether a comma goes first, and
 * notes that one goes before what follows. */
static bool begin_value(moot_json_write_t *json)
{
    if (json->depth == 0)
        MOOT_CHECK(!json->comma);
    else
        MOOT_CHECK(json->keyed == (json->objects & 1));
    bool comma = json->comma && !json->keyed;
    json->comma = true;
    json->keyed = false;
    return comma;
}

/* Appends bytes that need no escapes, and the comma before them. */
static void put_value(moot_json_write_t *json, const void *at, size_t size)
{
    size_t comma = begin_value(json);
    uint8_t *to = moot_buf_reserve(json->buf, comma + size);
    if (to == NULL)
        return;
    if (comma)
        *to++ = ',';
    memcpy(to, at, size);
    json->buf->size += comma + size;
}

/* Appends comma, quoted text and, for a key, the colon. Room is made once for
 * what is the whole of almost every string. */
static void put_string(moot_json_write_t *json, bool comma, moot_slice_t text,
                       bool colon)
{
    moot_buf_t *buf = json->buf;
    uint8_t *to = moot_buf_reserve(buf, comma + text.size + 2 + colon);
    if (to == NULL)
        return;
    uint8_t *begin = to;
    if (comma)
        *to++ = ',';
    *to++ = '"';
    size_t run = plain_run(text.at, text.size);
    if (run > 0)
        memcpy(to, text.at, run);
    to += run;
    if (run == text.size) {
        *to++ = '"';
        if (colon)
            *to++ = ':';
        buf->size += (size_t)(to - begin);
        return;
    }
    buf->size += (size_t)(to - begin);
    moot_json_escape(buf, moot_slice(text.at + run, text.size - run));
    moot_buf_put(buf, "\":", colon ? 2 : 1);
}

static void begin_container(moot_json_write_t *json, bool object)
{
    MOOT_CHECK(json->depth < MOOT_JSON_WRITE_DEPTH_MAX);
    put_value(json, object ? "{" : "[", 1);
    json->objects = json->objects << 1 | object;
    json->depth++;
    json->comma = false;
}

static void end_container(moot_json_write_t *json, bool object)
{
    MOOT_CHECK(json->depth > 0 && !json->keyed);
    MOOT_CHECK((json->objects & 1) == object);
    moot_buf_put(json->buf, object ? "}" : "]", 1);
    json->objects >>= 1;
    json->depth--;
    json->comma = true;
}

void moot_json_write_begin_object(moot_json_write_t *json)
{
    begin_container(json, true);
}

void moot_json_write_end_object(moot_json_write_t *json)
{
    end_container(json, true);
}

void moot_json_write_begin_array(moot_json_write_t *json)
{
    begin_container(json, false);
}

void moot_json_write_end_array(moot_json_write_t *json)
{
    end_container(json, false);
}

void moot_json_write_key(moot_json_write_t *json, moot_slice_t key)
{
    MOOT_CHECK(json->depth > 0 && (json->objects & 1) && !json->keyed);
    put_string(json, json->comma, key, true);
    json->keyed = true;
}

void moot_json_write_string(moot_json_write_t *json, moot_slice_t string)
{
    put_string(json, begin_value(json), string, false);
}

void moot_json_write_uint64(moot_json_write_t *json, uint64_t number)
{
    char digits[DIGITS_MAX];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put_value(json, digits + at, sizeof(digits) - at);
}

void moot_json_write_bool(moot_json_write_t *json, bool truth)
{
    put_value(json, truth ? "true" : "false", truth ? 4 : 5);
}

void moot_json_write_null(moot_json_write_t *json)
{
    put_value(json, "null", 4);
}

void moot_json_write_raw(moot_json_write_t *json, moot_slice_t raw)
{
    MOOT_CHECK(raw.size > 0);
    put_value(json, raw.at, raw.size);
}
