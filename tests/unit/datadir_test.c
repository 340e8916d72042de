#include "worker/datadir.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/err.h"
#include "tests/lib/unit.h"

static char data[64];
static char why[512];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(data, sizeof(data), "/tmp/datadir_test.XXXXXX");
    return mkdtemp(data) == NULL;
}

static void path_of(const char *name, char *path, size_t size)
{
    (void)snprintf(path, size, "%s/worker-2/%s", data, name);
}

static int tear_down(void **state)
{
    static const char *const names[] = {"lock", "identity", "data.mdb", ""};
    char path[128];
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        path_of(names[i], path, sizeof(path));
        (void)remove(path);
    }
    return rmdir(data);
}

static int attempt(uint32_t worker, const char *cluster, moot_datadir_t **dir)
{
    why[0] = '\0';
    return moot_datadir_open(data, worker, moot_slice_str(cluster), dir, why,
                             sizeof(why));
}

static moot_datadir_t *open_dir(void)
{
    moot_datadir_t *dir = NULL;
    int rc = attempt(2, "blue", &dir);
    if (rc < 0)
        fail_msg("%s: %s", moot_err_text(rc), why);
    return dir;
}

static void refuse(uint32_t worker, const char *cluster, int rc,
                   const char *reason)
{
    moot_datadir_t *dir = NULL;
    assert_int_equal(attempt(worker, cluster, &dir), rc);
    assert_null(dir);
    if (strstr(why, reason) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", why, reason);
}

/* Replaces the identity file; NULL removes it. */
static void set_identity(const char *text)
{
    char path[128];
    path_of("identity", path, sizeof(path));
    (void)unlink(path);
    if (text == NULL)
        return;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void get_identity(char *text, size_t size)
{
    char path[128];
    path_of("identity", path, sizeof(path));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t read = fread(text, 1, size - 1, file);
    text[read] = '\0';
    (void)fclose(file);
}

static void the_incarnation_rises_at_each_open(void **state)
{
    char path[128];
    struct stat st;
    (void)state;
    for (uint64_t i = 1; i <= 3; i++) {
        moot_datadir_t *dir = open_dir();
        assert_int_equal(moot_datadir_incarnation(dir), i);
        assert_slice(moot_datadir_identity(dir), "blue/2");
        path_of("data.mdb", path, sizeof(path));
        assert_string_equal(moot_datadir_store_path(dir), path);
        moot_datadir_close(&dir);
        assert_null(dir);
        moot_datadir_close(&dir);
    }
    path_of("", path, sizeof(path));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

static void a_second_process_is_refused(void **state)
{
    char holder[32];
    int ready[2], end[2];
    char byte;
    (void)state;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(end), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)close(end[1]);
        moot_datadir_t *dir = open_dir();
        (void)!write(ready[1], "x", 1);
        (void)!read(end[0], &byte, 1); /* until the parent kills or ends */
        _exit(dir == NULL);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    (void)snprintf(holder, sizeof(holder), "pid %ld on ", (long)child);
    refuse(2, "blue", MOOT_ELOCKED, holder);
    refuse(2, "red", MOOT_ELOCKED, holder);
    /* A holder that dies leaves no lock behind. */
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    moot_datadir_t *dir = open_dir();
    assert_int_equal(moot_datadir_incarnation(dir), 2);
    refuse(2, "blue", MOOT_ELOCKED, "in use by another worker");
    moot_datadir_close(&dir);
    (void)close(ready[0]), (void)close(ready[1]);
    (void)close(end[0]), (void)close(end[1]);
}

static void a_foreign_folder_is_refused(void **state)
{
    char from[128], to[128];
    (void)state;
    moot_datadir_t *dir = open_dir();
    moot_datadir_close(&dir);
    refuse(2, "red", MOOT_EFOREIGN, "worker 2 of cluster blue");
    path_of("", from, sizeof(from));
    (void)snprintf(to, sizeof(to), "%s/worker-3", data);
    assert_int_equal(rename(from, to), 0);
    refuse(3, "blue", MOOT_EFOREIGN, "worker 2 of cluster blue");
    assert_int_equal(rename(to, from), 0);
    dir = open_dir();
    assert_int_equal(moot_datadir_incarnation(dir), 2);
    moot_datadir_close(&dir);
}

static void a_damaged_identity_is_refused(void **state)
{
    char good[256], bad[264];
    (void)state;
    moot_datadir_t *dir = open_dir();
    moot_datadir_close(&dir);
    get_identity(good, sizeof(good));
    size_t size = strlen(good);
    for (size_t i = 0; i < size * 8; i++) {
        memcpy(bad, good, size + 1);
        bad[i / 8] = (char)(bad[i / 8] ^ 1 << i % 8);
        set_identity(bad);
        int rc = attempt(2, "blue", &dir);
        if (rc == 0)
            fail_msg("bit %zu went unnoticed", i);
        assert_true(rc == MOOT_ECORRUPT || rc == MOOT_EVERSION);
    }
    for (size_t i = 0; i < size; i++) {
        memcpy(bad, good, size + 1);
        bad[i] = '\0';
        set_identity(bad);
        refuse(2, "blue", MOOT_ECORRUPT, "identity is damaged");
    }
    (void)snprintf(bad, sizeof(bad), "%smore\n", good);
    set_identity(bad);
    refuse(2, "blue", MOOT_ECORRUPT, "backup");
    set_identity("moothall worker 2\nanything else\n");
    refuse(2, "blue", MOOT_EVERSION, "newer version");
    set_identity(good);
    dir = open_dir();
    assert_int_equal(moot_datadir_incarnation(dir), 2);
    moot_datadir_close(&dir);
}

static void a_store_without_identity_is_refused(void **state)
{
    char path[128];
    (void)state;
    moot_datadir_t *dir = open_dir();
    moot_datadir_close(&dir);
    path_of("data.mdb", path, sizeof(path));
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    set_identity(NULL);
    refuse(2, "blue", MOOT_ECORRUPT, "no identity");
}

static void bad_arguments_are_refused(void **state)
{
    (void)state;
    refuse(2, "", MOOT_EINVAL, "cluster");
    refuse(2, "two words", MOOT_EINVAL, "cluster");
    refuse(2, "caf\xc3\xa9", MOOT_EINVAL, "cluster");
    refuse(2,
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
           MOOT_EINVAL, "cluster");
    moot_datadir_t *dir = open_dir(); /* so that the folder can be removed */
    moot_datadir_close(&dir);
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
    char path[128];
    (void)state;
    (void)snprintf(path, sizeof(path), "%s/worker-2", data);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    refuse(2, "blue", MOOT_EDENIED, "lock");
    assert_int_equal(unlink(path), 0);
    moot_datadir_t *dir = open_dir();
    moot_datadir_close(&dir);
}

static int claim(uint32_t workers, moot_datadir_t **dir)
{
    why[0] = '\0';
    return moot_datadir_claim(data, workers, moot_slice_str("blue"), dir, why,
                              sizeof(why));
}

static void remove_first_folder(void)
{
    static const char *const names[] = {"lock", "identity", ""};
    char path[128];
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/worker-1/%s", data, names[i]);
        (void)remove(path);
    }
}

static void the_lowest_free_folder_is_claimed(void **state)
{
    char path[128];
    moot_datadir_t *first = NULL, *second = NULL, *third = NULL;
    (void)state;
    (void)snprintf(path, sizeof(path), "%s/worker-1", data);
    assert_int_equal(mkdir(path, 0700), 0);
    /* A folder that is lost is not made again, and none is taken. */
    assert_int_equal(claim(2, &first), MOOT_ENOENT);
    assert_non_null(strstr(why, "worker-2: No such file"));
    assert_null(first);
    path_of("", path, sizeof(path));
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(claim(2, &first), 0);
    assert_int_equal(moot_datadir_worker(first), 1);
    assert_int_equal(claim(2, &second), 0);
    assert_int_equal(moot_datadir_worker(second), 2);
    assert_int_equal(claim(2, &third), MOOT_ELIMIT);
    assert_non_null(strstr(why, "all 2 worker folders are in use"));
    assert_null(third);
    moot_datadir_close(&first);
    assert_int_equal(claim(2, &third), 0);
    assert_int_equal(moot_datadir_worker(third), 1);
    assert_int_equal(moot_datadir_incarnation(third), 2);
    moot_datadir_close(&third);
    moot_datadir_close(&second);
    remove_first_folder();
}

static void a_foreign_folder_is_not_passed_over(void **state)
{
    char path[128];
    moot_datadir_t *dir = NULL;
    (void)state;
    (void)snprintf(path, sizeof(path), "%s/worker-1", data);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(attempt(1, "red", &dir), 0);
    moot_datadir_close(&dir);
    dir = open_dir();
    moot_datadir_close(&dir);
    assert_int_equal(claim(2, &dir), MOOT_EFOREIGN);
    assert_null(dir);
    remove_first_folder();
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        EACH(the_incarnation_rises_at_each_open),
        EACH(a_second_process_is_refused),
        EACH(a_foreign_folder_is_refused),
        EACH(a_damaged_identity_is_refused),
        EACH(a_store_without_identity_is_refused),
        EACH(bad_arguments_are_refused),
        EACH(a_folder_that_cannot_be_made_is_an_error),
        EACH(the_lowest_free_folder_is_claimed),
        EACH(a_foreign_folder_is_not_passed_over),
    };
#undef EACH
    return cmocka_run_group_tests(tests, NULL, NULL);
}
