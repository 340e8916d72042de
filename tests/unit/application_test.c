/* Requests of the application about rooms, at the worker: idempotency keys, a
 * room that is handed on as edges follow it. The rules are in room_test.c. */
#include "tests/lib/unit.h"

#include "proto/roomview.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"

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

static moot_msg_request_t request_of(uint64_t op, const char *user,
                                     const char *key)
{
    return (moot_msg_request_t){
        .op = op,
        .user = moot_slice_str(user),
        .room = LIT("lobby"),
        .session = LIT("api"),
        .content = LIT("hello"),
        .message_type = LIT("text"),
        .client_message_id = moot_slice_str(key),
        .system = true,
    };
}

static moot_msg_reply_t ask(moot_worker_fixture_t *fixture,
                            moot_msg_request_t request)
{
    /* One session for all users: its numbers are counted here. */
    static uint64_t number;
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    moot_worker_fixture_number(fixture, &request);
    request.number = request.base = ++number;
    message.as.request = request;
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0);
    assert_non_null(said);
    return said->message.as.reply;
}

static void make_room(moot_worker_fixture_t *fixture)
{
    static const uint8_t two[] = {0x92, 0xa3, 'b', 'o', 'b', 0xa3, 'c', 'i',
                                  'd'};
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann", "");
    request.users = moot_slice(two, sizeof two);
    assert_int_equal(ask(fixture, request).code, MOOT_CODE_OK);
}

static void its_keys_are_its_own(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    make_room(fixture);
    moot_msg_reply_t reply = ask(fixture,
                                 request_of(MOOT_OP_MESSAGE, "system", "k"));
    assert_int_equal(reply.event_seq, 2);
    assert_false(reply.already);
    moot_worker_fixture_restart(fixture);
    /* The same again, also under another name. */
    reply = ask(fixture, request_of(MOOT_OP_MESSAGE, "system", "k"));
    assert_true(reply.already);
    assert_int_equal(reply.event_seq, 2);
    reply = ask(fixture, request_of(MOOT_OP_MESSAGE, "ann", "k"));
    assert_true(reply.already);
    /* A member's key is another one. */
    moot_msg_request_t request = request_of(MOOT_OP_MESSAGE, "ann", "k");
    request.system = false;
    reply = ask(fixture, request);
    assert_false(reply.already);
    assert_int_equal(reply.event_seq, 3);
    assert_true(ask(fixture, request).already);
}

/* The state at a position, as an edge gets it. */
static char owner_at(moot_worker_fixture_t *fixture, uint64_t seq)
{
    moot_msg_t message = {.code = MOOT_MSG_ATTACH};
    moot_msg_snapshot_t snapshot;
    moot_roomview_t *view = NULL;
    static uint64_t number;
    message.as.attach = (moot_msg_attach_t){
        .registration = 1,
        .number = ++number,
        .kind = MOOT_KIND_ROOM,
        .id = LIT("lobby"),
        .mode = MOOT_ATTACH_AFTER,
        .epoch = fixture->wall_ms,
        .seq = seq,
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_msg_events_t *events =
        &moot_worker_fixture_find(fixture, MOOT_MSG_EVENTS, 0)
             ->message.as.events;
    assert_int_equal(events->base, seq);
    assert_int_equal(moot_wire_decode_snapshot(events->snapshot, &snapshot),
                     0);
    assert_int_equal(moot_roomview_load(&snapshot, &view), 0);
    char first = (char)*moot_roomview_owner(view)->user.at;
    /* The events after it lead to the head. */
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_event_t event;
    assert_int_equal(moot_list_reader_init(&reader, events->list), 0);
    while (moot_list_next_bin(&reader, &bytes) == 0) {
        assert_int_equal(moot_wire_decode_event(bytes, &event), 0);
        assert_int_equal(moot_roomview_apply(view, &event), 0);
    }
    assert_int_equal(view->seq, events->head);
    assert_slice(moot_roomview_owner(view)->user, "cid");
    assert_int_equal(moot_roomview_find(view, LIT("ann"))->role,
                     MOOT_ROLE_ADMIN);
    moot_roomview_destroy(&view);
    return first;
}

static void a_room_is_handed_on_at_each_position(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_msg_t hello = {.code = MOOT_MSG_EDGE_HELLO,
                        .as.edge_hello.registration = 1};
    make_room(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &hello), 0);
    moot_msg_request_t request = request_of(MOOT_OP_OWNER, "system", "");
    request.target = LIT("bob");
    moot_msg_reply_t reply = ask(fixture, request);
    assert_int_equal(reply.seq, 2);
    assert_int_equal(reply.version, 4);
    request.target = LIT("cid");
    assert_int_equal(ask(fixture, request).seq, 3);
    reply = ask(fixture, request);
    assert_int_equal(reply.code, MOOT_CODE_OK);
    assert_true(reply.already);
    assert_int_equal(reply.first, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(owner_at(fixture, 1), 'a');
        assert_int_equal(owner_at(fixture, 2), 'b');
        assert_int_equal(owner_at(fixture, 3), 'c');
        moot_worker_fixture_restart(fixture);
        assert_int_equal(moot_worker_fixture_send(fixture, &hello), 0);
    }
}

static const moot_msg_why_told_t *why(moot_worker_fixture_t *fixture,
                                      uint64_t op, const char *target,
                                      bool system)
{
    moot_msg_t message = {.code = MOOT_MSG_ASK_WHY};
    moot_msg_request_t request = request_of(op, "ann", "");
    moot_buf_t buf;
    request.target = moot_slice_str(target);
    request.system = system;
    moot_buf_init(&buf, SIZE_MAX);
    assert_int_equal(moot_wire_encode_request(&buf, &request), 0);
    message.as.ask_why.request = moot_buf_slice(&buf);
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    moot_buf_close(&buf);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_WHY_TOLD, 0);
    assert_non_null(said);
    return &said->message.as.why_told;
}

static void why_knows_what_is_about_a_room(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    make_room(fixture);
    assert_int_equal(why(fixture, MOOT_OP_OWNER, "bob", true)->code,
                     MOOT_CODE_OK);
    assert_slice(why(fixture, MOOT_OP_OWNER, "bob", false)->rule,
                 "the application alone → FORBIDDEN");
    assert_slice(why(fixture, MOOT_OP_EMIT, "", true)->text,
                 "not a request about a room");
    assert_int_equal(why(fixture, MOOT_OP_FACT, "rol", false)->code,
                     MOOT_CODE_VALIDATION_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(its_keys_are_its_own, begin, end),
        cmocka_unit_test_setup_teardown(why_knows_what_is_about_a_room, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_room_is_handed_on_at_each_position,
                                        begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
