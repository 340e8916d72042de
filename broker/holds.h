/* Bodies that wait until their slot's owner serves it. Pure; bounded in
 * number, bytes and time. */
#ifndef MOOT_HOLDS_H
#define MOOT_HOLDS_H

#include "common/list.h"
#include "proto/rules.h"
#include "proto/wire.h"

typedef struct moot_hold {
    moot_node_t node;
    uint64_t slot;
    uint64_t deadline_ms;
    moot_slice_t edge; /* who sent it; owned, behind this struct */
    moot_slice_t body; /* owned, behind this struct */
} moot_hold_t;

typedef struct moot_holds {
    moot_node_t list; /* oldest first: the deadlines rise */
    size_t count, bytes;
    size_t count_max, bytes_max;
} moot_holds_t;

void moot_holds_init(moot_holds_t *holds, size_t count_max, size_t bytes_max);
void moot_holds_close(moot_holds_t *holds);

/* Keeps copies of both. Errors: MOOT_EFULL (a bound), MOOT_ENOMEM. */
MOOT_CHECKED int moot_holds_add(moot_holds_t *holds, uint64_t slot,
                                moot_slice_t edge, moot_slice_t body,
                                uint64_t deadline_ms);

/* Takes the oldest hold of the slots for which ready says true, or one whose
 * deadline is at or before now_ms; NULL when there is none. The caller frees
 * it. */
moot_hold_t *moot_holds_take(moot_holds_t *holds,
                             bool (*ready)(void *ctx, uint64_t slot), void *ctx,
                             uint64_t now_ms);

#endif
