/* Where the programs meet: unix sockets in run_dir when they share a machine,
 * which is the default; TCP where the settings say so. */
#ifndef MOOT_ENDPOINTS_H
#define MOOT_ENDPOINTS_H

#include "common/bus.h"
#include "common/check.h"
#include "common/conf.h"

#define MOOT_BROKERS_MAX 8 /* of a cluster; bound of the setting brokers */

typedef struct moot_endpoint {
    char text[MOOT_BUS_ENDPOINT_MAX + 1]; /* ipc://... or tcp://... */
} moot_endpoint_t;

/* broker: from 1; worker: its number, from 1. Errors: MOOT_ELIMIT: the path is
 * longer than a unix socket may have (choose a shorter run_dir), or the setting
 * is too long; MOOT_ENOENT: TCP, and the list does not name this broker. */

/* Where broker k takes edges and commands, and where these find it. */
MOOT_CHECKED int moot_endpoints_front_bind(const moot_conf_t *conf,
                                           unsigned broker,
                                           moot_endpoint_t *out);
MOOT_CHECKED int moot_endpoints_front(const moot_conf_t *conf, unsigned broker,
                                      moot_endpoint_t *out);

/* Where broker k takes workers, and where these find it. */
MOOT_CHECKED int moot_endpoints_back_bind(const moot_conf_t *conf,
                                          unsigned broker,
                                          moot_endpoint_t *out);
MOOT_CHECKED int moot_endpoints_back(const moot_conf_t *conf, unsigned broker,
                                     moot_endpoint_t *out);

/* Where worker n publishes. */
MOOT_CHECKED int moot_endpoints_pub_bind(const moot_conf_t *conf,
                                         uint64_t worker, moot_endpoint_t *out);

/* What worker n tells edges to connect to, once it is bound (at: the endpoint
 * with the port that was taken). Errors: also MOOT_EINVAL: it is bound to every
 * address and nothing says which one to tell. */
MOOT_CHECKED int moot_endpoints_pub(const moot_conf_t *conf, const char *at,
                                    moot_endpoint_t *out);

/* Where a program shows a tap what passes: id is edge-1, worker-2 … */
MOOT_CHECKED int moot_endpoints_tap(const char *run_dir, const char *id,
                                    moot_endpoint_t *out);
bool moot_endpoints_is_tcp(const char *endpoint);

#endif
