#include "cli/stats.h"

#include <stdlib.h>

#include "common/list.h"
#include "common/map.h"
#include "proto/filter.h"
#include "proto/rules.h"

enum {
    BUCKETS = 208, /* 8 for each power of two, up to 2^28 us */
    NAME_MAX_BYTES = 128,
};

/* One interval of one row. */
typedef struct interval {
    uint64_t in, out, errors, bytes;
    uint32_t times[BUCKETS];
} interval_t;

typedef struct row {
    moot_map_node_t node;
    uint8_t name[NAME_MAX_BYTES];
    interval_t intervals[MOOT_STATS_WINDOW + 1]; /* one is being filled */
} row_t;

/* Rows by name, the last of which takes what has no room. */
typedef struct table {
    moot_map_t map;
    row_t **rows;
    size_t count, max;
} table_t;

/* A counter of the busiest; weights fade with each interval. */
typedef struct counter {
    moot_map_node_t node;
    uint8_t name[NAME_MAX_BYTES];
    double weight, over;
} counter_t;

typedef struct top {
    moot_map_t map;
    counter_t *counters;
    size_t count;
} top_t;

struct moot_stats {
    table_t tables[MOOT_STATS_TABLES];
    top_t rooms, users;
    double norm; /* seconds, faded as the weights are */
    uint64_t took_us[MOOT_STATS_WINDOW + 1];
    size_t now; /* interval that is being filled */
};

static const double FADE = 0.9;

/* ---- Rows ---------------------------------------------------------------- */

static void open_table(table_t *table, size_t max)
{
    moot_map_init(&table->map);
    table->rows = calloc(max, sizeof *table->rows);
    MOOT_CHECK(table->rows);
    table->max = max;
}

static void close_table(table_t *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->rows[i]);
    free(table->rows);
    moot_map_close(&table->map);
}

static moot_slice_t cut_name(moot_slice_t name)
{
    return moot_slice(name.at,
                      name.size < NAME_MAX_BYTES ? name.size : NAME_MAX_BYTES);
}

static row_t *row_of(table_t *table, moot_slice_t name)
{
    moot_map_node_t *node;
    row_t *row;

    name = cut_name(name);
    node = moot_map_get(&table->map, name);
    if (!node && table->count == table->max - 1) {
        name = moot_slice_str("others");
        node = moot_map_get(&table->map, name);
    }
    if (node)
        return MOOT_CONTAINER(node, row_t, node);
    if (table->count == table->max)
        return table->rows[table->max - 1];
    row = calloc(1, sizeof *row);
    MOOT_CHECK(row);
    memcpy(row->name, name.at, name.size);
    moot_map_put(&table->map, &row->node, moot_slice(row->name, name.size));
    table->rows[table->count++] = row;
    return row;
}

/* ---- The busiest --------------------------------------------------------- */

static void open_top(top_t *top)
{
    moot_map_init(&top->map);
    top->counters = calloc(MOOT_STATS_TOP_MAX, sizeof *top->counters);
    MOOT_CHECK(top->counters);
}

static void close_top(top_t *top)
{
    free(top->counters);
    moot_map_close(&top->map);
}

static counter_t *least(top_t *top)
{
    counter_t *found = &top->counters[0];

    for (size_t i = 1; i < top->count; i++)
        if (top->counters[i].weight < found->weight)
            found = &top->counters[i];
    return found;
}

/* Space-saving: a new name takes the place of the least, and its weight. */
static void count(top_t *top, moot_slice_t name)
{
    moot_map_node_t *node;
    counter_t *counter;

    if (name.size == 0)
        return;
    name = cut_name(name);
    node = moot_map_get(&top->map, name);
    if (node) {
        MOOT_CONTAINER(node, counter_t, node)->weight += 1;
        return;
    }
    if (top->count < MOOT_STATS_TOP_MAX) {
        counter = &top->counters[top->count++];
    } else {
        counter = least(top);
        moot_map_remove(&top->map, &counter->node);
    }
    counter->over = counter->weight;
    counter->weight += 1;
    memcpy(counter->name, name.at, name.size);
    moot_map_put(&top->map, &counter->node,
                 moot_slice(counter->name, name.size));
}

static void fade(top_t *top)
{
    for (size_t i = 0; i < top->count; i++) {
        top->counters[i].weight *= FADE;
        top->counters[i].over *= FADE;
    }
}

/* ---- Times --------------------------------------------------------------- */

static unsigned bucket_of(uint64_t us)
{
    unsigned power, bucket;

    if (us < 8)
        return (unsigned)us;
    power = 63 - (unsigned)__builtin_clzll(us);
    if (power > 27)
        return BUCKETS - 1;
    bucket = (power - 2) * 8 + (unsigned)(us >> (power - 3) & 7);
    return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/* The largest time of a bucket. */
static uint64_t end_of(unsigned bucket)
{
    unsigned power = bucket / 8 + 2;

    if (bucket < 8)
        return bucket;
    return ((UINT64_C(8) + bucket % 8 + 1) << (power - 3)) - 1;
}

static uint64_t percentile(const uint64_t *times, uint64_t all, unsigned part)
{
    uint64_t wanted = (all * part + 99) / 100, seen = 0;

    if (all == 0)
        return 0;
    for (unsigned i = 0; i < BUCKETS; i++) {
        seen += times[i];
        if (seen >= wanted)
            return end_of(i);
    }
    return end_of(BUCKETS - 1);
}

/* ---- All of it ----------------------------------------------------------- */

moot_stats_t *moot_stats_new(void)
{
    moot_stats_t *stats = calloc(1, sizeof *stats);

    MOOT_CHECK(stats);
    open_table(&stats->tables[MOOT_STATS_TOTAL], 2);
    open_table(&stats->tables[MOOT_STATS_TYPES], MOOT_STATS_TYPES_MAX + 1);
    open_table(&stats->tables[MOOT_STATS_CODES], MOOT_STATS_CODES_MAX + 1);
    open_table(&stats->tables[MOOT_STATS_PROGRAMS],
               MOOT_STATS_PROGRAMS_MAX + 1);
    open_top(&stats->rooms);
    open_top(&stats->users);
    return stats;
}

void moot_stats_destroy(moot_stats_t **stats_p)
{
    moot_stats_t *stats = *stats_p;

    *stats_p = NULL;
    if (!stats)
        return;
    for (size_t i = 0; i < MOOT_STATS_TABLES; i++)
        if (stats->tables[i].rows)
            close_table(&stats->tables[i]);
    close_top(&stats->rooms);
    close_top(&stats->users);
    free(stats);
}

static interval_t *interval_of(moot_stats_t *stats, enum moot_stats_table table,
                               moot_slice_t name)
{
    return &row_of(&stats->tables[table], name)->intervals[stats->now];
}

static void put_time(interval_t *interval, const moot_msg_tap_record_t *record)
{
    interval->errors += record->verdict > 1;
    if (record->verdict > 0 && record->latency_us > 0)
        interval->times[bucket_of(record->latency_us)]++;
}

static void take_client(interval_t *interval,
                        const moot_msg_tap_record_t *record)
{
    if (record->point == MOOT_TAP_CLIENT_IN) {
        interval->in++;
        interval->bytes += record->size;
    } else if (record->point == MOOT_TAP_CLIENT_OUT) {
        put_time(interval, record);
    } else {
        interval->out += record->sockets;
    }
}

void moot_stats_take(moot_stats_t *stats, const moot_msg_tap_record_t *record)
{
    interval_t *program =
        interval_of(stats, MOOT_STATS_PROGRAMS, record->program);

    if (moot_filter_is_in(record->point))
        program->in++;
    else
        program->out++;
    program->bytes += record->size;
    put_time(program, record);
    if (record->point != MOOT_TAP_CLIENT_IN
        && record->point != MOOT_TAP_CLIENT_OUT
        && record->point != MOOT_TAP_DELIVERED)
        return;
    take_client(interval_of(stats, MOOT_STATS_TOTAL, moot_slice_str("all")),
                record);
    take_client(interval_of(stats, MOOT_STATS_TYPES,
                            record->type.size > 0 ? record->type
                                                  : moot_slice_str("?")),
                record);
    if (record->point == MOOT_TAP_CLIENT_OUT && record->verdict > 1)
        interval_of(stats, MOOT_STATS_CODES,
                    moot_slice_str(moot_code_name(record->verdict - 1)))
            ->errors++;
    if (record->point == MOOT_TAP_CLIENT_IN) {
        count(&stats->rooms, record->room);
        count(&stats->users, record->user);
    }
}

void moot_stats_tick(moot_stats_t *stats, uint64_t took_us)
{
    stats->took_us[stats->now] = took_us;
    stats->now = (stats->now + 1) % (MOOT_STATS_WINDOW + 1);
    stats->took_us[stats->now] = 0;
    for (size_t t = 0; t < MOOT_STATS_TABLES; t++)
        for (size_t i = 0; i < stats->tables[t].count; i++)
            memset(&stats->tables[t].rows[i]->intervals[stats->now], 0,
                   sizeof(interval_t));
    fade(&stats->rooms);
    fade(&stats->users);
    stats->norm = (stats->norm + (double)took_us / 1e6) * FADE;
}

/* ---- Tables -------------------------------------------------------------- */

static bool sum_up(const moot_stats_t *stats, const row_t *row,
                   moot_stats_row_t *out)
{
    uint64_t in = 0, sent = 0, errors = 0, bytes = 0, us = 0, timed = 0;
    uint64_t times[BUCKETS] = {0};
    double seconds;

    for (size_t i = 0; i <= MOOT_STATS_WINDOW; i++) {
        const interval_t *interval = &row->intervals[i];

        if (i == stats->now)
            continue;
        us += stats->took_us[i];
        in += interval->in;
        sent += interval->out;
        errors += interval->errors;
        bytes += interval->bytes;
        for (size_t b = 0; b < BUCKETS; b++) {
            times[b] += interval->times[b];
            timed += interval->times[b];
        }
    }
    seconds = us > 0 ? (double)us / 1e6 : 1;
    *out = (moot_stats_row_t){
        .name = row->node.key,
        .in = (double)in / seconds,
        .out = (double)sent / seconds,
        .errors = (double)errors / seconds,
        .bytes = (double)bytes / seconds,
        .p50_us = percentile(times, timed, 50),
        .p95_us = percentile(times, timed, 95),
        .p99_us = percentile(times, timed, 99),
    };
    return in + sent + errors + timed > 0;
}

static double key_of(const moot_stats_row_t *row, enum moot_stats_sort sort)
{
    switch (sort) {
    case MOOT_STATS_BY_ERRORS:
        return row->errors;
    case MOOT_STATS_BY_LATENCY:
        return (double)row->p99_us;
    default:
        return 0;
    }
}

static int compare(const void *left, const void *right, void *ctx)
{
    const moot_stats_row_t *a = left, *b = right;
    enum moot_stats_sort sort = *(const enum moot_stats_sort *)ctx;
    double x = key_of(a, sort), y = key_of(b, sort);
    size_t size = a->name.size < b->name.size ? a->name.size : b->name.size;
    int names;

    if (sort != MOOT_STATS_BY_NAME && x == y) {
        x = a->in + a->out + a->errors;
        y = b->in + b->out + b->errors;
    }
    if (x > y || x < y)
        return x > y ? -1 : 1;
    names = memcmp(a->name.at, b->name.at, size);
    return names != 0 ? names
                      : (a->name.size > b->name.size)
                            - (a->name.size < b->name.size);
}

/* One ten-thousandth of a request a second is no longer shown. */
static size_t top_rows(const top_t *top, double norm, moot_stats_row_t *rows)
{
    size_t used = 0;

    for (size_t i = 0; i < top->count; i++) {
        const counter_t *counter = &top->counters[i];

        if (norm <= 0 || counter->weight / norm < 1e-4)
            continue;
        rows[used++] = (moot_stats_row_t){
            .name = counter->node.key,
            .in = counter->weight / norm,
            .over = counter->over / norm,
        };
    }
    return used;
}

size_t moot_stats_rows(const moot_stats_t *stats, enum moot_stats_table table,
                       enum moot_stats_sort sort, moot_stats_row_t *rows,
                       size_t max)
{
    moot_stats_row_t all[MOOT_STATS_PROGRAMS_MAX + 1];
    const table_t *from = &stats->tables[table];
    size_t used = 0;

    if (table == MOOT_STATS_ROOMS || table == MOOT_STATS_USERS)
        used = top_rows(table == MOOT_STATS_ROOMS ? &stats->rooms
                                                  : &stats->users,
                        stats->norm, all);
    for (size_t i = 0; i < from->count; i++)
        used += sum_up(stats, from->rows[i], &all[used]);
    qsort_r(all, used, sizeof *all, compare, &sort);
    if (used > max)
        used = max;
    if (used > 0)
        memcpy(rows, all, used * sizeof *rows);
    return used;
}
