/* Plays files of named cases: lines that do something, and lines that must
 * come of it, in order, with nothing between. For cmocka tests. */
#ifndef MOOT_TESTS_SCRIPT_H
#define MOOT_TESTS_SCRIPT_H

#include "common/buf.h"

/* One file at a time. */
typedef struct script {
    const char *path;
    char name[128]; /* of the case */
    int line, cases;
    moot_buf_t said; /* lines that something said */
    size_t met;      /* bytes of them that were expected */
} script_t;

extern script_t script;

/* Fails with the place in the file. */
#define SCRIPT_REQUIRE(cond)                                                   \
    do {                                                                       \
        if (!(cond))                                                           \
            script_fail(#cond);                                                \
    } while (0)
void script_fail(const char *why);

/* Plays tests/vectors/<file>: each line that is not empty and no comment goes
 * to play, which may change it. */
void script_play(const char *file, void (*play)(char *line));

/* After the last case. */
void script_close(void);

/* A case begins: nothing may be left of the one before. */
void script_begin(const char *name);

/* Says a line: some words, and bytes as printable characters and %XX. */
void script_say(const char *words, moot_slice_t bytes);

/* The next line that was said is this one. */
void script_expect(const char *line);

/* Every line that was said was expected. */
void script_settle(void);

/* Forgets what was said. */
void script_forget(void);

/* "%XX" in a text is the byte XX; returns the size. */
size_t script_unescape(char *text);

/* The next word of a line; what follows its space stays in *rest. */
char *script_word(char **rest);

#endif
