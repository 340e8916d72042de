#include "proto/rules.h"

#include "common/hash.h"

const char *moot_code_name(uint64_t code)
{
    static const char *const names[] = {
        [MOOT_CODE_OK] = "OK",
        [MOOT_CODE_UNAUTHORIZED] = "UNAUTHORIZED",
        [MOOT_CODE_VALIDATION_ERROR] = "VALIDATION_ERROR",
        [MOOT_CODE_NOT_FOUND] = "NOT_FOUND",
        [MOOT_CODE_FORBIDDEN] = "FORBIDDEN",
        [MOOT_CODE_CREATE_FAILED] = "CREATE_FAILED",
        [MOOT_CODE_JOIN_FAILED] = "JOIN_FAILED",
        [MOOT_CODE_LEAVE_FAILED] = "LEAVE_FAILED",
        [MOOT_CODE_NOT_A_MEMBER] = "NOT_A_MEMBER",
        [MOOT_CODE_UNAVAILABLE] = "UNAVAILABLE",
        [MOOT_CODE_INTERNAL] = "INTERNAL",
        [MOOT_CODE_INVALID_JSON] = "INVALID_JSON",
        [MOOT_CODE_UNKNOWN_TYPE] = "UNKNOWN_TYPE",
        [MOOT_CODE_UNSUPPORTED_FORMAT] = "UNSUPPORTED_FORMAT",
        [MOOT_CODE_RATE_LIMITED] = "RATE_LIMITED",
        [MOOT_CODE_UNSUPPORTED_PROTOCOL_VERSION] =
            "UNSUPPORTED_PROTOCOL_VERSION",
        [MOOT_CODE_HELLO_ALREADY_SENT] = "HELLO_ALREADY_SENT",
    };

    if (code >= sizeof names / sizeof *names)
        return "INTERNAL";
    return names[code];
}

const char *moot_role_name(uint64_t role)
{
    if (role == MOOT_ROLE_OWNER)
        return "OWNER";
    return role == MOOT_ROLE_ADMIN ? "ADMIN" : "MEMBER";
}

unsigned moot_slot_of(enum moot_kind kind, moot_slice_t id)
{
    /* One namespace, the empty one, until rooms get namespaces. */
    return (unsigned)(moot_hash_slot((uint8_t)kind, moot_slice("", 0), id)
                      % MOOT_SLOTS);
}
