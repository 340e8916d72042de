#include "tests/lib/sio_oracle.h"

#include <stdlib.h>

/* An event, written from its name and the rest of its data. */
static moot_frame_t *write_event(const moot_sio_packet_t *packet)
{
    moot_slice_t raw = packet->data.raw, name;
    uint8_t *bytes = malloc(2 * raw.size);
    moot_json_scratch_t scratch = {bytes + raw.size, raw.size};
    size_t head =
        (size_t)(packet->event.raw.at - raw.at) + packet->event.raw.size;
    moot_frame_t *frame;

    MOOT_CHECK(bytes && head < raw.size);
    MOOT_CHECK(moot_json_read_string(&packet->event, &scratch, &name) == 0);
    MOOT_CHECK(!moot_sio_reserved(name));
    while (raw.at[head] <= ' ') /* up to the comma or the bracket */
        head++;
    head += raw.at[head] == ',';
    bytes[0] = '[';
    memcpy(bytes + 1, raw.at + head, raw.size - head);
    frame = moot_sio_write_event(
        packet->namespace, packet->has_id ? &packet->id : NULL,
        packet->attachments, name, moot_slice(bytes, raw.size - head + 1));
    free(bytes);
    return frame;
}

static moot_frame_t *write_packet(const moot_sio_packet_t *packet)
{
    switch (packet->type) {
    case MOOT_SIO_DISCONNECT:
        MOOT_CHECK(packet->data.kind == MOOT_JSON_NONE && !packet->has_id);
        return moot_sio_write_disconnect(packet->namespace);
    case MOOT_SIO_EVENT:
        return write_event(packet);
    case MOOT_SIO_ACK:
        MOOT_CHECK(packet->has_id);
        return moot_sio_write_ack(packet->namespace, packet->id,
                                  packet->attachments, packet->data.raw);
    default:
        MOOT_CHECK(packet->type == MOOT_SIO_CONNECT
                   || packet->type == MOOT_SIO_CONNECT_ERROR);
        MOOT_CHECK(packet->attachments == 0 && !packet->has_id);
        return NULL;
    }
}

/* Two arrays with as many items, each the same text. */
static void check_same_items(const moot_json_value_t *a,
                             const moot_json_value_t *b)
{
    moot_json_iter_t in_a, in_b;
    moot_json_value_t item_a, item_b;
    bool named = false;

    MOOT_CHECK(moot_json_read_array(a, &in_a) == 0);
    MOOT_CHECK(moot_json_read_array(b, &in_b) == 0);
    while (moot_json_read_next(&in_a, NULL, &item_a)) {
        MOOT_CHECK(moot_json_read_next(&in_b, NULL, &item_b));
        /* An event's name may be spelled with other escapes. */
        MOOT_CHECK(moot_slice_eq(item_a.raw, item_b.raw)
                   || (!named && item_a.kind == MOOT_JSON_STRING
                       && item_b.kind == MOOT_JSON_STRING));
        named = true;
    }
    MOOT_CHECK(!moot_json_read_next(&in_b, NULL, &item_b));
}

void sio_oracle_check(const moot_sio_packet_t *packet)
{
    moot_frame_t *frame = write_packet(packet);
    unsigned binary = packet->attachments > 0 ? 3 : 0;
    moot_sio_packet_t again;
    moot_slice_t text;

    MOOT_CHECK(packet->id <= MOOT_SIO_ID_MAX);
    MOOT_CHECK(packet->namespace.size > 0 && packet->namespace.at[0] == '/');
    MOOT_CHECK(packet->attachments == 0 || packet->parts);
    if (!frame)
        return;
    text = moot_frame_slice(frame);
    MOOT_CHECK(text.size > 1 && text.at[0] == '4');
    text = moot_slice(text.at + 1, text.size - 1);
    MOOT_CHECK(moot_sio_read(text, MOOT_SIO_ATTACHMENTS_MAX, &again) == 0);
    MOOT_CHECK(again.type == packet->type + binary);
    MOOT_CHECK(moot_slice_eq(again.namespace, packet->namespace));
    MOOT_CHECK(again.has_id == packet->has_id && again.id == packet->id);
    MOOT_CHECK(again.attachments == packet->attachments);
    if (packet->data.kind == MOOT_JSON_ARRAY)
        check_same_items(&packet->data, &again.data);
    moot_frame_unref(&frame);
}
