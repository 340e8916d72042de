/* Where programs meet: unix sockets by default, TCP where the settings say. */
#include "common/endpoints.h"

#include "tests/lib/unit.h"

#include <stdlib.h>

#include "common/err.h"

static moot_conf_t conf;
static moot_endpoint_t endpoint;

static void set(const char *name, const char *value)
{
    const char *why = "";
    assert_int_equal(moot_conf_set(&conf, moot_conf_find(moot_slice_str(name)),
                                   moot_slice_str(value), &why),
                     0);
}

static int setup(void **state)
{
    (void)state;
    moot_conf_init(&conf);
    set("run_dir", "/run/moot");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    moot_conf_close(&conf);
    return 0;
}

static void one_machine_needs_no_setting(void **state)
{
    (void)state;
    assert_int_equal(moot_endpoints_front(&conf, 2, &endpoint), 0);
    assert_string_equal(endpoint.text, "ipc:///run/moot/broker-2.front");
    assert_int_equal(moot_endpoints_front_bind(&conf, 2, &endpoint), 0);
    assert_string_equal(endpoint.text, "ipc:///run/moot/broker-2.front");
    assert_int_equal(moot_endpoints_back(&conf, 1, &endpoint), 0);
    assert_string_equal(endpoint.text, "ipc:///run/moot/broker-1.back");
    assert_int_equal(moot_endpoints_pub_bind(&conf, 3, &endpoint), 0);
    assert_string_equal(endpoint.text, "ipc:///run/moot/worker-3.pub");
    assert_false(moot_endpoints_is_tcp(endpoint.text));
    assert_int_equal(moot_endpoints_pub(&conf, "ipc:///x", &endpoint), 0);
    assert_string_equal(endpoint.text, "ipc:///x");
    set("run_dir", "data/run");
    assert_int_equal(moot_endpoints_back(&conf, 1, &endpoint), 0);
    assert_string_equal(endpoint.text, "ipc://./data/run/broker-1.back");
}

static void settings_name_other_machines(void **state)
{
    (void)state;
    set("broker_fronts", "tcp://a:1, tcp://b:2");
    set("broker_front_bind", "tcp://*:1");
    set("worker_pub_bind", "tcp://*:5570");
    assert_int_equal(moot_endpoints_front(&conf, 2, &endpoint), 0);
    assert_string_equal(endpoint.text, "tcp://b:2");
    assert_true(moot_endpoints_is_tcp(endpoint.text));
    assert_int_equal(moot_endpoints_front(&conf, 3, &endpoint), MOOT_ENOENT);
    assert_int_equal(moot_endpoints_front_bind(&conf, 2, &endpoint), 0);
    assert_string_equal(endpoint.text, "tcp://*:1");
    /* Bound to every address: somebody must say which one edges see. */
    assert_int_equal(
        moot_endpoints_pub(&conf, "tcp://0.0.0.0:5570", &endpoint),
        MOOT_EINVAL);
    assert_int_equal(moot_endpoints_pub(&conf, "tcp://10.0.0.2:5570",
                                        &endpoint),
                     0);
    assert_string_equal(endpoint.text, "tcp://10.0.0.2:5570");
    set("worker_pub", "tcp://worker-1:5570");
    assert_int_equal(
        moot_endpoints_pub(&conf, "tcp://0.0.0.0:5570", &endpoint), 0);
    assert_string_equal(endpoint.text, "tcp://worker-1:5570");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_machine_needs_no_setting),
        TEST(settings_name_other_machines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
