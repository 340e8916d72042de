/* Profiles, and when which fault strikes. */
#include "tests/sim/sim.h"

#include <inttypes.h>

#define LOSSY .pub_lost = 60, .pub_stalled = 30, .frame_delay_max = 2500
#define CRASHES                                                                \
    .crash_edge = 2, .crash_broker = 2, .crash_worker = 3, .crash_commit = 4,  \
    .crash_output = 4, .crash_input = 2

const sim_profile_t sim_profiles[] = {
    {.name = "calm", .quit = 4, .brokers_min = 1},
    {.name = "lossy",
     .quit = 8,
     .brokers_min = 1,
     .pub_lost = 150,
     .pub_stalled = 50,
     .frame_delay_max = 3000},
    {.name = "crashes",
     .quit = 6,
     .brokers_min = 1,
     .fault_gap_ms = 1200,
     CRASHES},
    {.name = "brokers",
     .quit = 4,
     .brokers_min = 2,
     .fault_gap_ms = 700,
     .crash_broker = 3,
     .cut = 6,
     .jam = 3,
     .freeze = 2,
     .send_lost = 5,
     .pub_lost = 10},
    {.name = "freeze",
     .quit = 4,
     .brokers_min = 1,
     .fault_gap_ms = 900,
     .freeze = 6,
     .cut = 1,
     .crash_worker = 1,
     .pub_lost = 10},
    {.name = "full",
     .quit = 4,
     .brokers_min = 1,
     .fault_gap_ms = 900,
     .full = 6,
     .crash_commit = 1,
     .crash_worker = 1,
     .cut = 1},
    {.name = "all",
     .quit = 8,
     .brokers_min = 1,
     .fault_gap_ms = 700,
     LOSSY,
     CRASHES,
     .cut = 4,
     .jam = 3,
     .freeze = 3,
     .full = 2,
     .clock = 2,
     .send_lost = 3},
    {.name = "late",
     .quit = 50,
     .brokers_min = 2,
     .fault_gap_ms = 7000,
     .hang = 6,
     .crash_edge = 1,
     .crash_worker = 2,
     .freeze = 2,
     .clock = 1,
     .pub_lost = 20,
     .storm_ms = 180000,
     .pause_ms = 15000,
     .away_ms = 20000},
    {.name = "emissions",
     .quit = 6,
     .brokers_min = 1,
     .fault_gap_ms = 1000,
     CRASHES,
     .pub_lost = 40,
     .pub_stalled = 20,
     .frame_delay_max = 1500,
     .cut = 4,
     .jam = 2,
     .freeze = 2,
     .full = 1,
     .send_lost = 2,
     .emits = 500},
    {.name = "forgotten",
     .quit = 6,
     .brokers_min = 2,
     .fault_gap_ms = 1500,
     .pub_lost = 100,
     .cut = 8,
     .jam = 4,
     .freeze = 4,
     .storm_ms = 85000,
     .pause_ms = 4000,
     .emits = 700,
     .emit_keep_ms = 100},
    {.name = "guarded",
     .quit = 8,
     .brokers_min = 1,
     .fault_gap_ms = 700,
     LOSSY,
     CRASHES,
     .cut = 4,
     .jam = 3,
     .freeze = 3,
     .full = 2,
     .send_lost = 3,
     .guards = 700},
};
const unsigned sim_profiles_count = sizeof sim_profiles / sizeof *sim_profiles;

const sim_profile_t *sim_profile(const char *name)
{
    for (unsigned i = 0; i < sim_profiles_count; i++) {
        if (strcmp(sim_profiles[i].name, name) == 0)
            return &sim_profiles[i];
    }
    return NULL;
}

static sim_program_t *any(sim_t *sim, enum sim_kind kind)
{
    unsigned count = kind == SIM_EDGE     ? sim->edges
                     : kind == SIM_BROKER ? sim->brokers
                                          : sim->workers;

    return sim_program(sim, kind, sim_rng_below(&sim->rng, count));
}

static sim_program_t *anything(sim_t *sim)
{
    return any(sim, (enum sim_kind)sim_rng_below(&sim->rng, 3));
}

static void crash(sim_t *sim, enum sim_kind kind)
{
    unsigned away_ms = sim->profile->away_ms ? sim->profile->away_ms : 3000;

    sim_crash(any(sim, kind), sim_rng_between(&sim->rng, 50, away_ms));
}

static void crash_edge(sim_t *sim)
{
    crash(sim, SIM_EDGE);
}

static void crash_broker(sim_t *sim)
{
    crash(sim, SIM_BROKER);
}

static void crash_worker(sim_t *sim)
{
    crash(sim, SIM_WORKER);
}

static void crash_commit(sim_t *sim)
{
    any(sim, SIM_WORKER)->die_in_commit = (int)sim_rng_between(&sim->rng, 1, 2);
}

static void crash_output(sim_t *sim)
{
    any(sim, SIM_WORKER)->die_in_output = (int)sim_rng_below(&sim->rng, 8);
}

static void crash_input(sim_t *sim)
{
    any(sim, SIM_WORKER)->die_in_input = (int)sim_rng_below(&sim->rng, 6);
}

static unsigned any_end(sim_t *sim)
{
    return sim_end_of(
        any(sim, sim_rng_permille(&sim->rng, 500) ? SIM_EDGE : SIM_WORKER));
}

static void cut(sim_t *sim)
{
    unsigned end = any_end(sim);
    unsigned broker = sim_rng_below(&sim->rng, sim->brokers);

    sim_trace(sim, "* the link of %s and broker-%u is cut",
              sim_program_name(sim, end), broker + 1);
    sim_link_cut(sim, end, broker, sim_rng_between(&sim->rng, 20, 2500));
}

static void jam(sim_t *sim)
{
    unsigned end = any_end(sim);
    unsigned broker = sim_rng_below(&sim->rng, sim->brokers);

    sim_trace(sim, "* the link of %s and broker-%u is full",
              sim_program_name(sim, end), broker + 1);
    sim->links[end][broker].jammed_until_ms =
        sim->now_ms + sim_rng_between(&sim->rng, 50, 1500);
}

/* A long one is noticed by the others, which cut the connection; what has
 * arrived at the frozen program stays there. */
static void freeze(sim_t *sim)
{
    sim_program_t *program = anything(sim);
    unsigned ms = sim_rng_permille(&sim->rng, 700)
                      ? sim_rng_between(&sim->rng, 100, 1500)
                      : sim_rng_between(&sim->rng, 1500, 9000);

    sim_freeze(program, ms);
    if (ms > 3000 && program->kind != SIM_BROKER
        && sim_rng_permille(&sim->rng, 300)) {
        for (unsigned i = 0; i < sim->brokers; i++)
            sim_link_cut(sim, sim_end_of(program), i, ms + 50);
    }
}

/* Long enough that sessions expire before it hands on what it holds. */
static void hang(sim_t *sim)
{
    sim_freeze(sim_program(sim, SIM_BROKER, 0),
               sim_rng_between(&sim->rng, 30000, 95000));
}

static void fill_disk(sim_t *sim)
{
    sim_program_t *worker = any(sim, SIM_WORKER);
    unsigned ms = sim_rng_between(&sim->rng, 100, 3000);

    sim_trace(sim, "* the store of %s is full for %u ms",
              sim_program_name(sim, worker->number), ms);
    worker->full_until_ms = sim->now_ms + ms;
}

/* The wall clock jumps, forwards or back; monotonic clocks do not. */
static void jump(sim_t *sim)
{
    unsigned ms = sim_rng_between(&sim->rng, 1, 3600000);
    bool back = sim_rng_permille(&sim->rng, 500);

    sim_trace(sim, "* the wall clock jumps %s by %u ms",
              back ? "back" : "forwards", ms);
    if (back)
        sim->wall_ms -= ms;
    else
        sim->wall_ms += ms;
}

void sim_fault(sim_t *sim)
{
    const sim_profile_t *p = sim->profile;
    const struct {
        unsigned weight;
        void (*strike)(sim_t *sim);
    } faults[] = {
        {p->crash_edge, crash_edge},
        {p->crash_broker, crash_broker},
        {p->crash_worker, crash_worker},
        {p->crash_commit, crash_commit},
        {p->crash_output, crash_output},
        {p->crash_input, crash_input},
        {p->cut, cut},
        {p->jam, jam},
        {p->freeze, freeze},
        {p->full, fill_disk},
        {p->clock, jump},
        {p->hang, hang},
    };
    unsigned total = 0, dice;

    if (!sim->storm)
        return;
    for (unsigned i = 0; i < sizeof faults / sizeof *faults; i++)
        total += faults[i].weight;
    dice = total ? sim_rng_below(&sim->rng, total) : 0;
    for (unsigned i = 0; total && i < sizeof faults / sizeof *faults; i++) {
        if (dice < faults[i].weight) {
            sim->counts.faults++;
            faults[i].strike(sim);
            break;
        }
        dice -= faults[i].weight;
    }
    sim_later(sim, sim_rng_between(&sim->rng, 10, 2 * p->fault_gap_ms),
              SIM_FAULT, 0, 0, 0, NULL);
}

void sim_heal(sim_t *sim)
{
    for (unsigned i = 0; i < SIM_PROGRAMS; i++) {
        sim_program_t *program = &sim->programs[i];

        if (!program->sim)
            continue;
        program->full_until_ms = 0;
        program->die_in_commit = 0;
        program->die_in_input = program->die_in_output = -1;
        if (program->frozen)
            sim_thaw(program);
        else if (!program->alive)
            sim_later(sim, sim_rng_below(&sim->rng, 300), SIM_START, i,
                      program->life, 0, NULL);
    }
    for (unsigned i = 0; i < SIM_ENDS; i++) {
        for (unsigned j = 0; j < sim->brokers; j++) {
            sim->links[i][j].jammed_until_ms = 0;
            if (!sim->links[i][j].up && sim->programs[i].sim)
                sim_later(sim, sim_rng_between(&sim->rng, 320, 500),
                          SIM_LINK_UP, i, j, sim->links[i][j].life, NULL);
        }
    }
}
