/* Socket.IO clients against a profile; Engine.IO, delivery and the credentials
 * are the test's. */
#include "edge/sockets.h"
#include "edge/sockets_internal.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

static const char profile_text[] =
    "[namespace /]\n"
    "auth = none\n"
    "join = \"all\"\n"
    "emit = welcome\n"
    "with = {\"sid\": sid}\n"
    "\n"
    "[namespace /token]\n"
    "auth = token\n"
    "user = claims.user\n"
    "join = \"user:\" + claims.user\n"
    "remember = rol = claims.rol\n"
    "no_token = No access token provided\n"
    "bad_token = Invalid access token\n"
    "\n"
    "[namespace /cookie]\n"
    "auth = cookie token\n"
    "user = claims.user\n"
    "no_cookie = No cookie\n"
    "no_token = No token\n"
    "bad_token = Bad token\n"
    "\n"
    "[room ChatRoom]\n"
    "namespaces = /token\n"
    "identifier = chat_id\n"
    "may_join = contains(claims.chats, payload.chat_id)\n"
    "\n"
    "[room PluginRoom]\n"
    "namespaces = /token\n"
    "form = compiled\n"
    "plugin = plugin.so\n"
    "timeout_ms = 500\n"
    "\n"
    "[event shout]\n"
    "namespaces = /token\n"
    "to = \"all\"\n"
    "emit = heard\n"
    "with = {\"text\": payload.text}\n"
    "ack = [\"done\"]\n"
    "\n"
    "[event echo]\n"
    "to = self\n"
    "emit = echoed\n"
    "args = args\n"
    "ack = args\n"
    "\n"
    "[event ask]\n"
    "namespaces = / /token\n"
    "to = self\n"
    "emit = asked\n"
    "confirm = seen\n"
    "\n"
    "[event seen]\n"
    "namespaces = / /token\n"
    "to = self\n"
    "emit = noted\n"
    "args = args\n";

enum {
    PENDING_MAX = 4,
    ROOMS_MAX = 3,
    LINKS_MAX = 4,
    REQUESTS_MAX = 16,
};

/* One Engine.IO session of the test. */
typedef struct link {
    moot_sockets_client_t *client;
    char heard[4096]; /* a line for each message; "<bytes>" a binary one */
    bool closed;
} link_t;

typedef struct rig {
    moot_profile_t *profile;
    moot_sockets_config_t config;
    moot_sockets_t *sockets;
    moot_session_now_t now;
    link_t links[LINKS_MAX];
    uint64_t random;

    moot_subscriber_t *asker; /* of the last request */
    uint64_t tags[REQUESTS_MAX];
    size_t requests;
    enum moot_op op;
    moot_buf_t emission; /* of the last EMIT */
    char target[64], content[64];
    int refuse; /* what request returns */

    moot_inquiry_t *inquiry; /* the last one */
    size_t inquiries, cancelled;
    moot_msg_ask_guard_t guard;
    unsigned timeout_ms;
    char told[256]; /* JOINED and LEFT: "4 key|room\n" */

    size_t users_max, users;
    size_t subscribers;
    char ended[256];
} rig_t;

/* ---- What the sockets ask ------------------------------------------------ */

static void do_send(void *ctx, void *link, moot_frame_t *frame, bool binary)
{
    link_t *to = link;
    size_t used = strlen(to->heard);

    (void)ctx;
    assert_false(to->closed);
    snprintf(to->heard + used, sizeof to->heard - used,
             binary ? "<%.*s>\n" : "%.*s\n",
             MOOT_SLICE_ARG(moot_frame_slice(frame)));
}

static void do_close(void *ctx, void *link)
{
    (void)ctx;
    ((link_t *)link)->closed = true;
}

static void do_drop(void *ctx, void *link)
{
    (void)ctx;
    assert_false(((link_t *)link)->closed);
    ((link_t *)link)->closed = true;
}

static void do_enlist(void *ctx, moot_subscriber_t *subscriber)
{
    assert_non_null(subscriber->on_answer);
    assert_int_equal(subscriber->session.size, MOOT_SOCKETS_SID_BYTES);
    ((rig_t *)ctx)->subscribers++;
}

static void do_leave(void *ctx, moot_subscriber_t *subscriber)
{
    (void)subscriber;
    ((rig_t *)ctx)->subscribers--;
}

static int do_request(void *ctx, moot_subscriber_t *subscriber,
                      const moot_msg_request_t *request, uint64_t tag)
{
    rig_t *rig = ctx;

    if (rig->refuse != 0)
        return rig->refuse;
    rig->asker = subscriber;
    assert_true(rig->requests < REQUESTS_MAX);
    rig->tags[rig->requests++] = tag;
    rig->op = (enum moot_op)request->op;
    moot_buf_clear(&rig->emission);
    moot_buf_put(&rig->emission, request->emission.at, request->emission.size);
    snprintf(rig->target, sizeof rig->target, "%.*s",
             MOOT_SLICE_ARG(request->target));
    snprintf(rig->content, sizeof rig->content, "%.*s",
             MOOT_SLICE_ARG(request->content));
    return 0;
}

static int do_inquire(void *ctx, moot_inquiry_t *inquiry, unsigned slot,
                      const moot_msg_t *question, unsigned timeout_ms)
{
    rig_t *rig = ctx;

    assert_true(slot < MOOT_SLOTS);
    assert_int_equal(question->code, MOOT_MSG_ASK_GUARD);
    if (rig->refuse != 0)
        return rig->refuse;
    rig->guard = question->as.ask_guard;
    rig->inquiry = inquiry;
    rig->inquiries++;
    rig->timeout_ms = timeout_ms;
    return 0;
}

static void do_cancel(void *ctx, moot_inquiry_t *inquiry)
{
    rig_t *rig = ctx;

    assert_ptr_equal(inquiry, rig->inquiry);
    rig->inquiry = NULL;
    rig->cancelled++;
}

static void do_tell(void *ctx, unsigned slot, moot_slice_t body)
{
    rig_t *rig = ctx;
    size_t used = strlen(rig->told);
    moot_msg_ask_guard_t news;

    assert_true(slot < MOOT_SLOTS);
    assert_int_equal(moot_wire_decode_ask_guard(body, &news), 0);
    snprintf(rig->told + used, sizeof rig->told - used, "%u %.*s\n",
             (unsigned)news.what, MOOT_SLICE_ARG(news.room));
}

/* The token is the claims; one that is no object is bad. */
static int do_verify(void *ctx, moot_slice_t token, moot_buf_t *claims,
                     const char **why)
{
    (void)ctx;
    if (token.at[0] == '{')
        return moot_buf_put(claims, token.at, token.size);
    *why = "token is malformed";
    return MOOT_EDENIED;
}

static bool do_admit(void *ctx, moot_slice_t user)
{
    rig_t *rig = ctx;

    assert_true(user.size > 0);
    if (rig->users >= rig->users_max)
        return false;
    rig->users++;
    return true;
}

static void do_dismiss(void *ctx, moot_slice_t user)
{
    rig_t *rig = ctx;

    assert_true(user.size > 0);
    assert_true(rig->users > 0);
    rig->users--;
}

static uint64_t do_random(void *ctx)
{
    rig_t *rig = ctx;

    rig->random += UINT64_C(0x9e3779b97f4a7c15);
    return rig->random;
}

static void do_connected(void *ctx, moot_slice_t name_space, moot_slice_t sid,
                         moot_slice_t user)
{
    (void)ctx;
    (void)name_space;
    (void)sid;
    (void)user;
}

static void do_refused(void *ctx, moot_slice_t name_space, moot_slice_t message,
                       const char *why)
{
    (void)ctx;
    (void)name_space;
    (void)message;
    (void)why;
}

static void do_ended(void *ctx, const char *peer, enum moot_sockets_end end)
{
    rig_t *rig = ctx;

    assert_string_equal(peer, "peer");
    snprintf(rig->ended, sizeof rig->ended, "%s", moot_sockets_end_text(end));
}

static void do_failed(void *ctx, moot_slice_t what, unsigned line,
                      unsigned column, moot_slice_t why)
{
    (void)ctx;
    (void)what;
    (void)line;
    (void)column;
    (void)why;
}

static const moot_sockets_sink_t sink = {
    .send = do_send,
    .close = do_close,
    .drop = do_drop,
    .enlist = do_enlist,
    .leave = do_leave,
    .request = do_request,
    .inquire = do_inquire,
    .cancel = do_cancel,
    .tell = do_tell,
    .verify = do_verify,
    .admit = do_admit,
    .dismiss = do_dismiss,
    .random = do_random,
    .connected = do_connected,
    .refused = do_refused,
    .ended = do_ended,
    .failed = do_failed,
};

/* ---- The rig ------------------------------------------------------------- */

static rig_t *rig_new(void)
{
    rig_t *rig = calloc(1, sizeof *rig);
    moot_buf_t mistakes;

    assert_non_null(rig);
    moot_buf_init(&mistakes, 4096);
    if (moot_profile_parse(moot_slice_str(profile_text), "test.conf", &mistakes,
                           &rig->profile)
        != 0)
        fail_msg("%.*s", MOOT_SLICE_ARG(moot_buf_slice(&mistakes)));
    moot_buf_close(&mistakes);
    moot_buf_init(&rig->emission, 1 << 20);
    rig->config = (moot_sockets_config_t){
        .connect_timeout_ms = 45000,
        .rooms_per_socket_max = ROOMS_MAX,
        .packet_bytes_max = 100000,
        .pending_requests_max = PENDING_MAX,
        .pending_bytes_max = 10000,
        .requests_per_second = 10,
        .requests_burst = 100,
        .guard_timeout_ms = 5000,
        .content_chars_max = 1000,
    };
    rig->users_max = 10;
    rig->now = (moot_session_now_t){.mono_ms = 1000, .wall_ms = 1700000000000};
    rig->sockets =
        moot_sockets_new(rig->profile, &rig->config, &sink, rig, &rig->now);
    return rig;
}

static void rig_free(rig_t *rig)
{
    moot_sockets_destroy(&rig->sockets);
    assert_int_equal(rig->users, 0);
    assert_int_equal(rig->subscribers, 0);
    moot_profile_destroy(&rig->profile);
    moot_buf_close(&rig->emission);
    free(rig);
}

static link_t *open_with(rig_t *rig, unsigned number, const char *cookie)
{
    link_t *link = &rig->links[number];

    link->client = moot_sockets_opened(
        rig->sockets, link, cookie ? moot_slice_str(cookie) : (moot_slice_t){0},
        moot_slice_str("EIO=4"), "peer", &rig->now);
    assert_non_null(link->client);
    return link;
}

static link_t *open_link(rig_t *rig, unsigned number)
{
    return open_with(rig, number, NULL);
}

static void say(rig_t *rig, link_t *link, const char *text)
{
    moot_sockets_message(rig->sockets, link->client, moot_slice_str(text),
                         false, &rig->now);
}

static void say_binary(rig_t *rig, link_t *link, const char *bytes)
{
    moot_sockets_message(rig->sockets, link->client, moot_slice_str(bytes),
                         true, &rig->now);
}

static void tick(rig_t *rig, uint64_t ms)
{
    rig->now.mono_ms += ms;
    rig->now.wall_ms += ms;
    moot_sockets_tick(rig->sockets, &rig->now);
}

static void gone(rig_t *rig, link_t *link)
{
    moot_sockets_closed(rig->sockets, link->client, &rig->now);
}

/* What the link heard since the last time, which is forgotten. */
#define assert_heard(link, text)                                               \
    do {                                                                       \
        assert_string_equal((link)->heard, text);                              \
        (link)->heard[0] = '\0';                                               \
    } while (0)

static bool heard(link_t *link, const char *part)
{
    bool is = strstr(link->heard, part) != NULL;

    link->heard[0] = '\0';
    return is;
}

/* Opens a link and connects it to /token as a user with chat 42. */
static link_t *open_user(rig_t *rig, unsigned number, const char *user)
{
    link_t *link = open_link(rig, number);
    char text[256];

    snprintf(text, sizeof text,
             "0/token,{\"token\":\"{\\\"user\\\":\\\"%s\\\",\\\"rol\\\":"
             "\\\"member\\\",\\\"chats\\\":[42,43,44,45]}\"}",
             user);
    say(rig, link, text);
    assert_true(heard(link, "40/token,{\"sid\":\""));
    return link;
}

static void answer(rig_t *rig, size_t request, enum moot_code code)
{
    const moot_msg_reply_t reply = {.code = code};

    rig->asker->on_answer(rig->asker->on_answer_ctx, rig->asker,
                          rig->tags[request],
                          code == MOOT_CODE_UNAVAILABLE ? NULL : &reply);
}

static void verdict(rig_t *rig, enum moot_verdict_code code, const char *room)
{
    moot_inquiry_t *inquiry = rig->inquiry;
    moot_msg_t told = {.code = MOOT_MSG_GUARD_TOLD};

    assert_non_null(inquiry);
    rig->inquiry = NULL;
    told.as.guard_told.verdict = code;
    told.as.guard_told.room = moot_slice_str(room);
    told.as.guard_told.text = moot_slice_str("why");
    inquiry->told(inquiry, room[0] ? &told : NULL);
}

/* ---- CONNECT ------------------------------------------------------------- */

static void a_namespace_without_authentication(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0");
    assert_int_equal(strncmp(link->heard, "40{\"sid\":\"", 10), 0);
    assert_int_equal(
        strncmp(link->heard + 10 + 20, "\"}\n42[\"welcome\",{", 17), 0);
    link->heard[0] = '\0';
    assert_int_equal(moot_sockets_facts(rig->sockets).rooms, 1);
    say(rig, link, "0/nowhere,");
    assert_heard(link, "44/nowhere,{\"message\":\"Invalid namespace\"}\n");
    assert_false(link->closed);
    rig_free(rig);
}

static void tokens_are_looked_at(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0/token,");
    say(rig, link, "0/token,{}");
    say(rig, link, "0/token,{\"token\":\"\"}");
    say(rig, link, "0/token,{\"token\":7}");
    for (int i = 0; i < 4; i++)
        assert_non_null(strstr(link->heard, "No access token provided"));
    link->heard[0] = '\0';
    say(rig, link, "0/token,{\"token\":\"x\"}");
    assert_heard(link, "44/token,{\"message\":\"Invalid access token\"}\n");
    say(rig, link, "0/token,{\"token\":\"{}\"}");
    assert_heard(link, "44/token,{\"message\":\"Invalid access token\"}\n");
    assert_int_equal(moot_sockets_facts(rig->sockets).sockets, 0);
    say(rig, link,
        "0/token,{\"token\":\"{\\\"user\\\":\\\"ann\\\","
        "\\\"rol\\\":\\\"admin\\\"}\"}");
    assert_true(heard(link, "40/token,{\"sid\":\""));
    assert_int_equal(rig->op, MOOT_OP_FACT);
    assert_string_equal(rig->target, "rol");
    assert_string_equal(rig->content, "admin");
    /* Nobody is told that a fact could not be stored. */
    answer(rig, 0, MOOT_CODE_UNAVAILABLE);
    assert_heard(link, "");
    assert_int_equal(rig->users, 1);
    say(rig, link, "0/token,{\"token\":\"{}\"}");
    assert_true(link->closed);
    rig_free(rig);
}

static void cookies_are_looked_at(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0/cookie,");
    assert_heard(link, "44/cookie,{\"message\":\"No cookie\"}\n");
    link = open_with(rig, 1, "a=b");
    say(rig, link, "0/cookie,");
    assert_heard(link, "44/cookie,{\"message\":\"No token\"}\n");
    link = open_with(rig, 2, "a=b; token=x");
    say(rig, link, "0/cookie,");
    assert_heard(link, "44/cookie,{\"message\":\"Bad token\"}\n");
    link = open_with(rig, 3, "token={\"user\":\"ann\"}");
    say(rig, link, "0/cookie,");
    assert_true(heard(link, "40/cookie,{\"sid\":\""));
    rig_free(rig);
}

/* As many clients as there may be bring whatever they like. */
static void of_a_handshake_little_is_kept(void **state)
{
    rig_t *rig = rig_new();
    char *cookie = malloc(90001), *query = malloc(90001);
    link_t *link;

    (void)state;
    memset(cookie, 'c', 90000);
    memcpy(cookie, "other=", 6);
    memcpy(cookie + 50000, "; token=", 8);
    memset(query, 'q', 90000);
    cookie[90000] = query[90000] = 0;
    link = &rig->links[0];
    link->client = moot_sockets_opened(
        rig->sockets, link, moot_slice_str(cookie), moot_slice_str(query),
        "peer", &rig->now);
    assert_true(link->client->cookie.size < 33000);
    assert_int_equal(link->client->query.size, 0);
    say(rig, link, "0/cookie,");
    assert_heard(link, "44/cookie,{\"message\":\"Bad token\"}\n");
    memcpy(cookie + 50000, "; t0ken=", 8);
    link = open_with(rig, 1, cookie);
    assert_int_equal(link->client->cookie.size, 0);
    say(rig, link, "0/cookie,");
    assert_heard(link, "44/cookie,{\"message\":\"No token\"}\n");
    free(cookie);
    free(query);
    rig_free(rig);
}

static void a_client_has_to_connect_in_time(void **state)
{
    rig_t *rig = rig_new();
    link_t *idle = open_link(rig, 0), *busy = open_link(rig, 1);

    (void)state;
    say(rig, idle, "0/nowhere,");
    say(rig, busy, "0");
    tick(rig, 44999);
    assert_false(idle->closed);
    tick(rig, 1);
    assert_true(idle->closed);
    assert_false(busy->closed);
    assert_string_equal(rig->ended, "no CONNECT in time");
    assert_int_equal(moot_sockets_clients(rig->sockets), 1);
    rig_free(rig);
}

static void who_goes_no_further_makes_room(void **state)
{
    rig_t *rig = rig_new();
    link_t *inside = open_user(rig, 0, "ann"), *first = open_link(rig, 1),
           *second;

    (void)state;
    assert_false(moot_sockets_make_room(rig->sockets, &rig->now));
    rig->now.mono_ms += MOOT_SOCKETS_CONNECT_LEAST_MS;
    second = open_link(rig, 2);
    assert_true(moot_sockets_make_room(rig->sockets, &rig->now));
    assert_true(first->closed);
    assert_string_equal(rig->ended, "no CONNECT in time");
    assert_int_equal(moot_sockets_clients(rig->sockets), 2);
    assert_false(moot_sockets_make_room(rig->sockets, &rig->now));
    assert_false(inside->closed);
    assert_false(second->closed);
    rig_free(rig);
}

static void a_user_has_a_limit(void **state)
{
    rig_t *rig = rig_new();
    link_t *link;

    (void)state;
    rig->users_max = 1;
    open_user(rig, 0, "ann");
    link = open_link(rig, 1);
    say(rig, link, "0/token,{\"token\":\"{\\\"user\\\":\\\"ann\\\"}\"}");
    assert_heard(link, "44/token,{\"message\":\"Too many connections\"}\n");
    assert_int_equal(moot_sockets_facts(rig->sockets).sockets, 1);
    gone(rig, &rig->links[0]);
    say(rig, link, "0/token,{\"token\":\"{\\\"user\\\":\\\"ann\\\"}\"}");
    assert_true(heard(link, "40/token"));
    rig_free(rig);
}

/* ---- Packets ------------------------------------------------------------- */

static void bad_packets_close(void **state)
{
    static const char *const bad[] = {
        "",
        "9",
        "2",
        "2[]",
        "2[1]",
        "2{}",
        "2[\"a\"",
        "2[null]",
        "51-[\"a\"]",
        "4{}",
        "0[]",
        "x",
        "2[\"disconnect\"]",
        "52-[\"a\"]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rig_t *rig = rig_new();
        link_t *link = open_link(rig, 0);

        say(rig, link, "0");
        say(rig, link, bad[i]);
        assert_true(link->closed);
        assert_string_equal(rig->ended, "a malformed packet");
        assert_int_equal(moot_sockets_facts(rig->sockets).sockets, 0);
        say(rig, link, "0"); /* dead: nothing happens any more */
        tick(rig, 25);
        rig_free(rig);
    }
}

static void an_event_before_connect_closes(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "2[\"echo\"]");
    assert_true(link->closed);
    link = open_link(rig, 1);
    say(rig, link, "0");
    say(rig, link, "2/cookie,[\"echo\"]");
    assert_true(link->closed);
    link = open_link(rig, 2);
    say(rig, link, "2/nowhere,[\"echo\"]");
    assert_true(link->closed);
    rig_free(rig);
}

static void a_socket_that_left_is_not_punished(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0");
    say(rig, link, "1");
    link->heard[0] = '\0';
    say(rig, link, "2[\"echo\"]");
    assert_false(link->closed);
    assert_heard(link, "");
    say(rig, link, "0");
    link->heard[0] = '\0';
    say(rig, link, "31[\"nobody asked\"]");
    say(rig, link, "2[\"unknown\",1]");
    assert_false(link->closed);
    assert_heard(link, "");
    rig_free(rig);
}

static void events_to_itself_and_their_acks(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0");
    link->heard[0] = '\0';
    say(rig, link, "2[\"echo\",1,{\"a\":[]}]");
    assert_heard(link, "42[\"echoed\",1,{\"a\":[]}]\n");
    say(rig, link, "27[\"echo\",\"x\"]");
    assert_heard(link, "42[\"echoed\",\"x\"]\n437[\"x\"]\n");
    say(rig, link, "51-8[\"echo\",{\"_placeholder\":true,\"num\":0}]");
    assert_heard(link, "");
    say_binary(rig, link, "bin");
    assert_heard(link,
                 "451-[\"echoed\",{\"_placeholder\":true,\"num\":0}]\n<bin>\n"
                 "461-8[{\"_placeholder\":true,\"num\":0}]\n<bin>\n");
    assert_int_equal(rig->requests, 0);
    rig_free(rig);
}

static void acknowledgements_become_events(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0");
    link->heard[0] = '\0';
    say(rig, link, "2[\"ask\"]");
    assert_heard(link, "421[\"asked\"]\n");
    say(rig, link, "39[7]"); /* not what was asked for */
    assert_heard(link, "");
    say(rig, link, "31[ 1,{\"a\":[]}]");
    assert_heard(link, "42[\"noted\",1,{\"a\":[]}]\n");
    say(rig, link, "31[2]"); /* once is all */
    assert_heard(link, "");
    say(rig, link, "2[\"ask\"]");
    link->heard[0] = '\0';
    say(rig, link, "61-2[{\"_placeholder\":true,\"num\":0}]");
    say_binary(rig, link, "bin");
    assert_heard(link,
                 "451-[\"noted\",{\"_placeholder\":true,\"num\":0}]\n<bin>\n");
    rig_free(rig);
}

static void so_many_acknowledgements_may_be_awaited(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_link(rig, 0);

    (void)state;
    say(rig, link, "0");
    for (int i = 0; i <= MOOT_SOCKETS_CONFIRMS_MAX; i++) {
        link->heard[0] = '\0';
        say(rig, link, "2[\"ask\"]"); /* with the ids from 1 */
    }
    link->heard[0] = '\0';
    say(rig, link, "31[]"); /* the oldest is given up */
    assert_heard(link, "");
    say(rig, link, "32[]");
    assert_heard(link, "42[\"noted\"]\n");
    say(rig, link, "365[\"last\"]");
    assert_heard(link, "42[\"noted\",\"last\"]\n");
    assert_false(link->closed);
    rig_free(rig);
}

static void unknown_namespaces_count(void **state)
{
    rig_t *rig = rig_new();
    link_t *link;

    (void)state;
    rig->config.requests_burst = 2;
    moot_sockets_configure(rig->sockets, &rig->config);
    link = open_link(rig, 0);
    say(rig, link, "0/a,");
    say(rig, link, "0/b,");
    assert_heard(link, "44/a,{\"message\":\"Invalid namespace\"}\n"
                       "44/b,{\"message\":\"Invalid namespace\"}\n");
    say(rig, link, "0/c,");
    assert_heard(link, "44/c,{\"message\":\"Too many requests\"}\n");
    rig_free(rig);
}

static void too_many_events_are_refused(void **state)
{
    rig_t *rig = rig_new();
    link_t *link;

    (void)state;
    rig->config.requests_burst = 3; /* CONNECT is one */
    moot_sockets_configure(rig->sockets, &rig->config);
    link = open_user(rig, 0, "ann");
    say(rig, link, "2/token,[\"unknown\"]");
    say(rig, link, "2/token,[\"unknown\"]");
    assert_heard(link, "");
    say(rig, link, "2/token,[\"unknown\"]");
    assert_true(heard(link, "{\"type\":\"rate_limited\""));
    say(rig, link, "2/token,9[\"join_chat\",{\"chat_id\":42}]");
    assert_non_null(strstr(link->heard, "rate_limited"));
    assert_true(heard(link, "43/token,9[]"));
    tick(rig, 100); /* ten in a second */
    say(rig, link, "2/token,[\"join_chat\",{\"chat_id\":42}]");
    assert_heard(link, "42/token,[\"joined\"]\n");
    rig_free(rig);
}

/* ---- Rooms --------------------------------------------------------------- */

static void declared_rooms_are_judged_here(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");

    (void)state;
    say(rig, link, "2/token,1[\"join_chat\",{\"chat_id\":42}]");
    assert_heard(link, "42/token,[\"joined\"]\n43/token,1[]\n");
    say(rig, link, "2/token,2[\"join_chat\",{\"chat_id\":7}]");
    assert_heard(link, "42/token,[\"error\",{\"type\":\"forbidden\",\"room\":"
                       "\"chat|7\"}]\n43/token,2[]\n");
    say(rig, link, "2/token,3[\"join_chat\",{}]");
    assert_heard(link,
                 "42/token,[\"error\",{\"type\":\"validation_error\",\"msg\":"
                 "\"chat_id is required\"}]\n43/token,3[]\n");
    say(rig, link, "2/token,[\"join_chat\"]");
    assert_true(heard(link, "validation_error"));
    say(rig, link, "2/token,[\"join_chat\",[42]]");
    assert_true(heard(link, "validation_error"));
    say(rig, link, "2/token,4[\"leave_chat\",{\"chat_id\":7}]");
    assert_heard(link, "42/token,[\"left\"]\n43/token,4[]\n");
    say(rig, link, "2/token,5[\"leave_chat\",{\"chat_id\":42}]");
    assert_heard(link, "42/token,[\"left\"]\n43/token,5[]\n");
    assert_int_equal(rig->inquiries, 0);
    rig_free(rig);
}

static void a_socket_has_a_limit_of_rooms(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann"); /* and its own room */

    (void)state;
    say(rig, link, "2/token,[\"join_chat\",{\"chat_id\":42}]");
    say(rig, link, "2/token,[\"join_chat\",{\"chat_id\":43}]");
    assert_heard(link, "42/token,[\"joined\"]\n42/token,[\"joined\"]\n");
    say(rig, link, "2/token,[\"join_chat\",{\"chat_id\":44}]");
    assert_true(heard(link, "too many rooms"));
    say(rig, link, "2/token,[\"join_chat\",{\"chat_id\":43}]");
    assert_heard(link, "42/token,[\"joined\"]\n");
    rig_free(rig);
}

static void packets_wait_for_a_verdict(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");

    (void)state;
    say(rig, link, "2/token,1[\"join_plugin\",{\"x\":1}]");
    assert_int_equal(rig->inquiries, 1);
    assert_int_equal(rig->guard.what, MOOT_GUARD_JOIN);
    assert_slice(rig->guard.type, "plugin");
    assert_int_equal(rig->guard.room.size, 0);
    assert_int_equal(rig->timeout_ms, 5000);
    say(rig, link, "2/token,2[\"join_chat\",{\"chat_id\":42}]");
    say(rig, link, "2/token,3[\"leave_plugin\",{\"x\":1}]");
    say(rig, link, "2/token,4[\"join_chat\",{\"chat_id\":42}]");
    assert_heard(link, "");
    verdict(rig, MOOT_VERDICT_ALLOW, "plugin|1");
    assert_heard(link, "42/token,[\"joined\"]\n43/token,1[]\n"
                       "42/token,[\"joined\"]\n43/token,2[]\n");
    assert_string_equal(rig->told, "4 plugin|1\n");
    assert_int_equal(rig->inquiries, 2);
    verdict(rig, MOOT_VERDICT_ALLOW, "plugin|1");
    assert_heard(link, "42/token,[\"left\"]\n43/token,3[]\n"
                       "42/token,[\"joined\"]\n43/token,4[]\n");
    assert_string_equal(rig->told, "4 plugin|1\n5 plugin|1\n");
    rig_free(rig);
}

static void verdicts_are_told(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");

    (void)state;
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    verdict(rig, MOOT_VERDICT_REFUSE, "plugin|1");
    assert_heard(link, "42/token,[\"error\",{\"type\":\"forbidden\",\"room\":"
                       "\"plugin|1\"}]\n");
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    verdict(rig, MOOT_VERDICT_INVALID, "-");
    assert_heard(link, "42/token,[\"error\",{\"type\":\"validation_error\","
                       "\"msg\":\"why\"}]\n");
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    verdict(rig, MOOT_VERDICT_FAILED, "-");
    assert_heard(link, "42/token,[\"error\",{\"type\":\"server_error\"}]\n");
    say(rig, link, "2/token,8[\"join_plugin\",{}]");
    verdict(rig, MOOT_VERDICT_FAILED, ""); /* none came */
    assert_heard(link, "42/token,[\"error\",{\"type\":\"server_error\"}]\n"
                       "43/token,8[]\n");
    rig->refuse = MOOT_EFULL;
    say(rig, link, "2/token,9[\"join_plugin\",{}]");
    assert_heard(link, "42/token,[\"error\",{\"type\":\"server_error\"}]\n"
                       "43/token,9[]\n");
    rig_free(rig);
}

static void so_much_may_wait_and_no_more(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");

    (void)state;
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    for (int i = 0; i < PENDING_MAX; i++)
        say(rig, link, "2/token,[\"unknown\"]");
    assert_false(link->closed);
    say(rig, link, "2/token,[\"unknown\"]");
    assert_true(link->closed);
    assert_string_equal(rig->ended, "too much waits for a verdict");
    assert_int_equal(rig->cancelled, 1);
    rig_free(rig);
}

static void so_many_bytes_may_wait_and_no_more(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");
    char text[5100];

    (void)state;
    /* Data and the name in it are counted, each once: 5,000 bytes. */
    snprintf(text, sizeof text, "2/token,[\"x\",\"%0*d\"]", 4989, 0);
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    say(rig, link, text);
    say(rig, link, text);
    assert_false(link->closed);
    say(rig, link, "2/token,[\"x\"]");
    assert_true(link->closed);
    rig_free(rig);
}

static void the_end_of_a_socket_is_told_to_its_types(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");

    (void)state;
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    verdict(rig, MOOT_VERDICT_ALLOW, "plugin|1");
    say(rig, link, "2/token,[\"join_plugin\",{}]");
    gone(rig, link);
    assert_string_equal(rig->told, "4 plugin|1\n5 plugin|1\n");
    assert_int_equal(rig->cancelled, 1);
    assert_int_equal(rig->users, 0);
    rig_free(rig);
}

/* ---- Requests ------------------------------------------------------------ */

static void an_ack_waits_for_the_answer(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");
    moot_msg_emission_t emission;

    (void)state;
    answer(rig, 0, MOOT_CODE_OK); /* the fact */
    say(rig, link, "2/token,5[\"shout\",{\"text\":\"hi\"}]");
    assert_int_equal(rig->requests, 2);
    assert_int_equal(rig->op, MOOT_OP_EMIT);
    assert_int_equal(
        moot_wire_decode_emission(moot_buf_slice(&rig->emission), &emission),
        0);
    assert_int_equal(emission.action, MOOT_ACTION_EMIT);
    assert_slice(emission.namespace, "/token");
    assert_slice(emission.data, "[\"heard\",{\"text\":\"hi\"}]");
    assert_heard(link, "");
    answer(rig, 1, MOOT_CODE_OK);
    assert_heard(link, "43/token,5[\"done\"]\n");
    say(rig, link, "2/token,6[\"shout\",{\"text\":\"hi\"}]");
    answer(rig, 2, MOOT_CODE_UNAVAILABLE);
    assert_heard(link, "42/token,[\"error\",{\"type\":\"server_error\"}]\n");
    rig->refuse = MOOT_EFULL;
    say(rig, link, "2/token,7[\"shout\",{\"text\":\"hi\"}]");
    assert_heard(link, "42/token,[\"error\",{\"type\":\"server_error\"}]\n");
    rig_free(rig);
}

static void so_many_answers_may_be_owed(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann"); /* the fact is one */

    (void)state;
    for (int i = 1; i < PENDING_MAX; i++)
        say(rig, link, "2/token,[\"shout\",{\"text\":\"hi\"}]");
    assert_heard(link, "");
    say(rig, link, "2/token,[\"shout\",{\"text\":\"hi\"}]");
    assert_true(heard(link, "rate_limited"));
    assert_int_equal(rig->requests, PENDING_MAX);
    answer(rig, 2, MOOT_CODE_OK);
    say(rig, link, "2/token,[\"shout\",{\"text\":\"hi\"}]");
    assert_heard(link, "");
    rig_free(rig);
}

static void so_many_bytes_may_be_under_way(void **state)
{
    rig_t *rig = rig_new();
    link_t *link = open_user(rig, 0, "ann");
    char text[8192];

    (void)state;
    answer(rig, 0, MOOT_CODE_OK); /* the fact */
    snprintf(text, sizeof text, "2/token,[\"shout\",{\"text\":\"%06000d\"}]",
             0);
    say(rig, link, text);
    say(rig, link, text); /* 12,000 are more than 10,000 */
    assert_heard(link, "");
    say(rig, link, "2/token,[\"shout\",{\"text\":\"hi\"}]");
    assert_true(heard(link, "rate_limited"));
    answer(rig, 1, MOOT_CODE_OK);
    say(rig, link, "2/token,[\"shout\",{\"text\":\"hi\"}]");
    assert_heard(link, "");
    rig_free(rig);
}

/* ---- Emissions ----------------------------------------------------------- */

/* Hears an emission for one target. */
static void emit(rig_t *rig, enum moot_action action, enum moot_target target,
                 const char *name, const char *room, const char *confirm)
{
    moot_buf_t list;
    moot_list_writer_t writer;
    moot_msg_event_t event = {.seq = 1, .what = MOOT_WHAT_EMITTED};
    moot_msg_emission_t emission = {
        .action = action,
        .namespace = moot_slice_str("/token"),
        .room = moot_slice_str(room),
        .data = moot_slice_str("[\"news\",1]"),
        .confirm = moot_slice_str(confirm),
    };

    moot_buf_init(&list, 1024);
    moot_list_begin(&writer, &list, 1);
    moot_list_put_list(&writer, 2);
    moot_list_put_u64(&writer, target);
    moot_list_put_str(&writer, moot_slice_str(name));
    assert_int_equal(moot_list_end(&writer, &emission.targets), 0);
    moot_sockets_emitted(rig->sockets, &event, &emission);
    moot_buf_close(&list);
}

static void emissions_reach_their_targets(void **state)
{
    rig_t *rig = rig_new();
    link_t *ann = open_user(rig, 0, "ann"), *bob = open_user(rig, 1, "bob");

    (void)state;
    emit(rig, MOOT_ACTION_EMIT, MOOT_TARGET_ROOM, "user:ann", "", "");
    assert_heard(ann, "42/token,[\"news\",1]\n");
    assert_heard(bob, "");
    emit(rig, MOOT_ACTION_ENTER, MOOT_TARGET_USER, "bob", "user:ann", "");
    emit(rig, MOOT_ACTION_EMIT, MOOT_TARGET_ROOM, "user:ann", "", "");
    assert_heard(ann, "42/token,[\"news\",1]\n");
    assert_heard(bob, "42/token,[\"news\",1]\n");
    emit(rig, MOOT_ACTION_EMIT, MOOT_TARGET_ROOM, "user:ann", "", "seen");
    assert_heard(ann, "42/token,1[\"news\",1]\n");
    assert_heard(bob, "42/token,1[\"news\",1]\n");
    say(rig, bob, "3/token,1[\"mine\"]");
    assert_heard(bob, "42/token,[\"noted\",\"mine\"]\n");
    assert_heard(ann, "");
    emit(rig, MOOT_ACTION_EMIT, MOOT_TARGET_ROOM, "user:ann", "", "unknown");
    assert_heard(ann, "42/token,2[\"news\",1]\n");
    say(rig, ann, "3/token,2[]");
    assert_heard(ann, "");
    assert_heard(bob, "42/token,2[\"news\",1]\n");
    emit(rig, MOOT_ACTION_LEAVE, MOOT_TARGET_ALL, "", "user:ann", "");
    emit(rig, MOOT_ACTION_EMIT, MOOT_TARGET_ROOM, "user:ann", "", "");
    assert_heard(ann, "");
    assert_int_equal(moot_sockets_present(rig->sockets, LIT("ann")), 1);
    assert_int_equal(moot_sockets_present(rig->sockets, LIT("nobody")), 0);
    emit(rig, MOOT_ACTION_DISCONNECT, MOOT_TARGET_USER, "ann", "", "");
    assert_int_equal(moot_sockets_present(rig->sockets, LIT("ann")), 0);
    assert_heard(ann, "41/token,\n");
    assert_false(ann->closed);
    emit(rig, MOOT_ACTION_CLOSE, MOOT_TARGET_ALL, "", "", "");
    assert_heard(bob, "41/token,\n");
    assert_true(bob->closed);
    assert_int_equal(moot_sockets_facts(rig->sockets).sockets, 0);
    rig_free(rig);
}

/* ---- The end ------------------------------------------------------------- */

static void a_drain_waits_for_answers(void **state)
{
    rig_t *rig = rig_new();
    link_t *ann = open_user(rig, 0, "ann"), *idle = open_link(rig, 1);

    (void)state;
    answer(rig, 0, MOOT_CODE_OK);
    say(rig, ann, "2/token,5[\"shout\",{\"text\":\"hi\"}]");
    moot_sockets_drain(rig->sockets, rig->now.mono_ms + 1000, &rig->now);
    assert_true(idle->closed);
    assert_false(ann->closed);
    tick(rig, 10);
    assert_false(ann->closed);
    answer(rig, 1, MOOT_CODE_OK);
    assert_heard(ann, "43/token,5[\"done\"]\n");
    tick(rig, 10);
    assert_true(ann->closed);
    rig_free(rig);
}

static void a_drain_has_an_end(void **state)
{
    rig_t *rig = rig_new();
    link_t *ann = open_user(rig, 0, "ann"); /* its fact is owed */

    (void)state;
    moot_sockets_drain(rig->sockets, rig->now.mono_ms + 1000, &rig->now);
    tick(rig, 999);
    assert_false(ann->closed);
    tick(rig, 1);
    assert_true(ann->closed);
    assert_heard(ann, "");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_namespace_without_authentication),
        cmocka_unit_test(tokens_are_looked_at),
        cmocka_unit_test(cookies_are_looked_at),
        cmocka_unit_test(of_a_handshake_little_is_kept),
        cmocka_unit_test(a_client_has_to_connect_in_time),
        cmocka_unit_test(who_goes_no_further_makes_room),
        cmocka_unit_test(a_user_has_a_limit),
        cmocka_unit_test(bad_packets_close),
        cmocka_unit_test(an_event_before_connect_closes),
        cmocka_unit_test(a_socket_that_left_is_not_punished),
        cmocka_unit_test(events_to_itself_and_their_acks),
        cmocka_unit_test(acknowledgements_become_events),
        cmocka_unit_test(so_many_acknowledgements_may_be_awaited),
        cmocka_unit_test(unknown_namespaces_count),
        cmocka_unit_test(too_many_events_are_refused),
        cmocka_unit_test(declared_rooms_are_judged_here),
        cmocka_unit_test(a_socket_has_a_limit_of_rooms),
        cmocka_unit_test(packets_wait_for_a_verdict),
        cmocka_unit_test(verdicts_are_told),
        cmocka_unit_test(so_much_may_wait_and_no_more),
        cmocka_unit_test(so_many_bytes_may_wait_and_no_more),
        cmocka_unit_test(the_end_of_a_socket_is_told_to_its_types),
        cmocka_unit_test(an_ack_waits_for_the_answer),
        cmocka_unit_test(so_many_answers_may_be_owed),
        cmocka_unit_test(so_many_bytes_may_be_under_way),
        cmocka_unit_test(emissions_reach_their_targets),
        cmocka_unit_test(a_drain_waits_for_answers),
        cmocka_unit_test(a_drain_has_an_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
