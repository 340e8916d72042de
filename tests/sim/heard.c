/* Checks at the emissions that edges hand out, and at the histories. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>

/* The first user of each slot in use. */
static bool is_first(const sim_t *sim, unsigned user)
{
    return sim_emits_of(sim, sim->user_slot[user]) == (int)user;
}

static uint64_t keep_ms(const sim_t *sim)
{
    return sim->profile->emit_keep_ms ? sim->profile->emit_keep_ms
                                      : MOOT_EMIT_KEEP_MS;
}

/* ---- Handed out --------------------------------------------------------- */

/* Emissions that were passed over must have been too old, and be counted. */
static bool may_be_gone(const sim_program_t *edge, int stream, uint64_t from,
                        uint64_t to)
{
    const sim_t *sim = edge->sim;
    moot_delivery_facts_t facts;

    moot_delivery_facts(edge->delivery, &facts);
    return facts.emissions_missed >= edge->skipped + (to - from)
           && sim->emissions[stream].at[to - 2].commit_ms + keep_ms(sim)
                  <= sim->now_ms + 100;
}

static void check_gap(sim_program_t *edge, int stream, uint64_t from,
                      uint64_t to)
{
    sim_t *sim = edge->sim;

    if (!may_be_gone(edge, stream, from, to))
        sim_fail(sim, "no emission is missing", -1, -1,
                 "%s is not handed %u/%" PRIu64 " to %" PRIu64, edge->identity,
                 sim->user_slot[stream], from, to - 1);
    edge->skipped += to - from;
    sim->counts.skipped += to - from;
}

static void emitted(void *ctx, unsigned slot, const moot_msg_event_t *event,
                    const moot_msg_emission_t *emission)
{
    sim_program_t *edge = ctx;
    sim_t *sim = edge->sim;
    int stream = sim_emits_of(sim, slot);
    sim_heard_t *heard = stream < 0 ? NULL : &edge->heard[stream];
    const sim_emit_t *emit;
    char data[SIM_TEXT + 8];

    if (sim->muted)
        return;
    sim_trace(sim, "* %s hands out %u/%" PRIu64, edge->identity, slot,
              event->seq);
    sim->counts.heard++;
    if (!heard || event->seq == 0
        || event->seq > sim->emissions[stream].count) {
        sim_fail(sim, "only what was emitted", -1, -1, "%u/%" PRIu64, slot,
                 event->seq);
        return;
    }
    emit = &sim->emits[sim->emissions[stream].at[event->seq - 1].emit];
    snprintf(data, sizeof data, "[\"%s\"]", emit->text);
    if (sim_user_of(sim, event->actor) != (int)emit->user
        || !moot_slice_eq(emission->data, moot_slice_str(data)))
        sim_fail(sim, "only what was emitted", -1, -1,
                 "%u/%" PRIu64 " is %.*s", slot, event->seq,
                 MOOT_SLICE_ARG(emission->data));
    if (event->seq <= heard->last || event->seq <= heard->above)
        sim_fail(sim, "in order and once", -1, -1,
                 "%s is handed %u/%" PRIu64 " after %" PRIu64 " (answers %"
                 PRIu64 ")",
                 edge->identity, slot, event->seq, heard->last, heard->above);
    else if (heard->last && event->seq > heard->last + 1)
        check_gap(edge, stream, heard->last + 1, event->seq);
    else if (!heard->last && edge->following
             && event->seq > edge->follows_from[stream] + 1)
        check_gap(edge, stream, edge->follows_from[stream] + 1, event->seq);
    if (!heard->last)
        heard->first = event->seq;
    heard->last = event->seq;
}

static void from_edge(void *ctx, moot_slice_t body)
{
    sim_asks_heard(ctx, body);
}

static void edge_gone(void *ctx, moot_slice_t address)
{
    sim_asks_gone(ctx, address);
}

static void sockets(void *ctx, moot_slice_t namespace, uint64_t target,
                    moot_slice_t name,
                    void (*each)(void *to, moot_slice_t socket,
                                 moot_slice_t user),
                    void *to)
{
    char socket[3] = {'x', (char)('0' + ((sim_program_t *)ctx)->index), 0};

    (void)namespace;
    (void)target;
    (void)name;
    each(to, moot_slice_str(socket), moot_slice("", 0));
}

void sim_heard_open(sim_program_t *edge)
{
    static const moot_delivery_socketio_t socketio = {
        .emitted = emitted,
        .from_edge = from_edge,
        .edge_gone = edge_gone,
        .sockets = sockets,
    };

    memset(edge->heard, 0, sizeof edge->heard);
    edge->following = false;
    edge->skipped = 0;
    moot_delivery_follow_emissions(edge->delivery, &socketio, edge,
                                   sim_clock(edge));
}

/* From now on nothing that is committed may be missing here. */
void sim_heard_tick(sim_program_t *edge)
{
    sim_t *sim = edge->sim;
    moot_delivery_facts_t facts;

    if (edge->following)
        return;
    moot_delivery_facts(edge->delivery, &facts);
    if (facts.emissions_followed < MOOT_SLOTS)
        return;
    edge->following = true;
    for (unsigned i = 0; i < sim->users; i++)
        edge->follows_from[i] = sim->emissions[i].count;
}

void sim_heard_answer(sim_program_t *edge, const sim_emit_t *emit)
{
    sim_t *sim = edge->sim;
    int stream = sim_emits_of(sim, emit->slot);
    sim_heard_t *heard = &edge->heard[stream];
    uint64_t until = heard->last ? heard->last : edge->follows_from[stream];

    if ((heard->last || edge->following) && emit->seq > until
        && !may_be_gone(edge, stream, until + 1, emit->seq + 1))
        sim_fail(sim, "no answer overtakes an emission", -1, -1,
                 "%s: e%u number %" PRIu64 " is answered at %" PRIu64
                 ", handed out up to %" PRIu64,
                 edge->identity, emit->emitter, emit->number, emit->seq,
                 until);
    if (emit->seq > heard->above)
        heard->above = emit->seq;
}

/* ---- Rest --------------------------------------------------------------- */

static bool edge_rests(sim_t *sim, sim_program_t *edge, char *text, size_t size)
{
    if (!edge->following) {
        snprintf(text, size, "%s does not follow all slots", edge->identity);
        return false;
    }
    for (unsigned i = 0; i < sim->users; i++) {
        const sim_heard_t *heard = &edge->heard[i];
        uint64_t count = sim->emissions[i].count;
        uint64_t until = heard->last ? heard->last : edge->follows_from[i];

        if (is_first(sim, i) && until < count
            && !may_be_gone(edge, (int)i, until + 1, count + 1)) {
            snprintf(text, size, "%s is handed %u up to %" PRIu64 " of %" PRIu64,
                     edge->identity, sim->user_slot[i], until, count);
            return false;
        }
    }
    return true;
}

void sim_heard_rest(sim_t *sim, char *text, size_t size)
{
    text[0] = '\0';
    if (!sim->profile->emits)
        return;
    for (size_t i = 0; i < sim->emits_count; i++) {
        const sim_emit_t *emit = &sim->emits[i];

        if (emit->answer == SIM_WAITING) {
            snprintf(text, size, "e%u number %" PRIu64 " waits", emit->emitter,
                     emit->number);
            return;
        }
        if (emit->words && emit->answer == SIM_UNKNOWN) {
            sim_fail(sim, "nothing is UNAVAILABLE at rest", -1, -1,
                     "e%u number %" PRIu64, emit->emitter, emit->number);
            return;
        }
    }
    if (!sim_asks_rest(sim))
        snprintf(text, size, "questions of edges are open");
    for (unsigned i = 0; i < sim->edges; i++) {
        sim_program_t *edge = sim_program(sim, SIM_EDGE, i);

        if (edge->alive && !edge_rests(sim, edge, text, size))
            return;
    }
}

/* ---- Histories ---------------------------------------------------------- */

/* Copies of this emission that the user's history must have. */
static unsigned wanted(const sim_emit_t *emit, unsigned user)
{
    unsigned count = 0;

    for (unsigned i = 0; i < emit->copies; i++)
        count += emit->owners[i] == user;
    return count;
}

static unsigned found(const moot_msg_history_told_t *told, const char *text)
{
    moot_list_reader_t list;
    moot_slice_t bytes;
    moot_msg_copy_t copy;
    char data[SIM_TEXT + 8];
    unsigned count = 0;

    snprintf(data, sizeof data, "{\"%s\":1}", text);
    if (moot_list_reader_init(&list, told->list) != 0)
        return 0;
    while (moot_list_next_bin(&list, &bytes) == 0)
        count += moot_wire_decode_copy(bytes, &copy) == 0
                 && moot_slice_eq(copy.data, moot_slice_str(data));
    return count;
}

void sim_heard_history(sim_t *sim, unsigned user,
                       const moot_msg_history_told_t *told)
{
    size_t count = 0;
    moot_list_reader_t list;

    for (unsigned i = 0; i < sim->users && !sim->failed; i++) {
        const sim_emissions_t *all = &sim->emissions[i];

        for (size_t j = 0; j < all->count && !sim->failed; j++) {
            const sim_emit_t *emit = &sim->emits[all->at[j].emit];
            unsigned copies = wanted(emit, user);

            count += copies;
            if (found(told, emit->text) != copies)
                sim_fail(sim, "histories hold each copy once", -1, -1,
                         "%s of e%u is %u times in that of %s, not %u",
                         emit->text, emit->emitter, found(told, emit->text),
                         sim->user_ids[user], copies);
        }
    }
    if (!sim->failed
        && (moot_list_reader_init(&list, told->list) != 0 || list.left != count
            || told->next.size > 0))
        sim_fail(sim, "histories hold each copy once", -1, -1,
                 "%s: %zu copies, there are others", sim->user_ids[user],
                 count);
}
