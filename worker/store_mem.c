/* The store in memory: one treap for each table, its priorities drawn from a
 * fixed sequence so that runs repeat exactly.
 *
 * A transaction changes the trees in place and notes how to take each change
 * back. Nodes and values that a change puts out of use are kept in that note
 * until the transaction ends: undoing allocates nothing. */
#include "worker/store_mem.h"

#include <stdlib.h>

#include "common/err.h"
#include "worker/store_ops.h"

#define ENTRY_COST 16 /* bytes an entry counts beyond its key and value */

typedef struct node {
    struct node *left, *right;
    uint64_t priority;
    uint8_t *value; /* sealed */
    size_t value_size;
    size_t key_size;
    uint8_t key[];
} node_t;

enum change { CHANGE_INSERT, CHANGE_REPLACE, CHANGE_DELETE };

typedef struct undo {
    enum change change;
    enum moot_table table;
    node_t *node;
    uint8_t *value; /* REPLACE: what it held before */
    size_t value_size;
} undo_t;

typedef struct fault {
    uint64_t nth; /* operations until it strikes, or 0 */
    int error;
} fault_t;

typedef struct mem {
    moot_store_t store; /* must be first */
    moot_store_mem_conf_t conf;
    node_t *roots[MOOT_TABLES];
    uint64_t entries[MOOT_TABLES];
    uint64_t bytes_used;
    uint64_t random; /* state of the priorities */
    bool shrink;
    undo_t *undo;
    size_t undo_count, undo_capacity;
    fault_t faults[MOOT_MEM_FAULTS];
    void **lent; /* strict: copies the caller may hold */
    size_t lent_count, lent_capacity;
} mem_t;

static mem_t *mem_of(moot_store_t *store)
{
    return (mem_t *)store;
}

static moot_slice_t key_of(const node_t *node)
{
    return moot_slice(node->key, node->key_size);
}

static int compare(moot_slice_t a, moot_slice_t b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : memcmp(a.at, b.at, size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static uint64_t cost(const node_t *node)
{
    return node->key_size + node->value_size - MOOT_STORE_SEAL + ENTRY_COST;
}

/* ---- the treap: ordered by key, a heap by priority ---- */

static node_t *find(node_t *node, moot_slice_t key)
{
    while (node != NULL) {
        int order = compare(key, key_of(node));
        if (order == 0)
            return node;
        node = order < 0 ? node->left : node->right;
    }
    return NULL;
}

/* Parts a tree into the keys below key and the rest. */
static void split(node_t *node, moot_slice_t key, node_t **low, node_t **high)
{
    while (node != NULL) {
        if (compare(key_of(node), key) < 0) {
            *low = node;
            low = &node->right;
            node = node->right;
        } else {
            *high = node;
            high = &node->left;
            node = node->left;
        }
    }
    *low = *high = NULL;
}

static void insert(node_t **root, node_t *node)
{
    node_t **link = root;
    while (*link != NULL && (*link)->priority >= node->priority) {
        bool left = compare(key_of(node), key_of(*link)) < 0;
        link = left ? &(*link)->left : &(*link)->right;
    }
    split(*link, key_of(node), &node->left, &node->right);
    *link = node;
}

static void take_out(node_t **root, const node_t *node)
{
    node_t **link = root;
    while (*link != node) {
        MOOT_CHECK(*link != NULL);
        bool left = compare(key_of(node), key_of(*link)) < 0;
        link = left ? &(*link)->left : &(*link)->right;
    }
    node_t *low = node->left, *high = node->right;
    while (low != NULL && high != NULL) {
        if (low->priority >= high->priority) {
            *link = low;
            link = &low->right;
            low = low->right;
        } else {
            *link = high;
            link = &high->left;
            high = high->left;
        }
    }
    *link = low != NULL ? low : high;
}

static node_t *search(node_t *node, enum moot_seek how, moot_slice_t key)
{
    bool upward = how == MOOT_SEEK_GE || how == MOOT_SEEK_GT;
    bool equal = how == MOOT_SEEK_GE || how == MOOT_SEEK_LE;
    node_t *best = NULL;
    while (node != NULL) {
        int order =
            key.size == 0 ? (upward ? 1 : -1) : compare(key_of(node), key);
        if (order == 0 && equal)
            return node;
        if (upward ? order > 0 : order < 0) {
            best = node;
            node = upward ? node->left : node->right;
        } else {
            node = upward ? node->right : node->left;
        }
    }
    return best;
}

static void free_node(node_t *node)
{
    free(node->value);
    free(node);
}

/* ---- slices lent to the caller ---- */

static void end_loans(mem_t *mem)
{
    while (mem->lent_count > 0)
        free(mem->lent[--mem->lent_count]);
}

/* Room for one more element of the given size. */
static int grow(void **array, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return 0;
    size_t more = *capacity == 0 ? 64 : *capacity * 2;
    void *moved = realloc(*array, more * size);
    if (moved == NULL)
        return MOOT_ENOMEM;
    *array = moved;
    *capacity = more;
    return 0;
}

static int lend(mem_t *mem, const uint8_t *at, size_t size, moot_slice_t *slice)
{
    if (mem->conf.strict) {
        void *array = mem->lent;
        int rc = grow(&array, &mem->lent_capacity, mem->lent_count,
                      sizeof(*mem->lent));
        mem->lent = array;
        void *copy = rc < 0 ? NULL : malloc(size);
        if (copy == NULL)
            return MOOT_ENOMEM;
        at = mem->lent[mem->lent_count++] = memcpy(copy, at, size);
    }
    *slice = moot_slice(at, size);
    return 0;
}

/* ---- transactions ---- */

static int strike(mem_t *mem, enum moot_mem_fault kind)
{
    fault_t *fault = &mem->faults[kind];
    if (fault->nth == 0 || --fault->nth > 0)
        return 0;
    return fault->error;
}

static int note(mem_t *mem, undo_t undo)
{
    void *array = mem->undo;
    int rc =
        grow(&array, &mem->undo_capacity, mem->undo_count, sizeof(*mem->undo));
    mem->undo = array;
    if (rc == 0)
        mem->undo[mem->undo_count++] = undo;
    return rc;
}

static int mem_begin(moot_store_t *store, bool shrink)
{
    mem_of(store)->shrink = shrink;
    return 0;
}

static void mem_abort(moot_store_t *store)
{
    mem_t *mem = mem_of(store);
    end_loans(mem);
    while (mem->undo_count > 0) {
        undo_t *undo = &mem->undo[--mem->undo_count];
        node_t *node = undo->node;
        if (undo->change != CHANGE_DELETE)
            mem->bytes_used -= cost(node);
        if (undo->change == CHANGE_REPLACE) {
            free(node->value);
            node->value = undo->value;
            node->value_size = undo->value_size;
        }
        if (undo->change != CHANGE_INSERT)
            mem->bytes_used += cost(node);
        if (undo->change == CHANGE_INSERT) {
            take_out(&mem->roots[undo->table], node);
            mem->entries[undo->table]--;
            free_node(node);
        } else if (undo->change == CHANGE_DELETE) {
            insert(&mem->roots[undo->table], node);
            mem->entries[undo->table]++;
        }
    }
}

static int mem_commit(moot_store_t *store)
{
    mem_t *mem = mem_of(store);
    int kept = strike(mem, MOOT_MEM_FAULT_COMMIT_KEPT);
    int lost = strike(mem, MOOT_MEM_FAULT_COMMIT_LOST);
    if (lost != 0) {
        mem_abort(store);
        return lost;
    }
    end_loans(mem);
    for (size_t i = 0; i < mem->undo_count; i++) {
        undo_t *undo = &mem->undo[i];
        if (undo->change == CHANGE_REPLACE)
            free(undo->value);
        else if (undo->change == CHANGE_DELETE)
            free_node(undo->node);
    }
    mem->undo_count = 0;
    return kept;
}

/* ---- entries ---- */

static int mem_get(moot_store_t *store, enum moot_table table, moot_slice_t key,
                   moot_slice_t *sealed)
{
    mem_t *mem = mem_of(store);
    node_t *node = find(mem->roots[table], key);
    if (node == NULL)
        return MOOT_ENOENT;
    return lend(mem, node->value, node->value_size, sealed);
}

static int mem_seek(moot_store_t *store, enum moot_table table,
                    enum moot_seek how, moot_slice_t key, moot_entry_t *sealed)
{
    mem_t *mem = mem_of(store);
    node_t *node = search(mem->roots[table], how, key);
    if (node == NULL)
        return MOOT_ENOENT;
    int rc = lend(mem, node->key, node->key_size, &sealed->key);
    if (rc == 0)
        rc = lend(mem, node->value, node->value_size, &sealed->value);
    return rc;
}

static node_t *make_node(mem_t *mem, moot_slice_t key)
{
    node_t *node = calloc(1, sizeof(*node) + key.size);
    if (node == NULL)
        return NULL;
    memcpy(node->key, key.at, key.size);
    node->key_size = key.size;
    /* splitmix64 (Steele, Lea, Flood 2014). */
    uint64_t mixed = mem->random += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    node->priority = mixed ^ mixed >> 31;
    return node;
}

static bool has_room(const mem_t *mem, uint64_t more, uint64_t less)
{
    uint64_t max = mem->conf.bytes_max;
    if (max == 0)
        return true;
    if (mem->shrink)
        max += moot_store_reserve(max);
    return mem->bytes_used - less + more <= max;
}

/* Puts a sealed value, which it owns on success, under key. */
static int place(mem_t *mem, enum moot_table table, moot_slice_t key,
                 uint8_t *value, size_t size)
{
    node_t *node = find(mem->roots[table], key);
    uint64_t less = node == NULL ? 0 : cost(node);
    if (!has_room(mem, key.size + size - MOOT_STORE_SEAL + ENTRY_COST, less))
        return MOOT_ENOSPC;
    undo_t undo = {CHANGE_REPLACE, table, node, NULL, 0};
    if (node == NULL) {
        undo.change = CHANGE_INSERT;
        undo.node = node = make_node(mem, key);
        if (node == NULL)
            return MOOT_ENOMEM;
    } else {
        undo.value = node->value;
        undo.value_size = node->value_size;
    }
    int rc = note(mem, undo);
    if (rc < 0) {
        if (undo.change == CHANGE_INSERT)
            free(node);
        return rc;
    }
    node->value = value;
    node->value_size = size;
    if (undo.change == CHANGE_INSERT) {
        insert(&mem->roots[table], node);
        mem->entries[table]++;
    }
    mem->bytes_used += cost(node) - less;
    return 0;
}

static int mem_put(moot_store_t *store, enum moot_table table, moot_slice_t key,
                   const uint8_t *seal, moot_slice_t value)
{
    mem_t *mem = mem_of(store);
    size_t size = MOOT_STORE_SEAL + value.size;
    int rc = strike(mem, MOOT_MEM_FAULT_PUT);
    uint8_t *copy = rc != 0 ? NULL : malloc(size);
    if (rc == 0 && copy == NULL)
        rc = MOOT_ENOMEM;
    if (rc == 0) {
        memcpy(copy, seal, MOOT_STORE_SEAL);
        if (value.size > 0)
            memcpy(copy + MOOT_STORE_SEAL, value.at, value.size);
        rc = place(mem, table, key, copy, size);
    }
    if (rc != 0)
        free(copy);
    end_loans(mem);
    return rc;
}

static int mem_del(moot_store_t *store, enum moot_table table, moot_slice_t key)
{
    mem_t *mem = mem_of(store);
    int rc = strike(mem, MOOT_MEM_FAULT_PUT);
    if (rc != 0)
        return rc;
    end_loans(mem);
    node_t *node = find(mem->roots[table], key);
    if (node == NULL)
        return MOOT_ENOENT;
    rc = note(mem, (undo_t){CHANGE_DELETE, table, node, NULL, 0});
    if (rc < 0)
        return rc;
    take_out(&mem->roots[table], node);
    mem->entries[table]--;
    mem->bytes_used -= cost(node);
    return 0;
}

static int mem_stat(moot_store_t *store, moot_store_stat_t *stat)
{
    mem_t *mem = mem_of(store);
    stat->bytes_used = mem->bytes_used;
    stat->bytes_max = mem->conf.bytes_max;
    memcpy(stat->entries, mem->entries, sizeof(stat->entries));
    return 0;
}

/* Frees a tree; turns it into a list to the right on the way. */
static void free_tree(node_t *node)
{
    while (node != NULL) {
        node_t *left = node->left;
        if (left != NULL) {
            node->left = left->right;
            left->right = node;
            node = left;
        } else {
            node_t *right = node->right;
            free_node(node);
            node = right;
        }
    }
}

static void mem_close(moot_store_t *store)
{
    mem_t *mem = mem_of(store);
    for (int table = 0; table < MOOT_TABLES; table++)
        free_tree(mem->roots[table]);
    free(mem->undo);
    free(mem->lent);
    free(mem);
}

static const moot_store_ops_t mem_ops = {mem_begin, mem_commit, mem_abort,
                                         mem_get,   mem_put,    mem_del,
                                         mem_seek,  mem_stat,   mem_close};

int moot_store_mem_new(const moot_store_mem_conf_t *conf, moot_store_t **store)
{
    mem_t *mem = calloc(1, sizeof(*mem));
    if (mem == NULL)
        return MOOT_ENOMEM;
    mem->store.ops = &mem_ops;
    mem->conf = *conf;
    mem->conf.identity = moot_slice(NULL, 0);
    int rc =
        moot_store_prepare(&mem->store, &moot_store_formats, conf->identity);
    if (rc < 0) {
        mem_close(&mem->store);
        return rc;
    }
    *store = &mem->store;
    return 0;
}

void moot_store_mem_crash(moot_store_t *store)
{
    mem_t *mem = mem_of(store);
    MOOT_CHECK(store->ops == &mem_ops);
    moot_store_abort(store);
    memset(mem->faults, 0, sizeof(mem->faults));
}

void moot_store_mem_fail(moot_store_t *store, enum moot_mem_fault kind,
                         uint64_t nth, int error)
{
    MOOT_CHECK(store->ops == &mem_ops);
    MOOT_CHECK(kind < MOOT_MEM_FAULTS && error < 0);
    mem_of(store)->faults[kind] = (fault_t){nth, error};
}

int moot_store_mem_damage(moot_store_t *store, enum moot_table table,
                          moot_slice_t key)
{
    MOOT_CHECK(store->ops == &mem_ops);
    node_t *node = find(mem_of(store)->roots[table], key);
    if (node == NULL)
        return MOOT_ENOENT;
    node->value[node->value_size - 1] ^= 0x10;
    return 0;
}
