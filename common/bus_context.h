/* The context of the bus's sockets: czmq's, of which a process has one. Only
 * common/bus.c uses this.
 *
 * czmq keeps quiet in it: it installs no signal handler and logs nothing. It
 * must not be used after a fork before the child has called exec. */
#ifndef MOOT_BUS_CONTEXT_H
#define MOOT_BUS_CONTEXT_H

#include "common/check.h"
#include "common/err.h"

#include <stdbool.h>

#define MOOT_BUS_CONTEXT_SOCKETS_MAX 2048 /* of a process, monitors too */

struct _zsock_t;

/* Begins one more use of the context; the first makes it. Uses end with
 * release, the last of which ends the context and waits for its thread.
 * Errors: MOOT_ELIMIT file descriptors are out. When memory is out, czmq ends
 * the process. */
MOOT_CHECKED int moot_bus_context_use(void);
void moot_bus_context_release(void);

/* Makes a socket of a ZMQ_ type; the context must be in use. Errors:
 * MOOT_ELIMIT file descriptors are out, or the sockets are
 * MOOT_BUS_CONTEXT_SOCKETS_MAX. */
MOOT_CHECKED int moot_bus_context_open(int type, struct _zsock_t **out);

/* Closes a socket; accepts a pointer to NULL. */
void moot_bus_context_close(struct _zsock_t **socket);

#endif
