/* The file <data_dir>/cluster: which cluster a data folder belongs to and how
 * many workers it was made for. Written once, by `moot init`. */
#ifndef MOOT_CLUSTER_H
#define MOOT_CLUSTER_H

#include "common/check.h"

#include <stdint.h>

#define MOOT_CLUSTER_FORMAT 1      /* of the file, and of the data folder */
#define MOOT_CLUSTER_ID_SIZE 16    /* hexadecimal digits */
#define MOOT_CLUSTER_WORKERS_MAX 256

typedef struct moot_cluster {
    char id[MOOT_CLUSTER_ID_SIZE + 1];
    uint64_t workers; /* 1 to MOOT_CLUSTER_WORKERS_MAX */
} moot_cluster_t;

/* Reads it. Errors: MOOT_ENOENT (not made yet), MOOT_EVERSION (a newer
 * format), MOOT_EINVAL (damaged), MOOT_EIO. */
MOOT_CHECKED int moot_cluster_read(const char *data_dir, moot_cluster_t *out);

/* Makes a new cluster with a random id, on disk when this returns 0; the
 * folder is made (mode 0700) when it is missing. Errors: MOOT_EEXIST (there is
 * one already: nothing is changed), MOOT_EIO, MOOT_ENOSPC. */
MOOT_CHECKED int moot_cluster_make(const char *data_dir, uint64_t workers,
                                   moot_cluster_t *out);

#endif
