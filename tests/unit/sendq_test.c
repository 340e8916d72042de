#include "edge/sendq.h"

#include "common/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_headers(void **state)
{
    (void)state;
    static const struct {
        size_t size;
        uint8_t header[10];
        size_t n;
    } cases[] = {
        {0, {0x81, 0}, 2},
        {125, {0x81, 125}, 2},
        {126, {0x81, 126, 0, 126}, 4},
        {65535, {0x81, 126, 0xff, 0xff}, 4},
        {65536, {0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0}, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        moot_sendq_t queue = {0};
        moot_frame_t *frame = moot_frame_alloc(cases[i].size);
        struct iovec at[2];
        size_t bytes;
        assert_int_equal(moot_sendq_push(&queue, frame, MOOT_SENDQ_TEXT), 0);
        assert_int_equal(moot_sendq_gather(&queue, at, 2, &bytes), 1);
        assert_int_equal(bytes, cases[i].n + cases[i].size);
        assert_int_equal(bytes, at[0].iov_len);
        assert_int_equal(bytes, queue.bytes);
        assert_memory_equal(at[0].iov_base, cases[i].header, cases[i].n);
        assert_ptr_equal((uint8_t *)at[0].iov_base + cases[i].n,
                         moot_frame_payload(frame));
        moot_sendq_clear(&queue);
        assert_int_equal(frame->refs, 1);
        moot_frame_unref(&frame);
    }
}

static void test_kinds(void **state)
{
    (void)state;
    static const enum moot_sendq_kind kinds[] = {
        MOOT_SENDQ_TEXT, MOOT_SENDQ_BINARY, MOOT_SENDQ_CLOSE, MOOT_SENDQ_PING};
    static const uint8_t first[] = {0x81, 0x82, 0x88, 0x89};
    moot_sendq_t queue = {0};
    for (int i = 0; i < 4; i++) {
        moot_frame_t *frame = moot_frame_new(moot_slice_str("x"));
        assert_int_equal(moot_sendq_push(&queue, frame, kinds[i]), 0);
        moot_frame_unref(&frame);
    }
    struct iovec at[8];
    size_t bytes;
    assert_int_equal(moot_sendq_gather(&queue, at, 8, &bytes), 4);
    for (int i = 0; i < 4; i++)
        assert_int_equal(*(uint8_t *)at[i].iov_base, first[i]);
    assert_int_equal(moot_sendq_gather(&queue, at, 3, &bytes), 3);
    assert_int_equal(bytes, 9);
    moot_sendq_clear(&queue);
}

/* Frames of varied sizes go in and out in random steps; what comes out must
 * be the same bytes in the same order. */
static void test_random(void **state)
{
    (void)state;
    enum { FRAMES = 3000, MAX = 700 };
    moot_sendq_t queue = {0};
    uint32_t random = 12345, pushed = 0, popped = 0;
    size_t in_bytes = 0, out_bytes = 0;
    while (popped < FRAMES) {
        random = random * 1664525 + 1013904223;
        unsigned burst = (random >> 16) % 90;
        for (unsigned i = 0; i < burst && pushed < FRAMES; i++, pushed++) {
            moot_frame_t *frame = moot_frame_alloc(pushed % MAX);
            memset(moot_frame_payload(frame), (int)(pushed & 0xff),
                   frame->size);
            assert_int_equal(moot_sendq_push(&queue, frame, MOOT_SENDQ_TEXT),
                             0);
            in_bytes += moot_sendq_wire_size(frame->size);
            moot_frame_unref(&frame);
        }
        struct iovec at[MOOT_SENDQ_GATHER_MAX];
        size_t bytes;
        int n = moot_sendq_gather(&queue, at, MOOT_SENDQ_GATHER_MAX, &bytes);
        for (int i = 0; i < n; i++) {
            size_t size = (popped + (uint32_t)i) % MAX;
            assert_int_equal(at[i].iov_len, moot_sendq_wire_size(size));
            const uint8_t *last = (uint8_t *)at[i].iov_base + at[i].iov_len - 1;
            if (size > 0)
                assert_int_equal(*last, (popped + (uint32_t)i) & 0xff);
        }
        random = random * 1664525 + 1013904223;
        size_t take = bytes == 0 ? 0 : (random >> 8) % (bytes + 1);
        uint32_t before = queue.count;
        moot_slice_t rest;
        moot_sendq_consume(&queue, take, &rest);
        out_bytes += take + rest.size;
        if (rest.size > 0) {
            uint32_t i = before - queue.count;
            const uint8_t *end = (uint8_t *)at[i].iov_base + at[i].iov_len;
            assert_ptr_equal(rest.at + rest.size, end);
            moot_sendq_pop(&queue);
        }
        popped += before - queue.count;
        assert_int_equal(queue.bytes, in_bytes - out_bytes);
        assert_int_equal(queue.count, pushed - popped);
    }
    assert_int_equal(queue.bytes, 0);
    moot_sendq_clear(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
