#include "edge/api_port.h"

#include "common/clock.h"
#include "common/err.h"
#include "common/file.h"
#include "common/log.h"
#include "common/metric.h"
#include "edge/api.h"
#include "edge/web.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    SOCKETS_MAX = 1000,
    HEAD_TIMEOUT_MS = 10000,
};

struct moot_api_port {
    moot_api_t *api;
    moot_web_t *web;
};

/* ---- The key ------------------------------------------------------------- */

static int refuse(const char *what, const char *why)
{
    moot_log(MOOT_EV_API_REFUSED, "what=%s error=%s", what, moot_log_str(why));
    return MOOT_EINVAL;
}

/* Of the setting, or of the file without the line's end; empty: there is
 * none. */
static int read_key(const moot_conf_t *conf, moot_buf_t *key)
{
    int rc = 0;

    if (conf->api_key[0] != '\0')
        rc = moot_buf_put_str(key, conf->api_key);
    else if (conf->api_key_file[0] != '\0')
        rc = moot_file_read(conf->api_key_file, key);
    while (key->size > 0
           && (key->at[key->size - 1] == '\n'
               || key->at[key->size - 1] == '\r'))
        key->size--;
    if (rc == MOOT_EFULL)
        return refuse("api_key", "longer than 1024 bytes");
    if (rc != 0)
        return refuse("api_key_file", moot_err_text(rc));
    if ((key->size > 0 || conf->api_key_file[0] != '\0')
        && key->size < MOOT_API_KEY_BYTES_MIN)
        return refuse("api_key", "shorter than 16 bytes");
    return 0;
}

static moot_api_config_t config_of(const moot_conf_t *conf,
                                   const moot_buf_t *key)
{
    return (moot_api_config_t){
        .key = moot_buf_slice(key),
        .timeout_ms = (unsigned)conf->request_timeout_ms,
        .requests_per_second = conf->api_requests_per_second,
        .limits =
            {
                .name_chars_max = conf->name_chars_max,
                .thumbnail_url_chars_max = conf->thumbnail_url_chars_max,
                .content_chars_max = conf->content_chars_max,
            },
    };
}

/* ---- Between the server and the core ------------------------------------- */

static void on_request(void *ctx, moot_exchange_t *exchange,
                       const moot_web_request_t *request)
{
    moot_api_request(((moot_api_port_t *)ctx)->api, exchange, request,
                     moot_clock_mono_ms());
}

static int open_web(moot_loop_t *loop, const moot_conf_t *conf,
                    moot_api_port_t *port)
{
    const moot_web_config_t config = {
        .bind = conf->api_bind,
        .port = (unsigned)conf->api_port,
        .sockets_max = SOCKETS_MAX,
        .head_timeout_ms = HEAD_TIMEOUT_MS,
        .body_bytes_max = MOOT_API_BODY_BYTES_MAX,
    };
    const moot_web_events_t events = {.on_request = on_request};
    char why[160];
    int rc = moot_web_open(loop, &config, &events, port, &port->web);

    if (rc == 0) {
        moot_log(MOOT_EV_API_SERVED, "bind=%s port=%u",
                 moot_log_str(conf->api_bind), moot_web_port(port->web));
        return 0;
    }
    snprintf(why, sizeof why, "%s port %u: %s", conf->api_bind, config.port,
             rc == MOOT_EEXIST ? "the port is in use" : moot_err_text(rc));
    (void)refuse("listen", why);
    return rc;
}

/* ---- Life ---------------------------------------------------------------- */

static void open_core(const moot_conf_t *conf, const moot_buf_t *key,
                      moot_delivery_t *delivery, moot_api_port_t *port)
{
    static const moot_api_sink_t sink = {
        .keep = moot_web_sink_keep,
        .answer = moot_web_sink_answer,
    };
    moot_api_config_t config = config_of(conf, key);
    moot_slice_t address = moot_delivery_address(delivery);
    char session[MOOT_SESSION_BYTES_MAX + 1];
    int n = snprintf(session, sizeof session, "api-%.*s",
                     MOOT_SLICE_ARG(address));

    MOOT_CHECK(n > 0 && (size_t)n < sizeof session);
    port->api = moot_api_new(&config, &sink, port, delivery,
                             moot_slice_str(session), moot_clock_mono_ms());
}

int moot_api_port_open(moot_loop_t *loop, const moot_conf_t *conf,
                       moot_delivery_t *delivery, moot_api_port_t **out)
{
    moot_api_port_t *port;
    moot_buf_t key;
    int rc;

    *out = NULL;
    if (conf->api_port == 0)
        return 0;
    moot_buf_init(&key, MOOT_API_KEY_BYTES_MAX);
    rc = read_key(conf, &key);
    if (rc == 0 && key.size == 0)
        moot_log_bare(MOOT_EV_API_WITHOUT_KEY);
    if (rc == 0 && key.size > 0) {
        port = calloc(1, sizeof *port);
        MOOT_CHECK(port);
        open_core(conf, &key, delivery, port);
        rc = open_web(loop, conf, port);
        if (rc != 0)
            moot_api_port_close(&port);
        *out = rc == 0 ? port : NULL;
    }
    moot_buf_close(&key);
    return rc;
}

void moot_api_port_close(moot_api_port_t **port_p)
{
    moot_api_port_t *port = *port_p;

    if (!port)
        return;
    /* Requests in hand are told that their client has gone. */
    moot_web_close(&port->web);
    moot_api_destroy(&port->api);
    free(port);
    *port_p = NULL;
}

void moot_api_port_reload(moot_api_port_t *port, const moot_conf_t *conf)
{
    moot_api_config_t config;
    moot_buf_t key;

    if (!port)
        return;
    moot_buf_init(&key, MOOT_API_KEY_BYTES_MAX);
    if (read_key(conf, &key) == 0 && key.size > 0) {
        config = config_of(conf, &key);
        moot_api_configure(port->api, &config);
    }
    moot_buf_close(&key);
}

void moot_api_port_stop(moot_api_port_t *port)
{
    if (port)
        moot_web_stop(port->web);
}

void moot_api_port_tick(moot_api_port_t *port, uint64_t now_ms)
{
    moot_api_facts_t facts;

    if (!port)
        return;
    moot_api_tick(port->api, now_ms);
    moot_api_facts(port->api, &facts);
    moot_metric_set_at(MOOT_M_EDGE_API_REQUESTS_TOTAL, MOOT_L_ANSWER_DONE,
                       MOOT_L_NONE_ALL, facts.done);
    moot_metric_set_at(MOOT_M_EDGE_API_REQUESTS_TOTAL, MOOT_L_ANSWER_REFUSED,
                       MOOT_L_NONE_ALL, facts.refused);
    moot_metric_set_at(MOOT_M_EDGE_API_REQUESTS_TOTAL, MOOT_L_ANSWER_FAILED,
                       MOOT_L_NONE_ALL, facts.failed);
}
