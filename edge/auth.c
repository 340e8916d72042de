#include "edge/auth.h"

#include "common/err.h"
#include "common/id.h"
#include "common/percent.h"
#include "edge/http.h"

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

/* Compares without the case of ASCII letters. */
static bool same(moot_slice_t text, moot_slice_t other)
{
    if (text.size != other.size)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (lower(text.at[i]) != lower(other.at[i]))
            return false;
    return true;
}

/* Cuts off what is before the first c, which goes too. False at the end. */
static bool next_part(moot_slice_t *text, char c, moot_slice_t *part)
{
    if (text->size == 0)
        return false;
    const uint8_t *at = memchr(text->at, c, text->size);
    size_t n = at == NULL ? text->size : (size_t)(at - text->at);
    *part = moot_slice(text->at, n);
    size_t used = at == NULL ? n : n + 1;
    *text = moot_slice(text->at + used, text->size - used);
    return true;
}

/* The value of "name=value" when the name is exactly this. */
static bool take_value(moot_slice_t pair, moot_slice_t name,
                       moot_slice_t *value)
{
    if (pair.size <= name.size || pair.at[name.size] != '='
        || !moot_slice_eq(moot_slice(pair.at, name.size), name))
        return false;
    *value = moot_slice(pair.at + name.size + 1, pair.size - name.size - 1);
    return true;
}

static bool find_bearer(moot_slice_t authorization, moot_slice_t *token)
{
    static const char scheme[] = "bearer ";
    size_t n = sizeof scheme - 1;
    if (authorization.size <= n
        || !same(moot_slice(authorization.at, n), moot_slice(scheme, n)))
        return false;
    *token = moot_http_trim(
        moot_slice(authorization.at + n, authorization.size - n));
    return token->size > 0;
}

/* RFC 6265, section 4.2: pairs between ';', a value maybe in quotes. */
static bool find_cookie(moot_slice_t cookie, const char *name,
                        moot_slice_t *token)
{
    moot_slice_t pair;
    while (next_part(&cookie, ';', &pair)) {
        if (!take_value(moot_http_trim(pair), moot_slice_str(name), token))
            continue;
        *token = moot_http_trim(*token);
        if (token->size >= 2 && token->at[0] == '"'
            && token->at[token->size - 1] == '"')
            *token = moot_slice(token->at + 1, token->size - 2);
        if (token->size > 0)
            return true;
    }
    return false;
}

/* RFC 3986, section 2.1. */
static int percent_decode(moot_slice_t text, moot_buf_t *scratch,
                          moot_slice_t *out)
{
    moot_buf_clear(scratch);
    uint8_t *at = moot_buf_reserve(scratch, text.size);
    if (at == NULL)
        return scratch->error;
    int rc = moot_percent_decode(text, false, at, out);
    scratch->size = rc == 0 ? out->size : 0;
    return rc;
}

static bool find_query(moot_slice_t query, moot_slice_t *token)
{
    moot_slice_t pair;
    while (next_part(&query, '&', &pair))
        if (take_value(pair, moot_slice_str("token"), token) && token->size > 0)
            return true;
    return false;
}

int moot_auth_credential(const moot_auth_config_t *config,
                         moot_slice_t authorization, moot_slice_t cookie,
                         moot_slice_t query, moot_buf_t *scratch,
                         moot_slice_t *token)
{
    moot_slice_t found;
    if (find_bearer(authorization, &found)
        || find_cookie(cookie, config->cookie_name, &found)) {
        *token = found;
        return MOOT_OK;
    }
    if (config->query_token && find_query(query, &found))
        return percent_decode(found, scratch, token);
    return MOOT_ENOENT;
}

static bool is_set(const char *text)
{
    return text != NULL && text[0] != 0;
}

static int check_times(const moot_jwt_claims_t *claims, int64_t now_s,
                       int64_t *exp_s, const char **why)
{
    double value = 0, now = (double)now_s;
    *exp_s = 0;
    switch (moot_jwt_number(claims, "exp", &value)) {
    case MOOT_JWT_NUMBER:
        *why = "token has expired";
        if (!(now < value))
            return MOOT_EDENIED;
        /* 2^53 and more is never. */
        *exp_s = value < 9007199254740992.0 ? (int64_t)value : 0;
        break;
    case MOOT_JWT_OTHER:
        *why = "token claim exp is not a number";
        return MOOT_EDENIED;
    case MOOT_JWT_ABSENT:
        break;
    }
    switch (moot_jwt_number(claims, "nbf", &value)) {
    case MOOT_JWT_NUMBER:
        *why = "token is not valid yet";
        return now + MOOT_AUTH_GRACE_S < value ? MOOT_EDENIED : MOOT_OK;
    case MOOT_JWT_OTHER:
        *why = "token claim nbf is not a number";
        return MOOT_EDENIED;
    case MOOT_JWT_ABSENT:
        break;
    }
    return MOOT_OK;
}

static int find_user(const moot_jwt_claims_t *claims, moot_auth_identity_t *out)
{
    static const char *const names[] = {"sub", "userId", "user_id", "user"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *text = moot_jwt_text(claims, names[i]);
        moot_slice_t id;
        if (!is_set(text))
            continue;
        if (moot_id_take(moot_slice_str(text), &id) != MOOT_OK)
            return MOOT_EDENIED;
        memcpy(out->user_id, id.at, id.size);
        out->user_id[id.size] = 0;
        return MOOT_OK;
    }
    return MOOT_EDENIED;
}

static bool is_admin(const moot_jwt_claims_t *claims)
{
    const char *role = moot_jwt_text(claims, "role");
    if (role == NULL)
        role = moot_jwt_text(claims, "rol");
    return role != NULL
           && (strcmp(role, "ADMIN") == 0 || strcmp(role, "admin") == 0);
}

static int check(const moot_auth_config_t *config,
                 const moot_jwt_claims_t *claims, int64_t now_s, int64_t *exp_s,
                 const char **why)
{
    int rc = check_times(claims, now_s, exp_s, why);
    if (rc != MOOT_OK)
        return rc;
    const char *issuer = moot_jwt_text(claims, "iss");
    *why = "token issuer is wrong";
    if (is_set(config->issuer)
        && (issuer == NULL || strcmp(issuer, config->issuer) != 0))
        return MOOT_EDENIED;
    *why = "token audience is wrong";
    if (is_set(config->audience)
        && !moot_jwt_has_text(claims, "aud", config->audience))
        return MOOT_EDENIED;
    return MOOT_OK;
}

int moot_auth_validate(const moot_auth_config_t *config,
                       const moot_jwt_claims_t *claims, int64_t now_s,
                       const char **why)
{
    int64_t exp_s;
    return check(config, claims, now_s, &exp_s, why);
}

int moot_auth_cookie(moot_slice_t cookie, const char *name, moot_slice_t *value)
{
    return find_cookie(cookie, name, value) ? MOOT_OK : MOOT_ENOENT;
}

int moot_auth_identify(const moot_auth_config_t *config,
                       const moot_jwt_claims_t *claims, int64_t now_s,
                       moot_auth_identity_t *out, const char **why)
{
    moot_auth_identity_t identity = {0};
    int rc = check(config, claims, now_s, &identity.exp_s, why);
    if (rc != MOOT_OK)
        return rc;
    *why = "token names no valid user";
    rc = find_user(claims, &identity);
    if (rc != MOOT_OK)
        return rc;
    identity.admin = is_admin(claims);
    *out = identity;
    return MOOT_OK;
}

bool moot_auth_origin(const moot_auth_config_t *config, moot_slice_t origin)
{
    if (origin.at == NULL || config->origins_count == 0)
        return true;
    for (size_t i = 0; i < config->origins_count; i++)
        if (strcmp(config->origins[i], "*") == 0)
            return true;
    return moot_auth_origin_named(config, origin);
}

bool moot_auth_origin_named(const moot_auth_config_t *config,
                            moot_slice_t origin)
{
    for (size_t i = 0; i < config->origins_count && origin.at != NULL; i++)
        if (strcmp(config->origins[i], "*") != 0
            && same(origin, moot_slice_str(config->origins[i])))
            return true;
    return false;
}
