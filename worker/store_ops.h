/* What a back end of the store provides, and what it may use in turn. For
 * store.c, store_lmdb.c, store_mem.c and tests alone.
 *
 * A back end keeps values with a seal of MOOT_STORE_SEAL bytes in front and
 * knows nothing about it. Arguments are checked before they reach it, a
 * transaction is open where one must be, and no operation but abort follows
 * one that failed the transaction. */
#ifndef MOOT_STORE_OPS_H
#define MOOT_STORE_OPS_H

#include "worker/store.h"

#define MOOT_STORE_SEAL 4 /* bytes: the CRC32C, little endian */

typedef struct moot_store_ops {
    int (*begin)(moot_store_t *store, bool shrink);
    int (*commit)(moot_store_t *store); /* ends it, also when it fails */
    void (*abort)(moot_store_t *store);
    int (*get)(moot_store_t *store, enum moot_table table, moot_slice_t key,
               moot_slice_t *sealed);
    int (*put)(moot_store_t *store, enum moot_table table, moot_slice_t key,
               const uint8_t *seal, moot_slice_t value);
    int (*del)(moot_store_t *store, enum moot_table table, moot_slice_t key);
    int (*seek)(moot_store_t *store, enum moot_table table, enum moot_seek how,
                moot_slice_t key, moot_entry_t *sealed);
    int (*stat)(moot_store_t *store, moot_store_stat_t *stat);
    void (*close)(moot_store_t *store); /* no transaction is open; frees */
} moot_store_ops_t;

/* First member of each back end's own struct. */
struct moot_store {
    const moot_store_ops_t *ops;
    bool open;  /* a transaction is open */
    int failed; /* what failed it, or 0 */
};

/* Room beyond bytes_max that a transaction begun to shrink may use. */
static inline uint64_t moot_store_reserve(uint64_t bytes_max)
{
    return bytes_max / 32 + (4u << 20);
}

/* Makes the seal of a record. */
void moot_store_seal(enum moot_table table, moot_slice_t key,
                     moot_slice_t value, uint8_t *seal);

/* Checks the seal of a stored value and cuts it off. Errors: ECORRUPT. */
MOOT_CHECKED int moot_store_unseal(enum moot_table table, moot_slice_t key,
                                   moot_slice_t sealed, moot_slice_t *value);

/* Steps from one format to the next: upgrades[i] makes format i + 1 out of
 * format i inside the transaction that is open. */
typedef struct moot_store_formats {
    uint32_t current;
    int (*const *upgrades)(moot_store_t *store); /* current of them */
} moot_store_formats_t;

/* The formats of this program. */
extern const moot_store_formats_t moot_store_formats;

/* Reads the format of a store; 0 entries in META give ENOENT.
 * Errors: ENOENT, ECORRUPT, EVERSION (newer than ours). Transaction open. */
MOOT_CHECKED int moot_store_format(moot_store_t *store,
                                   const moot_store_formats_t *formats,
                                   uint32_t *format);

/* Makes a store ready for use, in a transaction of its own: gives an empty
 * one the current format and the identity; checks both in another, and brings
 * an older format up to the current one, all steps or none.
 * Errors: EVERSION, EFOREIGN, ECORRUPT (no format but other entries), those
 * of the steps and of commit. No transaction open. */
MOOT_CHECKED int moot_store_prepare(moot_store_t *store,
                                    const moot_store_formats_t *formats,
                                    moot_slice_t identity);

#endif
