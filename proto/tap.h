/* What the taps of one program get, the core of a capture: who taps, with
 * which filter, and which messages match. Pure: no socket, no clock.
 *
 * The shell (proto/capture.h) hands in every message while somebody taps;
 * each tap that wants it gets one tap_record, numbered densely per tap.
 * A published frame becomes one record for each event in it. */
#ifndef MOOT_TAP_H
#define MOOT_TAP_H

#include "proto/filter.h"
#include "proto/rules.h"

#define MOOT_TAPS_MAX 128         /* of one program; one more is refused */
#define MOOT_TAP_TOPIC_SIZE 21    /* "tap:" 16 hex digits "|" */
#define MOOT_TAP_BODY_MAX 65536   /* bytes of a body in a record */
#define MOOT_TAP_PENDING_MAX 4096 /* requests whose answers are timed */
#define MOOT_TAP_STATE_MS 500

typedef struct moot_tap moot_tap_t;

typedef struct moot_tap_now {
    uint64_t wall_us, mono_us;
} moot_tap_now_t;

/* Sends a message to whoever listens on that topic. It may be lost. */
typedef void moot_tap_send_fn(void *ctx, moot_slice_t topic,
                              moot_slice_t message);

/* program: its id, at most 64 bytes, copied. Aborts when memory is out. */
moot_tap_t *moot_tap_new(moot_slice_t program, uint64_t pid,
                         moot_tap_send_fn *send, void *ctx);
/* Nulls; accepts NULL. */
void moot_tap_destroy(moot_tap_t **tap_p);

/* A subscription that began or ended: an encoded tap_ask, or anything else
 * that a stranger subscribed to, which is left alone. Says tap_state at once,
 * with the reason when the tap is refused. */
void moot_tap_ask(moot_tap_t *tap, moot_slice_t ask, bool begins,
                  uint64_t now_ms);

/* Taps that get records. */
size_t moot_tap_count(const moot_tap_t *tap);

/* Topic of a tap, MOOT_TAP_TOPIC_SIZE bytes, into out. Returns it. */
moot_slice_t moot_tap_topic(uint64_t id, char out[MOOT_TAP_TOPIC_SIZE + 1]);

/* Whether a message may match any tap, told without reading it: what is not
 * wanted need not be handed in. places: where its texts stand, such as all of
 * its bytes. */
bool moot_tap_wants(const moot_tap_t *tap, uint32_t code,
                    const moot_slice_t *places, size_t count);

/* A message on the bus. route: part one as it was, or empty. peer: who is at
 * the other end, empty: as part one says. Bytes that cannot be decoded are
 * nobody's business here. */
void moot_tap_message(moot_tap_t *tap, enum moot_tap_point point,
                      moot_slice_t peer, moot_slice_t route, moot_slice_t body,
                      const moot_tap_now_t *now);

/* What is not on the bus: the caller fills point, and what is known of peer,
 * session, user, room, slot, epoch and sockets; body is an encoded message,
 * from which the rest is read. */
void moot_tap_inside(moot_tap_t *tap, const moot_msg_tap_record_t *known,
                     moot_slice_t body, const moot_tap_now_t *now);

/* Says tap_state to all taps when it is time. Often enough: each 100 ms. */
void moot_tap_tick(moot_tap_t *tap, uint64_t now_ms);

/* Whether a message is shown only to taps that asked for all. So is a commit
 * that wrote nothing. */
bool moot_tap_is_quiet(uint64_t message);

#endif
