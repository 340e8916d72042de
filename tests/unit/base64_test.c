#include "common/base64.h"

#include "common/err.h"
#include "tests/lib/unit.h"

/* RFC 4648, section 10, and bytes whose characters differ between the two
 * alphabets. */
static const struct {
    moot_slice_t bytes;
    const char *usual, *for_urls;
} cases[] = {
    {{(const uint8_t *)"", 0}, "", ""},
    {{(const uint8_t *)"f", 1}, "Zg==", "Zg"},
    {{(const uint8_t *)"fo", 2}, "Zm8=", "Zm8"},
    {{(const uint8_t *)"foo", 3}, "Zm9v", "Zm9v"},
    {{(const uint8_t *)"foob", 4}, "Zm9vYg==", "Zm9vYg"},
    {{(const uint8_t *)"fooba", 5}, "Zm9vYmE=", "Zm9vYmE"},
    {{(const uint8_t *)"foobar", 6}, "Zm9vYmFy", "Zm9vYmFy"},
    {{(const uint8_t *)"\xfb\xff\xbf", 3}, "+/+/", "-_-_"},
    {{(const uint8_t *)"\xff\xef", 2}, "/+8=", "_-8"},
};

static void bytes_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t text[16], bytes[16];
        moot_slice_t want = moot_slice_str(cases[i].usual);
        size_t size;

        moot_base64_put(text, cases[i].bytes);
        assert_int_equal(MOOT_BASE64_SIZE(cases[i].bytes.size), want.size);
        assert_memory_equal(text, want.at, want.size);
        assert_int_equal(moot_base64_take(want, bytes, &size), 0);
        assert_true(moot_slice_eq(moot_slice(bytes, size), cases[i].bytes));

        want = moot_slice_str(cases[i].for_urls);
        moot_base64_put_url(text, cases[i].bytes);
        assert_int_equal(MOOT_BASE64_URL_SIZE(cases[i].bytes.size), want.size);
        assert_memory_equal(text, want.at, want.size);
        assert_int_equal(moot_base64_take_url(want, bytes, &size), 0);
        assert_true(moot_slice_eq(moot_slice(bytes, size), cases[i].bytes));
    }
}

static void what_the_encoder_does_not_write_is_refused(void **state)
{
    static const char *const usual[] = {
        "Z",     "Zg",     "Zg=",  "Zh==", "Zm9=",   "=",    "====", "Zg==Zg==",
        "Zm9v=", "Zm9v\n", "Zm 9", "-_-_", "Zm9vYg", "Z===", "=Zm9", "Zm=9"};
    static const char *const for_urls[] = {
        "Z", "Zh", "Zm9", "Zg==", "+/+/", "Zm9vY", "Zm8 ", "\xc3\xa9"};
    uint8_t bytes[16];
    size_t size;

    (void)state;
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        assert_int_equal(
            moot_base64_take(moot_slice_str(usual[i]), bytes, &size),
            MOOT_EINVAL);
    for (size_t i = 0; i < sizeof for_urls / sizeof for_urls[0]; i++)
        assert_int_equal(
            moot_base64_take_url(moot_slice_str(for_urls[i]), bytes, &size),
            MOOT_EINVAL);
}

static void every_byte_survives(void **state)
{
    uint8_t bytes[256], text[MOOT_BASE64_SIZE(256)];
    uint8_t back[MOOT_BASE64_BYTES_MAX(sizeof text)];
    size_t size;

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    moot_base64_put(text, moot_slice(bytes, sizeof bytes));
    assert_int_equal(
        moot_base64_take(moot_slice(text, sizeof text), back, &size), 0);
    assert_int_equal(size, sizeof bytes);
    assert_memory_equal(back, bytes, size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_and_back),
        cmocka_unit_test(what_the_encoder_does_not_write_is_refused),
        cmocka_unit_test(every_byte_survives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
