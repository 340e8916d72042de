#include "edge/web.h"

#include "common/err.h"
#include "common/list.h"
#include "edge/door.h"
#include "edge/meter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* How often overdue sockets are looked for. */
#define SWEEP_MS 100
/* Bytes of a head looked at in one go, at first; of a body. */
#define READ_SIZE 2048
#define BODY_READ_SIZE (64 * 1024)

/*   accept --> HEAD --> BODY --> HANDLING --> ANSWERING --> IDLE
 *               |  \_________________^  |        ^   |       |
 *               |                     KEPT ------+   |       |
 *               +--> given away                      v       |
 *                                                LINGERING   |
 *               ^--------------------------------------------+ */
typedef enum {
    HEAD,      /* of a request; before any byte of it only the first time */
    BODY,      /* of a request whose head is in buf */
    HANDLING,  /* inside on_request */
    KEPT,      /* the answer is awaited */
    ANSWERING, /* buf is the answer */
    IDLE,      /* between two requests */
    LINGERING, /* was told that this is the end */
    STATES,
} state_t;

struct moot_web {
    moot_loop_t *loop;
    moot_web_config_t config;
    moot_web_events_t events;
    void *ctx;
    moot_door_t *door;
    moot_loop_timer_t *sweep;
    /* By state, of visitor_t, those first that wait longest. */
    moot_node_t in[STATES];
    size_t bytes; /* held by visitors */
    bool stopped;
    struct moot_exchange *handling; /* nulled when it is freed meanwhile */
    moot_web_stats_t stats;
};

/* One accepted socket, and the one request that it is at. */
typedef struct moot_exchange {
    moot_web_t *web;
    moot_node_t node;
    moot_loop_fd_t *watch;
    void (*on_gone)(void *owner, moot_exchange_t *exchange);
    void *owner;
    uint64_t since_ms;
    moot_buf_t buf;  /* the head, then the answer */
    moot_buf_t body; /* of the request */
    size_t length;   /* of the whole body */
    size_t sent;     /* bytes of the answer */
    size_t paced;    /* of body or answer, at since_ms */
    size_t charged;  /* bytes in web->bytes */
    int fd;
    state_t state;
    bool close;     /* the client will send no further request */
    bool head_only; /* the request is HEAD */
    char peer[MOOT_DOOR_PEER_SIZE];
} visitor_t;

static void on_ready(void *ctx, int events);

static void enter(visitor_t *visitor, state_t state)
{
    moot_web_t *web = visitor->web;
    web->stats.waiting += (uint64_t)(state == KEPT);
    web->stats.waiting -= (uint64_t)(visitor->state == KEPT);
    visitor->state = state;
    visitor->since_ms = moot_loop_now_ms(web->loop);
    moot_list_remove(&visitor->node);
    moot_list_push(&web->in[state], &visitor->node);
}

static void free_visitor(visitor_t *visitor, bool close_fd)
{
    moot_web_t *web = visitor->web;
    moot_loop_fd_destroy(&visitor->watch);
    if (close_fd)
        (void)close(visitor->fd);
    moot_list_remove(&visitor->node);
    moot_buf_close(&visitor->buf);
    moot_buf_close(&visitor->body);
    web->bytes -= visitor->charged;
    web->stats.waiting -= (uint64_t)(visitor->state == KEPT);
    web->stats.open--;
    if (web->handling == visitor)
        web->handling = NULL;
    free(visitor);
}

static void drop(visitor_t *visitor)
{
    visitor->web->stats.dropped++;
    free_visitor(visitor, true);
}

/* Brings the account of held bytes up to date. False: over the bound. The last
 * quarter is for heads, so that no bodies and no slow readers keep others from
 * being heard. */
static bool charge(visitor_t *visitor, bool head)
{
    moot_web_t *web = visitor->web;
    size_t held = visitor->buf.capacity + visitor->body.capacity;
    web->bytes += held - visitor->charged;
    visitor->charged = held;
    return web->bytes
           <= (head ? MOOT_WEB_BYTES_MAX : MOOT_WEB_BYTES_MAX / 4 * 3);
}

/* What is watched for before and after an answer, so that nothing changes from
 * one request to the next. */
enum { INPUT = MOOT_LOOP_READ | MOOT_LOOP_LEFT };

/* Watches the socket. False: it cannot be and was freed. */
static bool watch(visitor_t *visitor, int events)
{
    int rc = visitor->watch != NULL
                 ? moot_loop_fd_want(visitor->watch, events)
                 : moot_loop_fd_new(visitor->web->loop, visitor->fd, events,
                                    on_ready, visitor, &visitor->watch);
    if (rc == MOOT_OK)
        return true;
    drop(visitor);
    return false;
}

static void refuse(visitor_t *visitor, int status, const char *why);

/* Which has moved nothing for longest, but this one, among those that wait for
 * their client; heads: those too whose head is not whole. NULL: there is
 * none. */
static visitor_t *find_stalest(const visitor_t *but, bool heads)
{
    static const state_t states[] = {BODY, ANSWERING, HEAD};
    visitor_t *stalest = NULL;
    for (int i = 0; i < (heads ? 3 : 2); i++) {
        const moot_node_t *head = &but->web->in[states[i]];
        moot_node_t *node = head->next;
        if (node == &but->node)
            node = node->next;
        if (node == head)
            continue;
        visitor_t *visitor = MOOT_CONTAINER(node, visitor_t, node);
        if (stalest == NULL || visitor->since_ms < stalest->since_ms)
            stalest = visitor;
    }
    return stalest;
}

/* Holds what the visitor has; who moves least makes room for it. So nobody is
 * kept out by those that send or take next to nothing. */
static bool hold(visitor_t *visitor, bool head)
{
    while (!charge(visitor, head)) {
        visitor_t *other = find_stalest(visitor, head);
        if (other == NULL)
            return false;
        if (other->state == ANSWERING)
            drop(other);
        else
            refuse(other, 503, "too much is under way here");
    }
    return true;
}

/* ---- answers ---- */

/* Reads and forgets what a client still sends that was told the end: closing
 * a socket with unread input would reset it and could destroy the answer on
 * its way (RFC 9112, section 9.6). */
static void discard(visitor_t *visitor)
{
    char bytes[READ_SIZE * 8];
    ssize_t got = recv(visitor->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        free_visitor(visitor, true);
}

/* The answer is with the kernel. */
static void finish(visitor_t *visitor)
{
    moot_buf_close(&visitor->buf);
    (void)charge(visitor, true);
    if (visitor->close) {
        (void)shutdown(visitor->fd, SHUT_WR);
        enter(visitor, LINGERING);
    } else {
        moot_buf_init(&visitor->buf, MOOT_HTTP_HEAD_MAX + 1);
        enter(visitor, IDLE);
    }
    (void)watch(visitor, INPUT);
}

/* Restarts the time limit when enough has moved since the last start. */
static void pace(visitor_t *visitor, size_t moved)
{
    if (moved - visitor->paced < MOOT_WEB_PACE_BYTES)
        return;
    visitor->paced = moved;
    enter(visitor, visitor->state);
}

static void send_answer(visitor_t *visitor)
{
    moot_buf_t *buf = &visitor->buf;
    ssize_t n = send(visitor->fd, buf->at + visitor->sent,
                     buf->size - visitor->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        free_visitor(visitor, true);
        return;
    }
    visitor->sent += n > 0 ? (size_t)n : 0;
    if (visitor->sent == buf->size) {
        finish(visitor);
        return;
    }
    pace(visitor, visitor->sent);
    (void)watch(visitor, MOOT_LOOP_WRITE);
}

static void answer(visitor_t *visitor, const moot_web_answer_t *answer)
{
    moot_web_t *web = visitor->web;
    moot_buf_t out;
    visitor->close |= answer->close || web->stopped;
    moot_buf_init(&out, MOOT_WEB_BYTES_MAX);
    moot_http_answer_put(&out, answer, !visitor->close, visitor->head_only);
    moot_buf_close(&visitor->buf);
    moot_buf_close(&visitor->body);
    visitor->buf = out;
    visitor->sent = visitor->paced = 0;
    if (answer->status >= 400) {
        web->stats.refused++;
        moot_meter_refused(answer->status);
    }
    /* A short answer costs less than the head that it is for. */
    if (out.error != MOOT_OK
        || !(out.size <= READ_SIZE ? charge(visitor, true)
                                   : hold(visitor, false))) {
        drop(visitor);
        return;
    }
    enter(visitor, ANSWERING);
    send_answer(visitor);
}

/* Answers what cannot be gone on after. */
static void refuse(visitor_t *visitor, int status, const char *why)
{
    moot_web_answer_t refusal = {
        .status = status, .body = moot_slice_str(why), .close = true};
    answer(visitor, &refusal);
}

void moot_web_answer(moot_exchange_t *exchange, const moot_web_answer_t *reply)
{
    MOOT_CHECK(exchange->state == HANDLING || exchange->state == KEPT);
    MOOT_CHECK(reply->status >= 200 && reply->status <= 599);
    exchange->on_gone = NULL;
    exchange->owner = NULL;
    answer(exchange, reply);
}

void moot_web_keep(moot_exchange_t *exchange,
                   void (*on_gone)(void *owner, moot_exchange_t *exchange),
                   void *owner)
{
    MOOT_CHECK(exchange->state == HANDLING || exchange->state == KEPT);
    MOOT_CHECK(on_gone != NULL);
    exchange->on_gone = on_gone;
    exchange->owner = owner;
}

void *moot_web_owner(const moot_exchange_t *exchange)
{
    return exchange->owner;
}

/* ---- requests ---- */

/* The owner learns it after the exchange has left all lists, and cannot
 * answer any more. */
static void leave(visitor_t *visitor)
{
    visitor->state = LINGERING;
    visitor->web->stats.waiting--;
    visitor->on_gone(visitor->owner, visitor);
    free_visitor(visitor, true);
}

/* Calls on_request with what is in buf and body. */
static void hand_over(visitor_t *visitor, const moot_http_head_t *head)
{
    moot_web_t *web = visitor->web;
    moot_web_request_t request = {
        .method = head->method,
        .path = head->path,
        .query = head->query,
        .authorization = head->authorization,
        .cookie = head->cookie,
        .origin = head->origin,
        .content_type = head->content_type,
        .idempotency_key = head->idempotency_key,
        .if_none_match = head->if_none_match,
        .access_request_method = head->access_request_method,
        .access_request_headers = head->access_request_headers,
        .body = moot_buf_slice(&visitor->body),
        .peer = visitor->peer,
    };
    /* The request must outlive the call, though the answer may come in it. */
    moot_buf_t buf = visitor->buf, body = visitor->body;
    web->bytes -= visitor->charged;
    visitor->charged = 0;
    moot_buf_init(&visitor->buf, MOOT_HTTP_HEAD_MAX + 1);
    moot_buf_init(&visitor->body, 0);
    enter(visitor, HANDLING);
    web->handling = visitor;
    web->stats.requests++;
    web->events.on_request(web->ctx, visitor, &request);
    moot_buf_close(&buf);
    moot_buf_close(&body);
    if (web->handling != visitor)
        return;
    web->handling = NULL;
    if (visitor->state != HANDLING)
        return;
    MOOT_CHECK(visitor->on_gone != NULL);
    enter(visitor, KEPT);
    (void)watch(visitor, INPUT);
}

static void give_away(visitor_t *visitor, const moot_http_head_t *head)
{
    moot_web_t *web = visitor->web;
    int fd = visitor->fd;
    /* The descriptor may be watched by someone else from here on; the head
     * must outlive the call. */
    moot_loop_fd_destroy(&visitor->watch);
    web->events.on_socket(web->ctx, fd, head);
    free_visitor(visitor, false);
}

static void judge_upgrade(visitor_t *visitor, const moot_http_head_t *head)
{
    moot_web_t *web = visitor->web;
    moot_web_answer_t reply = {0};
    web->events.on_head(web->ctx, head, visitor->peer, &reply);
    if (reply.status == 101) {
        give_away(visitor, head);
        return;
    }
    reply.close = true;
    answer(visitor, &reply);
}

static void read_body(visitor_t *visitor)
{
    moot_buf_t *body = &visitor->body;
    size_t left = visitor->length - body->size;
    size_t room = left < BODY_READ_SIZE ? left : BODY_READ_SIZE;
    uint8_t *at = moot_buf_reserve(body, room);
    if (at == NULL) {
        drop(visitor);
        return;
    }
    if (!hold(visitor, false)) {
        refuse(visitor, 503, "too much is under way here");
        return;
    }
    ssize_t got = recv(visitor->fd, at, room, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        free_visitor(visitor, true);
        return;
    }
    body->size += got > 0 ? (size_t)got : 0;
    if (body->size < visitor->length) {
        pace(visitor, body->size);
        (void)watch(visitor, INPUT);
        return;
    }
    moot_http_head_t head;
    /* It was good before the body came. */
    MOOT_CHECK(moot_http_parse(moot_buf_slice(&visitor->buf), &head) == 0);
    hand_over(visitor, &head);
}

/* Waits for the body, and says that it is welcome to a client that asked
 * (RFC 9110, section 10.1.1). */
static void begin_body(visitor_t *visitor, const moot_http_head_t *head)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    visitor->length = (size_t)head->length;
    visitor->paced = 0;
    /* One more than it has, for moot_buf_reserve at the bound. */
    moot_buf_init(&visitor->body, visitor->length + 1);
    enter(visitor, BODY);
    /* Nothing is unsent on this socket, so these few bytes fit. */
    if (head->expect.at != NULL
        && send(visitor->fd, go_on, sizeof go_on - 1,
                MSG_NOSIGNAL | MSG_DONTWAIT)
               != (ssize_t)sizeof go_on - 1) {
        free_visitor(visitor, true);
        return;
    }
    read_body(visitor);
}

static void handle_head(visitor_t *visitor)
{
    moot_web_t *web = visitor->web;
    moot_http_head_t head;
    const char *why = "";
    if (moot_http_parse(moot_buf_slice(&visitor->buf), &head) != MOOT_OK) {
        refuse(visitor, 400, "malformed HTTP request");
        return;
    }
    visitor->head_only = moot_slice_eq(head.method, moot_slice_str("HEAD"));
    /* Who asked for another protocol may take what follows for it. */
    visitor->close = head.close || head.connection;
    if (web->events.is_upgrade != NULL
        && web->events.is_upgrade(web->ctx, &head)) {
        judge_upgrade(visitor, &head);
        return;
    }
    int status = moot_http_readable(&head, web->config.body_bytes_max, &why);
    if (status != 0)
        refuse(visitor, status, why);
    else if (head.length > 0)
        begin_body(visitor, &head);
    else
        hand_over(visitor, &head);
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

/* Peeks before it reads, so that bytes behind the head stay in the kernel. */
static void read_head(visitor_t *visitor)
{
    moot_buf_t *buf = &visitor->buf;
    size_t room = MOOT_HTTP_HEAD_MAX - buf->size;
    if (room > READ_SIZE + buf->size)
        room = READ_SIZE + buf->size;
    uint8_t *at = moot_buf_reserve(buf, room);
    if (at == NULL || !hold(visitor, true)) {
        drop(visitor);
        return;
    }
    ssize_t got = recv(visitor->fd, at, room, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        (void)watch(visitor, INPUT);
        return;
    }
    if (got <= 0) {
        free_visitor(visitor, true);
        return;
    }
    if (visitor->state == IDLE)
        enter(visitor, HEAD);
    size_t seen = buf->size;
    size_t end = moot_http_end(moot_slice(buf->at, seen + (size_t)got), seen);
    if (!take(visitor, end > 0 ? end - seen : (size_t)got))
        free_visitor(visitor, true);
    else if (end > 0)
        handle_head(visitor);
    else if (buf->size >= MOOT_HTTP_HEAD_MAX)
        refuse(visitor, 431, "request head too large");
    else
        (void)watch(visitor, INPUT);
}

static void on_ready(void *ctx, int events)
{
    visitor_t *visitor = ctx;
    switch (visitor->state) {
    case HEAD:
    case IDLE:
        read_head(visitor);
        break;
    case BODY:
        read_body(visitor);
        break;
    case KEPT:
        if ((events & MOOT_LOOP_LEFT) != 0)
            leave(visitor);
        else /* what it sends ahead waits in the kernel */
            (void)watch(visitor, MOOT_LOOP_LEFT);
        break;
    case ANSWERING:
        send_answer(visitor);
        break;
    default:
        discard(visitor);
        break;
    }
}

static void on_accept(void *ctx, int fd, const char *peer)
{
    moot_web_t *web = ctx;
    visitor_t *visitor = NULL;
    /* Who asks for nothing makes room for who might. */
    moot_node_t *idle = moot_list_first(&web->in[IDLE]);
    if (web->stats.open >= web->config.sockets_max && idle != NULL)
        free_visitor(MOOT_CONTAINER(idle, visitor_t, node), true);
    if (web->stats.open < web->config.sockets_max)
        visitor = calloc(1, sizeof *visitor);
    if (visitor == NULL) {
        web->stats.dropped++;
        (void)close(fd);
        return;
    }
    visitor->web = web;
    visitor->fd = fd;
    /* One more than the head may have, for moot_buf_reserve at the bound. */
    moot_buf_init(&visitor->buf, MOOT_HTTP_HEAD_MAX + 1);
    memcpy(visitor->peer, peer, strnlen(peer, sizeof visitor->peer - 1));
    moot_list_init(&visitor->node);
    web->stats.open++;
    enter(visitor, HEAD);
    /* Under load the request has come by now, and no watch is needed. */
    read_head(visitor);
}

/* ---- time ---- */

static void expire(visitor_t *visitor)
{
    visitor->web->stats.timed_out++;
    if (visitor->state == HEAD)
        refuse(visitor, 408, "the request head came too late");
    else if (visitor->state == BODY)
        refuse(visitor, 408, "the request body came too slowly");
    else
        free_visitor(visitor, true);
}

static void on_sweep(void *ctx)
{
    moot_web_t *web = ctx;
    const struct {
        state_t state;
        uint64_t after_ms;
    } limits[] = {
        {HEAD, web->config.head_timeout_ms}, {BODY, MOOT_WEB_PACE_MS},
        {ANSWERING, MOOT_WEB_PACE_MS},       {IDLE, MOOT_WEB_IDLE_MS},
        {LINGERING, MOOT_WEB_LINGER_MS},
    };
    uint64_t now = moot_loop_now_ms(web->loop);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        MOOT_LIST_FOREACH (&web->in[limits[i].state], it, after) {
            visitor_t *visitor = MOOT_CONTAINER(it, visitor_t, node);
            if (now - visitor->since_ms < limits[i].after_ms)
                break;
            if (limits[i].state == IDLE || limits[i].state == LINGERING)
                free_visitor(visitor, true);
            else
                expire(visitor);
        }
}

/* ---- open and close ---- */

int moot_web_open(moot_loop_t *loop, const moot_web_config_t *config,
                  const moot_web_events_t *events, void *ctx, moot_web_t **out)
{
    moot_web_t *web = calloc(1, sizeof *web);
    if (web == NULL)
        return MOOT_ENOMEM;
    web->loop = loop;
    web->config = *config;
    web->config.bind = NULL; /* the caller's string, not needed any more */
    web->events = *events;
    web->ctx = ctx;
    for (int i = 0; i < STATES; i++)
        moot_list_init(&web->in[i]);
    moot_door_config_t door = {.bind = config->bind,
                               .port = config->port,
                               .port_shared = config->port_shared};
    int rc = moot_loop_timer_new(loop, on_sweep, web, &web->sweep);
    if (rc == MOOT_OK)
        rc = moot_door_open(loop, &door, on_accept, web, &web->door);
    if (rc != MOOT_OK) {
        moot_web_close(&web);
        return rc;
    }
    moot_loop_timer_start(web->sweep, SWEEP_MS, SWEEP_MS);
    *out = web;
    return MOOT_OK;
}

void moot_web_close(moot_web_t **web_p)
{
    moot_web_t *web = *web_p;
    *web_p = NULL;
    if (web == NULL)
        return;
    moot_node_t *node;
    moot_door_close(&web->door);
    /* First of all, because an owner may answer others when one is gone. */
    while ((node = moot_list_first(&web->in[KEPT])) != NULL)
        leave(MOOT_CONTAINER(node, visitor_t, node));
    for (int i = 0; i < STATES; i++)
        MOOT_LIST_FOREACH (&web->in[i], it, after)
            free_visitor(MOOT_CONTAINER(it, visitor_t, node), true);
    moot_loop_timer_destroy(&web->sweep);
    free(web);
}

void moot_web_stop(moot_web_t *web)
{
    web->stopped = true;
    moot_door_stop(web->door);
    MOOT_LIST_FOREACH (&web->in[IDLE], it, after)
        free_visitor(MOOT_CONTAINER(it, visitor_t, node), true);
}

unsigned moot_web_port(const moot_web_t *web)
{
    return moot_door_port(web->door);
}

moot_web_stats_t moot_web_stats(const moot_web_t *web)
{
    return web->stats;
}

void moot_web_sink_keep(void *ctx, moot_exchange_t *exchange,
                        void (*on_gone)(void *owner, moot_exchange_t *exchange),
                        void *owner)
{
    (void)ctx;
    moot_web_keep(exchange, on_gone, owner);
}

void moot_web_sink_answer(void *ctx, moot_exchange_t *exchange,
                          const moot_web_answer_t *given)
{
    (void)ctx;
    moot_web_answer(exchange, given);
}
