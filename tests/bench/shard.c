/* What the worker's core can do alone: messages of 128 bytes to 100 rooms,
 * each followed by one edge, in batches.
 *
 *   moot_shard_bench BATCH MESSAGES [FILE]
 *
 * BATCH messages are one transaction. With FILE the store is LMDB in that
 * file, made anew and synchronous; without, the store in memory. Prints one
 * line. Requests are encoded before the time is taken. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/err.h"
#include "proto/wire.h"
#include "worker/shard.h"
#include "worker/store_lmdb.h"
#include "worker/store_mem.h"

#define ROOMS 100
#define CONTENT 128
#define EDGE "edge-1:1"

typedef struct bench {
    moot_shard_t *shard;
    uint64_t said, published, bytes;
    uint64_t numbers[ROOMS];
    moot_buf_t route, body;
    moot_buf_t messages; /* two sizes, route, body, … */
} bench_t;

static void check(int rc, const char *what)
{
    if (rc == 0)
        return;
    fprintf(stderr, "moot_shard_bench: %s: %s\n", what, moot_err_text(rc));
    exit(1);
}

static void on_broker(void *ctx, unsigned broker, moot_slice_t route,
                      moot_slice_t body)
{
    (void)broker;
    ((bench_t *)ctx)->said++;
    ((bench_t *)ctx)->bytes += route.size + body.size;
}

static void on_publish(void *ctx, moot_slice_t topic, moot_slice_t body)
{
    ((bench_t *)ctx)->published++;
    ((bench_t *)ctx)->bytes += topic.size + body.size;
}

static void on_self(void *ctx, moot_slice_t route, moot_slice_t body)
{
    ((bench_t *)ctx)->bytes += route.size + body.size;
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Encodes a message for a slot into bench->route and bench->body. */
static void encode(bench_t *bench, unsigned slot, const moot_msg_t *message)
{
    moot_msg_route_t route = {
        .flow = slot < MOOT_SLOTS ? MOOT_FLOW_SLOT : MOOT_FLOW_WORKER,
        .edge = moot_slice_str(EDGE),
        .slot = slot < MOOT_SLOTS ? slot : 0,
        .slot_epoch = 1,
    };
    moot_buf_clear(&bench->route);
    moot_buf_clear(&bench->body);
    check(moot_wire_encode_route(&bench->route, &route), "route");
    check(moot_wire_encode(&bench->body, message), "message");
}

static void give(bench_t *bench, unsigned slot, const moot_msg_t *message)
{
    encode(bench, slot, message);
    moot_shard_receive(bench->shard, 0, moot_buf_slice(&bench->route),
                       moot_buf_slice(&bench->body));
}

static moot_msg_t request_of(bench_t *bench, unsigned room, uint64_t op,
                             char *text, size_t size)
{
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    moot_msg_request_t *request = &message.as.request;
    snprintf(text, size, "room_benchmark_%u", room);
    request->room = moot_slice_str(text);
    request->session = moot_slice_str(text);
    request->user = moot_slice_str("ann");
    request->op = op;
    request->number = ++bench->numbers[room];
    request->base = request->number > 4 ? request->number - 4 : 1;
    request->stamp_incarnation = 1;
    request->stamp_ms = 1000;
    return message;
}

static void prepare(bench_t *bench)
{
    moot_msg_t hello = {.code = MOOT_MSG_EDGE_HELLO,
                        .as.edge_hello.registration = 1};
    check(moot_shard_begin(bench->shard, 1000, 1700000000000), "begin");
    give(bench, MOOT_SLOTS, &hello);
    for (unsigned i = 0; i < ROOMS; i++) {
        char text[64];
        moot_msg_t create =
            request_of(bench, i, MOOT_OP_CREATE, text, sizeof text);
        moot_slice_t id = create.as.request.room;
        moot_msg_t attach = {
            .code = MOOT_MSG_ATTACH,
            .as.attach = {.registration = 1,
                          .number = i + 1,
                          .kind = MOOT_KIND_ROOM,
                          .id = id,
                          .mode = MOOT_ATTACH_HEAD},
        };
        give(bench, moot_slot_of(MOOT_KIND_ROOM, id), &create);
        give(bench, moot_slot_of(MOOT_KIND_ROOM, id), &attach);
    }
    check(moot_shard_commit(bench->shard), "commit");
}

static void write_messages(bench_t *bench, uint64_t count)
{
    static uint8_t content[CONTENT];
    memset(content, 'x', sizeof content);
    for (uint64_t i = 0; i < count; i++) {
        char text[64], key[32];
        moot_msg_t message = request_of(bench, (unsigned)(i % ROOMS),
                                        MOOT_OP_MESSAGE, text, sizeof text);
        snprintf(key, sizeof key, "client-%" PRIu64, i);
        message.as.request.content = moot_slice(content, sizeof content);
        message.as.request.message_type = moot_slice_str("text");
        message.as.request.client_message_id = moot_slice_str(key);
        encode(bench, moot_slot_of(MOOT_KIND_ROOM, message.as.request.room),
               &message);
        size_t sizes[2] = {bench->route.size, bench->body.size};
        moot_buf_put(&bench->messages, sizes, sizeof sizes);
        moot_buf_put(&bench->messages, bench->route.at, bench->route.size);
        moot_buf_put(&bench->messages, bench->body.at, bench->body.size);
    }
}

static void run(bench_t *bench, uint64_t count, uint64_t batch)
{
    const uint8_t *at = bench->messages.at;
    for (uint64_t i = 0; i < count; i++) {
        size_t sizes[2];
        if (i % batch == 0)
            check(moot_shard_begin(bench->shard, 2000, 1700000001000),
                  "begin");
        memcpy(sizes, at, sizeof sizes);
        at += sizeof sizes;
        moot_shard_receive(bench->shard, 0, moot_slice(at, sizes[0]),
                           moot_slice(at + sizes[0], sizes[1]));
        at += sizes[0] + sizes[1];
        if (i % batch == batch - 1 || i == count - 1)
            check(moot_shard_commit(bench->shard), "commit");
    }
}

static moot_store_t *open_store(const char *file)
{
    char why[256] = "";
    moot_store_t *store = NULL;
    if (file == NULL) {
        moot_store_mem_conf_t conf = {.identity = moot_slice_str("bench")};
        check(moot_store_mem_new(&conf, &store), "store");
        return store;
    }
    moot_store_lmdb_conf_t conf = {
        .path = file,
        .bytes_max = UINT64_C(16) << 30,
        .identity = moot_slice_str("bench"),
    };
    check(moot_store_lmdb_open(&conf, &store, why, sizeof why), why);
    return store;
}

static void measure(bench_t *bench, uint64_t count, uint64_t batch,
                    const char *file)
{
    bench->said = bench->published = bench->bytes = 0;
    double wall = seconds(CLOCK_MONOTONIC);
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    run(bench, count, batch);
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    if (bench->said != count)
        check(MOOT_EINVAL, "not every message was answered");
    printf("store=%s batch=%" PRIu64 " messages=%" PRIu64
           " per_s=%.0f cpu_us=%.2f published=%" PRIu64 " bytes=%" PRIu64
           "\n",
           file != NULL ? "lmdb" : "mem", batch, count,
           (double)count / wall, cpu * 1e6 / (double)count, bench->published,
           bench->bytes / count);
}

int main(int argc, char **argv)
{
    static const moot_shard_sink_t sink = {on_broker, on_publish, on_self,
                                           NULL, NULL};
    bench_t bench = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: moot_shard_bench BATCH MESSAGES [FILE]\n");
        return 2;
    }
    uint64_t batch = strtoull(argv[1], NULL, 10);
    uint64_t count = strtoull(argv[2], NULL, 10);
    const char *file = argc > 3 ? argv[3] : NULL;
    moot_shard_config_t config = {
        .worker = 1,
        .incarnation = 1,
        .members_per_room_max = 1000,
        .rooms_per_user_max = 1000,
        .dedup_window_ms = 86400000,
        .dedup_per_sender_max = 10000,
        .rooms_cached_max = 10000,
        .edges_max = 4,
        .sessions_max = 1000,
    };
    moot_store_t *store = open_store(file);
    moot_buf_init(&bench.route, SIZE_MAX);
    moot_buf_init(&bench.body, SIZE_MAX);
    moot_buf_init(&bench.messages, SIZE_MAX);
    check(moot_shard_found(store, 1), "found");
    check(moot_shard_open(&config, store, &sink, &bench, 1000, 1700000000000,
                          &bench.shard),
          "open");
    prepare(&bench);
    write_messages(&bench, count);
    measure(&bench, count, batch > 0 ? batch : 1, file);
    moot_shard_close(&bench.shard);
    moot_store_close(&store);
    moot_buf_close(&bench.route);
    moot_buf_close(&bench.body);
    moot_buf_close(&bench.messages);
    return 0;
}
