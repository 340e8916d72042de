/* What each message to a worker asks for, once its slot was found to be ours
 * (proto/DESIGN.md). Requests go on to requests.c. */
#include "common/err.h"
#include "worker/apply.h"
#include "worker/facts.h"
#include "worker/guarded.h"
#include "worker/history.h"
#include "worker/shard_state.h"

/* A broker whose last beat is older is used only when there is no better. */
#define BROKER_SILENT_MS 2000

/* A message while it is worked on. */
typedef struct work {
    moot_shard_t *shard;
    unsigned broker;
    const moot_msg_route_t *route;
    moot_slice_t body;
    unsigned slot;
} work_t;

static void damaged(moot_shard_t *shard)
{
    shard->facts.damaged++;
}

static bool is_id(moot_slice_t id)
{
    return id.size > 0 && id.size <= MOOT_ID_BYTES_MAX;
}

/* Whether a kind and an id name a stream, and then its slot. */
static bool is_stream(uint64_t kind, moot_slice_t id, unsigned *slot)
{
    if (kind < MOOT_KIND_ROOM || kind > MOOT_KIND_EMIT || !is_id(id))
        return false;
    *slot = moot_slot_of((enum moot_kind)kind, id);
    return *slot < MOOT_SLOTS;
}

/* ---- Answers ------------------------------------------------------------- */

/* The route from here; the receiver's part is added. */
static moot_msg_route_t route_from(const moot_shard_t *shard,
                                   enum moot_flow flow, unsigned slot)
{
    return (moot_msg_route_t){
        .flow = (uint64_t)flow,
        .slot = slot,
        .slot_epoch = shard->tables.slots.at[slot].epoch,
        .worker = shard->config.worker,
        .incarnation = shard->config.incarnation,
    };
}

static void to_edge(const work_t *work)
{
    moot_msg_route_t route =
        route_from(work->shard, MOOT_FLOW_EDGE, work->slot);
    route.edge = work->route->edge;
    moot_outgoing_put(&work->shard->outgoing, work->broker, &route,
                      moot_buf_slice(&work->shard->body));
}

/* The broker that most likely can deliver; MOOT_SHARD_BROKERS_MAX: none. */
static unsigned pick_broker(const moot_shard_t *shard)
{
    unsigned any = MOOT_SHARD_BROKERS_MAX;
    for (unsigned i = 0; i < MOOT_SHARD_BROKERS_MAX; i++) {
        if ((shard->brokers >> i & 1) == 0)
            continue;
        if (shard->broker_heard_ms[i] != 0
            && shard->now_ms - shard->broker_heard_ms[i] <= BROKER_SILENT_MS)
            return i;
        if (any == MOOT_SHARD_BROKERS_MAX)
            any = i;
    }
    return any;
}

/* Sends a body to the owner of a slot, which may be this worker. Without any
 * broker it is lost, and said again later. */
static void to_slot(moot_shard_t *shard, unsigned slot, moot_slice_t body)
{
    moot_msg_route_t route = route_from(shard, MOOT_FLOW_SLOT, slot);
    uint32_t broker = MOOT_OUTGOING_SELF;
    if (shard->tables.slots.at[slot].owner != shard->config.worker)
        broker = pick_broker(shard);
    if (broker != MOOT_SHARD_BROKERS_MAX)
        moot_outgoing_put(&shard->outgoing, broker, &route, body);
}

void moot_dispatch_outbox(void *shard, unsigned source, unsigned target,
                          moot_slice_t body)
{
    (void)source;
    to_slot(shard, target, body);
}

/* ---- Ownership ----------------------------------------------------------- */

static void say_moved(const work_t *work)
{
    moot_shard_t *shard = work->shard;
    const moot_slot_t *slot = &shard->tables.slots.at[work->slot];
    moot_msg_moved_t moved = {
        .slot = work->slot,
        .slot_epoch = slot->epoch,
        .worker = slot->owner,
    };
    moot_msg_route_t route = route_from(shard, MOOT_FLOW_MOVED, work->slot);
    route.edge = work->route->edge;
    moot_buf_clear(&shard->body);
    int rc = moot_wire_encode_moved(&shard->body, &moved);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        moot_outgoing_put(&shard->outgoing, work->broker, &route,
                          moot_buf_slice(&shard->body));
}

/* Whether the message is for its stream's slot, and that slot is ours under
 * the epoch asked for. Otherwise it is answered here. */
static bool is_ours(work_t *work, unsigned slot)
{
    moot_shard_t *shard = work->shard;
    if (work->route->slot != slot) {
        damaged(shard);
        return false;
    }
    work->slot = slot;
    const moot_slot_t *known = &shard->tables.slots.at[slot];
    if (work->route->slot_epoch > known->epoch) {
        moot_msg_route_t route = *work->route;
        route.flow = MOOT_FLOW_NOT_YET;
        route.worker = shard->config.worker;
        route.incarnation = shard->config.incarnation;
        moot_outgoing_put(&shard->outgoing, work->broker, &route, work->body);
        return false;
    }
    if (known->owner != shard->config.worker) {
        say_moved(work);
        return false;
    }
    return true;
}

/* ---- Streams ------------------------------------------------------------- */

static void answer_events(const work_t *work, moot_msg_events_t *answer,
                          const moot_fetch_question_t *question)
{
    moot_shard_t *shard = work->shard;
    int rc = 0;
    answer->incarnation = shard->config.incarnation;
    answer->kind = (uint64_t)question->kind;
    answer->id = question->id;
    /* An attach that is not registered is answered without contents. */
    if (!answer->attached || answer->registration != 0)
        rc = moot_fetch_events(&shard->fetch, question, answer);
    moot_buf_clear(&shard->body);
    if (rc == 0)
        rc = moot_wire_encode_events(&shard->body, answer);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        to_edge(work);
}

static void take_attach(work_t *work, const moot_msg_attach_t *attach)
{
    moot_shard_t *shard = work->shard;
    moot_fetch_question_t question = {
        .kind = (enum moot_kind)attach->kind,
        .id = attach->id,
        .mode = attach->mode,
        .epoch = attach->epoch,
        .seq = attach->seq,
    };
    moot_msg_events_t answer = {.number = attach->number, .attached = true};
    if (!is_stream(attach->kind, attach->id, &question.slot)
        || attach->mode < MOOT_ATTACH_HEAD
        || attach->mode > MOOT_ATTACH_EVENTS) {
        damaged(shard);
        return;
    }
    if (!is_ours(work, question.slot))
        return;
    moot_edge_t *edge =
        moot_interest_edge(&shard->interest, work->route->edge);
    if (edge != NULL && edge->registration == attach->registration) {
        moot_interest_hear(&shard->interest, edge, shard->now_ms);
        if (!moot_interest_set(&shard->interest, edge, question.kind,
                               question.id, attach->number, true,
                               shard->now_ms))
            return;
        answer.registration = edge->registration;
    }
    answer_events(work, &answer, &question);
}

static void take_detach(work_t *work, const moot_msg_detach_t *detach)
{
    moot_shard_t *shard = work->shard;
    unsigned slot;
    if (!is_stream(detach->kind, detach->id, &slot)) {
        damaged(shard);
        return;
    }
    enum moot_kind kind = (enum moot_kind)detach->kind;
    if (!is_ours(work, slot))
        return;
    moot_edge_t *edge =
        moot_interest_edge(&shard->interest, work->route->edge);
    if (edge != NULL && edge->registration == detach->registration)
        moot_interest_set(&shard->interest, edge, kind, detach->id,
                          detach->number, false, shard->now_ms);
}

static void take_range(work_t *work, const moot_msg_range_t *range)
{
    moot_shard_t *shard = work->shard;
    moot_fetch_question_t question = {
        .kind = (enum moot_kind)range->kind,
        .id = range->id,
        .mode = MOOT_ATTACH_EVENTS,
        .epoch = range->epoch,
        .seq = range->seq,
    };
    moot_msg_events_t answer = {.number = range->number};
    if (!is_stream(range->kind, range->id, &question.slot)) {
        damaged(shard);
        return;
    }
    if (!is_ours(work, question.slot))
        return;
    moot_edge_t *edge =
        moot_interest_edge(&shard->interest, work->route->edge);
    if (edge != NULL)
        answer.registration = edge->registration;
    answer_events(work, &answer, &question);
}

static void take_list_rooms(work_t *work, const moot_msg_list_rooms_t *ask)
{
    moot_shard_t *shard = work->shard;
    moot_msg_rooms_t answer = {.number = ask->number};
    int rc = moot_fetch_rooms(&shard->fetch, shard->config.worker, ask->after,
                              ask->limit, &answer);
    moot_buf_clear(&shard->body);
    if (rc == 0)
        rc = moot_wire_encode_rooms(&shard->body, &answer);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        to_edge(work);
}

/* ---- Questions of histories and facts ------------------------------------ */

static void take_ask_history(work_t *work, const moot_msg_ask_history_t *ask)
{
    moot_shard_t *shard = work->shard;
    moot_msg_history_told_t told = {.number = ask->number};
    if (!is_id(ask->owner)) {
        damaged(shard);
        return;
    }
    if (!is_ours(work, moot_slot_of(MOOT_KIND_USER, ask->owner)))
        return;
    int rc = moot_history_page(shard->store, work->slot, ask, &shard->events,
                               &shard->event, &told);
    moot_buf_clear(&shard->body);
    if (rc == 0)
        rc = moot_wire_encode_history_told(&shard->body, &told);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        to_edge(work);
}

/* Writes the names asked for. */
static int put_names(work_t *work, const moot_msg_ask_names_t *ask,
                     moot_list_writer_t *writer, bool *more)
{
    moot_shard_t *shard = work->shard;
    moot_slice_t value;
    int rc;
    switch (ask->what) {
    case MOOT_NAMES_PEERS:
        return moot_history_peers(shard->store, work->slot, ask->name,
                                  ask->of, ask->after, ask->limit, writer,
                                  more);
    case MOOT_NAMES_FACT:
        return moot_facts_users(shard->store, &shard->tables.slots,
                                shard->config.worker, ask->name, ask->of,
                                ask->after, ask->limit, writer, more);
    default:
        rc = moot_facts_value(shard->store, work->slot, ask->of, ask->name,
                              &value);
        if (rc == 0 && value.size > 0)
            moot_list_put_str(writer, value);
        return rc;
    }
}

static void take_ask_names(work_t *work, const moot_msg_ask_names_t *ask)
{
    moot_shard_t *shard = work->shard;
    moot_msg_names_told_t told = {.number = ask->number};
    moot_list_writer_t writer;
    bool of_worker = ask->what == MOOT_NAMES_FACT;
    if (ask->what < MOOT_NAMES_PEERS || ask->what > MOOT_NAMES_VALUE
        || (!of_worker && !is_id(ask->of))) {
        damaged(shard);
        return;
    }
    if (!of_worker && !is_ours(work, moot_slot_of(MOOT_KIND_USER, ask->of)))
        return;
    moot_buf_clear(&shard->events);
    moot_list_begin_open(&writer, &shard->events);
    int rc = put_names(work, ask, &writer, &told.more);
    int ended = moot_list_end(&writer, &told.list);
    moot_buf_clear(&shard->body);
    if (rc == 0)
        rc = ended;
    if (rc == 0)
        rc = moot_wire_encode_names_told(&shard->body, &told);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        to_edge(work);
}

/* ---- Questions of commands ----------------------------------------------- */

static void take_ask_room(work_t *work, const moot_msg_ask_room_t *ask)
{
    if (!is_id(ask->room)) {
        damaged(work->shard);
        return;
    }
    if (!is_ours(work, moot_slot_of(MOOT_KIND_ROOM, ask->room)))
        return;
    int rc = moot_inspect_room(work->shard, work->slot, ask);
    moot_shard_fail(work->shard, rc);
    if (rc == 0)
        to_edge(work);
}

static void take_ask_why(work_t *work, const moot_msg_ask_why_t *ask)
{
    moot_msg_request_t request;
    if (moot_wire_decode_request(ask->request, &request) < 0
        || !is_id(request.room) || !is_id(request.user)) {
        damaged(work->shard);
        return;
    }
    if (!is_ours(work, moot_slot_of(MOOT_KIND_ROOM, request.room)))
        return;
    int rc = moot_inspect_why(work->shard, work->slot, ask->number, &request);
    moot_shard_fail(work->shard, rc);
    if (rc == 0)
        to_edge(work);
}

static void take_edge_beat(work_t *work, const moot_msg_edge_beat_t *beat)
{
    moot_shard_t *shard = work->shard;
    moot_edge_t *edge =
        moot_interest_edge(&shard->interest, work->route->edge);
    if (edge != NULL && edge->registration == beat->registration)
        moot_interest_hear(&shard->interest, edge, shard->now_ms);
}

/* ---- Between workers ----------------------------------------------------- */

/* Whether an entry is a whole one: of a room list, or a copy of its owner. */
static bool is_entry(const moot_msg_outbox_entry_t *entry)
{
    moot_msg_copy_t copy;
    if (entry->copy.size == 0)
        return is_id(entry->user) && is_id(entry->room);
    return is_id(entry->user)
           && moot_wire_decode_copy(entry->copy, &copy) == 0
           && moot_history_fits(&copy)
           && moot_slice_eq(copy.owner, entry->user);
}

/* Whether every entry is a whole one for this slot. *count of them. */
static bool check_entries(moot_slice_t list, unsigned target, uint64_t *count)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_outbox_entry_t entry;
    *count = 0;
    if (moot_list_reader_init(&reader, list) < 0)
        return false;
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_bin(&reader, &bytes) < 0
            || moot_wire_decode_outbox_entry(bytes, &entry) < 0
            || !is_entry(&entry)
            || moot_slot_of(MOOT_KIND_USER, entry.user) != target)
            return false;
        (*count)++;
    }
    return true;
}

/* The list without its first entries. */
static int skip_entries(moot_shard_t *shard, moot_slice_t list, uint64_t skip,
                        moot_slice_t *rest)
{
    moot_list_reader_t reader;
    moot_list_writer_t writer;
    moot_slice_t bytes;
    int rc = moot_list_reader_init(&reader, list);
    moot_buf_clear(&shard->events);
    moot_list_begin_open(&writer, &shard->events);
    for (uint64_t i = 0; rc == 0 && moot_list_peek(&reader) != MOOT_LIST_END;
         i++) {
        rc = moot_list_next_bin(&reader, &bytes);
        if (rc == 0 && i >= skip)
            moot_list_put_bin(&writer, bytes);
    }
    int ended = moot_list_end(&writer, rest);
    return rc < 0 ? rc : ended;
}

static int apply_inbox(moot_shard_t *shard, const moot_msg_outbox_t *outbox,
                       uint64_t last)
{
    unsigned slot = (unsigned)outbox->target;
    moot_msg_record_t record =
        moot_requests_record(shard, slot, MOOT_RECORD_INBOX);
    record.source = outbox->source;
    record.number = last + 1;
    record.inbox = outbox->list;
    int rc = 0;
    if (outbox->first <= last)
        rc = skip_entries(shard, outbox->list, last + 1 - outbox->first,
                          &record.inbox);
    return rc < 0 ? rc : moot_requests_apply(shard, slot, &record, NULL);
}

/* Says up to where the entries of a source are durable here. */
static void acknowledge(moot_shard_t *shard, const moot_msg_outbox_t *outbox,
                        uint64_t last)
{
    moot_msg_outbox_ack_t ack = {
        .source = outbox->source,
        .target = outbox->target,
        .number = last,
    };
    moot_buf_clear(&shard->body);
    int rc = moot_wire_encode_outbox_ack(&shard->body, &ack);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        to_slot(shard, (unsigned)outbox->source,
                moot_buf_slice(&shard->body));
}

static void take_outbox(work_t *work, const moot_msg_outbox_t *outbox)
{
    moot_shard_t *shard = work->shard;
    uint64_t count, last;
    if (outbox->source >= MOOT_SLOTS || outbox->target >= MOOT_SLOTS
        || outbox->first == 0
        || !check_entries(outbox->list, (unsigned)outbox->target, &count)) {
        damaged(shard);
        return;
    }
    if (!is_ours(work, (unsigned)outbox->target) || shard->full)
        return;
    int rc = moot_apply_inbox_last(&shard->tables, work->slot,
                                   (unsigned)outbox->source, &last);
    /* Above last + 1 something is missing: the source will send it again. */
    if (rc == 0 && outbox->first <= last + 1
        && outbox->first + count > last + 1) {
        rc = apply_inbox(shard, outbox, last);
        last = outbox->first + count - 1;
    }
    moot_shard_fail(shard, rc);
    if (rc == 0)
        acknowledge(shard, outbox, last);
}

static void take_outbox_ack(work_t *work, const moot_msg_outbox_ack_t *ack)
{
    moot_shard_t *shard = work->shard;
    bool news = false;
    if (ack->source >= MOOT_SLOTS || ack->target >= MOOT_SLOTS) {
        damaged(shard);
        return;
    }
    if (!is_ours(work, (unsigned)ack->source) || shard->full)
        return;
    int rc = moot_outbox_awaits(&shard->tables.outbox, work->slot,
                                (unsigned)ack->target, ack->number, &news);
    if (rc == 0 && news) {
        moot_msg_record_t record =
            moot_requests_record(shard, work->slot, MOOT_RECORD_TRIM);
        record.source = ack->target;
        record.number = ack->number;
        rc = moot_requests_apply(shard, work->slot, &record, NULL);
    }
    moot_shard_fail(shard, rc);
}

/* ---- All ----------------------------------------------------------------- */

static void take_message(work_t *work, const moot_msg_t *message)
{
    moot_shard_t *shard = work->shard;
    switch (message->code) {
    case MOOT_MSG_REQUEST:
        if (is_ours(work, moot_op_slot(message->as.request.op,
                                       message->as.request.user,
                                       message->as.request.room)))
            moot_requests_take(shard, work->broker, work->route,
                               &message->as.request);
        return;
    case MOOT_MSG_ATTACH:
        take_attach(work, &message->as.attach);
        return;
    case MOOT_MSG_DETACH:
        take_detach(work, &message->as.detach);
        return;
    case MOOT_MSG_RANGE:
        take_range(work, &message->as.range);
        return;
    case MOOT_MSG_LIST_ROOMS:
        take_list_rooms(work, &message->as.list_rooms);
        return;
    case MOOT_MSG_ASK_HISTORY:
        take_ask_history(work, &message->as.ask_history);
        return;
    case MOOT_MSG_ASK_NAMES:
        take_ask_names(work, &message->as.ask_names);
        return;
    case MOOT_MSG_ASK_GUARD:
        if (work->route->slot >= MOOT_SLOTS || work->route->edge.size == 0)
            damaged(shard);
        else if (is_ours(work, (unsigned)work->route->slot))
            moot_guarded_ask(shard, work->broker, work->slot, work->route,
                             &message->as.ask_guard);
        return;
    case MOOT_MSG_ASK_ROOM:
        take_ask_room(work, &message->as.ask_room);
        return;
    case MOOT_MSG_ASK_WHY:
        take_ask_why(work, &message->as.ask_why);
        return;
    case MOOT_MSG_EDGE_HELLO:
        if (!moot_interest_hello(&shard->interest, work->route->edge,
                                 message->as.edge_hello.registration,
                                 shard->now_ms))
            shard->facts.refused_edges++;
        return;
    case MOOT_MSG_EDGE_BEAT:
        take_edge_beat(work, &message->as.edge_beat);
        return;
    case MOOT_MSG_OUTBOX:
        take_outbox(work, &message->as.outbox);
        return;
    case MOOT_MSG_OUTBOX_ACK:
        take_outbox_ack(work, &message->as.outbox_ack);
        return;
    case MOOT_MSG_BROKER_BEAT:
        shard->broker_heard_ms[work->broker] = shard->now_ms;
        return;
    case MOOT_MSG_UNREACHABLE:
        return; /* an outbox message: it goes again by its timer */
    default:
        damaged(shard);
    }
}

void moot_dispatch_take(moot_shard_t *shard, unsigned broker,
                        moot_slice_t route_bytes, moot_slice_t body)
{
    moot_msg_route_t route;
    moot_msg_t message;
    work_t work = {
        .shard = shard,
        .broker = broker,
        .route = &route,
        .body = body,
    };
    if (moot_wire_decode_route(route_bytes, &route) < 0
        || moot_wire_decode(body, &message) < 0)
        damaged(shard);
    else
        take_message(&work, &message);
}
