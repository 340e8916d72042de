/* The options of the bus's sockets. Only common/bus.c uses this. */
#ifndef MOOT_BUS_OPTIONS_H
#define MOOT_BUS_OPTIONS_H

#include "common/bus.h"

struct _zsock_t;

/* Sets all options of a socket that is neither bound nor connected: later they
 * would have no effect. What they are is in bus.h. */
void moot_bus_options_set(struct _zsock_t *socket,
                          const moot_bus_options_t *options);

#endif
