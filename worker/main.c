/* moot-worker: owns slots of the cluster, their rooms and logs. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/cluster.h"
#include "common/conf_load.h"
#include "common/log.h"
#include "worker/checkup.h"
#include "worker/host.h"

/* Exit code of a start that another start would repeat. */
#define EXIT_REFUSED 2

static volatile bool stopping;

static void on_stop(int number)
{
    (void)number;
    stopping = true;
    moot_host_wake();
}

static void on_reload(int number)
{
    (void)number;
    moot_host_reload();
}

/* Number of "worker-3" or "3"; 1 when no id is given, MOOT_HOST_ANY_WORKER for
 * "auto". False when it is none of these. */
static bool number_of(const char *id, uint64_t *out)
{
    char *end;
    *out = 1;
    if (*id == '\0')
        return true;
    *out = MOOT_HOST_ANY_WORKER;
    if (strcmp(id, "auto") == 0)
        return true;
    if (strncmp(id, "worker-", 7) == 0)
        id += 7;
    *out = strtoul(id, &end, 10);
    return *id >= '1' && *id <= '9' && *end == '\0'
           && *out <= MOOT_CLUSTER_WORKERS_MAX;
}

static int run(const moot_conf_t *conf, uint64_t worker)
{
    char name[32];
    if (worker == MOOT_HOST_ANY_WORKER)
        snprintf(name, sizeof name, "worker");
    else
        snprintf(name, sizeof name, "worker-%u", (unsigned)worker);
    moot_log_open(name, (moot_log_level_t)conf->log_level);
    signal(SIGINT, on_stop);
    signal(SIGTERM, on_stop);
    signal(SIGHUP, on_reload);
    moot_log(MOOT_EV_PROGRAM_STARTED, "pid=%d version=%s", (int)getpid(),
             MOOT_VERSION);
    moot_admin_t *admin;
    if (moot_admin_start(conf, MOOT_CONF_WORKER, &admin) < 0)
        return MOOT_HOST_REFUSED;
    int rc = moot_host_run(conf, worker, admin, &stopping);
    moot_admin_close(&admin);
    if (rc == 0)
        moot_log_bare(MOOT_EV_PROGRAM_STOPPED);
    return rc;
}

/* moot-worker --verify [--json] FLAG…, for moot verify. */
static int verify(int argc, char **argv)
{
    moot_conf_t conf;
    moot_conf_error_t error;
    uint64_t worker;
    bool json = argc > 2 && strcmp(argv[2], "--json") == 0;
    int skipped = json ? 2 : 1;
    argv[skipped] = argv[0];
    if (moot_conf_load(&conf, MOOT_CONF_WORKER, argc - skipped, argv + skipped,
                       NULL, NULL, &error)
        < 0) {
        fprintf(stderr, "moot-worker: %s\n", error.text);
        return EXIT_REFUSED;
    }
    int code = EXIT_REFUSED;
    if (number_of(conf.id, &worker) && worker != MOOT_HOST_ANY_WORKER)
        code = moot_checkup_run(&conf, worker, json);
    moot_conf_close(&conf);
    return code;
}

int main(int argc, char **argv)
{
    moot_conf_t conf;
    moot_conf_error_t error;
    if (argc > 1 && strcmp(argv[1], "--verify") == 0)
        return verify(argc, argv);
    int rc = moot_conf_load(&conf, MOOT_CONF_WORKER, argc, argv, NULL, NULL,
                            &error);
    if (rc == MOOT_CONF_LOAD_DONE)
        return 0;
    if (rc < 0) {
        fprintf(stderr, "moot-worker: %s\n", error.text);
        return EXIT_REFUSED;
    }
    uint64_t worker;
    if (!number_of(conf.id, &worker)) {
        fprintf(stderr,
                "moot-worker: id: expected worker-1 to worker-%d, or auto\n",
                MOOT_CLUSTER_WORKERS_MAX);
        moot_conf_close(&conf);
        return EXIT_REFUSED;
    }
    rc = run(&conf, worker);
    moot_conf_close(&conf);
    if (rc == MOOT_HOST_REFUSED)
        return EXIT_REFUSED;
    return rc == 0 ? 0 : 1;
}
