/* A borrowed run of bytes. A slice owns nothing and dies with what it points
 * into; it is not terminated by a zero byte. */
#ifndef MOOT_SLICE_H
#define MOOT_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct moot_slice {
    const uint8_t *at; /* may be NULL only when size is 0 */
    size_t size;       /* bytes */
} moot_slice_t;

/* Arguments for a "%.*s" of printf. */
#define MOOT_SLICE_ARG(s) (int)(s).size, (const char *)(s).at

static inline moot_slice_t moot_slice(const void *at, size_t size)
{
    return (moot_slice_t){(const uint8_t *)at, size};
}

/* The slice of a C string, which must outlive it; the zero is left out. */
static inline moot_slice_t moot_slice_str(const char *text)
{
    return moot_slice(text, strlen(text));
}

static inline bool moot_slice_eq(moot_slice_t a, moot_slice_t b)
{
    return a.size == b.size
           && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

/* Copies a slice to *to, which has room for it, and moves *to behind the copy,
 * which is returned. */
static inline moot_slice_t moot_slice_copy(uint8_t **to, moot_slice_t slice)
{
    moot_slice_t copy = moot_slice(*to, slice.size);

    if (slice.size > 0)
        memcpy(*to, slice.at, slice.size);
    *to += slice.size;
    return copy;
}

#endif
