#include "proto/tap.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "common/hash.h"

enum {
    RECORD_BYTES_MAX = 256 * 1024, /* above what the fields allow */
    SCRATCH_BYTES_MAX = 72 << 20,  /* a body that is written again */
    ROUTE_BYTES_MAX = 512,         /* of a record, as in messages.def */
    USER_KEPT_MAX = MOOT_ID_BYTES_MAX,
    KEY_KEPT_MAX = 128,  /* longer clientMessageIds are not known of replies */
    TYPE_BYTES_MAX = 64, /* of a record, as in messages.def */
};

/* One that taps. */
typedef struct listener {
    uint64_t id;
    uint64_t ask;    /* hash of the subscription, which must end it */
    uint64_t number; /* of its last record */
    bool bodies, all;
    moot_filter_t filter;
    bool has_literal;
    moot_filter_literal_t literal; /* points into filter */
} listener_t;

/* A request that was seen and waits for its answer. A later one with the same
 * place in the table takes it; the answer is then shown without latency. */
typedef struct pending {
    uint64_t hash; /* of what names the request; 0: empty */
    uint64_t seen_us;
    uint8_t user_size, key_size;
    uint8_t user[USER_KEPT_MAX];
    uint8_t key[KEY_KEPT_MAX];
} pending_t;

struct moot_tap {
    char program[65];
    uint64_t pid;
    moot_tap_send_fn *send;
    void *ctx;
    listener_t *listeners[MOOT_TAPS_MAX];
    size_t count;
    bool all;           /* one of them wants all */
    pending_t *pending; /* while there are any */
    uint64_t state_due_ms;
    moot_buf_t out, body;
};

moot_tap_t *moot_tap_new(moot_slice_t program, uint64_t pid,
                         moot_tap_send_fn *send, void *ctx)
{
    moot_tap_t *tap = calloc(1, sizeof *tap);
    MOOT_CHECK(tap != NULL && program.size < sizeof tap->program);
    memcpy(tap->program, program.at, program.size);
    tap->pid = pid;
    tap->send = send;
    tap->ctx = ctx;
    moot_buf_init(&tap->out, RECORD_BYTES_MAX);
    moot_buf_init(&tap->body, SCRATCH_BYTES_MAX);
    return tap;
}

void moot_tap_destroy(moot_tap_t **tap_p)
{
    moot_tap_t *tap = *tap_p;
    *tap_p = NULL;
    if (tap == NULL)
        return;
    for (size_t i = 0; i < tap->count; i++)
        free(tap->listeners[i]);
    free(tap->pending);
    moot_buf_close(&tap->out);
    moot_buf_close(&tap->body);
    free(tap);
}

size_t moot_tap_count(const moot_tap_t *tap)
{
    return tap->count;
}

moot_slice_t moot_tap_topic(uint64_t id, char out[MOOT_TAP_TOPIC_SIZE + 1])
{
    snprintf(out, MOOT_TAP_TOPIC_SIZE + 1, "tap:%016" PRIx64 "|", id);
    return moot_slice(out, MOOT_TAP_TOPIC_SIZE);
}

/* ---- Who taps ------------------------------------------------------------ */

static void say_state(moot_tap_t *tap, uint64_t id, uint64_t number,
                      const char *refused)
{
    char topic[MOOT_TAP_TOPIC_SIZE + 1];
    const moot_msg_tap_state_t state = {
        .program = moot_slice_str(tap->program),
        .pid = tap->pid,
        .number = number,
        .taps = tap->count,
        .refused = moot_slice_str(refused),
    };
    moot_buf_clear(&tap->out);
    MOOT_CHECK(moot_wire_encode_tap_state(&tap->out, &state) == 0);
    tap->send(tap->ctx, moot_tap_topic(id, topic), moot_buf_slice(&tap->out));
}

static void look_around(moot_tap_t *tap)
{
    tap->all = false;
    for (size_t i = 0; i < tap->count; i++)
        tap->all = tap->all || tap->listeners[i]->all;
    if (tap->count == 0) {
        free(tap->pending);
        tap->pending = NULL;
    }
}

static listener_t **find(moot_tap_t *tap, uint64_t id)
{
    for (size_t i = 0; i < tap->count; i++)
        if (tap->listeners[i]->id == id)
            return &tap->listeners[i];
    return NULL;
}

static void end(moot_tap_t *tap, uint64_t id, moot_slice_t ask)
{
    listener_t **place = find(tap, id);
    if (place == NULL || (*place)->ask != moot_hash64(ask))
        return;
    free(*place);
    *place = tap->listeners[--tap->count];
    look_around(tap);
}

/* Why it cannot begin, or NULL. */
static const char *begin(moot_tap_t *tap, const moot_msg_tap_ask_t *ask,
                         uint64_t hash, char *why, size_t why_size)
{
    moot_filter_error_t error;
    if (find(tap, ask->id) != NULL)
        return "another tap has this id";
    if (tap->count == MOOT_TAPS_MAX)
        return "too many taps";
    listener_t *listener = calloc(1, sizeof *listener);
    if (tap->pending == NULL)
        tap->pending = calloc(MOOT_TAP_PENDING_MAX, sizeof *tap->pending);
    if (listener == NULL || tap->pending == NULL) {
        free(listener);
        look_around(tap);
        return "out of memory";
    }
    if (moot_filter_compile(&listener->filter, ask->filter, &error) != 0) {
        free(listener);
        look_around(tap);
        snprintf(why, why_size, "filter, byte %zu: %s", error.at, error.text);
        return why;
    }
    listener->has_literal =
        moot_filter_literal(&listener->filter, &listener->literal);
    listener->id = ask->id;
    listener->ask = hash;
    listener->bodies = ask->bodies;
    listener->all = ask->all;
    tap->listeners[tap->count++] = listener;
    look_around(tap);
    return NULL;
}

void moot_tap_ask(moot_tap_t *tap, moot_slice_t ask, bool begins,
                  uint64_t now_ms)
{
    moot_msg_tap_ask_t message;
    char why[128];
    if (moot_wire_decode_tap_ask(ask, &message) != 0)
        return;
    if (!begins) {
        end(tap, message.id, ask);
        return;
    }
    if (tap->count == 0)
        tap->state_due_ms = now_ms + MOOT_TAP_STATE_MS;
    const char *refused =
        begin(tap, &message, moot_hash64(ask), why, sizeof why);
    say_state(tap, message.id, 0, refused != NULL ? refused : "");
}

void moot_tap_tick(moot_tap_t *tap, uint64_t now_ms)
{
    if (tap->count == 0 || now_ms < tap->state_due_ms)
        return;
    tap->state_due_ms = now_ms + MOOT_TAP_STATE_MS;
    for (size_t i = 0; i < tap->count; i++)
        say_state(tap, tap->listeners[i]->id, tap->listeners[i]->number, "");
}

/* ---- Requests that wait for their answers -------------------------------- */

/* A request is named by (session, slot, number); inside an edge it was seen
 * twice, from the client and to the bus. */
static pending_t *place_of(moot_tap_t *tap, const moot_msg_tap_record_t *record,
                           uint64_t *hash)
{
    uint8_t key[MOOT_SESSION_BYTES_MAX + 17];
    bool client = record->point == MOOT_TAP_CLIENT_IN
                  || record->point == MOOT_TAP_CLIENT_OUT;
    if (record->session.size == 0
        || record->session.size > MOOT_SESSION_BYTES_MAX)
        return NULL;
    key[0] = client;
    memcpy(key + 1, &record->slot, 8);
    memcpy(key + 9, &record->request, 8);
    memcpy(key + 17, record->session.at, record->session.size);
    *hash = moot_hash64(moot_slice(key, 17 + record->session.size)) | 1;
    return &tap->pending[(*hash >> 1) % MOOT_TAP_PENDING_MAX];
}

static void keep_request(moot_tap_t *tap, const moot_msg_tap_record_t *record)
{
    uint64_t hash;
    pending_t *place = place_of(tap, record, &hash);
    if (place == NULL || place->hash == hash)
        return; /* a further copy: the first one counts */
    place->hash = hash;
    place->seen_us = record->mono_us;
    place->user_size = 0;
    if (record->user.size > 0 && record->user.size <= USER_KEPT_MAX) {
        place->user_size = (uint8_t)record->user.size;
        memcpy(place->user, record->user.at, record->user.size);
    }
    place->key_size = 0;
    if (record->client_message_id.size > 0
        && record->client_message_id.size <= KEY_KEPT_MAX) {
        place->key_size = (uint8_t)record->client_message_id.size;
        memcpy(place->key, record->client_message_id.at, place->key_size);
    }
}

/* The place stays: the broker sees an answer twice, from the worker and to the
 * edge. What is said again later is as late as it looks. */
static void find_request(moot_tap_t *tap, moot_msg_tap_record_t *record)
{
    uint64_t hash;
    const pending_t *place = place_of(tap, record, &hash);
    if (place == NULL || place->hash != hash)
        return;
    uint64_t latency = record->mono_us - place->seen_us;
    record->latency_us = latency > 0 ? latency : 1;
    if (record->user.size == 0)
        record->user = moot_slice(place->user, place->user_size);
    record->client_message_id = moot_slice(place->key, place->key_size);
}

/* ---- Reading a message --------------------------------------------------- */

bool moot_tap_is_quiet(uint64_t message)
{
    switch (message) {
    case MOOT_MSG_RESEND_FROM:
    case MOOT_MSG_EDGE_HELLO:
    case MOOT_MSG_EDGE_BEAT:
    case MOOT_MSG_ATTACH:
    case MOOT_MSG_DETACH:
    case MOOT_MSG_RANGE:
    case MOOT_MSG_EVENTS:
    case MOOT_MSG_WORKER_PULSE:
    case MOOT_MSG_OUTBOX:
    case MOOT_MSG_OUTBOX_ACK:
    case MOOT_MSG_WORKER_BEAT:
    case MOOT_MSG_BROKER_BEAT:
    case MOOT_MSG_STATUS_ASK:
    case MOOT_MSG_STATUS:
    case MOOT_MSG_USER_EVENT:
    case MOOT_MSG_ASK_ROOM:
    case MOOT_MSG_ROOM_TOLD:
    case MOOT_MSG_ASK_WHY:
    case MOOT_MSG_WHY_TOLD:
    case MOOT_MSG_ASK_PRESENCE:
    case MOOT_MSG_PRESENCE:
    case MOOT_MSG_ASK_HISTORY:
    case MOOT_MSG_HISTORY_TOLD:
    case MOOT_MSG_ASK_NAMES:
    case MOOT_MSG_NAMES_TOLD:
    case MOOT_MSG_ASK_GUARD:
    case MOOT_MSG_GUARD_TOLD:
    case MOOT_MSG_ASK_SOCKETS:
    case MOOT_MSG_SOCKETS_TOLD:
    case MOOT_MSG_POLL_ASK:
    case MOOT_MSG_POLL_TOLD:
    case MOOT_MSG_TUNNEL:
        return true;
    default:
        return false;
    }
}

/* The name of the event that an emission sends, as it stands in its JSON; what
 * has none keeps the name given. */
static moot_slice_t name_emission(moot_slice_t bytes, const char *otherwise)
{
    moot_msg_emission_t emission;
    moot_slice_t name = moot_slice_str(otherwise);
    const uint8_t *at, *end;

    if (moot_wire_decode_emission(bytes, &emission) != 0
        || emission.data.size < 3 || memcmp(emission.data.at, "[\"", 2) != 0)
        return name;
    at = emission.data.at + 2;
    end = memchr(at, '"', emission.data.size - 2);
    if (end && end - at > 0 && end - at <= TYPE_BYTES_MAX)
        name = moot_slice(at, (size_t)(end - at));
    return name;
}

static void read_request(moot_tap_t *tap, const moot_msg_request_t *request,
                         moot_msg_tap_record_t *record)
{
    record->type =
        request->op == MOOT_OP_EMIT
            ? name_emission(request->emission, moot_op_type(request->op))
            : moot_slice_str(moot_op_type(request->op));
    record->session = request->session;
    record->request = request->number;
    record->user = request->user;
    record->room = request->room;
    record->client_message_id = request->client_message_id;
    keep_request(tap, record);
}

static void read_reply(moot_tap_t *tap, const moot_msg_reply_t *reply,
                       moot_msg_tap_record_t *record)
{
    record->type = moot_slice_str(moot_op_type(reply->op));
    record->session = reply->session;
    record->request = reply->number;
    record->room = reply->room;
    record->epoch = reply->epoch;
    record->first = reply->first;
    record->seq = reply->seq;
    record->verdict = reply->code + 1;
    find_request(tap, record);
}

static void read_event(const moot_msg_event_t *event,
                       moot_msg_tap_record_t *record)
{
    record->type =
        event->what == MOOT_WHAT_EMITTED
            ? name_emission(event->emission, moot_what_type(event->what))
            : moot_slice_str(moot_what_type(event->what));
    record->session = event->session;
    record->user = event->actor;
    record->first = record->seq = event->seq;
    record->client_message_id = event->client_message_id;
}

static void read_stream(uint64_t kind, moot_slice_t id,
                        moot_msg_tap_record_t *record)
{
    if (kind == MOOT_KIND_ROOM)
        record->room = id;
    else if (kind == MOOT_KIND_USER)
        record->user = id;
    else if (kind == MOOT_KIND_EMIT)
        record->slot = moot_slot_of(MOOT_KIND_EMIT, id);
}

/* Fills what the message tells. */
static void read_message(moot_tap_t *tap, const moot_msg_t *message,
                         moot_msg_tap_record_t *record)
{
    switch (message->code) {
    case MOOT_MSG_REQUEST:
        read_request(tap, &message->as.request, record);
        break;
    case MOOT_MSG_REPLY:
        read_reply(tap, &message->as.reply, record);
        break;
    case MOOT_MSG_EVENT:
        read_event(&message->as.event, record);
        break;
    case MOOT_MSG_RESEND_FROM:
        record->session = message->as.resend_from.session;
        record->request = message->as.resend_from.number;
        break;
    case MOOT_MSG_ATTACH:
        read_stream(message->as.attach.kind, message->as.attach.id, record);
        record->epoch = message->as.attach.epoch;
        record->seq = message->as.attach.seq;
        break;
    case MOOT_MSG_DETACH:
        read_stream(message->as.detach.kind, message->as.detach.id, record);
        break;
    case MOOT_MSG_RANGE:
        read_stream(message->as.range.kind, message->as.range.id, record);
        record->epoch = message->as.range.epoch;
        record->seq = message->as.range.seq;
        break;
    case MOOT_MSG_EVENTS:
        read_stream(message->as.events.kind, message->as.events.id, record);
        record->epoch = message->as.events.epoch;
        record->seq = message->as.events.head;
        break;
    case MOOT_MSG_USER_EVENT:
        record->room = message->as.user_event.room;
        record->epoch = message->as.user_event.epoch;
        record->seq = message->as.user_event.room_seq;
        break;
    case MOOT_MSG_ASK_HISTORY:
        record->user = message->as.ask_history.owner;
        break;
    case MOOT_MSG_TAP_COMMIT:
        record->latency_us = message->as.tap_commit.commit_us;
        break;
    default:
        break;
    }
}

/* ---- Bodies -------------------------------------------------------------- */

/* Takes out what a tap gets only when it asks for bodies. */
static void strip(moot_msg_t *message)
{
    const moot_slice_t none = {0};
    switch (message->code) {
    case MOOT_MSG_REQUEST:
        message->as.request.content = none;
        message->as.request.emission = none;
        message->as.request.copies = none;
        message->as.request.forward = none;
        message->as.request.claims = none;
        break;
    case MOOT_MSG_REPLY:
        message->as.reply.snapshot = none;
        break;
    case MOOT_MSG_EVENT:
        message->as.event.content = none;
        message->as.event.emission = none;
        break;
    case MOOT_MSG_EVENTS:
        message->as.events.snapshot = none;
        message->as.events.list = none;
        break;
    case MOOT_MSG_ROOMS:
        message->as.rooms.list = none;
        break;
    case MOOT_MSG_OUTBOX:
        message->as.outbox.list = none;
        break;
    case MOOT_MSG_ROOM_TOLD:
        message->as.room_told.snapshot = none;
        break;
    case MOOT_MSG_HISTORY_TOLD:
        message->as.history_told.list = none;
        break;
    case MOOT_MSG_ASK_GUARD:
        message->as.ask_guard.payload = none;
        message->as.ask_guard.claims = none;
        break;
    case MOOT_MSG_POLL_ASK:
        message->as.poll_ask.body = none;
        message->as.poll_ask.sid = none; /* who knows it has the session */
        break;
    case MOOT_MSG_POLL_TOLD:
        message->as.poll_told.body = none;
        break;
    case MOOT_MSG_TUNNEL:
        message->as.tunnel.data = none;
        message->as.tunnel.sid = none;
        break;
    default:
        break;
    }
}

/* The body of a record, borrowed until the next call. */
static moot_slice_t write_body(moot_tap_t *tap, const moot_msg_t *message,
                               moot_slice_t body, bool bodies, bool *cut)
{
    *cut = false;
    if (bodies && body.size <= MOOT_TAP_BODY_MAX)
        return body;
    moot_msg_t copy = *message;
    strip(&copy);
    moot_buf_clear(&tap->body);
    *cut = bodies;
    if (moot_wire_encode(&tap->body, &copy) == 0
        && tap->body.size <= MOOT_TAP_BODY_MAX)
        return moot_buf_slice(&tap->body);
    *cut = true;
    return moot_slice(NULL, 0);
}

/* Gives the record to every tap that wants it. */
static void offer(moot_tap_t *tap, moot_msg_tap_record_t *record,
                  const moot_msg_t *message, moot_slice_t body)
{
    char topic[MOOT_TAP_TOPIC_SIZE + 1];
    bool quiet = moot_tap_is_quiet(record->message)
                 || (message->code == MOOT_MSG_TAP_COMMIT
                     && message->as.tap_commit.records == 0);
    bool written = false, bodies = false;
    for (size_t i = 0; i < tap->count; i++) {
        listener_t *listener = tap->listeners[i];
        if ((quiet && !listener->all)
            || !moot_filter_match(&listener->filter, record))
            continue;
        if (!written || bodies != listener->bodies)
            record->body =
                write_body(tap, message, body, listener->bodies, &record->cut);
        written = true;
        bodies = listener->bodies;
        record->number = ++listener->number;
        moot_buf_clear(&tap->out);
        if (moot_wire_encode_tap_record(&tap->out, record) == 0)
            tap->send(tap->ctx, moot_tap_topic(listener->id, topic),
                      moot_buf_slice(&tap->out));
    }
}

/* ---- What is not wanted -------------------------------------------------- */

/* Whether a message of that code brings the texts of its record itself. The
 * user and the id of an answer come from its request, which is looked at. */
static bool tells(uint32_t code, size_t field)
{
    return code == MOOT_MSG_REQUEST || code == MOOT_MSG_EVENT
           || code == MOOT_MSG_PUBLISHED
           || (code == MOOT_MSG_REPLY
               && (field == offsetof(moot_msg_tap_record_t, room)
                   || field == offsetof(moot_msg_tap_record_t, session)));
}

static bool may_match(const listener_t *listener, uint32_t code,
                      const moot_slice_t *places, size_t count)
{
    const moot_filter_literal_t *literal = &listener->literal;
    if (!listener->has_literal || !tells(code, literal->field))
        return true;
    for (size_t i = 0; i < count; i++)
        if (places[i].size >= literal->text.size
            && memmem(places[i].at, places[i].size, literal->text.at,
                      literal->text.size)
                   != NULL)
            return true;
    return false;
}

bool moot_tap_wants(const moot_tap_t *tap, uint32_t code,
                    const moot_slice_t *places, size_t count)
{
    bool quiet = moot_tap_is_quiet(code);
    for (size_t i = 0; i < tap->count; i++)
        if ((!quiet || tap->listeners[i]->all)
            && may_match(tap->listeners[i], code, places, count))
            return true;
    return false;
}

/* ---- Messages ------------------------------------------------------------ */

static void take(moot_tap_t *tap, moot_msg_tap_record_t *record,
                 moot_slice_t body)
{
    moot_msg_t message;
    if (moot_wire_decode(body, &message) != 0)
        return;
    record->message = message.code;
    record->size = body.size;
    read_message(tap, &message, record);
    offer(tap, record, &message, body);
}

/* One element of a published frame's list. */
static int take_element(moot_tap_t *tap, moot_slice_t element,
                        const moot_msg_tap_record_t *frame)
{
    moot_msg_tap_record_t record = *frame;
    moot_list_reader_t reader;
    moot_slice_t id, event;
    uint64_t kind, slot_epoch;
    int rc = moot_list_reader_init(&reader, element);
    if (rc == 0)
        rc = moot_list_next_u64(&reader, &kind);
    if (rc == 0)
        rc = moot_list_next_str(&reader, &id);
    if (rc == 0)
        rc = moot_list_next_u64(&reader, &slot_epoch);
    if (rc == 0)
        rc = moot_list_next_u64(&reader, &record.epoch);
    if (rc == 0)
        rc = moot_list_next_bin(&reader, &event);
    if (rc != 0)
        return rc;
    if (kind >= MOOT_KIND_ROOM && kind <= MOOT_KIND_EMIT) {
        read_stream(kind, id, &record);
        record.slot = moot_slot_of((enum moot_kind)kind, id);
        take(tap, &record, event);
    }
    return 0;
}

static void take_published(moot_tap_t *tap, moot_msg_tap_record_t *record,
                           moot_slice_t body)
{
    moot_msg_published_t published;
    moot_list_reader_t reader;
    moot_slice_t element;
    char peer[32];
    if (moot_wire_decode_published(body, &published) != 0
        || moot_list_reader_init(&reader, published.list) != 0)
        return;
    if (record->point == MOOT_TAP_HEARD) {
        snprintf(peer, sizeof peer, "worker-%" PRIu64, published.worker);
        record->peer = moot_slice_str(peer);
    }
    while (moot_list_next_list(&reader, &element) == 0)
        if (take_element(tap, element, record) != 0)
            return;
}

/* Who is at the other end, by part one. */
static moot_slice_t peer_of(uint64_t point, const moot_msg_route_t *route,
                            char *text, size_t size)
{
    if (point == MOOT_TAP_BACK_IN || point == MOOT_TAP_BACK_OUT) {
        int n = snprintf(text, size, "worker-%" PRIu64, route->worker);
        return moot_slice(text, (size_t)n);
    }
    return route->edge;
}

void moot_tap_message(moot_tap_t *tap, enum moot_tap_point point,
                      moot_slice_t peer, moot_slice_t route, moot_slice_t body,
                      const moot_tap_now_t *now)
{
    char text[32];
    uint32_t code;
    moot_msg_route_t head = {.slot = MOOT_SLOTS};
    if (tap->count == 0 || moot_wire_code(body, &code) != 0
        || (!tap->all && moot_tap_is_quiet(code)))
        return;
    if (route.size > 0 && moot_wire_decode_route(route, &head) != 0)
        return;
    if (head.flow == MOOT_FLOW_BROKER)
        head.slot = MOOT_SLOTS;
    moot_msg_tap_record_t record = {
        .at_us = now->wall_us,
        .mono_us = now->mono_us,
        .program = moot_slice_str(tap->program),
        .point = point,
        .peer = peer.size > 0 ? peer : peer_of(point, &head, text, sizeof text),
        .slot = head.slot,
        .route = route.size <= ROUTE_BYTES_MAX ? route : moot_slice(NULL, 0),
    };
    if (code == MOOT_MSG_PUBLISHED)
        take_published(tap, &record, body);
    else
        take(tap, &record, body);
}

void moot_tap_inside(moot_tap_t *tap, const moot_msg_tap_record_t *known,
                     moot_slice_t body, const moot_tap_now_t *now)
{
    if (tap->count == 0)
        return;
    moot_msg_tap_record_t record = *known;
    record.at_us = now->wall_us;
    record.mono_us = now->mono_us;
    record.program = moot_slice_str(tap->program);
    take(tap, &record, body);
}
