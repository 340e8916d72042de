/* Socket.IO clients: namespaces, CONNECT and its credential, events, rooms of
 * room types, acknowledgements, the end. Above it is the profile
 * (edge/events.h), below it Engine.IO (edge/engine.h) and delivery. Pure: time
 * comes in, everything else goes out through the sink. The contract is in
 * edge/SOCKETIO.md.
 *
 * One Engine.IO session is a client; it has one socket for each namespace that
 * it is connected to. Packets of one socket are taken in their order: while
 * one waits for a verdict, those behind it wait, too. */
#ifndef MOOT_SOCKETS_H
#define MOOT_SOCKETS_H

#include "common/buf.h"
#include "edge/channels.h"
#include "edge/delivery.h"
#include "edge/session.h"
#include "edge/sio.h"
#include "proto/profile.h"

typedef struct moot_sockets moot_sockets_t;
typedef struct moot_sockets_client moot_sockets_client_t;

enum {
    /* What a socket's id is made of: 120 random bits, base 64 for URLs. */
    MOOT_SOCKETS_SID_BYTES = 20,
    /* Bytes of the claims of one token, as in the message request. */
    MOOT_SOCKETS_CLAIMS_MAX = 16384,
    /* Acknowledgements that a socket is asked for and that have not come. */
    MOOT_SOCKETS_CONFIRMS_MAX = 64,
};

/* Limits, from the settings; those per client are read at each use. */
typedef struct moot_sockets_config {
    uint64_t connect_timeout_ms; /* until the first namespace is connected */
    size_t rooms_per_socket_max;
    size_t packet_bytes_max;      /* a packet with its attachments */
    size_t pending_requests_max;  /* per client: events without an answer, and
                                     again packets that wait for a verdict */
    size_t pending_bytes_max;     /* of each of these */
    uint64_t requests_per_second; /* 0: no limit */
    uint64_t requests_burst;
    unsigned guard_timeout_ms; /* a verdict by then, but for what the type
                                  itself may take */
    int64_t content_chars_max;
} moot_sockets_config_t;

/* Why a connection is closed by us. */
enum moot_sockets_end {
    MOOT_SOCKETS_BAD_PACKET,      /* malformed, or out of its place */
    MOOT_SOCKETS_NOT_CONNECTED,   /* an event before CONNECT */
    MOOT_SOCKETS_CONNECT_TIMEOUT, /* no CONNECT in time */
    MOOT_SOCKETS_WAITING_FULL,    /* too much waits for a verdict */
    MOOT_SOCKETS_APPLICATION,     /* the application said so */
    MOOT_SOCKETS_DRAINING,        /* this edge stops */
    MOOT_SOCKETS_NO_MEMORY,
};

/* The same for people: "an event before CONNECT". */
const char *moot_sockets_end_text(enum moot_sockets_end end);

/* What sockets ask of their surroundings. None may call back. */
typedef struct moot_sockets_sink {
    /* moot_link_send, _close and _drop; link as given to opened. */
    void (*send)(void *ctx, void *link, moot_frame_t *frame, bool binary);
    void (*close)(void *ctx, void *link);
    void (*drop)(void *ctx, void *link);

    /* As the functions of delivery. */
    void (*enlist)(void *ctx, moot_subscriber_t *subscriber);
    void (*leave)(void *ctx, moot_subscriber_t *subscriber);
    int (*request)(void *ctx, moot_subscriber_t *subscriber,
                   const moot_msg_request_t *request, uint64_t tag);
    int (*inquire)(void *ctx, moot_inquiry_t *inquiry, unsigned slot,
                   const moot_msg_t *question, unsigned timeout_ms);
    void (*cancel)(void *ctx, moot_inquiry_t *inquiry);
    void (*tell)(void *ctx, unsigned slot, moot_slice_t body);

    /* As moot_gate_claims. */
    int (*verify)(void *ctx, moot_slice_t token, moot_buf_t *claims,
                  const char **why);
    /* One socket of this user more, or less; false: these are too many. */
    bool (*admit)(void *ctx, moot_slice_t user);
    void (*dismiss)(void *ctx, moot_slice_t user);
    uint64_t (*random)(void *ctx);

    /* For the log: a socket came in; CONNECT was refused; we closed a
     * connection; a guard failed, or an event was dropped: it has no route, a
     * condition does not hold, an expression failed. why may be empty. */
    void (*connected)(void *ctx, moot_slice_t name_space, moot_slice_t sid,
                      moot_slice_t user);
    void (*refused)(void *ctx, moot_slice_t name_space, moot_slice_t message,
                    const char *why);
    void (*ended)(void *ctx, const char *peer, enum moot_sockets_end end);
    void (*failed)(void *ctx, moot_slice_t what, unsigned line, unsigned column,
                   moot_slice_t why);

    /* As in edge/hub.h, only while it is watched. */
    void (*saw_request)(void *ctx, moot_subscriber_t *subscriber,
                        const moot_msg_request_t *request);
    void (*saw_answer)(void *ctx, moot_slice_t user,
                       const moot_msg_reply_t *reply);
    void (*saw_delivered)(void *ctx, moot_slice_t event, uint64_t sockets);
} moot_sockets_sink_t;

/* profile outlives it; config and sink are copied. Aborts when memory is
 * out. */
moot_sockets_t *moot_sockets_new(const moot_profile_t *profile,
                                 const moot_sockets_config_t *config,
                                 const moot_sockets_sink_t *sink, void *ctx,
                                 const moot_session_now_t *now);
/* Nothing is said to clients, but delivery hears that they leave. Nulls;
 * accepts NULL. */
void moot_sockets_destroy(moot_sockets_t **sockets_p);

/* New values of settings that can be reloaded. */
void moot_sockets_configure(moot_sockets_t *sockets,
                            const moot_sockets_config_t *config);

/* A new Engine.IO session. Of the request's headers what may be needed is
 * copied; cookie at NULL: there was none. NULL: there is no memory, close the
 * link. */
moot_sockets_client_t *moot_sockets_opened(moot_sockets_t *sockets, void *link,
                                           moot_slice_t cookie,
                                           moot_slice_t query, const char *peer,
                                           const moot_session_now_t *now);
/* A client that is in no namespace may be ended for another after so long. */
#define MOOT_SOCKETS_CONNECT_LEAST_MS 1000

/* Ends the one that has been in no namespace for longest, so that who opens
 * sessions and goes no further keeps nobody out. False: none is old enough. */
bool moot_sockets_make_room(moot_sockets_t *sockets,
                            const moot_session_now_t *now);

/* One Engine.IO message. */
void moot_sockets_message(moot_sockets_t *sockets,
                          moot_sockets_client_t *client, moot_slice_t data,
                          bool binary, const moot_session_now_t *now);
/* The session is over; the client is invalid when this returns. Does not come
 * after sink.close. */
void moot_sockets_closed(moot_sockets_t *sockets, moot_sockets_client_t *client,
                         const moot_session_now_t *now);

/* From delivery (moot_delivery_socketio_t). */
void moot_sockets_emitted(moot_sockets_t *sockets,
                          const moot_msg_event_t *event,
                          const moot_msg_emission_t *emission);
void moot_sockets_each(moot_sockets_t *sockets, moot_slice_t name_space,
                       uint64_t target, moot_slice_t name,
                       void (*each)(void *to, moot_slice_t socket,
                                    moot_slice_t user),
                       void *to);

/* How many sockets this user has here. */
uint64_t moot_sockets_present(moot_sockets_t *sockets, moot_slice_t user);

/* Call at least every 100 ms. */
void moot_sockets_tick(moot_sockets_t *sockets, const moot_session_now_t *now);

/* Takes nothing any more. Each connection is closed, without a word of
 * Socket.IO so that its client comes back elsewhere, when its answers are out
 * or until_ms (monotonic) has come. */
void moot_sockets_drain(moot_sockets_t *sockets, uint64_t until_ms,
                        const moot_session_now_t *now);

/* Whether the sink is told what it sees (saw_…). */
void moot_sockets_watch(moot_sockets_t *sockets, bool watched);

/* Connections, and what is in them. */
size_t moot_sockets_clients(const moot_sockets_t *sockets);
moot_channels_facts_t moot_sockets_facts(const moot_sockets_t *sockets);

#endif
