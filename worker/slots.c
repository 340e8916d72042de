#include "worker/slots.h"

#include "common/buf.h"
#include "common/err.h"
#include "proto/wire.h"
#include "worker/keys.h"

#define MAP_ENTRY 16 /* bytes of a slot in the map: owner, epoch */

static int write_map(moot_store_t *store, uint64_t workers)
{
    static uint8_t map[MOOT_SLOTS * MAP_ENTRY];
    moot_key_t key;
    for (uint64_t slot = 0; slot < MOOT_SLOTS; slot++) {
        moot_keys_write64(map + slot * MAP_ENTRY,
                          slot * workers / MOOT_SLOTS + 1);
        moot_keys_write64(map + slot * MAP_ENTRY + 8, 1);
    }
    return moot_store_put(store, MOOT_TABLE_META, moot_keys_map(&key),
                          moot_slice(map, sizeof map));
}

int moot_slots_found(moot_store_t *store, uint64_t workers)
{
    moot_key_t key;
    moot_slice_t map;
    MOOT_CHECK(workers >= 1 && workers <= MOOT_WORKERS_MAX);
    int rc = moot_store_begin(store);
    if (rc < 0)
        return rc;
    rc = moot_store_get(store, MOOT_TABLE_META, moot_keys_map(&key), &map);
    if (rc == MOOT_ENOENT)
        rc = write_map(store, workers);
    if (rc < 0) {
        moot_store_abort(store);
        return rc;
    }
    return moot_store_commit(store);
}

static int load_row(moot_slots_t *slots, unsigned slot)
{
    moot_key_t key;
    moot_slice_t value;
    moot_msg_slot_row_t row = {0};
    int rc = moot_store_get(slots->store, MOOT_TABLE_META,
                            moot_keys_slot(&key, slot), &value);
    if (rc == 0 && moot_wire_decode_slot_row(value, &row) < 0)
        rc = MOOT_ECORRUPT;
    if (rc < 0 && rc != MOOT_ENOENT)
        return rc;
    slots->at[slot].lsn = row.lsn;
    slots->at[slot].epoch_max = row.epoch_max;
    slots->at[slot].emitted = row.emitted;
    slots->at[slot].emitted_from = row.emitted_from;
    slots->at[slot].emitted_at = row.emitted_at;
    return row.emitted_from <= row.emitted ? 0 : MOOT_ECORRUPT;
}

int moot_slots_load(moot_slots_t *slots, moot_store_t *store)
{
    moot_key_t key;
    moot_slice_t map;
    *slots = (moot_slots_t){.store = store};
    int rc = moot_store_get(store, MOOT_TABLE_META, moot_keys_map(&key), &map);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    if (map.size != (size_t)MOOT_SLOTS * MAP_ENTRY)
        return MOOT_ECORRUPT;
    for (size_t i = 0; i < MOOT_SLOTS; i++) {
        slots->at[i].owner = moot_keys_read64(map.at + i * MAP_ENTRY);
        slots->at[i].epoch = moot_keys_read64(map.at + i * MAP_ENTRY + 8);
    }
    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        rc = load_row(slots, i);
        if (rc < 0)
            return rc;
    }
    return 0;
}

moot_slot_t *moot_slots_touch(moot_slots_t *slots, unsigned slot)
{
    moot_slot_t *found = &slots->at[slot];
    if (!found->touched) {
        found->touched = true;
        slots->touched[slots->touched_count++] = (uint16_t)slot;
    }
    return found;
}

static int write_row(moot_slots_t *slots, unsigned slot)
{
    moot_key_t key;
    moot_buf_t value;
    moot_msg_slot_row_t row = {
        .lsn = slots->at[slot].lsn,
        .epoch_max = slots->at[slot].epoch_max,
        .emitted = slots->at[slot].emitted,
        .emitted_from = slots->at[slot].emitted_from,
        .emitted_at = slots->at[slot].emitted_at,
    };
    moot_buf_init(&value, SIZE_MAX);
    int rc = moot_wire_encode_slot_row(&value, &row);
    if (rc == 0)
        rc = moot_store_put(slots->store, MOOT_TABLE_META,
                            moot_keys_slot(&key, slot),
                            moot_buf_slice(&value));
    moot_buf_close(&value);
    return rc;
}

int moot_slots_flush(moot_slots_t *slots)
{
    for (size_t i = 0; i < slots->touched_count; i++) {
        int rc = write_row(slots, slots->touched[i]);
        if (rc < 0)
            return rc;
    }
    return 0;
}

void moot_slots_settle(moot_slots_t *slots)
{
    for (size_t i = 0; i < slots->touched_count; i++)
        slots->at[slots->touched[i]].touched = false;
    slots->touched_count = 0;
}

int moot_slots_forget(moot_slots_t *slots)
{
    for (size_t i = 0; i < slots->touched_count; i++) {
        int rc = load_row(slots, slots->touched[i]);
        if (rc < 0)
            return rc;
    }
    moot_slots_settle(slots);
    return 0;
}
