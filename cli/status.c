/* moot status: what runs, and whether it is well. */
#include "cli/command.h"
#include "cli/health.h"
#include "common/err.h"

#include <stdio.h>
#include <stdlib.h>

enum { ANSWER_MS = 2000, TEXT_BYTES_MAX = 1 << 20 };

static bool take_json(void *ctx, const char *value)
{
    (void)value;
    *(bool *)ctx = true;
    return true;
}

static int show(const moot_status_t *status, bool json)
{
    moot_buf_t buf;

    moot_buf_init(&buf, TEXT_BYTES_MAX);
    if ((json ? moot_health_json(status, &buf)
              : moot_health_table(status, &buf))
        != 0)
        fprintf(stderr, "moot status: %s\n", moot_err_text(buf.error));
    fwrite(buf.at, 1, buf.size, stdout);
    if (json)
        putchar('\n');
    moot_buf_close(&buf);
    return moot_health_good(status) ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

int moot_status_command(int argc, char **argv)
{
    bool json = false;
    const moot_option_t own[] = {{"json", false, take_json}};
    moot_conf_t conf;
    moot_ask_t ask;
    moot_status_t *status;
    int rc, code = moot_command_options(argc, argv, own, 1, &json, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    status = calloc(1, sizeof *status);
    MOOT_CHECK(status);
    rc = moot_ask_open(&ask, &conf);
    if (rc == 0)
        rc = moot_ask_status(&ask, ANSWER_MS, status);
    if (rc == MOOT_EUNREACH && conf.broker_fronts.count > 0)
        fprintf(stderr, "moot status: no broker of broker_fronts answers\n");
    else if (rc == MOOT_EUNREACH)
        fprintf(stderr, "moot status: no broker answers in %s\n",
                conf.run_dir);
    else if (rc != 0)
        fprintf(stderr, "moot status: %s\n", moot_err_text(rc));
    code = show(status, json);
    moot_ask_close(&ask);
    moot_conf_close(&conf);
    free(status);
    return code;
}
