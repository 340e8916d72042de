#include "tests/lib/unit.h"

#include "edge/encode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Size and sharing; the texts themselves are in tests/vectors/session.txt. */

static moot_encode_t encode;

static int set_up(void **state)
{
    (void)state;
    moot_encode_init(&encode);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    moot_encode_close(&encode);
    return 0;
}

/* A room of `count` members, all but the first of role MEMBER. */
static moot_roomview_t *make_room(size_t count)
{
    moot_msg_snapshot_t snapshot = {.room = LIT("r"),
                                    .epoch = UINT64_MAX,
                                    .seq = 9,
                                    .name = LIT("R"),
                                    .version = 1,
                                    .created_by = LIT("u0")};
    moot_roomview_t *view = NULL;
    moot_list_writer_t writer;
    moot_buf_t buf;
    char user[32];

    moot_buf_init(&buf, 64 << 20);
    moot_list_begin(&writer, &buf, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        snprintf(user, sizeof user, "u%zu", i);
        moot_list_put_list(&writer, 2);
        moot_list_put_str(&writer, moot_slice_str(user));
        moot_list_put_u64(&writer, i == 0 ? MOOT_ROLE_OWNER : MOOT_ROLE_MEMBER);
    }
    assert_int_equal(moot_list_end(&writer, &snapshot.members), 0);
    assert_int_equal(moot_roomview_load(&snapshot, &view), 0);
    moot_buf_close(&buf);
    return view;
}

static void is_json(const moot_frame_t *frame)
{
    moot_json_value_t value;

    assert_non_null(frame);
    assert_int_equal(moot_json_read_value(moot_frame_slice(frame), &value), 0);
    assert_int_equal(value.kind, MOOT_JSON_OBJECT);
}

static void test_a_large_room(void **state)
{
    moot_msg_event_t event = {.what = MOOT_WHAT_ADDED, .seq = 9};
    moot_roomview_t *view = make_room(100000);
    moot_frame_t *frame = moot_encode_event(&encode, view, &event);

    (void)state;
    is_json(frame);
    assert_true(frame->size > 100000 * 20);
    assert_int_equal(frame->refs, 1);
    moot_frame_unref(&frame);
    /* The memory of such a frame is not kept. */
    assert_true(encode.buf.capacity <= 1024 * 1024);
    moot_roomview_destroy(&view);
}

static void test_view_and_snapshot_say_the_same(void **state)
{
    moot_roomview_t *view = make_room(3);
    moot_encode_request_t request = {.op = MOOT_OP_ADD};
    moot_msg_reply_t reply = {.room = LIT("r"), .event_seq = 9, .version = 1};
    moot_msg_event_t event = {.what = MOOT_WHAT_ADDED, .seq = 9, .version = 1};
    moot_frame_t *broadcast, *answer;
    moot_buf_t buf;

    (void)state;
    moot_buf_init(&buf, 1 << 20);
    assert_int_equal(moot_roomview_save(view, &buf), 0);
    reply.snapshot = moot_buf_slice(&buf);
    broadcast = moot_encode_event(&encode, view, &event);
    answer = moot_encode_answer(&encode, &request, &reply, view, 0);
    assert_non_null(broadcast);
    assert_non_null(answer);
    assert_true(
        moot_slice_eq(moot_frame_slice(broadcast), moot_frame_slice(answer)));
    moot_frame_unref(&broadcast);
    moot_frame_unref(&answer);
    moot_buf_close(&buf);
    moot_roomview_destroy(&view);
}

static void test_an_event_of_a_newer_program_is_not_shown(void **state)
{
    moot_roomview_t *view = make_room(1);
    moot_msg_event_t event = {.what = 99, .seq = 9};

    (void)state;
    assert_null(moot_encode_event(&encode, view, &event));
    moot_roomview_destroy(&view);
}

static void test_every_byte_of_a_text(void **state)
{
    moot_roomview_t *view = make_room(1);
    moot_msg_event_t event = {.what = MOOT_WHAT_MESSAGE, .seq = 9};
    char content[128];
    moot_frame_t *frame;

    (void)state;
    for (size_t i = 0; i < sizeof content; i++)
        content[i] = (char)i;
    event.content = moot_slice(content, sizeof content);
    frame = moot_encode_event(&encode, view, &event);
    is_json(frame);
    moot_frame_unref(&frame);
    moot_roomview_destroy(&view);
}

static void test_a_list_given_up_leaves_nothing(void **state)
{
    const moot_parse_echo_t echo = {.correlation_id = LIT("\"c\"")};
    moot_roomview_t *view = make_room(1);
    moot_frame_t *frame;

    (void)state;
    moot_encode_list_begin(&encode, &echo);
    moot_encode_list_own(&encode, view, MOOT_ROLE_OWNER);
    frame = moot_encode_pong(&encode, &echo, 7);
    assert_non_null(frame);
    assert_slice(moot_frame_slice(frame),
                 "{\"type\":\"PONG\",\"correlationId\":\"c\",\"timestamp\":7}");
    moot_frame_unref(&frame);
    moot_roomview_destroy(&view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_large_room),
        cmocka_unit_test(test_view_and_snapshot_say_the_same),
        cmocka_unit_test(test_an_event_of_a_newer_program_is_not_shown),
        cmocka_unit_test(test_every_byte_of_a_text),
        cmocka_unit_test(test_a_list_given_up_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
