/* The tables of stats.h as lines for a terminal of any width, and as JSON.
 * Pure. */
#ifndef MOOT_STATS_PRINT_H
#define MOOT_STATS_PRINT_H

#include "cli/stats.h"
#include "common/buf.h"

#define MOOT_STATS_LINES_MAX 1400 /* all tables at their bounds, and titles */

/* What is said besides the tables. */
typedef struct moot_stats_head {
    size_t programs; /* that answer */
    uint64_t lost;   /* records */
    uint64_t at_ms;  /* wall time */
    enum moot_stats_sort sort;
    bool utf8; /* names may have more than ASCII */
} moot_stats_head_t;

/* Appends the tables, each line with its end and at most width (20 to 500)
 * columns wide: when there is little room the figures on the right go first,
 * and then the ends of names. Returns buf->error. */
int moot_stats_print_lines(moot_buf_t *buf, const moot_stats_t *stats,
                           const moot_stats_head_t *head, unsigned width);

/* Appends one object and a newline. Returns buf->error. */
int moot_stats_print_json(moot_buf_t *buf, const moot_stats_t *stats,
                          const moot_stats_head_t *head);

/* "rate", "errors", "latency", "name". */
const char *moot_stats_print_sort(enum moot_stats_sort sort);

#endif
