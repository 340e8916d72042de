/* What a shard is made of; for shard.c, dispatch.c, guarded.c,
 * inspect.c, personal.c and requests.c alone. */
#ifndef MOOT_SHARD_STATE_H
#define MOOT_SHARD_STATE_H

#include "common/arena.h"
#include "common/buf.h"
#include "worker/fetch.h"
#include "worker/interest.h"
#include "worker/outgoing.h"
#include "worker/parked.h"
#include "worker/room.h"
#include "worker/shard.h"
#include "worker/tables.h"

/* Brokers that a worker talks to. */
#define MOOT_SHARD_BROKERS_MAX 64

struct moot_shard {
    moot_shard_config_t config;
    moot_shard_sink_t sink;
    void *ctx;
    moot_store_t *store;
    moot_tables_t tables;
    moot_interest_t interest;
    moot_outgoing_t outgoing;
    moot_fetch_t fetch;
    moot_room_rules_t rules;
    moot_parked_t parked;

    /* The present batch. */
    bool open;
    bool full;          /* run again after the store was full: no writes */
    int failed;         /* why nothing of it will be kept, or 0 */
    uint64_t now_ms, wall_ms;
    uint64_t since_ms;  /* when the request that is taken came */
    moot_buf_t inputs;  /* copies of what came in, to run again */
    size_t inputs_count;

    /* Memory for messages on their way. */
    moot_buf_t events;   /* the list of a record */
    moot_buf_t event;    /* one event, one outcome */
    moot_buf_t record;
    moot_buf_t users;    /* lists of a verdict */
    moot_buf_t body;
    moot_buf_t snapshot;
    moot_arena_t arena;  /* one question about a room type */

    /* Beats. */
    uint64_t brokers;                              /* bits: those known */
    uint64_t broker_heard_ms[MOOT_SHARD_BROKERS_MAX];
    uint64_t opened_ms;
    uint64_t tick_ms, tick_wall_ms; /* of the last tick */
    uint64_t trusted_ms;            /* the wall clock is believed from then */
    uint64_t pulse_ms;                             /* last pulse and beat */
    uint64_t pid;
    uint64_t disk_used, disk_max;
    enum moot_program_state state;
    uint8_t cluster[64], endpoint[256], key[32];   /* behind config */
    moot_shard_facts_t facts;
    moot_shard_facts_t facts_before; /* this batch */
};

/* Notes an error that fails the batch; 0 is none. */
static inline void moot_shard_fail(moot_shard_t *shard, int rc)
{
    if (rc < 0 && shard->failed == 0)
        shard->failed = rc;
}

/* Handles one message for a slot or for this worker; a damaged one is dropped
 * and counted. What fails the batch is noted in shard->failed. */
void moot_dispatch_take(moot_shard_t *shard, unsigned broker,
                        moot_slice_t route, moot_slice_t body);

/* Puts one OUTBOX message on its way (a moot_outbox_send_fn). */
void moot_dispatch_outbox(void *shard, unsigned source, unsigned target,
                          moot_slice_t body);

/* A verdict about a request that waited for it, and what was asked. */
typedef struct moot_guarded_told {
    uint64_t what; /* enum moot_guard_what */
    const moot_msg_guard_told_t *told;
} moot_guarded_told_t;

/* Handles one REQUEST; as above. */
void moot_requests_take(moot_shard_t *shard, unsigned broker,
                        const moot_msg_route_t *route,
                        const moot_msg_request_t *request);

/* The same of one that waited; told: its verdict, NULL when it waited behind
 * another. */
void moot_requests_again(moot_shard_t *shard, unsigned broker,
                         const moot_msg_route_t *route,
                         const moot_msg_request_t *request,
                         const moot_guarded_told_t *told);

/* Write the answer to a command's question into shard->body; they change
 * nothing. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_inspect_room(moot_shard_t *shard, unsigned slot,
                                   const moot_msg_ask_room_t *ask);
MOOT_CHECKED int moot_inspect_why(moot_shard_t *shard, unsigned slot,
                                  uint64_t number,
                                  const moot_msg_request_t *request);

/* Requests to the slot of a user. An EMIT: fills what its outcome says, and
 * what its record holds when it is new and good; *is_new then. The slices are
 * borrowed from the shard's memory. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_personal_emit(moot_shard_t *shard, unsigned slot,
                                    const moot_msg_request_t *request,
                                    moot_msg_outcome_t *outcome,
                                    moot_msg_record_t *record, bool *is_new);
/* A FACT: the same; *is_new when the record stores another value than the one
 * that is known, or the outcome is a refusal. */
MOOT_CHECKED int moot_personal_fact(moot_shard_t *shard, unsigned slot,
                                    const moot_msg_request_t *request,
                                    moot_msg_outcome_t *outcome,
                                    moot_msg_record_t *record, bool *is_new);

/* Whether a request is to the slot of a user and not about a room. */
static inline bool moot_personal_is(uint64_t op)
{
    return op == MOOT_OP_EMIT || op == MOOT_OP_FACT;
}

/* Begins the record of a slot: the next lsn, the present time. */
moot_msg_record_t moot_requests_record(moot_shard_t *shard, unsigned slot,
                                       enum moot_record what);

/* Encodes and applies a record. Errors: as moot_apply_record. */
MOOT_CHECKED int moot_requests_apply(moot_shard_t *shard, unsigned slot,
                                     const moot_msg_record_t *record,
                                     moot_live_room_t **room);

#endif
