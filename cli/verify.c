/* moot verify: has each worker's folder checked by moot-worker --verify. */
#include "cli/command.h"
#include "cli/show.h"
#include "common/cluster.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs moot-worker for one folder; returns its exit code. */
static int check(const moot_conf_t *conf, uint64_t worker, bool json)
{
    char program[PATH_MAX + 32], id[48], data[PATH_MAX + 16];
    char verify[] = "--verify", as_json[] = "--json";
    char *args[6], **arg = args;
    ssize_t n = readlink("/proc/self/exe", program, PATH_MAX - 1);
    int status = 0;
    pid_t child;

    MOOT_CHECK(n > 0);
    program[n] = '\0';
    strcpy(strrchr(program, '/') + 1, "moot-worker");
    snprintf(id, sizeof id, "--id=worker-%" PRIu64, worker);
    snprintf(data, sizeof data, "--data-dir=%s", conf->data_dir);
    *arg++ = program;
    *arg++ = verify;
    if (json)
        *arg++ = as_json;
    *arg++ = id;
    *arg++ = data;
    *arg = NULL;
    child = fork();
    if (child == 0) {
        execv(program, args);
        perror(program);
        _exit(MOOT_EXIT_FAILED);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0)
        continue;
    if (child > 0 && WIFEXITED(status))
        return WEXITSTATUS(status);
    fprintf(stderr, "moot verify: %s ended without a result\n", program);
    return MOOT_EXIT_FAILED;
}

int moot_verify_command(int argc, char **argv)
{
    moot_show_words_t words = {0};
    const moot_option_t own[] = {{"json", false, moot_show_take_json}};
    moot_cluster_t cluster;
    moot_conf_t conf;
    int code = moot_command_options(argc, argv, own, 1, &words, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    if (moot_cluster_read(conf.data_dir, &cluster) != 0) {
        fprintf(stderr, "moot verify: there is no cluster in %s\n",
                conf.data_dir);
        moot_conf_close(&conf);
        return MOOT_EXIT_FAILED;
    }
    for (uint64_t i = 1; i <= cluster.workers; i++) {
        if (check(&conf, i, words.json) != 0)
            code = MOOT_EXIT_FAILED;
    }
    moot_conf_close(&conf);
    return code;
}
