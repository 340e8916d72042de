/* The counters of the bus as metrics. */
#ifndef MOOT_BUS_METRIC_H
#define MOOT_BUS_METRIC_H

#include "common/bus.h"
#include "common/metric.h"

/* Adds the counters of one socket to a sum. */
void moot_bus_metric_add(moot_bus_stats_t *sum, moot_bus_stats_t stats);

/* Shows the counters of all sockets that have such a peer. */
void moot_bus_metric_show(enum moot_label_PEER peer, moot_bus_stats_t stats);

#endif
