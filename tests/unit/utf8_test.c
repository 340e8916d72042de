#include "common/utf8.h"

#include "tests/lib/unit.h"

static void well_formed_text_is_valid(void **state)
{
    (void)state;
    assert_true(moot_utf8_valid(LIT("")));
    assert_true(moot_utf8_valid(LIT("plain ascii, more than eight bytes")));
    assert_true(moot_utf8_valid(LIT("a\0b")));
    assert_true(moot_utf8_valid(LIT("caf\u00e9 \u20ac \U0001f600 end")));
    assert_true(moot_utf8_valid(LIT("\xc2\x80\xdf\xbf")));
    assert_true(moot_utf8_valid(LIT("\xe0\xa0\x80\xed\x9f\xbf")));
    assert_true(moot_utf8_valid(LIT("\xee\x80\x80\xef\xbf\xbf")));
    assert_true(moot_utf8_valid(LIT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")));
}

static void malformed_text_is_refused(void **state)
{
    (void)state;
    assert_false(moot_utf8_valid(LIT("\x80")));
    assert_false(moot_utf8_valid(LIT("\xc0\xaf")));             /* overlong */
    assert_false(moot_utf8_valid(LIT("\xc1\xbf")));             /* overlong */
    assert_false(moot_utf8_valid(LIT("\xe0\x9f\xbf")));         /* overlong */
    assert_false(moot_utf8_valid(LIT("\xf0\x8f\xbf\xbf")));     /* overlong */
    assert_false(moot_utf8_valid(LIT("\xed\xa0\x80")));         /* surrogate */
    assert_false(moot_utf8_valid(LIT("\xed\xbf\xbf")));         /* surrogate */
    assert_false(moot_utf8_valid(LIT("\xf4\x90\x80\x80")));     /* too high */
    assert_false(moot_utf8_valid(LIT("\xf8\x88\x80\x80\x80"))); /* 5 bytes */
    assert_false(moot_utf8_valid(LIT("\xff")));
    assert_false(moot_utf8_valid(LIT("12345678\xe2\x82"))); /* cut off */
    assert_false(moot_utf8_valid(LIT("\xe2\x28\xa1")));
}

static void points_are_decoded_and_counted(void **state)
{
    (void)state;
    uint32_t point = 0;
    assert_int_equal(moot_utf8_decode(LIT("\U0001f600!"), &point), 4);
    assert_int_equal(point, 0x1f600);
    assert_int_equal(moot_utf8_decode(LIT("\u20ac"), &point), 3);
    assert_int_equal(point, 0x20ac);
    assert_int_equal(moot_utf8_decode(LIT(""), &point), 0);
    assert_int_equal(moot_utf8_decode(LIT("\xe2\x82"), &point), 0);
    assert_int_equal(point, 0x20ac);
    assert_int_equal(moot_utf8_count(LIT("a\u00e9\u20ac\U0001f600")), 4);
    assert_int_equal(moot_utf8_count(LIT("")), 0);
}

static void trimming_follows_ecmascript(void **state)
{
    (void)state;
    assert_slice(moot_utf8_trim(LIT("  a b \t\r\n")), "a b");
    assert_slice(moot_utf8_trim(LIT("\v\f\u00a0\ufeff\u1680x\u2000\u200a"
                                    "\u2028\u2029\u202f\u205f\u3000")),
                 "x");
    assert_slice(moot_utf8_trim(LIT(" \u3000 ")), "");
    assert_slice(moot_utf8_trim(LIT("")), "");
    assert_slice(moot_utf8_trim(LIT("\u200bx\u180e")), "\u200bx\u180e");
    assert_slice(moot_utf8_trim(LIT("\xc2\x85x")), "\xc2\x85x");
    assert_slice(moot_utf8_trim(LIT("\u20ac \u20ac ")), "\u20ac \u20ac");
    assert_slice(moot_utf8_trim(LIT(" x\x80 ")), "x\x80");
}

static void control_characters_are_found(void **state)
{
    (void)state;
    assert_true(moot_utf8_has_control(LIT("a\0b")));
    assert_true(moot_utf8_has_control(LIT("a\x1f")));
    assert_true(moot_utf8_has_control(LIT("\x7f")));
    assert_true(moot_utf8_has_control(LIT("\xc2\x80")));
    assert_true(moot_utf8_has_control(LIT("a\xc2\x9f")));
    assert_false(moot_utf8_has_control(LIT("\u00a0 caf\u00e9\u0400")));
    assert_false(moot_utf8_has_control(LIT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid),
        cmocka_unit_test(malformed_text_is_refused),
        cmocka_unit_test(points_are_decoded_and_counted),
        cmocka_unit_test(trimming_follows_ecmascript),
        cmocka_unit_test(control_characters_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
