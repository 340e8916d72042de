/* Plays session.txt: what a client sends and what the edge answers, case by
 * case, against the session core. The file says how its lines are read. */
#include "tests/lib/unit.h"

#include "tests/lib/fake_client.h"

#include <stdio.h>
#include <stdlib.h>

enum { INFOS_MAX = 8 };

typedef struct player {
    fake_client_t fake;
    bool running;
    bool greeted;
    moot_roomview_t *view;
    moot_msg_room_info_t infos[INFOS_MAX];
    size_t infos_count;
    moot_buf_t scratch;
    moot_buf_t said; /* lines that no expectation has met yet */
    size_t met;      /* bytes of them that have */
    char name[256];
    int line, cases;
} player_t;

static const char *path;

#define REQUIRE(player, cond)                                                  \
    do {                                                                       \
        if (!(cond))                                                           \
            fail_msg("%s:%d: %s: %s", path, (player)->line, (player)->name,    \
                     #cond);                                                   \
    } while (0)

/* Collects what was said since. */
static void collect(player_t *p)
{
    if (p->running)
        moot_buf_put_str(&p->said, fake_client_take(&p->fake));
}

/* Nothing may be left over when something new happens. */
static void settle(player_t *p)
{
    collect(p);
    if (p->said.size > p->met)
        fail_msg("%s:%d: %s: this was not expected: %.*s", path, p->line,
                 p->name, (int)(p->said.size - p->met),
                 (const char *)p->said.at + p->met);
    moot_buf_clear(&p->said);
    p->met = 0;
}

static void expect(player_t *p, const char *line)
{
    const char *at, *end;

    collect(p);
    REQUIRE(p, p->said.size > p->met);
    at = (const char *)p->said.at + p->met;
    end = memchr(at, '\n', p->said.size - p->met);
    if ((size_t)(end - at) != strlen(line)
        || memcmp(at, line, strlen(line)) != 0)
        fail_msg("%s:%d: %s:\nexpected %s\n     got %.*s", path, p->line,
                 p->name, line, (int)(end - at), at);
    p->met += (size_t)(end - at) + 1;
}

static void end_case(player_t *p)
{
    settle(p);
    if (!p->running)
        return;
    fake_client_close(&p->fake);
    moot_roomview_destroy(&p->view);
    p->running = false;
}

static void begin_case(player_t *p, const char *name)
{
    end_case(p);
    snprintf(p->name, sizeof p->name, "%s", name);
    fake_client_init(&p->fake, "alice", false);
    p->running = true;
    p->greeted = false;
    p->infos_count = 0;
    moot_buf_clear(&p->scratch);
    p->cases++;
}

/* The options before a case's first step: as whom, and whether it is greeted
 * by then. */
static void set_up(player_t *p, const char *how)
{
    if (strcmp(how, "anonymous") == 0) {
        fake_client_close(&p->fake);
        fake_client_init(&p->fake, "", false);
    } else if (strcmp(how, "admin") == 0) {
        fake_client_close(&p->fake);
        fake_client_init(&p->fake, "alice", true);
    } else {
        REQUIRE(p, strcmp(how, "early") == 0);
        moot_session_start(&p->fake.session, &p->fake.now);
        p->greeted = true;
    }
}

/* "%XX" in a text is the byte XX; returns the size. */
static size_t unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at != '\0'; at++) {
        char byte = *at;

        if (byte == '%' && at[1] != '\0' && at[2] != '\0') {
            const char digits[3] = {at[1], at[2], '\0'};

            byte = (char)strtoul(digits, NULL, 16);
            at += 2;
        }
        *to++ = byte;
    }
    return (size_t)(to - text);
}

static void play_reply(player_t *p, char *rest)
{
    char *fields;
    uint64_t tag = strtoull(rest, &fields, 10);
    moot_msg_reply_t reply = {0};

    fields += strspn(fields, " ");
    if (strcmp(fields, "none") == 0) {
        moot_session_answer(&p->fake.session, tag, NULL, NULL, &p->fake.now);
        return;
    }
    REQUIRE(p, fake_client_fields(moot_wire_message(MOOT_MSG_REPLY), fields,
                                  &p->scratch, &reply));
    moot_session_answer(&p->fake.session, tag, &reply, p->view, &p->fake.now);
}

static void play_event(player_t *p, char *rest)
{
    moot_msg_event_t event = {0};
    moot_frame_t *frame;

    REQUIRE(p, fake_client_fields(moot_wire_message(MOOT_MSG_EVENT), rest,
                                  &p->scratch, &event));
    REQUIRE(p, p->view);
    frame = moot_encode_event(&p->fake.encode, p->view, &event);
    REQUIRE(p, frame);
    moot_session_deliver(&p->fake.session, frame);
    moot_frame_unref(&frame);
}

static void play_rooms(player_t *p, char *rest)
{
    char *next;
    uint64_t tag = strtoull(rest, &next, 10);
    bool none = strcmp(next, " none") == 0;

    next += strspn(next, " ");
    moot_session_answer_list(
        &p->fake.session, tag, none ? NULL : p->infos, p->infos_count,
        none ? moot_slice("", 0) : moot_slice_str(next), &p->fake.now);
}

static void play_ready(player_t *p, char *rest)
{
    moot_slice_t pending[8];
    size_t count = 0;

    for (char *id = strtok(rest, " "); id; id = strtok(NULL, " "))
        pending[count++] = moot_slice_str(id);
    moot_session_ready(&p->fake.session, pending, count, &p->fake.now);
}

static void play_step(player_t *p, const char *word, char *rest)
{
    fake_client_t *fake = &p->fake;

    if (strcmp(word, ">") == 0) {
        size_t size = unescape(rest);
        moot_session_frame(&fake->session, moot_slice(rest, size), false,
                           &fake->now);
    } else if (strcmp(word, ">b") == 0) {
        size_t size = unescape(rest);
        moot_session_frame(&fake->session, moot_slice(rest, size), true,
                           &fake->now);
    } else if (strcmp(word, "after") == 0) {
        fake->now.mono_ms += strtoull(rest, NULL, 10);
    } else if (strcmp(word, "ready") == 0) {
        play_ready(p, rest);
    } else if (strcmp(word, "lost") == 0) {
        moot_session_lost(&fake->session);
    } else if (strcmp(word, "drain") == 0) {
        moot_session_drain(&fake->session);
    } else if (strcmp(word, "reply") == 0) {
        play_reply(p, rest);
    } else if (strcmp(word, "event") == 0) {
        play_event(p, rest);
    } else if (strcmp(word, "rooms") == 0) {
        play_rooms(p, rest);
    } else if (strcmp(word, "full") == 0) {
        fake->full = (int)strtol(rest, NULL, 10);
    } else if (strcmp(word, "unreachable") == 0) {
        fake->unreachable = strtoull(rest, NULL, 10);
    } else if (strcmp(word, "settled") == 0) {
        moot_session_rooms_settled(&fake->session, &fake->now);
    } else if (strcmp(word, "attached") == 0) {
        moot_session_attached(&fake->session, p->view);
    } else {
        fail_msg("%s:%d: what is %s?", path, p->line, word);
    }
}

/* Things that are there, rather than happen. */
static bool play_fact(player_t *p, const char *word, char *rest)
{
    if (strcmp(word, "view") == 0) {
        moot_roomview_destroy(&p->view);
        p->view = fake_client_view(rest);
        REQUIRE(p, p->view);
    } else if (strcmp(word, "own") == 0) {
        REQUIRE(p, p->fake.rooms_count < FAKE_ROOMS_MAX);
        p->fake.rooms[p->fake.rooms_count] = fake_client_view(rest);
        REQUIRE(p, p->fake.rooms[p->fake.rooms_count]);
        p->fake.rooms_count++;
    } else if (strcmp(word, "info") == 0) {
        REQUIRE(p, p->infos_count < INFOS_MAX);
        REQUIRE(p,
                fake_client_fields(moot_wire_message(MOOT_MSG_ROOM_INFO), rest,
                                   &p->scratch, &p->infos[p->infos_count++]));
    } else {
        return false;
    }
    return true;
}

static void play_line(player_t *p, char *line)
{
    char word[32];
    size_t size = strcspn(line, " ");
    char *rest = line + size + (line[size] == ' ');

    REQUIRE(p, size < sizeof word);
    memcpy(word, line, size);
    word[size] = '\0';
    if (strcmp(word, "=") == 0) {
        begin_case(p, rest);
        return;
    }
    REQUIRE(p, p->running);
    if (strcmp(word, "<") == 0 || strcmp(word, "?") == 0
        || strcmp(word, "!") == 0) {
        expect(p, line);
    } else if (strcmp(word, "as") == 0) {
        set_up(p, rest);
    } else if (!play_fact(p, word, rest)) {
        if (!p->greeted)
            fake_client_greet(&p->fake);
        p->greeted = true;
        settle(p);
        play_step(p, word, rest);
    }
}

static void test_vectors(void **state)
{
    static char line[262144];
    static char file[4096];
    player_t player = {0};
    const char *source = getenv("TEST_SOURCE_DIR");
    FILE *in;

    (void)state;
    snprintf(file, sizeof file, "%s/tests/vectors/session.txt",
             source ? source : ".");
    path = file;
    in = fopen(file, "r");
    assert_non_null(in);
    moot_buf_init(&player.scratch, 1 << 20);
    assert_non_null(moot_buf_reserve(&player.scratch, 65536));
    moot_buf_init(&player.said, 64 << 20);
    while (fgets(line, sizeof line, in)) {
        player.line++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#')
            play_line(&player, line);
    }
    end_case(&player);
    fclose(in);
    moot_buf_close(&player.scratch);
    moot_buf_close(&player.said);
    assert_true(player.cases >= 55);
    print_message("%d cases\n", player.cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
