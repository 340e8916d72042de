/* Answers to the questions of `moot room` and `moot why`: what a room is now,
 * and what a request would be answered, by the code that decides requests. */
#include "common/err.h"
#include "worker/room.h"
#include "worker/shard_state.h"

/* The living room, or NULL. */
static int find(moot_shard_t *shard, unsigned slot, moot_slice_t id,
                moot_live_room_t **room)
{
    *room = NULL;
    int rc = moot_rooms_find(&shard->tables.rooms, slot, id, room);
    return rc == MOOT_ENOENT ? 0 : rc;
}

static uint64_t role_of(const moot_live_room_t *room, moot_slice_t user)
{
    const moot_member_t *member =
        room != NULL ? moot_roomview_find(room->view, user) : NULL;
    return member != NULL ? (uint64_t)member->role : 0;
}

/* The last room of this id that ended, as far as it is remembered. */
static int tell_ended(moot_shard_t *shard, unsigned slot, moot_slice_t id,
                      moot_msg_room_told_t *told)
{
    moot_msg_room_row_t row;
    int rc = moot_rooms_tombstone(&shard->tables.rooms, slot, id, 0, &row);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    told->state = MOOT_ROOM_ENDED;
    told->epoch = row.epoch;
    told->seq = row.seq;
    return moot_fetch_ended(&shard->fetch, slot, id, row.epoch,
                            &shard->snapshot);
}

int moot_inspect_room(moot_shard_t *shard, unsigned slot,
                      const moot_msg_ask_room_t *ask)
{
    moot_live_room_t *room;
    moot_msg_room_told_t told = {.number = ask->number};
    int rc = find(shard, slot, ask->room, &room);
    moot_buf_clear(&shard->snapshot);
    if (rc == 0 && room != NULL) {
        told.state = MOOT_ROOM_LIVING;
        told.epoch = room->view->epoch;
        told.seq = room->view->seq;
        told.role = role_of(room, ask->user);
        told.member_count = room->view->members_count;
        if (ask->user.size == 0)
            rc = moot_roomview_save(room->view, &shard->snapshot);
    } else if (rc == 0) {
        rc = tell_ended(shard, slot, ask->room, &told);
    }
    told.snapshot = moot_buf_slice(&shard->snapshot);
    moot_buf_clear(&shard->body);
    return rc < 0 ? rc : moot_wire_encode_room_told(&shard->body, &told);
}

int moot_inspect_why(moot_shard_t *shard, unsigned slot, uint64_t number,
                     const moot_msg_request_t *request)
{
    moot_live_room_t *room;
    moot_room_verdict_t verdict;
    if (moot_personal_is(request->op)) {
        const moot_msg_why_told_t no_room = {
            .number = number,
            .code = MOOT_CODE_VALIDATION_ERROR,
            .text = moot_slice_str("not a request about a room"),
        };
        moot_buf_clear(&shard->body);
        return moot_wire_encode_why_told(&shard->body, &no_room);
    }
    int rc = find(shard, slot, request->room, &room);
    if (rc < 0)
        return rc;
    moot_room_decide(&shard->rules, room != NULL ? room->view : NULL, request,
                     shard->wall_ms, moot_slice("", 0), &shard->users,
                     &verdict);
    moot_msg_why_told_t told = {
        .number = number,
        .code = (uint64_t)verdict.code,
        .text = moot_slice_str(verdict.text != NULL ? verdict.text : ""),
        .rule = moot_slice_str(verdict.rule != NULL ? verdict.rule : ""),
        .already = verdict.already,
        .role = role_of(room, request->user),
        .target_role = role_of(room, request->target),
        .exists = room != NULL,
    };
    moot_buf_clear(&shard->body);
    return moot_wire_encode_why_told(&shard->body, &told);
}
