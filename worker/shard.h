/* A shard, the core of a worker: the slots it owns, their logs and rooms, the
 * edges that are interested. Bytes in, bytes out; the store through store.h.
 *
 * Pure: no socket, no clock, no file. Work is done in batches: begin, any
 * number of receive, then commit. What the batch says (replies, publications)
 * goes to the sink only inside commit, after the store's commit returned 0. */
#ifndef MOOT_SHARD_H
#define MOOT_SHARD_H

#include "common/slice.h"
#include "proto/profile.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "worker/store.h"

typedef struct moot_shard moot_shard_t;

typedef struct moot_shard_config {
    uint64_t worker;                /* number, from 1 */
    uint64_t incarnation;
    moot_slice_t cluster;           /* cluster id */
    moot_slice_t endpoint;          /* of the PUB socket, for beats */
    moot_slice_t key;               /* of the PUB socket over TCP, 32 bytes, or
                                     * empty */
    size_t members_per_room_max;
    size_t rooms_per_user_max;
    bool create_on_join;
    uint64_t dedup_window_ms;
    size_t dedup_per_sender_max;
    size_t rooms_cached_max;        /* views in memory without interest */
    size_t edges_max;
    size_t sessions_max;            /* sessions with a record: more get
                                       UNAVAILABLE */
    uint64_t emit_keep_ms;  /* age to which emissions are kept; 0: */
    uint64_t emit_kept_max; /* MOOT_EMIT_KEEP_MS; how many of one slot; 0:
                             * MOOT_EMIT_KEPT_MAX */
    const moot_profile_t *profile; /* with the room types, borrowed; NULL:
                                    * there are none */
    uint64_t content_chars_max;    /* that setting, for their expressions */
} moot_shard_config_t;

typedef struct moot_shard_sink {
    /* To a broker, by the index it came in with. Errors are the shell's to
     * count: whoever misses it asks again. */
    void (*to_broker)(void *ctx, unsigned broker, moot_slice_t route,
                      moot_slice_t body);
    /* On the topic of one edge ("id:incarnation|"). */
    void (*publish)(void *ctx, moot_slice_t topic, moot_slice_t body);
    /* A body of this shard for a slot it owns itself (outbox between two of
     * its slots): the shell gives it back in the next batch. */
    void (*to_self)(void *ctx, moot_slice_t route, moot_slice_t body);
    /* After the commit of an emission: what the back end at this URL is told
     * of it, a JSON object. Once per request while the worker lives; a worker
     * that dies after the commit has told nobody. May be NULL. */
    void (*forward)(void *ctx, moot_slice_t url, moot_slice_t body);
    /* A question about a room type that is compiled or asked: an ASK_GUARD
     * with a number of the shard's, for moot_shard_told. Needed with such
     * types only. */
    void (*guard)(void *ctx, moot_slice_t ask);
} moot_shard_sink_t;

/* First ownership: slots split evenly in contiguous runs over `workers`, slot
 * epoch 1. Writes the map and identity into an empty store; a store that has
 * one keeps it. Errors: of the store. */
MOOT_CHECKED int moot_shard_found(moot_store_t *store, uint64_t workers);

/* Opens over a store that was founded. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_shard_open(const moot_shard_config_t *config,
                                 moot_store_t *store,
                                 const moot_shard_sink_t *sink, void *ctx,
                                 uint64_t now_ms, uint64_t wall_ms,
                                 moot_shard_t **shard_p);
void moot_shard_close(moot_shard_t **shard_p);

/* Begins a batch. now_ms is monotonic, wall_ms is ms since 1970.
 * Errors: MOOT_EIO: exit. */
MOOT_CHECKED int moot_shard_begin(moot_shard_t *shard, uint64_t now_ms,
                                  uint64_t wall_ms);
/* Takes one message in: damaged ones are dropped and counted, never an error.
 * Nothing of route and body is kept. */
void moot_shard_receive(moot_shard_t *shard, unsigned broker,
                        moot_slice_t route, moot_slice_t body);
/* Takes the answer to a question that went to sink.guard, a GUARD_TOLD. */
void moot_shard_told(moot_shard_t *shard, moot_slice_t told);
/* Ends the batch: commit, publish, then reply. When the store is full the
 * batch is undone, its requests are answered UNAVAILABLE (a leave:
 * LEAVE_FAILED) and 0 is returned. Errors: MOOT_EIO, MOOT_ECORRUPT: exit. */
MOOT_CHECKED int moot_shard_commit(moot_shard_t *shard);

/* Bytes of answers and publications collected so far in this batch: the shell
 * ends a batch that grows beyond its bound. */
size_t moot_shard_batch_bytes(const moot_shard_t *shard);

/* Between batches, at least every 100 ms: pulses, outbox resends, expiry of
 * edges and sessions, background erasing (a bounded batch of its own). */
MOOT_CHECKED int moot_shard_tick(moot_shard_t *shard, uint64_t now_ms,
                                 uint64_t wall_ms);

/* Says WORKER_BEAT to a broker now (a broker was connected anew). */
void moot_shard_beat(moot_shard_t *shard, unsigned broker);

typedef struct moot_shard_facts {
    uint64_t rooms;
    uint64_t requests;       /* applied */
    uint64_t repeats;        /* answered from a stored outcome */
    uint64_t resend_from;    /* copies refused */
    uint64_t records;        /* log records written */
    uint64_t commits;
    uint64_t full;           /* batches undone: store full */
    uint64_t published;      /* PUBLISHED frames */
    uint64_t damaged;        /* messages dropped as undecodable */
    uint64_t refused_edges;  /* hellos refused: old, damaged, or too many */
    uint64_t outbox_waiting; /* entries not yet acknowledged */
    uint64_t edges;          /* registered */
    uint64_t sessions;       /* with a record */
    uint64_t emissions;      /* taken */
    uint64_t emissions_kept; /* that can be fetched */
    uint64_t forwarded;      /* handed to the sink */
    uint64_t asked;          /* number of the last question to sink.guard */
    uint64_t parked;         /* questions that wait for a verdict */
    uint64_t parked_dropped; /* requests behind them, at a bound */
} moot_shard_facts_t;

void moot_shard_facts(const moot_shard_t *shard, moot_shard_facts_t *facts);

/* What the next beats say. */
void moot_shard_describe(moot_shard_t *shard, uint64_t pid,
                         enum moot_program_state state);
/* The same of its store, in bytes. */
void moot_shard_disk(moot_shard_t *shard, uint64_t used, uint64_t max);

#endif
