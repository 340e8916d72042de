#include "broker/holds.h"

#include <stdlib.h>

void moot_holds_init(moot_holds_t *holds, size_t count_max, size_t bytes_max)
{
    memset(holds, 0, sizeof *holds);
    moot_list_init(&holds->list);
    holds->count_max = count_max;
    holds->bytes_max = bytes_max;
}

static void forget(moot_holds_t *holds, moot_hold_t *hold)
{
    moot_list_remove(&hold->node);
    holds->count--;
    holds->bytes -= hold->edge.size + hold->body.size;
}

void moot_holds_close(moot_holds_t *holds)
{
    MOOT_LIST_FOREACH (&holds->list, it, after) {
        moot_hold_t *hold = MOOT_CONTAINER(it, moot_hold_t, node);

        forget(holds, hold);
        free(hold);
    }
}

int moot_holds_add(moot_holds_t *holds, uint64_t slot, moot_slice_t edge,
                   moot_slice_t body, uint64_t deadline_ms)
{
    size_t bytes = edge.size + body.size;
    moot_hold_t *hold;
    uint8_t *at;

    if (holds->count >= holds->count_max
        || bytes > holds->bytes_max - holds->bytes)
        return MOOT_EFULL;
    hold = malloc(sizeof *hold + bytes);
    if (!hold)
        return MOOT_ENOMEM;
    at = (uint8_t *)(hold + 1);
    memcpy(at, edge.at, edge.size);
    memcpy(at + edge.size, body.at, body.size);
    hold->slot = slot;
    hold->deadline_ms = deadline_ms;
    hold->edge = moot_slice(at, edge.size);
    hold->body = moot_slice(at + edge.size, body.size);
    moot_list_push(&holds->list, &hold->node);
    holds->count++;
    holds->bytes += bytes;
    return 0;
}

moot_hold_t *moot_holds_take(moot_holds_t *holds,
                             bool (*ready)(void *ctx, uint64_t slot), void *ctx,
                             uint64_t now_ms)
{
    MOOT_LIST_FOREACH (&holds->list, it, after) {
        moot_hold_t *hold = MOOT_CONTAINER(it, moot_hold_t, node);

        if (hold->deadline_ms <= now_ms || ready(ctx, hold->slot)) {
            forget(holds, hold);
            return hold;
        }
    }
    return NULL;
}
