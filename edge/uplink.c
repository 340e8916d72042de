#include "edge/uplink.h"

#include "common/bus_metric.h"
#include "common/endpoints.h"
#include "common/log.h"
#include "common/trust.h"
#include "proto/rules.h"

#include <stdio.h>
#include <stdlib.h>

/* Bounds of the sockets. What a worker publishes is lost above its mark, and
 * repaired; so that mark is high. */
enum {
    QUEUE_MESSAGES_MAX = 20000,
    PUBLISHED_MESSAGES_MAX = 100000,
    MESSAGE_BYTES_MAX = 80 << 20, /* above the largest field of a message */
};

/* One socket in the loop. */
typedef struct line {
    moot_uplink_t *uplink;
    moot_bus_socket_t *socket;
    moot_loop_watch_t *watch;
    unsigned broker; /* of a broker's line */
    uint64_t worker; /* of a worker's line */
    bool changed;    /* endpoint is not the socket's any more */
    char endpoint[MOOT_BUS_ENDPOINT_MAX + 1];
    uint8_t key[MOOT_KEY_BYTES]; /* of a worker's over TCP */
    bool has_key;
} line_t;

struct moot_uplink {
    moot_loop_t *loop;
    moot_bus_t *bus;
    moot_trust_t trust;
    moot_uplink_events_t events;
    void *ctx;
    moot_loop_round_t *round;
    moot_bus_msg_t msg;
    char topic[MOOT_BUS_IDENTITY_MAX + 2];
    line_t brokers[MOOT_BROKERS_MAX];
    unsigned brokers_count;
    line_t workers[MOOT_WORKERS_MAX];
    size_t workers_count;
    bool changed; /* a worker's line is */
    moot_bus_stats_t replaced; /* of workers' sockets that were closed */
};

static bool line_pending(void *ctx)
{
    return moot_bus_readable(((line_t *)ctx)->socket);
}

static void drain_broker(void *ctx, unsigned budget)
{
    line_t *line = ctx;
    moot_uplink_t *uplink = line->uplink;
    moot_bus_msg_t *msg = &uplink->msg;

    while (budget-- > 0 && moot_bus_receive(line->socket, msg) == 0)
        if (msg->count == 2)
            uplink->events.from_broker(uplink->ctx, line->broker, msg->parts[0],
                                       msg->parts[1]);
}

static void drain_worker(void *ctx, unsigned budget)
{
    line_t *line = ctx;
    moot_uplink_t *uplink = line->uplink;
    moot_bus_msg_t *msg = &uplink->msg;

    while (budget-- > 0 && moot_bus_receive(line->socket, msg) == 0)
        if (msg->count == 2) /* the topic, the body */
            uplink->events.from_worker(uplink->ctx, msg->parts[1]);
}

static void close_line(line_t *line)
{
    moot_loop_watch_destroy(&line->watch);
    moot_bus_close(&line->socket);
}

static int failed(const moot_uplink_t *uplink, const char *what,
                  const char *endpoint, int rc)
{
    moot_log(MOOT_EV_UPLINK_FAILED, "what=%s endpoint=%s error=%s", what,
             moot_log_str(endpoint),
             moot_log_str(rc == MOOT_ENOMEM ? moot_err_text(rc)
                                            : moot_bus_error(uplink->bus)));
    return rc;
}

static int open_broker(moot_uplink_t *uplink, const moot_conf_t *conf,
                       unsigned broker, moot_slice_t address)
{
    char name[24];
    moot_bus_options_t options = {
        .send_messages_max = QUEUE_MESSAGES_MAX,
        .receive_messages_max = QUEUE_MESSAGES_MAX,
        .message_bytes_max = MESSAGE_BYTES_MAX,
    };
    line_t *line = &uplink->brokers[broker];
    moot_endpoint_t endpoint = {0};
    int rc = moot_endpoints_front(conf, broker + 1, &endpoint);

    *line = (line_t){.uplink = uplink, .broker = broker};
    snprintf(name, sizeof name, "broker-%u", broker + 1);
    options.server_key =
        moot_trust_server(&uplink->trust, MOOT_KEY_BROKER, name);
    if (rc == 0)
        rc = moot_bus_dealer(uplink->bus, endpoint.text, &options, address,
                             &line->socket);
    if (rc == 0)
        rc =
            moot_loop_watch_new(uplink->loop, moot_bus_fd(line->socket),
                                line_pending, drain_broker, line, &line->watch);
    return rc == 0 ? 0 : failed(uplink, "broker", endpoint.text, rc);
}

static void open_worker(moot_uplink_t *uplink, line_t *line)
{
    const moot_bus_options_t options = {
        .send_messages_max = QUEUE_MESSAGES_MAX,
        .receive_messages_max = PUBLISHED_MESSAGES_MAX,
        .message_bytes_max = MESSAGE_BYTES_MAX,
        .server_key = line->has_key ? line->key : NULL,
    };
    int rc;

    if (line->socket)
        moot_bus_metric_add(&uplink->replaced, moot_bus_stats(line->socket));
    close_line(line);
    line->changed = false;
    rc = moot_bus_sub(uplink->bus, line->endpoint, &options,
                      moot_slice_str(uplink->topic), &line->socket);
    if (rc == 0)
        rc =
            moot_loop_watch_new(uplink->loop, moot_bus_fd(line->socket),
                                line_pending, drain_worker, line, &line->watch);
    if (rc != 0)
        (void)failed(uplink, "worker", line->endpoint, rc);
}

/* Subscriptions are made here and not where they are asked for: that may be
 * inside the drain of a line that would be closed. */
static void on_round(void *ctx)
{
    moot_uplink_t *uplink = ctx;

    if (!uplink->changed)
        return;
    uplink->changed = false;
    for (size_t i = 0; i < uplink->workers_count; i++)
        if (uplink->workers[i].changed)
            open_worker(uplink, &uplink->workers[i]);
}

static int open_trust(moot_uplink_t *uplink, const moot_conf_t *conf)
{
    char why[512] = "";
    int rc = moot_trust_open(&uplink->trust, conf, uplink->bus, MOOT_KEY_EDGE,
                             why, sizeof why);

    if (rc == 0)
        return 0;
    moot_log(MOOT_EV_UPLINK_FAILED, "what=keys error=%s", moot_log_str(why));
    return MOOT_EINVAL;
}

int moot_uplink_open(moot_loop_t *loop, const moot_uplink_config_t *config,
                     const moot_uplink_events_t *events, void *ctx,
                     moot_uplink_t **out)
{
    moot_uplink_t *uplink = calloc(1, sizeof *uplink);
    int rc = 0;

    MOOT_CHECK(uplink && config->brokers <= MOOT_BROKERS_MAX
               && config->topic.size < sizeof uplink->topic);
    uplink->loop = loop;
    uplink->events = *events;
    uplink->ctx = ctx;
    memcpy(uplink->topic, config->topic.at, config->topic.size);
    moot_bus_msg_init(&uplink->msg);
    uplink->bus = moot_bus_new();
    if (!uplink->bus) {
        moot_log(MOOT_EV_UPLINK_FAILED, "what=bus error=%s",
                 moot_log_str("no memory or file descriptors"));
        rc = MOOT_ENOMEM;
    }
    if (rc == 0)
        rc = open_trust(uplink, config->conf);
    for (unsigned i = 0; rc == 0 && i < config->brokers; i++) {
        uplink->brokers_count++;
        rc = open_broker(uplink, config->conf, i, config->address);
    }
    if (rc == 0)
        rc = moot_loop_round_new(loop, on_round, uplink, &uplink->round);
    if (rc == 0)
        *out = uplink;
    else
        moot_uplink_close(&uplink);
    return rc;
}

void moot_uplink_close(moot_uplink_t **uplink_p)
{
    moot_uplink_t *uplink = *uplink_p;

    *uplink_p = NULL;
    if (!uplink)
        return;
    moot_loop_round_destroy(&uplink->round);
    for (unsigned i = 0; i < uplink->brokers_count; i++)
        close_line(&uplink->brokers[i]);
    for (size_t i = 0; i < uplink->workers_count; i++)
        close_line(&uplink->workers[i]);
    moot_bus_msg_close(&uplink->msg);
    moot_bus_destroy(&uplink->bus);
    moot_trust_close(&uplink->trust);
    free(uplink);
}

int moot_uplink_to_broker(moot_uplink_t *uplink, unsigned broker,
                          moot_slice_t route, moot_slice_t body)
{
    MOOT_CHECK(broker < uplink->brokers_count);
    return moot_bus_send(uplink->brokers[broker].socket, moot_slice("", 0),
                         (moot_slice_t[]){route, body}, 2);
}

void moot_uplink_subscribe(moot_uplink_t *uplink, uint64_t worker,
                           moot_slice_t endpoint, moot_slice_t key)
{
    line_t *line = NULL;
    moot_slice_t former;

    for (size_t i = 0; i < uplink->workers_count; i++)
        if (uplink->workers[i].worker == worker)
            line = &uplink->workers[i];
    if (endpoint.size > MOOT_BUS_ENDPOINT_MAX
        || (key.size != 0 && key.size != MOOT_KEY_BYTES)
        || (!line && uplink->workers_count == MOOT_WORKERS_MAX)) {
        moot_log(MOOT_EV_UPLINK_FAILED, "what=worker endpoint=%s error=%s",
                 moot_log_text(endpoint),
                 moot_log_str("too long, or too many workers"));
        return;
    }
    if (!line) {
        line = &uplink->workers[uplink->workers_count++];
        *line = (line_t){.uplink = uplink, .worker = worker};
    }
    former = moot_slice(line->key, line->has_key ? MOOT_KEY_BYTES : 0);
    if (moot_slice_eq(endpoint, moot_slice_str(line->endpoint))
        && moot_slice_eq(key, former))
        return;
    line->has_key = key.size > 0;
    if (key.size > 0)
        memcpy(line->key, key.at, MOOT_KEY_BYTES);
    memcpy(line->endpoint, endpoint.at, endpoint.size);
    line->endpoint[endpoint.size] = '\0';
    line->changed = uplink->changed = true;
}

moot_uplink_stats_t moot_uplink_stats(moot_uplink_t *uplink)
{
    moot_uplink_stats_t stats = {.workers = uplink->replaced};

    for (unsigned i = 0; i < uplink->brokers_count; i++)
        moot_bus_metric_add(&stats.brokers,
                            moot_bus_stats(uplink->brokers[i].socket));
    for (size_t i = 0; i < uplink->workers_count; i++)
        if (uplink->workers[i].socket)
            moot_bus_metric_add(&stats.workers,
                                moot_bus_stats(uplink->workers[i].socket));
    return stats;
}

moot_bus_t *moot_uplink_bus(moot_uplink_t *uplink)
{
    return uplink->bus;
}

void moot_uplink_tick(moot_uplink_t *uplink, uint64_t now_ms)
{
    moot_trust_show(&uplink->trust, now_ms);
}

void moot_uplink_reload(moot_uplink_t *uplink)
{
    moot_trust_reload(&uplink->trust);
}
