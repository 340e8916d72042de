/* Room types at a shard: what each form does to JOIN, CREATE and the questions
 * of edges; requests that wait for a verdict, and everything that can happen
 * to them meanwhile. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "common/err.h"
#include "proto/profile.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/parked.h"

static const char profile_text[] =
    "[namespace /]\n"
    "auth = token\n"
    "user = claims.sub\n"
    "[room ChatRoom]\n"
    "identifier = chat_id\n"
    "may_join = contains(claims.chats, id.chat_id) or role() == \"OWNER\"\n"
    "may_create = claims.role == \"admin\"\n"
    "[room PairRoom]\n"
    "identifier = a b\n"
    "may_join = id.a == user or id.b == user\n"
    "[room Broken]\n"
    "identifier = x\n"
    "may_join = 1 / claims.zero == 1\n"
    "[room PlugRoom]\n"
    "plugin = plug.so\n"
    "[room AskRoom]\n"
    "url = http://127.0.0.1:1/\n"
    "identifier = a b\n";

static moot_worker_fixture_t fixture;
static moot_profile_t *profile;

static int begin(void **state)
{
    moot_buf_t mistakes;
    moot_buf_init(&mistakes, 65536);
    (void)state;
    int rc = moot_profile_parse(moot_slice_str(profile_text), "test.conf",
                                &mistakes, &profile);
    if (rc < 0)
        fail_msg("%.*s", MOOT_SLICE_ARG(moot_buf_slice(&mistakes)));
    moot_buf_close(&mistakes);
    moot_worker_fixture_init(&fixture);
    fixture.config.profile = profile;
    moot_worker_fixture_open(&fixture);
    return 0;
}

static int end(void **state)
{
    (void)state;
    moot_worker_fixture_close(&fixture);
    moot_profile_destroy(&profile);
    return 0;
}

/* ---- Requests that are answered at once ---------------------------------- */

static moot_msg_request_t request_of(uint64_t op, const char *user,
                                     const char *room, const char *claims)
{
    return (moot_msg_request_t){
        .op = op,
        .user = moot_slice_str(user),
        .room = moot_slice_str(room),
        .claims = moot_slice_str(claims),
    };
}

static void expect(uint64_t op, const char *user, const char *room,
                   const char *claims, const char *code, const char *text)
{
    char words[300];
    const moot_msg_reply_t *reply = moot_worker_fixture_ask(
        &fixture, request_of(op, user, room, claims));
    assert_string_equal(moot_code_name(reply->code), code);
    snprintf(words, sizeof words, "%.*s", MOOT_SLICE_ARG(reply->text));
    if (text[0] != '\0')
        assert_string_equal(words, text);
}

#define ADMIN "{\"role\":\"admin\"}"

static void test_declared(void **state)
{
    (void)state;
    expect(MOOT_OP_CREATE, "a", "chat|7", "{}", "FORBIDDEN",
           "the room's type refuses it");
    expect(MOOT_OP_JOIN, "a", "chat|7", "", "NOT_FOUND", "");
    expect(MOOT_OP_CREATE, "a", "chat|7", ADMIN, "OK", "");
    expect(MOOT_OP_CREATE, "a", "chat|7", "", "CREATE_FAILED",
           "the room exists already");
    expect(MOOT_OP_JOIN, "b", "chat|7", "{\"chats\":[\"8\"]}", "FORBIDDEN", "");
    expect(MOOT_OP_JOIN, "b", "chat|7", "{\"chats\":[\"7\"]}", "OK", "");
    /* Who is in already is not asked about. */
    expect(MOOT_OP_JOIN, "b", "chat|7", "", "OK", "");
    expect(MOOT_OP_CREATE, "a", "chat|", ADMIN, "VALIDATION_ERROR",
           "chat_id is required");
    expect(MOOT_OP_CREATE, "a", "chat", "", "OK", ""); /* of no type */
    expect(MOOT_OP_CREATE, "a", "chat|7|8", ADMIN, "OK", "");
    expect(MOOT_OP_JOIN, "c", "chat|7", "", "FORBIDDEN", "");
}

static void test_parts(void **state)
{
    (void)state;
    expect(MOOT_OP_CREATE, "a", "pair|a|b", "", "OK", "");
    expect(MOOT_OP_JOIN, "b", "pair|a|b", "", "OK", "");
    expect(MOOT_OP_JOIN, "c", "pair|a|b", "", "FORBIDDEN", "");
    expect(MOOT_OP_CREATE, "a", "pair|a", "", "VALIDATION_ERROR",
           "b is required");
    expect(MOOT_OP_CREATE, "a", "pair||b", "", "VALIDATION_ERROR",
           "a is required");
    expect(MOOT_OP_CREATE, "a", "pair|a|b|c", "", "VALIDATION_ERROR",
           "b contains \"|\"");
    /* Other rooms are nobody's business. */
    expect(MOOT_OP_CREATE, "a", "pairs|a", "", "OK", "");
    expect(MOOT_OP_CREATE, "a", "lobby", "", "OK", "");
}

static void test_failing(void **state)
{
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "s", "broken|1", "");
    (void)state;
    expect(MOOT_OP_CREATE, "a", "broken|1", "{\"zero\":0}", "CREATE_FAILED",
           "the room's type could not decide");
    expect(MOOT_OP_CREATE, "a", "broken|1", "{\"zer", "CREATE_FAILED", "");
    /* The application is not asked for a permission. */
    request.system = true;
    assert_int_equal(moot_worker_fixture_ask(&fixture, request)->code,
                     MOOT_CODE_OK);
    expect(MOOT_OP_JOIN, "a", "broken|1", "{\"zero\":0}", "JOIN_FAILED", "");
    expect(MOOT_OP_JOIN, "a", "broken|1", "{\"zero\":1}", "OK", "");
}

/* ---- Questions of edges -------------------------------------------------- */

static const moot_msg_guard_told_t *ask_edge(uint64_t number, uint64_t what,
                                             const char *type,
                                             const char *room,
                                             const char *claims)
{
    const moot_msg_t message = {
        .code = MOOT_MSG_ASK_GUARD,
        .as.ask_guard = {.number = number,
                         .what = what,
                         .namespace = LIT("/"),
                         .type = moot_slice_str(type),
                         .session = LIT("sid"),
                         .user = LIT("a"),
                         .claims = moot_slice_str(claims),
                         .payload = LIT("{}"),
                         .room = moot_slice_str(room)},
    };
    moot_worker_fixture_clear(&fixture);
    assert_int_equal(moot_worker_fixture_send(&fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(&fixture, MOOT_MSG_GUARD_TOLD, 0);
    if (said == NULL)
        return NULL;
    assert_int_equal(said->head.flow, MOOT_FLOW_EDGE);
    assert_int_equal(said->message.as.guard_told.number, number);
    return &said->message.as.guard_told;
}

/* The question that went to a guard process in the last batch, or NULL. */
static const moot_msg_ask_guard_t *asked(void)
{
    const moot_said_t *said =
        moot_worker_fixture_find(&fixture, MOOT_MSG_ASK_GUARD, 0);
    if (said == NULL)
        return NULL;
    assert_int_equal(said->to, MOOT_SAID_GUARD);
    return &said->message.as.ask_guard;
}

static void give_told(uint64_t number, uint64_t verdict, const char *room,
                      const char *text)
{
    const moot_msg_guard_told_t told = {number, verdict, moot_slice_str(room),
                                        moot_slice_str(text)};
    moot_buf_t body;
    moot_buf_init(&body, SIZE_MAX);
    assert_int_equal(moot_wire_encode_guard_told(&body, &told), 0);
    moot_shard_told(fixture.shard, moot_buf_slice(&body));
    moot_buf_close(&body);
}

/* A batch with that verdict alone. */
static void tell(uint64_t number, uint64_t verdict, const char *text)
{
    moot_worker_fixture_clear(&fixture);
    assert_int_equal(moot_shard_begin(fixture.shard, fixture.now_ms,
                                      fixture.wall_ms),
                     0);
    give_told(number, verdict, "", text);
    assert_int_equal(moot_shard_commit(fixture.shard), 0);
    assert_int_equal(moot_worker_fixture_settle(&fixture), 0);
}

static void test_edges(void **state)
{
    const moot_msg_guard_told_t *told;
    (void)state;
    told = ask_edge(1, MOOT_GUARD_JOIN, "chat", "chat|7", "{\"chats\":[]}");
    assert_int_equal(told->verdict, MOOT_VERDICT_REFUSE);
    assert_slice(told->room, "chat|7");
    expect(MOOT_OP_CREATE, "a", "chat|7", ADMIN, "OK", "");
    told = ask_edge(2, MOOT_GUARD_JOIN, "chat", "chat|7", "{\"chats\":[]}");
    assert_int_equal(told->verdict, MOOT_VERDICT_ALLOW);
    told = ask_edge(3, MOOT_GUARD_JOIN, "none", "none|7", "");
    assert_int_equal(told->verdict, MOOT_VERDICT_FAILED);
    assert_slice(told->text, "no such room type");
    told = ask_edge(4, MOOT_GUARD_JOIN, "broken", "broken|7", "{\"zero\":0}");
    assert_int_equal(told->verdict, MOOT_VERDICT_FAILED);
}

static void test_edges_wait(void **state)
{
    (void)state;
    assert_null(ask_edge(7, MOOT_GUARD_JOIN, "plug", "", "{\"x\":1}"));
    uint64_t number = asked()->number;
    assert_slice(asked()->claims, "{\"x\":1}");
    /* The same question, sent again, is not asked again. */
    assert_null(ask_edge(7, MOOT_GUARD_JOIN, "plug", "", "{\"x\":1}"));
    assert_null(asked());
    assert_null(ask_edge(8, MOOT_GUARD_JOIN, "plug", "", ""));
    assert_int_equal(asked()->number, number + 1);
    moot_worker_fixture_clear(&fixture);
    assert_int_equal(moot_shard_begin(fixture.shard, fixture.now_ms,
                                      fixture.wall_ms),
                     0);
    give_told(number, MOOT_VERDICT_ALLOW, "plug|1", "");
    give_told(number, MOOT_VERDICT_REFUSE, "plug|1", ""); /* too late */
    give_told(99, MOOT_VERDICT_REFUSE, "", "");
    assert_int_equal(moot_shard_commit(fixture.shard), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(&fixture, MOOT_MSG_GUARD_TOLD, 0);
    assert_int_equal(said->message.as.guard_told.number, 7);
    assert_int_equal(said->message.as.guard_told.verdict, MOOT_VERDICT_ALLOW);
    assert_slice(said->message.as.guard_told.room, "plug|1");
    assert_slice(said->head.edge, MOOT_FIXTURE_EDGE);
    assert_null(moot_worker_fixture_find(&fixture, MOOT_MSG_GUARD_TOLD, 1));
    /* A notice goes on to plugins alone, and nobody waits. */
    assert_null(ask_edge(9, MOOT_GUARD_JOINED, "plug", "plug|1", ""));
    assert_int_equal(asked()->what, MOOT_GUARD_JOINED);
    assert_null(ask_edge(10, MOOT_GUARD_LEFT, "chat", "chat|1", ""));
    assert_null(asked());
    moot_shard_facts_t facts;
    moot_shard_facts(fixture.shard, &facts);
    assert_int_equal(facts.parked, 1); /* question 8 */
}

/* ---- Requests that wait -------------------------------------------------- */

static void give(uint64_t op, const char *room, uint64_t number, uint64_t base)
{
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    message.as.request = request_of(op, "a", room, "{\"c\":1}");
    message.as.request.session = LIT("s1");
    message.as.request.number = number;
    message.as.request.base = base;
    message.as.request.stamp_incarnation = fixture.config.incarnation;
    message.as.request.stamp_ms = fixture.now_ms;
    message.as.request.content = LIT("hello");
    message.as.request.message_type = LIT("text");
    moot_worker_fixture_give(&fixture, &message);
}

/* One copy in a batch of its own. */
static void copy(uint64_t op, const char *room, uint64_t number, uint64_t base)
{
    moot_worker_fixture_clear(&fixture);
    assert_int_equal(moot_shard_begin(fixture.shard, fixture.now_ms,
                                      fixture.wall_ms),
                     0);
    give(op, room, number, base);
    assert_int_equal(moot_shard_commit(fixture.shard), 0);
    assert_int_equal(moot_worker_fixture_settle(&fixture), 0);
}

static const moot_msg_reply_t *reply(size_t nth)
{
    const moot_said_t *said =
        moot_worker_fixture_find(&fixture, MOOT_MSG_REPLY, nth);
    return said != NULL ? &said->message.as.reply : NULL;
}

static bool resend_asked(void)
{
    return moot_worker_fixture_find(&fixture, MOOT_MSG_RESEND_FROM, 0) != NULL;
}

static void assert_reply(size_t nth, uint64_t number, const char *code)
{
    assert_non_null(reply(nth));
    assert_int_equal(reply(nth)->number, number);
    assert_string_equal(moot_code_name(reply(nth)->code), code);
}

#define ROOM "plug|7"

static void test_waits(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_null(reply(0));
    uint64_t number = asked()->number;
    assert_int_equal(asked()->what, MOOT_GUARD_CREATE);
    assert_slice(asked()->type, "plug");
    assert_slice(asked()->room, ROOM);
    assert_slice(asked()->payload, "{\"plug_id\":\"7\"}");
    assert_slice(asked()->claims, "{\"c\":1}");
    assert_slice(asked()->user, "a");
    /* Its copy is dropped; those behind it wait, in silence. */
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_null(asked());
    copy(MOOT_OP_INFO, ROOM, 2, 1);
    copy(MOOT_OP_MESSAGE, ROOM, 3, 1);
    copy(MOOT_OP_MESSAGE, ROOM, 5, 1); /* 4 was lost on the way */
    assert_null(reply(0));
    assert_false(resend_asked());
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_reply(0, 1, "OK");
    assert_reply(1, 2, "OK");
    assert_reply(2, 3, "OK");
    assert_null(reply(3));
    /* From now on all is as ever. */
    copy(MOOT_OP_MESSAGE, ROOM, 5, 1);
    assert_true(resend_asked());
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_reply(0, 1, "OK");
}

static void test_other_sessions_go_on(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t number = asked()->number;
    expect(MOOT_OP_INFO, "b", ROOM, "", "NOT_FOUND", "");
    expect(MOOT_OP_CREATE, "b", "lobby", "", "OK", "");
    tell(number, MOOT_VERDICT_REFUSE, "");
    assert_reply(0, 1, "FORBIDDEN");
    copy(MOOT_OP_CREATE, ROOM, 1, 1); /* the outcome is stored */
    assert_reply(0, 1, "FORBIDDEN");
    assert_null(asked());
}

static void test_verdicts(void **state)
{
    static const struct {
        uint64_t verdict;
        const char *text, *code, *said;
    } cases[] = {
        {MOOT_VERDICT_REFUSE, "", "FORBIDDEN", "the room's type refuses it"},
        {MOOT_VERDICT_INVALID, "what?", "VALIDATION_ERROR", "what?"},
        {MOOT_VERDICT_FAILED, "crash", "CREATE_FAILED",
         "the room's type could not decide"},
    };
    char text[300];
    (void)state;
    for (uint64_t i = 0; i < 3; i++) {
        copy(MOOT_OP_CREATE, ROOM, i + 1, i + 1);
        tell(asked()->number, cases[i].verdict, cases[i].text);
        assert_reply(0, i + 1, cases[i].code);
        snprintf(text, sizeof text, "%.*s", MOOT_SLICE_ARG(reply(0)->text));
        assert_string_equal(text, cases[i].said);
    }
    expect(MOOT_OP_CREATE, "b", "ask|a", "", "VALIDATION_ERROR",
           "b is required");
}

/* The edge gave it up: what is said later of it does nothing. */
static void test_given_up(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t number = asked()->number;
    copy(MOOT_OP_CREATE, "plug|8", 1, 1); /* another slot: not behind it */
    uint64_t other = asked()->number;
    assert_int_not_equal(other, number);
    copy(MOOT_OP_INFO, ROOM, 2, 2);
    assert_reply(0, 2, "NOT_FOUND");
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_null(reply(0));
    expect(MOOT_OP_INFO, "b", ROOM, "", "NOT_FOUND", "");
    /* A late copy of what was given up is dropped like any other. */
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_null(reply(0));
    assert_null(asked());
}

/* The same while another takes its place at the front. */
static void test_given_up_in_front(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t first = asked()->number;
    copy(MOOT_OP_CREATE, ROOM, 2, 1);
    copy(MOOT_OP_INFO, ROOM, 3, 2);
    uint64_t second = asked()->number;
    assert_int_not_equal(first, second);
    tell(first, MOOT_VERDICT_ALLOW, "");
    assert_null(reply(0));
    /* A copy from before the edge gave up: not ahead of what waits. */
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_null(reply(0));
    tell(second, MOOT_VERDICT_ALLOW, "");
    assert_reply(0, 2, "OK");
    assert_reply(1, 3, "OK");
}

/* The client was told after 5 s that it failed. */
static void test_deadline(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t number = asked()->number;
    fixture.now_ms += MOOT_PARKED_MS_MAX + 1;
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_null(reply(0));
    expect(MOOT_OP_INFO, "b", ROOM, "", "NOT_FOUND", "");
    copy(MOOT_OP_INFO, ROOM, 2, 2);
    assert_reply(0, 2, "NOT_FOUND");
    /* When no verdict comes at all it is forgotten just so. */
    copy(MOOT_OP_CREATE, ROOM, 3, 3);
    number = asked()->number;
    fixture.now_ms += MOOT_PARKED_MS_MAX + 1;
    assert_int_equal(moot_shard_tick(fixture.shard, fixture.now_ms,
                                     fixture.wall_ms),
                     0);
    moot_shard_facts_t facts;
    moot_shard_facts(fixture.shard, &facts);
    assert_int_equal(facts.parked, 0);
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_null(reply(0));
}

/* The room came while the question was about making it. */
static void test_asked_again(void **state)
{
    (void)state;
    moot_msg_request_t system = request_of(MOOT_OP_CREATE, "x", ROOM, "");
    fixture.config.create_on_join = true;
    moot_worker_fixture_restart(&fixture);
    copy(MOOT_OP_JOIN, ROOM, 1, 1);
    uint64_t number = asked()->number;
    assert_int_equal(asked()->what, MOOT_GUARD_CREATE);
    copy(MOOT_OP_INFO, ROOM, 2, 1);
    system.system = true;
    assert_int_equal(moot_worker_fixture_ask(&fixture, system)->code,
                     MOOT_CODE_OK);
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_null(reply(0));
    assert_int_equal(asked()->what, MOOT_GUARD_JOIN);
    tell(asked()->number, MOOT_VERDICT_ALLOW, "");
    assert_reply(0, 1, "OK");
    assert_reply(1, 2, "OK");
    assert_int_equal(reply(1)->member_count, 2);
}

/* Two that have to be asked about, one behind the other. */
static void test_one_after_the_other(void **state)
{
    (void)state;
    moot_worker_fixture_clear(&fixture);
    assert_int_equal(moot_shard_begin(fixture.shard, fixture.now_ms,
                                      fixture.wall_ms),
                     0);
    give(MOOT_OP_CREATE, ROOM, 1, 1);
    give(MOOT_OP_LEAVE, ROOM, 2, 1);
    give(MOOT_OP_CREATE, ROOM, 3, 1);
    give(MOOT_OP_MESSAGE, ROOM, 4, 1);
    assert_int_equal(moot_shard_commit(fixture.shard), 0);
    assert_null(moot_worker_fixture_find(&fixture, MOOT_MSG_ASK_GUARD, 1));
    tell(asked()->number, MOOT_VERDICT_ALLOW, "");
    assert_reply(0, 1, "OK");
    assert_reply(1, 2, "OK");
    assert_null(reply(2));
    tell(asked()->number, MOOT_VERDICT_ALLOW, "");
    assert_reply(0, 3, "OK");
    assert_reply(1, 4, "OK");
}

/* ---- Deaths and a full store --------------------------------------------- */

/* The worker dies before the verdict, between verdict and commit, and after
 * the commit: what was not applied comes again, what was is said again. */
static void test_death(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t number = asked()->number;
    moot_worker_fixture_restart(&fixture);
    tell(number, MOOT_VERDICT_ALLOW, ""); /* meant for the former life */
    assert_null(reply(0));
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    number = asked()->number;
    assert_int_equal(moot_shard_begin(fixture.shard, fixture.now_ms,
                                      fixture.wall_ms),
                     0);
    give_told(number, MOOT_VERDICT_ALLOW, "", "");
    moot_worker_fixture_restart(&fixture);
    expect(MOOT_OP_INFO, "b", ROOM, "", "NOT_FOUND", "");
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    tell(asked()->number, MOOT_VERDICT_ALLOW, "");
    assert_reply(0, 1, "OK");
    moot_worker_fixture_restart(&fixture);
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_reply(0, 1, "OK");
    assert_null(asked());
}

static void test_full(void **state)
{
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t number = asked()->number;
    copy(MOOT_OP_MESSAGE, ROOM, 2, 1);
    moot_store_mem_fail(fixture.store, MOOT_MEM_FAULT_PUT, 1, MOOT_ENOSPC);
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_null(reply(0)); /* undone: the edge sends them again */
    moot_shard_facts_t facts;
    moot_shard_facts(fixture.shard, &facts);
    assert_int_equal(facts.full, 1);
    assert_int_equal(facts.parked, 0);
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    copy(MOOT_OP_MESSAGE, ROOM, 2, 1);
    assert_null(reply(0));
}

static void test_bounds(void **state)
{
    char room[40];
    (void)state;
    for (uint64_t i = 0; i < MOOT_PARKED_ASKS_MAX; i++)
        assert_null(ask_edge(i + 1, MOOT_GUARD_JOIN, "plug", "", ""));
    const moot_msg_guard_told_t *told = ask_edge(
        MOOT_PARKED_ASKS_MAX + 1, MOOT_GUARD_JOIN, "plug", "", "");
    assert_int_equal(told->verdict, MOOT_VERDICT_FAILED);
    assert_slice(told->text, "too many questions wait");
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    assert_reply(0, 1, "CREATE_FAILED");
    snprintf(room, sizeof room, "plug|%d", 1);
    expect(MOOT_OP_CREATE, "b", room, "", "CREATE_FAILED", "");
}

static void test_line_bound(void **state)
{
    moot_shard_facts_t facts;
    (void)state;
    copy(MOOT_OP_CREATE, ROOM, 1, 1);
    uint64_t number = asked()->number;
    for (uint64_t i = 2; i <= MOOT_PARKED_LINE_MAX + 3; i++)
        copy(MOOT_OP_INFO, ROOM, i, 1);
    moot_shard_facts(fixture.shard, &facts);
    assert_int_equal(facts.parked_dropped, 3);
    tell(number, MOOT_VERDICT_ALLOW, "");
    assert_reply(MOOT_PARKED_LINE_MAX - 1, MOOT_PARKED_LINE_MAX, "OK");
    assert_null(reply(MOOT_PARKED_LINE_MAX));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_declared),
        CASE(test_parts),
        CASE(test_failing),
        CASE(test_edges),
        CASE(test_edges_wait),
        CASE(test_waits),
        CASE(test_other_sessions_go_on),
        CASE(test_verdicts),
        CASE(test_given_up),
        CASE(test_given_up_in_front),
        CASE(test_deadline),
        CASE(test_asked_again),
        CASE(test_one_after_the_other),
        CASE(test_death),
        CASE(test_full),
        CASE(test_bounds),
        CASE(test_line_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
