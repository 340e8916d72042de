#include "common/clock.h"

#include <time.h>

#include "tests/lib/unit.h"

static void the_monotonic_clock_goes_forward(void **state)
{
    (void)state;
    uint64_t last = moot_clock_mono_ms();
    uint64_t begin = last;
    /* Bounded: a clock that stands still fails after 50 million readings. */
    for (int i = 0; i < 50000000 && last == begin; i++) {
        uint64_t now = moot_clock_mono_ms();
        assert_true(now >= last);
        last = now;
    }
    assert_true(last > begin);
}

static void the_wall_clock_counts_milliseconds_since_1970(void **state)
{
    (void)state;
    uint64_t before = (uint64_t)time(NULL) * 1000;
    uint64_t now = moot_clock_wall_ms();
    assert_true(now + 1000 >= before && now <= before + 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_monotonic_clock_goes_forward),
        cmocka_unit_test(the_wall_clock_counts_milliseconds_since_1970),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
