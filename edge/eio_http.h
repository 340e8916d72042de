/* HTTP as Engine.IO uses it: what a request asks for, whose session it is,
 * and the refusals. Pure. */
#ifndef MOOT_EIO_HTTP_H
#define MOOT_EIO_HTTP_H

#include "common/check.h"
#include "common/slice.h"

/* Bytes of an edge address that a sid names, and of a sid: 128 random bits
 * and the address, both in base 64 for URLs. */
#define MOOT_EIO_HTTP_EDGE_BYTES_MAX 96
#define MOOT_EIO_HTTP_SID_RANDOM 16
#define MOOT_EIO_HTTP_SID_BYTES_MAX (22 + 128)

/* One HTTP request at the Engine.IO path; borrowed for the call. Absent
 * headers are empty. */
typedef struct moot_eio_http_request {
    moot_slice_t method;
    moot_slice_t query; /* behind the '?', not decoded */
    moot_slice_t cookie, authorization, origin;
    moot_slice_t content_type;
    moot_slice_t body; /* of a POST, whole */
    const char *peer;  /* remote address, for logs and lists */
} moot_eio_http_request_t;

/* What stands in a query; a parameter that is absent is empty. */
typedef struct moot_eio_http_query {
    moot_slice_t eio, transport, sid;
} moot_eio_http_query_t;

/* An answer to an HTTP request; content_type and body are borrowed. Cache
 * and CORS headers are the transport's (no-store). */
typedef struct moot_eio_http_answer {
    int status;
    const char *content_type; /* static */
    moot_slice_t body;
} moot_eio_http_answer_t;

/* The codes of refusals, as engine.io numbers them. */
typedef enum moot_eio_http_code {
    MOOT_EIO_HTTP_TRANSPORT_UNKNOWN = 0,
    MOOT_EIO_HTTP_SID_UNKNOWN = 1,
    MOOT_EIO_HTTP_BAD_METHOD = 2,
    MOOT_EIO_HTTP_BAD_REQUEST = 3,
    MOOT_EIO_HTTP_FORBIDDEN = 4,
    MOOT_EIO_HTTP_BAD_VERSION = 5,
} moot_eio_http_code_t;

/* The address of the edge that made this sid, written to edge, which has room
 * for MOOT_EIO_HTTP_EDGE_BYTES_MAX bytes. Errors: MOOT_EINVAL (nobody's). */
MOOT_CHECKED int moot_eio_http_sid_edge(moot_slice_t sid, uint8_t *edge,
                                        size_t *size);

/* Writes the sid of a session of this edge, whose address has at most
 * MOOT_EIO_HTTP_EDGE_BYTES_MAX bytes. Returns its size; out has room for
 * MOOT_EIO_HTTP_SID_BYTES_MAX. */
size_t moot_eio_http_sid_put(uint8_t *out, const uint8_t *random,
                             moot_slice_t edge);

/* Reads a query string as far as the engine cares. False: one of these
 * parameters is there twice, the request is to be refused (BAD_REQUEST). */
MOOT_CHECKED bool moot_eio_http_query(moot_slice_t query,
                                      moot_eio_http_query_t *out);

/* The JSON answer to a refused request: status 400, or 403. Its body is a
 * static C string. */
moot_eio_http_answer_t moot_eio_http_refusal(moot_eio_http_code_t code);

#endif
