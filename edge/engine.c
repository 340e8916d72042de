/* The Engine.IO server: requests, deadlines, and the links they are about. */
#include "edge/engine_internal.h"

#include "common/base64.h"
#include "common/err.h"
#include "common/utf8.h"

#include <stdlib.h>

/* ---- Beginning and end --------------------------------------------------- */

int moot_engine_new(const moot_engine_config_t *config,
                    const moot_engine_events_t *events, void *ctx,
                    moot_engine_t **out)
{
    moot_engine_t *engine;

    if (config->ping_interval_ms == 0 || config->ping_timeout_ms == 0
        || config->upgrade_timeout_ms == 0 || config->max_payload == 0
        || config->queued_bytes_max == 0 || config->links_max == 0
        || config->edge.size == 0
        || config->edge.size > MOOT_EIO_HTTP_EDGE_BYTES_MAX)
        return MOOT_EINVAL;
    engine = calloc(1, sizeof *engine);
    if (!engine)
        return MOOT_ENOMEM;
    engine->config = *config;
    memcpy(engine->edge, config->edge.at, config->edge.size);
    engine->config.edge = moot_slice(engine->edge, config->edge.size);
    engine->events = *events;
    engine->ctx = ctx;
    moot_map_init(&engine->links);
    moot_list_init(&engine->pings);
    moot_list_init(&engine->pongs);
    moot_list_init(&engine->lingers);
    moot_list_init(&engine->upgrades);
    moot_list_init(&engine->noops);
    moot_list_init(&engine->ready);
    moot_list_init(&engine->doomed);
    moot_buf_init(&engine->payload, SIZE_MAX);
    engine->ping = moot_frame_new(moot_slice_str("2"));
    engine->probe_pong = moot_frame_new(moot_slice_str("3probe"));
    if (!engine->ping || !engine->probe_pong) {
        moot_engine_destroy(&engine);
        return MOOT_ENOMEM;
    }
    *out = engine;
    return 0;
}

/* Ends a link without a word upwards and without a close to its lanes: their
 * owner is about to end, too. */
static void abandon(moot_link_t *link, uint64_t now_ms)
{
    link->engine->open -= link->state == MOOT_ENGINE_OPEN;
    link->state = MOOT_ENGINE_CLOSING;
    if (link->lane)
        link->lane->closing = true;
    if (link->probe)
        link->probe->closing = true;
    moot_link_end(link, NULL, "1", MOOT_ENGINE_WS_RESTART, now_ms);
}

void moot_engine_destroy(moot_engine_t **engine_p)
{
    moot_engine_t *engine = *engine_p;
    moot_map_node_t *node;

    if (!engine)
        return;
    *engine_p = NULL;
    MOOT_CHECK(engine->depth == 0);
    while ((node = moot_map_next(&engine->links, NULL)) != NULL)
        abandon(MOOT_CONTAINER(node, moot_link_t, by_sid), engine->now_ms);
    moot_map_close(&engine->links);
    moot_buf_close(&engine->payload);
    moot_frame_unref(&engine->ping);
    moot_frame_unref(&engine->probe_pong);
    free(engine);
}

/* ---- Time -----------------------------------------------------------------
 */

/* What stands at the front of a list, when its deadline is here. */
static moot_engine_wait_t *due(const moot_node_t *list, uint64_t now_ms)
{
    moot_node_t *first = moot_list_first(list);
    moot_engine_wait_t *wait;

    if (!first)
        return NULL;
    wait = MOOT_CONTAINER(first, moot_engine_wait_t, node);
    return wait->due_ms <= now_ms ? wait : NULL;
}

static void ping(moot_link_t *link, uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;
    uint64_t sent_ms = link->beat.due_ms;

    if (now_ms - sent_ms > MOOT_ENGINE_LATE_MS)
        sent_ms = now_ms - MOOT_ENGINE_LATE_MS;
    moot_list_remove(&link->beat.node);
    link->beat.due_ms = sent_ms + engine->config.ping_timeout_ms;
    moot_list_push(&engine->pongs, &link->beat.node);
    moot_link_send(link, engine->ping, false);
}

static void expire_beats(moot_engine_t *engine, uint64_t now_ms)
{
    moot_engine_wait_t *wait;

    while ((wait = due(&engine->pings, now_ms)) != NULL)
        ping(MOOT_CONTAINER(wait, moot_link_t, beat), now_ms);
    while ((wait = due(&engine->pongs, now_ms)) != NULL) {
        engine->stats.closed_pings++;
        moot_link_end(MOOT_CONTAINER(wait, moot_link_t, beat), "ping timeout",
                      "1", MOOT_ENGINE_WS_NORMAL, now_ms);
    }
    while ((wait = due(&engine->lingers, now_ms)) != NULL)
        moot_link_end(MOOT_CONTAINER(wait, moot_link_t, beat), NULL, "1",
                      MOOT_ENGINE_WS_NORMAL, now_ms);
}

static void expire_upgrades(moot_engine_t *engine, uint64_t now_ms)
{
    moot_engine_wait_t *wait;

    while ((wait = due(&engine->upgrades, now_ms)) != NULL)
        moot_link_drop_probe(MOOT_CONTAINER(wait, moot_link_t, upgrade));
    while ((wait = due(&engine->noops, now_ms)) != NULL) {
        moot_link_t *link = MOOT_CONTAINER(wait, moot_link_t, noop);

        moot_list_remove(&link->noop.node);
        link->noop_wanted = true;
        if (!link->doomed)
            moot_link_ready(link);
    }
}

static void serve_ready(moot_engine_t *engine)
{
    moot_node_t *node;

    while ((node = moot_list_first(&engine->ready)) != NULL)
        moot_link_answer(MOOT_CONTAINER(node, moot_link_t, turn));
}

static void serve_doomed(moot_engine_t *engine)
{
    moot_node_t *node;

    while ((node = moot_list_first(&engine->doomed)) != NULL) {
        engine->stats.closed_full++;
        moot_link_end(MOOT_CONTAINER(node, moot_link_t, turn), "queue full",
                      "1", MOOT_ENGINE_WS_NORMAL, engine->now_ms);
    }
}

void moot_engine_enter(moot_engine_t *engine, uint64_t now_ms)
{
    if (engine->depth++ > 0)
        return;
    engine->now_ms = now_ms;
    expire_beats(engine, now_ms);
    expire_upgrades(engine, now_ms);
}

void moot_engine_leave(moot_engine_t *engine)
{
    if (engine->depth == 1) {
        serve_doomed(engine); /* what this sends elsewhere may doom more */
        serve_ready(engine);
    }
    engine->depth--;
}

void moot_engine_flush(moot_engine_t *engine)
{
    if (engine->depth == 0)
        serve_ready(engine);
}

void moot_engine_tick(moot_engine_t *engine, uint64_t now_ms)
{
    moot_engine_enter(engine, now_ms);
    moot_engine_leave(engine);
}

size_t moot_engine_drain(moot_engine_t *engine, size_t max, uint64_t now_ms)
{
    engine->draining = true;
    moot_engine_enter(engine, now_ms);
    for (size_t i = 0; i < max; i++) {
        moot_node_t *node = moot_list_first(&engine->pings);
        moot_link_t *link;

        node = node ? node : moot_list_first(&engine->pongs);
        if (!node)
            break;
        link = MOOT_CONTAINER(node, moot_link_t, beat.node);
        moot_link_pin(link);
        moot_link_shut(link, MOOT_ENGINE_WS_RESTART, now_ms);
        engine->events.closed(engine->ctx, link, "forced close", now_ms);
        moot_link_unpin(link);
    }
    moot_engine_leave(engine);
    return engine->open;
}

/* ---- Requests -------------------------------------------------------------
 */

/* A new session cannot be had now. */
static moot_eio_http_answer_t busy(moot_engine_t *engine)
{
    engine->stats.refused++;
    return (moot_eio_http_answer_t){
        .status = 503,
        .content_type = "application/json",
        .body = moot_slice_str("{\"code\":4,\"message\":\"Try again later\"}"),
    };
}

static void refuse(moot_engine_t *engine, moot_poll_port_t port,
                   moot_eio_http_code_t code)
{
    const moot_eio_http_answer_t answer = moot_eio_http_refusal(code);

    engine->stats.refused++;
    port.ops->answer(port.at, &answer);
}

static moot_link_t *find(const moot_engine_t *engine, moot_slice_t sid)
{
    moot_map_node_t *node = moot_map_get(&engine->links, sid);

    return node ? MOOT_CONTAINER(node, moot_link_t, by_sid) : NULL;
}

/* Puts the GET where its answer will find it. */
static void hold(moot_link_t *link, moot_poll_port_t port, uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;

    if (link->held) { /* two at once */
        refuse(engine, port, MOOT_EIO_HTTP_BAD_REQUEST);
        engine->stats.closed_errors++;
        moot_link_end(link, "transport error", "1", MOOT_ENGINE_WS_PROTOCOL,
                      now_ms);
        return;
    }
    link->poll = port;
    link->held = true;
    engine->stats.held++;
    if (link->probed && !link->noop_sent) {
        link->noop_wanted = true;
    } else if (link->probed) {
        link->noop.due_ms = now_ms + MOOT_ENGINE_NOOP_MS;
        moot_list_push(&engine->noops, &link->noop.node);
    }
    if (!link->doomed)
        moot_link_ready(link);
}

static bool is_bytes(moot_slice_t content_type)
{
    static const char bytes[] = "application/octet-stream";

    return content_type.size >= sizeof bytes - 1
           && memcmp(content_type.at, bytes, sizeof bytes - 1) == 0;
}

/* Gives the packets of a POST to the link, until it takes no more. */
static int take_payload(moot_link_t *link, moot_slice_t body, uint64_t now_ms)
{
    moot_eio_packet_t packet;
    moot_buf_t scratch;
    bool last = false;
    int rc = 0;

    if (!moot_utf8_valid(body))
        return MOOT_EINVAL;
    moot_buf_init(&scratch, MOOT_BASE64_BYTES_MAX(body.size));
    while (!last && link->state != MOOT_ENGINE_GONE) {
        rc = moot_eio_take(&body, &scratch, &packet, &last);
        if (rc < 0)
            break;
        moot_link_take(link, &packet, now_ms);
    }
    moot_buf_close(&scratch);
    return rc;
}

static void post(moot_link_t *link, const moot_eio_http_request_t *request,
                 moot_poll_port_t port, uint64_t now_ms)
{
    const moot_eio_http_answer_t too_big = {.status = 413};
    const moot_eio_http_answer_t ok = {
        .status = 200,
        .content_type = "text/html",
        .body = moot_slice_str("ok"),
    };
    moot_engine_t *engine = link->engine;
    const char *fault = NULL;

    if (request->body.size > engine->config.max_payload) {
        engine->stats.refused++;
        port.ops->answer(port.at, &too_big);
        return;
    }
    moot_link_pin(link);
    if (is_bytes(request->content_type))
        fault = "transport error";
    else if (take_payload(link, request->body, now_ms) < 0)
        fault = "parse error";
    if (!fault) {
        port.ops->answer(port.at, &ok);
    } else {
        refuse(engine, port, MOOT_EIO_HTTP_BAD_REQUEST);
        if (link->state != MOOT_ENGINE_GONE) {
            engine->stats.closed_errors++;
            moot_link_end(link, fault, "1", MOOT_ENGINE_WS_PROTOCOL, now_ms);
        }
    }
    moot_link_unpin(link);
}

/* A GET or POST of a session that exists. */
static void go_on(moot_link_t *link, const moot_eio_http_request_t *request,
                  moot_poll_port_t port, uint64_t now_ms)
{
    if (moot_slice_eq(request->method, moot_slice_str("GET")))
        hold(link, port, now_ms);
    else if (moot_slice_eq(request->method, moot_slice_str("POST")))
        post(link, request, port, now_ms);
    else
        refuse(link->engine, port, MOOT_EIO_HTTP_BAD_REQUEST);
}

/* A session that does not exist yet; NULL: there is no room for it. */
static moot_link_t *admit(moot_engine_t *engine, moot_lane_t *lane,
                          uint64_t now_ms)
{
    if (engine->draining || engine->links.count >= engine->config.links_max)
        return NULL;
    return moot_link_new(engine, lane, now_ms);
}

/* A GET that begins a session; the link, pinned, or NULL. */
static moot_link_t *begin(moot_engine_t *engine,
                          const moot_eio_http_request_t *request,
                          moot_poll_port_t port, uint64_t now_ms)
{
    moot_link_t *link = admit(engine, NULL, now_ms);
    moot_eio_http_answer_t answer;

    if (!link) {
        answer = busy(engine);
        port.ops->answer(port.at, &answer);
        return NULL;
    }
    moot_link_pin(link);
    hold(link, port, now_ms);
    engine->events.opened(engine->ctx, link, request, now_ms);
    return link;
}

/* -1, or the code to refuse a request with. *link: whose it is, NULL: of a
 * session that is to begin. The order of checks is that of the reference. */
static int judge(const moot_engine_t *engine,
                 const moot_eio_http_request_t *request, bool upgrade,
                 moot_link_t **link)
{
    moot_eio_http_query_t query;
    bool websocket;

    if (!moot_eio_http_query(request->query, &query))
        return MOOT_EIO_HTTP_BAD_REQUEST;
    websocket = moot_slice_eq(query.transport, moot_slice_str("websocket"));
    if (!websocket
        && !moot_slice_eq(query.transport, moot_slice_str("polling")))
        return MOOT_EIO_HTTP_TRANSPORT_UNKNOWN;
    *link = query.sid.size > 0 ? find(engine, query.sid) : NULL;
    if (query.sid.size > 0 && !*link)
        return MOOT_EIO_HTTP_SID_UNKNOWN;
    if (*link)
        return websocket != upgrade || (!upgrade && (*link)->lane)
                   ? MOOT_EIO_HTTP_BAD_REQUEST
                   : -1;
    if (!moot_slice_eq(request->method, moot_slice_str("GET")))
        return MOOT_EIO_HTTP_BAD_METHOD;
    if (websocket != upgrade)
        return MOOT_EIO_HTTP_BAD_REQUEST;
    return moot_slice_eq(query.eio, moot_slice_str("4"))
               ? -1
               : MOOT_EIO_HTTP_BAD_VERSION;
}

moot_link_t *moot_engine_poll(moot_engine_t *engine,
                              const moot_eio_http_request_t *request,
                              moot_poll_port_t port, uint64_t now_ms)
{
    moot_link_t *link, *holder = NULL;
    int code;

    moot_engine_enter(engine, now_ms);
    code = judge(engine, request, false, &link);
    if (code >= 0) {
        refuse(engine, port, (moot_eio_http_code_t)code);
        link = NULL;
    } else if (link) {
        moot_link_pin(link);
        go_on(link, request, port, now_ms);
    } else {
        link = begin(engine, request, port, now_ms);
    }
    moot_engine_leave(engine);
    if (!link)
        return NULL;
    /* Of a POST the port was answered; another GET may be held meanwhile. */
    if (link->held && link->poll.at == port.at)
        holder = link;
    moot_link_unpin(link);
    return holder;
}

void moot_link_poll_gone(moot_link_t *link, const void *at, uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;

    MOOT_CHECK(link->held && link->poll.at == at);
    link->held = link->noop_wanted = false;
    engine->stats.held--;
    moot_list_remove(&link->noop.node);
    moot_link_pin(link);
    moot_engine_enter(engine, now_ms); /* this may end the link */
    if (link->state != MOOT_ENGINE_GONE) {
        engine->stats.closed_transport++;
        moot_link_end(link, "transport error", "1", MOOT_ENGINE_WS_NORMAL,
                      now_ms);
    }
    moot_engine_leave(engine);
    moot_link_unpin(link);
}

static void join(moot_engine_t *engine, moot_link_t *link, moot_lane_t *lane,
                 uint64_t now_ms)
{
    if (link->lane || link->probe || link->state != MOOT_ENGINE_OPEN) {
        /* The client hears of it as by the reference server: after the 101,
         * and the session goes on. */
        lane->closing = true;
        return;
    }
    lane->link = link;
    link->probe = lane;
    link->upgrade.due_ms = now_ms + engine->config.upgrade_timeout_ms;
    moot_list_push(&engine->upgrades, &link->upgrade.node);
}

int moot_engine_upgrade(moot_engine_t *engine, moot_lane_t *lane,
                        const moot_eio_http_request_t *request,
                        moot_eio_http_answer_t *answer, uint64_t now_ms)
{
    moot_link_t *link;
    int code, status = 101;

    moot_engine_enter(engine, now_ms);
    code = judge(engine, request, true, &link);
    if (code >= 0) {
        engine->stats.refused++;
        *answer = moot_eio_http_refusal((moot_eio_http_code_t)code);
        status = answer->status;
    } else if (link) {
        join(engine, link, lane, now_ms);
    } else if ((link = admit(engine, lane, now_ms)) != NULL) {
        engine->events.opened(engine->ctx, link, request, now_ms);
    } else {
        *answer = busy(engine);
        status = answer->status;
    }
    moot_engine_leave(engine);
    return status;
}

/* ---- What there is --------------------------------------------------------
 */

moot_engine_stats_t moot_engine_stats(const moot_engine_t *engine)
{
    moot_engine_stats_t stats = engine->stats;

    stats.links = engine->links.count;
    return stats;
}

bool moot_engine_holds(const moot_engine_t *engine, moot_slice_t sid)
{
    return find(engine, sid) != NULL;
}
