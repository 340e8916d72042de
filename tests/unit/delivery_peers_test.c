/* Brokers and workers: ways, registrations, restarts, moves, what bounces. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "tests/lib/edge_rig.h"

static rig_t rig;
static rig_client_t a;

static int set_up(void **state)
{
    (void)state;
    rig_init(&rig, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static void join_alice(void)
{
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_forget(&rig);
    (void)rig_log(&rig);
}

static const rig_sent_t *take_request(void)
{
    return rig_take(&rig, MOOT_MSG_REQUEST);
}

static void the_edge_names_itself(void **state)
{
    (void)state;
    assert_slice(moot_delivery_topic(rig.delivery), "edge-1:7|");
    assert_slice(moot_delivery_address(rig.delivery), "edge-1:7");
}

static void it_subscribes_and_says_hello_to_each_worker(void **state)
{
    (void)state;
    rig.workers[1].live = rig.workers[2].live = true;
    rig_broker_beat(&rig, 0);
    rig_broker_beat(&rig, 0);
    assert_string_equal(rig_log(&rig), "subscribe 1 pub-1\n"
                                       "subscribe 2 pub-2\n");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_EDGE_HELLO);
    const rig_sent_t *second = rig_take(&rig, MOOT_MSG_EDGE_HELLO);
    assert_int_equal(first->route.worker, 1);
    assert_int_equal(first->route.flow, MOOT_FLOW_WORKER);
    assert_slice(first->route.edge, "edge-1:7");
    assert_int_equal(second->route.worker, 2);
    assert_true(second->message.as.edge_hello.registration
                > first->message.as.edge_hello.registration);
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_HELLO), 0);
}

static void a_workers_key_goes_with_its_endpoint(void **state)
{
    (void)state;
    moot_delivery_facts_t before, after;
    rig.workers[1].live = rig.workers[2].live = true;
    rig.workers[1].key = "0123456789abcdef0123456789abcdef";
    rig.workers[2].key = "";
    rig_broker_beat(&rig, 0);
    rig_broker_beat(&rig, 0);
    assert_string_equal(
        rig_log(&rig), "subscribe 1 pub-1 0123456789abcdef0123456789abcdef\n"
                       "subscribe 2 pub-2\n");
    rig.workers[1].key = "fedcba9876543210fedcba9876543210";
    rig_broker_beat(&rig, 0);
    assert_string_equal(
        rig_log(&rig), "subscribe 1 pub-1 fedcba9876543210fedcba9876543210\n");
    moot_delivery_facts(rig.delivery, &before);
    rig.workers[1].key = "short";
    rig_broker_beat(&rig, 0);
    moot_delivery_facts(rig.delivery, &after);
    assert_string_equal(rig_log(&rig), "");
    assert_int_equal(after.damaged, before.damaged + 1);
}

static void it_beats_to_brokers_and_workers(void **state)
{
    (void)state;
    moot_delivery_describe(rig.delivery, 42, 5, 8080, MOOT_STATE_READY);
    rig_start(&rig);
    rig_wait(&rig, 500);
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_BEAT), RIG_BROKERS + 1);
    for (unsigned i = 0; i < RIG_BROKERS; i++) {
        const rig_sent_t *beat = rig_take(&rig, MOOT_MSG_EDGE_BEAT);
        assert_int_equal(beat->broker, i);
        assert_int_equal(beat->route.flow, MOOT_FLOW_BROKER);
        assert_int_equal(beat->message.as.edge_beat.pid, 42);
        assert_int_equal(beat->message.as.edge_beat.connections, 5);
        assert_int_equal(beat->message.as.edge_beat.port, 8080);
        assert_int_equal(beat->message.as.edge_beat.slots, MOOT_SLOTS);
    }
    assert_true(rig_take(&rig, MOOT_MSG_EDGE_BEAT)
                    ->message.as.edge_beat.registration
                > 0);
}

static void all_goes_through_the_lowest_broker_that_lists_the_worker(
    void **state)
{
    (void)state;
    rig_start(&rig);
    rig_broker_beat(&rig, 1);
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    assert_int_equal(take_request()->broker, 0);
}

static void a_change_of_broker_sends_again_what_is_awaited(void **state)
{
    (void)state;
    rig_start(&rig);
    rig_broker_beat(&rig, 1);
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    (void)take_request();
    (void)take_request();
    rig.workers[1].live = false; /* broker 0 lost it, broker 1 did not */
    rig_broker_beat(&rig, 0);
    for (uint64_t i = 1; i <= 2; i++) {
        const rig_sent_t *again = take_request();
        assert_int_equal(again->broker, 1);
        assert_int_equal(again->message.as.request.number, i);
    }
}

static void a_silent_broker_is_left(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_wait(&rig, 1500);
    rig_broker_beat(&rig, 1);
    rig_forget(&rig);
    rig_wait(&rig, 490);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
    rig_wait(&rig, 20); /* 2 s without a beat of broker 0 */
    assert_int_equal(take_request()->broker, 1);
}

static void a_broker_that_started_anew_gets_everything_again(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_forget(&rig);
    rig.broker_incarnation[0]++;
    rig_wait(&rig, 100);
    rig_broker_beat(&rig, 0);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
}

static void a_restarted_worker_gets_everything_again(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_forget(&rig);
    rig_restart(&rig, 1);
    rig_wait(&rig, 100);
    rig_broker_beat(&rig, 0);
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_HELLO), 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
    rig_serve(&rig);
    rig_pulse(&rig, 1);
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    (void)take_request();
    assert_int_equal(take_request()->message.as.request.stamp_incarnation,
                     101);
}

static void frames_of_a_former_life_are_not_looked_at(void **state)
{
    (void)state;
    rig_start(&rig);
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    room->epochs[0].published = 1;
    join_alice();
    rig_worker_t former = rig.workers[1];
    rig_restart(&rig, 1);
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    rig_worker_t present = rig.workers[1];
    rig_message(room, "bob", "x");
    rig.workers[1] = former;
    rig_publish_one(&rig, room, 1, 2);
    assert_string_equal(rig_log(&rig), "");
    rig.workers[1] = present;
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "a gets r 1.2\n");
}

static void unreachable_waits_and_is_sent_again(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    const rig_sent_t *request = take_request();
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};
    moot_msg_t message = {.code = MOOT_MSG_UNREACHABLE};
    message.as.unreachable.slot = request->route.slot;
    message.as.unreachable.worker = 1;
    rig_say(&rig, 0, &route, &message);
    rig_wait(&rig, 200);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
    assert_string_equal(rig_log(&rig), "");
    rig_broker_beat(&rig, 0); /* the worker is there again */
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
    rig_broker_beat(&rig, 0);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
}

static void without_a_worker_requests_wait_until_their_deadline(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    rig.workers[1].live = false;
    rig_broker_beat(&rig, 0);
    assert_false(moot_delivery_user_reachable(rig.delivery, LIT("alice")));
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig_wait(&rig, 2500);
    rig_request(&rig, &a, 2, MOOT_OP_INFO, "r");
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 0);
    rig_wait(&rig, 2600);
    assert_string_equal(rig_log(&rig), "a answer 1 none\n");
    rig.workers[1].live = true;
    rig_broker_beat(&rig, 0);
    assert_true(moot_delivery_user_reachable(rig.delivery, LIT("alice")));
    const rig_sent_t *request = take_request();
    assert_int_equal(request->message.as.request.number, 2);
    assert_int_equal(request->message.as.request.base, 2);
    rig_reply(&rig, request, MOOT_CODE_NOT_FOUND, 0, 0, 0);
    assert_string_equal(rig_log(&rig), "a answer 2 NOT_FOUND\n");
}

static void a_full_way_loses_a_copy_not_the_request(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    rig.deaf = true;
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    rig.deaf = false;
    rig_wait(&rig, 1010);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
}

static void a_moved_slot_is_asked_at_its_new_owner(void **state)
{
    (void)state;
    rig.workers[2].live = true;
    rig_start(&rig);
    rig_pulse(&rig, 2);
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_list(&rig, "alice", "r", 1, 1, true);
    room->epochs[0].published = 1;
    join_alice();
    rig_request(&rig, &a, 1, MOOT_OP_INFO, "r");
    const rig_sent_t *request = take_request();
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE,
                              .slot = request->route.slot};
    moot_msg_t message = {.code = MOOT_MSG_MOVED};
    message.as.moved = (moot_msg_moved_t){
        .slot = request->route.slot, .slot_epoch = 2, .worker = 2};
    rig_wait(&rig, 100);
    rig_say(&rig, 0, &route, &message);
    assert_int_equal(take_request()->route.worker, 2);
    const rig_sent_t *attach = rig_take(&rig, MOOT_MSG_ATTACH);
    assert_int_equal(attach->route.worker, 2);
    assert_int_equal(attach->message.as.attach.mode, MOOT_ATTACH_EVENTS);
    assert_int_equal(attach->message.as.attach.registration,
                     rig.workers[2].registration);
    /* What the former owner publishes now is not for this edge. */
    rig_message(room, "bob", "x");
    rig_publish(&rig, room);
    assert_string_equal(rig_log(&rig), "");
    rig_say(&rig, 0, &route, &message); /* another that bounced */
    rig_wait(&rig, 30);
    assert_int_equal(rig_count(&rig, MOOT_MSG_REQUEST), 1);
}

static void an_older_map_changes_nothing(void **state)
{
    (void)state;
    rig.slot_epoch = 5;
    rig_start(&rig);
    rig.workers[2].live = true;
    rig.slot_epoch = 4;
    rig.split = 0; /* all to worker 2 */
    rig_broker_beat(&rig, 0);
    rig_join(&rig, &a, "a", "alice");
    assert_int_equal(rig_take(&rig, MOOT_MSG_ATTACH)->route.worker, 1);
    rig.slot_epoch = 6;
    rig_broker_beat(&rig, 0);
    assert_int_equal(rig_take(&rig, MOOT_MSG_ATTACH)->route.worker, 2);
}

static void ten_seconds_without_a_pulse_say_hello_again(void **state)
{
    (void)state;
    rig_start(&rig);
    join_alice();
    uint64_t before = rig.workers[1].registration;
    for (int i = 0; i < 19; i++) {
        rig_broker_beat(&rig, 0);
        rig_wait(&rig, 500);
    }
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_HELLO), 0);
    rig_broker_beat(&rig, 0);
    rig_wait(&rig, 600);
    assert_true(rig_take(&rig, MOOT_MSG_EDGE_HELLO)
                    ->message.as.edge_hello.registration
                > before);
}

static void a_lost_hello_shows_in_the_pulse(void **state)
{
    (void)state;
    rig_start(&rig);
    rig_wait(&rig, 1100);
    rig_broker_beat(&rig, 0);
    rig.workers[1].registration = 0; /* as if it had never heard one */
    rig_pulse(&rig, 1);
    assert_int_equal(rig_count(&rig, MOOT_MSG_EDGE_HELLO), 1);
}

static void questions_under_way_are_bounded(void **state)
{
    (void)state;
    moot_delivery_config_t config = rig_config();
    static char names[40][16];
    config.questions_max = 4;
    rig_close(&rig);
    rig_init(&rig, &config);
    rig_start(&rig);
    for (int i = 0; i < 8; i++) {
        snprintf(names[i], sizeof names[i], "r%d", i);
        rig_create(&rig, names[i], 1, "bob alice");
        rig_list(&rig, "alice", names[i], 1, 1, true);
    }
    rig_join(&rig, &a, "a", "alice");
    rig_attach(&rig);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 4);
    rig_attach(&rig);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 4);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a ready\n");
}

static void damaged_messages_are_dropped_and_counted(void **state)
{
    (void)state;
    moot_delivery_facts_t facts;
    rig_start(&rig);
    moot_delivery_from_broker(rig.delivery, 0, LIT("\x93"), LIT(""), rig.now);
    moot_delivery_from_broker(rig.delivery, 99, LIT(""), LIT(""), rig.now);
    moot_delivery_from_worker(rig.delivery, LIT("nonsense"), rig.now);
    moot_delivery_facts(rig.delivery, &facts);
    assert_int_equal(facts.damaged, 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_edge_names_itself),
        TEST(it_subscribes_and_says_hello_to_each_worker),
        TEST(a_workers_key_goes_with_its_endpoint),
        TEST(it_beats_to_brokers_and_workers),
        TEST(all_goes_through_the_lowest_broker_that_lists_the_worker),
        TEST(a_change_of_broker_sends_again_what_is_awaited),
        TEST(a_silent_broker_is_left),
        TEST(a_broker_that_started_anew_gets_everything_again),
        TEST(a_restarted_worker_gets_everything_again),
        TEST(frames_of_a_former_life_are_not_looked_at),
        TEST(unreachable_waits_and_is_sent_again),
        TEST(without_a_worker_requests_wait_until_their_deadline),
        TEST(a_full_way_loses_a_copy_not_the_request),
        TEST(a_moved_slot_is_asked_at_its_new_owner),
        TEST(an_older_map_changes_nothing),
        TEST(ten_seconds_without_a_pulse_say_hello_again),
        TEST(a_lost_hello_shows_in_the_pulse),
        TEST(questions_under_way_are_bounded),
        TEST(damaged_messages_are_dropped_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
