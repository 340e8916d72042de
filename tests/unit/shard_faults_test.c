/* What a shard promises when its store fails, its process dies, or its log is
 * replayed: random work under faults, held against what was answered. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/apply.h"
#include "worker/keys.h"

#define USERS 4
#define ROOMS 3
#define MESSAGES_MAX 6000
/* Numbers of requests: for each room's slot, and for the user's own. */
#define SLOTS (ROOMS + 1)

/* What became of a message as its sender was told. */
enum told { TOLD_NOTHING, TOLD_OK, TOLD_REFUSED };

typedef struct world {
    moot_worker_fixture_t fixture;
    uint64_t random;
    uint64_t next[USERS][SLOTS];  /* number of the next request */
    enum told told[MESSAGES_MAX]; /* by the number in its content */
    bool emitted[MESSAGES_MAX];   /* it is an emission, with two copies */
    unsigned messages;
    unsigned restarts, refusals;
} world_t;

static uint64_t draw(world_t *world, uint64_t below)
{
    world->random ^= world->random << 13;
    world->random ^= world->random >> 7;
    world->random ^= world->random << 17;
    return world->random % below;
}

/* ---- Requests ------------------------------------------------------------ */

typedef struct asked {
    moot_msg_t message;
    unsigned user, room;
    unsigned content; /* of a MESSAGE */
    char text[7][24];
    uint8_t list[40], bytes[400];
    bool answered;
} asked_t;

static moot_slice_t text_of(asked_t *asked, size_t i, const char *what,
                            unsigned number)
{
    snprintf(asked->text[i], sizeof asked->text[i], "%s%u", what, number);
    return moot_slice_str(asked->text[i]);
}

/* An emission of `["m7"]` from the user to the target, kept by both. */
static void make_emission(world_t *world, asked_t *asked)
{
    moot_msg_request_t *request = &asked->message.as.request;
    asked->content = world->messages++;
    assert_true(world->messages <= MESSAGES_MAX);
    world->emitted[asked->content] = true;
    snprintf(asked->text[4], sizeof asked->text[4], "[\"m%u\"]",
             asked->content);
    moot_slice_t emission =
        moot_worker_fixture_emission("room", asked->text[4]);
    moot_slice_t copies = moot_worker_fixture_copies(
        request->user, request->target, asked->text[4]);
    assert_true(emission.size + copies.size <= sizeof asked->bytes);
    memcpy(asked->bytes, emission.at, emission.size);
    memcpy(asked->bytes + emission.size, copies.at, copies.size);
    request->emission = moot_slice(asked->bytes, emission.size);
    request->copies =
        moot_slice(asked->bytes + emission.size, copies.size);
    if (draw(world, 2) == 0)
        request->client_message_id = request->emission;
}

static void make_request(world_t *world, asked_t *asked)
{
    static const uint64_t ops[] = {
        MOOT_OP_CREATE, MOOT_OP_JOIN,    MOOT_OP_JOIN,    MOOT_OP_LEAVE,
        MOOT_OP_INFO,   MOOT_OP_META,    MOOT_OP_REMOVE,  MOOT_OP_ROLE,
        MOOT_OP_DELETE, MOOT_OP_MESSAGE, MOOT_OP_MESSAGE, MOOT_OP_MESSAGE,
        MOOT_OP_ADD,    MOOT_OP_MESSAGE, MOOT_OP_CREATE,  MOOT_OP_MESSAGE,
        MOOT_OP_EMIT,   MOOT_OP_EMIT,    MOOT_OP_EMIT,    MOOT_OP_FACT,
        MOOT_OP_FACT,   MOOT_OP_OWNER,   MOOT_OP_OWNER,
    };
    moot_msg_request_t *request = &asked->message.as.request;
    *asked = (asked_t){.message.code = MOOT_MSG_REQUEST};
    asked->user = (unsigned)draw(world, USERS);
    asked->room = (unsigned)draw(world, ROOMS);
    request->op = ops[draw(world, sizeof ops / sizeof *ops)];
    request->user = text_of(asked, 0, "user-", asked->user);
    request->session = text_of(asked, 1, "session-", asked->user);
    request->room = text_of(asked, 2, "room-", asked->room);
    request->target =
        text_of(asked, 3, "user-", (unsigned)draw(world, USERS));
    request->role = draw(world, 2) == 0 ? MOOT_ROLE_ADMIN : MOOT_ROLE_MEMBER;
    request->given = MOOT_GIVEN_NAME;
    request->name = request->target;
    /* A list of one user, the target. */
    asked->list[0] = 0x91;
    asked->list[1] = (uint8_t)(0xa0 + request->target.size);
    memcpy(asked->list + 2, request->target.at, request->target.size);
    request->users = moot_slice(asked->list, 2 + request->target.size);
    request->system = request->op == MOOT_OP_OWNER
                      || (request->op == MOOT_OP_MESSAGE
                          && draw(world, 4) == 0);
    if (request->op == MOOT_OP_EMIT)
        make_emission(world, asked);
    if (request->op == MOOT_OP_FACT) {
        request->content = request->target;
        request->target = text_of(asked, 5, "fact-", 1);
    }
    if (request->op == MOOT_OP_EMIT || request->op == MOOT_OP_FACT) {
        asked->room = ROOMS;
        request->room = moot_slice("", 0);
    }
    if (request->op == MOOT_OP_MESSAGE) {
        asked->content = world->messages++;
        assert_true(world->messages <= MESSAGES_MAX);
        request->content = text_of(asked, 4, "m", asked->content);
        if (draw(world, 2) == 0)
            request->client_message_id = request->content;
    }
    request->number = request->base =
        ++world->next[asked->user][asked->room];
}

/* The edge's side of an answer. */
static void take_reply(world_t *world, asked_t *asked,
                       const moot_msg_reply_t *reply)
{
    asked->answered = true;
    if (reply->code == MOOT_CODE_UNAVAILABLE
        || (reply->code == MOOT_CODE_LEAVE_FAILED))
        world->refusals++;
    if (asked->message.as.request.op == MOOT_OP_MESSAGE
        || asked->message.as.request.op == MOOT_OP_EMIT)
        world->told[asked->content] =
            reply->code == MOOT_CODE_OK ? TOLD_OK : TOLD_REFUSED;
}

static void take_replies(world_t *world, asked_t *asked, size_t count)
{
    for (size_t i = 0;; i++) {
        const moot_said_t *said = moot_worker_fixture_find(
            &world->fixture, MOOT_MSG_REPLY, i);
        if (said == NULL)
            return;
        const moot_msg_reply_t *reply = &said->message.as.reply;
        for (size_t j = 0; j < count; j++) {
            const moot_msg_request_t *request = &asked[j].message.as.request;
            if (moot_slice_eq(request->session, reply->session)
                && moot_slice_eq(request->room, reply->room)
                && request->number == reply->number)
                take_reply(world, &asked[j], reply);
        }
    }
}

/* One batch of the requests that are not answered yet; copies come in the
 * order in which they were asked, as after a RESEND_FROM. */
static int send_batch(world_t *world, asked_t *asked, size_t count)
{
    moot_worker_fixture_t *fixture = &world->fixture;
    uint64_t base[USERS][SLOTS] = {0};
    int rc = moot_shard_begin(fixture->shard, fixture->now_ms,
                              fixture->wall_ms);
    assert_int_equal(rc, 0);
    for (size_t i = 0; i < count; i++) {
        moot_msg_request_t *request = &asked[i].message.as.request;
        uint64_t *lowest = &base[asked[i].user][asked[i].room];
        if (asked[i].answered)
            continue;
        if (*lowest == 0)
            *lowest = request->number;
        request->base = *lowest;
        request->stamp_incarnation = fixture->config.incarnation;
        request->stamp_ms = fixture->now_ms;
        moot_worker_fixture_give(fixture, &asked[i].message);
    }
    rc = moot_shard_commit(fixture->shard);
    if (rc == 0)
        rc = moot_worker_fixture_settle(fixture);
    take_replies(world, asked, count);
    moot_worker_fixture_clear(fixture);
    return rc;
}

static bool all_answered(const asked_t *asked, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!asked[i].answered)
            return false;
    }
    return true;
}

/* Sends until everything is answered; the worker dies where its store fails
 * for good. */
static void play(world_t *world, size_t count)
{
    asked_t asked[8];
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++)
        make_request(world, &asked[i]);
    for (int i = 0; i < 20 && !all_answered(asked, count); i++) {
        if (send_batch(world, asked, count) == 0)
            continue;
        world->restarts++;
        moot_worker_fixture_restart(&world->fixture);
    }
    assert_true(all_answered(asked, count));
    world->fixture.wall_ms++;
    world->fixture.now_ms++;
}

/* ---- What the log must hold ---------------------------------------------- */

/* The number in a content or in the data of an emission. */
static void count_one(moot_slice_t text, unsigned *times)
{
    while (text.size > 0 && (*text.at < '0' || *text.at > '9'))
        text = moot_slice(text.at + 1, text.size - 1);
    unsigned number = (unsigned)strtoul((const char *)text.at, NULL, 10);
    assert_true(number < MESSAGES_MAX);
    times[number]++;
}

/* Counts how often each emission is in the histories. */
static void count_copies(world_t *world, unsigned *times)
{
    moot_store_t *store = world->fixture.store;
    moot_slice_t key = moot_slice("", 0);
    moot_entry_t entry;
    enum moot_seek how = MOOT_SEEK_GE;
    assert_int_equal(moot_store_begin(store), 0);
    while (moot_store_seek(store, MOOT_TABLE_HISTORY, how, key, &entry) == 0) {
        moot_msg_copy_t copy;
        key = entry.key;
        how = MOOT_SEEK_GT;
        assert_int_equal(moot_wire_decode_copy(entry.value, &copy), 0);
        count_one(copy.data, times);
    }
    moot_store_abort(store);
}

/* Counts how often each message is in the log of all slots. */
static void count_messages(world_t *world, unsigned *times)
{
    moot_store_t *store = world->fixture.store;
    moot_slice_t key = moot_slice("", 0);
    moot_entry_t entry;
    enum moot_seek how = MOOT_SEEK_GE;
    assert_int_equal(moot_store_begin(store), 0);
    while (moot_store_seek(store, MOOT_TABLE_LOG, how, key, &entry) == 0) {
        moot_msg_record_t record;
        moot_list_reader_t reader;
        moot_slice_t bytes;
        moot_msg_event_t event;
        key = entry.key;
        how = MOOT_SEEK_GT;
        assert_int_equal(moot_wire_decode_record(entry.value, &record), 0);
        assert_int_equal(record.lsn, moot_keys_read64(key.at + 2));
        assert_int_equal(moot_list_reader_init(&reader, record.events), 0);
        while (moot_list_next_bin(&reader, &bytes) == 0) {
            assert_int_equal(moot_wire_decode_event(bytes, &event), 0);
            moot_msg_emission_t emission;
            if (event.what == MOOT_WHAT_MESSAGE) {
                count_one(event.content, times);
            } else if (event.what == MOOT_WHAT_EMITTED) {
                assert_int_equal(
                    moot_wire_decode_emission(event.emission, &emission), 0);
                count_one(emission.data, times);
            }
        }
    }
    moot_store_abort(store);
}

/* Each participant has its copy, once the outbox was delivered. */
static void check_copies(world_t *world)
{
    static unsigned times[MESSAGES_MAX];
    unsigned all = 0;
    memset(times, 0, sizeof times);
    count_copies(world, times);
    for (unsigned i = 0; i < world->messages; i++) {
        bool kept = world->emitted[i] && world->told[i] == TOLD_OK;
        assert_int_equal(times[i], kept ? 2 : 0);
        all += times[i];
    }
    assert_true(all > 0);
}

static void check_messages(world_t *world)
{
    static unsigned times[MESSAGES_MAX];
    memset(times, 0, sizeof times);
    count_messages(world, times);
    for (unsigned i = 0; i < world->messages; i++) {
        assert_int_not_equal(world->told[i], TOLD_NOTHING);
        assert_int_equal(times[i], world->told[i] == TOLD_OK ? 1 : 0);
    }
}

/* ---- Replay -------------------------------------------------------------- */

static void compare_table(moot_store_t *a, moot_store_t *b,
                          enum moot_table table)
{
    moot_entry_t one, other;
    moot_slice_t key_a = moot_slice("", 0), key_b = moot_slice("", 0);
    enum moot_seek how = MOOT_SEEK_GE;
    for (;;) {
        int rc = moot_store_seek(a, table, how, key_a, &one);
        assert_int_equal(rc, moot_store_seek(b, table, how, key_b, &other));
        if (rc == MOOT_ENOENT)
            return;
        assert_int_equal(rc, 0);
        if (!moot_slice_eq(one.key, other.key)
            || !moot_slice_eq(one.value, other.value))
            fail_msg("table %s differs", moot_table_name(table));
        key_a = one.key;
        key_b = other.key;
        how = MOOT_SEEK_GT;
    }
}

static void replay(moot_store_t *from, moot_tables_t *tables)
{
    moot_slice_t key = moot_slice("", 0);
    moot_entry_t entry;
    enum moot_seek how = MOOT_SEEK_GE;
    unsigned count = 0;
    assert_int_equal(moot_store_begin(from), 0);
    assert_int_equal(moot_store_begin(tables->store), 0);
    while (moot_store_seek(from, MOOT_TABLE_LOG, how, key, &entry) == 0) {
        moot_msg_record_t record;
        key = entry.key;
        how = MOOT_SEEK_GT;
        assert_int_equal(moot_wire_decode_record(entry.value, &record), 0);
        assert_int_equal(moot_apply_record(tables, moot_keys_read16(key.at),
                                           &record, entry.value, 0, NULL), 0);
        /* Batches end elsewhere than they did in life. */
        if (++count % 7 == 0) {
            assert_int_equal(moot_tables_flush(tables), 0);
            assert_int_equal(moot_store_commit(tables->store), 0);
            moot_tables_settle(tables);
            assert_int_equal(moot_store_begin(tables->store), 0);
        }
    }
    assert_int_equal(moot_tables_flush(tables), 0);
    assert_int_equal(moot_store_commit(tables->store), 0);
    moot_tables_settle(tables);
    moot_store_abort(from);
}

static void check_replay(world_t *world)
{
    const moot_shard_config_t *config = &world->fixture.config;
    moot_tables_config_t tables_config = {
        .dedup = {config->dedup_window_ms, config->dedup_per_sender_max},
        .rooms_cached_max = 2,
        .sessions_max = 1000,
    };
    moot_store_mem_conf_t conf = {
        .strict = true,
        .identity = moot_slice_str("0123456789abcdef/1"),
    };
    moot_store_t *store = NULL;
    moot_tables_t tables;
    assert_int_equal(moot_store_mem_new(&conf, &store), 0);
    assert_int_equal(moot_shard_found(store, 1), 0);
    assert_int_equal(moot_tables_open(&tables, store, &tables_config, 0), 0);
    replay(world->fixture.store, &tables);
    moot_tables_close(&tables);
    assert_int_equal(moot_store_begin(store), 0);
    assert_int_equal(moot_store_begin(world->fixture.store), 0);
    for (enum moot_table table = 0; table < MOOT_TABLES; table++)
        compare_table(world->fixture.store, store, table);
    moot_store_abort(world->fixture.store);
    moot_store_abort(store);
    moot_store_close(&store);
}

/* ---- The tests ----------------------------------------------------------- */

static void open_world(world_t *world, uint64_t seed)
{
    *world = (world_t){.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
    moot_worker_fixture_init(&world->fixture);
    world->fixture.config.members_per_room_max = 3;
    world->fixture.config.dedup_per_sender_max = 5;
    world->fixture.config.dedup_window_ms = 20;
    world->fixture.config.rooms_cached_max = 2;
    moot_worker_fixture_open(&world->fixture);
}

static void replay_makes_the_same_tables(void **state)
{
    (void)state;
    static world_t world;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        open_world(&world, seed);
        for (int i = 0; i < 60; i++)
            play(&world, 1 + draw(&world, 8));
        assert_int_equal(world.restarts, 0);
        assert_int_equal(world.refusals, 0);
        check_messages(&world);
        check_copies(&world);
        check_replay(&world);
        moot_worker_fixture_close(&world.fixture);
    }
}

static void faults_lose_and_double_nothing(void **state)
{
    (void)state;
    static world_t world;
    unsigned restarts = 0, refusals = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        open_world(&world, seed + 1000);
        for (int i = 0; i < 60; i++) {
            enum moot_mem_fault kind =
                (enum moot_mem_fault)draw(&world, MOOT_MEM_FAULTS);
            int error = draw(&world, 2) == 0 ? MOOT_ENOSPC : MOOT_EIO;
            uint64_t nth = 1 + draw(&world, 3);
            if (kind == MOOT_MEM_FAULT_PUT)
                nth = 1 + draw(&world, 80);
            if (kind == MOOT_MEM_FAULT_COMMIT_KEPT)
                error = MOOT_EIO; /* ENOSPC promises that nothing is kept */
            if (draw(&world, 3) == 0)
                moot_store_mem_fail(world.fixture.store, kind, nth, error);
            play(&world, 1 + draw(&world, 8));
        }
        for (int kind = 0; kind < MOOT_MEM_FAULTS; kind++)
            moot_store_mem_fail(world.fixture.store,
                                (enum moot_mem_fault)kind, 0,
                                MOOT_EIO);
        check_messages(&world);
        moot_worker_fixture_restart(&world.fixture);
        assert_int_equal(moot_shard_tick(world.fixture.shard,
                                         world.fixture.now_ms,
                                         world.fixture.wall_ms), 0);
        assert_int_equal(moot_worker_fixture_settle(&world.fixture), 0);
        check_copies(&world);
        check_replay(&world);
        restarts += world.restarts;
        refusals += world.refusals;
        moot_worker_fixture_close(&world.fixture);
    }
    /* The faults have struck. */
    assert_true(restarts > 100);
    assert_true(refusals > 100);
}

static void a_full_store_still_reads(void **state)
{
    (void)state;
    static world_t world;
    moot_shard_facts_t facts;
    open_world(&world, 5);
    moot_worker_fixture_t *fixture = &world.fixture;
    moot_msg_request_t request = {
        .op = MOOT_OP_CREATE, .user = LIT("ann"), .room = LIT("lobby")};
    moot_worker_fixture_ask(fixture, request);
    request.op = MOOT_OP_MESSAGE;
    request.content = LIT("x");

    /* A batch of a write, a read and a leave, on a store without room. */
    moot_store_mem_fail(fixture->store, MOOT_MEM_FAULT_PUT, 3, MOOT_ENOSPC);
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    static const uint64_t ops[] = {MOOT_OP_MESSAGE, MOOT_OP_INFO,
                                   MOOT_OP_LEAVE};
    for (size_t i = 0; i < 3; i++) {
        moot_msg_t message = {.code = MOOT_MSG_REQUEST};
        request.op = ops[i];
        moot_worker_fixture_number(fixture, &request);
        message.as.request = request;
        moot_worker_fixture_give(fixture, &message);
    }
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    static const enum moot_code codes[] = {
        MOOT_CODE_UNAVAILABLE, MOOT_CODE_OK, MOOT_CODE_LEAVE_FAILED};
    for (size_t i = 0; i < 3; i++) {
        const moot_msg_reply_t *reply =
            &moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, i)
                 ->message.as.reply;
        assert_int_equal(reply->op, ops[i]);
        assert_int_equal(reply->code, codes[i]);
        assert_int_equal(reply->seq, 1);
    }
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.full, 1);
    /* There is room again. */
    request.op = MOOT_OP_MESSAGE;
    assert_int_equal(moot_worker_fixture_ask(fixture, request)->seq, 2);
    moot_worker_fixture_close(fixture);
}

static void damage_is_an_error(void **state)
{
    (void)state;
    static world_t world;
    moot_key_t key;
    open_world(&world, 5);
    moot_worker_fixture_t *fixture = &world.fixture;
    moot_msg_request_t request = {
        .op = MOOT_OP_CREATE, .user = LIT("ann"), .room = LIT("lobby")};
    moot_worker_fixture_ask(fixture, request);
    moot_worker_fixture_restart(fixture);
    moot_keys_room(&key, moot_slot_of(MOOT_KIND_ROOM, LIT("lobby")),
                   LIT("lobby"));
    assert_int_equal(moot_store_mem_damage(fixture->store, MOOT_TABLE_ROOM,
                                           moot_key_slice(&key)), 0);
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    request.op = MOOT_OP_INFO;
    moot_worker_fixture_number(fixture, &request);
    message.as.request = request;
    assert_int_equal(moot_worker_fixture_send(fixture, &message),
                     MOOT_ECORRUPT);
    assert_null(moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0));
    moot_worker_fixture_close(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replay_makes_the_same_tables),
        cmocka_unit_test(faults_lose_and_double_nothing),
        cmocka_unit_test(a_full_store_still_reads),
        cmocka_unit_test(damage_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
