/* The store in memory: the model of store_lmdb for the simulator and tests.
 * Deterministic: the same operations give the same results and errors. */
#ifndef MOOT_STORE_MEM_H
#define MOOT_STORE_MEM_H

#include "worker/store.h"

typedef struct moot_store_mem_conf {
    uint64_t bytes_max;    /* 0: no bound. Used is the sum of keys and values
                            * and 16 bytes for each entry */
    bool strict;           /* lend copies and free them as soon as the contract
                            * allows, so that ASan sees slices kept too long */
    moot_slice_t identity; /* as in moot_store_lmdb_conf_t */
} moot_store_mem_conf_t;

/* Makes an empty store. Close it with moot_store_close. Errors: ENOMEM. */
MOOT_CHECKED int moot_store_mem_new(const moot_store_mem_conf_t *conf,
                                    moot_store_t **store);

/* The process dies: the open transaction is gone, what was committed stays,
 * faults are forgotten. The store may be used on at once, as after a start. */
void moot_store_mem_crash(moot_store_t *store);

/* What a fault strikes. A commit may fail before the disk has it (nothing is
 * kept) or after (all is kept although the error is returned): with EIO the
 * caller cannot know which. */
enum moot_mem_fault {
    MOOT_MEM_FAULT_PUT, /* put and del */
    MOOT_MEM_FAULT_COMMIT_LOST,
    MOOT_MEM_FAULT_COMMIT_KEPT,
    MOOT_MEM_FAULTS
};

/* Lets the nth (1: the next) operation of that kind fail with error, once.
 * A later call of the same kind replaces it; nth 0 takes it back. */
void moot_store_mem_fail(moot_store_t *store, enum moot_mem_fault kind,
                         uint64_t nth, int error);

/* Flips one bit of a stored value as damage on disk would (the value must
 * have been committed): the next read of it fails with ECORRUPT.
 * Errors: ENOENT. */
MOOT_CHECKED int moot_store_mem_damage(moot_store_t *store,
                                       enum moot_table table, moot_slice_t key);

#endif
