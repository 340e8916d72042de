/* A counted payload that a fan-out shares: encoded once, queued at many
 * sockets, freed with the last of them. Not thread safe. */
#ifndef MOOT_FRAME_H
#define MOOT_FRAME_H

#include "common/check.h"
#include "common/slice.h"

/* Free bytes before the payload, for the header that the WebSocket library
 * writes there (LWS_PRE of libwebsockets: 16). */
#define MOOT_FRAME_HEADROOM 16

typedef struct moot_frame {
    size_t refs;     /* holders */
    size_t size;     /* bytes of payload */
    size_t capacity; /* bytes of payload allocated */
    uint8_t bytes[]; /* headroom, then payload */
} moot_frame_t;

/* A frame with room for size bytes of payload, not initialised, and one
 * holder: the caller. NULL when memory is out. */
moot_frame_t *moot_frame_alloc(size_t size);

/* A frame with a copy of the payload. NULL when memory is out. */
moot_frame_t *moot_frame_new(moot_slice_t payload);

/* Shortens the payload to size, which is at most its present size. */
void moot_frame_trim(moot_frame_t *frame, size_t size);

/* One holder more; returns the frame. */
static inline moot_frame_t *moot_frame_ref(moot_frame_t *frame)
{
    frame->refs++;
    return frame;
}

/* One holder less: frees the frame after the last. Nulls the pointer and
 * accepts a pointer to NULL. */
void moot_frame_unref(moot_frame_t **frame_p);

/* Where the payload is written before the frame is shared. */
static inline uint8_t *moot_frame_payload(moot_frame_t *frame)
{
    return frame->bytes + MOOT_FRAME_HEADROOM;
}

/* The first of the MOOT_FRAME_HEADROOM bytes before the payload. They are
 * scratch for whoever sends at the moment and mean nothing afterwards. */
static inline uint8_t *moot_frame_headroom(moot_frame_t *frame)
{
    return frame->bytes;
}

/* The payload, borrowed as long as the caller holds the frame. */
static inline moot_slice_t moot_frame_slice(const moot_frame_t *frame)
{
    return moot_slice(frame->bytes + MOOT_FRAME_HEADROOM, frame->size);
}

#endif
