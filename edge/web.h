/* The HTTP/1.1 server: listens, reads requests with their bodies, hands them
 * over, takes the answers at once or later, keeps connections open between
 * requests; sockets of WebSocket upgrades are given away (edge/ws.c). The
 * same for the clients' port and for the application's.
 *
 * It reads heads itself (edge/http.h), because that bounds them, and never
 * reads beyond the request it is at: what follows stays in the kernel until
 * this one is answered. Every wait has an end: for a head, for 16 KiB more of
 * a body, for a client to take 16 KiB more of its answer, for the next
 * request; only the answer is waited for without one. One thread, that of the
 * loop. */
#ifndef MOOT_WEB_H
#define MOOT_WEB_H

#include "common/buf.h"
#include "edge/exchange.h"
#include "edge/http.h"
#include "edge/loop.h"

typedef struct moot_web moot_web_t;

/* Bytes of unfinished heads, bodies and answers of one server's sockets
 * together; bodies and answers get three quarters. Beyond, the socket that has
 * moved least ends, with 503 unless it is being answered. */
#define MOOT_WEB_BYTES_MAX (64 * 1024 * 1024)
/* A client that was told that the connection ends has this long to close. */
#define MOOT_WEB_LINGER_MS 2000
/* From an answer to the first byte of the next request. */
#define MOOT_WEB_IDLE_MS 60000
/* A body and the taking of an answer must go on by so much… */
#define MOOT_WEB_PACE_BYTES (16 * 1024)
/* …in this time, or come to their end. */
#define MOOT_WEB_PACE_MS 15000

typedef struct moot_web_config {
    const char *bind;         /* IPv4 or IPv6 address */
    unsigned port;            /* 0: the kernel picks, see moot_web_port */
    bool port_shared;         /* with other programs that say so too */
    unsigned sockets_max;     /* more are closed unanswered; before that,
                                 those between two requests are closed */
    unsigned head_timeout_ms; /* from accept, or from the first byte of a
                                 further request, to the whole head */
    size_t body_bytes_max;    /* of a request; more: 413 */
} moot_web_config_t;

typedef struct moot_web_events {
    /* A whole request that is no upgrade. Answers it (moot_web_answer) or
     * keeps it (moot_web_keep) before it returns. */
    void (*on_request)(void *ctx, moot_exchange_t *exchange,
                       const moot_web_request_t *request);

    /* Says whether this head is for a WebSocket, so that on_head judges it
     * and not on_request. NULL: none is. */
    bool (*is_upgrade)(void *ctx, const moot_http_head_t *head);

    /* Fills the answer to an upgrade, zeroed before. With status 101,
     * on_socket follows at once; any other answer ends the connection. */
    void (*on_head)(void *ctx, const moot_http_head_t *head, const char *peer,
                    moot_web_answer_t *answer);

    /* The socket of an upgrade that was answered with 101: it is the
     * callee's, not watched, non-blocking; nothing was sent yet. */
    void (*on_socket)(void *ctx, int fd, const moot_http_head_t *head);
} moot_web_events_t;

typedef struct moot_web_stats {
    uint64_t open;      /* sockets in hand, now */
    uint64_t waiting;   /* of them: kept requests, now */
    uint64_t requests;  /* handed to on_request */
    uint64_t refused;   /* answers of 400 and above */
    uint64_t timed_out; /* heads, bodies, readers that were too slow */
    uint64_t dropped;   /* closed unanswered for one of the bounds */
} moot_web_stats_t;

/* Listens and serves from the next loop round on. config and events are
 * copied. Errors: MOOT_EINVAL (address), MOOT_EEXIST (port in use),
 * MOOT_EDENIED, MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_web_open(moot_loop_t *loop,
                               const moot_web_config_t *config,
                               const moot_web_events_t *events, void *ctx,
                               moot_web_t **out);

/* Closes the listening socket and every socket in hand, frees all. For kept
 * requests on_gone is called. Accepts a pointer to NULL. */
void moot_web_close(moot_web_t **web_p);

/* Drain: takes what the kernel has accepted already, then closes the
 * listening socket. Sockets in hand go on, but end with their next answer. */
void moot_web_stop(moot_web_t *web);

unsigned moot_web_port(const moot_web_t *web);
moot_web_stats_t moot_web_stats(const moot_web_t *web);

/* Inside on_request: the answer comes later. on_gone is called with owner
 * when the client leaves before it, at most once, never from inside a call
 * of this header but moot_web_close; the exchange is invalid then. */
void moot_web_keep(moot_exchange_t *exchange,
                   void (*on_gone)(void *owner, moot_exchange_t *exchange),
                   void *owner);

/* What was given to moot_web_keep, or NULL. */
void *moot_web_owner(const moot_exchange_t *exchange);

/* Answers, exactly once; the exchange is invalid when this returns. Calls no
 * event. */
void moot_web_answer(moot_exchange_t *exchange,
                     const moot_web_answer_t *answer);

/* The same two for a core that reaches them through its sink, whose ctx is not
 * looked at. */
void moot_web_sink_keep(void *ctx, moot_exchange_t *exchange,
                        void (*on_gone)(void *owner, moot_exchange_t *exchange),
                        void *owner);
void moot_web_sink_answer(void *ctx, moot_exchange_t *exchange,
                          const moot_web_answer_t *answer);

#endif
