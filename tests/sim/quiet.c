/* Checks when all faults are over. Stage by stage: everything comes to rest
 * with nothing missing; new messages reach everybody; the stores, opened anew,
 * hold what the log said. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    STAGE_REST,
    STAGE_SPEAK,
    STAGE_REST_AGAIN,
    STAGE_STORES,
    LOOK_EVERY_MS = 250,
    SPEAK_MS = 15000, /* the second rest comes within */
};

/* What keeps the world from rest; the first thing found. */
typedef struct unrest {
    sim_t *sim;
    bool found;
    const char *check;
    int room, socket;
    char text[300];
    sim_socket_t *looking; /* rooms of this socket are being counted */
    unsigned rooms;
} unrest_t;

static void __attribute__((format(printf, 5, 6)))
find(unrest_t *unrest, const char *check, int room, int socket,
     const char *format, ...)
{
    va_list args;

    if (unrest->found)
        return;
    unrest->found = true;
    unrest->check = check;
    unrest->room = room;
    unrest->socket = socket;
    va_start(args, format);
    vsnprintf(unrest->text, sizeof unrest->text, format, args);
    va_end(args);
}

/* ---- Rest --------------------------------------------------------------- */

static void look_at_programs(unrest_t *unrest)
{
    sim_t *sim = unrest->sim;

    for (unsigned i = 0; i < sim->workers; i++) {
        sim_program_t *worker = sim_program(sim, SIM_WORKER, i);
        moot_shard_facts_t facts;

        if (!worker->alive) {
            find(unrest, "all run", -1, -1, "worker-%u is away", i + 1);
            return;
        }
        moot_shard_facts(worker->shard, &facts);
        if (facts.outbox_waiting)
            find(unrest, "outbox is empty", -1, -1,
                 "%s: %" PRIu64 " entries wait", worker->identity,
                 facts.outbox_waiting);
        if (facts.parked)
            find(unrest, "no verdict is awaited", -1, -1, "%s: %" PRIu64,
                 worker->identity, facts.parked);
        if (facts.damaged)
            find(unrest, "nothing is damaged", -1, -1, "%s: %" PRIu64,
                 worker->identity, facts.damaged);
    }
    for (unsigned i = 0; i < sim->brokers; i++) {
        sim_program_t *broker = sim_program(sim, SIM_BROKER, i);
        moot_route_facts_t facts;

        if (!broker->alive) {
            find(unrest, "all run", -1, -1, "broker-%u is away", i + 1);
            return;
        }
        moot_route_facts(broker->route, &facts);
        if (facts.slots_served != MOOT_SLOTS || facts.held || facts.alarm)
            find(unrest, "brokers know all", -1, -1,
                 "broker-%u: %zu slots served, %" PRIu64 " bodies held%s",
                 i + 1, facts.slots_served, facts.held,
                 facts.alarm ? ", alarm" : "");
    }
}

static void look_at_room(void *ctx, const moot_roomview_t *view,
                         enum moot_role role)
{
    unrest_t *unrest = ctx;
    sim_t *sim = unrest->sim;
    sim_socket_t *socket = unrest->looking;
    int room = sim_room_of(sim, view->id);
    const sim_state_t *now;
    int at;

    unrest->rooms++;
    if (room < 0) {
        find(unrest, "views at rest", -1, (int)socket->number, "unknown room");
        return;
    }
    now = sim_truth_now(sim, room);
    at = sim_model_find(now, socket->user);
    if (!now->exists || at < 0 || view->epoch != now->place.epoch
        || view->seq != now->place.seq || now->roles[at] != (unsigned)role)
        find(unrest, "views at rest", room, (int)socket->number,
             "%s of %s sees %s at %" PRIu64 "/%" PRIu64 ", it is at %" PRIu64
             "/%" PRIu64 "%s",
             socket->session, sim->user_ids[socket->user], sim->room_ids[room],
             view->epoch, view->seq, now->place.epoch, now->place.seq,
             now->exists ? "" : " and ended");
    else
        sim_truth_view(sim, "views at rest", room, view);
}

/* Every event that the socket must have got and has not. */
static void look_for_missing(unrest_t *unrest, const sim_socket_t *socket,
                             int room)
{
    sim_t *sim = unrest->sim;
    const sim_fact_t *fact = sim_watch_missing(
        sim, socket, room, (sim_place_t){UINT64_MAX, UINT64_MAX});

    if (fact)
        find(unrest, "every event arrives", room, (int)socket->number,
             "%s of %s in %s never gets %" PRIu64 "/%" PRIu64
             " kind %u of %" PRIu64,
             socket->session, sim->user_ids[socket->user], sim->room_ids[room],
             fact->place.epoch, fact->place.seq, fact->what, fact->commit_ms);
}

static void look_at_socket(unrest_t *unrest, sim_socket_t *socket)
{
    sim_t *sim = unrest->sim;
    sim_program_t *edge = sim_program(sim, SIM_EDGE, socket->edge);
    unsigned rooms = 0;
    size_t away;

    if (socket->state != SIM_READY || socket->outstanding || socket->listing) {
        find(unrest, "sockets are ready", -1, (int)socket->number,
             "%s: state %d, %u requests wait", socket->session,
             (int)socket->state, socket->outstanding);
        return;
    }
    for (unsigned i = 0; i < sim->rooms; i++) {
        const sim_state_t *now = sim_truth_now(sim, (int)i);

        rooms += now->exists && sim_model_find(now, socket->user) >= 0;
        look_for_missing(unrest, socket, (int)i);
    }
    unrest->looking = socket;
    unrest->rooms = 0;
    away = moot_delivery_rooms(edge->delivery, &socket->subscriber,
                               look_at_room, unrest);
    if (away || unrest->rooms != rooms)
        find(unrest, "rooms of a user at rest", -1, (int)socket->number,
             "%s of %s is in %u rooms, its edge says %u and %zu to come",
             socket->session, sim->user_ids[socket->user], rooms, unrest->rooms,
             away);
}

/* At rest nothing may have been too late or given up for want of room. */
static void look(unrest_t *unrest)
{
    sim_t *sim = unrest->sim;

    for (unsigned i = 0; i < sim->edges; i++) {
        if (!sim_program(sim, SIM_EDGE, i)->alive)
            find(unrest, "all run", -1, -1, "edge-%u is away", i + 1);
    }
    for (unsigned i = 0; i < sim->agents_count; i++) {
        if (!sim->agents[i].socket)
            find(unrest, "sockets are ready", -1, -1, "an agent is away");
    }
    look_at_programs(unrest);
    char text[200];
    sim_heard_rest(sim, text, sizeof text);
    if (text[0])
        find(unrest, "emissions at rest", -1, -1, "%s", text);
    for (size_t i = 0; i < sim->sockets_count && !unrest->found; i++) {
        if (sim->sockets[i]->state != SIM_GONE)
            look_at_socket(unrest, sim->sockets[i]);
    }
}

/* True at rest; fails when there was time enough. */
static bool rests(sim_t *sim)
{
    unrest_t unrest = {.sim = sim};

    look(&unrest);
    if (unrest.found && sim->now_ms > sim->quiet_by_ms)
        sim_fail(sim, unrest.check, unrest.room, unrest.socket, "at rest: %s",
                 unrest.text);
    return !unrest.found;
}

/* ---- Everybody says something ------------------------------------------- */

static void speak(sim_t *sim)
{
    sim->counts.quiet_ms = sim->now_ms - sim->storm_end_ms;
    for (size_t i = 0; i < sim->sockets_count && !sim->failed; i++) {
        sim_socket_t *socket = sim->sockets[i];

        if (socket->state != SIM_READY)
            continue;
        for (unsigned j = 0; j < sim->rooms; j++) {
            sim_request_t request = {.op = MOOT_OP_MESSAGE, .room = (int)j};

            snprintf(request.content, SIM_TEXT, "last words %zu", i);
            if (sim_request(socket, &request) == SIZE_MAX)
                sim_fail(sim, "requests are taken at rest", (int)j,
                         (int)socket->number, "%s", socket->session);
        }
        if (sim->profile->emits)
            (void)sim_emit(socket, true);
        socket->cursor_size = 0;
        if (!sim_list_all(socket))
            sim_fail(sim, "requests are taken at rest", -1, (int)socket->number,
                     "%s: list of all", socket->session);
    }
    if (sim->profile->emits)
        sim_asks_speak(sim);
    sim->quiet_by_ms = sim->now_ms + SPEAK_MS;
}

/* Goes on with lists that have a next page. */
static bool lists_done(sim_t *sim)
{
    bool done = true;

    for (size_t i = 0; i < sim->sockets_count && !sim->failed; i++) {
        sim_socket_t *socket = sim->sockets[i];

        if (socket->state != SIM_READY || socket->listing_all)
            continue;
        done = false;
        if (!socket->listing && !sim_list_all(socket))
            sim_fail(sim, "requests are taken at rest", -1, (int)socket->number,
                     "%s: next page", socket->session);
    }
    return done;
}

static void check_words(sim_t *sim)
{
    uint32_t rooms = 0;

    for (unsigned i = 0; i < sim->rooms; i++)
        rooms |= (uint32_t)sim_truth_now(sim, (int)i)->exists << i;
    for (size_t i = 0; i < sim->sockets_count && !sim->failed; i++) {
        const sim_socket_t *socket = sim->sockets[i];

        if (socket->state != SIM_READY)
            continue;
        if (socket->listed_bits != rooms)
            sim_fail(sim, "list of all rooms", -1, (int)socket->number,
                     "%s is shown %x, there are %x", socket->session,
                     (unsigned)socket->listed_bits, (unsigned)rooms);
        for (size_t j = 0; j < socket->requests_count; j++) {
            const sim_request_t *request = &sim->requests[socket->requests[j]];

            if (request->answer != SIM_ANSWERED
                && request->answer != SIM_ABANDONED
                && strncmp(request->content, "last words", 10) == 0)
                sim_fail(sim, "nothing is UNAVAILABLE at rest", request->room,
                         (int)socket->number, "%s number %" PRIu64,
                         socket->session, request->number);
        }
    }
}

/* ---- The stores, opened anew -------------------------------------------- */

/* Another worker core over the same store, asked by an edge of ours. */
typedef struct probe {
    sim_t *sim;
    moot_shard_t *shard;
    uint64_t incarnation, worker;
    unsigned answers;
} probe_t;

static const sim_fact_t *added_by(const sim_t *sim, int room, unsigned user)
{
    const sim_history_t *history = &sim->history[room];
    const sim_epoch_t *epoch = &history->epochs[history->count - 1];
    uint32_t me = UINT32_C(1) << user;

    for (size_t i = epoch->count; i > 0; i--) {
        const sim_fact_t *fact = &epoch->facts[i - 1];

        if (!(fact->before & me) && (fact->after & me))
            return fact;
    }
    return NULL;
}

static void check_user_rooms(sim_t *sim, const moot_msg_events_t *events)
{
    int user = sim_user_of(sim, events->id);
    moot_msg_user_rooms_t rooms;
    moot_list_reader_t list, row;
    moot_slice_t raw, id;
    uint32_t listed = 0, wanted = 0;

    if (user < 0 || moot_wire_decode_user_rooms(events->snapshot, &rooms) != 0
        || moot_list_reader_init(&list, rooms.rooms) != 0) {
        sim_fail(sim, "list of a user", -1, -1, "%.*s: damaged",
                 MOOT_SLICE_ARG(events->id));
        return;
    }
    while (moot_list_next_list(&list, &raw) == 0) {
        uint64_t epoch = 0, seq = 0;
        const sim_fact_t *fact;
        int room = -1;

        if (moot_list_reader_init(&row, raw) == 0
            && moot_list_next_str(&row, &id) == 0
            && moot_list_next_u64(&row, &epoch) == 0
            && moot_list_next_u64(&row, &seq) == 0)
            room = sim_room_of(sim, id);
        fact = room < 0 || sim->history[room].count == 0
                   ? NULL
                   : added_by(sim, room, (unsigned)user);
        if (!fact || fact->place.epoch != epoch || fact->place.seq != seq)
            sim_fail(sim, "list of a user", room, -1,
                     "%s: %.*s added by %" PRIu64 "/%" PRIu64,
                     sim->user_ids[user], MOOT_SLICE_ARG(id), epoch, seq);
        else
            listed |= UINT32_C(1) << room;
    }
    for (unsigned i = 0; i < sim->rooms; i++) {
        const sim_state_t *now = sim_truth_now(sim, (int)i);

        if (now->exists && sim_model_find(now, (unsigned)user) >= 0)
            wanted |= UINT32_C(1) << i;
    }
    if (listed != wanted)
        sim_fail(sim, "list of a user", -1, -1,
                 "%s is in rooms %x, its list says %x", sim->user_ids[user],
                 (unsigned)wanted, (unsigned)listed);
}

static void check_room(sim_t *sim, const moot_msg_events_t *events)
{
    int room = sim_room_of(sim, events->id);
    const sim_state_t *now = room < 0 ? NULL : sim_truth_now(sim, room);
    moot_msg_snapshot_t snapshot;

    if (!now) {
        sim_fail(sim, "store opened anew", -1, -1, "an unknown room");
    } else if (events->snapshot.size == 0) {
        if (now->exists)
            sim_fail(sim, "store opened anew", room, -1, "%s is not there",
                     sim->room_ids[room]);
    } else {
        sim_truth_snapshot(sim, "store opened anew", room, events->snapshot);
        if (moot_wire_decode_snapshot(events->snapshot, &snapshot) != 0
            || !now->exists || snapshot.epoch != now->place.epoch
            || snapshot.seq != now->place.seq)
            sim_fail(sim, "store opened anew", room, -1,
                     "%s is not at its head", sim->room_ids[room]);
    }
}

/* The answer to a range names what the log holds (watch.c compares that); here
 * only that there is something. */
static void check_range(sim_t *sim, const moot_msg_events_t *events)
{
    int room = sim_room_of(sim, events->id);
    const sim_history_t *history = room < 0 ? NULL : &sim->history[room];
    moot_list_reader_t list;

    if (!history || history->count == 0
        || events->epoch != history->epochs[history->count - 1].epoch
        || moot_list_reader_init(&list, events->list) != 0 || list.left == 0)
        sim_fail(sim, "store opened anew", room, -1,
                 "%.*s: its events cannot be read", MOOT_SLICE_ARG(events->id));
}

static void probe_answer(void *ctx, unsigned broker, moot_slice_t route,
                         moot_slice_t body)
{
    probe_t *probe = ctx;
    sim_t *sim = probe->sim;
    sim_program_t *worker =
        sim_program(sim, SIM_WORKER, (unsigned)probe->worker - 1);
    moot_msg_t message;

    (void)broker;
    if (moot_wire_decode(body, &message) != 0)
        return;
    if (message.code == MOOT_MSG_HISTORY_TOLD) {
        probe->answers++;
        sim_heard_history(sim, (unsigned)message.as.history_told.number - 10000,
                          &message.as.history_told);
    }
    if (message.code != MOOT_MSG_EVENTS)
        return;
    sim_watch_up(worker, route, body);
    probe->answers++;
    if (!message.as.events.attached)
        check_range(sim, &message.as.events);
    else if (message.as.events.kind == MOOT_KIND_USER)
        check_user_rooms(sim, &message.as.events);
    else
        check_room(sim, &message.as.events);
}

static void probe_publish(void *ctx, moot_slice_t topic, moot_slice_t body)
{
    (void)ctx;
    (void)topic;
    (void)body;
}

static void ask(probe_t *probe, unsigned slot, moot_buf_t *body)
{
    moot_msg_route_t head = {
        .flow = slot == MOOT_SLOTS ? MOOT_FLOW_WORKER : MOOT_FLOW_SLOT,
        .edge = moot_slice_str("probe:1"),
        .slot = slot == MOOT_SLOTS ? 0 : slot,
        .slot_epoch = 1,
        .worker = probe->worker,
        .incarnation = probe->incarnation,
    };
    moot_buf_t route;

    moot_buf_init(&route, 1024);
    MOOT_CHECK(moot_wire_encode_route(&route, &head) == 0);
    moot_shard_receive(probe->shard, 0, moot_buf_slice(&route),
                       moot_buf_slice(body));
    moot_buf_close(&route);
    moot_buf_clear(body);
}

static unsigned ask_all(probe_t *probe, unsigned first, unsigned last)
{
    sim_t *sim = probe->sim;
    unsigned asked = 0;
    uint64_t number = 0;
    moot_buf_t body;
    moot_msg_edge_hello_t hello = {.registration = 1};

    moot_buf_init(&body, 4096);
    MOOT_CHECK(moot_wire_encode_edge_hello(&body, &hello) == 0);
    ask(probe, MOOT_SLOTS, &body);
    for (unsigned i = 0; i < sim->rooms + sim->users; i++) {
        bool user = i >= sim->rooms;
        unsigned slot =
            user ? sim->user_slot[i - sim->rooms] : sim->room_slot[i];
        const char *id =
            user ? sim->user_ids[i - sim->rooms] : sim->room_ids[i];
        moot_msg_attach_t attach = {
            .registration = 1,
            .number = ++number,
            .kind = user ? MOOT_KIND_USER : MOOT_KIND_ROOM,
            .id = moot_slice_str(id),
            .mode = MOOT_ATTACH_HEAD,
        };

        if (slot < first || slot >= last)
            continue;
        MOOT_CHECK(moot_wire_encode_attach(&body, &attach) == 0);
        ask(probe, slot, &body);
        asked++;
        if (user && sim->profile->emits) {
            moot_msg_ask_history_t history = {
                .number = 10000 + i - sim->rooms,
                .history = moot_slice_str("h"),
                .owner = attach.id,
                .limit = 1000,
            };

            MOOT_CHECK(moot_wire_encode_ask_history(&body, &history) == 0);
            ask(probe, slot, &body);
            asked++;
        }
        if (!user && sim->history[i].now.exists) {
            moot_msg_range_t range = {
                .number = ++number,
                .kind = MOOT_KIND_ROOM,
                .id = attach.id,
                .epoch = sim->history[i].now.place.epoch,
            };

            MOOT_CHECK(moot_wire_encode_range(&body, &range) == 0);
            ask(probe, slot, &body);
            asked++;
        }
    }
    moot_buf_close(&body);
    return asked;
}

/* Slots are split in contiguous runs, as even as possible. */
static unsigned first_slot(const sim_t *sim, unsigned worker)
{
    unsigned i = 0;

    while (i < MOOT_SLOTS && i * sim->workers / MOOT_SLOTS < worker)
        i++;
    return i;
}

static void probe_store(sim_t *sim, unsigned index)
{
    static const moot_shard_sink_t sink = {probe_answer, probe_publish, NULL,
                                            NULL, NULL};
    sim_program_t *worker = sim_program(sim, SIM_WORKER, index);
    probe_t probe = {.sim = sim,
                     .worker = index + 1,
                     .incarnation = worker->incarnation + 1};
    moot_shard_config_t config = {
        .worker = index + 1,
        .incarnation = probe.incarnation,
        .cluster = moot_slice_str("sim"),
        .endpoint = moot_slice_str("sim://probe"),
        .members_per_room_max = SIM_USERS,
        .rooms_per_user_max = 1000,
        .dedup_window_ms = 24 * 3600 * 1000,
        .dedup_per_sender_max = 10000,
        .rooms_cached_max = 1,
        .edges_max = 4,
        .sessions_max = 1000,
        .emit_keep_ms = sim->profile->emit_keep_ms,
    };
    unsigned asked = 0;
    int rc;

    sim_crash(worker, UINT64_MAX);
    rc = moot_shard_open(&config, worker->store, &sink, &probe,
                         sim_clock(worker), sim_wall(sim), &probe.shard);
    if (rc == 0)
        rc = moot_shard_begin(probe.shard, sim_clock(worker), sim_wall(sim));
    if (rc == 0) {
        asked =
            ask_all(&probe, first_slot(sim, index), first_slot(sim, index + 1));
        rc = moot_shard_commit(probe.shard);
    }
    if (rc != 0 || probe.answers != asked)
        sim_fail(sim, "store opened anew", -1, -1,
                 "worker-%u: %s, %u answers to %u questions", index + 1,
                 moot_err_text(rc), probe.answers, asked);
    moot_shard_close(&probe.shard);
}

void sim_quiet(sim_t *sim)
{
    if (sim->stage == STAGE_REST && rests(sim)) {
        sim->stage = STAGE_SPEAK;
    } else if (sim->stage == STAGE_SPEAK) {
        sim_trace(sim, "* everybody speaks");
        speak(sim);
        sim->stage = STAGE_REST_AGAIN;
    } else if (sim->stage == STAGE_REST_AGAIN && lists_done(sim)
               && rests(sim)) {
        check_words(sim);
        sim->stage = STAGE_STORES;
    } else if (sim->stage == STAGE_STORES) {
        for (unsigned i = 0; i < sim->workers && !sim->failed; i++)
            probe_store(sim, i);
        sim->over = true;
    }
    if (sim->stage == STAGE_REST_AGAIN && sim->now_ms > sim->quiet_by_ms)
        sim_fail(sim, "rest after the last words", -1, -1,
                 "lists are not complete");
    if (!sim->over)
        sim_later(sim, LOOK_EVERY_MS, SIM_QUIET, 0, 0, 0, NULL);
}
