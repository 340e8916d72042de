/* The worker's store: a transactional, ordered map from (table, key) to value.
 *
 * One thread, one store, one transaction at a time. Two back ends hold the
 * same contract: store_lmdb (a file) and store_mem (memory, for the simulator
 * and tests). What they share is here: checks of arguments, the CRC32C of
 * every record over (table, key, value), formats and their upgrades.
 *
 * Life of a slice. Keys and values that get and seek return are borrowed from
 * the store: valid until the next put, del or del_range on any table, or the
 * end of the transaction, whichever comes first. Reads do not end them. A key
 * given to any operation may be such a borrowed slice; a value given to put
 * must not be one.
 *
 * A transaction that fails stays failed: when put, del, del_range, get or
 * seek return an error other than ENOENT, EINVAL or ELIMIT, every further
 * operation of the transaction returns the same error, and so does commit,
 * which then keeps nothing. */
#ifndef MOOT_STORE_H
#define MOOT_STORE_H

#include "common/check.h"
#include "common/slice.h"

#define MOOT_STORE_KEY_MAX 500           /* bytes; a key has at least 1 */
#define MOOT_STORE_VALUE_MAX (16u << 20) /* bytes; a value may be empty */

enum moot_table {
#define MOOT_TABLE(NAME, disk_name, format, meaning) MOOT_TABLE_##NAME,
#include "worker/tables.def"
#undef MOOT_TABLE
    MOOT_TABLES /* their number */
};

/* Name on disk; static. */
const char *moot_table_name(enum moot_table table);

/* Where a seek ends: at the first key not below, the first above, the last
 * not above, the last below the given one. Keys compare as bytes. */
enum moot_seek { MOOT_SEEK_GE, MOOT_SEEK_GT, MOOT_SEEK_LE, MOOT_SEEK_LT };

typedef struct moot_entry {
    moot_slice_t key; /* both borrowed, see above */
    moot_slice_t value;
} moot_entry_t;

typedef struct moot_store_stat {
    uint64_t bytes_used; /* what entries and the store's own pages take */
    uint64_t bytes_max;  /* put refuses with ENOSPC about there */
    uint64_t entries[MOOT_TABLES];
} moot_store_stat_t;

typedef struct moot_store moot_store_t;

/* Starts the transaction; none may be open. shrink: the transaction mostly
 * deletes, and may use a reserve beyond bytes_max for its own bookkeeping, so
 * that a full store can be emptied. Errors: EIO (the store is lost: exit),
 * ENOMEM. All operations below but close need an open transaction. */
MOOT_CHECKED int moot_store_begin(moot_store_t *store);
MOOT_CHECKED int moot_store_begin_shrink(moot_store_t *store);

/* Makes the transaction durable: when this returns 0 it is on disk, whatever
 * happens next; else nothing of it was kept. Either way it has ended. A
 * transaction without changes costs no sync. Errors: ENOSPC (disk or store
 * full), EIO (the state on disk is unknown: the worker must exit), or the
 * error that failed the transaction. */
MOOT_CHECKED int moot_store_commit(moot_store_t *store);

/* Ends the transaction, drops its changes. Harmless without a transaction. */
void moot_store_abort(moot_store_t *store);

/* Finds a value. Errors: ENOENT (value untouched), ECORRUPT, EIO. */
MOOT_CHECKED int moot_store_get(moot_store_t *store, enum moot_table table,
                                moot_slice_t key, moot_slice_t *value);

/* Adds or replaces an entry; value is copied. Errors: ENOSPC, ELIMIT (key or
 * value too long), EINVAL (empty key), EIO. */
MOOT_CHECKED int moot_store_put(moot_store_t *store, enum moot_table table,
                                moot_slice_t key, moot_slice_t value);

/* Removes an entry. Errors: ENOENT, ENOSPC (removing needs room too: see
 * begin_shrink), EIO. */
MOOT_CHECKED int moot_store_del(moot_store_t *store, enum moot_table table,
                                moot_slice_t key);

/* Removes up to max entries with from <= key < to, lowest first; an empty to
 * means the end of the table. removed (may be NULL): how many; fewer than max
 * means that none is left. Errors: ENOSPC, ECORRUPT, EIO. */
MOOT_CHECKED int moot_store_del_range(moot_store_t *store,
                                      enum moot_table table, moot_slice_t from,
                                      moot_slice_t to, size_t max,
                                      size_t *removed);

/* The same for all keys that begin with prefix (empty: the whole table). */
MOOT_CHECKED int moot_store_del_prefix(moot_store_t *store,
                                       enum moot_table table,
                                       moot_slice_t prefix, size_t max,
                                       size_t *removed);

/* Finds an entry by order. An empty key stands below all keys for GE and GT,
 * above all keys for LE and LT. Errors: ENOENT (there is none), ECORRUPT, EIO.
 * Going on from the entry just returned (GT or LT of its key slice) costs one
 * cursor step, anything else a search from the root. */
MOOT_CHECKED int moot_store_seek(moot_store_t *store, enum moot_table table,
                                 enum moot_seek how, moot_slice_t key,
                                 moot_entry_t *entry);

/* First and last entry whose key begins with prefix, and the one after or
 * before *entry (as returned last) that does. Errors as seek: ENOENT at the
 * end. A prefix is at most MOOT_STORE_KEY_MAX bytes (else ELIMIT). */
MOOT_CHECKED int moot_store_first(moot_store_t *store, enum moot_table table,
                                  moot_slice_t prefix, moot_entry_t *entry);
MOOT_CHECKED int moot_store_last(moot_store_t *store, enum moot_table table,
                                 moot_slice_t prefix, moot_entry_t *entry);
MOOT_CHECKED int moot_store_next(moot_store_t *store, enum moot_table table,
                                 moot_slice_t prefix, moot_entry_t *entry);
MOOT_CHECKED int moot_store_prev(moot_store_t *store, enum moot_table table,
                                 moot_slice_t prefix, moot_entry_t *entry);

/* Counts. Cost: with LMDB one pass over its list of free pages; for status
 * lines, not for every batch. */
MOOT_CHECKED int moot_store_stat(moot_store_t *store, moot_store_stat_t *stat);

/* Closes and frees, dropping an open transaction; nulls; accepts NULL. */
void moot_store_close(moot_store_t **store_p);

#endif
