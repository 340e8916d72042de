#include "edge/carrier.h"

#include "common/clock.h"
#include "common/err.h"
#include "common/list.h"
#include "common/log.h"
#include "edge/meter.h"
#include "edge/remote.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    PATH_BYTES_MAX = MOOT_WS_PATH_BYTES_MAX,
    ORIGIN_BYTES_MAX = 512, /* kept with a request that waits */
    TRY_LATER = 1013, /* close code: no way to the other edge now */
    RETRY_AFTER_S = 1,
    METER_MS = 100,
};

struct moot_carrier {
    char path[PATH_BYTES_MAX + 1];
    moot_carrier_config_t config;
    moot_carrier_sink_t sink;
    void *ctx;
    moot_engine_t *engine;
    moot_remote_t *remote;
    uint8_t address[MOOT_EIO_HTTP_EDGE_BYTES_MAX];
    moot_node_t polls; /* that are not answered yet */
    uint64_t meter_due_ms;
    uint64_t lost_shown, refused_shown;
};

/* A polling request of a client of this edge. */
typedef struct poll {
    moot_node_t node; /* in carrier->polls */
    moot_carrier_t *carrier;
    moot_exchange_t *exchange;
    moot_link_t *link;       /* it is held here, */
    moot_remote_poll_t *far; /* or there */
    size_t origin_size;
    uint8_t origin[];
} poll_t;

/* A session of another edge. */
typedef struct far {
    size_t edge_size, sid_size;
    uint8_t edge[MOOT_EIO_HTTP_EDGE_BYTES_MAX];
    uint8_t sid[MOOT_EIO_HTTP_SID_BYTES_MAX];
} far_t;

/* A WebSocket of a client of this edge. */
typedef struct lane {
    moot_lane_t lane;
    moot_conn_t *conn;
    moot_remote_tunnel_t *tunnel; /* its session is at another edge, */
    far_t *far;                   /* this one; NULL: it is here */
    int close_code;               /* closed before there was a connection */
} lane_t;

static uint64_t now_ms(void)
{
    return moot_clock_mono_ms();
}

/* ---- Whose session it is ------------------------------------------------- */

/* Whether another edge has the session of this query. */
static bool find_far(const moot_carrier_t *carrier, moot_slice_t query,
                     far_t *far)
{
    moot_eio_http_query_t asked;

    if (!moot_eio_http_query(query, &asked) || asked.sid.size == 0
        || asked.sid.size > sizeof far->sid
        || moot_engine_holds(carrier->engine, asked.sid)
        || moot_eio_http_sid_edge(asked.sid, far->edge, &far->edge_size) != 0
        || moot_slice_eq(moot_slice(far->edge, far->edge_size),
                         carrier->config.address))
        return false;
    memcpy(far->sid, asked.sid.at, asked.sid.size);
    far->sid_size = asked.sid.size;
    return true;
}

/* Whether the query begins a session, as far as it can be read. */
static bool begins(moot_slice_t query)
{
    moot_eio_http_query_t asked;

    return moot_eio_http_query(query, &asked) && asked.sid.size == 0;
}

/* ---- Polling ------------------------------------------------------------- */

static bool is_named(const moot_carrier_t *carrier, moot_slice_t origin)
{
    return moot_gate_origin_named(*carrier->config.gate, origin);
}

static void say(const moot_carrier_t *carrier, moot_exchange_t *exchange,
                moot_slice_t origin, const moot_eio_http_answer_t *answer)
{
    const moot_web_answer_t out = {
        .status = answer->status,
        .content_type = answer->content_type,
        .body = answer->body,
        .retry_after_s = answer->status == 503 ? RETRY_AFTER_S : 0,
        .allow_origin = origin,
        .allow_credentials = is_named(carrier, origin),
    };

    moot_web_answer(exchange, &out);
}

static void drop_poll(poll_t *poll)
{
    moot_list_remove(&poll->node);
    free(poll);
}

static void answer_poll(void *at, const moot_eio_http_answer_t *answer)
{
    poll_t *poll = at;

    say(poll->carrier, poll->exchange,
        moot_slice(poll->origin, poll->origin_size), answer);
    drop_poll(poll);
}

static const moot_poll_ops_t poll_ops = {.answer = answer_poll};

static void on_gone(void *owner, moot_exchange_t *exchange)
{
    poll_t *poll = owner;

    (void)exchange;
    if (poll->far)
        moot_remote_poll_left(poll->far, now_ms());
    else if (poll->link)
        moot_link_poll_gone(poll->link, poll, now_ms());
    drop_poll(poll);
}

static poll_t *new_poll(moot_carrier_t *carrier, moot_exchange_t *exchange,
                        moot_slice_t origin)
{
    poll_t *poll = malloc(sizeof *poll + origin.size);

    if (!poll)
        return NULL;
    *poll = (poll_t){
        .carrier = carrier, .exchange = exchange, .origin_size = origin.size};
    if (origin.size > 0)
        memcpy(poll->origin, origin.at, origin.size);
    moot_list_push(&carrier->polls, &poll->node);
    return poll;
}

static moot_eio_http_request_t asked_of(const moot_web_request_t *request)
{
    return (moot_eio_http_request_t){
        .method = request->method,
        .query = request->query,
        .cookie = request->cookie,
        .authorization = request->authorization,
        .origin = request->origin,
        .content_type = request->content_type,
        .body = request->body,
        .peer = request->peer,
    };
}

/* Hands the request to the edge that has its session. */
static void poll_far(moot_carrier_t *carrier, poll_t *poll, const far_t *far,
                     const moot_web_request_t *request)
{
    moot_eio_http_request_t asked = asked_of(request);
    moot_eio_http_answer_t refusal = {.status = 503};
    int rc = moot_remote_poll(
        carrier->remote, moot_slice(far->edge, far->edge_size),
        moot_slice(far->sid, far->sid_size), &asked,
        (moot_poll_port_t){&poll_ops, poll}, now_ms(), &poll->far);

    if (rc == 0) {
        moot_web_keep(poll->exchange, on_gone, poll);
        return;
    }
    if (rc == MOOT_EINVAL)
        refusal = moot_eio_http_refusal(MOOT_EIO_HTTP_BAD_METHOD);
    answer_poll(poll, &refusal);
}

static void poll_here(moot_carrier_t *carrier, poll_t *poll,
                      const moot_web_request_t *request)
{
    moot_eio_http_request_t asked = asked_of(request);
    moot_exchange_t *exchange = poll->exchange;
    moot_link_t *link = moot_engine_poll(
        carrier->engine, &asked, (moot_poll_port_t){&poll_ops, poll}, now_ms());

    if (!link)
        return; /* it is answered, and poll is gone */
    poll->link = link;
    moot_web_keep(exchange, on_gone, poll);
}

/* Requests that need no session. True: answered. */
static bool answer_at_once(moot_carrier_t *carrier, moot_exchange_t *exchange,
                           const moot_web_request_t *request)
{
    moot_eio_http_answer_t refusal;

    if (request->origin.size > ORIGIN_BYTES_MAX
        || !moot_gate_origin_allowed(*carrier->config.gate, request->origin)) {
        refusal = moot_eio_http_refusal(MOOT_EIO_HTTP_FORBIDDEN);
        say(carrier, exchange, moot_slice(NULL, 0), &refusal);
        return true;
    }
    if (request->origin.size > 0
        && moot_slice_eq(request->method, moot_slice_str("OPTIONS"))) {
        const moot_web_answer_t out = {
            .status = 204,
            .allow_origin = request->origin,
            .allow_credentials = is_named(carrier, request->origin),
            .allow_methods = "GET, POST",
            .allow_headers = request->access_request_headers,
        };

        moot_web_answer(exchange, &out);
        return true;
    }
    if (begins(request->query) && !carrier->sink.open(carrier->ctx)) {
        refusal = (moot_eio_http_answer_t){.status = 503};
        say(carrier, exchange, request->origin, &refusal);
        return true;
    }
    return false;
}

static bool take(void *ctx, moot_exchange_t *exchange,
                 const moot_web_request_t *request)
{
    moot_carrier_t *carrier = ctx;
    size_t size = strlen(carrier->path);
    far_t far;
    poll_t *poll;

    if (!moot_slice_eq(request->path, moot_slice(carrier->path, size))
        && !moot_slice_eq(request->path, moot_slice(carrier->path, size - 1)))
        return false;
    if (answer_at_once(carrier, exchange, request))
        return true;
    poll = new_poll(carrier, exchange, request->origin);
    if (!poll) {
        const moot_eio_http_answer_t full = {.status = 503};

        say(carrier, exchange, request->origin, &full);
    } else if (find_far(carrier, request->query, &far)) {
        poll_far(carrier, poll, &far, request);
    } else {
        poll_here(carrier, poll, request);
    }
    return true;
}

/* ---- WebSockets of clients here ------------------------------------------ */

static void lane_send(moot_lane_t *of, moot_frame_t *frame, bool binary)
{
    moot_conn_t *conn = MOOT_CONTAINER(of, lane_t, lane)->conn;

    if (conn && binary)
        moot_ws_send_binary(conn, frame);
    else if (conn)
        moot_ws_send(conn, frame);
}

static void lane_close(moot_lane_t *of, int code, const char *reason)
{
    lane_t *lane = MOOT_CONTAINER(of, lane_t, lane);

    if (lane->conn)
        moot_ws_close(lane->conn, code, reason);
    else
        lane->close_code = code;
}

static const moot_lane_ops_t lane_ops = {
    .send = lane_send,
    .close = lane_close,
};

static void drop_lane(lane_t *lane)
{
    if (lane)
        free(lane->far);
    free(lane);
}

/* The status to answer with; 101 takes the lane. */
static int judge(moot_carrier_t *carrier, lane_t *lane,
                 const moot_upgrade_t *request, moot_eio_http_answer_t *answer)
{
    const moot_eio_http_request_t asked = {
        .method = moot_slice_str("GET"),
        .query = request->query,
        .cookie = request->cookie,
        .authorization = request->authorization,
        .origin = request->origin,
        .peer = request->peer,
    };
    far_t far;

    if (!moot_gate_origin_allowed(*carrier->config.gate, request->origin)) {
        *answer = moot_eio_http_refusal(MOOT_EIO_HTTP_FORBIDDEN);
        return answer->status;
    }
    if (begins(request->query) && !carrier->sink.open(carrier->ctx)) {
        *answer = (moot_eio_http_answer_t){.status = 503};
        return answer->status;
    }
    if (!find_far(carrier, request->query, &far))
        return moot_engine_upgrade(carrier->engine, &lane->lane, &asked, answer,
                                   now_ms());
    lane->far = malloc(sizeof far);
    if (!lane->far)
        return 503;
    *lane->far = far;
    return 101;
}

static void on_upgrade(void *ctx, const moot_upgrade_t *request,
                       moot_verdict_t *out)
{
    moot_carrier_t *carrier = ctx;
    moot_eio_http_answer_t answer = {.status = 503};
    lane_t *lane = calloc(1, sizeof *lane);

    out->status = 503;
    if (lane) {
        lane->lane.ops = &lane_ops;
        out->status = judge(carrier, lane, request, &answer);
    }
    if (out->status == 101) {
        out->session = lane;
        return;
    }
    drop_lane(lane);
    /* The texts of refusals are static. */
    out->reason = answer.body.size > 0 ? (const char *)answer.body.at : "";
    out->content_type = answer.content_type;
    out->retry_after_s = out->status == 503 ? RETRY_AFTER_S : 0;
}

static void on_open(void *ctx, void *session, moot_conn_t *conn)
{
    moot_carrier_t *carrier = ctx;
    lane_t *lane = session;

    lane->conn = conn;
    if (lane->close_code != 0)
        moot_ws_close(conn, lane->close_code, "");
    else if (!lane->far)
        moot_lane_opened(carrier->engine, &lane->lane, now_ms());
    else if (moot_remote_tunnel(
                 carrier->remote,
                 moot_slice(lane->far->edge, lane->far->edge_size),
                 moot_slice(lane->far->sid, lane->far->sid_size), &lane->lane,
                 now_ms(), &lane->tunnel)
             != 0)
        moot_ws_close(conn, TRY_LATER, "");
}

static void on_message(void *ctx, void *session, moot_slice_t payload,
                       bool binary)
{
    moot_carrier_t *carrier = ctx;
    lane_t *lane = session;

    if (lane->tunnel)
        moot_remote_tunnel_message(lane->tunnel, payload, binary, now_ms());
    else if (!lane->far)
        moot_lane_message(carrier->engine, &lane->lane, payload, binary,
                          now_ms());
}

static void on_closed(void *ctx, void *session, int code)
{
    moot_carrier_t *carrier = ctx;
    lane_t *lane = session;

    (void)code;
    lane->conn = NULL;
    if (lane->tunnel)
        moot_remote_tunnel_left(lane->tunnel, now_ms());
    else if (!lane->far)
        moot_lane_closed(carrier->engine, &lane->lane, now_ms());
    drop_lane(lane);
}

static const moot_ws_events_t ws_events = {
    .on_upgrade = on_upgrade,
    .on_open = on_open,
    .on_message = on_message,
    .on_closed = on_closed,
};

/* ---- By way of other edges ----------------------------------------------- */

static int far_to_edge(void *ctx, moot_slice_t address, moot_slice_t body)
{
    moot_carrier_t *carrier = ctx;

    return carrier->sink.to_edge(carrier->ctx, address, body);
}

void moot_carrier_from_edge(moot_carrier_t *carrier, moot_slice_t body)
{
    moot_remote_from_edge(carrier->remote, body, now_ms());
}

void moot_carrier_edge_gone(moot_carrier_t *carrier, moot_slice_t address)
{
    moot_remote_edge_gone(carrier->remote, address, now_ms());
}

void moot_carrier_tick(moot_carrier_t *carrier)
{
    uint64_t now = now_ms();
    moot_remote_facts_t facts;

    moot_remote_tick(carrier->remote, now);
    if (now < carrier->meter_due_ms)
        return;
    carrier->meter_due_ms = now + METER_MS;
    moot_remote_facts(carrier->remote, &facts);
    moot_meter_remote(&facts);
    if (facts.lost > carrier->lost_shown)
        moot_log(MOOT_EV_FAR_SESSIONS_LOST, "count=%" PRIu64,
                 facts.lost - carrier->lost_shown);
    if (facts.refused > carrier->refused_shown)
        moot_log(MOOT_EV_FAR_SESSIONS_REFUSED, "count=%" PRIu64,
                 facts.refused - carrier->refused_shown);
    carrier->lost_shown = facts.lost;
    carrier->refused_shown = facts.refused;
}

/* ---- Start and end ------------------------------------------------------- */

static void open_remote(moot_carrier_t *carrier)
{
    const moot_remote_config_t config = {
        .address = carrier->config.address,
        .window_bytes = carrier->config.window_bytes,
        .engine =
            {
                .engine = carrier->engine,
                .poll = moot_engine_poll,
                .poll_gone = moot_link_poll_gone,
                .upgrade = moot_engine_upgrade,
                .lane_opened = moot_lane_opened,
                .lane_message = moot_lane_message,
                .lane_closed = moot_lane_closed,
            },
        .to_edge = far_to_edge,
        .ctx = carrier,
    };

    carrier->remote = moot_remote_new(&config, now_ms());
}

int moot_carrier_open(const moot_carrier_config_t *config,
                      moot_engine_t *engine, moot_ws_t *ws, moot_site_t *site,
                      const moot_carrier_sink_t *sink, void *ctx,
                      moot_carrier_t **out)
{
    moot_carrier_t *carrier = calloc(1, sizeof *carrier);
    size_t size = strlen(config->path);
    int rc;

    MOOT_CHECK(carrier);
    MOOT_CHECK(config->address.size <= sizeof carrier->address);
    carrier->config = *config;
    carrier->sink = *sink;
    carrier->ctx = ctx;
    carrier->engine = engine;
    moot_list_init(&carrier->polls);
    memcpy(carrier->address, config->address.at, config->address.size);
    carrier->config.address =
        moot_slice(carrier->address, config->address.size);
    if (size < 2 || size > PATH_BYTES_MAX || config->path[0] != '/'
        || config->path[size - 1] != '/') {
        free(carrier);
        return MOOT_EINVAL;
    }
    memcpy(carrier->path, config->path, size);
    rc = moot_ws_add(ws,
                     &(moot_ws_path_t){.path = carrier->path,
                                       .frame_bytes_max = config->max_payload},
                     &ws_events, carrier);
    if (rc != 0) {
        free(carrier);
        return rc;
    }
    moot_site_add(site, take, carrier);
    open_remote(carrier);
    *out = carrier;
    return 0;
}

void moot_carrier_close(moot_carrier_t **carrier_p)
{
    moot_carrier_t *carrier = *carrier_p;

    *carrier_p = NULL;
    if (!carrier)
        return;
    moot_remote_destroy(&carrier->remote, now_ms());
    MOOT_LIST_FOREACH (&carrier->polls, node, after)
        drop_poll(MOOT_CONTAINER(node, poll_t, node));
    free(carrier);
}
