#include "common/conf.h"

#include "common/err.h"
#include "tests/lib/unit.h"

static moot_conf_t conf;

static int setup(void **state)
{
    (void)state;
    moot_conf_init(&conf);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_conf_close(&conf);
    return 0;
}

static int set(const char *name, const char *value)
{
    const char *why = NULL;
    const moot_conf_setting_t *setting = moot_conf_find(moot_slice_str(name));
    assert_non_null(setting);
    int rc = moot_conf_set(&conf, setting, moot_slice_str(value), &why);
    if (rc != 0)
        assert_true(strlen(why) > 0);
    return rc;
}

static void defaults_are_those_of_the_contract(void **state)
{
    (void)state;
    assert_int_equal(conf.port, 8080);
    assert_string_equal(conf.bind, "127.0.0.1");
    assert_int_equal(conf.frame_bytes_max, 1048576);
    assert_int_equal(conf.members_per_room_max, 1000);
    assert_int_equal(conf.requests_per_second, 100);
    assert_int_equal(conf.jwt_algorithms.count, 3);
    assert_string_equal(conf.jwt_algorithms.at[1], "RS256");
    assert_int_equal(conf.origins.count, 0);
    assert_true(conf.jwt_query_param);
    assert_false(conf.anonymous);
    assert_string_equal(conf.jwt_secret, "");
    assert_int_equal(conf.store_bytes_max, UINT64_C(64) << 30);
    assert_int_equal(conf.log_level, 2);
}

static void numbers_have_bounds(void **state)
{
    (void)state;
    assert_int_equal(set("members_per_room_max", "1"), 0);
    assert_int_equal(set("members_per_room_max", "100000"), 0);
    assert_int_equal(conf.members_per_room_max, 100000);
    assert_int_equal(set("members_per_room_max", "0"), MOOT_EINVAL);
    assert_int_equal(set("members_per_room_max", "100001"), MOOT_EINVAL);
    assert_int_equal(set("members_per_room_max", "-1"), MOOT_EINVAL);
    assert_int_equal(set("members_per_room_max", ""), MOOT_EINVAL);
    assert_int_equal(set("members_per_room_max", "1x"), MOOT_EINVAL);
    assert_int_equal(set("members_per_room_max", "18446744073709551617"),
                     MOOT_EINVAL);
    assert_int_equal(conf.members_per_room_max, 100000);
}

static void numbers_may_have_units(void **state)
{
    (void)state;
    assert_int_equal(set("store_bytes_max", "1 GiB"), 0);
    assert_int_equal(conf.store_bytes_max, UINT64_C(1) << 30);
    assert_int_equal(set("store_bytes_max", "17179869184GiB"), MOOT_EINVAL);
    assert_int_equal(set("ping_interval_ms", "30s"), 0);
    assert_int_equal(conf.ping_interval_ms, 30000);
    assert_int_equal(set("ping_interval_ms", "1min"), 0);
    assert_int_equal(conf.ping_interval_ms, 60000);
    assert_int_equal(set("ping_interval_ms", "1KiB"), MOOT_EINVAL);
    assert_int_equal(set("port", "8080ms"), MOOT_EINVAL);
}

static void words_are_taken_and_others_refused(void **state)
{
    (void)state;
    assert_int_equal(set("log_level", "debug"), 0);
    assert_int_equal(conf.log_level, 3);
    assert_int_equal(set("log_level", "loud"), MOOT_EINVAL);
    assert_int_equal(set("log_level", ""), MOOT_EINVAL);
    assert_int_equal(set("anonymous", "yes"), 0);
    assert_true(conf.anonymous);
    assert_int_equal(set("anonymous", "0"), 0);
    assert_false(conf.anonymous);
    assert_int_equal(set("anonymous", "maybe"), MOOT_EINVAL);
}

static void texts_and_lists_are_copied(void **state)
{
    (void)state;
    char text[] = " https://a.example , https://b.example ";
    assert_int_equal(set("origins", text), 0);
    memset(text, 'x', sizeof text - 1);
    assert_int_equal(conf.origins.count, 2);
    assert_string_equal(conf.origins.at[0], "https://a.example");
    assert_string_equal(conf.origins.at[1], "https://b.example");
    assert_int_equal(set("origins", "a,,b"), MOOT_EINVAL);
    assert_int_equal(conf.origins.count, 2);
    assert_int_equal(set("origins", ""), 0);
    assert_int_equal(conf.origins.count, 0);
    assert_int_equal(set("jwt_algorithms", ""), MOOT_EINVAL);
    assert_int_equal(set("jwt_algorithms", "RS256,none"), MOOT_EINVAL);
    assert_int_equal(set("jwt_algorithms", "RS256,ES256"), 0);
    assert_int_equal(set("id", "worker-2"), 0);
    assert_string_equal(conf.id, "worker-2");
    assert_int_equal(set("id", "worker 2"), MOOT_EINVAL);
    assert_int_equal(set("bind", ""), MOOT_EINVAL);
    assert_int_equal(set("bind", "a\tb"), MOOT_EINVAL);
    assert_int_equal(set("jwt_issuer", "\xff"), MOOT_EINVAL);
}

static void near_names_are_suggested(void **state)
{
    (void)state;
    assert_string_equal(moot_conf_hint(LIT("prot")), "port");
    assert_string_equal(moot_conf_hint(LIT("member_per_room_max")),
                        "members_per_room_max");
    assert_null(moot_conf_hint(LIT("zzzzzzzz")));
    char text[500] = {0};
    assert_null(moot_conf_hint(moot_slice(text, sizeof text)));
    assert_null(moot_conf_find(LIT("Listening")));
}

static void secrets_are_not_shown(void **state)
{
    (void)state;
    moot_buf_t out;
    moot_buf_init(&out, 100);
    const moot_conf_setting_t *secret = moot_conf_find(LIT("jwt_secret"));
    assert_int_equal(moot_conf_show(&conf, secret, &out), 0);
    assert_slice(moot_buf_slice(&out), "");
    assert_int_equal(set("jwt_secret", "hush"), 0);
    assert_int_equal(moot_conf_show(&conf, secret, &out), 0);
    assert_slice(moot_buf_slice(&out), "(secret)");
    moot_buf_clear(&out);
    moot_conf_show(&conf, moot_conf_find(LIT("log_level")), &out);
    moot_buf_put_str(&out, " ");
    moot_conf_show(&conf, moot_conf_find(LIT("port")), &out);
    moot_buf_put_str(&out, " ");
    moot_conf_show(&conf, moot_conf_find(LIT("jwt_algorithms")), &out);
    assert_slice(moot_buf_slice(&out), "info 8080 HS256,RS256,ES256");
    moot_buf_close(&out);
}

static int changes;

static void note(const moot_conf_setting_t *setting, void *arg)
{
    (void)arg;
    assert_non_null(setting->name);
    changes++;
}

static void reloading_takes_only_what_may_change(void **state)
{
    (void)state;
    moot_conf_t fresh = conf;
    moot_conf_init(&conf);
    set("port", "9");
    set("jwt_secret", "new");
    set("origins", "https://a.example");
    set("requests_burst", "7");
    /* conf is the changed one now, fresh the one with the defaults. */
    changes = 0;
    moot_conf_adopt(&fresh, &conf, note, NULL);
    assert_int_equal(changes, 4);
    assert_int_equal(fresh.port, 8080);
    assert_string_equal(fresh.jwt_secret, "new");
    assert_string_equal(conf.jwt_secret, "");
    assert_int_equal(fresh.requests_burst, 7);
    assert_string_equal(fresh.origins.at[0], "https://a.example");
    moot_conf_close(&fresh);
}

static void every_setting_is_described_and_its_default_is_good(void **state)
{
    (void)state;
    size_t count;
    const moot_conf_setting_t *settings = moot_conf_settings(&count);
    for (size_t i = 0; i < count; i++) {
        assert_true(strlen(settings[i].name) > 1);
        if (settings[i].type == MOOT_CONF_TYPE_GROUP)
            continue;
        assert_true(strlen(settings[i].meaning) > 15);
        assert_true(settings[i].min <= settings[i].max);
        assert_true(settings[i].programs != 0);
        assert_null(strpbrk(settings[i].name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ -"));
        assert_ptr_equal(moot_conf_find(moot_slice_str(settings[i].name)),
                         &settings[i]);
        assert_int_equal(set(settings[i].name, settings[i].value), 0);
    }
}

int main(void)
{
#define CONF_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CONF_TEST(defaults_are_those_of_the_contract),
        CONF_TEST(numbers_have_bounds),
        CONF_TEST(numbers_may_have_units),
        CONF_TEST(words_are_taken_and_others_refused),
        CONF_TEST(texts_and_lists_are_copied),
        CONF_TEST(near_names_are_suggested),
        CONF_TEST(secrets_are_not_shown),
        CONF_TEST(reloading_takes_only_what_may_change),
        CONF_TEST(every_setting_is_described_and_its_default_is_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
