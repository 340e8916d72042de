/* Engine.IO sessions across edges: polling requests and WebSockets that came
 * to one edge for a session that another one holds. Both sides of it: the
 * asking edge has the client, the holding edge the session. Pure: no clock,
 * no socket; messages POLL_ASK, POLL_TOLD and TUNNEL (proto/messages.def).
 *
 * A polling request is repeated each second until the holder knows it, later
 * more rarely, until its answer comes; the holder serves a number once and
 * keeps the answer until the asker has it. A WebSocket's steps are numbered;
 * a gap, or a peer that is silent for MOOT_REMOTE_SILENCE_MS, ends it.
 *
 * At the holder both look like any other transport: what the engine is given
 * as exchange or conn begins with a moot_end_t, here or there. */
#ifndef MOOT_REMOTE_H
#define MOOT_REMOTE_H

#include "common/frame.h"
#include "common/slice.h"

#include <stdbool.h>

typedef struct moot_remote moot_remote_t;
typedef struct moot_remote_poll moot_remote_poll_t;
typedef struct moot_remote_tunnel moot_remote_tunnel_t;

/* First member of every exchange and conn that the engine is given: far says
 * that it is one of moot_remote, which answers, sends and closes it; else it
 * is a struct of whoever made it. */
typedef struct moot_end {
    bool far;
} moot_end_t;

#define MOOT_REMOTE_SILENCE_MS 15000 /* then a peer counts as gone */
#define MOOT_REMOTE_BEAT_MS 4000     /* to peers that something is shared with */
#define MOOT_REMOTE_ASK_MS 1000      /* repeats until the holder knows it */
#define MOOT_REMOTE_ASK_LATER_MS 5000 /* repeats after that */
#define MOOT_REMOTE_KEEP_MS 30000    /* answers kept for repeated asks */
#define MOOT_REMOTE_PEERS_MAX 1024   /* edges */
#define MOOT_REMOTE_POLLS_MAX 20000  /* on each side */
#define MOOT_REMOTE_TUNNELS_MAX 50000 /* on each side */
#define MOOT_REMOTE_BYTES_MAX (64 * 1024 * 1024) /* bodies kept, each side */

enum { MOOT_REMOTE_GET = 1, MOOT_REMOTE_POST = 2 };

typedef struct moot_remote_config {
    moot_slice_t address;  /* of this edge, "id:incarnation"; copied */
    size_t window_bytes;   /* unacknowledged in a tunnel, one way; four of the
                              largest message may always be */
} moot_remote_config_t;

/* What it asks of its surroundings. Nothing here calls back into moot_remote
 * but the calls named "may". */
typedef struct moot_remote_sink {
    /* A message to another edge. Errors: any; then it is lost. */
    int (*to_edge)(void *ctx, moot_slice_t address, moot_slice_t body);

    /* The asking edge: the answer of a poll, exactly once, never from inside
     * moot_remote_poll; then the exchange is no more. */
    void (*answer)(void *ctx, void *exchange, int status,
                   moot_slice_t content_type, moot_slice_t body);
    /* The asking edge: to the client's WebSocket. After close nothing more
     * comes for that conn. */
    void (*send)(void *ctx, void *conn, moot_frame_t *frame, bool binary);
    void (*close)(void *ctx, void *conn, int code, moot_slice_t reason);

    /* The holder: a poll for one of its sessions. end is the exchange; it is
     * answered by moot_remote_answer, now (may be called inside) or later. */
    void (*polled)(void *ctx, moot_slice_t sid, int method, moot_slice_t body,
                   moot_end_t *end, uint64_t now_ms);
    /* The client of a poll that is not answered yet has gone; end is invalid
     * when this returns. */
    void (*poll_gone)(void *ctx, moot_end_t *end, uint64_t now_ms);
    /* The holder: a WebSocket for one of its sessions. False: refused; then
     * end is invalid. moot_remote_send and _close may be called inside. */
    bool (*opened)(void *ctx, moot_slice_t sid, moot_end_t *end,
                   uint64_t now_ms);
    void (*message)(void *ctx, moot_end_t *end, moot_slice_t payload,
                    bool binary, uint64_t now_ms);
    /* It is gone; end is invalid when this returns. Comes exactly once after
     * opened said true, also after moot_remote_close, never inside it. */
    void (*closed)(void *ctx, moot_end_t *end, int code, uint64_t now_ms);
} moot_remote_sink_t;

/* Aborts when memory is out; config is copied. */
moot_remote_t *moot_remote_new(const moot_remote_config_t *config,
                               const moot_remote_sink_t *sink, void *ctx);
/* Frees all without a word to anybody. Accepts a pointer to NULL. */
void moot_remote_destroy(moot_remote_t **remote_p);

/* ---- The asking edge ---- */

/* A polling request for the session sid, held by the edge at address. The
 * exchange is answered through the sink. Errors: MOOT_ELIMIT (a bound is
 * reached: answer 503). */
MOOT_CHECKED int moot_remote_poll(moot_remote_t *remote, moot_slice_t address,
                                  moot_slice_t sid, int method,
                                  moot_slice_t body, void *exchange,
                                  uint64_t now_ms, moot_remote_poll_t **out);

/* The client left before the answer; the poll is invalid when this returns. */
void moot_remote_poll_left(moot_remote_poll_t *poll, uint64_t now_ms);

/* A client's WebSocket for the session sid at that edge. conn is sent to and
 * closed through the sink. Errors: MOOT_ELIMIT. */
MOOT_CHECKED int moot_remote_tunnel(moot_remote_t *remote,
                                    moot_slice_t address, moot_slice_t sid,
                                    void *conn, uint64_t now_ms,
                                    moot_remote_tunnel_t **out);

/* What the client sent. May close the conn through the sink. */
void moot_remote_tunnel_message(moot_remote_tunnel_t *tunnel,
                                moot_slice_t payload, bool binary,
                                uint64_t now_ms);

/* The client's WebSocket is gone; the tunnel is invalid when this returns.
 * To be called exactly once, also after the sink closed it. */
void moot_remote_tunnel_left(moot_remote_tunnel_t *tunnel, int code,
                             uint64_t now_ms);

/* ---- The holder ---- */

/* Answers the poll that end is of; end is invalid when this returns. */
void moot_remote_answer(moot_end_t *end, int status, moot_slice_t content_type,
                        moot_slice_t body, uint64_t now_ms);

/* Sends to, or closes, the WebSocket that end is of. After close nothing is
 * sent and no message comes any more; closed follows. */
void moot_remote_send(moot_end_t *end, moot_frame_t *frame, bool binary,
                      uint64_t now_ms);
void moot_remote_close(moot_end_t *end, int code, moot_slice_t reason,
                       uint64_t now_ms);

/* ---- Both ---- */

/* A POLL_ASK, POLL_TOLD or TUNNEL from another edge. */
void moot_remote_from_edge(moot_remote_t *remote, moot_slice_t body,
                           uint64_t now_ms);

/* A broker says that there is no such edge. */
void moot_remote_edge_gone(moot_remote_t *remote, moot_slice_t address,
                           uint64_t now_ms);

/* To be called at least each 100 ms; costs nothing when nothing is due. */
void moot_remote_tick(moot_remote_t *remote, uint64_t now_ms);

typedef struct moot_remote_facts {
    size_t polls, tunnels;          /* of the asking side, now */
    size_t polls_held, tunnels_held; /* of the holding side, now */
    uint64_t asked, served;          /* polls, since the start */
    uint64_t repeated;               /* asks sent again */
    uint64_t lost;     /* polls and tunnels that ended for a silent or dead
                          peer, or a gap */
    uint64_t refused;  /* for a bound */
    uint64_t damaged;  /* messages that could not be read */
} moot_remote_facts_t;

void moot_remote_facts(const moot_remote_t *remote, moot_remote_facts_t *out);

#endif
