/* What becomes of a client's event and of a new socket, by the profile: who is
 * sent what, what is stored, acknowledged, forwarded. Core. One per edge: its
 * memory is used again for the next event, so a result is gone then. */
#ifndef MOOT_EVENTS_H
#define MOOT_EVENTS_H

#include "proto/profile.h"
#include "proto/wire.h"

#define MOOT_EVENTS_TARGETS_MAX 256 /* of one emission */
#define MOOT_EVENTS_ROOMS_MAX 1000  /* automatic rooms of a socket */

typedef struct moot_events moot_events_t;

/* content_chars_max: the setting. The profile must outlive this. */
moot_events_t *moot_events_new(const moot_profile_t *profile,
                               int64_t content_chars_max);
void moot_events_destroy(moot_events_t **events_p);

/* A socket: what is known of it. Texts are borrowed for the call. */
typedef struct moot_events_socket {
    int namespace;       /* its number in the profile */
    moot_slice_t sid;    /* its id */
    moot_slice_t user;   /* empty: none */
    moot_slice_t claims; /* JSON object, or nothing */
    moot_slice_t auth;   /* JSON of CONNECT, or nothing; for connect alone */
    moot_slice_t query;  /* of the address, as it came: a=1&b=2 */
    /* Whether it is in a room; NULL: it is in none. For events alone. */
    bool (*inside)(void *ctx, moot_slice_t room);
    void *inside_ctx;
} moot_events_socket_t;

/* A packet to the socket itself. */
typedef struct moot_events_packet {
    moot_slice_t data; /* JSON array, event name first; of an ACK the array */
    const moot_slice_t *attachments; /* in the order of their placeholders */
    size_t attachments_count;
} moot_events_packet_t;

/* ---- A new socket ---------------------------------------------------------
 */

typedef struct moot_events_fact {
    moot_slice_t name, value; /* an empty value: forgotten */
} moot_events_fact_t;

typedef struct moot_events_welcome {
    moot_slice_t user; /* empty: nobody (namespaces without authentication) */
    moot_slice_t refused; /* when not empty: CONNECT_ERROR with this message,
                           * and nothing below counts */
    const char *why;      /* of a refusal, for the log; static */
    const moot_slice_t *rooms; /* enters these, none twice */
    size_t rooms_count;
    const moot_events_fact_t *facts; /* learned of the user */
    size_t facts_count;
    const moot_events_packet_t *packets; /* is sent these, after CONNECT */
    size_t packets_count;
} moot_events_welcome_t;

/* A socket whose token is verified (socket->user is not looked at: it is what
 * comes out). A token of another type and one that names no user (a string of
 * 1 to 128 bytes without control characters once trimmed) are refused with
 * bad_token, a failing expression with refused. */
void moot_events_connect(moot_events_t *events,
                         const moot_events_socket_t *socket, int64_t now_ms,
                         moot_events_welcome_t *out);

/* The user that claims name in a namespace, and what is learned of them: for
 * views. The same rules for both; allow, rooms and packets are not looked at.
 * False: none (out->why says it). */
bool moot_events_user(moot_events_t *events, int namespace, moot_slice_t claims,
                      int64_t now_ms, moot_events_welcome_t *out);

/* ---- An event --------------------------------------------------------------
 */

typedef enum moot_events_outcome {
    MOOT_EVENTS_NO_ROUTE, /* the profile does not know the event */
    MOOT_EVENTS_DROPPED,  /* why says it: a condition, or a failure */
    MOOT_EVENTS_DONE,     /* act on what is set */
} moot_events_outcome_t;

typedef struct moot_events_result {
    moot_events_outcome_t outcome;
    const char *why;       /* DROPPED: static */
    bool failed;           /* DROPPED by a failing expression, */
    unsigned line, column; /* which is there in the profile */
    bool has_ack;          /* to be sent when the client asked for one; when
                            * has_emission after its answer */
    moot_events_packet_t ack;
    bool has_own; /* an event for the sending socket alone */
    moot_events_packet_t own;
    moot_slice_t confirm; /* the event that an acknowledgement of own is taken
                           * as, size 0: none is asked for */
    bool has_emission;            /* a request EMIT is made with: */
    moot_msg_emission_t emission; /* all fields; when it is only stored or
                                   * forwarded there are no targets and data
                                   * is the event's name */
    moot_slice_t copies;          /* request.copies, size 0: not stored */
    moot_slice_t forward_to; /* request.forward_to, size 0: not forwarded */
    moot_slice_t forward;    /* request.forward */
} moot_events_result_t;

/* An event: name, and its whole JSON array with the name first, as it came.
 * attachments: of a binary event; NULL for a plain one, whose placeholders
 * are plain objects. Order: own is sent where the route names it; it is always
 * independent of the emission.
 * An array that cannot be read is DROPPED. join_<key> and leave_<key> are not
 * routes: ask moot_profile_type_event first. */
void moot_events_run(moot_events_t *events, const moot_events_socket_t *socket,
                     moot_slice_t event, moot_slice_t json,
                     const moot_slice_t *attachments, size_t attachments_count,
                     int64_t now_ms, moot_events_result_t *out);

/* Blocks of memory ever allocated: stays the same under a steady load. */
size_t moot_events_blocks(const moot_events_t *events);

#endif
