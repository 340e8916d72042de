/* What was learned of users: for each (user, name) the last value, in the slot
 * of the user. Table FACT, by user and by value. */
#ifndef MOOT_FACTS_H
#define MOOT_FACTS_H

#include "common/check.h"
#include "proto/wire.h"
#include "worker/slots.h"
#include "worker/store.h"

/* What is learned: user and name within their limits and not empty, value
 * within its limit; an empty one means forgotten. */
typedef struct moot_fact {
    moot_slice_t user, name, value;
} moot_fact_t;

bool moot_facts_fits(const moot_fact_t *fact);

/* The stored value, borrowed from the store; empty when there is none.
 * Errors: of the store. */
MOOT_CHECKED int moot_facts_value(moot_store_t *store, unsigned slot,
                                  moot_slice_t user, moot_slice_t name,
                                  moot_slice_t *value);

/* Stores a fact. Errors: of the store, MOOT_ECORRUPT: it does not fit. */
MOOT_CHECKED int moot_facts_put(moot_store_t *store, unsigned slot,
                                const moot_fact_t *fact);

/* Writes the users above a name, of all slots of one worker, of whom the value
 * is stored, at most limit, in the order of their bytes; *more: there are
 * others. Errors: of the store. */
MOOT_CHECKED int moot_facts_users(moot_store_t *store,
                                  const moot_slots_t *slots, uint64_t worker,
                                  moot_slice_t name, moot_slice_t value,
                                  moot_slice_t after, uint64_t limit,
                                  moot_list_writer_t *writer, bool *more);

#endif
