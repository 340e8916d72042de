/* Questions without a session, and what edges say to each other. */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { TIMEOUT_MS = 4000, SLACK_MS = 2 * SIM_TICK_MS };

enum { VALUE, HISTORY, FACT, SOCKETS, KINDS };

typedef struct sim_ask {
    moot_inquiry_t inquiry; /* must be first */
    sim_program_t *edge;
    unsigned kind, user;
    bool open, words;
    uint64_t due_ms;
    uint32_t edges; /* bits: told of */
} sim_ask_t;

/* A word of one edge to another; its number is its place + 1. */
typedef struct sim_word {
    char to[64];
    bool heard, last;
} sim_word_t;

struct sim_asks {
    sim_ask_t **at;
    size_t count, capacity;
    sim_word_t *words;
    size_t words_count, words_capacity;
};

/* ---- Answers ------------------------------------------------------------ */

static void told_sockets(sim_ask_t *ask, const moot_msg_sockets_told_t *told)
{
    sim_t *sim = ask->edge->sim;
    moot_list_reader_t list, pair;
    moot_slice_t raw, socket;
    unsigned edge = SIM_EDGES;

    if (moot_list_reader_init(&list, told->list) == 0 && list.left == 1
        && moot_list_next_list(&list, &raw) == 0
        && moot_list_reader_init(&pair, raw) == 0
        && moot_list_next_str(&pair, &socket) == 0 && socket.size == 2)
        edge = (unsigned)(socket.at[1] - '0');
    if (edge >= sim->edges || told->edge.size < 6
        || (unsigned)(told->edge.at[5] - '1') != edge)
        sim_fail(sim, "sockets of an edge", -1, -1, "%.*s",
                 MOOT_SLICE_ARG(told->edge));
    else if ((ask->edges >> edge & 1) && sim_program(sim, SIM_EDGE, edge)->life
                                              == 0)
        sim_fail(sim, "each edge is told of once", -1, -1, "edge-%u",
                 edge + 1);
    ask->edges |= UINT32_C(1) << edge;
}

static void told_history(sim_ask_t *ask, const moot_msg_history_told_t *told)
{
    sim_t *sim = ask->edge->sim;
    moot_list_reader_t list;
    moot_slice_t bytes;
    moot_msg_copy_t copy;
    uint64_t at = 0;
    int rc = moot_list_reader_init(&list, told->list);

    while (rc == 0 && moot_list_next_bin(&list, &bytes) == 0) {
        rc = moot_wire_decode_copy(bytes, &copy);
        if (rc == 0 && (copy.at < at || sim_user_of(sim, copy.owner)
                                            != (int)ask->user))
            rc = MOOT_EINVAL;
        at = copy.at;
    }
    if (rc != 0)
        sim_fail(sim, "a page of a history", -1, -1, "of %s",
                 sim->user_ids[ask->user]);
}

static void told(moot_inquiry_t *inquiry, const moot_msg_t *answer)
{
    static const uint32_t codes[] = {
        [VALUE] = MOOT_MSG_NAMES_TOLD,
        [HISTORY] = MOOT_MSG_HISTORY_TOLD,
        [FACT] = MOOT_MSG_NAMES_TOLD,
        [SOCKETS] = MOOT_MSG_SOCKETS_TOLD,
    };
    sim_ask_t *ask = (sim_ask_t *)(void *)inquiry;
    sim_t *sim = ask->edge->sim;

    if (sim->muted || !ask->open
        || (answer && answer->code != codes[ask->kind])) {
        sim_fail(sim, "an inquiry is told once", -1, -1, "%s",
                 ask->edge->identity);
        return;
    }
    sim_trace(sim, "* %s is told of a question: %s", ask->edge->identity,
              answer ? "an answer" : "no more");
    if (answer && ask->kind == SOCKETS) {
        told_sockets(ask, &answer->as.sockets_told);
        return;
    }
    ask->open = false;
    if (answer && ask->kind == HISTORY)
        told_history(ask, &answer->as.history_told);
    if (!answer && !(ask->kind == SOCKETS && inquiry->complete)
        && sim->now_ms < ask->due_ms)
        sim_fail(sim, "an inquiry has its time", -1, -1, "%s",
                 ask->edge->identity);
    if (ask->words
        && (ask->kind == SOCKETS
                ? !inquiry->complete
                      || ask->edges != (UINT32_C(1) << sim->edges) - 1
                : !answer))
        sim_fail(sim, "all is answered at rest", -1, -1,
                 "a question of %s, edges %x", ask->edge->identity,
                 (unsigned)ask->edges);
    sim->counts.inquiries += answer != NULL || inquiry->complete;
}

/* ---- Asking ------------------------------------------------------------- */

static int send(sim_ask_t *ask)
{
    sim_t *sim = ask->edge->sim;
    moot_delivery_t *delivery = ask->edge->delivery;
    moot_slice_t user = moot_slice_str(sim->user_ids[ask->user]);
    unsigned slot = sim->user_slot[ask->user];
    uint64_t now_ms = sim_clock(ask->edge);
    moot_msg_t question = {.code = MOOT_MSG_ASK_NAMES};

    if (ask->kind == SOCKETS) {
        question.code = MOOT_MSG_ASK_SOCKETS;
        question.as.ask_sockets = (moot_msg_ask_sockets_t){
            .namespace = moot_slice_str("/"), .target = MOOT_TARGET_ALL};
        return moot_delivery_inquire_edges(delivery, &ask->inquiry, &question,
                                           TIMEOUT_MS, now_ms);
    }
    if (ask->kind == HISTORY) {
        question.code = MOOT_MSG_ASK_HISTORY;
        question.as.ask_history = (moot_msg_ask_history_t){
            .history = moot_slice_str("h"), .owner = user, .limit = 20};
        return moot_delivery_inquire_slot(delivery, &ask->inquiry, slot,
                                          &question, TIMEOUT_MS, now_ms);
    }
    question.as.ask_names = (moot_msg_ask_names_t){
        .what = ask->kind == FACT ? MOOT_NAMES_FACT : MOOT_NAMES_VALUE,
        .name = moot_slice_str("rol"),
        .of = user,
        .limit = 10,
    };
    if (ask->kind == FACT)
        return moot_delivery_inquire_worker(
            delivery, &ask->inquiry,
            sim_rng_between(&sim->rng, 1, sim->workers), &question, TIMEOUT_MS,
            now_ms);
    return moot_delivery_inquire_slot(delivery, &ask->inquiry, slot, &question,
                                      TIMEOUT_MS, now_ms);
}

static struct sim_asks *asks_of(sim_t *sim)
{
    if (!sim->asks)
        sim->asks = calloc(1, sizeof *sim->asks);
    MOOT_CHECK(sim->asks);
    return sim->asks;
}

static void ask_one(sim_program_t *edge, unsigned kind, bool words)
{
    sim_t *sim = edge->sim;
    struct sim_asks *asks = asks_of(sim);
    sim_ask_t *ask = calloc(1, sizeof *ask);

    MOOT_CHECK(ask);
    if (asks->count == asks->capacity) {
        asks->capacity = asks->capacity * 2 + 16;
        asks->at = realloc(asks->at, asks->capacity * sizeof(sim_ask_t *));
        MOOT_CHECK(asks->at);
    }
    asks->at[asks->count++] = ask;
    ask->inquiry.told = told;
    ask->edge = edge;
    ask->kind = kind;
    ask->user = sim_rng_below(&sim->rng, sim->users);
    ask->words = words;
    ask->due_ms = sim->now_ms + TIMEOUT_MS;
    ask->open = true;
    sim_trace(sim, "* %s asks a question of kind %u", edge->identity, kind);
    if (send(ask) != 0)
        sim_fail(sim, "an inquiry is taken", -1, -1, "%s", edge->identity);
}

/* ---- Between edges ------------------------------------------------------- */

static void speak_to(sim_program_t *edge, const char *address, bool last)
{
    struct sim_asks *asks = asks_of(edge->sim);
    moot_msg_poll_ask_t poll = {.asker = moot_slice_str(edge->identity),
                                .sid = moot_slice_str("sid")};
    moot_buf_t body;

    if (asks->words_count == asks->words_capacity) {
        asks->words_capacity = asks->words_capacity * 2 + 16;
        asks->words = realloc(asks->words,
                              asks->words_capacity * sizeof *asks->words);
        MOOT_CHECK(asks->words);
    }
    sim_word_t *word = &asks->words[asks->words_count++];
    memset(word, 0, sizeof *word);
    snprintf(word->to, sizeof word->to, "%s", address);
    word->last = last;
    poll.number = asks->words_count;
    moot_buf_init(&body, 1024);
    MOOT_CHECK(moot_wire_encode_poll_ask(&body, &poll) == 0);
    int rc = moot_delivery_to_edge(edge->delivery, moot_slice_str(address),
                                   moot_buf_slice(&body));
    if (rc == MOOT_EINVAL || (rc != 0 && last))
        sim_fail(edge->sim, "a word to an edge is taken", -1, -1, "%s: %s",
                 edge->identity, moot_err_text(rc));
    moot_buf_close(&body);
}

void sim_asks_heard(sim_program_t *edge, moot_slice_t body)
{
    sim_t *sim = edge->sim;
    struct sim_asks *asks = asks_of(sim);
    moot_msg_poll_ask_t poll;
    sim_word_t *word = NULL;

    if (moot_wire_decode_poll_ask(body, &poll) == 0 && poll.number > 0
        && poll.number <= asks->words_count)
        word = &asks->words[poll.number - 1];
    if (!word || word->heard || strcmp(word->to, edge->identity) != 0)
        sim_fail(sim, "a word reaches its edge once", -1, -1, "%s",
                 edge->identity);
    else
        word->heard = true;
}

/* Nothing may be said to be gone when all is well. */
void sim_asks_gone(sim_program_t *edge, moot_slice_t address)
{
    sim_t *sim = edge->sim;

    for (unsigned i = 0; i < sim->edges && sim->spoken; i++) {
        const sim_program_t *other = sim_program(sim, SIM_EDGE, i);

        if (moot_slice_eq(moot_slice_str(other->identity), address))
            sim_fail(sim, "no edge is gone at rest", -1, -1, "%s",
                     other->identity);
    }
}

/* ---- When --------------------------------------------------------------- */

void sim_asks_act(sim_program_t *edge)
{
    sim_t *sim = edge->sim;
    const sim_program_t *other =
        sim_program(sim, SIM_EDGE, sim_rng_below(&sim->rng, sim->edges));
    unsigned kind = sim_rng_below(&sim->rng, KINDS + 1);

    if (kind < KINDS)
        ask_one(edge, kind, false);
    else if (other->identity[0]) /* it may be dead, or another by now */
        speak_to(edge, other->identity, false);
}

void sim_asks_speak(sim_t *sim)
{
    sim->spoken = true;
    for (unsigned i = 0; i < sim->edges && !sim->failed; i++) {
        sim_program_t *edge = sim_program(sim, SIM_EDGE, i);

        for (unsigned kind = 0; kind < KINDS && !sim->failed; kind++)
            ask_one(edge, kind, true);
        for (unsigned j = 0; j < sim->edges && !sim->failed; j++)
            speak_to(edge, sim_program(sim, SIM_EDGE, j)->identity, true);
    }
}

bool sim_asks_rest(sim_t *sim)
{
    const struct sim_asks *asks = sim->asks;

    for (size_t i = 0; asks && i < asks->count; i++) {
        if (asks->at[i]->open)
            return false;
    }
    for (size_t i = 0; asks && i < asks->words_count; i++) {
        if (asks->words[i].last && !asks->words[i].heard)
            return false;
    }
    return true;
}

void sim_asks_time(sim_t *sim)
{
    const struct sim_asks *asks = sim->asks;

    for (size_t i = 0; asks && i < asks->count && !sim->failed; i++) {
        const sim_ask_t *ask = asks->at[i];
        uint64_t due_ms = ask->due_ms;

        if (!ask->open || ask->edge->frozen)
            continue;
        if (ask->edge->thaw_ms > due_ms)
            due_ms = ask->edge->thaw_ms;
        if (sim->now_ms > due_ms + SLACK_MS)
            sim_fail(sim, "an inquiry ends in time", -1, -1, "%s",
                     ask->edge->identity);
    }
}

/* Its core is gone: nobody is told any more. */
void sim_asks_edge_gone(sim_program_t *edge)
{
    const struct sim_asks *asks = edge->sim->asks;

    for (size_t i = 0; asks && i < asks->count; i++) {
        if (asks->at[i]->edge == edge)
            asks->at[i]->open = false;
    }
}

void sim_asks_close(sim_t *sim)
{
    struct sim_asks *asks = sim->asks;

    for (size_t i = 0; asks && i < asks->count; i++)
        free(asks->at[i]);
    if (asks) {
        free(asks->at);
        free(asks->words);
    }
    free(asks);
    sim->asks = NULL;
}
