#include "worker/verdict.h"

#include <stdio.h>

#include "common/err.h"
#include "proto/rules.h"

enum { PAYLOAD_BYTES_MAX = 4096, PARTS_MAX = MOOT_ROOMNAME_PARTS_MAX };

/* The parts of an identifier as a room's name has them. */
typedef struct parts {
    moot_slice_t fields[PARTS_MAX];
    moot_slice_t values[PARTS_MAX];
    size_t count;
} parts_t;

static int no_text(moot_arena_t *arena, const char *text, moot_slice_t *out)
{
    return moot_arena_copy(arena, moot_slice_str(text), out) ? MOOT_EINVAL
                                                             : MOOT_ENOMEM;
}

/* ---- The parts of a room's name ------------------------------------------ */

/* What the parts are called; a type that names none has one, "<key>_id". */
static int name_fields(const moot_profile_type_t *type, moot_arena_t *arena,
                       parts_t *parts)
{
    parts->count = type->parts_count;
    for (size_t i = 0; i < parts->count; i++)
        parts->fields[i] = type->parts[i].field;
    if (parts->count > 0)
        return 0;
    uint8_t *at = moot_arena_take(arena, type->key.size + 3);
    if (at == NULL)
        return MOOT_ENOMEM;
    memcpy(at, type->key.at, type->key.size);
    memcpy(at + type->key.size, "_id", 3);
    parts->fields[0] = moot_slice(at, type->key.size + 3);
    parts->count = 1;
    return 0;
}

/* A single part may contain "|"; of several none does. Errors: MOOT_EINVAL:
 * text says what is missing. */
static int split(const moot_profile_type_t *type, moot_slice_t room,
                 moot_arena_t *arena, parts_t *parts, moot_slice_t *text)
{
    char why[256];
    size_t i = 0;
    int rc = name_fields(type, arena, parts);
    if (rc < 0)
        return rc;
    moot_slice_t rest = room.size > type->key.size
                            ? moot_slice(room.at + type->key.size + 1,
                                         room.size - type->key.size - 1)
                            : moot_slice("", 0);
    for (; i < parts->count; i++) {
        const uint8_t *bar = NULL;
        if (i + 1 < parts->count && rest.size > 0)
            bar = memchr(rest.at, '|', rest.size);
        size_t size = bar != NULL ? (size_t)(bar - rest.at) : rest.size;
        size_t used = bar != NULL ? size + 1 : size;
        parts->values[i] = moot_slice(rest.at, size);
        rest = moot_slice(rest.at + used, rest.size - used);
        if (size == 0)
            break;
    }
    if (i < parts->count) {
        snprintf(why, sizeof why, "%.*s is required",
                 MOOT_SLICE_ARG(parts->fields[i]));
        return no_text(arena, why, text);
    }
    if (parts->count > 1
        && memchr(parts->values[i - 1].at, '|', parts->values[i - 1].size)
               != NULL) {
        snprintf(why, sizeof why, "%.*s contains \"|\"",
                 MOOT_SLICE_ARG(parts->fields[i - 1]));
        return no_text(arena, why, text);
    }
    return 0;
}

/* ---- Questions about durable rooms --------------------------------------- */

static int write_payload(const parts_t *parts, moot_arena_t *arena,
                         moot_slice_t *out)
{
    moot_json_write_t json;
    moot_buf_t buf;
    moot_buf_init(&buf, PAYLOAD_BYTES_MAX);
    moot_json_write_init(&json, &buf);
    moot_json_write_begin_object(&json);
    for (size_t i = 0; i < parts->count; i++) {
        moot_json_write_key(&json, parts->fields[i]);
        moot_json_write_string(&json, parts->values[i]);
    }
    moot_json_write_end_object(&json);
    int rc = buf.error;
    if (rc == 0 && !moot_arena_copy(arena, moot_buf_slice(&buf), out))
        rc = MOOT_ENOMEM;
    moot_buf_close(&buf);
    return rc == 0 ? 0 : MOOT_ENOMEM;
}

int moot_verdict_question(const moot_profile_t *profile,
                          const moot_profile_type_t *type,
                          enum moot_guard_what what,
                          const moot_msg_request_t *request,
                          moot_arena_t *arena, moot_msg_ask_guard_t *ask,
                          moot_slice_t *text)
{
    parts_t parts;
    size_t namespace = 0;
    while (namespace + 1 < profile->namespaces_count
           && (type->namespaces >> namespace & 1) == 0)
        namespace++;
    *ask = (moot_msg_ask_guard_t){
        .what = (uint64_t)what,
        .namespace = profile->namespaces[namespace].name,
        .type = type->key,
        .session = request->session,
        .user = request->user,
        .claims = request->claims,
        .room = request->room,
    };
    int rc = split(type, request->room, arena, &parts, text);
    return rc < 0 ? rc : write_payload(&parts, arena, &ask->payload);
}

const moot_profile_type_t *moot_verdict_type(const moot_profile_t *profile,
                                             const moot_msg_ask_guard_t *ask)
{
    int namespace = moot_profile_namespace(profile, ask->namespace);
    return namespace >= 0 ? moot_profile_type(profile, namespace, ask->type)
                          : NULL;
}

/* ---- Declared types ------------------------------------------------------ */

/* A declared type at work; what role() and member() mean by themselves. */
typedef struct judge {
    const moot_verdict_world_t *world;
    moot_slice_t room; /* the durable room that counts */
} judge_t;

static int role_in(void *ctx, moot_slice_t room, unsigned *role)
{
    const judge_t *judge = ctx;
    return judge->world->role(judge->world->ctx,
                              room.size > 0 ? room : judge->room, role);
}

static void fail(moot_msg_guard_told_t *told, const char *why)
{
    told->verdict = MOOT_VERDICT_FAILED;
    told->text = moot_slice_str(why);
}

static void set_text(moot_expr_env_t *env, enum moot_expr_name name,
                     moot_slice_t text)
{
    if (text.size > 0)
        env->names[name] = moot_value_of_string(text);
}

static bool read_json(moot_arena_t *arena, moot_slice_t json,
                      moot_value_t *out)
{
    return json.size == 0
           || moot_value_read(arena, json, MOOT_VALUE_PLAIN, out) == 0;
}

static bool make_id(moot_arena_t *arena, const parts_t *parts,
                    moot_value_t *out)
{
    moot_value_pair_t *pairs =
        moot_arena_array(arena, parts->count, sizeof *pairs);
    if (pairs == NULL)
        return false;
    for (size_t i = 0; i < parts->count; i++)
        pairs[i] = (moot_value_pair_t){
            .key = parts->fields[i],
            .value = moot_value_of_string(parts->values[i]),
        };
    *out = (moot_value_t){.kind = MOOT_VALUE_OBJECT,
                          .count = (uint32_t)parts->count,
                          .members = pairs};
    return true;
}

static bool set_names(const moot_verdict_world_t *world,
                      const moot_msg_ask_guard_t *ask, const parts_t *parts,
                      moot_arena_t *arena, moot_expr_env_t *env)
{
    env->now_ms = (int64_t)world->wall_ms;
    env->policies = world->profile->policies;
    env->policies_count = world->profile->policies_count;
    env->names[MOOT_EXPR_CONTENT_CHARS_MAX] =
        moot_value_of_int((int64_t)world->content_chars_max);
    set_text(env, MOOT_EXPR_USER, ask->user);
    set_text(env, MOOT_EXPR_SID, ask->session);
    set_text(env, MOOT_EXPR_NAMESPACE, ask->namespace);
    set_text(env, MOOT_EXPR_ROOM, ask->room);
    return read_json(arena, ask->claims, &env->names[MOOT_EXPR_CLAIMS])
           && read_json(arena, ask->payload, &env->names[MOOT_EXPR_PAYLOAD])
           && make_id(arena, parts, &env->names[MOOT_EXPR_ID]);
}

/* The durable room that member() and role() mean without an argument. */
static int find_room(const moot_profile_type_t *type,
                     const moot_expr_env_t *env, moot_arena_t *arena,
                     moot_slice_t *room)
{
    moot_value_t value;
    if (type->members_of == NULL)
        return 0;
    int rc = moot_expr_eval(type->members_of, env, arena, &value, NULL);
    if (rc == 0 && value.kind != MOOT_VALUE_STRING)
        rc = MOOT_ETYPE;
    if (rc == 0)
        *room = value.string;
    return rc;
}

void moot_verdict_declared(const moot_verdict_world_t *world,
                           const moot_profile_type_t *type,
                           const moot_msg_ask_guard_t *ask,
                           moot_arena_t *arena, moot_msg_guard_told_t *told)
{
    moot_expr_fault_t fault = {.why = "out of memory"};
    moot_expr_env_t env = {0};
    judge_t judge = {.world = world, .room = ask->room};
    const moot_expr_t *expr = type->may_join;
    parts_t parts;
    bool may = true;
    if (ask->what == MOOT_GUARD_CREATE && type->may_create != NULL)
        expr = type->may_create;
    *told = (moot_msg_guard_told_t){.number = ask->number, .room = ask->room};
    int rc = split(type, ask->room, arena, &parts, &told->text);
    if (rc == MOOT_EINVAL) {
        told->verdict = MOOT_VERDICT_INVALID;
        return;
    }
    if (rc < 0 || !set_names(world, ask, &parts, arena, &env)) {
        fail(told, "the question is too large or no JSON");
        return;
    }
    env.role = role_in;
    env.role_ctx = &judge;
    rc = find_room(type, &env, arena, &judge.room);
    if (rc < 0) {
        fail(told, "members_of gave no room");
        return;
    }
    if (expr != NULL && ask->what != MOOT_GUARD_LEAVE)
        rc = moot_expr_test(expr, &env, arena, &may, &fault);
    if (rc < 0)
        fail(told, fault.why);
    else
        told->verdict = may ? MOOT_VERDICT_ALLOW : MOOT_VERDICT_REFUSE;
}
