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

static int readable(const char *headers, uint64_t *length)
{
    char text[300];
    const char *why;
    moot_http_head_t head;
    (void)snprintf(text, sizeof text, "POST / HTTP/1.1\r\nHost: x\r\n%s\r\n",
                   headers);
    int rc = parse(text, &head);
    if (rc != MOOT_OK)
        return rc;
    *length = head.length;
    return moot_http_readable(&head, 1000, &why);
}

/* What two readers could see two requests in is no request. */
static void test_bodies(void **state)
{
    (void)state;
    uint64_t length = 1;
    assert_int_equal(readable("", &length), 0);
    assert_int_equal(length, 0);
    assert_int_equal(readable("content-length:  0012 \r\n", &length), 0);
    assert_int_equal(length, 12);
    assert_int_equal(readable("Content-Length: 1000\r\n", &length), 0);
    assert_int_equal(readable("Content-Length: 1001\r\n", &length), 413);
    assert_int_equal(
        readable("Content-Length: 999999999999999999\r\n", &length), 413);
    assert_int_equal(readable("Transfer-Encoding: chunked\r\n", &length), 501);
    assert_int_equal(readable("Expect: 100-Continue\r\n", &length), 0);
    assert_int_equal(readable("Expect: 200\r\n", &length), 417);
    static const char *const bad[] = {
        "Content-Length: 5\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length:\r\n",
        "Content-Length: 1000000000000000000\r\n",
        "Content-Length: 5\nX: y\r\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(readable(bad[i], &length), MOOT_EINVAL);
}

static void test_answer(void **state)
{
    (void)state;
    moot_buf_t out;
    moot_buf_init(&out, 1000);
    moot_web_answer_t answer = {
        .status = 503, .body = moot_slice_str("full"), .retry_after_s = 5};
    moot_http_answer_put(&out, &answer, false, false);
    expect_slice(moot_buf_slice(&out),
                 "HTTP/1.1 503 Service Unavailable\r\n"
                 "Content-Type: text/plain; charset=utf-8\r\n"
                 "Content-Length: 4\r\nCache-Control: no-store\r\n"
                 "X-Content-Type-Options: nosniff\r\nRetry-After: 5\r\n"
                 "Connection: close\r\n\r\nfull");
    moot_buf_clear(&out);
    answer = (moot_web_answer_t){.status = 204,
                                 .body = moot_slice_str("never sent"),
                                 .allow_origin = moot_slice_str("http://a"),
                                 .allow_credentials = true,
                                 .allow_methods = "GET",
                                 .allow_headers = moot_slice_str("x-b")};
    moot_http_answer_put(&out, &answer, true, false);
    expect_slice(moot_buf_slice(&out),
                 "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n"
                 "X-Content-Type-Options: nosniff\r\n"
                 "Access-Control-Allow-Origin: http://a\r\n"
                 "Vary: Origin\r\n"
                 "Access-Control-Allow-Credentials: true\r\n"
                 "Access-Control-Allow-Methods: GET\r\n"
                 "Access-Control-Allow-Headers: x-b\r\n"
                 "Access-Control-Max-Age: 600\r\n"
                 "Connection: keep-alive\r\n\r\n");
    moot_buf_clear(&out);
    answer = (moot_web_answer_t){.status = 204,
                                 .allow_origin = moot_slice_str("http://a")};
    moot_http_answer_put(&out, &answer, true, false);
    expect_slice(moot_buf_slice(&out),
                 "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n"
                 "X-Content-Type-Options: nosniff\r\n"
                 "Access-Control-Allow-Origin: http://a\r\n"
                 "Vary: Origin\r\nConnection: keep-alive\r\n\r\n");
    moot_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),  cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_end),    cmocka_unit_test(test_upgradable),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
