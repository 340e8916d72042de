/* Room types at work: which room a question is about, and whether a declared
 * type lets someone in. Used by edges and workers alike. Pure. */
#ifndef MOOT_ROOMTYPE_H
#define MOOT_ROOMTYPE_H

#include "proto/profile.h"

/* Who wants in and with what. Texts are borrowed. */
typedef struct moot_roomtype_ask {
    moot_slice_t namespace; /* of the socket; JSON protocol: "/" */
    moot_slice_t sid, user;
    moot_slice_t claims;  /* JSON object, or nothing */
    moot_slice_t payload; /* JSON, or nothing */
    moot_slice_t room;    /* JSON protocol: its name, and the parts come out of
                           * it instead of the payload; else nothing */
    int64_t now_ms;
    int64_t content_chars_max;
    moot_expr_role_fn *role; /* NULL: nobody is a member */
    void *role_ctx;
} moot_roomtype_ask_t;

typedef struct moot_roomtype_verdict {
    enum moot_verdict_code code;
    moot_slice_t room; /* in the arena; size 0 when INVALID */
    char text[256];    /* INVALID: for the client; FAILED: for the log */
} moot_roomtype_verdict_t;

/* The identifier alone (JOIN's first step, LEAVE): ALLOW, INVALID or FAILED.
 * The type has parts. */
void moot_roomtype_identify(const moot_profile_t *profile,
                            const moot_profile_type_t *type,
                            const moot_roomtype_ask_t *ask, moot_arena_t *arena,
                            moot_roomtype_verdict_t *out);

/* The whole question to a declared type: the identifier, then (JOIN, CREATE)
 * the permission. */
void moot_roomtype_judge(const moot_profile_t *profile,
                         const moot_profile_type_t *type,
                         enum moot_guard_what what,
                         const moot_roomtype_ask_t *ask, moot_arena_t *arena,
                         moot_roomtype_verdict_t *out);

/* Whether the question can only be judged where the durable room is. */
bool moot_roomtype_needs_members(const moot_profile_type_t *type);

/* The durable room whose members count, once identify has given the room.
 * Errors: those of moot_expr_eval, MOOT_ETYPE when it is no string. */
MOOT_CHECKED int moot_roomtype_members_of(const moot_profile_t *profile,
                                          const moot_profile_type_t *type,
                                          const moot_roomtype_ask_t *ask,
                                          moot_slice_t room,
                                          moot_arena_t *arena,
                                          moot_slice_t *out);

#endif
