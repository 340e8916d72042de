/* What a back end may answer, and frames of a guard process: any bytes. The
 * first byte chooses: 0 an answer with status 200, to a question that names a
 * room; 1 the same without; 2 to a leave; 3 another status; 4 frames. */
#include "common/check.h"
#include "common/err.h"
#include "proto/roomname.h"
#include "proto/rules.h"
#include "worker/guard_asked.h"
#include "worker/guard_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_answer(unsigned how, moot_slice_t body)
{
    static const moot_slice_t room = {(const uint8_t *)"chat|7", 6};
    moot_msg_ask_guard_t ask = {
        .number = 1,
        .what = how == 2 ? MOOT_GUARD_LEAVE : MOOT_GUARD_JOIN,
        .namespace = moot_slice_str("/"),
        .type = moot_slice_str("chat"),
    };
    moot_msg_guard_told_t told;
    moot_arena_t arena;
    moot_buf_t buf;
    if (how == 0)
        ask.room = room;
    moot_arena_init(&arena, 4 << 20);
    moot_guard_asked_read(&ask, how == 3 ? 201 : 200, body, &arena, &told);
    MOOT_CHECK(told.number == 1 && told.verdict >= MOOT_VERDICT_ALLOW
               && told.verdict <= MOOT_VERDICT_FAILED);
    /* Yes and no are about a room, and about the one that was asked for. */
    bool decided = told.verdict <= MOOT_VERDICT_REFUSE;
    MOOT_CHECK(decided ? told.room.size > 5
                             && told.room.size <= MOOT_ROOMNAME_BYTES_MAX
                             && memcmp(told.room.at, "chat|", 5) == 0
                       : told.room.size == 0);
    MOOT_CHECK(!decided || how != 0 || moot_slice_eq(told.room, room));
    MOOT_CHECK(how != 3 || told.verdict == MOOT_VERDICT_FAILED);
    /* Whatever it is, it fits into a message. */
    moot_buf_init(&buf, SIZE_MAX);
    int rc = moot_wire_encode_guard_told(&buf, &told);
    MOOT_CHECK(rc == 0 && buf.size <= MOOT_GUARD_WIRE_BYTES_MAX);
    moot_buf_close(&buf);
    moot_arena_close(&arena);
}

static void read_frames(moot_slice_t bytes)
{
    moot_slice_t rest = bytes, body;
    int rc;
    while ((rc = moot_guard_wire_next(&rest, &body)) == 0)
        MOOT_CHECK(body.size > 0 && body.size <= MOOT_GUARD_WIRE_BYTES_MAX
                   && body.at + body.size == rest.at
                   && rest.at + rest.size == bytes.at + bytes.size);
    MOOT_CHECK(rc == MOOT_ETRUNC || rc == MOOT_EINVAL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] % 5 == 4)
        read_frames(moot_slice(data + 1, size - 1));
    else
        read_answer(data[0] % 5, moot_slice(data + 1, size - 1));
    return 0;
}
