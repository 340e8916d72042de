/* A small file beside the store that names its last commit. It is written
 * after each commit and never synced, so it may be older than the store, but
 * only a store that lost commits is older than its mark: one whose newest
 * head was damaged (LMDB then serves the commit before, in silence), or one
 * that was put back from an old copy. */
#ifndef MOOT_STORE_MARK_H
#define MOOT_STORE_MARK_H

#include "common/check.h"

#include <stdint.h>

/* Opens the mark of a store, made when missing. Returns the descriptor.
 * Errors: ENOSPC, EDENIED, EIO. */
MOOT_CHECKED int moot_store_mark_open(const char *path);

/* Writes the number of the last commit. Failing is harmless (the mark stays
 * behind), hence no result. */
void moot_store_mark_write(int fd, uint64_t txn);

/* Reads a mark. Errors: ENOENT (there is none), ECORRUPT (unreadable). */
MOOT_CHECKED int moot_store_mark_read(const char *path, uint64_t *txn);

#endif
