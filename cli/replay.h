/* Captured client requests, to be sent again: which one may go when, the frame
 * that it was, and what came back differently. Records and frames in, frames
 * and differences out. Pure; the time is passed in.
 *
 * Order: by the time at which a worker got the request (where the capture
 * shows it, else the edge), which is the order in which its room saw it. A
 * request waits for its time, for the answer to the one before it in its room
 * and for the answer to the one before it in its session. Both come earlier
 * in that order, so that no two requests ever wait for each other. */
#ifndef MOOT_REPLAY_H
#define MOOT_REPLAY_H

#include "common/buf.h"
#include "proto/wire.h"

#define MOOT_REPLAY_REQUESTS_MAX 1000000
#define MOOT_REPLAY_BYTES_MAX (512 << 20) /* of their records */
#define MOOT_REPLAY_SESSIONS_MAX 4000
#define MOOT_REPLAY_TRIES_MAX 100 /* of a request that is RATE_LIMITED */
#define MOOT_REPLAY_CONTENT_MAX 10000 /* bytes of a content that is made up */

typedef struct moot_replay moot_replay_t;

typedef struct moot_replay_counts {
    size_t requests, sessions;
    size_t hollow;    /* messages whose content was not captured */
    size_t cut;       /* requests that were captured in part: not sent */
    size_t answered;
    size_t same, different;
    size_t unknown;   /* answers for which the capture has none */
} moot_replay_counts_t;

/* Aborts when memory is out. */
moot_replay_t *moot_replay_new(void);
/* Nulls; accepts NULL. */
void moot_replay_destroy(moot_replay_t **replay_p);

/* Takes a record of the capture in, in any order. Errors: MOOT_ELIMIT one of
 * the bounds above. */
MOOT_CHECKED int moot_replay_take(moot_replay_t *replay,
                                  const moot_msg_tap_record_t *record);

/* After the last record: makes the order, and the counts of requests and
 * sessions. Errors: MOOT_ELIMIT more sessions than there may be. */
MOOT_CHECKED int moot_replay_ready(moot_replay_t *replay);

/* The time runs from now on. speed: thousandths of the original pace; 0: as fast
 * as answers come. */
void moot_replay_begin(moot_replay_t *replay, uint64_t speed, uint64_t now_us);

moot_replay_counts_t moot_replay_counts(const moot_replay_t *replay);

/* The user of a session, by number from 0; borrowed. */
moot_slice_t moot_replay_user(const moot_replay_t *replay, size_t session);

/* Takes the next request that may be sent now: its session, and its frame,
 * appended. False: none; *wait_us then is the time until there may be one
 * without a further answer, UINT64_MAX when there will be none. */
bool moot_replay_next(moot_replay_t *replay, uint64_t now_us, size_t *session,
                      moot_buf_t *frame, uint64_t *wait_us);

/* A frame that came to a session. When it answers a request otherwise than
 * captured, a line that says so is appended to why. Errors: MOOT_EINVAL the
 * frame is no JSON object. */
MOOT_CHECKED int moot_replay_answer(moot_replay_t *replay, size_t session,
                                    moot_slice_t frame, uint64_t now_us,
                                    moot_buf_t *why);

#endif
