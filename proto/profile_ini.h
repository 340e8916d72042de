/* The form of a profile file: sections, and in each lines "key = value". A
 * line that begins with spaces goes on with the value above it; one that
 * begins with # or ; is a comment. Read with libinih, which is named in
 * profile_ini.c only. Pure. */
#ifndef MOOT_PROFILE_INI_H
#define MOOT_PROFILE_INI_H

#include "common/arena.h"
#include "common/buf.h"

/* Bytes of one line: what libinih takes as Debian builds it. */
#define MOOT_PROFILE_INI_LINE_MAX 190

typedef struct moot_profile_ini_line {
    struct moot_profile_ini_line *next;
    unsigned line, column; /* of the value's first byte, from 1 */
    moot_slice_t key;
    moot_slice_t value; /* with a newline and its indentation for each line
                         * below the first, so that places in it are right */
} moot_profile_ini_line_t;

typedef struct moot_profile_ini_section {
    struct moot_profile_ini_section *next;
    unsigned line;
    moot_slice_t kind; /* "event" of [event mensaje_privado] */
    moot_slice_t name; /* "mensaje_privado"; may be empty */
    moot_profile_ini_line_t *lines;
} moot_profile_ini_section_t;

/* Where mistakes go: one line for each, up to a number. */
typedef struct moot_profile_mistakes {
    moot_buf_t *buf;
    const char *file;
    unsigned count, max;
} moot_profile_mistakes_t;

/* column 0: the line as a whole. */
void moot_profile_ini_mistake(moot_profile_mistakes_t *mistakes, unsigned line,
                              unsigned column, const char *format, ...)
    MOOT_PRINTF(4, 5);

/* Reads a text; everything in *out lies in the arena, texts with a zero byte
 * behind them. Mistakes of form are told and passed over.
 * Errors: MOOT_ENOMEM (the arena is full). */
MOOT_CHECKED int moot_profile_ini_read(moot_slice_t text, moot_arena_t *arena,
                                       moot_profile_mistakes_t *mistakes,
                                       moot_profile_ini_section_t **out);

#endif
