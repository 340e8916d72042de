/* What the edge shows its taps: proto/capture.h for the points of an edge.
 * Shell. One thread. */
#ifndef MOOT_TAPPED_H
#define MOOT_TAPPED_H

#include "proto/capture.h"

typedef struct moot_tapped {
    moot_capture_t capture;
    moot_buf_t buf;
} moot_tapped_t;

/* On a bus that has its keys and outlives it. Errors: MOOT_ENOMEM. A socket
 * that cannot be made is no error, see there. */
MOOT_CHECKED int moot_tapped_open(moot_bus_t *bus, const moot_conf_t *conf,
                                  const char *id, moot_tapped_t **out);
/* Nulls; accepts NULL. */
void moot_tapped_close(moot_tapped_t **tapped_p);

/* tapped may be NULL: then nobody taps. */
static inline bool moot_tapped_on(const moot_tapped_t *tapped)
{
    return tapped && moot_capture_on(&tapped->capture);
}

/* At least each 50 ms. */
void moot_tapped_tick(moot_tapped_t *tapped);

/* The rest only while it is on. broker: from 0. */
void moot_tapped_broker(moot_tapped_t *tapped, enum moot_tap_point point,
                        unsigned broker, moot_slice_t route, moot_slice_t body);
void moot_tapped_worker(moot_tapped_t *tapped, moot_slice_t body);
void moot_tapped_request(moot_tapped_t *tapped,
                         const moot_msg_request_t *request);
void moot_tapped_answer(moot_tapped_t *tapped, moot_slice_t user,
                        const moot_msg_reply_t *reply);
/* room: empty for an emission. */
void moot_tapped_delivered(moot_tapped_t *tapped, moot_slice_t room,
                           uint64_t epoch, moot_slice_t event,
                           uint64_t sockets);

#endif
