#include "cli/stats_live.h"

#include "cli/command.h"
#include "cli/screen.h"
#include "cli/stats_print.h"
#include "common/file.h"
#include "common/clock.h"
#include "common/err.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    POLL_MS = 50, /* a key is heard after this at most */
    TICK_US = 1000000,
    RECORDS_PER_TURN = 20000,
    TEXT_BYTES_MAX = 1 << 20,
    WIDTH_MIN = 20, /* narrower terminals cut */
    WIDTH_MAX = 500,
};

typedef struct view {
    moot_tap_live_t *live;
    const char *expression;
    moot_stats_t *stats;
    moot_screen_t *screen; /* NULL: JSON */
    moot_stats_head_t head;
    moot_buf_t text;
    bool paused, quit, failed;
    uint64_t tick_us; /* when the present interval began */
} view_t;

static void draw(view_t *view)
{
    unsigned width = moot_screen_width(view->screen);
    char head[256], foot[128];

    if (width < WIDTH_MIN)
        width = WIDTH_MIN;
    if (width > WIDTH_MAX)
        width = WIDTH_MAX;
    if (!view->paused) {
        moot_buf_clear(&view->text);
        (void)moot_stats_print_lines(&view->text, view->stats, &view->head,
                                     width);
    }
    snprintf(head, sizeof head,
             "%zu programs, %" PRIu64 " lost%s  last %d s  %s",
             view->head.programs, view->head.lost,
             view->paused ? "  PAUSED" : "", MOOT_STATS_WINDOW,
             view->expression);
    for (char *c = head; *c; c++)
        if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
            *c = '?';
    snprintf(foot, sizeof foot, "q quit  p pause  s sort: %s  arrows scroll",
             moot_stats_print_sort(view->head.sort));
    moot_screen_draw(view->screen, head, moot_buf_slice(&view->text), foot);
}

static void show(view_t *view)
{
    moot_tap_live_stats_t known = moot_tap_live_stats(view->live);

    view->head.programs = known.programs;
    view->head.lost = known.lost;
    view->head.at_ms = moot_clock_wall_ms();
    if (view->screen) {
        draw(view);
        return;
    }
    moot_buf_clear(&view->text);
    (void)moot_stats_print_json(&view->text, view->stats, &view->head);
    if (!moot_file_print(&view->text, stdout)
        || fflush(stdout) != 0)
        view->failed = true;
}

static void take_keys(view_t *view)
{
    enum moot_screen_key key;

    while (!view->quit
           && (key = moot_screen_key(view->screen)) != MOOT_SCREEN_NONE) {
        if (key == MOOT_SCREEN_QUIT)
            view->quit = true;
        else if (key == MOOT_SCREEN_PAUSE)
            view->paused = !view->paused;
        else if (key == MOOT_SCREEN_SORT)
            view->head.sort = (view->head.sort + 1) % MOOT_STATS_SORTS;
        draw(view);
    }
}

static void tick(view_t *view)
{
    uint64_t now_us = moot_clock_mono_us();

    if (now_us - view->tick_us < TICK_US)
        return;
    moot_stats_tick(view->stats, now_us - view->tick_us);
    view->tick_us = now_us;
    show(view);
}

static int run(view_t *view, uint64_t for_ms, const volatile bool *stop)
{
    uint64_t began_ms = moot_clock_mono_ms();
    moot_msg_tap_record_t record;
    int rc = 0;

    view->tick_us = moot_clock_mono_us();
    if (view->screen)
        show(view);
    while (rc == 0 && !*stop && !view->quit && !view->failed
           && (for_ms == 0 || moot_clock_mono_ms() - began_ms < for_ms)) {
        rc = moot_tap_live_poll(view->live, POLL_MS);
        for (int i = 0; i < RECORDS_PER_TURN
                        && moot_tap_live_next(view->live, false, &record);
             i++)
            moot_stats_take(view->stats, &record);
        if (view->screen)
            take_keys(view);
        tick(view);
    }
    return rc;
}

int moot_stats_live(moot_tap_live_t *live, const char *expression, bool json,
                    uint64_t for_ms, const volatile bool *stop)
{
    view_t view = {.live = live, .expression = expression};
    int rc;

    if (!json && moot_screen_open(&view.screen) != 0) {
        fprintf(stderr, "moot tap: --stats needs a terminal that $TERM names; "
                        "--json prints a line each second instead\n");
        return MOOT_EXIT_FAILED;
    }
    view.head.utf8 = view.screen && moot_screen_utf8(view.screen);
    view.stats = moot_stats_new();
    moot_buf_init(&view.text, TEXT_BYTES_MAX);
    rc = run(&view, for_ms, stop);
    moot_screen_close(&view.screen);
    if (rc != 0)
        fprintf(stderr, "moot tap: %s\n", moot_err_text(rc));
    if (rc == 0 && moot_tap_live_stats(live).programs == 0) {
        fprintf(stderr, "moot tap: no program answers\n");
        view.failed = true;
    }
    moot_stats_destroy(&view.stats);
    moot_buf_close(&view.text);
    return rc != 0 || view.failed ? MOOT_EXIT_FAILED : MOOT_EXIT_OK;
}
