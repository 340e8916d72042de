#include "edge/assembly.h"

#include "common/err.h"

#include <stdlib.h>

#define CAPACITY_MIN 4096

void moot_assembly_clear(moot_assembly_t *assembly)
{
    free(assembly->at);
    *assembly = (moot_assembly_t){0};
}

/* Begins a code point (RFC 3629, section 4). False: no such first byte. */
static bool begin_point(moot_assembly_t *assembly, uint8_t c)
{
    assembly->low = 0x80;
    assembly->high = 0xbf;
    if (c >= 0xc2 && c <= 0xdf) {
        assembly->need = 1;
    } else if (c >= 0xe0 && c <= 0xef) {
        assembly->need = 2;
        if (c == 0xe0)
            assembly->low = 0xa0; /* shorter forms exist */
        else if (c == 0xed)
            assembly->high = 0x9f; /* surrogates */
    } else if (c >= 0xf0 && c <= 0xf4) {
        assembly->need = 3;
        if (c == 0xf0)
            assembly->low = 0x90;
        else if (c == 0xf4)
            assembly->high = 0x8f; /* nothing above U+10FFFF */
    } else {
        return false;
    }
    return true;
}

static bool check_utf8(moot_assembly_t *assembly, moot_slice_t piece)
{
    size_t i = 0;
    while (i < piece.size) {
        uint8_t c = piece.at[i];
        if (assembly->need > 0) {
            if (c < assembly->low || c > assembly->high)
                return false;
            assembly->need--;
            assembly->low = 0x80;
            assembly->high = 0xbf;
            i++;
        } else if (c >= 0x80) {
            if (!begin_point(assembly, c))
                return false;
            i++;
        } else {
            /* Most text is ASCII: eight bytes at a time. */
            uint64_t word = 0;
            while (i + 8 <= piece.size) {
                memcpy(&word, piece.at + i, 8);
                if ((word & 0x8080808080808080u) != 0)
                    break;
                i += 8;
            }
            while (i < piece.size && piece.at[i] < 0x80)
                i++;
        }
    }
    return true;
}

static int append(moot_assembly_t *assembly, moot_slice_t piece, size_t max)
{
    size_t size = assembly->size + piece.size;
    if (size > assembly->capacity) {
        size_t capacity = assembly->capacity * 2;
        if (capacity < CAPACITY_MIN)
            capacity = CAPACITY_MIN;
        if (capacity > max)
            capacity = max;
        if (capacity < size)
            capacity = size;
        uint8_t *at = realloc(assembly->at, capacity);
        if (at == NULL)
            return MOOT_ENOMEM;
        assembly->at = at;
        assembly->capacity = capacity;
    }
    memcpy(assembly->at + assembly->size, piece.at, piece.size);
    assembly->size = size;
    return MOOT_OK;
}

int moot_assembly_add(moot_assembly_t *assembly, moot_slice_t piece, bool last,
                      bool binary, size_t max, moot_slice_t *message)
{
    if (assembly->done)
        moot_assembly_clear(assembly); /* an idle connection keeps nothing */
    if (piece.size > max - assembly->size)
        return MOOT_ELIMIT;
    if (!binary
        && (!check_utf8(assembly, piece) || (last && assembly->need > 0)))
        return MOOT_EINVAL;
    if (last && assembly->size == 0) {
        *message = piece;
        return MOOT_OK;
    }
    if (piece.size > 0) {
        int rc = append(assembly, piece, max);
        if (rc != MOOT_OK)
            return rc;
    }
    if (!last)
        return MOOT_EAGAIN;
    *message = moot_slice(assembly->at, assembly->size);
    assembly->done = true;
    return MOOT_OK;
}
