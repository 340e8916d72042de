/* What the declared form of a room type says, and how a durable room's id is
 * put to any form. Pure. */
#ifndef MOOT_VERDICT_H
#define MOOT_VERDICT_H

#include "common/buf.h"
#include "proto/profile.h"
#include "proto/wire.h"

/* Memory for one question. */
#define MOOT_VERDICT_ARENA_MAX (8u << 20)

/* What a declared type may look at besides the question. */
typedef struct moot_verdict_world {
    const moot_profile_t *profile;
    moot_expr_role_fn *role; /* of the user, in a durable room whose name is
                              * given, or "" for the one of the question */
    void *ctx;
    uint64_t wall_ms;
    uint64_t content_chars_max;
} moot_verdict_world_t;

/* Makes the question about a durable room out of a client's request: the parts
 * of its id are the payload. what: JOIN or CREATE. All is borrowed from the
 * request, the profile and the arena. Errors: MOOT_EINVAL: the id has not the
 * parts of the type's identifier, and *text says which for the client;
 * MOOT_ENOMEM. */
MOOT_CHECKED int moot_verdict_question(const moot_profile_t *profile,
                                       const moot_profile_type_t *type,
                                       enum moot_guard_what what,
                                       const moot_msg_request_t *request,
                                       moot_arena_t *arena,
                                       moot_msg_ask_guard_t *ask,
                                       moot_slice_t *text);

/* Decides a question about a declared type; its room must be named. *told is
 * borrowed from the arena and the question. */
void moot_verdict_declared(const moot_verdict_world_t *world,
                           const moot_profile_type_t *type,
                           const moot_msg_ask_guard_t *ask,
                           moot_arena_t *arena, moot_msg_guard_told_t *told);

/* The type of a question, or NULL. */
const moot_profile_type_t *moot_verdict_type(const moot_profile_t *profile,
                                             const moot_msg_ask_guard_t *ask);

#endif
