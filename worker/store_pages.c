/* The check of an LMDB file, page by page.
 *
 * The layout is that of struct MDB_page, MDB_meta, MDB_db and MDB_node in
 * LMDB's mdb.c, versions 0.9.x:
 *
 *   page   number u64 | pad u16 | flags u16 | lower u16, upper u16 | offsets
 *   (of an overflow page the two are one u32: how many pages it takes)
 *   node   low u16 | high u16 | flags u16 | key size u16 | key | data
 *   tree   pad u32 | flags u16 | depth u16 | branch, leaf, overflow pages,
 *          entries, root: u64 each
 *   meta   (in pages 0 and 1, after the head) magic u32 | version u32 |
 *          address u64 | map size u64 | free tree | main tree | last page u64
 *          | transaction u64
 *
 * The free tree maps a transaction to the pages it freed; the main tree maps
 * names to trees. */
#include "worker/store_pages.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "common/err.h"

#define PAGE_HEAD 16
#define NODE_HEAD 8
#define TREE_SIZE 48
#define META_SIZE (24 + 2 * TREE_SIZE + 16)
#define META_MAGIC 0xbeefc0deu
#define META_VERSION 1
#define FILE_MAX ((uint64_t)1 << 46) /* bytes, what LMDB could map */
#define DEPTH_MAX 32                 /* of a tree: LMDB's CURSOR_STACK */
#define KEY_MAX 511
#define NO_PAGE UINT64_MAX

#define PAGE_BRANCH 0x01
#define PAGE_LEAF 0x02
#define PAGE_OVERFLOW 0x04
#define PAGE_META 0x08
#define NODE_BIG 0x01
#define NODE_TREE 0x02
#define TREE_INTEGER_KEY 0x08
#define TREE_NO_SUBDIR 0x4000

enum kind { KIND_FREE, KIND_MAIN, KIND_TABLE };

typedef struct tree {
    uint32_t pad;
    uint16_t flags, depth;
    uint64_t branches, leaves, overflows, entries, root;
} tree_t;

typedef struct meta {
    uint32_t magic, version;
    uint64_t address, map_size, last_page, txn;
    tree_t free, main;
} meta_t;

typedef struct walk {
    const uint8_t *map;
    uint64_t size; /* of the file */
    uint64_t page_size, last_page, txn;
    uint64_t last_freed; /* the newest transaction that the free tree names */
    uint8_t *taken;      /* a bit for each page that a tree or list holds */
    uint8_t *page_bytes; /* a bit for each two bytes of the page in hand */
    moot_slice_t table;  /* for messages */
    char *why;
    size_t why_size;
} walk_t;

/* One tree on its way. */
typedef struct trip {
    enum kind kind;
    const tree_t *tree;
    uint64_t branches, leaves, overflows, entries;
} trip_t;

typedef struct node {
    const uint8_t *at;
    uint16_t flags;
    moot_slice_t key, data; /* data of a leaf as kept in the node */
    uint64_t child;         /* of a branch */
    uint64_t value_size;    /* of a leaf */
    uint64_t bytes;         /* what it takes in its page */
} node_t;

static uint16_t u16(const uint8_t *at)
{
    uint16_t n;
    memcpy(&n, at, sizeof(n));
    return n;
}

static uint32_t u32(const uint8_t *at)
{
    uint32_t n;
    memcpy(&n, at, sizeof(n));
    return n;
}

static uint64_t u64(const uint8_t *at)
{
    uint64_t n;
    memcpy(&n, at, sizeof(n));
    return n;
}

static int damaged(walk_t *walk, const char *format, ...) MOOT_PRINTF(2, 3);

static int damaged(walk_t *walk, const char *format, ...)
{
    char text[160];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    (void)snprintf(walk->why, walk->why_size, "%s%.*s%s%s",
                   walk->table.size > 0 ? "table " : "",
                   MOOT_SLICE_ARG(walk->table),
                   walk->table.size > 0 ? ": " : "", text);
    return MOOT_ECORRUPT;
}

static tree_t read_tree(const uint8_t *at)
{
    return (tree_t){u32(at),      u16(at + 4),  u16(at + 6),  u64(at + 8),
                    u64(at + 16), u64(at + 24), u64(at + 32), u64(at + 40)};
}

static meta_t read_meta(const uint8_t *page)
{
    const uint8_t *at = page + PAGE_HEAD, *end = at + 24 + 2 * TREE_SIZE;
    return (meta_t){u32(at),
                    u32(at + 4),
                    u64(at + 8),
                    u64(at + 16),
                    u64(end),
                    u64(end + 8),
                    read_tree(at + 24),
                    read_tree(at + 24 + TREE_SIZE)};
}

/* Notes that a page belongs to someone; only once. */
static int take(walk_t *walk, uint64_t page)
{
    if (page < 2 || page > walk->last_page)
        return damaged(walk, "page %ju does not exist", (uintmax_t)page);
    uint8_t bit = (uint8_t)(1u << (page & 7));
    if (walk->taken[page >> 3] & bit)
        return damaged(walk, "page %ju is in use twice", (uintmax_t)page);
    walk->taken[page >> 3] |= bit;
    return 0;
}

/* Takes a page that holds something: it must lie in the file. Free pages need
 * not: LMDB leaves out those that it has never written. */
static int take_page(walk_t *walk, uint64_t page, const uint8_t **at)
{
    int rc = take(walk, page);
    if (rc < 0)
        return rc;
    if ((page + 1) * walk->page_size > walk->size)
        return damaged(walk, "page %ju is cut off", (uintmax_t)page);
    *at = walk->map + page * walk->page_size;
    return 0;
}

/* Takes the overflow pages of a value; value_at: its bytes. */
static int take_value(walk_t *walk, trip_t *trip, const node_t *node,
                      moot_slice_t *value)
{
    if (!(node->flags & NODE_BIG)) {
        *value = node->data;
        return 0;
    }
    uint64_t first = u64(node->data.at);
    const uint8_t *page, *next;
    int rc = take_page(walk, first, &page);
    if (rc < 0)
        return rc;
    uint64_t need = (PAGE_HEAD - 1 + node->value_size) / walk->page_size + 1;
    uint64_t pages = u32(page + 12);
    if (u64(page) != first || u16(page + 10) != PAGE_OVERFLOW || pages < need)
        return damaged(walk, "page %ju: bad head of a long value",
                       (uintmax_t)first);
    for (uint64_t i = 1; i < pages; i++) {
        rc = take_page(walk, first + i, &next);
        if (rc < 0)
            return rc;
    }
    trip->overflows += pages;
    *value = moot_slice(page + PAGE_HEAD, node->value_size);
    return 0;
}

/* Reads a node of a page; everything of it lies inside the page after. */
static int read_node(walk_t *walk, const trip_t *trip, const uint8_t *page,
                     uint64_t index, node_t *node)
{
    bool leaf = u16(page + 10) == PAGE_LEAF;
    uint64_t at = u16(page + PAGE_HEAD + 2 * index);
    if (at < u16(page + 14) || at % 2 != 0 || at + NODE_HEAD > walk->page_size)
        return damaged(walk, "page %ju: bad offset", (uintmax_t)u64(page));
    node->at = page + at;
    uint64_t low = u16(node->at) | (uint32_t)u16(node->at + 2) << 16;
    uint64_t key_size = u16(node->at + 6), data_size = 0;
    node->flags = u16(node->at + 4);
    if (leaf) {
        node->value_size = low;
        data_size = node->flags & NODE_BIG ? 8 : low;
        uint16_t right = trip->kind == KIND_MAIN ? NODE_TREE : 0;
        if (node->flags != right
            && (trip->kind == KIND_MAIN || node->flags != NODE_BIG))
            return damaged(walk, "page %ju: bad flags of a record",
                           (uintmax_t)u64(page));
    } else {
        node->child = low | (uint64_t)node->flags << 32;
    }
    node->bytes = NODE_HEAD + key_size + data_size;
    node->bytes += node->bytes & 1;
    bool first_branch = !leaf && index == 0; /* its key is never read */
    if (at + node->bytes > walk->page_size || key_size > KEY_MAX
        || (key_size == 0 && !first_branch)
        || (trip->kind == KIND_FREE && !first_branch && key_size != 8))
        return damaged(walk, "page %ju: bad size of a record",
                       (uintmax_t)u64(page));
    node->key = moot_slice(node->at + NODE_HEAD, key_size);
    node->data = moot_slice(node->at + NODE_HEAD + key_size, data_size);
    return 0;
}

static int compare(enum kind kind, moot_slice_t a, moot_slice_t b)
{
    if (kind == KIND_FREE) {
        uint64_t x = u64(a.at), y = u64(b.at);
        return (x > y) - (x < y);
    }
    int order = memcmp(a.at, b.at, a.size < b.size ? a.size : b.size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* Nodes fill their page from upper to its end without gap or overlap. */
static int fill(walk_t *walk, const uint8_t *page, const node_t *node)
{
    uint64_t from = (uint64_t)(node->at - page) / 2;
    for (uint64_t i = from; i < from + node->bytes / 2; i++) {
        uint8_t bit = (uint8_t)(1u << (i & 7));
        if (walk->page_bytes[i >> 3] & bit)
            return damaged(walk, "page %ju: records overlap",
                           (uintmax_t)u64(page));
        walk->page_bytes[i >> 3] |= bit;
    }
    return 0;
}

/* Checks head, offsets and order of a page; low and high: keys below and not
 * below which none may be (either may be empty: no bound). */
static int check_page(walk_t *walk, const trip_t *trip, const uint8_t *page,
                      uint64_t number, moot_slice_t low, moot_slice_t high)
{
    uint64_t lower = u16(page + 12), upper = u16(page + 14), bytes = 0;
    if (u64(page) != number || lower <= PAGE_HEAD || lower % 2 != 0
        || lower > upper || upper > walk->page_size)
        return damaged(walk, "page %ju: bad head", (uintmax_t)number);
    memset(walk->page_bytes, 0, walk->page_size / 16);
    uint64_t count = (lower - PAGE_HEAD) / 2;
    moot_slice_t before = low;
    bool equal = true; /* the first key may equal low */
    for (uint64_t i = 0; i < count; i++) {
        node_t node;
        int rc = read_node(walk, trip, page, i, &node);
        if (rc == 0)
            rc = fill(walk, page, &node);
        if (rc < 0)
            return rc;
        bytes += node.bytes;
        if (u16(page + 10) == PAGE_BRANCH && i == 0)
            continue;
        int order =
            before.size == 0 ? 1 : compare(trip->kind, node.key, before);
        if (order < 0 || (order == 0 && !equal)
            || (high.size > 0 && compare(trip->kind, node.key, high) >= 0))
            return damaged(walk, "page %ju: keys out of order",
                           (uintmax_t)number);
        before = node.key;
        equal = false;
    }
    if (bytes != walk->page_size - upper)
        return damaged(walk, "page %ju: bad fill mark", (uintmax_t)number);
    return 0;
}

static int walk_tree(walk_t *walk, enum kind kind, const tree_t *tree);

/* The pages that a transaction freed: a count, then their numbers. */
static int check_free(walk_t *walk, const node_t *node, moot_slice_t value)
{
    if (u64(node->key.at) > walk->txn || value.size < 8 || value.size % 8 != 0)
        return damaged(walk, "free list: bad record");
    walk->last_freed = u64(node->key.at); /* keys ascend */
    uint64_t count = u64(value.at);
    if (count > value.size / 8 - 1)
        return damaged(walk, "free list: bad count");
    for (uint64_t i = 1; i <= count; i++) {
        int rc = take(walk, u64(value.at + 8 * i));
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int check_leaf(walk_t *walk, trip_t *trip, const uint8_t *page)
{
    uint64_t count = (u16(page + 12) - (uint64_t)PAGE_HEAD) / 2;
    for (uint64_t i = 0; i < count; i++) {
        node_t node;
        moot_slice_t value = {NULL, 0};
        int rc = read_node(walk, trip, page, i, &node);
        if (rc == 0)
            rc = take_value(walk, trip, &node, &value);
        if (rc == 0 && trip->kind == KIND_FREE)
            rc = check_free(walk, &node, value);
        if (rc == 0 && trip->kind == KIND_MAIN) {
            if (value.size != TREE_SIZE)
                return damaged(walk, "bad record of a table");
            tree_t tree = read_tree(value.at);
            walk->table = node.key;
            rc = walk_tree(walk, KIND_TABLE, &tree);
            walk->table = moot_slice(NULL, 0);
        }
        if (rc < 0)
            return rc;
        trip->entries++;
    }
    return 0;
}

/* Recursion goes as deep as the tree says, DEPTH_MAX at most. */
static int walk_page(walk_t *walk, trip_t *trip, uint64_t number,
                     unsigned depth, moot_slice_t low, moot_slice_t high)
{
    const uint8_t *page;
    int rc = take_page(walk, number, &page);
    if (rc < 0)
        return rc;
    bool leaf = depth == trip->tree->depth;
    if (u16(page + 10) != (leaf ? PAGE_LEAF : PAGE_BRANCH))
        return damaged(walk, "page %ju: bad type", (uintmax_t)number);
    rc = check_page(walk, trip, page, number, low, high);
    if (rc < 0)
        return rc;
    if (leaf) {
        trip->leaves++;
        return check_leaf(walk, trip, page);
    }
    trip->branches++;
    uint64_t count = (u16(page + 12) - (uint64_t)PAGE_HEAD) / 2;
    for (uint64_t i = 0; i < count; i++) {
        node_t node, next;
        moot_slice_t to = high;
        rc = read_node(walk, trip, page, i, &node);
        if (rc == 0 && i + 1 < count) {
            rc = read_node(walk, trip, page, i + 1, &next);
            to = next.key;
        }
        if (rc == 0)
            rc = walk_page(walk, trip, node.child, depth + 1,
                           i == 0 ? low : node.key, to);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int walk_tree(walk_t *walk, enum kind kind, const tree_t *tree)
{
    trip_t trip = {.kind = kind, .tree = tree};
    if (kind != KIND_FREE && (tree->flags != 0 || tree->pad != 0))
        return damaged(walk, "bad flags");
    if (tree->depth > DEPTH_MAX
        || (tree->depth == 0) != (tree->root == NO_PAGE))
        return damaged(walk, "bad depth");
    if (tree->depth > 0) {
        moot_slice_t none = moot_slice(NULL, 0);
        int rc = walk_page(walk, &trip, tree->root, 1, none, none);
        if (rc < 0)
            return rc;
    }
    if (trip.branches != tree->branches || trip.leaves != tree->leaves
        || trip.overflows != tree->overflows || trip.entries != tree->entries)
        return damaged(walk, "wrong counts");
    return 0;
}

static int check_meta(walk_t *walk, uint64_t index, uint64_t page_size)
{
    const uint8_t *page = walk->map + index * page_size;
    meta_t meta = read_meta(page);
    if (u64(page) != index || u16(page + 10) != PAGE_META
        || meta.magic != META_MAGIC || meta.version != META_VERSION)
        return damaged(walk, "head %ju is not LMDB's", (uintmax_t)index);
    uint16_t flags = meta.free.flags & (uint16_t)~TREE_NO_SUBDIR;
    if (meta.free.pad != page_size || meta.address != 0
        || flags != TREE_INTEGER_KEY || meta.map_size > FILE_MAX
        || meta.last_page < 1 || meta.last_page >= meta.map_size / page_size)
        return damaged(walk, "head %ju is damaged", (uintmax_t)index);
    /* Commit n writes head n & 1. */
    if (meta.txn != 0 && (meta.txn & 1) != index)
        return damaged(walk, "head %ju has a wrong number", (uintmax_t)index);
    return 0;
}

/* Looks at both heads and takes the newer, as LMDB does. */
static int check_metas(walk_t *walk, meta_t *newest)
{
    if (walk->size < PAGE_HEAD + META_SIZE)
        return damaged(walk, "the file is cut off at %ju bytes",
                       (uintmax_t)walk->size);
    uint64_t page_size = read_meta(walk->map).free.pad;
    if (page_size < 512 || page_size > 65536
        || (page_size & (page_size - 1)) != 0)
        return damaged(walk, "head 0 is damaged");
    if (walk->size < 2 * page_size)
        return damaged(walk, "the file is cut off at %ju bytes",
                       (uintmax_t)walk->size);
    for (uint64_t i = 0; i < 2; i++) {
        int rc = check_meta(walk, i, page_size);
        if (rc < 0)
            return rc;
    }
    meta_t metas[2] = {read_meta(walk->map), read_meta(walk->map + page_size)};
    uint64_t a = metas[0].txn, b = metas[1].txn;
    if (a != b + 1 && b != a + 1 && (a != 0 || b != 0))
        return damaged(walk, "the heads do not follow one another");
    *newest = metas[a < b];
    walk->page_size = page_size;
    walk->last_page = newest->last_page;
    walk->txn = newest->txn;
    return 0;
}

static int check_file(walk_t *walk)
{
    meta_t meta;
    int rc = check_metas(walk, &meta);
    if (rc < 0)
        return rc;
    walk->taken = calloc(1, meta.last_page / 8 + 1);
    walk->page_bytes = malloc(walk->page_size / 16);
    if (walk->taken == NULL || walk->page_bytes == NULL)
        return MOOT_ENOMEM;
    rc = walk_tree(walk, KIND_FREE, &meta.free);
    if (rc < 0)
        return rc;
    /* Every commit but the first frees at least the root of the main tree and
     * notes it under its own number: else this is an older head that looks
     * newer by a flipped bit. */
    if (walk->txn > 1 && walk->last_freed != walk->txn)
        return damaged(walk, "the newest head does not fit its pages");
    return walk_tree(walk, KIND_MAIN, &meta.main);
}

int moot_store_pages_check(int fd, uint64_t *txn, char *why, size_t why_size)
{
    walk_t walk = {.why = why, .why_size = why_size};
    struct stat st;
    if (fstat(fd, &st) != 0)
        return MOOT_EIO;
    walk.size = (uint64_t)st.st_size;
    if (walk.size == 0)
        return damaged(&walk, "the file is empty");
    void *map = mmap(NULL, walk.size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return MOOT_EIO;
    walk.map = map;
    int rc = check_file(&walk);
    free(walk.taken);
    free(walk.page_bytes);
    (void)munmap(map, walk.size);
    if (rc == 0)
        *txn = walk.txn;
    return rc;
}
