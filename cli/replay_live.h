/* moot tap --replay and --state: captured requests sent again to a cluster,
 * and the hash of its rooms. */
#ifndef MOOT_REPLAY_LIVE_H
#define MOOT_REPLAY_LIVE_H

#include "cli/replay.h"
#include "common/conf.h"

typedef struct moot_replay_plan {
    const char *url; /* NULL: the port of the settings on this machine */
    uint64_t speed;  /* as moot_replay_begin */
    bool json;
    const volatile bool *stop;
} moot_replay_plan_t;

/* Sends all requests (replay NULL: none), prints what came back differently
 * and the state of the rooms. Returns an exit code: 1 also when something came
 * back differently. Says on stderr what is wrong. */
MOOT_CHECKED int moot_replay_live(moot_replay_t *replay,
                                  const moot_conf_t *conf,
                                  const moot_replay_plan_t *plan);

#endif
