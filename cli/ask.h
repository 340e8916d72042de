/* Asks the brokers what they know of all programs. */
#ifndef MOOT_ASK_H
#define MOOT_ASK_H

#include "common/buf.h"
#include "common/bus.h"
#include "common/endpoints.h"
#include "common/trust.h"
#include "proto/rules.h"

enum { MOOT_ASK_PROGRAMS_MAX = 1024 }; /* programs in one answer */

typedef struct moot_program {
    char role[16]; /* "broker", "worker", "edge" */
    char id[64];
    uint64_t pid, uptime_ms, connections, rooms, slots, port, state;
    uint64_t queue, repairs, timeouts, disk_used, disk_max, lag_ms;
} moot_program_t;

typedef struct moot_status {
    moot_program_t programs[MOOT_ASK_PROGRAMS_MAX]; /* brokers, workers, edges */
    size_t count;
    uint64_t slots_served;
    bool alarm;
    uint16_t owner[MOOT_SLOTS]; /* worker of each slot, 0: unknown */
} moot_status_t;

typedef struct moot_ask {
    moot_bus_t *bus;
    moot_bus_socket_t *sockets[MOOT_BROKERS_MAX]; /* NULL: not asked */
    const moot_conf_t *conf;
    moot_trust_t trust;
    bool answered[MOOT_BROKERS_MAX]; /* the last question */
    uint64_t number;                 /* of the last question */
} moot_ask_t;

/* Begins to ask the brokers that the settings name (broker_fronts), or those
 * whose sockets are in run_dir now; conf is borrowed. Errors, said on stderr:
 * MOOT_ENOMEM, those of moot_trust_open. */
MOOT_CHECKED int moot_ask_open(moot_ask_t *ask, const moot_conf_t *conf);
void moot_ask_close(moot_ask_t *ask);

/* Asks all of them and waits for the answers, at most timeout_ms (all in all).
 * What they know is put together: each program once, the sum of what is
 * served from the broker that knows most. Errors: MOOT_EUNREACH (no broker
 * answered; the status is empty then), MOOT_EIO. */
MOOT_CHECKED int moot_ask_status(moot_ask_t *ask, unsigned timeout_ms,
                                 moot_status_t *status);

#endif
