/* The core of a capture: who gets which record, with what in it. */
#include "proto/tap.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

enum { RECORDS_MAX = 512 };

/* What was sent, decoded. */
static struct {
    char topic[MOOT_TAP_TOPIC_SIZE + 1];
    moot_msg_t message;
    moot_buf_t bytes;
} sent[RECORDS_MAX];
static size_t sent_count;

static void on_send(void *ctx, moot_slice_t topic, moot_slice_t message)
{
    (void)ctx;
    assert_true(sent_count < RECORDS_MAX);
    assert_int_equal(topic.size, MOOT_TAP_TOPIC_SIZE);
    memcpy(sent[sent_count].topic, topic.at, topic.size);
    moot_buf_init(&sent[sent_count].bytes, 1 << 20);
    moot_buf_put(&sent[sent_count].bytes, message.at, message.size);
    assert_int_equal(moot_wire_decode(moot_buf_slice(&sent[sent_count].bytes),
                                      &sent[sent_count].message),
                     0);
    sent_count++;
}

static void forget(void)
{
    while (sent_count > 0)
        moot_buf_close(&sent[--sent_count].bytes);
}

static moot_tap_t *tap;
static moot_tap_now_t now = {.wall_us = 1000, .mono_us = 1000};

static int set_up(void **state)
{
    (void)state;
    tap = moot_tap_new(LIT("edge-1"), 77, on_send, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    forget();
    moot_tap_destroy(&tap);
    return 0;
}

static void ask(uint64_t id, const char *filter, bool bodies, bool all,
                bool begins)
{
    const moot_msg_tap_ask_t message = {.id = id,
                                        .bodies = bodies,
                                        .all = all,
                                        .filter = moot_slice_str(filter)};
    moot_buf_t buf;
    moot_buf_init(&buf, 4096);
    assert_int_equal(moot_wire_encode_tap_ask(&buf, &message), 0);
    moot_tap_ask(tap, moot_buf_slice(&buf), begins, 0);
    moot_buf_close(&buf);
}

static const moot_msg_tap_state_t *state_at(size_t i)
{
    assert_true(i < sent_count);
    assert_int_equal(sent[i].message.code, MOOT_MSG_TAP_STATE);
    return &sent[i].message.as.tap_state;
}

static const moot_msg_tap_record_t *record_at(size_t i)
{
    assert_true(i < sent_count);
    assert_int_equal(sent[i].message.code, MOOT_MSG_TAP_RECORD);
    return &sent[i].message.as.tap_record;
}

/* A message at a point, with part one of this slot. */
static void pass(enum moot_tap_point point, const moot_msg_t *message)
{
    const moot_msg_route_t head = {.slot = 5, .worker = 2};
    moot_buf_t route, body;
    moot_buf_init(&route, 4096);
    moot_buf_init(&body, 4 << 20);
    assert_int_equal(moot_wire_encode_route(&route, &head), 0);
    assert_int_equal(moot_wire_encode(&body, message), 0);
    moot_tap_message(tap, point, moot_slice(NULL, 0), moot_buf_slice(&route),
                     moot_buf_slice(&body), &now);
    moot_buf_close(&route);
    moot_buf_close(&body);
}

static moot_msg_t a_request(uint64_t number)
{
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    message.as.request = (moot_msg_request_t){
        .session = LIT("s"),
        .number = number,
        .op = MOOT_OP_MESSAGE,
        .user = LIT("alice"),
        .room = LIT("lobby"),
        .content = LIT("secret text"),
        .client_message_id = LIT("cm"),
    };
    return message;
}

static moot_msg_t a_reply(uint64_t number, uint64_t code)
{
    moot_msg_t message = {.code = MOOT_MSG_REPLY};
    message.as.reply = (moot_msg_reply_t){
        .session = LIT("s"),
        .number = number,
        .op = MOOT_OP_MESSAGE,
        .code = code,
        .room = LIT("lobby"),
        .epoch = 8,
        .first = 3,
        .seq = 3,
    };
    return message;
}

static void a_tap_hears_at_once_and_each_half_second(void **state)
{
    (void)state;
    ask(0xabc, "", false, false, true);
    assert_int_equal(moot_tap_count(tap), 1);
    assert_string_equal(sent[0].topic, "tap:0000000000000abc|");
    assert_int_equal(state_at(0)->pid, 77);
    assert_int_equal(state_at(0)->taps, 1);
    assert_int_equal(state_at(0)->refused.size, 0);
    moot_tap_tick(tap, 499);
    assert_int_equal(sent_count, 1);
    moot_tap_tick(tap, 500);
    moot_tap_tick(tap, 501);
    assert_int_equal(sent_count, 2);
    ask(0xabc, "", false, false, false);
    assert_int_equal(moot_tap_count(tap), 0);
    moot_tap_tick(tap, 5000);
    assert_int_equal(sent_count, 2);
}

static void only_what_matches_is_sent_and_numbered(void **state)
{
    (void)state;
    moot_msg_t request = a_request(1), reply = a_reply(1, MOOT_CODE_NOT_FOUND);
    ask(1, "error", false, false, true);
    ask(2, "room=lobby", false, false, true);
    ask(3, "room=other", false, false, true);
    forget();
    pass(MOOT_TAP_EDGE_OUT, &request);
    assert_int_equal(sent_count, 1);
    pass(MOOT_TAP_EDGE_IN, &reply);
    assert_int_equal(sent_count, 3);
    assert_int_equal(record_at(0)->number, 1);
    assert_string_equal(sent[1].topic, "tap:0000000000000001|");
    assert_int_equal(record_at(1)->number, 1);
    assert_int_equal(record_at(2)->number, 2);
    assert_int_equal(record_at(2)->slot, 5);
}

static void an_answer_knows_the_request_and_how_long_it_took(void **state)
{
    (void)state;
    moot_msg_t request = a_request(1), reply = a_reply(1, 0);
    ask(1, "user=alice and id=cm", false, false, true);
    forget();
    pass(MOOT_TAP_EDGE_OUT, &request);
    now.mono_us += 1234;
    pass(MOOT_TAP_EDGE_OUT, &request); /* a copy: the first one counts */
    now.mono_us += 1000;
    pass(MOOT_TAP_EDGE_IN, &reply);
    reply = a_reply(2, 0); /* was never seen */
    pass(MOOT_TAP_EDGE_IN, &reply);
    assert_int_equal(sent_count, 3);
    assert_int_equal(record_at(2)->latency_us, 2234);
    assert_slice(record_at(2)->user, "alice");
    assert_slice(record_at(2)->client_message_id, "cm");
    assert_slice(record_at(2)->type, "ROOM_MESSAGE");
    assert_int_equal(record_at(2)->verdict, 1);
}

static void an_emission_is_called_what_its_event_is(void **state)
{
    static const struct {
        const char *data, *type;
    } cases[] = {{"[\"news\",1]", "news"},
                 {"[\"news\"]", "news"},
                 {"[\"\"]", "EMIT"},
                 {"[1]", "EMIT"},
                 {"", "EMIT"}};

    (void)state;
    ask(7, "", false, false, true);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        moot_msg_emission_t emission = {
            .action = MOOT_ACTION_EMIT, .data = moot_slice_str(cases[i].data)};
        moot_msg_t request = a_request(i + 1);
        moot_buf_t bytes;
        moot_slice_t type;

        moot_buf_init(&bytes, 1024);
        assert_int_equal(moot_wire_encode_emission(&bytes, &emission), 0);
        request.as.request.op = MOOT_OP_EMIT;
        request.as.request.emission = moot_buf_slice(&bytes);
        pass(MOOT_TAP_EDGE_OUT, &request);
        moot_buf_close(&bytes);
        type = record_at(i + 1)->type;
        assert_int_equal(type.size, strlen(cases[i].type));
        assert_memory_equal(type.at, cases[i].type, type.size);
    }
}

static void contents_are_for_those_who_ask(void **state)
{
    (void)state;
    moot_msg_t request = a_request(1), body;
    ask(1, "", false, false, true);
    ask(2, "", true, false, true);
    ask(3, "", false, false, true);
    forget();
    pass(MOOT_TAP_EDGE_OUT, &request);
    assert_int_equal(sent_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(moot_wire_decode(record_at(i)->body, &body), 0);
        if (i == 1)
            assert_slice(body.as.request.content, "secret text");
        else
            assert_int_equal(body.as.request.content.size, 0);
        assert_false(record_at(i)->cut);
        /* The size is that of the message as it was. */
        assert_int_equal(record_at(i)->size, record_at(1)->body.size);
    }
}

/* Claims say who somebody is; who knows the sid has the session. */
static void nor_claims_and_sids_without_asking(void **state)
{
    moot_msg_t request = a_request(1), ask_guard = {.code = MOOT_MSG_ASK_GUARD},
               poll = {.code = MOOT_MSG_POLL_ASK},
               tunnel = {.code = MOOT_MSG_TUNNEL}, body;

    (void)state;
    request.as.request.claims = LIT("{}");
    ask_guard.as.ask_guard.claims = LIT("{}");
    poll.as.poll_ask.sid = LIT("sid");
    tunnel.as.tunnel.sid = LIT("sid");
    ask(1, "", false, true, true);
    forget();
    pass(MOOT_TAP_WORKER_IN, &request);
    pass(MOOT_TAP_WORKER_IN, &ask_guard);
    pass(MOOT_TAP_EDGE_IN, &poll);
    pass(MOOT_TAP_EDGE_IN, &tunnel);
    assert_int_equal(sent_count, 4);
    assert_int_equal(moot_wire_decode(record_at(0)->body, &body), 0);
    assert_int_equal(body.as.request.claims.size, 0);
    assert_int_equal(moot_wire_decode(record_at(1)->body, &body), 0);
    assert_int_equal(body.as.ask_guard.claims.size, 0);
    assert_int_equal(moot_wire_decode(record_at(2)->body, &body), 0);
    assert_int_equal(body.as.poll_ask.sid.size, 0);
    assert_int_equal(moot_wire_decode(record_at(3)->body, &body), 0);
    assert_int_equal(body.as.tunnel.sid.size, 0);
}

static void a_body_that_is_too_large_is_cut_and_says_so(void **state)
{
    (void)state;
    moot_msg_t request = a_request(1), body;
    uint8_t *large = calloc(1, MOOT_TAP_BODY_MAX);
    assert_non_null(large);
    request.as.request.content = moot_slice(large, MOOT_TAP_BODY_MAX);
    ask(1, "", true, false, true);
    forget();
    pass(MOOT_TAP_EDGE_OUT, &request);
    assert_true(record_at(0)->cut);
    assert_int_equal(moot_wire_decode(record_at(0)->body, &body), 0);
    assert_int_equal(body.as.request.content.size, 0);
    free(large);
}

static void a_published_frame_is_a_record_for_each_event(void **state)
{
    (void)state;
    moot_msg_t message = {.code = MOOT_MSG_PUBLISHED};
    moot_buf_t list, event;
    moot_list_writer_t writer;
    moot_buf_init(&list, 4096);
    moot_buf_init(&event, 4096);
    moot_list_begin(&writer, &list, 2);
    for (uint64_t i = 1; i <= 2; i++) {
        const moot_msg_event_t one = {.seq = i,
                                      .what = MOOT_WHAT_MESSAGE,
                                      .actor = LIT("alice"),
                                      .content = LIT("secret")};
        moot_buf_clear(&event);
        assert_int_equal(moot_wire_encode_event(&event, &one), 0);
        moot_list_put_list(&writer, 5);
        moot_list_put_u64(&writer, MOOT_KIND_ROOM);
        moot_list_put_str(&writer, i == 1 ? LIT("r1") : LIT("r2"));
        moot_list_put_u64(&writer, 1);
        moot_list_put_u64(&writer, 9);
        moot_list_put_bin(&writer, moot_buf_slice(&event));
    }
    message.as.published.worker = 2;
    assert_int_equal(moot_list_end(&writer, &message.as.published.list), 0);
    ask(1, "room=r2", false, false, true);
    forget();
    pass(MOOT_TAP_HEARD, &message);
    assert_int_equal(sent_count, 1);
    assert_slice(record_at(0)->room, "r2");
    assert_slice(record_at(0)->peer, "worker-2");
    assert_slice(record_at(0)->type, "ROOM_MESSAGE");
    assert_int_equal(record_at(0)->seq, 2);
    assert_int_equal(record_at(0)->epoch, 9);
    moot_buf_close(&list);
    moot_buf_close(&event);
}

static void beats_and_repair_are_for_those_who_ask(void **state)
{
    (void)state;
    moot_msg_t message = {.code = MOOT_MSG_EDGE_BEAT};
    ask(1, "", false, false, true);
    forget();
    pass(MOOT_TAP_EDGE_OUT, &message);
    assert_int_equal(sent_count, 0);
    ask(2, "", false, true, true);
    forget();
    pass(MOOT_TAP_EDGE_OUT, &message);
    assert_int_equal(sent_count, 1);
    assert_string_equal(sent[0].topic, "tap:0000000000000002|");
}

static void hostile_asks_are_refused_or_left_alone(void **state)
{
    (void)state;
    moot_tap_ask(tap, LIT(""), true, 0);
    moot_tap_ask(tap, LIT("\xff\xff"), true, 0);
    moot_tap_ask(tap, LIT("tap:0000000000000001|"), true, 0);
    assert_int_equal(sent_count, 0);
    ask(1, "rooom=1", false, false, true);
    assert_int_equal(moot_tap_count(tap), 0);
    assert_slice(state_at(0)->refused,
                 "filter, byte 0: there is no such field");
    /* Another one with the id of a tap neither takes its place nor ends it. */
    ask(1, "room=r1", false, false, true);
    ask(1, "room=r2", false, false, true);
    assert_slice(state_at(2)->refused, "another tap has this id");
    ask(1, "room=r2", false, false, false);
    assert_int_equal(moot_tap_count(tap), 1);
}

static void what_cannot_match_is_told_without_reading(void **state)
{
    (void)state;
    const moot_slice_t body = LIT("..lobby..alice..");
    assert_false(moot_tap_wants(tap, MOOT_MSG_REQUEST, &body, 1));
    ask(1, "error or room=lobby", false, false, true);
    assert_true(moot_tap_wants(tap, MOOT_MSG_REQUEST, NULL, 0));
    assert_false(moot_tap_wants(tap, MOOT_MSG_EDGE_BEAT, &body, 1));
    ask(1, "error or room=lobby", false, false, false);
    ask(1, "error and (user=bob and room=lobby)", false, false, true);
    assert_true(moot_tap_wants(tap, MOOT_MSG_REQUEST, &body, 1));
    ask(1, "error and (user=bob and room=lobby)", false, false, false);
    ask(1, "user=bob", false, false, true);
    assert_false(moot_tap_wants(tap, MOOT_MSG_REQUEST, &body, 1));
    assert_true(moot_tap_wants(tap, MOOT_MSG_REPLY, &body, 1));
    ask(1, "user=bob", false, false, false);
    ask(1, "room!=bob", false, false, true);
    assert_true(moot_tap_wants(tap, MOOT_MSG_REQUEST, &body, 1));
}

static void there_is_a_bound_of_taps(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < MOOT_TAPS_MAX; i++)
        ask(i, "", false, false, true);
    assert_int_equal(moot_tap_count(tap), MOOT_TAPS_MAX);
    forget();
    ask(9999, "", false, false, true);
    assert_slice(state_at(0)->refused, "too many taps");
    ask(0, "", false, false, false);
    forget();
    ask(9999, "", false, false, true);
    assert_int_equal(state_at(0)->refused.size, 0);
}

static void damaged_messages_are_passed_over(void **state)
{
    (void)state;
    ask(1, "", true, true, true);
    forget();
    moot_tap_message(tap, MOOT_TAP_FRONT_IN, LIT("p"), LIT("\x01"),
                     LIT("\x92\x10"), &now);
    moot_tap_message(tap, MOOT_TAP_FRONT_IN, LIT("p"), LIT(""), LIT(""), &now);
    moot_tap_message(tap, MOOT_TAP_FRONT_IN, LIT("p"), LIT(""), LIT("\x91\x7e"),
                     &now);
    assert_int_equal(sent_count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tap_hears_at_once_and_each_half_second),
        TEST(only_what_matches_is_sent_and_numbered),
        TEST(an_answer_knows_the_request_and_how_long_it_took),
        TEST(an_emission_is_called_what_its_event_is),
        TEST(contents_are_for_those_who_ask),
        TEST(nor_claims_and_sids_without_asking),
        TEST(a_body_that_is_too_large_is_cut_and_says_so),
        TEST(a_published_frame_is_a_record_for_each_event),
        TEST(beats_and_repair_are_for_those_who_ask),
        TEST(hostile_asks_are_refused_or_left_alone),
        TEST(what_cannot_match_is_told_without_reading),
        TEST(there_is_a_bound_of_taps),
        TEST(damaged_messages_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
