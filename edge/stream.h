/* A stream that an edge follows, or wants to follow: the events of a room, of a
 * user's room list, or the emissions of a slot (emissions.h).
 *
 *             attach asked                 answer
 *   (none) ──────────────────▶ waiting ──────────────▶ followed
 *      ▲                        │   ▲                     │
 *      │ nobody waits any more  │   │ a hint above the    │ last event, or
 *      ├────────────────────────┘   │ end, somebody       │ epoch unknown,
 *      │                            │ waits               │ or nobody left
 *      └────────────────────────────┴─────────────────────┘
 *
 * While it waits all events are kept (backlog.h); while it is followed those
 * above the next position. */
#ifndef MOOT_STREAM_H
#define MOOT_STREAM_H

#include "edge/delivery_internal.h"

typedef enum moot_asked {
    MOOT_ASKED_NOTHING,
    MOOT_ASKED_ATTACH,
    MOOT_ASKED_RANGE,
} moot_asked_t;

struct moot_stream {
    moot_map_node_t node; /* in delivery->streams */
    moot_delivery_t *delivery;
    enum moot_kind kind;
    unsigned slot;
    moot_node_t in_slot;
    moot_edge_user_t *user;   /* USER: whose list */
    moot_roomview_t *view;    /* ROOM: NULL while it waits */
    bool following;           /* EMIT: the position is known */
    moot_position_t position; /* last event applied; kept when an epoch ended */
    moot_node_t attached;     /* seats that get the events */
    moot_node_t waiting;      /* seats with a hint, or to be decided */
    moot_node_t records;      /* seats that lost interest while it was here */

    /* backlog.c */
    moot_node_t backlog; /* events above the position, rising */
    size_t backlog_count, backlog_bytes;

    /* questions.c */
    bool registered; /* the present registration of the owner knows it */
    bool interest;   /* an attach was sent: a detach is due at the end */
    bool repair;     /* events may be missing */
    bool far;        /* the lowest hints are too far back to be fetched */
    moot_asked_t asked;
    enum moot_attach asked_mode;
    moot_position_t asked_after;
    moot_position_t asked_upto; /* highest hint when it was asked */
    uint64_t asked_number, asked_ms;
    bool queued;
    moot_node_t in_turn; /* peer->asked or peer->queue */
    unsigned fruitless;  /* answers in a row that brought nothing */
    uint64_t pause_ms;   /* not asked again before */
    moot_timer_t retry;  /* fires then */

    /* held.c */
    moot_node_t answers; /* asks held, by the position that they wait for */
    moot_timer_t answers_timer;

    size_t key_size;
    uint8_t key[1 + MOOT_ID_BYTES_MAX]; /* kind, id */
};

static inline moot_slice_t moot_stream_id(const moot_stream_t *stream)
{
    return moot_slice(stream->key + 1, stream->key_size - 1);
}

/* The events come one after the other from the position on. */
static inline bool moot_stream_is_followed(const moot_stream_t *stream)
{
    return stream->view != NULL || stream->following;
}

/* The stream, or NULL. */
moot_stream_t *moot_stream_find(const moot_delivery_t *delivery,
                                enum moot_kind kind, moot_slice_t id);

/* The stream, made when there is none; it asks nothing yet. NULL when as many
 * as may be are there (which does not count those of kind EMIT). */
moot_stream_t *moot_stream_get(moot_delivery_t *delivery, enum moot_kind kind,
                               moot_slice_t id);

/* Ends all interest and frees it; releases the answers held for it. */
void moot_stream_free(moot_stream_t *stream);

/* Goes back, for somebody who was added below the position while the stream
 * was not followed: the room is fetched from there, and whoever was attached
 * goes on at the present position. Whoever calls settles the stream. */
void moot_stream_rewind(moot_stream_t *stream, moot_position_t after);

/* One published event. */
void moot_stream_event(moot_delivery_t *delivery, enum moot_kind kind,
                       moot_slice_t id, uint64_t epoch, moot_slice_t event);

/* The answer to an ATTACH or a RANGE. */
void moot_stream_answer(moot_delivery_t *delivery, const moot_msg_route_t *route,
                        const moot_msg_events_t *events);

/* Draws the conclusions after a change: what to ask next, or that nobody is
 * interested any more, which frees the stream. Releases answers that need not
 * wait. */
void moot_stream_settle(moot_stream_t *stream);

#endif
