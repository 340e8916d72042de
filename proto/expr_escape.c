#include "proto/expr_escape.h"

typedef struct cursor {
    const uint8_t *at, *end;
    uint8_t *made;
} cursor_t;

/* Four hexadecimal digits. */
static bool take_hex(cursor_t *p, uint32_t *out)
{
    uint32_t number = 0;
    if (p->end - p->at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        uint8_t c = *p->at++, low = c | 0x20;
        if (c >= '0' && c <= '9')
            number = number * 16 + (uint32_t)(c - '0');
        else if (low >= 'a' && low <= 'f')
            number = number * 16 + (uint32_t)(low - 'a' + 10);
        else
            return false;
    }
    *out = number;
    return true;
}

static void put_point(cursor_t *p, uint32_t point)
{
    if (point < 0x80) {
        *p->made++ = (uint8_t)point;
        return;
    }
    if (point < 0x800) {
        *p->made++ = (uint8_t)(0xc0 | point >> 6);
    } else {
        if (point < 0x10000) {
            *p->made++ = (uint8_t)(0xe0 | point >> 12);
        } else {
            *p->made++ = (uint8_t)(0xf0 | point >> 18);
            *p->made++ = (uint8_t)(0x80 | (point >> 12 & 0x3f));
        }
        *p->made++ = (uint8_t)(0x80 | (point >> 6 & 0x3f));
    }
    *p->made++ = (uint8_t)(0x80 | (point & 0x3f));
}

static const char *take_escape(cursor_t *p)
{
    static const char plain[] = "\"'\\/bfnrt", meant[] = "\"'\\/\b\f\n\r\t";
    uint32_t point, low;
    if (p->at == p->end)
        return "nothing follows this \\";
    uint8_t c = *p->at++;
    const char *known = c != '\0' ? strchr(plain, c) : NULL;
    if (known != NULL) {
        *p->made++ = (uint8_t)meant[known - plain];
        return NULL;
    }
    if (c != 'u' || !take_hex(p, &point))
        return "there is no such escape";
    if (point >= 0xd800 && point < 0xdc00 && p->end - p->at >= 2
        && p->at[0] == '\\' && p->at[1] == 'u') {
        p->at += 2;
        if (!take_hex(p, &low) || low < 0xdc00 || low > 0xdfff)
            return "half of a character";
        point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
    }
    if (point >= 0xd800 && point < 0xe000)
        return "half of a character";
    put_point(p, point);
    return NULL;
}

bool moot_expr_escape(const uint8_t **at, const uint8_t *end, uint8_t **made,
                      const char **why)
{
    cursor_t in = {*at, end, *made};
    *why = take_escape(&in);
    *at = in.at;
    *made = in.made;
    return *why == NULL;
}
