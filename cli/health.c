#include "cli/health.h"

#include "common/json_write.h"
#include "proto/rules.h"

#include <inttypes.h>
#include <stdio.h>

bool moot_health_good(const moot_status_t *status)
{
    size_t edges = 0;

    if (status->slots_served != MOOT_SLOTS || status->alarm)
        return false;
    for (size_t i = 0; i < status->count; i++) {
        const moot_program_t *program = &status->programs[i];

        if (strcmp(program->role, "edge") != 0)
            continue;
        if (program->state != MOOT_STATE_READY || program->slots != MOOT_SLOTS)
            return false;
        edges++;
    }
    return edges > 0;
}

static const char *state_name(uint64_t state)
{
    if (state == MOOT_STATE_READY)
        return "ready";
    return state == MOOT_STATE_DRAINING ? "draining" : "starting";
}

static void write_program(moot_json_write_t *json,
                          const moot_program_t *program)
{
    moot_json_write_begin_object(json);
    moot_json_write_name_string(json, "role", moot_slice_str(program->role));
    moot_json_write_name_string(json, "id", moot_slice_str(program->id));
    moot_json_write_name_uint64(json, "pid", program->pid);
    moot_json_write_name_uint64(json, "uptimeMs", program->uptime_ms);
    moot_json_write_name_uint64(json, "connections", program->connections);
    moot_json_write_name_uint64(json, "rooms", program->rooms);
    moot_json_write_name_uint64(json, "slots", program->slots);
    if (strcmp(program->role, "edge") == 0)
        moot_json_write_name_uint64(json, "port", program->port);
    moot_json_write_name_uint64(json, "queue", program->queue);
    if (strcmp(program->role, "edge") == 0) {
        moot_json_write_name_uint64(json, "repairs", program->repairs);
        moot_json_write_name_uint64(json, "timeouts", program->timeouts);
    }
    if (strcmp(program->role, "worker") == 0) {
        moot_json_write_name_uint64(json, "diskUsed", program->disk_used);
        moot_json_write_name_uint64(json, "diskMax", program->disk_max);
    }
    moot_json_write_name_uint64(json, "lagMs", program->lag_ms);
    moot_json_write_name_string(json, "state",
                                moot_slice_str(state_name(program->state)));
    moot_json_write_end_object(json);
}

int moot_health_json(const moot_status_t *status, moot_buf_t *buf)
{
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name(&json, "programs");
    moot_json_write_begin_array(&json);
    for (size_t i = 0; i < status->count; i++)
        write_program(&json, &status->programs[i]);
    moot_json_write_end_array(&json);
    moot_json_write_name_uint64(&json, "slotsServed", status->slots_served);
    moot_json_write_name_bool(&json, "healthy", moot_health_good(status));
    moot_json_write_end_object(&json);
    return buf->error;
}

/* "3d 4h", "4h 5m", "5m 6s", "6s". */
static void put_time(moot_buf_t *buf, uint64_t ms)
{
    static const struct {
        uint64_t seconds;
        char unit;
    } parts[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    uint64_t seconds = ms / 1000;
    char text[64];
    size_t i = 0;

    while (i < 3 && seconds < parts[i].seconds)
        i++;
    if (i == 3)
        snprintf(text, sizeof text, "%" PRIu64 "s", seconds);
    else
        snprintf(text, sizeof text, "%" PRIu64 "%c %" PRIu64 "%c",
                 seconds / parts[i].seconds, parts[i].unit,
                 seconds % parts[i].seconds / parts[i + 1].seconds,
                 parts[i + 1].unit);
    moot_buf_printf(buf, "%10s", text);
}

/* "3/1024M", of workers. */
static void put_disk(moot_buf_t *buf, const moot_program_t *program)
{
    char text[48] = "-";

    if (program->disk_max > 0)
        snprintf(text, sizeof text, "%" PRIu64 "/%" PRIu64 "M",
                 program->disk_used >> 20, program->disk_max >> 20);
    moot_buf_printf(buf, "%9s", text);
}

int moot_health_table(const moot_status_t *status, moot_buf_t *buf)
{
    moot_buf_printf(buf,
                    "%-17s %-9s %8s %10s %11s %8s %6s %6s %6s %7s %9s %6s\n",
                    "PROGRAM",
                    "STATE", "PID", "UP", "CONNECTIONS", "ROOMS", "SLOTS",
                    "PORT", "QUEUE", "REPAIRS", "DISK", "LAG");
    for (size_t i = 0; i < status->count; i++) {
        const moot_program_t *program = &status->programs[i];

        moot_buf_printf(buf, "%-17s %-9s %8" PRIu64 " ", program->id,
                        state_name(program->state), program->pid);
        put_time(buf, program->uptime_ms);
        moot_buf_printf(buf,
                        " %11" PRIu64 " %8" PRIu64 " %6" PRIu64 " %6" PRIu64
                        " %6" PRIu64 " %7" PRIu64 " ",
                        program->connections, program->rooms, program->slots,
                        program->port, program->queue, program->repairs);
        put_disk(buf, program);
        moot_buf_printf(buf, " %4" PRIu64 "ms\n", program->lag_ms);
    }
    moot_buf_printf(buf, "%s: %" PRIu64 " of %d slots have a live owner%s\n",
                    moot_health_good(status) ? "healthy" : "NOT HEALTHY",
                    status->slots_served, MOOT_SLOTS,
                    status->alarm ? ", some are claimed twice" : "");
    return buf->error;
}
