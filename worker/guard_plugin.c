#include "worker/guard_plugin.h"

#include <dlfcn.h>
#include <stdio.h>

#include "common/err.h"
#include "common/log.h"
#include "common/utf8.h"
#include "proto/roomname.h"
#include "proto/rules.h"
#include "proto/value.h"

enum {
    PARTS_MAX = MOOT_ROOMNAME_PARTS_MAX,
    TEXT_MAX = MOOT_GUARD_PLUGIN_TEXT_MAX,
};

/* A question while the plugin has it. */
typedef struct question {
    moot_arena_t *arena;
    moot_slice_t key;
    moot_value_t parts[PARTS_MAX];
    size_t parts_count;
    bool bad_part; /* one that is no identifier, or too many */
    moot_slice_t text; /* of invalid */
} question_t;

/* ---- Values, as the plugin sees them ------------------------------------- */

static const moot_value_t *value_of(const moothall_value_t *value)
{
    return (const moot_value_t *)(const void *)value;
}

static const moothall_value_t *shown(const moot_value_t *value)
{
    return (const moothall_value_t *)(const void *)value;
}

/* Where texts for the plugin are made: one question at a time. */
static moot_arena_t *making;

static moothall_text_t text_shown(moot_slice_t text)
{
    char *copy = moot_arena_take(making, text.size + 1);
    if (copy == NULL)
        return (moothall_text_t){"", 0};
    if (text.size > 0)
        memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    return (moothall_text_t){copy, text.size};
}

static const char *text_in(moot_slice_t text)
{
    return text_shown(text).at;
}

static int fn_kind(const moothall_value_t *value)
{
    static const int kinds[] = {
        [MOOT_VALUE_NULL] = MOOTHALL_NULL,
        [MOOT_VALUE_BOOL] = MOOTHALL_BOOL,
        [MOOT_VALUE_INT] = MOOTHALL_INTEGER,
        [MOOT_VALUE_REAL] = MOOTHALL_REAL,
        [MOOT_VALUE_STRING] = MOOTHALL_STRING,
        [MOOT_VALUE_LIST] = MOOTHALL_LIST,
        [MOOT_VALUE_OBJECT] = MOOTHALL_OBJECT,
        [MOOT_VALUE_BINARY] = MOOTHALL_NULL,
    };
    return value == NULL ? MOOTHALL_ABSENT : kinds[value_of(value)->kind];
}

static const moothall_value_t *fn_at(const moothall_value_t *value, size_t i)
{
    const moot_value_t *of = value_of(value);
    if (of == NULL || i >= of->count)
        return NULL;
    if (of->kind == MOOT_VALUE_LIST)
        return shown(&of->items[i]);
    return of->kind == MOOT_VALUE_OBJECT ? shown(&of->members[i].value) : NULL;
}

/* One step of a path. */
static const moot_value_t *step(const moot_value_t *value, moot_slice_t name)
{
    size_t place = 0;
    if (value == NULL || value->kind != MOOT_VALUE_LIST)
        return moot_value_member(value, name);
    if (name.size == 0 || name.size > 9)
        return NULL;
    for (size_t i = 0; i < name.size; i++) {
        if (name.at[i] < '0' || name.at[i] > '9')
            return NULL;
        place = place * 10 + (size_t)(name.at[i] - '0');
    }
    return place < value->count ? &value->items[place] : NULL;
}

static const moothall_value_t *fn_get(const moothall_value_t *value,
                                      const char *path)
{
    const moot_value_t *at = value_of(value);
    while (at != NULL && path != NULL) {
        const char *dot = strchr(path, '.');
        moot_slice_t name = dot != NULL
                                ? moot_slice(path, (size_t)(dot - path))
                                : moot_slice_str(path);
        at = step(at, name);
        path = dot != NULL ? dot + 1 : NULL;
    }
    return shown(at);
}

static moothall_text_t fn_text(const moothall_value_t *value)
{
    if (fn_kind(value) != MOOTHALL_STRING)
        return (moothall_text_t){"", 0};
    return text_shown(value_of(value)->string);
}

static bool fn_integer(const moothall_value_t *value, int64_t *out)
{
    if (fn_kind(value) != MOOTHALL_INTEGER)
        return false;
    *out = value_of(value)->integer;
    return true;
}

static bool fn_real(const moothall_value_t *value, double *out)
{
    int kind = fn_kind(value);
    if (kind != MOOTHALL_INTEGER && kind != MOOTHALL_REAL)
        return false;
    *out = kind == MOOTHALL_REAL ? value_of(value)->real
                                 : (double)value_of(value)->integer;
    return true;
}

static bool fn_truth(const moothall_value_t *value)
{
    return fn_kind(value) == MOOTHALL_BOOL && value_of(value)->truth;
}

static size_t fn_count(const moothall_value_t *value)
{
    int kind = fn_kind(value);
    return kind == MOOTHALL_LIST || kind == MOOTHALL_OBJECT
               ? value_of(value)->count
               : 0;
}

static moothall_text_t fn_name(const moothall_value_t *value, size_t i)
{
    if (fn_kind(value) != MOOTHALL_OBJECT || i >= value_of(value)->count)
        return (moothall_text_t){"", 0};
    return text_shown(value_of(value)->members[i].key);
}

/* ---- Answers, as the plugin gives them ----------------------------------- */

static bool is_printable(moot_slice_t text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < 0x20 || text.at[i] == 0x7f)
            return false;
    }
    return moot_utf8_valid(text);
}

static void fn_part(const moothall_ask_t *ask, const char *at, size_t size)
{
    question_t *question = ask->server;
    moot_slice_t copy;
    if (question->parts_count == PARTS_MAX || size > MOOT_ROOMNAME_BYTES_MAX
        || (size > 0 && at == NULL)
        || !moot_arena_copy(question->arena, moot_slice(at, size), &copy)
        || !is_printable(copy)) {
        question->bad_part = true;
        return;
    }
    question->parts[question->parts_count++] = moot_value_of_string(copy);
}

/* The longest beginning of whole characters that fits. */
static moot_slice_t cut(moot_slice_t text, size_t max)
{
    if (text.size <= max)
        return text;
    while (max > 0 && (text.at[max] & 0xc0) == 0x80)
        max--;
    return moot_slice(text.at, max);
}

static void fn_invalid(const moothall_ask_t *ask, const char *text)
{
    question_t *question = ask->server;
    moot_slice_t copy;
    if (text != NULL
        && moot_arena_copy(question->arena,
                           moot_slice(text, strnlen(text, TEXT_MAX + 4)), &copy)
        && is_printable(cut(copy, TEXT_MAX)))
        question->text = cut(copy, TEXT_MAX);
}

static void fn_log(const moothall_ask_t *ask, const char *text)
{
    const question_t *question = ask->server;
    moot_log(MOOT_EV_GUARD_SAID, "type=%s text=%s", moot_log_text(question->key),
             moot_log_str(text != NULL ? text : ""));
}

static const moothall_functions_t functions = {
    .size = sizeof functions,
    .kind = fn_kind,
    .get = fn_get,
    .text = fn_text,
    .integer = fn_integer,
    .real = fn_real,
    .truth = fn_truth,
    .count = fn_count,
    .at = fn_at,
    .name = fn_name,
    .part = fn_part,
    .invalid = fn_invalid,
    .log = fn_log,
};

/* ---- Asking -------------------------------------------------------------- */

static void tell(moot_msg_guard_told_t *told, enum moot_verdict_code code,
                 const char *text)
{
    told->verdict = (uint64_t)code;
    told->text = moot_slice_str(text);
}

/* A text for the log that names a number. */
static void tell_number(question_t *question, moot_msg_guard_told_t *told,
                        const char *function, int number)
{
    char text[96];
    int size = snprintf(text, sizeof text, "%s returned %d", function, number);
    told->verdict = MOOT_VERDICT_FAILED;
    if (!moot_arena_copy(question->arena, moot_slice(text, (size_t)size),
                         &told->text))
        told->text = moot_slice_str("the plugin returned nonsense");
}

/* The room's name from the parts that were given. */
static int name_room(question_t *question, moot_msg_guard_told_t *told)
{
    static const moot_slice_t fields[PARTS_MAX] = {
#define FIELD {(const uint8_t *)"identifier", 10}
        FIELD, FIELD, FIELD, FIELD, FIELD, FIELD, FIELD, FIELD,
    };
    const moot_value_t *parts[PARTS_MAX];
    moot_roomname_error_t error;
    if (question->bad_part || question->parts_count == 0) {
        tell(told, MOOT_VERDICT_FAILED, "the plugin gave no sound identifier");
        return MOOT_EINVAL;
    }
    for (size_t i = 0; i < question->parts_count; i++)
        parts[i] = &question->parts[i];
    int rc = moot_roomname_make(question->arena, question->key, fields, parts,
                                question->parts_count, &told->room, &error);
    if (rc < 0 && rc != MOOT_EINVAL)
        tell(told, MOOT_VERDICT_FAILED, "the identifier is too large");
    else if (rc < 0)
        tell(told, MOOT_VERDICT_INVALID,
             text_in(moot_slice_str(error.text)));
    return rc;
}

/* Whether there is a room; else told says why. */
static bool extract(const moot_guard_plugin_t *plugin, question_t *question,
                    const moothall_ask_t *ask, moot_slice_t room,
                    moot_msg_guard_told_t *told)
{
    int result = plugin->extract(ask);
    if (result == MOOTHALL_INVALID) {
        tell(told, MOOT_VERDICT_INVALID, "the identifier is not valid");
        if (question->text.size > 0)
            told->text = question->text;
        return false;
    }
    if (result != MOOTHALL_OK) {
        tell_number(question, told, "extract_room_identifier", result);
        return false;
    }
    if (name_room(question, told) < 0)
        return false;
    if (room.size > 0 && !moot_slice_eq(room, told->room)) {
        tell(told, MOOT_VERDICT_INVALID,
             "this is no identifier of a room of that type");
        return false;
    }
    return true;
}

static void join(const moot_guard_plugin_t *plugin, question_t *question,
                 const moothall_ask_t *ask, moot_msg_guard_told_t *told)
{
    int result = plugin->can_join(ask);
    if (result == MOOTHALL_ALLOW)
        tell(told, MOOT_VERDICT_ALLOW, "");
    else if (result == MOOTHALL_REFUSE)
        tell(told, MOOT_VERDICT_REFUSE, "");
    else
        tell_number(question, told, "can_join", result);
}

/* Calls what the question is about. */
static void call(const moot_guard_plugin_t *plugin, question_t *question,
                 moothall_ask_t *ask, moot_slice_t room,
                 moot_msg_guard_told_t *told)
{
    if (ask->what == MOOTHALL_JOINED || ask->what == MOOTHALL_LEFT) {
        void (*notice)(const moothall_ask_t *) =
            ask->what == MOOTHALL_JOINED ? plugin->on_join : plugin->on_leave;
        if (notice != NULL)
            notice(ask);
        tell(told, MOOT_VERDICT_ALLOW, "");
        return;
    }
    if (!extract(plugin, question, ask, room, told))
        return;
    ask->room = text_in(told->room);
    if (ask->what == MOOTHALL_LEAVE)
        tell(told, MOOT_VERDICT_ALLOW, "");
    else
        join(plugin, question, ask, told);
}

static const moothall_value_t *read_object(moot_arena_t *arena,
                                           moot_slice_t json, moot_value_t *out)
{
    if (json.size == 0
        || moot_value_read(arena, json, MOOT_VALUE_PLAIN, out) < 0)
        return NULL;
    return shown(out);
}

void moot_guard_plugin_ask(const moot_guard_plugin_t *plugin,
                           const moot_msg_ask_guard_t *ask, moot_arena_t *arena,
                           moot_msg_guard_told_t *told)
{
    question_t question = {.arena = arena, .key = ask->type};
    moot_value_t claims, payload;
    moot_arena_reset(arena);
    making = arena;
    *told = (moot_msg_guard_told_t){.number = ask->number};
    moothall_ask_t shown_ask = {
        .abi = MOOTHALL_ROOM_ABI,
        .what = (uint32_t)ask->what,
        .name_space = text_in(ask->namespace),
        .type = text_in(ask->type),
        .session = text_in(ask->session),
        .user = text_in(ask->user),
        .room = text_in(ask->room),
        .claims = read_object(arena, ask->claims, &claims),
        .payload = read_object(arena, ask->payload, &payload),
        .functions = &functions,
        .server = &question,
    };
    call(plugin, &question, &shown_ask, ask->room, told);
    if (told->verdict == MOOT_VERDICT_FAILED
        || told->verdict == MOOT_VERDICT_INVALID)
        told->room = moot_slice("", 0);
}

/* ---- Loading ------------------------------------------------------------- */

/* A function's address in the form that C has no cast for. */
static bool find(void *handle, const char *name, void *out)
{
    void *at = dlsym(handle, name);
    memcpy(out, &at, sizeof at);
    return at != NULL;
}

int moot_guard_plugin_open(const char *path, char *why, size_t why_size,
                           moot_guard_plugin_t *plugin)
{
    *plugin = (moot_guard_plugin_t){0};
    plugin->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (plugin->handle == NULL) {
        const char *said = dlerror();
        snprintf(why, why_size, "%.200s", said != NULL ? said : "unknown");
        return MOOT_ENOENT;
    }
    const uint32_t *abi = dlsym(plugin->handle, "moothall_room_abi");
    if (abi == NULL || *abi != MOOTHALL_ROOM_ABI) {
        if (abi == NULL)
            snprintf(why, why_size,
                     "it says no version: MOOTHALL_ROOM_PLUGIN is missing");
        else
            snprintf(why, why_size,
                     "it is for version %u of moothall_room.h, here is %u",
                     (unsigned)*abi, (unsigned)MOOTHALL_ROOM_ABI);
        return MOOT_EVERSION;
    }
    find(plugin->handle, "on_join", &plugin->on_join);
    find(plugin->handle, "on_leave", &plugin->on_leave);
    const char *missing =
        !find(plugin->handle, "extract_room_identifier", &plugin->extract)
            ? "extract_room_identifier"
        : !find(plugin->handle, "can_join", &plugin->can_join) ? "can_join"
                                                               : NULL;
    if (missing == NULL)
        return 0;
    snprintf(why, why_size, "it has no function %s", missing);
    return MOOT_ENOENT;
}
