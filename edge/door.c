#include "edge/door.h"

#include "common/err.h"
#include "common/list.h"
#include "edge/meter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* How often overdue sockets are looked for. */
#define SWEEP_MS 100
/* Pause of accept(2) when descriptors or memory are out. */
#define BREATH_MS 100
/* Bytes looked at in one go. */
#define READ_SIZE 2048
/* Connections that the kernel holds ready (cut to somaxconn). */
#define BACKLOG 4096

struct moot_door {
    moot_loop_t *loop;
    moot_door_config_t config;
    moot_door_events_t events;
    void *ctx;
    int fd; /* the listening socket, or -1 */
    unsigned port;
    moot_loop_fd_t *watch;
    moot_loop_timer_t *sweep;
    moot_loop_timer_t *breath;
    moot_node_t reading;   /* of visitor_t, the oldest first */
    moot_node_t answering; /* of visitor_t, the oldest first */
    size_t bytes;          /* held by visitors */
    moot_door_stats_t stats;
};

/* One accepted socket before its upgrade. */
typedef struct visitor {
    moot_door_t *door;
    moot_node_t node;
    int fd;
    moot_loop_fd_t *watch;
    uint64_t since_ms;
    moot_buf_t buf; /* the head, then the answer */
    size_t sent;    /* bytes of the answer */
    size_t charged; /* bytes in door->bytes */
    char peer[MOOT_DOOR_PEER_SIZE];
} visitor_t;

static void free_visitor(visitor_t *visitor, bool close_fd)
{
    moot_door_t *door = visitor->door;
    moot_loop_fd_destroy(&visitor->watch);
    if (close_fd)
        (void)close(visitor->fd);
    moot_list_remove(&visitor->node);
    moot_buf_close(&visitor->buf);
    door->bytes -= visitor->charged;
    door->stats.open--;
    free(visitor);
}

/* Brings the account of held bytes up to date. False: over the bound. */
static bool charge(visitor_t *visitor)
{
    moot_door_t *door = visitor->door;
    door->bytes += visitor->buf.capacity - visitor->charged;
    visitor->charged = visitor->buf.capacity;
    return door->bytes <= MOOT_DOOR_BYTES_MAX;
}

/* Reads and forgets what an answered client still sends: closing a socket
 * with unread input would reset it and could destroy the answer on its way
 * (RFC 9112, section 9.6). */
static void discard(visitor_t *visitor)
{
    char bytes[READ_SIZE * 8];
    ssize_t got = recv(visitor->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        free_visitor(visitor, true);
}

static void send_answer(visitor_t *visitor)
{
    moot_buf_t *buf = &visitor->buf;
    ssize_t n = send(visitor->fd, buf->at + visitor->sent,
                     buf->size - visitor->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0) {
        if (errno != EAGAIN && errno != EINTR)
            free_visitor(visitor, true);
        return;
    }
    visitor->sent += (size_t)n;
    if (visitor->sent < buf->size)
        return;
    (void)shutdown(visitor->fd, SHUT_WR);
    discard(visitor);
}

static void on_answering(void *ctx, int events)
{
    visitor_t *visitor = ctx;
    bool sending = visitor->sent < visitor->buf.size;
    if (sending && (events & MOOT_LOOP_WRITE) != 0) {
        send_answer(visitor);
        return;
    }
    discard(visitor);
}

/* Turns a visitor from reading to being answered; buf holds the answer. */
static void begin_answer(visitor_t *visitor)
{
    moot_door_t *door = visitor->door;
    moot_list_remove(&visitor->node);
    moot_list_push(&door->answering, &visitor->node);
    visitor->since_ms = moot_loop_now_ms(door->loop);
    visitor->sent = 0;
    ssize_t n = send(visitor->fd, visitor->buf.at, visitor->buf.size,
                     MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0)
        visitor->sent = (size_t)n;
    int wanted = MOOT_LOOP_READ;
    if (visitor->sent < visitor->buf.size)
        wanted |= MOOT_LOOP_WRITE;
    else
        (void)shutdown(visitor->fd, SHUT_WR);
    moot_loop_fd_destroy(&visitor->watch);
    if (moot_loop_fd_new(door->loop, visitor->fd, wanted, on_answering, visitor,
                         &visitor->watch)
        != MOOT_OK)
        free_visitor(visitor, true);
}

static void answer(visitor_t *visitor, const moot_http_answer_t *answer)
{
    moot_door_t *door = visitor->door;
    moot_buf_t out;
    moot_buf_init(&out, MOOT_DOOR_BYTES_MAX);
    moot_http_answer_put(&out, answer);
    moot_buf_close(&visitor->buf);
    visitor->buf = out;
    if (answer->status >= 400) {
        door->stats.refused++;
        moot_meter_refused(answer->status);
    }
    if (!charge(visitor) || out.error != MOOT_OK) {
        door->stats.dropped++;
        free_visitor(visitor, true);
        return;
    }
    begin_answer(visitor);
}

static void refuse(visitor_t *visitor, int status, const char *why)
{
    moot_http_answer_t refusal = {.status = status,
                                  .body = moot_slice_str(why)};
    answer(visitor, &refusal);
}

static void give_away(visitor_t *visitor, const moot_http_head_t *head)
{
    moot_door_t *door = visitor->door;
    int fd = visitor->fd;
    /* The descriptor may be watched by someone else from here on; the head
     * must outlive the call. */
    moot_loop_fd_destroy(&visitor->watch);
    door->events.on_socket(door->ctx, fd, head);
    free_visitor(visitor, false);
}

static void handle_head(visitor_t *visitor)
{
    moot_door_t *door = visitor->door;
    moot_http_head_t head;
    if (moot_http_parse(moot_buf_slice(&visitor->buf), &head) != MOOT_OK) {
        refuse(visitor, 400, "malformed HTTP request");
        return;
    }
    moot_http_answer_t reply = {0};
    moot_buf_t scratch;
    moot_buf_init(&scratch, MOOT_DOOR_BYTES_MAX / 4);
    door->events.on_head(door->ctx, &head, visitor->peer, &reply, &scratch);
    if (reply.status == 101) {
        give_away(visitor, &head);
    } else {
        reply.head_only = moot_slice_eq(head.method, moot_slice_str("HEAD"));
        answer(visitor, &reply);
    }
    moot_buf_close(&scratch);
}

/* Takes n bytes, which were peeked into the buffer's end, from the kernel. */
static bool take(visitor_t *visitor, size_t n)
{
    ssize_t got =
        recv(visitor->fd, visitor->buf.at + visitor->buf.size, n, MSG_DONTWAIT);
    if (got != (ssize_t)n)
        return false;
    visitor->buf.size += n;
    return true;
}

static void on_readable(void *ctx, int events);

static void wait_readable(visitor_t *visitor)
{
    moot_door_t *door = visitor->door;
    if (visitor->watch == NULL
        && moot_loop_fd_new(door->loop, visitor->fd, MOOT_LOOP_READ,
                            on_readable, visitor, &visitor->watch)
               != MOOT_OK) {
        door->stats.dropped++;
        free_visitor(visitor, true);
    }
}

/* Peeks before it reads, so that bytes behind the head stay in the kernel. */
static void read_head(visitor_t *visitor)
{
    moot_buf_t *buf = &visitor->buf;
    size_t room = MOOT_HTTP_HEAD_MAX - buf->size;
    if (room > READ_SIZE + buf->size)
        room = READ_SIZE + buf->size;
    uint8_t *at = moot_buf_reserve(buf, room);
    if (at == NULL || !charge(visitor)) {
        visitor->door->stats.dropped++;
        free_visitor(visitor, true);
        return;
    }
    ssize_t got = recv(visitor->fd, at, room, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        wait_readable(visitor);
        return;
    }
    if (got <= 0) {
        free_visitor(visitor, true);
        return;
    }
    size_t seen = buf->size;
    size_t end = moot_http_end(moot_slice(buf->at, seen + (size_t)got), seen);
    if (!take(visitor, end > 0 ? end - seen : (size_t)got)) {
        free_visitor(visitor, true);
        return;
    }
    if (end > 0)
        handle_head(visitor);
    else if (buf->size >= MOOT_HTTP_HEAD_MAX)
        refuse(visitor, 431, "request head too large");
    else
        wait_readable(visitor);
}

static void on_readable(void *ctx, int events)
{
    (void)events;
    read_head(ctx);
}

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

static void welcome(moot_door_t *door, int fd,
                    const struct sockaddr_storage *address)
{
    visitor_t *visitor = NULL;
    if (door->stats.open < door->config.sockets_max)
        visitor = calloc(1, sizeof *visitor);
    if (visitor == NULL) {
        door->stats.dropped++;
        (void)close(fd);
        return;
    }
    visitor->door = door;
    visitor->fd = fd;
    visitor->since_ms = moot_loop_now_ms(door->loop);
    /* One more than the head may have, for moot_buf_reserve at the bound. */
    moot_buf_init(&visitor->buf, MOOT_HTTP_HEAD_MAX + 1);
    name_peer(address, visitor->peer);
    moot_list_push(&door->reading, &visitor->node);
    door->stats.open++;
    /* Messages are gathered here, per loop round; the kernel must not hold
     * them back until the client acknowledges the last ones. */
    int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    /* Under load the request has come by now, and no watch is needed. */
    read_head(visitor);
}

/* Accepts at most max sockets. False: accept fails for want of descriptors
 * or memory, although sockets wait. */
static bool accept_some(moot_door_t *door, unsigned max)
{
    for (unsigned i = 0; i < max; i++) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        memset(&address, 0, sizeof address);
        int fd = accept4(door->fd, (struct sockaddr *)&address, &size,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0)
            welcome(door, fd, &address);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS
                 || errno == ENOMEM)
            return false;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return true;
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

static void on_sweep(void *ctx)
{
    moot_door_t *door = ctx;
    uint64_t now = moot_loop_now_ms(door->loop);
    MOOT_LIST_FOREACH (&door->reading, it, after) {
        visitor_t *visitor = MOOT_CONTAINER(it, visitor_t, node);
        if (now - visitor->since_ms < door->config.handshake_timeout_ms)
            break;
        door->stats.timed_out++;
        refuse(visitor, 408, "the request head came too late");
    }
    MOOT_LIST_FOREACH (&door->answering, it, after) {
        visitor_t *visitor = MOOT_CONTAINER(it, visitor_t, node);
        if (now - visitor->since_ms < MOOT_DOOR_LINGER_MS)
            break;
        free_visitor(visitor, true);
    }
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
                   const moot_door_events_t *events, void *ctx,
                   moot_door_t **out)
{
    moot_door_t *door = calloc(1, sizeof *door);
    if (door == NULL)
        return MOOT_ENOMEM;
    door->loop = loop;
    door->config = *config;
    door->config.bind = NULL; /* the caller's string, not needed any more */
    door->events = *events;
    door->ctx = ctx;
    door->port = config->port;
    moot_list_init(&door->reading);
    moot_list_init(&door->answering);
    int rc = door->fd = listen_on(config->bind, &door->port,
                                   config->port_shared);
    if (rc >= 0)
        rc = moot_loop_timer_new(loop, on_sweep, door, &door->sweep);
    if (rc == MOOT_OK)
        rc = moot_loop_timer_new(loop, on_breath, door, &door->breath);
    if (rc == MOOT_OK)
        rc = moot_loop_fd_new(loop, door->fd, MOOT_LOOP_READ, on_acceptable,
                              door, &door->watch);
    if (rc != MOOT_OK) {
        moot_door_close(&door);
        return rc;
    }
    moot_loop_timer_start(door->sweep, SWEEP_MS, SWEEP_MS);
    *out = door;
    return MOOT_OK;
}

void moot_door_close(moot_door_t **door_p)
{
    moot_door_t *door = *door_p;
    *door_p = NULL;
    if (door == NULL)
        return;
    MOOT_LIST_FOREACH (&door->reading, it, after)
        free_visitor(MOOT_CONTAINER(it, visitor_t, node), true);
    MOOT_LIST_FOREACH (&door->answering, it, after)
        free_visitor(MOOT_CONTAINER(it, visitor_t, node), true);
    moot_loop_fd_destroy(&door->watch);
    moot_loop_timer_destroy(&door->sweep);
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

moot_door_stats_t moot_door_stats(const moot_door_t *door)
{
    return door->stats;
}
