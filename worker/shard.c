/* Batches: everything that one commit makes durable, and what is said after
 * it. The messages themselves are handled in dispatch.c and requests.c. */
#include "worker/shard.h"

#include <limits.h>
#include <stdlib.h>

#include "common/err.h"
#include "worker/guarded.h"
#include "worker/shard_state.h"
#include "worker/verdict.h"

/* A step of the wall clock beyond this, against the monotonic one. */
#define CLOCK_JUMP_MS 1000

int moot_shard_found(moot_store_t *store, uint64_t workers)
{
    return moot_slots_found(store, workers);
}

/* ---- Life ---------------------------------------------------------------- */

/* Every event of a stream, as the tables take it. */
static void on_event(void *ctx, enum moot_kind kind, moot_slice_t id,
                     unsigned slot, uint64_t epoch, moot_slice_t event)
{
    moot_shard_t *shard = ctx;
    moot_interest_publish(&shard->interest, kind, id,
                          shard->tables.slots.at[slot].epoch, epoch, event);
}

static moot_slice_t keep_text(uint8_t *at, size_t size, moot_slice_t text)
{
    MOOT_CHECK(text.size <= size);
    if (text.size > 0)
        memcpy(at, text.at, text.size);
    return moot_slice(at, text.size);
}

static void init_bufs(moot_shard_t *shard)
{
    moot_buf_t *const bufs[] = {&shard->inputs, &shard->events, &shard->event,
                                &shard->record, &shard->users, &shard->body,
                                &shard->snapshot};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        moot_buf_init(bufs[i], SIZE_MAX);
}

static void close_bufs(moot_shard_t *shard)
{
    moot_buf_close(&shard->inputs);
    moot_buf_close(&shard->events);
    moot_buf_close(&shard->event);
    moot_buf_close(&shard->record);
    moot_buf_close(&shard->users);
    moot_buf_close(&shard->body);
    moot_buf_close(&shard->snapshot);
}

static void init_parts(moot_shard_t *shard)
{
    const moot_shard_config_t *config = &shard->config;
    moot_interest_config_t interest = {
        .worker = config->worker,
        .incarnation = config->incarnation,
        .edges_max = config->edges_max,
    };
    shard->rules = (moot_room_rules_t){
        .members_per_room_max = config->members_per_room_max,
        .rooms_per_user_max = config->rooms_per_user_max,
        .create_on_join = config->create_on_join,
    };
    moot_interest_init(&shard->interest, &interest);
    moot_outgoing_init(&shard->outgoing);
    moot_fetch_init(&shard->fetch, &shard->tables);
    moot_parked_init(&shard->parked);
    moot_arena_init(&shard->arena, MOOT_VERDICT_ARENA_MAX);
    init_bufs(shard);
}

int moot_shard_open(const moot_shard_config_t *config, moot_store_t *store,
                    const moot_shard_sink_t *sink, void *ctx, uint64_t now_ms,
                    uint64_t wall_ms, moot_shard_t **shard_p)
{
    moot_shard_t *shard = calloc(1, sizeof(*shard));
    MOOT_CHECK(shard != NULL);
    moot_tables_config_t tables = {
        .dedup = {config->dedup_window_ms, config->dedup_per_sender_max},
        .rooms_cached_max = config->rooms_cached_max,
        .sessions_max = config->sessions_max,
        .emit_keep_ms = config->emit_keep_ms,
        .emit_kept_max = config->emit_kept_max,
        .publish = on_event,
        .ctx = shard,
    };
    int rc = moot_tables_open(&shard->tables, store, &tables, now_ms);
    if (rc < 0) {
        free(shard);
        return rc;
    }
    shard->config = *config;
    shard->config.cluster =
        keep_text(shard->cluster, sizeof shard->cluster, config->cluster);
    shard->config.endpoint =
        keep_text(shard->endpoint, sizeof shard->endpoint, config->endpoint);
    shard->config.key = keep_text(shard->key, sizeof shard->key, config->key);
    shard->sink = *sink;
    shard->ctx = ctx;
    shard->store = store;
    shard->state = MOOT_STATE_STARTING;
    shard->opened_ms = shard->tick_ms = shard->now_ms = now_ms;
    shard->tick_wall_ms = shard->wall_ms = wall_ms;
    shard->trusted_ms = now_ms + MOOT_DUE_DEAD_MS;
    init_parts(shard);
    *shard_p = shard;
    return 0;
}

void moot_shard_close(moot_shard_t **shard_p)
{
    moot_shard_t *shard = *shard_p;
    if (shard == NULL)
        return;
    moot_store_abort(shard->store);
    moot_tables_close(&shard->tables);
    moot_interest_close(&shard->interest);
    moot_outgoing_close(&shard->outgoing);
    moot_fetch_close(&shard->fetch);
    moot_parked_close(&shard->parked);
    moot_arena_close(&shard->arena);
    close_bufs(shard);
    free(shard);
    *shard_p = NULL;
}

/* ---- Batches ------------------------------------------------------------- */

/* Instead of a broker: a verdict of a guard process. */
#define FROM_GUARD UINT_MAX

/* One message of a batch as it is kept: this, then route and body. */
typedef struct input {
    unsigned broker;
    size_t route_size, body_size;
} input_t;

int moot_shard_begin(moot_shard_t *shard, uint64_t now_ms, uint64_t wall_ms)
{
    MOOT_CHECK(!shard->open);
    int rc = moot_store_begin(shard->store);
    if (rc < 0)
        return rc;
    shard->open = true;
    shard->failed = 0;
    shard->now_ms = shard->since_ms = now_ms;
    shard->wall_ms = wall_ms;
    shard->facts_before = shard->facts;
    moot_buf_clear(&shard->inputs);
    shard->inputs_count = 0;
    return 0;
}

static void keep_input(moot_shard_t *shard, unsigned broker,
                       moot_slice_t route, moot_slice_t body)
{
    input_t input = {broker, route.size, body.size};
    moot_buf_put(&shard->inputs, &input, sizeof input);
    moot_buf_put(&shard->inputs, route.at, route.size);
    moot_buf_put(&shard->inputs, body.at, body.size);
    MOOT_CHECK(shard->inputs.error == 0);
    shard->inputs_count++;
}

void moot_shard_receive(moot_shard_t *shard, unsigned broker,
                        moot_slice_t route, moot_slice_t body)
{
    MOOT_CHECK(shard->open && broker < MOOT_SHARD_BROKERS_MAX);
    keep_input(shard, broker, route, body);
    shard->brokers |= UINT64_C(1) << broker;
    if (shard->failed == 0)
        moot_dispatch_take(shard, broker, route, body);
}

void moot_shard_told(moot_shard_t *shard, moot_slice_t told)
{
    MOOT_CHECK(shard->open);
    keep_input(shard, FROM_GUARD, moot_slice("", 0), told);
    if (shard->failed == 0)
        moot_guarded_told(shard, told);
}

/* Handles the kept messages again. */
static void receive_again(moot_shard_t *shard)
{
    const uint8_t *at = shard->inputs.at;
    for (size_t i = 0; i < shard->inputs_count && shard->failed == 0; i++) {
        input_t input;
        memcpy(&input, at, sizeof input);
        at += sizeof input;
        moot_slice_t route = moot_slice(at, input.route_size);
        moot_slice_t body = moot_slice(at + input.route_size,
                                       input.body_size);
        at += input.route_size + input.body_size;
        if (input.broker == FROM_GUARD)
            moot_guarded_told(shard, body);
        else
            moot_dispatch_take(shard, input.broker, route, body);
    }
}

/* Writes what the batch owes and commits. Errors: of the store. */
static int store_batch(moot_shard_t *shard)
{
    int rc = shard->failed;
    if (rc == 0)
        rc = moot_outbox_collect(&shard->tables.outbox, shard->now_ms,
                                 moot_dispatch_outbox, shard);
    if (rc == 0)
        rc = moot_tables_flush(&shard->tables);
    if (rc == 0)
        return moot_store_commit(shard->store);
    moot_store_abort(shard->store);
    return rc;
}

/* After the commit: publish, then answer. */
static void say_batch(moot_shard_t *shard)
{
    moot_tables_settle(&shard->tables);
    moot_parked_settle(&shard->parked);
    moot_interest_send(&shard->interest, &shard->sink, shard->ctx);
    moot_outgoing_send(&shard->outgoing, &shard->sink, shard->ctx);
    shard->facts.commits++;
}

/* Everything that the batch changed is as it was; a transaction is open. */
static int undo_batch(moot_shard_t *shard)
{
    moot_interest_drop(&shard->interest);
    moot_outgoing_clear(&shard->outgoing);
    moot_parked_undo(&shard->parked);
    shard->facts = shard->facts_before;
    shard->failed = 0;
    int rc = moot_store_begin(shard->store);
    return rc < 0 ? rc : moot_tables_forget(&shard->tables);
}

/* The store is full: the same messages again, without any write. */
static int answer_full(moot_shard_t *shard)
{
    int rc = undo_batch(shard);
    if (rc < 0)
        return rc;
    shard->full = true;
    receive_again(shard);
    shard->full = false;
    shard->facts.full++;
    return store_batch(shard);
}

int moot_shard_commit(moot_shard_t *shard)
{
    MOOT_CHECK(shard->open);
    int rc = store_batch(shard);
    if (rc == MOOT_ENOSPC)
        rc = answer_full(shard);
    shard->open = false;
    if (rc < 0) {
        moot_store_abort(shard->store);
        return rc;
    }
    say_batch(shard);
    moot_interest_pulse(&shard->interest, false, shard->now_ms, &shard->sink,
                        shard->ctx);
    return 0;
}

size_t moot_shard_batch_bytes(const moot_shard_t *shard)
{
    return shard->outgoing.items.size + moot_interest_bytes(&shard->interest);
}

/* ---- Beats --------------------------------------------------------------- */

/* Runs of slots with one owner and epoch; mine: only those of this worker,
 * which is then not named. */
static void put_runs(const moot_slots_t *slots, uint64_t worker, bool mine,
                     moot_list_writer_t *writer)
{
    for (size_t from = 0, to; from < MOOT_SLOTS; from = to) {
        const moot_slot_t *slot = &slots->at[from];
        to = from + 1;
        while (to < MOOT_SLOTS && slots->at[to].owner == slot->owner
               && slots->at[to].epoch == slot->epoch)
            to++;
        if (mine && slot->owner != worker)
            continue;
        moot_list_put_list(writer, mine ? 3 : 4);
        moot_list_put_u64(writer, from);
        moot_list_put_u64(writer, to - from);
        if (!mine)
            moot_list_put_u64(writer, slot->owner);
        moot_list_put_u64(writer, slot->epoch);
    }
}

static int make_beat(moot_shard_t *shard, moot_buf_t *body)
{
    const moot_slots_t *slots = &shard->tables.slots;
    moot_list_writer_t writer;
    moot_buf_t serves, map;
    moot_shard_facts_t facts;
    moot_shard_facts(shard, &facts);
    moot_msg_worker_beat_t beat = {
        .worker = shard->config.worker,
        .incarnation = shard->config.incarnation,
        .cluster = shard->config.cluster,
        .endpoint = shard->config.endpoint,
        .pid = shard->pid,
        .uptime_ms = shard->tick_ms - shard->opened_ms,
        .rooms = shard->tables.rooms.count,
        .state = (uint64_t)shard->state,
        .waiting = facts.outbox_waiting,
        .disk_used = shard->disk_used,
        .disk_max = shard->disk_max,
        .key = shard->config.key,
    };
    moot_buf_init(&serves, SIZE_MAX);
    moot_buf_init(&map, SIZE_MAX);
    moot_list_begin_open(&writer, &serves);
    put_runs(slots, shard->config.worker, true, &writer);
    int rc = moot_list_end(&writer, &beat.serves);
    moot_list_begin_open(&writer, &map);
    put_runs(slots, shard->config.worker, false, &writer);
    if (rc == 0)
        rc = moot_list_end(&writer, &beat.map);
    if (rc == 0)
        rc = moot_wire_encode_worker_beat(body, &beat);
    moot_buf_close(&serves);
    moot_buf_close(&map);
    return rc;
}

/* Says the beat to the brokers of a set of bits. */
static void beat_to(moot_shard_t *shard, uint64_t brokers)
{
    moot_msg_route_t head = {
        .flow = MOOT_FLOW_BROKER,
        .worker = shard->config.worker,
        .incarnation = shard->config.incarnation,
    };
    moot_buf_t route, body;
    moot_buf_init(&route, SIZE_MAX);
    moot_buf_init(&body, SIZE_MAX);
    int rc = moot_wire_encode_route(&route, &head);
    if (rc == 0)
        rc = make_beat(shard, &body);
    for (unsigned i = 0; rc == 0 && i < MOOT_SHARD_BROKERS_MAX; i++) {
        if ((brokers >> i & 1) != 0)
            shard->sink.to_broker(shard->ctx, i, moot_buf_slice(&route),
                                  moot_buf_slice(&body));
    }
    moot_buf_close(&route);
    moot_buf_close(&body);
}

void moot_shard_beat(moot_shard_t *shard, unsigned broker)
{
    MOOT_CHECK(broker < MOOT_SHARD_BROKERS_MAX);
    shard->brokers |= UINT64_C(1) << broker;
    beat_to(shard, UINT64_C(1) << broker);
}

void moot_shard_describe(moot_shard_t *shard, uint64_t pid,
                         enum moot_program_state state)
{
    shard->pid = pid;
    shard->state = state;
}

void moot_shard_disk(moot_shard_t *shard, uint64_t used, uint64_t max)
{
    shard->disk_used = used;
    shard->disk_max = max;
}

/* ---- Between batches ----------------------------------------------------- */

/* After a jump of the wall clock nothing is erased by it for a minute: what
 * ended before the jump is readable so long. */
static void watch_clock(moot_shard_t *shard, uint64_t now_ms,
                        uint64_t wall_ms)
{
    uint64_t expected = shard->tick_wall_ms + (now_ms - shard->tick_ms);
    uint64_t off = wall_ms > expected ? wall_ms - expected
                                      : expected - wall_ms;
    if (off > CLOCK_JUMP_MS)
        shard->trusted_ms = now_ms + MOOT_DUE_DEAD_MS;
    shard->tick_ms = now_ms;
    shard->tick_wall_ms = wall_ms;
}

/* The background batch. Errors: of the store, MOOT_ECORRUPT. */
static int work_in_background(moot_shard_t *shard, bool erase)
{
    int rc = moot_store_begin_shrink(shard->store);
    if (rc < 0)
        return rc;
    rc = moot_sessions_expire(&shard->tables.sessions, shard->now_ms);
    if (rc == 0 && erase)
        rc = moot_due_work(&shard->tables.due, shard->wall_ms);
    if (rc == 0)
        rc = moot_outbox_resend(&shard->tables.outbox, shard->now_ms,
                                moot_dispatch_outbox, shard);
    shard->failed = rc;
    return store_batch(shard);
}

/* Does what is due, if anything is. A full store is no error: it is tried
 * again. */
static int work_if_due(moot_shard_t *shard)
{
    moot_tables_t *tables = &shard->tables;
    bool erase = shard->now_ms >= shard->trusted_ms
                 && moot_due_wants(&tables->due, shard->wall_ms);
    if (!erase && !moot_sessions_wants(&tables->sessions, shard->now_ms)
        && !moot_outbox_wants(&tables->outbox, shard->now_ms))
        return 0;
    shard->facts_before = shard->facts;
    int rc = work_in_background(shard, erase);
    if (rc == MOOT_ENOSPC) {
        rc = undo_batch(shard);
        moot_store_abort(shard->store);
        return rc;
    }
    if (rc == 0)
        say_batch(shard);
    return rc;
}

int moot_shard_tick(moot_shard_t *shard, uint64_t now_ms, uint64_t wall_ms)
{
    MOOT_CHECK(!shard->open);
    watch_clock(shard, now_ms, wall_ms);
    shard->now_ms = now_ms;
    shard->wall_ms = wall_ms;
    moot_interest_expire(&shard->interest, now_ms);
    moot_parked_expire(&shard->parked, now_ms);
    int rc = work_if_due(shard);
    if (rc < 0)
        return rc;
    if (now_ms - shard->pulse_ms >= MOOT_BEAT_MS) {
        shard->pulse_ms = now_ms;
        moot_interest_pulse(&shard->interest, true, now_ms, &shard->sink,
                            shard->ctx);
        beat_to(shard, shard->brokers);
    }
    return 0;
}

void moot_shard_facts(const moot_shard_t *shard, moot_shard_facts_t *facts)
{
    *facts = shard->facts;
    facts->rooms = shard->tables.rooms.count;
    facts->published = shard->interest.published;
    facts->outbox_waiting = shard->tables.outbox.count;
    facts->edges = shard->interest.edges.count;
    facts->sessions = shard->tables.sessions.by_key.count;
    facts->asked = shard->parked.last;
    facts->parked = shard->parked.by_number.count;
    facts->emissions_kept = 0;
    for (size_t i = 0; i < MOOT_SLOTS; i++) {
        const moot_slot_t *slot = &shard->tables.slots.at[i];
        facts->emissions_kept += slot->emitted - slot->emitted_from;
    }
}
