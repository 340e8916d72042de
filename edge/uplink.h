/* The uplink: the edge's sockets towards brokers and workers, in the loop.
 * Shell; it looks at no message. One thread, that of the loop. */
#ifndef MOOT_UPLINK_H
#define MOOT_UPLINK_H

#include "common/bus.h"
#include "common/conf.h"
#include "edge/loop.h"

typedef struct moot_uplink moot_uplink_t;

/* What comes in; borrowed for the call. */
typedef struct moot_uplink_events {
    void (*from_broker)(void *ctx, unsigned broker, moot_slice_t route,
                        moot_slice_t body);
    void (*from_worker)(void *ctx, moot_slice_t body);
} moot_uplink_events_t;

typedef struct moot_uplink_config {
    const moot_conf_t *conf; /* where the brokers are, and keys; borrowed */
    unsigned brokers;     /* how many; numbered from 0 here */
    moot_slice_t address; /* identity towards brokers; copied */
    moot_slice_t topic;   /* of what workers publish for this edge; copied */
} moot_uplink_config_t;

/* Connects to every broker; nobody needs to be there yet. Errors, logged:
 * those of the bus and the loop; MOOT_EINVAL: settings or keys with which
 * another start would fail as well. */
MOOT_CHECKED int moot_uplink_open(moot_loop_t *loop,
                                  const moot_uplink_config_t *config,
                                  const moot_uplink_events_t *events, void *ctx,
                                  moot_uplink_t **out);
void moot_uplink_close(moot_uplink_t **uplink_p);

/* Errors: MOOT_EAGAIN (not connected, or full), MOOT_EIO. */
MOOT_CHECKED int moot_uplink_to_broker(moot_uplink_t *uplink, unsigned broker,
                                       moot_slice_t route, moot_slice_t body);

/* Subscribes to a worker at the end of the loop round; another endpoint or key
 * (over TCP: 32 bytes, else empty) of the same worker replaces the former one.
 * A failure is logged. */
void moot_uplink_subscribe(moot_uplink_t *uplink, uint64_t worker,
                           moot_slice_t endpoint, moot_slice_t key);

/* Its bus, with the keys of this program: for further sockets, which
 * moot_uplink_tick reports on too; close them before the uplink. */
moot_bus_t *moot_uplink_bus(moot_uplink_t *uplink);

/* Logs what has to be said of connections; call it every now and then. */
void moot_uplink_tick(moot_uplink_t *uplink, uint64_t now_ms);

/* Reads the key lists again. */
void moot_uplink_reload(moot_uplink_t *uplink);

/* Counters of the sockets since the start, of those replaced too. */
typedef struct moot_uplink_stats {
    moot_bus_stats_t brokers, workers;
} moot_uplink_stats_t;

moot_uplink_stats_t moot_uplink_stats(moot_uplink_t *uplink);

#endif
