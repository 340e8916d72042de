/* Failed handshakes come out of accepted, succeeded and ended ones. */
#include "common/handshakes.h"

#include "tests/lib/unit.h"

#define PATIENCE_MS 1000

static moot_handshakes_t some;

static int setup(void **state)
{
    (void)state;
    some = (moot_handshakes_t){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_handshakes_close(&some);
    return 0;
}

static uint64_t failed(uint64_t now_ms)
{
    return moot_handshakes_failed(&some, now_ms, PATIENCE_MS);
}

static void good_ones_do_not_count(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++)
        moot_handshakes_accepted(&some, i, 10);
    assert_int_equal(failed(20), 0);
    some.succeeded = 100;
    assert_int_equal(failed(30), 0);
    for (int i = 0; i < 100; i++)
        moot_handshakes_ended(&some, i);
    assert_int_equal(failed(40), 0);
    assert_int_equal(failed(40 + PATIENCE_MS), 0);
}

static void an_end_without_success_counts_at_once(void **state)
{
    (void)state;
    moot_handshakes_accepted(&some, 7, 10);
    moot_handshakes_ended(&some, 7);
    assert_int_equal(failed(11), 1);
}

static void among_others_it_counts_when_these_are_settled(void **state)
{
    (void)state;
    moot_handshakes_accepted(&some, 1, 10);
    some.succeeded++;
    moot_handshakes_accepted(&some, 2, 500);
    moot_handshakes_ended(&some, 2);
    assert_int_equal(failed(501), 0);
    assert_int_equal(failed(9 + PATIENCE_MS), 0);
    assert_int_equal(failed(10 + PATIENCE_MS), 1);
}

static void silent_ones_count_after_a_while(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++)
        moot_handshakes_accepted(&some, i, 10);
    assert_int_equal(failed(9 + PATIENCE_MS), 0);
    assert_int_equal(failed(10 + PATIENCE_MS), 3000);
    for (int i = 0; i < 3000; i++)
        moot_handshakes_ended(&some, i);
    assert_int_equal(failed(20 + PATIENCE_MS), 3000);
}

static void what_is_reported_counts_once(void **state)
{
    (void)state;
    moot_handshakes_accepted(&some, 1, 10);
    some.reported++;
    assert_int_equal(failed(11), 1);
    moot_handshakes_ended(&some, 1);
    assert_int_equal(failed(12), 1);
    /* Who connects has accepted nobody. */
    some.reported++;
    assert_int_equal(failed(13), 2);
}

static void it_never_falls(void **state)
{
    (void)state;
    moot_handshakes_accepted(&some, 1, 10);
    moot_handshakes_ended(&some, 1);
    assert_int_equal(failed(11), 1);
    moot_handshakes_accepted(&some, 1, 20);
    some.succeeded++;
    assert_int_equal(failed(21), 1);
    assert_int_equal(failed(20 + PATIENCE_MS), 1);
}

static void strange_descriptors_do_no_harm(void **state)
{
    (void)state;
    moot_handshakes_ended(&some, -1);
    moot_handshakes_ended(&some, 1 << 30);
    moot_handshakes_accepted(&some, -1, 10);
    moot_handshakes_accepted(&some, 1 << 30, 10);
    assert_int_equal(failed(11), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(good_ones_do_not_count),
        TEST(an_end_without_success_counts_at_once),
        TEST(among_others_it_counts_when_these_are_settled),
        TEST(silent_ones_count_after_a_while),
        TEST(what_is_reported_counts_once),
        TEST(it_never_falls),
        TEST(strange_descriptors_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
