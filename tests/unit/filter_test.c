/* The filter language: what parses, where a mistake is, what matches. */
#include "proto/filter.h"

#include "common/err.h"
#include "proto/rules.h"
#include "tests/lib/unit.h"

#include <string.h>

static moot_msg_tap_record_t a_request(void)
{
    return (moot_msg_tap_record_t){
        .program = LIT("edge-1"),
        .point = MOOT_TAP_CLIENT_IN,
        .peer = LIT("client"),
        .message = MOOT_MSG_REQUEST,
        .type = LIT("ROOM_MESSAGE"),
        .session = LIT("edge-1:7:1"),
        .request = 3,
        .user = LIT("alice"),
        .room = LIT("r1"),
        .slot = 12,
        .client_message_id = LIT("cm 1"),
        .size = 1500,
    };
}

static moot_msg_tap_record_t a_reply(uint64_t code, uint64_t latency_us)
{
    moot_msg_tap_record_t record = a_request();
    record.point = MOOT_TAP_CLIENT_OUT;
    record.message = MOOT_MSG_REPLY;
    record.verdict = code + 1;
    record.latency_us = latency_us;
    record.epoch = 9;
    record.seq = 4;
    return record;
}

static bool matches(const char *text, const moot_msg_tap_record_t *record)
{
    moot_filter_t filter;
    moot_filter_error_t error;
    if (moot_filter_compile(&filter, moot_slice_str(text), &error) != 0)
        fail_msg("%s: byte %zu: %s", text, error.at, error.text);
    return moot_filter_match(&filter, record);
}

static void expect(const moot_msg_tap_record_t *record, bool wanted,
                   const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (matches(texts[i], record) != wanted)
            fail_msg("%s %s", texts[i], wanted ? "must match" : "must not");
}

#define EXPECT(record, wanted, ...)                                            \
    do {                                                                       \
        const char *const texts_[] = {__VA_ARGS__};                            \
        expect(record, wanted, texts_, sizeof texts_ / sizeof *texts_);        \
    } while (0)

static void texts_compare_whole_by_prefix_and_by_pattern(void **state)
{
    (void)state;
    moot_msg_tap_record_t record = a_request();
    EXPECT(&record, true, "", "  \t", "room=r1", "room = r1", "room!=r2",
           "user~al", "user~*ice", "user~a?ice", "user~*", "room!~x",
           "program=edge-1", "program~edge", "session=\"edge-1:7:1\"",
           "id=\"cm 1\"", "id=\"cm\\ 1\"", "peer=client", "user~\"\"");
    EXPECT(&record, false, "room=r", "room=r11", "room!=r1", "user~ice",
           "user~a?ce", "user~*x*", "program~edge-2", "id=cm", "user=\"\"");
}

static void types_are_the_clients_or_the_internal_ones(void **state)
{
    (void)state;
    moot_msg_tap_record_t record = a_request();
    EXPECT(&record, true, "type=ROOM_MESSAGE", "type=request", "type~ROOM_",
           "type~req", "type!=reply", "type!=ROOM_JOIN");
    EXPECT(&record, false, "type=ROOM_JOIN", "type=event", "type!=request",
           "type!=ROOM_MESSAGE", "type=commit");
    record.message = MOOT_MSG_TAP_COMMIT;
    record.type = LIT("");
    EXPECT(&record, true, "type=commit", "type=tap_commit", "type~com");
}

static void numbers_times_and_sizes_have_units(void **state)
{
    (void)state;
    moot_msg_tap_record_t record = a_reply(MOOT_CODE_NOT_FOUND, 5200);
    EXPECT(&record, true, "latency>5ms", "latency>=5200us", "latency<=5.2ms",
           "latency<1s", "latency>0.005s", "size>1KiB", "size=1500",
           "size<1MiB", "size<1.5KiB", "number=3", "number!=4", "seq>=4",
           "epoch=9", "slot=12", "sockets=0");
    EXPECT(&record, false, "latency>6ms", "latency!=5200us", "size>2KiB",
           "number>3", "seq<4", "slot>12", "sockets>0");
}

static void what_a_record_has_not_fulfils_no_number_test(void **state)
{
    (void)state;
    moot_msg_tap_record_t record = a_request();
    record.slot = MOOT_SLOTS;
    EXPECT(&record, false, "latency>0us", "latency<1s", "latency!=1s",
           "code=OK", "code!=OK", "epoch<5", "seq>=0", "slot>0", "error");
    record.room = LIT("");
    EXPECT(&record, true, "room=\"\"", "room!=r1", "not error", "sockets=0");
}

static void errors_and_codes_are_of_answers(void **state)
{
    (void)state;
    moot_msg_tap_record_t ok = a_reply(MOOT_CODE_OK, 1);
    moot_msg_tap_record_t bad = a_reply(MOOT_CODE_NOT_FOUND, 1);
    EXPECT(&bad, true, "error", "code=NOT_FOUND", "code!=OK", "out",
           "direction=out", "direction!=in", "not in");
    EXPECT(&bad, false, "not error", "code=OK", "in", "direction=in");
    EXPECT(&ok, true, "not error", "code=OK", "code!=FORBIDDEN");
    EXPECT(&ok, false, "error", "code!=OK");
}

static void and_binds_more_than_or_and_not_most(void **state)
{
    (void)state;
    moot_msg_tap_record_t record = a_request();
    EXPECT(&record, true, "room=r1 and (type=ROOM_MESSAGE or error)",
           "room=r1 or room=r2 and error", "not error and room=r1",
           "not (error or room=r2)", "not not room=r1", "((room=r1))",
           "room=x or user=x or user=alice", "not room=x and not user=x");
    EXPECT(&record, false, "(room=r1 or room=r2) and error",
           "not room=r1 or error", "not (room=r1 and user=alice)");
}

static void expect_fault(const char *text, int wanted, size_t at,
                         const char *why)
{
    moot_filter_t filter;
    moot_filter_error_t error;
    int rc = moot_filter_compile(&filter, moot_slice_str(text), &error);
    if (rc != wanted || error.at != at || strstr(error.text, why) == NULL)
        fail_msg("%s: %d at %zu: %s", text, rc, error.at, error.text);
}

static void a_mistake_has_a_place_and_a_reason(void **state)
{
    (void)state;
    expect_fault("rooms=r1", MOOT_EINVAL, 0, "no such field");
    expect_fault("room=r1 and", MOOT_EINVAL, 11, "a test");
    expect_fault("room=r1 user=a", MOOT_EINVAL, 8, "and, or");
    expect_fault("room", MOOT_EINVAL, 4, "expected");
    expect_fault("room=", MOOT_EINVAL, 5, "value");
    expect_fault("room= )", MOOT_EINVAL, 6, "value");
    expect_fault("room=\"r1", MOOT_EINVAL, 5, "quote");
    expect_fault("room=\"\\", MOOT_EINVAL, 5, "quote");
    expect_fault("(room=r1", MOOT_EINVAL, 0, "parenthesis");
    expect_fault("(room=r1 error)", MOOT_EINVAL, 9, ")");
    expect_fault("room=r1)", MOOT_EINVAL, 7, "end");
    expect_fault("type=ROOM_MESAGE", MOOT_EINVAL, 5, "type");
    expect_fault("code=LOST", MOOT_EINVAL, 5, "code");
    expect_fault("direction=up", MOOT_EINVAL, 10, "in or out");
    expect_fault("latency>5", MOOT_EINVAL, 8, "us, ms or s");
    expect_fault("latency>.5s", MOOT_EINVAL, 8, "us, ms or s");
    expect_fault("size>1KB", MOOT_EINVAL, 5, "KiB");
    expect_fault("number=-1", MOOT_EINVAL, 7, "number");
    expect_fault("number=99999999999999999999", MOOT_EINVAL, 7, "number");
    expect_fault("room>r1", MOOT_EINVAL, 4, "only");
    expect_fault("latency~5ms", MOOT_EINVAL, 7, "texts");
    expect_fault("\xff", MOOT_EINVAL, 0, "field");
    expect_fault("room\x01=1", MOOT_EINVAL, 4, "expected");
}

static void length_depth_and_number_of_tests_are_bounded(void **state)
{
    (void)state;
    static char text[MOOT_FILTER_BYTES_MAX + 2];
    moot_filter_t filter;
    moot_filter_error_t error;
    memset(text, ' ', MOOT_FILTER_BYTES_MAX);
    assert_int_equal(moot_filter_compile(&filter, moot_slice_str(text), &error),
                     0);
    text[MOOT_FILTER_BYTES_MAX] = ' ';
    assert_int_equal(moot_filter_compile(&filter, moot_slice_str(text), &error),
                     MOOT_ELIMIT);
    memset(text, 0, sizeof text);
    memset(text, '(', MOOT_FILTER_DEPTH_MAX);
    strcat(text, "error");
    memset(text + strlen(text), ')', MOOT_FILTER_DEPTH_MAX);
    assert_int_equal(moot_filter_compile(&filter, moot_slice_str(text), &error),
                     0);
    memset(text, '(', MOOT_FILTER_DEPTH_MAX + 1);
    assert_int_equal(moot_filter_compile(&filter, moot_slice_str(text), &error),
                     MOOT_ELIMIT);
    strcpy(text, "error");
    for (int i = 1; i < MOOT_FILTER_TESTS_MAX; i += 2)
        strcat(text, " or error");
    assert_int_equal(moot_filter_compile(&filter, moot_slice_str(text), &error),
                     MOOT_ELIMIT);
}

static void patterns_go_back_to_their_last_star(void **state)
{
    (void)state;
    assert_true(moot_filter_glob(LIT("a*b*c"), LIT("aXbbYc")));
    assert_true(moot_filter_glob(LIT("**"), LIT("")));
    assert_true(moot_filter_glob(LIT("*ab"), LIT("aab")));
    assert_false(moot_filter_glob(LIT("a*b"), LIT("abc")));
    assert_false(moot_filter_glob(LIT("?"), LIT("")));
    assert_false(moot_filter_glob(LIT(""), LIT("x")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_compare_whole_by_prefix_and_by_pattern),
        cmocka_unit_test(types_are_the_clients_or_the_internal_ones),
        cmocka_unit_test(numbers_times_and_sizes_have_units),
        cmocka_unit_test(what_a_record_has_not_fulfils_no_number_test),
        cmocka_unit_test(errors_and_codes_are_of_answers),
        cmocka_unit_test(and_binds_more_than_or_and_not_most),
        cmocka_unit_test(a_mistake_has_a_place_and_a_reason),
        cmocka_unit_test(length_depth_and_number_of_tests_are_bounded),
        cmocka_unit_test(patterns_go_back_to_their_last_star),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
