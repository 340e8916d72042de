#include "edge/views_internal.h"

#include "common/err.h"
#include "common/json_write.h"
#include "edge/auth.h"
#include "proto/query.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ARENA_BYTES_MAX = 1 << 20,
    CLAIMS_BYTES_MAX = 16384,
    QUERY_BYTES_MAX = 8192,
    OUT_BYTES_MAX = 64 << 20, /* rows and names are bounded before that */
};

/* ---- Answers ------------------------------------------------------------- */

static void respond(moot_views_t *views, moot_exchange_t *exchange,
                    moot_slice_t origin, moot_web_answer_t *answer)
{
    answer->content_type = "application/json; charset=utf-8";
    answer->allow_origin = origin;
    answer->allow_credentials =
        origin.size > 0 && views->sink.named(views->ctx, origin);
    if (answer->status == 503)
        answer->retry_after_s = 1;
    views->sink.answer(views->ctx, exchange, answer);
}

/* One of the profile's refusals; the first that is given of the two. */
static void refuse(moot_views_t *views, moot_exchange_t *exchange,
                   moot_slice_t origin, const moot_profile_answer_t *first,
                   const moot_profile_answer_t *second)
{
    const moot_profile_answer_t *given = first->status ? first : second;
    moot_web_answer_t answer = {.status = 403};

    answer.body = moot_slice_str("{\"error\":\"forbidden\"}");
    if (given->status) {
        answer.status = (int)given->status;
        answer.body = given->body;
    }
    respond(views, exchange, origin, &answer);
}

static void end(moot_views_call_t *call)
{
    moot_delivery_inquiry_cancel(&call->inquiry);
    moot_list_remove(&call->in_calls);
    call->views->calls_count--;
    moot_views_names_close(&call->of);
    moot_views_names_close(&call->left_out);
    moot_views_names_close(&call->found);
    free(call->users);
    moot_buf_close(&call->origin);
    moot_buf_close(&call->owner);
    moot_buf_close(&call->query);
    moot_buf_close(&call->out);
    free(call);
}

void moot_views_done(moot_views_call_t *call, const char *link)
{
    moot_web_answer_t answer = {.status = 200, .link = link};

    answer.body = moot_buf_slice(&call->out);
    respond(call->views, call->exchange, moot_buf_slice(&call->origin),
            &answer);
    end(call);
}

void moot_views_fail(moot_views_call_t *call, int status, const char *text)
{
    moot_web_answer_t answer = {.status = status};
    char body[128];

    snprintf(body, sizeof body, "{\"error\":\"%s\"}", text);
    answer.body = moot_slice_str(body);
    respond(call->views, call->exchange, moot_buf_slice(&call->origin),
            &answer);
    end(call);
}

moot_views_call_t *moot_views_call_of(moot_inquiry_t *inquiry)
{
    return MOOT_CONTAINER(inquiry, moot_views_call_t, inquiry);
}

static void on_gone(void *owner, moot_exchange_t *exchange)
{
    (void)exchange;
    end(owner);
}

/* ---- A request ----------------------------------------------------------- */

/* What is known of a request while it is judged. */
typedef struct asking {
    moot_views_t *views;
    moot_exchange_t *exchange;
    const moot_web_request_t *request;
    const moot_profile_view_t *view;
    moot_slice_t origin; /* that may read the answer */
    int64_t wall_ms;
    moot_expr_env_t env;
} asking_t;

/* False: refused, and answered. */
static bool check_method(asking_t *asking)
{
    const moot_web_request_t *request = asking->request;
    moot_web_answer_t answer = {.status = 204};
    bool get = moot_slice_eq(request->method, moot_slice_str("GET"))
               || moot_slice_eq(request->method, moot_slice_str("HEAD"));

    if (request->origin.at
        && asking->views->sink.origin(asking->views->ctx, request->origin))
        asking->origin = request->origin;
    if (get)
        return true;
    if (moot_slice_eq(request->method, moot_slice_str("OPTIONS"))) {
        answer.allow_methods = "GET, HEAD";
        answer.allow_headers = request->access_request_headers;
    } else {
        answer.status = 405;
        answer.body = moot_slice_str("{\"error\":\"method not allowed\"}");
    }
    answer.allow = "GET, HEAD, OPTIONS";
    respond(asking->views, asking->exchange, asking->origin, &answer);
    return false;
}

/* The token of the request. Errors: MOOT_ENOENT, MOOT_EINVAL. */
static int find_token(const asking_t *asking, moot_buf_t *scratch,
                      moot_slice_t *token)
{
    const moot_profile_namespace_t *namespace = asking->view->namespace;
    bool cookie = namespace->auth == MOOT_PROFILE_AUTH_COOKIE;
    const moot_auth_config_t config = {
        .cookie_name = cookie ? (const char *)namespace->cookie.at : "",
    };
    const moot_slice_t none = {0};

    return moot_auth_credential(&config,
                                cookie ? none : asking->request->authorization,
                                cookie ? asking->request->cookie : none, none,
                                scratch, token);
}

/* Verifies who asks; views->claims is filled. False: refused, answered. */
static bool take_token(asking_t *asking)
{
    const moot_profile_view_t *view = asking->view;
    const moot_web_request_t *request = asking->request;
    moot_views_t *views = asking->views;
    bool cookie = view->namespace->auth == MOOT_PROFILE_AUTH_COOKIE;
    moot_slice_t token, header = cookie ? request->cookie
                                        : request->authorization;
    moot_buf_t scratch;
    bool good = false;
    int rc;

    moot_buf_clear(&views->claims);
    if (view->namespace->auth == MOOT_PROFILE_AUTH_NONE)
        return true;
    moot_buf_init(&scratch, CLAIMS_BYTES_MAX);
    rc = header.at ? find_token(asking, &scratch, &token) : MOOT_ENOENT;
    if (rc == 0)
        good = views->sink.claims(views->ctx, token, &views->claims);
    moot_buf_close(&scratch);
    if (rc == MOOT_ENOENT && !header.at)
        refuse(views, asking->exchange, asking->origin, &view->no_cookie,
               &view->no_token);
    else if (rc == MOOT_ENOENT)
        refuse(views, asking->exchange, asking->origin, &view->no_token,
               &view->no_cookie);
    else if (!good)
        refuse(views, asking->exchange, asking->origin, &view->bad_token,
               &view->no_cookie);
    return good;
}

/* What the token says of its user is learned, as at a socket's CONNECT. Nobody
 * waits for it: an answer that does not know it yet is one of before. */
static void tell_facts(moot_views_t *views, moot_slice_t user,
                       const moot_events_welcome_t *welcome)
{
    for (size_t i = 0; i < welcome->facts_count; i++) {
        const moot_msg_request_t request = {
            .op = MOOT_OP_FACT,
            .user = user,
            .target = welcome->facts[i].name,
            .content = welcome->facts[i].value,
        };

        if (moot_delivery_request(views->delivery, &views->subscriber,
                                  &request, 0, views->now_ms)
            != 0)
            return;
    }
}

/* The names of the expressions. False: refused, answered. */
static bool fill_env(asking_t *asking)
{
    moot_views_t *views = asking->views;
    const moot_profile_view_t *view = asking->view;
    moot_slice_t claims = moot_buf_slice(&views->claims);
    int number = (int)(view->namespace - views->profile->namespaces);
    moot_events_welcome_t welcome;
    moot_slice_t user;
    int rc = 0;

    if (view->namespace->auth != MOOT_PROFILE_AUTH_NONE) {
        if (!moot_events_user(views->events, number, claims, asking->wall_ms,
                              &welcome)
            || !moot_arena_copy(&views->arena, welcome.user, &user)) {
            refuse(views, asking->exchange, asking->origin, &view->bad_token,
                   &view->no_cookie);
            return false;
        }
        tell_facts(views, user, &welcome);
        asking->env.names[MOOT_EXPR_USER] = moot_value_of_string(user);
        rc = moot_value_read(&views->arena, claims, MOOT_VALUE_PLAIN,
                             &asking->env.names[MOOT_EXPR_CLAIMS]);
    }
    asking->env.names[MOOT_EXPR_NAMESPACE] =
        moot_value_of_string(view->namespace->name);
    asking->env.now_ms = asking->wall_ms;
    asking->env.policies = views->profile->policies;
    asking->env.policies_count = views->profile->policies_count;
    if (rc == 0)
        rc = moot_query_read(&views->arena, asking->request->query,
                                   &asking->env.names[MOOT_EXPR_QUERY]);
    if (rc != 0)
        refuse(views, asking->exchange, asking->origin, &view->missing,
               &view->refused);
    return rc == 0;
}

static bool check_allowed(asking_t *asking)
{
    const moot_profile_view_t *view = asking->view;
    moot_views_t *views = asking->views;
    bool allowed = true;

    if (view->allow
        && moot_expr_test(view->allow, &asking->env, &views->arena, &allowed,
                          NULL)
               != 0)
        allowed = false;
    if (!allowed)
        refuse(views, asking->exchange, asking->origin, &view->refused,
               &view->no_cookie);
    return allowed;
}

/* ---- Where a page begins ------------------------------------------------- */

static int digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The parameter `after`, as a Link said it. False: it is none of ours. */
static bool take_after(const asking_t *asking, moot_views_call_t *call)
{
    const moot_value_t *value = moot_value_member(
        &asking->env.names[MOOT_EXPR_QUERY], moot_slice_str("after"));
    moot_slice_t text;

    if (!value)
        return true;
    if (value->kind != MOOT_VALUE_STRING
        || value->string.size > 2 * sizeof call->after
        || value->string.size % 2 != 0)
        return false;
    text = value->string;
    for (size_t i = 0; i < text.size; i += 2) {
        int high = digit(text.at[i]), low = digit(text.at[i + 1]);

        if (high < 0 || low < 0)
            return false;
        call->after[call->after_size++] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* The query as it came, without `after`. */
static void copy_query(moot_slice_t query, moot_buf_t *out)
{
    while (query.size > 0) {
        const uint8_t *amp = memchr(query.at, '&', query.size);
        size_t size = amp ? (size_t)(amp - query.at) : query.size;

        if (size > 0 && (size < 6 || memcmp(query.at, "after=", 6) != 0)) {
            moot_buf_put_str(out, out->size > 0 ? "&" : "");
            moot_buf_put(out, query.at, size);
        }
        size += amp != NULL;
        query = moot_slice(query.at + size, query.size - size);
    }
}

/* ---- Beginning ----------------------------------------------------------- */

static moot_views_call_t *begin(asking_t *asking)
{
    moot_views_t *views = asking->views;
    moot_web_answer_t answer = {.status = 503};
    moot_views_call_t *call;

    if (views->calls_count >= MOOT_VIEWS_CALLS_MAX) {
        answer.body = moot_slice_str("{\"error\":\"too many requests\"}");
        respond(views, asking->exchange, asking->origin, &answer);
        return NULL;
    }
    call = calloc(1, sizeof *call);
    MOOT_CHECK(call);
    call->views = views;
    call->exchange = asking->exchange;
    call->view = asking->view;
    moot_buf_init(&call->origin, QUERY_BYTES_MAX);
    moot_buf_init(&call->owner, MOOT_ID_BYTES_MAX);
    moot_buf_init(&call->query, QUERY_BYTES_MAX);
    moot_buf_init(&call->out, OUT_BYTES_MAX);
    moot_buf_put(&call->origin, asking->origin.at, asking->origin.size);
    moot_views_names_init(&call->of);
    moot_views_names_init(&call->left_out);
    moot_views_names_init(&call->found);
    moot_list_push(&views->calls, &call->in_calls);
    views->calls_count++;
    views->sink.keep(views->ctx, asking->exchange, on_gone, call);
    return call;
}

/* Whose history: null, "" and a failure are missing. */
static bool find_owner(asking_t *asking, moot_slice_t *owner)
{
    const moot_profile_view_t *view = asking->view;
    moot_value_t value = {0};

    if (moot_expr_eval(view->of, &asking->env, &asking->views->arena, &value,
                       NULL)
            == 0
        && value.kind == MOOT_VALUE_STRING && value.string.size > 0) {
        *owner = value.string;
        return true;
    }
    refuse(asking->views, asking->exchange, asking->origin, &view->missing,
           &view->refused);
    return false;
}

static void begin_history(asking_t *asking)
{
    moot_views_call_t *call;
    moot_slice_t owner;

    if (!find_owner(asking, &owner))
        return;
    call = begin(asking);
    if (!call)
        return;
    copy_query(asking->request->query, &call->query);
    if (!take_after(asking, call)) {
        moot_views_fail(call, 400, "after is not one of ours");
    } else if (owner.size > MOOT_ID_BYTES_MAX) {
        moot_buf_put_str(&call->out, "[]"); /* nobody has such a name */
        moot_views_done(call, NULL);
    } else {
        moot_buf_put(&call->owner, owner.at, owner.size);
        moot_views_history(call);
    }
}

static void judge(asking_t *asking)
{
    moot_views_call_t *call;

    if (!check_method(asking) || !take_token(asking) || !fill_env(asking)
        || !check_allowed(asking))
        return;
    if (asking->view->shows == MOOT_PROFILE_SHOWS_HISTORY)
        begin_history(asking);
    else if ((call = begin(asking)) != NULL)
        moot_views_peers(call);
}

bool moot_views_take(moot_views_t *views, moot_exchange_t *exchange,
                     const moot_web_request_t *request, uint64_t now_ms,
                     int64_t wall_ms)
{
    asking_t *asking;

    views->now_ms = now_ms;
    if (!moot_profile_view(views->profile, request->path))
        return false;
    moot_arena_reset(&views->arena);
    asking = moot_arena_take(&views->arena, sizeof *asking);
    MOOT_CHECK(asking);
    *asking = (asking_t){
        .views = views,
        .exchange = exchange,
        .request = request,
        .view = moot_profile_view(views->profile, request->path),
        .wall_ms = wall_ms,
    };
    judge(asking);
    return true;
}

/* ---- Life ---------------------------------------------------------------- */

static void on_answer(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                      const moot_msg_reply_t *reply)
{
    (void)ctx;
    (void)subscriber;
    (void)tag;
    (void)reply;
}

moot_views_t *moot_views_new(const moot_profile_t *profile,
                             moot_events_t *events, unsigned timeout_ms,
                             const moot_views_sink_t *sink, void *ctx,
                             moot_delivery_t *delivery, moot_slice_t session,
                             uint64_t now_ms)
{
    moot_views_t *views = calloc(1, sizeof *views);

    MOOT_CHECK(views && session.size < sizeof views->session);
    views->profile = profile;
    views->events = events;
    views->timeout_ms = timeout_ms;
    views->sink = *sink;
    views->ctx = ctx;
    views->delivery = delivery;
    views->now_ms = now_ms;
    moot_list_init(&views->calls);
    moot_arena_init(&views->arena, ARENA_BYTES_MAX);
    moot_buf_init(&views->claims, CLAIMS_BYTES_MAX);
    memcpy(views->session, session.at, session.size);
    views->subscriber.session = moot_slice(views->session, session.size);
    views->subscriber.on_answer = on_answer;
    moot_delivery_enlist(delivery, &views->subscriber, now_ms);
    return views;
}

void moot_views_destroy(moot_views_t **views_p)
{
    moot_views_t *views = *views_p;

    if (!views)
        return;
    moot_delivery_leave(views->delivery, &views->subscriber, views->now_ms);
    MOOT_LIST_FOREACH(&views->calls, node, after)
        end(MOOT_CONTAINER(node, moot_views_call_t, in_calls));
    moot_arena_close(&views->arena);
    moot_buf_close(&views->claims);
    free(views);
    *views_p = NULL;
}

void moot_views_tick(moot_views_t *views, uint64_t now_ms)
{
    views->now_ms = now_ms;
}

size_t moot_views_calls(const moot_views_t *views)
{
    return views->calls_count;
}
