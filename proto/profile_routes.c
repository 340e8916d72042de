/* Sections of a profile: room, event. */
#include <stdio.h>

#include "common/err.h"
#include "proto/profile_read.h"

enum { TEXT_MAX = 500, PATH_MAX_BYTES = 1000, EVENT_MAX = 128 };

#define SOCKET_NAMES                                                           \
    (MOOT_EXPR_BIT(CLAIMS) | MOOT_EXPR_BIT(USER) | MOOT_EXPR_BIT(SID)          \
     | MOOT_EXPR_BIT(NAMESPACE) | MOOT_EXPR_BIT(PAYLOAD)                       \
     | MOOT_EXPR_BIT(CONTENT_CHARS_MAX))
#define ROOM_NAMES (MOOT_EXPR_BIT(ROOM) | MOOT_EXPR_BIT(ID))
#define EVENT_NAMES                                                            \
    (SOCKET_NAMES | MOOT_EXPR_BIT(QUERY) | MOOT_EXPR_BIT(EVENT)                \
     | MOOT_EXPR_BIT(ARGS))

typedef struct target {
    moot_profile_read_t *read;
    const moot_profile_section_t *section;
    union {
        moot_profile_type_t *type;
        moot_profile_event_t *event;
    };
    moot_slice_t locals[MOOT_EXPR_LOCALS_MAX];
} target_t;

static bool is(moot_slice_t text, const char *word)
{
    return moot_slice_eq(text, moot_slice_str(word));
}

/* ---- room ------------------------------------------------------------------
 */

enum {
    NAMESPACES,
    FORM,
    IDENTIFIER,
    PART,
    MAY_JOIN,
    MAY_CREATE,
    MEMBERS_OF,
    PLUGIN,
    URL,
    TIMEOUT,
    CACHE_TTL,
    CONCURRENCY,
    DURABLE,
};

static const moot_profile_key_t room_keys[] = {
    {"namespaces", false, NAMESPACES},
    {"form", false, FORM},
    {"identifier", false, IDENTIFIER},
    {"part", true, PART},
    {"may_join", false, MAY_JOIN},
    {"may_create", false, MAY_CREATE},
    {"members_of", false, MEMBERS_OF},
    {"plugin", false, PLUGIN},
    {"url", false, URL},
    {"timeout_ms", false, TIMEOUT},
    {"cache_ttl_ms", false, CACHE_TTL},
    {"concurrency", false, CONCURRENCY},
    {"durable", false, DURABLE},
    {0},
};

static void take_identifier(moot_profile_read_t *read,
                            moot_profile_type_t *type,
                            const moot_profile_line_t *line)
{
    moot_slice_t rest = moot_profile_read_text(read, line, TEXT_MAX), word;
    while (moot_profile_read_word(&rest, &word)) {
        if (type->parts_count == MOOT_ROOMNAME_PARTS_MAX) {
            MOOT_PROFILE_MISTAKE(read, line,
                                 "an identifier has %d parts at most",
                                 MOOT_ROOMNAME_PARTS_MAX);
            return;
        }
        for (size_t i = 0; i < type->parts_count; i++)
            if (moot_slice_eq(type->parts[i].field, word))
                MOOT_PROFILE_MISTAKE(read, line, "%.*s is there twice",
                                     word.size < 64 ? (int)word.size : 64,
                                     (const char *)word.at);
        char *field = moot_profile_read_array(read, word.size + 1, 1);
        memcpy(field, word.at, word.size);
        type->parts[type->parts_count++].field = moot_slice(field, word.size);
    }
}

static void take_part(moot_profile_read_t *read, moot_profile_type_t *type,
                      const moot_profile_line_t *line)
{
    moot_profile_line_t rest;
    moot_slice_t name;
    moot_expr_scope_t scope = {.names = SOCKET_NAMES};
    if (!moot_profile_read_named(read, line, &name, &rest))
        return;
    moot_expr_t *value =
        moot_profile_read_expr(read, &rest, scope, &type->uses);
    for (size_t i = 0; i < type->parts_count; i++)
        if (moot_slice_eq(type->parts[i].field, name)) {
            type->parts[i].value = value;
            return;
        }
    MOOT_PROFILE_MISTAKE(read, line,
                         "identifier above this line does not name %s",
                         (const char *)name.at);
}

static void take_form(moot_profile_read_t *read, moot_profile_type_t *type,
                      const moot_profile_line_t *line)
{
    if (is(line->value, "declared"))
        type->form = MOOT_PROFILE_DECLARED;
    else if (is(line->value, "compiled"))
        type->form = MOOT_PROFILE_COMPILED;
    else if (is(line->value, "asked"))
        type->form = MOOT_PROFILE_ASKED;
    else
        MOOT_PROFILE_MISTAKE(read, line, "form is declared, compiled or asked");
}

/* A relative path is seen from the profile's folder. It has a slash in any
 * case: a plugin's name without one would be looked for among the system's
 * libraries. */
static moot_slice_t take_plugin(moot_profile_read_t *read,
                                const moot_profile_line_t *line)
{
    moot_slice_t path = moot_profile_read_text(read, line, PATH_MAX_BYTES);
    const char *file = (const char *)read->profile->file.at;
    const char *slash = strrchr(file, '/');
    if (path.size == 0 || path.at[0] == '/')
        return path;
    if (slash == NULL) {
        file = "./";
        slash = file + 1;
    }
    size_t folder = (size_t)(slash - file) + 1;
    char *whole = moot_profile_read_array(read, folder + path.size + 1, 1);
    memcpy(whole, file, folder);
    memcpy(whole + folder, path.at, path.size);
    return moot_slice(whole, folder + path.size);
}

static void take_room(moot_profile_read_t *read, void *ctx, int which,
                      const moot_profile_line_t *line)
{
    moot_profile_type_t *type = ((target_t *)ctx)->type;
    moot_expr_scope_t scope = {.names = SOCKET_NAMES | ROOM_NAMES,
                               .members = true,
                               .wanted = MOOT_EXPR_CONDITION};
    switch (which) {
    case FORM:
        take_form(read, type, line);
        break;
    case IDENTIFIER:
        take_identifier(read, type, line);
        break;
    case PART:
        take_part(read, type, line);
        break;
    case MAY_JOIN:
        type->may_join = moot_profile_read_expr(read, line, scope, &type->uses);
        break;
    case MAY_CREATE:
        type->may_create =
            moot_profile_read_expr(read, line, scope, &type->uses);
        break;
    case MEMBERS_OF:
        scope.wanted = MOOT_EXPR_TEXT;
        scope.members = false;
        type->members_of =
            moot_profile_read_expr(read, line, scope, &type->uses);
        break;
    case PLUGIN:
        type->plugin = take_plugin(read, line);
        break;
    case URL:
        type->url = moot_profile_read_url(read, line);
        break;
    case TIMEOUT:
        type->timeout_ms = moot_profile_read_number(read, line, 10, 60000);
        break;
    case CACHE_TTL:
        type->cache_ttl_ms = moot_profile_read_number(read, line, 0, 3600000);
        break;
    case CONCURRENCY:
        type->concurrency = moot_profile_read_number(read, line, 1, 1000);
        break;
    case DURABLE:
        type->durable = moot_profile_read_flag(read, line);
        break;
    default:
        break;
    }
}

/* Keys that do not go with a form. */
static void check_form(moot_profile_read_t *read,
                       const moot_profile_section_t *section,
                       const moot_profile_type_t *type)
{
    static const struct {
        const char *key;
        unsigned forms; /* bits */
    } rows[] = {
        {"may_join", 1u << MOOT_PROFILE_DECLARED},
        {"may_create", 1u << MOOT_PROFILE_DECLARED},
        {"members_of", 1u << MOOT_PROFILE_DECLARED},
        {"part", 1u << MOOT_PROFILE_DECLARED},
        {"plugin", 1u << MOOT_PROFILE_COMPILED},
        {"url", 1u << MOOT_PROFILE_ASKED},
        {"cache_ttl_ms", 1u << MOOT_PROFILE_ASKED},
        {"concurrency", 1u << MOOT_PROFILE_ASKED},
        {"timeout_ms", 1u << MOOT_PROFILE_ASKED | 1u << MOOT_PROFILE_COMPILED},
    };
    static const char *const forms[] = {"declared", "compiled", "asked"};
    static const char *const needs[][2] = {
        {"identifier", "may_join"}, {"plugin", "plugin"}, {"url", "url"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const moot_profile_line_t *line =
            moot_profile_read_find(section, rows[i].key);
        if (line != NULL && !(rows[i].forms & 1u << type->form))
            moot_profile_ini_mistake(&read->mistakes, line->line, 1,
                                     "%s is not for rooms of the form %s",
                                     rows[i].key, forms[type->form]);
    }
    for (size_t i = 0; i < 2; i++)
        if (moot_profile_read_find(section, needs[type->form][i]) == NULL
            && (i == 0 || type->form == MOOT_PROFILE_DECLARED))
            moot_profile_read_wrong(read, section,
                                    "a room of the form %s needs %s%s",
                                    forms[type->form], needs[type->form][i],
                                    i == 1 ? " (true lets everybody in)" : "");
}

static void read_room(moot_profile_read_t *read,
                      const moot_profile_section_t *section,
                      moot_profile_type_t *type)
{
    target_t target = {.read = read, .section = section};
    moot_roomname_key_t key = {.size = 0};
    target.type = type;
    type->type = section->name;
    type->durable = true;
    type->concurrency = 16;
    if (moot_profile_read_find(section, "plugin") != NULL)
        type->form = MOOT_PROFILE_COMPILED;
    else if (moot_profile_read_find(section, "url") != NULL)
        type->form = MOOT_PROFILE_ASKED;
    if (moot_roomname_key(section->name, &key) != 0)
        moot_profile_read_wrong(
            read, section,
            "[room NAME] needs a name of letters, digits and _, such as "
            "ChatRoom");
    char *text = moot_profile_read_array(read, key.size + 1, 1);
    memcpy(text, key.text, key.size);
    type->key = moot_slice(text, key.size);
    type->namespaces = moot_profile_read_namespaces(read, section);
    moot_profile_read_section(read, section, room_keys, &target, take_room);
    check_form(read, section, type);
}

static void check_room(moot_profile_read_t *read,
                       const moot_profile_section_t *section,
                       const moot_profile_type_t *type)
{
    for (const moot_profile_type_t *other = read->profile->types; other < type;
         other++) {
        if (!moot_slice_eq(other->key, type->key))
            continue;
        if (other->namespaces & type->namespaces)
            moot_profile_read_wrong(
                read, section,
                "%.64s and %.64s have the same key %.64s in one namespace",
                (const char *)other->type.at, (const char *)type->type.at,
                (const char *)type->key.at);
        else if (other->durable && type->durable)
            moot_profile_read_wrong(
                read, section,
                "%.64s and %.64s have the same key %.64s; say durable = "
                "off in one of them",
                (const char *)other->type.at, (const char *)type->type.at,
                (const char *)type->key.at);
    }
}

static void read_rooms(moot_profile_read_t *read)
{
    moot_profile_t *profile = read->profile;
    size_t count = moot_profile_read_sections(read, "room");
    const moot_profile_section_t *section = NULL;
    profile->types =
        moot_profile_read_array(read, count, sizeof *profile->types);
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "room");
        read_room(read, section, &profile->types[i]);
        check_room(read, section, &profile->types[i]);
        profile->types_count++;
    }
}

/* ---- event -----------------------------------------------------------------
 */

enum {
    LET = DURABLE + 1,
    WHEN,
    TO,
    TO_USER,
    TO_SOCKET,
    SKIP_SELF,
    EMIT,
    WITH,
    CONFIRM,
    HISTORY,
    PARTICIPANTS,
    RECORD,
    ACK,
    FORWARD,
    FORWARDED,
};

static const moot_profile_key_t event_keys[] = {
    {"namespaces", false, NAMESPACES},
    {"let", true, LET},
    {"when", true, WHEN},
    {"to", true, TO},
    {"to_user", true, TO_USER},
    {"to_socket", true, TO_SOCKET},
    {"skip_self", false, SKIP_SELF},
    {"emit", false, EMIT},
    {"with", true, WITH},
    {"args", false, WITH},
    {"confirm", false, CONFIRM},
    {"history", false, HISTORY},
    {"participants", false, PARTICIPANTS},
    {"record", false, RECORD},
    {"ack", false, ACK},
    {"forward", false, FORWARD},
    {"forward_body", false, FORWARDED},
    {0},
};

static void take_let(target_t *target, const moot_profile_line_t *line,
                     moot_expr_scope_t scope)
{
    moot_profile_event_t *event = target->event;
    moot_profile_line_t rest;
    moot_slice_t name;
    if (!moot_profile_read_named(target->read, line, &name, &rest))
        return;
    moot_expr_t *expr =
        moot_profile_read_expr(target->read, &rest, scope, &event->uses);
    target->locals[event->lets_count] = name;
    event->lets[event->lets_count++] = expr;
}

static void take_to(target_t *target, const moot_profile_line_t *line,
                    moot_profile_to_t to, moot_expr_scope_t scope)
{
    moot_profile_event_t *event = target->event;
    moot_profile_target_t *made = &event->targets[event->targets_count++];
    made->to = to;
    if (to == MOOT_PROFILE_TO_ROOM && is(line->value, "self"))
        made->to = MOOT_PROFILE_TO_SELF;
    else if (to == MOOT_PROFILE_TO_ROOM && is(line->value, "all"))
        made->to = MOOT_PROFILE_TO_ALL;
    else
        made->names =
            moot_profile_read_expr(target->read, line, scope, &event->uses);
}

static void take_content(target_t *target, int which,
                         const moot_profile_line_t *line,
                         moot_expr_scope_t scope)
{
    moot_profile_event_t *event = target->event;
    moot_profile_read_t *read = target->read;
    switch (which) {
    case EMIT:
        event->emit.event = moot_profile_read_emit(read, line);
        break;
    case WITH:
        moot_profile_read_with(read, &event->emit, line, scope, &event->uses);
        break;
    case CONFIRM:
        event->confirm = line->value;
        break;
    case HISTORY:
        event->history = moot_profile_read_history(read, line);
        break;
    case PARTICIPANTS:
        scope.wanted = MOOT_EXPR_LIST;
        event->participants =
            moot_profile_read_expr(read, line, scope, &event->uses);
        break;
    case RECORD:
        scope.wanted = MOOT_EXPR_OBJECT;
        event->record = moot_profile_read_expr(read, line, scope, &event->uses);
        break;
    case ACK:
        scope.wanted = MOOT_EXPR_LIST;
        event->ack = moot_profile_read_expr(read, line, scope, &event->uses);
        break;
    case FORWARD:
        event->forward = moot_profile_read_url(read, line);
        break;
    default:
        scope.wanted = MOOT_EXPR_OBJECT;
        event->forwarded =
            moot_profile_read_expr(read, line, scope, &event->uses);
    }
}

static void take_event(moot_profile_read_t *read, void *ctx, int which,
                       const moot_profile_line_t *line)
{
    target_t *target = ctx;
    moot_profile_event_t *event = target->event;
    moot_expr_scope_t scope = {.names = EVENT_NAMES,
                               .inside = true,
                               .locals = target->locals,
                               .locals_count = event->lets_count};
    switch (which) {
    case NAMESPACES:
        break;
    case LET:
        take_let(target, line, scope);
        break;
    case WHEN:
        scope.wanted = MOOT_EXPR_CONDITION;
        event->whens[event->whens_count++] =
            moot_profile_read_expr(read, line, scope, &event->uses);
        break;
    case TO:
    case TO_USER:
    case TO_SOCKET:
        scope.wanted = MOOT_EXPR_TEXTS;
        take_to(target, line,
                which == TO        ? MOOT_PROFILE_TO_ROOM
                : which == TO_USER ? MOOT_PROFILE_TO_USER
                                   : MOOT_PROFILE_TO_SOCKET,
                scope);
        break;
    case SKIP_SELF:
        event->skip_self = moot_profile_read_flag(read, line);
        break;
    default:
        take_content(target, which, line, scope);
    }
}

/* What must come together, and what does nothing. */
static void check_event(moot_profile_read_t *read,
                        const moot_profile_section_t *section,
                        const moot_profile_event_t *event)
{
    static const char *const pairs[][2] = {
        {"emit", "to"},        {"history", "participants"},
        {"history", "record"}, {"participants", "history"},
        {"record", "history"}, {"forward_body", "forward"},
        {"skip_self", "emit"}, {"confirm", "emit"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (moot_profile_read_find(section, pairs[i][0]) != NULL
            && moot_profile_read_find(section, pairs[i][1]) == NULL
            && (i != 0 || event->targets_count == 0))
            moot_profile_read_wrong(read, section, "%s needs %s", pairs[i][0],
                                    pairs[i][1]);
    bool emits = moot_profile_read_find(section, "emit") != NULL;
    if (event->targets_count > 0 && !emits)
        moot_profile_read_wrong(read, section, "to needs an emit");
    if (!emits && moot_profile_read_find(section, "history") == NULL
        && moot_profile_read_find(section, "forward") == NULL
        && moot_profile_read_find(section, "ack") == NULL)
        moot_profile_read_wrong(
            read, section,
            "this event does nothing; give it an emit, a history, a "
            "forward or an ack");
}

static void check_event_name(moot_profile_read_t *read,
                             const moot_profile_section_t *section,
                             const moot_profile_event_t *event)
{
    const char *reserved = moot_profile_read_reserved(event->name);
    const moot_profile_t *profile = read->profile;
    enum moot_guard_what what;
    if (event->name.size == 0 || event->name.size > EVENT_MAX)
        moot_profile_read_wrong(read, section,
                                "[event NAME] needs a name of at most %d bytes",
                                EVENT_MAX);
    if (reserved != NULL)
        moot_profile_read_wrong(read, section,
                                "%s is a name that Socket.IO keeps for itself",
                                reserved);
    for (size_t i = 0; i < profile->namespaces_count; i++) {
        if (!(event->namespaces & UINT64_C(1) << i))
            continue;
        const moot_profile_type_t *type =
            moot_profile_type_event(profile, (int)i, event->name, &what);
        if (type != NULL)
            moot_profile_read_wrong(
                read, section, "%.64s belongs to [room %.64s]",
                (const char *)event->name.at, (const char *)type->type.at);
        if (moot_profile_event(profile, (int)i, event->name) != NULL)
            moot_profile_read_wrong(
                read, section,
                "[event %.64s] is there already in namespace %.64s",
                (const char *)event->name.at,
                (const char *)profile->namespaces[i].name.at);
    }
}

static void read_event(moot_profile_read_t *read,
                       const moot_profile_section_t *section,
                       moot_profile_event_t *event)
{
    target_t target = {.read = read, .section = section};
    target.event = event;
    event->name = section->name;
    event->namespaces = moot_profile_read_namespaces(read, section);
    event->lets = moot_profile_read_array(read, MOOT_PROFILE_LINES_MAX,
                                          sizeof *event->lets);
    event->whens = moot_profile_read_array(read, MOOT_PROFILE_LINES_MAX,
                                           sizeof *event->whens);
    event->targets = moot_profile_read_array(read, 3 * MOOT_PROFILE_LINES_MAX,
                                             sizeof *event->targets);
    check_event_name(read, section, event);
    moot_profile_read_section(read, section, event_keys, &target, take_event);
    check_event(read, section, event);
}

/* An acknowledgement is taken as an event, in each of the namespaces. */
static void check_confirm(moot_profile_read_t *read,
                          const moot_profile_section_t *section,
                          const moot_profile_event_t *event)
{
    const moot_profile_t *profile = read->profile;

    if (event->confirm.size == 0)
        return;
    for (size_t i = 0; i < profile->namespaces_count; i++)
        if (event->namespaces & UINT64_C(1) << i
            && moot_profile_event(profile, (int)i, event->confirm) == NULL)
            moot_profile_read_wrong(
                read, section, "confirm: there is no [event %.64s] in %.64s",
                (const char *)event->confirm.at,
                (const char *)profile->namespaces[i].name.at);
}

static void read_events(moot_profile_read_t *read)
{
    moot_profile_t *profile = read->profile;
    size_t count = moot_profile_read_sections(read, "event");
    const moot_profile_section_t *section = NULL;
    profile->events =
        moot_profile_read_array(read, count, sizeof *profile->events);
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "event");
        read_event(read, section, &profile->events[i]);
        profile->events_count++;
    }
    section = NULL;
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "event");
        check_confirm(read, section, &profile->events[i]);
    }
}

void moot_profile_routes(moot_profile_read_t *read)
{
    read_rooms(read);
    read_events(read);
}
