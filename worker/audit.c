#include "worker/audit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/err.h"
#include "proto/roomview.h"
#include "worker/due.h"
#include "worker/emit.h"
#include "worker/facts.h"
#include "worker/history.h"
#include "worker/keys.h"
#include "worker/slots.h"

enum {
    RID_KEY = 2 + 8,         /* slot, rid */
    NUMBER_KEY = 2 + 8 + 8,  /* slot, rid, number */
    INDEX_VALUE = 8 + 4,     /* lsn, ordinal */
    DEDUP_VALUE = 8 + 8 + 8, /* seq, lsn, time */
    DUE_KEY = 8 + 1 + 2 + 8, /* time, kind, slot, number; worker/keys.c */
};

typedef struct audit {
    moot_store_t *store;
    void (*damage)(void *ctx, const char *text);
    void *ctx;
    moot_audit_facts_t *facts;
    moot_slots_t slots;
    uint64_t *rids; /* of the present slot, rising: rooms and tombstones */
    size_t rids_count, rids_capacity;
    uint64_t bare;  /* records without events */
    uint64_t emissions; /* of the present slot, as the index has them */
    uint64_t learned;   /* of the present slot: by user less by value */
    uint64_t order; /* entries of DEDUP_ORDER */
} audit_t;

static void report(audit_t *audit, const char *format, ...) MOOT_PRINTF(2, 3);

static void report(audit_t *audit, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    audit->facts->damages++;
    audit->damage(audit->ctx, text);
}

/* Calls each for all entries of a slot in a table. */
static int for_slot(audit_t *audit, enum moot_table table, unsigned slot,
                    int (*each)(audit_t *audit, unsigned slot,
                                const moot_entry_t *entry))
{
    moot_key_t prefix;
    moot_entry_t entry;
    moot_keys_of_slot(&prefix, slot);
    int rc = moot_store_first(audit->store, table, moot_key_slice(&prefix),
                              &entry);
    while (rc == 0) {
        moot_key_t key;
        key.size = entry.key.size;
        memcpy(key.at, entry.key.at, key.size);
        rc = each(audit, slot, &entry);
        if (rc == 0) {
            entry.key = moot_key_slice(&key);
            rc = moot_store_next(audit->store, table, moot_key_slice(&prefix),
                                 &entry);
        }
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* ---- Events -------------------------------------------------------------- */

/* The event that an index entry names, decoded; *found: it is there. */
static int read_event(audit_t *audit, unsigned slot, uint64_t lsn,
                      uint32_t ordinal, moot_msg_record_t *record,
                      moot_msg_event_t *event, bool *found)
{
    moot_key_t key;
    moot_slice_t value, bytes;
    moot_list_reader_t reader;
    *found = false;
    moot_keys_log(&key, slot, lsn);
    int rc = moot_store_get(audit->store, MOOT_TABLE_LOG, moot_key_slice(&key),
                            &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    if (moot_wire_decode_record(value, record) < 0
        || moot_list_reader_init(&reader, record->events) < 0)
        return 0;
    while (ordinal-- > 0) {
        if (moot_list_skip(&reader) < 0)
            return 0;
    }
    *found = moot_list_next_bin(&reader, &bytes) == 0
             && moot_wire_decode_event(bytes, event) == 0;
    return 0;
}

/* ---- The log ------------------------------------------------------------- */

/* Whether the index leads to this event of the log. Events of rooms that have
 * gone are not looked for. */
static int check_indexed(audit_t *audit, unsigned slot,
                         const moot_msg_record_t *record, uint32_t ordinal,
                         uint64_t seq)
{
    moot_key_t key;
    moot_slice_t value;
    moot_keys_in_rid(&key, slot, record->rid, seq);
    int rc = moot_store_get(audit->store, MOOT_TABLE_INDEX,
                            moot_key_slice(&key), &value);
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    if (rc == MOOT_ENOENT || value.size != INDEX_VALUE
        || moot_keys_read64(value.at) != record->lsn
        || moot_keys_read32(value.at + 8) != ordinal)
        report(audit,
               "log: slot %u, record %" PRIu64 ": event %" PRIu64
               " of room %.*s is not where the index says",
               slot, record->lsn, seq, MOOT_SLICE_ARG(record->room));
    return 0;
}

static int check_record(audit_t *audit, unsigned slot,
                        const moot_entry_t *entry)
{
    moot_msg_record_t record;
    moot_list_reader_t reader;
    moot_msg_event_t event;
    moot_slice_t bytes;
    uint64_t lsn =
        entry->key.size == RID_KEY ? moot_keys_read64(entry->key.at + 2) : 0;
    int rc = 0;
    audit->facts->records++;
    if (lsn == 0 || moot_wire_decode_record(entry->value, &record) < 0
        || record.lsn != lsn
        || moot_list_reader_init(&reader, record.events) < 0) {
        report(audit, "log: slot %u, record %" PRIu64 " cannot be understood",
               slot, lsn);
        return 0;
    }
    if (lsn > audit->slots.at[slot].lsn)
        report(audit,
               "log: slot %u, record %" PRIu64 " is above the head, %" PRIu64,
               slot, lsn, audit->slots.at[slot].lsn);
    audit->bare += reader.left == 0;
    for (uint32_t i = 0; rc == 0 && moot_list_peek(&reader) != MOOT_LIST_END;
         i++) {
        if (moot_list_next_bin(&reader, &bytes) < 0
            || moot_wire_decode_event(bytes, &event) < 0) {
            report(audit,
                   "log: slot %u, record %" PRIu64
                   ": event %u cannot be understood",
                   slot, lsn, i);
            return 0;
        }
        rc = check_indexed(audit, slot, &record, i, event.seq);
    }
    return rc;
}

/* ---- Emissions ----------------------------------------------------------- */

/* An entry of the index under room number 0: the next one that is kept, an
 * emission of that number. */
static int check_emission(audit_t *audit, unsigned slot,
                          const moot_entry_t *entry)
{
    moot_msg_record_t record;
    moot_msg_event_t event;
    bool found = false;
    uint64_t seq = moot_keys_read64(entry->key.at + RID_KEY);
    uint64_t expected =
        audit->slots.at[slot].emitted_from + 1 + audit->emissions++;
    int rc = 0;
    if (entry->value.size == INDEX_VALUE)
        rc = read_event(audit, slot, moot_keys_read64(entry->value.at),
                        moot_keys_read32(entry->value.at + 8), &record,
                        &event, &found);
    if (rc == 0
        && (seq != expected || !found || record.rid != 0
            || event.what != MOOT_WHAT_EMITTED || event.seq != seq))
        report(audit, "index: slot %u: emission %" PRIu64 " is missing", slot,
               expected);
    return rc;
}

static int check_emissions(audit_t *audit, unsigned slot)
{
    moot_key_t prefix;
    moot_entry_t entry;
    const moot_slot_t *row = &audit->slots.at[slot];
    audit->emissions = 0;
    moot_keys_rid(&prefix, slot, 0);
    int rc = moot_store_first(audit->store, MOOT_TABLE_INDEX,
                              moot_key_slice(&prefix), &entry);
    while (rc == 0) {
        moot_slice_t key = entry.key;
        if (key.size == NUMBER_KEY)
            rc = check_emission(audit, slot, &entry);
        entry.key = key; /* borrowed still: nothing was changed */
        if (rc == 0)
            rc = moot_store_next(audit->store, MOOT_TABLE_INDEX,
                                 moot_key_slice(&prefix), &entry);
    }
    if (rc != MOOT_ENOENT)
        return rc;
    if (audit->emissions != row->emitted - row->emitted_from)
        report(audit,
               "index: slot %u: %" PRIu64 " emissions, its row says %" PRIu64,
               slot, audit->emissions, row->emitted - row->emitted_from);
    audit->facts->emissions += audit->emissions;
    return 0;
}

/* ---- Histories and facts ------------------------------------------------- */

static int check_copy(audit_t *audit, unsigned slot, const moot_entry_t *entry)
{
    moot_msg_copy_t copy;
    moot_key_t key;
    moot_slice_t peer;
    audit->facts->copies++;
    bool good = moot_wire_decode_copy(entry->value, &copy) == 0
                && moot_history_fits(&copy)
                && moot_slot_of(MOOT_KIND_USER, copy.owner) == slot
                && moot_slice_eq(moot_keys_copy(&key, slot, &copy),
                                 entry->key);
    if (!good) {
        report(audit, "history: slot %u: a copy is not where it belongs",
               slot);
        return 0;
    }
    if (copy.peer.size == 0)
        return 0;
    moot_keys_peer(&key, slot, copy.history, copy.owner, copy.peer);
    int rc = moot_store_get(audit->store, MOOT_TABLE_PEER,
                            moot_key_slice(&key), &peer);
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    if (rc == MOOT_ENOENT || peer.size != 8
        || moot_keys_read64(peer.at) < copy.at)
        report(audit, "peer: slot %u: %.*s is not known as a peer of %.*s",
               slot, MOOT_SLICE_ARG(copy.peer), MOOT_SLICE_ARG(copy.owner));
    return 0;
}

/* By user: slot, 0, size of user, user, name. It stands by value too; both
 * ways have as many. */
static int check_fact(audit_t *audit, unsigned slot, const moot_entry_t *entry)
{
    moot_key_t key;
    moot_slice_t found, at = entry->key;
    if (at.size > 3 && at.at[2] == 1) {
        audit->learned--;
        return 0;
    }
    audit->learned++;
    size_t size = at.size > 3 ? at.at[3] : 0;
    moot_fact_t fact = {.value = entry->value};
    if (at.size > 4 + size) {
        fact.user = moot_slice(at.at + 4, size);
        fact.name = moot_slice(at.at + 4 + size, at.size - 4 - size);
    }
    int rc = MOOT_ENOENT;
    if (moot_facts_fits(&fact) && fact.value.size > 0
        && moot_slot_of(MOOT_KIND_USER, fact.user) == slot) {
        moot_keys_fact_user(&key, slot, fact.name, fact.value, fact.user);
        rc = moot_store_get(audit->store, MOOT_TABLE_FACT,
                            moot_key_slice(&key), &found);
    }
    if (rc == MOOT_ENOENT)
        report(audit, "fact: slot %u: one of %.*s is not found by its value",
               slot, MOOT_SLICE_ARG(fact.user));
    return rc == MOOT_ENOENT ? 0 : rc;
}

static int check_personal(audit_t *audit, unsigned slot)
{
    audit->learned = 0;
    int rc = check_emissions(audit, slot);
    if (rc == 0)
        rc = for_slot(audit, MOOT_TABLE_HISTORY, slot, check_copy);
    if (rc == 0)
        rc = for_slot(audit, MOOT_TABLE_FACT, slot, check_fact);
    if (rc == 0 && audit->learned != 0)
        report(audit, "fact: slot %u: those by user and by value differ",
               slot);
    return rc;
}

/* ---- Rooms --------------------------------------------------------------- */

static void keep_rid(audit_t *audit, uint64_t rid)
{
    if (audit->rids_count == audit->rids_capacity) {
        audit->rids_capacity = audit->rids_capacity * 2 + 64;
        audit->rids = realloc(audit->rids,
                              audit->rids_capacity * sizeof *audit->rids);
        MOOT_CHECK(audit->rids != NULL);
    }
    audit->rids[audit->rids_count++] = rid;
}

/* Applies the events 1 to row->seq to an empty view. *whole: all were there
 * and fit. */
static int replay(audit_t *audit, unsigned slot, const moot_msg_room_row_t *row,
                  moot_roomview_t *view, bool *whole)
{
    moot_msg_record_t record;
    moot_msg_event_t event;
    moot_key_t key;
    moot_slice_t value;
    *whole = false;
    for (uint64_t seq = 1; seq <= row->seq; seq++) {
        bool found = false;
        moot_keys_in_rid(&key, slot, row->rid, seq);
        int rc = moot_store_get(audit->store, MOOT_TABLE_INDEX,
                                moot_key_slice(&key), &value);
        if (rc == 0 && value.size == INDEX_VALUE)
            rc = read_event(audit, slot, moot_keys_read64(value.at),
                            moot_keys_read32(value.at + 8), &record, &event,
                            &found);
        if (rc < 0 && rc != MOOT_ENOENT)
            return rc;
        if (!found || event.seq != seq || record.rid != row->rid) {
            report(audit, "room %.*s: event %" PRIu64 " is missing",
                   MOOT_SLICE_ARG(view->id), seq);
            return 0;
        }
        if (moot_roomview_apply(view, &event) < 0) {
            report(audit,
                   "room %.*s: event %" PRIu64 " does not fit those before it",
                   MOOT_SLICE_ARG(view->id), seq);
            return 0;
        }
        audit->facts->events++;
    }
    *whole = true;
    return 0;
}

/* Whether the rows of the members are those of the view. */
static int compare_members(audit_t *audit, unsigned slot, uint64_t rid,
                           const moot_roomview_t *view)
{
    moot_key_t prefix;
    moot_entry_t entry;
    size_t i = 0;
    bool same = true;
    moot_keys_rid(&prefix, slot, rid);
    int rc = moot_store_first(audit->store, MOOT_TABLE_MEMBER,
                              moot_key_slice(&prefix), &entry);
    for (; rc == 0; i++) {
        same = same && i < view->members_count && entry.key.size == NUMBER_KEY
               && entry.value.size > 1
               && entry.value.at[0] == (uint8_t)view->members[i]->role
               && moot_slice_eq(moot_slice(entry.value.at + 1,
                                           entry.value.size - 1),
                                view->members[i]->user);
        rc = moot_store_next(audit->store, MOOT_TABLE_MEMBER,
                             moot_key_slice(&prefix), &entry);
    }
    if (rc != MOOT_ENOENT)
        return rc;
    if (!same || i != view->members_count)
        report(audit, "room %.*s: its members are not those of its events",
               MOOT_SLICE_ARG(view->id));
    return 0;
}

static bool same_row(const moot_msg_room_row_t *row,
                     const moot_roomview_t *view)
{
    return row->epoch == view->epoch && row->version == view->version
           && row->updated_at == view->updated_at
           && row->last_at == view->last_at
           && row->created_at == view->created_at
           && row->member_count == view->members_count
           && moot_slice_eq(row->created_by, view->created_by)
           && moot_slice_eq(row->name, view->name)
           && moot_slice_eq(row->thumbnail_url, view->thumbnail_url);
}

/* A row decoded from the store lives as long as nothing is changed there. */
static int check_room(audit_t *audit, unsigned slot, const moot_entry_t *entry)
{
    moot_msg_room_row_t row;
    moot_slice_t id = moot_slice(entry->key.at + 2, entry->key.size - 2);
    bool whole;
    audit->facts->rooms++;
    if (id.size == 0 || id.size > MOOT_ID_BYTES_MAX
        || moot_wire_decode_room_row(entry->value, &row) < 0) {
        report(audit, "room %.*s: its row cannot be understood",
               MOOT_SLICE_ARG(id));
        return 0;
    }
    keep_rid(audit, row.rid);
    if (moot_slot_of(MOOT_KIND_ROOM, id) != slot)
        report(audit, "room %.*s is in slot %u, not its own",
               MOOT_SLICE_ARG(id), slot);
    moot_roomview_t *view = moot_roomview_new(id, row.epoch);
    int rc = replay(audit, slot, &row, view, &whole);
    if (rc == 0 && whole) {
        if (!same_row(&row, view))
            report(audit, "room %.*s: its row is not what its events make",
                   MOOT_SLICE_ARG(id));
        rc = compare_members(audit, slot, row.rid, view);
    }
    moot_roomview_destroy(&view);
    return rc;
}

static int keep_tombstone(audit_t *audit, unsigned slot,
                          const moot_entry_t *entry)
{
    moot_msg_room_row_t row;
    if (moot_wire_decode_room_row(entry->value, &row) < 0)
        report(audit, "tombstone: slot %u: a row cannot be understood", slot);
    else if (row.rid != 0)
        keep_rid(audit, row.rid);
    return 0;
}

/* ---- Belonging ----------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* A room of the slot; 0 are its emissions. */
static bool is_known(const audit_t *audit, uint64_t rid)
{
    return rid == 0
           || (audit->rids_count > 0
               && bsearch(&rid, audit->rids, audit->rids_count,
                          sizeof *audit->rids, by_number)
                      != NULL);
}

/* What a room that is being erased has left is waited for by its work: it has
 * no number in the tombstone any more. So only living and ended rooms' own
 * entries are followed, and strangers are those that no work will erase. */
static int is_erased_later(audit_t *audit, unsigned slot, uint64_t rid,
                           bool *later)
{
    moot_entry_t entry;
    moot_slice_t none = moot_slice("", 0);
    *later = false;
    int rc = moot_store_first(audit->store, MOOT_TABLE_DUE, none, &entry);
    while (rc == 0 && !*later) {
        *later = entry.key.size >= DUE_KEY && entry.key.at[8] == MOOT_DUE_DEAD
                 && moot_keys_read16(entry.key.at + 9) == slot
                 && moot_keys_read64(entry.key.at + 11) == rid;
        rc = moot_store_next(audit->store, MOOT_TABLE_DUE, none, &entry);
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

static int check_belongs(audit_t *audit, unsigned slot, enum moot_table table,
                         uint64_t *last, const moot_entry_t *entry)
{
    bool later = false;
    uint64_t rid = entry->key.size >= RID_KEY
                       ? moot_keys_read64(entry->key.at + 2)
                       : UINT64_MAX - 1; /* no key of ours */
    if (rid == *last
        || (is_known(audit, rid)
            && (rid != 0 || table != MOOT_TABLE_MEMBER))) {
        *last = rid;
        return 0;
    }
    int rc = is_erased_later(audit, slot, rid, &later);
    if (rc == 0 && !later)
        report(audit,
               "%s: slot %u: an entry of room number %" PRIu64
               ", which does not exist",
               moot_table_name(table), slot, rid);
    *last = rid;
    return rc;
}

static int belongs(audit_t *audit, unsigned slot, enum moot_table table)
{
    moot_key_t prefix;
    moot_entry_t entry;
    uint64_t last = UINT64_MAX;
    moot_keys_of_slot(&prefix, slot);
    int rc = moot_store_first(audit->store, table, moot_key_slice(&prefix),
                              &entry);
    while (rc == 0) {
        moot_slice_t key = entry.key;
        rc = check_belongs(audit, slot, table, &last, &entry);
        entry.key = key; /* borrowed still: nothing was changed */
        if (rc == 0)
            rc = moot_store_next(audit->store, table, moot_key_slice(&prefix),
                                 &entry);
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* ---- Deduplication ------------------------------------------------------- */

/* An entry: slot, rid, size of sender, sender, part of the key. */
static int check_dedup(audit_t *audit, unsigned slot, const moot_entry_t *entry)
{
    moot_msg_record_t record;
    moot_msg_event_t event;
    moot_key_t part;
    moot_slice_t key = entry->key;
    bool found = false;
    uint32_t ordinal = 0;
    int rc = 0;
    if (key.size > RID_KEY && entry->value.size == DEDUP_VALUE
        && key.size >= RID_KEY + 1u + key.at[RID_KEY]
        && is_known(audit, moot_keys_read64(key.at + 2)))
        rc = read_event(audit, slot, moot_keys_read64(entry->value.at + 8),
                        ordinal, &record, &event, &found);
    else if (key.size > RID_KEY
             && !is_known(audit, moot_keys_read64(key.at + 2)))
        return 0; /* told by belongs */
    if (rc < 0)
        return rc;
    if (found) {
        size_t sender = key.at[RID_KEY];
        moot_slice_t actor;
        moot_keys_part(&part, event.client_message_id);
        found = event.what == (record.rid == 0 ? MOOT_WHAT_EMITTED
                                               : MOOT_WHAT_MESSAGE)
                && event.seq == moot_keys_read64(entry->value.at)
                && moot_emit_sender(event.system, event.actor, &actor)
                && moot_slice_eq(actor,
                                 moot_slice(key.at + RID_KEY + 1, sender))
                && moot_slice_eq(moot_key_slice(&part),
                                 moot_slice(key.at + RID_KEY + 1 + sender,
                                            key.size - RID_KEY - 1 - sender));
    }
    /* Keys of emissions outlive these. */
    bool outlives = key.size > RID_KEY && entry->value.size == DEDUP_VALUE
                    && moot_keys_read64(key.at + 2) == 0
                    && moot_keys_read64(entry->value.at)
                           <= audit->slots.at[slot].emitted_from;
    if (!found && !outlives)
        report(audit,
               "dedup: slot %u, room number %" PRIu64
               ": an entry is of no message",
               slot, key.size >= RID_KEY ? moot_keys_read64(key.at + 2) : 0);
    audit->order--; /* each has one place in the order */
    return 0;
}

static int count_order(audit_t *audit, unsigned slot,
                       const moot_entry_t *entry)
{
    if (entry->key.size >= RID_KEY
        && is_known(audit, moot_keys_read64(entry->key.at + 2)))
        audit->order++;
    (void)slot;
    return 0;
}

/* ---- All ----------------------------------------------------------------- */

static int audit_slot(audit_t *audit, unsigned slot)
{
    static const enum moot_table tables[] = {
        MOOT_TABLE_MEMBER, MOOT_TABLE_INDEX, MOOT_TABLE_DEDUP,
        MOOT_TABLE_DEDUP_ORDER};
    audit->rids_count = 0;
    audit->order = 0;
    int rc = for_slot(audit, MOOT_TABLE_LOG, slot, check_record);
    if (rc == 0)
        rc = check_personal(audit, slot);
    if (rc == 0)
        rc = for_slot(audit, MOOT_TABLE_ROOM, slot, check_room);
    if (rc == 0)
        rc = for_slot(audit, MOOT_TABLE_TOMBSTONE, slot, keep_tombstone);
    if (audit->rids_count > 0)
        qsort(audit->rids, audit->rids_count, sizeof *audit->rids, by_number);
    for (size_t i = 0; rc == 0 && i < 4; i++)
        rc = belongs(audit, slot, tables[i]);
    if (rc == 0)
        rc = for_slot(audit, MOOT_TABLE_DEDUP_ORDER, slot, count_order);
    if (rc == 0)
        rc = for_slot(audit, MOOT_TABLE_DEDUP, slot, check_dedup);
    if (rc == 0 && audit->order != 0)
        report(audit, "dedup: slot %u: entries and their order differ", slot);
    return rc;
}

/* Each record without events has its work, and each such work its record. */
static int check_bare(audit_t *audit)
{
    moot_entry_t entry;
    moot_key_t key;
    moot_slice_t value, none = moot_slice("", 0);
    uint64_t due = 0;
    int rc = moot_store_first(audit->store, MOOT_TABLE_DUE, none, &entry);
    while (rc == 0) {
        moot_slice_t at = entry.key;
        if (at.size >= DUE_KEY && at.at[8] == MOOT_DUE_RECORD
            && moot_keys_read16(at.at + 9) < MOOT_SLOTS) {
            unsigned slot = moot_keys_read16(at.at + 9);
            uint64_t lsn = moot_keys_read64(at.at + 11);
            due++;
            moot_keys_log(&key, slot, lsn);
            rc = moot_store_get(audit->store, MOOT_TABLE_LOG,
                                moot_key_slice(&key), &value);
            if (rc == MOOT_ENOENT)
                report(audit, "log: slot %u, record %" PRIu64 " is missing",
                       slot, lsn);
            else if (rc < 0)
                return rc;
        }
        entry.key = at;
        rc = moot_store_next(audit->store, MOOT_TABLE_DUE, none, &entry);
    }
    if (rc == MOOT_ENOENT && audit->bare > due)
        report(audit,
               "log: %" PRIu64 " records without events, %" PRIu64
               " of them waited for",
               audit->bare, due);
    return rc == MOOT_ENOENT ? 0 : rc;
}

int moot_audit_store(moot_store_t *store,
                     void (*damage)(void *ctx, const char *text), void *ctx,
                     moot_audit_facts_t *facts)
{
    audit_t *audit = calloc(1, sizeof *audit);
    MOOT_CHECK(audit != NULL);
    *facts = (moot_audit_facts_t){0};
    audit->store = store;
    audit->damage = damage;
    audit->ctx = ctx;
    audit->facts = facts;
    int rc = moot_store_begin(store);
    if (rc == 0)
        rc = moot_slots_load(&audit->slots, store);
    if (rc == MOOT_ECORRUPT)
        report(audit, "meta: the map of the slots cannot be understood");
    for (unsigned slot = 0; rc == 0 && slot < MOOT_SLOTS; slot++)
        rc = audit_slot(audit, slot);
    if (rc == 0)
        rc = check_bare(audit);
    moot_store_abort(store);
    free(audit->rids);
    free(audit);
    return rc == MOOT_ECORRUPT && facts->damages > 0 ? 0 : rc;
}
