/* What of the rooms a worker keeps in memory. */
#include "tests/lib/unit.h"

#include <stdio.h>

#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/shard_state.h"

enum { ROOMS_MAX = 10, MEMBERS_MAX = ROOMS_MAX * MOOT_ROOMS_MEMBERS_CACHED };

static int begin(void **state)
{
    static moot_worker_fixture_t fixture;
    moot_worker_fixture_init(&fixture);
    fixture.config.rooms_cached_max = ROOMS_MAX;
    moot_worker_fixture_open(&fixture);
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    moot_worker_fixture_close(*state);
    return 0;
}

static void ask(moot_worker_fixture_t *fixture, uint64_t op, unsigned room,
                unsigned members)
{
    char id[16], user[16];
    moot_buf_t users;
    moot_list_writer_t writer;
    moot_msg_request_t request = {.op = op, .user = LIT("alice")};
    snprintf(id, sizeof id, "room-%u", room);
    request.room = moot_slice_str(id);
    moot_buf_init(&users, 1 << 20);
    moot_list_begin(&writer, &users, members);
    for (unsigned i = 0; i < members; i++) {
        snprintf(user, sizeof user, "u%u", i);
        moot_list_put_str(&writer, moot_slice_str(user));
    }
    assert_int_equal(moot_list_end(&writer, &request.users), 0);
    const moot_msg_reply_t *reply = moot_worker_fixture_ask(fixture, request);
    assert_int_equal(reply->code, MOOT_CODE_OK);
    moot_buf_close(&users);
}

static const moot_rooms_t *rooms_of(const moot_worker_fixture_t *fixture)
{
    return &fixture->shard->tables.rooms;
}

static size_t count_members(const moot_rooms_t *rooms)
{
    size_t count = 0;
    MOOT_LIST_FOREACH(&rooms->cache, it, after)
        count += MOOT_CONTAINER(it, moot_live_room_t, in_cache)
                     ->view->members_count;
    return count;
}

static void small_rooms_are_bounded_by_number(void **state)
{
    const moot_rooms_t *rooms = rooms_of(*state);
    for (unsigned i = 0; i < 3 * ROOMS_MAX; i++)
        ask(*state, MOOT_OP_CREATE, i, 3);
    assert_int_equal(rooms->by_id.count, ROOMS_MAX);
    assert_int_equal(rooms->members, 4 * ROOMS_MAX);
}

static void large_rooms_are_bounded_by_their_members(void **state)
{
    const moot_rooms_t *rooms = rooms_of(*state);
    for (unsigned i = 0; i < 3 * ROOMS_MAX; i++) {
        ask(*state, MOOT_OP_CREATE, i, 299);
        assert_true(rooms->members < MEMBERS_MAX + MOOT_ROOMS_MEMBERS_CACHED);
        assert_int_equal(rooms->members, count_members(rooms));
    }
    assert_int_equal(rooms->by_id.count, 2);
    /* Reading counts as well, and one that is too large alone goes again. */
    for (unsigned i = 0; i < 3 * ROOMS_MAX; i++)
        ask(*state, MOOT_OP_INFO, i, 0);
    assert_int_equal(rooms->by_id.count, 2);
    assert_int_equal(rooms->members, 600);
    ask(*state, MOOT_OP_CREATE, 99, 900);
    assert_int_equal(rooms->by_id.count, 0);
    ask(*state, MOOT_OP_LEAVE, 99, 0);
    ask(*state, MOOT_OP_DELETE, 1, 0);
    assert_int_equal(rooms->members, count_members(rooms));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(small_rooms_are_bounded_by_number,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            large_rooms_are_bounded_by_their_members, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
