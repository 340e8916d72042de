#include "proto/expr_check.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/err.h"
#include "proto/expr_types.h"

enum { NAMED_BYTES = 96 };

MOOT_PRINTF(3, 4)
static int fail_at(moot_expr_error_t *error, const moot_expr_node_t *node,
                   const char *format, ...)
{
    va_list args;
    error->line = node->line;
    error->column = node->column;
    va_start(args, format);
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    return MOOT_EINVAL;
}

/* "a string", "a string or null", for mistakes. */
static const char *name_types(uint8_t types, char text[NAMED_BYTES])
{
    static const char *const kinds[] = {"null",       "a boolean", "a number",
                                        "a string",   "a list",    "an object",
                                        "binary data"};
    size_t size = 0;
    if (types == ANY)
        return "any value";
    text[0] = '\0';
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (types & 1u << i)
            size += (size_t)snprintf(text + size, NAMED_BYTES - size, "%s%s",
                                     size > 0 ? " or " : "", kinds[i]);
    return text;
}

int moot_expr_check_deep(const moot_expr_node_t *node, moot_expr_error_t *error)
{
    (void)fail_at(error, node, "nested too deep");
    return MOOT_ELIMIT;
}

int moot_expr_check_boolean(const moot_expr_t *expr, uint16_t number,
                            const char *what, moot_expr_error_t *error)
{
    char text[NAMED_BYTES];
    const moot_expr_node_t *node = &expr->nodes[number];
    if (node->types & BOOLEAN)
        return 0;
    return fail_at(error, node, "%s needs a boolean, this is %s", what,
                   name_types(node->types, text));
}

/* ---- Operators ----------------------------------------------------------- */

static bool is_zero(const moot_expr_node_t *node)
{
    return node->op == MOOT_EXPR_LITERAL
           && ((node->value.kind == MOOT_VALUE_INT && node->value.integer == 0)
               || (node->value.kind == MOOT_VALUE_REAL
                   && !(node->value.real < 0) && !(node->value.real > 0)));
}

static int check_comparison(moot_expr_node_t *node, uint8_t a, uint8_t b,
                            moot_expr_error_t *error)
{
    char x[NAMED_BYTES], y[NAMED_BYTES];
    node->types = BOOLEAN;
    if (node->op == MOOT_EXPR_EQUAL || node->op == MOOT_EXPR_UNEQUAL) {
        if (a & b)
            return 0;
        return fail_at(error, node, "%s and %s are never equal",
                       name_types(a, x), name_types(b, y));
    }
    if (a & b & (NUMBER | STRING))
        return 0;
    return fail_at(error, node,
                   "two numbers or two strings have an order, not %s and %s",
                   name_types(a, x), name_types(b, y));
}

static int check_in(moot_expr_node_t *node, uint8_t a, uint8_t b,
                    moot_expr_error_t *error)
{
    char text[NAMED_BYTES];
    node->types = BOOLEAN;
    if (!(b & (LIST | OBJECT | NUL)))
        return fail_at(error, node, "in needs a list or an object, this is %s",
                       name_types(b, text));
    if (b == OBJECT && !(a & STRING))
        return fail_at(error, node, "keys of an object are strings, not %s",
                       name_types(a, text));
    return 0;
}

static int check_arithmetic(moot_expr_node_t *node,
                            const moot_expr_node_t *left,
                            const moot_expr_node_t *right,
                            moot_expr_error_t *error)
{
    char x[NAMED_BYTES], y[NAMED_BYTES];
    uint8_t a = left->types, b = right->types;
    bool sum = node->op == MOOT_EXPR_ADD;
    node->types = (uint8_t)(a & b & (sum ? NUMBER | STRING | LIST : NUMBER));
    if (node->types == 0)
        return fail_at(error, node, "%s and %s do not go with this operator%s",
                       name_types(a, x), name_types(b, y),
                       sum && ((a | b) & STRING) ? "; text() makes a string"
                                                 : "");
    if ((node->op == MOOT_EXPR_DIVIDE || node->op == MOOT_EXPR_REST)
        && is_zero(right))
        return fail_at(error, right, "division by zero");
    return 0;
}

int moot_expr_check_binary(moot_expr_t *expr, uint16_t number,
                           moot_expr_error_t *error)
{
    moot_expr_node_t *node = &expr->nodes[number];
    const moot_expr_node_t *left = &expr->nodes[node->first];
    const moot_expr_node_t *right = &expr->nodes[left->next];
    switch (node->op) {
    case MOOT_EXPR_IN:
    case MOOT_EXPR_NOT_IN:
        return check_in(node, left->types, right->types, error);
    case MOOT_EXPR_ADD:
    case MOOT_EXPR_SUBTRACT:
    case MOOT_EXPR_MULTIPLY:
    case MOOT_EXPR_DIVIDE:
    case MOOT_EXPR_REST:
        return check_arithmetic(node, left, right, error);
    default:
        return check_comparison(node, left->types, right->types, error);
    }
}

int moot_expr_check_minus(moot_expr_t *expr, uint16_t number,
                          moot_expr_error_t *error)
{
    char text[NAMED_BYTES];
    moot_expr_node_t *node = &expr->nodes[number];
    uint8_t types = expr->nodes[node->first].types;
    node->types = NUMBER;
    if (types & NUMBER)
        return 0;
    return fail_at(error, node, "- needs a number, this is %s",
                   name_types(types, text));
}

int moot_expr_check_member(moot_expr_t *expr, uint16_t number,
                           moot_expr_error_t *error)
{
    char text[NAMED_BYTES];
    const moot_expr_node_t *node = &expr->nodes[number];
    uint8_t types = expr->nodes[node->first].types;
    if (types & OBJECT)
        return 0;
    return fail_at(error, node, "%s has no members", name_types(types, text));
}

int moot_expr_check_index(moot_expr_t *expr, uint16_t number,
                          moot_expr_error_t *error)
{
    char text[NAMED_BYTES];
    const moot_expr_node_t *node = &expr->nodes[number];
    const moot_expr_node_t *base = &expr->nodes[node->first];
    const moot_expr_node_t *index = &expr->nodes[base->next];
    uint8_t fits = 0;
    if (base->types & LIST)
        fits |= NUMBER;
    if (base->types & OBJECT)
        fits |= STRING;
    if (fits == 0)
        return fail_at(error, node, "%s has nothing to choose from",
                       name_types(base->types, text));
    if (!(index->types & fits))
        return fail_at(error, index, "%s chooses nothing of it",
                       name_types(index->types, text));
    return 0;
}

/* ---- Calls --------------------------------------------------------------- */

static int check_count(const moot_expr_node_t *node, const char *name,
                       unsigned min, unsigned max, moot_expr_error_t *error)
{
    unsigned wanted = node->count < min ? min : max;
    if (node->count >= min && node->count <= max)
        return 0;
    return fail_at(error, node, "%s() takes %s%u argument%s, not %u", name,
                   min == max          ? ""
                   : node->count < min ? "at least "
                                       : "at most ",
                   wanted, wanted == 1 ? "" : "s", node->count);
}

static int check_if(moot_expr_t *expr, moot_expr_node_t *node,
                    moot_expr_error_t *error)
{
    int rc = check_count(node, "if", 3, 3, error);
    if (rc != 0)
        return rc;
    const moot_expr_node_t *yes = &expr->nodes[expr->nodes[node->first].next];
    node->types = yes->types | expr->nodes[yes->next].types;
    return moot_expr_check_boolean(expr, node->first, "if", error);
}

int moot_expr_check_call(moot_expr_t *expr, uint16_t number,
                         moot_expr_error_t *error)
{
    char text[NAMED_BYTES], wanted[NAMED_BYTES];
    moot_expr_node_t *node = &expr->nodes[number];
    if (node->op == MOOT_EXPR_IF)
        return check_if(expr, node, error);
    const moot_expr_function_t *function = moot_expr_call_function(node->which);
    int rc =
        check_count(node, function->name, function->min, function->max, error);
    uint16_t next = node->first;
    for (size_t i = 0; rc == 0 && i < node->count; i++) {
        const moot_expr_node_t *child = &expr->nodes[next];
        uint8_t takes = function->takes[i < 2 ? i : 1];
        if (!(child->types & takes))
            rc = fail_at(error, child, "%s() takes %s, this is %s",
                         function->name, name_types(takes, wanted),
                         name_types(child->types, text));
        next = child->next;
    }
    node->types = function->gives;
    expr->uses |= function->uses;
    return rc;
}

int moot_expr_check_wanted(const moot_expr_t *expr,
                           enum moot_expr_wanted wanted,
                           moot_expr_error_t *error)
{
    static const struct {
        uint8_t types;
        const char *text;
    } places[] = {
        [MOOT_EXPR_ANY] = {ANY, "a value"},
        [MOOT_EXPR_CONDITION] = {BOOLEAN, "a condition (a boolean)"},
        [MOOT_EXPR_GRANT] = {BOOLEAN | NUL, "a boolean or null"},
        [MOOT_EXPR_TEXT] = {STRING, "a string"},
        [MOOT_EXPR_TEXTS] = {STRING | LIST | NUL, "a string or a list"},
        [MOOT_EXPR_LIST] = {LIST, "a list"},
        [MOOT_EXPR_OBJECT] = {OBJECT, "an object"},
    };
    char text[NAMED_BYTES];
    const moot_expr_node_t *root = &expr->nodes[expr->root];
    if (root->types & places[wanted].types)
        return 0;
    return fail_at(error, root, "%s is needed here, this is %s",
                   places[wanted].text, name_types(root->types, text));
}
