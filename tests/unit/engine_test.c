/* What the vectors (tests/vectors/engine.txt) cannot say: bounds of the
 * configuration, shared frames, many sessions. */
#include "edge/engine.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdlib.h>
#include <time.h>

enum { MANY = 100000 };

typedef struct rig {
    moot_engine_t *engine;
    moot_link_t *last;   /* opened last */
    moot_frame_t *frame; /* sent last, on a WebSocket */
    size_t opened, closed, closes;
    uint64_t random;
} rig_t;

static rig_t rig;

static void on_opened(void *ctx, moot_link_t *link,
                      const moot_eio_http_request_t *request, uint64_t now_ms)
{
    (void)ctx;
    (void)request;
    (void)now_ms;
    rig.last = link;
    rig.opened++;
}

static void on_message(void *ctx, moot_link_t *link, moot_slice_t data,
                       bool binary, uint64_t now_ms)
{
    (void)ctx;
    (void)link;
    (void)data;
    (void)binary;
    (void)now_ms;
}

static void on_closed(void *ctx, moot_link_t *link, const char *reason,
                      uint64_t now_ms)
{
    (void)ctx;
    (void)link;
    (void)reason;
    (void)now_ms;
    rig.closed++;
}

static void on_random(void *ctx, uint8_t *bytes, size_t size)
{
    (void)ctx;
    memset(bytes, 0, size);
    rig.random++;
    memcpy(bytes, &rig.random, sizeof rig.random);
}

static void on_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    (void)lane;
    (void)binary;
    rig.frame = frame;
}

static void on_close(moot_lane_t *lane, int code, const char *reason)
{
    (void)lane;
    (void)code;
    (void)reason;
    rig.closes++;
}

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    *(int *)at = answer->status;
}

static const moot_lane_ops_t lane_ops = {on_send, on_close};
static const moot_poll_ops_t poll_ops = {on_answer};
static const moot_engine_events_t events = {on_opened, on_message, on_closed,
                                            on_random};

static moot_engine_config_t config(void)
{
    return (moot_engine_config_t){
        .ping_interval_ms = 25000,
        .ping_timeout_ms = 20000,
        .upgrade_timeout_ms = 10000,
        .max_payload = 1000000,
        .queued_bytes_max = 1 << 20,
        .links_max = MANY,
        .edge = LIT("edge-1:1700000000000"),
    };
}

static void begin(void)
{
    const moot_engine_config_t usual = config();

    memset(&rig, 0, sizeof rig);
    assert_int_equal(moot_engine_new(&usual, &events, NULL, &rig.engine), 0);
}

static int status_of_handshake(uint64_t now_ms)
{
    const moot_eio_http_request_t request = {
        .method = LIT("GET"),
        .query = LIT("EIO=4&transport=polling"),
    };
    int status = 0;

    assert_null(moot_engine_poll(
        rig.engine, &request, (moot_poll_port_t){&poll_ops, &status}, now_ms));
    return status;
}

static void open_lane(moot_lane_t *lane, uint64_t now_ms)
{
    const moot_eio_http_request_t request = {
        .method = LIT("GET"),
        .query = LIT("EIO=4&transport=websocket"),
    };
    moot_eio_http_answer_t answer;

    *lane = (moot_lane_t){.ops = &lane_ops};
    assert_int_equal(
        moot_engine_upgrade(rig.engine, lane, &request, &answer, now_ms), 101);
    moot_lane_opened(rig.engine, lane, now_ms);
}

static int new_with(moot_engine_config_t changed)
{
    moot_engine_t *engine = NULL;
    int rc = moot_engine_new(&changed, &events, NULL, &engine);

    assert_int_equal(rc == 0, engine != NULL);
    moot_engine_destroy(&engine);
    assert_null(engine);
    return rc;
}

static void a_configuration_is_checked(void **state)
{
    uint8_t address[MOOT_EIO_HTTP_EDGE_BYTES_MAX + 1];
    moot_engine_config_t bad;

    (void)state;
    memset(address, 'e', sizeof address);
    assert_int_equal(new_with(config()), 0);
    bad = config(), bad.ping_interval_ms = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad = config(), bad.ping_timeout_ms = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad = config(), bad.upgrade_timeout_ms = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad = config(), bad.max_payload = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad = config(), bad.queued_bytes_max = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad = config(), bad.links_max = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad = config(), bad.edge.size = 0;
    assert_int_equal(new_with(bad), MOOT_EINVAL);
    bad.edge = moot_slice(address, sizeof address - 1);
    assert_int_equal(new_with(bad), 0);
    bad.edge = moot_slice(address, sizeof address);
    assert_int_equal(new_with(bad), MOOT_EINVAL);
}

/* Closed, a session that polls stays for what is queued; dropped, not. */
static void what_is_dropped_is_gone(void **state)
{
    moot_lane_t lane;
    (void)state;
    begin();
    assert_int_equal(status_of_handshake(1000), 200);
    moot_link_close(rig.last, 1000);
    assert_int_equal(moot_engine_stats(rig.engine).links, 1);
    assert_int_equal(status_of_handshake(1000), 200);
    moot_link_drop(rig.last, 1000);
    assert_int_equal(moot_engine_stats(rig.engine).links, 1);
    open_lane(&lane, 1000);
    moot_link_drop(rig.last, 1000);
    assert_int_equal(rig.closes, 1);
    assert_int_equal(moot_engine_stats(rig.engine).links, 1);
    assert_int_equal(rig.closed, 0);
    assert_int_equal(moot_engine_drain(rig.engine, 10, 1000), 0);
    moot_lane_closed(rig.engine, &lane, 1000);
    moot_engine_destroy(&rig.engine);
}

static void a_sid_names_its_edge(void **state)
{
    uint8_t address[MOOT_EIO_HTTP_EDGE_BYTES_MAX], edge[sizeof address];
    moot_engine_config_t longest = config();
    moot_slice_t sid;
    size_t size;

    (void)state;
    begin();
    assert_int_equal(status_of_handshake(1), 200);
    sid = moot_link_sid(rig.last);
    assert_true(sid.size <= 64);
    assert_int_equal(moot_eio_http_sid_edge(sid, edge, &size), 0);
    assert_slice(moot_slice(edge, size), "edge-1:1700000000000");
    assert_true(moot_engine_holds(rig.engine, sid));
    assert_false(moot_engine_holds(rig.engine, LIT("x")));
    moot_engine_destroy(&rig.engine);

    memset(address, 'e', sizeof address);
    longest.edge = moot_slice(address, sizeof address);
    assert_int_equal(moot_engine_new(&longest, &events, NULL, &rig.engine), 0);
    assert_int_equal(status_of_handshake(1), 200);
    sid = moot_link_sid(rig.last);
    assert_int_equal(sid.size, MOOT_EIO_HTTP_SID_BYTES_MAX);
    assert_int_equal(moot_eio_http_sid_edge(sid, edge, &size), 0);
    assert_int_equal(size, sizeof address);
    moot_engine_destroy(&rig.engine);
}

static void a_frame_is_shared_not_copied(void **state)
{
    moot_lane_t lane;
    moot_frame_t *frame = moot_frame_new(LIT("42[\"a\"]"));
    moot_link_t *over_ws;

    (void)state;
    begin();
    open_lane(&lane, 1);
    over_ws = rig.last;
    assert_false(moot_link_polls(over_ws));
    moot_link_send(over_ws, frame, false);
    assert_ptr_equal(rig.frame, frame);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(status_of_handshake(1), 200);
        assert_true(moot_link_polls(rig.last));
        moot_link_send(rig.last, frame, false);
    }
    assert_int_equal(frame->refs, 4); /* ours, and one for each that polls */
    assert_true(moot_engine_stats(rig.engine).queued_bytes > 0);
    moot_engine_destroy(&rig.engine);
    assert_int_equal(frame->refs, 1);
    moot_frame_unref(&frame);
}

static void a_queue_is_full_at_its_bound(void **state)
{
    moot_frame_t *frame = moot_frame_new(LIT("4x"));

    (void)state;
    begin();
    assert_int_equal(status_of_handshake(1), 200);
    for (size_t i = 0; i < 58254; i++) /* of 18 bytes, with their cost */
        moot_link_send(rig.last, frame, false);
    moot_engine_tick(rig.engine, 2);
    assert_int_equal(rig.closed, 0);
    assert_int_equal(moot_engine_stats(rig.engine).queued_bytes, 58254 * 18);
    moot_link_send(rig.last, frame, false);
    assert_int_equal(rig.closed, 0); /* not from inside a send */
    moot_engine_tick(rig.engine, 2);
    assert_int_equal(rig.closed, 1);
    assert_int_equal(moot_engine_stats(rig.engine).closed_full, 1);
    assert_int_equal(moot_engine_stats(rig.engine).queued_bytes, 0);
    moot_engine_destroy(&rig.engine);
    moot_frame_unref(&frame);
}

/* Many sessions cost a tick nothing while nothing of them is due. Looking at
 * each of them would take minutes. */
static void ticks_do_not_count_sessions(void **state)
{
    static moot_lane_t lanes[MANY];
    clock_t began;
    uint64_t now_ms = 1;

    (void)state;
    begin();
    for (size_t i = 0; i < MANY; i++)
        open_lane(&lanes[i], now_ms);
    assert_int_equal(status_of_handshake(now_ms), 503);
    assert_int_equal(moot_engine_stats(rig.engine).links, MANY);
    began = clock();
    for (size_t i = 0; i < 1000000; i++) {
        now_ms += i % 50 == 0; /* 20 s */
        moot_engine_tick(rig.engine, now_ms);
    }
    assert_true((clock() - began) / CLOCKS_PER_SEC < 10);
    now_ms += 25000;
    moot_engine_tick(rig.engine, now_ms); /* all are pinged */
    assert_int_equal(moot_engine_stats(rig.engine).packets_out, 2 * MANY);
    assert_int_equal(rig.closed, 0);
    now_ms += 20000;
    moot_engine_tick(rig.engine, now_ms); /* and did not answer */
    assert_int_equal(rig.closed, MANY);
    assert_int_equal(rig.closes, MANY);
    assert_int_equal(moot_engine_stats(rig.engine).closed_pings, MANY);
    assert_int_equal(moot_engine_stats(rig.engine).links, 0);
    moot_engine_destroy(&rig.engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_configuration_is_checked),
        cmocka_unit_test(what_is_dropped_is_gone),
        cmocka_unit_test(a_sid_names_its_edge),
        cmocka_unit_test(a_frame_is_shared_not_copied),
        cmocka_unit_test(a_queue_is_full_at_its_bound),
        cmocka_unit_test(ticks_do_not_count_sessions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
