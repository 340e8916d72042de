/* moot tap: what passes through the programs, live or from a file. */
#include "cli/command.h"
#include "cli/replay_live.h"
#include "cli/stats_live.h"
#include "cli/tap_file.h"
#include "cli/tap_follow.h"
#include "cli/tap_live.h"
#include "cli/tap_print.h"
#include "common/file.h"
#include "common/clock.h"
#include "common/err.h"
#include "proto/filter.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    POLL_MS = 50,
    OUT_BYTES = 1 << 16,        /* written at once */
    OUT_BYTES_MAX = 8 << 20,    /* above any record's text */
    RECORDS_PER_TURN = 2000,
    LATE_MS = 400,              /* what follows an answer has this long */
    ROTATE_BYTES = 100 << 20,
    KEEP = 10,
};

typedef struct tap {
    char expression[MOOT_FILTER_BYTES_MAX + 1];
    const char *write, *read, *follow_id;
    const char *to;
    bool json, bodies, all, stats, replays, state;
    uint64_t speed; /* thousandths; 0: as fast as answers come */
    uint64_t count, for_ms, rotate_bytes, keep;
    moot_tap_targets_t targets; /* none: the programs of run_dir */
    moot_filter_t filter;
    moot_tap_style_t style;
    moot_tap_file_t file;
    moot_tap_follow_t *follow;
    moot_tap_live_t *live;
    moot_replay_t *replay;
    moot_buf_t out;
    uint64_t shown, seen;
    bool failed;
} tap_t;

static volatile bool stopped;
static moot_tap_live_t *waiting; /* to be woken by a signal */

static void on_signal(int number)
{
    (void)number;
    stopped = true;
    if (waiting)
        moot_tap_live_wake(waiting);
}

/* ---- Options ------------------------------------------------------------- */

static bool take_json(void *ctx, const char *value)
{
    (void)value;
    return ((tap_t *)ctx)->json = true;
}

static bool take_bodies(void *ctx, const char *value)
{
    (void)value;
    return ((tap_t *)ctx)->bodies = true;
}

static bool take_all(void *ctx, const char *value)
{
    (void)value;
    return ((tap_t *)ctx)->all = true;
}

static bool take_stats(void *ctx, const char *value)
{
    (void)value;
    return ((tap_t *)ctx)->stats = true;
}

static bool take_replay(void *ctx, const char *value)
{
    (void)value;
    return ((tap_t *)ctx)->replays = true;
}

static bool take_state(void *ctx, const char *value)
{
    (void)value;
    return ((tap_t *)ctx)->state = true;
}

static bool take_to(void *ctx, const char *value)
{
    ((tap_t *)ctx)->to = value;
    return true;
}

static bool take_speed(void *ctx, const char *value)
{
    enum { SPEED_MAX = 100000 };
    tap_t *tap = ctx;
    char *end;
    double speed = strtod(value, &end);

    if (strcmp(value, "max") == 0) {
        tap->speed = 0;
        return true;
    }
    if (*value < '0' || *value > '9' || *end != '\0'
        || !(speed >= 0.001 && speed <= SPEED_MAX)) {
        fprintf(stderr, "moot tap: --speed: expected a factor from 0.001 to "
                        "%d, or max\n",
                SPEED_MAX);
        return false;
    }
    tap->speed = (uint64_t)(speed * 1000);
    return true;
}

static bool take_count(void *ctx, const char *value)
{
    return moot_command_number("count", value, 1, UINT64_MAX / 2,
                               &((tap_t *)ctx)->count);
}

static bool take_keep(void *ctx, const char *value)
{
    return moot_command_number("keep", value, 1, 10000, &((tap_t *)ctx)->keep);
}

typedef struct unit {
    const char *name;
    uint64_t factor;
} unit_t;

/* A number with one of these units, at least 1 and at most max. */
static bool take_unit(const char *option, const char *value,
                      const unit_t *units, uint64_t max, const char *expected,
                      uint64_t *out)
{
    char *end;
    uint64_t number;

    errno = 0;
    number = strtoull(value, &end, 10);
    for (; units->name; units++) {
        if (*value < '0' || *value > '9' || errno != 0 || number == 0
            || strcmp(end, units->name) != 0 || number > max / units->factor)
            continue;
        *out = number * units->factor;
        return true;
    }
    fprintf(stderr, "moot tap: --%s: expected %s\n", option, expected);
    return false;
}

static bool take_for(void *ctx, const char *value)
{
    static const unit_t units[] = {
        {"ms", 1}, {"s", 1000}, {"m", 60000}, {"min", 60000}, {"h", 3600000},
        {0}};

    return take_unit("for", value, units, UINT64_C(3600000) * 24 * 365,
                     "a time such as 500ms, 10s, 5min, 1h",
                     &((tap_t *)ctx)->for_ms);
}

static bool take_rotate(void *ctx, const char *value)
{
    static const unit_t units[] = {
        {"", 1}, {"KiB", 1024}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {0}};

    return take_unit("rotate", value, units, UINT64_C(1) << 50,
                     "a size such as 500KiB, 100MiB, 1GiB",
                     &((tap_t *)ctx)->rotate_bytes);
}

static bool take_write(void *ctx, const char *value)
{
    ((tap_t *)ctx)->write = value;
    return true;
}

static bool take_read(void *ctx, const char *value)
{
    ((tap_t *)ctx)->read = value;
    return true;
}

static bool take_follow(void *ctx, const char *value)
{
    ((tap_t *)ctx)->follow_id = value;
    return true;
}

static bool take_connect(void *ctx, const char *value)
{
    return moot_tap_targets_add(&((tap_t *)ctx)->targets, value) == 0;
}

/* Words of the expression, put together with spaces. */
static bool take_word(void *ctx, const char *value)
{
    tap_t *tap = ctx;
    size_t size = strlen(tap->expression), more = strlen(value);

    if (size + more + 2 > sizeof tap->expression) {
        fprintf(stderr, "moot tap: an expression has at most %d bytes\n",
                MOOT_FILTER_BYTES_MAX);
        return false;
    }
    if (size > 0)
        tap->expression[size++] = ' ';
    memcpy(tap->expression + size, value, more + 1);
    return true;
}

static const moot_option_t own[] = {
    {"json", false, take_json},     {"bodies", false, take_bodies},
    {"all", false, take_all},       {"count", true, take_count},
    {"for", true, take_for},        {"write", true, take_write},
    {"rotate", true, take_rotate},  {"keep", true, take_keep},
    {"read", true, take_read},      {"follow", true, take_follow},
    {"stats", false, take_stats},   {"replay", false, take_replay},
    {"to", true, take_to},          {"speed", true, take_speed},
    {"state", false, take_state},   {"connect", true, take_connect},
    {"", true, take_word},
};

/* Shows an expression that is wrong with a caret under the place. A long one
 * is shown around it. */
static void show_fault(const char *text, const moot_filter_error_t *error)
{
    enum { AROUND = 60 };
    size_t size = strlen(text), from, column = 0;

    from = error->at > AROUND ? error->at - AROUND : 0;
    fprintf(stderr, "moot tap: %s\n    ", error->text);
    for (size_t i = from; i < size && i < error->at + AROUND; i++) {
        unsigned char c = (unsigned char)text[i];

        fputc(c >= 0x20 && c != 0x7f ? c : '?', stderr);
        if (i < error->at && (c & 0xc0) != 0x80)
            column++;
    }
    fprintf(stderr, "\n%*s^\n", (int)column + 4, "");
}

static bool compile(tap_t *tap)
{
    moot_filter_error_t error;
    moot_buf_t buf;
    bool good = true;

    if (tap->follow_id && tap->expression[0] != '\0') {
        fprintf(stderr, "moot tap: --follow goes without an expression\n");
        return false;
    }
    if (tap->stats
        && (tap->follow_id || tap->write || tap->read || tap->count > 0)) {
        fprintf(stderr, "moot tap: --stats is live and goes with an "
                        "expression, --for and --json only\n");
        return false;
    }
    if (tap->replays && (!tap->read || tap->follow_id || tap->write)) {
        fprintf(stderr, "moot tap: --replay needs --read FILE, and goes "
                        "without --follow and --write\n");
        return false;
    }
    if (tap->targets.count > 0 && (tap->read || tap->state)) {
        fprintf(stderr, "moot tap: --connect is live and goes without --read "
                        "and --state\n");
        return false;
    }
    if (tap->follow_id && tap->write) {
        fprintf(stderr, "moot tap: --follow does not write a file; write all "
                        "and follow in it with --read\n");
        return false;
    }
    if (tap->follow_id) {
        tap->follow = moot_tap_follow_new(tap->follow_id);
        moot_buf_init(&buf, MOOT_FILTER_BYTES_MAX);
        good = moot_tap_follow_filter(tap->follow, &buf) == 0;
        if (good)
            memcpy(tap->expression, buf.at, buf.size);
        else
            fprintf(stderr, "moot tap: --follow: too long\n");
        tap->expression[good ? buf.size : 0] = '\0';
        moot_buf_close(&buf);
    }
    if (good
        && moot_filter_compile(&tap->filter, moot_slice_str(tap->expression),
                               &error)
               != 0) {
        show_fault(tap->expression, &error);
        good = false;
    }
    return good;
}

/* ---- Output -------------------------------------------------------------- */

static void look_at_terminal(tap_t *tap)
{
    const char *no_colour = getenv("NO_COLOR");
    struct winsize window;

    tap->style.bodies = tap->bodies;
    if (!isatty(STDOUT_FILENO))
        return;
    tap->style.colour = !no_colour || no_colour[0] == '\0';
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0)
        tap->style.width = window.ws_col;
}

static void write_out(tap_t *tap)
{
    if (!moot_file_print(&tap->out, stdout)
        || fflush(stdout) != 0)
        tap->failed = true;
    moot_buf_clear(&tap->out);
    look_at_terminal(tap); /* it may have another width now */
}

static bool is_enough(const tap_t *tap)
{
    return tap->failed || stopped
           || (tap->count > 0 && tap->shown >= tap->count);
}

/* One record that matches. Says whether there may be more. */
static bool take(tap_t *tap, const moot_msg_tap_record_t *record)
{
    int rc;

    tap->shown++;
    if (tap->replay) {
        rc = moot_replay_take(tap->replay, record);
        if (rc != 0) {
            fprintf(stderr, "moot tap: more requests than can be sent again: "
                            "%s\n",
                    moot_err_text(rc));
            tap->failed = true;
        }
        return !is_enough(tap);
    }
    if (tap->follow) {
        moot_tap_follow_take(tap->follow, record);
        return !is_enough(tap);
    }
    if (tap->write) {
        if (moot_tap_file_write(&tap->file, record) != 0) {
            fprintf(stderr, "moot tap: %s: %s\n", tap->write, strerror(errno));
            tap->failed = true;
        }
        return !is_enough(tap);
    }
    (void)(tap->json ? moot_tap_print_json(&tap->out, record, &tap->style)
                     : moot_tap_print_line(&tap->out, record, &tap->style));
    if (tap->out.size >= OUT_BYTES)
        write_out(tap);
    return !is_enough(tap);
}

/* ---- Live ---------------------------------------------------------------- */

/* When the tap ends by itself: 0 is not yet known. */
static bool is_over(const tap_t *tap, uint64_t began_ms, uint64_t *answered_ms)
{
    uint64_t now_ms = moot_clock_mono_ms();

    if (tap->follow && *answered_ms == 0
        && moot_tap_follow_answered(tap->follow))
        *answered_ms = now_ms;
    return is_enough(tap)
           || (*answered_ms != 0 && now_ms - *answered_ms >= LATE_MS)
           || (tap->for_ms > 0 && now_ms - began_ms >= tap->for_ms);
}

static void take_waiting(tap_t *tap, bool all)
{
    moot_msg_tap_record_t record;

    for (int i = 0; (all || i < RECORDS_PER_TURN) && !is_enough(tap)
                    && moot_tap_live_next(tap->live, all, &record);
         i++)
        (void)take(tap, &record);
}

static int run_live(tap_t *tap)
{
    uint64_t began_ms = moot_clock_mono_ms(), answered_ms = 0;
    int rc = 0;

    while (rc == 0 && !is_over(tap, began_ms, &answered_ms)) {
        rc = moot_tap_live_poll(tap->live, POLL_MS);
        take_waiting(tap, false);
        if (tap->out.size > 0)
            write_out(tap);
        if (tap->write && moot_tap_file_flush(&tap->file) != 0)
            tap->failed = true;
    }
    bool was_stopped = stopped;
    stopped = false; /* what is held back is shown too */
    take_waiting(tap, true);
    stopped = was_stopped;
    return rc;
}

static void sum_up(const tap_t *tap, uint64_t took_ms)
{
    moot_tap_live_stats_t stats = moot_tap_live_stats(tap->live);

    fprintf(stderr,
            "moot tap: %" PRIu64 " records of %zu programs in %" PRIu64
            ".%" PRIu64 " s, %" PRIu64 " lost\n",
            tap->shown, stats.programs, took_ms / 1000, took_ms % 1000 / 100,
            stats.lost);
}

static int tap_live(tap_t *tap, const moot_conf_t *conf)
{
    uint64_t began_ms = moot_clock_mono_ms();
    moot_tap_live_stats_t stats;
    struct rlimit limit;
    int rc;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    rc = moot_tap_live_open(conf->run_dir, moot_slice_str(tap->expression),
                            tap->bodies, tap->all, &tap->live);
    if (rc != 0) {
        fprintf(stderr, "moot tap: %s\n", moot_err_text(rc));
        return MOOT_EXIT_FAILED;
    }
    if (tap->targets.count > 0
        && moot_tap_live_connect(tap->live, conf, &tap->targets) != 0)
        return MOOT_EXIT_FAILED;
    waiting = tap->live;
    if (tap->stats) {
        int code = moot_stats_live(tap->live, tap->expression, tap->json,
                                   tap->for_ms, &stopped);

        waiting = NULL;
        return code;
    }
    rc = run_live(tap);
    waiting = NULL;
    if (tap->out.size > 0)
        write_out(tap);
    stats = moot_tap_live_stats(tap->live);
    sum_up(tap, moot_clock_mono_ms() - began_ms);
    if (rc != 0)
        fprintf(stderr, "moot tap: %s\n", moot_err_text(rc));
    else if (stats.programs == 0)
        fprintf(stderr, "moot tap: no program answers%s%s\n",
                tap->targets.count > 0 ? "" : " in ",
                tap->targets.count > 0 ? "" : conf->run_dir);
    return rc != 0 || stats.programs == 0 ? MOOT_EXIT_FAILED : MOOT_EXIT_OK;
}

/* ---- Files --------------------------------------------------------------- */

static bool take_read_record(void *ctx, const moot_msg_tap_record_t *record)
{
    tap_t *tap = ctx;

    tap->seen++;
    if (!moot_filter_match(&tap->filter, record))
        return true;
    return take(tap, record);
}

static int tap_file(tap_t *tap)
{
    uint64_t at;
    int rc = moot_tap_file_read(tap->read, take_read_record, tap, &stopped,
                                &at);

    write_out(tap);
    switch (rc) {
    case 0:
        return MOOT_EXIT_OK;
    case MOOT_ETRUNC:
        fprintf(stderr,
                "moot tap: %s ends inside a record at byte %" PRIu64
                "; what came before was read\n",
                tap->read, at);
        return MOOT_EXIT_FAILED;
    case MOOT_ECORRUPT:
        fprintf(stderr,
                "moot tap: %s is damaged at byte %" PRIu64
                "; what came before was read\n",
                tap->read, at);
        return MOOT_EXIT_FAILED;
    case MOOT_EINVAL:
        fprintf(stderr, "moot tap: %s is no capture file\n", tap->read);
        return MOOT_EXIT_FAILED;
    case MOOT_EVERSION:
        fprintf(stderr, "moot tap: %s is of another version of the format\n",
                tap->read);
        return MOOT_EXIT_FAILED;
    default:
        fprintf(stderr, "moot tap: %s: %s\n", tap->read, strerror(errno));
        return MOOT_EXIT_FAILED;
    }
}

/* ---- All of it ----------------------------------------------------------- */

static int show_followed(tap_t *tap, int code)
{
    (void)moot_tap_follow_print(tap->follow, tap->json, &tap->out);
    write_out(tap);
    if (moot_tap_follow_seen(tap->follow))
        return code;
    fprintf(stderr, "moot tap: no request %s was seen\n", tap->follow_id);
    return MOOT_EXIT_FAILED;
}

/* Sends what was read, also of a file that is damaged at its end. */
static int replay(tap_t *tap, const moot_conf_t *conf)
{
    const moot_replay_plan_t plan = {.url = tap->to,
                                     .speed = tap->speed,
                                     .json = tap->json,
                                     .stop = &stopped};
    int code = MOOT_EXIT_OK, sent;

    if (tap->replays) {
        tap->replay = moot_replay_new();
        code = tap_file(tap);
        if (tap->failed)
            return MOOT_EXIT_FAILED;
        if (moot_replay_ready(tap->replay) != 0) {
            fprintf(stderr, "moot tap: more than %d sessions\n",
                    MOOT_REPLAY_SESSIONS_MAX);
            return MOOT_EXIT_FAILED;
        }
        if (moot_replay_counts(tap->replay).requests == 0) {
            fprintf(stderr, "moot tap: no request of a client in %s\n",
                    tap->read);
            return MOOT_EXIT_FAILED;
        }
    }
    sent = moot_replay_live(tap->replay, conf, &plan);
    return code != MOOT_EXIT_OK ? code : sent;
}

static int run(tap_t *tap, const moot_conf_t *conf)
{
    const struct sigaction action = {.sa_handler = on_signal};
    int code;

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (tap->replays || tap->state)
        return replay(tap, conf);
    look_at_terminal(tap);
    if (tap->write
        && moot_tap_file_create(&tap->file, tap->write, tap->rotate_bytes,
                                (unsigned)tap->keep)
               != 0) {
        fprintf(stderr, "moot tap: %s: %s\n", tap->write, strerror(errno));
        return MOOT_EXIT_FAILED;
    }
    code = tap->read ? tap_file(tap) : tap_live(tap, conf);
    if (tap->follow)
        code = show_followed(tap, code);
    if (tap->write && moot_tap_file_close(&tap->file) != 0) {
        fprintf(stderr, "moot tap: %s: %s\n", tap->write, strerror(errno));
        tap->failed = true;
    }
    return tap->failed ? MOOT_EXIT_FAILED : code;
}

int moot_tap_command(int argc, char **argv)
{
    tap_t *tap = calloc(1, sizeof *tap);
    moot_conf_t conf;
    int code;

    MOOT_CHECK(tap);
    tap->rotate_bytes = ROTATE_BYTES;
    tap->keep = KEEP;
    tap->speed = 1000;
    moot_buf_init(&tap->out, OUT_BYTES_MAX);
    code = moot_command_options(argc, argv, own, sizeof own / sizeof *own, tap,
                                &conf);
    if (code == MOOT_EXIT_OK) {
        code = compile(tap) ? run(tap, &conf) : MOOT_EXIT_USAGE;
        moot_conf_close(&conf);
    }
    moot_tap_follow_destroy(&tap->follow);
    moot_tap_live_close(&tap->live);
    moot_replay_destroy(&tap->replay);
    moot_buf_close(&tap->out);
    free(tap);
    return code;
}
