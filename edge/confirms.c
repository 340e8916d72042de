/* Acknowledgements that clients are asked for: each is taken as an event of the
 * client, whose route in the profile says what comes of it. */
#include "edge/sockets_internal.h"

#include "common/json_write.h"

#include <stdlib.h>

/* One that was asked for. */
typedef struct confirm {
    moot_node_t node; /* in socket->confirms, the oldest first */
    uint64_t id;      /* two may have the same: of one event sent twice */
    moot_slice_t event; /* its name, as the profile has it */
} confirm_t;

static void forget(moot_socket_t *socket, confirm_t *confirm)
{
    moot_list_remove(&confirm->node);
    socket->confirms_count--;
    free(confirm);
}

static confirm_t *find(const moot_socket_t *socket, uint64_t id)
{
    MOOT_LIST_FOREACH (&socket->confirms, node, after) {
        confirm_t *confirm = MOOT_CONTAINER(node, confirm_t, node);

        if (confirm->id == id)
            return confirm;
    }
    return NULL;
}

void moot_confirms_ask(moot_sockets_t *sockets, moot_socket_t *socket,
                       uint64_t id, moot_slice_t name)
{
    const moot_profile_event_t *event;
    confirm_t *confirm;

    if (!socket->client)
        return;
    event = moot_profile_event(sockets->profile, socket->name_space, name);
    if (!event)
        return;
    if (socket->confirms_count == MOOT_SOCKETS_CONFIRMS_MAX)
        forget(socket, MOOT_CONTAINER(moot_list_first(&socket->confirms),
                                      confirm_t, node));
    confirm = malloc(sizeof *confirm);
    if (!confirm) {
        moot_sockets_shut(sockets, socket->client, MOOT_SOCKETS_NO_MEMORY);
        return;
    }
    confirm->id = id;
    confirm->event = event->name;
    moot_list_push(&socket->confirms, &confirm->node);
    socket->confirms_count++;
}

bool moot_confirms_known(const moot_socket_t *socket, uint64_t id)
{
    return find(socket, id) != NULL;
}

/* The array of an event: its name, then what stands in args, an array. */
static void write_event(moot_buf_t *buf, moot_slice_t name, moot_slice_t args)
{
    size_t i = 1;

    while (i < args.size && args.at[i] <= ' ')
        i++;
    moot_buf_put_str(buf, "[\"");
    moot_json_escape(buf, name);
    moot_buf_put_str(buf, args.at[i] == ']' ? "\"" : "\",");
    moot_buf_put(buf, args.at + i, args.size - i);
}

void moot_confirms_take(moot_sockets_t *sockets, moot_socket_t *socket,
                        const moot_sio_packet_t *packet)
{
    confirm_t *confirm = find(socket, packet->id);
    moot_sio_packet_t event = *packet;
    moot_slice_t name;
    moot_buf_t buf;

    if (!confirm)
        return;
    name = confirm->event;
    forget(socket, confirm);
    if (!moot_sockets_allow(sockets, socket->client)) {
        moot_sockets_complain(sockets, socket, "rate_limited", "msg",
                              moot_slice_str("too many events at once"));
        return;
    }
    moot_buf_init(&buf, SIZE_MAX);
    write_event(&buf, name, packet->data.raw);
    if (buf.error == 0) {
        event.type = MOOT_SIO_EVENT;
        event.has_id = false;
        event.data.raw = moot_buf_slice(&buf);
        moot_requests_take(sockets, socket, name, &event);
    } else {
        moot_sockets_shut(sockets, socket->client, MOOT_SOCKETS_NO_MEMORY);
    }
    moot_buf_close(&buf);
}

void moot_confirms_close(moot_socket_t *socket)
{
    MOOT_LIST_FOREACH (&socket->confirms, node, after)
        forget(socket, MOOT_CONTAINER(node, confirm_t, node));
}
