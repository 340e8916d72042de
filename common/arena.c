#include "common/arena.h"

#include <stdlib.h>

enum { ALIGN = 16, FIRST_BYTES = 4096 };

struct moot_arena_block {
    moot_arena_block_t *before;
    size_t capacity, used;
    _Alignas(ALIGN) uint8_t bytes[];
};

void moot_arena_init(moot_arena_t *arena, size_t max)
{
    *arena = (moot_arena_t){.max = max};
}

static void free_blocks(moot_arena_t *arena)
{
    while (arena->block != NULL) {
        moot_arena_block_t *before = arena->block->before;
        free(arena->block);
        arena->block = before;
    }
}

void moot_arena_close(moot_arena_t *arena)
{
    free_blocks(arena);
    arena->used = 0;
}

static bool add_block(moot_arena_t *arena, size_t capacity)
{
    moot_arena_block_t *block = malloc(sizeof *block + capacity);
    if (block == NULL)
        return false;
    block->before = arena->block;
    block->capacity = capacity;
    block->used = 0;
    arena->block = block;
    arena->blocks++;
    return true;
}

void moot_arena_reset(moot_arena_t *arena)
{
    moot_arena_block_t *block = arena->block;
    arena->used = 0;
    if (block == NULL)
        return;
    size_t total = 0;
    for (; block != NULL; block = block->before)
        total += block->capacity;
    if (arena->block->before == NULL && total <= MOOT_ARENA_KEPT_MAX) {
        arena->block->used = 0;
        return;
    }
    /* One block in the place of many, so that the next time is quiet. Without
     * memory for it the next taking tries again. */
    free_blocks(arena);
    (void)add_block(arena,
                    total < MOOT_ARENA_KEPT_MAX ? total : MOOT_ARENA_KEPT_MAX);
}

void *moot_arena_take(moot_arena_t *arena, size_t size)
{
    if (size > arena->max)
        return NULL;
    size = size == 0 ? ALIGN : (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size > arena->max - arena->used)
        return NULL;
    moot_arena_block_t *block = arena->block;
    if (block == NULL || size > block->capacity - block->used) {
        size_t capacity = block == NULL ? FIRST_BYTES : block->capacity * 2;
        if (capacity > arena->max)
            capacity = arena->max;
        if (!add_block(arena, capacity < size ? size : capacity))
            return NULL;
        block = arena->block;
    }
    void *at = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return at;
}

void *moot_arena_array(moot_arena_t *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return moot_arena_take(arena, count * size);
}

bool moot_arena_copy(moot_arena_t *arena, moot_slice_t bytes, moot_slice_t *out)
{
    uint8_t *at = moot_arena_take(arena, bytes.size);
    if (at == NULL)
        return false;
    if (bytes.size > 0)
        memcpy(at, bytes.at, bytes.size);
    *out = moot_slice(at, bytes.size);
    return true;
}
