/* Whom moot tap --connect taps over TCP: their endpoints, and by which name
 * their public keys are in the lists of keys_dir. */
#ifndef MOOT_TAP_TARGETS_H
#define MOOT_TAP_TARGETS_H

#include "common/bus.h"
#include "common/trust.h"

#define MOOT_TAP_TARGETS_MAX 64

typedef struct moot_tap_target {
    char endpoint[MOOT_BUS_ENDPOINT_MAX + 1]; /* tcp://host:port */
    moot_key_role_t role;                     /* MOOT_KEY_ROLES: not said */
    char name[MOOT_KEY_NAME_MAX + 1];         /* "": not said */
} moot_tap_target_t;

typedef struct moot_tap_targets {
    moot_tap_target_t at[MOOT_TAP_TARGETS_MAX];
    size_t count;
} moot_tap_targets_t;

/* Adds those of a list with commas, each tcp://HOST:PORT, followed by =NAME or
 * =ROLE/NAME. Errors: MOOT_EINVAL, said on stderr. */
MOOT_CHECKED int moot_tap_targets_add(moot_tap_targets_t *targets,
                                      const char *text);

/* The public key of a target, valid as that of moot_trust_server. Errors, said
 * on stderr: MOOT_EINVAL: no name was said, it is in no list, or in several of
 * them and the role was not said. */
MOOT_CHECKED int moot_tap_targets_key(const moot_tap_target_t *target,
                                      const moot_trust_t *trust,
                                      const uint8_t **out);

#endif
