/* cli/stats: rates, percentiles and the busiest, with the time in hand; and
 * that its lines keep to any width. */
#include "cli/stats_print.h"

#include "proto/rules.h"
#include "proto/tap.h"
#include "tests/lib/unit.h"

#include <stdio.h>

#define SECOND 1000000

static moot_stats_row_t rows[MOOT_STATS_PROGRAMS_MAX];

static void take(moot_stats_t *stats, enum moot_tap_point point,
                 const char *type, const char *room, const char *user,
                 uint64_t verdict, uint64_t latency_us)
{
    const moot_msg_tap_record_t record = {
        .program = LIT("edge-1"),
        .point = point,
        .type = moot_slice_str(type),
        .room = moot_slice_str(room),
        .user = moot_slice_str(user),
        .verdict = verdict,
        .latency_us = latency_us,
        .size = 100,
        .sockets = point == MOOT_TAP_DELIVERED ? 3 : 0,
    };

    moot_stats_take(stats, &record);
}

static void check_rate(double found, double wanted)
{
    if (found < wanted * 0.999 || found > wanted * 1.001)
        fail_msg("%f instead of %f", found, wanted);
}

static void rates_are_those_of_the_window(void **state)
{
    moot_stats_t *stats = moot_stats_new();

    (void)state;
    for (int i = 0; i < 30; i++)
        take(stats, MOOT_TAP_CLIENT_IN, "ROOM_MESSAGE", "r", "u", 0, 0);
    for (int i = 0; i < 10; i++)
        take(stats, MOOT_TAP_DELIVERED, "ROOM_MESSAGE", "r", "u", 0, 0);
    take(stats, MOOT_TAP_CLIENT_IN, "ROOM_JOIN", "r", "u", 0, 0);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_TYPES, MOOT_STATS_BY_RATE, rows, 9),
        0); /* the interval has not ended */
    moot_stats_tick(stats, 2 * SECOND);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_TYPES, MOOT_STATS_BY_RATE, rows, 9),
        2);
    assert_slice(rows[0].name, "ROOM_MESSAGE");
    check_rate(rows[0].in, 15);
    check_rate(rows[0].out, 15); /* 10 events to 3 sockets in 2 s */
    check_rate(rows[0].bytes, 1500);
    for (int i = 0; i < MOOT_STATS_WINDOW - 1; i++)
        moot_stats_tick(stats, 2 * SECOND);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_TOTAL, MOOT_STATS_BY_RATE, rows, 9),
        1);
    check_rate(rows[0].in, 31.0 / 20);
    moot_stats_tick(stats, 2 * SECOND); /* the window has passed over it */
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_TYPES, MOOT_STATS_BY_RATE, rows, 9),
        0);
    moot_stats_destroy(&stats);
}

static void percentiles_are_within_an_eighth(void **state)
{
    static const struct {
        uint64_t from, step;
    } runs[] = {{1, 1}, {100, 37}, {5000, 1000}, {1000000, 90000}};

    (void)state;
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
        moot_stats_t *stats = moot_stats_new();
        uint64_t wanted[3], found[3];

        for (uint64_t i = 0; i < 1000; i++)
            take(stats, MOOT_TAP_CLIENT_OUT, "ROOM_MESSAGE", "r", "u", 1,
                 runs[r].from + i * runs[r].step);
        moot_stats_tick(stats, SECOND);
        assert_int_equal(moot_stats_rows(stats, MOOT_STATS_TYPES,
                                         MOOT_STATS_BY_RATE, rows, 9),
                         1);
        wanted[0] = runs[r].from + 499 * runs[r].step;
        wanted[1] = runs[r].from + 949 * runs[r].step;
        wanted[2] = runs[r].from + 989 * runs[r].step;
        found[0] = rows[0].p50_us;
        found[1] = rows[0].p95_us;
        found[2] = rows[0].p99_us;
        for (int i = 0; i < 3; i++)
            if (found[i] < wanted[i] || found[i] > wanted[i] * 9 / 8 + 1)
                fail_msg("run %zu: %llu for %llu", r,
                         (unsigned long long)found[i],
                         (unsigned long long)wanted[i]);
        moot_stats_destroy(&stats);
    }
}

static void times_beyond_all_bounds_are_counted(void **state)
{
    moot_stats_t *stats = moot_stats_new();

    (void)state;
    take(stats, MOOT_TAP_CLIENT_OUT, "ROOM_MESSAGE", "r", "u", 1, UINT64_MAX);
    moot_stats_tick(stats, SECOND);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_TYPES, MOOT_STATS_BY_RATE, rows, 9),
        1);
    assert_true(rows[0].p99_us > 200 * SECOND);
    moot_stats_destroy(&stats);
}

static void errors_are_told_by_code(void **state)
{
    moot_stats_t *stats = moot_stats_new();

    (void)state;
    for (int i = 0; i < 6; i++)
        take(stats, MOOT_TAP_CLIENT_OUT, "ROOM_JOIN", "r", "u",
             (uint64_t)MOOT_CODE_NOT_FOUND + 1, 500);
    take(stats, MOOT_TAP_CLIENT_OUT, "ROOM_JOIN", "r", "u", 1, 500);
    moot_stats_tick(stats, SECOND);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_CODES, MOOT_STATS_BY_RATE, rows, 9),
        1);
    assert_slice(rows[0].name, "NOT_FOUND");
    check_rate(rows[0].errors, 6);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_TYPES, MOOT_STATS_BY_RATE, rows, 9),
        1);
    check_rate(rows[0].errors, 6);
    moot_stats_destroy(&stats);
}

/* A stream with a few busy rooms among very many: they must be at the top,
 * and no weight is too low. */
static void the_busiest_are_found_among_many(void **state)
{
    moot_stats_t *stats = moot_stats_new();
    char room[32];
    size_t count;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        snprintf(room, sizeof room, "rare-%d", i);
        take(stats, MOOT_TAP_CLIENT_IN, "ROOM_MESSAGE", room, "u", 0, 0);
        snprintf(room, sizeof room, "busy-%d", i % 3);
        take(stats, MOOT_TAP_CLIENT_IN, "ROOM_MESSAGE", room, "u", 0, 0);
    }
    moot_stats_tick(stats, SECOND);
    count = moot_stats_rows(stats, MOOT_STATS_ROOMS, MOOT_STATS_BY_RATE, rows,
                            MOOT_STATS_PROGRAMS_MAX);
    assert_int_equal(count, MOOT_STATS_TOP_MAX);
    for (int i = 0; i < 3; i++) {
        assert_memory_equal(rows[i].name.at, "busy-", 5);
        assert_true(rows[i].in >= 9999 && rows[i].in - rows[i].over <= 10001);
    }
    /* They fade: after a while another one leads. */
    for (int i = 0; i < 60; i++)
        moot_stats_tick(stats, SECOND);
    for (int i = 0; i < 1000; i++)
        take(stats, MOOT_TAP_CLIENT_IN, "ROOM_MESSAGE", "late", "u", 0, 0);
    moot_stats_tick(stats, SECOND);
    assert_int_equal(
        moot_stats_rows(stats, MOOT_STATS_ROOMS, MOOT_STATS_BY_RATE, rows, 1),
        1);
    assert_slice(rows[0].name, "late");
    moot_stats_destroy(&stats);
}

/* One that is pushed out again and again has what it had, and over says by
 * how much too high it may be. */
static void no_weight_is_too_low(void **state)
{
    moot_stats_t *stats = moot_stats_new();
    char room[32];

    (void)state;
    for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 2 * MOOT_STATS_TOP_MAX; j++) {
            snprintf(room, sizeof room, "rare-%d-%d", i, j);
            take(stats, MOOT_TAP_CLIENT_IN, "ROOM_MESSAGE", room, "u", 0, 0);
        }
        take(stats, MOOT_TAP_CLIENT_IN, "ROOM_MESSAGE", "x", "u", 0, 0);
    }
    moot_stats_tick(stats, SECOND);
    assert_int_equal(moot_stats_rows(stats, MOOT_STATS_ROOMS,
                                     MOOT_STATS_BY_NAME, rows,
                                     MOOT_STATS_PROGRAMS_MAX),
                     MOOT_STATS_TOP_MAX);
    assert_slice(rows[MOOT_STATS_TOP_MAX - 1].name, "x");
    assert_true(rows[MOOT_STATS_TOP_MAX - 1].in >= 19.9);
    assert_true(rows[MOOT_STATS_TOP_MAX - 1].in
                    - rows[MOOT_STATS_TOP_MAX - 1].over
                <= 20.1);
    moot_stats_destroy(&stats);
}

static void more_types_than_there_is_room_for_are_one_row(void **state)
{
    moot_stats_t *stats = moot_stats_new();
    char type[32];
    bool found = false;
    size_t count;

    (void)state;
    for (int i = 0; i < 3 * MOOT_STATS_TYPES_MAX; i++) {
        snprintf(type, sizeof type, "TYPE_%d", i);
        take(stats, MOOT_TAP_CLIENT_IN, type, "r", "u", 0, 0);
    }
    moot_stats_tick(stats, SECOND);
    count = moot_stats_rows(stats, MOOT_STATS_TYPES, MOOT_STATS_BY_NAME, rows,
                            MOOT_STATS_PROGRAMS_MAX);
    assert_int_equal(count, MOOT_STATS_TYPES_MAX + 1);
    for (size_t i = 0; i < count; i++)
        if (moot_slice_eq(rows[i].name, LIT("others"))) {
            check_rate(rows[i].in, 2 * MOOT_STATS_TYPES_MAX);
            found = true;
        }
    assert_true(found);
    moot_stats_destroy(&stats);
}

/* Whatever the names are. Bytes are columns here: utf8 is off. */
static void lines_keep_to_the_width(void **state)
{
    moot_stats_t *stats = moot_stats_new();
    moot_stats_head_t head = {.programs = 3};
    moot_buf_t buf;

    (void)state;
    moot_buf_init(&buf, 1 << 20);
    (void)moot_stats_print_lines(&buf, stats, &head, 80);
    assert_slice(moot_buf_slice(&buf), "nothing yet\n");
    for (int i = 0; i < 500; i++) {
        char room[32];

        snprintf(room, sizeof room, "r\x1b[%d\xc3\xa4\xff", i);
        take(stats, MOOT_TAP_CLIENT_IN, "ROOM_CREATE_WITH_A_VERY_LONG_NAME",
             room, "a user who has a name that is quite long for a row", 0, 0);
        take(stats, MOOT_TAP_CLIENT_OUT, "ROOM_MESSAGE", room, "u",
             2, UINT64_C(1) << i % 60);
        take(stats, MOOT_TAP_DELIVERED, "ROOM_MESSAGE", room, "u", 0, 0);
    }
    moot_stats_tick(stats, 1);
    for (unsigned width = 20; width <= 500; width++) {
        size_t from = 0, lines = 0;

        moot_buf_clear(&buf);
        assert_int_equal(moot_stats_print_lines(&buf, stats, &head, width), 0);
        for (size_t i = 0; i < buf.size; i++)
            if (buf.at[i] == '\n') {
                assert_true(i - from <= width);
                from = i + 1;
                lines++;
            } else {
                assert_true(buf.at[i] >= 0x20 && buf.at[i] < 0x7f);
            }
        assert_true(lines > 20 && lines <= MOOT_STATS_LINES_MAX);
        assert_int_equal(from, buf.size);
    }
    moot_buf_close(&buf);
    moot_stats_destroy(&stats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_those_of_the_window),
        cmocka_unit_test(percentiles_are_within_an_eighth),
        cmocka_unit_test(times_beyond_all_bounds_are_counted),
        cmocka_unit_test(errors_are_told_by_code),
        cmocka_unit_test(the_busiest_are_found_among_many),
        cmocka_unit_test(no_weight_is_too_low),
        cmocka_unit_test(more_types_than_there_is_room_for_are_one_row),
        cmocka_unit_test(lines_keep_to_the_width),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
