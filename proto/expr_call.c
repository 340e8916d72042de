/* The functions of the expression language. What an argument must be is
 * checked here for values; the same table lets the compiler refuse literals. */
#include "common/err.h"
#include "common/utf8.h"
#include "proto/expr_types.h"
#include "proto/roomname.h"
#include "proto/rules.h"

enum { POLICIES_DEEP_MAX = 8 };

enum {
    LEN,
    CHARS,
    BYTES,
    TRIM,
    LOWER,
    UPPER,
    STARTS,
    ENDS,
    CONTAINS,
    TEXT,
    TEXTS,
    TYPE,
    HAS,
    NOW,
    CAN,
    MEMBER,
    ROLE,
    INSIDE,
    ROOM_OF,
    FUNCTIONS,
};

static const moot_expr_function_t functions[FUNCTIONS] = {
    [LEN] = {"len", 1, 1, {STRING | LIST | OBJECT}, NUMBER, 0},
    [CHARS] = {"chars", 1, 1, {STRING}, NUMBER, 0},
    [BYTES] = {"bytes", 1, 1, {STRING}, NUMBER, 0},
    [TRIM] = {"trim", 1, 1, {STRING}, STRING, 0},
    [LOWER] = {"lower", 1, 1, {STRING}, STRING, 0},
    [UPPER] = {"upper", 1, 1, {STRING}, STRING, 0},
    [STARTS] = {"starts", 2, 2, {STRING, STRING}, BOOLEAN, 0},
    [ENDS] = {"ends", 2, 2, {STRING, STRING}, BOOLEAN, 0},
    [CONTAINS] = {"contains", 2, 2, {STRING | LIST | NUL, ANY}, BOOLEAN, 0},
    [TEXT] = {"text", 1, 1, {NUL | BOOLEAN | NUMBER | STRING}, STRING | NUL, 0},
    [TEXTS] = {"texts", 1, 1, {NUL | NUMBER | STRING | LIST}, LIST, 0},
    [TYPE] = {"type", 1, 1, {ANY}, STRING, 0},
    [HAS] = {"has", 2, 2, {OBJECT | NUL, STRING}, BOOLEAN, 0},
    [NOW] = {"now", 0, 0, {0}, NUMBER, MOOT_EXPR_USES_NOW},
    [CAN] = {"can", 2, 2, {STRING, STRING}, BOOLEAN, MOOT_EXPR_USES_CAN},
    [MEMBER] = {"member", 0, 1, {STRING}, BOOLEAN, MOOT_EXPR_USES_MEMBERS},
    [ROLE] = {"role", 0, 1, {STRING}, STRING | NUL, MOOT_EXPR_USES_MEMBERS},
    [INSIDE] = {"inside", 1, 1, {STRING}, BOOLEAN, MOOT_EXPR_USES_INSIDE},
    [ROOM_OF] = {"room_of",
                 2,
                 1 + MOOT_ROOMNAME_PARTS_MAX,
                 {STRING, NUMBER | STRING},
                 STRING,
                 0},
};

_Static_assert(MOOT_EXPR_ARGS_MAX == 1 + MOOT_ROOMNAME_PARTS_MAX,
               "room_of takes the most");

const moot_expr_function_t *moot_expr_call_function(size_t which)
{
    return which < FUNCTIONS ? &functions[which] : NULL;
}

typedef struct call {
    moot_expr_run_t *run;
    const moot_expr_node_t *node;
    moot_value_t *args;
} call_t;

static int wrong_kind(const call_t *call, const char *why)
{
    return moot_expr_fail(call->run, call->node, MOOT_ETYPE, why);
}

/* What looks at every byte of a string. */
static int step_bytes(const call_t *call, size_t bytes)
{
    return moot_expr_step(call->run, call->node, bytes / 64);
}

static uint8_t types_of(const moot_value_t *value)
{
    static const uint8_t bits[] = {
        [MOOT_VALUE_NULL] = NUL,      [MOOT_VALUE_BOOL] = BOOLEAN,
        [MOOT_VALUE_INT] = NUMBER,    [MOOT_VALUE_REAL] = NUMBER,
        [MOOT_VALUE_STRING] = STRING, [MOOT_VALUE_LIST] = LIST,
        [MOOT_VALUE_OBJECT] = OBJECT, [MOOT_VALUE_BINARY] = MOOT_EXPR_T_BINARY,
    };
    return bits[value->kind];
}

/* ---- Texts --------------------------------------------------------------- */

static int call_len(const call_t *call, moot_value_t *out)
{
    const moot_value_t *value = &call->args[0];
    size_t count = value->count;
    int rc = 0;
    if (value->kind == MOOT_VALUE_STRING) {
        rc = step_bytes(call, value->string.size);
        count = rc == 0 ? moot_utf8_count(value->string) : 0;
    }
    *out = moot_value_of_int((int64_t)count);
    return rc;
}

static int call_case(const call_t *call, moot_value_t *out)
{
    moot_slice_t text = call->args[0].string;
    uint8_t from = call->node->which == LOWER ? 'A' : 'a';
    int rc = step_bytes(call, text.size);
    uint8_t *at =
        rc == 0 ? moot_expr_make(call->run, call->node, text.size, &rc) : NULL;
    if (at == NULL)
        return rc;
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.at[i];
        at[i] = c >= from && c < from + 26 ? c ^ 0x20 : c;
    }
    *out = moot_value_of_string(moot_slice(at, text.size));
    return 0;
}

static int call_ends(const call_t *call, moot_value_t *out)
{
    moot_slice_t text = call->args[0].string, part = call->args[1].string;
    bool fits = part.size <= text.size;
    if (fits) {
        const uint8_t *at = text.at;
        if (call->node->which == ENDS)
            at += text.size - part.size;
        fits = moot_slice_eq(moot_slice(at, part.size), part);
    }
    *out = moot_value_of_bool(fits);
    return step_bytes(call, part.size);
}

static int call_contains(const call_t *call, moot_value_t *out)
{
    const moot_value_t *whole = &call->args[0], *part = &call->args[1];
    bool found = false;
    if (whole->kind == MOOT_VALUE_STRING) {
        if (part->kind != MOOT_VALUE_STRING)
            return wrong_kind(call, "a string contains strings only");
        int rc = step_bytes(call, whole->string.size);
        if (rc != 0)
            return rc;
        found = part->string.size == 0
                || (whole->string.size > 0
                    && memmem(whole->string.at, whole->string.size,
                              part->string.at, part->string.size)
                           != NULL);
    } else if (whole->kind == MOOT_VALUE_LIST) {
        for (uint32_t i = 0; i < whole->count && !found; i++)
            found = moot_value_eq(part, &whole->items[i], &call->run->steps);
    }
    *out = moot_value_of_bool(found);
    return moot_expr_step(call->run, call->node, call->run->steps == 0);
}

static int text_of(const call_t *call, const moot_value_t *value,
                   moot_value_t *out)
{
    char buf[40];
    if (value->kind == MOOT_VALUE_STRING || value->kind == MOOT_VALUE_NULL) {
        *out = *value;
        return 0;
    }
    if (value->kind == MOOT_VALUE_BOOL) {
        *out = moot_value_of_string(
            moot_slice_str(value->truth ? "true" : "false"));
        return 0;
    }
    if (value->kind != MOOT_VALUE_INT && value->kind != MOOT_VALUE_REAL)
        return wrong_kind(call, "this has no text");
    moot_value_t plain = *value;
    /* 7.0 and 7 are the same room, so they have the same text. */
    if (plain.kind == MOOT_VALUE_INT)
        plain.count = 0;
    moot_slice_t text = moot_value_number_text(&plain, buf);
    int rc = 0;
    uint8_t *at = moot_expr_make(call->run, call->node, text.size, &rc);
    if (at == NULL)
        return rc;
    memcpy(at, text.at, text.size);
    *out = moot_value_of_string(moot_slice(at, text.size));
    return 0;
}

static int call_texts(const call_t *call, moot_value_t *out)
{
    const moot_value_t *value = &call->args[0];
    const moot_value_t *items = value;
    size_t count = value->kind != MOOT_VALUE_NULL;
    if (value->kind == MOOT_VALUE_LIST) {
        items = value->items;
        count = value->count;
    }
    int rc = moot_expr_step(call->run, call->node, count);
    moot_value_t *texts = rc == 0 ? moot_expr_make(call->run, call->node,
                                                   count * sizeof *texts, &rc)
                                  : NULL;
    size_t made = 0;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        if (types_of(&items[i]) & (NUMBER | STRING))
            rc = text_of(call, &items[i], &texts[made++]);
        else
            rc = wrong_kind(call, "texts() takes strings and numbers only");
    }
    if (rc == 0)
        *out = moot_value_of_items(texts, made);
    return rc;
}

static int call_room_of(const call_t *call, moot_value_t *out)
{
    static const moot_slice_t part = {(const uint8_t *)"part", 4};
    moot_slice_t fields[MOOT_ROOMNAME_PARTS_MAX], name;
    const moot_value_t *parts[MOOT_ROOMNAME_PARTS_MAX];
    moot_roomname_error_t error;
    size_t count = call->node->count - 1u;
    for (size_t i = 0; i < count; i++) {
        fields[i] = part;
        parts[i] = &call->args[i + 1];
    }
    int rc = moot_roomname_make(call->run->arena, call->args[0].string, fields,
                                parts, count, &name, &error);
    if (rc != 0)
        return moot_expr_fail(call->run, call->node, rc,
                              "this makes no name of a room");
    *out = moot_value_of_string(name);
    return 0;
}

/* ---- Permissions --------------------------------------------------------- */

static int call_role(const call_t *call, moot_value_t *out)
{
    const moot_expr_env_t *env = call->run->env;
    const moot_value_t *room = &env->names[MOOT_EXPR_ROOM];
    unsigned role = 0;
    if (call->node->count > 0)
        room = &call->args[0];
    if (env->role != NULL && room->kind == MOOT_VALUE_STRING) {
        int rc = env->role(
            env->role_ctx,
            call->node->count > 0 ? room->string : (moot_slice_t){0}, &role);
        if (rc != 0)
            return moot_expr_fail(call->run, call->node, rc,
                                  "the room's members are not known here");
    }
    *out = (moot_value_t){0};
    if (call->node->which == MEMBER)
        *out = moot_value_of_bool(role != 0);
    else if (role != 0)
        *out = moot_value_of_string(moot_slice_str(moot_role_name(role)));
    return 0;
}

/* A boolean decides, null does not. */
static int ask(const call_t *call, const moot_expr_t *expr, bool *decided,
               bool *truth)
{
    moot_value_t value;
    int rc = moot_expr_enter(call->run, expr, &value);
    if (rc != 0)
        return rc;
    if (value.kind != MOOT_VALUE_BOOL && value.kind != MOOT_VALUE_NULL)
        return wrong_kind(call, "the policy gave neither boolean nor null");
    *decided = value.kind == MOOT_VALUE_BOOL;
    *truth = *decided && value.truth;
    return 0;
}

static int ask_policy(const call_t *call, const moot_expr_policy_t *policy,
                      bool *truth)
{
    bool decided = false;
    *truth = false;
    if (policy->before != NULL) {
        int rc = ask(call, policy->before, &decided, truth);
        if (rc != 0 || decided)
            return rc;
    }
    for (size_t i = 0; i < policy->abilities_count; i++)
        if (moot_slice_eq(policy->abilities[i].name, call->args[0].string))
            return ask(call, policy->abilities[i].allow, &decided, truth);
    return 0;
}

static int call_can(const call_t *call, moot_value_t *out)
{
    const moot_expr_env_t *env = call->run->env;
    bool truth = false;
    int rc = 0;
    if (call->run->policies == POLICIES_DEEP_MAX)
        return moot_expr_fail(call->run, call->node, MOOT_ELIMIT,
                              "policies ask each other too deep");
    call->run->policies++;
    for (size_t i = 0; i < env->policies_count; i++)
        if (moot_slice_eq(env->policies[i].name, call->args[1].string)) {
            rc = ask_policy(call, &env->policies[i], &truth);
            break;
        }
    call->run->policies--;
    *out = moot_value_of_bool(truth);
    return rc;
}

/* ---- All of them --------------------------------------------------------- */

static int check_args(const call_t *call)
{
    static const char *const whys[FUNCTIONS] = {
        [LEN] = "len() takes a string, a list or an object",
        [CHARS] = "chars() takes a string",
        [BYTES] = "bytes() takes a string",
        [TRIM] = "trim() takes a string",
        [LOWER] = "lower() takes a string",
        [UPPER] = "upper() takes a string",
        [STARTS] = "starts() takes two strings",
        [ENDS] = "ends() takes two strings",
        [CONTAINS] = "contains() takes a list or a string",
        [TEXT] = "text() takes a string, a number or a boolean",
        [TEXTS] = "texts() takes a list of strings and numbers",
        [HAS] = "has() takes an object and a string",
        [CAN] = "can() takes two strings",
        [MEMBER] = "member() takes the name of a room",
        [ROLE] = "role() takes the name of a room",
        [INSIDE] = "inside() takes the name of a room",
        [ROOM_OF] = "room_of() takes a key and strings or numbers",
    };
    const moot_expr_function_t *function = &functions[call->node->which];
    for (size_t i = 0; i < call->node->count; i++)
        if (!(types_of(&call->args[i]) & function->takes[i < 2 ? i : 1]))
            return wrong_kind(call, whys[call->node->which]);
    return 0;
}

int moot_expr_call(moot_expr_run_t *run, const moot_expr_node_t *node,
                   moot_value_t *args, moot_value_t *out)
{
    call_t call = {run, node, args};
    int rc = check_args(&call);
    if (rc != 0)
        return rc;
    switch (node->which) {
    case LEN:
    case CHARS:
        return call_len(&call, out);
    case BYTES:
        *out = moot_value_of_int((int64_t)args[0].string.size);
        return 0;
    case TRIM:
        *out = moot_value_of_string(moot_utf8_trim(args[0].string));
        return step_bytes(&call, args[0].string.size);
    case LOWER:
    case UPPER:
        return call_case(&call, out);
    case STARTS:
    case ENDS:
        return call_ends(&call, out);
    case CONTAINS:
        return call_contains(&call, out);
    case TEXT:
        return text_of(&call, &args[0], out);
    case TEXTS:
        return call_texts(&call, out);
    case TYPE:
        *out = moot_value_of_string(
            moot_slice_str(moot_value_kind_name(&args[0])));
        return 0;
    case HAS:
        *out = moot_value_of_bool(moot_value_member(&args[0], args[1].string)
                                  != NULL);
        return moot_expr_step(run, node, args[0].count / 16);
    case NOW:
        *out = moot_value_of_int(run->env->now_ms);
        return 0;
    case CAN:
        return call_can(&call, out);
    case MEMBER:
    case ROLE:
        return call_role(&call, out);
    case INSIDE:
        *out = moot_value_of_bool(
            run->env->inside != NULL
            && run->env->inside(run->env->inside_ctx, args[0].string));
        return 0;
    default:
        return call_room_of(&call, out);
    }
}
