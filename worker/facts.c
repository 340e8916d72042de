#include "worker/facts.h"

#include <stdlib.h>

#include "common/err.h"
#include "worker/keys.h"

#define LIMIT_MAX 1000

bool moot_facts_fits(const moot_fact_t *fact)
{
    return fact->user.size > 0 && fact->user.size <= MOOT_ID_BYTES_MAX
           && fact->name.size > 0 && fact->name.size <= MOOT_FACT_NAME_MAX
           && fact->value.size <= MOOT_FACT_VALUE_MAX;
}

int moot_facts_value(moot_store_t *store, unsigned slot, moot_slice_t user,
                     moot_slice_t name, moot_slice_t *value)
{
    moot_key_t key;
    *value = moot_slice("", 0);
    int rc = moot_store_get(store, MOOT_TABLE_FACT,
                            moot_keys_fact(&key, slot, user, name), value);
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* Takes away what is stored of this user under this name. */
static int forget(moot_store_t *store, unsigned slot, const moot_fact_t *fact)
{
    moot_key_t key;
    moot_slice_t value;
    int rc = moot_facts_value(store, slot, fact->user, fact->name, &value);
    if (rc < 0 || value.size == 0)
        return rc;
    if (value.size > MOOT_FACT_VALUE_MAX)
        return MOOT_ECORRUPT;
    rc = moot_store_del(store, MOOT_TABLE_FACT,
                        moot_keys_fact_user(&key, slot, fact->name, value,
                                            fact->user));
    if (rc == 0)
        rc = moot_store_del(store, MOOT_TABLE_FACT,
                            moot_keys_fact(&key, slot, fact->user,
                                           fact->name));
    return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
}

int moot_facts_put(moot_store_t *store, unsigned slot, const moot_fact_t *fact)
{
    moot_key_t key;
    if (!moot_facts_fits(fact))
        return MOOT_ECORRUPT;
    int rc = forget(store, slot, fact);
    if (rc < 0 || fact->value.size == 0)
        return rc;
    moot_keys_fact(&key, slot, fact->user, fact->name);
    rc = moot_store_put(store, MOOT_TABLE_FACT, moot_key_slice(&key),
                        fact->value);
    moot_keys_fact_user(&key, slot, fact->name, fact->value, fact->user);
    if (rc == 0)
        rc = moot_store_put(store, MOOT_TABLE_FACT, moot_key_slice(&key),
                            moot_slice("", 0));
    return rc;
}

/* ---- Users of a value ---------------------------------------------------- */

/* The next user of one slot. */
typedef struct head {
    unsigned slot;
    size_t size;
    uint8_t user[MOOT_ID_BYTES_MAX];
} head_t;

/* What is looked for, and the slots that have a further user: a heap, the
 * lowest first. */
typedef struct search {
    moot_store_t *store;
    moot_slice_t name, value;
    size_t count;
    head_t heads[MOOT_SLOTS];
} search_t;

static moot_slice_t user_of(const head_t *head)
{
    return moot_slice(head->user, head->size);
}

static bool below(const head_t *a, const head_t *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->user, b->user, size);
    return order < 0 || (order == 0 && a->size < b->size);
}

/* Lets a head sink to its place. */
static void sink(search_t *search, size_t at)
{
    for (;;) {
        size_t least = at;
        for (size_t i = 2 * at + 1; i <= 2 * at + 2; i++) {
            if (i < search->count
                && below(&search->heads[i], &search->heads[least]))
                least = i;
        }
        if (least == at)
            return;
        head_t swap = search->heads[at];
        search->heads[at] = search->heads[least];
        search->heads[least] = swap;
        at = least;
    }
}

/* The user of a slot above one. Errors: MOOT_ENOENT. */
static int find_above(const search_t *search, unsigned slot,
                      moot_slice_t after, head_t *head)
{
    moot_key_t prefix, key;
    moot_entry_t entry;
    moot_keys_fact_user(&prefix, slot, search->name, search->value,
                        moot_slice("", 0));
    moot_keys_fact_user(&key, slot, search->name, search->value, after);
    int rc = moot_store_seek(search->store, MOOT_TABLE_FACT, MOOT_SEEK_GT,
                             moot_key_slice(&key), &entry);
    if (rc < 0)
        return rc;
    if (entry.key.size <= prefix.size
        || memcmp(entry.key.at, prefix.at, prefix.size) != 0)
        return MOOT_ENOENT;
    head->slot = slot;
    head->size = entry.key.size - prefix.size;
    if (head->size > sizeof head->user)
        return MOOT_ECORRUPT;
    memcpy(head->user, entry.key.at + prefix.size, head->size);
    return 0;
}

static int begin_search(search_t *search, const moot_slots_t *slots,
                        uint64_t worker, moot_slice_t after)
{
    for (unsigned slot = 0; slot < MOOT_SLOTS; slot++) {
        if (slots->at[slot].owner != worker)
            continue;
        int rc = find_above(search, slot, after,
                            &search->heads[search->count]);
        if (rc == 0)
            search->count++;
        else if (rc != MOOT_ENOENT)
            return rc;
    }
    for (size_t i = search->count / 2; i-- > 0;)
        sink(search, i);
    return 0;
}

/* Takes the lowest user out; its slot stands at its next one. */
static int pass_lowest(search_t *search)
{
    head_t lowest = search->heads[0];
    int rc = find_above(search, lowest.slot, user_of(&lowest),
                        &search->heads[0]);
    if (rc == MOOT_ENOENT) {
        search->heads[0] = search->heads[--search->count];
        rc = 0;
    }
    sink(search, 0);
    return rc;
}

int moot_facts_users(moot_store_t *store, const moot_slots_t *slots,
                     uint64_t worker, moot_slice_t name, moot_slice_t value,
                     moot_slice_t after, uint64_t limit,
                     moot_list_writer_t *writer, bool *more)
{
    search_t *search = malloc(sizeof *search);
    MOOT_CHECK(search != NULL);
    search->store = store;
    search->name = name;
    search->value = value;
    search->count = 0;
    if (limit < 1 || limit > LIMIT_MAX)
        limit = LIMIT_MAX;
    int rc = begin_search(search, slots, worker, after);
    for (; rc == 0 && search->count > 0 && limit > 0; limit--) {
        moot_list_put_str(writer, user_of(&search->heads[0]));
        rc = pass_lowest(search);
    }
    *more = search->count > 0;
    free(search);
    return rc;
}
