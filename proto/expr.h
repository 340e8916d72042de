/* The expression language of profiles: conditions, room names and contents out
 * of claims and payloads. proto/EXPR.md has the grammar and every operator and
 * function. Compiled once, with mistakes told by line and column; evaluated
 * without allocation but from the arena, in bounded steps. Pure. */
#ifndef MOOT_EXPR_H
#define MOOT_EXPR_H

#include "proto/value.h"

#define MOOT_EXPR_BYTES_MAX 8192      /* of an expression's text */
#define MOOT_EXPR_NODES_MAX 1024      /* of one expression */
#define MOOT_EXPR_DEPTH_MAX 64        /* of what stands inside each other */
#define MOOT_EXPR_STEPS_MAX 100000    /* values and bytes/64 looked at */
#define MOOT_EXPR_MADE_MAX (1u << 20) /* bytes of texts and lists made */
#define MOOT_EXPR_LOCALS_MAX 16

/* What an expression may name. Which of them exist is the place's matter: the
 * scope it is compiled with. */
enum moot_expr_name {
    MOOT_EXPR_CLAIMS,    /* claims: object, the token's; null without one */
    MOOT_EXPR_USER,      /* user: string or null */
    MOOT_EXPR_SID,       /* sid: string, the socket's id */
    MOOT_EXPR_NAMESPACE, /* namespace: string, "/" */
    MOOT_EXPR_AUTH,      /* auth: what CONNECT brought, an object or null */
    MOOT_EXPR_QUERY,     /* query: object of the address's parameters */
    MOOT_EXPR_EVENT,     /* event: string, its name */
    MOOT_EXPR_PAYLOAD,   /* payload: the event's first argument, or null */
    MOOT_EXPR_ARGS,      /* args: list of the event's arguments */
    MOOT_EXPR_ROOM,      /* room: string, "chat|42" */
    MOOT_EXPR_ID,        /* id: object, the parts as strings: id.chat_id */
    MOOT_EXPR_CONTENT_CHARS_MAX, /* content_chars_max: the setting */
    MOOT_EXPR_NAMES,
};

#define MOOT_EXPR_BIT(name) (1u << (MOOT_EXPR_##name))

/* Bits of what a finished expression looks at, besides those of its names. */
#define MOOT_EXPR_USES_MEMBERS (1u << 16) /* member() or role() */
#define MOOT_EXPR_USES_NOW (1u << 17)
#define MOOT_EXPR_USES_CAN (1u << 18)
#define MOOT_EXPR_USES_INSIDE (1u << 19)

/* What the place needs; the compiler refuses what can never be that. */
enum moot_expr_wanted {
    MOOT_EXPR_ANY = 0,
    MOOT_EXPR_CONDITION, /* boolean; null counts as false */
    MOOT_EXPR_GRANT,     /* boolean, or null: neither */
    MOOT_EXPR_TEXT,      /* string */
    MOOT_EXPR_TEXTS,     /* string, list of strings, null: none */
    MOOT_EXPR_LIST,      /* list */
    MOOT_EXPR_OBJECT,    /* object */
};

typedef struct moot_expr moot_expr_t;

typedef struct moot_expr_scope {
    unsigned names;             /* bits: MOOT_EXPR_BIT(CLAIMS) | … */
    bool members;               /* member() and role() may be called */
    bool inside;                /* inside() may be called */
    const moot_slice_t *locals; /* names made by let, by number */
    size_t locals_count;        /* at most MOOT_EXPR_LOCALS_MAX */
    enum moot_expr_wanted wanted;
    unsigned line, column; /* of the text's first byte in its file, from 1;
                            * 0: 1 */
} moot_expr_scope_t;

/* A mistake and where it is; columns count bytes from 1. */
typedef struct moot_expr_error {
    unsigned line, column;
    char text[160];
} moot_expr_error_t;

/* Compiles a text. Safe on any bytes.
 * Errors: MOOT_EINVAL, MOOT_ELIMIT (too long, too deep, too many nodes); then
 * *error is set. */
MOOT_CHECKED int moot_expr_compile(moot_slice_t text,
                                   const moot_expr_scope_t *scope,
                                   moot_expr_error_t *error, moot_expr_t **out);
void moot_expr_destroy(moot_expr_t **expr_p);

/* Bits of what it looks at: MOOT_EXPR_BIT(…), MOOT_EXPR_USES_…. */
unsigned moot_expr_uses(const moot_expr_t *expr);

/* A policy: what can("ability", "policy") asks. */
typedef struct moot_expr_ability {
    moot_slice_t name;
    const moot_expr_t *allow;
} moot_expr_ability_t;

typedef struct moot_expr_policy {
    moot_slice_t name;
    const moot_expr_t *before; /* NULL: none */
    const moot_expr_ability_t *abilities;
    size_t abilities_count;
} moot_expr_policy_t;

/* The role that the user of this question has in a durable room: 0 none, or
 * enum moot_role. An empty name is the room that the question is about. Errors
 * end the evaluation. */
typedef int moot_expr_role_fn(void *ctx, moot_slice_t room, unsigned *role);

/* Whether the socket of this question is in an ephemeral room. */
typedef bool moot_expr_inside_fn(void *ctx, moot_slice_t room);

/* What the names stand for. A name that is not set is null. */
typedef struct moot_expr_env {
    moot_value_t names[MOOT_EXPR_NAMES];
    moot_value_t locals[MOOT_EXPR_LOCALS_MAX];
    int64_t now_ms; /* since 1970 */
    const moot_expr_policy_t *policies;
    size_t policies_count;
    moot_expr_role_fn *role; /* NULL: nobody is a member of anything */
    void *role_ctx;
    moot_expr_inside_fn *inside; /* NULL: it is in none */
    void *inside_ctx;
} moot_expr_env_t;

/* What went wrong while evaluating. */
typedef struct moot_expr_fault {
    unsigned line, column;
    const char *why; /* static */
} moot_expr_fault_t;

/* Evaluates. The result is borrowed from the arena, the expression and the
 * environment. fault: set on errors; may be NULL.
 * Errors: MOOT_ETYPE (a value of a kind that does not go there), MOOT_EINVAL
 * (division by zero, overflow), MOOT_ELIMIT (too many steps, too much made),
 * MOOT_ENOMEM (the arena is full), those of the role function. */
MOOT_CHECKED int moot_expr_eval(const moot_expr_t *expr,
                                const moot_expr_env_t *env, moot_arena_t *arena,
                                moot_value_t *out, moot_expr_fault_t *fault);

/* Evaluates a condition: null counts as false. Errors as above; MOOT_ETYPE
 * when it is neither boolean nor null. */
MOOT_CHECKED int moot_expr_test(const moot_expr_t *expr,
                                const moot_expr_env_t *env, moot_arena_t *arena,
                                bool *out, moot_expr_fault_t *fault);

#endif
