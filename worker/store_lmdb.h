/* The store in a file, by LMDB. */
#ifndef MOOT_STORE_LMDB_H
#define MOOT_STORE_LMDB_H

#include "worker/store.h"

typedef struct moot_store_lmdb_conf {
    const char *path;      /* the file; made (mode 0600) when missing. LMDB
                            * keeps path-lock beside it, and we path-mark */
    uint64_t bytes_max;    /* see moot_store_stat_t; at least 1 MiB */
    moot_slice_t identity; /* kept in a new store, must be the same in an old
                            * one; borrowed for the call */
    const struct moot_store_formats *formats; /* NULL: this program's own;
                                               * tests give others */
    /* NULL, or called for each record whose checksum is wrong, in the process
     * that checks: reading goes on to the last record. */
    void (*on_damage)(void *ctx, const char *text);
    void *ctx;
} moot_store_lmdb_conf_t;

/* Opens the store: refuses a damaged one after reading every record of it in
 * a child process, upgrades an older format. Call it before the process has
 * threads, holding the lock of the folder (worker/datadir.h), and never twice
 * at a time on one file. *why gets one line for the operator when it fails
 * (cut to why_size); untouched otherwise.
 * Errors: ECORRUPT (damaged: restore it from a backup), EVERSION (newer
 * format), EFOREIGN (another identity), ENOSPC, EDENIED (not readable and
 * writable for us), EIO, ENOMEM. */
MOOT_CHECKED int moot_store_lmdb_open(const moot_store_lmdb_conf_t *conf,
                                      moot_store_t **store, char *why,
                                      size_t why_size);

#endif
