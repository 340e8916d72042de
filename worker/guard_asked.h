/* A back end that decides about room types: what it is asked, what its answer
 * means, and the decisions that are kept. Pure; the process around it is
 * worker/guard_http.c. */
#ifndef MOOT_GUARD_ASKED_H
#define MOOT_GUARD_ASKED_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/wire.h"

enum {
    MOOT_GUARD_ASKED_ANSWER_MAX = 64 << 10,   /* bytes of an answer */
    MOOT_GUARD_ASKED_KEPT_MAX = 10000,        /* decisions */
    MOOT_GUARD_ASKED_KEPT_BYTES_MAX = 16 << 20,
};

/* Writes the question as a JSON object:
 * {"what":"join","namespace":"/","type":"chat","room":"chat|42",
 *  "identifier":"42","session":"…","user":"alice","claims":{…},"payload":{…}};
 * what is not known is null. Errors: those of moot_buf_put. */
MOOT_CHECKED int moot_guard_asked_write(moot_buf_t *out,
                                        const moot_msg_ask_guard_t *ask);

/* What an answer means: {"allow":true|false} with "identifier" (a string, an
 * integer, or a list of these) when the question named no room, or
 * {"error":"what is wrong"} for the client. Everything else, any status but
 * 200 too, is FAILED. *told is borrowed from arena and the answer. */
void moot_guard_asked_read(const moot_msg_ask_guard_t *ask, unsigned status,
                           moot_slice_t body, moot_arena_t *arena,
                           moot_msg_guard_told_t *told);

/* Decisions that were taken lately. The one used longest ago goes first. */
typedef struct moot_guard_asked_cache {
    moot_map_t by_key;
    moot_node_t age;
    size_t bytes;
} moot_guard_asked_cache_t;

void moot_guard_asked_cache_init(moot_guard_asked_cache_t *cache);
void moot_guard_asked_cache_close(moot_guard_asked_cache_t *cache);

/* The decision about the same namespace, type, room, user, claims, payload and
 * deed, if it holds still; *told is borrowed until the next put. */
bool moot_guard_asked_cache_get(moot_guard_asked_cache_t *cache,
                                const moot_msg_ask_guard_t *ask,
                                uint64_t now_ms, moot_msg_guard_told_t *told);

/* Keeps ALLOW and REFUSE for ttl_ms; nothing else, and nothing for 0. */
void moot_guard_asked_cache_put(moot_guard_asked_cache_t *cache,
                                const moot_msg_ask_guard_t *ask,
                                const moot_msg_guard_told_t *told,
                                uint64_t ttl_ms, uint64_t now_ms);

#endif
