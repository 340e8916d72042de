/* What carries Engine.IO: the clients' polling requests and WebSockets at its
 * path, and those that come by way of another edge (edge/remote.h). Shell
 * around edge/engine.h; the only one that knows both it and HTTP. */
#ifndef MOOT_CARRIER_H
#define MOOT_CARRIER_H

#include "edge/engine.h"
#include "edge/gate.h"
#include "edge/site.h"
#include "edge/ws.h"

typedef struct moot_carrier moot_carrier_t;

typedef struct moot_carrier_config {
    const char *path;         /* "/socket.io/": begins and ends with '/' */
    size_t max_payload;       /* bytes of a message */
    size_t window_bytes;      /* of a WebSocket by way of another edge */
    moot_slice_t address;     /* of this edge; copied */
    moot_gate_t *const *gate; /* whose it is may change */
} moot_carrier_config_t;

typedef struct moot_carrier_sink {
    /* Whether new sessions are taken now; those that are there go on. */
    bool (*open)(void *ctx);
    /* moot_delivery_to_edge. */
    int (*to_edge)(void *ctx, moot_slice_t address, moot_slice_t body);
} moot_carrier_sink_t;

/* Serves the path at ws and at the site of its port; engine, ws and site
 * outlive it, but for moot_carrier_close. Errors: those of moot_ws_add. */
MOOT_CHECKED int moot_carrier_open(const moot_carrier_config_t *config,
                                   moot_engine_t *engine, moot_ws_t *ws,
                                   moot_site_t *site,
                                   const moot_carrier_sink_t *sink, void *ctx,
                                   moot_carrier_t **out);
/* After the server ws was destroyed, which ends all its connections, and before
 * the engine. Accepts a pointer to NULL. */
void moot_carrier_close(moot_carrier_t **carrier_p);

/* From delivery. */
void moot_carrier_from_edge(moot_carrier_t *carrier, moot_slice_t body);
void moot_carrier_edge_gone(moot_carrier_t *carrier, moot_slice_t address);

/* At least each 100 ms. */
void moot_carrier_tick(moot_carrier_t *carrier);

#endif
