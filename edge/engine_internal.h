/* What engine.c, link.c and lane.c share, and nobody else. */
#ifndef MOOT_ENGINE_INTERNAL_H
#define MOOT_ENGINE_INTERNAL_H

#include "edge/engine.h"

#include "common/buf.h"
#include "common/list.h"
#include "common/map.h"
#include "edge/eio.h"

/* Close codes of RFC 6455, section 7.4. */
#define MOOT_ENGINE_WS_NORMAL 1000
#define MOOT_ENGINE_WS_PROTOCOL 1002
#define MOOT_ENGINE_WS_TOO_BIG 1009
#define MOOT_ENGINE_WS_RESTART 1012

/* A ping that left so much later than it was due does not shorten the time
 * for its pong by more. */
#define MOOT_ENGINE_LATE_MS 50

/* Counted for each packet that waits, besides its bytes. */
#define MOOT_ENGINE_PACKET_COST 16

/* A link waits in lists whose members all wait equally long, so that each
 * list is in the order of its deadlines and a tick looks at its front only. */
struct moot_engine {
    moot_engine_config_t config;
    moot_engine_events_t events;
    void *ctx;
    uint8_t edge[MOOT_EIO_HTTP_EDGE_BYTES_MAX];

    moot_map_t links;     /* by sid: all that are not gone */
    moot_node_t pings;    /* open links, by when they are pinged */
    moot_node_t pongs;    /* open links, by when their pong must be here */
    moot_node_t lingers;  /* closing links, by when they are dropped */
    moot_node_t upgrades; /* links with a probe, by when it is dropped */
    moot_node_t noops;    /* links whose GET gets a noop, by when */
    moot_node_t ready;    /* links whose GET can be answered */
    moot_node_t doomed;   /* open links with too much in their queue */

    moot_frame_t *ping, *probe_pong; /* packets that are sent often */
    moot_buf_t payload;              /* of the answer that is being made */
    size_t open;                     /* links that the layer above has */
    unsigned depth;  /* calls into the engine inside one another */
    uint64_t now_ms; /* of the outermost */
    bool draining;
    moot_engine_stats_t stats;
};

/* A place in one of the lists that have deadlines. */
typedef struct moot_engine_wait {
    moot_node_t node;
    uint64_t due_ms;
} moot_engine_wait_t;

typedef struct moot_engine_packet {
    moot_frame_t *frame; /* one holder: the queue */
    bool binary;
} moot_engine_packet_t;

typedef enum moot_engine_state {
    MOOT_ENGINE_OPEN,
    MOOT_ENGINE_CLOSING, /* closed from above; the rest is on its way out */
    MOOT_ENGINE_GONE,    /* in no list; freed with its last pin */
} moot_engine_state_t;

struct moot_link {
    moot_map_node_t by_sid;
    moot_engine_t *engine;
    void *user;
    moot_engine_state_t state;
    unsigned pins; /* calls that still look at it */

    moot_lane_t *lane;     /* its WebSocket; NULL: it polls */
    moot_lane_t *probe;    /* the WebSocket it may change to */
    moot_poll_port_t poll; /* the GET that is held */
    bool held;
    bool probed;      /* the probe was pinged: GETs are answered with noops */
    bool noop_sent;   /* … the first of them at once */
    bool noop_wanted; /* this GET gets one when there is nothing else */
    bool doomed;      /* too much waited for its client */

    moot_engine_wait_t beat;    /* in pings, pongs or lingers */
    moot_engine_wait_t upgrade; /* in upgrades */
    moot_engine_wait_t noop;    /* in noops */
    moot_node_t turn;           /* in ready or doomed */

    moot_engine_packet_t *queue; /* what waits for a GET or an open lane */
    size_t first, count, capacity;
    size_t queued_bytes;

    size_t sid_size;
    uint8_t sid[];
};

/* Calls into the engine stand between these: the outermost one serves what is
 * due at the beginning, and what has become ready at its end. */
void moot_engine_enter(moot_engine_t *engine, uint64_t now_ms);
void moot_engine_leave(moot_engine_t *engine);

/* A new open link; its open packet waits in the queue. NULL: no memory.
 * Counted and listed; nobody above knows it yet. */
moot_link_t *moot_link_new(moot_engine_t *engine, moot_lane_t *lane,
                           uint64_t now_ms);

/* Ends a link that is not gone; closed comes if it was open. last: the packet
 * for a GET that is held, "1" or "6"; code: for its WebSocket. */
void moot_link_end(moot_link_t *link, const char *reason, const char *last,
                   int code, uint64_t now_ms);

/* moot_link_close with a close code for the WebSocket. */
void moot_link_shut(moot_link_t *link, int code, uint64_t now_ms);

/* A packet of the client; the link is pinned. */
void moot_link_take(moot_link_t *link, const moot_eio_packet_t *packet,
                    uint64_t now_ms);

/* Answers the held GET when there is something to fetch; ends a closing link
 * that has nothing left. */
void moot_link_answer(moot_link_t *link);

/* Hands the queue to the WebSocket, which is open; ends a closing link. */
void moot_link_pour(moot_link_t *link);

/* Forgets the probe; open or not, it is told to close. */
void moot_link_drop_probe(moot_link_t *link);

/* Answers the held GET with one packet. */
void moot_link_answer_with(moot_link_t *link, const char *packet);

/* The held GET is to be answered at the end of this round. */
void moot_link_ready(moot_link_t *link);

static inline void moot_link_pin(moot_link_t *link)
{
    link->pins++;
}
void moot_link_unpin(moot_link_t *link);

/* Closes a lane that no link has any more, now or when it opens. */
void moot_lane_shut(moot_lane_t *lane, int code);

#endif
