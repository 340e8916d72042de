/* Hashes of byte strings (xxHash). Pure. */
#ifndef MOOT_HASH_H
#define MOOT_HASH_H

#include "common/slice.h"

/* The seed of the slot hash. Part of every cluster's stored data. */
#define MOOT_HASH_SLOT_SEED UINT64_C(0x4d6f6f7468616c6c)

/* Hash for tables in memory (XXH3, 64 bits). It may change with any version
 * of ours: never store it and never send it. */
uint64_t moot_hash64(moot_slice_t bytes);

/* Hash that decides the slot of a key: slot = hash mod 1024.
 *
 * It is the same for ever, on every machine: XXH64 with the seed above over
 * 1 byte kind, 4 bytes little-endian size of the namespace, the namespace,
 * 4 bytes little-endian size of the id, the id. The sizes keep ("ab", "c")
 * and ("a", "bc") apart. Test vectors (tests/unit/hash_test.c):
 *   (0, "", "")                0x48ba9e3d2ff1bffd
 *   (1, "", "lobby")           0x7739b3d05c13bbdd
 *   (2, "acme", "bob")         0xe91af1ef47ce5636
 *   (1, "ab", "c")             0x8086d8837903e2c8
 *   (1, "a", "bc")             0xcc4ca30dbf4dbb84 */
uint64_t moot_hash_slot(uint8_t kind, moot_slice_t namespace, moot_slice_t id);

#endif
