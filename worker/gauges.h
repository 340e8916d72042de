/* What a worker's metrics and readiness say, taken from its parts. Shell. */
#ifndef MOOT_GAUGES_H
#define MOOT_GAUGES_H

#include "common/admin.h"
#include "common/bus_metric.h"
#include "worker/shard.h"

/* Time between two looks into the store, which cost a pass over its list of
 * free pages. */
#define MOOT_GAUGES_STORE_MS 10000

/* Zeroed but for admin. */
typedef struct moot_gauges {
    moot_admin_t *admin; /* NULL: metrics are off */
    uint64_t records;    /* written until the batch */
    uint64_t began_us;   /* of its commit */
    uint64_t store_due_ms;
    moot_bus_stats_t brokers; /* sum of this round, see …_broker */
} moot_gauges_t;

/* A batch: after its begin, and around moot_shard_commit with the number of
 * messages that it took. */
void moot_gauges_begin(moot_gauges_t *gauges, const moot_shard_t *shard);
void moot_gauges_before(moot_gauges_t *gauges, size_t messages);
void moot_gauges_after(moot_gauges_t *gauges, const moot_shard_t *shard);

/* Adds one broker's socket to the next moot_gauges_show. */
void moot_gauges_broker(moot_gauges_t *gauges, moot_bus_stats_t stats);

/* Brings all up to date and says that the loop turns; between batches. pub:
 * counters of the socket that publishes. Errors: of the store. */
MOOT_CHECKED int moot_gauges_show(moot_gauges_t *gauges,
                                  const moot_shard_t *shard,
                                  moot_store_t *store, moot_bus_stats_t pub,
                                  uint64_t unsent, uint64_t now_ms);

#endif
