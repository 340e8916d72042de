#include "proto/profile.h"

#include <stdlib.h>

#include "common/err.h"
#include "proto/profile_read.h"

enum { ARENA_BYTES_MAX = 256 << 20 };

/* ---- Reading ------------------------------------------------------------- */

static moot_profile_t *new_profile(const char *file)
{
    moot_profile_t *profile = calloc(1, sizeof *profile);
    moot_profile_internal_t *internal = calloc(1, sizeof *internal);
    MOOT_CHECK(profile != NULL && internal != NULL);
    moot_arena_init(&internal->arena, ARENA_BYTES_MAX);
    profile->internal = internal;
    size_t size = strlen(file);
    char *copy = moot_arena_take(&internal->arena, size + 1);
    MOOT_CHECK(copy != NULL);
    memcpy(copy, file, size + 1);
    profile->file = moot_slice(copy, size);
    return profile;
}

/* What can() may look at counts for everyone who asks it. */
static void spread_uses(moot_profile_t *profile)
{
    unsigned uses = 0;
    for (size_t i = 0; i < profile->policies_count; i++) {
        const moot_expr_policy_t *policy = &profile->policies[i];
        if (policy->before != NULL)
            uses |= moot_expr_uses(policy->before);
        for (size_t j = 0; j < policy->abilities_count; j++)
            uses |= moot_expr_uses(policy->abilities[j].allow);
    }
    for (size_t i = 0; i < profile->namespaces_count; i++)
        if (profile->namespaces[i].uses & MOOT_EXPR_USES_CAN)
            profile->namespaces[i].uses |= uses;
    for (size_t i = 0; i < profile->types_count; i++)
        if (profile->types[i].uses & MOOT_EXPR_USES_CAN)
            profile->types[i].uses |= uses;
    for (size_t i = 0; i < profile->events_count; i++)
        if (profile->events[i].uses & MOOT_EXPR_USES_CAN)
            profile->events[i].uses |= uses;
    for (size_t i = 0; i < profile->views_count; i++)
        if (profile->views[i].uses & MOOT_EXPR_USES_CAN)
            profile->views[i].uses |= uses;
}

int moot_profile_parse(moot_slice_t text, const char *file,
                       moot_buf_t *mistakes, moot_profile_t **out)
{
    moot_profile_t *profile = new_profile(file);
    moot_profile_read_t read = {
        .profile = profile,
        .internal = profile->internal,
        .mistakes = {.buf = mistakes,
                     .file = file,
                     .max = MOOT_PROFILE_MISTAKES_MAX},
    };
    int rc = MOOT_ELIMIT;
    if (text.size > MOOT_PROFILE_BYTES_MAX)
        moot_profile_ini_mistake(&read.mistakes, 0, 0,
                                 "a profile has at most %u bytes",
                                 MOOT_PROFILE_BYTES_MAX);
    else
        rc = moot_profile_ini_read(text, &read.internal->arena, &read.mistakes,
                                   &read.sections);
    if (rc == 0) {
        moot_profile_sections(&read);
        moot_profile_routes(&read);
        moot_profile_views(&read);
        rc = read.mistakes.count > 0 ? MOOT_EINVAL : 0;
    }
    if (rc == 0) {
        spread_uses(profile);
        *out = profile;
    } else {
        moot_profile_destroy(&profile);
    }
    return rc;
}

void moot_profile_destroy(moot_profile_t **profile_p)
{
    moot_profile_t *profile = *profile_p;
    *profile_p = NULL;
    if (profile == NULL)
        return;
    moot_profile_internal_t *internal = profile->internal;
    for (size_t i = 0; i < internal->exprs_count; i++)
        moot_expr_destroy(&internal->exprs[i]);
    free(internal->exprs);
    moot_arena_close(&internal->arena);
    free(internal);
    free(profile);
}

/* ---- Looking up ---------------------------------------------------------- */

int moot_profile_namespace(const moot_profile_t *profile, moot_slice_t name)
{
    for (size_t i = 0; i < profile->namespaces_count; i++)
        if (moot_slice_eq(profile->namespaces[i].name, name))
            return (int)i;
    return -1;
}

const moot_profile_type_t *moot_profile_type(const moot_profile_t *profile,
                                             int namespace, moot_slice_t key)
{
    for (size_t i = 0; i < profile->types_count; i++)
        if ((profile->types[i].namespaces & UINT64_C(1) << namespace)
            && moot_slice_eq(profile->types[i].key, key))
            return &profile->types[i];
    return NULL;
}

const moot_profile_type_t *moot_profile_durable(const moot_profile_t *profile,
                                                moot_slice_t room)
{
    const uint8_t *bar = room.size > 0 ? memchr(room.at, '|', room.size) : NULL;
    if (bar == NULL)
        return NULL;
    moot_slice_t key = moot_slice(room.at, (size_t)(bar - room.at));
    for (size_t i = 0; i < profile->types_count; i++)
        if (profile->types[i].durable
            && moot_slice_eq(profile->types[i].key, key))
            return &profile->types[i];
    return NULL;
}

const moot_profile_type_t *moot_profile_type_event(
    const moot_profile_t *profile, int namespace, moot_slice_t event,
    enum moot_guard_what *what)
{
    static const moot_slice_t join = {(const uint8_t *)"join_", 5};
    static const moot_slice_t leave = {(const uint8_t *)"leave_", 6};
    size_t cut = 0;
    if (event.size > join.size && memcmp(event.at, join.at, join.size) == 0) {
        *what = MOOT_GUARD_JOIN;
        cut = join.size;
    } else if (event.size > leave.size
               && memcmp(event.at, leave.at, leave.size) == 0) {
        *what = MOOT_GUARD_LEAVE;
        cut = leave.size;
    } else {
        return NULL;
    }
    return moot_profile_type(profile, namespace,
                             moot_slice(event.at + cut, event.size - cut));
}

const moot_profile_event_t *moot_profile_event(const moot_profile_t *profile,
                                               int namespace,
                                               moot_slice_t event)
{
    for (size_t i = 0; i < profile->events_count; i++)
        if ((profile->events[i].namespaces & UINT64_C(1) << namespace)
            && moot_slice_eq(profile->events[i].name, event))
            return &profile->events[i];
    return NULL;
}

const moot_profile_view_t *moot_profile_view(const moot_profile_t *profile,
                                             moot_slice_t path)
{
    for (size_t i = 0; i < profile->views_count; i++)
        if (moot_slice_eq(profile->views[i].path, path))
            return &profile->views[i];
    return NULL;
}
