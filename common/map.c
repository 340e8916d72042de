#include "common/map.h"

#include <stdlib.h>

#include "common/hash.h"

/* Buckets of the first element on. */
#define BUCKETS_FIRST 16

void moot_map_init(moot_map_t *map)
{
    *map = (moot_map_t){0};
}

void moot_map_close(moot_map_t *map)
{
    free(map->buckets);
    *map = (moot_map_t){0};
}

static size_t bucket_of(const moot_map_t *map, uint64_t hash)
{
    return (size_t)hash & (map->buckets_count - 1);
}

/* Doubles the buckets. Chains keep their order by appending at their ends,
 * so that the order of a run over the map depends on its history alone. */
static void grow(moot_map_t *map)
{
    moot_map_node_t **old = map->buckets;
    size_t old_count = map->buckets_count;
    map->buckets_count = old_count > 0 ? old_count * 2 : BUCKETS_FIRST;
    map->buckets = calloc(map->buckets_count, sizeof(moot_map_node_t *));
    MOOT_CHECK(map->buckets != NULL);
    for (size_t i = 0; i < old_count; i++) {
        moot_map_node_t **ends[2] = {&map->buckets[i],
                                     &map->buckets[i + old_count]};
        moot_map_node_t *next;
        for (moot_map_node_t *node = old[i]; node != NULL; node = next) {
            next = node->next;
            node->next = NULL;
            moot_map_node_t ***end = &ends[(node->hash & old_count) != 0];
            **end = node;
            *end = &node->next;
        }
    }
    free(old);
}

static moot_map_node_t *find(const moot_map_t *map, moot_slice_t key,
                             uint64_t hash)
{
    if (map->buckets_count == 0)
        return NULL;
    moot_map_node_t *node = map->buckets[bucket_of(map, hash)];
    while (node != NULL
           && (node->hash != hash || !moot_slice_eq(node->key, key)))
        node = node->next;
    return node;
}

void moot_map_put(moot_map_t *map, moot_map_node_t *node, moot_slice_t key)
{
    uint64_t hash = moot_hash64(key);
    MOOT_CHECK(find(map, key, hash) == NULL);
    if (map->count >= map->buckets_count)
        grow(map);
    moot_map_node_t **bucket = &map->buckets[bucket_of(map, hash)];
    *node = (moot_map_node_t){.next = *bucket, .hash = hash, .key = key};
    *bucket = node;
    map->count++;
}

moot_map_node_t *moot_map_get(const moot_map_t *map, moot_slice_t key)
{
    if (map->count == 0)
        return NULL;
    return find(map, key, moot_hash64(key));
}

void moot_map_remove(moot_map_t *map, moot_map_node_t *node)
{
    MOOT_CHECK(map->count > 0);
    moot_map_node_t **at = &map->buckets[bucket_of(map, node->hash)];
    while (*at != NULL && *at != node)
        at = &(*at)->next;
    MOOT_CHECK(*at == node);
    *at = node->next;
    node->next = NULL;
    map->count--;
}

moot_map_node_t *moot_map_next(const moot_map_t *map,
                               const moot_map_node_t *node)
{
    if (node != NULL && node->next != NULL)
        return node->next;
    size_t i = node != NULL ? bucket_of(map, node->hash) + 1 : 0;
    for (; i < map->buckets_count; i++) {
        if (map->buckets[i] != NULL)
            return map->buckets[i];
    }
    return NULL;
}
