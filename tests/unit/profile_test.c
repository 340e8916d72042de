/* Profiles: every mistake with its place, those that come with Moothall, and
 * the rows of the contract about room types. */
#include "proto/profile.h"

#include "common/err.h"
#include "common/file.h"
#include "proto/profile_file.h"
#include "proto/roomtype.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

static moot_buf_t mistakes;

static int parse(const char *text, moot_profile_t **out)
{
    moot_buf_close(&mistakes);
    moot_buf_init(&mistakes, 1 << 20);
    int rc = moot_profile_parse(moot_slice_str(text), "p.conf", &mistakes, out);
    moot_buf_put(&mistakes, "", 1);
    return rc;
}

static moot_profile_t *parsed(const char *text)
{
    moot_profile_t *profile = NULL;
    if (parse(text, &profile) != 0)
        fail_msg("%s", (const char *)mistakes.at);
    return profile;
}

static moot_profile_t *load(const char *path)
{
    moot_profile_t *profile = NULL;
    moot_buf_close(&mistakes);
    moot_buf_init(&mistakes, 1 << 20);
    if (moot_profile_load(path, &mistakes, &profile) != 0)
        fail_msg("%.*s", MOOT_SLICE_ARG(moot_buf_slice(&mistakes)));
    return profile;
}

/* ---- Mistakes ------------------------------------------------------------ */

static void says(const char *text, const char *mistake)
{
    moot_profile_t *profile = NULL;
    int rc = parse(text, &profile);
    if (rc != MOOT_EINVAL || strstr((const char *)mistakes.at, mistake) == NULL)
        fail_msg("%s\nrc %d, says: %s\nnot: %s", text, rc,
                 (const char *)mistakes.at, mistake);
}

#define HEAD "[namespace /]\n"

static void mistakes_of_form(void **state)
{
    (void)state;
    says("", "p.conf: there must be a [namespace /]");
    says("a = b\n" HEAD, "p.conf:1: a section such as");
    says(HEAD "join\n", "p.conf:2: a line is key = value");
    says(HEAD "auth = none\nauth = none\n",
         "p.conf:3:1: auth is given in line 2");
    says(HEAD "jion = \"a\"\n",
         "p.conf:2:1: [namespace] has no key jion; it has "
         "auth,");
    says("[namespace /\n", "p.conf:1: a section is [kind name]");
    says(HEAD "  auth = none\n", "p.conf:2: this line goes on with nothing");
    says(HEAD "no_token = a ; b\n", "p.conf:2:14: a comment stands");
    says("[nmespace /]\n", "p.conf:1: there is no kind of section nmespace");
    says(HEAD HEAD, "p.conf:2: [namespace /] is there already");
    says("[namespace chat]\n", "p.conf:1: a namespace begins with /");
    says("[namespace]\n", "p.conf:1: [namespace NAME] needs a name");
    says(HEAD "\xff\n", "p.conf: this is no UTF-8");
    char text[600] = HEAD "join = \"";
    memset(text + strlen(text), 'x', 300);
    says(text, "p.conf:2: a line has at most");
    says(HEAD "[profile]\ntitle =\n", "p.conf:3:8: title needs a value");
    says(HEAD "[limits]\nmax_payload = 5\n",
         "p.conf:3:15: max_payload is a number from 1000");
    says(HEAD "[limits x]\n", "p.conf:2: [limits] takes no name");
    says(HEAD "[limits]\n[limits]\n", "p.conf:3: [limits] is there in line 2");
}

static void mistakes_of_expressions_have_their_place(void **state)
{
    (void)state;
    says(HEAD "join = \"a\" + 1\n", "p.conf:2:12: join: a string and a number");
    says(HEAD
         "join = if(claims.x,\n# in between\n          \"a\",\n      nobody)\n",
         "p.conf:5:7: join: there is no name nobody");
    says(HEAD "join = payload.x\n", "p.conf:2:8: join: payload is not known");
    says(HEAD "allow = \"yes\"\n", "p.conf:2:9: allow: a condition");
    says(HEAD "remember = claims.rol\n",
         "p.conf:2:12: remember is written remember = name");
    says(HEAD "remember = rol = claim.rol\n",
         "p.conf:2:18: remember: there is no "
         "name claim");
    says(HEAD "with = 1\n", "p.conf:2:8: with needs an emit");
    says(HEAD "emit = a\nargs = []\nwith = 1\n", "p.conf:4:8: either one with");
    says(HEAD "[event e]\nack = [x]\n", "p.conf:3:8: ack: there is no name x");
    says(HEAD "[event e]\nlet = x = 1\nack = [y]\n",
         "p.conf:4:8: ack: there is no");
    says(HEAD "[event e]\nack = member()\n", "room types and policies only");
    says(HEAD "[policy p]\nbefore = 1\n",
         "p.conf:3:10: before: a boolean or null");
}

static void mistakes_of_rooms_and_events(void **state)
{
    (void)state;
    says(HEAD "[room ChatRoom]\n",
         "a room of the form declared needs identifier");
    says(HEAD "[room ChatRoom]\nidentifier = a\n",
         "needs may_join (true lets everybody in)");
    says(HEAD "[room Chat Room]\n", "needs a name of letters");
    says(HEAD "[room ChatRoom]\nidentifier = a a\nmay_join = true\n",
         "p.conf:3:14: a is there twice");
    says(HEAD "[room A]\nidentifier = a\nmay_join = true\n[room a_room]\n"
              "identifier = a\nmay_join = true\n",
         "p.conf:5: A and a_room have the same key a in one namespace");
    says(HEAD
         "[namespace /b]\n[room A]\nidentifier = a\nmay_join = true\n"
         "[room a_room]\nidentifier = a\nmay_join = true\nnamespaces = /b\n",
         "say durable = off");
    says(HEAD "[room A]\nplugin = a.so\nmay_join = true\n",
         "p.conf:4:1: may_join is not for rooms of the form compiled");
    says(HEAD "[room A]\nform = asked\n", "the form asked needs url");
    says(HEAD "[room A]\nform = guessed\n", "declared, compiled or asked");
    says(HEAD "[room A]\nurl = ftp://x\n", "begins with http://");
    says(HEAD "[room A]\nurl = http://x\ntimeout_ms = 1\n", "from 10 to 60000");
    says(HEAD "[room A]\nnamespaces = /b\n", "p.conf:3:14: there is no section "
                                             "[namespace /b]");
    says(HEAD "[room A]\npart = b = 1\nidentifier = b\nmay_join = true\n",
         "does not name b");
    says("[namespace /b]\n[event e]\nack = []\n",
         "p.conf:2: there is no section [namespace /]");
    says(HEAD "[event e]\n", "p.conf:2: this event does nothing");
    says(HEAD "[event e]\nemit = x\n", "p.conf:2: emit needs to");
    says(HEAD "[event e]\nto = \"x\"\n", "p.conf:2: to needs an emit");
    says(HEAD "[event e]\nack = []\nconfirm = e\n", "confirm needs emit");
    says(HEAD "[event e]\nto = self\nemit = x\nconfirm = f\n",
         "p.conf:2: confirm: there is no [event f] in /");
    says(HEAD "[event e]\nhistory = h\n", "p.conf:3:11: there is no section "
                                          "[history h]");
    says(HEAD "[history h]\n[event e]\nhistory = h\n",
         "history needs participants");
    says(HEAD "[event e]\nack = []\nrecord = {}\n", "record needs history");
    says(HEAD "[event disconnect]\nack = []\n", "Socket.IO keeps for itself");
    says(HEAD "[event e]\nto = self\nemit = disconnect\n",
         "p.conf:4:8: disconnect is a name that Socket.IO keeps for itself");
    says(HEAD "emit = connect\n", "connect is a name that Socket.IO keeps");
    says(HEAD "[event e]\nack = []\n[event e]\nack = []\n",
         "p.conf:4: [event e] is there already in namespace /");
    says(HEAD "[event join_chat]\nack = []\n[room ChatRoom]\nidentifier = x\n"
              "may_join = true\n",
         "p.conf:2: join_chat belongs to [room ChatRoom]");
    says(HEAD "[event e]\nto = true\nemit = x\n",
         "p.conf:3:6: to: a string or a");
}

static void mistakes_of_views(void **state)
{
    (void)state;
    const char *base = "[namespace /]\nauth = token\nremember = rol = "
                       "claims.rol\n[history h]\n[view /v]\n";
    static const struct {
        const char *lines, *says;
    } rows[] = {
        {"", "shows either a history"},
        {"history = h\npeers = h\n", "shows either a history"},
        {"history = h\n", "history needs of"},
        {"peers = h\n", "peers needs peers_of"},
        {"peers = h\npeers_of = rol\n", "a fact and its value"},
        {"peers = h\npeers_of = role admin\n", "no namespace remembers role"},
        {"history = h\nof = payload.x\n", "payload is not known"},
        {"history = h\nof = user\nrefused = Forbidden\n", "a status from 400"},
        {"history = h\nof = user\nrefused = 403 {x}\n", "must be JSON"},
        {"history = h\nof = user\nnamespace = /x\n", "[namespace /x]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[600];
        snprintf(text, sizeof text, "%s%s", base, rows[i].lines);
        says(text, rows[i].says);
    }
    says(HEAD "[history h]\n[view /v]\nhistory = h\nof = user\n",
         "a view needs a namespace with an auth");
    says(HEAD "auth = token\n[history h]\n[view v]\nhistory = h\nof = user\n",
         "[view PATH] needs a path");
}

static void all_mistakes_are_told_up_to_a_number(void **state)
{
    (void)state;
    moot_profile_t *profile = NULL;
    char text[8000] = HEAD;
    for (int i = 0; i < 200; i++)
        strcat(text, "nonsense = 1\n");
    assert_int_equal(parse(text, &profile), MOOT_EINVAL);
    size_t lines = 0;
    for (const char *c = (const char *)mistakes.at; *c != '\0'; c++)
        lines += *c == '\n';
    assert_int_equal(lines, MOOT_PROFILE_MISTAKES_MAX);
    static char large[MOOT_PROFILE_BYTES_MAX + 2];
    memset(large, '\n', sizeof large - 1);
    assert_int_equal(parse(large, &profile), MOOT_ELIMIT);
}

static void names_lead_to_files(void **state)
{
    (void)state;
    char path[4096];
    moot_buf_close(&mistakes);
    moot_buf_init(&mistakes, 1 << 20);
    assert_int_equal(moot_profile_find("a/b", &mistakes, path, sizeof path), 0);
    assert_string_equal(path, "a/b");
    assert_int_equal(moot_profile_find("b.conf", &mistakes, path, sizeof path),
                     0);
    assert_int_equal(mistakes.size, 0);
    assert_int_equal(moot_profile_find("nothing", &mistakes, path, sizeof path),
                     MOOT_ENOENT);
    moot_buf_put(&mistakes, "", 1);
    assert_non_null(
        strstr((const char *)mistakes.at, "there is no profile nothing"));
    moot_profile_t *profile = NULL;
    moot_buf_clear(&mistakes);
    assert_int_equal(moot_profile_load("./none.conf", &mistakes, &profile),
                     MOOT_ENOENT);
    assert_int_equal(moot_profile_load("./", &mistakes, &profile), MOOT_EIO);
}

/* ---- What a profile says --------------------------------------------------
 */

static void values_have_their_defaults(void **state)
{
    (void)state;
    moot_profile_t *profile =
        parsed("[profile]\ntitle = A\n    b\n"
               "[namespace /]\nauth = token\n[namespace /x]\nauth = cookie c\n"
               "no_cookie = none\nemit = hello\nwith = user\nemit = bye\n"
               "[room HTTPServer2Room]\nurl = http://localhost:1/x\nnamespaces "
               "= / /x\n"
               "[room DMRoom]\nplugin = dm.so\ndurable = off\n"
               "[history h]\n[view /v]\nhistory = h\nof = user\nrefused = 418 "
               "{\"a\": 1}\n");
    const moot_profile_namespace_t *space = &profile->namespaces[0];
    assert_slice(profile->title, "A b");
    assert_int_equal(profile->limits.max_payload, 0);
    assert_slice(space->no_token, "No access token provided");
    assert_slice(space->no_cookie, "No access token provided");
    assert_slice(space->bad_token, "Invalid access token");
    assert_non_null(space->user);
    assert_int_equal(space->token_type.size, 0);
    space = &profile->namespaces[1];
    assert_string_equal((const char *)space->cookie.at, "c");
    assert_slice(space->no_cookie, "none");
    assert_int_equal(space->emits_count, 2);
    assert_int_equal(space->emits[0].with_count, 1);
    assert_slice(space->emits[1].event, "bye");
    const moot_profile_type_t *type =
        moot_profile_type(profile, 1, LIT("http_server2"));
    assert_non_null(type);
    assert_int_equal(type->form, MOOT_PROFILE_ASKED);
    assert_int_equal(type->timeout_ms, 0);
    assert_true(moot_profile_durable(profile, LIT("http_server2|7")) == type);
    assert_null(moot_profile_durable(profile, LIT("http_server2")));
    assert_null(moot_profile_durable(profile, LIT("dm|7")));
    assert_null(moot_profile_type(profile, 1, LIT("dm")));
    enum moot_guard_what what;
    type = moot_profile_type_event(profile, 0, LIT("leave_dm"), &what);
    assert_int_equal(what, MOOT_GUARD_LEAVE);
    assert_int_equal(type->form, MOOT_PROFILE_COMPILED);
    assert_slice(type->plugin, "./dm.so");
    assert_null(moot_profile_type_event(profile, 0, LIT("join_"), &what));
    assert_null(moot_profile_type_event(profile, 0, LIT("leave_x"), &what));
    const moot_profile_view_t *view = moot_profile_view(profile, LIT("/v"));
    assert_int_equal(view->refused.status, 418);
    assert_slice(view->refused.body, "{\"a\": 1}");
    assert_int_equal(view->no_cookie.status, 401);
    assert_slice(view->no_cookie.body,
                 "{\"error\":\"No access token provided\"}");
    assert_null(moot_profile_view(profile, LIT("/w")));
    moot_profile_destroy(&profile);
    moot_profile_destroy(&profile);
}

/* ---- Room types: seed of the chat rooms ------------------------------------
 */

typedef struct row {
    const char *event, *claims, *payload;
    enum moot_verdict_code code;
    const char *says; /* the room, or the text */
} row_t;

static void judge(const moot_profile_t *profile, const row_t *row)
{
    moot_arena_t arena;
    moot_roomtype_verdict_t verdict;
    enum moot_guard_what what = MOOT_GUARD_JOIN;
    const moot_profile_type_t *type =
        moot_profile_type_event(profile, 0, moot_slice_str(row->event), &what);
    moot_roomtype_ask_t ask = {
        .namespace = LIT("/"),
        .sid = LIT("s"),
        .user = LIT("u"),
        .claims = moot_slice_str(row->claims),
        .payload = moot_slice_str(row->payload),
    };
    assert_non_null(type);
    moot_arena_init(&arena, 1 << 20);
    moot_roomtype_judge(profile, type, what, &ask, &arena, &verdict);
    moot_slice_t said =
        verdict.room.size > 0 ? verdict.room : moot_slice_str(verdict.text);
    if (verdict.code != row->code
        || !moot_slice_eq(said, moot_slice_str(row->says)))
        fail_msg("%s %s %s: %d %.*s", row->event, row->claims, row->payload,
                 verdict.code, MOOT_SLICE_ARG(said));
    moot_arena_close(&arena);
}

static void chat_rooms_judge_as_the_contract_says(void **state)
{
    (void)state;
    static const row_t rows[] = {
        {"join_chat", "{\"chats\":[7]}", "{\"chat_id\":7}", MOOT_VERDICT_ALLOW,
         "chat|7"},
        {"join_chat", "{\"chats\":[\"7\"]}", "{\"chat_id\":7}",
         MOOT_VERDICT_ALLOW, "chat|7"},
        {"join_chat", "{\"chats\":[7]}", "{\"chat_id\":\"7\"}",
         MOOT_VERDICT_ALLOW, "chat|7"},
        {"join_chat", "{\"chats\":7}", "{\"chat_id\":\"7\"}",
         MOOT_VERDICT_ALLOW, "chat|7"},
        {"join_chat", "{\"chats\":[8]}", "{\"chat_id\":7}", MOOT_VERDICT_REFUSE,
         "chat|7"},
        {"join_chat", "{}", "{\"chat_id\":7}", MOOT_VERDICT_REFUSE, "chat|7"},
        {"join_chat", "{\"role\":\"admin\"}", "{\"chat_id\":7}",
         MOOT_VERDICT_ALLOW, "chat|7"},
        {"join_chat", "{\"role\":\"Admin\"}", "{\"chat_id\":7}",
         MOOT_VERDICT_REFUSE, "chat|7"},
        {"join_chat", "{\"chats\":[{}]}", "{\"chat_id\":7}",
         MOOT_VERDICT_FAILED, "chat|7"},
        {"join_chat", "{}", "{}", MOOT_VERDICT_INVALID, "chat_id is required"},
        {"join_chat", "{}", "{\"chat_id\":null}", MOOT_VERDICT_INVALID,
         "chat_id is required"},
        {"join_chat", "{}", "{\"chat_id\":\"\"}", MOOT_VERDICT_INVALID,
         "chat_id is required"},
        {"join_chat", "{}", "{\"chat_id\":0}", MOOT_VERDICT_INVALID,
         "chat_id is required"},
        {"join_chat", "{}", "{\"chat_id\":false}", MOOT_VERDICT_INVALID,
         "chat_id is required"},
        {"join_chat", "{}", "{\"chat_id\":[1]}", MOOT_VERDICT_INVALID,
         "chat_id is required"},
        {"join_chat", "{}", "", MOOT_VERDICT_INVALID, "data must be an object"},
        {"join_chat", "{}", "[]", MOOT_VERDICT_INVALID,
         "data must be an object"},
        {"join_chat", "{}", "\"chat_id\"", MOOT_VERDICT_INVALID,
         "data must be an object"},
        {"leave_chat", "{}", "{\"chat_id\":7}", MOOT_VERDICT_ALLOW, "chat|7"},
        {"leave_chat", "{}", "{}", MOOT_VERDICT_INVALID, "chat_id is required"},
        {"join_pair", "{}", "{\"a\":\"x\",\"b\":2}", MOOT_VERDICT_ALLOW,
         "pair|x|2"},
        {"join_pair", "{}", "{\"a\":\"x\"}", MOOT_VERDICT_INVALID,
         "b is required"},
        {"join_pair", "{}", "{\"a\":\"x|y\",\"b\":2}", MOOT_VERDICT_INVALID,
         "a must not contain |"},
    };
    moot_profile_t *profile = load("deploy/profiles/chat-rooms.conf");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        judge(profile, &rows[i]);
    const moot_profile_namespace_t *space = &profile->namespaces[0];
    assert_int_equal(space->auth, MOOT_PROFILE_AUTH_TOKEN);
    assert_slice(space->token_type, "access");
    assert_slice(space->no_token, "No access token provided");
    assert_slice(space->bad_token, "Invalid access token");
    moot_profile_destroy(&profile);
}

static int role_of(void *ctx, moot_slice_t room, unsigned *role)
{
    (void)ctx;
    *role = room.size == 0 ? MOOT_ROLE_OWNER : 0;
    return 0;
}

static void members_and_names_of_durable_rooms(void **state)
{
    (void)state;
    moot_profile_t *profile = parsed(
        HEAD
        "[room TeamRoom]\nidentifier = team part\n"
        "part = team = claims.team\n"
        "may_join = can(\"see\", \"team\")\nmay_create = id.part == \"p\"\n"
        "members_of = \"team-\" + id.team\n"
        "[policy team]\nsee = role() == \"OWNER\"\n");
    moot_arena_t arena;
    moot_roomtype_verdict_t verdict;
    moot_slice_t room;
    const moot_profile_type_t *type =
        moot_profile_durable(profile, LIT("team|a|b|c"));
    moot_roomtype_ask_t ask = {.namespace = LIT("/"),
                               .claims = LIT("{\"team\":5}"),
                               .payload = LIT("{\"team\":6,\"part\":\"q\"}"),
                               .role = role_of};
    moot_arena_init(&arena, 1 << 20);
    assert_true(moot_roomtype_needs_members(type));
    moot_roomtype_judge(profile, type, MOOT_GUARD_JOIN, &ask, &arena, &verdict);
    assert_int_equal(verdict.code, MOOT_VERDICT_ALLOW);
    assert_slice(verdict.room, "team|5|q");
    moot_roomtype_judge(profile, type, MOOT_GUARD_CREATE, &ask, &arena,
                        &verdict);
    assert_int_equal(verdict.code, MOOT_VERDICT_REFUSE);
    assert_int_equal(moot_roomtype_members_of(profile, type, &ask, verdict.room,
                                              &arena, &room),
                     0);
    assert_slice(room, "team-5");
    ask.role = NULL;
    moot_roomtype_judge(profile, type, MOOT_GUARD_JOIN, &ask, &arena, &verdict);
    assert_int_equal(verdict.code, MOOT_VERDICT_REFUSE);
    ask.room = LIT("team|x|p");
    moot_roomtype_judge(profile, type, MOOT_GUARD_CREATE, &ask, &arena,
                        &verdict);
    assert_int_equal(verdict.code, MOOT_VERDICT_ALLOW);
    assert_slice(verdict.room, "team|x|p");
    ask.room = LIT("team|x|p|q");
    moot_roomtype_identify(profile, type, &ask, &arena, &verdict);
    assert_int_equal(verdict.code, MOOT_VERDICT_INVALID);
    ask.room = LIT("team|x");
    moot_roomtype_identify(profile, type, &ask, &arena, &verdict);
    assert_int_equal(verdict.code, MOOT_VERDICT_INVALID);
    assert_string_equal(verdict.text, "this is no name of such a room");
    ask.room = LIT("team||p");
    moot_roomtype_identify(profile, type, &ask, &arena, &verdict);
    assert_string_equal(verdict.text, "team is required");
    moot_arena_close(&arena);
    moot_profile_destroy(&profile);
}

static void the_others_that_come_along_are_whole(void **state)
{
    (void)state;
    moot_profile_t *profile = load("deploy/profiles/support-chat.conf");
    assert_int_equal(profile->events_count, 1);
    assert_int_equal(profile->views_count, 3);
    const moot_profile_view_t *view =
        moot_profile_view(profile, LIT("/api/mensajes"));
    assert_int_equal(view->missing.status, 400);
    assert_slice(view->missing.body,
                 "{\"error\":\"Falta el parámetro ?con=usuario\"}");
    assert_int_equal(view->no_cookie.status, 403);
    assert_slice(view->no_cookie.body, "{\"error\":\"Acceso denegado\"}");
    assert_slice(view->refused.body,
                 "{\"error\":\"Acceso solo para administradores\"}");
    assert_slice(view->bad_token.body, "{\"error\":\"Token inválido\"}");
    assert_slice(view->history->time, "fecha");
    view = moot_profile_view(profile, LIT("/api/mensajes/mios"));
    assert_int_equal(view->no_cookie.status, 401);
    assert_slice(view->no_cookie.body, "{\"error\":\"No autenticado\"}");
    assert_null(view->allow);
    view = moot_profile_view(profile, LIT("/api/usuarios-conversaciones"));
    assert_int_equal(view->shows, MOOT_PROFILE_SHOWS_PEERS);
    assert_slice(view->of_fact, "rol");
    assert_slice(view->of_value, "admin");
    assert_slice(view->not_fact, "rol");
    moot_profile_destroy(&profile);
    profile = load("deploy/profiles/conformance.conf");
    assert_int_equal(profile->limits.ping_interval_ms, 300);
    assert_int_equal(profile->limits.ping_timeout_ms, 200);
    assert_int_equal(profile->limits.connect_timeout_ms, 1000);
    assert_int_equal(moot_profile_namespace(profile, LIT("/custom")), 1);
    assert_int_equal(moot_profile_namespace(profile, LIT("/random")), -1);
    moot_profile_destroy(&profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_of_form),
        cmocka_unit_test(mistakes_of_expressions_have_their_place),
        cmocka_unit_test(mistakes_of_rooms_and_events),
        cmocka_unit_test(mistakes_of_views),
        cmocka_unit_test(all_mistakes_are_told_up_to_a_number),
        cmocka_unit_test(names_lead_to_files),
        cmocka_unit_test(values_have_their_defaults),
        cmocka_unit_test(chat_rooms_judge_as_the_contract_says),
        cmocka_unit_test(members_and_names_of_durable_rooms),
        cmocka_unit_test(the_others_that_come_along_are_whole),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    moot_buf_close(&mistakes);
    return failed;
}
