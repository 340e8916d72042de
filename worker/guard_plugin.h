/* Room types as C plugins: loads them and asks them, in the process moot-guard
 * alone (worker/moothall_room.h is what a plugin sees). Shell. */
#ifndef MOOT_GUARD_PLUGIN_H
#define MOOT_GUARD_PLUGIN_H

#include "common/arena.h"
#include "proto/wire.h"
#include "worker/moothall_room.h"

/* Memory for one question. */
#define MOOT_GUARD_PLUGIN_ARENA_MAX (8u << 20)
/* Bytes of a verdict's text. */
#define MOOT_GUARD_PLUGIN_TEXT_MAX 256

typedef struct moot_guard_plugin {
    void *handle; /* of dlopen */
    int (*extract)(const moothall_ask_t *ask);
    int (*can_join)(const moothall_ask_t *ask);
    void (*on_join)(const moothall_ask_t *ask);  /* NULL: none */
    void (*on_leave)(const moothall_ask_t *ask); /* NULL: none */
} moot_guard_plugin_t;

/* Loads a shared object. why: at least why_size bytes, for the log.
 * Errors: MOOT_ENOENT (cannot be loaded, or lacks a function), MOOT_EVERSION
 * (made for another ABI). */
MOOT_CHECKED int moot_guard_plugin_open(const char *path, char *why,
                                        size_t why_size,
                                        moot_guard_plugin_t *plugin);

/* Asks it; arena is reset first. *told is borrowed from the arena. */
void moot_guard_plugin_ask(const moot_guard_plugin_t *plugin,
                           const moot_msg_ask_guard_t *ask, moot_arena_t *arena,
                           moot_msg_guard_told_t *told);

#endif
