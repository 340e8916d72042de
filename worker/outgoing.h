/* What a batch says, kept until its commit: then it is sent, or never was. */
#ifndef MOOT_OUTGOING_H
#define MOOT_OUTGOING_H

#include "common/buf.h"
#include "proto/wire.h"
#include "worker/shard.h"

/* Stands for moot_shard_sink_t.to_self instead of a broker. */
#define MOOT_OUTGOING_SELF UINT32_MAX
/* Stands for moot_shard_sink_t.forward. */
#define MOOT_OUTGOING_FORWARD (UINT32_MAX - 1)

/* Stands for moot_shard_sink_t.guard. */
#define MOOT_OUTGOING_GUARD (UINT32_MAX - 2)

typedef struct moot_outgoing {
    moot_buf_t items; /* heads, each followed by route and body */
    size_t count;
} moot_outgoing_t;

void moot_outgoing_init(moot_outgoing_t *outgoing);
void moot_outgoing_close(moot_outgoing_t *outgoing);

/* Adds one message; route and body are copied. */
void moot_outgoing_put(moot_outgoing_t *outgoing, uint32_t broker,
                       const moot_msg_route_t *route, moot_slice_t body);

/* Adds what a back end is to be told; url and body are copied. */
void moot_outgoing_forward(moot_outgoing_t *outgoing, moot_slice_t url,
                           moot_slice_t body);

/* Adds a question about a room type, an ASK_GUARD; it is copied. */
void moot_outgoing_guard(moot_outgoing_t *outgoing, moot_slice_t ask);

/* Hands everything to the sink in order; empties. */
void moot_outgoing_send(moot_outgoing_t *outgoing,
                        const moot_shard_sink_t *sink, void *ctx);

/* Forgets everything. */
void moot_outgoing_clear(moot_outgoing_t *outgoing);

#endif
