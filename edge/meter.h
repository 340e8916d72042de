/* What an edge's metrics and readiness say, taken from its parts. Shell. */
#ifndef MOOT_METER_H
#define MOOT_METER_H

#include "common/admin.h"
#include "edge/delivery.h"
#include "edge/remote.h"
#include "edge/uplink.h"
#include "edge/ws.h"

/* A WebSocket ended with this close code. */
void moot_meter_closed(int code);

/* A request was answered with this HTTP status and no WebSocket. */
void moot_meter_refused(int status);

/* Brings all up to date and says that the loop turns. Without admin (metrics
 * are off) it does nothing. */
void moot_meter_show(moot_admin_t *admin, const moot_delivery_facts_t *facts,
                     const moot_ws_t *ws, moot_uplink_t *uplink, bool stopping,
                     uint64_t now_ms);

/* Shows what is shared with other edges; to be called now and then. */
void moot_meter_remote(const moot_remote_facts_t *facts);

#endif
