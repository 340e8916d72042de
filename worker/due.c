#include "worker/due.h"

#include "common/buf.h"
#include "common/err.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "worker/emit.h"
#include "worker/keys.h"

/* Bytes in front of the room id: due, kind, slot, number, epoch. */
#define HEAD 27

typedef struct job {
    uint64_t due_ms;
    unsigned kind;
    unsigned slot;
    uint64_t number;
    uint64_t epoch;
    moot_slice_t room; /* in key */
    moot_key_t key;
} job_t;

/* The first job at or after a key; a copy. Errors: MOOT_ENOENT. */
static int first_job(const moot_due_t *due, enum moot_seek how,
                     moot_slice_t after, job_t *job)
{
    moot_entry_t entry;
    int rc = moot_store_seek(due->store, MOOT_TABLE_DUE, how, after, &entry);
    if (rc < 0)
        return rc;
    if (entry.key.size < HEAD || entry.key.size > HEAD + 128)
        return MOOT_ECORRUPT;
    const uint8_t *at = entry.key.at;
    *job = (job_t){
        .due_ms = moot_keys_read64(at),
        .kind = at[8],
        .slot = moot_keys_read16(at + 9),
        .number = moot_keys_read64(at + 11),
        .epoch = moot_keys_read64(at + 19),
    };
    memcpy(job->key.at, at, entry.key.size);
    job->key.size = entry.key.size;
    job->room = moot_slice(job->key.at + HEAD, job->key.size - HEAD);
    return job->slot < MOOT_SLOTS ? 0 : MOOT_ECORRUPT;
}

static int look(moot_due_t *due)
{
    job_t job;
    int rc = first_job(due, MOOT_SEEK_GE, moot_slice("", 0), &job);
    due->next_ms = rc == 0 ? job.due_ms : UINT64_MAX;
    return rc == MOOT_ENOENT ? 0 : rc;
}

int moot_due_load(moot_due_t *due, moot_store_t *store, moot_slots_t *slots)
{
    moot_store_stat_t stat;
    *due = (moot_due_t){.store = store, .slots = slots};
    int rc = moot_store_stat(store, &stat);
    if (rc == 0)
        rc = look(due);
    if (rc < 0)
        return rc;
    due->tombstones = stat.entries[MOOT_TABLE_TOMBSTONE];
    moot_due_settle(due);
    return 0;
}

int moot_due_add(moot_due_t *due, uint64_t due_ms, enum moot_due_kind kind,
                 unsigned slot, uint64_t number, uint64_t epoch,
                 moot_slice_t room)
{
    moot_key_t key;
    moot_keys_due(&key, due_ms, kind, slot, number, epoch, room);
    int rc = moot_store_put(due->store, MOOT_TABLE_DUE, moot_key_slice(&key),
                            moot_slice("", 0));
    if (rc < 0)
        return rc;
    if (due_ms < due->next_ms)
        due->next_ms = due_ms;
    due->tombstones += kind == MOOT_DUE_TOMBSTONE;
    return 0;
}

bool moot_due_wants(const moot_due_t *due, uint64_t due_ms)
{
    return due->next_ms <= due_ms
           || due->tombstones > MOOT_DUE_TOMBSTONES_MAX;
}

/* ---- The work ------------------------------------------------------------ */

static int erase(moot_store_t *store, enum moot_table table, moot_slice_t key)
{
    int rc = moot_store_del(store, table, key);
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* Says in the tombstone that the events are gone (rid 0), before the first of
 * them goes: nobody reads half a history. */
static int close_history(moot_due_t *due, const job_t *job)
{
    moot_key_t key;
    moot_slice_t value;
    moot_msg_room_row_t row;
    moot_buf_t buf;
    moot_keys_tombstone(&key, job->slot, job->room, job->epoch);
    int rc = moot_store_get(due->store, MOOT_TABLE_TOMBSTONE,
                            moot_key_slice(&key), &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    if (moot_wire_decode_room_row(value, &row) < 0)
        return MOOT_ECORRUPT;
    if (row.rid == 0)
        return 0;
    row.rid = 0;
    moot_buf_init(&buf, SIZE_MAX);
    rc = moot_wire_encode_room_row(&buf, &row);
    if (rc == 0)
        rc = moot_store_put(due->store, MOOT_TABLE_TOMBSTONE,
                            moot_key_slice(&key), moot_buf_slice(&buf));
    moot_buf_close(&buf);
    return rc;
}

/* Erases index rows and the log records that they name. */
static int erase_events(moot_due_t *due, const job_t *job, size_t *left)
{
    moot_key_t rid, log;
    moot_entry_t entry;
    moot_keys_rid(&rid, job->slot, job->number);
    while (*left > 0) {
        int rc = moot_store_first(due->store, MOOT_TABLE_INDEX,
                                  moot_key_slice(&rid), &entry);
        if (rc < 0)
            return rc == MOOT_ENOENT ? 0 : rc;
        if (entry.value.size != 12)
            return MOOT_ECORRUPT;
        moot_keys_log(&log, job->slot, moot_keys_read64(entry.value.at));
        rc = moot_store_del(due->store, MOOT_TABLE_INDEX, entry.key);
        if (rc == 0)
            rc = erase(due->store, MOOT_TABLE_LOG, moot_key_slice(&log));
        if (rc < 0)
            return rc;
        (*left)--;
    }
    return 0;
}

static int erase_room(moot_due_t *due, const job_t *job, size_t *left)
{
    static const enum moot_table tables[] = {
        MOOT_TABLE_MEMBER, MOOT_TABLE_DEDUP, MOOT_TABLE_DEDUP_ORDER};
    moot_key_t rid;
    int rc = close_history(due, job);
    if (rc == 0)
        rc = erase_events(due, job, left);
    moot_keys_rid(&rid, job->slot, job->number);
    for (size_t i = 0; rc == 0 && *left > 0 && i < 3; i++) {
        size_t removed = 0;
        rc = moot_store_del_prefix(due->store, tables[i],
                                   moot_key_slice(&rid), *left, &removed);
        *left -= removed;
    }
    return rc;
}

/* Does a job; with *left above 0 afterwards it is done. */
static int work_on(moot_due_t *due, const job_t *job, size_t *left)
{
    moot_key_t key;
    int rc;
    switch (job->kind) {
    case MOOT_DUE_RECORD:
        moot_keys_log(&key, job->slot, job->number);
        return erase(due->store, MOOT_TABLE_LOG, moot_key_slice(&key));
    case MOOT_DUE_DEAD:
        return erase_room(due, job, left);
    case MOOT_DUE_EMITTED:
        return moot_emit_erase(due->slots, due->store, job->slot, job->number,
                               job->epoch, left);
    case MOOT_DUE_TOMBSTONE:
        moot_keys_tombstone(&key, job->slot, job->room, job->epoch);
        rc = erase(due->store, MOOT_TABLE_TOMBSTONE, moot_key_slice(&key));
        if (rc == 0 && due->tombstones > 0)
            due->tombstones--;
        return rc;
    default:
        return MOOT_ECORRUPT;
    }
}

static int finish(moot_due_t *due, const job_t *job, size_t *left)
{
    int rc = work_on(due, job, left);
    if (rc < 0 || *left == 0)
        return rc;
    (*left)--;
    return moot_store_del(due->store, MOOT_TABLE_DUE,
                          moot_key_slice(&job->key));
}

/* Too many tombstones: the oldest go before their time. The jobs of other
 * kinds all stand before the place where the search begins. */
static int thin_out(moot_due_t *due, uint64_t due_ms, size_t *left)
{
    moot_key_t from;
    job_t job;
    enum moot_seek how = MOOT_SEEK_GE;
    moot_keys_due(&from, due_ms + MOOT_DUE_RECORD_MS, 0, 0, 0, 0,
                  moot_slice("", 0));
    while (*left > 0 && due->tombstones > MOOT_DUE_TOMBSTONES_MAX) {
        int rc = first_job(due, how, moot_key_slice(&from), &job);
        if (rc < 0)
            return rc == MOOT_ENOENT ? 0 : rc;
        from = job.key;
        how = MOOT_SEEK_GT;
        if (job.kind != MOOT_DUE_TOMBSTONE) {
            (*left)--;
            continue;
        }
        if (job.due_ms - MOOT_DUE_TOMBSTONE_MS + MOOT_DUE_DEAD_MS > due_ms)
            return 0;
        rc = finish(due, &job, left);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int moot_due_work(moot_due_t *due, uint64_t due_ms)
{
    size_t left = MOOT_DUE_ERASE_MAX;
    job_t job;
    while (left > 0) {
        int rc = first_job(due, MOOT_SEEK_GE, moot_slice("", 0), &job);
        if (rc == MOOT_ENOENT || (rc == 0 && job.due_ms > due_ms))
            break;
        if (rc == 0)
            rc = finish(due, &job, &left);
        if (rc < 0)
            return rc;
    }
    int rc = thin_out(due, due_ms, &left);
    return rc < 0 ? rc : look(due);
}

void moot_due_settle(moot_due_t *due)
{
    due->tombstones_before = due->tombstones;
    due->next_before_ms = due->next_ms;
}

void moot_due_forget(moot_due_t *due)
{
    due->tombstones = due->tombstones_before;
    due->next_ms = due->next_before_ms;
}
