#include "edge/sendq.h"

#include "common/err.h"

#include <stdlib.h>

/* malloc aligns to 16 bytes, so the low bits of a frame pointer are free. */
#define KIND_MASK ((uintptr_t)7)
#define CAPACITY_MIN 4
/* An empty queue keeps at most this many places. */
#define CAPACITY_KEPT 32

static moot_frame_t *frame_of(uintptr_t entry)
{
    return (moot_frame_t *)(entry & ~KIND_MASK);
}

static uint8_t first_byte(uintptr_t entry)
{
    static const uint8_t bytes[] = {
        [MOOT_SENDQ_TEXT] = 0x81,
        [MOOT_SENDQ_BINARY] = 0x82,
        [MOOT_SENDQ_CLOSE] = 0x88,
        [MOOT_SENDQ_PING] = 0x89,
    };
    return bytes[entry & KIND_MASK];
}

static size_t header_size(size_t payload)
{
    return payload < 126 ? 2 : payload < 65536 ? 4 : 10;
}

size_t moot_sendq_wire_size(size_t payload)
{
    return header_size(payload) + payload;
}

/* Writes the header so that it ends where the payload begins. */
static uint8_t *put_header(moot_frame_t *frame, uint8_t first)
{
    size_t size = frame->size, n = header_size(size);
    uint8_t *at = moot_frame_headroom(frame) + MOOT_FRAME_HEADROOM - n;
    at[0] = first;
    if (n == 2) {
        at[1] = (uint8_t)size;
        return at;
    }
    at[1] = n == 4 ? 126 : 127;
    for (size_t i = n; i > 2; i--) {
        at[i - 1] = (uint8_t)(size & 0xff);
        size >>= 8;
    }
    return at;
}

static int grow(moot_sendq_t *queue)
{
    uint32_t capacity =
        queue->capacity == 0 ? CAPACITY_MIN : queue->capacity * 2;
    uintptr_t *ring = malloc(capacity * sizeof *ring);
    if (ring == NULL)
        return MOOT_ENOMEM;
    for (uint32_t i = 0; i < queue->count; i++)
        ring[i] = queue->ring[(queue->head + i) & (queue->capacity - 1)];
    free(queue->ring);
    queue->ring = ring;
    queue->capacity = capacity;
    queue->head = 0;
    return MOOT_OK;
}

int moot_sendq_push(moot_sendq_t *queue, moot_frame_t *frame,
                    enum moot_sendq_kind kind)
{
    if (queue->count == queue->capacity && grow(queue) != MOOT_OK)
        return MOOT_ENOMEM;
    uint32_t tail = (queue->head + queue->count) & (queue->capacity - 1);
    MOOT_CHECK(((uintptr_t)frame & KIND_MASK) == 0);
    queue->ring[tail] = (uintptr_t)moot_frame_ref(frame) | (uintptr_t)kind;
    queue->count++;
    queue->bytes += moot_sendq_wire_size(frame->size);
    return MOOT_OK;
}

void moot_sendq_pop(moot_sendq_t *queue)
{
    MOOT_CHECK(queue->count > 0);
    moot_frame_t *frame = frame_of(queue->ring[queue->head]);
    queue->bytes -= moot_sendq_wire_size(frame->size);
    moot_frame_unref(&frame);
    queue->head = (queue->head + 1) & (queue->capacity - 1);
    queue->count--;
    if (queue->count == 0 && queue->capacity > CAPACITY_KEPT) {
        free(queue->ring);
        *queue = (moot_sendq_t){0};
    }
}

void moot_sendq_clear(moot_sendq_t *queue)
{
    while (queue->count > 0)
        moot_sendq_pop(queue);
    free(queue->ring);
    *queue = (moot_sendq_t){0};
}

int moot_sendq_gather(moot_sendq_t *queue, struct iovec *at, int max,
                      size_t *bytes)
{
    int n = 0;
    *bytes = 0;
    while (n < max && (uint32_t)n < queue->count) {
        uint32_t i = (queue->head + (uint32_t)n) & (queue->capacity - 1);
        moot_frame_t *frame = frame_of(queue->ring[i]);
        at[n].iov_base = put_header(frame, first_byte(queue->ring[i]));
        at[n].iov_len = moot_sendq_wire_size(frame->size);
        *bytes += at[n].iov_len;
        n++;
    }
    return n;
}

void moot_sendq_consume(moot_sendq_t *queue, size_t n, moot_slice_t *rest)
{
    *rest = moot_slice(NULL, 0);
    while (n > 0) {
        MOOT_CHECK(queue->count > 0);
        moot_frame_t *frame = frame_of(queue->ring[queue->head]);
        size_t size = moot_sendq_wire_size(frame->size);
        if (n < size) {
            uint8_t *end = moot_frame_payload(frame) + frame->size;
            *rest = moot_slice(end - (size - n), size - n);
            return;
        }
        moot_sendq_pop(queue);
        n -= size;
    }
}
