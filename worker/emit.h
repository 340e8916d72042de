/* The emissions of a slot: logged, numbered from 1 without gaps, kept for a
 * while (proto/DESIGN.md, Emissions). Their INDEX and DEDUP rows stand under
 * room number 0, which no room has. */
#ifndef MOOT_EMIT_H
#define MOOT_EMIT_H

#include "common/check.h"
#include "proto/wire.h"
#include "worker/dedup.h"
#include "worker/tables.h"

/* Why an emission message cannot be taken, for a person; NULL: it can. All of
 * it is looked at, the JSON text too. */
const char *moot_emit_flaw(moot_slice_t bytes);

/* The same of the copies of a request. */
const char *moot_emit_copies_flaw(moot_slice_t list);

/* Who an idempotency key is of: the user, or nobody's name for the
 * application. False: keys of this event or request are not looked at. */
bool moot_emit_sender(bool system, moot_slice_t actor, moot_slice_t *sender);

/* Applies the event and the copies of a record whose room number is 0.
 * Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_emit_apply(moot_tables_t *tables, unsigned slot,
                                 const moot_msg_record_t *record);

/* Erases emissions of a slot from the oldest on, as long as they are at or
 * below a seq or their record is of a time or before, at most *left of them,
 * and counts *left down. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_emit_erase(moot_slots_t *slots, moot_store_t *store,
                                 unsigned slot, uint64_t seq, uint64_t at_ms,
                                 size_t *left);

#endif
