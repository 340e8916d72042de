/* Any bytes as a message of the internal protocol. What is taken is printed,
 * its lists are read, and it is written and taken again with the same result.
 */
#include "proto/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads a list to its depth; it is bounded, and so is the recursion. */
static void read_list(moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    uint64_t number;
    bool flag;
    MOOT_CHECK(moot_list_reader_init(&reader, list) == MOOT_OK);
    for (;;) {
        switch (moot_list_peek(&reader)) {
        case MOOT_LIST_END:
            return;
        case MOOT_LIST_NIL:
            MOOT_CHECK(moot_list_next_nil(&reader) == MOOT_OK);
            break;
        case MOOT_LIST_FLAG:
            MOOT_CHECK(moot_list_next_flag(&reader, &flag) == MOOT_OK);
            break;
        case MOOT_LIST_U64:
            MOOT_CHECK(moot_list_next_u64(&reader, &number) == MOOT_OK);
            break;
        case MOOT_LIST_STR:
            MOOT_CHECK(moot_list_next_str(&reader, &bytes) == MOOT_OK);
            break;
        case MOOT_LIST_BIN:
            MOOT_CHECK(moot_list_next_bin(&reader, &bytes) == MOOT_OK);
            break;
        case MOOT_LIST_LIST:
            MOOT_CHECK(moot_list_next_list(&reader, &bytes) == MOOT_OK);
            read_list(bytes);
            break;
        case MOOT_LIST_BAD:
            abort(); /* a list that was taken is bad */
        }
    }
}

static void read_lists(const moot_msg_t *message)
{
    const moot_wire_message_t *known = moot_wire_message(message->code);
    for (size_t i = 0; i < known->fields_count; i++) {
        const moot_wire_field_t *field = &known->fields[i];
        const void *at = (const char *)&message->as + field->offset;
        if (field->kind == MOOT_WIRE_list)
            read_list(*(const moot_slice_t *)at);
    }
}

/* The reader on bytes that nobody has looked at. */
static void read_raw_list(moot_slice_t bytes)
{
    moot_list_reader_t reader;
    moot_slice_t inner;
    int rc = moot_list_reader_init(&reader, bytes);
    bool valid = moot_list_validate(bytes) == MOOT_OK;
    MOOT_CHECK(!valid || rc == MOOT_OK);
    while (rc == MOOT_OK) {
        rc = moot_list_next_list(&reader, &inner);
        if (rc == MOOT_EINVAL)
            rc = moot_list_skip(&reader);
    }
    MOOT_CHECK(!valid || rc == MOOT_ENOENT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moot_slice_t in = moot_slice(data, size);
    moot_msg_t message, again;
    moot_buf_t first, second;
    read_raw_list(in);
    if (moot_wire_decode(in, &message) != MOOT_OK)
        return 0;
    uint32_t code;
    MOOT_CHECK(moot_wire_code(in, &code) == MOOT_OK && code == message.code);
    read_lists(&message);
    moot_buf_init(&first, SIZE_MAX / 2);
    moot_buf_init(&second, SIZE_MAX / 2);
    MOOT_CHECK(moot_wire_print(&first, &message, true) == MOOT_OK);
    moot_buf_clear(&first);
    MOOT_CHECK(moot_wire_encode(&first, &message) == MOOT_OK);
    MOOT_CHECK(moot_wire_decode(moot_buf_slice(&first), &again) == MOOT_OK);
    MOOT_CHECK(moot_wire_encode(&second, &again) == MOOT_OK);
    MOOT_CHECK(moot_slice_eq(moot_buf_slice(&first), moot_buf_slice(&second)));
    moot_buf_close(&first);
    moot_buf_close(&second);
    return 0;
}
