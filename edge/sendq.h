/* The frames that wait for one socket, in order: references to shared frames,
 * nothing is copied. Pure. Writes the WebSocket header of the server's side
 * (RFC 6455, section 5.2: FIN, no mask) into the headroom of a frame. */
#ifndef MOOT_SENDQ_H
#define MOOT_SENDQ_H

#include "common/frame.h"

#include <sys/uio.h>

/* Frames gathered for one system call at most. */
#define MOOT_SENDQ_GATHER_MAX 64
/* Longest header that goes before a payload. */
#define MOOT_SENDQ_HEADER_MAX 10

/* What a frame is sent as (RFC 6455, section 11.8). */
enum moot_sendq_kind {
    MOOT_SENDQ_TEXT = 1,
    MOOT_SENDQ_BINARY = 2,
    MOOT_SENDQ_CLOSE = 3, /* opcode 8 */
    MOOT_SENDQ_PING = 4,  /* opcode 9 */
};

/* Zeroed: empty. Its memory grows with the frames that wait and is given
 * back when the queue runs empty after it had been long. */
typedef struct moot_sendq {
    uintptr_t *ring;   /* frame pointers, the kind in the low bits */
    uint32_t capacity; /* of ring: 0 or a power of two */
    uint32_t head;     /* index of the first frame */
    uint32_t count;    /* frames */
    size_t bytes;      /* payloads and headers */
} moot_sendq_t;

/* Drops all references and memory; the queue is empty. */
void moot_sendq_clear(moot_sendq_t *queue);

/* Appends a frame and takes a reference. Errors: MOOT_ENOMEM. */
MOOT_CHECKED int moot_sendq_push(moot_sendq_t *queue, moot_frame_t *frame,
                                 enum moot_sendq_kind kind);

/* Lists the first frames with their headers, at most max; returns how many
 * and puts their size in *bytes. Valid until the queue changes or another
 * queue gathers the same frame as another kind. */
int moot_sendq_gather(moot_sendq_t *queue, struct iovec *at, int max,
                      size_t *bytes);

/* Takes n bytes, written from the last gather, off the queue, n at most its
 * size. When n ends within a frame, that frame stays first and *rest is what
 * is left of it, borrowed; otherwise *rest is empty. A frame that was begun
 * must be taken off with moot_sendq_pop once the rest is in other hands. */
void moot_sendq_consume(moot_sendq_t *queue, size_t n, moot_slice_t *rest);

/* Takes the first frame off; there is one. */
void moot_sendq_pop(moot_sendq_t *queue);

/* Bytes that a payload takes on the wire. */
size_t moot_sendq_wire_size(size_t payload);

#endif
