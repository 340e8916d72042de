/* moot_engine_echo: serves Engine.IO at /engine.io/ with nothing above it but
 * an echo, for the public protocol suite. Prints its port, ends with its
 * input. */
#include "common/err.h"
#include "edge/engine.h"
#include "edge/web.h"
#include "edge/ws.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#define PATH "/engine.io/"

enum {
    PING_INTERVAL_MS = 300,
    PING_TIMEOUT_MS = 200,
    UPGRADE_TIMEOUT_MS = 1000,
    MAX_PAYLOAD = 1000000,
    QUEUED_BYTES_MAX = 4 << 20,
    LINKS_MAX = 1000,
    TICK_MS = 5,
};

typedef struct echo {
    moot_loop_t *loop;
    moot_ws_t *ws;
    moot_engine_t *engine;
} echo_t;

/* One WebSocket. */
typedef struct socket {
    moot_lane_t lane; /* first */
    moot_conn_t *conn;
} socket_t;

static echo_t echo;

static uint64_t now_ms(void)
{
    return moot_loop_now_ms(echo.loop);
}

/* ---- Above the engine ------------------------------------------------------
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

/* ---- Below it: HTTP ---------------------------------------------------------
 */

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    const moot_web_answer_t out = {
        .status = answer->status,
        .content_type = answer->content_type,
        .body = answer->body,
    };

    moot_web_answer(at, &out);
}

static const moot_poll_ops_t poll_ops = {on_answer};

static void on_gone(void *owner, moot_exchange_t *exchange)
{
    moot_link_poll_gone(owner, exchange, now_ms());
}

static void on_request(void *ctx, moot_exchange_t *exchange,
                       const moot_web_request_t *request)
{
    const moot_web_answer_t not_found = {.status = 404};
    const moot_eio_http_request_t asked = {
        .method = request->method,
        .query = request->query,
        .content_type = request->content_type,
        .body = request->body,
        .peer = request->peer,
    };
    moot_link_t *holder;

    (void)ctx;
    if (!moot_slice_eq(request->path, moot_slice_str(PATH))) {
        moot_web_answer(exchange, &not_found);
        return;
    }
    holder = moot_engine_poll(
        echo.engine, &asked, (moot_poll_port_t){&poll_ops, exchange}, now_ms());
    if (holder)
        moot_web_keep(exchange, on_gone, holder);
}

/* ---- Below it: WebSockets ---------------------------------------------------
 */

static void on_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    socket_t *socket = (socket_t *)lane;

    if (binary)
        moot_ws_send_binary(socket->conn, frame);
    else
        moot_ws_send(socket->conn, frame);
}

static void on_close(moot_lane_t *lane, int code, const char *reason)
{
    moot_ws_close(((socket_t *)lane)->conn, code, reason);
}

static const moot_lane_ops_t lane_ops = {on_send, on_close};

static void on_upgrade(void *ctx, const moot_upgrade_t *request,
                       moot_verdict_t *out)
{
    const moot_eio_http_request_t asked = {
        .method = moot_slice_str("GET"),
        .query = request->query,
        .peer = request->peer,
    };
    moot_eio_http_answer_t answer;
    socket_t *socket = calloc(1, sizeof *socket);

    (void)ctx;
    MOOT_CHECK(socket);
    socket->lane.ops = &lane_ops;
    out->status = moot_engine_upgrade(echo.engine, &socket->lane, &asked,
                                      &answer, now_ms());
    if (out->status == 101) {
        out->session = socket;
        return;
    }
    free(socket);
    out->content_type = answer.content_type;
    out->reason = (const char *)answer.body.at;
}

static void on_open(void *ctx, void *session, moot_conn_t *conn)
{
    socket_t *socket = session;

    (void)ctx;
    socket->conn = conn;
    moot_lane_opened(echo.engine, &socket->lane, now_ms());
}

static void on_payload(void *ctx, void *session, moot_slice_t payload,
                       bool binary)
{
    socket_t *socket = session;

    (void)ctx;
    moot_lane_message(echo.engine, &socket->lane, payload, binary, now_ms());
}

static void on_closed(void *ctx, void *session, int code)
{
    socket_t *socket = session;

    (void)ctx;
    (void)code;
    moot_lane_closed(echo.engine, &socket->lane, now_ms());
    free(socket);
}

/* ---- The program
 * -------------------------------------------------------------- */

static void on_tick(void *ctx)
{
    (void)ctx;
    moot_engine_tick(echo.engine, now_ms());
}

static void on_input(void *ctx, int events)
{
    char bytes[64];

    (void)ctx;
    (void)events;
    if (read(STDIN_FILENO, bytes, sizeof bytes) <= 0)
        moot_loop_stop(echo.loop);
}

static int open_engine(void)
{
    static const moot_engine_events_t events = {on_opened, on_message,
                                                on_link_closed, on_random};
    const moot_engine_config_t config = {
        .ping_interval_ms = PING_INTERVAL_MS,
        .ping_timeout_ms = PING_TIMEOUT_MS,
        .upgrade_timeout_ms = UPGRADE_TIMEOUT_MS,
        .max_payload = MAX_PAYLOAD,
        .queued_bytes_max = QUEUED_BYTES_MAX,
        .links_max = LINKS_MAX,
        .edge = moot_slice_str("echo:1"),
    };

    return moot_engine_new(&config, &events, NULL, &echo.engine);
}

static int open_server(void)
{
    static const moot_ws_events_t events = {on_upgrade, on_open, on_payload,
                                            on_closed};
    const moot_ws_config_t config = {
        .bind = "127.0.0.1",
        .connections_max = LINKS_MAX,
        .handshake_timeout_ms = 5000,
        .frame_bytes_max = MAX_PAYLOAD,
        .body_bytes_max = MAX_PAYLOAD,
        .queued_bytes_max = QUEUED_BYTES_MAX,
        .ping_interval_ms = 60000,
        .close_timeout_ms = 1000,
    };
    const moot_ws_path_t path = {PATH, MAX_PAYLOAD, false};
    int rc = moot_ws_open(echo.loop, &config, &events, NULL, &echo.ws);

    if (rc == 0)
        rc = moot_ws_add(echo.ws, &path, &events, NULL);
    if (rc == 0)
        moot_ws_serve(echo.ws, on_request, NULL);
    return rc;
}

int main(void)
{
    moot_loop_timer_t *tick = NULL;
    moot_loop_fd_t *input = NULL;
    int rc = moot_loop_new(&echo.loop);

    if (rc == 0)
        rc = open_engine();
    if (rc == 0)
        rc = open_server();
    if (rc == 0)
        rc = moot_loop_timer_new(echo.loop, on_tick, NULL, &tick);
    if (rc == 0)
        rc = moot_loop_fd_new(echo.loop, STDIN_FILENO, MOOT_LOOP_READ, on_input,
                              NULL, &input);
    if (rc < 0) {
        fprintf(stderr, "moot_engine_echo: %s\n", moot_err_text(rc));
        return 1;
    }
    moot_loop_timer_start(tick, TICK_MS, TICK_MS);
    printf("%u\n", moot_ws_port(echo.ws));
    fflush(stdout);
    moot_loop_run(echo.loop);
    moot_loop_fd_destroy(&input);
    moot_loop_timer_destroy(&tick);
    moot_ws_destroy(&echo.ws);
    moot_engine_destroy(&echo.engine);
    moot_loop_destroy(&echo.loop);
    return 0;
}
