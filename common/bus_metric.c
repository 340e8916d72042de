#include "common/bus_metric.h"

void moot_bus_metric_add(moot_bus_stats_t *sum, moot_bus_stats_t stats)
{
    sum->connected += stats.connected;
    sum->disconnected += stats.disconnected;
    sum->handshake_failed += stats.handshake_failed;
    sum->retried += stats.retried;
    sum->dropped += stats.dropped;
    sum->foreign += stats.foreign;
}

void moot_bus_metric_show(enum moot_label_PEER peer, moot_bus_stats_t stats)
{
    moot_metric_set_at(MOOT_M_BUS_CONNECTS_TOTAL, peer, 0, stats.connected);
    moot_metric_set_at(MOOT_M_BUS_DISCONNECTS_TOTAL, peer, 0,
                       stats.disconnected);
    moot_metric_set_at(MOOT_M_BUS_HANDSHAKES_FAILED_TOTAL, peer, 0,
                       stats.handshake_failed);
}
