#include "edge/http.h"

#include "common/err.h"

#include <strings.h>

/* RFC 9110, section 5.6.2. */
static bool is_token_char(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
           || (c >= 'a' && c <= 'z')
           || (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t';
}

moot_slice_t moot_http_trim(moot_slice_t text)
{
    while (text.size > 0 && is_space(text.at[0]))
        text = moot_slice(text.at + 1, text.size - 1);
    while (text.size > 0 && is_space(text.at[text.size - 1]))
        text.size--;
    return text;
}

static bool is_word(moot_slice_t text, const char *word)
{
    return text.size == strlen(word)
           && strncasecmp((const char *)text.at, word, text.size) == 0;
}

/* Cuts text at the first c: *head before it, the rest behind it. False when
 * there is none; then *head is all. */
static bool cut(moot_slice_t *text, char c, moot_slice_t *head)
{
    const uint8_t *at =
        text->size == 0 ? NULL : memchr(text->at, c, text->size);
    if (at == NULL) {
        *head = *text;
        text->at += text->size;
        text->size = 0;
        return false;
    }
    *head = moot_slice(text->at, (size_t)(at - text->at));
    *text = moot_slice(at + 1, text->size - head->size - 1);
    return true;
}

size_t moot_http_end(moot_slice_t bytes, size_t from)
{
    size_t start = from < 3 ? 0 : from - 3;
    if (start >= bytes.size)
        return 0;
    const uint8_t *at =
        memmem(bytes.at + start, bytes.size - start, "\r\n\r\n", 4);
    return at == NULL ? 0 : (size_t)(at - bytes.at) + 4;
}

bool moot_http_list_has(moot_slice_t list, const char *word)
{
    moot_slice_t item;
    bool more = list.size > 0;
    while (more) {
        more = cut(&list, ',', &item);
        if (is_word(moot_http_trim(item), word))
            return true;
    }
    return false;
}

static int parse_request_line(moot_slice_t line, moot_http_head_t *head)
{
    moot_slice_t target;
    if (!cut(&line, ' ', &head->method) || !cut(&line, ' ', &target))
        return MOOT_EINVAL;
    for (size_t i = 0; i < head->method.size; i++)
        if (!is_token_char(head->method.at[i]))
            return MOOT_EINVAL;
    for (size_t i = 0; i < target.size; i++)
        if (target.at[i] <= ' ' || target.at[i] == 0x7f)
            return MOOT_EINVAL;
    if (head->method.size == 0 || target.size == 0 || target.at[0] != '/'
        || !moot_slice_eq(line, moot_slice_str("HTTP/1.1")))
        return MOOT_EINVAL;
    moot_slice_t rest = target;
    if (cut(&rest, '?', &head->path))
        head->query = rest;
    return MOOT_OK;
}

/* Keeps a header that may come once. */
static int keep(moot_slice_t *slot, moot_slice_t value)
{
    if (slot->at != NULL)
        return MOOT_EINVAL;
    *slot = value;
    return MOOT_OK;
}

static int take_header(moot_http_head_t *head, moot_slice_t name,
                       moot_slice_t value)
{
    const struct {
        const char *name;
        moot_slice_t *slot;
    } single[] = {
        {"authorization", &head->authorization},
        {"cookie", &head->cookie},
        {"origin", &head->origin},
        {"sec-websocket-protocol", &head->subprotocols},
        {"sec-websocket-key", &head->key},
        {"sec-websocket-version", &head->version},
        {"content-type", &head->content_type},
        {"content-length", &head->length_text},
        {"expect", &head->expect},
        {"if-none-match", &head->if_none_match},
        {"idempotency-key", &head->idempotency_key},
        {"access-control-request-method", &head->access_request_method},
        {"access-control-request-headers", &head->access_request_headers},
    };
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (is_word(name, single[i].name))
            return keep(single[i].slot, value);

    if (is_word(name, "host")) {
        if (head->host)
            return MOOT_EINVAL;
        head->host = true;
    } else if (is_word(name, "upgrade")) {
        head->upgrade |= moot_http_list_has(value, "websocket");
    } else if (is_word(name, "connection")) {
        head->connection |= moot_http_list_has(value, "upgrade");
        head->close |= moot_http_list_has(value, "close");
    } else if (is_word(name, "transfer-encoding")) {
        head->encoded = true;
    }
    return MOOT_OK;
}

/* Digits and nothing else: what some readers take beside them (a sign, a list
 * of the same number) is what smuggles requests (RFC 9112, section 6.3). */
static int read_length(moot_http_head_t *head)
{
    moot_slice_t text = head->length_text;
    if (text.at == NULL)
        return MOOT_OK;
    if (text.size == 0 || text.size > 18 || head->encoded)
        return MOOT_EINVAL;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return MOOT_EINVAL;
        head->length = head->length * 10 + (uint64_t)(text.at[i] - '0');
    }
    return MOOT_OK;
}

static int parse_header(moot_slice_t line, moot_http_head_t *head)
{
    moot_slice_t name;
    if (!cut(&line, ':', &name) || name.size == 0)
        return MOOT_EINVAL;
    for (size_t i = 0; i < name.size; i++)
        if (!is_token_char(name.at[i]))
            return MOOT_EINVAL; /* also a folded line, also "Name :" */
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == 0 || line.at[i] == '\r' || line.at[i] == '\n')
            return MOOT_EINVAL;
    return take_header(head, name, moot_http_trim(line));
}

/* Cuts off one line that ends with CRLF. */
static bool cut_line(moot_slice_t *text, moot_slice_t *line)
{
    const uint8_t *at = memmem(text->at, text->size, "\r\n", 2);
    if (at == NULL)
        return false;
    *line = moot_slice(text->at, (size_t)(at - text->at));
    *text = moot_slice(at + 2, text->size - line->size - 2);
    return true;
}

int moot_http_parse(moot_slice_t bytes, moot_http_head_t *out)
{
    moot_http_head_t head = {0};
    moot_slice_t line;
    if (bytes.size == 0 || !cut_line(&bytes, &line))
        return MOOT_EINVAL;
    int rc = parse_request_line(line, &head);
    while (rc == MOOT_OK) {
        if (!cut_line(&bytes, &line))
            return MOOT_EINVAL;
        if (line.size == 0) {
            if (!head.host || read_length(&head) != MOOT_OK)
                return MOOT_EINVAL; /* RFC 9112, section 3.2 */
            head.body = head.encoded || head.length > 0;
            *out = head;
            return MOOT_OK;
        }
        rc = parse_header(line, &head);
    }
    return rc;
}

/* 22 characters of base64 and "==". */
static bool is_key(moot_slice_t key)
{
    if (key.size != MOOT_HTTP_KEY_SIZE || key.at[22] != '='
        || key.at[23] != '=')
        return false;
    for (size_t i = 0; i < 22; i++) {
        uint8_t c = key.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z') || c == '+' || c == '/'))
            return false;
    }
    return true;
}

int moot_http_upgradable(const moot_http_head_t *head, const char **why)
{
    if (!moot_slice_eq(head->method, moot_slice_str("GET"))) {
        *why = "only GET is served here";
        return 405;
    }
    if (!head->upgrade || !head->connection) {
        *why = "this is a WebSocket endpoint";
        return 426;
    }
    if (!moot_slice_eq(head->version, moot_slice_str("13"))) {
        *why = "WebSocket version 13 is needed";
        return 426;
    }
    if (!is_key(head->key)) {
        *why = "Sec-WebSocket-Key is missing or malformed";
        return 400;
    }
    if (head->body) {
        *why = "an upgrade request has no body";
        return 400;
    }
    return 0;
}

int moot_http_readable(const moot_http_head_t *head, size_t max,
                       const char **why)
{
    if (head->encoded) {
        *why = "a body needs a Content-Length";
        return 501;
    }
    if (head->length > max) {
        *why = "the body is too large";
        return 413;
    }
    if (head->expect.at != NULL && !is_word(head->expect, "100-continue")) {
        *why = "this expectation cannot be met";
        return 417;
    }
    return 0;
}

static const char *status_text(int status)
{
    static const struct {
        int status;
        const char *text;
    } texts[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {304, "Not Modified"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {426, "Upgrade Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (texts[i].status == status)
            return texts[i].text;
    return status < 400 ? "OK" : "Refused";
}

static void put_header(moot_buf_t *out, const char *name, const char *value)
{
    if (value != NULL)
        (void)moot_buf_printf(out, "%s: %s\r\n", name, value);
}

/* Which pages of other origins may read the answer. The answer differs by
 * origin, so caches must keep them apart. */
static void put_cors(moot_buf_t *out, const moot_web_answer_t *answer)
{
    if (answer->allow_origin.size == 0)
        return;
    (void)moot_buf_printf(out,
                          "Access-Control-Allow-Origin: %.*s\r\n"
                          "Vary: Origin\r\n",
                          MOOT_SLICE_ARG(answer->allow_origin));
    put_header(out, "Access-Control-Allow-Credentials",
               answer->allow_credentials ? "true" : NULL);
    put_header(out, "Access-Control-Expose-Headers",
               answer->link != NULL ? "Link" : NULL);
    put_header(out, "Access-Control-Allow-Methods", answer->allow_methods);
    if (answer->allow_headers.size > 0)
        (void)moot_buf_printf(out, "Access-Control-Allow-Headers: %.*s\r\n",
                              MOOT_SLICE_ARG(answer->allow_headers));
    if (answer->allow_methods != NULL)
        (void)moot_buf_put_str(out, "Access-Control-Max-Age: 600\r\n");
}

static void put_content(moot_buf_t *out, const moot_web_answer_t *answer)
{
    /* These two have no body and therefore no length (RFC 9110, 8.6). */
    if (answer->status == 204 || answer->status == 304)
        return;
    (void)moot_buf_printf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                          answer->content_type != NULL
                              ? answer->content_type
                              : "text/plain; charset=utf-8",
                          answer->body.size);
}

void moot_http_answer_put(moot_buf_t *out, const moot_web_answer_t *answer,
                          bool keep, bool head_only)
{
    const char *end = keep ? "keep-alive" : "close";
    (void)moot_buf_printf(out, "HTTP/1.1 %d %s\r\n", answer->status,
                          status_text(answer->status));
    put_content(out, answer);
    if (answer->status == 401)
        put_header(out, "WWW-Authenticate", "Bearer");
    if (answer->status == 426) {
        put_header(out, "Upgrade", "websocket");
        put_header(out, "Sec-WebSocket-Version", "13");
        end = keep ? "Upgrade, keep-alive" : "Upgrade, close";
    }
    put_header(out, "Allow", answer->allow);
    put_header(out, "Location", answer->location);
    put_header(out, "Link", answer->link);
    put_header(out, "ETag", answer->etag);
    put_header(out, "Content-Security-Policy", answer->security);
    put_header(out, "Cache-Control",
               answer->cache_control != NULL ? answer->cache_control
                                             : "no-store");
    put_header(out, "X-Content-Type-Options", "nosniff");
    if (answer->retry_after_s > 0)
        (void)moot_buf_printf(out, "Retry-After: %u\r\n",
                              answer->retry_after_s);
    put_cors(out, answer);
    (void)moot_buf_printf(out, "Connection: %s\r\n\r\n", end);
    if (!head_only && answer->status != 204 && answer->status != 304)
        (void)moot_buf_put(out, answer->body.at, answer->body.size);
}

void moot_http_upgrade_put(moot_buf_t *out, moot_slice_t key)
{
    (void)moot_buf_printf(out,
                          "GET /ws HTTP/1.1\r\nHost: moothall\r\n"
                          "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: %.*s\r\n\r\n",
                          MOOT_SLICE_ARG(key));
}
