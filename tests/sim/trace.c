#include "tests/sim/sim.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINE_MAX_BYTES = 900 };

const char *sim_program_name(const sim_t *sim, unsigned program)
{
    static const char *const names[SIM_PROGRAMS] = {
        "edge-1",   "edge-2",   "edge-3",   "worker-1",
        "worker-2", "worker-3", "broker-1", "broker-2",
    };

    (void)sim;
    return program < SIM_PROGRAMS ? names[program] : "?";
}

void sim_trace_line(sim_t *sim, const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    int size = snprintf(line, sizeof line, "%6" PRIu64 " ", sim->now_ms);
    va_list args;

    va_start(args, format);
    vsnprintf(line + size, sizeof line - (size_t)size, format, args);
    va_end(args);
    if (sim->lines_count == sim->lines_capacity) {
        sim->lines_capacity = sim->lines_capacity * 2 + 1024;
        sim->lines =
            realloc(sim->lines, sim->lines_capacity * sizeof *sim->lines);
        MOOT_CHECK(sim->lines);
    }
    sim->lines[sim->lines_count] = strdup(line);
    MOOT_CHECK(sim->lines[sim->lines_count]);
    sim->lines_count++;
}

void sim_tell(sim_t *sim, const char *format, ...)
{
    char line[200];
    va_list args;

    if (!sim->tell)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    MOOT_CHECK(moot_buf_put_str(&sim->told, line) == 0);
}

/* Heartbeats tell nothing that the rest does not. */
static bool dull(uint32_t code)
{
    return code == MOOT_MSG_EDGE_BEAT || code == MOOT_MSG_WORKER_BEAT
           || code == MOOT_MSG_BROKER_BEAT;
}

/* The events inside a list of bins or of published rows, in short. */
static void print_events(moot_buf_t *buf, moot_slice_t list, bool published)
{
    moot_list_reader_t rows, row;
    moot_slice_t bytes, id;
    uint64_t kind, slot_epoch, epoch = 0;
    moot_msg_t message;

    if (moot_list_reader_init(&rows, list) != 0)
        return;
    while (published ? moot_list_next_list(&rows, &bytes) == 0
                     : moot_list_next_bin(&rows, &bytes) == 0) {
        if (published
            && (moot_list_reader_init(&row, bytes) != 0
                || moot_list_next_u64(&row, &kind) != 0
                || moot_list_next_str(&row, &id) != 0
                || moot_list_next_u64(&row, &slot_epoch) != 0
                || moot_list_next_u64(&row, &epoch) != 0
                || moot_list_next_bin(&row, &bytes) != 0))
            return;
        if (published)
            moot_buf_printf(buf, " | %.*s epoch=%" PRIu64 " ",
                            MOOT_SLICE_ARG(id), epoch);
        else
            moot_buf_put_str(buf, " | ");
        if (moot_wire_decode(bytes, &message) == 0)
            moot_wire_print(buf, &message, true);
    }
}

void sim_trace_message(sim_t *sim, const char *verb, unsigned from, unsigned to,
                       moot_slice_t route, moot_slice_t body)
{
    moot_msg_t message;
    moot_msg_route_t head = {0};
    moot_buf_t buf;

    if (moot_wire_decode(body, &message) != 0 || dull(message.code))
        return;
    moot_buf_init(&buf, LINE_MAX_BYTES - 100);
    if (route.size && moot_wire_decode_route(route, &head) == 0)
        moot_buf_printf(&buf, "slot=%" PRIu64 " ", head.slot);
    moot_wire_print(&buf, &message, false);
    if (message.code == MOOT_MSG_PUBLISHED)
        print_events(&buf, message.as.published.list, true);
    if (message.code == MOOT_MSG_EVENTS)
        print_events(&buf, message.as.events.list, false);
    sim_trace_line(sim, "%s %s > %s: %.*s", verb, sim_program_name(sim, from),
                   sim_program_name(sim, to),
                   MOOT_SLICE_ARG(moot_buf_slice(&buf)));
    moot_buf_close(&buf);
}

/* Whether the line names the session, and not s12 for s1. */
static bool names(const char *line, const char *session)
{
    size_t size = strlen(session);

    for (const char *at = line; (at = strstr(at, session)); at += size) {
        bool begins = at == line || !isalnum((unsigned char)at[-1]);

        if (begins && !isdigit((unsigned char)at[size]))
            return true;
    }
    return false;
}

/* Lines that begin with '*' after the time are of everybody's concern. */
static bool concerns(const sim_t *sim, const char *line)
{
    int room = sim->failure.room, socket = sim->failure.socket;

    if (room < 0 && socket < 0)
        return true;
    if (strchr(line, '*') == line + 7)
        return true;
    if (room >= 0 && strstr(line, sim->room_ids[room]))
        return true;
    return room < 0 && names(line, sim->sockets[socket]->session);
}

void sim_trace_print(const sim_t *sim, size_t max)
{
    size_t first = sim->lines_count, found = 0;

    while (first > 0 && (max == 0 || found < max)) {
        first--;
        found += max == 0 || concerns(sim, sim->lines[first]);
    }
    for (size_t i = first; i < sim->lines_count; i++) {
        if (max == 0 || concerns(sim, sim->lines[i]))
            printf("%s\n", sim->lines[i]);
    }
}

void sim_trace_close(sim_t *sim)
{
    for (size_t i = 0; i < sim->lines_count; i++)
        free(sim->lines[i]);
    free(sim->lines);
    sim->lines = NULL;
    sim->lines_count = sim->lines_capacity = 0;
}
