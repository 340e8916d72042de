/* A growing byte buffer with a bound. Not thread safe. */
#ifndef MOOT_BUF_H
#define MOOT_BUF_H

#include "common/check.h"
#include "common/slice.h"

typedef struct moot_buf {
    uint8_t *at;
    size_t size;     /* bytes in use */
    size_t capacity; /* bytes allocated */
    size_t max;      /* bytes the buffer may hold */
    int error;       /* first error of an append since init or clear, or 0 */
} moot_buf_t;

/* Makes an empty buffer that holds at most max bytes; allocates nothing. */
void moot_buf_init(moot_buf_t *buf, size_t max);

/* Frees the memory; the buffer may be initialised again. */
void moot_buf_close(moot_buf_t *buf);

/* Empties the buffer and its error, keeps the memory. */
void moot_buf_clear(moot_buf_t *buf);

/* Appends bytes. When the bound or memory is reached nothing is appended,
 * buf->error is set (MOOT_EFULL, MOOT_ENOMEM) and kept: a caller may append
 * many times and look at buf->error once. Returns buf->error. */
int moot_buf_put(moot_buf_t *buf, const void *at, size_t size);
int moot_buf_put_str(moot_buf_t *buf, const char *text);
int moot_buf_printf(moot_buf_t *buf, const char *format, ...) MOOT_PRINTF(2, 3);

/* Room for size more bytes at the end, or NULL (error set); the caller writes
 * there and then adds what it wrote to buf->size. */
uint8_t *moot_buf_reserve(moot_buf_t *buf, size_t size);

/* The contents, borrowed until the next change. */
static inline moot_slice_t moot_buf_slice(const moot_buf_t *buf)
{
    return moot_slice(buf->at, buf->size);
}

#endif
