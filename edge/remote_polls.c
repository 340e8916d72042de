#include "edge/remote_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN "{\"code\":1,\"message\":\"Session ID unknown\"}"
#define FULL "{\"code\":3,\"message\":\"Bad request\"}"
#define JSON "application/json"
#define TEXT "text/plain; charset=UTF-8"

/* Status of a number whose client has gone. */
#define LEFT_STATUS 499

/* A poll at the asking edge, until its answer is here. */
struct moot_remote_poll {
    moot_map_node_t node; /* in remote->asks, by number */
    moot_node_t in_peer;
    moot_timer_t timer; /* when it is asked again */
    moot_remote_peer_t *peer;
    moot_poll_port_t port;
    uint64_t number;
    enum moot_remote_method method;
    bool known;
    char *bytes; /* content type, then body; NULL once it is known */
    size_t type_size, size;
    size_t sid_size;
    char sid[];
};

/* A poll at the holder; stays for a while after its answer. */
typedef struct moot_remote_serve {
    moot_map_node_t node;
    struct {
        const moot_remote_peer_t *peer;
        uint64_t number;
    } key;
    moot_node_t in_peer;
    moot_node_t in_done; /* once it was answered */
    moot_timer_t timer;  /* when it is forgotten */
    moot_remote_peer_t *peer;
    moot_link_t *link; /* that holds it */
    int status;        /* 0: not answered */
    bool json;
    char *body; /* NULL: none, or forgotten */
    size_t size;
} serve_t;

/* ---- the asking edge ---- */

static void send_ask(moot_remote_poll_t *poll)
{
    moot_remote_t *remote = poll->peer->remote;
    const moot_msg_poll_ask_t ask = {
        .number = poll->number,
        .asker = moot_remote_address(remote),
        .sid = moot_slice(poll->sid, poll->sid_size),
        .method = poll->method,
        .body = poll->size > 0
                    ? moot_slice(poll->bytes + poll->type_size, poll->size)
                    : (moot_slice_t){0},
        .content_type = moot_slice(poll->bytes, poll->type_size),
        .known = poll->known,
    };
    /* When it is lost it is asked again. */
    (void)moot_remote_say(poll->peer,
                          moot_wire_encode_poll_ask(&remote->body, &ask));
}

/* Nothing about this number has to be kept any more. */
static void send_forget(moot_remote_peer_t *peer, uint64_t number)
{
    moot_remote_t *remote = peer->remote;
    const moot_msg_poll_ask_t ask = {.number = number,
                                     .asker = moot_remote_address(remote),
                                     .method = MOOT_REMOTE_FORGET};
    (void)moot_remote_say(peer, moot_wire_encode_poll_ask(&remote->body, &ask));
}

static void on_ask_due(moot_timer_t *timer, uint64_t now_ms)
{
    moot_remote_poll_t *poll = MOOT_CONTAINER(timer, moot_remote_poll_t, timer);
    moot_remote_t *remote = poll->peer->remote;
    remote->facts.repeats++;
    send_ask(poll);
    moot_timer_set(
        &remote->timers, timer,
        now_ms + (poll->known ? MOOT_REMOTE_ASK_LATER_MS : MOOT_REMOTE_ASK_MS));
}

static void drop_bytes(moot_remote_poll_t *poll)
{
    poll->peer->remote->asked_bytes -= poll->type_size + poll->size;
    free(poll->bytes);
    poll->bytes = NULL;
    poll->type_size = poll->size = 0;
}

static void free_ask(moot_remote_poll_t *poll)
{
    moot_remote_t *remote = poll->peer->remote;
    drop_bytes(poll);
    moot_timer_cancel(&remote->timers, &poll->timer);
    moot_map_remove(&remote->asks, &poll->node);
    moot_list_remove(&poll->in_peer);
    free(poll);
}

static void end_ask(moot_remote_poll_t *poll, int status, bool json,
                    moot_slice_t body)
{
    const moot_eio_http_answer_t answer = {
        .status = status, .content_type = json ? JSON : TEXT, .body = body};
    moot_poll_port_t port = poll->port;
    bool left = poll->method == MOOT_REMOTE_LEFT;
    free_ask(poll);
    if (!left)
        port.ops->answer(port.at, &answer);
}

int moot_remote_poll(moot_remote_t *remote, moot_slice_t address,
                     moot_slice_t sid, const moot_eio_http_request_t *request,
                     moot_poll_port_t port, uint64_t now_ms,
                     moot_remote_poll_t **out)
{
    bool post = moot_slice_eq(request->method, moot_slice_str("POST"));
    moot_slice_t type = request->content_type;
    size_t body_size = post ? request->body.size : 0;
    if (!post && !moot_slice_eq(request->method, moot_slice_str("GET")))
        return MOOT_EINVAL;
    remote->now_ms = now_ms;
    /* The engine looks for one type that it refuses; it is short. */
    size_t type_size = post && type.size <= 128 ? type.size : 0;
    if (remote->asks.count >= MOOT_REMOTE_POLLS_MAX
        || body_size + type_size > MOOT_REMOTE_BYTES_MAX - remote->asked_bytes
        || sid.size > MOOT_EIO_HTTP_SID_BYTES_MAX) {
        remote->facts.refused++;
        return MOOT_ELIMIT;
    }
    moot_remote_peer_t *peer = moot_remote_peer(remote, address);
    if (peer == NULL) {
        remote->facts.refused++;
        return MOOT_ELIMIT;
    }
    moot_remote_poll_t *poll = calloc(1, sizeof *poll + sid.size);
    MOOT_CHECK(poll != NULL);
    poll->bytes = malloc(type_size + body_size + 1);
    MOOT_CHECK(poll->bytes != NULL);
    if (type_size > 0)
        memcpy(poll->bytes, type.at, type_size);
    if (body_size > 0)
        memcpy(poll->bytes + type_size, request->body.at, body_size);
    memcpy(poll->sid, sid.at, sid.size);
    poll->type_size = type_size;
    poll->size = body_size;
    poll->sid_size = sid.size;
    poll->peer = peer;
    poll->port = port;
    poll->method = post ? MOOT_REMOTE_POST : MOOT_REMOTE_GET;
    poll->number = ++remote->number;
    remote->asked_bytes += type_size + body_size;
    remote->facts.polls++;
    moot_map_put(&remote->asks, &poll->node,
                 moot_slice(&poll->number, sizeof poll->number));
    moot_list_init(&poll->in_peer);
    moot_list_push(&peer->asks, &poll->in_peer);
    moot_timer_init(&poll->timer, on_ask_due);
    moot_timer_set(&remote->timers, &poll->timer, now_ms + MOOT_REMOTE_ASK_MS);
    send_ask(poll);
    *out = poll;
    return MOOT_OK;
}

void moot_remote_poll_left(moot_remote_poll_t *poll, uint64_t now_ms)
{
    moot_remote_t *remote = poll->peer->remote;
    remote->now_ms = now_ms;
    drop_bytes(poll);
    /* The holder must hear it: it would refuse the client's next GET. */
    poll->method = MOOT_REMOTE_LEFT;
    poll->known = false;
    moot_timer_set(&remote->timers, &poll->timer, now_ms + MOOT_REMOTE_ASK_MS);
    send_ask(poll);
}

void moot_remote_polls_told(moot_remote_peer_t *peer,
                            const moot_msg_poll_told_t *told)
{
    moot_remote_t *remote = peer->remote;
    moot_map_node_t *node = moot_map_get(
        &remote->asks, moot_slice(&told->number, sizeof told->number));
    moot_remote_poll_t *poll =
        node != NULL ? MOOT_CONTAINER(node, moot_remote_poll_t, node) : NULL;
    if (poll != NULL && poll->peer != peer)
        return;
    if (told->status == 0) {
        if (poll == NULL || poll->method == MOOT_REMOTE_LEFT)
            return;
        poll->known = true;
        drop_bytes(poll);
        moot_timer_set(&remote->timers, &poll->timer,
                       remote->now_ms + MOOT_REMOTE_ASK_LATER_MS);
        return;
    }
    send_forget(peer, told->number);
    if (poll == NULL)
        return;
    bool sound = told->status >= 200 && told->status <= 599;
    end_ask(poll, sound ? (int)told->status : 502,
            moot_slice_eq(told->content_type, moot_slice_str(JSON)),
            told->body);
}

/* ---- the holder ---- */

static void send_told(moot_remote_peer_t *peer, uint64_t number, int status,
                      bool json, moot_slice_t body)
{
    moot_remote_t *remote = peer->remote;
    const moot_msg_poll_told_t told = {
        .number = number,
        .status = (uint64_t)status,
        .content_type = moot_slice_str(json ? JSON : TEXT),
        .body = body,
        .from = moot_remote_address(remote),
    };
    (void)moot_remote_say(peer,
                          moot_wire_encode_poll_told(&remote->body, &told));
}

static void tell(const serve_t *serve)
{
    send_told(serve->peer, serve->key.number, serve->status, serve->json,
              moot_slice(serve->body, serve->size));
}

static void drop_body(serve_t *serve)
{
    serve->peer->remote->facts.kept_bytes -= serve->size;
    free(serve->body);
    serve->body = NULL;
    serve->size = 0;
}

static void free_serve(serve_t *serve)
{
    moot_remote_t *remote = serve->peer->remote;
    drop_body(serve);
    moot_timer_cancel(&remote->timers, &serve->timer);
    moot_list_remove(&serve->in_done);
    moot_list_remove(&serve->in_peer);
    moot_map_remove(&remote->serves, &serve->node);
    free(serve);
}

static void on_serve_due(moot_timer_t *timer, uint64_t now_ms)
{
    (void)now_ms;
    free_serve(MOOT_CONTAINER(timer, serve_t, timer));
}

/* From now on the number is only remembered. */
static void finish(serve_t *serve, int status, bool json, moot_slice_t body)
{
    moot_remote_t *remote = serve->peer->remote;
    serve->status = status;
    serve->json = json;
    serve->link = NULL;
    serve->peer->held--;
    remote->facts.served--;
    if (body.size > 0) {
        serve->body = malloc(body.size);
        MOOT_CHECK(serve->body != NULL);
        memcpy(serve->body, body.at, body.size);
        serve->size = body.size;
        remote->facts.kept_bytes += body.size;
    }
    moot_list_push(&remote->done, &serve->in_done);
    moot_timer_set(&remote->timers, &serve->timer,
                   remote->now_ms + MOOT_REMOTE_KEEP_MS);
    tell(serve);
    /* What asks for those again has waited long; it is told no more than that
     * the answer is lost. */
    MOOT_LIST_FOREACH (&remote->done, it, after) {
        serve_t *oldest = MOOT_CONTAINER(it, serve_t, in_done);
        if (remote->facts.kept_bytes <= MOOT_REMOTE_BYTES_MAX)
            break;
        drop_body(oldest);
        oldest->status = 503;
    }
}

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    serve_t *serve = at;
    MOOT_CHECK(serve->status == 0);
    finish(serve, answer->status,
           answer->content_type != NULL
               && strcmp(answer->content_type, JSON) == 0,
           answer->body);
}

/* A number that was not seen before. NULL: there is no room for it. */
static serve_t *add_serve(moot_remote_peer_t *peer, uint64_t number)
{
    moot_remote_t *remote = peer->remote;
    if (remote->serves.count >= MOOT_REMOTE_POLLS_MAX) {
        moot_node_t *oldest = moot_list_first(&remote->done);
        if (oldest == NULL)
            return NULL;
        free_serve(MOOT_CONTAINER(oldest, serve_t, in_done));
    }
    serve_t *serve = calloc(1, sizeof *serve);
    MOOT_CHECK(serve != NULL);
    serve->key.peer = peer;
    serve->key.number = number;
    serve->peer = peer;
    peer->held++;
    remote->facts.served++;
    remote->facts.polls_held++;
    moot_list_init(&serve->in_peer);
    moot_list_init(&serve->in_done);
    moot_list_push(&peer->serves, &serve->in_peer);
    moot_timer_init(&serve->timer, on_serve_due);
    moot_map_put(&remote->serves, &serve->node,
                 moot_slice(&serve->key, sizeof serve->key));
    return serve;
}

static serve_t *find_serve(moot_remote_peer_t *peer, uint64_t number)
{
    serve_t key;
    memset(&key, 0, sizeof key);
    key.key.peer = peer;
    key.key.number = number;
    moot_map_node_t *node = moot_map_get(&peer->remote->serves,
                                         moot_slice(&key.key, sizeof key.key));
    return node != NULL ? MOOT_CONTAINER(node, serve_t, node) : NULL;
}

static void begin(moot_remote_peer_t *peer, const moot_msg_poll_ask_t *ask)
{
    moot_remote_t *remote = peer->remote;
    const moot_remote_engine_t *to = &remote->config.engine;
    char query[MOOT_EIO_HTTP_SID_BYTES_MAX + 40];
    bool post = ask->method == MOOT_REMOTE_POST;
    serve_t *serve = ask->known || ask->sid.size > MOOT_EIO_HTTP_SID_BYTES_MAX
                         ? NULL
                         : add_serve(peer, ask->number);
    if (serve == NULL) {
        remote->facts.refused += ask->known ? 0 : 1;
        send_told(peer, ask->number, ask->known ? 400 : 503, true,
                  moot_slice_str(ask->known ? UNKNOWN : FULL));
        return;
    }
    (void)snprintf(query, sizeof query, "EIO=4&transport=polling&sid=%.*s",
                   MOOT_SLICE_ARG(ask->sid));
    const moot_eio_http_request_t request = {
        .method = moot_slice_str(post ? "POST" : "GET"),
        .query = moot_slice_str(query),
        .content_type = ask->content_type,
        .body = ask->body,
        .peer = "",
    };
    static const moot_poll_ops_t ops = {on_answer};
    moot_poll_port_t port = {&ops, serve};
    moot_link_t *link = to->poll(to->engine, &request, port, remote->now_ms);
    if (serve->status != 0)
        return;
    serve->link = link;
    tell(serve);
}

static void let_go(serve_t *serve)
{
    const moot_remote_t *remote = serve->peer->remote;
    moot_link_t *link = serve->link;
    finish(serve, LEFT_STATUS, false, (moot_slice_t){0});
    if (link != NULL)
        remote->config.engine.poll_gone(link, serve, remote->now_ms);
}

void moot_remote_polls_ask(moot_remote_peer_t *peer,
                           const moot_msg_poll_ask_t *ask)
{
    moot_remote_t *remote = peer->remote;
    serve_t *serve = find_serve(peer, ask->number);
    switch (ask->method) {
    case MOOT_REMOTE_GET:
    case MOOT_REMOTE_POST:
        if (serve == NULL)
            begin(peer, ask);
        else
            tell(serve);
        break;
    case MOOT_REMOTE_LEFT:
        /* Also of a number whose ask has not come: then it must not begin. */
        if (serve == NULL)
            serve = add_serve(peer, ask->number);
        if (serve == NULL)
            send_told(peer, ask->number, LEFT_STATUS, false, (moot_slice_t){0});
        else if (serve->status == 0)
            let_go(serve);
        else
            tell(serve);
        break;
    case MOOT_REMOTE_FORGET:
        if (serve == NULL || serve->status == 0)
            break;
        drop_body(serve);
        moot_timer_set(&remote->timers, &serve->timer,
                       remote->now_ms + MOOT_REMOTE_TOMB_MS);
        break;
    default:
        remote->facts.damaged++;
        break;
    }
}

/* ---- the end ---- */

void moot_remote_polls_end(moot_remote_peer_t *peer, int status,
                           const char *json)
{
    moot_remote_t *remote = peer->remote;
    moot_node_t *node;
    while ((node = moot_list_first(&peer->asks)) != NULL) {
        remote->facts.lost++;
        end_ask(MOOT_CONTAINER(node, moot_remote_poll_t, in_peer), status, true,
                moot_slice_str(json));
    }
    while ((node = moot_list_first(&peer->serves)) != NULL) {
        serve_t *serve = MOOT_CONTAINER(node, serve_t, in_peer);
        if (serve->status == 0) {
            remote->facts.lost++;
            let_go(serve);
        }
        free_serve(serve);
    }
}
