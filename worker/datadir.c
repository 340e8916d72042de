/* The worker's folder: lock and identity. */
#include "worker/datadir.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/crc32c.h"
#include "common/err.h"

#define IDENTITY_FORMAT 1
#define IDENTITY_MAX 256 /* bytes of the file */
#define HOST_MAX 64

struct moot_datadir {
    int lock; /* descriptor, or -1 */
    uint64_t incarnation;
    char cluster[MOOT_DATADIR_CLUSTER_MAX + 1];
    uint32_t worker;
    char owner[MOOT_DATADIR_CLUSTER_MAX + 16]; /* "cluster/worker" */
    char folder[PATH_MAX - 32];                /* room for a file's name */
    char store[PATH_MAX];
    char *why;
    size_t why_size;
};

/* What an identity file says. */
typedef struct identity {
    unsigned format;
    char cluster[MOOT_DATADIR_CLUSTER_MAX + 1];
    uint32_t worker;
    uint64_t incarnation;
} identity_t;

static int explain(const moot_datadir_t *dir, int rc, const char *format, ...)
    MOOT_PRINTF(3, 4);

/* Writes the reason of a failure, passes its code on. */
static int explain(const moot_datadir_t *dir, int rc, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    (void)snprintf(dir->why, dir->why_size, "%s: %s", dir->folder, text);
    return rc;
}

static int explain_errno(const moot_datadir_t *dir, const char *what)
{
    int rc = MOOT_EIO;
    if (errno == ENOSPC || errno == EDQUOT)
        rc = MOOT_ENOSPC;
    else if (errno == EACCES || errno == EPERM || errno == EROFS
             || errno == ENOTDIR || errno == EISDIR)
        rc = MOOT_EDENIED;
    return explain(dir, rc, "%s: %s", what, strerror(errno));
}

static void path_of(const moot_datadir_t *dir, const char *name, char *path)
{
    (void)snprintf(path, PATH_MAX, "%s/%s", dir->folder, name);
}

static int sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0)
        (void)close(fd);
    return rc;
}

static int make_folder(const moot_datadir_t *dir, const char *data_dir)
{
    if ((mkdir(data_dir, 0700) != 0 && errno != EEXIST)
        || (mkdir(dir->folder, 0700) != 0 && errno != EEXIST)
        || sync_folder(data_dir) != 0)
        return explain_errno(dir, "cannot make the folder");
    return 0;
}

/* ---- the lock ---- */

/* Says who holds the lock, as written by the holder. */
static int explain_holder(const moot_datadir_t *dir, int fd)
{
    char text[HOST_MAX + 32];
    ssize_t size = pread(fd, text, sizeof(text) - 1, 0);
    text[size > 0 ? size : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return explain(dir, MOOT_ELOCKED, "in use by another worker (%s)",
                   text[0] == '\0' ? "starting" : text);
}

/* A lock of flock belongs to the open file, so that no other open and close
 * of the file in this process can lose it, as with fcntl. The file stays when
 * we end: removing it could split two starting workers onto two files. */
static int take_lock(moot_datadir_t *dir)
{
    char path[PATH_MAX], host[HOST_MAX] = "", text[HOST_MAX + 32];
    path_of(dir, "lock", path);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return explain_errno(dir, "cannot open the lock");
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int rc = errno == EWOULDBLOCK ? explain_holder(dir, fd)
                                      : explain_errno(dir, "cannot lock");
        (void)close(fd);
        return rc;
    }
    (void)gethostname(host, sizeof(host) - 1);
    int size =
        snprintf(text, sizeof(text), "pid %ld on %s\n", (long)getpid(), host);
    dir->lock = fd;
    /* The text only serves the message above. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)size, 0) != size)
        return explain_errno(dir, "cannot write the lock");
    return 0;
}

/* ---- the identity ---- */

/* The text of an identity, its checksum at the end; text has IDENTITY_MAX
 * bytes. Returns its size. */
static size_t format(const identity_t *identity, char *text)
{
    int size = snprintf(text, IDENTITY_MAX,
                        "moothall worker %u\ncluster %s\nworker %" PRIu32
                        "\nincarnation %" PRIu64 "\n",
                        identity->format, identity->cluster, identity->worker,
                        identity->incarnation);
    uint32_t crc = moot_crc32c(moot_slice(text, (size_t)size));
    size += snprintf(text + size, IDENTITY_MAX - (size_t)size,
                     "checksum %08" PRIx32 "\n", crc);
    return (size_t)size;
}

/* Reads the text of an identity. Only what format gives is right: anything
 * else is damage, since people have no reason to edit it. */
static int parse(moot_slice_t text, identity_t *identity)
{
    char again[IDENTITY_MAX];
    const char *from = (const char *)text.at; /* a zero follows the text */
    if (sscanf(from, "moothall worker %u\n", &identity->format) != 1)
        return MOOT_ECORRUPT;
    if (identity->format > IDENTITY_FORMAT)
        return MOOT_EVERSION;
    if (sscanf(from,
               "moothall worker %*u\ncluster %64s\nworker %" SCNu32
               "\nincarnation %" SCNu64,
               identity->cluster, &identity->worker, &identity->incarnation)
        != 3)
        return MOOT_ECORRUPT;
    size_t size = format(identity, again);
    return moot_slice_eq(text, moot_slice(again, size)) ? 0 : MOOT_ECORRUPT;
}

/* Errors: ENOENT, ECORRUPT, EVERSION, those of errno. */
static int read_identity(const moot_datadir_t *dir, identity_t *identity)
{
    char path[PATH_MAX], text[IDENTITY_MAX + 1];
    path_of(dir, "identity", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? MOOT_ENOENT
                               : explain_errno(dir, "cannot open identity");
    ssize_t size = read(fd, text, IDENTITY_MAX);
    if (size < 0) {
        int rc = explain_errno(dir, "cannot read identity");
        (void)close(fd);
        return rc;
    }
    (void)close(fd);
    text[size] = '\0';
    int rc = parse(moot_slice(text, (size_t)size), identity);
    if (rc == MOOT_EVERSION)
        return explain(dir, rc, "made by a newer version of this program");
    if (rc < 0)
        return explain(dir, rc,
                       "identity is damaged; put the folder back from a "
                       "backup");
    return 0;
}

static int write_all(const char *path, const char *text, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return -1;
    errno = ENOSPC; /* what a short write means */
    int rc = write(fd, text, size) == (ssize_t)size ? fsync(fd) : -1;
    int error = errno;
    (void)close(fd);
    errno = error;
    return rc;
}

/* Writes the identity beside the old one, then takes its place: a crash
 * leaves one or the other. */
static int write_identity(const moot_datadir_t *dir)
{
    char path[PATH_MAX], fresh[PATH_MAX], text[IDENTITY_MAX];
    path_of(dir, "identity", path);
    path_of(dir, "identity-new", fresh);
    identity_t identity = {.format = IDENTITY_FORMAT,
                           .worker = dir->worker,
                           .incarnation = dir->incarnation};
    memcpy(identity.cluster, dir->cluster, sizeof(identity.cluster));
    size_t size = format(&identity, text);
    if (write_all(fresh, text, size) != 0 || rename(fresh, path) != 0
        || sync_folder(dir->folder) != 0)
        return explain_errno(dir, "cannot write identity");
    return 0;
}

/* Checks whose folder this is. Errors: those of read_identity. */
static int check_identity(moot_datadir_t *dir)
{
    identity_t found = {0};
    int rc = read_identity(dir, &found);
    if (rc == MOOT_ENOENT) {
        if (access(dir->store, F_OK) == 0)
            return explain(dir, MOOT_ECORRUPT,
                           "there is a store but no identity; put the folder "
                           "back from a backup");
        dir->incarnation = 0;
        return 0;
    }
    if (rc < 0)
        return rc;
    if (strcmp(found.cluster, dir->cluster) != 0 || found.worker != dir->worker)
        return explain(dir, MOOT_EFOREIGN,
                       "belongs to worker %" PRIu32
                       " of cluster %s, not to worker %" PRIu32
                       " of cluster %s",
                       found.worker, found.cluster, dir->worker, dir->cluster);
    dir->incarnation = found.incarnation;
    return 0;
}

/* Checks whose folder this is and starts the next incarnation. */
static int take_identity(moot_datadir_t *dir)
{
    int rc = check_identity(dir);
    if (rc < 0)
        return rc;
    dir->incarnation++;
    return write_identity(dir);
}

static bool is_cluster(moot_slice_t cluster)
{
    for (size_t i = 0; i < cluster.size; i++) {
        if (cluster.at[i] <= ' ' || cluster.at[i] >= 0x7f)
            return false;
    }
    return cluster.size > 0 && cluster.size <= MOOT_DATADIR_CLUSTER_MAX;
}

static int set_names(moot_datadir_t *dir, const char *data_dir, uint32_t worker,
                     moot_slice_t cluster)
{
    int size = snprintf(dir->folder, sizeof(dir->folder), "%s/worker-%" PRIu32,
                        data_dir, worker);
    if (size < 0 || (size_t)size >= sizeof(dir->folder))
        return explain(dir, MOOT_EINVAL, "the path is too long");
    if (!is_cluster(cluster))
        return explain(dir, MOOT_EINVAL, "bad cluster id");
    memcpy(dir->cluster, cluster.at, cluster.size);
    dir->worker = worker;
    path_of(dir, "data.mdb", dir->store);
    (void)snprintf(dir->owner, sizeof(dir->owner), "%s/%" PRIu32, dir->cluster,
                   worker);
    return 0;
}

static int check_folder(const moot_datadir_t *dir)
{
    if (access(dir->folder, F_OK) == 0)
        return 0;
    return errno == ENOENT
               ? explain(dir, MOOT_ENOENT, "the folder is missing")
               : explain_errno(dir, "cannot be read");
}

/* look: nothing is made or changed. */
static int open_folder(const char *data_dir, uint32_t worker,
                       moot_slice_t cluster, bool look,
                       moot_datadir_t **dir_out, char *why, size_t why_size)
{
    moot_datadir_t *dir = calloc(1, sizeof(*dir));
    if (dir == NULL)
        return MOOT_ENOMEM;
    dir->lock = -1;
    dir->why = why;
    dir->why_size = why_size;
    int rc = set_names(dir, data_dir, worker, cluster);
    if (rc == 0)
        rc = look ? check_folder(dir) : make_folder(dir, data_dir);
    if (rc == 0)
        rc = take_lock(dir);
    if (rc == 0)
        rc = look ? check_identity(dir) : take_identity(dir);
    dir->why = NULL;
    dir->why_size = 0;
    if (rc < 0)
        moot_datadir_close(&dir);
    else
        *dir_out = dir;
    return rc;
}

int moot_datadir_open(const char *data_dir, uint32_t worker,
                      moot_slice_t cluster, moot_datadir_t **dir, char *why,
                      size_t why_size)
{
    return open_folder(data_dir, worker, cluster, false, dir, why, why_size);
}

int moot_datadir_look(const char *data_dir, uint32_t worker,
                      moot_slice_t cluster, moot_datadir_t **dir, char *why,
                      size_t why_size)
{
    return open_folder(data_dir, worker, cluster, true, dir, why, why_size);
}

/* All folders of the cluster, before any of them is taken. */
static int check_folders(const char *data_dir, uint32_t workers, char *why,
                         size_t why_size)
{
    struct stat status;
    char path[PATH_MAX];
    for (uint32_t i = 1; i <= workers; i++) {
        (void)snprintf(path, sizeof(path), "%s/worker-%" PRIu32, data_dir, i);
        if (stat(path, &status) == 0)
            continue;
        (void)snprintf(why, why_size,
                       "%s: %s; this cluster has %" PRIu32
                       " worker folders: put it back from a backup",
                       path, strerror(errno), workers);
        return errno == ENOENT ? MOOT_ENOENT : MOOT_EDENIED;
    }
    return 0;
}

int moot_datadir_claim(const char *data_dir, uint32_t workers,
                       moot_slice_t cluster, moot_datadir_t **dir, char *why,
                       size_t why_size)
{
    int rc = check_folders(data_dir, workers, why, why_size);
    if (rc < 0)
        return rc;
    for (uint32_t i = 1; i <= workers; i++) {
        rc = moot_datadir_open(data_dir, i, cluster, dir, why, why_size);
        if (rc != MOOT_ELOCKED)
            return rc;
    }
    (void)snprintf(why, why_size,
                   "%s: all %" PRIu32 " worker folders are in use: this "
                   "cluster was made for %" PRIu32 " worker%s",
                   data_dir, workers, workers, workers == 1 ? "" : "s");
    return MOOT_ELIMIT;
}

void moot_datadir_close(moot_datadir_t **dir_p)
{
    moot_datadir_t *dir = *dir_p;
    if (dir == NULL)
        return;
    if (dir->lock >= 0)
        (void)close(dir->lock);
    free(dir);
    *dir_p = NULL;
}

uint32_t moot_datadir_worker(const moot_datadir_t *dir)
{
    return dir->worker;
}

uint64_t moot_datadir_incarnation(const moot_datadir_t *dir)
{
    return dir->incarnation;
}

const char *moot_datadir_store_path(const moot_datadir_t *dir)
{
    return dir->store;
}

moot_slice_t moot_datadir_identity(const moot_datadir_t *dir)
{
    return moot_slice_str(dir->owner);
}
