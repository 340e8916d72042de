/* What the files of edge/events share; nobody else includes it. */
#ifndef MOOT_EVENTS_INTERNAL_H
#define MOOT_EVENTS_INTERNAL_H

#include "common/buf.h"
#include "edge/events.h"

enum { ARENA_BYTES_MAX = 64 << 20 };

struct moot_events {
    const moot_profile_t *profile;
    moot_arena_t arena;
    moot_buf_t buf; /* one text at a time */
    moot_expr_env_t env;
    moot_expr_fault_t fault; /* of the last failure */
};

/* Takes the former event back and sets the names that uses has bits of.
 * Errors: those of moot_value_read. */
MOOT_CHECKED int moot_events_begin(moot_events_t *events,
                                   const moot_events_socket_t *socket,
                                   unsigned uses, int64_t now_ms);

/* Evaluates; the fault is kept. */
MOOT_CHECKED int moot_events_eval(moot_events_t *events,
                                  const moot_expr_t *expr, moot_value_t *out);

/* Keeps a failure of another kind and gives rc back. why: static. */
int moot_events_fail(moot_events_t *events, int rc, const char *why);

/* A copy of what buf has, when all of it found room. */
MOOT_CHECKED bool moot_events_keep(moot_events_t *events, moot_slice_t *out);

/* The arguments of what is emitted, as a list. */
MOOT_CHECKED int moot_events_arguments(moot_events_t *events,
                                       const moot_profile_emit_t *emit,
                                       moot_value_t *out);

/* Writes [event, items…]; without an event (size 0) the items alone. */
MOOT_CHECKED int moot_events_pack(moot_events_t *events, moot_slice_t event,
                                  const moot_value_t *list,
                                  const moot_slice_t *attachments,
                                  size_t attachments_count,
                                  moot_events_packet_t *out);

/* Calls take for each string of a string or a list; none for null. */
MOOT_CHECKED int moot_events_texts(
    moot_events_t *events, const moot_expr_t *expr,
    int (*take)(moot_events_t *, void *, moot_slice_t), void *ctx);

#endif
