#include "edge/peers.h"

#include <stdlib.h>

#include "edge/inquiries.h"
#include "edge/numbers.h"
#include "edge/questions.h"

void moot_peers_init(moot_delivery_t *delivery)
{
    size_t count = delivery->config.brokers;

    delivery->brokers = calloc(count > 0 ? count : 1, sizeof(moot_broker_t));
    MOOT_CHECK(delivery->brokers != NULL);
    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        moot_list_init(&delivery->slots[i].streams);
        moot_list_init(&delivery->slots[i].lanes);
        moot_list_init(&delivery->slots[i].inquiries);
    }
}

void moot_peers_close(moot_delivery_t *delivery)
{
    for (size_t i = 0; i <= MOOT_WORKERS_MAX; i++) {
        if (delivery->peers[i] != NULL)
            free(delivery->peers[i]->live);
        free(delivery->peers[i]);
        delivery->peers[i] = NULL;
    }
    free(delivery->brokers);
    delivery->brokers = NULL;
}

moot_peer_t *moot_peers_get(moot_delivery_t *delivery, uint64_t number)
{
    if (number == 0 || number > MOOT_WORKERS_MAX)
        return NULL;
    if (delivery->peers[number] != NULL)
        return delivery->peers[number];

    moot_peer_t *peer = calloc(1, sizeof *peer);
    MOOT_CHECK(peer != NULL);
    size_t brokers = delivery->config.brokers;
    peer->live = calloc(brokers > 0 ? brokers : 1, sizeof *peer->live);
    MOOT_CHECK(peer->live != NULL);
    peer->delivery = delivery;
    peer->number = number;
    peer->broker = -1;
    moot_list_init(&peer->asked);
    moot_list_init(&peer->queue);
    moot_list_init(&peer->inquiries);
    delivery->peers[number] = peer;
    return peer;
}

/* ---- Sending ------------------------------------------------------------ */

static int send_to(moot_delivery_t *delivery, unsigned broker,
                   const moot_msg_route_t *route)
{
    moot_buf_clear(&delivery->route);
    if (delivery->body.error != 0
        || moot_wire_encode_route(&delivery->route, route) != 0)
        return MOOT_EFULL;
    return delivery->sink.to_broker(delivery->ctx, broker,
                                    moot_buf_slice(&delivery->route),
                                    moot_buf_slice(&delivery->body));
}

int moot_peers_send_broker(moot_delivery_t *delivery, unsigned broker)
{
    moot_msg_route_t route = {
        .flow = MOOT_FLOW_BROKER,
        .edge = moot_edge_address(delivery),
    };

    return send_to(delivery, broker, &route);
}

int moot_peers_send_slot(moot_delivery_t *delivery, unsigned slot)
{
    const moot_slot_t *place = &delivery->slots[slot];

    if (place->peer == NULL || place->peer->broker < 0)
        return MOOT_EUNREACH;
    moot_msg_route_t route = {
        .flow = MOOT_FLOW_SLOT,
        .edge = moot_edge_address(delivery),
        .slot = slot,
        .slot_epoch = place->epoch,
        .worker = place->peer->number,
        .incarnation = place->peer->incarnation,
    };
    return send_to(delivery, (unsigned)place->peer->broker, &route);
}

int moot_peers_send_worker(moot_peer_t *peer)
{
    if (peer->broker < 0)
        return MOOT_EUNREACH;
    moot_msg_route_t route = {
        .flow = MOOT_FLOW_WORKER,
        .edge = moot_edge_address(peer->delivery),
        .worker = peer->number,
        .incarnation = peer->incarnation,
    };
    return send_to(peer->delivery, (unsigned)peer->broker, &route);
}

int moot_peers_any_broker(const moot_delivery_t *delivery)
{
    for (unsigned i = 0; i < delivery->config.brokers; i++) {
        if (delivery->brokers[i].live)
            return (int)i;
    }
    return -1;
}

int moot_peers_send_edge(moot_delivery_t *delivery, moot_slice_t address)
{
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .edge = address};
    int broker = moot_peers_any_broker(delivery);

    return broker < 0 ? MOOT_EUNREACH
                      : send_to(delivery, (unsigned)broker, &route);
}

bool moot_peers_reachable(const moot_delivery_t *delivery, unsigned slot)
{
    const moot_slot_t *place = &delivery->slots[slot];
    return place->peer != NULL && place->peer->broker >= 0 && place->serving;
}

/* ---- Sending again ------------------------------------------------------ */

void moot_peers_resend_slot(moot_delivery_t *delivery, unsigned slot)
{
    moot_numbers_resend_slot(delivery, slot);
    moot_inquiries_resend(&delivery->slots[slot].inquiries);
}

static void resend_peer(moot_peer_t *peer)
{
    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        if (peer->delivery->slots[i].peer == peer)
            moot_peers_resend_slot(peer->delivery, i);
    }
    moot_inquiries_resend(&peer->inquiries);
}

/* ---- Registration ------------------------------------------------------- */

static void say_hello(moot_peer_t *peer)
{
    moot_delivery_t *delivery = peer->delivery;

    peer->registration = 0;
    peer->bseq = 0;
    if (peer->broker < 0)
        return; /* owed: said when there is a way */
    uint64_t registration = ++delivery->registration;
    moot_msg_edge_hello_t hello = {.registration = registration};
    moot_buf_clear(&delivery->body);
    if (moot_wire_encode_edge_hello(&delivery->body, &hello) != 0
        || moot_peers_send_worker(peer) != 0)
        return;
    peer->registration = registration;
    peer->hello_ms = peer->pulse_ms = peer->poll_ms = delivery->now_ms;
}

void moot_peers_hello(moot_peer_t *peer)
{
    say_hello(peer);
    moot_questions_repeat(peer, true);
}

bool moot_peers_heard(moot_peer_t *peer, uint64_t incarnation)
{
    if (incarnation == peer->incarnation)
        return true;
    if (incarnation < peer->incarnation)
        return false;
    peer->incarnation = incarnation;
    moot_peers_hello(peer);
    resend_peer(peer);
    return true;
}

/* ---- The way to a worker ------------------------------------------------ */

/* The live broker with the lowest index that lists the worker as live. */
static int way_to(const moot_peer_t *peer)
{
    const moot_delivery_t *delivery = peer->delivery;

    for (unsigned i = 0; i < delivery->config.brokers; i++) {
        if (delivery->brokers[i].live && peer->live[i])
            return (int)i;
    }
    return -1;
}

/* Everything that was sent through another broker, or through one that has
 * started anew, may be lost: it is sent again. */
static void find_way(moot_peer_t *peer, bool anew)
{
    int way = way_to(peer);

    if (way == peer->broker && !(anew && way >= 0))
        return;
    peer->broker = way;
    if (way < 0)
        return;
    if (peer->registration == 0)
        moot_peers_hello(peer);
    else
        moot_questions_repeat(peer, false);
    resend_peer(peer);
}

static void find_ways(moot_delivery_t *delivery, int anew)
{
    for (size_t i = 1; i <= MOOT_WORKERS_MAX; i++) {
        moot_peer_t *peer = delivery->peers[i];
        if (peer != NULL)
            find_way(peer, anew >= 0 && peer->broker == anew);
    }
}

/* ---- The map ------------------------------------------------------------ */

void moot_peers_adopt(moot_delivery_t *delivery, unsigned slot, uint64_t worker,
                      uint64_t epoch)
{
    moot_slot_t *place = &delivery->slots[slot];
    moot_peer_t *peer = moot_peers_get(delivery, worker);

    if (peer == NULL || epoch <= place->epoch)
        return;
    place->epoch = epoch;
    place->serving = true;
    place->bounced = false;
    if (place->peer == peer)
        return;
    MOOT_LIST_FOREACH(&place->streams, node, after) {
        moot_stream_t *stream = MOOT_CONTAINER(node, moot_stream_t, in_slot);
        moot_questions_done(stream);
    }
    place->peer = peer;
    moot_questions_repeat_slot(delivery, place, true);
    moot_peers_resend_slot(delivery, slot);
}

static int read_worker(moot_delivery_t *delivery, unsigned broker,
                       moot_slice_t entry)
{
    moot_list_reader_t reader;
    uint64_t number, incarnation;
    moot_slice_t endpoint, key = moot_slice("", 0);
    bool live;

    if (moot_list_reader_init(&reader, entry) != 0
        || moot_list_next_u64(&reader, &number) != 0
        || moot_list_next_u64(&reader, &incarnation) != 0
        || moot_list_next_str(&reader, &endpoint) != 0
        || moot_list_next_flag(&reader, &live) != 0)
        return MOOT_EINVAL;
    /* Brokers of the first version list no key. */
    if (reader.left > 0 && moot_list_next_bin(&reader, &key) != 0)
        return MOOT_EINVAL;
    moot_peer_t *peer = moot_peers_get(delivery, number);
    if (peer == NULL || endpoint.size > sizeof peer->endpoint
        || (key.size != 0 && key.size != sizeof peer->key))
        return MOOT_EINVAL;
    bool present = moot_peers_heard(peer, incarnation);
    peer->live[broker] = live && present;
    if (present && endpoint.size > 0
        && (!moot_slice_eq(endpoint,
                           moot_slice(peer->endpoint, peer->endpoint_size))
            || !moot_slice_eq(key, moot_slice(peer->key, peer->key_size)))) {
        memcpy(peer->endpoint, endpoint.at, endpoint.size);
        peer->endpoint_size = endpoint.size;
        if (key.size > 0)
            memcpy(peer->key, key.at, key.size);
        peer->key_size = key.size;
        delivery->sink.subscribe(delivery->ctx, number, endpoint, key);
    }
    return 0;
}

/* What bounced is repeated when its owner is said to serve again. */
static void read_serving(moot_delivery_t *delivery, unsigned slot, bool serving)
{
    moot_slot_t *place = &delivery->slots[slot];

    bool began = serving && !place->serving;
    place->serving = serving;
    if (!serving || !(place->bounced || began) || place->peer->broker < 0)
        return;
    place->bounced = false;
    moot_questions_repeat_slot(delivery, place, false);
    moot_peers_resend_slot(delivery, slot);
}

static int read_run(moot_delivery_t *delivery, moot_slice_t entry)
{
    moot_list_reader_t reader;
    uint64_t first, count, worker, epoch;
    bool serving;

    if (moot_list_reader_init(&reader, entry) != 0
        || moot_list_next_u64(&reader, &first) != 0
        || moot_list_next_u64(&reader, &count) != 0
        || moot_list_next_u64(&reader, &worker) != 0
        || moot_list_next_u64(&reader, &epoch) != 0
        || moot_list_next_flag(&reader, &serving) != 0)
        return MOOT_EINVAL;
    if (first >= MOOT_SLOTS || count > MOOT_SLOTS - first
        || worker > MOOT_WORKERS_MAX)
        return MOOT_EINVAL;
    if (worker == 0)
        return 0; /* the broker knows no owner yet */
    for (unsigned i = (unsigned)first; i < first + count; i++) {
        moot_slot_t *place = &delivery->slots[i];
        moot_peers_adopt(delivery, i, worker, epoch);
        if (place->epoch == epoch && place->peer != NULL
            && place->peer->number == worker)
            read_serving(delivery, i, serving);
    }
    return 0;
}

static int read_lists(moot_delivery_t *delivery, unsigned broker,
                      const moot_msg_broker_beat_t *beat)
{
    moot_list_reader_t reader;
    moot_slice_t entry;

    /* Workers that are left out are as good as dead. */
    for (size_t i = 1; i <= MOOT_WORKERS_MAX; i++) {
        if (delivery->peers[i] != NULL)
            delivery->peers[i]->live[broker] = false;
    }
    if (moot_list_reader_init(&reader, beat->workers) != 0)
        return MOOT_EINVAL;
    while (reader.left > 0) {
        if (moot_list_next_list(&reader, &entry) != 0
            || read_worker(delivery, broker, entry) != 0)
            return MOOT_EINVAL;
    }
    if (moot_list_reader_init(&reader, beat->map) != 0)
        return MOOT_EINVAL;
    while (reader.left > 0) {
        if (moot_list_next_list(&reader, &entry) != 0
            || read_run(delivery, entry) != 0)
            return MOOT_EINVAL;
    }
    return 0;
}

void moot_peers_broker_beat(moot_delivery_t *delivery, unsigned broker,
                            const moot_msg_broker_beat_t *beat)
{
    moot_broker_t *known = &delivery->brokers[broker];

    if (beat->incarnation < known->incarnation)
        return;
    bool anew = known->incarnation != 0
                && beat->incarnation > known->incarnation;
    known->incarnation = beat->incarnation;
    known->heard_ms = delivery->now_ms;
    known->live = true;
    if (read_lists(delivery, broker, beat) != 0)
        delivery->facts.damaged++;
    find_ways(delivery, anew ? (int)broker : -1);
}

void moot_peers_unreachable(moot_delivery_t *delivery,
                            const moot_msg_unreachable_t *message)
{
    if (message->slot < MOOT_SLOTS)
        delivery->slots[message->slot].bounced = true;
    if (message->edge.size > 0 && !message->overloaded
        && delivery->follows_emissions)
        delivery->socketio.edge_gone(delivery->socketio_ctx, message->edge);
}

/* ---- What a worker publishes -------------------------------------------- */

/* True when the frame or pulse is of the present registration. */
static bool is_present(moot_peer_t *peer, uint64_t incarnation,
                       uint64_t registration)
{
    if (!moot_peers_heard(peer, incarnation) || registration == 0
        || registration != peer->registration)
        return false;
    peer->pulse_ms = peer->delivery->now_ms;
    return true;
}

static void see_bseq(moot_peer_t *peer, uint64_t bseq, bool pulse)
{
    uint64_t expected = pulse ? peer->bseq : peer->bseq + 1;

    if (bseq > expected) {
        peer->delivery->facts.gaps++;
        moot_questions_owe_repairs(peer);
    }
    if (bseq > peer->bseq)
        peer->bseq = bseq;
}

void moot_peers_pulse(moot_delivery_t *delivery,
                      const moot_msg_worker_pulse_t *pulse)
{
    moot_peer_t *peer = moot_peers_get(delivery, pulse->worker);

    if (peer == NULL)
        return;
    bool present = is_present(peer, pulse->incarnation, pulse->registration);
    if (pulse->incarnation == peer->incarnation) {
        peer->stamp_incarnation = pulse->incarnation;
        peer->stamp_ms = pulse->now_ms;
    }
    if (present) {
        see_bseq(peer, pulse->bseq, true);
    } else if (pulse->incarnation == peer->incarnation
               && pulse->registration < peer->registration
               && delivery->now_ms - peer->hello_ms
                      >= delivery->config.resend_ms) {
        moot_peers_hello(peer); /* the last hello was lost */
    }
}

bool moot_peers_published(moot_delivery_t *delivery,
                          const moot_msg_published_t *frame)
{
    moot_peer_t *peer = moot_peers_get(delivery, frame->worker);

    if (peer == NULL
        || !is_present(peer, frame->incarnation, frame->registration))
        return false;
    see_bseq(peer, frame->bseq, false);
    return true;
}

/* ---- Time --------------------------------------------------------------- */

static void send_beats(moot_delivery_t *delivery)
{
    moot_msg_edge_beat_t *beat = &delivery->beat;
    moot_delivery_facts_t facts;

    moot_delivery_facts(delivery, &facts);
    beat->uptime_ms = delivery->now_ms - delivery->started_ms;
    beat->rooms = facts.rooms;
    beat->slots = facts.slots_reachable;
    beat->repairs = facts.repairs;
    beat->timeouts = facts.timeouts;
    beat->registration = 0;
    moot_buf_clear(&delivery->body);
    if (moot_wire_encode_edge_beat(&delivery->body, beat) != 0)
        return;
    for (unsigned i = 0; i < delivery->config.brokers; i++)
        (void)moot_peers_send_broker(delivery, i);

    for (size_t i = 1; i <= MOOT_WORKERS_MAX; i++) {
        moot_peer_t *peer = delivery->peers[i];
        if (peer == NULL || peer->broker < 0 || peer->registration == 0)
            continue;
        beat->registration = peer->registration;
        moot_buf_clear(&delivery->body);
        if (moot_wire_encode_edge_beat(&delivery->body, beat) == 0)
            (void)moot_peers_send_worker(peer);
    }
}

static void watch_pulses(moot_peer_t *peer)
{
    uint64_t now = peer->delivery->now_ms;

    if (peer->broker < 0)
        return;
    if (peer->registration == 0
        || now - peer->pulse_ms >= MOOT_EDGE_EXPIRY_MS) {
        moot_peers_hello(peer);
    } else if (now - peer->pulse_ms >= MOOT_PULSE_SILENT_MS
               && now - peer->poll_ms >= MOOT_POLL_MS) {
        peer->poll_ms = now;
        moot_questions_owe_repairs(peer);
    }
}

void moot_peers_tick(moot_delivery_t *delivery)
{
    uint64_t now = delivery->now_ms;
    bool lost = false;

    for (unsigned i = 0; i < delivery->config.brokers; i++) {
        moot_broker_t *broker = &delivery->brokers[i];
        if (broker->live && now - broker->heard_ms >= MOOT_BROKER_SILENT_MS) {
            broker->live = false;
            lost = true;
        }
    }
    if (lost)
        find_ways(delivery, -1);
    if (now >= delivery->beat_ms) {
        delivery->beat_ms = now + MOOT_BEAT_MS;
        send_beats(delivery);
    }
    for (size_t i = 1; i <= MOOT_WORKERS_MAX; i++) {
        moot_peer_t *peer = delivery->peers[i];
        if (peer == NULL)
            continue;
        watch_pulses(peer);
        moot_questions_tick(peer);
    }
}
