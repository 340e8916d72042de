#include "worker/outgoing.h"

#include "common/check.h"

typedef struct head {
    uint32_t broker;
    size_t route_size, body_size;
} head_t;

void moot_outgoing_init(moot_outgoing_t *outgoing)
{
    moot_buf_init(&outgoing->items, SIZE_MAX);
    outgoing->count = 0;
}

void moot_outgoing_close(moot_outgoing_t *outgoing)
{
    moot_buf_close(&outgoing->items);
}

void moot_outgoing_put(moot_outgoing_t *outgoing, uint32_t broker,
                       const moot_msg_route_t *route, moot_slice_t body)
{
    moot_buf_t *items = &outgoing->items;
    size_t start = items->size;
    head_t head = {.broker = broker, .body_size = body.size};
    moot_buf_put(items, &head, sizeof head);
    int rc = moot_wire_encode_route(items, route);
    MOOT_CHECK(rc == 0);
    head.route_size = items->size - start - sizeof head;
    memcpy(items->at + start, &head, sizeof head);
    rc = moot_buf_put(items, body.at, body.size);
    MOOT_CHECK(rc == 0);
    outgoing->count++;
}

void moot_outgoing_forward(moot_outgoing_t *outgoing, moot_slice_t url,
                           moot_slice_t body)
{
    moot_buf_t *items = &outgoing->items;
    head_t head = {MOOT_OUTGOING_FORWARD, url.size, body.size};
    moot_buf_put(items, &head, sizeof head);
    moot_buf_put(items, url.at, url.size);
    int rc = moot_buf_put(items, body.at, body.size);
    MOOT_CHECK(rc == 0);
    outgoing->count++;
}

void moot_outgoing_guard(moot_outgoing_t *outgoing, moot_slice_t ask)
{
    head_t head = {.broker = MOOT_OUTGOING_GUARD, .body_size = ask.size};
    moot_buf_put(&outgoing->items, &head, sizeof head);
    int rc = moot_buf_put(&outgoing->items, ask.at, ask.size);
    MOOT_CHECK(rc == 0);
    outgoing->count++;
}

static void hand_out(const moot_shard_sink_t *sink, void *ctx, uint32_t broker,
                     moot_slice_t route, moot_slice_t body)
{
    if (broker == MOOT_OUTGOING_SELF)
        sink->to_self(ctx, route, body);
    else if (broker == MOOT_OUTGOING_GUARD)
        sink->guard(ctx, body);
    else if (broker != MOOT_OUTGOING_FORWARD)
        sink->to_broker(ctx, broker, route, body);
    else if (sink->forward != NULL)
        sink->forward(ctx, route, body);
}

void moot_outgoing_send(moot_outgoing_t *outgoing,
                        const moot_shard_sink_t *sink, void *ctx)
{
    const uint8_t *at = outgoing->items.at;
    for (size_t i = 0; i < outgoing->count; i++) {
        head_t head;
        memcpy(&head, at, sizeof head);
        moot_slice_t route = moot_slice(at + sizeof head, head.route_size);
        moot_slice_t body =
            moot_slice(route.at + route.size, head.body_size);
        at = body.at + body.size;
        hand_out(sink, ctx, head.broker, route, body);
    }
    moot_outgoing_clear(outgoing);
}

void moot_outgoing_clear(moot_outgoing_t *outgoing)
{
    moot_buf_clear(&outgoing->items);
    outgoing->count = 0;
}
