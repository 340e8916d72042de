/* The worker's shell: folder, store and sockets around the core
 * (worker/shard.h), and the loop that makes batches. */
#ifndef MOOT_HOST_H
#define MOOT_HOST_H

#include "common/admin.h"

/* What moot_host_run returns when a start is refused for a reason that
 * another start would meet again; it was logged. */
#define MOOT_HOST_REFUSED 1

/* Instead of a number: that of the lowest folder that no worker holds. */
#define MOOT_HOST_ANY_WORKER 0

/* Runs worker number `worker` until *stop becomes true. admin, which may be
 * NULL, is told how it goes. Returns 0, or
 * MOOT_HOST_REFUSED, or an error that was logged: of the bus or of the store
 * (MOOT_EIO: what is on disk is what was answered, but nothing more can be
 * promised; the process must end). */
MOOT_CHECKED int moot_host_run(const moot_conf_t *conf, uint64_t worker,
                               moot_admin_t *admin, const volatile bool *stop);

/* Has the running host read its key lists again; from a signal handler. */
void moot_host_reload(void);

/* Ends a wait of the running host; from a signal handler. */
void moot_host_wake(void);

#endif
