/* Named scenarios: one trouble each, and the story that the sockets tell.
 * "s1 < room0#2/3 MESSAGE": socket 1 gets event 3 of the room's second life.
 * "s1 = JOIN OK": its answer. All other checks of the simulator hold too. */
#include "tests/lib/unit.h"
#include "tests/sim/sim.h"

#include <stdio.h>

static const sim_profile_t profile = {
    .name = "scenario", .brokers_min = 2, .fixed = true};
static sim_t sim;

/* Worker of a stream: slots are split in two halves. */
static unsigned worker_of(unsigned slot)
{
    return slot / (MOOT_SLOTS / 2);
}

/* A seed for which user 0 lives at worker 1 and room 0 at worker 2: the death
 * of the second must not keep the user out. */
static uint64_t pick_seed(void)
{
    for (uint64_t seed = 1;; seed++) {
        bool good;

        sim_open(&sim, seed, &profile, false);
        good = worker_of(sim.room_slot[0]) == 1
               && worker_of(sim.user_slot[0]) == 0
               && worker_of(sim.user_slot[1]) == 0
               && worker_of(sim.user_slot[2]) == 0;
        sim_close(&sim);
        if (good)
            return seed;
    }
}

static int begin(void **state)
{
    (void)state;
    sim_open(&sim, pick_seed(), &profile, false);
    for (unsigned i = 0; i < SIM_PROGRAMS; i++) {
        if (sim.programs[i].sim)
            sim_start(&sim.programs[i]);
    }
    sim_until(&sim, 2000);
    return 0;
}

static int end(void **state)
{
    (void)state;
    sim_close(&sim);
    return 0;
}

static void run(uint64_t ms)
{
    sim_until(&sim, sim.now_ms + ms);
    if (sim.failed)
        fail_msg("%s: %s", sim.failure.check, sim.failure.text);
}

static sim_socket_t *connect_to(unsigned user, unsigned edge)
{
    sim_socket_t *socket = sim_connect(&sim, user, edge);

    assert_non_null(socket);
    run(500);
    assert_int_equal(socket->state, SIM_READY);
    return socket;
}

static void ask(sim_socket_t *socket, unsigned op)
{
    sim_request_t request = {.op = op};

    if (op == MOOT_OP_CREATE) { /* with users 1 and 2 */
        request.members[0] = 1;
        request.members[1] = 2;
        request.members_count = 2;
    }
    if (op == MOOT_OP_MESSAGE)
        snprintf(request.content, SIM_TEXT, "message %zu", sim.requests_count);
    if (op == MOOT_OP_REMOVE)
        request.target = 1;
    assert_true(sim_request(socket, &request) != SIZE_MAX);
}

/* From here on the story is written down. */
static void listen(void)
{
    moot_buf_clear(&sim.told);
    sim.tell = true;
}

/* The lines of one socket after the other: how sockets stand to one another
 * in time is nobody's promise. */
static void heard(const char *story)
{
    char told[2000] = "", prefix[32];
    const char *all = (const char *)sim.told.at;
    size_t size = 0;

    for (size_t i = 0; i < sim.sockets_count; i++) {
        const char *line = all, *next;

        snprintf(prefix, sizeof prefix, "s%zu ", i);
        for (; line && line < all + sim.told.size; line = next) {
            next = memchr(line, '\n', sim.told.size - (size_t)(line - all));
            next++;
            if (strncmp(line, prefix, strlen(prefix)) == 0)
                size += (size_t)snprintf(told + size, sizeof told - size,
                                         "%.*s", (int)(next - line), line);
        }
    }
    assert_string_equal(told, story);
    listen();
}

static sim_program_t *room_worker(void)
{
    return sim_program(&sim, SIM_WORKER, 1);
}

/* ------------------------------------------------------------------------- */

static void a_lost_removal_is_seen_before_the_next_message(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);

    (void)state;
    (void)connect_to(1, 1);
    (void)connect_to(2, 1);
    ask(owner, MOOT_OP_CREATE);
    run(500);
    listen();
    sim.deaf = 2; /* edge 2 hears nothing for a moment */
    ask(owner, MOOT_OP_REMOVE);
    run(100);
    sim.deaf = 0;
    ask(owner, MOOT_OP_MESSAGE);
    run(3000);
    heard("s0 < room0#1/2 REMOVED\n"
          "s0 = REMOVE OK\n"
          "s0 = MESSAGE OK\n"
          "s1 < room0#1/2 REMOVED\n"
          "s2 < room0#1/2 REMOVED\n"
          "s2 < room0#1/3 MESSAGE\n");
}

static void a_lost_end_comes_before_the_rooms_next_life(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);

    (void)state;
    (void)connect_to(1, 1);
    ask(owner, MOOT_OP_CREATE);
    run(500);
    listen();
    sim.deaf = 2;
    ask(owner, MOOT_OP_MESSAGE);
    run(50);
    ask(owner, MOOT_OP_DELETE);
    run(50);
    sim.deaf = 0;
    ask(owner, MOOT_OP_CREATE);
    run(3000);
    heard("s0 = MESSAGE OK\n"
          "s0 < room0#1/3 DELETED\n"
          "s0 = DELETE OK\n"
          "s0 < room0#2/1 CREATED\n"
          "s0 = CREATE OK\n"
          "s1 < room0#1/2 MESSAGE\n"
          "s1 < room0#1/3 DELETED\n"
          "s1 < room0#2/1 CREATED\n");
}

static void broadcasts_that_are_lost_still_come_before_the_answer(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);
    sim_socket_t *other = connect_to(3, 1);

    (void)state;
    ask(owner, MOOT_OP_CREATE);
    run(500);
    sim.deaf = 3;
    listen();
    ask(other, MOOT_OP_JOIN);
    run(4000);
    heard("s0 < room0#1/2 JOINED\n"
          "s0 < room0#1/3 MEMBERS\n"
          "s1 < room0#1/3 MEMBERS\n"
          "s1 = JOIN OK\n");
}

static void an_answer_lost_with_the_worker_is_said_again(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);

    (void)state;
    (void)connect_to(1, 1);
    ask(owner, MOOT_OP_CREATE);
    run(500);
    listen();
    room_worker()->die_in_output = 0; /* committed, and nothing said */
    ask(owner, MOOT_OP_MESSAGE);
    run(6000);
    heard("s0 = MESSAGE OK\n"
          "s1 < room0#1/2 MESSAGE\n");
}

static void what_was_not_committed_is_applied_after_the_restart(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);

    (void)state;
    (void)connect_to(1, 1);
    ask(owner, MOOT_OP_CREATE);
    run(500);
    listen();
    room_worker()->die_in_commit = 1;
    ask(owner, MOOT_OP_MESSAGE);
    run(6000);
    heard("s0 = MESSAGE OK\n"
          "s1 < room0#1/2 MESSAGE\n");
}

static void a_late_copy_of_an_unavailable_request_is_not_applied(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);
    sim_program_t *first = sim_program(&sim, SIM_BROKER, 0);
    sim_program_t *second = sim_program(&sim, SIM_BROKER, 1);

    (void)state;
    (void)connect_to(1, 1);
    ask(owner, MOOT_OP_CREATE);
    run(500);
    listen();
    sim_crash(second, 6000);
    sim_freeze(first, 12000);
    ask(owner, MOOT_OP_MESSAGE); /* waits in the frozen broker */
    run(5500);
    heard("s0 = MESSAGE UNAVAILABLE\n");
    run(2500); /* the second broker is back */
    ask(owner, MOOT_OP_MESSAGE);
    run(2000);
    heard("s0 = MESSAGE OK\n"
          "s1 < room0#1/2 MESSAGE\n");
    run(8000); /* the first goes on, with the copy */
    assert_int_equal(sim_truth_now(&sim, 0)->place.seq, 2);
    heard("");
}

static void a_full_store_refuses_and_keeps_everything(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);
    sim_socket_t *other = connect_to(1, 1);

    (void)state;
    ask(owner, MOOT_OP_CREATE);
    run(500);
    listen();
    room_worker()->full_until_ms = sim.now_ms + 1000;
    ask(other, MOOT_OP_LEAVE);
    run(500);
    ask(other, MOOT_OP_MESSAGE);
    run(1000);
    heard("s1 = LEAVE LEAVE_FAILED\n"
          "s1 = MESSAGE UNAVAILABLE\n");
    ask(other, MOOT_OP_MESSAGE);
    run(1000);
    heard("s0 < room0#1/2 MESSAGE\n"
          "s1 = MESSAGE OK\n");
}

static void a_dead_worker_keeps_nobody_out(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);

    (void)state;
    ask(owner, MOOT_OP_CREATE);
    run(500);
    sim_crash(room_worker(), 6000);
    listen();
    (void)sim_connect(&sim, 1, 1);
    run(3300);
    heard("s1 is ready, rooms are pending\n");
    run(6000);
    heard("s1 is attached to room0\n");
    ask(owner, MOOT_OP_MESSAGE);
    run(1000);
    heard("s0 = MESSAGE OK\n"
          "s1 < room0#1/2 MESSAGE\n");
}

static void only_the_sending_socket_is_left_out(void **state)
{
    sim_socket_t *one = connect_to(0, 0);

    (void)state;
    (void)connect_to(0, 0);
    (void)connect_to(0, 1);
    ask(one, MOOT_OP_CREATE);
    run(500);
    listen();
    ask(one, MOOT_OP_MESSAGE);
    run(1000);
    heard("s0 = MESSAGE OK\n"
          "s1 < room0#1/2 MESSAGE\n"
          "s2 < room0#1/2 MESSAGE\n");
}

static void clients_of_a_dead_edge_go_on_at_another(void **state)
{
    sim_socket_t *owner = connect_to(0, 0);
    sim_socket_t *other = connect_to(1, 1);

    (void)state;
    ask(owner, MOOT_OP_CREATE);
    run(500);
    ask(other, MOOT_OP_LEAVE);
    run(500);
    sim_crash(sim_program(&sim, SIM_EDGE, 0), 3000);
    owner = connect_to(0, 1);
    listen();
    ask(owner, MOOT_OP_MESSAGE);
    ask(other, MOOT_OP_MESSAGE);
    run(500);
    ask(other, MOOT_OP_JOIN);
    run(1000);
    heard("s1 = MESSAGE NOT_A_MEMBER\n"
          "s1 < room0#1/6 MEMBERS\n"
          "s1 = JOIN OK\n"
          "s2 = MESSAGE OK\n"
          "s2 < room0#1/5 JOINED\n"
          "s2 < room0#1/6 MEMBERS\n");
}

#define SCENARIO(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENARIO(a_lost_removal_is_seen_before_the_next_message),
        SCENARIO(a_lost_end_comes_before_the_rooms_next_life),
        SCENARIO(broadcasts_that_are_lost_still_come_before_the_answer),
        SCENARIO(an_answer_lost_with_the_worker_is_said_again),
        SCENARIO(what_was_not_committed_is_applied_after_the_restart),
        SCENARIO(a_late_copy_of_an_unavailable_request_is_not_applied),
        SCENARIO(a_full_store_refuses_and_keeps_everything),
        SCENARIO(a_dead_worker_keeps_nobody_out),
        SCENARIO(only_the_sending_socket_is_left_out),
        SCENARIO(clients_of_a_dead_edge_go_on_at_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
