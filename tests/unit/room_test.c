/* The rules of rooms, one by one (client contract, section 5). Rooms here are
 * a view and what moot_room_decide makes of it; events are applied when the
 * decision is a success. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "worker/room.h"

typedef struct scene {
    moot_room_rules_t rules;
    moot_roomview_t *view; /* NULL: no such room */
    uint64_t wall_ms;
    moot_buf_t scratch, list;
    moot_room_verdict_t verdict;
} scene_t;

static int begin(void **state)
{
    static scene_t scene;
    scene = (scene_t){
        .rules = {.members_per_room_max = 5, .rooms_per_user_max = 3},
        .wall_ms = 5000,
    };
    moot_buf_init(&scene.scratch, SIZE_MAX);
    moot_buf_init(&scene.list, SIZE_MAX);
    *state = &scene;
    return 0;
}

static int end(void **state)
{
    scene_t *scene = *state;
    moot_roomview_destroy(&scene->view);
    moot_buf_close(&scene->scratch);
    moot_buf_close(&scene->list);
    return 0;
}

/* The list of users in a text with spaces between them. */
static moot_slice_t users(scene_t *scene, const char *text)
{
    moot_list_writer_t writer;
    moot_slice_t list;
    moot_buf_clear(&scene->list);
    moot_list_begin_open(&writer, &scene->list);
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        moot_list_put_str(&writer, moot_slice(text, size));
        text += size + (text[size] == ' ');
    }
    assert_int_equal(moot_list_end(&writer, &list), 0);
    return list;
}

/* Whether a rule stands in section 5 of the contract, word for word. */
static bool is_in_contract(const char *rule)
{
    static char text[65536];
    const char *root = getenv("MOOT_SOURCE_DIR");
    char path[4096];
    if (text[0] == '\0') {
        snprintf(path, sizeof path, "%s/proto/ROOMS.md",
                 root != NULL ? root : ".");
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
    }
    const char *section = strstr(text, "## 5. Rules");
    assert_non_null(section);
    return strstr(section, rule) != NULL;
}

/* Decides and applies. */
static const moot_room_verdict_t *ask(scene_t *scene, moot_msg_request_t request)
{
    request.room = LIT("lobby");
    request.session = LIT("s1");
    moot_room_decide(&scene->rules, scene->view, &request, scene->wall_ms,
                     LIT("msg_1"), &scene->scratch, &scene->verdict);
    moot_room_verdict_t *verdict = &scene->verdict;
    if (verdict->code != MOOT_CODE_OK) {
        assert_int_equal(verdict->events_count, 0);
        assert_non_null(verdict->text);
        assert_non_null(verdict->rule);
        assert_true(is_in_contract(verdict->rule));
        return verdict;
    }
    if (verdict->creates)
        scene->view = moot_roomview_new(request.room, 9);
    for (size_t i = 0; i < verdict->events_count; i++) {
        assert_int_equal(moot_roomview_apply(scene->view,
                                             &verdict->events[i]), 0);
        assert_slice(verdict->events[i].session, "s1");
        if (!request.system || request.user.size > 0)
            assert_true(moot_slice_eq(verdict->events[i].actor, request.user));
        else
            assert_slice(verdict->events[i].actor, MOOT_SYSTEM_USER);
        assert_int_equal(verdict->events[i].system, request.system);
    }
    return verdict;
}

static moot_msg_request_t request_of(uint64_t op, const char *user)
{
    return (moot_msg_request_t){.op = op, .user = moot_slice_str(user)};
}

static void expect_code(const moot_room_verdict_t *verdict,
                        enum moot_code code)
{
    assert_string_equal(moot_code_name(verdict->code), moot_code_name(code));
}

static void expect_event(const moot_room_verdict_t *verdict, size_t i,
                         enum moot_what what, uint64_t seq, uint64_t version)
{
    expect_code(verdict, MOOT_CODE_OK);
    assert_true(i < verdict->events_count);
    assert_int_equal(verdict->events[i].what, what);
    assert_int_equal(verdict->events[i].seq, seq);
    assert_int_equal(verdict->events[i].version, version);
}

static void expect_roster(const scene_t *scene, const char *text)
{
    char found[256] = "";
    for (size_t i = 0; i < scene->view->members_count; i++) {
        const moot_member_t *member = scene->view->members[i];
        size_t at = strlen(found);
        snprintf(found + at, sizeof found - at, "%s%.*s:%c", i > 0 ? " " : "",
                 MOOT_SLICE_ARG(member->user),
                 *moot_role_name(member->role));
    }
    assert_string_equal(found, text);
}

/* The room of ann with bob, cid, dan as members; cid is ADMIN. Version 5,
 * seq 2. */
static void make_lobby(scene_t *scene)
{
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
    request.users = users(scene, "bob cid dan");
    request.name = LIT("Lobby");
    expect_event(ask(scene, request), 0, MOOT_WHAT_CREATED, 1, 4);
    request = request_of(MOOT_OP_ROLE, "ann");
    request.target = LIT("cid");
    request.role = MOOT_ROLE_ADMIN;
    expect_event(ask(scene, request), 0, MOOT_WHAT_ROLE, 2, 5);
}

/* ---- All ----------------------------------------------------------------- */

static void without_a_user_nothing_is_done(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    for (uint64_t op = MOOT_OP_CREATE; op <= MOOT_OP_MESSAGE; op++)
        expect_code(ask(scene, request_of(op, "")), MOOT_CODE_UNAUTHORIZED);
}

static void an_unknown_room_is_not_found(void **state)
{
    scene_t *scene = *state;
    for (uint64_t op = MOOT_OP_JOIN; op <= MOOT_OP_DELETE; op++)
        expect_code(ask(scene, request_of(op, "ann")), MOOT_CODE_NOT_FOUND);
    expect_code(ask(scene, request_of(MOOT_OP_MESSAGE, "ann")),
                MOOT_CODE_NOT_A_MEMBER);
}

static void a_stranger_is_forbidden(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    for (uint64_t op = MOOT_OP_INFO; op <= MOOT_OP_DELETE; op++)
        expect_code(ask(scene, request_of(op, "eve")), MOOT_CODE_FORBIDDEN);
    expect_code(ask(scene, request_of(MOOT_OP_LEAVE, "eve")),
                MOOT_CODE_NOT_FOUND);
    expect_code(ask(scene, request_of(MOOT_OP_MESSAGE, "eve")),
                MOOT_CODE_NOT_A_MEMBER);
}

static void times_never_fall(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    scene->wall_ms = 4000;
    moot_msg_request_t request = request_of(MOOT_OP_MESSAGE, "ann");
    request.content = LIT("x");
    assert_int_equal(ask(scene, request)->events[0].at, 5000);
    scene->wall_ms = 6000;
    assert_int_equal(ask(scene, request)->events[0].at, 6000);
}

/* ---- ROOM_CREATE --------------------------------------------------------- */

static void create_takes_each_member_once(void **state)
{
    scene_t *scene = *state;
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
    request.users = users(scene, "bob ann cid bob dan eve fay bob");
    const moot_room_verdict_t *verdict = ask(scene, request);
    /* Five members at most: eve is in, fay is skipped. */
    expect_event(verdict, 0, MOOT_WHAT_CREATED, 1, 5);
    assert_int_equal(verdict->events_count, 1);
    assert_true(verdict->creates);
    assert_int_equal(verdict->events[0].updated_at, 5000);
    expect_roster(scene, "ann:O bob:M cid:M dan:M eve:M");
    assert_slice(scene->view->name, "lobby"); /* empty: the id */
    assert_int_equal(scene->view->thumbnail_url.size, 0);
    expect_code(ask(scene, request), MOOT_CODE_CREATE_FAILED);
}

static void create_minds_the_rooms_of_its_user(void **state)
{
    scene_t *scene = *state;
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
    request.rooms_count = 3;
    expect_code(ask(scene, request), MOOT_CODE_CREATE_FAILED);
    request.rooms_count = 2;
    expect_event(ask(scene, request), 0, MOOT_WHAT_CREATED, 1, 1);
    expect_roster(scene, "ann:O");
}

static void create_refuses_ids_that_are_none(void **state)
{
    scene_t *scene = *state;
    char id[MOOT_ID_BYTES_MAX + 2];
    memset(id, 'x', sizeof id);
    id[sizeof id - 1] = '\0';
    moot_msg_request_t request = request_of(MOOT_OP_CREATE, "ann");
    request.users = users(scene, id);
    expect_code(ask(scene, request), MOOT_CODE_VALIDATION_ERROR);
    id[MOOT_ID_BYTES_MAX] = '\0';
    request.users = users(scene, id);
    expect_event(ask(scene, request), 0, MOOT_WHAT_CREATED, 1, 2);
}

/* ---- ROOM_JOIN ----------------------------------------------------------- */

static void join_makes_two_events(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    scene->wall_ms = 7000;
    const moot_room_verdict_t *verdict =
        ask(scene, request_of(MOOT_OP_JOIN, "eve"));
    expect_event(verdict, 0, MOOT_WHAT_JOINED, 3, 6);
    expect_event(verdict, 1, MOOT_WHAT_MEMBERS, 4, 6);
    assert_int_equal(verdict->events[1].updated_at, 7000);
    assert_false(verdict->already);
    expect_roster(scene, "ann:O bob:M cid:A dan:M eve:M");

    verdict = ask(scene, request_of(MOOT_OP_JOIN, "eve"));
    expect_code(verdict, MOOT_CODE_OK);
    assert_true(verdict->already);
    assert_int_equal(verdict->events_count, 0);
}

static void join_stops_at_the_limits(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    moot_msg_request_t request = request_of(MOOT_OP_JOIN, "eve");
    request.rooms_count = 3;
    expect_code(ask(scene, request), MOOT_CODE_JOIN_FAILED);
    request.rooms_count = 2;
    expect_code(ask(scene, request), MOOT_CODE_OK);
    expect_code(ask(scene, request_of(MOOT_OP_JOIN, "fay")),
                MOOT_CODE_JOIN_FAILED);
    /* A member joins again whatever the limits are. */
    request.rooms_count = 99;
    assert_true(ask(scene, request)->already);
}

static void join_may_create_a_room(void **state)
{
    scene_t *scene = *state;
    scene->rules.create_on_join = true;
    moot_msg_request_t request = request_of(MOOT_OP_JOIN, "eve");
    request.rooms_count = 3;
    expect_code(ask(scene, request), MOOT_CODE_JOIN_FAILED);
    request.rooms_count = 0;
    request.users = LIT("\xc1"); /* is no field of a JOIN */
    const moot_room_verdict_t *verdict = ask(scene, request);
    expect_event(verdict, 0, MOOT_WHAT_CREATED, 1, 1);
    assert_false(verdict->already);
    expect_roster(scene, "eve:O");
    assert_slice(scene->view->name, "lobby");
}

/* ---- ROOM_LEAVE ---------------------------------------------------------- */

static void a_member_leaves(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    const moot_room_verdict_t *verdict =
        ask(scene, request_of(MOOT_OP_LEAVE, "bob"));
    expect_event(verdict, 0, MOOT_WHAT_LEFT, 3, 6);
    expect_event(verdict, 1, MOOT_WHAT_MEMBERS, 4, 6);
    assert_int_equal(verdict->events[0].place, 1);
    expect_roster(scene, "ann:O cid:A dan:M");
}

static void an_owner_hands_on(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    expect_event(ask(scene, request_of(MOOT_OP_LEAVE, "ann")), 0,
                 MOOT_WHAT_LEFT, 3, 7);
    expect_roster(scene, "bob:M cid:O dan:M");
    expect_event(ask(scene, request_of(MOOT_OP_LEAVE, "cid")), 0,
                 MOOT_WHAT_LEFT, 5, 9);
    expect_roster(scene, "bob:O dan:M");
}

static void the_last_one_ends_the_room(void **state)
{
    scene_t *scene = *state;
    expect_code(ask(scene, request_of(MOOT_OP_CREATE, "ann")), MOOT_CODE_OK);
    const moot_room_verdict_t *verdict =
        ask(scene, request_of(MOOT_OP_LEAVE, "ann"));
    expect_event(verdict, 0, MOOT_WHAT_LEFT, 2, 2);
    assert_int_equal(verdict->events_count, 1);
    assert_true(verdict->events[0].last);
    assert_true(scene->view->ended);
}

/* ---- ROOM_UPDATE_META ---------------------------------------------------- */

static void meta_changes_what_is_given(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    moot_msg_request_t request = request_of(MOOT_OP_META, "cid");
    request.given = MOOT_GIVEN_THUMBNAIL;
    request.name = LIT("ignored");
    request.thumbnail_url = LIT("http://x/y");
    expect_event(ask(scene, request), 0, MOOT_WHAT_META, 3, 6);
    assert_slice(scene->view->name, "Lobby");
    assert_slice(scene->view->thumbnail_url, "http://x/y");
    /* The same again changes nothing and still raises the version. */
    expect_event(ask(scene, request), 0, MOOT_WHAT_META, 4, 7);
    request.given = MOOT_GIVEN_NAME | MOOT_GIVEN_THUMBNAIL;
    request.name = request.thumbnail_url = LIT("");
    expect_event(ask(scene, request), 0, MOOT_WHAT_META, 5, 8);
    assert_slice(scene->view->name, "lobby");
    assert_int_equal(scene->view->thumbnail_url.size, 0);
}

static void meta_checks_the_patch_then_the_role(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    moot_msg_request_t request = request_of(MOOT_OP_META, "bob");
    expect_code(ask(scene, request), MOOT_CODE_VALIDATION_ERROR);
    request.given = MOOT_GIVEN_NAME;
    expect_code(ask(scene, request), MOOT_CODE_FORBIDDEN);
}

/* ---- ROOM_ADD_MEMBERS ---------------------------------------------------- */

static void add_skips_who_is_in_or_too_many(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    moot_msg_request_t request = request_of(MOOT_OP_ADD, "cid");
    request.users = users(scene, "bob eve eve fay");
    expect_event(ask(scene, request), 0, MOOT_WHAT_ADDED, 3, 6);
    expect_roster(scene, "ann:O bob:M cid:A dan:M eve:M");

    /* Nobody is added: an event all the same, and no mutation. */
    scene->wall_ms = 9000;
    const moot_room_verdict_t *verdict = ask(scene, request);
    expect_event(verdict, 0, MOOT_WHAT_ADDED, 4, 6);
    assert_int_equal(verdict->events[0].at, 9000);
    assert_int_equal(verdict->events[0].updated_at, 5000);
}

static void add_is_for_owner_and_admins(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    moot_msg_request_t request = request_of(MOOT_OP_ADD, "bob");
    request.users = users(scene, "eve");
    expect_code(ask(scene, request), MOOT_CODE_FORBIDDEN);
    request = request_of(MOOT_OP_ADD, "ann");
    expect_code(ask(scene, request), MOOT_CODE_VALIDATION_ERROR);
}

/* ---- ROOM_REMOVE_MEMBER -------------------------------------------------- */

static void remove_goes_by_role(void **state)
{
    static const struct {
        const char *actor, *target;
        bool allowed;
    } cases[] = {
        {"bob", "dan", false}, {"bob", "bob", false}, {"bob", "ann", false},
        {"cid", "ann", false}, {"cid", "cid", false}, {"cid", "eve", false},
        {"ann", "eve", false}, {"ann", "", false},    {"cid", "bob", true},
        {"ann", "dan", true},  {"ann", "cid", true},
    };
    scene_t *scene = *state;
    make_lobby(scene);
    uint64_t version = 5, seq = 2;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moot_msg_request_t request =
            request_of(MOOT_OP_REMOVE, cases[i].actor);
        request.target = moot_slice_str(cases[i].target);
        const moot_room_verdict_t *verdict = ask(scene, request);
        if (!cases[i].allowed) {
            expect_code(verdict, MOOT_CODE_FORBIDDEN);
            continue;
        }
        expect_event(verdict, 0, MOOT_WHAT_REMOVED, ++seq, ++version);
        assert_int_equal(verdict->events_count, 1);
    }
    expect_roster(scene, "ann:O");
}

static void an_owner_removes_itself(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    moot_msg_request_t request = request_of(MOOT_OP_REMOVE, "ann");
    request.target = LIT("ann");
    const moot_room_verdict_t *verdict = ask(scene, request);
    expect_event(verdict, 0, MOOT_WHAT_REMOVED, 3, 7);
    assert_int_equal(verdict->events_count, 1);
    expect_roster(scene, "bob:M cid:O dan:M");
}

static void an_owner_alone_removes_itself(void **state)
{
    scene_t *scene = *state;
    expect_code(ask(scene, request_of(MOOT_OP_CREATE, "ann")), MOOT_CODE_OK);
    moot_msg_request_t request = request_of(MOOT_OP_REMOVE, "ann");
    request.target = LIT("ann");
    const moot_room_verdict_t *verdict = ask(scene, request);
    expect_event(verdict, 0, MOOT_WHAT_REMOVED, 2, 2);
    assert_true(verdict->events[0].last);
    expect_roster(scene, "");
}

/* ---- ROOM_SET_ROLE ------------------------------------------------------- */

static void roles_are_set_by_the_owner(void **state)
{
    static const struct {
        const char *actor, *target;
        uint64_t role;
        enum moot_code code;
    } cases[] = {
        {"bob", "dan", MOOT_ROLE_OWNER, MOOT_CODE_VALIDATION_ERROR},
        {"ann", "dan", 0, MOOT_CODE_VALIDATION_ERROR},
        {"cid", "dan", MOOT_ROLE_ADMIN, MOOT_CODE_FORBIDDEN},
        {"bob", "bob", MOOT_ROLE_ADMIN, MOOT_CODE_FORBIDDEN},
        {"ann", "eve", MOOT_ROLE_ADMIN, MOOT_CODE_FORBIDDEN},
        {"ann", "ann", MOOT_ROLE_MEMBER, MOOT_CODE_FORBIDDEN},
        {"ann", "dan", MOOT_ROLE_ADMIN, MOOT_CODE_OK},
        {"ann", "dan", MOOT_ROLE_ADMIN, MOOT_CODE_OK},
        {"ann", "cid", MOOT_ROLE_MEMBER, MOOT_CODE_OK},
    };
    scene_t *scene = *state;
    make_lobby(scene);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moot_msg_request_t request = request_of(MOOT_OP_ROLE, cases[i].actor);
        request.target = moot_slice_str(cases[i].target);
        request.role = cases[i].role;
        expect_code(ask(scene, request), cases[i].code);
    }
    /* The same role again raised the version too. */
    assert_int_equal(scene->view->version, 8);
    expect_roster(scene, "ann:O bob:M cid:M dan:A");
}

/* ---- ROOM_DELETE, ROOM_MESSAGE ------------------------------------------- */

static void only_the_owner_deletes(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    expect_code(ask(scene, request_of(MOOT_OP_DELETE, "cid")),
                MOOT_CODE_FORBIDDEN);
    const moot_room_verdict_t *verdict =
        ask(scene, request_of(MOOT_OP_DELETE, "ann"));
    expect_event(verdict, 0, MOOT_WHAT_DELETED, 3, 6);
    assert_true(verdict->events[0].last);
    /* The roster stays: they are told. */
    assert_int_equal(scene->view->members_count, 4);
}

static void messages_leave_the_version(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    scene->wall_ms = 8000;
    moot_msg_request_t request = request_of(MOOT_OP_MESSAGE, "bob");
    expect_code(ask(scene, request), MOOT_CODE_VALIDATION_ERROR);
    request.content = LIT(" ");
    request.message_type = LIT("note");
    request.client_message_id = LIT("c1");
    const moot_room_verdict_t *verdict = ask(scene, request);
    expect_event(verdict, 0, MOOT_WHAT_MESSAGE, 3, 5);
    assert_int_equal(verdict->events[0].at, 8000);
    assert_int_equal(verdict->events[0].updated_at, 5000);
    assert_slice(verdict->events[0].content, " ");
    assert_slice(verdict->events[0].message_type, "note");
    assert_slice(verdict->events[0].message_id, "msg_1");
    assert_slice(verdict->events[0].client_message_id, "c1");
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, begin, end)

/* ---- The application ----------------------------------------------------- */

static moot_msg_request_t system_of(uint64_t op, const char *target)
{
    return (moot_msg_request_t){
        .op = op, .system = true, .target = moot_slice_str(target)};
}

static void the_application_needs_no_right(void **state)
{
    scene_t *scene = *state;
    moot_msg_request_t request = system_of(MOOT_OP_CREATE, "");
    expect_code(ask(scene, request), MOOT_CODE_UNAUTHORIZED);
    request.user = LIT("ann"); /* whose room it is */
    request.users = users(scene, "bob");
    request.rooms_count = 0;
    expect_event(ask(scene, request), 0, MOOT_WHAT_CREATED, 1, 2);
    request = system_of(MOOT_OP_ADD, "");
    request.users = users(scene, "cid dan eve fay");
    expect_event(ask(scene, request), 0, MOOT_WHAT_ADDED, 2, 5);
    expect_roster(scene, "ann:O bob:M cid:M dan:M eve:M"); /* five at most */
    request = system_of(MOOT_OP_ROLE, "cid");
    request.role = MOOT_ROLE_ADMIN;
    expect_event(ask(scene, request), 0, MOOT_WHAT_ROLE, 3, 6);
    request = system_of(MOOT_OP_META, "");
    request.given = MOOT_GIVEN_NAME;
    request.name = LIT("Hall");
    expect_event(ask(scene, request), 0, MOOT_WHAT_META, 4, 7);
    request = system_of(MOOT_OP_MESSAGE, "");
    request.content = LIT("hello");
    expect_event(ask(scene, request), 0, MOOT_WHAT_MESSAGE, 5, 7);
    request.user = LIT("zoe"); /* whom it names; no member by that */
    expect_event(ask(scene, request), 0, MOOT_WHAT_MESSAGE, 6, 7);
    expect_code(ask(scene, system_of(MOOT_OP_INFO, "")), MOOT_CODE_OK);
    expect_event(ask(scene, system_of(MOOT_OP_REMOVE, "ann")), 0,
                 MOOT_WHAT_REMOVED, 7, 9);
    expect_roster(scene, "bob:M cid:O dan:M eve:M");
    expect_event(ask(scene, system_of(MOOT_OP_DELETE, "")), 0,
                 MOOT_WHAT_DELETED, 8, 10);
}

static void the_application_is_checked_for_all_else(void **state)
{
    scene_t *scene = *state;
    for (uint64_t op = MOOT_OP_INFO; op <= MOOT_OP_MESSAGE; op++)
        expect_code(ask(scene, system_of(op, "bob")), MOOT_CODE_NOT_FOUND);
    expect_code(ask(scene, system_of(MOOT_OP_OWNER, "bob")),
                MOOT_CODE_NOT_FOUND);
    make_lobby(scene);
    expect_code(ask(scene, system_of(MOOT_OP_JOIN, "")),
                MOOT_CODE_VALIDATION_ERROR);
    expect_code(ask(scene, system_of(MOOT_OP_LEAVE, "")),
                MOOT_CODE_VALIDATION_ERROR);
    expect_code(ask(scene, system_of(MOOT_OP_REMOVE, "eve")),
                MOOT_CODE_FORBIDDEN);
    moot_msg_request_t request = system_of(MOOT_OP_ROLE, "ann");
    request.role = MOOT_ROLE_MEMBER;
    expect_code(ask(scene, request), MOOT_CODE_FORBIDDEN);
    request = system_of(MOOT_OP_ROLE, "bob");
    request.role = MOOT_ROLE_OWNER;
    expect_code(ask(scene, request), MOOT_CODE_VALIDATION_ERROR);
    expect_code(ask(scene, system_of(MOOT_OP_MESSAGE, "")),
                MOOT_CODE_VALIDATION_ERROR);
    expect_code(ask(scene, system_of(MOOT_OP_META, "")),
                MOOT_CODE_VALIDATION_ERROR);
    expect_code(ask(scene, system_of(MOOT_OP_ADD, "")),
                MOOT_CODE_VALIDATION_ERROR);
    request = system_of(MOOT_OP_CREATE, "");
    request.user = LIT("eve");
    expect_code(ask(scene, request), MOOT_CODE_CREATE_FAILED);
    expect_roster(scene, "ann:O bob:M cid:A dan:M");
}

static void the_application_hands_a_room_on(void **state)
{
    scene_t *scene = *state;
    make_lobby(scene);
    expect_event(ask(scene, system_of(MOOT_OP_OWNER, "bob")), 0,
                 MOOT_WHAT_ROLE, 3, 6);
    expect_roster(scene, "ann:A bob:O cid:A dan:M");
    expect_event(ask(scene, system_of(MOOT_OP_OWNER, "cid")), 0,
                 MOOT_WHAT_ROLE, 4, 7);
    expect_roster(scene, "ann:A bob:A cid:O dan:M");
    const moot_room_verdict_t *verdict =
        ask(scene, system_of(MOOT_OP_OWNER, "cid"));
    expect_code(verdict, MOOT_CODE_OK);
    assert_int_equal(verdict->events_count, 0);
    assert_true(verdict->already);
    expect_code(ask(scene, system_of(MOOT_OP_OWNER, "eve")),
                MOOT_CODE_FORBIDDEN);
    moot_msg_request_t request = system_of(MOOT_OP_OWNER, "bob");
    request.system = false;
    request.user = LIT("cid"); /* the owner itself */
    expect_code(ask(scene, request), MOOT_CODE_FORBIDDEN);
    expect_roster(scene, "ann:A bob:A cid:O dan:M");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(without_a_user_nothing_is_done),
        RULE(an_unknown_room_is_not_found),
        RULE(a_stranger_is_forbidden),
        RULE(times_never_fall),
        RULE(create_takes_each_member_once),
        RULE(create_minds_the_rooms_of_its_user),
        RULE(create_refuses_ids_that_are_none),
        RULE(join_makes_two_events),
        RULE(join_stops_at_the_limits),
        RULE(join_may_create_a_room),
        RULE(a_member_leaves),
        RULE(an_owner_hands_on),
        RULE(the_last_one_ends_the_room),
        RULE(meta_changes_what_is_given),
        RULE(meta_checks_the_patch_then_the_role),
        RULE(add_skips_who_is_in_or_too_many),
        RULE(add_is_for_owner_and_admins),
        RULE(remove_goes_by_role),
        RULE(an_owner_removes_itself),
        RULE(an_owner_alone_removes_itself),
        RULE(roles_are_set_by_the_owner),
        RULE(only_the_owner_deletes),
        RULE(messages_leave_the_version),
        RULE(the_application_needs_no_right),
        RULE(the_application_is_checked_for_all_else),
        RULE(the_application_hands_a_room_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
