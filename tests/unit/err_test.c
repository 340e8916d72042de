#include "common/err.h"

#include "tests/lib/unit.h"

static void every_error_has_a_text_and_its_own_number(void **state)
{
    (void)state;
    static const struct {
        int number;
        const char *text;
    } errors[] = {
#define MOOT_ERR(name, number, text) {number, text},
#include "common/err.def"
#undef MOOT_ERR
    };
    size_t count = sizeof errors / sizeof *errors;
    for (size_t i = 0; i < count; i++) {
        assert_true(errors[i].number > 0);
        assert_true(strlen(errors[i].text) > 0);
        assert_string_equal(moot_err_text(-errors[i].number), errors[i].text);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(errors[i].number, errors[j].number);
    }
    assert_string_equal(moot_err_text(0), "ok");
    assert_string_equal(moot_err_text(-99999), "unknown error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_a_text_and_its_own_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
