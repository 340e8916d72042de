/* The listening socket and what comes before a WebSocket: accepts, reads the
 * request head within a time limit, asks what to do, and either answers over
 * HTTP and closes, or gives the socket away for the upgrade.
 *
 * It reads the head itself, because that bounds it, answers with the status
 * and body that the contract asks for, and shows libwebsockets only requests
 * that were let in. What follows the head stays in the kernel's buffer for
 * the next reader. One thread, that of the loop. */
#ifndef MOOT_DOOR_H
#define MOOT_DOOR_H

#include "edge/http.h"
#include "edge/loop.h"

typedef struct moot_door moot_door_t;

/* Bytes of a peer address as text, "[v6 address]:port", with its zero. */
#define MOOT_DOOR_PEER_SIZE 64
/* Sockets taken per loop round, so that a burst does not starve the rest. */
#define MOOT_DOOR_ACCEPTS_MAX 128
/* Bytes of unfinished heads and answers of all sockets together; beyond, a
 * socket is closed unanswered. */
#define MOOT_DOOR_BYTES_MAX (64 * 1024 * 1024)
/* An answered client has this long to read and to close. */
#define MOOT_DOOR_LINGER_MS 2000

typedef struct moot_door_config {
    const char *bind;     /* IPv4 or IPv6 address */
    unsigned port;        /* 0: the kernel picks */
    bool port_shared;     /* with other programs that say so too */
    unsigned sockets_max; /* unfinished requests; more are closed unanswered */
    unsigned handshake_timeout_ms;
} moot_door_config_t;

typedef struct moot_door_events {
    /* Fills the answer to a request, zeroed before; body is borrowed until
     * the call returns unless it lies in *scratch, which is empty before.
     * With status 101, on_socket follows at once. */
    void (*on_head)(void *ctx, const moot_http_head_t *head, const char *peer,
                    moot_http_answer_t *answer, moot_buf_t *scratch);

    /* The socket of a request that was answered with 101: it is the
     * callee's, not watched, non-blocking; nothing was sent yet. */
    void (*on_socket)(void *ctx, int fd, const moot_http_head_t *head);
} moot_door_events_t;

typedef struct moot_door_stats {
    uint64_t open;      /* sockets in hand, now */
    uint64_t refused;   /* answers of 400 and above */
    uint64_t timed_out; /* heads that did not come in time */
    uint64_t dropped;   /* closed unanswered for one of the bounds */
} moot_door_stats_t;

/* Listens. config and events are copied. Errors: MOOT_EINVAL (address),
 * MOOT_EEXIST (port in use), MOOT_EDENIED, MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_door_open(moot_loop_t *loop,
                                const moot_door_config_t *config,
                                const moot_door_events_t *events, void *ctx,
                                moot_door_t **out);

/* Closes the listening socket and every socket in hand, frees all. */
void moot_door_close(moot_door_t **door_p);

/* Takes what the kernel has accepted already, then closes the listening
 * socket; sockets in hand go on. */
void moot_door_stop(moot_door_t *door);

unsigned moot_door_port(const moot_door_t *door);
moot_door_stats_t moot_door_stats(const moot_door_t *door);

#endif
