/* Any text as a profile. What loads has what its readers rely on, and every
 * room type, event and connection can be tried. */
#include "common/err.h"
#include "edge/events.h"
#include "proto/roomtype.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char claims[] =
    "{\"user\":\"bob\",\"sub\":\"u\",\"rol\":\"admin\",\"chats\":[7],"
    "\"token_type\":\"access\"}";
static const char payload[] =
    "{\"chat_id\":7,\"a\":\"x\",\"b\":2,\"para\":\"eva\",\"mensaje\":\"m\"}";
static const char event[] =
    "[\"e\",{\"chat_id\":7,\"a\":\"x\",\"para\":\"eva\",\"mensaje\":\"m\"},"
    "{\"_placeholder\":true,\"num\":0}]";

static void try_types(const moot_profile_t *profile, moot_arena_t *arena)
{
    moot_roomtype_ask_t ask = {
        .namespace = moot_slice_str("/"),
        .claims = moot_slice_str(claims),
        .payload = moot_slice_str(payload),
    };
    for (size_t i = 0; i < profile->types_count; i++) {
        const moot_profile_type_t *type = &profile->types[i];
        moot_roomtype_verdict_t verdict;
        MOOT_CHECK(type->key.size > 0 && type->namespaces != 0);
        if (type->parts_count == 0) {
            MOOT_CHECK(type->form != MOOT_PROFILE_DECLARED);
            continue;
        }
        moot_roomtype_judge(profile, type, MOOT_GUARD_JOIN, &ask, arena,
                            &verdict);
        MOOT_CHECK((verdict.code == MOOT_VERDICT_INVALID)
                   <= (verdict.room.size == 0));
        MOOT_CHECK(verdict.room.size <= MOOT_ROOMNAME_BYTES_MAX);
        moot_arena_reset(arena);
    }
}

static void try_events(const moot_profile_t *profile)
{
    static const moot_slice_t binary = {(const uint8_t *)"b", 1};
    moot_events_t *events = moot_events_new(profile, 100);
    moot_events_socket_t socket = {
        .sid = moot_slice_str("s"),
        .user = moot_slice_str("bob"),
        .claims = moot_slice_str(claims),
        .auth = moot_slice_str("{}"),
        .query = moot_slice_str("a=1"),
    };
    for (size_t i = 0; i < profile->namespaces_count; i++) {
        moot_events_welcome_t welcome;
        socket.namespace = (int)i;
        moot_events_connect(events, &socket, 1, &welcome);
        MOOT_CHECK(welcome.refused.size == 0 || welcome.why != NULL);
        MOOT_CHECK(welcome.refused.size == 0 || welcome.rooms_count == 0);
        for (size_t j = 0; j < profile->events_count; j++) {
            moot_events_result_t result;
            moot_events_run(events, &socket, profile->events[j].name,
                            moot_slice_str(event), &binary, 1, 1, &result);
            MOOT_CHECK(result.outcome != MOOT_EVENTS_DROPPED
                       || (result.why != NULL && !result.has_emission
                           && !result.has_ack && !result.has_own));
        }
    }
    moot_events_destroy(&events);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moot_buf_t mistakes;
    moot_profile_t *profile = NULL;
    moot_arena_t arena;
    moot_buf_init(&mistakes, 1 << 20);
    moot_arena_init(&arena, 64u << 20);
    int rc =
        moot_profile_parse(moot_slice(data, size), "f", &mistakes, &profile);
    MOOT_CHECK((rc == 0) == (mistakes.size == 0));
    MOOT_CHECK(rc == 0 || rc == MOOT_EINVAL || rc == MOOT_ELIMIT);
    if (rc == 0) {
        MOOT_CHECK(profile->namespaces_count > 0);
        try_types(profile, &arena);
        try_events(profile);
    }
    moot_profile_destroy(&profile);
    moot_arena_close(&arena);
    moot_buf_close(&mistakes);
    return 0;
}
