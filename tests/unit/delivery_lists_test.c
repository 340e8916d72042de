/* A user's own rooms, and the list of all rooms over two workers. */
#include "tests/lib/unit.h"

#include "common/err.h"
#include "tests/lib/edge_rig.h"

static rig_t rig;
static rig_client_t a;

static int set_up(void **state)
{
    (void)state;
    rig_init(&rig, NULL);
    rig.split = MOOT_SLOTS / 2;
    rig.workers[2].live = true;
    rig_start(&rig);
    rig_join(&rig, &a, "a", "alice");
    rig_serve(&rig);
    rig_forget(&rig);
    (void)rig_log(&rig);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

/* Answers the question of a worker with these rooms, "x y". */
static void answer(const char *rooms, const char *next)
{
    const rig_sent_t *question = rig_take(&rig, MOOT_MSG_LIST_ROOMS);
    moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE,
                              .worker = question->route.worker};
    moot_msg_t message = {.code = MOOT_MSG_ROOMS};
    moot_list_writer_t writer;
    moot_buf_t list, info;
    moot_buf_init(&list, 4096);
    moot_buf_init(&info, 4096);
    moot_list_begin_open(&writer, &list);
    for (const char *at = rooms; *at != 0;) {
        moot_msg_room_info_t room = {
            .room = moot_slice(at, strcspn(at, " "))};
        moot_buf_clear(&info);
        assert_int_equal(moot_wire_encode_room_info(&info, &room), 0);
        moot_list_put_bin(&writer, moot_buf_slice(&info));
        at += room.room.size;
        at += *at == ' ';
    }
    message.as.rooms.number = question->message.as.list_rooms.number;
    message.as.rooms.next = moot_slice_str(next);
    assert_int_equal(moot_list_end(&writer, &message.as.rooms.list), 0);
    rig_say(&rig, 0, &route, &message);
    moot_buf_close(&list);
    moot_buf_close(&info);
}

static void list_all(const char *after, size_t limit)
{
    assert_int_equal(moot_delivery_list_all(rig.delivery, &a.sub, 5,
                                            moot_slice_str(after), limit,
                                            rig.now),
                     0);
}

static void all_rooms_come_from_every_worker(void **state)
{
    (void)state;
    list_all("", 10);
    answer("r s", "");
    assert_string_equal(rig_log(&rig), "");
    answer("t", "");
    assert_string_equal(rig_log(&rig), "a list 5 r s t\n");
    assert_int_equal(a.sub.requests, 0);
}

static void a_page_ends_at_its_limit_and_goes_on_from_its_cursor(void **state)
{
    (void)state;
    list_all("", 3);
    answer("r s", "s!");
    answer("t", "t!");
    assert_string_equal(rig_log(&rig), "a list 5 r s t next=1.7421\n");
    list_all("1.7421", 3);
    const rig_sent_t *question = rig_take(&rig, MOOT_MSG_LIST_ROOMS);
    assert_int_equal(question->route.worker, 1);
    assert_slice(question->message.as.list_rooms.after, "t!");
    assert_int_equal(question->message.as.list_rooms.limit, 3);
    ((rig_sent_t *)(uintptr_t)question)->taken = false;
    answer("u v w", "");
    assert_string_equal(rig_log(&rig), "a list 5 u v w next=2.\n");
    list_all("2.", 3);
    answer("x", "");
    assert_string_equal(rig_log(&rig), "a list 5 x\n");
}

static void a_foreign_cursor_is_refused(void **state)
{
    (void)state;
    static const char *const cursors[] = {"x",    "1",      "1.7",  "1.zz",
                                          "0.00", "257.00", ".00",  "-1.00",
                                          "1.7G", "99999.", "1.A0", " 1."};
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++)
        assert_int_equal(moot_delivery_list_all(rig.delivery, &a.sub, 5,
                                                moot_slice_str(cursors[i]), 3,
                                                rig.now),
                         MOOT_EINVAL);
    assert_int_equal(a.sub.requests, 0);
}

static void a_part_that_cannot_be_reached_is_said(void **state)
{
    (void)state;
    list_all("", 10);
    answer("r s", "");
    rig_wait(&rig, 1010); /* worker 2 is asked again */
    assert_int_equal(rig_count(&rig, MOOT_MSG_LIST_ROOMS), 2);
    rig_wait(&rig, 4000);
    assert_string_equal(rig_log(&rig), "a list 5 none\n");
}

static void more_rooms_than_asked_for_are_not_taken(void **state)
{
    (void)state;
    list_all("", 1);
    answer("r s", "");
    assert_string_equal(rig_log(&rig), "");
    rig_wait(&rig, 1010);
    answer("r", "");
    assert_string_equal(rig_log(&rig), "a list 5 r next=2.\n");
}

static void lists_under_way_are_bounded_and_end_with_the_client(void **state)
{
    (void)state;
    int rc = 0;
    for (uint64_t i = 0; i < 100 && rc == 0; i++)
        rc = moot_delivery_list_all(rig.delivery, &a.sub, i, LIT(""), 3,
                                    rig.now);
    assert_int_equal(rc, MOOT_EFULL);
    rig_leave(&rig, &a);
    answer("r", "");
    rig_wait(&rig, 6000);
    assert_string_equal(rig_log(&rig), "");
}

/* ---- The own rooms ------------------------------------------------------ */

static void note(void *ctx, const moot_roomview_t *view, enum moot_role role)
{
    moot_buf_t *buf = ctx;
    moot_buf_printf(buf, "%.*s:%s ", MOOT_SLICE_ARG(view->id),
                    moot_role_name(role));
}

static void own_rooms_come_in_the_order_of_their_ids(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, 4096);
    rig_create(&rig, "zoo", 1, "alice bob");
    rig_create(&rig, "abc", 2, "bob alice");
    rig_create(&rig, "ab", 3, "bob alice");
    rig_publish_list(&rig, "alice", "zoo", 1, 1, true);
    rig_publish_list(&rig, "alice", "abc", 2, 1, true);
    rig_serve(&rig);
    rig_publish_list(&rig, "alice", "ab", 3, 1, true);
    assert_int_equal(moot_delivery_rooms(rig.delivery, &a.sub, note, &buf), 1);
    rig_serve(&rig);
    moot_buf_clear(&buf);
    assert_int_equal(moot_delivery_rooms(rig.delivery, &a.sub, note, &buf), 0);
    assert_slice(moot_buf_slice(&buf), "ab:MEMBER abc:MEMBER zoo:OWNER ");
    moot_buf_close(&buf);
}

/* Somebody adds alice to a room: it is on its way to this edge. */
static void add_to_room(void)
{
    rig_room_t *room = rig_create(&rig, "r", 1, "bob alice");
    rig_publish_list(&rig, "alice", "r", 1, 1, true);
    room->epochs[0].published = 1;
    moot_delivery_await_rooms(rig.delivery, &a.sub, rig.now);
    moot_delivery_await_rooms(rig.delivery, &a.sub, rig.now);
    assert_string_equal(rig_log(&rig), "");
}

static void rooms_on_their_way_are_awaited(void **state)
{
    (void)state;
    add_to_room();
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "a gets r 1.1\na settled\n");
    rig_wait(&rig, 4000);
    assert_string_equal(rig_log(&rig), "");
}

static void rooms_are_awaited_for_a_while_only(void **state)
{
    (void)state;
    add_to_room();
    rig_wait(&rig, 2900);
    assert_string_equal(rig_log(&rig), "");
    rig_wait(&rig, 200);
    assert_string_equal(rig_log(&rig), "a settled\n");
}

static void who_leaves_awaits_nothing(void **state)
{
    (void)state;
    add_to_room();
    rig_leave(&rig, &a);
    rig_wait(&rig, 4000);
    assert_string_equal(rig_log(&rig), "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(all_rooms_come_from_every_worker),
        TEST(a_page_ends_at_its_limit_and_goes_on_from_its_cursor),
        TEST(a_foreign_cursor_is_refused),
        TEST(a_part_that_cannot_be_reached_is_said),
        TEST(more_rooms_than_asked_for_are_not_taken),
        TEST(lists_under_way_are_bounded_and_end_with_the_client),
        TEST(own_rooms_come_in_the_order_of_their_ids),
        TEST(rooms_on_their_way_are_awaited),
        TEST(rooms_are_awaited_for_a_while_only),
        TEST(who_leaves_awaits_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
