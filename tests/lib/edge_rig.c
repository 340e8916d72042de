#include "tests/lib/edge_rig.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"

/* ---- What the core says ------------------------------------------------- */

static int on_to_broker(void *ctx, unsigned broker, moot_slice_t route,
                        moot_slice_t body)
{
    rig_t *rig = ctx;
    MOOT_CHECK(rig->sent_count < RIG_SENT_MAX && broker < RIG_BROKERS);
    if (rig->deaf)
        return MOOT_EUNREACH;
    rig_sent_t *sent = &rig->sent[rig->sent_count++];
    sent->taken = false;
    sent->broker = broker;
    sent->bytes = malloc(route.size + body.size);
    MOOT_CHECK(sent->bytes != NULL);
    memcpy(sent->bytes, route.at, route.size);
    memcpy(sent->bytes + route.size, body.at, body.size);
    MOOT_CHECK(moot_wire_decode_route(moot_slice(sent->bytes, route.size),
                                      &sent->route)
               == 0);
    MOOT_CHECK(moot_wire_decode(moot_slice(sent->bytes + route.size, body.size),
                                &sent->message)
               == 0);
    return 0;
}

static void on_subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                         moot_slice_t key)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "subscribe %u %.*s%s%.*s\n", (unsigned)worker,
                    MOOT_SLICE_ARG(endpoint), key.size > 0 ? " " : "",
                    MOOT_SLICE_ARG(key));
}

static moot_frame_t *on_encode(void *ctx, const moot_roomview_t *view,
                               const moot_msg_event_t *event)
{
    rig_t *rig = ctx;
    char text[256];
    rig->encoded++;
    MOOT_CHECK(view->seq == event->seq);
    int size = snprintf(text, sizeof text, "%.*s %u.%u",
                        MOOT_SLICE_ARG(view->id), (unsigned)view->epoch,
                        (unsigned)event->seq);
    return moot_frame_new(moot_slice(text, (size_t)size));
}

static void on_deliver(void *ctx, moot_subscriber_t *sub, moot_frame_t *frame)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "%.*s gets %.*s\n", MOOT_SLICE_ARG(sub->session),
                    MOOT_SLICE_ARG(moot_frame_slice(frame)));
}

static void on_ready(void *ctx, moot_subscriber_t *sub,
                     const moot_slice_t *pending, size_t count)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "%.*s ready", MOOT_SLICE_ARG(sub->session));
    for (size_t i = 0; i < count; i++)
        moot_buf_printf(&rig->log, " -%.*s", MOOT_SLICE_ARG(pending[i]));
    moot_buf_put_str(&rig->log, "\n");
}

static void on_lost(void *ctx, moot_subscriber_t *sub)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "%.*s lost\n", MOOT_SLICE_ARG(sub->session));
}

static void on_attached(void *ctx, moot_subscriber_t *sub,
                        const moot_roomview_t *view)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "%.*s attached %.*s %u.%u\n",
                    MOOT_SLICE_ARG(sub->session), MOOT_SLICE_ARG(view->id),
                    (unsigned)view->epoch, (unsigned)view->seq);
}

static void on_answer(void *ctx, moot_subscriber_t *sub, uint64_t tag,
                      const moot_msg_reply_t *reply,
                      const moot_roomview_t *view)
{
    rig_t *rig = ctx;
    (void)view;
    moot_buf_printf(&rig->log, "%.*s answer %u", MOOT_SLICE_ARG(sub->session),
                    (unsigned)tag);
    if (reply == NULL)
        moot_buf_put_str(&rig->log, " none\n");
    else
        moot_buf_printf(&rig->log, " %s\n", moot_code_name(reply->code));
    if (rig->ask_again > 0) {
        rig->ask_again--;
        rig_request(rig, MOOT_CONTAINER(sub, rig_client_t, sub), tag + 100,
                    MOOT_OP_INFO, "r");
    }
}

static void on_rooms_settled(void *ctx, moot_subscriber_t *sub)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "%.*s settled\n", MOOT_SLICE_ARG(sub->session));
}

static void on_answer_list(void *ctx, moot_subscriber_t *sub, uint64_t tag,
                           const moot_msg_room_info_t *rooms, size_t count,
                           moot_slice_t next)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "%.*s list %u", MOOT_SLICE_ARG(sub->session),
                    (unsigned)tag);
    if (rooms == NULL)
        moot_buf_put_str(&rig->log, " none");
    for (size_t i = 0; i < count; i++)
        moot_buf_printf(&rig->log, " %.*s", MOOT_SLICE_ARG(rooms[i].room));
    if (next.size > 0)
        moot_buf_printf(&rig->log, " next=%.*s", MOOT_SLICE_ARG(next));
    moot_buf_put_str(&rig->log, "\n");
}

static void on_emitted(void *ctx, unsigned slot, const moot_msg_event_t *event,
                       const moot_msg_emission_t *emission)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "emitted %u.%u %.*s %.*s\n", slot,
                    (unsigned)event->seq, MOOT_SLICE_ARG(event->actor),
                    MOOT_SLICE_ARG(emission->data));
}

static void on_from_edge(void *ctx, moot_slice_t body)
{
    rig_t *rig = ctx;
    moot_msg_t message;
    MOOT_CHECK(moot_wire_decode(body, &message) == 0);
    moot_buf_printf(&rig->log, "from edge %s\n",
                    moot_wire_message(message.code)->name);
}

static void on_edge_gone(void *ctx, moot_slice_t address)
{
    rig_t *rig = ctx;
    moot_buf_printf(&rig->log, "gone %.*s\n", MOOT_SLICE_ARG(address));
}

static void on_sockets(void *ctx, moot_slice_t namespace, uint64_t target,
                       moot_slice_t name,
                       void (*each)(void *to, moot_slice_t socket,
                                    moot_slice_t user),
                       void *to)
{
    rig_t *rig = ctx;
    char socket[72];
    moot_buf_printf(&rig->log, "sockets %.*s %u %.*s\n",
                    MOOT_SLICE_ARG(namespace), (unsigned)target,
                    MOOT_SLICE_ARG(name));
    for (unsigned i = 0; i < rig->sockets; i++) {
        int size = snprintf(socket, sizeof socket, "%064u", i);
        each(to, moot_slice(socket, (size_t)size), moot_slice_str("alice"));
    }
}

static void on_own_answer(void *ctx, moot_subscriber_t *sub, uint64_t tag,
                          const moot_msg_reply_t *reply)
{
    rig_t *rig = ctx;
    on_answer(rig, sub, tag, reply, NULL);
    if (rig->leave_with == tag && tag != 0)
        rig_leave(rig, MOOT_CONTAINER(sub, rig_client_t, sub));
}

/* ---- The bench ---------------------------------------------------------- */

moot_delivery_config_t rig_config(void)
{
    return (moot_delivery_config_t){
        .edge_id = moot_slice_str("edge-1"),
        .incarnation = 7,
        .brokers = RIG_BROKERS,
        .request_timeout_ms = 5000,
        .attach_timeout_ms = 3000,
        .resend_ms = 1000,
        .held_reply_ms = 500,
        .held_events_max = 8,
        .held_bytes_max = 65536,
        .questions_max = 16,
        .streams_max = 1000,
    };
}

void rig_init(rig_t *rig, const moot_delivery_config_t *config)
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
        .rooms_settled = on_rooms_settled,
        .answer_list = on_answer_list,
    };
    moot_delivery_config_t standard = rig_config();

    memset(rig, 0, sizeof *rig);
    rig->now = 1000;
    rig->slot_epoch = 1;
    rig->split = MOOT_SLOTS;
    moot_buf_init(&rig->log, 1 << 20);
    for (uint64_t i = 1; i <= RIG_WORKERS; i++)
        rig->workers[i] = (rig_worker_t){.number = i, .incarnation = 100};
    for (unsigned i = 0; i < RIG_BROKERS; i++)
        rig->broker_incarnation[i] = 50;
    rig->delivery = moot_delivery_new(config == NULL ? &standard : config,
                                      &sink, rig, rig->now);
}

void rig_start(rig_t *rig)
{
    rig->workers[1].live = true;
    rig_broker_beat(rig, 0);
    moot_delivery_tick(rig->delivery, rig->now);
    rig_serve(rig);
    rig_pulse(rig, 1);
    rig_forget(rig);
    (void)rig_log(rig);
}

void rig_forget(rig_t *rig)
{
    for (size_t i = 0; i < rig->sent_count; i++)
        free(rig->sent[i].bytes);
    rig->sent_count = 0;
}

void rig_close(rig_t *rig)
{
    moot_delivery_destroy(&rig->delivery);
    rig_forget(rig);
    moot_buf_close(&rig->log);
    for (size_t i = 0; i < RIG_ROOMS_MAX; i++) {
        for (size_t n = 0; n < rig->rooms[i].count; n++) {
            rig_epoch_t *epoch = &rig->rooms[i].epochs[n];
            for (uint64_t seq = 1; seq <= epoch->view->seq; seq++)
                free((void *)(uintptr_t)epoch->events[seq].at);
            moot_roomview_destroy(&epoch->view);
        }
    }
    for (size_t i = 0; i < 2; i++) {
        for (uint64_t seq = 1; seq <= rig->emissions[i].head; seq++)
            free((void *)(uintptr_t)rig->emissions[i].events[seq].at);
    }
}

const char *rig_log(rig_t *rig)
{
    static char text[1 << 20];
    MOOT_CHECK(rig->log.size < sizeof text);
    if (rig->log.size > 0)
        memcpy(text, rig->log.at, rig->log.size);
    text[rig->log.size] = 0;
    moot_buf_clear(&rig->log);
    return text;
}

void rig_wait(rig_t *rig, uint64_t ms)
{
    for (uint64_t end = rig->now + ms; rig->now < end;) {
        rig->now += 10;
        moot_delivery_tick(rig->delivery, rig->now);
    }
}

/* ---- Clients ------------------------------------------------------------ */

void rig_join(rig_t *rig, rig_client_t *client, const char *session,
              const char *user)
{
    memset(client, 0, sizeof *client);
    MOOT_CHECK(strlen(session) <= sizeof client->session);
    memcpy(client->session, session, strlen(session));
    client->sub.session = moot_slice(client->session, strlen(session));
    moot_delivery_join(rig->delivery, &client->sub, moot_slice_str(user),
                       rig->now);
}

void rig_enlist(rig_t *rig, rig_client_t *client, const char *session)
{
    memset(client, 0, sizeof *client);
    MOOT_CHECK(strlen(session) <= sizeof client->session);
    memcpy(client->session, session, strlen(session));
    client->sub.session = moot_slice(client->session, strlen(session));
    client->sub.on_answer = on_own_answer;
    client->sub.on_answer_ctx = rig;
    moot_delivery_enlist(rig->delivery, &client->sub, rig->now);
}

void rig_leave(rig_t *rig, rig_client_t *client)
{
    moot_delivery_leave(rig->delivery, &client->sub, rig->now);
}

void rig_request(rig_t *rig, rig_client_t *client, uint64_t tag,
                 enum moot_op op, const char *room)
{
    moot_msg_request_t request = {
        .op = op,
        .user = moot_slice_str("?"),
        .room = moot_slice_str(room),
    };
    int rc = moot_delivery_request(rig->delivery, &client->sub, &request, tag,
                                   rig->now);
    MOOT_CHECK(rc == 0);
}

/* ---- What was sent ------------------------------------------------------ */

const rig_sent_t *rig_take(rig_t *rig, uint32_t code)
{
    for (size_t i = 0; i < rig->sent_count; i++) {
        rig_sent_t *sent = &rig->sent[i];
        if (sent->taken || sent->message.code != code)
            continue;
        sent->taken = true;
        return sent;
    }
    moot_check_failed(__FILE__, __LINE__, "such a message was sent");
}

size_t rig_count(const rig_t *rig, uint32_t code)
{
    size_t count = 0;
    for (size_t i = 0; i < rig->sent_count; i++)
        count += !rig->sent[i].taken && rig->sent[i].message.code == code;
    return count;
}

/* ---- Brokers and workers ------------------------------------------------ */

void rig_say(rig_t *rig, unsigned broker, const moot_msg_route_t *route,
             const moot_msg_t *message)
{
    moot_buf_t head, body;
    moot_buf_init(&head, 4096);
    moot_buf_init(&body, 1 << 24);
    MOOT_CHECK(moot_wire_encode_route(&head, route) == 0);
    MOOT_CHECK(moot_wire_encode(&body, message) == 0);
    moot_delivery_from_broker(rig->delivery, broker, moot_buf_slice(&head),
                              moot_buf_slice(&body), rig->now);
    moot_buf_close(&head);
    moot_buf_close(&body);
}

static void put_run(moot_list_writer_t *writer, uint64_t first, uint64_t end,
                    const rig_t *rig, uint64_t worker)
{
    moot_list_put_list(writer, 5);
    moot_list_put_u64(writer, first);
    moot_list_put_u64(writer, end - first);
    moot_list_put_u64(writer, worker);
    moot_list_put_u64(writer, rig->slot_epoch);
    moot_list_put_flag(writer, rig->workers[worker].live);
}

void rig_broker_beat(rig_t *rig, unsigned broker)
{
    moot_buf_t workers, map;
    moot_list_writer_t writer;
    char endpoint[32];
    moot_buf_init(&workers, 4096);
    moot_buf_init(&map, 4096);
    moot_msg_t message = {.code = MOOT_MSG_BROKER_BEAT};
    moot_msg_broker_beat_t *beat = &message.as.broker_beat;
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};

    beat->broker = moot_slice_str("broker");
    beat->incarnation = rig->broker_incarnation[broker];
    moot_list_begin(&writer, &workers, RIG_WORKERS);
    for (uint64_t i = 1; i <= RIG_WORKERS; i++) {
        int size = snprintf(endpoint, sizeof endpoint, "pub-%u", (unsigned)i);
        const char *key = rig->workers[i].key;
        moot_list_put_list(&writer, key ? 5 : 4);
        moot_list_put_u64(&writer, i);
        moot_list_put_u64(&writer, rig->workers[i].incarnation);
        moot_list_put_str(&writer, moot_slice(endpoint, (size_t)size));
        moot_list_put_flag(&writer, rig->workers[i].live);
        if (key)
            moot_list_put_bin(&writer, moot_slice_str(key));
    }
    MOOT_CHECK(moot_list_end(&writer, &beat->workers) == 0);
    bool both = rig->split < MOOT_SLOTS;
    moot_list_begin(&writer, &map, both ? 2 : 1);
    put_run(&writer, 0, rig->split, rig, 1);
    if (both)
        put_run(&writer, rig->split, MOOT_SLOTS, rig, 2);
    MOOT_CHECK(moot_list_end(&writer, &beat->map) == 0);
    rig_say(rig, broker, &route, &message);
    moot_buf_close(&workers);
    moot_buf_close(&map);
}

static void publish_body(rig_t *rig, const moot_msg_t *message)
{
    moot_buf_t body;
    moot_buf_init(&body, 1 << 24);
    MOOT_CHECK(moot_wire_encode(&body, message) == 0);
    moot_delivery_from_worker(rig->delivery, moot_buf_slice(&body), rig->now);
    moot_buf_close(&body);
}

void rig_pulse(rig_t *rig, uint64_t worker)
{
    const rig_worker_t *who = &rig->workers[worker];
    moot_msg_t message = {.code = MOOT_MSG_WORKER_PULSE};
    message.as.worker_pulse = (moot_msg_worker_pulse_t){
        .worker = worker,
        .incarnation = who->incarnation,
        .registration = who->registration,
        .bseq = who->bseq,
        .now_ms = rig->now + 500000,
    };
    publish_body(rig, &message);
}

void rig_restart(rig_t *rig, uint64_t worker)
{
    rig->workers[worker].incarnation++;
    rig->workers[worker].registration = 0;
    rig->workers[worker].bseq = 0;
}

rig_worker_t *rig_owner(rig_t *rig, enum moot_kind kind, const char *id)
{
    unsigned slot = moot_slot_of(kind, moot_slice_str(id));
    return &rig->workers[slot < rig->split ? 1 : 2];
}

/* ---- Rooms -------------------------------------------------------------- */

static rig_epoch_t *last_epoch(const rig_room_t *room)
{
    MOOT_CHECK(room->count > 0);
    return (rig_epoch_t *)(uintptr_t)&room->epochs[room->count - 1];
}

uint64_t rig_head(const rig_room_t *room)
{
    return last_epoch(room)->view->seq;
}

static void commit(rig_room_t *room, moot_msg_event_t event)
{
    rig_epoch_t *epoch = last_epoch(room);
    moot_buf_t buf;
    event.seq = epoch->view->seq + 1;
    MOOT_CHECK(event.seq <= RIG_EVENTS_MAX);
    moot_buf_init(&buf, 1 << 20);
    MOOT_CHECK(moot_wire_encode_event(&buf, &event) == 0);
    MOOT_CHECK(moot_roomview_apply(epoch->view, &event) == 0);
    epoch->events[event.seq] = moot_buf_slice(&buf); /* the buffer's memory */
}

static rig_room_t *room_of(rig_t *rig, const char *id)
{
    for (size_t i = 0; i < RIG_ROOMS_MAX; i++) {
        rig_room_t *room = &rig->rooms[i];
        if (room->id == NULL)
            room->id = id;
        if (strcmp(room->id, id) == 0)
            return room;
    }
    moot_check_failed(__FILE__, __LINE__, "room for another room");
}

rig_room_t *rig_create(rig_t *rig, const char *id, uint64_t epoch,
                       const char *members)
{
    rig_room_t *room = room_of(rig, id);
    moot_list_writer_t writer;
    moot_buf_t list;
    moot_msg_event_t event = {.what = MOOT_WHAT_CREATED};

    MOOT_CHECK(room->count < RIG_EPOCHS_MAX);
    rig_epoch_t *life = &room->epochs[room->count++];
    life->epoch = epoch;
    life->view = moot_roomview_new(moot_slice_str(id), epoch);
    moot_buf_init(&list, 4096);
    moot_list_begin_open(&writer, &list);
    for (const char *at = members; *at != 0;) {
        moot_slice_t user = moot_slice(at, strcspn(at, " "));
        if (at == members)
            event.actor = user;
        moot_list_put_str(&writer, user);
        at += user.size;
        at += *at == ' ';
    }
    MOOT_CHECK(moot_list_end(&writer, &event.users) == 0);
    event.name = moot_slice_str(id);
    commit(room, event);
    moot_buf_close(&list);
    return room;
}

void rig_message(rig_room_t *room, const char *user, const char *session)
{
    commit(room, (moot_msg_event_t){.what = MOOT_WHAT_MESSAGE,
                                    .actor = moot_slice_str(user),
                                    .session = moot_slice_str(session)});
}

void rig_joined(rig_room_t *room, const char *user)
{
    commit(room, (moot_msg_event_t){.what = MOOT_WHAT_JOINED,
                                    .actor = moot_slice_str(user),
                                    .user = moot_slice_str(user)});
    commit(room, (moot_msg_event_t){.what = MOOT_WHAT_MEMBERS,
                                    .actor = moot_slice_str(user)});
}

void rig_added(rig_room_t *room, const char *user)
{
    moot_list_writer_t writer;
    moot_buf_t list;
    moot_msg_event_t event = {.what = MOOT_WHAT_ADDED};
    moot_buf_init(&list, 4096);
    moot_list_begin(&writer, &list, 1);
    moot_list_put_str(&writer, moot_slice_str(user));
    MOOT_CHECK(moot_list_end(&writer, &event.users) == 0);
    commit(room, event);
    moot_buf_close(&list);
}

static moot_msg_event_t goes(const rig_room_t *room, const char *user,
                             enum moot_what what)
{
    const moot_roomview_t *view = last_epoch(room)->view;
    const moot_member_t *member =
        moot_roomview_find(view, moot_slice_str(user));
    MOOT_CHECK(member != NULL);
    moot_msg_event_t event = {.what = what,
                              .actor = moot_slice_str(user),
                              .user = moot_slice_str(user),
                              .role = member->role,
                              .place = member->place,
                              .last = view->members_count == 1};
    const moot_member_t *heir = moot_roomview_heir(view, member);
    if (member->role == MOOT_ROLE_OWNER && heir != NULL) {
        event.heir = heir->user;
        event.heir_role = heir->role;
    }
    return event;
}

void rig_left(rig_room_t *room, const char *user)
{
    moot_msg_event_t event = goes(room, user, MOOT_WHAT_LEFT);
    commit(room, event);
    if (!event.last)
        commit(room, (moot_msg_event_t){.what = MOOT_WHAT_MEMBERS});
}

void rig_removed(rig_room_t *room, const char *user)
{
    commit(room, goes(room, user, MOOT_WHAT_REMOVED));
}

void rig_deleted(rig_room_t *room)
{
    commit(room, (moot_msg_event_t){.what = MOOT_WHAT_DELETED, .last = true});
}

/* ---- Publishing --------------------------------------------------------- */

static void publish(rig_t *rig, enum moot_kind kind, const char *id,
                    uint64_t epoch, moot_slice_t event)
{
    rig_worker_t *worker = rig_owner(rig, kind, id);
    moot_list_writer_t writer;
    moot_buf_t list;
    moot_msg_t message = {.code = MOOT_MSG_PUBLISHED};
    moot_msg_published_t *frame = &message.as.published;

    frame->worker = worker->number;
    frame->incarnation = worker->incarnation;
    frame->registration = worker->registration;
    frame->bseq = ++worker->bseq;
    moot_buf_init(&list, 1 << 20);
    moot_list_begin(&writer, &list, 1);
    moot_list_put_list(&writer, 5);
    moot_list_put_u64(&writer, kind);
    moot_list_put_str(&writer, moot_slice_str(id));
    moot_list_put_u64(&writer, rig->slot_epoch);
    moot_list_put_u64(&writer, epoch);
    moot_list_put_bin(&writer, event);
    MOOT_CHECK(moot_list_end(&writer, &frame->list) == 0);
    publish_body(rig, &message);
    moot_buf_close(&list);
}

void rig_lose_frame(rig_t *rig, enum moot_kind kind, const char *id)
{
    rig_owner(rig, kind, id)->bseq++;
}

void rig_publish_one(rig_t *rig, rig_room_t *room, uint64_t epoch, uint64_t seq)
{
    for (size_t i = 0; i < room->count; i++) {
        if (room->epochs[i].epoch == epoch)
            publish(rig, MOOT_KIND_ROOM, room->id, epoch,
                    room->epochs[i].events[seq]);
    }
}

static void each_new(rig_t *rig, rig_room_t *room, bool lost)
{
    for (size_t i = 0; i < room->count; i++) {
        rig_epoch_t *epoch = &room->epochs[i];
        while (epoch->published < epoch->view->seq) {
            epoch->published++;
            if (lost)
                rig_lose_frame(rig, MOOT_KIND_ROOM, room->id);
            else
                rig_publish_one(rig, room, epoch->epoch, epoch->published);
        }
    }
}

void rig_publish(rig_t *rig, rig_room_t *room)
{
    each_new(rig, room, false);
}

void rig_lose(rig_t *rig, rig_room_t *room)
{
    each_new(rig, room, true);
}

/* ---- Emissions ---------------------------------------------------------- */

void rig_follow(rig_t *rig)
{
    static const moot_delivery_socketio_t socketio = {
        .emitted = on_emitted,
        .from_edge = on_from_edge,
        .edge_gone = on_edge_gone,
        .sockets = on_sockets,
    };
    moot_delivery_follow_emissions(rig->delivery, &socketio, rig, rig->now);
}

rig_emissions_t *rig_emissions(rig_t *rig, unsigned slot)
{
    for (size_t i = 0; i < 2; i++) {
        rig_emissions_t *emissions = &rig->emissions[i];
        if (!emissions->used) {
            emissions->used = true;
            emissions->slot = slot;
        }
        if (emissions->slot == slot)
            return emissions;
    }
    moot_check_failed(__FILE__, __LINE__, "room for another slot");
}

void rig_emit(rig_emissions_t *emissions, const char *actor, const char *data)
{
    moot_buf_t inner, buf;
    moot_msg_emission_t emission = {
        .action = MOOT_ACTION_EMIT,
        .namespace = moot_slice_str("/"),
        .data = moot_slice_str(data),
    };
    moot_buf_init(&inner, 1 << 20);
    moot_buf_init(&buf, 1 << 20);
    MOOT_CHECK(moot_wire_encode_emission(&inner, &emission) == 0);
    moot_msg_event_t event = {
        .seq = ++emissions->head,
        .what = MOOT_WHAT_EMITTED,
        .actor = moot_slice_str(actor),
        .emission = moot_buf_slice(&inner),
    };
    MOOT_CHECK(event.seq <= RIG_EMITTED_MAX);
    MOOT_CHECK(moot_wire_encode_event(&buf, &event) == 0);
    emissions->events[event.seq] = moot_buf_slice(&buf);
    moot_buf_close(&inner);
}

void rig_publish_emission(rig_t *rig, const rig_emissions_t *emissions,
                          uint64_t seq)
{
    char id[8];
    snprintf(id, sizeof id, "%u", emissions->slot);
    publish(rig, MOOT_KIND_EMIT, id, 1, emissions->events[seq]);
}

void rig_publish_emissions(rig_t *rig, rig_emissions_t *emissions)
{
    while (emissions->published < emissions->head)
        rig_publish_emission(rig, emissions, ++emissions->published);
}

void rig_lose_emissions(rig_t *rig, rig_emissions_t *emissions)
{
    char id[8];
    snprintf(id, sizeof id, "%u", emissions->slot);
    while (emissions->published < emissions->head) {
        emissions->published++;
        rig_lose_frame(rig, MOOT_KIND_EMIT, id);
    }
}

static void save_emissions(rig_t *rig, unsigned slot, uint64_t mode,
                           uint64_t seq, moot_buf_t *buf,
                           moot_msg_events_t *events)
{
    static const rig_emissions_t none;
    const rig_emissions_t *emissions = &none;
    moot_list_writer_t writer;

    for (size_t i = 0; i < 2; i++) {
        if (rig->emissions[i].used && rig->emissions[i].slot == slot)
            emissions = &rig->emissions[i];
    }
    events->epoch = 1;
    events->head = emissions->head;
    events->base = mode == MOOT_ATTACH_HEAD || seq > events->head ? events->head
                   : seq < emissions->from ? emissions->from
                                           : seq;
    moot_list_begin(&writer, buf, (uint32_t)(events->head - events->base));
    for (uint64_t i = events->base + 1; i <= events->head; i++)
        moot_list_put_bin(&writer, emissions->events[i]);
    MOOT_CHECK(moot_list_end(&writer, &events->list) == 0);
}

/* ---- Room lists --------------------------------------------------------- */

static rig_user_t *user_of(rig_t *rig, moot_slice_t id, const char *keep)
{
    for (size_t i = 0; i < RIG_USERS_MAX; i++) {
        rig_user_t *user = &rig->users[i];
        if (user->id == NULL)
            user->id = keep;
        if (user->id == NULL)
            return user; /* a user without a list */
        if (moot_slice_eq(moot_slice_str(user->id), id))
            return user;
    }
    moot_check_failed(__FILE__, __LINE__, "room for another user");
}

void rig_list(rig_t *rig, const char *id, const char *room, uint64_t epoch,
              uint64_t seq, bool added)
{
    rig_user_t *user = user_of(rig, moot_slice_str(id), id);
    size_t at = 0;
    while (at < user->count && strcmp(user->rooms[at].room, room) != 0)
        at++;
    user->seq++;
    if (at == user->count)
        user->count++;
    MOOT_CHECK(user->count <= RIG_ENTRIES_MAX);
    user->rooms[at].room = room;
    user->rooms[at].epoch = epoch;
    user->rooms[at].seq = seq;
    if (!added)
        user->rooms[at] = user->rooms[--user->count];
}

void rig_publish_list(rig_t *rig, const char *id, const char *room,
                      uint64_t epoch, uint64_t seq, bool added)
{
    moot_buf_t buf;
    rig_list(rig, id, room, epoch, seq, added);
    moot_msg_user_event_t event = {
        .seq = user_of(rig, moot_slice_str(id), id)->seq,
        .room = moot_slice_str(room),
        .epoch = epoch,
        .room_seq = seq,
        .added = added,
    };
    moot_buf_init(&buf, 4096);
    MOOT_CHECK(moot_wire_encode_user_event(&buf, &event) == 0);
    publish(rig, MOOT_KIND_USER, id, 1, moot_buf_slice(&buf));
    moot_buf_close(&buf);
}

/* ---- Answers ------------------------------------------------------------ */

static void save_user(rig_t *rig, moot_slice_t id, moot_buf_t *buf,
                      moot_msg_events_t *events)
{
    const rig_user_t *user = user_of(rig, id, NULL);
    moot_list_writer_t writer;
    moot_buf_t list;
    moot_msg_user_rooms_t rooms = {.user = id, .seq = user->seq};
    moot_buf_init(&list, 1 << 20);
    moot_list_begin(&writer, &list, (uint32_t)user->count);
    for (size_t i = 0; i < user->count; i++) {
        moot_list_put_list(&writer, 3);
        moot_list_put_str(&writer, moot_slice_str(user->rooms[i].room));
        moot_list_put_u64(&writer, user->rooms[i].epoch);
        moot_list_put_u64(&writer, user->rooms[i].seq);
    }
    MOOT_CHECK(moot_list_end(&writer, &rooms.rooms) == 0);
    MOOT_CHECK(moot_wire_encode_user_rooms(buf, &rooms) == 0);
    moot_buf_close(&list);
    events->epoch = 1;
    events->base = events->head = user->seq;
    events->snapshot = moot_buf_slice(buf);
}

static rig_epoch_t *subject_of(rig_t *rig, moot_slice_t id, uint64_t mode,
                               uint64_t epoch, uint64_t *next_epoch)
{
    *next_epoch = 0;
    for (size_t i = 0; i < RIG_ROOMS_MAX; i++) {
        rig_room_t *room = &rig->rooms[i];
        if (room->id == NULL || room->count == 0
            || !moot_slice_eq(moot_slice_str(room->id), id))
            continue;
        rig_epoch_t *last = last_epoch(room);
        if (mode == MOOT_ATTACH_HEAD)
            return last->view->ended ? NULL : last;
        if (!last->view->ended && last->epoch > epoch)
            *next_epoch = last->epoch;
        for (size_t n = 0; n < room->count; n++) {
            if (room->epochs[n].epoch == epoch && !room->epochs[n].forgotten)
                return &room->epochs[n];
        }
    }
    return NULL;
}

static void save_room(rig_t *rig, moot_slice_t id, uint64_t mode,
                      uint64_t epoch, uint64_t seq, moot_buf_t *buf,
                      moot_msg_events_t *events)
{
    rig_epoch_t *life = subject_of(rig, id, mode, epoch, &events->next_epoch);
    moot_list_writer_t writer;
    moot_msg_event_t event;
    size_t snapshot_size = 0;

    if (life == NULL)
        return;
    events->epoch = life->epoch;
    events->head = life->view->seq;
    events->ended = life->view->ended;
    events->base = mode == MOOT_ATTACH_HEAD || seq > events->head ? events->head
                                                                  : seq;
    if (mode != MOOT_ATTACH_EVENTS && events->base > 0) {
        moot_roomview_t *view = moot_roomview_new(id, life->epoch);
        for (uint64_t i = 1; i <= events->base; i++) {
            MOOT_CHECK(moot_wire_decode_event(life->events[i], &event) == 0);
            MOOT_CHECK(moot_roomview_apply(view, &event) == 0);
        }
        MOOT_CHECK(moot_roomview_save(view, buf) == 0);
        moot_roomview_destroy(&view);
        snapshot_size = buf->size;
    }
    moot_list_begin(&writer, buf, (uint32_t)(events->head - events->base));
    for (uint64_t i = events->base + 1; i <= events->head; i++)
        moot_list_put_bin(&writer, life->events[i]);
    MOOT_CHECK(moot_list_end(&writer, &events->list) == 0);
    events->snapshot = moot_slice(buf->at, snapshot_size);
}

rig_answer_t rig_prepare(rig_t *rig, const rig_sent_t *question)
{
    rig_answer_t answer = {
        .route = {.flow = MOOT_FLOW_EDGE, .slot_epoch = rig->slot_epoch}};
    moot_msg_events_t *events = &answer.events;
    moot_buf_t buf;
    uint64_t mode = MOOT_ATTACH_EVENTS, epoch, seq;

    if (question->message.code == MOOT_MSG_ATTACH) {
        const moot_msg_attach_t *attach = &question->message.as.attach;
        *events = (moot_msg_events_t){.number = attach->number,
                                      .attached = true,
                                      .kind = attach->kind,
                                      .id = attach->id};
        mode = attach->mode;
        epoch = attach->epoch;
        seq = attach->seq;
    } else {
        const moot_msg_range_t *range = &question->message.as.range;
        *events = (moot_msg_events_t){
            .number = range->number, .kind = range->kind, .id = range->id};
        epoch = range->epoch;
        seq = range->seq;
    }
    unsigned slot =
        moot_slot_of((enum moot_kind)events->kind, events->id);
    const rig_worker_t *worker = &rig->workers[slot < rig->split ? 1 : 2];
    answer.route.slot = slot;
    answer.route.worker = worker->number;
    answer.route.incarnation = events->incarnation = worker->incarnation;
    if (events->attached
        && question->message.as.attach.registration == worker->registration)
        events->registration = worker->registration;
    moot_buf_init(&buf, 1 << 24);
    if (events->kind == MOOT_KIND_USER)
        save_user(rig, events->id, &buf, events);
    else if (events->kind == MOOT_KIND_EMIT)
        save_emissions(rig, slot, mode, seq, &buf, events);
    else
        save_room(rig, events->id, mode, epoch, seq, &buf, events);
    answer.bytes = buf.at;
    return answer;
}

void rig_give(rig_t *rig, rig_answer_t *answer)
{
    moot_msg_t message = {.code = MOOT_MSG_EVENTS};
    message.as.events = answer->events;
    rig_say(rig, 0, &answer->route, &message);
    free(answer->bytes);
    answer->bytes = NULL;
}

static void answer_next(rig_t *rig, uint32_t code)
{
    rig_answer_t answer = rig_prepare(rig, rig_take(rig, code));
    rig_give(rig, &answer);
}

void rig_attach(rig_t *rig)
{
    answer_next(rig, MOOT_MSG_ATTACH);
}

void rig_range(rig_t *rig)
{
    answer_next(rig, MOOT_MSG_RANGE);
}

void rig_serve(rig_t *rig)
{
    for (unsigned rounds = 0; rounds < 4000; rounds++) {
        while (rig_count(rig, MOOT_MSG_EDGE_HELLO) > 0) {
            const rig_sent_t *hello = rig_take(rig, MOOT_MSG_EDGE_HELLO);
            rig_worker_t *worker = &rig->workers[hello->route.worker];
            worker->registration =
                hello->message.as.edge_hello.registration;
            worker->bseq = 0;
        }
        if (rig_count(rig, MOOT_MSG_ATTACH) > 0)
            rig_attach(rig);
        else if (rig_count(rig, MOOT_MSG_RANGE) > 0)
            rig_range(rig);
        else
            return;
    }
    moot_check_failed(__FILE__, __LINE__, "an end of questions");
}

/* ---- Replies ------------------------------------------------------------ */

static moot_msg_route_t route_back(rig_t *rig, const rig_sent_t *request)
{
    unsigned slot = (unsigned)request->route.slot;
    const rig_worker_t *worker = &rig->workers[slot < rig->split ? 1 : 2];
    return (moot_msg_route_t){.flow = MOOT_FLOW_EDGE,
                              .slot = slot,
                              .slot_epoch = rig->slot_epoch,
                              .worker = worker->number,
                              .incarnation = worker->incarnation};
}

void rig_reply(rig_t *rig, const rig_sent_t *request, enum moot_code code,
               uint64_t epoch, uint64_t first, uint64_t seq)
{
    const moot_msg_request_t *asked = &request->message.as.request;
    moot_msg_route_t route = route_back(rig, request);
    moot_msg_t message = {.code = MOOT_MSG_REPLY};
    message.as.reply = (moot_msg_reply_t){.session = asked->session,
                                          .number = asked->number,
                                          .op = asked->op,
                                          .code = code,
                                          .room = asked->room,
                                          .epoch = epoch,
                                          .first = first,
                                          .seq = seq,
                                          .event_seq = seq};
    rig_say(rig, 0, &route, &message);
}

void rig_resend_from(rig_t *rig, const rig_sent_t *request)
{
    const moot_msg_request_t *asked = &request->message.as.request;
    moot_msg_route_t route = route_back(rig, request);
    moot_msg_t message = {.code = MOOT_MSG_RESEND_FROM};
    message.as.resend_from =
        (moot_msg_resend_from_t){.session = asked->session,
                                 .number = 0,
                                 .stamp_incarnation = route.incarnation,
                                 .stamp_ms = rig->now + 700000};
    rig_say(rig, 0, &route, &message);
}
