/* join_<key> and leave_<key>: which room, whether it may, and what is said. */
#include "edge/sockets_internal.h"

#include "common/err.h"
#include "common/metric.h"
#include "proto/roomtype.h"

#include <stdlib.h>

/* What a type's own time is longer than its process may take: the way there
 * and back. */
enum { GUARD_WAY_MS = 1000 };

/* What a socket wants. */
typedef struct wish {
    const moot_profile_type_t *type;
    enum moot_guard_what what;
    bool has_id; /* it is acknowledged */
    uint64_t id;
    moot_slice_t payload; /* JSON object */
} wish_t;

/* A verdict that is awaited. */
typedef struct moot_joining {
    moot_inquiry_t inquiry;
    moot_sockets_t *sockets;
    moot_socket_t *socket;
    wish_t wish;
    uint8_t bytes[]; /* of its payload */
} joining_t;

/* A packet behind it. */
typedef struct waiting {
    moot_node_t node;
    moot_sio_packet_t packet; /* its slices lie in bytes */
    size_t size;
    moot_slice_t parts[MOOT_SIO_ATTACHMENTS_MAX];
    uint8_t bytes[];
} waiting_t;

/* ---- What is said -------------------------------------------------------- */

void moot_joining_acknowledge(moot_sockets_t *sockets, moot_socket_t *socket,
                              bool has_id, uint64_t id)
{
    if (has_id && socket->client)
        moot_sockets_send(sockets, socket->client,
                          moot_sio_write_ack(moot_sockets_name(sockets, socket),
                                             id, 0, moot_slice_str("[]")),
                          false);
}

/* A question to a type, or news for it. */
static moot_msg_t compose(const moot_sockets_t *sockets,
                          const moot_socket_t *socket,
                          const moot_profile_type_t *type,
                          enum moot_guard_what what, moot_slice_t payload,
                          moot_slice_t room)
{
    moot_msg_t message = {.code = MOOT_MSG_ASK_GUARD};

    message.as.ask_guard = (moot_msg_ask_guard_t){
        .what = what,
        .namespace = moot_sockets_name(sockets, socket),
        .type = type->key,
        .session = moot_sockets_sid(socket),
        .user = moot_sockets_user(socket),
        .claims = socket->claims,
        .payload = payload,
        .room = room,
    };
    return message;
}

/* Tells a compiled type that it is done: on_join, on_leave. */
static void tell(moot_sockets_t *sockets, const moot_socket_t *socket,
                 const moot_profile_type_t *type, enum moot_guard_what what,
                 moot_slice_t payload, moot_slice_t room)
{
    moot_msg_t message = compose(sockets, socket, type, what, payload, room);

    moot_buf_clear(&sockets->message);
    if (moot_wire_encode(&sockets->message, &message) == 0)
        sockets->sink.tell(sockets->ctx, moot_sockets_slot(socket),
                           moot_buf_slice(&sockets->message));
}

/* Kept with a membership: the type that wants to hear when it ends. */
static const void *tag_of(const moot_profile_type_t *type)
{
    return type->form == MOOT_PROFILE_COMPILED ? type : NULL;
}

static void leave(moot_sockets_t *sockets, moot_socket_t *socket,
                  moot_slice_t payload, moot_slice_t room)
{
    const void *tag = NULL;

    if (moot_channels_leave(sockets->channels, &socket->occupant, room, &tag)
        && tag)
        tell(sockets, socket, tag, MOOT_GUARD_LEFT, payload, room);
}

static void complain_server(moot_sockets_t *sockets, moot_socket_t *socket)
{
    moot_sockets_complain(sockets, socket, "server_error", "",
                          moot_slice(NULL, 0));
}

static void enter(moot_sockets_t *sockets, moot_socket_t *socket,
                  const wish_t *wish, moot_slice_t room)
{
    moot_occupant_t *occupant = &socket->occupant;
    bool inside = moot_channels_inside(sockets->channels, occupant, room);
    int rc = moot_channels_enter(sockets->channels, occupant, room,
                                 tag_of(wish->type));

    if (rc == 0) {
        if (!inside && tag_of(wish->type))
            tell(sockets, socket, wish->type, MOOT_GUARD_JOINED, wish->payload,
                 room);
        moot_sockets_say(sockets, socket, "joined", moot_slice(NULL, 0));
    } else if (rc == MOOT_EFULL) {
        moot_sockets_complain(
            sockets, socket, "validation_error", "msg",
            moot_slice_str("this socket is in too many rooms"));
    } else {
        complain_server(sockets, socket);
    }
}

/* Does what the verdict says and acknowledges. */
static void settle(moot_sockets_t *sockets, moot_socket_t *socket,
                   const wish_t *wish, uint64_t verdict, moot_slice_t room,
                   moot_slice_t text)
{
    bool joins = wish->what == MOOT_GUARD_JOIN;

    if (verdict < MOOT_VERDICT_ALLOW || verdict > MOOT_VERDICT_FAILED
        || (verdict == MOOT_VERDICT_ALLOW && room.size == 0))
        verdict = MOOT_VERDICT_FAILED;
    moot_metric_add_at(MOOT_M_EDGE_SIO_JOINS_TOTAL,
                       joins ? MOOT_L_JOINS_JOIN : MOOT_L_JOINS_LEAVE,
                       (unsigned)(verdict - MOOT_VERDICT_ALLOW), 1);
    if (verdict == MOOT_VERDICT_INVALID) {
        moot_sockets_complain(sockets, socket, "validation_error", "msg", text);
    } else if (verdict == MOOT_VERDICT_REFUSE) {
        moot_sockets_complain(sockets, socket, "forbidden", "room", room);
    } else if (verdict == MOOT_VERDICT_FAILED) {
        sockets->sink.failed(sockets->ctx, wish->type->type, 0, 0, text);
        complain_server(sockets, socket);
    } else if (joins) {
        enter(sockets, socket, wish, room);
    } else {
        leave(sockets, socket, wish->payload, room);
        moot_sockets_say(sockets, socket, "left", moot_slice(NULL, 0));
    }
    moot_joining_acknowledge(sockets, socket, wish->has_id, wish->id);
}

/* ---- Packets that wait --------------------------------------------------- */

void moot_joining_queue(moot_sockets_t *sockets, moot_socket_t *socket,
                        const moot_sio_packet_t *packet)
{
    const moot_sockets_config_t *config = &sockets->config;
    moot_sockets_client_t *client = socket->client;
    size_t size = packet->data.raw.size + packet->event.raw.size;
    waiting_t *waiting;
    uint8_t *to;

    for (unsigned i = 0; packet->parts && i < packet->attachments; i++)
        size += packet->parts[i].size;
    if (client->waiting_count >= config->pending_requests_max
        || client->waiting_bytes + size > config->pending_bytes_max) {
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_WAITING_FULL);
        return;
    }
    waiting = malloc(sizeof *waiting + size);
    if (!waiting) {
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_NO_MEMORY);
        return;
    }
    waiting->packet = *packet;
    waiting->packet.namespace = moot_sockets_name(sockets, socket);
    waiting->packet.query = moot_slice(NULL, 0);
    waiting->size = size;
    to = waiting->bytes;
    waiting->packet.data.raw = moot_slice_copy(&to, packet->data.raw);
    waiting->packet.event.raw = moot_slice_copy(&to, packet->event.raw);
    if (packet->parts) {
        for (unsigned i = 0; i < packet->attachments; i++)
            waiting->parts[i] = moot_slice_copy(&to, packet->parts[i]);
        waiting->packet.parts = waiting->parts;
    }
    moot_list_push(&socket->waiting, &waiting->node);
    client->waiting_count++;
    client->waiting_bytes += size;
}

static waiting_t *take_waiting(moot_socket_t *socket)
{
    moot_node_t *node = moot_list_first(&socket->waiting);
    waiting_t *waiting;

    if (!node)
        return NULL;
    waiting = MOOT_CONTAINER(node, waiting_t, node);
    moot_list_remove(node);
    socket->client->waiting_count--;
    socket->client->waiting_bytes -= waiting->size;
    return waiting;
}

/* Takes what waited, up to the next question. */
static void go_on(moot_sockets_t *sockets, moot_socket_t *socket)
{
    waiting_t *waiting;

    while (socket->client && !socket->asking
           && (waiting = take_waiting(socket))) {
        moot_sockets_perform(sockets, socket, &waiting->packet);
        free(waiting);
    }
}

/* ---- Questions ----------------------------------------------------------- */

static void on_told(moot_inquiry_t *inquiry, const moot_msg_t *answer)
{
    joining_t *joining = MOOT_CONTAINER(inquiry, joining_t, inquiry);
    moot_sockets_t *sockets = joining->sockets;
    moot_socket_t *socket = joining->socket;

    socket->asking = NULL;
    if (answer && answer->code == MOOT_MSG_GUARD_TOLD)
        settle(sockets, socket, &joining->wish, answer->as.guard_told.verdict,
               answer->as.guard_told.room, answer->as.guard_told.text);
    else
        settle(sockets, socket, &joining->wish, MOOT_VERDICT_FAILED,
               moot_slice(NULL, 0), moot_slice_str("no verdict in time"));
    free(joining);
    go_on(sockets, socket);
}

static joining_t *note(moot_sockets_t *sockets, moot_socket_t *socket,
                       const wish_t *wish)
{
    joining_t *joining = malloc(sizeof *joining + wish->payload.size);
    uint8_t *to;

    if (!joining)
        return NULL;
    *joining = (joining_t){.inquiry = {.told = on_told},
                           .sockets = sockets,
                           .socket = socket,
                           .wish = *wish};
    to = joining->bytes;
    joining->wish.payload = moot_slice_copy(&to, wish->payload);
    return joining;
}

/* Asks the owner of the slot; the socket waits, or it is settled. */
static void ask(moot_sockets_t *sockets, moot_socket_t *socket,
                const wish_t *wish, unsigned slot, moot_slice_t room)
{
    unsigned timeout_ms = sockets->config.guard_timeout_ms;
    moot_msg_t message =
        compose(sockets, socket, wish->type, wish->what, wish->payload, room);
    joining_t *joining = note(sockets, socket, wish);
    int rc = MOOT_ENOMEM;

    if (wish->type->timeout_ms + GUARD_WAY_MS > timeout_ms)
        timeout_ms = wish->type->timeout_ms + GUARD_WAY_MS;
    if (joining)
        rc = sockets->sink.inquire(sockets->ctx, &joining->inquiry, slot,
                                   &message, timeout_ms);
    if (rc == 0) {
        socket->asking = joining;
        return;
    }
    free(joining);
    if (rc == MOOT_ELIMIT)
        settle(sockets, socket, wish, MOOT_VERDICT_INVALID, room,
               moot_slice_str("the data is too large"));
    else
        settle(sockets, socket, wish, MOOT_VERDICT_FAILED, room,
               moot_slice_str("too many questions are under way"));
}

/* A type whose room is known here, but not its verdict: the members of a
 * durable room count, or the back end decides. */
static void ask_about(moot_sockets_t *sockets, moot_socket_t *socket,
                      const wish_t *wish, const moot_roomtype_ask_t *about)
{
    unsigned slot = moot_sockets_slot(socket);
    moot_roomtype_verdict_t verdict;
    moot_slice_t durable;
    moot_slice_t text;

    moot_roomtype_identify(sockets->profile, wish->type, about, &sockets->arena,
                           &verdict);
    text = moot_slice_str(verdict.text);
    if (verdict.code == MOOT_VERDICT_ALLOW && wish->what == MOOT_GUARD_JOIN) {
        if (!moot_roomtype_needs_members(wish->type)) {
            ask(sockets, socket, wish, slot, verdict.room);
            return;
        }
        if (moot_roomtype_members_of(sockets->profile, wish->type, about,
                                     verdict.room, &sockets->arena, &durable)
            == 0) {
            slot = moot_slot_of(MOOT_KIND_ROOM, durable);
            ask(sockets, socket, wish, slot, verdict.room);
            return;
        }
        verdict.code = MOOT_VERDICT_FAILED;
        text = moot_slice_str("members_of gives no room");
    }
    settle(sockets, socket, wish, verdict.code, verdict.room, text);
}

/* A verdict without asking anybody. */
static void judge(moot_sockets_t *sockets, moot_socket_t *socket,
                  const wish_t *wish, const moot_roomtype_ask_t *about)
{
    moot_roomtype_verdict_t verdict;

    if (wish->what == MOOT_GUARD_JOIN)
        moot_roomtype_judge(sockets->profile, wish->type, wish->what, about,
                            &sockets->arena, &verdict);
    else
        moot_roomtype_identify(sockets->profile, wish->type, about,
                               &sockets->arena, &verdict);
    settle(sockets, socket, wish, verdict.code, verdict.room,
           moot_slice_str(verdict.text));
}

/* The first argument of an event; of kind NONE without one. */
static moot_json_value_t first_argument(const moot_sio_packet_t *packet)
{
    moot_json_value_t item = {.kind = MOOT_JSON_NONE};
    moot_json_iter_t items;

    if (moot_json_read_array(&packet->data, &items) != 0
        || !moot_json_read_next(&items, NULL, &item)
        || !moot_json_read_next(&items, NULL, &item))
        return (moot_json_value_t){.kind = MOOT_JSON_NONE};
    return item;
}

void moot_joining_take(moot_sockets_t *sockets, moot_socket_t *socket,
                       const moot_profile_type_t *type,
                       enum moot_guard_what what,
                       const moot_sio_packet_t *packet)
{
    moot_json_value_t payload = first_argument(packet);
    const wish_t wish = {.type = type,
                         .what = what,
                         .has_id = packet->has_id,
                         .id = packet->id,
                         .payload = payload.raw};
    const moot_roomtype_ask_t about = {
        .namespace = moot_sockets_name(sockets, socket),
        .sid = moot_sockets_sid(socket),
        .user = moot_sockets_user(socket),
        .claims = socket->claims,
        .payload = payload.raw,
        .now_ms = (int64_t)sockets->now.wall_ms,
        .content_chars_max = sockets->config.content_chars_max,
    };
    bool named = type->form != MOOT_PROFILE_COMPILED && type->parts_count > 0;

    moot_arena_reset(&sockets->arena);
    if (payload.kind != MOOT_JSON_OBJECT)
        settle(sockets, socket, &wish, MOOT_VERDICT_INVALID,
               moot_slice(NULL, 0), moot_slice_str("data must be an object"));
    else if (!named)
        ask(sockets, socket, &wish, moot_sockets_slot(socket),
            moot_slice(NULL, 0));
    else if (type->form == MOOT_PROFILE_ASKED
             || moot_roomtype_needs_members(type))
        ask_about(sockets, socket, &wish, &about);
    else
        judge(sockets, socket, &wish, &about);
}

/* ---- The application, the end -------------------------------------------- */

void moot_joining_enter(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_slice_t room)
{
    if (moot_channels_enter(sockets->channels, &socket->occupant, room, NULL)
        != 0)
        sockets->sink.failed(sockets->ctx, moot_slice_str("enter"), 0, 0,
                             moot_slice_str("a socket is in too many rooms"));
}

void moot_joining_leave(moot_sockets_t *sockets, moot_socket_t *socket,
                        moot_slice_t room)
{
    leave(sockets, socket, moot_slice(NULL, 0), room);
}

typedef struct ending {
    moot_sockets_t *sockets;
    const moot_socket_t *socket;
} ending_t;

static void tell_left(void *ctx, moot_slice_t room, const void *tag)
{
    const ending_t *ending = ctx;

    if (tag)
        tell(ending->sockets, ending->socket, tag, MOOT_GUARD_LEFT,
             moot_slice(NULL, 0), room);
}

void moot_joining_close(moot_sockets_t *sockets, moot_socket_t *socket)
{
    ending_t ending = {sockets, socket};
    waiting_t *waiting;

    if (socket->asking) {
        sockets->sink.cancel(sockets->ctx, &socket->asking->inquiry);
        free(socket->asking);
        socket->asking = NULL;
    }
    while ((waiting = take_waiting(socket)))
        free(waiting);
    moot_channels_rooms(&socket->occupant, tell_left, &ending);
}
