#include "common/buf.h"

#include "common/err.h"
#include "tests/lib/unit.h"

static void appends_grow_the_buffer(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, 100000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(moot_buf_put(&buf, "0123456789", 10), 0);
    assert_int_equal(buf.size, 100000);
    assert_true(buf.capacity <= buf.max);
    assert_memory_equal(buf.at + 99990, "0123456789", 10);
    moot_buf_close(&buf);
}

static void the_bound_holds_and_its_error_stays(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, 5);
    assert_int_equal(moot_buf_put_str(&buf, "1234"), 0);
    assert_int_equal(moot_buf_put_str(&buf, "56"), MOOT_EFULL);
    assert_slice(moot_buf_slice(&buf), "1234");
    assert_int_equal(moot_buf_put_str(&buf, "5"), MOOT_EFULL);
    assert_int_equal(buf.error, MOOT_EFULL);
    moot_buf_clear(&buf);
    assert_int_equal(moot_buf_put_str(&buf, "12345"), 0);
    assert_int_equal(buf.size, 5);
    moot_buf_close(&buf);
}

static void printf_may_fill_the_buffer_exactly(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, 6);
    assert_int_equal(moot_buf_printf(&buf, "%d-", 12), 0);
    assert_int_equal(moot_buf_printf(&buf, "%s", "abc"), 0);
    assert_slice(moot_buf_slice(&buf), "12-abc");
    assert_int_equal(moot_buf_printf(&buf, "%s", ""), 0);
    assert_int_equal(moot_buf_printf(&buf, "%s", "x"), MOOT_EFULL);
    moot_buf_close(&buf);
}

static void reserve_gives_room_to_write(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, 1000);
    uint8_t *to = moot_buf_reserve(&buf, 300);
    assert_non_null(to);
    memset(to, 'a', 300);
    buf.size += 300;
    assert_null(moot_buf_reserve(&buf, 701));
    assert_int_equal(buf.error, MOOT_EFULL);
    moot_buf_close(&buf);
    assert_null(buf.at);
    assert_int_equal(buf.max, 1000);
}

static void nothing_may_be_appended_to_nothing(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, 0);
    assert_int_equal(moot_buf_put(&buf, NULL, 0), 0);
    assert_int_equal(moot_buf_put(&buf, "a", 1), MOOT_EFULL);
    moot_buf_close(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_grow_the_buffer),
        cmocka_unit_test(the_bound_holds_and_its_error_stays),
        cmocka_unit_test(printf_may_fill_the_buffer_exactly),
        cmocka_unit_test(reserve_gives_room_to_write),
        cmocka_unit_test(nothing_may_be_appended_to_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
