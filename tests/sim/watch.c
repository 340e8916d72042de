/* Checks at everything that programs send. */
#include "tests/sim/sim.h"

#include <inttypes.h>

/* ---- Copies of requests ------------------------------------------------- */

static const char *copy_differs(const sim_t *sim,
                                const moot_msg_request_t *message,
                                const sim_request_t *request)
{
    bool target = request->op == MOOT_OP_REMOVE || request->op == MOOT_OP_ROLE;
    moot_list_reader_t users;

    if (message->op != request->op)
        return "op";
    if (sim_user_of(sim, message->user) != (int)request->user)
        return "user";
    if (sim_room_of(sim, message->room) != request->room)
        return "room";
    if (message->given != request->given
        || !moot_slice_eq(message->name, moot_slice_str(request->name))
        || !moot_slice_eq(message->thumbnail_url,
                          moot_slice_str(request->thumbnail)))
        return "name or thumbnail";
    if (moot_list_reader_init(&users, message->users) != 0
        || users.left != request->members_count)
        return "users";
    if (target
        && (sim_user_of(sim, message->target) != (int)request->target
            || message->role != request->role))
        return "target or role";
    if (!moot_slice_eq(message->content, moot_slice_str(request->content))
        || !moot_slice_eq(message->client_message_id,
                          moot_slice_str(request->key)))
        return "content";
    return NULL;
}

static void watch_request(sim_t *sim, unsigned slot,
                          const moot_msg_request_t *message)
{
    sim_request_t *request =
        sim_request_find(sim, message->session, slot, message->number);
    sim_request_t *base =
        sim_request_find(sim, message->session, slot, message->base);
    const char *what;

    if (!request) {
        sim_fail(sim, "numbers are dense", -1, -1,
                 "%.*s slot %u: number %" PRIu64 " is of no request",
                 MOOT_SLICE_ARG(message->session), slot, message->number);
        return;
    }
    what = copy_differs(sim, message, request);
    if (!request->sent) {
        request->sent = true;
        request->rooms_count = message->rooms_count;
    } else if (!what && request->rooms_count != message->rooms_count) {
        what = "rooms_count";
    }
    if (what)
        sim_fail(sim, "copies are alike", request->room, (int)request->socket,
                 "number %" PRIu64 " differs in %s", message->number, what);
    if (request->answer != SIM_WAITING)
        sim_fail(sim, "nothing answered is sent", request->room,
                 (int)request->socket,
                 "number %" PRIu64 " goes out after its answer",
                 message->number);
    if (!base || base->answer != SIM_WAITING || base->number > request->number)
        sim_fail(sim, "base", request->room, (int)request->socket,
                 "number %" PRIu64 " goes out with base %" PRIu64
                 ", which is not awaited",
                 message->number, message->base);
}

/* ---- Answers of workers ------------------------------------------------- */

/* A read must be right at the position that it names. */
static const char *read_differs(const sim_t *sim, const sim_request_t *request,
                                const moot_msg_reply_t *reply)
{
    const sim_fact_t *fact = sim_truth_at(
        sim, request->room, (sim_place_t){reply->epoch, reply->seq});
    bool inside =
        fact && !fact->last && sim_model_find(&fact->state, request->user) >= 0;
    bool there = fact && !fact->last;

    if (reply->epoch && !fact)
        return "position";
    if (reply->code == MOOT_CODE_OK)
        return inside ? NULL : "success";
    if (reply->code == MOOT_CODE_FORBIDDEN)
        return there && !inside ? NULL : "FORBIDDEN";
    if (reply->code == MOOT_CODE_NOT_FOUND)
        return there ? "NOT_FOUND" : NULL;
    return "code";
}

static const char *reply_differs(const sim_t *sim, const sim_request_t *request,
                                 const moot_msg_reply_t *reply)
{
    sim_place_t now = {reply->epoch, reply->seq};
    sim_place_t then = {request->epoch, request->seq};

    if (reply->op != request->op)
        return "op";
    if (sim_room_of(sim, reply->room) != request->room)
        return "room";
    if (request->op == MOOT_OP_INFO)
        return read_differs(sim, request, reply);
    if (!request->logged)
        return "everything: it is in no log";
    if (reply->code != request->log_code)
        return "code";
    if (reply->first != request->first)
        return "first";
    if (sim_place_compare(now, then) < 0)
        return "position: it fell";
    if (now.epoch && !sim_truth_at(sim, request->room, now))
        return "position: there is none";
    if (reply->code != MOOT_CODE_OK)
        return NULL;
    if (reply->event_seq != request->event_seq)
        return "event_seq";
    if (reply->version != request->version)
        return "version";
    if (reply->already != request->already)
        return "already";
    if (!moot_slice_eq(reply->message_id, moot_slice_str(request->message_id)))
        return "message_id";
    return NULL;
}

static bool has_snapshot(unsigned op)
{
    return op == MOOT_OP_CREATE || op == MOOT_OP_JOIN || op == MOOT_OP_INFO
           || op == MOOT_OP_ADD || op == MOOT_OP_REMOVE || op == MOOT_OP_ROLE;
}

static void watch_snapshot(sim_t *sim, const sim_request_t *request,
                           const moot_msg_reply_t *reply)
{
    moot_msg_snapshot_t snapshot;

    if (reply->snapshot.size == 0) {
        /* A room that is gone by now has none. */
        if (reply->code == MOOT_CODE_OK && has_snapshot(request->op)
            && sim_truth_now(sim, request->room)->exists
            && request->op != MOOT_OP_REMOVE
            && sim_truth_now(sim, request->room)->place.epoch == reply->epoch)
            sim_fail(sim, "reply", request->room, (int)request->socket,
                     "op %u is answered without the room", request->op);
        return;
    }
    sim_truth_snapshot(sim, "snapshot of a reply", request->room,
                       reply->snapshot);
    if (moot_wire_decode_snapshot(reply->snapshot, &snapshot) != 0)
        return;
    if (snapshot.epoch != reply->epoch || snapshot.seq != reply->seq)
        sim_fail(sim, "snapshot of a reply", request->room,
                 (int)request->socket,
                 "it is of %" PRIu64 "/%" PRIu64 ", the reply of %" PRIu64
                 "/%" PRIu64,
                 snapshot.epoch, snapshot.seq, reply->epoch, reply->seq);
}

static void watch_reply(sim_t *sim, unsigned slot,
                        const moot_msg_reply_t *reply)
{
    sim_request_t *request =
        sim_request_find(sim, reply->session, slot, reply->number);
    const char *what;

    if (!request) {
        sim_fail(sim, "reply", -1, -1, "%.*s number %" PRIu64 " is no request",
                 MOOT_SLICE_ARG(reply->session), reply->number);
        return;
    }
    if (reply->code == MOOT_CODE_UNAVAILABLE
        || (reply->code == MOOT_CODE_LEAVE_FAILED && !request->logged))
        return;
    what = reply_differs(sim, request, reply);
    if (what)
        sim_fail(sim, "reply follows the commit", request->room,
                 (int)request->socket,
                 "op %u of %s number %" PRIu64 " is answered %s; the log "
                 "differs in %s",
                 request->op, sim->sockets[request->socket]->session,
                 request->number, moot_code_name(reply->code), what);
    else
        watch_snapshot(sim, request, reply);
}

static void watch_list(sim_t *sim, int room, const moot_msg_events_t *events)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    sim_place_t place = {events->epoch, events->base};

    if (moot_list_reader_init(&reader, events->list) != 0)
        sim_fail(sim, "events", room, -1, "a damaged list");
    while (!sim->failed && moot_list_next_bin(&reader, &bytes) == 0) {
        const sim_fact_t *fact;

        place.seq++;
        fact = sim_truth_at(sim, room, place);
        if (!fact || !moot_slice_eq(bytes, moot_slice(fact->bytes, fact->size)))
            sim_fail(sim, "events", room, -1,
                     "%s %" PRIu64 "/%" PRIu64 " is not what the log holds",
                     sim->room_ids[room], place.epoch, place.seq);
    }
    if (place.seq > events->head)
        sim_fail(sim, "events", room, -1, "events beyond their head");
    if (place.seq == events->base && events->base < events->head)
        sim_fail(sim, "events", room, -1,
                 "%s: none above %" PRIu64 " although the head is %" PRIu64,
                 sim->room_ids[room], events->base, events->head);
}

static void watch_events(sim_t *sim, const moot_msg_events_t *events)
{
    int room = sim_room_of(sim, events->id);
    const sim_epoch_t *epoch;

    if (events->kind == MOOT_KIND_EMIT)
        sim_emits_events(sim, events);
    if (events->kind != MOOT_KIND_ROOM || room < 0)
        return;
    epoch = sim_truth_epoch(sim, room, events->epoch);
    if (events->epoch == 0)
        return;
    if (!epoch || events->head > epoch->count
        || (events->ended && (!epoch->ended || events->head != epoch->count))
        || (events->next_epoch
            && (events->next_epoch <= events->epoch
                || !sim_truth_epoch(sim, room, events->next_epoch)))) {
        sim_fail(sim, "events", room, -1,
                 "%s: epoch %" PRIu64 " with head %" PRIu64 "%s, next %" PRIu64,
                 sim->room_ids[room], events->epoch, events->head,
                 events->ended ? ", ended" : "", events->next_epoch);
        return;
    }
    watch_list(sim, room, events);
    if (events->snapshot.size)
        sim_truth_snapshot(sim, "snapshot of events", room, events->snapshot);
}

void sim_watch_up(sim_program_t *end, moot_slice_t route, moot_slice_t body)
{
    sim_t *sim = end->sim;
    moot_msg_route_t head;
    moot_msg_t message;

    if (moot_wire_decode_route(route, &head) != 0
        || moot_wire_decode(body, &message) != 0) {
        sim_fail(sim, "wire", -1, -1, "%s sends what cannot be decoded",
                 end->identity);
        return;
    }
    if (message.code == MOOT_MSG_REQUEST
        && message.as.request.op == MOOT_OP_EMIT)
        sim_emits_request(sim, &message.as.request);
    else if (message.code == MOOT_MSG_REPLY
             && message.as.reply.op == MOOT_OP_EMIT)
        sim_emits_reply(sim, &message.as.reply);
    else if (message.code == MOOT_MSG_REQUEST && end->kind == SIM_EDGE)
        watch_request(sim, (unsigned)head.slot, &message.as.request);
    else if (message.code == MOOT_MSG_REPLY)
        watch_reply(sim, (unsigned)head.slot, &message.as.reply);
    else if (message.code == MOOT_MSG_EVENTS)
        watch_events(sim, &message.as.events);
}

/* ---- Broadcasts --------------------------------------------------------- */

static void watch_frame(sim_t *sim, const moot_msg_published_t *frame)
{
    moot_list_reader_t rows, row;
    moot_slice_t raw, id, bytes;
    uint64_t kind, slot_epoch, epoch;
    int rc = moot_list_reader_init(&rows, frame->list);

    if (rc != 0 || rows.left == 0)
        sim_fail(sim, "published", -1, -1, "a frame without events");
    while (!sim->failed && moot_list_next_list(&rows, &raw) == 0) {
        const sim_fact_t *fact;
        moot_msg_event_t event;
        int room;

        if (moot_list_reader_init(&row, raw) != 0
            || moot_list_next_u64(&row, &kind) != 0
            || moot_list_next_str(&row, &id) != 0
            || moot_list_next_u64(&row, &slot_epoch) != 0
            || moot_list_next_u64(&row, &epoch) != 0
            || moot_list_next_bin(&row, &bytes) != 0) {
            sim_fail(sim, "published", -1, -1, "a damaged row");
            return;
        }
        if (kind == MOOT_KIND_EMIT
            && (epoch != 1 || moot_wire_decode_event(bytes, &event) != 0
                || sim_emits_of_id(sim, id) < 0
                || !sim_emits_same(sim, sim_emits_of_id(sim, id), event.seq,
                                   bytes)))
            sim_fail(sim, "published after the commit", -1, -1,
                     "emission of %.*s: not what the log holds",
                     MOOT_SLICE_ARG(id));
        if (kind != MOOT_KIND_ROOM)
            continue;
        room = sim_room_of(sim, id);
        fact = room < 0 || moot_wire_decode_event(bytes, &event) != 0
                   ? NULL
                   : sim_truth_at(sim, room, (sim_place_t){epoch, event.seq});
        if (!fact || !moot_slice_eq(bytes, moot_slice(fact->bytes, fact->size)))
            sim_fail(sim, "published after the commit", room, -1,
                     "%.*s epoch %" PRIu64 ": not what the log holds",
                     MOOT_SLICE_ARG(id), epoch);
    }
}

static sim_program_t *edge_of_topic(sim_t *sim, moot_slice_t topic)
{
    for (unsigned i = 0; i < sim->edges; i++) {
        sim_program_t *edge = sim_program(sim, SIM_EDGE, i);

        if (edge->delivery
            && moot_slice_eq(moot_delivery_topic(edge->delivery), topic))
            return edge;
    }
    return NULL;
}

/* bseq is dense per registration, from 1; a pulse repeats the last. */
static void watch_bseq(sim_program_t *worker, sim_program_t *edge,
                       uint64_t registration, uint64_t bseq, bool pulse)
{
    unsigned i = worker->index;
    uint64_t last = edge->bseq[i];

    if (edge->published_by[i] != worker->incarnation
        || edge->registration[i] != registration)
        last = 0;
    edge->published_by[i] = worker->incarnation;
    edge->registration[i] = registration;
    edge->bseq[i] = bseq;
    if (bseq != last + !pulse)
        sim_fail(worker->sim, "bseq is dense", -1, -1,
                 "%s to %s, registration %" PRIu64 ": %" PRIu64
                 " after %" PRIu64 "%s",
                 worker->identity, edge->identity, registration, bseq, last,
                 pulse ? " in a pulse" : "");
}

void sim_watch_publish(sim_program_t *worker, moot_slice_t topic,
                       moot_slice_t body)
{
    sim_t *sim = worker->sim;
    sim_program_t *edge = edge_of_topic(sim, topic);
    moot_msg_t message;

    if (moot_wire_decode(body, &message) != 0) {
        sim_fail(sim, "published", -1, -1, "cannot be decoded");
    } else if (message.code == MOOT_MSG_PUBLISHED) {
        watch_frame(sim, &message.as.published);
        if (edge)
            watch_bseq(worker, edge, message.as.published.registration,
                       message.as.published.bseq, false);
    } else if (message.code == MOOT_MSG_WORKER_PULSE) {
        if (edge)
            watch_bseq(worker, edge, message.as.worker_pulse.registration,
                       message.as.worker_pulse.bseq, true);
    } else {
        sim_fail(sim, "published", -1, -1, "a message of another kind");
    }
}
