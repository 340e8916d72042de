#include "edge/eio_http.h"

#include "common/base64.h"
#include "common/err.h"

/* Characters of the random part of a sid. */
#define RANDOM_SIZE MOOT_BASE64_URL_SIZE(MOOT_EIO_HTTP_SID_RANDOM)

size_t moot_eio_http_sid_put(uint8_t *out, const uint8_t *random,
                             moot_slice_t edge)
{
    MOOT_CHECK(edge.size <= MOOT_EIO_HTTP_EDGE_BYTES_MAX);
    moot_base64_put_url(out, moot_slice(random, MOOT_EIO_HTTP_SID_RANDOM));
    moot_base64_put_url(out + RANDOM_SIZE, edge);
    return RANDOM_SIZE + MOOT_BASE64_URL_SIZE(edge.size);
}

int moot_eio_http_sid_edge(moot_slice_t sid, uint8_t *edge, size_t *size)
{
    uint8_t bytes[MOOT_BASE64_BYTES_MAX(MOOT_EIO_HTTP_SID_BYTES_MAX)];
    size_t count;
    int rc;

    if (sid.size <= RANDOM_SIZE || sid.size > MOOT_EIO_HTTP_SID_BYTES_MAX)
        return MOOT_EINVAL;
    rc = moot_base64_take_url(moot_slice(sid.at, RANDOM_SIZE), bytes, &count);
    if (rc == 0)
        rc = moot_base64_take_url(
            moot_slice(sid.at + RANDOM_SIZE, sid.size - RANDOM_SIZE), bytes,
            &count);
    if (rc < 0)
        return rc;
    MOOT_CHECK(count <= MOOT_EIO_HTTP_EDGE_BYTES_MAX);
    memcpy(edge, bytes, count);
    *size = count;
    return 0;
}

static bool keep(moot_slice_t *slot, moot_slice_t value)
{
    if (slot->at)
        return false;
    *slot = value;
    return true;
}

bool moot_eio_http_query(moot_slice_t query, moot_eio_http_query_t *out)
{
    const struct {
        moot_slice_t name;
        moot_slice_t *slot;
    } wanted[] = {
        {moot_slice_str("EIO"), &out->eio},
        {moot_slice_str("transport"), &out->transport},
        {moot_slice_str("sid"), &out->sid},
    };
    const uint8_t *at = query.at, *end;

    *out = (moot_eio_http_query_t){0};
    if (query.size == 0) /* at may be NULL */
        return true;
    end = at + query.size;
    while (at < end) {
        const uint8_t *stop = memchr(at, '&', (size_t)(end - at));
        const uint8_t *equal;
        moot_slice_t name;

        stop = stop ? stop : end;
        equal = memchr(at, '=', (size_t)(stop - at));
        equal = equal ? equal : stop;
        name = moot_slice(at, (size_t)(equal - at));
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            if (!moot_slice_eq(name, wanted[i].name))
                continue;
            equal += equal < stop;
            if (!keep(wanted[i].slot,
                      moot_slice(equal, (size_t)(stop - equal))))
                return false;
            break;
        }
        at = stop < end ? stop + 1 : end;
    }
    return true;
}

moot_eio_http_answer_t moot_eio_http_refusal(moot_eio_http_code_t code)
{
    static const char *const bodies[] = {
        "{\"code\":0,\"message\":\"Transport unknown\"}",
        "{\"code\":1,\"message\":\"Session ID unknown\"}",
        "{\"code\":2,\"message\":\"Bad handshake method\"}",
        "{\"code\":3,\"message\":\"Bad request\"}",
        "{\"code\":4,\"message\":\"Forbidden\"}",
        "{\"code\":5,\"message\":\"Unsupported protocol version\"}",
    };

    return (moot_eio_http_answer_t){
        .status = code == MOOT_EIO_HTTP_FORBIDDEN ? 403 : 400,
        .content_type = "application/json",
        .body = moot_slice_str(bodies[code]),
    };
}
