/* The text is known to be JSON, so tokens are cut where they may end and
 * nothing is checked twice. What an object stands for is known at its end; so
 * each level remembers what had been found before it. */
#include "edge/sio_placeholders.h"

#include "common/err.h"
#include "common/json_number.h"

/* Bytes of a name with nothing but escapes, longer ones are none of ours. */
enum { NAME_RAW_MAX = 2 + 6 * 12 };

/* Whose value comes next. */
enum member { NO_MEMBER, MARK, NUMBER, OTHER };

typedef struct found {
    uint64_t used; /* a bit for each attachment */
    bool bad;
} found_t;

typedef struct level {
    bool object;
    bool marked; /* has _placeholder: true */
    enum member next;
    moot_json_value_t number;
    found_t before; /* what was found when it began */
} level_t;

typedef struct scan {
    const uint8_t *at, *end;
    unsigned count;
    found_t found;
    size_t depth;
    level_t levels[MOOT_JSON_DEPTH_MAX + 1];
} scan_t;

static enum member member_of(const moot_json_value_t *name)
{
    static const moot_slice_t mark = MOOT_JSON_NAME("_placeholder"),
                              number = MOOT_JSON_NAME("num");
    uint8_t bytes[NAME_RAW_MAX];
    moot_json_scratch_t scratch = {bytes, sizeof bytes};
    moot_slice_t text;

    if (name->raw.size > NAME_RAW_MAX
        || moot_json_read_string(name, &scratch, &text) < 0)
        return OTHER;
    if (moot_slice_eq(text, mark))
        return MARK;
    return moot_slice_eq(text, number) ? NUMBER : OTHER;
}

/* A value that is complete, or a container that begins. */
static void take_value(level_t *level, const moot_json_value_t *value)
{
    if (level->next == MARK)
        level->marked =
            value->kind == MOOT_JSON_BOOL && value->raw.at[0] == 't';
    else if (level->next == NUMBER)
        level->number = *value;
    level->next = NO_MEMBER;
}

static void open_level(scan_t *scan, bool object)
{
    const moot_json_value_t container = {
        .kind = object ? MOOT_JSON_OBJECT : MOOT_JSON_ARRAY};

    take_value(&scan->levels[scan->depth], &container);
    scan->levels[++scan->depth] =
        (level_t){.object = object, .before = scan->found};
}

/* A placeholder is replaced as a whole, so what stands inside it does not
 * count. */
static void close_level(scan_t *scan)
{
    const level_t *level = &scan->levels[scan->depth--];
    uint64_t num;

    if (!level->marked)
        return;
    scan->found = level->before;
    if (moot_json_number_uint64(&level->number, &num) < 0 || num >= scan->count
        || (scan->found.used >> num & 1) != 0)
        scan->found.bad = true;
    else
        scan->found.used |= UINT64_C(1) << num;
}

static moot_json_value_t cut_string(scan_t *scan)
{
    moot_json_value_t string = {.kind = MOOT_JSON_STRING};
    const uint8_t *from = scan->at++;

    while (*scan->at != '"') {
        string.escaped |= *scan->at == '\\';
        scan->at += *scan->at == '\\' ? 2 : 1;
    }
    scan->at++;
    string.raw = moot_slice(from, (size_t)(scan->at - from));
    return string;
}

static moot_json_value_t cut_word(scan_t *scan)
{
    moot_json_value_t word = {.kind = MOOT_JSON_NUMBER};
    const uint8_t *from = scan->at;

    if (*from == 't' || *from == 'f')
        word.kind = MOOT_JSON_BOOL;
    else if (*from == 'n')
        word.kind = MOOT_JSON_NULL;
    while (scan->at < scan->end && *scan->at > ' ' && *scan->at != ','
           && *scan->at != ']' && *scan->at != '}')
        scan->at++;
    word.raw = moot_slice(from, (size_t)(scan->at - from));
    return word;
}

static void take_token(scan_t *scan)
{
    level_t *level = &scan->levels[scan->depth];
    bool names = level->object && level->next == NO_MEMBER;
    moot_json_value_t value = *scan->at == '"' ? cut_string(scan)
                                               : cut_word(scan);

    if (names)
        level->next = member_of(&value);
    else
        take_value(level, &value);
}

int moot_sio_placeholders_check(const moot_json_value_t *data, unsigned count)
{
    scan_t scan = {.at = data->raw.at,
                   .end = data->raw.at + data->raw.size,
                   .count = count};
    uint64_t all = count > 0 ? UINT64_MAX >> (64 - count) : 0;

    while (scan.at < scan.end) {
        switch (*scan.at) {
        case '{':
        case '[':
            open_level(&scan, *scan.at++ == '{');
            break;
        case '}':
        case ']':
            close_level(&scan);
            scan.at++;
            break;
        case ' ':
        case '\t':
        case '\n':
        case '\r':
        case ',':
        case ':':
            scan.at++;
            break;
        default:
            take_token(&scan);
        }
    }
    return !scan.found.bad && scan.found.used == all ? 0 : MOOT_EINVAL;
}
