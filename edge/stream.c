#include "edge/stream.h"

#include <stdlib.h>

#include "edge/backlog.h"
#include "edge/emissions.h"
#include "edge/fanout.h"
#include "edge/held.h"
#include "edge/locals.h"
#include "edge/peers.h"
#include "edge/questions.h"

static void on_retry(moot_timer_t *timer, uint64_t now_ms)
{
    (void)now_ms;
    moot_questions_want(MOOT_CONTAINER(timer, moot_stream_t, retry));
}

static moot_slice_t make_key(uint8_t *key, enum moot_kind kind, moot_slice_t id)
{
    key[0] = (uint8_t)kind;
    if (id.size > 0)
        memcpy(key + 1, id.at, id.size);
    return moot_slice(key, 1 + id.size);
}

moot_stream_t *moot_stream_find(const moot_delivery_t *delivery,
                                enum moot_kind kind, moot_slice_t id)
{
    uint8_t key[1 + MOOT_ID_BYTES_MAX];

    if (id.size > MOOT_ID_BYTES_MAX)
        return NULL;
    if (kind == MOOT_KIND_EMIT) {
        unsigned slot = moot_slot_of(kind, id);
        return slot < MOOT_SLOTS ? delivery->emissions[slot] : NULL;
    }
    moot_map_node_t *node =
        moot_map_get(&delivery->streams, make_key(key, kind, id));
    return node == NULL ? NULL : MOOT_CONTAINER(node, moot_stream_t, node);
}

moot_stream_t *moot_stream_get(moot_delivery_t *delivery, enum moot_kind kind,
                               moot_slice_t id)
{
    moot_stream_t *stream = moot_stream_find(delivery, kind, id);

    if (stream != NULL || id.size > MOOT_ID_BYTES_MAX
        || (kind != MOOT_KIND_EMIT
            && delivery->streams.count >= delivery->config.streams_max))
        return stream;
    stream = calloc(1, sizeof *stream);
    MOOT_CHECK(stream != NULL);
    stream->delivery = delivery;
    stream->kind = kind;
    stream->slot = moot_slot_of(kind, id);
    moot_list_init(&stream->attached);
    moot_list_init(&stream->waiting);
    moot_list_init(&stream->records);
    moot_list_init(&stream->backlog);
    moot_list_init(&stream->in_turn);
    moot_list_init(&stream->answers);
    moot_timer_init(&stream->retry, on_retry);
    moot_timer_init(&stream->answers_timer, moot_held_on_timer);
    moot_slice_t key = make_key(stream->key, kind, id);
    stream->key_size = key.size;
    if (kind == MOOT_KIND_EMIT)
        delivery->emissions[stream->slot] = stream;
    else
        moot_map_put(&delivery->streams, &stream->node, key);
    moot_list_push(&delivery->slots[stream->slot].streams, &stream->in_slot);
    return stream;
}

static void drop_view(moot_stream_t *stream)
{
    stream->delivery->rooms_followed -= stream->view != NULL;
    moot_roomview_destroy(&stream->view);
}

void moot_stream_free(moot_stream_t *stream)
{
    moot_delivery_t *delivery = stream->delivery;

    moot_held_release(stream, true);
    moot_questions_drop(stream);
    moot_timer_cancel(&delivery->timers, &stream->answers_timer);
    if (stream->interest)
        moot_questions_detach(delivery, stream->kind, moot_stream_id(stream));
    moot_seats_close_records(stream);
    moot_backlog_clear(stream);
    drop_view(stream);
    if (stream->kind == MOOT_KIND_EMIT)
        delivery->emissions[stream->slot] = NULL;
    else
        moot_map_remove(&delivery->streams, &stream->node);
    moot_list_remove(&stream->in_slot);
    free(stream);
}

/* ---- The end of an epoch ------------------------------------------------ */

/* The epoch is over, or its end cannot be known: delivery ends here. The
 * stream waits again; settle says for what, or that nothing is wanted. */
static void end(moot_stream_t *stream)
{
    moot_held_release(stream, false);
    MOOT_LIST_FOREACH(&stream->attached, node, after)
        moot_seats_dismiss(MOOT_CONTAINER(node, moot_seat_t, in_stream));
    moot_seats_passed(stream);
    moot_questions_done(stream);
    drop_view(stream);
}

void moot_stream_rewind(moot_stream_t *stream, moot_position_t after)
{
    moot_seats_park(stream);
    moot_questions_done(stream);
    drop_view(stream);
    stream->position = after;
}

/* An event does not fit the state: the state is fetched anew. */
static void reset(moot_stream_t *stream)
{
    stream->delivery->facts.damaged++;
    moot_questions_pause(stream);
    moot_stream_rewind(stream, stream->position);
}

/* ---- Events ------------------------------------------------------------- */

/* The event at the next position. False when the state is gone after it. */
static bool apply(moot_stream_t *stream, const moot_msg_event_t *event)
{
    if (moot_fanout_apply(stream, event) != 0) {
        reset(stream);
        return false;
    }
    stream->pause_ms = 0;
    stream->fruitless = 0;
    moot_seats_passed(stream);
    if (event->last) {
        end(stream);
        return false;
    }
    moot_held_release(stream, false);
    return true;
}

static bool apply_bytes(moot_stream_t *stream, moot_slice_t bytes)
{
    moot_msg_event_t event;

    if (moot_wire_decode_event(bytes, &event) != 0
        || event.seq != stream->position.seq + 1) {
        reset(stream);
        return false;
    }
    return apply(stream, &event);
}

/* Applies what was kept and is next now. */
static void drain(moot_stream_t *stream)
{
    while (stream->view != NULL) {
        moot_position_t next = {stream->position.epoch,
                                stream->position.seq + 1};
        moot_held_event_t *held = moot_backlog_take(stream, next);
        if (held == NULL)
            return;
        (void)apply_bytes(stream, moot_slice(held->bytes, held->size));
        free(held);
    }
}

static void user_event(moot_delivery_t *delivery, moot_stream_t *stream,
                       moot_slice_t bytes)
{
    moot_msg_user_event_t event;

    if (moot_wire_decode_user_event(bytes, &event) != 0)
        delivery->facts.damaged++;
    else
        moot_locals_event(stream->user, &event);
}

void moot_stream_event(moot_delivery_t *delivery, enum moot_kind kind,
                       moot_slice_t id, uint64_t epoch, moot_slice_t bytes)
{
    moot_stream_t *stream = moot_stream_find(delivery, kind, id);
    moot_msg_event_t event;

    if (stream == NULL) {
        moot_questions_stray(delivery, kind, id);
        return;
    }
    if (kind == MOOT_KIND_USER) {
        user_event(delivery, stream, bytes);
        return;
    }
    if (kind == MOOT_KIND_EMIT) {
        moot_emissions_event(stream, epoch, bytes);
        return;
    }
    if (moot_wire_decode_event(bytes, &event) != 0) {
        delivery->facts.damaged++;
        stream->repair = true;
        moot_questions_want(stream);
        return;
    }
    moot_position_t position = {epoch, event.seq};
    if (stream->view == NULL
        || (moot_position_above(position, stream->position)
            && !(epoch == stream->position.epoch
                 && event.seq == stream->position.seq + 1))) {
        moot_backlog_put(stream, position, bytes);
    } else if (moot_position_above(position, stream->position)) {
        if (apply(stream, &event))
            drain(stream);
    }
    moot_stream_settle(stream);
}

/* ---- Answers ------------------------------------------------------------ */

/* Applies the events of an answer. Events that were delivered already are
 * passed over. */
static void apply_list(moot_stream_t *stream, const moot_msg_events_t *events)
{
    uint64_t epoch = stream->position.epoch;
    moot_list_reader_t reader;
    moot_slice_t bytes;
    uint64_t seq = events->base;

    if (moot_list_reader_init(&reader, events->list) != 0) {
        stream->delivery->facts.damaged++;
        return;
    }
    while (stream->view != NULL && stream->position.epoch == epoch
           && reader.left > 0) {
        if (moot_list_next_bin(&reader, &bytes) != 0) {
            stream->delivery->facts.damaged++;
            return;
        }
        seq++;
        if (seq <= stream->position.seq)
            continue;
        if (seq > stream->position.seq + 1)
            return;
        (void)apply_bytes(stream, bytes);
    }
}

/* Events after the position: the answer to a RANGE, or to the attach of a
 * stream that is followed. */
static void take_page(moot_stream_t *stream, const moot_msg_events_t *events)
{
    moot_position_t before = stream->position;

    if (events->epoch == before.epoch)
        apply_list(stream, events);
    drain(stream);
    if (stream->view == NULL)
        return;
    if (events->epoch != before.epoch
        || (events->ended && stream->position.seq >= events->head)) {
        end(stream); /* nothing more is to be had of this epoch */
        return;
    }
    if (stream->position.seq < events->head)
        stream->repair = true;
    /* An answer may be older than what made it wanted: one without use is
     * asked again at once, the next only after a while. */
    if (moot_position_above(stream->position, before))
        stream->fruitless = 0;
    else if (++stream->fruitless > 1)
        moot_questions_pause(stream);
}

/* The view at the base of an answer. Errors: MOOT_EINVAL. */
static int load_view(moot_stream_t *stream, const moot_msg_events_t *events,
                     moot_roomview_t **view_p)
{
    moot_msg_snapshot_t snapshot;

    if (events->base == 0) { /* before the room's first event */
        *view_p = moot_roomview_new(moot_stream_id(stream), events->epoch);
        return 0;
    }
    if (moot_wire_decode_snapshot(events->snapshot, &snapshot) != 0
        || snapshot.epoch != events->epoch || snapshot.seq != events->base
        || !moot_slice_eq(snapshot.room, moot_stream_id(stream)))
        return MOOT_EINVAL;
    return moot_roomview_load(&snapshot, view_p);
}

/* There is nothing to follow at the place asked for. At the head: the room did
 * not exist, which says nothing about hints that came after the question. */
static void find_nothing(moot_stream_t *stream, const moot_msg_events_t *events)
{
    bool head = stream->asked_mode == MOOT_ATTACH_HEAD;
    moot_position_t nowhere = {stream->asked_after.epoch, UINT64_MAX};

    if (head)
        nowhere = stream->asked_upto;
    moot_seats_forget(stream, nowhere, head || events->next_epoch == 0);
}

/* The worker began later than asked, since that is too long ago for somebody
 * who was added there. Those who were attached must miss nothing: asked again
 * for what they need alone. */
static bool is_too_far(moot_stream_t *stream, const moot_msg_events_t *events)
{
    moot_position_t base = {events->epoch, events->base};

    if (stream->far || stream->asked_mode != MOOT_ATTACH_AFTER
        || events->epoch != stream->asked_after.epoch
        || events->base <= stream->asked_after.seq)
        return false;
    MOOT_LIST_FOREACH(&stream->waiting, node, after) {
        const moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        if (moot_seats_is_parked(seat)
            && moot_position_above(base, seat->decided))
            stream->far = true;
    }
    return stream->far;
}

/* Following begins. */
static void install(moot_stream_t *stream, const moot_msg_events_t *events)
{
    moot_roomview_t *view;

    if (events->epoch == 0) {
        find_nothing(stream, events);
        return;
    }
    if (load_view(stream, events, &view) != 0) {
        stream->delivery->facts.damaged++;
        moot_questions_pause(stream);
        return;
    }
    if (events->ended && events->base >= events->head)
        view->ended = true;
    if (is_too_far(stream, events) || moot_seats_raced(stream, view)) {
        moot_roomview_destroy(&view);
        return;
    }
    stream->far = false;
    stream->view = view;
    stream->delivery->rooms_followed++;
    stream->position = (moot_position_t){events->epoch, events->base};
    if (!events->ended && events->head > events->base)
        moot_seats_defer(stream,
                         (moot_position_t){events->epoch, events->head});
    MOOT_LIST_FOREACH(&stream->waiting, node, after)
        moot_seats_decide(MOOT_CONTAINER(node, moot_seat_t, in_stream));
    moot_held_release(stream, false);
    take_page(stream, events);
}

static bool is_expected(const moot_stream_t *stream,
                        const moot_msg_route_t *route,
                        const moot_msg_events_t *events)
{
    const moot_peer_t *peer = stream->delivery->slots[stream->slot].peer;

    return stream->asked != MOOT_ASKED_NOTHING
           && events->number == stream->asked_number
           && events->attached == (stream->asked == MOOT_ASKED_ATTACH)
           && route->worker == peer->number;
}

/* Whether the answer to an attach is a registration at the present life of the
 * worker. */
static bool is_registration(moot_stream_t *stream,
                            const moot_msg_events_t *events)
{
    moot_peer_t *peer = stream->delivery->slots[stream->slot].peer;
    uint64_t number = stream->asked_number;

    if (!moot_peers_heard(peer, events->incarnation)
        || stream->asked_number != number
        || stream->asked == MOOT_ASKED_NOTHING)
        return false; /* of a former life, or the first sign of a new one */
    if (events->registration == peer->registration)
        return true;
    if (events->registration == 0)
        moot_peers_hello(peer);
    return false;
}

void moot_stream_answer(moot_delivery_t *delivery, const moot_msg_route_t *route,
                        const moot_msg_events_t *events)
{
    moot_slice_t id = events->id;

    if (events->kind < MOOT_KIND_ROOM || events->kind > MOOT_KIND_EMIT)
        return;
    moot_stream_t *stream =
        moot_stream_find(delivery, (enum moot_kind)events->kind, id);
    if (stream == NULL || !is_expected(stream, route, events)
        || (events->attached && !is_registration(stream, events)))
        return;
    if (events->attached)
        stream->registered = true;
    moot_questions_done(stream);
    if (stream->kind == MOOT_KIND_USER)
        moot_locals_load(stream->user, events);
    else if (stream->kind == MOOT_KIND_EMIT)
        moot_emissions_answer(stream, events);
    else if (stream->view != NULL)
        take_page(stream, events);
    else
        install(stream, events);
    moot_stream_settle(stream);
    moot_questions_pump(delivery->slots[moot_slot_of(
        (enum moot_kind)events->kind, id)].peer);
}

/* ---- Conclusions -------------------------------------------------------- */

static void settle_followed(moot_stream_t *stream)
{
    if (moot_list_empty(&stream->attached)
        && moot_list_empty(&stream->waiting))
        moot_stream_free(stream);
    else
        moot_questions_want(stream);
}

static void settle_waiting(moot_stream_t *stream)
{
    enum moot_attach mode;
    moot_position_t after;

    if (!moot_questions_goal(stream, &mode, &after)) {
        moot_stream_free(stream);
        return;
    }
    moot_held_release(stream, false);
    stream->registered = false;
    if (stream->asked == MOOT_ASKED_ATTACH && mode == MOOT_ATTACH_AFTER
        && (stream->asked_mode == MOOT_ATTACH_HEAD
            || moot_position_above(stream->asked_after, after)))
        moot_questions_done(stream); /* somebody needs more: asked anew */
    moot_questions_want(stream);
}

void moot_stream_settle(moot_stream_t *stream)
{
    if (stream->kind != MOOT_KIND_ROOM)
        moot_questions_want(stream); /* its user ends it, or nothing does */
    else if (stream->view != NULL)
        settle_followed(stream);
    else
        settle_waiting(stream);
}
