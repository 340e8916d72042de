/* The state of a room as its events make it. Pure.
 *
 * Worker and edge both hold rooms as views: the worker to decide, the edge to
 * know who gets an event and to show members. Live apply, replay of the log
 * and repair are this one function, so all copies agree at every position. */
#ifndef MOOT_ROOMVIEW_H
#define MOOT_ROOMVIEW_H

#include "common/buf.h"
#include "common/map.h"
#include "proto/rules.h"
#include "proto/wire.h"

typedef struct moot_member {
    moot_map_node_t node; /* in view->by_user, key is user */
    moot_slice_t user;    /* bytes owned by the view, behind this struct */
    enum moot_role role;
    size_t place;         /* index in view->members */
    uint64_t join_number; /* key of the worker's member row; 0 at the edge */
} moot_member_t;

typedef struct moot_roomview {
    moot_slice_t id;      /* owned */
    uint64_t epoch;
    uint64_t seq;         /* last event applied */
    moot_slice_t name;    /* owned, never empty */
    moot_slice_t thumbnail_url; /* owned, empty for null */
    uint64_t created_at;
    moot_slice_t created_by; /* owned */
    uint64_t version;
    uint64_t updated_at;
    uint64_t last_at;     /* time of the last event */
    bool ended;           /* a last event was applied */
    moot_member_t **members; /* in join order */
    size_t members_count;
    size_t members_capacity;
    moot_map_t by_user;
} moot_roomview_t;

/* An empty room before its first event; id is copied. Heap; aborts when
 * memory is out. */
moot_roomview_t *moot_roomview_new(moot_slice_t id, uint64_t epoch);

/* Frees everything; nulls; accepts NULL. */
void moot_roomview_destroy(moot_roomview_t **view_p);

/* The member, or NULL; borrowed until the next apply, undo or load. */
moot_member_t *moot_roomview_find(const moot_roomview_t *view,
                                  moot_slice_t user);

/* The OWNER, or NULL in a room without members. */
moot_member_t *moot_roomview_owner(const moot_roomview_t *view);

/* Who becomes OWNER when this member leaves: the ADMIN who joined first, else
 * the MEMBER who joined first; NULL when nobody is left (contract 5). */
moot_member_t *moot_roomview_heir(const moot_roomview_t *view,
                                  const moot_member_t *leaving);

/* Applies the next event: event->seq must be view->seq + 1 (checked).
 * Errors: MOOT_EINVAL when the event does not fit the state (a damaged or
 * foreign event); the view is then as before. */
MOOT_CHECKED int moot_roomview_apply(moot_roomview_t *view,
                                     const moot_msg_event_t *event);

/* Takes back the event that was applied last (event->seq == view->seq,
 * checked). Roster, roles, name and thumbnail are then as before it; version,
 * updated_at and last_at are not restored: the next event brings its own.
 * A CREATED event cannot be undone. Errors: MOOT_EINVAL as for apply. */
MOOT_CHECKED int moot_roomview_undo(moot_roomview_t *view,
                                    const moot_msg_event_t *event);

/* Appends a snapshot message of the present state to buf. Returns buf->error. */
MOOT_CHECKED int moot_roomview_save(const moot_roomview_t *view,
                                    moot_buf_t *buf);

/* Makes a view from a snapshot message. Errors: MOOT_EINVAL (damaged, doubled
 * members, not exactly one OWNER while there are members). */
MOOT_CHECKED int moot_roomview_load(const moot_msg_snapshot_t *snapshot,
                                    moot_roomview_t **view_p);

/* A copy. */
moot_roomview_t *moot_roomview_clone(const moot_roomview_t *view);

#endif
