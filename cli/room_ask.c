#include "cli/room_ask.h"

#include "common/err.h"

#include <stdio.h>

enum { KEPT_BYTES_MAX = 32 << 20 };

int moot_room_ask(moot_question_t *question, moot_slice_t room,
                  moot_slice_t user, moot_msg_room_told_t *told)
{
    const moot_msg_ask_room_t ask = {
        .number = moot_question_next(question),
        .room = room,
        .user = user,
    };
    moot_msg_t answer;
    moot_buf_t body;
    int rc;

    moot_buf_init(&body, 4096);
    MOOT_CHECK(moot_wire_encode_ask_room(&body, &ask) == 0);
    rc = moot_question_slot(question, moot_slot_of(MOOT_KIND_ROOM, room),
                            moot_buf_slice(&body), MOOT_MSG_ROOM_TOLD, &answer);
    moot_buf_close(&body);
    if (rc == 0)
        *told = answer.as.room_told;
    return rc;
}

int moot_room_ask_user(moot_question_t *question, moot_slice_t user,
                       moot_buf_t *kept, moot_slice_t *rooms)
{
    const moot_msg_range_t range = {
        .number = moot_question_next(question),
        .kind = MOOT_KIND_USER,
        .id = user,
    };
    moot_msg_user_rooms_t state;
    moot_msg_t answer;
    moot_buf_t body;
    int rc;

    moot_buf_init(kept, KEPT_BYTES_MAX);
    moot_buf_init(&body, 4096);
    MOOT_CHECK(moot_wire_encode_range(&body, &range) == 0);
    rc = moot_question_slot(question, moot_slot_of(MOOT_KIND_USER, user),
                            moot_buf_slice(&body), MOOT_MSG_EVENTS, &answer);
    moot_buf_close(&body);
    if (rc != 0)
        return rc;
    if (moot_wire_decode_user_rooms(answer.as.events.snapshot, &state) != 0)
        return MOOT_ECORRUPT;
    moot_buf_put(kept, state.rooms.at, state.rooms.size);
    *rooms = moot_buf_slice(kept);
    return kept->error;
}

int moot_room_ask_next(moot_list_reader_t *rooms, moot_slice_t *room)
{
    moot_list_reader_t entry;
    moot_slice_t raw;
    int rc = moot_list_next_list(rooms, &raw);

    if (rc == 0)
        rc = moot_list_reader_init(&entry, raw);
    if (rc == 0)
        rc = moot_list_next_str(&entry, room);
    return rc;
}
