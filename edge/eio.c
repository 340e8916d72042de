#include "edge/eio.h"

#include "common/base64.h"
#include "common/err.h"
#include "common/json_write.h"

/* Before the base 64 of a binary message in a payload. */
#define BINARY_MARK 'b'

int moot_eio_read(moot_slice_t text, bool binary, moot_eio_packet_t *packet)
{
    if (binary) {
        *packet = (moot_eio_packet_t){MOOT_EIO_MESSAGE, true, text};
        return 0;
    }
    if (text.size == 0 || text.at[0] < '0' || text.at[0] > '6')
        return MOOT_EINVAL;
    *packet = (moot_eio_packet_t){
        .type = (moot_eio_type_t)(text.at[0] - '0'),
        .data = moot_slice(text.at + 1, text.size - 1),
    };
    return 0;
}

int moot_eio_take(moot_slice_t *payload, moot_buf_t *scratch,
                  moot_eio_packet_t *packet, bool *last)
{
    const uint8_t *end = NULL;
    moot_slice_t text = *payload;
    uint8_t *bytes;
    size_t size;
    int rc;

    if (payload->size > 0)
        end = memchr(payload->at, MOOT_EIO_SEPARATOR, payload->size);
    if (end)
        text.size = (size_t)(end - payload->at);
    if (text.size > 0 && text.at[0] == BINARY_MARK) {
        text = moot_slice(text.at + 1, text.size - 1);
        moot_buf_clear(scratch);
        bytes = moot_buf_reserve(scratch, MOOT_BASE64_BYTES_MAX(text.size));
        if (!bytes)
            return scratch->error;
        rc = moot_base64_take(text, bytes, &size);
        if (rc == 0)
            rc = moot_eio_read(moot_slice(bytes, size), true, packet);
    } else {
        rc = moot_eio_read(text, false, packet);
    }
    if (rc < 0)
        return rc;
    *last = !end;
    *payload = end ? moot_slice(end + 1,
                                payload->size - (size_t)(end + 1 - payload->at))
                   : moot_slice(NULL, 0);
    return 0;
}

size_t moot_eio_payload_size(moot_slice_t packet, bool binary)
{
    return binary ? 1 + MOOT_BASE64_SIZE(packet.size) : packet.size;
}

void moot_eio_payload_put(moot_buf_t *payload, moot_slice_t packet, bool binary)
{
    size_t size = MOOT_BASE64_SIZE(packet.size);
    uint8_t *out;

    if (payload->size > 0)
        moot_buf_put(payload, &(uint8_t){MOOT_EIO_SEPARATOR}, 1);
    if (!binary) {
        moot_buf_put(payload, packet.at, packet.size);
        return;
    }
    moot_buf_put(payload, &(uint8_t){BINARY_MARK}, 1);
    out = moot_buf_reserve(payload, size);
    if (!out)
        return;
    moot_base64_put(out, packet);
    payload->size += size;
}

void moot_eio_open_put(moot_buf_t *out, const moot_eio_open_t *open)
{
    moot_json_write_t json;

    moot_buf_put_str(out, "0");
    moot_json_write_init(&json, out);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "sid", open->sid);
    moot_json_write_name(&json, "upgrades");
    moot_json_write_begin_array(&json);
    if (open->upgrade)
        moot_json_write_string(&json, moot_slice_str("websocket"));
    moot_json_write_end_array(&json);
    moot_json_write_name_uint64(&json, "pingInterval", open->ping_interval_ms);
    moot_json_write_name_uint64(&json, "pingTimeout", open->ping_timeout_ms);
    moot_json_write_name_uint64(&json, "maxPayload", open->max_payload);
    moot_json_write_end_object(&json);
}
