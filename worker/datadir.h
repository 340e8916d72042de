/* A worker's folder, <data_dir>/worker-N: one process at a time, for one
 * worker of one cluster. In it:
 *
 *   lock      held for life; names the holder's pid and host
 *   identity  text: cluster, worker, incarnation, checksum
 *   data.mdb  the store, with data.mdb-lock and data.mdb-mark beside it
 *
 * The folder is backed up and put back as a whole, while no worker runs. */
#ifndef MOOT_DATADIR_H
#define MOOT_DATADIR_H

#include "common/check.h"
#include "common/slice.h"

#define MOOT_DATADIR_CLUSTER_MAX 64 /* bytes of a cluster id */

typedef struct moot_datadir moot_datadir_t;

/* Opens the folder, makes it (mode 0700, data_dir too) when missing, locks it,
 * checks whose it is and raises the incarnation, durably. cluster: 1 to
 * MOOT_DATADIR_CLUSTER_MAX visible ASCII characters. *why gets one line for
 * the operator when it fails (cut to why_size).
 * Errors: ELOCKED (another process has it; why says who), EFOREIGN (another
 * cluster or worker), ECORRUPT (identity damaged, or missing beside a store),
 * EVERSION (identity of a newer format), EINVAL (cluster), ENOSPC, EDENIED,
 * EIO, ENOMEM. */
MOOT_CHECKED int moot_datadir_open(const char *data_dir, uint32_t worker,
                                   moot_slice_t cluster, moot_datadir_t **dir,
                                   char *why, size_t why_size);

/* Opens the lowest of the folders worker-1 to worker-<workers> that no process
 * holds, as moot_datadir_open does. All of them must exist (moot init makes
 * them): an empty folder in the place of a lost one would be a worker that
 * forgot its rooms. Errors: ELIMIT (each has its worker already), ENOENT (one
 * is missing), those of moot_datadir_open. */
MOOT_CHECKED int moot_datadir_claim(const char *data_dir, uint32_t workers,
                                    moot_slice_t cluster, moot_datadir_t **dir,
                                    char *why, size_t why_size);

/* Opens the folder only to look at it: it must exist, is locked, and stays as
 * it is. The incarnation is the last one, 0 when it was never opened. Errors:
 * ENOENT, those of moot_datadir_open. */
MOOT_CHECKED int moot_datadir_look(const char *data_dir, uint32_t worker,
                                   moot_slice_t cluster, moot_datadir_t **dir,
                                   char *why, size_t why_size);

/* Unlocks and frees; nulls; accepts NULL. Close the store before. */
void moot_datadir_close(moot_datadir_t **dir_p);

/* Number of the worker whose folder this is. */
uint32_t moot_datadir_worker(const moot_datadir_t *dir);

/* How often this folder was opened, this time included: 1 at first. */
uint64_t moot_datadir_incarnation(const moot_datadir_t *dir);

/* Path and identity for the store (worker/store_lmdb.h); both live as long
 * as the folder is open. */
const char *moot_datadir_store_path(const moot_datadir_t *dir);
moot_slice_t moot_datadir_identity(const moot_datadir_t *dir);

#endif
