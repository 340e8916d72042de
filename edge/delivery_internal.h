/* What the files of the delivery core share: one struct that they all hang
 * from. For edge/delivery.c, peers.c, questions.c, stream.c, backlog.c,
 * seats.c, locals.c, entering.c, fanout.c, numbers.c, held.c, listing.c,
 * emissions.c and inquiries.c only. Pure. */
#ifndef MOOT_DELIVERY_INTERNAL_H
#define MOOT_DELIVERY_INTERNAL_H

#include "common/buf.h"
#include "common/err.h"
#include "common/map.h"
#include "common/timer.h"
#include "edge/delivery.h"

enum {
    /* A broker that said nothing for so long counts as gone: four beats. */
    MOOT_BROKER_SILENT_MS = 2000,
    /* Without a pulse for so long the edge asks for what it may have missed,
     * and then once in each of the next intervals. */
    MOOT_PULSE_SILENT_MS = 1500,
    MOOT_POLL_MS = 1000,
    /* Copies asked for again within this time are sent once, at its end: a row
     * of copies that a worker cannot take makes a row of RESEND_FROM. */
    MOOT_RESEND_PAUSE_MS = 20,
    /* Requests of one session that wait for an answer (the setting
     * pending_requests_max goes up to it, and the worker keeps as many
     * outcomes), and the bytes of all that wait at this edge. */
    MOOT_SESSION_REQUESTS_MAX = 1024,
    MOOT_REQUEST_BYTES_MAX = 256 << 20,
    /* Positions kept per user and room at which the user was added. */
    MOOT_HINTS_MAX = 8,
    /* Rooms that a user has left of which the decided position is kept. */
    MOOT_RECORDS_MAX = 512,
    /* ROOM_LIST includeAll under way, rooms in one page, bytes of a cursor. */
    MOOT_LISTINGS_MAX = 64,
    MOOT_LISTING_ROOMS_MAX = 1000,
    MOOT_LISTING_PLACE_MAX = 256,
    /* Streams remembered as just left, so that a row of late events of one
     * makes one DETACH. */
    MOOT_STRAYS_MAX = 256,
    /* Inquiries under way, the bytes of their questions, and the edges of which
     * one counts the answers. */
    MOOT_INQUIRIES_MAX = 4096,
    MOOT_INQUIRY_BYTES_MAX = 64 << 20,
    MOOT_INQUIRY_EDGES_MAX = 1024,
    /* The pause before an inquiry is sent again doubles up to this. */
    MOOT_INQUIRY_WAIT_MS_MAX = 8000,
    /* One message: the largest list of the table and something for the rest. */
    MOOT_MESSAGE_BYTES_MAX = (64 << 20) + (1 << 20),
};

/* A place in a stream. Compared epoch first: a room that was deleted and made
 * again has a later epoch, and its seq says nothing about the former one. */
typedef struct moot_position {
    uint64_t epoch;
    uint64_t seq;
} moot_position_t;

static inline int moot_position_compare(moot_position_t a, moot_position_t b)
{
    if (a.epoch != b.epoch)
        return a.epoch < b.epoch ? -1 : 1;
    return a.seq < b.seq ? -1 : a.seq > b.seq;
}

static inline bool moot_position_above(moot_position_t a, moot_position_t b)
{
    return moot_position_compare(a, b) > 0;
}

typedef struct moot_peer moot_peer_t;
typedef struct moot_stream moot_stream_t;
typedef struct moot_seat moot_seat_t;
typedef struct moot_edge_user moot_edge_user_t;
typedef struct moot_lane moot_lane_t;
typedef struct moot_ask moot_ask_t;
typedef struct moot_entering moot_entering_t;

/* A slot as the edge knows it, and what of this edge concerns it. */
typedef struct moot_slot {
    moot_peer_t *peer; /* owner, NULL while unknown */
    uint64_t epoch;
    bool serving;      /* the owner said that it serves it */
    bool bounced;      /* something could not be handed over: repeat it */
    uint64_t repeated_ms; /* questions were last repeated for MOVED */
    moot_node_t streams;
    moot_node_t lanes;
    moot_node_t inquiries;
} moot_slot_t;

typedef struct moot_broker {
    uint64_t incarnation; /* 0 until it was heard */
    uint64_t heard_ms;
    bool live;
} moot_broker_t;

/* A stream that was left lately. */
typedef struct moot_stray {
    uint64_t hash;
    uint64_t at_ms;
    bool used;
} moot_stray_t;

struct moot_delivery {
    moot_delivery_config_t config;
    moot_delivery_sink_t sink;
    void *ctx;
    uint64_t now_ms;
    uint64_t started_ms;
    char topic[MOOT_SESSION_BYTES_MAX + 1]; /* the address and a '|' */
    size_t topic_size;
    moot_delivery_facts_t facts;
    moot_timer_heap_t timers;
    moot_buf_t route; /* scratch: part one and the body of what is sent */
    moot_buf_t body;

    /* peers.c */
    moot_broker_t *brokers;
    moot_peer_t *peers[MOOT_WORKERS_MAX + 1]; /* by worker number */
    moot_slot_t slots[MOOT_SLOTS];
    uint64_t registration; /* last one said, to any worker */
    uint64_t beat_ms;      /* next beat */
    moot_msg_edge_beat_t beat;

    /* questions.c */
    uint64_t interest_number;
    uint64_t question_number;
    moot_stray_t strays[MOOT_STRAYS_MAX];

    /* stream.c, seats.c */
    moot_map_t streams; /* key: a byte of the kind, then the id */
    moot_node_t starved; /* seats that found the streams full */
    size_t rooms_followed;

    /* locals.c */
    moot_map_t users;
    moot_node_t joining;  /* subscribers that are not ready, by deadline */
    moot_node_t settling; /* users to look at before the call ends */
    moot_node_t awaiting; /* subscribers that wait for rooms, by time */

    /* numbers.c */
    moot_map_t lanes; /* key: the session, then the slot */
    moot_node_t deadlines; /* asks by deadline */
    moot_node_t buried_lanes, buried_asks; /* of those who left */
    size_t request_bytes;

    /* listing.c */
    moot_node_t listings;
    size_t listings_count;

    /* emissions.c */
    bool follows_emissions;
    moot_delivery_socketio_t socketio; /* set when they are followed */
    void *socketio_ctx;
    moot_stream_t *emissions[MOOT_SLOTS]; /* NULL when they are not */

    /* inquiries.c */
    moot_map_t inquiries; /* key: the bytes of the number */
    moot_node_t edge_inquiries;
    size_t inquiry_bytes;
};

static inline moot_slice_t moot_edge_address(const moot_delivery_t *delivery)
{
    return moot_slice(delivery->topic, delivery->topic_size - 1);
}

#endif
