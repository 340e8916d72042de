/* The store in an LMDB file: one environment, one database for each table,
 * synchronous commits.
 *
 * LMDB trusts its file. So a store is opened in three steps: a child process
 * checks the structure of all pages (store_pages), then reads every record of
 * every table through LMDB and checks its seal, so that whatever damage does
 * there, a signal included, ends the child alone; then this process opens it.
 * A new store is made under another name and renamed when it is complete: a
 * file of the right name has always been whole, an empty one is damage. */
#include "worker/store_lmdb.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <lmdb.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/err.h"
#include "worker/store_mark.h"
#include "worker/store_ops.h"
#include "worker/store_pages.h"

#define FREE_TABLE 0 /* LMDB's own handles: the list of free pages */
#define MAIN_TABLE 1 /* and the names of the tables */
#define BYTES_MIN (1u << 20)
#define PAGE_MAX 65536 /* bytes; the map is a multiple of the page size */
#define WHY_MAX 512

typedef struct lmdb {
    moot_store_t store; /* must be first */
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi tables[MOOT_TABLES];
    MDB_cursor *cursors[MOOT_TABLES]; /* of this transaction, or NULL */
    const void *at[MOOT_TABLES];      /* the key a cursor stands on: what seek
                                       * lent last, NULL after any change */
    uint64_t bytes_max;
    int mark;     /* descriptor, or -1 */
    bool dirty;   /* the transaction changed something */
    bool widened; /* the map includes the reserve at present */
} lmdb_t;

/* What an opening needs; why is where it explains a failure. */
typedef struct opening {
    const moot_store_lmdb_conf_t *conf;
    const moot_store_formats_t *formats;
    char *why;
    size_t why_size;
} opening_t;

static lmdb_t *lmdb_of(moot_store_t *store)
{
    return (lmdb_t *)store;
}

static int map_error(int rc)
{
    switch (rc) {
    case 0:
        return 0;
    case MDB_NOTFOUND:
        return MOOT_ENOENT;
    case MDB_MAP_FULL:
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return MOOT_ENOSPC;
    case MDB_TXN_FULL:
        return MOOT_EFULL;
    case ENOMEM:
        return MOOT_ENOMEM;
    case EACCES:
    case EPERM:
    case EROFS:
        return MOOT_EDENIED;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
    case MDB_CURSOR_FULL:
        return MOOT_ECORRUPT;
    default:
        return MOOT_EIO;
    }
}

static MDB_val val(moot_slice_t slice)
{
    return (MDB_val){slice.size, (void *)(uintptr_t)slice.at};
}

static moot_slice_t slice_of(MDB_val value)
{
    return moot_slice(value.mv_data, value.mv_size);
}

/* ---- transactions ---- */

/* Gives the map its size for the coming transaction. The reserve is used only
 * when the file has grown into the neighbourhood of its bound, since changing
 * the map unmaps and maps it anew. */
static int set_map(lmdb_t *lmdb, bool shrink)
{
    uint64_t reserve = moot_store_reserve(lmdb->bytes_max);
    if (shrink && !lmdb->widened) {
        MDB_envinfo info;
        MDB_stat stat;
        (void)mdb_env_info(lmdb->env, &info);
        (void)mdb_env_stat(lmdb->env, &stat);
        uint64_t used = ((uint64_t)info.me_last_pgno + 1) * stat.ms_psize;
        shrink = used + reserve / 2 > lmdb->bytes_max;
    }
    if (shrink == lmdb->widened)
        return 0;
    uint64_t size = lmdb->bytes_max + (shrink ? reserve : 0);
    if (mdb_env_set_mapsize(lmdb->env, size) != 0)
        return MOOT_EIO;
    lmdb->widened = shrink;
    return 0;
}

static void forget_positions(lmdb_t *lmdb)
{
    memset(lmdb->at, 0, sizeof(lmdb->at));
}

/* LMDB frees the cursors of a write transaction with it. */
static void forget_txn(lmdb_t *lmdb)
{
    memset(lmdb->cursors, 0, sizeof(lmdb->cursors));
    forget_positions(lmdb);
    lmdb->txn = NULL;
}

static int lmdb_begin(moot_store_t *store, bool shrink)
{
    lmdb_t *lmdb = lmdb_of(store);
    int rc = set_map(lmdb, shrink);
    if (rc < 0)
        return rc;
    lmdb->dirty = false;
    return map_error(mdb_txn_begin(lmdb->env, NULL, 0, &lmdb->txn));
}

static void lmdb_abort(moot_store_t *store)
{
    lmdb_t *lmdb = lmdb_of(store);
    mdb_txn_abort(lmdb->txn);
    forget_txn(lmdb);
}

/* True when the environment still takes transactions after a failed commit.
 * It does not when the head page could not be written: then nobody knows
 * which state is on disk. */
static bool is_alive(lmdb_t *lmdb)
{
    MDB_txn *txn;
    if (mdb_txn_begin(lmdb->env, NULL, 0, &txn) != 0)
        return false;
    mdb_txn_abort(txn);
    return true;
}

static int lmdb_commit(moot_store_t *store)
{
    lmdb_t *lmdb = lmdb_of(store);
    /* LMDB reports a short write, which is how a full disk may begin, as EIO;
     * it is told from a real one by errno, which nothing then sets. */
    errno = 0;
    int rc = mdb_txn_commit(lmdb->txn);
    if (rc == EIO && errno == 0)
        rc = ENOSPC;
    forget_txn(lmdb);
    if (rc != 0)
        return is_alive(lmdb) ? map_error(rc) : MOOT_EIO;
    if (lmdb->dirty && lmdb->mark >= 0) {
        MDB_envinfo info;
        (void)mdb_env_info(lmdb->env, &info);
        moot_store_mark_write(lmdb->mark, info.me_last_txnid);
    }
    return 0;
}

/* ---- entries ---- */

static int lmdb_get(moot_store_t *store, enum moot_table table,
                    moot_slice_t key, moot_slice_t *sealed)
{
    lmdb_t *lmdb = lmdb_of(store);
    MDB_val name = val(key), value;
    int rc = mdb_get(lmdb->txn, lmdb->tables[table], &name, &value);
    if (rc == 0)
        *sealed = slice_of(value);
    return map_error(rc);
}

static int lmdb_put(moot_store_t *store, enum moot_table table,
                    moot_slice_t key, const uint8_t *seal, moot_slice_t value)
{
    lmdb_t *lmdb = lmdb_of(store);
    MDB_val name = val(key);
    MDB_val room = {MOOT_STORE_SEAL + value.size, NULL};
    forget_positions(lmdb);
    lmdb->dirty = true;
    int rc = mdb_put(lmdb->txn, lmdb->tables[table], &name, &room, MDB_RESERVE);
    if (rc != 0)
        return map_error(rc);
    memcpy(room.mv_data, seal, MOOT_STORE_SEAL);
    if (value.size > 0)
        memcpy((uint8_t *)room.mv_data + MOOT_STORE_SEAL, value.at, value.size);
    return 0;
}

static int lmdb_del(moot_store_t *store, enum moot_table table,
                    moot_slice_t key)
{
    lmdb_t *lmdb = lmdb_of(store);
    MDB_val name = val(key);
    forget_positions(lmdb);
    lmdb->dirty = true;
    return map_error(mdb_del(lmdb->txn, lmdb->tables[table], &name, NULL));
}

/* Moves a cursor; the key is set to the one it comes to stand on. */
static int move(MDB_cursor *cursor, enum moot_seek how, MDB_val *key,
                MDB_val *value)
{
    bool upward = how == MOOT_SEEK_GE || how == MOOT_SEEK_GT;
    MDB_val given = *key;
    if (given.mv_size == 0)
        return mdb_cursor_get(cursor, key, value,
                              upward ? MDB_FIRST : MDB_LAST);
    int rc = mdb_cursor_get(cursor, key, value, MDB_SET_RANGE);
    if (rc == MDB_NOTFOUND && !upward)
        return mdb_cursor_get(cursor, key, value, MDB_LAST);
    if (rc != 0 || how == MOOT_SEEK_GE)
        return rc;
    bool equal = moot_slice_eq(slice_of(*key), slice_of(given));
    if (how == MOOT_SEEK_GT)
        return equal ? mdb_cursor_get(cursor, key, value, MDB_NEXT) : 0;
    if (how == MOOT_SEEK_LE && equal)
        return 0;
    return mdb_cursor_get(cursor, key, value, MDB_PREV);
}

static int lmdb_seek(moot_store_t *store, enum moot_table table,
                     enum moot_seek how, moot_slice_t key, moot_entry_t *sealed)
{
    lmdb_t *lmdb = lmdb_of(store);
    MDB_cursor **cursor = &lmdb->cursors[table];
    MDB_val name = val(key), value;
    int rc = 0;
    if (*cursor == NULL)
        rc = mdb_cursor_open(lmdb->txn, lmdb->tables[table], cursor);
    if (rc != 0)
        return map_error(rc);
    bool here = key.size > 0 && key.at == lmdb->at[table];
    if (here && how == MOOT_SEEK_GT)
        rc = mdb_cursor_get(*cursor, &name, &value, MDB_NEXT);
    else if (here && how == MOOT_SEEK_LT)
        rc = mdb_cursor_get(*cursor, &name, &value, MDB_PREV);
    else
        rc = move(*cursor, how, &name, &value);
    lmdb->at[table] = rc == 0 ? name.mv_data : NULL;
    if (rc == 0)
        *sealed = (moot_entry_t){slice_of(name), slice_of(value)};
    return map_error(rc);
}

/* Counts the pages in LMDB's free list, as of the last commit: a write
 * transaction may not read it. */
static int count_free(MDB_env *env, uint64_t *pages)
{
    MDB_txn *txn;
    MDB_cursor *cursor = NULL;
    MDB_val key, value;
    uint64_t count = 0;
    int rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
    if (rc != 0)
        return rc;
    rc = mdb_cursor_open(txn, FREE_TABLE, &cursor);
    while (rc == 0
           && (rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        size_t listed;
        memcpy(&listed, value.mv_data, sizeof(listed));
        count += listed;
    }
    if (cursor != NULL)
        mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    if (rc != MDB_NOTFOUND)
        return rc;
    *pages = count;
    return 0;
}

static int lmdb_stat(moot_store_t *store, moot_store_stat_t *stat)
{
    lmdb_t *lmdb = lmdb_of(store);
    uint64_t unused = 0;
    MDB_stat table_stat = {0};
    MDB_envinfo info;
    int rc = count_free(lmdb->env, &unused);
    for (int i = 0; i < MOOT_TABLES && rc == 0; i++) {
        rc = mdb_stat(lmdb->txn, lmdb->tables[i], &table_stat);
        stat->entries[i] = table_stat.ms_entries;
    }
    if (rc == 0)
        rc = mdb_env_info(lmdb->env, &info);
    if (rc != 0)
        return map_error(rc);
    uint64_t pages = (uint64_t)info.me_last_pgno + 1;
    stat->bytes_used = (pages - unused) * table_stat.ms_psize;
    stat->bytes_max = lmdb->bytes_max;
    return 0;
}

static void lmdb_close(moot_store_t *store)
{
    lmdb_t *lmdb = lmdb_of(store);
    if (lmdb->env != NULL)
        mdb_env_close(lmdb->env);
    if (lmdb->mark >= 0)
        (void)close(lmdb->mark);
    free(lmdb);
}

static const moot_store_ops_t lmdb_ops = {lmdb_begin, lmdb_commit, lmdb_abort,
                                          lmdb_get,   lmdb_put,    lmdb_del,
                                          lmdb_seek,  lmdb_stat,   lmdb_close};

/* ---- opening ---- */

static int explain(const opening_t *opening, int rc, const char *format, ...)
    MOOT_PRINTF(3, 4);

/* Writes the reason of a failure, passes its code on. */
static int explain(const opening_t *opening, int rc, const char *format, ...)
{
    char text[WHY_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    (void)snprintf(opening->why, opening->why_size, "%s: %s",
                   opening->conf->path, text);
    return rc;
}

static int explain_damage(const opening_t *opening, const char *what)
{
    return explain(opening, MOOT_ECORRUPT,
                   "damaged (%s); it was left as it is: put the worker's "
                   "folder back from a backup",
                   what);
}

static int explain_error(const opening_t *opening, int rc)
{
    int code = map_error(rc);
    return explain(opening, code, "cannot be opened: %s",
                   rc > 0 ? strerror(rc) : mdb_strerror(rc));
}

/* Opens an environment into a new store; closing that undoes it. */
static int open_env(const opening_t *opening, const char *path, unsigned flags,
                    lmdb_t **lmdb_p)
{
    lmdb_t *lmdb = calloc(1, sizeof(*lmdb));
    if (lmdb == NULL)
        return explain(opening, MOOT_ENOMEM, "out of memory");
    lmdb->store.ops = &lmdb_ops;
    lmdb->bytes_max = opening->conf->bytes_max / PAGE_MAX * PAGE_MAX;
    lmdb->mark = -1;
    int rc = mdb_env_create(&lmdb->env);
    if (rc == 0)
        rc = mdb_env_set_maxdbs(lmdb->env, MOOT_TABLES);
    if (rc == 0)
        rc = mdb_env_set_mapsize(lmdb->env, lmdb->bytes_max);
    if (rc == 0)
        rc = mdb_env_open(lmdb->env, path, MDB_NOSUBDIR | MDB_NOTLS | flags,
                          0600);
    if (rc != 0) {
        lmdb_close(&lmdb->store);
        return explain_error(opening, rc);
    }
    *lmdb_p = lmdb;
    return 0;
}

/* Opens the tables, makes those that are missing. */
static int open_tables(lmdb_t *lmdb)
{
    MDB_txn *txn;
    int rc = mdb_txn_begin(lmdb->env, NULL, 0, &txn);
    if (rc != 0)
        return rc;
    for (enum moot_table i = 0; i < MOOT_TABLES; i++) {
        rc =
            mdb_dbi_open(txn, moot_table_name(i), MDB_CREATE, &lmdb->tables[i]);
        if (rc != 0) {
            mdb_txn_abort(txn);
            return rc;
        }
    }
    return mdb_txn_commit(txn);
}

/* Opens a file for use: the tables, the format, the identity. */
static int open_file(const opening_t *opening, const char *path,
                     lmdb_t **lmdb_p)
{
    lmdb_t *lmdb;
    int rc = open_env(opening, path, 0, &lmdb);
    if (rc < 0)
        return rc;
    int error = open_tables(lmdb);
    if (error != 0) {
        lmdb_close(&lmdb->store);
        return explain_error(opening, error);
    }
    rc = moot_store_prepare(&lmdb->store, opening->formats,
                            opening->conf->identity);
    if (rc < 0) {
        lmdb_close(&lmdb->store);
        if (rc == MOOT_EFOREIGN)
            return explain(opening, rc, "belongs to another cluster or worker");
        return explain(opening, rc, "cannot be prepared: %s",
                       moot_err_text(rc));
    }
    *lmdb_p = lmdb;
    return 0;
}

/* Makes a renaming last. */
static int sync_folder(const char *path)
{
    char copy[PATH_MAX];
    (void)snprintf(copy, sizeof(copy), "%s", path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int rc = fsync(fd);
    (void)close(fd);
    return rc;
}

static int create_file(const opening_t *opening)
{
    char path[PATH_MAX], lock[PATH_MAX];
    lmdb_t *lmdb;
    (void)snprintf(path, sizeof(path), "%s-new", opening->conf->path);
    (void)snprintf(lock, sizeof(lock), "%s-new-lock", opening->conf->path);
    (void)unlink(path); /* of a creation that was cut off */
    int rc = open_file(opening, path, &lmdb);
    if (rc == 0) {
        lmdb_close(&lmdb->store);
        if (rename(path, opening->conf->path) != 0
            || sync_folder(opening->conf->path) != 0)
            rc = explain_error(opening, errno);
    }
    if (rc < 0)
        (void)unlink(path);
    (void)unlink(lock);
    return rc;
}

/* ---- the check of a file, in a child process ---- */

typedef struct verdict {
    int rc;
    char why[WHY_MAX];
} verdict_t;

static int found(verdict_t *verdict, int rc, const char *format, ...)
    MOOT_PRINTF(3, 4);

static int found(verdict_t *verdict, int rc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(verdict->why, sizeof(verdict->why), format, args);
    va_end(args);
    return rc;
}

static int check_pages(const opening_t *opening, verdict_t *verdict)
{
    char mark[PATH_MAX];
    uint64_t txn, marked;
    int fd = open(opening->conf->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return found(verdict, MOOT_EIO, "cannot be read");
    int rc =
        moot_store_pages_check(fd, &txn, verdict->why, sizeof(verdict->why));
    (void)close(fd);
    if (rc < 0)
        return rc;
    (void)snprintf(mark, sizeof(mark), "%s-mark", opening->conf->path);
    if (moot_store_mark_read(mark, &marked) == 0 && marked > txn)
        return found(verdict, MOOT_ECORRUPT,
                     "it holds commit %ju, but %ju was acknowledged; if it "
                     "is an old copy put back on purpose, remove %s",
                     (uintmax_t)txn, (uintmax_t)marked, mark);
    return 0;
}

/* Finds the tables; a name that we do not know is damage. */
static int find_tables(lmdb_t *lmdb, verdict_t *verdict, bool *present)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    int rc = mdb_cursor_open(lmdb->txn, MAIN_TABLE, &cursor);
    if (rc != 0)
        return found(verdict, map_error(rc), "the list of tables");
    while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        enum moot_table i = 0;
        while (i < MOOT_TABLES
               && !moot_slice_eq(slice_of(key),
                                 moot_slice_str(moot_table_name(i))))
            i++;
        if (i == MOOT_TABLES)
            break;
        present[i] = true;
        rc = mdb_dbi_open(lmdb->txn, moot_table_name(i), 0, &lmdb->tables[i]);
        if (rc != 0)
            break;
    }
    mdb_cursor_close(cursor);
    if (rc == MDB_NOTFOUND)
        return 0;
    return found(verdict, MOOT_ECORRUPT, "table %.*s: %s",
                 MOOT_SLICE_ARG(slice_of(key)),
                 rc == 0 ? "unknown name" : mdb_strerror(rc));
}

/* A record with a wrong checksum: its key says where it belongs. */
static void tell_record(const opening_t *opening, const char *table,
                        moot_slice_t key, uint64_t place)
{
    char text[256];
    int size = snprintf(text, sizeof(text),
                        "table %s: record %ju has a wrong checksum; its key: ",
                        table, (uintmax_t)place);
    for (size_t i = 0; i < key.size && (size_t)size + 3 < sizeof(text); i++)
        size += snprintf(text + size, sizeof(text) - (size_t)size, "%02x",
                         key.at[i]);
    opening->conf->on_damage(opening->conf->ctx, text);
}

/* Reads every record of a table; with on_damage also those after a damaged
 * one. */
static int check_table(lmdb_t *lmdb, const opening_t *opening,
                       verdict_t *verdict, enum moot_table table)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    MDB_stat stat;
    moot_slice_t rest;
    const char *name = moot_table_name(table);
    uint64_t count = 0, bad = 0;
    int rc = mdb_stat(lmdb->txn, lmdb->tables[table], &stat);
    if (rc == 0)
        rc = mdb_cursor_open(lmdb->txn, lmdb->tables[table], &cursor);
    if (rc != 0)
        return found(verdict, MOOT_ECORRUPT, "table %s: %s", name,
                     mdb_strerror(rc));
    while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        count++;
        if (moot_store_unseal(table, slice_of(key), slice_of(value), &rest)
            < 0) {
            bad++;
            if (opening->conf->on_damage != NULL) {
                tell_record(opening, name, slice_of(key), count);
                continue;
            }
            mdb_cursor_close(cursor);
            return found(verdict, MOOT_ECORRUPT,
                         "table %s: record %ju of %ju has a wrong checksum",
                         name, (uintmax_t)count, (uintmax_t)stat.ms_entries);
        }
    }
    mdb_cursor_close(cursor);
    if (rc != MDB_NOTFOUND || count != stat.ms_entries)
        return found(verdict, MOOT_ECORRUPT,
                     "table %s: %ju records are there, %ju are counted", name,
                     (uintmax_t)count, (uintmax_t)stat.ms_entries);
    return bad == 0 ? 0
                    : found(verdict, MOOT_ECORRUPT,
                            "table %s: %ju of %ju records are damaged", name,
                            (uintmax_t)bad, (uintmax_t)count);
}

/* The format in which each table came. */
static uint32_t table_format(enum moot_table table)
{
    static const uint32_t formats[MOOT_TABLES] = {
#define MOOT_TABLE(NAME, disk_name, format, meaning) format,
#include "worker/tables.def"
#undef MOOT_TABLE
    };
    return formats[table];
}

/* A newer format comes first: what else it has may look like damage to us. */
static int check_records(lmdb_t *lmdb, const opening_t *opening,
                         verdict_t *verdict)
{
    bool present[MOOT_TABLES] = {false};
    uint32_t format = 0;
    if (mdb_dbi_open(lmdb->txn, moot_table_name(MOOT_TABLE_META), 0,
                     &lmdb->tables[MOOT_TABLE_META])
        != 0)
        return found(verdict, MOOT_ECORRUPT, "table meta: missing");
    lmdb->store.open = true;
    int rc = moot_store_format(&lmdb->store, opening->formats, &format);
    if (rc == MOOT_EVERSION)
        return rc;
    if (rc < 0)
        return found(verdict, MOOT_ECORRUPT, "table meta: no format");
    rc = find_tables(lmdb, verdict, present);
    bool all = opening->conf->on_damage != NULL;
    int worst = rc;
    for (enum moot_table i = 0; i < MOOT_TABLES && (worst == 0 || all); i++) {
        rc = 0;
        if (present[i])
            rc = check_table(lmdb, opening, verdict, i);
        else if (table_format(i) <= format)
            rc = found(verdict, MOOT_ECORRUPT, "table %s: missing",
                       moot_table_name(i));
        worst = worst == 0 ? rc : worst;
    }
    return worst;
}

/* What the child does. It frees nothing: it ends. */
static int check_file(const opening_t *opening, verdict_t *verdict)
{
    lmdb_t *lmdb;
    opening_t ours = *opening;
    ours.why = verdict->why;
    ours.why_size = sizeof(verdict->why);
    int rc = check_pages(opening, verdict);
    if (rc < 0)
        return rc;
    rc = open_env(&ours, opening->conf->path, MDB_RDONLY | MDB_NOLOCK, &lmdb);
    if (rc < 0)
        return rc;
    int error = mdb_txn_begin(lmdb->env, NULL, MDB_RDONLY, &lmdb->txn);
    if (error != 0)
        return found(verdict, map_error(error), "%s", mdb_strerror(error));
    return check_records(lmdb, opening, verdict);
}

/* The child lives no longer than its parent (it shares the parent's lock on
 * the folder), leaves no core file, and dies of its signals. */
static _Noreturn void run_child(const opening_t *opening, pid_t parent, int fd)
{
    static const int deadly[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    static verdict_t verdict;
    struct rlimit none = {0, 0};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    (void)setrlimit(RLIMIT_CORE, &none);
    for (size_t i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
        (void)signal(deadly[i], SIG_DFL);
    verdict.rc = check_file(opening, &verdict);
    ssize_t written = write(fd, &verdict, sizeof(verdict));
    _exit(written == (ssize_t)sizeof(verdict) ? 0 : 1);
}

/* Waits for the child: its verdict, or damage when it died. */
static void await_child(pid_t child, int fd, verdict_t *verdict)
{
    size_t size = 0;
    ssize_t n;
    int status = 0;
    do {
        n = read(fd, (char *)verdict + size, sizeof(*verdict) - size);
        size += n > 0 ? (size_t)n : 0;
    } while (n > 0 || (n < 0 && errno == EINTR));
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (size == sizeof(*verdict))
        return;
    verdict->rc = MOOT_ECORRUPT;
    if (WIFSIGNALED(status))
        (void)found(verdict, 0, "reading it ends with signal %d",
                    WTERMSIG(status));
    else
        (void)found(verdict, 0, "its check ended without a result");
}

static int check_in_child(const opening_t *opening)
{
    verdict_t verdict;
    int fds[2];
    pid_t parent = getpid();
    if (pipe2(fds, O_CLOEXEC) != 0)
        return explain_error(opening, errno);
    pid_t child = fork();
    if (child == 0)
        run_child(opening, parent, fds[1]);
    (void)close(fds[1]);
    if (child < 0) {
        (void)close(fds[0]);
        return explain(opening, MOOT_ENOMEM, "cannot fork for its check");
    }
    await_child(child, fds[0], &verdict);
    (void)close(fds[0]);
    if (verdict.rc == MOOT_ECORRUPT)
        return explain_damage(opening, verdict.why);
    if (verdict.rc == MOOT_EVERSION)
        return explain(opening, verdict.rc,
                       "made by a newer version of this program");
    if (verdict.rc < 0)
        return explain(opening, verdict.rc, "cannot be checked: %s",
                       verdict.why);
    return 0;
}

/* Looks at what lies under the path. missing: nothing does, and the mark says
 * that nothing ever did. */
static int look(const opening_t *opening, const char *mark, bool *missing)
{
    struct stat st;
    const char *path = opening->conf->path;
    if (stat(path, &st) != 0) {
        if (errno != ENOENT)
            return explain_error(opening, errno);
        if (access(mark, F_OK) == 0)
            return explain_damage(opening, "the file is missing");
        *missing = true;
        return 0;
    }
    if (!S_ISREG(st.st_mode))
        return explain_damage(opening, "not a regular file");
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return explain_error(opening, errno);
    (void)close(fd);
    *missing = false;
    return 0;
}

static int open_store(const opening_t *opening, lmdb_t **lmdb)
{
    char mark[PATH_MAX];
    bool missing = false;
    (void)snprintf(mark, sizeof(mark), "%s-mark", opening->conf->path);
    int rc = look(opening, mark, &missing);
    if (rc == 0)
        rc = missing ? create_file(opening) : check_in_child(opening);
    if (rc == 0)
        rc = open_file(opening, opening->conf->path, lmdb);
    if (rc < 0)
        return rc;
    (*lmdb)->mark = moot_store_mark_open(mark);
    if ((*lmdb)->mark < 0) {
        rc = explain(opening, (*lmdb)->mark, "cannot make %s", mark);
        lmdb_close(&(*lmdb)->store);
        return rc;
    }
    MDB_envinfo info;
    (void)mdb_env_info((*lmdb)->env, &info);
    moot_store_mark_write((*lmdb)->mark, info.me_last_txnid);
    return 0;
}

int moot_store_lmdb_open(const moot_store_lmdb_conf_t *conf,
                         moot_store_t **store, char *why, size_t why_size)
{
    lmdb_t *lmdb;
    const moot_store_formats_t *formats =
        conf->formats != NULL ? conf->formats : &moot_store_formats;
    opening_t opening = {conf, formats, why, why_size};
    MOOT_CHECK(conf->bytes_max >= BYTES_MIN);
    if (strlen(conf->path) + sizeof("-new-lock") > PATH_MAX)
        return explain(&opening, MOOT_ELIMIT, "the path is too long");
    int rc = open_store(&opening, &lmdb);
    if (rc == 0)
        *store = &lmdb->store;
    return rc;
}
