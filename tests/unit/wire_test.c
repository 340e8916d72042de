/* The codec, on every message of the table and on a sample with all kinds. */
#include "proto/wire.h"

#include "tests/lib/unit.h"

#include <malloc.h>
#include <msgpack.h>
#include <stdlib.h>

/* ---- a sample message, in two versions ---- */

typedef struct sample {
    uint64_t number;
    bool echo;
    moot_slice_t room, body, members;
    uint64_t later;       /* since 2 */
    moot_slice_t last;    /* since 3 */
    moot_slice_t at_last; /* since 3 */
    bool flag_at_last;    /* since 3 */
} sample_t;

#define SAMPLE_CODE 0xc8

static const moot_wire_field_t sample_fields[] = {
    {"number", "", offsetof(sample_t, number), 1000, MOOT_WIRE_u64, 1},
    {"echo", "", offsetof(sample_t, echo), 0, MOOT_WIRE_flag, 1},
    {"room", "", offsetof(sample_t, room), 128, MOOT_WIRE_str, 1},
    {"body", "", offsetof(sample_t, body), 70000, MOOT_WIRE_bin, 1},
    {"members", "", offsetof(sample_t, members), 300, MOOT_WIRE_list, 1},
    {"later", "", offsetof(sample_t, later), 0, MOOT_WIRE_u64, 2},
    {"last", "", offsetof(sample_t, last), 70000, MOOT_WIRE_str, 3},
    {"at_last", "", offsetof(sample_t, at_last), 9, MOOT_WIRE_list, 3},
    {"flag_at_last", "", offsetof(sample_t, flag_at_last), 0, MOOT_WIRE_flag,
     3},
};

/* The table as programs of version 1, 2 and 3 have it. */
static const moot_wire_message_t sample_1 = {
    "sample", "SAMPLE", "", sample_fields, 5, sizeof(sample_t), SAMPLE_CODE, 1};
static const moot_wire_message_t sample_2 = {
    "sample", "SAMPLE", "", sample_fields, 6, sizeof(sample_t), SAMPLE_CODE, 1};
static const moot_wire_message_t sample_3 = {
    "sample", "SAMPLE", "", sample_fields, 9, sizeof(sample_t), SAMPLE_CODE, 1};

static moot_buf_t buf;

static int setup(void **state)
{
    (void)state;
    moot_buf_init(&buf, 1 << 24);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_buf_close(&buf);
    return 0;
}

/* A copy of exactly its size, so that a sanitizer sees one byte too far. */
static uint8_t *exact(moot_slice_t bytes)
{
    uint8_t *copy = malloc(bytes.size > 0 ? bytes.size : 1);
    assert_non_null(copy);
    if (bytes.size > 0)
        memcpy(copy, bytes.at, bytes.size);
    return copy;
}

static int decode_exact(moot_slice_t in, const moot_wire_message_t *message)
{
    moot_msg_t out;
    sample_t sample;
    uint8_t *copy = exact(in);
    bool is_sample = message->code == SAMPLE_CODE;
    void *to = is_sample ? (void *)&sample : (void *)&out.as;
    int rc = moot_wire_decode_as(moot_slice(copy, in.size), message, to);
    free(copy);
    return rc;
}

/* ---- random messages ---- */

static uint64_t seed = 0x9e3779b97f4a7c15;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static uint8_t filler[70001];

/* Sizes on both sides of every border between two headers. */
static size_t random_size(uint64_t max)
{
    static const size_t sizes[] = {0,   1,     15,    16,    31,   32,
                                   127, 128,   255,   256,   257,  300,
                                   999, 65535, 65536, 65537, 70000};
    size_t size = sizes[next_random() % (sizeof sizes / sizeof sizes[0])];
    return size > max ? (size_t)max : size;
}

static uint64_t random_number(uint64_t max)
{
    uint64_t number = next_random() >> (next_random() % 64);
    static const uint64_t borders[] = {0,         127,        128,
                                       255,       256,        65535,
                                       65536,     UINT32_MAX, UINT64_C(1) << 32,
                                       UINT64_MAX};
    if (next_random() % 2 == 0)
        number = borders[next_random() % (sizeof borders / sizeof borders[0])];
    return max != 0 && number > max ? max : number;
}

/* Lists of one message, each in a buffer of its own. */
static moot_buf_t lists[MOOT_WIRE_FIELDS_MAX];

static moot_slice_t random_list(moot_buf_t *to, uint64_t max)
{
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_buf_clear(to);
    to->max = max;
    uint32_t count = max < 64 ? 0 : (uint32_t)(next_random() % 20);
    moot_list_begin(&writer, to, count);
    for (uint32_t i = 0; i < count; i++) {
        switch (max < 2048 ? 2 : next_random() % 6) {
        case 0:
            moot_list_put_str(&writer, moot_slice(filler, random_size(40)));
            break;
        case 1:
            moot_list_put_bin(&writer, moot_slice(filler, random_size(40)));
            break;
        case 2:
            moot_list_put_flag(&writer, next_random() % 2 == 0);
            break;
        case 3:
            moot_list_put_nil(&writer);
            break;
        case 4:
            moot_list_put_list(&writer, 2);
            moot_list_put_u64(&writer, random_number(0));
            moot_list_put_list(&writer, 0);
            break;
        default:
            moot_list_put_u64(&writer, random_number(0));
            break;
        }
    }
    assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
    return list;
}

static void fill_random(const moot_wire_message_t *message, void *out)
{
    for (size_t i = 0; i < message->fields_count; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        void *to = (char *)out + field->offset;
        switch (field->kind) {
        case MOOT_WIRE_u64:
            *(uint64_t *)to = random_number(field->max);
            break;
        case MOOT_WIRE_flag:
            *(bool *)to = next_random() % 2 == 0;
            break;
        case MOOT_WIRE_str:
        case MOOT_WIRE_bin:
            *(moot_slice_t *)to = moot_slice(filler, random_size(field->max));
            break;
        case MOOT_WIRE_list:
            *(moot_slice_t *)to = random_list(&lists[i], field->max);
            break;
        }
    }
}

static void assert_same(const moot_wire_message_t *message, const void *a,
                        const void *b)
{
    for (size_t i = 0; i < message->fields_count; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        const void *left = (const char *)a + field->offset;
        const void *right = (const char *)b + field->offset;
        switch (field->kind) {
        case MOOT_WIRE_u64:
            assert_true(*(const uint64_t *)left == *(const uint64_t *)right);
            break;
        case MOOT_WIRE_flag:
            assert_true(*(const bool *)left == *(const bool *)right);
            break;
        case MOOT_WIRE_str:
        case MOOT_WIRE_bin:
        case MOOT_WIRE_list:
            assert_true(moot_slice_eq(*(const moot_slice_t *)left,
                                      *(const moot_slice_t *)right));
            break;
        }
    }
}

/* Our bytes as msgpack-c reads them. */
static void assert_oracle_agrees(const moot_wire_message_t *message,
                                 const void *fields, moot_slice_t bytes)
{
    msgpack_unpacked unpacked;
    msgpack_unpacked_init(&unpacked);
    size_t offset = 0;
    assert_int_equal(msgpack_unpack_next(&unpacked, (const char *)bytes.at,
                                         bytes.size, &offset),
                     MSGPACK_UNPACK_SUCCESS);
    assert_int_equal(offset, bytes.size);
    assert_int_equal(unpacked.data.type, MSGPACK_OBJECT_ARRAY);
    assert_int_equal(unpacked.data.via.array.size, message->fields_count + 1);
    const msgpack_object *objects = unpacked.data.via.array.ptr;
    assert_int_equal(objects[0].type, MSGPACK_OBJECT_POSITIVE_INTEGER);
    assert_int_equal(objects[0].via.u64, message->code);
    for (size_t i = 0; i < message->fields_count; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        const void *from = (const char *)fields + field->offset;
        const moot_slice_t *slice = from;
        const msgpack_object *object = &objects[i + 1];
        switch (field->kind) {
        case MOOT_WIRE_u64:
            assert_int_equal(object->type, MSGPACK_OBJECT_POSITIVE_INTEGER);
            assert_true(object->via.u64 == *(const uint64_t *)from);
            break;
        case MOOT_WIRE_flag:
            assert_int_equal(object->type, MSGPACK_OBJECT_BOOLEAN);
            assert_true(object->via.boolean == *(const bool *)from);
            break;
        case MOOT_WIRE_str:
            assert_int_equal(object->type, MSGPACK_OBJECT_STR);
            assert_true(moot_slice_eq(
                *slice, moot_slice(object->via.str.ptr, object->via.str.size)));
            break;
        case MOOT_WIRE_bin:
            assert_int_equal(object->type, MSGPACK_OBJECT_BIN);
            assert_true(moot_slice_eq(
                *slice, moot_slice(object->via.bin.ptr, object->via.bin.size)));
            break;
        case MOOT_WIRE_list:
            assert_int_equal(object->type, MSGPACK_OBJECT_ARRAY);
            break;
        }
    }
    /* And as it writes them: the shortest forms are the same. */
    msgpack_sbuffer again;
    msgpack_packer packer;
    msgpack_sbuffer_init(&again);
    msgpack_packer_init(&packer, &again, msgpack_sbuffer_write);
    assert_int_equal(msgpack_pack_object(&packer, unpacked.data), 0);
    assert_true(moot_slice_eq(bytes, moot_slice(again.data, again.size)));
    msgpack_sbuffer_destroy(&again);
    msgpack_unpacked_destroy(&unpacked);
}

static void every_message_comes_back(void **state)
{
    (void)state;
    size_t count;
    const moot_wire_message_t *messages = moot_wire_messages(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < sizeof filler; i++)
        filler[i] = (uint8_t)next_random();
    for (size_t i = 0; i < MOOT_WIRE_FIELDS_MAX; i++)
        moot_buf_init(&lists[i], 0);
    for (size_t round = 0; round < 200; round++) {
        for (size_t i = 0; i < count; i++) {
            moot_msg_t message, out;
            message.code = messages[i].code;
            fill_random(&messages[i], &message.as);
            moot_buf_clear(&buf);
            assert_int_equal(moot_wire_encode(&buf, &message), MOOT_OK);
            moot_slice_t bytes = moot_buf_slice(&buf);
            if (round < 20)
                assert_oracle_agrees(&messages[i], &message.as, bytes);
            assert_int_equal(moot_wire_decode(bytes, &out), MOOT_OK);
            assert_int_equal(out.code, message.code);
            assert_same(&messages[i], &message.as, &out.as);
            uint32_t code = 0;
            assert_int_equal(moot_wire_code(bytes, &code), MOOT_OK);
            assert_int_equal(code, message.code);
        }
    }
    for (size_t i = 0; i < MOOT_WIRE_FIELDS_MAX; i++)
        moot_buf_close(&lists[i]);
}

/* ---- damage ---- */

/* A message with something in each field. */
static void encode_full(const moot_wire_message_t *message)
{
    union {
        moot_msg_t message;
        sample_t sample;
    } fields;
    static const uint8_t list[] = {0x93, 0xa1, 'x', 0x92, 0xc0, 0x07, 0xc3};
    void *out = message->code == SAMPLE_CODE ? (void *)&fields.sample
                                             : (void *)&fields.message.as;
    for (size_t i = 0; i < message->fields_count; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        void *to = (char *)out + field->offset;
        if (field->kind == MOOT_WIRE_u64)
            *(uint64_t *)to = 300 + i;
        else if (field->kind == MOOT_WIRE_flag)
            *(bool *)to = true;
        else if (field->kind == MOOT_WIRE_list)
            *(moot_slice_t *)to = moot_slice(list, sizeof list);
        else
            *(moot_slice_t *)to = LIT("abc");
    }
    moot_buf_clear(&buf);
    assert_int_equal(moot_wire_encode_as(&buf, message, out), MOOT_OK);
}

static void check_cuts(const moot_wire_message_t *message)
{
    encode_full(message);
    moot_slice_t bytes = moot_buf_slice(&buf);
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(decode_exact(moot_slice(bytes.at, size), message),
                         MOOT_ETRUNC);
    assert_int_equal(decode_exact(bytes, message), MOOT_OK);
    assert_int_equal(moot_buf_put(&buf, "\xc0", 1), MOOT_OK);
    assert_int_equal(decode_exact(moot_buf_slice(&buf), message), MOOT_EINVAL);
}

static void every_cut_is_refused(void **state)
{
    (void)state;
    size_t count;
    const moot_wire_message_t *messages = moot_wire_messages(&count);
    for (size_t i = 0; i < count; i++)
        check_cuts(&messages[i]);
    check_cuts(&sample_3);
}

/* Whatever one byte is changed to, decoding ends, reads nothing that is not
 * there, and what it takes can be written again. */
static void every_changed_byte_is_survived(void **state)
{
    (void)state;
    unsigned taken = 0, refused = 0;
    encode_full(&sample_3);
    moot_slice_t bytes = moot_buf_slice(&buf);
    for (size_t i = 0; i < bytes.size; i++) {
        for (unsigned value = 0; value < 256; value++) {
            sample_t out;
            moot_buf_t again;
            uint8_t *copy = exact(bytes);
            copy[i] = (uint8_t)value;
            if (moot_wire_decode_as(moot_slice(copy, bytes.size), &sample_3,
                                    &out)
                == MOOT_OK) {
                moot_buf_init(&again, 1 << 20);
                assert_int_equal(moot_wire_encode_as(&again, &sample_3, &out),
                                 MOOT_OK);
                moot_buf_close(&again);
                taken++;
            } else {
                refused++;
            }
            free(copy);
        }
    }
    assert_true(taken > 0 && refused > 0);
}

/* One element of each type; a list with it inside is valid when listed. */
static const struct element {
    const char *bytes;
    size_t size;
    int kind; /* that takes it, or -1 */
} elements[] = {
    {"\xc0", 1, -1}, /* nil */
    {"\xc2", 1, MOOT_WIRE_flag},
    {"\x05", 1, MOOT_WIRE_u64},
    {"\xcc\x05", 2, MOOT_WIRE_u64},
    {"\xcd\x00\x05", 3, MOOT_WIRE_u64},
    {"\xce\x00\x00\x00\x05", 5, MOOT_WIRE_u64},
    {"\xcf\x00\x00\x00\x00\x00\x00\x00\x05", 9, MOOT_WIRE_u64},
    {"\xff", 1, -1},     /* -1 */
    {"\xd0\x05", 2, -1}, /* int8 */
    {"\xd1\x00\x05", 3, -1},
    {"\xd2\x00\x00\x00\x05", 5, -1},
    {"\xd3\x00\x00\x00\x00\x00\x00\x00\x05", 9, -1},
    {"\xca\x00\x00\x00\x00", 5, -1}, /* float */
    {"\xcb\x00\x00\x00\x00\x00\x00\x00\x00", 9, -1},
    {"\xa1x", 2, MOOT_WIRE_str},
    {"\xd9\x01x", 3, MOOT_WIRE_str},
    {"\xda\x00\x01x", 4, MOOT_WIRE_str},
    {"\xdb\x00\x00\x00\x01x", 6, MOOT_WIRE_str},
    {"\xc4\x01x", 3, MOOT_WIRE_bin},
    {"\xc5\x00\x01x", 4, MOOT_WIRE_bin},
    {"\xc6\x00\x00\x00\x01x", 6, MOOT_WIRE_bin},
    {"\x91\xc0", 2, MOOT_WIRE_list},
    {"\xdc\x00\x01\xc0", 4, MOOT_WIRE_list},
    {"\xdd\x00\x00\x00\x01\xc0", 6, MOOT_WIRE_list},
    {"\x80", 1, -1}, /* map */
    {"\x81\x01\x02", 3, -1},
    {"\xde\x00\x01\x01\x02", 5, -1},
    {"\xdf\x00\x00\x00\x01\x01\x02", 7, -1},
    {"\xd4\x01x", 3, -1}, /* ext */
    {"\xd5\x01xx", 4, -1},
    {"\xd6\x01xxxx", 6, -1},
    {"\xd7\x01xxxxxxxx", 10, -1},
    {"\xd8\x01xxxxxxxxxxxxxxxx", 18, -1},
    {"\xc7\x01\x01x", 4, -1},
    {"\xc8\x00\x01\x01x", 5, -1},
    {"\xc9\x00\x00\x00\x01\x01x", 7, -1},
    {"\xc1", 1, -2}, /* not msgpack */
};

#define ELEMENTS_COUNT (sizeof elements / sizeof elements[0])

static void put_element(const struct element *element)
{
    (void)moot_buf_put(&buf, element->bytes, element->size);
}

static void only_its_kind_fits_a_field(void **state)
{
    (void)state;
    for (int kind = MOOT_WIRE_u64; kind <= (int)MOOT_WIRE_list; kind++) {
        const moot_wire_field_t field = {
            "one", "", 0, 100, (moot_wire_kind_t)kind, 1};
        const moot_wire_message_t message = {
            "one", "ONE", "", &field, 1, sizeof(sample_t), SAMPLE_CODE, 1};
        for (size_t i = 0; i < ELEMENTS_COUNT; i++) {
            moot_buf_clear(&buf);
            (void)moot_buf_put(&buf, "\x92\xcc\xc8", 3);
            put_element(&elements[i]);
            assert_int_equal(decode_exact(moot_buf_slice(&buf), &message),
                             elements[i].kind == kind ? MOOT_OK : MOOT_EINVAL);
        }
    }
}

static void only_its_kinds_fit_a_list(void **state)
{
    (void)state;
    const moot_wire_field_t field = {"one", "", 0, 100, MOOT_WIRE_list, 1};
    const moot_wire_message_t message = {
        "one", "ONE", "", &field, 1, sizeof(sample_t), SAMPLE_CODE, 1};
    for (size_t i = 0; i < ELEMENTS_COUNT; i++) {
        bool fits = i == 0 || elements[i].kind >= 0;
        moot_buf_clear(&buf);
        (void)moot_buf_put(&buf, "\x92\xcc\xc8\x91", 4);
        put_element(&elements[i]);
        moot_slice_t bytes = moot_buf_slice(&buf);
        assert_int_equal(decode_exact(bytes, &message),
                         fits ? MOOT_OK : MOOT_EINVAL);
        assert_int_equal(
            moot_list_validate(moot_slice(bytes.at + 3, bytes.size - 3)),
            fits ? MOOT_OK : MOOT_EINVAL);
    }
}

static void bad_beginnings_are_refused(void **state)
{
    (void)state;
    moot_msg_t out;
    uint32_t code;
    assert_int_equal(moot_wire_decode(LIT(""), &out), MOOT_ETRUNC);
    assert_int_equal(moot_wire_decode(LIT("\x90"), &out), MOOT_EINVAL);
    assert_int_equal(moot_wire_decode(LIT("\x10"), &out), MOOT_EINVAL);
    assert_int_equal(moot_wire_decode(LIT("\x81\x10\x10"), &out), MOOT_EINVAL);
    assert_int_equal(moot_wire_decode(LIT("\x91\xa1x"), &out), MOOT_EINVAL);
    assert_int_equal(moot_wire_decode(LIT("\x91\xff"), &out), MOOT_EINVAL);
    assert_int_equal(moot_wire_decode(LIT("\x91\xcd\x01\x00"), &out),
                     MOOT_ENOENT);
    assert_int_equal(moot_wire_decode(LIT("\x91\x00"), &out), MOOT_ENOENT);
    assert_int_equal(moot_wire_code(LIT("\x91\xcf\0\0\0\1\0\0\0\0"), &code),
                     MOOT_EINVAL);
    assert_int_equal(moot_wire_code(LIT("\x91\xcc\xee"), &code), MOOT_OK);
    assert_int_equal(code, 0xee);
    assert_null(moot_wire_message(0));
    assert_null(moot_wire_message(256));
    assert_null(moot_wire_message(UINT32_MAX));
    /* The right shape under another code. */
    encode_full(&sample_1);
    buf.at[2]++;
    assert_int_equal(decode_exact(moot_buf_slice(&buf), &sample_1),
                     MOOT_EINVAL);
}

/* ---- bounds ---- */

static void announced_lengths_cost_nothing(void **state)
{
    (void)state;
    const moot_slice_t heads[] = {
        LIT("\xdd\xff\xff\xff\xff"),
        LIT("\xdc\xff\xff"),
        LIT("\xdf\xff\xff\xff\xff"),
        LIT("\xdf\x80\x00\x00\x00"),
        LIT("\xdb\xff\xff\xff\xff"),
        LIT("\xc6\xff\xff\xff\xff"),
        LIT("\xc9\xff\xff\xff\xff\x01"),
        LIT("\xda\xff\xff"),
        LIT("\xc5\xff\xff"),
        LIT("\xd9\xff"),
        LIT("\xbf"),
        LIT("\x9f"),
        LIT("\x8f"),
        LIT("\xc4\xff"),
    };
    struct mallinfo2 before = mallinfo2();
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        moot_msg_t out;
        uint8_t bytes[64];
        /* As the whole message, as a field, and inside a list. */
        assert_true(moot_wire_decode(heads[i], &out) < 0);
        const moot_slice_t openings[] = {LIT("\x92\x10"), LIT("\x92\x10\x91"),
                                         LIT("\x92\x10\x91\x91")};
        for (size_t j = 0; j < 3; j++) {
            size_t size = openings[j].size + heads[i].size;
            memcpy(bytes, openings[j].at, openings[j].size);
            memcpy(bytes + openings[j].size, heads[i].at, heads[i].size);
            for (int kind = MOOT_WIRE_u64; kind <= (int)MOOT_WIRE_list;
                 kind++) {
                sample_t sample;
                const moot_wire_field_t field = {
                    "one", "", 0, UINT64_MAX, (moot_wire_kind_t)kind, 1};
                const moot_wire_message_t message = {
                    "one", "ONE", "", &field, 1, sizeof sample, 0x10, 1};
                assert_true(moot_wire_decode_as(moot_slice(bytes, size),
                                                &message, &sample)
                            < 0);
            }
        }
    }
    struct mallinfo2 after = mallinfo2();
    assert_int_equal(before.uordblks + before.hblkhd,
                     after.uordblks + after.hblkhd);
}

/* Each field at its bound and one past it, written and read. */
static void maxima_hold(void **state)
{
    (void)state;
    static uint8_t list[400];
    for (size_t i = 0; i < sample_1.fields_count; i++) {
        const moot_wire_field_t *field = &sample_fields[i];
        moot_wire_field_t wide = *field;
        const moot_wire_message_t narrow_one = {
            "one", "ONE", "", field, 1, sizeof(sample_t), SAMPLE_CODE, 1};
        const moot_wire_message_t wide_one = {
            "one", "ONE", "", &wide, 1, sizeof(sample_t), SAMPLE_CODE, 1};
        if (field->max == 0)
            continue;
        wide.max = UINT32_MAX;
        for (uint64_t over = 0; over <= 1; over++) {
            sample_t sample, out;
            memset(&sample, 0, sizeof sample);
            uint64_t amount = field->max + over;
            int expected = over ? MOOT_ELIMIT : MOOT_OK;
            if (field->kind == MOOT_WIRE_u64) {
                sample.number = amount;
            } else if (field->kind == MOOT_WIRE_list) {
                memset(list, 0xc0, sizeof list);
                (void)memcpy(list, "\xdc\x01", 2);
                list[2] = (uint8_t)(amount - 3 - 256);
                sample.members = moot_slice(list, (size_t)amount);
            } else {
                sample.room = sample.body = moot_slice(filler, (size_t)amount);
            }
            moot_buf_clear(&buf);
            assert_int_equal(moot_wire_encode_as(&buf, &narrow_one, &sample),
                             expected);
            assert_int_equal(buf.error, MOOT_OK);
            assert_true((buf.size > 0) == (over == 0));
            moot_buf_clear(&buf);
            assert_int_equal(moot_wire_encode_as(&buf, &wide_one, &sample),
                             MOOT_OK);
            assert_int_equal(
                moot_wire_decode_as(moot_buf_slice(&buf), &narrow_one, &out),
                expected);
        }
    }
}

static void a_full_buffer_gets_nothing(void **state)
{
    (void)state;
    encode_full(&sample_1);
    size_t size = buf.size;
    sample_t sample;
    moot_buf_t small;
    assert_int_equal(
        moot_wire_decode_as(moot_buf_slice(&buf), &sample_1, &sample), MOOT_OK);
    moot_buf_init(&small, size);
    assert_int_equal(moot_wire_encode_as(&small, &sample_1, &sample), MOOT_OK);
    assert_int_equal(small.size, size);
    moot_buf_clear(&small);
    small.max = size - 1;
    assert_int_equal(moot_wire_encode_as(&small, &sample_1, &sample),
                     MOOT_EFULL);
    assert_int_equal(small.size, 0);
    moot_buf_close(&small);
}

/* ---- versions ---- */

static void an_older_sender_leaves_zeros(void **state)
{
    (void)state;
    sample_t out;
    memset(&out, 0xee, sizeof out);
    encode_full(&sample_1);
    assert_int_equal(moot_wire_decode_as(moot_buf_slice(&buf), &sample_3, &out),
                     MOOT_OK);
    assert_int_equal(out.number, 300);
    assert_int_equal(out.later, 0);
    assert_int_equal(out.last.size, 0);
    assert_int_equal(out.at_last.size, 0);
    assert_false(out.flag_at_last);
    moot_list_reader_t reader;
    assert_int_equal(moot_list_reader_init(&reader, out.at_last), MOOT_OK);
    assert_int_equal(reader.left, 0);
    encode_full(&sample_2);
    assert_int_equal(moot_wire_decode_as(moot_buf_slice(&buf), &sample_3, &out),
                     MOOT_OK);
    assert_int_equal(out.later, 305);
    assert_int_equal(out.last.size, 0);
    /* A field as old as its message must be there. */
    encode_full(&sample_1);
    buf.at[0]--;
    buf.size -= 7; /* its last field */
    assert_int_equal(decode_exact(moot_buf_slice(&buf), &sample_1),
                     MOOT_EINVAL);
}

static void a_newer_sender_is_understood(void **state)
{
    (void)state;
    sample_t out;
    encode_full(&sample_3);
    assert_int_equal(moot_wire_decode_as(moot_buf_slice(&buf), &sample_1, &out),
                     MOOT_OK);
    assert_slice(out.room, "abc");
    check_cuts(&sample_3);
    moot_buf_clear(&buf);
    encode_full(&sample_3);
    for (size_t size = 0; size < buf.size; size++)
        assert_int_equal(decode_exact(moot_slice(buf.at, size), &sample_1),
                         MOOT_ETRUNC);
    /* Fields of any type, also such as are not yet kinds. */
    for (size_t i = 0; i < ELEMENTS_COUNT; i++) {
        encode_full(&sample_1);
        buf.at[0]++;
        put_element(&elements[i]);
        assert_int_equal(decode_exact(moot_buf_slice(&buf), &sample_1),
                         elements[i].kind == -2 ? MOOT_EINVAL : MOOT_OK);
    }
}

static void strange_fields_are_bounded(void **state)
{
    (void)state;
    static uint8_t deep[100000];
    memset(deep, 0x91, sizeof deep);
    encode_full(&sample_1);
    buf.at[0]++;
    size_t size = buf.size;
    assert_int_equal(moot_buf_put(&buf, deep, sizeof deep), MOOT_OK);
    assert_int_equal(decode_exact(moot_buf_slice(&buf), &sample_1),
                     MOOT_ELIMIT);
    memset(deep, 0x81, sizeof deep);
    buf.size = size;
    assert_int_equal(moot_buf_put(&buf, deep, sizeof deep), MOOT_OK);
    assert_int_equal(decode_exact(moot_buf_slice(&buf), &sample_1),
                     MOOT_ELIMIT);
    /* 64 fields in all, and one more. */
    for (unsigned n = 64; n <= 65; n++) {
        encode_full(&sample_1);
        moot_buf_t wide;
        moot_buf_init(&wide, 1 << 20);
        const uint8_t head[] = {0xdc, 0, (uint8_t)(n + 1)};
        (void)moot_buf_put(&wide, head, sizeof head);
        (void)moot_buf_put(&wide, buf.at + 1, buf.size - 1);
        for (size_t i = sample_1.fields_count; i < n; i++)
            (void)moot_buf_put(&wide, "\xc0", 1);
        assert_int_equal(decode_exact(moot_buf_slice(&wide), &sample_1),
                         n == 64 ? MOOT_OK : MOOT_ELIMIT);
        moot_buf_close(&wide);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_message_comes_back),
        TEST(every_cut_is_refused),
        TEST(every_changed_byte_is_survived),
        TEST(only_its_kind_fits_a_field),
        TEST(only_its_kinds_fit_a_list),
        TEST(bad_beginnings_are_refused),
        TEST(announced_lengths_cost_nothing),
        TEST(maxima_hold),
        TEST(a_full_buffer_gets_nothing),
        TEST(an_older_sender_leaves_zeros),
        TEST(a_newer_sender_is_understood),
        TEST(strange_fields_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
