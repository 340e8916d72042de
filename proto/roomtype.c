#include "proto/roomtype.h"

#include <stdio.h>

#include "common/err.h"

/* One question while it is answered. */
typedef struct asking {
    const moot_profile_t *profile;
    const moot_profile_type_t *type;
    const moot_roomtype_ask_t *ask;
    moot_arena_t *arena;
    moot_roomtype_verdict_t *out;
    moot_expr_env_t env;
} asking_t;

static void conclude(asking_t *a, enum moot_verdict_code code, const char *text)
{
    a->out->code = code;
    snprintf(a->out->text, sizeof a->out->text, "%s", text);
}

static void conclude_fault(asking_t *a, const moot_expr_fault_t *fault)
{
    a->out->code = MOOT_VERDICT_FAILED;
    snprintf(a->out->text, sizeof a->out->text, "%s:%u:%u: %s",
             (const char *)a->profile->file.at, fault->line, fault->column,
             fault->why != NULL ? fault->why : "out of memory");
}

static moot_value_t text_or_null(moot_slice_t text)
{
    return text.size > 0 ? moot_value_of_string(text) : (moot_value_t){0};
}

static int read_json(asking_t *a, moot_slice_t json, moot_value_t *out)
{
    *out = (moot_value_t){0};
    if (json.size == 0)
        return 0;
    return moot_value_read(a->arena, json, MOOT_VALUE_PLAIN, out);
}

static int begin(asking_t *a)
{
    const moot_roomtype_ask_t *ask = a->ask;
    moot_value_t *names = a->env.names;
    *a->out = (moot_roomtype_verdict_t){.code = MOOT_VERDICT_ALLOW};
    a->env.now_ms = ask->now_ms;
    a->env.policies = a->profile->policies;
    a->env.policies_count = a->profile->policies_count;
    a->env.role = ask->role;
    a->env.role_ctx = ask->role_ctx;
    names[MOOT_EXPR_USER] = text_or_null(ask->user);
    names[MOOT_EXPR_SID] = moot_value_of_string(ask->sid);
    names[MOOT_EXPR_NAMESPACE] = moot_value_of_string(ask->namespace);
    names[MOOT_EXPR_CONTENT_CHARS_MAX] =
        moot_value_of_int(ask->content_chars_max);
    int rc = read_json(a, ask->claims, &names[MOOT_EXPR_CLAIMS]);
    if (rc == 0)
        rc = read_json(a, ask->payload, &names[MOOT_EXPR_PAYLOAD]);
    if (rc != 0)
        conclude(a, MOOT_VERDICT_FAILED, "claims or payload cannot be read");
    return rc;
}

/* ---- The identifier -------------------------------------------------------
 */

/* The parts out of a room's name: key|part|part. */
static int split_room(asking_t *a, moot_value_t *parts)
{
    size_t count = a->type->parts_count, at = a->type->key.size;
    moot_slice_t room = a->ask->room;
    if (room.size <= at || memcmp(room.at, a->type->key.at, at) != 0
        || room.at[at] != '|')
        goto no_name;
    moot_slice_t rest = moot_slice(room.at + at + 1, room.size - at - 1);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *bar = i + 1 < count && rest.size > 0
                                 ? memchr(rest.at, '|', rest.size)
                                 : NULL;
        if (i + 1 < count && bar == NULL)
            goto no_name;
        size_t size = bar != NULL ? (size_t)(bar - rest.at) : rest.size;
        parts[i] = moot_value_of_string(moot_slice(rest.at, size));
        if (bar != NULL)
            rest = moot_slice(bar + 1, rest.size - size - 1);
    }
    return 0;
no_name:
    conclude(a, MOOT_VERDICT_INVALID, "this is no name of such a room");
    return MOOT_EINVAL;
}

/* The parts out of the payload and of expressions. */
static int find_parts(asking_t *a, moot_value_t *parts)
{
    const moot_value_t *payload = &a->env.names[MOOT_EXPR_PAYLOAD];
    for (size_t i = 0; i < a->type->parts_count; i++) {
        const moot_profile_part_t *part = &a->type->parts[i];
        moot_expr_fault_t fault;
        if (part->value != NULL) {
            int rc = moot_expr_eval(part->value, &a->env, a->arena, &parts[i],
                                    &fault);
            if (rc != 0) {
                conclude_fault(a, &fault);
                return rc;
            }
            continue;
        }
        if (payload->kind != MOOT_VALUE_OBJECT) {
            conclude(a, MOOT_VERDICT_INVALID, "data must be an object");
            return MOOT_EINVAL;
        }
        const moot_value_t *member = moot_value_member(payload, part->field);
        parts[i] = member != NULL ? *member : (moot_value_t){0};
    }
    return 0;
}

/* Makes the name, and the names room and id of expressions. */
static int identify(asking_t *a)
{
    moot_value_t values[MOOT_ROOMNAME_PARTS_MAX];
    const moot_value_t *parts[MOOT_ROOMNAME_PARTS_MAX];
    moot_slice_t fields[MOOT_ROOMNAME_PARTS_MAX];
    moot_roomname_error_t error;
    size_t count = a->type->parts_count;
    MOOT_CHECK(count > 0);
    int rc =
        a->ask->room.size > 0 ? split_room(a, values) : find_parts(a, values);
    if (rc != 0)
        return rc;
    moot_value_pair_t *members = moot_arena_array(a->arena, count, sizeof *members);
    for (size_t i = 0; i < count; i++) {
        fields[i] = a->type->parts[i].field;
        parts[i] = &values[i];
    }
    rc = members == NULL
             ? MOOT_ENOMEM
             : moot_roomname_make(a->arena, a->type->key, fields, parts, count,
                                  &a->out->room, &error);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        members[i].key = fields[i];
        members[i].value.kind = MOOT_VALUE_STRING;
        rc = moot_roomname_part(a->arena, fields[i], parts[i], count > 1,
                                &members[i].value.string, &error);
    }
    if (rc == 0) {
        a->env.names[MOOT_EXPR_ROOM] = moot_value_of_string(a->out->room);
        a->env.names[MOOT_EXPR_ID] = (moot_value_t){.kind = MOOT_VALUE_OBJECT,
                                                    .count = (uint32_t)count,
                                                    .members = members};
        return 0;
    }
    a->out->room = (moot_slice_t){0};
    if (rc == MOOT_EINVAL)
        conclude(a, MOOT_VERDICT_INVALID, error.text);
    else
        conclude(a, MOOT_VERDICT_FAILED, "out of memory");
    return rc;
}

void moot_roomtype_identify(const moot_profile_t *profile,
                            const moot_profile_type_t *type,
                            const moot_roomtype_ask_t *ask, moot_arena_t *arena,
                            moot_roomtype_verdict_t *out)
{
    asking_t a = {profile, type, ask, arena, out, {.now_ms = 0}};
    if (begin(&a) == 0)
        (void)identify(&a);
}

/* ---- The permission -------------------------------------------------------
 */

void moot_roomtype_judge(const moot_profile_t *profile,
                         const moot_profile_type_t *type,
                         enum moot_guard_what what,
                         const moot_roomtype_ask_t *ask, moot_arena_t *arena,
                         moot_roomtype_verdict_t *out)
{
    asking_t a = {profile, type, ask, arena, out, {.now_ms = 0}};
    moot_expr_fault_t fault;
    const moot_expr_t *may = type->may_join;
    bool yes = true;
    if (begin(&a) != 0 || identify(&a) != 0)
        return;
    if (what == MOOT_GUARD_CREATE && type->may_create != NULL)
        may = type->may_create;
    else if (what != MOOT_GUARD_JOIN && what != MOOT_GUARD_CREATE)
        may = NULL;
    if (may == NULL)
        return;
    if (moot_expr_test(may, &a.env, arena, &yes, &fault) != 0)
        conclude_fault(&a, &fault);
    else if (!yes)
        conclude(&a, MOOT_VERDICT_REFUSE, "");
}

bool moot_roomtype_needs_members(const moot_profile_type_t *type)
{
    return (type->uses & MOOT_EXPR_USES_MEMBERS) != 0;
}

int moot_roomtype_members_of(const moot_profile_t *profile,
                             const moot_profile_type_t *type,
                             const moot_roomtype_ask_t *ask, moot_slice_t room,
                             moot_arena_t *arena, moot_slice_t *out)
{
    moot_roomtype_verdict_t verdict;
    asking_t a = {profile, type, ask, arena, &verdict, {.now_ms = 0}};
    moot_value_t value;
    if (type->members_of == NULL) {
        *out = room;
        return 0;
    }
    int rc = begin(&a);
    if (rc == 0)
        rc = identify(&a);
    if (rc == 0)
        rc = moot_expr_eval(type->members_of, &a.env, arena, &value, NULL);
    if (rc != 0)
        return rc;
    if (value.kind != MOOT_VALUE_STRING)
        return MOOT_ETYPE;
    *out = value.string;
    return 0;
}
