/* One numbered request: is it new, what does it do, what is said of it
 * (proto/DESIGN.md, Requests and Answers). */
#include "common/err.h"
#include "worker/apply.h"
#include "worker/emit.h"
#include "worker/guarded.h"
#include "worker/shard_state.h"

/* A request while it is worked on. */
typedef struct work {
    moot_shard_t *shard;
    unsigned broker;
    unsigned slot;
    const moot_msg_route_t *route;
    const moot_msg_request_t *request;
    const moot_guarded_told_t *told; /* the verdict it waited for, or NULL */
    moot_session_t *session;   /* NULL: no record */
    moot_live_room_t *room;    /* NULL: no such room */
    moot_msg_outcome_t outcome;
} work_t;

/* ---- Saying -------------------------------------------------------------- */

static bool shows_room(uint64_t op)
{
    return op == MOOT_OP_CREATE || op == MOOT_OP_JOIN || op == MOOT_OP_INFO
           || op == MOOT_OP_ADD || op == MOOT_OP_REMOVE
           || op == MOOT_OP_ROLE;
}

static void send_back(const work_t *work)
{
    moot_shard_t *shard = work->shard;
    moot_msg_route_t route = {
        .flow = MOOT_FLOW_EDGE,
        .edge = work->route->edge,
        .slot = work->slot,
        .slot_epoch = shard->tables.slots.at[work->slot].epoch,
        .worker = shard->config.worker,
        .incarnation = shard->config.incarnation,
    };
    moot_outgoing_put(&shard->outgoing, work->broker, &route,
                      moot_buf_slice(&shard->body));
}

/* The snapshot that a successful answer shows: of the room as it is, also when
 * it ended with this request; of what is known of an ended one otherwise. */
static int save_snapshot(work_t *work)
{
    moot_shard_t *shard = work->shard;
    moot_buf_clear(&shard->snapshot);
    if (!shows_room(work->outcome.op) || work->outcome.code != MOOT_CODE_OK)
        return 0;
    if (work->room != NULL && work->room->view->epoch == work->outcome.epoch)
        return moot_roomview_save(work->room->view, &shard->snapshot);
    return moot_fetch_ended(&shard->fetch, work->slot, work->outcome.room,
                            work->outcome.epoch, &shard->snapshot);
}

/* Says work->outcome. */
static void say(work_t *work)
{
    moot_shard_t *shard = work->shard;
    const moot_msg_outcome_t *outcome = &work->outcome;
    int rc = save_snapshot(work);
    if (rc < 0) {
        moot_shard_fail(shard, rc);
        return;
    }
    moot_msg_reply_t reply = {
        .session = work->request->session,
        .number = outcome->number,
        .op = outcome->op,
        .code = outcome->code,
        .text = outcome->text,
        .room = outcome->room,
        .epoch = outcome->epoch,
        .first = outcome->first,
        .seq = outcome->seq,
        .event_seq = outcome->event_seq,
        .version = outcome->version,
        .updated_at = outcome->updated_at,
        .at = outcome->at,
        .already = outcome->already,
        .message_id = outcome->message_id,
        .member_count = outcome->member_count,
        .snapshot = moot_buf_slice(&shard->snapshot),
    };
    moot_buf_clear(&shard->body);
    rc = moot_wire_encode_reply(&shard->body, &reply);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        send_back(work);
}

static void ask_resend(work_t *work, uint64_t from)
{
    moot_shard_t *shard = work->shard;
    moot_msg_resend_from_t ask = {
        .session = work->request->session,
        .number = from,
        .stamp_incarnation = shard->config.incarnation,
        .stamp_ms = shard->now_ms,
    };
    shard->facts.resend_from++;
    moot_buf_clear(&shard->body);
    int rc = moot_wire_encode_resend_from(&shard->body, &ask);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        send_back(work);
}

/* ---- Outcomes ------------------------------------------------------------ */

/* The outcome as far as it follows from the room as it is now. Of a missing
 * room its last tombstone is told, so that the edge can place the answer. */
static int begin_outcome(work_t *work)
{
    moot_shard_t *shard = work->shard;
    moot_msg_room_row_t row;
    moot_msg_outcome_t *outcome = &work->outcome;
    *outcome = (moot_msg_outcome_t){
        .number = work->request->number,
        .op = work->request->op,
        .room = work->request->room,
        .at = shard->wall_ms,
    };
    if (moot_personal_is(work->request->op))
        return 0;
    int rc = moot_rooms_find(&shard->tables.rooms, work->slot,
                             work->request->room, &work->room);
    if (rc == MOOT_ENOENT) {
        work->room = NULL;
        rc = moot_rooms_tombstone(&shard->tables.rooms, work->slot,
                                  work->request->room, 0, &row);
        if (rc == 0) {
            outcome->epoch = row.epoch;
            outcome->seq = outcome->event_seq = row.seq;
        }
        return rc == MOOT_ENOENT ? 0 : rc;
    }
    if (rc < 0)
        return rc;
    const moot_roomview_t *view = work->room->view;
    outcome->epoch = view->epoch;
    outcome->seq = outcome->event_seq = view->seq;
    outcome->version = view->version;
    outcome->updated_at = view->updated_at;
    outcome->member_count = view->members_count;
    return 0;
}

static void refuse(work_t *work, enum moot_code code, const char *text)
{
    work->outcome.code = (uint64_t)code;
    work->outcome.text = moot_slice_str(text);
}

/* What the events of the record changed. */
static void end_outcome(work_t *work, const moot_room_verdict_t *verdict)
{
    moot_msg_outcome_t *outcome = &work->outcome;
    if (verdict->code != MOOT_CODE_OK)
        refuse(work, verdict->code, verdict->text);
    outcome->already = verdict->already;
    if (verdict->events_count == 0)
        return;
    const moot_msg_event_t *last =
        &verdict->events[verdict->events_count - 1];
    outcome->first = verdict->events[0].seq;
    outcome->seq = outcome->event_seq = last->seq;
    outcome->version = last->version;
    outcome->updated_at = last->updated_at;
    outcome->at = last->at;
    outcome->message_id = last->message_id;
}

/* Members after the events; the outcome is logged before they are applied. */
static uint64_t count_members(const work_t *work,
                              const moot_room_verdict_t *verdict)
{
    uint64_t count =
        work->room != NULL ? work->room->view->members_count : 0;
    moot_list_reader_t users;
    for (size_t i = 0; i < verdict->events_count; i++) {
        const moot_msg_event_t *event = &verdict->events[i];
        if (event->what == MOOT_WHAT_JOINED)
            count++;
        else if (event->what == MOOT_WHAT_LEFT
                 || event->what == MOOT_WHAT_REMOVED)
            count--;
        else if ((event->what == MOOT_WHAT_CREATED
                  || event->what == MOOT_WHAT_ADDED)
                 && moot_list_reader_init(&users, event->users) == 0)
            count += users.left;
    }
    return count;
}

/* ---- Records ------------------------------------------------------------- */

moot_msg_record_t moot_requests_record(moot_shard_t *shard, unsigned slot,
                                       enum moot_record what)
{
    return (moot_msg_record_t){
        .lsn = shard->tables.slots.at[slot].lsn + 1,
        .what = (uint64_t)what,
        .at = shard->wall_ms,
    };
}

int moot_requests_apply(moot_shard_t *shard, unsigned slot,
                        const moot_msg_record_t *record,
                        moot_live_room_t **room)
{
    moot_buf_clear(&shard->record);
    int rc = moot_wire_encode_record(&shard->record, record);
    if (rc < 0)
        return rc;
    shard->facts.records++;
    return moot_apply_record(&shard->tables, slot, record,
                             moot_buf_slice(&shard->record), shard->now_ms,
                             room);
}

static int encode_events(moot_shard_t *shard,
                         const moot_room_verdict_t *verdict,
                         moot_slice_t *list)
{
    moot_list_writer_t writer;
    moot_buf_clear(&shard->events);
    moot_list_begin(&writer, &shard->events, (uint32_t)verdict->events_count);
    for (size_t i = 0; i < verdict->events_count; i++) {
        moot_buf_clear(&shard->event);
        int rc = moot_wire_encode_event(&shard->event, &verdict->events[i]);
        if (rc < 0)
            return rc;
        moot_list_put_bin(&writer, moot_buf_slice(&shard->event));
    }
    return moot_list_end(&writer, list);
}

static uint64_t room_epoch(moot_shard_t *shard, unsigned slot)
{
    uint64_t above = shard->tables.slots.at[slot].epoch_max + 1;
    return shard->wall_ms > above ? shard->wall_ms : above;
}

/* Logs and applies a record together with the outcome. */
static int log_outcome(work_t *work, moot_msg_record_t *record,
                       moot_live_room_t **room)
{
    moot_shard_t *shard = work->shard;
    record->session = work->request->session;
    record->base = work->request->base;
    moot_buf_clear(&shard->event);
    int rc = moot_wire_encode_outcome(&shard->event, &work->outcome);
    record->outcome = moot_buf_slice(&shard->event);
    if (rc == 0)
        rc = moot_requests_apply(shard, work->slot, record, room);
    return rc;
}

/* The same of a request about a room, and what was decided. */
static int log_request(work_t *work, const moot_room_verdict_t *verdict)
{
    moot_shard_t *shard = work->shard;
    moot_live_room_t *room = NULL;
    moot_msg_record_t record =
        moot_requests_record(shard, work->slot, MOOT_RECORD_REQUEST);
    record.room = work->request->room;
    if (verdict->creates) {
        record.rid = record.lsn;
        record.epoch = work->outcome.epoch = room_epoch(shard, work->slot);
    } else if (work->room != NULL) {
        record.rid = work->room->rid;
        record.epoch = work->room->view->epoch;
    }
    int rc = encode_events(shard, verdict, &record.events);
    if (rc == 0)
        rc = log_outcome(work, &record, &room);
    if (room != NULL)
        work->room = room;
    return rc;
}

/* ---- Messages ------------------------------------------------------------ */

/* Writes a number in base 36. */
static size_t put_base36(char *at, uint64_t number)
{
    char digits[16];
    size_t count = 0;
    do {
        digits[count++] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
        number /= 36;
    } while (number > 0);
    for (size_t i = 0; i < count; i++)
        at[i] = digits[count - 1 - i];
    return count;
}

/* "msg_<slot>_<lsn>": once in a cluster, as a slot has one log. */
static moot_slice_t make_message_id(char *at, unsigned slot, uint64_t lsn)
{
    size_t size = 4;
    memcpy(at, "msg_", 4);
    size += put_base36(at + size, slot);
    at[size++] = '_';
    size += put_base36(at + size, lsn);
    return moot_slice(at, size);
}

/* Whether a message was sent before under the same client message id; then
 * the outcome is filled with the original's. */
static int find_duplicate(work_t *work, char *id, bool *found)
{
    const moot_msg_request_t *request = work->request;
    moot_dedup_hit_t hit;
    moot_slice_t sender;
    *found = false;
    if (request->op != MOOT_OP_MESSAGE || work->room == NULL
        || request->client_message_id.size == 0
        || !moot_emit_sender(request->system, request->user, &sender)
        || (!request->system
            && moot_roomview_find(work->room->view, sender) == NULL))
        return 0;
    int rc = moot_dedup_find(work->shard->store, work->slot,
                             work->room->rid, sender,
                             request->client_message_id, &hit);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    *found = true;
    work->outcome.already = true;
    work->outcome.event_seq = hit.seq;
    work->outcome.at = hit.at;
    work->outcome.message_id = make_message_id(id, work->slot, hit.lsn);
    return 0;
}

/* ---- Applying ------------------------------------------------------------ */

/* What the type of its room says. Except for WAITS the outcome says it. */
static enum moot_guarded ask_type(work_t *work)
{
    enum moot_code code;
    moot_slice_t text;
    enum moot_guarded guarded = moot_guarded_judge(
        work->shard, work->broker, work->slot, work->route, work->request,
        work->room != NULL ? work->room->view : NULL, work->told, &code,
        &text);
    if (guarded == MOOT_GUARDED_REFUSED) {
        work->outcome.code = (uint64_t)code;
        work->outcome.text = text;
    }
    return guarded;
}

/* A write: decided, logged, said; or put aside for a verdict. */
static void write_new(work_t *work)
{
    moot_shard_t *shard = work->shard;
    char id[40];
    bool duplicate;
    moot_room_verdict_t verdict = {.code = MOOT_CODE_OK};
    enum moot_guarded guarded = ask_type(work);
    if (guarded == MOOT_GUARDED_WAITS)
        return;
    int rc = find_duplicate(work, id, &duplicate);
    if (rc == 0 && !duplicate && guarded == MOOT_GUARDED_FREE) {
        uint64_t lsn = shard->tables.slots.at[work->slot].lsn + 1;
        moot_room_decide(&shard->rules,
                         work->room != NULL ? work->room->view : NULL,
                         work->request, shard->wall_ms,
                         make_message_id(id, work->slot, lsn), &shard->users,
                         &verdict);
        end_outcome(work, &verdict);
    }
    work->outcome.member_count = count_members(work, &verdict);
    if (rc == 0)
        rc = log_request(work, &verdict);
    moot_shard_fail(shard, rc);
    if (rc < 0)
        return;
    shard->facts.requests++;
    say(work);
}

/* An emission: judged, logged, said, and told to whom it was to be told. */
static void write_emission(work_t *work)
{
    moot_shard_t *shard = work->shard;
    const moot_msg_request_t *request = work->request;
    bool is_new;
    moot_msg_record_t record =
        moot_requests_record(shard, work->slot, MOOT_RECORD_REQUEST);
    int rc = moot_personal_emit(shard, work->slot, request, &work->outcome,
                                &record, &is_new);
    if (rc == 0)
        rc = log_outcome(work, &record, NULL);
    moot_shard_fail(shard, rc);
    if (rc < 0)
        return;
    shard->facts.requests++;
    shard->facts.emissions += is_new;
    if (is_new && request->forward_to.size > 0) {
        moot_outgoing_forward(&shard->outgoing, request->forward_to,
                              request->forward);
        shard->facts.forwarded++;
    }
    say(work);
}

/* Answers a request that writes nothing; `again`: its number was answered
 * before. */
static void answer_read(work_t *work, bool again)
{
    moot_shard_t *shard = work->shard;
    if (!again
        && (work->session != NULL
            || moot_sessions_room(&shard->tables.sessions, NULL)))
        moot_sessions_read(&shard->tables.sessions, work->slot,
                           work->request->session, work->request->number,
                           shard->now_ms);
    shard->facts.requests++;
    say(work);
}

/* A read: decided and said; `again`: its number was answered before. */
static void read_room(work_t *work, bool again)
{
    moot_shard_t *shard = work->shard;
    moot_room_verdict_t verdict;
    moot_room_decide(&shard->rules,
                     work->room != NULL ? work->room->view : NULL,
                     work->request, shard->wall_ms, moot_slice("", 0),
                     &shard->users, &verdict);
    if (verdict.code != MOOT_CODE_OK)
        refuse(work, verdict.code, verdict.text);
    answer_read(work, again);
}

/* Nothing can be stored: said, and not an outcome. */
static void refuse_write(work_t *work, const char *text)
{
    refuse(work,
           work->request->op == MOOT_OP_LEAVE ? MOOT_CODE_LEAVE_FAILED
                                              : MOOT_CODE_UNAVAILABLE,
           text);
    moot_sessions_pass(&work->shard->tables.sessions, work->session,
                       work->request->number);
    say(work);
}

/* Whether a write can be stored now; if not, that is said. */
static bool can_write(work_t *work)
{
    moot_shard_t *shard = work->shard;
    if (shard->full)
        refuse_write(work, "the room's worker cannot store now");
    else if (!moot_sessions_room(&shard->tables.sessions, work->session))
        refuse_write(work, "the room's worker has too many sessions");
    else
        return true;
    return false;
}

/* What was learned of a user: a write when it is news. */
static void take_fact(work_t *work)
{
    moot_shard_t *shard = work->shard;
    bool is_new;
    moot_msg_record_t record =
        moot_requests_record(shard, work->slot, MOOT_RECORD_FACT);
    int rc = moot_personal_fact(shard, work->slot, work->request,
                                &work->outcome, &record, &is_new);
    if (rc == 0 && !is_new) {
        answer_read(work, false);
        return;
    }
    if (rc == 0 && !can_write(work))
        return;
    if (rc == 0)
        rc = log_outcome(work, &record, NULL);
    moot_shard_fail(shard, rc);
    if (rc < 0)
        return;
    shard->facts.requests++;
    say(work);
}

static void take_new(work_t *work)
{
    moot_shard_t *shard = work->shard;
    int rc = begin_outcome(work);
    if (rc < 0)
        moot_shard_fail(shard, rc);
    else if (work->request->op == MOOT_OP_INFO)
        read_room(work, false);
    else if (work->request->op == MOOT_OP_FACT)
        take_fact(work);
    else if (!can_write(work))
        return;
    else if (work->request->op == MOOT_OP_EMIT)
        write_emission(work);
    else
        write_new(work);
}

/* An outcome said again: names the head of its room as it is now, or where it
 * ended when another has its id. */
static void take_repeat(work_t *work, moot_slice_t bytes)
{
    moot_shard_t *shard = work->shard;
    moot_msg_room_row_t row;
    int rc = begin_outcome(work);
    moot_msg_outcome_t now = work->outcome;
    if (rc == 0 && moot_wire_decode_outcome(bytes, &work->outcome) < 0)
        rc = MOOT_ECORRUPT;
    if (rc == 0 && work->outcome.epoch != 0
        && !moot_personal_is(work->outcome.op)
        && now.epoch != work->outcome.epoch) {
        rc = moot_rooms_tombstone(&shard->tables.rooms, work->slot,
                                  work->outcome.room, work->outcome.epoch,
                                  &row);
        if (rc == 0)
            work->outcome.seq = row.seq;
        else if (rc == MOOT_ENOENT)
            rc = 0;
    }
    if (rc < 0) {
        moot_shard_fail(shard, rc);
        return;
    }
    if (now.epoch == work->outcome.epoch
        && !moot_personal_is(work->outcome.op))
        work->outcome.seq = now.seq;
    shard->facts.repeats++;
    say(work);
}

static void take_copy(work_t *work)
{
    moot_shard_t *shard = work->shard;
    const moot_msg_request_t *request = work->request;
    moot_slice_t outcome;
    uint64_t from;
    bool fresh = request->stamp_incarnation == shard->config.incarnation
                 && request->stamp_ms <= shard->now_ms
                 && shard->now_ms - request->stamp_ms
                        <= MOOT_STAMP_AGE_MS_MAX;
    work->session = moot_sessions_find(&shard->tables.sessions, work->slot,
                                       request->session);
    if (work->session != NULL)
        moot_sessions_hear(&shard->tables.sessions, work->session,
                           shard->now_ms);
    switch (moot_sessions_judge(work->session, request->number,
                                request->base, fresh,
                                request->op == MOOT_OP_INFO
                                    || request->op == MOOT_OP_FACT, &from,
                                &outcome)) {
    case MOOT_COPY_NEW:
        take_new(work);
        return;
    case MOOT_COPY_REPEAT:
        take_repeat(work, outcome);
        return;
    case MOOT_COPY_REREAD: {
        int rc = begin_outcome(work);
        moot_shard_fail(shard, rc);
        if (rc == 0 && request->op == MOOT_OP_FACT)
            answer_read(work, true); /* it is stored, or a later one is */
        else if (rc == 0)
            read_room(work, true);
        return;
    }
    case MOOT_COPY_DROP:
        return;
    case MOOT_COPY_RESEND:
        ask_resend(work, from);
        return;
    }
}

/* Whether the request says what it is about. */
static bool has_subject(const moot_msg_request_t *request)
{
    if (request->op == MOOT_OP_FACT)
        return request->user.size > 0;
    return request->room.size > 0
           || (request->op == MOOT_OP_EMIT && request->user.size > 0);
}

static bool is_sound(const moot_msg_route_t *route,
                     const moot_msg_request_t *request)
{
    return route->edge.size > 0 && request->session.size > 0
           && request->base >= 1 && request->base <= request->number
           && request->op >= MOOT_OP_CREATE && request->op <= MOOT_OP_OWNER
           && has_subject(request);
}

void moot_requests_again(moot_shard_t *shard, unsigned broker,
                         const moot_msg_route_t *route,
                         const moot_msg_request_t *request,
                         const moot_guarded_told_t *told)
{
    work_t work = {
        .shard = shard,
        .broker = broker,
        .slot = (unsigned)route->slot,
        .route = route,
        .request = request,
        .told = told,
    };
    take_copy(&work);
}

void moot_requests_take(moot_shard_t *shard, unsigned broker,
                        const moot_msg_route_t *route,
                        const moot_msg_request_t *request)
{
    if (!is_sound(route, request))
        shard->facts.damaged++;
    else if (!moot_guarded_meet(shard, broker, route, request))
        moot_requests_again(shard, broker, route, request, NULL);
}
