#include "proto/filter.h"

#include <stdio.h>

#include "common/err.h"
#include "proto/rules.h"

enum { AND = 1, OR, NOT, TEST, ERROR_WORD };

/* Operators; NOT_OP turns the answer of the one below it. */
enum { EQUAL = 1, LIKE, LESS, MORE, AT_MOST, AT_LEAST, NOT_OP = 16 };

enum { TEXT = 1, CODE, DIRECTION, NUMBER, TIME, SIZE };

typedef struct field {
    const char *name;
    uint8_t kind;
    size_t offset; /* in the record */
} field_t;

#define AT(name) offsetof(moot_msg_tap_record_t, name)

enum { TYPE_FIELD = 0 };

static const field_t fields[] = {
    [TYPE_FIELD] = {"type", TEXT, AT(type)},
    {"room", TEXT, AT(room)},
    {"user", TEXT, AT(user)},
    {"session", TEXT, AT(session)},
    {"program", TEXT, AT(program)},
    {"peer", TEXT, AT(peer)},
    {"id", TEXT, AT(client_message_id)},
    {"code", CODE, AT(verdict)},
    {"direction", DIRECTION, AT(point)},
    {"number", NUMBER, AT(request)},
    {"seq", NUMBER, AT(seq)},
    {"epoch", NUMBER, AT(epoch)},
    {"slot", NUMBER, AT(slot)},
    {"sockets", NUMBER, AT(sockets)},
    {"latency", TIME, AT(latency_us)},
    {"size", SIZE, AT(size)},
};

enum { FIELDS = sizeof fields / sizeof *fields };

typedef struct parser {
    moot_filter_t *filter;
    const uint8_t *from, *at, *end;
    moot_filter_error_t *error;
    unsigned depth;
} parser_t;

/* ---- Reading ------------------------------------------------------------- */

static int fail_at(parser_t *p, const uint8_t *at, const char *text)
{
    p->error->at = (size_t)(at - p->from);
    snprintf(p->error->text, sizeof p->error->text, "%s", text);
    return MOOT_EINVAL;
}

static int fail_limit(parser_t *p, const uint8_t *at, const char *text)
{
    (void)fail_at(p, at, text);
    return MOOT_ELIMIT;
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(uint8_t c)
{
    return c > ' ' && c != 0x7f && memchr("()=!~<>\"", c, 8) == NULL;
}

static void skip_spaces(parser_t *p)
{
    while (p->at < p->end && is_space(*p->at))
        p->at++;
}

/* The next word, which stays the next; empty when there is none. */
static moot_slice_t peek_word(parser_t *p)
{
    skip_spaces(p);
    const uint8_t *to = p->at;
    while (to < p->end && is_word(*to))
        to++;
    return moot_slice(p->at, (size_t)(to - p->at));
}

static bool is(moot_slice_t word, const char *text)
{
    return moot_slice_eq(word, moot_slice_str(text));
}

static bool take_word(parser_t *p, const char *text)
{
    moot_slice_t word = peek_word(p);
    if (!is(word, text))
        return false;
    p->at += word.size;
    return true;
}

static int add(parser_t *p, const moot_filter_node_t *node, uint8_t *out)
{
    moot_filter_t *filter = p->filter;
    if (filter->count == MOOT_FILTER_TESTS_MAX)
        return fail_limit(p, p->at, "too many tests in one expression");
    filter->nodes[filter->count] = *node;
    *out = filter->count++;
    return 0;
}

/* ---- Values -------------------------------------------------------------- */

/* Takes a value into the filter's text, without quotes and backslashes. */
static int take_value(parser_t *p, moot_slice_t *out)
{
    moot_filter_t *filter = p->filter;
    size_t start = filter->text_size;
    skip_spaces(p);
    if (p->at < p->end && *p->at == '"') {
        const uint8_t *quote = p->at++;
        for (;; p->at++) {
            if (p->at == p->end)
                return fail_at(p, quote, "this quote is never closed");
            if (*p->at == '"')
                break;
            if (*p->at == '\\' && p->end - p->at > 1)
                p->at++;
            filter->text[filter->text_size++] = (char)*p->at;
        }
        p->at++;
    } else {
        moot_slice_t word = peek_word(p);
        if (word.size == 0)
            return fail_at(p, p->at, "a value is expected here");
        memcpy(filter->text + filter->text_size, word.at, word.size);
        filter->text_size = (uint16_t)(filter->text_size + word.size);
        p->at += word.size;
    }
    *out = moot_slice(filter->text + start, filter->text_size - start);
    return 0;
}

typedef struct unit {
    const char *name;
    uint64_t factor;
} unit_t;

static const unit_t times[] = {{"us", 1}, {"ms", 1000}, {"s", 1000000}, {0}};
static const unit_t sizes[] = {
    {"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1048576}, {0}};
static const unit_t ones[] = {{"", 1}, {0}};

/* digits [ "." digits ] unit, without fractions where units is ones. */
static bool read_number(moot_slice_t text, const unit_t *units, uint64_t *out)
{
    uint64_t whole = 0, part = 0, scale = 1;
    size_t i = 0;
    for (; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
        if (whole > UINT64_MAX / 10 - 1)
            return false;
        whole = whole * 10 + (uint64_t)(text.at[i] - '0');
    }
    if (i == 0)
        return false;
    if (units != ones && i + 1 < text.size && text.at[i] == '.') {
        for (i++; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++)
            if (scale < 1000000) {
                part = part * 10 + (uint64_t)(text.at[i] - '0');
                scale *= 10;
            }
        if (scale == 1)
            return false;
    }
    moot_slice_t rest = moot_slice(text.at + i, text.size - i);
    for (const unit_t *unit = units; unit->name != NULL; unit++) {
        if (!is(rest, unit->name))
            continue;
        if (whole > UINT64_MAX / 2 / unit->factor)
            return false;
        *out = whole * unit->factor + part * unit->factor / scale;
        return true;
    }
    return false;
}

/* Whether a type or internal message of that name exists. */
static bool is_type(moot_slice_t name)
{
    size_t count;
    const moot_wire_message_t *messages = moot_wire_messages(&count);
    for (uint64_t i = 0; i < 16; i++)
        if ((moot_op_type(i)[0] != '\0' && is(name, moot_op_type(i)))
            || (moot_what_type(i)[0] != '\0' && is(name, moot_what_type(i))))
            return true;
    for (size_t i = 0; i < count; i++)
        if (is(name, messages[i].name))
            return true;
    return is(name, "commit");
}

static int check_value(parser_t *p, moot_filter_node_t *node,
                       const uint8_t *place, moot_slice_t value)
{
    const unit_t *units = ones;
    const char *expected = "a number is expected here";
    switch (fields[node->field].kind) {
    case TEXT:
        if (node->field == TYPE_FIELD && (node->op & ~NOT_OP) == EQUAL
            && !is_type(value))
            return fail_at(p, place, "there is no such type");
        return 0;
    case CODE: {
        int code = moot_code_of(value);
        if (code < 0)
            return fail_at(p, place, "there is no such code");
        node->number = (uint64_t)code + 1;
        return 0;
    }
    case DIRECTION:
        if (!is(value, "in") && !is(value, "out"))
            return fail_at(p, place, "a direction is in or out");
        node->number = is(value, "in");
        return 0;
    case TIME:
        units = times;
        expected = "a time is a number with us, ms or s";
        break;
    case SIZE:
        units = sizes;
        expected = "a size is a number, or one with KiB or MiB";
        break;
    default:
        break;
    }
    if (!read_number(value, units, &node->number))
        return fail_at(p, place, expected);
    return 0;
}

/* ---- Tests --------------------------------------------------------------- */

static int take_operator(parser_t *p, uint8_t *out)
{
    static const struct {
        const char *text;
        uint8_t op;
    } operators[] = {
        {"!=", EQUAL | NOT_OP}, {"!~", LIKE | NOT_OP}, {"<=", AT_MOST},
        {">=", AT_LEAST},       {"=", EQUAL},          {"~", LIKE},
        {"<", LESS},            {">", MORE},
    };
    skip_spaces(p);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        size_t size = strlen(operators[i].text);
        if ((size_t)(p->end - p->at) >= size
            && memcmp(p->at, operators[i].text, size) == 0) {
            p->at += size;
            *out = operators[i].op;
            return 0;
        }
    }
    return fail_at(p, p->at, "one of = != ~ !~ < <= > >= is expected here");
}

static int check_operator(parser_t *p, const moot_filter_node_t *node,
                          const uint8_t *place)
{
    uint8_t op = (uint8_t)(node->op & ~NOT_OP);
    uint8_t kind = fields[node->field].kind;
    if (op == LIKE && kind != TEXT)
        return fail_at(p, place, "~ is for texts only");
    if (op > LIKE && kind < NUMBER)
        return fail_at(p, place, "only = and != go with this field");
    return 0;
}

static int parse_test(parser_t *p, uint8_t *out)
{
    moot_filter_node_t node = {.kind = TEST};
    moot_slice_t value, word = peek_word(p);
    if (word.size == 0)
        return fail_at(p, p->at, "a test such as room=r1 is expected here");
    if (is(word, "error") || is(word, "in") || is(word, "out")) {
        node.kind = is(word, "error") ? ERROR_WORD : TEST;
        node.op = EQUAL;
        node.number = is(word, "in");
        while (fields[node.field].kind != DIRECTION)
            node.field++;
        p->at += word.size;
        return add(p, &node, out);
    }
    while (node.field < FIELDS && !is(word, fields[node.field].name))
        node.field++;
    if (node.field == FIELDS)
        return fail_at(p, word.at, "there is no such field");
    p->at += word.size;
    skip_spaces(p);
    const uint8_t *place = p->at;
    int rc = take_operator(p, &node.op);
    if (rc == 0)
        rc = check_operator(p, &node, place);
    skip_spaces(p);
    place = p->at;
    if (rc == 0)
        rc = take_value(p, &value);
    if (rc == 0)
        rc = check_value(p, &node, place, value);
    if (rc != 0)
        return rc;
    node.at = (uint16_t)((const char *)value.at - p->filter->text);
    node.size = (uint16_t)value.size;
    return add(p, &node, out);
}

/* ---- Words between them -------------------------------------------------- */

static int parse_or(parser_t *p, uint8_t *out);

static int parse_group(parser_t *p, uint8_t *out)
{
    const uint8_t *open = p->at++;
    int rc = parse_or(p, out);
    if (rc != 0)
        return rc;
    skip_spaces(p);
    if (p->at == p->end)
        return fail_at(p, open, "this parenthesis is never closed");
    if (*p->at != ')')
        return fail_at(p, p->at, "and, or, or a ) is expected here");
    p->at++;
    return 0;
}

static int parse_not(parser_t *p, uint8_t *out)
{
    moot_filter_node_t node = {.kind = NOT};
    skip_spaces(p);
    bool group = p->at < p->end && *p->at == '(';
    if (!group && !is(peek_word(p), "not"))
        return parse_test(p, out);
    if (++p->depth > MOOT_FILTER_DEPTH_MAX)
        return fail_limit(p, p->at, "nested too deep");
    int rc;
    if (group) {
        rc = parse_group(p, out);
    } else {
        (void)take_word(p, "not");
        rc = parse_not(p, &node.left);
        if (rc == 0)
            rc = add(p, &node, out);
    }
    p->depth--;
    return rc;
}

static int parse_and(parser_t *p, uint8_t *out)
{
    int rc = parse_not(p, out);
    while (rc == 0 && take_word(p, "and")) {
        moot_filter_node_t node = {.kind = AND, .left = *out};
        rc = parse_not(p, &node.right);
        if (rc == 0)
            rc = add(p, &node, out);
    }
    return rc;
}

static int parse_or(parser_t *p, uint8_t *out)
{
    int rc = parse_and(p, out);
    while (rc == 0 && take_word(p, "or")) {
        moot_filter_node_t node = {.kind = OR, .left = *out};
        rc = parse_and(p, &node.right);
        if (rc == 0)
            rc = add(p, &node, out);
    }
    return rc;
}

int moot_filter_compile(moot_filter_t *filter, moot_slice_t text,
                        moot_filter_error_t *error)
{
    parser_t p = {.filter = filter, .error = error};
    p.from = p.at = text.size > 0 ? text.at : (const uint8_t *)"";
    p.end = p.at + text.size;
    filter->count = filter->root = 0;
    filter->text_size = 0;
    error->at = 0;
    error->text[0] = '\0';
    if (text.size > MOOT_FILTER_BYTES_MAX)
        return fail_limit(&p, p.at + MOOT_FILTER_BYTES_MAX,
                          "the expression is too long");
    skip_spaces(&p);
    if (p.at == p.end)
        return 0;
    int rc = parse_or(&p, &filter->root);
    skip_spaces(&p);
    if (rc == 0 && p.at < p.end)
        rc = fail_at(&p, p.at, "and, or, or the end is expected here");
    return rc;
}

/* ---- Matching ------------------------------------------------------------ */

bool moot_filter_glob(moot_slice_t pattern, moot_slice_t text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, back = 0;
    while (t < text.size) {
        if (p < pattern.size && pattern.at[p] == '*') {
            star = p++;
            back = t;
        } else if (p < pattern.size
                   && (pattern.at[p] == '?' || pattern.at[p] == text.at[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++back;
        } else {
            return false;
        }
    }
    while (p < pattern.size && pattern.at[p] == '*')
        p++;
    return p == pattern.size;
}

bool moot_filter_is_in(uint64_t point)
{
    return point == MOOT_TAP_CLIENT_IN || point == MOOT_TAP_EDGE_IN
           || point == MOOT_TAP_HEARD || point == MOOT_TAP_FRONT_IN
           || point == MOOT_TAP_BACK_IN || point == MOOT_TAP_WORKER_IN;
}

static bool is_like(moot_slice_t pattern, moot_slice_t text)
{
    if (pattern.size > 0
        && (memchr(pattern.at, '*', pattern.size) != NULL
            || memchr(pattern.at, '?', pattern.size) != NULL))
        return moot_filter_glob(pattern, text);
    return text.size >= pattern.size
           && (pattern.size == 0
               || memcmp(text.at, pattern.at, pattern.size) == 0);
}

/* The internal message's name, as the filter and the lines show it. */
static moot_slice_t name_of(uint64_t message)
{
    if (message == MOOT_MSG_TAP_COMMIT)
        return moot_slice_str("commit");
    const moot_wire_message_t *known =
        message <= UINT8_MAX ? moot_wire_message((uint32_t)message) : NULL;
    return moot_slice_str(known != NULL ? known->name : "");
}

static bool test_text(const moot_filter_node_t *node, moot_slice_t value,
                      const moot_msg_tap_record_t *record)
{
    const moot_slice_t *text =
        (const void *)((const char *)record + fields[node->field].offset);
    bool like = (node->op & ~NOT_OP) == LIKE;
    bool yes = like ? is_like(value, *text) : moot_slice_eq(value, *text);
    if (!yes && node->field == TYPE_FIELD) {
        moot_slice_t name = name_of(record->message);
        if (is(value, "tap_commit"))
            value = moot_slice_str("commit");
        yes = like ? is_like(value, name) : moot_slice_eq(value, name);
    }
    return yes;
}

static bool compare(uint8_t op, uint64_t a, uint64_t b)
{
    switch (op & ~NOT_OP) {
    case LESS:
        return a < b;
    case MORE:
        return a > b;
    case AT_MOST:
        return a <= b;
    case AT_LEAST:
        return a >= b;
    default:
        return a == b;
    }
}

/* Whether the record has that number at all. */
static bool has_number(uint8_t field, uint64_t number)
{
    switch (fields[field].kind) {
    case CODE:
    case TIME:
        return number != 0;
    default:
        if (fields[field].offset == AT(slot))
            return number < MOOT_SLOTS;
        if (fields[field].offset == AT(seq)
            || fields[field].offset == AT(epoch))
            return number != 0;
        return true;
    }
}

static bool test(const moot_filter_t *filter, const moot_filter_node_t *node,
                 const moot_msg_tap_record_t *record)
{
    bool turned = (node->op & NOT_OP) != 0;
    if (fields[node->field].kind == TEXT)
        return turned
               != test_text(node, moot_slice(filter->text + node->at,
                                             node->size),
                            record);
    const uint64_t *number =
        (const void *)((const char *)record + fields[node->field].offset);
    if (fields[node->field].kind == DIRECTION)
        return turned != (moot_filter_is_in(*number) == (node->number != 0));
    return has_number(node->field, *number)
           && turned != compare(node->op, *number, node->number);
}

/* The recursion is bounded by MOOT_FILTER_TESTS_MAX. */
static bool match(const moot_filter_t *filter, uint8_t at,
                  const moot_msg_tap_record_t *record)
{
    const moot_filter_node_t *node = &filter->nodes[at];
    switch (node->kind) {
    case AND:
        return match(filter, node->left, record)
               && match(filter, node->right, record);
    case OR:
        return match(filter, node->left, record)
               || match(filter, node->right, record);
    case NOT:
        return !match(filter, node->left, record);
    case ERROR_WORD:
        return record->verdict > 1;
    default:
        return test(filter, node, record);
    }
}

bool moot_filter_match(const moot_filter_t *filter,
                       const moot_msg_tap_record_t *record)
{
    return filter->count == 0 || match(filter, filter->root, record);
}

/* How much a test for equality of this field tells: 0 is nothing. */
static int literal_rank(const moot_filter_node_t *node)
{
    if (node->kind != TEST || node->op != EQUAL || node->size == 0)
        return 0;
    switch (fields[node->field].offset) {
    case AT(room):
    case AT(session):
        return 2;
    case AT(user):
    case AT(client_message_id):
        return 1;
    default:
        return 0;
    }
}

/* The best one among what is joined by and. */
static const moot_filter_node_t *find_literal(const moot_filter_t *filter,
                                              uint8_t at)
{
    const moot_filter_node_t *node = &filter->nodes[at];
    if (node->kind != AND)
        return node;
    const moot_filter_node_t *left = find_literal(filter, node->left);
    const moot_filter_node_t *right = find_literal(filter, node->right);
    return literal_rank(right) > literal_rank(left) ? right : left;
}

bool moot_filter_literal(const moot_filter_t *filter,
                         moot_filter_literal_t *out)
{
    if (filter->count == 0)
        return false;
    const moot_filter_node_t *node = find_literal(filter, filter->root);
    if (literal_rank(node) == 0)
        return false;
    out->field = fields[node->field].offset;
    out->text = moot_slice(filter->text + node->at, node->size);
    return true;
}
