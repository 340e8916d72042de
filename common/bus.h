/* Sockets between the programs, by ZeroMQ; only common/bus*.c name it.
 *
 * One thread owns a bus and its sockets. Nothing here blocks but
 * moot_bus_poll. Every socket is monitored; its counters are brought up to
 * date by poll, readable and stats, without a thread of ours.
 * Options of all sockets (libzmq 4.3.4, each measured): LINGER 0, reconnect
 * after 100 ms to 2 s, handshakes within 5 s, TCP keepalive that finds a lost
 * machine within 5 s, no ZMTP heartbeats (bus_options.c says why); ROUTER with
 * MANDATORY and HANDOVER, DEALER with IMMEDIATE. A peer that is there but hangs
 * is found by the programs' own heartbeats only. */
#ifndef MOOT_BUS_H
#define MOOT_BUS_H

#include "common/check.h"
#include "common/err.h"
#include "common/slice.h"

#define MOOT_BUS_PARTS_MAX 8      /* parts of a received message */
#define MOOT_BUS_IDENTITY_MAX 64  /* bytes of a routing identity */
#define MOOT_BUS_TOPIC_MAX 128    /* bytes of a subscribed topic */
#define MOOT_BUS_ASK_MAX 4096     /* bytes of what a subscriber asks for */
#define MOOT_BUS_ENDPOINT_MAX 255 /* bytes of an endpoint */
#define MOOT_BUS_IPC_PATH_MAX 107 /* sockaddr_un, unix(7) */
#define MOOT_BUS_POLL_MAX 64      /* sockets in one poll */

typedef struct moot_bus moot_bus_t;
typedef struct moot_bus_socket moot_bus_socket_t;

/* Choices that differ from socket to socket. High-water marks count messages
 * per peer and must be at least 1: nothing is unbounded. libzmq gives credit
 * back in halves, so EAGAIN may come at half the mark. */
typedef struct moot_bus_options {
    int send_messages_max;     /* SNDHWM; SUB ignores it */
    int receive_messages_max;  /* RCVHWM; PUB ignores it */
    int64_t message_bytes_max; /* MAXMSGSIZE per part of what comes in, 1 to
                                * INT_MAX; a peer that sends more is
                                * disconnected */
    /* Of TCP, with keys: whose keys a bound socket takes (MOOT_KEY_OF bits),
     * and the key of the server that a connecting one must find there. */
    unsigned roles;
    const uint8_t *server_key; /* 32 bytes, copied */
} moot_bus_options_t;

typedef struct moot_bus_stats {
    uint64_t connected;        /* handshakes that succeeded */
    uint64_t disconnected;     /* connections that ended */
    uint64_t handshake_failed; /* also of strangers and wrong keys */
    uint64_t retried;          /* attempts to connect that failed */
    uint64_t dropped;          /* received messages of too many parts */
    uint64_t foreign;          /* SUB: received under a longer topic */
} moot_bus_stats_t;

/* Makes a bus; NULL when memory or file descriptors are out. The buses of a
 * process share one context and its thread (bus_context.h). A child process
 * must call exec before it uses or makes a bus, and must not destroy its
 * parent's. */
MOOT_CHECKED moot_bus_t *moot_bus_new(void);

/* Gives the bus the keys of this program, before its first TCP socket: each of
 * these then speaks CURVE. Given again, the new lists decide who comes in from
 * now on; connections that are there stay. ring is borrowed until it is
 * replaced or the bus destroyed. Errors: MOOT_ELIMIT, MOOT_EIO. */
struct moot_keyring;
MOOT_CHECKED int moot_bus_use_keys(moot_bus_t *bus,
                                   const struct moot_keyring *ring);

/* Lets the bus speak TCP without keys: anyone who reaches a socket is a peer.
 * Without this call and without keys, TCP is refused. */
void moot_bus_allow_insecure(moot_bus_t *bus);

/* Makes a key pair: 32 bytes each. */
void moot_bus_make_keys(uint8_t *public_key, uint8_t *secret_key);

/* Handshakes of all sockets of the bus that failed since its start, those of
 * closed sockets too. The library tells the other side nothing of why. */
typedef struct moot_bus_refused {
    uint64_t failed;      /* all: also no CURVE, no ZeroMQ, too slow */
    uint64_t unknown_key; /* among them: in none of our lists */
    uint64_t wrong_role;  /* among them: in the list of another role */
    char peer[64];        /* address of the last one with such a key, or "" */
    char key[72];         /* that key: ROLE/NAME, or its first 16 digits */
} moot_bus_refused_t;

void moot_bus_refused(moot_bus_t *bus, moot_bus_refused_t *out);

/* Closes all its sockets. Messages not yet handed to the kernel are lost. The
 * last bus of the process ends the library too and waits for its thread: then
 * all connections are closed and all bound addresses free. Before that, they
 * are soon after. Accepts a pointer to NULL. */
void moot_bus_destroy(moot_bus_t **bus);

/* Why the last call that makes a socket failed, for the log; never NULL. */
const char *moot_bus_error(const moot_bus_t *bus);

/* Make a socket. Endpoints are ipc://path or tcp://host:port (bound: an address
 * or *; port * takes a free one). Binding to ipc makes the path's last folder
 * (mode 0700) when it is missing and the socket file with mode 0600, takes over
 * a file that a dead process left, and refuses one that is served.
 * Connecting succeeds also when nobody is there yet.
 * Errors: MOOT_EINVAL endpoint; MOOT_EDENIED TCP without keys;
 * MOOT_ELIMIT endpoint, path or identity too long; MOOT_ELOCKED another process serves it; MOOT_EEXIST the path is not a
 * socket; MOOT_EIO all else; the text is in moot_bus_error. */

MOOT_CHECKED int moot_bus_router(moot_bus_t *bus, const char *endpoint,
                                 const moot_bus_options_t *options,
                                 moot_bus_socket_t **out);

/* identity: 1 to MOOT_BUS_IDENTITY_MAX bytes, the first not zero. Of two
 * connections with one identity the router knows the newer, so it must be of
 * one process at one start (id:incarnation). One socket for each router. */
MOOT_CHECKED int moot_bus_dealer(moot_bus_t *bus, const char *endpoint,
                                 const moot_bus_options_t *options,
                                 moot_slice_t identity,
                                 moot_bus_socket_t **out);

MOOT_CHECKED int moot_bus_pub(moot_bus_t *bus, const char *endpoint,
                              const moot_bus_options_t *options,
                              moot_bus_socket_t **out);

/* A PUB that hears what is subscribed to: each message received has one part,
 * a byte 1 (begins) or 0 (ends, also by the subscriber's death) and the topic.
 * They come for the first and the last subscriber of a topic only. A byte that
 * is neither begins a message that a stranger sent. */
MOOT_CHECKED int moot_bus_xpub(moot_bus_t *bus, const char *endpoint,
                               const moot_bus_options_t *options,
                               moot_bus_socket_t **out);

/* Binds a socket that is bound to ipc to one endpoint more. Of options it takes roles
 * only; they are of the new door, who comes by ipc needs no key as before. From
 * then on moot_bus_endpoint tells the new one. Errors: as above; the socket then
 * is as it was. */
MOOT_CHECKED int moot_bus_bind_too(moot_bus_socket_t *socket,
                                   const char *endpoint,
                                   const moot_bus_options_t *options);

/* topic: only messages sent to exactly this topic; empty: all. */
MOOT_CHECKED int moot_bus_sub(moot_bus_t *bus, const char *endpoint,
                              const moot_bus_options_t *options,
                              moot_slice_t topic, moot_bus_socket_t **out);

/* One topic more for a SUB, of at most MOOT_BUS_ASK_MAX bytes, behind those it
 * has: to ask an XPUB for something. What is sent to it is not received unless
 * it is the SUB's own topic. Errors: MOOT_ELIMIT, MOOT_EIO. */
MOOT_CHECKED int moot_bus_ask(moot_bus_socket_t *socket, moot_slice_t topic);

/* Closes one socket; accepts a pointer to NULL. The library closes the
 * connections and a bound address soon after, not at once: bind again to the
 * same address only after the moot_bus_destroy of the process's last bus. */
void moot_bus_close(moot_bus_socket_t **socket);

/* The endpoint bound or connected to, with the port that was taken. */
const char *moot_bus_endpoint(const moot_bus_socket_t *socket);

/* Sends one message of n parts (1 to MOOT_BUS_PARTS_MAX), whole or not at all,
 * without waiting; the bytes are copied. to: the peer's identity for ROUTER,
 * the topic for PUB and XPUB (each goes before the parts), empty for DEALER.
 * PUB and XPUB drop silently for a subscriber at its mark (it never blocks).
 * Errors: MOOT_EUNREACH ROUTER: no such peer; MOOT_EAGAIN at the high-water
 * mark, or DEALER: not connected; MOOT_EIO. */
MOOT_CHECKED int moot_bus_send(moot_bus_socket_t *socket, moot_slice_t to,
                               const moot_slice_t *parts, size_t n);

/* A received message. parts[0] is the identity for ROUTER, the topic for SUB.
 */
typedef struct moot_bus_msg {
    moot_slice_t parts[MOOT_BUS_PARTS_MAX];
    size_t count; /* parts */
    size_t held;  /* of raw; private */
    union {
        void *align;
        uint8_t bytes[64];
    } raw[MOOT_BUS_PARTS_MAX]; /* the library's messages; private */
} moot_bus_msg_t;

void moot_bus_msg_init(moot_bus_msg_t *msg);
void moot_bus_msg_close(moot_bus_msg_t *msg);

/* Receives one message without waiting. The parts are borrowed: valid until
 * the next receive into msg or its close. Messages of more than
 * MOOT_BUS_PARTS_MAX parts are dropped and counted; after 64 of these in one
 * call it says MOOT_EAGAIN too, so look at readiness, not at this, before
 * waiting. Errors: MOOT_EAGAIN nothing there, MOOT_EIO. */
MOOT_CHECKED int moot_bus_receive(moot_bus_socket_t *socket,
                                  moot_bus_msg_t *msg);

/* For a foreign loop: a file descriptor that becomes readable when the socket's
 * state may have changed. It is edge-triggered, and any call on the socket may
 * take the edge: ask moot_bus_readable before each wait, and do not block when
 * it says yes. */
int moot_bus_fd(const moot_bus_socket_t *socket);

/* Whether a message waits (about 0.6 us: once a round, not per message). */
bool moot_bus_readable(moot_bus_socket_t *socket);

/* Waits until one of n sockets is readable, moot_bus_wake is called, a signal
 * comes or timeout_ms pass (-1: for ever). Bit i of *ready: sockets[i] is
 * readable; after a signal or a wake it may be 0. The sockets must be of this
 * bus. Errors: MOOT_EIO. */
MOOT_CHECKED int moot_bus_poll(moot_bus_t *bus,
                               moot_bus_socket_t *const *sockets, size_t n,
                               int timeout_ms, uint64_t *ready);

/* Lets moot_bus_poll end when this file descriptor becomes readable, too; of
 * one at a time, -1: of none. Nothing is read from it. */
void moot_bus_watch(moot_bus_t *bus, int fd);

/* Ends the current or next moot_bus_poll. May be called from any thread and
 * from a signal handler. */
void moot_bus_wake(moot_bus_t *bus);

/* The counters up to now. */
moot_bus_stats_t moot_bus_stats(moot_bus_socket_t *socket);

#endif
