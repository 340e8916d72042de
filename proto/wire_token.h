/* Reads msgpack one header at a time, bounded by the bytes that are there.
 * The common ground of wire.c and wire_list.c; others use those. Pure.
 *
 * A length or a count is believed only when the bytes that it announces are
 * there (an element takes at least one byte), so that nothing a header says
 * can cost more than reading what came. */
#ifndef MOOT_WIRE_TOKEN_H
#define MOOT_WIRE_TOKEN_H

#include "common/check.h"
#include "common/err.h"
#include "common/slice.h"

typedef enum moot_token_kind {
    MOOT_TOKEN_NIL,
    MOOT_TOKEN_FLAG,
    MOOT_TOKEN_U64,
    MOOT_TOKEN_STR,
    MOOT_TOKEN_BIN,
    MOOT_TOKEN_ARRAY,
    MOOT_TOKEN_MAP,   /* value counts keys and values */
    MOOT_TOKEN_OTHER, /* int below 0, float, ext; value: its bytes */
} moot_token_kind_t;

typedef struct moot_token {
    moot_token_kind_t kind;
    uint64_t value; /* flag, number, bytes or elements that follow */
} moot_token_t;

/* A big-endian number of n bytes. */
static inline uint64_t moot_token_number(const uint8_t *at, size_t n)
{
    uint64_t number = 0;
    for (size_t i = 0; i < n; i++)
        number = number << 8 | at[i];
    return number;
}

/* Headers of more than one byte, 0xc0 to 0xdf: what they announce and how many
 * bytes of it follow, of which the value is made. extra: bytes that come with
 * the announced ones (the type of an ext). */
typedef struct moot_token_form {
    uint8_t kind;
    uint8_t size;
    uint8_t extra;
    uint8_t fixed; /* the value when size is 0 */
} moot_token_form_t;

#define MOOT_TOKEN_NEVER 0xff /* 0xc1 is not msgpack */

static const moot_token_form_t moot_token_forms[32] = {
    [0x00] = {MOOT_TOKEN_NIL, 0, 0, 0},    [0x01] = {MOOT_TOKEN_NEVER, 0, 0, 0},
    [0x02] = {MOOT_TOKEN_FLAG, 0, 0, 0},   [0x03] = {MOOT_TOKEN_FLAG, 0, 0, 1},
    [0x04] = {MOOT_TOKEN_BIN, 1, 0, 0},    [0x05] = {MOOT_TOKEN_BIN, 2, 0, 0},
    [0x06] = {MOOT_TOKEN_BIN, 4, 0, 0},    [0x07] = {MOOT_TOKEN_OTHER, 1, 1, 0},
    [0x08] = {MOOT_TOKEN_OTHER, 2, 1, 0},  [0x09] = {MOOT_TOKEN_OTHER, 4, 1, 0},
    [0x0a] = {MOOT_TOKEN_OTHER, 0, 0, 4},  [0x0b] = {MOOT_TOKEN_OTHER, 0, 0, 8},
    [0x0c] = {MOOT_TOKEN_U64, 1, 0, 0},    [0x0d] = {MOOT_TOKEN_U64, 2, 0, 0},
    [0x0e] = {MOOT_TOKEN_U64, 4, 0, 0},    [0x0f] = {MOOT_TOKEN_U64, 8, 0, 0},
    [0x10] = {MOOT_TOKEN_OTHER, 0, 0, 1},  [0x11] = {MOOT_TOKEN_OTHER, 0, 0, 2},
    [0x12] = {MOOT_TOKEN_OTHER, 0, 0, 4},  [0x13] = {MOOT_TOKEN_OTHER, 0, 0, 8},
    [0x14] = {MOOT_TOKEN_OTHER, 0, 1, 1},  [0x15] = {MOOT_TOKEN_OTHER, 0, 1, 2},
    [0x16] = {MOOT_TOKEN_OTHER, 0, 1, 4},  [0x17] = {MOOT_TOKEN_OTHER, 0, 1, 8},
    [0x18] = {MOOT_TOKEN_OTHER, 0, 1, 16}, [0x19] = {MOOT_TOKEN_STR, 1, 0, 0},
    [0x1a] = {MOOT_TOKEN_STR, 2, 0, 0},    [0x1b] = {MOOT_TOKEN_STR, 4, 0, 0},
    [0x1c] = {MOOT_TOKEN_ARRAY, 2, 0, 0},  [0x1d] = {MOOT_TOKEN_ARRAY, 4, 0, 0},
    [0x1e] = {MOOT_TOKEN_MAP, 2, 0, 0},    [0x1f] = {MOOT_TOKEN_MAP, 4, 0, 0},
};

/* Reads a header at *at and moves *at behind it: for str, bin, OTHER to their
 * bytes, which are there; for array and map to the first element.
 * Errors (nothing moved): MOOT_ETRUNC, MOOT_EINVAL. */
static inline int moot_token_read(const uint8_t **at, const uint8_t *end,
                                  moot_token_t *out)
{
    const uint8_t *p = *at;
    if (p == end)
        return MOOT_ETRUNC;
    uint8_t head = *p++;
    moot_token_t token;
    if (head < 0x80) {
        token = (moot_token_t){MOOT_TOKEN_U64, head};
    } else if (head < 0x90) {
        token = (moot_token_t){MOOT_TOKEN_MAP, 2 * (uint64_t)(head & 0x0f)};
    } else if (head < 0xa0) {
        token = (moot_token_t){MOOT_TOKEN_ARRAY, head & 0x0f};
    } else if (head < 0xc0) {
        token = (moot_token_t){MOOT_TOKEN_STR, head & 0x1f};
    } else if (head >= 0xe0) {
        token = (moot_token_t){MOOT_TOKEN_OTHER, 0};
    } else {
        moot_token_form_t form = moot_token_forms[head & 0x1f];
        if (form.kind == MOOT_TOKEN_NEVER)
            return MOOT_EINVAL;
        if ((size_t)(end - p) < form.size)
            return MOOT_ETRUNC;
        uint64_t value =
            form.size > 0 ? moot_token_number(p, form.size) : form.fixed;
        p += form.size;
        value += form.extra;
        if (form.kind == MOOT_TOKEN_MAP)
            value *= 2;
        token = (moot_token_t){(moot_token_kind_t)form.kind, value};
    }
    if (token.kind >= MOOT_TOKEN_STR && token.value > (size_t)(end - p))
        return MOOT_ETRUNC;
    *at = p;
    *out = token;
    return MOOT_OK;
}

/* Moves *at behind one whole element with arrays and maps at most depth deep.
 * list_only: it must hold only what a list may.
 * Errors (*at undefined): MOOT_ETRUNC, MOOT_EINVAL, MOOT_ELIMIT. */
MOOT_CHECKED int moot_token_walk(const uint8_t **at, const uint8_t *end,
                                 size_t depth, bool list_only);

/* Writes the shortest header of an array, a str, a bin or a number to at, which
 * has room for 9 bytes. Returns its bytes. */
static inline size_t moot_token_put_big(uint8_t *at, uint8_t head,
                                        uint64_t number, size_t n)
{
    at[0] = head;
    for (size_t i = n; i > 0; i--) {
        at[i] = (uint8_t)number;
        number >>= 8;
    }
    return 1 + n;
}

static inline size_t moot_token_put_array(uint8_t *at, uint32_t count)
{
    if (count < 16) {
        at[0] = (uint8_t)(0x90 | count);
        return 1;
    }
    return count <= UINT16_MAX ? moot_token_put_big(at, 0xdc, count, 2)
                               : moot_token_put_big(at, 0xdd, count, 4);
}

static inline size_t moot_token_put_str(uint8_t *at, uint32_t size)
{
    if (size < 32) {
        at[0] = (uint8_t)(0xa0 | size);
        return 1;
    }
    if (size <= UINT8_MAX)
        return moot_token_put_big(at, 0xd9, size, 1);
    return size <= UINT16_MAX ? moot_token_put_big(at, 0xda, size, 2)
                              : moot_token_put_big(at, 0xdb, size, 4);
}

static inline size_t moot_token_put_bin(uint8_t *at, uint32_t size)
{
    if (size <= UINT8_MAX)
        return moot_token_put_big(at, 0xc4, size, 1);
    return size <= UINT16_MAX ? moot_token_put_big(at, 0xc5, size, 2)
                              : moot_token_put_big(at, 0xc6, size, 4);
}

static inline size_t moot_token_put_u64(uint8_t *at, uint64_t number)
{
    if (number < 0x80) {
        at[0] = (uint8_t)number;
        return 1;
    }
    if (number <= UINT8_MAX)
        return moot_token_put_big(at, 0xcc, number, 1);
    if (number <= UINT16_MAX)
        return moot_token_put_big(at, 0xcd, number, 2);
    return number <= UINT32_MAX ? moot_token_put_big(at, 0xce, number, 4)
                                : moot_token_put_big(at, 0xcf, number, 8);
}

#endif
