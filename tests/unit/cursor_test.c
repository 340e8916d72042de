#include "tests/lib/unit.h"

#include "common/err.h"
#include "edge/cursor.h"

static int read_back(moot_slice_t cursor, enum moot_cursor_kind kind,
                     moot_buf_t *place)
{
    moot_buf_clear(place);
    return moot_cursor_read(cursor, kind, place);
}

static void test_a_place_comes_back(void **state)
{
    moot_buf_t cursor, place;
    uint8_t bytes[MOOT_CURSOR_PLACE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    moot_buf_init(&cursor, 1 + 2 * MOOT_CURSOR_PLACE_MAX);
    moot_buf_init(&place, MOOT_CURSOR_PLACE_MAX);
    assert_int_equal(moot_cursor_write(&cursor, MOOT_CURSOR_ALL,
                                       moot_slice(bytes, sizeof bytes)),
                     0);
    assert_int_equal(
        read_back(moot_buf_slice(&cursor), MOOT_CURSOR_ALL, &place), 0);
    assert_int_equal(place.size, sizeof bytes);
    assert_memory_equal(place.at, bytes, sizeof bytes);
    assert_int_equal(
        read_back(moot_buf_slice(&cursor), MOOT_CURSOR_OWN, &place),
        MOOT_EINVAL);
    moot_buf_close(&cursor);
    moot_buf_close(&place);
}

static void test_strangers_are_refused(void **state)
{
    static const char *const strangers[] = {"",    "o",   "o6",   "o6g",
                                            "oA0", "x61", "o611", "\xf0\x9f"};
    moot_buf_t place;

    (void)state;
    moot_buf_init(&place, MOOT_CURSOR_PLACE_MAX);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        assert_int_equal(
            read_back(moot_slice_str(strangers[i]), MOOT_CURSOR_OWN, &place),
            MOOT_EINVAL);
    assert_int_equal(read_back(LIT("o61"), MOOT_CURSOR_OWN, &place), 0);
    assert_slice(moot_buf_slice(&place), "a");
    moot_buf_close(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_place_comes_back),
        cmocka_unit_test(test_strangers_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
