#include "common/base64.h"

#include "common/err.h"

static const char usual[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Returns how many characters were written, without padding. */
static size_t put(const char *alphabet, uint8_t *out, moot_slice_t bytes)
{
    uint8_t *to = out;
    uint32_t bits = 0;
    unsigned held = 0;

    for (size_t i = 0; i < bytes.size; i++) {
        bits = bits << 8 | bytes.at[i];
        for (held += 8; held >= 6; held -= 6)
            *to++ = (uint8_t)alphabet[bits >> (held - 6) & 63];
    }
    if (held > 0)
        *to++ = (uint8_t)alphabet[bits << (6 - held) & 63];
    return (size_t)(to - out);
}

void moot_base64_put(uint8_t *out, moot_slice_t bytes)
{
    size_t size = put(usual, out, bytes);

    while (size % 4 != 0)
        out[size++] = '=';
}

void moot_base64_put_url(uint8_t *out, moot_slice_t bytes)
{
    (void)put(for_urls, out, bytes);
}

/* What a character stands for, or 64. plus and slash: those of the
 * alphabet. */
static uint32_t value(uint8_t c, uint8_t plus, uint8_t slash)
{
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0') + 52;
    if (c == plus)
        return 62;
    return c == slash ? 63 : 64;
}

static int take(uint8_t plus, uint8_t slash, moot_slice_t text, uint8_t *out,
                size_t *size)
{
    uint8_t *to = out;
    uint32_t bits = 0;
    unsigned held = 0;

    if (text.size % 4 == 1)
        return MOOT_EINVAL;
    for (size_t i = 0; i < text.size; i++) {
        uint32_t six = value(text.at[i], plus, slash);

        if (six == 64)
            return MOOT_EINVAL;
        bits = bits << 6 | six;
        held += 6;
        if (held >= 8) {
            held -= 8;
            *to++ = (uint8_t)(bits >> held);
        }
    }
    if ((bits & ((UINT32_C(1) << held) - 1)) != 0)
        return MOOT_EINVAL; /* bits behind the last byte */
    *size = (size_t)(to - out);
    return 0;
}

int moot_base64_take(moot_slice_t text, uint8_t *out, size_t *size)
{
    if (text.size % 4 != 0)
        return MOOT_EINVAL;
    for (int i = 0; i < 2 && text.size > 0; i++)
        text.size -= text.at[text.size - 1] == '=';
    return take('+', '/', text, out, size);
}

int moot_base64_take_url(moot_slice_t text, uint8_t *out, size_t *size)
{
    return take('-', '_', text, out, size);
}
