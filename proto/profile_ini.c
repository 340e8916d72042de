/* libinih asks for a line and then tells what it found in it, before it asks
 * for the next: so the reader below knows the place of everything, sees
 * sections without lines, and finds out which lines said nothing. */
#include "proto/profile_ini.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/err.h"
#include "common/utf8.h"

typedef struct reader {
    moot_arena_t *arena;
    moot_profile_mistakes_t *mistakes;
    const char *at, *end; /* what is left of the text */
    unsigned line;        /* the number of the line given last */
    char raw[MOOT_PROFILE_INI_LINE_MAX + 2]; /* that line, without its end */
    size_t indent;
    bool awaited; /* it should be a key and a value, or more of a value */
    moot_profile_ini_section_t *first, **section_end;
    moot_profile_ini_section_t *section;
    moot_profile_ini_line_t **line_end;
    moot_profile_ini_line_t *open; /* the value that lines below go on with */
    moot_buf_t value;              /* of open, as far as it is known */
    unsigned value_line;           /* of the last line in it */
    bool full;                     /* the arena */
} reader_t;

void moot_profile_ini_mistake(moot_profile_mistakes_t *mistakes, unsigned line,
                              unsigned column, const char *format, ...)
{
    char text[400];
    va_list args;
    if (mistakes->count++ >= mistakes->max)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    moot_buf_printf(mistakes->buf, "%s:", mistakes->file);
    if (line > 0)
        moot_buf_printf(mistakes->buf, "%u:", line);
    if (column > 0)
        moot_buf_printf(mistakes->buf, "%u:", column);
    moot_buf_printf(mistakes->buf, " %s\n", text);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A copy with a zero byte behind it. */
static moot_slice_t keep(reader_t *in, const void *at, size_t size)
{
    char *copy = moot_arena_take(in->arena, size + 1);
    if (copy == NULL) {
        in->full = true;
        return (moot_slice_t){(const uint8_t *)"", 0};
    }
    if (size > 0)
        memcpy(copy, at, size);
    copy[size] = '\0';
    return moot_slice(copy, size);
}

static void close_value(reader_t *in)
{
    if (in->open == NULL)
        return;
    in->open->value = keep(in, in->value.at, in->value.size);
    in->open = NULL;
}

/* ---- Sections ------------------------------------------------------------ */

static void begin_section(reader_t *in)
{
    const char *from = in->raw + 1, *close = strrchr(in->raw, ']');
    close_value(in);
    in->section = NULL;
    if (close == NULL || close[1] != '\0') {
        moot_profile_ini_mistake(in->mistakes, in->line, 0,
                                 "a section is [kind name], and nothing "
                                 "follows on its line");
        return;
    }
    while (from < close && is_space(*from))
        from++;
    while (close > from && is_space(close[-1]))
        close--;
    const char *space = from;
    while (space < close && !is_space(*space))
        space++;
    const char *name = space;
    while (name < close && is_space(*name))
        name++;
    moot_profile_ini_section_t *section =
        moot_arena_take(in->arena, sizeof *section);
    if (section == NULL) {
        in->full = true;
        return;
    }
    *section = (moot_profile_ini_section_t){.line = in->line};
    section->kind = keep(in, from, (size_t)(space - from));
    section->name = keep(in, name, (size_t)(close - name));
    *in->section_end = section;
    in->section_end = &section->next;
    in->section = section;
    in->line_end = &section->lines;
}

/* ---- Lines --------------------------------------------------------------- */

static void begin_value(reader_t *in, const char *name, const char *value)
{
    close_value(in);
    if (in->section == NULL) {
        if (in->first == NULL)
            moot_profile_ini_mistake(in->mistakes, in->line, 0,
                                     "a section such as [namespace /] must "
                                     "come first");
        return;
    }
    moot_profile_ini_line_t *line = moot_arena_take(in->arena, sizeof *line);
    if (line == NULL) {
        in->full = true;
        return;
    }
    const char *from = in->raw + strcspn(in->raw, "=:");
    from += *from != '\0';
    while (is_space(*from))
        from++;
    *line = (moot_profile_ini_line_t){
        .line = in->line,
        .column = (unsigned)(from - in->raw) + 1,
        .key = keep(in, name, strlen(name)),
    };
    *in->line_end = line;
    in->line_end = &line->next;
    in->open = line;
    moot_buf_clear(&in->value);
    moot_buf_put_str(&in->value, value);
    in->value_line = in->line;
}

/* More of the value above: as many newlines as there are lines, and the
 * spaces that libinih took away. */
static void go_on(reader_t *in, const char *value)
{
    if (in->open == NULL)
        return;
    for (; in->value_line < in->line; in->value_line++)
        moot_buf_put_str(&in->value, "\n");
    moot_buf_put(&in->value, in->raw, in->indent);
    moot_buf_put_str(&in->value, value);
}

static int take_pair(void *user, const char *section, const char *name,
                     const char *value)
{
    reader_t *in = user;
    (void)section; /* it may be cut off; ours is whole */
    in->awaited = false;
    if (in->indent > 0)
        go_on(in, value);
    else
        begin_value(in, name, value);
    return 1;
}

/* What was given last should have said something, and did not. */
static void settle_line(reader_t *in)
{
    if (in->awaited)
        moot_profile_ini_mistake(in->mistakes, in->line, 0,
                                 "a line is key = value");
    in->awaited = false;
}

/* Takes the next line into raw; false when it is to be passed over. */
static bool take_line(reader_t *in)
{
    const char *from = in->at;
    const char *to = memchr(from, '\n', (size_t)(in->end - from));
    in->at = to == NULL ? in->end : to + 1;
    if (to == NULL)
        to = in->end;
    in->line++;
    while (to > from && is_space(to[-1]))
        to--;
    size_t size = (size_t)(to - from);
    if (size > MOOT_PROFILE_INI_LINE_MAX) {
        moot_profile_ini_mistake(in->mistakes, in->line, 0,
                                 "a line has at most %d bytes; go on with it "
                                 "on the next, after spaces",
                                 MOOT_PROFILE_INI_LINE_MAX);
        return false;
    }
    memcpy(in->raw, from, size);
    in->raw[size] = '\0';
    in->indent = strspn(in->raw, " \t");
    const char *text = in->raw + in->indent;
    if (*text == '\0' || *text == '#' || *text == ';')
        return false;
    for (const char *c = text; *c != '\0'; c++)
        if (c[0] == ';' && is_space(c[-1])) {
            moot_profile_ini_mistake(in->mistakes, in->line,
                                     (unsigned)(c - in->raw) + 1,
                                     "a comment stands on a line of its own; "
                                     "in a text write \\u003b for this ;");
            return false;
        }
    return true;
}

/* As fgets: libinih takes the line from here. */
static char *give_line(char *out, int size, void *stream)
{
    reader_t *in = stream;
    settle_line(in);
    if (in->at == in->end)
        return NULL;
    out[0] = '\n';
    out[1] = '\0';
    if (!take_line(in))
        return out;
    if (in->indent > 0 && in->open == NULL) {
        if (in->section != NULL)
            moot_profile_ini_mistake(in->mistakes, in->line, 0,
                                     "this line goes on with nothing; begin "
                                     "it without spaces");
        return out;
    }
    if (in->raw[0] == '[') {
        begin_section(in);
        snprintf(out, (size_t)size, "[s]\n");
        return out;
    }
    in->awaited = true;
    snprintf(out, (size_t)size, "%s\n", in->raw);
    return out;
}

int moot_profile_ini_read(moot_slice_t text, moot_arena_t *arena,
                          moot_profile_mistakes_t *mistakes,
                          moot_profile_ini_section_t **out)
{
    reader_t in = {
        .arena = arena, .mistakes = mistakes, .at = (const char *)text.at};
    if (text.size == 0)
        in.at = "";
    in.end = in.at + text.size;
    in.section_end = &in.first;
    if (memchr(in.at, '\0', text.size) != NULL || !moot_utf8_valid(text)) {
        moot_profile_ini_mistake(mistakes, 0, 0, "this is no UTF-8 text");
        in.at = in.end;
    }
    if (in.end - in.at >= 3 && memcmp(in.at, "\xef\xbb\xbf", 3) == 0)
        in.at += 3;
    moot_buf_init(&in.value, text.size + 1024);
    (void)ini_parse_stream(give_line, &in, take_pair, &in);
    settle_line(&in);
    close_value(&in);
    moot_buf_close(&in.value);
    *out = in.first;
    return in.full ? MOOT_ENOMEM : 0;
}
