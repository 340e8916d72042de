/* moot-worker --verify: checks a worker's folder offline, every record of it,
 * and prints what is damaged. */
#ifndef MOOT_CHECKUP_H
#define MOOT_CHECKUP_H

#include "common/conf.h"

/* Checks the folder of a worker of conf->data_dir: identity, pages, checksums
 * and what the records say (worker/audit.h). Prints to stdout, for people or,
 * with json, one object per line; the folder stays as it is. Returns the exit
 * code: 0 whole, 1 damaged or not checked (in use, not readable). */
int moot_checkup_run(const moot_conf_t *conf, uint64_t worker, bool json);

#endif
