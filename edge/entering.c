#include "edge/entering.h"

#include <stdlib.h>

/* One room with the requests that would enter it. */
struct moot_entering {
    moot_map_node_t node; /* in user->entering */
    size_t asks;
    bool seated;
    size_t room_size;
    uint8_t room[];
};

static moot_entering_t *find(const moot_edge_user_t *user, moot_slice_t room)
{
    moot_map_node_t *node = moot_map_get(&user->entering, room);
    return node == NULL ? NULL : MOOT_CONTAINER(node, moot_entering_t, node);
}

static void set_seated(moot_edge_user_t *user, moot_entering_t *entering,
                       bool seated)
{
    if (seated != entering->seated)
        user->entering_seated += seated ? 1 : (size_t)-1;
    entering->seated = seated;
}

static moot_entering_t *add(moot_edge_user_t *user, moot_slice_t room)
{
    const moot_seat_t *seat = moot_seats_find(user, room);
    moot_entering_t *entering = calloc(1, sizeof *entering + room.size);

    MOOT_CHECK(entering != NULL);
    entering->room_size = room.size;
    memcpy(entering->room, room.at, room.size);
    moot_map_put(&user->entering, &entering->node,
                 moot_slice(entering->room, room.size));
    set_seated(user, entering, seat != NULL && (seat->attached || seat->open));
    return entering;
}

void moot_entering_begin(moot_ask_t *ask)
{
    moot_edge_user_t *user = ask->lane->subscriber->user;
    moot_entering_t *entering = find(user, ask->request.room);

    if (entering == NULL)
        entering = add(user, ask->request.room);
    entering->asks++;
    ask->entering = entering;
}

void moot_entering_end(moot_ask_t *ask)
{
    moot_edge_user_t *user = ask->lane->subscriber->user;
    moot_entering_t *entering = ask->entering;

    ask->entering = NULL;
    if (entering == NULL || --entering->asks > 0)
        return;
    set_seated(user, entering, false);
    moot_map_remove(&user->entering, &entering->node);
    free(entering);
}

void moot_entering_seated(moot_edge_user_t *user, moot_slice_t room,
                          bool seated)
{
    moot_entering_t *entering = find(user, room);

    if (entering != NULL)
        set_seated(user, entering, seated);
}

size_t moot_entering_count(const moot_edge_user_t *user, moot_slice_t room)
{
    const moot_entering_t *same = find(user, room);
    size_t count = user->entering.count - user->entering_seated;

    return count - (same != NULL && !same->seated);
}
