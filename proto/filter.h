/* The filter language of taps: an expression over one tap_record, such as
 * room=r1 and (type=ROOM_MESSAGE or error). Pure; nothing is allocated.
 *
 *   expr  = and { "or" and }
 *   and   = not { "and" not }
 *   not   = "not" not | "(" expr ")" | test
 *   test  = "error" | "in" | "out" | field op value
 *   op    = "=" "!=" | "~" "!~" | "<" "<=" ">" ">="
 *   value = word | '"' { any, \" or \\ } '"'
 *
 *   texts    room user session program peer type id   = != ~ !~
 *   choices  code (NOT_FOUND), direction (in, out)    = !=
 *   numbers  number seq epoch slot sockets            = != < <= > >=
 *   times    latency (800us, 5ms, 1.5s)               = != < <= > >=
 *   sizes    size (200, 1KiB, 2MiB)                   = != < <= > >=
 *
 * "and" binds more than "or", "not" most. Words end at a space or one of
 * ()=!~<>"; words of the language are written small, names of types and codes
 * as they are. ~ asks whether the text begins with the value, or, when the
 * value has * (any text) or ? (one byte), whether it is of that pattern.
 * type is the client's name (ROOM_MESSAGE, ROOM_MEMBERS_UPDATED) or that of
 * the internal message (request, reply, event, tap_commit: also commit).
 * A text that a record does not have is empty. A number, time or code that it
 * does not have fulfils no test, except number and sockets, which are 0 then.
 * The full description with examples is proto/FILTER.md. */
#ifndef MOOT_FILTER_H
#define MOOT_FILTER_H

#include "proto/wire.h"

#define MOOT_FILTER_BYTES_MAX 2048 /* of an expression */
#define MOOT_FILTER_TESTS_MAX 100  /* tests and words between them */
#define MOOT_FILTER_DEPTH_MAX 20   /* parentheses and nots inside each other */

/* One test, or one word that joins two; private. */
typedef struct moot_filter_node {
    uint8_t kind, field, op;
    uint8_t left, right; /* nodes */
    uint16_t at, size;   /* the value in text */
    uint64_t number;
} moot_filter_node_t;

/* A compiled expression; owns nothing and may be copied. */
typedef struct moot_filter {
    uint16_t text_size;
    uint8_t count; /* nodes; 0: everything matches */
    uint8_t root;
    moot_filter_node_t nodes[MOOT_FILTER_TESTS_MAX];
    char text[MOOT_FILTER_BYTES_MAX]; /* values, unescaped */
} moot_filter_t;

typedef struct moot_filter_error {
    size_t at;     /* byte of the expression that is wrong; may be its end */
    char text[96]; /* what was expected there */
} moot_filter_error_t;

/* Compiles an expression; only spaces or nothing: all records match. Safe on
 * any bytes. Errors: MOOT_EINVAL, MOOT_ELIMIT (too long, too many, too deep);
 * *error says which and where, and *filter matches nothing useful then. */
MOOT_CHECKED int moot_filter_compile(moot_filter_t *filter, moot_slice_t text,
                                     moot_filter_error_t *error);

/* Whether a record matches. Its route and body are not looked at. */
bool moot_filter_match(const moot_filter_t *filter,
                       const moot_msg_tap_record_t *record);

/* A text that must stand in one field of each record that matches, for those
 * who want to look for its bytes before they read a message. */
typedef struct moot_filter_literal {
    size_t field; /* offset in the record: of room, session, user or id */
    moot_slice_t text; /* borrowed from the filter */
} moot_filter_literal_t;

/* False: there is none. */
bool moot_filter_literal(const moot_filter_t *filter,
                         moot_filter_literal_t *out);

/* Whether a text is of a pattern with * and ?. Linear but for the product of
 * both sizes at worst. */
bool moot_filter_glob(moot_slice_t pattern, moot_slice_t text);

/* Direction of a point: whether the program received. */
bool moot_filter_is_in(uint64_t point);

#endif
