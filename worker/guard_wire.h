/* Frames on the way between a worker and its guard processes: four bytes of
 * length, lowest first, then one message of proto/messages.def. Pure. */
#ifndef MOOT_GUARD_WIRE_H
#define MOOT_GUARD_WIRE_H

#include "common/buf.h"

/* Bytes of one message; above the largest that either side makes. */
#define MOOT_GUARD_WIRE_BYTES_MAX (512u << 10)

/* Appends a frame. body: 1 to MOOT_GUARD_WIRE_BYTES_MAX bytes (checked).
 * Returns buf->error. */
int moot_guard_wire_put(moot_buf_t *buf, moot_slice_t body);

/* Takes the first frame off the bytes: *rest shrinks, *body is borrowed from
 * them. Errors: MOOT_ETRUNC: more bytes are needed; MOOT_EINVAL: an empty or
 * too large one: nothing that follows can be understood. */
MOOT_CHECKED int moot_guard_wire_next(moot_slice_t *rest, moot_slice_t *body);

/* Removes the first bytes of a buffer. */
void moot_guard_wire_drop(moot_buf_t *buf, size_t size);

#endif
