/* Effects in other slots: the outbox itself, then room lists of users through
 * a whole shard. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "common/err.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/keys.h"
#include "worker/outbox.h"

/* ---- The outbox ---------------------------------------------------------- */

typedef struct sent {
    uint64_t first, count;
    size_t messages;
} sent_t;

static void on_send(void *ctx, unsigned source, unsigned target,
                    moot_slice_t body)
{
    sent_t *sent = ctx;
    moot_msg_outbox_t message;
    moot_list_reader_t reader;
    assert_int_equal(moot_wire_decode_outbox(body, &message), 0);
    assert_int_equal(message.source, source);
    assert_int_equal(message.target, target);
    assert_int_equal(moot_list_reader_init(&reader, message.list), 0);
    sent->first = message.first;
    sent->count = reader.left;
    sent->messages++;
}

static moot_store_t *new_store(void)
{
    moot_store_mem_conf_t conf = {.strict = true, .identity = LIT("x")};
    moot_store_t *store = NULL;
    assert_int_equal(moot_store_mem_new(&conf, &store), 0);
    return store;
}

static void commit(moot_store_t *store, moot_outbox_t *outbox)
{
    assert_int_equal(moot_outbox_flush(outbox), 0);
    assert_int_equal(moot_store_commit(store), 0);
    moot_outbox_settle(outbox);
    assert_int_equal(moot_store_begin(store), 0);
}

static void the_window_bounds_what_is_under_way(void **state)
{
    (void)state;
    moot_store_t *store = new_store();
    moot_outbox_t outbox;
    sent_t sent = {0};
    bool yes;
    assert_int_equal(moot_store_begin(store), 0);
    assert_int_equal(moot_outbox_load(&outbox, store), 0);
    for (int i = 0; i < MOOT_OUTBOX_WINDOW_MAX + 10; i++)
        assert_int_equal(moot_outbox_add(&outbox, 3, 9, LIT("entry")), 0);
    assert_int_equal(moot_outbox_collect(&outbox, 1000, on_send, &sent), 0);
    assert_int_equal(sent.messages, 1);
    assert_int_equal(sent.first, 1);
    assert_int_equal(sent.count, MOOT_OUTBOX_WINDOW_MAX);
    commit(store, &outbox);
    assert_int_equal(outbox.count, MOOT_OUTBOX_WINDOW_MAX + 10);

    /* An acknowledgement makes room for as many. */
    assert_int_equal(moot_outbox_awaits(&outbox, 3, 9, 4, &yes), 0);
    assert_true(yes);
    assert_int_equal(moot_outbox_trim(&outbox, 3, 9, 4), 0);
    assert_int_equal(moot_outbox_collect(&outbox, 1000, on_send, &sent), 0);
    assert_int_equal(sent.first, MOOT_OUTBOX_WINDOW_MAX + 1);
    assert_int_equal(sent.count, 4);
    commit(store, &outbox);
    assert_int_equal(moot_outbox_awaits(&outbox, 3, 9, 4, &yes), 0);
    assert_false(yes); /* said before */
    assert_int_equal(moot_outbox_awaits(&outbox, 3, 9, 99999, &yes), 0);
    assert_false(yes); /* never sent */

    /* Silence: all of the window again. */
    assert_false(moot_outbox_wants(&outbox, 1999));
    assert_true(moot_outbox_wants(&outbox, 2000));
    assert_int_equal(moot_outbox_resend(&outbox, 2000, on_send, &sent), 0);
    assert_int_equal(sent.first, 5);
    assert_int_equal(sent.count, MOOT_OUTBOX_WINDOW_MAX);
    assert_false(moot_outbox_wants(&outbox, 2999));

    /* A restart knows what waits, and a finished pair is none. */
    moot_outbox_close(&outbox);
    assert_int_equal(moot_outbox_load(&outbox, store), 0);
    assert_int_equal(outbox.count, MOOT_OUTBOX_WINDOW_MAX + 6);
    assert_true(moot_outbox_wants(&outbox, 0));
    assert_int_equal(moot_outbox_trim(&outbox, 3, 9,
                                      MOOT_OUTBOX_WINDOW_MAX + 10), 0);
    commit(store, &outbox);
    assert_int_equal(outbox.count, 0);
    assert_int_equal(outbox.pairs.count, 0);
    moot_outbox_close(&outbox);
    assert_int_equal(moot_outbox_load(&outbox, store), 0);
    assert_int_equal(outbox.pairs.count, 0);
    /* Numbers go on where they were. */
    assert_int_equal(moot_outbox_add(&outbox, 3, 9, LIT("entry")), 0);
    assert_int_equal(moot_outbox_collect(&outbox, 1, on_send, &sent), 0);
    assert_int_equal(sent.first, MOOT_OUTBOX_WINDOW_MAX + 11);
    moot_outbox_close(&outbox);
    moot_store_close(&store);
}

static void an_undone_batch_gives_its_numbers_back(void **state)
{
    (void)state;
    moot_store_t *store = new_store();
    moot_outbox_t outbox;
    sent_t sent = {0};
    assert_int_equal(moot_store_begin(store), 0);
    assert_int_equal(moot_outbox_load(&outbox, store), 0);
    assert_int_equal(moot_outbox_add(&outbox, 3, 9, LIT("one")), 0);
    commit(store, &outbox);
    assert_int_equal(moot_outbox_add(&outbox, 3, 9, LIT("two")), 0);
    assert_int_equal(moot_outbox_add(&outbox, 4, 9, LIT("two")), 0);
    moot_store_abort(store);
    assert_int_equal(moot_store_begin(store), 0);
    assert_int_equal(moot_outbox_forget(&outbox), 0);
    assert_int_equal(outbox.count, 1);
    assert_int_equal(outbox.pairs.count, 1);
    assert_int_equal(moot_outbox_add(&outbox, 3, 9, LIT("three")), 0);
    assert_int_equal(moot_outbox_collect(&outbox, 1, on_send, &sent), 0);
    assert_int_equal(sent.first, 1);
    assert_int_equal(sent.count, 2);
    moot_outbox_close(&outbox);
    moot_store_close(&store);
}

/* ---- Room lists through a shard ------------------------------------------ */

static int begin(void **state)
{
    static moot_worker_fixture_t fixture;
    moot_worker_fixture_init(&fixture);
    moot_worker_fixture_open(&fixture);
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    moot_worker_fixture_close(*state);
    return 0;
}

static uint64_t waiting(const moot_worker_fixture_t *fixture)
{
    moot_shard_facts_t facts;
    moot_shard_facts(fixture->shard, &facts);
    return facts.outbox_waiting;
}

/* The list of the words of a text; valid until the next call. */
static moot_slice_t list_of(const char *users)
{
    static uint8_t bytes[4096];
    moot_buf_t buf;
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_buf_init(&buf, sizeof bytes);
    moot_list_begin_open(&writer, &buf);
    while (*users != '\0') {
        size_t size = strcspn(users, " ");
        moot_list_put_str(&writer, moot_slice(users, size));
        users += size + (users[size] == ' ');
    }
    assert_int_equal(moot_list_end(&writer, &list), 0);
    memcpy(bytes, list.at, list.size);
    moot_buf_close(&buf);
    return moot_slice(bytes, list.size);
}

static const moot_msg_reply_t *ask(moot_worker_fixture_t *fixture,
                                   uint64_t op, const char *user,
                                   const char *room, const char *users)
{
    moot_msg_request_t request = {
        .op = op,
        .user = moot_slice_str(user),
        .room = moot_slice_str(room),
        .users = list_of(users),
        .target = moot_slice_str(users),
    };
    const moot_msg_reply_t *reply =
        moot_worker_fixture_ask(fixture, request);
    assert_int_equal(reply->code, MOOT_CODE_OK);
    return reply;
}

/* The list of a user as an ATTACH answers it: "room room", and its position. */
static uint64_t read_list(moot_worker_fixture_t *fixture, const char *user,
                          char *text, size_t size)
{
    static uint64_t number = 1000;
    moot_msg_t message = {
        .code = MOOT_MSG_ATTACH,
        .as.attach = {1, ++number, MOOT_KIND_USER, moot_slice_str(user),
                      MOOT_ATTACH_HEAD, 0, 0},
    };
    moot_msg_user_rooms_t rooms;
    moot_list_reader_t list, row;
    moot_slice_t slice;
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_msg_events_t *events =
        &moot_worker_fixture_find(fixture, MOOT_MSG_EVENTS, 0)
             ->message.as.events;
    assert_int_equal(events->epoch, 1);
    assert_int_equal(events->base, events->head);
    assert_int_equal(moot_wire_decode_user_rooms(events->snapshot, &rooms),
                     0);
    assert_int_equal(rooms.seq, events->head);
    assert_int_equal(moot_list_reader_init(&list, rooms.rooms), 0);
    text[0] = '\0';
    while (moot_list_next_list(&list, &slice) == 0) {
        assert_int_equal(moot_list_reader_init(&row, slice), 0);
        assert_int_equal(moot_list_next_str(&row, &slice), 0);
        size_t at = strlen(text);
        snprintf(text + at, size - at, "%s%.*s", at > 0 ? " " : "",
                 MOOT_SLICE_ARG(slice));
    }
    return rooms.seq;
}

static void expect_list(moot_worker_fixture_t *fixture, const char *user,
                        const char *rooms, uint64_t seq)
{
    char text[256];
    uint64_t found = read_list(fixture, user, text, sizeof text);
    assert_string_equal(text, rooms);
    assert_int_equal(found, seq);
}

static void hello(moot_worker_fixture_t *fixture)
{
    moot_msg_t message = {.code = MOOT_MSG_EDGE_HELLO,
                          .as.edge_hello.registration = 1};
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
}

static void lists_follow_membership(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    hello(fixture);
    ask(fixture, MOOT_OP_CREATE, "ann", "r1", "bob cid");
    ask(fixture, MOOT_OP_CREATE, "bob", "r2", "");
    ask(fixture, MOOT_OP_JOIN, "ann", "r2", "");
    expect_list(fixture, "ann", "r1 r2", 2);
    expect_list(fixture, "bob", "r1 r2", 2);
    expect_list(fixture, "cid", "r1", 1);
    ask(fixture, MOOT_OP_ADD, "ann", "r1", "dan");
    ask(fixture, MOOT_OP_REMOVE, "ann", "r1", "cid");
    ask(fixture, MOOT_OP_LEAVE, "ann", "r1", "");
    expect_list(fixture, "ann", "r2", 3);
    expect_list(fixture, "cid", "", 2);
    expect_list(fixture, "dan", "r1", 1);
    /* An ended room leaves all lists. */
    ask(fixture, MOOT_OP_DELETE, "bob", "r1", "");
    expect_list(fixture, "bob", "r2", 3);
    expect_list(fixture, "dan", "", 2);
    ask(fixture, MOOT_OP_LEAVE, "ann", "r2", "");
    ask(fixture, MOOT_OP_LEAVE, "bob", "r2", "");
    expect_list(fixture, "bob", "", 4);
    assert_int_equal(waiting(fixture), 0);
    moot_worker_fixture_restart(fixture);
    hello(fixture);
    expect_list(fixture, "bob", "", 4);
}

static void changes_are_published(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_list_reader_t list, row;
    moot_slice_t slice;
    moot_msg_user_event_t event;
    uint64_t kind, epoch;
    hello(fixture);
    expect_list(fixture, "cid", "", 0); /* attached from here on */
    uint64_t made = ask(fixture, MOOT_OP_CREATE, "ann", "r1", "cid")->epoch;
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_PUBLISHED, 0);
    assert_non_null(said);
    assert_int_equal(moot_list_reader_init(
                         &list, said->message.as.published.list), 0);
    assert_int_equal(moot_list_next_list(&list, &slice), 0);
    assert_int_equal(moot_list_reader_init(&row, slice), 0);
    assert_int_equal(moot_list_next_u64(&row, &kind), 0);
    assert_int_equal(kind, MOOT_KIND_USER);
    assert_int_equal(moot_list_next_str(&row, &slice), 0);
    assert_slice(slice, "cid");
    assert_int_equal(moot_list_next_u64(&row, &epoch), 0);
    assert_int_equal(moot_list_next_u64(&row, &epoch), 0);
    assert_int_equal(epoch, 1);
    assert_int_equal(moot_list_next_bin(&row, &slice), 0);
    assert_int_equal(moot_wire_decode_user_event(slice, &event), 0);
    assert_int_equal(event.seq, 1);
    assert_slice(event.room, "r1");
    assert_int_equal(event.epoch, made);
    assert_int_equal(event.room_seq, 1);
    assert_true(event.added);
}

/* One OUTBOX message to the user's slot, as from a slot of another worker. */
static const moot_msg_outbox_ack_t *deliver(moot_worker_fixture_t *fixture,
                                            uint64_t first, size_t count)
{
    moot_buf_t list, entry;
    moot_list_writer_t writer;
    moot_msg_t message = {
        .code = MOOT_MSG_OUTBOX,
        .as.outbox = {.source = 7,
                      .target = moot_slot_of(MOOT_KIND_USER, LIT("zoe")),
                      .first = first},
    };
    moot_buf_init(&list, SIZE_MAX);
    moot_buf_init(&entry, SIZE_MAX);
    moot_list_begin(&writer, &list, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        char room[32];
        snprintf(room, sizeof room, "room-%u", (unsigned)(first + i));
        moot_msg_outbox_entry_t one = {LIT("zoe"), moot_slice_str(room), 5, 1,
                                       true, {NULL, 0}};
        moot_buf_clear(&entry);
        assert_int_equal(moot_wire_encode_outbox_entry(&entry, &one), 0);
        moot_list_put_bin(&writer, moot_buf_slice(&entry));
    }
    assert_int_equal(moot_list_end(&writer, &message.as.outbox.list), 0);
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    moot_worker_fixture_give(fixture, &message);
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    moot_buf_close(&list);
    moot_buf_close(&entry);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_OUTBOX_ACK, 0);
    assert_non_null(said);
    assert_int_equal(said->message.as.outbox_ack.source, 7);
    return &said->message.as.outbox_ack;
}

static void entries_apply_in_order_and_once(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    hello(fixture);
    assert_int_equal(deliver(fixture, 2, 1)->number, 0); /* 1 is missing */
    expect_list(fixture, "zoe", "", 0);
    assert_int_equal(deliver(fixture, 1, 2)->number, 2);
    expect_list(fixture, "zoe", "room-1 room-2", 2);
    assert_int_equal(deliver(fixture, 1, 2)->number, 2);
    expect_list(fixture, "zoe", "room-1 room-2", 2);
    moot_worker_fixture_restart(fixture);
    hello(fixture);
    /* A copy that overlaps: only what is new counts. */
    assert_int_equal(deliver(fixture, 1, 4)->number, 4);
    expect_list(fixture, "zoe", "room-1 room-2 room-3 room-4", 4);
    assert_int_equal(deliver(fixture, 6, 1)->number, 4);
}

static void lost_messages_are_sent_again(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_msg_request_t request = {
        .op = MOOT_OP_CREATE, .user = LIT("ann"), .room = LIT("r1")};
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    hello(fixture);
    moot_worker_fixture_number(fixture, &request);
    message.as.request = request;
    /* What the shard has for itself is dropped. */
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    moot_worker_fixture_give(fixture, &message);
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    assert_non_null(moot_worker_fixture_find(fixture, MOOT_MSG_OUTBOX, 0));
    moot_worker_fixture_clear(fixture);
    expect_list(fixture, "ann", "", 0);
    assert_int_equal(waiting(fixture), 1);
    fixture->now_ms += MOOT_OUTBOX_RESEND_MS;
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    assert_int_equal(moot_worker_fixture_settle(fixture), 0);
    expect_list(fixture, "ann", "r1", 1);
    assert_int_equal(waiting(fixture), 0);
    /* A restart sends at once what was not acknowledged. */
    moot_worker_fixture_number(fixture, &request);
    message.as.request = request;
    message.as.request.op = MOOT_OP_DELETE;
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    moot_worker_fixture_give(fixture, &message);
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    moot_worker_fixture_restart(fixture);
    assert_int_equal(waiting(fixture), 1);
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    assert_int_equal(moot_worker_fixture_settle(fixture), 0);
    hello(fixture);
    expect_list(fixture, "ann", "", 2);
}

static void damaged_entries_are_dropped(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_shard_facts_t facts;
    moot_msg_t message = {
        .code = MOOT_MSG_OUTBOX,
        .as.outbox = {.source = 7, .target = 9, .first = 1,
                      .list = LIT("\x91\xc4\x01x")},
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    message.as.outbox.list = moot_slice("", 0);
    message.as.outbox.source = MOOT_SLOTS;
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    assert_null(moot_worker_fixture_find(fixture, MOOT_MSG_OUTBOX_ACK, 0));
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.damaged, 2);
    assert_int_equal(facts.records, 0);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_bounds_what_is_under_way),
        cmocka_unit_test(an_undone_batch_gives_its_numbers_back),
        RULE(lists_follow_membership),
        RULE(changes_are_published),
        RULE(entries_apply_in_order_and_once),
        RULE(lost_messages_are_sent_again),
        RULE(damaged_entries_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
