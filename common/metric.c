#include "common/metric.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>

#include "common/conf.h"

/* Short forms of what stands in the table. */
enum {
    EDGE = MOOT_CONF_EDGE,
    BROKER = MOOT_CONF_BROKER,
    WORKER = MOOT_CONF_WORKER
};

#define MOOT_LABELS(set, name) static const char *const values_##set[] = {
#define MOOT_LABEL(set, value, text) text,
#define MOOT_LABELS_END(set)                                                   \
    }                                                                          \
    ;
#include "common/metrics.def"

#define MOOT_LABELS(set, name) static const char label_##set[] = name;
#define MOOT_LABEL(set, value, text)
#define MOOT_LABELS_END(set)
#include "common/metrics.def"

#define MOOT_BUCKETS(set, ...)                                                 \
    static const uint64_t bounds_##set[] = {__VA_ARGS__};
#include "common/metrics.def"

#define BOUNDS(set) (sizeof bounds_##set / sizeof *bounds_##set)

/* Cells of one combination of labels: a number, or for a histogram a number
 * per bucket, one for the bucket without a bound and the sum. */
#define WIDTH_COUNTER(set) 1
#define WIDTH_GAUGE(set) 1
#define WIDTH_HISTOGRAM(set) (BOUNDS(set) + 2)

/* Each metric's place among the cells. Only its layout is used. */
typedef struct layout {
#define MOOT_METRIC(kind, name, unit, l1, l2, buckets, programs, help)         \
    uint64_t name[MOOT_L_##l1##_COUNT * MOOT_L_##l2##_COUNT                    \
                  * WIDTH_##kind(buckets)];
#include "common/metrics.def"
} layout_t;

#define CELLS (sizeof(layout_t) / sizeof(uint64_t))

static _Atomic uint64_t cells[CELLS];

static const char *const names[] = {
#define MOOT_METRIC(kind, name, ...) #name,
#include "common/metrics.def"
};

static const moot_metric_line_t lines[] = {
#define MOOT_METRIC(kind_, name, unit_, l1, l2, buckets, programs_, help_)     \
    {.kind = MOOT_METRIC_##kind_,                                              \
     .unit = MOOT_METRIC_##unit_,                                              \
     .programs = programs_,                                                    \
     .label1 = label_##l1,                                                     \
     .label2 = label_##l2,                                                     \
     .values1 = values_##l1,                                                   \
     .values2 = values_##l2,                                                   \
     .count1 = MOOT_L_##l1##_COUNT,                                            \
     .count2 = MOOT_L_##l2##_COUNT,                                            \
     .bounds = bounds_##buckets,                                               \
     .bounds_count = BOUNDS(buckets),                                          \
     .help = help_,                                                            \
     .offset = offsetof(layout_t, name) / sizeof(uint64_t)},
#include "common/metrics.def"
};

const moot_metric_line_t *moot_metric_line(enum moot_metric metric)
{
    MOOT_CHECK((unsigned)metric < MOOT_METRICS);
    return &lines[metric];
}

/* ---- Counting ------------------------------------------------------------ */

static uint64_t load(size_t cell)
{
    return atomic_load_explicit(&cells[cell], memory_order_relaxed);
}

/* One thread writes, so this needs no locked addition. */
static void bump(size_t cell, uint64_t n)
{
    atomic_store_explicit(&cells[cell], load(cell) + n, memory_order_relaxed);
}

static unsigned width(const moot_metric_line_t *line)
{
    return line->kind == MOOT_METRIC_HISTOGRAM ? line->bounds_count + 2 : 1;
}

static size_t cell_of(const moot_metric_line_t *line, unsigned label1,
                      unsigned label2)
{
    MOOT_CHECK(label1 < line->count1 && label2 < line->count2);
    return line->offset
           + (size_t)(label1 * line->count2 + label2) * width(line);
}

void moot_metric_add_at(enum moot_metric metric, unsigned label1,
                        unsigned label2, uint64_t n)
{
    const moot_metric_line_t *line = moot_metric_line(metric);
    MOOT_CHECK(line->kind == MOOT_METRIC_COUNTER);
    bump(cell_of(line, label1, label2), n);
}

void moot_metric_add(enum moot_metric metric, uint64_t n)
{
    MOOT_CHECK(moot_metric_line(metric)->count1 == 1);
    moot_metric_add_at(metric, 0, 0, n);
}

void moot_metric_set_at(enum moot_metric metric, unsigned label1,
                        unsigned label2, uint64_t value)
{
    const moot_metric_line_t *line = moot_metric_line(metric);
    MOOT_CHECK(line->kind != MOOT_METRIC_HISTOGRAM);
    atomic_store_explicit(&cells[cell_of(line, label1, label2)], value,
                          memory_order_relaxed);
}

void moot_metric_set(enum moot_metric metric, uint64_t value)
{
    MOOT_CHECK(moot_metric_line(metric)->count1 == 1);
    moot_metric_set_at(metric, 0, 0, value);
}

void moot_metric_observe(enum moot_metric metric, unsigned label,
                         uint64_t value)
{
    const moot_metric_line_t *line = moot_metric_line(metric);
    size_t cell = cell_of(line, label, 0);
    unsigned bucket = 0;
    MOOT_CHECK(line->kind == MOOT_METRIC_HISTOGRAM);
    while (bucket < line->bounds_count && value > line->bounds[bucket])
        bucket++;
    bump(cell + bucket, 1);
    bump(cell + line->bounds_count + 1, value);
}

void moot_metric_reset(void)
{
    for (size_t i = 0; i < CELLS; i++)
        atomic_store_explicit(&cells[i], 0, memory_order_relaxed);
}

/* ---- Exposition ---------------------------------------------------------- */

bool moot_metric_name(enum moot_metric metric, char *out, size_t size)
{
    const char *name = names[metric];
    const char *prefix = strncmp(name, "PROCESS_", 8) == 0 ? "" : "moot_";
    int n = snprintf(out, size, "%s%s", prefix, name);
    if (n < 0 || (size_t)n >= size)
        return false;
    for (char *at = out; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return true;
}

/* A text inside quotes (a label's value) or outside (a HELP, where a quote
 * stands for itself). */
static void put_escaped(moot_buf_t *out, const char *text, bool quoted)
{
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            moot_buf_put_str(out, "\\\\");
        else if (*text == '\n')
            moot_buf_put_str(out, "\\n");
        else if (*text == '"' && quoted)
            moot_buf_put_str(out, "\\\"");
        else
            moot_buf_put(out, text, 1);
    }
}

/* Puts a number of the unit as one of the base unit, without trailing zeros:
 * 1500 ms is 1.5. */
static void put_number(moot_buf_t *out, uint64_t value,
                       enum moot_metric_unit unit)
{
    uint64_t scale = unit == MOOT_METRIC_MS   ? 1000
                     : unit == MOOT_METRIC_US ? 1000000
                                              : 1;
    uint64_t rest = value % scale;
    moot_buf_printf(out, "%" PRIu64, value / scale);
    if (rest == 0)
        return;
    moot_buf_put_str(out, ".");
    for (scale /= 10; rest > 0; scale /= 10) {
        moot_buf_printf(out, "%" PRIu64, rest / scale);
        rest %= scale;
    }
}

/* One sample's name and labels, the braces not yet closed. */
static void put_head(moot_buf_t *out, const char *name, const char *suffix,
                     const moot_metric_line_t *line, unsigned label1,
                     unsigned label2)
{
    const char *between = "{";
    moot_buf_printf(out, "%s%s", name, suffix);
    if (line->label1[0] != '\0') {
        moot_buf_printf(out, "%s%s=\"", between, line->label1);
        put_escaped(out, line->values1[label1], true);
        moot_buf_put_str(out, "\"");
        between = ",";
    }
    if (line->label2[0] != '\0') {
        moot_buf_printf(out, "%s%s=\"", between, line->label2);
        put_escaped(out, line->values2[label2], true);
        moot_buf_put_str(out, "\"");
    }
}

static void end_head(moot_buf_t *out, const moot_metric_line_t *line)
{
    moot_buf_put_str(out, line->label1[0] != '\0' ? "} " : " ");
}

static void put_histogram(moot_buf_t *out, const char *name,
                          const moot_metric_line_t *line, unsigned label)
{
    size_t cell = cell_of(line, label, 0);
    uint64_t total = 0;
    for (unsigned i = 0; i <= line->bounds_count; i++) {
        total += load(cell + i);
        put_head(out, name, "_bucket", line, label, 0);
        moot_buf_put_str(out, line->label1[0] != '\0' ? ",le=\"" : "{le=\"");
        if (i < line->bounds_count)
            put_number(out, line->bounds[i], line->unit);
        else
            moot_buf_put_str(out, "+Inf");
        moot_buf_printf(out, "\"} %" PRIu64 "\n", total);
    }
    put_head(out, name, "_sum", line, label, 0);
    end_head(out, line);
    put_number(out, load(cell + line->bounds_count + 1), line->unit);
    moot_buf_put_str(out, "\n");
    /* The sum of the buckets above, whatever was counted in between. */
    put_head(out, name, "_count", line, label, 0);
    end_head(out, line);
    moot_buf_printf(out, "%" PRIu64 "\n", total);
}

/* Whether anything was counted at these labels. */
static bool occurred(const moot_metric_line_t *line, unsigned label1,
                     unsigned label2)
{
    size_t cell = cell_of(line, label1, label2);
    for (unsigned i = 0; i < width(line); i++)
        if (load(cell + i) != 0)
            return true;
    return false;
}

static void put_samples(moot_buf_t *out, const char *name,
                        const moot_metric_line_t *line)
{
    bool histogram = line->kind == MOOT_METRIC_HISTOGRAM;
    bool sparse =
        line->label2[0] != '\0' || (histogram && line->label1[0] != '\0');
    for (unsigned i = 0; i < line->count1; i++) {
        for (unsigned j = 0; j < line->count2; j++) {
            if (sparse && !occurred(line, i, j))
                continue;
            if (histogram) {
                put_histogram(out, name, line, i);
                continue;
            }
            put_head(out, name, "", line, i, j);
            end_head(out, line);
            put_number(out, load(cell_of(line, i, j)), line->unit);
            moot_buf_put_str(out, "\n");
        }
    }
}

static void put_titles(moot_buf_t *out, const char *name, const char *help,
                       const char *type)
{
    moot_buf_printf(out, "# HELP %s ", name);
    put_escaped(out, help, false);
    moot_buf_printf(out, "\n# TYPE %s %s\n", name, type);
}

int moot_metric_write(moot_buf_t *out, unsigned program, const char *version)
{
    static const char *const types[] = {"counter", "gauge", "histogram"};
    char name[96];
    put_titles(out, "moot_build_info",
               "The program's version, as a label of the number 1.", "gauge");
    moot_buf_put_str(out, "moot_build_info{version=\"");
    put_escaped(out, version, true);
    moot_buf_put_str(out, "\"} 1\n");
    for (unsigned i = 0; i < MOOT_METRICS; i++) {
        if ((lines[i].programs & program) == 0)
            continue;
        MOOT_CHECK(moot_metric_name((enum moot_metric)i, name, sizeof name));
        put_titles(out, name, lines[i].help, types[lines[i].kind]);
        put_samples(out, name, &lines[i]);
    }
    return out->error;
}
