/* The head of an HTTP/1.1 request and the head of an answer, as far as an
 * edge needs them (RFC 9112; for the upgrade RFC 6455, section 4). Pure.
 *
 * Strict on purpose: a head that two readers could take differently (folded
 * lines, a bare LF, a header twice) is refused. */
#ifndef MOOT_HTTP_H
#define MOOT_HTTP_H

#include "common/buf.h"

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
    bool host;                 /* there is a header Host */
    bool upgrade;              /* Upgrade holds "websocket" */
    bool connection;           /* Connection holds "upgrade" */
    bool body;                 /* announces a body */
} moot_http_head_t;

/* Bytes of the head with its blank line, or 0 when that has not come yet.
 * from: bytes that were looked at before. */
size_t moot_http_end(moot_slice_t bytes, size_t from);

/* Reads a whole head. Errors: MOOT_EINVAL (answer 400). */
MOOT_CHECKED int moot_http_parse(moot_slice_t bytes, moot_http_head_t *out);

/* 0 when a request for the WebSocket path can be upgraded, otherwise the
 * status to refuse it with; *why: static text. */
int moot_http_upgradable(const moot_http_head_t *head, const char **why);

/* Whether a comma list holds this word; letter case counts not. */
bool moot_http_list_has(moot_slice_t list, const char *word);

/* What goes back to a client that is not upgraded. */
typedef struct moot_http_answer {
    int status;
    const char *content_type; /* NULL: text/plain */
    moot_slice_t body;
    unsigned retry_after_s; /* 0: no such header */
    bool head_only;         /* the request was HEAD: the body stays away */
} moot_http_answer_t;

/* Appends a whole answer with Connection: close. Look at out->error. */
void moot_http_answer_put(moot_buf_t *out, const moot_http_answer_t *answer);

/* Appends the request that stands for an upgrade which is let in, without
 * anything that the client chose but its key. */
void moot_http_upgrade_put(moot_buf_t *out, moot_slice_t key);

#endif
