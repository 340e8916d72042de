/* JSON Web Tokens: signatures are verified and made here, and nothing else;
 * what the claims mean is decided by edge/auth.c. The only file that names
 * libjwt and jansson is jwt.c.
 *
 * A key is bound to one algorithm. The key is chosen by the token's `kid`
 * (none: the default secret), and the token's `alg` must be the key's, so
 * that a public key never becomes an HMAC secret (RFC 8725, section 3.1). */
#ifndef MOOT_JWT_H
#define MOOT_JWT_H

#include "common/buf.h"
#include <stdbool.h>

/* A longer token is refused unread. */
#define MOOT_JWT_BYTES_MAX (16 * 1024)
/* Keys in a folder, bytes of one key file, bytes of a kid. */
#define MOOT_JWT_KEYS_MAX 64
#define MOOT_JWT_KEY_BYTES_MAX (16 * 1024)
#define MOOT_JWT_KID_BYTES_MAX 128
/* An RSA key has at least this many bits (RFC 7518, section 3.3). A secret
 * may have any length but 0: RFC 7518, section 3.2, asks for 32 bytes, and
 * whoever makes one should obey. */
#define MOOT_JWT_RSA_BITS_MIN 2048

typedef struct moot_jwt moot_jwt_t;               /* a set of keys */
typedef struct moot_jwt_claims moot_jwt_claims_t; /* of one token */

typedef struct moot_jwt_config {
    /* Accepted algorithms out of HS256, RS256, ES256. */
    char *const *algorithms;
    size_t algorithms_count;
    /* HS256 secret for tokens without `kid`; NULL or "": none. */
    const char *secret;
    /* Folder of keys, one file each; NULL or "": none.
     *   <kid>.secret, <kid>.hs256    HS256: the secret's bytes, one newline
     *                                at the end cut off
     *   <kid>.pem                    public key: RSA is RS256, P-256 is ES256
     *   <kid>.rs256.pem, <kid>.es256.pem   the same, and the type must match
     * Other names and those that begin with a dot are ignored. A kid is
     * unique over all suffixes. */
    const char *keys_dir;
} moot_jwt_config_t;

/* Reads the keys. why: at least why_size bytes for a text when it fails.
 * Errors: MOOT_EINVAL (a key or an algorithm), MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_jwt_new(const moot_jwt_config_t *config, char *why,
                              size_t why_size, moot_jwt_t **out);
void moot_jwt_destroy(moot_jwt_t **jwt_p);

/* Reads the folder again. When anything is wrong the old keys stay, the
 * error is that of moot_jwt_new and why names the file. */
MOOT_CHECKED int moot_jwt_reload(moot_jwt_t *jwt, char *why, size_t why_size);

/* Number of keys inside. */
size_t moot_jwt_keys(const moot_jwt_t *jwt);

/* Checks the signature of a token in compact form and gives its claims, none
 * of which is checked here. *why: static text for the refusal, without
 * anything of the token. Errors: MOOT_EDENIED, MOOT_ENOMEM. */
MOOT_CHECKED int moot_jwt_verify(const moot_jwt_t *jwt, moot_slice_t token,
                                 moot_jwt_claims_t **out, const char **why);

/* Claims from a JSON object, as in a token: for tests and tools. */
MOOT_CHECKED int moot_jwt_claims_new(moot_slice_t json,
                                     moot_jwt_claims_t **out);
void moot_jwt_claims_destroy(moot_jwt_claims_t **claims_p);

enum moot_jwt_kind { MOOT_JWT_ABSENT, MOOT_JWT_NUMBER, MOOT_JWT_OTHER };

/* The text of a claim that is a string, else NULL; borrowed from claims. */
const char *moot_jwt_text(const moot_jwt_claims_t *claims, const char *name);

/* What a claim is; *value is set when it is a number. */
enum moot_jwt_kind moot_jwt_number(const moot_jwt_claims_t *claims,
                                   const char *name, double *value);

/* Whether a claim is this string, or an array that holds it. */
bool moot_jwt_has_text(const moot_jwt_claims_t *claims, const char *name,
                       const char *text);

/* Appends all claims as a compact JSON object. Errors: MOOT_ENOMEM, those of
 * moot_buf_put. */
MOOT_CHECKED int moot_jwt_claims_put(const moot_jwt_claims_t *claims,
                                     moot_buf_t *out);

/* A token to be made. */
typedef struct moot_jwt_mint {
    const char *secret; /* HS256 */
    const char *kid;    /* header `kid`, or NULL */
    const char *sub;    /* claim `sub`, or NULL */
    const char *role;   /* claim `role`, or NULL */
    int64_t iat_s;      /* claim `iat`: now, seconds since the epoch */
    int64_t ttl_s;      /* claim `exp` = iat + ttl; 0: no `exp` */
    /* Further claims "name=value"; the value is taken as JSON when it is
     * JSON, else as a string. They replace claims made above. */
    const char *const *claims;
    size_t claims_count;
} moot_jwt_mint_t;

/* Appends the token in compact form. why as in moot_jwt_new.
 * Errors: MOOT_EINVAL (a claim without '=', an empty secret), MOOT_EFULL,
 * MOOT_ENOMEM. */
MOOT_CHECKED int moot_jwt_mint(const moot_jwt_mint_t *mint, moot_buf_t *out,
                               char *why, size_t why_size);

#endif
