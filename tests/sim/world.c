#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    STORM_MS_MIN = 5000,
    STORM_MS_MAX = 12000,
    QUIET_MS_MAX = 45000, /* after the storm all must be well by then */
    FIRST_FAULT_MS = 1200,
    WATCH_EVERY_MS = 200,
};

void sim_fail(sim_t *sim, const char *check, int room, int socket,
              const char *format, ...)
{
    sim_failure_t *failure = &sim->failure;
    va_list args;

    if (sim->failed)
        return;
    sim->failed = sim->over = true;
    snprintf(failure->check, sizeof failure->check, "%s", check);
    va_start(args, format);
    vsnprintf(failure->text, sizeof failure->text, format, args);
    va_end(args);
    failure->room = room;
    failure->socket = socket;
    failure->at_ms = sim->now_ms;
    sim_trace(sim, "* FAILED %s: %s", check, failure->text);
}

/* ---- What happens next: a heap by time, then by order of birth ---------- */

static bool before(const sim_event_t *a, const sim_event_t *b)
{
    return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

void sim_later(sim_t *sim, uint64_t delay_ms, enum sim_what what, unsigned a,
               unsigned b, unsigned c, sim_message_t *message)
{
    sim_event_t event = {
        sim->now_ms + delay_ms, sim->order++, what, a, b, c, message};
    size_t at = sim->heap_count++;

    if (at == sim->heap_capacity) {
        sim->heap_capacity = sim->heap_capacity * 2 + 256;
        sim->heap = realloc(sim->heap, sim->heap_capacity * sizeof event);
        MOOT_CHECK(sim->heap);
    }
    while (at > 0 && before(&event, &sim->heap[(at - 1) / 2])) {
        sim->heap[at] = sim->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    sim->heap[at] = event;
}

static sim_event_t pop(sim_t *sim)
{
    sim_event_t first = sim->heap[0];
    sim_event_t last = sim->heap[--sim->heap_count];
    size_t at = 0, child;

    while ((child = 2 * at + 1) < sim->heap_count) {
        if (child + 1 < sim->heap_count
            && before(&sim->heap[child + 1], &sim->heap[child]))
            child++;
        if (!before(&sim->heap[child], &last))
            break;
        sim->heap[at] = sim->heap[child];
        at = child;
    }
    sim->heap[at] = last;
    return first;
}

static void end_storm(sim_t *sim)
{
    sim_trace(sim, "* the storm is over");
    sim->storm = false;
    sim->storm_end_ms = sim->now_ms;
    sim_heal(sim);
    sim->quiet_by_ms = sim->now_ms + QUIET_MS_MAX;
    sim_later(sim, 500, SIM_QUIET, 0, 0, 0, NULL);
}

/* Events of an earlier life of their program mean nothing. */
static sim_program_t *living(sim_t *sim, const sim_event_t *event)
{
    sim_program_t *program = &sim->programs[event->a];

    return program->life == event->b ? program : NULL;
}

static void happen_to_program(sim_t *sim, const sim_event_t *event)
{
    sim_program_t *program = living(sim, event);

    if (!program)
        return;
    if (event->what == SIM_START) {
        sim_start(program);
    } else if (event->what == SIM_THAW) {
        sim_thaw(program);
    } else if (event->what == SIM_BATCH) {
        program->batch_due = false;
        if (!program->frozen)
            sim_batch(program);
    } else if (!program->frozen && event->c == program->ticking) {
        unsigned tick_ms =
            program->kind == SIM_WORKER ? 2 * SIM_TICK_MS : SIM_TICK_MS;

        sim_tick(program);
        if (program->alive)
            sim_later(sim, sim_rng_between(&sim->rng, tick_ms - 10, tick_ms),
                      SIM_TICK, program->number, program->life, event->c, NULL);
    }
}

static void happen(sim_t *sim, const sim_event_t *event)
{
    switch (event->what) {
    case SIM_TICK:
    case SIM_BATCH:
    case SIM_START:
    case SIM_THAW:
        happen_to_program(sim, event);
        break;
    case SIM_ARRIVE:
        sim_arrive(sim, event->message);
        break;
    case SIM_LINK_UP:
        sim_link_up(sim, event->a, event->b, event->c);
        break;
    case SIM_ACT:
        sim_act(sim, event->a);
        break;
    case SIM_LEAVE:
        sim_disconnect(sim->sockets[event->a]);
        break;
    case SIM_FAULT:
        sim_fault(sim);
        break;
    case SIM_END_STORM:
        end_storm(sim);
        break;
    case SIM_QUIET:
        sim_quiet(sim);
        break;
    }
}

void sim_until(sim_t *sim, uint64_t at_ms)
{
    while (!sim->over && sim->heap_count > 0 && sim->heap[0].at_ms <= at_ms) {
        sim_event_t event = pop(sim);

        sim->now_ms = event.at_ms;
        sim->counts.steps++;
        sim->digest =
            (sim->digest
             ^ (event.at_ms << 8 ^ event.what ^ (uint64_t)event.a << 32))
            * UINT64_C(0x100000001b3);
        happen(sim, &event);
        if (sim->now_ms >= sim->last_check_ms + WATCH_EVERY_MS) {
            sim->last_check_ms = sim->now_ms;
            sim_watch_time(sim);
        }
    }
    if (!sim->over)
        sim->now_ms = at_ms;
}

/* ---- One run ------------------------------------------------------------ */

/* Ids that differ from seed to seed, so that slots and owners do; now and then
 * a room is called like a user, which must not matter. */
static void name_all(sim_t *sim)
{
    for (unsigned i = 0; i < sim->users; i++) {
        snprintf(sim->user_ids[i], sizeof sim->user_ids[i], "user%u-%03x", i,
                 sim_rng_below(&sim->rng, 4096));
        sim->user_slot[i] =
            moot_slot_of(MOOT_KIND_USER, moot_slice_str(sim->user_ids[i]));
    }
    for (unsigned i = 0; i < sim->rooms; i++) {
        bool guarded = sim->profile->guards
                       && sim_rng_permille(&sim->rng, sim->profile->guards);

        snprintf(sim->room_ids[i], sizeof sim->room_ids[i], "%sroom%u-%03x",
                 guarded ? "guarded|" : "", i, sim_rng_below(&sim->rng, 4096));
        if (i == 1 && sim_rng_permille(&sim->rng, 200))
            memcpy(sim->room_ids[i], sim->user_ids[1], sizeof sim->room_ids[i]);
        sim->room_slot[i] =
            moot_slot_of(MOOT_KIND_ROOM, moot_slice_str(sim->room_ids[i]));
    }
}

static void add_slot(sim_t *sim, unsigned slot)
{
    for (unsigned i = 0; i < sim->slots_count; i++) {
        if (sim->slots[i] == slot)
            return;
    }
    sim->slots[sim->slots_count++] = slot;
}

static void size_world(sim_t *sim)
{
    unsigned brokers_min = sim->profile->brokers_min;

    sim->edges = sim_rng_between(&sim->rng, 1, SIM_EDGES);
    sim->brokers = sim_rng_between(&sim->rng, brokers_min, SIM_BROKERS);
    sim->workers = sim_rng_between(&sim->rng, 1, SIM_WORKERS);
    sim->users = sim_rng_between(&sim->rng, 3, SIM_USERS);
    sim->rooms = sim_rng_between(&sim->rng, 2, SIM_ROOMS);
    sim->agents_count = sim_rng_between(&sim->rng, 3, SIM_AGENTS);
    sim->members_max = sim_rng_between(&sim->rng, 3, SIM_USERS);
    sim->create_on_join = sim_rng_permille(&sim->rng, 150);
    sim->rooms_max = sim_rng_permille(&sim->rng, 250)
                         ? sim_rng_between(&sim->rng, 1, 3)
                         : 1000;
    if (sim->profile->fixed) {
        sim->edges = sim->brokers = sim->workers = 2;
        sim->users = sim->rooms = 4;
        sim->members_max = SIM_USERS;
        sim->rooms_max = 1000;
        sim->create_on_join = false;
    }
}

void sim_open(sim_t *sim, uint64_t seed, const sim_profile_t *profile,
              bool trace)
{
    memset(sim, 0, sizeof *sim);
    sim->seed = seed;
    sim->rng.state = seed;
    sim->digest = UINT64_C(0xcbf29ce484222325);
    sim->profile = profile;
    sim->trace = trace;
    sim->wall_ms = UINT64_C(1700000000000);
    moot_buf_init(&sim->told, 1 << 20);
    size_world(sim);
    name_all(sim);
    for (unsigned i = 0; i < sim->rooms; i++)
        add_slot(sim, sim->room_slot[i]);
    for (unsigned i = 0; i < sim->users; i++)
        add_slot(sim, sim->user_slot[i]);
    sim_trace(sim,
              "* seed %" PRIu64 " profile %s: %u edges, %u brokers, "
              "%u workers, %u users, %u rooms, %u agents, at most %u members%s",
              seed, profile->name, sim->edges, sim->brokers, sim->workers,
              sim->users, sim->rooms, sim->agents_count, sim->members_max,
              sim->create_on_join ? ", create on join" : "");
    sim_programs_open(sim);
}

static void free_history(sim_history_t *history)
{
    for (size_t i = 0; i < history->count; i++) {
        sim_epoch_t *epoch = &history->epochs[i];

        for (size_t j = 0; j < epoch->count; j++)
            free(epoch->facts[j].bytes);
        free(epoch->facts);
    }
    free(history->epochs);
}

void sim_close(sim_t *sim)
{
    sim->muted = true;
    sim_programs_close(sim);
    for (size_t i = 0; i < sim->heap_count; i++)
        free(sim->heap[i].message);
    free(sim->heap);
    for (size_t i = 0; i < sim->sockets_count; i++) {
        free(sim->sockets[i]->requests);
        free(sim->sockets[i]);
    }
    free(sim->sockets);
    free(sim->requests);
    for (unsigned i = 0; i < SIM_ROOMS; i++)
        free_history(&sim->history[i]);
    sim_emits_close(sim);
    sim_asks_close(sim);
    moot_buf_close(&sim->told);
    sim_trace_close(sim);
}

bool sim_run(sim_t *sim, uint64_t seed, const sim_profile_t *profile,
             bool trace)
{
    uint64_t storm_ms;

    sim_open(sim, seed, profile, trace);
    sim->storm = true;
    for (unsigned i = 0; i < SIM_PROGRAMS; i++) {
        sim_program_t *program = &sim->programs[i];

        if (program->sim)
            sim_later(sim, sim_rng_below(&sim->rng, 400), SIM_START, i,
                      program->life, 0, NULL);
    }
    for (unsigned i = 0; i < sim->agents_count; i++) {
        sim->agents[i].user = sim_rng_below(&sim->rng, sim->users);
        sim_later(sim, sim_rng_between(&sim->rng, 300, 2500), SIM_ACT, i, 0, 0,
                  NULL);
    }
    if (profile->fault_gap_ms)
        sim_later(sim, FIRST_FAULT_MS, SIM_FAULT, 0, 0, 0, NULL);
    storm_ms = sim_rng_between(&sim->rng, STORM_MS_MIN, STORM_MS_MAX);
    if (profile->storm_ms)
        storm_ms = profile->storm_ms;
    sim_later(sim, storm_ms, SIM_END_STORM, 0, 0, 0, NULL);
    sim_until(sim, UINT64_MAX);
    return !sim->failed;
}
