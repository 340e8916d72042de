/* A tap on all running programs of a run_dir: finds their capture sockets as
 * they come, puts what they show in the order of its time, counts what was
 * lost, and says on stderr who is gone, back, or refuses. */
#ifndef MOOT_TAP_LIVE_H
#define MOOT_TAP_LIVE_H

#include "cli/tap_targets.h"
#include "common/bus.h"
#include "proto/wire.h"

#define MOOT_TAP_PROGRAMS_MAX 512 /* further ones are not tapped, and named */

typedef struct moot_tap_live moot_tap_live_t;

typedef struct moot_tap_live_stats {
    size_t programs;   /* that answer now */
    size_t refused;    /* that will send nothing */
    uint64_t received; /* records */
    uint64_t lost;     /* records that a program could not hand over */
} moot_tap_live_stats_t;

/* Begins to tap. filter: checked already (proto/filter.h); copied.
 * Errors: MOOT_ENOMEM, MOOT_ELIMIT (run_dir too long). */
MOOT_CHECKED int moot_tap_live_open(const char *run_dir, moot_slice_t filter,
                                    bool bodies, bool all,
                                    moot_tap_live_t **out);
/* Taps these programs over TCP instead of those of run_dir, with the keys that
 * conf (borrowed) names. Call it once, first. Errors, said on stderr: those of
 * moot_trust_open_tcp; MOOT_EINVAL: a target's key is not known; of the bus. */
MOOT_CHECKED int moot_tap_live_connect(moot_tap_live_t *live,
                                       const moot_conf_t *conf,
                                       const moot_tap_targets_t *targets);
/* Nulls; accepts NULL. */
void moot_tap_live_close(moot_tap_live_t **live_p);

/* Takes the next record out of what is held back for its order; false: none
 * is old enough. Borrowed until the next call of poll or next.
 * all: what is held back too, at the end. */
bool moot_tap_live_next(moot_tap_live_t *live, bool all,
                        moot_msg_tap_record_t *out);

/* Waits for records, at most timeout_ms (0 to 100 are useful: programs come and
 * go). Errors: MOOT_EIO. */
MOOT_CHECKED int moot_tap_live_poll(moot_tap_live_t *live, int timeout_ms);

/* Ends a poll; from a signal handler too. */
void moot_tap_live_wake(moot_tap_live_t *live);

moot_tap_live_stats_t moot_tap_live_stats(const moot_tap_live_t *live);

#endif
