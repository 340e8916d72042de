#include "worker/emit.h"

#include "common/err.h"
#include "common/json_read.h"
#include "worker/history.h"
#include "worker/keys.h"

/* Emissions whose turn comes in one second share one piece of work. */
#define WORK_MS 1000

/* One in so many emissions looks whether there are too many. */
#define COUNT_EACH 64

/* ---- Judging ------------------------------------------------------------- */

static bool is_target(moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t name;
    uint64_t target;
    if (moot_list_reader_init(&reader, list) < 0
        || moot_list_next_u64(&reader, &target) < 0
        || moot_list_next_str(&reader, &name) < 0 || reader.left != 0)
        return false;
    if (target == MOOT_TARGET_ALL)
        return name.size == 0;
    return target >= MOOT_TARGET_ROOM && target <= MOOT_TARGET_SOCKET
           && name.size > 0 && name.size <= MOOT_EMIT_NAME_MAX;
}

static bool are_targets(moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t target;
    if (moot_list_reader_init(&reader, list) < 0
        || reader.left > MOOT_EMIT_TARGETS_MAX)
        return false;
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_list(&reader, &target) < 0 || !is_target(target))
            return false;
    }
    return true;
}

static bool are_attachments(moot_slice_t list, size_t max)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    if (moot_list_reader_init(&reader, list) < 0
        || reader.left > max)
        return false;
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_bin(&reader, &bytes) < 0)
            return false;
    }
    return true;
}

/* A JSON array whose first element is a string. The reader has found a whole
 * array, so a quote after the bracket begins one. */
static bool is_event(moot_slice_t data)
{
    moot_json_value_t value;
    if (moot_json_read_value(data, &value) < 0
        || value.kind != MOOT_JSON_ARRAY)
        return false;
    for (size_t i = 1; i < value.raw.size; i++) {
        uint8_t c = value.raw.at[i];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return c == '"';
    }
    return false;
}

const char *moot_emit_flaw(moot_slice_t bytes)
{
    moot_msg_emission_t emission;
    if (moot_wire_decode_emission(bytes, &emission) < 0)
        return "the emission cannot be understood";
    if (emission.action < MOOT_ACTION_EMIT
        || emission.action > MOOT_ACTION_CLOSE)
        return "the emission's action is unknown";
    if (emission.namespace.size == 0 || emission.namespace.at[0] != '/')
        return "the emission's namespace is not valid";
    if (!are_targets(emission.targets))
        return "the emission's targets are not valid";
    if ((emission.action == MOOT_ACTION_ENTER
         || emission.action == MOOT_ACTION_LEAVE)
        != (emission.room.size > 0))
        return "the emission's room is not valid";
    if (emission.action == MOOT_ACTION_EMIT ? !is_event(emission.data)
                                            : emission.data.size > 0)
        return "the emission's event is not valid";
    if (!are_attachments(emission.attachments,
                         emission.action == MOOT_ACTION_EMIT
                             ? MOOT_EMIT_ATTACHMENTS_MAX
                             : 0))
        return "the emission's attachments are not valid";
    return NULL;
}

const char *moot_emit_copies_flaw(moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_copy_t copy;
    if (moot_list_reader_init(&reader, list) < 0
        || reader.left > MOOT_EMIT_COPIES_MAX)
        return "there are too many copies";
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_bin(&reader, &bytes) < 0
            || moot_wire_decode_copy(bytes, &copy) < 0)
            return "a copy cannot be understood";
        copy.slot = copy.place = 0; /* the worker sets them */
        if (!moot_history_fits(&copy))
            return "a copy is not valid";
    }
    return NULL;
}

bool moot_emit_sender(bool system, moot_slice_t actor, moot_slice_t *sender)
{
    /* No user has the empty name. */
    *sender = system ? moot_slice("", 0) : actor;
    return system || actor.size > 0;
}

/* ---- Applying ------------------------------------------------------------ */

static int put_index(moot_tables_t *tables, unsigned slot, uint64_t seq,
                     uint64_t lsn)
{
    moot_key_t key;
    uint8_t value[12];
    moot_keys_write64(value, lsn);
    moot_keys_write32(value + 8, 0);
    moot_keys_in_rid(&key, slot, 0, seq);
    return moot_store_put(tables->store, MOOT_TABLE_INDEX,
                          moot_key_slice(&key),
                          moot_slice(value, sizeof value));
}

/* Unlike those of rooms, keys go with the window alone: no end of a room takes
 * them away. */
static int remember(moot_tables_t *tables, unsigned slot,
                    const moot_msg_record_t *record,
                    const moot_msg_event_t *event)
{
    const moot_dedup_limits_t limits = {tables->config.dedup.window_ms, 0};
    const moot_dedup_hit_t hit = {event->seq, record->lsn, event->at};
    moot_slice_t sender;
    moot_dedup_t dedup;
    if (event->client_message_id.size == 0
        || !moot_emit_sender(event->system, event->actor, &sender))
        return 0;
    moot_dedup_init(&dedup);
    int rc = moot_dedup_add(&dedup, tables->store, &limits, slot, 0, sender,
                            event->client_message_id, &hit, record->at);
    moot_dedup_close(&dedup);
    return rc;
}

/* Copies leave by the outbox, those for this slot too. */
static int send_copies(moot_tables_t *tables, unsigned slot,
                       const moot_msg_record_t *record)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_copy_t copy;
    if (moot_list_reader_init(&reader, record->copies) < 0)
        return MOOT_ECORRUPT;
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_bin(&reader, &bytes) < 0
            || moot_wire_decode_copy(bytes, &copy) < 0
            || !moot_history_fits(&copy))
            return MOOT_ECORRUPT;
        moot_msg_outbox_entry_t entry = {.user = copy.owner, .copy = bytes};
        moot_buf_clear(&tables->scratch);
        int rc = moot_wire_encode_outbox_entry(&tables->scratch, &entry);
        if (rc == 0)
            rc = moot_outbox_add(&tables->outbox, slot,
                                 moot_slot_of(MOOT_KIND_USER, copy.owner),
                                 moot_buf_slice(&tables->scratch));
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* When it may go: by its age, and with others when there are too many. */
static int plan_end(moot_tables_t *tables, unsigned slot, uint64_t seq,
                    uint64_t at_ms)
{
    uint64_t keep_ms = tables->config.emit_keep_ms;
    uint64_t kept_max = tables->config.emit_kept_max;
    uint64_t until_ms = (at_ms + WORK_MS - 1) / WORK_MS * WORK_MS;
    moot_slice_t none = moot_slice("", 0);
    int rc = moot_due_add(&tables->due, until_ms + keep_ms, MOOT_DUE_EMITTED,
                          slot, 0, until_ms, none);
    if (rc == 0 && seq % COUNT_EACH == 0 && seq > kept_max)
        rc = moot_due_add(&tables->due, at_ms, MOOT_DUE_EMITTED, slot,
                          seq - kept_max, 0, none);
    return rc;
}

int moot_emit_apply(moot_tables_t *tables, unsigned slot,
                    const moot_msg_record_t *record)
{
    char text[5];
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_event_t event;
    moot_slot_t *row = moot_slots_touch(&tables->slots, slot);
    if (moot_list_reader_init(&reader, record->events) < 0
        || reader.left != 1 || moot_list_next_bin(&reader, &bytes) < 0
        || moot_wire_decode_event(bytes, &event) < 0
        || event.what != MOOT_WHAT_EMITTED || event.seq != row->emitted + 1
        || event.actor.size > MOOT_ID_BYTES_MAX)
        return MOOT_ECORRUPT;
    row->emitted = event.seq;
    row->emitted_at = event.at;
    int rc = put_index(tables, slot, event.seq, record->lsn);
    if (rc == 0)
        rc = remember(tables, slot, record, &event);
    if (rc == 0)
        rc = send_copies(tables, slot, record);
    if (rc == 0)
        rc = plan_end(tables, slot, event.seq, record->at);
    if (rc == 0 && tables->config.publish != NULL)
        tables->config.publish(tables->config.ctx, MOOT_KIND_EMIT,
                               moot_emit_id(slot, text), slot, 1, bytes);
    return rc;
}

/* ---- Erasing ------------------------------------------------------------- */

/* Whether the record of an emission is of a time or before. */
static int is_old(moot_store_t *store, moot_slice_t log, uint64_t at_ms,
                  bool *yes)
{
    moot_slice_t value;
    moot_msg_record_t record;
    int rc = moot_store_get(store, MOOT_TABLE_LOG, log, &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    if (moot_wire_decode_record(value, &record) < 0)
        return MOOT_ECORRUPT;
    *yes = record.at <= at_ms;
    return 0;
}

/* Erases one emission, or finds that it stays. */
static int erase_one(moot_store_t *store, unsigned slot, uint64_t seq,
                     bool anyway, uint64_t at_ms, bool *gone)
{
    moot_key_t key, log;
    moot_slice_t value;
    moot_keys_in_rid(&key, slot, 0, seq);
    int rc = moot_store_get(store, MOOT_TABLE_INDEX, moot_key_slice(&key),
                            &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    if (value.size != 12)
        return MOOT_ECORRUPT;
    moot_keys_log(&log, slot, moot_keys_read64(value.at));
    *gone = anyway;
    if (!anyway)
        rc = is_old(store, moot_key_slice(&log), at_ms, gone);
    if (rc < 0 || !*gone)
        return rc;
    rc = moot_store_del(store, MOOT_TABLE_INDEX, moot_key_slice(&key));
    if (rc == 0)
        rc = moot_store_del(store, MOOT_TABLE_LOG, moot_key_slice(&log));
    return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
}

int moot_emit_erase(moot_slots_t *slots, moot_store_t *store, unsigned slot,
                    uint64_t seq, uint64_t at_ms, size_t *left)
{
    bool gone = true;
    while (*left > 0 && slots->at[slot].emitted_from < slots->at[slot].emitted) {
        uint64_t oldest = slots->at[slot].emitted_from + 1;
        int rc = erase_one(store, slot, oldest, oldest <= seq, at_ms, &gone);
        if (rc < 0 || !gone)
            return rc;
        moot_slots_touch(slots, slot)->emitted_from = oldest;
        (*left)--;
    }
    return 0;
}
