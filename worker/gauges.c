#include "worker/gauges.h"

#include "common/clock.h"

/* ---- Batches ------------------------------------------------------------- */

static uint64_t records_of(const moot_shard_t *shard)
{
    moot_shard_facts_t facts;
    moot_shard_facts(shard, &facts);
    return facts.records;
}

void moot_gauges_begin(moot_gauges_t *gauges, const moot_shard_t *shard)
{
    gauges->records = records_of(shard);
}

void moot_gauges_before(moot_gauges_t *gauges, size_t messages)
{
    if (messages > 0)
        moot_metric_observe(MOOT_M_WORKER_BATCH_MESSAGES, MOOT_L_NONE_ALL,
                            messages);
    gauges->began_us = moot_clock_mono_us();
}

void moot_gauges_after(moot_gauges_t *gauges, const moot_shard_t *shard)
{
    /* Without a record nothing was synced: beats, looks, repeats. */
    if (records_of(shard) > gauges->records)
        moot_metric_observe(MOOT_M_WORKER_COMMIT_DURATION_SECONDS,
                            MOOT_L_NONE_ALL,
                            moot_clock_mono_us() - gauges->began_us);
}

/* ---- All else ------------------------------------------------------------ */

void moot_gauges_broker(moot_gauges_t *gauges, moot_bus_stats_t stats)
{
    moot_bus_metric_add(&gauges->brokers, stats);
}

static void show_facts(const moot_shard_facts_t *facts)
{
    moot_metric_set(MOOT_M_WORKER_REQUESTS_TOTAL, facts->requests);
    moot_metric_set(MOOT_M_WORKER_REPEATS_TOTAL, facts->repeats);
    moot_metric_set(MOOT_M_WORKER_RESEND_FROM_TOTAL, facts->resend_from);
    moot_metric_set(MOOT_M_WORKER_PUBLISHED_TOTAL, facts->published);
    moot_metric_set(MOOT_M_WORKER_DAMAGED_TOTAL, facts->damaged);
    moot_metric_set(MOOT_M_WORKER_REFUSED_EDGES_TOTAL, facts->refused_edges);
    moot_metric_set(MOOT_M_WORKER_RECORDS_TOTAL, facts->records);
    moot_metric_set(MOOT_M_WORKER_COMMITS_TOTAL, facts->commits);
    moot_metric_set(MOOT_M_WORKER_FULL_BATCHES_TOTAL, facts->full);
    moot_metric_set(MOOT_M_WORKER_OUTBOX_WAITING, facts->outbox_waiting);
    moot_metric_set(MOOT_M_WORKER_EDGES, facts->edges);
    moot_metric_set(MOOT_M_WORKER_SESSIONS, facts->sessions);
    moot_metric_set(MOOT_M_WORKER_ROOMS, facts->rooms);
    moot_metric_set(MOOT_M_WORKER_EMISSIONS_TOTAL, facts->emissions);
    moot_metric_set(MOOT_M_WORKER_EMISSIONS_KEPT, facts->emissions_kept);
}

static int show_store(moot_store_t *store)
{
    moot_store_stat_t stat;
    int rc = moot_store_begin(store);
    if (rc < 0)
        return rc;
    rc = moot_store_stat(store, &stat);
    moot_store_abort(store);
    if (rc < 0)
        return rc;
    moot_metric_set(MOOT_M_WORKER_STORE_USED_BYTES, stat.bytes_used);
    moot_metric_set(MOOT_M_WORKER_STORE_MAX_BYTES, stat.bytes_max);
    return 0;
}

int moot_gauges_show(moot_gauges_t *gauges, const moot_shard_t *shard,
                     moot_store_t *store, moot_bus_stats_t pub, uint64_t unsent,
                     uint64_t now_ms)
{
    moot_bus_stats_t brokers = gauges->brokers;
    moot_shard_facts_t facts;
    gauges->brokers = (moot_bus_stats_t){0};
    if (gauges->admin == NULL)
        return 0;
    moot_shard_facts(shard, &facts);
    show_facts(&facts);
    moot_metric_set(MOOT_M_WORKER_UNSENT_TOTAL, unsent);
    moot_bus_metric_show(MOOT_L_PEER_BROKER, brokers);
    moot_bus_metric_show(MOOT_L_PEER_EDGE, pub);
    if (brokers.connected > brokers.disconnected)
        moot_admin_ready(gauges->admin);
    else
        moot_admin_unready(gauges->admin, "no broker is connected");
    moot_admin_turned(gauges->admin, now_ms);
    if (now_ms < gauges->store_due_ms)
        return 0;
    gauges->store_due_ms = now_ms + MOOT_GAUGES_STORE_MS;
    return show_store(store);
}
