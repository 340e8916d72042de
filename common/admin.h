/* What a program tells its operator over HTTP, on a port of its own:
 *
 *   /metrics   its numbers, as Prometheus reads them (common/metric.h)
 *   /healthz   200 while its loop turns, else 503
 *   /readyz    200 while it can do its work, else 503 with the reason
 *
 * Served by a thread of its own (libmicrohttpd; only admin.c names it) that
 * takes no part in the program's work and shares nothing with it but these
 * numbers and one text. So a program that hangs is still seen to hang. */
#ifndef MOOT_ADMIN_H
#define MOOT_ADMIN_H

#include "common/check.h"
#include "common/conf.h"

/* A loop that turned this long ago, or longer, is not healthy. */
#define MOOT_ADMIN_TURN_MS_MAX 2000
/* Bytes of the reason in an answer of /readyz. */
#define MOOT_ADMIN_REASON_MAX 160
/* Connections at once, in all and from one address. More wait. */
#define MOOT_ADMIN_CONNECTIONS_MAX 64
#define MOOT_ADMIN_CONNECTIONS_PER_PEER_MAX 16
/* Bytes of a request's head, and the time without a byte after which a
 * connection is closed. */
#define MOOT_ADMIN_HEAD_BYTES_MAX 8192
#define MOOT_ADMIN_IDLE_S 5

typedef struct moot_admin moot_admin_t;

/* Listens at an address (IPv4 or IPv6; port 0: a free one) and serves the
 * numbers of program (one of MOOT_CONF_EDGE, _BROKER, _WORKER). At first it
 * is healthy, since it starts, and not ready.
 * Errors: MOOT_EINVAL (not an address of this machine), MOOT_EEXIST (the port
 * is in use), MOOT_EDENIED, MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_admin_open(const char *bind, unsigned port,
                                 unsigned program, moot_admin_t **out);

/* The same by metrics_bind and metrics_port; with port 0 nothing is served
 * and *out is NULL, which every function here takes. Logs what happens. */
MOOT_CHECKED int moot_admin_start(const moot_conf_t *conf, unsigned program,
                                  moot_admin_t **out);

/* Ends all connections and the thread; nulls; accepts NULL. */
void moot_admin_close(moot_admin_t **admin_p);

/* The port that is listened on. */
unsigned moot_admin_port(const moot_admin_t *admin);

/* The loop turns, at this time of the monotonic clock. Costs one store. */
void moot_admin_turned(moot_admin_t *admin, uint64_t now_ms);

/* What /readyz says from now on: 200, or 503 and why. */
void moot_admin_ready(moot_admin_t *admin);
void moot_admin_unready(moot_admin_t *admin, const char *format, ...)
    MOOT_PRINTF(2, 3);

#endif
