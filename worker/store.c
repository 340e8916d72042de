/* What both back ends share: checks of arguments, failed transactions, seals,
 * searches by prefix. */
#include "worker/store.h"

#include "common/crc32c.h"
#include "common/err.h"
#include "worker/store_ops.h"

const char *moot_table_name(enum moot_table table)
{
    static const char *const names[MOOT_TABLES] = {
#define MOOT_TABLE(NAME, disk_name, format, meaning) disk_name,
#include "worker/tables.def"
#undef MOOT_TABLE
    };
    MOOT_CHECK(table < MOOT_TABLES);
    return names[table];
}

void moot_store_seal(enum moot_table table, moot_slice_t key,
                     moot_slice_t value, uint8_t *seal)
{
    /* The length of the key stands between: without it bytes could move from
     * the key into the value unseen. */
    uint8_t size[2] = {(uint8_t)key.size, (uint8_t)(key.size >> 8)};
    uint32_t crc = moot_crc32c(moot_slice_str(moot_table_name(table)));
    crc = moot_crc32c_more(crc, moot_slice(size, sizeof(size)));
    crc = moot_crc32c_more(crc, key);
    crc = moot_crc32c_more(crc, value);
    for (int i = 0; i < MOOT_STORE_SEAL; i++)
        seal[i] = (uint8_t)(crc >> (8 * i));
}

int moot_store_unseal(enum moot_table table, moot_slice_t key,
                      moot_slice_t sealed, moot_slice_t *value)
{
    uint8_t seal[MOOT_STORE_SEAL];
    if (sealed.size < MOOT_STORE_SEAL)
        return MOOT_ECORRUPT;
    moot_slice_t rest =
        moot_slice(sealed.at + MOOT_STORE_SEAL, sealed.size - MOOT_STORE_SEAL);
    moot_store_seal(table, key, rest, seal);
    if (memcmp(seal, sealed.at, MOOT_STORE_SEAL) != 0)
        return MOOT_ECORRUPT;
    *value = rest;
    return 0;
}

/* Remembers what fails the transaction. */
static int note(moot_store_t *store, int rc)
{
    if (rc < 0 && rc != MOOT_ENOENT && store->failed == 0)
        store->failed = rc;
    return rc;
}

/* What every operation looks at before it begins. */
static int enter(moot_store_t *store, enum moot_table table, moot_slice_t key)
{
    MOOT_CHECK(store->open);
    MOOT_CHECK(table < MOOT_TABLES);
    if (store->failed != 0)
        return store->failed;
    return key.size > MOOT_STORE_KEY_MAX ? MOOT_ELIMIT : 0;
}

static int start(moot_store_t *store, bool shrink)
{
    MOOT_CHECK(!store->open);
    int rc = store->ops->begin(store, shrink);
    store->open = rc == 0;
    store->failed = 0;
    return rc;
}

int moot_store_begin(moot_store_t *store)
{
    return start(store, false);
}

int moot_store_begin_shrink(moot_store_t *store)
{
    return start(store, true);
}

int moot_store_commit(moot_store_t *store)
{
    MOOT_CHECK(store->open);
    int rc = store->failed;
    if (rc != 0) {
        store->ops->abort(store);
    } else {
        rc = store->ops->commit(store);
    }
    store->open = false;
    return rc;
}

void moot_store_abort(moot_store_t *store)
{
    if (store->open)
        store->ops->abort(store);
    store->open = false;
}

int moot_store_get(moot_store_t *store, enum moot_table table, moot_slice_t key,
                   moot_slice_t *value)
{
    moot_slice_t sealed;
    int rc = enter(store, table, key);
    if (rc < 0)
        return rc;
    if (key.size == 0)
        return MOOT_ENOENT;
    rc = store->ops->get(store, table, key, &sealed);
    if (rc == 0)
        rc = moot_store_unseal(table, key, sealed, value);
    return note(store, rc);
}

int moot_store_put(moot_store_t *store, enum moot_table table, moot_slice_t key,
                   moot_slice_t value)
{
    uint8_t copy[MOOT_STORE_KEY_MAX], seal[MOOT_STORE_SEAL];
    int rc = enter(store, table, key);
    if (rc < 0)
        return rc;
    if (key.size == 0)
        return MOOT_EINVAL;
    if (value.size > MOOT_STORE_VALUE_MAX)
        return MOOT_ELIMIT;
    /* The key may be borrowed from the store, which changes now. */
    memcpy(copy, key.at, key.size);
    key.at = copy;
    moot_store_seal(table, key, value, seal);
    return note(store, store->ops->put(store, table, key, seal, value));
}

int moot_store_del(moot_store_t *store, enum moot_table table, moot_slice_t key)
{
    uint8_t copy[MOOT_STORE_KEY_MAX];
    int rc = enter(store, table, key);
    if (rc < 0)
        return rc;
    if (key.size == 0)
        return MOOT_ENOENT;
    memcpy(copy, key.at, key.size);
    return note(store,
                store->ops->del(store, table, moot_slice(copy, key.size)));
}

int moot_store_seek(moot_store_t *store, enum moot_table table,
                    enum moot_seek how, moot_slice_t key, moot_entry_t *entry)
{
    moot_entry_t sealed;
    int rc = enter(store, table, key);
    if (rc < 0)
        return rc;
    rc = store->ops->seek(store, table, how, key, &sealed);
    if (rc == 0)
        rc = moot_store_unseal(table, sealed.key, sealed.value, &sealed.value);
    if (rc == 0)
        *entry = sealed;
    return note(store, rc);
}

/* Bytes as memcmp has them, then the shorter first: the order of keys. */
static int compare(moot_slice_t a, moot_slice_t b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : memcmp(a.at, b.at, size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* The lowest key above all keys that begin with prefix, written to bytes;
 * empty when no key is above them. */
static moot_slice_t above(moot_slice_t prefix, uint8_t *bytes)
{
    size_t size = prefix.size;
    while (size > 0 && prefix.at[size - 1] == 0xff)
        size--;
    if (size == 0)
        return moot_slice(NULL, 0);
    memcpy(bytes, prefix.at, size);
    bytes[size - 1]++;
    return moot_slice(bytes, size);
}

int moot_store_del_range(moot_store_t *store, enum moot_table table,
                         moot_slice_t from, moot_slice_t to, size_t max,
                         size_t *removed)
{
    uint8_t low[MOOT_STORE_KEY_MAX], high[MOOT_STORE_KEY_MAX];
    size_t count = 0;
    int rc = enter(store, table, from.size > to.size ? from : to);
    if (rc < 0)
        return rc;
    if (from.size > 0)
        from.at = memcpy(low, from.at, from.size);
    if (to.size > 0)
        to.at = memcpy(high, to.at, to.size);
    while (count < max) {
        moot_entry_t entry;
        rc = moot_store_seek(store, table, MOOT_SEEK_GE, from, &entry);
        if (rc == MOOT_ENOENT
            || (rc == 0 && to.size > 0 && compare(entry.key, to) >= 0)) {
            rc = 0;
            break;
        }
        if (rc == 0)
            rc = moot_store_del(store, table, entry.key);
        if (rc < 0)
            return rc;
        count++;
    }
    if (removed != NULL)
        *removed = count;
    return 0;
}

int moot_store_del_prefix(moot_store_t *store, enum moot_table table,
                          moot_slice_t prefix, size_t max, size_t *removed)
{
    uint8_t bytes[MOOT_STORE_KEY_MAX];
    if (prefix.size > MOOT_STORE_KEY_MAX)
        return MOOT_ELIMIT;
    return moot_store_del_range(store, table, prefix, above(prefix, bytes), max,
                                removed);
}

/* A seek whose result counts only when it begins with prefix. */
static int seek_inside(moot_store_t *store, enum moot_table table,
                       enum moot_seek how, moot_slice_t key,
                       moot_slice_t prefix, moot_entry_t *entry)
{
    moot_entry_t found;
    int rc = moot_store_seek(store, table, how, key, &found);
    if (rc < 0)
        return rc;
    if (found.key.size < prefix.size
        || (prefix.size > 0
            && memcmp(found.key.at, prefix.at, prefix.size) != 0))
        return MOOT_ENOENT;
    *entry = found;
    return 0;
}

int moot_store_first(moot_store_t *store, enum moot_table table,
                     moot_slice_t prefix, moot_entry_t *entry)
{
    return seek_inside(store, table, MOOT_SEEK_GE, prefix, prefix, entry);
}

int moot_store_last(moot_store_t *store, enum moot_table table,
                    moot_slice_t prefix, moot_entry_t *entry)
{
    uint8_t bytes[MOOT_STORE_KEY_MAX];
    if (prefix.size > MOOT_STORE_KEY_MAX)
        return MOOT_ELIMIT;
    return seek_inside(store, table, MOOT_SEEK_LT, above(prefix, bytes), prefix,
                       entry);
}

int moot_store_next(moot_store_t *store, enum moot_table table,
                    moot_slice_t prefix, moot_entry_t *entry)
{
    return seek_inside(store, table, MOOT_SEEK_GT, entry->key, prefix, entry);
}

int moot_store_prev(moot_store_t *store, enum moot_table table,
                    moot_slice_t prefix, moot_entry_t *entry)
{
    return seek_inside(store, table, MOOT_SEEK_LT, entry->key, prefix, entry);
}

int moot_store_stat(moot_store_t *store, moot_store_stat_t *stat)
{
    MOOT_CHECK(store->open);
    if (store->failed != 0)
        return store->failed;
    return note(store, store->ops->stat(store, stat));
}

void moot_store_close(moot_store_t **store_p)
{
    moot_store_t *store = *store_p;
    if (store == NULL)
        return;
    moot_store_abort(store);
    store->ops->close(store);
    *store_p = NULL;
}
