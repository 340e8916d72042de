#include "common/cluster.h"

#include "common/err.h"
#include "common/file.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <sys/random.h>

enum { FILE_BYTES_MAX = 4096 };

static int path_of(const char *data_dir, char *path, size_t size)
{
    int n = snprintf(path, size, "%s/cluster", data_dir);

    return n < 0 || (size_t)n >= size ? MOOT_ELIMIT : 0;
}

static int check_id(const char *id)
{
    size_t size = strspn(id, "0123456789abcdef");

    return size == MOOT_CLUSTER_ID_SIZE && id[size] == '\0' ? 0 : MOOT_EINVAL;
}

/* The three lines in their order, nothing else. */
static int parse(const char *text, moot_cluster_t *out)
{
    uint64_t format = 0;
    int end = 0;

    if (sscanf(text, "format = %" SCNu64 " ", &format) != 1)
        return MOOT_EINVAL;
    if (format > MOOT_CLUSTER_FORMAT)
        return MOOT_EVERSION;
    if (sscanf(text,
               "format = %" SCNu64 " cluster = %16s workers = %" SCNu64 " %n",
               &format, out->id, &out->workers, &end)
            != 3
        || text[end] != '\0' || check_id(out->id) != 0 || out->workers == 0
        || out->workers > MOOT_CLUSTER_WORKERS_MAX)
        return MOOT_EINVAL;
    return 0;
}

int moot_cluster_read(const char *data_dir, moot_cluster_t *out)
{
    char path[PATH_MAX];
    moot_cluster_t cluster = {0};
    moot_buf_t buf;
    int rc = path_of(data_dir, path, sizeof path);

    if (rc != 0)
        return rc;
    moot_buf_init(&buf, FILE_BYTES_MAX);
    rc = moot_file_read(path, &buf);
    if (rc == 0)
        rc = moot_buf_put(&buf, "", 1);
    if (rc == MOOT_EFULL)
        rc = MOOT_EINVAL;
    if (rc == 0)
        rc = parse((const char *)buf.at, &cluster);
    if (rc == 0)
        *out = cluster;
    moot_buf_close(&buf);
    return rc;
}

int moot_cluster_make(const char *data_dir, uint64_t workers,
                      moot_cluster_t *out)
{
    char path[PATH_MAX], text[128];
    moot_cluster_t cluster = {.workers = workers};
    uint64_t random;
    int size, rc;

    MOOT_CHECK(workers >= 1 && workers <= MOOT_CLUSTER_WORKERS_MAX);
    rc = path_of(data_dir, path, sizeof path);
    if (rc == 0)
        rc = moot_file_make_folder(data_dir);
    if (rc != 0)
        return rc;
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        return MOOT_EIO;
    snprintf(cluster.id, sizeof cluster.id, "%016" PRIx64, random);
    size = snprintf(text, sizeof text,
                    "format = %d\ncluster = %s\nworkers = %" PRIu64 "\n",
                    MOOT_CLUSTER_FORMAT, cluster.id, workers);
    rc = moot_file_make(path, moot_slice(text, (size_t)size), 0600);
    if (rc == 0)
        *out = cluster;
    return rc;
}
