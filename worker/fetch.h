/* Answers to ATTACH, RANGE and LIST_ROOMS: states and events of streams, read
 * from the tables and the log. Changes nothing. */
#ifndef MOOT_FETCH_H
#define MOOT_FETCH_H

#include "common/buf.h"
#include "common/check.h"
#include "proto/wire.h"
#include "worker/tables.h"

typedef struct moot_fetch {
    moot_tables_t *tables;
    moot_buf_t snapshot; /* memory of the last answer */
    moot_buf_t list;
} moot_fetch_t;

/* What is asked of a stream. */
typedef struct moot_fetch_question {
    unsigned slot;
    enum moot_kind kind;
    moot_slice_t id;
    uint64_t mode; /* enum moot_attach; RANGE is MOOT_ATTACH_EVENTS */
    uint64_t epoch, seq;
} moot_fetch_question_t;

void moot_fetch_init(moot_fetch_t *fetch, moot_tables_t *tables);
void moot_fetch_close(moot_fetch_t *fetch);

/* Fills epoch, base, snapshot, list, head, ended and next_epoch of an answer;
 * slices are borrowed until the next call. With base 0 there is no snapshot:
 * before its first event a room has no state. A USER stream is always answered
 * with the list at its head. An EMIT stream begins at what is kept of it.
 * Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_fetch_events(moot_fetch_t *fetch,
                                   const moot_fetch_question_t *question,
                                   moot_msg_events_t *answer);

/* Fills list and next of an answer: rooms of the slots of one worker, in the
 * order of slot and id. after: a `next` of before, or empty; a foreign one is
 * taken for empty. Errors: as above. */
MOOT_CHECKED int moot_fetch_rooms(moot_fetch_t *fetch, uint64_t worker,
                                  moot_slice_t after, uint64_t limit,
                                  moot_msg_rooms_t *answer);

/* Appends the snapshot of an ended room at its end to buf, as far as it is
 * still known: without members when its history is gone. Errors: as above. */
MOOT_CHECKED int moot_fetch_ended(moot_fetch_t *fetch, unsigned slot,
                                  moot_slice_t id, uint64_t epoch,
                                  moot_buf_t *buf);

#endif
