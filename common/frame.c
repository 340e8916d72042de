#include "common/frame.h"

#include <stdlib.h>

moot_frame_t *moot_frame_alloc(size_t size)
{
    if (size > SIZE_MAX - sizeof(moot_frame_t) - MOOT_FRAME_HEADROOM)
        return NULL;
    moot_frame_t *frame = malloc(sizeof *frame + MOOT_FRAME_HEADROOM + size);
    if (frame == NULL)
        return NULL;
    frame->refs = 1;
    frame->size = size;
    frame->capacity = size;
    return frame;
}

moot_frame_t *moot_frame_new(moot_slice_t payload)
{
    moot_frame_t *frame = moot_frame_alloc(payload.size);
    if (frame != NULL && payload.size > 0)
        memcpy(moot_frame_payload(frame), payload.at, payload.size);
    return frame;
}

void moot_frame_trim(moot_frame_t *frame, size_t size)
{
    MOOT_CHECK(size <= frame->size);
    frame->size = size;
}

void moot_frame_unref(moot_frame_t **frame_p)
{
    moot_frame_t *frame = *frame_p;
    *frame_p = NULL;
    if (frame == NULL)
        return;
    MOOT_CHECK(frame->refs > 0);
    if (--frame->refs == 0)
        free(frame);
}
