/* moot check-config: reads a settings file and says what is wrong with it. */
#include "cli/command.h"
#include "common/conf_load.h"

#include <stdio.h>

int moot_check_config_command(int argc, char **argv)
{
    moot_conf_t conf;
    moot_conf_error_t error;
    int rc;

    if (argc != 2) {
        fprintf(stderr, "usage: moot check-config FILE\n");
        return MOOT_EXIT_USAGE;
    }
    moot_conf_init(&conf);
    rc = moot_conf_load_file(&conf, argv[1], &error);
    if (rc == 0)
        printf("%s: ok\n", argv[1]);
    else
        fprintf(stderr, "%s\n", error.text);
    moot_conf_close(&conf);
    return rc == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}
