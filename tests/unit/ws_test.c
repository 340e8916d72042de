/* The WebSocket server over real sockets, in one process: the test is the
 * client and turns the loop of the server itself. */
#include "common/err.h"
#include "edge/ws.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define WAIT_MS 8000
#define CONNS_MAX 32

typedef struct fixture {
    moot_loop_t *loop;
    moot_ws_t *ws;
    moot_conn_t *conns[CONNS_MAX]; /* NULL once closed */
    int opened, closed, code;      /* code: of the last close */
    size_t messages;
    char last_query[64], last_peer[64];
} fixture_t;

typedef struct client {
    int fd;
    uint8_t *at; /* received, not looked at yet */
    size_t size, capacity;
    bool eof;
} client_t;

/* ---- the edge that is served ---- */

static void on_upgrade(void *ctx, const moot_upgrade_t *request,
                       moot_verdict_t *out)
{
    fixture_t *f = ctx;
    (void)snprintf(f->last_query, sizeof f->last_query, "%.*s",
                   MOOT_SLICE_ARG(request->query));
    (void)snprintf(f->last_peer, sizeof f->last_peer, "%s", request->peer);
    out->status = 101;
    if (request->authorization.at != NULL) {
        out->status = 401;
        out->reason = "token expired";
    } else if (request->origin.at != NULL) {
        out->status = 403;
        out->reason = "origin";
    } else if (request->cookie.at != NULL) {
        out->status = 429;
        out->reason = "too many";
        out->retry_after_s = 7;
    } else if (request->subprotocols.at != NULL) {
        if (moot_slice_eq(request->subprotocols, moot_slice_str("good")))
            out->subprotocol = "good";
        else
            out->status = 400;
    }
    if (out->status == 101)
        out->session = (void *)(intptr_t)(f->opened + 1);
}

static void on_open(void *ctx, void *session, moot_conn_t *conn)
{
    fixture_t *f = ctx;
    assert_int_equal((intptr_t)session, f->opened + 1);
    assert_true(f->opened < CONNS_MAX);
    f->conns[f->opened++] = conn;
}

static void on_message(void *ctx, void *session, moot_slice_t payload,
                       bool binary)
{
    fixture_t *f = ctx;
    moot_conn_t *conn = f->conns[(intptr_t)session - 1];
    assert_non_null(conn);
    f->messages++;
    if (payload.size > 5 && memcmp(payload.at, "close", 5) == 0) {
        moot_ws_close(conn, 1000, "as asked");
        /* The payload stays readable for the whole call. */
        assert_int_equal(payload.at[payload.size - 1], '.');
        return;
    }
    moot_frame_t *frame = moot_frame_new(payload);
    if (binary)
        moot_ws_send_binary(conn, frame);
    else
        moot_ws_send(conn, frame);
    moot_frame_unref(&frame);
}

static void on_closed(void *ctx, void *session, int code)
{
    fixture_t *f = ctx;
    intptr_t i = (intptr_t)session - 1;
    assert_non_null(f->conns[i]); /* exactly once */
    f->conns[i] = NULL;
    f->closed++;
    f->code = code;
}

static const moot_ws_events_t EVENTS = {on_upgrade, on_open, on_message,
                                        on_closed};

static const moot_ws_config_t CONFIG = {
    .bind = "127.0.0.1",
    .connections_max = CONNS_MAX,
    .handshake_timeout_ms = 5000,
    .frame_bytes_max = 100000,
    .queued_bytes_max = 1000000,
    .ping_interval_ms = 30000,
    .close_timeout_ms = 3000,
};

static void begin_with(fixture_t *f, const moot_ws_config_t *config)
{
    memset(f, 0, sizeof *f);
    assert_int_equal(moot_loop_new(&f->loop), 0);
    assert_int_equal(moot_ws_open(f->loop, config, &EVENTS, f, &f->ws), 0);
}

static void begin(fixture_t *f)
{
    begin_with(f, &CONFIG);
}

static void end(fixture_t *f)
{
    moot_ws_destroy(&f->ws);
    assert_int_equal(f->opened, f->closed);
    moot_loop_destroy(&f->loop);
}

/* ---- the client ---- */

static void open_client(fixture_t *f, client_t *c, int receive_buffer)
{
    memset(c, 0, sizeof *c);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)moot_ws_port(f->ws)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(c->fd >= 0);
    if (receive_buffer > 0)
        (void)setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer,
                         sizeof receive_buffer);
    assert_int_equal(connect(c->fd, (struct sockaddr *)&to, sizeof to), 0);
    int on = 1;
    (void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    assert_int_equal(fcntl(c->fd, F_SETFL, O_NONBLOCK), 0);
}

static void close_client(client_t *c)
{
    (void)close(c->fd);
    free(c->at);
}

static void receive(client_t *c)
{
    if (c->capacity - c->size < 65536) {
        c->capacity += 1 << 20;
        c->at = realloc(c->at, c->capacity);
        assert_non_null(c->at);
    }
    ssize_t n = recv(c->fd, c->at + c->size, c->capacity - c->size, 0);
    if (n > 0)
        c->size += (size_t)n;
    else if (n == 0 || errno != EAGAIN)
        c->eof = true;
}

static void put(fixture_t *f, client_t *c, const void *at, size_t size)
{
    const char *from = at;
    uint64_t until = moot_loop_now_ms(f->loop) + WAIT_MS;
    while (size > 0) {
        assert_true(moot_loop_now_ms(f->loop) < until);
        ssize_t n = send(c->fd, from, size, MSG_NOSIGNAL);
        if (n < 0) {
            assert_int_equal(errno, EAGAIN);
            moot_loop_turn(f->loop);
            continue;
        }
        from += n;
        size -= (size_t)n;
    }
}

static void put_frame(fixture_t *f, client_t *c, int first, const void *at,
                      size_t size)
{
    uint8_t *frame = malloc(size + 14);
    assert_non_null(frame);
    size_t n = 0;
    frame[n++] = (uint8_t)first;
    if (size < 126) {
        frame[n++] = (uint8_t)(0x80 | size);
    } else if (size < 65536) {
        frame[n++] = 0x80 | 126;
        frame[n++] = (uint8_t)(size >> 8);
        frame[n++] = (uint8_t)size;
    } else {
        frame[n++] = 0x80 | 127;
        for (int i = 7; i >= 0; i--)
            frame[n++] = (uint8_t)((uint64_t)size >> (8 * i));
    }
    const uint8_t mask[4] = {0x11, 0x22, 0x33, 0x44};
    memcpy(frame + n, mask, 4);
    n += 4;
    for (size_t i = 0; i < size; i++)
        frame[n + i] = ((const uint8_t *)at)[i] ^ mask[i & 3];
    put(f, c, frame, n + size);
    free(frame);
}

static void put_text(fixture_t *f, client_t *c, const char *text)
{
    put_frame(f, c, 0x81, text, strlen(text));
}

typedef struct frame {
    int first;
    const uint8_t *at;
    size_t size, whole;
} frame_t;

/* The first frame that was received, if it is there. */
static bool peek_frame(client_t *c, frame_t *out)
{
    if (c->size < 2)
        return false;
    assert_int_equal(c->at[1] & 0x80, 0); /* a server does not mask */
    size_t n = 2, size = c->at[1];
    size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (c->size < 2 + more)
        return false;
    if (more > 0) {
        size = 0;
        for (; n < 2 + more; n++)
            size = size << 8 | c->at[n];
    }
    if (c->size < n + size)
        return false;
    *out = (frame_t){c->at[0], c->at + n, size, n + size};
    return true;
}

static void next(client_t *c, size_t n)
{
    memmove(c->at, c->at + n, c->size - n);
    c->size -= n;
}

static void get_frame(fixture_t *f, client_t *c, frame_t *out)
{
    uint64_t until = moot_loop_now_ms(f->loop) + WAIT_MS;
    while (!peek_frame(c, out)) {
        assert_true(moot_loop_now_ms(f->loop) < until);
        assert_false(c->eof);
        moot_loop_turn(f->loop);
        receive(c);
    }
}

static void expect_text(fixture_t *f, client_t *c, const char *text)
{
    frame_t frame;
    get_frame(f, c, &frame);
    assert_int_equal(frame.first, 0x81);
    assert_int_equal(frame.size, strlen(text));
    assert_memory_equal(frame.at, text, frame.size);
    next(c, frame.whole);
}

static void expect_close(fixture_t *f, client_t *c, int code)
{
    frame_t frame;
    get_frame(f, c, &frame);
    assert_int_equal(frame.first, 0x88);
    assert_true(frame.size >= 2);
    assert_int_equal(frame.at[0] << 8 | frame.at[1], code);
    next(c, frame.whole);
}

static void expect_eof(fixture_t *f, client_t *c)
{
    uint64_t until = moot_loop_now_ms(f->loop) + WAIT_MS;
    while (!c->eof) {
        assert_true(moot_loop_now_ms(f->loop) < until);
        moot_loop_turn(f->loop);
        receive(c);
    }
}

#define UNTIL(f, cond)                                                         \
    do {                                                                       \
        uint64_t until = moot_loop_now_ms((f)->loop) + WAIT_MS;                \
        while (!(cond)) {                                                      \
            assert_true(moot_loop_now_ms((f)->loop) < until);                  \
            moot_loop_turn((f)->loop);                                         \
        }                                                                      \
    } while (0)

/* Asks with more header lines and waits for the head of the answer, which is
 * copied, with a zero, into head. */
static int ask(fixture_t *f, client_t *c, const char *line, const char *more,
               char *head, size_t head_size)
{
    char request[2048];
    int n = snprintf(request, sizeof request,
                     "%s HTTP/1.1\r\nHost: x\r\n%s\r\n", line, more);
    assert_true(n > 0 && n < (int)sizeof request);
    put(f, c, request, (size_t)n);
    uint64_t until = moot_loop_now_ms(f->loop) + WAIT_MS;
    uint8_t *at = NULL;
    while (at == NULL) {
        assert_true(moot_loop_now_ms(f->loop) < until);
        moot_loop_turn(f->loop);
        receive(c);
        at = memmem(c->at, c->size, "\r\n\r\n", 4);
        assert_true(at != NULL || !c->eof);
    }
    size_t size = (size_t)(at - c->at) + 4;
    assert_true(size < head_size);
    memcpy(head, c->at, size);
    head[size] = 0;
    next(c, size);
    return atoi(head + strlen("HTTP/1.1 "));
}

#define UPGRADE                                                                \
    "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"                \
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " KEY "\r\n"

static void join_with(fixture_t *f, client_t *c, int receive_buffer)
{
    char head[1024];
    open_client(f, c, receive_buffer);
    assert_int_equal(ask(f, c, "GET /ws", UPGRADE, head, sizeof head), 101);
    assert_non_null(
        strstr(head, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    assert_null(strstr(head, "Sec-WebSocket-Protocol"));
}

static void join(fixture_t *f, client_t *c)
{
    join_with(f, c, 0);
}

static moot_frame_t *make_frame(size_t size, uint32_t number)
{
    moot_frame_t *frame = moot_frame_alloc(size);
    assert_non_null(frame);
    uint8_t *at = moot_frame_payload(frame);
    memset(at, 'a' + (int)(number % 26), size);
    memcpy(at, &number, sizeof number);
    return frame;
}

static void send_numbered(moot_conn_t *conn, size_t size, uint32_t number)
{
    moot_frame_t *frame = make_frame(size, number);
    moot_ws_send_binary(conn, frame);
    moot_frame_unref(&frame);
}

static void check_numbered(const frame_t *frame, size_t size, uint32_t number)
{
    assert_int_equal(frame->first, 0x82);
    assert_int_equal(frame->size, size);
    uint32_t got;
    memcpy(&got, frame->at, sizeof got);
    assert_int_equal(got, number);
    for (size_t i = sizeof got; i < size; i++)
        assert_int_equal(frame->at[i], 'a' + (int)(number % 26));
}

/* ---- tests ---- */

static void expect_refusal(fixture_t *f, const char *line, const char *more,
                           int status, const char *has, const char *body)
{
    client_t c;
    char head[1024];
    open_client(f, &c, 0);
    assert_int_equal(ask(f, &c, line, more, head, sizeof head), status);
    assert_non_null(strstr(head, "close\r\n"));
    assert_non_null(strstr(head, has));
    expect_eof(f, &c);
    assert_int_equal(c.size, strlen(body));
    assert_memory_equal(c.at, body, c.size);
    close_client(&c);
}

static void test_refusals(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    expect_refusal(&f, "GET /ws", UPGRADE "Authorization: Bearer x\r\n", 401,
                   "WWW-Authenticate: Bearer\r\n", "token expired");
    expect_refusal(&f, "GET /ws", UPGRADE "Origin: http://x\r\n", 403,
                   "Content-Length: 6\r\n", "origin");
    expect_refusal(&f, "GET /ws", UPGRADE "Cookie: a=b\r\n", 429,
                   "Retry-After: 7\r\n", "too many");
    expect_refusal(&f, "GET /ws", UPGRADE "Sec-WebSocket-Protocol: bad\r\n",
                   400, "", "");
    expect_refusal(&f, "GET /nothing", "Connection: close\r\n", 404, "", "not found");
    expect_refusal(&f, "GET /nothing", UPGRADE, 404, "", "not found");
    expect_refusal(&f, "GET /ws", "", 426, "Upgrade: websocket\r\n",
                   "this is a WebSocket endpoint");
    expect_refusal(&f, "GET /ws", "Upgrade: bogus\r\nConnection: upgrade\r\n",
                   426, "", "this is a WebSocket endpoint");
    expect_refusal(&f, "POST /ws", UPGRADE, 405, "Allow: GET\r\n",
                   "only GET is served here");
    expect_refusal(&f, "GET /ws", UPGRADE "Folded: a\r\n b\r\n", 400, "",
                   "malformed HTTP request");
    expect_refusal(&f, "GET /ws", UPGRADE "Host: twice\r\n", 400, "",
                   "malformed HTTP request");
    assert_int_equal(f.opened, 0);
    assert_int_equal(moot_ws_stats(f.ws).refused, 11);
    end(&f);
}

static void test_long_heads(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    for (int kilobytes = 64; kilobytes <= 200; kilobytes += 136) {
        client_t c;
        open_client(&f, &c, 0);
        const char *line =
            "GET /ws HTTP/1.1\r\nHost: x\r\n" UPGRADE "Authorization: Bearer ";
        put(&f, &c, line, strlen(line));
        char block[1024];
        memset(block, 'a', sizeof block);
        for (int i = 0; i < kilobytes; i++)
            put(&f, &c, block, sizeof block);
        put(&f, &c, "\r\n\r\n", 4);
        expect_eof(&f, &c);
        const char *answer =
            kilobytes == 64 ? "HTTP/1.1 401 " : "HTTP/1.1 431 ";
        assert_memory_equal(c.at, answer, strlen(answer));
        close_client(&c);
    }
    end(&f);
}

static void test_slow_head(void **state)
{
    (void)state;
    fixture_t f;
    moot_ws_config_t config = CONFIG;
    config.handshake_timeout_ms = 200;
    begin_with(&f, &config);
    client_t silent, slow, late;
    open_client(&f, &silent, 0);
    open_client(&f, &slow, 0);
    put(&f, &slow, "GET /ws HTTP/1.1\r\nHo", 20);
    expect_eof(&f, &silent);
    expect_eof(&f, &slow);
    assert_memory_equal(slow.at, "HTTP/1.1 408 ", 13);
    assert_int_equal(moot_ws_stats(f.ws).handshakes_timed_out, 2);

    /* A head that comes in pieces, with the first frame right behind it. */
    open_client(&f, &late, 0);
    const char *head = "GET /ws?a=%20 HTTP/1.1\r\nHost: x\r\n" UPGRADE "\r\n";
    for (size_t i = 0; i < strlen(head) - 1; i++) {
        put(&f, &late, head + i, 1);
        moot_loop_turn(f.loop);
    }
    uint8_t rest[] = {'\n', 0x81, 0x82, 0, 0, 0, 0, 'h', 'i'};
    put(&f, &late, rest, sizeof rest);
    UNTIL(&f, f.messages == 1);
    assert_string_equal(f.last_query, "a=%20");
    assert_memory_equal(f.last_peer, "127.0.0.1:", 10);
    close_client(&silent);
    close_client(&slow);
    close_client(&late);
    end(&f);
}

/* A path of its own: other events, other bounds, no pings; requests for it
 * that are no upgrades are served like any page. */
static void test_second_path(void **state)
{
    (void)state;
    fixture_t f, other = {0};
    const moot_ws_path_t path = {"/two/", 10, false};
    moot_ws_config_t config = CONFIG;
    config.ping_interval_ms = 64; /* one connection is pinged each ms */
    client_t c;
    char head[1024];
    begin_with(&f, &config);
    assert_int_equal(moot_ws_add(f.ws, &path, &EVENTS, &other), 0);
    assert_int_equal(moot_ws_add(f.ws, &path, &EVENTS, &other), MOOT_EEXIST);
    open_client(&f, &c, 0);
    assert_int_equal(ask(&f, &c, "GET /two/?a", "", head, sizeof head), 404);
    assert_non_null(strstr(head, "Connection: keep-alive\r\n"));
    next(&c, strlen("not found"));
    /* The upgrade may be the second request of a connection. */
    assert_int_equal(ask(&f, &c, "GET /two?b=c", UPGRADE, head, sizeof head),
                     101);
    assert_int_equal(other.opened, 1);
    assert_int_equal(f.opened, 0);
    assert_string_equal(other.last_query, "b=c");
    put_text(&f, &c, "ten bytes.");
    UNTIL(&f, other.messages == 1);
    uint64_t later_ms = moot_loop_now_ms(f.loop) + 300;
    UNTIL(&f, moot_loop_now_ms(f.loop) >= later_ms);
    assert_int_equal(other.closed, 0);
    put_text(&f, &c, "eleven byte");
    UNTIL(&f, other.closed == 1);
    assert_int_equal(other.code, MOOT_WS_CLOSE_TOO_BIG);
    close_client(&c);
    end(&f);
}

static void test_subprotocol(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    char head[1024];
    open_client(&f, &c, 0);
    assert_int_equal(ask(&f, &c, "GET /ws",
                         UPGRADE "Sec-WebSocket-Protocol: good\r\n"
                                 "Sec-WebSocket-Extensions: "
                                 "permessage-deflate\r\n",
                         head, sizeof head),
                     101);
    assert_non_null(strstr(head, "Sec-WebSocket-Protocol: good\r\n"));
    assert_null(strstr(head, "permessage"));
    put_text(&f, &c, "hello");
    expect_text(&f, &c, "hello");
    close_client(&c);
    UNTIL(&f, f.closed == 1);
    assert_int_equal(f.code, 1006);
    end(&f);
}

static void test_messages(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join(&f, &c);
    put_text(&f, &c, "");
    expect_text(&f, &c, "");
    /* Three fragments that cut a code point, a ping and a pong between. */
    put_frame(&f, &c, 0x01, "\xe2", 1);
    put_frame(&f, &c, 0x89, "ping!", 5);
    put_frame(&f, &c, 0x00, "\x82", 1);
    put_frame(&f, &c, 0x8a, "\xff\xfe", 2);
    put_frame(&f, &c, 0x80, "\xac!", 2);
    frame_t frame;
    bool pong = false, text = false;
    while (!pong || !text) {
        get_frame(&f, &c, &frame);
        if (frame.first == 0x8a) {
            assert_memory_equal(frame.at, "ping!", 5);
            pong = true;
        } else {
            assert_int_equal(frame.first, 0x81);
            assert_memory_equal(frame.at, "\xe2\x82\xac!", 4);
            text = true;
        }
        next(&c, frame.whole);
    }
    /* Every header size, and the largest message. */
    static const size_t sizes[] = {125, 126, 65535, 65536, 100000};
    for (size_t i = 0; i < 5; i++) {
        char *bytes = malloc(sizes[i]);
        memset(bytes, 'z', sizes[i]);
        put_frame(&f, &c, 0x82, bytes, sizes[i]);
        get_frame(&f, &c, &frame);
        assert_int_equal(frame.first, 0x82);
        assert_int_equal(frame.size, sizes[i]);
        assert_memory_equal(frame.at, bytes, sizes[i]);
        next(&c, frame.whole);
        free(bytes);
    }
    put_frame(&f, &c, 0x88, "\x03\xe9", 2);
    expect_close(&f, &c, 1001);
    expect_eof(&f, &c);
    UNTIL(&f, f.closed == 1);
    assert_int_equal(f.code, 1001);
    close_client(&c);
    end(&f);
}

static void finish_close(fixture_t *f, client_t *c, int code)
{
    int closed = f->closed;
    expect_close(f, c, code);
    uint8_t echo[] = {(uint8_t)(code >> 8), (uint8_t)code};
    put_frame(f, c, 0x88, echo, 2);
    expect_eof(f, c);
    UNTIL(f, f->closed == closed + 1);
    assert_int_equal(f->code, code);
    close_client(c);
}

static void test_bad_utf8(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join(&f, &c);
    put_frame(&f, &c, 0x81, "a\xed\xa0\x80", 4);
    finish_close(&f, &c, 1007);
    join(&f, &c);
    put_frame(&f, &c, 0x01, "\xf4", 1);
    put_frame(&f, &c, 0x80, "\x90\x80\x80", 3);
    finish_close(&f, &c, 1007);
    join(&f, &c); /* ends within a code point */
    put_frame(&f, &c, 0x01, "abc", 3);
    put_frame(&f, &c, 0x80, "\xe2\x82", 2);
    finish_close(&f, &c, 1007);
    join(&f, &c); /* in the reason of a close frame */
    put_frame(&f, &c, 0x88, "\x03\xe8\xff", 3);
    expect_close(&f, &c, 1007);
    close_client(&c);
    assert_int_equal(f.messages, 0);
    end(&f);
}

static void test_too_big(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    char *bytes = calloc(1, 400000);
    join(&f, &c);
    put_frame(&f, &c, 0x82, bytes, 100001);
    finish_close(&f, &c, 1009);
    join(&f, &c);
    put_frame(&f, &c, 0x02, bytes, 60000);
    put_frame(&f, &c, 0x00, bytes, 40001);
    finish_close(&f, &c, 1009);
    join(&f, &c); /* the close arrives although more is coming */
    put_frame(&f, &c, 0x82, bytes, 400000);
    finish_close(&f, &c, 1009);
    assert_int_equal(f.messages, 0);
    free(bytes);
    end(&f);
}

static void test_announced_too_big(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join(&f, &c);
    const uint8_t head[] = {0x82, 0xff, 0x3f, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
    char bytes[2000] = {0};
    put(&f, &c, head, sizeof head);
    put(&f, &c, bytes, sizeof bytes);
    expect_close(&f, &c, 1009);
    close_client(&c);
    end(&f);
}

static void test_close_while_reading(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join(&f, &c);
    put_frame(&f, &c, 0x01, "close", 5);
    put_frame(&f, &c, 0x80, " now.", 5);
    put_text(&f, &c, "not looked at any more");
    finish_close(&f, &c, 1000);
    assert_int_equal(f.messages, 1);
    end(&f);
}

static void test_protocol_error(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join(&f, &c);
    put_frame(&f, &c, 0xc1, "rsv", 3);
    expect_close(&f, &c, 1002);
    close_client(&c);
    UNTIL(&f, f.closed == 1);
    assert_int_equal(f.code, 1002);
    end(&f);
}

static void test_close_flushes(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join_with(&f, &c, 4096);
    for (uint32_t i = 0; i < 900; i++)
        send_numbered(f.conns[0], 1000, i);
    moot_ws_close(f.conns[0], 1012, "bye");
    moot_ws_close(f.conns[0], 1000, "counts not");
    send_numbered(f.conns[0], 1000, 900);
    for (uint32_t i = 0; i < 900; i++) {
        frame_t frame;
        get_frame(&f, &c, &frame);
        check_numbered(&frame, 1000, i);
        next(&c, frame.whole);
    }
    finish_close(&f, &c, 1012);
    end(&f);
}

static void test_close_is_bounded(void **state)
{
    (void)state;
    fixture_t f;
    moot_ws_config_t config = CONFIG;
    config.close_timeout_ms = 200;
    begin_with(&f, &config);
    client_t mute, deaf;
    join(&f, &mute);            /* never answers the close frame */
    join_with(&f, &deaf, 4096); /* never reads */
    for (uint32_t i = 0; i < 900; i++)
        send_numbered(f.conns[1], 1000, i);
    uint64_t start = moot_loop_now_ms(f.loop);
    moot_ws_close(f.conns[0], 1012, "");
    moot_ws_close(f.conns[1], 1012, "");
    UNTIL(&f, f.closed == 2);
    assert_true(moot_loop_now_ms(f.loop) - start < 1500);
    assert_int_equal(moot_ws_stats(f.ws).connections, 0);
    assert_int_equal(moot_ws_stats(f.ws).queued_bytes, 0);
    close_client(&mute);
    close_client(&deaf);
    end(&f);
}

static void test_slow_reader(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t slow, other;
    join_with(&f, &slow, 4096);
    join(&f, &other);
    uint32_t sent = 0;
    for (; f.conns[0] != NULL && moot_ws_stats(f.ws).slow_closed == 0; sent++) {
        assert_true(sent < 20000);
        assert_true(moot_ws_queued(f.conns[0]) <= CONFIG.queued_bytes_max);
        send_numbered(f.conns[0], 3000, sent);
        if (sent % 10 == 0)
            moot_loop_turn(f.loop);
    }
    assert_true(sent > 300);
    /* What had begun is finished, then comes the close, in whole frames. */
    frame_t frame;
    for (uint32_t i = 0;; i++) {
        get_frame(&f, &slow, &frame);
        if (frame.first == 0x88)
            break;
        check_numbered(&frame, 3000, i);
        next(&slow, frame.whole);
    }
    finish_close(&f, &slow, 1008);
    put_text(&f, &other, "alive");
    expect_text(&f, &other, "alive");
    close_client(&other);
    end(&f);
}

/* What a request causes in a very large room is larger than the bound, and its
 * sender is not slow because of that. */
static void test_large_frames(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    client_t c;
    join_with(&f, &c, 4096);
    const size_t size = 8 * CONFIG.queued_bytes_max;
    for (uint32_t i = 0; i < 4; i++)
        send_numbered(f.conns[0], size, i);
    assert_int_equal(moot_ws_stats(f.ws).slow_closed, 0);
    frame_t frame;
    for (uint32_t i = 0; i < 4; i++) {
        get_frame(&f, &c, &frame);
        check_numbered(&frame, size, i);
        next(&c, frame.whole);
    }
    for (uint32_t i = 0; i < 6; i++)
        send_numbered(f.conns[0], size, i);
    assert_int_equal(moot_ws_stats(f.ws).slow_closed, 1);
    close_client(&c);
    end(&f);
}

/* The one that breaks streams: a client that floods pings and does not read,
 * so that pongs fall due while frames of ours are half sent. */
static void test_ping_flood(void **state)
{
    (void)state;
    fixture_t f;
    moot_ws_config_t config = CONFIG;
    config.queued_bytes_max = 100000000;
    begin_with(&f, &config);
    client_t c;
    join_with(&f, &c, 4096);
    enum { FRAMES = 4000, SIZE = 5001 };
    uint32_t sent = 0, got = 0, pongs = 0, pings = 0;
    uint64_t until = moot_loop_now_ms(f.loop) + 20000;
    while (got < FRAMES) {
        assert_true(moot_loop_now_ms(f.loop) < until);
        for (int i = 0; i < 7 && sent < FRAMES; i++)
            send_numbered(f.conns[0], SIZE - sent % 5000, sent), sent++;
        if (pings < 3000) {
            put_frame(&f, &c, 0x89, "flood", 5);
            pings++;
        }
        moot_loop_turn(f.loop);
        moot_loop_turn(f.loop);
        if (pings % 50 != 0 && pings < 3000)
            continue; /* reads seldom, so that the server is always behind */
        for (int i = 0; i < 20; i++)
            receive(&c);
        assert_false(c.eof);
        frame_t frame;
        size_t used = 0;
        client_t view = c;
        while (peek_frame(&view, &frame)) {
            if (frame.first == 0x8a) {
                assert_int_equal(frame.size, 5);
                assert_memory_equal(frame.at, "flood", 5);
                pongs++;
            } else {
                check_numbered(&frame, SIZE - got % 5000, got);
                got++;
            }
            used += frame.whole;
            view.at += frame.whole;
            view.size -= frame.whole;
        }
        next(&c, used);
    }
    assert_true(pongs > 20);
    close_client(&c);
    end(&f);
}

static void test_many_in_order(void **state)
{
    (void)state;
    fixture_t f;
    moot_ws_config_t config = CONFIG;
    config.queued_bytes_max = 100000000;
    begin_with(&f, &config);
    enum { CLIENTS = 10, FRAMES = 10000 };
    client_t c[CLIENTS];
    uint32_t got[CLIENTS] = {0};
    for (int i = 0; i < CLIENTS; i++)
        join(&f, &c[i]);
    for (uint32_t n = 0; n < FRAMES;) {
        for (int burst = 0; burst < 50; burst++, n++) {
            moot_frame_t *frame = make_frame(128, n);
            for (int i = 0; i < CLIENTS; i++)
                moot_ws_send_binary(f.conns[i], frame);
            moot_frame_unref(&frame);
        }
        moot_loop_turn(f.loop);
        for (int i = 0; i < CLIENTS; i++) {
            receive(&c[i]);
            frame_t frame;
            client_t view = c[i];
            while (peek_frame(&view, &frame)) {
                check_numbered(&frame, 128, got[i]++);
                view.at += frame.whole;
                view.size -= frame.whole;
            }
            next(&c[i], (size_t)(view.at - c[i].at));
        }
    }
    moot_ws_stats_t stats = moot_ws_stats(f.ws);
    for (int i = 0; i < CLIENTS; i++)
        while (got[i] < FRAMES) {
            frame_t frame;
            get_frame(&f, &c[i], &frame);
            check_numbered(&frame, 128, got[i]++);
            next(&c[i], frame.whole);
        }
    assert_true(stats.writes_out < stats.frames_out / 20);
    for (int i = 0; i < CLIENTS; i++)
        close_client(&c[i]);
    end(&f);
}

static void test_silent_client(void **state)
{
    (void)state;
    fixture_t f;
    moot_ws_config_t config = CONFIG;
    config.ping_interval_ms = 256;
    begin_with(&f, &config);
    client_t mute, lively;
    join(&f, &mute);
    join(&f, &lively);
    uint64_t began = moot_loop_now_ms(f.loop);
    uint64_t pings = 0;
    while (pings < 4 || f.closed == 0) {
        assert_true(moot_loop_now_ms(f.loop) < began + 20000);
        moot_loop_turn(f.loop);
        receive(&lively);
        frame_t frame;
        while (peek_frame(&lively, &frame)) {
            assert_int_equal(frame.first, 0x89);
            put_frame(&f, &lively, 0x8a, frame.at, frame.size);
            next(&lively, frame.whole);
            pings++;
        }
    }
    /* No more than one each interval, however long that took. */
    assert_true(pings <= (moot_loop_now_ms(f.loop) - began) / 256 + 2);
    assert_int_equal(f.closed, 1);
    assert_null(f.conns[0]);
    assert_int_equal(f.code, 1006);
    assert_int_equal(moot_ws_stats(f.ws).silent_closed, 1);
    put_text(&f, &lively, "still here");
    expect_text(&f, &lively, "still here");
    close_client(&mute);
    close_client(&lively);
    end(&f);
}

static void test_full_and_draining(void **state)
{
    (void)state;
    fixture_t f;
    moot_ws_config_t config = CONFIG;
    config.connections_max = 2;
    begin_with(&f, &config);
    client_t c[3];
    join(&f, &c[0]);
    join(&f, &c[1]);
    expect_refusal(&f, "GET /ws", UPGRADE, 503, "Retry-After: 5\r\n",
                   "this edge is full");
    close_client(&c[1]);
    UNTIL(&f, f.closed == 1);
    open_client(&f, &c[2], 0); /* connected, but not accepted yet */
    unsigned port = moot_ws_port(f.ws);
    moot_ws_stop_listening(f.ws);
    char head[1024];
    assert_int_equal(ask(&f, &c[2], "GET /ws", UPGRADE, head, sizeof head),
                     503);
    close_client(&c[2]);
    put_text(&f, &c[0], "stays");
    expect_text(&f, &c[0], "stays");
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), -1);
    (void)close(fd);
    close_client(&c[0]);
    end(&f);
}

static void test_shared_port(void **state)
{
    (void)state;
    fixture_t f, g;
    moot_ws_config_t config = CONFIG;
    config.port_shared = true;
    begin_with(&f, &config);
    config.port = moot_ws_port(f.ws);
    begin_with(&g, &config);
    end(&g);
    config.port_shared = false;
    moot_ws_t *ws = NULL;
    assert_int_equal(moot_ws_open(f.loop, &config, &EVENTS, &f, &ws),
                     MOOT_EEXIST);
    config.bind = "256.0.0.1";
    assert_int_equal(moot_ws_open(f.loop, &config, &EVENTS, &f, &ws),
                     MOOT_EINVAL);
    config.bind = "127.0.0.1";
    config.frame_bytes_max = 0;
    assert_int_equal(moot_ws_open(f.loop, &config, &EVENTS, &f, &ws),
                     MOOT_EINVAL);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_long_heads),
        cmocka_unit_test(test_slow_head),
        cmocka_unit_test(test_second_path),
        cmocka_unit_test(test_subprotocol),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_bad_utf8),
        cmocka_unit_test(test_too_big),
        cmocka_unit_test(test_announced_too_big),
        cmocka_unit_test(test_close_while_reading),
        cmocka_unit_test(test_protocol_error),
        cmocka_unit_test(test_close_flushes),
        cmocka_unit_test(test_close_is_bounded),
        cmocka_unit_test(test_slow_reader),
        cmocka_unit_test(test_large_frames),
        cmocka_unit_test(test_ping_flood),
        cmocka_unit_test(test_many_in_order),
        cmocka_unit_test(test_silent_client),
        cmocka_unit_test(test_full_and_draining),
        cmocka_unit_test(test_shared_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
