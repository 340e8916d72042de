#include "edge/auth.h"

#include "common/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW 1700000000

static const moot_auth_config_t CONFIG = {.cookie_name = "token",
                                          .query_token = true};

/* What is found in these three places; NULL: nothing. */
static int find(const moot_auth_config_t *config, const char *authorization,
                const char *cookie, const char *query, char *out)
{
    moot_buf_t scratch;
    moot_slice_t token;
    moot_slice_t none = {NULL, 0};
    moot_buf_init(&scratch, 4096);
    int rc = moot_auth_credential(
        config, authorization != NULL ? moot_slice_str(authorization) : none,
        cookie != NULL ? moot_slice_str(cookie) : none,
        query != NULL ? moot_slice_str(query) : none, &scratch, &token);
    if (rc == MOOT_OK)
        (void)snprintf(out, 64, "%.*s", MOOT_SLICE_ARG(token));
    moot_buf_close(&scratch);
    return rc;
}

static void expect(const char *authorization, const char *cookie,
                   const char *query, const char *token)
{
    char out[64] = "";
    int rc = find(&CONFIG, authorization, cookie, query, out);
    assert_int_equal(rc, token != NULL ? MOOT_OK : MOOT_ENOENT);
    if (token != NULL)
        assert_string_equal(out, token);
}

static void test_order(void **state)
{
    (void)state;
    expect("Bearer a", "token=b", "token=c", "a");
    expect(NULL, "token=b", "token=c", "b");
    expect(NULL, NULL, "token=c", "c");
    expect(NULL, NULL, NULL, NULL);
    expect("Basic a", "token=b", NULL, "b");
    expect("Bearer ", "token=", "token=", NULL);
}

static void test_bearer(void **state)
{
    (void)state;
    expect("bearer  a.b.c ", NULL, NULL, "a.b.c");
    expect("BEARER x", NULL, NULL, "x");
    expect("Bearer", NULL, NULL, NULL);
    expect("Bearerx", NULL, NULL, NULL);
    expect("Bearer\tx", NULL, NULL, NULL);
}

static void test_cookie(void **state)
{
    (void)state;
    expect(NULL, "csrftoken=x; token=y", NULL, "y");
    expect(NULL, "token2=x;token=y", NULL, "y");
    expect(NULL, "a=\"token=x\"; token=\"y\" ; token=z", NULL, "y");
    expect(NULL, "Token=x", NULL, NULL);
    expect(NULL, "token", NULL, NULL);
    expect(NULL, ";;; =; token=;token=last", NULL, "last");
    expect(NULL, "token=a=b", NULL, "a=b");
    expect(NULL, "token=\"", NULL, "\"");
    moot_auth_config_t config = CONFIG;
    config.cookie_name = "jwt";
    char out[64];
    assert_int_equal(find(&config, NULL, "token=x; jwt=y", NULL, out), 0);
    assert_string_equal(out, "y");
}

static void test_query(void **state)
{
    (void)state;
    expect(NULL, NULL, "x=1&token=a%2Eb%2ec&token=z", "a.b.c");
    expect(NULL, NULL, "xtoken=a&tokens=b", NULL);
    expect(NULL, NULL, "token", NULL);
    expect(NULL, NULL, "&&token=+", "+");
    char out[64];
    assert_int_equal(find(&CONFIG, NULL, NULL, "token=%4", out), MOOT_EINVAL);
    assert_int_equal(find(&CONFIG, NULL, NULL, "token=%zz", out), MOOT_EINVAL);
    moot_auth_config_t config = CONFIG;
    config.query_token = false;
    assert_int_equal(find(&config, NULL, NULL, "token=a", out), MOOT_ENOENT);
}

/* The refusal, or NULL. */
static const char *judge(const moot_auth_config_t *config, const char *json,
                         moot_auth_identity_t *out)
{
    moot_jwt_claims_t *claims = NULL;
    const char *why = NULL;
    assert_int_equal(moot_jwt_claims_new(moot_slice_str(json), &claims), 0);
    int rc = moot_auth_identify(config, claims, NOW, out, &why);
    moot_jwt_claims_destroy(&claims);
    if (rc == MOOT_OK)
        return NULL;
    assert_int_equal(rc, MOOT_EDENIED);
    assert_non_null(why);
    return why;
}

static void expect_user(const char *json, const char *user, bool admin)
{
    moot_auth_identity_t identity;
    assert_null(judge(&CONFIG, json, &identity));
    assert_string_equal(identity.user_id, user);
    assert_int_equal(identity.admin, admin);
}

static void expect_refused(const char *json, const char *why)
{
    moot_auth_identity_t identity;
    assert_string_equal(judge(&CONFIG, json, &identity), why);
}

static void test_user(void **state)
{
    (void)state;
    expect_user("{\"sub\":\"a\",\"user\":\"b\"}", "a", false);
    expect_user("{\"sub\":\"\",\"userId\":\"b\",\"user_id\":\"c\"}", "b",
                false);
    expect_user("{\"sub\":7,\"user_id\":\"c\",\"user\":\"d\"}", "c", false);
    expect_user("{\"user\":\" d\\u00a0\"}", "d", false);
    const char *why = "token names no valid user";
    expect_refused("{}", why);
    expect_refused("{\"sub\":\"  \",\"user\":\"b\"}", why);
    expect_refused("{\"sub\":\"a\\u0007b\"}", why);
    expect_refused("{\"sub\":null}", why);
    char json[256], id[130];
    memset(id, 'x', sizeof id);
    id[128] = 0;
    (void)snprintf(json, sizeof json, "{\"sub\":\"%s\"}", id);
    expect_user(json, id, false);
    id[128] = 'x';
    id[129] = 0;
    (void)snprintf(json, sizeof json, "{\"sub\":\"%s\"}", id);
    expect_refused(json, why);
}

static void test_role(void **state)
{
    (void)state;
    expect_user("{\"sub\":\"a\",\"role\":\"admin\"}", "a", true);
    expect_user("{\"sub\":\"a\",\"rol\":\"ADMIN\"}", "a", true);
    expect_user("{\"sub\":\"a\",\"role\":\"user\",\"rol\":\"admin\"}", "a",
                false);
    expect_user("{\"sub\":\"a\",\"role\":1,\"rol\":\"admin\"}", "a", true);
    expect_user("{\"sub\":\"a\",\"role\":\"Admin\"}", "a", false);
    expect_user("{\"sub\":\"a\",\"role\":[\"admin\"]}", "a", false);
}

static void test_times(void **state)
{
    (void)state;
    moot_auth_identity_t identity;
    assert_null(
        judge(&CONFIG, "{\"sub\":\"a\",\"exp\":1700000001}", &identity));
    assert_int_equal(identity.exp_s, NOW + 1);
    assert_null(judge(&CONFIG, "{\"sub\":\"a\",\"exp\":1e300}", &identity));
    assert_int_equal(identity.exp_s, 0);
    expect_user("{\"sub\":\"a\"}", "a", false);
    expect_refused("{\"sub\":\"a\",\"exp\":1700000000}", "token has expired");
    expect_refused("{\"sub\":\"a\",\"exp\":1699999999.5}", "token has expired");
    expect_refused("{\"sub\":\"a\",\"exp\":\"1800000000\"}",
                   "token claim exp is not a number");
    expect_refused("{\"sub\":\"a\",\"exp\":null}",
                   "token claim exp is not a number");
    expect_user("{\"sub\":\"a\",\"nbf\":1700000030}", "a", false);
    expect_refused("{\"sub\":\"a\",\"nbf\":1700000031}",
                   "token is not valid yet");
    expect_refused("{\"sub\":\"a\",\"nbf\":true}",
                   "token claim nbf is not a number");
}

static void test_issuer_and_audience(void **state)
{
    (void)state;
    moot_auth_identity_t identity;
    moot_auth_config_t config = CONFIG;
    config.issuer = "https://id";
    config.audience = "rooms";
    const char *wrong_issuer = "token issuer is wrong";
    const char *wrong_audience = "token audience is wrong";
    assert_null(judge(&config,
                      "{\"sub\":\"a\",\"iss\":\"https://id\","
                      "\"aud\":\"rooms\"}",
                      &identity));
    assert_null(judge(&config,
                      "{\"sub\":\"a\",\"iss\":\"https://id\","
                      "\"aud\":[1,\"x\",\"rooms\"]}",
                      &identity));
    assert_string_equal(
        judge(&config, "{\"sub\":\"a\",\"aud\":\"rooms\"}", &identity),
        wrong_issuer);
    assert_string_equal(judge(&config,
                              "{\"sub\":\"a\",\"iss\":\"https://id/\","
                              "\"aud\":\"rooms\"}",
                              &identity),
                        wrong_issuer);
    assert_string_equal(judge(&config,
                              "{\"sub\":\"a\",\"iss\":\"https://id\","
                              "\"aud\":[\"room\"]}",
                              &identity),
                        wrong_audience);
    assert_string_equal(
        judge(&config, "{\"sub\":\"a\",\"iss\":\"https://id\"}", &identity),
        wrong_audience);
}

static void test_origins(void **state)
{
    (void)state;
    char *origins[] = {"https://a.example", "http://localhost:3000"};
    moot_auth_config_t config = CONFIG;
    assert_true(moot_auth_origin(&config, moot_slice_str("http://evil")));
    config.origins = origins;
    config.origins_count = 2;
    assert_true(moot_auth_origin(&config, moot_slice(NULL, 0)));
    assert_true(moot_auth_origin(&config, moot_slice_str("https://A.example")));
    assert_true(
        moot_auth_origin(&config, moot_slice_str("http://localhost:3000")));
    assert_false(
        moot_auth_origin(&config, moot_slice_str("https://a.example.evil")));
    assert_false(moot_auth_origin(&config, moot_slice_str("null")));
    assert_false(moot_auth_origin(&config, moot_slice_str("")));
    origins[1] = "*";
    assert_true(moot_auth_origin(&config, moot_slice_str("null")));
    assert_true(
        moot_auth_origin_named(&config, moot_slice_str("https://A.example")));
    assert_false(moot_auth_origin_named(&config, moot_slice(NULL, 0)));
    assert_false(moot_auth_origin_named(&config, moot_slice_str("http://e")));
    origins[0] = (char[]){"*"};
    assert_true(moot_auth_origin(&config, moot_slice_str("http://e")));
    assert_false(moot_auth_origin_named(&config, moot_slice_str("http://e")));
    assert_false(moot_auth_origin_named(&config, moot_slice_str("*")));
    config.origins_count = 0;
    assert_false(moot_auth_origin_named(&config, moot_slice_str("http://e")));
}

/* A profile finds the user itself: a token without one is valid then. */
static void test_validity_alone(void **state)
{
    moot_jwt_claims_t *claims = NULL;
    moot_slice_t value;
    const char *why = "";
    moot_buf_t out;

    (void)state;
    assert_int_equal(
        moot_jwt_claims_new(
            moot_slice_str("{ \"chats\": [42], \"exp\": 1700000001 }"),
            &claims),
        0);
    assert_int_equal(moot_auth_validate(&CONFIG, claims, NOW, &why), 0);
    assert_int_equal(moot_auth_validate(&CONFIG, claims, NOW + 1, &why),
                     MOOT_EDENIED);
    assert_string_equal(why, "token has expired");
    moot_buf_init(&out, 64);
    assert_int_equal(moot_jwt_claims_put(claims, &out), 0);
    assert_int_equal(out.size, strlen("{\"chats\":[42],\"exp\":1700000001}"));
    moot_buf_close(&out);
    moot_jwt_claims_destroy(&claims);

    assert_int_equal(
        moot_auth_cookie(moot_slice_str("a=b; token=x"), "token", &value), 0);
    assert_int_equal(value.size, 1);
    assert_int_equal(moot_auth_cookie(moot_slice_str("a=b"), "token", &value),
                     MOOT_ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_bearer),
        cmocka_unit_test(test_cookie),
        cmocka_unit_test(test_query),
        cmocka_unit_test(test_user),
        cmocka_unit_test(test_role),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_issuer_and_audience),
        cmocka_unit_test(test_origins),
        cmocka_unit_test(test_validity_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
