/* Engine.IO sessions across edges: polling requests and WebSockets that came
 * to one edge for a session that another one holds. Both sides of it: the
 * asking edge has the client, the holder the session. Pure: no clock, no
 * socket; messages POLL_ASK, POLL_TOLD and TUNNEL (proto/messages.def).
 *
 * A polling request is asked again each second until the holder knows it,
 * later more rarely, until its answer is here; the holder serves a number once
 * and keeps the answer until the asker has it. The steps of a WebSocket are
 * numbered; a gap, a peer that is gone, or one that is silent for
 * MOOT_REMOTE_SILENCE_MS ends it.
 *
 * To the holder's engine both look like those of its own clients: a
 * moot_poll_port_t and a moot_lane_t. */
#ifndef MOOT_REMOTE_H
#define MOOT_REMOTE_H

#include "edge/engine.h"

typedef struct moot_remote moot_remote_t;
typedef struct moot_remote_poll moot_remote_poll_t;
typedef struct moot_remote_tunnel moot_remote_tunnel_t;

#define MOOT_REMOTE_SILENCE_MS 15000  /* then a peer counts as gone */
#define MOOT_REMOTE_BEAT_MS 4000      /* to peers that share something */
#define MOOT_REMOTE_ASK_MS 1000       /* repeats until the holder knows it */
#define MOOT_REMOTE_ASK_LATER_MS 5000 /* repeats after that */
#define MOOT_REMOTE_KEEP_MS 30000     /* answers, for repeated asks */
#define MOOT_REMOTE_PEERS_MAX 1024    /* edges */
#define MOOT_REMOTE_POLLS_MAX 20000   /* asked; and served or remembered */
#define MOOT_REMOTE_TUNNELS_MAX 50000 /* both sides together */
/* Bodies of asks that are not known yet; of answers that are kept. */
#define MOOT_REMOTE_BYTES_MAX (64 * 1024 * 1024)

/* The holder's engine: functions of edge/engine.h; tests have their own. */
typedef struct moot_remote_engine {
    moot_engine_t *engine;
    moot_link_t *(*poll)(moot_engine_t *engine,
                         const moot_eio_http_request_t *request,
                         moot_poll_port_t port, uint64_t now_ms);
    void (*poll_gone)(moot_link_t *link, const void *at, uint64_t now_ms);
    int (*upgrade)(moot_engine_t *engine, moot_lane_t *lane,
                   const moot_eio_http_request_t *request,
                   moot_eio_http_answer_t *answer, uint64_t now_ms);
    void (*lane_opened)(moot_engine_t *engine, moot_lane_t *lane,
                        uint64_t now_ms);
    void (*lane_message)(moot_engine_t *engine, moot_lane_t *lane,
                         moot_slice_t payload, bool binary, uint64_t now_ms);
    void (*lane_closed)(moot_engine_t *engine, moot_lane_t *lane,
                        uint64_t now_ms);
} moot_remote_engine_t;

typedef struct moot_remote_config {
    moot_slice_t address; /* of this edge, "id:incarnation"; copied */
    size_t window_bytes;  /* in a tunnel, one way, that the other side has not
                             taken; four of the largest message may always be */
    moot_remote_engine_t engine;
    /* Sends a message to an edge (moot_delivery_to_edge). Errors: any; then
     * it is lost. Must not call back. */
    int (*to_edge)(void *ctx, moot_slice_t address, moot_slice_t body);
    void *ctx;
} moot_remote_config_t;

/* Aborts when memory is out; config is copied. */
moot_remote_t *moot_remote_new(const moot_remote_config_t *config,
                               uint64_t now_ms);

/* Frees all: ports that wait are answered 503, lanes of clients closed with
 * 1012, sessions of tunnels told. Accepts a pointer to NULL. */
void moot_remote_destroy(moot_remote_t **remote_p, uint64_t now_ms);

/* ---- The asking edge ---- */

/* A GET or POST for a session of the edge at that address (what
 * moot_eio_http_sid_edge says of the sid). Answers through the port, never
 * from inside. Errors: MOOT_ELIMIT (a bound: answer 503), MOOT_EINVAL (another
 * method: as the engine refuses it). */
MOOT_CHECKED int moot_remote_poll(moot_remote_t *remote, moot_slice_t address,
                                  moot_slice_t sid,
                                  const moot_eio_http_request_t *request,
                                  moot_poll_port_t port, uint64_t now_ms,
                                  moot_remote_poll_t **out);

/* The client left before the answer; the poll is invalid when this returns. */
void moot_remote_poll_left(moot_remote_poll_t *poll, uint64_t now_ms);

/* A client's WebSocket, already open, for a session of that edge. lane is
 * sent to and closed through its ops, as the engine would; it is the caller's
 * and stays until moot_remote_tunnel_left. Errors: MOOT_ELIMIT. */
MOOT_CHECKED int moot_remote_tunnel(moot_remote_t *remote, moot_slice_t address,
                                    moot_slice_t sid, moot_lane_t *lane,
                                    uint64_t now_ms,
                                    moot_remote_tunnel_t **out);

/* What the client sent. May close the lane. */
void moot_remote_tunnel_message(moot_remote_tunnel_t *tunnel,
                                moot_slice_t payload, bool binary,
                                uint64_t now_ms);

/* The WebSocket is gone; the tunnel is invalid when this returns. To be called
 * exactly once, also after its lane was closed, but not from inside that. */
void moot_remote_tunnel_left(moot_remote_tunnel_t *tunnel, uint64_t now_ms);

/* ---- Both ---- */

/* A POLL_ASK, POLL_TOLD or TUNNEL from another edge. May call the engine. */
void moot_remote_from_edge(moot_remote_t *remote, moot_slice_t body,
                           uint64_t now_ms);

/* A broker says that there is no such edge: what is shared with it ends. */
void moot_remote_edge_gone(moot_remote_t *remote, moot_slice_t address,
                           uint64_t now_ms);

/* Each 25 ms or so; costs what is due, and a look at each peer. */
void moot_remote_tick(moot_remote_t *remote, uint64_t now_ms);

typedef struct moot_remote_facts {
    size_t asked, served;             /* polls of both sides that wait, now */
    size_t tunnels, tunnels_held;     /* of clients here; of sessions here */
    size_t kept_bytes;                /* answers for repeated asks, now */
    uint64_t polls, polls_held;       /* since the start */
    uint64_t tunnels_opened, repeats; /* repeats: asks sent again */
    uint64_t lost;    /* polls and tunnels that ended for a peer or a gap */
    uint64_t slow;    /* tunnels that ended because their window was full */
    uint64_t refused; /* for a bound */
    uint64_t damaged; /* messages that cannot be read */
} moot_remote_facts_t;

void moot_remote_facts(const moot_remote_t *remote, moot_remote_facts_t *out);

#endif
