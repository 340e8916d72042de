#include "common/hash.h"

#include "tests/lib/unit.h"

/* These numbers decide where stored rooms are looked for. They came from an
 * independent XXH64 and must never change. */
static void slot_hashes_are_the_same_for_ever(void **state)
{
    (void)state;
    assert_true(moot_hash_slot(0, LIT(""), LIT(""))
                == UINT64_C(0x48ba9e3d2ff1bffd));
    assert_true(moot_hash_slot(1, LIT(""), LIT("lobby"))
                == UINT64_C(0x7739b3d05c13bbdd));
    assert_true(moot_hash_slot(2, LIT("acme"), LIT("bob"))
                == UINT64_C(0xe91af1ef47ce5636));
    assert_true(moot_hash_slot(1, LIT("ab"), LIT("c"))
                == UINT64_C(0x8086d8837903e2c8));
    assert_true(moot_hash_slot(1, LIT("a"), LIT("bc"))
                == UINT64_C(0xcc4ca30dbf4dbb84));
}

/* Longer parts take another way through the code. */
static void long_ids_follow_the_same_rule(void **state)
{
    (void)state;
    char id[600];
    memset(id, 'x', sizeof id);
    assert_true(moot_hash_slot(1, LIT(""), moot_slice(id, sizeof id))
                == UINT64_C(0xa494bcdd190a1987));
}

static void table_hashes_tell_strings_apart(void **state)
{
    (void)state;
    assert_true(moot_hash64(LIT("a")) != moot_hash64(LIT("b")));
    assert_true(moot_hash64(LIT("a")) == moot_hash64(LIT("a")));
    assert_true(moot_hash64(moot_slice(NULL, 0)) == moot_hash64(LIT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slot_hashes_are_the_same_for_ever),
        cmocka_unit_test(long_ids_follow_the_same_rule),
        cmocka_unit_test(table_hashes_tell_strings_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
