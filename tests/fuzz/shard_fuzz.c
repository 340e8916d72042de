/* Any messages in any order to a shard: it must neither crash nor fail, and
 * what it stored must be the same after a restart.
 *
 * An input is a run of steps: a kind, a size of 2 bytes (big-endian), so many
 * bytes. The kinds:
 *   0  a body; its route is made so that it fits
 *   1  a route and a body, divided by the first byte
 *   2  ends the batch
 *   3  time passes: the bytes are a number of milliseconds
 *   4  the worker dies and starts again
 *   5  the next put fails: the bytes are how many succeed before
 *   6  a verdict of a guard process: the first byte is enum moot_verdict_code,
 *      the others are the question's number; without others, the last one
 * Rooms plug|… and ask|… are of types that wait for verdicts, rooms say|… of one
 * that is declared. */
#include <stdio.h>
#include <stdlib.h>

#include "common/check.h"
#include "common/err.h"
#include "proto/profile.h"
#include "tests/lib/worker_fixture.h"
#include "worker/audit.h"

#define STEPS_MAX 200

/* Gives a body with a route for its slot, and a request this incarnation's
 * stamp: a fuzzer finds neither by itself. */
static void give_fitting(moot_worker_fixture_t *fixture, moot_slice_t body)
{
    moot_msg_t message;
    if (moot_wire_decode(body, &message) < 0) {
        moot_shard_receive(fixture->shard, 0, moot_slice("", 0), body);
        return;
    }
    if (message.code == MOOT_MSG_REQUEST) {
        message.as.request.stamp_incarnation = fixture->config.incarnation;
        message.as.request.stamp_ms = fixture->now_ms;
    }
    moot_worker_fixture_give(fixture, &message);
}

static void give_raw(moot_worker_fixture_t *fixture, moot_slice_t bytes)
{
    if (bytes.size == 0)
        return;
    size_t size = bytes.at[0] < bytes.size - 1 ? bytes.at[0] : bytes.size - 1;
    moot_shard_receive(fixture->shard, bytes.at[0] % 3,
                       moot_slice(bytes.at + 1, size),
                       moot_slice(bytes.at + 1 + size,
                                  bytes.size - 1 - size));
}

static uint64_t number_in(moot_slice_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes.size && i < 4; i++)
        number = number << 8 | bytes.at[i];
    return number;
}

static void begin(moot_worker_fixture_t *fixture)
{
    int rc = moot_shard_begin(fixture->shard, fixture->now_ms,
                              fixture->wall_ms);
    MOOT_CHECK(rc == 0);
}

static void commit(moot_worker_fixture_t *fixture)
{
    int rc = moot_shard_commit(fixture->shard);
    MOOT_CHECK(rc == 0);
    rc = moot_worker_fixture_settle(fixture);
    MOOT_CHECK(rc == 0);
    moot_worker_fixture_clear(fixture);
}

static void pass(moot_worker_fixture_t *fixture, uint64_t ms)
{
    commit(fixture);
    fixture->now_ms += ms % 100000000;
    fixture->wall_ms += ms % 100000000;
    int rc = moot_shard_tick(fixture->shard, fixture->now_ms,
                             fixture->wall_ms);
    MOOT_CHECK(rc == 0);
    begin(fixture);
}

static void tell(moot_worker_fixture_t *fixture, moot_slice_t bytes)
{
    moot_shard_facts_t facts;
    moot_buf_t body;
    if (bytes.size == 0)
        return;
    moot_shard_facts(fixture->shard, &facts);
    const moot_msg_guard_told_t told = {
        .number = bytes.size > 1
                      ? number_in(moot_slice(bytes.at + 1, bytes.size - 1))
                      : facts.asked,
        .verdict = bytes.at[0] % 6u,
        .room = moot_slice_str("plug|1"),
        .text = moot_slice_str("why"),
    };
    moot_buf_init(&body, SIZE_MAX);
    int rc = moot_wire_encode_guard_told(&body, &told);
    MOOT_CHECK(rc == 0);
    moot_shard_told(fixture->shard, moot_buf_slice(&body));
    moot_buf_close(&body);
}

static void step(moot_worker_fixture_t *fixture, unsigned kind,
                 moot_slice_t bytes)
{
    switch (kind % 7) {
    case 0:
        give_fitting(fixture, bytes);
        return;
    case 1:
        give_raw(fixture, bytes);
        return;
    case 2:
        commit(fixture);
        begin(fixture);
        return;
    case 3:
        pass(fixture, number_in(bytes));
        return;
    case 4:
        moot_worker_fixture_restart(fixture);
        begin(fixture);
        return;
    case 5:
        moot_store_mem_fail(fixture->store, MOOT_MEM_FAULT_PUT,
                            number_in(bytes) % 100 + 1, MOOT_ENOSPC);
        return;
    default:
        tell(fixture, bytes);
    }
}

static const moot_profile_t *types(void)
{
    static const char text[] =
        "[namespace /]\nauth = token\nuser = claims.sub\n"
        "[room PlugRoom]\nplugin = plug.so\n"
        "[room AskRoom]\nurl = http://127.0.0.1/\nidentifier = a b\n"
        "[room SayRoom]\nidentifier = id\n"
        "may_join = role() == \"OWNER\" or contains(claims.says, id.id)\n"
        "may_create = id.id != \"no\"\n";
    static moot_profile_t *profile;
    moot_buf_t mistakes;
    if (profile != NULL)
        return profile;
    moot_buf_init(&mistakes, 65536);
    int rc = moot_profile_parse(moot_slice_str(text), "fuzz.conf", &mistakes,
                                &profile);
    MOOT_CHECK(rc == 0);
    moot_buf_close(&mistakes);
    return profile;
}

static void on_damage(void *ctx, const char *text)
{
    (void)ctx;
    fprintf(stderr, "%s\n", text);
}

/* What was stored agrees with itself. */
static void audit(moot_worker_fixture_t *fixture)
{
    moot_audit_facts_t facts;
    int rc = moot_audit_store(fixture->store, on_damage, NULL, &facts);
    MOOT_CHECK(rc == 0 && facts.damages == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moot_worker_fixture_t fixture;
    moot_worker_fixture_init(&fixture);
    fixture.config.members_per_room_max = 4;
    fixture.config.sessions_max = 4;
    fixture.config.edges_max = 2;
    fixture.config.rooms_cached_max = 2;
    fixture.config.profile = types();
    moot_worker_fixture_open(&fixture);
    begin(&fixture);
    size_t at = 0;
    for (int i = 0; i < STEPS_MAX && size - at >= 3; i++) {
        size_t bytes = (size_t)data[at + 1] << 8 | data[at + 2];
        unsigned kind = data[at];
        at += 3;
        if (bytes > size - at)
            bytes = size - at;
        step(&fixture, kind, moot_slice(data + at, bytes));
        at += bytes;
    }
    moot_store_mem_fail(fixture.store, MOOT_MEM_FAULT_PUT, 0, MOOT_ENOSPC);
    commit(&fixture);
    moot_worker_fixture_restart(&fixture);
    audit(&fixture);
    moot_worker_fixture_close(&fixture);
    return 0;
}
