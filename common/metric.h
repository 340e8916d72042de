/* The metrics of a process, generated from common/metrics.def, and their
 * exposition as Prometheus reads it.
 *
 * Cores may count here: they never read what they wrote, so what they say
 * and do stays a matter of their input alone. One thread counts, that of the
 * program's loop; moot_metric_write may run in any thread at any time. What
 * is counted costs a load, an addition and a store, none of them locked. */
#ifndef MOOT_METRIC_H
#define MOOT_METRIC_H

#include "common/buf.h"

enum moot_metric {
#define MOOT_METRIC(kind, name, ...) MOOT_M_##name,
#include "common/metrics.def"
    MOOT_METRICS /* their number */
};

/* Values of labels: MOOT_L_CODE_OK … and their number, MOOT_L_CODE_COUNT. */
#define MOOT_LABELS(set, name) enum moot_label_##set {
#define MOOT_LABEL(set, value, text) MOOT_L_##set##_##value,
#define MOOT_LABELS_END(set)                                                   \
    MOOT_L_##set##_COUNT                                                       \
    }                                                                          \
    ;
#include "common/metrics.def"

enum moot_metric_kind {
    MOOT_METRIC_COUNTER,
    MOOT_METRIC_GAUGE,
    MOOT_METRIC_HISTOGRAM,
};

/* What the numbers of a metric stand for inside; shown in base units. */
enum moot_metric_unit {
    MOOT_METRIC_ONE,
    MOOT_METRIC_BYTES,
    MOOT_METRIC_MS,
    MOOT_METRIC_US,
};

/* Bytes of an exposition at most. */
#define MOOT_METRIC_TEXT_MAX (1u << 20)

/* Adds to a counter without labels; n may be 0. */
void moot_metric_add(enum moot_metric metric, uint64_t n);

/* Adds to a counter at these labels, each below its set's number; MOOT_L_
 * NONE_ALL for the label that it does not have. */
void moot_metric_add_at(enum moot_metric metric, unsigned label1,
                        unsigned label2, uint64_t n);

/* Sets a gauge, or a counter whose count is kept elsewhere. */
void moot_metric_set(enum moot_metric metric, uint64_t value);
void moot_metric_set_at(enum moot_metric metric, unsigned label1,
                        unsigned label2, uint64_t value);

/* Puts one value into a histogram; label MOOT_L_NONE_ALL when it has none. */
void moot_metric_observe(enum moot_metric metric, unsigned label,
                         uint64_t value);

/* Appends the text of a program's metrics (one of MOOT_CONF_EDGE, _BROKER,
 * _WORKER), by the format of text version 0.0.4. version: for
 * moot_build_info. Errors: those of moot_buf_put. */
MOOT_CHECKED int moot_metric_write(moot_buf_t *out, unsigned program,
                                   const char *version);

/* A line of the table, for documents and tests. */
typedef struct moot_metric_line {
    enum moot_metric_kind kind;
    enum moot_metric_unit unit;
    unsigned programs; /* MOOT_CONF_EDGE … */
    const char *label1, *label2; /* names of labels; empty: none */
    const char *const *values1, *const *values2;
    unsigned count1, count2;
    const uint64_t *bounds;
    unsigned bounds_count;
    const char *help;
    size_t offset; /* of its first cell; private */
} moot_metric_line_t;

const moot_metric_line_t *moot_metric_line(enum moot_metric metric);

/* The shown name, such as "moot_edge_connections"; false when it does not fit
 * into size bytes. */
bool moot_metric_name(enum moot_metric metric, char *out, size_t size);

/* Sets every number back to 0; for tests. */
void moot_metric_reset(void);

#endif
