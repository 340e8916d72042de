/* Fuzzes the delivery core: the input is a row of steps. Some are raw bytes
 * from the network, others well-formed messages with values out of a small
 * set, which reach deeper: the numbers of questions under way, three rooms,
 * three epochs, a few positions.
 *
 * Beyond memory errors it looks for broken promises: an event that is handed
 * to a client twice or out of order, a second answer, an answer to nobody, a
 * request without an answer after its time. */
#include <stdlib.h>

#include "common/check.h"
#include "common/err.h"
#include "edge/delivery.h"

enum { CLIENTS = 3, ROOMS = 3, STEPS_MAX = 400, TAGS_MAX = 4096 };

static const char *const room_names[ROOMS] = {"r", "s", "t"};
static const char *const user_names[] = {"alice", "bob", "vera"};

typedef struct client {
    moot_subscriber_t sub;
    uint8_t session[8];
    bool joined, ready;
    uint64_t epoch[ROOMS], seq[ROOMS]; /* delivered last */
} client_t;

typedef struct fuzz {
    moot_delivery_t *delivery;
    const uint8_t *at, *end;
    uint64_t now;
    client_t clients[CLIENTS];
    uint64_t sessions;
    uint64_t attach, range, list, registration; /* last numbers said */
    moot_slice_t id;          /* of the last question */
    uint64_t kind;
    uint8_t id_bytes[MOOT_ID_BYTES_MAX];
    uint64_t tags;
    uint8_t answered[TAGS_MAX]; /* by tag: 1 under way, 2 done */
} fuzz_t;

static uint8_t next(fuzz_t *fuzz)
{
    return fuzz->at < fuzz->end ? *fuzz->at++ : 0;
}

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
        fuzz->kind = message.as.attach.kind;
        fuzz->id = moot_slice(fuzz->id_bytes, message.as.attach.id.size);
        memcpy(fuzz->id_bytes, message.as.attach.id.at, fuzz->id.size);
    } else if (message.code == MOOT_MSG_RANGE) {
        fuzz->range = message.as.range.number;
    } else if (message.code == MOOT_MSG_LIST_ROOMS) {
        fuzz->list = message.as.list_rooms.number;
    }
    return 0;
}

static void on_subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                         moot_slice_t key)
{
    (void)key;
    (void)ctx;
    (void)worker;
    (void)endpoint;
}

static moot_frame_t *on_encode(void *ctx, const moot_roomview_t *view,
                               const moot_msg_event_t *event)
{
    uint64_t words[3] = {0, view->epoch, event->seq};

    (void)ctx;
    MOOT_CHECK(view->seq == event->seq);
    for (size_t i = 0; i < ROOMS; i++) {
        if (moot_slice_eq(view->id, moot_slice_str(room_names[i])))
            words[0] = i;
    }
    return moot_frame_new(moot_slice(words, sizeof words));
}

static client_t *client_of(moot_subscriber_t *sub)
{
    return MOOT_CONTAINER(sub, client_t, sub);
}

static void on_deliver(void *ctx, moot_subscriber_t *sub, moot_frame_t *frame)
{
    client_t *client = client_of(sub);
    uint64_t words[3];

    (void)ctx;
    memcpy(words, moot_frame_slice(frame).at, sizeof words);
    MOOT_CHECK(client->ready);
    MOOT_CHECK(words[1] > client->epoch[words[0]]
               || (words[1] == client->epoch[words[0]]
                   && words[2] > client->seq[words[0]]));
    client->epoch[words[0]] = words[1];
    client->seq[words[0]] = words[2];
}

static void on_ready(void *ctx, moot_subscriber_t *sub,
                     const moot_slice_t *pending, size_t count)
{
    (void)ctx;
    for (size_t i = 0; i < count; i++)
        MOOT_CHECK(pending[i].size > 0);
    MOOT_CHECK(client_of(sub)->joined && !client_of(sub)->ready);
    client_of(sub)->ready = true;
}

static void on_lost(void *ctx, moot_subscriber_t *sub)
{
    (void)ctx;
    MOOT_CHECK(client_of(sub)->joined && !client_of(sub)->ready);
}

static void on_attached(void *ctx, moot_subscriber_t *sub,
                        const moot_roomview_t *view)
{
    (void)ctx;
    MOOT_CHECK(client_of(sub)->ready && view != NULL);
}

static void finish(fuzz_t *fuzz, moot_subscriber_t *sub, uint64_t tag)
{
    MOOT_CHECK(client_of(sub)->joined);
    MOOT_CHECK(tag < TAGS_MAX && fuzz->answered[tag] == 1);
    fuzz->answered[tag] = 2;
}

static void on_answer(void *ctx, moot_subscriber_t *sub, uint64_t tag,
                      const moot_msg_reply_t *reply,
                      const moot_roomview_t *view)
{
    (void)reply;
    (void)view;
    finish(ctx, sub, tag);
}

static void on_answer_list(void *ctx, moot_subscriber_t *sub, uint64_t tag,
                           const moot_msg_room_info_t *rooms, size_t count,
                           moot_slice_t after)
{
    (void)rooms;
    (void)count;
    (void)after;
    finish(ctx, sub, tag);
}

/* ---- Messages ----------------------------------------------------------- */

static moot_slice_t pick_room(fuzz_t *fuzz)
{
    return moot_slice_str(room_names[next(fuzz) % ROOMS]);
}

static moot_slice_t pick_user(fuzz_t *fuzz)
{
    return moot_slice_str(user_names[next(fuzz) % 3]);
}

static void put_users(moot_list_writer_t *writer, moot_buf_t *buf,
                      uint8_t which)
{
    moot_list_begin_open(writer, buf);
    for (unsigned i = 0; i < 3; i++) {
        if ((which >> i & 1) != 0)
            moot_list_put_str(writer, moot_slice_str(user_names[i]));
    }
}

/* Encodes an event; mostly one that can fit a room of these users. */
static void make_event(fuzz_t *fuzz, uint64_t seq, moot_buf_t *buf)
{
    moot_list_writer_t writer;
    moot_buf_t users;
    uint8_t kind = next(fuzz);
    moot_msg_event_t event = {.seq = seq,
                              .what = seq == 1 ? 1 : kind % 11u,
                              .actor = pick_user(fuzz),
                              .user = pick_user(fuzz),
                              .role = 3,
                              .place = kind / 11u % 3,
                              .name = moot_slice_str("n"),
                              .session = moot_slice_str("1")};
    uint8_t which = next(fuzz);
    event.last = event.what == MOOT_WHAT_DELETED || which > 250;
    moot_buf_init(&users, 4096);
    put_users(&writer, &users, which);
    MOOT_CHECK(moot_list_end(&writer, &event.users) == 0);
    MOOT_CHECK(moot_wire_encode_event(buf, &event) == 0);
    moot_buf_close(&users);
}

static void say(fuzz_t *fuzz, const moot_msg_t *message, moot_slice_t stream_id,
                enum moot_kind kind)
{
    moot_buf_t head, body;
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .worker = 1};

    route.slot = moot_slot_of(kind, stream_id);
    moot_buf_init(&head, 4096);
    moot_buf_init(&body, 1 << 20);
    if (moot_wire_encode_route(&head, &route) == 0
        && moot_wire_encode(&body, message) == 0)
        moot_delivery_from_broker(fuzz->delivery, next(fuzz) % 3,
                                  moot_buf_slice(&head), moot_buf_slice(&body),
                                  fuzz->now);
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
    beat->incarnation = 1 + (flags >> 6);
    moot_list_begin(&writer, &workers, 1);
    moot_list_put_list(&writer, 4);
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1 + (flags >> 5 & 1));
    moot_list_put_str(&writer, moot_slice_str("pub"));
    moot_list_put_flag(&writer, (flags & 7) != 0);
    MOOT_CHECK(moot_list_end(&writer, &beat->workers) == 0);
    moot_list_begin(&writer, &map, 1);
    moot_list_put_list(&writer, 5);
    moot_list_put_u64(&writer, 0);
    moot_list_put_u64(&writer, MOOT_SLOTS);
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1);
    moot_list_put_flag(&writer, (flags & 24) != 0);
    MOOT_CHECK(moot_list_end(&writer, &beat->map) == 0);
    say(fuzz, &message, moot_slice_str(""), MOOT_KIND_ROOM);
    moot_buf_close(&workers);
    moot_buf_close(&map);
}

static void put_events(fuzz_t *fuzz, moot_msg_events_t *events,
                       moot_buf_t *buf, unsigned count)
{
    moot_list_writer_t writer;
    moot_buf_t event;

    moot_buf_init(&event, 1 << 16);
    moot_list_begin_open(&writer, buf);
    for (unsigned i = 0; i < count; i++) {
        moot_buf_clear(&event);
        make_event(fuzz, events->base + 1 + i, &event);
        moot_list_put_bin(&writer, moot_buf_slice(&event));
    }
    MOOT_CHECK(moot_list_end(&writer, &events->list) == 0);
    moot_buf_close(&event);
}

static void put_snapshot(fuzz_t *fuzz, moot_msg_events_t *events,
                         moot_buf_t *buf)
{
    moot_list_writer_t writer;
    moot_buf_t list;
    uint8_t which = next(fuzz);

    moot_buf_init(&list, 4096);
    moot_list_begin_open(&writer, &list);
    if (events->kind == MOOT_KIND_USER) {
        moot_msg_user_rooms_t rooms = {.user = events->id, .seq = events->base};
        for (unsigned i = 0; i < ROOMS; i++) {
            if ((which >> i & 1) == 0)
                continue;
            moot_list_put_list(&writer, 3);
            moot_list_put_str(&writer, moot_slice_str(room_names[i]));
            moot_list_put_u64(&writer, 1 + (which >> 6));
            moot_list_put_u64(&writer, 1 + (which >> 5 & 1));
        }
        MOOT_CHECK(moot_list_end(&writer, &rooms.rooms) == 0);
        MOOT_CHECK(moot_wire_encode_user_rooms(buf, &rooms) == 0);
    } else {
        moot_msg_snapshot_t snapshot = {.room = events->id,
                                        .epoch = events->epoch,
                                        .seq = events->base,
                                        .name = moot_slice_str("n"),
                                        .created_by = moot_slice_str("bob")};
        for (unsigned i = 0; i < 3; i++) {
            if ((which >> i & 1) == 0)
                continue;
            moot_list_put_list(&writer, 2);
            moot_list_put_str(&writer, moot_slice_str(user_names[i]));
            moot_list_put_u64(&writer, (which >> 3) % 3 == i ? 1 : 3);
        }
        MOOT_CHECK(moot_list_end(&writer, &snapshot.members) == 0);
        MOOT_CHECK(moot_wire_encode_snapshot(buf, &snapshot) == 0);
    }
    events->snapshot = moot_buf_slice(buf);
    moot_buf_close(&list);
}

static void say_events(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_EVENTS};
    moot_msg_events_t *events = &message.as.events;
    moot_buf_t snapshot, list;
    uint8_t flags = next(fuzz), place = next(fuzz);

    events->attached = (flags & 1) == 0;
    events->number = events->attached ? fuzz->attach : fuzz->range;
    events->registration = (flags & 14) == 2 ? 0 : fuzz->registration;
    events->incarnation = 1 + (flags >> 7);
    events->kind = events->attached ? fuzz->kind : MOOT_KIND_ROOM;
    events->id = events->attached ? fuzz->id : pick_room(fuzz);
    if (events->kind == 0)
        return;
    events->epoch = place % 4u;
    events->base = place / 4u % 4;
    unsigned count = place / 16u % 4;
    events->head = events->base + count + (flags >> 6 & 1);
    events->ended = (flags >> 5 & 1) != 0;
    events->next_epoch = (flags >> 4 & 1) != 0 ? events->epoch + 1 : 0;
    moot_buf_init(&snapshot, 1 << 16);
    moot_buf_init(&list, 1 << 16);
    put_snapshot(fuzz, events, &snapshot);
    put_events(fuzz, events, &list, count);
    say(fuzz, &message, events->id, (enum moot_kind)events->kind);
    moot_buf_close(&snapshot);
    moot_buf_close(&list);
}

static void say_reply(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_REPLY};
    moot_msg_reply_t *reply = &message.as.reply;
    const client_t *client = &fuzz->clients[next(fuzz) % CLIENTS];
    uint8_t place = next(fuzz);

    reply->session = client->sub.session;
    reply->number = 1 + next(fuzz) % 4u;
    reply->op = 1 + next(fuzz) % 10u;
    reply->code = next(fuzz) % 4u == 3 ? MOOT_CODE_FORBIDDEN : MOOT_CODE_OK;
    reply->room = pick_room(fuzz);
    reply->epoch = place % 4u;
    reply->first = place / 4u % 4;
    reply->seq = reply->first + place / 16u % 4;
    say(fuzz, &message, reply->room, MOOT_KIND_ROOM);
}

static void say_other(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_MOVED};
    moot_slice_t room = pick_room(fuzz);
    uint8_t which = next(fuzz);

    if (which % 4 == 0) {
        message.as.moved.slot = moot_slot_of(MOOT_KIND_ROOM, room);
        message.as.moved.slot_epoch = which / 4u % 4;
        message.as.moved.worker = 1 + which / 16u % 2;
    } else if (which % 4 == 1) {
        message.code = MOOT_MSG_UNREACHABLE;
        message.as.unreachable.slot = moot_slot_of(MOOT_KIND_ROOM, room);
    } else if (which % 4 == 2) {
        message.code = MOOT_MSG_RESEND_FROM;
        message.as.resend_from.session =
            fuzz->clients[which / 4u % CLIENTS].sub.session;
        message.as.resend_from.stamp_incarnation = 1 + which / 16u % 3;
    } else {
        message.code = MOOT_MSG_ROOMS;
        message.as.rooms.number = fuzz->list;
        message.as.rooms.next = which > 100 ? room : moot_slice_str("");
    }
    say(fuzz, &message, room, MOOT_KIND_ROOM);
}

static void publish_body(fuzz_t *fuzz, const moot_msg_t *message)
{
    moot_buf_t body;

    moot_buf_init(&body, 1 << 20);
    MOOT_CHECK(moot_wire_encode(&body, message) == 0);
    moot_delivery_from_worker(fuzz->delivery, moot_buf_slice(&body), fuzz->now);
    moot_buf_close(&body);
}

static void publish(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_PUBLISHED};
    moot_msg_published_t *frame = &message.as.published;
    moot_list_writer_t writer;
    moot_buf_t list, event;
    uint8_t place = next(fuzz), bseq = next(fuzz);

    moot_buf_init(&list, 1 << 16);
    moot_buf_init(&event, 1 << 16);
    frame->worker = 1;
    frame->incarnation = 1 + (bseq >> 7);
    frame->registration = fuzz->registration;
    frame->bseq = 1 + bseq % 64u;
    bool of_user = place / 64u == 3;
    if (of_user) {
        moot_msg_user_event_t change = {.seq = 1 + place % 8u,
                                        .room = pick_room(fuzz),
                                        .epoch = 1 + place / 8u % 3,
                                        .room_seq = 1 + next(fuzz) % 4u,
                                        .added = place / 32u % 2 == 0};
        MOOT_CHECK(moot_wire_encode_user_event(&event, &change) == 0);
    } else {
        make_event(fuzz, 1 + place % 8u, &event);
    }
    moot_list_begin(&writer, &list, 1);
    moot_list_put_list(&writer, 5);
    moot_list_put_u64(&writer, of_user ? 2 : 1);
    moot_list_put_str(&writer, of_user ? pick_user(fuzz) : pick_room(fuzz));
    moot_list_put_u64(&writer, 1);
    moot_list_put_u64(&writer, 1 + place / 8u % 3);
    moot_list_put_bin(&writer, moot_buf_slice(&event));
    MOOT_CHECK(moot_list_end(&writer, &frame->list) == 0);
    publish_body(fuzz, &message);
    moot_buf_close(&list);
    moot_buf_close(&event);
}

static void pulse(fuzz_t *fuzz)
{
    moot_msg_t message = {.code = MOOT_MSG_WORKER_PULSE};
    uint8_t flags = next(fuzz);

    message.as.worker_pulse.worker = 1 + flags / 128u;
    message.as.worker_pulse.incarnation = 1 + flags / 64u % 2;
    message.as.worker_pulse.registration = fuzz->registration;
    message.as.worker_pulse.bseq = flags % 64u;
    publish_body(fuzz, &message);
}

static void raw(fuzz_t *fuzz)
{
    size_t size = next(fuzz), left = (size_t)(fuzz->end - fuzz->at);
    moot_slice_t bytes = moot_slice(fuzz->at, size < left ? size : left);
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .worker = 1};
    moot_buf_t head;

    fuzz->at += bytes.size;
    moot_buf_init(&head, 4096);
    MOOT_CHECK(moot_wire_encode_route(&head, &route) == 0);
    moot_delivery_from_broker(fuzz->delivery, 0, moot_buf_slice(&head), bytes,
                              fuzz->now);
    moot_delivery_from_broker(fuzz->delivery, 0, bytes, bytes, fuzz->now);
    moot_delivery_from_worker(fuzz->delivery, bytes, fuzz->now);
    moot_buf_close(&head);
}

/* ---- Clients ------------------------------------------------------------ */

static void leave(fuzz_t *fuzz, client_t *client)
{
    moot_delivery_leave(fuzz->delivery, &client->sub, fuzz->now);
    client->joined = client->ready = false;
}

static void come_or_go(fuzz_t *fuzz)
{
    client_t *client = &fuzz->clients[next(fuzz) % CLIENTS];

    if (client->joined) {
        leave(fuzz, client);
        return;
    }
    memset(client, 0, sizeof *client);
    client->session[0] = (uint8_t)('0' + fuzz->sessions % 10);
    client->session[1] = (uint8_t)('0' + fuzz->sessions / 10 % 10);
    client->session[2] = (uint8_t)('0' + fuzz->sessions++ / 100);
    client->sub.session = moot_slice(client->session, 3);
    client->joined = true;
    moot_delivery_join(fuzz->delivery, &client->sub, pick_user(fuzz),
                       fuzz->now);
}

static void request(fuzz_t *fuzz)
{
    client_t *client = &fuzz->clients[next(fuzz) % CLIENTS];
    moot_msg_request_t asked = {.op = 1 + next(fuzz) % 10u,
                                .user = moot_slice_str("u"),
                                .room = pick_room(fuzz)};
    uint64_t tag = fuzz->tags++;

    if (!client->joined || tag >= TAGS_MAX)
        return;
    fuzz->answered[tag] = 1;
    int rc = tag % 8 == 7
                 ? moot_delivery_list_all(fuzz->delivery, &client->sub, tag,
                                          moot_slice_str(""), 3, fuzz->now)
                 : moot_delivery_request(fuzz->delivery, &client->sub, &asked,
                                         tag, fuzz->now);
    if (rc != 0)
        fuzz->answered[tag] = 0;
}

static void note(void *ctx, const moot_roomview_t *view, enum moot_role role)
{
    (void)ctx;
    (void)role;
    MOOT_CHECK(view->seq > 0);
}

static void step(fuzz_t *fuzz)
{
    switch (next(fuzz) % 16) {
    case 0:
    case 1:
        come_or_go(fuzz);
        break;
    case 2:
    case 3:
        request(fuzz);
        break;
    case 4:
        say_beat(fuzz);
        break;
    case 5:
    case 6:
    case 7:
        say_events(fuzz);
        break;
    case 8:
    case 9:
        publish(fuzz);
        break;
    case 10:
        say_reply(fuzz);
        break;
    case 11:
        say_other(fuzz);
        break;
    case 12:
        pulse(fuzz);
        break;
    case 13:
        raw(fuzz);
        break;
    default:
        fuzz->now += next(fuzz) * 10u;
        moot_delivery_tick(fuzz->delivery, fuzz->now);
    }
    for (unsigned i = 0; i < CLIENTS; i++) {
        if (fuzz->clients[i].ready)
            (void)moot_delivery_rooms(fuzz->delivery, &fuzz->clients[i].sub,
                                      note, NULL);
    }
}

static void check_answers(fuzz_t *fuzz)
{
    fuzz->now += 6000;
    moot_delivery_tick(fuzz->delivery, fuzz->now);
    for (unsigned i = 0; i < CLIENTS; i++)
        MOOT_CHECK(!fuzz->clients[i].joined
                   || fuzz->clients[i].sub.requests == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const moot_delivery_sink_t sink = {
        .to_broker = on_to_broker,
        .subscribe = on_subscribe,
        .encode = on_encode,
        .deliver = on_deliver,
        .ready = on_ready,
        .lost = on_lost,
        .attached = on_attached,
        .answer = on_answer,
        .answer_list = on_answer_list,
    };
    moot_delivery_config_t config = {
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
    fuzz_t *fuzz = calloc(1, sizeof *fuzz);

    MOOT_CHECK(fuzz != NULL);
    fuzz->at = data;
    fuzz->end = data + size;
    fuzz->now = 1000;
    fuzz->delivery = moot_delivery_new(&config, &sink, fuzz, fuzz->now);
    for (unsigned i = 0; i < STEPS_MAX && fuzz->at < fuzz->end; i++)
        step(fuzz);
    check_answers(fuzz);
    moot_delivery_destroy(&fuzz->delivery);
    free(fuzz);
    return 0;
}
