#include "worker/dedup.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/list.h"
#include "worker/keys.h"

/* Value of DEDUP: seq, lsn, at. Value of DEDUP_ORDER: wall time, then the part
 * of the DEDUP key. */
#define VALUE 24
#define ORDER_HEAD 8

/* Entries of one sender have orders low to next-1. */
typedef struct sender {
    moot_map_node_t node;
    uint64_t low, next;
    uint64_t low_at; /* wall time of the lowest */
} sender_t;

void moot_dedup_init(moot_dedup_t *dedup)
{
    moot_map_init(&dedup->senders);
}

void moot_dedup_close(moot_dedup_t *dedup)
{
    moot_map_node_t *node = moot_map_next(&dedup->senders, NULL);
    while (node != NULL) {
        moot_map_node_t *next = moot_map_next(&dedup->senders, node);
        free(MOOT_CONTAINER(node, sender_t, node));
        node = next;
    }
    moot_map_close(&dedup->senders);
}

int moot_dedup_find(moot_store_t *store, unsigned slot, uint64_t rid,
                    moot_slice_t sender, moot_slice_t client_message_id,
                    moot_dedup_hit_t *hit)
{
    moot_key_t part, key;
    moot_slice_t value;
    moot_keys_part(&part, client_message_id);
    moot_keys_dedup(&key, slot, rid, sender, moot_key_slice(&part));
    int rc = moot_store_get(store, MOOT_TABLE_DEDUP, moot_key_slice(&key),
                            &value);
    if (rc < 0)
        return rc;
    if (value.size != VALUE)
        return MOOT_ECORRUPT;
    hit->seq = moot_keys_read64(value.at);
    hit->lsn = moot_keys_read64(value.at + 8);
    hit->at = moot_keys_read64(value.at + 16);
    return 0;
}

/* Reads the bounds of a sender: the first and the last of its order rows. */
static int read_bounds(moot_store_t *store, moot_slice_t prefix,
                       sender_t *sender)
{
    moot_entry_t entry;
    sender->low = sender->next = 1;
    int rc = moot_store_last(store, MOOT_TABLE_DEDUP_ORDER, prefix, &entry);
    if (rc == MOOT_ENOENT)
        return 0;
    if (rc < 0)
        return rc;
    if (entry.key.size != prefix.size + 8)
        return MOOT_ECORRUPT;
    sender->next = moot_keys_read64(entry.key.at + prefix.size) + 1;
    rc = moot_store_first(store, MOOT_TABLE_DEDUP_ORDER, prefix, &entry);
    if (rc < 0)
        return rc;
    if (entry.key.size != prefix.size + 8 || entry.value.size < ORDER_HEAD)
        return MOOT_ECORRUPT;
    sender->low = moot_keys_read64(entry.key.at + prefix.size);
    sender->low_at = moot_keys_read64(entry.value.at);
    return 0;
}

static int find_sender(moot_dedup_t *dedup, moot_store_t *store,
                       moot_slice_t prefix, moot_slice_t user,
                       sender_t **sender_p)
{
    moot_map_node_t *node = moot_map_get(&dedup->senders, user);
    if (node != NULL) {
        *sender_p = MOOT_CONTAINER(node, sender_t, node);
        return 0;
    }
    if (dedup->senders.count >= MOOT_DEDUP_SENDERS_MAX)
        moot_dedup_close(dedup);
    sender_t *sender = calloc(1, sizeof(*sender) + user.size);
    MOOT_CHECK(sender != NULL);
    int rc = read_bounds(store, prefix, sender);
    if (rc < 0) {
        free(sender);
        return rc;
    }
    memcpy(sender + 1, user.at, user.size);
    moot_map_put(&dedup->senders, &sender->node,
                 moot_slice(sender + 1, user.size));
    *sender_p = sender;
    return 0;
}

/* Takes away the lowest entry of a sender. */
static int drop_lowest(moot_store_t *store, moot_slice_t prefix,
                       sender_t *sender)
{
    moot_key_t key;
    moot_entry_t entry;
    int rc = moot_store_first(store, MOOT_TABLE_DEDUP_ORDER, prefix, &entry);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    moot_slice_t part = moot_slice(entry.value.at + ORDER_HEAD,
                                   entry.value.size - ORDER_HEAD);
    if (entry.value.size < ORDER_HEAD
        || prefix.size + part.size > sizeof key.at)
        return MOOT_ECORRUPT;
    memcpy(key.at, prefix.at, prefix.size);
    memcpy(key.at + prefix.size, part.at, part.size);
    key.size = prefix.size + part.size;
    rc = moot_store_del(store, MOOT_TABLE_DEDUP_ORDER, entry.key);
    if (rc == 0)
        rc = moot_store_del(store, MOOT_TABLE_DEDUP, moot_key_slice(&key));
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    rc = moot_store_first(store, MOOT_TABLE_DEDUP_ORDER, prefix, &entry);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    sender->low = moot_keys_read64(entry.key.at + prefix.size);
    sender->low_at = moot_keys_read64(entry.value.at);
    return 0;
}

static int put_entry(moot_store_t *store, unsigned slot, uint64_t rid,
                     moot_slice_t user, uint64_t order,
                     const moot_key_t *part, const moot_dedup_hit_t *message,
                     uint64_t wall_ms)
{
    moot_key_t key;
    uint8_t value[VALUE], reverse[ORDER_HEAD + MOOT_KEYS_PART_MAX];
    moot_keys_write64(value, message->seq);
    moot_keys_write64(value + 8, message->lsn);
    moot_keys_write64(value + 16, message->at);
    moot_keys_dedup(&key, slot, rid, user, moot_key_slice(part));
    int rc = moot_store_put(store, MOOT_TABLE_DEDUP, moot_key_slice(&key),
                            moot_slice(value, sizeof value));
    if (rc < 0)
        return rc;
    moot_keys_write64(reverse, wall_ms);
    memcpy(reverse + ORDER_HEAD, part->at, part->size);
    moot_keys_dedup_order(&key, slot, rid, user, order);
    return moot_store_put(store, MOOT_TABLE_DEDUP_ORDER, moot_key_slice(&key),
                          moot_slice(reverse, ORDER_HEAD + part->size));
}

int moot_dedup_add(moot_dedup_t *dedup, moot_store_t *store,
                   const moot_dedup_limits_t *limits, unsigned slot,
                   uint64_t rid, moot_slice_t user,
                   moot_slice_t client_message_id,
                   const moot_dedup_hit_t *message, uint64_t wall_ms)
{
    moot_key_t part, prefix;
    sender_t *sender;
    moot_keys_part(&part, client_message_id);
    moot_keys_sender(&prefix, slot, rid, user);
    int rc = find_sender(dedup, store, moot_key_slice(&prefix), user, &sender);
    if (rc == 0)
        rc = put_entry(store, slot, rid, user, sender->next, &part, message,
                       wall_ms);
    if (rc < 0)
        return rc;
    if (sender->low == sender->next)
        sender->low_at = wall_ms;
    sender->next++;
    for (int i = 0; rc == 0 && i < 2; i++) {
        if (sender->next - sender->low <= limits->per_sender_max
            || wall_ms <= sender->low_at
            || wall_ms - sender->low_at <= limits->window_ms)
            break;
        rc = drop_lowest(store, moot_key_slice(&prefix), sender);
    }
    return rc;
}
