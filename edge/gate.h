/* The gate: who a client is, by the keys and rules of the settings. Shell
 * around edge/auth.h and common/jwt.h; it reads files when it is made. */
#ifndef MOOT_GATE_H
#define MOOT_GATE_H

#include "common/conf.h"
#include "edge/auth.h"
#include "edge/ws.h"

typedef struct moot_gate moot_gate_t;

/* Reads secret and keys. An empty jwt_secret is read from the file jwt_secret
 * in data_dir, when that exists. Nothing of conf is borrowed. why: at least
 * why_size bytes for a text when it fails. Errors: MOOT_EINVAL (no key at all,
 * a bad one, an unknown algorithm), MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_gate_new(const moot_conf_t *conf, char *why,
                               size_t why_size, moot_gate_t **out);
void moot_gate_destroy(moot_gate_t **gate_p);

/* Number of keys, the secret included. */
size_t moot_gate_keys(const moot_gate_t *gate);

/* Whether the request's Origin may come in. */
bool moot_gate_origin(const moot_gate_t *gate, const moot_upgrade_t *request);

/* Bytes of claims that are passed on, as JSON. */
#define MOOT_GATE_CLAIMS_MAX 16384

/* Looks at the credential of a request. Returns NULL or a static text: why it
 * is refused. *out: who it is; an empty user_id when there is no credential.
 * claims: gets the token's as a JSON object, at most MOOT_GATE_CLAIMS_MAX
 * bytes; NULL: they are not wanted. */
const char *moot_gate_look(moot_gate_t *gate, const moot_upgrade_t *request,
                           int64_t now_s, moot_auth_identity_t *out,
                           moot_buf_t *claims);

/* Whether a request with this Origin header may come in (moot_auth_origin). */
bool moot_gate_origin_allowed(const moot_gate_t *gate, moot_slice_t origin);

/* Whether its answers may be read with credentials
 * (moot_auth_origin_named). */
bool moot_gate_origin_named(const moot_gate_t *gate, moot_slice_t origin);

/* Verifies a token, its times, issuer and audience, and appends its claims as
 * a JSON object. *why: static text of a refusal. Errors: MOOT_EDENIED;
 * MOOT_ENOMEM, MOOT_EFULL (of claims). */
MOOT_CHECKED int moot_gate_claims(const moot_gate_t *gate, moot_slice_t token,
                                  int64_t now_s, moot_buf_t *claims,
                                  const char **why);

#endif
