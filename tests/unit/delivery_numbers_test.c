/* The numbering of requests, deadlines, held answers. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "tests/lib/edge_rig.h"

static rig_t rig;
static rig_client_t a, b;

static int set_up(void **state)
{
    (void)state;
    rig_init(&rig, NULL);
    rig_start(&rig);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_forget(&rig);
    (void)rig_log(&rig);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static const moot_msg_request_t *take(void)
{
    return &rig_take(&rig, MOOT_MSG_REQUEST)->message.as.request;
}

/* Time passes while brokers and workers are well. */
static void wait_well(uint64_t ms)
{
    for (uint64_t end = rig.now + ms; rig.now < end;) {
        rig_broker_beat(&rig, 0);
        rig_pulse(&rig, 1);
        rig_wait(&rig, end - rig.now < 500 ? end - rig.now : 500);
    }
}

/* A room that alice is in and this edge follows, at E1.1. */
static rig_room_t *follow(void)
{
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_publish_list(&rig, "alice", "r", 1, 1, true);
    rig_serve(&rig);
    room->epochs[0].published = 1;
    rig_forget(&rig);
    (void)rig_log(&rig);
    return room;
}

static void numbers_are_dense_per_session_and_slot(void **state)
{
    (void)state;
    rig_join(&rig, &b, "b", "alice");
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 3, MOOT_OP_INFO, "another");
    rig_request(&rig, &b, 4, MOOT_OP_INFO, "r");
    static const struct {
        uint64_t number;
        const char *session;
    } expected[] = {{1, "a"}, {2, "a"}, {1, "a"}, {1, "b"}};
    for (size_t i = 0; i < 4; i++) {
        const moot_msg_request_t *request = take();
        assert_int_equal(request->number, expected[i].number);
        assert_true(moot_slice_eq(request->session,
                                  moot_slice_str(expected[i].session)));
        assert_int_equal(request->base, 1);
        assert_int_equal(request->stamp_incarnation, 100);
        assert_true(request->stamp_ms > 0);
    }
}

static void base_is_computed_anew_for_every_copy(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_REQUEST);
    assert_int_equal(take()->base, 1);
    rig_reply(&rig, first, MOOT_CODE_NOT_FOUND, 0, 0, 0);
    wait_well(1100);
    const moot_msg_request_t *again = take();
    assert_int_equal(again->number, 2);
    assert_int_equal(again->base, 2);
}

static void answers_are_taken_in_request_order(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_REQUEST);
    const rig_sent_t *second = rig_take(&rig, MOOT_MSG_REQUEST);
    rig_reply(&rig, second, MOOT_CODE_FORBIDDEN, 0, 0, 0);
    assert_string_equal(rig_log(&rig), "");
    rig_reply(&rig, first, MOOT_CODE_NOT_FOUND, 0, 0, 0);
    assert_string_equal(rig_log(&rig),
                        "a answer 1 NOT_FOUND\na answer 2 FORBIDDEN\n");
    rig_reply(&rig, first, MOOT_CODE_OK, 1, 1, 1); /* said again */
    assert_string_equal(rig_log(&rig), "");
}

static void resend_from_sends_everything_lowest_first(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 3; i++)
        rig_request(&rig, &a, i, MOOT_OP_INFO, "r");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_REQUEST);
    rig_resend_from(&rig, first);
    rig_resend_from(&rig, first); /* a row of them: one more copy, later */
    rig_resend_from(&rig, first);
    (void)take();
    (void)take();
    for (uint64_t i = 1; i <= 3; i++) {
        const moot_msg_request_t *request = take();
        assert_int_equal(request->number, i);
        assert_int_equal(request->stamp_ms, rig.now + 700000);
    }
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
    rig_wait(&rig, 30);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 3);
    rig_forget(&rig);
    rig_wait(&rig, 100);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
}

static void silence_sends_again(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_forget(&rig);
    wait_well(990);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
    wait_well(20);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
    wait_well(1010);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 2);
}

static void every_request_is_answered_by_its_deadline(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    wait_well(2000);
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    wait_well(2990);
    assert_string_equal(rig_log(&rig), "");
    wait_well(20);
    assert_string_equal(rig_log(&rig), "a answer 1 none\n");
    rig_forget(&rig);
    wait_well(1100);
    assert_int_equal(take()->base, 2); /* base moved over it */
    wait_well(1000);
    assert_string_equal(rig_log(&rig), "a answer 2 none\n");
    assert_int_equal(a.sub.requests, 0);
}

static void a_late_request_is_never_sent_again(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_REQUEST);
    rig.now += 6000; /* the edge was frozen: the copy comes before the tick */
    rig_resend_from(&rig, first);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
    assert_string_equal(rig_log(&rig), "a answer 1 none\n");
}

static void an_early_answer_comes_when_the_lower_one_is_given_up(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    wait_well(100);
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    (void)take();
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_FORBIDDEN, 0,
              0, 0);
    wait_well(4900);
    assert_string_equal(rig_log(&rig),
                        "a answer 1 none\na answer 2 FORBIDDEN\n");
}

static void an_answered_request_is_not_sent_again(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    (void)take();
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_UNAVAILABLE,
              0, 0, 0);
    wait_well(1100);
    assert_int_equal(take()->number, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
}

static void who_leaves_gets_no_answers(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_CREATE, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_REQUEST);
    rig_leave(&rig, &a);
    rig_reply(&rig, first, MOOT_CODE_OK, 1, 1, 1);
    wait_well(6000);
    assert_string_equal(rig_log(&rig), "");
}

static void rooms_are_counted_without_the_room_itself(void **state)
{
    (void)state;
    follow();
    rig_request(&rig, &a, 1, MOOT_OP_CREATE, "s");
    rig_request(&rig, &a, 2, MOOT_OP_JOIN, "t");
    rig_request(&rig, &a, 3, MOOT_OP_JOIN, "t");
    rig_request(&rig, &a, 4, MOOT_OP_JOIN, "r");
    assert_int_equal(take()->rooms_count, 1); /* r */
    assert_int_equal(take()->rooms_count, 2); /* r, s */
    assert_int_equal(take()->rooms_count, 2);
    assert_int_equal(take()->rooms_count, 2); /* s, t */
}

/* Each room counts once, whether it is entered, or entered already, or both,
 * and only as long as that is so. */
static void rooms_that_are_entered_are_counted_once(void **state)
{
    (void)state;
    follow();
    rig_request(&rig, &a, 1, MOOT_OP_CREATE, "s");
    rig_request(&rig, &a, 2, MOOT_OP_JOIN, "s");
    rig_request(&rig, &a, 3, MOOT_OP_JOIN, "t");
    const rig_sent_t *create = rig_take(&rig, MOOT_MSG_REQUEST);
    const rig_sent_t *join = rig_take(&rig, MOOT_MSG_REQUEST);
    const rig_sent_t *refused = rig_take(&rig, MOOT_MSG_REQUEST);
    rig_reply(&rig, create, MOOT_CODE_OK, 1, 1, 1);
    rig_request(&rig, &a, 4, MOOT_OP_JOIN, "z");
    assert_int_equal(take()->rooms_count, 3); /* r, s, t */
    rig_reply(&rig, join, MOOT_CODE_OK, 1, 0, 1);
    rig_reply(&rig, refused, MOOT_CODE_NOT_FOUND, 0, 0, 0);
    rig_request(&rig, &a, 5, MOOT_OP_JOIN, "s");
    assert_int_equal(take()->rooms_count, 2); /* r, z */
    rig_request(&rig, &a, 6, MOOT_OP_JOIN, "y");
    assert_int_equal(take()->rooms_count, 3); /* r, s, z */
}

/* What a request costs does not rise with those under way: this many, each
 * looking at all others, would take minutes. */
static void thousands_of_rooms_are_entered_at_once(void **state)
{
    (void)state;
    char room[16], session[16];
    follow();
    rig_client_t *clients = calloc(40, sizeof *clients);
    for (unsigned i = 0; i < 20000; i++) {
        rig_client_t *client = &clients[i / 500];
        snprintf(room, sizeof room, "m%u", i);
        snprintf(session, sizeof session, "s%u", i / 500);
        if (i % 500 == 0)
            rig_join(&rig, client, session, "alice");
        rig_request(&rig, client, i, MOOT_OP_CREATE, room);
        const rig_sent_t *sent = &rig.sent[rig.sent_count - 1];
        assert_int_equal(sent->message.as.request.rooms_count, 1 + i);
    }
    for (unsigned i = 0; i < 40; i++)
        rig_leave(&rig, &clients[i]);
    free(clients);
    rig_forget(&rig);
    rig_request(&rig, &a, 1, MOOT_OP_CREATE, "s");
    assert_int_equal(take()->rooms_count, 1);
}

static void the_requests_of_a_session_are_bounded(void **state)
{
    (void)state;
    moot_msg_request_t request = {.op = MOOT_OP_INFO,
                                  .room = moot_slice_str("r")};
    int rc = 0;
    for (size_t i = 0; i < 2000 && rc == 0; i++)
        rc = moot_delivery_request(rig.delivery, &a.sub, &request, i, rig.now);
    assert_int_equal(rc, MOOT_EFULL);
    assert_int_equal(a.sub.requests, 1024);
    wait_well(5000);
    assert_int_equal(a.sub.requests, 0);
}

/* ---- Held answers ------------------------------------------------------- */

static void an_answer_waits_for_the_events_before_it(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_MESSAGE, "r");
    rig_message(room, "bob", "x");
    rig_message(room, "alice", "a");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 3, 3);
    assert_string_equal(rig_log(&rig), "");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\na answer 1 OK\n");
}

static void a_held_answer_asks_range_after_a_while(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_MESSAGE, "r");
    rig_message(room, "bob", "x");
    rig_message(room, "alice", "a");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 3, 3);
    rig_wait(&rig, 490);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
    rig_wait(&rig, 20);
    rig_range(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\na answer 1 OK\n");
}

static void a_held_answer_past_its_deadline_is_unavailable(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_MESSAGE, "r");
    rig_message(room, "alice", "a");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 2);
    wait_well(5010);
    assert_string_equal(rig_log(&rig), "a answer 1 none\n");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
}

/* An edge that stood still hears of a resend before it looks at the time. */
static void a_held_answer_is_given_up_before_later_ones(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_MESSAGE, "r");
    rig_request(&rig, &a, 2, MOOT_OP_MESSAGE, "r");
    rig_message(room, "alice", "a");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 2);
    const rig_sent_t *second = rig_take(&rig, MOOT_MSG_REQUEST);
    rig.now += 6000;
    rig_resend_from(&rig, second);
    assert_string_equal(rig_log(&rig), "a answer 1 none\na answer 2 none\n");
}

static void an_answer_does_not_overtake_an_earlier_one(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 3, MOOT_OP_INFO, "r");
    rig_message(room, "bob", "x");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 0, 2);
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_NOT_FOUND, 0,
              0, 0);
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 0, 1);
    assert_string_equal(rig_log(&rig), "");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig),
                        "a gets r 1.2\na answer 1 OK\n"
                        "a answer 2 NOT_FOUND\na answer 3 OK\n");
}

static void another_session_is_not_held_up(void **state)
{
    (void)state;
    follow();
    rig_join(&rig, &b, "b", "alice");
    (void)rig_log(&rig);
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &b, 2, MOOT_OP_INFO, "r");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 0, 2);
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 0, 1);
    assert_string_equal(rig_log(&rig), "b answer 2 OK\n");
}

static void an_answer_of_a_later_epoch_ends_the_followed_one_first(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_deleted(room);
    rig_create(&rig, "r", 5, "bob");
    rig_lose(&rig, room);
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_FORBIDDEN, 5,
              0, 1);
    assert_string_equal(rig_log(&rig), "");
    rig_range(&rig); /* at once */
    assert_string_equal(rig_log(&rig),
                        "a gets r 1.2\na answer 1 FORBIDDEN\n");
}

static void an_answer_about_a_room_not_followed_is_not_held(void **state)
{
    (void)state;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_FORBIDDEN, 5,
              0, 9);
    assert_string_equal(rig_log(&rig), "a answer 1 FORBIDDEN\n");
}

static void a_leave_is_answered_when_the_room_is_let_go(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_LEAVE, "r");
    rig_left(room, "alice");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 3);
    assert_string_equal(rig_log(&rig), "");
    rig_publish_one(&rig, room, 1, 2);
    assert_string_equal(rig_log(&rig), "a answer 1 OK\n");
}

static void a_client_may_ask_out_of_an_answer(void **state)
{
    (void)state;
    rig_room_t *room = follow();
    rig_request(&rig, &a, 1, MOOT_OP_MESSAGE, "r");
    rig_message(room, "alice", "a");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 2);
    rig.ask_again = 2;
    rig_publish(&rig, room); /* releases it */
    const moot_msg_request_t *second = take();
    assert_int_equal(second->number, 2);
    assert_int_equal(second->base, 2);
    wait_well(5010); /* and out of one that is given up */
    assert_string_equal(rig_log(&rig), "a answer 1 OK\na answer 101 none\n");
    wait_well(5010);
    assert_string_equal(rig_log(&rig), "a answer 201 none\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_dense_per_session_and_slot),
        TEST(base_is_computed_anew_for_every_copy),
        TEST(answers_are_taken_in_request_order),
        TEST(resend_from_sends_everything_lowest_first),
        TEST(silence_sends_again),
        TEST(every_request_is_answered_by_its_deadline),
        TEST(a_late_request_is_never_sent_again),
        TEST(an_early_answer_comes_when_the_lower_one_is_given_up),
        TEST(an_answered_request_is_not_sent_again),
        TEST(who_leaves_gets_no_answers),
        TEST(rooms_are_counted_without_the_room_itself),
        TEST(rooms_that_are_entered_are_counted_once),
        TEST(thousands_of_rooms_are_entered_at_once),
        TEST(the_requests_of_a_session_are_bounded),
        TEST(an_answer_waits_for_the_events_before_it),
        TEST(a_held_answer_asks_range_after_a_while),
        TEST(a_held_answer_past_its_deadline_is_unavailable),
        TEST(a_held_answer_is_given_up_before_later_ones),
        TEST(an_answer_does_not_overtake_an_earlier_one),
        TEST(another_session_is_not_held_up),
        TEST(an_answer_of_a_later_epoch_ends_the_followed_one_first),
        TEST(an_answer_about_a_room_not_followed_is_not_held),
        TEST(a_leave_is_answered_when_the_room_is_let_go),
        TEST(a_client_may_ask_out_of_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
