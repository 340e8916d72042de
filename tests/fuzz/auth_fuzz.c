/* What a client sends before it is known: the first byte chooses between a
 * request head, three headers with a credential, and a token. */
#include "edge/auth.h"
#include "edge/http.h"

#include "common/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool inside(moot_slice_t part, moot_slice_t whole)
{
    return part.size == 0
           || (part.at >= whole.at
               && part.at + part.size <= whole.at + whole.size);
}

static void fuzz_head(moot_slice_t bytes)
{
    size_t end = moot_http_end(bytes, 0);
    MOOT_CHECK(end <= bytes.size);
    for (size_t from = 0; from < bytes.size && from < 64; from++) {
        /* Where the search went on must not matter before the end. */
        if (end == 0 || from < end)
            MOOT_CHECK(moot_http_end(bytes, from) == end);
    }
    moot_http_head_t head;
    if (moot_http_parse(bytes, &head) != MOOT_OK)
        return;
    const char *why = "";
    int status = moot_http_upgradable(&head, &why);
    MOOT_CHECK(status == 0 || (status >= 400 && why[0] != 0));
    const moot_slice_t parts[] = {
        head.method,        head.path,   head.query,
        head.authorization, head.cookie, head.origin,
        head.subprotocols,  head.key,    head.version};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        MOOT_CHECK(inside(parts[i], bytes));
}

/* Cuts off one line. */
static moot_slice_t line(moot_slice_t *bytes)
{
    const uint8_t *at =
        bytes->size == 0 ? NULL : memchr(bytes->at, '\n', bytes->size);
    size_t n = at == NULL ? bytes->size : (size_t)(at - bytes->at);
    moot_slice_t cut = moot_slice(bytes->at, n);
    n += at == NULL ? 0 : 1;
    *bytes = moot_slice(bytes->at + n, bytes->size - n);
    return cut;
}

static void fuzz_credential(moot_slice_t bytes)
{
    static const moot_auth_config_t config = {.cookie_name = "token",
                                              .query_token = true};
    moot_slice_t authorization = line(&bytes);
    moot_slice_t cookie = line(&bytes);
    moot_slice_t query = line(&bytes);
    moot_slice_t token;
    moot_buf_t scratch;
    moot_buf_init(&scratch, 1 << 20);
    int rc = moot_auth_credential(&config, authorization, cookie, query,
                                  &scratch, &token);
    if (rc == MOOT_OK) {
        MOOT_CHECK(token.size > 0);
        MOOT_CHECK(inside(token, authorization) || inside(token, cookie)
                   || inside(token, moot_buf_slice(&scratch)));
    }
    moot_buf_close(&scratch);
}

static void fuzz_token(moot_slice_t bytes)
{
    static moot_jwt_t *jwt;
    char *algorithms[] = {"HS256", "RS256", "ES256"};
    char why[128];
    if (jwt == NULL) {
        moot_jwt_config_t config = {.algorithms = algorithms,
                                    .algorithms_count = 3,
                                    .secret = "secret"};
        MOOT_CHECK(moot_jwt_new(&config, why, sizeof why, &jwt) == MOOT_OK);
    }
    moot_jwt_claims_t *claims = NULL;
    const char *reason = NULL;
    moot_auth_config_t config = {.issuer = "i", .audience = "a"};
    moot_auth_identity_t identity;
    if (moot_jwt_verify(jwt, bytes, &claims, &reason) != MOOT_OK
        && moot_jwt_claims_new(bytes, &claims) != MOOT_OK)
        return;
    if (moot_auth_identify(&config, claims, 1700000000, &identity, &reason)
        == MOOT_OK)
        MOOT_CHECK(identity.user_id[0] != 0);
    moot_jwt_claims_destroy(&claims);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    moot_slice_t bytes = moot_slice(data + 1, size - 1);
    switch (data[0]) {
    case 'h':
        fuzz_head(bytes);
        break;
    case 'c':
        fuzz_credential(bytes);
        break;
    case 't':
        fuzz_token(bytes);
        break;
    default:
        break;
    }
    return 0;
}
