/* The expression language: values of every operator and function, mistakes
 * with their place, faults, bounds, and laws that hold for any values. */
#include "proto/expr.h"

#include "common/err.h"
#include "proto/rules.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

static moot_arena_t arena;
static moot_expr_env_t env;
static moot_expr_scope_t scope;
static moot_slice_t locals[1];

static const char payload_json[] =
    "{\"para\":\" ana \",\"n\":7,\"half\":0.5,\"list\":[1,\"2\",3.0,null],"
    "\"deep\":{\"a\":{\"b\":\"c\"}},\"yes\":true,\"and\":1,\"a b\":2,"
    "\"text\":\"h\xc3\xa9llo\",\"big\":9223372036854775807,"
    "\"bin\":{\"_placeholder\":true,\"num\":0}}";

static bool is_inside(void *ctx, moot_slice_t room)
{
    (void)ctx;
    return moot_slice_eq(room, moot_slice_str("chat|7"));
}

static int role_of(void *ctx, moot_slice_t room, unsigned *role)
{
    (void)ctx;
    if (moot_slice_eq(room, LIT("elsewhere")))
        return MOOT_EUNREACH;
    *role =
        room.size == 0 || moot_slice_eq(room, LIT("r1")) ? MOOT_ROLE_ADMIN : 0;
    return 0;
}

static int setup(void **state)
{
    (void)state;
    moot_arena_init(&arena, 16u << 20);
    env = (moot_expr_env_t){
        .now_ms = 1700000000123, .role = role_of, .inside = is_inside};
    assert_int_equal(moot_value_read(&arena, moot_slice_str(payload_json), 1,
                                     &env.names[MOOT_EXPR_PAYLOAD]),
                     0);
    assert_int_equal(
        moot_value_read(&arena,
                        LIT("{\"user\":\"bob\",\"rol\":\"admin\",\"chats\":"
                            "[7,\"8\"]}"),
                        MOOT_VALUE_PLAIN, &env.names[MOOT_EXPR_CLAIMS]),
        0);
    env.names[MOOT_EXPR_USER] = moot_value_of_string(LIT("bob"));
    env.names[MOOT_EXPR_ROOM] = moot_value_of_string(LIT("chat|7"));
    env.names[MOOT_EXPR_ARGS] =
        moot_value_of_items(&env.names[MOOT_EXPR_PAYLOAD], 1);
    env.locals[0] = moot_value_of_string(LIT("ana"));
    locals[0] = LIT("para");
    scope = (moot_expr_scope_t){
        .names = ((1u << MOOT_EXPR_NAMES) - 1) & ~MOOT_EXPR_BIT(AUTH),
        .members = true,
        .inside = true,
        .locals = locals,
        .locals_count = 1,
    };
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_arena_close(&arena);
    return 0;
}

static moot_expr_t *compile(const char *text)
{
    moot_expr_t *expr = NULL;
    moot_expr_error_t error;
    if (moot_expr_compile(moot_slice_str(text), &scope, &error, &expr) != 0)
        fail_msg("%s: %u:%u: %s", text, error.line, error.column, error.text);
    return expr;
}

/* Evaluates to JSON; the fault when rc is not 0. */
static int eval(const char *text, char *out, size_t size)
{
    moot_expr_t *expr = compile(text);
    moot_value_t value;
    moot_expr_fault_t fault;
    int rc = moot_expr_eval(expr, &env, &arena, &value, &fault);
    if (rc != 0) {
        assert_non_null(fault.why);
        assert_true(fault.line > 0 && fault.column > 0);
        snprintf(out, size, "%u:%u: %s", fault.line, fault.column, fault.why);
    } else {
        moot_buf_t buf;
        moot_json_write_t json;
        moot_value_binaries_t binaries;
        moot_buf_init(&buf, 1 << 20);
        assert_int_equal(moot_value_binaries_init(&binaries, &arena, 1), 0);
        moot_json_write_init(&json, &buf);
        moot_value_write(&json, &value, &binaries);
        assert_int_equal(buf.error, 0);
        snprintf(out, size, "%.*s", MOOT_SLICE_ARG(moot_buf_slice(&buf)));
        moot_buf_close(&buf);
    }
    moot_expr_destroy(&expr);
    return rc;
}

static void gives(const char *text, const char *wanted)
{
    char out[4000];
    int rc = eval(text, out, sizeof out);
    if (rc != 0 || strcmp(out, wanted) != 0)
        fail_msg("%s gave %s, not %s", text, out, wanted);
}

static void all_give(const char *const (*rows)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        gives(rows[i][0], rows[i][1]);
}

#define ALL(rows) all_give(rows, sizeof(rows) / sizeof *(rows))

static void values_and_access(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"null", "null"},
        {"true", "true"},
        {"12", "12"},
        {"1.5e2", "150"},
        {"0.25", "0.25"},
        {"\"a\\n\\u00e9\\ud83d\\ude00\\\"\"",
         "\"a\\n\xc3\xa9\xf0\x9f\x98\x80\\\"\""},
        {"'it''s'[0]", "null"},
        {"'say \"hi\"'", "\"say \\\"hi\\\"\""},
        {"[]", "[]"},
        {"[1, [2], ]", "[1,[2]]"},
        {"{}", "{}"},
        {"{a: 1, \"b c\": [user],}", "{\"a\":1,\"b c\":[\"bob\"]}"},
        {"payload.n", "7"},
        {"payload.and", "1"},
        {"payload[\"a b\"]", "2"},
        {"payload.deep.a.b", "\"c\""},
        {"payload.none.of.these", "null"},
        {"payload.list[1]", "\"2\""},
        {"payload.list[9]", "null"},
        {"payload.list[-1]", "null"},
        {"payload.none[3]", "null"},
        {"args[0].n", "7"},
        {"[10,20][1]", "20"},
        {"{a:5}.a", "5"},
        {"para", "\"ana\""},
        {"(((para)))", "\"ana\""},
        {"payload.bin", "{\"_placeholder\":true,\"num\":0}"},
        {"{x:payload.half,\n y:1}", "{\"x\":0.5,\"y\":1}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strstr(rows[i][0], "''") == NULL)
            gives(rows[i][0], rows[i][1]);
}

static void operators(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"10 - 3 - 2", "5"},
        {"7 / 2", "3.5"},
        {"6 / 2", "3"},
        {"-7 % 3", "-1"},
        {"2 - -3", "5"},
        {"1 / 3 * 3", "1"},
        {"0.5 + 0.5", "1"},
        {"1.5 * 2", "3"},
        {"\"a\" + \"b\" + user", "\"abbob\""},
        {"[1] + [2, 3]", "[1,2,3]"},
        {"1 == 1.0", "true"},
        {"payload.n == \"7\"", "false"},
        {"null == payload.x", "true"},
        {"payload.x != null", "false"},
        {"[1, {a: 2}] == [1.0, {a: 2}]", "true"},
        {"1 < 2", "true"},
        {"2 <= 2", "true"},
        {"1 > 1.5", "false"},
        {"\"a\" < \"b\"", "true"},
        {"\"a\" < \"ab\"", "true"},
        {"\"Z\" >= \"a\"", "false"},
        {"\"\" < \"a\"", "true"},
        {"7 in payload.list", "false"},
        {"3 in payload.list", "true"},
        {"\"2\" in payload.list", "true"},
        {"2 in payload.list", "false"},
        {"null in payload.list", "true"},
        {"1 not in payload.list", "false"},
        {"\"n\" in payload", "true"},
        {"\"z\" not in payload", "true"},
        {"1 in payload.nothing", "false"},
        {"1 not in null", "true"},
        {"true and false or true", "true"},
        {"not true or true", "true"},
        {"true or payload.n.x", "true"},
        {"false and 1 / payload.z == 1", "false"},
        {"payload.x and true", "false"},
        {"payload.x or true", "true"},
        {"not payload.x", "true"},
        {"not not true", "true"},
        {"not 1 == 2", "true"},
        {"if(true, 1, 1/payload.z)", "1"},
        {"if(payload.x, 1, \"b\")", "\"b\""},
        {"claims.rol != \"admin\" or user == \"bob\"", "true"},
    };
    ALL(rows);
}

static void functions(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"len(\"h\\u00e9\")", "2"},
        {"len([1,2])", "2"},
        {"len({a:1})", "1"},
        {"chars(payload.text)", "5"},
        {"bytes(payload.text)", "6"},
        {"trim(payload.para)", "\"ana\""},
        {"trim(\"\")", "\"\""},
        {"lower(\"AbC\\u00c9\")", "\"abc\xc3\x89\""},
        {"upper(\"abz{\")", "\"ABZ{\""},
        {"starts(user, \"bo\")", "true"},
        {"starts(user, \"bobb\")", "false"},
        {"ends(user, \"ob\")", "true"},
        {"ends(\"\", \"\")", "true"},
        {"contains(\"hello\", \"ell\")", "true"},
        {"contains(\"\", \"\")", "true"},
        {"contains(\"\", \"x\")", "false"},
        {"contains(claims.chats, 7)", "true"},
        {"contains(claims.chats, \"7\")", "false"},
        {"contains(claims.none, 7)", "false"},
        {"contains(texts(claims.chats), text(7))", "true"},
        {"contains(texts(claims.chats), \"8\")", "true"},
        {"text(7.0)", "\"7\""},
        {"text(-0.5)", "\"-0.5\""},
        {"text(true)", "\"true\""},
        {"text(null)", "null"},
        {"text(payload.list[2])", "\"3\""},
        {"texts(null)", "[]"},
        {"texts(5)", "[\"5\"]"},
        {"texts(claims.chats)", "[\"7\",\"8\"]"},
        {"[type(null),type(true),type(1),type(0.5),type(\"\"),type([]),"
         "type({}),type(payload.bin)]",
         "[\"null\",\"boolean\",\"number\",\"number\",\"string\",\"list\","
         "\"object\",\"binary\"]"},
        {"has(payload, \"n\")", "true"},
        {"has(null, \"n\")", "false"},
        {"now()", "1700000000123"},
        {"member()", "true"},
        {"member(\"r2\")", "false"},
        {"inside(\"chat|7\")", "true"},
        {"inside(payload.para)", "false"},
        {"role()", "\"ADMIN\""},
        {"role(\"r2\")", "null"},
        {"room_of(\"pair\", \"x\", 7)", "\"pair|x|7\""},
        {"can(\"fly\", \"birds\")", "false"},
    };
    ALL(rows);
}

static void mistakes_are_found_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned line, column;
        const char *says;
    } rows[] = {
        {"", 1, 1, "an expression is expected"},
        {"  ", 1, 3, "an expression is expected"},
        {"\"a\" < [\"b\"]", 1, 5, "have an order"},
        {"1 / 0", 1, 5, "division by zero"},
        {"1 % 0.0", 1, 5, "division by zero"},
        {"1 == \"1\"", 1, 3, "never equal"},
        {"nobody", 1, 1, "there is no name nobody"},
        {"user ==\n  nobody", 2, 3, "there is no name"},
        {"frobnicate(1)", 1, 1, "there is no function frobnicate"},
        {"auth.x", 1, 1, "not known in this place"},
        {"len()", 1, 1, "takes 1 argument, not 0"},
        {"len(1, 2)", 1, 1, "takes 1 argument, not 2"},
        {"member(\"a\", \"b\")", 1, 1, "at most 1 argument"},
        {"room_of(\"a\")", 1, 1, "at least 2 arguments"},
        {"if(true, 1)", 1, 1, "if() takes 3 arguments"},
        {"if(1, 2, 3)", 1, 4, "if needs a boolean"},
        {"not \"a\"", 1, 5, "not needs a boolean"},
        {"true and 1", 1, 10, "and needs a boolean"},
        {"chars([])", 1, 7, "chars() takes a string, this is a list"},
        {"\"a\" + 1", 1, 5, "text() makes a string"},
        {"[] - 1", 1, 4, "do not go with"},
        {"-\"a\"", 1, 1, "- needs a number"},
        {"user.name", 1, 5, "has no members"},
        {"[1][\"a\"]", 1, 5, "chooses nothing"},
        {"true[0]", 1, 5, "nothing to choose"},
        {"1 in \"a\"", 1, 3, "in needs a list"},
        {"1 in {a: 1}", 1, 3, "keys of an object"},
        {"1 < 2 < 3", 1, 7, "join them with and"},
        {"1 = 2", 1, 3, "write =="},
        {"(1", 1, 3, "a ) is expected"},
        {"[1", 1, 3, "a , or a ]"},
        {"{1: 2}", 1, 2, "a member's name"},
        {"{a 2}", 1, 4, "a :"},
        {"{a: 1, 'a': 2}", 1, 8, "there already"},
        {"\"abc", 1, 1, "never closed"},
        {"\"a\nb\"", 1, 1, "never closed"},
        {"\"\\x\"", 1, 2, "no such escape"},
        {"\"\\ud800\"", 1, 2, "half of a character"},
        {"1 2", 1, 3, "an operator or the end"},
        {"01", 1, 1, "no number"},
        {"1.e5", 1, 1, "no number"},
        {"1e999", 1, 1, "too large"},
        {"&", 1, 1, "a value is expected"},
        {"and", 1, 1, "a value is expected"},
        {"payload.", 1, 9, "a member's name"},
        {"\xff", 1, 1, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        moot_expr_t *expr = NULL;
        moot_expr_error_t error;
        int rc = moot_expr_compile(moot_slice_str(rows[i].text), &scope, &error,
                                   &expr);
        if (rc != MOOT_EINVAL || strstr(error.text, rows[i].says) == NULL
            || error.line != rows[i].line || error.column != rows[i].column)
            fail_msg("%s: rc %d, %u:%u: %s", rows[i].text, rc, error.line,
                     error.column, rc != 0 ? error.text : "");
    }
}

static void the_place_decides_what_is_wanted(void **state)
{
    (void)state;
    static const struct {
        enum moot_expr_wanted wanted;
        const char *good, *bad;
    } rows[] = {
        {MOOT_EXPR_CONDITION, "payload.x", "\"yes\""},
        {MOOT_EXPR_CONDITION, "user == \"a\"", "1 + payload.n"},
        {MOOT_EXPR_GRANT, "null", "[]"},
        {MOOT_EXPR_TEXT, "if(payload.x, \"a\", null)", "null"},
        {MOOT_EXPR_TEXTS, "null", "true"},
        {MOOT_EXPR_TEXTS, "[\"a\"]", "{}"},
        {MOOT_EXPR_LIST, "args", "user"},
        {MOOT_EXPR_OBJECT, "{}", "[]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        moot_expr_error_t error;
        moot_expr_t *expr = NULL;
        scope.wanted = rows[i].wanted;
        expr = compile(rows[i].good);
        moot_expr_destroy(&expr);
        assert_int_equal(moot_expr_compile(moot_slice_str(rows[i].bad), &scope,
                                           &error, &expr),
                         MOOT_EINVAL);
        assert_non_null(strstr(error.text, "is needed here"));
    }
    moot_expr_error_t error;
    moot_expr_t *expr = NULL;
    scope.wanted = MOOT_EXPR_ANY;
    scope.members = scope.inside = false;
    assert_int_equal(moot_expr_compile(LIT("member()"), &scope, &error, &expr),
                     MOOT_EINVAL);
    assert_int_equal(
        moot_expr_compile(LIT("inside(\"a\")"), &scope, &error, &expr),
        MOOT_EINVAL);
    assert_string_equal(error.text, "inside() is for events only");
    scope.line = 7;
    scope.column = 10;
    assert_int_equal(moot_expr_compile(LIT("1 +"), &scope, &error, &expr),
                     MOOT_EINVAL);
    assert_int_equal(error.line, 7);
    assert_int_equal(error.column, 13);
}

static void faults_are_errors_and_never_crashes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int rc;
        const char *says;
    } rows[] = {
        {"1 / (payload.n - 7)", MOOT_EINVAL, "1:3: division by zero"},
        {"1 % (payload.n - 7)", MOOT_EINVAL, "division by zero"},
        {"1 / (payload.half - 0.5)", MOOT_EINVAL, "division by zero"},
        {"payload.big + 1", MOOT_EINVAL, "too large"},
        {"-payload.big - 2", MOOT_EINVAL, "too large"},
        {"payload.big * 2", MOOT_EINVAL, "too large"},
        {"(-payload.big - 1) / -1", MOOT_EINVAL, "too large"},
        {"(-payload.big - 1) % -1", MOOT_EINVAL, "too large"},
        {"-(-payload.big - 1)", MOOT_EINVAL, "too large"},
        {"1e308 * 10", MOOT_EINVAL, "too large"},
        {"0.5 % payload.half", MOOT_ETYPE, "whole numbers"},
        {"payload.para < payload.list", MOOT_ETYPE, "1:14: only two"},
        {"payload.n < payload.x", MOOT_ETYPE, "have an order"},
        {"payload.para + payload.n", MOOT_ETYPE, "go with +"},
        {"payload.n and true", MOOT_ETYPE, "a boolean is needed"},
        {"if(payload.n, 1, 2)", MOOT_ETYPE, "a boolean is needed"},
        {"payload.n.x", MOOT_ETYPE, "only objects have members"},
        {"payload.list.x", MOOT_ETYPE, "only objects have members"},
        {"payload.list[payload.half]", MOOT_ETYPE, "whole numbers"},
        {"payload.n[0]", MOOT_ETYPE, "nothing to choose"},
        {"1 in payload.n", MOOT_ETYPE, "in needs"},
        {"payload.n in payload", MOOT_ETYPE, "keys of an object"},
        {"chars(payload.x)", MOOT_ETYPE, "chars() takes"},
        {"trim(payload.n)", MOOT_ETYPE, "trim() takes"},
        {"contains(payload.para, payload.n)", MOOT_ETYPE, "strings only"},
        {"text(payload.deep)", MOOT_ETYPE, "text() takes"},
        {"texts(payload.list)", MOOT_ETYPE, "texts() takes"},
        {"room_of(\"a\", payload.list[0] - 1)", MOOT_EINVAL, "no name"},
        {"inside(payload.n)", MOOT_ETYPE, "inside() takes"},
        {"member(\"elsewhere\")", MOOT_EUNREACH, "not known here"},
        {"-payload.para", MOOT_ETYPE, "- needs"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[4000];
        int rc = eval(rows[i].text, out, sizeof out);
        if (rc != rows[i].rc || strstr(out, rows[i].says) == NULL)
            fail_msg("%s: rc %d, %s", rows[i].text, rc, out);
    }
}

static int compile_repeated(const char *head, const char *unit, size_t count,
                            const char *tail)
{
    moot_buf_t text;
    moot_expr_error_t error;
    moot_expr_t *expr = NULL;
    moot_buf_init(&text, 1 << 20);
    moot_buf_put_str(&text, head);
    for (size_t i = 0; i < count; i++)
        moot_buf_put_str(&text, unit);
    moot_buf_put_str(&text, tail);
    int rc = moot_expr_compile(moot_buf_slice(&text), &scope, &error, &expr);
    moot_expr_destroy(&expr);
    moot_buf_close(&text);
    return rc;
}

static void bounds_of_a_text(void **state)
{
    (void)state;
    assert_int_equal(compile_repeated("", "(", 63, "1"), MOOT_EINVAL);
    assert_int_equal(compile_repeated("", "(", 5000, "1"), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("", "not ", 1000, "true"), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("", "- ", 1000, "1"), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("", "[", 1000, "]"), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("payload", ".a", 1000, ""), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("1", "+1", 60, ""), 0);
    assert_int_equal(compile_repeated("1", "+1", 70, ""), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("true", " or true", 500, ""), 0);
    assert_int_equal(compile_repeated("[1", ",1", 2000, "]"), MOOT_ELIMIT);
    assert_int_equal(compile_repeated("1", " ", MOOT_EXPR_BYTES_MAX, ""),
                     MOOT_ELIMIT);
}

static void bounds_of_an_evaluation(void **state)
{
    (void)state;
    char out[4000];
    size_t count = 70000;
    moot_value_t *items = moot_arena_array(&arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = moot_value_of_int((int64_t)i);
    env.locals[0] = moot_value_of_items(items, count);
    gives("69999 in para", "true");
    assert_int_equal(eval("-1 in para or -2 in para", out, sizeof out),
                     MOOT_ELIMIT);
    assert_non_null(strstr(out, "too many steps"));
    assert_int_equal(eval("len(para + para)", out, sizeof out), MOOT_ELIMIT);
    assert_int_equal(eval("len(texts(para))", out, sizeof out), MOOT_ELIMIT);
    assert_non_null(strstr(out, "makes too much"));
    moot_arena_t small;
    moot_arena_init(&small, 64);
    moot_expr_t *expr = compile("[[1,2,3],[4,5,6]]");
    moot_value_t value;
    assert_int_equal(moot_expr_eval(expr, &env, &small, &value, NULL),
                     MOOT_ENOMEM);
    moot_expr_destroy(&expr);
    moot_arena_close(&small);
}

static void policies_deny_unless_they_grant(void **state)
{
    (void)state;
    moot_expr_t *admin = compile("if(claims.rol == \"boss\", true, null)");
    moot_expr_t *never = compile("if(user == \"eve\", false, null)");
    moot_expr_t *yes = compile("true");
    moot_expr_t *other = compile("can(\"access\", \"chat\")");
    moot_expr_t *loop = compile("can(\"loop\", \"loop\")");
    moot_expr_ability_t chat[] = {{LIT("access"), yes}};
    moot_expr_ability_t door[] = {{LIT("open"), other}};
    moot_expr_ability_t loops[] = {{LIT("loop"), loop}};
    moot_expr_policy_t policies[] = {
        {LIT("chat"), never, chat, 1},
        {LIT("door"), admin, door, 1},
        {LIT("loop"), NULL, loops, 1},
    };
    char out[400];
    env.policies = policies;
    env.policies_count = 3;
    gives("can(\"access\", \"chat\")", "true");
    gives("can(\"write\", \"chat\")", "false");
    gives("can(\"access\", \"nothing\")", "false");
    gives("can(\"open\", \"door\")", "true");
    gives("can(\"close\", \"door\")", "false");
    assert_int_equal(eval("can(\"loop\", \"loop\")", out, sizeof out),
                     MOOT_ELIMIT);
    env.names[MOOT_EXPR_USER] = moot_value_of_string(LIT("eve"));
    gives("can(\"access\", \"chat\")", "false");
    gives("can(\"open\", \"door\")", "false");
    assert_int_equal(moot_value_read(&arena, LIT("{\"rol\":\"boss\"}"), -1,
                                     &env.names[MOOT_EXPR_CLAIMS]),
                     0);
    gives("can(\"close\", \"door\")", "true");
    assert_int_equal(moot_expr_uses(other), MOOT_EXPR_USES_CAN);
    assert_int_equal(moot_expr_uses(admin), MOOT_EXPR_BIT(CLAIMS));
    moot_expr_destroy(&admin);
    moot_expr_destroy(&never);
    moot_expr_destroy(&yes);
    moot_expr_destroy(&other);
    moot_expr_destroy(&loop);
}

/* Laws over all pairs of these, whatever they are. */
static void laws_hold_for_all_values(void **state)
{
    (void)state;
    static const char *const values[] = {
        "null",    "true",         "false",       "0",           "7",
        "-7",      "0.5",          "1e300",       "\"\"",        "\"a\"",
        "\"b\"",   "[]",           "[1]",         "[\"a\"]",     "{}",
        "payload", "payload.list", "payload.bin", "payload.big", "claims",
        "user",
    };
    static const char *const laws[] = {
        "(P == Q) == (not (P != Q))",
        "(P == Q) == (Q == P)",
        "(P in [Q]) == (P == Q)",
        "(P not in [Q]) == (not (P in [Q]))",
        "(P < Q) == (Q > P)",
        "(P <= Q) == (not (P > Q))",
        "(P <= Q) == (P < Q or P == Q)",
        "(not (P and Q)) == (not P or not Q)",
        "P - Q == -(Q - P)",
        "[P] + [Q] == [P, Q]",
        "if(true, P, Q) == P and if(not true, P, Q) == Q",
        "text(P) == text(text(P))",
        "contains([P, Q], Q)",
        "type([P]) == type([Q])",
    };
    size_t held = 0;
    scope.locals = (moot_slice_t[]){LIT("P"), LIT("Q")};
    scope.locals_count = 2;
    for (size_t law = 0; law < sizeof laws / sizeof *laws; law++) {
        moot_expr_t *expr = compile(laws[law]);
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
                moot_expr_t *p = compile(values[i]), *q = compile(values[j]);
                moot_value_t out;
                assert_int_equal(
                    moot_expr_eval(p, &env, &arena, &env.locals[0], NULL), 0);
                assert_int_equal(
                    moot_expr_eval(q, &env, &arena, &env.locals[1], NULL), 0);
                int rc = moot_expr_eval(expr, &env, &arena, &out, NULL);
                assert_true(rc == 0 || rc == MOOT_ETYPE || rc == MOOT_EINVAL);
                if (rc == 0 && !(out.kind == MOOT_VALUE_BOOL && out.truth))
                    fail_msg("%s, P %s, Q %s", laws[law], values[i], values[j]);
                held += rc == 0;
                moot_expr_destroy(&p);
                moot_expr_destroy(&q);
            }
        moot_expr_destroy(&expr);
    }
    assert_true(held > 3000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(values_and_access),
        TEST(operators),
        TEST(functions),
        TEST(mistakes_are_found_with_their_place),
        TEST(the_place_decides_what_is_wanted),
        TEST(faults_are_errors_and_never_crashes),
        TEST(bounds_of_a_text),
        TEST(bounds_of_an_evaluation),
        TEST(policies_deny_unless_they_grant),
        TEST(laws_hold_for_all_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
