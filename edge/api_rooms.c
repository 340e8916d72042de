/* Durable rooms of the application's API: what changes them goes to their
 * worker in the application's name, what reads them is asked. */
#include "edge/api_internal.h"

#include "common/err.h"
#include "common/id.h"
#include "common/json_number.h"
#include "proto/broadcast.h"
#include "proto/event_json.h"

/* How an operation looks in the room protocol, whose reader checks it. */
typedef struct form {
    const char *type;
    uint64_t op;
    const char *patch; /* the body's members go into this object */
} form_t;

static const form_t forms[MOOT_API_OPS] = {
    [MOOT_API_ROOM_CREATE] = {"ROOM_CREATE", MOOT_OP_CREATE, NULL},
    [MOOT_API_ROOM_META] = {"ROOM_UPDATE_META", MOOT_OP_META, "patch"},
    [MOOT_API_ROOM_DELETE] = {"ROOM_DELETE", MOOT_OP_DELETE, NULL},
    [MOOT_API_MEMBERS_ADD] = {"ROOM_ADD_MEMBERS", MOOT_OP_ADD, NULL},
    [MOOT_API_MEMBER_REMOVE] = {"ROOM_REMOVE_MEMBER", MOOT_OP_REMOVE, NULL},
    [MOOT_API_ROLE_SET] = {"ROOM_SET_ROLE", MOOT_OP_ROLE, NULL},
    /* It has the shape of a removal. */
    [MOOT_API_OWNER_SET] = {"ROOM_REMOVE_MEMBER", MOOT_OP_OWNER, NULL},
    [MOOT_API_POST] = {"ROOM_MESSAGE", MOOT_OP_MESSAGE, NULL},
};

/* ---- A body as a frame of the protocol ----------------------------------- */

/* Members that are the API's own. */
static bool is_own(moot_api_op_t op, const char *name)
{
    return (op == MOOT_API_ROOM_CREATE && strcmp(name, "ownerId") == 0)
           || (op == MOOT_API_POST && strcmp(name, "userId") == 0);
}

static void put_members(moot_json_write_t *json, moot_api_op_t op,
                        const moot_json_value_t *values)
{
    const moot_api_route_t *route = &moot_api_routes[op];

    for (size_t i = 0; i < route->fields_count; i++) {
        if (values[i].kind == MOOT_JSON_NONE
            || is_own(op, route->fields[i].name))
            continue;
        moot_json_write_name(json, route->fields[i].name);
        moot_json_write_raw(json, values[i].raw);
    }
}

static int write_frame(moot_api_t *api, const moot_api_target_t *target,
                       const moot_json_value_t *values, moot_slice_t key)
{
    const form_t *form = &forms[target->op];
    moot_json_write_t json;

    moot_buf_clear(&api->frame);
    moot_json_write_init(&json, &api->frame);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "type", moot_slice_str(form->type));
    if (target->params[0].at)
        moot_json_write_name_string(&json, "roomId", target->params[0]);
    if (target->params[1].at)
        moot_json_write_name_string(&json, "userId", target->params[1]);
    if (form->patch) {
        moot_json_write_name(&json, form->patch);
        moot_json_write_begin_object(&json);
    }
    put_members(&json, target->op, values);
    if (form->patch)
        moot_json_write_end_object(&json);
    /* The header goes before the member of the body: the last one wins. */
    if (key.at)
        moot_json_write_name_string(&json, "clientMessageId", key);
    moot_json_write_end_object(&json);
    return api->frame.error;
}

/* ---- Changes ------------------------------------------------------------- */

/* Who acts: the owner to be, the sender, or the system. */
static int take_user(moot_api_op_t op, const moot_json_value_t *values,
                     moot_buf_t *text, moot_slice_t *user)
{
    const moot_api_route_t *route = &moot_api_routes[op];
    moot_json_scratch_t scratch;
    moot_slice_t given;

    *user = moot_slice_str(MOOT_SYSTEM_USER);
    for (size_t i = 0; i < route->fields_count; i++) {
        if (values[i].kind == MOOT_JSON_NONE
            || !is_own(op, route->fields[i].name))
            continue;
        scratch.size = values[i].raw.size;
        scratch.at = moot_buf_reserve(text, scratch.size);
        if (!scratch.at
            || moot_json_read_string(&values[i], &scratch, &given) != 0)
            return MOOT_EINVAL;
        return moot_id_take(given, user);
    }
    return 0;
}

static void refuse(moot_api_t *api, moot_exchange_t *exchange, const char *why)
{
    moot_api_refuse(api, exchange, 400, "VALIDATION_ERROR",
                    moot_slice_str(why));
}

static void change(moot_api_t *api, moot_exchange_t *exchange,
                   const moot_api_target_t *target,
                   const moot_json_value_t *values)
{
    moot_parse_frame_t parsed;
    moot_api_call_t *call;
    moot_slice_t user;
    moot_buf_t text;

    moot_buf_init(&text, MOOT_API_BODY_BYTES_MAX);
    moot_parse_text(&api->parse, &api->config.limits,
                    moot_buf_slice(&api->frame), &parsed);
    if (parsed.what != MOOT_PARSE_REQUEST) {
        refuse(api, exchange, parsed.text ? parsed.text : "a value is wrong");
    } else if (parsed.request.room.size == 0) {
        refuse(api, exchange, "roomId is not valid");
    } else if (take_user(target->op, values, &text, &user) != 0) {
        refuse(api, exchange, target->op == MOOT_API_POST
                                  ? "userId is not valid"
                                  : "ownerId is not valid");
    } else if ((call = moot_api_call_begin(api, exchange, target)) != NULL) {
        parsed.request.op = forms[target->op].op;
        parsed.request.user = user;
        moot_api_call_request(call, &parsed.request);
    }
    moot_buf_close(&text);
}

void moot_api_room(moot_api_t *api, moot_exchange_t *exchange,
                   const moot_api_target_t *target,
                   const moot_web_request_t *request)
{
    const moot_api_route_t *route = &moot_api_routes[target->op];
    moot_json_value_t values[MOOT_JSON_FIELDS_MAX];
    char why[MOOT_JSON_WHY_BYTES];
    moot_slice_t key = {0};

    if (route->fields
        && moot_json_fields_read(request->body, route->fields,
                                 route->fields_count, values, why)
               != 0) {
        refuse(api, exchange, why);
        return;
    }
    if (target->op == MOOT_API_POST)
        key = request->idempotency_key;
    if (write_frame(api, target, values, key) != 0)
        refuse(api, exchange, "the body is too large");
    else
        change(api, exchange, target, values);
}

static void put_room(moot_api_t *api, moot_slice_t bytes)
{
    moot_msg_snapshot_t snapshot;

    if (bytes.size == 0 || moot_wire_decode_snapshot(bytes, &snapshot) != 0)
        return;
    moot_json_write_name(&api->encode.json, "room");
    moot_encode_room(&api->encode, &snapshot);
}

void moot_api_room_answer(moot_api_call_t *call, const moot_msg_reply_t *reply)
{
    moot_api_t *api = call->api;
    moot_json_write_t *json = moot_api_begin(api);

    moot_json_write_name_string(json, "roomId", reply->room);
    moot_encode_epoch(&api->encode, reply->epoch);
    moot_json_write_name_uint64(json, "seq", reply->event_seq);
    if (call->op == MOOT_API_POST) {
        moot_json_write_name_string(json, "messageId", reply->message_id);
        moot_json_write_name_uint64(json, "timestamp", reply->at);
        moot_json_write_name_bool(json, "repeated", reply->already);
    } else {
        moot_json_write_name_uint64(json, "version", reply->version);
        moot_json_write_name_uint64(json, "updatedAt", reply->updated_at);
        moot_json_write_name_uint64(json, "memberCount", reply->member_count);
        put_room(api, reply->snapshot);
    }
    moot_api_send(api, call->exchange, moot_api_routes[call->op].status);
}

/* ---- Reads --------------------------------------------------------------- */

static void refuse_room(moot_api_call_t *call)
{
    moot_api_refuse(call->api, call->exchange, 404, "NOT_FOUND",
                    moot_slice_str("there is no such room"));
}

static void put_member_list(moot_json_write_t *json,
                            const moot_msg_snapshot_t *snapshot)
{
    moot_list_reader_t list, pair;
    moot_slice_t raw, user;
    uint64_t role;
    int rc = moot_list_reader_init(&list, snapshot->members);

    moot_json_write_name(json, "members");
    moot_json_write_begin_array(json);
    while (rc == 0 && moot_list_next_list(&list, &raw) == 0
           && moot_list_reader_init(&pair, raw) == 0
           && moot_list_next_str(&pair, &user) == 0
           && moot_list_next_u64(&pair, &role) == 0) {
        moot_json_write_begin_object(json);
        moot_json_write_name_string(json, "userId", user);
        moot_json_write_name_string(json, "role",
                                    moot_slice_str(moot_role_name(role)));
        moot_json_write_end_object(json);
    }
    moot_json_write_end_array(json);
}

static void on_room(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    moot_api_call_t *call = moot_api_call_of(inquiry);
    moot_api_t *api = call->api;
    moot_msg_snapshot_t snapshot;
    moot_json_write_t *json;

    if (!message) {
        moot_api_unavailable(api, call->exchange);
    } else if (message->as.room_told.state != MOOT_ROOM_LIVING
               || moot_wire_decode_snapshot(message->as.room_told.snapshot,
                                            &snapshot)
                      != 0) {
        refuse_room(call);
    } else {
        json = moot_api_begin(api);
        if (call->op == MOOT_API_ROOM_SHOW) {
            put_room(api, message->as.room_told.snapshot);
        } else {
            moot_json_write_name_string(json, "roomId", snapshot.room);
            moot_encode_epoch(&api->encode, snapshot.epoch);
            moot_json_write_name_uint64(json, "seq", snapshot.seq);
            put_member_list(json, &snapshot);
        }
        moot_api_send(api, call->exchange, moot_api_routes[call->op].status);
    }
    moot_api_call_end(call);
}

/* ---- History ------------------------------------------------------------- */

/* Writes the events of a page; *last: of them. False: it is damaged. */
static bool put_events(moot_api_call_t *call, moot_json_write_t *json,
                       const moot_msg_events_t *page, uint64_t *last)
{
    moot_list_reader_t reader;
    moot_msg_event_t event;
    moot_slice_t bytes;
    int rc = moot_list_reader_init(&reader, page->list);

    moot_json_write_name(json, "events");
    moot_json_write_begin_array(json);
    for (uint64_t i = 0; rc == 0 && i < call->limit; i++) {
        rc = moot_list_next_bin(&reader, &bytes);
        if (rc == 0)
            rc = moot_wire_decode_event(bytes, &event);
        if (rc != 0)
            break;
        moot_event_json(json, &event, true);
        *last = event.seq;
    }
    moot_json_write_end_array(json);
    return rc == 0 || rc == MOOT_ENOENT;
}

static void on_page(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    moot_api_call_t *call = moot_api_call_of(inquiry);
    moot_api_t *api = call->api;
    moot_json_write_t *json;
    uint64_t last = call->after;

    if (!message) {
        moot_api_unavailable(api, call->exchange);
    } else if (message->as.events.epoch != call->epoch) {
        refuse_room(call);
    } else {
        json = moot_api_begin(api);
        moot_json_write_name_string(json, "roomId", call->target.params[0]);
        moot_encode_epoch(&api->encode, call->epoch);
        if (!put_events(call, json, &message->as.events, &last))
            api->encode.buf.error = MOOT_ECORRUPT;
        moot_json_write_name_uint64(json, "head", message->as.events.head);
        moot_json_write_name(json, "next");
        if (last < message->as.events.head)
            moot_json_write_uint64(json, last);
        else
            moot_json_write_null(json);
        moot_api_send(api, call->exchange, moot_api_routes[call->op].status);
    }
    moot_api_call_end(call);
}

static void ask_page(moot_api_call_t *call)
{
    moot_slice_t room = call->target.params[0];
    moot_msg_t question = {
        .code = MOOT_MSG_RANGE,
        .as.range = {.kind = MOOT_KIND_ROOM,
                     .id = room,
                     .epoch = call->epoch,
                     .seq = call->after},
    };

    call->inquiry.told = on_page;
    moot_api_call_ask(call,
                      moot_slot_of(MOOT_KIND_ROOM, call->target.params[0]),
                      &question);
}

/* The room's present epoch, before its events. */
static void on_epoch(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    moot_api_call_t *call = moot_api_call_of(inquiry);
    const moot_msg_room_told_t *told;

    if (!message) {
        moot_api_unavailable(call->api, call->exchange);
        moot_api_call_end(call);
        return;
    }
    told = &message->as.room_told;
    if (told->state == MOOT_ROOM_NONE
        || (call->epoch != 0 && call->epoch != told->epoch)) {
        refuse_room(call);
        moot_api_call_end(call);
        return;
    }
    call->epoch = told->epoch;
    ask_page(call);
}

/* A query parameter; *number stays as it is when there is none. */
static bool take_number(moot_slice_t text, uint64_t min, uint64_t max,
                        uint64_t *number)
{
    moot_json_value_t value;
    uint64_t got;

    if (!text.at)
        return true;
    if (moot_json_read_value(text, &value) != 0
        || moot_json_number_uint64(&value, &got) != 0 || got < min
        || got > max)
        return false;
    *number = got;
    return true;
}

void moot_api_room_read(moot_api_t *api, moot_exchange_t *exchange,
                        const moot_api_target_t *target)
{
    bool history = target->op == MOOT_API_HISTORY;
    uint64_t after = 0, limit = 100, epoch = 0;
    moot_msg_t question = {.code = MOOT_MSG_ASK_ROOM};
    moot_api_target_t trimmed = *target;
    moot_api_call_t *call;

    if (moot_id_take(target->params[0], &trimmed.params[0]) != 0) {
        refuse(api, exchange, "roomId is not valid");
        return;
    }
    if (history
        && (!take_number(target->queries[0], 0, UINT64_MAX, &after)
            || !take_number(target->queries[1], 1, MOOT_API_PAGE_MAX, &limit)
            || !take_number(target->queries[2], 1, UINT64_MAX, &epoch))) {
        refuse(api, exchange, "after and epoch are numbers, limit one from 1 "
                              "to 1000");
        return;
    }
    call = moot_api_call_begin(api, exchange, &trimmed);
    if (!call)
        return;
    call->after = after;
    call->limit = limit;
    call->epoch = epoch;
    call->inquiry.told = history ? on_epoch : on_room;
    question.as.ask_room.room = call->target.params[0];
    /* Whose role is asked for is given no state, which history needs not. */
    if (history)
        question.as.ask_room.user = moot_slice_str(MOOT_SYSTEM_USER);
    moot_api_call_ask(call,
                      moot_slot_of(MOOT_KIND_ROOM, call->target.params[0]),
                      &question);
}
