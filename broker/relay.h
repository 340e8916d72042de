/* The broker's shell: two ROUTER sockets around the core (broker/route.h). */
#ifndef MOOT_RELAY_H
#define MOOT_RELAY_H

#include "common/check.h"
#include "common/conf.h"

/* Runs broker number `broker` (from 1) until *stop becomes true; moot_bus_wake
 * through moot_relay_wake ends a wait. Errors, logged: of the bus. */
MOOT_CHECKED int moot_relay_run(const moot_conf_t *conf, unsigned broker,
                                      const volatile bool *stop);

/* Ends a wait of the running relay; from a signal handler. */
void moot_relay_wake(void);

#endif
