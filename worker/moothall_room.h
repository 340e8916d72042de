/* Room types of Moothall as C plugins: everything that a plugin needs.
 *
 * A plugin is a shared object with these functions (moot make room writes the
 * stub of one):
 *
 *   MOOTHALL_ROOM_PLUGIN                      once, outside of all functions
 *   int extract_room_identifier(const moothall_ask_t *ask);
 *   int can_join(const moothall_ask_t *ask);
 *   void on_join(const moothall_ask_t *ask);      may be missing
 *   void on_leave(const moothall_ask_t *ask);     may be missing
 *
 * extract_room_identifier gives the parts of the identifier with moothall_part
 * and returns MOOTHALL_OK, or says what is wrong with moothall_invalid and
 * returns MOOTHALL_INVALID. It is asked before can_join, for a leave alone.
 * The room is then called `key|part|part…`.
 *
 * can_join returns MOOTHALL_ALLOW or MOOTHALL_REFUSE. on_join and on_leave are
 * told when it is done; nothing waits for them. Any of them may return
 * MOOTHALL_FAILED for "cannot say now"; any other number counts as that.
 *
 * Threads: one call at a time for all plugins of a worker, in one process of
 * its own that runs as the worker's user. A plugin may read files and talk to
 * other services, but everybody waits for it meanwhile: each call has the time
 * of the setting guard_timeout_ms, then the process is killed and begun anew;
 * what a plugin keeps in memory is gone then. A crash costs only the question
 * that it was asked. Nobody's environment is passed on.
 *
 * Ownership: all that an ask points at belongs to the server, is read-only and
 * ends with the call. What is given to moothall_part, moothall_invalid and
 * moothall_log is copied.
 *
 * This header needs nothing but a C compiler, and a plugin links nothing. */
#ifndef MOOTHALL_ROOM_H
#define MOOTHALL_ROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of all below. It rises when a plugin must be compiled anew; a
 * server takes plugins of its own version only. What is added at the end of
 * moothall_functions does not raise it. */
#define MOOTHALL_ROOM_ABI 1

#define MOOTHALL_EXPORT __attribute__((visibility("default")))

/* Says the version that the plugin was compiled for. */
#define MOOTHALL_ROOM_PLUGIN                                                   \
    MOOTHALL_EXPORT extern const uint32_t moothall_room_abi;                   \
    MOOTHALL_EXPORT const uint32_t moothall_room_abi = MOOTHALL_ROOM_ABI;

/* What the functions return. */
enum moothall_result {
    MOOTHALL_OK = 0,      /* extract_room_identifier: the parts were given */
    MOOTHALL_ALLOW = 1,   /* can_join: yes */
    MOOTHALL_REFUSE = 2,  /* can_join: no */
    MOOTHALL_INVALID = 3, /* extract_room_identifier: the client's mistake */
    MOOTHALL_FAILED = 4,  /* neither: the client is told server_error */
};

/* What is about to happen, or has happened. */
enum moothall_what {
    MOOTHALL_JOIN = 1,   /* a socket enters, a user joins a durable room */
    MOOTHALL_LEAVE = 2,  /* a socket leaves: only the identifier is wanted */
    MOOTHALL_CREATE = 3, /* a user makes a durable room */
    MOOTHALL_JOINED = 4, /* on_join */
    MOOTHALL_LEFT = 5,   /* on_leave */
};

enum moothall_kind {
    MOOTHALL_ABSENT = 0, /* there is no such value */
    MOOTHALL_NULL,
    MOOTHALL_BOOL,
    MOOTHALL_INTEGER, /* a number without fraction within int64_t */
    MOOTHALL_REAL,
    MOOTHALL_STRING,
    MOOTHALL_LIST,
    MOOTHALL_OBJECT,
};

/* A JSON value, to be looked at with the functions below. NULL stands for a
 * value that is absent; every function takes it. */
typedef struct moothall_value moothall_value_t;

/* UTF-8, with a zero behind it that is not counted. */
typedef struct moothall_text {
    const char *at; /* never NULL */
    size_t size;    /* bytes */
} moothall_text_t;

struct moothall_functions;

/* One question. No text is NULL; what is not known is "". */
typedef struct moothall_ask {
    uint32_t abi;  /* of the server */
    uint32_t what; /* enum moothall_what */
    const char *name_space; /* of the socket, such as "/" */
    const char *type;       /* key of the room type, such as "chat" */
    const char *session;    /* id of the socket or session */
    const char *user;       /* id of its user, "" for none */
    const char *room;       /* name of the room once it is known: not in
                             * extract_room_identifier for a socket */
    const moothall_value_t *claims;  /* of the token: an object, or absent */
    const moothall_value_t *payload; /* what the client sent: an object. For a
                                      * durable room: the fields of its type's
                                      * identifier, from the room's id */
    const struct moothall_functions *functions;
    void *server; /* the server's own */
} moothall_ask_t;

/* The server's functions, for those below. */
typedef struct moothall_functions {
    size_t size; /* of this struct at the server */
    int (*kind)(const moothall_value_t *value);
    const moothall_value_t *(*get)(const moothall_value_t *value,
                                   const char *path);
    moothall_text_t (*text)(const moothall_value_t *value);
    bool (*integer)(const moothall_value_t *value, int64_t *out);
    bool (*real)(const moothall_value_t *value, double *out);
    bool (*truth)(const moothall_value_t *value);
    size_t (*count)(const moothall_value_t *value);
    const moothall_value_t *(*at)(const moothall_value_t *value, size_t i);
    moothall_text_t (*name)(const moothall_value_t *value, size_t i);
    void (*part)(const moothall_ask_t *ask, const char *at, size_t size);
    void (*invalid)(const moothall_ask_t *ask, const char *text);
    void (*log)(const moothall_ask_t *ask, const char *text);
} moothall_functions_t;

/* ---- Reading values ------------------------------------------------------ */

/* enum moothall_kind of a value. */
static inline int moothall_kind(const moothall_ask_t *ask,
                                const moothall_value_t *value)
{
    return ask->functions->kind(value);
}

/* The value at a path from another one: names of members and, in lists,
 * places from 0, joined by dots: "chats.0", "address.city". A member whose
 * name has a dot in it is found with moothall_at alone. */
static inline const moothall_value_t *
moothall_get(const moothall_ask_t *ask, const moothall_value_t *value,
             const char *path)
{
    return ask->functions->get(value, path);
}

/* A string; "" for every other kind. */
static inline moothall_text_t moothall_text(const moothall_ask_t *ask,
                                            const moothall_value_t *value)
{
    return ask->functions->text(value);
}

/* An integer; false, and *out as it was, for every other kind. */
static inline bool moothall_integer(const moothall_ask_t *ask,
                                    const moothall_value_t *value, int64_t *out)
{
    return ask->functions->integer(value, out);
}

/* A number of either kind. */
static inline bool moothall_real(const moothall_ask_t *ask,
                                 const moothall_value_t *value, double *out)
{
    return ask->functions->real(value, out);
}

/* Whether it is true; false for every other kind. */
static inline bool moothall_true(const moothall_ask_t *ask,
                                 const moothall_value_t *value)
{
    return ask->functions->truth(value);
}

/* Items of a list, members of an object; 0 for every other kind. */
static inline size_t moothall_count(const moothall_ask_t *ask,
                                    const moothall_value_t *value)
{
    return ask->functions->count(value);
}

/* Item i, or the value of member i; absent when i is too large. */
static inline const moothall_value_t *
moothall_at(const moothall_ask_t *ask, const moothall_value_t *value, size_t i)
{
    return ask->functions->at(value, i);
}

/* The name of member i of an object, else "". */
static inline moothall_text_t moothall_name(const moothall_ask_t *ask,
                                            const moothall_value_t *value,
                                            size_t i)
{
    return ask->functions->name(value, i);
}

/* Whether a value is this string, or a list with this string in it. */
static inline bool moothall_has(const moothall_ask_t *ask,
                                const moothall_value_t *value, const char *text)
{
    size_t i, n = 0;
    moothall_text_t one = moothall_text(ask, value);

    while (text[n] != '\0')
        n++;
    if (moothall_kind(ask, value) == MOOTHALL_STRING)
        return one.size == n && __builtin_memcmp(one.at, text, n) == 0;
    if (moothall_kind(ask, value) != MOOTHALL_LIST)
        return false;
    for (i = 0; i < moothall_count(ask, value); i++) {
        const moothall_value_t *item = moothall_at(ask, value, i);

        one = moothall_text(ask, item);
        if (moothall_kind(ask, item) == MOOTHALL_STRING && one.size == n
            && __builtin_memcmp(one.at, text, n) == 0)
            return true;
    }
    return false;
}

/* ---- Answering ----------------------------------------------------------- */

/* Gives the next part of the identifier: UTF-8 without control characters. At
 * most 8 parts; the room's name has at most 512 bytes. */
static inline void moothall_part(const moothall_ask_t *ask, const char *at,
                                 size_t size)
{
    ask->functions->part(ask, at, size);
}

/* Says what is wrong, for the client; at most 256 bytes are shown. Returns
 * MOOTHALL_INVALID. */
static inline int moothall_invalid(const moothall_ask_t *ask, const char *text)
{
    ask->functions->invalid(ask, text);
    return MOOTHALL_INVALID;
}

/* Takes a field of the payload as the next part: a string or an integer. When
 * it is missing, null, "", 0, false or of another kind the client is told
 * "FIELD is required". Returns MOOTHALL_OK or MOOTHALL_INVALID. */
static inline int moothall_take(const moothall_ask_t *ask, const char *field)
{
    const moothall_value_t *value = moothall_get(ask, ask->payload, field);
    moothall_text_t text = moothall_text(ask, value);
    char digits[24], message[160];
    size_t at = sizeof digits, n = 0;
    int64_t number = 0;
    uint64_t rest;

    if (text.size > 0) {
        moothall_part(ask, text.at, text.size);
        return MOOTHALL_OK;
    }
    if (moothall_integer(ask, value, &number) && number != 0) {
        rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
        for (; rest > 0; rest /= 10)
            digits[--at] = (char)('0' + (int)(rest % 10));
        if (number < 0)
            digits[--at] = '-';
        moothall_part(ask, digits + at, sizeof digits - at);
        return MOOTHALL_OK;
    }
    for (; field[n] != '\0' && n < 128; n++)
        message[n] = field[n];
    __builtin_memcpy(message + n, " is required", sizeof " is required");
    return moothall_invalid(ask, message);
}

/* A line in the server's log, under the plugin's type; at most 160 bytes of
 * it are shown. */
static inline void moothall_log(const moothall_ask_t *ask, const char *text)
{
    ask->functions->log(ask, text);
}

/* ---- The plugin's functions ---------------------------------------------- */

MOOTHALL_EXPORT int extract_room_identifier(const moothall_ask_t *ask);
MOOTHALL_EXPORT int can_join(const moothall_ask_t *ask);
MOOTHALL_EXPORT void on_join(const moothall_ask_t *ask);
MOOTHALL_EXPORT void on_leave(const moothall_ask_t *ask);

#ifdef __cplusplus
}
#endif

#endif
