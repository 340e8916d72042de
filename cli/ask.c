#include "cli/ask.h"

#include "common/clock.h"
#include "common/err.h"
#include "proto/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    MESSAGES_MAX = 100,
    ANSWER_BYTES_MAX = 80 << 20, /* above the largest field of a message */
    RETRY_MS = 50, /* between two tries to send while a broker connects */
};

/* Whether somebody may be there: a unix socket can be seen. */
static bool may_serve(const moot_endpoint_t *endpoint)
{
    return moot_endpoints_is_tcp(endpoint->text)
           || access(endpoint->text + strlen("ipc://"), F_OK) == 0;
}

/* Connects to the brokers that may be there and were not asked before. */
static int connect_new(moot_ask_t *ask)
{
    moot_bus_options_t options = {
        .send_messages_max = MESSAGES_MAX,
        .receive_messages_max = MESSAGES_MAX,
        .message_bytes_max = ANSWER_BYTES_MAX,
    };

    for (unsigned i = 0; i < MOOT_BROKERS_MAX; i++) {
        moot_endpoint_t endpoint;
        char identity[MOOT_BUS_IDENTITY_MAX], name[24];
        int rc = moot_endpoints_front(ask->conf, i + 1, &endpoint);

        if (rc == MOOT_ENOENT)
            return 0;
        if (rc != 0)
            return rc;
        if (ask->sockets[i] || !may_serve(&endpoint))
            continue;
        snprintf(name, sizeof name, "broker-%u", i + 1);
        options.server_key =
            moot_trust_server(&ask->trust, MOOT_KEY_BROKER, name);
        snprintf(identity, sizeof identity, "moot-%ld-%u", (long)getpid(),
                 i + 1);
        rc = moot_bus_dealer(ask->bus, endpoint.text, &options,
                             moot_slice_str(identity), &ask->sockets[i]);
        if (rc != 0) {
            fprintf(stderr, "moot: %s\n", moot_bus_error(ask->bus));
            return rc;
        }
    }
    return 0;
}

int moot_ask_open(moot_ask_t *ask, const moot_conf_t *conf)
{
    char why[512] = "no memory or file descriptors";
    int rc = MOOT_ENOMEM;

    memset(ask, 0, sizeof *ask);
    ask->conf = conf;
    ask->bus = moot_bus_new();
    if (ask->bus)
        rc = moot_trust_open(&ask->trust, conf, ask->bus, MOOT_KEY_ROLES, why,
                             sizeof why);
    if (rc != 0) {
        fprintf(stderr, "moot: %s\n", why);
        moot_ask_close(ask);
    }
    return rc;
}

void moot_ask_close(moot_ask_t *ask)
{
    moot_bus_destroy(&ask->bus);
    moot_trust_close(&ask->trust);
}

static void copy(char *to, size_t size, moot_slice_t from)
{
    snprintf(to, size, "%.*s", MOOT_SLICE_ARG(from));
}

static int read_program(moot_list_reader_t *list, moot_program_t *program)
{
    uint64_t *const numbers[] = {&program->pid,   &program->uptime_ms,
                                 &program->connections, &program->rooms,
                                 &program->slots, &program->port,
                                 &program->state};
    uint64_t *const more[] = {&program->queue,     &program->repairs,
                              &program->timeouts,  &program->disk_used,
                              &program->disk_max, &program->lag_ms};
    moot_list_reader_t fields;
    moot_slice_t raw, role, id;
    int rc = moot_list_next_list(list, &raw);

    if (rc == 0)
        rc = moot_list_reader_init(&fields, raw);
    if (rc == 0)
        rc = moot_list_next_str(&fields, &role);
    if (rc == 0)
        rc = moot_list_next_str(&fields, &id);
    for (size_t i = 0; rc == 0 && i < sizeof numbers / sizeof *numbers; i++)
        rc = moot_list_next_u64(&fields, numbers[i]);
    /* A broker of version 1 does not tell these. */
    for (size_t i = 0; rc == 0 && i < sizeof more / sizeof *more
                       && moot_list_peek(&fields) != MOOT_LIST_END;
         i++)
        rc = moot_list_next_u64(&fields, more[i]);
    if (rc == 0) {
        copy(program->role, sizeof program->role, role);
        copy(program->id, sizeof program->id, id);
    }
    return rc;
}

/* Adds a program that is not there yet; a second broker's word of the same
 * one changes nothing, unless it has the younger process. */
static void add(moot_status_t *status, const moot_program_t *program)
{
    for (size_t i = 0; i < status->count; i++) {
        moot_program_t *known = &status->programs[i];

        if (strcmp(known->role, program->role) == 0
            && strcmp(known->id, program->id) == 0) {
            if (program->uptime_ms < known->uptime_ms)
                *known = *program;
            return;
        }
    }
    if (status->count < MOOT_ASK_PROGRAMS_MAX)
        status->programs[status->count++] = *program;
}

/* Owners of the slots; those of a broker that knows none stay as they are. */
static int read_map(moot_slice_t raw, moot_status_t *status)
{
    moot_list_reader_t list, run;
    moot_slice_t item;
    uint64_t first, count, worker;
    int rc = moot_list_reader_init(&list, raw);

    while (rc == 0 && (rc = moot_list_next_list(&list, &item)) == 0) {
        rc = moot_list_reader_init(&run, item);
        if (rc == 0)
            rc = moot_list_next_u64(&run, &first);
        if (rc == 0)
            rc = moot_list_next_u64(&run, &count);
        if (rc == 0)
            rc = moot_list_next_u64(&run, &worker);
        if (rc == 0
            && (first >= MOOT_SLOTS || count > MOOT_SLOTS - first
                || worker > MOOT_WORKERS_MAX))
            rc = MOOT_EINVAL;
        for (uint64_t i = 0; rc == 0 && worker != 0 && i < count; i++)
            status->owner[first + i] = (uint16_t)worker;
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

static int read_answer(moot_slice_t body, uint64_t number,
                       moot_status_t *status)
{
    moot_msg_status_t answer;
    moot_list_reader_t list;
    moot_program_t program;
    int rc = moot_wire_decode_status(body, &answer);

    if (rc != 0 || answer.number != number)
        return MOOT_EINVAL;
    rc = moot_list_reader_init(&list, answer.programs);
    while (rc == 0) {
        memset(&program, 0, sizeof program);
        rc = read_program(&list, &program);
        if (rc == 0)
            add(status, &program);
    }
    if (answer.slots_served > status->slots_served)
        status->slots_served = answer.slots_served;
    status->alarm |= answer.alarm;
    return rc == MOOT_ENOENT ? read_map(answer.map, status) : rc;
}

static int send_question(moot_bus_socket_t *socket, uint64_t number)
{
    const moot_msg_route_t route = {.flow = MOOT_FLOW_BROKER};
    const moot_msg_status_ask_t ask = {.number = number};
    moot_buf_t head, body;
    int rc;

    moot_buf_init(&head, 1024);
    moot_buf_init(&body, 1024);
    MOOT_CHECK(moot_wire_encode_route(&head, &route) == 0);
    MOOT_CHECK(moot_wire_encode_status_ask(&body, &ask) == 0);
    rc = moot_bus_send(
        socket, moot_slice("", 0),
        (moot_slice_t[]){moot_buf_slice(&head), moot_buf_slice(&body)}, 2);
    moot_buf_close(&head);
    moot_buf_close(&body);
    return rc;
}

/* One round over all brokers: sends where it was not sent yet, reads what
 * came. Returns how many have not answered. */
static size_t ask_round(moot_ask_t *ask, bool *sent, moot_bus_msg_t *msg,
                        moot_status_t *status)
{
    size_t missing = 0;

    for (size_t i = 0; i < MOOT_BROKERS_MAX; i++) {
        if (!ask->sockets[i])
            continue;
        if (!sent[i])
            sent[i] = send_question(ask->sockets[i], ask->number) == 0;
        while (moot_bus_receive(ask->sockets[i], msg) == 0) {
            /* Route and body; beats of the broker may come in between. */
            if (msg->count == 2
                && read_answer(msg->parts[1], ask->number, status) == 0)
                ask->answered[i] = true;
        }
        missing += !ask->answered[i];
    }
    return missing;
}

static int wait_answers(moot_ask_t *ask)
{
    moot_bus_socket_t *sockets[MOOT_BROKERS_MAX];
    size_t count = 0;
    uint64_t ready;

    for (size_t i = 0; i < MOOT_BROKERS_MAX; i++) {
        if (ask->sockets[i])
            sockets[count++] = ask->sockets[i];
    }
    return moot_bus_poll(ask->bus, sockets, count, RETRY_MS, &ready);
}

static int order(const void *a, const void *b)
{
    static const char *const roles[] = {"broker", "worker", "edge"};
    const moot_program_t *x = a, *y = b;
    int place_x = 0, place_y = 0;

    for (int i = 0; i < 3; i++) {
        place_x = strcmp(x->role, roles[i]) == 0 ? i : place_x;
        place_y = strcmp(y->role, roles[i]) == 0 ? i : place_y;
    }
    if (place_x != place_y)
        return place_x - place_y;
    return strverscmp(x->id, y->id);
}

int moot_ask_status(moot_ask_t *ask, unsigned timeout_ms,
                    moot_status_t *status)
{
    uint64_t end_ms = moot_clock_mono_ms() + timeout_ms;
    bool sent[MOOT_BROKERS_MAX] = {0};
    moot_bus_msg_t msg;
    int rc = connect_new(ask);

    memset(status, 0, sizeof *status);
    memset(ask->answered, 0, sizeof ask->answered);
    ask->number++;
    moot_bus_msg_init(&msg);
    while (rc == 0) {
        size_t missing = ask_round(ask, sent, &msg, status);

        if (missing == 0 || moot_clock_mono_ms() >= end_ms)
            break;
        rc = wait_answers(ask);
    }
    moot_bus_msg_close(&msg);
    if (rc == 0 && status->count == 0)
        rc = MOOT_EUNREACH;
    qsort(status->programs, status->count, sizeof *status->programs, order);
    return rc;
}
