#include "worker/rooms.h"

#include <stdlib.h>

#include "common/err.h"
#include "worker/keys.h"

static void weigh(moot_rooms_t *rooms, moot_live_room_t *room, size_t weight)
{
    rooms->members += weight - room->weight;
    room->weight = weight;
}

static void let_go(moot_rooms_t *rooms, moot_live_room_t *room)
{
    weigh(rooms, room, 0);
    if (room->node.key.at != NULL)
        moot_map_remove(&rooms->by_id, &room->node);
    moot_list_remove(&room->in_cache);
    moot_list_remove(&room->in_batch);
    moot_dedup_close(&room->dedup);
    moot_roomview_destroy(&room->view);
    free(room);
}

int moot_rooms_load(moot_rooms_t *rooms, moot_store_t *store,
                    size_t cached_max)
{
    moot_store_stat_t stat;
    int rc = moot_store_stat(store, &stat);
    if (rc < 0)
        return rc;
    *rooms = (moot_rooms_t){
        .store = store,
        .cached_max = cached_max,
        .count = stat.entries[MOOT_TABLE_ROOM],
        .count_before = stat.entries[MOOT_TABLE_ROOM],
    };
    moot_map_init(&rooms->by_id);
    moot_list_init(&rooms->cache);
    moot_list_init(&rooms->batch);
    return 0;
}

void moot_rooms_close(moot_rooms_t *rooms)
{
    MOOT_LIST_FOREACH(&rooms->cache, it, after)
        let_go(rooms, MOOT_CONTAINER(it, moot_live_room_t, in_cache));
    moot_map_close(&rooms->by_id);
}

static moot_live_room_t *add(moot_rooms_t *rooms, unsigned slot, uint64_t rid,
                             moot_roomview_t *view)
{
    moot_live_room_t *room = calloc(1, sizeof(*room));
    MOOT_CHECK(room != NULL);
    room->slot = slot;
    room->rid = rid;
    room->view = view;
    moot_list_init(&room->in_batch);
    moot_list_push(&rooms->cache, &room->in_cache);
    moot_dedup_init(&room->dedup);
    weigh(rooms, room, view->members_count);
    moot_map_put(&rooms->by_id, &room->node, view->id);
    return room;
}

/* ---- Reading ------------------------------------------------------------- */

/* MEMBER rows in join order as the list of a snapshot. The join numbers follow
 * each other in numbers, 8 bytes each. */
static int read_members(moot_rooms_t *rooms, unsigned slot, uint64_t rid,
                        moot_list_writer_t *writer, moot_buf_t *numbers)
{
    moot_key_t prefix;
    moot_entry_t entry;
    moot_keys_rid(&prefix, slot, rid);
    int rc = moot_store_first(rooms->store, MOOT_TABLE_MEMBER,
                              moot_key_slice(&prefix), &entry);
    for (; rc == 0;
         rc = moot_store_next(rooms->store, MOOT_TABLE_MEMBER,
                              moot_key_slice(&prefix), &entry)) {
        if (entry.key.size != prefix.size + 8 || entry.value.size < 2)
            return MOOT_ECORRUPT;
        moot_list_put_list(writer, 2);
        moot_list_put_str(writer, moot_slice(entry.value.at + 1,
                                             entry.value.size - 1));
        moot_list_put_u64(writer, entry.value.at[0]);
        moot_buf_put(numbers, entry.key.at + prefix.size, 8);
    }
    return rc == MOOT_ENOENT ? numbers->error : rc;
}

static int make_view(moot_slice_t id, const moot_msg_room_row_t *row,
                     moot_slice_t members, moot_slice_t numbers,
                     moot_roomview_t **view_p)
{
    moot_msg_snapshot_t snapshot = {
        .room = id,
        .epoch = row->epoch,
        .seq = row->seq,
        .name = row->name,
        .thumbnail_url = row->thumbnail_url,
        .created_at = row->created_at,
        .created_by = row->created_by,
        .version = row->version,
        .updated_at = row->updated_at,
        .members = members,
    };
    if (moot_roomview_load(&snapshot, view_p) < 0)
        return MOOT_ECORRUPT;
    moot_roomview_t *view = *view_p;
    view->last_at = row->last_at;
    view->ended = row->ended_at != 0;
    for (size_t i = 0; i < view->members_count; i++)
        view->members[i]->join_number = moot_keys_read64(numbers.at + 8 * i);
    if (view->members_count == row->member_count)
        return 0;
    moot_roomview_destroy(view_p);
    return MOOT_ECORRUPT;
}

/* Makes the view of a row; the row may be borrowed from the store: reading
 * does not end it. */
static int load_view(moot_rooms_t *rooms, unsigned slot, moot_slice_t id,
                     const moot_msg_room_row_t *row, moot_roomview_t **view_p)
{
    moot_buf_t members, numbers;
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_buf_init(&members, SIZE_MAX);
    moot_buf_init(&numbers, SIZE_MAX);
    moot_list_begin_open(&writer, &members);
    int rc = read_members(rooms, slot, row->rid, &writer, &numbers);
    int ended = moot_list_end(&writer, &list);
    if (rc == 0)
        rc = ended;
    if (rc == 0)
        rc = make_view(id, row, list, moot_buf_slice(&numbers), view_p);
    moot_buf_close(&members);
    moot_buf_close(&numbers);
    return rc;
}

int moot_rooms_find(moot_rooms_t *rooms, unsigned slot, moot_slice_t id,
                    moot_live_room_t **room_p)
{
    moot_key_t key;
    moot_slice_t value;
    moot_msg_room_row_t row;
    moot_roomview_t *view;
    moot_map_node_t *node = moot_map_get(&rooms->by_id, id);
    if (node != NULL) {
        moot_live_room_t *room = MOOT_CONTAINER(node, moot_live_room_t, node);
        moot_list_remove(&room->in_cache);
        moot_list_push(&rooms->cache, &room->in_cache);
        *room_p = room;
        return 0;
    }
    int rc = moot_store_get(rooms->store, MOOT_TABLE_ROOM,
                            moot_keys_room(&key, slot, id), &value);
    if (rc < 0)
        return rc;
    if (moot_wire_decode_room_row(value, &row) < 0)
        return MOOT_ECORRUPT;
    rc = load_view(rooms, slot, id, &row, &view);
    if (rc < 0)
        return rc;
    *room_p = add(rooms, slot, row.rid, view);
    (*room_p)->joined = row.joined;
    return 0;
}

int moot_rooms_tombstone(moot_rooms_t *rooms, unsigned slot, moot_slice_t id,
                         uint64_t epoch, moot_msg_room_row_t *row)
{
    moot_key_t key;
    moot_slice_t value;
    moot_entry_t entry;
    int rc;
    if (epoch != 0) {
        moot_keys_tombstone(&key, slot, id, epoch);
        rc = moot_store_get(rooms->store, MOOT_TABLE_TOMBSTONE,
                            moot_key_slice(&key), &value);
    } else {
        rc = moot_store_last(rooms->store, MOOT_TABLE_TOMBSTONE,
                             moot_keys_tombstones(&key, slot, id), &entry);
        if (rc == 0)
            value = entry.value;
    }
    if (rc < 0)
        return rc;
    return moot_wire_decode_room_row(value, row) < 0 ? MOOT_ECORRUPT : 0;
}

int moot_rooms_load_ended(moot_rooms_t *rooms, unsigned slot, moot_slice_t id,
                          const moot_msg_room_row_t *row,
                          moot_roomview_t **view_p)
{
    MOOT_CHECK(row->rid != 0 && row->ended_at != 0);
    return load_view(rooms, slot, id, row, view_p);
}

/* ---- Changing ------------------------------------------------------------ */

moot_live_room_t *moot_rooms_create(moot_rooms_t *rooms, unsigned slot,
                                    moot_slice_t id, uint64_t rid,
                                    uint64_t epoch)
{
    moot_live_room_t *room =
        add(rooms, slot, rid, moot_roomview_new(id, epoch));
    rooms->count++;
    moot_rooms_touch(rooms, room);
    return room;
}

void moot_rooms_touch(moot_rooms_t *rooms, moot_live_room_t *room)
{
    if (room->touched)
        return;
    room->touched = true;
    moot_list_push(&rooms->batch, &room->in_batch);
}

int moot_rooms_put_member(moot_rooms_t *rooms, const moot_live_room_t *room,
                          const moot_member_t *member)
{
    moot_key_t key;
    uint8_t value[1 + MOOT_ID_BYTES_MAX];
    value[0] = (uint8_t)member->role;
    memcpy(value + 1, member->user.at, member->user.size);
    moot_keys_in_rid(&key, room->slot, room->rid, member->join_number);
    return moot_store_put(rooms->store, MOOT_TABLE_MEMBER,
                          moot_key_slice(&key),
                          moot_slice(value, 1 + member->user.size));
}

int moot_rooms_del_member(moot_rooms_t *rooms, const moot_live_room_t *room,
                          uint64_t join_number)
{
    moot_key_t key;
    moot_keys_in_rid(&key, room->slot, room->rid, join_number);
    int rc = moot_store_del(rooms->store, MOOT_TABLE_MEMBER,
                            moot_key_slice(&key));
    return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
}

static int put_row(moot_rooms_t *rooms, const moot_live_room_t *room,
                   enum moot_table table, moot_slice_t key, uint64_t ended_at)
{
    const moot_roomview_t *view = room->view;
    moot_buf_t value;
    moot_msg_room_row_t row = {
        .rid = room->rid,
        .epoch = view->epoch,
        .seq = view->seq,
        .name = view->name,
        .thumbnail_url = view->thumbnail_url,
        .created_at = view->created_at,
        .created_by = view->created_by,
        .version = view->version,
        .updated_at = view->updated_at,
        .last_at = view->last_at,
        .member_count = view->members_count,
        .joined = room->joined,
        .ended_at = ended_at,
    };
    moot_buf_init(&value, SIZE_MAX);
    int rc = moot_wire_encode_room_row(&value, &row);
    if (rc == 0)
        rc = moot_store_put(rooms->store, table, key, moot_buf_slice(&value));
    moot_buf_close(&value);
    return rc;
}

int moot_rooms_end(moot_rooms_t *rooms, moot_live_room_t *room,
                   uint64_t wall_ms)
{
    moot_key_t key;
    moot_slice_t id = room->view->id;
    /* A room that began in this batch has no row yet. */
    int rc = moot_store_del(rooms->store, MOOT_TABLE_ROOM,
                            moot_keys_room(&key, room->slot, id));
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    moot_keys_tombstone(&key, room->slot, id, room->view->epoch);
    rc = put_row(rooms, room, MOOT_TABLE_TOMBSTONE, moot_key_slice(&key),
                 wall_ms > 0 ? wall_ms : 1);
    if (rc < 0)
        return rc;
    moot_map_remove(&rooms->by_id, &room->node);
    room->node.key = moot_slice(NULL, 0);
    moot_rooms_touch(rooms, room);
    rooms->count--;
    return 0;
}

/* ---- Batches ------------------------------------------------------------- */

int moot_rooms_flush(moot_rooms_t *rooms)
{
    moot_key_t key;
    MOOT_LIST_FOREACH(&rooms->batch, it, after) {
        moot_live_room_t *room = MOOT_CONTAINER(it, moot_live_room_t, in_batch);
        if (room->view->ended)
            continue;
        moot_keys_room(&key, room->slot, room->view->id);
        int rc = put_row(rooms, room, MOOT_TABLE_ROOM, moot_key_slice(&key),
                         0);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static bool is_over(const moot_rooms_t *rooms)
{
    return rooms->by_id.count > rooms->cached_max
           || rooms->members / MOOT_ROOMS_MEMBERS_CACHED > rooms->cached_max;
}

void moot_rooms_settle(moot_rooms_t *rooms)
{
    moot_node_t *oldest;

    MOOT_LIST_FOREACH(&rooms->batch, it, after) {
        moot_live_room_t *room = MOOT_CONTAINER(it, moot_live_room_t, in_batch);
        room->touched = false;
        moot_list_remove(&room->in_batch);
        weigh(rooms, room, room->view->members_count);
        if (room->view->ended)
            let_go(rooms, room);
    }
    while (is_over(rooms) && (oldest = moot_list_first(&rooms->cache)) != NULL)
        let_go(rooms, MOOT_CONTAINER(oldest, moot_live_room_t, in_cache));
    rooms->count_before = rooms->count;
}

void moot_rooms_forget(moot_rooms_t *rooms)
{
    MOOT_LIST_FOREACH(&rooms->batch, it, after)
        let_go(rooms, MOOT_CONTAINER(it, moot_live_room_t, in_batch));
    rooms->count = rooms->count_before;
}
