/* A stored event of a room as a JSON object, for `moot log` and the
 * application's API. Pure. */
#ifndef MOOT_EVENT_JSON_H
#define MOOT_EVENT_JSON_H

#include "common/json_write.h"
#include "proto/wire.h"

/* "created", "joined", …, "message", "deleted"; "?" when unknown. */
const char *moot_event_json_what(uint64_t what);

/* Whether users of it mean something. */
bool moot_event_json_has_users(const moot_msg_event_t *event);

/* Writes the object: seq, event, at, actor, version and what there is of
 * users, userId, role, oldRole, formerOwner, heir, messageId, messageType,
 * clientMessageId, bytes, last; with bodies also name, thumbnailUrl,
 * content. */
void moot_event_json(moot_json_write_t *json, const moot_msg_event_t *event,
                     bool bodies);

#endif
