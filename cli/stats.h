/* What a tap's records amount to over the last seconds: rates and latencies by
 * type, by code and by program, the busiest rooms and users. Records in,
 * tables out. Pure; the time is passed in.
 *
 * Requests are counted where they come from a client and where they are
 * answered, events where they are handed to sockets; a filter that leaves
 * these points out leaves only the table of programs. */
#ifndef MOOT_STATS_H
#define MOOT_STATS_H

#include "proto/wire.h"

#define MOOT_STATS_TYPES_MAX 64     /* further ones are one row, "others" */
#define MOOT_STATS_CODES_MAX 64     /* the same */
#define MOOT_STATS_PROGRAMS_MAX 512 /* the same */
#define MOOT_STATS_TOP_MAX 256      /* rooms, and users, that are counted */
#define MOOT_STATS_WINDOW 10        /* intervals that the figures speak of */

typedef struct moot_stats moot_stats_t;

enum moot_stats_table {
    MOOT_STATS_TOTAL, /* one row */
    MOOT_STATS_TYPES,
    MOOT_STATS_CODES,
    MOOT_STATS_ROOMS,
    MOOT_STATS_USERS,
    MOOT_STATS_PROGRAMS,
    MOOT_STATS_TABLES,
};

enum moot_stats_sort {
    MOOT_STATS_BY_RATE,
    MOOT_STATS_BY_ERRORS,
    MOOT_STATS_BY_LATENCY, /* p99 */
    MOOT_STATS_BY_NAME,
    MOOT_STATS_SORTS,
};

/* Rates are per second. What a table does not have is 0.
 *   TOTAL, TYPES  in: requests; errors: answers with an error; out: frames of
 *                 events to sockets; bytes: of requests; latencies of answers
 *   CODES         errors
 *   ROOMS, USERS  in: requests, too high by at most over (space-saving: the
 *                 busiest are always among those that are counted); older
 *                 ones fade
 *   PROGRAMS      in, out: messages it received, sent; errors: answers with
 *                 an error; bytes: of all; latencies: of answers that it saw
 * Percentiles are the upper ends of buckets, too high by at most 1/8; 0:
 * nothing was timed. */
typedef struct moot_stats_row {
    moot_slice_t name; /* borrowed until the next call that is not const */
    double in, out, errors, bytes, over;
    uint64_t p50_us, p95_us, p99_us;
} moot_stats_row_t;

/* Aborts when memory is out. */
moot_stats_t *moot_stats_new(void);
/* Nulls; accepts NULL. */
void moot_stats_destroy(moot_stats_t **stats_p);

void moot_stats_take(moot_stats_t *stats, const moot_msg_tap_record_t *record);

/* Ends an interval that took so long: from now on the tables speak of it. */
void moot_stats_tick(moot_stats_t *stats, uint64_t took_us);

/* Rows that had something in the window, the first by sort first; at most max.
 * Returns how many. */
size_t moot_stats_rows(const moot_stats_t *stats, enum moot_stats_table table,
                       enum moot_stats_sort sort, moot_stats_row_t *rows,
                       size_t max);

#endif
