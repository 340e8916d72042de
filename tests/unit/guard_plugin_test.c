/* Plugins: loading, what they see, what their answers become. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "proto/rules.h"
#include "worker/guard_plugin.h"

static moot_arena_t arena;

static int load(const char *name, moot_guard_plugin_t *plugin, char *why)
{
    char path[512];
    const char *build = getenv("TEST_BUILD_DIR");
    snprintf(path, sizeof path, "%s/plugins/%s.so",
             build != NULL ? build : ".", name);
    return moot_guard_plugin_open(path, why, 256, plugin);
}

static moot_msg_guard_told_t ask(const char *name, uint64_t what,
                                 const char *user, const char *claims,
                                 const char *payload, const char *room)
{
    moot_guard_plugin_t plugin;
    moot_msg_guard_told_t told;
    char why[256] = "";
    const moot_msg_ask_guard_t question = {
        .number = 5,
        .what = what,
        .namespace = LIT("/"),
        .type = LIT("chat"),
        .session = LIT("s1"),
        .user = moot_slice_str(user),
        .claims = moot_slice_str(claims),
        .payload = moot_slice_str(payload),
        .room = moot_slice_str(room),
    };
    if (load(name, &plugin, why) < 0)
        fail_msg("%s", why);
    moot_guard_plugin_ask(&plugin, &question, &arena, &told);
    assert_int_equal(told.number, 5);
    return told;
}

#define CHATS "{\"chats\":[\"42\",\"x\"]}"

#define EXPECT(told, code, name, words)                                        \
    do {                                                                       \
        moot_msg_guard_told_t got = (told);                                    \
        assert_int_equal(got.verdict, code);                                   \
        assert_slice(got.room, name);                                          \
        assert_slice(got.text, words);                                         \
    } while (0)

static void test_join(void **state)
{
    (void)state;
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS, "{\"chat_id\":\"42\"}", ""),
           MOOT_VERDICT_ALLOW, "chat|42", "");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS, "{\"chat_id\":\"7\"}", ""),
           MOOT_VERDICT_REFUSE, "chat|7", "");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS, "{\"chat_id\":-70}", ""),
           MOOT_VERDICT_REFUSE, "chat|-70", "");
    EXPECT(ask("chat", MOOT_GUARD_LEAVE, "a", "", "{\"chat_id\":\"7\"}", ""),
           MOOT_VERDICT_ALLOW, "chat|7", "");
    EXPECT(ask("chat", MOOT_GUARD_CREATE, "a", "{\"role\":\"admin\"}",
               "{\"chat_id\":\"7\"}", "chat|7"),
           MOOT_VERDICT_ALLOW, "chat|7", "");
    EXPECT(ask("chat", MOOT_GUARD_JOINED, "a", "", "{}", "chat|7"),
           MOOT_VERDICT_ALLOW, "", "");
}

static void test_no_identifier(void **state)
{
    static const char *const payloads[] = {
        "",
        "null",
        "[1]",
        "{}",
        "{\"chat_id\":null}",
        "{\"chat_id\":\"\"}",
        "{\"chat_id\":0}",
        "{\"chat_id\":false}",
        "{\"chat_id\":1.5}",
        "{\"chat_id\":[\"a\"]}",
        "{\"chat_id\":",
    };
    (void)state;
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++)
        EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS, payloads[i], ""),
               MOOT_VERDICT_INVALID, "", "chat_id is required");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS,
               "{\"in_extract\":\"own words\"}", ""),
           MOOT_VERDICT_INVALID, "", "which chat, please?");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS, "{\"chat_id\":\"7\"}",
               "chat|8"),
           MOOT_VERDICT_INVALID, "",
           "this is no identifier of a room of that type");
}

static void test_nonsense(void **state)
{
    (void)state;
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "garbage", CHATS,
               "{\"chat_id\":\"42\"}", ""),
           MOOT_VERDICT_FAILED, "", "can_join returned 77");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "failing", CHATS,
               "{\"chat_id\":\"42\"}", ""),
           MOOT_VERDICT_FAILED, "", "can_join returned 4");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS,
               "{\"in_extract\":\"garbage\"}", ""),
           MOOT_VERDICT_FAILED, "", "extract_room_identifier returned -1");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS,
               "{\"in_extract\":\"nothing\"}", ""),
           MOOT_VERDICT_FAILED, "", "the plugin gave no sound identifier");
    EXPECT(ask("chat", MOOT_GUARD_JOIN, "a", CHATS,
               "{\"in_extract\":\"zeros\"}", ""),
           MOOT_VERDICT_FAILED, "", "the plugin gave no sound identifier");
}

static void assert_seen(moot_msg_guard_told_t told, const char *seen)
{
    char room[600];
    snprintf(room, sizeof room, "%.*s", MOOT_SLICE_ARG(told.room));
    assert_int_equal(told.verdict, MOOT_VERDICT_ALLOW);
    assert_string_equal(room, seen);
}

static void test_what_it_sees(void **state)
{
    static const struct {
        const char *payload, *seen;
    } cases[] = {
        {"{\"path\":\"none\"}", "chat|0,,-1,-1,0,0,"},
        {"{\"path\":\"a\",\"a\":null}", "chat|1,,-1,-1,0,0,"},
        {"{\"path\":\"a\",\"a\":true}", "chat|2,,-1,-1,1,0,"},
        {"{\"path\":\"a\",\"a\":7}", "chat|3,,7,7,0,0,"},
        {"{\"path\":\"a\",\"a\":1.5}", "chat|4,,-1,1.5,0,0,"},
        {"{\"path\":\"a\",\"a\":\"\\u00e9\"}", "chat|5,\xc3\xa9,-1,-1,0,0,"},
        {"{\"path\":\"a\",\"a\":[1,2]}", "chat|6,,-1,-1,0,2,"},
        {"{\"path\":\"a\",\"a\":{\"n\":1}}", "chat|7,,-1,-1,0,1,n"},
        {"{\"path\":\"a.1.b\",\"a\":[1,{\"b\":\"x\"}]}", "chat|5,x,-1,-1,0,0,"},
        {"{\"path\":\"a.2\",\"a\":[1]}", "chat|0,,-1,-1,0,0,"},
        {"{\"path\":\"a.99999999999\",\"a\":[1]}", "chat|0,,-1,-1,0,0,"},
        {"{\"path\":\"a.x\",\"a\":7}", "chat|0,,-1,-1,0,0,"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_seen(ask("looks", MOOT_GUARD_JOIN, "a", "", cases[i].payload,
                        ""),
                    cases[i].seen);
}

static void test_loading(void **state)
{
    moot_guard_plugin_t plugin;
    char why[256] = "";
    (void)state;
    assert_int_equal(load("old_abi", &plugin, why), MOOT_EVERSION);
    assert_string_equal(why, "it is for version 2 of moothall_room.h, here is 1");
    assert_int_equal(load("incomplete", &plugin, why), MOOT_ENOENT);
    assert_string_equal(why, "it has no function can_join");
    assert_int_equal(load("missing", &plugin, why), MOOT_ENOENT);
    assert_non_null(strstr(why, "No such file"));
    assert_int_equal(moot_guard_plugin_open("/etc/passwd", why, sizeof why,
                                            &plugin),
                     MOOT_ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_no_identifier),
        cmocka_unit_test(test_nonsense),
        cmocka_unit_test(test_what_it_sees),
        cmocka_unit_test(test_loading),
    };
    moot_arena_init(&arena, MOOT_GUARD_PLUGIN_ARENA_MAX);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    moot_arena_close(&arena);
    return failed;
}
