#include "common/endpoints.h"

#include <inttypes.h>
#include <stdio.h>

/* "ipc://" is no part of the path that is bounded. */
static int make(moot_endpoint_t *out, const char *run_dir, const char *role,
                uint64_t number, const char *side)
{
    int size = snprintf(out->text, sizeof out->text,
                        "ipc://%s/%s-%" PRIu64 ".%s", run_dir, role, number,
                        side);

    if (size < 0 || size - 6 > MOOT_BUS_IPC_PATH_MAX)
        return MOOT_ELIMIT;
    return 0;
}

int moot_endpoints_front(const char *run_dir, unsigned broker,
                         moot_endpoint_t *out)
{
    return make(out, run_dir, "broker", broker, "front");
}

int moot_endpoints_back(const char *run_dir, unsigned broker,
                        moot_endpoint_t *out)
{
    return make(out, run_dir, "broker", broker, "back");
}

int moot_endpoints_pub(const char *run_dir, uint64_t worker,
                       moot_endpoint_t *out)
{
    return make(out, run_dir, "worker", worker, "pub");
}

int moot_endpoints_tap(const char *run_dir, const char *id,
                       moot_endpoint_t *out)
{
    int size =
        snprintf(out->text, sizeof out->text, "ipc://%s/%s.tap", run_dir, id);

    if (size < 0 || size - 6 > MOOT_BUS_IPC_PATH_MAX)
        return MOOT_ELIMIT;
    return 0;
}
