#include "edge/cursor.h"

#include "common/err.h"

/* The kind's letter, then the place in hexadecimal digits. */

int moot_cursor_write(moot_buf_t *buf, enum moot_cursor_kind kind,
                      moot_slice_t place)
{
    static const char hex[] = "0123456789abcdef";
    uint8_t *to = moot_buf_reserve(buf, 1 + 2 * place.size);

    if (!to)
        return buf->error;
    *to++ = (uint8_t)kind;
    for (size_t i = 0; i < place.size; i++) {
        *to++ = (uint8_t)hex[place.at[i] >> 4];
        *to++ = (uint8_t)hex[place.at[i] & 15];
    }
    buf->size += 1 + 2 * place.size;
    return 0;
}

static int digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

int moot_cursor_read(moot_slice_t cursor, enum moot_cursor_kind kind,
                     moot_buf_t *buf)
{
    uint8_t *to;

    if (cursor.size < 3 || cursor.size % 2 == 0
        || cursor.size > 1 + 2 * MOOT_CURSOR_PLACE_MAX
        || cursor.at[0] != (uint8_t)kind)
        return MOOT_EINVAL;
    to = moot_buf_reserve(buf, cursor.size / 2);
    if (!to)
        return buf->error;
    for (size_t i = 1; i < cursor.size; i += 2) {
        int high = digit(cursor.at[i]), low = digit(cursor.at[i + 1]);

        if (high < 0 || low < 0)
            return MOOT_EINVAL;
        *to++ = (uint8_t)(high << 4 | low);
    }
    buf->size += cursor.size / 2;
    return 0;
}
