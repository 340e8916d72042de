#include "worker/apply.h"

#include "common/err.h"
#include "worker/emit.h"
#include "worker/facts.h"
#include "worker/history.h"
#include "worker/keys.h"
#include "worker/users.h"

/* One event of a record on its way into the tables. */
typedef struct step {
    moot_tables_t *tables;
    const moot_msg_record_t *record;
    moot_live_room_t *room;
    moot_msg_event_t event;
    moot_slice_t bytes; /* the event encoded */
    uint32_t ordinal;   /* its place in the record, from 0 */
} step_t;

/* ---- Effects of an event ------------------------------------------------- */

/* The user's room list gains or loses the room, by way of the outbox. */
static int tell_user(step_t *step, moot_slice_t user, bool added)
{
    moot_tables_t *tables = step->tables;
    moot_msg_outbox_entry_t entry = {
        .user = user,
        .room = step->room->view->id,
        .epoch = step->room->view->epoch,
        .seq = step->event.seq,
        .added = added,
    };
    moot_buf_clear(&tables->scratch);
    int rc = moot_wire_encode_outbox_entry(&tables->scratch, &entry);
    if (rc < 0)
        return rc;
    return moot_outbox_add(&tables->outbox, step->room->slot,
                           moot_slot_of(MOOT_KIND_USER, user),
                           moot_buf_slice(&tables->scratch));
}

/* Rows and room lists of the members that an event put at the end. */
static int members_came(step_t *step, size_t before)
{
    moot_roomview_t *view = step->room->view;
    for (size_t i = before; i < view->members_count; i++) {
        moot_member_t *member = view->members[i];
        member->join_number = ++step->room->joined;
        int rc = moot_rooms_put_member(&step->tables->rooms, step->room,
                                       member);
        if (rc == 0)
            rc = tell_user(step, member->user, true);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int member_went(step_t *step, uint64_t join_number)
{
    const moot_member_t *heir =
        moot_roomview_find(step->room->view, step->event.heir);
    int rc = moot_rooms_del_member(&step->tables->rooms, step->room,
                                   join_number);
    if (rc == 0 && heir != NULL)
        rc = moot_rooms_put_member(&step->tables->rooms, step->room, heir);
    if (rc == 0)
        rc = tell_user(step, step->event.user, false);
    return rc;
}

/* The member, and the one that handed the room on. */
static int role_changed(step_t *step)
{
    const moot_roomview_t *view = step->room->view;
    const moot_member_t *former = moot_roomview_find(view, step->event.heir);
    int rc = moot_rooms_put_member(&step->tables->rooms, step->room,
                                   moot_roomview_find(view,
                                                      step->event.user));
    if (rc == 0 && former != NULL)
        rc = moot_rooms_put_member(&step->tables->rooms, step->room, former);
    return rc;
}

static int all_went(step_t *step)
{
    const moot_roomview_t *view = step->room->view;
    for (size_t i = 0; i < view->members_count; i++) {
        int rc = tell_user(step, view->members[i]->user, false);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int remember_message(step_t *step)
{
    moot_dedup_hit_t message = {
        .seq = step->event.seq,
        .lsn = step->record->lsn,
        .at = step->event.at,
    };
    moot_slice_t sender;
    if (step->event.client_message_id.size == 0
        || !moot_emit_sender(step->event.system, step->event.actor, &sender))
        return 0;
    return moot_dedup_add(&step->room->dedup, step->tables->store,
                          &step->tables->config.dedup, step->room->slot,
                          step->room->rid, sender,
                          step->event.client_message_id, &message,
                          step->record->at);
}

static int put_index(step_t *step)
{
    moot_key_t key;
    uint8_t value[12];
    moot_keys_write64(value, step->record->lsn);
    moot_keys_write32(value + 8, step->ordinal);
    moot_keys_in_rid(&key, step->room->slot, step->room->rid,
                     step->event.seq);
    return moot_store_put(step->tables->store, MOOT_TABLE_INDEX,
                          moot_key_slice(&key),
                          moot_slice(value, sizeof value));
}

/* What the kind of the event asks for; before: members before it,
 * join_number: of the member concerned before it, or 0. */
static int put_effects(step_t *step, size_t before, uint64_t join_number)
{
    switch (step->event.what) {
    case MOOT_WHAT_CREATED:
    case MOOT_WHAT_JOINED:
    case MOOT_WHAT_ADDED:
        return members_came(step, before);
    case MOOT_WHAT_LEFT:
    case MOOT_WHAT_REMOVED:
        return member_went(step, join_number);
    case MOOT_WHAT_ROLE:
        return role_changed(step);
    case MOOT_WHAT_MESSAGE:
        return remember_message(step);
    case MOOT_WHAT_DELETED:
        return all_went(step);
    default:
        return 0;
    }
}

/* The room ended: a tombstone stays, its history goes later. */
static int end_room(step_t *step)
{
    moot_tables_t *tables = step->tables;
    const moot_live_room_t *room = step->room;
    uint64_t wall_ms = step->record->at;
    int rc = moot_rooms_end(&tables->rooms, step->room, wall_ms);
    if (rc == 0)
        rc = moot_due_add(&tables->due, wall_ms + MOOT_DUE_DEAD_MS,
                          MOOT_DUE_DEAD, room->slot, room->rid,
                          room->view->epoch, room->view->id);
    if (rc == 0)
        rc = moot_due_add(&tables->due, wall_ms + MOOT_DUE_TOMBSTONE_MS,
                          MOOT_DUE_TOMBSTONE, room->slot, room->rid,
                          room->view->epoch, room->view->id);
    return rc;
}

static int apply_event(step_t *step)
{
    moot_roomview_t *view = step->room->view;
    moot_tables_t *tables = step->tables;
    if (moot_wire_decode_event(step->bytes, &step->event) < 0
        || step->event.seq != view->seq + 1)
        return MOOT_ECORRUPT;
    const moot_member_t *member = moot_roomview_find(view, step->event.user);
    uint64_t join_number = member != NULL ? member->join_number : 0;
    size_t before = view->members_count;
    if (moot_roomview_apply(view, &step->event) < 0)
        return MOOT_ECORRUPT;
    moot_rooms_touch(&tables->rooms, step->room);
    int rc = put_index(step);
    if (rc == 0)
        rc = put_effects(step, before, join_number);
    if (rc == 0 && step->event.last)
        rc = end_room(step);
    if (rc < 0)
        return rc;
    if (tables->config.publish != NULL)
        tables->config.publish(tables->config.ctx, MOOT_KIND_ROOM, view->id,
                               step->room->slot, view->epoch, step->bytes);
    return 0;
}

/* ---- Records ------------------------------------------------------------- */

/* The room of a record with events: a new one when the record's number is the
 * room's, else one that exists. */
static int find_room(moot_tables_t *tables, unsigned slot,
                     const moot_msg_record_t *record,
                     moot_live_room_t **room_p)
{
    if (record->room.size == 0 || record->room.size > MOOT_ID_BYTES_MAX)
        return MOOT_ECORRUPT;
    int rc = moot_rooms_find(&tables->rooms, slot, record->room, room_p);
    if (record->rid == record->lsn) {
        if (rc != MOOT_ENOENT)
            return rc < 0 ? rc : MOOT_ECORRUPT;
        *room_p = moot_rooms_create(&tables->rooms, slot, record->room,
                                    record->rid, record->epoch);
        moot_slot_t *row = moot_slots_touch(&tables->slots, slot);
        if (record->epoch > row->epoch_max)
            row->epoch_max = record->epoch;
        return 0;
    }
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    return (*room_p)->rid == record->rid
                   && (*room_p)->view->epoch == record->epoch
               ? 0
               : MOOT_ECORRUPT;
}

static int apply_events(moot_tables_t *tables, unsigned slot,
                        const moot_msg_record_t *record,
                        moot_live_room_t **room_p)
{
    moot_list_reader_t reader;
    step_t step = {.tables = tables, .record = record};
    *room_p = NULL;
    if (moot_list_reader_init(&reader, record->events) < 0)
        return MOOT_ECORRUPT;
    if (reader.left == 0)
        return moot_due_add(&tables->due, record->at + MOOT_DUE_RECORD_MS,
                            MOOT_DUE_RECORD, slot, record->lsn, 0,
                            moot_slice("", 0));
    if (record->rid == 0)
        return moot_emit_apply(tables, slot, record);
    int rc = find_room(tables, slot, record, &step.room);
    while (rc == 0 && moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_bin(&reader, &step.bytes) < 0)
            return MOOT_ECORRUPT;
        rc = apply_event(&step);
        step.ordinal++;
    }
    *room_p = step.room;
    return rc;
}

static int apply_outcome(moot_tables_t *tables, unsigned slot,
                         const moot_msg_record_t *record, uint64_t now_ms)
{
    moot_msg_outcome_t outcome;
    if (record->session.size == 0)
        return 0;
    if (record->session.size > MOOT_SESSION_BYTES_MAX
        || moot_wire_decode_outcome(record->outcome, &outcome) < 0)
        return MOOT_ECORRUPT;
    moot_sessions_apply(&tables->sessions, slot, record->session,
                        outcome.number, record->base, record->outcome,
                        record->at, now_ms);
    return 0;
}

int moot_apply_inbox_last(moot_tables_t *tables, unsigned target,
                          unsigned source, uint64_t *last)
{
    moot_key_t key;
    moot_slice_t value;
    moot_keys_inbox(&key, target, source);
    int rc = moot_store_get(tables->store, MOOT_TABLE_INBOX,
                            moot_key_slice(&key), &value);
    *last = 0;
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    if (value.size != 8)
        return MOOT_ECORRUPT;
    *last = moot_keys_read64(value.at);
    return 0;
}

static int set_inbox_last(moot_tables_t *tables, unsigned target,
                          unsigned source, uint64_t last)
{
    moot_key_t key;
    uint8_t value[8];
    moot_keys_write64(value, last);
    moot_keys_inbox(&key, target, source);
    return moot_store_put(tables->store, MOOT_TABLE_INBOX,
                          moot_key_slice(&key),
                          moot_slice(value, sizeof value));
}

static int publish_user_event(moot_tables_t *tables, unsigned slot,
                              const moot_msg_outbox_entry_t *entry,
                              uint64_t seq)
{
    moot_msg_user_event_t event = {
        .seq = seq,
        .room = entry->room,
        .epoch = entry->epoch,
        .room_seq = entry->seq,
        .added = entry->added,
    };
    if (tables->config.publish == NULL)
        return 0;
    moot_buf_clear(&tables->scratch);
    int rc = moot_wire_encode_user_event(&tables->scratch, &event);
    if (rc == 0)
        tables->config.publish(tables->config.ctx, MOOT_KIND_USER,
                               entry->user, slot, 1,
                               moot_buf_slice(&tables->scratch));
    return rc;
}

static int apply_entry(moot_tables_t *tables, unsigned slot,
                       const moot_msg_outbox_entry_t *entry)
{
    moot_msg_copy_t copy;
    uint64_t seq;
    if (entry->copy.size > 0)
        return moot_wire_decode_copy(entry->copy, &copy) < 0
                   ? MOOT_ECORRUPT
                   : moot_history_put(tables->store, slot, &copy,
                                      entry->copy);
    int rc = moot_users_apply(tables->store, slot, entry, &seq);
    if (rc == 0 && seq > 0)
        rc = publish_user_event(tables, slot, entry, seq);
    return rc;
}

static int apply_inbox(moot_tables_t *tables, unsigned slot,
                       const moot_msg_record_t *record)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_outbox_entry_t entry;
    uint64_t last;
    if (record->source >= MOOT_SLOTS
        || moot_list_reader_init(&reader, record->inbox) < 0)
        return MOOT_ECORRUPT;
    unsigned source = (unsigned)record->source;
    int rc = moot_apply_inbox_last(tables, slot, source, &last);
    if (rc == 0 && record->number != last + 1)
        rc = MOOT_ECORRUPT;
    for (; rc == 0 && moot_list_peek(&reader) != MOOT_LIST_END; last++) {
        if (moot_list_next_bin(&reader, &bytes) < 0
            || moot_wire_decode_outbox_entry(bytes, &entry) < 0)
            return MOOT_ECORRUPT;
        rc = apply_entry(tables, slot, &entry);
    }
    return rc < 0 ? rc : set_inbox_last(tables, slot, source, last);
}

static int apply_what(moot_tables_t *tables, unsigned slot,
                      const moot_msg_record_t *record, uint64_t now_ms)
{
    int rc;
    switch (record->what) {
    case MOOT_RECORD_REQUEST:
        return apply_outcome(tables, slot, record, now_ms);
    case MOOT_RECORD_FACT:
        rc = moot_facts_put(tables->store, slot,
                            &(moot_fact_t){record->fact_user,
                                           record->fact_name,
                                           record->fact_value});
        return rc < 0 ? rc : apply_outcome(tables, slot, record, now_ms);
    case MOOT_RECORD_INBOX:
        return apply_inbox(tables, slot, record);
    case MOOT_RECORD_TRIM:
        if (record->source >= MOOT_SLOTS)
            return MOOT_ECORRUPT;
        return moot_outbox_trim(&tables->outbox, slot,
                                (unsigned)record->source, record->number);
    default:
        return MOOT_ECORRUPT;
    }
}

int moot_apply_record(moot_tables_t *tables, unsigned slot,
                      const moot_msg_record_t *record, moot_slice_t bytes,
                      uint64_t now_ms, moot_live_room_t **room)
{
    moot_key_t key;
    moot_live_room_t *found = NULL;
    moot_slot_t *row = moot_slots_touch(&tables->slots, slot);
    if (record->lsn != row->lsn + 1)
        return MOOT_ECORRUPT;
    row->lsn = record->lsn;
    moot_keys_log(&key, slot, record->lsn);
    int rc = moot_store_put(tables->store, MOOT_TABLE_LOG,
                            moot_key_slice(&key), bytes);
    if (rc == 0)
        rc = apply_events(tables, slot, record, &found);
    if (rc == 0)
        rc = apply_what(tables, slot, record, now_ms);
    if (rc == 0 && room != NULL)
        *room = found;
    return rc;
}
