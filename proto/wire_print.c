/* Messages as text for people, from their descriptors. */
#include <inttypes.h>

#include "common/err.h"
#include "proto/wire.h"

/* How bodies are shown: not at all, or with the messages that they hold as
 * messages, or as text alone. */
typedef enum show { SHOW_NONE, SHOW_MESSAGES, SHOW_TEXT } show_t;

static void print_message(moot_buf_t *buf, const moot_msg_t *message,
                          show_t show);

static void print_text(moot_buf_t *buf, moot_slice_t text)
{
    (void)moot_buf_put(buf, "\"", 1);
    for (size_t i = 0; i < text.size; i++) {
        uint8_t byte = text.at[i];
        if (byte == '"' || byte == '\\')
            (void)moot_buf_printf(buf, "\\%c", byte);
        else if (byte >= 0x20 && byte < 0x7f)
            (void)moot_buf_put(buf, &byte, 1);
        else
            (void)moot_buf_printf(buf, "\\x%02x", byte);
    }
    (void)moot_buf_put(buf, "\"", 1);
}

/* A message inside another one that people want to read: what is emitted and
 * what is stored of it. What these hold is text. */
static bool print_inner(moot_buf_t *buf, moot_slice_t bytes)
{
    uint32_t code;
    moot_msg_t message;
    if (moot_wire_code(bytes, &code) != MOOT_OK
        || (code != MOOT_MSG_EMISSION && code != MOOT_MSG_COPY)
        || moot_wire_decode(bytes, &message) != MOOT_OK)
        return false;
    (void)moot_buf_put_str(buf, "{");
    print_message(buf, &message, SHOW_TEXT);
    (void)moot_buf_put_str(buf, "}");
    return true;
}

static void print_bin(moot_buf_t *buf, moot_slice_t bytes, show_t show)
{
    if (show == SHOW_NONE)
        (void)moot_buf_printf(buf, "<%zu bytes>", bytes.size);
    else if (show == SHOW_TEXT || !print_inner(buf, bytes))
        print_text(buf, bytes);
}

/* Prints one element that is not a list. Anything bad ends the reader. */
static void print_element(moot_buf_t *buf, moot_list_reader_t *reader,
                          show_t show)
{
    moot_slice_t bytes;
    uint64_t number;
    bool flag;
    switch (moot_list_peek(reader)) {
    case MOOT_LIST_NIL:
        if (moot_list_next_nil(reader) == MOOT_OK)
            (void)moot_buf_put_str(buf, "nil");
        break;
    case MOOT_LIST_FLAG:
        if (moot_list_next_flag(reader, &flag) == MOOT_OK)
            (void)moot_buf_put_str(buf, flag ? "true" : "false");
        break;
    case MOOT_LIST_U64:
        if (moot_list_next_u64(reader, &number) == MOOT_OK)
            (void)moot_buf_printf(buf, "%" PRIu64, number);
        break;
    case MOOT_LIST_STR:
        if (moot_list_next_str(reader, &bytes) == MOOT_OK)
            print_text(buf, bytes);
        break;
    case MOOT_LIST_BIN:
        if (moot_list_next_bin(reader, &bytes) == MOOT_OK)
            print_bin(buf, bytes, show);
        break;
    case MOOT_LIST_LIST:
    case MOOT_LIST_BAD:
    case MOOT_LIST_END:
        (void)moot_buf_put_str(buf, "?");
        reader->left = 0;
        break;
    }
}

static void print_list(moot_buf_t *buf, moot_slice_t list, show_t show)
{
    moot_list_reader_t readers[MOOT_LIST_DEPTH_MAX + 1];
    size_t level = 0;
    if (moot_list_validate(list) != MOOT_OK
        || moot_list_reader_init(&readers[0], list) != MOOT_OK) {
        (void)moot_buf_put_str(buf, "[?]");
        return;
    }
    (void)moot_buf_put_str(buf, "[");
    bool first = true;
    for (;;) {
        moot_list_kind_t kind = moot_list_peek(&readers[level]);
        if (kind == MOOT_LIST_END) {
            (void)moot_buf_put_str(buf, "]");
            if (level == 0)
                return;
            level--;
            first = false;
            continue;
        }
        if (!first)
            (void)moot_buf_put_str(buf, ", ");
        moot_slice_t inner;
        if (kind == MOOT_LIST_LIST
            && moot_list_next_list(&readers[level], &inner) == MOOT_OK
            && moot_list_reader_init(&readers[level + 1], inner) == MOOT_OK) {
            level++;
            (void)moot_buf_put_str(buf, "[");
            first = true;
        } else {
            print_element(buf, &readers[level], show);
            first = false;
        }
    }
}

static void print_field(moot_buf_t *buf, const moot_wire_field_t *field,
                        const void *from, show_t show)
{
    const moot_slice_t *bytes = from;
    (void)moot_buf_printf(buf, " %s=", field->name);
    switch (field->kind) {
    case MOOT_WIRE_u64:
        (void)moot_buf_printf(buf, "%" PRIu64, *(const uint64_t *)from);
        break;
    case MOOT_WIRE_flag:
        (void)moot_buf_put_str(buf, *(const bool *)from ? "true" : "false");
        break;
    case MOOT_WIRE_str:
        print_text(buf, *bytes);
        break;
    case MOOT_WIRE_bin:
        print_bin(buf, *bytes, show);
        break;
    case MOOT_WIRE_list:
        print_list(buf, *bytes, show);
        break;
    }
}

static void print_message(moot_buf_t *buf, const moot_msg_t *message,
                          show_t show)
{
    const moot_wire_message_t *known = moot_wire_message(message->code);
    MOOT_CHECK(known != NULL);
    (void)moot_buf_put_str(buf, known->name);
    for (size_t i = 0; i < known->fields_count; i++) {
        const moot_wire_field_t *field = &known->fields[i];
        print_field(buf, field, (const char *)&message->as + field->offset,
                    show);
    }
}

int moot_wire_print(moot_buf_t *buf, const moot_msg_t *message,
                    bool show_bodies)
{
    print_message(buf, message, show_bodies ? SHOW_MESSAGES : SHOW_NONE);
    return buf->error;
}
