/* One Engine.IO session: its queue, its transports, its end. */
#include "edge/engine_internal.h"

#include "common/err.h"

#include <stdlib.h>

/* Packets that a queue has room for at first. */
enum { QUEUE_FIRST = 4 };

static void list_init(moot_link_t *link)
{
    moot_list_init(&link->beat.node);
    moot_list_init(&link->upgrade.node);
    moot_list_init(&link->noop.node);
    moot_list_init(&link->turn);
}

/* ---- The queue ---------------------------------------------------------- */

static size_t cost(const moot_frame_t *frame)
{
    return frame->size + MOOT_ENGINE_PACKET_COST;
}

/* Room for one packet more at the end. */
static int make_room(moot_link_t *link)
{
    size_t capacity = link->capacity > 0 ? link->capacity * 2 : QUEUE_FIRST;
    moot_engine_packet_t *queue;

    if (link->first + link->count < link->capacity)
        return 0;
    if (link->first > link->capacity / 2) {
        memmove(link->queue, link->queue + link->first,
                link->count * sizeof *queue);
        link->first = 0;
        return 0;
    }
    queue = realloc(link->queue, capacity * sizeof *queue);
    if (!queue)
        return MOOT_ENOMEM;
    link->queue = queue;
    link->capacity = capacity;
    return 0;
}

static int push(moot_link_t *link, moot_frame_t *frame, bool binary)
{
    int rc = make_room(link);

    if (rc < 0)
        return rc;
    link->queue[link->first + link->count++] =
        (moot_engine_packet_t){moot_frame_ref(frame), binary};
    link->queued_bytes += cost(frame);
    link->engine->stats.queued_bytes += cost(frame);
    return 0;
}

/* Takes the first packet out; its holder is the caller then. */
static moot_engine_packet_t shift(moot_link_t *link)
{
    moot_engine_packet_t packet = link->queue[link->first++];

    link->queued_bytes -= cost(packet.frame);
    link->engine->stats.queued_bytes -= cost(packet.frame);
    link->count--;
    if (link->count > 0)
        return packet;
    free(link->queue); /* many links, few with a queue */
    link->queue = NULL;
    link->first = link->capacity = 0;
    return packet;
}

static void drop_queue(moot_link_t *link)
{
    while (link->count > 0) {
        moot_engine_packet_t packet = shift(link);

        moot_frame_unref(&packet.frame);
    }
}

/* ---- Beginning and end --------------------------------------------------- */

static int put_open(moot_link_t *link)
{
    moot_engine_t *engine = link->engine;
    const moot_eio_open_t open = {
        .sid = moot_link_sid(link),
        .upgrade = !link->lane,
        .ping_interval_ms = engine->config.ping_interval_ms,
        .ping_timeout_ms = engine->config.ping_timeout_ms,
        .max_payload = engine->config.max_payload,
    };
    moot_frame_t *frame;
    moot_buf_t buf;
    int rc = MOOT_ENOMEM;

    moot_buf_init(&buf, SIZE_MAX);
    moot_eio_open_put(&buf, &open);
    frame = buf.error == 0 ? moot_frame_new(moot_buf_slice(&buf)) : NULL;
    moot_buf_close(&buf);
    if (frame)
        rc = push(link, frame, false);
    moot_frame_unref(&frame);
    return rc;
}

moot_link_t *moot_link_new(moot_engine_t *engine, moot_lane_t *lane,
                           uint64_t now_ms)
{
    uint8_t random[MOOT_EIO_HTTP_SID_RANDOM];
    uint8_t sid[MOOT_EIO_HTTP_SID_BYTES_MAX];
    moot_link_t *link;
    size_t size;

    engine->events.random(engine->ctx, random, sizeof random);
    size = moot_eio_http_sid_put(sid, random, engine->config.edge);
    link = calloc(1, sizeof *link + size);
    if (!link)
        return NULL;
    memcpy(link->sid, sid, size);
    link->sid_size = size;
    link->engine = engine;
    link->lane = lane;
    list_init(link);
    if (put_open(link) < 0) {
        free(link->queue);
        free(link);
        return NULL;
    }
    if (lane)
        lane->link = link;
    moot_map_put(&engine->links, &link->by_sid, moot_link_sid(link));
    link->beat.due_ms = now_ms + engine->config.ping_interval_ms;
    moot_list_push(&engine->pings, &link->beat.node);
    engine->open++;
    engine->stats.opened++;
    engine->stats.polling += !lane;
    return link;
}

/* Takes a link that has no transport any more out of everything. */
static void release(moot_link_t *link)
{
    moot_engine_t *engine = link->engine;

    MOOT_CHECK(link->state != MOOT_ENGINE_GONE && !link->held && !link->lane
               && !link->probe);
    link->state = MOOT_ENGINE_GONE;
    drop_queue(link);
    moot_list_remove(&link->beat.node);
    moot_list_remove(&link->upgrade.node);
    moot_list_remove(&link->noop.node);
    moot_list_remove(&link->turn);
    moot_map_remove(&engine->links, &link->by_sid);
    if (link->pins == 0)
        free(link);
}

void moot_link_unpin(moot_link_t *link)
{
    if (--link->pins == 0 && link->state == MOOT_ENGINE_GONE)
        free(link);
}

static void drop_lane(moot_link_t *link, int code)
{
    moot_lane_t *lane = link->lane;

    if (!lane) {
        link->engine->stats.polling--;
        return;
    }
    link->lane = NULL;
    lane->link = NULL;
    moot_lane_shut(lane, code);
}

void moot_link_drop_probe(moot_link_t *link)
{
    moot_lane_t *probe = link->probe;

    link->probed = link->noop_sent = link->noop_wanted = false;
    moot_list_remove(&link->upgrade.node);
    moot_list_remove(&link->noop.node);
    link->probe = NULL;
    if (!probe)
        return;
    probe->link = NULL;
    moot_lane_shut(probe, MOOT_ENGINE_WS_NORMAL);
}

void moot_link_end(moot_link_t *link, const char *reason, const char *last,
                   int code, uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;
    bool open = link->state == MOOT_ENGINE_OPEN;

    moot_link_pin(link);
    if (link->held)
        moot_link_answer_with(link, last);
    moot_link_drop_probe(link);
    drop_lane(link, code);
    release(link);
    if (open) {
        engine->open--;
        engine->events.closed(engine->ctx, link, reason, now_ms);
    }
    moot_link_unpin(link);
}

void moot_link_shut(moot_link_t *link, int code, uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;

    if (link->state != MOOT_ENGINE_OPEN)
        return;
    link->state = MOOT_ENGINE_CLOSING;
    engine->open--;
    moot_link_drop_probe(link);
    if (link->lane && link->lane->opened) {
        drop_lane(link, code);
        release(link);
        return;
    }
    moot_list_remove(&link->beat.node);
    link->beat.due_ms = now_ms + MOOT_ENGINE_LINGER_MS;
    moot_list_push(&engine->lingers, &link->beat.node);
    moot_list_remove(&link->turn);
    link->doomed = false;
    if (link->held)
        moot_link_ready(link);
}

void moot_link_close(moot_link_t *link, uint64_t now_ms)
{
    moot_link_shut(link, MOOT_ENGINE_WS_NORMAL, now_ms);
}

void moot_link_drop(moot_link_t *link, uint64_t now_ms)
{
    if (link->state != MOOT_ENGINE_OPEN)
        return;
    link->state = MOOT_ENGINE_CLOSING;
    link->engine->open--;
    moot_link_end(link, NULL, "1", MOOT_ENGINE_WS_NORMAL, now_ms);
}

/* ---- Sending --------------------------------------------------------------
 */

void moot_link_ready(moot_link_t *link)
{
    if (moot_list_empty(&link->turn))
        moot_list_push(&link->engine->ready, &link->turn);
}

static void answer(moot_link_t *link, int status, moot_slice_t body)
{
    const moot_eio_http_answer_t out = {
        .status = status,
        .content_type = "text/plain; charset=UTF-8",
        .body = body,
    };

    link->held = link->noop_wanted = false;
    link->engine->stats.held--;
    moot_list_remove(&link->noop.node);
    if (!link->doomed)
        moot_list_remove(&link->turn);
    link->poll.ops->answer(link->poll.at, &out);
}

void moot_link_answer_with(moot_link_t *link, const char *packet)
{
    link->engine->stats.packets_out++;
    answer(link, 200, moot_slice_str(packet));
}

/* Too much waits: what does is dropped and the link ends when the engine is
 * not inside a send any more. */
static void doom(moot_link_t *link)
{
    drop_queue(link);
    moot_list_remove(&link->turn);
    moot_list_push(&link->engine->doomed, &link->turn);
    link->doomed = true;
}

/* Moves packets from the queue to the payload: at least one, and as many more
 * as fit. */
static void gather(moot_link_t *link, moot_buf_t *payload)
{
    size_t max = link->engine->config.max_payload;

    while (link->count > 0) {
        const moot_engine_packet_t *next = &link->queue[link->first];
        moot_slice_t bytes = moot_frame_slice(next->frame);
        size_t size = moot_eio_payload_size(bytes, next->binary);
        moot_engine_packet_t packet;

        if (payload->size > 0
            && (payload->size >= max || size > max - payload->size - 1))
            return;
        packet = shift(link);
        moot_eio_payload_put(payload, moot_frame_slice(packet.frame),
                             packet.binary);
        moot_frame_unref(&packet.frame);
        link->engine->stats.packets_out++;
    }
}

void moot_link_answer(moot_link_t *link)
{
    moot_buf_t *payload = &link->engine->payload;

    moot_list_remove(&link->turn);
    if (!link->held)
        return;
    moot_buf_clear(payload);
    gather(link, payload);
    if (link->count == 0 && link->state == MOOT_ENGINE_CLOSING)
        moot_eio_payload_put(payload, moot_slice_str("1"), false);
    else if (payload->size == 0 && link->noop_wanted) {
        moot_eio_payload_put(payload, moot_slice_str("6"), false);
        link->noop_sent = true;
    }
    if (payload->error != 0) { /* no memory: the packets are lost */
        answer(link, 503, moot_slice(NULL, 0));
        doom(link);
        return;
    }
    if (payload->size == 0)
        return;
    answer(link, 200, moot_buf_slice(payload));
    if (payload->capacity > 2 * link->engine->config.max_payload)
        moot_buf_close(payload);
    if (link->count == 0 && link->state == MOOT_ENGINE_CLOSING) {
        moot_link_drop_probe(link);
        drop_lane(link, MOOT_ENGINE_WS_NORMAL);
        release(link);
    }
}

void moot_link_pour(moot_link_t *link)
{
    while (link->count > 0) {
        moot_engine_packet_t packet = shift(link);

        link->lane->ops->send(link->lane, packet.frame, packet.binary);
        moot_frame_unref(&packet.frame);
        link->engine->stats.packets_out++;
    }
    if (link->state == MOOT_ENGINE_CLOSING) {
        drop_lane(link, MOOT_ENGINE_WS_NORMAL);
        release(link);
    }
}

void moot_link_send(moot_link_t *link, moot_frame_t *packet, bool binary)
{
    moot_engine_t *engine = link->engine;
    size_t max = engine->config.queued_bytes_max;

    if (link->state != MOOT_ENGINE_OPEN || link->doomed)
        return;
    if (link->lane && link->lane->opened) {
        engine->stats.packets_out++;
        link->lane->ops->send(link->lane, packet, binary);
        return;
    }
    if (link->held && link->queued_bytes > max)
        moot_link_answer(link);
    if (link->count >= MOOT_ENGINE_QUEUED_ALWAYS
        && (link->queued_bytes > max
            || cost(packet) > max - link->queued_bytes)) {
        doom(link);
        return;
    }
    if (push(link, packet, binary) < 0)
        doom(link);
    else if (link->held)
        moot_link_ready(link);
}

/* ---- Receiving ------------------------------------------------------------
 */

void moot_link_take(moot_link_t *link, const moot_eio_packet_t *packet,
                    uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;

    engine->stats.packets_in++;
    if (link->state == MOOT_ENGINE_OPEN && packet->type == MOOT_EIO_MESSAGE) {
        engine->events.message(engine->ctx, link, packet->data, packet->binary,
                               now_ms);
    } else if (link->state == MOOT_ENGINE_OPEN
               && packet->type == MOOT_EIO_PONG) {
        moot_list_remove(&link->beat.node);
        link->beat.due_ms = now_ms + engine->config.ping_interval_ms;
        moot_list_push(&engine->pings, &link->beat.node);
    } else if (packet->type == MOOT_EIO_CLOSE) {
        engine->stats.closed_transport++;
        moot_link_end(link, "transport close", "6", MOOT_ENGINE_WS_NORMAL,
                      now_ms);
    } else if (packet->type == MOOT_EIO_PING) {
        /* Only servers ping, since protocol 4. */
        engine->stats.closed_errors++;
        moot_link_end(link, "transport error", "1", MOOT_ENGINE_WS_PROTOCOL,
                      now_ms);
    }
    /* Others mean nothing here and are ignored, as by the reference. */
}

/* ---- What the layer above asks --------------------------------------------
 */

void moot_link_set(moot_link_t *link, void *user)
{
    link->user = user;
}

void *moot_link_get(const moot_link_t *link)
{
    return link->user;
}

moot_slice_t moot_link_sid(const moot_link_t *link)
{
    return moot_slice(link->sid, link->sid_size);
}

bool moot_link_polls(const moot_link_t *link)
{
    return !link->lane;
}
