#include "edge/encode.h"

#include <inttypes.h>
#include <stdio.h>

/* Bytes kept for the next frame; more is given back after use. */
#define KEPT_BYTES_MAX (1024 * 1024)

void moot_encode_init(moot_encode_t *encode)
{
    *encode = (moot_encode_t){0};
    moot_buf_init(&encode->buf, MOOT_ENCODE_BYTES_MAX);
}

void moot_encode_close(moot_encode_t *encode)
{
    moot_buf_close(&encode->buf);
}

/* ---- Pieces -------------------------------------------------------------- */

static const moot_parse_echo_t no_echo;

#define TEXT(e, key, value) moot_json_write_name_string(&(e)->json, key, value)
#define NUMBER(e, key, value)                                                  \
    moot_json_write_name_uint64(&(e)->json, key, value)
#define TRUTH(e, key, value) moot_json_write_name_bool(&(e)->json, key, value)

static void begin(moot_encode_t *e, const char *type,
                  const moot_parse_echo_t *echo)
{
    moot_buf_clear(&e->buf);
    moot_json_write_init(&e->json, &e->buf);
    moot_json_write_begin_object(&e->json);
    TEXT(e, "type", moot_slice_str(type));
    if (echo->correlation_id.size > 0) {
        moot_json_write_name(&e->json, "correlationId");
        moot_json_write_raw(&e->json, echo->correlation_id);
    }
}

/* Takes what was written, as a frame. */
static moot_frame_t *end(moot_encode_t *e)
{
    moot_frame_t *frame = NULL;

    moot_json_write_end_object(&e->json);
    MOOT_CHECK(moot_json_write_complete(&e->json));
    if (e->buf.error == 0)
        frame = moot_frame_new(moot_buf_slice(&e->buf));
    if (e->buf.capacity > KEPT_BYTES_MAX)
        moot_buf_close(&e->buf);
    return frame;
}

static void message_id(moot_encode_t *e, const moot_parse_echo_t *echo)
{
    if (echo->client_message_id.size == 0)
        return;
    moot_json_write_name(&e->json, "clientMessageId");
    moot_json_write_raw(&e->json, echo->client_message_id);
}

/* An empty thumbnail is null. */
static void thumbnail(moot_encode_t *e, moot_slice_t url)
{
    moot_json_write_name(&e->json, "thumbnailUrl");
    if (url.size > 0)
        moot_json_write_string(&e->json, url);
    else
        moot_json_write_null(&e->json);
}

/* An epoch is a number inside and opaque to clients, so it is text there:
 * JavaScript could not hold all numbers of 64 bits anyway. */
static void epoch(moot_encode_t *e, uint64_t value)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%" PRIu64, value);

    TEXT(e, "epoch", moot_slice(text, (size_t)size));
}

/* The keys that the client sent, as the room has them now. */
static void patch(moot_encode_t *e, uint64_t given, moot_slice_t name,
                  moot_slice_t url)
{
    moot_json_write_name(&e->json, "patch");
    moot_json_write_begin_object(&e->json);
    if (given & MOOT_GIVEN_NAME)
        TEXT(e, "name", name);
    if (given & MOOT_GIVEN_THUMBNAIL)
        thumbnail(e, url);
    moot_json_write_end_object(&e->json);
}

/* ---- Members: of a view, or of a snapshot ------------------------------- */

static void members_of_view(moot_encode_t *e, const moot_roomview_t *view)
{
    moot_json_write_name(&e->json, "members");
    moot_json_write_begin_array(&e->json);
    for (size_t i = 0; i < view->members_count; i++)
        moot_json_write_string(&e->json, view->members[i]->user);
    moot_json_write_end_array(&e->json);
    moot_json_write_name(&e->json, "roles");
    moot_json_write_begin_object(&e->json);
    for (size_t i = 0; i < view->members_count; i++) {
        moot_json_write_key(&e->json, view->members[i]->user);
        moot_json_write_string(
            &e->json, moot_slice_str(moot_role_name(view->members[i]->role)));
    }
    moot_json_write_end_object(&e->json);
}

/* The next [user, role] of a snapshot's list; false at its end. */
static bool next_member(moot_list_reader_t *list, moot_slice_t *user,
                        uint64_t *role)
{
    moot_list_reader_t pair;
    moot_slice_t raw;

    return moot_list_next_list(list, &raw) == 0
           && moot_list_reader_init(&pair, raw) == 0
           && moot_list_next_str(&pair, user) == 0
           && moot_list_next_u64(&pair, role) == 0;
}

/* Returns how many there are. roles: whether "roles" is written too. */
static uint64_t members_of_snapshot(moot_encode_t *e, moot_slice_t members,
                                    bool roles)
{
    moot_list_reader_t list;
    moot_slice_t user;
    uint64_t role, count = 0;
    int rc = moot_list_reader_init(&list, members);

    moot_json_write_name(&e->json, "members");
    moot_json_write_begin_array(&e->json);
    for (; rc == 0 && next_member(&list, &user, &role); count++)
        moot_json_write_string(&e->json, user);
    moot_json_write_end_array(&e->json);
    if (!roles)
        return count;
    rc = moot_list_reader_init(&list, members);
    moot_json_write_name(&e->json, "roles");
    moot_json_write_begin_object(&e->json);
    while (rc == 0 && next_member(&list, &user, &role)) {
        moot_json_write_key(&e->json, user);
        moot_json_write_string(&e->json, moot_slice_str(moot_role_name(role)));
    }
    moot_json_write_end_object(&e->json);
    return count;
}

/* ---- Broadcasts ---------------------------------------------------------- */

static void members_updated(moot_encode_t *e, const moot_roomview_t *view,
                            const moot_msg_event_t *event)
{
    begin(e, "ROOM_MEMBERS_UPDATED", &no_echo);
    TEXT(e, "roomId", view->id);
    members_of_view(e, view);
    NUMBER(e, "version", event->version);
    NUMBER(e, "updatedAt", event->updated_at);
    TEXT(e, "name", view->name);
    thumbnail(e, view->thumbnail_url);
}

static void member_moved(moot_encode_t *e, const char *type,
                         const moot_roomview_t *view,
                         const moot_msg_event_t *event)
{
    begin(e, type, &no_echo);
    TEXT(e, "roomId", view->id);
    TEXT(e, "userId", event->user);
    NUMBER(e, "timestamp", event->at);
}

static void message(moot_encode_t *e, const moot_roomview_t *view,
                    const moot_msg_event_t *event)
{
    begin(e, "ROOM_MESSAGE", &no_echo);
    TEXT(e, "roomId", view->id);
    TEXT(e, "messageId", event->message_id);
    TEXT(e, "senderId", event->actor);
    TEXT(e, "content", event->content);
    TEXT(e, "messageType", event->message_type);
    NUMBER(e, "timestamp", event->at);
    if (event->client_message_id.size > 0)
        TEXT(e, "clientMessageId", event->client_message_id);
}

static void changed(moot_encode_t *e, const char *type,
                    const moot_roomview_t *view, const moot_msg_event_t *event)
{
    begin(e, type, &no_echo);
    TEXT(e, "roomId", view->id);
    if (event->what == MOOT_WHAT_META)
        patch(e, event->given, view->name, view->thumbnail_url);
    NUMBER(e, "version", event->version);
    NUMBER(e, "updatedAt", event->updated_at);
}

moot_frame_t *moot_encode_event(moot_encode_t *e, const moot_roomview_t *view,
                                const moot_msg_event_t *event)
{
    switch (event->what) {
    case MOOT_WHAT_MESSAGE:
        message(e, view, event);
        break;
    case MOOT_WHAT_CREATED:
    case MOOT_WHAT_MEMBERS:
    case MOOT_WHAT_ADDED:
    case MOOT_WHAT_REMOVED:
    case MOOT_WHAT_ROLE:
        members_updated(e, view, event);
        break;
    case MOOT_WHAT_JOINED:
        member_moved(e, "ROOM_MEMBER_JOINED", view, event);
        break;
    case MOOT_WHAT_LEFT:
        member_moved(e, "ROOM_MEMBER_LEFT", view, event);
        break;
    case MOOT_WHAT_META:
        changed(e, "ROOM_UPDATED", view, event);
        break;
    case MOOT_WHAT_DELETED:
        changed(e, "ROOM_DELETED", view, event);
        break;
    default:
        return NULL; /* a kind of a newer program: nobody could read it */
    }
    NUMBER(e, "seq", event->seq);
    return end(e);
}

/* ---- Answers ------------------------------------------------------------- */

static const char *text_of(enum moot_code code)
{
    switch (code) {
    case MOOT_CODE_UNAUTHORIZED:
        return "this needs a user";
    case MOOT_CODE_NOT_FOUND:
        return "there is no such room";
    case MOOT_CODE_FORBIDDEN:
        return "this is not allowed here";
    case MOOT_CODE_RATE_LIMITED:
        return "too many requests";
    case MOOT_CODE_UNAVAILABLE:
        return "the room cannot be reached now; the outcome is unknown, a "
               "retry with the same clientMessageId is safe";
    case MOOT_CODE_NOT_A_MEMBER:
        return "not a member of this room";
    case MOOT_CODE_UNSUPPORTED_FORMAT:
        return "binary frames are not understood here";
    case MOOT_CODE_UNSUPPORTED_PROTOCOL_VERSION:
        return "only version 1 is spoken here";
    case MOOT_CODE_HELLO_ALREADY_SENT:
        return "HELLO was sent before";
    default:
        return "the request was refused";
    }
}

moot_frame_t *moot_encode_error(moot_encode_t *e, const moot_parse_echo_t *echo,
                                const moot_encode_error_t *error)
{
    begin(e, "ERROR", echo);
    TEXT(e, "code", moot_slice_str(moot_code_name(error->code)));
    TEXT(e, "message",
         error->text.size > 0 ? error->text
                              : moot_slice_str(text_of(error->code)));
    if (error->retry)
        NUMBER(e, "retryAfterMs", error->retry_after_ms);
    if (error->received.size > 0) {
        moot_json_write_name(&e->json, "receivedType");
        moot_json_write_raw(&e->json, error->received);
    }
    message_id(e, echo);
    return end(e);
}

static moot_frame_t *refused(moot_encode_t *e,
                             const moot_encode_request_t *request,
                             const moot_msg_reply_t *reply)
{
    const moot_encode_error_t error = {.code = (enum moot_code)reply->code,
                                       .text = reply->text};

    if (reply->code != MOOT_CODE_NOT_A_MEMBER)
        return moot_encode_error(e, &request->echo, &error);
    begin(e, "ROOM_MESSAGE_RESPONSE", &request->echo);
    TRUTH(e, "success", false);
    TEXT(e, "code", moot_slice_str("NOT_A_MEMBER"));
    TEXT(e, "error",
         reply->text.size > 0
             ? reply->text
             : moot_slice_str(text_of(MOOT_CODE_NOT_A_MEMBER)));
    TEXT(e, "roomId", reply->room);
    message_id(e, &request->echo);
    return end(e);
}

void moot_encode_epoch(moot_encode_t *e, uint64_t value)
{
    epoch(e, value);
}

void moot_encode_room(moot_encode_t *e, const moot_msg_snapshot_t *snapshot)
{
    moot_json_write_begin_object(&e->json);
    TEXT(e, "id", snapshot->room);
    moot_json_write_name(&e->json, "meta");
    moot_json_write_begin_object(&e->json);
    TEXT(e, "name", snapshot->name);
    thumbnail(e, snapshot->thumbnail_url);
    NUMBER(e, "createdAt", snapshot->created_at);
    TEXT(e, "createdBy", snapshot->created_by);
    moot_json_write_end_object(&e->json);
    NUMBER(e, "version", snapshot->version);
    NUMBER(e, "updatedAt", snapshot->updated_at);
    members_of_snapshot(e, snapshot->members, true);
    epoch(e, snapshot->epoch);
    NUMBER(e, "seq", snapshot->seq);
    moot_json_write_end_object(&e->json);
}

static void room_created(moot_encode_t *e, const moot_encode_request_t *request,
                         const moot_msg_snapshot_t *snapshot)
{
    begin(e, "ROOM_CREATED", &request->echo);
    moot_json_write_name(&e->json, "room");
    moot_encode_room(e, snapshot);
}

static void info_fields(moot_encode_t *e, const moot_msg_room_info_t *info)
{
    TEXT(e, "roomId", info->room);
    TEXT(e, "name", info->name);
    thumbnail(e, info->thumbnail_url);
    NUMBER(e, "createdAt", info->created_at);
    TEXT(e, "createdBy", info->created_by);
    NUMBER(e, "memberCount", info->member_count);
    NUMBER(e, "version", info->version);
    NUMBER(e, "updatedAt", info->updated_at);
    epoch(e, info->epoch);
    NUMBER(e, "seq", info->seq);
}

static void joined(moot_encode_t *e, const moot_encode_request_t *request,
                   const moot_msg_reply_t *reply,
                   const moot_msg_snapshot_t *snapshot, uint64_t wall_ms)
{
    moot_msg_room_info_t info = {
        .room = snapshot->room,
        .epoch = snapshot->epoch,
        .seq = snapshot->seq,
        .name = snapshot->name,
        .thumbnail_url = snapshot->thumbnail_url,
        .created_at = snapshot->created_at,
        .created_by = snapshot->created_by,
        .version = snapshot->version,
        .updated_at = snapshot->updated_at,
    };

    begin(e, "ROOM_JOIN_RESPONSE", &request->echo);
    TRUTH(e, "success", true);
    TEXT(e, "roomId", snapshot->room);
    info.member_count = members_of_snapshot(e, snapshot->members, false);
    moot_json_write_name(&e->json, "roomInfo");
    moot_json_write_begin_object(&e->json);
    info_fields(e, &info);
    moot_json_write_end_object(&e->json);
    TRUTH(e, "alreadyMember", reply->already);
    epoch(e, snapshot->epoch);
    NUMBER(e, "seq", snapshot->seq);
    NUMBER(e, "timestamp", reply->at ? reply->at : wall_ms);
}

/* The answer to ADD, REMOVE and ROLE. It carries the seq and the version of
 * the broadcast that it follows. */
static void members_answer(moot_encode_t *e,
                           const moot_encode_request_t *request,
                           const moot_msg_reply_t *reply,
                           const moot_msg_snapshot_t *snapshot)
{
    begin(e, "ROOM_MEMBERS_UPDATED", &request->echo);
    TEXT(e, "roomId", snapshot->room);
    members_of_snapshot(e, snapshot->members, true);
    NUMBER(e, "version", reply->version);
    NUMBER(e, "updatedAt", reply->updated_at);
    TEXT(e, "name", snapshot->name);
    thumbnail(e, snapshot->thumbnail_url);
    NUMBER(e, "seq", reply->event_seq);
}

static void changed_answer(moot_encode_t *e, const char *type,
                           const moot_encode_request_t *request,
                           const moot_msg_reply_t *reply)
{
    begin(e, type, &request->echo);
    TEXT(e, "roomId", reply->room);
    if (request->op == MOOT_OP_META)
        patch(e, request->given,
              request->name.size > 0 ? request->name : reply->room,
              request->thumbnail_url);
    NUMBER(e, "version", reply->version);
    NUMBER(e, "updatedAt", reply->updated_at);
    NUMBER(e, "seq", reply->event_seq);
}

static void left(moot_encode_t *e, const moot_encode_request_t *request,
                 const moot_msg_reply_t *reply, uint64_t wall_ms)
{
    begin(e, "ROOM_LEAVE_RESPONSE", &request->echo);
    TRUTH(e, "success", true);
    TEXT(e, "roomId", reply->room);
    NUMBER(e, "timestamp", reply->at ? reply->at : wall_ms);
}

static void message_taken(moot_encode_t *e,
                          const moot_encode_request_t *request,
                          const moot_msg_reply_t *reply, uint64_t wall_ms)
{
    begin(e, "ROOM_MESSAGE_RESPONSE", &request->echo);
    TRUTH(e, "success", true);
    TEXT(e, "roomId", reply->room);
    TEXT(e, "messageId", reply->message_id);
    NUMBER(e, "seq", reply->event_seq);
    NUMBER(e, "memberCount", reply->member_count);
    NUMBER(e, "timestamp", reply->at ? reply->at : wall_ms);
    message_id(e, &request->echo);
    if (reply->already)
        TRUTH(e, "duplicate", true);
}

/* The state in the answer, or, when it has none, what is known of the room
 * without members: it has ended. False: bytes that are no snapshot. */
static bool state_of(const moot_msg_reply_t *reply, const moot_roomview_t *view,
                     moot_msg_snapshot_t *out)
{
    if (reply->snapshot.size > 0)
        return moot_wire_decode_snapshot(reply->snapshot, out) == 0;
    *out = (moot_msg_snapshot_t){
        .room = reply->room,
        .epoch = reply->epoch,
        .seq = reply->seq,
        .version = reply->version,
        .updated_at = reply->updated_at,
        .name = view ? view->name : reply->room,
    };
    if (view)
        out->thumbnail_url = view->thumbnail_url;
    return true;
}

moot_frame_t *moot_encode_answer(moot_encode_t *e,
                                 const moot_encode_request_t *request,
                                 const moot_msg_reply_t *reply,
                                 const moot_roomview_t *view, uint64_t wall_ms)
{
    const moot_encode_error_t broken = {.code = MOOT_CODE_INTERNAL};
    moot_msg_snapshot_t snapshot;

    if (reply->code != MOOT_CODE_OK)
        return refused(e, request, reply);
    if (!state_of(reply, view, &snapshot))
        return moot_encode_error(e, &request->echo, &broken);
    switch (request->op) {
    case MOOT_OP_MESSAGE:
        message_taken(e, request, reply, wall_ms);
        break;
    case MOOT_OP_CREATE:
    case MOOT_OP_INFO:
        room_created(e, request, &snapshot);
        break;
    case MOOT_OP_JOIN:
        joined(e, request, reply, &snapshot, wall_ms);
        break;
    case MOOT_OP_LEAVE:
        left(e, request, reply, wall_ms);
        break;
    case MOOT_OP_ADD:
    case MOOT_OP_REMOVE:
    case MOOT_OP_ROLE:
        members_answer(e, request, reply, &snapshot);
        break;
    case MOOT_OP_META:
        changed_answer(e, "ROOM_UPDATED", request, reply);
        break;
    case MOOT_OP_DELETE:
        changed_answer(e, "ROOM_DELETED", request, reply);
        break;
    case MOOT_OP_EMIT: /* no request of this protocol */
    case MOOT_OP_FACT:
    case MOOT_OP_OWNER:
        break;
    }
    return end(e);
}

/* ---- What concerns the connection --------------------------------------- */

moot_frame_t *moot_encode_established(moot_encode_t *e, moot_slice_t user,
                                      moot_slice_t session, uint64_t wall_ms,
                                      const moot_slice_t *pending,
                                      size_t pending_count)
{
    begin(e, "CONNECTION_ESTABLISHED", &no_echo);
    TEXT(e, "userId", user);
    TEXT(e, "sessionId", session);
    NUMBER(e, "timestamp", wall_ms);
    if (pending_count > 0) {
        moot_json_write_name(&e->json, "pendingRooms");
        moot_json_write_begin_array(&e->json);
        for (size_t i = 0; i < pending_count; i++)
            moot_json_write_string(&e->json, pending[i]);
        moot_json_write_end_array(&e->json);
    }
    return end(e);
}

moot_frame_t *moot_encode_attached(moot_encode_t *e,
                                   const moot_roomview_t *view)
{
    begin(e, "ROOM_ATTACHED", &no_echo);
    TEXT(e, "roomId", view->id);
    epoch(e, view->epoch);
    NUMBER(e, "seq", view->seq);
    return end(e);
}

moot_frame_t *moot_encode_hello(moot_encode_t *e, const moot_parse_echo_t *echo)
{
    begin(e, "HELLO_ACK", echo);
    NUMBER(e, "version", 1);
    return end(e);
}

moot_frame_t *moot_encode_pong(moot_encode_t *e, const moot_parse_echo_t *echo,
                               uint64_t wall_ms)
{
    begin(e, "PONG", echo);
    NUMBER(e, "timestamp", wall_ms);
    return end(e);
}

moot_frame_t *moot_encode_draining(moot_encode_t *e,
                                   uint64_t reconnect_after_ms)
{
    begin(e, "SERVER_DRAINING", &no_echo);
    NUMBER(e, "reconnectAfterMs", reconnect_after_ms);
    return end(e);
}

/* ---- ROOM_LIST_RESPONSE -------------------------------------------------- */

void moot_encode_list_begin(moot_encode_t *e, const moot_parse_echo_t *echo)
{
    begin(e, "ROOM_LIST_RESPONSE", echo);
    TRUTH(e, "success", true);
    moot_json_write_name(&e->json, "rooms");
    moot_json_write_begin_array(&e->json);
    e->listed = 0;
}

void moot_encode_list_own(moot_encode_t *e, const moot_roomview_t *view,
                          enum moot_role role)
{
    moot_json_write_begin_object(&e->json);
    TEXT(e, "id", view->id);
    TEXT(e, "name", view->name);
    thumbnail(e, view->thumbnail_url);
    NUMBER(e, "memberCount", view->members_count);
    TEXT(e, "myRole", moot_slice_str(moot_role_name(role)));
    NUMBER(e, "version", view->version);
    NUMBER(e, "updatedAt", view->updated_at);
    epoch(e, view->epoch);
    NUMBER(e, "seq", view->seq);
    moot_json_write_end_object(&e->json);
    e->listed++;
}

void moot_encode_list_any(moot_encode_t *e, const moot_msg_room_info_t *info)
{
    moot_json_write_begin_object(&e->json);
    info_fields(e, info);
    moot_json_write_end_object(&e->json);
    e->listed++;
}

moot_frame_t *moot_encode_list_end(moot_encode_t *e, moot_slice_t next,
                                   uint64_t wall_ms)
{
    moot_json_write_end_array(&e->json);
    NUMBER(e, "count", e->listed);
    if (next.size > 0)
        TEXT(e, "nextCursor", next);
    NUMBER(e, "timestamp", wall_ms);
    return end(e);
}
