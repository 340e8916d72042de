/* The WebSocket server: asks the edge whom to let in, hands over whole
 * messages and sends shared frames. The only file that names libwebsockets is
 * ws.c; edge/web.c accepts, reads the requests and serves those that are no
 * upgrades.
 *
 * One thread, that of the loop. What is sent in a loop round leaves at its
 * end with one system call per connection; frames of one connection arrive
 * in the order of moot_ws_send. A slow reader is bounded by queued_bytes_max
 * and then closed with 1008. */
#ifndef MOOT_WS_H
#define MOOT_WS_H

#include "common/frame.h"
#include "edge/exchange.h"
#include "edge/loop.h"

typedef struct moot_ws moot_ws_t;     /* the server */
typedef struct moot_conn moot_conn_t; /* one open WebSocket */

/* Close codes that this server sends (RFC 6455, section 7.4). */
enum moot_ws_code {
    MOOT_WS_CLOSE_NORMAL = 1000,
    MOOT_WS_CLOSE_PROTOCOL = 1002,
    MOOT_WS_CLOSE_EMPTY = 1005, /* never sent: the peer's frame had no code */
    MOOT_WS_CLOSE_NONE = 1006,  /* never sent: the socket broke or timed out */
    MOOT_WS_CLOSE_UTF8 = 1007,
    MOOT_WS_CLOSE_POLICY = 1008, /* also: too slow a reader */
    MOOT_WS_CLOSE_TOO_BIG = 1009,
    MOOT_WS_CLOSE_RESTART = 1012,
};

/* An upgrade request on the WebSocket path. Everything is borrowed for the
 * call; a header that is absent is an empty slice with at == NULL. Header
 * values are trimmed; a request with one of them twice was refused before. */
typedef struct moot_upgrade {
    moot_slice_t path;          /* without the query, not decoded */
    moot_slice_t query;         /* behind the '?', not decoded */
    moot_slice_t authorization; /* header Authorization */
    moot_slice_t cookie;        /* header Cookie */
    moot_slice_t origin;        /* header Origin */
    moot_slice_t subprotocols;  /* header Sec-WebSocket-Protocol */
    const char *peer;           /* remote address, "127.0.0.1:4711" */
} moot_upgrade_t;

/* The answer to an upgrade request, zeroed before on_upgrade is called. */
typedef struct moot_verdict {
    int status;         /* 101 lets it in; else 400, 401, 403, 429, 503… */
    const char *reason; /* static text: the body of a refusal */
    const char *content_type; /* static: of that body; NULL: text/plain */
    unsigned retry_after_s;  /* header Retry-After of a refusal; 0: none */
    const char *subprotocol; /* static: the one chosen, or NULL for none */
    void *session;           /* for 101: given back in every later event */
} moot_verdict_t;

/* What the server tells the edge. ctx is the one of moot_ws_open. */
typedef struct moot_ws_events {
    /* Decides about a request. With status 101 the session is the server's
     * until on_closed, which comes exactly once for it, whether or not
     * on_open came before. */
    void (*on_upgrade)(void *ctx, const moot_upgrade_t *request,
                       moot_verdict_t *out);

    /* The 101 is on its way; frames may be sent from now on. conn lives until
     * on_closed. */
    void (*on_open)(void *ctx, void *session, moot_conn_t *conn);

    /* One whole message, at most frame_bytes_max bytes, fragments joined; a
     * text (binary false) is valid UTF-8. Borrowed for the call. Does not
     * come any more after moot_ws_close of this connection. */
    void (*on_message)(void *ctx, void *session, moot_slice_t payload,
                       bool binary);

    /* The connection is gone; conn is invalid when this returns. Exactly
     * once per session, never from inside moot_ws_send or moot_ws_close.
     * code: that of the first close frame of either side (1005: it had none),
     * or 1006. */
    void (*on_closed)(void *ctx, void *session, int code);
} moot_ws_events_t;

/* All bounds, in the units of their names; 0 is refused except for port. */
typedef struct moot_ws_config {
    const char *bind;              /* IPv4 or IPv6 address */
    unsigned port;                 /* 0: the kernel picks, see moot_ws_port */
    bool port_shared;              /* with other edges that say so too */
    unsigned connections_max;      /* more: 503 */
    unsigned handshake_timeout_ms; /* from accept to the whole request head */
    size_t frame_bytes_max;        /* one message of a client; more: 1009 */
    size_t body_bytes_max;         /* of a plain request, see edge/web.h; may
                                      be 0 */
    size_t queued_bytes_max;       /* unsent to one connection; more: 1008;
                                      four frames may always wait */
    unsigned ping_interval_ms;     /* no pong until the next ping: closed */
    unsigned close_timeout_ms;     /* for flush, close frame and its echo */
} moot_ws_config_t;

/* Counters since the start, except where they say "now". */
typedef struct moot_ws_stats {
    uint64_t connections; /* open WebSockets, now */
    uint64_t handshakes;  /* accepted sockets that are not upgraded, now */
    uint64_t waiting;     /* of them: requests whose answer comes later, now */
    uint64_t requests;    /* plain requests */
    uint64_t accepted;    /* upgrades */
    uint64_t refused;     /* any HTTP answer of 400 and above */
    uint64_t messages_in, bytes_in;
    uint64_t frames_out, bytes_out; /* written to the kernel, with headers */
    uint64_t writes_out;            /* system calls that wrote them */
    uint64_t queued_bytes;          /* unsent in all queues, now */
    uint64_t slow_closed;           /* closed over queued_bytes_max */
    uint64_t silent_closed;         /* closed for a missing pong */
    uint64_t handshakes_timed_out, handshakes_dropped; /* see edge/door.h */
} moot_ws_stats_t;

/* Opens the listening socket and serves from the next loop round on. The path
 * is "/ws". config and events are copied. Errors: MOOT_EINVAL (an address or
 * bound), MOOT_EEXIST (port in use), MOOT_EDENIED, MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_ws_open(moot_loop_t *loop, const moot_ws_config_t *config,
                              const moot_ws_events_t *events, void *ctx,
                              moot_ws_t **out);

/* One more path that is upgraded, besides "/ws". */
typedef struct moot_ws_path {
    const char *path; /* the request's whole path, copied. When it ends with
                         '/', the one without that is taken too */
    size_t frame_bytes_max; /* one message of a client; more: 1009 */
    bool pings;             /* false: the protocol above has its own */
} moot_ws_path_t;

#define MOOT_WS_PATHS_MAX 4 /* "/ws" included */
#define MOOT_WS_PATH_BYTES_MAX 64

/* Serves a further path with events and a ctx of its own. Requests for it
 * that have no header Upgrade go to who serves requests (moot_ws_serve), not
 * to on_upgrade. A verdict with status 101 chooses no subprotocol unless it
 * says so. Errors: MOOT_EINVAL, MOOT_EEXIST, MOOT_ELIMIT. */
MOOT_CHECKED int moot_ws_add(moot_ws_t *ws, const moot_ws_path_t *path,
                             const moot_ws_events_t *events, void *ctx);

/* Hands plain HTTP requests of this port to on_request, see
 * moot_web_events_t. Without it all are 404. */
void moot_ws_serve(moot_ws_t *ws,
                   void (*on_request)(void *ctx, moot_exchange_t *exchange,
                                      const moot_web_request_t *request),
                   void *ctx);

/* The port that is listened on. */
unsigned moot_ws_port(const moot_ws_t *ws);

/* Drain: takes what the kernel has accepted, closes the listening socket,
 * answers 503 to requests from now on. Open connections stay. */
void moot_ws_stop_listening(moot_ws_t *ws);

/* Ends every connection at once, without a close frame (on_closed comes
 * during the call), frees all and sets the pointer to NULL. Accepts NULL. Not
 * from inside an event; the loop must not be running, it is turned inside. */
void moot_ws_destroy(moot_ws_t **ws_p);

moot_ws_stats_t moot_ws_stats(const moot_ws_t *ws);

/* Queues a text frame; takes a reference of its own and writes the WebSocket
 * header into the frame's headroom. A frame that would exceed
 * queued_bytes_max, although the socket takes no more, closes the connection
 * with 1008, unless no more than four frames of the largest one's size would
 * wait then. After moot_ws_close, and once the socket is broken, it does
 * nothing: on_closed is coming. */
void moot_ws_send(moot_conn_t *conn, moot_frame_t *frame);

/* The same as a binary frame. One frame is sent as text or as binary, not
 * as both. */
void moot_ws_send_binary(moot_conn_t *conn, moot_frame_t *frame);

/* Sends what is queued, then a close frame (reason: at most 123 bytes of
 * UTF-8, may be ""), waits for the echo, closes; all within
 * close_timeout_ms. The first call counts. */
void moot_ws_close(moot_conn_t *conn, int code, const char *reason);

/* Changes queued_bytes_max, from the next frame on. */
void moot_ws_limit_queues(moot_ws_t *ws, size_t queued_bytes_max);

/* Bytes queued and unsent. */
size_t moot_ws_queued(const moot_conn_t *conn);

#endif
