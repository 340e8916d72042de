/* Tests of what the store in memory has beyond the contract (store_test). */
#include "worker/store_mem.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#define T MOOT_TABLE_ROOM
#define S(text) moot_slice_str(text)

static moot_store_t *make(uint64_t bytes_max)
{
    moot_store_mem_conf_t conf = {
        .bytes_max = bytes_max, .strict = true, .identity = S("c/1")};
    moot_store_t *store = NULL;
    assert_int_equal(moot_store_mem_new(&conf, &store), 0);
    return store;
}

static void begin(moot_store_t *store)
{
    assert_int_equal(moot_store_begin(store), 0);
}

static int put(moot_store_t *store, const char *key, const char *value)
{
    return moot_store_put(store, T, S(key), S(value));
}

/* Looks in a transaction of its own. */
static void expect(moot_store_t *store, const char *key, const char *value)
{
    moot_slice_t found;
    begin(store);
    int rc = moot_store_get(store, T, S(key), &found);
    assert_int_equal(rc, value == NULL ? MOOT_ENOENT : 0);
    if (value != NULL)
        assert_true(moot_slice_eq(found, S(value)));
    moot_store_abort(store);
}

static void a_crash_keeps_what_was_committed(void **state)
{
    moot_store_t *store = make(0);
    (void)state;
    begin(store);
    assert_int_equal(put(store, "a", "1"), 0);
    assert_int_equal(moot_store_commit(store), 0);
    begin(store);
    assert_int_equal(put(store, "a", "2"), 0);
    assert_int_equal(put(store, "b", "2"), 0);
    moot_store_mem_fail(store, MOOT_MEM_FAULT_PUT, 1, MOOT_EIO);
    moot_store_mem_crash(store);
    expect(store, "a", "1");
    expect(store, "b", NULL);
    begin(store); /* the fault is forgotten */
    assert_int_equal(put(store, "b", "3"), 0);
    moot_store_mem_crash(store);
    moot_store_mem_crash(store);
    moot_store_close(&store);
}

static void a_failed_put_fails_its_transaction(void **state)
{
    moot_store_t *store = make(0);
    moot_slice_t value;
    moot_entry_t entry;
    (void)state;
    moot_store_mem_fail(store, MOOT_MEM_FAULT_PUT, 3, MOOT_ENOSPC);
    begin(store);
    assert_int_equal(put(store, "a", "1"), 0);
    assert_int_equal(moot_store_del(store, T, S("a")), 0);
    assert_int_equal(put(store, "b", "1"), MOOT_ENOSPC);
    assert_int_equal(put(store, "c", "1"), MOOT_ENOSPC);
    assert_int_equal(moot_store_del(store, T, S("c")), MOOT_ENOSPC);
    assert_int_equal(moot_store_get(store, T, S("c"), &value), MOOT_ENOSPC);
    assert_int_equal(moot_store_first(store, T, S(""), &entry), MOOT_ENOSPC);
    assert_int_equal(moot_store_commit(store), MOOT_ENOSPC);
    expect(store, "a", NULL);
    begin(store); /* it strikes once */
    assert_int_equal(put(store, "b", "2"), 0);
    assert_int_equal(moot_store_commit(store), 0);
    expect(store, "b", "2");
    moot_store_close(&store);
}

static void a_commit_fails_before_or_after_the_disk(void **state)
{
    moot_store_t *store = make(0);
    (void)state;
    moot_store_mem_fail(store, MOOT_MEM_FAULT_COMMIT_LOST, 2, MOOT_ENOSPC);
    moot_store_mem_fail(store, MOOT_MEM_FAULT_COMMIT_KEPT, 3, MOOT_EIO);
    begin(store);
    assert_int_equal(put(store, "a", "1"), 0);
    assert_int_equal(moot_store_commit(store), 0);
    begin(store);
    assert_int_equal(put(store, "a", "2"), 0);
    assert_int_equal(moot_store_commit(store), MOOT_ENOSPC);
    expect(store, "a", "1");
    begin(store);
    assert_int_equal(put(store, "a", "3"), 0);
    assert_int_equal(moot_store_commit(store), MOOT_EIO);
    expect(store, "a", "3");
    moot_store_mem_fail(store, MOOT_MEM_FAULT_COMMIT_LOST, 1, MOOT_EIO);
    moot_store_mem_fail(store, MOOT_MEM_FAULT_COMMIT_LOST, 0, MOOT_EIO);
    begin(store); /* taken back */
    assert_int_equal(moot_store_commit(store), 0);
    moot_store_close(&store);
}

static void the_bound_holds_and_deleting_makes_room(void **state)
{
    moot_store_t *store = make(500);
    char key[2] = "a";
    int rc = 0, count = 0;
    (void)state;
    while (rc == 0) {
        begin(store);
        rc = put(store, key, "0123456789");
        count += rc == 0;
        key[0]++;
        assert_int_equal(moot_store_commit(store), rc);
    }
    assert_int_equal(rc, MOOT_ENOSPC);
    assert_true(count > 5 && count <= 500 / 27);
    assert_int_equal(moot_store_begin_shrink(store), 0);
    assert_int_equal(put(store, "note", "deletes"), 0);
    assert_int_equal(moot_store_del_prefix(store, T, S(""), 5, NULL), 0);
    assert_int_equal(moot_store_commit(store), 0);
    begin(store);
    assert_int_equal(put(store, "a", "9"), 0);
    assert_int_equal(moot_store_commit(store), 0);
    moot_store_close(&store);
}

static void a_damaged_value_is_noticed(void **state)
{
    moot_store_t *store = make(0);
    moot_slice_t value;
    moot_entry_t entry;
    (void)state;
    assert_int_equal(moot_store_mem_damage(store, T, S("a")), MOOT_ENOENT);
    begin(store);
    assert_int_equal(put(store, "a", "1"), 0);
    assert_int_equal(moot_store_commit(store), 0);
    assert_int_equal(moot_store_mem_damage(store, T, S("a")), 0);
    begin(store);
    assert_int_equal(moot_store_get(store, T, S("a"), &value), MOOT_ECORRUPT);
    assert_int_equal(put(store, "b", "1"), MOOT_ECORRUPT);
    moot_store_abort(store);
    begin(store);
    assert_int_equal(moot_store_last(store, T, S(""), &entry), MOOT_ECORRUPT);
    moot_store_close(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_keeps_what_was_committed),
        cmocka_unit_test(a_failed_put_fails_its_transaction),
        cmocka_unit_test(a_commit_fails_before_or_after_the_disk),
        cmocka_unit_test(the_bound_holds_and_deleting_makes_room),
        cmocka_unit_test(a_damaged_value_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
