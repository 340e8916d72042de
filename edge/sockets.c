#include "edge/sockets_internal.h"

#include "common/err.h"
#include "common/json_write.h"
#include "common/metric.h"
#include "edge/emitted.h"

#include <stdlib.h>

enum {
    SCRATCH_BYTES_MAX = 256 * 1024, /* JSON of our own events */
    MESSAGE_BYTES_MAX = 16 << 20,   /* an encoded message */
    ARENA_BYTES_MAX = 16 << 20,     /* values of one question */
    EVENT_NAME_RAW_MAX = 1024,      /* a longer one has no route */
    QUERY_BYTES_MAX = 4096,         /* a longer one has no parameters */
    LEFT_BITS = 64,
};

_Static_assert(MOOT_PROFILE_NAMESPACES_MAX <= LEFT_BITS,
               "each namespace has a bit");

const char *moot_sockets_end_text(enum moot_sockets_end end)
{
    switch (end) {
    case MOOT_SOCKETS_BAD_PACKET:
        return "a malformed packet";
    case MOOT_SOCKETS_NOT_CONNECTED:
        return "a packet for a namespace before CONNECT";
    case MOOT_SOCKETS_CONNECT_TIMEOUT:
        return "no CONNECT in time";
    case MOOT_SOCKETS_WAITING_FULL:
        return "too much waits for a verdict";
    case MOOT_SOCKETS_APPLICATION:
        return "closed by the application";
    case MOOT_SOCKETS_DRAINING:
        return "this edge stops";
    case MOOT_SOCKETS_NO_MEMORY:
        return "out of memory";
    }
    return "";
}

/* ---- What the other files need ------------------------------------------- */

moot_slice_t moot_sockets_name(const moot_sockets_t *sockets,
                               const moot_socket_t *socket)
{
    return sockets->profile->namespaces[socket->name_space].name;
}

moot_slice_t moot_sockets_sid(const moot_socket_t *socket)
{
    return moot_slice(socket->sid, sizeof socket->sid);
}

moot_slice_t moot_sockets_user(const moot_socket_t *socket)
{
    return moot_channels_user(&socket->occupant);
}

unsigned moot_sockets_slot(const moot_socket_t *socket)
{
    moot_slice_t user = moot_sockets_user(socket);

    return moot_slot_of(MOOT_KIND_USER,
                        user.size > 0 ? user : moot_sockets_sid(socket));
}

void moot_sockets_send(moot_sockets_t *sockets, moot_sockets_client_t *client,
                       moot_frame_t *frame, bool binary)
{
    if (!frame) {
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_NO_MEMORY);
        return;
    }
    if (client->link)
        sockets->sink.send(sockets->ctx, client->link, frame, binary);
    moot_frame_unref(&frame);
}

void moot_sockets_say(moot_sockets_t *sockets, moot_socket_t *socket,
                      const char *event, moot_slice_t args)
{
    if (!socket->client)
        return;
    moot_sockets_send(sockets, socket->client,
                      moot_sio_write_event(moot_sockets_name(sockets, socket),
                                           NULL, 0, moot_slice_str(event),
                                           args),
                      false);
}

void moot_sockets_complain(moot_sockets_t *sockets, moot_socket_t *socket,
                           const char *type, const char *name,
                           moot_slice_t text)
{
    moot_json_write_t json;

    moot_buf_clear(&sockets->scratch);
    moot_json_write_init(&json, &sockets->scratch);
    moot_json_write_begin_array(&json);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "type", moot_slice_str(type));
    if (text.size > 0)
        moot_json_write_name_string(&json, name, text);
    moot_json_write_end_object(&json);
    moot_json_write_end_array(&json);
    moot_metric_add(MOOT_M_EDGE_SIO_ERRORS_TOTAL, 1);
    if (sockets->scratch.error == 0)
        moot_sockets_say(sockets, socket, "error",
                         moot_buf_slice(&sockets->scratch));
    else if (socket->client)
        moot_sockets_shut(sockets, socket->client, MOOT_SOCKETS_NO_MEMORY);
}

bool moot_sockets_allow(moot_sockets_t *sockets, moot_sockets_client_t *client)
{
    const moot_sockets_config_t *config = &sockets->config;
    uint64_t now_ms = sockets->now.mono_ms,
             full = config->requests_burst * 1000;
    uint64_t passed = now_ms - client->tokens_at_ms;

    if (config->requests_per_second == 0)
        return true;
    client->tokens_at_ms = now_ms;
    /* 1000 thousandths in each second, for each request in a second. */
    if (passed > full / config->requests_per_second)
        client->tokens_milli = full;
    else
        client->tokens_milli += passed * config->requests_per_second;
    if (client->tokens_milli > full)
        client->tokens_milli = full;
    if (client->tokens_milli < 1000)
        return false;
    client->tokens_milli -= 1000;
    return true;
}

/* ---- Ends ---------------------------------------------------------------- */

/* All that others hold of the socket; it stays in its list. */
static void detach(moot_sockets_t *sockets, moot_socket_t *socket)
{
    moot_slice_t user = moot_sockets_user(socket);

    moot_joining_close(sockets, socket);
    moot_requests_close(sockets, socket);
    moot_confirms_close(socket);
    if (user.size > 0)
        sockets->sink.dismiss(sockets->ctx, user);
    moot_channels_remove(sockets->channels, &socket->occupant);
    socket->client->left |= UINT64_C(1) << socket->name_space;
    socket->client = NULL;
}

void moot_sockets_remove(moot_sockets_t *sockets, moot_socket_t *socket)
{
    if (!socket->client)
        return;
    detach(sockets, socket);
    moot_list_remove(&socket->in_client);
    moot_list_push(&sockets->dead_sockets, &socket->in_client);
}

/* Nothing of the client is reachable any more. */
static void bury(moot_sockets_t *sockets, moot_sockets_client_t *client)
{
    MOOT_LIST_FOREACH (&client->sockets, node, after)
        moot_sockets_remove(sockets,
                            MOOT_CONTAINER(node, moot_socket_t, in_client));
    moot_list_remove(&client->unconnected);
    moot_list_remove(&client->node);
    moot_list_push(&sockets->dead, &client->node);
    sockets->clients_count--;
    client->link = NULL;
}

/* Returns its link, which is to be closed. */
static void *end_client(moot_sockets_t *sockets, moot_sockets_client_t *client,
                        enum moot_sockets_end end)
{
    void *link = client->link;

    moot_metric_add_at(MOOT_M_EDGE_SIO_CLOSED_TOTAL, (unsigned)end,
                       MOOT_L_NONE_ALL, 1);
    sockets->sink.ended(sockets->ctx, client->peer, end);
    bury(sockets, client);
    return link;
}

void moot_sockets_shut(moot_sockets_t *sockets, moot_sockets_client_t *client,
                       enum moot_sockets_end end)
{
    if (client->link)
        sockets->sink.close(sockets->ctx, end_client(sockets, client, end));
}

static void reap(moot_sockets_t *sockets)
{
    MOOT_LIST_FOREACH (&sockets->dead_sockets, node, after)
        free(MOOT_CONTAINER(node, moot_socket_t, in_client));
    moot_list_init(&sockets->dead_sockets);
    MOOT_LIST_FOREACH (&sockets->dead, node, after) {
        moot_sockets_client_t *client =
            MOOT_CONTAINER(node, moot_sockets_client_t, node);

        moot_sio_assembly_close(&client->assembly);
        free(client);
    }
    moot_list_init(&sockets->dead);
}

/* ---- Life ---------------------------------------------------------------- */

moot_sockets_t *moot_sockets_new(const moot_profile_t *profile,
                                 const moot_sockets_config_t *config,
                                 const moot_sockets_sink_t *sink, void *ctx,
                                 const moot_session_now_t *now)
{
    moot_sockets_t *sockets = calloc(1, sizeof *sockets);

    MOOT_CHECK(sockets);
    sockets->profile = profile;
    sockets->config = *config;
    sockets->sink = *sink;
    sockets->ctx = ctx;
    sockets->now = *now;
    sockets->events = moot_events_new(profile, config->content_chars_max);
    MOOT_CHECK(sockets->events);
    sockets->channels = moot_channels_new(config->rooms_per_socket_max);
    moot_arena_init(&sockets->arena, ARENA_BYTES_MAX);
    moot_list_init(&sockets->clients);
    moot_list_init(&sockets->unconnected);
    moot_list_init(&sockets->dead);
    moot_list_init(&sockets->dead_sockets);
    moot_buf_init(&sockets->scratch, SCRATCH_BYTES_MAX);
    moot_buf_init(&sockets->message, MESSAGE_BYTES_MAX);
    return sockets;
}

void moot_sockets_destroy(moot_sockets_t **sockets_p)
{
    moot_sockets_t *sockets = *sockets_p;

    *sockets_p = NULL;
    if (!sockets)
        return;
    MOOT_LIST_FOREACH (&sockets->clients, node, after)
        bury(sockets, MOOT_CONTAINER(node, moot_sockets_client_t, node));
    reap(sockets);
    moot_events_destroy(&sockets->events);
    moot_channels_destroy(&sockets->channels);
    moot_arena_close(&sockets->arena);
    moot_buf_close(&sockets->scratch);
    moot_buf_close(&sockets->message);
    free(sockets);
}

void moot_sockets_configure(moot_sockets_t *sockets,
                            const moot_sockets_config_t *config)
{
    sockets->config = *config;
    moot_channels_limit(sockets->channels, config->rooms_per_socket_max);
}

/* A header that is absent stays so. */
static moot_slice_t keep(uint8_t **to, moot_slice_t bytes)
{
    return bytes.at ? moot_slice_copy(to, bytes) : bytes;
}

moot_sockets_client_t *moot_sockets_opened(moot_sockets_t *sockets, void *link,
                                           moot_slice_t cookie,
                                           moot_slice_t query, const char *peer,
                                           const moot_session_now_t *now)
{
    size_t peer_size = strlen(peer) + 1;
    moot_sockets_client_t *client;
    uint8_t *to;

    sockets->now = *now;
    cookie = moot_connecting_cookies(sockets, cookie);
    if (query.size > QUERY_BYTES_MAX)
        query = moot_slice(NULL, 0);
    client = malloc(sizeof *client + cookie.size + query.size + peer_size);
    if (!client)
        return NULL;
    *client = (moot_sockets_client_t){
        .opened_ms = now->mono_ms,
        .link = link,
        .tokens_milli = sockets->config.requests_burst * 1000,
        .tokens_at_ms = now->mono_ms,
    };
    to = client->bytes;
    client->cookie = keep(&to, cookie);
    client->query = keep(&to, query);
    client->peer = memcpy(to, peer, peer_size);
    moot_list_init(&client->sockets);
    moot_sio_assembly_init(&client->assembly, MOOT_SIO_ATTACHMENTS_MAX,
                           sockets->config.packet_bytes_max);
    moot_list_push(&sockets->clients, &client->node);
    moot_list_push(&sockets->unconnected, &client->unconnected);
    sockets->clients_count++;
    return client;
}

void moot_sockets_closed(moot_sockets_t *sockets, moot_sockets_client_t *client,
                         const moot_session_now_t *now)
{
    sockets->now = *now;
    if (client->link)
        bury(sockets, client);
}

/* ---- Packets ------------------------------------------------------------- */

static moot_socket_t *find_socket(const moot_sockets_client_t *client,
                                  int name_space)
{
    MOOT_LIST_FOREACH (&client->sockets, node, after) {
        moot_socket_t *socket = MOOT_CONTAINER(node, moot_socket_t, in_client);

        if (socket->name_space == name_space)
            return socket;
    }
    return NULL;
}

static void perform_event(moot_sockets_t *sockets, moot_socket_t *socket,
                          const moot_sio_packet_t *packet)
{
    uint8_t plain[EVENT_NAME_RAW_MAX];
    moot_json_scratch_t scratch = {plain, sizeof plain};
    const moot_profile_type_t *type;
    enum moot_guard_what what;
    moot_slice_t name;

    if (packet->event.raw.size > sizeof plain
        || moot_json_read_string(&packet->event, &scratch, &name) != 0) {
        moot_metric_add(MOOT_M_EDGE_SIO_UNROUTED_TOTAL, 1);
        return;
    }
    type = moot_profile_type_event(sockets->profile, socket->name_space, name,
                                   &what);
    if (!moot_sockets_allow(sockets, socket->client)) {
        moot_sockets_complain(sockets, socket, "rate_limited", "msg",
                              moot_slice_str("too many events at once"));
        if (type)
            moot_joining_acknowledge(sockets, socket, packet->has_id,
                                     packet->id);
    } else if (type) {
        moot_joining_take(sockets, socket, type, what, packet);
    } else {
        moot_requests_take(sockets, socket, name, packet);
    }
}

void moot_sockets_perform(moot_sockets_t *sockets, moot_socket_t *socket,
                          const moot_sio_packet_t *packet)
{
    if (packet->type == MOOT_SIO_DISCONNECT)
        moot_sockets_remove(sockets, socket);
    else if (packet->type == MOOT_SIO_ACK)
        moot_confirms_take(sockets, socket, packet);
    else
        perform_event(sockets, socket, packet);
}

/* A packet for a namespace that the client is in, or should be. */
static void dispatch(moot_sockets_t *sockets, moot_sockets_client_t *client,
                     const moot_sio_packet_t *packet)
{
    int name_space =
        moot_profile_namespace(sockets->profile, packet->namespace);
    moot_socket_t *socket = find_socket(client, name_space);

    if (!socket) {
        /* It may not know yet that it was put out. */
        if (name_space < 0 || !(client->left >> name_space & 1))
            moot_sockets_shut(sockets, client, MOOT_SOCKETS_NOT_CONNECTED);
        return;
    }
    if (packet->type == MOOT_SIO_ACK
        && !moot_confirms_known(socket, packet->id))
        return; /* nobody asked for it, or no longer */
    if (socket->asking)
        moot_joining_queue(sockets, socket, packet);
    else
        moot_sockets_perform(sockets, socket, packet);
}

void moot_sockets_message(moot_sockets_t *sockets,
                          moot_sockets_client_t *client, moot_slice_t data,
                          bool binary, const moot_session_now_t *now)
{
    moot_sio_packet_t packet;
    bool complete;

    sockets->now = *now;
    if (!client->link || sockets->draining)
        return;
    if (moot_sio_assembly_take(&client->assembly, data, binary, &packet,
                               &complete)
        != 0) {
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_BAD_PACKET);
        return;
    }
    if (!complete)
        return;
    moot_metric_add_at(MOOT_M_EDGE_SIO_PACKETS_TOTAL, (unsigned)packet.type,
                       MOOT_L_NONE_ALL, 1);
    if (packet.type == MOOT_SIO_CONNECT)
        moot_connecting_take(sockets, client, &packet);
    else if (packet.type == MOOT_SIO_CONNECT_ERROR)
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_BAD_PACKET);
    else
        dispatch(sockets, client, &packet);
}

/* ---- From delivery ------------------------------------------------------- */

static moot_socket_t *socket_of(moot_occupant_t *occupant)
{
    return MOOT_CONTAINER(occupant, moot_socket_t, occupant);
}

static void do_send(void *ctx, moot_occupant_t *occupant, moot_frame_t *frame,
                    bool binary)
{
    moot_sockets_t *sockets = ctx;
    moot_sockets_client_t *client = socket_of(occupant)->client;

    sockets->sink.send(sockets->ctx, client->link, frame, binary);
}

static void do_asked(void *ctx, moot_occupant_t *occupant, uint64_t id,
                     moot_slice_t confirm)
{
    moot_confirms_ask(ctx, socket_of(occupant), id, confirm);
}

static void do_enter(void *ctx, moot_occupant_t *occupant, moot_slice_t room)
{
    moot_joining_enter(ctx, socket_of(occupant), room);
}

static void do_leave(void *ctx, moot_occupant_t *occupant, moot_slice_t room)
{
    moot_joining_leave(ctx, socket_of(occupant), room);
}

static void do_disconnect(void *ctx, moot_occupant_t *occupant, bool close)
{
    moot_sockets_t *sockets = ctx;
    moot_socket_t *socket = socket_of(occupant);
    moot_sockets_client_t *client = socket->client;

    moot_sockets_send(
        sockets, client,
        moot_sio_write_disconnect(moot_sockets_name(sockets, socket)), false);
    if (close)
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_APPLICATION);
    else
        moot_sockets_remove(sockets, socket);
}

static const moot_emitted_sink_t emitted_sink = {
    .send = do_send,
    .asked = do_asked,
    .enter = do_enter,
    .leave = do_leave,
    .disconnect = do_disconnect,
};

void moot_sockets_emitted(moot_sockets_t *sockets,
                          const moot_msg_event_t *event,
                          const moot_msg_emission_t *emission)
{
    uint64_t id = emission->confirm.size > 0 ? ++sockets->asks : 0;
    size_t count = moot_emitted_apply(sockets->channels, emission, id,
                                      &emitted_sink, sockets);

    moot_metric_add(MOOT_M_EDGE_SIO_EMISSIONS_TOTAL, 1);
    moot_metric_add(MOOT_M_EDGE_SIO_DELIVERED_TOTAL, count);
    if (!sockets->watched || count == 0)
        return;
    moot_buf_clear(&sockets->message);
    if (moot_wire_encode_event(&sockets->message, event) == 0)
        sockets->sink.saw_delivered(sockets->ctx,
                                    moot_buf_slice(&sockets->message), count);
}

void moot_sockets_each(moot_sockets_t *sockets, moot_slice_t name_space,
                       uint64_t target, moot_slice_t name,
                       void (*each)(void *to, moot_slice_t socket,
                                    moot_slice_t user),
                       void *to)
{
    moot_channels_walk_t walk;
    moot_occupant_t *occupant;

    moot_channels_walk(sockets->channels, name_space, (enum moot_target)target,
                       name, &walk);
    while ((occupant = moot_channels_next(&walk)))
        each(to, moot_sockets_sid(socket_of(occupant)),
             moot_channels_user(occupant));
    moot_channels_walk_end(&walk);
}

uint64_t moot_sockets_present(moot_sockets_t *sockets, moot_slice_t user)
{
    uint64_t count = 0;

    for (size_t i = 0; i < sockets->profile->namespaces_count; i++) {
        moot_channels_walk_t walk;

        moot_channels_walk(sockets->channels,
                           sockets->profile->namespaces[i].name,
                           MOOT_TARGET_USER, user, &walk);
        while (moot_channels_next(&walk))
            count++;
        moot_channels_walk_end(&walk);
    }
    return count;
}

bool moot_sockets_make_room(moot_sockets_t *sockets,
                            const moot_session_now_t *now)
{
    moot_node_t *node = moot_list_first(&sockets->unconnected);
    moot_sockets_client_t *client;

    sockets->now = *now;
    if (!node)
        return false;
    client = MOOT_CONTAINER(node, moot_sockets_client_t, unconnected);
    if (now->mono_ms - client->opened_ms < MOOT_SOCKETS_CONNECT_LEAST_MS)
        return false;
    sockets->sink.drop(
        sockets->ctx,
        end_client(sockets, client, MOOT_SOCKETS_CONNECT_TIMEOUT));
    return true;
}

/* ---- Time, the end ------------------------------------------------------- */

static void drain_some(moot_sockets_t *sockets)
{
    bool all = sockets->now.mono_ms >= sockets->drain_until_ms;

    MOOT_LIST_FOREACH (&sockets->clients, node, after) {
        moot_sockets_client_t *client =
            MOOT_CONTAINER(node, moot_sockets_client_t, node);

        if (all || client->pending_count == 0)
            moot_sockets_shut(sockets, client, MOOT_SOCKETS_DRAINING);
    }
}

void moot_sockets_tick(moot_sockets_t *sockets, const moot_session_now_t *now)
{
    moot_node_t *node;

    sockets->now = *now;
    reap(sockets);
    while ((node = moot_list_first(&sockets->unconnected))) {
        moot_sockets_client_t *client =
            MOOT_CONTAINER(node, moot_sockets_client_t, unconnected);

        if (now->mono_ms
            < client->opened_ms + sockets->config.connect_timeout_ms)
            break;
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_CONNECT_TIMEOUT);
    }
    if (sockets->draining)
        drain_some(sockets);
}

void moot_sockets_drain(moot_sockets_t *sockets, uint64_t until_ms,
                        const moot_session_now_t *now)
{
    sockets->now = *now;
    sockets->draining = true;
    sockets->drain_until_ms = until_ms;
    drain_some(sockets);
}

void moot_sockets_watch(moot_sockets_t *sockets, bool watched)
{
    sockets->watched = watched;
}

size_t moot_sockets_clients(const moot_sockets_t *sockets)
{
    return sockets->clients_count;
}

moot_channels_facts_t moot_sockets_facts(const moot_sockets_t *sockets)
{
    return moot_channels_facts(sockets->channels);
}
