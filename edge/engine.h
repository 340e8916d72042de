/* The Engine.IO server, protocol 4: sessions ("links") over HTTP
 * long-polling and over WebSockets, with the upgrade from the one to the
 * other, heartbeats and every bound. It follows the reference server
 * (engine.io 6) but where this header says otherwise. Pure; not thread safe.
 *
 * Below are transports: HTTP requests that are answered through a
 * moot_poll_port_t, and WebSockets, each a moot_lane_t that its owner embeds.
 * A port of either kind may lead to a client of this edge or to another edge
 * that passes a client's requests on. What a port is told must not come back
 * into the engine from inside that call. */
#ifndef MOOT_ENGINE_H
#define MOOT_ENGINE_H

#include "common/frame.h"
#include "edge/eio_http.h"

/* A link that the server closes may wait so long for the client to fetch what
 * is queued; and a GET during an upgrade for its next noop. */
#define MOOT_ENGINE_LINGER_MS 10000
#define MOOT_ENGINE_NOOP_MS 100

/* So many packets may always wait for a client, whatever their size. */
#define MOOT_ENGINE_QUEUED_ALWAYS 4

typedef struct moot_engine moot_engine_t;
typedef struct moot_link moot_link_t; /* one session */

/* Where the answer to a request goes. answer is called exactly once, at once
 * or later, unless moot_link_poll_gone comes before. */
typedef struct moot_poll_ops {
    void (*answer)(void *at, const moot_eio_http_answer_t *answer);
} moot_poll_ops_t;
typedef struct moot_poll_port {
    const moot_poll_ops_t *ops; /* static */
    void *at;
} moot_poll_port_t;

/* A WebSocket. Its owner zeroes it, sets ops, embeds it, and keeps it until
 * it has called moot_lane_closed. The rest is the engine's. */
typedef struct moot_lane moot_lane_t;
typedef struct moot_lane_ops {
    /* Takes a reference of its own; never before moot_lane_opened. */
    void (*send)(moot_lane_t *lane, moot_frame_t *frame, bool binary);
    /* Flush and close; code: RFC 6455. moot_lane_closed still comes. */
    void (*close)(moot_lane_t *lane, int code, const char *reason);
} moot_lane_ops_t;
struct moot_lane {
    const moot_lane_ops_t *ops; /* static */
    moot_link_t *link;          /* NULL: nothing of it counts any more */
    bool opened, closing;
};

typedef struct moot_engine_config {
    unsigned ping_interval_ms, ping_timeout_ms;
    unsigned upgrade_timeout_ms; /* from the second transport to its use */
    size_t max_payload;      /* bytes of a POST, of a WebSocket message and of
                                an answer to a GET that holds several packets */
    size_t queued_bytes_max; /* that wait for a client's next GET */
    size_t links_max;        /* more: 503 */
    moot_slice_t edge;       /* address of this edge, at most
                                MOOT_EIO_HTTP_EDGE_BYTES_MAX bytes; copied */
} moot_engine_config_t;

/* What the engine tells the layer above; ctx is that of moot_engine_new.
 * Any function of this header may be called from inside opened and message
 * but moot_engine_destroy; from inside closed only those of other links. */
typedef struct moot_engine_events {
    /* A new session. request: of the handshake, the GET or the upgrade. What
     * is sent from here on follows the open packet. */
    void (*opened)(void *ctx, moot_link_t *link,
                   const moot_eio_http_request_t *request, uint64_t now_ms);

    /* One Engine.IO message, without its type; a text is UTF-8. Borrowed. */
    void (*message)(void *ctx, moot_link_t *link, moot_slice_t data,
                    bool binary, uint64_t now_ms);

    /* The session is over; link is invalid when this returns. Once, but not
     * after moot_link_close; never from inside moot_link_send or
     * moot_link_close. reason: static, in engine.io's words: "transport
     * close", "transport error", "ping timeout", "parse error"; ours: "queue
     * full". */
    void (*closed)(void *ctx, moot_link_t *link, const char *reason,
                   uint64_t now_ms);

    /* Fills bytes that nobody can guess: the sid is a secret. */
    void (*random)(void *ctx, uint8_t *bytes, size_t size);
} moot_engine_events_t;

typedef struct moot_engine_stats {
    uint64_t links, polling, held; /* now: all, those that poll, GETs held */
    uint64_t queued_bytes;         /* now: that wait for GETs */
    uint64_t opened, upgraded, refused;
    uint64_t closed_transport, closed_errors, closed_pings, closed_full;
    uint64_t packets_in, packets_out;
} moot_engine_stats_t;

/* config and events are copied; sizes of 0 are refused. Errors: MOOT_EINVAL,
 * MOOT_ENOMEM. */
MOOT_CHECKED int moot_engine_new(const moot_engine_config_t *config,
                                 const moot_engine_events_t *events, void *ctx,
                                 moot_engine_t **out);

/* Frees all without a word upwards; lanes lose their link and are not told to
 * close, GETs that are held are answered with a close packet. Accepts NULL. */
void moot_engine_destroy(moot_engine_t **engine_p);

/* An HTTP request that is no upgrade. Returns the link that holds this GET
 * until port.ops->answer or moot_link_poll_gone, or NULL: it was answered. */
moot_link_t *moot_engine_poll(moot_engine_t *engine,
                              const moot_eio_http_request_t *request,
                              moot_poll_port_t port, uint64_t now_ms);

/* The client of a held GET left; at: that of its port. Closes the link. */
void moot_link_poll_gone(moot_link_t *link, const void *at, uint64_t now_ms);

/* A request to upgrade. Returns 101, and moot_lane_opened or moot_lane_closed
 * must follow; or another status: answer is what to refuse it with (a static
 * C string). A WebSocket for a session that has one gets 101 as well and is
 * then closed. */
int moot_engine_upgrade(moot_engine_t *engine, moot_lane_t *lane,
                        const moot_eio_http_request_t *request,
                        moot_eio_http_answer_t *answer, uint64_t now_ms);

/* The lane may be sent to; a whole message came; it is gone (any time). */
void moot_lane_opened(moot_engine_t *engine, moot_lane_t *lane,
                      uint64_t now_ms);
void moot_lane_message(moot_engine_t *engine, moot_lane_t *lane,
                       moot_slice_t payload, bool binary, uint64_t now_ms);
void moot_lane_closed(moot_engine_t *engine, moot_lane_t *lane,
                      uint64_t now_ms);

/* Sends a packet as it goes on a WebSocket: a text that begins with "4", or
 * the bytes of a binary message. Takes a reference of its own; the frame may
 * be shared by many links, always as the same kind. A GET that waits is
 * answered by the next moot_engine_flush, with all that came until then. */
void moot_link_send(moot_link_t *link, moot_frame_t *packet, bool binary);

/* Ends the session after what is queued. The link is not the caller's any
 * more: no event follows, it may be gone when this returns. */
void moot_link_close(moot_link_t *link, uint64_t now_ms);

/* The same at once: what is queued is lost, and nothing of it is left. */
void moot_link_drop(moot_link_t *link, uint64_t now_ms);

void moot_link_set(moot_link_t *link, void *user);
void *moot_link_get(const moot_link_t *link);
moot_slice_t moot_link_sid(const moot_link_t *link);
bool moot_link_polls(const moot_link_t *link); /* not (yet) a WebSocket */

/* Answers GETs that have something to fetch. Call it when a round of sends is
 * over; the calls with now_ms above do it themselves. */
void moot_engine_flush(moot_engine_t *engine);

/* Pings, deadlines; every 25 ms or so. Costs what is due, not all links. */
void moot_engine_tick(moot_engine_t *engine, uint64_t now_ms);

/* Refuses new sessions with 503 from now on and closes at most max links, as
 * moot_link_close does but with closed("forced close"). Returns how many the
 * layer above still has. */
size_t moot_engine_drain(moot_engine_t *engine, size_t max, uint64_t now_ms);

moot_engine_stats_t moot_engine_stats(const moot_engine_t *engine);

/* Whether this engine has the session. */
bool moot_engine_holds(const moot_engine_t *engine, moot_slice_t sid);

#endif
