#include "edge/inquiries.h"

#include <stdlib.h>

#include "common/hash.h"
#include "edge/peers.h"

/* ---- What may be asked -------------------------------------------------- */

/* Writes the number into a question; the code of its answer, 0: no question
 * that may be asked here. */
static uint32_t number_question(moot_msg_t *question, uint64_t number)
{
    switch (question->code) {
    case MOOT_MSG_ASK_ROOM:
        question->as.ask_room.number = number;
        return MOOT_MSG_ROOM_TOLD;
    case MOOT_MSG_ASK_WHY:
        question->as.ask_why.number = number;
        return MOOT_MSG_WHY_TOLD;
    case MOOT_MSG_ASK_HISTORY:
        question->as.ask_history.number = number;
        return MOOT_MSG_HISTORY_TOLD;
    case MOOT_MSG_ASK_NAMES:
        question->as.ask_names.number = number;
        return MOOT_MSG_NAMES_TOLD;
    case MOOT_MSG_ASK_GUARD:
        question->as.ask_guard.number = number;
        return MOOT_MSG_GUARD_TOLD;
    case MOOT_MSG_LIST_ROOMS:
        question->as.list_rooms.number = number;
        return MOOT_MSG_ROOMS;
    case MOOT_MSG_RANGE:
        question->as.range.number = number;
        return MOOT_MSG_EVENTS;
    case MOOT_MSG_ASK_SOCKETS:
        question->as.ask_sockets.number = number;
        return MOOT_MSG_SOCKETS_TOLD;
    default:
        return 0;
    }
}

static uint64_t number_of(const moot_msg_t *answer)
{
    switch (answer->code) {
    case MOOT_MSG_ROOM_TOLD:
        return answer->as.room_told.number;
    case MOOT_MSG_WHY_TOLD:
        return answer->as.why_told.number;
    case MOOT_MSG_HISTORY_TOLD:
        return answer->as.history_told.number;
    case MOOT_MSG_NAMES_TOLD:
        return answer->as.names_told.number;
    case MOOT_MSG_GUARD_TOLD:
        return answer->as.guard_told.number;
    case MOOT_MSG_ROOMS:
        return answer->as.rooms.number;
    case MOOT_MSG_EVENTS: /* attaches have numbers of their own */
        return answer->as.events.attached ? 0 : answer->as.events.number;
    case MOOT_MSG_SOCKETS_TOLD:
        return answer->as.sockets_told.number;
    default:
        return 0;
    }
}

static moot_slice_t key_of(const uint64_t *number)
{
    return moot_slice(number, sizeof *number);
}

static moot_inquiry_t *find(const moot_delivery_t *delivery, uint64_t number)
{
    moot_map_node_t *node = moot_map_get(&delivery->inquiries, key_of(&number));
    return node == NULL ? NULL : MOOT_CONTAINER(node, moot_inquiry_t, node);
}

/* ---- Sending ------------------------------------------------------------ */

/* A copy that cannot be sent is as one that is lost. */
static void send_copy(moot_inquiry_t *inquiry)
{
    moot_delivery_t *delivery = inquiry->delivery;
    int broker = moot_peers_any_broker(delivery);
    int rc;

    inquiry->asked_ms = delivery->now_ms;
    moot_buf_clear(&delivery->body);
    rc = moot_buf_put(&delivery->body, inquiry->bytes, inquiry->size);
    if (rc == 0 && inquiry->edges)
        rc = broker < 0 ? MOOT_EUNREACH
                        : moot_peers_send_broker(delivery, (unsigned)broker);
    else if (rc == 0 && inquiry->worker != 0)
        rc = moot_peers_send_worker(delivery->peers[inquiry->worker]);
    else if (rc == 0)
        rc = moot_peers_send_slot(delivery, inquiry->slot);
    inquiry->unsent = rc != 0;
}

void moot_inquiries_resend(const moot_node_t *place)
{
    MOOT_LIST_FOREACH(place, node, after) {
        moot_inquiry_t *inquiry =
            MOOT_CONTAINER(node, moot_inquiry_t, in_place);
        if (inquiry->unsent
            || inquiry->delivery->now_ms - inquiry->asked_ms
                   >= MOOT_RESEND_PAUSE_MS)
            send_copy(inquiry);
    }
}

static void set_timer(moot_inquiry_t *inquiry)
{
    uint64_t due_ms = inquiry->asked_ms + inquiry->wait_ms;

    if (due_ms > inquiry->deadline_ms)
        due_ms = inquiry->deadline_ms;
    moot_timer_set(&inquiry->delivery->timers, &inquiry->timer, due_ms);
}

/* ---- Ends --------------------------------------------------------------- */

void moot_inquiries_cancel(moot_inquiry_t *inquiry)
{
    moot_delivery_t *delivery = inquiry->delivery;

    if (delivery == NULL)
        return;
    moot_map_remove(&delivery->inquiries, &inquiry->node);
    moot_list_remove(&inquiry->in_place);
    moot_timer_cancel(&delivery->timers, &inquiry->timer);
    delivery->inquiry_bytes -= inquiry->size;
    free(inquiry->bytes);
    free(inquiry->heard);
    inquiry->bytes = NULL;
    inquiry->heard = NULL;
    inquiry->delivery = NULL;
}

/* Over; told is the last that looks at it. */
static void finish(moot_inquiry_t *inquiry, const moot_msg_t *answer)
{
    moot_inquiries_cancel(inquiry);
    inquiry->told(inquiry, answer);
}

void moot_inquiries_close(moot_delivery_t *delivery)
{
    moot_map_node_t *node;

    while ((node = moot_map_next(&delivery->inquiries, NULL)) != NULL)
        moot_inquiries_cancel(MOOT_CONTAINER(node, moot_inquiry_t, node));
    moot_map_close(&delivery->inquiries);
}

static void on_due(moot_timer_t *timer, uint64_t now_ms)
{
    moot_inquiry_t *inquiry = MOOT_CONTAINER(timer, moot_inquiry_t, timer);

    if (now_ms >= inquiry->deadline_ms) {
        finish(inquiry, NULL);
        return;
    }
    if (now_ms - inquiry->asked_ms >= inquiry->wait_ms) {
        if (inquiry->wait_ms <= MOOT_INQUIRY_WAIT_MS_MAX / 2)
            inquiry->wait_ms *= 2;
        send_copy(inquiry);
    }
    set_timer(inquiry);
}

/* ---- Asking ------------------------------------------------------------- */

static int begin(moot_delivery_t *delivery, moot_inquiry_t *inquiry,
                 const moot_msg_t *question, unsigned timeout_ms,
                 moot_node_t *place)
{
    moot_msg_t full = *question;
    uint64_t number = delivery->question_number + 1;
    uint32_t answer = number_question(&full, number);

    MOOT_CHECK(inquiry->told != NULL && inquiry->delivery == NULL);
    if (answer == 0
        || (answer == MOOT_MSG_SOCKETS_TOLD)
               != (place == &delivery->edge_inquiries))
        return MOOT_EINVAL;
    moot_buf_clear(&delivery->body);
    int rc = moot_wire_encode(&delivery->body, &full);
    if (rc != 0)
        return rc;
    moot_slice_t bytes = moot_buf_slice(&delivery->body);
    if (delivery->inquiries.count >= MOOT_INQUIRIES_MAX
        || delivery->inquiry_bytes + bytes.size > MOOT_INQUIRY_BYTES_MAX)
        return MOOT_EFULL;
    *inquiry = (moot_inquiry_t){
        .told = inquiry->told,
        .number = ++delivery->question_number,
        .delivery = delivery,
        .answer = answer,
        .edges = place == &delivery->edge_inquiries,
        .wait_ms = delivery->config.resend_ms,
        .deadline_ms = delivery->now_ms + timeout_ms,
        .bytes = malloc(bytes.size),
        .size = bytes.size,
    };
    MOOT_CHECK(inquiry->bytes != NULL);
    memcpy(inquiry->bytes, bytes.at, bytes.size);
    delivery->inquiry_bytes += bytes.size;
    moot_map_put(&delivery->inquiries, &inquiry->node,
                 key_of(&inquiry->number));
    moot_list_push(place, &inquiry->in_place);
    moot_timer_init(&inquiry->timer, on_due);
    return 0;
}

/* The first copy. */
static int launch(moot_inquiry_t *inquiry)
{
    send_copy(inquiry);
    set_timer(inquiry);
    return 0;
}

int moot_inquiries_slot(moot_delivery_t *delivery, moot_inquiry_t *inquiry,
                        unsigned slot, const moot_msg_t *question,
                        unsigned timeout_ms)
{
    if (slot >= MOOT_SLOTS)
        return MOOT_EINVAL;
    int rc = begin(delivery, inquiry, question, timeout_ms,
                   &delivery->slots[slot].inquiries);
    if (rc != 0)
        return rc;
    inquiry->slot = slot;
    return launch(inquiry);
}

int moot_inquiries_worker(moot_delivery_t *delivery, moot_inquiry_t *inquiry,
                          uint64_t worker, const moot_msg_t *question,
                          unsigned timeout_ms)
{
    moot_peer_t *peer = moot_peers_get(delivery, worker);

    if (peer == NULL)
        return MOOT_EINVAL;
    int rc = begin(delivery, inquiry, question, timeout_ms, &peer->inquiries);
    if (rc != 0)
        return rc;
    inquiry->worker = worker;
    return launch(inquiry);
}

int moot_inquiries_edges(moot_delivery_t *delivery, moot_inquiry_t *inquiry,
                         const moot_msg_t *question, unsigned timeout_ms)
{
    int rc = begin(delivery, inquiry, question, timeout_ms,
                   &delivery->edge_inquiries);
    return rc != 0 ? rc : launch(inquiry);
}

/* ---- Answers ------------------------------------------------------------ */

/* Whether this edge was not heard before; it is then. A copy that was sent
 * again is answered again. */
static bool hear(moot_inquiry_t *inquiry, moot_slice_t edge)
{
    uint64_t hash = moot_hash64(edge);

    for (size_t i = 0; i < inquiry->heard_count; i++) {
        if (inquiry->heard[i] == hash)
            return false;
    }
    if (inquiry->heard_count >= MOOT_INQUIRY_EDGES_MAX)
        return false;
    uint64_t *heard = realloc(inquiry->heard,
                              (inquiry->heard_count + 1) * sizeof *heard);
    MOOT_CHECK(heard != NULL);
    inquiry->heard = heard;
    inquiry->heard[inquiry->heard_count++] = hash;
    return true;
}

static void take_edge(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    const moot_msg_sockets_told_t *answer = &message->as.sockets_told;
    moot_delivery_t *delivery = inquiry->delivery;
    uint64_t number = inquiry->number;

    if (answer->edges > 0 && answer->edges <= MOOT_INQUIRY_EDGES_MAX)
        inquiry->edges_count = (size_t)answer->edges;
    if (hear(inquiry, answer->edge))
        inquiry->told(inquiry, message);
    /* It may have been cancelled out of the call, and be gone. */
    inquiry = find(delivery, number);
    if (inquiry == NULL || inquiry->edges_count == 0
        || inquiry->heard_count < inquiry->edges_count)
        return;
    inquiry->complete = true;
    finish(inquiry, NULL);
}

void moot_inquiries_answer(moot_delivery_t *delivery, const moot_msg_t *message)
{
    moot_inquiry_t *inquiry = find(delivery, number_of(message));

    if (inquiry == NULL || inquiry->answer != message->code)
        return; /* was answered, is late, or its asker is gone */
    if (inquiry->edges)
        take_edge(inquiry, message);
    else
        finish(inquiry, message);
}

/* ---- Sockets of this edge ------------------------------------------------ */

enum {
    LIST_BYTES_MAX = 4194304, /* of the message's field */
    HEAD_BYTES_MAX = 16,      /* of its array and of one element */
};

typedef struct answer {
    moot_buf_t buf;
    moot_list_writer_t list;
    bool cut;
} answer_t;

static void put_socket(void *to, moot_slice_t socket, moot_slice_t user)
{
    answer_t *answer = to;

    if (answer->cut
        || answer->buf.size + socket.size + user.size + 2 * HEAD_BYTES_MAX
               > LIST_BYTES_MAX) {
        answer->cut = true;
        return;
    }
    moot_list_put_list(&answer->list, 2);
    moot_list_put_str(&answer->list, socket);
    moot_list_put_str(&answer->list, user);
}

void moot_inquiries_sockets(moot_delivery_t *delivery, unsigned broker,
                            const moot_msg_ask_sockets_t *ask)
{
    moot_msg_sockets_told_t told = {
        .number = ask->number,
        .asker = ask->asker,
        .edge = moot_edge_address(delivery),
        .edges = ask->edges,
    };
    answer_t answer = {.cut = false};

    moot_buf_init(&answer.buf, LIST_BYTES_MAX);
    moot_list_begin_open(&answer.list, &answer.buf);
    if (delivery->follows_emissions)
        delivery->socketio.sockets(delivery->socketio_ctx, ask->namespace,
                                   ask->target, ask->name, put_socket, &answer);
    int rc = moot_list_end(&answer.list, &told.list);
    told.cut = answer.cut;
    moot_buf_clear(&delivery->body);
    if (rc == 0 && moot_wire_encode_sockets_told(&delivery->body, &told) == 0)
        (void)moot_peers_send_broker(delivery, broker);
    else
        delivery->facts.damaged++;
    moot_buf_close(&answer.buf);
}
