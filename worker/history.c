#include "worker/history.h"

#include "common/err.h"
#include "proto/rules.h"
#include "worker/keys.h"

#define PEER_ROW 8 /* bytes: time of the last message */
#define LIMIT_MAX 1000

bool moot_history_fits(const moot_msg_copy_t *copy)
{
    return copy->history.size > 0
           && copy->history.size <= MOOT_HISTORY_NAME_MAX
           && copy->owner.size > 0 && copy->owner.size <= MOOT_ID_BYTES_MAX
           && copy->peer.size <= MOOT_ID_BYTES_MAX && copy->data.size > 0
           && copy->slot < MOOT_SLOTS && copy->place < MOOT_EMIT_COPIES_MAX;
}

static int put_peer(moot_store_t *store, unsigned slot,
                    const moot_msg_copy_t *copy)
{
    moot_key_t key;
    moot_slice_t value;
    uint8_t row[PEER_ROW];
    moot_keys_peer(&key, slot, copy->history, copy->owner, copy->peer);
    int rc = moot_store_get(store, MOOT_TABLE_PEER, moot_key_slice(&key),
                            &value);
    if (rc == 0 && value.size != PEER_ROW)
        return MOOT_ECORRUPT;
    if (rc == 0 && moot_keys_read64(value.at) >= copy->at)
        return 0;
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    moot_keys_write64(row, copy->at);
    return moot_store_put(store, MOOT_TABLE_PEER, moot_key_slice(&key),
                          moot_slice(row, sizeof row));
}

int moot_history_put(moot_store_t *store, unsigned slot,
                     const moot_msg_copy_t *copy, moot_slice_t bytes)
{
    moot_key_t key;
    if (!moot_history_fits(copy))
        return MOOT_ECORRUPT;
    moot_keys_copy(&key, slot, copy);
    int rc = moot_store_put(store, MOOT_TABLE_HISTORY, moot_key_slice(&key),
                            bytes);
    if (rc == 0 && copy->peer.size > 0)
        rc = put_peer(store, slot, copy);
    return rc;
}

/* ---- Pages --------------------------------------------------------------- */

static uint64_t clamp(uint64_t limit)
{
    return limit >= 1 && limit <= LIMIT_MAX ? limit : LIMIT_MAX;
}

/* The next entry of a prefix above *from, which then is at it. */
static int next_of(moot_store_t *store, enum moot_table table,
                   moot_slice_t prefix, moot_key_t *from, moot_entry_t *entry)
{
    int rc = moot_store_seek(store, table, MOOT_SEEK_GT, moot_key_slice(from),
                             entry);
    if (rc < 0)
        return rc;
    if (entry->key.size < prefix.size
        || memcmp(entry->key.at, prefix.at, prefix.size) != 0)
        return MOOT_ENOENT;
    memcpy(from->at, entry->key.at, entry->key.size);
    from->size = entry->key.size;
    return 0;
}

/* Writes the page; *last is the key of its last entry, *more: there are
 * others. */
static int put_page(moot_store_t *store, moot_slice_t prefix, moot_key_t *last,
                    uint64_t limit, moot_list_writer_t *writer, bool *more)
{
    moot_entry_t entry;
    moot_key_t at = *last;
    int rc;
    *more = false;
    for (uint64_t count = 0;
         (rc = next_of(store, MOOT_TABLE_HISTORY, prefix, &at, &entry)) == 0;
         count++) {
        if (count == limit
            || (count > 0
                && writer->buf->size + entry.value.size
                       > MOOT_PAGE_BYTES_MAX)) {
            *more = true;
            return 0;
        }
        moot_list_put_bin(writer, entry.value);
        *last = at;
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

int moot_history_page(moot_store_t *store, unsigned slot,
                      const moot_msg_ask_history_t *ask, moot_buf_t *list,
                      moot_buf_t *place, moot_msg_history_told_t *answer)
{
    moot_key_t prefix, at;
    moot_list_writer_t writer;
    bool more = false;
    moot_keys_history(&prefix, slot, ask->history, ask->owner);
    at = prefix;
    if (ask->after.size == MOOT_KEYS_COPY_PLACE) {
        memcpy(at.at + at.size, ask->after.at, ask->after.size);
        at.size += ask->after.size;
    }
    moot_buf_clear(list);
    moot_buf_clear(place);
    moot_list_begin_open(&writer, list);
    int rc = put_page(store, moot_key_slice(&prefix), &at, clamp(ask->limit),
                      &writer, &more);
    int ended = moot_list_end(&writer, &answer->list);
    if (rc == 0)
        rc = ended;
    if (rc == 0 && more)
        rc = moot_buf_put(place, at.at + prefix.size, at.size - prefix.size);
    answer->next = moot_buf_slice(place);
    return rc;
}

int moot_history_peers(moot_store_t *store, unsigned slot,
                       moot_slice_t history, moot_slice_t owner,
                       moot_slice_t after, uint64_t limit,
                       moot_list_writer_t *writer, bool *more)
{
    moot_key_t prefix, at;
    moot_entry_t entry;
    int rc;
    *more = false;
    moot_keys_history(&prefix, slot, history, owner);
    moot_keys_peer(&at, slot, history, owner, after);
    for (uint64_t count = 0;
         (rc = next_of(store, MOOT_TABLE_PEER, moot_key_slice(&prefix), &at,
                       &entry)) == 0;
         count++) {
        if (entry.value.size != PEER_ROW)
            return MOOT_ECORRUPT;
        if (count == clamp(limit)) {
            *more = true;
            return 0;
        }
        moot_list_put_str(writer, moot_slice(entry.key.at + prefix.size,
                                             entry.key.size - prefix.size));
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}
