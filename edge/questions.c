#include "edge/questions.h"

#include "common/hash.h"
#include "edge/peers.h"
#include "edge/seats.h"

static moot_peer_t *owner_of(const moot_stream_t *stream)
{
    return stream->delivery->slots[stream->slot].peer;
}

/* ---- What there is to ask ----------------------------------------------- */

/* The place from which a waiting seat needs the events; false: any. */
static bool need_of(const moot_stream_t *stream, const moot_seat_t *seat,
                    moot_position_t *need)
{
    if (moot_seats_is_parked(seat)) {
        *need = seat->decided;
        return true;
    }
    if (seat->head || seat->hints_count == 0 || stream->far)
        return false;
    *need = (moot_position_t){seat->hints[0].epoch, seat->hints[0].seq - 1};
    return true;
}

bool moot_questions_goal(const moot_stream_t *stream, enum moot_attach *mode,
                         moot_position_t *after)
{
    bool any = false;

    *mode = MOOT_ATTACH_HEAD;
    *after = (moot_position_t){0, 0};
    MOOT_LIST_FOREACH(&stream->waiting, node, next) {
        const moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        moot_position_t need;
        any = true;
        if (!need_of(stream, seat, &need))
            continue;
        if (*mode == MOOT_ATTACH_HEAD || moot_position_above(*after, need))
            *after = need;
        *mode = MOOT_ATTACH_AFTER;
    }
    return any;
}

static moot_asked_t next_question(const moot_stream_t *stream)
{
    if (!stream->registered)
        return MOOT_ASKED_ATTACH;
    if (stream->kind == MOOT_KIND_USER)
        return stream->repair ? MOOT_ASKED_ATTACH : MOOT_ASKED_NOTHING;
    if (!moot_stream_is_followed(stream))
        return MOOT_ASKED_ATTACH;
    return stream->repair || stream->backlog_count > 0 ? MOOT_ASKED_RANGE
                                                       : MOOT_ASKED_NOTHING;
}

/* ---- Queues ------------------------------------------------------------- */

static void leave_turn(moot_stream_t *stream)
{
    moot_list_remove(&stream->in_turn);
    stream->queued = false;
}

void moot_questions_done(moot_stream_t *stream)
{
    if (stream->asked != MOOT_ASKED_NOTHING) {
        owner_of(stream)->asked_count--;
        stream->asked = MOOT_ASKED_NOTHING;
    }
    leave_turn(stream);
}

void moot_questions_drop(moot_stream_t *stream)
{
    moot_questions_done(stream);
    moot_timer_cancel(&stream->delivery->timers, &stream->retry);
}

void moot_questions_want(moot_stream_t *stream)
{
    moot_delivery_t *delivery = stream->delivery;
    moot_peer_t *peer = owner_of(stream);

    if (stream->asked != MOOT_ASKED_NOTHING || stream->queued || peer == NULL
        || next_question(stream) == MOOT_ASKED_NOTHING)
        return;
    if (stream->pause_ms > delivery->now_ms) {
        if (!moot_timer_is_set(&stream->retry))
            moot_timer_set(&delivery->timers, &stream->retry, stream->pause_ms);
        return;
    }
    stream->queued = true;
    moot_list_push(&peer->queue, &stream->in_turn);
    moot_questions_pump(peer);
}

void moot_questions_pause(moot_stream_t *stream)
{
    stream->pause_ms =
        stream->delivery->now_ms + stream->delivery->config.resend_ms;
}

/* ---- Sending ------------------------------------------------------------ */

/* The highest hint of those who wait. */
static moot_position_t highest_hint(const moot_stream_t *stream)
{
    moot_position_t highest = {0, 0};

    MOOT_LIST_FOREACH(&stream->waiting, node, next) {
        const moot_seat_t *seat = MOOT_CONTAINER(node, moot_seat_t, in_stream);
        if (seat->hints_count > 0
            && moot_position_above(seat->hints[seat->hints_count - 1], highest))
            highest = seat->hints[seat->hints_count - 1];
    }
    return highest;
}

static int send_attach(moot_stream_t *stream, const moot_peer_t *peer)
{
    moot_delivery_t *delivery = stream->delivery;
    enum moot_attach mode = MOOT_ATTACH_HEAD;
    moot_position_t after = {0, 0};

    if (moot_stream_is_followed(stream)) {
        mode = MOOT_ATTACH_EVENTS;
        after = stream->position;
    } else if (stream->kind == MOOT_KIND_ROOM) {
        (void)moot_questions_goal(stream, &mode, &after);
    }
    stream->asked_number = ++delivery->interest_number;
    stream->asked_mode = mode;
    stream->asked_after = after;
    stream->asked_upto = highest_hint(stream);
    stream->interest = true;
    moot_msg_attach_t attach = {
        .registration = peer->registration,
        .number = stream->asked_number,
        .kind = stream->kind,
        .id = moot_stream_id(stream),
        .mode = mode,
        .epoch = after.epoch,
        .seq = after.seq,
    };
    moot_buf_clear(&delivery->body);
    int rc = moot_wire_encode_attach(&delivery->body, &attach);
    return rc != 0 ? rc : moot_peers_send_slot(delivery, stream->slot);
}

static int send_range(moot_stream_t *stream)
{
    moot_delivery_t *delivery = stream->delivery;

    stream->asked_number = ++delivery->question_number;
    moot_msg_range_t range = {
        .number = stream->asked_number,
        .kind = stream->kind,
        .id = moot_stream_id(stream),
        .epoch = stream->position.epoch,
        .seq = stream->position.seq,
    };
    delivery->facts.repairs++;
    moot_buf_clear(&delivery->body);
    int rc = moot_wire_encode_range(&delivery->body, &range);
    return rc != 0 ? rc : moot_peers_send_slot(delivery, stream->slot);
}

/* A copy that could not be sent is as one that was lost: asked again. */
static void ask(moot_stream_t *stream, moot_peer_t *peer)
{
    moot_asked_t question = next_question(stream);

    if (question == MOOT_ASKED_NOTHING)
        return;
    /* The answer will show the state of a later time than now. */
    stream->repair = false;
    stream->asked = question;
    stream->asked_ms = stream->delivery->now_ms;
    moot_list_push(&peer->asked, &stream->in_turn);
    peer->asked_count++;
    if (question == MOOT_ASKED_ATTACH)
        (void)send_attach(stream, peer);
    else
        (void)send_range(stream);
}

void moot_questions_pump(moot_peer_t *peer)
{
    moot_node_t *node;

    if (peer->broker < 0 || peer->registration == 0)
        return;
    while (peer->asked_count < peer->delivery->config.questions_max
           && (node = moot_list_first(&peer->queue)) != NULL) {
        moot_stream_t *stream = MOOT_CONTAINER(node, moot_stream_t, in_turn);
        leave_turn(stream);
        ask(stream, peer);
    }
}

/* ---- Asking again ------------------------------------------------------- */

static void repeat(moot_stream_t *stream, bool unregistered)
{
    if (unregistered)
        stream->registered = false;
    if (stream->asked != MOOT_ASKED_NOTHING) {
        stream->repair = true; /* what the answer would have brought */
        moot_questions_done(stream);
    }
    moot_questions_want(stream);
}

void moot_questions_repeat_slot(moot_delivery_t *delivery, moot_slot_t *slot,
                                bool unregistered)
{
    slot->repeated_ms = delivery->now_ms;
    MOOT_LIST_FOREACH(&slot->streams, node, next) {
        moot_stream_t *stream = MOOT_CONTAINER(node, moot_stream_t, in_slot);
        repeat(stream, unregistered);
    }
}

void moot_questions_repeat(moot_peer_t *peer, bool unregistered)
{
    moot_delivery_t *delivery = peer->delivery;

    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        if (delivery->slots[i].peer == peer)
            moot_questions_repeat_slot(delivery, &delivery->slots[i],
                                       unregistered);
    }
    moot_questions_pump(peer);
}

void moot_questions_owe_repairs(moot_peer_t *peer)
{
    moot_delivery_t *delivery = peer->delivery;

    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        if (delivery->slots[i].peer != peer)
            continue;
        MOOT_LIST_FOREACH(&delivery->slots[i].streams, node, next) {
            moot_stream_t *stream =
                MOOT_CONTAINER(node, moot_stream_t, in_slot);
            stream->repair = true;
            moot_questions_want(stream);
        }
    }
}

void moot_questions_tick(moot_peer_t *peer)
{
    const moot_delivery_t *delivery = peer->delivery;
    size_t count = peer->asked_count;
    moot_node_t *node;

    if (peer->broker < 0)
        return; /* asked anew when there is a way again */
    while (count-- > 0 && (node = moot_list_first(&peer->asked)) != NULL) {
        moot_stream_t *stream = MOOT_CONTAINER(node, moot_stream_t, in_turn);
        if (delivery->now_ms - stream->asked_ms < delivery->config.resend_ms)
            break;
        repeat(stream, false);
    }
    moot_questions_pump(peer);
}

/* ---- Detach ------------------------------------------------------------- */

static moot_stray_t *stray_of(moot_delivery_t *delivery, enum moot_kind kind,
                              moot_slice_t id, uint64_t *hash)
{
    *hash = moot_hash64(id) ^ (uint64_t)kind;
    return &delivery->strays[*hash % MOOT_STRAYS_MAX];
}

void moot_questions_detach(moot_delivery_t *delivery, enum moot_kind kind,
                           moot_slice_t id)
{
    uint64_t hash;
    moot_stray_t *stray = stray_of(delivery, kind, id, &hash);
    unsigned slot = moot_slot_of(kind, id);
    const moot_peer_t *peer = delivery->slots[slot].peer;

    *stray = (moot_stray_t){hash, delivery->now_ms, true};
    if (peer == NULL)
        return;
    moot_msg_detach_t detach = {
        .registration = peer->registration,
        .number = ++delivery->interest_number,
        .kind = kind,
        .id = id,
    };
    moot_buf_clear(&delivery->body);
    if (moot_wire_encode_detach(&delivery->body, &detach) == 0)
        (void)moot_peers_send_slot(delivery, slot);
}

void moot_questions_stray(moot_delivery_t *delivery, enum moot_kind kind,
                          moot_slice_t id)
{
    uint64_t hash;
    const moot_stray_t *stray = stray_of(delivery, kind, id, &hash);

    if (stray->used && stray->hash == hash
        && delivery->now_ms - stray->at_ms < delivery->config.resend_ms)
        return; /* was told a moment ago: these were on their way */
    moot_questions_detach(delivery, kind, id);
}
