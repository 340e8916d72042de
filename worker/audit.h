/* The checks of `moot verify` over the tables of a store whose records are all
 * readable: do they agree with each other and with the log? Pure. */
#ifndef MOOT_AUDIT_H
#define MOOT_AUDIT_H

#include "common/check.h"
#include "worker/store.h"

typedef struct moot_audit_facts {
    uint64_t records; /* of the log */
    uint64_t rooms;   /* that exist */
    uint64_t events;  /* of these, replayed */
    uint64_t emissions; /* that are kept */
    uint64_t copies;    /* in histories */
    uint64_t damages; /* what does not agree */
} moot_audit_facts_t;

/* Reads everything and calls damage, with one line for people, for each thing
 * that does not agree; changes nothing. No transaction is open.
 *
 * - the log: each record says its own number, none is above the slot's head,
 *   each event is where the index says;
 * - the index: dense for each room, each entry names an event of the log;
 * - rooms: row and members are what the events make when they are replayed;
 * - members, index and deduplication: of rooms that are known;
 * - deduplication: each entry is of a message with that sender and number, and
 *   has its place in the order;
 * - records without events: each is waited for by background work;
 * - emissions: those that the slot's row says are kept are there;
 * - histories and facts: each copy is in its owner's slot under its own key and
 *   its peer is known; each fact stands by user and by value.
 *
 * Errors: of the store. Damage is none. */
MOOT_CHECKED int moot_audit_store(moot_store_t *store,
                                  void (*damage)(void *ctx, const char *text),
                                  void *ctx, moot_audit_facts_t *facts);

#endif
