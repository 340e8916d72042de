/* Keys of the worker's tables: their order, and that none is another's. */
#include "tests/lib/unit.h"

#include "worker/keys.h"

static int compare(moot_slice_t a, moot_slice_t b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = memcmp(a.at, b.at, size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static void numbers_keep_their_order(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {
        0, 1, 255, 256, 65535, 65536, UINT32_MAX, UINT64_C(1) << 32,
        UINT64_C(1) << 63, UINT64_MAX};
    moot_key_t low, high;
    for (size_t i = 1; i < sizeof numbers / sizeof *numbers; i++) {
        assert_true(compare(moot_keys_log(&low, 1000, numbers[i - 1]),
                            moot_keys_log(&high, 1000, numbers[i])) < 0);
        assert_true(compare(moot_keys_in_rid(&low, 1, 2, numbers[i - 1]),
                            moot_keys_in_rid(&high, 1, 2, numbers[i])) < 0);
        assert_true(
            compare(moot_keys_due(&low, numbers[i - 1], 9, 9, 9, 9,
                                  LIT("zz")),
                    moot_keys_due(&high, numbers[i], 1, 0, 0, 0,
                                  LIT(""))) < 0);
        uint8_t at[8];
        moot_keys_write64(at, numbers[i]);
        assert_int_equal(moot_keys_read64(at), numbers[i]);
    }
    assert_true(compare(moot_keys_log(&low, 255, UINT64_MAX),
                        moot_keys_log(&high, 256, 0)) < 0);
}

/* Whether the prefix is the beginning of the key. */
static bool begins(moot_slice_t key, moot_slice_t prefix)
{
    return key.size >= prefix.size
           && memcmp(key.at, prefix.at, prefix.size) == 0;
}

static void ids_are_never_beginnings_of_others(void **state)
{
    (void)state;
    moot_key_t key, prefix;
    assert_true(begins(moot_keys_user_room(&key, 1, LIT("ann"), LIT("r")),
                       moot_keys_user(&prefix, 1, LIT("ann"))));
    assert_false(begins(moot_keys_user_room(&key, 1, LIT("anna"), LIT("r")),
                        moot_keys_user(&prefix, 1, LIT("ann"))));
    assert_false(begins(moot_keys_tombstone(&key, 1, LIT("roomy"), 5),
                        moot_keys_tombstones(&prefix, 1, LIT("room"))));
    assert_false(begins(moot_keys_dedup_order(&key, 1, 2, LIT("ab"), 3),
                        moot_keys_sender(&prefix, 1, 2, LIT("a"))));
}

static void long_message_ids_become_parts(void **state)
{
    (void)state;
    char text[1024];
    moot_key_t one, two, key;
    memset(text, 'x', sizeof text);
    /* At the bound the id itself, and one past it a digest. */
    moot_keys_part(&one, moot_slice(text, MOOT_KEYS_PART_MAX - 20));
    assert_int_equal(one.size, MOOT_KEYS_PART_MAX - 19);
    moot_keys_part(&one, moot_slice(text, MOOT_KEYS_PART_MAX - 19));
    assert_true(one.size <= MOOT_KEYS_PART_MAX);
    moot_keys_part(&one, moot_slice(text, 1023));
    moot_keys_part(&two, moot_slice(text, 1024));
    assert_true(two.size <= MOOT_KEYS_PART_MAX);
    assert_int_not_equal(compare(moot_key_slice(&one), moot_key_slice(&two)),
                         0);
    text[1000] = 'y';
    moot_keys_part(&one, moot_slice(text, 1024));
    assert_int_not_equal(compare(moot_key_slice(&one), moot_key_slice(&two)),
                         0);
    /* The longest of all keys fits. */
    assert_true(moot_keys_dedup(&key, 1, 2, moot_slice(text, 128),
                                moot_key_slice(&two)).size
                <= MOOT_STORE_KEY_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_keep_their_order),
        cmocka_unit_test(ids_are_never_beginnings_of_others),
        cmocka_unit_test(long_message_ids_become_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
