#include "edge/emissions.h"

#include <stdlib.h>

#include "edge/backlog.h"
#include "edge/held.h"
#include "edge/questions.h"

void moot_emissions_follow(moot_delivery_t *delivery)
{
    char text[5];

    delivery->follows_emissions = true;
    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        moot_stream_t *stream = moot_stream_get(delivery, MOOT_KIND_EMIT,
                                                moot_emit_id(i, text));
        MOOT_CHECK(stream != NULL && stream->slot == i);
        moot_stream_settle(stream);
    }
}

/* ---- Handing out -------------------------------------------------------- */

/* The stream goes on above seq, whether that was handed out or cannot be. */
static void advance(moot_stream_t *stream, uint64_t seq)
{
    stream->position.seq = seq;
    stream->pause_ms = 0;
    stream->fruitless = 0;
}

/* The event at the next position. One that cannot be read is the same at its
 * worker, so that asking again would stop the stream for ever. */
static void hand_out(moot_stream_t *stream, const moot_msg_event_t *event)
{
    moot_delivery_t *delivery = stream->delivery;
    moot_msg_emission_t emission;

    advance(stream, stream->position.seq + 1);
    if (event == NULL || event->what != MOOT_WHAT_EMITTED
        || moot_wire_decode_emission(event->emission, &emission) != 0) {
        delivery->facts.damaged++;
    } else {
        delivery->facts.emitted++;
        delivery->socketio.emitted(delivery->socketio_ctx, stream->slot, event,
                                   &emission);
    }
    moot_held_release(stream, false);
}

static void hand_out_bytes(moot_stream_t *stream, moot_slice_t bytes)
{
    moot_msg_event_t event;
    bool good = moot_wire_decode_event(bytes, &event) == 0
                && event.seq == stream->position.seq + 1;

    hand_out(stream, good ? &event : NULL);
}

/* Hands out what was kept and is next now. */
static void drain(moot_stream_t *stream)
{
    for (;;) {
        moot_position_t next = {1, stream->position.seq + 1};
        moot_held_event_t *held = moot_backlog_take(stream, next);
        if (held == NULL)
            return;
        hand_out_bytes(stream, moot_slice(held->bytes, held->size));
        free(held);
    }
}

void moot_emissions_event(moot_stream_t *stream, uint64_t epoch,
                          moot_slice_t bytes)
{
    moot_msg_event_t event;

    if (epoch != 1 || moot_wire_decode_event(bytes, &event) != 0) {
        stream->delivery->facts.damaged++;
        stream->repair = true;
    } else if (!stream->following || event.seq > stream->position.seq + 1) {
        moot_backlog_put(stream, (moot_position_t){1, event.seq}, bytes);
    } else if (event.seq == stream->position.seq + 1) {
        hand_out(stream, &event);
        drain(stream);
    }
    moot_stream_settle(stream);
}

/* ---- Answers ------------------------------------------------------------ */

/* Following begins at the head. */
static void begin(moot_stream_t *stream, const moot_msg_events_t *events)
{
    stream->following = true;
    stream->delivery->facts.emissions_followed++;
    stream->position = (moot_position_t){1, events->base};
}

/* The slot has lost emissions that this edge has handed out: what follows gets
 * their numbers once more. */
static bool went_back(const moot_stream_t *stream,
                      const moot_msg_events_t *events)
{
    return events->attached && stream->asked_mode == MOOT_ATTACH_EVENTS
           && events->head < stream->asked_after.seq;
}

static void apply_list(moot_stream_t *stream, const moot_msg_events_t *events)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    uint64_t seq = events->base;

    if (moot_list_reader_init(&reader, events->list) != 0) {
        stream->delivery->facts.damaged++;
        return;
    }
    while (reader.left > 0) {
        if (moot_list_next_bin(&reader, &bytes) != 0) {
            stream->delivery->facts.damaged++;
            return;
        }
        if (++seq > stream->position.seq)
            hand_out_bytes(stream, bytes);
    }
}

void moot_emissions_answer(moot_stream_t *stream,
                           const moot_msg_events_t *events)
{
    if (events->epoch != 1 || events->base > events->head) {
        stream->registered = stream->registered && stream->following;
        stream->repair = true; /* it cannot tell now */
        moot_questions_pause(stream);
        return;
    }
    if (!stream->following) {
        begin(stream, events);
    } else if (went_back(stream, events)) {
        stream->delivery->facts.damaged++;
        moot_backlog_clear(stream);
        stream->position.seq = events->base;
    }
    uint64_t before = stream->position.seq;
    if (events->base > before) { /* what lies between is not kept any more */
        stream->delivery->facts.emissions_missed += events->base - before;
        advance(stream, events->base);
    }
    moot_held_release(stream, false);
    apply_list(stream, events);
    drain(stream);
    if (stream->position.seq < events->head)
        stream->repair = true;
    /* An answer may be older than what made it wanted: one without use is
     * asked again at once, the next only after a while. */
    if (stream->position.seq > before)
        stream->fruitless = 0;
    else if (++stream->fruitless > 1)
        moot_questions_pause(stream);
}
