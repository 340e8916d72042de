/* Objects by a table of fields: what is taken, and the words of a refusal. */
#include "common/json_fields.h"

#include "common/err.h"
#include "common/percent.h"
#include "tests/lib/unit.h"

#include <stdio.h>

static const moot_json_field_t fields[] = {
    {"name", MOOT_JSON_MAY(MOOT_JSON_STRING) | MOOT_JSON_MUST},
    {"count", MOOT_JSON_MAY(MOOT_JSON_NUMBER) | MOOT_JSON_MAY(MOOT_JSON_NULL)},
    {"any", MOOT_JSON_ANY},
};

static void takes_what_the_table_says(void **state)
{
    moot_json_value_t values[3];
    char why[MOOT_JSON_WHY_BYTES];

    (void)state;
    assert_int_equal(moot_json_fields_read(LIT("{\"any\":[1],\"name\":\"a\"}"),
                                           fields, 3, values, why),
                     0);
    assert_slice(values[0].raw, "\"a\"");
    assert_int_equal(values[1].kind, MOOT_JSON_NONE);
    assert_slice(values[2].raw, "[1]");
    /* However a name is written. */
    assert_int_equal(moot_json_fields_read(LIT("{\"n\\u0061me\":\"a\"}"),
                                           fields, 3, values, why),
                     0);
}

static void says_what_is_wrong(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"", "this is not JSON"},
        {"{", "this is not JSON"},
        {"[]", "a JSON object is expected"},
        {"{}", "name is missing"},
        {"{\"name\":1}", "name: expected a string"},
        {"{\"name\":\"a\",\"count\":\"1\"}",
         "count: expected null or a number"},
        {"{\"name\":\"a\",\"nam\":1}", "there is no field nam"},
        {"{\"name\":\"a\",\"\\u001b[31m\":1}", "there is no field \\u001b[31m"},
    };
    moot_json_value_t values[3];
    char why[MOOT_JSON_WHY_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(moot_json_fields_read(moot_slice_str(cases[i].text),
                                               fields, 3, values, why),
                         MOOT_EINVAL);
        assert_string_equal(why, cases[i].why);
    }
}

static void a_long_name_is_cut(void **state)
{
    char text[1000], why[MOOT_JSON_WHY_BYTES];
    moot_json_value_t values[3];

    (void)state;
    snprintf(text, sizeof text, "{\"name\":\"a\",\"%0900d\":1}", 0);
    assert_int_equal(moot_json_fields_read(moot_slice_str(text), fields, 3,
                                           values, why),
                     MOOT_EINVAL);
    assert_true(strlen(why) < 100);
}

static void percent_escapes(void **state)
{
    uint8_t bytes[16];
    moot_slice_t out;

    (void)state;
    assert_int_equal(moot_percent_decode(LIT("a%2Fb+%c3%A9"), true, bytes,
                                         &out),
                     0);
    assert_slice(out, "a/b \xc3\xa9");
    assert_int_equal(moot_percent_decode(LIT("a+"), false, bytes, &out), 0);
    assert_slice(out, "a+");
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(
            moot_percent_decode((moot_slice_t[]){LIT("%"), LIT("a%4"),
                                                 LIT("%4g"), LIT("%g4")}[i],
                                false, bytes, &out),
            MOOT_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_the_table_says),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(a_long_name_is_cut),
        cmocka_unit_test(percent_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
