#include "cli/screen.h"

#include "common/err.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdlib.h>
#include <unistd.h>

enum { KEYS_PER_TURN = 100, ESCAPE_MS = 25 };

struct moot_screen {
    SCREEN *terminal;
    bool utf8;
    size_t top;   /* first line that is shown */
    size_t lines; /* that there are */
    int stderr_kept; /* -1: was left alone */
};

static void mute(moot_screen_t *screen)
{
    int nowhere;

    screen->stderr_kept = -1;
    if (!isatty(STDERR_FILENO))
        return;
    nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0)
        return;
    screen->stderr_kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (screen->stderr_kept >= 0)
        (void)dup2(nowhere, STDERR_FILENO);
    (void)close(nowhere);
}

int moot_screen_open(moot_screen_t **out)
{
    moot_screen_t *screen;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return MOOT_EINVAL;
    setlocale(LC_CTYPE, "");
    screen = calloc(1, sizeof *screen);
    MOOT_CHECK(screen);
    screen->terminal = newterm(NULL, stdout, stdin);
    if (!screen->terminal) {
        free(screen);
        return MOOT_EINVAL;
    }
    screen->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    mute(screen);
    (void)cbreak();
    (void)noecho();
    (void)nonl();
    (void)nodelay(stdscr, true);
    (void)keypad(stdscr, true);
    (void)set_escdelay(ESCAPE_MS);
    (void)curs_set(0);
    *out = screen;
    return 0;
}

void moot_screen_close(moot_screen_t **screen_p)
{
    moot_screen_t *screen = *screen_p;

    *screen_p = NULL;
    if (!screen)
        return;
    (void)endwin();
    delscreen(screen->terminal);
    if (screen->stderr_kept >= 0) {
        (void)dup2(screen->stderr_kept, STDERR_FILENO);
        (void)close(screen->stderr_kept);
    }
    free(screen);
}

unsigned moot_screen_width(const moot_screen_t *screen)
{
    (void)screen;
    return COLS > 0 ? (unsigned)COLS : 1;
}

bool moot_screen_utf8(const moot_screen_t *screen)
{
    return screen->utf8;
}

/* Lines that have room between head and foot. */
static size_t page(void)
{
    return LINES > 2 ? (size_t)LINES - 2 : 1;
}

static void hold_top(moot_screen_t *screen)
{
    size_t last = screen->lines > page() ? screen->lines - page() : 0;

    if (screen->top > last)
        screen->top = last;
}

static void put_bar(int row, const char *text)
{
    (void)attron(A_REVERSE);
    (void)mvhline(row, 0, ' ', COLS);
    (void)mvaddnstr(row, 0, text, COLS);
    (void)attroff(A_REVERSE);
}

/* A title is a line after an empty one; it is shown bold. */
static void put_lines(const moot_screen_t *screen, moot_slice_t lines)
{
    size_t number = 0;
    bool title = true;

    while (lines.size > 0) {
        const uint8_t *end = memchr(lines.at, '\n', lines.size);
        size_t size = end ? (size_t)(end - lines.at) : lines.size;

        if (number >= screen->top && number < screen->top + page()) {
            (void)move((int)(number - screen->top) + 1, 0);
            if (title)
                (void)attron(A_BOLD);
            (void)addnstr((const char *)lines.at, (int)size);
            (void)attroff(A_BOLD);
        }
        title = size == 0;
        number++;
        size += end != NULL;
        lines = moot_slice(lines.at + size, lines.size - size);
    }
}

void moot_screen_draw(moot_screen_t *screen, const char *head,
                      moot_slice_t lines, const char *foot)
{
    screen->lines = 0;
    for (size_t i = 0; i < lines.size; i++)
        screen->lines += lines.at[i] == '\n';
    hold_top(screen);
    (void)erase();
    put_lines(screen, lines);
    put_bar(0, head);
    put_bar(LINES - 1, foot);
    (void)refresh();
}

static bool scroll_by(moot_screen_t *screen, int key)
{
    size_t before = screen->top;

    switch (key) {
    case KEY_UP:
        screen->top -= screen->top > 0;
        break;
    case KEY_DOWN:
        screen->top++;
        break;
    case KEY_PPAGE:
        screen->top -= screen->top < page() ? screen->top : page();
        break;
    case KEY_NPAGE:
        screen->top += page();
        break;
    case KEY_HOME:
        screen->top = 0;
        break;
    case KEY_END:
        screen->top = screen->lines;
        break;
    default:
        return false;
    }
    hold_top(screen);
    return screen->top != before;
}

enum moot_screen_key moot_screen_key(moot_screen_t *screen)
{
    for (int i = 0; i < KEYS_PER_TURN; i++) {
        int key = getch();

        if (key == ERR)
            break;
        if (key == 'q' || key == 'Q')
            return MOOT_SCREEN_QUIT;
        if (key == 'p' || key == 'P' || key == ' ')
            return MOOT_SCREEN_PAUSE;
        if (key == 's' || key == 'S')
            return MOOT_SCREEN_SORT;
        if (key == KEY_RESIZE || scroll_by(screen, key))
            return MOOT_SCREEN_CHANGED;
    }
    return MOOT_SCREEN_NONE;
}
