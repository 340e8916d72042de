/* The guard processes of a worker, around their core (worker/guards.h): what
 * the shard asks goes to them, what they say waits for its next batch. Shell;
 * nothing here blocks. */
#ifndef MOOT_GUARDING_H
#define MOOT_GUARDING_H

#include "common/buf.h"
#include "proto/profile.h"
#include "worker/guards.h"

typedef struct moot_guarding moot_guarding_t;

/* Starts the processes that the types and events of a profile (borrowed) need;
 * *out is NULL when they need none. timeout_ms: of one question, where the
 * type does not say. name: of the worker, for logs. Errors: MOOT_EIO;
 * MOOT_ELIMIT: too many types. */
MOOT_CHECKED int moot_guarding_open(const moot_profile_t *profile,
                                    uint64_t timeout_ms, const char *name,
                                    int log_level, uint64_t now_ms,
                                    moot_guarding_t **out);
/* Ends the processes; nulls; accepts NULL. */
void moot_guarding_close(moot_guarding_t **guarding_p);

/* Readable when moot_guarding_turn has something to do. */
int moot_guarding_fd(const moot_guarding_t *guarding);

/* As in worker/guards.h. */
void moot_guarding_ask(moot_guarding_t *guarding,
                       const moot_msg_ask_guard_t *ask, uint64_t now_ms);
void moot_guarding_forward(moot_guarding_t *guarding, moot_slice_t url,
                           moot_slice_t body, uint64_t now_ms);

/* Reads and writes what can be, without waiting; after each wait. */
void moot_guarding_turn(moot_guarding_t *guarding, uint64_t now_ms);
/* At least every 100 ms: times, restarts, metrics, the log. */
void moot_guarding_tick(moot_guarding_t *guarding, uint64_t now_ms);

/* Hands over the next answer, a GUARD_TOLD; borrowed until the next call of
 * any function here. False: there is none. */
MOOT_CHECKED bool moot_guarding_told(moot_guarding_t *guarding,
                                     moot_slice_t *told);
/* Whether there is one. */
bool moot_guarding_has_told(const moot_guarding_t *guarding);

#endif
