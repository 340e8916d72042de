#include "edge/delivery.h"

#include <stdio.h>
#include <stdlib.h>

#include "edge/emissions.h"
#include "edge/inquiries.h"
#include "edge/listing.h"
#include "edge/locals.h"
#include "edge/numbers.h"
#include "edge/peers.h"
#include "edge/questions.h"
#include "edge/stream.h"

moot_delivery_t *moot_delivery_new(const moot_delivery_config_t *config,
                                   const moot_delivery_sink_t *sink, void *ctx,
                                   uint64_t now_ms)
{
    moot_delivery_t *delivery = calloc(1, sizeof *delivery);

    MOOT_CHECK(delivery != NULL && config->edge_id.size <= 64);
    delivery->config = *config;
    delivery->sink = *sink;
    delivery->ctx = ctx;
    delivery->now_ms = delivery->started_ms = delivery->beat_ms = now_ms;
    int size = snprintf(delivery->topic, sizeof delivery->topic, "%.*s:%llu|",
                        MOOT_SLICE_ARG(config->edge_id),
                        (unsigned long long)config->incarnation);
    MOOT_CHECK(size > 0 && (size_t)size < sizeof delivery->topic);
    delivery->topic_size = (size_t)size;
    delivery->config.edge_id = moot_slice(delivery->topic,
                                          config->edge_id.size);
    delivery->beat.state = MOOT_STATE_STARTING;
    moot_timer_heap_init(&delivery->timers);
    moot_buf_init(&delivery->route, 1024);
    moot_buf_init(&delivery->body, MOOT_MESSAGE_BYTES_MAX);
    moot_map_init(&delivery->streams);
    moot_map_init(&delivery->users);
    moot_map_init(&delivery->lanes);
    moot_list_init(&delivery->starved);
    moot_list_init(&delivery->joining);
    moot_list_init(&delivery->settling);
    moot_list_init(&delivery->awaiting);
    moot_list_init(&delivery->deadlines);
    moot_list_init(&delivery->buried_lanes);
    moot_list_init(&delivery->buried_asks);
    moot_list_init(&delivery->listings);
    moot_map_init(&delivery->inquiries);
    moot_list_init(&delivery->edge_inquiries);
    moot_peers_init(delivery);
    return delivery;
}

static moot_subscriber_t *any_subscriber(const moot_edge_user_t *user)
{
    moot_node_t *node = moot_list_first(&user->subs);

    if (node == NULL)
        node = moot_list_first(&user->unready);
    return node == NULL ? NULL
                        : MOOT_CONTAINER(node, moot_subscriber_t, in_user);
}

void moot_delivery_destroy(moot_delivery_t **delivery_p)
{
    moot_delivery_t *delivery = *delivery_p;
    moot_map_node_t *node;

    if (delivery == NULL)
        return;
    *delivery_p = NULL;
    for (size_t i = 0; i <= MOOT_WORKERS_MAX; i++) {
        if (delivery->peers[i] != NULL)
            delivery->peers[i]->broker = -1; /* nothing is sent any more */
    }
    moot_listing_close(delivery);
    moot_inquiries_close(delivery);
    while ((node = moot_map_next(&delivery->users, NULL)) != NULL) {
        moot_edge_user_t *user = MOOT_CONTAINER(node, moot_edge_user_t, node);
        moot_locals_leave(any_subscriber(user));
    }
    while ((node = moot_map_next(&delivery->lanes, NULL)) != NULL)
        moot_numbers_leave(MOOT_CONTAINER(node, moot_lane_t, node)->subscriber);
    moot_numbers_sweep(delivery);
    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        if (delivery->emissions[i] != NULL)
            moot_stream_free(delivery->emissions[i]);
    }
    moot_peers_close(delivery);
    moot_map_close(&delivery->streams);
    moot_map_close(&delivery->users);
    moot_map_close(&delivery->lanes);
    moot_timer_heap_close(&delivery->timers);
    moot_buf_close(&delivery->route);
    moot_buf_close(&delivery->body);
    free(delivery);
}

moot_slice_t moot_delivery_topic(const moot_delivery_t *delivery)
{
    return moot_slice(delivery->topic, delivery->topic_size);
}

moot_slice_t moot_delivery_address(const moot_delivery_t *delivery)
{
    return moot_edge_address(delivery);
}

/* Time never goes back here, whatever the caller says. */
static void set_time(moot_delivery_t *delivery, uint64_t now_ms)
{
    if (now_ms > delivery->now_ms)
        delivery->now_ms = now_ms;
}

/* ---- Clients ------------------------------------------------------------ */

void moot_delivery_join(moot_delivery_t *delivery,
                        moot_subscriber_t *subscriber, moot_slice_t user,
                        uint64_t now_ms)
{
    set_time(delivery, now_ms);
    moot_locals_join(delivery, subscriber, user);
    moot_locals_settle(delivery);
}

void moot_delivery_leave(moot_delivery_t *delivery,
                         moot_subscriber_t *subscriber, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    if (subscriber->enlisted) { /* possibly out of a callback */
        moot_numbers_leave(subscriber);
        return;
    }
    if (subscriber->user != NULL)
        moot_locals_leave(subscriber);
    moot_locals_settle(delivery);
}

void moot_delivery_enlist(moot_delivery_t *delivery,
                          moot_subscriber_t *subscriber, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    moot_numbers_enlist(delivery, subscriber);
}

int moot_delivery_request(moot_delivery_t *delivery,
                          moot_subscriber_t *subscriber,
                          const moot_msg_request_t *request, uint64_t tag,
                          uint64_t now_ms)
{
    set_time(delivery, now_ms);
    return moot_numbers_request(delivery, subscriber, request, tag);
}

uint64_t moot_delivery_next_number(const moot_delivery_t *delivery,
                                   const moot_subscriber_t *subscriber,
                                   const moot_msg_request_t *request)
{
    return moot_numbers_next(delivery, subscriber, request);
}

size_t moot_delivery_rooms(moot_delivery_t *delivery,
                           const moot_subscriber_t *subscriber,
                           void (*each)(void *ctx, const moot_roomview_t *view,
                                        enum moot_role role),
                           void *ctx)
{
    (void)delivery;
    MOOT_CHECK(subscriber->user != NULL);
    return moot_listing_own(subscriber->user, each, ctx);
}

void moot_delivery_await_rooms(moot_delivery_t *delivery,
                               moot_subscriber_t *subscriber, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    MOOT_CHECK(subscriber->user != NULL);
    moot_locals_await(delivery, subscriber);
}

int moot_delivery_list_all(moot_delivery_t *delivery,
                           moot_subscriber_t *subscriber, uint64_t tag,
                           moot_slice_t after, size_t limit, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    MOOT_CHECK(subscriber->user != NULL);
    return moot_listing_start(delivery, subscriber, tag, after, limit);
}

/* ---- Socket.IO ---------------------------------------------------------- */

void moot_delivery_follow_emissions(moot_delivery_t *delivery,
                                    const moot_delivery_socketio_t *socketio,
                                    void *ctx, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    MOOT_CHECK(!delivery->follows_emissions);
    delivery->socketio = *socketio;
    delivery->socketio_ctx = ctx;
    moot_emissions_follow(delivery);
}

int moot_delivery_inquire_slot(moot_delivery_t *delivery,
                               moot_inquiry_t *inquiry, unsigned slot,
                               const moot_msg_t *question, unsigned timeout_ms,
                               uint64_t now_ms)
{
    set_time(delivery, now_ms);
    return moot_inquiries_slot(delivery, inquiry, slot, question, timeout_ms);
}

int moot_delivery_inquire_worker(moot_delivery_t *delivery,
                                 moot_inquiry_t *inquiry, uint64_t worker,
                                 const moot_msg_t *question,
                                 unsigned timeout_ms, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    return moot_inquiries_worker(delivery, inquiry, worker, question,
                                 timeout_ms);
}

int moot_delivery_inquire_edges(moot_delivery_t *delivery,
                                moot_inquiry_t *inquiry,
                                const moot_msg_t *question,
                                unsigned timeout_ms, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    return moot_inquiries_edges(delivery, inquiry, question, timeout_ms);
}

void moot_delivery_inquiry_cancel(moot_inquiry_t *inquiry)
{
    moot_inquiries_cancel(inquiry);
}

size_t moot_delivery_workers(const moot_delivery_t *delivery,
                             uint64_t *numbers, size_t max)
{
    bool owns[MOOT_WORKERS_MAX + 1] = {false};
    size_t count = 0;

    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        if (delivery->slots[i].peer != NULL)
            owns[delivery->slots[i].peer->number] = true;
    }
    for (uint64_t i = 1; i <= MOOT_WORKERS_MAX; i++) {
        if (owns[i] && count++ < max)
            numbers[count - 1] = i;
    }
    return count;
}

/* What passes between edges. */
static bool is_between_edges(uint32_t code)
{
    return code == MOOT_MSG_POLL_ASK || code == MOOT_MSG_POLL_TOLD
           || code == MOOT_MSG_TUNNEL;
}

static int put_body(moot_delivery_t *delivery, moot_slice_t body)
{
    moot_buf_clear(&delivery->body);
    return moot_buf_put(&delivery->body, body.at, body.size);
}

int moot_delivery_to_edge(moot_delivery_t *delivery, moot_slice_t address,
                          moot_slice_t body)
{
    uint32_t code;

    if (address.size == 0 || address.size > MOOT_SESSION_BYTES_MAX
        || moot_wire_code(body, &code) != 0 || !is_between_edges(code)
        || put_body(delivery, body) != 0)
        return MOOT_EINVAL;
    return moot_peers_send_edge(delivery, address);
}

int moot_delivery_tell_slot(moot_delivery_t *delivery, unsigned slot,
                            moot_slice_t body)
{
    int rc = put_body(delivery, body);

    MOOT_CHECK(slot < MOOT_SLOTS);
    return rc != 0 ? rc : moot_peers_send_slot(delivery, slot);
}

/* ---- Messages ----------------------------------------------------------- */

static void take_moved(moot_delivery_t *delivery, const moot_msg_moved_t *moved)
{
    if (moved->slot >= MOOT_SLOTS)
        return;
    unsigned slot = (unsigned)moved->slot;
    moot_slot_t *place = &delivery->slots[slot];
    moot_peers_adopt(delivery, slot, moved->worker, moved->slot_epoch);
    /* Whatever it answers did not arrive. A row of them is answered once; the
     * rest is asked again after silence. */
    if (delivery->now_ms - place->repeated_ms >= MOOT_RESEND_PAUSE_MS)
        moot_questions_repeat_slot(delivery, place, false);
    moot_peers_resend_slot(delivery, slot);
}

/* What only Socket.IO needs. */
static void dispatch_more(moot_delivery_t *delivery, unsigned broker,
                          const moot_msg_t *message, moot_slice_t body)
{
    switch (message->code) {
    case MOOT_MSG_ROOM_TOLD:
    case MOOT_MSG_WHY_TOLD:
    case MOOT_MSG_HISTORY_TOLD:
    case MOOT_MSG_NAMES_TOLD:
    case MOOT_MSG_GUARD_TOLD:
    case MOOT_MSG_SOCKETS_TOLD:
        moot_inquiries_answer(delivery, message);
        break;
    case MOOT_MSG_ASK_SOCKETS:
        moot_inquiries_sockets(delivery, broker, &message->as.ask_sockets);
        break;
    case MOOT_MSG_POLL_ASK:
    case MOOT_MSG_POLL_TOLD:
    case MOOT_MSG_TUNNEL:
        if (delivery->follows_emissions)
            delivery->socketio.from_edge(delivery->socketio_ctx, body);
        break;
    default:
        delivery->facts.damaged++;
    }
}

static void dispatch(moot_delivery_t *delivery, unsigned broker,
                     const moot_msg_route_t *route, const moot_msg_t *message,
                     moot_slice_t body)
{
    switch (message->code) {
    case MOOT_MSG_REPLY:
        moot_numbers_reply(delivery, (unsigned)route->slot, &message->as.reply,
                           body);
        break;
    case MOOT_MSG_RESEND_FROM:
        moot_numbers_resend_from(delivery, route, &message->as.resend_from);
        break;
    case MOOT_MSG_MOVED:
        take_moved(delivery, &message->as.moved);
        break;
    case MOOT_MSG_UNREACHABLE:
        moot_peers_unreachable(delivery, &message->as.unreachable);
        break;
    case MOOT_MSG_EVENTS:
        moot_stream_answer(delivery, route, &message->as.events);
        moot_inquiries_answer(delivery, message);
        break;
    case MOOT_MSG_ROOMS:
        moot_listing_rooms(delivery, route, &message->as.rooms);
        moot_inquiries_answer(delivery, message);
        break;
    case MOOT_MSG_BROKER_BEAT:
        moot_peers_broker_beat(delivery, broker, &message->as.broker_beat);
        break;
    case MOOT_MSG_ASK_PRESENCE:
        moot_locals_presence(delivery, broker, &message->as.ask_presence);
        break;
    default:
        dispatch_more(delivery, broker, message, body);
    }
}

void moot_delivery_from_broker(moot_delivery_t *delivery, unsigned broker,
                               moot_slice_t route, moot_slice_t body,
                               uint64_t now_ms)
{
    moot_msg_route_t head;
    moot_msg_t message;

    set_time(delivery, now_ms);
    if (broker >= delivery->config.brokers
        || moot_wire_decode_route(route, &head) != 0
        || head.slot >= MOOT_SLOTS
        || moot_wire_decode(body, &message) != 0) {
        delivery->facts.damaged++;
        return;
    }
    dispatch(delivery, broker, &head, &message, body);
    moot_locals_settle(delivery);
}

/* One element of a published list: [kind, id, slot epoch, epoch, event]. */
static int take_published(moot_delivery_t *delivery, uint64_t worker,
                          moot_slice_t entry)
{
    moot_list_reader_t reader;
    uint64_t kind, slot_epoch, epoch;
    moot_slice_t id, event;

    if (moot_list_reader_init(&reader, entry) != 0
        || moot_list_next_u64(&reader, &kind) != 0
        || moot_list_next_str(&reader, &id) != 0
        || moot_list_next_u64(&reader, &slot_epoch) != 0
        || moot_list_next_u64(&reader, &epoch) != 0
        || moot_list_next_bin(&reader, &event) != 0 || id.size == 0
        || id.size > MOOT_ID_BYTES_MAX
        || kind < MOOT_KIND_ROOM || kind > MOOT_KIND_EMIT)
        return MOOT_EINVAL;
    unsigned slot = moot_slot_of((enum moot_kind)kind, id);
    if (slot >= MOOT_SLOTS)
        return MOOT_EINVAL;
    if (slot_epoch < delivery->slots[slot].epoch)
        return 0; /* of a former owner */
    moot_peers_adopt(delivery, slot, worker, slot_epoch);
    moot_stream_event(delivery, (enum moot_kind)kind, id, epoch, event);
    return 0;
}

static int take_list(moot_delivery_t *delivery, const moot_msg_published_t *frame)
{
    moot_list_reader_t reader;
    moot_slice_t entry;

    if (moot_list_reader_init(&reader, frame->list) != 0)
        return MOOT_EINVAL;
    while (reader.left > 0) {
        if (moot_list_next_list(&reader, &entry) != 0
            || take_published(delivery, frame->worker, entry) != 0)
            return MOOT_EINVAL;
    }
    return 0;
}

void moot_delivery_from_worker(moot_delivery_t *delivery, moot_slice_t body,
                               uint64_t now_ms)
{
    moot_msg_t message;

    set_time(delivery, now_ms);
    if (moot_wire_decode(body, &message) != 0) {
        delivery->facts.damaged++;
        return;
    }
    if (message.code == MOOT_MSG_WORKER_PULSE) {
        moot_peers_pulse(delivery, &message.as.worker_pulse);
    } else if (message.code != MOOT_MSG_PUBLISHED) {
        delivery->facts.damaged++;
    } else if (moot_peers_published(delivery, &message.as.published)
               && take_list(delivery, &message.as.published) != 0) {
        delivery->facts.damaged++;
        moot_peer_t *peer =
            moot_peers_get(delivery, message.as.published.worker);
        moot_questions_owe_repairs(peer); /* the rest of it is lost */
    }
    moot_locals_settle(delivery);
}

/* ---- Time and facts ----------------------------------------------------- */

void moot_delivery_tick(moot_delivery_t *delivery, uint64_t now_ms)
{
    set_time(delivery, now_ms);
    moot_numbers_sweep(delivery);
    moot_peers_tick(delivery);
    (void)moot_timer_run(&delivery->timers, delivery->now_ms);
    moot_numbers_tick(delivery);
    moot_listing_tick(delivery);
    moot_seats_tick(delivery);
    moot_locals_settle(delivery);
    moot_locals_tick(delivery);
}

bool moot_delivery_user_reachable(const moot_delivery_t *delivery,
                                  moot_slice_t user)
{
    return moot_peers_reachable(delivery, moot_slot_of(MOOT_KIND_USER, user));
}

void moot_delivery_facts(const moot_delivery_t *delivery,
                         moot_delivery_facts_t *facts)
{
    *facts = delivery->facts;
    facts->rooms = delivery->rooms_followed;
    facts->slots_reachable = 0;
    for (unsigned i = 0; i < MOOT_SLOTS; i++)
        facts->slots_reachable += moot_peers_reachable(delivery, i);
}

void moot_delivery_describe(moot_delivery_t *delivery, uint64_t pid,
                            uint64_t connections, uint64_t port,
                            enum moot_program_state state)
{
    delivery->beat.pid = pid;
    delivery->beat.connections = connections;
    delivery->beat.port = port;
    delivery->beat.state = state;
}
