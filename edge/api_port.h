/* The port of the application's API: the HTTP server around edge/api.h, by the
 * settings. Shell. */
#ifndef MOOT_API_PORT_H
#define MOOT_API_PORT_H

#include "common/conf.h"
#include "edge/delivery.h"
#include "edge/loop.h"

typedef struct moot_api_port moot_api_port_t;

/* Listens at api_port, when there is one and a key is set; else *out is NULL
 * and a missing key is logged. delivery is borrowed and must outlive it. The
 * log says what is wrong. Errors: MOOT_EINVAL (the key is too short or cannot
 * be read, the address), MOOT_EEXIST (port in use), those of moot_web_open. */
MOOT_CHECKED int moot_api_port_open(moot_loop_t *loop, const moot_conf_t *conf,
                                    moot_delivery_t *delivery,
                                    moot_api_port_t **out);
/* Closes the port and what it has in hand; nulls; accepts NULL. */
void moot_api_port_close(moot_api_port_t **port_p);

/* The key and the limits were read again; a key that cannot be read is logged
 * and the former one stays. Accepts NULL, as the two below do. */
void moot_api_port_reload(moot_api_port_t *port, const moot_conf_t *conf);

/* Takes no new connection; requests in hand are answered. */
void moot_api_port_stop(moot_api_port_t *port);

/* Call at least every 50 ms. */
void moot_api_port_tick(moot_api_port_t *port, uint64_t now_ms);

#endif
