/* Events with a route: what they cause is a request to the slot of the sender,
 * and its acknowledgement waits for the answer. */
#include "edge/sockets_internal.h"

#include "common/err.h"
#include "common/metric.h"

#include <stdlib.h>

/* A request without an answer, and the packet that acknowledges it. */
typedef struct pending {
    moot_node_t node; /* in socket->pending */
    uint64_t tag;
    uint64_t since_ms;
    bool silent;  /* the client hears nothing of its failure */
    size_t bytes; /* of the frames and of the request */
    size_t count;
    moot_frame_t *frames[]; /* text first; none: nothing is acknowledged */
} pending_t;

/* ---- Packets to the socket itself ---------------------------------------- */

/* The packet in frames: text first. False: there is no memory. */
static bool make_frames(moot_frame_t **frames, moot_frame_t *text,
                        const moot_events_packet_t *packet)
{
    size_t made = 1;

    frames[0] = text;
    if (!text)
        return false;
    for (; made <= packet->attachments_count; made++) {
        frames[made] = moot_frame_new(packet->attachments[made - 1]);
        if (!frames[made])
            break;
    }
    if (made > packet->attachments_count)
        return true;
    while (made > 0)
        moot_frame_unref(&frames[--made]);
    return false;
}

static void send_frames(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_frame_t **frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        moot_frame_t *frame = frames[i];

        frames[i] = NULL;
        if (socket->client)
            moot_sockets_send(sockets, socket->client, frame, i > 0);
        else
            moot_frame_unref(&frame);
    }
}

static void send_packet(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_frame_t *text, const moot_events_packet_t *packet)
{
    moot_frame_t *frames[1 + MOOT_SIO_ATTACHMENTS_MAX];

    MOOT_CHECK(packet->attachments_count <= MOOT_SIO_ATTACHMENTS_MAX);
    if (make_frames(frames, text, packet))
        send_frames(sockets, socket, frames, 1 + packet->attachments_count);
    else if (socket->client)
        moot_sockets_shut(sockets, socket->client, MOOT_SOCKETS_NO_MEMORY);
}

static moot_frame_t *write_ack(moot_sockets_t *sockets, moot_socket_t *socket,
                               uint64_t id, const moot_events_packet_t *ack)
{
    return moot_sio_write_ack(moot_sockets_name(sockets, socket), id,
                              (unsigned)ack->attachments_count, ack->data);
}

void moot_requests_own(moot_sockets_t *sockets, moot_socket_t *socket,
                       const moot_events_packet_t *packet,
                       moot_slice_t confirm)
{
    const uint64_t id = confirm.size > 0 ? ++sockets->asks : 0;

    send_packet(sockets, socket,
                moot_sio_write_data(moot_sockets_name(sockets, socket),
                                    confirm.size > 0 ? &id : NULL,
                                    (unsigned)packet->attachments_count,
                                    packet->data),
                packet);
    if (confirm.size > 0)
        moot_confirms_ask(sockets, socket, id, confirm);
}

/* ---- Requests ------------------------------------------------------------ */

/* Notes a request of so many bytes, which are held until its answer, as
 * pending. ack: what acknowledges it, or NULL. NULL: there is no memory. */
static pending_t *note(moot_sockets_t *sockets, moot_socket_t *socket,
                       size_t bytes, const moot_events_packet_t *ack,
                       uint64_t id)
{
    size_t count = ack ? 1 + ack->attachments_count : 0;
    pending_t *pending =
        calloc(1, sizeof *pending + count * sizeof(moot_frame_t *));

    if (!pending)
        return NULL;
    if (ack
        && !make_frames(pending->frames, write_ack(sockets, socket, id, ack),
                        ack)) {
        free(pending);
        return NULL;
    }
    pending->tag = ++sockets->tags;
    pending->since_ms = sockets->now.mono_ms;
    pending->count = count;
    pending->bytes = bytes;
    for (size_t i = 0; i < count; i++)
        pending->bytes += pending->frames[i]->size;
    moot_list_push(&socket->pending, &pending->node);
    socket->client->pending_count++;
    socket->client->pending_bytes += pending->bytes;
    return pending;
}

static void forget(moot_socket_t *socket, pending_t *pending)
{
    moot_list_remove(&pending->node);
    socket->client->pending_count--;
    socket->client->pending_bytes -= pending->bytes;
    for (size_t i = 0; i < pending->count; i++)
        moot_frame_unref(&pending->frames[i]);
    free(pending);
}

static pending_t *find(const moot_socket_t *socket, uint64_t tag)
{
    MOOT_LIST_FOREACH (&socket->pending, node, after) {
        pending_t *pending = MOOT_CONTAINER(node, pending_t, node);

        if (pending->tag == tag)
            return pending;
    }
    return NULL;
}

static void fail(moot_sockets_t *sockets, moot_socket_t *socket)
{
    moot_sockets_complain(sockets, socket, "server_error", "",
                          moot_slice(NULL, 0));
}

static void on_answer(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                      const moot_msg_reply_t *reply)
{
    moot_sockets_t *sockets = ctx;
    moot_socket_t *socket =
        MOOT_CONTAINER(subscriber, moot_socket_t, subscriber);
    pending_t *pending = find(socket, tag);
    bool fine = reply && reply->code == MOOT_CODE_OK;

    MOOT_CHECK(pending);
    if (sockets->watched) {
        moot_msg_reply_t none = {.session = moot_sockets_sid(socket),
                                 .op = MOOT_OP_EMIT,
                                 .code = MOOT_CODE_UNAVAILABLE};

        if (subscriber->asked) {
            none.number = subscriber->asked->number;
            none.op = subscriber->asked->op;
            none.room = subscriber->asked->room;
        }
        sockets->sink.saw_answer(sockets->ctx, moot_sockets_user(socket),
                                 reply ? reply : &none);
    }
    moot_metric_observe(MOOT_M_EDGE_SIO_EVENT_SECONDS, MOOT_L_NONE_ALL,
                        sockets->now.mono_ms - pending->since_ms);
    if (fine)
        send_frames(sockets, socket, pending->frames, pending->count);
    else if (!pending->silent)
        fail(sockets, socket);
    /* It is gone already when the connection had to be closed. */
    if (socket->client)
        forget(socket, pending);
}

/* Sends a request; pending is given up when it cannot be sent. */
static int post(moot_sockets_t *sockets, moot_socket_t *socket,
                pending_t *pending, const moot_msg_request_t *request)
{
    int rc;

    if (!socket->enlisted) {
        socket->subscriber = (moot_subscriber_t){
            .session = moot_sockets_sid(socket),
            .on_answer = on_answer,
            .on_answer_ctx = sockets,
        };
        sockets->sink.enlist(sockets->ctx, &socket->subscriber);
        socket->enlisted = true;
    }
    if (sockets->watched)
        sockets->sink.saw_request(sockets->ctx, &socket->subscriber, request);
    rc = sockets->sink.request(sockets->ctx, &socket->subscriber, request,
                               pending->tag);
    if (rc != 0)
        forget(socket, pending);
    return rc;
}

void moot_requests_learn(moot_sockets_t *sockets, moot_socket_t *socket,
                         moot_slice_t name, moot_slice_t value)
{
    const moot_msg_request_t request = {
        .op = MOOT_OP_FACT,
        .user = moot_sockets_user(socket),
        .target = name,
        .content = value,
    };
    pending_t *pending = note(sockets, socket, value.size, NULL, 0);
    int rc = MOOT_ENOMEM;

    if (pending) {
        pending->silent = true;
        rc = post(sockets, socket, pending, &request);
    }
    if (rc != 0)
        sockets->sink.failed(sockets->ctx, moot_slice_str("remember"), 0, 0,
                             moot_slice_str(moot_err_text(rc)));
}

/* The request that the result of a route makes. Errors: MOOT_ELIMIT, those of
 * moot_delivery_request. */
static int emit(moot_sockets_t *sockets, moot_socket_t *socket,
                const moot_sio_packet_t *packet,
                const moot_events_result_t *result)
{
    bool acknowledges = result->has_ack && packet->has_id;
    moot_msg_request_t request = {
        .op = MOOT_OP_EMIT,
        .user = moot_sockets_user(socket),
        .copies = result->copies,
        .forward_to = result->forward_to,
        .forward = result->forward,
    };
    pending_t *pending;
    int rc;

    if (request.user.size == 0)
        request.room = moot_sockets_sid(socket);
    moot_buf_clear(&sockets->message);
    rc = moot_wire_encode_emission(&sockets->message, &result->emission);
    if (rc != 0)
        return rc;
    request.emission = moot_buf_slice(&sockets->message);
    pending = note(sockets, socket,
                   request.emission.size + request.copies.size
                       + request.forward.size,
                   acknowledges ? &result->ack : NULL, packet->id);
    return pending ? post(sockets, socket, pending, &request) : MOOT_ENOMEM;
}

static void act(moot_sockets_t *sockets, moot_socket_t *socket,
                const moot_sio_packet_t *packet,
                const moot_events_result_t *result)
{
    int rc;

    if (result->has_own)
        moot_requests_own(sockets, socket, &result->own, result->confirm);
    if (!socket->client)
        return;
    if (!result->has_emission) {
        if (result->has_ack && packet->has_id)
            send_packet(sockets, socket,
                        write_ack(sockets, socket, packet->id, &result->ack),
                        &result->ack);
        return;
    }
    rc = emit(sockets, socket, packet, result);
    if (rc == MOOT_ELIMIT)
        moot_sockets_complain(sockets, socket, "validation_error", "msg",
                              moot_slice_str("the event is too large"));
    else if (rc != 0)
        fail(sockets, socket);
}

typedef struct place {
    const moot_sockets_t *sockets;
    const moot_socket_t *socket;
} place_t;

static bool is_inside(void *ctx, moot_slice_t room)
{
    const place_t *place = ctx;

    return moot_channels_inside(place->sockets->channels,
                                &place->socket->occupant, room);
}

void moot_requests_take(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_slice_t name, const moot_sio_packet_t *packet)
{
    const moot_sockets_client_t *client = socket->client;
    place_t place = {sockets, socket};
    const moot_events_socket_t who = {
        .namespace = socket->name_space,
        .sid = moot_sockets_sid(socket),
        .user = moot_sockets_user(socket),
        .claims = socket->claims,
        .query = client->query,
        .inside = is_inside,
        .inside_ctx = &place,
    };
    moot_events_result_t result;

    if (client->pending_count >= sockets->config.pending_requests_max
        || client->pending_bytes > sockets->config.pending_bytes_max) {
        moot_sockets_complain(sockets, socket, "rate_limited", "msg",
                              moot_slice_str("too many events without an "
                                             "answer"));
        return;
    }
    moot_events_run(sockets->events, &who, name, packet->data.raw,
                    packet->parts, packet->attachments,
                    (int64_t)sockets->now.wall_ms, &result);
    if (result.outcome == MOOT_EVENTS_DONE) {
        act(sockets, socket, packet, &result);
        return;
    }
    moot_metric_add(MOOT_M_EDGE_SIO_UNROUTED_TOTAL, 1);
    sockets->sink.failed(sockets->ctx, name, result.line, result.column,
                         moot_slice_str(result.outcome == MOOT_EVENTS_NO_ROUTE
                                            ? "the profile has no such event"
                                            : result.why));
}

void moot_requests_close(moot_sockets_t *sockets, moot_socket_t *socket)
{
    if (socket->enlisted)
        sockets->sink.leave(sockets->ctx, &socket->subscriber);
    socket->enlisted = false;
    MOOT_LIST_FOREACH (&socket->pending, node, after)
        forget(socket, MOOT_CONTAINER(node, pending_t, node));
}
