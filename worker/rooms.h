/* The rooms of a worker: views in memory in front of the tables ROOM, MEMBER
 * and TOMBSTONE. Views of rooms that no batch touches may go any time. */
#ifndef MOOT_ROOMS_H
#define MOOT_ROOMS_H

#include "common/buf.h"
#include "common/check.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/roomview.h"
#include "worker/dedup.h"
#include "worker/store.h"

typedef struct moot_live_room {
    moot_map_node_t node;  /* in rooms->by_id, unless the room has ended */
    moot_node_t in_cache;  /* least recently used first */
    moot_node_t in_batch;  /* while touched */
    moot_roomview_t *view;
    unsigned slot;
    uint64_t rid;
    uint64_t joined;       /* members that ever joined */
    size_t weight;         /* members counted in rooms->members */
    bool touched;          /* the row differs from memory */
    moot_dedup_t dedup;
} moot_live_room_t;

typedef struct moot_rooms {
    moot_store_t *store;
    size_t cached_max;
    size_t members;        /* of all views, as of the last batch */
    moot_map_t by_id;
    moot_node_t cache;
    moot_node_t batch;
    uint64_t count;        /* rooms that exist */
    uint64_t count_before; /* this batch */
} moot_rooms_t;

/* Members of all views in memory, for each of the rooms that may be there:
 * 64 on average. */
enum { MOOT_ROOMS_MEMBERS_CACHED = 64 };

/* Starts empty; a transaction is open. After each batch at most cached_max
 * views stay, with at most MOOT_ROOMS_MEMBERS_CACHED times as many members.
 * Errors: of the store. */
MOOT_CHECKED int moot_rooms_load(moot_rooms_t *rooms, moot_store_t *store,
                                 size_t cached_max);
void moot_rooms_close(moot_rooms_t *rooms);

/* A room that exists, borrowed until the end of the batch.
 * Errors: MOOT_ENOENT, of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_rooms_find(moot_rooms_t *rooms, unsigned slot,
                                 moot_slice_t id, moot_live_room_t **room_p);

/* A new room, still empty: the caller applies its first event. None of this
 * id may exist (checked). */
moot_live_room_t *moot_rooms_create(moot_rooms_t *rooms, unsigned slot,
                                    moot_slice_t id, uint64_t rid,
                                    uint64_t epoch);

/* The room's row is to be written at the end of the batch. */
void moot_rooms_touch(moot_rooms_t *rooms, moot_live_room_t *room);

/* Writes, removes one member's row. Errors: of the store. */
MOOT_CHECKED int moot_rooms_put_member(moot_rooms_t *rooms,
                                       const moot_live_room_t *room,
                                       const moot_member_t *member);
MOOT_CHECKED int moot_rooms_del_member(moot_rooms_t *rooms,
                                       const moot_live_room_t *room,
                                       uint64_t join_number);

/* The room has ended: its row becomes a tombstone. The view stays readable
 * until the end of the batch. Errors: of the store. */
MOOT_CHECKED int moot_rooms_end(moot_rooms_t *rooms, moot_live_room_t *room,
                                uint64_t wall_ms);

/* The latest tombstone of an id (epoch 0), or that of an epoch. *row is
 * borrowed from the store. rid 0: its events are gone.
 * Errors: MOOT_ENOENT, of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_rooms_tombstone(moot_rooms_t *rooms, unsigned slot,
                                      moot_slice_t id, uint64_t epoch,
                                      moot_msg_room_row_t *row);

/* The view of an ended room whose events are still there; the caller destroys
 * it. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_rooms_load_ended(moot_rooms_t *rooms, unsigned slot,
                                       moot_slice_t id,
                                       const moot_msg_room_row_t *row,
                                       moot_roomview_t **view_p);

/* See worker/slots.h. settle also lets views go beyond the bound. forget drops
 * the touched views; they are read again when needed. */
MOOT_CHECKED int moot_rooms_flush(moot_rooms_t *rooms);
void moot_rooms_settle(moot_rooms_t *rooms);
void moot_rooms_forget(moot_rooms_t *rooms);

#endif
