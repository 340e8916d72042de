#include "worker/users.h"

#include "common/err.h"
#include "worker/keys.h"

/* Row of a room: epoch, seq. Row of the user itself: seq of the list. */
#define ROOM_ROW 16
#define HEAD_ROW 8

static int read_head(moot_store_t *store, unsigned slot, moot_slice_t user,
                     uint64_t *seq)
{
    moot_key_t key;
    moot_slice_t value;
    *seq = 0;
    int rc = moot_store_get(store, MOOT_TABLE_USER_ROOM,
                            moot_keys_user(&key, slot, user), &value);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    if (value.size != HEAD_ROW)
        return MOOT_ECORRUPT;
    *seq = moot_keys_read64(value.at);
    return 0;
}

static int write_head(moot_store_t *store, unsigned slot, moot_slice_t user,
                      uint64_t seq)
{
    moot_key_t key;
    uint8_t value[HEAD_ROW];
    moot_keys_write64(value, seq);
    return moot_store_put(store, MOOT_TABLE_USER_ROOM,
                          moot_keys_user(&key, slot, user),
                          moot_slice(value, sizeof value));
}

/* Whether an entry changes the row: it must be above what the row holds, and
 * a removal needs a row. Entries of a room come in its order, so that the row
 * of a removed room need not stay. */
static int changes(moot_store_t *store, moot_slice_t key,
                   const moot_msg_outbox_entry_t *entry, bool *yes)
{
    moot_slice_t value;
    int rc = moot_store_get(store, MOOT_TABLE_USER_ROOM, key, &value);
    if (rc == MOOT_ENOENT) {
        *yes = entry->added;
        return 0;
    }
    if (rc < 0)
        return rc;
    if (value.size != ROOM_ROW)
        return MOOT_ECORRUPT;
    uint64_t epoch = moot_keys_read64(value.at);
    uint64_t seq = moot_keys_read64(value.at + 8);
    *yes = entry->epoch > epoch
           || (entry->epoch == epoch && entry->seq > seq);
    return 0;
}

int moot_users_apply(moot_store_t *store, unsigned slot,
                     const moot_msg_outbox_entry_t *entry, uint64_t *seq)
{
    moot_key_t key;
    uint8_t value[ROOM_ROW];
    bool yes = false;
    *seq = 0;
    if (entry->user.size == 0 || entry->user.size > MOOT_ID_BYTES_MAX
        || entry->room.size == 0 || entry->room.size > MOOT_ID_BYTES_MAX)
        return MOOT_ECORRUPT;
    moot_keys_user_room(&key, slot, entry->user, entry->room);
    int rc = changes(store, moot_key_slice(&key), entry, &yes);
    if (rc < 0 || !yes)
        return rc;
    moot_keys_write64(value, entry->epoch);
    moot_keys_write64(value + 8, entry->seq);
    if (entry->added)
        rc = moot_store_put(store, MOOT_TABLE_USER_ROOM, moot_key_slice(&key),
                            moot_slice(value, sizeof value));
    else
        rc = moot_store_del(store, MOOT_TABLE_USER_ROOM,
                            moot_key_slice(&key));
    uint64_t head = 0;
    if (rc == 0)
        rc = read_head(store, slot, entry->user, &head);
    if (rc == 0)
        rc = write_head(store, slot, entry->user, head + 1);
    if (rc == 0)
        *seq = head + 1;
    return rc;
}

static int put_rooms(moot_store_t *store, moot_slice_t prefix,
                     moot_list_writer_t *writer)
{
    moot_entry_t entry;
    size_t count = 0;
    int rc = moot_store_first(store, MOOT_TABLE_USER_ROOM, prefix, &entry);
    for (; rc == 0 && count < MOOT_USERS_ROOMS_MAX;
         rc = moot_store_next(store, MOOT_TABLE_USER_ROOM, prefix, &entry)) {
        if (entry.key.size == prefix.size)
            continue; /* the head */
        if (entry.value.size != ROOM_ROW)
            return MOOT_ECORRUPT;
        moot_list_put_list(writer, 3);
        moot_list_put_str(writer, moot_slice(entry.key.at + prefix.size,
                                             entry.key.size - prefix.size));
        moot_list_put_u64(writer, moot_keys_read64(entry.value.at));
        moot_list_put_u64(writer, moot_keys_read64(entry.value.at + 8));
        count++;
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

int moot_users_list(moot_store_t *store, unsigned slot, moot_slice_t user,
                    moot_buf_t *buf, uint64_t *seq)
{
    moot_key_t key;
    moot_buf_t list;
    moot_list_writer_t writer;
    moot_msg_user_rooms_t rooms = {.user = user};
    int rc = read_head(store, slot, user, &rooms.seq);
    if (rc < 0)
        return rc;
    moot_buf_init(&list, SIZE_MAX);
    moot_list_begin_open(&writer, &list);
    rc = put_rooms(store, moot_keys_user(&key, slot, user), &writer);
    int ended = moot_list_end(&writer, &rooms.rooms);
    if (rc == 0)
        rc = ended;
    if (rc == 0)
        rc = moot_wire_encode_user_rooms(buf, &rooms);
    moot_buf_close(&list);
    if (rc == 0)
        *seq = rooms.seq;
    return rc;
}
