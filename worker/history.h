/* The histories of users: copies of stored messages, in the slot of their
 * owner, by time; and with whom each owner shares any. Tables HISTORY and
 * PEER, filled by outbox entries. */
#ifndef MOOT_HISTORY_H
#define MOOT_HISTORY_H

#include "common/buf.h"
#include "common/check.h"
#include "proto/wire.h"
#include "worker/store.h"

/* Whether a copy is one that a history can hold: names within their limits,
 * data not empty. */
bool moot_history_fits(const moot_msg_copy_t *copy);

/* Adds a copy, which fits (else MOOT_ECORRUPT); bytes: the same encoded, not
 * borrowed from the store. The same one again changes nothing. Errors: of the
 * store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_history_put(moot_store_t *store, unsigned slot,
                                  const moot_msg_copy_t *copy,
                                  moot_slice_t bytes);

/* Fills list and next of an answer: a page, oldest first, of at most limit
 * copies and about MOOT_PAGE_BYTES_MAX, at least one. after: a `next` of
 * before, or empty; anything else is taken for empty. list and place hold the
 * answer's bytes and are cleared first. Errors: of the store. */
MOOT_CHECKED int moot_history_page(moot_store_t *store, unsigned slot,
                                   const moot_msg_ask_history_t *ask,
                                   moot_buf_t *list, moot_buf_t *place,
                                   moot_msg_history_told_t *answer);

/* Writes the peers of an owner above a name, at most limit, in the order of
 * their bytes; *more: there are others. Errors: of the store,
 * MOOT_ECORRUPT. */
MOOT_CHECKED int moot_history_peers(moot_store_t *store, unsigned slot,
                                    moot_slice_t history, moot_slice_t owner,
                                    moot_slice_t after, uint64_t limit,
                                    moot_list_writer_t *writer, bool *more);

#endif
