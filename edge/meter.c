#include "edge/meter.h"

#include "common/bus_metric.h"
#include "proto/rules.h"

/* ---- Labels -------------------------------------------------------------- */

void moot_meter_closed(int code)
{
    static const struct {
        int code;
        enum moot_label_CLOSE label;
    } labels[] = {
        {1000, MOOT_L_CLOSE_NORMAL},   {1001, MOOT_L_CLOSE_AWAY},
        {1002, MOOT_L_CLOSE_PROTOCOL}, {1005, MOOT_L_CLOSE_EMPTY},
        {1006, MOOT_L_CLOSE_LOST},     {1007, MOOT_L_CLOSE_UTF8},
        {1008, MOOT_L_CLOSE_POLICY},   {1009, MOOT_L_CLOSE_TOO_BIG},
        {1012, MOOT_L_CLOSE_RESTART},  {1013, MOOT_L_CLOSE_TRY_LATER},
    };
    enum moot_label_CLOSE label = MOOT_L_CLOSE_OTHER;

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].code == code)
            label = labels[i].label;
    moot_metric_add_at(MOOT_M_EDGE_CONNECTIONS_CLOSED_TOTAL, label, 0, 1);
}

void moot_meter_refused(int status)
{
    static const struct {
        int status;
        enum moot_label_STATUS label;
    } labels[] = {
        {400, MOOT_L_STATUS_400}, {401, MOOT_L_STATUS_401},
        {403, MOOT_L_STATUS_403}, {404, MOOT_L_STATUS_404},
        {405, MOOT_L_STATUS_405}, {408, MOOT_L_STATUS_408},
        {413, MOOT_L_STATUS_413}, {500, MOOT_L_STATUS_500},
        {501, MOOT_L_STATUS_501}, {426, MOOT_L_STATUS_426},
        {429, MOOT_L_STATUS_429}, {431, MOOT_L_STATUS_431},
        {503, MOOT_L_STATUS_503},
    };
    enum moot_label_STATUS label = MOOT_L_STATUS_OTHER;

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].status == status)
            label = labels[i].label;
    moot_metric_add_at(MOOT_M_EDGE_REFUSED_TOTAL, label, 0, 1);
}

/* ---- Numbers ------------------------------------------------------------- */

static void show_ws(const moot_ws_stats_t *stats)
{
    moot_metric_set(MOOT_M_EDGE_CONNECTIONS, stats->connections);
    moot_metric_set(MOOT_M_EDGE_CONNECTIONS_OPENED_TOTAL, stats->accepted);
    moot_metric_set(MOOT_M_EDGE_HTTP_REQUESTS_TOTAL, stats->requests);
    moot_metric_set(MOOT_M_EDGE_HTTP_WAITING, stats->waiting);
    moot_metric_set(MOOT_M_EDGE_HTTP_CONNECTIONS, stats->handshakes);
    moot_metric_set(MOOT_M_EDGE_HANDSHAKES_TIMED_OUT_TOTAL,
                    stats->handshakes_timed_out);
    moot_metric_set(MOOT_M_EDGE_HANDSHAKES_DROPPED_TOTAL,
                    stats->handshakes_dropped);
    moot_metric_set(MOOT_M_EDGE_SLOW_CLOSES_TOTAL, stats->slow_closed);
    moot_metric_set(MOOT_M_EDGE_SILENT_CLOSES_TOTAL, stats->silent_closed);
    moot_metric_set(MOOT_M_EDGE_FRAMES_RECEIVED_TOTAL, stats->messages_in);
    moot_metric_set(MOOT_M_EDGE_RECEIVED_BYTES_TOTAL, stats->bytes_in);
    moot_metric_set(MOOT_M_EDGE_FRAMES_SENT_TOTAL, stats->frames_out);
    moot_metric_set(MOOT_M_EDGE_SENT_BYTES_TOTAL, stats->bytes_out);
    moot_metric_set(MOOT_M_EDGE_WRITES_TOTAL, stats->writes_out);
    moot_metric_set(MOOT_M_EDGE_QUEUED_BYTES, stats->queued_bytes);
}

static void show_delivery(const moot_delivery_facts_t *facts)
{
    moot_metric_set(MOOT_M_EDGE_REQUEST_TIMEOUTS_TOTAL, facts->timeouts);
    moot_metric_set(MOOT_M_EDGE_RESENDS_TOTAL, facts->resends);
    moot_metric_set(MOOT_M_EDGE_DELIVERIES_TOTAL, facts->delivered);
    moot_metric_set(MOOT_M_EDGE_GAPS_TOTAL, facts->gaps);
    moot_metric_set(MOOT_M_EDGE_REPAIRS_TOTAL, facts->repairs);
    moot_metric_set(MOOT_M_EDGE_HELD_DROPPED_TOTAL, facts->held_dropped);
    moot_metric_set(MOOT_M_EDGE_DAMAGED_TOTAL, facts->damaged);
    moot_metric_set(MOOT_M_EDGE_ROOMS_FOLLOWED, facts->rooms);
    moot_metric_set(MOOT_M_EDGE_SLOTS_REACHABLE, facts->slots_reachable);
    moot_metric_set(MOOT_M_EDGE_EMISSIONS_FOLLOWED, facts->emissions_followed);
    moot_metric_set(MOOT_M_EDGE_EMISSIONS_TOTAL, facts->emitted);
    moot_metric_set(MOOT_M_EDGE_EMISSIONS_MISSED_TOTAL,
                    facts->emissions_missed);
}

void moot_meter_remote(const moot_remote_facts_t *facts)
{
    moot_metric_set(MOOT_M_EDGE_REMOTE_POLLS_TOTAL, facts->polls);
    moot_metric_set(MOOT_M_EDGE_REMOTE_TUNNELS, facts->tunnels);
    moot_metric_set(MOOT_M_EDGE_REMOTE_HELD,
                    facts->served + facts->tunnels_held);
    moot_metric_set(MOOT_M_EDGE_REMOTE_REPEATS_TOTAL, facts->repeats);
    moot_metric_set(MOOT_M_EDGE_REMOTE_LOST_TOTAL, facts->lost + facts->slow);
}

void moot_meter_show(moot_admin_t *admin, const moot_delivery_facts_t *facts,
                     const moot_ws_t *ws, moot_uplink_t *uplink, bool stopping,
                     uint64_t now_ms)
{
    moot_ws_stats_t stats;
    moot_uplink_stats_t lines;

    if (!admin)
        return;
    stats = moot_ws_stats(ws);
    lines = moot_uplink_stats(uplink);
    show_ws(&stats);
    show_delivery(facts);
    moot_bus_metric_show(MOOT_L_PEER_BROKER, lines.brokers);
    moot_bus_metric_show(MOOT_L_PEER_WORKER, lines.workers);
    if (stopping)
        moot_admin_unready(admin, "stopping");
    else if (facts->slots_reachable < MOOT_SLOTS)
        moot_admin_unready(admin, "%zu of %d slots cannot be reached",
                           MOOT_SLOTS - facts->slots_reachable, MOOT_SLOTS);
    else
        moot_admin_ready(admin);
    moot_admin_turned(admin, now_ms);
}
