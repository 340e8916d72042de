/* Lists inside messages, read and written byte by byte. */
#include "proto/wire_list.h"

#include "common/err.h"
#include "proto/wire_token.h"

/* The list itself is one level more than what may be inside it. */
#define LIST_LEVELS (MOOT_LIST_DEPTH_MAX + 1)

/* Skipping what a newer program sent goes deeper than lists, for its kinds. */
#define WALK_LEVELS_MAX 16

static bool list_may_hold(moot_token_kind_t kind)
{
    return kind != MOOT_TOKEN_MAP && kind != MOOT_TOKEN_OTHER;
}

int moot_token_walk(const uint8_t **at, const uint8_t *end, size_t depth,
                    bool list_only)
{
    uint64_t left[WALK_LEVELS_MAX + 1]; /* elements to pass at each level */
    size_t level = 0;
    MOOT_CHECK(depth <= WALK_LEVELS_MAX);
    left[0] = 1;
    for (;;) {
        while (left[level] == 0) {
            if (level == 0)
                return MOOT_OK;
            level--;
        }
        left[level]--;
        moot_token_t token;
        int rc = moot_token_read(at, end, &token);
        if (rc != MOOT_OK)
            return rc;
        if (list_only && !list_may_hold(token.kind))
            return MOOT_EINVAL;
        if (token.kind == MOOT_TOKEN_ARRAY || token.kind == MOOT_TOKEN_MAP) {
            if (level == depth)
                return MOOT_ELIMIT;
            left[++level] = token.value;
        } else if (token.kind >= MOOT_TOKEN_STR) {
            *at += token.value;
        }
    }
}

int moot_list_reader_init(moot_list_reader_t *reader, moot_slice_t list)
{
    const uint8_t *at = list.at;
    moot_token_t token = {MOOT_TOKEN_ARRAY, 0};
    if (list.size > 0) {
        int rc = moot_token_read(&at, list.at + list.size, &token);
        if (rc != MOOT_OK)
            return rc;
        if (token.kind != MOOT_TOKEN_ARRAY)
            return MOOT_EINVAL;
    }
    *reader = (moot_list_reader_t){
        .at = at,
        .end = list.size > 0 ? list.at + list.size : at,
        .left = (uint32_t)token.value,
    };
    return MOOT_OK;
}

moot_list_kind_t moot_list_peek(const moot_list_reader_t *reader)
{
    const uint8_t *at = reader->at;
    moot_token_t token;
    if (reader->left == 0)
        return MOOT_LIST_END;
    if (moot_token_read(&at, reader->end, &token) != MOOT_OK)
        return MOOT_LIST_BAD;
    switch (token.kind) {
    case MOOT_TOKEN_NIL:
        return MOOT_LIST_NIL;
    case MOOT_TOKEN_FLAG:
        return MOOT_LIST_FLAG;
    case MOOT_TOKEN_U64:
        return MOOT_LIST_U64;
    case MOOT_TOKEN_STR:
        return MOOT_LIST_STR;
    case MOOT_TOKEN_BIN:
        return MOOT_LIST_BIN;
    case MOOT_TOKEN_ARRAY:
        return MOOT_LIST_LIST;
    case MOOT_TOKEN_MAP:
    case MOOT_TOKEN_OTHER:
        break;
    }
    return MOOT_LIST_BAD;
}

/* Reads the header of the next element when it is of this kind. */
static inline int next_token(moot_list_reader_t *reader, moot_token_kind_t kind,
                             moot_token_t *token)
{
    const uint8_t *at = reader->at;
    if (reader->left == 0)
        return MOOT_ENOENT;
    int rc = moot_token_read(&at, reader->end, token);
    if (rc != MOOT_OK)
        return rc;
    if (token->kind != kind)
        return MOOT_EINVAL;
    reader->at = at;
    reader->left--;
    return MOOT_OK;
}

static inline int next_bytes(moot_list_reader_t *reader, moot_token_kind_t kind,
                             moot_slice_t *out)
{
    moot_token_t token;
    int rc = next_token(reader, kind, &token);
    if (rc != MOOT_OK)
        return rc;
    *out = moot_slice(reader->at, (size_t)token.value);
    reader->at += token.value;
    return MOOT_OK;
}

int moot_list_next_str(moot_list_reader_t *reader, moot_slice_t *out)
{
    return next_bytes(reader, MOOT_TOKEN_STR, out);
}

int moot_list_next_bin(moot_list_reader_t *reader, moot_slice_t *out)
{
    return next_bytes(reader, MOOT_TOKEN_BIN, out);
}

int moot_list_next_u64(moot_list_reader_t *reader, uint64_t *out)
{
    moot_token_t token;
    int rc = next_token(reader, MOOT_TOKEN_U64, &token);
    if (rc == MOOT_OK)
        *out = token.value;
    return rc;
}

int moot_list_next_flag(moot_list_reader_t *reader, bool *out)
{
    moot_token_t token;
    int rc = next_token(reader, MOOT_TOKEN_FLAG, &token);
    if (rc == MOOT_OK)
        *out = token.value != 0;
    return rc;
}

int moot_list_next_nil(moot_list_reader_t *reader)
{
    moot_token_t token;
    return next_token(reader, MOOT_TOKEN_NIL, &token);
}

/* Passes one whole element and tells where it is. */
static int next_element(moot_list_reader_t *reader, moot_slice_t *out)
{
    const uint8_t *at = reader->at;
    if (reader->left == 0)
        return MOOT_ENOENT;
    int rc = moot_token_walk(&at, reader->end, MOOT_LIST_DEPTH_MAX, true);
    if (rc != MOOT_OK)
        return rc;
    *out = moot_slice(reader->at, (size_t)(at - reader->at));
    reader->at = at;
    reader->left--;
    return MOOT_OK;
}

int moot_list_next_list(moot_list_reader_t *reader, moot_slice_t *out)
{
    moot_list_kind_t kind = moot_list_peek(reader);
    if (kind != MOOT_LIST_LIST && kind != MOOT_LIST_END
        && kind != MOOT_LIST_BAD)
        return MOOT_EINVAL;
    return next_element(reader, out);
}

int moot_list_skip(moot_list_reader_t *reader)
{
    moot_slice_t element;
    return next_element(reader, &element);
}

int moot_list_validate(moot_slice_t list)
{
    moot_list_reader_t reader;
    if (list.size == 0) /* its address may be NULL */
        return MOOT_OK;
    const uint8_t *at = list.at;
    const uint8_t *end = at + list.size;
    int rc = moot_list_reader_init(&reader, list);
    if (rc == MOOT_OK)
        rc = moot_token_walk(&at, end, LIST_LEVELS, true);
    if (rc == MOOT_OK && at != end)
        rc = MOOT_EINVAL;
    return rc;
}

/* Room for size bytes at the end of the buffer, or NULL. Almost always there
 * is room, and then nothing is called. */
static inline uint8_t *room_for(moot_buf_t *buf, size_t size)
{
    if (buf->error == MOOT_OK && buf->capacity - buf->size >= size)
        return buf->at + buf->size;
    return moot_buf_reserve(buf, size);
}

static void begin(moot_list_writer_t *writer, moot_buf_t *buf)
{
    *writer = (moot_list_writer_t){.buf = buf, .start = buf->size};
}

void moot_list_begin(moot_list_writer_t *writer, moot_buf_t *buf,
                     uint32_t count)
{
    begin(writer, buf);
    writer->owed = count;
    uint8_t *at = room_for(buf, 5);
    if (at != NULL)
        buf->size += moot_token_put_array(at, count);
}

void moot_list_begin_open(moot_list_writer_t *writer, moot_buf_t *buf)
{
    begin(writer, buf);
    writer->open = true;
    uint8_t *at = room_for(buf, 5);
    if (at != NULL)
        buf->size += moot_token_put_big(at, 0xdd, 0, 4);
}

/* Counts one element that is put. */
static inline void count_one(moot_list_writer_t *writer)
{
    if (writer->owed > 0) {
        writer->owed--;
    } else {
        MOOT_CHECK(writer->open && writer->count < UINT32_MAX);
        writer->count++;
    }
}

void moot_list_put_str(moot_list_writer_t *writer, moot_slice_t text)
{
    count_one(writer);
    MOOT_CHECK(text.size <= UINT32_MAX);
    uint8_t *at = room_for(writer->buf, 5 + text.size);
    if (at == NULL)
        return;
    size_t size = moot_token_put_str(at, (uint32_t)text.size);
    if (text.size > 0)
        memcpy(at + size, text.at, text.size);
    writer->buf->size += size + text.size;
}

void moot_list_put_bin(moot_list_writer_t *writer, moot_slice_t bytes)
{
    count_one(writer);
    MOOT_CHECK(bytes.size <= UINT32_MAX);
    uint8_t *at = room_for(writer->buf, 5 + bytes.size);
    if (at == NULL)
        return;
    size_t size = moot_token_put_bin(at, (uint32_t)bytes.size);
    if (bytes.size > 0)
        memcpy(at + size, bytes.at, bytes.size);
    writer->buf->size += size + bytes.size;
}

void moot_list_put_u64(moot_list_writer_t *writer, uint64_t number)
{
    count_one(writer);
    uint8_t *at = room_for(writer->buf, 9);
    if (at != NULL)
        writer->buf->size += moot_token_put_u64(at, number);
}

static void put_byte(moot_list_writer_t *writer, uint8_t byte)
{
    count_one(writer);
    uint8_t *at = room_for(writer->buf, 1);
    if (at != NULL) {
        *at = byte;
        writer->buf->size++;
    }
}

void moot_list_put_flag(moot_list_writer_t *writer, bool flag)
{
    put_byte(writer, flag ? 0xc3 : 0xc2);
}

void moot_list_put_nil(moot_list_writer_t *writer)
{
    put_byte(writer, 0xc0);
}

void moot_list_put_list(moot_list_writer_t *writer, uint32_t count)
{
    count_one(writer);
    writer->owed += count;
    uint8_t *at = room_for(writer->buf, 5);
    if (at != NULL)
        writer->buf->size += moot_token_put_array(at, count);
}

void moot_list_put_raw(moot_list_writer_t *writer, moot_slice_t element)
{
    if (element.size == 0) {
        put_byte(writer, 0x90);
        return;
    }
    count_one(writer);
    (void)moot_buf_put(writer->buf, element.at, element.size);
}

int moot_list_end(moot_list_writer_t *writer, moot_slice_t *list)
{
    moot_buf_t *buf = writer->buf;
    MOOT_CHECK(writer->owed == 0);
    if (buf->error != MOOT_OK)
        return buf->error;
    if (writer->open)
        (void)moot_token_put_big(buf->at + writer->start, 0xdd, writer->count,
                                 4);
    *list = moot_slice(buf->at + writer->start, buf->size - writer->start);
    return MOOT_OK;
}
