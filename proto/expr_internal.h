/* What the files of the expression language share; nobody else includes it. */
#ifndef MOOT_EXPR_INTERNAL_H
#define MOOT_EXPR_INTERNAL_H

#include "proto/expr.h"

/* Kinds of values as bits: what an expression may be, as far as is known
 * before it is evaluated. */
enum {
    MOOT_EXPR_T_NULL = 1,
    MOOT_EXPR_T_BOOL = 2,
    MOOT_EXPR_T_NUMBER = 4,
    MOOT_EXPR_T_STRING = 8,
    MOOT_EXPR_T_LIST = 16,
    MOOT_EXPR_T_OBJECT = 32,
    MOOT_EXPR_T_BINARY = 64,
    MOOT_EXPR_T_ANY = 127,
};

enum moot_expr_op {
    MOOT_EXPR_LITERAL, /* value */
    MOOT_EXPR_NAME,    /* which: enum moot_expr_name */
    MOOT_EXPR_LOCAL,   /* which: its number */
    MOOT_EXPR_MEMBER,  /* child . value */
    MOOT_EXPR_INDEX,   /* child [ child ] */
    MOOT_EXPR_MAKE_LIST,
    MOOT_EXPR_MAKE_OBJECT, /* children: key, value, key, value */
    MOOT_EXPR_CALL,        /* which: its number in the table of functions */
    MOOT_EXPR_IF,
    MOOT_EXPR_OR, /* two children or more */
    MOOT_EXPR_AND,
    MOOT_EXPR_NOT,
    MOOT_EXPR_MINUS, /* before one child */
    MOOT_EXPR_EQUAL,
    MOOT_EXPR_UNEQUAL,
    MOOT_EXPR_LESS,
    MOOT_EXPR_AT_MOST,
    MOOT_EXPR_MORE,
    MOOT_EXPR_AT_LEAST,
    MOOT_EXPR_IN,
    MOOT_EXPR_NOT_IN,
    MOOT_EXPR_ADD,
    MOOT_EXPR_SUBTRACT,
    MOOT_EXPR_MULTIPLY,
    MOOT_EXPR_DIVIDE,
    MOOT_EXPR_REST,
};

typedef struct moot_expr_node {
    uint8_t op; /* enum moot_expr_op */
    uint8_t which;
    uint8_t types;        /* bits */
    uint8_t depth;        /* of the nodes below */
    uint16_t first, next; /* child, sibling; by number, 0: none, for node 0 is
                           * never one */
    uint16_t count;       /* children */
    unsigned line, column;
    moot_value_t value;
} moot_expr_node_t;

struct moot_expr {
    moot_expr_node_t *nodes; /* from 1 */
    uint8_t *text;           /* the source, then the texts without escapes */
    uint16_t count;
    uint16_t root;
    unsigned uses;
};

typedef struct moot_expr_function {
    const char *name;
    uint8_t min, max; /* arguments */
    uint8_t takes[2]; /* bits, by argument; further ones as the last */
    uint8_t gives;
    unsigned uses;
} moot_expr_function_t;

/* The table, by number; NULL behind its end. */
const moot_expr_function_t *moot_expr_call_function(size_t which);

/* Arguments of a function at most. */
enum { MOOT_EXPR_ARGS_MAX = 9 };

/* One evaluation. */
typedef struct moot_expr_run {
    const moot_expr_t *expr;
    const moot_expr_env_t *env;
    moot_arena_t *arena;
    uint64_t steps;    /* left */
    size_t made;       /* bytes left */
    unsigned policies; /* inside each other */
    moot_expr_fault_t *fault;
} moot_expr_run_t;

/* Keeps the first fault and gives rc back. */
int moot_expr_fail(moot_expr_run_t *run, const moot_expr_node_t *node, int rc,
                   const char *why);

/* Takes steps; MOOT_ELIMIT (kept as fault) when too few are left. */
MOOT_CHECKED int moot_expr_step(moot_expr_run_t *run,
                                const moot_expr_node_t *node, uint64_t count);

/* Memory for something made; NULL and the fault is kept. *rc is set then. */
void *moot_expr_make(moot_expr_run_t *run, const moot_expr_node_t *node,
                     size_t size, int *rc);

/* Evaluates one node. */
MOOT_CHECKED int moot_expr_visit(moot_expr_run_t *run, uint16_t node,
                                 moot_value_t *out);

/* Evaluates another expression in the same run (a policy's). */
MOOT_CHECKED int moot_expr_enter(moot_expr_run_t *run, const moot_expr_t *expr,
                                 moot_value_t *out);

/* Calls the function of a node with its arguments. */
MOOT_CHECKED int moot_expr_call(moot_expr_run_t *run,
                                const moot_expr_node_t *node,
                                moot_value_t *args, moot_value_t *out);

#endif
