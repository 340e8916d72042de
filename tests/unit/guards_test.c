/* What waits for the guard processes, how long, and what a death costs. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "proto/rules.h"
#include "worker/guards.h"
#include "worker/guard_wire.h"

#define PLUGINS MOOT_GUARDS_PLUGINS
#define HTTP MOOT_GUARDS_HTTP

/* What the core did. */
typedef struct world {
    moot_guards_t *guards;
    uint64_t now_ms;
    unsigned starts[2], kills[2];
    uint64_t sent[2][64]; /* numbers of questions, since the last start */
    size_t sent_count[2];
    size_t types[2], forwards;
    uint64_t told[5000], verdicts[5000];
    char text[5000][40];
    size_t told_count;
    unsigned news[8];
    char why[256];
} world_t;

static world_t world;

static void on_start(void *ctx, enum moot_guards_child child)
{
    world_t *w = ctx;
    w->starts[child]++;
    w->sent_count[child] = w->types[child] = 0;
}

static void on_kill(void *ctx, enum moot_guards_child child)
{
    ((world_t *)ctx)->kills[child]++;
}

static void on_send(void *ctx, enum moot_guards_child child, moot_slice_t body)
{
    world_t *w = ctx;
    moot_msg_t message;
    assert_int_equal(moot_wire_decode(body, &message), 0);
    if (message.code == MOOT_MSG_GUARD_TYPE)
        w->types[child]++;
    else if (message.code == MOOT_MSG_GUARD_FORWARD)
        w->forwards++;
    else if (message.code == MOOT_MSG_ASK_GUARD && w->sent_count[child] < 64)
        w->sent[child][w->sent_count[child]++] = message.as.ask_guard.number;
}

static void on_told(void *ctx, const moot_msg_guard_told_t *told)
{
    world_t *w = ctx;
    size_t i = w->told_count++;
    w->told[i] = told->number;
    w->verdicts[i] = told->verdict;
    snprintf(w->text[i], sizeof w->text[i], "%.*s", MOOT_SLICE_ARG(told->text));
}

static void on_news(void *ctx, enum moot_guards_child child,
                    enum moot_guards_news news, const moot_guards_type_t *type,
                    const char *why, uint64_t count)
{
    world_t *w = ctx;
    (void)child;
    (void)type;
    (void)count;
    w->news[news]++;
    snprintf(w->why, sizeof w->why, "%s", why != NULL ? why : "");
}

static const moot_guards_sink_t sink = {on_start, on_kill, on_send, on_told,
                                        on_news};

static int begin(void **state)
{
    static const moot_guards_type_t types[] = {
        {.name_space = {(const uint8_t *)"/", 1},
         .key = {(const uint8_t *)"chat", 4},
         .plugin = {(const uint8_t *)"chat.so", 7}},
        {.name_space = {(const uint8_t *)"/", 1},
         .key = {(const uint8_t *)"slow", 4},
         .plugin = {(const uint8_t *)"slow.so", 7},
         .timeout_ms = 1000},
        {.name_space = {(const uint8_t *)"/", 1},
         .key = {(const uint8_t *)"asked", 5},
         .url = {(const uint8_t *)"http://x", 8}},
    };
    const moot_guards_config_t config = {types, 3, 200, false};
    world = (world_t){.now_ms = 1000};
    world.guards = moot_guards_new(&config, &sink, &world, world.now_ms);
    *state = &world;
    return 0;
}

static int end(void **state)
{
    (void)state;
    moot_guards_destroy(&world.guards);
    return 0;
}

static bool say_state(enum moot_guards_child child, uint64_t what,
                      uint64_t index, const char *text)
{
    moot_msg_guard_state_t message = {what, index, moot_slice_str(text)};
    moot_buf_t body;
    moot_buf_init(&body, SIZE_MAX);
    assert_int_equal(moot_wire_encode_guard_state(&body, &message), 0);
    bool sound = moot_guards_heard(world.guards, child, moot_buf_slice(&body),
                                   world.now_ms);
    moot_buf_close(&body);
    return sound;
}

static bool say_told(enum moot_guards_child child, uint64_t number,
                     uint64_t verdict)
{
    moot_msg_guard_told_t message = {.number = number, .verdict = verdict};
    moot_buf_t body;
    moot_buf_init(&body, SIZE_MAX);
    assert_int_equal(moot_wire_encode_guard_told(&body, &message), 0);
    bool sound = moot_guards_heard(world.guards, child, moot_buf_slice(&body),
                                   world.now_ms);
    moot_buf_close(&body);
    return sound;
}

static void say_what(uint64_t number, const char *type,
                     enum moot_guard_what what)
{
    const moot_msg_ask_guard_t question = {
        .number = number,
        .what = (uint64_t)what,
        .namespace = LIT("/"),
        .type = moot_slice_str(type),
    };
    moot_guards_ask(world.guards, &question, world.now_ms);
}

static void ask(uint64_t number, const char *type)
{
    say_what(number, type, MOOT_GUARD_JOIN);
}

static void pass(uint64_t ms)
{
    for (uint64_t end_ms = world.now_ms + ms; world.now_ms < end_ms;) {
        world.now_ms += 10;
        moot_guards_tick(world.guards, world.now_ms);
    }
}

static void expect_told(size_t i, uint64_t number, uint64_t verdict,
                        const char *text)
{
    assert_true(world.told_count > i);
    assert_int_equal(world.told[i], number);
    assert_int_equal(world.verdicts[i], verdict);
    assert_string_equal(world.text[i], text);
}

static void load_all(void)
{
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADING, 0, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADED, 0, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADING, 1, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADED, 1, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_READY, 0, ""));
}

/* Questions wait until all is loaded, then go out in their order. */
static void test_start(void **state)
{
    (void)state;
    assert_int_equal(world.starts[PLUGINS], 1);
    assert_int_equal(world.starts[HTTP], 1);
    assert_int_equal(world.types[PLUGINS], 2);
    assert_int_equal(world.types[HTTP], 1);
    ask(1, "chat");
    ask(2, "slow");
    assert_int_equal(world.sent_count[PLUGINS], 0);
    load_all();
    assert_int_equal(world.sent_count[PLUGINS], 2);
    ask(3, "chat");
    assert_int_equal(world.sent_count[PLUGINS], 3);
    assert_true(say_told(PLUGINS, 1, MOOT_VERDICT_ALLOW));
    expect_told(0, 1, MOOT_VERDICT_ALLOW, "");
    ask(4, "unknown");
    expect_told(1, 4, MOOT_VERDICT_FAILED, "no such room type");
}

/* It dies: only what it had begun fails; the rest is asked again. */
static void test_crash(void **state)
{
    (void)state;
    load_all();
    ask(1, "chat");
    ask(2, "chat");
    ask(3, "chat");
    assert_true(say_told(PLUGINS, 1, MOOT_VERDICT_REFUSE));
    moot_guards_died(world.guards, PLUGINS, world.now_ms);
    expect_told(1, 2, MOOT_VERDICT_FAILED, "the plugin crashed");
    assert_int_equal(world.told_count, 2);
    assert_int_equal(world.news[MOOT_GUARDS_NEWS_DIED], 1);
    pass(MOOT_GUARDS_BACKOFF_MS_MIN - 20);
    assert_int_equal(world.starts[PLUGINS], 1);
    pass(20);
    assert_int_equal(world.starts[PLUGINS], 2);
    load_all();
    assert_int_equal(world.sent_count[PLUGINS], 1);
    assert_int_equal(world.sent[PLUGINS][0], 3);
    assert_true(say_told(PLUGINS, 3, MOOT_VERDICT_ALLOW));
    expect_told(2, 3, MOOT_VERDICT_ALLOW, "");
    assert_int_equal(moot_guards_facts(world.guards, PLUGINS).restarts, 1);
    assert_int_equal(moot_guards_facts(world.guards, PLUGINS).failures, 1);
}

/* It hangs: killed when the time of the first is up, counted from when the one
 * before it was answered. */
static void test_hang(void **state)
{
    (void)state;
    load_all();
    ask(1, "chat");
    ask(2, "slow");
    ask(3, "chat");
    pass(150);
    assert_true(say_told(PLUGINS, 1, MOOT_VERDICT_ALLOW));
    pass(1000);
    assert_int_equal(world.kills[PLUGINS], 0);
    pass(20);
    assert_int_equal(world.kills[PLUGINS], 1);
    assert_int_equal(world.told_count, 1);
    /* What it says in between is not believed. */
    assert_true(say_told(PLUGINS, 2, MOOT_VERDICT_ALLOW));
    moot_guards_died(world.guards, PLUGINS, world.now_ms);
    expect_told(1, 2, MOOT_VERDICT_FAILED, "it took too long");
    pass(100);
    load_all();
    assert_int_equal(world.sent[PLUGINS][0], 3);
}

/* One that crashes while it is loaded is left out from then on. */
static void test_crash_on_load(void **state)
{
    (void)state;
    ask(1, "slow");
    ask(2, "chat");
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADING, 0, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADED, 0, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADING, 1, ""));
    moot_guards_died(world.guards, PLUGINS, world.now_ms);
    assert_int_equal(world.news[MOOT_GUARDS_NEWS_BROKEN], 1);
    assert_string_equal(world.why, "it crashes while it is loaded");
    pass(100);
    assert_int_equal(world.types[PLUGINS], 1);
    assert_true(say_state(PLUGINS, MOOT_GUARD_READY, 0, ""));
    expect_told(0, 1, MOOT_VERDICT_FAILED, "the plugin could not be loaded");
    assert_int_equal(world.sent[PLUGINS][0], 2);
    ask(3, "slow");
    expect_told(1, 3, MOOT_VERDICT_FAILED, "the plugin could not be loaded");
}

static void test_broken(void **state)
{
    (void)state;
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADING, 0, ""));
    assert_true(say_state(PLUGINS, MOOT_GUARD_BROKEN, 0, "another version"));
    assert_string_equal(world.why, "another version");
    assert_true(say_state(PLUGINS, MOOT_GUARD_READY, 0, ""));
    ask(1, "chat");
    expect_told(0, 1, MOOT_VERDICT_FAILED, "the plugin could not be loaded");
    ask(2, "slow");
    assert_int_equal(world.sent_count[PLUGINS], 1);
}

static void test_hang_on_load(void **state)
{
    (void)state;
    assert_true(say_state(PLUGINS, MOOT_GUARD_LOADING, 0, ""));
    pass(MOOT_GUARDS_LOAD_MS + 20);
    assert_int_equal(world.kills[PLUGINS], 1);
    moot_guards_died(world.guards, PLUGINS, world.now_ms);
    assert_string_equal(world.why, "it hangs while it is loaded");
}

/* Deaths in a row come at longer and longer distances; a calm life ends
 * that. */
static void test_backoff(void **state)
{
    static const uint64_t waits[] = {100, 200, 400, 800, 1600, 3200, 5000, 5000};
    (void)state;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        moot_guards_died(world.guards, PLUGINS, world.now_ms);
        unsigned starts = world.starts[PLUGINS];
        pass(waits[i] - 10);
        assert_int_equal(world.starts[PLUGINS], starts);
        pass(10);
        assert_int_equal(world.starts[PLUGINS], starts + 1);
    }
    load_all();
    pass(MOOT_GUARDS_CALM_MS);
    moot_guards_died(world.guards, PLUGINS, world.now_ms);
    pass(100);
    assert_int_equal(world.starts[PLUGINS], 10);
}

/* Whoever makes it die again and again holds up the others, no more: they are
 * asked in every life until the next such question. */
static void test_killers(void **state)
{
    (void)state;
    load_all();
    for (uint64_t i = 0; i < 12; i++) {
        ask(2 * i + 1, "chat"); /* kills it */
        ask(2 * i + 2, "chat");
        moot_guards_died(world.guards, PLUGINS, world.now_ms);
        expect_told(2 * i, 2 * i + 1, MOOT_VERDICT_FAILED,
                    "the plugin crashed");
        pass(MOOT_GUARDS_BACKOFF_READY_MS_MAX);
        assert_int_equal(world.starts[PLUGINS], i + 2);
        load_all();
        assert_int_equal(world.sent[PLUGINS][0], 2 * i + 2);
        assert_true(say_told(PLUGINS, 2 * i + 2, MOOT_VERDICT_ALLOW));
    }
}

/* Nobody waits longer than MOOT_GUARDS_WAIT_MS, and nobody is told twice. */
static void test_waiting(void **state)
{
    (void)state;
    ask(1, "asked");
    pass(MOOT_GUARDS_WAIT_MS);
    assert_int_equal(world.told_count, 0);
    pass(10);
    expect_told(0, 1, MOOT_VERDICT_FAILED, "it waited too long");
    assert_true(say_state(HTTP, MOOT_GUARD_READY, 0, ""));
    assert_int_equal(world.sent_count[HTTP], 0);
    /* The HTTP process minds the time itself, within reason. */
    ask(2, "asked");
    pass(200 + MOOT_GUARDS_SLACK_MS);
    assert_int_equal(world.kills[HTTP], 0);
    pass(10);
    assert_int_equal(world.kills[HTTP], 1);
    ask(3, "asked");
    moot_guards_died(world.guards, HTTP, world.now_ms);
    assert_int_equal(world.told_count, 3);
    assert_true(say_told(HTTP, 2, MOOT_VERDICT_ALLOW));
    assert_int_equal(world.told_count, 3);
}

/* They take no more than half of the room. */
static void test_news_bounds(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 2 * MOOT_GUARDS_ASKS_MAX; i++)
        say_what(i, "chat", MOOT_GUARD_LEFT);
    assert_int_equal(world.told_count, 0);
    assert_int_equal(moot_guards_facts(world.guards, PLUGINS).waiting,
                     MOOT_GUARDS_ASKS_MAX / 2);
    ask(3 * MOOT_GUARDS_ASKS_MAX, "chat");
    assert_int_equal(world.told_count, 0);
    assert_int_equal(moot_guards_facts(world.guards, PLUGINS).waiting,
                     MOOT_GUARDS_ASKS_MAX / 2 + 1);
}

static void test_bounds(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= MOOT_GUARDS_ASKS_MAX; i++)
        ask(i, "chat");
    assert_int_equal(world.told_count, 0);
    ask(MOOT_GUARDS_ASKS_MAX + 1, "chat");
    expect_told(0, MOOT_GUARDS_ASKS_MAX + 1, MOOT_VERDICT_FAILED,
                "too many questions wait");
    for (unsigned i = 0; i < MOOT_GUARDS_FORWARDS_MAX + 7; i++)
        moot_guards_forward(world.guards, LIT("http://x"), LIT("{}"),
                            world.now_ms);
    assert_int_equal(moot_guards_facts(world.guards, HTTP).dropped, 7);
    pass(10);
    assert_int_equal(world.news[MOOT_GUARDS_NEWS_DROPPED], 1);
    assert_true(say_state(HTTP, MOOT_GUARD_READY, 0, ""));
    assert_int_equal(world.forwards, MOOT_GUARDS_FORWARDS_MAX);
}

static void test_nonsense(void **state)
{
    (void)state;
    assert_false(moot_guards_heard(world.guards, PLUGINS, LIT("\xc1"),
                                   world.now_ms));
    assert_false(say_state(PLUGINS, MOOT_GUARD_LOADING, 2, "")); /* HTTP's */
    assert_false(say_state(PLUGINS, MOOT_GUARD_LOADING, 99, ""));
    load_all();
    assert_false(say_state(PLUGINS, MOOT_GUARD_READY, 0, ""));
    ask(1, "chat");
    assert_false(say_told(PLUGINS, 1, 0));
    assert_false(say_told(PLUGINS, 1, 5));
    assert_true(say_told(PLUGINS, 77, MOOT_VERDICT_ALLOW));
    assert_int_equal(world.told_count, 0);
}

static void test_frames(void **state)
{
    moot_buf_t buf;
    moot_slice_t rest, body;
    (void)state;
    moot_buf_init(&buf, SIZE_MAX);
    assert_int_equal(moot_guard_wire_put(&buf, LIT("one")), 0);
    assert_int_equal(moot_guard_wire_put(&buf, LIT("two!")), 0);
    for (size_t cut = 0; cut < 7; cut++) {
        rest = moot_slice(buf.at, cut);
        assert_int_equal(moot_guard_wire_next(&rest, &body), MOOT_ETRUNC);
    }
    rest = moot_buf_slice(&buf);
    assert_int_equal(moot_guard_wire_next(&rest, &body), 0);
    assert_slice(body, "one");
    assert_int_equal(moot_guard_wire_next(&rest, &body), 0);
    assert_slice(body, "two!");
    assert_int_equal(moot_guard_wire_next(&rest, &body), MOOT_ETRUNC);
    rest = LIT("\0\0\0\0x");
    assert_int_equal(moot_guard_wire_next(&rest, &body), MOOT_EINVAL);
    rest = LIT("\x01\0\x08\0x");
    assert_int_equal(moot_guard_wire_next(&rest, &body), MOOT_EINVAL);
    moot_guard_wire_drop(&buf, 7);
    assert_slice(moot_buf_slice(&buf), "\x04\0\0\0two!");
    moot_buf_close(&buf);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_start),        CASE(test_crash),
        CASE(test_hang),         CASE(test_crash_on_load),
        CASE(test_broken),       CASE(test_hang_on_load),
        CASE(test_backoff),      CASE(test_killers),
        CASE(test_waiting),
        CASE(test_bounds),       CASE(test_news_bounds),
        CASE(test_nonsense),
        cmocka_unit_test(test_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
