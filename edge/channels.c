#include "edge/channels.h"

#include "common/err.h"

#include <stdlib.h>

/* A namespace with sockets here. */
typedef struct moot_channels_space {
    moot_map_node_t node; /* in channels->spaces */
    moot_map_t ids, users, rooms;
    moot_node_t sockets;
    size_t count;
    uint8_t name[];
} space_t;

typedef struct moot_channels_user {
    moot_map_node_t node; /* in space->users */
    moot_node_t sockets;
    size_t count;
    uint8_t name[];
} user_t;

typedef struct room {
    moot_map_node_t node; /* in space->rooms */
    moot_node_t seats;
    size_t count;
    uint8_t name[];
} room_t;

/* One socket in one room. Found by the two pointers, which are its key. */
typedef struct seat {
    moot_map_node_t node; /* in channels->seats */
    moot_node_t in_room, in_socket;
    struct {
        room_t *room;
        moot_occupant_t *socket;
    } pair;
    const void *tag;
} seat_t;

struct moot_channels {
    size_t rooms_per_socket_max;
    moot_map_t spaces;
    moot_map_t seats;
    moot_node_t walks; /* that stand now */
    moot_channels_facts_t facts;
};

moot_channels_t *moot_channels_new(size_t rooms_per_socket_max)
{
    moot_channels_t *channels = calloc(1, sizeof *channels);

    MOOT_CHECK(channels);
    channels->rooms_per_socket_max = rooms_per_socket_max;
    moot_map_init(&channels->spaces);
    moot_map_init(&channels->seats);
    moot_list_init(&channels->walks);
    return channels;
}

void moot_channels_destroy(moot_channels_t **channels_p)
{
    moot_channels_t *channels = *channels_p;

    *channels_p = NULL;
    if (!channels)
        return;
    MOOT_CHECK(channels->spaces.count == 0);
    moot_map_close(&channels->spaces);
    moot_map_close(&channels->seats);
    free(channels);
}

void moot_channels_limit(moot_channels_t *channels, size_t rooms_per_socket_max)
{
    channels->rooms_per_socket_max = rooms_per_socket_max;
}

moot_channels_facts_t moot_channels_facts(const moot_channels_t *channels)
{
    return channels->facts;
}

moot_slice_t moot_channels_user(const moot_occupant_t *socket)
{
    return socket->user ? socket->user->node.key : moot_slice(NULL, 0);
}

/* ---- Walks --------------------------------------------------------------- */

/* A node leaves its list: no walk may go on from it. */
static void step_over(moot_channels_t *channels, const moot_node_t *node)
{
    MOOT_LIST_FOREACH (&channels->walks, it, after) {
        moot_channels_walk_t *walk =
            MOOT_CONTAINER(it, moot_channels_walk_t, node);

        if (walk->next == node)
            walk->next = node->next;
    }
}

/* A list ends: so do the walks over it. */
static void cut_short(moot_channels_t *channels, const moot_node_t *head)
{
    MOOT_LIST_FOREACH (&channels->walks, it, after) {
        moot_channels_walk_t *walk =
            MOOT_CONTAINER(it, moot_channels_walk_t, node);

        if (walk->head == head)
            walk->head = NULL;
    }
}

static void forget_single(moot_channels_t *channels,
                          const moot_occupant_t *socket)
{
    MOOT_LIST_FOREACH (&channels->walks, it, after) {
        moot_channels_walk_t *walk =
            MOOT_CONTAINER(it, moot_channels_walk_t, node);

        if (walk->single == socket)
            walk->single = NULL;
    }
}

static void stand(moot_channels_walk_t *walk, const moot_node_t *head,
                  size_t count)
{
    walk->head = head;
    walk->next = head->next;
    walk->left = count;
}

void moot_channels_walk(moot_channels_t *channels, moot_slice_t name_space,
                        enum moot_target target, moot_slice_t name,
                        moot_channels_walk_t *walk)
{
    moot_map_node_t *found = moot_map_get(&channels->spaces, name_space);
    space_t *space = found ? MOOT_CONTAINER(found, space_t, node) : NULL;

    *walk = (moot_channels_walk_t){.target = target};
    moot_list_push(&channels->walks, &walk->node);
    if (!space)
        return;
    if (target == MOOT_TARGET_ALL) {
        stand(walk, &space->sockets, space->count);
    } else if (target == MOOT_TARGET_ROOM) {
        found = moot_map_get(&space->rooms, name);
        if (found) {
            room_t *room = MOOT_CONTAINER(found, room_t, node);

            stand(walk, &room->seats, room->count);
        }
    } else if (target == MOOT_TARGET_USER) {
        found = moot_map_get(&space->users, name);
        if (found) {
            user_t *user = MOOT_CONTAINER(found, user_t, node);

            stand(walk, &user->sockets, user->count);
        }
    } else if (target == MOOT_TARGET_SOCKET) {
        found = moot_map_get(&space->ids, name);
        if (found)
            walk->single = MOOT_CONTAINER(found, moot_occupant_t, by_id);
    }
}

moot_occupant_t *moot_channels_next(moot_channels_walk_t *walk)
{
    moot_occupant_t *single = walk->single;
    const moot_node_t *node = walk->next;

    walk->single = NULL;
    if (single)
        return single;
    if (!walk->head || node == walk->head || walk->left == 0)
        return NULL;
    walk->next = node->next;
    walk->left--;
    if (walk->target == MOOT_TARGET_ROOM)
        return MOOT_CONTAINER(node, seat_t, in_room)->pair.socket;
    if (walk->target == MOOT_TARGET_USER)
        return MOOT_CONTAINER(node, moot_occupant_t, in_user);
    return MOOT_CONTAINER(node, moot_occupant_t, in_space);
}

void moot_channels_walk_end(moot_channels_walk_t *walk)
{
    moot_list_remove(&walk->node);
}

/* ---- Rooms --------------------------------------------------------------- */

static room_t *find_room(const moot_occupant_t *socket, moot_slice_t name)
{
    moot_map_node_t *node =
        socket->space ? moot_map_get(&socket->space->rooms, name) : NULL;

    return node ? MOOT_CONTAINER(node, room_t, node) : NULL;
}

static seat_t *find_seat(const moot_channels_t *channels, room_t *room,
                         const moot_occupant_t *socket)
{
    const void *pair[2] = {room, socket};
    moot_map_node_t *node;

    if (!room)
        return NULL;
    node = moot_map_get(&channels->seats, moot_slice(pair, sizeof pair));
    return node ? MOOT_CONTAINER(node, seat_t, node) : NULL;
}

static room_t *make_room(moot_channels_t *channels, space_t *space,
                         moot_slice_t name)
{
    room_t *room = malloc(sizeof *room + name.size);

    if (!room)
        return NULL;
    *room = (room_t){0};
    memcpy(room->name, name.at, name.size);
    moot_list_init(&room->seats);
    moot_map_put(&space->rooms, &room->node, moot_slice(room->name, name.size));
    channels->facts.rooms++;
    return room;
}

static void drop_room(moot_channels_t *channels, space_t *space, room_t *room)
{
    if (room->count > 0)
        return;
    cut_short(channels, &room->seats);
    moot_map_remove(&space->rooms, &room->node);
    channels->facts.rooms--;
    free(room);
}

int moot_channels_enter(moot_channels_t *channels, moot_occupant_t *socket,
                        moot_slice_t name, const void *tag)
{
    room_t *room = find_room(socket, name);
    seat_t *seat;

    MOOT_CHECK(socket->space);
    if (name.size == 0 || name.size > MOOT_CHANNELS_NAME_MAX)
        return MOOT_ELIMIT;
    if (find_seat(channels, room, socket))
        return 0;
    if (socket->rooms >= channels->rooms_per_socket_max)
        return MOOT_EFULL;
    seat = malloc(sizeof *seat);
    if (seat && !room)
        room = make_room(channels, socket->space, name);
    if (!seat || !room) {
        free(seat);
        return MOOT_ENOMEM;
    }
    *seat = (seat_t){.pair = {room, socket}, .tag = tag};
    moot_map_put(&channels->seats, &seat->node,
                 moot_slice(&seat->pair, sizeof seat->pair));
    moot_list_push(&room->seats, &seat->in_room);
    moot_list_push(&socket->seats, &seat->in_socket);
    room->count++;
    socket->rooms++;
    channels->facts.memberships++;
    return 0;
}

/* The membership ends, and the room with its last one. */
static void rise(moot_channels_t *channels, seat_t *seat)
{
    moot_occupant_t *socket = seat->pair.socket;
    room_t *room = seat->pair.room;

    step_over(channels, &seat->in_room);
    moot_map_remove(&channels->seats, &seat->node);
    moot_list_remove(&seat->in_room);
    moot_list_remove(&seat->in_socket);
    room->count--;
    socket->rooms--;
    channels->facts.memberships--;
    free(seat);
    drop_room(channels, socket->space, room);
}

bool moot_channels_leave(moot_channels_t *channels, moot_occupant_t *socket,
                         moot_slice_t name, const void **tag)
{
    seat_t *seat = find_seat(channels, find_room(socket, name), socket);

    if (!seat)
        return false;
    if (tag)
        *tag = seat->tag;
    rise(channels, seat);
    return true;
}

bool moot_channels_inside(const moot_channels_t *channels,
                          const moot_occupant_t *socket, moot_slice_t name)
{
    return find_seat(channels, find_room(socket, name), socket) != NULL;
}

void moot_channels_rooms(const moot_occupant_t *socket,
                         void (*each)(void *ctx, moot_slice_t room,
                                      const void *tag),
                         void *ctx)
{
    if (!socket->space)
        return;
    MOOT_LIST_FOREACH (&socket->seats, it, after) {
        const seat_t *seat = MOOT_CONTAINER(it, seat_t, in_socket);

        each(ctx, seat->pair.room->node.key, seat->tag);
    }
}

/* ---- Sockets ------------------------------------------------------------- */

static space_t *space_of(moot_channels_t *channels, moot_slice_t name)
{
    moot_map_node_t *node = moot_map_get(&channels->spaces, name);
    space_t *space;

    if (node)
        return MOOT_CONTAINER(node, space_t, node);
    space = malloc(sizeof *space + name.size);
    if (!space)
        return NULL;
    *space = (space_t){0};
    memcpy(space->name, name.at, name.size);
    moot_map_init(&space->ids);
    moot_map_init(&space->users);
    moot_map_init(&space->rooms);
    moot_list_init(&space->sockets);
    moot_map_put(&channels->spaces, &space->node,
                 moot_slice(space->name, name.size));
    return space;
}

static void drop_space(moot_channels_t *channels, space_t *space)
{
    if (space->count > 0)
        return;
    cut_short(channels, &space->sockets);
    moot_map_remove(&channels->spaces, &space->node);
    moot_map_close(&space->ids);
    moot_map_close(&space->users);
    moot_map_close(&space->rooms);
    free(space);
}

static user_t *user_of(space_t *space, moot_slice_t name)
{
    moot_map_node_t *node = moot_map_get(&space->users, name);
    user_t *user;

    if (node)
        return MOOT_CONTAINER(node, user_t, node);
    user = malloc(sizeof *user + name.size);
    if (!user)
        return NULL;
    *user = (user_t){0};
    memcpy(user->name, name.at, name.size);
    moot_list_init(&user->sockets);
    moot_map_put(&space->users, &user->node, moot_slice(user->name, name.size));
    return user;
}

int moot_channels_add(moot_channels_t *channels, moot_occupant_t *socket,
                      moot_slice_t name_space, moot_slice_t id,
                      moot_slice_t user)
{
    space_t *space = space_of(channels, name_space);

    MOOT_CHECK(!socket->space);
    if (!space)
        return MOOT_ENOMEM;
    socket->user = user.size > 0 ? user_of(space, user) : NULL;
    if (user.size > 0 && !socket->user) {
        drop_space(channels, space);
        return MOOT_ENOMEM;
    }
    moot_list_init(&socket->seats);
    moot_list_init(&socket->in_user);
    socket->rooms = 0;
    socket->space = space;
    moot_map_put(&space->ids, &socket->by_id, id);
    moot_list_push(&space->sockets, &socket->in_space);
    space->count++;
    if (socket->user) {
        moot_list_push(&socket->user->sockets, &socket->in_user);
        socket->user->count++;
    }
    channels->facts.sockets++;
    return 0;
}

void moot_channels_remove(moot_channels_t *channels, moot_occupant_t *socket)
{
    space_t *space = socket->space;
    user_t *user = socket->user;

    if (!space)
        return;
    MOOT_LIST_FOREACH (&socket->seats, it, after)
        rise(channels, MOOT_CONTAINER(it, seat_t, in_socket));
    forget_single(channels, socket);
    if (user) {
        step_over(channels, &socket->in_user);
        moot_list_remove(&socket->in_user);
        if (--user->count == 0) {
            cut_short(channels, &user->sockets);
            moot_map_remove(&space->users, &user->node);
            free(user);
        }
    }
    step_over(channels, &socket->in_space);
    moot_list_remove(&socket->in_space);
    moot_map_remove(&space->ids, &socket->by_id);
    space->count--;
    channels->facts.sockets--;
    socket->space = NULL;
    socket->user = NULL;
    drop_space(channels, space);
}
