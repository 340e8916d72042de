/* The options of the bus's sockets. Only common/bus.c uses this. */
#ifndef MOOT_BUS_OPTIONS_H
#define MOOT_BUS_OPTIONS_H

#include "common/bus.h"

#define MOOT_BUS_HANDSHAKE_MS 5000 /* a handshake may take */

struct _zsock_t;

/* Sets all options of a socket that is neither bound nor connected: later they
 * would have no effect. What they are is in bus.h. */
void moot_bus_options_set(struct _zsock_t *socket,
                          const moot_bus_options_t *options);

/* Makes it speak CURVE with this program's pair: as a client of the server with
 * that key (32 bytes), or, with server_key NULL, as a server that asks the ZAP
 * handler (bus_auth.h), which must be there, under this domain. */
struct moot_keyring;
void moot_bus_options_set_keys(struct _zsock_t *socket,
                               const struct moot_keyring *ring,
                               const uint8_t *server_key, const char *domain);

#endif
