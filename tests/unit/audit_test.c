/* The audit of a store: a store that a shard wrote agrees with itself, and
 * each thing that is changed in it is named. Checksums are right throughout:
 * the changes go through the store. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "common/err.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/audit.h"
#include "worker/keys.h"

typedef struct heard {
    char text[8192];
    size_t size;
    moot_audit_facts_t facts;
} heard_t;

static void on_damage(void *ctx, const char *text)
{
    heard_t *heard = ctx;
    heard->size += (size_t)snprintf(heard->text + heard->size,
                                    sizeof heard->text - heard->size, "%s\n",
                                    text);
    assert_true(heard->size < sizeof heard->text);
}

static void request(moot_worker_fixture_t *fixture, uint64_t op,
                    const char *user, const char *room, const char *key)
{
    const moot_msg_reply_t *reply = moot_worker_fixture_ask(
        fixture, (moot_msg_request_t){
                     .op = op,
                     .user = moot_slice_str(user),
                     .room = moot_slice_str(room),
                     .given = MOOT_GIVEN_NAME,
                     .name = LIT("name"),
                     .content = LIT("hello"),
                     .message_type = LIT("text"),
                     .client_message_id = moot_slice_str(key),
                     .target = LIT("rol"),
                     .emission = moot_worker_fixture_emission("r", "[\"e\"]"),
                     .copies = moot_worker_fixture_copies(
                         LIT("ann"), LIT("bob"), "{}"),
                 });
    assert_int_equal(reply->code, MOOT_CODE_OK);
}

/* Two rooms with some history, one that ended. */
static int begin(void **state)
{
    static moot_worker_fixture_t fixture;
    moot_worker_fixture_init(&fixture);
    moot_worker_fixture_open(&fixture);
    request(&fixture, MOOT_OP_CREATE, "ann", "lobby", "");
    request(&fixture, MOOT_OP_JOIN, "bob", "lobby", "");
    request(&fixture, MOOT_OP_MESSAGE, "ann", "lobby", "k1");
    request(&fixture, MOOT_OP_MESSAGE, "bob", "lobby", "k2");
    request(&fixture, MOOT_OP_META, "ann", "lobby", "");
    request(&fixture, MOOT_OP_JOIN, "cid", "lobby", "");
    request(&fixture, MOOT_OP_LEAVE, "ann", "lobby", "");
    request(&fixture, MOOT_OP_CREATE, "bob", "attic", "");
    request(&fixture, MOOT_OP_CREATE, "bob", "gone", "");
    request(&fixture, MOOT_OP_MESSAGE, "bob", "gone", "k3");
    request(&fixture, MOOT_OP_DELETE, "bob", "gone", "");
    request(&fixture, MOOT_OP_EMIT, "ann", "", "k4");
    request(&fixture, MOOT_OP_EMIT, "ann", "", "k5");
    request(&fixture, MOOT_OP_FACT, "ann", "", "");
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    moot_worker_fixture_close(*state);
    return 0;
}

static heard_t audit(moot_worker_fixture_t *fixture)
{
    heard_t heard = {0};
    assert_int_equal(
        moot_audit_store(fixture->store, on_damage, &heard, &heard.facts), 0);
    return heard;
}

static unsigned slot_of(const char *room)
{
    return moot_slot_of(MOOT_KIND_ROOM, moot_slice_str(room));
}

static void row_of(moot_worker_fixture_t *fixture, const char *room,
                   moot_key_t *key, moot_msg_room_row_t *row)
{
    moot_slice_t value;
    moot_keys_room(key, slot_of(room), moot_slice_str(room));
    assert_int_equal(moot_store_get(fixture->store, MOOT_TABLE_ROOM,
                                    moot_key_slice(key), &value),
                     0);
    assert_int_equal(moot_wire_decode_room_row(value, row), 0);
}

static void what_a_shard_wrote_agrees(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    heard_t heard = audit(fixture);
    assert_string_equal(heard.text, "");
    assert_int_equal(heard.facts.damages, 0);
    assert_int_equal(heard.facts.rooms, 2);
    assert_int_equal(heard.facts.events, 11);
    assert_int_equal(heard.facts.emissions, 2);
    assert_int_equal(heard.facts.copies, 4);
    assert_true(heard.facts.records > 11);
    /* An hour later the ended room and bare records are erased. */
    for (int i = 0; i < 100; i++) {
        fixture->now_ms += 60000;
        fixture->wall_ms += 60000;
        assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                         fixture->wall_ms),
                         0);
        heard = audit(fixture);
        assert_string_equal(heard.text, "");
    }
    assert_int_equal(heard.facts.emissions, 0);
    assert_int_equal(heard.facts.copies, 4);
}

/* Removes the first entry of that room in a table, by its number. */
static void remove_first(moot_worker_fixture_t *fixture, enum moot_table table,
                         const char *room)
{
    moot_key_t key, prefix;
    moot_msg_room_row_t row;
    moot_entry_t entry;
    assert_int_equal(moot_store_begin(fixture->store), 0);
    row_of(fixture, room, &key, &row);
    moot_keys_rid(&prefix, slot_of(room), row.rid);
    if (table == MOOT_TABLE_LOG) {
        assert_int_equal(moot_store_first(fixture->store, MOOT_TABLE_INDEX,
                                          moot_key_slice(&prefix), &entry),
                         0);
        moot_keys_log(&prefix, slot_of(room),
                      moot_keys_read64(entry.value.at));
    }
    assert_int_equal(moot_store_first(fixture->store, table,
                                      moot_key_slice(&prefix), &entry),
                     0);
    assert_int_equal(moot_store_del(fixture->store, table, entry.key), 0);
    assert_int_equal(moot_store_commit(fixture->store), 0);
}

static void expect(moot_worker_fixture_t *fixture, const char *text)
{
    heard_t heard = audit(fixture);
    if (strstr(heard.text, text) == NULL)
        fail_msg("%s is not among:\n%s", text, heard.text);
    assert_true(heard.facts.damages > 0);
}

static void a_lost_record_is_named(void **state)
{
    remove_first(*state, MOOT_TABLE_LOG, "lobby");
    expect(*state, "room lobby: event 1 is missing");
}

static void a_lost_index_entry_is_named(void **state)
{
    remove_first(*state, MOOT_TABLE_INDEX, "lobby");
    expect(*state, "room lobby: event 1 is missing");
    expect(*state, "event 1 of room lobby is not where the index says");
}

static void a_lost_member_is_named(void **state)
{
    remove_first(*state, MOOT_TABLE_MEMBER, "lobby");
    expect(*state, "room lobby: its members are not those of its events");
}

static void lost_deduplication_is_named(void **state)
{
    remove_first(*state, MOOT_TABLE_DEDUP, "lobby");
    expect(*state, "entries and their order differ");
}

static void a_changed_row_is_named(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_key_t key;
    moot_msg_room_row_t row;
    moot_buf_t buf;
    moot_buf_init(&buf, 65536);
    assert_int_equal(moot_store_begin(fixture->store), 0);
    row_of(fixture, "attic", &key, &row);
    row.version++;
    assert_int_equal(moot_wire_encode_room_row(&buf, &row), 0);
    assert_int_equal(moot_store_put(fixture->store, MOOT_TABLE_ROOM,
                                    moot_key_slice(&key),
                                    moot_buf_slice(&buf)),
                     0);
    assert_int_equal(moot_store_commit(fixture->store), 0);
    moot_buf_close(&buf);
    expect(fixture, "room attic: its row is not what its events make");
}

static void a_lost_room_leaves_strangers(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_key_t key;
    assert_int_equal(moot_store_begin(fixture->store), 0);
    moot_keys_room(&key, slot_of("attic"), LIT("attic"));
    assert_int_equal(moot_store_del(fixture->store, MOOT_TABLE_ROOM,
                                    moot_key_slice(&key)),
                     0);
    assert_int_equal(moot_store_commit(fixture->store), 0);
    expect(fixture, "member: slot ");
    expect(fixture, "which does not exist");
}

/* Removes the first entry of ann's slot in a table whose key begins with more
 * bytes after the slot. */
static void remove_anns(moot_worker_fixture_t *fixture, enum moot_table table,
                        moot_slice_t more)
{
    moot_key_t prefix;
    moot_entry_t entry;
    assert_int_equal(moot_store_begin(fixture->store), 0);
    moot_keys_of_slot(&prefix, moot_slot_of(MOOT_KIND_USER, LIT("ann")));
    memcpy(prefix.at + prefix.size, more.at, more.size);
    prefix.size += more.size;
    assert_int_equal(moot_store_first(fixture->store, table,
                                      moot_key_slice(&prefix), &entry),
                     0);
    assert_int_equal(moot_store_del(fixture->store, table, entry.key), 0);
    assert_int_equal(moot_store_commit(fixture->store), 0);
}

static void a_lost_emission_is_named(void **state)
{
    remove_anns(*state, MOOT_TABLE_INDEX, moot_slice("\0\0\0\0\0\0\0", 8));
    expect(*state, "emission 1 is missing");
    expect(*state, ": 1 emissions, its row says 2");
}

static void a_lost_peer_is_named(void **state)
{
    remove_anns(*state, MOOT_TABLE_PEER, moot_slice("", 0));
    expect(*state, "bob is not known as a peer of ann");
}

static void a_fact_with_one_way_is_named(void **state)
{
    remove_anns(*state, MOOT_TABLE_FACT, moot_slice("\1", 1));
    expect(*state, "one of ann is not found by its value");
    expect(*state, "those by user and by value differ");
}

static void a_copy_in_a_foreign_place_is_named(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_key_t key;
    assert_int_equal(moot_store_begin(fixture->store), 0);
    moot_keys_history(&key, 3, LIT("chat"), LIT("ann"));
    assert_int_equal(moot_store_put(fixture->store, MOOT_TABLE_HISTORY,
                                    moot_key_slice(&key), LIT("x")),
                     0);
    assert_int_equal(moot_store_commit(fixture->store), 0);
    expect(fixture, "history: slot 3: a copy is not where it belongs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_a_shard_wrote_agrees, begin, end),
        cmocka_unit_test_setup_teardown(a_lost_record_is_named, begin, end),
        cmocka_unit_test_setup_teardown(a_lost_index_entry_is_named, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_lost_member_is_named, begin, end),
        cmocka_unit_test_setup_teardown(lost_deduplication_is_named, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_changed_row_is_named, begin, end),
        cmocka_unit_test_setup_teardown(a_lost_room_leaves_strangers, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_lost_emission_is_named, begin, end),
        cmocka_unit_test_setup_teardown(a_lost_peer_is_named, begin, end),
        cmocka_unit_test_setup_teardown(a_fact_with_one_way_is_named, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_copy_in_a_foreign_place_is_named,
                                        begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
