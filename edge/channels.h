/* Channels: which Socket.IO sockets of this edge are where. The ephemeral
 * rooms of each namespace, the sockets of each user, the socket of each id.
 * A membership is the socket's and ends with it. Pure; not thread safe.
 *
 * Entering, leaving and looking up take constant time; a membership costs
 * about 100 bytes. A room is there while somebody is in it. */
#ifndef MOOT_CHANNELS_H
#define MOOT_CHANNELS_H

#include "common/check.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/rules.h"

/* Bytes of a room's name, as in the message emission. */
enum { MOOT_CHANNELS_NAME_MAX = 512 };

typedef struct moot_channels moot_channels_t;

/* One socket as channels sees it; embedded in its owner's record, zeroed
 * before moot_channels_add. Fields are channels' own. */
typedef struct moot_occupant {
    moot_map_node_t by_id;
    moot_node_t in_space, in_user;
    moot_node_t seats;                 /* its memberships, oldest first */
    size_t rooms;                      /* how many they are */
    struct moot_channels_space *space; /* NULL: is not inside */
    struct moot_channels_user *user;   /* NULL: nobody's */
} moot_occupant_t;

/* rooms_per_socket_max: more are refused. Aborts when memory is out. */
moot_channels_t *moot_channels_new(size_t rooms_per_socket_max);
/* All sockets must have been removed. Nulls; accepts NULL. */
void moot_channels_destroy(moot_channels_t **channels_p);

/* A new value of the setting; memberships that are there stay. */
void moot_channels_limit(moot_channels_t *channels,
                         size_t rooms_per_socket_max);

/* Puts a socket into a namespace. id: unlike that of every other socket of
 * the namespace (checked); it must outlive the socket. user: whose it is,
 * empty for nobody's; copied. Errors: MOOT_ENOMEM. */
MOOT_CHECKED int moot_channels_add(moot_channels_t *channels,
                                   moot_occupant_t *socket,
                                   moot_slice_t name_space, moot_slice_t id,
                                   moot_slice_t user);
/* Takes it out of its rooms and its namespace; harmless when it is in none.
 * May be called while a walk stands at it. */
void moot_channels_remove(moot_channels_t *channels, moot_occupant_t *socket);

/* The socket enters a room; harmless when it is inside. tag is kept with the
 * membership (that of the first time) and is given back when it ends.
 * Errors: MOOT_EFULL (in rooms_per_socket_max already), MOOT_ELIMIT (an empty
 * name or one longer than MOOT_CHANNELS_NAME_MAX), MOOT_ENOMEM. */
MOOT_CHECKED int moot_channels_enter(moot_channels_t *channels,
                                     moot_occupant_t *socket, moot_slice_t room,
                                     const void *tag);
/* Returns whether it was inside; *tag gets what was kept, may be NULL. */
bool moot_channels_leave(moot_channels_t *channels, moot_occupant_t *socket,
                         moot_slice_t room, const void **tag);
bool moot_channels_inside(const moot_channels_t *channels,
                          const moot_occupant_t *socket, moot_slice_t room);

/* Calls each once per room that the socket is in, in the order of entering.
 * each must not change memberships. */
void moot_channels_rooms(const moot_occupant_t *socket,
                         void (*each)(void *ctx, moot_slice_t room,
                                      const void *tag),
                         void *ctx);

/* A walk over the sockets of a target, in the order in which they came. While
 * it stands sockets may come and go, that under it too; one that comes in
 * meanwhile may be met or not. */
typedef struct moot_channels_walk {
    moot_node_t node; /* in channels->walks */
    enum moot_target target;
    const moot_node_t *head; /* of the list, NULL: the end */
    const moot_node_t *next;
    size_t left;             /* met at most so many more */
    moot_occupant_t *single; /* target SOCKET */
} moot_channels_walk_t;

/* Begins a walk; name is empty for TARGET_ALL. A walk must be ended. */
void moot_channels_walk(moot_channels_t *channels, moot_slice_t name_space,
                        enum moot_target target, moot_slice_t name,
                        moot_channels_walk_t *walk);
/* The next socket, or NULL after the last. */
moot_occupant_t *moot_channels_next(moot_channels_walk_t *walk);
void moot_channels_walk_end(moot_channels_walk_t *walk);

/* How many there are now, for metrics. */
typedef struct moot_channels_facts {
    size_t sockets, rooms, memberships;
} moot_channels_facts_t;
moot_channels_facts_t moot_channels_facts(const moot_channels_t *channels);

/* The name of its user, borrowed; empty: nobody's. */
moot_slice_t moot_channels_user(const moot_occupant_t *socket);

#endif
