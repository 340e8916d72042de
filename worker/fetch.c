#include "worker/fetch.h"

#include "common/err.h"
#include "worker/keys.h"
#include "worker/users.h"

/* Bytes of a place in the list of all rooms: the slot in 4 hex digits. */
#define PLACE_SLOT 4
#define LIMIT_MAX 1000

/* The room, living or ended, that a question is about. */
typedef struct subject {
    unsigned slot;
    moot_slice_t id;
    uint64_t rid; /* 0: the events are gone, or emissions */
    uint64_t epoch;
    uint64_t head;
    bool ended;
    const moot_live_room_t *room; /* NULL when ended */
    moot_msg_room_row_t row;      /* when ended */
} subject_t;

void moot_fetch_init(moot_fetch_t *fetch, moot_tables_t *tables)
{
    fetch->tables = tables;
    moot_buf_init(&fetch->snapshot, SIZE_MAX);
    moot_buf_init(&fetch->list, SIZE_MAX);
}

void moot_fetch_close(moot_fetch_t *fetch)
{
    moot_buf_close(&fetch->snapshot);
    moot_buf_close(&fetch->list);
}

/* ---- The log ------------------------------------------------------------- */

/* Where an event is. */
static int find_event(moot_fetch_t *fetch, const subject_t *subject,
                      uint64_t seq, uint64_t *lsn, uint32_t *ordinal)
{
    moot_key_t key;
    moot_slice_t value;
    moot_keys_in_rid(&key, subject->slot, subject->rid, seq);
    int rc = moot_store_get(fetch->tables->store, MOOT_TABLE_INDEX,
                            moot_key_slice(&key), &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    if (value.size != 12)
        return MOOT_ECORRUPT;
    *lsn = moot_keys_read64(value.at);
    *ordinal = moot_keys_read32(value.at + 8);
    return 0;
}

/* One event as it was logged; borrowed from the store. */
static int read_event(moot_fetch_t *fetch, const subject_t *subject,
                      uint64_t seq, moot_slice_t *bytes)
{
    moot_key_t key;
    moot_slice_t value;
    moot_msg_record_t record;
    moot_list_reader_t reader;
    uint64_t lsn;
    uint32_t ordinal;
    int rc = find_event(fetch, subject, seq, &lsn, &ordinal);
    if (rc < 0)
        return rc;
    moot_keys_log(&key, subject->slot, lsn);
    rc = moot_store_get(fetch->tables->store, MOOT_TABLE_LOG,
                        moot_key_slice(&key), &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    if (moot_wire_decode_record(value, &record) < 0
        || moot_list_reader_init(&reader, record.events) < 0)
        return MOOT_ECORRUPT;
    for (uint32_t i = 0; i < ordinal; i++) {
        if (moot_list_skip(&reader) < 0)
            return MOOT_ECORRUPT;
    }
    return moot_list_next_bin(&reader, bytes) < 0 ? MOOT_ECORRUPT : 0;
}

/* A page of the events above base. */
static int put_page(moot_fetch_t *fetch, const subject_t *subject,
                    uint64_t base, moot_slice_t *list)
{
    moot_list_writer_t writer;
    moot_slice_t bytes;
    int rc = 0;
    moot_list_begin_open(&writer, &fetch->list);
    for (uint64_t seq = base + 1; seq <= subject->head; seq++) {
        rc = read_event(fetch, subject, seq, &bytes);
        if (rc < 0)
            break;
        if (seq > base + 1
            && fetch->list.size + bytes.size > MOOT_PAGE_BYTES_MAX)
            break;
        moot_list_put_bin(&writer, bytes);
    }
    int ended = moot_list_end(&writer, list);
    return rc < 0 ? rc : ended;
}

/* ---- Snapshots ----------------------------------------------------------- */

/* Takes the events above base back from a view. */
static int go_back(moot_fetch_t *fetch, const subject_t *subject,
                   moot_roomview_t *view, uint64_t base)
{
    moot_slice_t bytes;
    moot_msg_event_t event;
    while (view->seq > base) {
        int rc = read_event(fetch, subject, view->seq, &bytes);
        if (rc < 0)
            return rc;
        if (moot_wire_decode_event(bytes, &event) < 0
            || event.seq != view->seq
            || moot_roomview_undo(view, &event) < 0)
            return MOOT_ECORRUPT;
    }
    /* Undo leaves version and times; the event at base says what they were. */
    int rc = read_event(fetch, subject, base, &bytes);
    if (rc < 0)
        return rc;
    if (moot_wire_decode_event(bytes, &event) < 0)
        return MOOT_ECORRUPT;
    view->version = event.version;
    view->updated_at = event.updated_at;
    view->last_at = event.at;
    return 0;
}

static int save_at(moot_fetch_t *fetch, const subject_t *subject,
                   uint64_t base)
{
    moot_roomview_t *view = NULL;
    int rc = 0;
    if (subject->room != NULL && base == subject->head)
        return moot_roomview_save(subject->room->view, &fetch->snapshot);
    if (subject->room != NULL)
        view = moot_roomview_clone(subject->room->view);
    else
        rc = moot_rooms_load_ended(&fetch->tables->rooms, subject->slot,
                                   subject->id, &subject->row, &view);
    if (rc == 0)
        rc = go_back(fetch, subject, view, base);
    if (rc == 0)
        rc = moot_roomview_save(view, &fetch->snapshot);
    moot_roomview_destroy(&view);
    return rc;
}

int moot_fetch_ended(moot_fetch_t *fetch, unsigned slot, moot_slice_t id,
                     uint64_t epoch, moot_buf_t *buf)
{
    moot_msg_room_row_t row;
    moot_roomview_t *view = NULL;
    moot_msg_snapshot_t bare = {
        .room = id, .epoch = epoch, .seq = 1, .name = id};
    int rc = moot_rooms_tombstone(&fetch->tables->rooms, slot, id, epoch,
                                  &row);
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    if (rc == 0 && row.rid != 0) {
        rc = moot_rooms_load_ended(&fetch->tables->rooms, slot, id, &row,
                                   &view);
        if (rc == 0)
            rc = moot_roomview_save(view, buf);
        moot_roomview_destroy(&view);
        return rc;
    }
    if (rc == 0) {
        bare.seq = row.seq;
        bare.name = row.name;
        bare.thumbnail_url = row.thumbnail_url;
        bare.created_at = row.created_at;
        bare.created_by = row.created_by;
        bare.version = row.version;
        bare.updated_at = row.updated_at;
    }
    return moot_wire_encode_snapshot(buf, &bare);
}

/* ---- Streams ------------------------------------------------------------- */

static void take_living(subject_t *subject, const moot_live_room_t *room)
{
    subject->room = room;
    subject->rid = room->rid;
    subject->epoch = room->view->epoch;
    subject->head = room->view->seq;
    subject->ended = false;
}

/* Finds what is spoken of; epoch 0 when it is not known. */
static int find_subject(moot_fetch_t *fetch,
                        const moot_fetch_question_t *question,
                        subject_t *subject, uint64_t *next_epoch)
{
    moot_rooms_t *rooms = &fetch->tables->rooms;
    moot_live_room_t *room = NULL;
    bool at_head = question->mode == MOOT_ATTACH_HEAD;
    *subject = (subject_t){.slot = question->slot, .id = question->id};
    *next_epoch = 0;
    int rc = moot_rooms_find(rooms, question->slot, question->id, &room);
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    if (rc == 0 && (at_head || room->view->epoch == question->epoch)) {
        take_living(subject, room);
        return 0;
    }
    if (rc == 0 && room->view->epoch > question->epoch)
        *next_epoch = room->view->epoch;
    if (at_head || question->epoch == 0)
        return 0; /* an ended room has no head to follow */
    rc = moot_rooms_tombstone(rooms, question->slot, question->id,
                              question->epoch, &subject->row);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    subject->rid = subject->row.rid;
    subject->epoch = subject->row.epoch;
    subject->head = subject->row.seq;
    subject->ended = true;
    return 0;
}

static int fetch_room(moot_fetch_t *fetch,
                      const moot_fetch_question_t *question,
                      moot_msg_events_t *answer)
{
    subject_t subject;
    uint64_t base = question->seq;
    int rc = find_subject(fetch, question, &subject, &answer->next_epoch);
    if (rc < 0)
        return rc;
    if (question->mode == MOOT_ATTACH_HEAD || base > subject.head)
        base = subject.head;
    /* What was erased is as unknown as the epoch. */
    bool back = question->mode == MOOT_ATTACH_AFTER;
    if (subject.epoch == 0
        || (subject.rid == 0 && (back || base < subject.head)))
        return 0;
    if (back && subject.head - base > MOOT_ATTACH_BACK_MAX)
        base = subject.head;
    answer->epoch = subject.epoch;
    answer->head = subject.head;
    answer->ended = subject.ended;
    answer->base = base;
    if (base > 0 && question->mode != MOOT_ATTACH_EVENTS)
        rc = save_at(fetch, &subject, base);
    if (rc == 0)
        rc = put_page(fetch, &subject, base, &answer->list);
    answer->snapshot = moot_buf_slice(&fetch->snapshot);
    return rc;
}

static int fetch_user(moot_fetch_t *fetch,
                      const moot_fetch_question_t *question,
                      moot_msg_events_t *answer)
{
    int rc = moot_users_list(fetch->tables->store, question->slot,
                             question->id, &fetch->snapshot, &answer->head);
    answer->epoch = 1;
    answer->base = answer->head;
    answer->snapshot = moot_buf_slice(&fetch->snapshot);
    return rc;
}

/* The emissions of a slot begin at what is kept of them. */
static int fetch_emissions(moot_fetch_t *fetch,
                           const moot_fetch_question_t *question,
                           moot_msg_events_t *answer)
{
    const moot_slot_t *slot = &fetch->tables->slots.at[question->slot];
    const subject_t subject = {.slot = question->slot, .head = slot->emitted};
    uint64_t base = question->seq;
    if (question->mode == MOOT_ATTACH_HEAD || base > slot->emitted)
        base = slot->emitted;
    if (base < slot->emitted_from)
        base = slot->emitted_from;
    answer->epoch = 1;
    answer->base = base;
    answer->head = slot->emitted;
    return put_page(fetch, &subject, base, &answer->list);
}

int moot_fetch_events(moot_fetch_t *fetch,
                      const moot_fetch_question_t *question,
                      moot_msg_events_t *answer)
{
    moot_buf_clear(&fetch->snapshot);
    moot_buf_clear(&fetch->list);
    if (question->kind == MOOT_KIND_USER)
        return fetch_user(fetch, question, answer);
    if (question->kind == MOOT_KIND_EMIT)
        return fetch_emissions(fetch, question, answer);
    return fetch_room(fetch, question, answer);
}

/* ---- All rooms ----------------------------------------------------------- */

/* The key that a place names; empty for the start. */
static void parse_place(moot_slice_t place, moot_key_t *key)
{
    unsigned slot = 0;
    key->size = 0;
    if (place.size <= PLACE_SLOT
        || place.size > PLACE_SLOT + MOOT_ID_BYTES_MAX)
        return;
    for (size_t i = 0; i < PLACE_SLOT; i++) {
        uint8_t c = place.at[i];
        if (c >= '0' && c <= '9')
            slot = slot * 16 + (unsigned)(c - '0');
        else if (c >= 'a' && c <= 'f')
            slot = slot * 16 + (unsigned)(c - 'a') + 10;
        else
            return;
    }
    if (slot < MOOT_SLOTS)
        moot_keys_room(key, slot, moot_slice(place.at + PLACE_SLOT,
                                             place.size - PLACE_SLOT));
}

static int put_room(moot_fetch_t *fetch, moot_slice_t id, moot_slice_t value,
                    moot_list_writer_t *writer)
{
    moot_msg_room_row_t row;
    if (moot_wire_decode_room_row(value, &row) < 0)
        return MOOT_ECORRUPT;
    moot_msg_room_info_t info = {
        .room = id,
        .epoch = row.epoch,
        .seq = row.seq,
        .name = row.name,
        .thumbnail_url = row.thumbnail_url,
        .created_at = row.created_at,
        .created_by = row.created_by,
        .version = row.version,
        .updated_at = row.updated_at,
        .member_count = row.member_count,
    };
    moot_buf_clear(&fetch->tables->scratch);
    int rc = moot_wire_encode_room_info(&fetch->tables->scratch, &info);
    if (rc == 0)
        moot_list_put_bin(writer, moot_buf_slice(&fetch->tables->scratch));
    return rc;
}

/* Writes rooms until the limit; place gets the last one when more follow. */
static int put_rooms(moot_fetch_t *fetch, uint64_t worker, moot_key_t *from,
                     uint64_t limit, moot_list_writer_t *writer)
{
    moot_entry_t entry;
    moot_slice_t key = moot_key_slice(from);
    enum moot_seek how = from->size > 0 ? MOOT_SEEK_GT : MOOT_SEEK_GE;
    uint64_t count = 0;
    int rc;
    while ((rc = moot_store_seek(fetch->tables->store, MOOT_TABLE_ROOM, how,
                                 key, &entry)) == 0) {
        unsigned slot = moot_keys_read16(entry.key.at);
        key = entry.key;
        how = MOOT_SEEK_GT;
        if (slot >= MOOT_SLOTS || key.size > 2 + MOOT_ID_BYTES_MAX)
            return MOOT_ECORRUPT;
        if (fetch->tables->slots.at[slot].owner != worker)
            continue;
        if (count++ == limit)
            return 0;
        rc = put_room(fetch, moot_slice(key.at + 2, key.size - 2),
                      entry.value, writer);
        if (rc < 0)
            return rc;
        memcpy(from->at, key.at, key.size);
        from->size = key.size;
    }
    from->size = 0;
    return rc == MOOT_ENOENT ? 0 : rc;
}

int moot_fetch_rooms(moot_fetch_t *fetch, uint64_t worker, moot_slice_t after,
                     uint64_t limit, moot_msg_rooms_t *answer)
{
    moot_key_t key;
    moot_list_writer_t writer;
    moot_buf_clear(&fetch->list);
    moot_buf_clear(&fetch->snapshot);
    parse_place(after, &key);
    if (limit < 1 || limit > LIMIT_MAX)
        limit = LIMIT_MAX;
    /* Rows that this batch has changed are written now, to be read. */
    int rc = moot_rooms_flush(&fetch->tables->rooms);
    if (rc < 0)
        return rc;
    moot_list_begin_open(&writer, &fetch->list);
    rc = put_rooms(fetch, worker, &key, limit, &writer);
    int ended = moot_list_end(&writer, &answer->list);
    if (rc == 0)
        rc = ended;
    if (rc == 0 && key.size > 0) {
        moot_buf_printf(&fetch->snapshot, "%04x", moot_keys_read16(key.at));
        moot_buf_put(&fetch->snapshot, key.at + 2, key.size - 2);
    }
    answer->next = moot_buf_slice(&fetch->snapshot);
    return rc;
}
