/* Who a client is: finds the credential in an upgrade request and reads the
 * claims of a verified token. Pure; the rules are those of the client
 * contract (proto/ROOMS.md, section 1, "Connection"). */
#ifndef MOOT_AUTH_H
#define MOOT_AUTH_H

#include "common/buf.h"
#include "common/jwt.h"

/* Bytes of a user id, without its zero. */
#define MOOT_AUTH_ID_MAX 128
/* Seconds that the clock of the one who signs may differ. */
#define MOOT_AUTH_GRACE_S 30

/* Settings; the strings are borrowed. */
typedef struct moot_auth_config {
    const char *cookie_name; /* "token" */
    bool query_token;        /* whether ?token= is looked at */
    const char *issuer;      /* `iss` must be this; NULL or "": any */
    const char *audience;    /* `aud` must be or hold this; NULL or "": any */
    char *const *origins;    /* allow-list; one that is "*" allows all */
    size_t origins_count;    /* 0: every origin */
} moot_auth_config_t;

typedef struct moot_auth_identity {
    char user_id[MOOT_AUTH_ID_MAX + 1];
    bool admin;    /* a global administrator */
    int64_t exp_s; /* claim `exp`, or 0 when the token never expires */
} moot_auth_identity_t;

/* Finds the token: header `Authorization: Bearer`, then the cookie of exactly
 * that name, then the query parameter `token`, percent-decoded. An empty one
 * counts as absent; the first that is found decides alone. *token lies in the
 * header or in scratch. Errors: MOOT_ENOENT (there is none), MOOT_EINVAL (a
 * bad percent escape), MOOT_EFULL, MOOT_ENOMEM (of scratch). */
MOOT_CHECKED int moot_auth_credential(const moot_auth_config_t *config,
                                      moot_slice_t authorization,
                                      moot_slice_t cookie, moot_slice_t query,
                                      moot_buf_t *scratch, moot_slice_t *token);

/* Judges the claims at the time now_s (seconds since the epoch):
 * - `exp`: absent means that the token does not expire; present it must be a
 *   number, and now_s below it (the grace of the contract is for `nbf` only);
 * - `nbf`: present it must be a number, at most MOOT_AUTH_GRACE_S ahead;
 * - `iss` and `aud` when configured;
 * - user id: the first of sub, userId, user_id, user that is a non-empty
 *   string; trimmed, 1 to 128 bytes, no control characters;
 * - role: the first of role, rol that is a string; "ADMIN" or "admin".
 * *why: static text of the refusal. Errors: MOOT_EDENIED. */
MOOT_CHECKED int moot_auth_identify(const moot_auth_config_t *config,
                                    const moot_jwt_claims_t *claims,
                                    int64_t now_s, moot_auth_identity_t *out,
                                    const char **why);

/* The same for a token whose user a profile finds: exp, nbf, iss and aud
 * alone. Errors: MOOT_EDENIED. */
MOOT_CHECKED int moot_auth_validate(const moot_auth_config_t *config,
                                    const moot_jwt_claims_t *claims,
                                    int64_t now_s, const char **why);

/* The value of the cookie of exactly that name, empty ones passed over; in
 * the header. Errors: MOOT_ENOENT. */
MOOT_CHECKED int moot_auth_cookie(moot_slice_t cookie, const char *name,
                                  moot_slice_t *value);

/* Whether a request with this Origin header (at NULL: none, so no browser)
 * may come in. */
bool moot_auth_origin(const moot_auth_config_t *config, moot_slice_t origin);

/* Whether the configuration names this very origin, rather than all. Only
 * pages of such may read what cookies gave access to: any page could, else. */
bool moot_auth_origin_named(const moot_auth_config_t *config,
                            moot_slice_t origin);

#endif
