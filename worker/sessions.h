/* Numbers and outcomes of client sessions, per (session, slot): what makes a
 * request apply once and in order (proto/DESIGN.md, Requests).
 *
 * All sessions with a record are in memory, each in front of a row of table
 * SESSION. A read moves `last` in memory alone: after a restart it may be read
 * again, which harms nobody.
 *
 * A record is forgotten 60 s of monotonic time after the last request, and a
 * restart counts as a request. The wall clock decides nothing here: an early
 * loss of a record would let a resent request apply twice. */
#ifndef MOOT_SESSIONS_H
#define MOOT_SESSIONS_H

#include "common/buf.h"
#include "common/check.h"
#include "common/list.h"
#include "common/map.h"
#include "worker/store.h"

/* Outcomes kept for one (session, slot); with more awaited the next requests
 * are answered UNAVAILABLE. */
#define MOOT_SESSIONS_OUTCOMES_MAX 1024

/* Sessions that one background batch forgets. */
#define MOOT_SESSIONS_EXPIRE_MAX 1024

typedef struct moot_outcome_kept {
    uint64_t number;
    size_t size;
    uint8_t bytes[]; /* an outcome message */
} moot_outcome_kept_t;

typedef struct moot_session {
    moot_map_node_t node;    /* key: slot (2 bytes), session id */
    moot_node_t in_age;      /* least recently touched first */
    moot_node_t in_batch;    /* while this batch changed it */
    uint64_t last;           /* highest number applied, reads included */
    uint64_t logged;         /* the same as the log knows it: the row's */
    uint64_t passed;         /* highest answered UNAVAILABLE in this batch */
    uint64_t touched_ms;     /* monotonic */
    uint64_t touched_at;     /* wall time of the last logged request */
    bool dirty;              /* the row is to be written */
    bool expired;            /* the row was removed in this batch */
    moot_outcome_kept_t **outcomes; /* rising numbers */
    size_t outcomes_count, outcomes_capacity;
} moot_session_t;

typedef struct moot_sessions {
    moot_store_t *store;
    size_t max;
    moot_map_t by_key;
    moot_node_t age;
    moot_node_t batch;
} moot_sessions_t;

/* Reads all rows; a transaction is open. Errors: of the store,
 * MOOT_ECORRUPT. */
MOOT_CHECKED int moot_sessions_load(moot_sessions_t *sessions,
                                    moot_store_t *store, size_t max,
                                    uint64_t now_ms);
void moot_sessions_close(moot_sessions_t *sessions);

/* The record, or NULL. */
moot_session_t *moot_sessions_find(moot_sessions_t *sessions, unsigned slot,
                                   moot_slice_t id);

/* What is to be done with a copy of a request. */
enum moot_copy {
    MOOT_COPY_NEW,    /* apply it */
    MOOT_COPY_REPEAT, /* say *outcome again */
    MOOT_COPY_REREAD, /* a read that was answered: answer it again */
    MOOT_COPY_DROP,   /* applied, and nobody awaits it */
    MOOT_COPY_RESEND, /* ask for everything from number *from on */
};

/* Decides. session: NULL when there is no record; fresh: the copy's stamp
 * allows to open one. outcome: borrowed until the session changes. */
enum moot_copy moot_sessions_judge(const moot_session_t *session,
                                   uint64_t number, uint64_t base, bool fresh,
                                   bool read, uint64_t *from,
                                   moot_slice_t *outcome);

/* Whether another request with an outcome can be taken: room for a record, or
 * for an outcome in it. */
bool moot_sessions_room(const moot_sessions_t *sessions,
                        const moot_session_t *session);

/* A request was applied: last is number, outcomes below base go, this one is
 * kept. Opens the record when there is none. Written by flush. */
void moot_sessions_apply(moot_sessions_t *sessions, unsigned slot,
                         moot_slice_t id, uint64_t number, uint64_t base,
                         moot_slice_t outcome, uint64_t wall_ms,
                         uint64_t now_ms);

/* A read was answered: last is number, in memory alone. */
void moot_sessions_read(moot_sessions_t *sessions, unsigned slot,
                        moot_slice_t id, uint64_t number, uint64_t now_ms);

/* A request was answered UNAVAILABLE without being applied: the numbers above
 * it may be answered in this batch too. session may be NULL. */
void moot_sessions_pass(moot_sessions_t *sessions, moot_session_t *session,
                        uint64_t number);

/* A copy of a request came. */
void moot_sessions_hear(moot_sessions_t *sessions, moot_session_t *session,
                        uint64_t now_ms);

/* Whether a session may be forgotten at this time. */
bool moot_sessions_wants(const moot_sessions_t *sessions, uint64_t now_ms);
/* Forgets at most MOOT_SESSIONS_EXPIRE_MAX sessions: their rows, in the
 * transaction that is open, and at its settle them. Errors: of the store. */
MOOT_CHECKED int moot_sessions_expire(moot_sessions_t *sessions,
                                      uint64_t now_ms);

/* See worker/slots.h. */
MOOT_CHECKED int moot_sessions_flush(moot_sessions_t *sessions);
void moot_sessions_settle(moot_sessions_t *sessions);
MOOT_CHECKED int moot_sessions_forget(moot_sessions_t *sessions);

#endif
