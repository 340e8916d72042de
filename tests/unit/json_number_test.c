#include "common/json_number.h"

#include <stdlib.h>

#include "common/err.h"
#include "tests/lib/unit.h"

typedef struct sample {
    const char *text;
    int signed_rc, unsigned_rc;
    int64_t as_signed;
    uint64_t as_unsigned;
} sample_t;

#define BOTH(text, number)                                                     \
    {                                                                          \
        text, 0, 0, number, number                                             \
    }
#define ONLY_SIGNED(text, number)                                              \
    {                                                                          \
        text, 0, MOOT_ELIMIT, number, 0                                        \
    }
#define ONLY_UNSIGNED(text, number)                                            \
    {                                                                          \
        text, MOOT_ELIMIT, 0, 0, number                                        \
    }
#define NEITHER(text, rc)                                                      \
    {                                                                          \
        text, rc, rc, 0, 0                                                     \
    }

static const sample_t samples[] = {
    BOTH("0", 0),
    BOTH("-0", 0),
    BOTH("0.000", 0),
    BOTH("-0e5", 0),
    BOTH("0e999999999999999999999999", 0),
    BOTH("0e-999999999999999999999999", 0),
    BOTH("1", 1),
    BOTH("1.0", 1),
    BOTH("1e2", 100),
    BOTH("1E+2", 100),
    BOTH("1.00e0", 1),
    BOTH("100e-2", 1),
    BOTH("1000e-3", 1),
    BOTH("120.50e1", 1205),
    BOTH("0.5e1", 5),
    BOTH("0.00000000000000000000000000001e29", 1),
    BOTH("1000000000000000000000000000000e-30", 1),
    BOTH("1e0000000000000000000000000000002", 100),
    BOTH("9007199254740993", 9007199254740993),
    BOTH("9007199254740993.0", 9007199254740993),
    BOTH("9223372036854775807", INT64_MAX),
    BOTH("9223372036854775807.000", INT64_MAX),
    BOTH("922337203685477580.7e1", INT64_MAX),
    BOTH("92233720368547758070e-1", INT64_MAX),
    ONLY_UNSIGNED("9223372036854775808", UINT64_C(9223372036854775808)),
    ONLY_UNSIGNED("1e19", UINT64_C(10000000000000000000)),
    ONLY_UNSIGNED("18446744073709551615", UINT64_MAX),
    ONLY_UNSIGNED("1844674407370955161.5e1", UINT64_MAX),
    ONLY_UNSIGNED("18446744073709551615000e-3", UINT64_MAX),
    ONLY_SIGNED("-1", -1),
    ONLY_SIGNED("-12.0e1", -120),
    ONLY_SIGNED("-9223372036854775807", -INT64_MAX),
    ONLY_SIGNED("-9223372036854775808", INT64_MIN),
    ONLY_SIGNED("-9.223372036854775808e18", INT64_MIN),
    NEITHER("-9223372036854775809", MOOT_ELIMIT),
    NEITHER("-18446744073709551615", MOOT_ELIMIT),
    NEITHER("18446744073709551616", MOOT_ELIMIT),
    NEITHER("18446744073709551616.0", MOOT_ELIMIT),
    NEITHER("1e20", MOOT_ELIMIT),
    NEITHER("36893488147419103232", MOOT_ELIMIT),
    NEITHER("184467440737095516160", MOOT_ELIMIT),
    NEITHER("1e999999999999999999999999", MOOT_ELIMIT),
    NEITHER("123456789012345678901234567890", MOOT_ELIMIT),
    NEITHER("0.5", MOOT_EINVAL),
    NEITHER("-0.5", MOOT_EINVAL),
    NEITHER("1e-1", MOOT_EINVAL),
    NEITHER("1.5", MOOT_EINVAL),
    NEITHER("1.05e1", MOOT_EINVAL),
    NEITHER("1e-999999999999999999999999", MOOT_EINVAL),
    NEITHER("9007199254740992.0000000000000001", MOOT_EINVAL),
    NEITHER("123456789012345678901234567890.5", MOOT_EINVAL),
    NEITHER("\"1\"", MOOT_ETYPE),
    NEITHER("null", MOOT_ETYPE),
    NEITHER("true", MOOT_ETYPE),
    NEITHER("[1]", MOOT_ETYPE),
};

static void check_sample(const sample_t *sample)
{
    moot_json_value_t value;
    uint64_t as_unsigned = 77;
    int64_t as_signed = 77;
    assert_int_equal(moot_json_read_value(moot_slice_str(sample->text), &value),
                     0);
    int rc = moot_json_number_int64(&value, &as_signed);
    if (rc != sample->signed_rc)
        fail_msg("%s as int64: %s", sample->text, moot_err_text(rc));
    assert_true(as_signed == (rc == 0 ? sample->as_signed : 77));
    rc = moot_json_number_uint64(&value, &as_unsigned);
    if (rc != sample->unsigned_rc)
        fail_msg("%s as uint64: %s", sample->text, moot_err_text(rc));
    assert_true(as_unsigned == (rc == 0 ? sample->as_unsigned : 77));
}

static void numbers_are_exact(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        check_sample(&samples[i]);
}

/* A million digits that an exponent takes back, and one that does not. */
static void length_does_not_matter(void **state)
{
    (void)state;
    enum { ZEROS = 1000000 };
    char *text = malloc(ZEROS + 32);
    assert_non_null(text);
    memset(text, '0', ZEROS + 32);
    text[1] = '.';
    uint64_t number = 0;
    moot_json_value_t value;
    memcpy(text + 2 + ZEROS, "7e1000002", 10);
    assert_int_equal(moot_json_read_value(moot_slice_str(text), &value), 0);
    assert_int_equal(moot_json_number_uint64(&value, &number), 0);
    assert_int_equal(number, 70);
    memcpy(text + 2 + ZEROS, "7e1000000", 10);
    assert_int_equal(moot_json_read_value(moot_slice_str(text), &value), 0);
    assert_int_equal(moot_json_number_uint64(&value, &number), MOOT_EINVAL);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(length_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
