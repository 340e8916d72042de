#include "edge/numbers.h"

#include <stdlib.h>

#include "edge/entering.h"
#include "edge/held.h"
#include "edge/locals.h"
#include "edge/peers.h"

static moot_ask_t *ask_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_ask_t, in_lane);
}

/* ---- Lanes -------------------------------------------------------------- */

static moot_slice_t make_key(uint8_t *key, moot_slice_t session, unsigned slot)
{
    if (session.size > 0)
        memcpy(key, session.at, session.size);
    key[session.size] = (uint8_t)(slot >> 8);
    key[session.size + 1] = (uint8_t)slot;
    return moot_slice(key, session.size + 2);
}

static moot_lane_t *find_lane(const moot_delivery_t *delivery,
                              moot_slice_t session, unsigned slot)
{
    uint8_t key[MOOT_SESSION_BYTES_MAX + 2];

    if (session.size > MOOT_SESSION_BYTES_MAX)
        return NULL;
    moot_map_node_t *node =
        moot_map_get(&delivery->lanes, make_key(key, session, slot));
    return node == NULL ? NULL : MOOT_CONTAINER(node, moot_lane_t, node);
}

static void on_silence(moot_timer_t *timer, uint64_t now_ms);

static moot_lane_t *get_lane(moot_delivery_t *delivery,
                             moot_subscriber_t *subscriber, unsigned slot)
{
    moot_lane_t *lane = find_lane(delivery, subscriber->session, slot);

    if (lane != NULL)
        return lane;
    lane = calloc(1, sizeof *lane);
    MOOT_CHECK(lane != NULL);
    lane->delivery = delivery;
    lane->subscriber = subscriber;
    lane->slot = slot;
    moot_list_init(&lane->asks);
    moot_list_init(&lane->held);
    moot_timer_init(&lane->timer, on_silence);
    moot_slice_t key = make_key(lane->key, subscriber->session, slot);
    lane->key_size = key.size;
    moot_map_put(&delivery->lanes, &lane->node, key);
    moot_list_push(&subscriber->links, &lane->in_subscriber);
    moot_list_push(&delivery->slots[slot].lanes, &lane->in_slot);
    return lane;
}

static void take_out(moot_ask_t *ask)
{
    moot_list_remove(&ask->in_lane);
    moot_list_remove(&ask->in_deadlines);
    moot_list_remove(&ask->in_stream);
    moot_entering_end(ask);
    ask->lane->subscriber->requests--;
    ask->lane->delivery->request_bytes -= ask->request_size;
}

static void free_ask(moot_ask_t *ask)
{
    free(ask->request_bytes);
    free(ask->reply_bytes);
    free(ask);
}

void moot_numbers_finish(moot_ask_t *ask, const moot_msg_reply_t *reply,
                         const moot_roomview_t *view)
{
    const moot_delivery_t *delivery = ask->lane->delivery;
    moot_subscriber_t *sub = ask->lane->subscriber;

    take_out(ask);
    sub->asked = &ask->request;
    if (sub->on_answer != NULL)
        sub->on_answer(sub->on_answer_ctx, sub, ask->tag, reply);
    else
        delivery->sink.answer(delivery->ctx, sub, ask->tag, reply, view);
    if (ask->lane->subscriber != NULL) /* it may have left out of the call */
        sub->asked = NULL;
    free_ask(ask);
}

/* ---- Copies ------------------------------------------------------------- */

/* base is computed anew for every copy: it may have moved since the last. */
static void send_copy(moot_ask_t *ask)
{
    const moot_lane_t *lane = ask->lane;
    moot_delivery_t *delivery = lane->delivery;
    const moot_peer_t *peer = delivery->slots[lane->slot].peer;
    moot_msg_request_t copy = ask->request;

    copy.base = ask_of(lane->asks.next)->number;
    if (peer != NULL) {
        copy.stamp_incarnation = peer->stamp_incarnation;
        copy.stamp_ms = peer->stamp_ms;
    }
    moot_buf_clear(&delivery->body);
    if (moot_wire_encode_request(&delivery->body, &copy) != 0
        || moot_peers_send_slot(delivery, lane->slot) != 0)
        return; /* sent again with the others */
    if (ask->copies++ > 0)
        delivery->facts.resends++;
}

/* Answers that came early are taken when their turn is there. */
static void take_ready(moot_lane_t *lane)
{
    moot_node_t *node;

    while ((node = moot_list_first(&lane->asks)) != NULL
           && ask_of(node)->answered) {
        moot_ask_t *ask = ask_of(node);
        moot_list_remove(&ask->in_lane);
        moot_entering_end(ask);
        moot_held_take(ask, &ask->reply, moot_slice(NULL, 0));
    }
}

/* Answers of lower numbers that are still held are as late, and go first. */
static void expire(moot_ask_t *ask)
{
    moot_lane_t *lane = ask->lane;
    moot_node_t *node;

    while ((node = moot_list_first(&lane->held)) != NULL
           && ask_of(node)->number < ask->number) {
        lane->delivery->facts.timeouts++;
        moot_numbers_finish(ask_of(node), NULL, NULL);
    }
    if (lane->subscriber == NULL)
        return; /* it left, and took the ask with it */
    lane->delivery->facts.timeouts++;
    moot_numbers_finish(ask, NULL, NULL);
    take_ready(lane);
}

/* Sends all that is awaited, lowest first; what is late is answered instead,
 * so that it can never be applied after the next. */
static void resend(moot_lane_t *lane)
{
    moot_delivery_t *delivery = lane->delivery;
    moot_node_t *first;

    while ((first = moot_list_first(&lane->asks)) != NULL
           && ask_of(first)->deadline_ms <= delivery->now_ms)
        expire(ask_of(first));
    lane->again = false;
    lane->resent = true;
    lane->resent_ms = lane->heard_ms = delivery->now_ms;
    MOOT_LIST_FOREACH(&lane->asks, node, after) {
        if (!ask_of(node)->answered)
            send_copy(ask_of(node));
    }
}

static void resend_soon(moot_lane_t *lane)
{
    moot_delivery_t *delivery = lane->delivery;

    if (moot_list_empty(&lane->asks))
        return;
    if (!lane->resent
        || delivery->now_ms - lane->resent_ms >= MOOT_RESEND_PAUSE_MS) {
        resend(lane);
        return;
    }
    lane->again = true;
    moot_timer_set(&delivery->timers, &lane->timer,
                   lane->resent_ms + MOOT_RESEND_PAUSE_MS);
}

static void on_silence(moot_timer_t *timer, uint64_t now_ms)
{
    moot_lane_t *lane = MOOT_CONTAINER(timer, moot_lane_t, timer);
    moot_delivery_t *delivery = lane->delivery;

    if (moot_list_empty(&lane->asks))
        return;
    if (lane->again
        || now_ms - lane->heard_ms >= delivery->config.resend_ms)
        resend(lane);
    if (lane->subscriber == NULL)
        return;
    moot_timer_set(&delivery->timers, timer,
                   lane->heard_ms + delivery->config.resend_ms);
}

void moot_numbers_resend_slot(moot_delivery_t *delivery, unsigned slot)
{
    const moot_slot_t *place = &delivery->slots[slot];

    if (place->peer == NULL || place->peer->broker < 0)
        return;
    moot_numbers_tick(delivery); /* nobody leaves out of the loop below */
    MOOT_LIST_FOREACH(&place->lanes, node, after)
        resend_soon(MOOT_CONTAINER(node, moot_lane_t, in_slot));
}

/* ---- New requests ------------------------------------------------------- */

/* It may put a user of ours into a room. */
static bool enters(const moot_subscriber_t *subscriber,
                   const moot_msg_request_t *request)
{
    return subscriber->user != NULL
           && (request->op == MOOT_OP_CREATE || request->op == MOOT_OP_JOIN);
}

/* Makes an ask with a copy of the request. Errors: of the encoder. */
static int copy_request(moot_lane_t *lane, const moot_msg_request_t *request,
                        moot_ask_t **ask_p)
{
    moot_delivery_t *delivery = lane->delivery;
    moot_msg_request_t full = *request;

    full.session = lane->subscriber->session;
    full.number = lane->last + 1;
    full.rooms_count = 0;
    if (enters(lane->subscriber, request))
        full.rooms_count =
            moot_locals_rooms(lane->subscriber->user, full.room);
    moot_buf_clear(&delivery->body);
    int rc = moot_wire_encode_request(&delivery->body, &full);
    if (rc != 0)
        return rc;
    moot_slice_t bytes = moot_buf_slice(&delivery->body);
    moot_ask_t *ask = calloc(1, sizeof *ask);
    MOOT_CHECK(ask != NULL);
    ask->request_bytes = malloc(bytes.size);
    MOOT_CHECK(ask->request_bytes != NULL);
    memcpy(ask->request_bytes, bytes.at, bytes.size);
    ask->request_size = bytes.size;
    rc = moot_wire_decode_request(moot_slice(ask->request_bytes, bytes.size),
                                  &ask->request);
    MOOT_CHECK(rc == 0);
    *ask_p = ask;
    return 0;
}

static bool is_full(const moot_delivery_t *delivery,
                    const moot_subscriber_t *subscriber,
                    const moot_msg_request_t *request)
{
    return subscriber->requests >= MOOT_SESSION_REQUESTS_MAX
           || delivery->request_bytes >= MOOT_REQUEST_BYTES_MAX
           || (enters(subscriber, request)
               && delivery->streams.count >= delivery->config.streams_max
               && moot_stream_find(delivery, MOOT_KIND_ROOM, request->room)
                      == NULL);
}

int moot_numbers_request(moot_delivery_t *delivery,
                         moot_subscriber_t *subscriber,
                         const moot_msg_request_t *request, uint64_t tag)
{
    unsigned slot = moot_op_slot(request->op, request->user, request->room);
    moot_ask_t *ask;

    MOOT_CHECK(subscriber->user != NULL || subscriber->enlisted);
    MOOT_CHECK(subscriber->session.size <= MOOT_SESSION_BYTES_MAX);
    if (is_full(delivery, subscriber, request))
        return MOOT_EFULL;
    moot_lane_t *lane = get_lane(delivery, subscriber, slot);
    int rc = copy_request(lane, request, &ask);
    if (rc != 0)
        return rc;
    ask->lane = lane;
    ask->number = ++lane->last;
    ask->tag = tag;
    ask->deadline_ms = delivery->now_ms + delivery->config.request_timeout_ms;
    moot_list_init(&ask->in_stream);
    if (moot_list_empty(&lane->asks))
        lane->heard_ms = delivery->now_ms;
    moot_list_push(&lane->asks, &ask->in_lane);
    moot_list_push(&delivery->deadlines, &ask->in_deadlines);
    if (enters(subscriber, request))
        moot_entering_begin(ask);
    subscriber->requests++;
    delivery->request_bytes += ask->request_size;
    send_copy(ask);
    if (!moot_timer_is_set(&lane->timer))
        moot_timer_set(&delivery->timers, &lane->timer,
                       delivery->now_ms + delivery->config.resend_ms);
    return 0;
}

uint64_t moot_numbers_next(const moot_delivery_t *delivery,
                           const moot_subscriber_t *subscriber,
                           const moot_msg_request_t *request)
{
    unsigned slot = moot_op_slot(request->op, request->user, request->room);
    const moot_lane_t *lane = find_lane(delivery, subscriber->session, slot);

    return lane == NULL ? 1 : lane->last + 1;
}

/* ---- Answers ------------------------------------------------------------ */

static moot_ask_t *find_ask(const moot_lane_t *lane, uint64_t number)
{
    MOOT_LIST_FOREACH(&lane->asks, node, after) {
        if (ask_of(node)->number == number)
            return ask_of(node);
    }
    return NULL;
}

/* Waits for the answers of lower numbers. */
static void keep_early(moot_ask_t *ask, moot_slice_t bytes)
{
    ask->reply_bytes = malloc(bytes.size);
    MOOT_CHECK(ask->reply_bytes != NULL);
    memcpy(ask->reply_bytes, bytes.at, bytes.size);
    int rc = moot_wire_decode_reply(moot_slice(ask->reply_bytes, bytes.size),
                                    &ask->reply);
    MOOT_CHECK(rc == 0); /* it was decoded from these bytes before */
    ask->answered = true;
}

void moot_numbers_reply(moot_delivery_t *delivery, unsigned slot,
                        const moot_msg_reply_t *reply, moot_slice_t bytes)
{
    moot_lane_t *lane = find_lane(delivery, reply->session, slot);
    moot_ask_t *ask = lane == NULL ? NULL : find_ask(lane, reply->number);

    if (ask == NULL || ask->answered)
        return; /* was answered, given up, or its client is gone */
    lane->heard_ms = delivery->now_ms;
    if (lane->asks.next != &ask->in_lane) {
        keep_early(ask, bytes);
        return;
    }
    moot_list_remove(&ask->in_lane);
    moot_entering_end(ask);
    moot_held_take(ask, reply, bytes);
    take_ready(lane);
}

void moot_numbers_resend_from(moot_delivery_t *delivery,
                              const moot_msg_route_t *route,
                              const moot_msg_resend_from_t *message)
{
    moot_lane_t *lane =
        find_lane(delivery, message->session, (unsigned)route->slot);
    moot_peer_t *peer = moot_peers_get(delivery, route->worker);

    if (lane == NULL || peer == NULL
        || !moot_peers_heard(peer, message->stamp_incarnation))
        return;
    peer->stamp_incarnation = message->stamp_incarnation;
    peer->stamp_ms = message->stamp_ms;
    lane->heard_ms = delivery->now_ms;
    resend_soon(lane);
}

/* ---- Ends --------------------------------------------------------------- */

void moot_numbers_enlist(moot_delivery_t *delivery,
                         moot_subscriber_t *subscriber)
{
    MOOT_CHECK(subscriber->on_answer != NULL && !subscriber->enlisted
               && subscriber->user == NULL);
    subscriber->enlisted = true;
    subscriber->enlisted_at = delivery;
    subscriber->requests = 0;
    moot_list_init(&subscriber->links);
}

static void bury_asks(moot_delivery_t *delivery, moot_node_t *head)
{
    MOOT_LIST_FOREACH(head, node, after) {
        moot_ask_t *ask = ask_of(node);
        take_out(ask);
        moot_list_push(&delivery->buried_asks, &ask->in_lane);
    }
}

/* Out of a callback: whoever called it looks at its lane and ask once more. */
void moot_numbers_leave(moot_subscriber_t *subscriber)
{
    MOOT_LIST_FOREACH(&subscriber->links, node, after) {
        moot_lane_t *lane = MOOT_CONTAINER(node, moot_lane_t, in_subscriber);
        moot_delivery_t *delivery = lane->delivery;
        bury_asks(delivery, &lane->asks);
        bury_asks(delivery, &lane->held);
        moot_timer_cancel(&delivery->timers, &lane->timer);
        moot_map_remove(&delivery->lanes, &lane->node);
        moot_list_remove(&lane->in_subscriber);
        moot_list_remove(&lane->in_slot);
        lane->subscriber = NULL;
        moot_list_push(&delivery->buried_lanes, &lane->in_slot);
    }
    subscriber->enlisted = false;
}

void moot_numbers_sweep(moot_delivery_t *delivery)
{
    moot_node_t *node;

    while ((node = moot_list_first(&delivery->buried_asks)) != NULL) {
        moot_list_remove(node);
        free_ask(ask_of(node));
    }
    while ((node = moot_list_first(&delivery->buried_lanes)) != NULL) {
        moot_list_remove(node);
        free(MOOT_CONTAINER(node, moot_lane_t, in_slot));
    }
}

void moot_numbers_tick(moot_delivery_t *delivery)
{
    moot_node_t *node;

    while ((node = moot_list_first(&delivery->deadlines)) != NULL) {
        moot_ask_t *ask = MOOT_CONTAINER(node, moot_ask_t, in_deadlines);
        if (ask->deadline_ms > delivery->now_ms)
            return;
        expire(ask);
    }
}
