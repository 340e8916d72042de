#include "edge/views_port.h"

#include "common/clock.h"
#include "edge/views.h"

#include <stdio.h>
#include <stdlib.h>

struct moot_views_port {
    moot_views_t *views;
    moot_events_t *events;
    moot_gate_t *const *gate;
};

static bool claims(void *ctx, moot_slice_t token, moot_buf_t *out)
{
    moot_views_port_t *port = ctx;
    const char *why;

    return moot_gate_claims(*port->gate, token,
                            (int64_t)(moot_clock_wall_ms() / 1000), out, &why)
           == 0;
}

static bool origin(void *ctx, moot_slice_t name)
{
    return moot_gate_origin_allowed(*((moot_views_port_t *)ctx)->gate, name);
}

static bool named(void *ctx, moot_slice_t name)
{
    return moot_gate_origin_named(*((moot_views_port_t *)ctx)->gate, name);
}

static bool take(void *ctx, moot_exchange_t *exchange,
                 const moot_web_request_t *request)
{
    return moot_views_take(((moot_views_port_t *)ctx)->views, exchange,
                           request, moot_clock_mono_ms(),
                           (int64_t)moot_clock_wall_ms());
}

moot_views_port_t *moot_views_port_open(const moot_conf_t *conf,
                                        const moot_profile_t *profile,
                                        moot_delivery_t *delivery,
                                        moot_gate_t *const *gate,
                                        moot_site_t *site)
{
    static const moot_views_sink_t sink = {
        .keep = moot_web_sink_keep,
        .answer = moot_web_sink_answer,
        .claims = claims,
        .origin = origin,
        .named = named,
    };
    moot_slice_t address = moot_delivery_address(delivery);
    char session[MOOT_SESSION_BYTES_MAX + 1];
    moot_views_port_t *port;
    int n;

    if (!profile || profile->views_count == 0)
        return NULL;
    port = calloc(1, sizeof *port);
    MOOT_CHECK(port);
    n = snprintf(session, sizeof session, "views-%.*s",
                 MOOT_SLICE_ARG(address));
    MOOT_CHECK(n > 0 && (size_t)n < sizeof session);
    port->gate = gate;
    port->events = moot_events_new(profile, (int64_t)conf->content_chars_max);
    port->views = moot_views_new(profile, port->events,
                                 (unsigned)conf->request_timeout_ms, &sink,
                                 port, delivery, moot_slice_str(session),
                                 moot_clock_mono_ms());
    moot_site_add(site, take, port);
    return port;
}

void moot_views_port_close(moot_views_port_t **port_p)
{
    moot_views_port_t *port = *port_p;

    if (!port)
        return;
    moot_views_destroy(&port->views);
    moot_events_destroy(&port->events);
    free(port);
    *port_p = NULL;
}

void moot_views_port_tick(moot_views_port_t *port, uint64_t now_ms)
{
    if (port)
        moot_views_tick(port->views, now_ms);
}
