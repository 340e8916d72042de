#include "common/crc32c.h"

#include "tests/lib/unit.h"

/* RFC 3720, B.4, and the usual check value. */
static void known_values(void **state)
{
    (void)state;
    uint8_t bytes[32];
    assert_int_equal(moot_crc32c(LIT("123456789")), 0xe3069283u);
    assert_int_equal(moot_crc32c(LIT("")), 0);
    assert_int_equal(moot_crc32c(moot_slice(NULL, 0)), 0);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(moot_crc32c(moot_slice(bytes, 32)), 0x8a9136aau);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(moot_crc32c(moot_slice(bytes, 32)), 0x62a8ab43u);
    for (uint8_t i = 0; i < 32; i++)
        bytes[i] = i;
    assert_int_equal(moot_crc32c(moot_slice(bytes, 32)), 0x46dd794eu);
}

static void parts_give_the_same_as_the_whole(void **state)
{
    (void)state;
    for (size_t cut = 0; cut <= 9; cut++) {
        uint32_t crc = moot_crc32c(moot_slice("123456789", cut));
        crc = moot_crc32c_more(crc, moot_slice(&"123456789"[cut], 9 - cut));
        assert_int_equal(crc, 0xe3069283u);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_values),
        cmocka_unit_test(parts_give_the_same_as_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
