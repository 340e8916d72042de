#include "edge/held.h"

#include <stdlib.h>

#include "edge/locals.h"
#include "edge/questions.h"
#include "edge/seats.h"

/* What a successful answer says about the membership of the acting user. The
 * events that it made are fetched from the first on; every other success shows
 * that the user is a member, or was until then. */
static void learn(const moot_ask_t *ask, const moot_msg_reply_t *reply)
{
    moot_edge_user_t *user = ask->lane->subscriber->user;
    moot_position_t last = {reply->epoch, reply->seq};
    moot_position_t first = {reply->epoch, reply->first};
    bool entered = reply->op == MOOT_OP_CREATE || reply->op == MOOT_OP_JOIN;
    bool left = reply->op == MOOT_OP_LEAVE
                || (reply->op == MOOT_OP_REMOVE
                    && moot_slice_eq(ask->request.target, ask->request.user));

    if (user == NULL || reply->code != MOOT_CODE_OK || reply->epoch == 0
        || reply->op == MOOT_OP_EMIT || reply->op == MOOT_OP_FACT)
        return;
    moot_seat_t *seat = moot_seats_get(user, ask->request.room);
    bool again = reply->seq > reply->event_seq; /* and more has happened */
    if (entered && reply->first > 0)
        moot_seats_hint(seat, first, false);
    if (left && !again)
        moot_seats_member_at(seat, first); /* what follows is not for it */
    else if (!entered || reply->first == 0 || again)
        moot_seats_member_at(seat, last);
}

static void hold(moot_ask_t *ask, moot_stream_t *stream, moot_slice_t bytes)
{
    moot_delivery_t *delivery = stream->delivery;
    moot_node_t *before = stream->answers.prev;

    if (ask->reply_bytes == NULL) {
        ask->reply_bytes = malloc(bytes.size);
        MOOT_CHECK(ask->reply_bytes != NULL);
        memcpy(ask->reply_bytes, bytes.at, bytes.size);
        int rc = moot_wire_decode_reply(
            moot_slice(ask->reply_bytes, bytes.size), &ask->reply);
        MOOT_CHECK(rc == 0); /* it was decoded from these bytes before */
    }
    ask->stream = stream;
    moot_list_push(&ask->lane->held, &ask->in_lane);
    while (before != &stream->answers
           && moot_position_above(
               MOOT_CONTAINER(before, moot_ask_t, in_stream)->until,
               ask->until))
        before = before->prev;
    moot_list_push(before->next, &ask->in_stream);
    if (!moot_timer_is_set(&stream->answers_timer))
        moot_timer_set(&delivery->timers, &stream->answers_timer,
                       delivery->now_ms + delivery->config.held_reply_ms);
    if (stream->view != NULL && ask->until.epoch > stream->position.epoch) {
        stream->repair = true; /* the followed epoch must have ended */
        moot_questions_want(stream);
    }
}

/* The stream that has the events which the request made, or NULL. */
static moot_stream_t *stream_of(const moot_ask_t *ask)
{
    const moot_lane_t *lane = ask->lane;

    if (ask->request.op == MOOT_OP_EMIT)
        return lane->delivery->emissions[lane->slot];
    if (ask->request.op == MOOT_OP_FACT)
        return NULL;
    return moot_stream_find(lane->delivery, MOOT_KIND_ROOM, ask->request.room);
}

void moot_held_take(moot_ask_t *ask, const moot_msg_reply_t *reply,
                    moot_slice_t bytes)
{
    const moot_lane_t *lane = ask->lane;

    learn(ask, reply);
    moot_stream_t *stream = stream_of(ask);
    ask->until = (moot_position_t){reply->epoch, reply->seq};
    if (reply->epoch == 0)
        ask->until.seq = 0; /* no room: follows only what is held before it */
    MOOT_LIST_FOREACH(&lane->held, node, after) {
        const moot_ask_t *earlier = MOOT_CONTAINER(node, moot_ask_t, in_lane);
        if (earlier->stream == stream
            && moot_position_above(earlier->until, ask->until))
            ask->until = earlier->until;
    }
    if (stream == NULL)
        moot_numbers_finish(ask, reply, NULL);
    else if (!moot_position_above(ask->until, stream->position))
        moot_numbers_finish(ask, reply, stream->view);
    else
        hold(ask, stream, bytes);
}

void moot_held_release(moot_stream_t *stream, bool all)
{
    moot_node_t *node;

    while ((node = moot_list_first(&stream->answers)) != NULL) {
        moot_ask_t *ask = MOOT_CONTAINER(node, moot_ask_t, in_stream);
        if (!all && moot_position_above(ask->until, stream->position))
            return;
        moot_numbers_finish(ask, &ask->reply, stream->view);
    }
}

void moot_held_on_timer(moot_timer_t *timer, uint64_t now_ms)
{
    moot_stream_t *stream =
        MOOT_CONTAINER(timer, moot_stream_t, answers_timer);
    moot_delivery_t *delivery = stream->delivery;

    if (moot_list_empty(&stream->answers))
        return;
    moot_timer_set(&delivery->timers, timer,
                   now_ms + delivery->config.held_reply_ms);
    stream->repair = true;
    moot_questions_want(stream);
}
