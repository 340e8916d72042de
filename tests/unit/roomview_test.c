/* The room view: each kind of event, and properties over random ones. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "proto/roomview.h"

/* A small deterministic generator, so that a failure repeats. */
static uint64_t random_state;

static uint64_t draw(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % below;
}

static moot_slice_t users_list(moot_buf_t *buf, const char *const *users)
{
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_buf_clear(buf);
    moot_list_begin_open(&writer, buf);
    for (; *users != NULL; users++)
        moot_list_put_str(&writer, moot_slice_str(*users));
    assert_int_equal(moot_list_end(&writer, &list), 0);
    return list;
}

static moot_msg_event_t next_event(const moot_roomview_t *view, uint64_t what)
{
    return (moot_msg_event_t){
        .seq = view->seq + 1,
        .what = what,
        .at = 1000 + view->seq,
        .actor = LIT("ann"),
        .version = view->version,
        .updated_at = view->updated_at,
    };
}

/* The room of ann (OWNER), bob, cid and dan. */
static moot_roomview_t *lobby(void)
{
    const char *const users[] = {"ann", "bob", "cid", "dan", NULL};
    moot_buf_t buf;
    moot_buf_init(&buf, SIZE_MAX);
    moot_roomview_t *view = moot_roomview_new(LIT("lobby"), 77);
    moot_msg_event_t event = next_event(view, MOOT_WHAT_CREATED);
    event.users = users_list(&buf, users);
    event.name = LIT("Lobby");
    event.version = 4;
    event.updated_at = 1000;
    assert_int_equal(moot_roomview_apply(view, &event), 0);
    moot_buf_close(&buf);
    return view;
}

static moot_slice_t saved(const moot_roomview_t *view, moot_buf_t *buf)
{
    moot_buf_clear(buf);
    assert_int_equal(moot_roomview_save(view, buf), 0);
    return moot_buf_slice(buf);
}

static void expect_member(const moot_roomview_t *view, size_t place,
                          const char *user, enum moot_role role)
{
    assert_true(place < view->members_count);
    assert_true(moot_slice_eq(view->members[place]->user,
                              moot_slice_str(user)));
    assert_int_equal(view->members[place]->role, role);
    assert_int_equal(view->members[place]->place, place);
    assert_ptr_equal(moot_roomview_find(view, moot_slice_str(user)),
                     view->members[place]);
}

static void created_makes_the_first_an_owner(void **state)
{
    (void)state;
    moot_roomview_t *view = lobby();
    assert_int_equal(view->members_count, 4);
    expect_member(view, 0, "ann", MOOT_ROLE_OWNER);
    expect_member(view, 3, "dan", MOOT_ROLE_MEMBER);
    assert_slice(view->created_by, "ann");
    assert_int_equal(view->created_at, 1000);
    assert_int_equal(view->version, 4);
    assert_ptr_equal(moot_roomview_owner(view), view->members[0]);
    moot_roomview_destroy(&view);
    assert_null(view);
    moot_roomview_destroy(&view);
}

static moot_msg_event_t left_event(const moot_roomview_t *view,
                                   const char *user)
{
    moot_msg_event_t event = next_event(view, MOOT_WHAT_LEFT);
    moot_member_t *member = moot_roomview_find(view, moot_slice_str(user));
    moot_member_t *heir = moot_roomview_heir(view, member);
    event.user = moot_slice_str(user);
    event.role = member->role;
    event.place = member->place;
    event.last = view->members_count == 1;
    if (member->role == MOOT_ROLE_OWNER && heir != NULL) {
        event.heir = heir->user;
        event.heir_role = heir->role;
    }
    return event;
}

static void the_heir_is_the_first_admin_else_the_first_member(void **state)
{
    (void)state;
    moot_roomview_t *view = lobby();
    assert_slice(moot_roomview_heir(view, view->members[0])->user, "bob");
    moot_msg_event_t role = next_event(view, MOOT_WHAT_ROLE);
    role.user = LIT("cid");
    role.old_role = MOOT_ROLE_MEMBER;
    role.role = MOOT_ROLE_ADMIN;
    assert_int_equal(moot_roomview_apply(view, &role), 0);
    assert_slice(moot_roomview_heir(view, view->members[0])->user, "cid");

    moot_msg_event_t left = left_event(view, "ann");
    assert_int_equal(moot_roomview_apply(view, &left), 0);
    expect_member(view, 0, "bob", MOOT_ROLE_MEMBER);
    expect_member(view, 1, "cid", MOOT_ROLE_OWNER);
    expect_member(view, 2, "dan", MOOT_ROLE_MEMBER);
    assert_null(moot_roomview_find(view, LIT("ann")));

    assert_int_equal(moot_roomview_undo(view, &left), 0);
    expect_member(view, 0, "ann", MOOT_ROLE_OWNER);
    expect_member(view, 2, "cid", MOOT_ROLE_ADMIN);
    moot_roomview_destroy(&view);
}

static void the_last_one_leaving_ends_the_room(void **state)
{
    (void)state;
    const char *const leavers[] = {"cid", "ann", "bob", "dan"};
    moot_roomview_t *view = lobby();
    for (size_t i = 0; i < 4; i++) {
        moot_msg_event_t left = left_event(view, leavers[i]);
        assert_false(view->ended);
        assert_int_equal(moot_roomview_apply(view, &left), 0);
    }
    assert_true(view->ended);
    moot_msg_event_t more = next_event(view, MOOT_WHAT_MESSAGE);
    assert_int_equal(moot_roomview_apply(view, &more), MOOT_EINVAL);
    moot_roomview_destroy(&view);
}

/* Applies a damaged event and expects that nothing happened. */
static void refuse(moot_roomview_t *view, moot_msg_event_t event)
{
    moot_buf_t before, after;
    moot_buf_init(&before, SIZE_MAX);
    moot_buf_init(&after, SIZE_MAX);
    saved(view, &before);
    assert_int_equal(moot_roomview_apply(view, &event), MOOT_EINVAL);
    saved(view, &after);
    assert_true(moot_slice_eq(moot_buf_slice(&before),
                              moot_buf_slice(&after)));
    moot_buf_close(&before);
    moot_buf_close(&after);
}

static void events_that_do_not_fit_change_nothing(void **state)
{
    (void)state;
    const char *const doubled[] = {"eve", "eve", NULL};
    const char *const present[] = {"eve", "bob", NULL};
    moot_buf_t buf;
    moot_buf_init(&buf, SIZE_MAX);
    moot_roomview_t *view = lobby();
    moot_msg_event_t event = next_event(view, MOOT_WHAT_JOINED);
    event.user = LIT("bob");
    refuse(view, event);
    event.user = moot_slice("", 0);
    refuse(view, event);

    event = next_event(view, MOOT_WHAT_ADDED);
    event.users = users_list(&buf, doubled);
    refuse(view, event);
    event.users = users_list(&buf, present);
    refuse(view, event);
    event.users = LIT("\x93\xa1x");
    refuse(view, event);
    event.users = LIT("\x91\x01");
    refuse(view, event);

    event = left_event(view, "ann");
    event.heir = moot_slice("", 0);
    refuse(view, event);
    event = left_event(view, "ann");
    event.heir = LIT("ann");
    refuse(view, event);
    event = left_event(view, "bob");
    event.place = 2;
    refuse(view, event);
    event = left_event(view, "bob");
    event.role = MOOT_ROLE_ADMIN;
    refuse(view, event);
    event = left_event(view, "bob");
    event.last = true;
    refuse(view, event);
    event = left_event(view, "bob");
    event.heir = LIT("cid");
    event.heir_role = MOOT_ROLE_MEMBER;
    refuse(view, event);

    event = next_event(view, MOOT_WHAT_ROLE);
    event.user = LIT("ann");
    event.old_role = MOOT_ROLE_OWNER;
    event.role = MOOT_ROLE_MEMBER;
    refuse(view, event);
    event.user = LIT("bob");
    event.old_role = MOOT_ROLE_MEMBER;
    event.role = MOOT_ROLE_OWNER;
    refuse(view, event); /* from nobody */
    event.heir = LIT("eve");
    refuse(view, event);
    event.heir = LIT("cid"); /* who is not the owner */
    refuse(view, event);
    event.heir = LIT("bob");
    refuse(view, event);
    event.role = MOOT_ROLE_ADMIN;
    event.heir = LIT("ann"); /* nothing is handed on */
    refuse(view, event);

    event = next_event(view, MOOT_WHAT_META);
    event.given = MOOT_GIVEN_NAME;
    event.old_name = LIT("Other");
    event.name = LIT("x");
    refuse(view, event);
    event = next_event(view, MOOT_WHAT_DELETED);
    refuse(view, event);
    event = next_event(view, MOOT_WHAT_CREATED);
    refuse(view, event);
    event = next_event(view, 99);
    refuse(view, event);
    event = next_event(view, MOOT_WHAT_MESSAGE);
    event.last = true;
    refuse(view, event);
    moot_roomview_destroy(&view);
    moot_buf_close(&buf);
}

/* ---- Random sequences ---------------------------------------------------- */

typedef struct step {
    moot_msg_event_t event;
    char text[4][24];
    moot_buf_t list;
    moot_buf_t before; /* snapshot of the roster, name and url before */
} step_t;

static moot_slice_t keep(step_t *step, size_t i, moot_slice_t text)
{
    assert_true(text.size < sizeof step->text[i]);
    if (text.size > 0)
        memcpy(step->text[i], text.at, text.size);
    return moot_slice(step->text[i], text.size);
}

static void random_event(step_t *step, const moot_roomview_t *view)
{
    static const uint64_t kinds[] = {
        MOOT_WHAT_JOINED, MOOT_WHAT_LEFT,  MOOT_WHAT_ADDED,
        MOOT_WHAT_ROLE,   MOOT_WHAT_META,  MOOT_WHAT_REMOVED,
        MOOT_WHAT_JOINED, MOOT_WHAT_ADDED, MOOT_WHAT_MESSAGE,
    };
    char text[24], more[24];
    moot_msg_event_t *event = &step->event;
    const moot_member_t *member = view->members[draw(view->members_count)];
    *event = next_event(view, kinds[draw(sizeof kinds / sizeof *kinds)]);
    snprintf(text, sizeof text, "u%u", (unsigned)(view->seq * 2));
    snprintf(more, sizeof more, "u%u", (unsigned)(view->seq * 2 + 1));
    const char *const pair[] = {text, more, NULL};
    switch (event->what) {
    case MOOT_WHAT_JOINED:
        event->user = keep(step, 0, moot_slice_str(text));
        break;
    case MOOT_WHAT_ADDED:
        event->users = users_list(&step->list, pair + draw(3));
        break;
    case MOOT_WHAT_LEFT:
    case MOOT_WHAT_REMOVED:
        if (view->members_count == 1) {
            event->what = MOOT_WHAT_MEMBERS;
            break;
        }
        event->user = keep(step, 0, member->user);
        event->role = member->role;
        event->place = member->place;
        if (member->role == MOOT_ROLE_OWNER) {
            moot_member_t *heir = moot_roomview_heir(view, member);
            event->heir = keep(step, 1, heir->user);
            event->heir_role = heir->role;
        }
        break;
    case MOOT_WHAT_ROLE:
        if (member->role == MOOT_ROLE_OWNER) {
            event->what = MOOT_WHAT_MESSAGE;
            break;
        }
        event->user = keep(step, 0, member->user);
        event->old_role = member->role;
        event->role = draw(2) == 0 ? MOOT_ROLE_ADMIN : MOOT_ROLE_MEMBER;
        if (draw(3) == 0) {
            event->role = MOOT_ROLE_OWNER;
            event->heir = keep(step, 1, moot_roomview_owner(view)->user);
        }
        break;
    case MOOT_WHAT_META:
        event->given = draw(4);
        event->old_name = keep(step, 0, view->name);
        event->name = keep(step, 1, moot_slice_str(text));
        event->old_thumbnail_url = keep(step, 2, view->thumbnail_url);
        event->thumbnail_url =
            keep(step, 3, moot_slice_str(draw(2) == 0 ? "" : more));
        break;
    default:
        break;
    }
}

/* Roster, roles, name and thumbnail, without what undo leaves alone. */
static void fingerprint(const moot_roomview_t *view, moot_buf_t *buf)
{
    moot_roomview_t *copy = moot_roomview_clone(view);
    copy->version = copy->updated_at = 0;
    saved(copy, buf);
    moot_roomview_destroy(&copy);
}

#define STEPS 60

static void run_random(uint64_t seed)
{
    static step_t steps[STEPS];
    random_state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    moot_roomview_t *view = lobby();
    moot_buf_t now;
    moot_buf_init(&now, SIZE_MAX);
    for (size_t i = 0; i < STEPS; i++) {
        moot_buf_init(&steps[i].list, SIZE_MAX);
        moot_buf_init(&steps[i].before, SIZE_MAX);
        fingerprint(view, &steps[i].before);
        random_event(&steps[i], view);
        assert_int_equal(moot_roomview_apply(view, &steps[i].event), 0);
        size_t owners = 0;
        for (size_t m = 0; m < view->members_count; m++) {
            owners += view->members[m]->role == MOOT_ROLE_OWNER;
            assert_int_equal(view->members[m]->place, m);
        }
        assert_int_equal(owners, 1);
    }
    /* There and back: undone to any depth, then applied again. */
    moot_buf_t end;
    moot_buf_init(&end, SIZE_MAX);
    fingerprint(view, &end);
    for (size_t i = STEPS; i-- > 0;) {
        assert_int_equal(moot_roomview_undo(view, &steps[i].event), 0);
        fingerprint(view, &now);
        assert_true(moot_slice_eq(moot_buf_slice(&now),
                                  moot_buf_slice(&steps[i].before)));
    }
    for (size_t i = 0; i < STEPS; i++)
        assert_int_equal(moot_roomview_apply(view, &steps[i].event), 0);
    fingerprint(view, &now);
    assert_true(moot_slice_eq(moot_buf_slice(&now), moot_buf_slice(&end)));

    moot_msg_snapshot_t snapshot;
    moot_roomview_t *loaded = NULL;
    saved(view, &now);
    assert_int_equal(moot_wire_decode_snapshot(moot_buf_slice(&now),
                                               &snapshot), 0);
    assert_int_equal(moot_roomview_load(&snapshot, &loaded), 0);
    saved(loaded, &end);
    assert_true(moot_slice_eq(moot_buf_slice(&now), moot_buf_slice(&end)));
    moot_roomview_destroy(&loaded);
    for (size_t i = 0; i < STEPS; i++) {
        moot_buf_close(&steps[i].list);
        moot_buf_close(&steps[i].before);
    }
    moot_buf_close(&now);
    moot_buf_close(&end);
    moot_roomview_destroy(&view);
}

static void random_sequences_go_there_and_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++)
        run_random(seed);
}

static void damaged_snapshots_are_refused(void **state)
{
    (void)state;
    /* [[bob, MEMBER]], [[ann, OWNER], [ann, MEMBER]], two owners, no list. */
    static const char *const bad[] = {
        "\x91\x92\xa3" "bob\x03",
        "\x92\x92\xa3" "ann\x01\x92\xa3" "ann\x03",
        "\x92\x92\xa3" "ann\x01\x92\xa3" "bob\x01",
        "\xa3" "ann",
        "\x91\x92\xa3" "ann\x07",
        "\x91\xa3" "ann",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        moot_roomview_t *view = NULL;
        moot_msg_snapshot_t snapshot = {
            .room = LIT("r"), .epoch = 1, .seq = 1, .name = LIT("n"),
            .members = moot_slice_str(bad[i]),
        };
        assert_int_equal(moot_roomview_load(&snapshot, &view), MOOT_EINVAL);
        assert_null(view);
    }
}

static void ten_thousand_members_keep_join_order(void **state)
{
    (void)state;
    enum { COUNT = 10000 };
    moot_roomview_t *view = lobby();
    char text[24];
    for (unsigned i = 0; i < COUNT; i++) {
        moot_msg_event_t event = next_event(view, MOOT_WHAT_JOINED);
        snprintf(text, sizeof text, "user-%05u", i);
        event.user = moot_slice_str(text);
        assert_int_equal(moot_roomview_apply(view, &event), 0);
    }
    for (unsigned i = 0; i < COUNT; i += 2) {
        snprintf(text, sizeof text, "user-%05u", i);
        moot_msg_event_t event = left_event(view, text);
        assert_int_equal(moot_roomview_apply(view, &event), 0);
    }
    assert_int_equal(view->members_count, 4 + COUNT / 2);
    for (unsigned i = 0; i < COUNT / 2; i++) {
        snprintf(text, sizeof text, "user-%05u", 2 * i + 1);
        expect_member(view, 4 + i, text, MOOT_ROLE_MEMBER);
    }
    moot_roomview_destroy(&view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(created_makes_the_first_an_owner),
        cmocka_unit_test(the_heir_is_the_first_admin_else_the_first_member),
        cmocka_unit_test(the_last_one_leaving_ends_the_room),
        cmocka_unit_test(events_that_do_not_fit_change_nothing),
        cmocka_unit_test(random_sequences_go_there_and_back),
        cmocka_unit_test(damaged_snapshots_are_refused),
        cmocka_unit_test(ten_thousand_members_keep_join_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
