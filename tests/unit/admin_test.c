#include "common/admin.h"

#include "common/buf.h"
#include "common/clock.h"
#include "common/err.h"
#include "common/metric.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

static moot_admin_t *admin;
static char answer[1 << 16];

static int set_up(void **state)
{
    (void)state;
    moot_metric_reset();
    return moot_admin_open("127.0.0.1", 0, MOOT_CONF_BROKER, &admin);
}

static int tear_down(void **state)
{
    (void)state;
    moot_admin_close(&admin);
    assert_null(admin);
    return 0;
}

static int dial(void)
{
    const struct timeval patience = {.tv_sec = 10};
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)moot_admin_port(admin)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* Reads to the end of the connection. */
static void hear(int fd)
{
    size_t size = 0;
    ssize_t n;

    while ((n = recv(fd, answer + size, sizeof answer - 1 - size, 0)) > 0)
        size += (size_t)n;
    answer[size] = '\0';
    close(fd);
}

/* The status of the answer to a request; all of it is in answer. */
static int ask(const char *method, const char *path)
{
    char request[256];
    int fd = dial(), status = 0;
    int size = snprintf(request, sizeof request,
                        "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        "Content-Length: 0\r\n\r\n",
                        method, path);

    assert_int_equal(send(fd, request, (size_t)size, MSG_NOSIGNAL), size);
    hear(fd);
    assert_int_equal(sscanf(answer, "HTTP/1.1 %d", &status), 1);
    return status;
}

static void metrics_are_those_of_the_program(void **state)
{
    (void)state;
    moot_metric_set(MOOT_M_BROKER_EDGES, 4711);
    assert_int_equal(ask("GET", "/metrics"), 200);
    assert_non_null(strstr(answer, "\nmoot_broker_edges 4711\n"));
    assert_non_null(strstr(answer, "text/plain; version=0.0.4"));
    assert_non_null(strstr(answer, "\nmoot_build_info{version=\"" MOOT_VERSION
                                   "\"} 1\n"));
    assert_null(strstr(answer, "moot_worker_"));
    assert_null(strstr(answer, "process_start_time_seconds 0\n"));
}

static void a_loop_that_stands_is_not_healthy(void **state)
{
    uint64_t now_ms = moot_clock_mono_ms();

    (void)state;
    assert_int_equal(ask("GET", "/healthz"), 200); /* it has not begun */
    moot_admin_turned(admin, now_ms);
    moot_admin_ready(admin);
    assert_int_equal(ask("GET", "/healthz"), 200);
    assert_int_equal(ask("GET", "/readyz"), 200);
    moot_admin_turned(admin, now_ms - MOOT_ADMIN_TURN_MS_MAX - 1);
    assert_int_equal(ask("GET", "/healthz"), 503);
    assert_non_null(strstr(answer, "the loop stands since"));
    assert_int_equal(ask("GET", "/readyz"), 503);
    moot_admin_turned(admin, moot_clock_mono_ms());
    assert_int_equal(ask("GET", "/healthz"), 200);
}

static void readiness_says_why_not(void **state)
{
    char longer[2 * MOOT_ADMIN_REASON_MAX];

    (void)state;
    assert_int_equal(ask("GET", "/readyz"), 503);
    assert_non_null(strstr(answer, "\r\n\r\nstarting\n"));
    moot_admin_unready(admin, "%d slots are gone", 3);
    assert_int_equal(ask("GET", "/readyz"), 503);
    assert_non_null(strstr(answer, "\r\n\r\n3 slots are gone\n"));
    assert_int_equal(ask("GET", "/metrics"), 200);
    assert_non_null(strstr(answer, "\nmoot_ready 0\n"));
    moot_admin_ready(admin);
    assert_int_equal(ask("GET", "/readyz"), 200);
    assert_non_null(strstr(answer, "\r\n\r\nready\n"));
    assert_int_equal(ask("GET", "/metrics"), 200);
    assert_non_null(strstr(answer, "\nmoot_ready 1\n"));
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    moot_admin_unready(admin, "%s", longer);
    assert_int_equal(ask("GET", "/readyz"), 503);
    assert_non_null(strstr(answer, "\r\n\r\nxxx"));
}

static void other_paths_and_methods_are_refused(void **state)
{
    (void)state;
    assert_int_equal(ask("GET", "/"), 404);
    assert_int_equal(ask("GET", "/metrics/"), 404);
    assert_int_equal(ask("GET", "/metrics%00"), 404);
    assert_int_equal(ask("POST", "/nothing"), 404);
    assert_int_equal(ask("POST", "/metrics"), 405);
    assert_non_null(strstr(answer, "Allow: GET, HEAD\r\n"));
    assert_int_equal(ask("DELETE", "/healthz"), 405);
    assert_int_equal(ask("HEAD", "/healthz"), 200);
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
    assert_int_equal(ask("GET", "/healthz?x=1"), 200);
}

static void a_body_is_answered_without_reading_it(void **state)
{
    static const char request[] = "POST /metrics HTTP/1.1\r\nHost: a\r\n"
                                  "Content-Length: 1000000000\r\n\r\nabc";
    int fd = dial();

    (void)state;
    assert_int_equal(send(fd, request, sizeof request - 1, MSG_NOSIGNAL),
                     sizeof request - 1);
    hear(fd);
    assert_int_equal(strncmp(answer, "HTTP/1.1 405", 12), 0);
}

static void a_head_that_is_too_large_is_refused(void **state)
{
    char junk[MOOT_ADMIN_HEAD_BYTES_MAX];
    int fd = dial();

    (void)state;
    memset(junk, 'a', sizeof junk);
    assert_true(send(fd, "GET /", 5, MSG_NOSIGNAL) == 5);
    for (int i = 0; i < 4; i++)
        (void)!send(fd, junk, sizeof junk, MSG_NOSIGNAL);
    hear(fd);
    assert_true(answer[0] == '\0'
                || strncmp(answer, "HTTP/1.1 4", 10) == 0);
    assert_int_equal(ask("GET", "/healthz"), 200);
}

static void bytes_that_are_no_request_do_no_harm(void **state)
{
    static const char junk[] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\0\r\n\r\n";
    int fd = dial();

    (void)state;
    assert_true(send(fd, junk, sizeof junk, MSG_NOSIGNAL) > 0);
    assert_int_equal(shutdown(fd, SHUT_WR), 0);
    hear(fd);
    assert_null(strstr(answer, "200 OK"));
    assert_int_equal(ask("GET", "/healthz"), 200);
}

/* More than one peer may have: the rest is not served, and the server is
 * whole again when they are gone. */
static void connections_of_one_peer_are_bounded(void **state)
{
    int open[MOOT_ADMIN_CONNECTIONS_PER_PEER_MAX + 8];
    const size_t count = sizeof open / sizeof *open;

    (void)state;
    for (size_t i = 0; i < count; i++)
        open[i] = dial();
    for (size_t i = 0; i < count; i++)
        close(open[i]);
    for (int i = 0; i < 100; i++) {
        int fd = dial();
        static const char request[] =
            "GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n";

        (void)!send(fd, request, sizeof request - 1, MSG_NOSIGNAL);
        hear(fd);
        if (strstr(answer, "200 OK") != NULL)
            return;
    }
    fail_msg("not served any more");
}

static void what_cannot_be_bound_is_an_error(void **state)
{
    moot_admin_t *other = NULL;

    (void)state;
    assert_int_equal(moot_admin_open("127.0.0.1", moot_admin_port(admin),
                                     MOOT_CONF_EDGE, &other),
                     MOOT_EEXIST);
    assert_int_equal(moot_admin_open("localhost", 0, MOOT_CONF_EDGE, &other),
                     MOOT_EINVAL);
    assert_int_equal(moot_admin_open("203.0.113.1", 0, MOOT_CONF_EDGE, &other),
                     MOOT_EINVAL);
    assert_null(other);
    moot_admin_close(&other);
}

static void off_is_a_null_that_everything_takes(void **state)
{
    moot_admin_t *off = (moot_admin_t *)&answer;
    moot_conf_t conf;

    (void)state;
    moot_conf_init(&conf);
    assert_int_equal(conf.metrics_port, 0);
    assert_int_equal(moot_admin_start(&conf, MOOT_CONF_EDGE, &off), 0);
    assert_null(off);
    moot_admin_turned(off, 1);
    moot_admin_ready(off);
    moot_admin_unready(off, "x");
    assert_int_equal(moot_admin_port(off), 0);
    moot_conf_close(&conf);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(metrics_are_those_of_the_program),
        TEST(a_loop_that_stands_is_not_healthy),
        TEST(readiness_says_why_not),
        TEST(other_paths_and_methods_are_refused),
        TEST(a_body_is_answered_without_reading_it),
        TEST(a_head_that_is_too_large_is_refused),
        TEST(bytes_that_are_no_request_do_no_harm),
        TEST(connections_of_one_peer_are_bounded),
        TEST(what_cannot_be_bound_is_an_error),
        TEST(off_is_a_null_that_everything_takes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
