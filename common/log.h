/* The log: one logfmt line per event to stderr, each event declared in
 * common/events.def with its level and meaning.
 *
 *   ts=2026-11-20T07:00:00.123Z lvl=info proc=worker-2 ev=room_opened room=a
 *
 * Thread safe once opened. Tokens, secrets and message bodies are never
 * logged. Cores do not log: they have no clock. */
#ifndef MOOT_LOG_H
#define MOOT_LOG_H

#include "common/check.h"
#include "common/slice.h"

/* Bytes of a line at most, its newline included; longer ones are cut. */
#define MOOT_LOG_LINE_MAX 2048
/* Bytes of a text from outside that moot_log_text shows at most. */
#define MOOT_LOG_TEXT_MAX 160

typedef enum moot_log_level {
    MOOT_LOG_ERROR,
    MOOT_LOG_WARN,
    MOOT_LOG_INFO,
    MOOT_LOG_DEBUG,
} moot_log_level_t;

typedef enum moot_log_event {
#define MOOT_EVENT(name, level, meaning) MOOT_EV_##name,
#include "common/events.def"
#undef MOOT_EVENT
    MOOT_LOG_EVENTS
} moot_log_event_t;

/* Names this process in every line, such as "worker-2" (copied, at most 63
 * bytes), and sets the level from which lines are left out. Without this call
 * the name is "-" and the level info. */
void moot_log_open(const char *proc, moot_log_level_t level);

/* Changes the level of a running program. */
void moot_log_set_level(moot_log_level_t level);

/* Sends the lines to another file descriptor than stderr; for tests. */
void moot_log_set_fd(int fd);

/* True when events of this kind are shown at present. */
bool moot_log_wants(moot_log_event_t event);

/* Logs an event with its values: "room=%s members=%zu". Text that comes from
 * outside goes through moot_log_text. The arguments of events below the
 * level are not evaluated. */
#define moot_log(event, ...)                                                   \
    do {                                                                       \
        if (moot_log_wants(event))                                             \
            moot_log_write(event, __VA_ARGS__);                                \
    } while (0)

/* The function behind moot_log; event without any value: moot_log_bare. */
void moot_log_write(moot_log_event_t event, const char *format, ...)
    MOOT_PRINTF(2, 3);
void moot_log_bare(moot_log_event_t event);

/* Makes bytes from anywhere a logfmt value: quoted when needed, quotes,
 * backslashes, control characters and malformed UTF-8 escaped, cut after
 * MOOT_LOG_TEXT_MAX bytes (shown by "..." at the end).
 * The result is one of eight buffers of the calling thread: it is valid until
 * the eighth call after this one. */
const char *moot_log_text(moot_slice_t text);
const char *moot_log_str(const char *text);

/* The name as in the log, and the meaning; for documents and tools. */
const char *moot_log_event_name(moot_log_event_t event);
const char *moot_log_event_meaning(moot_log_event_t event);
const char *moot_log_level_name(moot_log_level_t level);

#endif
