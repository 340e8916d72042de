#include "tests/lib/worker_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/hash.h"
#include "proto/rules.h"

static moot_slice_t copy_bytes(moot_slice_t bytes)
{
    uint8_t *at = malloc(bytes.size + 1);
    MOOT_CHECK(at != NULL);
    if (bytes.size > 0)
        memcpy(at, bytes.at, bytes.size);
    return moot_slice(at, bytes.size);
}

static void keep(moot_worker_fixture_t *fixture, enum moot_said_to to,
                 moot_slice_t route, moot_slice_t body)
{
    if (fixture->said_count == fixture->said_capacity) {
        fixture->said_capacity = fixture->said_capacity * 2 + 64;
        fixture->said = realloc(fixture->said, fixture->said_capacity
                                                   * sizeof(moot_said_t));
        MOOT_CHECK(fixture->said != NULL);
    }
    moot_said_t *said = &fixture->said[fixture->said_count++];
    *said = (moot_said_t){.route = copy_bytes(route),
                          .body = copy_bytes(body)};
    said->to = to;
    int rc = moot_wire_decode(said->body, &said->message);
    MOOT_CHECK(rc == 0);
    if (to != MOOT_SAID_PUBLISH && to != MOOT_SAID_GUARD) {
        rc = moot_wire_decode_route(said->route, &said->head);
        MOOT_CHECK(rc == 0);
    }
}

static void on_broker(void *ctx, unsigned broker, moot_slice_t route,
                      moot_slice_t body)
{
    (void)broker;
    keep(ctx, MOOT_SAID_BROKER, route, body);
}

static void on_publish(void *ctx, moot_slice_t topic, moot_slice_t body)
{
    keep(ctx, MOOT_SAID_PUBLISH, topic, body);
}

static void on_forward(void *ctx, moot_slice_t url, moot_slice_t body)
{
    moot_worker_fixture_t *fixture = ctx;
    fixture->forwarded++;
    snprintf(fixture->forward_text, sizeof fixture->forward_text, "%.*s %.*s",
             MOOT_SLICE_ARG(url), MOOT_SLICE_ARG(body));
}

static void on_guard(void *ctx, moot_slice_t ask)
{
    keep(ctx, MOOT_SAID_GUARD, moot_slice("", 0), ask);
}

static void on_self(void *ctx, moot_slice_t route, moot_slice_t body)
{
    keep(ctx, MOOT_SAID_SELF, route, body);
}

void moot_worker_fixture_init(moot_worker_fixture_t *fixture)
{
    *fixture = (moot_worker_fixture_t){
        .now_ms = 100000,
        .wall_ms = 1700000000000,
        .config = {
            .worker = 1,
            .incarnation = 1,
            .cluster = moot_slice_str("0123456789abcdef"),
            .endpoint = moot_slice_str("ipc:///nowhere"),
            .members_per_room_max = 1000,
            .rooms_per_user_max = 1000,
            .dedup_window_ms = 86400000,
            .dedup_per_sender_max = 10000,
            .rooms_cached_max = 10000,
            .edges_max = 16,
            .sessions_max = 100000,
        },
    };
}

static void open_shard(moot_worker_fixture_t *fixture)
{
    static const moot_shard_sink_t sink = {
        .to_broker = on_broker,
        .publish = on_publish,
        .to_self = on_self,
        .forward = on_forward,
        .guard = on_guard,
    };
    int rc = moot_shard_open(&fixture->config, fixture->store, &sink, fixture,
                             fixture->now_ms, fixture->wall_ms,
                             &fixture->shard);
    MOOT_CHECK(rc == 0);
}

void moot_worker_fixture_open(moot_worker_fixture_t *fixture)
{
    moot_store_mem_conf_t conf = {
        .strict = true,
        .identity = moot_slice_str("0123456789abcdef/1"),
    };
    if (fixture->store == NULL) {
        int rc = moot_store_mem_new(&conf, &fixture->store);
        MOOT_CHECK(rc == 0);
    }
    int rc = moot_shard_found(fixture->store, 1);
    MOOT_CHECK(rc == 0);
    open_shard(fixture);
}

void moot_worker_fixture_restart(moot_worker_fixture_t *fixture)
{
    moot_shard_close(&fixture->shard);
    moot_store_mem_crash(fixture->store);
    moot_worker_fixture_clear(fixture);
    fixture->config.incarnation++;
    open_shard(fixture);
}

void moot_worker_fixture_clear(moot_worker_fixture_t *fixture)
{
    for (size_t i = 0; i < fixture->said_count; i++) {
        free((void *)(uintptr_t)fixture->said[i].route.at);
        free((void *)(uintptr_t)fixture->said[i].body.at);
    }
    fixture->said_count = fixture->given_back = 0;
}

void moot_worker_fixture_close(moot_worker_fixture_t *fixture)
{
    moot_worker_fixture_clear(fixture);
    free(fixture->said);
    moot_shard_close(&fixture->shard);
    moot_store_close(&fixture->store);
}

/* Whose slot a message is for. */
static unsigned slot_of(const moot_msg_t *message)
{
    moot_msg_request_t request;
    switch (message->code) {
    case MOOT_MSG_REQUEST:
        return moot_op_slot(message->as.request.op, message->as.request.user,
                            message->as.request.room);
    case MOOT_MSG_ATTACH:
        return moot_slot_of((enum moot_kind)message->as.attach.kind,
                            message->as.attach.id);
    case MOOT_MSG_DETACH:
        return moot_slot_of((enum moot_kind)message->as.detach.kind,
                            message->as.detach.id);
    case MOOT_MSG_RANGE:
        return moot_slot_of((enum moot_kind)message->as.range.kind,
                            message->as.range.id);
    case MOOT_MSG_ASK_HISTORY:
        return moot_slot_of(MOOT_KIND_USER, message->as.ask_history.owner);
    case MOOT_MSG_ASK_NAMES:
        return message->as.ask_names.what == MOOT_NAMES_FACT
                   ? MOOT_SLOTS
                   : moot_slot_of(MOOT_KIND_USER, message->as.ask_names.of);
    case MOOT_MSG_ASK_WHY:
        return moot_wire_decode_request(message->as.ask_why.request, &request)
                       == 0
                   ? moot_slot_of(MOOT_KIND_ROOM, request.room)
                   : MOOT_SLOTS;
    case MOOT_MSG_OUTBOX:
        return (unsigned)message->as.outbox.target;
    case MOOT_MSG_OUTBOX_ACK:
        return (unsigned)message->as.outbox_ack.source;
    default:
        return MOOT_SLOTS;
    }
}

void moot_worker_fixture_give(moot_worker_fixture_t *fixture,
                              const moot_msg_t *message)
{
    unsigned slot = slot_of(message);
    moot_msg_route_t head = {
        .flow = slot < MOOT_SLOTS ? MOOT_FLOW_SLOT : MOOT_FLOW_WORKER,
        .edge = moot_slice_str(MOOT_FIXTURE_EDGE),
        .slot = slot < MOOT_SLOTS ? slot : 0,
        .slot_epoch = 1,
        .worker = fixture->config.worker,
        .incarnation = fixture->config.incarnation,
    };
    moot_buf_t route, body;
    moot_buf_init(&route, SIZE_MAX);
    moot_buf_init(&body, SIZE_MAX);
    int rc = moot_wire_encode_route(&route, &head);
    MOOT_CHECK(rc == 0);
    rc = moot_wire_encode(&body, message);
    MOOT_CHECK(rc == 0);
    moot_shard_receive(fixture->shard, 0, moot_buf_slice(&route),
                       moot_buf_slice(&body));
    moot_buf_close(&route);
    moot_buf_close(&body);
}

int moot_worker_fixture_settle(moot_worker_fixture_t *fixture)
{
    int rc = 0;
    for (int round = 0; rc == 0 && round < 100; round++) {
        size_t end = fixture->said_count;
        bool any = false;
        for (size_t i = fixture->given_back; i < end; i++)
            any = any || fixture->said[i].to == MOOT_SAID_SELF;
        if (!any)
            return 0;
        rc = moot_shard_begin(fixture->shard, fixture->now_ms,
                              fixture->wall_ms);
        MOOT_CHECK(rc == 0);
        for (size_t i = fixture->given_back; i < end; i++) {
            if (fixture->said[i].to == MOOT_SAID_SELF)
                moot_shard_receive(fixture->shard, 0, fixture->said[i].route,
                                   fixture->said[i].body);
        }
        fixture->given_back = end;
        rc = moot_shard_commit(fixture->shard);
    }
    return rc;
}

int moot_worker_fixture_send(moot_worker_fixture_t *fixture,
                             const moot_msg_t *message)
{
    int rc = moot_shard_begin(fixture->shard, fixture->now_ms,
                              fixture->wall_ms);
    MOOT_CHECK(rc == 0);
    moot_worker_fixture_give(fixture, message);
    rc = moot_shard_commit(fixture->shard);
    return rc < 0 ? rc : moot_worker_fixture_settle(fixture);
}

void moot_worker_fixture_number(moot_worker_fixture_t *fixture,
                                moot_msg_request_t *request)
{
    static char text[8][160];
    static size_t turn;
    char *at = text[turn++ % 8];
    uint64_t *next = &fixture->numbers[moot_hash64(request->user) % 64];
    memcpy(at, "s-", 2);
    memcpy(at + 2, request->user.at, request->user.size);
    if (request->session.size == 0)
        request->session = moot_slice(at, 2 + request->user.size);
    /* One counter for all slots would leave gaps; base says that nobody
     * awaits what is in them. */
    request->number = request->base = ++*next;
    request->stamp_incarnation = fixture->config.incarnation;
    request->stamp_ms = fixture->now_ms;
}

/* Keeps bytes for a while. */
static moot_slice_t lend(moot_buf_t *buf)
{
    static uint8_t at[8][1 << 18];
    static size_t turn;
    uint8_t *to = at[turn++ % 8];
    MOOT_CHECK(buf->error == 0 && buf->size <= sizeof at[0]);
    memcpy(to, buf->at, buf->size);
    moot_slice_t bytes = moot_slice(to, buf->size);
    moot_buf_close(buf);
    return bytes;
}

moot_slice_t moot_worker_fixture_emission(const char *room, const char *data)
{
    moot_buf_t list, buf;
    moot_list_writer_t writer;
    moot_msg_emission_t emission = {
        .action = MOOT_ACTION_EMIT,
        .namespace = moot_slice_str("/"),
        .data = moot_slice_str(data),
    };
    moot_buf_init(&list, SIZE_MAX);
    moot_buf_init(&buf, SIZE_MAX);
    moot_list_begin(&writer, &list, 1);
    moot_list_put_list(&writer, 2);
    moot_list_put_u64(&writer, MOOT_TARGET_ROOM);
    moot_list_put_str(&writer, moot_slice_str(room));
    int rc = moot_list_end(&writer, &emission.targets);
    if (rc == 0)
        rc = moot_wire_encode_emission(&buf, &emission);
    MOOT_CHECK(rc == 0);
    moot_buf_close(&list);
    return lend(&buf);
}

moot_slice_t moot_worker_fixture_copies(moot_slice_t one, moot_slice_t other,
                                        const char *data)
{
    moot_buf_t list, buf;
    moot_list_writer_t writer;
    moot_slice_t all;
    moot_buf_init(&list, SIZE_MAX);
    moot_buf_init(&buf, SIZE_MAX);
    moot_list_begin(&writer, &list, 2);
    for (int i = 0; i < 2; i++) {
        moot_msg_copy_t copy = {
            .history = moot_slice_str("chat"),
            .owner = i == 0 ? one : other,
            .peer = i == 0 ? other : one,
            .data = moot_slice_str(data),
        };
        moot_buf_clear(&buf);
        int rc = moot_wire_encode_copy(&buf, &copy);
        MOOT_CHECK(rc == 0);
        moot_list_put_bin(&writer, moot_buf_slice(&buf));
    }
    int rc = moot_list_end(&writer, &all);
    MOOT_CHECK(rc == 0);
    moot_buf_close(&buf);
    return lend(&list);
}

const moot_said_t *
moot_worker_fixture_find(const moot_worker_fixture_t *fixture, uint32_t code,
                         size_t nth)
{
    for (size_t i = 0; i < fixture->said_count; i++) {
        if (fixture->said[i].message.code == code && nth-- == 0)
            return &fixture->said[i];
    }
    return NULL;
}

const moot_msg_reply_t *
moot_worker_fixture_ask(moot_worker_fixture_t *fixture,
                        moot_msg_request_t request)
{
    moot_worker_fixture_clear(fixture);
    moot_worker_fixture_number(fixture, &request);
    moot_msg_t message = {.code = MOOT_MSG_REQUEST, .as.request = request};
    int rc = moot_worker_fixture_send(fixture, &message);
    MOOT_CHECK(rc == 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0);
    MOOT_CHECK(said != NULL);
    return &said->message.as.reply;
}
