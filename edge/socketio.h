/* Socket.IO at this edge: the profile, Engine.IO (edge/engine.h) and what
 * carries it (edge/carrier.h), the sockets (edge/sockets.h), their part of
 * delivery. Shell; only with the setting profile. */
#ifndef MOOT_SOCKETIO_H
#define MOOT_SOCKETIO_H

#include "common/conf.h"
#include "edge/gate.h"
#include "edge/hub.h"
#include "edge/site.h"
#include "edge/tapped.h"
#include "edge/ws.h"
#include "proto/profile.h"

typedef struct moot_socketio moot_socketio_t;

/* What it works with; all outlive it. */
typedef struct moot_socketio_parts {
    const moot_conf_t *conf;
    moot_hub_t *hub;
    moot_ws_t *ws;
    moot_site_t *site;
    moot_gate_t *const *gate; /* which may change */
    moot_tapped_t *tapped;
} moot_socketio_parts_t;

/* Loads the profile of the settings and serves its clients. Without a profile
 * *out is NULL: then the path is nobody's. why: text of an error, at least
 * why_size bytes. Errors: MOOT_EINVAL (profile or path), MOOT_ENOENT,
 * MOOT_ENOMEM. */
MOOT_CHECKED int moot_socketio_open(const moot_socketio_parts_t *parts,
                                    char *why, size_t why_size,
                                    moot_socketio_t **out);

/* The profile, for views; of NULL it is NULL. */
const moot_profile_t *moot_socketio_profile(const moot_socketio_t *socketio);

/* All below accept NULL. */

/* After every message of the bus: what it caused goes out to those who poll. */
void moot_socketio_flush(moot_socketio_t *socketio);
/* At least each 50 ms. */
void moot_socketio_tick(moot_socketio_t *socketio);
/* The settings were read again; the profile needs a restart. */
void moot_socketio_reload(moot_socketio_t *socketio);
void moot_socketio_drain(moot_socketio_t *socketio, uint64_t until_ms);

/* Whether this edge has room for one more client, of this kind or the other;
 * at the bound one that is in no namespace may have been ended for it. */
bool moot_socketio_make_room(moot_socketio_t *socketio);

/* Connections now. */
size_t moot_socketio_connections(const moot_socketio_t *socketio);

/* After the server of its connections (edge/ws.h) was destroyed and before the
 * hub is. Nulls. */
void moot_socketio_close(moot_socketio_t **socketio_p);

#endif
