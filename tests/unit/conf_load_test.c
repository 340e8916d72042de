#include "common/conf_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/err.h"
#include "common/log.h"
#include "tests/lib/unit.h"

static moot_conf_t conf;
static moot_conf_error_t error;
static char path[] = "/tmp/moot_conf_load_XXXXXX";

static int setup(void **state)
{
    (void)state;
    moot_conf_init(&conf);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_conf_close(&conf);
    return 0;
}

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd >= 0 ? close(fd) : -1;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(moot_slice_t text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.at, 1, text.size, file), text.size);
    assert_int_equal(fclose(file), 0);
}

static int load_file(moot_slice_t text)
{
    write_file(text);
    return moot_conf_load_file(&conf, path, &error);
}

/* Fails unless the error is about that line and says that text. */
static void assert_error(int line, const char *text)
{
    char where[100];
    snprintf(where, sizeof where, "%s:%d: ", path, line);
    assert_non_null(strstr(error.text, where));
    assert_non_null(strstr(error.text, text));
}

static void a_file_sets_values(void **state)
{
    (void)state;
    assert_int_equal(load_file(LIT("# comment\n\n port=9000\r\n"
                                   "  # another\n"
                                   "bind = ::1\njwt_issuer = a = b # c")),
                     0);
    assert_int_equal(conf.port, 9000);
    assert_string_equal(conf.bind, "::1");
    assert_string_equal(conf.jwt_issuer, "a = b # c");
}

static void errors_name_file_and_line(void **state)
{
    (void)state;
    assert_int_equal(load_file(LIT("\n# x\nprot = 1\n")), MOOT_EINVAL);
    assert_error(3, "unknown setting prot, did you mean port?");
    assert_int_equal(load_file(LIT("port = 65536\n")), MOOT_EINVAL);
    assert_error(1, "port: 65536: out of bounds (0 to 65535)");
    assert_int_equal(load_file(LIT("port = 1\nport = 2\n")), MOOT_EINVAL);
    assert_error(2, "twice");
    assert_int_equal(load_file(LIT("port 1\n")), MOOT_EINVAL);
    assert_error(1, "expected name = value");
    assert_int_equal(load_file(LIT("log_level = loud\n")), MOOT_EINVAL);
    assert_error(1, "error|warn|info|debug");
    assert_int_equal(load_file(LIT("port = 1\nid = a\0b\n")), MOOT_EINVAL);
    assert_error(2, "not text");
    assert_int_equal(moot_conf_load_file(&conf, "/nonexistent", &error),
                     MOOT_EIO);
    assert_non_null(strstr(error.text, "/nonexistent"));
    assert_int_equal(moot_conf_load_file(&conf, "/", &error), MOOT_EIO);
}

static void long_lines_and_files_are_refused(void **state)
{
    (void)state;
    static char text[MOOT_CONF_LOAD_FILE_MAX + 2];
    memset(text, '#', sizeof text);
    assert_int_equal(load_file(moot_slice(text, 20000)), MOOT_EINVAL);
    assert_error(1, "too long");
    memset(text, '\n', sizeof text);
    assert_int_equal(load_file(moot_slice(text, sizeof text - 2)), 0);
    assert_int_equal(load_file(moot_slice(text, sizeof text)), MOOT_EINVAL);
    assert_non_null(strstr(error.text, "too large"));
}

static void secrets_do_not_show_in_errors(void **state)
{
    (void)state;
    static char line[6000] = "jwt_secret = ";
    memset(line + 13, 'S', 5000);
    assert_int_equal(load_file(moot_slice(line, 5013)), MOOT_EINVAL);
    assert_error(1, "jwt_secret: (secret): too long");
    assert_null(strstr(error.text, "SS"));
}

static void the_environment_sets_values(void **state)
{
    (void)state;
    char *const good[] = {"PATH=/bin", "MOOT_PORT=77", "MOOT_CONF=x",
                          "MOOT_ANONYMOUS=on", NULL};
    assert_int_equal(moot_conf_load_env(&conf, good, &error), 0);
    assert_int_equal(conf.port, 77);
    assert_true(conf.anonymous);
    char *const bad[] = {"MOOT_PORT=x", NULL};
    assert_int_equal(moot_conf_load_env(&conf, bad, &error), MOOT_EINVAL);
    assert_non_null(strstr(error.text, "MOOT_PORT: port: x: expected"));
}

static void unknown_variables_are_a_warning(void **state)
{
    (void)state;
    int ends[2];
    char text[2000];
    assert_int_equal(pipe(ends), 0);
    moot_log_set_fd(ends[1]);
    char *const unknown[] = {"MOOT_PROT=1", "MOOT_port=5", NULL};
    assert_int_equal(moot_conf_load_env(&conf, unknown, &error), 0);
    moot_log_set_fd(STDERR_FILENO);
    close(ends[1]);
    ssize_t n = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    assert_true(n > 0);
    text[n] = '\0';
    assert_non_null(strstr(text, "lvl=warn"));
    assert_non_null(strstr(text, "variable=MOOT_PROT hint=port"));
    assert_non_null(strstr(text, "variable=MOOT_port"));
    assert_int_equal(conf.port, 8080);
}

static int flags(unsigned program, int argc, char **argv)
{
    return moot_conf_load_flags(&conf, program, argc, argv, NULL, NULL, &error);
}

#define FLAGS(program, ...)                                                    \
    flags(program,                                                             \
          (int)(sizeof((char *[]){"x", __VA_ARGS__}) / sizeof(char *)),        \
          (char *[]){"x", __VA_ARGS__, NULL})

static void flags_set_values(void **state)
{
    (void)state;
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "--port=1", "--log-level", "warn",
                           "--anonymous", "--jwt-query-param=off"),
                     0);
    assert_int_equal(conf.port, 1);
    assert_int_equal(conf.log_level, 1);
    assert_true(conf.anonymous);
    assert_false(conf.jwt_query_param);
}

static void wrong_flags_are_errors(void **state)
{
    (void)state;
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "--prot=1"), MOOT_EINVAL);
    assert_non_null(strstr(error.text, "--prot"));
    assert_non_null(strstr(error.text, "did you mean port?"));
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "--port"), MOOT_EINVAL);
    assert_non_null(strstr(error.text, "--port: needs a value"));
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "--port", "--id=a"), MOOT_EINVAL);
    assert_int_equal(FLAGS(MOOT_CONF_WORKER, "--port=1"), MOOT_EINVAL);
    assert_non_null(strstr(error.text, "not a setting of this program"));
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "stray"), MOOT_EINVAL);
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "--port=x"), MOOT_EINVAL);
    assert_int_equal(FLAGS(MOOT_CONF_EDGE, "--"), 0);
}

static void other_arguments_can_be_left_to_the_caller(void **state)
{
    (void)state;
    char *argv[] = {"moot", "token",       "--sub",     "alice", "--id=x",
                    "--",   "--log-level", "--port=80", NULL};
    char *rest[8];
    int count = 0;
    assert_int_equal(moot_conf_load_flags(&conf, MOOT_CONF_CLI, 8, argv, rest,
                                          &count, &error),
                     0);
    assert_int_equal(count, 5);
    assert_string_equal(rest[0], "token");
    assert_string_equal(rest[1], "--sub");
    assert_string_equal(rest[2], "alice");
    assert_string_equal(rest[3], "--log-level");
    assert_string_equal(rest[4], "--port=80");
    assert_string_equal(conf.id, "x");
    char *bad[] = {"moot", "--log-level=x", NULL};
    assert_int_equal(moot_conf_load_flags(&conf, MOOT_CONF_CLI, 2, bad, rest,
                                          &count, &error),
                     MOOT_EINVAL);
}

static void later_sources_win(void **state)
{
    (void)state;
    moot_conf_t all;
    write_file(LIT("port = 1\nrequests_burst = 2\nframe_bytes_max = 4KiB\n"
                   "data_dir = /srv/moot\n"));
    char *argv[] = {"moot-edge", "--conf", path, "--port=5", NULL};
    assert_int_equal(setenv("MOOT_PORT", "3", 1), 0);
    assert_int_equal(setenv("MOOT_REQUESTS_BURST", "4", 1), 0);
    int rc = moot_conf_load(&all, MOOT_CONF_EDGE, 4, argv, NULL, NULL, &error);
    unsetenv("MOOT_PORT");
    unsetenv("MOOT_REQUESTS_BURST");
    assert_int_equal(rc, 0);
    assert_int_equal(all.port, 5);
    assert_int_equal(all.requests_burst, 4);
    assert_int_equal(all.frame_bytes_max, 4096);
    assert_int_equal(all.name_chars_max, 200);
    assert_string_equal(all.run_dir, "/srv/moot/run");
    moot_conf_close(&all);

    setenv("MOOT_CONF", path, 1);
    char *none[] = {"moot-edge", NULL};
    rc = moot_conf_load(&all, MOOT_CONF_EDGE, 1, none, NULL, NULL, &error);
    unsetenv("MOOT_CONF");
    assert_int_equal(rc, 0);
    assert_int_equal(all.port, 1);
    moot_conf_close(&all);
}

static void a_running_program_takes_what_is_reloadable(void **state)
{
    (void)state;
    moot_conf_t running, former;
    char *argv[] = {"moot-edge", "--conf", path, NULL};
    write_file(LIT("port = 1\nrequests_burst = 2\njwt_secret = old\n"));
    int rc =
        moot_conf_load(&running, MOOT_CONF_EDGE, 3, argv, NULL, NULL, &error);
    assert_int_equal(rc, 0);

    int ends[2];
    char text[4000];
    assert_int_equal(pipe(ends), 0);
    moot_log_set_fd(ends[1]);
    write_file(LIT("port = 9\nrequests_burst = 7\njwt_secret = new\n"));
    rc = moot_conf_load_again(&running, MOOT_CONF_EDGE, 3, argv, &former);
    assert_int_equal(rc, 0);
    moot_conf_close(&former);
    write_file(LIT("requests_burst = x\n"));
    rc = moot_conf_load_again(&running, MOOT_CONF_EDGE, 3, argv, &former);
    assert_int_equal(rc, MOOT_EINVAL);
    moot_log_set_fd(STDERR_FILENO);
    close(ends[1]);
    ssize_t n = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    assert_true(n > 0);
    text[n] = '\0';

    assert_int_equal(running.port, 1);
    assert_int_equal(running.requests_burst, 7);
    assert_string_equal(running.jwt_secret, "new");
    assert_non_null(strstr(text, "ev=conf_needs_restart setting=port"));
    assert_non_null(strstr(text, "setting=requests_burst value=7"));
    assert_non_null(strstr(text, "setting=jwt_secret value=(secret)"));
    assert_non_null(strstr(text, "changed=2 need_restart=1"));
    assert_non_null(strstr(text, "ev=conf_refused"));
    moot_conf_close(&running);
}

int main(void)
{
#define LOAD_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        LOAD_TEST(a_file_sets_values),
        LOAD_TEST(errors_name_file_and_line),
        LOAD_TEST(long_lines_and_files_are_refused),
        LOAD_TEST(secrets_do_not_show_in_errors),
        LOAD_TEST(the_environment_sets_values),
        LOAD_TEST(unknown_variables_are_a_warning),
        LOAD_TEST(flags_set_values),
        LOAD_TEST(wrong_flags_are_errors),
        LOAD_TEST(other_arguments_can_be_left_to_the_caller),
        LOAD_TEST(later_sources_win),
        LOAD_TEST(a_running_program_takes_what_is_reloadable),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
