/* Order, repair, the end of an epoch: streams as the delivery core follows
 * them. R numbers: the rules found by the models (proto/DESIGN.md). */
#include "tests/lib/unit.h"

#include "tests/lib/edge_rig.h"

static rig_t rig;

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

/* A client of alice, member of a room with bob at E1.1, ready. */
static rig_room_t *follow(rig_client_t *client)
{
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    room->epochs[0].published = 1;
    rig_join(&rig, client, "a", "alice");
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\n");
    rig_forget(&rig);
    return room;
}

static void events_are_delivered_in_order(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_message(room, "bob", "x");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\na gets r 1.3\n");
    rig_publish_one(&rig, room, 1, 2); /* once more: nothing */
    assert_string_equal(rig_log(&rig), "");
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
}

static void an_event_is_encoded_once_and_only_for_somebody(void **state)
{
    (void)state;
    static rig_client_t a, b;
    rig_room_t *room = follow(&a);
    rig_join(&rig, &b, "b", "alice");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_int_equal(rig.encoded, 1);
    assert_string_equal(rig_log(&rig),
                        "b ready\na gets r 1.2\nb gets r 1.2\n");
    rig_leave(&rig, &b);
    rig_message(room, "alice", "a"); /* its own */
    rig_publish(&rig, room);
    assert_int_equal(rig.encoded, 1);
    assert_string_equal(rig_log(&rig), "");
}

static void a_message_goes_to_the_senders_other_sockets(void **state)
{
    (void)state;
    static rig_client_t a, b;
    rig_room_t *room = follow(&a);
    rig_join(&rig, &b, "b", "alice");
    (void)rig_log(&rig);
    rig_message(room, "alice", "a");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "b gets r 1.2\n");
}

static void R21_the_own_message_does_not_come_back_by_range(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_message(room, "alice", "a");
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    rig_range(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.3\n");
}

static void a_lost_frame_is_repaired_before_later_events(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 1); /* one at a time */
    rig_range(&rig);
    assert_string_equal(rig_log(&rig),
                        "a gets r 1.2\na gets r 1.3\na gets r 1.4\n");
    rig_serve(&rig);
    rig_forget(&rig);
    rig_pulse(&rig, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
}

static void a_lost_last_frame_shows_in_the_pulse(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    rig_range(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
}

static void R13_the_first_number_can_show_a_gap(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_message(room, "bob", "x");
    rig_lose(&rig, room); /* bseq 1 and 2 were never seen */
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\na gets r 1.2\n");
}

static void R14_a_gap_during_a_repair_asks_for_another(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    rig_answer_t answer =
        rig_prepare(&rig, rig_take(&rig, MOOT_MSG_RANGE));
    rig_message(room, "bob", "x"); /* lost after the worker answered */
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
    rig_give(&rig, &answer);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
    rig_range(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.3\n");
}

static void R1_a_later_epoch_waits_for_the_end_of_the_followed_one(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_deleted(room);
    rig_lose(&rig, room);
    rig_create(&rig, "r", 5, "bob alice"); /* E5.1 looks like the next seq */
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
    rig_publish_list(&rig, "alice", "r", 5, 1, true);
    rig_range(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 5.1\n");
}

static void R15_a_repair_is_owed_to_the_stream_not_to_the_epoch(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_deleted(room);
    rig_create(&rig, "r", 5, "bob alice");
    rig_message(room, "bob", "x");
    rig_lose(&rig, room); /* E1.2, E5.1, E5.2 */
    rig_message(room, "bob", "x");
    rig_publish(&rig, room); /* E5.3 */
    rig_publish_list(&rig, "alice", "r", 5, 1, true);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\na gets r 5.1\n"
                                       "a gets r 5.2\na gets r 5.3\n");
}

static void R2_events_before_a_deletion_are_repaired(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_removed(room, "alice");
    rig_deleted(room);
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
}

static void an_epoch_that_is_not_known_any_more_ends_following(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_deleted(room);
    room->epochs[0].forgotten = true;
    rig_create(&rig, "r", 5, "bob alice");
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    rig_range(&rig);
    assert_int_equal(rig_count(&rig, MOOT_MSG_DETACH), 1);
    rig_publish_list(&rig, "alice", "r", 5, 1, true);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 5.1\n");
}

static void held_events_beyond_the_bound_are_owed_to_a_repair(void **state)
{
    (void)state;
    static rig_client_t a;
    moot_delivery_facts_t facts;
    rig_room_t *room = follow(&a);
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    for (int i = 0; i < 12; i++) /* the bound is 8 */
        rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    moot_delivery_facts(rig.delivery, &facts);
    assert_int_equal(facts.held_dropped, 4);
    assert_string_equal(rig_log(&rig), "");
    rig_serve(&rig);
    const char *log = rig_log(&rig);
    assert_non_null(strstr(log, "a gets r 1.2\na gets r 1.3\n"));
    assert_non_null(strstr(log, "a gets r 1.13\na gets r 1.14\n"));
}

static void a_long_repair_is_fetched_in_pages(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    for (int i = 0; i < 4; i++)
        rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_pulse(&rig, 1);
    rig_answer_t page = rig_prepare(&rig, rig_take(&rig, MOOT_MSG_RANGE));
    moot_list_writer_t writer;
    moot_buf_t list;
    moot_buf_init(&list, 4096);
    moot_list_begin(&writer, &list, 1);
    moot_list_put_bin(&writer, room->epochs[0].events[2]);
    assert_int_equal(moot_list_end(&writer, &page.events.list), 0);
    rig_give(&rig, &page);
    moot_buf_close(&list);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
    rig_range(&rig);
    assert_string_equal(rig_log(&rig),
                        "a gets r 1.3\na gets r 1.4\na gets r 1.5\n");
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
}

static void a_damaged_event_is_never_stepped_over(void **state)
{
    (void)state;
    static rig_client_t a;
    moot_delivery_facts_t facts;
    moot_buf_t buf;
    rig_room_t *room = follow(&a);
    rig_removed(room, "alice");
    moot_slice_t good = room->epochs[0].events[2];
    moot_msg_event_t foreign = {.seq = 2,
                                .what = MOOT_WHAT_REMOVED,
                                .user = moot_slice_str("nobody")};
    moot_buf_init(&buf, 4096);
    assert_int_equal(moot_wire_encode_event(&buf, &foreign), 0);
    room->epochs[0].events[2] = moot_buf_slice(&buf);
    rig_publish(&rig, room);
    room->epochs[0].events[2] = good;
    moot_buf_close(&buf);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
    rig_wait(&rig, 1000);
    rig_serve(&rig);
    moot_delivery_facts(rig.delivery, &facts);
    assert_int_equal(facts.damaged, 1);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
}

static void an_event_for_nobody_says_detach_again(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_leave(&rig, &a);
    assert_int_equal(rig_count(&rig, MOOT_MSG_DETACH), 2); /* room, list */
    uint64_t last = rig.sent[rig.sent_count - 1].message.as.detach.number;
    rig_message(room, "bob", "x");
    rig_publish(&rig, room); /* was on its way: nothing */
    assert_int_equal(rig_count(&rig, MOOT_MSG_DETACH), 2);
    rig_forget(&rig);
    rig_wait(&rig, 1000);
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_true(rig_take(&rig, MOOT_MSG_DETACH)->message.as.detach.number
                > last);
}

static void without_pulses_ranges_are_asked_once_a_second(void **state)
{
    (void)state;
    static rig_client_t a;
    rig_room_t *room = follow(&a);
    rig_message(room, "bob", "x");
    rig_lose(&rig, room);
    rig_broker_beat(&rig, 0);
    rig_wait(&rig, 1400);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
    rig_wait(&rig, 200);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
    rig_broker_beat(&rig, 0);
    rig_wait(&rig, 800);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
    rig_wait(&rig, 300);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(events_are_delivered_in_order),
        TEST(an_event_is_encoded_once_and_only_for_somebody),
        TEST(a_message_goes_to_the_senders_other_sockets),
        TEST(R21_the_own_message_does_not_come_back_by_range),
        TEST(a_lost_frame_is_repaired_before_later_events),
        TEST(a_lost_last_frame_shows_in_the_pulse),
        TEST(R13_the_first_number_can_show_a_gap),
        TEST(R14_a_gap_during_a_repair_asks_for_another),
        TEST(R1_a_later_epoch_waits_for_the_end_of_the_followed_one),
        TEST(R15_a_repair_is_owed_to_the_stream_not_to_the_epoch),
        TEST(R2_events_before_a_deletion_are_repaired),
        TEST(an_epoch_that_is_not_known_any_more_ends_following),
        TEST(held_events_beyond_the_bound_are_owed_to_a_repair),
        TEST(a_long_repair_is_fetched_in_pages),
        TEST(a_damaged_event_is_never_stepped_over),
        TEST(an_event_for_nobody_says_detach_again),
        TEST(without_pulses_ranges_are_asked_once_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
