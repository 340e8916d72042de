/* From a log record to the tables: the one function for live work and for
 * replay. What it does depends on the record and the tables alone, so that
 * the records of a slot, applied in order, always make the same tables. */
#ifndef MOOT_APPLY_H
#define MOOT_APPLY_H

#include "common/check.h"
#include "proto/wire.h"
#include "worker/tables.h"

/* Applies the next record of a slot: record->lsn must be the head's plus one.
 * bytes: the record encoded; neither may be borrowed from the store.
 * room: set to the room that its events are of, borrowed until the end of the
 * batch, or to NULL; may itself be NULL. now_ms: monotonic, for the age of
 * sessions. Errors: of the store; MOOT_ECORRUPT: the record does not fit. */
MOOT_CHECKED int moot_apply_record(moot_tables_t *tables, unsigned slot,
                                   const moot_msg_record_t *record,
                                   moot_slice_t bytes, uint64_t now_ms,
                                   moot_live_room_t **room);

/* Number of the last outbox entry of a source that a target slot has applied.
 * Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_apply_inbox_last(moot_tables_t *tables, unsigned target,
                                       unsigned source, uint64_t *last);

#endif
