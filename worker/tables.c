#include "worker/tables.h"

#include "common/err.h"

static int load(moot_tables_t *tables, uint64_t now_ms)
{
    const moot_tables_config_t *config = &tables->config;
    moot_store_t *store = tables->store;
    int rc = moot_slots_load(&tables->slots, store);
    if (rc == 0)
        rc = moot_due_load(&tables->due, store, &tables->slots);
    if (rc < 0)
        return rc;
    rc = moot_rooms_load(&tables->rooms, store, config->rooms_cached_max);
    if (rc < 0)
        return rc;
    rc = moot_sessions_load(&tables->sessions, store, config->sessions_max,
                            now_ms);
    if (rc < 0)
        goto close_rooms;
    rc = moot_outbox_load(&tables->outbox, store);
    if (rc == 0)
        return 0;
    moot_sessions_close(&tables->sessions);
close_rooms:
    moot_rooms_close(&tables->rooms);
    return rc;
}

int moot_tables_open(moot_tables_t *tables, moot_store_t *store,
                     const moot_tables_config_t *config, uint64_t now_ms)
{
    tables->store = store;
    tables->config = *config;
    if (config->emit_keep_ms == 0)
        tables->config.emit_keep_ms = MOOT_EMIT_KEEP_MS;
    if (config->emit_kept_max == 0)
        tables->config.emit_kept_max = MOOT_EMIT_KEPT_MAX;
    int rc = moot_store_begin(store);
    if (rc < 0)
        return rc;
    rc = load(tables, now_ms);
    moot_store_abort(store);
    if (rc == 0)
        moot_buf_init(&tables->scratch, SIZE_MAX);
    return rc;
}

void moot_tables_close(moot_tables_t *tables)
{
    moot_outbox_close(&tables->outbox);
    moot_sessions_close(&tables->sessions);
    moot_rooms_close(&tables->rooms);
    moot_buf_close(&tables->scratch);
}

int moot_tables_flush(moot_tables_t *tables)
{
    int rc = moot_slots_flush(&tables->slots);
    if (rc == 0)
        rc = moot_rooms_flush(&tables->rooms);
    if (rc == 0)
        rc = moot_sessions_flush(&tables->sessions);
    if (rc == 0)
        rc = moot_outbox_flush(&tables->outbox);
    return rc;
}

void moot_tables_settle(moot_tables_t *tables)
{
    moot_slots_settle(&tables->slots);
    moot_rooms_settle(&tables->rooms);
    moot_sessions_settle(&tables->sessions);
    moot_outbox_settle(&tables->outbox);
    moot_due_settle(&tables->due);
}

int moot_tables_forget(moot_tables_t *tables)
{
    moot_rooms_forget(&tables->rooms);
    moot_due_forget(&tables->due);
    int rc = moot_slots_forget(&tables->slots);
    if (rc == 0)
        rc = moot_sessions_forget(&tables->sessions);
    if (rc == 0)
        rc = moot_outbox_forget(&tables->outbox);
    return rc;
}
