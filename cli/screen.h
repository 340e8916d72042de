/* A full screen in a terminal: a head line, lines that scroll, a foot line,
 * and keys. The only file that names ncurses is screen.c. One per process. */
#ifndef MOOT_SCREEN_H
#define MOOT_SCREEN_H

#include "common/check.h"
#include "common/slice.h"

typedef struct moot_screen moot_screen_t;

enum moot_screen_key {
    MOOT_SCREEN_NONE,
    MOOT_SCREEN_QUIT,    /* q */
    MOOT_SCREEN_PAUSE,   /* p, space */
    MOOT_SCREEN_SORT,    /* s */
    MOOT_SCREEN_CHANGED, /* scrolled, or another size: draw again */
};

/* Takes the terminal over: standard input and output. While it is open what
 * goes to a terminal by standard error is thrown away, since it would stand
 * in the picture. Errors: MOOT_EINVAL no terminal, or one of a kind that
 * nothing is known of ($TERM); MOOT_EIO. */
MOOT_CHECKED int moot_screen_open(moot_screen_t **out);

/* Gives it back as it was. Nulls; accepts NULL. */
void moot_screen_close(moot_screen_t **screen_p);

unsigned moot_screen_width(const moot_screen_t *screen);

/* Whether text may be more than ASCII. */
bool moot_screen_utf8(const moot_screen_t *screen);

/* Shows all anew; lines end with newlines. Too much at the right is cut, and
 * what is below is reached by the arrows, page keys, home and end. */
void moot_screen_draw(moot_screen_t *screen, const char *head,
                      moot_slice_t lines, const char *foot);

/* The next key that was pressed, without waiting. */
enum moot_screen_key moot_screen_key(moot_screen_t *screen);

#endif
