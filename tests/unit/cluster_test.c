/* The cluster's file: made once, read back, refused when damaged or newer. */
#include "common/cluster.h"
#include "common/err.h"
#include "common/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/moot-cluster-XXXXXX";
static char data[64], path[96];

static int set_up(void **state)
{
    (void)state;
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(data, sizeof data, "%s/a/b", folder);
    snprintf(path, sizeof path, "%s/cluster", data);
    return 0;
}

static int tear_down(void **state)
{
    char up[96];

    (void)state;
    unlink(path);
    rmdir(data);
    snprintf(up, sizeof up, "%s/a", folder);
    rmdir(up);
    return rmdir(folder);
}

static void made_once_and_read(void **state)
{
    moot_cluster_t made, other, read;

    (void)state;
    assert_int_equal(moot_cluster_read(data, &read), MOOT_ENOENT);
    assert_int_equal(moot_cluster_make(data, 3, &made), 0);
    assert_int_equal(moot_cluster_read(data, &read), 0);
    assert_string_equal(read.id, made.id);
    assert_int_equal(strlen(read.id), MOOT_CLUSTER_ID_SIZE);
    assert_int_equal(read.workers, 3);
    assert_int_equal(moot_cluster_make(data, 4, &other), MOOT_EEXIST);
    assert_int_equal(moot_cluster_read(data, &read), 0);
    assert_int_equal(read.workers, 3);
}

static int read_text(const char *text)
{
    moot_cluster_t read;

    assert_int_equal(moot_file_make_folder(data), 0);
    assert_int_equal(moot_file_replace(path, moot_slice_str(text), 0600), 0);
    return moot_cluster_read(data, &read);
}

static void refuses_damage_and_newer_formats(void **state)
{
    (void)state;
    assert_int_equal(read_text("format = 1\ncluster = 0123456789abcdef\n"
                               "workers = 2\n"),
                     0);
    assert_int_equal(read_text(""), MOOT_EINVAL);
    assert_int_equal(read_text("format = 2\nwhat = ever\n"), MOOT_EVERSION);
    assert_int_equal(read_text("format = 1\ncluster = 0123456789abcdeg\n"
                               "workers = 2\n"),
                     MOOT_EINVAL);
    assert_int_equal(read_text("format = 1\ncluster = 0123456789abcdef\n"
                               "workers = 0\n"),
                     MOOT_EINVAL);
    assert_int_equal(read_text("format = 1\ncluster = 0123456789abcdef\n"
                               "workers = 257\n"),
                     MOOT_EINVAL);
    assert_int_equal(read_text("format = 1\ncluster = 0123456789abcdef\n"
                               "workers = 2\nmore = 1\n"),
                     MOOT_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_once_and_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_damage_and_newer_formats,
                                        set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
