/* The rules of rooms (client contract, section 5): a request and the state of
 * its room become the events it makes, or a refusal. Pure. */
#ifndef MOOT_ROOM_H
#define MOOT_ROOM_H

#include "common/buf.h"
#include "common/check.h"
#include "proto/roomview.h"
#include "proto/rules.h"
#include "proto/wire.h"

typedef struct moot_room_rules {
    size_t members_per_room_max;
    size_t rooms_per_user_max;
    bool create_on_join; /* JOIN of an unknown room makes it */
} moot_room_rules_t;

/* What is decided. Slices are borrowed from request, view and scratch. */
typedef struct moot_room_verdict {
    enum moot_code code;
    const char *text;           /* why it was refused; NULL for success */
    const char *rule; /* the check that decided, in the words of
                         proto/ROOMS.md section 5; NULL: all passed */
    moot_msg_event_t events[2]; /* in order; seq, version and times are set */
    size_t events_count;
    bool creates;               /* events[0] begins a room: seq 1 */
    bool already;               /* JOIN: was a member before. OWNER: was the
                                   owner before */
} moot_room_verdict_t;

/* Decides a request. One of the application (request->system) is asked for no
 * right and no membership; its user, MOOT_SYSTEM_USER when it names none, is
 * shown as the actor and becomes no member but in a CREATE. view: the room, or NULL when there is none. wall_ms: the
 * present time; events are never earlier than the room's last. message_id: for
 * the event of a MESSAGE. scratch: for lists of users, cleared first.
 * Whether a MESSAGE repeats an earlier one is asked before, elsewhere. */
void moot_room_decide(const moot_room_rules_t *rules,
                      const moot_roomview_t *view,
                      const moot_msg_request_t *request, uint64_t wall_ms,
                      moot_slice_t message_id, moot_buf_t *scratch,
                      moot_room_verdict_t *verdict);

#endif
