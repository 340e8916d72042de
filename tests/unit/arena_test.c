/* The arena: alignment, its bound, and that a steady load allocates once. */
#include "common/arena.h"

#include "tests/lib/unit.h"

static void pieces_are_aligned_and_apart(void **state)
{
    (void)state;
    moot_arena_t arena;
    moot_arena_init(&arena, 1 << 20);
    uint8_t *last = NULL;
    for (size_t size = 0; size < 300; size++) {
        uint8_t *at = moot_arena_take(&arena, size);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % 16, 0);
        assert_ptr_not_equal(at, last);
        memset(at, (int)size, size);
        last = at;
    }
    moot_arena_close(&arena);
}

static void the_bound_holds(void **state)
{
    (void)state;
    moot_arena_t arena;
    moot_arena_init(&arena, 1000);
    assert_null(moot_arena_take(&arena, 1001));
    assert_null(moot_arena_array(&arena, SIZE_MAX / 2, 4));
    assert_null(moot_arena_take(&arena, SIZE_MAX));
    assert_non_null(moot_arena_take(&arena, 900));
    assert_null(moot_arena_take(&arena, 100));
    moot_arena_reset(&arena);
    assert_non_null(moot_arena_take(&arena, 900));
    moot_arena_close(&arena);
}

static void a_steady_load_allocates_nothing(void **state)
{
    (void)state;
    moot_arena_t arena;
    size_t blocks = 0;
    moot_arena_init(&arena, 1 << 20);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 100; i++)
            assert_non_null(moot_arena_take(&arena, 1000));
        moot_arena_reset(&arena);
        if (round == 1)
            blocks = arena.blocks;
    }
    assert_int_equal(arena.blocks, blocks);
    moot_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_apart),
        cmocka_unit_test(the_bound_holds),
        cmocka_unit_test(a_steady_load_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
