/* Whether a cluster is well, and the status as JSON or a table. */
#ifndef MOOT_HEALTH_H
#define MOOT_HEALTH_H

#include "cli/ask.h"

/* Healthy: every slot has a live owner, none is disputed, and there is at
 * least one edge, each one accepting and reaching every slot. */
bool moot_health_good(const moot_status_t *status);

/* {"programs":[{"role","id","pid","uptimeMs","connections","rooms","slots",
 * "port"?,"queue","repairs"?,"timeouts"?,"diskUsed"?,"diskMax"?,"lagMs",
 * "state"}],"slotsServed","healthy"}. Returns buf->error. */
int moot_health_json(const moot_status_t *status, moot_buf_t *buf);

/* For people. Returns buf->error. */
int moot_health_table(const moot_status_t *status, moot_buf_t *buf);

#endif
