/* All tables of a worker with what memory keeps of them, as one: opened,
 * written at the end of a batch, forgotten when the batch is undone. */
#ifndef MOOT_TABLES_H
#define MOOT_TABLES_H

#include "common/buf.h"
#include "common/check.h"
#include "proto/rules.h"
#include "worker/dedup.h"
#include "worker/due.h"
#include "worker/outbox.h"
#include "worker/rooms.h"
#include "worker/sessions.h"
#include "worker/slots.h"
#include "worker/store.h"

typedef struct moot_tables_config {
    moot_dedup_limits_t dedup;
    size_t rooms_cached_max;
    size_t sessions_max;
    /* Emissions are kept so long, and of one slot no more than so many; 0:
     * MOOT_EMIT_KEEP_MS, MOOT_EMIT_KEPT_MAX. */
    uint64_t emit_keep_ms, emit_kept_max;
    /* Called for every event of a stream as it is applied; event is borrowed
     * for the call. May be NULL. */
    void (*publish)(void *ctx, enum moot_kind kind, moot_slice_t id,
                    unsigned slot, uint64_t epoch, moot_slice_t event);
    void *ctx;
} moot_tables_config_t;

typedef struct moot_tables {
    moot_store_t *store;
    moot_tables_config_t config;
    moot_slots_t slots;
    moot_rooms_t rooms;
    moot_sessions_t sessions;
    moot_outbox_t outbox;
    moot_due_t due;
    moot_buf_t scratch; /* for one encoded row or entry at a time */
} moot_tables_t;

/* Opens over a founded store, in a transaction of its own.
 * Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_tables_open(moot_tables_t *tables, moot_store_t *store,
                                  const moot_tables_config_t *config,
                                  uint64_t now_ms);
void moot_tables_close(moot_tables_t *tables);

/* Writes all rows that memory has changed, before the commit.
 * Errors: of the store. */
MOOT_CHECKED int moot_tables_flush(moot_tables_t *tables);
/* The batch is committed. */
void moot_tables_settle(moot_tables_t *tables);
/* The batch was aborted, and a new transaction is open: everything that the
 * batch changed in memory is as the store has it. Errors: of the store,
 * MOOT_ECORRUPT. */
MOOT_CHECKED int moot_tables_forget(moot_tables_t *tables);

#endif
