/* Keys of the worker's tables. Numbers are big-endian, so that the order of
 * keys is the order of numbers; every key of a slot begins with the slot, so
 * that a slot is one range of each table. Pure.
 *
 *   META          "shard/map"; "shard/slot", slot
 *   LOG           slot, lsn
 *   ROOM          slot, room id
 *   MEMBER        slot, rid, join number
 *   INDEX         slot, rid, seq
 *   DEDUP         slot, rid, size of sender, sender, client message id
 *   DEDUP_ORDER   slot, rid, size of sender, sender, order
 *   SESSION       slot, session id
 *   OUTBOX        source, target, number; number 0 is the pair's head
 *   INBOX         target, source
 *   TOMBSTONE     slot, size of id, room id, epoch
 *   USER_ROOM     slot, size of user, user, room id; no id is the head
 *   DUE           time due, kind, slot, what the kind needs
 *   HISTORY       slot, size, history, size, owner, time, source slot, lsn,
 *                 place
 *   PEER          slot, size, history, size, owner, peer
 *   FACT          slot, 0, size, user, name
 *                 slot, 1, size, name, size (2 bytes), value, user
 *
 * rid is a room's number within its slot, the lsn of its creation; 0 stands
 * for the slot's emissions. */
#ifndef MOOT_KEYS_H
#define MOOT_KEYS_H

#include "common/slice.h"
#include "proto/wire.h"
#include "worker/store.h"

typedef struct moot_key {
    size_t size;
    uint8_t at[MOOT_STORE_KEY_MAX];
} moot_key_t;

static inline moot_slice_t moot_key_slice(const moot_key_t *key)
{
    return moot_slice(key->at, key->size);
}

/* Each builds a key in *key and returns it as a slice of it. Room ids, user
 * ids and session ids are at most 128 bytes (checked). */
moot_slice_t moot_keys_map(moot_key_t *key);
moot_slice_t moot_keys_slot(moot_key_t *key, unsigned slot);
moot_slice_t moot_keys_log(moot_key_t *key, unsigned slot, uint64_t lsn);
/* The prefix of all keys of a slot (LOG, ROOM, SESSION, …). */
moot_slice_t moot_keys_of_slot(moot_key_t *key, unsigned slot);
moot_slice_t moot_keys_room(moot_key_t *key, unsigned slot, moot_slice_t id);
/* The prefix of all keys of one rid (MEMBER, INDEX, DEDUP, DEDUP_ORDER). */
moot_slice_t moot_keys_rid(moot_key_t *key, unsigned slot, uint64_t rid);
/* MEMBER by join number, INDEX by seq. */
moot_slice_t moot_keys_in_rid(moot_key_t *key, unsigned slot, uint64_t rid,
                              uint64_t number);
moot_slice_t moot_keys_dedup(moot_key_t *key, unsigned slot, uint64_t rid,
                             moot_slice_t sender, moot_slice_t part);
moot_slice_t moot_keys_sender(moot_key_t *key, unsigned slot, uint64_t rid,
                              moot_slice_t sender);
moot_slice_t moot_keys_dedup_order(moot_key_t *key, unsigned slot,
                                   uint64_t rid, moot_slice_t sender,
                                   uint64_t order);
moot_slice_t moot_keys_session(moot_key_t *key, unsigned slot,
                               moot_slice_t session);
moot_slice_t moot_keys_outbox(moot_key_t *key, unsigned source,
                              unsigned target, uint64_t number);
moot_slice_t moot_keys_inbox(moot_key_t *key, unsigned target,
                             unsigned source);
moot_slice_t moot_keys_tombstones(moot_key_t *key, unsigned slot,
                                  moot_slice_t id);
moot_slice_t moot_keys_tombstone(moot_key_t *key, unsigned slot,
                                 moot_slice_t id, uint64_t epoch);
moot_slice_t moot_keys_user(moot_key_t *key, unsigned slot, moot_slice_t user);
moot_slice_t moot_keys_user_room(moot_key_t *key, unsigned slot,
                                 moot_slice_t user, moot_slice_t room);
moot_slice_t moot_keys_due(moot_key_t *key, uint64_t due_ms, unsigned kind,
                           unsigned slot, uint64_t number, uint64_t epoch,
                           moot_slice_t room);

/* Bytes of a HISTORY key that tell the copies of one history apart. */
#define MOOT_KEYS_COPY_PLACE 20

/* The prefix of one history of one owner (HISTORY, PEER). Names of histories
 * are at most MOOT_HISTORY_NAME_MAX bytes (checked). */
moot_slice_t moot_keys_history(moot_key_t *key, unsigned slot,
                               moot_slice_t history, moot_slice_t owner);
moot_slice_t moot_keys_copy(moot_key_t *key, unsigned slot,
                            const moot_msg_copy_t *copy);
moot_slice_t moot_keys_peer(moot_key_t *key, unsigned slot,
                            moot_slice_t history, moot_slice_t owner,
                            moot_slice_t peer);

/* FACT by user. Names are at most MOOT_FACT_NAME_MAX bytes, values
 * MOOT_FACT_VALUE_MAX (checked). */
moot_slice_t moot_keys_fact(moot_key_t *key, unsigned slot, moot_slice_t user,
                            moot_slice_t name);
/* FACT by value: the prefix of its users, or one of them. */
moot_slice_t moot_keys_fact_user(moot_key_t *key, unsigned slot,
                                 moot_slice_t name, moot_slice_t value,
                                 moot_slice_t user);

/* Part of a DEDUP key that stands for a client message id: the id itself, or
 * for one longer than fits its beginning and two hashes. Written to part,
 * which is empty before; at most MOOT_KEYS_PART_MAX bytes. */
#define MOOT_KEYS_PART_MAX 320
void moot_keys_part(moot_key_t *part, moot_slice_t client_message_id);

/* Numbers inside keys and values; at must hold 2, 4 or 8 bytes. */
void moot_keys_write16(uint8_t *at, unsigned number);
void moot_keys_write32(uint8_t *at, uint32_t number);
void moot_keys_write64(uint8_t *at, uint64_t number);
unsigned moot_keys_read16(const uint8_t *at);
uint32_t moot_keys_read32(const uint8_t *at);
uint64_t moot_keys_read64(const uint8_t *at);

#endif
