/* One guard process as a worker holds it: started, written to, read from,
 * killed. Nothing here blocks. Shell. */
#ifndef MOOT_GUARD_CHILD_H
#define MOOT_GUARD_CHILD_H

#include "common/buf.h"

#include <sys/types.h>

typedef struct moot_guard_child {
    pid_t pid;  /* 0: none */
    int fd;     /* -1: none */
    moot_buf_t in, out;
} moot_guard_child_t;

void moot_guard_child_init(moot_guard_child_t *child);
/* Ends the process, if there is one. Returns its id while the system has not
 * finished with it, for moot_guard_child_bury, else 0. */
pid_t moot_guard_child_close(moot_guard_child_t *child);

/* Whether a process that was ended is gone now; wait: it is in the end. */
bool moot_guard_child_bury(pid_t pid, bool wait);

/* Starts the program moot-guard, found beside the running one, as "plugins" or
 * "http": with its end of a socket pair and nothing else open, without our
 * environment, with bounds on its memory and without core dumps. It ends when
 * we do. name: for its log. Errors: MOOT_EIO. */
MOOT_CHECKED int moot_guard_child_start(moot_guard_child_t *child,
                                        const char *role, const char *name,
                                        int log_level);

/* Kills it; the next read finds it gone. */
void moot_guard_child_kill(const moot_guard_child_t *child);

/* Puts a message on its way. Errors: of moot_buf_put. */
MOOT_CHECKED int moot_guard_child_send(moot_guard_child_t *child,
                                       moot_slice_t body);

/* Writes what it takes now. Whether something is left. */
bool moot_guard_child_flush(moot_guard_child_t *child);

/* Reads what there is and hands each message to take, which says false when it
 * makes no sense. False: the process has ended, or said nonsense; close it. */
MOOT_CHECKED bool moot_guard_child_read(moot_guard_child_t *child,
                                        bool (*take)(void *ctx,
                                                     moot_slice_t body),
                                        void *ctx);

#endif
