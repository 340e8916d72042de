/* The ids that clients give: rooms, users. Pure. */
#ifndef MOOT_ID_H
#define MOOT_ID_H

#include "common/check.h"
#include "common/slice.h"

/* Bytes of an id at most (client contract, section 2). */
#define MOOT_ID_BYTES_MAX 128

/* 0 when the bytes are an id: 1 to MOOT_ID_BYTES_MAX bytes of well-formed
 * UTF-8 without control characters, nothing to trim at its ends. Otherwise
 * MOOT_EINVAL. */
MOOT_CHECKED int moot_id_check(moot_slice_t id);

/* Trims what came from outside and checks it; *id is the trimmed part of
 * text. Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_id_take(moot_slice_t text, moot_slice_t *id);

#endif
