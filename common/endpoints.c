#include "common/endpoints.h"

#include <inttypes.h>
#include <stdio.h>

/* What goes before run_dir: the bus wants to see that it is a path. */
static const char *before(const char *run_dir)
{
    return run_dir[0] == '/' || run_dir[0] == '.' ? "" : "./";
}

/* "ipc://" is no part of the path that is bounded. */
static int make(moot_endpoint_t *out, const char *run_dir, const char *role,
                uint64_t number, const char *side)
{
    int size = snprintf(out->text, sizeof out->text,
                        "ipc://%s%s/%s-%" PRIu64 ".%s", before(run_dir), run_dir,
                        role, number, side);

    if (size < 0 || size - 6 > MOOT_BUS_IPC_PATH_MAX)
        return MOOT_ELIMIT;
    return 0;
}

static int copy(moot_endpoint_t *out, const char *text)
{
    if (strlen(text) >= sizeof out->text)
        return MOOT_ELIMIT;
    strcpy(out->text, text);
    return 0;
}

/* The broker's place in a list of endpoints, or its unix socket. */
static int choose(moot_endpoint_t *out, const moot_conf_t *conf,
                  const moot_conf_list_t *list, unsigned broker,
                  const char *side)
{
    if (list->count == 0)
        return make(out, conf->run_dir, "broker", broker, side);
    return broker <= list->count ? copy(out, list->at[broker - 1])
                                 : MOOT_ENOENT;
}

static int choose_bind(moot_endpoint_t *out, const moot_conf_t *conf,
                       const char *bind, const char *role, uint64_t number,
                       const char *side)
{
    return bind[0] != '\0' ? copy(out, bind)
                           : make(out, conf->run_dir, role, number, side);
}

int moot_endpoints_front_bind(const moot_conf_t *conf, unsigned broker,
                              moot_endpoint_t *out)
{
    return choose_bind(out, conf, conf->broker_front_bind, "broker", broker,
                       "front");
}

int moot_endpoints_front(const moot_conf_t *conf, unsigned broker,
                         moot_endpoint_t *out)
{
    return choose(out, conf, &conf->broker_fronts, broker, "front");
}

int moot_endpoints_back_bind(const moot_conf_t *conf, unsigned broker,
                             moot_endpoint_t *out)
{
    return choose_bind(out, conf, conf->broker_back_bind, "broker", broker,
                       "back");
}

int moot_endpoints_back(const moot_conf_t *conf, unsigned broker,
                        moot_endpoint_t *out)
{
    return choose(out, conf, &conf->broker_backs, broker, "back");
}

int moot_endpoints_pub_bind(const moot_conf_t *conf, uint64_t worker,
                            moot_endpoint_t *out)
{
    return choose_bind(out, conf, conf->worker_pub_bind, "worker", worker,
                       "pub");
}

int moot_endpoints_pub(const moot_conf_t *conf, const char *at,
                       moot_endpoint_t *out)
{
    if (conf->worker_pub[0] != '\0')
        return copy(out, conf->worker_pub);
    if (strncmp(at, "tcp://0.0.0.0:", 14) == 0)
        return MOOT_EINVAL;
    return copy(out, at);
}

bool moot_endpoints_is_tcp(const char *endpoint)
{
    return strncmp(endpoint, "tcp://", 6) == 0;
}

int moot_endpoints_tap(const char *run_dir, const char *id,
                       moot_endpoint_t *out)
{
    int size = snprintf(out->text, sizeof out->text, "ipc://%s%s/%s.tap",
                        before(run_dir), run_dir, id);

    if (size < 0 || size - 6 > MOOT_BUS_IPC_PATH_MAX)
        return MOOT_ELIMIT;
    return 0;
}
