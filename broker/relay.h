/* The broker's shell: two ROUTER sockets around the core (broker/route.h). */
#ifndef MOOT_RELAY_H
#define MOOT_RELAY_H

#include "common/admin.h"

/* Runs broker number `broker` (from 1) until *stop becomes true; moot_bus_wake
 * through moot_relay_wake ends a wait. admin, which may be NULL, is told how
 * it goes. Errors, logged: of the bus; MOOT_EINVAL and MOOT_EDENIED: another
 * start would fail as well. */
MOOT_CHECKED int moot_relay_run(const moot_conf_t *conf, unsigned broker,
                                moot_admin_t *admin,
                                const volatile bool *stop);

/* Has the running relay read its key lists again; from a signal handler. */
void moot_relay_reload(void);

/* Ends a wait of the running relay; from a signal handler. */
void moot_relay_wake(void);

#endif
