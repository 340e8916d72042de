#include "edge/http.h"

#include "common/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define KEY "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define UPGRADE "Upgrade: h2c, WebSocket\r\nConnection: keep-alive,upgrade\r\n"

static int parse(const char *text, moot_http_head_t *head)
{
    return moot_http_parse(moot_slice_str(text), head);
}

static void expect_slice(moot_slice_t slice, const char *text)
{
    assert_non_null(slice.at);
    assert_true(moot_slice_eq(slice, moot_slice_str(text)));
}

static void test_parse(void **state)
{
    (void)state;
    moot_http_head_t head;
    assert_int_equal(parse("GET /ws?a=b?c HTTP/1.1\r\nhost:x\r\n"
                           "AUTHORIZATION: \t Bearer a b \t\r\nCookie:\r\n"
                           "Other: 1\r\nOther: 2\r\n\r\n",
                           &head),
                     MOOT_OK);
    expect_slice(head.method, "GET");
    expect_slice(head.path, "/ws");
    expect_slice(head.query, "a=b?c");
    expect_slice(head.authorization, "Bearer a b");
    expect_slice(head.cookie, "");
    assert_null(head.origin.at);
    assert_false(head.upgrade || head.connection || head.body);
    assert_int_equal(parse("GET / HTTP/1.1\r\nHost: x\r\n\r\n", &head), 0);
    assert_null(head.query.at);
}

static void test_malformed(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", /* no Host */
        "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GE(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        " / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nCookie: a\r\nCookie: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\rC\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n",
        "GET / HTTP/1.1",
        "",
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        moot_http_head_t head;
        if (parse(heads[i], &head) != MOOT_EINVAL)
            fail_msg("taken: %s", heads[i]);
    }
}

static void test_end(void **state)
{
    (void)state;
    static const char text[] = "GET / HTTP/1.1\r\n\r\nrest";
    size_t end = sizeof "GET / HTTP/1.1\r\n\r\n" - 1;
    for (size_t size = 0; size < sizeof text; size++)
        for (size_t from = 0; from <= size && from < end; from++)
            assert_int_equal(moot_http_end(moot_slice(text, size), from),
                             size < end ? 0 : end);
}

static int judge(const char *more, const char **why)
{
    char text[1024];
    moot_http_head_t head;
    (void)snprintf(text, sizeof text, "GET /ws HTTP/1.1\r\nHost: x\r\n%s\r\n",
                   more);
    assert_int_equal(parse(text, &head), MOOT_OK);
    return moot_http_upgradable(&head, why);
}

static void test_upgradable(void **state)
{
    (void)state;
    const char *why = "";
    const char *v13 = "Sec-WebSocket-Version: 13\r\n";
    char more[512];
    (void)snprintf(more, sizeof more, "%s%s%s", UPGRADE, KEY, v13);
    assert_int_equal(judge(more, &why), 0);
    (void)snprintf(more, sizeof more, "%s%s%sContent-Length: 0\r\n", UPGRADE,
                   KEY, v13);
    assert_int_equal(judge(more, &why), 0);
    (void)snprintf(more, sizeof more, "%s%s%sContent-Length: 1\r\n", UPGRADE,
                   KEY, v13);
    assert_int_equal(judge(more, &why), 400);
    (void)snprintf(more, sizeof more, "%s%s", UPGRADE, KEY);
    assert_int_equal(judge(more, &why), 426);
    (void)snprintf(more, sizeof more, "%s%s", UPGRADE, v13);
    assert_int_equal(judge(more, &why), 400);
    (void)snprintf(more, sizeof more,
                   "%s%sSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ*==\r\n",
                   UPGRADE, v13);
    assert_int_equal(judge(more, &why), 400);
    assert_int_equal(judge("", &why), 426);
    assert_int_equal(judge("Upgrade: websocket\r\n", &why), 426);
    assert_int_equal(
        judge("Upgrade: websockets\r\nConnection: Upgrade\r\n", &why), 426);
}

static void test_answer(void **state)
{
    (void)state;
    moot_buf_t out;
    moot_buf_init(&out, 1000);
    moot_http_answer_t answer = {
        .status = 503, .body = moot_slice_str("full"), .retry_after_s = 5};
    moot_http_answer_put(&out, &answer);
    expect_slice(moot_buf_slice(&out),
                 "HTTP/1.1 503 Service Unavailable\r\n"
                 "Content-Type: text/plain; charset=utf-8\r\n"
                 "Content-Length: 4\r\nRetry-After: 5\r\n"
                 "Connection: close\r\n\r\nfull");
    moot_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),  cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_end),    cmocka_unit_test(test_upgradable),
        cmocka_unit_test(test_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
