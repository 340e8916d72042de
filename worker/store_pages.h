/* Checks the page structure of an LMDB 0.9 file (data version 1, 64 bits)
 * without LMDB, which trusts its file: a flipped bit in a page number, a free
 * list or a fill mark goes unnoticed there until it overwrites good records,
 * or ends in a failed assertion or a signal.
 *
 * After this check each page is reached at most once, from a tree or from the
 * free list, keys are in order and lead where they are, counts are right.
 * What the records say is not looked at: they carry checksums. */
#ifndef MOOT_STORE_PAGES_H
#define MOOT_STORE_PAGES_H

#include "common/check.h"
#include "common/slice.h"

/* Checks an open file that nobody writes. txn: number of the last commit that
 * the file holds. *why (at most why_size) tells what is damaged.
 * Errors: ECORRUPT, ENOMEM, EIO (cannot be mapped). A page that the disk
 * cannot read ends the calling process with SIGBUS: call it in a child. */
MOOT_CHECKED int moot_store_pages_check(int fd, uint64_t *txn, char *why,
                                        size_t why_size);

#endif
