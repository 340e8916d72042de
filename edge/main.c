/* moot-edge: takes WebSocket clients and speaks the room protocol with them;
 * rooms live at the workers, behind the brokers. Wires the shells (loop, ws,
 * uplink, gate) around the hub. */
#include "common/clock.h"
#include "common/conf_load.h"
#include "common/log.h"
#include "edge/api_port.h"
#include "edge/front.h"
#include "edge/gate.h"
#include "edge/hub.h"
#include "edge/incarnation.h"
#include "edge/meter.h"
#include "edge/socketio.h"
#include "edge/tapped.h"
#include "edge/uplink.h"
#include "edge/views_port.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

/* Bounds of delivery that are no settings: what one edge may hold. */
enum {
    RESEND_MS = 1000,
    HELD_REPLY_MS = 500,
    HELD_EVENTS_MAX = 10000,   /* per room */
    HELD_BYTES_MAX = 16 << 20, /* per room */
    QUESTIONS_MAX = 1000,      /* to one worker at once */
    STREAMS_MAX = 2000000,
    CLOSE_TIMEOUT_MS = 2000,
    TICK_MS = 25,
    EDGE_ID_MAX = 48,         /* as of the setting id */
    BODY_BYTES_MAX = 1 << 20, /* of an HTTP request */
    METER_MS = 100,
    OTHER_DESCRIPTORS = 4096, /* besides those of clients */
};

/* What start() says when the same would happen at every start, and the exit
 * code that goes with it. */
enum {
    REFUSED = 1,
    EXIT_REFUSED = 2,
};

typedef struct edge {
    int argc;
    char **argv;
    moot_conf_t conf;
    moot_loop_t *loop;
    moot_loop_timer_t *tick;
    moot_loop_signal_t *signals[3];
    moot_gate_t *gate;
    moot_uplink_t *uplink;
    moot_ws_t *ws;
    moot_front_t front;
    moot_api_port_t *api; /* NULL: off */
    moot_views_port_t *views; /* NULL: the profile has none */
    moot_hub_t *hub;
    moot_socketio_t *socketio; /* NULL: there is no profile */
    moot_tapped_t *tapped;
    moot_admin_t *admin; /* NULL: metrics are off */
    uint64_t meter_due_ms;
    bool stopping;
    uint64_t stop_end_ms; /* when stopping: not later than this */
    size_t slots_shown;
    uint64_t damaged_shown;
} edge_t;

static moot_session_now_t now(void)
{
    return (moot_session_now_t){.mono_ms = moot_clock_mono_ms(),
                                .wall_ms = moot_clock_wall_ms()};
}

/* ---- What the hub asks --------------------------------------------------- */

static int to_broker(void *ctx, unsigned broker, moot_slice_t route,
                     moot_slice_t body)
{
    edge_t *edge = ctx;

    if (!edge->uplink)
        return MOOT_EUNREACH;
    if (moot_tapped_on(edge->tapped))
        moot_tapped_broker(edge->tapped, MOOT_TAP_EDGE_OUT, broker, route,
                           body);
    return moot_uplink_to_broker(edge->uplink, broker, route, body);
}

static void subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                      moot_slice_t key)
{
    moot_uplink_subscribe(((edge_t *)ctx)->uplink, worker, endpoint, key);
}

static void send_frame(void *ctx, void *conn, moot_frame_t *frame)
{
    (void)ctx;
    moot_ws_send(conn, frame);
}

static void close_conn(void *ctx, void *conn, int code, const char *reason)
{
    (void)ctx;
    moot_ws_close(conn, code, reason);
}

static uint64_t draw_random(void *ctx)
{
    uint64_t bits;

    (void)ctx;
    MOOT_CHECK(getrandom(&bits, sizeof bits, 0) == sizeof bits);
    return bits;
}

static void saw_request(void *ctx, const moot_msg_request_t *request)
{
    moot_tapped_request(((edge_t *)ctx)->tapped, request);
}

static void saw_answer(void *ctx, moot_slice_t user,
                       const moot_msg_reply_t *reply)
{
    moot_tapped_answer(((edge_t *)ctx)->tapped, user, reply);
}

static void saw_delivered(void *ctx, moot_slice_t room, uint64_t epoch,
                          moot_slice_t event, uint64_t sockets)
{
    moot_tapped_delivered(((edge_t *)ctx)->tapped, room, epoch, event, sockets);
}

static const moot_hub_sink_t hub_sink = {
    .to_broker = to_broker,
    .subscribe = subscribe,
    .send = send_frame,
    .close = close_conn,
    .random = draw_random,
    .saw_request = saw_request,
    .saw_answer = saw_answer,
    .saw_delivered = saw_delivered,
};

/* ---- What the WebSocket server says -------------------------------------- */

static void on_upgrade(void *ctx, const moot_upgrade_t *request,
                       moot_verdict_t *out)
{
    edge_t *edge = ctx;
    moot_session_now_t time = now();
    moot_auth_identity_t identity;
    moot_hub_verdict_t verdict;
    moot_buf_t claims;
    moot_hub_knock_t knock = {
        .origin_allowed = moot_gate_origin(edge->gate, request),
        .subprotocols = request->subprotocols,
    };

    moot_buf_init(&claims, MOOT_GATE_CLAIMS_MAX);
    knock.refusal = moot_gate_look(
        edge->gate, request, (int64_t)(time.wall_ms / 1000), &identity,
        moot_hub_guards(edge->hub) ? &claims : NULL);
    knock.user = moot_slice_str(identity.user_id);
    knock.admin = identity.admin;
    knock.claims = moot_buf_slice(&claims);
    if (!knock.refusal)
        (void)moot_socketio_make_room(edge->socketio);
    moot_hub_admit(edge->hub, &knock, &time, &verdict);
    moot_buf_close(&claims);
    out->status = verdict.status;
    out->reason = verdict.reason;
    out->retry_after_s = verdict.retry_after_s;
    out->subprotocol = verdict.subprotocol;
    out->session = verdict.client;
    if (verdict.status != 101)
        moot_log(MOOT_EV_UPGRADE_REFUSED, "peer=%s status=%d reason=%s",
                 moot_log_str(request->peer), verdict.status,
                 moot_log_str(verdict.reason));
    else
        moot_log(MOOT_EV_CLIENT_OPENED, "peer=%s user=%s",
                 moot_log_str(request->peer), moot_log_text(knock.user));
}

static void on_open(void *ctx, void *session, moot_conn_t *conn)
{
    moot_session_now_t time = now();

    moot_hub_open(((edge_t *)ctx)->hub, session, conn, &time);
}

static void on_message(void *ctx, void *session, moot_slice_t payload,
                       bool binary)
{
    moot_session_now_t time = now();

    moot_hub_message(((edge_t *)ctx)->hub, session, payload, binary, &time);
}

static void on_closed(void *ctx, void *session, int code)
{
    moot_session_now_t time = now();

    moot_log(MOOT_EV_CLIENT_CLOSED, "code=%d", code);
    moot_meter_closed(code);
    moot_hub_closed(((edge_t *)ctx)->hub, session, &time);
}

static const moot_ws_events_t ws_events = {
    .on_upgrade = on_upgrade,
    .on_open = on_open,
    .on_message = on_message,
    .on_closed = on_closed,
};

/* ---- What the bus says --------------------------------------------------- */

static void from_broker(void *ctx, unsigned broker, moot_slice_t route,
                        moot_slice_t body)
{
    edge_t *edge = ctx;
    moot_session_now_t time = now();

    if (moot_tapped_on(edge->tapped))
        moot_tapped_broker(edge->tapped, MOOT_TAP_EDGE_IN, broker, route, body);
    moot_hub_from_broker(edge->hub, broker, route, body, &time);
    moot_socketio_flush(edge->socketio);
}

static void from_worker(void *ctx, moot_slice_t body)
{
    edge_t *edge = ctx;
    moot_session_now_t time = now();

    if (moot_tapped_on(edge->tapped))
        moot_tapped_worker(edge->tapped, body);
    moot_hub_from_worker(edge->hub, body, &time);
    moot_socketio_flush(edge->socketio);
}

static const moot_uplink_events_t uplink_events = {
    .from_broker = from_broker,
    .from_worker = from_worker,
};

/* ---- Time and signals ---------------------------------------------------- */

/* Logs what changed since the last tick. */
static void show(edge_t *edge, uint64_t now_ms)
{
    moot_delivery_facts_t facts;

    moot_delivery_facts(moot_hub_delivery(edge->hub), &facts);
    if (facts.slots_reachable != edge->slots_shown)
        moot_log(MOOT_EV_SLOTS_REACHABLE, "slots=%zu", facts.slots_reachable);
    if (facts.damaged > edge->damaged_shown)
        moot_log(MOOT_EV_DAMAGED_MESSAGE, "count=%" PRIu64,
                 facts.damaged - edge->damaged_shown);
    edge->slots_shown = facts.slots_reachable;
    edge->damaged_shown = facts.damaged;
    if (now_ms < edge->meter_due_ms)
        return;
    edge->meter_due_ms = now_ms + METER_MS;
    moot_meter_show(edge->admin, &facts, edge->ws, edge->uplink, edge->stopping,
                    now_ms);
}

/* Clients of both protocols. */
static size_t connections(const edge_t *edge)
{
    return moot_hub_clients(edge->hub)
           + moot_socketio_connections(edge->socketio);
}

static void on_tick(void *ctx)
{
    edge_t *edge = ctx;
    moot_session_now_t time = now();

    moot_delivery_describe(
        moot_hub_delivery(edge->hub), (uint64_t)getpid(), connections(edge),
        edge->stopping ? 0 : moot_ws_port(edge->ws),
        edge->stopping ? MOOT_STATE_DRAINING : MOOT_STATE_READY);
    moot_hub_tick(edge->hub, &time);
    moot_socketio_tick(edge->socketio);
    moot_tapped_tick(edge->tapped);
    moot_hub_watch(edge->hub, moot_tapped_on(edge->tapped));
    moot_uplink_tick(edge->uplink, time.mono_ms);
    moot_api_port_tick(edge->api, time.mono_ms);
    moot_views_port_tick(edge->views, time.mono_ms);
    show(edge, time.mono_ms);
    if (edge->stopping
        && (connections(edge) == 0 || time.mono_ms >= edge->stop_end_ms))
        moot_loop_stop(edge->loop);
}

static void on_stop(void *ctx, int signum)
{
    edge_t *edge = ctx;
    moot_session_now_t time = now();

    if (edge->stopping)
        return;
    moot_log(MOOT_EV_PROGRAM_DRAINING, "signal=%d connections=%zu", signum,
             connections(edge));
    edge->stopping = true;
    edge->stop_end_ms = time.mono_ms + edge->conf.drain_timeout_ms;
    moot_ws_stop_listening(edge->ws);
    moot_api_port_stop(edge->api);
    moot_hub_drain(edge->hub, &time);
    /* The rest of the time is for the closing handshakes. */
    moot_socketio_drain(edge->socketio,
                        time.mono_ms + edge->conf.drain_timeout_ms / 2);
}

static moot_hub_config_t hub_config(const moot_conf_t *conf)
{
    return (moot_hub_config_t){
        .session =
            {
                .limits =
                    {
                        .name_chars_max = conf->name_chars_max,
                        .thumbnail_url_chars_max =
                            conf->thumbnail_url_chars_max,
                        .content_chars_max = conf->content_chars_max,
                    },
                .pending_requests_max = conf->pending_requests_max,
                .early_bytes_max = conf->frame_bytes_max,
                .requests_per_second = conf->requests_per_second,
                .requests_burst = conf->requests_burst,
                .drain_reconnect_ms = conf->drain_reconnect_ms,
            },
        .connections_per_edge_max = conf->connections_per_edge_max,
        .connections_per_user_max = conf->connections_per_user_max,
        .anonymous = conf->anonymous,
        /* The rest of the time is for the closing handshakes. */
        .drain_timeout_ms = conf->drain_timeout_ms / 2,
    };
}

static void on_changed(const moot_conf_setting_t *setting, void *arg)
{
    (void)arg;
    if (setting->flags & MOOT_CONF_RELOAD)
        moot_log(MOOT_EV_CONF_CHANGED, "name=%s", setting->name);
    else
        moot_log(MOOT_EV_CONF_NEEDS_RESTART, "name=%s", setting->name);
}

static void reload_keys(edge_t *edge)
{
    moot_gate_t *fresh = NULL;
    char why[256] = "";

    if (moot_gate_new(&edge->conf, why, sizeof why, &fresh) != 0) {
        moot_log(MOOT_EV_KEYS_REFUSED, "error=%s", moot_log_str(why));
        return;
    }
    moot_gate_destroy(&edge->gate);
    edge->gate = fresh;
    moot_log(MOOT_EV_KEYS_LOADED, "keys=%zu", moot_gate_keys(fresh));
}

static void on_reload(void *ctx, int signum)
{
    edge_t *edge = ctx;
    moot_conf_error_t error;
    moot_conf_t fresh;
    moot_hub_config_t config;

    (void)signum;
    if (moot_conf_load(&fresh, MOOT_CONF_EDGE, edge->argc, edge->argv, NULL,
                       NULL, &error)
        != 0) {
        moot_log(MOOT_EV_CONF_REFUSED, "error=%s", moot_log_str(error.text));
        return;
    }
    moot_conf_adopt(&edge->conf, &fresh, on_changed, NULL);
    moot_log_set_level((moot_log_level_t)edge->conf.log_level);
    config = hub_config(&edge->conf);
    moot_hub_configure(edge->hub, &config);
    moot_socketio_reload(edge->socketio);
    moot_ws_limit_queues(edge->ws, edge->conf.queued_bytes_max);
    reload_keys(edge);
    moot_api_port_reload(edge->api, &edge->conf);
    moot_uplink_reload(edge->uplink);
    moot_conf_close(&fresh);
    moot_log_bare(MOOT_EV_CONF_RELOADED);
}

/* ---- Start and end ------------------------------------------------------- */

static int fail(const char *what, const char *why)
{
    moot_log(MOOT_EV_PROGRAM_FAILED, "what=%s error=%s", what,
             moot_log_str(why));
    return -1;
}

/* Descriptors for all clients: WebSockets, and twice as many requests. Not for
 * more, even if we may: libwebsockets goes through the table of all that there
 * can be for each connection that it closes, which with the million of many
 * containers takes longer than all else about it. */
static void set_descriptors(const moot_conf_t *conf)
{
    rlim_t wanted =
        3 * (rlim_t)conf->connections_per_edge_max + OTHER_DESCRIPTORS;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        if (limit.rlim_cur > wanted) /* so is RLIM_INFINITY */
            limit.rlim_cur = wanted;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int open_hub(edge_t *edge, const char *id)
{
    const moot_conf_t *conf = &edge->conf;
    moot_session_now_t time = now();
    moot_hub_config_t config = hub_config(conf);
    moot_delivery_config_t delivery = {
        .edge_id = moot_slice_str(id),
        .brokers = (unsigned)conf->brokers,
        .request_timeout_ms = (unsigned)conf->request_timeout_ms,
        .attach_timeout_ms = (unsigned)conf->attach_timeout_ms,
        .resend_ms = RESEND_MS,
        .held_reply_ms = HELD_REPLY_MS,
        .held_events_max = HELD_EVENTS_MAX,
        .held_bytes_max = HELD_BYTES_MAX,
        .questions_max = QUESTIONS_MAX,
        .streams_max = STREAMS_MAX,
    };

    if (moot_incarnation_next(conf->run_dir, id, time.wall_ms,
                              &delivery.incarnation)
        != 0)
        return fail("incarnation", "run_dir cannot be written");
    edge->hub = moot_hub_new(&config, &delivery, &hub_sink, edge, &time);
    return 0;
}

static int open_uplink(edge_t *edge)
{
    moot_delivery_t *delivery = moot_hub_delivery(edge->hub);
    const moot_uplink_config_t config = {
        .conf = &edge->conf,
        .brokers = (unsigned)edge->conf.brokers,
        .address = moot_delivery_address(delivery),
        .topic = moot_delivery_topic(delivery),
    };
    int rc = moot_uplink_open(edge->loop, &config, &uplink_events, edge,
                              &edge->uplink);

    if (rc == 0)
        return 0;
    (void)fail("uplink", moot_err_text(rc));
    return rc == MOOT_EINVAL ? REFUSED : -1;
}

static int open_ws(edge_t *edge)
{
    const moot_conf_t *conf = &edge->conf;
    const moot_ws_config_t config = {
        .bind = conf->bind,
        .port = (unsigned)conf->port,
        .port_shared = conf->port_shared,
        .connections_max = (unsigned)conf->connections_per_edge_max,
        .handshake_timeout_ms = (unsigned)conf->handshake_timeout_ms,
        .frame_bytes_max = conf->frame_bytes_max,
        .body_bytes_max = conf->socketio_max_payload > BODY_BYTES_MAX
                              ? conf->socketio_max_payload
                              : BODY_BYTES_MAX,
        .queued_bytes_max = conf->queued_bytes_max,
        .ping_interval_ms = (unsigned)conf->ping_interval_ms,
        .close_timeout_ms = CLOSE_TIMEOUT_MS,
    };
    char why[160];
    int rc;

    set_descriptors(conf); /* at this point: keys of the bus raise them */
    rc = moot_ws_open(edge->loop, &config, &ws_events, edge, &edge->ws);

    if (rc == 0) {
        moot_front_open(&edge->front, edge->ws);
        return 0;
    }
    snprintf(why, sizeof why, "%s port %u: %s", conf->bind, config.port,
             rc == MOOT_EEXIST ? "the port is in use" : moot_err_text(rc));
    (void)fail("listen", why);
    /* The same would happen again at every start. */
    return rc == MOOT_EEXIST || rc == MOOT_EDENIED || rc == MOOT_EINVAL
               ? REFUSED
               : -1;
}

/* The log says what is wrong, and the same would happen at every start. */
static int open_api(edge_t *edge)
{
    int rc = moot_api_port_open(edge->loop, &edge->conf,
                                moot_hub_delivery(edge->hub), &edge->api);

    return rc == 0 ? 0 : REFUSED;
}

/* What the port serves besides the room protocol. */
static int open_socketio(edge_t *edge)
{
    const moot_socketio_parts_t parts = {
        .conf = &edge->conf,
        .hub = edge->hub,
        .ws = edge->ws,
        .site = &edge->front.site,
        .gate = &edge->gate,
        .tapped = edge->tapped,
    };
    char why[512] = "";

    if (moot_socketio_open(&parts, why, sizeof why, &edge->socketio) != 0) {
        (void)fail("profile", why);
        return REFUSED;
    }
    edge->views = moot_views_port_open(
        &edge->conf, moot_socketio_profile(edge->socketio),
        moot_hub_delivery(edge->hub), &edge->gate, &edge->front.site);
    moot_front_pages(&edge->front, &edge->conf);
    return 0;
}

static int open_signals(edge_t *edge)
{
    moot_loop_t *loop = edge->loop;

    if (moot_loop_signal_new(loop, SIGTERM, on_stop, edge, &edge->signals[0])
            != 0
        || moot_loop_signal_new(loop, SIGINT, on_stop, edge, &edge->signals[1])
               != 0
        || moot_loop_signal_new(loop, SIGHUP, on_reload, edge,
                                &edge->signals[2])
               != 0
        || moot_loop_timer_new(loop, on_tick, edge, &edge->tick) != 0)
        return fail("signals", "no memory or file descriptors");
    moot_loop_timer_start(edge->tick, 1, TICK_MS);
    return 0;
}

static int start(edge_t *edge, const char *id)
{
    char why[256] = "";

    if (moot_admin_start(&edge->conf, MOOT_CONF_EDGE, &edge->admin) != 0)
        return REFUSED;
    if (moot_gate_new(&edge->conf, why, sizeof why, &edge->gate) != 0) {
        (void)fail("keys", why);
        return REFUSED;
    }
    moot_log(MOOT_EV_KEYS_LOADED, "keys=%zu", moot_gate_keys(edge->gate));
    if (moot_loop_new(&edge->loop) != 0)
        return fail("loop", "no memory or file descriptors");
    if (open_hub(edge, id) != 0)
        return -1;
    int rc = open_uplink(edge);
    if (rc != 0)
        return rc;
    rc = moot_tapped_open(moot_uplink_bus(edge->uplink), &edge->conf, id,
                          &edge->tapped);
    if (rc != 0)
        return fail("tap", "no memory or file descriptors");
    rc = open_ws(edge);
    if (rc == 0)
        rc = open_api(edge);
    if (rc == 0)
        rc = open_socketio(edge);
    if (rc == 0)
        rc = open_signals(edge);
    if (rc != 0)
        return rc;
    moot_log(MOOT_EV_PROGRAM_READY, "bind=%s port=%u brokers=%u",
             moot_log_str(edge->conf.bind), moot_ws_port(edge->ws),
             (unsigned)edge->conf.brokers);
    return 0;
}

static void stop(edge_t *edge)
{
    for (size_t i = 0; i < 3; i++)
        moot_loop_signal_destroy(&edge->signals[i]);
    moot_loop_timer_destroy(&edge->tick);
    moot_api_port_close(&edge->api);
    moot_ws_destroy(&edge->ws); /* tells the hub of every connection's end */
    moot_front_close(&edge->front);
    moot_views_port_close(&edge->views);
    moot_socketio_close(&edge->socketio);
    moot_hub_destroy(&edge->hub);
    moot_tapped_close(&edge->tapped);
    moot_uplink_close(&edge->uplink);
    moot_loop_destroy(&edge->loop);
    moot_gate_destroy(&edge->gate);
    moot_admin_close(&edge->admin);
}

/* The name of this edge; "auto" is one of the machine's, or container's, own.
 * Errors: MOOT_ELIMIT: that is longer than a name may be. */
static int name_edge(const moot_conf_t *conf, char *id, size_t size)
{
    char host[HOST_NAME_MAX + 1] = "";
    int n;

    if (strcmp(conf->id, "auto") != 0) {
        n = snprintf(id, size, "%s", conf->id[0] ? conf->id : "edge-1");
    } else {
        (void)gethostname(host, sizeof host - 1);
        n = snprintf(id, size, "edge-%s", host);
    }
    return n < 0 || (size_t)n >= size ? MOOT_ELIMIT : 0;
}

int main(int argc, char **argv)
{
    edge_t edge = {.argc = argc, .argv = argv};
    moot_conf_error_t error;
    char id[EDGE_ID_MAX + 1];
    int rc = moot_conf_load(&edge.conf, MOOT_CONF_EDGE, argc, argv, NULL, NULL,
                            &error);

    if (rc == MOOT_CONF_LOAD_DONE)
        return 0;
    if (rc != 0) {
        fprintf(stderr, "moot-edge: %s\n", error.text);
        return EXIT_REFUSED;
    }
    if (name_edge(&edge.conf, id, sizeof id) != 0) {
        fprintf(stderr,
                "moot-edge: id: the name of this machine is longer "
                "than %d bytes\n",
                EDGE_ID_MAX - 5);
        moot_conf_close(&edge.conf);
        return EXIT_REFUSED;
    }
    moot_log_open(id, (moot_log_level_t)edge.conf.log_level);
    signal(SIGPIPE, SIG_IGN);
    moot_log(MOOT_EV_PROGRAM_STARTED, "pid=%d version=%s", (int)getpid(),
             MOOT_VERSION);
    rc = start(&edge, id);
    if (rc == 0)
        moot_loop_run(edge.loop);
    stop(&edge);
    if (rc == 0)
        moot_log_bare(MOOT_EV_PROGRAM_STOPPED);
    moot_conf_close(&edge.conf);
    return rc == REFUSED ? EXIT_REFUSED : rc == 0 ? 0 : 1;
}
