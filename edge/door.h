/* A listening socket: accepts and hands over, at a pace that does not starve
 * the rest of the loop, and pauses when descriptors are out. One thread, that
 * of the loop. */
#ifndef MOOT_DOOR_H
#define MOOT_DOOR_H

#include "common/check.h"
#include "edge/loop.h"

typedef struct moot_door moot_door_t;

/* Bytes of a peer address as text, "[v6 address]:port", with its zero. */
#define MOOT_DOOR_PEER_SIZE 64
/* Sockets taken per loop round, so that a burst does not starve the rest. */
#define MOOT_DOOR_ACCEPTS_MAX 128

typedef struct moot_door_config {
    const char *bind; /* IPv4 or IPv6 address */
    unsigned port;    /* 0: the kernel picks */
    bool port_shared; /* with other programs that say so too */
} moot_door_config_t;

/* Listens. on_socket takes over each socket: not watched, non-blocking; peer
 * is borrowed for the call. Errors: MOOT_EINVAL (address), MOOT_EEXIST (port
 * in use), MOOT_EDENIED, MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_door_open(moot_loop_t *loop,
                                const moot_door_config_t *config,
                                void (*on_socket)(void *ctx, int fd,
                                                  const char *peer),
                                void *ctx, moot_door_t **out);

/* Closes the listening socket, frees all. Accepts a pointer to NULL. */
void moot_door_close(moot_door_t **door_p);

/* Takes what the kernel has accepted already, then closes the listening
 * socket. */
void moot_door_stop(moot_door_t *door);

unsigned moot_door_port(const moot_door_t *door);

#endif
