/* The slots of a cluster as one worker knows them: who owns each, and for its
 * own the head of the log. Kept in META.
 *
 * Like all tables of the worker: changes are made in memory, written by flush
 * at the end of a batch, and forgotten when the batch is undone. */
#ifndef MOOT_SLOTS_H
#define MOOT_SLOTS_H

#include "common/check.h"
#include "proto/rules.h"
#include "worker/store.h"

typedef struct moot_slot {
    uint64_t owner;      /* worker number, 0 for none */
    uint64_t epoch;      /* of the ownership */
    uint64_t lsn;        /* last record of the log */
    uint64_t epoch_max;  /* highest room epoch ever given */
    uint64_t emitted;    /* last emission */
    uint64_t emitted_from; /* emissions up to here are not kept any more */
    uint64_t emitted_at; /* time of the last emission */
    bool touched;
} moot_slot_t;

typedef struct moot_slots {
    moot_store_t *store;
    moot_slot_t at[MOOT_SLOTS];
    uint16_t touched[MOOT_SLOTS];
    size_t touched_count;
} moot_slots_t;

/* Writes the first map into a store without one: contiguous runs, as even as
 * possible, epoch 1. Opens a transaction of its own. Errors: of the store. */
MOOT_CHECKED int moot_slots_found(moot_store_t *store, uint64_t workers);

/* Reads the map and all slot rows; a transaction is open. Errors: of the
 * store; MOOT_ECORRUPT: no map, or a damaged one. */
MOOT_CHECKED int moot_slots_load(moot_slots_t *slots, moot_store_t *store);

/* The slot, to be changed: its row will be written, or forgotten. */
moot_slot_t *moot_slots_touch(moot_slots_t *slots, unsigned slot);

/* Writes the rows of the touched slots. Errors: of the store. */
MOOT_CHECKED int moot_slots_flush(moot_slots_t *slots);
/* After the commit: nothing is touched any more. */
void moot_slots_settle(moot_slots_t *slots);
/* After an abort, in a new transaction: reads the touched rows again. */
MOOT_CHECKED int moot_slots_forget(moot_slots_t *slots);

#endif
