#include "edge/socketio.h"

#include "common/clock.h"
#include "common/err.h"
#include "common/log.h"
#include "common/metric.h"
#include "edge/carrier.h"
#include "edge/sockets.h"
#include "proto/profile_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

enum {
    MISTAKES_BYTES_MAX = 16384,
    UPGRADE_TIMEOUT_MS = 10000, /* as engine.io */
    /* A binary packet comes in several messages. */
    PACKET_BYTES_TIMES = 2,
};

struct moot_socketio {
    moot_socketio_parts_t parts;
    moot_profile_t *profile;
    moot_engine_t *engine;
    moot_carrier_t *carrier;
    moot_sockets_t *sockets;
    bool followed; /* every slot that is served was followed once */
    bool draining;
    uint64_t missed_shown;
};

static moot_session_now_t now(void)
{
    return (moot_session_now_t){.mono_ms = moot_clock_mono_ms(),
                                .wall_ms = moot_clock_wall_ms()};
}

static moot_delivery_t *delivery_of(const moot_socketio_t *socketio)
{
    return moot_hub_delivery(socketio->parts.hub);
}

/* ---- What the sockets ask ------------------------------------------------ */

static void do_send(void *ctx, void *link, moot_frame_t *frame, bool binary)
{
    (void)ctx;
    moot_link_send(link, frame, binary);
}

static void do_close(void *ctx, void *link)
{
    (void)ctx;
    moot_link_close(link, moot_clock_mono_ms());
}

static void do_drop(void *ctx, void *link)
{
    (void)ctx;
    moot_link_drop(link, moot_clock_mono_ms());
}

static void do_enlist(void *ctx, moot_subscriber_t *subscriber)
{
    moot_delivery_enlist(delivery_of(ctx), subscriber, moot_clock_mono_ms());
}

static void do_leave(void *ctx, moot_subscriber_t *subscriber)
{
    moot_delivery_leave(delivery_of(ctx), subscriber, moot_clock_mono_ms());
}

static int do_request(void *ctx, moot_subscriber_t *subscriber,
                      const moot_msg_request_t *request, uint64_t tag)
{
    return moot_delivery_request(delivery_of(ctx), subscriber, request, tag,
                                 moot_clock_mono_ms());
}

static int do_inquire(void *ctx, moot_inquiry_t *inquiry, unsigned slot,
                      const moot_msg_t *question, unsigned timeout_ms)
{
    return moot_delivery_inquire_slot(delivery_of(ctx), inquiry, slot, question,
                                      timeout_ms, moot_clock_mono_ms());
}

static void do_cancel(void *ctx, moot_inquiry_t *inquiry)
{
    (void)ctx;
    moot_delivery_inquiry_cancel(inquiry);
}

static void do_tell(void *ctx, unsigned slot, moot_slice_t body)
{
    /* It may be lost: news for a plugin, never an answer. */
    (void)!moot_delivery_tell_slot(delivery_of(ctx), slot, body);
}

static int do_verify(void *ctx, moot_slice_t token, moot_buf_t *claims,
                     const char **why)
{
    moot_socketio_t *socketio = ctx;

    return moot_gate_claims(*socketio->parts.gate, token,
                            (int64_t)(moot_clock_wall_ms() / 1000), claims,
                            why);
}

static bool do_admit(void *ctx, moot_slice_t user)
{
    return moot_hub_guest_in(((moot_socketio_t *)ctx)->parts.hub, user);
}

static void do_dismiss(void *ctx, moot_slice_t user)
{
    moot_hub_guest_out(((moot_socketio_t *)ctx)->parts.hub, user);
}

static uint64_t do_random(void *ctx)
{
    uint64_t bits;

    (void)ctx;
    MOOT_CHECK(getrandom(&bits, sizeof bits, 0) == sizeof bits);
    return bits;
}

static void on_connected(void *ctx, moot_slice_t name_space, moot_slice_t sid,
                         moot_slice_t user)
{
    (void)ctx;
    moot_log(MOOT_EV_SOCKETIO_CONNECTED, "namespace=%s socket=%.*s user=%s",
             moot_log_text(name_space), MOOT_SLICE_ARG(sid),
             moot_log_text(user));
}

static void on_refused(void *ctx, moot_slice_t name_space, moot_slice_t message,
                       const char *why)
{
    (void)ctx;
    moot_log(MOOT_EV_SOCKETIO_REFUSED, "namespace=%s message=%s why=%s",
             moot_log_text(name_space), moot_log_text(message),
             moot_log_str(why));
}

static void on_ended(void *ctx, const char *peer, enum moot_sockets_end end)
{
    (void)ctx;
    moot_log(MOOT_EV_SOCKETIO_CLOSED, "peer=%s reason=%s", moot_log_str(peer),
             moot_log_str(moot_sockets_end_text(end)));
}

static void on_failed(void *ctx, moot_slice_t what, unsigned line,
                      unsigned column, moot_slice_t why)
{
    (void)ctx;
    moot_log(MOOT_EV_SOCKETIO_FAILED, "what=%s line=%u column=%u error=%s",
             moot_log_text(what), line, column, moot_log_text(why));
}

static void saw_request(void *ctx, moot_subscriber_t *subscriber,
                        const moot_msg_request_t *request)
{
    moot_socketio_t *socketio = ctx;
    moot_msg_request_t numbered = *request;

    numbered.session = subscriber->session;
    numbered.number =
        moot_delivery_next_number(delivery_of(socketio), subscriber, request);
    moot_tapped_request(socketio->parts.tapped, &numbered);
}

static void saw_answer(void *ctx, moot_slice_t user,
                       const moot_msg_reply_t *reply)
{
    moot_tapped_answer(((moot_socketio_t *)ctx)->parts.tapped, user, reply);
}

static void saw_delivered(void *ctx, moot_slice_t event, uint64_t sockets)
{
    moot_tapped_delivered(((moot_socketio_t *)ctx)->parts.tapped,
                          moot_slice(NULL, 0), 1, event, sockets);
}

static const moot_sockets_sink_t sockets_sink = {
    .send = do_send,
    .close = do_close,
    .drop = do_drop,
    .enlist = do_enlist,
    .leave = do_leave,
    .request = do_request,
    .inquire = do_inquire,
    .cancel = do_cancel,
    .tell = do_tell,
    .verify = do_verify,
    .admit = do_admit,
    .dismiss = do_dismiss,
    .random = do_random,
    .connected = on_connected,
    .refused = on_refused,
    .ended = on_ended,
    .failed = on_failed,
    .saw_request = saw_request,
    .saw_answer = saw_answer,
    .saw_delivered = saw_delivered,
};

/* ---- What the engine says ------------------------------------------------ */

static void on_opened(void *ctx, moot_link_t *link,
                      const moot_eio_http_request_t *request, uint64_t now_ms)
{
    moot_socketio_t *socketio = ctx;
    moot_session_now_t time = now();
    moot_sockets_client_t *client =
        moot_sockets_opened(socketio->sockets, link, request->cookie,
                            request->query, request->peer, &time);

    if (client)
        moot_link_set(link, client);
    else
        moot_link_close(link, now_ms);
}

static void on_message(void *ctx, moot_link_t *link, moot_slice_t data,
                       bool binary, uint64_t now_ms)
{
    moot_socketio_t *socketio = ctx;
    moot_session_now_t time = now();

    (void)now_ms;
    moot_sockets_message(socketio->sockets, moot_link_get(link), data, binary,
                         &time);
}

static void on_closed(void *ctx, moot_link_t *link, const char *reason,
                      uint64_t now_ms)
{
    moot_socketio_t *socketio = ctx;
    moot_session_now_t time = now();

    (void)now_ms;
    (void)reason;
    moot_sockets_closed(socketio->sockets, moot_link_get(link), &time);
}

static void fill_random(void *ctx, uint8_t *bytes, size_t size)
{
    (void)ctx;
    MOOT_CHECK(getrandom(bytes, size, 0) == (ssize_t)size);
}

static const moot_engine_events_t engine_events = {
    .opened = on_opened,
    .message = on_message,
    .closed = on_closed,
    .random = fill_random,
};

/* ---- What the carrier asks ----------------------------------------------- */

bool moot_socketio_make_room(moot_socketio_t *socketio)
{
    moot_session_now_t time = now();

    if (!socketio
        || moot_hub_clients(socketio->parts.hub)
                   + moot_sockets_clients(socketio->sockets)
               < socketio->parts.conf->connections_per_edge_max)
        return true;
    if (!moot_sockets_make_room(socketio->sockets, &time))
        return false;
    moot_hub_guests(socketio->parts.hub,
                    moot_sockets_clients(socketio->sockets));
    return true;
}

static bool is_open(void *ctx)
{
    moot_socketio_t *socketio = ctx;

    return socketio->followed && !socketio->draining
           && moot_socketio_make_room(socketio);
}

static int to_edge(void *ctx, moot_slice_t address, moot_slice_t body)
{
    return moot_delivery_to_edge(delivery_of(ctx), address, body);
}

static const moot_carrier_sink_t carrier_sink = {
    .open = is_open,
    .to_edge = to_edge,
};

/* ---- What delivery says -------------------------------------------------- */

static void on_emitted(void *ctx, unsigned slot, const moot_msg_event_t *event,
                       const moot_msg_emission_t *emission)
{
    (void)slot;
    moot_sockets_emitted(((moot_socketio_t *)ctx)->sockets, event, emission);
}

static void on_from_edge(void *ctx, moot_slice_t body)
{
    moot_carrier_from_edge(((moot_socketio_t *)ctx)->carrier, body);
}

static void on_edge_gone(void *ctx, moot_slice_t address)
{
    moot_carrier_edge_gone(((moot_socketio_t *)ctx)->carrier, address);
}

static void on_sockets(
    void *ctx, moot_slice_t name_space, uint64_t target, moot_slice_t name,
    void (*each)(void *to, moot_slice_t socket, moot_slice_t user), void *to)
{
    moot_sockets_each(((moot_socketio_t *)ctx)->sockets, name_space, target,
                      name, each, to);
}

static uint64_t on_present(void *ctx, moot_slice_t user)
{
    return moot_sockets_present(((moot_socketio_t *)ctx)->sockets, user);
}

static const moot_delivery_socketio_t delivery_sink = {
    .emitted = on_emitted,
    .from_edge = on_from_edge,
    .edge_gone = on_edge_gone,
    .sockets = on_sockets,
    .present = on_present,
};

/* ---- Time, the end ------------------------------------------------------- */

static void show(moot_socketio_t *socketio)
{
    moot_channels_facts_t channels = moot_sockets_facts(socketio->sockets);
    moot_engine_stats_t engine = moot_engine_stats(socketio->engine);
    moot_delivery_facts_t facts;

    moot_delivery_facts(delivery_of(socketio), &facts);
    socketio->followed =
        socketio->followed
        || (facts.slots_reachable > 0
            && facts.emissions_followed >= facts.slots_reachable);
    if (facts.emissions_missed > socketio->missed_shown)
        moot_log(MOOT_EV_EMISSIONS_MISSED, "count=%llu",
                 (unsigned long long)(facts.emissions_missed
                                      - socketio->missed_shown));
    socketio->missed_shown = facts.emissions_missed;
    moot_metric_set(MOOT_M_EDGE_SIO_CONNECTIONS, engine.links);
    moot_metric_set(MOOT_M_EDGE_SIO_POLLING, engine.polling);
    moot_metric_set(MOOT_M_EDGE_SIO_SOCKETS, channels.sockets);
    moot_metric_set(MOOT_M_EDGE_SIO_ROOMS, channels.rooms);
    moot_metric_set(MOOT_M_EDGE_SIO_MEMBERSHIPS, channels.memberships);
}

void moot_socketio_flush(moot_socketio_t *socketio)
{
    if (socketio)
        moot_engine_flush(socketio->engine);
}

void moot_socketio_tick(moot_socketio_t *socketio)
{
    moot_session_now_t time = now();

    if (!socketio)
        return;
    moot_sockets_watch(socketio->sockets,
                       moot_tapped_on(socketio->parts.tapped));
    moot_sockets_tick(socketio->sockets, &time);
    moot_engine_tick(socketio->engine, time.mono_ms);
    moot_carrier_tick(socketio->carrier);
    moot_engine_flush(socketio->engine);
    moot_hub_guests(socketio->parts.hub,
                    moot_sockets_clients(socketio->sockets));
    show(socketio);
}

void moot_socketio_drain(moot_socketio_t *socketio, uint64_t until_ms)
{
    moot_session_now_t time = now();

    if (!socketio)
        return;
    socketio->draining = true;
    moot_sockets_drain(socketio->sockets, until_ms, &time);
    moot_engine_flush(socketio->engine);
}

size_t moot_socketio_connections(const moot_socketio_t *socketio)
{
    return socketio ? moot_sockets_clients(socketio->sockets) : 0;
}

const moot_profile_t *moot_socketio_profile(const moot_socketio_t *socketio)
{
    return socketio ? socketio->profile : NULL;
}

/* ---- Start and end ------------------------------------------------------- */

static size_t max_payload(const moot_socketio_t *socketio)
{
    unsigned given = socketio->profile->limits.max_payload;

    return given > 0 ? given : socketio->parts.conf->socketio_max_payload;
}

static moot_sockets_config_t sockets_config(const moot_socketio_t *socketio)
{
    const moot_conf_t *conf = socketio->parts.conf;
    unsigned connect_ms = socketio->profile->limits.connect_timeout_ms;

    return (moot_sockets_config_t){
        .connect_timeout_ms =
            connect_ms > 0 ? connect_ms : conf->connect_timeout_ms,
        .rooms_per_socket_max = conf->rooms_per_socket_max,
        .packet_bytes_max = max_payload(socketio) * PACKET_BYTES_TIMES,
        .pending_requests_max = conf->pending_requests_max,
        .pending_bytes_max = max_payload(socketio) * PACKET_BYTES_TIMES,
        .requests_per_second = conf->requests_per_second,
        .requests_burst = conf->requests_burst,
        .guard_timeout_ms = (unsigned)conf->request_timeout_ms,
        .content_chars_max = (int64_t)conf->content_chars_max,
    };
}

static int open_engine(moot_socketio_t *socketio)
{
    const moot_conf_t *conf = socketio->parts.conf;
    const moot_profile_limits_t *limits = &socketio->profile->limits;
    const moot_engine_config_t config = {
        .ping_interval_ms = limits->ping_interval_ms > 0
                                ? limits->ping_interval_ms
                                : (unsigned)conf->socketio_ping_interval_ms,
        .ping_timeout_ms = limits->ping_timeout_ms > 0
                               ? limits->ping_timeout_ms
                               : (unsigned)conf->socketio_ping_timeout_ms,
        .upgrade_timeout_ms = UPGRADE_TIMEOUT_MS,
        .max_payload = max_payload(socketio),
        .queued_bytes_max = conf->queued_bytes_max,
        .links_max = conf->connections_per_edge_max,
        .edge = moot_delivery_address(delivery_of(socketio)),
    };

    return moot_engine_new(&config, &engine_events, socketio,
                           &socketio->engine);
}

static int open_carrier(moot_socketio_t *socketio)
{
    const moot_conf_t *conf = socketio->parts.conf;
    const moot_carrier_config_t config = {
        .path = conf->socketio_path,
        .max_payload = max_payload(socketio),
        .window_bytes = conf->queued_bytes_max,
        .address = moot_delivery_address(delivery_of(socketio)),
        .gate = socketio->parts.gate,
    };

    return moot_carrier_open(&config, socketio->engine, socketio->parts.ws,
                             socketio->parts.site, &carrier_sink, socketio,
                             &socketio->carrier);
}

static size_t first_line(const moot_buf_t *text)
{
    const uint8_t *end = memchr(text->at, '\n', text->size);

    return end ? (size_t)(end - text->at) : text->size;
}

static int load(moot_socketio_t *socketio, char *why, size_t why_size)
{
    moot_buf_t mistakes;
    int rc;

    moot_buf_init(&mistakes, MISTAKES_BYTES_MAX);
    rc = moot_profile_load(socketio->parts.conf->profile, &mistakes,
                           &socketio->profile);
    /* The first mistake; moot check-config and the workers say all. */
    if (rc != 0 && mistakes.size > 0)
        snprintf(why, why_size, "%.*s", (int)first_line(&mistakes),
                 (const char *)mistakes.at);
    else if (rc != 0)
        snprintf(why, why_size, "%s", moot_err_text(rc));
    moot_buf_close(&mistakes);
    return rc;
}

static bool is_path(const char *path)
{
    size_t size = strlen(path);

    return size >= 2 && path[0] == '/' && path[size - 1] == '/';
}

int moot_socketio_open(const moot_socketio_parts_t *parts, char *why,
                       size_t why_size, moot_socketio_t **out)
{
    moot_session_now_t time = now();
    moot_sockets_config_t config;
    moot_socketio_t *socketio;
    int rc;

    *out = NULL;
    if (!parts->conf->profile[0])
        return 0;
    if (!is_path(parts->conf->socketio_path)) {
        snprintf(why, why_size,
                 "socketio_path: it begins and ends with a slash");
        return MOOT_EINVAL;
    }
    socketio = calloc(1, sizeof *socketio);
    MOOT_CHECK(socketio);
    socketio->parts = *parts;
    rc = load(socketio, why, why_size);
    if (rc != 0)
        goto close;
    config = sockets_config(socketio);
    socketio->sockets = moot_sockets_new(socketio->profile, &config,
                                         &sockets_sink, socketio, &time);
    rc = open_engine(socketio);
    if (rc == 0)
        rc = open_carrier(socketio);
    if (rc != 0) {
        snprintf(why, why_size, "a limit of Socket.IO: %s",
                 moot_err_text(rc));
        goto close;
    }
    moot_delivery_follow_emissions(delivery_of(socketio), &delivery_sink,
                                   socketio, time.mono_ms);
    moot_hub_guard(parts->hub, socketio->profile);
    moot_log(MOOT_EV_SOCKETIO_SERVED, "profile=%s path=%s namespaces=%zu",
             moot_log_text(socketio->profile->file),
             moot_log_str(parts->conf->socketio_path),
             socketio->profile->namespaces_count);
    *out = socketio;
    return 0;
close:
    moot_socketio_close(&socketio);
    return rc;
}

void moot_socketio_reload(moot_socketio_t *socketio)
{
    moot_sockets_config_t config;

    if (!socketio)
        return;
    config = sockets_config(socketio);
    moot_sockets_configure(socketio->sockets, &config);
}

void moot_socketio_close(moot_socketio_t **socketio_p)
{
    moot_socketio_t *socketio = *socketio_p;

    *socketio_p = NULL;
    if (!socketio)
        return;
    moot_hub_guard(socketio->parts.hub, NULL);
    moot_carrier_close(&socketio->carrier);
    moot_engine_destroy(&socketio->engine);
    moot_sockets_destroy(&socketio->sockets);
    moot_profile_destroy(&socketio->profile);
    free(socketio);
}
