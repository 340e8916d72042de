/* Starts programs, starts again the ones that die, and stops them in order.
 * Single threaded; SIGCHLD must be blocked by the caller. */
#ifndef MOOT_SUPERVISOR_H
#define MOOT_SUPERVISOR_H

#include "common/check.h"
#include "common/list.h"

#include <stdint.h>
#include <sys/types.h>

enum {
    MOOT_SUPERVISOR_BACKOFF_MS_MIN = 100,  /* after the first death */
    MOOT_SUPERVISOR_BACKOFF_MS_MAX = 5000, /* it doubles up to this */
    MOOT_SUPERVISOR_CALM_MS = 10000, /* a life so long ends the back-off */
    MOOT_SUPERVISOR_ARGS_MAX = 16,
};

typedef struct moot_child {
    moot_node_t node;
    char id[32];        /* "edge-1" */
    int rank;           /* stopped from high to low */
    char *args[MOOT_SUPERVISOR_ARGS_MAX + 1]; /* owned; args[0]: program */
    pid_t pid;          /* 0 while it does not run */
    uint64_t started_ms;
    uint64_t start_due_ms; /* when to start it again */
    unsigned backoff_ms;
    unsigned deaths;
    int status;         /* of waitpid, of the last death */
} moot_child_t;

typedef struct moot_supervisor {
    moot_node_t children;
    void (*on_death)(void *ctx, const moot_child_t *child);
    void *ctx;
} moot_supervisor_t;

void moot_supervisor_init(moot_supervisor_t *supervisor,
                          void (*on_death)(void *ctx, const moot_child_t *),
                          void *ctx);
/* Frees the children, none of which may run. */
void moot_supervisor_close(moot_supervisor_t *supervisor);

/* Adds a program; args are copied, ends with NULL. It is started by the next
 * run. */
void moot_supervisor_add(moot_supervisor_t *supervisor, const char *id,
                         int rank, const char *const *args);

/* Takes note of who died, starts who is due. Returns the number that run. */
size_t moot_supervisor_run(moot_supervisor_t *supervisor, uint64_t now_ms);

/* Sends a signal to all that run. */
void moot_supervisor_signal(moot_supervisor_t *supervisor, int number);

/* Stops all: each rank gets SIGTERM and up to grace_ms, then SIGKILL, the
 * highest rank first. hurry: looked at while waiting, true: SIGKILL at once. */
void moot_supervisor_stop(moot_supervisor_t *supervisor, uint64_t grace_ms,
                          bool (*hurry)(void *ctx), void *ctx);

#endif
