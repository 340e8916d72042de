/* The state of all rooms of a cluster as one number: two clusters whose rooms
 * have the same id, name, members, version and last event have the same. Out
 * of the pages of ROOM_LIST with includeAll. Pure. */
#ifndef MOOT_REPLAY_STATE_H
#define MOOT_REPLAY_STATE_H

#include "common/buf.h"

#define MOOT_REPLAY_ROOMS_MAX 2000000

typedef struct moot_replay_state moot_replay_state_t;

moot_replay_state_t *moot_replay_state_new(void);
/* Nulls; accepts NULL. */
void moot_replay_state_destroy(moot_replay_state_t **state_p);

/* Appends the request for the next page. */
void moot_replay_state_ask(moot_replay_state_t *state, moot_buf_t *frame);

/* A frame that came. *done: it was the last page; *more: ask for the next one.
 * Errors: MOOT_EDENIED it is an ERROR, MOOT_EINVAL it cannot be read,
 * MOOT_ELIMIT too many rooms. */
MOOT_CHECKED int moot_replay_state_take(moot_replay_state_t *state,
                                        moot_slice_t frame, bool *more,
                                        bool *done);

/* After the last page. The value is XXH64 (the hash of slots, which never
 * changes) over a line for each room, in the order of their ids' bytes:
 * JSON array [id, name, memberCount, version, seq] and a newline. */
uint64_t moot_replay_state_hash(moot_replay_state_t *state, size_t *rooms);

#endif
