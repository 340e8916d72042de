#include "proto/profile_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"

static bool is(moot_slice_t text, const char *word)
{
    return moot_slice_eq(text, moot_slice_str(word));
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The arena of a profile is a hundred times the largest file. */
static void *take(moot_profile_read_t *read, size_t size)
{
    void *at = moot_arena_take(&read->internal->arena, size);
    MOOT_CHECK(at != NULL);
    return at;
}

static moot_slice_t keep(moot_profile_read_t *read, moot_slice_t text)
{
    char *copy = take(read, text.size + 1);
    if (text.size > 0)
        memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    return moot_slice(copy, text.size);
}

void *moot_profile_read_array(moot_profile_read_t *read, size_t count,
                              size_t size)
{
    void *at = take(read, count * size);
    memset(at, 0, count * size);
    return at;
}

/* ---- Sections and lines -------------------------------------------------- */

static void tell_keys(moot_profile_read_t *read,
                      const moot_profile_section_t *section,
                      const moot_profile_line_t *line,
                      const moot_profile_key_t *keys)
{
    char known[300];
    size_t size = 0;
    known[0] = '\0';
    for (; keys->name != NULL && size < sizeof known; keys++)
        size += (size_t)snprintf(known + size, sizeof known - size, "%s%s",
                                 size > 0 ? ", " : "", keys->name);
    moot_profile_ini_mistake(
        &read->mistakes, line->line, 1, "[%s] has no key %.40s; it has %s",
        (const char *)section->kind.at, (const char *)line->key.at, known);
}

void moot_profile_read_section(moot_profile_read_t *read,
                               const moot_profile_section_t *section,
                               const moot_profile_key_t *keys, void *target,
                               moot_profile_take_fn *take_line)
{
    for (const moot_profile_line_t *line = section->lines; line != NULL;
         line = line->next) {
        const moot_profile_key_t *key = keys;
        const char *name = (const char *)line->key.at;
        while (key->name != NULL && strcmp(key->name, name) != 0)
            key++;
        const moot_profile_line_t *first =
            moot_profile_read_find(section, name);
        if (key->name == NULL)
            tell_keys(read, section, line, keys);
        else if (first != line && !key->repeated)
            moot_profile_ini_mistake(&read->mistakes, line->line, 1,
                                     "%s is given in line %u already", name,
                                     first->line);
        else if (key->repeated
                 && moot_profile_read_count(section, name)
                        > MOOT_PROFILE_LINES_MAX) {
            if (first == line)
                moot_profile_ini_mistake(&read->mistakes, line->line, 1,
                                         "%s may be given %d times at most",
                                         name, MOOT_PROFILE_LINES_MAX);
        } else {
            take_line(read, target, key->which, line);
        }
    }
}

size_t moot_profile_read_count(const moot_profile_section_t *section,
                               const char *key)
{
    size_t count = 0;
    for (const moot_profile_line_t *line = section->lines; line != NULL;
         line = line->next)
        count += is(line->key, key);
    return count;
}

const moot_profile_line_t *moot_profile_read_find(
    const moot_profile_section_t *section, const char *key)
{
    const moot_profile_line_t *line = section->lines;
    while (line != NULL && !is(line->key, key))
        line = line->next;
    return line;
}

const moot_profile_section_t *moot_profile_read_next(
    const moot_profile_read_t *read, const moot_profile_section_t *behind,
    const char *kind)
{
    const moot_profile_section_t *section =
        behind == NULL ? read->sections : behind->next;
    while (section != NULL && !is(section->kind, kind))
        section = section->next;
    return section;
}

size_t moot_profile_read_sections(const moot_profile_read_t *read,
                                  const char *kind)
{
    size_t count = 0;
    const moot_profile_section_t *section = NULL;
    while ((section = moot_profile_read_next(read, section, kind)) != NULL)
        count++;
    return count;
}

void moot_profile_read_wrong(moot_profile_read_t *read,
                             const moot_profile_section_t *section,
                             const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    moot_profile_ini_mistake(&read->mistakes, section->line, 0, "%s", text);
}

/* ---- Plain values -------------------------------------------------------- */

bool moot_profile_read_word(moot_slice_t *value, moot_slice_t *word)
{
    size_t i = 0;
    while (i < value->size && (is_space(value->at[i]) || value->at[i] == ','))
        i++;
    size_t from = i;
    while (i < value->size && !is_space(value->at[i]) && value->at[i] != ',')
        i++;
    *word = moot_slice(value->at + from, i - from);
    *value = moot_slice(value->at + i, value->size - i);
    return word->size > 0;
}

moot_slice_t moot_profile_read_text(moot_profile_read_t *read,
                                    const moot_profile_line_t *line, size_t max)
{
    char *text = take(read, line->value.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < line->value.size; i++) {
        uint8_t c = line->value.at[i];
        if (!is_space(c))
            text[size++] = (char)c;
        else if (size > 0 && text[size - 1] != ' ')
            text[size++] = ' ';
    }
    text[size] = '\0';
    if (size == 0)
        MOOT_PROFILE_MISTAKE(read, line, "%s needs a value",
                             (const char *)line->key.at);
    else if (size > max)
        MOOT_PROFILE_MISTAKE(read, line, "%s has at most %zu bytes",
                             (const char *)line->key.at, max);
    return moot_slice(text, size <= max ? size : 0);
}

unsigned moot_profile_read_number(moot_profile_read_t *read,
                                  const moot_profile_line_t *line, unsigned min,
                                  unsigned max)
{
    const char *text = (const char *)line->value.at;
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text >= '0' && *text <= '9' && *end == '\0' && number >= min
        && number <= max)
        return (unsigned)number;
    MOOT_PROFILE_MISTAKE(read, line, "%s is a number from %u to %u",
                         (const char *)line->key.at, min, max);
    return 0;
}

bool moot_profile_read_flag(moot_profile_read_t *read,
                            const moot_profile_line_t *line)
{
    if (!is(line->value, "on") && !is(line->value, "off"))
        MOOT_PROFILE_MISTAKE(read, line, "%s is on or off",
                             (const char *)line->key.at);
    return is(line->value, "on");
}

moot_slice_t moot_profile_read_url(moot_profile_read_t *read,
                                   const moot_profile_line_t *line)
{
    moot_slice_t url = moot_profile_read_text(read, line, 512);
    const char *text = (const char *)url.at;
    if (url.size > 0 && strncmp(text, "http://", 7) != 0
        && strncmp(text, "https://", 8) != 0)
        MOOT_PROFILE_MISTAKE(read, line,
                             "an address begins with http:// or https://");
    if (memchr(text, ' ', url.size) != NULL)
        MOOT_PROFILE_MISTAKE(read, line, "an address has no spaces");
    return url;
}

/* ---- Expressions --------------------------------------------------------- */

static void own(moot_profile_internal_t *internal, moot_expr_t *expr)
{
    if (internal->exprs_count == internal->exprs_room) {
        internal->exprs_room = internal->exprs_room * 2 + 16;
        internal->exprs = realloc(internal->exprs,
                                  internal->exprs_room * sizeof(moot_expr_t *));
        MOOT_CHECK(internal->exprs != NULL);
    }
    internal->exprs[internal->exprs_count++] = expr;
}

moot_expr_t *moot_profile_read_expr(moot_profile_read_t *read,
                                    const moot_profile_line_t *line,
                                    moot_expr_scope_t scope, unsigned *uses)
{
    moot_expr_error_t error;
    moot_expr_t *expr = NULL;
    scope.line = line->line;
    scope.column = line->column;
    if (moot_expr_compile(line->value, &scope, &error, &expr) != 0) {
        moot_profile_ini_mistake(&read->mistakes, error.line, error.column,
                                 "%s: %s", (const char *)line->key.at,
                                 error.text);
        return NULL;
    }
    own(read->internal, expr);
    *uses |= moot_expr_uses(expr);
    return expr;
}

static bool is_name(moot_slice_t word)
{
    for (size_t i = 0; i < word.size; i++) {
        uint8_t c = word.at[i];
        bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return word.size > 0 && word.size <= 64;
}

bool moot_profile_read_named(moot_profile_read_t *read,
                             const moot_profile_line_t *line,
                             moot_slice_t *name, moot_profile_line_t *rest)
{
    const uint8_t *at = line->value.at, *end = at + line->value.size;
    const uint8_t *equals = memchr(at, '=', line->value.size);
    const uint8_t *to = equals == NULL ? at : equals;
    while (to > at && is_space(to[-1]))
        to--;
    moot_slice_t word = moot_slice(at, (size_t)(to - at));
    if (equals == NULL || !is_name(word)
        || (equals < end && equals[1] == '=')) {
        MOOT_PROFILE_MISTAKE(read, line, "%s is written %s = name = expression",
                             (const char *)line->key.at,
                             (const char *)line->key.at);
        return false;
    }
    *name = keep(read, word);
    *rest = *line;
    equals++;
    while (equals < end && is_space(*equals) && *equals != '\n')
        equals++;
    rest->value = moot_slice(equals, (size_t)(end - equals));
    rest->column += (unsigned)(equals - at);
    return true;
}

const char *moot_profile_read_reserved(moot_slice_t name)
{
    static const char *const reserved[] = {"connect",     "connect_error",
                                           "disconnect",  "disconnecting",
                                           "newListener", "removeListener"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (is(name, reserved[i]))
            return reserved[i];
    return NULL;
}

moot_slice_t moot_profile_read_emit(moot_profile_read_t *read,
                                    const moot_profile_line_t *line)
{
    moot_slice_t event = moot_profile_read_text(read, line, 128);
    const char *reserved = moot_profile_read_reserved(event);
    if (reserved != NULL)
        MOOT_PROFILE_MISTAKE(read, line,
                             "%s is a name that Socket.IO keeps for itself",
                             reserved);
    return event;
}

void moot_profile_read_with(moot_profile_read_t *read,
                            moot_profile_emit_t *emit,
                            const moot_profile_line_t *line,
                            moot_expr_scope_t scope, unsigned *uses)
{
    scope.wanted = is(line->key, "args") ? MOOT_EXPR_LIST : MOOT_EXPR_ANY;
    moot_expr_t *expr = moot_profile_read_expr(read, line, scope, uses);
    if (emit->event.size == 0) {
        MOOT_PROFILE_MISTAKE(read, line, "%s needs an emit = NAME above it",
                             (const char *)line->key.at);
        return;
    }
    bool whole = is(line->key, "args");
    if (emit->args != NULL || (whole && emit->with_count > 0)) {
        MOOT_PROFILE_MISTAKE(read, line,
                             "either one with for each argument, or one args "
                             "for all");
        return;
    }
    if (whole) {
        emit->args = expr;
        return;
    }
    if (emit->with == NULL)
        emit->with = moot_profile_read_array(read, MOOT_PROFILE_LINES_MAX,
                                             sizeof(moot_expr_t *));
    if (emit->with_count < MOOT_PROFILE_LINES_MAX)
        emit->with[emit->with_count++] = expr;
}

/* ---- Others -------------------------------------------------------------- */

moot_profile_answer_t moot_profile_read_error(moot_profile_read_t *read,
                                              unsigned status,
                                              moot_slice_t text)
{
    moot_buf_t buf;
    moot_json_write_t json;
    moot_profile_answer_t answer = {.status = status};
    moot_buf_init(&buf, 65536);
    moot_json_write_init(&json, &buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "error", text);
    moot_json_write_end_object(&json);
    MOOT_CHECK(buf.error == 0);
    answer.body = keep(read, moot_buf_slice(&buf));
    moot_buf_close(&buf);
    return answer;
}

moot_profile_answer_t moot_profile_read_answer(moot_profile_read_t *read,
                                               const moot_profile_line_t *line)
{
    moot_profile_answer_t answer = {0};
    moot_json_value_t value;
    moot_slice_t text = moot_profile_read_text(read, line, 4096);
    char *end;
    unsigned long status = strtoul((const char *)text.at, &end, 10);
    if (text.size == 0)
        return answer;
    if (status < 400 || status > 599 || *end != ' ') {
        MOOT_PROFILE_MISTAKE(read, line,
                             "%s is a status from 400 to 599 and a text: 403 "
                             "Access denied",
                             (const char *)line->key.at);
        return answer;
    }
    end++;
    moot_slice_t body =
        moot_slice(end, text.size - (size_t)(end - (const char *)text.at));
    if (*end != '{')
        return moot_profile_read_error(read, (unsigned)status, body);
    if (moot_json_read_value(body, &value) != 0)
        MOOT_PROFILE_MISTAKE(read, line, "what begins with { must be JSON");
    answer.status = (unsigned)status;
    answer.body = body;
    return answer;
}

uint64_t moot_profile_read_namespaces(moot_profile_read_t *read,
                                      const moot_profile_section_t *section)
{
    static const moot_profile_line_t usual = {
        .value = {(const uint8_t *)"/", 1}};
    const moot_profile_line_t *line =
        moot_profile_read_find(section, "namespaces");
    moot_slice_t rest = line == NULL ? usual.value : line->value, word;
    uint64_t bits = 0;
    while (moot_profile_read_word(&rest, &word)) {
        int number = moot_profile_namespace(read->profile, word);
        if (number >= 0)
            bits |= UINT64_C(1) << number;
        else if (read->profile->namespaces_count > 0)
            moot_profile_ini_mistake(
                &read->mistakes, line == NULL ? section->line : line->line,
                line == NULL ? 0 : line->column,
                "there is no section [namespace %.*s]",
                word.size < 60 ? (int)word.size : 60, (const char *)word.at);
    }
    if (line != NULL && line->value.size == 0)
        MOOT_PROFILE_MISTAKE(read, line, "namespaces needs a value");
    return bits;
}

const moot_profile_history_t *moot_profile_read_history(
    moot_profile_read_t *read, const moot_profile_line_t *line)
{
    const moot_profile_t *profile = read->profile;
    for (size_t i = 0; i < profile->histories_count; i++)
        if (moot_slice_eq(profile->histories[i].name, line->value))
            return &profile->histories[i];
    MOOT_PROFILE_MISTAKE(read, line, "there is no section [history %.64s]",
                         (const char *)line->value.at);
    return NULL;
}
