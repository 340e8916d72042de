/* Events against profiles: every row of the support chat's contract, what the
 * conformance profile answers, and everything else that a route can say. */
#include "edge/events.h"

#include "common/err.h"
#include "proto/profile_file.h"
#include "proto/rules.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

enum { NOW = 1700000000 };

static moot_buf_t mistakes;
static moot_profile_t *profile;
static moot_events_t *events;

static void open_profile(int rc)
{
    if (rc != 0)
        fail_msg("%.*s", MOOT_SLICE_ARG(moot_buf_slice(&mistakes)));
    events = moot_events_new(profile, 50);
}

static void use_file(const char *path)
{
    moot_buf_init(&mistakes, 1 << 16);
    open_profile(moot_profile_load(path, &mistakes, &profile));
}

static void use(const char *text)
{
    moot_buf_init(&mistakes, 1 << 16);
    open_profile(moot_profile_parse(moot_slice_str(text), "p.conf", &mistakes,
                                    &profile));
}

static int teardown(void **state)
{
    (void)state;
    moot_events_destroy(&events);
    moot_profile_destroy(&profile);
    moot_buf_close(&mistakes);
    return 0;
}

static moot_events_socket_t socket_of(const char *user, const char *claims)
{
    return (moot_events_socket_t){
        .sid = LIT("sid-1"),
        .user = moot_slice_str(user),
        .claims = moot_slice_str(claims),
    };
}

/* "room:a|b user:c all: socket:d" of an emission's targets. */
static void expect_targets(moot_slice_t list, const char *wanted)
{
    static const char *const kinds[] = {"?", "room", "user", "all", "socket"};
    char text[2000] = "";
    size_t size = 0;
    moot_list_reader_t reader, target;
    moot_slice_t one, name;
    uint64_t kind;
    assert_int_equal(moot_list_reader_init(&reader, list), 0);
    while (moot_list_next_list(&reader, &one) == 0) {
        assert_int_equal(moot_list_reader_init(&target, one), 0);
        assert_int_equal(moot_list_next_u64(&target, &kind), 0);
        assert_int_equal(moot_list_next_str(&target, &name), 0);
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s:%.*s",
                                 size > 0 ? " " : "", kinds[kind],
                                 MOOT_SLICE_ARG(name));
    }
    assert_string_equal(text, wanted);
}

/* "history owner<peer {…};" of the copies. */
static void expect_copies(moot_slice_t list, const char *wanted)
{
    char text[2000] = "";
    size_t size = 0;
    moot_list_reader_t reader;
    moot_slice_t one;
    moot_msg_copy_t copy;
    assert_int_equal(moot_list_reader_init(&reader, list), 0);
    while (moot_list_next_bin(&reader, &one) == 0) {
        assert_int_equal(moot_wire_decode_copy(one, &copy), 0);
        size += (size_t)snprintf(
            text + size, sizeof text - size, "%.*s %.*s<%.*s %.*s;",
            MOOT_SLICE_ARG(copy.history), MOOT_SLICE_ARG(copy.owner),
            MOOT_SLICE_ARG(copy.peer), MOOT_SLICE_ARG(copy.data));
    }
    assert_string_equal(text, wanted);
}

static moot_events_result_t run(const moot_events_socket_t *socket,
                                const char *event, const char *json)
{
    moot_events_result_t result;
    moot_events_run(events, socket, moot_slice_str(event), moot_slice_str(json),
                    NULL, 0, NOW, &result);
    return result;
}

/* ---- The support chat ------------------------------------------------------
 */

static const char bob[] =
    "{\"user\":\"bob\",\"name\":\"Bob\",\"rol\":\"user\"}";
static const char eva[] =
    "{\"user\":\"eva\",\"name\":\"Eva\",\"rol\":\"admin\"}";

static void users_have_their_rooms(void **state)
{
    (void)state;
    moot_events_welcome_t welcome;
    use_file("deploy/profiles/support-chat.conf");
    moot_events_socket_t socket = socket_of("", bob);
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_int_equal(welcome.refused.size, 0);
    assert_slice(welcome.user, "bob");
    assert_int_equal(welcome.rooms_count, 1);
    assert_slice(welcome.rooms[0], "user:bob");
    assert_int_equal(welcome.packets_count, 0);
    assert_int_equal(welcome.facts_count, 1);
    assert_slice(welcome.facts[0].name, "rol");
    assert_slice(welcome.facts[0].value, "user");
    socket = socket_of("", eva);
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_int_equal(welcome.rooms_count, 2);
    assert_slice(welcome.rooms[0], "user:eva");
    assert_slice(welcome.rooms[1], "admins");
    /* Exactly admin, and nothing like it. */
    static const char *const others[] = {
        "{\"user\":\"u\",\"rol\":\"Admin\"}", "{\"user\":\"u\",\"rol\":null}",
        "{\"user\":\"u\",\"rol\":true}", "{\"user\":\"u\"}",
        "{\"user\":\"u\",\"rol\":\"admin \"}"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        socket = socket_of("", others[i]);
        moot_events_connect(events, &socket, NOW, &welcome);
        assert_int_equal(welcome.refused.size, 0);
        assert_int_equal(welcome.rooms_count, 1);
    }
    /* A user called admins has another room. */
    socket = socket_of("", "{\"user\":\"admins\",\"rol\":\"user\"}");
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_slice(welcome.rooms[0], "user:admins");
    assert_true(
        moot_events_user(events, 0, moot_slice_str(eva), NOW, &welcome));
    assert_slice(welcome.user, "eva");
    assert_slice(welcome.facts[0].value, "admin");
}

static void tokens_without_a_user_are_bad(void **state)
{
    (void)state;
    moot_events_welcome_t welcome;
    use_file("deploy/profiles/support-chat.conf");
    static const char *const bad[] = {
        "{}",
        "{\"user\":null}",
        "{\"user\":\"\"}",
        "{\"user\":\"  \"}",
        "{\"user\":7}",
        "{\"user\":\"a\\u0007\"}",
        "[]",
        "x",
        "{\"user\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxx\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        moot_events_socket_t socket = socket_of("", bad[i]);
        moot_events_connect(events, &socket, NOW, &welcome);
        assert_slice(welcome.refused, "Token inválido");
        assert_non_null(welcome.why);
        assert_int_equal(welcome.rooms_count, 0);
        assert_false(
            moot_events_user(events, 0, moot_slice_str(bad[i]), NOW, &welcome));
    }
}

static void a_message_goes_to_its_recipient_then_to_the_admins(void **state)
{
    (void)state;
    use_file("deploy/profiles/support-chat.conf");
    moot_events_socket_t socket = socket_of("bob", bob);
    moot_events_result_t result =
        run(&socket, "mensaje_privado",
            "[\"mensaje_privado\",{\"para\":\" eva \",\"mensaje\":\"hola\","
            "\"de\":\"mallory\",\"x\":1}]");
    assert_int_equal(result.outcome, MOOT_EVENTS_DONE);
    assert_true(result.has_emission);
    assert_false(result.has_ack);
    assert_false(result.has_own);
    assert_int_equal(result.emission.action, MOOT_ACTION_EMIT);
    assert_slice(result.emission.namespace, "/");
    assert_int_equal(result.emission.except.size, 0);
    expect_targets(result.emission.targets, "room:user:eva room:admins");
    assert_slice(
        result.emission.data,
        "[\"mensaje_recibido\",{\"de\":\"bob\",\"mensaje\":\"hola\"}]");
    expect_copies(result.copies,
                  "mensajes bob<eva {\"de_usuario\":\"bob\",\"para_usuario\":"
                  "\"eva\",\"mensaje\":\"hola\"};"
                  "mensajes eva<bob {\"de_usuario\":\"bob\",\"para_usuario\":"
                  "\"eva\",\"mensaje\":\"hola\"};");
    assert_int_equal(result.forward_to.size, 0);
    /* From an administrator: the recipient alone, also another one. */
    socket = socket_of("eva", eva);
    result = run(
        &socket, "mensaje_privado",
        "[\"mensaje_privado\",{\"para\":\"bob\",\"mensaje\":\"s\xc3\xad\"}]");
    expect_targets(result.emission.targets, "room:user:bob");
    assert_slice(result.emission.data,
                 "[\"mensaje_recibido\",{\"de\":\"eva\",\"mensaje\":\"sí\"}]");
    /* To oneself: one copy. */
    result = run(&socket, "mensaje_privado",
                 "[\"mensaje_privado\",{\"para\":\"eva\",\"mensaje\":\"m\"}]");
    expect_copies(result.copies,
                  "mensajes eva<eva {\"de_usuario\":\"eva\",\"para_usuario\":"
                  "\"eva\",\"mensaje\":\"m\"};");
    assert_int_equal(run(&socket, "otro", "[\"otro\"]").outcome,
                     MOOT_EVENTS_NO_ROUTE);
}

static void bad_data_is_dropped(void **state)
{
    (void)state;
    use_file("deploy/profiles/support-chat.conf");
    moot_events_socket_t socket = socket_of("bob", bob);
    static const char *const bad[] = {
        "",
        "null",
        "[]",
        "7",
        "\"hola\"",
        "[{\"para\":\"a\"}]",
        "{\"mensaje\":\"m\"}",
        "{\"para\":\"a\"}",
        "{\"para\":\"\",\"mensaje\":\"m\"}",
        "{\"para\":\" \\u00a0\\n\",\"mensaje\":\"m\"}",
        "{\"para\":7,\"mensaje\":\"m\"}",
        "{\"para\":null,\"mensaje\":\"m\"}",
        "{\"para\":[\"a\"],\"mensaje\":\"m\"}",
        "{\"para\":\"a\",\"mensaje\":\"\"}",
        "{\"para\":\"a\",\"mensaje\":7}",
        "{\"para\":\"a\",\"mensaje\":null}",
        "{\"para\":\"a\",\"mensaje\":{}}",
        /* 51 characters where 50 are the limit. */
        "{\"para\":\"a\",\"mensaje\":\"\xc3\xa1"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaa\"}",
        /* 129 bytes of a name. */
        "{\"para\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxx\",\"mensaje\":\"m\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char json[700];
        snprintf(json, sizeof json, "[\"mensaje_privado\"%s%s]",
                 bad[i][0] != '\0' ? "," : "", bad[i]);
        moot_events_result_t result = run(&socket, "mensaje_privado", json);
        if (result.outcome != MOOT_EVENTS_DROPPED)
            fail_msg("not dropped: %s", json);
        assert_non_null(result.why);
        assert_false(result.has_emission || result.has_ack || result.has_own);
        assert_int_equal(result.copies.size, 0);
    }
    static const char *const good[] = {
        "{\"para\":\"a\",\"mensaje\":\"\xc3\xa1"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaa\"}",
        "{\"para\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "xxxxx\",\"mensaje\":\"m\"}",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char json[700];
        snprintf(json, sizeof json, "[\"mensaje_privado\",%s]", good[i]);
        assert_int_equal(run(&socket, "mensaje_privado", json).outcome,
                         MOOT_EVENTS_DONE);
    }
}

/* ---- The chat rooms, the conformance profile -------------------------------
 */

static void tokens_must_be_access_tokens(void **state)
{
    (void)state;
    moot_events_welcome_t welcome;
    use_file("deploy/profiles/chat-rooms.conf");
    moot_events_socket_t socket =
        socket_of("", "{\"sub\":\"u\",\"token_type\":\"access\"}");
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_int_equal(welcome.refused.size, 0);
    assert_slice(welcome.user, "u");
    assert_int_equal(
        welcome.rooms_count + welcome.packets_count + welcome.facts_count, 0);
    static const char *const bad[] = {
        "{\"sub\":\"u\"}", "{\"sub\":\"u\",\"token_type\":\"refresh\"}",
        "{\"sub\":\"u\",\"token_type\":[\"access\"]}",
        "{\"token_type\":\"access\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        socket = socket_of("", bad[i]);
        moot_events_connect(events, &socket, NOW, &welcome);
        assert_slice(welcome.refused, "Invalid access token");
    }
    /* As in the JSON protocol: the first that is a string. */
    socket =
        socket_of("", "{\"token_type\":\"access\",\"sub\":\"\",\"userId\":7,"
                      "\"user_id\":\"third\",\"user\":\"fourth\"}");
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_slice(welcome.user, "third");
}

#define P(n) "{\"_placeholder\":true,\"num\":" #n "}"

static void the_conformance_profile_echoes(void **state)
{
    (void)state;
    moot_events_welcome_t welcome;
    use_file("deploy/profiles/conformance.conf");
    moot_events_socket_t socket = socket_of("", "");
    socket.auth = LIT("{\"token\":\"123\"}");
    socket.namespace = 1;
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_int_equal(welcome.user.size, 0);
    assert_int_equal(welcome.packets_count, 1);
    assert_slice(welcome.packets[0].data, "[\"auth\",{\"token\":\"123\"}]");
    socket.auth = LIT("");
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_slice(welcome.packets[0].data, "[\"auth\",{}]");
    socket.namespace = 0;
    moot_events_result_t result = run(
        &socket, "message", "[\"message\",1,\"2\",{\"3\":[null]}," P(0) "]");
    assert_true(result.has_own);
    assert_false(result.has_emission || result.has_ack);
    assert_slice(result.own.data,
                 "[\"message-back\",1,\"2\",{\"3\":[null]}," P(0) "]");
    assert_int_equal(result.own.attachments_count, 0);
    result = run(&socket, "message-with-ack", "[\"message-with-ack\",1,[2]]");
    assert_true(result.has_ack);
    assert_slice(result.ack.data, "[1,[2]]");
    result = run(&socket, "message-with-ack", "[\"message-with-ack\"]");
    assert_slice(result.ack.data, "[]");
    const moot_slice_t binary[] = {LIT("\x01\x02"), LIT("\x03")};
    moot_events_run(events, &socket, LIT("message"),
                    LIT("[\"message\"," P(1) "," P(0) "]"), binary, 2, NOW,
                    &result);
    assert_slice(result.own.data, "[\"message-back\"," P(0) "," P(1) "]");
    assert_int_equal(result.own.attachments_count, 2);
    assert_slice(result.own.attachments[0], "\x03");
    assert_slice(result.own.attachments[1], "\x01\x02");
    moot_events_run(events, &socket, LIT("message"),
                    LIT("[\"message\"," P(2) "]"), binary, 2, NOW, &result);
    assert_int_equal(result.outcome, MOOT_EVENTS_DROPPED);
}

/* ---- Everything else --------------------------------------------------------
 */

#define HEAD "[namespace /]\nauth = token\n"

static void all_kinds_of_targets(void **state)
{
    (void)state;
    use(HEAD "[event e]\n"
             "to = [\"r1\", room_of(\"pair\", payload.a, 2)]\n"
             "to_user = payload.users\nto = self\nto_socket = sid\nto = all\n"
             "to = null\nskip_self = on\n"
             "emit = out\nwith = payload.a\nwith = args[1]\nack = [\"ok\"]\n"
             "confirm = e\n"
             "forward = http://localhost:1/hook\n");
    moot_events_socket_t socket = socket_of("u", "{}");
    moot_events_result_t result = run(
        &socket, "e", "[\"e\",{\"a\":\"x\",\"users\":[\"u1\",\"u2\"]},7.50]");
    assert_int_equal(result.outcome, MOOT_EVENTS_DONE);
    expect_targets(result.emission.targets,
                   "room:r1 room:pair|x|2 user:u1 user:u2 socket:sid-1 all:");
    assert_slice(result.emission.data, "[\"out\",\"x\",7.50]");
    assert_slice(result.emission.except, "sid-1");
    assert_true(result.has_own);
    assert_slice(result.own.data, "[\"out\",\"x\",7.50]");
    assert_slice(result.confirm, "e");
    assert_slice(result.emission.confirm, "e");
    assert_slice(result.ack.data, "[\"ok\"]");
    assert_slice(result.forward_to, "http://localhost:1/hook");
    assert_slice(result.forward,
                 "{\"event\":\"e\",\"namespace\":\"/\",\"user\":\"u\",\"sid\":"
                 "\"sid-1\",\"args\":[{\"a\":\"x\",\"users\":[\"u1\",\"u2\"]},"
                 "7.50]}");
    assert_int_equal(result.copies.size, 0);
    /* What names no target is a failure with its place, not a surprise. */
    result = run(&socket, "e", "[\"e\",{\"a\":\"x\",\"users\":[7]},7]");
    assert_int_equal(result.outcome, MOOT_EVENTS_DROPPED);
    assert_true(result.failed);
    result = run(&socket, "e", "[\"e\",{\"a\":null}]");
    assert_true(result.failed);
    assert_int_equal(result.line, 4);
    assert_int_equal(result.column, 13);
    char json[40000] = "[\"e\",{\"a\":\"x\",\"users\":[\"a\"";
    for (int i = 0; i < 300; i++)
        strcat(json, ",\"b\"");
    strcat(json, "]}]");
    result = run(&socket, "e", json);
    assert_int_equal(result.outcome, MOOT_EVENTS_DROPPED);
    assert_string_equal(result.why, "too many targets");
}

static void binary_arguments_travel(void **state)
{
    (void)state;
    use(HEAD "[history h]\n[event e]\nto = \"r\"\nemit = out\n"
             "with = [payload, payload, args[1]]\nack = [args[1]]\n"
             "history = h\nparticipants = [user, \"b\", \"c\"]\n"
             "record = {x: payload, y: 1}\n");
    moot_events_socket_t socket = socket_of("u", "{}");
    const moot_slice_t binary[] = {LIT("zero"), LIT("one"), LIT("two")};
    moot_events_result_t result;
    moot_events_run(events, &socket, LIT("e"),
                    LIT("[\"e\"," P(2) "," P(0) "," P(1) "]"), binary, 3, NOW,
                    &result);
    assert_int_equal(result.outcome, MOOT_EVENTS_DONE);
    assert_slice(result.emission.data,
                 "[\"out\",[" P(0) "," P(0) "," P(1) "]]");
    moot_list_reader_t reader;
    moot_slice_t bytes;
    assert_int_equal(
        moot_list_reader_init(&reader, result.emission.attachments), 0);
    assert_int_equal(reader.left, 2);
    assert_int_equal(moot_list_next_bin(&reader, &bytes), 0);
    assert_slice(bytes, "two");
    assert_int_equal(moot_list_next_bin(&reader, &bytes), 0);
    assert_slice(bytes, "zero");
    assert_slice(result.ack.data, "[" P(0) "]");
    assert_int_equal(result.ack.attachments_count, 1);
    assert_slice(result.ack.attachments[0], "zero");
    expect_copies(result.copies, "h u< {\"x\":null,\"y\":1};"
                                 "h b< {\"x\":null,\"y\":1};"
                                 "h c< {\"x\":null,\"y\":1};");
}

static void conditions_and_failures_drop(void **state)
{
    (void)state;
    use(HEAD "[policy p]\nbefore = if(user == \"root\", true, null)\n"
             "write = claims.level >= 3\n"
             "[event e]\nlet = n = payload.n\nlet = m = n * 2\n"
             "when = can(\"write\", \"p\")\nwhen = m < 100\n"
             "to = \"r\"\nemit = out\nwith = {m: m, q: query.a, t: now()}\n");
    moot_events_socket_t socket = socket_of("u", "{\"level\":3}");
    socket.query = LIT("a=1%20b&c=2");
    moot_events_result_t result = run(&socket, "e", "[\"e\",{\"n\":7}]");
    assert_slice(result.emission.data,
                 "[\"out\",{\"m\":14,\"q\":\"1 b\",\"t\":1700000000}]");
    result = run(&socket, "e", "[\"e\",{\"n\":50}]");
    assert_int_equal(result.outcome, MOOT_EVENTS_DROPPED);
    assert_false(result.failed);
    result = run(&socket, "e", "[\"e\",{\"n\":\"x\"}]");
    assert_true(result.failed);
    assert_int_equal(result.line, 8);
    assert_int_equal(run(&socket, "e", "{}").outcome, MOOT_EVENTS_DROPPED);
    assert_int_equal(run(&socket, "e", "[]").outcome, MOOT_EVENTS_DROPPED);
    assert_int_equal(run(&socket, "e", "[\"e\",").outcome, MOOT_EVENTS_DROPPED);
    socket.claims = LIT("{\"level\":2}");
    assert_int_equal(run(&socket, "e", "[\"e\",{\"n\":7}]").outcome,
                     MOOT_EVENTS_DROPPED);
    socket.claims = LIT("{}");
    socket.user = LIT("root");
    assert_int_equal(run(&socket, "e", "[\"e\",{\"n\":7}]").outcome,
                     MOOT_EVENTS_DONE);
    char deep[200] = "[\"e\",{\"n\":7,\"x\":";
    for (int i = 0; i < 60; i++)
        strcat(deep, "[");
    assert_int_equal(run(&socket, "e", deep).outcome, MOOT_EVENTS_DROPPED);
}

static void what_is_only_stored_or_forwarded_is_an_emission_too(void **state)
{
    (void)state;
    use(HEAD "[history h]\n"
             "[event store]\nhistory = h\nparticipants = [user]\n"
             "record = {a: payload}\n"
             "[event tell]\nforward = http://h/x\nforward_body = {e: event}\n"
             "[event say]\nack = [payload, {n: payload}]\n"
             "[event none]\nto = payload\nemit = x\n");
    moot_events_socket_t socket = socket_of("u", "{}");
    moot_events_result_t result = run(&socket, "store", "[\"store\",1]");
    assert_true(result.has_emission);
    assert_slice(result.emission.data, "[\"store\"]");
    assert_int_equal(result.emission.targets.size, 0);
    expect_copies(result.copies, "h u< {\"a\":1};");
    result = run(&socket, "tell", "[\"tell\"]");
    assert_true(result.has_emission);
    assert_slice(result.forward, "{\"e\":\"tell\"}");
    result = run(&socket, "say", "[\"say\",\"hey\"]");
    assert_false(result.has_emission);
    assert_slice(result.ack.data, "[\"hey\",{\"n\":\"hey\"}]");
    result = run(&socket, "none", "[\"none\"]");
    assert_int_equal(result.outcome, MOOT_EVENTS_DONE);
    assert_false(result.has_emission);
    socket.user = LIT("");
    assert_int_equal(run(&socket, "store", "[\"store\",1]").outcome,
                     MOOT_EVENTS_DROPPED);
}

static void who_may_come_in(void **state)
{
    (void)state;
    moot_events_welcome_t welcome;
    use(HEAD "allow = claims.level > 2\nrefused = No entry\n"
             "user = text(claims.id)\n"
             "join = [\"a\", \"b\", user]\njoin = claims.rooms\njoin = \"a\"\n"
             "remember = level = claims.level\nremember = none = claims.x\n"
             "emit = hello\nwith = user\nwith = query.q\nemit = bye\n");
    moot_events_socket_t socket =
        socket_of("", "{\"level\":3,\"id\":7,\"rooms\":[\"c\",\"b\"]}");
    socket.query = LIT("q=x+y&q=z");
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_int_equal(welcome.refused.size, 0);
    assert_slice(welcome.user, "7");
    assert_int_equal(welcome.rooms_count, 4);
    assert_slice(welcome.rooms[2], "7");
    assert_slice(welcome.rooms[3], "c");
    assert_int_equal(welcome.facts_count, 2);
    assert_slice(welcome.facts[0].value, "3");
    assert_int_equal(welcome.facts[1].value.size, 0);
    assert_int_equal(welcome.packets_count, 2);
    assert_slice(welcome.packets[0].data, "[\"hello\",\"7\",\"z\"]");
    assert_slice(welcome.packets[1].data, "[\"bye\"]");
    static const char *const refused[] = {
        "{\"level\":2,\"id\":7}", "{\"id\":7}",
        "{\"level\":3,\"id\":7,\"rooms\":7}",
        "{\"level\":3,\"id\":7,\"rooms\":[\"\"]}"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        socket = socket_of("", refused[i]);
        moot_events_connect(events, &socket, NOW, &welcome);
        assert_slice(welcome.refused, "No entry");
        assert_int_equal(welcome.user.size, 0);
    }
    /* Nobody is refused for a bad address. */
    socket = socket_of("", "{\"level\":3,\"id\":7}");
    socket.query = LIT("q=%zz");
    moot_events_connect(events, &socket, NOW, &welcome);
    assert_int_equal(welcome.refused.size, 0);
}

static void a_steady_load_allocates_nothing(void **state)
{
    (void)state;
    use_file("deploy/profiles/support-chat.conf");
    moot_events_socket_t socket = socket_of("bob", bob);
    size_t blocks = 0;
    for (int i = 0; i < 1000; i++) {
        moot_events_result_t result = run(
            &socket, "mensaje_privado",
            "[\"mensaje_privado\",{\"para\":\"eva\",\"mensaje\":\"hola\"}]");
        assert_int_equal(result.outcome, MOOT_EVENTS_DONE);
        if (i == 5)
            blocks = moot_events_blocks(events);
    }
    assert_int_equal(moot_events_blocks(events), blocks);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
    const struct CMUnitTest tests[] = {
        TEST(users_have_their_rooms),
        TEST(tokens_without_a_user_are_bad),
        TEST(a_message_goes_to_its_recipient_then_to_the_admins),
        TEST(bad_data_is_dropped),
        TEST(tokens_must_be_access_tokens),
        TEST(the_conformance_profile_echoes),
        TEST(all_kinds_of_targets),
        TEST(binary_arguments_travel),
        TEST(conditions_and_failures_drop),
        TEST(what_is_only_stored_or_forwarded_is_an_emission_too),
        TEST(who_may_come_in),
        TEST(a_steady_load_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
