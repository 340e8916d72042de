/* What the files behind edge/sockets.h share. */
#ifndef MOOT_SOCKETS_INTERNAL_H
#define MOOT_SOCKETS_INTERNAL_H

#include "edge/events.h"
#include "edge/sockets.h"

/* One client in one namespace. */
typedef struct moot_socket {
    moot_occupant_t occupant;
    moot_node_t in_client;
    moot_sockets_client_t *client;
    int name_space; /* its number in the profile */
    moot_subscriber_t subscriber;
    bool enlisted;
    moot_node_t pending;         /* requests without an answer */
    struct moot_joining *asking; /* a verdict that is awaited, or NULL */
    moot_node_t waiting;         /* packets behind it */
    moot_node_t confirms;        /* acknowledgements that may come */
    size_t confirms_count;
    moot_slice_t claims;         /* JSON object, or nothing */
    char sid[MOOT_SOCKETS_SID_BYTES];
    uint8_t bytes[]; /* of claims */
} moot_socket_t;

/* One Engine.IO session. */
struct moot_sockets_client {
    moot_node_t node;        /* in sockets->clients or ->dead */
    moot_node_t unconnected; /* in sockets->unconnected */
    uint64_t opened_ms;
    void *link; /* NULL: closed by us */
    moot_sio_assembly_t assembly;
    moot_node_t sockets;
    uint64_t left;                       /* namespaces that it was in, bits */
    uint64_t tokens_milli, tokens_at_ms; /* rate limit: 1000 are a packet */
    size_t pending_count, pending_bytes; /* of all its sockets */
    size_t waiting_count, waiting_bytes;
    moot_slice_t cookie, query;
    char *peer;
    uint8_t bytes[]; /* of the three */
};

struct moot_sockets {
    const moot_profile_t *profile;
    moot_sockets_config_t config;
    moot_sockets_sink_t sink;
    void *ctx;
    moot_events_t *events;
    moot_channels_t *channels;
    moot_session_now_t now; /* of the last call */
    moot_node_t clients;
    size_t clients_count;
    moot_node_t unconnected;        /* the oldest first */
    moot_node_t dead, dead_sockets; /* to be freed at the next tick */
    moot_arena_t arena;             /* of one question to a room type */
    uint64_t tags;
    uint64_t asks; /* ids of acknowledgements that were asked for */
    moot_buf_t scratch; /* JSON that is written */
    moot_buf_t message; /* an encoded message */
    bool draining;
    uint64_t drain_until_ms;
    bool watched;
};

/* ---- edge/sockets.c ------------------------------------------------------ */

moot_slice_t moot_sockets_name(const moot_sockets_t *sockets,
                               const moot_socket_t *socket);
moot_slice_t moot_sockets_sid(const moot_socket_t *socket);
moot_slice_t moot_sockets_user(const moot_socket_t *socket);

/* The slot that is asked about a socket where no durable room is meant. */
unsigned moot_sockets_slot(const moot_socket_t *socket);

/* Sends a frame and takes the caller's reference; NULL closes the client. */
void moot_sockets_send(moot_sockets_t *sockets, moot_sockets_client_t *client,
                       moot_frame_t *frame, bool binary);

/* Sends an event. args: JSON array, empty for none. */
void moot_sockets_say(moot_sockets_t *sockets, moot_socket_t *socket,
                      const char *event, moot_slice_t args);
/* The event `error` with a type and, unless it is empty, a text under name. */
void moot_sockets_complain(moot_sockets_t *sockets, moot_socket_t *socket,
                           const char *type, const char *name,
                           moot_slice_t text);
/* Closes the connection. The client and its sockets are dead, they are freed at
 * the next tick. Harmless when it is closed. */
void moot_sockets_shut(moot_sockets_t *sockets, moot_sockets_client_t *client,
                       enum moot_sockets_end end);
/* The socket's life in its namespace ends without a word to the client: its
 * client is NULL from now on, and it is freed at the next tick. */
void moot_sockets_remove(moot_sockets_t *sockets, moot_socket_t *socket);
/* Takes one from the rate limit. False: there is none left. */
bool moot_sockets_allow(moot_sockets_t *sockets, moot_sockets_client_t *client);
/* Takes a packet of a socket whose turn it is; it may be dead then. */
void moot_sockets_perform(moot_sockets_t *sockets, moot_socket_t *socket,
                          const moot_sio_packet_t *packet);

/* ---- edge/connecting.c --------------------------------------------------- */

/* A cookie of a credential is kept up to so many bytes: what is longer is no
 * token that has claims within MOOT_SOCKETS_CLAIMS_MAX. */
#define MOOT_CONNECTING_COOKIE_MAX 32768

/* Of a header Cookie what CONNECT may ask for, in sockets->scratch; at NULL
 * when there is no header. */
moot_slice_t moot_connecting_cookies(moot_sockets_t *sockets,
                                     moot_slice_t header);

void moot_connecting_take(moot_sockets_t *sockets,
                          moot_sockets_client_t *client,
                          const moot_sio_packet_t *packet);

/* ---- edge/joining.c ------------------------------------------------------ */

/* Data of join_<key> and leave_<key>. */
void moot_joining_take(moot_sockets_t *sockets, moot_socket_t *socket,
                       const moot_profile_type_t *type,
                       enum moot_guard_what what,
                       const moot_sio_packet_t *packet);
/* A packet for a socket that waits for a verdict. */
void moot_joining_queue(moot_sockets_t *sockets, moot_socket_t *socket,
                        const moot_sio_packet_t *packet);
/* The acknowledgement of a join or leave, when one was asked for. */
void moot_joining_acknowledge(moot_sockets_t *sockets, moot_socket_t *socket,
                              bool has_id, uint64_t id);
/* The application put a socket into a room, or out of it. */
void moot_joining_enter(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_slice_t room);
void moot_joining_leave(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_slice_t room);
/* The socket ends: its rooms are told, what waits is given up. */
void moot_joining_close(moot_sockets_t *sockets, moot_socket_t *socket);

/* ---- edge/requests.c ----------------------------------------------------- */

/* An event of the client that is no join or leave. */
void moot_requests_take(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_slice_t name, const moot_sio_packet_t *packet);
/* Sends a packet to the socket itself. confirm: the event that its
 * acknowledgement is taken as; empty: none is asked for. */
void moot_requests_own(moot_sockets_t *sockets, moot_socket_t *socket,
                       const moot_events_packet_t *packet,
                       moot_slice_t confirm);
/* Stores what was learned of the socket's user. */
void moot_requests_learn(moot_sockets_t *sockets, moot_socket_t *socket,
                         moot_slice_t name, moot_slice_t value);
/* The socket ends: nothing is awaited any more. */
void moot_requests_close(moot_sockets_t *sockets, moot_socket_t *socket);

/* ---- edge/confirms.c ----------------------------------------------------- */

/* The socket was sent an event that asks for an acknowledgement with this id.
 * It will be taken as its event confirm; for one without a route nothing is
 * remembered. Of more than MOOT_SOCKETS_CONFIRMS_MAX the oldest is given up.
 * Closes the client when memory is out. */
void moot_confirms_ask(moot_sockets_t *sockets, moot_socket_t *socket,
                       uint64_t id, moot_slice_t confirm);
/* Whether an acknowledgement with this id was asked for and has not come. */
bool moot_confirms_known(const moot_socket_t *socket, uint64_t id);
/* Takes an acknowledgement of a socket whose turn it is; one that is not known
 * means nothing. */
void moot_confirms_take(moot_sockets_t *sockets, moot_socket_t *socket,
                        const moot_sio_packet_t *packet);
/* The socket ends. */
void moot_confirms_close(moot_socket_t *socket);

#endif
