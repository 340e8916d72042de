/* Sockets and what people do with them. The session layer is not here: a
 * socket is a subscriber of the delivery core, and answers come as messages
 * between programs, not as JSON. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { OUTSTANDING_MAX = 10 };

/* What a frame for clients holds here. */
typedef struct shown {
    int room;
    sim_place_t place;
} shown_t;

static int find_id(const char ids[][32], unsigned count, moot_slice_t id)
{
    for (unsigned i = 0; i < count; i++) {
        if (moot_slice_eq(moot_slice_str(ids[i]), id))
            return (int)i;
    }
    return -1;
}

int sim_user_of(const sim_t *sim, moot_slice_t id)
{
    return find_id(sim->user_ids, sim->users, id);
}

int sim_room_of(const sim_t *sim, moot_slice_t id)
{
    return find_id(sim->room_ids, sim->rooms, id);
}

/* Session ids are s<number of the socket>. */
sim_socket_t *sim_socket_find(sim_t *sim, moot_slice_t session)
{
    size_t number = 0;

    if (session.size < 2 || session.size > 10 || session.at[0] != 's')
        return NULL;
    for (size_t i = 1; i < session.size; i++)
        number = number * 10 + (size_t)(session.at[i] - '0');
    return number < sim->sockets_count ? sim->sockets[number] : NULL;
}

sim_request_t *sim_request_find(sim_t *sim, moot_slice_t session, unsigned slot,
                                uint64_t number)
{
    sim_socket_t *socket = sim_socket_find(sim, session);

    for (size_t i = 0; socket && i < socket->requests_count; i++) {
        sim_request_t *request = &sim->requests[socket->requests[i]];

        if (request->slot == slot && request->number == number)
            return request;
    }
    return NULL;
}

/* ---- The sink ----------------------------------------------------------- */

static sim_socket_t *socket_of(moot_subscriber_t *subscriber)
{
    return (sim_socket_t *)(void *)subscriber;
}

static int to_broker(void *ctx, unsigned broker, moot_slice_t route,
                     moot_slice_t body)
{
    sim_program_t *program = ctx;

    if (!program->sim->muted)
        sim_watch_up(program, route, body);
    return sim_send_up(program, broker, route, body);
}

static void subscribe(void *ctx, uint64_t worker, moot_slice_t endpoint,
                      moot_slice_t key)
{
    (void)key; /* the simulator has no sockets */
    sim_subscribe(ctx, worker, endpoint);
}

static moot_frame_t *encode(void *ctx, const moot_roomview_t *view,
                            const moot_msg_event_t *event)
{
    sim_program_t *program = ctx;
    sim_t *sim = program->sim;
    shown_t shown = {.room = sim_room_of(sim, view->id),
                     .place = {view->epoch, event->seq}};
    const sim_fact_t *fact;

    if (shown.room < 0) {
        sim_fail(sim, "encode", -1, -1, "an unknown room is encoded");
        return NULL;
    }
    fact = sim_truth_at(sim, shown.room, shown.place);
    if (!fact || fact->what != (enum moot_what)event->what
        || view->seq != event->seq)
        sim_fail(sim, "encode", shown.room, -1,
                 "%s encodes %s %" PRIu64 "/%" PRIu64 " kind %" PRIu64
                 " with a view at %" PRIu64 ": %s",
                 program->identity, sim->room_ids[shown.room],
                 shown.place.epoch, shown.place.seq, event->what, view->seq,
                 fact ? "another event has this position"
                      : "there is no such event");
    else
        sim_truth_view(sim, "view of an edge", shown.room, view);
    return moot_frame_new(moot_slice(&shown, sizeof shown));
}

static void deliver(void *ctx, moot_subscriber_t *subscriber,
                    moot_frame_t *frame)
{
    sim_program_t *program = ctx;
    shown_t shown;

    if (program->sim->muted)
        return;
    memcpy(&shown, moot_frame_payload(frame), sizeof shown);
    sim_watch_deliver(socket_of(subscriber), shown.room, shown.place);
}

static void ready(void *ctx, moot_subscriber_t *subscriber,
                  const moot_slice_t *pending, size_t pending_count)
{
    sim_socket_t *socket = socket_of(subscriber);
    sim_program_t *program = ctx;
    sim_t *sim = program->sim;

    if (sim->muted)
        return;
    for (size_t i = 0; i < pending_count; i++) {
        int room = sim_room_of(sim, pending[i]);

        if (room < 0)
            sim_fail(sim, "pending", -1, (int)socket->number,
                     "ready names an unknown room");
        else
            socket->pending |= UINT32_C(1) << room;
    }
    sim_watch_ready(socket);
}

/* The sink must not call leave: the socket is closed a moment later. */
static void lost(void *ctx, moot_subscriber_t *subscriber)
{
    sim_socket_t *socket = socket_of(subscriber);
    sim_program_t *program = ctx;

    if (program->sim->muted)
        return;
    sim_trace(program->sim, "s%u is lost", socket->number);
    if (socket->state != SIM_JOINING)
        sim_fail(program->sim, "lost", -1, (int)socket->number,
                 "lost is said of s%u after ready or leave", socket->number);
    if (!program->sim->profile->fault_gap_ms && !program->sim->profile->fixed)
        sim_fail(program->sim, "nobody is lost without faults", -1,
                 (int)socket->number, "%s", socket->session);
    program->sim->counts.lost++;
    socket->lost = true;
    sim_later(program->sim, 0, SIM_LEAVE, socket->number, 0, 0, NULL);
}

static void attached(void *ctx, moot_subscriber_t *subscriber,
                     const moot_roomview_t *view)
{
    sim_program_t *program = ctx;

    if (!program->sim->muted)
        sim_watch_attached(socket_of(subscriber), view);
}

static void ask_from(sim_t *sim, sim_socket_t *socket);

static void answer(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                   const moot_msg_reply_t *reply, const moot_roomview_t *view)
{
    sim_program_t *program = ctx;
    sim_t *sim = program->sim;
    sim_socket_t *socket = socket_of(subscriber);

    if (sim->muted)
        return;
    if (tag >= sim->requests_count
        || sim->requests[tag].socket != socket->number) {
        sim_fail(sim, "answer", -1, (int)socket->number,
                 "an answer with the foreign tag %" PRIu64, tag);
        return;
    }
    sim_watch_answer(socket, &sim->requests[tag], reply, view);
    /* Some ask again at once, out of the answer. */
    if (sim->storm && !sim->failed && socket->outstanding < OUTSTANDING_MAX
        && sim_rng_permille(&sim->rng, 30))
        ask_from(sim, socket);
}

static void check_listed(sim_t *sim, sim_socket_t *socket,
                         const moot_msg_room_info_t *info)
{
    int room = sim_room_of(sim, info->room);
    const sim_epoch_t *epoch =
        room < 0 ? NULL : sim_truth_epoch(sim, room, info->epoch);

    if (!epoch || info->seq == 0 || info->seq > epoch->count
        || epoch->facts[info->seq - 1].state.version != info->version
        || epoch->facts[info->seq - 1].state.count != info->member_count)
        sim_fail(sim, "list of all rooms", room, (int)socket->number,
                 "s%u is shown %.*s at %" PRIu64 "/%" PRIu64
                 ", which is not what it was",
                 socket->number, MOOT_SLICE_ARG(info->room), info->epoch,
                 info->seq);
    else if (socket->listed_bits & (UINT32_C(1) << room))
        sim_fail(sim, "list of all rooms", room, (int)socket->number,
                 "s%u is shown %s twice", socket->number, sim->room_ids[room]);
    else
        socket->listed_bits |= UINT32_C(1) << room;
}

static void answer_list(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                        const moot_msg_room_info_t *rooms, size_t count,
                        moot_slice_t next)
{
    sim_program_t *program = ctx;
    sim_t *sim = program->sim;
    sim_socket_t *socket = socket_of(subscriber);

    if (sim->muted)
        return;
    if (!socket->listing || tag != socket->listing) {
        sim_fail(sim, "list of all rooms", -1, (int)socket->number,
                 "s%u gets a list that it did not ask for", socket->number);
        return;
    }
    socket->listing = 0;
    socket->listing_all = rooms && next.size == 0;
    socket->cursor_size = 0;
    for (size_t i = 0; rooms && i < count; i++)
        check_listed(sim, socket, &rooms[i]);
    if (rooms && next.size <= sizeof socket->cursor) {
        socket->cursor_size = next.size;
        if (next.size)
            memcpy(socket->cursor, next.at, next.size);
    }
    sim_trace(sim, "s%u is shown %zu rooms%s", socket->number, count,
              rooms ? "" : ": UNAVAILABLE");
}

const moot_delivery_sink_t sim_edge_sink = {
    .to_broker = to_broker,
    .subscribe = subscribe,
    .encode = encode,
    .deliver = deliver,
    .ready = ready,
    .lost = lost,
    .attached = attached,
    .answer = answer,
    .answer_list = answer_list,
};

/* ---- Connecting --------------------------------------------------------- */

sim_socket_t *sim_connect(sim_t *sim, unsigned user, unsigned edge)
{
    sim_program_t *program = sim_program(sim, SIM_EDGE, edge);
    sim_socket_t *socket;

    if (!program->alive || program->frozen)
        return NULL;
    if (sim->sockets_count == sim->sockets_capacity) {
        sim->sockets_capacity = sim->sockets_capacity * 2 + 64;
        sim->sockets =
            realloc(sim->sockets, sim->sockets_capacity * sizeof *sim->sockets);
        MOOT_CHECK(sim->sockets);
    }
    socket = calloc(1, sizeof *socket);
    MOOT_CHECK(socket);
    socket->sim = sim;
    socket->number = (unsigned)sim->sockets_count;
    sim->sockets[sim->sockets_count++] = socket;
    socket->user = user;
    socket->edge = edge;
    socket->edge_life = program->life;
    socket->joined_ms = sim->now_ms;
    snprintf(socket->session, sizeof socket->session, "s%u", socket->number);
    socket->subscriber.session = moot_slice_str(socket->session);
    sim_trace(sim, "s%u of %s connects to %s", socket->number,
              sim->user_ids[user], program->identity);
    moot_delivery_join(program->delivery, &socket->subscriber,
                       moot_slice_str(sim->user_ids[user]), sim_clock(program));
    return socket;
}

void sim_disconnect(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;
    sim_program_t *program = sim_program(sim, SIM_EDGE, socket->edge);
    size_t open = 0; /* a message whose fate is unknown now, + 1 */

    if (socket->state == SIM_GONE)
        return;
    if (program->frozen && !sim->muted) {
        /* It is told when it can listen again. */
        sim_later(sim, 100, SIM_LEAVE, socket->number, 0, 0, NULL);
        return;
    }
    sim_trace(sim, "s%u disconnects", socket->number);
    socket->state = SIM_GONE;
    for (size_t i = 0; i < socket->requests_count; i++) {
        sim_request_t *request = &sim->requests[socket->requests[i]];

        if (request->answer != SIM_WAITING)
            continue;
        request->answer = SIM_ABANDONED;
        if (request->op == MOOT_OP_MESSAGE && request->key[0])
            open = socket->requests[i] + 1;
    }
    socket->outstanding = 0;
    for (unsigned i = 0; i < SIM_AGENTS; i++) {
        if (sim->agents[i].socket != socket)
            continue;
        sim->agents[i].socket = NULL;
        sim->agents[i].retry = open;
    }
    if (socket->emitter)
        sim_emitter_leave(socket->emitter);
    moot_delivery_leave(program->delivery, &socket->subscriber,
                        sim_clock(program));
}

void sim_edge_gone(sim_t *sim, unsigned edge)
{
    for (size_t i = 0; i < sim->sockets_count; i++) {
        if (sim->sockets[i]->edge == edge)
            sim_disconnect(sim->sockets[i]);
    }
}

/* ---- Requests ----------------------------------------------------------- */

static void encode_users(const sim_t *sim, const sim_request_t *request,
                         moot_buf_t *buf, moot_slice_t *list)
{
    moot_list_writer_t writer;

    moot_list_begin(&writer, buf, request->members_count);
    for (unsigned i = 0; i < request->members_count; i++)
        moot_list_put_str(&writer,
                          moot_slice_str(sim->user_ids[request->members[i]]));
    MOOT_CHECK(moot_list_end(&writer, list) == 0);
}

/* Positions of slots count from 0, in order of rooms; rooms may share one. */
static uint64_t *last_number(sim_socket_t *socket, unsigned slot)
{
    const sim_t *sim = socket->sim;

    for (unsigned i = 0; i < sim->rooms; i++) {
        if (sim->room_slot[i] == slot)
            return &socket->last_number[i];
    }
    return &socket->last_number[SIM_ROOMS];
}

static size_t keep(sim_socket_t *socket, const sim_request_t *from)
{
    sim_t *sim = socket->sim;
    sim_request_t *request;

    if (sim->requests_count == sim->requests_capacity) {
        sim->requests_capacity = sim->requests_capacity * 2 + 256;
        sim->requests = realloc(sim->requests,
                                sim->requests_capacity * sizeof *sim->requests);
        MOOT_CHECK(sim->requests);
    }
    if (socket->requests_count == socket->requests_capacity) {
        socket->requests_capacity = socket->requests_capacity * 2 + 16;
        socket->requests =
            realloc(socket->requests,
                    socket->requests_capacity * sizeof *socket->requests);
        MOOT_CHECK(socket->requests);
    }
    request = &sim->requests[sim->requests_count];
    *request = *from;
    request->socket = socket->number;
    request->user = socket->user;
    request->slot = sim->room_slot[request->room];
    request->number = *last_number(socket, request->slot) + 1;
    request->sent_ms = sim->now_ms;
    request->answer = SIM_WAITING;
    socket->requests[socket->requests_count++] = sim->requests_count;
    return sim->requests_count++;
}

size_t sim_request(sim_socket_t *socket, const sim_request_t *from)
{
    sim_t *sim = socket->sim;
    sim_program_t *program = sim_program(sim, SIM_EDGE, socket->edge);
    moot_msg_request_t message = {
        .op = from->op,
        .user = moot_slice_str(sim->user_ids[socket->user]),
        .room = moot_slice_str(sim->room_ids[from->room]),
        .given = from->given,
        .name = moot_slice_str(from->name),
        .thumbnail_url = moot_slice_str(from->thumbnail),
        .role = from->role,
        .content = moot_slice_str(from->content),
        .client_message_id = moot_slice_str(from->key),
    };
    size_t tag = keep(socket, from);
    moot_buf_t buf;
    int rc;

    moot_buf_init(&buf, 4096);
    encode_users(sim, from, &buf, &message.users);
    if (from->op == MOOT_OP_REMOVE || from->op == MOOT_OP_ROLE)
        message.target = moot_slice_str(sim->user_ids[from->target]);
    if (from->op == MOOT_OP_MESSAGE)
        message.message_type = moot_slice_str("text");
    sim_trace(sim, "s%u asks op=%u %s number=%" PRIu64 " (tag %zu)",
              socket->number, from->op, sim->room_ids[from->room],
              sim->requests[tag].number, tag);
    /* Counted before: the answer may come inside the call. */
    socket->outstanding++;
    ++*last_number(socket, sim->requests[tag].slot);
    rc = moot_delivery_request(program->delivery, &socket->subscriber, &message,
                               tag, sim_clock(program));
    moot_buf_close(&buf);
    if (rc == 0) {
        sim->counts.requests++;
        return tag;
    }
    if (sim->requests[tag].answer != SIM_WAITING || rc != MOOT_EFULL)
        sim_fail(sim, "request", from->room, (int)socket->number,
                 "a request is refused with %s", moot_err_text(rc));
    socket->outstanding--;
    --*last_number(socket, sim->requests[tag].slot);
    sim->requests[tag].answer = SIM_ABANDONED;
    sim->requests[tag].number = 0;
    return SIZE_MAX;
}

bool sim_list_all(sim_socket_t *socket)
{
    sim_t *sim = socket->sim;
    sim_program_t *program = sim_program(sim, SIM_EDGE, socket->edge);

    if (socket->cursor_size == 0)
        socket->listed_bits = 0;
    socket->listing = sim->requests_count + 1;
    socket->listing_ms = sim->now_ms;
    socket->listing_all = false;
    if (moot_delivery_list_all(
            program->delivery, &socket->subscriber, socket->listing,
            moot_slice(socket->cursor, socket->cursor_size),
            sim_rng_between(&sim->rng, 1, 4), sim_clock(program))
        == 0)
        return true;
    socket->listing = 0;
    socket->cursor_size = 0;
    return false;
}

/* ---- What people do ----------------------------------------------------- */

static unsigned other_user(sim_t *sim)
{
    return sim_rng_below(&sim->rng, sim->users);
}

static void name_members(sim_t *sim, sim_request_t *request)
{
    request->members_count = sim_rng_below(&sim->rng, 4);
    for (unsigned i = 0; i < request->members_count; i++)
        request->members[i] = (uint8_t)other_user(sim);
    if (request->op == MOOT_OP_ADD && request->members_count == 0)
        request->members[request->members_count++] = (uint8_t)other_user(sim);
}

static void fill(sim_t *sim, sim_request_t *request)
{
    unsigned tag = (unsigned)sim->requests_count;

    request->target = other_user(sim);
    request->role =
        sim_rng_permille(&sim->rng, 500) ? MOOT_ROLE_ADMIN : MOOT_ROLE_MEMBER;
    if (request->op == MOOT_OP_CREATE || request->op == MOOT_OP_ADD)
        name_members(sim, request);
    if (request->op == MOOT_OP_CREATE || request->op == MOOT_OP_META) {
        request->given = sim_rng_between(&sim->rng, 1, 3);
        if ((request->given & MOOT_GIVEN_NAME)
            && sim_rng_permille(&sim->rng, 800))
            snprintf(request->name, SIM_TEXT, "name %u", tag);
        if ((request->given & MOOT_GIVEN_THUMBNAIL)
            && sim_rng_permille(&sim->rng, 800))
            snprintf(request->thumbnail, SIM_TEXT, "http://t/%u", tag);
    }
    if (request->op == MOOT_OP_MESSAGE) {
        snprintf(request->content, SIM_TEXT, "message %u", tag);
        if (sim_rng_permille(&sim->rng, 500))
            snprintf(request->key, SIM_TEXT, "k%u",
                     sim_rng_permille(&sim->rng, 900)
                         ? tag
                         : sim_rng_below(&sim->rng, 5));
    }
}

/* Something that has a chance in the room as it is, mostly. */
static unsigned choose_op(sim_t *sim, const sim_state_t *state, unsigned user)
{
    static const uint8_t inside[] = {
        MOOT_OP_MESSAGE, MOOT_OP_MESSAGE, MOOT_OP_MESSAGE, MOOT_OP_MESSAGE,
        MOOT_OP_MESSAGE, MOOT_OP_MESSAGE, MOOT_OP_META,    MOOT_OP_ADD,
        MOOT_OP_ADD,     MOOT_OP_REMOVE,  MOOT_OP_REMOVE,  MOOT_OP_ROLE,
        MOOT_OP_INFO,    MOOT_OP_LEAVE,   MOOT_OP_DELETE,  MOOT_OP_JOIN,
    };
    unsigned dice = sim_rng_below(&sim->rng, 100);

    if (dice < 8)
        return sim_rng_between(&sim->rng, MOOT_OP_CREATE, MOOT_OP_MESSAGE);
    if (!state->exists)
        return dice < 90 ? MOOT_OP_CREATE : MOOT_OP_JOIN;
    if (sim_model_find(state, user) < 0)
        return dice < 85 ? MOOT_OP_JOIN : MOOT_OP_INFO;
    return inside[sim_rng_below(&sim->rng, sizeof inside)];
}

/* Something new. */
static void ask_from(sim_t *sim, sim_socket_t *socket)
{
    sim_request_t request = {0};

    request.room = (int)sim_rng_below(&sim->rng, sim->rooms);
    request.op = choose_op(sim, sim_truth_now(sim, request.room), socket->user);
    fill(sim, &request);
    (void)sim_request(socket, &request);
}

/* The same once more, as a client does that knows no outcome. */
static void ask_again(sim_t *sim, sim_agent_t *agent)
{
    sim_request_t request = sim->requests[agent->retry - 1];

    agent->retry = 0;
    sim->counts.retries++;
    request.logged = request.already = request.sent = false;
    request.message_id[0] = '\0';
    (void)sim_request(agent->socket, &request);
}

/* A message whose fate is unknown is said again under its key. */
static void look_for_retry(sim_t *sim, sim_agent_t *agent)
{
    const sim_socket_t *socket = agent->socket;

    for (size_t i = socket->requests_count; i > 0 && !agent->retry; i--) {
        sim_request_t *request = &sim->requests[socket->requests[i - 1]];

        if (request->answer == SIM_UNKNOWN && request->key[0]
            && request->op == MOOT_OP_MESSAGE) {
            agent->retry = socket->requests[i - 1] + 1;
            request->answer = SIM_ANSWERED; /* looked at */
            return;
        }
    }
}

static void act_connected(sim_t *sim, sim_agent_t *agent)
{
    sim_socket_t *socket = agent->socket;
    unsigned dice = sim_rng_below(&sim->rng, 1000);
    unsigned count = 1;

    if (dice < sim->profile->quit) {
        sim_disconnect(socket);
        return;
    }
    if (socket->state != SIM_READY
        || sim_program(sim, SIM_EDGE, socket->edge)->frozen)
        return;
    if (dice > 990 && !socket->listing) {
        (void)sim_list_all(socket);
        return;
    }
    if (sim->profile->emits
        && sim_rng_permille(&sim->rng, sim->profile->emits)) {
        sim_emit_again(socket);
        if (sim_rng_permille(&sim->rng, 200))
            sim_asks_act(sim_program(sim, SIM_EDGE, socket->edge));
        for (count = sim_rng_between(&sim->rng, 1, 4); count > 0; count--)
            (void)sim_emit(socket, false);
        return;
    }
    look_for_retry(sim, agent);
    if (agent->retry)
        ask_again(sim, agent);
    if (dice > 900)
        count = sim_rng_between(&sim->rng, 2, 6);
    while (count-- > 0 && socket->outstanding < OUTSTANDING_MAX)
        ask_from(sim, socket);
}

void sim_act(sim_t *sim, unsigned index)
{
    sim_agent_t *agent = &sim->agents[index];
    unsigned pause_ms = 500;

    if (!agent->socket)
        agent->socket =
            sim_connect(sim, agent->user, sim_rng_below(&sim->rng, sim->edges));
    else if (sim->storm)
        act_connected(sim, agent);
    if (sim->storm && sim->profile->pause_ms)
        pause_ms = sim->profile->pause_ms;
    sim_later(sim, sim_rng_between(&sim->rng, 10, pause_ms), SIM_ACT, index, 0,
              0, NULL);
}
