#include "common/hash.h"

#include <xxhash.h>

#include "common/check.h"

/* Keys of usual size are hashed in one go. */
#define KEY_BYTES_SMALL 512

uint64_t moot_hash64(moot_slice_t bytes)
{
    return XXH3_64bits(bytes.at, bytes.size);
}

static void put_u32(uint8_t *to, size_t value)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> (8 * i));
}

static void put_bytes(uint8_t *to, moot_slice_t bytes)
{
    if (bytes.size > 0)
        memcpy(to, bytes.at, bytes.size);
}

static uint64_t hash_parts(const uint8_t head[5], moot_slice_t namespace,
                           const uint8_t middle[4], moot_slice_t id)
{
    XXH64_state_t *state = XXH64_createState();
    MOOT_CHECK(state != NULL);
    XXH64_reset(state, MOOT_HASH_SLOT_SEED);
    XXH64_update(state, head, 5);
    if (namespace.size > 0)
        XXH64_update(state, namespace.at, namespace.size);
    XXH64_update(state, middle, 4);
    if (id.size > 0)
        XXH64_update(state, id.at, id.size);
    uint64_t hash = XXH64_digest(state);
    XXH64_freeState(state);
    return hash;
}

uint64_t moot_hash_slot(uint8_t kind, moot_slice_t namespace, moot_slice_t id)
{
    MOOT_CHECK(namespace.size <= UINT32_MAX && id.size <= UINT32_MAX);
    uint8_t head[5] = {kind};
    uint8_t middle[4];
    put_u32(head + 1, namespace.size);
    put_u32(middle, id.size);
    if (namespace.size > KEY_BYTES_SMALL || id.size > KEY_BYTES_SMALL)
        return hash_parts(head, namespace, middle, id);

    uint8_t key[sizeof head + sizeof middle + 2 * KEY_BYTES_SMALL];
    size_t size = 0;
    memcpy(key, head, sizeof head);
    size += sizeof head;
    put_bytes(key + size, namespace);
    size += namespace.size;
    memcpy(key + size, middle, sizeof middle);
    size += sizeof middle;
    put_bytes(key + size, id);
    size += id.size;
    return XXH64(key, size, MOOT_HASH_SLOT_SEED);
}
