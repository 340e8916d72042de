#include "edge/door.h"

#include "common/err.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Pause of accept(2) when descriptors or memory are out. */
#define BREATH_MS 100
/* Connections that the kernel holds ready (cut to somaxconn). */
#define BACKLOG 4096

struct moot_door {
    moot_loop_t *loop;
    void (*on_socket)(void *ctx, int fd, const char *peer);
    void *ctx;
    int fd; /* the listening socket, or -1 */
    unsigned port;
    moot_loop_fd_t *watch;
    moot_loop_timer_t *breath;
};

static void name_peer(const struct sockaddr_storage *address, char *peer)
{
    char host[INET6_ADDRSTRLEN] = "?";
    if (address->ss_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        (void)inet_ntop(AF_INET6, &in6.sin6_addr, host, sizeof host);
        (void)snprintf(peer, MOOT_DOOR_PEER_SIZE, "[%s]:%u", host,
                       ntohs(in6.sin6_port));
    } else {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        (void)inet_ntop(AF_INET, &in.sin_addr, host, sizeof host);
        (void)snprintf(peer, MOOT_DOOR_PEER_SIZE, "%s:%u", host,
                       ntohs(in.sin_port));
    }
}

/* Accepts at most max sockets. False: accept fails for want of descriptors
 * or memory, although sockets wait. */
static bool accept_some(moot_door_t *door, unsigned max)
{
    for (unsigned i = 0; i < max; i++) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        char peer[MOOT_DOOR_PEER_SIZE];
        int on = 1;
        memset(&address, 0, sizeof address);
        int fd = accept4(door->fd, (struct sockaddr *)&address, &size,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            /* Messages are gathered here, per loop round; the kernel must
             * not hold them back until the client acknowledges the last. */
            (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            name_peer(&address, peer);
            door->on_socket(door->ctx, fd, peer);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS
                   || errno == ENOMEM) {
            return false;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return true;
        }
    }
    return true;
}

static void on_acceptable(void *ctx, int events)
{
    moot_door_t *door = ctx;
    (void)events;
    if (!accept_some(door, MOOT_DOOR_ACCEPTS_MAX)) {
        /* The descriptor stays readable: without a pause the loop would
         * spin until someone leaves. */
        moot_loop_fd_destroy(&door->watch);
        moot_loop_timer_start(door->breath, BREATH_MS, 0);
    }
}

static void on_breath(void *ctx)
{
    moot_door_t *door = ctx;
    if (door->fd < 0 || door->watch != NULL)
        return;
    if (moot_loop_fd_new(door->loop, door->fd, MOOT_LOOP_READ, on_acceptable,
                         door, &door->watch)
        != MOOT_OK)
        moot_loop_timer_start(door->breath, BREATH_MS, 0);
}

/* Sets port to the one that was bound. Returns the descriptor or an error. */
static int listen_on(const char *bind_to, unsigned *port, bool shared)
{
    char service[16];
    (void)snprintf(service, sizeof service, "%u", *port);
    struct addrinfo hints = {.ai_flags =
                                 AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *info;
    if (*port > 65535 || getaddrinfo(bind_to, service, &hints, &info) != 0)
        return MOOT_EINVAL;

    int rc = MOOT_EIO, on = 1;
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    int fd =
        socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        goto free_info;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || (shared
            && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0))
        goto close_fd;
    /* "::" means just that and not every IPv4 address too. */
    if (info->ai_family == AF_INET6
        && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0)
        goto close_fd;
    if (bind(fd, info->ai_addr, info->ai_addrlen) != 0) {
        rc = errno == EADDRINUSE      ? MOOT_EEXIST
             : errno == EADDRNOTAVAIL ? MOOT_EINVAL
             : errno == EACCES        ? MOOT_EDENIED
                                      : MOOT_EIO;
        goto close_fd;
    }
    if (listen(fd, BACKLOG) != 0
        || getsockname(fd, (struct sockaddr *)&bound, &size) != 0)
        goto close_fd;
    /* The port lies at the same place in both families. */
    *port = ntohs(((struct sockaddr_in *)&bound)->sin_port);
    freeaddrinfo(info);
    return fd;

close_fd:
    (void)close(fd);
free_info:
    freeaddrinfo(info);
    return rc;
}

int moot_door_open(moot_loop_t *loop, const moot_door_config_t *config,
                   void (*on_socket)(void *ctx, int fd, const char *peer),
                   void *ctx, moot_door_t **out)
{
    moot_door_t *door = calloc(1, sizeof *door);
    if (door == NULL)
        return MOOT_ENOMEM;
    door->loop = loop;
    door->on_socket = on_socket;
    door->ctx = ctx;
    door->port = config->port;
    int rc = door->fd =
        listen_on(config->bind, &door->port, config->port_shared);
    if (rc >= 0)
        rc = moot_loop_timer_new(loop, on_breath, door, &door->breath);
    if (rc == MOOT_OK)
        rc = moot_loop_fd_new(loop, door->fd, MOOT_LOOP_READ, on_acceptable,
                              door, &door->watch);
    if (rc != MOOT_OK) {
        moot_door_close(&door);
        return rc;
    }
    *out = door;
    return MOOT_OK;
}

void moot_door_close(moot_door_t **door_p)
{
    moot_door_t *door = *door_p;
    *door_p = NULL;
    if (door == NULL)
        return;
    moot_loop_fd_destroy(&door->watch);
    moot_loop_timer_destroy(&door->breath);
    if (door->fd >= 0)
        (void)close(door->fd);
    free(door);
}

void moot_door_stop(moot_door_t *door)
{
    if (door->fd < 0)
        return;
    /* Connections left in the kernel's queue would be reset. */
    (void)accept_some(door, BACKLOG);
    moot_loop_fd_destroy(&door->watch);
    moot_loop_timer_stop(door->breath);
    (void)close(door->fd);
    door->fd = -1;
}

unsigned moot_door_port(const moot_door_t *door)
{
    return door->port;
}
