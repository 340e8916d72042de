#include "cli/tap_targets.h"

#include <stdio.h>

#include "common/endpoints.h"
#include "common/err.h"

static int fail(const moot_tap_target_t *target, const char *why)
{
    fprintf(stderr, "moot tap: --connect %s: %s\n", target->endpoint, why);
    return MOOT_EINVAL;
}

/* NAME or ROLE/NAME. */
static int take_name(moot_tap_target_t *target, const char *at, size_t size)
{
    const char *slash = memchr(at, '/', size);

    if (slash) {
        target->role = moot_key_role_of(moot_slice(at, (size_t)(slash - at)));
        if (target->role == MOOT_KEY_ROLES)
            return fail(target, "a role is edge, worker or broker");
        size -= (size_t)(slash + 1 - at);
        at = slash + 1;
    }
    if (size < sizeof target->name) {
        memcpy(target->name, at, size);
        target->name[size] = '\0';
    }
    return size < sizeof target->name && moot_key_name_ok(target->name)
               ? 0
               : fail(target, "after = comes the name of its key");
}

static int take_one(moot_tap_target_t *target, const char *at, size_t size)
{
    const char *equals = memchr(at, '=', size);
    size_t address = equals ? (size_t)(equals - at) : size;

    *target = (moot_tap_target_t){.role = MOOT_KEY_ROLES};
    if (address > MOOT_BUS_ENDPOINT_MAX) {
        fprintf(stderr, "moot tap: --connect: an address has at most %d "
                        "bytes\n",
                MOOT_BUS_ENDPOINT_MAX);
        return MOOT_EINVAL;
    }
    memcpy(target->endpoint, at, address);
    target->endpoint[address] = '\0';
    if (!moot_endpoints_is_tcp(target->endpoint))
        return fail(target, "expected tcp://HOST:PORT=NAME");
    return equals ? take_name(target, equals + 1, size - address - 1) : 0;
}

int moot_tap_targets_add(moot_tap_targets_t *targets, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, ",");

        if (targets->count == MOOT_TAP_TARGETS_MAX) {
            fprintf(stderr, "moot tap: --connect: at most %d programs\n",
                    MOOT_TAP_TARGETS_MAX);
            return MOOT_EINVAL;
        }
        if (take_one(&targets->at[targets->count], text, size) != 0)
            return MOOT_EINVAL;
        targets->count++;
        if (text[size] == '\0')
            return 0;
        text += size + 1;
    }
}

int moot_tap_targets_key(const moot_tap_target_t *target,
                         const moot_trust_t *trust, const uint8_t **out)
{
    const uint8_t *found = NULL;

    if (target->name[0] == '\0')
        return fail(target, "whose key is there? say tcp://HOST:PORT=NAME, by "
                            "its name in moot keys list");
    for (unsigned role = 0; role < MOOT_KEY_ROLES; role++) {
        const uint8_t *key =
            target->role == MOOT_KEY_ROLES || target->role == role
                ? moot_trust_server(trust, (moot_key_role_t)role, target->name)
                : NULL;

        if (key && found)
            return fail(target, "several keys have this name: say "
                                "=ROLE/NAME");
        found = key ? key : found;
    }
    if (!found)
        return fail(target, "its key is in no list: moot keys add");
    *out = found;
    return 0;
}
