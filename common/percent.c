#include "common/percent.h"

#include "common/err.h"

static int digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int moot_percent_decode(moot_slice_t text, bool plus, uint8_t *at,
                        moot_slice_t *out)
{
    size_t size = 0;

    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.at[i];

        if (c == '%') {
            int high = text.size - i >= 3 ? digit(text.at[i + 1]) : -1;
            int low = high >= 0 ? digit(text.at[i + 2]) : -1;

            if (low < 0)
                return MOOT_EINVAL;
            c = (uint8_t)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        at[size++] = c;
    }
    *out = moot_slice(at, size);
    return 0;
}
