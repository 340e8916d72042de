/* What an HTTP request shows and what its answer says: the types between the
 * HTTP server (edge/web.h) and the cores that answer. Pure. */
#ifndef MOOT_EXCHANGE_H
#define MOOT_EXCHANGE_H

#include "common/slice.h"

#include <stdbool.h>

/* One request until its answer. A core passes it on and never looks inside;
 * moot_web_answer ends it. */
typedef struct moot_exchange moot_exchange_t;

/* A whole request. Everything is borrowed for the call; an absent header is
 * an empty slice with at == NULL. Values are trimmed; a request with one of
 * these headers twice was refused before. */
typedef struct moot_web_request {
    moot_slice_t method; /* as sent: "GET", "POST"… */
    moot_slice_t path;   /* begins with '/', without the query, not decoded */
    moot_slice_t query;  /* behind the '?', not decoded */
    moot_slice_t authorization;
    moot_slice_t cookie;
    moot_slice_t origin;
    moot_slice_t content_type;
    moot_slice_t idempotency_key;
    moot_slice_t if_none_match;
    moot_slice_t access_request_method;  /* of a CORS preflight */
    moot_slice_t access_request_headers; /* of a CORS preflight */
    moot_slice_t body;                   /* whole; empty for none */
    const char *peer;                    /* "127.0.0.1:4711" */
} moot_web_request_t;

/* An answer. Zeroed but for the status it is complete. All is copied by
 * moot_web_answer; texts must have no control characters. Content-Length and
 * Connection are the server's; an answer to HEAD keeps its body back. */
typedef struct moot_web_answer {
    int status;               /* 200…599 */
    const char *content_type; /* NULL: text/plain; charset=utf-8 */
    moot_slice_t body;
    unsigned retry_after_s;    /* 0: no such header */
    const char *cache_control; /* NULL: no-store */
    const char *etag;          /* with its quotes, or NULL */
    const char *allow;         /* of 405: "GET, HEAD"; NULL: no such header */
    const char *location;      /* of a redirection, or NULL */
    const char *link;          /* header Link, such as the next page, or NULL */
    const char *security;      /* Content-Security-Policy, or NULL */
    /* CORS (the Fetch standard): who may read the answer, empty: nobody is
     * named; and whether also one that a cookie was needed for. The other two
     * answer a preflight. */
    moot_slice_t allow_origin;
    bool allow_credentials;
    const char *allow_methods; /* or NULL */
    moot_slice_t allow_headers;
    bool close; /* the connection ends with this answer */
} moot_web_answer_t;

#endif
