/* WebSockets of Engine.IO: of a session from its start, or one that a polling
 * session changes to.
 *
 *     client, on the new WebSocket        edge
 *     2probe                      -->     3probe; a held GET gets "6"
 *     5                           -->     the WebSocket is the transport:
 *                                         what is queued leaves by it */
#include "edge/engine_internal.h"

#include "common/err.h"

void moot_lane_shut(moot_lane_t *lane, int code)
{
    if (lane->closing)
        return;
    lane->closing = true;
    if (lane->opened)
        lane->ops->close(lane, code, "");
}

void moot_lane_opened(moot_engine_t *engine, moot_lane_t *lane, uint64_t now_ms)
{
    moot_engine_enter(engine, now_ms);
    lane->opened = true;
    if (lane->closing)
        lane->ops->close(lane, MOOT_ENGINE_WS_NORMAL, "");
    else if (lane->link && lane->link->lane == lane)
        moot_link_pour(lane->link);
    moot_engine_leave(engine);
}

/* The second transport becomes the only one. */
static void upgrade(moot_link_t *link)
{
    moot_lane_t *lane = link->probe;

    link->probe = NULL;
    moot_link_drop_probe(link); /* its state only */
    if (link->held)
        moot_link_answer_with(link, "6");
    link->lane = lane;
    link->engine->stats.polling--;
    link->engine->stats.upgraded++;
    moot_link_pour(link);
}

static void take_probe(moot_link_t *link, moot_slice_t payload, bool binary)
{
    moot_engine_t *engine = link->engine;
    moot_eio_packet_t packet;

    if (binary || moot_eio_read(payload, binary, &packet) < 0) {
        moot_link_drop_probe(link);
    } else if (packet.type == MOOT_EIO_UPGRADE) {
        upgrade(link);
    } else if (packet.type == MOOT_EIO_PING
               && moot_slice_eq(packet.data, moot_slice_str("probe"))) {
        link->probe->ops->send(link->probe, engine->probe_pong, false);
        link->probed = true;
        if (link->held && !link->noop_sent) {
            link->noop_wanted = true;
            moot_link_ready(link);
        }
    } else {
        moot_link_drop_probe(link);
    }
}

static void take(moot_link_t *link, moot_slice_t payload, bool binary,
                 uint64_t now_ms)
{
    moot_engine_t *engine = link->engine;
    moot_eio_packet_t packet;

    if (payload.size > engine->config.max_payload) {
        engine->stats.closed_errors++;
        moot_link_end(link, "transport error", "1", MOOT_ENGINE_WS_TOO_BIG,
                      now_ms);
    } else if (moot_eio_read(payload, binary, &packet) < 0) {
        engine->stats.closed_errors++;
        moot_link_end(link, "parse error", "1", MOOT_ENGINE_WS_PROTOCOL,
                      now_ms);
    } else {
        moot_link_take(link, &packet, now_ms);
    }
}

void moot_lane_message(moot_engine_t *engine, moot_lane_t *lane,
                       moot_slice_t payload, bool binary, uint64_t now_ms)
{
    moot_link_t *link;

    moot_engine_enter(engine, now_ms); /* this may end the link */
    link = lane->link;
    if (link) {
        moot_link_pin(link);
        if (lane == link->probe)
            take_probe(link, payload, binary);
        else
            take(link, payload, binary, now_ms);
        moot_link_unpin(link);
    }
    moot_engine_leave(engine);
}

void moot_lane_closed(moot_engine_t *engine, moot_lane_t *lane, uint64_t now_ms)
{
    moot_link_t *link = lane->link;

    lane->closing = true; /* nothing is to be closed any more */
    moot_engine_enter(engine, now_ms);
    link = lane->link;
    if (link && lane == link->probe) {
        moot_link_drop_probe(link);
    } else if (link) {
        engine->stats.closed_transport++;
        moot_link_end(link, "transport close", "1", MOOT_ENGINE_WS_NORMAL,
                      now_ms);
    }
    moot_engine_leave(engine);
}
