/* Checks at everything that is sent, delivered and answered. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>

enum { SLACK_MS = 200 }; /* ticks of the programs and of the watch itself */

/* ---- Copies of requests ------------------------------------------------- */

static const char *copy_differs(const sim_t *sim,
                                const moot_msg_request_t *message,
                                const sim_request_t *request)
{
    bool target =
        request->op == MOOT_OP_REMOVE || request->op == MOOT_OP_ROLE;
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
static const char *read_differs(const sim_t *sim,
                                const sim_request_t *request,
                                const moot_msg_reply_t *reply)
{
    const sim_fact_t *fact = sim_truth_at(
        sim, request->room, (sim_place_t){reply->epoch, reply->seq});
    bool inside =
        fact && !fact->last
        && sim_model_find(&fact->state, request->user) >= 0;
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

static const char *reply_differs(const sim_t *sim,
                                 const sim_request_t *request,
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
        if (!fact
            || !moot_slice_eq(bytes, moot_slice(fact->bytes, fact->size)))
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
    if (message.code == MOOT_MSG_REQUEST && end->kind == SIM_EDGE)
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
        if (kind != MOOT_KIND_ROOM)
            continue;
        room = sim_room_of(sim, id);
        fact = room < 0 || moot_wire_decode_event(bytes, &event) != 0
                   ? NULL
                   : sim_truth_at(sim, room, (sim_place_t){epoch, event.seq});
        if (!fact
            || !moot_slice_eq(bytes, moot_slice(fact->bytes, fact->size)))
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

/* ---- What sockets see --------------------------------------------------- */

static bool entered(const sim_fact_t *fact, unsigned user)
{
    uint32_t me = UINT32_C(1) << user;

    return !(fact->before & me) && (fact->after & me);
}

static bool left(const sim_fact_t *fact, unsigned user)
{
    uint32_t me = UINT32_C(1) << user;

    return (fact->before & me) && (fact->last || !(fact->after & me));
}

static bool owed(const sim_fact_t *fact, const sim_socket_t *socket, int room)
{
    return sim_addressed(fact, socket)
           && (socket->seen[room].known
               || (socket->state == SIM_READY
                   && fact->commit_ms > socket->ready_ms
                   && !(socket->pending & (UINT32_C(1) << room))));
}

const sim_fact_t *sim_watch_missing(sim_t *sim, const sim_socket_t *socket,
                                    int room, sim_place_t before)
{
    const sim_fact_t *missing = NULL, *fact;
    bool told = socket->seen[room].known;

    for (fact = sim_truth_next(sim, room, socket->seen[room].last);
         fact && sim_place_compare(fact->place, before) < 0;
         fact = sim_truth_next(sim, room, fact->place)) {
        if (entered(fact, socket->user))
            told = false;
        if (!missing && owed(fact, socket, room))
            missing = fact;
        if (missing && left(fact, socket->user)) {
            if (told)
                return missing;
            sim->counts.unseen++;
            missing = NULL;
        }
    }
    return missing;
}

/* Fails when the socket should have had an event between what it has seen and
 * this place. */
static void check_gap(sim_socket_t *socket, const char *check, int room,
                      sim_place_t before)
{
    sim_t *sim = socket->sim;
    const sim_fact_t *fact = sim_watch_missing(sim, socket, room, before);

    if (fact)
        sim_fail(sim, check, room, (int)socket->number,
                 "%s of %s in %s gets %" PRIu64 "/%" PRIu64
                 " before %" PRIu64 "/%" PRIu64 " kind %u",
                 socket->session, sim->user_ids[socket->user],
                 sim->room_ids[room], before.epoch, before.seq,
                 fact->place.epoch, fact->place.seq, fact->what);
}

static void see(sim_socket_t *socket, int room, sim_place_t place)
{
    sim_seen_t *seen = &socket->seen[room];

    if (!seen->known || sim_place_compare(place, seen->last) > 0)
        seen->last = place;
    seen->known = true;
}

void sim_watch_deliver(sim_socket_t *socket, int room, sim_place_t place)
{
    sim_t *sim = socket->sim;
    const sim_fact_t *fact = sim_truth_at(sim, room, place);
    sim_seen_t *seen = &socket->seen[room];

    sim->counts.delivered++;
    sim->digest = (sim->digest ^ place.seq ^ socket->number << 16)
                  * UINT64_C(0x100000001b3);
    sim_trace(sim, "s%u gets %s %" PRIu64 "/%" PRIu64, socket->number,
              sim->room_ids[room], place.epoch, place.seq);
    if (socket->state == SIM_GONE) {
        sim_fail(sim, "nothing after leave", room, (int)socket->number,
                 "%s gets an event", socket->session);
        return;
    }
    if (!fact)
        return; /* encode has failed already */
    if (!sim_addressed(fact, socket)) {
        sim_fail(sim, "only what is addressed", room, (int)socket->number,
                 "%s of %s gets %s %" PRIu64 "/%" PRIu64 " kind %u",
                 socket->session, sim->user_ids[socket->user],
                 sim->room_ids[room], place.epoch, place.seq, fact->what);
        return;
    }
    if (seen->known && sim_place_compare(place, seen->last) <= 0) {
        sim_fail(sim, "in order and once", room, (int)socket->number,
                 "%s gets %" PRIu64 "/%" PRIu64 " after %" PRIu64 "/%" PRIu64,
                 socket->session, place.epoch, place.seq, seen->last.epoch,
                 seen->last.seq);
        return;
    }
    check_gap(socket, "no gap", room, place);
    see(socket, room, place);
}

static void see_room(void *ctx, const moot_roomview_t *view,
                     enum moot_role role)
{
    sim_socket_t *socket = ctx;
    sim_t *sim = socket->sim;
    int room = sim_room_of(sim, view->id);
    sim_place_t place = {view->epoch, view->seq};
    const moot_member_t *member = moot_roomview_find(
        view, moot_slice_str(sim->user_ids[socket->user]));

    if (room < 0 || !member || member->role != role) {
        sim_fail(sim, "rooms at ready", room, (int)socket->number,
                 "%s is shown %.*s with a wrong role", socket->session,
                 MOOT_SLICE_ARG(view->id));
        return;
    }
    sim_truth_view(sim, "rooms at ready", room, view);
    if (socket->seen[room].known)
        check_gap(socket, "rooms at ready", room,
                  (sim_place_t){place.epoch, place.seq + 1});
    see(socket, room, place);
}

static uint64_t latest(const sim_socket_t *socket, uint64_t due_ms)
{
    const sim_program_t *edge =
        sim_program(socket->sim, SIM_EDGE, socket->edge);

    return (edge->thaw_ms > due_ms ? edge->thaw_ms : due_ms) + SLACK_MS;
}

void sim_watch_ready(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;
    sim_program_t *program = sim_program(sim, SIM_EDGE, socket->edge);

    sim_trace(sim, "s%u is ready (pending %x)", socket->number,
              (unsigned)socket->pending);
    if (socket->state != SIM_JOINING || socket->lost) {
        sim_fail(sim, "ready once", -1, (int)socket->number, "%s",
                 socket->session);
        return;
    }
    socket->state = SIM_READY;
    socket->ready_ms = sim->now_ms;
    (void)moot_delivery_rooms(program->delivery, &socket->subscriber, see_room,
                              socket);
}

void sim_watch_attached(sim_socket_t *socket, const moot_roomview_t *view)
{
    sim_t *sim = socket->sim;
    int room = sim_room_of(sim, view->id);

    sim_trace(sim, "s%u is attached to %.*s at %" PRIu64, socket->number,
              MOOT_SLICE_ARG(view->id), view->seq);
    if (room < 0 || !(socket->pending & (UINT32_C(1) << room))
        || socket->state != SIM_READY) {
        sim_fail(sim, "attached", room, (int)socket->number,
                 "%s was not waiting for %.*s", socket->session,
                 MOOT_SLICE_ARG(view->id));
        return;
    }
    socket->pending &= ~(UINT32_C(1) << room);
    if (view->seq > 0) /* else its first event is about to come */
        sim_truth_view(sim, "attached", room, view);
    see(socket, room, (sim_place_t){view->epoch, view->seq});
}

/* ---- Answers to sockets ------------------------------------------------- */

/* The user entered by this request and was gone again before the answer: a
 * whole stay, which may pass unseen. */
static bool came_and_went(const sim_socket_t *socket,
                          const sim_request_t *request,
                          const moot_msg_reply_t *reply)
{
    sim_t *sim = socket->sim;
    sim_place_t place = {reply->epoch, reply->first};
    const sim_seen_t *seen = &socket->seen[request->room];

    if ((request->op != MOOT_OP_CREATE && request->op != MOOT_OP_JOIN)
        || reply->first == 0
        || (seen->known && sim_place_compare(seen->last, place) >= 0))
        return false;
    for (; place.seq <= reply->seq; place.seq++) {
        const sim_fact_t *fact = sim_truth_at(sim, request->room, place);

        if (fact && left(fact, socket->user)) {
            sim->counts.unseen++;
            return true;
        }
    }
    return false;
}

/* Refusals and the answer to a LEAVE show no seq to the client. */
static bool carries_seq(const sim_request_t *request,
                        const moot_msg_reply_t *reply)
{
    return reply->code == MOOT_CODE_OK && request->op != MOOT_OP_LEAVE;
}

/* Events at or before the answer's place that this socket has not got. Where
 * somebody else lets the user in, the edge may not know it yet: then they are
 * owed only before an answer that carries a seq. */
static void check_overtaking(sim_socket_t *socket,
                             const sim_request_t *request,
                             const moot_msg_reply_t *reply)
{
    sim_t *sim = socket->sim;
    sim_seen_t *seen = &socket->seen[request->room];
    sim_place_t until = {reply->epoch, reply->seq};
    sim_place_t own = {reply->epoch, reply->first};
    sim_place_t from = {0, 0};
    const sim_fact_t *fact;

    if (socket->pending & (UINT32_C(1) << request->room))
        return; /* it was told that it may miss some of this room */
    if (came_and_went(socket, request, reply))
        return;
    if (seen->known)
        from = seen->last;
    else if (reply->first && reply->code == MOOT_CODE_OK)
        from = (sim_place_t){reply->epoch, reply->first - 1};
    else
        return;
    for (fact = sim_truth_next(sim, request->room, from);
         fact && sim_place_compare(fact->place, until) <= 0;
         fact = sim_truth_next(sim, request->room, fact->place)) {
        bool mine = reply->first && sim_place_compare(fact->place, own) >= 0
                    && fact->place.seq <= reply->event_seq;

        if (entered(fact, socket->user) && !mine && !carries_seq(request, reply))
            return;
        if (!seen->known && !entered(fact, socket->user))
            return; /* it could not know that it is a member */
        if (sim_addressed(fact, socket)) {
            sim_fail(sim, "no answer overtakes an event", request->room,
                     (int)socket->number,
                     "op %u number %" PRIu64 " of %s is answered at %" PRIu64
                     "/%" PRIu64 " before event %" PRIu64 "/%" PRIu64
                     " kind %u",
                     request->op, request->number, socket->session,
                     until.epoch, until.seq, fact->place.epoch,
                     fact->place.seq, fact->what);
            return;
        }
    }
}

static void check_answer_order(sim_socket_t *socket,
                               const sim_request_t *request)
{
    sim_t *sim = socket->sim;

    for (size_t i = 0; i < socket->requests_count; i++) {
        const sim_request_t *other = &sim->requests[socket->requests[i]];

        if (other->room == request->room && other->number < request->number
            && other->number && other->answer == SIM_WAITING)
            sim_fail(sim, "answers in order", request->room,
                     (int)socket->number,
                     "%s: number %" PRIu64 " is answered before %" PRIu64,
                     socket->session, request->number, other->number);
    }
}

static void check_view(sim_t *sim, const sim_request_t *request,
                       const moot_msg_reply_t *reply,
                       const moot_roomview_t *view)
{
    if (sim_room_of(sim, view->id) != request->room) {
        sim_fail(sim, "view of an answer", request->room, -1,
                 "it is of another room");
        return;
    }
    if (view->seq == 0)
        return; /* made a moment ago: its first event is about to come */
    sim_truth_view(sim, "view of an answer", request->room, view);
    /* One that is left behind, because following ended with the user's own
     * leave, is of no more use than none. */
    if (view->epoch == reply->epoch && view->seq < reply->seq
        && moot_roomview_find(
            view, moot_slice_str(sim->user_ids[request->user])))
        sim_fail(sim, "view of an answer", request->room,
                 (int)request->socket,
                 "it is at %" PRIu64 ", the answer at %" PRIu64, view->seq,
                 reply->seq);
}

void sim_watch_answer(sim_socket_t *socket, sim_request_t *request,
                      const moot_msg_reply_t *reply,
                      const moot_roomview_t *view)
{
    sim_t *sim = socket->sim;

    sim_trace(sim, "s%u is answered op=%u %s number=%" PRIu64 " %s at %" PRIu64
                   "/%" PRIu64,
              socket->number, request->op, sim->room_ids[request->room],
              request->number,
              reply ? moot_code_name(reply->code) : "nothing: UNAVAILABLE",
              reply ? reply->epoch : 0, reply ? reply->seq : 0);
    sim->digest = (sim->digest ^ request->number ^ (reply ? reply->code : 99))
                  * UINT64_C(0x100000001b3);
    if (socket->state == SIM_GONE || request->answer != SIM_WAITING) {
        sim_fail(sim, "one answer to each request", request->room,
                 (int)socket->number, "%s number %" PRIu64 "%s",
                 socket->session, request->number,
                 socket->state == SIM_GONE ? " after leave" : " again");
        return;
    }
    check_answer_order(socket, request);
    socket->outstanding--;
    request->answered_ms = sim->now_ms;
    sim->counts.answers++;
    /* A copy of a request that could not be stored may be stored later. */
    if (!reply || reply->code == MOOT_CODE_UNAVAILABLE
        || reply->code == MOOT_CODE_LEAVE_FAILED) {
        request->answer = SIM_UNKNOWN;
        sim->counts.unavailable++;
        return;
    }
    request->answer = SIM_ANSWERED;
    request->code = reply->code;
    if (request->op != MOOT_OP_INFO
        && (!request->logged || request->log_code != reply->code))
        sim_fail(sim, "what is acknowledged is in the log", request->room,
                 (int)socket->number, "%s number %" PRIu64 " is answered %s",
                 socket->session, request->number,
                 moot_code_name(reply->code));
    check_overtaking(socket, request, reply);
    if (view)
        check_view(sim, request, reply, view);
}

/* ---- Deadlines ---------------------------------------------------------- */

static void check_deadlines(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;

    for (size_t i = socket->requests_count; i > 0; i--) {
        const sim_request_t *request =
            &sim->requests[socket->requests[i - 1]];

        if (request->answer == SIM_WAITING
            && sim->now_ms > latest(socket, request->sent_ms
                                                + SIM_REQUEST_TIMEOUT_MS))
            sim_fail(sim, "an answer in time", request->room,
                     (int)socket->number,
                     "%s number %" PRIu64 " op %u of %" PRIu64
                     " has no answer",
                     socket->session, request->number, request->op,
                     request->sent_ms);
    }
}

void sim_watch_time(sim_t *sim)
{
    for (size_t i = 0; i < sim->sockets_count && !sim->failed; i++) {
        sim_socket_t *socket = sim->sockets[i];

        if (socket->state == SIM_GONE
            || sim_program(sim, SIM_EDGE, socket->edge)->frozen)
            continue;
        if (socket->state == SIM_JOINING && !socket->lost
            && sim->now_ms > latest(socket, socket->joined_ms
                                                + SIM_ATTACH_TIMEOUT_MS))
            sim_fail(sim, "ready in time", -1, (int)socket->number,
                     "%s of %" PRIu64 " is neither ready nor lost",
                     socket->session, socket->joined_ms);
        if (socket->outstanding)
            check_deadlines(socket);
        if (socket->listing
            && sim->now_ms > latest(socket, socket->listing_ms
                                                + SIM_REQUEST_TIMEOUT_MS))
            sim_fail(sim, "an answer in time", -1, (int)socket->number,
                     "the list of all rooms for %s", socket->session);
    }
}
