/* The memory of client message ids: a message sent again under the id of one
 * that the room has is not stored again.
 *
 * Keys are (rid, sender, id), so that a room that was deleted and made again
 * remembers nothing. An entry leaves only when it is older than the window
 * AND beyond the last so many of its sender in that room (contract 5). */
#ifndef MOOT_DEDUP_H
#define MOOT_DEDUP_H

#include "common/check.h"
#include "common/map.h"
#include "worker/store.h"

/* Senders whose bounds are kept in memory per room. */
#define MOOT_DEDUP_SENDERS_MAX 1024

typedef struct moot_dedup_limits {
    uint64_t window_ms;
    uint64_t per_sender_max;
} moot_dedup_limits_t;

typedef struct moot_dedup_hit {
    uint64_t seq; /* of the message */
    uint64_t lsn; /* of its record */
    uint64_t at;  /* its time */
} moot_dedup_hit_t;

/* What memory knows of the senders of one room: which orders their entries
 * have. Embedded in the room; a shadow of the table. */
typedef struct moot_dedup {
    moot_map_t senders;
} moot_dedup_t;

void moot_dedup_init(moot_dedup_t *dedup);
void moot_dedup_close(moot_dedup_t *dedup);

/* Finds a message. Errors: MOOT_ENOENT, of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_dedup_find(moot_store_t *store, unsigned slot,
                                 uint64_t rid, moot_slice_t sender,
                                 moot_slice_t client_message_id,
                                 moot_dedup_hit_t *hit);

/* Remembers a message that find did not know and lets go of at most two that
 * may leave at this wall time. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_dedup_add(moot_dedup_t *dedup, moot_store_t *store,
                                const moot_dedup_limits_t *limits,
                                unsigned slot, uint64_t rid,
                                moot_slice_t sender,
                                moot_slice_t client_message_id,
                                const moot_dedup_hit_t *message,
                                uint64_t wall_ms);

#endif
