#include "common/jwt.h"

#include "common/err.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <jwt.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct key {
    char *kid; /* NULL: the default key */
    jwt_alg_t alg;
    uint8_t *at; /* secret, or PEM text of a public key */
    size_t size;
} jwk_t;

typedef struct keyset {
    jwk_t at[MOOT_JWT_KEYS_MAX + 1];
    size_t count;
} keyset_t;

struct moot_jwt {
    char *keys_dir;
    char *secret;
    bool accepts[JWT_ALG_TERM];
    keyset_t *keys;
};

/* libjwt and jansson agree on this type: a JSON object. */
struct moot_jwt_claims {
    json_t *json;
};

/* ---- keys ---- */

static void close_key(jwk_t *key)
{
    free(key->kid);
    if (key->at != NULL)
        OPENSSL_cleanse(key->at, key->size);
    free(key->at);
    *key = (jwk_t){0};
}

static void destroy_keys(keyset_t **keys_p)
{
    keyset_t *keys = *keys_p;
    *keys_p = NULL;
    if (keys == NULL)
        return;
    for (size_t i = 0; i < keys->count; i++)
        close_key(&keys->at[i]);
    free(keys);
}

static const jwk_t *find_key(const keyset_t *keys, const char *kid)
{
    for (size_t i = 0; i < keys->count; i++) {
        const char *name = keys->at[i].kid;
        if (kid == NULL ? name == NULL : name != NULL && !strcmp(name, kid))
            return &keys->at[i];
    }
    return NULL;
}

static int add_key(keyset_t *keys, const char *kid, jwt_alg_t alg,
                   const void *at, size_t size)
{
    if (keys->count > MOOT_JWT_KEYS_MAX)
        return MOOT_EFULL;
    jwk_t key = {.alg = alg, .size = size};
    key.kid = kid != NULL ? strdup(kid) : NULL;
    key.at = malloc(size);
    if ((kid != NULL && key.kid == NULL) || key.at == NULL) {
        key.size = 0;
        close_key(&key);
        return MOOT_ENOMEM;
    }
    memcpy(key.at, at, size);
    keys->at[keys->count++] = key;
    return MOOT_OK;
}

/* The algorithm that a public key is for, or JWT_ALG_INVAL. */
static jwt_alg_t alg_of_pem(const void *at, size_t size)
{
    jwt_alg_t alg = JWT_ALG_INVAL;
    BIO *bio = BIO_new_mem_buf(at, (int)size);
    EVP_PKEY *key =
        bio != NULL ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
    if (key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
        if (EVP_PKEY_get_bits(key) >= MOOT_JWT_RSA_BITS_MIN)
            alg = JWT_ALG_RS256;
    } else if (key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
        char group[64] = "";
        size_t n;
        if (EVP_PKEY_get_group_name(key, group, sizeof group, &n) == 1
            && strcmp(group, "prime256v1") == 0)
            alg = JWT_ALG_ES256;
    }
    EVP_PKEY_free(key);
    BIO_free(bio);
    return alg;
}

/* Suffixes of key files; the longer ones first. */
static const struct suffix {
    const char *text;
    bool pem;
    jwt_alg_t alg; /* JWT_ALG_INVAL: what the key says */
} SUFFIXES[] = {
    {".rs256.pem", true, JWT_ALG_RS256}, {".es256.pem", true, JWT_ALG_ES256},
    {".pem", true, JWT_ALG_INVAL},       {".secret", false, JWT_ALG_HS256},
    {".hs256", false, JWT_ALG_HS256},
};

/* The suffix of a file name, or NULL; *kid_size is what is before it. */
static const struct suffix *find_suffix(const char *name, size_t *kid_size)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof SUFFIXES / sizeof SUFFIXES[0]; i++) {
        size_t n = strlen(SUFFIXES[i].text);
        if (size > n && strcmp(name + size - n, SUFFIXES[i].text) == 0) {
            *kid_size = size - n;
            return &SUFFIXES[i];
        }
    }
    return NULL;
}

/* Reads a file of at most MOOT_JWT_KEY_BYTES_MAX bytes into at. */
static int read_file(const char *path, uint8_t *at, size_t *size)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return errno == ENOENT ? MOOT_ENOENT : MOOT_EIO;
    *size = fread(at, 1, MOOT_JWT_KEY_BYTES_MAX + 1, file);
    int rc = ferror(file) != 0                ? MOOT_EIO
             : *size > MOOT_JWT_KEY_BYTES_MAX ? MOOT_ELIMIT
                                              : MOOT_OK;
    (void)fclose(file);
    return rc;
}

/* *wrong: static text, set when the error is MOOT_EINVAL. */
static int load_file(keyset_t *keys, const char *path, const char *kid,
                     const struct suffix *suffix, const char **wrong)
{
    uint8_t at[MOOT_JWT_KEY_BYTES_MAX + 1];
    size_t size;
    *wrong = NULL;
    int rc = read_file(path, at, &size);
    if (rc != MOOT_OK)
        return rc;
    jwt_alg_t alg = suffix->alg;
    if (suffix->pem) {
        jwt_alg_t real = alg_of_pem(at, size);
        if (real == JWT_ALG_INVAL)
            *wrong = "not a public key in PEM form: RSA of 2048 bits or more, "
                     "or EC P-256";
        else if (alg != JWT_ALG_INVAL && alg != real)
            *wrong = "the key is of another algorithm than its file name says";
        alg = real;
    } else {
        if (size > 0 && at[size - 1] == '\n')
            size--;
        if (size == 0)
            *wrong = "the secret is empty";
    }
    if (*wrong == NULL && find_key(keys, kid) != NULL)
        *wrong = "another file has a key of this kid";
    rc = *wrong != NULL ? MOOT_EINVAL : add_key(keys, kid, alg, at, size);
    OPENSSL_cleanse(at, sizeof at);
    return rc;
}

static int load_entry(keyset_t *keys, const char *dir, const char *name,
                      char *why, size_t why_size)
{
    size_t kid_size;
    const struct suffix *suffix = find_suffix(name, &kid_size);
    if (suffix == NULL || name[0] == '.')
        return MOOT_OK;
    char kid[MOOT_JWT_KID_BYTES_MAX + 1], path[4096];
    const char *wrong = NULL;
    int rc = MOOT_EINVAL;
    int n = snprintf(path, sizeof path, "%s/%s", dir, name);
    if (kid_size > MOOT_JWT_KID_BYTES_MAX || n < 0 || n >= (int)sizeof path) {
        wrong = "the name is too long";
    } else {
        memcpy(kid, name, kid_size);
        kid[kid_size] = 0;
        rc = load_file(keys, path, kid, suffix, &wrong);
    }
    if (rc != MOOT_OK)
        (void)snprintf(why, why_size, "%s/%s: %s", dir, name,
                       wrong != NULL ? wrong : moot_err_text(rc));
    return rc;
}

static int load_dir(keyset_t *keys, const char *path, char *why,
                    size_t why_size)
{
    DIR *dir = opendir(path);
    if (dir == NULL) {
        (void)snprintf(why, why_size, "%s: %s", path, strerror(errno));
        return MOOT_EIO;
    }
    int rc = MOOT_OK;
    const struct dirent *entry;
    while (rc == MOOT_OK && (entry = readdir(dir)) != NULL)
        rc = load_entry(keys, path, entry->d_name, why, why_size);
    (void)closedir(dir);
    return rc;
}

static int load_keys(const moot_jwt_t *jwt, keyset_t **out, char *why,
                     size_t why_size)
{
    keyset_t *keys = calloc(1, sizeof *keys);
    if (keys == NULL)
        return MOOT_ENOMEM;
    int rc = MOOT_OK;
    if (jwt->secret[0] != 0)
        rc = add_key(keys, NULL, JWT_ALG_HS256, jwt->secret,
                     strlen(jwt->secret));
    if (rc == MOOT_OK && jwt->keys_dir[0] != 0)
        rc = load_dir(keys, jwt->keys_dir, why, why_size);
    if (rc != MOOT_OK) {
        destroy_keys(&keys);
        return rc;
    }
    *out = keys;
    return MOOT_OK;
}

/* ---- the set ---- */

static int accept_algorithms(moot_jwt_t *jwt, const moot_jwt_config_t *config,
                             char *why, size_t why_size)
{
    for (size_t i = 0; i < config->algorithms_count; i++) {
        jwt_alg_t alg = jwt_str_alg(config->algorithms[i]);
        if (alg != JWT_ALG_HS256 && alg != JWT_ALG_RS256
            && alg != JWT_ALG_ES256) {
            (void)snprintf(why, why_size,
                           "unknown token algorithm %s: use HS256, RS256 or "
                           "ES256",
                           config->algorithms[i]);
            return MOOT_EINVAL;
        }
        jwt->accepts[alg] = true;
    }
    return MOOT_OK;
}

int moot_jwt_new(const moot_jwt_config_t *config, char *why, size_t why_size,
                 moot_jwt_t **out)
{
    (void)snprintf(why, why_size, "%s", moot_err_text(MOOT_ENOMEM));
    moot_jwt_t *jwt = calloc(1, sizeof *jwt);
    if (jwt == NULL)
        return MOOT_ENOMEM;
    int rc = MOOT_ENOMEM;
    jwt->keys_dir = strdup(config->keys_dir != NULL ? config->keys_dir : "");
    jwt->secret = strdup(config->secret != NULL ? config->secret : "");
    if (jwt->keys_dir != NULL && jwt->secret != NULL)
        rc = accept_algorithms(jwt, config, why, why_size);
    if (rc == MOOT_OK)
        rc = load_keys(jwt, &jwt->keys, why, why_size);
    if (rc != MOOT_OK) {
        moot_jwt_destroy(&jwt);
        return rc;
    }
    *out = jwt;
    return MOOT_OK;
}

void moot_jwt_destroy(moot_jwt_t **jwt_p)
{
    moot_jwt_t *jwt = *jwt_p;
    *jwt_p = NULL;
    if (jwt == NULL)
        return;
    destroy_keys(&jwt->keys);
    if (jwt->secret != NULL)
        OPENSSL_cleanse(jwt->secret, strlen(jwt->secret));
    free(jwt->secret);
    free(jwt->keys_dir);
    free(jwt);
}

int moot_jwt_reload(moot_jwt_t *jwt, char *why, size_t why_size)
{
    keyset_t *keys = NULL;
    (void)snprintf(why, why_size, "%s", moot_err_text(MOOT_ENOMEM));
    int rc = load_keys(jwt, &keys, why, why_size);
    if (rc != MOOT_OK)
        return rc;
    destroy_keys(&jwt->keys);
    jwt->keys = keys;
    return MOOT_OK;
}

size_t moot_jwt_keys(const moot_jwt_t *jwt)
{
    return jwt->keys->count;
}

/* ---- verifying ---- */

/* Three parts of base64url, none empty: libjwt trusts in that. */
static bool is_compact(moot_slice_t token)
{
    unsigned dots = 0;
    size_t part = 0;
    for (size_t i = 0; i < token.size; i++) {
        uint8_t c = token.at[i];
        if (c == '.') {
            if (part == 0)
                return false;
            dots++;
            part = 0;
        } else if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
                   || (c >= 'a' && c <= 'z') || c == '-' || c == '_') {
            part++;
        } else {
            return false;
        }
    }
    return dots == 2 && part > 0;
}

static int digit64(uint8_t c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '-'             ? 62
                                  : 63; /* '_': is_compact has looked */
}

/* The JSON object of the first part of a token, or NULL. */
static json_t *read_header(moot_slice_t token)
{
    uint8_t json[MOOT_JWT_BYTES_MAX];
    size_t size = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; token.at[i] != '.'; i++) {
        bits = bits << 6 | (unsigned)digit64(token.at[i]);
        held += 6;
        if (held >= 8) {
            held -= 8;
            json[size++] = (uint8_t)(bits >> held);
        }
    }
    json_t *header =
        json_loadb((const char *)json, size, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(header)) {
        json_decref(header);
        return NULL;
    }
    return header;
}

/* Chooses the key from the header. NULL: *why says the reason. */
static const jwk_t *choose_key(const moot_jwt_t *jwt, const json_t *header,
                               const char **why)
{
    const json_t *kid = json_object_get(header, "kid");
    const char *name = json_string_value(json_object_get(header, "alg"));
    *why = "token header is malformed";
    if (name == NULL || (kid != NULL && !json_is_string(kid)))
        return NULL;
    /* Extensions that one must understand; we know none. */
    if (json_object_get(header, "crit") != NULL)
        return NULL;
    jwt_alg_t alg = jwt_str_alg(name);
    *why = "token algorithm is not accepted";
    if (alg <= JWT_ALG_NONE || alg >= JWT_ALG_TERM || !jwt->accepts[alg]
        || strcmp(name, jwt_alg_str(alg)) != 0) /* "hs256" is no algorithm */
        return NULL;
    const jwk_t *key = find_key(jwt->keys, json_string_value(kid));
    *why = "token key is unknown";
    if (key == NULL)
        return NULL;
    *why = "token algorithm is not that of its key";
    return key->alg == alg ? key : NULL;
}

static int decode(const jwk_t *key, const char *token, moot_jwt_claims_t **out,
                  const char **why)
{
    jwt_t *decoded = NULL;
    *why = "token signature is wrong";
    if (jwt_decode(&decoded, token, key->at, (int)key->size) != 0)
        return MOOT_EDENIED;
    int rc = MOOT_EDENIED;
    char *json = NULL;
    /* libjwt read the header on its own; it must have read the same. */
    if (jwt_get_alg(decoded) == key->alg)
        json = jwt_get_grants_json(decoded, NULL);
    *why = "token claims are malformed";
    if (json != NULL)
        rc = moot_jwt_claims_new(moot_slice_str(json), out);
    if (rc == MOOT_EINVAL)
        rc = MOOT_EDENIED;
    free(json);
    jwt_free(decoded);
    return rc;
}

int moot_jwt_verify(const moot_jwt_t *jwt, moot_slice_t token,
                    moot_jwt_claims_t **out, const char **why)
{
    *why = "token is too long";
    if (token.size > MOOT_JWT_BYTES_MAX)
        return MOOT_EDENIED;
    *why = "token is malformed";
    if (!is_compact(token))
        return MOOT_EDENIED;
    json_t *header = read_header(token);
    if (header == NULL)
        return MOOT_EDENIED;
    const jwk_t *key = choose_key(jwt, header, why);
    json_decref(header);
    if (key == NULL)
        return MOOT_EDENIED;
    char *text = strndup((const char *)token.at, token.size);
    if (text == NULL)
        return MOOT_ENOMEM;
    int rc = decode(key, text, out, why);
    free(text);
    return rc;
}

/* ---- claims ---- */

int moot_jwt_claims_new(moot_slice_t text, moot_jwt_claims_t **out)
{
    json_t *json = json_loadb((const char *)text.at, text.size, 0, NULL);
    if (!json_is_object(json)) {
        json_decref(json);
        return MOOT_EINVAL;
    }
    moot_jwt_claims_t *claims = calloc(1, sizeof *claims);
    if (claims == NULL) {
        json_decref(json);
        return MOOT_ENOMEM;
    }
    claims->json = json;
    *out = claims;
    return MOOT_OK;
}

void moot_jwt_claims_destroy(moot_jwt_claims_t **claims_p)
{
    if (*claims_p != NULL)
        json_decref((*claims_p)->json);
    free(*claims_p);
    *claims_p = NULL;
}

const char *moot_jwt_text(const moot_jwt_claims_t *claims, const char *name)
{
    return json_string_value(json_object_get(claims->json, name));
}

enum moot_jwt_kind moot_jwt_number(const moot_jwt_claims_t *claims,
                                   const char *name, double *value)
{
    const json_t *json = json_object_get(claims->json, name);
    if (json == NULL)
        return MOOT_JWT_ABSENT;
    if (!json_is_number(json))
        return MOOT_JWT_OTHER;
    *value = json_number_value(json);
    return MOOT_JWT_NUMBER;
}

bool moot_jwt_has_text(const moot_jwt_claims_t *claims, const char *name,
                       const char *text)
{
    const json_t *json = json_object_get(claims->json, name);
    const char *is = json_string_value(json);
    if (is != NULL && strcmp(is, text) == 0)
        return true;
    for (size_t i = 0; i < json_array_size(json); i++) {
        is = json_string_value(json_array_get(json, i));
        if (is != NULL && strcmp(is, text) == 0)
            return true;
    }
    return false;
}

int moot_jwt_claims_put(const moot_jwt_claims_t *claims, moot_buf_t *out)
{
    char *text = json_dumps(claims->json, JSON_COMPACT);
    if (text == NULL)
        return MOOT_ENOMEM;
    int rc = moot_buf_put_str(out, text);
    free(text);
    return rc;
}

/* ---- minting ---- */

/* Sets "name=value". Steals nothing. */
static int set_claim(json_t *json, const char *claim)
{
    const char *equals = strchr(claim, '=');
    if (equals == NULL || equals == claim)
        return MOOT_EINVAL;
    json_t *value =
        json_loads(equals + 1, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    if (value == NULL)
        value = json_string(equals + 1);
    char *name = strndup(claim, (size_t)(equals - claim));
    /* NULL for a value that is not UTF-8 too. */
    int rc =
        name == NULL || value == NULL || json_object_set(json, name, value) != 0
            ? MOOT_EINVAL
            : MOOT_OK;
    free(name);
    json_decref(value);
    return rc;
}

static int set_claims(json_t *json, const moot_jwt_mint_t *mint, char *why,
                      size_t why_size)
{
    (void)snprintf(why, why_size, "a claim is not UTF-8");
    if (mint->sub != NULL
        && json_object_set_new(json, "sub", json_string(mint->sub)) != 0)
        return MOOT_EINVAL;
    if (mint->role != NULL
        && json_object_set_new(json, "role", json_string(mint->role)) != 0)
        return MOOT_EINVAL;
    if (json_object_set_new(json, "iat", json_integer(mint->iat_s)) != 0)
        return MOOT_ENOMEM;
    if (mint->ttl_s != 0
        && json_object_set_new(json, "exp",
                               json_integer(mint->iat_s + mint->ttl_s))
               != 0)
        return MOOT_ENOMEM;
    for (size_t i = 0; i < mint->claims_count; i++)
        if (set_claim(json, mint->claims[i]) != MOOT_OK) {
            (void)snprintf(why, why_size, "a claim must be name=value: %s",
                           mint->claims[i]);
            return MOOT_EINVAL;
        }
    return MOOT_OK;
}

static int sign(const moot_jwt_mint_t *mint, const char *claims,
                moot_buf_t *out)
{
    jwt_t *jwt = NULL;
    if (jwt_new(&jwt) != 0)
        return MOOT_ENOMEM;
    char *text = NULL;
    if (jwt_add_grants_json(jwt, claims) == 0
        && (mint->kid == NULL || jwt_add_header(jwt, "kid", mint->kid) == 0)
        && jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)mint->secret,
                       (int)strlen(mint->secret))
               == 0)
        text = jwt_encode_str(jwt);
    int rc = text != NULL ? moot_buf_put_str(out, text) : MOOT_ENOMEM;
    free(text);
    jwt_free(jwt);
    return rc;
}

int moot_jwt_mint(const moot_jwt_mint_t *mint, moot_buf_t *out, char *why,
                  size_t why_size)
{
    (void)snprintf(why, why_size, "the secret is empty");
    if (mint->secret == NULL || mint->secret[0] == 0)
        return MOOT_EINVAL;
    json_t *json = json_object();
    if (json == NULL)
        return MOOT_ENOMEM;
    char *claims = NULL;
    int rc = set_claims(json, mint, why, why_size);
    if (rc == MOOT_OK) {
        claims = json_dumps(json, JSON_COMPACT);
        (void)snprintf(why, why_size, "the token cannot be made");
        rc = claims != NULL ? sign(mint, claims, out) : MOOT_ENOMEM;
    }
    free(claims);
    json_decref(json);
    return rc;
}
