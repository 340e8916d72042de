#include "edge/assembly.h"

#include "common/err.h"
#include "common/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* The result of a text that comes in pieces of n bytes. */
static int feed(moot_assembly_t *assembly, const char *text, size_t size,
                size_t n, size_t max, moot_slice_t *message)
{
    size_t from = 0;
    for (;;) {
        size_t piece = size - from < n ? size - from : n;
        bool last = from + piece == size;
        int rc = moot_assembly_add(assembly, moot_slice(text + from, piece),
                                   last, false, max, message);
        if (rc != MOOT_EAGAIN)
            return rc;
        assert_false(last);
        from += piece;
    }
}

static void test_pieces(void **state)
{
    (void)state;
    static const char text[] = "plain ascii, then \xc3\xa4 \xe2\x82\xac "
                               "\xf0\x9f\x98\x80 \xf4\x8f\xbf\xbf \xed\x9f\xbf";
    moot_assembly_t assembly = {0};
    size_t size = sizeof text - 1;
    for (size_t n = 1; n <= size; n++) {
        moot_slice_t message;
        assert_int_equal(feed(&assembly, text, size, n, size, &message), 0);
        assert_true(moot_slice_eq(message, moot_slice(text, size)));
        if (n == size)
            assert_ptr_equal(message.at, text); /* not copied */
        assert_int_equal(feed(&assembly, text, size, n, size - 1, &message),
                         MOOT_ELIMIT);
        moot_assembly_clear(&assembly);
    }
    moot_assembly_clear(&assembly);
}

static void test_empty(void **state)
{
    (void)state;
    moot_assembly_t assembly = {0};
    moot_slice_t message = {NULL, 7};
    assert_int_equal(feed(&assembly, "", 0, 1, 10, &message), 0);
    assert_int_equal(message.size, 0);
    /* Empty fragments around one byte. */
    assert_int_equal(moot_assembly_add(&assembly, moot_slice("", 0), false,
                                       false, 1, &message),
                     MOOT_EAGAIN);
    assert_int_equal(moot_assembly_add(&assembly, moot_slice("a", 1), false,
                                       false, 1, &message),
                     MOOT_EAGAIN);
    assert_int_equal(moot_assembly_add(&assembly, moot_slice("", 0), true,
                                       false, 1, &message),
                     MOOT_OK);
    assert_true(moot_slice_eq(message, moot_slice_str("a")));
    moot_assembly_clear(&assembly);
}

/* Agrees with moot_utf8_valid on every text of up to four chosen bytes, in
 * one piece and byte by byte. */
static void test_utf8(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                    0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
                                    0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1,
                                    0xf3, 0xf4, 0xf5, 0xff};
    enum { N = sizeof bytes };
    for (uint32_t i = 0; i < N * N * N * N; i++) {
        char text[4] = {(char)bytes[i % N], (char)bytes[i / N % N],
                        (char)bytes[i / N / N % N], (char)bytes[i / N / N / N]};
        for (size_t size = 1; size <= 4; size++) {
            if (size < 4 && i >= N * N * N)
                continue; /* seen before */
            int want =
                moot_utf8_valid(moot_slice(text, size)) ? MOOT_OK : MOOT_EINVAL;
            moot_assembly_t assembly = {0};
            moot_slice_t message;
            int whole = feed(&assembly, text, size, 4, 100, &message);
            moot_assembly_clear(&assembly);
            int split = feed(&assembly, text, size, 1, 100, &message);
            moot_assembly_clear(&assembly);
            if (whole != want || split != want)
                fail_msg("%02x %02x %02x %02x, %zu bytes: %d %d", text[0],
                         text[1], text[2], text[3], size, whole, split);
        }
    }
}

static void test_binary(void **state)
{
    (void)state;
    moot_assembly_t assembly = {0};
    moot_slice_t message;
    assert_int_equal(moot_assembly_add(&assembly, moot_slice("\xff", 1), false,
                                       true, 9, &message),
                     MOOT_EAGAIN);
    assert_int_equal(moot_assembly_add(&assembly, moot_slice("\xc3", 1), true,
                                       true, 9, &message),
                     MOOT_OK);
    assert_int_equal(message.size, 2);
    moot_assembly_clear(&assembly);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_binary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
