/* moot init: makes a cluster for a number of workers, once: its description,
 * the folders of its workers, the secret of its tokens. */
#include "cli/command.h"
#include "common/secret.h"
#include "common/cluster.h"
#include "common/err.h"
#include "common/file.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

typedef struct wish {
    uint64_t workers;
    bool said;  /* --workers was given */
    bool again; /* --again: a cluster that is there is what was wanted */
} wish_t;

static bool take_workers(void *ctx, const char *value)
{
    wish_t *wish = ctx;

    wish->said = true;
    return moot_command_number("workers", value, 1, MOOT_CLUSTER_WORKERS_MAX,
                               &wish->workers);
}

static bool take_again(void *ctx, const char *value)
{
    (void)value;
    ((wish_t *)ctx)->again = true;
    return true;
}

static int fail(const char *folder, const char *why)
{
    fprintf(stderr, "moot init: %s: %s\n", folder, why);
    return MOOT_EXIT_FAILED;
}

/* The workers' folders come before the description: a cluster that is there
 * has all of them. */
static int make_folders(const char *folder, uint64_t workers)
{
    char path[PATH_MAX];

    for (uint64_t i = 1; i <= workers; i++) {
        int rc, size = snprintf(path, sizeof path, "%s/worker-%" PRIu64, folder,
                                i);

        if (size < 0 || (size_t)size >= sizeof path)
            return MOOT_ELIMIT;
        rc = moot_file_make_folder(path);
        if (rc != 0)
            return rc;
    }
    return 0;
}

static int make(const moot_conf_t *conf, const wish_t *wish)
{
    const char *folder = conf->data_dir;
    moot_cluster_t cluster;
    int rc = make_folders(folder, wish->workers);

    if (rc == 0)
        rc = moot_secret_make(conf);
    if (rc == 0)
        rc = moot_cluster_make(folder, wish->workers, &cluster);
    if (rc != 0)
        return fail(folder, moot_err_text(rc));
    printf("made cluster %s for %" PRIu64 " workers in %s\n", cluster.id,
           wish->workers, folder);
    return MOOT_EXIT_OK;
}

/* A cluster is there. Its number of workers stays as it is. */
static int keep(const moot_conf_t *conf, const wish_t *wish,
                const moot_cluster_t *cluster)
{
    char why[160];

    if (!wish->again)
        return fail(conf->data_dir, "holds a cluster already");
    if (wish->said && wish->workers != cluster->workers) {
        snprintf(why, sizeof why,
                 "was made for %" PRIu64 " workers, not for %" PRIu64
                 ": its rooms are divided among them, and the number stays",
                 cluster->workers, wish->workers);
        return fail(conf->data_dir, why);
    }
    printf("cluster %s for %" PRIu64 " workers is in %s\n", cluster->id,
           cluster->workers, conf->data_dir);
    return MOOT_EXIT_OK;
}

int moot_init_command(int argc, char **argv)
{
    static const moot_option_t own[] = {{"workers", true, take_workers},
                                        {"again", false, take_again}};
    wish_t wish = {.workers = 2};
    moot_cluster_t cluster;
    moot_conf_t conf;
    int rc, code = moot_command_options(argc, argv, own, 2, &wish, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    rc = moot_cluster_read(conf.data_dir, &cluster);
    if (rc == 0)
        code = keep(&conf, &wish, &cluster);
    else if (rc == MOOT_ENOENT)
        code = make(&conf, &wish);
    else
        code = fail(conf.data_dir, moot_err_text(rc));
    moot_conf_close(&conf);
    return code;
}
