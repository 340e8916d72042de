/* Fuzzes what Socket.IO needs of the delivery core, and the broker's core with
 * what a hostile edge says to it: the input is a row of steps. Some are raw
 * bytes, others messages with values out of a small set.
 *
 * Beyond memory errors it looks for broken promises: an emission handed out
 * twice or out of order, a second answer, an answer to who has left, a second
 * word about an inquiry, a message of an edge that passes for a worker's. */
#include <stdlib.h>

#include "broker/route.h"
#include "common/check.h"
#include "common/err.h"
#include "edge/delivery.h"

enum { ASKERS = 3, INQUIRIES = 3, STEPS_MAX = 300, TAGS_MAX = 2048, BIG = 128 };

typedef struct asker {
    moot_subscriber_t sub;
    uint8_t session[8];
    bool enlisted;
} asker_t;

typedef struct question {
    moot_inquiry_t inquiry;
    struct fuzz *fuzz;
    bool open;
} question_t;

typedef struct fuzz {
    moot_delivery_t *delivery;
    moot_route_t *broker;
    const uint8_t *at, *end;
    uint64_t now;
    asker_t askers[ASKERS];
    question_t questions[INQUIRIES];
    uint64_t sessions, tags, number;
    uint64_t attach, range, registration; /* last numbers said */
    unsigned attach_slot, range_slot;
    uint64_t attach_seq;
    uint64_t last[MOOT_SLOTS]; /* handed out */
    bool wild; /* a worker may have said that it lost emissions */
    uint8_t answered[TAGS_MAX]; /* by tag: 1 under way, 2 done */
    uint8_t whims; /* what callbacks do */
} fuzz_t;

static uint8_t next(fuzz_t *fuzz)
{
    return fuzz->at < fuzz->end ? *fuzz->at++ : 0;
}

static moot_slice_t pick_user(fuzz_t *fuzz)
{
    static const char *const names[] = {"alice", "bob", "", "vera"};
    return moot_slice_str(names[next(fuzz) % 4]);
}

/* ---- The broker --------------------------------------------------------- */

/* What a broker hands to an edge out of another edge's mouth is of a few
 * kinds, and carries nothing that the sender said of its way. */
static int from_broker(void *ctx, moot_slice_t identity, moot_slice_t head,
                       moot_slice_t body)
{
    fuzz_t *fuzz = ctx;
    moot_msg_route_t route;
    uint32_t code;

    MOOT_CHECK(identity.size > 0 && identity.size <= MOOT_SESSION_BYTES_MAX);
    MOOT_CHECK(moot_wire_decode_route(head, &route) == 0);
    MOOT_CHECK(route.flow == MOOT_FLOW_EDGE && route.worker == 0);
    MOOT_CHECK(moot_wire_code(body, &code) == 0);
    MOOT_CHECK(code != MOOT_MSG_REPLY && code != MOOT_MSG_EVENTS
               && code != MOOT_MSG_MOVED && code != MOOT_MSG_GUARD_TOLD);
    if (moot_slice_eq(identity, moot_slice_str("e:1"))
        && fuzz->delivery != NULL)
        moot_delivery_from_broker(fuzz->delivery, 0, head, body, fuzz->now);
    return next(fuzz) % 16 == 15 ? MOOT_EAGAIN : 0;
}

static int to_worker(void *ctx, moot_slice_t identity, moot_slice_t head,
                     moot_slice_t body)
{
    (void)ctx;
    (void)identity;
    (void)head;
    (void)body;
    return 0;
}

static const moot_route_sink_t broker_sink = {from_broker, to_worker};

/* ---- What the core says ------------------------------------------------- */

static int on_to_broker(void *ctx, unsigned broker, moot_slice_t route,
                        moot_slice_t body)
{
    fuzz_t *fuzz = ctx;
    moot_msg_route_t head;
    moot_msg_t message;

    MOOT_CHECK(broker < 2);
    MOOT_CHECK(moot_wire_decode_route(route, &head) == 0);
    MOOT_CHECK(moot_wire_decode(body, &message) == 0);
    if (message.code == MOOT_MSG_EDGE_HELLO) {
        fuzz->registration = message.as.edge_hello.registration;
    } else if (message.code == MOOT_MSG_ATTACH) {
        fuzz->attach = message.as.attach.number;
        fuzz->attach_slot = (unsigned)head.slot;
        fuzz->attach_seq = message.as.attach.seq;
    } else if (message.code == MOOT_MSG_RANGE) {
        fuzz->range = message.as.range.number;
        fuzz->range_slot = (unsigned)head.slot;
    }
    return 0;
}

static void on_subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                         moot_slice_t key)
{
    (void)ctx;
    (void)worker;
    (void)endpoint;
    (void)key;
}

static void leave(fuzz_t *fuzz, asker_t *asker)
{
    if (!asker->enlisted)
        return;
    moot_delivery_leave(fuzz->delivery, &asker->sub, fuzz->now);
    memset(asker, 0xa5, sizeof *asker); /* nobody looks at it any more */
    asker->enlisted = false;
}

static void emit(fuzz_t *fuzz, asker_t *asker)
{
    moot_msg_request_t asked = {.op = MOOT_OP_EMIT - next(fuzz) % 3u,
                                .user = pick_user(fuzz),
                                .room = pick_user(fuzz)};
    uint64_t tag = fuzz->tags++;

    if (!asker->enlisted || tag >= TAGS_MAX)
        return;
    fuzz->answered[tag] = 1;
    if (moot_delivery_request(fuzz->delivery, &asker->sub, &asked, tag,
                              fuzz->now)
        != 0)
        fuzz->answered[tag] = 0;
}

/* Out of a callback: somebody leaves, or asks. */
static void whim(fuzz_t *fuzz)
{
    uint8_t whim = fuzz->whims;

    fuzz->whims = 0; /* one at a time */
    if (whim % 4 == 1)
        leave(fuzz, &fuzz->askers[whim / 4u % ASKERS]);
    else if (whim % 4 == 2)
        emit(fuzz, &fuzz->askers[whim / 4u % ASKERS]);
    else if (whim % 4 == 3)
        moot_delivery_inquiry_cancel(
            &fuzz->questions[whim / 4u % INQUIRIES].inquiry);
    if (whim % 4 == 3)
        fuzz->questions[whim / 4u % INQUIRIES].open = false;
}

static void on_answer(void *ctx, moot_subscriber_t *sub, uint64_t tag,
                      const moot_msg_reply_t *reply)
{
    fuzz_t *fuzz = ctx;

    (void)reply;
    MOOT_CHECK(MOOT_CONTAINER(sub, asker_t, sub)->enlisted);
    MOOT_CHECK(tag < TAGS_MAX && fuzz->answered[tag] == 1);
    fuzz->answered[tag] = 2;
    whim(fuzz);
}

static void on_told(moot_inquiry_t *inquiry, const moot_msg_t *answer)
{
    question_t *question = MOOT_CONTAINER(inquiry, question_t, inquiry);

    MOOT_CHECK(question->open);
    if (answer == NULL || answer->code != MOOT_MSG_SOCKETS_TOLD)
        question->open = false;
    whim(question->fuzz);
}

static void on_emitted(void *ctx, unsigned slot, const moot_msg_event_t *event,
                       const moot_msg_emission_t *emission)
{
    fuzz_t *fuzz = ctx;

    MOOT_CHECK(slot < MOOT_SLOTS && emission->namespace.size <= 128);
    MOOT_CHECK(fuzz->wild || event->seq > fuzz->last[slot]);
    fuzz->last[slot] = event->seq;
    whim(fuzz);
}

static void on_from_edge(void *ctx, moot_slice_t body)
{
    uint32_t code;

    MOOT_CHECK(moot_wire_code(body, &code) == 0);
    whim(ctx);
}

static void on_edge_gone(void *ctx, moot_slice_t address)
{
    MOOT_CHECK(address.size > 0);
    whim(ctx);
}

static void on_sockets(void *ctx, moot_slice_t namespace, uint64_t target,
                       moot_slice_t name,
                       void (*each)(void *to, moot_slice_t socket,
                                    moot_slice_t user),
                       void *to)
{
    fuzz_t *fuzz = ctx;

    (void)namespace;
    (void)target;
    for (unsigned i = next(fuzz); i > 0; i--)
        each(to, name, pick_user(fuzz));
}

/* ---- Messages ----------------------------------------------------------- */

static void say(fuzz_t *fuzz, const moot_msg_t *message, unsigned slot)
{
    moot_buf_t head, body;
    const moot_msg_route_t route = {
        .flow = MOOT_FLOW_EDGE, .worker = 1, .slot = slot};

    moot_buf_init(&head, 4096);
    moot_buf_init(&body, 1 << 20);
    if (moot_wire_encode_route(&head, &route) == 0
        && moot_wire_encode(&body, message) == 0)
        moot_delivery_from_broker(fuzz->delivery, 0, moot_buf_slice(&head),
                                  moot_buf_slice(&body), fuzz->now);
    moot_buf_close(&head);
    moot_buf_close(&body);
}

static void say_beat(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_BROKER_BEAT};
    moot_msg_broker_beat_t *beat = &message.as.broker_beat;
    moot_list_writer_t writer;
    moot_buf_t workers, map;
    uint8_t flags = next(fuzz);

    moot_buf_init(&workers, 4096);
    moot_buf_init(&map, 4096);
    beat->incarnation = 1 + (flags >> 7);
    moot_list_begin(&writer, &workers, 1);
    moot_list_put_list(&writer, 4);
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1 + (flags >> 5 & 3));
    moot_list_put_str(&writer, moot_slice_str("pub"));
    moot_list_put_flag(&writer, (flags & 7) != 7);
    MOOT_CHECK(moot_list_end(&writer, &beat->workers) == 0);
    moot_list_begin(&writer, &map, 1);
    moot_list_put_list(&writer, 5);
    moot_list_put_u64(&writer, 0);
    moot_list_put_u64(&writer, MOOT_SLOTS);
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1);
    moot_list_put_flag(&writer, (flags & 24) != 24);
    MOOT_CHECK(moot_list_end(&writer, &beat->map) == 0);
    say(fuzz, &message, 0);
    moot_buf_close(&workers);
    moot_buf_close(&map);
}

static void make_event(fuzz_t *fuzz, uint64_t seq, moot_buf_t *buf)
{
    moot_msg_emission_t emission = {.action = 1 + next(fuzz) % 6u};
    moot_msg_event_t event = {.seq = seq,
                              .what = MOOT_WHAT_EMITTED,
                              .actor = pick_user(fuzz)};
    moot_buf_t inner;

    moot_buf_init(&inner, 4096);
    MOOT_CHECK(moot_wire_encode_emission(&inner, &emission) == 0);
    event.emission = moot_buf_slice(&inner);
    if (emission.action == 6)
        event.emission.size--; /* damaged */
    MOOT_CHECK(moot_wire_encode_event(buf, &event) == 0);
    moot_buf_close(&inner);
}

static void say_events(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_EVENTS};
    moot_msg_events_t *events = &message.as.events;
    moot_list_writer_t writer;
    moot_buf_t list, event;
    char text[5];
    uint8_t flags = next(fuzz), place = next(fuzz);

    events->attached = (flags & 1) == 0;
    unsigned slot = events->attached ? fuzz->attach_slot : fuzz->range_slot;
    events->number = events->attached ? fuzz->attach : fuzz->range;
    events->registration = (flags & 14) == 2 ? 0 : fuzz->registration;
    events->incarnation = 1 + (flags >> 6 & 1);
    events->kind = MOOT_KIND_EMIT;
    events->id = moot_emit_id(slot, text);
    events->epoch = flags >> 7 ? place % 3u : 1;
    unsigned count = place / 16u % 4;
    events->base = fuzz->last[slot] + place % 4u;
    if (place > 240 && events->base > 2)
        events->base -= 2;
    events->head = events->base + count + (place / 4u % 4 == 3);
    moot_buf_init(&list, 1 << 16);
    moot_buf_init(&event, 1 << 16);
    moot_list_begin_open(&writer, &list);
    for (unsigned i = 0; i < count; i++) {
        moot_buf_clear(&event);
        make_event(fuzz, events->base + 1 + i, &event);
        moot_list_put_bin(&writer, moot_buf_slice(&event));
    }
    MOOT_CHECK(moot_list_end(&writer, &events->list) == 0);
    /* A head below what was asked for says that emissions were lost. */
    fuzz->wild = fuzz->wild
                 || (events->attached && events->head < fuzz->attach_seq);
    say(fuzz, &message, slot);
    moot_buf_close(&list);
    moot_buf_close(&event);
}

static void publish(fuzz_t *fuzz)
{
    static const char *const ids[] = {"0", "1", "2", "1024", "01", "x"};
    moot_msg_t message = {.code = MOOT_MSG_PUBLISHED};
    moot_msg_published_t *frame = &message.as.published;
    moot_list_writer_t writer;
    moot_buf_t list, event, body;
    uint8_t place = next(fuzz), bseq = next(fuzz);

    moot_buf_init(&list, 1 << 16);
    moot_buf_init(&event, 1 << 16);
    moot_buf_init(&body, 1 << 20);
    frame->worker = 1;
    frame->incarnation = 1 + (bseq >> 7);
    frame->registration = fuzz->registration;
    frame->bseq = 1 + bseq % 64u;
    make_event(fuzz, 1 + place % 32u, &event);
    moot_list_begin(&writer, &list, 1);
    moot_list_put_list(&writer, 5);
    moot_list_put_u64(&writer, MOOT_KIND_EMIT);
    moot_list_put_str(&writer, moot_slice_str(ids[place / 32u % 6]));
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1);
    moot_list_put_bin(&writer, moot_buf_slice(&event));
    MOOT_CHECK(moot_list_end(&writer, &frame->list) == 0);
    MOOT_CHECK(moot_wire_encode(&body, &message) == 0);
    moot_delivery_from_worker(fuzz->delivery, moot_buf_slice(&body), fuzz->now);
    moot_buf_close(&list);
    moot_buf_close(&event);
    moot_buf_close(&body);
}

static void say_reply(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_REPLY};
    moot_msg_reply_t *reply = &message.as.reply;
    const asker_t *asker = &fuzz->askers[next(fuzz) % ASKERS];

    if (!asker->enlisted)
        return;
    reply->session = asker->sub.session;
    reply->number = 1 + next(fuzz) % 4u;
    reply->op = MOOT_OP_EMIT;
    reply->epoch = 1;
    reply->seq = reply->first = next(fuzz) % 16u;
    say(fuzz, &message, moot_slot_of(MOOT_KIND_USER, pick_user(fuzz)));
}

static void say_told(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_GUARD_TOLD};
    const question_t *question = &fuzz->questions[next(fuzz) % INQUIRIES];
    uint8_t which = next(fuzz);

    message.as.guard_told.number = question->inquiry.number;
    if (which % 3 == 1) {
        message.code = MOOT_MSG_SOCKETS_TOLD;
        message.as.sockets_told = (moot_msg_sockets_told_t){
            .number = question->inquiry.number,
            .edge = pick_user(fuzz),
            .edges = which / 4u % 4,
        };
    } else if (which % 3 == 2) {
        message.code = MOOT_MSG_ASK_SOCKETS;
        message.as.ask_sockets = (moot_msg_ask_sockets_t){
            .number = which, .asker = pick_user(fuzz), .name = pick_user(fuzz)};
    }
    say(fuzz, &message, 0);
}

/* An edge of bad intent, or one that names who is gone. */
static void hostile(fuzz_t *fuzz)
{
    static const char *const edges[] = {"e:1", "h:1", "gone:1", ""};
    static const uint32_t codes[] = {
        MOOT_MSG_POLL_ASK, MOOT_MSG_POLL_TOLD,    MOOT_MSG_TUNNEL,
        MOOT_MSG_REPLY,    MOOT_MSG_EVENTS,       MOOT_MSG_EDGE_BEAT,
        MOOT_MSG_MOVED,    MOOT_MSG_SOCKETS_TOLD, MOOT_MSG_ASK_SOCKETS,
        MOOT_MSG_ASK_PRESENCE,
    };
    uint8_t which = next(fuzz);
    moot_msg_t message = {.code = codes[next(fuzz) % 10]};
    moot_msg_route_t route = {
        .flow = which & 1 ? MOOT_FLOW_EDGE : MOOT_FLOW_BROKER,
        .edge = moot_slice_str(edges[which / 2u % 4]),
        .slot = which,
        .worker = 1,
        .incarnation = 1,
    };
    moot_buf_t head, body;

    moot_buf_init(&head, 4096);
    moot_buf_init(&body, 4096);
    if (message.code == MOOT_MSG_SOCKETS_TOLD)
        message.as.sockets_told.asker = route.edge;
    MOOT_CHECK(moot_wire_encode_route(&head, &route) == 0);
    MOOT_CHECK(moot_wire_encode(&body, &message) == 0);
    if (message.code != MOOT_MSG_SOCKETS_TOLD || route.edge.size > 0)
        moot_route_front(fuzz->broker,
                         moot_slice_str(edges[which / 8u % 3]),
                         moot_buf_slice(&head), moot_buf_slice(&body),
                         fuzz->now);
    moot_buf_close(&head);
    moot_buf_close(&body);
}

static void raw(fuzz_t *fuzz)
{
    size_t size = next(fuzz), left = (size_t)(fuzz->end - fuzz->at);
    moot_slice_t bytes = moot_slice(fuzz->at, size < left ? size : left);
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE,
                                    .edge = moot_slice_str("e:1")};
    moot_buf_t head;
    uint32_t code;

    fuzz->at += bytes.size;
    if (moot_wire_code(bytes, &code) == 0 && code == MOOT_MSG_EVENTS)
        fuzz->wild = true;
    moot_buf_init(&head, 4096);
    MOOT_CHECK(moot_wire_encode_route(&head, &route) == 0);
    moot_route_front(fuzz->broker, moot_slice_str("h:1"),
                     moot_buf_slice(&head), bytes, fuzz->now);
    moot_delivery_from_broker(fuzz->delivery, 0, moot_buf_slice(&head), bytes,
                              fuzz->now);
    moot_delivery_from_worker(fuzz->delivery, bytes, fuzz->now);
    moot_buf_close(&head);
}

/* ---- Who asks ----------------------------------------------------------- */

static void come_or_go(fuzz_t *fuzz)
{
    asker_t *asker = &fuzz->askers[next(fuzz) % ASKERS];

    if (asker->enlisted) {
        leave(fuzz, asker);
        return;
    }
    memset(asker, 0, sizeof *asker);
    asker->session[0] = (uint8_t)('0' + fuzz->sessions % 10);
    asker->session[1] = (uint8_t)('0' + fuzz->sessions / 10 % 10);
    asker->session[2] = (uint8_t)('0' + fuzz->sessions++ / 100);
    asker->sub.session = moot_slice(asker->session, 3);
    asker->sub.on_answer = on_answer;
    asker->sub.on_answer_ctx = fuzz;
    asker->enlisted = true;
    moot_delivery_enlist(fuzz->delivery, &asker->sub, fuzz->now);
}

static void inquire(fuzz_t *fuzz)
{
    question_t *question = &fuzz->questions[next(fuzz) % INQUIRIES];
    uint8_t which = next(fuzz);
    moot_msg_t asked = {.code = which & 1 ? MOOT_MSG_ASK_GUARD
                                          : MOOT_MSG_ASK_SOCKETS};
    int rc;

    if (question->open) {
        moot_delivery_inquiry_cancel(&question->inquiry);
        question->open = false;
        return;
    }
    question->fuzz = fuzz;
    question->inquiry.told = on_told;
    question->open = true;
    if (which % 3 == 0)
        rc = moot_delivery_inquire_slot(fuzz->delivery, &question->inquiry,
                                        which * 5u, &asked, 3000, fuzz->now);
    else if (which % 3 == 1)
        rc = moot_delivery_inquire_worker(fuzz->delivery, &question->inquiry,
                                          which / 8u % 3, &asked, 3000,
                                          fuzz->now);
    else
        rc = moot_delivery_inquire_edges(fuzz->delivery, &question->inquiry,
                                         &asked, 3000, fuzz->now);
    if (rc != 0)
        question->open = false;
}

static void pass_time(fuzz_t *fuzz)
{
    fuzz->now += next(fuzz) * 10u;
    moot_delivery_tick(fuzz->delivery, fuzz->now);
    moot_route_tick(fuzz->broker, fuzz->now);
}

static void step(fuzz_t *fuzz)
{
    static void (*const steps[])(fuzz_t *) = {
        come_or_go, inquire, say_beat, say_beat, say_events, say_events,
        say_events, publish, publish,  publish,  say_reply,  say_told,
        hostile,    hostile, raw,      pass_time,
    };
    uint8_t which = next(fuzz);

    fuzz->whims = which >= BIG ? next(fuzz) : 0;
    if (which % 32 == 31)
        emit(fuzz, &fuzz->askers[which / 32u % ASKERS]);
    else
        steps[which % 16](fuzz);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const moot_delivery_sink_t sink = {
        .to_broker = on_to_broker,
        .subscribe = on_subscribe,
    };
    static const moot_delivery_socketio_t socketio = {
        .emitted = on_emitted,
        .from_edge = on_from_edge,
        .edge_gone = on_edge_gone,
        .sockets = on_sockets,
    };
    const moot_delivery_config_t config = {
        .edge_id = moot_slice_str("e"),
        .incarnation = 1,
        .brokers = 2,
        .request_timeout_ms = 5000,
        .attach_timeout_ms = 3000,
        .resend_ms = 1000,
        .held_reply_ms = 500,
        .held_events_max = 4,
        .held_bytes_max = 4096,
        .questions_max = 2,
        .streams_max = 5,
    };
    const moot_route_config_t route = {
        .id = moot_slice_str("b"),
        .incarnation = 1,
        .edges_max = 4,
        .held_max = 2,
        .held_bytes_max = 1000,
        .hold_ms = 300,
        .silent_ms = 2000,
    };
    fuzz_t *fuzz = calloc(1, sizeof *fuzz);

    MOOT_CHECK(fuzz != NULL);
    fuzz->at = data;
    fuzz->end = data + size;
    fuzz->now = 1000;
    fuzz->broker = moot_route_new(&route, &broker_sink, fuzz, fuzz->now);
    fuzz->delivery = moot_delivery_new(&config, &sink, fuzz, fuzz->now);
    moot_delivery_follow_emissions(fuzz->delivery, &socketio, fuzz, fuzz->now);
    for (unsigned i = 0; i < STEPS_MAX && fuzz->at < fuzz->end; i++)
        step(fuzz);
    fuzz->whims = 0;
    fuzz->now += 6000; /* all that was asked is over */
    moot_delivery_tick(fuzz->delivery, fuzz->now);
    for (unsigned i = 0; i < ASKERS; i++)
        MOOT_CHECK(!fuzz->askers[i].enlisted
                   || fuzz->askers[i].sub.requests == 0);
    for (unsigned i = 0; i < INQUIRIES; i++)
        MOOT_CHECK(!fuzz->questions[i].open);
    moot_delivery_destroy(&fuzz->delivery);
    moot_route_destroy(&fuzz->broker);
    free(fuzz);
    return 0;
}
