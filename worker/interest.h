/* Who wants to hear what: the edges that are registered, the streams that each
 * is interested in, and the frames that a batch publishes to each
 * (proto/DESIGN.md, Streams). In memory alone: a restart forgets it, and the
 * edges register anew. */
#ifndef MOOT_INTEREST_H
#define MOOT_INTEREST_H

#include "common/buf.h"
#include "common/check.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "worker/shard.h"

enum {
    /* Bytes of events in one PUBLISHED frame: a single larger event makes a
     * frame of its own. */
    MOOT_INTEREST_FRAME_BYTES = 1048576,
    /* Interests of all edges together; with more an ATTACH gets no answer and
     * is asked again. */
    MOOT_INTEREST_MAX = 2000000,
    /* A DETACH is remembered so long, against a late ATTACH below it. */
    MOOT_INTEREST_ENDED_MS = 60000,
};

typedef struct moot_interest_config {
    uint64_t worker, incarnation;
    size_t edges_max;
} moot_interest_config_t;

/* One edge, of one incarnation. */
typedef struct moot_edge {
    moot_map_node_t node;     /* key: edge id */
    moot_node_t in_age;       /* heard of longest ago first */
    moot_node_t in_frames;    /* while a frame is open */
    moot_node_t wants;        /* its interests */
    uint64_t incarnation;
    uint64_t registration;
    uint64_t bseq;            /* last frame sent */
    uint64_t bseq_batch;      /* last frame made in this batch */
    uint64_t number;          /* highest interest number taken */
    uint64_t heard_ms;
    bool welcome;             /* a pulse is due at once */
    moot_slice_t topic;       /* "id:incarnation|" */
    moot_buf_t frame;         /* elements of the open frame */
    moot_list_writer_t writer;
} moot_edge_t;

typedef struct moot_interest {
    moot_interest_config_t config;
    moot_map_t edges;
    moot_map_t streams;
    moot_node_t age;
    moot_node_t frames;  /* edges with an open frame */
    moot_node_t ended;   /* interests that have ended, oldest first */
    size_t count;        /* interests, ended ones included */
    moot_buf_t ready;    /* topics and bodies of finished frames */
    size_t ready_count;
    size_t open_bytes;   /* events in open frames */
    uint64_t published;  /* frames sent */
} moot_interest_t;

void moot_interest_init(moot_interest_t *interest,
                        const moot_interest_config_t *config);
void moot_interest_close(moot_interest_t *interest);

/* An edge (address "id:incarnation") registers. A lower incarnation than the
 * one known, a registration below its present one, or an edge too many change
 * nothing. False: refused or damaged. */
bool moot_interest_hello(moot_interest_t *interest, moot_slice_t address,
                         uint64_t registration, uint64_t now_ms);

/* The edge of exactly this address, or NULL. */
moot_edge_t *moot_interest_edge(moot_interest_t *interest,
                                moot_slice_t address);

/* The edge is alive. */
void moot_interest_hear(moot_interest_t *interest, moot_edge_t *edge,
                        uint64_t now_ms);

/* Takes ATTACH (on) or DETACH of a registered edge. False: the number is below
 * one taken for this stream, or there are too many: no answer. */
bool moot_interest_set(moot_interest_t *interest, moot_edge_t *edge,
                       enum moot_kind kind, moot_slice_t id, uint64_t number,
                       bool on, uint64_t now_ms);

/* Adds an event of this batch to the frames of all edges that want it. */
void moot_interest_publish(moot_interest_t *interest, enum moot_kind kind,
                           moot_slice_t id, uint64_t slot_epoch,
                           uint64_t epoch, moot_slice_t event);

/* The batch is committed: sends its frames. The batch was undone: drops
 * them. */
void moot_interest_send(moot_interest_t *interest,
                        const moot_shard_sink_t *sink, void *ctx);
void moot_interest_drop(moot_interest_t *interest);

/* Sends a pulse to every edge, or only to those that just registered. */
void moot_interest_pulse(moot_interest_t *interest, bool all, uint64_t now_ms,
                         const moot_shard_sink_t *sink, void *ctx);

/* Forgets edges that were not heard for MOOT_EDGE_EXPIRY_MS, and interests
 * that ended long ago. */
void moot_interest_expire(moot_interest_t *interest, uint64_t now_ms);

/* Bytes waiting in frames. */
size_t moot_interest_bytes(const moot_interest_t *interest);

#endif
