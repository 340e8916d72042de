/* moot tap --stats: the tables of stats.h, live: a full screen, or a line of
 * JSON each second. */
#ifndef MOOT_STATS_LIVE_H
#define MOOT_STATS_LIVE_H

#include "cli/tap_live.h"

/* Runs until *stop, for_ms (0: no end) or the key q. expression: for the
 * head. Returns an exit code; says on stderr what is wrong. */
MOOT_CHECKED int moot_stats_live(moot_tap_live_t *live, const char *expression,
                                 bool json, uint64_t for_ms,
                                 const volatile bool *stop);

#endif
