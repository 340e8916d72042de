/* The capture socket of a program: where taps subscribe and get what passes
 * (shell of proto/tap.h). While nobody taps each capture point costs one
 * branch. A tap that is too slow loses messages at the socket's bound and
 * never holds the program up. One thread. */
#ifndef MOOT_CAPTURE_H
#define MOOT_CAPTURE_H

#include "common/bus.h"
#include "common/conf.h"
#include "proto/tap.h"

typedef struct moot_capture {
    bool on; /* somebody taps; read by moot_capture_on */
    moot_tap_t *tap;
    moot_bus_socket_t *socket; /* NULL: could not be opened */
    moot_bus_msg_t msg;
    size_t shown;
    uint64_t wall_offset_us; /* added to the monotonic clock */
} moot_capture_t;

/* Opens ipc://<run_dir>/<id>.tap on the bus, for its owner only, and besides
 * what the setting tap_bind says, for the keys of tools: over TCP the bus must
 * have its keys (common/trust.h). What fails the program does without: it is
 * logged, and nobody can tap it there. */
void moot_capture_init(moot_capture_t *capture, moot_bus_t *bus,
                       const moot_conf_t *conf, const char *id);
/* Before the bus is destroyed. */
void moot_capture_close(moot_capture_t *capture);

static inline bool moot_capture_on(const moot_capture_t *capture)
{
    return __builtin_expect(capture->on, 0);
}

/* As moot_tap_message and moot_tap_inside, now; only while it is on. */
void moot_capture_message(moot_capture_t *capture, enum moot_tap_point point,
                          moot_slice_t peer, moot_slice_t route,
                          moot_slice_t body);
void moot_capture_inside(moot_capture_t *capture,
                         const moot_msg_tap_record_t *known,
                         moot_slice_t body);

/* As moot_tap_wants, before a message is encoded for moot_capture_inside. */
bool moot_capture_wants(const moot_capture_t *capture, uint32_t code,
                        const moot_slice_t *places, size_t count);

/* Looks who subscribed; at least each 50 ms. */
void moot_capture_tick(moot_capture_t *capture);

#endif
