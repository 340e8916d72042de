#include "common/jwt.h"

#include "common/err.h"
#include "tests/unit/jwt_vectors.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *ALL[] = {"HS256", "RS256", "ES256"};

typedef struct folder {
    char path[64];
    char names[16][80];
    size_t count;
} folder_t;

static void make_folder(folder_t *folder)
{
    memset(folder, 0, sizeof *folder);
    (void)snprintf(folder->path, sizeof folder->path, "/tmp/moot-jwt-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static void write_file(folder_t *folder, const char *name, const char *text)
{
    char path[160];
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    (void)snprintf(folder->names[folder->count++], 80, "%s", name);
}

static void remove_file(folder_t *folder, const char *name)
{
    char path[160];
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    (void)unlink(path);
}

static void remove_folder(folder_t *folder)
{
    for (size_t i = 0; i < folder->count; i++)
        remove_file(folder, folder->names[i]);
    assert_int_equal(rmdir(folder->path), 0);
}

static moot_jwt_t *open_with(const char *secret, const folder_t *folder,
                             size_t first_alg, size_t algs)
{
    char why[256];
    moot_jwt_t *jwt = NULL;
    moot_jwt_config_t config = {
        .algorithms = ALL + first_alg,
        .algorithms_count = algs,
        .secret = secret,
        .keys_dir = folder != NULL ? folder->path : NULL,
    };
    int rc = moot_jwt_new(&config, why, sizeof why, &jwt);
    if (rc != MOOT_OK)
        print_message("%s\n", why);
    assert_int_equal(rc, MOOT_OK);
    return jwt;
}

static void expect_good(const moot_jwt_t *jwt, const char *token)
{
    moot_jwt_claims_t *claims = NULL;
    const char *why = NULL;
    int rc = moot_jwt_verify(jwt, moot_slice_str(token), &claims, &why);
    if (rc != MOOT_OK)
        print_message("%s\n", why);
    assert_int_equal(rc, MOOT_OK);
    assert_string_equal(moot_jwt_text(claims, "sub"), "alice");
    moot_jwt_claims_destroy(&claims);
}

static void expect_bad(const moot_jwt_t *jwt, const char *token,
                       const char *reason)
{
    moot_jwt_claims_t *claims = NULL;
    const char *why = NULL;
    assert_int_equal(moot_jwt_verify(jwt, moot_slice_str(token), &claims, &why),
                     MOOT_EDENIED);
    assert_null(claims);
    assert_string_equal(why, reason);
}

static void test_hs256(void **state)
{
    (void)state;
    moot_jwt_t *jwt = open_with(SECRET, NULL, 0, 3);
    expect_good(jwt, HS256_TOKEN);
    expect_bad(jwt, HS256_KID_TOKEN, "token key is unknown");
    expect_bad(jwt, HS512_TOKEN, "token algorithm is not accepted");
    expect_bad(jwt, NONE_TOKEN, "token is malformed");
    expect_bad(jwt, NONE_SIGNED_TOKEN, "token algorithm is not accepted");
    expect_bad(jwt, NULL_ALG_TOKEN, "token header is malformed");
    expect_bad(jwt, CRIT_TOKEN, "token header is malformed");
    expect_bad(jwt, ARRAY_TOKEN, "token claims are malformed");
    moot_jwt_destroy(&jwt);

    jwt = open_with("another secret", NULL, 0, 3);
    expect_bad(jwt, HS256_TOKEN, "token signature is wrong");
    moot_jwt_destroy(&jwt);
    jwt = open_with(SECRET, NULL, 1, 2); /* HS256 is not accepted */
    expect_bad(jwt, HS256_TOKEN, "token algorithm is not accepted");
    moot_jwt_destroy(&jwt);
    jwt = open_with("", NULL, 0, 3); /* no key at all */
    expect_bad(jwt, HS256_TOKEN, "token key is unknown");
    expect_bad(jwt, NONE_SIGNED_TOKEN, "token algorithm is not accepted");
    moot_jwt_destroy(&jwt);
}

static void test_public_keys(void **state)
{
    (void)state;
    folder_t folder;
    make_folder(&folder);
    write_file(&folder, "red.pem", RSA_PEM);
    write_file(&folder, "green.es256.pem", EC_PEM);
    write_file(&folder, "README.txt", "not a key");
    write_file(&folder, ".blue.secret", "not looked at");
    moot_jwt_t *jwt = open_with(SECRET, &folder, 0, 3);
    assert_int_equal(moot_jwt_keys(jwt), 3);
    expect_good(jwt, RS256_TOKEN);
    expect_good(jwt, ES256_TOKEN);
    expect_good(jwt, ES256_ZERO_TOKEN);
    expect_good(jwt, HS256_TOKEN);
    expect_bad(jwt, ES256_DER_TOKEN, "token signature is wrong");
    expect_bad(jwt, SWAPPED_TOKEN, "token algorithm is not that of its key");
    expect_bad(jwt, HS256_KID_TOKEN, "token key is unknown");
    moot_jwt_destroy(&jwt);
    jwt = open_with(SECRET, &folder, 0, 2); /* ES256 is not accepted */
    expect_good(jwt, RS256_TOKEN);
    expect_bad(jwt, ES256_TOKEN, "token algorithm is not accepted");
    moot_jwt_destroy(&jwt);
    remove_folder(&folder);
}

/* Every single changed character is noticed. */
static void test_tampering(void **state)
{
    (void)state;
    moot_jwt_t *jwt = open_with(SECRET, NULL, 0, 3);
    char token[512];
    size_t size = strlen(HS256_TOKEN);
    for (size_t i = 0; i < size; i++) {
        moot_jwt_claims_t *claims = NULL;
        const char *why = NULL;
        memcpy(token, HS256_TOKEN, size + 1);
        token[i] = token[i] == 'A' ? 'B' : 'A';
        assert_int_equal(
            moot_jwt_verify(jwt, moot_slice(token, size), &claims, &why),
            MOOT_EDENIED);
        /* and every cut */
        assert_int_equal(
            moot_jwt_verify(jwt, moot_slice(HS256_TOKEN, i), &claims, &why),
            MOOT_EDENIED);
    }
    moot_jwt_destroy(&jwt);
}

static void test_garbage(void **state)
{
    (void)state;
    moot_jwt_t *jwt = open_with(SECRET, NULL, 0, 3);
    static const char *const tokens[] = {
        "",     ".",           "..",        "...",     "a",
        "a.b",  "a.b.c",       "a.b.c.d",   ".b.c",    "a..c",
        "a.b.", "e30.e30.e30", "W10.e30.x", "a b.c.d", "\x80.b.c"};
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        moot_jwt_claims_t *claims = NULL;
        const char *why = NULL;
        assert_int_equal(
            moot_jwt_verify(jwt, moot_slice_str(tokens[i]), &claims, &why),
            MOOT_EDENIED);
        assert_non_null(why);
    }
    for (size_t size = 16; size <= 65536; size *= 4) {
        char *token = malloc(size + 1);
        memset(token, 'a', size);
        token[size] = 0;
        token[size / 3] = token[size / 2] = '.';
        expect_bad(jwt, token,
                   size <= MOOT_JWT_BYTES_MAX ? "token is malformed"
                                              : "token is too long");
        free(token);
    }
    moot_jwt_destroy(&jwt);
}

static void test_reload(void **state)
{
    (void)state;
    folder_t folder;
    char why[256];
    make_folder(&folder);
    write_file(&folder, "red.pem", RSA_PEM);
    moot_jwt_t *jwt = open_with(SECRET, &folder, 0, 3);
    expect_good(jwt, RS256_TOKEN);

    write_file(&folder, "blue.secret", "0123456789abcdef0123456789abcdef\n");
    assert_int_equal(moot_jwt_reload(jwt, why, sizeof why), MOOT_OK);
    expect_good(jwt, HS256_KID_TOKEN);

    static const struct {
        const char *name, *text, *says;
    } broken[] = {
        {"grey.pem", "-----BEGIN PUBLIC KEY-----\nMIIB\n", "not a public key"},
        {"weak.pem", WEAK_RSA_PEM, "2048 bits"},
        {"p384.pem", P384_PEM, "P-256"},
        {"liar.rs256.pem", EC_PEM, "another algorithm"},
        {"empty.hs256", "\n", "empty"},
        {"blue.hs256", "x", "another file"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        write_file(&folder, broken[i].name, broken[i].text);
        remove_file(&folder, "red.pem");
        assert_int_equal(moot_jwt_reload(jwt, why, sizeof why), MOOT_EINVAL);
        assert_non_null(strstr(why, broken[i].says));
        assert_non_null(strstr(why, folder.path));
        expect_good(jwt, RS256_TOKEN); /* the old keys stay */
        remove_file(&folder, broken[i].name);
    }
    assert_int_equal(moot_jwt_reload(jwt, why, sizeof why), MOOT_OK);
    expect_bad(jwt, RS256_TOKEN, "token key is unknown");
    expect_good(jwt, HS256_TOKEN);
    remove_folder(&folder);
    assert_int_equal(moot_jwt_reload(jwt, why, sizeof why), MOOT_EIO);
    expect_good(jwt, HS256_TOKEN);
    moot_jwt_destroy(&jwt);
}

static void test_bad_config(void **state)
{
    (void)state;
    char why[256];
    char *algorithms[] = {"HS256", "none"};
    moot_jwt_t *jwt = NULL;
    moot_jwt_config_t config = {.algorithms = algorithms,
                                .algorithms_count = 2};
    assert_int_equal(moot_jwt_new(&config, why, sizeof why, &jwt), MOOT_EINVAL);
    assert_non_null(strstr(why, "none"));
    config = (moot_jwt_config_t){.keys_dir = "/nonexistent/keys"};
    assert_int_equal(moot_jwt_new(&config, why, sizeof why, &jwt), MOOT_EIO);
    assert_non_null(strstr(why, "/nonexistent/keys"));
    assert_null(jwt);
}

static void test_mint(void **state)
{
    (void)state;
    char why[256];
    moot_buf_t out;
    moot_buf_init(&out, 100000);
    const char *claims[] = {"level=7",    "tag=x=y",   "aud=[\"a\",\"b\"]",
                            "role=admin", "flag=true", "name=\"quoted\""};
    moot_jwt_mint_t mint = {.secret = SECRET,
                            .kid = "blue",
                            .sub = "alice",
                            .role = "user",
                            .iat_s = 1000,
                            .ttl_s = 3600,
                            .claims = claims,
                            .claims_count = 6};
    assert_int_equal(moot_jwt_mint(&mint, &out, why, sizeof why), MOOT_OK);

    folder_t folder;
    make_folder(&folder);
    write_file(&folder, "blue.secret", SECRET);
    moot_jwt_t *jwt = open_with("", &folder, 0, 1);
    moot_jwt_claims_t *got = NULL;
    const char *reason = NULL;
    assert_int_equal(moot_jwt_verify(jwt, moot_buf_slice(&out), &got, &reason),
                     MOOT_OK);
    double number = 0;
    assert_string_equal(moot_jwt_text(got, "sub"), "alice");
    assert_string_equal(moot_jwt_text(got, "role"), "admin");
    assert_string_equal(moot_jwt_text(got, "tag"), "x=y");
    assert_string_equal(moot_jwt_text(got, "name"), "quoted");
    assert_true(moot_jwt_has_text(got, "aud", "b"));
    assert_false(moot_jwt_has_text(got, "aud", "c"));
    assert_int_equal(moot_jwt_number(got, "exp", &number), MOOT_JWT_NUMBER);
    assert_true(number == 4600);
    assert_int_equal(moot_jwt_number(got, "iat", &number), MOOT_JWT_NUMBER);
    assert_true(number == 1000);
    assert_int_equal(moot_jwt_number(got, "level", &number), MOOT_JWT_NUMBER);
    assert_int_equal(moot_jwt_number(got, "flag", &number), MOOT_JWT_OTHER);
    assert_int_equal(moot_jwt_number(got, "nbf", &number), MOOT_JWT_ABSENT);
    moot_jwt_claims_destroy(&got);

    claims[0] = "=7";
    assert_int_equal(moot_jwt_mint(&mint, &out, why, sizeof why), MOOT_EINVAL);
    claims[0] = "no value";
    assert_int_equal(moot_jwt_mint(&mint, &out, why, sizeof why), MOOT_EINVAL);
    assert_non_null(strstr(why, "no value"));
    mint.claims_count = 0;
    mint.sub = "\xff";
    assert_int_equal(moot_jwt_mint(&mint, &out, why, sizeof why), MOOT_EINVAL);
    mint.secret = "";
    assert_int_equal(moot_jwt_mint(&mint, &out, why, sizeof why), MOOT_EINVAL);
    moot_jwt_destroy(&jwt);
    remove_folder(&folder);
    moot_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hs256),     cmocka_unit_test(test_public_keys),
        cmocka_unit_test(test_tampering), cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_reload),    cmocka_unit_test(test_bad_config),
        cmocka_unit_test(test_mint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
