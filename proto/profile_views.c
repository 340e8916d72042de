/* Sections of a profile: view. */
#include "proto/profile_read.h"

enum { TEXT_MAX = 500 };

#define VIEW_NAMES                                                             \
    (MOOT_EXPR_BIT(CLAIMS) | MOOT_EXPR_BIT(USER) | MOOT_EXPR_BIT(QUERY))

enum {
    NAMESPACE,
    SHOWS_HISTORY,
    OF,
    PEERS,
    PEERS_OF,
    WITHOUT,
    ALLOW,
    NO_COOKIE,
    NO_TOKEN,
    BAD_TOKEN,
    REFUSED,
    MISSING,
};

static const moot_profile_key_t view_keys[] = {
    {"namespace", false, NAMESPACE},
    {"history", false, SHOWS_HISTORY},
    {"of", false, OF},
    {"missing", false, MISSING},
    {"peers", false, PEERS},
    {"peers_of", false, PEERS_OF},
    {"without", false, WITHOUT},
    {"allow", false, ALLOW},
    {"no_cookie", false, NO_COOKIE},
    {"no_token", false, NO_TOKEN},
    {"bad_token", false, BAD_TOKEN},
    {"refused", false, REFUSED},
    {0},
};

/* A fact and its value: rol admin. */
static void take_known(moot_profile_read_t *read,
                       const moot_profile_line_t *line, moot_slice_t *fact,
                       moot_slice_t *value)
{
    const moot_profile_t *profile = read->profile;
    moot_slice_t rest = moot_profile_read_text(read, line, TEXT_MAX);
    moot_slice_t name = rest;
    bool known = false;
    const uint8_t *space = memchr(rest.at, ' ', rest.size);
    if (space == NULL) {
        MOOT_PROFILE_MISTAKE(read, line, "%s is a fact and its value",
                             (const char *)line->key.at);
        return;
    }
    name.size = (size_t)(space - rest.at);
    char *copy = moot_profile_read_array(read, name.size + 1, 1);
    memcpy(copy, name.at, name.size);
    *fact = moot_slice(copy, name.size);
    *value = moot_slice(space + 1, rest.size - name.size - 1);
    for (size_t i = 0; i < profile->namespaces_count; i++)
        for (size_t j = 0; j < profile->namespaces[i].facts_count; j++)
            known |= moot_slice_eq(profile->namespaces[i].facts[j].name, name);
    if (!known)
        MOOT_PROFILE_MISTAKE(read, line, "no namespace remembers %.64s", copy);
}

static void take_view(moot_profile_read_t *read, void *target, int which,
                      const moot_profile_line_t *line)
{
    moot_profile_view_t *view = target;
    moot_expr_scope_t scope = {.names = VIEW_NAMES};
    switch (which) {
    case SHOWS_HISTORY:
    case PEERS:
        view->history = moot_profile_read_history(read, line);
        break;
    case OF:
        view->of = moot_profile_read_expr(read, line, scope, &view->uses);
        break;
    case PEERS_OF:
        take_known(read, line, &view->of_fact, &view->of_value);
        break;
    case WITHOUT:
        take_known(read, line, &view->not_fact, &view->not_value);
        break;
    case ALLOW:
        scope.wanted = MOOT_EXPR_CONDITION;
        view->allow = moot_profile_read_expr(read, line, scope, &view->uses);
        break;
    case NO_COOKIE:
        view->no_cookie = moot_profile_read_answer(read, line);
        break;
    case NO_TOKEN:
        view->no_token = moot_profile_read_answer(read, line);
        break;
    case BAD_TOKEN:
        view->bad_token = moot_profile_read_answer(read, line);
        break;
    case REFUSED:
        view->refused = moot_profile_read_answer(read, line);
        break;
    case MISSING:
        view->missing = moot_profile_read_answer(read, line);
        break;
    default:
        break;
    }
}

static void usual_answer(moot_profile_read_t *read,
                         moot_profile_answer_t *answer, unsigned status,
                         moot_slice_t text)
{
    if (answer->status == 0)
        *answer = moot_profile_read_error(read, status, text);
}

static void finish_view(moot_profile_read_t *read, moot_profile_view_t *view)
{
    moot_slice_t no_token = {0}, bad_token = {0};
    if (view->namespace != NULL) {
        no_token = view->namespace->no_token;
        bad_token = view->namespace->bad_token;
    }
    if (view->no_token.status == 0)
        view->no_token = view->no_cookie;
    usual_answer(read, &view->no_token, 401, no_token);
    usual_answer(read, &view->no_cookie, 401, no_token);
    usual_answer(read, &view->bad_token, 401, bad_token);
    usual_answer(read, &view->refused, 403, moot_slice_str("Forbidden"));
    usual_answer(read, &view->missing, 400, moot_slice_str("Bad request"));
}

static void check_view(moot_profile_read_t *read,
                       const moot_profile_section_t *section,
                       const moot_profile_view_t *view)
{
    bool history = moot_profile_read_find(section, "history") != NULL;
    bool peers = moot_profile_read_find(section, "peers") != NULL;
    if (view->path.size == 0 || view->path.at[0] != '/'
        || view->path.size > TEXT_MAX
        || memchr(view->path.at, '?', view->path.size) != NULL
        || memchr(view->path.at, ' ', view->path.size) != NULL)
        moot_profile_read_wrong(
            read, section, "[view PATH] needs a path such as /api/messages");
    for (const moot_profile_view_t *other = read->profile->views; other < view;
         other++)
        if (moot_slice_eq(other->path, view->path))
            moot_profile_read_wrong(read, section,
                                    "[view %.100s] is there already",
                                    (const char *)view->path.at);
    if (history == peers)
        moot_profile_read_wrong(
            read, section,
            "a view shows either a history (history = NAME) or the names "
            "in one (peers = NAME)");
    else if (history && moot_profile_read_find(section, "of") == NULL)
        moot_profile_read_wrong(read, section,
                                "history needs of, the user whose it is");
    else if (peers && moot_profile_read_find(section, "peers_of") == NULL)
        moot_profile_read_wrong(read, section,
                                "peers needs peers_of, a fact and its value");
    if (view->namespace != NULL
        && view->namespace->auth == MOOT_PROFILE_AUTH_NONE)
        moot_profile_read_wrong(read, section,
                                "a view needs a namespace with an auth");
}

static void read_view(moot_profile_read_t *read,
                      const moot_profile_section_t *section,
                      moot_profile_view_t *view)
{
    const moot_profile_line_t *line =
        moot_profile_read_find(section, "namespace");
    int number = moot_profile_namespace(
        read->profile, line != NULL ? line->value : moot_slice_str("/"));
    view->path = section->name;
    if (number >= 0)
        view->namespace = &read->profile->namespaces[number];
    else if (read->profile->namespaces_count > 0)
        moot_profile_read_wrong(
            read, section, "there is no section [namespace %.100s]",
            line != NULL ? (const char *)line->value.at : "/");
    if (moot_profile_read_find(section, "peers") != NULL)
        view->shows = MOOT_PROFILE_SHOWS_PEERS;
    moot_profile_read_section(read, section, view_keys, view, take_view);
    check_view(read, section, view);
    finish_view(read, view);
}

void moot_profile_views(moot_profile_read_t *read)
{
    moot_profile_t *profile = read->profile;
    size_t count = moot_profile_read_sections(read, "view");
    const moot_profile_section_t *section = NULL;
    profile->views =
        moot_profile_read_array(read, count, sizeof *profile->views);
    for (size_t i = 0; i < count; i++) {
        section = moot_profile_read_next(read, section, "view");
        read_view(read, section, &profile->views[i]);
        profile->views_count++;
    }
}
