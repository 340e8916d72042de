/* What the commands that answer questions have in common: what they print and
 * how they read their arguments. */
#ifndef MOOT_SHOW_H
#define MOOT_SHOW_H

#include "common/buf.h"
#include "common/json_write.h"

enum { MOOT_SHOW_BYTES_MAX = 256 << 20, MOOT_SHOW_WORDS_MAX = 3 };

/* The arguments of such a command. */
typedef struct moot_show_words {
    const char *words[MOOT_SHOW_WORDS_MAX]; /* those that are no options */
    size_t count;
    bool json;
} moot_show_words_t;

/* Takes for moot_option_t: of "json" and "" (words). */
bool moot_show_take_json(void *words, const char *value);
bool moot_show_take_word(void *words, const char *value);

/* Whether a word is an id of a room or a user: 1 to 128 bytes, no control
 * characters. Says on stderr when it is none. */
bool moot_show_is_id(const char *command, const char *what, const char *id);

/* Appends text; bytes that a terminal would obey come out as \xNN. Returns the
 * columns that it takes, as far as each character takes one. */
size_t moot_show_text(moot_buf_t *buf, moot_slice_t text);

/* The same, filled up with spaces to a width. */
void moot_show_cell(moot_buf_t *buf, moot_slice_t text, size_t width);

/* Appends "2026-01-31 12:00:00.123Z" of ms since 1970. */
void moot_show_time(moot_buf_t *buf, uint64_t ms);

/* Writes a member with the epoch as clients see it: an opaque string. */
void moot_show_epoch(moot_json_write_t *json, uint64_t epoch);

/* Prints a buffer to stdout, closes it. */
void moot_show_print(moot_buf_t *buf);

#endif
