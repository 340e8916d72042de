#include "worker/guard_cases.h"

#include <stdio.h>

#include "common/err.h"
#include "common/file.h"
#include "proto/rules.h"
#include "proto/value.h"
#include "worker/guard_plugin.h"

enum { FILE_BYTES_MAX = 4 << 20, EXIT_DIFFERS = 1, EXIT_UNUSABLE = 2 };

static const char *const whats[] = {
    [MOOT_GUARD_JOIN] = "join",     [MOOT_GUARD_LEAVE] = "leave",
    [MOOT_GUARD_CREATE] = "create", [MOOT_GUARD_JOINED] = "joined",
    [MOOT_GUARD_LEFT] = "left",
};

static const char *const verdicts[] = {
    [MOOT_VERDICT_ALLOW] = "allow",
    [MOOT_VERDICT_REFUSE] = "refuse",
    [MOOT_VERDICT_INVALID] = "invalid",
    [MOOT_VERDICT_FAILED] = "failed",
};

/* What a line of the file may have; each is looked up by its name. */
enum { WHAT, NAMESPACE, SESSION, USER, CLAIMS, PAYLOAD, EXPECT, ROOM, TEXT,
       FIELDS };

static const moot_slice_t names[FIELDS] = {
    MOOT_JSON_NAME("what"),    MOOT_JSON_NAME("namespace"),
    MOOT_JSON_NAME("session"), MOOT_JSON_NAME("user"),
    MOOT_JSON_NAME("claims"),  MOOT_JSON_NAME("payload"),
    MOOT_JSON_NAME("expect"),  MOOT_JSON_NAME("room"),
    MOOT_JSON_NAME("text"),
};

typedef struct cases {
    moot_guard_plugin_t plugin;
    const char *path, *key;
    moot_arena_t arena;
    unsigned line, failed, run;
    uint8_t scratch[65536];
} cases_t;

static moot_slice_t text_of(const moot_json_value_t *value, const char *without,
                            moot_json_scratch_t *scratch)
{
    moot_slice_t text;
    if (value->kind == MOOT_JSON_STRING
        && moot_json_read_string(value, scratch, &text) == 0)
        return text;
    return moot_slice_str(without);
}

/* The place of a word, 0 when it is none of them. */
static unsigned find(const char *const *words, unsigned count,
                     moot_slice_t word)
{
    for (unsigned i = 1; i < count; i++) {
        if (moot_slice_eq(word, moot_slice_str(words[i])))
            return i;
    }
    return 0;
}

static void differs(cases_t *cases, const char *what, moot_slice_t got,
                    moot_slice_t expected)
{
    printf("line %u: %s is \"%.*s\", expected \"%.*s\"\n", cases->line, what,
           MOOT_SLICE_ARG(got), MOOT_SLICE_ARG(expected));
    cases->failed++;
}

static void compare(cases_t *cases, const moot_msg_guard_told_t *told,
                    const moot_json_value_t *values, unsigned expected,
                    moot_json_scratch_t *scratch)
{
    moot_slice_t room = text_of(&values[ROOM], "", scratch);
    moot_slice_t text = text_of(&values[TEXT], "", scratch);
    if (told->verdict != expected) {
        differs(cases, "the verdict",
                moot_slice_str(verdicts[told->verdict]),
                moot_slice_str(verdicts[expected]));
        if (told->text.size > 0)
            printf("    %.*s\n", MOOT_SLICE_ARG(told->text));
    } else if (values[ROOM].kind != MOOT_JSON_NONE
               && !moot_slice_eq(told->room, room)) {
        differs(cases, "the room", told->room, room);
    } else if (values[TEXT].kind != MOOT_JSON_NONE
               && !moot_slice_eq(told->text, text)) {
        differs(cases, "the text", told->text, text);
    }
}

static int run_line(cases_t *cases, moot_slice_t line)
{
    moot_json_value_t values[FIELDS];
    moot_json_scratch_t scratch = {cases->scratch, sizeof cases->scratch};
    moot_msg_guard_told_t told;
    int rc = moot_json_read_object(line, names, FIELDS, values);
    if (rc < 0)
        return rc;
    unsigned expected = find(verdicts, sizeof verdicts / sizeof *verdicts,
                             text_of(&values[EXPECT], "", &scratch));
    moot_msg_ask_guard_t ask = {
        .number = ++cases->run,
        .what = find(whats, sizeof whats / sizeof *whats,
                     text_of(&values[WHAT], "join", &scratch)),
        .namespace = text_of(&values[NAMESPACE], "/", &scratch),
        .type = moot_slice_str(cases->key),
        .session = text_of(&values[SESSION], "session", &scratch),
        .user = text_of(&values[USER], "", &scratch),
        .claims = values[CLAIMS].raw,
        .payload = values[PAYLOAD].raw,
    };
    if (expected == 0 || ask.what == 0)
        return MOOT_ETYPE;
    moot_guard_plugin_ask(&cases->plugin, &ask, &cases->arena, &told);
    compare(cases, &told, values, expected, &scratch);
    return 0;
}

static int run_lines(cases_t *cases, moot_slice_t text)
{
    while (text.size > 0) {
        const uint8_t *end = memchr(text.at, '\n', text.size);
        size_t size = end != NULL ? (size_t)(end - text.at) : text.size;
        moot_slice_t line = moot_slice(text.at, size);
        size_t used = end != NULL ? size + 1 : size;
        text = moot_slice(text.at + used, text.size - used);
        cases->line++;
        if (line.size == 0 || line.at[0] == '#')
            continue;
        if (run_line(cases, line) < 0) {
            printf("line %u: no case: a JSON object with expect: allow, "
                   "refuse, invalid or failed\n",
                   cases->line);
            return EXIT_UNUSABLE;
        }
    }
    printf("%u of %u cases are as expected\n", cases->run - cases->failed,
           cases->run);
    return cases->failed == 0 && cases->run > 0 ? 0 : EXIT_DIFFERS;
}

int moot_guard_cases_run(const char *path, const char *key, const char *cases)
{
    static cases_t run;
    char why[256];
    moot_buf_t text;
    run = (cases_t){.path = path, .key = key};
    if (moot_guard_plugin_open(path, why, sizeof why, &run.plugin) < 0) {
        printf("%s: %s\n", path, why);
        return EXIT_UNUSABLE;
    }
    moot_buf_init(&text, FILE_BYTES_MAX);
    moot_arena_init(&run.arena, MOOT_GUARD_PLUGIN_ARENA_MAX);
    int code = EXIT_UNUSABLE;
    int rc = moot_file_read(cases, &text);
    if (rc < 0)
        printf("%s: %s\n", cases, moot_err_text(rc));
    else
        code = run_lines(&run, moot_buf_slice(&text));
    moot_arena_close(&run.arena);
    moot_buf_close(&text);
    return code;
}
