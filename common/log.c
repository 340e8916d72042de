#include "common/log.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/utf8.h"

#define TEXTS 8
/* The worst byte becomes "\x12"; two quotes, "..." and the final zero. */
#define TEXT_BYTES (MOOT_LOG_TEXT_MAX * 4 + 8)
#define NAME_BYTES 64

static const struct {
    const char *name;
    const char *meaning;
    moot_log_level_t level;
} events[] = {
#define MOOT_EVENT(name, level, meaning) {#name, meaning, MOOT_LOG_##level},
#include "common/events.def"
#undef MOOT_EVENT
};

static const char *const levels[] = {"error", "warn", "info", "debug"};

static char proc_name[NAME_BYTES] = "-";
static int log_level = MOOT_LOG_INFO;
static int log_fd = STDERR_FILENO;

void moot_log_open(const char *proc, moot_log_level_t level)
{
    snprintf(proc_name, sizeof proc_name, "%s", proc);
    moot_log_set_level(level);
}

void moot_log_set_level(moot_log_level_t level)
{
    __atomic_store_n(&log_level, (int)level, __ATOMIC_RELAXED);
}

void moot_log_set_fd(int fd)
{
    log_fd = fd;
}

bool moot_log_wants(moot_log_event_t event)
{
    MOOT_CHECK(event < MOOT_LOG_EVENTS);
    return (int)events[event].level
           <= __atomic_load_n(&log_level, __ATOMIC_RELAXED);
}

const char *moot_log_level_name(moot_log_level_t level)
{
    MOOT_CHECK(level <= MOOT_LOG_DEBUG);
    return levels[level];
}

const char *moot_log_event_meaning(moot_log_event_t event)
{
    MOOT_CHECK(event < MOOT_LOG_EVENTS);
    return events[event].meaning;
}

const char *moot_log_event_name(moot_log_event_t event)
{
    static _Thread_local char name[NAME_BYTES];
    MOOT_CHECK(event < MOOT_LOG_EVENTS);
    const char *from = events[event].name;
    size_t i = 0;
    for (; from[i] != '\0' && i + 1 < sizeof name; i++)
        name[i] = (char)tolower((unsigned char)from[i]);
    name[i] = '\0';
    return name;
}

/* "ts=… lvl=… proc=… ev=…" without a space at the end. */
static size_t put_head(char *line, size_t size, moot_log_event_t event)
{
    uint64_t now_ms = moot_clock_wall_ms();
    time_t seconds = (time_t)(now_ms / 1000);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    int n = snprintf(
        line, size,
        "ts=%04d-%02d-%02dT%02d:%02d:%02d.%03uZ lvl=%s proc=%s ev=%s",
        tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
        tm.tm_sec, (unsigned)(now_ms % 1000), levels[events[event].level],
        proc_name, moot_log_event_name(event));
    MOOT_CHECK(n > 0 && (size_t)n < size);
    return (size_t)n;
}

/* Ends the line and writes it at once, so that lines of several processes on
 * one stderr do not mix. A log that cannot be written is given up: there is
 * nowhere to say so. */
static void write_line(char *line, size_t size)
{
    /* A value that was not escaped must not forge a line of its own. */
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)line[i] < 0x20)
            line[i] = '?';
    }
    line[size++] = '\n';
    size_t done = 0;
    while (done < size) {
        ssize_t n = write(log_fd, line + done, size - done);
        if (n > 0)
            done += (size_t)n;
        else if (n == 0 || errno != EINTR)
            break;
    }
}

void moot_log_write(moot_log_event_t event, const char *format, ...)
{
    char line[MOOT_LOG_LINE_MAX];
    size_t size = put_head(line, sizeof line, event);
    line[size++] = ' ';
    /* The last byte stays free for the newline. */
    size_t room = sizeof line - 1 - size;
    va_list values;
    va_start(values, format);
    int n = vsnprintf(line + size, room, format, values);
    va_end(values);
    if (n > 0)
        size += (size_t)n < room ? (size_t)n : room - 1;
    write_line(line, size);
}

void moot_log_bare(moot_log_event_t event)
{
    if (!moot_log_wants(event))
        return;
    char line[MOOT_LOG_LINE_MAX];
    write_line(line, put_head(line, sizeof line, event));
}

static bool is_bare(moot_slice_t text)
{
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.at[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\')
            return false;
    }
    return text.size > 0;
}

/* Writes the first character of text escaped; returns the bytes it took. */
static size_t put_char(char **to, moot_slice_t text)
{
    uint32_t point;
    size_t size = moot_utf8_decode(text, &point);
    if (size == 1 && (point == '"' || point == '\\')) {
        *(*to)++ = '\\';
        *(*to)++ = (char)point;
        return 1;
    }
    if (size == 0 || moot_utf8_has_control(moot_slice(text.at, size))) {
        *to += sprintf(*to, "\\x%02x", text.at[0]);
        return 1;
    }
    memcpy(*to, text.at, size);
    *to += size;
    return size;
}

const char *moot_log_text(moot_slice_t text)
{
    static _Thread_local char texts[TEXTS][TEXT_BYTES];
    static _Thread_local unsigned next;
    char *begin = texts[next++ % TEXTS];
    bool cut = text.size > MOOT_LOG_TEXT_MAX;
    if (cut)
        text.size = MOOT_LOG_TEXT_MAX;
    bool bare = is_bare(text) && !cut;

    char *to = begin;
    if (!bare)
        *to++ = '"';
    while (text.size > 0) {
        size_t taken = put_char(&to, text);
        text.at += taken;
        text.size -= taken;
    }
    if (cut) {
        memcpy(to, "...", 3);
        to += 3;
    }
    if (!bare)
        *to++ = '"';
    *to = '\0';
    return begin;
}

const char *moot_log_str(const char *text)
{
    return moot_log_text(moot_slice_str(text));
}
