#include "tests/lib/fake_client.h"

#include "common/json_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static fake_client_t *fake_of(void *ctx)
{
    return ctx;
}

/* ---- The sink: what the session does becomes a line ---------------------- */

static void fake_send(void *ctx, moot_session_t *session, moot_frame_t *frame)
{
    fake_client_t *fake = fake_of(ctx);
    moot_slice_t text = moot_frame_slice(frame);

    MOOT_CHECK(session == &fake->session);
    fake->frames++;
    if (fake->quiet)
        return;
    moot_buf_put_str(&fake->log, "< ");
    moot_buf_put(&fake->log, text.at, text.size);
    moot_buf_put_str(&fake->log, "\n");
}

static void fake_shut(void *ctx, moot_session_t *session, int code,
                      const char *reason)
{
    fake_client_t *fake = fake_of(ctx);

    MOOT_CHECK(session == &fake->session && reason);
    if (!fake->quiet)
        moot_buf_printf(&fake->log, "! %d\n", code);
}

static void put_text(moot_buf_t *buf, moot_slice_t text)
{
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_json_write_string(&json, text);
}

static void put_list(moot_buf_t *buf, moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t text;
    const char *comma = "";

    MOOT_CHECK(moot_list_reader_init(&reader, list) == 0);
    moot_buf_put_str(buf, "[");
    while (moot_list_next_str(&reader, &text) == 0) {
        moot_buf_put_str(buf, comma);
        put_text(buf, text);
        comma = ",";
    }
    MOOT_CHECK(moot_list_peek(&reader) == MOOT_LIST_END);
    moot_buf_put_str(buf, "]");
}

static void put_field(moot_buf_t *buf, const moot_wire_field_t *field,
                      const void *fields)
{
    const void *at = (const char *)fields + field->offset;
    moot_slice_t text = {NULL, 0};
    uint64_t number = 0;

    if (field->kind == MOOT_WIRE_u64)
        memcpy(&number, at, sizeof number);
    else if (field->kind == MOOT_WIRE_flag)
        number = *(const bool *)at;
    else
        memcpy(&text, at, sizeof text);
    if (number == 0 && text.size == 0)
        return;
    moot_buf_printf(buf, " %s=", field->name);
    if (field->kind == MOOT_WIRE_list)
        put_list(buf, text);
    else if (text.size > 0)
        put_text(buf, text);
    else
        moot_buf_printf(buf, "%" PRIu64, number);
}

static int fake_request(void *ctx, moot_session_t *session,
                        const moot_msg_request_t *request, uint64_t tag)
{
    const moot_wire_message_t *message = moot_wire_message(MOOT_MSG_REQUEST);
    fake_client_t *fake = fake_of(ctx);

    MOOT_CHECK(session == &fake->session && tag > 0);
    fake->requests++;
    if (fake->full != 0 || fake->quiet)
        return fake->full;
    moot_buf_put_str(&fake->log, "?");
    for (size_t i = 0; i < message->fields_count; i++)
        put_field(&fake->log, &message->fields[i], request);
    moot_buf_put_str(&fake->log, "\n");
    return 0;
}

static size_t fake_rooms(void *ctx, moot_session_t *session,
                         void (*each)(void *each_ctx,
                                      const moot_roomview_t *view,
                                      enum moot_role role),
                         void *each_ctx)
{
    fake_client_t *fake = fake_of(ctx);

    for (size_t i = 0; i < fake->rooms_count; i++) {
        const moot_member_t *member =
            moot_roomview_find(fake->rooms[i], session->user);

        if (member)
            each(each_ctx, fake->rooms[i], member->role);
    }
    return fake->unreachable;
}

static void fake_await_rooms(void *ctx, moot_session_t *session)
{
    fake_client_t *fake = fake_of(ctx);

    MOOT_CHECK(session == &fake->session);
    moot_buf_put_str(&fake->log, "? await rooms\n");
}

static int fake_list_all(void *ctx, moot_session_t *session, uint64_t tag,
                         moot_slice_t after, size_t limit)
{
    fake_client_t *fake = fake_of(ctx);

    MOOT_CHECK(session == &fake->session && tag > 0);
    if (fake->full == 0 && !fake->quiet) {
        moot_buf_put_str(&fake->log, "? list after=");
        put_text(&fake->log, after);
        moot_buf_printf(&fake->log, " limit=%zu\n", limit);
    }
    return fake->full;
}

static uint64_t fake_random(void *ctx)
{
    (void)ctx;
    return UINT64_C(0xffff0123456789ab);
}

static const moot_session_sink_t sink = {
    .send = fake_send,
    .close = fake_shut,
    .request = fake_request,
    .rooms = fake_rooms,
    .await_rooms = fake_await_rooms,
    .list_all = fake_list_all,
    .random = fake_random,
};

/* ---- The client ---------------------------------------------------------- */

void fake_client_init(fake_client_t *fake, const char *user, bool admin)
{
    memset(fake, 0, sizeof *fake);
    fake->config = (moot_session_config_t){
        .limits = {.name_chars_max = 200,
                   .thumbnail_url_chars_max = 2048,
                   .content_chars_max = 10000},
        .pending_requests_max = 256,
        .early_bytes_max = 1048576,
        .requests_burst = 200,
        .drain_reconnect_ms = 1000,
    };
    fake->now = (moot_session_now_t){.mono_ms = 1000, .wall_ms = 1700000000000};
    moot_parse_init(&fake->parse);
    moot_encode_init(&fake->encode);
    moot_buf_init(&fake->log, 64 << 20);
    moot_buf_init(&fake->taken, 64 << 20);
    fake->shared = (moot_session_shared_t){
        .config = &fake->config,
        .sink = &sink,
        .ctx = fake,
        .parse = &fake->parse,
        .encode = &fake->encode,
    };
    moot_session_init(&fake->session, &fake->shared, moot_slice_str(user),
                      admin, moot_slice_str("edge-1:1:1"), &fake->now);
}

void fake_client_close(fake_client_t *fake)
{
    moot_session_free(&fake->session);
    for (size_t i = 0; i < fake->rooms_count; i++)
        moot_roomview_destroy(&fake->rooms[i]);
    moot_parse_close(&fake->parse);
    moot_encode_close(&fake->encode);
    moot_buf_close(&fake->log);
    moot_buf_close(&fake->taken);
}

void fake_client_greet(fake_client_t *fake)
{
    moot_session_start(&fake->session, &fake->now);
    moot_session_ready(&fake->session, NULL, 0, &fake->now);
    (void)fake_client_take(fake);
    fake->now.mono_ms += MOOT_SESSION_EARLY_MS;
}

void fake_client_say(fake_client_t *fake, const char *text)
{
    moot_session_frame(&fake->session, moot_slice_str(text), false, &fake->now);
}

const char *fake_client_take(fake_client_t *fake)
{
    moot_buf_clear(&fake->taken);
    MOOT_CHECK(fake->log.error == 0);
    moot_buf_put(&fake->taken, fake->log.at, fake->log.size);
    moot_buf_put(&fake->taken, "", 1);
    moot_buf_clear(&fake->log);
    return (const char *)fake->taken.at;
}

/* ---- Messages from text -------------------------------------------------- */

static int hex(char digit)
{
    const char *digits = "0123456789ABCDEF";
    const char *found = digit != '\0' ? strchr(digits, digit) : NULL;

    return found ? (int)(found - digits) : -1;
}

/* Takes the value at *line, in quotes or to the next space, and moves on. */
static bool take_value(char **line, moot_buf_t *scratch, moot_slice_t *out)
{
    bool quoted = **line == '"';
    char *at = *line + quoted;
    size_t before = scratch->size;

    for (; *at != '\0' && *at != (quoted ? '"' : ' '); at++) {
        uint8_t byte = (uint8_t)*at;

        if (*at == '%' && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
            byte = (uint8_t)(hex(at[1]) * 16 + hex(at[2]));
            at += 2;
        }
        moot_buf_put(scratch, &byte, 1);
    }
    if (quoted && *at++ != '"')
        return false;
    *line = at;
    *out = moot_slice(scratch->at + before, scratch->size - before);
    return true;
}

/* "alice=1,bob=3" as the list of members of a snapshot. */
static bool take_members(moot_slice_t text, moot_buf_t *scratch,
                         moot_slice_t *out)
{
    moot_list_writer_t writer;
    moot_buf_t list;
    const uint8_t *at = text.at, *end = at + text.size;

    moot_buf_init(&list, 1 << 20);
    moot_list_begin_open(&writer, &list);
    while (at < end) {
        const uint8_t *is = memchr(at, '=', (size_t)(end - at));

        if (!is || is + 1 >= end)
            return false;
        moot_list_put_list(&writer, 2);
        moot_list_put_str(&writer, moot_slice(at, (size_t)(is - at)));
        moot_list_put_u64(&writer, (uint64_t)(is[1] - '0'));
        at = is + 3;
    }
    MOOT_CHECK(moot_list_end(&writer, out) == 0);
    moot_buf_put(scratch, out->at, out->size);
    out->at = scratch->at + scratch->size - out->size;
    moot_buf_close(&list);
    return true;
}

static bool take_snapshot(moot_slice_t text, moot_buf_t *scratch,
                          moot_slice_t *out)
{
    moot_msg_snapshot_t snapshot = {0};
    moot_buf_t line, bytes;
    bool good;

    moot_buf_init(&line, 1 << 20);
    moot_buf_init(&bytes, 1 << 20);
    moot_buf_put(&line, text.at, text.size);
    moot_buf_put(&line, "", 1);
    good = fake_client_fields(moot_wire_message(MOOT_MSG_SNAPSHOT),
                              (char *)line.at, scratch, &snapshot)
           && moot_wire_encode_snapshot(&bytes, &snapshot) == 0;
    moot_buf_put(scratch, bytes.at, bytes.size);
    *out = moot_slice(scratch->at + scratch->size - bytes.size, bytes.size);
    moot_buf_close(&line);
    moot_buf_close(&bytes);
    return good;
}

static bool set_field(const moot_wire_field_t *field, moot_slice_t value,
                      moot_buf_t *scratch, void *out)
{
    char *at = (char *)out + field->offset;
    char digits[24] = "";
    uint64_t number;
    bool good = true;

    if (field->kind == MOOT_WIRE_u64 || field->kind == MOOT_WIRE_flag) {
        if (value.size >= sizeof digits)
            return false;
        memcpy(digits, value.at, value.size);
        number = strtoull(digits, NULL, 10);
        if (field->kind == MOOT_WIRE_flag)
            *(bool *)at = number != 0;
        else
            memcpy(at, &number, sizeof number);
        return true;
    }
    if (strcmp(field->name, "members") == 0)
        good = take_members(value, scratch, &value);
    else if (strcmp(field->name, "snapshot") == 0)
        good = take_snapshot(value, scratch, &value);
    memcpy(at, &value, sizeof value);
    return good;
}

static const moot_wire_field_t *find_field(const moot_wire_message_t *message,
                                           const char *name, size_t size)
{
    for (size_t i = 0; i < message->fields_count; i++)
        if (strlen(message->fields[i].name) == size
            && memcmp(message->fields[i].name, name, size) == 0)
            return &message->fields[i];
    return NULL;
}

bool fake_client_fields(const moot_wire_message_t *message, char *line,
                        moot_buf_t *scratch, void *out)
{
    /* Slices into it are given out, so it must never move. */
    MOOT_CHECK(scratch->capacity >= 65536);
    while (*line != '\0') {
        char *is = strchr(line, '=');
        const moot_wire_field_t *field;
        moot_slice_t value;

        if (!is)
            return false;
        field = find_field(message, line, (size_t)(is - line));
        line = is + 1;
        if (!field || !take_value(&line, scratch, &value)
            || !set_field(field, value, scratch, out))
            return false;
        MOOT_CHECK(scratch->size <= 65536);
        line += strspn(line, " ");
    }
    return true;
}

moot_roomview_t *fake_client_view(char *line)
{
    moot_msg_snapshot_t snapshot = {0};
    moot_roomview_t *view = NULL;
    moot_buf_t scratch;

    moot_buf_init(&scratch, 1 << 20);
    MOOT_CHECK(moot_buf_reserve(&scratch, 65536));
    if (fake_client_fields(moot_wire_message(MOOT_MSG_SNAPSHOT), line, &scratch,
                           &snapshot)
        && moot_roomview_load(&snapshot, &view) != 0)
        view = NULL;
    moot_buf_close(&scratch);
    return view;
}
