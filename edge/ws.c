/* How sending works, and why it never breaks the stream of frames
 *
 * Frames wait in the connection's own queue (edge/sendq.h) and are written
 * with sendmsg(2) on the descriptor, past libwebsockets, once per loop round.
 * But libwebsockets writes too: the answer to a client's PING, and close
 * frames of its own. Two rules keep the two from mixing:
 *
 * 1. We write only while libwebsockets holds no unsent bytes of this socket
 *    (lws_partial_buffered() == 0).
 * 2. When the kernel takes only a part of a frame, the rest of that one frame
 *    goes to libwebsockets at once, unframed (lws_write() with LWS_WRITE_HTTP
 *    passes bytes through as they are). It then belongs to its buffer of
 *    truncated sends, which libwebsockets empties before it writes anything
 *    else: lws_issue_raw() appends every later write behind it, and
 *    lws_handle_POLLOUT_event() drains it ahead of pongs and close frames
 *    ("Priority 1"). Holds for 4.1.6 to 4.3.5.
 *
 * So at every moment the bytes given to the kernel and to that buffer are
 * whole frames, whoever wrote them. What waits in our queue has not begun. */
#include "edge/ws.h"

#include "common/err.h"
#include "common/list.h"
#include "common/utf8.h"
#include "edge/assembly.h"
#include "edge/paths.h"
#include "edge/sendq.h"

#include <errno.h>
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

_Static_assert(MOOT_FRAME_HEADROOM >= MOOT_SENDQ_HEADER_MAX,
               "the header must fit before the payload");

/* Pings of all connections are spread over the interval in this many parts. */
#define WHEEL_SLOTS 64
/* A polling client has a GET that waits and a POST, each on a TCP connection
 * of its own; and who is refused must be told so. */
#define REQUESTS_PER_CLIENT 2
#define REQUESTS_SPARE 64
/* Bytes that libwebsockets reads from a socket in one go, per connection. */
#define RX_BUFFER_SIZE 1024
/* Bytes that it writes of a truncated send in one go. */
#define TX_PACKET_SIZE (64 * 1024)
/* How often overdue close handshakes are looked for. */
#define CLOSE_SWEEP_MS 100
/* A connection may always have so many frames wait of the size of the largest
 * among them, whatever queued_bytes_max says: a request in a very large room
 * has two answers at least, each with all members, and who gets them at once
 * is not slow. */
#define FRAMES_QUEUED_MIN 4
/* Flushes of one round: on_closed of one connection may send to others. */
#define FLUSHES_MAX 8
/* Turns of the loop in which libwebsockets closes its libuv handles: one for
 * those of sockets, one for its own, one to see both done. */
#define DESTROY_TURNS 3
/* Bytes of the reason in a close frame (RFC 6455, section 5.5). */
#define REASON_MAX 123
#define PATH "/ws"

typedef enum {
    OPEN,
    CLOSING, /* our close frame is queued or sent */
    ENDING,  /* libwebsockets sends the last frame: nothing of ours any more */
    DOOMED,  /* is killed at the end of the round */
} state_t;

/* Lives in memory that libwebsockets keeps for a connection. */
struct moot_conn {
    moot_ws_t *ws;
    struct lws *wsi;
    void *session;
    const moot_paths_entry_t *path;
    moot_node_t place; /* in a slot of the wheel, in ws->quiet or ->closing */
    moot_node_t work;  /* in ws->dirty or ws->doomed, or in none */
    moot_sendq_t queue;
    size_t handed; /* bytes given to libwebsockets' truncated sends */
    size_t largest; /* bytes of the largest frame since nothing waited */
    moot_assembly_t input;
    uint64_t deadline_ms; /* of the close handshake */
    int code;             /* of the close, 0 while open */
    state_t state;
    bool blocked;       /* waits for the socket to become writable */
    bool awaiting_pong; /* since the last visit of the wheel */
};

/* The upgrade under way: libwebsockets handles it within one call. */
typedef struct adoption {
    const moot_paths_entry_t *path; /* NULL: there is none */
    void *session;
    const char *subprotocol;
    moot_conn_t *conn; /* once it is established and until it is closed */
} adoption_t;

struct moot_ws {
    moot_loop_t *loop;
    moot_ws_config_t config;
    moot_paths_t paths;
    struct lws_context *lws;
    struct lws_vhost *vhost;
    void *foreign_loop;
    lws_retry_bo_t idle_policy;
    struct lws_protocols protocols[2];
    adoption_t adoption;
    moot_frame_t *ping;
    moot_loop_round_t *flusher;
    moot_loop_timer_t *wheel_timer;
    moot_loop_timer_t *close_timer;
    moot_node_t wheel[WHEEL_SLOTS];
    unsigned slot; /* the one visited last */
    moot_node_t quiet; /* of connections that are not pinged */
    moot_node_t closing;
    moot_node_t dirty;
    moot_node_t doomed;
    moot_ws_stats_t stats;
};

/* ---- sending ---- */

static void doom(moot_conn_t *conn)
{
    if (conn->state == DOOMED)
        return;
    conn->state = DOOMED;
    moot_list_remove(&conn->work);
    moot_list_push(&conn->ws->doomed, &conn->work);
}

static void note_queue(moot_conn_t *conn, size_t before)
{
    conn->ws->stats.queued_bytes += conn->queue.bytes - before;
}

/* Waits until the socket takes more; on_writeable goes on. */
static void block(moot_conn_t *conn)
{
    conn->blocked = true;
    (void)lws_callback_on_writable(conn->wsi);
}

/* Gives the rest of a begun frame to libwebsockets: rule 2 above. */
static void hand_over(moot_conn_t *conn, moot_slice_t rest)
{
    /* lws_write wants to write, but not with this kind of write. */
    uint8_t *at = (uint8_t *)(uintptr_t)rest.at;
    if (lws_write(conn->wsi, at, rest.size, LWS_WRITE_HTTP) < 0) {
        doom(conn);
        return;
    }
    conn->handed = lws_partial_buffered(conn->wsi) != 0 ? rest.size : 0;
}

/* Writes once. False: the socket takes no more for now, or is broken. */
static bool write_some(moot_conn_t *conn)
{
    struct iovec at[MOOT_SENDQ_GATHER_MAX];
    size_t total;
    int n = moot_sendq_gather(&conn->queue, at, MOOT_SENDQ_GATHER_MAX, &total);
    struct msghdr message = {.msg_iov = at, .msg_iovlen = (size_t)n};
    ssize_t sent = sendmsg(lws_get_socket_fd(conn->wsi), &message,
                           MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        if (errno == EINTR)
            return true;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            block(conn);
        else
            doom(conn);
        return false;
    }

    moot_ws_stats_t *stats = &conn->ws->stats;
    size_t before = conn->queue.bytes;
    uint32_t count = conn->queue.count;
    moot_slice_t rest;
    moot_sendq_consume(&conn->queue, (size_t)sent, &rest);
    if (rest.size > 0) {
        hand_over(conn, rest);
        moot_sendq_pop(&conn->queue);
    }
    note_queue(conn, before);
    stats->writes_out++;
    stats->bytes_out += (size_t)sent + rest.size;
    stats->frames_out += count - conn->queue.count;
    if ((size_t)sent == total)
        return true;
    if (conn->state != DOOMED)
        block(conn);
    return false;
}

static void flush(moot_conn_t *conn)
{
    if (conn->state == ENDING || conn->state == DOOMED)
        return;
    if (lws_partial_buffered(conn->wsi) != 0) {
        block(conn);
        return;
    }
    conn->handed = 0;
    conn->blocked = false;
    while (conn->queue.count > 0 && write_some(conn))
        ;
}

static void enqueue(moot_conn_t *conn, moot_frame_t *frame,
                    enum moot_sendq_kind kind)
{
    size_t before = conn->queue.bytes;
    if (moot_sendq_push(&conn->queue, frame, kind) != MOOT_OK) {
        doom(conn);
        return;
    }
    note_queue(conn, before);
    if (!conn->blocked && moot_list_empty(&conn->work))
        moot_list_push(&conn->ws->dirty, &conn->work);
}

static void drop_queue(moot_conn_t *conn)
{
    size_t before = conn->queue.bytes;
    moot_sendq_clear(&conn->queue);
    note_queue(conn, before);
}

size_t moot_ws_queued(const moot_conn_t *conn)
{
    return conn->queue.bytes + conn->handed;
}

static bool has_room(moot_conn_t *conn, size_t payload)
{
    size_t queued = moot_ws_queued(conn);
    size_t size = moot_sendq_wire_size(payload);
    size_t max = conn->ws->config.queued_bytes_max;
    if (queued == 0)
        conn->largest = 0;
    if (size > conn->largest)
        conn->largest = size;
    if (conn->largest > max / FRAMES_QUEUED_MIN)
        max = FRAMES_QUEUED_MIN * conn->largest;
    return queued == 0 || queued + size <= max;
}

static void post(moot_conn_t *conn, moot_frame_t *frame,
                 enum moot_sendq_kind kind)
{
    if (conn->state != OPEN)
        return;
    if (!has_room(conn, frame->size)) {
        /* Much may have come in one round: the socket decides what is slow,
         * not the round. */
        flush(conn);
        if (conn->state != OPEN)
            return;
    }
    if (has_room(conn, frame->size)) {
        enqueue(conn, frame, kind);
        return;
    }
    conn->ws->stats.slow_closed++;
    drop_queue(conn);
    moot_ws_close(conn, MOOT_WS_CLOSE_POLICY, "reads too slowly");
}

void moot_ws_send(moot_conn_t *conn, moot_frame_t *frame)
{
    post(conn, frame, MOOT_SENDQ_TEXT);
}

void moot_ws_send_binary(moot_conn_t *conn, moot_frame_t *frame)
{
    post(conn, frame, MOOT_SENDQ_BINARY);
}

void moot_ws_limit_queues(moot_ws_t *ws, size_t queued_bytes_max)
{
    MOOT_CHECK(queued_bytes_max > 0);
    ws->config.queued_bytes_max = queued_bytes_max;
}

/* ---- closing ---- */

/* Leaves the wheel of pings for the list of those that must end in time. */
static void set_deadline(moot_conn_t *conn)
{
    moot_ws_t *ws = conn->ws;
    conn->deadline_ms =
        moot_loop_now_ms(ws->loop) + ws->config.close_timeout_ms;
    if (moot_list_empty(&ws->closing))
        moot_loop_timer_start(ws->close_timer, CLOSE_SWEEP_MS, CLOSE_SWEEP_MS);
    moot_list_remove(&conn->place);
    moot_list_push(&ws->closing, &conn->place);
}

void moot_ws_close(moot_conn_t *conn, int code, const char *reason)
{
    if (conn->state != OPEN)
        return;
    conn->code = code;
    size_t size = strnlen(reason, REASON_MAX);
    moot_frame_t *frame = moot_frame_alloc(size + 2);
    if (frame == NULL) {
        doom(conn);
        return;
    }
    uint8_t *at = moot_frame_payload(frame);
    at[0] = (uint8_t)(code >> 8);
    at[1] = (uint8_t)(code & 0xff);
    memcpy(at + 2, reason, size);
    conn->state = CLOSING;
    set_deadline(conn);
    enqueue(conn, frame, MOOT_SENDQ_CLOSE);
    moot_frame_unref(&frame);
}

static void on_close_sweep(void *ctx)
{
    moot_ws_t *ws = ctx;
    uint64_t now = moot_loop_now_ms(ws->loop);
    MOOT_LIST_FOREACH (&ws->closing, it, after) {
        moot_conn_t *conn = MOOT_CONTAINER(it, moot_conn_t, place);
        if (conn->deadline_ms > now)
            break;
        doom(conn);
    }
    if (moot_list_empty(&ws->closing))
        moot_loop_timer_stop(ws->close_timer);
}

/* libwebsockets ends the connection itself: it has the last word. */
static void end_by_lws(moot_conn_t *conn)
{
    if (conn->code == 0 && lws_get_close_length(conn->wsi) >= 2) {
        const unsigned char *at = lws_get_close_payload(conn->wsi);
        conn->code = at[0] << 8 | at[1];
    }
    if (conn->state == DOOMED)
        return;
    conn->state = ENDING;
    set_deadline(conn);
    drop_queue(conn);
}

/* ---- end of a loop round, pings ---- */

static void kill_conn(moot_conn_t *conn)
{
    moot_list_remove(&conn->work);
    drop_queue(conn);
    /* Without this libwebsockets would try for 5 s to flush what it holds. */
    (void)shutdown(lws_get_socket_fd(conn->wsi), SHUT_RDWR);
    lws_set_timeout(conn->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
}

static void on_flush(void *ctx)
{
    moot_ws_t *ws = ctx;
    moot_node_t *node;
    for (int i = 0; i < FLUSHES_MAX; i++) {
        if (moot_list_empty(&ws->dirty) && moot_list_empty(&ws->doomed))
            return;
        while ((node = moot_list_first(&ws->dirty)) != NULL) {
            moot_list_remove(node);
            flush(MOOT_CONTAINER(node, moot_conn_t, work));
        }
        while ((node = moot_list_first(&ws->doomed)) != NULL)
            kill_conn(MOOT_CONTAINER(node, moot_conn_t, work));
    }
    moot_loop_again(ws->loop);
}

static void on_wheel(void *ctx)
{
    moot_ws_t *ws = ctx;
    ws->slot = (ws->slot + 1) % WHEEL_SLOTS;
    MOOT_LIST_FOREACH (&ws->wheel[ws->slot], it, after) {
        moot_conn_t *conn = MOOT_CONTAINER(it, moot_conn_t, place);
        if (conn->awaiting_pong) {
            ws->stats.silent_closed++;
            doom(conn);
        } else {
            conn->awaiting_pong = true;
            enqueue(conn, ws->ping, MOOT_SENDQ_PING);
        }
    }
}

/* ---- events of libwebsockets ---- */

static int on_established(moot_ws_t *ws, struct lws *wsi, moot_conn_t *conn)
{
    const moot_paths_entry_t *path = ws->adoption.path;
    if (path == NULL || ws->adoption.conn != NULL)
        return -1;
    *conn = (moot_conn_t){.ws = ws, .wsi = wsi, .path = path};
    conn->session = ws->adoption.session;
    moot_list_init(&conn->work);
    moot_list_init(&conn->place);
    /* The slot visited last comes again after one whole interval. */
    moot_list_push(path->pings ? &ws->wheel[ws->slot] : &ws->quiet,
                   &conn->place);
    ws->adoption.conn = conn;
    ws->stats.connections++;
    ws->stats.accepted++;
    return 0;
}

static void on_receive(moot_conn_t *conn, moot_slice_t piece)
{
    moot_ws_t *ws = conn->ws;
    if (conn->state != OPEN) {
        /* Read and forgotten until the close handshake is over. Not cleared
         * in moot_ws_close: on_message may be reading from it. */
        moot_assembly_clear(&conn->input);
        return;
    }
    size_t max = conn->path->frame_bytes_max;
    if (lws_remaining_packet_payload(conn->wsi) > max) {
        moot_ws_close(conn, MOOT_WS_CLOSE_TOO_BIG, "message too big");
        return; /* announced: there is no need to wait for it */
    }
    bool last = lws_is_final_fragment(conn->wsi) != 0
                && lws_remaining_packet_payload(conn->wsi) == 0;
    bool binary = lws_frame_is_binary(conn->wsi) != 0;
    moot_slice_t message;
    ws->stats.bytes_in += piece.size;
    switch (moot_assembly_add(&conn->input, piece, last, binary, max,
                              &message)) {
    case MOOT_OK:
        ws->stats.messages_in++;
        conn->path->events.on_message(conn->path->ctx, conn->session, message,
                                      binary);
        break;
    case MOOT_EAGAIN:
        break;
    case MOOT_ELIMIT:
        moot_ws_close(conn, MOOT_WS_CLOSE_TOO_BIG, "message too big");
        break;
    case MOOT_EINVAL:
        moot_ws_close(conn, MOOT_WS_CLOSE_UTF8, "text is not UTF-8");
        break;
    default:
        doom(conn);
        break;
    }
}

/* A close frame came. Non-zero: libwebsockets closes the socket. */
static int on_peer_close(moot_conn_t *conn, moot_slice_t payload)
{
    if (conn->state != OPEN)
        return -1; /* the echo of ours */
    conn->code = payload.size >= 2 ? payload.at[0] << 8 | payload.at[1]
                                   : MOOT_WS_CLOSE_EMPTY;
    conn->state = ENDING;
    set_deadline(conn);
    drop_queue(conn);
    if (payload.size > 2
        && !moot_utf8_valid(moot_slice(payload.at + 2, payload.size - 2))) {
        lws_close_reason(conn->wsi, LWS_CLOSE_STATUS_INVALID_PAYLOAD, NULL, 0);
        return -1;
    }
    return 0;
}

static void on_writeable(moot_conn_t *conn)
{
    conn->blocked = false;
    flush(conn);
}

static void on_gone(moot_conn_t *conn)
{
    moot_ws_t *ws = conn->ws;
    if (conn->wsi == NULL)
        return;
    conn->wsi = NULL;
    conn->state = ENDING;
    moot_list_remove(&conn->work);
    moot_list_remove(&conn->place);
    drop_queue(conn);
    moot_assembly_clear(&conn->input);
    ws->stats.connections--;
    if (ws->adoption.conn == conn)
        ws->adoption.conn = NULL; /* before on_open: on_socket reports it */
    else
        conn->path->events.on_closed(
            conn->path->ctx, conn->session,
            conn->code != 0 ? conn->code : MOOT_WS_CLOSE_NONE);
}

/* libwebsockets would choose among names that it knows beforehand. */
static int add_subprotocol(moot_ws_t *ws, struct lws_process_html_args *args)
{
    if (ws->adoption.subprotocol == NULL)
        return 0;
    int n =
        snprintf(args->p, (size_t)args->max_len,
                 "Sec-WebSocket-Protocol: %s\r\n", ws->adoption.subprotocol);
    if (n < 0 || n >= args->max_len)
        return -1;
    args->p += n;
    return 0;
}

static int on_lws(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                  void *in, size_t size)
{
    moot_conn_t *conn = user;
    moot_ws_t *ws = lws_context_user(lws_get_context(wsi));
    switch (reason) {
    case LWS_CALLBACK_ADD_HEADERS:
        return add_subprotocol(ws, in);
    case LWS_CALLBACK_ESTABLISHED:
        return on_established(ws, wsi, conn);
    case LWS_CALLBACK_RECEIVE:
        on_receive(conn, moot_slice(in, size));
        return 0;
    case LWS_CALLBACK_RECEIVE_PONG:
        conn->awaiting_pong = false;
        return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        on_writeable(conn);
        return 0;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        return on_peer_close(conn, moot_slice(in, size));
    case LWS_CALLBACK_WS_SERVER_DROP_PROTOCOL:
        if (conn != NULL && conn->wsi != NULL)
            end_by_lws(conn);
        return 0;
    case LWS_CALLBACK_CLOSED:
        if (conn != NULL)
            on_gone(conn);
        return 0;
    case LWS_CALLBACK_HTTP:
        return -1; /* nothing but upgrades comes here */
    default:
        return 0;
    }
}

/* ---- requests ---- */

static bool is_full(void *ctx)
{
    const moot_ws_t *ws = ctx;
    return ws->stats.connections >= ws->config.connections_max;
}

/* Lets libwebsockets answer the upgrade. It reads the stand-in request, sends
 * the 101 and reports the connection as established within the one call. */
static void adopt(void *ctx, int fd, const moot_http_head_t *head,
                  const moot_paths_entry_t *path, const moot_verdict_t *verdict)
{
    moot_ws_t *ws = ctx;
    void *session = verdict->session;
    moot_buf_t request;
    moot_buf_init(&request, 1024);
    moot_http_upgrade_put(&request, head->key);
    MOOT_CHECK(request.error != MOOT_EFULL);
    ws->adoption = (adoption_t){.path = path,
                                .session = session,
                                .subprotocol = verdict->subprotocol};
    if (request.error == MOOT_OK)
        (void)lws_adopt_socket_vhost_readbuf(
            ws->vhost, fd, (const char *)request.at, request.size);
    else
        (void)shutdown(fd, SHUT_RDWR);
    moot_buf_close(&request);

    moot_conn_t *conn = ws->adoption.conn;
    ws->adoption = (adoption_t){0};
    if (conn != NULL)
        path->events.on_open(path->ctx, session, conn);
    else
        path->events.on_closed(path->ctx, session, MOOT_WS_CLOSE_NONE);
}

/* ---- open and close ---- */

static int open_lws(moot_ws_t *ws)
{
    lws_set_log_level(0, NULL); /* it logs every adopted socket as an error */
    ws->foreign_loop = moot_loop_native(ws->loop);
    ws->protocols[0] = (struct lws_protocols){
        .name = "moothall",
        .callback = on_lws,
        .per_session_data_size = sizeof(moot_conn_t),
        .rx_buffer_size = RX_BUFFER_SIZE,
        .tx_packet_size = TX_PACKET_SIZE,
    };
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS
                   | LWS_SERVER_OPTION_DISABLE_IPV6,
        .foreign_loops = &ws->foreign_loop,
        .gid = -1,
        .uid = -1,
        .protocols = ws->protocols,
        .user = ws,
        .pcontext = &ws->lws, /* nulled when the context is freed */
        /* The stand-in request is short, and there is one at a time. */
        .max_http_header_data = 1024,
        .max_http_header_pool = 256,
        /* All zero: otherwise every connection gets a timer in one sorted
         * list, which makes accepting slow; pings are ours. */
        .retry_and_idle_policy = &ws->idle_policy,
    };
    ws->lws = lws_create_context(&info);
    if (ws->lws == NULL)
        return MOOT_EIO;
    info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
    info.vhost_name = "moothall";
    ws->vhost = lws_create_vhost(ws->lws, &info);
    return ws->vhost != NULL ? MOOT_OK : MOOT_EIO;
}

/* On a loop that is not its own, libwebsockets ends in two steps: the first
 * call begins to close its handles, the second frees the context. */
static void close_lws(moot_ws_t *ws)
{
    if (ws->lws == NULL)
        return;
    lws_context_destroy(ws->lws);
    for (int i = 0; i < DESTROY_TURNS; i++)
        moot_loop_turn(ws->loop);
    lws_context_destroy(ws->lws);
    MOOT_CHECK(ws->lws == NULL);
}

static int open_timers(moot_ws_t *ws)
{
    int rc = moot_loop_flush_new(ws->loop, on_flush, ws, &ws->flusher);
    if (rc == MOOT_OK)
        rc = moot_loop_timer_new(ws->loop, on_wheel, ws, &ws->wheel_timer);
    if (rc == MOOT_OK)
        rc =
            moot_loop_timer_new(ws->loop, on_close_sweep, ws, &ws->close_timer);
    if (rc != MOOT_OK)
        return rc;
    unsigned tick_ms = ws->config.ping_interval_ms / WHEEL_SLOTS;
    tick_ms = tick_ms > 0 ? tick_ms : 1;
    moot_loop_timer_start(ws->wheel_timer, tick_ms, tick_ms);
    return MOOT_OK;
}

static int open_paths(moot_ws_t *ws, const moot_ws_events_t *events, void *ctx)
{
    const moot_ws_path_t path = {PATH, ws->config.frame_bytes_max, true};
    moot_web_config_t config = {
        .bind = ws->config.bind,
        .port = ws->config.port,
        .port_shared = ws->config.port_shared,
        .sockets_max = ws->config.connections_max * REQUESTS_PER_CLIENT
                       + REQUESTS_SPARE,
        .head_timeout_ms = ws->config.handshake_timeout_ms,
        .body_bytes_max = ws->config.body_bytes_max,
    };
    int rc = moot_paths_add(&ws->paths, &path, true, events, ctx);
    return rc != MOOT_OK ? rc
                         : moot_paths_open(&ws->paths, ws->loop, &config,
                                           is_full, adopt, ws);
}

static bool is_sound(const moot_ws_config_t *config)
{
    return config->bind != NULL && config->connections_max > 0
           && config->handshake_timeout_ms > 0 && config->frame_bytes_max > 0
           && config->queued_bytes_max > 0 && config->ping_interval_ms > 0
           && config->close_timeout_ms > 0;
}

int moot_ws_open(moot_loop_t *loop, const moot_ws_config_t *config,
                 const moot_ws_events_t *events, void *ctx, moot_ws_t **out)
{
    if (!is_sound(config))
        return MOOT_EINVAL;
    moot_ws_t *ws = calloc(1, sizeof *ws);
    if (ws == NULL)
        return MOOT_ENOMEM;
    ws->loop = loop;
    ws->config = *config;
    moot_list_init(&ws->quiet);
    moot_list_init(&ws->closing);
    moot_list_init(&ws->dirty);
    moot_list_init(&ws->doomed);
    for (unsigned i = 0; i < WHEEL_SLOTS; i++)
        moot_list_init(&ws->wheel[i]);
    /* libwebsockets reports only pongs that carry something. */
    ws->ping = moot_frame_new(moot_slice_str("moot"));
    int rc = ws->ping != NULL ? open_lws(ws) : MOOT_ENOMEM;
    if (rc == MOOT_OK)
        rc = open_timers(ws);
    if (rc == MOOT_OK)
        rc = open_paths(ws, events, ctx);
    if (rc != MOOT_OK) {
        moot_ws_destroy(&ws);
        return rc;
    }
    ws->config.bind = NULL; /* the caller's string */
    *out = ws;
    return MOOT_OK;
}

int moot_ws_add(moot_ws_t *ws, const moot_ws_path_t *path,
                const moot_ws_events_t *events, void *ctx)
{
    return moot_paths_add(&ws->paths, path, false, events, ctx);
}

void moot_ws_serve(moot_ws_t *ws,
                   void (*serve)(void *ctx, moot_exchange_t *exchange,
                                 const moot_web_request_t *request),
                   void *ctx)
{
    ws->paths.on_request = serve;
    ws->paths.request_ctx = ctx;
}

unsigned moot_ws_port(const moot_ws_t *ws)
{
    return moot_web_port(ws->paths.web);
}

void moot_ws_stop_listening(moot_ws_t *ws)
{
    ws->paths.stopped = true;
    moot_web_stop(ws->paths.web);
}

static void kill_all(moot_node_t *head)
{
    MOOT_LIST_FOREACH (head, it, after)
        doom(MOOT_CONTAINER(it, moot_conn_t, place));
}

void moot_ws_destroy(moot_ws_t **ws_p)
{
    moot_ws_t *ws = *ws_p;
    *ws_p = NULL;
    if (ws == NULL)
        return;
    moot_web_close(&ws->paths.web);
    for (unsigned i = 0; i < WHEEL_SLOTS; i++)
        kill_all(&ws->wheel[i]);
    kill_all(&ws->quiet);
    kill_all(&ws->closing);
    on_flush(ws);
    close_lws(ws);
    moot_loop_round_destroy(&ws->flusher);
    moot_loop_timer_destroy(&ws->wheel_timer);
    moot_loop_timer_destroy(&ws->close_timer);
    moot_frame_unref(&ws->ping);
    free(ws);
}

moot_ws_stats_t moot_ws_stats(const moot_ws_t *ws)
{
    moot_ws_stats_t stats = ws->stats;
    moot_web_stats_t web = moot_web_stats(ws->paths.web);
    stats.handshakes = web.open;
    stats.waiting = web.waiting;
    stats.requests = web.requests;
    stats.refused = web.refused;
    stats.handshakes_timed_out = web.timed_out;
    stats.handshakes_dropped = web.dropped;
    return stats;
}
