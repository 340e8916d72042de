#include "common/log.h"

#include <stdio.h>
#include <unistd.h>

#include "tests/lib/unit.h"

static int ends[2];
static char text[2 * MOOT_LOG_LINE_MAX];

static int setup(void **state)
{
    (void)state;
    assert_int_equal(pipe(ends), 0);
    moot_log_set_fd(ends[1]);
    moot_log_open("test-1", MOOT_LOG_INFO);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_log_set_fd(STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    return 0;
}

/* What was logged; a byte of our own ends it, so that nothing can hang. */
static const char *logged(void)
{
    assert_int_equal(write(ends[1], "", 1), 1);
    ssize_t n = read(ends[0], text, sizeof text);
    assert_true(n > 0);
    assert_int_equal(text[n - 1], '\0');
    return text;
}

static void a_line_names_time_level_process_and_event(void **state)
{
    (void)state;
    moot_log(MOOT_EV_PROGRAM_STARTED, "port=%d", 8080);
    unsigned numbers[7];
    int end = 0;
    int n = sscanf(logged(),
                   "ts=%4u-%2u-%2uT%2u:%2u:%2u.%3uZ lvl=info proc=test-1 "
                   "ev=program_started port=8080\n%n",
                   &numbers[0], &numbers[1], &numbers[2], &numbers[3],
                   &numbers[4], &numbers[5], &numbers[6], &end);
    assert_int_equal(n, 7);
    assert_int_equal(end, strlen(text));
}

static void an_event_needs_no_values(void **state)
{
    (void)state;
    moot_log_bare(MOOT_EV_PROGRAM_STOPPED);
    assert_non_null(strstr(logged(), " ev=program_stopped\n"));
}

static int evaluated;

static int evaluate(void)
{
    return ++evaluated;
}

static void events_below_the_level_are_left_out(void **state)
{
    (void)state;
    moot_log_set_level(MOOT_LOG_WARN);
    evaluated = 0;
    moot_log(MOOT_EV_PROGRAM_STARTED, "n=%d", evaluate());
    moot_log_bare(MOOT_EV_PROGRAM_STARTED);
    assert_string_equal(logged(), "");
    assert_int_equal(evaluated, 0);
    moot_log(MOOT_EV_PROGRAM_FAILED, "n=%d", evaluate());
    assert_non_null(strstr(logged(), "lvl=error"));
}

static void long_lines_are_cut_and_stay_one_line(void **state)
{
    (void)state;
    static char long_text[5000];
    memset(long_text, 'x', sizeof long_text - 1);
    moot_log(MOOT_EV_PROGRAM_STARTED, "a=b\nc=%s", long_text);
    size_t size = strlen(logged());
    assert_true(size <= MOOT_LOG_LINE_MAX && size > MOOT_LOG_LINE_MAX - 10);
    assert_ptr_equal(strchr(text, '\n'), text + size - 1);
    assert_non_null(strstr(text, "a=b?c=x"));
}

static void text_from_outside_is_escaped(void **state)
{
    (void)state;
    assert_string_equal(moot_log_str("lobby-1"), "lobby-1");
    assert_string_equal(moot_log_str(""), "\"\"");
    assert_string_equal(moot_log_str("a b"), "\"a b\"");
    assert_string_equal(moot_log_str("a=b"), "\"a=b\"");
    assert_string_equal(moot_log_str("say \"x\\\""), "\"say \\\"x\\\\\\\"\"");
    assert_string_equal(moot_log_text(LIT("a\n\0\x7f")),
                        "\"a\\x0a\\x00\\x7f\"");
    assert_string_equal(moot_log_str("\xc2\x85\xff"), "\"\\xc2\\x85\\xff\"");
    assert_string_equal(moot_log_str("caf\u00e9"), "\"caf\u00e9\"");
}

static void text_from_outside_is_cut(void **state)
{
    (void)state;
    char bytes[5000];
    memset(bytes, 1, sizeof bytes);
    const char *shown = moot_log_text(moot_slice(bytes, sizeof bytes));
    assert_int_equal(strlen(shown), 4 * MOOT_LOG_TEXT_MAX + 5);
    assert_string_equal(shown + strlen(shown) - 4, "...\"");
    /* Several values fit into one line. */
    const char *a = moot_log_str("a"), *b = moot_log_str("b");
    assert_string_equal(a, "a");
    assert_string_equal(b, "b");
}

static void every_event_has_a_meaning(void **state)
{
    (void)state;
    for (int i = 0; i < MOOT_LOG_EVENTS; i++) {
        const char *name = moot_log_event_name((moot_log_event_t)i);
        assert_true(strlen(name) > 2);
        assert_null(strpbrk(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ \""));
        assert_true(strlen(moot_log_event_meaning((moot_log_event_t)i)) > 9);
    }
    assert_string_equal(moot_log_level_name(MOOT_LOG_DEBUG), "debug");
}

int main(void)
{
#define LOG_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        LOG_TEST(a_line_names_time_level_process_and_event),
        LOG_TEST(an_event_needs_no_values),
        LOG_TEST(events_below_the_level_are_left_out),
        LOG_TEST(long_lines_are_cut_and_stay_one_line),
        LOG_TEST(text_from_outside_is_escaped),
        LOG_TEST(text_from_outside_is_cut),
        LOG_TEST(every_event_has_a_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
