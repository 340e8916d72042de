#include "proto/capture.h"

#include <unistd.h>

#include "common/clock.h"
#include "common/endpoints.h"
#include "common/err.h"
#include "common/keyring.h"
#include "common/log.h"

enum {
    QUEUE_MESSAGES_MAX = 4000, /* for one tap; then it loses */
    ASKS_MAX = 1000,           /* subscriptions not yet looked at */
    ASK_BYTES_MAX = MOOT_BUS_ASK_MAX + 64,
    ASKS_PER_TICK = 256,
};

static void send_to(void *ctx, moot_slice_t topic, moot_slice_t message)
{
    moot_capture_t *capture = ctx;
    /* What is lost shows in the numbers. */
    (void)!moot_bus_send(capture->socket, topic, &message, 1);
}

static void show_closed(const char *endpoint, const char *why)
{
    moot_log(MOOT_EV_CAPTURE_CLOSED, "endpoint=%s error=%s",
             moot_log_str(endpoint), moot_log_str(why));
}

static void open_here(moot_capture_t *capture, moot_bus_t *bus,
                      const moot_bus_options_t *options, const char *run_dir,
                      const char *id)
{
    moot_endpoint_t endpoint;
    int rc = moot_endpoints_tap(run_dir, id, &endpoint);
    if (rc != 0) {
        show_closed(run_dir, moot_err_text(rc));
        return;
    }
    rc = moot_bus_xpub(bus, endpoint.text, options, &capture->socket);
    if (rc != 0)
        show_closed(endpoint.text, moot_bus_error(bus));
}

static void open_outside(moot_capture_t *capture, moot_bus_t *bus,
                         const moot_bus_options_t *options,
                         const char *endpoint)
{
    int rc = capture->socket != NULL
                 ? moot_bus_bind_too(capture->socket, endpoint, options)
                 : moot_bus_xpub(bus, endpoint, options, &capture->socket);
    if (rc == 0)
        moot_log(MOOT_EV_CAPTURE_BOUND, "endpoint=%s",
                 moot_log_str(moot_bus_endpoint(capture->socket)));
    else
        show_closed(endpoint, moot_bus_error(bus));
}

void moot_capture_init(moot_capture_t *capture, moot_bus_t *bus,
                       const moot_conf_t *conf, const char *id)
{
    const moot_bus_options_t options = {
        .send_messages_max = QUEUE_MESSAGES_MAX,
        .receive_messages_max = ASKS_MAX,
        .message_bytes_max = ASK_BYTES_MAX,
        .roles = MOOT_KEY_OF(MOOT_KEY_TOOL),
    };
    *capture = (moot_capture_t){0};
    moot_bus_msg_init(&capture->msg);
    capture->tap = moot_tap_new(moot_slice_str(id), (uint64_t)getpid(),
                                send_to, capture);
    open_here(capture, bus, &options, conf->run_dir, id);
    if (conf->tap_bind[0] != '\0')
        open_outside(capture, bus, &options, conf->tap_bind);
}

void moot_capture_close(moot_capture_t *capture)
{
    if (capture->tap == NULL)
        return;
    capture->on = false;
    moot_bus_msg_close(&capture->msg);
    moot_bus_close(&capture->socket);
    moot_tap_destroy(&capture->tap);
}

/* One clock is asked for each message; the distance of the other is measured
 * at each tick. */
static moot_tap_now_t now(const moot_capture_t *capture)
{
    uint64_t mono_us = moot_clock_mono_us();
    return (moot_tap_now_t){.wall_us = mono_us + capture->wall_offset_us,
                            .mono_us = mono_us};
}

void moot_capture_message(moot_capture_t *capture, enum moot_tap_point point,
                          moot_slice_t peer, moot_slice_t route,
                          moot_slice_t body)
{
    uint32_t code;
    if (moot_wire_code(body, &code) != 0
        || !moot_tap_wants(capture->tap, code, &body, 1))
        return;
    moot_tap_now_t time = now(capture);
    moot_tap_message(capture->tap, point, peer, route, body, &time);
}

bool moot_capture_wants(const moot_capture_t *capture, uint32_t code,
                        const moot_slice_t *places, size_t count)
{
    return moot_tap_wants(capture->tap, code, places, count);
}

void moot_capture_inside(moot_capture_t *capture,
                         const moot_msg_tap_record_t *known, moot_slice_t body)
{
    moot_tap_now_t time = now(capture);
    moot_tap_inside(capture->tap, known, body, &time);
}

void moot_capture_tick(moot_capture_t *capture)
{
    uint64_t now_ms = moot_clock_mono_ms();
    if (capture->socket == NULL)
        return;
    capture->wall_offset_us = moot_clock_wall_us() - moot_clock_mono_us();
    for (int i = 0;
         i < ASKS_PER_TICK && moot_bus_readable(capture->socket)
         && moot_bus_receive(capture->socket, &capture->msg) == 0;
         i++) {
        moot_slice_t ask = capture->msg.parts[0];
        if (capture->msg.count == 1 && ask.size > 1 && ask.at[0] <= 1)
            moot_tap_ask(capture->tap, moot_slice(ask.at + 1, ask.size - 1),
                         ask.at[0] == 1, now_ms);
    }
    moot_tap_tick(capture->tap, now_ms);
    size_t count = moot_tap_count(capture->tap);
    capture->on = count > 0;
    if (count != capture->shown)
        moot_log(MOOT_EV_TAPS, "taps=%zu", count);
    capture->shown = count;
}
