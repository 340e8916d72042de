/* Tests of the store's contract, the same for both back ends, and of their
 * sameness under random operations. */
#include "worker/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/err.h"
#include "tests/lib/unit.h"
#include "worker/store_lmdb.h"
#include "worker/store_mem.h"
#include "worker/store_ops.h"

#define T MOOT_TABLE_ROOM
#define S(text) moot_slice_str(text)
#define NONE moot_slice(NULL, 0)

/* Both stores of a test, in a folder of its own. */
typedef struct pair {
    char folder[64];
    char path[96];
    moot_store_t *stores[2]; /* lmdb, mem */
} pair_t;

static void open_lmdb(pair_t *pair)
{
    char why[512] = "";
    moot_store_lmdb_conf_t conf = {
        .path = pair->path, .bytes_max = 256u << 20, .identity = S("c/1")};
    int rc = moot_store_lmdb_open(&conf, &pair->stores[0], why, sizeof(why));
    if (rc < 0)
        fail_msg("%s: %s", moot_err_text(rc), why);
}

static int set_up(void **state)
{
    pair_t *pair = calloc(1, sizeof(*pair));
    moot_store_mem_conf_t conf = {.strict = true, .identity = S("c/1")};
    assert_non_null(pair);
    (void)snprintf(pair->folder, sizeof(pair->folder), "/tmp/store_test.XXXXXX");
    assert_non_null(mkdtemp(pair->folder));
    (void)snprintf(pair->path, sizeof(pair->path), "%s/data.mdb", pair->folder);
    open_lmdb(pair);
    assert_int_equal(moot_store_mem_new(&conf, &pair->stores[1]), 0);
    *state = pair;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const ends[] = {"", "-lock", "-mark"};
    pair_t *pair = *state;
    char path[128];
    moot_store_close(&pair->stores[0]);
    moot_store_close(&pair->stores[1]);
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s%s", pair->path, ends[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(pair->folder), 0);
    free(pair);
    return 0;
}

/* Runs a test body on each back end. */
static void each(void **state, void (*body)(moot_store_t *store))
{
    pair_t *pair = *state;
    body(pair->stores[0]);
    body(pair->stores[1]);
}

static void expect(moot_store_t *store, const char *key, const char *value)
{
    moot_slice_t found;
    int rc = moot_store_get(store, T, S(key), &found);
    assert_int_equal(rc, value == NULL ? MOOT_ENOENT : 0);
    if (value != NULL)
        assert_true(moot_slice_eq(found, S(value)));
}

static void put(moot_store_t *store, const char *key, const char *value)
{
    assert_int_equal(moot_store_put(store, T, S(key), S(value)), 0);
}

static void begin(moot_store_t *store)
{
    assert_int_equal(moot_store_begin(store), 0);
}

static void commit(moot_store_t *store)
{
    assert_int_equal(moot_store_commit(store), 0);
}

static void run_transactions(moot_store_t *store)
{
    begin(store);
    expect(store, "a", NULL);
    put(store, "a", "1");
    expect(store, "a", "1");
    put(store, "a", "");
    expect(store, "a", "");
    put(store, "b", "2");
    commit(store);
    begin(store);
    put(store, "a", "3");
    put(store, "a", "4");
    assert_int_equal(moot_store_del(store, T, S("b")), 0);
    assert_int_equal(moot_store_del(store, T, S("b")), MOOT_ENOENT);
    put(store, "b", "5");
    put(store, "c", "6");
    moot_store_abort(store);
    moot_store_abort(store);
    begin(store);
    expect(store, "a", "");
    expect(store, "b", "2");
    expect(store, "c", NULL);
    moot_slice_t found;
    assert_int_equal(moot_store_get(store, MOOT_TABLE_LOG, S("a"), &found),
                     MOOT_ENOENT);
    commit(store);
}

static void test_transactions(void **state)
{
    each(state, run_transactions);
}

static void run_limits(moot_store_t *store)
{
    static uint8_t big[MOOT_STORE_VALUE_MAX + 1];
    uint8_t key[MOOT_STORE_KEY_MAX + 1];
    memset(key, 'k', sizeof(key));
    moot_slice_t value, long_key = moot_slice(key, MOOT_STORE_KEY_MAX);
    memset(big, 'v', sizeof(big));
    begin(store);
    assert_int_equal(moot_store_put(store, T, NONE, S("x")), MOOT_EINVAL);
    assert_int_equal(
        moot_store_put(store, T, moot_slice(key, sizeof(key)), S("x")),
        MOOT_ELIMIT);
    assert_int_equal(
        moot_store_put(store, T, S("x"), moot_slice(big, sizeof(big))),
        MOOT_ELIMIT);
    assert_int_equal(
        moot_store_put(store, T, long_key, moot_slice(big, sizeof(big) - 1)),
        0);
    assert_int_equal(moot_store_get(store, T, NONE, &value), MOOT_ENOENT);
    assert_int_equal(moot_store_del(store, T, NONE), MOOT_ENOENT);
    commit(store);
    begin(store);
    assert_int_equal(moot_store_get(store, T, long_key, &value), 0);
    assert_true(moot_slice_eq(value, moot_slice(big, sizeof(big) - 1)));
    moot_store_abort(store);
}

static void test_limits(void **state)
{
    each(state, run_limits);
}

static void expect_seek(moot_store_t *store, enum moot_seek how,
                        const char *key, const char *found)
{
    moot_entry_t entry;
    int rc = moot_store_seek(store, T, how, S(key), &entry);
    assert_int_equal(rc, found == NULL ? MOOT_ENOENT : 0);
    if (found != NULL) {
        assert_true(moot_slice_eq(entry.key, S(found)));
        assert_true(moot_slice_eq(entry.value, S(found)));
    }
}

static void run_seeks(moot_store_t *store)
{
    begin(store);
    expect_seek(store, MOOT_SEEK_GE, "", NULL);
    expect_seek(store, MOOT_SEEK_LE, "x", NULL);
    put(store, "b", "b");
    put(store, "d", "d");
    put(store, "dd", "dd");
    expect_seek(store, MOOT_SEEK_GE, "a", "b");
    expect_seek(store, MOOT_SEEK_GE, "b", "b");
    expect_seek(store, MOOT_SEEK_GT, "b", "d");
    expect_seek(store, MOOT_SEEK_GT, "dd", NULL);
    expect_seek(store, MOOT_SEEK_GE, "de", NULL);
    expect_seek(store, MOOT_SEEK_LE, "a", NULL);
    expect_seek(store, MOOT_SEEK_LE, "b", "b");
    expect_seek(store, MOOT_SEEK_LT, "b", NULL);
    expect_seek(store, MOOT_SEEK_LT, "d", "b");
    expect_seek(store, MOOT_SEEK_LE, "z", "dd");
    expect_seek(store, MOOT_SEEK_LT, "z", "dd");
    expect_seek(store, MOOT_SEEK_GE, "", "b");
    expect_seek(store, MOOT_SEEK_GT, "", "b");
    expect_seek(store, MOOT_SEEK_LE, "", "dd");
    expect_seek(store, MOOT_SEEK_LT, "", "dd");
    moot_store_abort(store);
}

static void test_seeks(void **state)
{
    each(state, run_seeks);
}

/* Text of the keys with a prefix, up the table and down again. */
static void expect_scan(moot_store_t *store, const char *prefix,
                        const char *text)
{
    char up[64] = "", down[64] = "", both[160];
    moot_entry_t entry;
    int rc = moot_store_first(store, T, S(prefix), &entry);
    for (; rc == 0; rc = moot_store_next(store, T, S(prefix), &entry)) {
        strncat(up, (const char *)entry.key.at, entry.key.size);
        strcat(up, " ");
    }
    assert_int_equal(rc, MOOT_ENOENT);
    rc = moot_store_last(store, T, S(prefix), &entry);
    for (; rc == 0; rc = moot_store_prev(store, T, S(prefix), &entry)) {
        strncat(down, (const char *)entry.key.at, entry.key.size);
        strcat(down, " ");
    }
    assert_int_equal(rc, MOOT_ENOENT);
    (void)snprintf(both, sizeof(both), "%s/ %s", up, down);
    assert_string_equal(both, text);
}

static void run_prefixes(moot_store_t *store)
{
    static const char *const keys[] = {"a",  "b",        "ba",          "bb",
                                       "c1", "\xff\xff", "\xff\xff\xff"};
    size_t removed = 99;
    begin(store);
    for (size_t i = 0; i < 7; i++)
        put(store, keys[i], keys[i]);
    expect_scan(store, "b", "b ba bb / bb ba b ");
    expect_scan(store, "c", "c1 / c1 ");
    expect_scan(store, "bc", "/ ");
    expect_scan(store, "\xff\xff",
                "\xff\xff \xff\xff\xff / \xff\xff\xff \xff\xff ");
    assert_int_equal(moot_store_del_prefix(store, T, S("b"), 2, &removed), 0);
    assert_int_equal(removed, 2);
    expect_scan(store, "",
                "a bb c1 \xff\xff \xff\xff\xff / "
                "\xff\xff\xff \xff\xff c1 bb a ");
    assert_int_equal(moot_store_del_prefix(store, T, S("b"), 2, &removed), 0);
    assert_int_equal(removed, 1);
    assert_int_equal(moot_store_del_prefix(store, T, S("\xff"), 9, &removed),
                     0);
    assert_int_equal(removed, 2);
    assert_int_equal(
        moot_store_del_range(store, T, S("a"), S("c1"), 9, &removed), 0);
    assert_int_equal(removed, 1);
    expect_scan(store, "", "c1 / c1 ");
    assert_int_equal(moot_store_del_range(store, T, NONE, NONE, 9, NULL), 0);
    expect_scan(store, "", "/ ");
    moot_store_abort(store);
}

static void test_prefixes(void **state)
{
    each(state, run_prefixes);
}

/* A key may be a slice that the store lent. */
static void run_borrowed_keys(moot_store_t *store)
{
    moot_entry_t entry;
    begin(store);
    put(store, "one", "1");
    put(store, "two", "2");
    assert_int_equal(moot_store_first(store, T, NONE, &entry), 0);
    assert_int_equal(moot_store_put(store, T, entry.key, S("11")), 0);
    expect(store, "one", "11");
    assert_int_equal(moot_store_first(store, T, NONE, &entry), 0);
    assert_int_equal(moot_store_del(store, T, entry.key), 0);
    expect(store, "one", NULL);
    assert_int_equal(moot_store_first(store, T, NONE, &entry), 0);
    assert_int_equal(moot_store_del_range(store, T, entry.key, NONE, 5, NULL),
                     0);
    expect(store, "two", NULL);
    moot_store_abort(store);
}

static void test_borrowed_keys(void **state)
{
    each(state, run_borrowed_keys);
}

static void run_stat(moot_store_t *store)
{
    moot_store_stat_t stat;
    begin(store);
    put(store, "x", "1");
    put(store, "y", "1");
    assert_int_equal(moot_store_stat(store, &stat), 0);
    assert_int_equal(stat.entries[T], 2);
    assert_int_equal(stat.entries[MOOT_TABLE_META], 2);
    assert_int_equal(stat.entries[MOOT_TABLE_LOG], 0);
    assert_true(stat.bytes_used > 0);
    moot_store_abort(store);
}

static void test_stat(void **state)
{
    each(state, run_stat);
}

/* A record that is moved to another key, table or length is damage. */
static void test_seal(void **state)
{
    uint8_t sealed[16];
    moot_slice_t rest;
    (void)state;
    moot_store_seal(T, S("key"), S("value"), sealed);
    memcpy(sealed + 4, "value", 5);
    moot_slice_t all = moot_slice(sealed, 9);
    assert_int_equal(moot_store_unseal(T, S("key"), all, &rest), 0);
    assert_true(moot_slice_eq(rest, S("value")));
    assert_int_equal(moot_store_unseal(T, S("kez"), all, &rest), MOOT_ECORRUPT);
    assert_int_equal(moot_store_unseal(MOOT_TABLE_LOG, S("key"), all, &rest),
                     MOOT_ECORRUPT);
    assert_int_equal(
        moot_store_unseal(T, S("key"), moot_slice(sealed, 8), &rest),
        MOOT_ECORRUPT);
    assert_int_equal(
        moot_store_unseal(T, S("key"), moot_slice(sealed, 3), &rest),
        MOOT_ECORRUPT);
    moot_store_seal(T, S("ke"), S("yvalue"), sealed);
    memcpy(sealed + 4, "value", 5);
    assert_int_equal(moot_store_unseal(T, S("key"), all, &rest), MOOT_ECORRUPT);
}

/* ---- the same random operations on both ---- */

typedef struct dice {
    uint64_t state;
} dice_t;

static uint64_t roll(dice_t *dice, uint64_t sides)
{
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (dice->state >> 33) % sides;
}

/* Few different keys, so that operations meet one another. */
static moot_slice_t any_key(dice_t *dice, uint8_t *bytes)
{
    size_t size =
        roll(dice, 50) == 0 ? roll(dice, MOOT_STORE_KEY_MAX) : roll(dice, 5);
    for (size_t i = 0; i < size; i++)
        bytes[i] = roll(dice, 9) == 0 ? 0xff : (uint8_t)roll(dice, 6);
    return moot_slice(bytes, size);
}

static moot_slice_t any_value(dice_t *dice, uint8_t *bytes)
{
    size_t size = roll(dice, 20) == 0 ? roll(dice, 20000) : roll(dice, 60);
    memset(bytes, (int)roll(dice, 256), size);
    return moot_slice(bytes, size);
}

static void same_entry(int a, int b, const moot_entry_t *entries)
{
    assert_int_equal(a, b);
    if (a == 0) {
        assert_true(moot_slice_eq(entries[0].key, entries[1].key));
        assert_true(moot_slice_eq(entries[0].value, entries[1].value));
    }
}

static void same_change(pair_t *pair, dice_t *dice, enum moot_table table)
{
    uint8_t key_bytes[MOOT_STORE_KEY_MAX], to_bytes[MOOT_STORE_KEY_MAX];
    static uint8_t value_bytes[20000];
    moot_slice_t key = any_key(dice, key_bytes), to = any_key(dice, to_bytes);
    moot_slice_t value = any_value(dice, value_bytes);
    uint64_t kind = roll(dice, 100), max = roll(dice, 8);
    size_t removed[2] = {0, 0};
    int rc[2];
    for (int i = 0; i < 2; i++) {
        moot_store_t *store = pair->stores[i];
        if (kind < 70)
            rc[i] = moot_store_put(store, table, key, value);
        else if (kind < 94)
            rc[i] = moot_store_del(store, table, key);
        else if (kind < 97)
            rc[i] =
                moot_store_del_range(store, table, key, to, max, &removed[i]);
        else
            rc[i] = moot_store_del_prefix(store, table, key, max, &removed[i]);
    }
    assert_int_equal(rc[0], rc[1]);
    assert_int_equal(removed[0], removed[1]);
}

static void same_read(pair_t *pair, dice_t *dice, enum moot_table table)
{
    uint8_t bytes[MOOT_STORE_KEY_MAX];
    moot_slice_t key = any_key(dice, bytes);
    moot_entry_t entries[2] = {{NONE, NONE}, {NONE, NONE}};
    enum moot_seek how = (enum moot_seek)roll(dice, 4);
    uint64_t steps = roll(dice, 6), kind = roll(dice, 5);
    int rc[2];
    for (int i = 0; i < 2; i++) {
        moot_store_t *store = pair->stores[i];
        if (kind == 0)
            rc[i] = moot_store_get(store, table, key, &entries[i].value);
        else if (kind == 1)
            rc[i] = moot_store_last(store, table, key, &entries[i]);
        else
            rc[i] = moot_store_seek(store, table, how, key, &entries[i]);
    }
    same_entry(rc[0], rc[1], entries);
    for (; kind >= 1 && rc[0] == 0 && steps > 0; steps--) {
        how = (enum moot_seek)roll(dice, 4);
        for (int i = 0; i < 2; i++)
            rc[i] = moot_store_seek(pair->stores[i], table, how, entries[i].key,
                                    &entries[i]);
        same_entry(rc[0], rc[1], entries);
    }
}

static void same_everything(pair_t *pair)
{
    moot_store_stat_t stats[2];
    for (int i = 0; i < 2; i++) {
        begin(pair->stores[i]);
        assert_int_equal(moot_store_stat(pair->stores[i], &stats[i]), 0);
    }
    for (enum moot_table table = 0; table < MOOT_TABLES; table++) {
        moot_entry_t entries[2];
        int a = moot_store_first(pair->stores[0], table, NONE, &entries[0]);
        int b = moot_store_first(pair->stores[1], table, NONE, &entries[1]);
        uint64_t count = 0;
        same_entry(a, b, entries);
        while (a == 0) {
            count++;
            a = moot_store_next(pair->stores[0], table, NONE, &entries[0]);
            b = moot_store_next(pair->stores[1], table, NONE, &entries[1]);
            same_entry(a, b, entries);
        }
        assert_int_equal(stats[0].entries[table], count);
        assert_int_equal(stats[1].entries[table], count);
    }
    moot_store_abort(pair->stores[0]);
    moot_store_abort(pair->stores[1]);
}

static void run_random(pair_t *pair, uint64_t seed, int rounds)
{
    dice_t dice = {seed};
    for (int round = 0; round < rounds; round++) {
        uint64_t operations = roll(&dice, 60);
        begin(pair->stores[0]);
        begin(pair->stores[1]);
        while (operations-- > 0) {
            enum moot_table table =
                MOOT_TABLE_LOG + (enum moot_table)roll(&dice, 3);
            if (roll(&dice, 2) == 0)
                same_change(pair, &dice, table);
            else
                same_read(pair, &dice, table);
        }
        if (roll(&dice, 4) == 0) {
            moot_store_abort(pair->stores[0]);
            moot_store_mem_crash(pair->stores[1]);
        } else {
            commit(pair->stores[0]);
            commit(pair->stores[1]);
        }
        if (roll(&dice, 40) == 0) {
            moot_store_close(&pair->stores[0]);
            open_lmdb(pair);
            same_everything(pair);
        }
    }
    same_everything(pair);
}

static void test_sameness(void **state)
{
    const char *more = getenv("STORE_TEST_ROUNDS");
    int rounds = more == NULL ? 250 : atoi(more);
    for (uint64_t seed = 1; seed <= 4; seed++) {
        print_message("seed %ju\n", (uintmax_t)seed);
        run_random(*state, seed, rounds);
    }
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        EACH(test_transactions), EACH(test_limits),           EACH(test_seeks),
        EACH(test_prefixes),     EACH(test_borrowed_keys),    EACH(test_stat),
        EACH(test_sameness),     cmocka_unit_test(test_seal),
    };
#undef EACH
    return cmocka_run_group_tests(tests, NULL, NULL);
}
