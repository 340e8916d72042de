/* The head of an HTTP/1.1 request and the head of an answer, as far as an
 * edge needs them (RFC 9112; for the upgrade RFC 6455, section 4). Pure.
 *
 * Strict on purpose: a head that two readers could take differently (folded
 * lines, a bare LF, a header twice, two lengths of the body) is refused. */
#ifndef MOOT_HTTP_H
#define MOOT_HTTP_H

#include "common/buf.h"
#include "edge/exchange.h"

/* A longer request head is answered 431. Room for a token of 64 KiB, so that
 * it is refused as a token. */
#define MOOT_HTTP_HEAD_MAX (96 * 1024)

/* Bytes of Sec-WebSocket-Key: 16 bytes in base64. */
#define MOOT_HTTP_KEY_SIZE 24

/* A header's value without the spaces and tabs around it (RFC 9110, section
 * 5.6.3). */
moot_slice_t moot_http_trim(moot_slice_t text);

/* Slices lie in the head that was parsed; at == NULL: no such header. */
typedef struct moot_http_head {
    moot_slice_t method;
    moot_slice_t path;  /* begins with '/', not decoded */
    moot_slice_t query; /* behind the '?', not decoded */
    moot_slice_t authorization;
    moot_slice_t cookie;
    moot_slice_t origin;
    moot_slice_t subprotocols; /* Sec-WebSocket-Protocol */
    moot_slice_t key;          /* Sec-WebSocket-Key */
    moot_slice_t version;      /* Sec-WebSocket-Version */
    moot_slice_t content_type;
    moot_slice_t idempotency_key; /* Idempotency-Key */
    moot_slice_t if_none_match;
    moot_slice_t access_request_method;  /* Access-Control-Request-Method */
    moot_slice_t access_request_headers; /* Access-Control-Request-Headers */
    moot_slice_t length_text;            /* Content-Length, as sent */
    moot_slice_t expect;
    uint64_t length; /* of the body; 0 for none */
    bool host;       /* there is a header Host */
    bool upgrade;    /* Upgrade holds "websocket" */
    bool connection; /* Connection holds "upgrade" */
    bool close;      /* Connection holds "close" */
    bool body;       /* announces a body */
    bool encoded;    /* Transfer-Encoding, whatever it says */
} moot_http_head_t;

/* Bytes of the head with its blank line, or 0 when that has not come yet.
 * from: bytes that were looked at before. */
size_t moot_http_end(moot_slice_t bytes, size_t from);

/* Reads a whole head. Errors: MOOT_EINVAL (answer 400). */
MOOT_CHECKED int moot_http_parse(moot_slice_t bytes, moot_http_head_t *out);

/* 0 when a request for the WebSocket path can be upgraded, otherwise the
 * status to refuse it with; *why: static text. */
int moot_http_upgradable(const moot_http_head_t *head, const char **why);

/* 0 when the body of such a request, at most max bytes, can be read: length
 * says how much it is. Otherwise the status to refuse it with; *why: static
 * text. */
int moot_http_readable(const moot_http_head_t *head, size_t max,
                       const char **why);

/* Whether a comma list holds this word; letter case counts not. */
bool moot_http_list_has(moot_slice_t list, const char *word);

/* Appends a whole answer. keep: Connection: keep-alive, else close; head_only:
 * the request was HEAD, the body stays away. Look at out->error. */
void moot_http_answer_put(moot_buf_t *out, const moot_web_answer_t *answer,
                          bool keep, bool head_only);

/* Appends the request that stands for an upgrade which is let in, without
 * anything that the client chose but its key. */
void moot_http_upgrade_put(moot_buf_t *out, moot_slice_t key);

#endif
