#include "common/crc32c.h"

#include <limits.h>

#include <isa-l/crc.h>

uint32_t moot_crc32c_more(uint32_t crc, moot_slice_t bytes)
{
    /* crc32_iscsi leaves both complements to its caller, takes an int as the
     * size and lacks a const: it only reads. */
    union {
        const uint8_t *borrowed;
        unsigned char *plain;
    } at = {.borrowed = bytes.at};
    crc = ~crc;
    while (bytes.size > 0) {
        int part = bytes.size > INT_MAX ? INT_MAX : (int)bytes.size;
        crc = crc32_iscsi(at.plain, part, crc);
        at.plain += part;
        bytes.size -= (size_t)part;
    }
    return ~crc;
}

uint32_t moot_crc32c(moot_slice_t bytes)
{
    return moot_crc32c_more(0, bytes);
}
