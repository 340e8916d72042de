/* Local users: their subscribers, their room lists, and when a subscriber is
 * ready. */
#ifndef MOOT_LOCALS_H
#define MOOT_LOCALS_H

#include "edge/seats.h"

struct moot_edge_user {
    moot_map_node_t node; /* in delivery->users */
    moot_delivery_t *delivery;
    moot_stream_t *stream;  /* the user's room list; NULL: streams full */
    bool loaded;            /* the list was read once */
    uint64_t list_seq;      /* position of the list */
    uint64_t list_seen;     /* highest event of the list that was seen */
    moot_node_t subs;       /* ready subscribers */
    moot_node_t unready;    /* the others */
    moot_map_t seats;
    moot_node_t attached;   /* seats */
    moot_node_t open;
    moot_node_t records;    /* seats without interest, oldest first */
    size_t attached_count, open_count, records_count;
    moot_map_t entering;    /* rooms of CREATEs and JOINs under way */
    size_t entering_seated; /* of these, attached or open */
    moot_node_t in_settling;
    size_t id_size;
    uint8_t id[MOOT_ID_BYTES_MAX];
};

static inline moot_slice_t moot_locals_id(const moot_edge_user_t *user)
{
    return moot_slice(user->id, user->id_size);
}

/* The local user, or NULL. */
moot_edge_user_t *moot_locals_find(const moot_delivery_t *delivery,
                                  moot_slice_t id);

void moot_locals_join(moot_delivery_t *delivery, moot_subscriber_t *subscriber,
                     moot_slice_t id);
void moot_locals_leave(moot_subscriber_t *subscriber);

/* The answer to the attach of a user's stream, and one event of it. */
void moot_locals_load(moot_edge_user_t *user, const moot_msg_events_t *events);
void moot_locals_event(moot_edge_user_t *user, const moot_msg_user_event_t *event);

/* The seat is attached now: said to subscribers that it was pending for. */
void moot_locals_attached(moot_seat_t *seat, const moot_roomview_t *view);
/* The seat is not open any more. */
void moot_locals_decided(moot_seat_t *seat);

/* The subscriber is told when its user has nothing open. */
void moot_locals_await(moot_delivery_t *delivery,
                       moot_subscriber_t *subscriber);

/* Says so, and ready, to subscribers whose user has nothing open. Last of every call
 * from outside: positions do not change in the middle of it. */
void moot_locals_settle(moot_delivery_t *delivery);

/* Deadlines of subscribers that are not ready. */
void moot_locals_tick(moot_delivery_t *delivery);

/* Answers a command's question who of some users is connected here. */
void moot_locals_presence(moot_delivery_t *delivery, unsigned broker,
                          const moot_msg_ask_presence_t *ask);

/* Rooms of the user as the limit of rooms counts them, `room` left out. */
uint64_t moot_locals_rooms(const moot_edge_user_t *user, moot_slice_t room);

#endif
