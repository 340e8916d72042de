/* moot room create, delete, add, remove, role, owner, meta, post: the
 * application changes a durable room, without asking for rights. */
#ifndef MOOT_ROOM_CHANGE_H
#define MOOT_ROOM_CHANGE_H

#include "common/conf.h"

enum { MOOT_ROOM_CHANGE_WORDS_MAX = 1003 };

/* What the command line says. */
typedef struct moot_room_change {
    const char *words[MOOT_ROOM_CHANGE_WORDS_MAX]; /* the verb first */
    size_t count;
    const char *name, *thumbnail_url, *owner, *key, *type, *as;
    bool json;
} moot_room_change_t;

/* Whether a word is a verb of these. */
bool moot_room_change_is_verb(const char *word);

/* Does it; the first word is a verb. Says what is wrong on stderr. Returns the
 * exit code. */
int moot_room_change_run(const moot_room_change_t *change,
                         const moot_conf_t *conf);

#endif
