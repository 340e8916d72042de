#include "edge/sio.h"

#include "common/err.h"
#include "edge/sio_placeholders.h"

/* Digits of MOOT_SIO_ID_MAX. */
#define DIGITS_MAX 16

/* What cannot name an event, since clients and servers raise it themselves
 * (socket.io-parser, RESERVED_EVENTS). */
static const moot_slice_t reserved[] = {
    MOOT_JSON_NAME("connect"),     MOOT_JSON_NAME("connect_error"),
    MOOT_JSON_NAME("disconnect"),  MOOT_JSON_NAME("disconnecting"),
    MOOT_JSON_NAME("newListener"), MOOT_JSON_NAME("removeListener"),
};

bool moot_sio_reserved(moot_slice_t name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (moot_slice_eq(name, reserved[i]))
            return true;
    return false;
}

static moot_slice_t skip(moot_slice_t text, size_t size)
{
    return moot_slice(text.at + size, text.size - size);
}

/* Digits at the front of text, taken off; *count: how many. A number of more
 * than one digit begins with none that is 0. */
static int take_number(moot_slice_t *text, uint64_t *number, size_t *count)
{
    uint64_t n = 0;
    size_t i = 0;

    for (; i < text->size && text->at[i] >= '0' && text->at[i] <= '9'; i++) {
        if (i == DIGITS_MAX || (i == 1 && text->at[0] == '0'))
            return MOOT_EINVAL;
        n = n * 10 + (uint64_t)(text->at[i] - '0');
    }
    *text = skip(*text, i);
    *number = n;
    *count = i;
    return 0;
}

static int take_attachments(moot_slice_t *text, unsigned max,
                            moot_sio_packet_t *packet)
{
    uint64_t number;
    size_t digits;
    int rc = take_number(text, &number, &digits);

    if (rc < 0 || digits == 0 || text->size == 0 || text->at[0] != '-')
        return MOOT_EINVAL;
    if (number > max)
        return MOOT_ELIMIT;
    *text = skip(*text, 1);
    packet->attachments = (unsigned)number;
    return 0;
}

static int take_namespace(moot_slice_t *text, moot_sio_packet_t *packet)
{
    const uint8_t *end, *mark;
    moot_slice_t name = *text;

    packet->namespace = moot_slice_str("/");
    if (text->size == 0 || text->at[0] != '/')
        return 0;
    end = memchr(text->at, ',', text->size);
    if (end)
        name.size = (size_t)(end - text->at);
    if (name.size > MOOT_SIO_NAMESPACE_BYTES_MAX)
        return MOOT_ELIMIT;
    *text = skip(*text, name.size + (end ? 1 : 0));
    mark = memchr(name.at, '?', name.size);
    if (mark) {
        packet->query = skip(name, (size_t)(mark + 1 - name.at));
        name.size = (size_t)(mark - name.at);
    }
    packet->namespace = name;
    return 0;
}

static int take_id(moot_slice_t *text, moot_sio_packet_t *packet)
{
    size_t digits;
    int rc = take_number(text, &packet->id, &digits);

    if (rc < 0 || packet->id > MOOT_SIO_ID_MAX)
        return MOOT_EINVAL;
    packet->has_id = digits > 0;
    switch (packet->type) {
    case MOOT_SIO_ACK:
    case MOOT_SIO_BINARY_ACK:
        return packet->has_id ? 0 : MOOT_EINVAL;
    case MOOT_SIO_EVENT:
    case MOOT_SIO_BINARY_EVENT:
        return 0;
    default:
        return packet->has_id ? MOOT_EINVAL : 0;
    }
}

/* The first item of an event's data is its name. */
static int check_event(moot_sio_packet_t *packet)
{
    uint8_t bytes[6 * 16];
    moot_json_scratch_t scratch = {bytes, sizeof bytes};
    moot_json_iter_t iter;
    moot_slice_t name;

    if (moot_json_read_array(&packet->data, &iter) < 0
        || !moot_json_read_next(&iter, NULL, &packet->event)
        || packet->event.kind != MOOT_JSON_STRING)
        return MOOT_EINVAL;
    /* Longer than the scratch is longer than every reserved name. */
    if (moot_json_read_string(&packet->event, &scratch, &name) == 0
        && moot_sio_reserved(name))
        return MOOT_EINVAL;
    return 0;
}

static int take_data(moot_slice_t text, moot_sio_packet_t *packet)
{
    moot_json_kind_t kind;
    int rc;

    if (text.size > 0) {
        rc = moot_json_read_value(text, &packet->data);
        if (rc < 0)
            return rc;
    }
    kind = packet->data.kind;
    switch (packet->type) {
    case MOOT_SIO_CONNECT:
        return kind == MOOT_JSON_NONE || kind == MOOT_JSON_OBJECT ? 0
                                                                  : MOOT_EINVAL;
    case MOOT_SIO_DISCONNECT:
        return kind == MOOT_JSON_NONE ? 0 : MOOT_EINVAL;
    case MOOT_SIO_CONNECT_ERROR:
        return kind == MOOT_JSON_STRING || kind == MOOT_JSON_OBJECT
                   ? 0
                   : MOOT_EINVAL;
    case MOOT_SIO_EVENT:
    case MOOT_SIO_BINARY_EVENT:
        return check_event(packet);
    case MOOT_SIO_ACK:
    case MOOT_SIO_BINARY_ACK:
        break;
    }
    return kind == MOOT_JSON_ARRAY ? 0 : MOOT_EINVAL;
}

int moot_sio_read(moot_slice_t text, unsigned attachments_max,
                  moot_sio_packet_t *packet)
{
    moot_sio_packet_t read = {0};
    bool binary;
    int rc = 0;

    MOOT_CHECK(attachments_max <= MOOT_SIO_ATTACHMENTS_MAX);
    if (text.size == 0 || text.at[0] < '0' || text.at[0] > '6')
        return MOOT_EINVAL;
    read.type = (moot_sio_type_t)(text.at[0] - '0');
    text = skip(text, 1);
    binary =
        read.type == MOOT_SIO_BINARY_EVENT || read.type == MOOT_SIO_BINARY_ACK;
    if (binary)
        rc = take_attachments(&text, attachments_max, &read);
    if (rc == 0)
        rc = take_namespace(&text, &read);
    if (rc == 0)
        rc = take_id(&text, &read);
    if (rc == 0)
        rc = take_data(text, &read);
    if (rc == 0 && binary)
        rc = moot_sio_placeholders_check(&read.data, read.attachments);
    if (rc == 0)
        *packet = read;
    return rc;
}
