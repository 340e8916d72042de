/* Checks at everything that sockets see: events, answers, and when. */
#include "tests/sim/sim.h"

#include <inttypes.h>

enum { SLACK_MS = 200 }; /* ticks of the programs and of the watch itself */

static const char *op_name(uint64_t op)
{
    static const char *const names[] = {
        "?",   "CREATE", "JOIN", "LEAVE",  "INFO",    "META",
        "ADD", "REMOVE", "ROLE", "DELETE", "MESSAGE",
    };

    return names[op < sizeof names / sizeof *names ? op : 0];
}

static const char *what_name(unsigned what)
{
    static const char *const names[] = {
        "?",       "CREATED", "JOINED", "MEMBERS", "LEFT",    "ADDED",
        "REMOVED", "ROLE",    "META",   "MESSAGE", "DELETED",
    };

    return names[what < sizeof names / sizeof *names ? what : 0];
}

/* Which life of the room it is, from 1. */
static unsigned life_of(const sim_t *sim, int room, uint64_t epoch)
{
    const sim_history_t *history = &sim->history[room];

    for (size_t i = 0; i < history->count; i++) {
        if (history->epochs[i].epoch == epoch)
            return (unsigned)i + 1;
    }
    return 0;
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
                 "%s of %s in %s gets %" PRIu64 "/%" PRIu64 " before %" PRIu64
                 "/%" PRIu64 " kind %u",
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
    sim_tell(sim, "s%u < room%d#%u/%" PRIu64 " %s\n", socket->number, room,
             life_of(sim, room, place.epoch), place.seq, what_name(fact->what));
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
    const moot_member_t *member =
        moot_roomview_find(view, moot_slice_str(sim->user_ids[socket->user]));

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
    sim_tell(sim, "s%u is ready%s\n", socket->number,
             socket->pending ? ", rooms are pending" : "");
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

    sim_tell(sim, "s%u is attached to room%d\n", socket->number, room);
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
static void check_overtaking(sim_socket_t *socket, const sim_request_t *request,
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

        if (entered(fact, socket->user) && !mine
            && !carries_seq(request, reply))
            return;
        if (!seen->known && !entered(fact, socket->user))
            return; /* it could not know that it is a member */
        if (sim_addressed(fact, socket)) {
            sim_fail(sim, "no answer overtakes an event", request->room,
                     (int)socket->number,
                     "op %u number %" PRIu64 " of %s is answered at %" PRIu64
                     "/%" PRIu64 " before event %" PRIu64 "/%" PRIu64
                     " kind %u",
                     request->op, request->number, socket->session, until.epoch,
                     until.seq, fact->place.epoch, fact->place.seq, fact->what);
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
     * leave, is of no more use than none; a refusal shows none. */
    if (reply->code == MOOT_CODE_OK && view->epoch == reply->epoch
        && view->seq < reply->seq
        && moot_roomview_find(view,
                              moot_slice_str(sim->user_ids[request->user])))
        sim_fail(sim, "view of an answer", request->room, (int)request->socket,
                 "it is at %" PRIu64 ", the answer at %" PRIu64, view->seq,
                 reply->seq);
}

void sim_watch_answer(sim_socket_t *socket, sim_request_t *request,
                      const moot_msg_reply_t *reply,
                      const moot_roomview_t *view)
{
    sim_t *sim = socket->sim;

    sim_trace(sim,
              "s%u is answered op=%u %s number=%" PRIu64 " %s at %" PRIu64
              "/%" PRIu64,
              socket->number, request->op, sim->room_ids[request->room],
              request->number,
              reply ? moot_code_name(reply->code) : "nothing: UNAVAILABLE",
              reply ? reply->epoch : 0, reply ? reply->seq : 0);
    sim_tell(sim, "s%u = %s %s\n", socket->number, op_name(request->op),
             reply ? moot_code_name(reply->code) : "UNAVAILABLE");
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
        if (!sim->profile->fault_gap_ms && !sim->profile->fixed)
            sim_fail(sim, "nothing is UNAVAILABLE without faults",
                     request->room, (int)socket->number, "%s number %" PRIu64,
                     socket->session, request->number);
        return;
    }
    request->answer = SIM_ANSWERED;
    request->code = reply->code;
    if (request->op != MOOT_OP_INFO
        && (!request->logged || request->log_code != reply->code))
        sim_fail(sim, "what is acknowledged is in the log", request->room,
                 (int)socket->number, "%s number %" PRIu64 " is answered %s",
                 socket->session, request->number, moot_code_name(reply->code));
    check_overtaking(socket, request, reply);
    if (view)
        check_view(sim, request, reply, view);
}

/* ---- Deadlines ---------------------------------------------------------- */

static void check_deadlines(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;

    for (size_t i = socket->requests_count; i > 0; i--) {
        const sim_request_t *request = &sim->requests[socket->requests[i - 1]];

        if (request->answer == SIM_WAITING
            && sim->now_ms
                   > latest(socket, request->sent_ms + SIM_REQUEST_TIMEOUT_MS))
            sim_fail(sim, "an answer in time", request->room,
                     (int)socket->number,
                     "%s number %" PRIu64 " op %u of %" PRIu64 " has no answer",
                     socket->session, request->number, request->op,
                     request->sent_ms);
    }
}

void sim_watch_time(sim_t *sim)
{
    sim_emits_time(sim);
    sim_asks_time(sim);
    for (size_t i = 0; i < sim->sockets_count && !sim->failed; i++) {
        sim_socket_t *socket = sim->sockets[i];

        if (socket->state == SIM_GONE
            || sim_program(sim, SIM_EDGE, socket->edge)->frozen)
            continue;
        if (socket->state == SIM_JOINING && !socket->lost
            && sim->now_ms
                   > latest(socket, socket->joined_ms + SIM_ATTACH_TIMEOUT_MS))
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
