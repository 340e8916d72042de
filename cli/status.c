/* moot status: what runs, and whether it is well. */
#include "cli/command.h"
#include "cli/health.h"
#include "common/file.h"
#include "common/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ANSWER_MS = 2000, TEXT_BYTES_MAX = 1 << 20 };

typedef struct status_args {
    bool json;
    uint64_t watch_s; /* 0: once */
} status_args_t;

static bool take_json(void *ctx, const char *value)
{
    (void)value;
    ((status_args_t *)ctx)->json = true;
    return true;
}

static bool take_watch(void *ctx, const char *value)
{
    return moot_command_number("watch", value ? value : "2", 1, 3600,
                               &((status_args_t *)ctx)->watch_s);
}

static int show(const moot_status_t *status, bool json)
{
    moot_buf_t buf;

    moot_buf_init(&buf, TEXT_BYTES_MAX);
    if ((json ? moot_health_json(status, &buf)
              : moot_health_table(status, &buf))
        != 0)
        fprintf(stderr, "moot status: %s\n", moot_err_text(buf.error));
    moot_file_print(&buf, stdout);
    if (json)
        putchar('\n');
    moot_buf_close(&buf);
    return moot_health_good(status) ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

/* Asks once and shows it. Returns the exit code. */
static int look(moot_ask_t *ask, const moot_conf_t *conf,
                const status_args_t *args, moot_status_t *status)
{
    int rc = moot_ask_status(ask, ANSWER_MS, status);

    if (rc == MOOT_EUNREACH && conf->broker_fronts.count > 0)
        fprintf(stderr, "moot status: no broker of broker_fronts answers\n");
    else if (rc == MOOT_EUNREACH)
        fprintf(stderr, "moot status: no broker answers in %s\n",
                conf->run_dir);
    else if (rc != 0)
        fprintf(stderr, "moot status: %s\n", moot_err_text(rc));
    if (args->watch_s != 0 && !args->json && isatty(STDOUT_FILENO))
        printf("\033[H\033[2J");
    rc = show(status, args->json);
    fflush(stdout);
    return rc;
}

int moot_status_command(int argc, char **argv)
{
    status_args_t args = {0};
    const moot_option_t own[] = {{"json", false, take_json},
                                 {"watch", MOOT_OPTION_MAYBE, take_watch}};
    moot_conf_t conf;
    moot_ask_t ask;
    moot_status_t *status;
    int rc, code = moot_command_options(argc, argv, own, 2, &args, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    status = calloc(1, sizeof *status);
    MOOT_CHECK(status);
    rc = moot_ask_open(&ask, &conf);
    code = MOOT_EXIT_FAILED;
    if (rc == 0)
        code = look(&ask, &conf, &args, status);
    while (rc == 0 && args.watch_s != 0 && !ferror(stdout)) {
        sleep((unsigned)args.watch_s);
        code = look(&ask, &conf, &args, status);
    }
    moot_ask_close(&ask);
    moot_conf_close(&conf);
    free(status);
    return code;
}
