#include "cli/replay_frame.h"

#include "cli/replay.h"
#include "common/err.h"
#include "common/json_number.h"
#include "common/json_read.h"
#include "common/json_write.h"
#include "proto/rules.h"

#include <inttypes.h>
#include <stdlib.h>

enum { FRAME_SCRATCH_BYTES = 1024 }; /* type, code and id, unescaped */

/* ---- Requests ------------------------------------------------------------ */

static void put_look(moot_json_write_t *json, const moot_msg_request_t *request)
{
    if (request->given & MOOT_GIVEN_NAME)
        moot_json_write_name_string(json, "name", request->name);
    if (!(request->given & MOOT_GIVEN_THUMBNAIL))
        return;
    moot_json_write_name(json, "thumbnailUrl");
    if (request->thumbnail_url.size > 0)
        moot_json_write_string(json, request->thumbnail_url);
    else
        moot_json_write_null(json);
}

static void put_users(moot_json_write_t *json, const char *name,
                      moot_slice_t users)
{
    moot_list_reader_t reader;
    moot_slice_t user;

    if (users.size == 0)
        return;
    moot_json_write_name(json, name);
    moot_json_write_begin_array(json);
    if (moot_list_reader_init(&reader, users) == 0)
        while (moot_list_next_str(&reader, &user) == 0)
            moot_json_write_string(json, user);
    moot_json_write_end_array(json);
}

static void put_message(moot_json_write_t *json,
                        const moot_msg_request_t *request, uint64_t missing)
{
    char filler[MOOT_REPLAY_CONTENT_MAX];
    moot_slice_t content = request->content;

    if (content.size == 0) {
        if (missing < 1)
            missing = 1;
        if (missing > sizeof filler)
            missing = sizeof filler;
        memset(filler, 'x', missing);
        content = moot_slice(filler, missing);
    }
    moot_json_write_name_string(json, "content", content);
    moot_json_write_name_string(json, "messageType", request->message_type);
    if (request->client_message_id.size > 0)
        moot_json_write_name_string(json, "clientMessageId",
                                    request->client_message_id);
}

static void put_fields(moot_json_write_t *json,
                       const moot_msg_request_t *request, uint64_t missing)
{
    switch (request->op) {
    case MOOT_OP_CREATE:
        put_look(json, request);
        put_users(json, "memberIds", request->users);
        break;
    case MOOT_OP_META:
        moot_json_write_name(json, "patch");
        moot_json_write_begin_object(json);
        put_look(json, request);
        moot_json_write_end_object(json);
        break;
    case MOOT_OP_ADD:
        put_users(json, "userIds", request->users);
        break;
    case MOOT_OP_ROLE:
        moot_json_write_name_string(
            json, "role",
            moot_slice_str(request->role == MOOT_ROLE_ADMIN ? "ADMIN"
                                                            : "MEMBER"));
        moot_json_write_name_string(json, "userId", request->target);
        break;
    case MOOT_OP_REMOVE:
        moot_json_write_name_string(json, "userId", request->target);
        break;
    case MOOT_OP_MESSAGE:
        put_message(json, request, missing);
        break;
    default:
        break;
    }
}

static const char *type_of(uint64_t op)
{
    static const char *const types[] = {
        [MOOT_OP_CREATE] = "ROOM_CREATE",
        [MOOT_OP_JOIN] = "ROOM_JOIN",
        [MOOT_OP_LEAVE] = "ROOM_LEAVE",
        [MOOT_OP_INFO] = "ROOM_INFO",
        [MOOT_OP_META] = "ROOM_UPDATE_META",
        [MOOT_OP_ADD] = "ROOM_ADD_MEMBERS",
        [MOOT_OP_REMOVE] = "ROOM_REMOVE_MEMBER",
        [MOOT_OP_ROLE] = "ROOM_SET_ROLE",
        [MOOT_OP_DELETE] = "ROOM_DELETE",
        [MOOT_OP_MESSAGE] = "ROOM_MESSAGE",
    };

    return op >= MOOT_OP_CREATE && op <= MOOT_OP_MESSAGE ? types[op] : "?";
}

void moot_replay_frame_put(moot_buf_t *buf, const moot_msg_request_t *request,
                           uint64_t missing, moot_slice_t id)
{
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "type",
                                moot_slice_str(type_of(request->op)));
    moot_json_write_name_string(&json, "correlationId", id);
    moot_json_write_name_string(&json, "roomId", request->room);
    put_fields(&json, request, missing);
    moot_json_write_end_object(&json);
}

/* ---- Answers ------------------------------------------------------------- */

static const char *answer_type(uint64_t op, uint64_t code)
{
    static const char *const types[] = {
        [MOOT_OP_CREATE] = "ROOM_CREATED",
        [MOOT_OP_JOIN] = "ROOM_JOIN_RESPONSE",
        [MOOT_OP_LEAVE] = "ROOM_LEAVE_RESPONSE",
        [MOOT_OP_INFO] = "ROOM_CREATED",
        [MOOT_OP_META] = "ROOM_UPDATED",
        [MOOT_OP_ADD] = "ROOM_MEMBERS_UPDATED",
        [MOOT_OP_REMOVE] = "ROOM_MEMBERS_UPDATED",
        [MOOT_OP_ROLE] = "ROOM_MEMBERS_UPDATED",
        [MOOT_OP_DELETE] = "ROOM_DELETED",
        [MOOT_OP_MESSAGE] = "ROOM_MESSAGE_RESPONSE",
    };

    if (code == MOOT_CODE_NOT_A_MEMBER)
        return types[MOOT_OP_MESSAGE];
    if (code != MOOT_CODE_OK)
        return "ERROR";
    return op >= MOOT_OP_CREATE && op <= MOOT_OP_MESSAGE ? types[op] : "?";
}

moot_replay_wanted_t moot_replay_frame_wanted(const moot_msg_reply_t *reply)
{
    moot_replay_wanted_t wanted = {.op = reply->op, .code = reply->code};

    if (reply->code != MOOT_CODE_OK)
        return wanted;
    switch (reply->op) {
    case MOOT_OP_CREATE:
    case MOOT_OP_INFO:
    case MOOT_OP_JOIN:
        wanted.seq = reply->seq;
        wanted.version = reply->version;
        wanted.again = reply->op == MOOT_OP_JOIN && reply->already;
        break;
    case MOOT_OP_MESSAGE:
        wanted.seq = reply->event_seq;
        wanted.members = reply->member_count;
        wanted.again = reply->already;
        break;
    case MOOT_OP_LEAVE:
        break;
    default:
        wanted.seq = reply->event_seq;
        wanted.version = reply->version;
    }
    return wanted;
}

enum name {
    TYPE,
    CORRELATION_ID,
    CODE,
    SEQ,
    VERSION,
    MEMBER_COUNT,
    ALREADY,
    DUPLICATE,
    RETRY,
    ROOM,
    ROOM_INFO,
    NAMES
};

static const moot_slice_t names[NAMES] = {
    [TYPE] = MOOT_JSON_NAME("type"),
    [CORRELATION_ID] = MOOT_JSON_NAME("correlationId"),
    [CODE] = MOOT_JSON_NAME("code"),
    [SEQ] = MOOT_JSON_NAME("seq"),
    [VERSION] = MOOT_JSON_NAME("version"),
    [MEMBER_COUNT] = MOOT_JSON_NAME("memberCount"),
    [ALREADY] = MOOT_JSON_NAME("alreadyMember"),
    [DUPLICATE] = MOOT_JSON_NAME("duplicate"),
    [RETRY] = MOOT_JSON_NAME("retryAfterMs"),
    [ROOM] = MOOT_JSON_NAME("room"),
    [ROOM_INFO] = MOOT_JSON_NAME("roomInfo"),
};

/* What is not there or no number stays as it is. */
static void take_number(const moot_json_value_t *value, uint64_t *number)
{
    uint64_t read;

    if (value->kind == MOOT_JSON_NUMBER
        && moot_json_number_uint64(value, &read) == 0)
        *number = read;
}

static bool is_true(const moot_json_value_t *value)
{
    bool truth = false;

    return moot_json_read_bool(value, &truth) == 0 && truth;
}

static moot_slice_t take_text(const moot_json_value_t *value,
                              moot_json_scratch_t *scratch)
{
    moot_slice_t text = {0};

    if (value->kind == MOOT_JSON_STRING
        && moot_json_read_string(value, scratch, &text) != 0)
        text = moot_slice(NULL, 0);
    return text;
}

int moot_replay_frame_read(moot_slice_t frame, moot_replay_wanted_t *found,
                           uint8_t *id, size_t id_max, size_t *id_size,
                           uint64_t *retry_ms)
{
    moot_json_value_t values[NAMES], inner[NAMES];
    uint8_t bytes[FRAME_SCRATCH_BYTES];
    moot_json_scratch_t scratch = {.at = bytes, .size = sizeof bytes};
    moot_slice_t text;
    int code;

    if (moot_json_read_object(frame, names, NAMES, values) != 0)
        return MOOT_EINVAL;
    *found = (moot_replay_wanted_t){0};
    *id_size = 0;
    *retry_ms = 0;
    text = take_text(&values[CORRELATION_ID], &scratch);
    if (text.size > 0 && text.size <= id_max) {
        memcpy(id, text.at, text.size);
        *id_size = text.size;
    }
    text = take_text(&values[TYPE], &scratch);
    if (text.size < sizeof found->type && text.size > 0)
        memcpy(found->type, text.at, text.size);
    text = take_text(&values[CODE], &scratch);
    if (text.size > 0) {
        code = moot_code_of(text);
        found->code = code >= 0 ? (uint64_t)code : MOOT_CODE_INTERNAL;
    }
    for (enum name where = ROOM; where <= ROOM_INFO; where++)
        if (values[where].kind == MOOT_JSON_OBJECT
            && moot_json_read_object(values[where].raw, names, NAMES, inner)
                   == 0) {
            take_number(&inner[SEQ], &found->seq);
            take_number(&inner[VERSION], &found->version);
            take_number(&inner[MEMBER_COUNT], &found->members);
        }
    take_number(&values[SEQ], &found->seq);
    take_number(&values[VERSION], &found->version);
    take_number(&values[MEMBER_COUNT], &found->members);
    take_number(&values[RETRY], retry_ms);
    found->again = is_true(&values[ALREADY]) || is_true(&values[DUPLICATE]);
    return 0;
}

static bool differ(uint64_t wanted, uint64_t found)
{
    return wanted != 0 && found != 0 && wanted != found;
}

bool moot_replay_frame_same(const moot_replay_wanted_t *wanted,
                            const moot_replay_wanted_t *found)
{
    return wanted->code == found->code
           && strcmp(answer_type(wanted->op, wanted->code), found->type) == 0
           && !differ(wanted->seq, found->seq)
           && !differ(wanted->version, found->version)
           && !differ(wanted->members, found->members)
           && wanted->again == found->again;
}

static void put_answer(moot_buf_t *buf, const moot_replay_wanted_t *answer,
                       const char *type)
{
    (void)moot_json_escape(buf, moot_slice_str(type));
    if (answer->code != MOOT_CODE_OK)
        moot_buf_printf(buf, " %s", moot_code_name(answer->code));
    if (answer->seq > 0)
        moot_buf_printf(buf, " seq %" PRIu64, answer->seq);
    if (answer->version > 0)
        moot_buf_printf(buf, " version %" PRIu64, answer->version);
    if (answer->members > 0)
        moot_buf_printf(buf, " members %" PRIu64, answer->members);
    if (answer->again)
        moot_buf_put_str(buf, " again");
}

void moot_replay_frame_tell(moot_buf_t *buf, const moot_msg_request_t *request,
                            const moot_replay_wanted_t *wanted,
                            const moot_replay_wanted_t *found)
{
    moot_buf_printf(buf, "%s of ", type_of(request->op));
    (void)moot_json_escape(buf, request->user);
    moot_buf_put_str(buf, " in ");
    (void)moot_json_escape(buf, request->room);
    moot_buf_put_str(buf, ": was ");
    put_answer(buf, wanted, answer_type(wanted->op, wanted->code));
    moot_buf_put_str(buf, ", is ");
    put_answer(buf, found, found->type);
    moot_buf_put_str(buf, "\n");
}
