/* Who is attached to a room and from where: room lists, hints, the answers to
 * ATTACH, ready. R numbers: the rules found by the models (proto/DESIGN.md). */
#include "tests/lib/unit.h"

#include "common/err.h"
#include "tests/lib/edge_rig.h"

static rig_t rig;
static rig_client_t a, b, v;

static int set_up(void **state)
{
    (void)state;
    rig_init(&rig, NULL);
    rig_start(&rig);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

/* Vera of room r has a socket here, so that the edge follows the room. */
static rig_room_t *followed_for_vera(const char *members)
{
    rig_room_t *room = rig_create(&rig, "r", 1, members);
    rig_list(&rig, "vera", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &v, "v", "vera");
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "v ready\n");
    rig_forget(&rig);
    return room;
}

static void answer_list(void)
{
    rig_attach(&rig);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
}

/* ---- Ready -------------------------------------------------------------- */

static void a_user_without_rooms_is_ready_with_the_list(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    assert_string_equal(rig_log(&rig), "");
    answer_list();
    assert_string_equal(rig_log(&rig), "a ready\n");
}

static void ready_waits_for_every_room(void **state)
{
    (void)state;
    rig_create(&rig, "r", 1, "bob alice");
    rig_create(&rig, "s", 2, "bob");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_list(&rig, "alice", "s", 2, 1, true); /* the list lags behind */
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_attach(&rig);
    assert_string_equal(rig_log(&rig), "");
    rig_attach(&rig);
    assert_string_equal(rig_log(&rig), "a ready\n");
    assert_int_equal(rig_count(&rig, MOOT_MSG_DETACH), 1); /* s */
}

static void a_second_client_of_a_user_is_ready_at_once(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_join(&rig, &b, "b", "alice");
    assert_string_equal(rig_log(&rig), "a ready\nb ready\n");
}

static void rooms_without_an_answer_are_pending_and_attached_later(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_wait(&rig, 2000);
    rig_join(&rig, &b, "b", "alice");
    rig_wait(&rig, 1000);
    assert_string_equal(rig_log(&rig), "a ready -r\n");
    rig_broker_beat(&rig, 0);
    rig_pulse(&rig, 1);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a attached r 1.2\nb ready\n"
                                       "a gets r 1.3\nb gets r 1.3\n");
}

static void a_pending_room_that_is_no_more_is_forgotten(void **state)
{
    (void)state;
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_wait(&rig, 3000);
    rig_broker_beat(&rig, 0);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready -r\n");
    rig_join(&rig, &b, "b", "alice");
    assert_string_equal(rig_log(&rig), "b ready\n");
}

static void a_list_that_cannot_be_read_loses_the_client(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    rig_wait(&rig, 2990);
    assert_string_equal(rig_log(&rig), "");
    rig_wait(&rig, 10);
    assert_string_equal(rig_log(&rig), "a lost\n");
    rig_broker_beat(&rig, 0);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), ""); /* it was told already */
    rig_leave(&rig, &a);
    rig_wait(&rig, 10000);
}

static void a_client_that_leaves_hears_nothing_more(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_leave(&rig, &a);
    rig_leave(&rig, &a);
    rig_serve(&rig);
    rig_publish(&rig, room);
    rig_wait(&rig, 6000);
    assert_string_equal(rig_log(&rig), "");
}

/* ---- The attach answer -------------------------------------------------- */

static void R3_all_events_are_held_while_an_attach_waits(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_publish(&rig, room);
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_answer_t answer =
        rig_prepare(&rig, rig_take(&rig, MOOT_MSG_ATTACH));
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    rig_give(&rig, &answer);
    /* The client starts behind it: it became ready only after this. */
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 1.3\n");
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
}

static void R4_a_gap_seen_while_waiting_is_repaired_afterwards(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_publish_list(&rig, "alice", "r", 1, 1, true);
    rig_answer_t answer =
        rig_prepare(&rig, rig_take(&rig, MOOT_MSG_ATTACH));
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    rig_give(&rig, &answer);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 1.1\na gets r 1.2\n"
                                       "a gets r 1.3\n");
}

static void R11_only_the_answer_to_the_last_number_counts(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob");
    rig_list(&rig, "alice", "r", 1, 2, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_answer_t answer = /* not a member yet */
        rig_prepare(&rig, rig_take(&rig, MOOT_MSG_ATTACH));
    rig_leave(&rig, &a);
    rig_added(room, "alice");
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    (void)rig_log(&rig);
    rig_give(&rig, &answer);
    assert_string_equal(rig_log(&rig), "");
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    room->epochs[0].published = 2;
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 1.3\n");
}

static void R9_interest_numbers_rise_with_attach_and_detach(void **state)
{
    (void)state;
    rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    for (int i = 0; i < 3; i++) {
        rig_join(&rig, &a, "a", "alice");
        rig_serve(&rig);
        rig_leave(&rig, &a);
    }
    uint64_t last = 0;
    for (size_t i = 0; i < rig.sent_count; i++) {
        const moot_msg_t *message = &rig.sent[i].message;
        uint64_t number = message->code == MOOT_MSG_ATTACH
                              ? message->as.attach.number
                              : message->as.detach.number;
        if (message->code != MOOT_MSG_ATTACH
            && message->code != MOOT_MSG_DETACH)
            continue;
        assert_true(number > last);
        last = number;
    }
    assert_true(last >= 12);
}

static void R8_what_waits_is_asked_anew_after_a_restart(void **state)
{
    (void)state;
    rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    uint64_t number =
        rig_take(&rig, MOOT_MSG_ATTACH)->message.as.attach.number;
    rig_restart(&rig, 1);
    rig_pulse(&rig, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_HELLO), 1);
    for (size_t i = 0; i < rig.sent_count; i++) {
        if (rig.sent[i].message.code == MOOT_MSG_ATTACH && !rig.sent[i].taken)
            assert_true(rig.sent[i].message.as.attach.number > number);
    }
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\n");
}

static void R8_an_answer_of_a_former_life_is_no_registration(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_answer_t answer =
        rig_prepare(&rig, rig_take(&rig, MOOT_MSG_ATTACH));
    rig_restart(&rig, 1);
    rig_pulse(&rig, 1);
    rig_give(&rig, &answer);
    assert_string_equal(rig_log(&rig), "");
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    room->epochs[0].published = 1;
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 1.2\n");
}

static void a_followed_stream_attaches_by_its_position_after_a_restart(
    void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera");
    rig_message(room, "bob", "x");
    room->epochs[0].published = 2; /* the worker died before publishing */
    rig_restart(&rig, 1);
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "v gets r 1.2\n");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "v gets r 1.3\n");
}

static void an_unknown_registration_is_said_again(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    rig.workers[1].registration = 0; /* it forgot this edge */
    rig_attach(&rig);
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_HELLO), 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\n");
}

static void an_attach_is_asked_again_with_a_new_number(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    uint64_t number =
        rig_take(&rig, MOOT_MSG_ATTACH)->message.as.attach.number;
    rig_broker_beat(&rig, 0);
    rig_wait(&rig, 990);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
    rig_wait(&rig, 20);
    assert_true(rig_take(&rig, MOOT_MSG_ATTACH)->message.as.attach.number
                > number);
}

static void nothing_at_the_head_forgets_no_later_hint(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    rig_deleted(room);
    rig_answer_t answer =
        rig_prepare(&rig, rig_take(&rig, MOOT_MSG_ATTACH));
    assert_int_equal(answer.events.epoch, 0);
    rig_create(&rig, "r", 5, "bob alice");
    rig_publish_list(&rig, "alice", "r", 5, 1, true);
    rig_give(&rig, &answer);
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    rig_publish_one(&rig, room, 5, 2);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 5.2\n");
}

static void a_roster_does_not_attach_who_waits_for_a_later_life(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_join(&rig, &a, "a", "alice"); /* the hint about E1.1 is slow */
    rig_join(&rig, &v, "v", "vera");
    rig_serve(&rig);
    rig_added(room, "vera"); /* 2 */
    rig_publish_list(&rig, "vera", "r", 1, 2, true);
    const rig_sent_t *question = rig_take(&rig, MOOT_MSG_ATTACH);
    rig_deleted(room); /* 3 */
    rig_create(&rig, "r", 5, "alice");
    rig_request(&rig, &a, 9, MOOT_OP_CREATE, "r");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 5, 1, 1);
    rig_answer_t answer = rig_prepare(&rig, question); /* E1 after 1 */
    rig_give(&rig, &answer);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a ready\nv ready\na gets r 1.1\n"
                        "a gets r 1.2\nv gets r 1.2\n"
                        "a gets r 1.3\nv gets r 1.3\n"
                        "a gets r 5.1\na answer 9 OK\n");
}

/* ---- Hints -------------------------------------------------------------- */

static void R5_a_followed_room_decides_by_its_roster(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera alice");
    rig_join(&rig, &a, "a", "alice"); /* the list does not name r yet */
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a ready\nv gets r 1.2\n");
    rig_publish_list(&rig, "alice", "r", 1, 1, true);
    rig_serve(&rig); /* back for alice; vera gets nothing twice */
    assert_string_equal(rig_log(&rig), "a gets r 1.1\na gets r 1.2\n");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    rig_forget(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.3\nv gets r 1.3\n");
    rig_join(&rig, &b, "b", "bob");
    rig_list(&rig, "bob", "r", 1, 1, true);
    rig_serve(&rig); /* no question about r: only bob's list was asked */
    assert_int_equal(rig.sent_count, 1);
    rig_message(room, "vera", "v");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig),
                        "b ready\na gets r 1.4\nb gets r 1.4\n");
}

static void R6_a_hint_above_the_position_is_kept(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_removed(room, "alice"); /* 2 */
    rig_added(room, "alice");   /* 3 */
    rig_publish_list(&rig, "alice", "r", 1, 3, true);
    rig_publish_one(&rig, room, 1, 2);
    rig_lose_frame(&rig, MOOT_KIND_ROOM, "r");
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a ready\na gets r 1.2\na gets r 1.3\n");
    rig_message(room, "bob", "x");
    room->epochs[0].published = 3;
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.4\n");
}

static void R7_a_hint_that_was_decided_does_nothing(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera");
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_added(room, "alice"); /* 2: by the room's own event */
    rig_deleted(room);        /* 3 */
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig),
                        "a ready\nv gets r 1.2\na gets r 1.2\n"
                        "v gets r 1.3\na gets r 1.3\n");
    rig_forget(&rig);
    rig_publish_list(&rig, "alice", "r", 1, 2, true);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
    assert_string_equal(rig_log(&rig), "");
}

static void a_user_gets_the_event_that_adds_it(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob");
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    rig_added(room, "alice"); /* 3 */
    rig_message(room, "bob", "x");
    rig_publish_list(&rig, "alice", "r", 1, 3, true);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a ready\na gets r 1.3\na gets r 1.4\n");
}

static void a_user_is_removed_and_added_again(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_removed(room, "alice");    /* 2 */
    rig_message(room, "bob", "x"); /* 3 */
    rig_added(room, "alice");      /* 4 */
    rig_left(room, "alice");       /* 5, 6 */
    rig_joined(room, "alice");     /* 7, 8 */
    rig_publish(&rig, room);
    assert_string_equal(
        rig_log(&rig),
        "a ready\n"
        "v gets r 1.2\na gets r 1.2\nv gets r 1.3\n"
        "v gets r 1.4\na gets r 1.4\nv gets r 1.5\nv gets r 1.6\n"
        "v gets r 1.7\nv gets r 1.8\na gets r 1.8\n");
}

static void nobody_local_left_ends_following(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_forget(&rig);
    rig_left(room, "alice");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a ready\n");
    assert_int_equal(rig_count(&rig, MOOT_MSG_DETACH), 1);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
}

static void a_hint_below_an_attach_under_way_asks_for_more(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob vera");
    rig_list(&rig, "vera", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_join(&rig, &v, "v", "vera");
    rig_attach(&rig); /* vera's list: r is asked for at the head */
    rig_answer_t head = rig_prepare(&rig, rig_take(&rig, MOOT_MSG_ATTACH));
    rig_added(room, "alice"); /* 2 */
    rig_message(room, "bob", "x");
    rig_publish_list(&rig, "alice", "r", 1, 2, true);
    rig_give(&rig, &head); /* superseded */
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\n"
                                       "a gets r 1.2\na gets r 1.3\nv ready\n");
}

static void a_user_added_again_unseen_misses_nothing(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice vera");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_list(&rig, "vera", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_removed(room, "alice"); /* 2: nobody is left here */
    rig_publish(&rig, room);
    rig_added(room, "alice"); /* 3: the hint is on its way */
    rig_message(room, "bob", "x");
    rig_join(&rig, &v, "v", "vera"); /* fetches the room at 4 */
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a ready\na gets r 1.2\n"
                        "a gets r 1.3\na gets r 1.4\nv ready\n");
    rig_publish_list(&rig, "alice", "r", 1, 3, true);
    assert_string_equal(rig_log(&rig), "");
}

static void a_lost_list_event_reads_the_list_anew(void **state)
{
    (void)state;
    rig_create(&rig, "r", 1, "bob alice");
    rig_create(&rig, "s", 2, "bob alice");
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_lose_frame(&rig, MOOT_KIND_USER, "alice");
    rig_publish_list(&rig, "alice", "s", 2, 1, true);
    rig_serve(&rig);
    const char *log = rig_log(&rig);
    assert_non_null(strstr(log, "a gets r 1.1\n"));
    assert_non_null(strstr(log, "a gets s 2.1\n"));
}

static void a_reload_names_a_room_left_and_joined_meanwhile(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_removed(room, "alice"); /* 2 */
    rig_publish(&rig, room);
    rig_added(room, "alice");   /* 3 */
    rig_removed(room, "alice"); /* 4 */
    rig_added(room, "alice");   /* 5 */
    for (uint64_t seq = 3; seq < 5; seq++) {
        rig_list(&rig, "alice", "r", 1, seq, seq % 2 == 1);
        rig_lose_frame(&rig, MOOT_KIND_USER, "alice");
    }
    rig_publish_list(&rig, "alice", "r", 1, 5, true);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a ready\na gets r 1.2\na gets r 1.3\n"
                        "a gets r 1.4\na gets r 1.5\n");
}

static void a_reload_goes_on_over_a_removal_not_heard_yet(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_removed(room, "alice"); /* 2 */
    rig_added(room, "alice");   /* 3 */
    rig_list(&rig, "alice", "r", 1, 3, true);
    rig_lose_frame(&rig, MOOT_KIND_USER, "alice");
    rig_pulse(&rig, 1);
    rig_attach(&rig); /* the list, before the room's events */
    rig_publish(&rig, room);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a ready\na gets r 1.2\na gets r 1.3\n");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.4\n");
}

static void a_removal_seen_by_another_client_first_hides_nothing(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "alice bob");
    rig_join(&rig, &a, "a", "alice"); /* hears nothing of the list's event */
    rig_join(&rig, &b, "b", "alice");
    rig_serve(&rig);
    rig_request(&rig, &a, 1, MOOT_OP_LEAVE, "r");
    rig_left(room, "alice"); /* 2, 3 */
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 3);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\nb ready\na gets r 1.1\n"
                                       "b gets r 1.1\na answer 1 OK\n");
}

/* ---- Answers that open a room ------------------------------------------- */

static void R16_a_create_is_followed_from_its_first_event(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_request(&rig, &a, 9, MOOT_OP_CREATE, "r");
    rig_room_t *room = rig_create(&rig, "r", 1, "alice bob");
    rig_message(room, "bob", "x");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 1, 1);
    assert_string_equal(rig_log(&rig), "a ready\n"); /* held */
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "a gets r 1.1\na answer 9 OK\na gets r 1.2\n");
}

static void a_join_is_not_lost_to_another_users_attach(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob vera");
    rig_list(&rig, "vera", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_join(&rig, &v, "v", "vera");
    rig_attach(&rig); /* vera's list */
    rig_request(&rig, &a, 9, MOOT_OP_JOIN, "r");
    rig_joined(room, "alice"); /* 2, 3 */
    rig_message(room, "bob", "x");
    rig_attach(&rig); /* for vera, at 1.4, and alice is a member: again */
    assert_string_equal(rig_log(&rig), "a ready\n");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 3);
    assert_string_equal(rig_log(&rig), "");
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.3\na answer 9 OK\n"
                                       "a gets r 1.4\nv ready\n");
}

static void going_back_gives_nobody_anything_twice(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera");
    rig_added(room, "alice"); /* 2: before her client came */
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_message(room, "bob", "x"); /* 3: not for alice as it seems */
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig),
                        "v gets r 1.2\na ready\nv gets r 1.3\n");
    rig_publish_list(&rig, "alice", "r", 1, 2, true);
    rig_message(room, "bob", "x"); /* 4: comes in the middle of it */
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
    rig_removed(room, "vera"); /* 5: is in the answer */
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\na gets r 1.3\n"
                                       "a gets r 1.4\nv gets r 1.4\n"
                                       "a gets r 1.5\nv gets r 1.5\n");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.6\n");
}

static void what_is_too_far_back_costs_nobody_else(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera alice");
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_message(room, "bob", "x"); /* 2 */
    rig_publish(&rig, room);
    rig_message(room, "bob", "x"); /* 3, 4: not heard yet */
    rig_message(room, "bob", "x");
    rig_publish_list(&rig, "alice", "r", 1, 1, true);
    assert_string_equal(rig_log(&rig), "a ready\nv gets r 1.2\n");
    const rig_sent_t *question = rig_take(&rig, MOOT_MSG_ATTACH);
    assert_int_equal(question->message.as.attach.seq, 0);
    rig_sent_t head = *question; /* too far back: it begins at the head */
    head.message.as.attach.mode = MOOT_ATTACH_HEAD;
    rig_answer_t answer = rig_prepare(&rig, &head);
    rig_give(&rig, &answer);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.3\nv gets r 1.3\n"
                                       "a gets r 1.4\nv gets r 1.4\n");
}

static void R17_a_held_create_opens_the_next_epoch(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera");
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_request(&rig, &a, 9, MOOT_OP_CREATE, "r");
    rig_deleted(room);
    rig_create(&rig, "r", 5, "alice");
    rig_lose(&rig, room);
    (void)rig_log(&rig);
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 5, 1, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        "v gets r 1.2\na gets r 5.1\na answer 9 OK\n");
}

static void R18_a_reply_below_the_end_opens_nothing(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_request(&rig, &a, 9, MOOT_OP_JOIN, "r");
    rig_deleted(room);
    rig_publish(&rig, room);
    rig_forget(&rig);
    rig_request(&rig, &a, 10, MOOT_OP_INFO, "r");
    const rig_sent_t *info = rig_take(&rig, MOOT_MSG_REQUEST);
    rig_sent_t join = *info; /* the same session and slot, number 1 */
    join.message.as.request.number = 1;
    join.message.as.request.op = MOOT_OP_JOIN;
    rig_reply(&rig, &join, MOOT_CODE_OK, 1, 0, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
    assert_string_equal(rig_log(&rig),
                        "a ready\na gets r 1.2\na answer 9 OK\n");
}

static void R19_a_join_does_not_overtake_the_create(void **state)
{
    (void)state;
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_request(&rig, &a, 1, MOOT_OP_CREATE, "r");
    rig_request(&rig, &a, 2, MOOT_OP_JOIN, "r");
    rig_create(&rig, "r", 1, "alice");
    const rig_sent_t *create = rig_take(&rig, MOOT_MSG_REQUEST);
    const rig_sent_t *join = rig_take(&rig, MOOT_MSG_REQUEST);
    rig_reply(&rig, join, MOOT_CODE_OK, 1, 0, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
    rig_reply(&rig, create, MOOT_CODE_OK, 1, 1, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 1.1\n"
                                       "a answer 1 OK\na answer 2 OK\n");
}

static void a_joiner_gets_members_but_not_joined(void **state)
{
    (void)state;
    rig_room_t *room = followed_for_vera("bob vera");
    rig_join(&rig, &a, "a", "alice");
    rig_join(&rig, &b, "b", "alice");
    rig_serve(&rig);
    (void)rig_log(&rig);
    rig_request(&rig, &a, 9, MOOT_OP_JOIN, "r");
    rig_joined(room, "alice");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 3);
    assert_string_equal(rig_log(&rig), "");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "v gets r 1.2\n"
                                       "v gets r 1.3\na gets r 1.3\n"
                                       "b gets r 1.3\na answer 9 OK\n");
}

static void a_proof_of_membership_attaches_before_the_answer(void **state)
{
    (void)state;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob");
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_added(room, "alice"); /* the hint is slow */
    rig_request(&rig, &a, 9, MOOT_OP_MESSAGE, "r");
    rig_message(room, "alice", "a");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 3, 3);
    assert_string_equal(rig_log(&rig), "a ready\n");
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    room->epochs[0].published = 3;
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\na answer 9 OK\n"
                                       "a gets r 1.4\n");
}

static void streams_beyond_the_bound_wait_for_a_place(void **state)
{
    (void)state;
    moot_delivery_config_t config = rig_config();
    config.streams_max = 2; /* the list and one room */
    rig_close(&rig);
    rig_init(&rig, &config);
    rig_start(&rig);
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_create(&rig, "s", 2, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_list(&rig, "alice", "s", 2, 1, true);
    rig_publish(&rig, room);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    moot_msg_request_t request = {.op = MOOT_OP_JOIN,
                                  .room = moot_slice_str("t")};
    assert_int_equal(moot_delivery_request(rig.delivery, &a.sub, &request, 1,
                                           rig.now),
                     MOOT_EFULL);
    rig_wait(&rig, 3000);
    assert_string_equal(rig_log(&rig), "a ready -s\n");
    rig_broker_beat(&rig, 0);
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    rig_left(room, "alice");
    rig_publish(&rig, room);
    rig_wait(&rig, 10);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a attached s 2.1\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_user_without_rooms_is_ready_with_the_list),
        TEST(ready_waits_for_every_room),
        TEST(a_second_client_of_a_user_is_ready_at_once),
        TEST(rooms_without_an_answer_are_pending_and_attached_later),
        TEST(a_pending_room_that_is_no_more_is_forgotten),
        TEST(a_list_that_cannot_be_read_loses_the_client),
        TEST(a_client_that_leaves_hears_nothing_more),
        TEST(R3_all_events_are_held_while_an_attach_waits),
        TEST(R4_a_gap_seen_while_waiting_is_repaired_afterwards),
        TEST(R11_only_the_answer_to_the_last_number_counts),
        TEST(R9_interest_numbers_rise_with_attach_and_detach),
        TEST(R8_what_waits_is_asked_anew_after_a_restart),
        TEST(R8_an_answer_of_a_former_life_is_no_registration),
        TEST(a_followed_stream_attaches_by_its_position_after_a_restart),
        TEST(an_unknown_registration_is_said_again),
        TEST(an_attach_is_asked_again_with_a_new_number),
        TEST(nothing_at_the_head_forgets_no_later_hint),
        TEST(a_roster_does_not_attach_who_waits_for_a_later_life),
        TEST(R5_a_followed_room_decides_by_its_roster),
        TEST(R6_a_hint_above_the_position_is_kept),
        TEST(R7_a_hint_that_was_decided_does_nothing),
        TEST(a_user_gets_the_event_that_adds_it),
        TEST(a_user_is_removed_and_added_again),
        TEST(nobody_local_left_ends_following),
        TEST(a_hint_below_an_attach_under_way_asks_for_more),
        TEST(a_user_added_again_unseen_misses_nothing),
        TEST(a_lost_list_event_reads_the_list_anew),
        TEST(a_reload_names_a_room_left_and_joined_meanwhile),
        TEST(a_reload_goes_on_over_a_removal_not_heard_yet),
        TEST(a_removal_seen_by_another_client_first_hides_nothing),
        TEST(R16_a_create_is_followed_from_its_first_event),
        TEST(a_join_is_not_lost_to_another_users_attach),
        TEST(going_back_gives_nobody_anything_twice),
        TEST(what_is_too_far_back_costs_nobody_else),
        TEST(R17_a_held_create_opens_the_next_epoch),
        TEST(R18_a_reply_below_the_end_opens_nothing),
        TEST(R19_a_join_does_not_overtake_the_create),
        TEST(a_joiner_gets_members_but_not_joined),
        TEST(a_proof_of_membership_attaches_before_the_answer),
        TEST(streams_beyond_the_bound_wait_for_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
