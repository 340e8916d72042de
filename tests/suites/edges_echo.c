/* moot_edges_echo: two edges in one process at one port, each with an
 * Engine.IO server at /engine.io/ and an echo above it, for the public
 * protocol suite. The kernel deals the connections out, so that what belongs
 * to a session comes to either; between them goes edge/remote.h. Prints the
 * port, ends with its input. */
#include "common/conf_load.h"
#include "common/err.h"
#include "common/list.h"
#include "edge/carrier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum {
    EDGES = 2,
    PING_INTERVAL_MS = 300,
    PING_TIMEOUT_MS = 200,
    UPGRADE_TIMEOUT_MS = 1000,
    MAX_PAYLOAD = 1000000,
    QUEUED_BYTES_MAX = 4 << 20,
    LINKS_MAX = 1000,
    TICK_MS = 5,
};

typedef struct edge {
    char address[24];
    moot_ws_t *ws;
    moot_site_t site;
    moot_engine_t *engine;
    moot_carrier_t *carrier;
} edge_t;

/* A message on its way. */
typedef struct letter {
    moot_node_t node;
    edge_t *to;
    size_t size;
    uint8_t bytes[];
} letter_t;

static moot_loop_t *loop;
static moot_gate_t *gate;
static edge_t edges[EDGES];
static moot_node_t letters;

static uint64_t now_ms(void)
{
    return moot_loop_now_ms(loop);
}

/* ---- Between the edges --------------------------------------------------- */

static int to_edge(void *ctx, moot_slice_t address, moot_slice_t body)
{
    (void)ctx;
    for (int i = 0; i < EDGES; i++) {
        if (!moot_slice_eq(address, moot_slice_str(edges[i].address)))
            continue;
        letter_t *letter = malloc(sizeof *letter + body.size);
        MOOT_CHECK(letter);
        letter->to = &edges[i];
        letter->size = body.size;
        memcpy(letter->bytes, body.at, body.size);
        moot_list_push(&letters, &letter->node);
        return MOOT_OK;
    }
    return MOOT_EUNREACH;
}

static void on_round(void *ctx)
{
    moot_node_t *node;

    (void)ctx;
    while ((node = moot_list_first(&letters)) != NULL) {
        letter_t *letter = MOOT_CONTAINER(node, letter_t, node);
        moot_list_remove(node);
        moot_carrier_from_edge(letter->to->carrier,
                               moot_slice(letter->bytes, letter->size));
        free(letter);
    }
    for (int i = 0; i < EDGES; i++)
        moot_engine_flush(edges[i].engine);
}

static bool is_open(void *ctx)
{
    (void)ctx;
    return true;
}

/* ---- Above the engines ----------------------------------------------------
 */

static void on_opened(void *ctx, moot_link_t *link,
                      const moot_eio_http_request_t *request, uint64_t now)
{
    (void)ctx;
    (void)link;
    (void)request;
    (void)now;
}

static void on_message(void *ctx, moot_link_t *link, moot_slice_t data,
                       bool binary, uint64_t now)
{
    moot_frame_t *frame = moot_frame_alloc(data.size + !binary);

    (void)ctx;
    (void)now;
    MOOT_CHECK(frame);
    if (!binary)
        *moot_frame_payload(frame) = '4';
    if (data.size > 0)
        memcpy(moot_frame_payload(frame) + !binary, data.at, data.size);
    moot_link_send(link, frame, binary);
    moot_frame_unref(&frame);
}

static void on_link_closed(void *ctx, moot_link_t *link, const char *reason,
                           uint64_t now)
{
    (void)ctx;
    (void)link;
    (void)reason;
    (void)now;
}

static void on_random(void *ctx, uint8_t *bytes, size_t size)
{
    (void)ctx;
    MOOT_CHECK(getrandom(bytes, size, 0) == (ssize_t)size);
}

/* ---- The path /ws is not asked for ----------------------------------------
 */

static void on_upgrade(void *ctx, const moot_upgrade_t *request,
                       moot_verdict_t *out)
{
    (void)ctx;
    (void)request;
    out->status = 404;
}

/* ---- The program -----------------------------------------------------------
 */

static void on_tick(void *ctx)
{
    (void)ctx;
    for (int i = 0; i < EDGES; i++) {
        moot_engine_tick(edges[i].engine, now_ms());
        moot_carrier_tick(edges[i].carrier);
    }
}

static void on_input(void *ctx, int events)
{
    char bytes[64];

    (void)ctx;
    (void)events;
    if (read(STDIN_FILENO, bytes, sizeof bytes) <= 0)
        moot_loop_stop(loop);
}

static int open_gate(void)
{
    char program[] = "moot_edges_echo";
    char secret[] = "--jwt-secret=the-secret-of-nobody-in-this-test";
    char *argv[] = {program, secret, NULL};
    char why[200];
    moot_conf_t conf;
    moot_conf_error_t error;

    if (moot_conf_load(&conf, MOOT_CONF_EDGE, 2, argv, NULL, NULL, &error) != 0)
        return MOOT_EINVAL;
    int rc = moot_gate_new(&conf, why, sizeof why, &gate);
    moot_conf_close(&conf);
    return rc;
}

static int open_edge(edge_t *edge, int number, unsigned port)
{
    static const moot_engine_events_t engine_events = {
        on_opened, on_message, on_link_closed, on_random};
    static const moot_ws_events_t ws_events = {.on_upgrade = on_upgrade};
    static const moot_carrier_sink_t sink = {is_open, to_edge};
    const moot_ws_config_t ws_config = {
        .bind = "127.0.0.1",
        .port = port,
        .port_shared = true,
        .connections_max = LINKS_MAX,
        .handshake_timeout_ms = 5000,
        .frame_bytes_max = MAX_PAYLOAD,
        .body_bytes_max = MAX_PAYLOAD,
        .queued_bytes_max = QUEUED_BYTES_MAX,
        .ping_interval_ms = 60000,
        .close_timeout_ms = 1000,
    };
    moot_engine_config_t config = {
        .ping_interval_ms = PING_INTERVAL_MS,
        .ping_timeout_ms = PING_TIMEOUT_MS,
        .upgrade_timeout_ms = UPGRADE_TIMEOUT_MS,
        .max_payload = MAX_PAYLOAD,
        .queued_bytes_max = QUEUED_BYTES_MAX,
        .links_max = LINKS_MAX,
    };
    moot_carrier_config_t carrier = {
        .path = "/engine.io/",
        .max_payload = MAX_PAYLOAD,
        .window_bytes = QUEUED_BYTES_MAX,
        .gate = &gate,
    };

    (void)snprintf(edge->address, sizeof edge->address, "e%d:1", number);
    config.edge = carrier.address = moot_slice_str(edge->address);
    int rc = moot_engine_new(&config, &engine_events, NULL, &edge->engine);
    if (rc == 0)
        rc = moot_ws_open(loop, &ws_config, &ws_events, NULL, &edge->ws);
    if (rc != 0)
        return rc;
    moot_site_init(&edge->site);
    moot_ws_serve(edge->ws, moot_site_on_request, &edge->site);
    return moot_carrier_open(&carrier, edge->engine, edge->ws, &edge->site,
                             &sink, edge, &edge->carrier);
}

int main(void)
{
    moot_loop_timer_t *tick = NULL;
    moot_loop_fd_t *input = NULL;
    moot_loop_round_t *round = NULL;
    int rc = moot_loop_new(&loop);

    moot_list_init(&letters);
    if (rc == 0)
        rc = open_gate();
    for (int i = 0; rc == 0 && i < EDGES; i++)
        rc = open_edge(&edges[i], i, i == 0 ? 0 : moot_ws_port(edges[0].ws));
    if (rc == 0)
        rc = moot_loop_timer_new(loop, on_tick, NULL, &tick);
    if (rc == 0)
        rc = moot_loop_round_new(loop, on_round, NULL, &round);
    if (rc == 0)
        rc = moot_loop_fd_new(loop, STDIN_FILENO, MOOT_LOOP_READ, on_input,
                              NULL, &input);
    if (rc < 0) {
        fprintf(stderr, "moot_edges_echo: %s\n", moot_err_text(rc));
        return 1;
    }
    moot_loop_timer_start(tick, TICK_MS, TICK_MS);
    printf("%u\n", moot_ws_port(edges[0].ws));
    fflush(stdout);
    moot_loop_run(loop);
    moot_loop_fd_destroy(&input);
    moot_loop_timer_destroy(&tick);
    for (int i = 0; i < EDGES; i++)
        moot_ws_destroy(&edges[i].ws);
    for (int i = 0; i < EDGES; i++) {
        moot_carrier_close(&edges[i].carrier);
        moot_engine_destroy(&edges[i].engine);
    }
    moot_node_t *node;
    while ((node = moot_list_first(&letters)) != NULL) {
        moot_list_remove(node);
        free(MOOT_CONTAINER(node, letter_t, node));
    }
    moot_loop_round_destroy(&round);
    moot_loop_destroy(&loop);
    moot_gate_destroy(&gate);
    return 0;
}
