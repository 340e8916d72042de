#include "cli/tap_live.h"

#include "common/clock.h"
#include "common/endpoints.h"
#include "common/err.h"
#include "common/trust.h"
#include "proto/tap.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

enum {
    QUEUE_MESSAGES_MAX = 100000, /* of one program, in our memory */
    MESSAGE_BYTES_MAX = 1 << 20,
    SCAN_MS = 500,    /* new programs are looked for this often */
    SILENT_MS = 2500, /* then a program counts as gone: five states */
    TAKE_MAX = 1000, /* from one program in a row */
    HOLD_US = 50000, /* records wait so long for earlier ones */
    HELD_MAX = 50000,
    HELD_BYTES_MAX = 64 << 20,
    CROWD_MS = 10, /* between two looks at programs beyond one poll */
};

typedef struct source {
    moot_bus_socket_t *socket;
    char id[MOOT_BUS_ENDPOINT_MAX + 1];
    bool answers, refused;
    bool shut_out; /* it was said that the keys do not fit */
    uint64_t pid;
    uint64_t number; /* of the last record */
    uint64_t heard_ms;
    uint64_t disconnected; /* connections that ended, as last seen */
    uint64_t lost;         /* not yet said */
} source_t;

/* A record that waits for its turn. */
typedef struct held {
    uint64_t at_us, order;
    size_t size;
    uint8_t *bytes;
} held_t;

struct moot_tap_live {
    moot_bus_t *bus;
    moot_trust_t trust; /* over TCP */
    bool outside;       /* over TCP only: run_dir is not looked at */
    moot_bus_msg_t msg;
    char run_dir[3072];
    moot_buf_t ask;
    char topic[MOOT_TAP_TOPIC_SIZE + 1];
    source_t *sources[MOOT_TAP_PROGRAMS_MAX];
    size_t count;
    bool crowded; /* it was said that there are too many */
    uint64_t scan_due_ms, polled_ms;
    held_t *held; /* a heap, the earliest first */
    size_t held_count, held_bytes;
    uint64_t order;
    uint8_t *given; /* bytes of the record handed out */
    moot_tap_live_stats_t stats;
};

/* ---- Order --------------------------------------------------------------- */

static bool before(const held_t *a, const held_t *b)
{
    return a->at_us != b->at_us ? a->at_us < b->at_us : a->order < b->order;
}

static void swap(held_t *a, held_t *b)
{
    held_t was = *a;

    *a = *b;
    *b = was;
}

static void hold(moot_tap_live_t *live, uint64_t at_us, moot_slice_t record)
{
    size_t i = live->held_count++;
    held_t *held = live->held;

    held[i] = (held_t){.at_us = at_us,
                       .order = live->order++,
                       .size = record.size,
                       .bytes = malloc(record.size)};
    MOOT_CHECK(held[i].bytes);
    memcpy(held[i].bytes, record.at, record.size);
    live->held_bytes += record.size;
    for (; i > 0 && before(&held[i], &held[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&held[i], &held[(i - 1) / 2]);
}

static held_t take_first(moot_tap_live_t *live)
{
    held_t *held = live->held, first = held[0];
    size_t n = --live->held_count;

    held[0] = held[n];
    for (size_t i = 0;;) {
        size_t least = i;

        for (size_t j = 2 * i + 1; j <= 2 * i + 2 && j < n; j++)
            if (before(&held[j], &held[least]))
                least = j;
        if (least == i)
            break;
        swap(&held[i], &held[least]);
        i = least;
    }
    live->held_bytes -= first.size;
    return first;
}

static bool is_full(const moot_tap_live_t *live)
{
    return live->held_count >= HELD_MAX || live->held_bytes >= HELD_BYTES_MAX;
}

bool moot_tap_live_next(moot_tap_live_t *live, bool all,
                        moot_msg_tap_record_t *out)
{
    held_t first;
    int rc;

    free(live->given);
    live->given = NULL;
    if (live->held_count == 0)
        return false;
    /* A record from another machine's future does not wait for ever. */
    if (!all && !is_full(live)) {
        uint64_t now_us = moot_clock_wall_us();
        uint64_t at_us = live->held[0].at_us;

        if (at_us + HOLD_US > now_us && at_us < now_us + 1000000)
            return false;
    }
    first = take_first(live);
    live->given = first.bytes;
    rc = moot_wire_decode_tap_record(moot_slice(first.bytes, first.size), out);
    MOOT_CHECK(rc == 0); /* it was decoded when it came */
    return true;
}

/* ---- Programs ------------------------------------------------------------ */

static void lose(moot_tap_live_t *live, source_t *source, uint64_t count)
{
    live->stats.lost += count;
    source->lost += count;
}

static void say_lost(source_t *source)
{
    if (source->lost > 0)
        fprintf(stderr, "moot tap: %" PRIu64 " records of %s were lost\n",
                source->lost, source->id);
    source->lost = 0;
}

static void take_record(moot_tap_live_t *live, source_t *source,
                        const moot_msg_tap_record_t *record, moot_slice_t bytes)
{
    if (record->number > source->number + 1)
        lose(live, source, record->number - source->number - 1);
    source->number = record->number;
    live->stats.received++;
    hold(live, record->at_us, bytes);
}

static void take_state(moot_tap_live_t *live, source_t *source,
                       const moot_msg_tap_state_t *state)
{
    source->heard_ms = moot_clock_mono_ms();
    if (state->pid != source->pid) {
        if (source->pid != 0)
            fprintf(stderr, "moot tap: %s was started anew\n", source->id);
        source->pid = state->pid;
        source->number = 0;
        source->refused = false;
    } else if (!source->answers) {
        fprintf(stderr, "moot tap: %s is back\n", source->id);
    }
    source->answers = true;
    if (state->refused.size > 0 && !source->refused) {
        source->refused = true;
        fprintf(stderr, "moot tap: %s refuses: %.*s\n", source->id,
                MOOT_SLICE_ARG(state->refused));
    }
    if (state->number > source->number)
        lose(live, source, state->number - source->number);
    source->number = state->number;
}

static void take_message(moot_tap_live_t *live, source_t *source,
                         moot_slice_t bytes)
{
    moot_msg_t message;

    if (moot_wire_decode(bytes, &message) != 0)
        return;
    if (message.code == MOOT_MSG_TAP_RECORD)
        take_record(live, source, &message.as.tap_record, bytes);
    else if (message.code == MOOT_MSG_TAP_STATE)
        take_state(live, source, &message.as.tap_state);
}

static void take_all(moot_tap_live_t *live, source_t *source)
{
    for (int i = 0; i < TAKE_MAX && !is_full(live)
                    && moot_bus_receive(source->socket, &live->msg) == 0;
         i++)
        if (live->msg.count == 2) /* the topic, the message */
            take_message(live, source, live->msg.parts[1]);
}

static void look_after(source_t *source, uint64_t now_ms)
{
    moot_bus_stats_t stats = moot_bus_stats(source->socket);
    bool gone = stats.disconnected != source->disconnected
                || now_ms - source->heard_ms > SILENT_MS;

    say_lost(source);
    source->disconnected = stats.disconnected;
    if (stats.handshake_failed > 0 && stats.connected == 0
        && !source->shut_out) {
        source->shut_out = true;
        fprintf(stderr,
                "moot tap: %s: no handshake: it does not take this key, has "
                "another one than expected, or is no tap_bind\n",
                source->id);
    }
    if (!source->answers || !gone)
        return;
    source->answers = false;
    fprintf(stderr, "moot tap: %s is gone\n", source->id);
}

/* ---- Finding them -------------------------------------------------------- */

static bool is_known(const moot_tap_live_t *live, const char *id)
{
    for (size_t i = 0; i < live->count; i++)
        if (strcmp(live->sources[i]->id, id) == 0)
            return true;
    return false;
}

/* server_key: NULL without keys. Errors: of the bus, said on stderr. */
static int open_source(moot_tap_live_t *live, const char *id,
                       const char *endpoint, const uint8_t *server_key)
{
    const moot_bus_options_t options = {
        .send_messages_max = QUEUE_MESSAGES_MAX,
        .receive_messages_max = QUEUE_MESSAGES_MAX,
        .message_bytes_max = MESSAGE_BYTES_MAX,
        .server_key = server_key,
    };
    source_t *source = calloc(1, sizeof *source);
    int rc;

    MOOT_CHECK(source);
    snprintf(source->id, sizeof source->id, "%s", id);
    source->heard_ms = moot_clock_mono_ms();
    rc = moot_bus_sub(live->bus, endpoint, &options,
                      moot_slice_str(live->topic), &source->socket);
    if (rc == 0)
        rc = moot_bus_ask(source->socket, moot_buf_slice(&live->ask));
    if (rc != 0) {
        fprintf(stderr, "moot tap: %s: %s\n", id, moot_bus_error(live->bus));
        moot_bus_close(&source->socket);
        free(source);
        return rc;
    }
    live->sources[live->count++] = source;
    return 0;
}

static void add(moot_tap_live_t *live, const char *id)
{
    moot_endpoint_t endpoint;
    int rc;

    if (live->count == MOOT_TAP_PROGRAMS_MAX) {
        if (!live->crowded)
            fprintf(stderr, "moot tap: more than %d programs; %s and others "
                            "are left out\n",
                    MOOT_TAP_PROGRAMS_MAX, id);
        live->crowded = true;
        return;
    }
    rc = moot_endpoints_tap(live->run_dir, id, &endpoint);
    if (rc != 0)
        fprintf(stderr, "moot tap: %s: %s\n", id, moot_err_text(rc));
    else
        (void)!open_source(live, id, endpoint.text, NULL);
}

/* Looks for sockets in run_dir that are not known yet. */
static void scan(moot_tap_live_t *live)
{
    DIR *folder = opendir(live->run_dir);
    struct dirent *entry;
    char id[65];

    while (folder && (entry = readdir(folder)) != NULL) {
        size_t size = strlen(entry->d_name);

        if (size < 5 || size - 4 >= sizeof id
            || strcmp(entry->d_name + size - 4, ".tap") != 0)
            continue;
        snprintf(id, sizeof id, "%.*s", (int)(size - 4), entry->d_name);
        if (!is_known(live, id))
            add(live, id);
    }
    if (folder)
        closedir(folder);
}

/* ---- All of it ----------------------------------------------------------- */

int moot_tap_live_open(const char *run_dir, moot_slice_t filter, bool bodies,
                       bool all, moot_tap_live_t **out)
{
    moot_msg_tap_ask_t ask = {.bodies = bodies, .all = all, .filter = filter};
    moot_tap_live_t *live;
    int rc;

    if (strlen(run_dir) >= sizeof live->run_dir)
        return MOOT_ELIMIT;
    MOOT_CHECK(getrandom(&ask.id, sizeof ask.id, 0) == sizeof ask.id);
    live = calloc(1, sizeof *live);
    MOOT_CHECK(live);
    live->held = calloc(HELD_MAX, sizeof *live->held);
    MOOT_CHECK(live->held);
    strcpy(live->run_dir, run_dir);
    moot_bus_msg_init(&live->msg);
    moot_buf_init(&live->ask, MOOT_BUS_ASK_MAX);
    rc = moot_wire_encode_tap_ask(&live->ask, &ask);
    MOOT_CHECK(rc == 0);
    (void)moot_tap_topic(ask.id, live->topic);
    live->bus = moot_bus_new();
    if (!live->bus) {
        moot_tap_live_close(&live);
        return MOOT_ENOMEM;
    }
    *out = live;
    return 0;
}

int moot_tap_live_connect(moot_tap_live_t *live, const moot_conf_t *conf,
                          const moot_tap_targets_t *targets)
{
    char why[512] = "";
    int rc = moot_trust_open_tcp(&live->trust, conf, live->bus, MOOT_KEY_ROLES,
                                 why, sizeof why);

    if (rc != 0)
        fprintf(stderr, "moot tap: %s\n", why);
    live->outside = true;
    for (size_t i = 0; rc == 0 && i < targets->count; i++) {
        const moot_tap_target_t *target = &targets->at[i];
        const uint8_t *key = NULL;

        if (!conf->insecure)
            rc = moot_tap_targets_key(target, &live->trust, &key);
        if (rc == 0)
            rc = open_source(live, target->endpoint + strlen("tcp://"),
                             target->endpoint, key);
    }
    return rc;
}

void moot_tap_live_close(moot_tap_live_t **live_p)
{
    moot_tap_live_t *live = *live_p;

    *live_p = NULL;
    if (!live)
        return;
    moot_bus_msg_close(&live->msg);
    for (size_t i = 0; i < live->count; i++) {
        say_lost(live->sources[i]);
        moot_bus_close(&live->sources[i]->socket);
        free(live->sources[i]);
    }
    moot_bus_destroy(&live->bus);
    moot_trust_close(&live->trust);
    while (live->held_count > 0)
        free(live->held[--live->held_count].bytes);
    free(live->held);
    free(live->given);
    moot_buf_close(&live->ask);
    free(live);
}

int moot_tap_live_poll(moot_tap_live_t *live, int timeout_ms)
{
    moot_bus_socket_t *sockets[MOOT_BUS_POLL_MAX];
    uint64_t ready, now_ms = moot_clock_mono_ms();
    size_t n = 0;
    int rc;

    /* Who was stopped itself has not heard anybody; they may be well. */
    if (now_ms - live->polled_ms > SCAN_MS + 1000)
        for (size_t i = 0; i < live->count; i++)
            live->sources[i]->heard_ms = now_ms;
    live->polled_ms = now_ms;
    if (now_ms >= live->scan_due_ms) {
        live->scan_due_ms = now_ms + SCAN_MS;
        if (!live->outside)
            scan(live);
        for (size_t i = 0; i < live->count; i++)
            look_after(live->sources[i], now_ms);
    }
    for (; n < live->count && n < MOOT_BUS_POLL_MAX; n++)
        sockets[n] = live->sources[n]->socket;
    if (live->count > n && timeout_ms > CROWD_MS)
        timeout_ms = CROWD_MS;
    rc = moot_bus_poll(live->bus, sockets, n, timeout_ms, &ready);
    if (rc != 0)
        return rc;
    for (size_t i = 0; i < live->count; i++)
        if (i >= n || (ready >> i & 1) != 0)
            take_all(live, live->sources[i]);
    return 0;
}

void moot_tap_live_wake(moot_tap_live_t *live)
{
    moot_bus_wake(live->bus);
}

moot_tap_live_stats_t moot_tap_live_stats(const moot_tap_live_t *live)
{
    moot_tap_live_stats_t stats = live->stats;

    stats.programs = stats.refused = 0;
    for (size_t i = 0; i < live->count; i++) {
        stats.programs += live->sources[i]->answers;
        stats.refused += live->sources[i]->refused;
    }
    return stats;
}
