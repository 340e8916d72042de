/* From text to nodes, in one pass. A node knows the kinds of value it may have
 * as soon as it is complete, so what can never work is found where it stands.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "common/json_number.h"
#include "common/utf8.h"
#include "proto/expr_check.h"
#include "proto/expr_escape.h"
#include "proto/expr_types.h"

typedef struct parser {
    const moot_expr_scope_t *scope;
    moot_expr_error_t *error;
    moot_expr_t *expr;
    const uint8_t *from, *at, *end;
    uint8_t *made; /* where the next text without escapes goes */
    unsigned depth;
} parser_t;

static const struct {
    const char *name;
    uint8_t types;
} names[MOOT_EXPR_NAMES] = {
    [MOOT_EXPR_CLAIMS] = {"claims", OBJECT | NUL},
    [MOOT_EXPR_USER] = {"user", STRING | NUL},
    [MOOT_EXPR_SID] = {"sid", STRING},
    [MOOT_EXPR_NAMESPACE] = {"namespace", STRING},
    [MOOT_EXPR_AUTH] = {"auth", ANY},
    [MOOT_EXPR_QUERY] = {"query", OBJECT | NUL},
    [MOOT_EXPR_EVENT] = {"event", STRING},
    [MOOT_EXPR_PAYLOAD] = {"payload", ANY},
    [MOOT_EXPR_ARGS] = {"args", LIST},
    [MOOT_EXPR_ROOM] = {"room", STRING},
    [MOOT_EXPR_ID] = {"id", OBJECT},
    [MOOT_EXPR_CONTENT_CHARS_MAX] = {"content_chars_max", NUMBER},
};

/* ---- Mistakes ------------------------------------------------------------ */

static void locate(const parser_t *p, const uint8_t *at, unsigned *line,
                   unsigned *column)
{
    *line = p->scope->line > 0 ? p->scope->line : 1;
    *column = p->scope->column > 0 ? p->scope->column : 1;
    for (const uint8_t *c = p->from; c < at; c++) {
        if (*c == '\n') {
            ++*line;
            *column = 1;
        } else {
            ++*column;
        }
    }
}

MOOT_PRINTF(3, 4)
static int fail_at(parser_t *p, const uint8_t *at, const char *format, ...)
{
    va_list args;
    locate(p, at, &p->error->line, &p->error->column);
    va_start(args, format);
    vsnprintf(p->error->text, sizeof p->error->text, format, args);
    va_end(args);
    return MOOT_EINVAL;
}

/* ---- Nodes --------------------------------------------------------------- */

static moot_expr_node_t *node_of(parser_t *p, uint16_t number)
{
    return &p->expr->nodes[number];
}

static int add(parser_t *p, uint8_t op, const uint8_t *place, uint16_t *out)
{
    if (p->expr->count == MOOT_EXPR_NODES_MAX) {
        (void)fail_at(p, place, "the expression has too many parts");
        return MOOT_ELIMIT;
    }
    moot_expr_node_t *node = node_of(p, ++p->expr->count);
    *node = (moot_expr_node_t){.op = op, .types = ANY};
    locate(p, place, &node->line, &node->column);
    *out = p->expr->count;
    return 0;
}

/* Puts a child behind those that a node has; *last is the one before it. */
static int adopt(parser_t *p, uint16_t parent, uint16_t child, uint16_t *last)
{
    moot_expr_node_t *node = node_of(p, parent);
    if (node->count == 0)
        node->first = child;
    else
        node_of(p, *last)->next = child;
    *last = child;
    node->count++;
    if (node_of(p, child)->depth >= node->depth)
        node->depth = (uint8_t)(node_of(p, child)->depth + 1);
    if (node->depth <= MOOT_EXPR_DEPTH_MAX)
        return 0;
    return moot_expr_check_deep(node, p->error);
}

static int need_boolean(parser_t *p, uint16_t number, const char *what)
{
    return moot_expr_check_boolean(p->expr, number, what, p->error);
}

/* ---- Words --------------------------------------------------------------- */

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static void skip_spaces(parser_t *p)
{
    while (p->at < p->end
           && (*p->at == ' ' || *p->at == '\t' || *p->at == '\n'
               || *p->at == '\r'))
        p->at++;
}

static moot_slice_t peek_word(parser_t *p)
{
    skip_spaces(p);
    const uint8_t *to = p->at;
    if (to < p->end && is_letter(*to))
        while (to < p->end && (is_letter(*to) || is_digit(*to)))
            to++;
    return moot_slice(p->at, (size_t)(to - p->at));
}

static bool is(moot_slice_t word, const char *text)
{
    return moot_slice_eq(word, moot_slice_str(text));
}

/* Takes a word or a sign when it is the next. */
static bool take_word(parser_t *p, const char *text)
{
    moot_slice_t word = peek_word(p);
    if (!is(word, text))
        return false;
    p->at += word.size;
    return true;
}

static bool take_sign(parser_t *p, const char *sign)
{
    size_t size = strlen(sign);
    skip_spaces(p);
    if ((size_t)(p->end - p->at) < size || memcmp(p->at, sign, size) != 0)
        return false;
    p->at += size;
    return true;
}

static bool next_is(parser_t *p, char sign)
{
    skip_spaces(p);
    return p->at < p->end && *p->at == (uint8_t)sign;
}

static int expect(parser_t *p, const char *sign, const char *what)
{
    if (take_sign(p, sign))
        return 0;
    return fail_at(p, p->at, "%s is expected here", what);
}

static bool is_reserved(moot_slice_t word)
{
    static const char *const words[] = {"and",  "or",    "not", "in",
                                        "true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is(word, words[i]))
            return true;
    return false;
}

/* ---- Literals ------------------------------------------------------------ */

/* A text in quotes, without them and without its escapes. */
static int take_string(parser_t *p, moot_slice_t *out)
{
    const uint8_t *place = p->at, *from = p->made;
    uint8_t quote = *p->at++;
    const char *why = NULL;
    for (;;) {
        if (p->at == p->end || *p->at == '\n')
            return fail_at(p, place, "this quote is never closed");
        uint8_t c = *p->at++;
        if (c == quote)
            break;
        if (c != '\\') {
            *p->made++ = c;
            continue;
        }
        const uint8_t *escape = p->at - 1;
        if (!moot_expr_escape(&p->at, p->end, &p->made, &why))
            return fail_at(p, escape, "%s", why);
    }
    *out = moot_slice(from, (size_t)(p->made - from));
    return 0;
}

static int parse_string(parser_t *p, uint16_t *out)
{
    const uint8_t *place = p->at;
    moot_slice_t string = {NULL, 0};
    int rc = take_string(p, &string);
    if (rc == 0)
        rc = add(p, MOOT_EXPR_LITERAL, place, out);
    if (rc == 0) {
        node_of(p, *out)->value = moot_value_of_string(string);
        node_of(p, *out)->types = STRING;
    }
    return rc;
}

static int parse_number(parser_t *p, uint16_t *out)
{
    const uint8_t *place = p->at;
    moot_json_value_t number;
    char text[64];
    while (
        p->at < p->end
        && (is_digit(*p->at) || *p->at == '.' || is_letter(*p->at)
            || ((*p->at == '+' || *p->at == '-') && (p->at[-1] | 0x20) == 'e')))
        p->at++;
    size_t size = (size_t)(p->at - place);
    if (size >= sizeof text
        || moot_json_read_value(moot_slice(place, size), &number) != 0)
        return fail_at(p, place, "this is no number");
    int rc = add(p, MOOT_EXPR_LITERAL, place, out);
    if (rc != 0)
        return rc;
    moot_expr_node_t *node = node_of(p, *out);
    node->types = NUMBER;
    node->value = moot_value_of_int(0);
    if (moot_json_number_int64(&number, &node->value.integer) != 0) {
        memcpy(text, place, size);
        text[size] = '\0';
        node->value.kind = MOOT_VALUE_REAL;
        node->value.real = strtod(text, NULL);
        if (!__builtin_isfinite(node->value.real))
            return fail_at(p, place, "this number is too large");
    }
    return 0;
}

static int parse_or(parser_t *p, uint16_t *out);

static int parse_list(parser_t *p, uint16_t *out)
{
    uint16_t last = 0, item;
    int rc = add(p, MOOT_EXPR_MAKE_LIST, p->at++, out);
    if (rc != 0)
        return rc;
    node_of(p, *out)->types = LIST;
    while (!take_sign(p, "]")) {
        if (node_of(p, *out)->count > 0) {
            rc = expect(p, ",", "a , or a ]");
            if (rc == 0 && take_sign(p, "]"))
                return 0;
        }
        if (rc == 0)
            rc = parse_or(p, &item);
        if (rc == 0)
            rc = adopt(p, *out, item, &last);
        if (rc != 0)
            return rc;
    }
    return 0;
}

/* "name": or name: */
static int parse_key(parser_t *p, uint16_t object, uint16_t *out)
{
    skip_spaces(p);
    const uint8_t *place = p->at;
    int rc = 0;
    if (p->at < p->end && (*p->at == '"' || *p->at == '\'')) {
        rc = parse_string(p, out);
    } else {
        moot_slice_t word = peek_word(p);
        if (word.size == 0)
            return fail_at(p, place, "a member's name is expected here");
        rc = add(p, MOOT_EXPR_LITERAL, place, out);
        if (rc == 0)
            node_of(p, *out)->value = moot_value_of_string(word);
        p->at += word.size;
    }
    if (rc != 0)
        return rc;
    moot_slice_t key = node_of(p, *out)->value.string;
    uint16_t other = node_of(p, object)->first;
    for (size_t i = 0; i < node_of(p, object)->count; i += 2) {
        if (moot_slice_eq(node_of(p, other)->value.string, key))
            return fail_at(p, place, "this member is there already");
        other = node_of(p, node_of(p, other)->next)->next;
    }
    return expect(p, ":", "a :");
}

static int parse_object(parser_t *p, uint16_t *out)
{
    uint16_t last = 0, key, value;
    int rc = add(p, MOOT_EXPR_MAKE_OBJECT, p->at++, out);
    if (rc != 0)
        return rc;
    node_of(p, *out)->types = OBJECT;
    while (!take_sign(p, "}")) {
        if (node_of(p, *out)->count > 0) {
            rc = expect(p, ",", "a , or a }");
            if (rc == 0 && take_sign(p, "}"))
                return 0;
        }
        if (rc == 0)
            rc = parse_key(p, *out, &key);
        if (rc == 0)
            rc = parse_or(p, &value);
        if (rc == 0)
            rc = adopt(p, *out, key, &last);
        if (rc == 0)
            rc = adopt(p, *out, value, &last);
        if (rc != 0)
            return rc;
    }
    return 0;
}

/* ---- Names and calls ----------------------------------------------------- */

static int parse_call(parser_t *p, moot_slice_t word, uint16_t *out)
{
    uint16_t last = 0, argument;
    size_t which = 0;
    const moot_expr_function_t *function = moot_expr_call_function(0);
    bool is_if = is(word, "if");
    while (!is_if && function != NULL && !is(word, function->name))
        function = moot_expr_call_function(++which);
    if (function == NULL)
        return fail_at(p, word.at, "there is no function %.*s",
                       word.size < 40 ? (int)word.size : 40,
                       (const char *)word.at);
    if (!is_if && (function->uses & MOOT_EXPR_USES_MEMBERS)
        && !p->scope->members)
        return fail_at(p, word.at, "%s() is for room types and policies only",
                       function->name);
    if (!is_if && (function->uses & MOOT_EXPR_USES_INSIDE) && !p->scope->inside)
        return fail_at(p, word.at, "%s() is for events only", function->name);
    int rc = add(p, is_if ? MOOT_EXPR_IF : MOOT_EXPR_CALL, word.at, out);
    if (rc == 0)
        rc = expect(p, "(", "a (");
    while (rc == 0 && !take_sign(p, ")")) {
        if (node_of(p, *out)->count > 0)
            rc = expect(p, ",", "a , or a )");
        if (rc == 0)
            rc = parse_or(p, &argument);
        if (rc == 0)
            rc = adopt(p, *out, argument, &last);
    }
    if (rc != 0)
        return rc;
    node_of(p, *out)->which = (uint8_t)which;
    return moot_expr_check_call(p->expr, *out, p->error);
}

static int parse_constant(parser_t *p, moot_slice_t word, uint16_t *out)
{
    if (!is(word, "null") && !is(word, "true") && !is(word, "false"))
        return fail_at(p, word.at, "a value is expected here");
    int rc = add(p, MOOT_EXPR_LITERAL, word.at, out);
    if (rc != 0)
        return rc;
    moot_expr_node_t *node = node_of(p, *out);
    node->types = is(word, "null") ? NUL : BOOLEAN;
    if (node->types == BOOLEAN)
        node->value = moot_value_of_bool(is(word, "true"));
    return 0;
}

static int parse_name(parser_t *p, uint16_t *out)
{
    moot_slice_t word = peek_word(p);
    p->at += word.size;
    if (is_reserved(word))
        return parse_constant(p, word, out);
    if (next_is(p, '('))
        return parse_call(p, word, out);
    for (size_t i = 0; i < p->scope->locals_count; i++)
        if (moot_slice_eq(word, p->scope->locals[i])) {
            int rc = add(p, MOOT_EXPR_LOCAL, word.at, out);
            if (rc == 0)
                node_of(p, *out)->which = (uint8_t)i;
            return rc;
        }
    for (unsigned i = 0; i < MOOT_EXPR_NAMES; i++) {
        if (!is(word, names[i].name))
            continue;
        if (!(p->scope->names & 1u << i))
            return fail_at(p, word.at, "%s is not known in this place",
                           names[i].name);
        int rc = add(p, MOOT_EXPR_NAME, word.at, out);
        if (rc != 0)
            return rc;
        node_of(p, *out)->which = (uint8_t)i;
        node_of(p, *out)->types = names[i].types;
        p->expr->uses |= 1u << i;
        return 0;
    }
    return fail_at(p, word.at, "there is no name %.*s%s",
                   word.size < 40 ? (int)word.size : 40, (const char *)word.at,
                   "; texts stand in quotes");
}

/* ---- Operators ----------------------------------------------------------- */

static int parse_primary(parser_t *p, uint16_t *out)
{
    skip_spaces(p);
    if (p->at == p->end)
        return fail_at(p, p->at, "a value is expected here");
    uint8_t c = *p->at;
    if (c == '"' || c == '\'')
        return parse_string(p, out);
    if (is_digit(c))
        return parse_number(p, out);
    if (c == '[')
        return parse_list(p, out);
    if (c == '{')
        return parse_object(p, out);
    if (is_letter(c))
        return parse_name(p, out);
    if (c != '(')
        return fail_at(p, p->at, "a value is expected here");
    p->at++;
    int rc = parse_or(p, out);
    if (rc == 0)
        rc = expect(p, ")", "a )");
    return rc;
}

static int parse_member(parser_t *p, uint16_t base, const uint8_t *place,
                        uint16_t *out)
{
    uint16_t last = 0;
    moot_slice_t word = peek_word(p);
    if (word.size == 0)
        return fail_at(p, p->at, "a member's name is expected here");
    p->at += word.size;
    int rc = add(p, MOOT_EXPR_MEMBER, place, out);
    if (rc == 0)
        rc = adopt(p, *out, base, &last);
    if (rc != 0)
        return rc;
    node_of(p, *out)->value = moot_value_of_string(word);
    return moot_expr_check_member(p->expr, *out, p->error);
}

static int parse_index(parser_t *p, uint16_t base, const uint8_t *place,
                       uint16_t *out)
{
    uint16_t last = 0, index;
    int rc = add(p, MOOT_EXPR_INDEX, place, out);
    if (rc == 0)
        rc = adopt(p, *out, base, &last);
    if (rc == 0)
        rc = parse_or(p, &index);
    if (rc == 0)
        rc = adopt(p, *out, index, &last);
    if (rc == 0)
        rc = expect(p, "]", "a ]");
    return rc != 0 ? rc : moot_expr_check_index(p->expr, *out, p->error);
}

static int parse_postfix(parser_t *p, uint16_t *out)
{
    int rc = parse_primary(p, out);
    while (rc == 0 && (next_is(p, '.') || next_is(p, '['))) {
        const uint8_t *place = p->at++;
        uint16_t base = *out;
        rc = *place == '.' ? parse_member(p, base, place, out)
                           : parse_index(p, base, place, out);
    }
    return rc;
}

static int parse_minus(parser_t *p, uint16_t *out)
{
    uint16_t child, last = 0;
    skip_spaces(p);
    const uint8_t *place = p->at;
    if (!take_sign(p, "-"))
        return parse_postfix(p, out);
    if (++p->depth > MOOT_EXPR_DEPTH_MAX) {
        (void)fail_at(p, place, "nested too deep");
        return MOOT_ELIMIT;
    }
    int rc = parse_minus(p, &child);
    p->depth--;
    if (rc == 0)
        rc = add(p, MOOT_EXPR_MINUS, place, out);
    if (rc == 0)
        rc = adopt(p, *out, child, &last);
    return rc != 0 ? rc : moot_expr_check_minus(p->expr, *out, p->error);
}

typedef struct sign {
    const char *text;
    uint8_t op;
} sign_t;

static const sign_t products[] = {{"*", MOOT_EXPR_MULTIPLY},
                                  {"/", MOOT_EXPR_DIVIDE},
                                  {"%", MOOT_EXPR_REST},
                                  {0}};
static const sign_t sums[] = {
    {"+", MOOT_EXPR_ADD}, {"-", MOOT_EXPR_SUBTRACT}, {0}};
static const sign_t comparisons[] = {{"==", MOOT_EXPR_EQUAL},
                                     {"!=", MOOT_EXPR_UNEQUAL},
                                     {"<=", MOOT_EXPR_AT_MOST},
                                     {">=", MOOT_EXPR_AT_LEAST},
                                     {"<", MOOT_EXPR_LESS},
                                     {">", MOOT_EXPR_MORE},
                                     {0}};

static const sign_t *take_of(parser_t *p, const sign_t *signs)
{
    for (const sign_t *sign = signs; sign->text != NULL; sign++)
        if (take_sign(p, sign->text))
            return sign;
    return NULL;
}

static int join(parser_t *p, uint8_t op, const uint8_t *place, uint16_t left,
                uint16_t right, uint16_t *out)
{
    uint16_t last = 0;
    int rc = add(p, op, place, out);
    if (rc == 0)
        rc = adopt(p, *out, left, &last);
    if (rc == 0)
        rc = adopt(p, *out, right, &last);
    return rc != 0 ? rc : moot_expr_check_binary(p->expr, *out, p->error);
}

/* Operators of one rank, from left to right. */
static int parse_rank(parser_t *p, const sign_t *signs,
                      int (*below)(parser_t *, uint16_t *), uint16_t *out)
{
    int rc = below(p, out);
    while (rc == 0) {
        skip_spaces(p);
        const uint8_t *place = p->at;
        const sign_t *sign = take_of(p, signs);
        uint16_t left = *out, right;
        if (sign == NULL)
            return 0;
        rc = below(p, &right);
        if (rc == 0)
            rc = join(p, sign->op, place, left, right, out);
    }
    return rc;
}

static int parse_product(parser_t *p, uint16_t *out)
{
    return parse_rank(p, products, parse_minus, out);
}

static int parse_sum(parser_t *p, uint16_t *out)
{
    return parse_rank(p, sums, parse_product, out);
}

static bool take_comparison(parser_t *p, uint8_t *op)
{
    const sign_t *sign = take_of(p, comparisons);
    const uint8_t *back = p->at;
    *op = MOOT_EXPR_IN;
    if (sign != NULL) {
        *op = sign->op;
        return true;
    }
    if (take_word(p, "in"))
        return true;
    *op = MOOT_EXPR_NOT_IN;
    if (take_word(p, "not") && take_word(p, "in"))
        return true;
    p->at = back;
    return false;
}

static int parse_comparison(parser_t *p, uint16_t *out)
{
    uint16_t left, right;
    uint8_t op, again;
    int rc = parse_sum(p, &left);
    if (rc != 0)
        return rc;
    skip_spaces(p);
    const uint8_t *place = p->at;
    *out = left;
    if (!take_comparison(p, &op)) {
        if (next_is(p, '='))
            return fail_at(p, p->at, "to compare write ==");
        return 0;
    }
    rc = parse_sum(p, &right);
    if (rc == 0)
        rc = join(p, op, place, left, right, out);
    skip_spaces(p);
    place = p->at;
    if (rc == 0 && take_comparison(p, &again))
        return fail_at(p, place,
                       "comparisons do not follow each other; "
                       "join them with and");
    return rc;
}

static int parse_not(parser_t *p, uint16_t *out)
{
    uint16_t child, last = 0;
    skip_spaces(p);
    const uint8_t *place = p->at;
    if (++p->depth > MOOT_EXPR_DEPTH_MAX) {
        (void)fail_at(p, place, "nested too deep");
        return MOOT_ELIMIT;
    }
    int rc;
    if (!take_word(p, "not")) {
        rc = parse_comparison(p, out);
    } else {
        rc = parse_not(p, &child);
        if (rc == 0)
            rc = need_boolean(p, child, "not");
        if (rc == 0)
            rc = add(p, MOOT_EXPR_NOT, place, out);
        if (rc == 0)
            rc = adopt(p, *out, child, &last);
        if (rc == 0)
            node_of(p, *out)->types = BOOLEAN;
    }
    p->depth--;
    return rc;
}

/* and, or: one node with all that they join. */
static int parse_joined(parser_t *p, const char *word, uint8_t op,
                        int (*below)(parser_t *, uint16_t *), uint16_t *out)
{
    uint16_t first, next, last = 0;
    int rc = below(p, &first);
    skip_spaces(p);
    const uint8_t *place = p->at;
    *out = first;
    if (rc != 0 || !take_word(p, word))
        return rc;
    rc = need_boolean(p, first, word);
    if (rc == 0)
        rc = add(p, op, place, out);
    if (rc == 0)
        rc = adopt(p, *out, first, &last);
    do {
        if (rc == 0)
            rc = below(p, &next);
        if (rc == 0)
            rc = need_boolean(p, next, word);
        if (rc == 0)
            rc = adopt(p, *out, next, &last);
    } while (rc == 0 && take_word(p, word));
    if (rc == 0)
        node_of(p, *out)->types = BOOLEAN;
    return rc;
}

static int parse_and(parser_t *p, uint16_t *out)
{
    return parse_joined(p, "and", MOOT_EXPR_AND, parse_not, out);
}

static int parse_or(parser_t *p, uint16_t *out)
{
    return parse_joined(p, "or", MOOT_EXPR_OR, parse_and, out);
}

/* ---- The whole ----------------------------------------------------------- */

static int parse_whole(parser_t *p)
{
    skip_spaces(p);
    if (p->at == p->end)
        return fail_at(p, p->at, "an expression is expected here");
    int rc = parse_or(p, &p->expr->root);
    if (rc != 0)
        return rc;
    skip_spaces(p);
    if (p->at < p->end)
        return fail_at(p, p->at, "an operator or the end is expected here");
    return moot_expr_check_wanted(p->expr, p->scope->wanted, p->error);
}

static moot_expr_t *new_expr(moot_slice_t text)
{
    moot_expr_t *expr = calloc(1, sizeof *expr);
    MOOT_CHECK(expr != NULL);
    expr->nodes = calloc(MOOT_EXPR_NODES_MAX + 1, sizeof *expr->nodes);
    expr->text = malloc(2 * text.size + 1);
    MOOT_CHECK(expr->nodes != NULL && expr->text != NULL);
    if (text.size > 0)
        memcpy(expr->text, text.at, text.size);
    return expr;
}

int moot_expr_compile(moot_slice_t text, const moot_expr_scope_t *scope,
                      moot_expr_error_t *error, moot_expr_t **out)
{
    parser_t p = {.scope = scope, .error = error};
    *error = (moot_expr_error_t){.line = scope->line, .column = scope->column};
    if (text.size > MOOT_EXPR_BYTES_MAX || !moot_utf8_valid(text)) {
        p.from = p.at = p.end = text.at;
        bool large = text.size > MOOT_EXPR_BYTES_MAX;
        (void)fail_at(&p, p.at,
                      large ? "the expression is too long"
                            : "the expression is not UTF-8");
        return large ? MOOT_ELIMIT : MOOT_EINVAL;
    }
    moot_expr_t *expr = new_expr(text);
    p.expr = expr;
    p.from = p.at = expr->text;
    p.end = p.at + text.size;
    p.made = expr->text + text.size;
    int rc = parse_whole(&p);
    if (rc != 0) {
        moot_expr_destroy(&expr);
        return rc;
    }
    moot_expr_node_t *nodes =
        realloc(expr->nodes, (expr->count + 1u) * sizeof *nodes);
    if (nodes != NULL)
        expr->nodes = nodes;
    *out = expr;
    return 0;
}

void moot_expr_destroy(moot_expr_t **expr_p)
{
    moot_expr_t *expr = *expr_p;
    *expr_p = NULL;
    if (expr == NULL)
        return;
    free(expr->nodes);
    free(expr->text);
    free(expr);
}
