#include "common/json_write.h"

#include "common/err.h"
#include "common/json_read.h"
#include "tests/lib/unit.h"

#define OUT_BYTES_MAX 4096

static int open_buf(void **state)
{
    static moot_buf_t buf;
    moot_buf_init(&buf, OUT_BYTES_MAX);
    *state = &buf;
    return 0;
}

static int close_buf(void **state)
{
    moot_buf_close(*state);
    return 0;
}

static void commas_are_set(void **state)
{
    moot_buf_t *buf = *state;
    moot_json_write_t json;
    moot_json_write_init(&json, buf);
    assert_false(moot_json_write_complete(&json));
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "type", LIT("T"));
    moot_json_write_name_uint64(&json, "seq", UINT64_MAX);
    moot_json_write_name(&json, "list");
    moot_json_write_begin_array(&json);
    moot_json_write_string(&json, LIT("a"));
    moot_json_write_begin_array(&json);
    moot_json_write_end_array(&json);
    moot_json_write_begin_object(&json);
    moot_json_write_end_object(&json);
    moot_json_write_null(&json);
    moot_json_write_end_array(&json);
    moot_json_write_name_bool(&json, "yes", true);
    moot_json_write_name_bool(&json, "no", false);
    moot_json_write_name(&json, "raw");
    moot_json_write_raw(&json, LIT("{\"x\":1}"));
    moot_json_write_name_uint64(&json, "zero", 0);
    assert_false(moot_json_write_complete(&json));
    moot_json_write_end_object(&json);
    assert_true(moot_json_write_complete(&json));
    assert_int_equal(buf->error, 0);
    assert_slice(moot_buf_slice(buf),
                 "{\"type\":\"T\",\"seq\":18446744073709551615,"
                 "\"list\":[\"a\",[],{},null],\"yes\":true,\"no\":false,"
                 "\"raw\":{\"x\":1},\"zero\":0}");
}

static void a_value_may_stand_alone(void **state)
{
    moot_buf_t *buf = *state;
    moot_json_write_t json;
    moot_buf_put_str(buf, "before ");
    moot_json_write_init(&json, buf);
    moot_json_write_uint64(&json, 1234567890);
    assert_true(moot_json_write_complete(&json));
    assert_slice(moot_buf_slice(buf), "before 1234567890");
}

static void escapes_are_the_shortest(void **state)
{
    moot_buf_t *buf = *state;
    moot_json_write_t json;
    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_key(&json, LIT("k\"\n"));
    moot_json_write_string(&json, LIT("\0\x01\b\t\n\x0b\f\r\x1f \"/\\\x7f"));
    moot_json_write_key(&json, LIT(""));
    moot_json_write_string(&json, LIT(""));
    /* U+2028 and U+2029 are plain characters of JSON. */
    moot_json_write_key(&json, LIT("\u2028"));
    moot_json_write_string(&json, LIT("caf\u00e9 \u2028\u2029 \U0001f600"));
    moot_json_write_end_object(&json);
    assert_slice(moot_buf_slice(buf),
                 "{\"k\\\"\\n\":\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f "
                 "\\\"/\\\\\x7f\",\"\":\"\",\"\u2028\":"
                 "\"caf\u00e9 \u2028\u2029 \U0001f600\"}");
}

static void escape_leaves_the_quotes_out(void **state)
{
    moot_buf_t *buf = *state;
    assert_int_equal(moot_json_escape(buf, LIT("a\"b")), 0);
    assert_int_equal(moot_json_escape(buf, LIT("")), 0);
    assert_int_equal(moot_json_escape(buf, LIT("\n")), 0);
    assert_slice(moot_buf_slice(buf), "a\\\"b\\n");
}

/* Every byte at every place of the eight-byte steps comes back. */
static void strings_come_back(void **state)
{
    moot_buf_t *buf = *state;
    for (int special = 0; special < 0x80; special++) {
        for (size_t place = 0; place < 20; place++) {
            char text[20];
            uint8_t memory[20];
            memset(text, 'x', sizeof(text));
            text[place] = (char)special;
            moot_json_write_t json;
            moot_buf_clear(buf);
            moot_json_write_init(&json, buf);
            moot_json_write_string(&json, moot_slice(text, 20));
            moot_json_value_t value;
            moot_json_scratch_t scratch = {memory, sizeof(memory)};
            moot_slice_t string;
            assert_int_equal(moot_json_read_value(moot_buf_slice(buf), &value),
                             0);
            assert_int_equal(moot_json_read_string(&value, &scratch, &string),
                             0);
            assert_true(moot_slice_eq(string, moot_slice(text, 20)));
            bool plain = special >= 0x20 && special != '"' && special != '\\';
            assert_int_equal(value.escaped, !plain);
        }
    }
}

static void write_sample(moot_buf_t *buf)
{
    moot_json_write_t json;
    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "a", LIT("x\ny"));
    moot_json_write_name_string(&json, "b", LIT("plain"));
    moot_json_write_name(&json, "c");
    moot_json_write_begin_array(&json);
    moot_json_write_uint64(&json, 12);
    moot_json_write_null(&json);
    moot_json_write_end_array(&json);
    moot_json_write_end_object(&json);
    assert_true(moot_json_write_complete(&json));
}

/* The exact size fits; every smaller bound is an error that is kept. */
static void a_full_buffer_is_an_error(void **state)
{
    moot_buf_t *whole = *state;
    write_sample(whole);
    assert_slice(moot_buf_slice(whole),
                 "{\"a\":\"x\\ny\",\"b\":\"plain\",\"c\":[12,null]}");
    for (size_t max = 0; max <= whole->size; max++) {
        moot_buf_t small;
        moot_buf_init(&small, max);
        write_sample(&small);
        assert_int_equal(small.error, max < whole->size ? MOOT_EFULL : 0);
        assert_true(small.size <= max);
        if (small.size > 0)
            assert_memory_equal(small.at, whole->at, small.size);
        moot_buf_close(&small);
    }
}

static void nesting_reaches_its_bound(void **state)
{
    moot_buf_t *buf = *state;
    moot_json_write_t json;
    moot_json_write_init(&json, buf);
    for (size_t i = 0; i < MOOT_JSON_WRITE_DEPTH_MAX; i++) {
        if (i % 2 == 0) {
            moot_json_write_begin_object(&json);
            moot_json_write_name(&json, "a");
        } else {
            moot_json_write_begin_array(&json);
        }
    }
    for (size_t i = MOOT_JSON_WRITE_DEPTH_MAX; i-- > 0;) {
        if (i % 2 == 0)
            moot_json_write_end_object(&json);
        else
            moot_json_write_end_array(&json);
    }
    assert_true(moot_json_write_complete(&json));
    assert_int_equal(moot_json_read_object(moot_buf_slice(buf), NULL, 0, NULL),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commas_are_set, open_buf, close_buf),
        cmocka_unit_test_setup_teardown(a_value_may_stand_alone, open_buf,
                                        close_buf),
        cmocka_unit_test_setup_teardown(escapes_are_the_shortest, open_buf,
                                        close_buf),
        cmocka_unit_test_setup_teardown(escape_leaves_the_quotes_out, open_buf,
                                        close_buf),
        cmocka_unit_test_setup_teardown(strings_come_back, open_buf, close_buf),
        cmocka_unit_test_setup_teardown(a_full_buffer_is_an_error, open_buf,
                                        close_buf),
        cmocka_unit_test_setup_teardown(nesting_reaches_its_bound, open_buf,
                                        close_buf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
