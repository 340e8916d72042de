/* The hub: all clients of an edge around one delivery. Decides who gets in,
 * counts per user, drains. Pure: what the shell hears goes in with its time,
 * what is to be done comes out through the sink. */
#ifndef MOOT_HUB_H
#define MOOT_HUB_H

#include "edge/session.h"
#include "proto/profile.h"

typedef struct moot_hub moot_hub_t;
typedef struct moot_hub_client moot_hub_client_t;

typedef struct moot_hub_config {
    moot_session_config_t session;
    size_t connections_per_edge_max;
    size_t connections_per_user_max;
    bool anonymous;            /* clients without a credential come in */
    uint64_t drain_timeout_ms; /* how long a drain waits for answers */
} moot_hub_config_t;

/* What the shell does. None may call back into the hub. */
typedef struct moot_hub_sink {
    /* As in moot_delivery_sink_t. */
    int (*to_broker)(void *ctx, unsigned broker, moot_slice_t route,
                     moot_slice_t body);
    void (*subscribe)(void *ctx, uint64_t worker, moot_slice_t endpoint,
                      moot_slice_t key);
    /* To a connection, as given to moot_hub_open. */
    void (*send)(void *ctx, void *conn, moot_frame_t *frame);
    void (*close)(void *ctx, void *conn, int code, const char *reason);
    uint64_t (*random)(void *ctx);

    /* Only while it is watched (moot_hub_watch); all is borrowed. */

    /* A request was accepted from a client and gets its number. */
    void (*saw_request)(void *ctx, const moot_msg_request_t *request);
    /* The answer to it goes to the client, after the events it follows; code
     * UNAVAILABLE and little else in it when no worker gave it. op is 0 when
     * the client's frame never became a request. */
    void (*saw_answer)(void *ctx, moot_slice_t user,
                       const moot_msg_reply_t *reply);
    /* A room's event went to so many sockets. event: encoded. */
    void (*saw_delivered)(void *ctx, moot_slice_t room, uint64_t epoch,
                          moot_slice_t event, uint64_t sockets);
} moot_hub_sink_t;

/* config and sink are copied. Aborts when memory is out. */
moot_hub_t *moot_hub_new(const moot_hub_config_t *config,
                         const moot_delivery_config_t *delivery,
                         const moot_hub_sink_t *sink, void *ctx,
                         const moot_session_now_t *now);
/* Nothing is said to clients; nulls; accepts NULL. */
void moot_hub_destroy(moot_hub_t **hub_p);

/* New values of settings that can be reloaded. */
void moot_hub_configure(moot_hub_t *hub, const moot_hub_config_t *config);

/* An upgrade request after its credential was looked at. */
typedef struct moot_hub_knock {
    bool origin_allowed;
    const char *refusal; /* why the credential is refused; NULL: it is not */
    moot_slice_t user;   /* empty: there is no credential */
    bool admin;
    moot_slice_t subprotocols; /* header, at NULL: absent */
    moot_slice_t claims; /* of the token, JSON; copied when room types want
                          * them (moot_hub_guard) */
} moot_hub_knock_t;

/* The answer: HTTP status 101 with a client, or a refusal with its reason. */
typedef struct moot_hub_verdict {
    int status;
    const char *reason;        /* static */
    unsigned retry_after_s;    /* 0: not said */
    const char *subprotocol;   /* static; NULL: none */
    moot_hub_client_t *client; /* counts from now to moot_hub_closed */
} moot_hub_verdict_t;

/* Checks in this order: origin 403, credential 401, subprotocol 400, draining
 * or full or the user's worker unreachable 503, too many of this user 429. */
void moot_hub_admit(moot_hub_t *hub, const moot_hub_knock_t *knock,
                    const moot_session_now_t *now, moot_hub_verdict_t *out);

/* The connection of an admitted client; exactly one closed follows each
 * admission, whether or not open came before. */
void moot_hub_open(moot_hub_t *hub, moot_hub_client_t *client, void *conn,
                   const moot_session_now_t *now);
void moot_hub_message(moot_hub_t *hub, moot_hub_client_t *client,
                      moot_slice_t payload, bool binary,
                      const moot_session_now_t *now);
void moot_hub_closed(moot_hub_t *hub, moot_hub_client_t *client,
                     const moot_session_now_t *now);

/* From the bus, as in edge/delivery.h. */
void moot_hub_from_broker(moot_hub_t *hub, unsigned broker, moot_slice_t route,
                          moot_slice_t body, const moot_session_now_t *now);
void moot_hub_from_worker(moot_hub_t *hub, moot_slice_t body,
                          const moot_session_now_t *now);

/* Call at least every 50 ms. */
void moot_hub_tick(moot_hub_t *hub, const moot_session_now_t *now);

/* Connections of another protocol at this edge, which count for its limits
 * too: how many there are now; and one more, or less, of a user. False: these
 * are too many. */
void moot_hub_guests(moot_hub_t *hub, size_t guests);
bool moot_hub_guest_in(moot_hub_t *hub, moot_slice_t user);
void moot_hub_guest_out(moot_hub_t *hub, moot_slice_t user);

/* Lets nobody in any more and ends all sessions in good order. */
void moot_hub_drain(moot_hub_t *hub, const moot_session_now_t *now);

/* Clients admitted and not closed. */
size_t moot_hub_clients(const moot_hub_t *hub);

/* Room types of this profile, borrowed, guard rooms of the room protocol: the
 * requests that they decide about carry the client's claims. Before the first
 * client; NULL: there are none, any more. */
void moot_hub_guard(moot_hub_t *hub, const moot_profile_t *profile);
/* Whether there are: then knocks should have claims. */
bool moot_hub_guards(const moot_hub_t *hub);

/* Whether the sink is told what it sees (saw_…). */
void moot_hub_watch(moot_hub_t *hub, bool watched);

/* The delivery inside, for its address, topic, facts and description. */
moot_delivery_t *moot_hub_delivery(moot_hub_t *hub);

#endif
