#include "common/id.h"

#include "common/err.h"
#include "tests/lib/unit.h"

static void ids_are_1_to_128_bytes(void **state)
{
    (void)state;
    char text[129];
    memset(text, 'a', sizeof text);
    assert_int_equal(moot_id_check(LIT("")), MOOT_EINVAL);
    assert_int_equal(moot_id_check(LIT("a")), 0);
    assert_int_equal(moot_id_check(moot_slice(text, 128)), 0);
    assert_int_equal(moot_id_check(moot_slice(text, 129)), MOOT_EINVAL);
}

static void ids_hold_any_text_but_control_characters(void **state)
{
    (void)state;
    assert_int_equal(moot_id_check(LIT("user:bob@x/y z\u00e9")), 0);
    assert_int_equal(moot_id_check(LIT("a\nb")), MOOT_EINVAL);
    assert_int_equal(moot_id_check(LIT("a\xc2\x85")), MOOT_EINVAL);
    assert_int_equal(moot_id_check(LIT("a\xff")), MOOT_EINVAL);
    assert_int_equal(moot_id_check(LIT(" a")), MOOT_EINVAL);
}

static void ids_from_outside_are_trimmed(void **state)
{
    (void)state;
    moot_slice_t id = LIT("untouched");
    assert_int_equal(moot_id_take(LIT(" \t "), &id), MOOT_EINVAL);
    assert_slice(id, "untouched");
    assert_int_equal(moot_id_take(LIT("\u3000 lobby\n"), &id), 0);
    assert_slice(id, "lobby");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_1_to_128_bytes),
        cmocka_unit_test(ids_hold_any_text_but_control_characters),
        cmocka_unit_test(ids_from_outside_are_trimmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
