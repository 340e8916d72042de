/* Evaluation: the nodes are walked from the root. Every node costs a step, and
 * what looks at many bytes or values costs more. */
#include "proto/expr.h"

#include "common/err.h"
#include "proto/expr_internal.h"

unsigned moot_expr_uses(const moot_expr_t *expr)
{
    return expr->uses;
}

/* ---- Bounds -------------------------------------------------------------- */

int moot_expr_fail(moot_expr_run_t *run, const moot_expr_node_t *node, int rc,
                   const char *why)
{
    if (run->fault->why == NULL)
        *run->fault = (moot_expr_fault_t){node->line, node->column, why};
    return rc;
}

int moot_expr_step(moot_expr_run_t *run, const moot_expr_node_t *node,
                   uint64_t count)
{
    if (run->steps < count) {
        run->steps = 0;
        return moot_expr_fail(run, node, MOOT_ELIMIT,
                              "the expression takes too many steps");
    }
    run->steps -= count;
    return 0;
}

void *moot_expr_make(moot_expr_run_t *run, const moot_expr_node_t *node,
                     size_t size, int *rc)
{
    if (size > run->made) {
        *rc = moot_expr_fail(run, node, MOOT_ELIMIT,
                             "the expression makes too much");
        return NULL;
    }
    run->made -= size;
    void *at = moot_arena_take(run->arena, size);
    if (at == NULL)
        *rc = moot_expr_fail(run, node, MOOT_ENOMEM, "out of memory");
    return at;
}

/* ---- Values -------------------------------------------------------------- */

static bool is_number(const moot_value_t *value)
{
    return value->kind == MOOT_VALUE_INT || value->kind == MOOT_VALUE_REAL;
}

static bool is_string(const moot_value_t *value)
{
    return value->kind == MOOT_VALUE_STRING;
}

static const moot_expr_node_t *node_of(const moot_expr_run_t *run,
                                       uint16_t number)
{
    return &run->expr->nodes[number];
}

static int wrong_kind(moot_expr_run_t *run, const moot_expr_node_t *node,
                      const char *why)
{
    return moot_expr_fail(run, node, MOOT_ETYPE, why);
}

/* A condition: null counts as false. */
static int test(moot_expr_run_t *run, uint16_t number, bool *out)
{
    moot_value_t value;
    int rc = moot_expr_visit(run, number, &value);
    if (rc != 0)
        return rc;
    if (value.kind != MOOT_VALUE_BOOL && value.kind != MOOT_VALUE_NULL)
        return wrong_kind(run, node_of(run, number),
                          "a boolean is needed here");
    *out = value.kind == MOOT_VALUE_BOOL && value.truth;
    return 0;
}

static int choose_member(moot_expr_run_t *run, const moot_expr_node_t *node,
                         const moot_value_t *base, moot_slice_t key,
                         moot_value_t *out)
{
    *out = (moot_value_t){0};
    if (base->kind == MOOT_VALUE_NULL)
        return 0;
    if (base->kind != MOOT_VALUE_OBJECT)
        return wrong_kind(run, node, "only objects have members");
    int rc = moot_expr_step(run, node, base->count / 16);
    const moot_value_t *member = moot_value_member(base, key);
    if (rc == 0 && member != NULL)
        *out = *member;
    return rc;
}

static int visit_member(moot_expr_run_t *run, const moot_expr_node_t *node,
                        moot_value_t *out)
{
    moot_value_t base;
    int rc = moot_expr_visit(run, node->first, &base);
    if (rc != 0)
        return rc;
    return choose_member(run, node, &base, node->value.string, out);
}

static int visit_index(moot_expr_run_t *run, const moot_expr_node_t *node,
                       moot_value_t *out)
{
    moot_value_t base, index;
    int rc = moot_expr_visit(run, node->first, &base);
    if (rc == 0)
        rc = moot_expr_visit(run, node_of(run, node->first)->next, &index);
    if (rc != 0)
        return rc;
    *out = (moot_value_t){0};
    if (base.kind == MOOT_VALUE_NULL)
        return 0;
    if (is_string(&index))
        return choose_member(run, node, &base, index.string, out);
    if (base.kind != MOOT_VALUE_LIST)
        return wrong_kind(run, node, "this has nothing to choose from");
    if (index.kind != MOOT_VALUE_INT)
        return wrong_kind(run, node, "items are chosen by whole numbers");
    if (index.integer >= 0 && index.integer < (int64_t)base.count)
        *out = base.items[index.integer];
    return 0;
}

static int visit_list(moot_expr_run_t *run, const moot_expr_node_t *node,
                      moot_value_t *out)
{
    int rc = 0;
    moot_value_t *items =
        moot_expr_make(run, node, node->count * sizeof *items, &rc);
    uint16_t child = node->first;
    for (size_t i = 0; rc == 0 && i < node->count; i++) {
        rc = moot_expr_visit(run, child, &items[i]);
        child = node_of(run, child)->next;
    }
    if (rc == 0)
        *out = moot_value_of_items(items, node->count);
    return rc;
}

static int visit_object(moot_expr_run_t *run, const moot_expr_node_t *node,
                        moot_value_t *out)
{
    int rc = 0;
    size_t count = node->count / 2;
    moot_value_pair_t *members =
        moot_expr_make(run, node, count * sizeof *members, &rc);
    uint16_t child = node->first;
    for (size_t i = 0; rc == 0 && i < count; i++) {
        members[i].key = node_of(run, child)->value.string;
        child = node_of(run, child)->next;
        rc = moot_expr_visit(run, child, &members[i].value);
        child = node_of(run, child)->next;
    }
    if (rc == 0)
        *out = (moot_value_t){.kind = MOOT_VALUE_OBJECT,
                              .count = (uint32_t)count,
                              .members = members};
    return rc;
}

/* ---- Operators ----------------------------------------------------------- */

static int visit_joined(moot_expr_run_t *run, const moot_expr_node_t *node,
                        moot_value_t *out)
{
    bool until = node->op == MOOT_EXPR_OR, truth = !until;
    uint16_t child = node->first;
    for (size_t i = 0; i < node->count && truth != until; i++) {
        int rc = test(run, child, &truth);
        if (rc != 0)
            return rc;
        child = node_of(run, child)->next;
    }
    *out = moot_value_of_bool(truth);
    return 0;
}

static int order(moot_expr_run_t *run, const moot_expr_node_t *node,
                 const moot_value_t *a, const moot_value_t *b, int *out)
{
    if (is_number(a) && is_number(b)) {
        *out = moot_value_compare_numbers(a, b);
        return 0;
    }
    if (!is_string(a) || !is_string(b))
        return wrong_kind(run, node,
                          "only two numbers or two strings have an order");
    size_t least =
        a->string.size < b->string.size ? a->string.size : b->string.size;
    int rc = moot_expr_step(run, node, least / 64);
    *out = least == 0 ? 0 : memcmp(a->string.at, b->string.at, least);
    if (*out == 0)
        *out = a->string.size < b->string.size
                   ? -1
                   : a->string.size > b->string.size;
    return rc;
}

static int compare(moot_expr_run_t *run, const moot_expr_node_t *node,
                   const moot_value_t *a, const moot_value_t *b,
                   moot_value_t *out)
{
    int sign = 0;
    if (node->op == MOOT_EXPR_EQUAL || node->op == MOOT_EXPR_UNEQUAL) {
        bool equal = moot_value_eq(a, b, &run->steps);
        *out = moot_value_of_bool(equal == (node->op == MOOT_EXPR_EQUAL));
        return moot_expr_step(run, node, run->steps == 0);
    }
    int rc = order(run, node, a, b, &sign);
    *out = moot_value_of_bool(node->op == MOOT_EXPR_LESS      ? sign < 0
                              : node->op == MOOT_EXPR_AT_MOST ? sign <= 0
                              : node->op == MOOT_EXPR_MORE    ? sign > 0
                                                              : sign >= 0);
    return rc;
}

static int contain(moot_expr_run_t *run, const moot_expr_node_t *node,
                   const moot_value_t *a, const moot_value_t *b,
                   moot_value_t *out)
{
    bool found = false;
    if (b->kind == MOOT_VALUE_LIST) {
        for (uint32_t i = 0; i < b->count && !found; i++)
            found = moot_value_eq(a, &b->items[i], &run->steps);
    } else if (b->kind == MOOT_VALUE_OBJECT && is_string(a)) {
        found = moot_value_member(b, a->string) != NULL;
    } else if (b->kind == MOOT_VALUE_OBJECT) {
        return wrong_kind(run, node, "keys of an object are strings");
    } else if (b->kind != MOOT_VALUE_NULL) {
        return wrong_kind(run, node, "in needs a list or an object");
    }
    *out = moot_value_of_bool(found == (node->op == MOOT_EXPR_IN));
    return moot_expr_step(run, node, run->steps == 0 ? 1 : b->count / 16);
}

/* A result: a whole number that a double holds exactly is an integer. */
static int give_real(moot_expr_run_t *run, const moot_expr_node_t *node,
                     double real, moot_value_t *out)
{
    const double most = 9007199254740992.0; /* 2^53 */
    if (!__builtin_isfinite(real))
        return moot_expr_fail(run, node, MOOT_EINVAL,
                              "the result is too large");
    if (real >= -most && real <= most && !(real < (double)(int64_t)real)
        && !(real > (double)(int64_t)real))
        *out = moot_value_of_int((int64_t)real);
    else
        *out = (moot_value_t){.kind = MOOT_VALUE_REAL, .real = real};
    return 0;
}

static int calculate_whole(moot_expr_run_t *run, const moot_expr_node_t *node,
                           int64_t a, int64_t b, moot_value_t *out)
{
    int64_t result = 0;
    bool over = false;
    switch (node->op) {
    case MOOT_EXPR_ADD:
        over = __builtin_add_overflow(a, b, &result);
        break;
    case MOOT_EXPR_SUBTRACT:
        over = __builtin_sub_overflow(a, b, &result);
        break;
    case MOOT_EXPR_MULTIPLY:
        over = __builtin_mul_overflow(a, b, &result);
        break;
    default:
        if (b == 0)
            return moot_expr_fail(run, node, MOOT_EINVAL, "division by zero");
        over = a == INT64_MIN && b == -1;
        if (over)
            break;
        if (node->op == MOOT_EXPR_DIVIDE && a % b != 0)
            return give_real(run, node, (double)a / (double)b, out);
        result = node->op == MOOT_EXPR_DIVIDE ? a / b : a % b;
    }
    if (over)
        return moot_expr_fail(run, node, MOOT_EINVAL,
                              "the result is too large");
    *out = moot_value_of_int(result);
    return 0;
}

static double real_of(const moot_value_t *value)
{
    return value->kind == MOOT_VALUE_INT ? (double)value->integer : value->real;
}

static int calculate(moot_expr_run_t *run, const moot_expr_node_t *node,
                     const moot_value_t *a, const moot_value_t *b,
                     moot_value_t *out)
{
    if (a->kind == MOOT_VALUE_INT && b->kind == MOOT_VALUE_INT)
        return calculate_whole(run, node, a->integer, b->integer, out);
    double x = real_of(a), y = real_of(b);
    switch (node->op) {
    case MOOT_EXPR_ADD:
        return give_real(run, node, x + y, out);
    case MOOT_EXPR_SUBTRACT:
        return give_real(run, node, x - y, out);
    case MOOT_EXPR_MULTIPLY:
        return give_real(run, node, x * y, out);
    case MOOT_EXPR_DIVIDE:
        if (!(y < 0) && !(y > 0))
            return moot_expr_fail(run, node, MOOT_EINVAL, "division by zero");
        return give_real(run, node, x / y, out);
    default:
        return wrong_kind(run, node, "% needs two whole numbers");
    }
}

static int join_strings(moot_expr_run_t *run, const moot_expr_node_t *node,
                        moot_slice_t a, moot_slice_t b, moot_value_t *out)
{
    int rc = moot_expr_step(run, node, (a.size + b.size) / 64);
    uint8_t *at =
        rc == 0 ? moot_expr_make(run, node, a.size + b.size, &rc) : NULL;
    if (at == NULL)
        return rc;
    if (a.size > 0)
        memcpy(at, a.at, a.size);
    if (b.size > 0)
        memcpy(at + a.size, b.at, b.size);
    *out = moot_value_of_string(moot_slice(at, a.size + b.size));
    return 0;
}

static int join_lists(moot_expr_run_t *run, const moot_expr_node_t *node,
                      const moot_value_t *a, const moot_value_t *b,
                      moot_value_t *out)
{
    size_t count = (size_t)a->count + b->count;
    int rc = moot_expr_step(run, node, count);
    moot_value_t *items =
        rc == 0 ? moot_expr_make(run, node, count * sizeof *items, &rc) : NULL;
    if (items == NULL)
        return rc;
    memcpy(items, a->items, a->count * sizeof *items);
    memcpy(items + a->count, b->items, b->count * sizeof *items);
    *out = moot_value_of_items(items, count);
    return 0;
}

static int add(moot_expr_run_t *run, const moot_expr_node_t *node,
               const moot_value_t *a, const moot_value_t *b, moot_value_t *out)
{
    if (is_string(a) && is_string(b))
        return join_strings(run, node, a->string, b->string, out);
    if (a->kind == MOOT_VALUE_LIST && b->kind == MOOT_VALUE_LIST)
        return join_lists(run, node, a, b, out);
    if (is_number(a) && is_number(b))
        return calculate(run, node, a, b, out);
    return wrong_kind(run, node,
                      "only two numbers, two strings or two lists go with +");
}

static int visit_binary(moot_expr_run_t *run, const moot_expr_node_t *node,
                        moot_value_t *out)
{
    moot_value_t a, b;
    int rc = moot_expr_visit(run, node->first, &a);
    if (rc == 0)
        rc = moot_expr_visit(run, node_of(run, node->first)->next, &b);
    if (rc != 0)
        return rc;
    switch (node->op) {
    case MOOT_EXPR_IN:
    case MOOT_EXPR_NOT_IN:
        return contain(run, node, &a, &b, out);
    case MOOT_EXPR_ADD:
        return add(run, node, &a, &b, out);
    case MOOT_EXPR_SUBTRACT:
    case MOOT_EXPR_MULTIPLY:
    case MOOT_EXPR_DIVIDE:
    case MOOT_EXPR_REST:
        if (!is_number(&a) || !is_number(&b))
            return wrong_kind(run, node, "this operator needs two numbers");
        return calculate(run, node, &a, &b, out);
    default:
        return compare(run, node, &a, &b, out);
    }
}

static int visit_unary(moot_expr_run_t *run, const moot_expr_node_t *node,
                       moot_value_t *out)
{
    static const moot_value_t zero = {.kind = MOOT_VALUE_INT};
    moot_expr_node_t minus = *node;
    moot_value_t value;
    bool truth = false;
    int rc;
    if (node->op == MOOT_EXPR_NOT) {
        rc = test(run, node->first, &truth);
        *out = moot_value_of_bool(!truth);
        return rc;
    }
    rc = moot_expr_visit(run, node->first, &value);
    if (rc != 0)
        return rc;
    if (!is_number(&value))
        return wrong_kind(run, node, "- needs a number");
    minus.op = MOOT_EXPR_SUBTRACT;
    return calculate(run, &minus, &zero, &value, out);
}

static int visit_if(moot_expr_run_t *run, const moot_expr_node_t *node,
                    moot_value_t *out)
{
    bool truth;
    int rc = test(run, node->first, &truth);
    if (rc != 0)
        return rc;
    uint16_t yes = node_of(run, node->first)->next;
    return moot_expr_visit(run, truth ? yes : node_of(run, yes)->next, out);
}

static int visit_call(moot_expr_run_t *run, const moot_expr_node_t *node,
                      moot_value_t *out)
{
    moot_value_t args[MOOT_EXPR_ARGS_MAX];
    uint16_t child = node->first;
    for (size_t i = 0; i < node->count; i++) {
        int rc = moot_expr_visit(run, child, &args[i]);
        if (rc != 0)
            return rc;
        child = node_of(run, child)->next;
    }
    return moot_expr_call(run, node, args, out);
}

/* ---- The walk ------------------------------------------------------------ */

int moot_expr_visit(moot_expr_run_t *run, uint16_t number, moot_value_t *out)
{
    const moot_expr_node_t *node = node_of(run, number);
    int rc = moot_expr_step(run, node, 1);
    if (rc != 0)
        return rc;
    switch ((enum moot_expr_op)node->op) {
    case MOOT_EXPR_LITERAL:
        *out = node->value;
        return 0;
    case MOOT_EXPR_NAME:
        *out = run->env->names[node->which];
        return 0;
    case MOOT_EXPR_LOCAL:
        *out = run->env->locals[node->which];
        return 0;
    case MOOT_EXPR_MEMBER:
        return visit_member(run, node, out);
    case MOOT_EXPR_INDEX:
        return visit_index(run, node, out);
    case MOOT_EXPR_MAKE_LIST:
        return visit_list(run, node, out);
    case MOOT_EXPR_MAKE_OBJECT:
        return visit_object(run, node, out);
    case MOOT_EXPR_CALL:
        return visit_call(run, node, out);
    case MOOT_EXPR_IF:
        return visit_if(run, node, out);
    case MOOT_EXPR_OR:
    case MOOT_EXPR_AND:
        return visit_joined(run, node, out);
    case MOOT_EXPR_NOT:
    case MOOT_EXPR_MINUS:
        return visit_unary(run, node, out);
    default:
        return visit_binary(run, node, out);
    }
}

int moot_expr_enter(moot_expr_run_t *run, const moot_expr_t *expr,
                    moot_value_t *out)
{
    const moot_expr_t *back = run->expr;
    run->expr = expr;
    int rc = moot_expr_visit(run, expr->root, out);
    run->expr = back;
    return rc;
}

int moot_expr_eval(const moot_expr_t *expr, const moot_expr_env_t *env,
                   moot_arena_t *arena, moot_value_t *out,
                   moot_expr_fault_t *fault)
{
    moot_expr_fault_t own = {0};
    moot_expr_run_t run = {
        .expr = expr,
        .env = env,
        .arena = arena,
        .steps = MOOT_EXPR_STEPS_MAX,
        .made = MOOT_EXPR_MADE_MAX,
        .fault = fault != NULL ? fault : &own,
    };
    *run.fault = own;
    return moot_expr_visit(&run, expr->root, out);
}

int moot_expr_test(const moot_expr_t *expr, const moot_expr_env_t *env,
                   moot_arena_t *arena, bool *out, moot_expr_fault_t *fault)
{
    moot_value_t value;
    int rc = moot_expr_eval(expr, env, arena, &value, fault);
    if (rc != 0)
        return rc;
    if (value.kind != MOOT_VALUE_BOOL && value.kind != MOOT_VALUE_NULL) {
        const moot_expr_node_t *root = &expr->nodes[expr->root];
        if (fault != NULL)
            *fault = (moot_expr_fault_t){root->line, root->column,
                                         "a boolean is needed here"};
        return MOOT_ETYPE;
    }
    *out = value.kind == MOOT_VALUE_BOOL && value.truth;
    return 0;
}
