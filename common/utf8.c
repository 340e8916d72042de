#include "common/utf8.h"

static bool is_tail(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

size_t moot_utf8_decode(moot_slice_t text, uint32_t *point)
{
    if (text.size == 0)
        return 0;
    const uint8_t *at = text.at;
    if (at[0] < 0x80) {
        *point = at[0];
        return 1;
    }
    size_t size;
    uint32_t value, least;
    if ((at[0] & 0xe0) == 0xc0) {
        size = 2;
        value = at[0] & 0x1fu;
        least = 0x80;
    } else if ((at[0] & 0xf0) == 0xe0) {
        size = 3;
        value = at[0] & 0x0fu;
        least = 0x800;
    } else if ((at[0] & 0xf8) == 0xf0) {
        size = 4;
        value = at[0] & 0x07u;
        least = 0x10000;
    } else {
        return 0;
    }
    if (text.size < size)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!is_tail(at[i]))
            return 0;
        value = value << 6 | (at[i] & 0x3fu);
    }
    if (value < least || value > 0x10ffff
        || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *point = value;
    return size;
}

/* How many of the first bytes are ASCII, in steps of eight. */
static size_t ascii_run(const uint8_t *at, size_t size)
{
    size_t done = 0;
    while (size - done >= 8) {
        uint64_t eight;
        memcpy(&eight, at + done, 8);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
        done += 8;
    }
    return done;
}

bool moot_utf8_valid(moot_slice_t text)
{
    size_t done = 0;
    while (done < text.size) {
        done += ascii_run(text.at + done, text.size - done);
        if (done == text.size)
            break;
        uint32_t point;
        size_t size = moot_utf8_decode(
            moot_slice(text.at + done, text.size - done), &point);
        if (size == 0)
            return false;
        done += size;
    }
    return true;
}

size_t moot_utf8_count(moot_slice_t text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += !is_tail(text.at[i]);
    return count;
}

static bool is_space(uint32_t point)
{
    return (point >= 0x09 && point <= 0x0d) || point == 0x20 || point == 0xa0
           || point == 0x1680 || (point >= 0x2000 && point <= 0x200a)
           || point == 0x2028 || point == 0x2029 || point == 0x202f
           || point == 0x205f || point == 0x3000 || point == 0xfeff;
}

moot_slice_t moot_utf8_trim(moot_slice_t text)
{
    uint32_t point;
    size_t size;
    while ((size = moot_utf8_decode(text, &point)) > 0 && is_space(point)) {
        text.at += size;
        text.size -= size;
    }
    while (text.size > 0) {
        size_t begin = text.size - 1;
        while (begin > 0 && text.size - begin < 4 && is_tail(text.at[begin]))
            begin--;
        size = moot_utf8_decode(moot_slice(text.at + begin, text.size - begin),
                                &point);
        if (size != text.size - begin || !is_space(point))
            break;
        text.size = begin;
    }
    return text;
}

bool moot_utf8_has_control(moot_slice_t text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = text.at[i];
        if (byte < 0x20 || byte == 0x7f)
            return true;
        /* U+0080 to U+009F are C2 80 to C2 9F. */
        if (byte == 0xc2 && i + 1 < text.size && text.at[i + 1] < 0xa0)
            return true;
    }
    return false;
}
