/* Where the programs of one machine meet: unix sockets in run_dir. */
#ifndef MOOT_ENDPOINTS_H
#define MOOT_ENDPOINTS_H

#include "common/bus.h"
#include "common/check.h"

#define MOOT_BROKERS_MAX 8 /* of a cluster; bound of the setting brokers */

typedef struct moot_endpoint {
    char text[MOOT_BUS_ENDPOINT_MAX + 1]; /* ipc://... */
} moot_endpoint_t;

/* broker: from 1; worker: its number, from 1. Errors: MOOT_ELIMIT: the path is
 * longer than a unix socket may have (choose a shorter run_dir). */

/* Where broker k takes edges and commands. */
MOOT_CHECKED int moot_endpoints_front(const char *run_dir, unsigned broker,
                                      moot_endpoint_t *out);
/* Where broker k takes workers. */
MOOT_CHECKED int moot_endpoints_back(const char *run_dir, unsigned broker,
                                     moot_endpoint_t *out);
/* Where worker n publishes. */
MOOT_CHECKED int moot_endpoints_pub(const char *run_dir, uint64_t worker,
                                    moot_endpoint_t *out);

/* Where a program shows a tap what passes: id is edge-1, worker-2 … */
MOOT_CHECKED int moot_endpoints_tap(const char *run_dir, const char *id,
                                    moot_endpoint_t *out);

#endif
