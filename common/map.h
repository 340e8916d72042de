/* Intrusive hash map from byte strings to elements: the node lives in the
 * element, the key bytes too (they must not move or change while inside).
 * Not thread safe. Grows by itself; never shrinks. */
#ifndef MOOT_MAP_H
#define MOOT_MAP_H

#include "common/check.h"
#include "common/slice.h"

typedef struct moot_map_node {
    struct moot_map_node *next;
    uint64_t hash;
    moot_slice_t key; /* borrowed from the element */
} moot_map_node_t;

typedef struct moot_map {
    moot_map_node_t **buckets;
    size_t buckets_count; /* a power of two, or 0 */
    size_t count;         /* elements inside */
} moot_map_t;

void moot_map_init(moot_map_t *map);

/* Frees the buckets, not the elements. */
void moot_map_close(moot_map_t *map);

/* Puts an element in. Its key must not be inside yet (checked).
 * Aborts when memory for the buckets is out. */
void moot_map_put(moot_map_t *map, moot_map_node_t *node, moot_slice_t key);

/* The node with this key, or NULL. */
moot_map_node_t *moot_map_get(const moot_map_t *map, moot_slice_t key);

/* Takes out an element that is inside. */
void moot_map_remove(moot_map_t *map, moot_map_node_t *node);

/* Runs over all elements: start with NULL, ends with NULL. The element that
 * was returned last may be removed before the next call only through
 * moot_map_remove and with its successor fetched first. The order is that of
 * the hash: the same for the same keys put in the same order. */
moot_map_node_t *moot_map_next(const moot_map_t *map,
                               const moot_map_node_t *node);

#endif
