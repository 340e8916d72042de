/* Effects of one slot in another: entries numbered densely per (source slot,
 * target slot), sent at least once, acknowledged, then trimmed
 * (proto/DESIGN.md, Outbox). Table OUTBOX; the row of number 0 of a pair holds
 * its last number and the last one acknowledged. */
#ifndef MOOT_OUTBOX_H
#define MOOT_OUTBOX_H

#include "common/buf.h"
#include "common/check.h"
#include "common/list.h"
#include "common/map.h"
#include "worker/store.h"

enum {
    MOOT_OUTBOX_WINDOW_MAX = 256,  /* entries under way per pair */
    MOOT_OUTBOX_BYTES_MAX = 524288, /* of entries in one message, or one entry:
                                       far below what a message may have */
    MOOT_OUTBOX_RESEND_MS = 1000,  /* silence after which they go again */
    MOOT_OUTBOX_RESEND_MAX = 256,  /* pairs sent again in one tick */
};

typedef struct moot_outbox_pair {
    moot_map_node_t node;   /* key: source, target */
    moot_node_t in_batch;   /* while this batch changed it */
    moot_node_t in_waiting; /* while entries wait for an acknowledgement */
    unsigned source, target;
    uint64_t last;          /* number of the last entry */
    uint64_t acked;         /* all up to here are durable at the target */
    uint64_t sent;          /* all up to here were sent */
    uint64_t sent_ms;
    bool dirty;             /* the head row is to be written */
    uint8_t key[4];
} moot_outbox_pair_t;

typedef struct moot_outbox {
    moot_store_t *store;
    moot_map_t pairs;       /* those with something to do */
    moot_node_t batch;
    moot_node_t waiting;    /* sent longest ago first */
    uint64_t count;         /* entries not acknowledged */
    uint64_t count_before;  /* this batch */
} moot_outbox_t;

/* One OUTBOX message that is to be sent; borrowed for the call. */
typedef void moot_outbox_send_fn(void *ctx, unsigned source, unsigned target,
                                 moot_slice_t body);

/* Finds the pairs with entries that wait; a transaction is open. Errors: of
 * the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_outbox_load(moot_outbox_t *outbox, moot_store_t *store);
void moot_outbox_close(moot_outbox_t *outbox);

/* Adds an entry (an encoded outbox_entry). Errors: of the store. */
MOOT_CHECKED int moot_outbox_add(moot_outbox_t *outbox, unsigned source,
                                 unsigned target, moot_slice_t entry);

/* Whether an acknowledgement says something new and true. Errors: of the
 * store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_outbox_awaits(moot_outbox_t *outbox, unsigned source,
                                    unsigned target, uint64_t number,
                                    bool *yes);

/* Removes the entries up to number. Errors: of the store. */
MOOT_CHECKED int moot_outbox_trim(moot_outbox_t *outbox, unsigned source,
                                  unsigned target, uint64_t number);

/* Sends what the pairs of this batch have to send, within the window; before
 * the commit, while the entries can be read. Errors: of the store,
 * MOOT_ECORRUPT. */
MOOT_CHECKED int moot_outbox_collect(moot_outbox_t *outbox, uint64_t now_ms,
                                     moot_outbox_send_fn *send, void *ctx);

/* Whether something waits too long; sends that again (a transaction is open).
 * Errors as collect. */
bool moot_outbox_wants(const moot_outbox_t *outbox, uint64_t now_ms);
MOOT_CHECKED int moot_outbox_resend(moot_outbox_t *outbox, uint64_t now_ms,
                                    moot_outbox_send_fn *send, void *ctx);

/* See worker/slots.h. */
MOOT_CHECKED int moot_outbox_flush(moot_outbox_t *outbox);
void moot_outbox_settle(moot_outbox_t *outbox);
MOOT_CHECKED int moot_outbox_forget(moot_outbox_t *outbox);

#endif
