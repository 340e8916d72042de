/* The cores with their sinks: how programs start, die, freeze and go on. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BATCH_MAX = 40, /* messages that one batch of a worker takes */
    EDGES_MAX = 16,
    SESSIONS_MAX = 100000,
};

sim_program_t *sim_program(sim_t *sim, enum sim_kind kind, unsigned index)
{
    static const unsigned first[] = {
        [SIM_EDGE] = 0, [SIM_WORKER] = SIM_EDGES, [SIM_BROKER] = SIM_ENDS};

    return &sim->programs[first[kind] + index];
}

uint64_t sim_clock(const sim_program_t *program)
{
    return program->clock_ms + program->sim->now_ms;
}

uint64_t sim_wall(const sim_t *sim)
{
    return sim->wall_ms + sim->now_ms;
}

/* ---- Edges -------------------------------------------------------------- */

static void start_edge(sim_program_t *program)
{
    sim_t *sim = program->sim;
    bool narrow = sim_rng_permille(&sim->rng, 400);
    char id[16];
    moot_delivery_config_t config = {
        .incarnation = program->incarnation,
        .brokers = sim->brokers,
        .request_timeout_ms = SIM_REQUEST_TIMEOUT_MS,
        .attach_timeout_ms = SIM_ATTACH_TIMEOUT_MS,
        .resend_ms = 1000,
        .held_reply_ms = 500,
        .held_events_max = narrow ? sim_rng_between(&sim->rng, 1, 4) : 1000,
        .held_bytes_max = 1 << 20,
        .questions_max = narrow && !sim->profile->emits ? sim_rng_between(&sim->rng, 1, 3) : 64,
        .streams_max = 1000,
    };
    moot_slice_t address;

    snprintf(id, sizeof id, "edge-%u", program->index + 1);
    config.edge_id = moot_slice_str(id);
    memset(program->endpoint, 0, sizeof program->endpoint);
    memset(program->bseq, 0, sizeof program->bseq);
    memset(program->registration, 0, sizeof program->registration);
    memset(program->published_by, 0, sizeof program->published_by);
    memset(program->heard_by, 0, sizeof program->heard_by);
    program->delivery =
        moot_delivery_new(&config, &sim_edge_sink, program, sim_clock(program));
    address = moot_delivery_address(program->delivery);
    snprintf(program->identity, sizeof program->identity, "%.*s",
             MOOT_SLICE_ARG(address));
    if (sim->profile->emits)
        sim_heard_open(program);
}

/* ---- Brokers ------------------------------------------------------------ */

static int broker_to_edge(void *ctx, moot_slice_t identity, moot_slice_t route,
                          moot_slice_t body)
{
    return sim_send_down(ctx, SIM_EDGE, identity, route, body);
}

static int broker_to_worker(void *ctx, moot_slice_t identity,
                            moot_slice_t route, moot_slice_t body)
{
    return sim_send_down(ctx, SIM_WORKER, identity, route, body);
}

static void start_broker(sim_program_t *program)
{
    static const moot_route_sink_t sink = {broker_to_edge, broker_to_worker};
    moot_route_config_t config = {
        .incarnation = program->incarnation,
        .pid = 1,
        .edges_max = EDGES_MAX,
        .held_max = 100,
        .held_bytes_max = 1 << 20,
        .hold_ms = 2000,
        .silent_ms = 2000,
    };
    char id[16];

    snprintf(id, sizeof id, "broker-%u", program->index + 1);
    config.id = moot_slice_str(id);
    program->route =
        moot_route_new(&config, &sink, program, sim_clock(program));
    snprintf(program->identity, sizeof program->identity, "%s", id);
}

/* ---- Workers ------------------------------------------------------------ */

enum { OUT_BROKER, OUT_PUBLISH, OUT_SELF, OUT_GUARD };

/* What the shard says is kept until the log has been read, so that it can be
 * compared with what was committed. */
static void keep_out(sim_program_t *program, int broker, unsigned way,
                     moot_slice_t route, moot_slice_t body)
{
    sim_message_t *message;

    if (program->sim->muted)
        return;
    message = sim_message_new(program, route, body);
    message->broker = broker;
    message->way = way;
    *program->out_end = message;
    program->out_end = &message->next;
}

static void worker_to_broker(void *ctx, unsigned broker, moot_slice_t route,
                             moot_slice_t body)
{
    keep_out(ctx, (int)broker, OUT_BROKER, route, body);
}

static void worker_publish(void *ctx, moot_slice_t topic, moot_slice_t body)
{
    keep_out(ctx, 0, OUT_PUBLISH, topic, body);
}

static void worker_to_self(void *ctx, moot_slice_t route, moot_slice_t body)
{
    keep_out(ctx, 0, OUT_SELF, route, body);
}

static void worker_guard(void *ctx, moot_slice_t ask)
{
    keep_out(ctx, 0, OUT_GUARD, moot_slice("", 0), ask);
}

static const moot_shard_sink_t worker_sink = {
    .to_broker = worker_to_broker,
    .publish = worker_publish,
    .to_self = worker_to_self,
    .guard = worker_guard,
};

/* The type of rooms that a guard process is asked about. */
static const moot_profile_t *guarded_types(void)
{
    static const char text[] = "[namespace /]\nauth = token\n"
                               "user = claims.sub\n"
                               "[room Guarded]\nplugin = guarded.so\n";
    static moot_profile_t *profile;
    moot_buf_t mistakes;
    int rc = 0;

    moot_buf_init(&mistakes, 1 << 16);
    if (!profile)
        rc = moot_profile_parse(moot_slice_str(text), "sim.conf", &mistakes,
                                &profile);
    moot_buf_close(&mistakes);
    MOOT_CHECK(rc == 0);
    return profile;
}

/* The guard process of a worker allows everything, sooner or later, also when
 * the edge has given up long ago. What dies with its worker is not said. */
static void allow(sim_program_t *program, moot_slice_t body)
{
    sim_t *sim = program->sim;
    bool late = sim_rng_permille(&sim->rng, 100);
    moot_msg_guard_told_t told = {.verdict = MOOT_VERDICT_ALLOW};
    moot_msg_ask_guard_t ask;
    sim_message_t *message;
    moot_buf_t buf;

    MOOT_CHECK(moot_wire_decode_ask_guard(body, &ask) == 0);
    told.number = ask.number;
    told.room = ask.room;
    moot_buf_init(&buf, 1 << 16);
    MOOT_CHECK(moot_wire_encode_guard_told(&buf, &told) == 0);
    message = sim_message_new(program, moot_slice("", 0), moot_buf_slice(&buf));
    moot_buf_close(&buf);
    message->to = program->number;
    message->to_life = program->life;
    sim_later(sim, sim_rng_below(&sim->rng, late ? 7000 : 150), SIM_ARRIVE,
              program->number, 0, 0, message);
}

static void to_self(sim_program_t *program, sim_message_t *message)
{
    *program->inbox_end = message;
    program->inbox_end = &message->next;
    if (!program->batch_due) {
        program->batch_due = true;
        sim_later(program->sim, 1, SIM_BATCH, program->number, program->life, 0,
                  NULL);
    }
}

/* Reads the log, then sends what was said. False: the program died in it. */
static bool flush_out(sim_program_t *program)
{
    sim_t *sim = program->sim;
    sim_message_t *message;
    bool alive = true;

    sim_truth_pull(program);
    while ((message = program->out) != NULL) {
        moot_slice_t route = sim_message_route(message);
        moot_slice_t body = sim_message_body(message);

        program->out = message->next;
        if (!program->out)
            program->out_end = &program->out;
        message->next = NULL;
        if (program->die_in_output == 0)
            alive = false;
        if (program->die_in_output > 0)
            program->die_in_output--;
        if (!alive) {
            free(message);
        } else if (message->way == OUT_SELF) {
            to_self(program, message);
        } else if (message->way == OUT_GUARD) {
            allow(program, body);
            free(message);
        } else {
            if (message->way == OUT_PUBLISH) {
                sim_watch_publish(program, route, body);
                sim_publish(program, route, body);
            } else {
                sim_watch_up(program, route, body);
                (void)sim_send_up(program, (unsigned)message->broker, route,
                                  body);
            }
            free(message);
        }
    }
    if (!alive) {
        sim_trace(sim, "* %s dies between commit and the end of what it says",
                  sim_program_name(sim, program->number));
        sim_crash(program, sim_rng_between(&sim->rng, 50, 2500));
    }
    return alive;
}

static void open_shard(sim_program_t *program)
{
    sim_t *sim = program->sim;
    moot_shard_config_t config = {
        .worker = program->index + 1,
        .incarnation = program->incarnation,
        .cluster = moot_slice_str("sim"),
        .members_per_room_max = sim->members_max,
        .rooms_per_user_max = sim->rooms_max,
        .create_on_join = sim->create_on_join,
        .dedup_window_ms = 24 * 3600 * 1000,
        .dedup_per_sender_max = 10000,
        .rooms_cached_max = sim_rng_between(&sim->rng, 1, 4),
        .edges_max = EDGES_MAX,
        .sessions_max = SESSIONS_MAX,
        .emit_keep_ms = sim->profile->emit_keep_ms,
        .profile = sim->profile->guards ? guarded_types() : NULL,
    };
    int rc;

    snprintf(program->identity, sizeof program->identity, "worker-%u:%" PRIu64,
             program->index + 1, program->incarnation);
    snprintf(program->pub, sizeof program->pub, "sim://worker-%u",
             program->index + 1);
    if (sim_rng_permille(&sim->rng, 300))
        snprintf(program->pub, sizeof program->pub, "sim://%s",
                 program->identity);
    config.endpoint = moot_slice_str(program->pub);
    rc = moot_shard_open(&config, program->store, &worker_sink, program,
                         sim_clock(program), sim_wall(sim), &program->shard);
    if (rc != 0) {
        program->shard = NULL;
        sim_fail(sim, "worker opens its store", -1, -1, "%s: %s",
                 program->identity, moot_err_text(rc));
        return;
    }
    moot_shard_describe(program->shard, 1, MOOT_STATE_READY);
}

static void start_worker(sim_program_t *program)
{
    program->die_in_input = program->die_in_output = -1;
    program->die_in_commit = 0;
    open_shard(program);
    if (program->shard)
        flush_out(program);
}

/* Faults of the store that are due for the transaction that begins. */
static void arm_store(sim_program_t *program)
{
    sim_t *sim = program->sim;
    bool full = program->full_until_ms > sim->now_ms;

    for (int kind = 0; kind < MOOT_MEM_FAULTS; kind++)
        moot_store_mem_fail(program->store, (enum moot_mem_fault)kind, 0,
                            MOOT_EIO);
    if (full && sim_rng_permille(&sim->rng, 500))
        moot_store_mem_fail(program->store, MOOT_MEM_FAULT_PUT,
                            sim_rng_between(&sim->rng, 1, 12), MOOT_ENOSPC);
    else if (full)
        moot_store_mem_fail(program->store, MOOT_MEM_FAULT_COMMIT_LOST, 1,
                            MOOT_ENOSPC);
    if (program->die_in_commit)
        moot_store_mem_fail(program->store,
                            program->die_in_commit == 1
                                ? MOOT_MEM_FAULT_COMMIT_LOST
                                : MOOT_MEM_FAULT_COMMIT_KEPT,
                            1, MOOT_EIO);
}

/* After a batch or a tick that returned rc. */
static void finish(sim_program_t *program, int rc)
{
    sim_t *sim = program->sim;

    if (!flush_out(program) || rc == 0)
        return;
    if (!program->die_in_commit)
        sim_fail(sim, "worker error", -1, -1, "%s exits for %s",
                 program->identity, moot_err_text(rc));
    sim_trace(sim, "* %s exits: %s", program->identity, moot_err_text(rc));
    sim_crash(program, sim_rng_between(&sim->rng, 50, 2500));
}

/* Hands the shard one message, or a verdict, which has no route. */
static void take_message(sim_program_t *program, sim_message_t *message)
{
    sim_t *sim = program->sim;
    moot_slice_t route = sim_message_route(message);
    moot_slice_t body = sim_message_body(message);

    if (route.size == 0) {
        sim_trace(sim, "%s takes a verdict", program->identity);
        moot_shard_told(program->shard, body);
    } else {
        if (sim->trace)
            sim_trace_message(sim, "takes", message->from, program->number,
                              route, body);
        moot_shard_receive(program->shard,
                           message->broker < 0 ? 0 : (unsigned)message->broker,
                           route, body);
    }
    free(message);
}

void sim_batch(sim_program_t *program)
{
    sim_t *sim = program->sim;
    unsigned left = sim_rng_between(&sim->rng, 1, BATCH_MAX);
    sim_message_t *message;
    int rc;

    if (!program->inbox)
        return;
    arm_store(program);
    rc = moot_shard_begin(program->shard, sim_clock(program), sim_wall(sim));
    while (rc == 0 && left-- > 0 && (message = program->inbox) != NULL) {
        if (program->die_in_input == 0) {
            sim_trace(sim, "* %s dies in a batch", program->identity);
            sim_crash(program, sim_rng_between(&sim->rng, 50, 2500));
            return;
        }
        if (program->die_in_input > 0)
            program->die_in_input--;
        program->inbox = message->next;
        if (!program->inbox)
            program->inbox_end = &program->inbox;
        take_message(program, message);
    }
    if (rc == 0)
        rc = moot_shard_commit(program->shard);
    finish(program, rc);
    if (program->alive && program->inbox && !program->batch_due) {
        program->batch_due = true;
        sim_later(sim, 1, SIM_BATCH, program->number, program->life, 0, NULL);
    }
}

/* ---- All ---------------------------------------------------------------- */

void sim_start(sim_program_t *program)
{
    sim_t *sim = program->sim;
    unsigned end = sim_end_of(program);

    if (program->alive)
        return; /* started at the end of the storm already */
    program->alive = true;
    program->incarnation += sim_rng_between(&sim->rng, 1, 3);
    program->started_ms = sim->now_ms;
    /* Another machine, or the same one started anew. */
    if (program->clock_ms == 0 || sim_rng_permille(&sim->rng, 100))
        program->clock_ms = sim_rng_between(&sim->rng, 1, 1000000);
    if (program->kind == SIM_EDGE)
        start_edge(program);
    else if (program->kind == SIM_BROKER)
        start_broker(program);
    else
        start_worker(program);
    sim_trace(sim, "* %s starts as %s", sim_program_name(sim, program->number),
              program->identity);
    for (unsigned i = 0; program->kind != SIM_BROKER && i < sim->brokers; i++)
        sim_later(sim, sim_rng_between(&sim->rng, 1, 200), SIM_LINK_UP, end, i,
                  sim->links[end][i].life, NULL);
    for (unsigned i = 0; program->kind == SIM_BROKER && i < SIM_ENDS; i++)
        sim_later(sim, sim_rng_between(&sim->rng, 1, 600), SIM_LINK_UP, i,
                  program->index, sim->links[i][program->index].life, NULL);
    if (program->alive)
        sim_later(sim, 1, SIM_TICK, program->number, program->life,
                  program->ticking, NULL);
}

static void drop(sim_message_t **list, sim_message_t ***end)
{
    while (*list) {
        sim_message_t *message = *list;

        *list = message->next;
        free(message);
    }
    *end = list;
}

/* Frees the core; nothing that it says on the way is heard. */
static void end_core(sim_program_t *program)
{
    sim_t *sim = program->sim;
    bool muted = sim->muted;

    sim->muted = true;
    if (program->kind == SIM_EDGE && program->delivery) {
        sim_edge_gone(sim, program->index);
        sim_asks_edge_gone(program);
        moot_delivery_destroy(&program->delivery);
    } else if (program->kind == SIM_BROKER) {
        moot_route_destroy(&program->route);
    } else if (program->kind == SIM_WORKER) {
        moot_shard_close(&program->shard);
        moot_store_mem_crash(program->store);
        drop(&program->out, &program->out_end);
    }
    sim->muted = muted;
    drop(&program->inbox, &program->inbox_end);
}

static void cut_links(sim_program_t *program)
{
    sim_t *sim = program->sim;

    for (unsigned i = 0; i < SIM_ENDS; i++) {
        for (unsigned j = 0; j < sim->brokers; j++) {
            bool mine = program->kind == SIM_BROKER ? j == program->index
                                                    : i == sim_end_of(program);

            if (mine)
                sim_link_cut(sim, i, j, sim_rng_between(&sim->rng, 100, 1500));
        }
    }
}

void sim_crash(sim_program_t *program, uint64_t delay_ms)
{
    sim_t *sim = program->sim;

    if (!program->alive)
        return;
    sim->counts.crashes++;
    sim_trace(sim, "* %s dies", sim_program_name(sim, program->number));
    program->alive = program->frozen = program->batch_due = false;
    program->life++;
    end_core(program);
    if (program->kind == SIM_WORKER)
        sim_truth_pull(program);
    cut_links(program);
    if (delay_ms != UINT64_MAX)
        sim_later(sim, delay_ms, SIM_START, program->number, program->life, 0,
                  NULL);
}

void sim_freeze(sim_program_t *program, uint64_t ms)
{
    sim_t *sim = program->sim;

    if (!program->alive || program->frozen)
        return;
    sim_trace(sim, "* %s freezes for %" PRIu64 " ms",
              sim_program_name(sim, program->number), ms);
    program->frozen = true;
    program->frozen_at_ms = sim->now_ms;
    program->thaw_ms = sim->now_ms + ms;
    sim_later(sim, ms, SIM_THAW, program->number, program->life, 0, NULL);
}

/* Goes on: with its timers, or with what came meanwhile. */
void sim_thaw(sim_program_t *program)
{
    sim_t *sim = program->sim;
    sim_message_t *message;

    if (!program->frozen)
        return;
    sim_trace(sim, "* %s goes on", sim_program_name(sim, program->number));
    program->frozen = false;
    program->thaw_ms = sim->now_ms;
    if (sim_rng_permille(&sim->rng, 500))
        sim_tick(program);
    while (program->kind != SIM_WORKER && program->alive
           && (message = program->inbox) != NULL) {
        program->inbox = message->next;
        if (!program->inbox)
            program->inbox_end = &program->inbox;
        sim_take(program, message);
    }
    if (!program->alive)
        return;
    program->ticking++; /* ticks that were due before are void */
    sim_later(sim, 0, SIM_TICK, program->number, program->life,
              program->ticking, NULL);
    if (program->inbox && !program->batch_due) {
        program->batch_due = true;
        sim_later(sim, 0, SIM_BATCH, program->number, program->life, 0, NULL);
    }
}

/* As the worker's shell does with brokers that were connected anew. */
static void greet_brokers(sim_program_t *program)
{
    sim_t *sim = program->sim;

    for (unsigned i = 0; i < sim->brokers; i++) {
        sim_link_t *link = &sim->links[sim_end_of(program)][i];

        if (link->up && !link->greeted)
            moot_shard_beat(program->shard, i);
        link->greeted = link->up;
    }
}

void sim_tick(sim_program_t *program)
{
    if (program->kind == SIM_EDGE) {
        moot_delivery_tick(program->delivery, sim_clock(program));
        if (program->sim->profile->emits)
            sim_heard_tick(program);
    } else if (program->kind == SIM_BROKER) {
        moot_route_tick(program->route, sim_clock(program));
    } else {
        arm_store(program);
        greet_brokers(program);
        finish(program, moot_shard_tick(program->shard, sim_clock(program),
                                        sim_wall(program->sim)));
    }
}

void sim_take(sim_program_t *program, sim_message_t *message)
{
    sim_t *sim = program->sim;
    moot_slice_t route = sim_message_route(message);
    moot_slice_t body = sim_message_body(message);
    uint64_t now_ms = sim_clock(program);

    if (sim->trace)
        sim_trace_message(sim, "takes", message->from, program->number, route,
                          body);
    if (program->kind == SIM_BROKER
        && sim->programs[message->from].kind == SIM_EDGE)
        moot_route_front(program->route, moot_slice_str(message->identity),
                         route, body, now_ms);
    else if (program->kind == SIM_BROKER)
        moot_route_back(program->route, moot_slice_str(message->identity),
                        route, body, now_ms);
    else if (message->broker < 0)
        moot_delivery_from_worker(program->delivery, body, now_ms);
    else
        moot_delivery_from_broker(program->delivery, (unsigned)message->broker,
                                  route, body, now_ms);
    free(message);
}

static void open_store(sim_program_t *program)
{
    sim_t *sim = program->sim;
    moot_store_mem_conf_t conf = {
        .strict = sim_rng_permille(&sim->rng, 100),
        .identity = moot_slice_str("sim"),
    };
    int rc = moot_store_mem_new(&conf, &program->store);

    if (rc == 0)
        rc = moot_shard_found(program->store, sim->workers);
    if (rc != 0)
        sim_fail(sim, "founding a store", -1, -1, "%s", moot_err_text(rc));
}

static void open_program(sim_t *sim, enum sim_kind kind, unsigned index)
{
    sim_program_t *program = sim_program(sim, kind, index);

    program->sim = sim;
    program->kind = kind;
    program->index = index;
    program->number = (unsigned)(program - sim->programs);
    program->incarnation = sim_rng_between(&sim->rng, 1, 1000);
    program->inbox_end = &program->inbox;
    program->out_end = &program->out;
    program->die_in_input = program->die_in_output = -1;
    if (kind == SIM_WORKER)
        open_store(program);
}

void sim_programs_open(sim_t *sim)
{
    for (unsigned i = 0; i < sim->edges; i++)
        open_program(sim, SIM_EDGE, i);
    for (unsigned i = 0; i < sim->brokers; i++)
        open_program(sim, SIM_BROKER, i);
    for (unsigned i = 0; i < sim->workers; i++)
        open_program(sim, SIM_WORKER, i);
}

void sim_programs_close(sim_t *sim)
{
    for (unsigned i = 0; i < SIM_PROGRAMS; i++) {
        sim_program_t *program = &sim->programs[i];

        if (!program->sim)
            continue;
        end_core(program);
        moot_store_close(&program->store);
    }
}
