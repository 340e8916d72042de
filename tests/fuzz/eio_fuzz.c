/* Any bytes as Engine.IO: the first byte says as what, see below. What is
 * accepted must be the same when it is written again. */
#include "common/base64.h"
#include "common/utf8.h"
#include "edge/eio.h"
#include "edge/eio_http.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The packet as it goes on a WebSocket, appended to a payload. */
static void put_again(moot_buf_t *payload, const moot_eio_packet_t *packet)
{
    uint8_t *bytes = calloc(1, packet->data.size + 1);
    size_t head = packet->binary ? 0 : 1, before = payload->size;
    moot_slice_t text = moot_slice(bytes, packet->data.size + head);

    MOOT_CHECK(bytes);
    bytes[0] = (uint8_t)('0' + packet->type);
    if (packet->data.size > 0)
        memcpy(bytes + head, packet->data.at, packet->data.size);
    moot_eio_payload_put(payload, text, packet->binary);
    MOOT_CHECK(payload->error == 0);
    MOOT_CHECK(payload->size
               == before + (before > 0)
                      + moot_eio_payload_size(text, packet->binary));
    free(bytes);
}

static void fuzz_payload(moot_slice_t text)
{
    moot_slice_t rest = text;
    moot_eio_packet_t packet;
    moot_buf_t scratch, again;
    bool last = false;
    int rc = 0;

    moot_buf_init(&scratch, MOOT_BASE64_BYTES_MAX(text.size));
    moot_buf_init(&again, text.size);
    while (!last && rc == 0) {
        rc = moot_eio_take(&rest, &scratch, &packet, &last);
        if (rc < 0)
            break;
        MOOT_CHECK(!packet.binary || packet.type == MOOT_EIO_MESSAGE);
        put_again(&again, &packet);
    }
    if (rc == 0)
        MOOT_CHECK(rest.size == 0
                   && moot_slice_eq(moot_buf_slice(&again), text));
    moot_buf_close(&scratch);
    moot_buf_close(&again);
}

static void fuzz_message(moot_slice_t text, bool binary)
{
    moot_eio_packet_t packet;

    if (moot_eio_read(text, binary, &packet) < 0) {
        MOOT_CHECK(!binary);
        return;
    }
    MOOT_CHECK(packet.data.size + (binary ? 0 : 1) == text.size);
}

static void fuzz_sid(moot_slice_t text)
{
    uint8_t edge[MOOT_EIO_HTTP_EDGE_BYTES_MAX];
    uint8_t random[MOOT_EIO_HTTP_SID_RANDOM + 2];
    uint8_t again[MOOT_EIO_HTTP_SID_BYTES_MAX];
    size_t size, count;

    if (moot_eio_http_sid_edge(text, edge, &size) < 0)
        return;
    MOOT_CHECK(size > 0 && size <= sizeof edge);
    MOOT_CHECK(moot_base64_take_url(moot_slice(text.at, 22), random, &count)
               == 0);
    MOOT_CHECK(count == MOOT_EIO_HTTP_SID_RANDOM);
    size = moot_eio_http_sid_put(again, random, moot_slice(edge, size));
    MOOT_CHECK(moot_slice_eq(moot_slice(again, size), text));
}

static void fuzz_query(moot_slice_t text)
{
    moot_eio_http_query_t query;

    if (moot_eio_http_query(text, &query))
        MOOT_CHECK(query.eio.size + query.transport.size + query.sid.size
                   <= text.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moot_slice_t text;

    if (size == 0)
        return 0;
    text = moot_slice(data + 1, size - 1);
    switch (data[0]) {
    case 's':
        fuzz_sid(text);
        break;
    case 'q':
        fuzz_query(text);
        break;
    case 'b':
        fuzz_message(text, true);
        break;
    case 't':
        fuzz_message(text, false);
        break;
    default:
        fuzz_payload(text);
    }
    return 0;
}
