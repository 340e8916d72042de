/* JSON values: what goes in comes out, bounds, placeholders. */
#include "proto/value.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

static moot_arena_t arena;
static moot_buf_t buf;

static int setup(void **state)
{
    (void)state;
    moot_arena_init(&arena, 64u << 20);
    moot_buf_init(&buf, 16u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_arena_close(&arena);
    moot_buf_close(&buf);
    return 0;
}

static const char *write(const moot_value_t *value,
                         moot_value_binaries_t *binaries)
{
    moot_json_write_t json;
    moot_buf_clear(&buf);
    moot_json_write_init(&json, &buf);
    moot_value_write(&json, value, binaries);
    assert_true(moot_json_write_complete(&json));
    moot_buf_put(&buf, "", 1);
    return (const char *)buf.at;
}

static void expect(const char *in, const char *out)
{
    moot_value_t value;
    assert_int_equal(
        moot_value_read(&arena, moot_slice_str(in), MOOT_VALUE_PLAIN, &value),
        0);
    assert_string_equal(write(&value, NULL), out);
}

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    static const char *const same[] = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "7",
        "7.0",
        "7e0",
        "1E+2",
        "-0",
        "0.5",
        "1e999",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "123456789012345678901234567890",
        "1.10",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[1,[2,{\"a\":[]}],\"b\"]",
        "{\"a\":1,\"b\":{\"c\":null}}",
        "{\"\":0}",
        "{\"_placeholder\":true,\"num\":0}",
        "\"\xc3\xa1\xf0\x9f\x98\x80\"",
        "\"\\u0000\\n\\\\\"",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(same[i], same[i]);
    expect(" [ 1 , { \"a\" : 2 } , \"\\u0041\\ud83d\\ude00\" ] ",
           "[1,{\"a\":2},\"A\xf0\x9f\x98\x80\"]");
    expect("[\",[{\\\"\",\"]\"]", "[\",[{\\\"\",\"]\"]");
}

static void of_duplicates_the_last_wins(void **state)
{
    (void)state;
    expect("{\"a\":1,\"b\":2,\"\\u0061\":3}", "{\"b\":2,\"a\":3}");
    static char text[4000], wanted[4000];
    size_t size = 0;
    for (int i = 0; i < 200; i++)
        size +=
            (size_t)snprintf(text + size, sizeof text - size, "%s\"k%d\":%d",
                             i == 0 ? "{" : ",", i % 100, i);
    text[size] = '}';
    size = 0;
    for (int i = 100; i < 200; i++)
        size +=
            (size_t)snprintf(wanted + size, sizeof wanted - size,
                             "%s\"k%d\":%d", i == 100 ? "{" : ",", i % 100, i);
    wanted[size] = '}';
    expect(text, wanted);
}

static void numbers_are_exact(void **state)
{
    (void)state;
    moot_value_t value;
    assert_int_equal(moot_value_read(&arena, LIT("[7.0,1e2,-0,2.5,1e400]"),
                                     MOOT_VALUE_PLAIN, &value),
                     0);
    assert_int_equal(value.items[0].kind, MOOT_VALUE_INT);
    assert_int_equal(value.items[0].integer, 7);
    assert_int_equal(value.items[1].integer, 100);
    assert_int_equal(value.items[2].integer, 0);
    assert_int_equal(value.items[3].kind, MOOT_VALUE_REAL);
    assert_true(value.items[3].real > 2.4 && value.items[3].real < 2.6);
    moot_value_t made = {.kind = MOOT_VALUE_REAL, .real = 0.1};
    assert_string_equal(write(&made, NULL), "0.1");
    made.real = 1.0 / 3.0;
    assert_string_equal(write(&made, NULL), "0.3333333333333333");
    made.real = strtod("inf", NULL);
    assert_string_equal(write(&made, NULL), "null");
}

static void bounds_are_errors(void **state)
{
    (void)state;
    moot_value_t value;
    static char deep[MOOT_VALUE_COUNT_MAX * 2 + 10];
    for (size_t n = MOOT_VALUE_DEPTH_MAX; n <= MOOT_VALUE_DEPTH_MAX + 1; n++) {
        memset(deep, '[', n);
        memset(deep + n, ']', n);
        int rc = moot_value_read(&arena, moot_slice(deep, 2 * n), 0, &value);
        assert_int_equal(rc, n > MOOT_VALUE_DEPTH_MAX ? MOOT_ELIMIT : 0);
    }
    deep[0] = '[';
    for (size_t i = 0; i <= MOOT_VALUE_COUNT_MAX; i++)
        memcpy(deep + 1 + 2 * i, "1,", 2);
    size_t size = MOOT_VALUE_COUNT_MAX * 2 + 2;
    deep[size] = ']';
    assert_int_equal(
        moot_value_read(&arena, moot_slice(deep, size + 1), 0, &value),
        MOOT_ELIMIT);
    deep[size - 4] = ']';
    assert_int_equal(
        moot_value_read(&arena, moot_slice(deep, size - 3), 0, &value), 0);
    assert_int_equal(moot_value_read(&arena, LIT("[1"), 0, &value),
                     MOOT_EINVAL);
    assert_int_equal(moot_value_read(&arena, LIT(""), 0, &value), MOOT_EINVAL);
    moot_arena_t small;
    moot_arena_init(&small, 100);
    assert_int_equal(moot_value_read(&small, LIT("[1,2,3,4,5,6,7]"), 0, &value),
                     MOOT_ENOMEM);
    moot_arena_close(&small);
}

static void what_is_too_deep_to_write_is_an_error(void **state)
{
    (void)state;
    moot_value_t levels[40] = {{0}};
    moot_json_write_t json;
    for (int i = 1; i < 40; i++)
        levels[i] = moot_value_of_items(&levels[i - 1], 1);
    moot_buf_clear(&buf);
    moot_json_write_init(&json, &buf);
    moot_value_write(&json, &levels[32], NULL);
    assert_int_equal(buf.error, 0);
    moot_buf_clear(&buf);
    moot_json_write_init(&json, &buf);
    moot_value_write(&json, &levels[39], NULL);
    assert_true(moot_json_write_complete(&json));
    assert_int_equal(buf.error, MOOT_ELIMIT);
}

#define P(n) "{\"_placeholder\":true,\"num\":" #n "}"

static void placeholders_become_attachments_and_back(void **state)
{
    (void)state;
    moot_value_t value;
    moot_value_binaries_t binaries;
    assert_int_equal(moot_value_read(&arena,
                                     LIT("[\"e\"," P(2) ",{\"x\":" P(0) "}," P(
                                         2) ",{\"_placeholder\":1,\"num\":9}]"),
                                     3, &value),
                     0);
    assert_int_equal(value.items[1].kind, MOOT_VALUE_BINARY);
    assert_int_equal(value.items[1].count, 2);
    assert_int_equal(moot_value_binaries_init(&binaries, &arena, 3), 0);
    assert_string_equal(write(&value, &binaries),
                        "[\"e\"," P(0) ",{\"x\":" P(1) "}," P(
                            0) ",{\"_placeholder\":1,\"num\":9}]");
    assert_int_equal(binaries.count, 2);
    assert_int_equal(binaries.order[0], 2);
    assert_int_equal(binaries.order[1], 0);
    static const char *const bad[] = {
        P(3), P(-1), P(0.5), P(null), "{\"_placeholder\":true}", P("0"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(
            moot_value_read(&arena, moot_slice_str(bad[i]), 3, &value),
            MOOT_EINVAL);
    assert_int_equal(moot_value_read(&arena, LIT(P(0)), 0, &value),
                     MOOT_EINVAL);
}

static bool equal(const char *a, const char *b)
{
    moot_value_t x, y;
    uint64_t steps = 1000;
    assert_int_equal(moot_value_read(&arena, moot_slice_str(a), 4, &x), 0);
    assert_int_equal(moot_value_read(&arena, moot_slice_str(b), 4, &y), 0);
    bool yes = moot_value_eq(&x, &y, &steps);
    assert_true(steps > 0 && steps < 1000);
    assert_true(moot_value_eq(&y, &x, &steps) == yes);
    return yes;
}

static void equality_is_that_of_the_values(void **state)
{
    (void)state;
    assert_true(equal("1", "1.0"));
    assert_true(equal("0.5", "5e-1"));
    assert_true(equal("{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1}"));
    assert_true(equal("null", "null"));
    assert_true(equal(P(1), P(1)));
    assert_false(equal(P(1), P(2)));
    assert_false(equal("1", "\"1\""));
    assert_false(equal("null", "false"));
    assert_false(equal("[1,2]", "[2,1]"));
    assert_false(equal("[1]", "[1,1]"));
    assert_false(equal("{\"a\":1}", "{\"b\":1}"));
    moot_value_t list;
    uint64_t steps = 3;
    assert_int_equal(
        moot_value_read(&arena, LIT("[1,2,3,4,5]"), MOOT_VALUE_PLAIN, &list),
        0);
    assert_false(moot_value_eq(&list, &list, &steps));
    assert_int_equal(steps, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_goes_in_comes_out, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(of_duplicates_the_last_wins, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(numbers_are_exact, setup, teardown),
        cmocka_unit_test_setup_teardown(bounds_are_errors, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_too_deep_to_write_is_an_error,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            placeholders_become_attachments_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(equality_is_that_of_the_values, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
