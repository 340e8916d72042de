/* The HTTP server over real sockets, in one process: the test is the client
 * and turns the loop of the server itself. */
#include "edge/web.h"

#include "edge/site.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define WAIT_MS 8000
#define BIG 4000000
#define MOST (12 << 20)

typedef struct fixture {
    moot_loop_t *loop;
    moot_web_t *web;
    moot_site_t site;
    moot_exchange_t *kept[8];
    int keeps, gone, requests;
    char seen[256];
    char *big;
} fixture_t;

typedef struct client {
    int fd;
    char *at; /* received, not looked at yet */
    size_t size;
    bool eof;
} client_t;

#define UNTIL(f, cond)                                                         \
    do {                                                                       \
        uint64_t until = moot_loop_now_ms((f)->loop) + WAIT_MS;                \
        while (!(cond)) {                                                      \
            assert_true(moot_loop_now_ms((f)->loop) < until);                  \
            moot_loop_turn((f)->loop);                                         \
        }                                                                      \
    } while (0)

/* ---- what is served ---- */

static void on_gone(void *owner, moot_exchange_t *exchange)
{
    fixture_t *f = owner;
    assert_ptr_equal(moot_web_owner(exchange), f);
    f->gone++;
}

static bool is(moot_slice_t slice, const char *text)
{
    return moot_slice_eq(slice, moot_slice_str(text));
}

static bool take(void *ctx, moot_exchange_t *exchange,
                 const moot_web_request_t *request)
{
    fixture_t *f = ctx;
    moot_web_answer_t answer = {.status = 200};
    f->requests++;
    (void)snprintf(
        f->seen, sizeof f->seen, "%.*s %.*s?%.*s %.*s %.*s",
        MOOT_SLICE_ARG(request->method), MOOT_SLICE_ARG(request->path),
        MOOT_SLICE_ARG(request->query), MOOT_SLICE_ARG(request->content_type),
        (int)(request->body.size < 40 ? request->body.size : 40),
        (const char *)request->body.at);
    if (is(request->path, "/none"))
        return false;
    if (is(request->path, "/keep")) {
        moot_web_keep(exchange, on_gone, f);
        f->kept[f->keeps++] = exchange;
        return true;
    }
    if (is(request->path, "/echo")) {
        answer.body = request->body;
        answer.content_type = "text/x-echo";
    } else if (is(request->path, "/last")) {
        answer.close = true;
    } else if (is(request->path, "/big")) {
        answer.body = moot_slice(f->big, BIG);
    }
    moot_web_answer(exchange, &answer);
    return true;
}

static const moot_web_config_t CONFIG = {
    .bind = "127.0.0.1",
    .sockets_max = 16,
    .head_timeout_ms = 5000,
    .body_bytes_max = 100000,
};

static void begin_with(fixture_t *f, const moot_web_config_t *config)
{
    static const moot_web_events_t events = {.on_request =
                                                 moot_site_on_request};
    memset(f, 0, sizeof *f);
    f->big = calloc(1, BIG);
    assert_int_equal(moot_loop_new(&f->loop), 0);
    moot_site_init(&f->site);
    moot_site_add(&f->site, take, f);
    assert_int_equal(moot_web_open(f->loop, config, &events, &f->site, &f->web),
                     0);
}

static void begin(fixture_t *f)
{
    begin_with(f, &CONFIG);
}

static void end(fixture_t *f)
{
    moot_web_close(&f->web);
    moot_loop_destroy(&f->loop);
    free(f->big);
}

/* ---- the client ---- */

static void open_client(fixture_t *f, client_t *c, int receive_buffer)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)moot_web_port(f->web)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    memset(c, 0, sizeof *c);
    c->at = calloc(1, BIG + 65536);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(c->fd >= 0);
    if (receive_buffer > 0)
        (void)setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer,
                         sizeof receive_buffer);
    assert_int_equal(connect(c->fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(fcntl(c->fd, F_SETFL, O_NONBLOCK), 0);
}

static void close_client(client_t *c)
{
    if (c->fd >= 0)
        (void)close(c->fd);
    free(c->at);
}

static void put(client_t *c, const char *text)
{
    size_t size = strlen(text);
    assert_int_equal(send(c->fd, text, size, MSG_NOSIGNAL), size);
}

static bool receive(client_t *c)
{
    ssize_t n = recv(c->fd, c->at + c->size, BIG + 65535 - c->size, 0);
    if (n > 0)
        c->size += (size_t)n;
    else if (n == 0 || errno != EAGAIN)
        c->eof = true;
    return n > 0;
}

/* Waits for exactly this text and takes it off. */
static void expect(fixture_t *f, client_t *c, const char *text)
{
    size_t size = strlen(text);
    UNTIL(f, c->size >= size || (!receive(c) && c->eof));
    if (c->size < size || memcmp(c->at, text, size) != 0)
        fail_msg("got %.*s instead of %s", (int)c->size, c->at, text);
    c->size -= size;
    memmove(c->at, c->at + size, c->size);
}

static void expect_eof(fixture_t *f, client_t *c)
{
    UNTIL(f, receive(c) || c->eof);
    assert_int_equal(c->size, 0);
}

#define ANSWER(type, length, end)                                              \
    "HTTP/1.1 200 OK\r\nContent-Type: " type "\r\nContent-Length: " length     \
    "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"       \
    "Connection: " end "\r\n\r\n"
#define PLAIN "text/plain; charset=utf-8"

/* ---- tests ---- */

/* Three requests in one piece, with bodies: each is answered before the next
 * is read, on the same connection. */
static void test_requests_in_one_piece(void **state)
{
    (void)state;
    fixture_t f;
    client_t c;
    begin(&f);
    open_client(&f, &c, 0);
    put(&c, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
            "POST /echo?q HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\n"
            "Content-Length: 3\r\n\r\nyouHEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n"
            "GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(&f, &c, ANSWER("text/x-echo", "5", "keep-alive") "hello");
    expect(&f, &c, ANSWER("text/x-echo", "3", "keep-alive") "you");
    expect(&f, &c, ANSWER("text/x-echo", "0", "keep-alive"));
    assert_string_equal(f.seen, "GET /none?  ");
    expect(&f, &c, "HTTP/1.1 404 Not Found\r\n");
    UNTIL(&f, receive(&c) || c.eof);
    assert_int_equal(f.requests, 4);
    assert_int_equal(moot_web_stats(f.web).requests, 4);
    close_client(&c);
    UNTIL(&f, moot_web_stats(f.web).open == 0);
    end(&f);
}

/* A body that comes byte by byte, after the client was told to go on. */
static void test_slow_body(void **state)
{
    (void)state;
    fixture_t f;
    client_t c;
    begin(&f);
    open_client(&f, &c, 0);
    put(&c, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
            "Expect: 100-continue\r\nContent-Type: a/b\r\n\r\n");
    expect(&f, &c, "HTTP/1.1 100 Continue\r\n\r\n");
    for (int i = 0; i < 5; i++) {
        assert_int_equal(f.requests, 0);
        put(&c, "x");
        for (int j = 0; j < 3; j++)
            moot_loop_turn(f.loop);
    }
    expect(&f, &c, ANSWER("text/x-echo", "5", "keep-alive") "xxxxx");
    assert_string_equal(f.seen, "POST /echo? a/b xxxxx");
    close_client(&c);
    end(&f);
}

/* The answer comes later; what the client sends meanwhile is its next
 * request, and when it leaves the owner is told. */
static void test_kept(void **state)
{
    (void)state;
    fixture_t f;
    client_t c, left;
    moot_web_answer_t answer = {.status = 200, .body = moot_slice_str("now")};
    begin(&f);
    open_client(&f, &c, 0);
    open_client(&f, &left, 0);
    put(&c, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\nPOST /echo HTTP/1.1\r\n");
    UNTIL(&f, f.keeps == 1);
    put(&left, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
    UNTIL(&f, f.keeps == 2);
    assert_int_equal(moot_web_stats(f.web).waiting, 2);
    close_client(&left);
    UNTIL(&f, f.gone == 1);
    assert_int_equal(moot_web_stats(f.web).waiting, 1);
    assert_int_equal(f.requests, 2);
    moot_web_answer(f.kept[0], &answer);
    expect(&f, &c, ANSWER(PLAIN, "3", "keep-alive") "now");
    put(&c, "Host: x\r\nContent-Length: 1\r\n\r\n!");
    expect(&f, &c, ANSWER("text/x-echo", "1", "keep-alive") "!");
    put(&c, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
    UNTIL(&f, f.keeps == 3);
    assert_int_equal(f.gone, 1);
    moot_web_close(&f.web);
    assert_int_equal(f.gone, 2);
    close_client(&c);
    end(&f);
}

/* Four megabytes to one that reads slowly arrive whole; one that does not
 * take the end of its connection's answers is closed. */
static void test_big(void **state)
{
    (void)state;
    fixture_t f;
    client_t c;
    begin(&f);
    open_client(&f, &c, 4096);
    put(&c, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int i = 0; i < 20; i++)
        moot_loop_turn(f.loop);
    expect(&f, &c, ANSWER(PLAIN, "4000000", "keep-alive"));
    UNTIL(&f, c.size == BIG || (!receive(&c) && c.eof));
    assert_int_equal(c.size, BIG);
    c.size = 0;
    put(&c, "GET /last HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(&f, &c, ANSWER(PLAIN, "0", "close"));
    expect_eof(&f, &c);
    close_client(&c);
    end(&f);
}

static void expect_refused(fixture_t *f, const char *text, const char *status)
{
    client_t c;
    open_client(f, &c, 0);
    put(&c, text);
    expect(f, &c, "HTTP/1.1 ");
    expect(f, &c, status);
    UNTIL(f, !receive(&c) && c.eof);
    assert_non_null(memmem(c.at, c.size, "Connection: close\r\n", 19));
    close_client(&c);
}

static void test_refused(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    expect_refused(&f, "GET / HTTP/1.1\nHost: x\n\nGET / HTTP/1.1\r\n\r\n",
                   "400 ");
    expect_refused(&f,
                   "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                   "Content-Length: 2\r\n\r\nab",
                   "400 ");
    expect_refused(&f,
                   "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   "400 ");
    expect_refused(&f,
                   "POST / HTTP/1.1\r\nHost: x\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   "501 ");
    expect_refused(&f,
                   "POST / HTTP/1.1\r\nHost: x\r\n"
                   "Content-Length: 100001\r\n\r\nabc",
                   "413 ");
    assert_int_equal(f.requests, 0);
    assert_int_equal(moot_web_stats(f.web).refused, 5);
    UNTIL(&f, moot_web_stats(f.web).open == 0);
    end(&f);
}

/* Too slow a head, also of a second request; and the bound of sockets. */
static void test_bounds(void **state)
{
    (void)state;
    fixture_t f;
    client_t slow, second, third;
    moot_web_config_t config = CONFIG;
    config.head_timeout_ms = 200;
    config.sockets_max = 2;
    begin_with(&f, &config);
    open_client(&f, &slow, 0);
    open_client(&f, &second, 0);
    put(&slow, "GET /");
    put(&second, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\nGET /e");
    expect(&f, &second, ANSWER("text/x-echo", "0", "keep-alive"));
    open_client(&f, &third, 0);
    expect_eof(&f, &third);
    assert_int_equal(moot_web_stats(f.web).dropped, 1);
    expect(&f, &slow, "HTTP/1.1 408 ");
    expect(&f, &second, "HTTP/1.1 408 ");
    assert_int_equal(moot_web_stats(f.web).timed_out, 2);
    close_client(&slow);
    close_client(&second);
    close_client(&third);
    end(&f);
}

/* At the bound of sockets, one between two requests makes room. */
static void test_idle_makes_room(void **state)
{
    (void)state;
    fixture_t f;
    client_t idle, busy, third;
    moot_web_config_t config = CONFIG;
    config.sockets_max = 2;
    begin_with(&f, &config);
    open_client(&f, &idle, 0);
    put(&idle, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(&f, &idle, ANSWER("text/x-echo", "0", "keep-alive"));
    open_client(&f, &busy, 0);
    put(&busy, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
    UNTIL(&f, f.keeps == 1);
    open_client(&f, &third, 0);
    put(&third, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(&f, &third, ANSWER("text/x-echo", "0", "keep-alive"));
    expect_eof(&f, &idle);
    assert_int_equal(f.gone, 0);
    close_client(&idle);
    close_client(&busy);
    close_client(&third);
    end(&f);
}

/* Bodies that do not end leave room for others: the one that stands still for
 * longest ends. */
static void test_bodies_leave_room(void **state)
{
    (void)state;
    fixture_t f;
    client_t slow[5], other;
    char head[100];
    moot_web_config_t config = CONFIG;
    config.body_bytes_max = 16 << 20;
    begin_with(&f, &config);
    (void)snprintf(head, sizeof head,
                   "POST /echo HTTP/1.1\r\nHost: x\r\n"
                   "Content-Length: %d\r\n\r\n",
                   16 << 20);
    /* Twelve of sixteen megabytes each: the fifth is one too many. */
    char *most = calloc(1, MOST);
    for (int i = 0; i < 5; i++) {
        size_t sent = 0;
        open_client(&f, &slow[i], 0);
        put(&slow[i], head);
        while (sent < MOST && !slow[i].eof && slow[i].size == 0) {
            ssize_t n =
                send(slow[i].fd, most + sent, MOST - sent, MSG_NOSIGNAL);
            sent += n > 0 ? (size_t)n : 0;
            moot_loop_turn(f.loop);
            (void)receive(&slow[i]);
        }
    }
    free(most);
    UNTIL(&f, receive(&slow[0]) || slow[0].size > 0);
    assert_memory_equal(slow[0].at, "HTTP/1.1 503 ", 13);
    (void)receive(&slow[4]);
    assert_int_equal(slow[4].size, 0);
    open_client(&f, &other, 0);
    put(&other, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(&f, &other, ANSWER("text/x-echo", "0", "keep-alive"));
    put(&other, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                "\r\nhi");
    expect(&f, &other, ANSWER("text/x-echo", "2", "keep-alive") "hi");
    for (int i = 0; i < 5; i++)
        close_client(&slow[i]);
    close_client(&other);
    end(&f);
}

/* Nor do heads that do not end keep others out. */
static void test_heads_leave_room(void **state)
{
    (void)state;
    enum { BIG_HEADS = 380, HEADS = 440, HEAD = 90000 };
    fixture_t f;
    client_t bodies[3], heads[HEADS], other;
    moot_web_config_t config = CONFIG;
    char *most = calloc(1, MOST);
    config.sockets_max = HEADS + 10;
    config.body_bytes_max = 16 << 20;
    begin_with(&f, &config);
    for (int i = 0; i < 3; i++) {
        open_client(&f, &bodies[i], 0);
        put(&bodies[i], "POST /echo HTTP/1.1\r\nHost: x\r\n"
                        "Content-Length: 16777216\r\n\r\n");
        for (size_t sent = 0; sent < MOST;) {
            ssize_t n =
                send(bodies[i].fd, most + sent, MOST - sent, MSG_NOSIGNAL);
            sent += n > 0 ? (size_t)n : 0;
            moot_loop_turn(f.loop);
        }
    }
    memset(most, 'h', HEAD);
    memcpy(most, "GET /", 5);
    for (int i = 0; i < HEADS; i++) {
        open_client(&f, &heads[i], 0);
        free(heads[i].at); /* nothing is received there */
        heads[i].at = NULL;
        size_t size = i < BIG_HEADS ? HEAD : 5; /* small ones for the rest */
        for (size_t sent = 0; sent < size;) {
            ssize_t n =
                send(heads[i].fd, most + sent, size - sent, MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN)
                break; /* it was ended */
            sent += n > 0 ? (size_t)n : 0;
            moot_loop_turn(f.loop);
        }
    }
    for (int i = 0; i < 100; i++)
        moot_loop_turn(f.loop);
    open_client(&f, &other, 0);
    put(&other, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(&f, &other, ANSWER("text/x-echo", "0", "keep-alive"));
    for (int i = 0; i < HEADS; i++)
        close_client(&heads[i]);
    for (int i = 0; i < 3; i++)
        close_client(&bodies[i]);
    close_client(&other);
    free(most);
    end(&f);
}

/* Drain: connections between requests end, those with one are answered. */
static void test_stop(void **state)
{
    (void)state;
    fixture_t f;
    client_t idle, kept;
    moot_web_answer_t answer = {.status = 200};
    begin(&f);
    open_client(&f, &idle, 0);
    open_client(&f, &kept, 0);
    put(&idle, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(&f, &idle, ANSWER("text/x-echo", "0", "keep-alive"));
    put(&kept, "GET /keep HTTP/1.1\r\nHost: x\r\n\r\n");
    UNTIL(&f, f.keeps == 1);
    moot_web_stop(f.web);
    expect_eof(&f, &idle);
    moot_web_answer(f.kept[0], &answer);
    expect(&f, &kept, ANSWER(PLAIN, "0", "close"));
    expect_eof(&f, &kept);
    close_client(&idle);
    close_client(&kept);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests_in_one_piece),
        cmocka_unit_test(test_slow_body),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_big),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_idle_makes_room),
        cmocka_unit_test(test_bodies_leave_room),
        cmocka_unit_test(test_heads_leave_room),
        cmocka_unit_test(test_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
