#include "edge/parse.h"

#include "common/err.h"
#include "common/id.h"
#include "common/json_number.h"
#include "common/utf8.h"

/* Bytes kept for the next frame; more is given back after use. */
#define KEPT_BYTES_MAX (64 * 1024)

/* The members that any request may have. */
enum name {
    TYPE,
    CORRELATION_ID,
    ROOM_ID,
    CONTENT,
    CLIENT_MESSAGE_ID,
    MESSAGE_TYPE,
    RECIPIENT_ID,
    TO_USER_ID,
    PEER_USER_ID,
    NAME,
    THUMBNAIL_URL,
    MEMBER_IDS,
    USER_IDS,
    USER_ID,
    ROLE,
    PATCH,
    INCLUDE_ALL,
    CURSOR,
    LIMIT,
    VERSION,
    NAMES
};

static const moot_slice_t names[NAMES] = {
    [TYPE] = MOOT_JSON_NAME("type"),
    [CORRELATION_ID] = MOOT_JSON_NAME("correlationId"),
    [ROOM_ID] = MOOT_JSON_NAME("roomId"),
    [CONTENT] = MOOT_JSON_NAME("content"),
    [CLIENT_MESSAGE_ID] = MOOT_JSON_NAME("clientMessageId"),
    [MESSAGE_TYPE] = MOOT_JSON_NAME("messageType"),
    [RECIPIENT_ID] = MOOT_JSON_NAME("recipientId"),
    [TO_USER_ID] = MOOT_JSON_NAME("toUserId"),
    [PEER_USER_ID] = MOOT_JSON_NAME("peerUserId"),
    [NAME] = MOOT_JSON_NAME("name"),
    [THUMBNAIL_URL] = MOOT_JSON_NAME("thumbnailUrl"),
    [MEMBER_IDS] = MOOT_JSON_NAME("memberIds"),
    [USER_IDS] = MOOT_JSON_NAME("userIds"),
    [USER_ID] = MOOT_JSON_NAME("userId"),
    [ROLE] = MOOT_JSON_NAME("role"),
    [PATCH] = MOOT_JSON_NAME("patch"),
    [INCLUDE_ALL] = MOOT_JSON_NAME("includeAll"),
    [CURSOR] = MOOT_JSON_NAME("cursor"),
    [LIMIT] = MOOT_JSON_NAME("limit"),
    [VERSION] = MOOT_JSON_NAME("version"),
};

/* One frame while it is read. */
typedef struct reading {
    moot_parse_t *parse;
    const moot_parse_limits_t *limits;
    moot_slice_t frame;
    moot_json_value_t values[NAMES];
    moot_json_scratch_t scratch; /* made at the first escape */
    moot_parse_frame_t *out;
} reading_t;

/* Always false, so that a reader can end with it. */
static bool refuse(reading_t *r, enum moot_code code, const char *text)
{
    r->out->what = MOOT_PARSE_REFUSED;
    r->out->code = code;
    r->out->text = text;
    return false;
}

static bool invalid(reading_t *r, const char *text)
{
    return refuse(r, MOOT_CODE_VALIDATION_ERROR, text);
}

static bool given(const reading_t *r, enum name which)
{
    return r->values[which].kind != MOOT_JSON_NONE;
}

/* The characters of a value; false when it is not a string. A scratch of the
 * frame's size is enough, because no string is taken twice. */
static bool take_string(reading_t *r, const moot_json_value_t *value,
                        moot_slice_t *out)
{
    if (value->escaped && !r->scratch.at) {
        r->scratch.at = moot_buf_reserve(&r->parse->text, r->frame.size);
        r->scratch.size = r->scratch.at ? r->frame.size : 0;
    }
    return moot_json_read_string(value, &r->scratch, out) == 0;
}

static bool take_id(reading_t *r, enum name which, moot_slice_t *out)
{
    moot_slice_t text;

    return take_string(r, &r->values[which], &text)
           && moot_id_take(text, out) == 0;
}

/* Whether a text has at most so many code points; counted only when it could
 * have more. */
static bool fits(moot_slice_t text, size_t chars_max)
{
    return text.size <= chars_max || moot_utf8_count(text) <= chars_max;
}

/* A list of ids into *out as the internal protocol writes it. False when it
 * is not an array of ids. */
static bool take_ids(reading_t *r, enum name which, moot_slice_t *out,
                     size_t *count)
{
    moot_list_writer_t writer;
    moot_json_value_t value;
    moot_json_iter_t iter;
    moot_slice_t text, id;
    bool good = true;

    *count = 0;
    if (moot_json_read_array(&r->values[which], &iter) != 0)
        return false;
    moot_list_begin_open(&writer, &r->parse->users);
    while (good && moot_json_read_next(&iter, NULL, &value)) {
        good = take_string(r, &value, &text) && moot_id_take(text, &id) == 0;
        if (good)
            moot_list_put_str(&writer, id);
        ++*count;
    }
    return moot_list_end(&writer, out) == 0 && good;
}

/* name and thumbnailUrl, of a CREATE or of a patch. */
static bool take_look(reading_t *r, const moot_json_value_t *name,
                      const moot_json_value_t *url)
{
    moot_msg_request_t *request = &r->out->request;
    moot_slice_t text;

    if (name->kind != MOOT_JSON_NONE) {
        if (!take_string(r, name, &text))
            return invalid(r, "name: expected a string");
        text = moot_utf8_trim(text);
        if (!fits(text, r->limits->name_chars_max)
            || text.size > MOOT_PARSE_NAME_BYTES_MAX)
            return invalid(r, "name: too long");
        request->name = text;
        request->given |= MOOT_GIVEN_NAME;
    }
    if (url->kind == MOOT_JSON_NULL) {
        request->given |= MOOT_GIVEN_THUMBNAIL;
    } else if (url->kind != MOOT_JSON_NONE) {
        if (!take_string(r, url, &text))
            return invalid(r, "thumbnailUrl: expected a string or null");
        text = moot_utf8_trim(text);
        if (!fits(text, r->limits->thumbnail_url_chars_max)
            || text.size > MOOT_PARSE_THUMBNAIL_URL_BYTES_MAX)
            return invalid(r, "thumbnailUrl: too long");
        request->thumbnail_url = text;
        request->given |= MOOT_GIVEN_THUMBNAIL;
    }
    return true;
}

static bool read_room(reading_t *r)
{
    if (take_id(r, ROOM_ID, &r->out->request.room))
        return true;
    return invalid(r, "roomId: expected a string of 1 to 128 bytes without "
                      "control characters");
}

static bool read_user(reading_t *r)
{
    if (!read_room(r))
        return false;
    if (take_id(r, USER_ID, &r->out->request.target))
        return true;
    return invalid(r, "userId: expected a string of 1 to 128 bytes without "
                      "control characters");
}

static bool read_create(reading_t *r)
{
    moot_msg_request_t *request = &r->out->request;
    moot_slice_t text;
    size_t count;

    /* An empty id counts as none. */
    if (given(r, ROOM_ID)) {
        if (!take_string(r, &r->values[ROOM_ID], &text))
            return invalid(r, "roomId: expected a string");
        if (moot_utf8_trim(text).size > 0
            && moot_id_take(text, &request->room) != 0)
            return invalid(r, "roomId: expected at most 128 bytes without "
                              "control characters");
    }
    if (given(r, MEMBER_IDS)
        && !take_ids(r, MEMBER_IDS, &request->users, &count))
        return invalid(r, "memberIds: expected an array of user ids");
    return take_look(r, &r->values[NAME], &r->values[THUMBNAIL_URL]);
}

static bool read_meta(reading_t *r)
{
    static const moot_slice_t look[2] = {MOOT_JSON_NAME("name"),
                                         MOOT_JSON_NAME("thumbnailUrl")};
    moot_json_value_t values[2];

    if (!read_room(r))
        return false;
    if (r->values[PATCH].kind != MOOT_JSON_OBJECT
        || moot_json_read_object(r->values[PATCH].raw, look, 2, values) != 0)
        return invalid(r, "patch: expected an object");
    if (values[0].kind == MOOT_JSON_NONE && values[1].kind == MOOT_JSON_NONE)
        return invalid(r, "patch: expected name, thumbnailUrl or both");
    return take_look(r, &values[0], &values[1]);
}

static bool read_add(reading_t *r)
{
    size_t count;

    if (!read_room(r))
        return false;
    if (!take_ids(r, USER_IDS, &r->out->request.users, &count) || count == 0)
        return invalid(r, "userIds: expected an array of user ids, at least "
                          "one");
    return true;
}

static bool read_role(reading_t *r)
{
    moot_slice_t text;

    if (!read_user(r))
        return false;
    if (!take_string(r, &r->values[ROLE], &text))
        return invalid(r, "role: expected a string");
    if (moot_slice_eq(text, moot_slice_str("ADMIN")))
        r->out->request.role = MOOT_ROLE_ADMIN;
    else if (moot_slice_eq(text, moot_slice_str("MEMBER")))
        r->out->request.role = MOOT_ROLE_MEMBER;
    else
        return invalid(r, "role: expected ADMIN or MEMBER");
    return true;
}

/* The id is read before the type's other fields, since each refusal of a
 * message repeats it. */
static bool read_client_message_id(reading_t *r)
{
    const moot_json_value_t *value = &r->values[CLIENT_MESSAGE_ID];
    moot_slice_t text;

    if (value->kind == MOOT_JSON_NONE)
        return true;
    if (!take_string(r, value, &text)
        || !fits(text, MOOT_PARSE_CLIENT_MESSAGE_ID_CHARS_MAX))
        return invalid(r, "clientMessageId: expected a string of at most 128 "
                          "characters");
    /* An empty one is none: it could not tell two messages apart. */
    if (text.size == 0)
        return true;
    r->out->request.client_message_id = text;
    r->out->echo.client_message_id = value->raw;
    return true;
}

static bool read_message(reading_t *r)
{
    moot_msg_request_t *request = &r->out->request;

    if (!read_client_message_id(r) || !read_room(r))
        return false;
    if (given(r, RECIPIENT_ID) || given(r, TO_USER_ID)
        || given(r, PEER_USER_ID))
        return invalid(r, "recipientId, toUserId, peerUserId: a room message "
                          "has no single recipient");
    if (!take_string(r, &r->values[CONTENT], &request->content))
        return invalid(r, "content: expected a string");
    if (request->content.size == 0
        || request->content.size > MOOT_PARSE_CONTENT_BYTES_MAX
        || !fits(request->content, r->limits->content_chars_max))
        return invalid(r, "content: empty or too long");
    request->message_type = moot_slice_str("text");
    if (given(r, MESSAGE_TYPE)
        && !take_string(r, &r->values[MESSAGE_TYPE], &request->message_type))
        return invalid(r, "messageType: expected a string");
    if (request->message_type.size > MOOT_PARSE_CONTENT_BYTES_MAX)
        return invalid(r, "messageType: too long");
    return true;
}

static bool read_list(reading_t *r)
{
    moot_parse_frame_t *out = r->out;
    uint64_t limit;

    if (given(r, INCLUDE_ALL)
        && moot_json_read_bool(&r->values[INCLUDE_ALL], &out->all) != 0)
        return invalid(r, "includeAll: expected true or false");
    if (given(r, CURSOR)
        && (!take_string(r, &r->values[CURSOR], &out->cursor)
            || out->cursor.size == 0))
        return invalid(r, "cursor: expected the nextCursor of an answer");
    if (given(r, LIMIT)) {
        if (moot_json_number_uint64(&r->values[LIMIT], &limit) != 0
            || limit == 0)
            return invalid(r, "limit: expected a whole number from 1");
        out->limit =
            limit < MOOT_PARSE_PAGE_MAX ? (size_t)limit : MOOT_PARSE_PAGE_MAX;
    }
    return true;
}

static bool read_hello(reading_t *r)
{
    const moot_json_value_t *value = &r->values[VERSION];
    uint64_t version;

    if (value->kind != MOOT_JSON_NUMBER)
        return invalid(r, "version: expected a number");
    r->out->version_known =
        moot_json_number_uint64(value, &version) == 0 && version == 1;
    return true;
}

static bool read_ping(reading_t *r)
{
    (void)r;
    return true;
}

/* Every type: what it becomes and who reads its fields. The most frequent
 * come first. */
static const struct type {
    moot_slice_t name;
    enum moot_parse_what what;
    enum moot_op op;
    bool (*read)(reading_t *r);
} types[] = {
#define REQUEST(name, op, read)                                                \
    {                                                                          \
        MOOT_JSON_NAME(name), MOOT_PARSE_REQUEST, MOOT_OP_##op, read           \
    }
    REQUEST("ROOM_MESSAGE", MESSAGE, read_message),
    {MOOT_JSON_NAME("PING"), MOOT_PARSE_PING, 0, read_ping},
    REQUEST("ROOM_JOIN", JOIN, read_room),
    REQUEST("ROOM_LEAVE", LEAVE, read_room),
    REQUEST("ROOM_CREATE", CREATE, read_create),
    REQUEST("ROOM_INFO", INFO, read_room),
    REQUEST("ROOM_MEMBERS", INFO, read_room),
    {MOOT_JSON_NAME("ROOM_LIST"), MOOT_PARSE_LIST, 0, read_list},
    REQUEST("ROOM_UPDATE_META", META, read_meta),
    REQUEST("ROOM_ADD_MEMBERS", ADD, read_add),
    REQUEST("ROOM_REMOVE_MEMBER", REMOVE, read_user),
    REQUEST("ROOM_SET_ROLE", ROLE, read_role),
    REQUEST("ROOM_DELETE", DELETE, read_room),
    {MOOT_JSON_NAME("HELLO"), MOOT_PARSE_HELLO, 0, read_hello},
#undef REQUEST
};

/* The parts that every frame has. False: refused. */
static bool read_head(reading_t *r, moot_slice_t *type)
{
    const moot_json_value_t *correlation = &r->values[CORRELATION_ID];
    moot_slice_t text;
    int rc = moot_json_read_object(r->frame, names, NAMES, r->values);

    if (rc == MOOT_ETYPE)
        return invalid(r, "expected an object");
    if (rc != 0)
        return refuse(r, MOOT_CODE_INVALID_JSON,
                      rc == MOOT_ELIMIT ? "nested too deep"
                                        : "this is not JSON");
    if (correlation->kind != MOOT_JSON_NONE) {
        if (!take_string(r, correlation, &text)
            || text.size > MOOT_PARSE_CORRELATION_BYTES_MAX)
            return invalid(r, "correlationId: expected a string of at most "
                              "128 bytes");
        r->out->echo.correlation_id = correlation->raw;
    }
    if (!take_string(r, &r->values[TYPE], type))
        return invalid(r, "type: expected a string");
    return true;
}

static void read_frame(reading_t *r)
{
    moot_parse_frame_t *out = r->out;
    moot_slice_t type;

    if (!read_head(r, &type))
        return;
    out->of_rooms = type.size >= 5 && memcmp(type.at, "ROOM_", 5) == 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (moot_slice_eq(type, types[i].name)) {
            out->what = types[i].what;
            out->request.op = types[i].op;
            (void)types[i].read(r);
            return;
        }
    }
    (void)refuse(r, MOOT_CODE_UNKNOWN_TYPE, "there is no such type");
    out->received = r->values[TYPE].raw;
}

static void reuse(moot_buf_t *buf)
{
    moot_buf_clear(buf);
    if (buf->capacity > KEPT_BYTES_MAX) {
        size_t max = buf->max;
        moot_buf_close(buf);
        moot_buf_init(buf, max);
    }
}

void moot_parse_init(moot_parse_t *parse)
{
    /* A frame's size is bounded by whoever receives it. */
    moot_buf_init(&parse->text, SIZE_MAX / 2);
    moot_buf_init(&parse->users, MOOT_PARSE_USERS_BYTES_MAX);
}

void moot_parse_close(moot_parse_t *parse)
{
    moot_buf_close(&parse->text);
    moot_buf_close(&parse->users);
}

void moot_parse_text(moot_parse_t *parse, const moot_parse_limits_t *limits,
                     moot_slice_t frame, moot_parse_frame_t *out)
{
    reading_t r = {
        .parse = parse, .limits = limits, .frame = frame, .out = out};

    reuse(&parse->text);
    reuse(&parse->users);
    memset(out, 0, sizeof *out);
    read_frame(&r);
}
