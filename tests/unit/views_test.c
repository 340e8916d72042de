/* The views of a profile over HTTP with a delivery on the bench: who may ask,
 * with which words it is refused, and what the workers' pages become. */
#include "edge/views.h"

#include "common/err.h"
#include "tests/lib/edge_rig.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

static const char profile_text[] =
    "[namespace /]\n"
    "auth = cookie token\n"
    "bad_token = bad\n"
    "user = claims.user\n"
    "remember = rol = claims.rol\n"
    "[history notes]\n"
    "time = at\n"
    "[view /notes]\n"
    "no_cookie = 403 no cookie\n"
    "no_token = 403 no token\n"
    "bad_token = 403 bad token\n"
    "allow = claims.rol == \"admin\"\n"
    "refused = 403 not you\n"
    "history = notes\n"
    "of = query.of\n"
    "missing = 400 whose\n"
    "[view /notes/mine]\n"
    "no_cookie = 401 no cookie\n"
    "bad_token = 403 bad token\n"
    "history = notes\n"
    "of = user\n"
    "[view /names]\n"
    "no_cookie = 403 no cookie\n"
    "bad_token = 403 bad token\n"
    "peers = notes\n"
    "peers_of = rol admin\n"
    "without = rol admin\n";

typedef struct outcome {
    bool answered;
    int status;
    unsigned retry_after_s;
    char link[256], origin[64], methods[64];
    bool credentials;
    char body[600000];
    void (*on_gone)(void *owner, moot_exchange_t *exchange);
    void *owner;
} outcome_t;

typedef struct fixture {
    rig_t rig;
    moot_profile_t *profile;
    moot_events_t *events;
    moot_views_t *views;
    outcome_t outcome;
} fixture_t;

static outcome_t *outcome_of(moot_exchange_t *exchange)
{
    return (outcome_t *)(void *)exchange;
}

static void keep(void *ctx, moot_exchange_t *exchange,
                 void (*on_gone)(void *owner, moot_exchange_t *exchange),
                 void *owner)
{
    (void)ctx;
    outcome_of(exchange)->on_gone = on_gone;
    outcome_of(exchange)->owner = owner;
}

static void answer(void *ctx, moot_exchange_t *exchange,
                   const moot_web_answer_t *given)
{
    outcome_t *outcome = outcome_of(exchange);

    (void)ctx;
    assert_false(outcome->answered);
    outcome->answered = true;
    outcome->status = given->status;
    outcome->retry_after_s = given->retry_after_s;
    snprintf(outcome->link, sizeof outcome->link, "%s",
             given->link ? given->link : "");
    snprintf(outcome->origin, sizeof outcome->origin, "%.*s",
             MOOT_SLICE_ARG(given->allow_origin));
    outcome->credentials = given->allow_credentials;
    snprintf(outcome->methods, sizeof outcome->methods, "%s",
             given->allow_methods ? given->allow_methods : "");
    snprintf(outcome->body, sizeof outcome->body, "%.*s",
             MOOT_SLICE_ARG(given->body));
}

static bool claims(void *ctx, moot_slice_t token, moot_buf_t *out)
{
    (void)ctx;
    if (moot_slice_eq(token, LIT("root")))
        moot_buf_put_str(out, "{\"user\":\"root\",\"rol\":\"admin\"}");
    else if (moot_slice_eq(token, LIT("ann")))
        moot_buf_put_str(out, "{\"user\":\"ann\",\"rol\":\"user\"}");
    else if (moot_slice_eq(token, LIT("nobody")))
        moot_buf_put_str(out, "{\"rol\":\"user\"}");
    return out->size > 0;
}

static bool origin(void *ctx, moot_slice_t name)
{
    (void)ctx;
    return moot_slice_eq(name, LIT("https://good"))
           || moot_slice_eq(name, LIT("https://some"));
}

static bool named(void *ctx, moot_slice_t name)
{
    (void)ctx;
    return moot_slice_eq(name, LIT("https://good"));
}

static int begin(void **state)
{
    static const moot_views_sink_t sink = {
        .keep = keep,
        .answer = answer,
        .claims = claims,
        .origin = origin,
        .named = named,
    };
    fixture_t *f = calloc(1, sizeof *f);
    moot_delivery_config_t config = rig_config();
    moot_buf_t mistakes;

    moot_buf_init(&mistakes, 65536);
    if (moot_profile_parse(moot_slice_str(profile_text), "test", &mistakes,
                           &f->profile)
        != 0)
        fail_msg("%.*s", MOOT_SLICE_ARG(moot_buf_slice(&mistakes)));
    moot_buf_close(&mistakes);
    rig_init(&f->rig, &config);
    rig_start(&f->rig);
    f->events = moot_events_new(f->profile, 1000);
    f->views = moot_views_new(f->profile, f->events, 5000, &sink, f,
                              f->rig.delivery, LIT("views-e:1"), f->rig.now);
    *state = f;
    return 0;
}

static int end(void **state)
{
    fixture_t *f = *state;

    moot_views_destroy(&f->views);
    moot_events_destroy(&f->events);
    moot_profile_destroy(&f->profile);
    rig_close(&f->rig);
    free(f);
    return 0;
}

static bool ask_with(fixture_t *f, const char *method, const char *path,
                     const char *query, const char *cookie,
                     const char *from)
{
    moot_web_request_t request = {
        .method = moot_slice_str(method),
        .path = moot_slice_str(path),
        .query = moot_slice_str(query),
        .peer = "127.0.0.1:1",
    };

    if (cookie)
        request.cookie = moot_slice_str(cookie);
    if (from)
        request.origin = moot_slice_str(from);
    memset(&f->outcome, 0, sizeof f->outcome);
    return moot_views_take(f->views,
                           (moot_exchange_t *)(void *)&f->outcome, &request,
                           f->rig.now, 1000);
}

static void ask(fixture_t *f, const char *path, const char *query,
                const char *cookie)
{
    assert_true(ask_with(f, "GET", path, query, cookie, NULL));
}

static void expect(const fixture_t *f, int status, const char *body)
{
    assert_true(f->outcome.answered);
    if (f->outcome.status != status || strcmp(f->outcome.body, body) != 0)
        fail_msg("%d %s\ninstead of %d %s", f->outcome.status,
                 f->outcome.body, status, body);
}

static void say(fixture_t *f, const rig_sent_t *question,
                const moot_msg_t *message)
{
    moot_msg_route_t route = question->route;

    route.flow = MOOT_FLOW_EDGE;
    route.edge = moot_delivery_address(f->rig.delivery);
    route.worker = 1;
    route.incarnation = f->rig.workers[1].incarnation;
    rig_say(&f->rig, 0, &route, message);
}

/* ---- Refusals ------------------------------------------------------------ */

static void other_paths_are_not_taken(void **state)
{
    fixture_t *f = *state;

    assert_false(ask_with(f, "GET", "/", "", NULL, NULL));
    assert_false(ask_with(f, "GET", "/notes/", "", NULL, NULL));
    assert_false(f->outcome.answered);
}

static void words_of_refusals(void **state)
{
    fixture_t *f = *state;

    ask(f, "/notes", "of=ann", NULL);
    expect(f, 403, "{\"error\":\"no cookie\"}");
    ask(f, "/notes", "of=ann", "other=1");
    expect(f, 403, "{\"error\":\"no token\"}");
    ask(f, "/notes", "of=ann", "token=");
    expect(f, 403, "{\"error\":\"no token\"}");
    ask(f, "/notes", "of=ann", "token=stranger");
    expect(f, 403, "{\"error\":\"bad token\"}");
    ask(f, "/notes", "of=ann", "token=nobody");
    expect(f, 403, "{\"error\":\"bad token\"}");
    ask(f, "/notes", "of=ann", "token=ann");
    expect(f, 403, "{\"error\":\"not you\"}");
    ask(f, "/notes", "", "token=root");
    expect(f, 400, "{\"error\":\"whose\"}");
    ask(f, "/notes", "of=", "token=root");
    expect(f, 400, "{\"error\":\"whose\"}");
    ask(f, "/notes/mine", "", NULL);
    expect(f, 401, "{\"error\":\"no cookie\"}");
    /* What is not given is the first refusal. */
    ask(f, "/notes/mine", "", "other=1");
    expect(f, 401, "{\"error\":\"no cookie\"}");
}

static void methods_and_origins(void **state)
{
    fixture_t *f = *state;

    assert_true(ask_with(f, "POST", "/notes", "", "token=root", NULL));
    assert_int_equal(f->outcome.status, 405);
    assert_true(ask_with(f, "OPTIONS", "/notes", "", NULL, "https://good"));
    assert_int_equal(f->outcome.status, 204);
    assert_string_equal(f->outcome.origin, "https://good");
    assert_string_equal(f->outcome.methods, "GET, HEAD");
    assert_true(ask_with(f, "GET", "/notes", "", NULL, "https://good"));
    assert_string_equal(f->outcome.origin, "https://good");
    assert_true(f->outcome.credentials);
    assert_true(ask_with(f, "GET", "/notes", "", NULL, "https://some"));
    assert_string_equal(f->outcome.origin, "https://some");
    assert_false(f->outcome.credentials);
    assert_true(ask_with(f, "GET", "/notes", "", NULL, "https://bad"));
    assert_int_equal(f->outcome.status, 403);
    assert_string_equal(f->outcome.origin, "");
}

/* ---- A history ----------------------------------------------------------- */

/* Answers the oldest ask_history with so many rows. */
static void tell_history(fixture_t *f, size_t rows, const char *data,
                         const char *next)
{
    const rig_sent_t *question = rig_take(&f->rig, MOOT_MSG_ASK_HISTORY);
    moot_msg_copy_t copy = {.history = LIT("notes"),
                            .owner = question->message.as.ask_history.owner,
                            .data = moot_slice_str(data),
                            .at = 951868799007}; /* the leap day of 2000 */
    moot_msg_t message = {.code = MOOT_MSG_HISTORY_TOLD};
    moot_list_writer_t writer;
    moot_buf_t bytes, list;

    moot_buf_init(&bytes, 65536);
    moot_buf_init(&list, 1 << 20);
    assert_int_equal(moot_wire_encode_copy(&bytes, &copy), 0);
    moot_list_begin(&writer, &list, (uint32_t)rows);
    for (size_t i = 0; i < rows; i++) {
        moot_list_put_bin(&writer, moot_buf_slice(&bytes));
        moot_buf_clear(&bytes);
        copy.at = 1796083199999; /* the last of November 2026 */
        assert_int_equal(moot_wire_encode_copy(&bytes, &copy), 0);
    }
    message.as.history_told.number = question->message.as.ask_history.number;
    message.as.history_told.next = moot_slice_str(next);
    assert_int_equal(moot_list_end(&writer, &message.as.history_told.list), 0);
    say(f, question, &message);
    moot_buf_close(&bytes);
    moot_buf_close(&list);
}

static void pages_become_one_answer(void **state)
{
    fixture_t *f = *state;
    const rig_sent_t *question;

    ask(f, "/notes", "of=ann%20b", "token=root");
    question = rig_take(&f->rig, MOOT_MSG_ASK_HISTORY);
    assert_slice(question->message.as.ask_history.history, "notes");
    assert_slice(question->message.as.ask_history.owner, "ann b");
    assert_int_equal(question->route.slot,
                     moot_slot_of(MOOT_KIND_USER, LIT("ann b")));
    f->outcome.on_gone(f->outcome.owner, NULL);

    ask(f, "/notes/mine", "", "token=ann");
    tell_history(f, 1, "{\"m\":1}", "p1");
    assert_false(f->outcome.answered);
    tell_history(f, 2, "{}", "");
    expect(f, 200,
           "[{\"m\":1,\"at\":\"2000-02-29T23:59:59.007Z\"},"
           "{\"at\":\"2000-02-29T23:59:59.007Z\"},"
           "{\"at\":\"2026-11-30T23:59:59.999Z\"}]");
    assert_string_equal(f->outcome.link, "");

    ask(f, "/notes/mine", "", "token=ann");
    tell_history(f, 0, "{}", "");
    expect(f, 200, "[]");
}

static void a_long_history_has_a_next_page(void **state)
{
    fixture_t *f = *state;
    const rig_sent_t *question;

    ask(f, "/notes", "of=ann&after=00&x=1", "token=root");
    for (int i = 0; i < MOOT_VIEWS_ROWS_MAX / 1000; i++) {
        assert_false(f->outcome.answered);
        tell_history(f, 1000, "{}", "\xab\x01");
    }
    assert_int_equal(f->outcome.status, 200);
    assert_string_equal(f->outcome.link,
                        "</notes?of=ann&x=1&after=ab01>; rel=\"next\"");
    ask(f, "/notes", "of=ann&x=1&after=ab01", "token=root");
    question = rig_take(&f->rig, MOOT_MSG_ASK_HISTORY);
    assert_slice(question->message.as.ask_history.after, "\xab\x01");
    ask(f, "/notes", "of=ann&after=xy", "token=root");
    expect(f, 400, "{\"error\":\"after is not one of ours\"}");
}

static void a_silent_worker_is_503(void **state)
{
    fixture_t *f = *state;

    ask(f, "/notes/mine", "", "token=ann");
    rig_wait(&f->rig, 6000);
    assert_int_equal(f->outcome.status, 503);
    assert_int_equal(f->outcome.retry_after_s, 1);
    ask(f, "/names", "", "token=ann");
    rig_wait(&f->rig, 6000);
    assert_int_equal(f->outcome.status, 503);
    assert_int_equal(moot_views_calls(f->views), 0);
}

static void a_client_that_leaves_is_forgotten(void **state)
{
    fixture_t *f = *state;

    ask(f, "/notes/mine", "", "token=ann");
    assert_int_equal(moot_views_calls(f->views), 1);
    f->outcome.on_gone(f->outcome.owner, NULL);
    assert_int_equal(moot_views_calls(f->views), 0);
    tell_history(f, 1, "{}", "");
    assert_false(f->outcome.answered);
}

static void facts_are_told(void **state)
{
    fixture_t *f = *state;
    const rig_sent_t *request;

    ask(f, "/notes/mine", "", "token=ann");
    request = rig_take(&f->rig, MOOT_MSG_REQUEST);
    assert_int_equal(request->message.as.request.op, MOOT_OP_FACT);
    assert_slice(request->message.as.request.user, "ann");
    assert_slice(request->message.as.request.target, "rol");
    assert_slice(request->message.as.request.content, "user");
}

/* ---- Names --------------------------------------------------------------- */

/* Answers the oldest ask_names, which must be this one. */
static void tell_names(fixture_t *f, enum moot_names what, const char *of,
                       const char *after, const char *first,
                       const char *second, bool more)
{
    const rig_sent_t *question = rig_take(&f->rig, MOOT_MSG_ASK_NAMES);
    const moot_msg_ask_names_t *asked = &question->message.as.ask_names;
    moot_msg_t message = {.code = MOOT_MSG_NAMES_TOLD};
    moot_list_writer_t writer;
    moot_buf_t list;

    assert_int_equal(asked->what, what);
    assert_true(moot_slice_eq(asked->of, moot_slice_str(of)));
    assert_true(moot_slice_eq(asked->after, moot_slice_str(after)));
    assert_true(moot_slice_eq(asked->name, what == MOOT_NAMES_FACT
                                               ? LIT("rol")
                                               : LIT("notes")));
    moot_buf_init(&list, 65536);
    moot_list_begin_open(&writer, &list);
    if (first)
        moot_list_put_str(&writer, moot_slice_str(first));
    if (second)
        moot_list_put_str(&writer, moot_slice_str(second));
    message.as.names_told.number = asked->number;
    message.as.names_told.more = more;
    assert_int_equal(moot_list_end(&writer, &message.as.names_told.list), 0);
    say(f, question, &message);
    moot_buf_close(&list);
}

static void peers_of_all_admins_but_admins(void **state)
{
    fixture_t *f = *state;

    ask(f, "/names", "", "token=root");
    tell_names(f, MOOT_NAMES_FACT, "admin", "", "root", NULL, true);
    tell_names(f, MOOT_NAMES_FACT, "admin", "root", "zoe", NULL, false);
    tell_names(f, MOOT_NAMES_PEERS, "root", "", "bob", "zoe", false);
    assert_false(f->outcome.answered);
    tell_names(f, MOOT_NAMES_PEERS, "zoe", "", "ann", "bob", false);
    expect(f, 200, "[\"ann\",\"bob\"]");
}

static void nobody_is_an_admin(void **state)
{
    fixture_t *f = *state;

    ask(f, "/names", "", "token=root");
    tell_names(f, MOOT_NAMES_FACT, "admin", "", NULL, NULL, false);
    expect(f, 200, "[]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(other_paths_are_not_taken),
        TEST(words_of_refusals),
        TEST(methods_and_origins),
        TEST(pages_become_one_answer),
        TEST(a_long_history_has_a_next_page),
        TEST(a_silent_worker_is_503),
        TEST(a_client_that_leaves_is_forgotten),
        TEST(facts_are_told),
        TEST(peers_of_all_admins_but_admins),
        TEST(nobody_is_an_admin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
