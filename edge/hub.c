#include "edge/hub.h"

#include "common/err.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define SUBPROTOCOL "moothall.json.v1"

/* Seconds that a client who finds the edge full should wait. */
enum { RETRY_AFTER_S = 2 };

/* An event that a watcher is told of; larger ones are not shown. */
enum { GOING_BYTES_MAX = 8 << 20 };

/* A user with clients here. */
typedef struct user {
    moot_map_node_t node; /* in hub->users, key is the user id */
    size_t clients;
    size_t size;
    uint8_t id[];
} user_t;

struct moot_hub_client {
    moot_session_t session;
    moot_node_t node; /* in hub->clients */
    user_t *user;     /* NULL: anonymous */
    moot_slice_t claims; /* own memory */
    void *conn;       /* NULL before open */
    int close_code;   /* closed by us before there was a connection */
    char id[MOOT_SESSION_BYTES_MAX + 1];
};

struct moot_hub {
    moot_hub_config_t config;
    moot_hub_sink_t sink;
    void *ctx;
    moot_delivery_t *delivery;
    moot_session_shared_t shared;
    moot_parse_t parse;
    moot_encode_t encode;
    moot_session_now_t now; /* of the call that is running */
    moot_node_t clients;
    size_t clients_count;
    size_t guests; /* connections that are not ours */
    moot_map_t users;
    char name[64];     /* begins every session id: edge and incarnation */
    uint64_t sessions; /* admitted so far: makes session ids unique */
    bool draining;
    uint64_t drain_end_ms;
    const moot_profile_t *profile; /* NULL: no room is guarded */
    bool watched;
    struct {
        moot_buf_t event; /* encoded; empty: nothing is going out */
        moot_slice_t room;
        uint64_t epoch, sockets;
        char id[MOOT_ID_BYTES_MAX];
    } going; /* the event that is being delivered, while watched */
};

static moot_hub_client_t *client_of(moot_session_t *session)
{
    return MOOT_CONTAINER(session, moot_hub_client_t, session);
}

static moot_session_t *session_of(moot_subscriber_t *subscriber)
{
    return MOOT_CONTAINER(subscriber, moot_session_t, subscriber);
}

/* ---- What a watcher is told ---------------------------------------------- */

/* The event that was being delivered has gone out to all. */
static void settle(moot_hub_t *hub)
{
    if (hub->going.event.size == 0)
        return;
    if (hub->going.sockets > 0)
        hub->sink.saw_delivered(hub->ctx, hub->going.room, hub->going.epoch,
                                moot_buf_slice(&hub->going.event),
                                hub->going.sockets);
    moot_buf_clear(&hub->going.event);
}

static void see_event(moot_hub_t *hub, const moot_roomview_t *view,
                      const moot_msg_event_t *event)
{
    settle(hub);
    if (view->id.size > sizeof hub->going.id
        || moot_wire_encode_event(&hub->going.event, event) != 0) {
        moot_buf_clear(&hub->going.event);
        return;
    }
    memcpy(hub->going.id, view->id.at, view->id.size);
    hub->going.room = moot_slice(hub->going.id, view->id.size);
    hub->going.epoch = view->epoch;
    hub->going.sockets = 0;
}

static void see_request(moot_hub_t *hub, const moot_session_t *session,
                        const moot_msg_request_t *request)
{
    moot_msg_request_t numbered = *request;

    numbered.session = session->subscriber.session;
    numbered.number =
        moot_delivery_next_number(hub->delivery, &session->subscriber, request);
    hub->sink.saw_request(hub->ctx, &numbered);
}

static void see_answer(moot_hub_t *hub, const moot_session_t *session,
                       const moot_msg_reply_t *reply)
{
    const moot_msg_request_t *asked = session->subscriber.asked;
    moot_msg_reply_t none = {.code = MOOT_CODE_UNAVAILABLE};

    if (!reply && asked) {
        none.session = asked->session;
        none.number = asked->number;
        none.op = asked->op;
        none.room = asked->room;
    }
    settle(hub);
    hub->sink.saw_answer(hub->ctx, session->user, reply ? reply : &none);
}

static void do_refused(void *ctx, moot_session_t *session, enum moot_code code)
{
    moot_hub_t *hub = ctx;
    moot_msg_reply_t reply = {.code = code};

    reply.session = session->subscriber.session;
    if (hub->watched)
        hub->sink.saw_answer(hub->ctx, session->user, &reply);
}

void moot_hub_watch(moot_hub_t *hub, bool watched)
{
    settle(hub);
    hub->watched = watched;
}

/* ---- What sessions ask --------------------------------------------------- */

static void do_send(void *ctx, moot_session_t *session, moot_frame_t *frame)
{
    moot_hub_t *hub = ctx;
    void *conn = client_of(session)->conn;

    if (conn)
        hub->sink.send(hub->ctx, conn, frame);
}

static void do_close(void *ctx, moot_session_t *session, int code,
                     const char *reason)
{
    moot_hub_t *hub = ctx;
    moot_hub_client_t *client = client_of(session);

    client->close_code = code;
    if (client->conn)
        hub->sink.close(hub->ctx, client->conn, code, reason);
}

static int do_request(void *ctx, moot_session_t *session,
                      const moot_msg_request_t *request, uint64_t tag)
{
    moot_hub_t *hub = ctx;

    moot_msg_request_t guarded = *request;

    if (hub->profile
        && (request->op == MOOT_OP_JOIN || request->op == MOOT_OP_CREATE)
        && moot_profile_durable(hub->profile, request->room))
        guarded.claims = client_of(session)->claims;
    if (hub->watched)
        see_request(hub, session, &guarded);
    return moot_delivery_request(hub->delivery, &session->subscriber, &guarded,
                                 tag, hub->now.mono_ms);
}

static size_t do_rooms(void *ctx, moot_session_t *session,
                       void (*each)(void *each_ctx, const moot_roomview_t *view,
                                    enum moot_role role),
                       void *each_ctx)
{
    moot_hub_t *hub = ctx;

    return moot_delivery_rooms(hub->delivery, &session->subscriber, each,
                               each_ctx);
}

static void do_await_rooms(void *ctx, moot_session_t *session)
{
    moot_hub_t *hub = ctx;

    moot_delivery_await_rooms(hub->delivery, &session->subscriber,
                              hub->now.mono_ms);
}

static int do_list_all(void *ctx, moot_session_t *session, uint64_t tag,
                       moot_slice_t after, size_t limit)
{
    moot_hub_t *hub = ctx;

    return moot_delivery_list_all(hub->delivery, &session->subscriber, tag,
                                  after, limit, hub->now.mono_ms);
}

static uint64_t do_random(void *ctx)
{
    moot_hub_t *hub = ctx;

    return hub->sink.random(hub->ctx);
}

static const moot_session_sink_t session_sink = {
    .send = do_send,
    .close = do_close,
    .request = do_request,
    .rooms = do_rooms,
    .await_rooms = do_await_rooms,
    .list_all = do_list_all,
    .random = do_random,
    .refused = do_refused,
};

/* ---- What delivery says -------------------------------------------------- */

static int to_broker(void *ctx, unsigned broker, moot_slice_t route,
                     moot_slice_t body)
{
    moot_hub_t *hub = ctx;

    return hub->sink.to_broker(hub->ctx, broker, route, body);
}

static void subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                      moot_slice_t key)
{
    moot_hub_t *hub = ctx;

    hub->sink.subscribe(hub->ctx, worker, endpoint, key);
}

static moot_frame_t *encode(void *ctx, const moot_roomview_t *view,
                            const moot_msg_event_t *event)
{
    moot_hub_t *hub = ctx;

    if (hub->watched)
        see_event(hub, view, event);
    return moot_encode_event(&hub->encode, view, event);
}

static void deliver(void *ctx, moot_subscriber_t *subscriber,
                    moot_frame_t *frame)
{
    moot_hub_t *hub = ctx;

    if (hub->watched)
        hub->going.sockets++;
    moot_session_deliver(session_of(subscriber), frame);
}

static void ready(void *ctx, moot_subscriber_t *subscriber,
                  const moot_slice_t *pending, size_t pending_count)
{
    moot_hub_t *hub = ctx;

    moot_session_ready(session_of(subscriber), pending, pending_count,
                       &hub->now);
}

static void lost(void *ctx, moot_subscriber_t *subscriber)
{
    (void)ctx;
    moot_session_lost(session_of(subscriber));
}

static void attached(void *ctx, moot_subscriber_t *subscriber,
                     const moot_roomview_t *view)
{
    (void)ctx;
    moot_session_attached(session_of(subscriber), view);
}

static void answer(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                   const moot_msg_reply_t *reply, const moot_roomview_t *view)
{
    moot_hub_t *hub = ctx;

    if (hub->watched)
        see_answer(hub, session_of(subscriber), reply);
    moot_session_answer(session_of(subscriber), tag, reply, view, &hub->now);
}

static void rooms_settled(void *ctx, moot_subscriber_t *subscriber)
{
    moot_hub_t *hub = ctx;

    moot_session_rooms_settled(session_of(subscriber), &hub->now);
}

static void answer_list(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                        const moot_msg_room_info_t *rooms, size_t count,
                        moot_slice_t next)
{
    moot_hub_t *hub = ctx;

    moot_session_answer_list(session_of(subscriber), tag, rooms, count, next,
                             &hub->now);
}

static const moot_delivery_sink_t delivery_sink = {
    .to_broker = to_broker,
    .subscribe = subscribe,
    .encode = encode,
    .deliver = deliver,
    .ready = ready,
    .lost = lost,
    .attached = attached,
    .answer = answer,
    .rooms_settled = rooms_settled,
    .answer_list = answer_list,
};

/* ---- Making -------------------------------------------------------------- */

moot_hub_t *moot_hub_new(const moot_hub_config_t *config,
                         const moot_delivery_config_t *delivery,
                         const moot_hub_sink_t *sink, void *ctx,
                         const moot_session_now_t *now)
{
    moot_hub_t *hub = calloc(1, sizeof *hub);

    MOOT_CHECK(hub);
    hub->config = *config;
    hub->sink = *sink;
    hub->ctx = ctx;
    hub->now = *now;
    moot_list_init(&hub->clients);
    moot_map_init(&hub->users);
    moot_buf_init(&hub->going.event, GOING_BYTES_MAX);
    moot_parse_init(&hub->parse);
    moot_encode_init(&hub->encode);
    hub->shared = (moot_session_shared_t){
        .config = &hub->config.session,
        .sink = &session_sink,
        .ctx = hub,
        .parse = &hub->parse,
        .encode = &hub->encode,
    };
    hub->delivery =
        moot_delivery_new(delivery, &delivery_sink, hub, now->mono_ms);
    MOOT_CHECK(hub->delivery);
    MOOT_CHECK(moot_delivery_address(hub->delivery).size < sizeof hub->name);
    snprintf(hub->name, sizeof hub->name, "%.*s",
             MOOT_SLICE_ARG(moot_delivery_address(hub->delivery)));
    return hub;
}

/* One connection less of a user. */
static void count_down(moot_hub_t *hub, user_t *user)
{
    if (--user->clients > 0)
        return;
    moot_map_remove(&hub->users, &user->node);
    free(user);
}

static void release(moot_hub_t *hub, moot_hub_client_t *client)
{
    user_t *user = client->user;

    moot_session_free(&client->session);
    moot_list_remove(&client->node);
    hub->clients_count--;
    free((void *)(uintptr_t)client->claims.at);
    free(client);
    if (user)
        count_down(hub, user);
}

void moot_hub_destroy(moot_hub_t **hub_p)
{
    moot_hub_t *hub = *hub_p;

    *hub_p = NULL;
    if (!hub)
        return;
    MOOT_LIST_FOREACH (&hub->clients, node, after) {
        moot_hub_client_t *client =
            MOOT_CONTAINER(node, moot_hub_client_t, node);

        client->conn = NULL;
        moot_delivery_leave(hub->delivery, &client->session.subscriber,
                            hub->now.mono_ms);
        release(hub, client);
    }
    moot_delivery_destroy(&hub->delivery);
    moot_map_close(&hub->users);
    moot_buf_close(&hub->going.event);
    moot_parse_close(&hub->parse);
    moot_encode_close(&hub->encode);
    free(hub);
}

void moot_hub_configure(moot_hub_t *hub, const moot_hub_config_t *config)
{
    hub->config = *config;
}

/* ---- Who comes in -------------------------------------------------------- */

/* Whether our subprotocol is among those of the header. */
static bool offers_ours(moot_slice_t header)
{
    const uint8_t *at = header.at, *end = at + header.size;

    while (at < end) {
        const uint8_t *comma = memchr(at, ',', (size_t)(end - at));
        const uint8_t *to = comma ? comma : end;

        while (at < to && (*at == ' ' || *at == '\t'))
            at++;
        while (to > at && (to[-1] == ' ' || to[-1] == '\t'))
            to--;
        if (moot_slice_eq(moot_slice(at, (size_t)(to - at)),
                          moot_slice_str(SUBPROTOCOL)))
            return true;
        at = comma ? comma + 1 : end;
    }
    return false;
}

static void refuse(moot_hub_verdict_t *out, int status, const char *reason)
{
    out->status = status;
    out->reason = reason;
    if (status == 429 || status == 503)
        out->retry_after_s = RETRY_AFTER_S;
}

/* The first check that fails refuses; true when none does. */
static bool judge(moot_hub_t *hub, const moot_hub_knock_t *knock,
                  moot_hub_verdict_t *out)
{
    const moot_map_node_t *node = moot_map_get(&hub->users, knock->user);
    bool anonymous = knock->user.size == 0;

    if (!knock->origin_allowed)
        refuse(out, 403, "this origin is not allowed");
    else if (knock->refusal)
        refuse(out, 401, knock->refusal);
    else if (anonymous && !hub->config.anonymous)
        refuse(out, 401, "a token is needed");
    else if (knock->subprotocols.at && !offers_ours(knock->subprotocols))
        refuse(out, 400, "the subprotocol here is " SUBPROTOCOL);
    else if (hub->draining)
        refuse(out, 503, "this edge is stopping");
    else if (hub->clients_count + hub->guests
             >= hub->config.connections_per_edge_max)
        refuse(out, 503, "this edge is full");
    else if (!anonymous
             && !moot_delivery_user_reachable(hub->delivery, knock->user))
        refuse(out, 503, "the worker of this user cannot be reached");
    else if (node
             && MOOT_CONTAINER(node, const user_t, node)->clients
                    >= hub->config.connections_per_user_max)
        refuse(out, 429, "too many connections of this user");
    else
        return true;
    return false;
}

static user_t *user_of(moot_hub_t *hub, moot_slice_t id)
{
    moot_map_node_t *node = moot_map_get(&hub->users, id);
    user_t *user;

    if (node)
        return MOOT_CONTAINER(node, user_t, node);
    user = malloc(sizeof *user + id.size);
    if (!user)
        return NULL;
    *user = (user_t){.size = id.size};
    memcpy(user->id, id.at, id.size);
    moot_map_put(&hub->users, &user->node, moot_slice(user->id, id.size));
    return user;
}

/* False: there is no memory. */
static bool keep_claims(const moot_hub_t *hub, moot_slice_t claims,
                        moot_hub_client_t *client)
{
    uint8_t *copy;

    if (!hub->profile || claims.size == 0)
        return true;
    copy = malloc(claims.size);
    if (!copy)
        return false;
    memcpy(copy, claims.at, claims.size);
    client->claims = moot_slice(copy, claims.size);
    return true;
}

/* A client that is not yet counted, or NULL. */
static moot_hub_client_t *new_client(moot_hub_t *hub,
                                     const moot_hub_knock_t *knock)
{
    moot_hub_client_t *client = calloc(1, sizeof *client);

    if (!client || !keep_claims(hub, knock->claims, client)) {
        free(client);
        return NULL;
    }
    if (knock->user.size == 0)
        return client;
    client->user = user_of(hub, knock->user);
    if (client->user)
        return client;
    free((void *)(uintptr_t)client->claims.at);
    free(client);
    return NULL;
}

void moot_hub_admit(moot_hub_t *hub, const moot_hub_knock_t *knock,
                    const moot_session_now_t *now, moot_hub_verdict_t *out)
{
    moot_hub_client_t *client;
    moot_slice_t id;

    hub->now = *now;
    *out = (moot_hub_verdict_t){0};
    if (!judge(hub, knock, out))
        return;
    client = new_client(hub, knock);
    if (!client) {
        refuse(out, 503, "this edge has no memory left");
        return;
    }
    /* Never used again: the incarnation rises with each start. */
    id = moot_slice(client->id, (size_t)snprintf(client->id, sizeof client->id,
                                                 "%s:%" PRIu64, hub->name,
                                                 ++hub->sessions));
    if (client->user)
        client->user->clients++;
    moot_list_push(&hub->clients, &client->node);
    hub->clients_count++;
    moot_session_init(&client->session, &hub->shared,
                      client->user
                          ? moot_slice(client->user->id, client->user->size)
                          : moot_slice(NULL, 0),
                      knock->admin, id, now);
    out->status = 101;
    out->client = client;
    if (knock->subprotocols.at)
        out->subprotocol = SUBPROTOCOL;
}

void moot_hub_guests(moot_hub_t *hub, size_t guests)
{
    hub->guests = guests;
}

bool moot_hub_guest_in(moot_hub_t *hub, moot_slice_t id)
{
    user_t *user = user_of(hub, id);

    if (!user)
        return false;
    if (user->clients >= hub->config.connections_per_user_max)
        return false;
    user->clients++;
    return true;
}

void moot_hub_guest_out(moot_hub_t *hub, moot_slice_t id)
{
    moot_map_node_t *node = moot_map_get(&hub->users, id);

    MOOT_CHECK(node);
    count_down(hub, MOOT_CONTAINER(node, user_t, node));
}

/* ---- Connections --------------------------------------------------------- */

void moot_hub_open(moot_hub_t *hub, moot_hub_client_t *client, void *conn,
                   const moot_session_now_t *now)
{
    hub->now = *now;
    client->conn = conn;
    if (client->close_code != 0) {
        /* It was closed in between: the edge is stopping. */
        hub->sink.close(hub->ctx, conn, client->close_code, "");
        return;
    }
    moot_session_start(&client->session, now);
    if (client->user)
        moot_delivery_join(hub->delivery, &client->session.subscriber,
                           client->session.user, now->mono_ms);
}

void moot_hub_message(moot_hub_t *hub, moot_hub_client_t *client,
                      moot_slice_t payload, bool binary,
                      const moot_session_now_t *now)
{
    hub->now = *now;
    moot_session_frame(&client->session, payload, binary, now);
}

void moot_hub_closed(moot_hub_t *hub, moot_hub_client_t *client,
                     const moot_session_now_t *now)
{
    hub->now = *now;
    client->conn = NULL;
    moot_delivery_leave(hub->delivery, &client->session.subscriber,
                        now->mono_ms);
    release(hub, client);
}

/* ---- The bus, time, the end ---------------------------------------------- */

void moot_hub_from_broker(moot_hub_t *hub, unsigned broker, moot_slice_t route,
                          moot_slice_t body, const moot_session_now_t *now)
{
    hub->now = *now;
    moot_delivery_from_broker(hub->delivery, broker, route, body, now->mono_ms);
    settle(hub);
}

void moot_hub_from_worker(moot_hub_t *hub, moot_slice_t body,
                          const moot_session_now_t *now)
{
    hub->now = *now;
    moot_delivery_from_worker(hub->delivery, body, now->mono_ms);
    settle(hub);
}

static void each_session(moot_hub_t *hub, void (*act)(moot_session_t *session))
{
    MOOT_LIST_FOREACH (&hub->clients, node, after)
        act(&MOOT_CONTAINER(node, moot_hub_client_t, node)->session);
}

void moot_hub_tick(moot_hub_t *hub, const moot_session_now_t *now)
{
    hub->now = *now;
    moot_delivery_tick(hub->delivery, now->mono_ms);
    settle(hub);
    if (hub->draining && now->mono_ms >= hub->drain_end_ms)
        each_session(hub, moot_session_drain_end);
}

void moot_hub_drain(moot_hub_t *hub, const moot_session_now_t *now)
{
    if (hub->draining)
        return;
    hub->now = *now;
    hub->draining = true;
    hub->drain_end_ms = now->mono_ms + hub->config.drain_timeout_ms;
    each_session(hub, moot_session_drain);
}

void moot_hub_guard(moot_hub_t *hub, const moot_profile_t *profile)
{
    hub->profile = NULL;
    for (size_t i = 0; profile && i < profile->types_count; i++) {
        if (profile->types[i].durable)
            hub->profile = profile;
    }
}

bool moot_hub_guards(const moot_hub_t *hub)
{
    return hub->profile != NULL;
}

size_t moot_hub_clients(const moot_hub_t *hub)
{
    return hub->clients_count;
}

moot_delivery_t *moot_hub_delivery(moot_hub_t *hub)
{
    return hub->delivery;
}
