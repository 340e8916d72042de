/* Reading the sections of a profile: what the readers of each kind share.
 * Nobody but proto/profile*.c includes it. */
#ifndef MOOT_PROFILE_READ_H
#define MOOT_PROFILE_READ_H

#include "proto/profile.h"
#include "proto/profile_ini.h"

typedef moot_profile_ini_section_t moot_profile_section_t;
typedef moot_profile_ini_line_t moot_profile_line_t;

/* Owned by the profile. */
typedef struct moot_profile_internal {
    moot_arena_t arena;
    moot_expr_t **exprs; /* all of them */
    size_t exprs_count, exprs_room;
} moot_profile_internal_t;

typedef struct moot_profile_read {
    moot_profile_t *profile;
    moot_profile_internal_t *internal;
    moot_profile_mistakes_t mistakes;
    moot_profile_section_t *sections;
} moot_profile_read_t;

/* A key that a kind of section may have. */
typedef struct moot_profile_key {
    const char *name;
    bool repeated;
    int which; /* for the reader of the section */
} moot_profile_key_t;

/* Takes one line. */
typedef void moot_profile_take_fn(moot_profile_read_t *read, void *target,
                                  int which, const moot_profile_line_t *line);

/* Goes through a section: unknown keys and those given twice are mistakes;
 * the others are taken, in order. keys: ends with a NULL name. */
void moot_profile_read_section(moot_profile_read_t *read,
                               const moot_profile_section_t *section,
                               const moot_profile_key_t *keys, void *target,
                               moot_profile_take_fn *take);

#define MOOT_PROFILE_MISTAKE(read, at, ...)                                    \
    moot_profile_ini_mistake(&(read)->mistakes, (at)->line, (at)->column,      \
                             __VA_ARGS__)

/* A mistake of a section as a whole. */
void moot_profile_read_wrong(moot_profile_read_t *read,
                             const moot_profile_section_t *section,
                             const char *format, ...) MOOT_PRINTF(3, 4);

/* Cleared memory of the profile. */
void *moot_profile_read_array(moot_profile_read_t *read, size_t count,
                              size_t size);

/* How many lines of a section have the key. */
size_t moot_profile_read_count(const moot_profile_section_t *section,
                               const char *key);
/* Its first line with the key, or NULL. */
const moot_profile_line_t *moot_profile_read_find(
    const moot_profile_section_t *section, const char *key);

/* How many sections of a kind there are. */
size_t moot_profile_read_sections(const moot_profile_read_t *read,
                                  const char *kind);

/* The next section of a kind behind one (NULL: the first). */
const moot_profile_section_t *moot_profile_read_next(
    const moot_profile_read_t *read, const moot_profile_section_t *behind,
    const char *kind);

/* A plain text on one line: runs of white space become one space. Too long or
 * empty: a mistake, and the empty text. */
moot_slice_t moot_profile_read_text(moot_profile_read_t *read,
                                    const moot_profile_line_t *line,
                                    size_t max);

/* A number from min to max; 0 and a mistake otherwise. */
unsigned moot_profile_read_number(moot_profile_read_t *read,
                                  const moot_profile_line_t *line, unsigned min,
                                  unsigned max);

/* on or off. */
bool moot_profile_read_flag(moot_profile_read_t *read,
                            const moot_profile_line_t *line);

/* An expression; NULL and a mistake when it does not compile. What it uses is
 * added to *uses. */
moot_expr_t *moot_profile_read_expr(moot_profile_read_t *read,
                                    const moot_profile_line_t *line,
                                    moot_expr_scope_t scope, unsigned *uses);

/* "NAME = EXPR" as a value: the name, and the rest as a line of its own. The
 * name is letters, digits and _. False: a mistake was told. */
bool moot_profile_read_named(moot_profile_read_t *read,
                             const moot_profile_line_t *line,
                             moot_slice_t *name, moot_profile_line_t *rest);

/* A refusal over HTTP: "403 text" or "403 {…}". */
moot_profile_answer_t moot_profile_read_answer(moot_profile_read_t *read,
                                               const moot_profile_line_t *line);

/* The answer {"error":text}. */
moot_profile_answer_t moot_profile_read_error(moot_profile_read_t *read,
                                              unsigned status,
                                              moot_slice_t text);

/* Words of a value, one after the other; false after the last. */
bool moot_profile_read_word(moot_slice_t *value, moot_slice_t *word);

/* Bits of the namespaces that a section's key "namespaces" names; "/" when it
 * is not there. */
uint64_t moot_profile_read_namespaces(moot_profile_read_t *read,
                                      const moot_profile_section_t *section);

/* An URL of a back end. */
moot_slice_t moot_profile_read_url(moot_profile_read_t *read,
                                   const moot_profile_line_t *line);

const moot_profile_history_t *moot_profile_read_history(
    moot_profile_read_t *read, const moot_profile_line_t *line);

/* Of an event's or a namespace's emit: the expressions of its section from
 * one line on that say "with" or "args". */
/* The name that Socket.IO keeps for itself and this is, or NULL: clients close
 * their connection when such an event comes. */
const char *moot_profile_read_reserved(moot_slice_t name);

/* The event of a line `emit`. */
moot_slice_t moot_profile_read_emit(moot_profile_read_t *read,
                                    const moot_profile_line_t *line);

void moot_profile_read_with(moot_profile_read_t *read,
                            moot_profile_emit_t *emit,
                            const moot_profile_line_t *line,
                            moot_expr_scope_t scope, unsigned *uses);

/* ---- By kind, in this order -----------------------------------------------
 */

void moot_profile_sections(moot_profile_read_t *read); /* all but those below */
void moot_profile_routes(moot_profile_read_t *read);   /* room, event */
void moot_profile_views(moot_profile_read_t *read);    /* view */

#endif
