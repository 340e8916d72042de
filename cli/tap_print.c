#include "cli/tap_print.h"

#include "common/err.h"
#include "common/utf8.h"
#include "proto/filter.h"
#include "proto/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

/* ---- Words --------------------------------------------------------------- */

const char *moot_tap_print_point(uint64_t point)
{
    static const char *const names[MOOT_TAP_POINTS] = {
        [MOOT_TAP_CLIENT_IN] = "client_in",
        [MOOT_TAP_CLIENT_OUT] = "client_out",
        [MOOT_TAP_EDGE_OUT] = "edge_out",
        [MOOT_TAP_EDGE_IN] = "edge_in",
        [MOOT_TAP_HEARD] = "heard",
        [MOOT_TAP_DELIVERED] = "delivered",
        [MOOT_TAP_FRONT_IN] = "front_in",
        [MOOT_TAP_FRONT_OUT] = "front_out",
        [MOOT_TAP_BACK_IN] = "back_in",
        [MOOT_TAP_BACK_OUT] = "back_out",
        [MOOT_TAP_WORKER_IN] = "worker_in",
        [MOOT_TAP_WORKER_OUT] = "worker_out",
        [MOOT_TAP_PUBLISHED] = "published",
        [MOOT_TAP_COMMITTED] = "committed",
    };

    return point > 0 && point < MOOT_TAP_POINTS ? names[point] : "?";
}

const char *moot_tap_print_message(uint64_t message)
{
    const moot_wire_message_t *known =
        message <= UINT8_MAX ? moot_wire_message((uint32_t)message) : NULL;

    if (message == MOOT_MSG_TAP_COMMIT)
        return "commit";
    return known ? known->name : "?";
}

const char *moot_tap_print_span(uint64_t us, char text[24])
{
    if (us < 1000)
        snprintf(text, 24, "%" PRIu64 "us", us);
    else if (us < 10000)
        snprintf(text, 24, "%.2fms", (double)us / 1e3);
    else if (us < 1000000)
        snprintf(text, 24, "%.1fms", (double)us / 1e3);
    else
        snprintf(text, 24, "%.2fs", (double)us / 1e6);
    return text;
}

static void show_size(uint64_t size, char text[24])
{
    if (size < 10000)
        snprintf(text, 24, "%" PRIu64 "B", size);
    else if (size < 10 << 20)
        snprintf(text, 24, "%" PRIu64 "KiB", size >> 10);
    else
        snprintf(text, 24, "%" PRIu64 "MiB", size >> 20);
}

/* ---- Lines --------------------------------------------------------------- */

#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define CYAN "\033[36m"
#define DIM "\033[2m"
#define RESET "\033[0m"

typedef struct line {
    moot_buf_t *buf;
    const moot_tap_style_t *style;
    unsigned at; /* columns used */
} line_t;

/* Columns of a code point: rough, and never too few. */
static unsigned columns_of(uint32_t point)
{
    return point >= 0x1100 ? 2 : 1;
}

/* Whether so many columns are left. */
static bool fits(const line_t *line, unsigned columns)
{
    return line->style->width == 0
           || line->at + columns <= line->style->width;
}

/* Appends text up to max columns of it; bytes that are no text as \xNN. */
static void put_text(line_t *line, moot_slice_t text, unsigned max)
{
    unsigned used = 0;

    while (text.size > 0) {
        uint32_t point = 0;
        size_t size = moot_utf8_decode(text, &point);
        bool plain = size > 0 && point >= 0x20
                     && !(point >= 0x7f && point < 0xa0)
                     && !(point >= 0x200b && point <= 0x202e)
                     && !(point >= 0x2028 && point <= 0x2029)
                     && !(point >= 0x2060 && point <= 0x206f)
                     && point != 0xfeff;
        unsigned columns;

        if (!plain)
            size = 1;
        columns = plain ? columns_of(point) : 4;
        if (used + columns > max || !fits(line, columns))
            return;
        if (plain)
            moot_buf_put(line->buf, text.at, size);
        else
            moot_buf_printf(line->buf, "\\x%02x", text.at[0]);
        used += columns;
        line->at += columns;
        text = moot_slice(text.at + size, text.size - size);
    }
}

int moot_tap_print_text(moot_buf_t *buf, moot_slice_t text)
{
    const moot_tap_style_t style = {0};
    line_t line = {.buf = buf, .style = &style};

    put_text(&line, text, UINT32_MAX / 2);
    return buf->error;
}

static void pad_to(line_t *line, unsigned column)
{
    while (line->at < column && fits(line, 1)) {
        moot_buf_put(line->buf, " ", 1);
        line->at++;
    }
}

/* A cell of so many columns and a space. */
static void put_cell(line_t *line, const char *colour, moot_slice_t text,
                     unsigned width, bool right)
{
    unsigned end = line->at + width;
    bool coloured =
        line->style->colour && colour && text.size > 0 && fits(line, 1);

    if (right && text.size < width)
        pad_to(line, line->at + width - (unsigned)text.size);
    if (coloured)
        moot_buf_put_str(line->buf, colour);
    put_text(line, text, width);
    if (coloured)
        moot_buf_put_str(line->buf, RESET);
    pad_to(line, end + 1);
}

static void put_str(line_t *line, const char *colour, const char *text,
                    unsigned width)
{
    put_cell(line, colour, moot_slice_str(text), width, false);
}

static void put_time(line_t *line, uint64_t at_us)
{
    time_t seconds = (time_t)(at_us / 1000000);
    char text[48], whole[24] = "?";
    struct tm parts;

    if (localtime_r(&seconds, &parts))
        strftime(whole, sizeof whole, "%H:%M:%S", &parts);
    snprintf(text, sizeof text, "%s.%06u", whole, (unsigned)(at_us % 1000000));
    put_str(line, DIM, text, 15);
}

static void put_peer(line_t *line, const moot_msg_tap_record_t *record)
{
    bool in = moot_filter_is_in(record->point);
    const uint8_t *colon =
        record->peer.size > 0
            ? memchr(record->peer.at, ':', record->peer.size)
            : NULL;
    moot_slice_t peer = record->peer;

    if (colon)
        peer.size = (size_t)(colon - peer.at);
    if (record->point == MOOT_TAP_COMMITTED)
        put_str(line, YELLOW, "*", 1);
    else
        put_str(line, in ? GREEN : CYAN, in ? "<" : ">", 1);
    put_cell(line, NULL, peer, 9, false);
}

/* What became of it: ok or the error, or the event's place. */
static void put_verdict(line_t *line, const moot_msg_tap_record_t *record)
{
    char text[64] = "";

    if (record->verdict == 1)
        put_str(line, GREEN, "ok", 16);
    else if (record->verdict > 1)
        put_str(line, RED, moot_code_name(record->verdict - 1), 16);
    else {
        if (record->message == MOOT_MSG_EVENT)
            snprintf(text, sizeof text, "seq %" PRIu64, record->seq);
        put_str(line, NULL, text, 16);
    }
}

static void put_numbers(line_t *line, const moot_msg_tap_record_t *record)
{
    char text[24] = "";

    if (record->latency_us > 0)
        (void)moot_tap_print_span(record->latency_us, text);
    put_cell(line, YELLOW, moot_slice_str(text), 7, true);
    show_size(record->size, text);
    put_cell(line, DIM, moot_slice_str(text), 7, true);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void put_rest(line_t *line, const moot_msg_tap_record_t *record)
{
    moot_msg_tap_commit_t commit;
    char text[128] = "";

    if (record->message == MOOT_MSG_TAP_COMMIT
        && moot_wire_decode_tap_commit(record->body, &commit) == 0)
        snprintf(text, sizeof text,
                 "%" PRIu64 " message%s, %" PRIu64 " request%s, %" PRIu64
                 " record%s",
                 commit.messages, plural(commit.messages), commit.requests,
                 plural(commit.requests), commit.records,
                 plural(commit.records));
    else if (record->point == MOOT_TAP_DELIVERED)
        snprintf(text, sizeof text, "%" PRIu64 " socket%s", record->sockets,
                 plural(record->sockets));
    else if (record->session.size > 0 && record->request > 0)
        snprintf(text, sizeof text, "%.*s/%" PRIu64,
                 MOOT_SLICE_ARG(record->session), record->request);
    put_cell(line, DIM, moot_slice_str(text), 110, false);
}

static void trim_end(moot_buf_t *buf)
{
    while (buf->size > 0 && buf->at[buf->size - 1] == ' ')
        buf->size--;
}

int moot_tap_print_line(moot_buf_t *buf, const moot_msg_tap_record_t *record,
                        const moot_tap_style_t *style)
{
    line_t line = {.buf = buf, .style = style};
    const char *type = moot_tap_print_message(record->message);
    moot_msg_t message;

    put_time(&line, record->at_us);
    put_cell(&line, NULL, record->program, 9, false);
    put_peer(&line, record);
    put_str(&line, NULL, type, 9);
    put_cell(&line, NULL, record->type, 20, false);
    put_cell(&line, NULL, record->user, 10, false);
    put_cell(&line, NULL, record->room, 14, false);
    put_verdict(&line, record);
    put_numbers(&line, record);
    put_rest(&line, record);
    trim_end(buf);
    moot_buf_put(buf, "\n", 1);
    if (style->bodies && moot_wire_decode(record->body, &message) == 0) {
        moot_buf_put_str(buf, "    ");
        (void)moot_wire_print(buf, &message, true);
        if (record->cut)
            moot_buf_put_str(buf, " (not whole)");
        moot_buf_put(buf, "\n", 1);
    }
    return buf->error;
}

/* ---- JSON ---------------------------------------------------------------- */

void moot_tap_print_json_text(moot_json_write_t *json, moot_slice_t text)
{
    moot_buf_t clean;

    if (moot_utf8_valid(text)) {
        moot_json_write_string(json, text);
        return;
    }
    moot_buf_init(&clean, SIZE_MAX / 2);
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] >= 0x20 && text.at[i] < 0x7f)
            moot_buf_put(&clean, text.at + i, 1);
        else
            moot_buf_printf(&clean, "\\x%02x", text.at[i]);
    moot_json_write_string(json, moot_buf_slice(&clean));
    moot_buf_close(&clean);
}

static void put_member(moot_json_write_t *json, const char *name,
                       moot_slice_t text)
{
    if (text.size == 0)
        return;
    moot_json_write_name(json, name);
    moot_tap_print_json_text(json, text);
}

static void put_number(moot_json_write_t *json, const char *name,
                       uint64_t number)
{
    if (number != 0)
        moot_json_write_name_uint64(json, name, number);
}

static void put_element(moot_json_write_t *json, moot_list_reader_t *reader)
{
    moot_slice_t bytes;
    uint64_t number;
    bool flag;

    switch (moot_list_peek(reader)) {
    case MOOT_LIST_FLAG:
        if (moot_list_next_flag(reader, &flag) == 0)
            moot_json_write_bool(json, flag);
        return;
    case MOOT_LIST_U64:
        if (moot_list_next_u64(reader, &number) == 0)
            moot_json_write_uint64(json, number);
        return;
    case MOOT_LIST_STR:
        if (moot_list_next_str(reader, &bytes) == 0)
            moot_tap_print_json_text(json, bytes);
        return;
    case MOOT_LIST_BIN:
        if (moot_list_next_bin(reader, &bytes) == 0)
            moot_tap_print_json_text(json, bytes);
        return;
    default:
        if (moot_list_skip(reader) != 0)
            reader->left = 0;
        moot_json_write_null(json);
    }
}

/* Lists are shown two deep, which no message of a body exceeds usefully. */
static void put_list(moot_json_write_t *json, moot_slice_t list, unsigned depth)
{
    moot_list_reader_t reader;
    moot_slice_t inner;

    moot_json_write_begin_array(json);
    if (moot_list_reader_init(&reader, list) == 0)
        while (moot_list_peek(&reader) != MOOT_LIST_END && reader.left > 0) {
            if (depth > 0 && moot_list_peek(&reader) == MOOT_LIST_LIST
                && moot_list_next_list(&reader, &inner) == 0)
                put_list(json, inner, depth - 1);
            else
                put_element(json, &reader);
        }
    moot_json_write_end_array(json);
}

static void put_body(moot_json_write_t *json, const moot_msg_t *message)
{
    const moot_wire_message_t *known = moot_wire_message(message->code);

    moot_json_write_name(json, "body");
    moot_json_write_begin_object(json);
    for (size_t i = 0; i < known->fields_count; i++) {
        const moot_wire_field_t *field = &known->fields[i];
        const void *from = (const char *)&message->as + field->offset;
        const moot_slice_t *bytes = from;

        if (field->kind == MOOT_WIRE_u64)
            put_number(json, field->name, *(const uint64_t *)from);
        else if (field->kind == MOOT_WIRE_flag && *(const bool *)from)
            moot_json_write_name_bool(json, field->name, true);
        else if (field->kind == MOOT_WIRE_str || field->kind == MOOT_WIRE_bin)
            put_member(json, field->name, *bytes);
        else if (field->kind == MOOT_WIRE_list && bytes->size > 0) {
            moot_json_write_name(json, field->name);
            put_list(json, *bytes, MOOT_LIST_DEPTH_MAX);
        }
    }
    moot_json_write_end_object(json);
}

static void put_json_time(moot_json_write_t *json, uint64_t at_us)
{
    time_t seconds = (time_t)(at_us / 1000000);
    char text[64], whole[32] = "?";
    struct tm parts;

    if (gmtime_r(&seconds, &parts))
        strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text, sizeof text, "%s.%06uZ", whole, (unsigned)(at_us % 1000000));
    moot_json_write_name_string(json, "time", moot_slice_str(text));
}

int moot_tap_print_json(moot_buf_t *buf, const moot_msg_tap_record_t *record,
                        const moot_tap_style_t *style)
{
    moot_json_write_t json;
    moot_msg_t message;

    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    put_json_time(&json, record->at_us);
    moot_json_write_name_uint64(&json, "monoUs", record->mono_us);
    put_member(&json, "program", record->program);
    put_member(&json, "point",
               moot_slice_str(moot_tap_print_point(record->point)));
    put_member(&json, "direction",
               moot_slice_str(moot_filter_is_in(record->point) ? "in" : "out"));
    put_member(&json, "peer", record->peer);
    put_member(&json, "message",
               moot_slice_str(moot_tap_print_message(record->message)));
    put_member(&json, "type", record->type);
    put_member(&json, "session", record->session);
    put_number(&json, "number", record->request);
    put_member(&json, "user", record->user);
    put_member(&json, "room", record->room);
    if (record->slot < MOOT_SLOTS)
        moot_json_write_name_uint64(&json, "slot", record->slot);
    put_number(&json, "epoch", record->epoch);
    put_number(&json, "first", record->first);
    put_number(&json, "seq", record->seq);
    put_member(&json, "clientMessageId", record->client_message_id);
    if (record->verdict > 0)
        put_member(&json, "code",
                   moot_slice_str(moot_code_name(record->verdict - 1)));
    put_number(&json, "latencyUs", record->latency_us);
    moot_json_write_name_uint64(&json, "size", record->size);
    if (record->point == MOOT_TAP_DELIVERED)
        moot_json_write_name_uint64(&json, "sockets", record->sockets);
    if ((style->bodies || record->message == MOOT_MSG_TAP_COMMIT)
        && moot_wire_decode(record->body, &message) == 0)
        put_body(&json, &message);
    if (record->cut)
        moot_json_write_name_bool(&json, "cut", true);
    moot_json_write_end_object(&json);
    moot_buf_put(buf, "\n", 1);
    return buf->error;
}
