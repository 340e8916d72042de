#include "common/metric.h"

#include "common/conf.h"
#include "common/err.h"
#include "proto/rules.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static moot_buf_t text;

static int set_up(void **state)
{
    (void)state;
    moot_metric_reset();
    moot_buf_init(&text, MOOT_METRIC_TEXT_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    moot_buf_close(&text);
    return 0;
}

static const char *shown(unsigned program, const char *version)
{
    moot_buf_clear(&text);
    assert_int_equal(moot_metric_write(&text, program, version), 0);
    assert_int_equal(moot_buf_put(&text, "", 1), 0);
    return (const char *)text.at;
}

/* How often a line stands in the text, whole. */
static unsigned count_line(const char *all, const char *line)
{
    size_t size = strlen(line);
    unsigned found = 0;

    for (const char *at = all; (at = strstr(at, line)) != NULL; at += size)
        found += (at == all || at[-1] == '\n') && at[size] == '\n';
    return found;
}

static void assert_line(unsigned program, const char *line)
{
    const char *all = shown(program, "1");

    if (count_line(all, line) != 1)
        fail_msg("not once: %s\n%s", line, all);
}

static void assert_absent(unsigned program, const char *part)
{
    if (strstr(shown(program, "1"), part) != NULL)
        fail_msg("there is a %s", part);
}

static void counters_show_their_sum(void **state)
{
    (void)state;
    assert_line(MOOT_CONF_EDGE, "moot_edge_gaps_total 0");
    moot_metric_add(MOOT_M_EDGE_RATE_LIMITED_TOTAL, 2);
    moot_metric_add(MOOT_M_EDGE_RATE_LIMITED_TOTAL, 0);
    moot_metric_add(MOOT_M_EDGE_RATE_LIMITED_TOTAL, UINT64_C(1) << 60);
    moot_metric_set(MOOT_M_EDGE_GAPS_TOTAL, 7);
    assert_line(MOOT_CONF_EDGE, "moot_edge_rate_limited_total "
                                "1152921504606846978");
    assert_line(MOOT_CONF_EDGE, "moot_edge_gaps_total 7");
    assert_line(MOOT_CONF_EDGE, "# TYPE moot_edge_gaps_total counter");
    assert_line(MOOT_CONF_EDGE, "# HELP moot_edge_gaps_total Gaps seen in what "
                                "workers publish.");
}

static void each_program_shows_its_own(void **state)
{
    (void)state;
    assert_absent(MOOT_CONF_EDGE, "moot_worker_");
    assert_absent(MOOT_CONF_EDGE, "moot_broker_");
    assert_absent(MOOT_CONF_WORKER, "moot_edge_");
    assert_absent(MOOT_CONF_BROKER, "moot_worker_");
    for (unsigned program = MOOT_CONF_EDGE; program <= MOOT_CONF_WORKER;
         program *= 2)
        assert_line(program, "moot_ready 0");
}

static void one_label_shows_all_its_values_from_the_start(void **state)
{
    (void)state;
    moot_metric_add_at(MOOT_M_EDGE_REFUSED_TOTAL, MOOT_L_STATUS_429, 0, 3);
    assert_line(MOOT_CONF_EDGE, "moot_edge_refused_total{status=\"429\"} 3");
    assert_line(MOOT_CONF_EDGE, "moot_edge_refused_total{status=\"401\"} 0");
    assert_line(MOOT_CONF_EDGE, "moot_edge_refused_total{status=\"503\"} 0");
}

static void two_labels_show_what_occurred(void **state)
{
    (void)state;
    assert_absent(MOOT_CONF_EDGE, "\nmoot_edge_requests_total");
    moot_metric_add_at(MOOT_M_EDGE_REQUESTS_TOTAL, MOOT_L_TYPE_JOIN,
                       MOOT_L_CODE_NOT_FOUND, 1);
    moot_metric_add_at(MOOT_M_EDGE_REQUESTS_TOTAL, MOOT_L_TYPE_HELLO,
                       MOOT_L_CODE_HELLO_ALREADY_SENT, 4);
    assert_line(MOOT_CONF_EDGE, "moot_edge_requests_total{type=\"join\","
                                "code=\"NOT_FOUND\"} 1");
    assert_line(MOOT_CONF_EDGE, "moot_edge_requests_total{type=\"hello\","
                                "code=\"HELLO_ALREADY_SENT\"} 4");
    assert_absent(MOOT_CONF_EDGE, "type=\"leave\"");
}

static void buckets_are_cumulative_and_end_with_inf(void **state)
{
    (void)state;
    moot_metric_observe(MOOT_M_WORKER_COMMIT_DURATION_SECONDS, 0, 250);
    moot_metric_observe(MOOT_M_WORKER_COMMIT_DURATION_SECONDS, 0, 251);
    moot_metric_observe(MOOT_M_WORKER_COMMIT_DURATION_SECONDS, 0, 1500000);
    moot_metric_observe(MOOT_M_WORKER_COMMIT_DURATION_SECONDS, 0, 9000000);
#define COMMIT "moot_worker_commit_duration_seconds"
    assert_line(MOOT_CONF_WORKER, "# TYPE " COMMIT " histogram");
    assert_line(MOOT_CONF_WORKER, COMMIT "_bucket{le=\"0.00025\"} 1");
    assert_line(MOOT_CONF_WORKER, COMMIT "_bucket{le=\"0.0005\"} 2");
    assert_line(MOOT_CONF_WORKER, COMMIT "_bucket{le=\"1\"} 2");
    assert_line(MOOT_CONF_WORKER, COMMIT "_bucket{le=\"2.5\"} 3");
    assert_line(MOOT_CONF_WORKER, COMMIT "_bucket{le=\"+Inf\"} 4");
    assert_line(MOOT_CONF_WORKER, COMMIT "_sum 10.500501");
    assert_line(MOOT_CONF_WORKER, COMMIT "_count 4");
}

static void a_labelled_histogram_keeps_its_labels_apart(void **state)
{
    (void)state;
#define TOOK "moot_edge_request_duration_seconds"
    assert_absent(MOOT_CONF_EDGE, TOOK "_bucket");
    moot_metric_observe(MOOT_M_EDGE_REQUEST_DURATION_SECONDS,
                        MOOT_L_TYPE_MESSAGE, 0);
    moot_metric_observe(MOOT_M_EDGE_REQUEST_DURATION_SECONDS,
                        MOOT_L_TYPE_MESSAGE, 3);
    moot_metric_observe(MOOT_M_EDGE_REQUEST_DURATION_SECONDS, MOOT_L_TYPE_LIST,
                        60000);
    assert_line(MOOT_CONF_EDGE,
                TOOK "_bucket{type=\"message\",le=\"0.001\"} 1");
    assert_line(MOOT_CONF_EDGE, TOOK "_bucket{type=\"message\",le=\"+Inf\"} 2");
    assert_line(MOOT_CONF_EDGE, TOOK "_sum{type=\"message\"} 0.003");
    assert_line(MOOT_CONF_EDGE, TOOK "_count{type=\"message\"} 2");
    assert_line(MOOT_CONF_EDGE, TOOK "_bucket{type=\"list\",le=\"10\"} 0");
    assert_line(MOOT_CONF_EDGE, TOOK "_bucket{type=\"list\",le=\"+Inf\"} 1");
    assert_line(MOOT_CONF_EDGE, TOOK "_sum{type=\"list\"} 60");
    assert_absent(MOOT_CONF_EDGE, TOOK "_count{type=\"join\"}");
}

static void times_show_as_seconds(void **state)
{
    (void)state;
    moot_metric_set(MOOT_M_PROCESS_START_TIME_SECONDS, 1500);
    assert_line(MOOT_CONF_EDGE, "process_start_time_seconds 1.5");
    moot_metric_set(MOOT_M_PROCESS_START_TIME_SECONDS, 1700000000007);
    assert_line(MOOT_CONF_BROKER, "process_start_time_seconds 1700000000.007");
    moot_metric_set(MOOT_M_PROCESS_START_TIME_SECONDS, 2000);
    assert_line(MOOT_CONF_WORKER, "process_start_time_seconds 2");
}

static void values_of_labels_are_escaped(void **state)
{
    const char *all;

    (void)state;
    all = shown(MOOT_CONF_EDGE, "a\"b\\c\nd}");
    assert_int_equal(
        count_line(all, "moot_build_info{version=\"a\\\"b\\\\c\\nd}\"} 1"), 1);
}

static void a_bound_that_is_too_small_is_an_error(void **state)
{
    moot_buf_t small;

    (void)state;
    moot_buf_init(&small, 100);
    assert_int_equal(moot_metric_write(&small, MOOT_CONF_EDGE, "1"),
                     MOOT_EFULL);
    moot_buf_close(&small);
}

/* The conventions of Prometheus: base units, counters end in _total. */
static void names_follow_the_conventions(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MOOT_METRICS; i++) {
        const moot_metric_line_t *line = moot_metric_line(i);
        char name[96];
        bool total, seconds, bytes;

        assert_true(moot_metric_name(i, name, sizeof name));
        assert_false(moot_metric_name(i, name, strlen(name)));
        assert_true(moot_metric_name(i, name, sizeof name));
        for (const char *at = name; *at != '\0'; at++)
            assert_true(islower((unsigned char)*at) || *at == '_');
        total = strlen(name) > 6
                && strcmp(name + strlen(name) - 6, "_total") == 0;
        seconds = strstr(name, "_seconds") != NULL;
        bytes = strstr(name, "_bytes") != NULL;
        assert_int_equal(total, line->kind == MOOT_METRIC_COUNTER);
        assert_int_equal(seconds, line->unit == MOOT_METRIC_MS
                                      || line->unit == MOOT_METRIC_US);
        assert_int_equal(bytes, line->unit == MOOT_METRIC_BYTES);
        assert_int_equal(strncmp(name, "moot_edge_", 10) == 0,
                         line->programs == MOOT_CONF_EDGE);
        assert_int_equal(strncmp(name, "moot_broker_", 12) == 0,
                         line->programs == MOOT_CONF_BROKER);
        assert_int_equal(strncmp(name, "moot_worker_", 12) == 0,
                         line->programs == MOOT_CONF_WORKER);
        assert_int_equal(line->help[strlen(line->help) - 1], '.');
        for (unsigned j = 1; j < line->bounds_count; j++)
            assert_true(line->bounds[j - 1] < line->bounds[j]);
    }
}

static void codes_are_named_as_clients_see_them(void **state)
{
    const moot_metric_line_t *line =
        moot_metric_line(MOOT_M_EDGE_REQUESTS_TOTAL);

    (void)state;
    assert_string_equal(line->values2[0], "OK");
    for (unsigned code = 1; code < MOOT_L_CODE_COUNT; code++)
        assert_string_equal(line->values2[code], moot_code_name(code));
    assert_string_equal(moot_code_name(MOOT_L_CODE_COUNT), "INTERNAL");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(counters_show_their_sum),
        TEST(each_program_shows_its_own),
        TEST(one_label_shows_all_its_values_from_the_start),
        TEST(two_labels_show_what_occurred),
        TEST(buckets_are_cumulative_and_end_with_inf),
        TEST(a_labelled_histogram_keeps_its_labels_apart),
        TEST(times_show_as_seconds),
        TEST(values_of_labels_are_escaped),
        TEST(a_bound_that_is_too_small_is_an_error),
        TEST(names_follow_the_conventions),
        TEST(codes_are_named_as_clients_see_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
