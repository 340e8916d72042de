/* Two edges back to back: "a" has the clients, "b" the sessions, and between
 * them a queue that can lose, repeat and stall. The engine of b is a few
 * lines that log what they are asked. */
#include "edge/remote.h"

#include "common/err.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE_MAX 4000

typedef struct post {
    int to; /* 0: a, 1: b */
    uint8_t *at;
    size_t size;
} post_t;

typedef struct rig {
    moot_remote_t *remotes[2];
    uint64_t now_ms;
    post_t queue[QUEUE_MAX];
    size_t count;
    int sent, lose; /* messages so far; the next so many are lost */
    bool full;      /* to_edge fails */
    char log[8000]; /* of b's engine and of a's client */
    size_t log_size;
    /* b's engine */
    moot_poll_port_t held; /* the GET that waits */
    int polls;
    bool refuse_upgrades;
    moot_lane_t *lane;
    /* a's client */
    moot_lane_t client;
    bool closing;
} rig_t;

static rig_t *rig; /* the engine's functions have no ctx of ours */

MOOT_PRINTF(1, 2) static void note(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int n = vsnprintf(rig->log + rig->log_size, sizeof rig->log - rig->log_size,
                      format, values);
    va_end(values);
    rig->log_size += (size_t)n;
    assert_true(rig->log_size < sizeof rig->log);
}

static void clear_log(void)
{
    rig->log_size = 0;
    rig->log[0] = '\0';
}

static void expect_log(const char *text)
{
    assert_string_equal(rig->log, text);
    clear_log();
}

/* ---- the network ---- */

static int to_edge(void *ctx, moot_slice_t address, moot_slice_t body)
{
    int to = moot_slice_eq(address, moot_slice_str("b:1")) ? 1 : 0;
    (void)ctx;
    if (rig->full)
        return MOOT_EAGAIN;
    rig->sent++;
    if (rig->lose > 0) {
        rig->lose--;
        return 0;
    }
    assert_true(rig->count < QUEUE_MAX);
    post_t *post = &rig->queue[rig->count++];
    post->to = to;
    post->size = body.size;
    post->at = malloc(body.size + 1);
    memcpy(post->at, body.at, body.size);
    return 0;
}

/* Delivers the first message; it stays in the queue when it is to be
 * delivered twice. */
static void deliver(bool again)
{
    post_t post = rig->queue[0];
    if (!again)
        memmove(rig->queue, rig->queue + 1, --rig->count * sizeof post);
    moot_remote_from_edge(rig->remotes[post.to], moot_slice(post.at, post.size),
                          rig->now_ms);
    if (!again)
        free(post.at);
}

static void settle(void)
{
    while (rig->count > 0)
        deliver(false);
}

/* Time goes by in ticks, with or without a network. */
static void pass(unsigned ms, bool deliveries)
{
    for (unsigned i = 0; i < ms; i += 50) {
        rig->now_ms += 50;
        moot_remote_tick(rig->remotes[0], rig->now_ms);
        moot_remote_tick(rig->remotes[1], rig->now_ms);
        if (deliveries)
            settle();
    }
}

static void lose_all(void)
{
    while (rig->count > 0)
        free(rig->queue[--rig->count].at);
}

/* ---- b's engine ---- */

static moot_link_t *poll_b(moot_engine_t *engine,
                           const moot_eio_http_request_t *request,
                           moot_poll_port_t port, uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    rig->polls++;
    note("%.*s %.*s %.*s|", MOOT_SLICE_ARG(request->method),
         MOOT_SLICE_ARG(request->query), MOOT_SLICE_ARG(request->body));
    if (request->body.size > 0) {
        moot_eio_http_answer_t ok = {200, "text/html", moot_slice_str("ok")};
        port.ops->answer(port.at, &ok);
        return NULL;
    }
    rig->held = port;
    return (moot_link_t *)rig;
}

static void poll_gone(moot_link_t *link, const void *at, uint64_t now_ms)
{
    (void)now_ms;
    assert_ptr_equal(link, rig);
    assert_ptr_equal(at, rig->held.at);
    rig->held.ops = NULL;
    note("gone|");
}

static int upgrade(moot_engine_t *engine, moot_lane_t *lane,
                   const moot_eio_http_request_t *request,
                   moot_eio_http_answer_t *answer, uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    note("%.*s|", MOOT_SLICE_ARG(request->query));
    *answer = (moot_eio_http_answer_t){.status = 400};
    rig->lane = lane;
    return rig->refuse_upgrades ? 400 : 101;
}

static void lane_opened(moot_engine_t *engine, moot_lane_t *lane,
                        uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    assert_ptr_equal(lane, rig->lane);
    note("opened|");
}

static void lane_message(moot_engine_t *engine, moot_lane_t *lane,
                         moot_slice_t payload, bool binary, uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    assert_ptr_equal(lane, rig->lane);
    note("b got %s%.*s|", binary ? "binary " : "",
         (int)(payload.size < 9 ? payload.size : 9), (const char *)payload.at);
}

static void lane_closed(moot_engine_t *engine, moot_lane_t *lane,
                        uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    assert_ptr_equal(lane, rig->lane);
    rig->lane = NULL;
    note("b closed|");
}

static void tell_client(const char *text)
{
    moot_frame_t *frame = moot_frame_new(moot_slice_str(text));
    rig->lane->ops->send(rig->lane, frame, false);
    moot_frame_unref(&frame);
}

/* ---- a's clients ---- */

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    note("%s: %d %s %.*s|", (const char *)at, answer->status,
         answer->content_type, MOOT_SLICE_ARG(answer->body));
}

static const moot_poll_ops_t POLL_OPS = {on_answer};

static void client_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    moot_slice_t payload = moot_frame_slice(frame);
    assert_ptr_equal(lane, &rig->client);
    assert_false(rig->closing);
    note("a got %s%.*s|", binary ? "binary " : "",
         (int)(payload.size < 9 ? payload.size : 9), (const char *)payload.at);
}

static void client_close(moot_lane_t *lane, int code, const char *reason)
{
    assert_ptr_equal(lane, &rig->client);
    assert_false(rig->closing);
    rig->closing = true;
    note("a closed %d %s|", code, reason);
}

static const moot_lane_ops_t LANE_OPS = {client_send, client_close};

static moot_remote_poll_t *ask(const char *method, const char *body,
                               const char *name)
{
    moot_remote_poll_t *poll;
    const moot_eio_http_request_t request = {.method = moot_slice_str(method),
                                             .body = moot_slice_str(body)};
    /* The port's text is only read. */
    moot_poll_port_t port = {&POLL_OPS, (void *)(uintptr_t)name};
    assert_int_equal(moot_remote_poll(rig->remotes[0], moot_slice_str("b:1"),
                                      moot_slice_str("sid"), &request, port,
                                      rig->now_ms, &poll),
                     0);
    return poll;
}

static moot_remote_tunnel_t *open_tunnel(void)
{
    moot_remote_tunnel_t *tunnel;
    assert_int_equal(moot_remote_tunnel(rig->remotes[0], moot_slice_str("b:1"),
                                        moot_slice_str("sid"), &rig->client,
                                        rig->now_ms, &tunnel),
                     0);
    return tunnel;
}

static void say(moot_remote_tunnel_t *tunnel, const char *text)
{
    moot_remote_tunnel_message(tunnel, moot_slice_str(text), false,
                               rig->now_ms);
}

static void leave(moot_remote_tunnel_t *tunnel)
{
    moot_remote_tunnel_left(tunnel, rig->now_ms);
}

static moot_remote_facts_t facts(int i)
{
    moot_remote_facts_t out;
    moot_remote_facts(rig->remotes[i], &out);
    return out;
}

/* ---- the rig ---- */

static int begin(void **state)
{
    rig = calloc(1, sizeof *rig);
    *state = rig;
    rig->now_ms = 5000;
    rig->client.ops = &LANE_OPS;
    moot_remote_config_t config = {
        .window_bytes = 1 << 20,
        .engine = {NULL, poll_b, poll_gone, upgrade, lane_opened, lane_message,
                   lane_closed},
        .to_edge = to_edge,
    };
    config.address = moot_slice_str("a:1");
    rig->remotes[0] = moot_remote_new(&config, rig->now_ms);
    config.address = moot_slice_str("b:1");
    rig->remotes[1] = moot_remote_new(&config, rig->now_ms);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        moot_remote_destroy(&rig->remotes[i], rig->now_ms);
    lose_all();
    free(rig);
    return 0;
}

static void answer_held(const char *text)
{
    moot_eio_http_answer_t answer = {200, "text/plain; charset=UTF-8",
                                     moot_slice_str(text)};
    moot_poll_port_t port = rig->held;
    rig->held.ops = NULL;
    port.ops->answer(port.at, &answer);
}

/* ---- polls ---- */

static void test_polls(void **state)
{
    (void)state;
    (void)ask("GET", "", "get");
    settle();
    (void)ask("POST", "42", "post");
    settle();
    expect_log("GET EIO=4&transport=polling&sid=sid |"
               "POST EIO=4&transport=polling&sid=sid 42|"
               "post: 200 text/plain; charset=UTF-8 ok|");
    assert_int_equal(facts(0).asked, 1);
    assert_int_equal(facts(1).served, 1);
    pass(20000, true); /* known, asked again now and then, begun once */
    expect_log("");
    assert_int_equal(rig->polls, 2);
    assert_in_range(facts(0).repeats, 3, 5);
    answer_held("6");
    settle();
    expect_log("get: 200 text/plain; charset=UTF-8 6|");
    assert_int_equal(facts(0).asked, 0);
    assert_int_equal(facts(1).served, 0);
    assert_int_equal(facts(1).kept_bytes, 0);
}

/* Whatever is lost, and however often it comes: begun once, answered once. */
static void test_losses(void **state)
{
    (void)state;
    for (int lost = 1; lost <= 6; lost++) {
        rig->lose = lost;
        (void)ask("POST", "x", "post");
        pass(15000, true);
        expect_log("POST EIO=4&transport=polling&sid=sid x|"
                   "post: 200 text/plain; charset=UTF-8 ok|");
        assert_int_equal(facts(0).asked, 0);
    }
    (void)ask("POST", "x", "post");
    deliver(true);
    deliver(true);
    settle();
    expect_log("POST EIO=4&transport=polling&sid=sid x|"
               "post: 200 text/plain; charset=UTF-8 ok|");
    assert_int_equal(facts(1).kept_bytes, 0);
    /* A very late copy of an ask that was answered and forgotten. */
    (void)ask("GET", "", "get");
    settle();
    post_t copy = {0};
    pass(5000, false); /* the repeat of a known ask */
    for (size_t i = 0; i < rig->count; i++)
        if (rig->queue[i].to == 1)
            copy = rig->queue[i];
    assert_non_null(copy.at);
    uint8_t bytes[500];
    memcpy(bytes, copy.at, copy.size);
    answer_held("6");
    settle();
    pass(20000, true);
    int polls = rig->polls;
    moot_remote_from_edge(rig->remotes[1], moot_slice(bytes, copy.size),
                          rig->now_ms);
    assert_int_equal(rig->polls, polls);
}

static void test_left(void **state)
{
    (void)state;
    moot_remote_poll_t *poll = ask("GET", "", "get");
    settle();
    expect_log("GET EIO=4&transport=polling&sid=sid |");
    rig->lose = 2; /* the word itself, and the first answer to it */
    moot_remote_poll_left(poll, rig->now_ms);
    pass(3000, true);
    expect_log("gone|");
    assert_int_equal(facts(0).asked, 0);
    /* The word overtakes the ask, which then does not begin. */
    poll = ask("GET", "", "get");
    post_t late = rig->queue[--rig->count];
    moot_remote_poll_left(poll, rig->now_ms);
    settle();
    moot_remote_from_edge(rig->remotes[1], moot_slice(late.at, late.size),
                          rig->now_ms);
    free(late.at);
    settle();
    expect_log("");
}

#define UNKNOWN                                                                \
    "400 application/json {\"code\":1,\"message\":\"Session ID unknown\"}|"

static void test_dead_peers(void **state)
{
    (void)state;
    /* The holder is silent: not before its time is over. */
    (void)ask("GET", "", "get");
    pass(MOOT_REMOTE_SILENCE_MS - 100, false);
    expect_log("");
    pass(500, false);
    expect_log("get: " UNKNOWN);
    lose_all();
    /* A broker knows it to be gone. */
    (void)ask("GET", "", "get");
    moot_remote_edge_gone(rig->remotes[0], moot_slice_str("b:1"), rig->now_ms);
    expect_log("get: " UNKNOWN);
    lose_all();
    /* The asker is silent: its GET is let go of. */
    (void)ask("GET", "", "get");
    settle();
    for (int i = 0; i < 320; i++) {
        rig->now_ms += 50;
        moot_remote_tick(rig->remotes[1], rig->now_ms);
    }
    expect_log("GET EIO=4&transport=polling&sid=sid |gone|");
    lose_all();
    assert_int_equal(facts(1).lost, 1);
}

static void test_poll_bounds(void **state)
{
    (void)state;
    moot_remote_poll_t *poll;
    moot_poll_port_t port = {&POLL_OPS, NULL};
    moot_eio_http_request_t request = {.method = LIT("PUT")};
    assert_int_equal(moot_remote_poll(rig->remotes[0], LIT("b:1"), LIT("sid"),
                                      &request, port, rig->now_ms, &poll),
                     MOOT_EINVAL);
    request.method = LIT("POST");
    char *body = calloc(1, 1 << 20);
    request.body = moot_slice(body, 1 << 20);
    rig->full = true;
    port.at = (void *)(uintptr_t) "post";
    for (int i = 0; i < 64; i++)
        assert_int_equal(moot_remote_poll(rig->remotes[0], LIT("b:1"),
                                          LIT("sid"), &request, port,
                                          rig->now_ms, &poll),
                         0);
    assert_int_equal(moot_remote_poll(rig->remotes[0], LIT("b:1"), LIT("sid"),
                                      &request, port, rig->now_ms, &poll),
                     MOOT_ELIMIT);
    free(body);
    moot_remote_from_edge(rig->remotes[0], LIT("nonsense"), rig->now_ms);
    assert_int_equal(facts(0).damaged, 1);
    clear_log();
    moot_remote_edge_gone(rig->remotes[0], LIT("b:1"), rig->now_ms);
    assert_int_equal(facts(0).asked, 0);
    clear_log();
}

/* A client names as many edges as it likes. */
static void test_edges_that_are_none(void **state)
{
    (void)state;
    moot_remote_poll_t *poll;
    moot_poll_port_t port = {&POLL_OPS, (void *)(uintptr_t) "get"};
    const moot_eio_http_request_t request = {.method = LIT("GET")};
    for (int i = 0; i < MOOT_REMOTE_PEERS_MAX + 1; i++) {
        char address[16];
        snprintf(address, sizeof address, "x%d:1", i);
        assert_int_equal(moot_remote_poll(rig->remotes[0],
                                          moot_slice_str(address), LIT("sid"),
                                          &request, port, rig->now_ms, &poll),
                         0);
        moot_remote_edge_gone(rig->remotes[0], moot_slice_str(address),
                              rig->now_ms);
        expect_log("get: " UNKNOWN);
        lose_all();
    }
    (void)ask("GET", "", "get");
    settle();
    expect_log("GET EIO=4&transport=polling&sid=sid |");
}

/* ---- tunnels ---- */

static void test_tunnel(void **state)
{
    (void)state;
    moot_remote_tunnel_t *tunnel = open_tunnel();
    say(tunnel, "2probe");
    settle();
    tell_client("3probe");
    moot_remote_tunnel_message(tunnel, moot_slice_str("b\1"), true,
                               rig->now_ms);
    settle();
    expect_log("EIO=4&transport=websocket&sid=sid|opened|b got 2probe|"
               "a got 3probe|b got binary b\1|");
    pass(60000, true); /* silence, but both live */
    expect_log("");
    assert_int_equal(facts(0).tunnels, 1);
    assert_int_equal(facts(1).tunnels_held, 1);
    /* The client leaves. */
    leave(tunnel);
    settle();
    expect_log("");
    pass(50, true);
    expect_log("b closed|");
    /* The engine closes. */
    tunnel = open_tunnel();
    settle();
    clear_log();
    tell_client("6");
    rig->lane->ops->close(rig->lane, 1000, "bye");
    tell_client("never sent");
    settle();
    expect_log("a got 6|a closed 1000 bye|");
    say(tunnel, "too late");
    leave(tunnel);
    pass(50, true);
    expect_log("b closed|");
    assert_int_equal(facts(0).tunnels + facts(1).tunnels_held, 0);
    assert_int_equal(facts(0).lost + facts(1).lost, 0);
}

static void test_refused_tunnel(void **state)
{
    (void)state;
    rig->refuse_upgrades = true;
    moot_remote_tunnel_t *tunnel = open_tunnel();
    say(tunnel, "2probe");
    settle();
    expect_log("EIO=4&transport=websocket&sid=sid|"
               "a closed 1008 no such session|");
    leave(tunnel);
    settle();
    assert_int_equal(facts(1).tunnels_held, 0);
}

static void test_lost_steps(void **state)
{
    (void)state;
    /* From the client: the holder sees the gap. */
    moot_remote_tunnel_t *tunnel = open_tunnel();
    settle();
    rig->lose = 1;
    say(tunnel, "lost");
    say(tunnel, "next");
    settle();
    pass(50, true);
    expect_log("EIO=4&transport=websocket&sid=sid|opened|"
               "a closed 1012 a message was lost|b closed|");
    leave(tunnel);
    rig->closing = false;
    /* To the client; and the close that says so is lost too. */
    tunnel = open_tunnel();
    settle();
    rig->lose = 1;
    tell_client("lost");
    tell_client("next");
    post_t next = rig->queue[--rig->count];
    rig->lose = 1;
    moot_remote_from_edge(rig->remotes[0], moot_slice(next.at, next.size),
                          rig->now_ms);
    free(next.at);
    tell_client("third");
    settle();
    pass(50, true);
    expect_log("EIO=4&transport=websocket&sid=sid|opened|"
               "a closed 1012 a message was lost|b closed|");
    leave(tunnel);
    rig->closing = false;
    /* What comes twice is taken once. */
    tunnel = open_tunnel();
    settle();
    say(tunnel, "once");
    deliver(true);
    settle();
    expect_log("EIO=4&transport=websocket&sid=sid|opened|b got once|");
    leave(tunnel);
    settle();
}

static void test_dead_tunnels(void **state)
{
    (void)state;
    moot_remote_tunnel_t *tunnel = open_tunnel();
    settle();
    clear_log();
    pass(MOOT_REMOTE_SILENCE_MS - 2000, false);
    expect_log("");
    pass(3000, false);
    expect_log("a closed 1012 the session's edge is gone|b closed|");
    leave(tunnel);
    lose_all();
    rig->closing = false;
    tunnel = open_tunnel();
    settle();
    clear_log();
    moot_remote_edge_gone(rig->remotes[1], LIT("a:1"), rig->now_ms);
    moot_remote_edge_gone(rig->remotes[0], LIT("b:1"), rig->now_ms);
    pass(50, true);
    expect_log("a closed 1012 the session's edge is gone|b closed|");
    leave(tunnel);
    rig->closing = false;
    /* It cannot be sent to at all. */
    rig->full = true;
    tunnel = open_tunnel();
    expect_log("a closed 1012 the session's edge cannot be reached|");
    leave(tunnel);
}

/* Who does not take is cut off at the window; who takes gets all. */
static void test_window(void **state)
{
    (void)state;
    char *text = calloc(1, 10001);
    memset(text, 'x', 10000);
    moot_remote_tunnel_t *tunnel = open_tunnel();
    settle();
    clear_log();
    for (int i = 0; i < 400; i++) {
        tell_client(text);
        if (i % 50 == 49)
            settle();
        clear_log();
    }
    settle();
    assert_false(rig->closing);
    assert_int_equal(facts(1).slow, 0);
    clear_log();
    int sent = 0;
    while (facts(1).slow == 0 && sent++ < 1000)
        tell_client(text);
    assert_in_range(sent, 100, 105);
    settle();
    pass(50, true);
    assert_non_null(strstr(rig->log, "a closed 1008 reads too slowly|"));
    assert_non_null(strstr(rig->log, "b closed|"));
    leave(tunnel);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_polls, begin, finish),
        cmocka_unit_test_setup_teardown(test_losses, begin, finish),
        cmocka_unit_test_setup_teardown(test_left, begin, finish),
        cmocka_unit_test_setup_teardown(test_dead_peers, begin, finish),
        cmocka_unit_test_setup_teardown(test_poll_bounds, begin, finish),
        cmocka_unit_test_setup_teardown(test_edges_that_are_none, begin,
                                        finish),
        cmocka_unit_test_setup_teardown(test_tunnel, begin, finish),
        cmocka_unit_test_setup_teardown(test_refused_tunnel, begin, finish),
        cmocka_unit_test_setup_teardown(test_lost_steps, begin, finish),
        cmocka_unit_test_setup_teardown(test_dead_tunnels, begin, finish),
        cmocka_unit_test_setup_teardown(test_window, begin, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
