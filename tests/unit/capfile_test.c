/* The capture file: what was written is read; a cut, a flipped bit, another
 * version are found at their place. */
#include "proto/capfile.h"

#include "common/crc32c.h"
#include "common/err.h"
#include "tests/lib/unit.h"

enum { RECORDS = 3 };

static size_t ends[RECORDS]; /* where each record ends */

static void write_file(moot_buf_t *buf)
{
    moot_msg_tap_record_t record = {
        .program = LIT("edge-1"), .room = LIT("lobby"), .body = LIT("\0body")};
    moot_buf_init(buf, 1 << 20);
    assert_int_equal(moot_capfile_put_head(buf), 0);
    for (uint64_t i = 0; i < RECORDS; i++) {
        record.number = i + 1;
        assert_int_equal(moot_capfile_put(buf, &record), 0);
        ends[i] = buf->size;
    }
}

/* Reads all; returns the first error, MOOT_ENOENT for a whole end. */
static int read_file(moot_slice_t in, size_t *records)
{
    *records = 0;
    int rc = moot_capfile_head(in);
    size_t at = MOOT_CAPFILE_HEAD_SIZE;
    while (rc == 0) {
        moot_msg_tap_record_t record;
        size_t used;
        rc = moot_capfile_next(moot_slice(in.at + at, in.size - at), &record,
                               &used);
        if (rc == 0) {
            assert_int_equal(record.number, ++*records);
            assert_slice(record.room, "lobby");
            assert_slice(record.body, "\0body");
            at += used;
        }
    }
    return rc;
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    moot_buf_t buf;
    size_t records;
    write_file(&buf);
    assert_int_equal(read_file(moot_buf_slice(&buf), &records), MOOT_ENOENT);
    assert_int_equal(records, RECORDS);
    moot_buf_close(&buf);
}

static void a_file_cut_anywhere_is_read_up_to_the_cut(void **state)
{
    (void)state;
    moot_buf_t buf;
    write_file(&buf);
    for (size_t cut = 0; cut < buf.size; cut++) {
        size_t records, whole = 0;
        bool between = cut == MOOT_CAPFILE_HEAD_SIZE;
        for (size_t i = 0; i < RECORDS; i++) {
            whole += ends[i] <= cut;
            between = between || ends[i] == cut;
        }
        assert_int_equal(read_file(moot_slice(buf.at, cut), &records),
                         between ? MOOT_ENOENT : MOOT_ETRUNC);
        assert_int_equal(records, whole);
    }
    moot_buf_close(&buf);
}

static void a_flipped_bit_is_found(void **state)
{
    (void)state;
    moot_buf_t buf;
    write_file(&buf);
    for (size_t bit = 0; bit < buf.size * 8; bit++) {
        size_t records;
        buf.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
        int rc = read_file(moot_buf_slice(&buf), &records);
        assert_true(rc == MOOT_ECORRUPT || rc == MOOT_EINVAL
                    || rc == MOOT_ETRUNC);
        assert_true(records < RECORDS);
        buf.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    moot_buf_close(&buf);
}

static void another_version_is_refused(void **state)
{
    (void)state;
    moot_buf_t buf;
    size_t records;
    write_file(&buf);
    buf.at[8] = 2;
    uint32_t crc = moot_crc32c(moot_slice(buf.at, 12));
    for (int i = 0; i < 4; i++)
        buf.at[12 + i] = (uint8_t)(crc >> (8 * i));
    assert_int_equal(read_file(moot_buf_slice(&buf), &records), MOOT_EVERSION);
    assert_int_equal(moot_capfile_head(LIT("no capture file!")), MOOT_EINVAL);
    moot_buf_close(&buf);
}

static void a_record_that_does_not_fit_leaves_the_buffer_as_it_was(void **state)
{
    (void)state;
    static uint8_t large[200000];
    moot_msg_tap_record_t record = {.body = {large, sizeof large}};
    moot_buf_t buf;
    write_file(&buf);
    size_t size = buf.size;
    assert_int_equal(moot_capfile_put(&buf, &record), MOOT_ELIMIT);
    assert_int_equal(buf.size, size);
    moot_buf_close(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(a_file_cut_anywhere_is_read_up_to_the_cut),
        cmocka_unit_test(a_flipped_bit_is_found),
        cmocka_unit_test(another_version_is_refused),
        cmocka_unit_test(
            a_record_that_does_not_fit_leaves_the_buffer_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
