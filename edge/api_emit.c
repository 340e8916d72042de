/* What the application does to sockets: events, rooms of a user's sockets,
 * disconnects, and the question who is in a room. */
#include "edge/api_internal.h"

#include "common/err.h"
#include "proto/broadcast.h"

enum { EMISSION_BYTES_MAX = 4 << 20 };

/* ---- Emissions ----------------------------------------------------------- */

static int read_body(const moot_api_target_t *target, moot_slice_t body,
                     moot_broadcast_t *broadcast, char *why)
{
    switch (target->op) {
    case MOOT_API_EMIT:
        return moot_broadcast_read(broadcast, body, why);
    case MOOT_API_USER_JOIN:
        return moot_broadcast_read_room(broadcast, MOOT_ACTION_ENTER,
                                        target->params[0], body, why);
    case MOOT_API_USER_LEAVE:
        return moot_broadcast_read_room(broadcast, MOOT_ACTION_LEAVE,
                                        target->params[0], body, why);
    default:
        return moot_broadcast_read_end(broadcast, target->params[0], body,
                                       why);
    }
}

/* The header goes before the member of the body. */
static bool take_key(moot_broadcast_t *broadcast, moot_slice_t header)
{
    if (!header.at)
        return true;
    broadcast->key = header;
    return moot_broadcast_is_name(header, MOOT_BROADCAST_KEY_BYTES_MAX);
}

static void send_nothing(moot_api_t *api, moot_exchange_t *exchange,
                         const moot_broadcast_t *broadcast)
{
    moot_json_write_t *json = moot_api_begin(api);

    moot_json_write_name_bool(json, "sent", false);
    moot_json_write_name_uint64(json, "targets", broadcast->targets_count);
    moot_json_write_name_string(json, "reason",
                                moot_slice_str(broadcast->wanted ? "no_targets"
                                                                 : "guard"));
    moot_api_send(api, exchange, moot_api_routes[MOOT_API_EMIT].status);
}

static void send_broadcast(moot_api_t *api, moot_exchange_t *exchange,
                           const moot_api_target_t *target,
                           const moot_broadcast_t *broadcast)
{
    moot_msg_request_t request = {
        .op = MOOT_OP_EMIT,
        .user = moot_slice_str(MOOT_SYSTEM_USER),
        .client_message_id = broadcast->key,
    };
    moot_api_call_t *call;
    moot_buf_t bytes;

    moot_buf_init(&bytes, EMISSION_BYTES_MAX);
    if (moot_wire_encode_emission(&bytes, &broadcast->emission) != 0) {
        moot_api_refuse(api, exchange, 400, "VALIDATION_ERROR",
                        moot_slice_str("the broadcast is too large"));
    } else {
        request.emission = moot_buf_slice(&bytes);
        call = moot_api_call_begin(api, exchange, target);
        if (call) {
            call->targets = broadcast->targets_count;
            moot_api_call_request(call, &request);
        }
    }
    moot_buf_close(&bytes);
}

void moot_api_emit(moot_api_t *api, moot_exchange_t *exchange,
                   const moot_api_target_t *target,
                   const moot_web_request_t *request)
{
    moot_slice_t body = request->body;
    moot_broadcast_t broadcast;
    char why[MOOT_JSON_WHY_BYTES] = "no memory";
    int rc = 0;

    if (body.size == 0 && moot_api_routes[target->op].may_be_empty)
        body = moot_slice_str("{}");
    moot_broadcast_init(&broadcast);
    if (target->op != MOOT_API_EMIT
        && !moot_broadcast_is_name(target->params[0], MOOT_ID_BYTES_MAX)) {
        moot_api_refuse(api, exchange, 400, "VALIDATION_ERROR",
                        moot_slice_str("user: expected 1 to 128 bytes without "
                                       "control characters"));
    } else if ((rc = read_body(target, body, &broadcast, why)) != 0) {
        moot_api_refuse(api, exchange, rc == MOOT_ENOMEM ? 500 : 400,
                        rc == MOOT_ENOMEM ? "INTERNAL" : "VALIDATION_ERROR",
                        moot_slice_str(why));
    } else if (!take_key(&broadcast, request->idempotency_key)) {
        moot_api_refuse(api, exchange, 400, "VALIDATION_ERROR",
                        moot_slice_str("Idempotency-Key: expected 1 to 256 "
                                       "bytes"));
    } else if (!broadcast.wanted || broadcast.targets_count == 0) {
        send_nothing(api, exchange, &broadcast);
    } else {
        send_broadcast(api, exchange, target, &broadcast);
    }
    moot_broadcast_close(&broadcast);
}

void moot_api_emit_answer(moot_api_call_t *call, const moot_msg_reply_t *reply)
{
    moot_json_write_t *json = moot_api_begin(call->api);

    moot_json_write_name_bool(json, "sent", true);
    moot_json_write_name_uint64(json, "targets", call->targets);
    moot_json_write_name_uint64(json, "seq", reply->seq);
    moot_json_write_name_bool(json, "repeated", reply->already);
    moot_api_send(call->api, call->exchange, moot_api_routes[call->op].status);
}

/* ---- Sockets of a room --------------------------------------------------- */

static void list_socket(moot_api_call_t *call, moot_slice_t id,
                        moot_slice_t user, moot_slice_t edge)
{
    moot_json_write_t *json = &call->out.json;

    if (call->listed == MOOT_API_SOCKETS_MAX) {
        call->cut = true;
        return;
    }
    call->listed++;
    moot_json_write_begin_object(json);
    moot_json_write_name_string(json, "id", id);
    moot_json_write_name(json, "user");
    if (user.size > 0)
        moot_json_write_string(json, user);
    else
        moot_json_write_null(json);
    moot_json_write_name_string(json, "edge", edge);
    moot_json_write_end_object(json);
}

static void list_edge(moot_api_call_t *call,
                      const moot_msg_sockets_told_t *told)
{
    moot_list_reader_t list, pair;
    moot_slice_t raw, id, user;
    int rc = moot_list_reader_init(&list, told->list);

    call->cut |= told->cut;
    while (rc == 0 && (rc = moot_list_next_list(&list, &raw)) == 0) {
        rc = moot_list_reader_init(&pair, raw);
        if (rc == 0)
            rc = moot_list_next_str(&pair, &id);
        if (rc == 0)
            rc = moot_list_next_str(&pair, &user);
        if (rc == 0)
            list_socket(call, id, user, moot_edge_id(told->edge));
    }
}

/* Each edge in turn, then NULL. An edge that is silent makes the answer
 * incomplete rather than none: it may be about to be forgotten. */
static void on_told(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    moot_api_call_t *call = moot_api_call_of(inquiry);
    moot_api_t *api = call->api;
    moot_json_write_t *json;

    if (message) {
        list_edge(call, &message->as.sockets_told);
        return;
    }
    moot_json_write_end_array(&call->out.json);
    json = moot_api_begin(api);
    moot_json_write_name(json, "sockets");
    moot_json_write_raw(json, moot_buf_slice(&call->out.buf));
    moot_json_write_name_bool(json, "complete",
                              inquiry->complete && !call->cut);
    if (call->out.buf.error != 0)
        api->encode.buf.error = call->out.buf.error;
    moot_api_send(api, call->exchange, moot_api_routes[call->op].status);
    moot_api_call_end(call);
}

void moot_api_sockets(moot_api_t *api, moot_exchange_t *exchange,
                      const moot_api_target_t *target)
{
    moot_msg_t question = {.code = MOOT_MSG_ASK_SOCKETS};
    moot_api_call_t *call;

    if (!moot_broadcast_is_namespace(target->params[0])
        || !moot_broadcast_is_name(target->params[1],
                                   MOOT_BROADCAST_ROOM_BYTES_MAX)) {
        moot_api_refuse(api, exchange, 400, "VALIDATION_ERROR",
                        moot_slice_str("expected a namespace that begins with "
                                       "/ (as %2F) and the name of a room"));
        return;
    }
    call = moot_api_call_begin(api, exchange, target);
    if (!call)
        return;
    moot_json_write_init(&call->out.json, &call->out.buf);
    moot_json_write_begin_array(&call->out.json);
    question.as.ask_sockets.namespace = call->target.params[0];
    question.as.ask_sockets.target = MOOT_TARGET_ROOM;
    question.as.ask_sockets.name = call->target.params[1];
    call->inquiry.told = on_told;
    if (moot_delivery_inquire_edges(api->delivery, &call->inquiry, &question,
                                    api->config.timeout_ms, api->now_ms)
        != 0) {
        moot_api_unavailable(api, exchange);
        moot_api_call_end(call);
    }
}
