/* cli/replay: which request may go when, what it looks like, what counts as
 * different, and the hash of the rooms. */
#include "cli/replay.h"

#include "cli/replay_state.h"
#include "common/err.h"
#include "proto/rules.h"
#include "proto/tap.h"
#include "tests/lib/unit.h"

#include <stdio.h>

#define MS 1000

static moot_buf_t body, frame, why;

static moot_msg_tap_record_t record_of(enum moot_tap_point point,
                                       uint64_t code, const char *session,
                                       uint64_t number, const char *room,
                                       uint64_t at_us)
{
    return (moot_msg_tap_record_t){
        .point = point,
        .message = code,
        .session = moot_slice_str(session),
        .request = number,
        .room = moot_slice_str(room),
        .slot = moot_slot_of(MOOT_KIND_ROOM, moot_slice_str(room)),
        .at_us = at_us,
        .body = moot_buf_slice(&body),
        .size = body.size,
    };
}

/* A message of a client, seen at the edge, and at the worker unless 0. */
static void request(moot_replay_t *replay, const char *session,
                    uint64_t number, const char *room, const char *content,
                    uint64_t edge_us, uint64_t worker_us)
{
    const moot_msg_request_t message = {
        .session = moot_slice_str(session),
        .number = number,
        .op = MOOT_OP_MESSAGE,
        .user = moot_slice_str(session),
        .room = moot_slice_str(room),
        .content = moot_slice_str(content),
        .message_type = LIT("text"),
    };
    moot_msg_tap_record_t record;

    moot_buf_clear(&body);
    assert_int_equal(moot_wire_encode_request(&body, &message), 0);
    record = record_of(MOOT_TAP_CLIENT_IN, MOOT_MSG_REQUEST, session, number,
                       room, edge_us);
    if (*content == '\0')
        record.size += 300;
    assert_int_equal(moot_replay_take(replay, &record), 0);
    record.point = MOOT_TAP_WORKER_IN;
    record.at_us = worker_us;
    if (worker_us > 0)
        assert_int_equal(moot_replay_take(replay, &record), 0);
}

static void answer(moot_replay_t *replay, const char *session, uint64_t number,
                   const char *room, uint64_t code, uint64_t seq)
{
    const moot_msg_reply_t reply = {
        .session = moot_slice_str(session),
        .number = number,
        .op = MOOT_OP_MESSAGE,
        .code = code,
        .room = moot_slice_str(room),
        .event_seq = seq,
    };
    moot_msg_tap_record_t record;

    moot_buf_clear(&body);
    assert_int_equal(moot_wire_encode_reply(&body, &reply), 0);
    record = record_of(MOOT_TAP_CLIENT_OUT, MOOT_MSG_REPLY, session, number,
                       room, 1);
    assert_int_equal(moot_replay_take(replay, &record), 0);
}

static char id[200]; /* of the request that was sent last */

/* The next one that may go: its session. */
static int next(moot_replay_t *replay, uint64_t now_us)
{
    static const char key[] = "\"correlationId\":\"";
    uint64_t wait_us;
    size_t session;
    const char *at, *end;

    moot_buf_clear(&frame);
    if (!moot_replay_next(replay, now_us, &session, &frame, &wait_us))
        return -1;
    moot_buf_put(&frame, "", 1);
    at = strstr((const char *)frame.at, key);
    assert_non_null(at);
    at += sizeof key - 1;
    end = strchr(at, '"');
    snprintf(id, sizeof id, "%.*s", (int)(end - at), at);
    return (int)session;
}

static void come(moot_replay_t *replay, size_t session, const char *rest,
                 uint64_t now_us)
{
    char text[600];

    snprintf(text, sizeof text, "{\"correlationId\":\"%s\",%s}", id, rest);
    assert_int_equal(moot_replay_answer(replay, session, moot_slice_str(text),
                                        now_us, &why),
                     0);
}

#define TAKEN(seq)                                                             \
    "\"type\":\"ROOM_MESSAGE_RESPONSE\",\"success\":true,\"seq\":" #seq

static int setup(void **state)
{
    (void)state;
    moot_buf_init(&body, 1 << 20);
    moot_buf_init(&frame, 1 << 20);
    moot_buf_init(&why, 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_buf_close(&body);
    moot_buf_close(&frame);
    moot_buf_close(&why);
    return 0;
}

static void a_room_sees_the_order_of_its_worker(void **state)
{
    moot_replay_t *replay = moot_replay_new();

    (void)state;
    /* b came to its edge later than a, but to the worker before it. */
    request(replay, "a", 1, "r", "from a", 10, 40);
    request(replay, "b", 1, "r", "from b", 20, 30);
    request(replay, "c", 1, "elsewhere", "from c", 50, 50);
    assert_int_equal(moot_replay_ready(replay), 0);
    assert_int_equal(moot_replay_counts(replay).sessions, 3);
    moot_replay_begin(replay, 0, 1000);
    assert_int_equal(next(replay, 1000), 0);
    assert_slice(moot_replay_user(replay, 0), "b");
    assert_non_null(strstr((const char *)frame.at, "from b"));
    char first[sizeof id];
    memcpy(first, id, sizeof id);
    assert_int_equal(next(replay, 1000), 2); /* another room waits for none */
    assert_int_equal(next(replay, 1000), -1);
    memcpy(id, first, sizeof id);
    come(replay, 0, TAKEN(7), 2000);
    assert_int_equal(next(replay, 2000), 1);
    assert_non_null(strstr((const char *)frame.at, "from a"));
    assert_int_equal(moot_replay_counts(replay).unknown, 1);
    moot_replay_destroy(&replay);
}

static void a_session_waits_for_its_answer_and_for_its_time(void **state)
{
    moot_replay_t *replay = moot_replay_new();
    uint64_t wait_us;
    size_t session;

    (void)state;
    request(replay, "a", 1, "r", "1", 5000 * MS, 0);
    request(replay, "a", 1, "q", "2", 5100 * MS, 0);
    request(replay, "a", 2, "q", "3", 5200 * MS, 0);
    assert_int_equal(moot_replay_ready(replay), 0);
    moot_replay_begin(replay, 2000, 0); /* twice as fast */
    assert_int_equal(next(replay, 0), 0);
    moot_buf_clear(&frame);
    assert_false(moot_replay_next(replay, 10 * MS, &session, &frame,
                                  &wait_us));
    assert_int_equal(wait_us, 40 * MS);
    assert_int_equal(next(replay, 60 * MS), -1); /* its time, no answer yet */
    come(replay, 0, TAKEN(1), 70 * MS);
    assert_int_equal(next(replay, 70 * MS), 0);
    come(replay, 0, TAKEN(1), 80 * MS);
    assert_int_equal(next(replay, 80 * MS), -1); /* answered, not its time */
    assert_int_equal(next(replay, 100 * MS), 0);
    moot_replay_destroy(&replay);
}

static void what_differs_is_told(void **state)
{
    static const struct {
        uint64_t code, seq; /* captured */
        const char *now;
        bool same;
    } cases[] = {
        {MOOT_CODE_OK, 7, TAKEN(7), true},
        {MOOT_CODE_OK, 7, TAKEN(8), false},
        {MOOT_CODE_OK, 7, TAKEN(7) ",\"duplicate\":true", false},
        {MOOT_CODE_OK, 7, "\"type\":\"ERROR\",\"code\":\"NOT_FOUND\"", false},
        {MOOT_CODE_OK, 7, "\"type\":\"ROOM_CREATED\",\"seq\":7", false},
        {MOOT_CODE_NOT_A_MEMBER, 0, TAKEN(7), false},
        {MOOT_CODE_NOT_A_MEMBER, 0,
         "\"type\":\"ROOM_MESSAGE_RESPONSE\",\"code\":\"NOT_A_MEMBER\"", true},
        {MOOT_CODE_UNAVAILABLE, 0,
         "\"type\":\"ERROR\",\"code\":\"UNAVAILABLE\"", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moot_replay_t *replay = moot_replay_new();

        moot_buf_clear(&why);
        request(replay, "a", 1, "r", "1", 1, 0);
        answer(replay, "a", 1, "r", cases[i].code, cases[i].seq);
        assert_int_equal(moot_replay_ready(replay), 0);
        moot_replay_begin(replay, 0, 0);
        assert_int_equal(next(replay, 0), 0);
        come(replay, 0, cases[i].now, 1);
        come(replay, 0, cases[i].now, 2); /* a second one is nobody's */
        if (moot_replay_counts(replay).same != cases[i].same
            || moot_replay_counts(replay).different == cases[i].same
            || (why.size > 0) == cases[i].same)
            fail_msg("case %zu: %.*s", i,
                     MOOT_SLICE_ARG(moot_buf_slice(&why)));
        assert_int_equal(moot_replay_counts(replay).answered, 1);
        moot_replay_destroy(&replay);
    }
}

static void a_limited_request_is_sent_again(void **state)
{
    moot_replay_t *replay = moot_replay_new();
    uint64_t wait_us, now_us = 0;
    size_t session;

    (void)state;
    request(replay, "a", 1, "r", "1", 1, 0);
    answer(replay, "a", 1, "r", MOOT_CODE_OK, 1);
    assert_int_equal(moot_replay_ready(replay), 0);
    moot_replay_begin(replay, 0, 0);
    for (int i = 0; i < MOOT_REPLAY_TRIES_MAX; i++) {
        assert_int_equal(next(replay, now_us), 0);
        come(replay, 0,
             "\"type\":\"ERROR\",\"code\":\"RATE_LIMITED\",\"retryAfterMs\":9",
             now_us);
        assert_false(moot_replay_next(replay, now_us, &session, &frame,
                                      &wait_us));
        if (i < MOOT_REPLAY_TRIES_MAX - 1)
            assert_int_equal(wait_us, 9 * MS);
        now_us += 9 * MS;
    }
    assert_int_equal(moot_replay_counts(replay).different, 1);
    moot_replay_destroy(&replay);
}

static void a_content_that_is_missing_is_made_up(void **state)
{
    moot_replay_t *replay = moot_replay_new();

    (void)state;
    request(replay, "a", 1, "r", "", 1, 0);
    assert_int_equal(moot_replay_ready(replay), 0);
    assert_int_equal(moot_replay_counts(replay).hollow, 1);
    moot_replay_begin(replay, 0, 0);
    assert_int_equal(next(replay, 0), 0);
    assert_int_equal(strspn(strstr((const char *)frame.at, "xxx"), "x"), 300);
    moot_replay_destroy(&replay);
}

static void frames_that_are_no_answers_are_borne(void **state)
{
    moot_replay_t *replay = moot_replay_new();

    (void)state;
    request(replay, "a", 1, "r", "1", 1, 0);
    request(replay, "b", 1, "q", "1", 2, 0);
    answer(replay, "c", 1, "r", MOOT_CODE_OK, 1); /* its request came before */
    assert_int_equal(moot_replay_ready(replay), 0);
    assert_int_equal(moot_replay_counts(replay).requests, 2);
    moot_replay_begin(replay, 0, 0);
    assert_int_equal(next(replay, 0), 0);
    come(replay, 1, TAKEN(1), 1); /* by another session */
    snprintf(id, sizeof id, "0/0/none");
    come(replay, 0, TAKEN(1), 1);
    assert_int_equal(moot_replay_answer(replay, 0, LIT("{"), 1, &why),
                     MOOT_EINVAL);
    assert_int_equal(
        moot_replay_answer(replay, 0, LIT("{\"type\":7,\"room\":[]}"), 1, &why),
        0);
    assert_int_equal(moot_replay_counts(replay).answered, 0);
    moot_replay_destroy(&replay);
}

/* ---- State --------------------------------------------------------------- */

#define ENTRY(id, name, members, version, seq)                                 \
    "{\"roomId\":\"" id "\",\"name\":\"" name                                  \
    "\",\"createdAt\":" seq ",\"memberCount\":" members                        \
    ",\"version\":" version ",\"seq\":" seq "}"
#define PAGE(rooms, more)                                                      \
    "{\"type\":\"ROOM_LIST_RESPONSE\",\"rooms\":[" rooms "]" more "}"

static uint64_t hash_of(const char *first, const char *second)
{
    moot_replay_state_t *state = moot_replay_state_new();
    bool more, done;
    uint64_t hash;
    size_t rooms;

    assert_int_equal(moot_replay_state_take(state, moot_slice_str(first),
                                            &more, &done),
                     0);
    assert_int_equal(done, second == NULL);
    assert_int_equal(more, second != NULL);
    if (second) {
        moot_buf_clear(&frame);
        moot_replay_state_ask(state, &frame);
        moot_buf_put(&frame, "", 1);
        assert_non_null(
            strstr((const char *)frame.at, "\"cursor\":\"c\\u0031\""));
        assert_int_equal(moot_replay_state_take(state, moot_slice_str(second),
                                                &more, &done),
                         0);
        assert_true(done && !more);
    }
    hash = moot_replay_state_hash(state, &rooms);
    moot_replay_state_destroy(&state);
    return hash;
}

static void the_state_is_that_of_the_rooms(void **state)
{
    uint64_t hash = hash_of(
        PAGE(ENTRY("a", "A", "1", "2", "3") "," ENTRY("b", "B", "4", "5", "6"),
             ""),
        NULL);

    (void)state;
    /* However it is paged and ordered. */
    assert_true(hash
                == hash_of(PAGE(ENTRY("b", "B", "4", "5", "6"),
                                ",\"nextCursor\":\"c\\u0031\""),
                           PAGE(ENTRY("a", "A", "1", "2", "3"), "")));
    assert_true(hash != hash_of(PAGE(ENTRY("a", "A", "1", "2", "3"), ""), NULL));
#define OTHER(id, name, members, version, seq)                                 \
    assert_true(hash                                                           \
                != hash_of(PAGE(ENTRY("a", "A", "1", "2", "3") "," ENTRY(      \
                                    id, name, members, version, seq),          \
                                ""),                                           \
                           NULL))
    OTHER("c", "B", "4", "5", "6");
    OTHER("b", "C", "4", "5", "6");
    OTHER("b", "B", "3", "5", "6");
    OTHER("b", "B", "4", "4", "6");
    OTHER("b", "B", "4", "5", "7");
}

static void a_list_that_is_none_is_an_error(void **state)
{
    static const struct {
        const char *frame;
        int rc;
    } cases[] = {
        {"[]", MOOT_EINVAL},
        {"{\"type\":\"ERROR\",\"code\":\"FORBIDDEN\"}", MOOT_EDENIED},
        {"{\"type\":\"ROOM_LIST_RESPONSE\"}", MOOT_EINVAL},
        {"{\"type\":\"ROOM_LIST_RESPONSE\",\"rooms\":[7]}", MOOT_EINVAL},
        {PAGE(ENTRY("a", "A", "1", "2", "\"3\""), ""), MOOT_EINVAL},
        {"{\"type\":\"ROOM_DELETED\"}", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moot_replay_state_t *rooms = moot_replay_state_new();
        bool more, done;

        assert_int_equal(moot_replay_state_take(rooms,
                                                moot_slice_str(cases[i].frame),
                                                &more, &done),
                         cases[i].rc);
        assert_false(more || done);
        moot_replay_state_destroy(&rooms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_room_sees_the_order_of_its_worker),
        cmocka_unit_test(a_session_waits_for_its_answer_and_for_its_time),
        cmocka_unit_test(what_differs_is_told),
        cmocka_unit_test(a_limited_request_is_sent_again),
        cmocka_unit_test(a_content_that_is_missing_is_made_up),
        cmocka_unit_test(frames_that_are_no_answers_are_borne),
        cmocka_unit_test(the_state_is_that_of_the_rooms),
        cmocka_unit_test(a_list_that_is_none_is_an_error),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
