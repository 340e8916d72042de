/* Background work by the time from which it is due: a table in the store, so
 * that no restart forgets any of it. */
#ifndef MOOT_DUE_H
#define MOOT_DUE_H

#include "common/check.h"
#include "worker/slots.h"
#include "worker/store.h"

enum {
    /* A log record without events is kept so long for whoever follows the
     * log; the tables hold what it did. */
    MOOT_DUE_RECORD_MS = 600000,
    /* Events of an ended room stay readable so long at least. */
    MOOT_DUE_DEAD_MS = 60000,
    /* A tombstone stays so long. */
    MOOT_DUE_TOMBSTONE_MS = 86400000,
    /* Tombstones of one worker; beyond it the oldest go early, though never
     * before MOOT_DUE_DEAD_MS. */
    MOOT_DUE_TOMBSTONES_MAX = 100000,
    /* Rows that one background batch erases. */
    MOOT_DUE_ERASE_MAX = 512,
};

enum moot_due_kind {
    MOOT_DUE_RECORD = 1,    /* erase a record without events; number: lsn */
    MOOT_DUE_DEAD = 2,      /* erase an ended room; number: rid */
    MOOT_DUE_TOMBSTONE = 3, /* erase a tombstone */
    MOOT_DUE_EMITTED = 4,   /* erase a slot's emissions up to number, and those
                               of the time `epoch` or before */
};

typedef struct moot_due {
    moot_store_t *store;
    moot_slots_t *slots; /* borrowed */
    uint64_t next_ms;    /* nothing is due before; UINT64_MAX: nothing is */
    uint64_t tombstones; /* how many there are */
    uint64_t tombstones_before; /* this batch */
    uint64_t next_before_ms;
} moot_due_t;

/* Looks for the first work; a transaction is open. Errors: of the store. */
MOOT_CHECKED int moot_due_load(moot_due_t *due, moot_store_t *store,
                               moot_slots_t *slots);

/* Adds work; number, epoch and room as its kind needs them. A tombstone is
 * counted here. Errors: of the store. */
MOOT_CHECKED int moot_due_add(moot_due_t *due, uint64_t due_ms,
                              enum moot_due_kind kind, unsigned slot,
                              uint64_t number, uint64_t epoch,
                              moot_slice_t room);

/* Whether there is something to do at this time. */
bool moot_due_wants(const moot_due_t *due, uint64_t due_ms);

/* Does what is due, at most MOOT_DUE_ERASE_MAX rows of it, in the transaction
 * that is open. due_ms: wall time, as far as it may be believed; what is not
 * done yet is due again at once. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_due_work(moot_due_t *due, uint64_t due_ms);

/* The batch was committed; it was undone. */
void moot_due_settle(moot_due_t *due);
void moot_due_forget(moot_due_t *due);

#endif
