#include "edge/front.h"

#include "common/err.h"
#include "common/log.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where the pages are found when the setting says auto: as installed, and as
 * the build lays them out, relative to the folder of the program. */
#define BESIDE "/../share/moothall/clients"

static int find_beside(char *path, size_t size)
{
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n <= 0)
        return MOOT_ENOENT;
    program[n] = '\0';
    *strrchr(program, '/') = '\0';
    n = snprintf(path, size, "%s%s", program, BESIDE);
    return n > 0 && (size_t)n < size ? MOOT_OK : MOOT_ELIMIT;
}

static bool take_pages(void *ctx, moot_exchange_t *exchange,
                       const moot_web_request_t *request)
{
    const moot_front_t *front = ctx;
    return front->pages != NULL
           && moot_pages_take(front->pages, exchange, request);
}

void moot_front_open(moot_front_t *front, moot_ws_t *ws)
{
    moot_site_init(&front->site);
    front->pages = NULL;
    moot_ws_serve(ws, moot_site_on_request, &front->site);
}

void moot_front_pages(moot_front_t *front, const moot_conf_t *conf)
{
    char found[PATH_MAX + sizeof BESIDE];
    const char *folder = conf->pages_dir;
    bool given = strcmp(folder, "auto") != 0;
    moot_site_add(&front->site, take_pages, front);
    if (folder[0] == '\0' || (!given && conf->profile[0] == '\0'))
        return;
    if (!given) {
        if (find_beside(found, sizeof found) != MOOT_OK)
            return;
        folder = found;
    }
    int rc = moot_pages_open(folder, &front->pages);
    if (rc == MOOT_OK)
        moot_log(MOOT_EV_PAGES_READ, "folder=%s files=%zu",
                 moot_log_str(folder), moot_pages_count(front->pages));
    else if (given || rc != MOOT_ENOENT)
        moot_log(MOOT_EV_PAGES_REFUSED, "folder=%s error=%s",
                 moot_log_str(folder), moot_err_text(rc));
}

void moot_front_close(moot_front_t *front)
{
    moot_pages_close(&front->pages);
}
