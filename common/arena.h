/* Memory that is taken piece by piece and given back all at once: for what
 * lives as long as one event or one question. Bounded; not thread safe. A
 * reset keeps one block, so that a steady load allocates nothing. */
#ifndef MOOT_ARENA_H
#define MOOT_ARENA_H

#include "common/check.h"
#include "common/slice.h"

/* Bytes that a reset keeps at most. */
#define MOOT_ARENA_KEPT_MAX (256u * 1024)

typedef struct moot_arena_block moot_arena_block_t; /* private */

typedef struct moot_arena {
    moot_arena_block_t *block; /* the newest; each names the one before */
    size_t used;               /* bytes taken since the last reset */
    size_t max;                /* bytes that may be taken */
    size_t blocks;             /* blocks ever allocated: for tests */
} moot_arena_t;

/* An empty arena that gives out at most max bytes; allocates nothing. */
void moot_arena_init(moot_arena_t *arena, size_t max);
void moot_arena_close(moot_arena_t *arena);

/* Takes everything back. All that was taken is invalid afterwards. */
void moot_arena_reset(moot_arena_t *arena);

/* size bytes, aligned for anything, not cleared; size 0 gives a pointer that
 * must not be followed. NULL: the bound or memory is reached. */
void *moot_arena_take(moot_arena_t *arena, size_t size);

/* Room for count elements; NULL also when their product overflows. */
void *moot_arena_array(moot_arena_t *arena, size_t count, size_t size);

/* A copy of the bytes. False: the bound or memory is reached. */
MOOT_CHECKED bool moot_arena_copy(moot_arena_t *arena, moot_slice_t bytes,
                                  moot_slice_t *out);

#endif
