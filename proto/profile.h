/* A profile: what Socket.IO clients may do and what comes of it, declared in
 * one file (proto/PROFILES.md). Namespaces with their authentication and
 * automatic rooms, room types, event routes, histories, views over HTTP and
 * policies; expressions are compiled already. Immutable once loaded. Pure;
 * files are found and read by proto/profile_file.h. */
#ifndef MOOT_PROFILE_H
#define MOOT_PROFILE_H

#include "proto/expr.h"
#include "proto/roomname.h"
#include "proto/rules.h"

#define MOOT_PROFILE_BYTES_MAX (1u << 20) /* of a file */
#define MOOT_PROFILE_SECTIONS_MAX 512
#define MOOT_PROFILE_MISTAKES_MAX 50 /* told of one file */
#define MOOT_PROFILE_LINES_MAX 16    /* of a key that may be repeated */
#define MOOT_PROFILE_NAMESPACES_MAX 64
#define MOOT_PROFILE_PARTICIPANTS_MAX 16

/* All texts are terminated by a zero byte beyond their size, so that .at may
 * be taken as a C string. Expressions that are not given are NULL. */

/* The result of a refusal over HTTP. status 0: not given. */
typedef struct moot_profile_answer {
    unsigned status;
    moot_slice_t body; /* JSON: {"error":"Acceso denegado"} */
} moot_profile_answer_t;

typedef enum moot_profile_auth {
    MOOT_PROFILE_AUTH_NONE,   /* everybody; there are no claims */
    MOOT_PROFILE_AUTH_TOKEN,  /* auth.token of CONNECT; in views a bearer */
    MOOT_PROFILE_AUTH_COOKIE, /* the handshake's cookie of that name */
} moot_profile_auth_t;

/* remember = NAME = EXPR */
typedef struct moot_profile_fact {
    moot_slice_t name;
    moot_expr_t *value; /* string, or null: forgotten */
} moot_profile_fact_t;

/* An event's name and arguments: either one expression for each argument, or
 * one for the whole list. */
typedef struct moot_profile_emit {
    moot_slice_t event; /* size 0: nothing is emitted */
    moot_expr_t *args;  /* the list; NULL: with */
    moot_expr_t **with;
    size_t with_count;
} moot_profile_emit_t;

typedef struct moot_profile_namespace {
    moot_slice_t name; /* "/", "/custom" */
    moot_profile_auth_t auth;
    moot_slice_t cookie; /* name, of AUTH_COOKIE */
    moot_slice_t
        token_type;         /* what the claim token_type must be; size 0: any */
    moot_slice_t no_cookie; /* CONNECT_ERROR: no Cookie header at all */
    moot_slice_t no_token;  /* no token in the cookies, in auth */
    moot_slice_t bad_token; /* invalid, expired, of another type, no user */
    moot_slice_t refused;   /* allow says no or fails */
    moot_expr_t *user;      /* string; NULL with AUTH_NONE only: nobody */
    moot_expr_t *allow;     /* condition; NULL: yes */
    moot_expr_t **joins;    /* automatic rooms: texts */
    size_t joins_count;
    moot_profile_fact_t *facts;
    size_t facts_count;
    moot_profile_emit_t *emits; /* to the socket itself, once it is in */
    size_t emits_count;
    unsigned uses; /* of all expressions above, moot_expr_uses */
} moot_profile_namespace_t;

typedef enum moot_profile_form {
    MOOT_PROFILE_DECLARED,
    MOOT_PROFILE_COMPILED,
    MOOT_PROFILE_ASKED,
} moot_profile_form_t;

/* One part of an identifier. */
typedef struct moot_profile_part {
    moot_slice_t field; /* "chat_id": its name in errors and in id */
    moot_expr_t *value; /* NULL: the payload's member of that name */
} moot_profile_part_t;

typedef struct moot_profile_type {
    moot_slice_t type;   /* as in the file: "ChatRoom" */
    moot_slice_t key;    /* "chat" */
    uint64_t namespaces; /* bits by number of the namespace */
    moot_profile_form_t form;
    moot_profile_part_t parts[MOOT_ROOMNAME_PARTS_MAX];
    size_t parts_count; /* COMPILED, ASKED: 0, the other side tells the room */
    moot_expr_t *may_join;   /* DECLARED: condition; NULL: everybody */
    moot_expr_t *may_create; /* DECLARED: condition; NULL: as may_join */
    moot_expr_t *members_of; /* the durable room that member() and role() mean
                              * without an argument; NULL: the room itself */
    moot_slice_t plugin;     /* COMPILED: path of the shared object */
    moot_slice_t url;        /* ASKED */
    unsigned timeout_ms;     /* COMPILED, ASKED: of one question; 0: the setting
                              * guard_timeout_ms */
    unsigned cache_ttl_ms;   /* ASKED: of a decision; 0: none is kept */
    unsigned concurrency;    /* ASKED: questions at once */
    bool durable; /* guards rooms of the JSON protocol named key|…, too */
    unsigned uses;
} moot_profile_type_t;

typedef enum moot_profile_to {
    MOOT_PROFILE_TO_ROOM,   /* to = EXPR: names of rooms */
    MOOT_PROFILE_TO_USER,   /* to_user = EXPR: names of users */
    MOOT_PROFILE_TO_SOCKET, /* to_socket = EXPR: ids of sockets */
    MOOT_PROFILE_TO_ALL,    /* to = all */
    MOOT_PROFILE_TO_SELF,   /* to = self: the sending socket, without the bus */
} moot_profile_to_t;

typedef struct moot_profile_target {
    moot_profile_to_t to;
    moot_expr_t *names; /* ROOM, USER, SOCKET: texts */
} moot_profile_target_t;

typedef struct moot_profile_history {
    moot_slice_t name;
    moot_slice_t time; /* member that views give the time in, size 0: none */
} moot_profile_history_t;

typedef struct moot_profile_event {
    moot_slice_t name;
    uint64_t namespaces; /* bits by number */
    moot_expr_t **lets;  /* locals by number, evaluated in order, first */
    size_t lets_count;
    moot_expr_t **whens; /* conditions; one that is false or fails: dropped */
    size_t whens_count;
    moot_profile_target_t *targets; /* in order */
    size_t targets_count;
    bool skip_self; /* the sending socket is left out */
    moot_profile_emit_t emit;
    moot_slice_t confirm; /* event that an acknowledgement of emit is taken
                           * as; size 0: none is asked for */
    const moot_profile_history_t *history; /* NULL: not stored */
    moot_expr_t *participants;             /* list of strings */
    moot_expr_t *record;                   /* object */
    moot_expr_t *ack;                      /* list; NULL: no ack is sent */
    moot_slice_t forward;                  /* URL, size 0: not forwarded */
    moot_expr_t *forwarded;                /* object; NULL: the usual one */
    unsigned uses;
} moot_profile_event_t;

typedef enum moot_profile_shows {
    MOOT_PROFILE_SHOWS_HISTORY, /* stored messages of one participant */
    MOOT_PROFILE_SHOWS_PEERS,   /* names that shared messages with anyone of
                                 * whom of_fact is known */
} moot_profile_shows_t;

/* GET of a path. Its expressions may name claims, user and query. */
typedef struct moot_profile_view {
    moot_slice_t path;                         /* "/api/mensajes" */
    const moot_profile_namespace_t *namespace; /* its auth, user and facts */
    moot_profile_shows_t shows;
    const moot_profile_history_t *history; /* both */
    moot_expr_t *of; /* HISTORY: whose; string, null or "": missing */
    moot_slice_t of_fact, of_value;   /* PEERS: of users with this fact */
    moot_slice_t not_fact, not_value; /* PEERS: names with it are left out */
    moot_expr_t *allow;               /* condition; NULL: every valid token */
    moot_profile_answer_t no_cookie;  /* no credential header at all */
    moot_profile_answer_t no_token;   /* not given: as no_cookie */
    moot_profile_answer_t bad_token;
    moot_profile_answer_t refused;
    moot_profile_answer_t missing;
    unsigned uses;
} moot_profile_view_t;

/* Times and sizes that go before the settings of the same name; 0: not given.
 */
typedef struct moot_profile_limits {
    unsigned ping_interval_ms;
    unsigned ping_timeout_ms;
    unsigned connect_timeout_ms;
    unsigned max_payload; /* bytes */
} moot_profile_limits_t;

typedef struct moot_profile {
    moot_slice_t file;  /* as it was given */
    moot_slice_t title; /* of the section [profile], may be empty */
    moot_profile_limits_t limits;
    moot_profile_namespace_t *namespaces;
    size_t namespaces_count; /* at least one */
    moot_profile_type_t *types;
    size_t types_count;
    moot_profile_event_t *events;
    size_t events_count;
    moot_profile_history_t *histories;
    size_t histories_count;
    moot_profile_view_t *views;
    size_t views_count;
    moot_expr_policy_t *policies; /* for moot_expr_env_t */
    size_t policies_count;
    void *internal;
} moot_profile_t;

/* Reads the text of a profile. file: its name, for the mistakes; plugins with
 * relative paths are taken from its folder. mistakes: gets one line for each,
 * "file:line:column: text\n".
 * Errors: MOOT_EINVAL (mistakes has them), MOOT_ELIMIT (too long). */
MOOT_CHECKED int moot_profile_parse(moot_slice_t text, const char *file,
                                    moot_buf_t *mistakes, moot_profile_t **out);
void moot_profile_destroy(moot_profile_t **profile_p);

/* Number of a namespace in namespaces, or -1. */
int moot_profile_namespace(const moot_profile_t *profile, moot_slice_t name);

/* The room type of that key in a namespace, or NULL. */
const moot_profile_type_t *moot_profile_type(const moot_profile_t *profile,
                                             int namespace, moot_slice_t key);

/* The type that guards a durable room of that name (its part before the first
 * "|"), or NULL. */
const moot_profile_type_t *moot_profile_durable(const moot_profile_t *profile,
                                                moot_slice_t room);

/* The same of an event's name: the type whose join_<key> (*what:
 * MOOT_GUARD_JOIN) or leave_<key> (MOOT_GUARD_LEAVE) it is, or NULL. */
const moot_profile_type_t *moot_profile_type_event(
    const moot_profile_t *profile, int namespace, moot_slice_t event,
    enum moot_guard_what *what);

/* The route of a client event, or NULL. */
const moot_profile_event_t *moot_profile_event(const moot_profile_t *profile,
                                               int namespace,
                                               moot_slice_t event);

/* The view of a path, or NULL. */
const moot_profile_view_t *moot_profile_view(const moot_profile_t *profile,
                                             moot_slice_t path);

#endif
