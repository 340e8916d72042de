#include "edge/channels.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROOMS_MAX = 2000 };

static moot_slice_t text(const char *string)
{
    return moot_slice_str(string);
}

static moot_slice_t root(void)
{
    return text("/");
}

/* Counts what a walk over a target meets. */
static size_t met(moot_channels_t *channels, const char *space,
                  enum moot_target target, const char *name)
{
    moot_channels_walk_t walk;
    size_t count = 0;

    moot_channels_walk(channels, text(space), target, text(name), &walk);
    while (moot_channels_next(&walk))
        count++;
    moot_channels_walk_end(&walk);
    return count;
}

static void targets_find_their_sockets_in_order(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t a = {0}, b = {0}, c = {0};
    moot_channels_walk_t walk;

    (void)state;
    assert_int_equal(
        moot_channels_add(channels, &a, root(), text("a"), text("ann")), 0);
    assert_int_equal(
        moot_channels_add(channels, &b, root(), text("b"), text("ann")), 0);
    assert_int_equal(
        moot_channels_add(channels, &c, root(), text("c"), text("")), 0);
    assert_int_equal(moot_channels_enter(channels, &c, text("r"), NULL), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("r"), NULL), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("r"), NULL), 0);

    moot_channels_walk(channels, root(), MOOT_TARGET_ROOM, text("r"), &walk);
    assert_ptr_equal(moot_channels_next(&walk), &c);
    assert_ptr_equal(moot_channels_next(&walk), &a);
    assert_null(moot_channels_next(&walk));
    moot_channels_walk_end(&walk);
    assert_int_equal(met(channels, "/", MOOT_TARGET_USER, "ann"), 2);
    assert_int_equal(met(channels, "/", MOOT_TARGET_USER, "bob"), 0);
    assert_int_equal(met(channels, "/", MOOT_TARGET_ALL, ""), 3);
    assert_int_equal(met(channels, "/", MOOT_TARGET_SOCKET, "b"), 1);
    assert_int_equal(met(channels, "/", MOOT_TARGET_SOCKET, "d"), 0);
    assert_int_equal(met(channels, "/x", MOOT_TARGET_ALL, ""), 0);
    assert_int_equal(met(channels, "/x", MOOT_TARGET_ROOM, "r"), 0);

    moot_channels_remove(channels, &a);
    moot_channels_remove(channels, &a);
    assert_int_equal(met(channels, "/", MOOT_TARGET_ROOM, "r"), 1);
    assert_int_equal(met(channels, "/", MOOT_TARGET_USER, "ann"), 1);
    moot_channels_remove(channels, &b);
    moot_channels_remove(channels, &c);
    moot_channels_destroy(&channels);
    assert_null(channels);
}

static void namespaces_share_nothing(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t a = {0}, b = {0};

    (void)state;
    assert_int_equal(
        moot_channels_add(channels, &a, root(), text("a"), text("ann")), 0);
    assert_int_equal(
        moot_channels_add(channels, &b, text("/x"), text("a"), text("ann")), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("r"), NULL), 0);
    assert_int_equal(met(channels, "/x", MOOT_TARGET_ROOM, "r"), 0);
    assert_int_equal(met(channels, "/x", MOOT_TARGET_USER, "ann"), 1);
    assert_int_equal(met(channels, "/", MOOT_TARGET_SOCKET, "a"), 1);
    moot_channels_remove(channels, &a);
    moot_channels_remove(channels, &b);
    moot_channels_destroy(&channels);
}

static void a_membership_keeps_its_first_tag(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t a = {0};
    const void *tag = NULL;
    int one, two;

    (void)state;
    assert_int_equal(
        moot_channels_add(channels, &a, root(), text("a"), text("")), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("r"), &one), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("r"), &two), 0);
    assert_true(moot_channels_inside(channels, &a, text("r")));
    assert_true(moot_channels_leave(channels, &a, text("r"), &tag));
    assert_ptr_equal(tag, &one);
    assert_false(moot_channels_leave(channels, &a, text("r"), &tag));
    assert_false(moot_channels_inside(channels, &a, text("r")));
    assert_int_equal(moot_channels_facts(channels).rooms, 0);
    moot_channels_remove(channels, &a);
    moot_channels_destroy(&channels);
}

static void the_bounds_hold_and_can_be_reached(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t a = {0};
    uint8_t name[MOOT_CHANNELS_NAME_MAX + 1];
    char room[32];

    (void)state;
    memset(name, 'x', sizeof name);
    assert_int_equal(
        moot_channels_add(channels, &a, root(), text("a"), text("")), 0);
    assert_int_equal(
        moot_channels_enter(channels, &a, moot_slice(name, sizeof name), NULL),
        MOOT_ELIMIT);
    assert_int_equal(moot_channels_enter(channels, &a, text(""), NULL),
                     MOOT_ELIMIT);
    assert_int_equal(moot_channels_enter(
                         channels, &a, moot_slice(name, sizeof name - 1), NULL),
                     0);
    for (int i = 1; i < ROOMS_MAX; i++) {
        snprintf(room, sizeof room, "room-%d", i);
        assert_int_equal(moot_channels_enter(channels, &a, text(room), NULL),
                         0);
    }
    assert_int_equal(moot_channels_enter(channels, &a, text("more"), NULL),
                     MOOT_EFULL);
    /* Where it is already it may be again. */
    assert_int_equal(moot_channels_enter(channels, &a, text("room-1"), NULL),
                     0);
    assert_true(moot_channels_leave(channels, &a, text("room-1"), NULL));
    assert_int_equal(moot_channels_enter(channels, &a, text("more"), NULL), 0);
    assert_int_equal(moot_channels_facts(channels).memberships, ROOMS_MAX);
    moot_channels_limit(channels, 1);
    assert_int_equal(moot_channels_enter(channels, &a, text("again"), NULL),
                     MOOT_EFULL);
    moot_channels_remove(channels, &a);
    assert_int_equal(moot_channels_facts(channels).memberships, 0);
    assert_int_equal(moot_channels_facts(channels).rooms, 0);
    moot_channels_destroy(&channels);
}

/* Sockets close while a walk meets them: those that remain are met once. */
static void a_walk_survives_sockets_that_close(void **state)
{
    enum { COUNT = 8 };
    static const enum moot_target targets[] = {
        MOOT_TARGET_ROOM, MOOT_TARGET_USER, MOOT_TARGET_ALL};

    (void)state;
    for (size_t t = 0; t < 3; t++) {
        moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
        moot_occupant_t sockets[COUNT] = {0};
        char ids[COUNT][12];
        moot_channels_walk_t walk;
        const char *name = t == 0 ? "r" : t == 1 ? "ann" : "";

        for (int i = 0; i < COUNT; i++) {
            snprintf(ids[i], sizeof ids[i], "%d", i);
            assert_int_equal(moot_channels_add(channels, &sockets[i], root(),
                                               text(ids[i]), text("ann")),
                             0);
            assert_int_equal(
                moot_channels_enter(channels, &sockets[i], text("r"), NULL), 0);
        }
        moot_channels_walk(channels, root(), targets[t], text(name), &walk);
        assert_ptr_equal(moot_channels_next(&walk), &sockets[0]);
        moot_channels_remove(channels, &sockets[0]); /* the one that was met */
        moot_channels_remove(channels, &sockets[1]); /* the next one */
        moot_channels_remove(channels, &sockets[7]); /* the last one */
        assert_ptr_equal(moot_channels_next(&walk), &sockets[2]);
        for (int i = 2; i < COUNT - 1; i++)
            moot_channels_remove(channels, &sockets[i]);
        assert_null(moot_channels_next(&walk));
        moot_channels_walk_end(&walk);
        moot_channels_destroy(&channels);
    }
}

static void a_walk_ends_although_sockets_come(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t sockets[4] = {0};
    const char *ids[] = {"0", "1", "2", "3"};
    moot_channels_walk_t walk;
    size_t count = 0;

    (void)state;
    for (int i = 0; i < 2; i++)
        assert_int_equal(moot_channels_add(channels, &sockets[i], root(),
                                           text(ids[i]), text("")),
                         0);
    moot_channels_walk(channels, root(), MOOT_TARGET_ALL, text(""), &walk);
    while (moot_channels_next(&walk)) {
        if (count < 2)
            assert_int_equal(moot_channels_add(channels, &sockets[2 + count],
                                               root(), text(ids[2 + count]),
                                               text("")),
                             0);
        count++;
    }
    assert_int_equal(count, 2);
    moot_channels_walk_end(&walk);
    for (int i = 0; i < 4; i++)
        moot_channels_remove(channels, &sockets[i]);
    moot_channels_destroy(&channels);
}

static void a_walk_to_one_socket_forgets_it_when_it_closes(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t a = {0};
    moot_channels_walk_t walk;

    (void)state;
    assert_int_equal(
        moot_channels_add(channels, &a, root(), text("a"), text("")), 0);
    moot_channels_walk(channels, root(), MOOT_TARGET_SOCKET, text("a"), &walk);
    moot_channels_remove(channels, &a);
    assert_null(moot_channels_next(&walk));
    moot_channels_walk_end(&walk);
    moot_channels_destroy(&channels);
}

static void see_room(void *ctx, moot_slice_t room, const void *tag)
{
    char *seen = ctx;

    (void)tag;
    strncat(seen, (const char *)room.at, room.size);
}

static void the_rooms_of_a_socket_are_told_in_their_order(void **state)
{
    moot_channels_t *channels = moot_channels_new(ROOMS_MAX);
    moot_occupant_t a = {0};
    char seen[16] = "";

    (void)state;
    moot_channels_rooms(&a, see_room, seen);
    assert_int_equal(
        moot_channels_add(channels, &a, root(), text("a"), text("")), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("x"), NULL), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("y"), NULL), 0);
    assert_int_equal(moot_channels_enter(channels, &a, text("z"), NULL), 0);
    assert_true(moot_channels_leave(channels, &a, text("y"), NULL));
    moot_channels_rooms(&a, see_room, seen);
    assert_string_equal(seen, "xz");
    assert_int_equal(moot_channels_user(&a).size, 0);
    moot_channels_remove(channels, &a);
    moot_channels_destroy(&channels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_find_their_sockets_in_order),
        cmocka_unit_test(namespaces_share_nothing),
        cmocka_unit_test(a_membership_keeps_its_first_tag),
        cmocka_unit_test(the_bounds_hold_and_can_be_reached),
        cmocka_unit_test(a_walk_survives_sockets_that_close),
        cmocka_unit_test(a_walk_ends_although_sockets_come),
        cmocka_unit_test(a_walk_to_one_socket_forgets_it_when_it_closes),
        cmocka_unit_test(the_rooms_of_a_socket_are_told_in_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
