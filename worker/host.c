#include "worker/host.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/bus.h"
#include "common/clock.h"
#include "common/cluster.h"
#include "common/endpoints.h"
#include "common/log.h"
#include "common/trust.h"
#include "proto/capture.h"
#include "proto/profile_file.h"
#include "worker/datadir.h"
#include "worker/gauges.h"
#include "worker/guarding.h"
#include "worker/shard.h"
#include "worker/store_lmdb.h"

/* Bounds of the worker; messages per peer at the sockets. */
enum {
    QUEUE_MESSAGES_MAX = 50000,
    PUBLISH_MESSAGES_MAX = 100000,
    MESSAGE_BYTES_MAX = 80 << 20, /* above the largest field of a message */
    BATCH_MESSAGES_MAX = 4096,
    BATCH_BYTES_MAX = 32 << 20, /* taken in, and said, by one batch */
    SELF_BYTES_MAX = 64 << 20,  /* what this worker has for itself */
    TURN_MESSAGES = 64,         /* taken from one broker in a row */
    TICK_MS = 50,
    FLUSH_MS = 50,              /* for the last answers to leave */
    EDGES_MAX = 1000,
    MISTAKES_BYTES_MAX = 65536, /* said of a profile */
    ROOMS_CACHED_MAX = 100000,
    SESSIONS_MAX = 1000000,
};

typedef struct host {
    const moot_conf_t *conf;
    uint64_t worker;
    moot_cluster_t cluster;
    moot_datadir_t *dir;
    moot_store_t *store;
    moot_bus_t *bus;
    moot_trust_t trust;
    moot_bus_socket_t *brokers[MOOT_BROKERS_MAX];
    uint64_t connected[MOOT_BROKERS_MAX]; /* handshakes seen so far */
    size_t brokers_count;
    moot_bus_socket_t *pub;
    moot_endpoint_t announced; /* where edges find pub */
    moot_shard_t *shard;
    moot_profile_t *profile;   /* NULL: none */
    moot_guarding_t *guarding; /* NULL: it needs none */
    moot_capture_t capture;
    moot_msg_tap_commit_t batch; /* of the present one, for the taps */
    uint64_t commit_us;          /* when its commit began, 0: not now */
    moot_gauges_t gauges;
    moot_buf_t self[2];  /* messages to itself: being filled, being read */
    uint64_t unsent;     /* copies that no broker took */
    uint64_t tick_due_ms;
    uint64_t disk_due_ms; /* next look at what the store takes */
    moot_shard_facts_t shown;
    uint64_t unsent_shown;
    bool full;
} host_t;

static moot_bus_t *running;

void moot_host_wake(void)
{
    if (running != NULL)
        moot_bus_wake(running);
}

static volatile sig_atomic_t reload;

void moot_host_reload(void)
{
    reload = 1;
    moot_host_wake();
}

static int failed(const char *what, int rc, const char *why)
{
    moot_log(MOOT_EV_PROGRAM_FAILED, "what=%s error=%s", what,
             moot_log_str(why[0] != '\0' ? why : moot_err_text(rc)));
    return rc;
}

/* ---- What the shard says ------------------------------------------------- */

/* Shows the taps the commit of a batch. What it says comes after the disk's
 * word, so its first message tells how long that took. */
static void show_commit(host_t *host)
{
    const moot_msg_tap_record_t known = {.point = MOOT_TAP_COMMITTED,
                                         .slot = MOOT_SLOTS};
    moot_shard_facts_t facts;
    moot_buf_t buf;

    host->batch.commit_us = moot_clock_mono_us() - host->commit_us;
    host->commit_us = 0;
    moot_shard_facts(host->shard, &facts);
    host->batch.requests = facts.requests - host->batch.requests;
    host->batch.records = facts.records - host->batch.records;
    moot_buf_init(&buf, 128);
    if (moot_wire_encode_tap_commit(&buf, &host->batch) == 0)
        moot_capture_inside(&host->capture, &known, moot_buf_slice(&buf));
    moot_buf_close(&buf);
}

static void tap_said(host_t *host, enum moot_tap_point point, moot_slice_t peer,
                     moot_slice_t route, moot_slice_t body)
{
    if (host->commit_us != 0)
        show_commit(host);
    moot_capture_message(&host->capture, point, peer, route, body);
}

static void to_broker(void *ctx, unsigned broker, moot_slice_t route,
                      moot_slice_t body)
{
    host_t *host = ctx;
    moot_slice_t parts[] = {route, body};
    if (moot_capture_on(&host->capture))
        tap_said(host, MOOT_TAP_WORKER_OUT, moot_slice(NULL, 0), route, body);
    if (broker >= host->brokers_count
        || moot_bus_send(host->brokers[broker], moot_slice("", 0), parts, 2)
               < 0)
        host->unsent++;
}

static void publish(void *ctx, moot_slice_t topic, moot_slice_t body)
{
    host_t *host = ctx;
    if (moot_capture_on(&host->capture))
        tap_said(host, MOOT_TAP_PUBLISHED,
                 moot_slice(topic.at, topic.size > 0 ? topic.size - 1 : 0),
                 moot_slice(NULL, 0), body);
    if (moot_bus_send(host->pub, topic, &body, 1) < 0)
        host->unsent++;
}

/* Kept as two sizes and the bytes. Beyond the bound it is dropped: outbox
 * messages are sent again. */
static void to_self(void *ctx, moot_slice_t route, moot_slice_t body)
{
    host_t *host = ctx;
    size_t sizes[2] = {route.size, body.size};
    moot_buf_t *buf = &host->self[0];
    if (buf->size + sizeof sizes + route.size + body.size > SELF_BYTES_MAX) {
        host->unsent++;
        return;
    }
    moot_buf_put(buf, sizes, sizeof sizes);
    moot_buf_put(buf, route.at, route.size);
    moot_buf_put(buf, body.at, body.size);
    MOOT_CHECK(buf->error == 0);
}

static void forward(void *ctx, moot_slice_t url, moot_slice_t body)
{
    host_t *host = ctx;
    if (host->guarding != NULL)
        moot_guarding_forward(host->guarding, url, body, moot_clock_mono_ms());
    else
        host->unsent++; /* an edge has another profile */
}

static void guard(void *ctx, moot_slice_t body)
{
    host_t *host = ctx;
    moot_msg_ask_guard_t ask;
    int rc = moot_wire_decode_ask_guard(body, &ask);
    MOOT_CHECK(rc == 0 && host->guarding != NULL);
    moot_guarding_ask(host->guarding, &ask, moot_clock_mono_ms());
}

/* ---- Batches ------------------------------------------------------------- */

/* Gives the shard what it had for itself; returns how many. */
static size_t take_self(host_t *host, size_t *bytes)
{
    moot_buf_t swap = host->self[0];
    size_t count = 0;
    host->self[0] = host->self[1];
    host->self[1] = swap;
    moot_buf_clear(&host->self[0]);
    for (size_t at = 0; at < swap.size; count++) {
        size_t sizes[2];
        memcpy(sizes, swap.at + at, sizeof sizes);
        at += sizeof sizes;
        moot_slice_t route = moot_slice(swap.at + at, sizes[0]);
        moot_slice_t body = moot_slice(swap.at + at + sizes[0], sizes[1]);
        if (moot_capture_on(&host->capture))
            moot_capture_message(&host->capture, MOOT_TAP_WORKER_IN,
                                 moot_slice_str("self"), route, body);
        moot_shard_receive(host->shard, 0, route, body);
        at += sizes[0] + sizes[1];
    }
    *bytes += swap.size;
    return count;
}

/* Gives the shard the verdicts that have come; returns how many. */
static size_t take_told(host_t *host, size_t *bytes)
{
    moot_slice_t told;
    size_t count = 0;
    while (host->guarding != NULL && moot_guarding_told(host->guarding, &told)) {
        moot_shard_told(host->shard, told);
        *bytes += told.size;
        count++;
    }
    return count;
}

/* Takes some messages from one broker. Errors: MOOT_EAGAIN: none is left. */
static int take_turn(host_t *host, unsigned broker, moot_bus_msg_t *msg,
                     size_t *count, size_t *bytes)
{
    for (int i = 0; i < TURN_MESSAGES; i++) {
        int rc = moot_bus_receive(host->brokers[broker], msg);
        if (rc < 0)
            return rc;
        if (msg->count != 2)
            continue; /* route, body; anything else is a stranger's */
        if (moot_capture_on(&host->capture))
            moot_capture_message(&host->capture, MOOT_TAP_WORKER_IN,
                                 moot_slice(NULL, 0), msg->parts[0],
                                 msg->parts[1]);
        moot_shard_receive(host->shard, broker, msg->parts[0], msg->parts[1]);
        *bytes += msg->parts[0].size + msg->parts[1].size;
        (*count)++;
    }
    return 0;
}

/* One batch of all that waits, within the bounds. ready: bits of brokers. */
static int run_batch(host_t *host, uint64_t ready, moot_bus_msg_t *msg)
{
    size_t bytes = 0;
    int rc = moot_shard_begin(host->shard, moot_clock_mono_ms(),
                              moot_clock_wall_ms());
    if (rc < 0)
        return rc;
    moot_gauges_begin(&host->gauges, host->shard);
    moot_shard_facts_t facts = {0};
    if (moot_capture_on(&host->capture))
        moot_shard_facts(host->shard, &facts);
    size_t count = take_self(host, &bytes) + take_told(host, &bytes);
    while (ready != 0 && count < BATCH_MESSAGES_MAX && bytes < BATCH_BYTES_MAX
           && moot_shard_batch_bytes(host->shard) < BATCH_BYTES_MAX) {
        for (unsigned i = 0; i < host->brokers_count; i++) {
            if ((ready >> i & 1) == 0)
                continue;
            rc = take_turn(host, i, msg, &count, &bytes);
            if (rc == MOOT_EAGAIN)
                ready &= ~(UINT64_C(1) << i);
            else if (rc < 0)
                return rc;
        }
    }
    moot_gauges_before(&host->gauges, count);
    if (moot_capture_on(&host->capture)) {
        host->batch = (moot_msg_tap_commit_t){
            .messages = count,
            .bytes = bytes,
            .requests = facts.requests,
            .records = facts.records,
        };
        host->commit_us = moot_clock_mono_us();
    }
    rc = moot_shard_commit(host->shard);
    if (host->commit_us != 0)
        show_commit(host);
    moot_gauges_after(&host->gauges, host->shard);
    return rc;
}

/* ---- Ticks --------------------------------------------------------------- */

static void show(host_t *host)
{
    moot_shard_facts_t facts;
    moot_shard_facts(host->shard, &facts);
    if (facts.damaged > host->shown.damaged)
        moot_log(MOOT_EV_DAMAGED_MESSAGE, "count=%" PRIu64,
                 facts.damaged - host->shown.damaged);
    if (host->unsent > host->unsent_shown)
        moot_log(MOOT_EV_MESSAGES_UNSENT, "count=%" PRIu64,
                 host->unsent - host->unsent_shown);
    bool full = facts.full > host->shown.full;
    if (full && !host->full)
        moot_log(MOOT_EV_STORE_FULL, "bytes_max=%" PRIu64,
                 host->conf->store_bytes_max);
    bool stored = facts.records > host->shown.records && !full;
    if (stored && host->full)
        moot_log_bare(MOOT_EV_STORE_HAS_ROOM);
    host->full = full || (host->full && !stored);
    host->shown = facts;
    host->unsent_shown = host->unsent;
}

/* Tells brokers that were connected since the last look what is served. */
static void greet_brokers(host_t *host)
{
    for (unsigned i = 0; i < host->brokers_count; i++) {
        moot_bus_stats_t stats = moot_bus_stats(host->brokers[i]);
        if (stats.connected != host->connected[i])
            moot_shard_beat(host->shard, i);
        host->connected[i] = stats.connected;
        moot_gauges_broker(&host->gauges, stats);
    }
}

/* Tells the shard what its store takes, for its beats. */
static int look_at_disk(host_t *host, uint64_t now_ms)
{
    moot_store_stat_t stat;
    if (now_ms < host->disk_due_ms)
        return 0;
    host->disk_due_ms = now_ms + MOOT_GAUGES_STORE_MS;
    int rc = moot_store_begin(host->store);
    if (rc == 0)
        rc = moot_store_stat(host->store, &stat);
    moot_store_abort(host->store);
    if (rc == 0)
        moot_shard_disk(host->shard, stat.bytes_used, stat.bytes_max);
    return rc;
}

static int tick(host_t *host)
{
    uint64_t now_ms = moot_clock_mono_ms();
    if (now_ms < host->tick_due_ms)
        return 0;
    host->tick_due_ms = now_ms + TICK_MS;
    greet_brokers(host);
    int rc = moot_shard_tick(host->shard, now_ms, moot_clock_wall_ms());
    if (host->guarding != NULL)
        moot_guarding_tick(host->guarding, now_ms);
    if (rc == 0)
        rc = look_at_disk(host, now_ms);
    show(host);
    moot_capture_tick(&host->capture);
    moot_trust_show(&host->trust, now_ms);
    if (reload) {
        reload = 0;
        moot_trust_reload(&host->trust);
    }
    return rc < 0 ? rc
                  : moot_gauges_show(&host->gauges, host->shard, host->store,
                                     moot_bus_stats(host->pub), host->unsent,
                                     now_ms);
}

/* Whether something waits that no socket shows. */
static bool has_more(const host_t *host)
{
    return host->self[0].size > 0
           || (host->guarding != NULL
               && moot_guarding_has_told(host->guarding));
}

static int loop(host_t *host, const volatile bool *stop)
{
    moot_bus_msg_t msg;
    int rc = 0;
    moot_bus_msg_init(&msg);
    while (rc == 0 && !*stop) {
        uint64_t ready = 0;
        rc = moot_bus_poll(host->bus, host->brokers, host->brokers_count,
                           has_more(host) ? 0 : TICK_MS, &ready);
        uint64_t woke_us = moot_clock_mono_us();
        if (rc == 0 && host->guarding != NULL)
            moot_guarding_turn(host->guarding, woke_us / 1000);
        if (rc == 0 && (ready != 0 || has_more(host)))
            rc = run_batch(host, ready, &msg);
        if (rc == 0)
            rc = tick(host);
        moot_metric_observe(MOOT_M_LOOP_TURN_SECONDS, MOOT_L_NONE_ALL,
                            moot_clock_mono_us() - woke_us);
    }
    moot_bus_msg_close(&msg);
    return rc;
}

/* ---- Start and end ------------------------------------------------------- */

/* From here on the log has the worker's number. */
static int open_folder(host_t *host)
{
    char why[512] = "", name[32];
    const moot_conf_t *conf = host->conf;
    moot_slice_t cluster = moot_slice_str(host->cluster.id);
    int rc =
        host->worker == MOOT_HOST_ANY_WORKER
            ? moot_datadir_claim(conf->data_dir,
                                 (uint32_t)host->cluster.workers, cluster,
                                 &host->dir, why, sizeof why)
            : moot_datadir_open(conf->data_dir, (uint32_t)host->worker, cluster,
                                &host->dir, why, sizeof why);
    if (rc < 0)
        return failed("folder", rc, why);
    host->worker = moot_datadir_worker(host->dir);
    snprintf(name, sizeof name, "worker-%" PRIu64, host->worker);
    moot_log_open(name, (moot_log_level_t)conf->log_level);
    return 0;
}

static int open_store(host_t *host)
{
    char why[512] = "";
    const moot_conf_t *conf = host->conf;
    moot_store_lmdb_conf_t store = {
        .path = moot_datadir_store_path(host->dir),
        .bytes_max = conf->store_bytes_max,
        .identity = moot_datadir_identity(host->dir),
    };
    uint64_t begin_ms = moot_clock_mono_ms();
    int rc = moot_store_lmdb_open(&store, &host->store, why, sizeof why);
    if (rc < 0)
        return failed("store", rc, why);
    rc = moot_shard_found(host->store, host->cluster.workers);
    if (rc < 0)
        return failed("store", rc, why);
    moot_log(MOOT_EV_STORE_OPENED, "path=%s took_ms=%" PRIu64,
             moot_log_str(store.path), moot_clock_mono_ms() - begin_ms);
    return 0;
}

static int open_pub(host_t *host)
{
    moot_endpoint_t endpoint;
    const moot_bus_options_t options = {
        .send_messages_max = PUBLISH_MESSAGES_MAX,
        .receive_messages_max = QUEUE_MESSAGES_MAX,
        .message_bytes_max = MESSAGE_BYTES_MAX,
        .roles = MOOT_KEY_OF(MOOT_KEY_EDGE),
    };
    int rc = moot_endpoints_pub_bind(host->conf, host->worker, &endpoint);
    if (rc < 0)
        return failed("bind", rc, "the path of run_dir is too long for a unix "
                                  "socket");
    rc = moot_bus_pub(host->bus, endpoint.text, &options, &host->pub);
    if (rc < 0)
        return failed("bind", rc, moot_bus_error(host->bus));
    rc = moot_endpoints_pub(host->conf, moot_bus_endpoint(host->pub),
                            &host->announced);
    return rc < 0 ? failed("bind", rc,
                           "worker_pub must say where edges find the address "
                           "of worker_pub_bind")
                  : 0;
}

static int connect_brokers(host_t *host)
{
    char identity[MOOT_BUS_IDENTITY_MAX];
    moot_endpoint_t endpoint;
    moot_bus_options_t options = {
        .send_messages_max = QUEUE_MESSAGES_MAX,
        .receive_messages_max = QUEUE_MESSAGES_MAX,
        .message_bytes_max = MESSAGE_BYTES_MAX,
    };
    int size = snprintf(identity, sizeof identity,
                        "worker-%" PRIu64 ":%" PRIu64, host->worker,
                        moot_datadir_incarnation(host->dir));
    for (unsigned i = 0; i < (unsigned)host->conf->brokers; i++) {
        char name[24];
        snprintf(name, sizeof name, "broker-%u", i + 1);
        options.server_key =
            moot_trust_server(&host->trust, MOOT_KEY_BROKER, name);
        int rc = moot_endpoints_back(host->conf, i + 1, &endpoint);
        if (rc == 0)
            rc = moot_bus_dealer(host->bus, endpoint.text, &options,
                                 moot_slice(identity, (size_t)size),
                                 &host->brokers[i]);
        if (rc < 0)
            return failed("connect", rc, moot_bus_error(host->bus));
        host->brokers_count++;
    }
    return 0;
}

/* One line of the log for each mistake of a profile. */
static void show_mistakes(const moot_buf_t *mistakes)
{
    const uint8_t *at = mistakes->at, *end = at + mistakes->size;
    while (at < end) {
        const uint8_t *to = memchr(at, '\n', (size_t)(end - at));
        size_t size = to != NULL ? (size_t)(to - at) : (size_t)(end - at);
        moot_log(MOOT_EV_PROGRAM_FAILED, "what=profile error=%s",
                 moot_log_text(moot_slice(at, size)));
        at += size + 1;
    }
}

static int open_profile(host_t *host)
{
    moot_buf_t mistakes;
    if (host->conf->profile[0] == '\0')
        return 0;
    moot_buf_init(&mistakes, MISTAKES_BYTES_MAX);
    int rc = moot_profile_load(host->conf->profile, &mistakes, &host->profile);
    if (rc < 0)
        show_mistakes(&mistakes);
    moot_buf_close(&mistakes);
    return rc < 0 ? MOOT_EINVAL : 0;
}

/* The processes that answer for room types. */
static int open_guards(host_t *host)
{
    char name[32];
    if (host->profile == NULL)
        return 0;
    snprintf(name, sizeof name, "worker-%" PRIu64, host->worker);
    int rc = moot_guarding_open(host->profile, host->conf->guard_timeout_ms,
                                name, host->conf->log_level,
                                moot_clock_mono_ms(), &host->guarding);
    if (rc < 0)
        return failed("guards", rc, "");
    if (host->guarding != NULL)
        moot_bus_watch(host->bus, moot_guarding_fd(host->guarding));
    return 0;
}

static void open_capture(host_t *host)
{
    char id[32];
    snprintf(id, sizeof id, "worker-%" PRIu64, host->worker);
    moot_capture_init(&host->capture, host->bus, host->conf, id);
}

static int open_shard(host_t *host)
{
    static const moot_shard_sink_t sink = {
        .to_broker = to_broker,
        .publish = publish,
        .to_self = to_self,
        .forward = forward,
        .guard = guard,
    };
    const moot_conf_t *conf = host->conf;
    moot_shard_config_t config = {
        .worker = host->worker,
        .incarnation = moot_datadir_incarnation(host->dir),
        .cluster = moot_slice_str(host->cluster.id),
        .endpoint = moot_slice_str(host->announced.text),
        .key = moot_endpoints_is_tcp(host->announced.text)
                   ? moot_trust_self(&host->trust)
                   : moot_slice("", 0),
        .members_per_room_max = (size_t)conf->members_per_room_max,
        .rooms_per_user_max = (size_t)conf->rooms_per_user_max,
        .create_on_join = conf->create_on_join,
        .dedup_window_ms = conf->dedup_window_hours * 3600000,
        .dedup_per_sender_max = (size_t)conf->dedup_per_sender_max,
        .rooms_cached_max = ROOMS_CACHED_MAX,
        .edges_max = EDGES_MAX,
        .sessions_max = SESSIONS_MAX,
        .profile = host->profile,
        .content_chars_max = conf->content_chars_max,
    };
    int rc = moot_shard_open(&config, host->store, &sink, host,
                             moot_clock_mono_ms(), moot_clock_wall_ms(),
                             &host->shard);
    if (rc < 0)
        return failed("store", rc, "");
    moot_shard_describe(host->shard, (uint64_t)getpid(), MOOT_STATE_READY);
    moot_shard_facts(host->shard, &host->shown);
    return 0;
}

static int start(host_t *host)
{
    int rc = open_folder(host);
    if (rc == 0)
        rc = open_profile(host);
    if (rc == 0)
        rc = open_store(host);
    if (rc < 0)
        return rc;
    host->bus = moot_bus_new();
    if (host->bus == NULL)
        return failed("bus", MOOT_ENOMEM, "no memory or file descriptors");
    char why[512] = "";
    rc = moot_trust_open(&host->trust, host->conf, host->bus, MOOT_KEY_WORKER,
                         why, sizeof why);
    if (rc < 0) {
        (void)failed("keys", rc, why);
        return MOOT_EINVAL;
    }
    rc = open_pub(host);
    if (rc == 0)
        rc = connect_brokers(host);
    if (rc == 0)
        open_capture(host);
    if (rc == 0)
        rc = open_shard(host);
    if (rc == 0)
        rc = open_guards(host);
    if (rc == 0)
        moot_log(MOOT_EV_PROGRAM_READY,
                 "incarnation=%" PRIu64 " rooms=%" PRIu64 " sessions=%" PRIu64
                 " pub=%s queue_messages=%d",
                 moot_datadir_incarnation(host->dir), host->shown.rooms,
                 host->shown.sessions,
                 moot_log_str(host->announced.text),
                 QUEUE_MESSAGES_MAX);
    return rc;
}

/* Says that it goes, and lets the last answers leave: closing a socket drops
 * what the library's thread has not sent. */
static void say_goodbye(host_t *host)
{
    uint64_t ready;
    moot_log_bare(MOOT_EV_PROGRAM_DRAINING);
    moot_admin_unready(host->gauges.admin, "stopping");
    moot_shard_describe(host->shard, (uint64_t)getpid(), MOOT_STATE_DRAINING);
    for (unsigned i = 0; i < host->brokers_count; i++)
        moot_shard_beat(host->shard, i);
    int rc = moot_bus_poll(host->bus, &host->pub, 0, FLUSH_MS, &ready);
    (void)rc;
}

/* Whether the same would happen again at every start. */
static bool is_final(int rc)
{
    return rc == MOOT_EFOREIGN || rc == MOOT_EVERSION || rc == MOOT_ECORRUPT
           || rc == MOOT_EINVAL || rc == MOOT_ELIMIT || rc == MOOT_EDENIED
           || rc == MOOT_ENOENT;
}

static int find_cluster(host_t *host)
{
    char why[160] = "";
    int rc = moot_cluster_read(host->conf->data_dir, &host->cluster);
    if (rc == MOOT_ENOENT)
        snprintf(why, sizeof why, "there is no cluster here yet: moot init");
    if (rc == 0 && host->worker > host->cluster.workers) {
        snprintf(why, sizeof why,
                 "this cluster was made for %" PRIu64 " workers",
                 host->cluster.workers);
        rc = MOOT_EINVAL;
    }
    if (rc == MOOT_ENOENT)
        rc = MOOT_EINVAL;
    return rc < 0 ? failed("cluster", rc, why) : 0;
}

int moot_host_run(const moot_conf_t *conf, uint64_t worker,
                  moot_admin_t *admin, const volatile bool *stop)
{
    host_t host = {.conf = conf, .worker = worker, .gauges.admin = admin};
    moot_buf_init(&host.self[0], SIZE_MAX);
    moot_buf_init(&host.self[1], SIZE_MAX);
    int rc = find_cluster(&host);
    if (rc == 0)
        rc = start(&host);
    if (rc < 0 && is_final(rc))
        rc = MOOT_HOST_REFUSED;
    if (rc == 0) {
        running = host.bus;
        rc = loop(&host, stop);
        running = NULL;
        if (rc < 0)
            failed(rc == MOOT_EIO ? "disk" : "loop", rc, "");
        else
            say_goodbye(&host);
    }
    moot_guarding_close(&host.guarding);
    moot_shard_close(&host.shard);
    moot_profile_destroy(&host.profile);
    moot_capture_close(&host.capture);
    moot_bus_destroy(&host.bus);
    moot_trust_close(&host.trust);
    moot_store_close(&host.store);
    moot_datadir_close(&host.dir);
    moot_buf_close(&host.self[0]);
    moot_buf_close(&host.self[1]);
    return rc;
}
