/* The number of a start: higher than that of every start before, so that
 * nobody takes an old life of this program for its present one. Shell. */
#ifndef MOOT_INCARNATION_H
#define MOOT_INCARNATION_H

#include "common/check.h"
#include <stdint.h>

/* *out becomes max(wall_ms, the stored number + 1), kept in the file
 * <folder>/<id>.incarnation before it is given out; the folder is made
 * (mode 0700) when only its last part is missing. A file that is damaged
 * counts as absent: the clock is then the only guard. Errors: MOOT_EIO. */
MOOT_CHECKED int moot_incarnation_next(const char *folder, const char *id,
                                       uint64_t wall_ms, uint64_t *out);

#endif
