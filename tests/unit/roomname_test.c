/* Names of room types, events and rooms: every row of the rules. */
#include "proto/roomname.h"

#include "common/err.h"
#include "tests/lib/unit.h"

static void keys_are_snake_case_without_room(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"ChatRoom", "chat"},
        {"DMRoom", "dm"},
        {"UserIDRoom", "user_id"},
        {"HTTPServer2Room", "http_server2"},
        {"AdminRoomRoom", "admin_room"},
        {"MyChat", "my_chat"},
        {"Room", "room"},
        {"chat_room", "chat"},
        {"chat", "chat"},
        {"room", "room"},
        {"Chat", "chat"},
        {"ChatROOM", "chat"},
        {"R2D2Room", "r2_d2"},
        {"My_ChatRoom", "my_chat"},
        {"Chatroom", "chatroom"},
        {"ABC", "abc"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        moot_roomname_key_t key;
        assert_int_equal(moot_roomname_key(moot_slice_str(rows[i][0]), &key),
                         0);
        assert_string_equal(key.text, rows[i][1]);
        assert_int_equal(key.size, strlen(rows[i][1]));
    }
}

static void events_lose_one_event(void **state)
{
    (void)state;
    moot_roomname_key_t key;
    assert_int_equal(moot_roomname_event(LIT("UpdateChat"), &key), 0);
    assert_string_equal(key.text, "update_chat");
    assert_int_equal(moot_roomname_event(LIT("NewMessageEvent"), &key), 0);
    assert_string_equal(key.text, "new_message");
    assert_int_equal(moot_roomname_event(LIT("EventEvent"), &key), 0);
    assert_string_equal(key.text, "event");
}

static void what_is_no_name_is_an_error(void **state)
{
    (void)state;
    static const char *const bad[] = {"",          "1Chat",     "_Chat",
                                      "Chat-Room", "Chat Room", "\xc3\x81",
                                      "a|b",       "../x"};
    moot_roomname_key_t key;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(moot_roomname_key(moot_slice_str(bad[i]), &key),
                         MOOT_EINVAL);
    char longest[MOOT_ROOMNAME_CLASS_MAX + 2];
    memset(longest, 'A', sizeof longest);
    longest[0] = 'x';
    for (size_t i = 2; i < sizeof longest; i += 2)
        longest[i] = 'b';
    assert_int_equal(
        moot_roomname_key(moot_slice(longest, MOOT_ROOMNAME_CLASS_MAX), &key),
        0);
    assert_true(key.size <= MOOT_ROOMNAME_KEY_MAX);
    assert_int_equal(
        moot_roomname_key(moot_slice(longest, MOOT_ROOMNAME_CLASS_MAX + 1),
                          &key),
        MOOT_ELIMIT);
}

/* The name that an identifier of one part gives, or the error. */
static moot_slice_t one(moot_arena_t *arena, const char *json,
                        moot_roomname_error_t *error)
{
    moot_slice_t field = LIT("chat_id"), name = {0};
    moot_value_t value;
    const moot_value_t *part = NULL;
    error->text[0] = '\0';
    if (json != NULL) {
        assert_int_equal(
            moot_value_read(arena, moot_slice_str(json), 4, &value), 0);
        part = &value;
    }
    int rc =
        moot_roomname_make(arena, LIT("chat"), &field, &part, 1, &name, error);
    if (rc != 0) {
        assert_int_equal(rc, MOOT_EINVAL);
        return moot_slice_str(error->text);
    }
    assert_int_equal(error->text[0], '\0');
    return name;
}

static void identifiers_of_one_part(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"\"42\"", "chat|42"},
        {"42", "chat|42"},
        {"42.0", "chat|42"},
        {"-3", "chat|-3"},
        {"9223372036854775807", "chat|9223372036854775807"},
        {"\"a|b\"", "chat|a|b"},
        {"\" \"", "chat| "},
        {"\"0\"", "chat|0"},
        {"null", "chat_id is required"},
        {"\"\"", "chat_id is required"},
        {"0", "chat_id is required"},
        {"0.0", "chat_id is required"},
        {"false", "chat_id is required"},
        {"true", "chat_id is required"},
        {"1.5", "chat_id is required"},
        {"1e99", "chat_id is required"},
        {"[]", "chat_id is required"},
        {"{\"a\":1}", "chat_id is required"},
        {"{\"_placeholder\":true,\"num\":1}", "chat_id is required"},
        {NULL, "chat_id is required"},
    };
    moot_arena_t arena;
    moot_roomname_error_t error;
    moot_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(moot_slice_eq(one(&arena, rows[i][0], &error),
                                  moot_slice_str(rows[i][1])));
    static char text[600];
    memset(text, 'x', sizeof text - 1);
    text[0] = '"';
    text[509] = '"';
    text[510] = '\0';
    assert_slice(one(&arena, text, &error), "chat_id is too long");
    text[508] = '"';
    text[509] = '\0';
    assert_int_equal(one(&arena, text, &error).size, MOOT_ROOMNAME_BYTES_MAX);
    moot_arena_close(&arena);
}

static void identifiers_of_several_parts(void **state)
{
    (void)state;
    moot_arena_t arena;
    moot_roomname_error_t error;
    moot_slice_t fields[2] = {LIT("a"), LIT("b")}, name;
    moot_value_t a = moot_value_of_string(LIT("x"));
    moot_value_t b = moot_value_of_int(7);
    const moot_value_t *parts[2] = {&a, &b};
    moot_arena_init(&arena, 1 << 16);
    assert_int_equal(moot_roomname_make(&arena, LIT("pair"), fields, parts, 2,
                                        &name, &error),
                     0);
    assert_slice(name, "pair|x|7");
    a.string = LIT("x|y");
    assert_int_equal(moot_roomname_make(&arena, LIT("pair"), fields, parts, 2,
                                        &name, &error),
                     MOOT_EINVAL);
    assert_string_equal(error.text, "a must not contain |");
    parts[0] = &b;
    parts[1] = NULL;
    assert_int_equal(moot_roomname_make(&arena, LIT("pair"), fields, parts, 2,
                                        &name, &error),
                     MOOT_EINVAL);
    assert_string_equal(error.text, "b is required");
    moot_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_snake_case_without_room),
        cmocka_unit_test(events_lose_one_event),
        cmocka_unit_test(what_is_no_name_is_an_error),
        cmocka_unit_test(identifiers_of_one_part),
        cmocka_unit_test(identifiers_of_several_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
