#include "edge/seats.h"

#include <stdlib.h>

#include "edge/entering.h"
#include "edge/locals.h"
#include "edge/stream.h"

/* ---- Hints: positions, rising ------------------------------------------- */

static void drop_hint(moot_seat_t *seat, unsigned at)
{
    seat->hints_count--;
    for (unsigned i = at; i < seat->hints_count; i++)
        seat->hints[i] = seat->hints[i + 1];
}

/* One that both its neighbours make useless: while a hint of the same epoch
 * lies above, following goes on from the one below. Else the second. */
static void make_room(moot_seat_t *seat)
{
    for (unsigned i = 1; i + 1 < seat->hints_count; i++) {
        if (seat->hints[i - 1].epoch == seat->hints[i + 1].epoch) {
            drop_hint(seat, i);
            return;
        }
    }
    drop_hint(seat, 1);
}

static void add_hint(moot_seat_t *seat, moot_position_t position)
{
    unsigned at = seat->hints_count;

    while (at > 0 && moot_position_above(seat->hints[at - 1], position))
        at--;
    if (position.seq == 0
        || (at > 0
            && moot_position_compare(seat->hints[at - 1], position) == 0))
        return;
    if (seat->hints_count == MOOT_HINTS_MAX) {
        make_room(seat);
        add_hint(seat, position);
        return;
    }
    for (unsigned i = seat->hints_count; i > at; i--)
        seat->hints[i] = seat->hints[i - 1];
    seat->hints[at] = position;
    seat->hints_count++;
}

static void prune(moot_seat_t *seat, moot_position_t reached)
{
    while (seat->hints_count > 0
           && !moot_position_above(seat->hints[0], reached))
        drop_hint(seat, 0);
}

/* ---- Places: which lists a seat is in ----------------------------------- */

static void leave_user_list(moot_seat_t *seat)
{
    moot_edge_user_t *user = seat->user;

    if (seat->attached || seat->open)
        moot_entering_seated(user, moot_seats_room(seat), false);
    if (seat->attached)
        user->attached_count--;
    else if (seat->open)
        user->open_count--;
    else
        user->records_count--;
    moot_list_remove(&seat->in_user);
}

static void enter_user_list(moot_seat_t *seat)
{
    moot_edge_user_t *user = seat->user;

    if (seat->attached || seat->open)
        moot_entering_seated(user, moot_seats_room(seat), true);
    if (seat->attached) {
        user->attached_count++;
        moot_list_push(&user->attached, &seat->in_user);
    } else if (seat->open) {
        user->open_count++;
        moot_list_push(&user->open, &seat->in_user);
    } else {
        user->records_count++;
        moot_list_push(&user->records, &seat->in_user);
    }
}

static void enter_stream_list(moot_seat_t *seat)
{
    moot_delivery_t *delivery = seat->user->delivery;

    moot_list_remove(&seat->in_stream);
    if (!seat->attached && !seat->open) {
        if (seat->stream != NULL)
            moot_list_push(&seat->stream->records, &seat->in_stream);
        seat->stream = NULL;
        return;
    }
    if (seat->stream == NULL)
        seat->stream =
            moot_stream_get(delivery, MOOT_KIND_ROOM, moot_seats_room(seat));
    if (seat->stream == NULL)
        moot_list_push(&delivery->starved, &seat->in_stream);
    else if (seat->attached)
        moot_list_push(&seat->stream->attached, &seat->in_stream);
    else
        moot_list_push(&seat->stream->waiting, &seat->in_stream);
}

/* Puts the seat where its state belongs; whoever calls settles the stream. */
static void place(moot_seat_t *seat, bool attached)
{
    bool was_open = seat->open;
    bool open = !attached && (seat->head || seat->hints_count > 0);

    if (seat->attached == attached && seat->open == open
        && (seat->stream != NULL || !(attached || open)))
        return; /* it is in its lists, which somebody may be running over */
    leave_user_list(seat);
    seat->attached = attached;
    seat->open = open;
    enter_user_list(seat);
    enter_stream_list(seat);
    if (was_open && !seat->open)
        moot_locals_decided(seat);
}

moot_seat_t *moot_seats_find(const moot_edge_user_t *user, moot_slice_t room)
{
    moot_map_node_t *node = moot_map_get(&user->seats, room);
    return node == NULL ? NULL : MOOT_CONTAINER(node, moot_seat_t, node);
}

/* The oldest record goes. What it decided is forgotten then: a hint that late
 * is not expected any more. */
static void limit_records(moot_edge_user_t *user)
{
    while (user->records_count > MOOT_RECORDS_MAX) {
        moot_node_t *node = moot_list_first(&user->records);
        moot_seats_free(MOOT_CONTAINER(node, moot_seat_t, in_user));
    }
}

moot_seat_t *moot_seats_get(moot_edge_user_t *user, moot_slice_t room)
{
    moot_seat_t *seat = moot_seats_find(user, room);

    if (seat != NULL)
        return seat;
    limit_records(user);
    seat = calloc(1, sizeof *seat);
    MOOT_CHECK(seat != NULL && room.size <= sizeof seat->room);
    seat->user = user;
    seat->room_size = room.size;
    if (room.size > 0)
        memcpy(seat->room, room.at, room.size);
    moot_list_init(&seat->in_stream);
    moot_list_init(&seat->in_user);
    moot_map_put(&user->seats, &seat->node, moot_seats_room(seat));
    enter_user_list(seat);
    return seat;
}

void moot_seats_free(moot_seat_t *seat)
{
    moot_stream_t *stream = seat->stream;

    leave_user_list(seat);
    moot_list_remove(&seat->in_stream);
    moot_map_remove(&seat->user->seats, &seat->node);
    free(seat);
    if (stream != NULL)
        moot_stream_settle(stream);
}

/* ---- Deciding ----------------------------------------------------------- */

void moot_seats_decide(moot_seat_t *seat)
{
    moot_stream_t *stream = seat->stream;
    const moot_roomview_t *view = stream->view;

    if (moot_position_above(seat->decided, stream->position)) {
        prune(seat, seat->decided); /* a parked seat goes on there */
        place(seat, false);
        return;
    }
    seat->head = false;
    seat->decided = stream->position;
    prune(seat, stream->position);
    bool member = !view->ended
                  && moot_roomview_find(view, moot_locals_id(seat->user)) != NULL;
    if (member)
        moot_locals_attached(seat, view);
    place(seat, member);
}

void moot_seats_admit(moot_edge_user_t *user, moot_stream_t *stream,
                      uint64_t seq)
{
    moot_seat_t *seat = moot_seats_get(user, moot_stream_id(stream));
    moot_position_t position = {stream->position.epoch, seq};

    if (seat->attached || !moot_position_above(position, seat->decided))
        return;
    if (seat->stream == NULL)
        moot_list_remove(&seat->in_stream); /* starved no more */
    seat->stream = stream;
    seat->head = false;
    prune(seat, position);
    moot_locals_attached(seat, stream->view);
    place(seat, true);
}

void moot_seats_dismiss(moot_seat_t *seat)
{
    seat->decided = seat->stream->position;
    prune(seat, seat->decided);
    place(seat, false);
}

void moot_seats_close_records(moot_stream_t *stream)
{
    MOOT_LIST_FOREACH(&stream->records, node, after) {
        moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        if (moot_position_above(stream->position, seat->decided))
            seat->decided = stream->position;
        moot_list_remove(node);
    }
}

void moot_seats_park(moot_stream_t *stream)
{
    MOOT_LIST_FOREACH(&stream->attached, node, after) {
        moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        seat->decided = stream->position;
        seat->head = true;
        prune(seat, seat->decided);
        place(seat, false);
    }
}

void moot_seats_defer(moot_stream_t *stream, moot_position_t head)
{
    MOOT_LIST_FOREACH(&stream->waiting, node, after) {
        moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        if (seat->head && seat->decided.epoch == 0)
            seat->decided = head;
    }
}

void moot_seats_passed(moot_stream_t *stream)
{
    MOOT_LIST_FOREACH(&stream->waiting, node, after) {
        moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        if (seat->head) {
            moot_seats_decide(seat);
            continue;
        }
        if (seat->hints_count == 0
            || moot_position_above(seat->hints[0], stream->position))
            continue;
        prune(seat, stream->position);
        if (moot_position_above(stream->position, seat->decided))
            seat->decided = stream->position;
        place(seat, false);
    }
}

void moot_seats_forget(moot_stream_t *stream, moot_position_t position,
                       bool heads)
{
    MOOT_LIST_FOREACH(&stream->waiting, node, after) {
        moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        if (heads
            || (moot_seats_is_parked(seat)
                && !moot_position_above(seat->decided, position)))
            seat->head = false;
        while (seat->hints_count > 0
               && !moot_position_above(seat->hints[0], position)) {
            seat->decided = seat->hints[0];
            drop_hint(seat, 0);
        }
        place(seat, false);
    }
}

bool moot_seats_raced(moot_stream_t *stream, moot_roomview_t *view)
{
    moot_position_t position = {view->epoch, view->seq};
    bool raced = false;

    for (size_t i = 0; !view->ended && i < view->members_count; i++) {
        moot_edge_user_t *user =
            moot_locals_find(stream->delivery, view->members[i]->user);
        if (user == NULL || !user->loaded)
            continue; /* its first list will name the room */
        moot_seat_t *seat = moot_seats_get(user, view->id);
        bool fetched = seat->hints_count > 0
                       && !moot_position_above(seat->hints[0], position);
        if (seat->attached || seat->head || fetched
            || !moot_position_above(position, seat->decided))
            continue;
        moot_seats_member_at(seat, position);
        raced = true;
    }
    return raced;
}

/* ---- Hints that come in ------------------------------------------------- */

static void consider(moot_seat_t *seat)
{
    if (!seat->attached)
        place(seat, false);
    moot_stream_t *stream = seat->stream;
    if (stream == NULL)
        return;
    if (seat->hints_count > 0
        && seat->hints[seat->hints_count - 1].epoch > stream->position.epoch)
        stream->repair = true; /* what is followed has ended */
    if (stream->view != NULL && seat->head)
        moot_seats_decide(seat);
    else if (stream->view != NULL && !seat->attached && seat->hints_count > 0
             && !moot_position_above(seat->hints[0], stream->position))
        moot_stream_rewind(stream, (moot_position_t){seat->hints[0].epoch,
                                                     seat->hints[0].seq - 1});
    moot_stream_settle(stream);
}

static bool is_news(const moot_seat_t *seat, moot_position_t position)
{
    moot_position_t decided =
        seat->attached ? seat->stream->position : seat->decided;
    return moot_position_above(position, decided);
}

void moot_seats_hint(moot_seat_t *seat, moot_position_t position, bool head)
{
    if (!is_news(seat, position))
        return;
    add_hint(seat, position);
    if (head && !seat->attached && seat->decided.epoch == 0)
        seat->head = true;
    consider(seat);
}

void moot_seats_member_at(moot_seat_t *seat, moot_position_t position)
{
    if (!is_news(seat, position))
        return;
    moot_position_t decided =
        seat->attached ? seat->stream->position : seat->decided;
    prune(seat, decided);
    if (seat->attached && decided.epoch == position.epoch) {
        /* Its events will say what is to be known, should following not end
         * at a removal below. */
        add_hint(seat, position);
        return;
    }
    /* A room that nothing was decided of is not in the user's first list: the
     * user was added since, somewhere in this epoch. */
    moot_position_t first = {position.epoch, 1};
    if (decided.epoch == position.epoch)
        first.seq = decided.seq + 1;
    add_hint(seat, first);
    add_hint(seat, position);
    consider(seat);
}

void moot_seats_tick(moot_delivery_t *delivery)
{
    moot_node_t *node;

    while ((node = moot_list_first(&delivery->starved)) != NULL
           && delivery->streams.count < delivery->config.streams_max)
        consider(MOOT_CONTAINER(node, moot_seat_t, in_stream));
}
