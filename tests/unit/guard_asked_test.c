/* What a back end is asked, what its answers mean, what is kept of them. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "proto/rules.h"
#include "worker/guard_asked.h"

static moot_msg_ask_guard_t question(const char *room)
{
    return (moot_msg_ask_guard_t){
        .number = 9,
        .what = MOOT_GUARD_JOIN,
        .namespace = LIT("/"),
        .type = LIT("chat"),
        .session = LIT("s1"),
        .user = LIT("al\"ice"),
        .claims = LIT("{\"a\":1}"),
        .payload = LIT("{\"chat_id\":\"42\"}"),
        .room = moot_slice_str(room),
    };
}

static void test_question(void **state)
{
    moot_buf_t out;
    moot_msg_ask_guard_t ask = question("chat|42|x");
    (void)state;
    moot_buf_init(&out, SIZE_MAX);
    assert_int_equal(moot_guard_asked_write(&out, &ask), 0);
    assert_slice(moot_buf_slice(&out),
                 "{\"what\":\"join\",\"namespace\":\"/\",\"type\":\"chat\","
                 "\"room\":\"chat|42|x\",\"identifier\":\"42|x\","
                 "\"session\":\"s1\",\"user\":\"al\\\"ice\","
                 "\"claims\":{\"a\":1},\"payload\":{\"chat_id\":\"42\"}}");
    moot_buf_clear(&out);
    ask = (moot_msg_ask_guard_t){.what = MOOT_GUARD_CREATE,
                                 .type = LIT("chat"),
                                 .payload = LIT("{\"half")};
    assert_int_equal(moot_guard_asked_write(&out, &ask), 0);
    assert_slice(moot_buf_slice(&out),
                 "{\"what\":\"create\",\"namespace\":null,\"type\":\"chat\","
                 "\"room\":null,\"identifier\":null,\"session\":null,"
                 "\"user\":null,\"claims\":null,\"payload\":null}");
    moot_buf_close(&out);
}

typedef struct answer {
    const char *room; /* of the question */
    unsigned status;
    const char *body;
    uint64_t verdict;
    const char *named, *text;
} answer_t;

static const answer_t answers[] = {
    {"chat|42", 200, "{\"allow\":true}", MOOT_VERDICT_ALLOW, "chat|42", ""},
    {"chat|42", 200, " {\"allow\":false,\"x\":1} ", MOOT_VERDICT_REFUSE,
     "chat|42", ""},
    {"", 200, "{\"allow\":true,\"identifier\":\"7\"}", MOOT_VERDICT_ALLOW,
     "chat|7", ""},
    {"", 200, "{\"allow\":false,\"identifier\":7}", MOOT_VERDICT_REFUSE,
     "chat|7", ""},
    {"", 200, "{\"allow\":true,\"identifier\":[\"a\",1]}", MOOT_VERDICT_ALLOW,
     "chat|a|1", ""},
    {"chat|7", 200, "{\"allow\":true,\"identifier\":7}", MOOT_VERDICT_ALLOW,
     "chat|7", ""},
    {"chat|8", 200, "{\"allow\":true,\"identifier\":7}", MOOT_VERDICT_FAILED,
     "", "the back end's identifier is of another room"},
    {"", 200, "{\"allow\":true,\"identifier\":\"\"}", MOOT_VERDICT_FAILED, "",
     "the back end's identifier is no sound one"},
    {"", 200, "{\"allow\":true,\"identifier\":[]}", MOOT_VERDICT_FAILED, "",
     "the back end's identifier is no sound one"},
    {"", 200, "{\"allow\":true,\"identifier\":[1,2,3,4,5,6,7,8,9]}",
     MOOT_VERDICT_FAILED, "", "the back end's identifier is no sound one"},
    {"", 200, "{\"allow\":true}", MOOT_VERDICT_FAILED, "",
     "the back end named no identifier"},
    {"chat|42", 200, "{\"error\":\"no such chat\"}", MOOT_VERDICT_INVALID, "",
     "no such chat"},
    {"chat|42", 200, "{\"error\":\"\"}", MOOT_VERDICT_FAILED, "",
     "the back end said neither allow nor error"},
    {"chat|42", 200, "{\"error\":\"a\\nb\"}", MOOT_VERDICT_FAILED, "",
     "the back end said neither allow nor error"},
    {"chat|42", 200, "{}", MOOT_VERDICT_FAILED, "",
     "the back end said neither allow nor error"},
    {"chat|42", 200, "{\"allow\":\"true\"}", MOOT_VERDICT_FAILED, "",
     "the back end said neither allow nor error"},
    {"chat|42", 200, "{\"allow\":1}", MOOT_VERDICT_FAILED, "",
     "the back end said neither allow nor error"},
    {"chat|42", 200, "true", MOOT_VERDICT_FAILED, "",
     "the back end's answer is no JSON object"},
    {"chat|42", 200, "<html>{\"allow\":true}</html>", MOOT_VERDICT_FAILED, "",
     "the back end's answer is no JSON object"},
    {"chat|42", 200, "", MOOT_VERDICT_FAILED, "",
     "the back end's answer is no JSON object"},
    {"chat|42", 500, "{\"allow\":true}", MOOT_VERDICT_FAILED, "",
     "the back end's status is not 200"},
    {"chat|42", 302, "{\"allow\":true}", MOOT_VERDICT_FAILED, "",
     "the back end's status is not 200"},
    {"chat|42", 204, "", MOOT_VERDICT_FAILED, "",
     "the back end's status is not 200"},
};

static void test_answers(void **state)
{
    moot_arena_t arena;
    moot_msg_guard_told_t told;
    char text[600];
    (void)state;
    moot_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        moot_msg_ask_guard_t ask = question(answers[i].room);
        moot_guard_asked_read(&ask, answers[i].status,
                              moot_slice_str(answers[i].body), &arena, &told);
        assert_int_equal(told.number, 9);
        assert_int_equal(told.verdict, answers[i].verdict);
        snprintf(text, sizeof text, "%.*s", MOOT_SLICE_ARG(told.room));
        assert_string_equal(text, answers[i].named);
        snprintf(text, sizeof text, "%.*s", MOOT_SLICE_ARG(told.text));
        assert_string_equal(text, answers[i].text);
    }
    moot_msg_ask_guard_t leave = question("");
    leave.what = MOOT_GUARD_LEAVE;
    moot_guard_asked_read(&leave, 200, LIT("{\"identifier\":\"42\"}"), &arena,
                          &told);
    assert_int_equal(told.verdict, MOOT_VERDICT_ALLOW);
    assert_slice(told.room, "chat|42");
    moot_arena_close(&arena);
}

/* ---- What is kept -------------------------------------------------------- */

static void test_cache(void **state)
{
    moot_guard_asked_cache_t cache;
    moot_msg_ask_guard_t ask = question("chat|42"), other;
    moot_msg_guard_told_t told = {.verdict = MOOT_VERDICT_REFUSE,
                                  .room = LIT("chat|42")},
                          kept;
    (void)state;
    moot_guard_asked_cache_init(&cache);
    assert_false(moot_guard_asked_cache_get(&cache, &ask, 0, &kept));
    moot_guard_asked_cache_put(&cache, &ask, &told, 100, 1000);
    ask.number = 10;
    ask.session = LIT("another");
    assert_true(moot_guard_asked_cache_get(&cache, &ask, 1099, &kept));
    assert_int_equal(kept.number, 10);
    assert_int_equal(kept.verdict, MOOT_VERDICT_REFUSE);
    assert_slice(kept.room, "chat|42");
    assert_false(moot_guard_asked_cache_get(&cache, &ask, 1100, &kept));
    assert_int_equal(cache.by_key.count, 0);

    /* Whatever else differs is another question. */
    moot_guard_asked_cache_put(&cache, &ask, &told, 100, 1000);
    other = ask;
    other.user = LIT("bob");
    assert_false(moot_guard_asked_cache_get(&cache, &other, 1000, &kept));
    other = ask;
    other.claims = LIT("{}");
    assert_false(moot_guard_asked_cache_get(&cache, &other, 1000, &kept));
    other = ask;
    other.payload = LIT("{}");
    assert_false(moot_guard_asked_cache_get(&cache, &other, 1000, &kept));
    other = ask;
    other.what = MOOT_GUARD_CREATE;
    assert_false(moot_guard_asked_cache_get(&cache, &other, 1000, &kept));
    other = ask;
    other.room = LIT("chat|43");
    assert_false(moot_guard_asked_cache_get(&cache, &other, 1000, &kept));

    /* A later decision replaces; failures and ttl 0 are not kept. */
    told.verdict = MOOT_VERDICT_ALLOW;
    moot_guard_asked_cache_put(&cache, &ask, &told, 100, 1000);
    assert_true(moot_guard_asked_cache_get(&cache, &ask, 1000, &kept));
    assert_int_equal(kept.verdict, MOOT_VERDICT_ALLOW);
    assert_int_equal(cache.by_key.count, 1);
    told.verdict = MOOT_VERDICT_FAILED;
    moot_guard_asked_cache_put(&cache, &other, &told, 100, 1000);
    told.verdict = MOOT_VERDICT_INVALID;
    moot_guard_asked_cache_put(&cache, &other, &told, 100, 1000);
    told.verdict = MOOT_VERDICT_ALLOW;
    moot_guard_asked_cache_put(&cache, &other, &told, 0, 1000);
    assert_int_equal(cache.by_key.count, 1);
    moot_guard_asked_cache_close(&cache);
}

static void test_cache_bounds(void **state)
{
    static uint8_t large[60000];
    moot_guard_asked_cache_t cache;
    moot_msg_ask_guard_t ask = question("chat|42");
    const moot_msg_guard_told_t told = {.verdict = MOOT_VERDICT_ALLOW};
    moot_msg_guard_told_t kept;
    char user[32];
    (void)state;
    moot_guard_asked_cache_init(&cache);
    for (unsigned i = 0; i < MOOT_GUARD_ASKED_KEPT_MAX + 100; i++) {
        snprintf(user, sizeof user, "user-%u", i);
        ask.user = moot_slice_str(user);
        moot_guard_asked_cache_put(&cache, &ask, &told, 100, 1000);
        /* The first one is looked at now and then, and stays. */
        ask.user = LIT("user-0");
        if (i % 50 == 0)
            assert_true(moot_guard_asked_cache_get(&cache, &ask, 1000, &kept));
    }
    assert_int_equal(cache.by_key.count, MOOT_GUARD_ASKED_KEPT_MAX);
    ask.user = LIT("user-1");
    assert_false(moot_guard_asked_cache_get(&cache, &ask, 1000, &kept));
    memset(large, ' ', sizeof large);
    for (unsigned i = 0; i < 400; i++) {
        snprintf(user, sizeof user, "large-%u", i);
        ask.user = moot_slice_str(user);
        ask.payload = moot_slice(large, sizeof large);
        moot_guard_asked_cache_put(&cache, &ask, &told, 100, 1000);
    }
    assert_true(cache.bytes <= MOOT_GUARD_ASKED_KEPT_BYTES_MAX);
    assert_true(cache.by_key.count < 400);
    moot_guard_asked_cache_close(&cache);
    assert_int_equal(cache.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_question),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_cache),
        cmocka_unit_test(test_cache_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
