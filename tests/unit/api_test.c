/* The application's API with a delivery on the bench: who may ask, what goes
 * to the workers, what their answers become in HTTP. */
#include "edge/api.h"

#include "common/err.h"
#include "tests/lib/edge_rig.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#define KEY "0123456789abcdef"

/* What became of one request. */
typedef struct outcome {
    bool answered;
    int status;
    unsigned retry_after_s;
    char allow[64];
    char body[4096];
    void (*on_gone)(void *owner, moot_exchange_t *exchange);
    void *owner;
} outcome_t;

typedef struct fixture {
    rig_t rig;
    moot_api_t *api;
    moot_api_config_t config;
    outcome_t outcomes[16];
    size_t count; /* requests made */
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
    snprintf(outcome->allow, sizeof outcome->allow, "%s",
             given->allow ? given->allow : "");
    snprintf(outcome->body, sizeof outcome->body, "%.*s",
             MOOT_SLICE_ARG(given->body));
}

static int begin(void **state)
{
    static const moot_api_sink_t sink = {.keep = keep, .answer = answer};
    fixture_t *f = calloc(1, sizeof *f);
    moot_delivery_config_t config = rig_config();

    rig_init(&f->rig, &config);
    rig_start(&f->rig);
    f->config = (moot_api_config_t){
        .key = LIT(KEY),
        .timeout_ms = 5000,
        .limits = {.name_chars_max = 200,
                   .thumbnail_url_chars_max = 2048,
                   .content_chars_max = 10},
    };
    f->api = moot_api_new(&f->config, &sink, f, f->rig.delivery,
                          LIT("api-e:1"), f->rig.now);
    *state = f;
    return 0;
}

static int end(void **state)
{
    fixture_t *f = *state;

    moot_api_destroy(&f->api);
    rig_close(&f->rig);
    free(f);
    return 0;
}

/* ---- Requests ------------------------------------------------------------ */

static outcome_t *ask_as(fixture_t *f, const char *authorization,
                         const char *method, const char *path,
                         const char *body, const char *key)
{
    outcome_t *outcome = &f->outcomes[f->count++ % 16];
    moot_web_request_t request = {
        .method = moot_slice_str(method),
        .path = moot_slice_str(path),
        .query = moot_slice("", 0),
        .body = moot_slice_str(body),
        .peer = "127.0.0.1:1",
    };
    const char *query = strchr(path, '?');

    if (query) {
        request.path.size = (size_t)(query - path);
        request.query = moot_slice_str(query + 1);
    }
    if (authorization)
        request.authorization = moot_slice_str(authorization);
    if (key)
        request.idempotency_key = moot_slice_str(key);
    memset(outcome, 0, sizeof *outcome);
    moot_api_request(f->api, (moot_exchange_t *)(void *)outcome, &request,
                     f->rig.now);
    return outcome;
}

static outcome_t *ask(fixture_t *f, const char *method, const char *path,
                      const char *body)
{
    return ask_as(f, "Bearer " KEY, method, path, body, NULL);
}

static void expect(const outcome_t *outcome, int status, const char *part)
{
    assert_true(outcome->answered);
    if (outcome->status != status || !strstr(outcome->body, part))
        fail_msg("%d %s\ninstead of %d %s", outcome->status, outcome->body,
                 status, part);
}

static const moot_msg_request_t *sent(const rig_sent_t *message)
{
    return &message->message.as.request;
}

/* ---- Who may ask --------------------------------------------------------- */

static void asks_for_the_key(void **state)
{
    fixture_t *f = *state;

    expect(ask_as(f, NULL, "GET", "/v1/rooms/r", "", NULL), 401,
           "\"UNAUTHORIZED\"");
    expect(ask_as(f, "Basic x", "GET", "/v1/rooms/r", "", NULL), 401,
           "\"UNAUTHORIZED\"");
    expect(ask_as(f, "Bearer ", "GET", "/v1/rooms/r", "", NULL), 403,
           "\"FORBIDDEN\"");
    expect(ask_as(f, "Bearer " KEY "0", "GET", "/v1/rooms/r", "", NULL), 403,
           "\"FORBIDDEN\"");
    expect(ask_as(f, "Bearer 0123456789abcdeF", "GET", "/v1/rooms/r", "",
                  NULL),
           403, "\"FORBIDDEN\"");
    /* Who has no key learns nothing of the paths either. */
    expect(ask_as(f, NULL, "GET", "/v1/none", "", NULL), 401, "");
    expect(ask_as(f, NULL, "GET", "/v1/openapi.json", "", NULL), 200,
           "\"openapi\"");
    assert_false(
        ask_as(f, "bearer " KEY, "GET", "/v1/rooms/r", "", NULL)->answered);
}

static void paths_and_methods(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome = ask(f, "GET", "/v1/emit", "");

    expect(outcome, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(outcome->allow, "POST");
    expect(ask(f, "GET", "/v1/none", ""), 404, "NOT_FOUND");
    expect(ask(f, "GET", "/v1/rooms/%zz", ""), 400, "VALIDATION_ERROR");
}

static void a_new_key_ends_the_old_one(void **state)
{
    fixture_t *f = *state;

    f->config.key = LIT("fedcba9876543210");
    moot_api_configure(f->api, &f->config);
    expect(ask(f, "GET", "/v1/rooms/r", ""), 403, "FORBIDDEN");
}

static void the_rate_is_bounded(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome = NULL;

    f->config.requests_per_second = 2;
    moot_api_configure(f->api, &f->config);
    for (int i = 0; i < 4; i++)
        expect(ask(f, "GET", "/v1/none", ""), 404, "");
    outcome = ask(f, "GET", "/v1/none", "");
    expect(outcome, 429, "RATE_LIMITED");
    assert_int_equal(outcome->retry_after_s, 1);
    rig_wait(&f->rig, 500);
    expect(ask(f, "GET", "/v1/none", ""), 404, "");
    expect(ask(f, "GET", "/v1/none", ""), 429, "");
}

static void calls_are_bounded(void **state)
{
    fixture_t *f = *state;
    moot_api_facts_t facts;

    for (int i = 0; i < MOOT_API_CALLS_MAX; i++)
        assert_false(ask(f, "GET", "/v1/rooms/r", "")->answered);
    expect(ask(f, "GET", "/v1/rooms/r", ""), 429, "under way");
    moot_api_facts(f->api, &facts);
    assert_int_equal(facts.calls, MOOT_API_CALLS_MAX);
    assert_int_equal(facts.refused, 1);
}

/* ---- Emissions ----------------------------------------------------------- */

static void an_emission_is_a_request_of_the_system(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome = ask_as(f, "Bearer " KEY, "POST", "/v1/emit",
                                "{\"event\":\"e\",\"targets\":[\"a\",\"b\"],"
                                "\"idempotencyKey\":\"body\"}",
                                "header");
    const rig_sent_t *request = rig_take(&f->rig, MOOT_MSG_REQUEST);
    moot_msg_emission_t emission;

    assert_false(outcome->answered);
    assert_int_equal(sent(request)->op, MOOT_OP_EMIT);
    assert_true(sent(request)->system);
    assert_slice(sent(request)->user, MOOT_SYSTEM_USER);
    assert_slice(sent(request)->client_message_id, "header");
    assert_slice(sent(request)->session, "api-e:1");
    assert_int_equal(
        moot_wire_decode_emission(sent(request)->emission, &emission), 0);
    assert_slice(emission.data, "[\"e\"]");
    rig_reply(&f->rig, request, MOOT_CODE_OK, 1, 7, 7);
    expect(outcome, 200,
           "{\"sent\":true,\"targets\":2,\"seq\":7,\"repeated\":false}");
}

static void nothing_to_send(void **state)
{
    fixture_t *f = *state;

    expect(ask(f, "POST", "/v1/emit", "{\"event\":\"e\",\"targets\":[]}"), 200,
           "{\"sent\":false,\"targets\":0,\"reason\":\"no_targets\"}");
    expect(ask(f, "POST", "/v1/emit",
               "{\"event\":\"e\",\"targets\":[\"a\"],\"if\":false}"),
           200, "\"reason\":\"guard\"}");
    assert_int_equal(rig_count(&f->rig, MOOT_MSG_REQUEST), 0);
}

static void bad_bodies(void **state)
{
    fixture_t *f = *state;

    expect(ask(f, "POST", "/v1/emit", ""), 400, "not JSON");
    expect(ask(f, "POST", "/v1/emit", "{"), 400, "not JSON");
    expect(ask(f, "POST", "/v1/emit", "[]"), 400, "object is expected");
    expect(ask_as(f, "Bearer " KEY, "POST", "/v1/emit",
                  "{\"event\":\"e\",\"targets\":[\"a\"]}", ""),
           400, "Idempotency-Key");
    expect(ask(f, "POST", "/v1/rooms", "{\"roomId\":\"r\"}"), 400,
           "ownerId is missing");
    expect(ask(f, "POST", "/v1/rooms",
               "{\"roomId\":\"r\",\"ownerId\":\" \"}"),
           400, "ownerId is not valid");
    expect(ask(f, "POST", "/v1/rooms", "{\"roomId\":\"\",\"ownerId\":\"a\"}"),
           400, "roomId");
    expect(ask(f, "POST", "/v1/rooms/r/messages",
               "{\"content\":\"12345678901\"}"),
           400, "content");
    expect(ask(f, "POST", "/v1/rooms/r/messages",
               "{\"content\":\"x\",\"userId\":\"\"}"),
           400, "userId is not valid");
    expect(ask(f, "PUT", "/v1/rooms/r/members/a/role", "{\"role\":\"x\"}"),
           400, "role");
    expect(ask(f, "PATCH", "/v1/rooms/r", "{\"x\":1}"), 400, "no field x");
    expect(ask(f, "POST", "/v1/rooms/r/members", "{\"userIds\":[]}"), 400,
           "userIds");
    expect(ask(f, "GET", "/v1/rooms/r/history?limit=0", ""), 400, "limit");
    expect(ask(f, "GET", "/v1/rooms/r/history?after=x", ""), 400, "after");
    expect(ask(f, "GET", "/v1/namespaces/x/rooms/r/sockets", ""), 400,
           "namespace");
    expect(ask(f, "POST", "/v1/users/%01/join", "{\"room\":\"r\"}"), 400,
           "user");
    assert_int_equal(rig_count(&f->rig, MOOT_MSG_REQUEST), 0);
}

static void sockets_of_a_user(void **state)
{
    fixture_t *f = *state;
    moot_msg_emission_t emission;
    outcome_t *outcome =
        ask(f, "POST", "/v1/users/ann/join", "{\"room\":\"chat|7\"}");
    const rig_sent_t *request = rig_take(&f->rig, MOOT_MSG_REQUEST);

    assert_int_equal(
        moot_wire_decode_emission(sent(request)->emission, &emission), 0);
    assert_int_equal(emission.action, MOOT_ACTION_ENTER);
    assert_slice(emission.room, "chat|7");
    rig_reply(&f->rig, request, MOOT_CODE_OK, 1, 1, 1);
    expect(outcome, 200, "\"sent\":true,\"targets\":1,\"seq\":1");

    outcome = ask(f, "POST", "/v1/users/ann/disconnect", "");
    request = rig_take(&f->rig, MOOT_MSG_REQUEST);
    assert_int_equal(
        moot_wire_decode_emission(sent(request)->emission, &emission), 0);
    assert_int_equal(emission.action, MOOT_ACTION_DISCONNECT);
    rig_reply(&f->rig, request, MOOT_CODE_OK, 1, 2, 2);
    expect(outcome, 200, "\"seq\":2");
}

/* ---- Rooms --------------------------------------------------------------- */

static void a_room_is_made_for_its_owner(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome =
        ask(f, "POST", "/v1/rooms",
            "{\"roomId\":\" r \",\"ownerId\":\"\\u0061nn\",\"name\":\"N\","
            "\"memberIds\":[\"bob\"],\"thumbnailUrl\":null}");
    const rig_sent_t *request = rig_take(&f->rig, MOOT_MSG_REQUEST);

    assert_int_equal(sent(request)->op, MOOT_OP_CREATE);
    assert_slice(sent(request)->user, "ann");
    assert_slice(sent(request)->room, "r");
    assert_slice(sent(request)->name, "N");
    assert_true(sent(request)->system);
    rig_reply(&f->rig, request, MOOT_CODE_OK, 5, 1, 1);
    expect(outcome, 201, "{\"roomId\":\"r\",\"epoch\":\"5\",\"seq\":1,");
}

static void changes_name_the_system(void **state)
{
    static const struct {
        const char *method, *path, *body;
        uint64_t op;
        const char *target;
    } cases[] = {
        {"PATCH", "/v1/rooms/r", "{\"name\":\"x\"}", MOOT_OP_META, ""},
        {"DELETE", "/v1/rooms/r", "", MOOT_OP_DELETE, ""},
        {"POST", "/v1/rooms/r/members", "{\"userIds\":[\"a\"]}", MOOT_OP_ADD,
         ""},
        {"DELETE", "/v1/rooms/r/members/a", "", MOOT_OP_REMOVE, "a"},
        {"PUT", "/v1/rooms/r/members/a/role", "{\"role\":\"ADMIN\"}",
         MOOT_OP_ROLE, "a"},
        {"PUT", "/v1/rooms/r/owner", "{\"userId\":\"a\"}", MOOT_OP_OWNER, "a"},
        {"POST", "/v1/rooms/r/messages", "{\"content\":\"hi\"}",
         MOOT_OP_MESSAGE, ""},
    };
    fixture_t *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome_t *outcome =
            ask(f, cases[i].method, cases[i].path, cases[i].body);
        const rig_sent_t *request = rig_take(&f->rig, MOOT_MSG_REQUEST);

        assert_int_equal(sent(request)->op, cases[i].op);
        assert_slice(sent(request)->room, "r");
        assert_slice(sent(request)->user, MOOT_SYSTEM_USER);
        assert_true(sent(request)->system);
        assert_true(moot_slice_eq(sent(request)->target,
                                  moot_slice_str(cases[i].target)));
        rig_reply(&f->rig, request, MOOT_CODE_OK, 5, i + 2, i + 2);
        expect(outcome, cases[i].op == MOOT_OP_MESSAGE ? 201 : 200,
               "\"roomId\":\"r\"");
    }
}

static void a_message_may_name_its_sender_and_key(void **state)
{
    fixture_t *f = *state;
    const rig_sent_t *request;

    (void)ask_as(f, "Bearer " KEY, "POST", "/v1/rooms/r/messages",
                 "{\"content\":\"hi\",\"userId\":\"ann\","
                 "\"clientMessageId\":\"body\",\"messageType\":\"note\"}",
                 "header");
    request = rig_take(&f->rig, MOOT_MSG_REQUEST);
    assert_slice(sent(request)->user, "ann");
    assert_slice(sent(request)->client_message_id, "header");
    assert_slice(sent(request)->message_type, "note");
    assert_slice(sent(request)->content, "hi");
}

static void codes_become_statuses(void **state)
{
    static const struct {
        enum moot_code code;
        int status;
        const char *part;
    } cases[] = {
        {MOOT_CODE_NOT_FOUND, 404, "\"NOT_FOUND\""},
        {MOOT_CODE_NOT_A_MEMBER, 404, "\"NOT_FOUND\""},
        {MOOT_CODE_FORBIDDEN, 409, "\"FORBIDDEN\""},
        {MOOT_CODE_CREATE_FAILED, 409, "\"CREATE_FAILED\""},
        {MOOT_CODE_VALIDATION_ERROR, 400, "\"VALIDATION_ERROR\""},
        {MOOT_CODE_UNAVAILABLE, 503, "\"UNAVAILABLE\""},
        {MOOT_CODE_INTERNAL, 500, "\"INTERNAL\""},
    };
    fixture_t *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outcome_t *outcome = ask(f, "DELETE", "/v1/rooms/r", "");

        rig_reply(&f->rig, rig_take(&f->rig, MOOT_MSG_REQUEST), cases[i].code,
                  0, 0, 0);
        expect(outcome, cases[i].status, cases[i].part);
        assert_int_equal(outcome->retry_after_s, cases[i].status == 503);
    }
}

static void silence_is_unavailable(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome = ask(f, "DELETE", "/v1/rooms/r", "");
    outcome_t *question = ask(f, "GET", "/v1/rooms/r", "");

    rig_wait(&f->rig, 10000);
    expect(outcome, 503, "UNAVAILABLE");
    assert_int_equal(outcome->retry_after_s, 1);
    expect(question, 503, "UNAVAILABLE");
}

static void one_connection_keeps_its_order(void **state)
{
    fixture_t *f = *state;
    const rig_sent_t *first, *second;

    (void)ask(f, "POST", "/v1/rooms/r/messages", "{\"content\":\"1\"}");
    (void)ask(f, "POST", "/v1/rooms/r/messages", "{\"content\":\"2\"}");
    first = rig_take(&f->rig, MOOT_MSG_REQUEST);
    second = rig_take(&f->rig, MOOT_MSG_REQUEST);
    assert_slice(sent(first)->content, "1");
    assert_int_equal(sent(first)->number + 1, sent(second)->number);
}

static void a_client_that_leaves(void **state)
{
    fixture_t *f = *state;
    moot_api_facts_t facts;
    outcome_t *outcome = ask(f, "DELETE", "/v1/rooms/r", "");
    outcome_t *question = ask(f, "GET", "/v1/rooms/r", "");
    const rig_sent_t *request = rig_take(&f->rig, MOOT_MSG_REQUEST);

    question->on_gone(question->owner, (moot_exchange_t *)(void *)question);
    outcome->on_gone(outcome->owner, (moot_exchange_t *)(void *)outcome);
    moot_api_facts(f->api, &facts);
    assert_int_equal(facts.calls, 1);
    rig_reply(&f->rig, request, MOOT_CODE_OK, 1, 1, 1);
    assert_false(outcome->answered);
    moot_api_facts(f->api, &facts);
    assert_int_equal(facts.calls, 0);
}

/* ---- Reads --------------------------------------------------------------- */

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

static void history_in_pages(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome =
        ask(f, "GET", "/v1/rooms/r/history?after=3&limit=1", "");
    const rig_sent_t *question = rig_take(&f->rig, MOOT_MSG_ASK_ROOM);
    moot_msg_t message = {.code = MOOT_MSG_ROOM_TOLD};
    moot_msg_event_t event = {.seq = 4,
                              .what = MOOT_WHAT_MESSAGE,
                              .actor = LIT("ann"),
                              .content = LIT("hi")};
    moot_buf_t bytes, list;
    moot_list_writer_t writer;

    message.as.room_told = (moot_msg_room_told_t){
        .number = question->message.as.ask_room.number,
        .state = MOOT_ROOM_LIVING,
        .epoch = 9,
        .seq = 5};
    say(f, question, &message);
    assert_false(outcome->answered);
    question = rig_take(&f->rig, MOOT_MSG_RANGE);
    assert_int_equal(question->message.as.range.epoch, 9);
    assert_int_equal(question->message.as.range.seq, 3);
    moot_buf_init(&bytes, 65536);
    moot_buf_init(&list, 65536);
    assert_int_equal(moot_wire_encode_event(&bytes, &event), 0);
    moot_list_begin(&writer, &list, 2);
    moot_list_put_bin(&writer, moot_buf_slice(&bytes));
    moot_list_put_bin(&writer, moot_buf_slice(&bytes));
    message = (moot_msg_t){.code = MOOT_MSG_EVENTS};
    message.as.events = (moot_msg_events_t){
        .number = question->message.as.range.number,
        .kind = MOOT_KIND_ROOM,
        .id = LIT("r"),
        .epoch = 9,
        .base = 3,
        .head = 5};
    assert_int_equal(moot_list_end(&writer, &message.as.events.list), 0);
    say(f, question, &message);
    expect(outcome, 200,
           "{\"roomId\":\"r\",\"epoch\":\"9\",\"events\":[{\"seq\":4,"
           "\"event\":\"message\"");
    expect(outcome, 200, "\"content\":\"hi\"}],\"head\":5,\"next\":4}");
    moot_buf_close(&bytes);
    moot_buf_close(&list);
}

static void an_unknown_room(void **state)
{
    fixture_t *f = *state;
    static const char *const paths[] = {"/v1/rooms/r", "/v1/rooms/r/members",
                                        "/v1/rooms/r/history"};

    for (size_t i = 0; i < 3; i++) {
        outcome_t *outcome = ask(f, "GET", paths[i], "");
        const rig_sent_t *question = rig_take(&f->rig, MOOT_MSG_ASK_ROOM);
        moot_msg_t message = {.code = MOOT_MSG_ROOM_TOLD};

        message.as.room_told.number = question->message.as.ask_room.number;
        message.as.room_told.state = MOOT_ROOM_NONE;
        say(f, question, &message);
        expect(outcome, 404, "NOT_FOUND");
    }
}

static void sockets_of_all_edges(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome = ask(
        f, "GET", "/v1/namespaces/%2F/rooms/chat%7C7/sockets", "");
    const rig_sent_t *question = rig_take(&f->rig, MOOT_MSG_ASK_SOCKETS);
    static const char *const edges[] = {"e-1:5", "e-2:9"};
    moot_list_writer_t writer;
    moot_buf_t list;

    assert_slice(question->message.as.ask_sockets.namespace, "/");
    assert_slice(question->message.as.ask_sockets.name, "chat|7");
    moot_buf_init(&list, 65536);
    for (size_t i = 0; i < 2; i++) {
        moot_msg_t message = {.code = MOOT_MSG_SOCKETS_TOLD};

        assert_false(outcome->answered);
        moot_buf_clear(&list);
        moot_list_begin(&writer, &list, 1);
        moot_list_put_list(&writer, 2);
        moot_list_put_str(&writer, moot_slice_str(edges[i]));
        moot_list_put_str(&writer, i ? LIT("") : LIT("ann"));
        message.as.sockets_told.number =
            question->message.as.ask_sockets.number;
        message.as.sockets_told.edge = moot_slice_str(edges[i]);
        message.as.sockets_told.edges = 2;
        assert_int_equal(
            moot_list_end(&writer, &message.as.sockets_told.list), 0);
        say(f, question, &message);
    }
    expect(outcome, 200,
           "{\"sockets\":[{\"id\":\"e-1:5\",\"user\":\"ann\",\"edge\":\"e-1\"},"
           "{\"id\":\"e-2:9\",\"user\":null,\"edge\":\"e-2\"}],"
           "\"complete\":true}");
    moot_buf_close(&list);
}

static void a_silent_edge_makes_it_incomplete(void **state)
{
    fixture_t *f = *state;
    outcome_t *outcome =
        ask(f, "GET", "/v1/namespaces/%2F/rooms/r/sockets", "");

    rig_wait(&f->rig, 6000);
    expect(outcome, 200, "{\"sockets\":[],\"complete\":false}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_for_the_key),
        TEST(paths_and_methods),
        TEST(a_new_key_ends_the_old_one),
        TEST(the_rate_is_bounded),
        TEST(calls_are_bounded),
        TEST(an_emission_is_a_request_of_the_system),
        TEST(nothing_to_send),
        TEST(bad_bodies),
        TEST(sockets_of_a_user),
        TEST(a_room_is_made_for_its_owner),
        TEST(changes_name_the_system),
        TEST(a_message_may_name_its_sender_and_key),
        TEST(codes_become_statuses),
        TEST(silence_is_unavailable),
        TEST(one_connection_keeps_its_order),
        TEST(a_client_that_leaves),
        TEST(history_in_pages),
        TEST(an_unknown_room),
        TEST(sockets_of_all_edges),
        TEST(a_silent_edge_makes_it_incomplete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
