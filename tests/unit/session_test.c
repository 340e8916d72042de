#include "tests/lib/unit.h"

#include "tests/lib/fake_client.h"

#include <stdio.h>
#include <stdlib.h>

/* Bounds and times; what a client hears is in tests/vectors/session.txt. */

static fake_client_t fake;

static int set_up(void **state)
{
    (void)state;
    fake_client_init(&fake, "alice", false);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_client_close(&fake);
    return 0;
}

/* How many lines of the present log contain a text; then the log is empty. */
static size_t count_lines(const char *part)
{
    const char *at = fake_client_take(&fake);
    size_t count = 0;

    while ((at = strstr(at, part)) != NULL) {
        count++;
        at += strlen(part);
    }
    return count;
}

static void say_many(size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        fake_client_say(&fake, text);
}

static void test_rate_limit(void **state)
{
    (void)state;
    fake.config.requests_per_second = 10;
    fake.config.requests_burst = 5;
    fake_client_greet(&fake);
    fake.session.tokens_milli = 5000;
    say_many(5, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("PONG"), 5);
    fake_client_say(&fake, "{\"type\":\"PING\",\"correlationId\":\"c\"}");
    assert_string_equal(
        fake_client_take(&fake),
        "< {\"type\":\"ERROR\",\"correlationId\":\"c\",\"code\":"
        "\"RATE_LIMITED\",\"message\":\"too many requests\","
        "\"retryAfterMs\":100}\n");
    fake.now.mono_ms += 99;
    fake_client_say(&fake, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("\"retryAfterMs\":1}"), 1);
    fake.now.mono_ms += 1;
    fake_client_say(&fake, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("PONG"), 1);
    /* After a pause, the burst and no more. */
    fake.now.mono_ms += 3600000;
    say_many(7, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("PONG"), 5);
    fake.config.requests_per_second = 0;
    say_many(100, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("PONG"), 100);
}

static void test_limited_frames_do_nothing(void **state)
{
    (void)state;
    fake.config.requests_per_second = 1;
    fake.config.requests_burst = 1;
    fake_client_greet(&fake);
    fake.session.tokens_milli = 0;
    fake.session.tokens_at_ms = fake.now.mono_ms;
    fake_client_say(&fake, "{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"r\","
                           "\"content\":\"x\",\"clientMessageId\":\"k\"}");
    assert_string_equal(fake_client_take(&fake),
                        "< {\"type\":\"ERROR\",\"code\":\"RATE_LIMITED\","
                        "\"message\":\"too many requests\",\"retryAfterMs\":"
                        "1000,\"clientMessageId\":\"k\"}\n");
    moot_session_frame(&fake.session, LIT("x"), true, &fake.now);
    assert_int_equal(count_lines("RATE_LIMITED"), 1);
    /* But invalid JSON is always called that. */
    fake_client_say(&fake, "{");
    assert_int_equal(count_lines("INVALID_JSON"), 1);
}

static void test_pending_requests_are_bounded(void **state)
{
    (void)state;
    fake.config.pending_requests_max = 3;
    fake_client_greet(&fake);
    say_many(3, "{\"type\":\"ROOM_LEAVE\",\"roomId\":\"r\"}");
    assert_int_equal(count_lines("? op=3"), 3);
    fake_client_say(&fake, "{\"type\":\"ROOM_LEAVE\",\"roomId\":\"r\","
                           "\"correlationId\":\"c\"}");
    assert_string_equal(fake_client_take(&fake),
                        "< {\"type\":\"ERROR\",\"correlationId\":\"c\","
                        "\"code\":\"RATE_LIMITED\",\"message\":\"too many "
                        "requests\",\"retryAfterMs\":100}\n");
    fake_client_say(&fake, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("PONG"), 1);
    moot_session_answer(&fake.session, 2, NULL, NULL, &fake.now);
    assert_int_equal(count_lines("UNAVAILABLE"), 1);
    fake_client_say(&fake, "{\"type\":\"ROOM_LEAVE\",\"roomId\":\"r\"}");
    assert_int_equal(count_lines("? op=3"), 1);
}

static void test_early_frames_are_bounded(void **state)
{
    (void)state;
    fake.config.pending_requests_max = 3;
    moot_session_start(&fake.session, &fake.now);
    say_many(3, "{\"type\":\"PING\"}");
    fake_client_say(&fake, "{\"type\":\"PING\",\"correlationId\":\"4\"}");
    assert_string_equal(fake_client_take(&fake), "");
    moot_session_ready(&fake.session, NULL, 0, &fake.now);
    const char *lines = fake_client_take(&fake);
    assert_non_null(strstr(lines, "CONNECTION_ESTABLISHED"));
    assert_non_null(strstr(lines, "\"correlationId\":\"4\",\"code\":"
                                  "\"RATE_LIMITED\""));
    assert_int_equal(fake.session.early_count, 0);
    assert_int_equal(fake.session.early_bytes, 0);
}

static void test_a_flood_before_the_greeting_closes(void **state)
{
    (void)state;
    fake.config.pending_requests_max = 3;
    moot_session_start(&fake.session, &fake.now);
    say_many(6, "{\"type\":\"PING\"}");
    assert_string_equal(fake_client_take(&fake), "");
    say_many(3, "{\"type\":\"PING\"}");
    assert_string_equal(fake_client_take(&fake), "! 1008\n");
}

static void test_early_bytes_are_bounded(void **state)
{
    const size_t size = 600 * 1024;
    char *text = malloc(size + 1);

    (void)state;
    assert_non_null(text);
    memset(text, ' ', size);
    memcpy(text, "{\"type\":\"PING\",\"correlationId\":\"big\"}", 37);
    text[size] = '\0';
    moot_session_start(&fake.session, &fake.now);
    say_many(2, text);
    assert_true(fake.session.early_bytes <= fake.config.early_bytes_max);
    moot_session_ready(&fake.session, NULL, 0, &fake.now);
    const char *lines = fake_client_take(&fake);
    assert_non_null(strstr(lines, "PONG"));
    assert_non_null(strstr(lines, "RATE_LIMITED"));
    free(text);
}

static void test_the_rate_counts_early_frames_at_their_arrival(void **state)
{
    (void)state;
    fake.config.requests_per_second = 1;
    fake.config.requests_burst = 2;
    moot_session_start(&fake.session, &fake.now);
    fake.session.tokens_milli = 2000;
    say_many(3, "{\"type\":\"PING\"}");
    fake.now.mono_ms += 3000;
    moot_session_ready(&fake.session, NULL, 0, &fake.now);
    const char *lines = fake_client_take(&fake);
    assert_non_null(strstr(lines, "RATE_LIMITED"));
}

static void test_a_made_room_id_is_in_the_answer_only(void **state)
{
    (void)state;
    fake_client_greet(&fake);
    fake.now.wall_ms = 35;
    fake_client_say(&fake, "{\"type\":\"ROOM_CREATE\"}");
    assert_string_equal(fake_client_take(&fake),
                        "? op=1 user=\"alice\" room=\"room_z_0123456789ab\""
                        "\n");
}

static void test_a_damaged_state_is_internal(void **state)
{
    moot_msg_reply_t reply = {.op = MOOT_OP_INFO, .snapshot = LIT("\x91\x51")};

    (void)state;
    fake_client_greet(&fake);
    fake_client_say(&fake, "{\"type\":\"ROOM_INFO\",\"roomId\":\"r\"}");
    (void)fake_client_take(&fake);
    moot_session_answer(&fake.session, 1, &reply, NULL, &fake.now);
    assert_int_equal(count_lines("\"code\":\"INTERNAL\""), 1);
}

static void test_requests_without_answers_are_freed(void **state)
{
    (void)state;
    fake_client_greet(&fake);
    say_many(100, "{\"type\":\"ROOM_UPDATE_META\",\"roomId\":\"r\","
                  "\"patch\":{\"name\":\"x\"}}");
    assert_int_equal(fake.session.pending_count, 100);
    moot_session_lost(&fake.session);
    say_many(1, "{\"type\":\"PING\"}");
    assert_int_equal(count_lines("PONG"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_rate_limit),
        TEST(test_limited_frames_do_nothing),
        TEST(test_pending_requests_are_bounded),
        TEST(test_early_frames_are_bounded),
        TEST(test_a_flood_before_the_greeting_closes),
        TEST(test_early_bytes_are_bounded),
        TEST(test_the_rate_counts_early_frames_at_their_arrival),
        TEST(test_a_made_room_id_is_in_the_answer_only),
        TEST(test_a_damaged_state_is_internal),
        TEST(test_requests_without_answers_are_freed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
