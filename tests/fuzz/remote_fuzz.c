/* Any bytes as messages of other edges, for one that asks and holds. Each
 * piece is: what to do, a size, bytes. Nothing may be lost: every poll that
 * was asked is answered or left, every tunnel of a client ends. */
#include "edge/remote.h"

#include "common/buf.h"
#include "common/err.h"
#include "proto/rules.h"
#include "proto/wire.h"

#include <stdlib.h>
#include <string.h>

#define CLIENTS_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int answers, lanes_open;
static moot_poll_port_t held;

static int to_edge(void *ctx, moot_slice_t address, moot_slice_t body)
{
    moot_msg_t message;
    (void)ctx;
    MOOT_CHECK(address.size > 0);
    MOOT_CHECK(moot_wire_decode(body, &message) == MOOT_OK);
    return body.size % 7 == 0 ? MOOT_EAGAIN : 0;
}

static moot_link_t *poll_it(moot_engine_t *engine,
                            const moot_eio_http_request_t *request,
                            moot_poll_port_t port, uint64_t now_ms)
{
    static const moot_eio_http_answer_t ok = {.status = 200};
    (void)engine;
    (void)now_ms;
    if (request->body.size > 0 || held.ops != NULL) {
        port.ops->answer(port.at, &ok);
        return NULL;
    }
    held = port;
    return (moot_link_t *)&held;
}

static void poll_gone(moot_link_t *link, const void *at, uint64_t now_ms)
{
    (void)now_ms;
    MOOT_CHECK(link == (moot_link_t *)&held && at == held.at);
    held.ops = NULL;
}

static int upgrade(moot_engine_t *engine, moot_lane_t *lane,
                   const moot_eio_http_request_t *request,
                   moot_eio_http_answer_t *answer, uint64_t now_ms)
{
    (void)engine;
    (void)lane;
    (void)now_ms;
    *answer = (moot_eio_http_answer_t){.status = 400};
    return request->query.size % 2 == 0 ? 101 : 400;
}

static void lane_opened(moot_engine_t *engine, moot_lane_t *lane,
                        uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    (void)lane;
    lanes_open++;
}

static void lane_message(moot_engine_t *engine, moot_lane_t *lane,
                         moot_slice_t payload, bool binary, uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    moot_frame_t *frame = moot_frame_new(payload);
    if (payload.size % 5 == 4)
        lane->ops->close(lane, 1000, "five");
    else
        lane->ops->send(lane, frame, binary);
    moot_frame_unref(&frame);
}

static void lane_closed(moot_engine_t *engine, moot_lane_t *lane,
                        uint64_t now_ms)
{
    (void)engine;
    (void)now_ms;
    (void)lane;
    lanes_open--;
}

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    (void)at;
    MOOT_CHECK(answer->status >= 200 && answer->status <= 599);
    answers++;
}

typedef struct client {
    moot_lane_t lane;
    moot_remote_tunnel_t *tunnel;
    bool closed;
} client_t;

static void client_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    (void)frame;
    (void)binary;
    MOOT_CHECK(!((client_t *)(void *)lane)->closed);
}

static void client_close(moot_lane_t *lane, int code, const char *reason)
{
    client_t *client = (client_t *)(void *)lane;
    (void)reason;
    MOOT_CHECK(!client->closed && code >= 1000);
    client->closed = true;
}

static const moot_poll_ops_t POLL_OPS = {on_answer};
static const moot_lane_ops_t LANE_OPS = {client_send, client_close};

static void leave(client_t *client, uint64_t now_ms)
{
    if (client->tunnel != NULL)
        moot_remote_tunnel_left(client->tunnel, now_ms);
    *client = (client_t){.lane.ops = &LANE_OPS};
}

static moot_remote_t *begin(uint64_t now_ms)
{
    const moot_remote_config_t config = {
        .address = moot_slice_str("a"),
        .window_bytes = 1000,
        .engine = {NULL, poll_it, poll_gone, upgrade, lane_opened,
                   lane_message, lane_closed},
        .to_edge = to_edge,
    };
    answers = lanes_open = 0;
    held.ops = NULL;
    return moot_remote_new(&config, now_ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static client_t clients[CLIENTS_MAX];
    moot_slice_t to = moot_slice_str("b");
    uint64_t now = 1000;
    int asked = 0;
    moot_remote_t *remote = begin(now);
    memset(clients, 0, sizeof clients);
    while (size >= 2) {
        uint8_t what = data[0];
        size_t length = data[1] < size - 2 ? data[1] : size - 2;
        moot_slice_t piece = moot_slice(data + 2, length);
        client_t *client = &clients[what % CLIENTS_MAX];
        moot_remote_poll_t *poll;
        moot_eio_http_request_t request = {
            .method = moot_slice_str(length > 0 ? "POST" : "GET"),
            .body = piece};
        data += 2 + length;
        size -= 2 + length;
        now += what;
        switch (what % 8) {
        case 0:
            if (moot_remote_poll(remote, to, moot_slice_str("sid"), &request,
                                 (moot_poll_port_t){&POLL_OPS, NULL}, now,
                                 &poll)
                != 0)
                break;
            if (length == 3)
                moot_remote_poll_left(poll, now);
            else
                asked++;
            break;
        case 1:
            leave(client, now);
            if (moot_remote_tunnel(remote, to, moot_slice_str("sid"),
                                   &client->lane, now, &client->tunnel)
                != 0)
                client->tunnel = NULL;
            break;
        case 2:
            if (client->tunnel != NULL)
                moot_remote_tunnel_message(client->tunnel, piece, false, now);
            break;
        case 3:
            moot_remote_tick(remote, now += length * 100);
            break;
        case 4:
            moot_remote_edge_gone(remote, to, now);
            break;
        default:
            moot_remote_from_edge(remote, piece, now);
            break;
        }
    }
    moot_remote_destroy(&remote, now);
    MOOT_CHECK(answers == asked);
    MOOT_CHECK(lanes_open == 0);
    for (int i = 0; i < CLIENTS_MAX; i++) {
        MOOT_CHECK(clients[i].tunnel == NULL || clients[i].closed);
        leave(&clients[i], now);
    }
    return 0;
}
