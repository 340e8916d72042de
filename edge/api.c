#include "edge/api_internal.h"

#include "common/err.h"
#include "edge/openapi.h"

#include <stdlib.h>

enum {
    FRAME_BYTES_MAX = 4 << 20, /* of a body as a frame of the protocol */
    RETRY_AFTER_S = 1,
    BURST_S = 2, /* seconds' worth of requests at once after a pause */
};

/* ---- Answers ------------------------------------------------------------- */

static void answer(moot_api_t *api, moot_exchange_t *exchange,
                   const moot_web_answer_t *given)
{
    if (given->status < 400)
        api->facts.done++;
    else if (given->status < 500)
        api->facts.refused++;
    else
        api->facts.failed++;
    api->sink.answer(api->ctx, exchange, given);
}

moot_json_write_t *moot_api_begin(moot_api_t *api)
{
    moot_buf_clear(&api->encode.buf);
    moot_json_write_init(&api->encode.json, &api->encode.buf);
    moot_json_write_begin_object(&api->encode.json);
    return &api->encode.json;
}

static void send_body(moot_api_t *api, moot_exchange_t *exchange,
                      moot_web_answer_t *given)
{
    given->content_type = "application/json";
    given->body = moot_buf_slice(&api->encode.buf);
    answer(api, exchange, given);
    if (api->encode.buf.capacity > FRAME_BYTES_MAX)
        moot_buf_close(&api->encode.buf);
}

void moot_api_send(moot_api_t *api, moot_exchange_t *exchange, int status)
{
    moot_web_answer_t given = {.status = status};

    moot_json_write_end_object(&api->encode.json);
    MOOT_CHECK(moot_json_write_complete(&api->encode.json));
    if (api->encode.buf.error == 0)
        send_body(api, exchange, &given);
    else
        moot_api_refuse(api, exchange, 500, "INTERNAL",
                        moot_slice_str("the answer is too large"));
}

static void write_error(moot_api_t *api, const char *code, moot_slice_t message)
{
    moot_json_write_t *json = moot_api_begin(api);

    moot_json_write_name(json, "error");
    moot_json_write_begin_object(json);
    moot_json_write_name_string(json, "code", moot_slice_str(code));
    moot_json_write_name_string(json, "message", message);
    moot_json_write_end_object(json);
    moot_json_write_end_object(json);
}

void moot_api_refuse(moot_api_t *api, moot_exchange_t *exchange, int status,
                     const char *code, moot_slice_t message)
{
    moot_web_answer_t given = {.status = status};

    if (status == 503 || status == 429)
        given.retry_after_s = RETRY_AFTER_S;
    write_error(api, code, message);
    send_body(api, exchange, &given);
}

void moot_api_unavailable(moot_api_t *api, moot_exchange_t *exchange)
{
    moot_api_refuse(api, exchange, 503, "UNAVAILABLE",
                    moot_slice_str("a worker cannot be reached now; whether "
                                   "it was done is unknown, a repeat with the "
                                   "same idempotency key is safe"));
}

static int status_of(uint64_t code)
{
    switch (code) {
    case MOOT_CODE_VALIDATION_ERROR:
        return 400;
    case MOOT_CODE_NOT_FOUND:
    case MOOT_CODE_NOT_A_MEMBER: /* a message to a room that is not there */
        return 404;
    case MOOT_CODE_FORBIDDEN: /* not by right: the member is not as needed */
    case MOOT_CODE_CREATE_FAILED:
    case MOOT_CODE_JOIN_FAILED:
    case MOOT_CODE_LEAVE_FAILED:
        return 409;
    case MOOT_CODE_RATE_LIMITED:
        return 429;
    default:
        return 500;
    }
}

void moot_api_refuse_code(moot_api_t *api, moot_exchange_t *exchange,
                          uint64_t code, moot_slice_t text)
{
    int status = status_of(code);

    if (code == MOOT_CODE_UNAVAILABLE)
        moot_api_unavailable(api, exchange);
    else
        moot_api_refuse(api, exchange, status,
                        status == 404 ? "NOT_FOUND" : moot_code_name(code),
                        text);
}

/* ---- Calls --------------------------------------------------------------- */

/* The client has left. A question needs no answer then; a request was sent
 * and its answer must be awaited. */
static void on_gone(void *owner, moot_exchange_t *exchange)
{
    moot_api_call_t *call = owner;

    (void)exchange;
    call->exchange = NULL;
    if (call->inquiry.delivery)
        moot_api_call_end(call);
}

/* Parameters move into the call. */
static void copy_target(moot_api_call_t *call, const moot_api_target_t *target)
{
    size_t at = 0;

    call->target = *target;
    for (size_t i = 0; i < MOOT_API_PARAMS_MAX; i++)
        moot_buf_put(&call->text, target->params[i].at,
                     target->params[i].size);
    MOOT_CHECK(call->text.error == 0);
    for (size_t i = 0; i < MOOT_API_PARAMS_MAX; i++) {
        size_t size = target->params[i].size;

        call->target.params[i] = moot_slice(call->text.at + at, size);
        at += size;
    }
}

moot_api_call_t *moot_api_call_begin(moot_api_t *api,
                                     moot_exchange_t *exchange,
                                     const moot_api_target_t *target)
{
    moot_api_call_t *call;

    if (api->calls_count >= MOOT_API_CALLS_MAX) {
        moot_api_refuse(api, exchange, 429, "RATE_LIMITED",
                        moot_slice_str("too many requests are under way"));
        return NULL;
    }
    call = calloc(1, sizeof *call);
    MOOT_CHECK(call);
    call->api = api;
    call->exchange = exchange;
    call->op = target->op;
    moot_encode_init(&call->out);
    moot_buf_init(&call->text, 2 * MOOT_API_PARAM_BYTES_MAX);
    copy_target(call, target);
    moot_list_push(&api->calls, &call->in_calls);
    api->calls_count++;
    api->sink.keep(api->ctx, exchange, on_gone, call);
    return call;
}

void moot_api_call_end(moot_api_call_t *call)
{
    moot_delivery_inquiry_cancel(&call->inquiry);
    moot_list_remove(&call->in_calls);
    call->api->calls_count--;
    moot_encode_close(&call->out);
    moot_buf_close(&call->text);
    free(call);
}

/* It could not be sent: rc says why. */
static void give_up(moot_api_call_t *call, int rc)
{
    if (rc == MOOT_ELIMIT)
        moot_api_refuse(call->api, call->exchange, 400, "VALIDATION_ERROR",
                        moot_slice_str("a value is too large"));
    else
        moot_api_unavailable(call->api, call->exchange);
    moot_api_call_end(call);
}

void moot_api_call_request(moot_api_call_t *call, moot_msg_request_t *request)
{
    moot_api_t *api = call->api;
    int rc;

    request->system = true;
    rc = moot_delivery_request(api->delivery, &api->subscriber, request,
                               (uint64_t)(uintptr_t)call, api->now_ms);
    if (rc != 0)
        give_up(call, rc);
}

void moot_api_call_ask(moot_api_call_t *call, unsigned slot,
                       const moot_msg_t *question)
{
    moot_api_t *api = call->api;
    int rc = moot_delivery_inquire_slot(api->delivery, &call->inquiry, slot,
                                        question, api->config.timeout_ms,
                                        api->now_ms);

    if (rc != 0)
        give_up(call, rc);
}

moot_api_call_t *moot_api_call_of(moot_inquiry_t *inquiry)
{
    return MOOT_CONTAINER(inquiry, moot_api_call_t, inquiry);
}

static void on_answer(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                      const moot_msg_reply_t *reply)
{
    moot_api_call_t *call = (moot_api_call_t *)(uintptr_t)tag;

    (void)ctx;
    (void)subscriber;
    if (!call->exchange)
        ; /* nobody waits any more */
    else if (!reply)
        moot_api_unavailable(call->api, call->exchange);
    else if (reply->code != MOOT_CODE_OK)
        moot_api_refuse_code(call->api, call->exchange, reply->code,
                             reply->text);
    else if (reply->op == MOOT_OP_EMIT)
        moot_api_emit_answer(call, reply);
    else
        moot_api_room_answer(call, reply);
    moot_api_call_end(call);
}

/* ---- Who may ask, how much ----------------------------------------------- */

/* In a time that does not depend on where the two differ. */
static bool is_key(const moot_api_t *api, moot_slice_t given)
{
    const moot_buf_t *key = &api->key;
    volatile uint8_t different = given.size != key->size;

    for (size_t i = 0; i < key->size; i++)
        different |= (uint8_t)(key->at[i]
                               ^ (i < given.size ? given.at[i] : 0));
    return !different;
}

/* False: it is refused, and answered. */
static bool is_allowed(moot_api_t *api, moot_exchange_t *exchange,
                       const moot_web_request_t *request)
{
    static const char scheme[] = "bearer ";
    moot_slice_t given = request->authorization;
    size_t size = sizeof scheme - 1;

    for (size_t i = 0; i < size; i++) {
        if (given.size <= i || (given.at[i] | 0x20) != scheme[i]) {
            moot_api_refuse(api, exchange, 401, "UNAUTHORIZED",
                            moot_slice_str("expected the header "
                                           "Authorization: Bearer KEY"));
            return false;
        }
    }
    if (is_key(api, moot_slice(given.at + size, given.size - size)))
        return true;
    moot_api_refuse(api, exchange, 403, "FORBIDDEN",
                    moot_slice_str("this is not the key"));
    return false;
}

static bool is_in_rate(moot_api_t *api)
{
    uint64_t rate = api->config.requests_per_second;
    uint64_t most = rate * BURST_S * 1000;

    if (rate == 0)
        return true;
    api->tokens_milli += (api->now_ms - api->tokens_ms) * rate;
    api->tokens_ms = api->now_ms;
    if (api->tokens_milli > most)
        api->tokens_milli = most;
    if (api->tokens_milli < 1000)
        return false;
    api->tokens_milli -= 1000;
    return true;
}

/* ---- Requests ------------------------------------------------------------ */

static void describe(moot_api_t *api, moot_exchange_t *exchange)
{
    const moot_web_answer_t given = {
        .status = 200,
        .content_type = "application/json",
        .body = moot_openapi_text(),
    };

    answer(api, exchange, &given);
}

static void dispatch(moot_api_t *api, moot_exchange_t *exchange,
                     const moot_api_target_t *target,
                     const moot_web_request_t *request)
{
    switch (target->op) {
    case MOOT_API_DESCRIBE:
        describe(api, exchange);
        break;
    case MOOT_API_EMIT:
    case MOOT_API_USER_JOIN:
    case MOOT_API_USER_LEAVE:
    case MOOT_API_USER_DISCONNECT:
        moot_api_emit(api, exchange, target, request);
        break;
    case MOOT_API_SOCKETS:
        moot_api_sockets(api, exchange, target);
        break;
    case MOOT_API_ROOM_SHOW:
    case MOOT_API_MEMBERS_SHOW:
    case MOOT_API_HISTORY:
        moot_api_room_read(api, exchange, target);
        break;
    default:
        moot_api_room(api, exchange, target, request);
    }
}

static void refuse_path(moot_api_t *api, moot_exchange_t *exchange, int rc,
                        const moot_api_target_t *target)
{
    moot_web_answer_t given = {.status = 405, .allow = target->allow};

    if (rc == MOOT_EDENIED) {
        write_error(api, "METHOD_NOT_ALLOWED",
                    moot_slice_str("this path takes other methods"));
        send_body(api, exchange, &given);
    } else if (rc == MOOT_ENOENT) {
        moot_api_refuse(api, exchange, 404, "NOT_FOUND",
                        moot_slice_str("there is no such endpoint"));
    } else {
        moot_api_refuse(api, exchange, 400, "VALIDATION_ERROR",
                        moot_slice_str("the path or the query has a bad "
                                       "escape, an unknown, repeated or too "
                                       "long parameter"));
    }
}

void moot_api_request(moot_api_t *api, moot_exchange_t *exchange,
                      const moot_web_request_t *request, uint64_t now_ms)
{
    moot_api_target_t target;
    moot_buf_t text;
    int rc;

    api->now_ms = now_ms;
    moot_buf_init(&text, 64 << 10);
    rc = moot_api_routes_find(request->method, request->path, request->query,
                              &text, &target);
    if (rc == 0 && moot_api_routes[target.op].open) {
        dispatch(api, exchange, &target, request);
    } else if (is_allowed(api, exchange, request)) {
        if (!is_in_rate(api))
            moot_api_refuse(api, exchange, 429, "RATE_LIMITED",
                            moot_slice_str("too many requests in a second"));
        else if (rc != 0)
            refuse_path(api, exchange, rc, &target);
        else
            dispatch(api, exchange, &target, request);
    }
    moot_buf_close(&text);
}

/* ---- Life ---------------------------------------------------------------- */

void moot_api_configure(moot_api_t *api, const moot_api_config_t *config)
{
    api->config = *config;
    moot_buf_clear(&api->key);
    MOOT_CHECK(config->key.size >= MOOT_API_KEY_BYTES_MIN
               && moot_buf_put(&api->key, config->key.at, config->key.size)
                      == 0);
    api->config.key = moot_buf_slice(&api->key);
}

moot_api_t *moot_api_new(const moot_api_config_t *config,
                         const moot_api_sink_t *sink, void *ctx,
                         moot_delivery_t *delivery, moot_slice_t session,
                         uint64_t now_ms)
{
    moot_api_t *api = calloc(1, sizeof *api);

    MOOT_CHECK(api && session.size < sizeof api->session);
    api->sink = *sink;
    api->ctx = ctx;
    api->delivery = delivery;
    api->now_ms = api->tokens_ms = now_ms;
    api->tokens_milli = UINT64_MAX / 2;
    moot_list_init(&api->calls);
    moot_buf_init(&api->key, MOOT_API_KEY_BYTES_MAX);
    moot_encode_init(&api->encode);
    moot_buf_init(&api->frame, FRAME_BYTES_MAX);
    moot_parse_init(&api->parse);
    moot_api_configure(api, config);
    memcpy(api->session, session.at, session.size);
    api->subscriber.session = moot_slice(api->session, session.size);
    api->subscriber.on_answer = on_answer;
    moot_delivery_enlist(delivery, &api->subscriber, now_ms);
    return api;
}

void moot_api_destroy(moot_api_t **api_p)
{
    moot_api_t *api = *api_p;

    if (!api)
        return;
    moot_delivery_leave(api->delivery, &api->subscriber, api->now_ms);
    MOOT_LIST_FOREACH(&api->calls, node, after)
        moot_api_call_end(MOOT_CONTAINER(node, moot_api_call_t, in_calls));
    moot_buf_close(&api->key);
    moot_encode_close(&api->encode);
    moot_buf_close(&api->frame);
    moot_parse_close(&api->parse);
    free(api);
    *api_p = NULL;
}

void moot_api_tick(moot_api_t *api, uint64_t now_ms)
{
    api->now_ms = now_ms;
}

void moot_api_facts(const moot_api_t *api, moot_api_facts_t *facts)
{
    *facts = api->facts;
    facts->calls = api->calls_count;
}
