#include "common/timer.h"

#include "common/list.h"
#include "tests/lib/unit.h"

#define TIMERS 1000

typedef struct entry {
    moot_timer_t timer;
    uint64_t want_ms;
    int fired;
} entry_t;

static moot_timer_heap_t heap;
static entry_t entries[TIMERS];
static entry_t *order[2 * TIMERS];
static size_t fired;

static void note(moot_timer_t *timer, uint64_t now_ms)
{
    entry_t *entry = MOOT_CONTAINER(timer, entry_t, timer);
    assert_true(entry->want_ms <= now_ms);
    assert_false(moot_timer_is_set(timer));
    entry->fired++;
    order[fired++] = entry;
}

static int setup(void **state)
{
    (void)state;
    fired = 0;
    moot_timer_heap_init(&heap);
    for (size_t i = 0; i < TIMERS; i++) {
        entries[i] = (entry_t){0};
        moot_timer_init(&entries[i].timer, note);
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_timer_heap_close(&heap);
    return 0;
}

static void set(size_t i, uint64_t due_ms)
{
    entries[i].want_ms = due_ms;
    moot_timer_set(&heap, &entries[i].timer, due_ms);
}

static void timers_fire_in_order_of_time(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (size_t i = 0; i < TIMERS; i++) {
        seed = seed * 1664525u + 1013904223u;
        set(i, seed >> 22);
    }
    /* Every third is moved, every seventh taken out. */
    for (size_t i = 0; i < TIMERS; i += 3) {
        seed = seed * 1664525u + 1013904223u;
        set(i, seed >> 22);
    }
    size_t left = TIMERS;
    for (size_t i = 0; i < TIMERS; i += 7, left--)
        moot_timer_cancel(&heap, &entries[i].timer);

    assert_true(moot_timer_next(&heap) < 1024);
    assert_int_equal(moot_timer_run(&heap, 500) + moot_timer_run(&heap, 1024),
                     left);
    assert_int_equal(fired, left);
    for (size_t i = 1; i < fired; i++)
        assert_true(order[i - 1]->want_ms <= order[i]->want_ms);
    for (size_t i = 0; i < TIMERS; i++)
        assert_int_equal(entries[i].fired, i % 7 == 0 ? 0 : 1);
    assert_true(moot_timer_next(&heap) == MOOT_TIMER_NEVER);
}

static void equal_times_fire_in_order_of_setting(void **state)
{
    (void)state;
    for (size_t i = 0; i < TIMERS; i++)
        set(i, 5);
    set(0, 5); /* set again: now the last */
    moot_timer_run(&heap, 5);
    assert_int_equal(fired, TIMERS);
    for (size_t i = 0; i + 1 < TIMERS; i++)
        assert_ptr_equal(order[i], &entries[i + 1]);
    assert_ptr_equal(order[TIMERS - 1], &entries[0]);
}

static void only_due_timers_fire(void **state)
{
    (void)state;
    set(0, 10);
    set(1, 11);
    assert_int_equal(moot_timer_run(&heap, 9), 0);
    assert_int_equal(moot_timer_run(&heap, 10), 1);
    assert_true(moot_timer_next(&heap) == 11);
    assert_true(moot_timer_is_set(&entries[1].timer));
    moot_timer_cancel(&heap, &entries[1].timer);
    moot_timer_cancel(&heap, &entries[1].timer);
    assert_int_equal(moot_timer_run(&heap, 100), 0);
}

static void again(moot_timer_t *timer, uint64_t now_ms)
{
    note(timer, now_ms);
    moot_timer_set(&heap, timer, 0);
}

static void a_timer_that_sets_itself_fires_once_in_a_run(void **state)
{
    (void)state;
    moot_timer_init(&entries[0].timer, again);
    set(0, 0);
    assert_int_equal(moot_timer_run(&heap, 100), 1);
    assert_true(moot_timer_next(&heap) == 101);
    assert_int_equal(moot_timer_run(&heap, 101), 1);
}

static void cancel_others(moot_timer_t *timer, uint64_t now_ms)
{
    note(timer, now_ms);
    for (size_t i = 1; i < TIMERS; i++)
        moot_timer_cancel(&heap, &entries[i].timer);
}

static void a_callback_may_cancel_due_timers(void **state)
{
    (void)state;
    moot_timer_init(&entries[0].timer, cancel_others);
    for (size_t i = 0; i < TIMERS; i++)
        set(i, i);
    assert_int_equal(moot_timer_run(&heap, TIMERS), 1);
}

int main(void)
{
#define TIMER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TIMER_TEST(timers_fire_in_order_of_time),
        TIMER_TEST(equal_times_fire_in_order_of_setting),
        TIMER_TEST(only_due_timers_fire),
        TIMER_TEST(a_timer_that_sets_itself_fires_once_in_a_run),
        TIMER_TEST(a_callback_may_cancel_due_timers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
