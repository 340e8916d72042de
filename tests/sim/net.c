/* Links between programs. The request path is FIFO for each link and way; a
 * cut loses what is in flight, never what has arrived. The broadcast path
 * loses and delays frames, but those of one worker incarnation to one edge
 * stay in order, as one connection keeps them. */
#include "tests/sim/sim.h"

#include <stdio.h>
#include <stdlib.h>

sim_message_t *sim_message_new(const sim_program_t *from, moot_slice_t route,
                               moot_slice_t body)
{
    sim_message_t *message = malloc(sizeof *message + route.size + body.size);

    MOOT_CHECK(message);
    memset(message, 0, sizeof *message);
    message->from = from->number;
    message->end = message->broker = -1;
    memcpy(message->identity, from->identity, sizeof message->identity);
    message->route_size = route.size;
    message->body_size = body.size;
    if (route.size)
        memcpy(message->bytes, route.at, route.size);
    if (body.size)
        memcpy(message->bytes + route.size, body.at, body.size);
    return message;
}

moot_slice_t sim_message_route(const sim_message_t *message)
{
    return moot_slice(message->bytes, message->route_size);
}

moot_slice_t sim_message_body(const sim_message_t *message)
{
    return moot_slice(message->bytes + message->route_size, message->body_size);
}

/* Mostly at once, sometimes slow, seldom very slow. */
static unsigned delay(sim_t *sim)
{
    unsigned dice = sim_rng_below(&sim->rng, 100);

    if (sim->profile->fixed)
        return 1;
    if (dice < 85)
        return sim_rng_below(&sim->rng, 3);
    return dice < 98 ? sim_rng_below(&sim->rng, 30)
                     : sim_rng_below(&sim->rng, 150);
}

unsigned sim_end_of(const sim_program_t *program)
{
    return program->kind == SIM_EDGE ? program->index
                                     : SIM_EDGES + program->index;
}

/* ---- Request path ------------------------------------------------------- */

static sim_link_t *link_of(sim_t *sim, int end, int broker)
{
    return &sim->links[end][broker];
}

static int send(sim_t *sim, sim_program_t *from, sim_program_t *to,
                unsigned end, unsigned broker, unsigned way, moot_slice_t route,
                moot_slice_t body)
{
    sim_link_t *link = &sim->links[end][broker];
    sim_message_t *message;
    uint64_t at_ms = sim->now_ms + delay(sim);

    if (link->flying[way] >= SIM_LINK_MAX || link->jammed_until_ms > sim->now_ms
        || (sim->storm && sim_rng_permille(&sim->rng, sim->profile->send_lost)))
        return MOOT_EAGAIN;
    message = sim_message_new(from, route, body);
    message->to = to->number;
    message->to_life = to->life;
    message->end = (int)end;
    message->broker = (int)broker;
    message->way = way;
    message->link_life = link->life;
    if (at_ms < link->late_ms[way])
        at_ms = link->late_ms[way];
    link->late_ms[way] = at_ms;
    link->flying[way]++;
    sim_later(sim, at_ms - sim->now_ms, SIM_ARRIVE, to->number, 0, 0, message);
    return 0;
}

int sim_send_up(sim_program_t *from, unsigned broker, moot_slice_t route,
                moot_slice_t body)
{
    sim_t *sim = from->sim;
    unsigned end = sim_end_of(from);

    if (sim->muted)
        return 0;
    if (broker >= sim->brokers) {
        sim_fail(sim, "broker index", -1, -1, "%s sends to broker %u of %u",
                 sim_program_name(sim, from->number), broker, sim->brokers);
        return MOOT_EUNREACH;
    }
    if (!sim->links[end][broker].up)
        return MOOT_EAGAIN; /* a DEALER that is not connected */
    return send(sim, from, sim_program(sim, SIM_BROKER, broker), end, broker, 0,
                route, body);
}

int sim_send_down(sim_program_t *from, enum sim_kind kind,
                  moot_slice_t identity, moot_slice_t route, moot_slice_t body)
{
    sim_t *sim = from->sim;
    unsigned count = kind == SIM_EDGE ? sim->edges : sim->workers;

    if (sim->muted)
        return 0;
    for (unsigned i = 0; i < count; i++) {
        sim_program_t *to = sim_program(sim, kind, i);
        unsigned end = sim_end_of(to);

        if (to->alive && sim->links[end][from->index].up
            && moot_slice_eq(moot_slice_str(to->identity), identity))
            return send(sim, from, to, end, from->index, 1, route, body);
    }
    return MOOT_EUNREACH;
}

/* Up again, if nothing changed meanwhile and both are there. */
void sim_link_up(sim_t *sim, unsigned end, unsigned broker, unsigned life)
{
    sim_link_t *link = &sim->links[end][broker];

    if (link->life != life || link->up || !sim->programs[end].alive
        || !sim_program(sim, SIM_BROKER, broker)->alive)
        return;
    link->up = true;
    link->greeted = false;
    link->late_ms[0] = link->late_ms[1] = 0;
}

void sim_link_cut(sim_t *sim, unsigned end, unsigned broker, uint64_t ms)
{
    sim_link_t *link = &sim->links[end][broker];

    link->up = false;
    link->life++;
    link->flying[0] = link->flying[1] = 0;
    link->jammed_until_ms = 0;
    sim_later(sim, ms, SIM_LINK_UP, end, broker, link->life, NULL);
}

/* ---- Broadcast path ----------------------------------------------------- */

/* The edge's SUB connects anew when it learns of an endpoint, and when the
 * worker behind it is another one; until then frames are lost. */
void sim_subscribe(sim_program_t *edge, uint64_t worker, moot_slice_t endpoint)
{
    sim_t *sim = edge->sim;

    if (sim->muted)
        return;
    if (worker == 0 || worker > sim->workers
        || endpoint.size >= sizeof edge->endpoint[0]) {
        sim_fail(sim, "subscribe", -1, -1, "an edge subscribes to worker %u",
                 (unsigned)worker);
        return;
    }
    memset(edge->endpoint[worker - 1], 0, sizeof edge->endpoint[0]);
    memcpy(edge->endpoint[worker - 1], endpoint.at, endpoint.size);
    edge->heard_by[worker - 1] = 0;
    sim_trace(sim, "* %s subscribes to %.*s",
              sim_program_name(sim, edge->number), MOOT_SLICE_ARG(endpoint));
}

static bool connected(sim_program_t *edge, const sim_program_t *worker)
{
    sim_t *sim = edge->sim;
    unsigned i = worker->index;

    if (!edge->alive || strcmp(edge->endpoint[i], worker->pub) != 0)
        return false;
    if (edge->heard_by[i] != worker->incarnation) {
        edge->heard_by[i] = worker->incarnation;
        edge->heard_from_ms[i] =
            sim->now_ms + sim_rng_below(&sim->rng, sim->storm ? 400 : 100);
        edge->late_ms[i] = 0;
    }
    return sim->now_ms >= edge->heard_from_ms[i];
}

static unsigned frame_delay(sim_t *sim)
{
    if (!sim->storm)
        return delay(sim);
    if (sim_rng_permille(&sim->rng, sim->profile->pub_stalled))
        return sim_rng_below(&sim->rng, sim->profile->frame_delay_max);
    return delay(sim);
}

void sim_publish(sim_program_t *worker, moot_slice_t topic, moot_slice_t body)
{
    sim_t *sim = worker->sim;

    for (unsigned i = 0; i < sim->edges && !sim->muted; i++) {
        sim_program_t *edge = sim_program(sim, SIM_EDGE, i);
        sim_message_t *message;
        uint64_t at_ms;

        if (!edge->delivery
            || !moot_slice_eq(moot_delivery_topic(edge->delivery), topic)
            || !connected(edge, worker))
            continue;
        if ((sim->deaf >> i & 1)
            || (sim->storm
                && sim_rng_permille(&sim->rng, sim->profile->pub_lost))) {
            if (sim->trace)
                sim_trace_message(sim, "LOST", worker->number, edge->number,
                                  moot_slice("", 0), body);
            continue;
        }
        message = sim_message_new(worker, moot_slice("", 0), body);
        message->to = edge->number;
        message->to_life = edge->life;
        at_ms = sim->now_ms + frame_delay(sim);
        if (at_ms < edge->late_ms[worker->index])
            at_ms = edge->late_ms[worker->index];
        edge->late_ms[worker->index] = at_ms;
        sim_later(sim, at_ms - sim->now_ms, SIM_ARRIVE, edge->number, 0, 0,
                  message);
    }
}

/* ---- Arrival ------------------------------------------------------------ */

void sim_arrive(sim_t *sim, sim_message_t *message)
{
    sim_program_t *program = &sim->programs[message->to];
    bool lost = program->life != message->to_life || !program->alive;

    if (message->end >= 0) {
        sim_link_t *link = link_of(sim, message->end, message->broker);

        if (link->life != message->link_life)
            lost = true;
        else
            link->flying[message->way]--;
    }
    if (lost) {
        free(message);
        return;
    }
    if (program->frozen || program->kind == SIM_WORKER) {
        *program->inbox_end = message;
        program->inbox_end = &message->next;
        if (!program->frozen && !program->batch_due) {
            program->batch_due = true;
            sim_later(sim, sim_rng_below(&sim->rng, 6), SIM_BATCH,
                      program->number, program->life, 0, NULL);
        }
        return;
    }
    sim_take(program, message);
}
