/* Prints deploy/METRICS.md from the table of metrics. */
#include <inttypes.h>
#include <stdio.h>

#include "common/conf.h"
#include "common/metric.h"

static void print_values(const char *label, const char *const *values,
                         unsigned count)
{
    if (label[0] == '\0')
        return;
    printf(" Label `%s`:", label);
    for (unsigned i = 0; i < count; i++)
        printf("%s `%s`", i > 0 ? "," : "", values[i]);
    printf(".");
}

static void print_bounds(const moot_metric_line_t *line)
{
    double scale = line->unit == MOOT_METRIC_MS   ? 1e3
                   : line->unit == MOOT_METRIC_US ? 1e6
                                                  : 1;
    printf(" Buckets up to");
    for (unsigned i = 0; i < line->bounds_count; i++)
        printf("%s %g", i > 0 ? "," : "", (double)line->bounds[i] / scale);
    printf(".");
}

static void print_section(const char *title, unsigned programs)
{
    static const char *const kinds[] = {"counter", "gauge", "histogram"};
    printf("\n## %s\n\n| metric | kind | meaning |\n| --- | --- | --- |\n",
           title);
    for (unsigned i = 0; i < MOOT_METRICS; i++) {
        const moot_metric_line_t *line = moot_metric_line(i);
        char name[96];
        if (line->programs != programs)
            continue;
        MOOT_CHECK(moot_metric_name(i, name, sizeof name));
        printf("| `%s` | %s | %s", name, kinds[line->kind], line->help);
        print_values(line->label1, line->values1, line->count1);
        print_values(line->label2, line->values2, line->count2);
        if (line->kind == MOOT_METRIC_HISTOGRAM)
            print_bounds(line);
        printf(" |\n");
    }
}

int main(void)
{
    puts("<!-- Made from common/metrics.def by moot_metric_gen; do not edit. "
         "-->\n# Metrics\n\n"
         "With `metrics_port` set, every program answers over HTTP at that "
         "port of\n`metrics_bind` (127.0.0.1 unless said otherwise):\n\n"
         "| path | answer |\n| --- | --- |\n"
         "| `/metrics` | the numbers below, in the text format of Prometheus "
         "|\n"
         "| `/healthz` | 200 while the program starts and while its loop "
         "turned within the last 2 s, else 503 |\n"
         "| `/readyz` | 200 while it can do its work, else 503 and the reason "
         "as text. Edge: it accepts clients and reaches a worker for every "
         "slot. Broker: every slot has a live worker. Worker: its store is "
         "open and a broker is connected |\n\n"
         "`moot up --metrics-port P` gives its programs the ports from P on: "
         "brokers, workers,\nedges, each by number. Two brokers, two workers "
         "and an edge have P, P+1; P+2, P+3; P+4.\n\n"
         "Nothing here asks for a token: let strangers not reach the "
         "port.\n`prometheus/prometheus.yml` scrapes all programs, "
         "`prometheus/alerts.yml` says when to worry,\n[ALERTS.md](ALERTS.md) "
         "what to do then.\n\n"
         "Counters begin at 0 with each start of a program. Metrics of two "
         "labels, and histograms with\none, show only the values that "
         "occurred.");
    print_section("Every program",
                  MOOT_CONF_EDGE | MOOT_CONF_BROKER | MOOT_CONF_WORKER);
    puts("| `moot_build_info` | gauge | 1, with the program's version as "
         "label `version`. |");
    print_section("Edge", MOOT_CONF_EDGE);
    print_section("Broker", MOOT_CONF_BROKER);
    print_section("Worker", MOOT_CONF_WORKER);
    return 0;
}
