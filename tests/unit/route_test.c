/* The broker's core: ownership, liveness, holds, beats, status. */
#include "broker/route.h"
#include "broker/slotmap.h"

#include "common/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* What the broker sent, in order. */
typedef struct sent {
    bool worker; /* to a worker, else to an edge */
    char identity[64];
    char edge[64]; /* of the route; its slices die with the call */
    moot_msg_route_t route;
    uint8_t body[131072];
    size_t body_size;
} sent_t;

enum { SENT_MAX = 64 };

typedef struct bench {
    moot_route_t *route;
    sent_t *sent;
    size_t count;
    int rc_worker, rc_edge; /* what the next sends return */
} bench_t;

static int record(bench_t *bench, bool worker, moot_slice_t identity,
                  moot_slice_t route, moot_slice_t body, int rc)
{
    sent_t *sent;

    if (rc != 0)
        return rc;
    assert_true(bench->count < SENT_MAX);
    sent = &bench->sent[bench->count++];
    memset(sent, 0, sizeof *sent);
    sent->worker = worker;
    memcpy(sent->identity, identity.at, identity.size);
    assert_int_equal(moot_wire_decode_route(route, &sent->route), 0);
    memcpy(sent->edge, sent->route.edge.at, sent->route.edge.size);
    assert_true(body.size <= sizeof sent->body);
    memcpy(sent->body, body.at, body.size);
    sent->body_size = body.size;
    return 0;
}

static int to_edge(void *ctx, moot_slice_t identity, moot_slice_t route,
                   moot_slice_t body)
{
    return record(ctx, false, identity, route, body,
                  ((bench_t *)ctx)->rc_edge);
}

static int to_worker(void *ctx, moot_slice_t identity, moot_slice_t route,
                     moot_slice_t body)
{
    return record(ctx, true, identity, route, body,
                  ((bench_t *)ctx)->rc_worker);
}

static const moot_route_sink_t sink = {to_edge, to_worker};

static int set_up(void **state)
{
    bench_t *bench = calloc(1, sizeof *bench);
    const moot_route_config_t config = {
        .id = moot_slice_str("broker-1"),
        .incarnation = 7,
        .pid = 42,
        .edges_max = 3,
        .held_max = 2,
        .held_bytes_max = 1000,
        .hold_ms = 300,
        .silent_ms = 2000,
    };

    bench->sent = calloc(SENT_MAX, sizeof *bench->sent);
    bench->route = moot_route_new(&config, &sink, bench, 1000);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    bench_t *bench = *state;

    moot_route_destroy(&bench->route);
    free(bench->sent);
    free(bench);
    return 0;
}

/* ---- Messages in -------------------------------------------------------- */

static moot_slice_t encode_route(moot_buf_t *buf, const moot_msg_route_t *route)
{
    moot_buf_init(buf, 1024);
    assert_int_equal(moot_wire_encode_route(buf, route), 0);
    return moot_buf_slice(buf);
}

static void front(bench_t *bench, const char *edge, moot_msg_route_t route,
                  moot_slice_t body, uint64_t now_ms)
{
    moot_buf_t head;

    moot_route_front(bench->route, moot_slice_str(edge),
                     encode_route(&head, &route), body, now_ms);
    moot_buf_close(&head);
}

static void back(bench_t *bench, const char *worker, moot_msg_route_t route,
                 moot_slice_t body, uint64_t now_ms)
{
    moot_buf_t head;

    moot_route_back(bench->route, moot_slice_str(worker),
                    encode_route(&head, &route), body, now_ms);
    moot_buf_close(&head);
}

typedef struct claim {
    uint64_t worker, incarnation, first, count, epoch;
    const char *cluster;
} claim_t;

/* A beat of a worker that serves one run of slots. */
static void beat_at(bench_t *bench, claim_t claim, const char *endpoint,
                    uint64_t now_ms)
{
    moot_msg_worker_beat_t message = {
        .worker = claim.worker,
        .incarnation = claim.incarnation,
        .cluster = moot_slice_str(claim.cluster ? claim.cluster : "c1"),
        .endpoint = moot_slice_str(endpoint),
        .key = moot_slice_str("0123456789abcdef0123456789abcdef"),
        .pid = 100 + claim.worker,
        .rooms = 5,
        .state = MOOT_STATE_READY,
    };
    moot_buf_t serves, body;
    moot_list_writer_t list;
    char identity[32];

    moot_buf_init(&serves, 1024);
    moot_buf_init(&body, 4096);
    moot_list_begin(&list, &serves, 1);
    moot_list_put_list(&list, 3);
    moot_list_put_u64(&list, claim.first);
    moot_list_put_u64(&list, claim.count);
    moot_list_put_u64(&list, claim.epoch);
    assert_int_equal(moot_list_end(&list, &message.serves), 0);
    assert_int_equal(moot_wire_encode_worker_beat(&body, &message), 0);
    snprintf(identity, sizeof identity, "worker-%llu:%llu",
             (unsigned long long)claim.worker,
             (unsigned long long)claim.incarnation);
    back(bench, identity, (moot_msg_route_t){.flow = MOOT_FLOW_BROKER},
         moot_buf_slice(&body), now_ms);
    moot_buf_close(&serves);
    moot_buf_close(&body);
}

static void beat(bench_t *bench, claim_t claim, uint64_t now_ms)
{
    beat_at(bench, claim, "ipc://x", now_ms);
}

static void edge_beat(bench_t *bench, const char *edge, uint64_t now_ms)
{
    const moot_msg_edge_beat_t message = {.pid = 9, .port = 8080};
    moot_buf_t body;

    moot_buf_init(&body, 1024);
    assert_int_equal(moot_wire_encode_edge_beat(&body, &message), 0);
    front(bench, edge, (moot_msg_route_t){.flow = MOOT_FLOW_BROKER},
          moot_buf_slice(&body), now_ms);
    moot_buf_close(&body);
}

static void request(bench_t *bench, uint64_t slot, uint64_t now_ms)
{
    front(bench, "e1:5",
          (moot_msg_route_t){.flow = MOOT_FLOW_SLOT, .slot = slot},
          moot_slice_str("body"), now_ms);
}

/* ---- What came out ------------------------------------------------------ */

static sent_t *last(bench_t *bench)
{
    assert_true(bench->count > 0);
    return &bench->sent[bench->count - 1];
}

static void assert_passed(bench_t *bench, const char *worker, uint64_t epoch)
{
    sent_t *sent = last(bench);

    assert_true(sent->worker);
    assert_string_equal(sent->identity, worker);
    assert_int_equal(sent->route.slot_epoch, epoch);
    assert_true(moot_slice_eq(moot_slice(sent->body, sent->body_size),
                              moot_slice_str("body")));
}

static moot_msg_unreachable_t assert_unreachable(bench_t *bench)
{
    sent_t *sent = last(bench);
    moot_msg_unreachable_t message = {0};

    assert_false(sent->worker);
    assert_string_equal(sent->identity, "e1:5");
    assert_int_equal(
        moot_wire_decode_unreachable(moot_slice(sent->body, sent->body_size),
                                     &message),
        0);
    return message;
}

/* ---- Tests -------------------------------------------------------------- */

static void unclaimed_slot_is_unreachable(void **state)
{
    bench_t *bench = *state;

    request(bench, 3, 1000);
    assert_int_equal(assert_unreachable(bench).slot, 3);
    assert_int_equal(assert_unreachable(bench).worker, 0);
}

static void routes_to_the_owner_with_its_epoch(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 512, 1, NULL}, 1000);
    beat(bench, (claim_t){2, 9, 512, 512, 1, NULL}, 1000);
    request(bench, 511, 1001);
    assert_passed(bench, "worker-1:4", 1);
    assert_int_equal(last(bench)->route.incarnation, 4);
    request(bench, 512, 1001);
    assert_passed(bench, "worker-2:9", 1);
}

static void the_socket_says_who_the_edge_is(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    front(bench, "e1:5",
          (moot_msg_route_t){.flow = MOOT_FLOW_SLOT,
                             .edge = moot_slice_str("other:1")},
          moot_slice_str("body"), 1000);
    assert_string_equal(last(bench)->edge, "e1:5");
}

static void out_of_range_slot_is_damaged(void **state)
{
    bench_t *bench = *state;
    moot_route_facts_t facts;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    bench->count = 0;
    request(bench, 1023, 1000);
    assert_int_equal(bench->count, 1);
    request(bench, 1024, 1000);
    assert_int_equal(bench->count, 1);
    moot_route_facts(bench->route, &facts);
    assert_int_equal(facts.damaged, 1);
}

static void a_dead_workers_slots_are_not_given_away(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    beat(bench, (claim_t){2, 1, 0, 0, 1, NULL}, 2900);
    moot_route_tick(bench->route, 3001);
    request(bench, 3, 3001);
    assert_int_equal(assert_unreachable(bench).slot, 3);
    /* It comes back in a new life and has them again. */
    beat(bench, (claim_t){1, 5, 0, 1024, 1, NULL}, 3100);
    request(bench, 3, 3101);
    assert_passed(bench, "worker-1:5", 1);
    /* A late beat of its former life changes nothing. */
    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 3200);
    request(bench, 3, 3201);
    assert_passed(bench, "worker-1:5", 1);
}

static void a_send_that_fails_is_told(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    bench->rc_worker = MOOT_EAGAIN;
    request(bench, 3, 1000);
    assert_true(assert_unreachable(bench).overloaded);
    bench->rc_worker = MOOT_EUNREACH;
    request(bench, 3, 1000);
    assert_false(assert_unreachable(bench).overloaded);
    /* Gone until its next beat. */
    bench->rc_worker = 0;
    request(bench, 3, 1000);
    assert_int_equal(assert_unreachable(bench).slot, 3);
    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1100);
    request(bench, 3, 1100);
    assert_passed(bench, "worker-1:4", 1);
}

static void two_claims_of_one_epoch_are_not_routed(void **state)
{
    bench_t *bench = *state;
    moot_route_facts_t facts;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    beat(bench, (claim_t){2, 1, 7, 1, 1, NULL}, 1000);
    request(bench, 7, 1000);
    assert_int_equal(assert_unreachable(bench).slot, 7);
    request(bench, 8, 1000);
    assert_passed(bench, "worker-1:4", 1);
    moot_route_facts(bench->route, &facts);
    assert_true(facts.alarm);
    assert_int_equal(facts.slots_served, 1023);
    /* The higher epoch ends it. */
    beat(bench, (claim_t){2, 1, 7, 1, 2, NULL}, 1000);
    request(bench, 7, 1000);
    assert_passed(bench, "worker-2:1", 2);
}

static void another_cluster_is_refused(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 512, 1, "c1"}, 1000);
    beat(bench, (claim_t){2, 1, 512, 512, 1, "c2"}, 1000);
    request(bench, 600, 1000);
    assert_int_equal(assert_unreachable(bench).slot, 600);
}

static void moved(bench_t *bench, uint64_t slot, uint64_t worker,
                  uint64_t epoch)
{
    const moot_msg_moved_t message = {slot, epoch, worker};
    moot_buf_t body;

    moot_buf_init(&body, 256);
    assert_int_equal(moot_wire_encode_moved(&body, &message), 0);
    back(bench, "worker-1:4",
         (moot_msg_route_t){.flow = MOOT_FLOW_MOVED,
                            .edge = moot_slice_str("e1:5")},
         moot_buf_slice(&body), 1000);
    moot_buf_close(&body);
}

static void moved_is_adopted_first_and_passed_once(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    bench->count = 0;
    moved(bench, 7, 2, 2);
    assert_int_equal(bench->count, 1);
    assert_false(last(bench)->worker);
    moved(bench, 7, 2, 2);
    moved(bench, 7, 1, 1);
    moved(bench, 5000, 1, 9);
    moved(bench, 8, 257, 9);
    assert_int_equal(bench->count, 1);
    request(bench, 7, 1000); /* worker 2 is not alive yet */
    assert_int_equal(assert_unreachable(bench).slot, 7);
}

static void not_yet(bench_t *bench, uint64_t slot, const char *body,
                    uint64_t now_ms)
{
    back(bench, "worker-2:1",
         (moot_msg_route_t){.flow = MOOT_FLOW_NOT_YET,
                            .edge = moot_slice_str("e1:5"),
                            .slot = slot},
         moot_slice_str(body), now_ms);
}

static void held_until_the_owner_serves(void **state)
{
    bench_t *bench = *state;

    beat(bench, (claim_t){1, 4, 0, 7, 1, NULL}, 1000);
    bench->count = 0;
    not_yet(bench, 7, "body", 1000);
    assert_int_equal(bench->count, 0);
    /* The same epoch counts as a sign too. */
    beat(bench, (claim_t){2, 1, 7, 1, 1, NULL}, 1100);
    assert_true(bench->count >= 1);
    assert_true(bench->sent[0].worker);
    assert_string_equal(bench->sent[0].identity, "worker-2:1");
    assert_int_equal(bench->sent[0].body_size, 4);
}

static void a_hold_ends_in_time(void **state)
{
    bench_t *bench = *state;

    not_yet(bench, 7, "body", 1000);
    moot_route_tick(bench->route, 1299);
    assert_int_equal(bench->count, 0);
    moot_route_tick(bench->route, 1300);
    assert_int_equal(assert_unreachable(bench).slot, 7);
}

static void holds_are_bounded(void **state)
{
    bench_t *bench = *state;
    char large[1001];

    not_yet(bench, 7, "1", 1000);
    not_yet(bench, 7, "2", 1000);
    assert_int_equal(bench->count, 0);
    not_yet(bench, 7, "3", 1000);
    assert_true(assert_unreachable(bench).overloaded);
    moot_route_tick(bench->route, 1300);
    bench->count = 0;
    memset(large, 'x', sizeof large - 1);
    large[996] = '\0'; /* with the edge's 4 bytes exactly the bound */
    not_yet(bench, 7, large, 1400);
    assert_int_equal(bench->count, 0);
    moot_route_tick(bench->route, 1700);
    bench->count = 0;
    large[996] = 'x';
    large[997] = '\0';
    not_yet(bench, 7, large, 1800);
    assert_true(assert_unreachable(bench).overloaded);
}

static void answers_go_to_the_edge(void **state)
{
    bench_t *bench = *state;

    back(bench, "worker-1:4",
         (moot_msg_route_t){.flow = MOOT_FLOW_EDGE,
                            .edge = moot_slice_str("e1:5")},
         moot_slice_str("answer"), 1000);
    assert_false(last(bench)->worker);
    assert_string_equal(last(bench)->identity, "e1:5");
    bench->rc_edge = MOOT_EUNREACH; /* a dead edge harms nobody */
    back(bench, "worker-1:4",
         (moot_msg_route_t){.flow = MOOT_FLOW_EDGE,
                            .edge = moot_slice_str("e1:5")},
         moot_slice_str("answer"), 1000);
    assert_int_equal(bench->count, 1);
}

static moot_msg_broker_beat_t read_beat(const sent_t *sent)
{
    moot_msg_broker_beat_t message = {0};

    assert_int_equal(
        moot_wire_decode_broker_beat(moot_slice(sent->body, sent->body_size),
                                     &message),
        0);
    return message;
}

static void beats_tell_the_map(void **state)
{
    bench_t *bench = *state;
    moot_msg_broker_beat_t message;
    moot_list_reader_t runs;

    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    bench->count = 0;
    edge_beat(bench, "e1:5", 1000); /* a new edge hears at once */
    assert_int_equal(bench->count, 1);
    message = read_beat(last(bench));
    assert_int_equal(message.map_version, 1024);
    assert_int_equal(moot_list_reader_init(&runs, message.map), 0);
    assert_int_equal(runs.left, 1);
    bench->count = 0;
    moot_route_tick(bench->route, 1500);
    assert_int_equal(bench->count, 2); /* the worker and the edge */
    bench->count = 0;
    moot_route_tick(bench->route, 1501);
    assert_int_equal(bench->count, 0);
    /* A change is told without waiting for the next beat. */
    beat(bench, (claim_t){2, 1, 7, 1, 2, NULL}, 1502);
    assert_int_equal(bench->count, 3);
    message = read_beat(last(bench));
    assert_int_equal(message.map_version, 1025);
    assert_int_equal(moot_list_reader_init(&runs, message.map), 0);
    assert_int_equal(runs.left, 3);
}

static moot_msg_status_t ask(bench_t *bench, uint64_t now_ms)
{
    const moot_msg_status_ask_t message = {.number = 77};
    moot_msg_status_t status = {0};
    moot_buf_t body;

    moot_buf_init(&body, 64);
    assert_int_equal(moot_wire_encode_status_ask(&body, &message), 0);
    front(bench, "asker", (moot_msg_route_t){.flow = MOOT_FLOW_BROKER},
          moot_buf_slice(&body), now_ms);
    moot_buf_close(&body);
    assert_string_equal(last(bench)->identity, "asker");
    assert_int_equal(moot_wire_decode_status(
                         moot_slice(last(bench)->body, last(bench)->body_size),
                         &status),
                     0);
    assert_int_equal(status.number, 77);
    return status;
}

static uint32_t programs(moot_msg_status_t status)
{
    moot_list_reader_t list;

    assert_int_equal(moot_list_reader_init(&list, status.programs), 0);
    return list.left;
}

/* As many workers as there may be, with endpoints as long as they may be: a
 * beat still says them all, and a longer one is refused. */
static void the_longest_list_of_workers_fits(void **state)
{
    bench_t *bench = *state;
    moot_route_facts_t facts;
    char endpoint[256 + 1] = "";

    memset(endpoint, 'x', MOOT_SLOTMAP_ENDPOINT_MAX);
    for (uint64_t i = 1; i <= MOOT_WORKERS_MAX; i++) {
        bench->rc_worker = MOOT_EAGAIN; /* whom it goes to does not matter */
        beat_at(bench, (claim_t){i, UINT64_MAX, 4 * i - 4, 4, i, NULL},
                endpoint, 1000);
    }
    edge_beat(bench, "e1:5", 1000);
    moot_list_reader_t list;
    assert_int_equal(
        moot_list_reader_init(&list, read_beat(last(bench)).workers), 0);
    assert_int_equal(list.left, MOOT_WORKERS_MAX);
    memset(endpoint, 'x', 256);
    beat_at(bench, (claim_t){7, UINT64_MAX, 24, 4, 7, NULL}, endpoint, 1000);
    moot_route_facts(bench->route, &facts);
    assert_int_equal(facts.damaged, 1);
}

static void status_lists_who_is_alive(void **state)
{
    bench_t *bench = *state;

    assert_int_equal(programs(ask(bench, 1000)), 1);
    beat(bench, (claim_t){1, 4, 0, 1024, 1, NULL}, 1000);
    edge_beat(bench, "e1:5", 1000);
    edge_beat(bench, "e2:1", 1000);
    assert_int_equal(programs(ask(bench, 1000)), 4);
    assert_int_equal(ask(bench, 1000).slots_served, 1024);
    edge_beat(bench, "e1:6", 1100); /* the same edge in a new life */
    assert_int_equal(programs(ask(bench, 1100)), 4);
    edge_beat(bench, "e3:1", 1100);
    edge_beat(bench, "e4:1", 1100); /* one past edges_max */
    assert_int_equal(programs(ask(bench, 1100)), 5);
    moot_route_tick(bench->route, 3101);
    assert_int_equal(programs(ask(bench, 3101)), 1);
    assert_int_equal(ask(bench, 3101).slots_served, 0);
}

static void damaged_messages_harm_nobody(void **state)
{
    bench_t *bench = *state;
    moot_route_facts_t facts;

    moot_route_front(bench->route, moot_slice_str("e"), moot_slice("\xc1", 1),
                     moot_slice_str("x"), 1000);
    moot_route_back(bench->route, moot_slice_str("w"),
                    moot_slice("\xdd\xff\xff\xff\xff", 5), moot_slice_str("x"),
                    1000);
    front(bench, "e", (moot_msg_route_t){.flow = 99}, moot_slice_str("x"), 1);
    front(bench, "e", (moot_msg_route_t){.flow = MOOT_FLOW_BROKER},
          moot_slice_str("x"), 1);
    back(bench, "w", (moot_msg_route_t){.flow = MOOT_FLOW_BROKER},
         moot_slice_str("x"), 1);
    back(bench, "w", (moot_msg_route_t){.flow = 99}, moot_slice_str("x"), 1);
    back(bench, "w", (moot_msg_route_t){.flow = MOOT_FLOW_EDGE},
         moot_slice_str("x"), 1);
    beat(bench, (claim_t){0, 1, 0, 1, 1, NULL}, 1000);
    beat(bench, (claim_t){257, 1, 0, 1, 1, NULL}, 1000);
    beat(bench, (claim_t){1, 1, 1000, 25, 1, NULL}, 1000);
    moot_route_facts(bench->route, &facts);
    assert_int_equal(facts.damaged, 10);
    assert_int_equal(bench->count, 0);
}

/* ---- Between edges, and their questions ---------------------------------- */

static moot_slice_t encode_body(moot_buf_t *buf, const moot_msg_t *message)
{
    moot_buf_init(buf, 4096);
    assert_int_equal(moot_wire_encode(buf, message), 0);
    return moot_buf_slice(buf);
}

/* Edge e1:5 says a message to another, or to the broker. */
static void say(bench_t *bench, const char *edge, const moot_msg_t *message,
                uint64_t now_ms)
{
    moot_buf_t body;

    encode_body(&body, message);
    front(bench, "e1:5",
          (moot_msg_route_t){.flow = *edge ? MOOT_FLOW_EDGE : MOOT_FLOW_BROKER,
                             .edge = moot_slice_str(edge),
                             .slot = 3,
                             .worker = 1,
                             .incarnation = 4},
          moot_buf_slice(&body), now_ms);
    moot_buf_close(&body);
}

static void an_edge_speaks_to_an_edge(void **state)
{
    bench_t *bench = *state;
    moot_msg_t poll = {.code = MOOT_MSG_POLL_ASK};
    moot_msg_t reply = {.code = MOOT_MSG_REPLY};
    moot_route_facts_t facts;
    uint32_t code;

    edge_beat(bench, "e2:6", 4000);
    bench->count = 0;
    say(bench, "e2:6", &poll, 4000);
    assert_int_equal(bench->count, 1);
    assert_string_equal(last(bench)->identity, "e2:6");
    assert_string_equal(last(bench)->edge, "e2:6");
    assert_int_equal(last(bench)->route.worker, 0); /* speaks as no worker */
    assert_int_equal(last(bench)->route.incarnation, 0);
    assert_int_equal(last(bench)->route.slot, 0);
    assert_int_equal(moot_wire_code(moot_slice(last(bench)->body,
                                               last(bench)->body_size),
                                    &code),
                     0);
    assert_int_equal(code, MOOT_MSG_POLL_ASK);
    say(bench, "e2:6", &reply, 4000); /* nor can it answer as one */
    say(bench, "", &poll, 4000);
    assert_int_equal(bench->count, 1);
    moot_route_facts(bench->route, &facts);
    assert_int_equal(facts.damaged, 2);
}

static void an_unknown_edge_is_gone(void **state)
{
    bench_t *bench = *state;
    moot_msg_t poll = {.code = MOOT_MSG_POLL_ASK};

    edge_beat(bench, "e2:6", 1100);
    say(bench, "e9:1", &poll, 1100); /* it may not have said anything yet */
    assert_true(assert_unreachable(bench).overloaded);
    edge_beat(bench, "e2:6", 3500);
    say(bench, "e9:1", &poll, 3500);
    assert_false(assert_unreachable(bench).overloaded);
    assert_int_equal(assert_unreachable(bench).slot, MOOT_SLOTS);
    assert_true(moot_slice_eq(assert_unreachable(bench).edge,
                              moot_slice_str("e9:1")));
    moot_route_tick(bench->route, 7000); /* e2:6 is silent */
    say(bench, "e2:6", &poll, 7000);
    assert_true(moot_slice_eq(assert_unreachable(bench).edge,
                              moot_slice_str("e2:6")));
    char longest[97];
    memset(longest, 'x', 96);
    longest[96] = 0;
    say(bench, longest, &poll, 7000);
    assert_int_equal(assert_unreachable(bench).edge.size, 96);
}

static void sockets_are_asked_of_all_edges(void **state)
{
    bench_t *bench = *state;
    moot_msg_t ask = {.code = MOOT_MSG_ASK_SOCKETS};
    moot_msg_t told = {.code = MOOT_MSG_SOCKETS_TOLD};
    moot_msg_ask_sockets_t heard;

    edge_beat(bench, "e2:6", 4000);
    edge_beat(bench, "e3:6", 4000);
    bench->count = 0;
    ask.as.ask_sockets = (moot_msg_ask_sockets_t){
        .number = 9,
        .asker = moot_slice_str("a lie"),
        .namespace = moot_slice_str("/"),
        .edges = 77,
    };
    say(bench, "", &ask, 4000);
    assert_int_equal(bench->count, 2);
    assert_int_equal(moot_wire_decode_ask_sockets(
                         moot_slice(last(bench)->body, last(bench)->body_size),
                         &heard),
                     0);
    assert_true(moot_slice_eq(heard.asker, moot_slice_str("e1:5")));
    assert_int_equal(heard.edges, 2);
    assert_int_equal(heard.number, 9);
    told.as.sockets_told.asker = moot_slice_str("e1:5");
    say(bench, "", &told, 4000);
    assert_int_equal(bench->count, 3);
    assert_string_equal(last(bench)->identity, "e1:5");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unclaimed_slot_is_unreachable),
        TEST(routes_to_the_owner_with_its_epoch),
        TEST(the_socket_says_who_the_edge_is),
        TEST(out_of_range_slot_is_damaged),
        TEST(a_dead_workers_slots_are_not_given_away),
        TEST(a_send_that_fails_is_told),
        TEST(two_claims_of_one_epoch_are_not_routed),
        TEST(another_cluster_is_refused),
        TEST(moved_is_adopted_first_and_passed_once),
        TEST(held_until_the_owner_serves),
        TEST(a_hold_ends_in_time),
        TEST(holds_are_bounded),
        TEST(answers_go_to_the_edge),
        TEST(beats_tell_the_map),
        TEST(the_longest_list_of_workers_fits),
        TEST(status_lists_who_is_alive),
        TEST(damaged_messages_harm_nobody),
        TEST(an_edge_speaks_to_an_edge),
        TEST(an_unknown_edge_is_gone),
        TEST(sockets_are_asked_of_all_edges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
