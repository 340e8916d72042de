/* Any bytes as a request head. What is taken lies in the input, has one
 * reading only, and comes back as the same parts when it is written down
 * again in the plainest way. */
#include "edge/http.h"

#include "common/err.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void within(moot_slice_t part, moot_slice_t whole)
{
    if (part.at == NULL) {
        MOOT_CHECK(part.size == 0);
        return;
    }
    MOOT_CHECK(part.at >= whole.at
               && part.at + part.size <= whole.at + whole.size);
    MOOT_CHECK(part.size == 0
               || (memchr(part.at, '\n', part.size) == NULL
                   && memchr(part.at, '\r', part.size) == NULL
                   && memchr(part.at, 0, part.size) == NULL));
}

static void put(moot_buf_t *out, const char *name, moot_slice_t value)
{
    if (value.at != NULL)
        (void)moot_buf_printf(out, "%s:%.*s\r\n", name, MOOT_SLICE_ARG(value));
}

static bool same(moot_slice_t a, moot_slice_t b)
{
    return (a.at == NULL) == (b.at == NULL) && moot_slice_eq(a, b);
}

static void again(const moot_http_head_t *head)
{
    moot_http_head_t second;
    moot_buf_t out;
    moot_buf_init(&out, 1 << 24);
    (void)moot_buf_printf(&out, "%.*s %.*s", MOOT_SLICE_ARG(head->method),
                          MOOT_SLICE_ARG(head->path));
    if (head->query.at != NULL)
        (void)moot_buf_printf(&out, "?%.*s", MOOT_SLICE_ARG(head->query));
    (void)moot_buf_put_str(&out, " HTTP/1.1\r\nHost: x\r\n");
    put(&out, "cookie", head->cookie);
    put(&out, "authorization", head->authorization);
    put(&out, "origin", head->origin);
    put(&out, "content-type", head->content_type);
    put(&out, "content-length", head->length_text);
    put(&out, "if-none-match", head->if_none_match);
    put(&out, "idempotency-key", head->idempotency_key);
    if (head->encoded)
        (void)moot_buf_put_str(&out, "transfer-encoding: chunked\r\n");
    (void)moot_buf_put_str(&out, "\r\n");
    MOOT_CHECK(moot_http_end(moot_buf_slice(&out), 0) == out.size);
    MOOT_CHECK(moot_http_parse(moot_buf_slice(&out), &second) == MOOT_OK);
    MOOT_CHECK(same(head->method, second.method));
    MOOT_CHECK(same(head->path, second.path));
    MOOT_CHECK(same(head->query, second.query));
    MOOT_CHECK(same(head->cookie, second.cookie));
    MOOT_CHECK(same(head->content_type, second.content_type));
    MOOT_CHECK(head->length == second.length && head->body == second.body);
    moot_buf_close(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moot_slice_t in = moot_slice(data, size);
    moot_http_head_t head;
    const char *why = NULL;
    size_t end = moot_http_end(in, 0);
    /* However it comes in, the end is found at the same place. */
    for (size_t i = 0; i < size && i < 300; i++) {
        size_t found = moot_http_end(moot_slice(data, size), i);
        MOOT_CHECK(i + 1 >= end || found == end);
    }
    if (moot_http_parse(in, &head) != MOOT_OK)
        return 0;
    within(head.method, in);
    within(head.path, in);
    within(head.query, in);
    within(head.authorization, in);
    within(head.cookie, in);
    within(head.origin, in);
    within(head.content_type, in);
    within(head.idempotency_key, in);
    within(head.if_none_match, in);
    within(head.access_request_headers, in);
    MOOT_CHECK(head.path.size > 0 && head.path.at[0] == '/');
    MOOT_CHECK(!(head.encoded && head.length_text.at != NULL));
    int status = moot_http_readable(&head, 1000, &why);
    MOOT_CHECK(status == 0 ? !head.encoded && head.length <= 1000
                           : why != NULL);
    if (moot_http_upgradable(&head, &why) == 0) {
        char request[400];
        moot_buf_t out;
        moot_buf_init(&out, sizeof request);
        moot_http_upgrade_put(&out, head.key);
        MOOT_CHECK(out.error == 0 && !head.body);
        moot_buf_close(&out);
    }
    again(&head);
    return 0;
}
