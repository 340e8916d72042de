#include "proto/rules.h"

#include "common/err.h"
#include "common/hash.h"

#include <stdio.h>

static const char *const code_names[] = {
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

enum { CODES = sizeof code_names / sizeof *code_names };

const char *moot_code_name(uint64_t code)
{
    if (code >= CODES)
        return "INTERNAL";
    return code_names[code];
}

int moot_code_of(moot_slice_t name)
{
    for (int i = 0; i < CODES; i++) {
        if (moot_slice_eq(name, moot_slice_str(code_names[i])))
            return i;
    }
    return MOOT_ENOENT;
}

const char *moot_op_type(uint64_t op)
{
    static const char *const types[] = {
        [MOOT_OP_CREATE] = "ROOM_CREATE",
        [MOOT_OP_JOIN] = "ROOM_JOIN",
        [MOOT_OP_LEAVE] = "ROOM_LEAVE",
        [MOOT_OP_INFO] = "ROOM_INFO",
        [MOOT_OP_META] = "ROOM_UPDATE_META",
        [MOOT_OP_ADD] = "ROOM_ADD_MEMBERS",
        [MOOT_OP_REMOVE] = "ROOM_REMOVE_MEMBER",
        [MOOT_OP_ROLE] = "ROOM_SET_ROLE",
        [MOOT_OP_DELETE] = "ROOM_DELETE",
        [MOOT_OP_MESSAGE] = "ROOM_MESSAGE",
        [MOOT_OP_EMIT] = "EMIT",
        [MOOT_OP_FACT] = "FACT",
        [MOOT_OP_OWNER] = "OWNER",
    };

    return op < MOOT_OP_CREATE || op > MOOT_OP_OWNER ? "" : types[op];
}

const char *moot_what_type(uint64_t what)
{
    static const char *const types[] = {
        [MOOT_WHAT_CREATED] = "ROOM_MEMBERS_UPDATED",
        [MOOT_WHAT_JOINED] = "ROOM_MEMBER_JOINED",
        [MOOT_WHAT_MEMBERS] = "ROOM_MEMBERS_UPDATED",
        [MOOT_WHAT_LEFT] = "ROOM_MEMBER_LEFT",
        [MOOT_WHAT_ADDED] = "ROOM_MEMBERS_UPDATED",
        [MOOT_WHAT_REMOVED] = "ROOM_MEMBERS_UPDATED",
        [MOOT_WHAT_ROLE] = "ROOM_MEMBERS_UPDATED",
        [MOOT_WHAT_META] = "ROOM_UPDATED",
        [MOOT_WHAT_MESSAGE] = "ROOM_MESSAGE",
        [MOOT_WHAT_DELETED] = "ROOM_DELETED",
        [MOOT_WHAT_EMITTED] = "EMITTED",
    };

    return what < MOOT_WHAT_CREATED || what > MOOT_WHAT_EMITTED ? ""
                                                                : types[what];
}

const char *moot_role_name(uint64_t role)
{
    if (role == MOOT_ROLE_OWNER)
        return "OWNER";
    return role == MOOT_ROLE_ADMIN ? "ADMIN" : "MEMBER";
}

/* A slot's number as its stream of emissions is called, or MOOT_SLOTS. */
static unsigned slot_of_number(moot_slice_t id)
{
    unsigned slot = 0;

    if (id.size == 0 || id.size > 4 || (id.size > 1 && id.at[0] == '0'))
        return MOOT_SLOTS;
    for (size_t i = 0; i < id.size; i++) {
        if (id.at[i] < '0' || id.at[i] > '9')
            return MOOT_SLOTS;
        slot = slot * 10 + (unsigned)(id.at[i] - '0');
    }
    return slot < MOOT_SLOTS ? slot : MOOT_SLOTS;
}

unsigned moot_slot_of(enum moot_kind kind, moot_slice_t id)
{
    if (kind == MOOT_KIND_EMIT)
        return slot_of_number(id);
    /* One namespace, the empty one, until rooms get namespaces. */
    return (unsigned)(moot_hash_slot((uint8_t)kind, moot_slice("", 0), id)
                      % MOOT_SLOTS);
}

moot_slice_t moot_emit_id(unsigned slot, char text[5])
{
    return moot_slice(text, (size_t)snprintf(text, 5, "%u", slot % 10000));
}

unsigned moot_op_slot(uint64_t op, moot_slice_t user, moot_slice_t room)
{
    if (op == MOOT_OP_FACT || (op == MOOT_OP_EMIT && user.size > 0))
        return moot_slot_of(MOOT_KIND_USER, user);
    return moot_slot_of(op == MOOT_OP_EMIT ? MOOT_KIND_USER : MOOT_KIND_ROOM,
                        room);
}

moot_slice_t moot_edge_id(moot_slice_t address)
{
    const uint8_t *colon =
        address.size ? memrchr(address.at, ':', address.size) : NULL;

    return colon ? moot_slice(address.at, (size_t)(colon - address.at))
                 : address;
}
