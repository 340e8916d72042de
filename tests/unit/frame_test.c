#include "common/frame.h"

#include "tests/lib/unit.h"

static void a_frame_lives_until_its_last_holder_lets_go(void **state)
{
    (void)state;
    moot_frame_t *first = moot_frame_new(LIT("hello"));
    moot_frame_t *second = moot_frame_ref(first);
    assert_ptr_equal(first, second);
    moot_frame_unref(&first);
    assert_null(first);
    assert_slice(moot_frame_slice(second), "hello");
    assert_int_equal(second->refs, 1);
    moot_frame_unref(&second);
    assert_null(second);
    moot_frame_unref(&second);
}

static void the_headroom_is_right_before_the_payload(void **state)
{
    (void)state;
    moot_frame_t *frame = moot_frame_new(LIT("hello"));
    uint8_t *headroom = moot_frame_headroom(frame);
    assert_true(MOOT_FRAME_HEADROOM >= 16);
    assert_ptr_equal(headroom + MOOT_FRAME_HEADROOM, moot_frame_payload(frame));
    memset(headroom, 0xee, MOOT_FRAME_HEADROOM);
    assert_slice(moot_frame_slice(frame), "hello");
    moot_frame_unref(&frame);
}

static void a_written_frame_may_be_shortened(void **state)
{
    (void)state;
    moot_frame_t *frame = moot_frame_alloc(100);
    memcpy(moot_frame_payload(frame), "abc", 3);
    moot_frame_trim(frame, 3);
    assert_slice(moot_frame_slice(frame), "abc");
    moot_frame_unref(&frame);
    assert_null(moot_frame_alloc(SIZE_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_lives_until_its_last_holder_lets_go),
        cmocka_unit_test(the_headroom_is_right_before_the_payload),
        cmocka_unit_test(a_written_frame_may_be_shortened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
