/* Lists inside messages: writer, reader, bounds. */
#include "proto/wire_list.h"

#include "tests/lib/unit.h"

#include <msgpack.h>
#include <stdlib.h>

#include "common/err.h"

static moot_buf_t buf;

static int setup(void **state)
{
    (void)state;
    moot_buf_init(&buf, 1 << 22);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_buf_close(&buf);
    return 0;
}

static void put_all(moot_list_writer_t *writer)
{
    moot_list_put_str(writer, LIT("lobby"));
    moot_list_put_u64(writer, UINT64_MAX);
    moot_list_put_bin(writer, LIT("\0\1"));
    moot_list_put_flag(writer, true);
    moot_list_put_nil(writer);
    moot_list_put_list(writer, 2);
    moot_list_put_str(writer, LIT(""));
    moot_list_put_list(writer, 1);
    moot_list_put_flag(writer, false);
    moot_list_put_raw(writer, LIT("\x92\x01\x02"));
    moot_list_put_raw(writer, LIT(""));
}

static void read_all(moot_slice_t list)
{
    moot_list_reader_t reader, inner, innermost;
    moot_slice_t bytes;
    uint64_t number;
    bool flag;
    assert_int_equal(moot_list_validate(list), MOOT_OK);
    assert_int_equal(moot_list_reader_init(&reader, list), MOOT_OK);
    assert_int_equal(reader.left, 8);
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_STR);
    /* Another kind is refused and the reader stays. */
    assert_int_equal(moot_list_next_bin(&reader, &bytes), MOOT_EINVAL);
    assert_int_equal(moot_list_next_u64(&reader, &number), MOOT_EINVAL);
    assert_int_equal(moot_list_next_flag(&reader, &flag), MOOT_EINVAL);
    assert_int_equal(moot_list_next_list(&reader, &bytes), MOOT_EINVAL);
    assert_int_equal(moot_list_next_nil(&reader), MOOT_EINVAL);
    assert_int_equal(moot_list_next_str(&reader, &bytes), MOOT_OK);
    assert_slice(bytes, "lobby");
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_U64);
    assert_int_equal(moot_list_next_u64(&reader, &number), MOOT_OK);
    assert_true(number == UINT64_MAX);
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_BIN);
    assert_int_equal(moot_list_next_bin(&reader, &bytes), MOOT_OK);
    assert_slice(bytes, "\0\1");
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_FLAG);
    assert_int_equal(moot_list_next_flag(&reader, &flag), MOOT_OK);
    assert_true(flag);
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_NIL);
    assert_int_equal(moot_list_next_nil(&reader), MOOT_OK);
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_LIST);
    assert_int_equal(moot_list_next_list(&reader, &bytes), MOOT_OK);
    assert_int_equal(reader.left, 2);

    assert_int_equal(moot_list_reader_init(&inner, bytes), MOOT_OK);
    assert_int_equal(moot_list_next_str(&inner, &bytes), MOOT_OK);
    assert_slice(bytes, "");
    assert_int_equal(moot_list_next_list(&inner, &bytes), MOOT_OK);
    assert_int_equal(moot_list_reader_init(&innermost, bytes), MOOT_OK);
    assert_int_equal(moot_list_next_flag(&innermost, &flag), MOOT_OK);
    assert_false(flag);
    assert_int_equal(moot_list_peek(&inner), MOOT_LIST_END);
    assert_int_equal(moot_list_next_str(&inner, &bytes), MOOT_ENOENT);
    assert_int_equal(moot_list_skip(&inner), MOOT_ENOENT);
    assert_int_equal(moot_list_next_list(&inner, &bytes), MOOT_ENOENT);

    assert_int_equal(moot_list_skip(&reader), MOOT_OK);
    assert_int_equal(moot_list_next_list(&reader, &bytes), MOOT_OK);
    assert_slice(bytes, "\x90");
    assert_int_equal(reader.left, 0);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    moot_list_writer_t writer;
    moot_slice_t list;
    (void)moot_buf_put_str(&buf, "before");
    moot_list_begin(&writer, &buf, 8);
    put_all(&writer);
    assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
    assert_ptr_equal(list.at, buf.at + 6);
    read_all(list);
}

static void the_count_may_come_out_at_the_end(void **state)
{
    (void)state;
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_list_reader_t reader;
    moot_list_begin_open(&writer, &buf);
    put_all(&writer);
    assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
    read_all(list);
    moot_buf_clear(&buf);
    moot_list_begin_open(&writer, &buf);
    assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
    assert_slice(list, "\xdd\0\0\0\0");
    moot_buf_clear(&buf);
    moot_list_begin_open(&writer, &buf);
    for (uint64_t i = 0; i < 70000; i++)
        moot_list_put_u64(&writer, i);
    assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
    assert_int_equal(moot_list_reader_init(&reader, list), MOOT_OK);
    assert_int_equal(reader.left, 70000);
    for (uint64_t i = 0; i < 70000; i++) {
        uint64_t number = 0;
        assert_int_equal(moot_list_next_u64(&reader, &number), MOOT_OK);
        assert_true(number == i);
    }
}

static int write_buf(void *to, const char *at, size_t size)
{
    return moot_buf_put(to, at, size);
}

/* msgpack-c writes the same bytes, on both sides of every border. */
static void the_oracle_writes_the_same(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {0,   1,   15,  16,    31,    32,   127,
                                     128, 255, 256, 65535, 65536, 70000};
    static uint8_t bytes[70000];
    moot_buf_t other;
    moot_buf_init(&other, 1 << 22);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        moot_list_writer_t writer;
        moot_slice_t list, text = moot_slice(bytes, sizes[i]);
        msgpack_packer packer;
        moot_buf_clear(&buf);
        moot_buf_clear(&other);
        msgpack_packer_init(&packer, &other, write_buf);
        moot_list_begin(&writer, &buf, sizes[i] + 5);
        msgpack_pack_array(&packer, sizes[i] + 5);
        moot_list_put_str(&writer, text);
        msgpack_pack_str(&packer, text.size);
        msgpack_pack_str_body(&packer, text.at, text.size);
        moot_list_put_bin(&writer, text);
        msgpack_pack_bin(&packer, text.size);
        msgpack_pack_bin_body(&packer, text.at, text.size);
        moot_list_put_u64(&writer, sizes[i]);
        msgpack_pack_uint64(&packer, sizes[i]);
        moot_list_put_u64(&writer, (uint64_t)sizes[i] << 16);
        msgpack_pack_uint64(&packer, (uint64_t)sizes[i] << 16);
        moot_list_put_list(&writer, sizes[i]);
        msgpack_pack_array(&packer, sizes[i]);
        for (uint32_t j = 0; j < 2 * sizes[i]; j++) {
            moot_list_put_flag(&writer, j % 2 == 0);
            if (j % 2 == 0)
                msgpack_pack_true(&packer);
            else
                msgpack_pack_false(&packer);
        }
        assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
        assert_true(moot_slice_eq(list, moot_buf_slice(&other)));
    }
    moot_buf_close(&other);
}

static void a_list_of_nothing_is_empty(void **state)
{
    (void)state;
    moot_list_reader_t reader;
    moot_slice_t bytes;
    const moot_slice_t none = {NULL, 0};
    assert_int_equal(moot_list_validate(none), MOOT_OK);
    assert_int_equal(moot_list_reader_init(&reader, none), MOOT_OK);
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_END);
    assert_int_equal(moot_list_next_str(&reader, &bytes), MOOT_ENOENT);
}

/* Arrays inside one another inside the list: four, and one more. */
static void depth_is_bounded(void **state)
{
    (void)state;
    uint8_t bytes[7];
    for (size_t deep = 1; deep <= 6; deep++) {
        memset(bytes, 0x91, sizeof bytes);
        bytes[deep] = 0x90; /* deep arrays inside the list */
        moot_slice_t list = moot_slice(bytes, deep + 1);
        int expected = deep <= MOOT_LIST_DEPTH_MAX ? MOOT_OK : MOOT_ELIMIT;
        moot_list_reader_t reader;
        moot_slice_t inner;
        assert_int_equal(moot_list_validate(list), expected);
        assert_int_equal(moot_list_reader_init(&reader, list), MOOT_OK);
        assert_int_equal(moot_list_next_list(&reader, &inner), expected);
    }
}

/* The reader is safe also on bytes that nobody validated. */
static void every_cut_is_survived(void **state)
{
    (void)state;
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_list_begin(&writer, &buf, 8);
    put_all(&writer);
    assert_int_equal(moot_list_end(&writer, &list), MOOT_OK);
    for (size_t size = 1; size < list.size; size++) {
        uint8_t *copy = malloc(size);
        assert_non_null(copy);
        memcpy(copy, list.at, size);
        moot_list_reader_t reader;
        moot_slice_t cut = moot_slice(copy, size);
        assert_int_equal(moot_list_validate(cut), MOOT_ETRUNC);
        int rc = moot_list_reader_init(&reader, cut);
        while (rc == MOOT_OK)
            rc = moot_list_skip(&reader);
        assert_int_equal(rc, MOOT_ETRUNC);
        free(copy);
    }
    assert_int_equal(moot_buf_put(&buf, "\xc0", 1), MOOT_OK);
    assert_int_equal(moot_list_validate(moot_buf_slice(&buf)), MOOT_EINVAL);
}

static void what_is_no_list_is_refused(void **state)
{
    (void)state;
    moot_list_reader_t reader;
    moot_slice_t bytes;
    static const char *const others[] = {"\xa1x", "\xc0", "\x05", "\x81\1\1"};
    for (size_t i = 0; i < 4; i++) {
        moot_slice_t other = moot_slice_str(others[i]);
        assert_int_equal(moot_list_validate(other), MOOT_EINVAL);
        assert_int_equal(moot_list_reader_init(&reader, other), MOOT_EINVAL);
    }
    assert_int_equal(moot_list_reader_init(&reader, LIT("\x91\x80")), MOOT_OK);
    assert_int_equal(moot_list_peek(&reader), MOOT_LIST_BAD);
    assert_int_equal(moot_list_next_list(&reader, &bytes), MOOT_EINVAL);
    assert_int_equal(moot_list_skip(&reader), MOOT_EINVAL);
    assert_int_equal(
        moot_list_reader_init(&reader, LIT("\xdd\xff\xff\xff\xff\xc0")),
        MOOT_ETRUNC);
}

/* Errors of the buffer are kept until the end, and nothing is half counted. */
static void a_full_buffer_is_told_at_the_end(void **state)
{
    (void)state;
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_buf_t small;
    for (size_t max = 0; max < 30; max++) {
        moot_buf_init(&small, max);
        moot_list_begin(&writer, &small, 8);
        put_all(&writer);
        assert_int_equal(moot_list_end(&writer, &list), MOOT_EFULL);
        moot_buf_clear(&small);
        moot_list_begin_open(&writer, &small);
        put_all(&writer);
        assert_int_equal(moot_list_end(&writer, &list), MOOT_EFULL);
        moot_buf_close(&small);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read),
        TEST(the_count_may_come_out_at_the_end),
        TEST(the_oracle_writes_the_same),
        TEST(a_list_of_nothing_is_empty),
        TEST(depth_is_bounded),
        TEST(every_cut_is_survived),
        TEST(what_is_no_list_is_refused),
        TEST(a_full_buffer_is_told_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
