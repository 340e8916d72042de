#include "edge/fanout.h"

#include "edge/locals.h"

/* ---- Who is attached ---------------------------------------------------- */

static void admit(moot_stream_t *stream, moot_slice_t id, uint64_t seq)
{
    moot_edge_user_t *user = moot_locals_find(stream->delivery, id);

    if (user != NULL)
        moot_seats_admit(user, stream, seq);
}

/* Attaches the local users that the event adds. A damaged list is found by
 * the view, which then does not take the event. */
static void admit_added(moot_stream_t *stream, const moot_msg_event_t *event)
{
    moot_list_reader_t reader;
    moot_slice_t user;

    if (event->what == MOOT_WHAT_JOINED)
        admit(stream, event->user, event->seq);
    if ((event->what != MOOT_WHAT_CREATED && event->what != MOOT_WHAT_ADDED)
        || moot_list_reader_init(&reader, event->users) != 0)
        return;
    while (moot_list_next_str(&reader, &user) == 0)
        admit(stream, user, event->seq);
}

static void dismiss(moot_stream_t *stream, moot_slice_t id)
{
    const moot_edge_user_t *user = moot_locals_find(stream->delivery, id);
    moot_seat_t *seat =
        user == NULL ? NULL : moot_seats_find(user, moot_stream_id(stream));

    if (seat != NULL && seat->attached)
        moot_seats_dismiss(seat);
}

/* ---- Delivery ----------------------------------------------------------- */

/* Hands the event to the subscribers of every attached user but `skipped`, and
 * of the sender's to all but the sending one. Encoded when the first is
 * found. */
static void deliver(moot_stream_t *stream, const moot_msg_event_t *event,
                    const moot_edge_user_t *skipped,
                    const moot_edge_user_t *sender)
{
    moot_delivery_t *delivery = stream->delivery;
    moot_frame_t *frame = NULL;

    MOOT_LIST_FOREACH(&stream->attached, node, after) {
        const moot_edge_user_t *user =
            MOOT_CONTAINER(node, moot_seat_t, in_stream)->user;
        if (user == skipped)
            continue;
        MOOT_LIST_FOREACH(&user->subs, sub_node, sub_after) {
            moot_subscriber_t *sub =
                MOOT_CONTAINER(sub_node, moot_subscriber_t, in_user);
            if (user == sender && moot_slice_eq(sub->session, event->session))
                continue;
            if (frame == NULL)
                frame = delivery->sink.encode(delivery->ctx, stream->view,
                                              event);
            if (frame == NULL)
                return; /* not shown to anybody */
            delivery->facts.delivered++;
            delivery->sink.deliver(delivery->ctx, sub, frame);
        }
    }
    moot_frame_unref(&frame);
}

int moot_fanout_apply(moot_stream_t *stream, const moot_msg_event_t *event)
{
    const moot_delivery_t *delivery = stream->delivery;
    const moot_edge_user_t *skipped = NULL, *sender = NULL;

    /* Before it is applied: a subscriber that learns only now that it is
     * attached is told the position before this event, and then gets it. */
    admit_added(stream, event);
    int rc = moot_roomview_apply(stream->view, event);
    if (rc != 0)
        return rc;
    stream->position.seq = event->seq;
    if (event->what == MOOT_WHAT_LEFT)
        dismiss(stream, event->user);
    if (event->what == MOOT_WHAT_JOINED)
        skipped = moot_locals_find(delivery, event->user);
    if (event->what == MOOT_WHAT_MESSAGE)
        sender = moot_locals_find(delivery, event->actor);
    deliver(stream, event, skipped, sender);
    if (event->what == MOOT_WHAT_REMOVED)
        dismiss(stream, event->user);
    return 0;
}
