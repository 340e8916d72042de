#include "worker/guard_wire.h"

#include "common/err.h"

enum { HEAD = 4 };

int moot_guard_wire_put(moot_buf_t *buf, moot_slice_t body)
{
    MOOT_CHECK(body.size > 0 && body.size <= MOOT_GUARD_WIRE_BYTES_MAX);
    uint8_t *at = moot_buf_reserve(buf, HEAD + body.size);
    if (at == NULL)
        return buf->error;
    for (size_t i = 0; i < HEAD; i++)
        at[i] = (uint8_t)(body.size >> (8 * i));
    memcpy(at + HEAD, body.at, body.size);
    buf->size += HEAD + body.size;
    return 0;
}

int moot_guard_wire_next(moot_slice_t *rest, moot_slice_t *body)
{
    size_t size = 0;
    if (rest->size < HEAD)
        return MOOT_ETRUNC;
    for (size_t i = 0; i < HEAD; i++)
        size |= (size_t)rest->at[i] << (8 * i);
    if (size == 0 || size > MOOT_GUARD_WIRE_BYTES_MAX)
        return MOOT_EINVAL;
    if (rest->size - HEAD < size)
        return MOOT_ETRUNC;
    *body = moot_slice(rest->at + HEAD, size);
    *rest = moot_slice(rest->at + HEAD + size, rest->size - HEAD - size);
    return 0;
}

void moot_guard_wire_drop(moot_buf_t *buf, size_t size)
{
    MOOT_CHECK(size <= buf->size);
    if (size == 0)
        return;
    memmove(buf->at, buf->at + size, buf->size - size);
    buf->size -= size;
}
