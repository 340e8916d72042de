/* The truth: what the workers' logs hold. Read after each commit, compared
 * with what the contract (model.c) says of the same requests in that order. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "worker/keys.h"

/* ---- Looking up --------------------------------------------------------- */

const sim_state_t *sim_truth_now(const sim_t *sim, int room)
{
    return &sim->history[room].now;
}

const sim_epoch_t *sim_truth_epoch(const sim_t *sim, int room, uint64_t epoch)
{
    const sim_history_t *history = &sim->history[room];

    for (size_t i = history->count; i > 0; i--) {
        if (history->epochs[i - 1].epoch == epoch)
            return &history->epochs[i - 1];
    }
    return NULL;
}

const sim_fact_t *sim_truth_at(const sim_t *sim, int room, sim_place_t place)
{
    const sim_epoch_t *epoch = sim_truth_epoch(sim, room, place.epoch);

    if (!epoch || place.seq == 0 || place.seq > epoch->count)
        return NULL;
    return &epoch->facts[place.seq - 1];
}

const sim_fact_t *sim_truth_next(const sim_t *sim, int room, sim_place_t after)
{
    const sim_history_t *history = &sim->history[room];

    for (size_t i = 0; i < history->count; i++) {
        const sim_epoch_t *epoch = &history->epochs[i];

        if (epoch->epoch == after.epoch && after.seq < epoch->count)
            return &epoch->facts[after.seq];
        if (epoch->epoch > after.epoch && epoch->count > 0)
            return &epoch->facts[0];
    }
    return NULL;
}

/* Contract, section 3: who gets which broadcast. */
bool sim_addressed(const sim_fact_t *fact, const sim_socket_t *socket)
{
    uint32_t me = UINT32_C(1) << socket->user;

    switch (fact->what) {
    case MOOT_WHAT_JOINED:
        return (fact->after & me) && fact->user != (int)socket->user;
    case MOOT_WHAT_REMOVED:
        return (fact->after & me) || fact->user == (int)socket->user;
    case MOOT_WHAT_DELETED:
        return (fact->before & me) != 0;
    case MOOT_WHAT_MESSAGE:
        return (fact->after & me) && fact->socket != (int)socket->number;
    default:
        return (fact->after & me) != 0;
    }
}

/* ---- Comparing states --------------------------------------------------- */

static bool same_text(moot_slice_t a, const char *b)
{
    return moot_slice_eq(a, moot_slice_str(b));
}

static const char *differs(const sim_t *sim, const sim_state_t *state,
                           const moot_roomview_t *view)
{
    if (!same_text(view->name, state->name))
        return "name";
    if (!same_text(view->thumbnail_url, state->thumbnail))
        return "thumbnail";
    if (!same_text(view->created_by, sim->user_ids[state->creator])
        || view->created_at != state->created_at)
        return "creation";
    if (view->version != state->version)
        return "version";
    if (view->updated_at != state->updated_at)
        return "updated_at";
    if (view->members_count != state->count)
        return "number of members";
    for (unsigned i = 0; i < state->count; i++) {
        if (!same_text(view->members[i]->user, sim->user_ids[state->users[i]])
            || (unsigned)view->members[i]->role != state->roles[i])
            return "members";
    }
    return NULL;
}

void sim_truth_view(sim_t *sim, const char *check, int room,
                    const moot_roomview_t *view)
{
    sim_place_t place = {view->epoch, view->seq};
    const sim_fact_t *fact = sim_truth_at(sim, room, place);
    const char *what = fact ? differs(sim, &fact->state, view) : "position";

    if (what)
        sim_fail(sim, check, room, -1,
                 "%s at %" PRIu64 "/%" PRIu64 ": %s is not as it was",
                 sim->room_ids[room], place.epoch, place.seq, what);
}

void sim_truth_snapshot(sim_t *sim, const char *check, int room,
                        moot_slice_t bytes)
{
    moot_msg_snapshot_t snapshot;
    moot_roomview_t *view = NULL;

    if (moot_wire_decode_snapshot(bytes, &snapshot) != 0
        || moot_roomview_load(&snapshot, &view) != 0) {
        sim_fail(sim, check, room, -1, "%s: a damaged snapshot",
                 sim->room_ids[room]);
        return;
    }
    sim_truth_view(sim, check, room, view);
    moot_roomview_destroy(&view);
}

/* ---- Taking in one record ----------------------------------------------- */

static sim_epoch_t *epoch_for(sim_t *sim, int room, const sim_fact_t *fact,
                              uint64_t number)
{
    sim_history_t *history = &sim->history[room];
    sim_epoch_t *last =
        history->count ? &history->epochs[history->count - 1] : NULL;

    if (fact->what != MOOT_WHAT_CREATED) {
        if (last && last->epoch == number && !last->ended)
            return last;
        sim_fail(sim, "epoch of an event", room, -1,
                 "%s: an event in epoch %" PRIu64 ", which is not open",
                 sim->room_ids[room], number);
        return NULL;
    }
    if (last && (!last->ended || last->epoch >= number)) {
        sim_fail(sim, "room epochs rise", room, -1,
                 "%s: epoch %" PRIu64 " after %" PRIu64, sim->room_ids[room],
                 number, last->epoch);
        return NULL;
    }
    if (history->count == history->capacity) {
        history->capacity = history->capacity * 2 + 4;
        history->epochs =
            realloc(history->epochs, history->capacity * sizeof *last);
        MOOT_CHECK(history->epochs);
    }
    last = &history->epochs[history->count++];
    memset(last, 0, sizeof *last);
    last->epoch = number;
    return last;
}

/* The list of users of an event against those that the contract names. */
static bool same_users(const sim_t *sim, moot_slice_t list,
                       const sim_fact_t *fact)
{
    moot_list_reader_t reader;
    moot_slice_t user;

    if (moot_list_reader_init(&reader, list) != 0
        || reader.left != fact->named_count)
        return false;
    for (unsigned i = 0; i < fact->named_count; i++) {
        if (moot_list_next_str(&reader, &user) != 0
            || sim_user_of(sim, user) != fact->named[i])
            return false;
    }
    return true;
}

static const char *event_differs(const sim_t *sim,
                                 const moot_msg_event_t *event,
                                 const sim_fact_t *fact,
                                 const sim_state_t *state,
                                 const sim_request_t *request)
{
    bool gone = fact->what == MOOT_WHAT_LEFT || fact->what == MOOT_WHAT_REMOVED;
    int user = event->user.size ? sim_user_of(sim, event->user) : -1;
    int heir = event->heir.size ? sim_user_of(sim, event->heir) : -1;
    sim_socket_t *socket =
        sim_socket_find((sim_t *)(uintptr_t)sim, event->session);

    if (event->what != fact->what)
        return "kind";
    if (event->seq != fact->place.seq)
        return "seq";
    if (sim_user_of(sim, event->actor) != fact->actor)
        return "actor";
    if (!socket || (int)socket->number != fact->socket)
        return "session";
    if (event->version != fact->version)
        return "version";
    if (event->last != fact->last)
        return "last";
    if (event->at < state->last_at && fact->what != MOOT_WHAT_CREATED)
        return "time: it fell";
    if (event->updated_at != (fact->mutation ? event->at : state->updated_at))
        return "updated_at";
    if (fact->user >= 0 && user != fact->user)
        return "user";
    if (fact->named_count && !same_users(sim, event->users, fact))
        return "users";
    if (gone && (event->role != fact->role || event->place != fact->joined_at))
        return "role or place of a member gone";
    if (gone && (heir != fact->heir || event->heir_role != fact->heir_role))
        return "heir";
    if (fact->what == MOOT_WHAT_ROLE
        && (event->role != fact->role || event->old_role != fact->old_role))
        return "role";
    if (fact->what == MOOT_WHAT_MESSAGE
        && (!same_text(event->content, request->content)
            || !same_text(event->client_message_id, request->key)
            || event->message_id.size == 0 || event->message_id.size > 63))
        return "message";
    return NULL;
}

/* before: the state before the record, for times; after: what the whole
 * request makes. The roster after each event is known by its bits; only the
 * last event of a request may be compared with the whole state. */
static void append(sim_t *sim, int room, const sim_fact_t *wanted,
                   moot_slice_t bytes, const moot_msg_event_t *event,
                   uint64_t epoch_number, sim_state_t *after)
{
    sim_epoch_t *epoch = epoch_for(sim, room, wanted, epoch_number);
    sim_fact_t *fact;

    if (!epoch)
        return;
    if (epoch->count == epoch->capacity) {
        epoch->capacity = epoch->capacity * 2 + 16;
        epoch->facts =
            realloc(epoch->facts, epoch->capacity * sizeof *epoch->facts);
        MOOT_CHECK(epoch->facts);
    }
    fact = &epoch->facts[epoch->count++];
    *fact = *wanted;
    fact->place.epoch = epoch_number;
    fact->at = event->at;
    fact->commit_ms = sim->now_ms;
    fact->size = bytes.size;
    fact->bytes = malloc(bytes.size);
    MOOT_CHECK(fact->bytes);
    memcpy(fact->bytes, bytes.at, bytes.size);
    snprintf(fact->message_id, sizeof fact->message_id, "%.*s",
             MOOT_SLICE_ARG(event->message_id));
    epoch->ended = fact->last;
    after->place.epoch = epoch_number;
    after->last_at = event->at;
    after->updated_at = event->updated_at;
    if (fact->what == MOOT_WHAT_CREATED)
        after->created_at = event->at;
    fact->state = *after;
    fact->state.place.seq = fact->place.seq;
    fact->state.version = fact->version;
    sim_trace(sim, "* log: %s %" PRIu64 "/%" PRIu64 " kind %u by s%d",
              sim->room_ids[room], epoch_number, fact->place.seq, fact->what,
              fact->socket);
}

static const sim_fact_t *known_message(const sim_t *sim,
                                       const sim_request_t *request)
{
    const sim_history_t *history = &sim->history[request->room];
    const sim_epoch_t *epoch =
        history->count ? &history->epochs[history->count - 1] : NULL;

    for (size_t i = 0; epoch && request->key[0] && i < epoch->count; i++) {
        if (epoch->facts[i].what == MOOT_WHAT_MESSAGE
            && epoch->facts[i].actor == (int)request->user
            && strcmp(epoch->facts[i].key, request->key) == 0)
            return &epoch->facts[i];
    }
    return NULL;
}

static void check_order(sim_t *sim, const sim_request_t *request)
{
    const sim_socket_t *socket = sim->sockets[request->socket];

    if (request->logged)
        sim_fail(sim, "a request is applied once", request->room,
                 (int)socket->number, "%s number %" PRIu64 " op %u again",
                 socket->session, request->number, request->op);
    for (size_t i = 0; i < socket->requests_count; i++) {
        const sim_request_t *other = &sim->requests[socket->requests[i]];

        if (other->slot == request->slot && other->number > request->number
            && other->logged)
            sim_fail(sim, "requests are applied in order", request->room,
                     (int)socket->number,
                     "%s number %" PRIu64 " (%s) after number %" PRIu64,
                     socket->session, request->number,
                     request->answer == SIM_UNKNOWN
                         ? "which the client was told is UNAVAILABLE"
                         : "still awaited",
                     other->number);
    }
}

/* The stored outcome against what the contract says. */
static const char *outcome_differs(const sim_t *sim,
                                   const moot_msg_outcome_t *outcome,
                                   const sim_request_t *request,
                                   const sim_verdict_t *verdict,
                                   const sim_state_t *after,
                                   const sim_fact_t *known)
{
    const sim_history_t *history = &sim->history[request->room];
    uint64_t seq = after->place.seq;
    uint64_t shown = known ? known->place.seq : seq;

    if (outcome->code != verdict->code)
        return "code";
    if (outcome->op != request->op)
        return "op";
    if (history->count > 0 && after->exists
        && (outcome->epoch != after->place.epoch || outcome->seq != seq))
        return "position";
    if (outcome->first != (verdict->count ? verdict->facts[0].place.seq : 0))
        return "first";
    if (verdict->count
        && (outcome->epoch != after->place.epoch || outcome->seq != seq))
        return "position of the events";
    if (verdict->code != MOOT_CODE_OK)
        return NULL;
    if (outcome->already != verdict->already)
        return "already";
    if (outcome->event_seq != shown)
        return "event_seq";
    if (outcome->version != after->version)
        return "version";
    if (outcome->updated_at != after->updated_at)
        return "updated_at";
    if (after->exists && outcome->member_count != after->count)
        return "member_count";
    if (known && !same_text(outcome->message_id, known->message_id))
        return "message_id of a duplicate";
    return NULL;
}

static void note(sim_request_t *request, const moot_msg_outcome_t *outcome)
{
    request->logged = true;
    request->log_code = outcome->code;
    request->first = outcome->first;
    request->seq = outcome->seq;
    request->epoch = outcome->epoch;
    request->event_seq = outcome->event_seq;
    request->version = outcome->version;
    request->member_count = outcome->member_count;
    request->already = outcome->already;
    snprintf(request->message_id, sizeof request->message_id, "%.*s",
             MOOT_SLICE_ARG(outcome->message_id));
}

/* The events of a record, one by one, against those of the verdict. */
static void take_events(sim_t *sim, const sim_request_t *request,
                        const moot_msg_record_t *record,
                        const sim_verdict_t *verdict, sim_state_t *after)
{
    sim_state_t before = sim->history[request->room].now;
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_event_t event;

    if (moot_list_reader_init(&reader, record->events) != 0
        || reader.left != verdict->count) {
        sim_fail(sim, "events of a request", request->room,
                 (int)request->socket,
                 "op %u makes %u events, the contract says %u", request->op,
                 (unsigned)reader.left, verdict->count);
        return;
    }
    for (unsigned i = 0; i < verdict->count && !sim->failed; i++) {
        const char *what;

        if (moot_list_next_bin(&reader, &bytes) != 0
            || moot_wire_decode_event(bytes, &event) != 0) {
            sim_fail(sim, "events of a request", request->room, -1, "damaged");
            return;
        }
        what = event_differs(sim, &event, &verdict->facts[i], &before, request);
        if (what)
            sim_fail(sim, "event", request->room, (int)request->socket,
                     "op %u of %s, event %" PRIu64 ": the contract differs in "
                     "%s",
                     request->op, sim->room_ids[request->room], event.seq,
                     what);
        else
            append(sim, request->room, &verdict->facts[i], bytes, &event,
                   record->epoch, after);
        before.last_at = event.at;
        before.updated_at = event.updated_at;
    }
}

static void take_request(sim_t *sim, unsigned slot,
                         const moot_msg_record_t *record)
{
    sim_limits_t limits = {sim->members_max, sim->rooms_max,
                           sim->create_on_join};
    moot_msg_outcome_t outcome;
    sim_request_t *request;
    sim_verdict_t verdict;
    const sim_fact_t *known;
    sim_state_t after;
    const char *what;

    if (record->outcome.size == 0)
        return; /* a read: it advances the session, and nothing else */
    if (moot_wire_decode_outcome(record->outcome, &outcome) != 0) {
        sim_fail(sim, "log record", -1, -1, "a damaged outcome");
        return;
    }
    if (outcome.op == MOOT_OP_EMIT) {
        sim_emits_record(sim, slot, record, &outcome);
        return;
    }
    request = sim_request_find(sim, record->session, slot, outcome.number);
    if (!request) {
        sim_fail(sim, "log record", -1, -1,
                 "%.*s number %" PRIu64 " was never sent",
                 MOOT_SLICE_ARG(record->session), outcome.number);
        return;
    }
    check_order(sim, request);
    after = sim->history[request->room].now;
    known = after.exists ? known_message(sim, request) : NULL;
    if (known)
        sim->counts.duplicates++;
    sim_model_apply(&after, request, sim->room_ids[request->room], &limits,
                    known != NULL, &verdict);
    if (!verdict.already)
        known = NULL;
    take_events(sim, request, record, &verdict, &after);
    what = outcome_differs(sim, &outcome, request, &verdict, &after, known);
    if (what)
        sim_fail(sim, "outcome", request->room, (int)request->socket,
                 "op %u of %s in %s: code %s, the contract says %s; it differs "
                 "in %s",
                 request->op, sim->sockets[request->socket]->session,
                 sim->room_ids[request->room], moot_code_name(outcome.code),
                 moot_code_name(verdict.code), what);
    if (!sim_model_owned(&after))
        sim_fail(sim, "one owner", request->room, -1, "%s",
                 sim->room_ids[request->room]);
    sim->history[request->room].now = after;
    note(request, &outcome);
    sim->counts.records++;
}

/* Entries of room lists that came from other slots. */
static void take_inbox(sim_t *sim, const moot_msg_record_t *record)
{
    moot_list_reader_t list;
    moot_slice_t bytes;
    moot_msg_outbox_entry_t entry;

    if (moot_list_reader_init(&list, record->inbox) != 0)
        return;
    while (moot_list_next_bin(&list, &bytes) == 0
           && moot_wire_decode_outbox_entry(bytes, &entry) == 0) {
        if (entry.copy.size > 0)
            continue; /* of a history: looked at in the end */
        int room = sim_room_of(sim, entry.room);
        int user = sim_user_of(sim, entry.user);

        if (room < 0 || user < 0
            || !sim_truth_at(sim, room,
                             (sim_place_t){entry.epoch, entry.seq})) {
            sim_fail(sim, "entry of a room list", room, -1,
                     "it names an event that is not in the log");
            return;
        }
        sim_trace(sim, "* list of %s: %s %" PRIu64 "/%" PRIu64 " %s",
                  sim->user_ids[user], sim->room_ids[room], entry.epoch,
                  entry.seq, entry.added ? "added" : "removed");
    }
}

static void take_record(sim_t *sim, unsigned slot, uint64_t lsn,
                        moot_slice_t value)
{
    moot_msg_record_t record;

    if (moot_wire_decode_record(value, &record) != 0 || record.lsn != lsn) {
        sim_fail(sim, "log record", -1, -1,
                 "slot %u lsn %" PRIu64 " is damaged", slot, lsn);
        return;
    }
    if (record.what == MOOT_RECORD_REQUEST)
        take_request(sim, slot, &record);
    else if (record.what == MOOT_RECORD_INBOX)
        take_inbox(sim, &record);
}

void sim_truth_pull(sim_program_t *worker)
{
    sim_t *sim = worker->sim;
    moot_store_t *store = worker->store;

    if (sim->failed)
        return;
    MOOT_CHECK(moot_store_begin(store) == 0);
    for (unsigned i = 0; i < sim->slots_count && !sim->failed; i++) {
        moot_key_t key;
        moot_slice_t value;

        while (!sim->failed
               && moot_store_get(
                      store, MOOT_TABLE_LOG,
                      moot_keys_log(&key, sim->slots[i], sim->lsn[i] + 1),
                      &value)
                      == 0)
            take_record(sim, sim->slots[i], ++sim->lsn[i], value);
    }
    moot_store_abort(store);
}
