/* Lets peers in by their keys: the ZAP handler (ZeroMQ RFC 27) of this
 * process. Only common/bus.c uses this.
 *
 * Why not czmq's zauth: it has one list of keys for the whole process, so an
 * edge's key would open a worker's door; here the ZAP domain of a socket names
 * the roles that it takes. And zauth denies without a trace that a program can
 * read; here each refusal is counted with its reason.
 *
 * One thread for the process answers the library's questions; a bus with keys
 * is registered with it. Thread safe. */
#ifndef MOOT_BUS_AUTH_H
#define MOOT_BUS_AUTH_H

#include "common/bus.h"
#include "common/keyring.h"

#define MOOT_BUS_AUTH_BUSES_MAX 16 /* of one process, with keys */
#define MOOT_BUS_AUTH_DOMAIN 32    /* bytes of a domain's text, zero included */

typedef struct moot_bus_auth moot_bus_auth_t;

/* Registers a bus whose doors are opened by the lists of ring (borrowed until
 * replaced or closed); the first starts the thread. The context must be in use.
 * Errors: MOOT_ELIMIT buses or file descriptors; MOOT_EIO no thread. */
MOOT_CHECKED int moot_bus_auth_open(const moot_keyring_t *ring,
                                    moot_bus_auth_t **out);
/* Ends it; the last one ends the thread. Accepts a pointer to NULL. */
void moot_bus_auth_close(moot_bus_auth_t **auth);

/* From its return on the new lists count and the former are not looked at. */
void moot_bus_auth_replace(moot_bus_auth_t *auth, const moot_keyring_t *ring);

/* The ZAP domain of a socket of this bus that takes these roles. */
void moot_bus_auth_domain(const moot_bus_auth_t *auth, unsigned roles,
                          char domain[MOOT_BUS_AUTH_DOMAIN]);

/* Adds what was refused by keys so far to the counters. */
void moot_bus_auth_count(moot_bus_auth_t *auth, moot_bus_refused_t *refused);

#endif
