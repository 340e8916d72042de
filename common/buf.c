#include "common/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"

/* The first allocation; small enough for many idle buffers. */
#define CAPACITY_FIRST 256

void moot_buf_init(moot_buf_t *buf, size_t max)
{
    *buf = (moot_buf_t){.max = max};
}

void moot_buf_close(moot_buf_t *buf)
{
    free(buf->at);
    *buf = (moot_buf_t){.max = buf->max};
}

void moot_buf_clear(moot_buf_t *buf)
{
    buf->size = 0;
    buf->error = 0;
}

uint8_t *moot_buf_reserve(moot_buf_t *buf, size_t size)
{
    if (buf->error != 0)
        return NULL;
    if (size > buf->max - buf->size) {
        buf->error = MOOT_EFULL;
        return NULL;
    }
    size_t need = buf->size + size;
    if (need > buf->capacity || buf->at == NULL) {
        size_t capacity = buf->capacity > 0 ? buf->capacity : CAPACITY_FIRST;
        while (capacity < need && capacity <= buf->max / 2)
            capacity *= 2;
        if (capacity < need || capacity > buf->max)
            capacity = buf->max > 0 ? buf->max : 1;
        uint8_t *at = realloc(buf->at, capacity);
        if (at == NULL) {
            buf->error = MOOT_ENOMEM;
            return NULL;
        }
        buf->at = at;
        buf->capacity = capacity;
    }
    return buf->at + buf->size;
}

int moot_buf_put(moot_buf_t *buf, const void *at, size_t size)
{
    uint8_t *to = moot_buf_reserve(buf, size);
    if (to == NULL)
        return buf->error;
    if (size > 0)
        memcpy(to, at, size);
    buf->size += size;
    return 0;
}

int moot_buf_put_str(moot_buf_t *buf, const char *text)
{
    return moot_buf_put(buf, text, strlen(text));
}

int moot_buf_printf(moot_buf_t *buf, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    int size = vsnprintf(NULL, 0, format, values);
    va_end(values);
    if (size < 0 && buf->error == 0)
        buf->error = MOOT_EINVAL;
    /* One byte more for the zero that vsnprintf writes. When only that byte
     * is over the bound the text goes through a copy of its exact size. */
    if (buf->error == 0 && (size_t)size < buf->max - buf->size) {
        uint8_t *to = moot_buf_reserve(buf, (size_t)size + 1);
        if (to != NULL) {
            vsnprintf((char *)to, (size_t)size + 1, format, again);
            buf->size += (size_t)size;
        }
    } else if (buf->error == 0) {
        char *text = NULL;
        if (vasprintf(&text, format, again) < 0)
            buf->error = MOOT_ENOMEM;
        else
            moot_buf_put(buf, text, (size_t)size);
        free(text);
    }
    va_end(again);
    return buf->error;
}
