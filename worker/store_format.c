/* The format of a store and the way up from older ones.
 *
 * A format is a number in META. A change that an older program could not read
 * right (a new table, another encoding) is a new format: raise current, add
 * the step that makes it out of the last one. Steps are kept for ever, so
 * that a store of any age can be opened. */
#include "common/err.h"
#include "worker/store_ops.h"

static int upgrade_from_0(moot_store_t *store)
{
    /* Format 0 was never released; it differs in nothing but its number. */
    (void)store;
    return 0;
}

static int upgrade_from_1(moot_store_t *store)
{
    /* Format 2 has the tables of histories and facts, which begin empty, and
     * fields that a row without them reads as zero. */
    (void)store;
    return 0;
}

static int (*const upgrades[])(moot_store_t *store) = {upgrade_from_0,
                                                       upgrade_from_1};

const moot_store_formats_t moot_store_formats = {
    sizeof(upgrades) / sizeof(upgrades[0]), upgrades};

static moot_slice_t format_key(void)
{
    return moot_slice_str("store/format");
}

static moot_slice_t identity_key(void)
{
    return moot_slice_str("store/identity");
}

int moot_store_format(moot_store_t *store, const moot_store_formats_t *formats,
                      uint32_t *format)
{
    moot_slice_t value;
    int rc = moot_store_get(store, MOOT_TABLE_META, format_key(), &value);
    if (rc < 0)
        return rc;
    if (value.size != 4)
        return MOOT_ECORRUPT;
    uint32_t found = (uint32_t)value.at[0] << 24 | (uint32_t)value.at[1] << 16
                     | (uint32_t)value.at[2] << 8 | value.at[3];
    if (found > formats->current)
        return MOOT_EVERSION;
    *format = found;
    return 0;
}

static int set_format(moot_store_t *store, uint32_t format)
{
    uint8_t bytes[4] = {(uint8_t)(format >> 24), (uint8_t)(format >> 16),
                        (uint8_t)(format >> 8), (uint8_t)format};
    return moot_store_put(store, MOOT_TABLE_META, format_key(),
                          moot_slice(bytes, sizeof(bytes)));
}

/* An empty store gets its first two records. */
static int make(moot_store_t *store, const moot_store_formats_t *formats,
                moot_slice_t identity)
{
    for (enum moot_table table = 0; table < MOOT_TABLES; table++) {
        moot_entry_t entry;
        int rc = moot_store_seek(store, table, MOOT_SEEK_GE,
                                 moot_slice(NULL, 0), &entry);
        if (rc != MOOT_ENOENT)
            return rc < 0 ? rc : MOOT_ECORRUPT;
    }
    int rc = set_format(store, formats->current);
    if (rc == 0)
        rc = moot_store_put(store, MOOT_TABLE_META, identity_key(), identity);
    return rc;
}

static int upgrade(moot_store_t *store, const moot_store_formats_t *formats,
                   uint32_t format)
{
    if (format == formats->current)
        return 0;
    while (format < formats->current) {
        int rc = formats->upgrades[format](store);
        if (rc < 0)
            return rc;
        format++;
    }
    return set_format(store, format);
}

static int check(moot_store_t *store, const moot_store_formats_t *formats,
                 moot_slice_t identity)
{
    uint32_t format;
    moot_slice_t kept;
    int rc = moot_store_format(store, formats, &format);
    if (rc == MOOT_ENOENT)
        return make(store, formats, identity);
    if (rc < 0)
        return rc;
    rc = moot_store_get(store, MOOT_TABLE_META, identity_key(), &kept);
    if (rc < 0)
        return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
    if (!moot_slice_eq(kept, identity))
        return MOOT_EFOREIGN;
    return upgrade(store, formats, format);
}

int moot_store_prepare(moot_store_t *store, const moot_store_formats_t *formats,
                       moot_slice_t identity)
{
    int rc = moot_store_begin(store);
    if (rc < 0)
        return rc;
    rc = check(store, formats, identity);
    if (rc < 0) {
        moot_store_abort(store);
        return rc;
    }
    return moot_store_commit(store);
}
