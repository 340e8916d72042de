/* The broker's core: takes two-part messages from edges and workers, looks at
 * part one only, and hands them on. Beats and questions for the broker itself
 * are the exception (flow BROKER). */
#include "broker/route.h"

#include "broker/holds.h"
#include "broker/slotmap.h"
#include "common/list.h"
#include "common/map.h"

#include <stdio.h>
#include <stdlib.h>

/* An edge that was heard of: receives beats, shows in status. */
typedef struct edge {
    moot_map_node_t node; /* in edges, key is the identity */
    uint64_t beat_ms;
    uint64_t started_ms;
    moot_msg_edge_beat_t beat;
    size_t identity_size;
    uint8_t identity[];
} edge_t;

struct moot_route {
    moot_route_config_t config;
    const moot_route_sink_t *sink;
    void *ctx;
    char id[65];
    moot_slotmap_t map;
    moot_holds_t holds;
    moot_map_t edges;
    uint64_t started_ms;
    uint64_t beat_due_ms;
    enum moot_program_state state;
    moot_route_facts_t facts;
    moot_buf_t head; /* part one being written */
    moot_buf_t body; /* a body of our own being written */
    moot_buf_t list; /* lists inside it */
};

enum {
    OWN_BODY_BYTES_MAX = 4u << 20,
    PROGRAM_NUMBERS = 13, /* of each program in STATUS */
};

moot_route_t *moot_route_new(const moot_route_config_t *config,
                             const moot_route_sink_t *sink, void *ctx,
                             uint64_t now_ms)
{
    moot_route_t *route = calloc(1, sizeof *route);

    MOOT_CHECK(route && config->id.size < sizeof route->id);
    route->config = *config;
    memcpy(route->id, config->id.at, config->id.size);
    route->config.id = moot_slice(route->id, config->id.size);
    route->sink = sink;
    route->ctx = ctx;
    route->started_ms = route->beat_due_ms = now_ms;
    route->state = MOOT_STATE_READY;
    moot_slotmap_init(&route->map);
    moot_holds_init(&route->holds, config->held_max, config->held_bytes_max);
    moot_map_init(&route->edges);
    moot_buf_init(&route->head, 1024);
    moot_buf_init(&route->body, OWN_BODY_BYTES_MAX);
    moot_buf_init(&route->list, OWN_BODY_BYTES_MAX);
    return route;
}

void moot_route_destroy(moot_route_t **route_p)
{
    moot_route_t *route = *route_p;
    moot_map_node_t *node;

    if (!route)
        return;
    while ((node = moot_map_next(&route->edges, NULL)) != NULL) {
        moot_map_remove(&route->edges, node);
        free(MOOT_CONTAINER(node, edge_t, node));
    }
    moot_map_close(&route->edges);
    moot_holds_close(&route->holds);
    moot_slotmap_close(&route->map);
    moot_buf_close(&route->head);
    moot_buf_close(&route->body);
    moot_buf_close(&route->list);
    free(route);
    *route_p = NULL;
}

/* Writes part one; borrowed until the next call. */
static moot_slice_t write_head(moot_route_t *route, moot_msg_route_t head)
{
    moot_buf_clear(&route->head);
    MOOT_CHECK(moot_wire_encode_route(&route->head, &head) == 0);
    return moot_buf_slice(&route->head);
}

/* Sends a body of the broker's own to an edge or a command. What cannot be
 * sent is lost: beats and answers are asked for or said again. */
static void say_edge(moot_route_t *route, moot_slice_t identity,
                     moot_slice_t body)
{
    moot_slice_t edge =
        identity.size <= MOOT_SESSION_BYTES_MAX ? identity : (moot_slice_t){0};
    moot_slice_t head = write_head(
        route, (moot_msg_route_t){.flow = MOOT_FLOW_EDGE, .edge = edge});

    if (route->sink->to_edge(route->ctx, identity, head, body) != 0)
        route->facts.unreachable++;
}

/* Tells an edge that a body of its could not be handed on. */
static void say_unreachable(moot_route_t *route, moot_slice_t edge,
                            uint64_t slot, uint64_t worker, bool overloaded)
{
    moot_msg_unreachable_t message = {
        .slot = slot, .worker = worker, .overloaded = overloaded};

    route->facts.unreachable++;
    if (edge.size == 0) /* from a worker's outbox: it asks again by itself */
        return;
    moot_buf_clear(&route->body);
    MOOT_CHECK(moot_wire_encode_unreachable(&route->body, &message) == 0);
    say_edge(route, edge, moot_buf_slice(&route->body));
}

/* Hands a body to one worker, stamped; tells the edge when that fails. */
static void pass(moot_route_t *route, moot_slotmap_worker_t *worker,
                 moot_msg_route_t head, moot_slice_t body)
{
    uint64_t slot = head.flow == MOOT_FLOW_SLOT ? head.slot : MOOT_SLOTS;
    int rc = MOOT_EUNREACH;

    if (worker) {
        head.worker = worker->number;
        head.incarnation = worker->incarnation;
        rc = route->sink->to_worker(
            route->ctx, moot_slice(worker->identity, worker->identity_size),
            write_head(route, head), body);
    }
    if (rc == 0) {
        route->facts.routed++;
        return;
    }
    if (worker && rc != MOOT_EAGAIN)
        moot_slotmap_gone(&route->map, worker);
    say_unreachable(route, head.edge, slot, worker ? worker->number : 0,
                    rc == MOOT_EAGAIN);
}

static void to_slot(moot_route_t *route, moot_msg_route_t head,
                    moot_slice_t body)
{
    if (head.slot >= MOOT_SLOTS) {
        route->facts.damaged++;
        return;
    }
    head.slot_epoch = route->map.epoch[head.slot];
    pass(route, moot_slotmap_serving(&route->map, head.slot), head, body);
}

/* ---- Beats and status --------------------------------------------------- */

/* Says a body to every edge. */
static void to_edges(moot_route_t *route, moot_slice_t body)
{
    for (moot_map_node_t *it = moot_map_next(&route->edges, NULL); it;
         it = moot_map_next(&route->edges, it)) {
        edge_t *edge = MOOT_CONTAINER(it, edge_t, node);

        say_edge(route, moot_slice(edge->identity, edge->identity_size), body);
    }
}

static void beat_workers(moot_route_t *route, moot_slice_t body)
{
    moot_slice_t head =
        write_head(route, (moot_msg_route_t){.flow = MOOT_FLOW_WORKER});

    for (uint64_t i = 1; i <= route->map.top; i++) {
        moot_slotmap_worker_t *worker = moot_slotmap_live(&route->map, i);

        if (worker
            && route->sink->to_worker(
                   route->ctx,
                   moot_slice(worker->identity, worker->identity_size), head,
                   body)
                   != 0)
            route->facts.unreachable++;
    }
}

/* Writes BROKER_BEAT; borrowed until the next body of our own. */
static moot_slice_t write_beat(moot_route_t *route)
{
    moot_msg_broker_beat_t beat = {
        .broker = route->config.id,
        .incarnation = route->config.incarnation,
        .map_version = moot_slotmap_version(&route->map),
    };
    size_t workers_size;

    moot_buf_clear(&route->list);
    MOOT_CHECK(moot_slotmap_put_workers(&route->map, &route->list,
                                        &beat.workers)
               == 0);
    workers_size = beat.workers.size;
    MOOT_CHECK(moot_slotmap_put_map(&route->map, &route->list, &beat.map) == 0);
    /* The buffer may have moved while the second list was written. */
    beat.workers = moot_slice(route->list.at, workers_size);
    moot_buf_clear(&route->body);
    MOOT_CHECK(moot_wire_encode_broker_beat(&route->body, &beat) == 0);
    return moot_buf_slice(&route->body);
}

static void beat_all(moot_route_t *route)
{
    moot_slice_t body = write_beat(route);

    route->map.changed = false;
    beat_workers(route, body);
    to_edges(route, body);
}

/* Forgets the former lives of an edge that came back. */
static void forget_edge(moot_route_t *route, moot_slice_t id)
{
    moot_map_node_t *it = moot_map_next(&route->edges, NULL);

    while (it) {
        edge_t *edge = MOOT_CONTAINER(it, edge_t, node);

        it = moot_map_next(&route->edges, it);
        if (moot_slice_eq(moot_edge_id(edge->node.key), id)) {
            moot_map_remove(&route->edges, &edge->node);
            free(edge);
        }
    }
}

static void take_edge_beat(moot_route_t *route, moot_slice_t identity,
                           const moot_msg_edge_beat_t *beat, uint64_t now_ms)
{
    moot_map_node_t *node = moot_map_get(&route->edges, identity);
    edge_t *edge;

    if (node) {
        edge = MOOT_CONTAINER(node, edge_t, node);
    } else {
        if (route->edges.count >= route->config.edges_max
            || identity.size > MOOT_SESSION_BYTES_MAX) {
            route->facts.damaged++;
            return;
        }
        forget_edge(route, moot_edge_id(identity));
        edge = calloc(1, sizeof *edge + identity.size);
        MOOT_CHECK(edge);
        memcpy(edge->identity, identity.at, identity.size);
        edge->identity_size = identity.size;
        moot_map_put(&route->edges, &edge->node,
                     moot_slice(edge->identity, identity.size));
        say_edge(route, identity, write_beat(route));
    }
    edge->beat = *beat;
    edge->beat_ms = now_ms;
    edge->started_ms = now_ms - beat->uptime_ms;
}

static void put_program(moot_list_writer_t *list, const char *role,
                        moot_slice_t id, const uint64_t numbers[PROGRAM_NUMBERS])
{
    moot_list_put_list(list, 2 + PROGRAM_NUMBERS);
    moot_list_put_str(list, moot_slice_str(role));
    moot_list_put_str(list, id);
    for (size_t i = 0; i < PROGRAM_NUMBERS; i++)
        moot_list_put_u64(list, numbers[i]);
}

static void put_workers(moot_route_t *route, moot_list_writer_t *list,
                        uint64_t now_ms)
{
    for (uint64_t i = 1; i <= route->map.top; i++) {
        moot_slotmap_worker_t *worker = moot_slotmap_live(&route->map, i);
        char id[32];
        uint64_t slots = 0;

        if (!worker)
            continue;
        for (size_t j = 0; j < MOOT_SLOTS; j++)
            slots += worker->serves[j] != 0;
        snprintf(id, sizeof id, "worker-%llu", (unsigned long long)i);
        put_program(list, "worker", moot_slice_str(id),
                    (uint64_t[PROGRAM_NUMBERS]){worker->pid, now_ms - worker->started_ms, 0,
                                  worker->rooms, slots, 0, worker->state,
                                  worker->waiting, 0, 0, worker->disk_used,
                                  worker->disk_max, now_ms - worker->beat_ms});
    }
}

static void put_edges(moot_route_t *route, moot_list_writer_t *list,
                      uint64_t now_ms)
{
    for (moot_map_node_t *it = moot_map_next(&route->edges, NULL); it;
         it = moot_map_next(&route->edges, it)) {
        edge_t *edge = MOOT_CONTAINER(it, edge_t, node);

        put_program(list, "edge", moot_edge_id(edge->node.key),
                    (uint64_t[PROGRAM_NUMBERS]){edge->beat.pid, now_ms - edge->started_ms,
                                  edge->beat.connections, edge->beat.rooms,
                                  edge->beat.slots, edge->beat.port,
                                  edge->beat.state, 0, edge->beat.repairs,
                                  edge->beat.timeouts, 0, 0,
                                  now_ms - edge->beat_ms});
    }
}

static void answer_status(moot_route_t *route, moot_slice_t identity,
                          uint64_t number, uint64_t now_ms)
{
    moot_msg_status_t status = {.number = number};
    moot_list_writer_t list;

    moot_buf_clear(&route->list);
    moot_list_begin_open(&list, &route->list);
    put_program(&list, "broker", route->config.id,
                (uint64_t[PROGRAM_NUMBERS]){route->config.pid, now_ms - route->started_ms, 0,
                              0, 0, 0, route->state, route->holds.count});
    put_workers(route, &list, now_ms);
    put_edges(route, &list, now_ms);
    status.slots_served = moot_slotmap_served(&route->map, &status.alarm);
    if (moot_list_end(&list, &status.programs) != 0)
        return; /* more programs than an answer holds: the asker times out */
    size_t programs_size = status.programs.size;
    if (moot_slotmap_put_map(&route->map, &route->list, &status.map) != 0)
        return;
    /* The buffer may have moved while the second list was written. */
    status.programs = moot_slice(route->list.at, programs_size);
    moot_buf_clear(&route->body);
    if (moot_wire_encode_status(&route->body, &status) == 0)
        say_edge(route, identity, moot_buf_slice(&route->body));
}

/* ---- Who is connected --------------------------------------------------- */

/* A command's question goes to every edge; the edges do not know the command,
 * so its name goes with it. */
static void ask_presence(moot_route_t *route, moot_slice_t asker,
                         const moot_msg_ask_presence_t *question)
{
    moot_msg_ask_presence_t ask = *question;

    ask.asker = asker;
    moot_buf_clear(&route->body);
    if (moot_wire_encode_ask_presence(&route->body, &ask) == 0)
        to_edges(route, moot_buf_slice(&route->body));
}

static void ask_sockets(moot_route_t *route, moot_slice_t asker,
                        const moot_msg_ask_sockets_t *question)
{
    moot_msg_ask_sockets_t ask = *question;

    ask.asker = asker;
    ask.edges = route->edges.count;
    moot_buf_clear(&route->body);
    if (moot_wire_encode_ask_sockets(&route->body, &ask) == 0)
        to_edges(route, moot_buf_slice(&route->body));
}

/* ---- Between edges ------------------------------------------------------ */

/* Tells an edge that what it said to another one was not handed on. unsure:
 * that edge may live all the same. */
static void say_edge_gone(moot_route_t *route, moot_slice_t identity,
                          moot_slice_t edge, bool unsure)
{
    const moot_msg_unreachable_t message = {
        .slot = MOOT_SLOTS, .edge = edge, .overloaded = unsure};

    route->facts.unreachable++;
    moot_buf_clear(&route->body);
    MOOT_CHECK(moot_wire_encode_unreachable(&route->body, &message) == 0);
    say_edge(route, identity, moot_buf_slice(&route->body));
}

/* An edge says something to another. The address may be anything that a client
 * of the first one said: only an edge that beats here is handed something, and
 * only what is said between edges, so that nobody speaks as a worker. */
static void edge_to_edge(moot_route_t *route, moot_slice_t identity,
                         moot_slice_t edge, moot_slice_t body, uint64_t now_ms)
{
    uint32_t code;
    int rc = MOOT_EUNREACH;

    if (edge.size == 0 || moot_wire_code(body, &code) != 0
        || (code != MOOT_MSG_POLL_ASK && code != MOOT_MSG_POLL_TOLD
            && code != MOOT_MSG_TUNNEL)) {
        route->facts.damaged++;
        return;
    }
    if (moot_map_get(&route->edges, edge) != NULL)
        rc = route->sink->to_edge(
            route->ctx, edge,
            write_head(route, (moot_msg_route_t){.flow = MOOT_FLOW_EDGE,
                                                 .edge = edge}),
            body);
    if (rc == 0)
        route->facts.routed++;
    else /* the edges have said nothing yet to a broker that just started */
        say_edge_gone(route, identity, edge,
                      rc == MOOT_EAGAIN
                          || now_ms - route->started_ms
                                 < route->config.silent_ms);
}

/* ---- From edges and commands -------------------------------------------- */

static void take_front(moot_route_t *route, moot_slice_t identity,
                       moot_slice_t body, uint64_t now_ms)
{
    moot_msg_t message;

    if (moot_wire_decode(body, &message) != 0) {
        route->facts.damaged++;
        return;
    }
    if (message.code == MOOT_MSG_EDGE_BEAT)
        take_edge_beat(route, identity, &message.as.edge_beat, now_ms);
    else if (message.code == MOOT_MSG_STATUS_ASK)
        answer_status(route, identity, message.as.status_ask.number, now_ms);
    else if (message.code == MOOT_MSG_ASK_PRESENCE)
        ask_presence(route, identity, &message.as.ask_presence);
    else if (message.code == MOOT_MSG_PRESENCE)
        say_edge(route, message.as.presence.asker, body);
    else if (message.code == MOOT_MSG_ASK_SOCKETS)
        ask_sockets(route, identity, &message.as.ask_sockets);
    else if (message.code == MOOT_MSG_SOCKETS_TOLD)
        say_edge(route, message.as.sockets_told.asker, body);
    else
        route->facts.damaged++;
}

void moot_route_front(moot_route_t *route, moot_slice_t identity,
                      moot_slice_t head, moot_slice_t body, uint64_t now_ms)
{
    moot_msg_route_t to;

    if (moot_wire_decode_route(head, &to) != 0
        || identity.size > MOOT_SESSION_BYTES_MAX) {
        route->facts.damaged++;
        return;
    }
    if (to.flow == MOOT_FLOW_EDGE) {
        edge_to_edge(route, identity, to.edge, body, now_ms);
        return;
    }
    to.edge = identity; /* what the socket says counts, not the message */
    if (to.flow == MOOT_FLOW_SLOT)
        to_slot(route, to, body);
    else if (to.flow == MOOT_FLOW_WORKER)
        pass(route, moot_slotmap_live(&route->map, to.worker), to, body);
    else if (to.flow == MOOT_FLOW_BROKER)
        take_front(route, identity, body, now_ms);
    else
        route->facts.damaged++;
}

/* ---- From workers ------------------------------------------------------- */

static bool served(void *ctx, uint64_t slot)
{
    moot_route_t *route = ctx;

    return moot_slotmap_serving(&route->map, slot) != NULL;
}

static bool never(void *ctx, uint64_t slot)
{
    (void)ctx;
    (void)slot;
    return false;
}

/* Lets holds go whose slot is served now, and those past their time. At most
 * as many as there are now: one that comes straight back waits again. */
static void release(moot_route_t *route, bool (*ready)(void *, uint64_t),
                    uint64_t now_ms)
{
    for (size_t left = route->holds.count; left > 0; left--) {
        moot_hold_t *hold =
            moot_holds_take(&route->holds, ready, route, now_ms);

        if (!hold)
            return;
        if (ready(route, hold->slot))
            to_slot(route,
                    (moot_msg_route_t){.flow = MOOT_FLOW_SLOT,
                                       .edge = hold->edge,
                                       .slot = hold->slot},
                    hold->body);
        else
            say_unreachable(route, hold->edge, hold->slot,
                            route->map.owner[hold->slot], false);
        free(hold);
    }
}

static void take_worker_beat(moot_route_t *route, moot_slice_t identity,
                             moot_slice_t body, uint64_t now_ms)
{
    moot_msg_worker_beat_t beat;

    if (moot_wire_decode_worker_beat(body, &beat) != 0
        || moot_slotmap_beat(&route->map, identity, &beat, now_ms) != 0) {
        route->facts.damaged++;
        return;
    }
    release(route, served, now_ms);
    if (route->map.changed)
        beat_all(route);
}

static void take_not_yet(moot_route_t *route, const moot_msg_route_t *head,
                         moot_slice_t body, uint64_t now_ms)
{
    if (head->slot >= MOOT_SLOTS) {
        route->facts.damaged++;
        return;
    }
    if (moot_holds_add(&route->holds, head->slot, head->edge, body,
                       now_ms + route->config.hold_ms)
        != 0)
        say_unreachable(route, head->edge, head->slot, head->worker, true);
}

static void take_moved(moot_route_t *route, moot_msg_route_t head,
                       moot_slice_t body)
{
    moot_msg_moved_t moved;

    if (moot_wire_decode_moved(body, &moved) != 0) {
        route->facts.damaged++;
        return;
    }
    /* Adopt first, and pass on only what was news: otherwise edge and broker
     * would play ball for as long as the old owner is asked. */
    if (!moot_slotmap_adopt(&route->map, moved.slot, moved.worker,
                            moved.slot_epoch))
        return;
    head.flow = MOOT_FLOW_EDGE;
    if (head.edge.size != 0
        && route->sink->to_edge(route->ctx, head.edge, write_head(route, head),
                                body)
               != 0)
        route->facts.unreachable++;
}

void moot_route_back(moot_route_t *route, moot_slice_t identity,
                     moot_slice_t head, moot_slice_t body, uint64_t now_ms)
{
    moot_msg_route_t to;

    if (moot_wire_decode_route(head, &to) != 0) {
        route->facts.damaged++;
        return;
    }
    if (to.flow == MOOT_FLOW_EDGE && to.edge.size == 0) {
        route->facts.damaged++; /* asked by nobody */
    } else if (to.flow == MOOT_FLOW_EDGE) {
        if (route->sink->to_edge(route->ctx, to.edge, head, body) != 0)
            route->facts.unreachable++;
        else
            route->facts.routed++;
    } else if (to.flow == MOOT_FLOW_SLOT) {
        to.edge = moot_slice("", 0);
        to_slot(route, to, body);
    } else if (to.flow == MOOT_FLOW_BROKER) {
        take_worker_beat(route, identity, body, now_ms);
    } else if (to.flow == MOOT_FLOW_NOT_YET) {
        take_not_yet(route, &to, body, now_ms);
    } else if (to.flow == MOOT_FLOW_MOVED) {
        take_moved(route, to, body);
    } else {
        route->facts.damaged++;
    }
}

/* ---- Time --------------------------------------------------------------- */

static void expire_edges(moot_route_t *route, uint64_t before_ms)
{
    moot_map_node_t *it = moot_map_next(&route->edges, NULL);

    while (it) {
        edge_t *edge = MOOT_CONTAINER(it, edge_t, node);

        it = moot_map_next(&route->edges, it);
        if (edge->beat_ms < before_ms) {
            moot_map_remove(&route->edges, &edge->node);
            free(edge);
        }
    }
}

void moot_route_tick(moot_route_t *route, uint64_t now_ms)
{
    uint64_t before_ms = now_ms > route->config.silent_ms
                             ? now_ms - route->config.silent_ms
                             : 0;

    moot_slotmap_expire(&route->map, before_ms);
    expire_edges(route, before_ms);
    release(route, never, now_ms);
    if (now_ms >= route->beat_due_ms || route->map.changed) {
        route->beat_due_ms = now_ms + MOOT_BEAT_MS;
        beat_all(route);
    }
}

void moot_route_facts(const moot_route_t *route, moot_route_facts_t *facts)
{
    moot_route_t *self = (moot_route_t *)(uintptr_t)route;

    *facts = route->facts;
    facts->edges = route->edges.count;
    facts->workers = 0;
    for (uint64_t i = 1; i <= route->map.top; i++)
        facts->workers += moot_slotmap_live(&self->map, i) != NULL;
    facts->slots_served = moot_slotmap_served(&self->map, &facts->alarm);
    facts->held = route->holds.count;
}

void moot_route_describe(moot_route_t *route, enum moot_program_state state)
{
    route->state = state;
}
