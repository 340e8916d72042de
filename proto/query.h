/* The query of an address as an object of strings: con=ann&x=1 is
 * {"con":"ann","x":"1"}. Pure. */
#ifndef MOOT_QUERY_H
#define MOOT_QUERY_H

#include "proto/value.h"

#define MOOT_QUERY_PAIRS_MAX 64

/* Percent escapes and '+' are decoded; of a name given twice the last wins; a
 * name without "=" has the empty string. The result lies in the arena.
 * Errors: MOOT_EINVAL (a bad escape, no UTF-8), MOOT_ELIMIT (too many),
 * MOOT_ENOMEM. */
MOOT_CHECKED int moot_query_read(moot_arena_t *arena, moot_slice_t query,
                                 moot_value_t *out);

#endif
