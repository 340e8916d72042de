/* The worker's core: numbering, answers, streams, durability. The rules of
 * rooms are in room_test.c, outbox and inbox in outbox_test.c. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "common/err.h"
#include "proto/roomview.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/keys.h"

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

static moot_msg_request_t request_of(uint64_t op, const char *user)
{
    return (moot_msg_request_t){
        .op = op, .user = moot_slice_str(user), .room = LIT("lobby")};
}

static moot_msg_request_t message_of(const char *user, const char *key)
{
    moot_msg_request_t request = request_of(MOOT_OP_MESSAGE, user);
    request.content = LIT("hello");
    request.message_type = LIT("text");
    request.client_message_id = moot_slice_str(key);
    return request;
}

static const moot_msg_reply_t *ask(moot_worker_fixture_t *fixture,
                                   uint64_t op, const char *user,
                                   enum moot_code code)
{
    const moot_msg_reply_t *reply =
        moot_worker_fixture_ask(fixture, request_of(op, user));
    assert_string_equal(moot_code_name(reply->code), moot_code_name(code));
    assert_int_equal(reply->op, op);
    return reply;
}

static const moot_msg_reply_t *tell(moot_worker_fixture_t *fixture,
                                    const char *user, const char *key)
{
    return moot_worker_fixture_ask(fixture, message_of(user, key));
}

/* Sends one copy with exactly these numbers; the answer, or NULL. */
static const moot_said_t *copy(moot_worker_fixture_t *fixture,
                               moot_msg_request_t request, uint64_t number,
                               uint64_t base)
{
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    request.session = LIT("s1");
    request.number = number;
    request.base = base;
    if (request.stamp_incarnation == 0) {
        request.stamp_incarnation = fixture->config.incarnation;
        request.stamp_ms = fixture->now_ms;
    }
    message.as.request = request;
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0);
    if (said == NULL)
        said = moot_worker_fixture_find(fixture, MOOT_MSG_RESEND_FROM, 0);
    return said;
}

static void expect_reply(const moot_said_t *said, uint64_t number,
                         enum moot_code code)
{
    assert_non_null(said);
    assert_int_equal(said->message.code, MOOT_MSG_REPLY);
    assert_int_equal(said->message.as.reply.number, number);
    assert_string_equal(moot_code_name(said->message.as.reply.code),
                        moot_code_name(code));
}

static void expect_resend(const moot_worker_fixture_t *fixture,
                          const moot_said_t *said, uint64_t from)
{
    assert_non_null(said);
    assert_int_equal(said->message.code, MOOT_MSG_RESEND_FROM);
    assert_int_equal(said->message.as.resend_from.number, from);
    assert_int_equal(said->message.as.resend_from.stamp_incarnation,
                     fixture->config.incarnation);
    assert_int_equal(said->message.as.resend_from.stamp_ms, fixture->now_ms);
}

/* ---- Answers ------------------------------------------------------------- */

static void load_snapshot(const moot_msg_reply_t *reply,
                          moot_roomview_t **view)
{
    moot_msg_snapshot_t snapshot;
    assert_int_equal(moot_wire_decode_snapshot(reply->snapshot, &snapshot),
                     0);
    assert_int_equal(moot_roomview_load(&snapshot, view), 0);
}

static void answers_name_their_place(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_roomview_t *view;
    const moot_msg_reply_t *reply =
        ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    uint64_t epoch = reply->epoch;
    assert_int_equal(epoch, fixture->wall_ms);
    assert_int_equal(reply->first, 1);
    assert_int_equal(reply->seq, 1);
    assert_int_equal(reply->version, 1);
    assert_int_equal(reply->member_count, 1);
    load_snapshot(reply, &view);
    assert_int_equal(view->epoch, epoch);
    assert_int_equal(view->seq, 1);
    assert_int_equal(view->members_count, 1);
    moot_roomview_destroy(&view);

    reply = ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    assert_int_equal(reply->first, 2);
    assert_int_equal(reply->seq, 3);
    assert_int_equal(reply->event_seq, 3);
    assert_int_equal(reply->version, 2);
    assert_int_equal(reply->member_count, 2);
    assert_false(reply->already);
    reply = ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    assert_true(reply->already);
    assert_int_equal(reply->first, 0);
    assert_int_equal(reply->seq, 3);
    assert_true(reply->snapshot.size > 0);

    /* A refusal names the head too. */
    reply = ask(fixture, MOOT_OP_DELETE, "bob", MOOT_CODE_FORBIDDEN);
    assert_int_equal(reply->epoch, epoch);
    assert_int_equal(reply->seq, 3);
    assert_int_equal(reply->first, 0);
    assert_true(reply->text.size > 0);
    assert_int_equal(reply->snapshot.size, 0);

    reply = tell(fixture, "bob", "");
    assert_int_equal(reply->seq, 4);
    assert_int_equal(reply->version, 2);
    assert_int_equal(reply->member_count, 2);
    assert_int_equal(reply->snapshot.size, 0);
    reply = ask(fixture, MOOT_OP_DELETE, "ann", MOOT_CODE_OK);
    assert_int_equal(reply->seq, 5);
    assert_int_equal(reply->version, 3);
    /* A missing room: its tombstone's place. */
    reply = ask(fixture, MOOT_OP_INFO, "ann", MOOT_CODE_NOT_FOUND);
    assert_int_equal(reply->epoch, epoch);
    assert_int_equal(reply->seq, 5);
    reply = tell(fixture, "ann", "");
    assert_string_equal(moot_code_name(reply->code), "NOT_A_MEMBER");
    assert_int_equal(reply->epoch, epoch);
    /* Made again it is another room. */
    reply = ask(fixture, MOOT_OP_CREATE, "eve", MOOT_CODE_OK);
    assert_int_equal(reply->epoch, epoch + 1);
    assert_int_equal(reply->seq, 1);
    assert_int_equal(reply->version, 1);
}

static void removal_that_empties_shows_no_members(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_roomview_t *view;
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    moot_msg_request_t request = request_of(MOOT_OP_REMOVE, "ann");
    request.target = LIT("ann");
    const moot_msg_reply_t *reply = moot_worker_fixture_ask(fixture, request);
    assert_int_equal(reply->code, MOOT_CODE_OK);
    assert_int_equal(reply->member_count, 0);
    load_snapshot(reply, &view);
    assert_int_equal(view->members_count, 0);
    assert_int_equal(view->version, 2);
    moot_roomview_destroy(&view);
    ask(fixture, MOOT_OP_INFO, "ann", MOOT_CODE_NOT_FOUND);
}

static void message_ids_are_unique(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[64];
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    const moot_msg_reply_t *reply = tell(fixture, "ann", "");
    unsigned slot = moot_slot_of(MOOT_KIND_ROOM, LIT("lobby"));
    assert_memory_equal(reply->message_id.at, "msg_", 4);
    snprintf(text, sizeof text, "%.*s", MOOT_SLICE_ARG(reply->message_id));
    assert_true(slot < 36 * 36);
    reply = tell(fixture, "ann", "");
    assert_false(moot_slice_eq(reply->message_id, moot_slice_str(text)));
}

/* ---- Numbers ------------------------------------------------------------- */

static void a_session_opens_with_a_fresh_stamp(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
    request.stamp_incarnation = fixture->config.incarnation + 1;
    request.stamp_ms = fixture->now_ms;
    expect_resend(fixture, copy(fixture, request, 1, 1), 0);
    request.stamp_incarnation = fixture->config.incarnation;
    request.stamp_ms = fixture->now_ms + 1; /* from the future */
    expect_resend(fixture, copy(fixture, request, 1, 1), 0);
    request.stamp_ms = fixture->now_ms - MOOT_STAMP_AGE_MS_MAX - 1;
    expect_resend(fixture, copy(fixture, request, 1, 1), 0);
    request.stamp_ms++;
    expect_reply(copy(fixture, request, 1, 1), 1, MOOT_CODE_OK);
    /* A known session needs none. */
    request = message_of("ann", "");
    request.stamp_incarnation = 99;
    expect_reply(copy(fixture, request, 2, 2), 2, MOOT_CODE_OK);
}

static void numbers_go_up_by_one_or_to_base(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    expect_resend(fixture,
                  copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 3, 1), 1);
    expect_resend(fixture,
                  copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 4, 3), 3);
    expect_reply(copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 3, 3), 3,
                 MOOT_CODE_OK);
    expect_resend(fixture, copy(fixture, message_of("ann", ""), 5, 4), 4);
    expect_reply(copy(fixture, message_of("ann", ""), 4, 4), 4, MOOT_CODE_OK);
    expect_reply(copy(fixture, message_of("ann", ""), 5, 4), 5, MOOT_CODE_OK);
    /* 6 was given up: base stands above it. */
    expect_reply(copy(fixture, message_of("ann", ""), 7, 7), 7, MOOT_CODE_OK);
    /* Its copy wakes up, with its own number as base: too late (M1a RULE=0).
     */
    assert_null(copy(fixture, message_of("ann", ""), 6, 6));
}

static void repeats_say_the_outcome_again(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    expect_reply(copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 1, 1), 1,
                 MOOT_CODE_OK);
    const moot_said_t *said = copy(fixture, message_of("ann", ""), 2, 1);
    expect_reply(said, 2, MOOT_CODE_OK);
    char id[64];
    snprintf(id, sizeof id, "%.*s",
             MOOT_SLICE_ARG(said->message.as.reply.message_id));
    expect_reply(copy(fixture, message_of("ann", ""), 3, 1), 3, MOOT_CODE_OK);

    said = copy(fixture, message_of("ann", ""), 2, 1);
    expect_reply(said, 2, MOOT_CODE_OK);
    assert_true(moot_slice_eq(said->message.as.reply.message_id,
                              moot_slice_str(id)));
    assert_int_equal(said->message.as.reply.first, 2);
    assert_int_equal(said->message.as.reply.event_seq, 2);
    assert_int_equal(said->message.as.reply.seq, 3); /* the head */
    /* And after a restart. */
    moot_worker_fixture_restart(fixture);
    said = copy(fixture, message_of("ann", ""), 2, 1);
    expect_reply(said, 2, MOOT_CODE_OK);
    assert_true(moot_slice_eq(said->message.as.reply.message_id,
                              moot_slice_str(id)));
    /* Base went over 1 and 2: their outcomes are gone. */
    expect_reply(copy(fixture, message_of("ann", ""), 4, 3), 4, MOOT_CODE_OK);
    assert_null(copy(fixture, message_of("ann", ""), 2, 2));
    expect_reply(copy(fixture, message_of("ann", ""), 3, 3), 3, MOOT_CODE_OK);
    /* A repeat in the same batch does nothing twice either. */
    assert_int_equal(ask(fixture, MOOT_OP_INFO, "ann", MOOT_CODE_OK)->seq, 4);
}

static void a_repeat_about_an_ended_room_names_its_end(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    const moot_said_t *said =
        copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 1, 1);
    uint64_t epoch = said->message.as.reply.epoch;
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    ask(fixture, MOOT_OP_DELETE, "ann", MOOT_CODE_OK);
    for (int i = 0; i < 2; i++) {
        said = copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 1, 1);
        expect_reply(said, 1, MOOT_CODE_OK);
        assert_int_equal(said->message.as.reply.epoch, epoch);
        assert_int_equal(said->message.as.reply.first, 1);
        assert_int_equal(said->message.as.reply.seq, 4);
        /* Its snapshot is what is known of the ended room. */
        moot_roomview_t *view;
        load_snapshot(&said->message.as.reply, &view);
        assert_int_equal(view->epoch, epoch);
        assert_int_equal(view->members_count, 2);
        moot_roomview_destroy(&view);
        /* The same while another room has the id. */
        if (i == 0)
            ask(fixture, MOOT_OP_CREATE, "eve", MOOT_CODE_OK);
    }
}

static void a_refusal_is_an_outcome(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    expect_reply(copy(fixture, message_of("bob", ""), 1, 1), 1,
                 MOOT_CODE_NOT_A_MEMBER);
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    moot_worker_fixture_restart(fixture);
    /* It would succeed now (M1a REFUSAL_VOLATILE). */
    expect_reply(copy(fixture, message_of("bob", ""), 1, 1), 1,
                 MOOT_CODE_NOT_A_MEMBER);
    expect_reply(copy(fixture, message_of("bob", ""), 2, 2), 2, MOOT_CODE_OK);
}

static void reads_are_read_again(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    const moot_said_t *said =
        copy(fixture, request_of(MOOT_OP_INFO, "ann"), 1, 1);
    expect_reply(said, 1, MOOT_CODE_OK);
    assert_int_equal(said->message.as.reply.seq, 1);
    tell(fixture, "ann", "");
    said = copy(fixture, request_of(MOOT_OP_INFO, "ann"), 1, 1);
    expect_reply(said, 1, MOOT_CODE_OK);
    assert_int_equal(said->message.as.reply.seq, 2);
    /* It moved `last`: 2 follows. */
    expect_reply(copy(fixture, message_of("ann", ""), 2, 1), 2, MOOT_CODE_OK);
    /* After a restart too: the message's row knows. */
    moot_worker_fixture_restart(fixture);
    expect_reply(copy(fixture, message_of("ann", ""), 3, 1), 3, MOOT_CODE_OK);
}

static void sessions_are_forgotten_after_a_minute(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_shard_facts_t facts;
    expect_reply(copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 1, 1), 1,
                 MOOT_CODE_OK);
    fixture->now_ms += MOOT_SESSION_EXPIRY_MS;
    fixture->wall_ms += 100 * MOOT_SESSION_EXPIRY_MS; /* counts for nothing */
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    expect_reply(copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 1, 1), 1,
                 MOOT_CODE_OK);
    fixture->now_ms += MOOT_SESSION_EXPIRY_MS;
    /* A restart counts as a sign of life. */
    moot_worker_fixture_restart(fixture);
    fixture->now_ms += MOOT_SESSION_EXPIRY_MS;
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.sessions, 1);
    fixture->now_ms++;
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.sessions, 0);
    moot_worker_fixture_restart(fixture);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.sessions, 0);
    /* A copy from before wakes up: refused by its stamp (M1a NOSTAMP). */
    moot_msg_request_t request = message_of("ann", "");
    request.stamp_incarnation = 1;
    request.stamp_ms = 100000;
    expect_resend(fixture, copy(fixture, request, 1, 1), 0);
}

static void too_many_sessions_are_unavailable(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    fixture->config.sessions_max = 2;
    moot_worker_fixture_restart(fixture);
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    ask(fixture, MOOT_OP_JOIN, "cid", MOOT_CODE_UNAVAILABLE);
    ask(fixture, MOOT_OP_LEAVE, "cid", MOOT_CODE_LEAVE_FAILED);
    ask(fixture, MOOT_OP_INFO, "cid", MOOT_CODE_FORBIDDEN);
    ask(fixture, MOOT_OP_LEAVE, "bob", MOOT_CODE_OK);
}

static void damaged_requests_are_dropped(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_shard_facts_t facts;
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
    assert_null(copy(fixture, request, 1, 2)); /* base above its number */
    assert_null(copy(fixture, request, 1, 0));
    request.op = 77;
    assert_null(copy(fixture, request, 1, 1));
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.damaged, 3);
}

/* ---- Duplicates ---------------------------------------------------------- */

static void a_message_key_counts_once(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char id[64];
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    const moot_msg_reply_t *reply = tell(fixture, "ann", "k1");
    assert_int_equal(reply->seq, 4);
    uint64_t at = reply->at;
    snprintf(id, sizeof id, "%.*s", MOOT_SLICE_ARG(reply->message_id));
    tell(fixture, "ann", "k2");
    fixture->wall_ms += 1000;
    moot_worker_fixture_restart(fixture);
    reply = tell(fixture, "ann", "k1");
    assert_int_equal(reply->code, MOOT_CODE_OK);
    assert_true(reply->already);
    assert_int_equal(reply->event_seq, 4);
    assert_int_equal(reply->seq, 5);
    assert_int_equal(reply->first, 0);
    assert_int_equal(reply->at, at);
    assert_true(moot_slice_eq(reply->message_id, moot_slice_str(id)));
    /* Of another sender it is another message. */
    reply = tell(fixture, "bob", "k1");
    assert_false(reply->already);
    assert_int_equal(reply->seq, 6);
    /* In the room's successor too. */
    ask(fixture, MOOT_OP_DELETE, "ann", MOOT_CODE_OK);
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    assert_false(tell(fixture, "ann", "k1")->already);
}

static void keys_leave_when_old_and_many(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char key[16];
    fixture->config.dedup_per_sender_max = 10;
    fixture->config.dedup_window_ms = 5000;
    moot_worker_fixture_restart(fixture);
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    for (int i = 0; i < 12; i++) {
        snprintf(key, sizeof key, "k%d", i);
        assert_false(tell(fixture, "ann", key)->already);
    }
    /* 12 are many, but none is older than the window. */
    fixture->wall_ms += 5000;
    tell(fixture, "ann", "k12");
    assert_true(tell(fixture, "ann", "k0")->already);
    /* One ms past it the two oldest leave with the next message: 14 - 2 are
     * still more than 10, and a message takes two away at most. */
    fixture->wall_ms += 1;
    assert_true(tell(fixture, "ann", "k0")->already); /* nothing is added */
    assert_false(tell(fixture, "ann", "k13")->already);
    assert_false(tell(fixture, "ann", "k0")->already);
    assert_true(tell(fixture, "ann", "k4")->already);
    /* k2 and k3 left with the k0 before: 12 remain, then 11, and k4 stays
     * among them until the next two. */
    for (int i = 0; i < 5; i++) {
        snprintf(key, sizeof key, "m%d", i);
        tell(fixture, "ann", key);
    }
    fixture->wall_ms += 100000;
    /* Of ten the last ones stay however old they are. */
    assert_true(tell(fixture, "ann", "m0")->already);
    assert_true(tell(fixture, "ann", "k13")->already);
    assert_false(tell(fixture, "ann", "k5")->already);
}

static void the_last_keys_stay_however_old(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    fixture->config.dedup_per_sender_max = 3;
    fixture->config.dedup_window_ms = 1000;
    moot_worker_fixture_restart(fixture);
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    tell(fixture, "ann", "k0");
    tell(fixture, "ann", "k1");
    tell(fixture, "ann", "k2");
    fixture->wall_ms += 1000000;
    assert_false(tell(fixture, "ann", "k3")->already);
    /* Three are kept: k1 is the third from the end, k0 the fourth. */
    assert_true(tell(fixture, "ann", "k1")->already);
    assert_false(tell(fixture, "ann", "k0")->already);
    assert_false(tell(fixture, "ann", "k1")->already);
}

static void long_keys_are_told_apart(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char one[513], two[513];
    memset(one, 'x', sizeof one);
    memset(two, 'x', sizeof two);
    one[512] = two[512] = '\0';
    two[500] = 'y';
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    assert_false(tell(fixture, "ann", one)->already);
    assert_false(tell(fixture, "ann", two)->already);
    assert_true(tell(fixture, "ann", one)->already);
    assert_true(tell(fixture, "ann", two)->already);
}

/* ---- Streams ------------------------------------------------------------- */

static void hello(moot_worker_fixture_t *fixture, uint64_t registration)
{
    moot_msg_t message = {
        .code = MOOT_MSG_EDGE_HELLO,
        .as.edge_hello.registration = registration,
    };
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
}

static const moot_msg_events_t *attach(moot_worker_fixture_t *fixture,
                                       uint64_t registration, uint64_t number,
                                       enum moot_attach mode, uint64_t epoch,
                                       uint64_t seq)
{
    moot_msg_t message = {
        .code = MOOT_MSG_ATTACH,
        .as.attach = {registration, number, MOOT_KIND_ROOM, LIT("lobby"),
                      (uint64_t)mode, epoch, seq},
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_EVENTS, 0);
    return said != NULL ? &said->message.as.events : NULL;
}

static const moot_msg_events_t *range(moot_worker_fixture_t *fixture,
                                      uint64_t epoch, uint64_t seq)
{
    moot_msg_t message = {
        .code = MOOT_MSG_RANGE,
        .as.range = {5, MOOT_KIND_ROOM, LIT("lobby"), epoch, seq},
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_EVENTS, 0);
    assert_non_null(said);
    assert_int_equal(said->message.as.events.number, 5);
    assert_false(said->message.as.events.attached);
    return &said->message.as.events;
}

/* Events of a list: the sequence numbers from..to, no more, no less. */
static void expect_events(moot_slice_t list, uint64_t from, uint64_t to)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_event_t event;
    assert_int_equal(moot_list_reader_init(&reader, list), 0);
    for (uint64_t seq = from; seq <= to; seq++) {
        assert_int_equal(moot_list_next_bin(&reader, &bytes), 0);
        assert_int_equal(moot_wire_decode_event(bytes, &event), 0);
        assert_int_equal(event.seq, seq);
    }
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_END);
}

static const moot_msg_published_t *published(
    const moot_worker_fixture_t *fixture, size_t nth)
{
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_PUBLISHED, nth);
    if (said == NULL)
        return NULL;
    assert_slice(said->route, MOOT_FIXTURE_EDGE "|");
    return &said->message.as.published;
}

/* Position of each event in a frame, and its stream. */
static size_t count_published(const moot_msg_published_t *frame)
{
    moot_list_reader_t reader;
    assert_int_equal(moot_list_reader_init(&reader, frame->list), 0);
    return reader.left;
}

static void attach_needs_a_registration(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    const moot_msg_events_t *events =
        attach(fixture, 1, 1, MOOT_ATTACH_HEAD, 0, 0);
    assert_true(events->attached);
    assert_int_equal(events->registration, 0);
    assert_int_equal(events->snapshot.size, 0);
    hello(fixture, 3);
    events = attach(fixture, 2, 1, MOOT_ATTACH_HEAD, 0, 0);
    assert_int_equal(events->registration, 0);
    events = attach(fixture, 3, 1, MOOT_ATTACH_HEAD, 0, 0);
    assert_int_equal(events->registration, 3);
    assert_int_equal(events->incarnation, 1);
    assert_int_equal(events->base, 1);
    assert_int_equal(events->head, 1);
    assert_true(events->snapshot.size > 0);
    expect_events(events->list, 2, 1);
}

static void interest_is_published_before_the_answer(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    hello(fixture, 1);
    attach(fixture, 1, 1, MOOT_ATTACH_HEAD, 0, 0);
    tell(fixture, "ann", "");
    assert_int_equal(fixture->said[0].message.code, MOOT_MSG_PUBLISHED);
    assert_int_equal(fixture->said[1].message.code, MOOT_MSG_REPLY);
    const moot_msg_published_t *frame = published(fixture, 0);
    assert_int_equal(frame->bseq, 1);
    assert_int_equal(frame->registration, 1);
    assert_int_equal(frame->worker, 1);
    assert_int_equal(count_published(frame), 1);
    /* Both events of a join are in one frame. */
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    assert_int_equal(published(fixture, 0)->bseq, 2);
    assert_int_equal(count_published(published(fixture, 0)), 2);
    assert_null(published(fixture, 1));
    /* A refusal publishes nothing. */
    ask(fixture, MOOT_OP_DELETE, "bob", MOOT_CODE_FORBIDDEN);
    assert_null(published(fixture, 0));
}

static void the_highest_interest_number_wins(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_msg_t detach = {
        .code = MOOT_MSG_DETACH,
        .as.detach = {1, 4, MOOT_KIND_ROOM, LIT("lobby")},
    };
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    hello(fixture, 1);
    assert_non_null(attach(fixture, 1, 5, MOOT_ATTACH_HEAD, 0, 0));
    assert_int_equal(moot_worker_fixture_send(fixture, &detach), 0);
    tell(fixture, "ann", ""); /* "off 4" came after "on 5" (R9) */
    assert_non_null(published(fixture, 0));
    detach.as.detach.number = 7;
    assert_int_equal(moot_worker_fixture_send(fixture, &detach), 0);
    tell(fixture, "ann", "");
    assert_null(published(fixture, 0));
    assert_null(attach(fixture, 1, 6, MOOT_ATTACH_HEAD, 0, 0));
    tell(fixture, "ann", "");
    assert_null(published(fixture, 0));
    assert_non_null(attach(fixture, 1, 8, MOOT_ATTACH_HEAD, 0, 0));
    tell(fixture, "ann", "");
    assert_non_null(published(fixture, 0));
}

static void a_hello_ends_former_interest(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK);
    hello(fixture, 1);
    attach(fixture, 1, 1, MOOT_ATTACH_HEAD, 0, 0);
    moot_worker_fixture_clear(fixture);
    hello(fixture, 2);
    const moot_said_t *pulse =
        moot_worker_fixture_find(fixture, MOOT_MSG_WORKER_PULSE, 0);
    assert_non_null(pulse);
    assert_int_equal(pulse->message.as.worker_pulse.registration, 2);
    assert_int_equal(pulse->message.as.worker_pulse.bseq, 0);
    tell(fixture, "ann", "");
    assert_null(published(fixture, 0));
    hello(fixture, 1); /* an old one, late */
    assert_int_equal(
        attach(fixture, 2, 2, MOOT_ATTACH_HEAD, 0, 0)->registration, 2);
    tell(fixture, "ann", "");
    assert_int_equal(published(fixture, 0)->bseq, 1);
}

static void edges_expire(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_shard_facts_t facts;
    moot_msg_t beat = {.code = MOOT_MSG_EDGE_BEAT,
                       .as.edge_beat.registration = 1};
    hello(fixture, 1);
    fixture->now_ms += MOOT_EDGE_EXPIRY_MS;
    assert_int_equal(moot_worker_fixture_send(fixture, &beat), 0);
    fixture->now_ms += MOOT_EDGE_EXPIRY_MS;
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.edges, 1);
    fixture->now_ms++;
    assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                     fixture->wall_ms), 0);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.edges, 0);
}

static void attach_after_gives_the_state_there(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_roomview_t *view;
    moot_msg_snapshot_t snapshot;
    uint64_t epoch = ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK)->epoch;
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);  /* 2, 3 */
    tell(fixture, "bob", "");                         /* 4 */
    ask(fixture, MOOT_OP_LEAVE, "ann", MOOT_CODE_OK); /* 5, 6 */
    hello(fixture, 1);
    const moot_msg_events_t *events =
        attach(fixture, 1, 1, MOOT_ATTACH_AFTER, epoch, 4);
    assert_int_equal(events->epoch, epoch);
    assert_int_equal(events->base, 4);
    assert_int_equal(events->head, 6);
    assert_false(events->ended);
    expect_events(events->list, 5, 6);
    assert_int_equal(moot_wire_decode_snapshot(events->snapshot, &snapshot),
                     0);
    assert_int_equal(snapshot.seq, 4);
    assert_int_equal(snapshot.version, 2); /* the LEFT after it made 4 */
    assert_int_equal(moot_roomview_load(&snapshot, &view), 0);
    assert_int_equal(view->members_count, 2);
    assert_slice(moot_roomview_owner(view)->user, "ann");
    moot_roomview_destroy(&view);
    /* Before the first event there is no state. */
    events = attach(fixture, 1, 2, MOOT_ATTACH_AFTER, epoch, 0);
    assert_int_equal(events->base, 0);
    assert_int_equal(events->snapshot.size, 0);
    expect_events(events->list, 1, 6);
    events = attach(fixture, 1, 3, MOOT_ATTACH_EVENTS, epoch, 5);
    assert_int_equal(events->snapshot.size, 0);
    expect_events(events->list, 6, 6);
    events = attach(fixture, 1, 4, MOOT_ATTACH_AFTER, epoch, 6);
    assert_true(events->snapshot.size > 0);
    expect_events(events->list, 7, 6);
}

static void attach_too_far_back_begins_at_the_head(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    uint64_t epoch = ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK)->epoch;
    for (int i = 0; i < MOOT_ATTACH_BACK_MAX; i++)
        tell(fixture, "ann", "");
    hello(fixture, 1);
    const moot_msg_events_t *events =
        attach(fixture, 1, 1, MOOT_ATTACH_AFTER, epoch, 1);
    assert_int_equal(events->base, 1);
    tell(fixture, "ann", "");
    events = attach(fixture, 1, 2, MOOT_ATTACH_AFTER, epoch, 1);
    assert_int_equal(events->base, MOOT_ATTACH_BACK_MAX + 2);
    assert_int_equal(events->head, MOOT_ATTACH_BACK_MAX + 2);
    assert_true(events->snapshot.size > 0);
}

static void pages_are_bounded(void **state)
{
    static char content[300000];
    moot_worker_fixture_t *fixture = *state;
    uint64_t epoch = ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK)->epoch;
    moot_msg_request_t request = message_of("ann", "");
    memset(content, 'x', sizeof content);
    request.content = moot_slice(content, sizeof content);
    for (int i = 0; i < 7; i++)
        moot_worker_fixture_ask(fixture, request);
    const moot_msg_events_t *events = range(fixture, epoch, 1);
    assert_int_equal(events->base, 1);
    assert_int_equal(events->head, 8);
    expect_events(events->list, 2, 4);
    events = range(fixture, epoch, 4);
    expect_events(events->list, 5, 7);
    events = range(fixture, epoch, 7);
    expect_events(events->list, 8, 8);
    /* Frames are cut as well. */
    hello(fixture, 1);
    attach(fixture, 1, 1, MOOT_ATTACH_HEAD, 0, 0);
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    for (int i = 0; i < 7; i++) {
        moot_msg_t message = {.code = MOOT_MSG_REQUEST};
        moot_worker_fixture_number(fixture, &request);
        message.as.request = request;
        moot_worker_fixture_give(fixture, &message);
    }
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    assert_int_equal(count_published(published(fixture, 0)), 3);
    assert_int_equal(count_published(published(fixture, 1)), 3);
    assert_int_equal(count_published(published(fixture, 2)), 1);
    assert_int_equal(published(fixture, 2)->bseq, 3);
}

static void an_ended_room_stays_readable(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    uint64_t epoch = ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK)->epoch;
    ask(fixture, MOOT_OP_JOIN, "bob", MOOT_CODE_OK);
    ask(fixture, MOOT_OP_DELETE, "ann", MOOT_CODE_OK);
    const moot_msg_events_t *events = range(fixture, epoch, 2);
    assert_int_equal(events->epoch, epoch);
    assert_true(events->ended);
    assert_int_equal(events->next_epoch, 0);
    expect_events(events->list, 3, 4);
    hello(fixture, 1);
    /* Attached at the head: nothing is there to follow. */
    events = attach(fixture, 1, 1, MOOT_ATTACH_HEAD, 0, 0);
    assert_int_equal(events->registration, 1);
    assert_int_equal(events->epoch, 0);
    events = attach(fixture, 1, 2, MOOT_ATTACH_AFTER, epoch, 1);
    assert_true(events->ended);
    assert_int_equal(events->base, 1);
    expect_events(events->list, 2, 4);
    /* A successor: the old epoch still answers, and names it. */
    uint64_t next = ask(fixture, MOOT_OP_CREATE, "eve", MOOT_CODE_OK)->epoch;
    events = range(fixture, epoch, 3);
    assert_int_equal(events->epoch, epoch);
    assert_int_equal(events->next_epoch, next);
    expect_events(events->list, 4, 4);
    events = range(fixture, epoch + 7, 3);
    assert_int_equal(events->epoch, 0);
    events = range(fixture, 1, 3);
    assert_int_equal(events->epoch, 0);
    assert_int_equal(events->next_epoch, next);
}

/* Ticks every 100 ms of both clocks for a time. */
static void pass(moot_worker_fixture_t *fixture, uint64_t ms)
{
    for (uint64_t i = 0; i < ms; i += 100) {
        fixture->now_ms += 100;
        fixture->wall_ms += 100;
        assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                         fixture->wall_ms), 0);
    }
    moot_worker_fixture_clear(fixture);
}

static uint64_t count_rows(moot_worker_fixture_t *fixture,
                           enum moot_table table)
{
    moot_store_stat_t stat;
    assert_int_equal(moot_store_begin(fixture->store), 0);
    assert_int_equal(moot_store_stat(fixture->store, &stat), 0);
    moot_store_abort(fixture->store);
    return stat.entries[table];
}

static void history_is_erased_after_a_minute(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    uint64_t epoch = ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK)->epoch;
    pass(fixture, 120000);
    for (int i = 0; i < 1000; i++)
        tell(fixture, "ann", i % 2 == 0 ? "" : "key");
    ask(fixture, MOOT_OP_DELETE, "ann", MOOT_CODE_OK);
    pass(fixture, 59900);
    expect_events(range(fixture, epoch, 500)->list, 501, 503);
    pass(fixture, 1000);
    const moot_msg_events_t *events = range(fixture, epoch, 500);
    assert_int_equal(events->epoch, 0);
    /* At its end the stream is still known. */
    assert_int_equal(range(fixture, epoch, 503)->epoch, epoch);
    assert_true(range(fixture, epoch, 503)->ended);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_INDEX), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_MEMBER), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DEDUP), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DEDUP_ORDER), 0);
    /* Records of repeats and acknowledgements go too. */
    pass(fixture, MOOT_SESSION_EXPIRY_MS * 10 + 1000);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_LOG), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_TOMBSTONE), 1);
    fixture->wall_ms += 86400000;
    pass(fixture, 61000);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_TOMBSTONE), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DUE), 0);
    assert_int_equal(range(fixture, epoch, 503)->epoch, 0);
}

static void a_clock_jump_erases_nothing_early(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    pass(fixture, 61000);
    uint64_t epoch = ask(fixture, MOOT_OP_CREATE, "ann", MOOT_CODE_OK)->epoch;
    ask(fixture, MOOT_OP_DELETE, "ann", MOOT_CODE_OK);
    fixture->wall_ms += 3600000;
    pass(fixture, 59900);
    expect_events(range(fixture, epoch, 1)->list, 2, 2);
    pass(fixture, 1000);
    assert_int_equal(range(fixture, epoch, 1)->epoch, 0);
}

static void all_rooms_are_listed_in_pages(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char id[16], next[300] = "";
    bool seen[25] = {false};
    for (unsigned i = 0; i < 25; i++) {
        moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
        snprintf(id, sizeof id, "room-%02u", i);
        request.room = moot_slice_str(id);
        moot_worker_fixture_ask(fixture, request);
    }
    size_t count = 0, pages = 0;
    do {
        moot_msg_t message = {
            .code = MOOT_MSG_LIST_ROOMS,
            .as.list_rooms = {9, moot_slice_str(next), 10},
        };
        moot_worker_fixture_clear(fixture);
        assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
        const moot_msg_rooms_t *rooms =
            &moot_worker_fixture_find(fixture, MOOT_MSG_ROOMS, 0)
                 ->message.as.rooms;
        moot_list_reader_t reader;
        moot_slice_t bytes;
        moot_msg_room_info_t info;
        assert_int_equal(rooms->number, 9);
        assert_int_equal(moot_list_reader_init(&reader, rooms->list), 0);
        while (moot_list_next_bin(&reader, &bytes) == 0) {
            assert_int_equal(moot_wire_decode_room_info(bytes, &info), 0);
            assert_int_equal(info.member_count, 1);
            unsigned i = (unsigned)(info.room.at[5] - '0') * 10
                         + (unsigned)(info.room.at[6] - '0');
            assert_false(seen[i]);
            seen[i] = true;
            count++;
        }
        snprintf(next, sizeof next, "%.*s", MOOT_SLICE_ARG(rooms->next));
        pages++;
    } while (next[0] != '\0');
    assert_int_equal(count, 25);
    assert_int_equal(pages, 3);
}

/* ---- Ownership ----------------------------------------------------------- */

static void foreign_slots_are_moved_or_not_yet(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_key_t key;
    uint8_t map[MOOT_SLOTS * 16];
    for (size_t i = 0; i < MOOT_SLOTS; i++) {
        moot_keys_write64(map + 16 * i, 2);
        moot_keys_write64(map + 16 * i + 8, 4);
    }
    assert_int_equal(moot_store_begin(fixture->store), 0);
    assert_int_equal(moot_store_put(fixture->store, MOOT_TABLE_META,
                                    moot_keys_map(&key),
                                    moot_slice(map, sizeof map)), 0);
    assert_int_equal(moot_store_commit(fixture->store), 0);
    moot_worker_fixture_restart(fixture);
    assert_null(copy(fixture, request_of(MOOT_OP_CREATE, "ann"), 1, 1));
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_MOVED, 0);
    assert_non_null(said);
    assert_int_equal(said->head.flow, MOOT_FLOW_MOVED);
    assert_slice(said->head.edge, MOOT_FIXTURE_EDGE);
    assert_int_equal(said->message.as.moved.worker, 2);
    assert_int_equal(said->message.as.moved.slot_epoch, 4);

    /* Asked under a higher epoch the body goes back. */
    moot_msg_route_t head = {
        .flow = MOOT_FLOW_SLOT,
        .edge = moot_slice_str(MOOT_FIXTURE_EDGE),
        .slot = moot_slot_of(MOOT_KIND_ROOM, LIT("lobby")),
        .slot_epoch = 5,
    };
    moot_msg_t message = {
        .code = MOOT_MSG_RANGE,
        .as.range = {5, MOOT_KIND_ROOM, LIT("lobby"), 1, 1},
    };
    moot_buf_t route, body;
    moot_buf_init(&route, SIZE_MAX);
    moot_buf_init(&body, SIZE_MAX);
    assert_int_equal(moot_wire_encode_route(&route, &head), 0);
    assert_int_equal(moot_wire_encode(&body, &message), 0);
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    moot_shard_receive(fixture->shard, 0, moot_buf_slice(&route),
                       moot_buf_slice(&body));
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    said = moot_worker_fixture_find(fixture, MOOT_MSG_RANGE, 0);
    assert_non_null(said);
    assert_int_equal(said->head.flow, MOOT_FLOW_NOT_YET);
    assert_int_equal(said->head.slot_epoch, 5);
    assert_true(moot_slice_eq(said->body, moot_buf_slice(&body)));
    moot_buf_close(&route);
    moot_buf_close(&body);
}

static void beats_name_what_is_served(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_worker_fixture_clear(fixture);
    moot_shard_beat(fixture->shard, 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_WORKER_BEAT, 0);
    assert_non_null(said);
    assert_int_equal(said->head.flow, MOOT_FLOW_BROKER);
    /* [[0, 1024, 1]] and [[0, 1024, 1, 1]] */
    assert_slice(said->message.as.worker_beat.serves,
                 "\xdd\0\0\0\x01\x93\0\xcd\x04\0\x01");
    assert_slice(said->message.as.worker_beat.map,
                 "\xdd\0\0\0\x01\x94\0\xcd\x04\0\x01\x01");
    assert_slice(said->message.as.worker_beat.cluster, "0123456789abcdef");
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(answers_name_their_place),
        RULE(removal_that_empties_shows_no_members),
        RULE(message_ids_are_unique),
        RULE(a_session_opens_with_a_fresh_stamp),
        RULE(numbers_go_up_by_one_or_to_base),
        RULE(repeats_say_the_outcome_again),
        RULE(a_repeat_about_an_ended_room_names_its_end),
        RULE(a_refusal_is_an_outcome),
        RULE(reads_are_read_again),
        RULE(sessions_are_forgotten_after_a_minute),
        RULE(too_many_sessions_are_unavailable),
        RULE(damaged_requests_are_dropped),
        RULE(a_message_key_counts_once),
        RULE(keys_leave_when_old_and_many),
        RULE(the_last_keys_stay_however_old),
        RULE(long_keys_are_told_apart),
        RULE(attach_needs_a_registration),
        RULE(interest_is_published_before_the_answer),
        RULE(the_highest_interest_number_wins),
        RULE(a_hello_ends_former_interest),
        RULE(edges_expire),
        RULE(attach_after_gives_the_state_there),
        RULE(attach_too_far_back_begins_at_the_head),
        RULE(pages_are_bounded),
        RULE(an_ended_room_stays_readable),
        RULE(history_is_erased_after_a_minute),
        RULE(a_clock_jump_erases_nothing_early),
        RULE(all_rooms_are_listed_in_pages),
        RULE(foreign_slots_are_moved_or_not_yet),
        RULE(beats_name_what_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
