/* moot init: makes a cluster for a number of workers, once. */
#include "cli/command.h"
#include "common/cluster.h"
#include "common/err.h"

#include <inttypes.h>
#include <stdio.h>

static bool take_workers(void *ctx, const char *value)
{
    return moot_command_number("workers", value, 1, MOOT_CLUSTER_WORKERS_MAX,
                               ctx);
}

int moot_init_command(int argc, char **argv)
{
    static const moot_option_t own[] = {{"workers", true, take_workers}};
    uint64_t workers = 2;
    moot_cluster_t cluster;
    moot_conf_t conf;
    int rc, code = moot_command_options(argc, argv, own, 1, &workers, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    rc = moot_cluster_make(conf.data_dir, workers, &cluster);
    if (rc == 0)
        printf("made cluster %s for %" PRIu64 " workers in %s\n", cluster.id,
               workers, conf.data_dir);
    else
        fprintf(stderr, "moot init: %s: %s\n", conf.data_dir,
                rc == MOOT_EEXIST ? "holds a cluster already"
                                  : moot_err_text(rc));
    moot_conf_close(&conf);
    return rc == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}
