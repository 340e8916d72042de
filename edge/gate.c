#include "edge/gate.h"

#include "common/err.h"
#include "common/secret.h"

#include <stdio.h>
#include <stdlib.h>

/* Bytes of a file that holds a secret, and of a credential on its way. */
enum { SECRET_BYTES_MAX = 4096 };

struct moot_gate {
    moot_jwt_t *jwt;
    moot_auth_config_t auth;
    moot_buf_t scratch; /* for a token that is percent-encoded */
    /* What auth borrows. */
    char *cookie_name, *issuer, *audience;
    moot_conf_list_t origins;
};

static char *copy(const char *text)
{
    char *copied = strdup(text);

    MOOT_CHECK(copied);
    return copied;
}

static moot_conf_list_t copy_list(const moot_conf_list_t *list)
{
    moot_conf_list_t copied = {calloc(list->count + 1, sizeof(char *)),
                               list->count};

    MOOT_CHECK(copied.at);
    for (size_t i = 0; i < list->count; i++)
        copied.at[i] = copy(list->at[i]);
    return copied;
}

static int read_keys(moot_gate_t *gate, const moot_conf_t *conf, char *why,
                     size_t why_size)
{
    moot_buf_t kept;
    moot_jwt_config_t config = {
        .algorithms = conf->jwt_algorithms.at,
        .algorithms_count = conf->jwt_algorithms.count,
        .secret = conf->jwt_secret,
        .keys_dir = conf->jwt_keys_dir,
    };
    int rc;

    /* All its memory at once: none is left behind where it grew. */
    moot_buf_init(&kept, SECRET_BYTES_MAX + 1);
    rc = moot_buf_reserve(&kept, SECRET_BYTES_MAX + 1)
             ? moot_secret_read(conf, &kept)
             : MOOT_ENOMEM;
    if (rc == 0)
        rc = moot_buf_put(&kept, "", 1);
    if (rc == 0)
        config.secret = (const char *)kept.at;
    else if (rc == MOOT_ENOENT)
        rc = 0; /* keys in jwt_keys_dir may do without */
    else
        snprintf(why, why_size, "the secret in data_dir cannot be read");
    if (rc == 0)
        rc = moot_jwt_new(&config, why, why_size, &gate->jwt);
    if (rc == 0 && moot_jwt_keys(gate->jwt) == 0) {
        snprintf(why, why_size,
                 "there is no key for tokens: set jwt_secret or jwt_keys_dir");
        rc = MOOT_EINVAL;
    }
    if (kept.at)
        explicit_bzero(kept.at, kept.capacity);
    moot_buf_close(&kept);
    return rc;
}

int moot_gate_new(const moot_conf_t *conf, char *why, size_t why_size,
                  moot_gate_t **out)
{
    moot_gate_t *gate = calloc(1, sizeof *gate);
    int rc;

    MOOT_CHECK(gate);
    gate->cookie_name = copy(conf->jwt_cookie);
    gate->issuer = copy(conf->jwt_issuer);
    gate->audience = copy(conf->jwt_audience);
    gate->origins = copy_list(&conf->origins);
    gate->auth = (moot_auth_config_t){
        .cookie_name = gate->cookie_name,
        .query_token = conf->jwt_query_param,
        .issuer = gate->issuer,
        .audience = gate->audience,
        .origins = gate->origins.at,
        .origins_count = gate->origins.count,
    };
    moot_buf_init(&gate->scratch, MOOT_JWT_BYTES_MAX);
    rc = read_keys(gate, conf, why, why_size);
    if (rc == 0)
        *out = gate;
    else
        moot_gate_destroy(&gate);
    return rc;
}

void moot_gate_destroy(moot_gate_t **gate_p)
{
    moot_gate_t *gate = *gate_p;

    *gate_p = NULL;
    if (!gate)
        return;
    moot_jwt_destroy(&gate->jwt);
    moot_buf_close(&gate->scratch);
    free(gate->cookie_name);
    free(gate->issuer);
    free(gate->audience);
    for (size_t i = 0; i < gate->origins.count; i++)
        free(gate->origins.at[i]);
    free(gate->origins.at);
    free(gate);
}

size_t moot_gate_keys(const moot_gate_t *gate)
{
    return moot_jwt_keys(gate->jwt);
}

bool moot_gate_origin(const moot_gate_t *gate, const moot_upgrade_t *request)
{
    return moot_auth_origin(&gate->auth, request->origin);
}

const char *moot_gate_look(moot_gate_t *gate, const moot_upgrade_t *request,
                           int64_t now_s, moot_auth_identity_t *out,
                           moot_buf_t *claims_out)
{
    const char *why = "the token cannot be read";
    moot_jwt_claims_t *claims = NULL;
    moot_slice_t token;
    int rc;

    *out = (moot_auth_identity_t){0};
    moot_buf_clear(&gate->scratch);
    rc = moot_auth_credential(&gate->auth, request->authorization,
                              request->cookie, request->query, &gate->scratch,
                              &token);
    if (rc == MOOT_ENOENT)
        return NULL;
    if (rc == 0)
        rc = moot_jwt_verify(gate->jwt, token, &claims, &why);
    if (rc == 0)
        rc = moot_auth_identify(&gate->auth, claims, now_s, out, &why);
    if (rc == 0 && claims_out) {
        why = "the claims are too large";
        rc = moot_jwt_claims_put(claims, claims_out);
    }
    moot_jwt_claims_destroy(&claims);
    if (rc == 0)
        return NULL;
    *out = (moot_auth_identity_t){0};
    return why;
}

bool moot_gate_origin_allowed(const moot_gate_t *gate, moot_slice_t origin)
{
    return moot_auth_origin(&gate->auth, origin);
}

bool moot_gate_origin_named(const moot_gate_t *gate, moot_slice_t origin)
{
    return moot_auth_origin_named(&gate->auth, origin);
}

int moot_gate_claims(const moot_gate_t *gate, moot_slice_t token, int64_t now_s,
                     moot_buf_t *out, const char **why)
{
    moot_jwt_claims_t *claims = NULL;
    int rc = moot_jwt_verify(gate->jwt, token, &claims, why);

    if (rc == 0)
        rc = moot_auth_validate(&gate->auth, claims, now_s, why);
    if (rc == 0) {
        *why = "the claims are too large";
        rc = moot_jwt_claims_put(claims, out);
    }
    moot_jwt_claims_destroy(&claims);
    return rc;
}
