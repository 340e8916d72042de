/* The codec of the internal protocol: descriptors, one decoder, one encoder.
 *
 * Decoding trusts nothing: it goes through wire_token.h, where no length is
 * believed before its bytes are seen. msgpack-c only packs, because its
 * unpacker allocates what a header announces. */
#include "proto/wire.h"

#include <msgpack.h>

#include "proto/wire_token.h"

/* Depth to which the fields of newer versions are followed when skipped. */
#define SKIP_LEVELS 8

#define MOOT_MSG(name, NAME, code, since, doc)                                 \
    static const moot_wire_field_t fields_##name[] = {
#define MOOT_FIELD(msg, kind, field, max, since, doc)                          \
    {#field,           doc,  offsetof(moot_msg_##msg##_t, field), max,         \
     MOOT_WIRE_##kind, since},
#define MOOT_END(name)                                                         \
    }                                                                          \
    ;                                                                          \
    _Static_assert(sizeof fields_##name / sizeof fields_##name[0]              \
                       < MOOT_WIRE_FIELDS_MAX,                                 \
                   "too many fields in " #name);
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END

#define FIELDS_COUNT(name) (sizeof fields_##name / sizeof fields_##name[0])

static const moot_wire_message_t messages[] = {
#define MOOT_MSG(name, NAME, code, since, doc)                                 \
    {#name,                                                                    \
     #NAME,                                                                    \
     doc,                                                                      \
     fields_##name,                                                            \
     FIELDS_COUNT(name),                                                       \
     sizeof(moot_msg_##name##_t),                                              \
     code,                                                                     \
     since},
#define MOOT_FIELD(msg, kind, field, max, since, doc)
#define MOOT_END(name)
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END
};

#define MESSAGES_COUNT (sizeof messages / sizeof messages[0])

/* Places in messages, to know the constant index of a name. */
enum {
#define MOOT_MSG(name, NAME, code, since, doc) PLACE_##name,
#define MOOT_FIELD(msg, kind, field, max, since, doc)
#define MOOT_END(name)
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END
};

/* Place + 1 of each code; two messages of one code do not compile. */
static const uint8_t place_of_code[256] = {
#define MOOT_MSG(name, NAME, code, since, doc) [code] = PLACE_##name + 1,
#define MOOT_FIELD(msg, kind, field, max, since, doc)
#define MOOT_END(name)
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END
};

const moot_wire_message_t *moot_wire_messages(size_t *count)
{
    *count = MESSAGES_COUNT;
    return messages;
}

const moot_wire_message_t *moot_wire_message(uint32_t code)
{
    if (code >= sizeof place_of_code || place_of_code[code] == 0)
        return NULL;
    return &messages[place_of_code[code] - 1];
}

/* ---- decoding ---- */

typedef struct cursor {
    const uint8_t *at, *end;
} cursor_t;

/* Reads the array's header and the code; *fields: how many follow. */
static int read_head(cursor_t *in, uint32_t *code, uint64_t *fields)
{
    moot_token_t token;
    int rc = moot_token_read(&in->at, in->end, &token);
    if (rc != MOOT_OK)
        return rc;
    if (token.kind != MOOT_TOKEN_ARRAY || token.value == 0)
        return MOOT_EINVAL;
    if (token.value - 1 > MOOT_WIRE_FIELDS_MAX)
        return MOOT_ELIMIT;
    *fields = token.value - 1;
    rc = moot_token_read(&in->at, in->end, &token);
    if (rc != MOOT_OK)
        return rc;
    if (token.kind != MOOT_TOKEN_U64 || token.value > UINT32_MAX)
        return MOOT_EINVAL;
    *code = (uint32_t)token.value;
    return MOOT_OK;
}

/* An empty slice may lie nowhere. */
static cursor_t begin(moot_slice_t in)
{
    static const uint8_t nowhere = 0;
    const uint8_t *at = in.size > 0 ? in.at : &nowhere;
    return (cursor_t){at, at + in.size};
}

int moot_wire_code(moot_slice_t in, uint32_t *code)
{
    cursor_t cursor = begin(in);
    uint64_t fields;
    return read_head(&cursor, code, &fields);
}

static bool begins_array(uint8_t head)
{
    return (head & 0xf0) == 0x90 || head == 0xdc || head == 0xdd;
}

static int read_list(cursor_t *in, uint64_t max, moot_slice_t *out)
{
    const uint8_t *start = in->at;
    const uint8_t *end = in->end;
    if (start == end)
        return MOOT_ETRUNC;
    if (!begins_array(*start))
        return MOOT_EINVAL;
    /* No list may be longer than its maximum: the walk need not go on. */
    bool cut = (uint64_t)(end - start) > max;
    if (cut)
        end = start + max;
    int rc = moot_token_walk(&in->at, end, MOOT_LIST_DEPTH_MAX + 1, true);
    if (rc != MOOT_OK)
        return rc == MOOT_ETRUNC && cut ? MOOT_ELIMIT : rc;
    *out = moot_slice(start, (size_t)(in->at - start));
    return MOOT_OK;
}

/* What a header must announce to begin a field of each kind. */
static const moot_token_kind_t token_of_kind[] = {
    [MOOT_WIRE_u64] = MOOT_TOKEN_U64,    [MOOT_WIRE_flag] = MOOT_TOKEN_FLAG,
    [MOOT_WIRE_str] = MOOT_TOKEN_STR,    [MOOT_WIRE_bin] = MOOT_TOKEN_BIN,
    [MOOT_WIRE_list] = MOOT_TOKEN_ARRAY,
};

static inline int read_field(cursor_t *in, const moot_wire_field_t *field,
                             void *to)
{
    moot_token_t token;
    if (field->kind == MOOT_WIRE_list)
        return read_list(in, field->max, to);
    int rc = moot_token_read(&in->at, in->end, &token);
    if (rc != MOOT_OK)
        return rc;
    if (token.kind != token_of_kind[field->kind])
        return MOOT_EINVAL;
    switch (field->kind) {
    case MOOT_WIRE_u64:
        if (field->max != 0 && token.value > field->max)
            return MOOT_ELIMIT;
        *(uint64_t *)to = token.value;
        break;
    case MOOT_WIRE_flag:
        *(bool *)to = token.value != 0;
        break;
    case MOOT_WIRE_str:
    case MOOT_WIRE_bin:
        if (token.value > field->max)
            return MOOT_ELIMIT;
        *(moot_slice_t *)to = moot_slice(in->at, (size_t)token.value);
        in->at += token.value;
        break;
    case MOOT_WIRE_list:
        break;
    }
    return MOOT_OK;
}

static void zero_field(const moot_wire_field_t *field, void *to)
{
    switch (field->kind) {
    case MOOT_WIRE_u64:
        *(uint64_t *)to = 0;
        break;
    case MOOT_WIRE_flag:
        *(bool *)to = false;
        break;
    case MOOT_WIRE_str:
    case MOOT_WIRE_bin:
    case MOOT_WIRE_list:
        *(moot_slice_t *)to = moot_slice(NULL, 0);
        break;
    }
}

/* Reads the fields that came, n of them, and nothing may follow. */
static int read_fields(cursor_t *in, const moot_wire_message_t *message,
                       uint64_t n, void *out)
{
    const moot_wire_field_t *field = message->fields;
    const moot_wire_field_t *end = field + message->fields_count;
    int rc;
    for (; field != end && n > 0; field++, n--) {
        rc = read_field(in, field, (char *)out + field->offset);
        if (rc != MOOT_OK)
            return rc;
    }
    /* An older sender: what it does not know reads as zero. */
    for (; field != end; field++) {
        if (field->since <= message->since)
            return MOOT_EINVAL;
        zero_field(field, (char *)out + field->offset);
    }
    /* A newer sender: what we do not know is passed over. */
    for (; n > 0; n--) {
        rc = moot_token_walk(&in->at, in->end, SKIP_LEVELS, false);
        if (rc != MOOT_OK)
            return rc;
    }
    return in->at == in->end ? MOOT_OK : MOOT_EINVAL;
}

int moot_wire_decode_as(moot_slice_t in, const moot_wire_message_t *message,
                        void *out)
{
    cursor_t cursor = begin(in);
    uint32_t code;
    uint64_t fields;
    int rc = read_head(&cursor, &code, &fields);
    if (rc != MOOT_OK)
        return rc;
    if (code != message->code)
        return MOOT_EINVAL;
    return read_fields(&cursor, message, fields, out);
}

int moot_wire_decode(moot_slice_t in, moot_msg_t *out)
{
    cursor_t cursor = begin(in);
    uint32_t code;
    uint64_t fields;
    int rc = read_head(&cursor, &code, &fields);
    if (rc != MOOT_OK)
        return rc;
    const moot_wire_message_t *message = moot_wire_message(code);
    if (message == NULL)
        return MOOT_ENOENT;
    out->code = code;
    return read_fields(&cursor, message, fields, &out->as);
}

/* ---- encoding ---- */

static size_t size_of_u64(uint64_t number)
{
    if (number < 0x80)
        return 1;
    if (number <= UINT8_MAX)
        return 2;
    if (number <= UINT16_MAX)
        return 3;
    return number <= UINT32_MAX ? 5 : 9;
}

static size_t size_of_bytes(size_t size, size_t fixed_max)
{
    if (size <= fixed_max)
        return 1 + size;
    if (size <= UINT8_MAX)
        return 2 + size;
    return size <= UINT16_MAX ? 3 + size : 5 + size;
}

/* Bytes that a field takes, or 0 when it is over its maximum. */
static inline size_t size_of_field(const moot_wire_field_t *field,
                                   const void *from)
{
    const moot_slice_t *bytes = from;
    switch (field->kind) {
    case MOOT_WIRE_u64:
        if (field->max != 0 && *(const uint64_t *)from > field->max)
            return 0;
        return size_of_u64(*(const uint64_t *)from);
    case MOOT_WIRE_flag:
        return 1;
    case MOOT_WIRE_str:
        return bytes->size > field->max ? 0 : size_of_bytes(bytes->size, 31);
    case MOOT_WIRE_bin:
        /* There is no one-byte header for bin. */
        if (bytes->size > field->max)
            return 0;
        return bytes->size <= UINT8_MAX ? 2 + bytes->size
                                        : size_of_bytes(bytes->size, 0);
    case MOOT_WIRE_list:
        if (bytes->size > field->max)
            return 0;
        return bytes->size > 0 ? bytes->size : 1;
    }
    return 0;
}

/* msgpack-c writes through this; the room was made before. */
static int write_room(void *to, const char *at, size_t size)
{
    uint8_t **room = to;
    if (size > 0)
        memcpy(*room, at, size);
    *room += size;
    return 0;
}

static inline void pack_field(msgpack_packer *packer,
                              const moot_wire_field_t *field, const void *from)
{
    const moot_slice_t *bytes = from;
    switch (field->kind) {
    case MOOT_WIRE_u64:
        msgpack_pack_uint64(packer, *(const uint64_t *)from);
        break;
    case MOOT_WIRE_flag:
        if (*(const bool *)from)
            msgpack_pack_true(packer);
        else
            msgpack_pack_false(packer);
        break;
    case MOOT_WIRE_str:
        msgpack_pack_str(packer, bytes->size);
        write_room(packer->data, (const char *)bytes->at, bytes->size);
        break;
    case MOOT_WIRE_bin:
        msgpack_pack_bin(packer, bytes->size);
        write_room(packer->data, (const char *)bytes->at, bytes->size);
        break;
    case MOOT_WIRE_list:
        if (bytes->size == 0)
            msgpack_pack_array(packer, 0);
        else
            write_room(packer->data, (const char *)bytes->at, bytes->size);
        break;
    }
}

int moot_wire_encode_as(moot_buf_t *buf, const moot_wire_message_t *message,
                        const void *fields)
{
    size_t n = message->fields_count;
    size_t size = (n + 1 < 16 ? 1 : 3) + size_of_u64(message->code);
    for (size_t i = 0; i < n; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        size_t more =
            size_of_field(field, (const char *)fields + field->offset);
        if (more == 0)
            return MOOT_ELIMIT;
        size += more;
    }

    uint8_t *room = moot_buf_reserve(buf, size);
    if (room == NULL)
        return buf->error;
    uint8_t *start = room;
    msgpack_packer packer;
    msgpack_packer_init(&packer, &room, write_room);
    msgpack_pack_array(&packer, n + 1);
    msgpack_pack_uint64(&packer, message->code);
    for (size_t i = 0; i < n; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        pack_field(&packer, field, (const char *)fields + field->offset);
    }
    MOOT_CHECK((size_t)(room - start) == size);
    buf->size += size;
    return MOOT_OK;
}

int moot_wire_encode(moot_buf_t *buf, const moot_msg_t *message)
{
    const moot_wire_message_t *known = moot_wire_message(message->code);
    MOOT_CHECK(known != NULL);
    return moot_wire_encode_as(buf, known, &message->as);
}
