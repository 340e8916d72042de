/* Who owns which slot, and which owners are alive. Pure.
 *
 * Ownership is (worker, slot epoch): the highest epoch wins, whoever says it.
 * A claim is a live worker's word that it serves a slot under an epoch. A slot
 * is served when its owner is alive and claims it under the owner's epoch, and
 * no other live worker claims it under the same one (proto/DESIGN.md). */
#ifndef MOOT_SLOTMAP_H
#define MOOT_SLOTMAP_H

#include "common/buf.h"
#include "proto/rules.h"
#include "proto/wire.h"

/* Bytes of a worker's endpoint: so many of MOOT_WORKERS_MAX workers fit into
 * the list of a BROKER_BEAT. */
enum { MOOT_SLOTMAP_ENDPOINT_MAX = 200 };

typedef struct moot_slotmap_worker {
    uint64_t number;      /* 0: no worker heard of at this index */
    uint64_t incarnation;
    uint64_t beat_ms;     /* when it was heard last */
    bool live;
    uint8_t identity[MOOT_SESSION_BYTES_MAX]; /* of its DEALER */
    size_t identity_size;
    char endpoint[MOOT_SLOTMAP_ENDPOINT_MAX + 1]; /* of its PUB */
    uint8_t key[32];      /* of its PUB over TCP */
    size_t key_size;      /* 0: none */
    uint64_t serves[MOOT_SLOTS]; /* epoch claimed, 0 for none */
    uint64_t pid, started_ms, rooms, state; /* for status */
    uint64_t waiting, disk_used, disk_max;
} moot_slotmap_worker_t;

typedef struct moot_slotmap {
    uint64_t owner[MOOT_SLOTS]; /* worker number, 0 for unknown */
    uint64_t epoch[MOOT_SLOTS];
    moot_slotmap_worker_t *workers[MOOT_WORKERS_MAX + 1]; /* by number */
    size_t top;          /* highest number in use */
    uint8_t cluster[32]; /* the first cluster heard; others are refused */
    size_t cluster_size;
    bool changed;        /* since the caller last cleared it */
} moot_slotmap_t;

void moot_slotmap_init(moot_slotmap_t *map);
void moot_slotmap_close(moot_slotmap_t *map);

/* Takes a worker's beat in. Errors: MOOT_EINVAL malformed or an older
 * incarnation; MOOT_EFOREIGN another cluster. The map is then unchanged. */
MOOT_CHECKED int moot_slotmap_beat(moot_slotmap_t *map, moot_slice_t identity,
                                   const moot_msg_worker_beat_t *beat,
                                   uint64_t now_ms);

/* Adopts an ownership when its epoch is higher; true when it was. Numbers out
 * of bounds adopt nothing. */
bool moot_slotmap_adopt(moot_slotmap_t *map, uint64_t slot, uint64_t worker,
                        uint64_t epoch);

/* The worker that serves the slot now, or NULL. */
moot_slotmap_worker_t *moot_slotmap_serving(moot_slotmap_t *map,
                                            uint64_t slot);

/* The live worker of this number, or NULL. */
moot_slotmap_worker_t *moot_slotmap_live(moot_slotmap_t *map, uint64_t number);

/* Marks a worker as gone until its next beat. */
void moot_slotmap_gone(moot_slotmap_t *map, moot_slotmap_worker_t *worker);

/* Marks workers without a beat since before_ms as gone. */
void moot_slotmap_expire(moot_slotmap_t *map, uint64_t before_ms);

/* Whether two live workers claim this slot under its epoch. */
bool moot_slotmap_disputed(const moot_slotmap_t *map, uint64_t slot);

/* Slots that are served now; *alarm: at least one is disputed. */
size_t moot_slotmap_served(moot_slotmap_t *map, bool *alarm);

/* Sum of the slot epochs. */
uint64_t moot_slotmap_version(const moot_slotmap_t *map);

/* Lists for BROKER_BEAT, appended to buf; borrowed from it until its next
 * change. Return buf->error. */
MOOT_CHECKED int moot_slotmap_put_workers(const moot_slotmap_t *map,
                                          moot_buf_t *buf, moot_slice_t *list);
MOOT_CHECKED int moot_slotmap_put_map(moot_slotmap_t *map, moot_buf_t *buf,
                                      moot_slice_t *list);

#endif
