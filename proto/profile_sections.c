/* Sections of a profile: profile, limits, namespace, history, policy. */
#include <stdio.h>

#include "common/err.h"
#include "common/utf8.h"
#include "proto/profile_read.h"

enum { TEXT_MAX = 500, NAMED_MAX = 64, NAMESPACE_MAX = 128 };

#define CONNECT_NAMES                                                          \
    (MOOT_EXPR_BIT(CLAIMS) | MOOT_EXPR_BIT(USER) | MOOT_EXPR_BIT(SID)          \
     | MOOT_EXPR_BIT(NAMESPACE) | MOOT_EXPR_BIT(AUTH) | MOOT_EXPR_BIT(QUERY)   \
     | MOOT_EXPR_BIT(CONTENT_CHARS_MAX))

/* Who a token names when the profile does not say: as in the JSON protocol. */
static const char usual_user[] =
    "if(type(claims.sub) == \"string\" and claims.sub != \"\", claims.sub,"
    " if(type(claims.userId) == \"string\" and claims.userId != \"\","
    " claims.userId, if(type(claims.user_id) == \"string\" and"
    " claims.user_id != \"\", claims.user_id, claims.user)))";

static bool is(moot_slice_t text, const char *word)
{
    return moot_slice_eq(text, moot_slice_str(word));
}

static void check_name(moot_profile_read_t *read,
                       const moot_profile_section_t *section, size_t max)
{
    if (section->name.size == 0 || section->name.size > max)
        moot_profile_ini_mistake(
            &read->mistakes, section->line, 0,
            "[%.20s NAME] needs a name of at most %zu bytes",
            (const char *)section->kind.at, max);
}

/* ---- profile, limits ------------------------------------------------------
 */

enum { TITLE, PING_INTERVAL, PING_TIMEOUT, CONNECT_TIMEOUT, MAX_PAYLOAD };

static void take_limit(moot_profile_read_t *read, void *target, int which,
                       const moot_profile_line_t *line)
{
    moot_profile_t *profile = target;
    moot_profile_limits_t *limits = &profile->limits;
    switch (which) {
    case TITLE:
        profile->title = moot_profile_read_text(read, line, TEXT_MAX);
        break;
    case PING_INTERVAL:
        limits->ping_interval_ms =
            moot_profile_read_number(read, line, 50, 3600000);
        break;
    case PING_TIMEOUT:
        limits->ping_timeout_ms =
            moot_profile_read_number(read, line, 50, 3600000);
        break;
    case CONNECT_TIMEOUT:
        limits->connect_timeout_ms =
            moot_profile_read_number(read, line, 50, 3600000);
        break;
    default:
        limits->max_payload =
            moot_profile_read_number(read, line, 1000, 16777216);
    }
}

static void read_one(moot_profile_read_t *read, const char *kind,
                     const moot_profile_key_t *keys)
{
    const moot_profile_section_t *first =
        moot_profile_read_next(read, NULL, kind);
    if (first == NULL)
        return;
    if (first->name.size > 0)
        moot_profile_ini_mistake(&read->mistakes, first->line, 0,
                                 "[%s] takes no name", kind);
    const moot_profile_section_t *second =
        moot_profile_read_next(read, first, kind);
    if (second != NULL)
        moot_profile_ini_mistake(&read->mistakes, second->line, 0,
                                 "[%s] is there in line %u already", kind,
                                 first->line);
    moot_profile_read_section(read, first, keys, read->profile, take_limit);
}

/* ---- namespace ------------------------------------------------------------
 */

enum {
    AUTH,
    TOKEN_TYPE,
    NO_COOKIE,
    NO_TOKEN,
    BAD_TOKEN,
    REFUSED,
    USER,
    ALLOW,
    JOIN,
    REMEMBER,
    EMIT,
    WITH,
};

static const moot_profile_key_t namespace_keys[] = {
    {"auth", false, AUTH},
    {"token_type", false, TOKEN_TYPE},
    {"no_cookie", false, NO_COOKIE},
    {"no_token", false, NO_TOKEN},
    {"bad_token", false, BAD_TOKEN},
    {"user", false, USER},
    {"allow", false, ALLOW},
    {"refused", false, REFUSED},
    {"join", true, JOIN},
    {"remember", true, REMEMBER},
    {"emit", true, EMIT},
    {"with", true, WITH},
    {"args", true, WITH},
    {0},
};

static void take_auth(moot_profile_read_t *read,
                      moot_profile_namespace_t *space,
                      const moot_profile_line_t *line)
{
    moot_slice_t rest = line->value, word, more;
    bool known = true;
    (void)moot_profile_read_word(&rest, &word);
    if (is(word, "cookie") && moot_profile_read_word(&rest, &space->cookie))
        space->auth = MOOT_PROFILE_AUTH_COOKIE;
    else if (is(word, "token"))
        space->auth = MOOT_PROFILE_AUTH_TOKEN;
    else
        known = is(word, "none");
    if (!known || moot_profile_read_word(&rest, &more))
        MOOT_PROFILE_MISTAKE(read, line, "auth is none, token or cookie NAME");
    if (space->cookie.size > 0) {
        char *name = moot_profile_read_array(read, space->cookie.size + 1, 1);
        memcpy(name, space->cookie.at, space->cookie.size);
        space->cookie.at = (const uint8_t *)name;
    }
}

static void take_fact(moot_profile_read_t *read,
                      moot_profile_namespace_t *space,
                      const moot_profile_line_t *line)
{
    moot_profile_line_t rest;
    moot_expr_scope_t scope = {.names = CONNECT_NAMES};
    moot_profile_fact_t *fact = &space->facts[space->facts_count];
    if (!moot_profile_read_named(read, line, &fact->name, &rest))
        return;
    fact->value = moot_profile_read_expr(read, &rest, scope, &space->uses);
    space->facts_count++;
}

static void take_namespace(moot_profile_read_t *read, void *target, int which,
                           const moot_profile_line_t *line)
{
    moot_profile_namespace_t *space = target;
    moot_expr_scope_t scope = {.names = CONNECT_NAMES};
    switch (which) {
    case AUTH:
        take_auth(read, space, line);
        break;
    case TOKEN_TYPE:
        space->token_type = moot_profile_read_text(read, line, NAMED_MAX);
        break;
    case NO_COOKIE:
        space->no_cookie = moot_profile_read_text(read, line, TEXT_MAX);
        break;
    case NO_TOKEN:
        space->no_token = moot_profile_read_text(read, line, TEXT_MAX);
        break;
    case BAD_TOKEN:
        space->bad_token = moot_profile_read_text(read, line, TEXT_MAX);
        break;
    case REFUSED:
        space->refused = moot_profile_read_text(read, line, TEXT_MAX);
        break;
    case USER:
        scope.wanted = MOOT_EXPR_TEXT;
        scope.names &= ~MOOT_EXPR_BIT(USER);
        space->user = moot_profile_read_expr(read, line, scope, &space->uses);
        break;
    case ALLOW:
        scope.wanted = MOOT_EXPR_CONDITION;
        space->allow = moot_profile_read_expr(read, line, scope, &space->uses);
        break;
    case JOIN:
        scope.wanted = MOOT_EXPR_TEXTS;
        space->joins[space->joins_count++] =
            moot_profile_read_expr(read, line, scope, &space->uses);
        break;
    case REMEMBER:
        take_fact(read, space, line);
        break;
    case EMIT:
        space->emits[space->emits_count++].event =
            moot_profile_read_emit(read, line);
        break;
    default: {
        moot_profile_emit_t none = {0};
        moot_profile_read_with(read,
                               space->emits_count > 0
                                   ? &space->emits[space->emits_count - 1]
                                   : &none,
                               line, scope, &space->uses);
    }
    }
}

static moot_slice_t usual_text(moot_slice_t given, moot_slice_t usual)
{
    return given.size > 0 ? given : usual;
}

static void finish_namespace(moot_profile_read_t *read,
                             const moot_profile_section_t *section,
                             moot_profile_namespace_t *space)
{
    moot_profile_line_t user = {
        .line = section->line,
        .key = moot_slice_str("user"),
        .value = moot_slice_str(usual_user),
    };
    moot_expr_scope_t scope = {.names = MOOT_EXPR_BIT(CLAIMS),
                               .wanted = MOOT_EXPR_TEXT};
    if (space->auth != MOOT_PROFILE_AUTH_NONE && space->user == NULL
        && moot_profile_read_find(section, "user") == NULL)
        space->user = moot_profile_read_expr(read, &user, scope, &space->uses);
    if (space->auth != MOOT_PROFILE_AUTH_COOKIE && space->no_cookie.size > 0)
        moot_profile_ini_mistake(&read->mistakes, section->line, 0,
                                 "no_cookie is for auth = cookie NAME");
    space->no_token =
        usual_text(space->no_token, moot_slice_str("No access token provided"));
    space->no_cookie = usual_text(space->no_cookie, space->no_token);
    space->bad_token =
        usual_text(space->bad_token, moot_slice_str("Invalid access token"));
    space->refused =
        usual_text(space->refused, moot_slice_str("Not authorized"));
}

static void read_namespace(moot_profile_read_t *read,
                           const moot_profile_section_t *section,
                           moot_profile_namespace_t *space)
{
    space->name = section->name;
    check_name(read, section, NAMESPACE_MAX);
    if (section->name.size > 0
        && (section->name.at[0] != '/'
            || memchr(section->name.at, ',', section->name.size) != NULL
            || memchr(section->name.at, ' ', section->name.size) != NULL))
        moot_profile_ini_mistake(&read->mistakes, section->line, 0,
                                 "a namespace begins with / and has neither "
                                 "spaces nor commas");
    for (const moot_profile_namespace_t *other = read->profile->namespaces;
         other < space; other++)
        if (moot_slice_eq(other->name, space->name))
            moot_profile_ini_mistake(&read->mistakes, section->line, 0,
                                     "[namespace %.100s] is there already",
                                     (const char *)section->name.at);
    space->joins = moot_profile_read_array(read, MOOT_PROFILE_LINES_MAX,
                                           sizeof *space->joins);
    space->facts = moot_profile_read_array(read, MOOT_PROFILE_LINES_MAX,
                                           sizeof *space->facts);
    space->emits = moot_profile_read_array(read, MOOT_PROFILE_LINES_MAX,
                                           sizeof *space->emits);
    moot_profile_read_section(read, section, namespace_keys, space,
                              take_namespace);
    finish_namespace(read, section, space);
}

static void read_namespaces(moot_profile_read_t *read)
{
    moot_profile_t *profile = read->profile;
    size_t count = moot_profile_read_sections(read, "namespace");
    if (count == 0)
        moot_profile_ini_mistake(&read->mistakes, 0, 0,
                                 "there must be a [namespace /], or another "
                                 "one");
    if (count > MOOT_PROFILE_NAMESPACES_MAX) {
        moot_profile_ini_mistake(&read->mistakes, 0, 0,
                                 "there may be %d namespaces at most",
                                 MOOT_PROFILE_NAMESPACES_MAX);
        return;
    }
    profile->namespaces =
        moot_profile_read_array(read, count, sizeof *profile->namespaces);
    const moot_profile_section_t *section = NULL;
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "namespace");
        read_namespace(read, section, &profile->namespaces[i]);
        profile->namespaces_count++;
    }
}

/* ---- history ---------------------------------------------------------------
 */

static void take_history(moot_profile_read_t *read, void *target, int which,
                         const moot_profile_line_t *line)
{
    moot_profile_history_t *history = target;
    (void)which;
    history->time = moot_profile_read_text(read, line, NAMED_MAX);
}

static void read_histories(moot_profile_read_t *read)
{
    static const moot_profile_key_t keys[] = {{"time", false, 0}, {0}};
    moot_profile_t *profile = read->profile;
    size_t count = moot_profile_read_sections(read, "history");
    profile->histories =
        moot_profile_read_array(read, count, sizeof *profile->histories);
    const moot_profile_section_t *section = NULL;
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "history");
        check_name(read, section, NAMED_MAX);
        for (size_t j = 0; j < i; j++)
            if (moot_slice_eq(profile->histories[j].name, section->name))
                moot_profile_ini_mistake(&read->mistakes, section->line, 0,
                                         "[history %.64s] is there already",
                                         (const char *)section->name.at);
        profile->histories[i].name = section->name;
        moot_profile_read_section(read, section, keys, &profile->histories[i],
                                  take_history);
        profile->histories_count++;
    }
}

/* ---- policy ----------------------------------------------------------------
 */

/* Any key is an ability, so the lines are taken without a table. */
static void read_policy(moot_profile_read_t *read,
                        const moot_profile_section_t *section,
                        moot_expr_policy_t *policy)
{
    size_t count = 0;
    unsigned uses = 0;
    moot_expr_scope_t scope = {.names = (1u << MOOT_EXPR_NAMES) - 1,
                               .members = true};
    for (const moot_profile_line_t *line = section->lines; line != NULL;
         line = line->next)
        count++;
    moot_expr_ability_t *abilities =
        moot_profile_read_array(read, count, sizeof *abilities);
    policy->name = section->name;
    policy->abilities = abilities;
    for (const moot_profile_line_t *line = section->lines; line != NULL;
         line = line->next) {
        bool before = is(line->key, "before");
        const moot_profile_line_t *first =
            moot_profile_read_find(section, (const char *)line->key.at);
        if (first != line) {
            moot_profile_ini_mistake(&read->mistakes, line->line, 1,
                                     "%.64s is given in line %u already",
                                     (const char *)line->key.at, first->line);
            continue;
        }
        scope.wanted = before ? MOOT_EXPR_GRANT : MOOT_EXPR_CONDITION;
        moot_expr_t *expr = moot_profile_read_expr(read, line, scope, &uses);
        if (before)
            policy->before = expr;
        else
            abilities[policy->abilities_count++] =
                (moot_expr_ability_t){line->key, expr};
    }
}

static void read_policies(moot_profile_read_t *read)
{
    moot_profile_t *profile = read->profile;
    size_t count = moot_profile_read_sections(read, "policy");
    profile->policies =
        moot_profile_read_array(read, count, sizeof *profile->policies);
    const moot_profile_section_t *section = NULL;
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "policy");
        check_name(read, section, NAMED_MAX);
        for (size_t j = 0; j < i; j++)
            if (moot_slice_eq(profile->policies[j].name, section->name))
                moot_profile_ini_mistake(&read->mistakes, section->line, 0,
                                         "[policy %.64s] is there already",
                                         (const char *)section->name.at);
        read_policy(read, section, &profile->policies[i]);
        profile->policies_count++;
    }
}

/* ---- All -------------------------------------------------------------------
 */

static void check_kinds(moot_profile_read_t *read)
{
    static const char *const kinds[] = {"profile", "limits", "namespace",
                                        "room",    "event",  "history",
                                        "view",    "policy"};
    size_t count = 0;
    for (const moot_profile_section_t *section = read->sections;
         section != NULL; section = section->next) {
        size_t i = 0;
        while (i < sizeof kinds / sizeof *kinds && !is(section->kind, kinds[i]))
            i++;
        if (i == sizeof kinds / sizeof *kinds)
            moot_profile_ini_mistake(
                &read->mistakes, section->line, 0,
                "there is no kind of section %.40s; there are profile, limits, "
                "namespace, room, event, history, view, policy",
                (const char *)section->kind.at);
        if (++count == MOOT_PROFILE_SECTIONS_MAX + 1)
            moot_profile_ini_mistake(&read->mistakes, section->line, 0,
                                     "there may be %d sections at most",
                                     MOOT_PROFILE_SECTIONS_MAX);
    }
}

void moot_profile_sections(moot_profile_read_t *read)
{
    static const moot_profile_key_t titles[] = {{"title", false, TITLE}, {0}};
    static const moot_profile_key_t limits[] = {
        {"ping_interval_ms", false, PING_INTERVAL},
        {"ping_timeout_ms", false, PING_TIMEOUT},
        {"connect_timeout_ms", false, CONNECT_TIMEOUT},
        {"max_payload", false, MAX_PAYLOAD},
        {0},
    };
    check_kinds(read);
    read_one(read, "profile", titles);
    read_one(read, "limits", limits);
    read_namespaces(read);
    read_histories(read);
    read_policies(read);
}
