/* The numbering of requests: dense per (session, slot), sent again until they
 * are answered or late, answered in their order (proto/DESIGN.md, Requests). */
#ifndef MOOT_NUMBERS_H
#define MOOT_NUMBERS_H

#include "edge/delivery_internal.h"

/* The requests of one session to one slot. */
struct moot_lane {
    moot_map_node_t node; /* in delivery->lanes */
    moot_delivery_t *delivery;
    moot_subscriber_t *subscriber; /* NULL: it has left */
    moot_node_t in_subscriber;
    moot_node_t in_slot;
    unsigned slot;
    uint64_t last;     /* last number given */
    moot_node_t asks;  /* awaited, rising; also those answered early */
    moot_node_t held;  /* answers taken that wait for events, in order */
    uint64_t heard_ms; /* last copy sent or sign of the worker */
    uint64_t resent_ms;
    bool resent;       /* resent_ms means something */
    bool again;        /* a resend waits for its pause to end */
    moot_timer_t timer;
    size_t key_size;
    uint8_t key[MOOT_SESSION_BYTES_MAX + 2];
};

/* One request. */
struct moot_ask {
    moot_node_t in_lane;      /* lane->asks or lane->held */
    moot_node_t in_deadlines;
    moot_node_t in_stream;    /* stream->answers while held */
    moot_entering_t *entering; /* CREATE, JOIN: the room, until answered */
    moot_lane_t *lane;
    uint64_t number;
    uint64_t tag;
    uint64_t deadline_ms;
    unsigned copies;
    moot_msg_request_t request; /* its slices point into request_bytes */
    uint8_t *request_bytes;
    size_t request_size;
    bool answered;              /* reply is there */
    moot_msg_reply_t reply;     /* its slices point into reply_bytes */
    uint8_t *reply_bytes;
    moot_stream_t *stream;      /* that the answer is held for */
    moot_position_t until;      /* released when the stream is there */
};

MOOT_CHECKED int moot_numbers_request(moot_delivery_t *delivery,
                                      moot_subscriber_t *subscriber,
                                      const moot_msg_request_t *request,
                                      uint64_t tag);

uint64_t moot_numbers_next(const moot_delivery_t *delivery,
                           const moot_subscriber_t *subscriber,
                           const moot_msg_request_t *request);

/* Messages of a worker about requests; bytes: the encoded reply. */
void moot_numbers_reply(moot_delivery_t *delivery, unsigned slot,
                        const moot_msg_reply_t *reply, moot_slice_t bytes);
void moot_numbers_resend_from(moot_delivery_t *delivery,
                              const moot_msg_route_t *route,
                              const moot_msg_resend_from_t *message);

/* Sends again what is awaited of a slot. */
void moot_numbers_resend_slot(moot_delivery_t *delivery, unsigned slot);

/* Gives the answer to the client (NULL: UNAVAILABLE) and frees the ask. */
void moot_numbers_finish(moot_ask_t *ask, const moot_msg_reply_t *reply,
                         const moot_roomview_t *view);

/* Makes it one that only asks. */
void moot_numbers_enlist(moot_delivery_t *delivery,
                         moot_subscriber_t *subscriber);

/* Forgets all of a subscriber that leaves. Its memory may go at once; what is
 * left of its requests goes with the next sweep, which is not called out of a
 * callback. */
void moot_numbers_leave(moot_subscriber_t *subscriber);
void moot_numbers_sweep(moot_delivery_t *delivery);

/* Deadlines. */
void moot_numbers_tick(moot_delivery_t *delivery);

#endif
