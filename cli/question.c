#include "cli/question.h"

#include "common/clock.h"
#include "common/err.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    BODY_BYTES_MAX = 2 << 20,
    RETRY_MS = 50,        /* between two tries of a broker whose queue is full */
    PRESENCE_USERS_MAX = 4000, /* in one question: 130 bytes each at most */
};

int moot_question_open(moot_question_t *question, const char *command,
                       const moot_conf_t *conf)
{
    int rc;

    memset(question, 0, sizeof *question);
    question->command = command;
    moot_bus_msg_init(&question->msg);
    question->status = calloc(1, sizeof *question->status);
    MOOT_CHECK(question->status);
    rc = moot_ask_open(&question->ask, conf);
    if (rc != 0)
        return rc; /* it has said why */
    rc = moot_ask_status(&question->ask, MOOT_QUESTION_MS, question->status);
    if (rc == MOOT_EUNREACH && conf->broker_fronts.count > 0)
        fprintf(stderr, "%s: no broker of broker_fronts answers\n", command);
    else if (rc == MOOT_EUNREACH)
        fprintf(stderr, "%s: no broker answers in %s\n", command,
                conf->run_dir);
    else if (rc != 0)
        fprintf(stderr, "%s: %s\n", command, moot_err_text(rc));
    while (rc == 0 && !question->ask.answered[question->broker])
        question->broker++;
    return rc;
}

void moot_question_close(moot_question_t *question)
{
    moot_bus_msg_close(&question->msg);
    moot_ask_close(&question->ask);
    free(question->status);
    question->status = NULL;
}

uint64_t moot_question_next(moot_question_t *question)
{
    return ++question->number;
}

unsigned moot_question_owner(const moot_question_t *question, unsigned slot)
{
    return question->status->owner[slot];
}

static int send_body(moot_question_t *question, const moot_msg_route_t *route,
                     moot_slice_t body, uint64_t end_ms)
{
    moot_bus_socket_t *socket = question->ask.sockets[question->broker];
    moot_buf_t head;
    int rc;

    moot_buf_init(&head, 1024);
    MOOT_CHECK(moot_wire_encode_route(&head, route) == 0);
    while ((rc = moot_bus_send(socket, moot_slice("", 0),
                               (moot_slice_t[]){moot_buf_slice(&head), body},
                               2))
               == MOOT_EAGAIN
           && moot_clock_mono_ms() < end_ms) {
        uint64_t ready;

        if (moot_bus_poll(question->ask.bus, &socket, 1, RETRY_MS, &ready) != 0)
            break;
    }
    moot_buf_close(&head);
    return rc;
}

int moot_question_send(moot_question_t *question, unsigned slot,
                       moot_slice_t body, uint64_t end_ms)
{
    const moot_msg_route_t route = {.flow = MOOT_FLOW_SLOT, .slot = slot};

    return send_body(question, &route, body, end_ms);
}

int moot_question_receive(moot_question_t *question, uint64_t end_ms,
                          moot_msg_t *message)
{
    moot_bus_socket_t *socket = question->ask.sockets[question->broker];
    uint64_t now_ms, ready;

    for (;;) {
        int rc = moot_bus_receive(socket, &question->msg);

        if (rc == 0 && question->msg.count == 2
            && moot_wire_decode(question->msg.parts[1], message) == 0)
            return 0;
        now_ms = moot_clock_mono_ms();
        if (now_ms >= end_ms)
            return MOOT_EAGAIN;
        if (rc == 0)
            continue;
        rc = moot_bus_poll(question->ask.bus, &socket, 1,
                           (int)(end_ms - now_ms), &ready);
        if (rc != 0)
            return rc;
    }
}

/* The number that an answer of one of these kinds echoes. */
static uint64_t number_of(const moot_msg_t *message)
{
    switch (message->code) {
    case MOOT_MSG_ROOM_TOLD:
        return message->as.room_told.number;
    case MOOT_MSG_WHY_TOLD:
        return message->as.why_told.number;
    case MOOT_MSG_EVENTS:
        return message->as.events.number;
    default:
        return 0;
    }
}

static int no_answer(const moot_question_t *question, unsigned slot)
{
    unsigned worker = moot_question_owner(question, slot);

    if (worker != 0)
        fprintf(stderr, "%s: worker-%u does not answer\n", question->command,
                worker);
    else
        fprintf(stderr, "%s: slot %u has no worker\n", question->command, slot);
    return MOOT_EUNREACH;
}

int moot_question_slot(moot_question_t *question, unsigned slot,
                       moot_slice_t body, unsigned code, moot_msg_t *answer)
{
    uint64_t end_ms = moot_clock_mono_ms() + MOOT_QUESTION_MS;
    int rc = moot_question_send(question, slot, body, end_ms);

    while (rc == 0
           && (rc = moot_question_receive(question, end_ms, answer)) == 0) {
        if (answer->code == code && number_of(answer) == question->number)
            return 0;
        if (answer->code == MOOT_MSG_UNREACHABLE
            && answer->as.unreachable.slot == slot)
            break;
        if (answer->code == MOOT_MSG_MOVED && answer->as.moved.slot == slot)
            rc = moot_question_send(question, slot, body, end_ms);
    }
    return no_answer(question, slot);
}

/* ---- Presence ----------------------------------------------------------- */

typedef struct heard {
    bool edges[MOOT_ASK_PROGRAMS_MAX]; /* by place in the status */
    size_t missing;
} heard_t;

static void note(const moot_question_t *question, heard_t *heard,
                 moot_slice_t edge)
{
    for (size_t i = 0; i < question->status->count; i++) {
        const moot_program_t *program = &question->status->programs[i];

        if (strcmp(program->role, "edge") == 0 && !heard->edges[i]
            && moot_slice_eq(moot_slice_str(program->id), edge)) {
            heard->edges[i] = true;
            heard->missing--;
        }
    }
}

/* What is done with the answer of each edge. */
typedef struct teller {
    uint32_t code; /* of the answer */
    void (*tell)(const struct teller *teller, const moot_msg_t *answer,
                 moot_slice_t edge);
    moot_question_place *place;
    moot_question_socket *socket;
    void *ctx;
    bool *cut;
} teller_t;

static void tell_places(const teller_t *teller, const moot_msg_t *answer,
                        moot_slice_t edge)
{
    const moot_msg_presence_t *presence = &answer->as.presence;
    moot_list_reader_t list, pair;
    moot_slice_t raw, user;
    uint64_t connections;
    int rc = moot_list_reader_init(&list, presence->users);

    while (rc == 0 && (rc = moot_list_next_list(&list, &raw)) == 0) {
        rc = moot_list_reader_init(&pair, raw);
        if (rc == 0)
            rc = moot_list_next_str(&pair, &user);
        if (rc == 0)
            rc = moot_list_next_u64(&pair, &connections);
        if (rc == 0)
            teller->place(teller->ctx, user, edge, connections);
    }
}

static void tell_sockets(const teller_t *teller, const moot_msg_t *answer,
                         moot_slice_t edge)
{
    const moot_msg_sockets_told_t *told = &answer->as.sockets_told;
    moot_list_reader_t list, pair;
    moot_slice_t raw, socket, user;
    int rc = moot_list_reader_init(&list, told->list);

    while (rc == 0 && (rc = moot_list_next_list(&list, &raw)) == 0) {
        rc = moot_list_reader_init(&pair, raw);
        if (rc == 0)
            rc = moot_list_next_str(&pair, &socket);
        if (rc == 0)
            rc = moot_list_next_str(&pair, &user);
        if (rc == 0)
            teller->socket(teller->ctx, socket, user, edge);
    }
    *teller->cut = *teller->cut || told->cut;
}

/* The edge that answers the last question with this message, empty: it is no
 * such answer. */
static moot_slice_t edge_of(const moot_question_t *question,
                            const moot_msg_t *answer, uint32_t code)
{
    if (answer->code == code && code == MOOT_MSG_PRESENCE
        && answer->as.presence.number == question->number)
        return moot_edge_id(answer->as.presence.edge);
    if (answer->code == code && code == MOOT_MSG_SOCKETS_TOLD
        && answer->as.sockets_told.number == question->number)
        return moot_edge_id(answer->as.sockets_told.edge);
    return moot_slice("", 0);
}

static int put_users(moot_buf_t *list, moot_buf_t *body, uint64_t number,
                     size_t from, size_t to,
                     moot_slice_t (*user)(const void *ctx, size_t index),
                     const void *ctx)
{
    moot_msg_ask_presence_t ask = {.number = number};
    moot_list_writer_t writer;
    int rc;

    moot_list_begin_open(&writer, list);
    for (size_t i = from; i < to; i++)
        moot_list_put_str(&writer, user(ctx, i));
    rc = moot_list_end(&writer, &ask.users);
    return rc != 0 ? rc : moot_wire_encode_ask_presence(body, &ask);
}

/* One question, the answers of all edges. */
static int ask_edges(moot_question_t *question, moot_slice_t body,
                     const teller_t *teller)
{
    const moot_msg_route_t route = {.flow = MOOT_FLOW_BROKER};
    uint64_t end_ms = moot_clock_mono_ms() + MOOT_QUESTION_MS;
    moot_msg_t answer;
    heard_t heard = {0};
    int rc = send_body(question, &route, body, end_ms);

    for (size_t i = 0; i < question->status->count; i++)
        heard.missing +=
            strcmp(question->status->programs[i].role, "edge") == 0;
    while (rc == 0 && heard.missing > 0
           && (rc = moot_question_receive(question, end_ms, &answer)) == 0) {
        moot_slice_t edge = edge_of(question, &answer, teller->code);

        if (edge.size == 0)
            continue;
        note(question, &heard, edge);
        teller->tell(teller, &answer, edge);
    }
    for (size_t i = 0; heard.missing > 0 && i < question->status->count; i++) {
        const moot_program_t *program = &question->status->programs[i];

        if (strcmp(program->role, "edge") == 0 && !heard.edges[i])
            fprintf(stderr, "%s: %s does not answer\n", question->command,
                    program->id);
    }
    return heard.missing > 0 ? MOOT_EUNREACH : 0;
}

int moot_question_presence(moot_question_t *question, size_t count,
                           moot_slice_t (*user)(const void *ctx, size_t index),
                           moot_question_place *place, void *ctx)
{
    const teller_t teller = {.code = MOOT_MSG_PRESENCE,
                             .tell = tell_places,
                             .place = place,
                             .ctx = ctx};
    moot_buf_t list, body;
    int rc = 0, all = 0;

    moot_buf_init(&list, BODY_BYTES_MAX);
    moot_buf_init(&body, BODY_BYTES_MAX);
    for (size_t from = 0; rc == 0 && from < count; from += PRESENCE_USERS_MAX) {
        size_t to = count - from < PRESENCE_USERS_MAX
                        ? count
                        : from + PRESENCE_USERS_MAX;

        moot_buf_clear(&list);
        moot_buf_clear(&body);
        rc = put_users(&list, &body, moot_question_next(question), from, to,
                       user, ctx);
        if (rc == 0)
            rc = ask_edges(question, moot_buf_slice(&body), &teller);
        all = rc != 0 ? rc : all;
    }
    moot_buf_close(&list);
    moot_buf_close(&body);
    return all;
}

int moot_question_sockets(moot_question_t *question, moot_slice_t namespace,
                          uint64_t target, moot_slice_t name,
                          moot_question_socket *each, void *ctx, bool *cut)
{
    const teller_t teller = {.code = MOOT_MSG_SOCKETS_TOLD,
                             .tell = tell_sockets,
                             .socket = each,
                             .ctx = ctx,
                             .cut = cut};
    const moot_msg_ask_sockets_t ask = {
        .number = moot_question_next(question),
        .namespace = namespace,
        .target = target,
        .name = name,
    };
    moot_buf_t body;
    int rc;

    *cut = false;
    moot_buf_init(&body, BODY_BYTES_MAX);
    rc = moot_wire_encode_ask_sockets(&body, &ask);
    if (rc == 0)
        rc = ask_edges(question, moot_buf_slice(&body), &teller);
    moot_buf_close(&body);
    return rc;
}
