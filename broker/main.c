/* moot-broker: routes between edges and workers. Keeps nothing. */
#include "broker/relay.h"
#include "common/conf_load.h"
#include "common/err.h"
#include "common/log.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Exit code of a start that another start would repeat. */
enum { EXIT_REFUSED = 2 };

static volatile bool stopping;

static void on_stop(int number)
{
    (void)number;
    stopping = true;
    moot_relay_wake();
}

static void on_reload(int number)
{
    (void)number;
    moot_relay_reload();
}

/* Number of "broker-3" or "3"; 1 when no id is given, 0 when it is neither. */
static unsigned number_of(const char *id)
{
    char *end;
    unsigned long number;

    if (*id == '\0')
        return 1;
    if (strncmp(id, "broker-", 7) == 0)
        id += 7;
    number = strtoul(id, &end, 10);
    return *id >= '1' && *id <= '9' && *end == '\0' && number <= 8
               ? (unsigned)number
               : 0;
}

/* Returns the exit code. */
static int run(const moot_conf_t *conf, unsigned broker)
{
    moot_admin_t *admin;
    int rc;

    if (moot_admin_start(conf, MOOT_CONF_BROKER, &admin) != 0)
        return EXIT_REFUSED;
    rc = moot_relay_run(conf, broker, admin, &stopping);
    moot_admin_close(&admin);
    if (rc == 0)
        moot_log_bare(MOOT_EV_PROGRAM_STOPPED);
    if (rc == MOOT_EINVAL || rc == MOOT_EDENIED)
        return EXIT_REFUSED;
    return rc == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    moot_conf_t conf;
    moot_conf_error_t error;
    char name[32];
    unsigned broker;
    int rc = moot_conf_load(&conf, MOOT_CONF_BROKER, argc, argv, NULL, NULL,
                            &error);

    if (rc == MOOT_CONF_LOAD_DONE)
        return 0;
    if (rc != 0) {
        fprintf(stderr, "moot-broker: %s\n", error.text);
        return EXIT_REFUSED;
    }
    broker = number_of(conf.id);
    if (broker == 0) {
        fprintf(stderr, "moot-broker: id: expected broker-1 to broker-8\n");
        moot_conf_close(&conf);
        return EXIT_REFUSED;
    }
    snprintf(name, sizeof name, "broker-%u", broker);
    moot_log_open(name, (moot_log_level_t)conf.log_level);
    signal(SIGINT, on_stop);
    signal(SIGTERM, on_stop);
    signal(SIGHUP, on_reload);
    moot_log(MOOT_EV_PROGRAM_STARTED, "pid=%d version=%s", (int)getpid(),
             MOOT_VERSION);
    rc = run(&conf, broker);
    moot_conf_close(&conf);
    return rc;
}
