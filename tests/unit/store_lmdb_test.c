/* Tests of the store in a file: formats, damage, full disks, sudden death.
 * More places are damaged with STORE_TEST_FLIPS=n in the environment. */
#include "worker/store_lmdb.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/err.h"
#include "tests/lib/unit.h"
#include "worker/store_ops.h"

#define T MOOT_TABLE_LOG
#define S(text) moot_slice_str(text)
#define NONE moot_slice(NULL, 0)
#define MIB (1u << 20)

static char folder[64], path[96], why[512];
static moot_store_lmdb_conf_t conf;

/* LMDB's calls of these two come here first, since a program's own functions
 * stand before those of the libraries. */
static bool sync_fails, head_fails;
#define HEAD_MAX 160 /* bytes; a head is written alone, pages are longer */
#define MARK_SIZE 12

int fdatasync(int fd)
{
    if (sync_fails) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, fd);
}

ssize_t pwrite(int fd, const void *at, size_t size, off_t offset)
{
    if (head_fails && size < HEAD_MAX && size > MARK_SIZE) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, at, size, offset);
}

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/store_lmdb_test.XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof(path), "%s/data.mdb", folder);
    conf = (moot_store_lmdb_conf_t){
        .path = path, .bytes_max = 16 * MIB, .identity = S("c/1")};
    return 0;
}

static void remove_file(const char *end)
{
    char name[128];
    (void)snprintf(name, sizeof(name), "%s%s", path, end);
    (void)remove(name);
}

static int tear_down(void **state)
{
    (void)state;
    remove_file("");
    remove_file("-lock");
    remove_file("-mark");
    return rmdir(folder);
}

static int attempt(moot_store_t **store)
{
    *store = NULL;
    why[0] = '\0';
    return moot_store_lmdb_open(&conf, store, why, sizeof(why));
}

static moot_store_t *open_store(void)
{
    moot_store_t *store;
    int rc = attempt(&store);
    if (rc < 0)
        fail_msg("%s: %s", moot_err_text(rc), why);
    return store;
}

static void refuse(int rc, const char *reason)
{
    moot_store_t *store;
    assert_int_equal(attempt(&store), rc);
    assert_null(store);
    if (strstr(why, reason) == NULL || strstr(why, path) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", why, reason);
}

static void begin(moot_store_t *store)
{
    assert_int_equal(moot_store_begin(store), 0);
}

static void commit(moot_store_t *store)
{
    assert_int_equal(moot_store_commit(store), 0);
}

/* ---- contents that can be made and checked again ---- */

static moot_slice_t number(uint32_t n, uint8_t *bytes)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(n >> (24 - 8 * i));
    return moot_slice(bytes, 4);
}

/* The value of entry n: its length and bytes follow from n; some are long. */
static moot_slice_t value_of(uint32_t n, uint32_t round)
{
    static uint8_t bytes[20000];
    size_t size = n % 23 == 0 ? 3000 + n * 37 % 17000 : n * 7 % 90;
    memset(bytes, (int)(n + round), size);
    return moot_slice(bytes, size);
}

static int put_number(moot_store_t *store, uint32_t n, uint32_t round)
{
    uint8_t key[4];
    return moot_store_put(store, T, number(n, key), value_of(n, round));
}

static int del_number(moot_store_t *store, uint32_t n)
{
    uint8_t key[4];
    return moot_store_del(store, T, number(n, key));
}

/* Counts entries that are as put_number put them; any other is a failure. */
static uint32_t count_numbers(moot_store_t *store, uint32_t round)
{
    moot_entry_t entry;
    uint32_t count = 0;
    begin(store);
    int rc = moot_store_first(store, T, NONE, &entry);
    for (; rc == 0; rc = moot_store_next(store, T, NONE, &entry)) {
        const uint8_t *at = entry.key.at;
        assert_int_equal(entry.key.size, 4);
        uint32_t n = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16
                     | (uint32_t)at[2] << 8 | at[3];
        assert_true(moot_slice_eq(entry.value, value_of(n, round)));
        count++;
    }
    assert_int_equal(rc, MOOT_ENOENT);
    moot_store_abort(store);
    return count;
}

/* ---- opening ---- */

static void contents_survive_closing(void **state)
{
    (void)state;
    moot_store_t *store = open_store();
    begin(store);
    for (uint32_t n = 0; n < 500; n++)
        assert_int_equal(put_number(store, n, 0), 0);
    commit(store);
    begin(store);
    assert_int_equal(put_number(store, 1000, 0), 0);
    moot_store_close(&store);
    store = open_store();
    assert_int_equal(count_numbers(store, 0), 500);
    moot_store_close(&store);
    moot_store_close(&store);
}

static void another_identity_is_foreign(void **state)
{
    (void)state;
    moot_store_t *store = open_store();
    moot_store_close(&store);
    conf.identity = S("c/2");
    refuse(MOOT_EFOREIGN, "another cluster");
    conf.identity = S("c/1");
    store = open_store();
    moot_store_close(&store);
}

static int step_result;

static int step_0(moot_store_t *store)
{
    return moot_store_put(store, T, S("step"), S("0"));
}

static int step_1(moot_store_t *store)
{
    moot_slice_t value;
    int rc = moot_store_get(store, T, S("step"), &value);
    if (rc == 0)
        rc = moot_store_put(store, T, S("step"), S("01"));
    return rc == 0 ? step_result : rc;
}

static int step_2(moot_store_t *store)
{
    (void)store;
    return 0;
}

static void older_formats_are_upgraded(void **state)
{
    static int (*const steps[])(moot_store_t *) = {step_0, step_1, step_2};
    static const moot_store_formats_t format_0 = {0, NULL};
    static const moot_store_formats_t format_3 = {3, steps};
    moot_slice_t value;
    (void)state;
    conf.formats = &format_0;
    moot_store_t *store = open_store();
    moot_store_close(&store);
    /* A step that fails leaves the old format. */
    conf.formats = &format_3;
    step_result = MOOT_EINVAL;
    refuse(MOOT_EINVAL, "prepared");
    conf.formats = &format_0;
    store = open_store();
    begin(store);
    assert_int_equal(moot_store_get(store, T, S("step"), &value), MOOT_ENOENT);
    moot_store_close(&store);
    conf.formats = &format_3;
    step_result = 0;
    for (int i = 0; i < 2; i++) { /* the second time runs no step */
        store = open_store();
        begin(store);
        assert_int_equal(moot_store_get(store, T, S("step"), &value), 0);
        assert_slice(value, "01");
        moot_store_close(&store);
    }
    conf.formats = NULL;
    refuse(MOOT_EVERSION, "newer version");
    conf.formats = &format_3;
    store = open_store();
    moot_store_close(&store);
}

/* Takes the tables of format 2 out of the file, as if they had never been. */
static void drop_new_tables(void)
{
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_maxdbs(env, MOOT_TABLES), 0);
    assert_int_equal(mdb_env_open(env, path, MDB_NOSUBDIR, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    for (enum moot_table i = MOOT_TABLE_HISTORY; i < MOOT_TABLES; i++) {
        assert_int_equal(mdb_dbi_open(txn, moot_table_name(i), 0, &dbi), 0);
        assert_int_equal(mdb_drop(txn, dbi, 1), 0);
    }
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
}

static void a_store_of_format_1_opens(void **state)
{
    static const moot_store_formats_t format_1 = {1, NULL};
    uint32_t format;
    (void)state;
    conf.formats = &format_1;
    moot_store_t *store = open_store();
    begin(store);
    assert_int_equal(put_number(store, 7, 0), 0);
    commit(store);
    moot_store_close(&store);
    drop_new_tables();
    conf.formats = NULL;
    store = open_store();
    assert_int_equal(count_numbers(store, 0), 1);
    begin(store);
    assert_int_equal(moot_store_format(store, &moot_store_formats, &format),
                     0);
    assert_int_equal(format, 2);
    assert_int_equal(moot_store_put(store, MOOT_TABLE_FACT, S("k"), S("v")),
                     0);
    commit(store);
    moot_store_close(&store);
    /* An older program finds that it is newer; ours does without them not. */
    conf.formats = &format_1;
    refuse(MOOT_EVERSION, "newer version");
    conf.formats = NULL;
    drop_new_tables();
    refuse(MOOT_ECORRUPT, "table history: missing");
}

/* ---- damage ---- */

typedef struct image {
    uint8_t *at;
    size_t size;
} image_t;

/* Reads the store's file (end "") or one beside it ("-mark"). */
static image_t read_image(const char *end)
{
    struct stat st;
    char name[128];
    (void)snprintf(name, sizeof(name), "%s%s", path, end);
    int fd = open(name, O_RDONLY);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    image_t image = {malloc((size_t)st.st_size), (size_t)st.st_size};
    assert_non_null(image.at);
    assert_int_equal(read(fd, image.at, image.size), st.st_size);
    (void)close(fd);
    return image;
}

static void write_image(const char *end, const image_t *image, size_t size)
{
    char name[128];
    (void)snprintf(name, sizeof(name), "%s%s", path, end);
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, image->at, size), (ssize_t)size);
    (void)close(fd);
}

/* A closed store of NUMBERS entries with branches, long values and free
 * pages, and its file. */
#define NUMBERS 400

static image_t make_image(void)
{
    moot_store_t *store = open_store();
    for (uint32_t from = 0; from < 600; from += 100) {
        begin(store);
        for (uint32_t n = from; n < from + 100; n++)
            assert_int_equal(put_number(store, n, 0), 0);
        commit(store);
    }
    begin(store);
    for (uint32_t n = 0; n < 600; n += 3)
        assert_int_equal(del_number(store, n), 0);
    commit(store);
    assert_int_equal(count_numbers(store, 0), NUMBERS);
    moot_store_close(&store);
    return read_image("");
}

/* Opens a file that may be damaged: refused, or all there and fit for more
 * changes. Returns whether it was refused. */
static bool refused_or_right(const char *what, size_t place)
{
    moot_store_t *store;
    int rc = attempt(&store);
    if (rc < 0) {
        if (rc != MOOT_ECORRUPT || strstr(why, path) == NULL
            || strstr(why, "backup") == NULL)
            fail_msg("%s %zu: %s: %s", what, place, moot_err_text(rc), why);
        return true;
    }
    if (count_numbers(store, 0) != NUMBERS)
        fail_msg("%s %zu: entries are missing", what, place);
    /* What is wrong with fill marks and free lists shows when writing. */
    for (int i = 0; i < 3; i++) {
        begin(store);
        for (uint32_t n = 600; n < 660; n++)
            assert_int_equal(put_number(store, n, 0), 0);
        commit(store);
        begin(store);
        for (uint32_t n = 600; n < 660; n++)
            assert_int_equal(del_number(store, n), 0);
        commit(store);
    }
    moot_store_close(&store);
    if (attempt(&store) < 0)
        fail_msg("%s %zu: damaged after use: %s", what, place, why);
    if (count_numbers(store, 0) != NUMBERS)
        fail_msg("%s %zu: entries are lost after use", what, place);
    moot_store_close(&store);
    return false;
}

static bool flip(image_t *image, const image_t *mark, size_t bit)
{
    image->at[bit / 8] ^= (uint8_t)(1u << bit % 8);
    write_image("", image, image->size);
    write_image("-mark", mark, mark->size);
    image->at[bit / 8] ^= (uint8_t)(1u << bit % 8);
    return refused_or_right("bit", bit);
}

static void flipped_bits_are_found_or_harmless(void **state)
{
    const char *more = getenv("STORE_TEST_FLIPS");
    size_t flips = more == NULL ? 250 : (size_t)atoll(more), found = 0;
    uint64_t dice = 42;
    (void)state;
    image_t image = make_image(), mark = read_image("-mark");
    for (size_t i = 0; i < flips; i++) {
        dice = dice * 6364136223846793005u + 1442695040888963407u;
        found += flip(&image, &mark, (dice >> 20) % (image.size * 8));
    }
    print_message("%zu of %zu flips refused, %zu bytes\n", found, flips,
                  image.size);
    assert_true(found > flips / 4);
    free(image.at);
    free(mark.at);
}

/* The heads of the file and of each page of it are where LMDB is most
 * credulous. */
static void flipped_heads_are_found_or_harmless(void **state)
{
    const char *more = getenv("STORE_TEST_FLIPS");
    size_t step = more == NULL ? 5 : 1, found = 0, flips = 0;
    (void)state;
    image_t image = make_image(), mark = read_image("-mark");
    for (size_t page = 0; page < 2; page++) {
        for (size_t bit = 0; bit < 152 * 8; bit += step, flips++)
            found += flip(&image, &mark, page * 4096 * 8 + bit);
    }
    for (size_t page = 2; page < image.size / 4096; page++) {
        for (size_t bit = page % 7; bit < 24 * 8; bit += 7 * step, flips++)
            found += flip(&image, &mark, page * 4096 * 8 + bit);
    }
    print_message("%zu of %zu flips refused\n", found, flips);
    assert_true(found > flips / 10);
    free(image.at);
    free(mark.at);
}

static void a_cut_file_is_found_or_harmless(void **state)
{
    size_t refused = 0, cuts = 0;
    (void)state;
    image_t image = make_image(), mark = read_image("-mark");
    for (size_t size = 0; size < image.size; size += 3001, cuts++) {
        write_image("", &image, size);
        write_image("-mark", &mark, mark.size);
        refused += refused_or_right("cut at", size);
    }
    for (size_t size = 0; size < image.size; size += 4096, cuts++) {
        write_image("", &image, size);
        write_image("-mark", &mark, mark.size);
        refused += refused_or_right("cut at", size);
    }
    print_message("%zu of %zu cuts refused\n", refused, cuts);
    assert_true(refused > cuts * 3 / 4);
    write_image("", &image, 0);
    refuse(MOOT_ECORRUPT, "the file is empty");
    write_image("", &image, 100);
    refuse(MOOT_ECORRUPT, "cut off at 100 bytes");
    free(image.at);
    free(mark.at);
}

static void other_things_in_its_place_are_refused(void **state)
{
    static uint8_t junk[8192];
    image_t image = {junk, sizeof(junk)};
    (void)state;
    memset(junk, 'j', sizeof(junk));
    write_image("", &image, sizeof(junk));
    refuse(MOOT_ECORRUPT, "damaged");
    remove_file("");
    assert_int_equal(mkdir(path, 0700), 0);
    refuse(MOOT_ECORRUPT, "not a regular file");
    remove_file("");
    moot_store_t *store = open_store();
    moot_store_close(&store);
    remove_file("");
    refuse(MOOT_ECORRUPT, "missing");
}

/* A file without rights; root has them all, so another user tries. */
static void an_unreadable_file_is_refused(void **state)
{
    (void)state;
    moot_store_t *store = open_store();
    moot_store_close(&store);
    assert_int_equal(chmod(path, 0400), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0
            && (chown(path, 65534, 65534) != 0 || seteuid(65534) != 0))
            _exit(2);
        _exit(attempt(&store) != MOOT_EDENIED || strstr(why, path) == NULL);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* An old copy of the store, put back while the mark knows newer commits. */
static void a_store_that_went_back_is_refused(void **state)
{
    (void)state;
    image_t old = make_image();
    moot_store_t *store = open_store();
    begin(store);
    assert_int_equal(put_number(store, 9999, 0), 0);
    commit(store);
    moot_store_close(&store);
    write_image("", &old, old.size);
    refuse(MOOT_ECORRUPT, "remove ");
    remove_file("-mark");
    store = open_store();
    assert_int_equal(count_numbers(store, 0), NUMBERS);
    moot_store_close(&store);
    /* An unreadable mark proves nothing. */
    image_t mark = read_image("-mark");
    mark.at[3] ^= 1;
    write_image("-mark", &mark, mark.size);
    store = open_store();
    moot_store_close(&store);
    free(mark.at);
    free(old.at);
}

/* ---- full ---- */

/* Puts entries in transactions of ten until one fails with ENOSPC; returns
 * how many were committed. */
static uint32_t put_until_full(moot_store_t *store, uint32_t from)
{
    for (uint32_t done = from; done < 1000000; done += 10) {
        begin(store);
        int rc = 0;
        for (uint32_t n = done; n < done + 10 && rc == 0; n++)
            rc = put_number(store, n, 0);
        if (rc < 0) {
            moot_slice_t value;
            assert_int_equal(rc, MOOT_ENOSPC);
            assert_int_equal(del_number(store, 0), MOOT_ENOSPC);
            assert_int_equal(moot_store_get(store, T, S("any"), &value),
                             MOOT_ENOSPC);
        }
        rc = moot_store_commit(store);
        if (rc < 0) {
            assert_int_equal(rc, MOOT_ENOSPC);
            return done;
        }
    }
    fail_msg("never full");
    return 0;
}

static void a_full_map_can_be_emptied(void **state)
{
    size_t removed;
    moot_store_stat_t stat;
    (void)state;
    conf.bytes_max = MIB;
    moot_store_t *store = open_store();
    uint32_t count = put_until_full(store, 0);
    assert_true(count > 100);
    assert_int_equal(count_numbers(store, 0), count);
    for (int round = 0; round < 20; round++) {
        uint32_t left = count_numbers(store, 0);
        assert_int_equal(moot_store_begin_shrink(store), 0);
        assert_int_equal(
            moot_store_del_range(store, T, NONE, NONE, left / 2, &removed), 0);
        assert_int_equal(removed, left / 2);
        commit(store);
        assert_int_equal(count_numbers(store, 0), left - removed);
        (void)put_until_full(store, 100000 + (uint32_t)round * 10000);
    }
    begin(store);
    assert_int_equal(moot_store_stat(store, &stat), 0);
    assert_int_equal(stat.bytes_max, MIB);
    assert_true(stat.bytes_used < MIB + MIB / 4);
    count = (uint32_t)stat.entries[T];
    moot_store_close(&store);
    store = open_store();
    assert_int_equal(count_numbers(store, 0), count);
    moot_store_close(&store);
}

static void a_full_disk_is_not_the_end(void **state)
{
    struct rlimit limit, small;
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    moot_store_t *store = open_store();
    uint32_t count = 0;
    for (rlim_t size = 300000; size < 900000; size += 100123) {
        small.rlim_cur = size;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        uint32_t before = count;
        count = put_until_full(store, count);
        assert_true(count > before);
        assert_int_equal(count_numbers(store, 0), count);
    }
    moot_store_close(&store);
    store = open_store(); /* opening needs no room */
    assert_int_equal(count_numbers(store, 0), count);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    begin(store);
    assert_int_equal(put_number(store, count, 0), 0);
    commit(store);
    assert_int_equal(count_numbers(store, 0), count + 1);
    moot_store_close(&store);
}

static void a_disk_full_at_the_first_start_leaves_nothing(void **state)
{
    struct rlimit limit, small;
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    for (rlim_t size = 0; size < 40000; size += 4096) {
        moot_store_t *store;
        small = limit;
        small.rlim_cur = size + 100;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        int rc = attempt(&store);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        if (rc == 0) {
            moot_store_close(&store);
            remove_file("");
            remove_file("-mark");
            assert_true(size > 0);
        } else {
            assert_true(rc == MOOT_ENOSPC || rc == MOOT_EIO);
            assert_true(access(path, F_OK) != 0);
        }
    }
    moot_store_t *store = open_store();
    moot_store_close(&store);
}

/* After a failed sync nobody knows what is on disk. */
static void a_failed_sync_is_an_error_of_its_own(void **state)
{
    (void)state;
    moot_store_t *store = open_store();
    begin(store);
    assert_int_equal(put_number(store, 1, 0), 0);
    sync_fails = true;
    assert_int_equal(moot_store_commit(store), MOOT_EIO);
    sync_fails = false;
    moot_store_close(&store);
    store = open_store();
    assert_int_equal(count_numbers(store, 0), 0);
    moot_store_close(&store);
}

/* The same for the head, whatever the reason: the store is lost until it is
 * opened again. */
static void a_failed_head_loses_the_store(void **state)
{
    (void)state;
    moot_store_t *store = open_store();
    begin(store);
    assert_int_equal(put_number(store, 1, 0), 0);
    head_fails = true;
    assert_int_equal(moot_store_commit(store), MOOT_EIO);
    head_fails = false;
    assert_int_equal(moot_store_begin(store), MOOT_EIO);
    moot_store_close(&store);
    store = open_store();
    assert_int_equal(count_numbers(store, 0), 0);
    moot_store_close(&store);
}

/* ---- death ---- */

#define BATCH 37

/* Writes batches for ever, telling the number of each once it is committed.
 * Batch b sets each entry to what belongs to round b. */
static _Noreturn void write_batches(int fd, uint32_t round)
{
    moot_store_t *store;
    if (attempt(&store) != 0)
        _exit(1);
    for (;; round++) {
        if (moot_store_begin(store) != 0)
            _exit(2);
        for (uint32_t n = 0; n < BATCH; n++) {
            if (put_number(store, n + round % 50 * 100, round) != 0
                || put_number(store, n, round) != 0)
                _exit(3);
        }
        for (uint32_t n = 0; n < BATCH; n++)
            (void)del_number(store, n + round % 50 * 100 + 2500);
        if (moot_store_commit(store) != 0
            || write(fd, &round, sizeof(round)) != sizeof(round))
            _exit(4);
    }
}

/* The round that the first entries are of; all must be of the same. */
static uint32_t read_round(moot_store_t *store)
{
    moot_slice_t value;
    uint8_t key[4];
    uint32_t round = 0;
    begin(store);
    for (uint32_t n = 0; n < BATCH; n++) {
        assert_int_equal(moot_store_get(store, T, number(n, key), &value), 0);
        assert_int_equal(value.size, value_of(n, 0).size);
        if (value.size == 0)
            continue;
        uint32_t found = (uint8_t)(value.at[0] - n);
        assert_true(round == 0 || round == found);
        round = found;
        assert_true(moot_slice_eq(value, value_of(n, found)));
    }
    moot_store_abort(store);
    return round;
}

static void what_was_committed_survives_a_kill(void **state)
{
    uint32_t last = 0;
    (void)state;
    for (uint32_t life = 1; life <= 12; life++) {
        int fds[2];
        uint32_t told;
        assert_int_equal(pipe(fds), 0);
        pid_t child = fork();
        if (child == 0) {
            (void)close(fds[0]);
            write_batches(fds[1], last + 1);
        }
        (void)close(fds[1]);
        /* Dies while it works on, after some batches more each time. */
        uint32_t batches = life * 3;
        while (batches-- > 0) {
            assert_int_equal(read(fds[0], &told, sizeof(told)), sizeof(told));
            assert_int_equal(told, ++last);
        }
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        while (read(fds[0], &told, sizeof(told)) == sizeof(told))
            last = told;
        (void)close(fds[0]);
        moot_store_t *store = open_store();
        uint32_t ahead = (read_round(store) - last) & 0xff;
        assert_true(ahead <= 1); /* one may be committed and not yet told */
        last += ahead;
        moot_store_close(&store);
    }
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        EACH(contents_survive_closing),
        EACH(another_identity_is_foreign),
        EACH(older_formats_are_upgraded),
        EACH(a_store_of_format_1_opens),
        EACH(flipped_bits_are_found_or_harmless),
        EACH(flipped_heads_are_found_or_harmless),
        EACH(a_cut_file_is_found_or_harmless),
        EACH(other_things_in_its_place_are_refused),
        EACH(an_unreadable_file_is_refused),
        EACH(a_store_that_went_back_is_refused),
        EACH(a_full_map_can_be_emptied),
        EACH(a_full_disk_is_not_the_end),
        EACH(a_disk_full_at_the_first_start_leaves_nothing),
        EACH(a_failed_sync_is_an_error_of_its_own),
        EACH(a_failed_head_loses_the_store),
        EACH(what_was_committed_survives_a_kill),
    };
#undef EACH
    return cmocka_run_group_tests(tests, NULL, NULL);
}
