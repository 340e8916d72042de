/* One request through all programs, out of a tap's records: by its number
 * (session/number) or its clientMessageId. Pure. */
#ifndef MOOT_TAP_FOLLOW_H
#define MOOT_TAP_FOLLOW_H

#include "common/buf.h"
#include "proto/wire.h"

#define MOOT_TAP_FOLLOW_RECORDS_MAX 20000 /* looked at; the oldest go */

typedef struct moot_tap_follow moot_tap_follow_t;

/* id is borrowed. Aborts when memory is out. */
moot_tap_follow_t *moot_tap_follow_new(const char *id);
void moot_tap_follow_destroy(moot_tap_follow_t **follow_p);

/* Appends the filter that lets through what concerns the request. Errors: of
 * moot_buf_put. */
int moot_tap_follow_filter(const moot_tap_follow_t *follow, moot_buf_t *buf);

/* Takes a record in, copied. */
void moot_tap_follow_take(moot_tap_follow_t *follow,
                          const moot_msg_tap_record_t *record);

/* The request was seen; its answer went to the client. */
bool moot_tap_follow_seen(const moot_tap_follow_t *follow);
bool moot_tap_follow_answered(const moot_tap_follow_t *follow);

/* Appends the timeline: a line for the request, then one for each thing that
 * happened, with the time since the first and since the one before. Each
 * request of that id gets one. */
int moot_tap_follow_print(moot_tap_follow_t *follow, bool json,
                          moot_buf_t *buf);

#endif
