/* moot-guard: the process beside a worker that asks plugins or back ends about
 * room types, so that none of them can hang or crash the worker. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/log.h"
#include "worker/guard_cases.h"
#include "worker/guard_http.h"
#include "worker/guard_serve.h"

enum { EXIT_USAGE = 2 };

static const char usage[] =
    "usage: moot-guard test PLUGIN KEY CASES\n"
    "\n"
    "Asks a plugin of the room type KEY the cases of a file, a JSON object a\n"
    "line, and compares. Exit code 0: all are as expected; 1: not; 2: plugin\n"
    "or file cannot be used.\n"
    "\n"
    "Workers start moot-guard for themselves; it then serves until they end.\n";

/* moot-guard plugins|http FD NAME LEVEL, from a worker. */
static int serve(char **argv)
{
    char *end;
    long fd = strtol(argv[2], &end, 10), level = strtol(argv[4], NULL, 10);
    if (*end != '\0' || fd < 3 || fcntl((int)fd, F_GETFD) < 0) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    moot_log_open(argv[3], (moot_log_level_t)level);
    /* The worker says when it is over, by closing its end. */
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    return strcmp(argv[1], "http") == 0 ? moot_guard_http_serve((int)fd)
                                        : moot_guard_serve_plugins((int)fd);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("moot-guard " MOOT_VERSION);
        return 0;
    }
    if (argc == 2
        && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return 0;
    }
    if (argc == 5 && strcmp(argv[1], "test") == 0)
        return moot_guard_cases_run(argv[2], argv[3], argv[4]);
    if (argc == 5
        && (strcmp(argv[1], "http") == 0 || strcmp(argv[1], "plugins") == 0))
        return serve(argv);
    fputs(usage, stderr);
    return EXIT_USAGE;
}
