#include "edge/locals.h"

#include <stdlib.h>

#include "edge/entering.h"
#include "edge/listing.h"
#include "edge/numbers.h"
#include "edge/peers.h"
#include "edge/questions.h"
#include "edge/stream.h"

/* Seats that a subscriber was told to be pending. */
typedef struct moot_pending {
    size_t count;
    moot_seat_t *seats[];
} moot_pending_t;

static moot_subscriber_t *sub_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_subscriber_t, in_user);
}

moot_edge_user_t *moot_locals_find(const moot_delivery_t *delivery,
                                   moot_slice_t id)
{
    moot_map_node_t *node = moot_map_get(&delivery->users, id);
    return node == NULL ? NULL : MOOT_CONTAINER(node, moot_edge_user_t, node);
}

/* ---- Coming and going --------------------------------------------------- */

static moot_edge_user_t *new_user(moot_delivery_t *delivery, moot_slice_t id)
{
    moot_edge_user_t *user = calloc(1, sizeof *user);

    MOOT_CHECK(user != NULL && id.size > 0 && id.size <= sizeof user->id);
    user->delivery = delivery;
    user->id_size = id.size;
    memcpy(user->id, id.at, id.size);
    moot_map_init(&user->seats);
    moot_list_init(&user->subs);
    moot_list_init(&user->unready);
    moot_list_init(&user->attached);
    moot_list_init(&user->open);
    moot_list_init(&user->records);
    moot_map_init(&user->entering);
    moot_list_init(&user->in_settling);
    moot_map_put(&delivery->users, &user->node, moot_locals_id(user));
    return user;
}

static void free_seats(moot_node_t *head)
{
    moot_node_t *node;

    while ((node = moot_list_first(head)) != NULL)
        moot_seats_free(MOOT_CONTAINER(node, moot_seat_t, in_user));
}

static void free_user(moot_edge_user_t *user)
{
    free_seats(&user->attached);
    free_seats(&user->open);
    free_seats(&user->records);
    if (user->stream != NULL)
        moot_stream_free(user->stream);
    moot_list_remove(&user->in_settling);
    moot_map_remove(&user->delivery->users, &user->node);
    moot_map_close(&user->seats);
    moot_map_close(&user->entering);
    free(user);
}

static void look_at(moot_edge_user_t *user)
{
    moot_list_remove(&user->in_settling);
    moot_list_push(&user->delivery->settling, &user->in_settling);
}

/* The attach of the user's stream registers interest and reads the list in
 * one step. */
static void follow_list(moot_edge_user_t *user)
{
    if (user->stream != NULL)
        return;
    user->stream = moot_stream_get(user->delivery, MOOT_KIND_USER,
                                   moot_locals_id(user));
    if (user->stream == NULL)
        return; /* full: its subscribers are told in time */
    user->stream->user = user;
    moot_stream_settle(user->stream);
}

void moot_locals_join(moot_delivery_t *delivery, moot_subscriber_t *subscriber,
                      moot_slice_t id)
{
    moot_edge_user_t *user = moot_locals_find(delivery, id);

    if (user == NULL)
        user = new_user(delivery, id);
    subscriber->user = user;
    subscriber->ready = false;
    subscriber->pending = NULL;
    subscriber->requests = 0;
    subscriber->deadline_ms =
        delivery->now_ms + delivery->config.attach_timeout_ms;
    moot_list_init(&subscriber->links);
    moot_list_init(&subscriber->in_user);
    moot_list_init(&subscriber->waiting);
    moot_list_init(&subscriber->awaiting);
    moot_list_push(&user->unready, &subscriber->in_user);
    moot_list_push(&delivery->joining, &subscriber->waiting);
    follow_list(user);
    look_at(user);
}

void moot_locals_leave(moot_subscriber_t *subscriber)
{
    moot_edge_user_t *user = subscriber->user;

    moot_numbers_leave(subscriber);
    moot_listing_leave(subscriber);
    moot_list_remove(&subscriber->in_user);
    moot_list_remove(&subscriber->waiting);
    moot_list_remove(&subscriber->awaiting);
    free(subscriber->pending);
    subscriber->pending = NULL;
    subscriber->user = NULL;
    subscriber->ready = false;
    if (moot_list_empty(&user->subs) && moot_list_empty(&user->unready))
        free_user(user);
}

/* ---- The room list ------------------------------------------------------ */

/* The first list names rooms to be decided wherever they are now. In a later
 * one each is a hint; events of the list were lost, so that a user who left
 * may have been added more than once since. */
static void take_entry(moot_edge_user_t *user, moot_slice_t room,
                       moot_position_t position, bool first)
{
    moot_seat_t *seat = moot_seats_get(user, room);

    if (!first && seat->decided.epoch != 0)
        moot_seats_member_at(seat, position);
    else
        moot_seats_hint(seat, position, first);
}

static int take_entries(moot_edge_user_t *user, moot_slice_t rooms, bool first)
{
    moot_list_reader_t reader, entry;
    moot_slice_t bytes, room;
    moot_position_t position;

    if (moot_list_reader_init(&reader, rooms) != 0)
        return MOOT_EINVAL;
    while (reader.left > 0) {
        if (moot_list_next_list(&reader, &bytes) != 0
            || moot_list_reader_init(&entry, bytes) != 0
            || moot_list_next_str(&entry, &room) != 0
            || moot_list_next_u64(&entry, &position.epoch) != 0
            || moot_list_next_u64(&entry, &position.seq) != 0
            || room.size == 0 || room.size > MOOT_ID_BYTES_MAX)
            return MOOT_EINVAL;
        take_entry(user, room, position, first);
    }
    return 0;
}

void moot_locals_load(moot_edge_user_t *user, const moot_msg_events_t *events)
{
    moot_msg_user_rooms_t list = {.seq = 0};
    moot_stream_t *stream = user->stream;

    if ((events->snapshot.size > 0
         && moot_wire_decode_user_rooms(events->snapshot, &list) != 0)
        || take_entries(user, list.rooms, !user->loaded) != 0) {
        user->delivery->facts.damaged++;
        stream->repair = true;
        moot_questions_pause(stream);
        return;
    }
    user->loaded = true;
    user->list_seq = events->base;
    if (user->list_seen > user->list_seq)
        stream->repair = true; /* it has moved on since */
    look_at(user);
}

void moot_locals_event(moot_edge_user_t *user,
                       const moot_msg_user_event_t *event)
{
    moot_position_t position = {event->epoch, event->room_seq};

    if (event->seq > user->list_seen)
        user->list_seen = event->seq;
    if (!user->loaded || event->seq <= user->list_seq)
        return;
    if (event->seq > user->list_seq + 1) {
        user->stream->repair = true; /* read the list anew */
        moot_stream_settle(user->stream);
        return;
    }
    user->list_seq = event->seq;
    /* A removal is decided by the room's own event. */
    if (event->added && event->room.size > 0
        && event->room.size <= MOOT_ID_BYTES_MAX)
        moot_seats_hint(moot_seats_get(user, event->room), position, false);
}

/* ---- Ready -------------------------------------------------------------- */

/* Takes the seat out of what the subscriber waits for; whether it was there. */
static bool take_pending(moot_subscriber_t *sub, const moot_seat_t *seat)
{
    moot_pending_t *pending = sub->pending;

    for (size_t i = 0; pending != NULL && i < pending->count; i++) {
        if (pending->seats[i] != seat)
            continue;
        pending->seats[i] = pending->seats[--pending->count];
        if (pending->count == 0) {
            free(pending);
            sub->pending = NULL;
        }
        return true;
    }
    return false;
}

void moot_locals_attached(moot_seat_t *seat, const moot_roomview_t *view)
{
    const moot_delivery_t *delivery = seat->user->delivery;

    MOOT_LIST_FOREACH(&seat->user->subs, node, after) {
        if (take_pending(sub_of(node), seat))
            delivery->sink.attached(delivery->ctx, sub_of(node), view);
    }
}

void moot_locals_decided(moot_seat_t *seat)
{
    MOOT_LIST_FOREACH(&seat->user->subs, node, after)
        (void)take_pending(sub_of(node), seat);
    if (seat->user->open_count == 0)
        look_at(seat->user);
}

static void make_ready(moot_subscriber_t *sub)
{
    moot_list_remove(&sub->waiting);
    moot_list_remove(&sub->in_user);
    moot_list_push(&sub->user->subs, &sub->in_user);
    sub->ready = true;
}

void moot_locals_await(moot_delivery_t *delivery, moot_subscriber_t *subscriber)
{
    if (!moot_list_empty(&subscriber->awaiting))
        return;
    subscriber->awaiting_until_ms =
        delivery->now_ms + delivery->config.attach_timeout_ms;
    moot_list_push(&delivery->awaiting, &subscriber->awaiting);
}

static void say_settled(moot_delivery_t *delivery, moot_subscriber_t *sub)
{
    moot_list_remove(&sub->awaiting);
    delivery->sink.rooms_settled(delivery->ctx, sub);
}

void moot_locals_settle(moot_delivery_t *delivery)
{
    moot_node_t *node;

    while ((node = moot_list_first(&delivery->settling)) != NULL) {
        moot_edge_user_t *user =
            MOOT_CONTAINER(node, moot_edge_user_t, in_settling);
        moot_list_remove(node);
        if (!user->loaded || user->open_count > 0)
            continue;
        MOOT_LIST_FOREACH(&user->subs, sub_node, after) {
            if (!moot_list_empty(&sub_of(sub_node)->awaiting))
                say_settled(delivery, sub_of(sub_node));
        }
        MOOT_LIST_FOREACH(&user->unready, sub_node, after) {
            moot_subscriber_t *sub = sub_of(sub_node);
            if (moot_list_empty(&sub->waiting))
                continue; /* it was told that it is lost */
            make_ready(sub);
            delivery->sink.ready(delivery->ctx, sub, NULL, 0);
        }
    }
}

static void ready_with_pending(moot_subscriber_t *sub)
{
    const moot_edge_user_t *user = sub->user;
    const moot_delivery_t *delivery = user->delivery;
    size_t count = user->open_count, i = 0;

    moot_pending_t *pending =
        malloc(sizeof *pending + count * sizeof *pending->seats);
    moot_slice_t *rooms = malloc((count + 1) * sizeof *rooms);
    MOOT_CHECK(pending != NULL && rooms != NULL);
    pending->count = count;
    MOOT_LIST_FOREACH(&user->open, node, after) {
        moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_user);
        pending->seats[i] = seat;
        rooms[i++] = moot_seats_room(seat);
    }
    MOOT_CHECK(i == count);
    make_ready(sub);
    if (count > 0)
        sub->pending = pending;
    else
        free(pending);
    delivery->sink.ready(delivery->ctx, sub, rooms, count);
    free(rooms);
}

static void expire_awaiting(moot_delivery_t *delivery)
{
    moot_node_t *node;

    while ((node = moot_list_first(&delivery->awaiting)) != NULL) {
        moot_subscriber_t *sub =
            MOOT_CONTAINER(node, moot_subscriber_t, awaiting);
        if (sub->awaiting_until_ms > delivery->now_ms)
            return;
        say_settled(delivery, sub);
    }
}

void moot_locals_tick(moot_delivery_t *delivery)
{
    moot_node_t *node;

    expire_awaiting(delivery);

    while ((node = moot_list_first(&delivery->joining)) != NULL) {
        moot_subscriber_t *sub =
            MOOT_CONTAINER(node, moot_subscriber_t, waiting);
        if (sub->deadline_ms > delivery->now_ms)
            return;
        moot_list_remove(node);
        if (sub->user->loaded)
            ready_with_pending(sub);
        else
            delivery->sink.lost(delivery->ctx, sub);
    }
}

uint64_t moot_locals_rooms(const moot_edge_user_t *user, moot_slice_t room)
{
    const moot_seat_t *seat = moot_seats_find(user, room);
    uint64_t count = user->attached_count + user->open_count;

    if (seat != NULL && (seat->attached || seat->open))
        count--;
    return count + moot_entering_count(user, room);
}

/* ---- Questions of commands ----------------------------------------------- */

static uint64_t count_clients(const moot_edge_user_t *user)
{
    uint64_t count = 0;

    MOOT_LIST_FOREACH(&user->subs, it, after)
        count++;
    MOOT_LIST_FOREACH(&user->unready, it, after)
        count++;
    return count;
}

/* Writes those of the list that are here. */
static int put_present(const moot_delivery_t *delivery, moot_slice_t users,
                       moot_list_writer_t *writer)
{
    moot_list_reader_t reader;
    moot_slice_t id;
    int rc = moot_list_reader_init(&reader, users);

    while (rc == 0 && (rc = moot_list_next_str(&reader, &id)) == 0) {
        const moot_edge_user_t *user = moot_locals_find(delivery, id);
        uint64_t count = user ? count_clients(user) : 0;

        if (delivery->socketio.present)
            count += delivery->socketio.present(delivery->socketio_ctx, id);
        if (count == 0)
            continue;
        moot_list_put_list(writer, 2);
        moot_list_put_str(writer, id);
        moot_list_put_u64(writer, count);
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

void moot_locals_presence(moot_delivery_t *delivery, unsigned broker,
                          const moot_msg_ask_presence_t *ask)
{
    moot_msg_presence_t presence = {
        .number = ask->number,
        .asker = ask->asker,
        .edge = moot_edge_address(delivery),
    };
    moot_list_writer_t writer;
    moot_buf_t list;
    int rc, ended;

    moot_buf_init(&list, MOOT_MESSAGE_BYTES_MAX);
    moot_list_begin_open(&writer, &list);
    rc = put_present(delivery, ask->users, &writer);
    ended = moot_list_end(&writer, &presence.users);
    moot_buf_clear(&delivery->body);
    if (rc == 0 && ended == 0
        && moot_wire_encode_presence(&delivery->body, &presence) == 0)
        (void)moot_peers_send_broker(delivery, broker);
    else
        delivery->facts.damaged++;
    moot_buf_close(&list);
}
