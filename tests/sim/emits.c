/* Who emits, and the emissions in the logs: every one is there once, in the
 * order of its sender, under a dense number. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { OUTSTANDING_MAX = 10 };

static void *grow(void *list, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return list;
    *capacity = *capacity * 2 + 64;
    list = realloc(list, *capacity * size);
    MOOT_CHECK(list);
    return list;
}

int sim_emits_of(const sim_t *sim, uint64_t slot)
{
    for (unsigned i = 0; i < sim->users; i++) {
        if (sim->user_slot[i] == slot)
            return (int)i;
    }
    return -1;
}

int sim_emits_of_id(const sim_t *sim, moot_slice_t id)
{
    return sim_emits_of(sim, moot_slot_of(MOOT_KIND_EMIT, id));
}

/* Session ids are e<number of the emitter>. */
static sim_emitter_t *find_emitter(const sim_t *sim, moot_slice_t session)
{
    size_t number = 0;

    if (session.size < 2 || session.size > 10 || session.at[0] != 'e')
        return NULL;
    for (size_t i = 1; i < session.size; i++)
        number = number * 10 + (size_t)(session.at[i] - '0');
    return number < sim->emitters_count ? sim->emitters[number] : NULL;
}

sim_emit_t *sim_emit_find(sim_t *sim, moot_slice_t session, uint64_t number)
{
    const sim_emitter_t *emitter = find_emitter(sim, session);

    for (size_t i = sim->emits_count; emitter && i > 0; i--) {
        sim_emit_t *emit = &sim->emits[i - 1];

        if (emit->emitter == emitter->number && emit->number == number)
            return emit;
    }
    return NULL;
}

/* ---- Asking ------------------------------------------------------------- */

static void check_order(sim_t *sim, const sim_emit_t *emit)
{
    for (size_t i = 0; i < sim->emits_count; i++) {
        const sim_emit_t *other = &sim->emits[i];

        if (other->emitter == emit->emitter && other->number
            && other->number < emit->number && other->answer == SIM_WAITING)
            sim_fail(sim, "answers to emissions in order", -1, -1,
                     "e%u: number %" PRIu64 " is answered before %" PRIu64,
                     emit->emitter, emit->number, other->number);
    }
}

static void on_answer(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                      const moot_msg_reply_t *reply)
{
    sim_program_t *edge = ctx;
    sim_t *sim = edge->sim;
    sim_emitter_t *emitter = (sim_emitter_t *)(void *)subscriber;
    sim_emit_t *emit = tag < sim->emits_count ? &sim->emits[tag] : NULL;

    if (sim->muted)
        return;
    sim_trace(sim, "* e%u is answered number=%" PRIu64 " %s at %" PRIu64,
              emitter->number, emit ? emit->number : 0,
              reply ? moot_code_name(reply->code) : "nothing: UNAVAILABLE",
              reply ? reply->seq : 0);
    if (!emit || emit->emitter != emitter->number || emitter->gone
        || emit->answer != SIM_WAITING) {
        sim_fail(sim, "one answer to each emission", -1, -1, "%s",
                 emitter->session);
        return;
    }
    check_order(sim, emit);
    emitter->outstanding--;
    if (!reply || reply->code == MOOT_CODE_UNAVAILABLE) {
        emit->answer = SIM_UNKNOWN;
        return;
    }
    emit->answer = SIM_ANSWERED;
    if (reply->code != MOOT_CODE_OK || !emit->logged || reply->epoch != 1
        || reply->seq != emit->seq)
        sim_fail(sim, "what is acknowledged is in the log", -1, -1,
                 "e%u number %" PRIu64 " is answered %s at %" PRIu64,
                 emit->emitter, emit->number, moot_code_name(reply->code),
                 reply->seq);
    else
        sim_heard_answer(edge, emit);
    /* Some leave out of the answer, some emit again at once. */
    if (sim->storm && sim_rng_permille(&sim->rng, 10))
        sim_emitter_leave(emitter);
}

static sim_emitter_t *enlist(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;
    sim_program_t *edge = sim_program(sim, SIM_EDGE, socket->edge);
    sim_emitter_t *emitter = calloc(1, sizeof *emitter);

    MOOT_CHECK(emitter);
    sim->emitters = grow(sim->emitters, sim->emitters_count,
                         &sim->emitters_capacity, sizeof emitter);
    emitter->sim = sim;
    emitter->number = (unsigned)sim->emitters_count;
    emitter->user = socket->user;
    emitter->edge = socket->edge;
    sim->emitters[sim->emitters_count++] = emitter;
    snprintf(emitter->session, sizeof emitter->session, "e%u",
             emitter->number);
    emitter->subscriber.session = moot_slice_str(emitter->session);
    emitter->subscriber.on_answer = on_answer;
    emitter->subscriber.on_answer_ctx = edge;
    moot_delivery_enlist(edge->delivery, &emitter->subscriber, sim_clock(edge));
    return emitter;
}

void sim_emitter_leave(sim_emitter_t *emitter)
{
    sim_t *sim = emitter->sim;
    sim_program_t *edge = sim_program(sim, SIM_EDGE, emitter->edge);

    if (emitter->gone)
        return;
    emitter->gone = true;
    for (size_t i = 0; i < sim->emits_count; i++) {
        if (sim->emits[i].emitter == emitter->number
            && sim->emits[i].answer == SIM_WAITING)
            sim->emits[i].answer = SIM_ABANDONED;
    }
    moot_delivery_leave(edge->delivery, &emitter->subscriber, sim_clock(edge));
    memset(&emitter->subscriber, 0xff, sizeof emitter->subscriber);
}

/* The targets, in an order that must stay. */
static void put_emission(moot_buf_t *buf, const char *text)
{
    moot_msg_emission_t emission = {
        .action = MOOT_ACTION_EMIT,
        .namespace = moot_slice_str("/"),
    };
    moot_list_writer_t list;
    moot_buf_t targets;
    char data[SIM_TEXT + 8];

    moot_buf_init(&targets, 1024);
    moot_list_begin(&list, &targets, 2);
    moot_list_put_list(&list, 2);
    moot_list_put_u64(&list, MOOT_TARGET_USER);
    moot_list_put_str(&list, moot_slice_str("zoe"));
    moot_list_put_list(&list, 2);
    moot_list_put_u64(&list, MOOT_TARGET_ROOM);
    moot_list_put_str(&list, moot_slice_str("admins"));
    MOOT_CHECK(moot_list_end(&list, &emission.targets) == 0);
    snprintf(data, sizeof data, "[\"%s\"]", text);
    emission.data = moot_slice_str(data);
    MOOT_CHECK(moot_wire_encode_emission(buf, &emission) == 0);
    moot_buf_close(&targets);
}

static void put_copies(const sim_t *sim, moot_buf_t *list,
                       const sim_emit_t *emit, moot_slice_t *out)
{
    moot_list_writer_t writer;
    char data[SIM_TEXT + 8];
    moot_buf_t copy;

    moot_buf_init(&copy, 1024);
    moot_list_begin(&writer, list, emit->copies);
    snprintf(data, sizeof data, "{\"%s\":1}", emit->text);
    for (unsigned i = 0; i < emit->copies; i++) {
        moot_msg_copy_t message = {
            .history = moot_slice_str("h"),
            .owner = moot_slice_str(sim->user_ids[emit->owners[i]]),
            .peer = moot_slice_str(sim->user_ids[emit->owners[!i]]),
            .data = moot_slice_str(data),
        };

        moot_buf_clear(&copy);
        MOOT_CHECK(moot_wire_encode_copy(&copy, &message) == 0);
        moot_list_put_bin(&writer, moot_buf_slice(&copy));
    }
    MOOT_CHECK(moot_list_end(&writer, out) == 0);
    moot_buf_close(&copy);
}

static bool send_emit(sim_socket_t *socket, const sim_emit_t *from)
{
    sim_t *sim = socket->sim;
    sim_program_t *edge = sim_program(sim, SIM_EDGE, socket->edge);
    sim_emitter_t *emitter = socket->emitter;
    size_t tag = sim->emits_count;
    sim_emit_t *emit;
    moot_buf_t emission, list;
    int rc;

    if (!emitter || emitter->gone)
        emitter = socket->emitter = enlist(socket);
    sim->emits = grow(sim->emits, sim->emits_count, &sim->emits_capacity,
                      sizeof *sim->emits);
    emit = &sim->emits[sim->emits_count++];
    *emit = *from;
    emit->emitter = emitter->number;
    emit->user = socket->user;
    emit->slot = sim->user_slot[socket->user];
    emit->number = ++emitter->last_number;
    emit->sent_ms = sim->now_ms;
    emit->answer = SIM_WAITING;
    if (!emit->text[0])
        snprintf(emit->text, SIM_TEXT, "t%zu", tag);
    moot_buf_init(&emission, 4096);
    moot_buf_init(&list, 4096);
    put_emission(&emission, emit->text);
    moot_msg_request_t request = {
        .op = MOOT_OP_EMIT,
        .user = moot_slice_str(sim->user_ids[socket->user]),
        .client_message_id = moot_slice_str(emit->key),
        .emission = moot_buf_slice(&emission),
    };
    put_copies(sim, &list, emit, &request.copies);
    sim_trace(sim, "* e%u of %s emits %s key=%s number=%" PRIu64,
              emitter->number, sim->user_ids[socket->user], emit->text,
              emit->key, emit->number);
    emitter->outstanding++;
    sim->counts.emits++;
    rc = moot_delivery_request(edge->delivery, &emitter->subscriber, &request,
                               tag, sim_clock(edge));
    if (rc != 0)
        sim_fail(sim, "an emission is taken", -1, -1, "%s: %s",
                 emitter->session, moot_err_text(rc));
    moot_buf_close(&emission);
    moot_buf_close(&list);
    return rc == 0;
}

bool sim_emit(sim_socket_t *socket, bool words)
{
    sim_t *sim = socket->sim;
    sim_emit_t emit = {.words = words};

    if (socket->emitter && !socket->emitter->gone
        && socket->emitter->outstanding >= OUTSTANDING_MAX && !words)
        return false;
    emit.copies = sim_rng_below(&sim->rng, 3);
    emit.owners[0] = (uint8_t)sim_rng_below(&sim->rng, sim->users);
    emit.owners[1] = (uint8_t)((emit.owners[0] + 1) % sim->users);
    if (sim_rng_permille(&sim->rng, 500))
        snprintf(emit.key, SIM_TEXT, "k%zu", sim->emits_count);
    return send_emit(socket, &emit);
}

/* From this device or, when it came back, from an earlier one of the user. */
void sim_emit_again(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;

    for (size_t i = sim->emits_count; i > 0; i--) {
        sim_emit_t emit = sim->emits[i - 1];

        if (emit.user != socket->user || !emit.key[0]
            || (emit.answer != SIM_UNKNOWN && emit.answer != SIM_ABANDONED))
            continue;
        sim->emits[i - 1].answer = SIM_ANSWERED; /* looked at */
        emit.sent = emit.logged = emit.already = false;
        sim->counts.retries++;
        (void)send_emit(socket, &emit);
        return;
    }
}

/* ---- The log ------------------------------------------------------------ */

bool sim_emits_same(const sim_t *sim, int stream, uint64_t seq,
                    moot_slice_t bytes)
{
    const sim_emissions_t *all = &sim->emissions[stream];

    return seq > 0 && seq <= all->count
           && moot_slice_eq(bytes, moot_slice(all->at[seq - 1].bytes,
                                              all->at[seq - 1].size));
}

/* The seq of the first emission of this user with the key, 0: none. */
static uint64_t known_seq(const sim_t *sim, int stream, const sim_emit_t *emit)
{
    const sim_emissions_t *all = &sim->emissions[stream];

    for (size_t i = 0; emit->key[0] && i < all->count; i++) {
        const sim_emit_t *other = &sim->emits[all->at[i].emit];

        if (other->user == emit->user && strcmp(other->key, emit->key) == 0)
            return i + 1;
    }
    return 0;
}

static const char *event_differs(const sim_t *sim, const sim_emit_t *emit,
                                 uint64_t seq, moot_slice_t bytes)
{
    char data[SIM_TEXT + 8];
    moot_msg_event_t event;
    moot_msg_emission_t emission;
    moot_buf_t buf;
    bool same;

    snprintf(data, sizeof data, "[\"%s\"]", emit->text);
    if (moot_wire_decode_event(bytes, &event) != 0
        || moot_wire_decode_emission(event.emission, &emission) != 0)
        return "everything: it is damaged";
    if (event.what != MOOT_WHAT_EMITTED || event.seq != seq)
        return "kind or seq";
    if (sim_user_of(sim, event.actor) != (int)emit->user)
        return "actor";
    if (!moot_slice_eq(emission.data, moot_slice_str(data)))
        return "data";
    moot_buf_init(&buf, 4096);
    put_emission(&buf, emit->text);
    same = moot_slice_eq(moot_buf_slice(&buf), event.emission);
    moot_buf_close(&buf);
    return same ? NULL : "targets";
}

static void append(sim_t *sim, int stream, sim_emit_t *emit, moot_slice_t bytes)
{
    sim_emissions_t *all = &sim->emissions[stream];
    sim_emission_t *emission;

    all->at = grow(all->at, all->count, &all->capacity, sizeof *all->at);
    emission = &all->at[all->count++];
    emission->emit = (size_t)(emit - sim->emits);
    emission->commit_ms = sim->now_ms;
    emission->size = bytes.size;
    emission->bytes = malloc(bytes.size);
    MOOT_CHECK(emission->bytes);
    memcpy(emission->bytes, bytes.at, bytes.size);
    sim->counts.emitted++;
    sim->counts.copies += emit->copies;
}

static void check_once_and_in_order(sim_t *sim, const sim_emit_t *emit)
{
    if (emit->logged)
        sim_fail(sim, "an emission is applied once", -1, -1,
                 "e%u number %" PRIu64 " again", emit->emitter, emit->number);
    for (size_t i = 0; i < sim->emits_count; i++) {
        const sim_emit_t *other = &sim->emits[i];

        if (other->emitter == emit->emitter && other->number > emit->number
            && other->logged)
            sim_fail(sim, "emissions are applied in order", -1, -1,
                     "e%u number %" PRIu64 " after %" PRIu64, emit->emitter,
                     emit->number, other->number);
    }
}

void sim_emits_record(sim_t *sim, unsigned slot,
                      const moot_msg_record_t *record,
                      const moot_msg_outcome_t *outcome)
{
    sim_emit_t *emit = sim_emit_find(sim, record->session, outcome->number);
    int stream = sim_emits_of(sim, slot);
    moot_list_reader_t events, copies;
    moot_slice_t bytes;
    const char *what = NULL;

    if (!emit || stream < 0 || emit->slot != slot) {
        sim_fail(sim, "log record", -1, -1, "%.*s number %" PRIu64
                 " was never emitted",
                 MOOT_SLICE_ARG(record->session), outcome->number);
        return;
    }
    check_once_and_in_order(sim, emit);
    uint64_t seq = known_seq(sim, stream, emit);
    emit->already = seq != 0;
    sim->counts.duplicates += emit->already;
    emit->logged = true;
    emit->seq = emit->already ? seq : sim->emissions[stream].count + 1;
    if (moot_list_reader_init(&events, record->events) != 0
        || events.left != !emit->already)
        what = "number of events";
    else if (moot_list_reader_init(&copies, record->copies) != 0
             || copies.left != (emit->already ? 0 : emit->copies))
        what = "copies";
    else if (!emit->already && moot_list_next_bin(&events, &bytes) == 0)
        what = event_differs(sim, emit, emit->seq, bytes);
    if (!what && (outcome->code != MOOT_CODE_OK || outcome->seq != emit->seq
                  || outcome->already != emit->already))
        what = "outcome";
    sim_trace(sim, "* log: emission %u/%" PRIu64 " %s of e%u%s", slot,
              emit->seq, emit->text, emit->emitter,
              emit->already ? " once more" : "");
    if (what)
        sim_fail(sim, "emission", -1, -1,
                 "%s of e%u number %" PRIu64 ": what is asked for differs in "
                 "%s",
                 emit->text, emit->emitter, emit->number, what);
    else if (!emit->already)
        append(sim, stream, emit, bytes);
}

/* ---- Messages ----------------------------------------------------------- */

void sim_emits_request(sim_t *sim, const moot_msg_request_t *message)
{
    sim_emit_t *emit = sim_emit_find(sim, message->session, message->number);
    sim_emit_t *base = sim_emit_find(sim, message->session, message->base);

    if (!emit || !base || emit->answer != SIM_WAITING
        || base->answer != SIM_WAITING || base->number > emit->number
        || !moot_slice_eq(message->client_message_id,
                          moot_slice_str(emit->key)))
        sim_fail(sim, "copies of an emission", -1, -1,
                 "%.*s number %" PRIu64 " with base %" PRIu64,
                 MOOT_SLICE_ARG(message->session), message->number,
                 message->base);
}

void sim_emits_reply(sim_t *sim, const moot_msg_reply_t *reply)
{
    sim_emit_t *emit = sim_emit_find(sim, reply->session, reply->number);

    if (reply->code == MOOT_CODE_UNAVAILABLE && emit)
        return;
    if (!emit || !emit->logged || reply->code != MOOT_CODE_OK
        || reply->epoch != 1 || reply->seq != emit->seq
        || reply->already != emit->already)
        sim_fail(sim, "reply follows the commit", -1, -1,
                 "%.*s number %" PRIu64 " is answered %s at %" PRIu64,
                 MOOT_SLICE_ARG(reply->session), reply->number,
                 moot_code_name(reply->code), reply->seq);
}

void sim_emits_events(sim_t *sim, const moot_msg_events_t *events)
{
    int stream = sim_emits_of_id(sim, events->id);
    uint64_t count = stream < 0 ? 0 : sim->emissions[stream].count;
    uint64_t seq = events->base;
    moot_list_reader_t list;
    moot_slice_t bytes;

    if (events->attached && events->registration == 0)
        return;
    if (events->epoch != 1 || events->base > events->head
        || events->head > count
        || moot_list_reader_init(&list, events->list) != 0) {
        sim_fail(sim, "emissions fetched", -1, -1,
                 "%.*s: epoch %" PRIu64 " base %" PRIu64 " head %" PRIu64
                 " of %" PRIu64,
                 MOOT_SLICE_ARG(events->id), events->epoch, events->base,
                 events->head, count);
        return;
    }
    while (!sim->failed && moot_list_next_bin(&list, &bytes) == 0) {
        if (++seq > events->head || !sim_emits_same(sim, stream, seq, bytes))
            sim_fail(sim, "emissions fetched", -1, -1,
                     "%.*s: %" PRIu64 " is not what the log holds",
                     MOOT_SLICE_ARG(events->id), seq);
    }
}

/* ---- Deadlines and the end ----------------------------------------------- */

void sim_emits_time(sim_t *sim)
{
    for (size_t i = 0; i < sim->emits_count && !sim->failed; i++) {
        const sim_emit_t *emit = &sim->emits[i];
        const sim_program_t *edge = sim_program(
            sim, SIM_EDGE, sim->emitters[emit->emitter]->edge);
        uint64_t due_ms = emit->sent_ms + SIM_REQUEST_TIMEOUT_MS;

        if (emit->answer != SIM_WAITING || edge->frozen)
            continue;
        if (edge->thaw_ms > due_ms)
            due_ms = edge->thaw_ms;
        if (sim->now_ms > due_ms + 2 * SIM_TICK_MS)
            sim_fail(sim, "an answer in time", -1, -1,
                     "e%u number %" PRIu64 " of %" PRIu64 " has no answer",
                     emit->emitter, emit->number, emit->sent_ms);
    }
}

void sim_emits_close(sim_t *sim)
{
    for (size_t i = 0; i < sim->emitters_count; i++)
        free(sim->emitters[i]);
    free(sim->emitters);
    free(sim->emits);
    for (unsigned i = 0; i < SIM_USERS; i++) {
        for (size_t j = 0; j < sim->emissions[i].count; j++)
            free(sim->emissions[i].at[j].bytes);
        free(sim->emissions[i].at);
    }
}
