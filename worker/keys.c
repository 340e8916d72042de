#include "worker/keys.h"

#include "common/check.h"
#include "common/hash.h"
#include "proto/rules.h"

/* Bytes of a client message id that a key holds as they are. */
#define PART_RAW_MAX (MOOT_KEYS_PART_MAX - 20)

void moot_keys_write16(uint8_t *at, unsigned number)
{
    at[0] = (uint8_t)(number >> 8);
    at[1] = (uint8_t)number;
}

void moot_keys_write32(uint8_t *at, uint32_t number)
{
    moot_keys_write16(at, number >> 16);
    moot_keys_write16(at + 2, number & 0xffff);
}

void moot_keys_write64(uint8_t *at, uint64_t number)
{
    moot_keys_write32(at, (uint32_t)(number >> 32));
    moot_keys_write32(at + 4, (uint32_t)number);
}

unsigned moot_keys_read16(const uint8_t *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

uint32_t moot_keys_read32(const uint8_t *at)
{
    return (uint32_t)moot_keys_read16(at) << 16 | moot_keys_read16(at + 2);
}

uint64_t moot_keys_read64(const uint8_t *at)
{
    return (uint64_t)moot_keys_read32(at) << 32 | moot_keys_read32(at + 4);
}

static void put8(moot_key_t *key, unsigned number)
{
    key->at[key->size++] = (uint8_t)number;
}

static void put16(moot_key_t *key, unsigned number)
{
    moot_keys_write16(key->at + key->size, number);
    key->size += 2;
}

static void put64(moot_key_t *key, uint64_t number)
{
    moot_keys_write64(key->at + key->size, number);
    key->size += 8;
}

static void put_bytes(moot_key_t *key, moot_slice_t bytes)
{
    MOOT_CHECK(key->size + bytes.size <= sizeof key->at);
    if (bytes.size > 0)
        memcpy(key->at + key->size, bytes.at, bytes.size);
    key->size += bytes.size;
}

/* An id with its size in front, so that none is the beginning of another. */
static void put_id(moot_key_t *key, moot_slice_t id)
{
    MOOT_CHECK(id.size <= MOOT_ID_BYTES_MAX);
    put8(key, (unsigned)id.size);
    put_bytes(key, id);
}

static void start(moot_key_t *key, unsigned slot)
{
    MOOT_CHECK(slot < MOOT_SLOTS);
    key->size = 0;
    put16(key, slot);
}

moot_slice_t moot_keys_map(moot_key_t *key)
{
    key->size = 0;
    put_bytes(key, moot_slice_str("shard/map"));
    return moot_key_slice(key);
}

moot_slice_t moot_keys_slot(moot_key_t *key, unsigned slot)
{
    key->size = 0;
    put_bytes(key, moot_slice_str("shard/slot"));
    put16(key, slot);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_log(moot_key_t *key, unsigned slot, uint64_t lsn)
{
    start(key, slot);
    put64(key, lsn);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_of_slot(moot_key_t *key, unsigned slot)
{
    start(key, slot);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_room(moot_key_t *key, unsigned slot, moot_slice_t id)
{
    start(key, slot);
    put_bytes(key, id);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_rid(moot_key_t *key, unsigned slot, uint64_t rid)
{
    start(key, slot);
    put64(key, rid);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_in_rid(moot_key_t *key, unsigned slot, uint64_t rid,
                              uint64_t number)
{
    start(key, slot);
    put64(key, rid);
    put64(key, number);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_sender(moot_key_t *key, unsigned slot, uint64_t rid,
                              moot_slice_t sender)
{
    start(key, slot);
    put64(key, rid);
    put_id(key, sender);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_dedup(moot_key_t *key, unsigned slot, uint64_t rid,
                             moot_slice_t sender, moot_slice_t part)
{
    moot_keys_sender(key, slot, rid, sender);
    put_bytes(key, part);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_dedup_order(moot_key_t *key, unsigned slot,
                                   uint64_t rid, moot_slice_t sender,
                                   uint64_t order)
{
    moot_keys_sender(key, slot, rid, sender);
    put64(key, order);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_session(moot_key_t *key, unsigned slot,
                               moot_slice_t session)
{
    start(key, slot);
    put_bytes(key, session);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_outbox(moot_key_t *key, unsigned source,
                              unsigned target, uint64_t number)
{
    start(key, source);
    put16(key, target);
    put64(key, number);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_inbox(moot_key_t *key, unsigned target,
                             unsigned source)
{
    start(key, target);
    put16(key, source);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_tombstones(moot_key_t *key, unsigned slot,
                                  moot_slice_t id)
{
    start(key, slot);
    put_id(key, id);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_tombstone(moot_key_t *key, unsigned slot,
                                 moot_slice_t id, uint64_t epoch)
{
    moot_keys_tombstones(key, slot, id);
    put64(key, epoch);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_user(moot_key_t *key, unsigned slot, moot_slice_t user)
{
    start(key, slot);
    put_id(key, user);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_user_room(moot_key_t *key, unsigned slot,
                                 moot_slice_t user, moot_slice_t room)
{
    moot_keys_user(key, slot, user);
    put_bytes(key, room);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_due(moot_key_t *key, uint64_t due_ms, unsigned kind,
                           unsigned slot, uint64_t number, uint64_t epoch,
                           moot_slice_t room)
{
    key->size = 0;
    put64(key, due_ms);
    put8(key, kind);
    put16(key, slot);
    put64(key, number);
    put64(key, epoch);
    put_bytes(key, room);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_history(moot_key_t *key, unsigned slot,
                               moot_slice_t history, moot_slice_t owner)
{
    MOOT_CHECK(history.size <= MOOT_HISTORY_NAME_MAX);
    start(key, slot);
    put_id(key, history);
    put_id(key, owner);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_copy(moot_key_t *key, unsigned slot,
                            const moot_msg_copy_t *copy)
{
    moot_keys_history(key, slot, copy->history, copy->owner);
    put64(key, copy->at);
    put16(key, (unsigned)copy->slot);
    put64(key, copy->lsn);
    put16(key, (unsigned)copy->place);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_peer(moot_key_t *key, unsigned slot,
                            moot_slice_t history, moot_slice_t owner,
                            moot_slice_t peer)
{
    moot_keys_history(key, slot, history, owner);
    put_bytes(key, peer);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_fact(moot_key_t *key, unsigned slot, moot_slice_t user,
                            moot_slice_t name)
{
    MOOT_CHECK(name.size <= MOOT_FACT_NAME_MAX);
    start(key, slot);
    put8(key, 0);
    put_id(key, user);
    put_bytes(key, name);
    return moot_key_slice(key);
}

moot_slice_t moot_keys_fact_user(moot_key_t *key, unsigned slot,
                                 moot_slice_t name, moot_slice_t value,
                                 moot_slice_t user)
{
    MOOT_CHECK(name.size <= MOOT_FACT_NAME_MAX
               && value.size <= MOOT_FACT_VALUE_MAX);
    start(key, slot);
    put8(key, 1);
    put_id(key, name);
    put16(key, (unsigned)value.size);
    put_bytes(key, value);
    put_bytes(key, user);
    return moot_key_slice(key);
}

void moot_keys_part(moot_key_t *part, moot_slice_t client_message_id)
{
    moot_slice_t none = moot_slice("", 0);
    moot_slice_t id = client_message_id;
    part->size = 0;
    if (id.size <= PART_RAW_MAX) {
        put8(part, 0);
        put_bytes(part, id);
        return;
    }
    /* Longer ids are rare. A sender that makes two of them collide deceives
     * nobody but itself: the sender is in the key. */
    put8(part, 1);
    put_bytes(part, moot_slice(id.at, PART_RAW_MAX - 8));
    put64(part, id.size);
    put64(part, moot_hash_slot(254, none, id));
    put64(part, moot_hash_slot(255, none, id));
}
