#include "tests/lib/unit.h"

#include "edge/hub.h"

#include <stdio.h>
#include <stdlib.h>

/* A hub with its delivery, and a broker that says that all slots are served.
 * Connections are plain numbers. */

enum { CONNS_MAX = 8 };

typedef struct conn {
    int code;        /* of a close, or 0 */
    unsigned frames; /* sent to it */
    char last[512];  /* the last of them */
} conn_t;

static conn_t conns[CONNS_MAX];
static moot_hub_t *hub;
static moot_hub_config_t config;
static moot_session_now_t now;

static int to_broker(void *ctx, unsigned broker, moot_slice_t route,
                     moot_slice_t body)
{
    (void)ctx, (void)broker, (void)route, (void)body;
    return 0;
}

static void subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                      moot_slice_t key)
{
    (void)key, (void)ctx, (void)worker, (void)endpoint;
}

static void send_frame(void *ctx, void *conn, moot_frame_t *frame)
{
    conn_t *to = conn;

    (void)ctx;
    assert_int_equal(to->code, 0);
    to->frames++;
    snprintf(to->last, sizeof to->last, "%.*s",
             MOOT_SLICE_ARG(moot_frame_slice(frame)));
}

static void close_conn(void *ctx, void *conn, int code, const char *reason)
{
    (void)ctx, (void)reason;
    ((conn_t *)conn)->code = code;
}

static uint64_t draw_random(void *ctx)
{
    (void)ctx;
    return 4;
}

static const moot_hub_sink_t sink = {to_broker,  subscribe,   send_frame,
                                     close_conn, draw_random, NULL,
                                     NULL,       NULL};

/* The broker says that worker 1 lives and serves all slots. */
static void hear_broker(void)
{
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};
    moot_msg_broker_beat_t beat = {
        .broker = LIT("broker-1"), .incarnation = 1, .map_version = 1024};
    moot_buf_t workers, map, head, body;
    moot_list_writer_t writer;

    moot_buf_init(&workers, 4096);
    moot_buf_init(&map, 4096);
    moot_buf_init(&head, 4096);
    moot_buf_init(&body, 4096);
    route.edge = moot_delivery_address(moot_hub_delivery(hub));
    moot_list_begin(&writer, &workers, 1);
    moot_list_put_list(&writer, 4);
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1);
    moot_list_put_str(&writer, LIT("ipc://nowhere"));
    moot_list_put_flag(&writer, true);
    assert_int_equal(moot_list_end(&writer, &beat.workers), 0);
    moot_list_begin(&writer, &map, 1);
    moot_list_put_list(&writer, 5);
    moot_list_put_u64(&writer, 0);
    moot_list_put_u64(&writer, MOOT_SLOTS);
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1);
    moot_list_put_flag(&writer, true);
    assert_int_equal(moot_list_end(&writer, &beat.map), 0);
    assert_int_equal(moot_wire_encode_route(&head, &route), 0);
    assert_int_equal(moot_wire_encode_broker_beat(&body, &beat), 0);
    moot_hub_from_broker(hub, 0, moot_buf_slice(&head), moot_buf_slice(&body),
                         &now);
    moot_buf_close(&workers);
    moot_buf_close(&map);
    moot_buf_close(&head);
    moot_buf_close(&body);
}

static int set_up(void **state)
{
    const moot_delivery_config_t delivery = {
        .edge_id = LIT("edge-1"),
        .incarnation = 77,
        .brokers = 1,
        .request_timeout_ms = 5000,
        .attach_timeout_ms = 3000,
        .resend_ms = 1000,
        .held_reply_ms = 500,
        .held_events_max = 100,
        .held_bytes_max = 1 << 20,
        .questions_max = 100,
        .streams_max = 100,
    };

    (void)state;
    memset(conns, 0, sizeof conns);
    now = (moot_session_now_t){1000, 1700000000000};
    config = (moot_hub_config_t){
        .session = {.limits = {200, 2048, 10000},
                    .pending_requests_max = 10,
                    .early_bytes_max = 1 << 20,
                    .requests_burst = 1,
                    .drain_reconnect_ms = 5},
        .connections_per_edge_max = 4,
        .connections_per_user_max = 2,
        .drain_timeout_ms = 2000,
    };
    hub = moot_hub_new(&config, &delivery, &sink, NULL, &now);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    moot_hub_destroy(&hub);
    return 0;
}

static moot_hub_verdict_t knock(moot_hub_knock_t with)
{
    moot_hub_verdict_t verdict;

    moot_hub_admit(hub, &with, &now, &verdict);
    assert_true((verdict.status == 101) == (verdict.client != NULL));
    assert_true(verdict.status == 101 || verdict.reason);
    return verdict;
}

static moot_hub_verdict_t knock_as(const char *user)
{
    return knock((moot_hub_knock_t){.origin_allowed = true,
                                    .user = moot_slice_str(user)});
}

static void test_the_first_check_that_fails_decides(void **state)
{
    moot_hub_knock_t bad = {
        .refusal = "why",
        .user = LIT("alice"),
        .subprotocols = LIT("other"),
    };

    (void)state;
    assert_int_equal(knock(bad).status, 403);
    bad.origin_allowed = true;
    assert_int_equal(knock(bad).status, 401);
    assert_string_equal(knock(bad).reason, "why");
    bad.refusal = NULL;
    assert_int_equal(knock(bad).status, 400);
    bad.subprotocols.at = NULL;
    assert_int_equal(knock(bad).status, 503); /* no broker yet */
    assert_true(knock(bad).retry_after_s > 0);
    hear_broker();
    assert_int_equal(knock(bad).status, 101);
    assert_int_equal(moot_hub_clients(hub), 1);
}

static void test_subprotocols(void **state)
{
    static const struct {
        const char *header;
        int status;
    } cases[] = {
        {"moothall.json.v1", 101},
        {"a,moothall.json.v1", 101},
        {"a , moothall.json.v1\t,b", 101},
        {"xmoothall.json.v1", 400},
        {"moothall.json.v1x", 400},
        {"MOOTHALL.JSON.V1", 400},
        {"", 400},
        {",,", 400},
    };

    (void)state;
    hear_broker();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moot_hub_verdict_t verdict = knock((moot_hub_knock_t){
            .origin_allowed = true,
            .user = LIT("alice"),
            .subprotocols = moot_slice_str(cases[i].header),
        });

        assert_int_equal(verdict.status, cases[i].status);
        if (verdict.client) {
            assert_string_equal(verdict.subprotocol, "moothall.json.v1");
            moot_hub_closed(hub, verdict.client, &now);
        }
    }
    assert_null(knock_as("alice").subprotocol);
}

static void test_limits_of_a_user_and_of_the_edge(void **state)
{
    moot_hub_verdict_t first;

    (void)state;
    hear_broker();
    first = knock_as("alice");
    assert_int_equal(first.status, 101);
    assert_int_equal(knock_as("alice").status, 101);
    assert_int_equal(knock_as("alice").status, 429);
    assert_int_equal(knock_as("bob").status, 101);
    assert_int_equal(knock_as("carol").status, 101);
    assert_int_equal(knock_as("dave").status, 503);
    assert_int_equal(moot_hub_clients(hub), 4);
    moot_hub_closed(hub, first.client, &now);
    assert_int_equal(knock_as("alice").status, 101);
    assert_int_equal(knock_as("alice").status, 503);
}

static void test_guests_count_for_the_limits(void **state)
{
    (void)state;
    hear_broker();
    assert_true(moot_hub_guest_in(hub, LIT("alice")));
    assert_int_equal(knock_as("alice").status, 101);
    assert_int_equal(knock_as("alice").status, 429);
    assert_false(moot_hub_guest_in(hub, LIT("alice")));
    moot_hub_guest_out(hub, LIT("alice"));
    assert_true(moot_hub_guest_in(hub, LIT("alice")));
    moot_hub_guest_out(hub, LIT("alice"));
    moot_hub_guests(hub, 3);
    assert_int_equal(knock_as("bob").status, 503);
    moot_hub_guests(hub, 2);
    assert_int_equal(knock_as("bob").status, 101);
    assert_true(moot_hub_guest_in(hub, LIT("carol")));
    moot_hub_guest_out(hub, LIT("carol"));
}

static void test_limits_can_be_changed(void **state)
{
    (void)state;
    hear_broker();
    assert_int_equal(knock_as("alice").status, 101);
    config.connections_per_user_max = 1;
    moot_hub_configure(hub, &config);
    assert_int_equal(knock_as("alice").status, 429);
}

static void test_anonymous_clients(void **state)
{
    moot_hub_verdict_t verdict;

    (void)state;
    assert_int_equal(knock_as("").status, 401);
    config.anonymous = true;
    moot_hub_configure(hub, &config);
    verdict = knock_as("");
    assert_int_equal(verdict.status, 101); /* without any worker */
    moot_hub_open(hub, verdict.client, &conns[0], &now);
    assert_string_equal(
        conns[0].last,
        "{\"type\":\"CONNECTION_ESTABLISHED\",\"userId\":\"\",\"sessionId\":"
        "\"edge-1:77:1\",\"timestamp\":1700000000000}");
    moot_hub_message(hub, verdict.client, LIT("{\"type\":\"PING\"}"), false,
                     &now);
    assert_string_equal(conns[0].last,
                        "{\"type\":\"PONG\",\"timestamp\":1700000000000}");
}

static void test_drain(void **state)
{
    moot_hub_verdict_t open, opening;

    (void)state;
    config.anonymous = true;
    moot_hub_configure(hub, &config);
    open = knock_as("");
    opening = knock_as("");
    moot_hub_open(hub, open.client, &conns[0], &now);
    moot_hub_drain(hub, &now);
    assert_string_equal(
        conns[0].last, "{\"type\":\"SERVER_DRAINING\",\"reconnectAfterMs\":5}");
    assert_int_equal(conns[0].code, 1012);
    assert_int_equal(knock_as("").status, 503);
    /* One that was let in just before. */
    moot_hub_open(hub, opening.client, &conns[1], &now);
    assert_int_equal(conns[1].code, 1012);
    assert_int_equal(moot_hub_clients(hub), 2);
    moot_hub_closed(hub, open.client, &now);
    moot_hub_closed(hub, opening.client, &now);
    assert_int_equal(moot_hub_clients(hub), 0);
}

static void test_a_user_whose_worker_is_silent_is_closed(void **state)
{
    moot_hub_verdict_t verdict;

    (void)state;
    hear_broker();
    verdict = knock_as("alice");
    moot_hub_open(hub, verdict.client, &conns[0], &now);
    moot_hub_message(hub, verdict.client, LIT("{\"type\":\"PING\"}"), false,
                     &now);
    for (int i = 0; i < 400 && conns[0].code == 0; i++) {
        now.mono_ms += 10;
        if (i % 50 == 0)
            hear_broker();
        moot_hub_tick(hub, &now);
    }
    assert_int_equal(conns[0].code, 1013);
    assert_int_equal(conns[0].frames, 0);
    moot_hub_closed(hub, verdict.client, &now);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_the_first_check_that_fails_decides),
        TEST(test_subprotocols),
        TEST(test_limits_of_a_user_and_of_the_edge),
        TEST(test_guests_count_for_the_limits),
        TEST(test_limits_can_be_changed),
        TEST(test_anonymous_clients),
        TEST(test_drain),
        TEST(test_a_user_whose_worker_is_silent_is_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
