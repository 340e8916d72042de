#include "tests/lib/unit.h"

#include "edge/parse.h"

#include <stdio.h>
#include <stdlib.h>

/* What tests/vectors/session.txt does not show: every field at its bound and
 * one past it, and memory. */

static const moot_parse_limits_t limits = {
    .name_chars_max = 200,
    .thumbnail_url_chars_max = 2048,
    .content_chars_max = 10000,
};

static moot_parse_t parse;
static moot_parse_frame_t frame;
static char *text;

enum { TEXT_MAX = 4 << 20 };

static int set_up(void **state)
{
    (void)state;
    moot_parse_init(&parse);
    text = malloc(TEXT_MAX);
    return text ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    moot_parse_close(&parse);
    free(text);
    return 0;
}

/* Reads before + count times piece + after. */
static void read_with(const char *before, const char *piece, size_t count,
                      const char *after)
{
    char *to = text + sprintf(text, "%s", before);

    for (size_t i = 0; i < count; i++)
        to += sprintf(to, "%s", piece);
    sprintf(to, "%s", after);
    moot_parse_text(&parse, &limits, moot_slice_str(text), &frame);
}

static void is_refused(enum moot_code code)
{
    assert_int_equal(frame.what, MOOT_PARSE_REFUSED);
    assert_int_equal(frame.code, code);
    assert_non_null(frame.text);
}

/* `max` pieces are taken, one more is not. */
static void check_bound(const char *before, const char *piece, size_t max,
                        const char *after)
{
    read_with(before, piece, max, after);
    assert_int_equal(frame.what, MOOT_PARSE_REQUEST);
    read_with(before, piece, max + 1, after);
    is_refused(MOOT_CODE_VALIDATION_ERROR);
}

static void test_ids_are_bounded_in_bytes(void **state)
{
    (void)state;
    const char *info = "{\"type\":\"ROOM_INFO\",\"roomId\":\"";
    check_bound(info, "a", 128, "\"}");
    check_bound(info, "\xc3\xa9", 64, "\"}");
    check_bound(info, "\\u00e9", 64, "\"}");
    check_bound("{\"type\":\"ROOM_CREATE\",\"roomId\":\" ", "a", 128, " \"}");
    check_bound("{\"type\":\"ROOM_REMOVE_MEMBER\",\"roomId\":\"r\","
                "\"userId\":\"",
                "a", 128, "\"}");
    check_bound("{\"type\":\"ROOM_ADD_MEMBERS\",\"roomId\":\"r\","
                "\"userIds\":[\"b\",\"",
                "a", 128, "\"]}");
    check_bound("{\"type\":\"ROOM_CREATE\",\"memberIds\":[\"", "a", 128,
                "\"]}");
}

static void test_texts_are_bounded_in_code_points(void **state)
{
    static const char *const points[] = {"a", "\xc3\xa9", "\xf0\x9f\x8e\x89",
                                         "\\ud83c\\udf89"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        const char *one = points[i];

        check_bound("{\"type\":\"ROOM_CREATE\",\"name\":\"  ", one, 200,
                    "\\t \"}");
        check_bound("{\"type\":\"ROOM_CREATE\",\"thumbnailUrl\":\" ", one, 2048,
                    " \"}");
        check_bound("{\"type\":\"ROOM_UPDATE_META\",\"roomId\":\"r\","
                    "\"patch\":{\"name\":\"",
                    one, 200, "\"}}");
        check_bound("{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"r\","
                    "\"content\":\"",
                    one, 10000, "\"}");
        check_bound("{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"r\","
                    "\"content\":\"x\",\"clientMessageId\":\"",
                    one, 128, "\"}");
    }
    /* Content is not trimmed. */
    check_bound("{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"r\",\"content\":\"",
                " ", 10000, "\"}");
}

static void test_correlation_ids_are_bounded_in_bytes(void **state)
{
    (void)state;
    read_with("{\"type\":\"PING\",\"correlationId\":\"", "\\u0001", 128, "\"}");
    assert_int_equal(frame.what, MOOT_PARSE_PING);
    assert_int_equal(frame.echo.correlation_id.size, 128 * 6 + 2);
    read_with("{\"type\":\"PING\",\"correlationId\":\"", "a", 129, "\"}");
    is_refused(MOOT_CODE_VALIDATION_ERROR);
    assert_int_equal(frame.echo.correlation_id.size, 0);
    read_with("{\"type\":\"PING\",\"correlationId\":\"", "\xc3\xa9", 65, "\"}");
    is_refused(MOOT_CODE_VALIDATION_ERROR);
}

static void test_many_users(void **state)
{
    moot_list_reader_t reader;
    moot_slice_t user;
    size_t count = 0;

    (void)state;
    read_with("{\"type\":\"ROOM_ADD_MEMBERS\",\"roomId\":\"r\",\"userIds\":["
              "\"first\"",
              ",\"\\u0061bc\"", 50000, "]}");
    assert_int_equal(frame.what, MOOT_PARSE_REQUEST);
    assert_int_equal(moot_list_reader_init(&reader, frame.request.users), 0);
    while (moot_list_next_str(&reader, &user) == 0)
        count++;
    assert_int_equal(count, 50001);
    assert_slice(user, "abc");
    assert_int_equal(moot_list_validate(frame.request.users), 0);
    /* Over the bound of the internal protocol. */
    read_with("{\"type\":\"ROOM_ADD_MEMBERS\",\"roomId\":\"r\",\"userIds\":["
              "\"first\"",
              ",\"0123456789012345678901234567890123456789\"", 40000, "]}");
    is_refused(MOOT_CODE_VALIDATION_ERROR);
    /* Nothing of it stays for the next frame. */
    read_with("{\"type\":\"ROOM_ADD_MEMBERS\",\"roomId\":\"r\",\"userIds\":["
              "\"first\"",
              "", 0, "]}");
    assert_int_equal(frame.what, MOOT_PARSE_REQUEST);
    assert_true(parse.text.capacity <= 64 * 1024);
}

static void test_every_field_may_be_escaped(void **state)
{
    (void)state;
    read_with("{\"type\":\"\\u0052OOM_MESSAGE\",\"roomId\":\"\\u0072\","
              "\"content\":\"\\n\\u0000\",\"clientMessageId\":\"\\\"\","
              "\"messageType\":\"\\/\",\"correlationId\":\"\\u0063\"",
              "", 0, "}");
    assert_int_equal(frame.what, MOOT_PARSE_REQUEST);
    assert_slice(frame.request.room, "r");
    assert_slice(frame.request.content, "\n\0");
    assert_slice(frame.request.client_message_id, "\"");
    assert_slice(frame.request.message_type, "/");
    assert_slice(frame.echo.correlation_id, "\"\\u0063\"");
    assert_slice(frame.echo.client_message_id, "\"\\\"\"");
}

static void test_nothing_is_copied_without_escapes(void **state)
{
    moot_slice_t content;

    (void)state;
    read_with("{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"r\",\"content\":\"", "x",
              5000, "\"}");
    content = frame.request.content;
    assert_int_equal(content.size, 5000);
    assert_true((const char *)content.at > text
                && (const char *)content.at < text + 100);
}

static void test_an_empty_client_message_id_is_none(void **state)
{
    (void)state;
    read_with("{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"r\",\"content\":\"x\","
              "\"clientMessageId\":\"\"",
              "", 0, "}");
    assert_int_equal(frame.what, MOOT_PARSE_REQUEST);
    assert_int_equal(frame.request.client_message_id.size, 0);
    assert_int_equal(frame.echo.client_message_id.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ids_are_bounded_in_bytes),
        cmocka_unit_test(test_texts_are_bounded_in_code_points),
        cmocka_unit_test(test_correlation_ids_are_bounded_in_bytes),
        cmocka_unit_test(test_many_users),
        cmocka_unit_test(test_every_field_may_be_escaped),
        cmocka_unit_test(test_nothing_is_copied_without_escapes),
        cmocka_unit_test(test_an_empty_client_message_id_is_none),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
