#include "tests/lib/unit.h"

#include "common/err.h"
#include "edge/incarnation.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/moot-incarnation-XXXXXX";

static uint64_t next(uint64_t wall_ms)
{
    uint64_t number = 0;

    assert_int_equal(moot_incarnation_next(folder, "edge-1", wall_ms, &number),
                     0);
    return number;
}

static void test_it_always_rises(void **state)
{
    (void)state;
    assert_int_equal(next(1000), 1000);
    assert_int_equal(next(1000), 1001); /* twice in one millisecond */
    assert_int_equal(next(500), 1002);  /* the clock was set back */
    assert_int_equal(next(2000), 2000);
}

static void test_a_damaged_file_counts_as_none(void **state)
{
    char path[128];
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "%s/edge-1.incarnation", folder);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("what?\n", file);
    fclose(file);
    assert_int_equal(next(3000), 3000);
}

static void test_a_folder_that_cannot_be_written(void **state)
{
    uint64_t number = 7;

    (void)state;
    assert_int_equal(moot_incarnation_next("/proc/none/none", "e", 1, &number),
                     MOOT_EIO);
    assert_int_equal(number, 7);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    char path[128];

    (void)state;
    snprintf(path, sizeof path, "%s/edge-1.incarnation", folder);
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_always_rises),
        cmocka_unit_test(test_a_damaged_file_counts_as_none),
        cmocka_unit_test(test_a_folder_that_cannot_be_written),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
