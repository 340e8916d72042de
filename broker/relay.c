#include "broker/relay.h"

#include "broker/route.h"
#include "common/bus_metric.h"
#include "common/clock.h"
#include "common/endpoints.h"
#include "common/file.h"
#include "common/log.h"
#include "common/trust.h"
#include "proto/capture.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* Bounds of the broker; messages per peer at the sockets. */
enum {
    QUEUE_MESSAGES_MAX = 20000,
    MESSAGE_BYTES_MAX = 80 << 20, /* above the largest field of a message */
    HELD_MAX = 20000,
    HELD_BYTES_MAX = 64 << 20,
    HOLD_MS = 2000,
    SILENT_MS = 2000,
    EDGES_MAX = 1000,
    DRAIN_MAX = 512, /* messages of one socket in one round */
    TICK_MS = 50,
};

typedef struct relay {
    moot_bus_t *bus;
    moot_bus_socket_t *front, *back;
    moot_trust_t trust;
    moot_route_t *route;
    moot_capture_t capture;
    moot_admin_t *admin; /* NULL: metrics are off */
    size_t slots_shown;
    bool alarm_shown;
    uint64_t damaged_shown;
} relay_t;

static moot_bus_t *running;
static volatile sig_atomic_t reload;

void moot_relay_wake(void)
{
    if (running)
        moot_bus_wake(running);
}

void moot_relay_reload(void)
{
    reload = 1;
    moot_relay_wake();
}

static int to_peer(relay_t *relay, enum moot_tap_point point,
                   moot_bus_socket_t *socket, moot_slice_t identity,
                   moot_slice_t route, moot_slice_t body)
{
    int rc = moot_bus_send(socket, identity, (moot_slice_t[]){route, body}, 2);

    if (moot_capture_on(&relay->capture) && rc == 0)
        moot_capture_message(&relay->capture, point, moot_slice(NULL, 0), route,
                             body);
    return rc;
}

static int to_edge(void *ctx, moot_slice_t identity, moot_slice_t route,
                   moot_slice_t body)
{
    relay_t *relay = ctx;

    return to_peer(relay, MOOT_TAP_FRONT_OUT, relay->front, identity, route,
                   body);
}

static int to_worker(void *ctx, moot_slice_t identity, moot_slice_t route,
                     moot_slice_t body)
{
    relay_t *relay = ctx;

    return to_peer(relay, MOOT_TAP_BACK_OUT, relay->back, identity, route,
                   body);
}

static const moot_route_sink_t sink = {to_edge, to_worker};

/* Takes what waits at one socket, at most DRAIN_MAX messages. */
static int drain(relay_t *relay, moot_bus_socket_t *socket,
                 moot_bus_msg_t *msg,
                 void (*take)(moot_route_t *, moot_slice_t, moot_slice_t,
                              moot_slice_t, uint64_t))
{
    uint64_t now_ms = moot_clock_mono_ms();

    for (int i = 0; i < DRAIN_MAX; i++) {
        int rc = moot_bus_receive(socket, msg);

        if (rc == MOOT_EAGAIN)
            return 0;
        if (rc != 0)
            return rc;
        /* Identity, route, body; anything else is a stranger's. */
        if (msg->count != 3)
            continue;
        if (moot_capture_on(&relay->capture))
            moot_capture_message(&relay->capture,
                                 socket == relay->front ? MOOT_TAP_FRONT_IN
                                                        : MOOT_TAP_BACK_IN,
                                 moot_slice(NULL, 0), msg->parts[1],
                                 msg->parts[2]);
        take(relay->route, msg->parts[0], msg->parts[1], msg->parts[2],
             now_ms);
    }
    return 0;
}

/* Brings the metrics and the readiness up to date. */
static void measure(relay_t *relay, const moot_route_facts_t *facts)
{
    if (!relay->admin)
        return;
    moot_metric_set(MOOT_M_BROKER_ROUTED_TOTAL, facts->routed);
    moot_metric_set(MOOT_M_BROKER_UNREACHABLE_TOTAL, facts->unreachable);
    moot_metric_set(MOOT_M_BROKER_HELD, facts->held);
    moot_metric_set(MOOT_M_BROKER_DAMAGED_TOTAL, facts->damaged);
    moot_metric_set(MOOT_M_BROKER_EDGES, facts->edges);
    moot_metric_set(MOOT_M_BROKER_WORKERS, facts->workers);
    moot_metric_set(MOOT_M_BROKER_SLOTS_SERVED, facts->slots_served);
    moot_metric_set(MOOT_M_BROKER_SLOTS_DISPUTED, facts->alarm);
    moot_bus_metric_show(MOOT_L_PEER_EDGE, moot_bus_stats(relay->front));
    moot_bus_metric_show(MOOT_L_PEER_WORKER, moot_bus_stats(relay->back));
    if (facts->slots_served < MOOT_SLOTS)
        moot_admin_unready(relay->admin, "%zu of %d slots have no live worker",
                           MOOT_SLOTS - facts->slots_served, MOOT_SLOTS);
    else if (facts->alarm)
        moot_admin_unready(relay->admin, "two workers claim one slot");
    else
        moot_admin_ready(relay->admin);
    moot_admin_turned(relay->admin, moot_clock_mono_ms());
}

/* Logs what changed since the last tick. */
static void show(relay_t *relay, const moot_route_facts_t *facts)
{
    if (facts->slots_served != relay->slots_shown)
        moot_log(MOOT_EV_SLOTS_SERVED, "slots=%zu workers=%zu",
                 facts->slots_served, facts->workers);
    if (facts->alarm && !relay->alarm_shown)
        moot_log_bare(MOOT_EV_SLOTS_DISPUTED);
    if (facts->damaged > relay->damaged_shown)
        moot_log(MOOT_EV_DAMAGED_MESSAGE, "count=%llu",
                 (unsigned long long)(facts->damaged - relay->damaged_shown));
    relay->slots_shown = facts->slots_served;
    relay->alarm_shown = facts->alarm;
    relay->damaged_shown = facts->damaged;
}

static void tick(relay_t *relay)
{
    moot_route_facts_t facts;

    moot_route_tick(relay->route, moot_clock_mono_ms());
    moot_route_facts(relay->route, &facts);
    show(relay, &facts);
    measure(relay, &facts);
}

static int loop(relay_t *relay, const volatile bool *stop)
{
    moot_bus_socket_t *const sockets[] = {relay->front, relay->back};
    uint64_t tick_due_ms = 0;
    moot_bus_msg_t msg;
    int rc = 0;

    moot_bus_msg_init(&msg);
    while (rc == 0 && !*stop) {
        uint64_t ready = 0, woke_us;

        rc = moot_bus_poll(relay->bus, sockets, 2, TICK_MS, &ready);
        woke_us = moot_clock_mono_us();
        if (rc == 0 && (ready & 2))
            rc = drain(relay, relay->back, &msg, moot_route_back);
        if (rc == 0 && (ready & 1))
            rc = drain(relay, relay->front, &msg, moot_route_front);
        if (rc == 0 && moot_clock_mono_ms() >= tick_due_ms) {
            tick_due_ms = moot_clock_mono_ms() + TICK_MS;
            tick(relay);
            moot_capture_tick(&relay->capture);
            moot_trust_show(&relay->trust, moot_clock_mono_ms());
        }
        if (reload) {
            reload = 0;
            moot_trust_reload(&relay->trust);
        }
        moot_metric_observe(MOOT_M_LOOP_TURN_SECONDS, MOOT_L_NONE_ALL,
                            moot_clock_mono_us() - woke_us);
    }
    moot_bus_msg_close(&msg);
    return rc;
}

/* roles: whose keys it takes over TCP. */
static int bind_router(relay_t *relay, int rc, const moot_endpoint_t *endpoint,
                       unsigned roles, moot_bus_socket_t **socket)
{
    const moot_bus_options_t options = {
        .send_messages_max = QUEUE_MESSAGES_MAX,
        .receive_messages_max = QUEUE_MESSAGES_MAX,
        .message_bytes_max = MESSAGE_BYTES_MAX,
        .roles = roles,
    };

    if (rc == 0)
        rc = moot_bus_router(relay->bus, endpoint->text, &options, socket);
    if (rc != 0)
        moot_log(MOOT_EV_PROGRAM_FAILED, "what=bind endpoint=%s error=%s",
                 moot_log_str(endpoint->text),
                 moot_log_str(rc == MOOT_ELIMIT ? "the path of run_dir is too "
                                                  "long for a unix socket"
                                                : moot_bus_error(relay->bus)));
    return rc;
}

static int open_sockets(relay_t *relay, const moot_conf_t *conf,
                        unsigned broker)
{
    moot_endpoint_t endpoint = {0};
    int rc = moot_endpoints_front_bind(conf, broker, &endpoint);

    rc = bind_router(relay, rc, &endpoint,
                     MOOT_KEY_OF(MOOT_KEY_EDGE) | MOOT_KEY_OF(MOOT_KEY_TOOL),
                     &relay->front);
    if (rc != 0)
        return rc;
    rc = moot_endpoints_back_bind(conf, broker, &endpoint);
    return bind_router(relay, rc, &endpoint, MOOT_KEY_OF(MOOT_KEY_WORKER),
                       &relay->back);
}

/* Errors, logged: MOOT_EINVAL when another start would fail as well. */
static int open_trust(relay_t *relay, const moot_conf_t *conf)
{
    char why[512] = "";
    int rc = moot_trust_open(&relay->trust, conf, relay->bus, MOOT_KEY_BROKER,
                             why, sizeof why);

    if (rc != 0)
        moot_log(MOOT_EV_PROGRAM_FAILED, "what=keys error=%s",
                 moot_log_str(why));
    return rc == 0 ? 0 : MOOT_EINVAL;
}

int moot_relay_run(const moot_conf_t *conf, unsigned broker,
                   moot_admin_t *admin, const volatile bool *stop)
{
    relay_t relay = {.admin = admin};
    char id[32];
    moot_route_config_t config = {
        .incarnation = moot_clock_wall_ms(),
        .pid = (uint64_t)getpid(),
        .edges_max = EDGES_MAX,
        .held_max = HELD_MAX,
        .held_bytes_max = HELD_BYTES_MAX,
        .hold_ms = HOLD_MS,
        .silent_ms = SILENT_MS,
    };
    int rc;

    snprintf(id, sizeof id, "broker-%u", broker);
    config.id = moot_slice_str(id);
    relay.bus = moot_bus_new();
    if (!relay.bus) {
        moot_log(MOOT_EV_PROGRAM_FAILED, "what=bus error=%s",
                 moot_log_str("no memory or file descriptors"));
        return MOOT_ENOMEM;
    }
    /* On a machine of its own nobody made it. */
    if (moot_file_make_folder(conf->run_dir) != 0)
        moot_log(MOOT_EV_PROGRAM_FAILED, "what=run_dir path=%s",
                 moot_log_str(conf->run_dir));
    rc = open_trust(&relay, conf);
    if (rc == 0)
        rc = open_sockets(&relay, conf, broker);
    if (rc == 0) {
        moot_capture_init(&relay.capture, relay.bus, conf, id);
        relay.route = moot_route_new(&config, &sink, &relay,
                                     moot_clock_mono_ms());
        running = relay.bus;
        moot_log(MOOT_EV_PROGRAM_READY, "front=%s back=%s queue_messages=%d",
                 moot_log_str(moot_bus_endpoint(relay.front)),
                 moot_log_str(moot_bus_endpoint(relay.back)),
                 QUEUE_MESSAGES_MAX);
        rc = loop(&relay, stop);
        running = NULL;
        if (rc != 0)
            moot_log(MOOT_EV_PROGRAM_FAILED, "what=loop error=%s",
                     moot_log_str(moot_err_text(rc)));
    }
    moot_route_destroy(&relay.route);
    moot_capture_close(&relay.capture);
    moot_bus_destroy(&relay.bus);
    moot_trust_close(&relay.trust);
    return rc;
}
