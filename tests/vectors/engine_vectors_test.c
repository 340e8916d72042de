/* Plays engine.txt: what Engine.IO clients do and what the engine says. The
 * file tells how its lines are read. */
#include "tests/lib/unit.h"

#include "common/buf.h"
#include "edge/engine.h"

#include <stdio.h>
#include <stdlib.h>

enum { HANDLES_MAX = 16, LINKS_MAX = 8, NAME_SIZE = 16, TEXT_MAX = 4096 };

/* A request or a WebSocket of the script. */
typedef struct handle {
    moot_lane_t lane; /* first */
    char name[NAME_SIZE];
    moot_link_t *holder; /* of a GET that is held */
    bool answered;
} handle_t;

typedef enum manner { QUIET, ECHO, CLOSER } manner_t;

typedef struct player {
    moot_engine_t *engine;
    handle_t handles[HANDLES_MAX];
    size_t handles_count;
    moot_link_t *links[LINKS_MAX]; /* by their number - 1; NULL: closed */
    char sids[LINKS_MAX][MOOT_EIO_HTTP_SID_BYTES_MAX + 1];
    size_t links_count;
    uint64_t now;
    uint8_t random;
    manner_t manner;
    moot_buf_t said;
    size_t met; /* bytes of it that were expected */
    char name[128];
    int line, cases;
} player_t;

static player_t player;
static const char *path;

#define REQUIRE(cond)                                                          \
    do {                                                                       \
        if (!(cond))                                                           \
            fail_msg("%s:%d: %s: %s", path, player.line, player.name, #cond);  \
    } while (0)

/* ---- What the engine says --------------------------------------------------
 */

static void say(const char *who, const char *what, moot_slice_t bytes)
{
    moot_buf_printf(&player.said, "%s %s", who, what);
    for (size_t i = 0; i < bytes.size; i++) {
        uint8_t c = bytes.at[i];

        if (c < ' ' || c > '~' || c == '%')
            moot_buf_printf(&player.said, "%%%02X", c);
        else
            moot_buf_put(&player.said, &c, 1);
    }
    moot_buf_put_str(&player.said, "\n");
}

static void say_handle(const handle_t *handle, const char *what,
                       moot_slice_t bytes)
{
    char who[NAME_SIZE + 2];

    snprintf(who, sizeof who, "< %s", handle->name);
    say(who, what, bytes);
}

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    handle_t *handle = at;
    char status[16];

    REQUIRE(!handle->answered);
    handle->answered = true;
    snprintf(status, sizeof status, "%d ", answer->status);
    say_handle(handle, status, answer->body);
}

static void on_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    REQUIRE(lane->opened && !lane->closing);
    say_handle((handle_t *)lane, binary ? "bytes " : "text ",
               moot_frame_slice(frame));
}

static void on_close(moot_lane_t *lane, int code, const char *reason)
{
    char text[32];

    snprintf(text, sizeof text, "close %d%s", code, reason);
    say_handle((handle_t *)lane, text, moot_slice(NULL, 0));
}

static const moot_poll_ops_t poll_ops = {on_answer};
static const moot_lane_ops_t lane_ops = {on_send, on_close};

static const char *number_of(moot_link_t *link)
{
    static char text[8];
    size_t number = (size_t)(uintptr_t)moot_link_get(link);

    snprintf(text, sizeof text, "%zu", number);
    return text;
}

static void on_opened(void *ctx, moot_link_t *link,
                      const moot_eio_http_request_t *request, uint64_t now_ms)
{
    moot_slice_t sid = moot_link_sid(link);

    (void)ctx;
    REQUIRE(player.links_count < LINKS_MAX && now_ms == player.now);
    REQUIRE(moot_slice_eq(request->cookie, LIT("token=1")));
    memcpy(player.sids[player.links_count], sid.at, sid.size);
    player.sids[player.links_count][sid.size] = '\0';
    player.links[player.links_count++] = link;
    moot_link_set(link, (void *)(uintptr_t)player.links_count);
    say(number_of(link), "opened", moot_slice(NULL, 0));
}

static void on_message(void *ctx, moot_link_t *link, moot_slice_t data,
                       bool binary, uint64_t now_ms)
{
    size_t number = (size_t)(uintptr_t)moot_link_get(link);
    moot_frame_t *frame;

    (void)ctx;
    say(number_of(link), binary ? "bytes " : "text ", data);
    if (player.manner == CLOSER) {
        player.links[number - 1] = NULL;
        moot_link_close(link, now_ms);
    } else if (player.manner == ECHO) {
        frame = moot_frame_alloc(data.size + !binary);
        assert_non_null(frame);
        if (!binary)
            *moot_frame_payload(frame) = '4';
        if (data.size > 0)
            memcpy(moot_frame_payload(frame) + !binary, data.at, data.size);
        moot_link_send(link, frame, binary);
        moot_frame_unref(&frame);
    }
}

static void on_link_closed(void *ctx, moot_link_t *link, const char *reason,
                           uint64_t now_ms)
{
    size_t number = (size_t)(uintptr_t)moot_link_get(link);

    (void)ctx;
    REQUIRE(player.links[number - 1] == link && now_ms == player.now);
    player.links[number - 1] = NULL;
    say(number_of(link), "closed ", moot_slice_str(reason));
}

static void on_random(void *ctx, uint8_t *bytes, size_t size)
{
    (void)ctx;
    memset(bytes, ++player.random, size);
}

/* ---- Expectations -----------------------------------------------------------
 */

static void settle(void)
{
    if (player.said.size > player.met)
        fail_msg("%s:%d: %s: this was not expected: %.*s", path, player.line,
                 player.name, (int)(player.said.size - player.met),
                 (const char *)player.said.at + player.met);
    moot_buf_clear(&player.said);
    player.met = 0;
}

static void expect(const char *line)
{
    const char *at, *end;

    if (player.said.size <= player.met)
        fail_msg("%s:%d: %s: nothing came", path, player.line, player.name);
    at = (const char *)player.said.at + player.met;
    end = memchr(at, '\n', player.said.size - player.met);
    if ((size_t)(end - at) != strlen(line)
        || memcmp(at, line, strlen(line)) != 0)
        fail_msg("%s:%d: %s:\nexpected %s\n     got %.*s", path, player.line,
                 player.name, line, (int)(end - at), at);
    player.met += (size_t)(end - at) + 1;
}

/* ---- Cases ------------------------------------------------------------------
 */

static void end_case(void)
{
    moot_engine_stats_t stats;
    size_t held = 0, open = 0;

    settle();
    if (!player.engine)
        return;
    for (size_t i = 0; i < player.handles_count; i++)
        held += player.handles[i].holder && !player.handles[i].answered;
    for (size_t i = 0; i < player.links_count; i++)
        open += player.links[i] != NULL;
    stats = moot_engine_stats(player.engine);
    REQUIRE(stats.held == held && stats.links >= open);
    REQUIRE(stats.opened == player.links_count);
    moot_engine_destroy(&player.engine);
    for (size_t i = 0; i < player.handles_count; i++) {
        REQUIRE(!player.handles[i].lane.link);
        REQUIRE(!player.handles[i].holder || player.handles[i].answered);
    }
    moot_buf_clear(&player.said); /* the GETs that were held */
    player.met = 0;
}

static void begin_case(const char *name)
{
    static const moot_engine_events_t events = {on_opened, on_message,
                                                on_link_closed, on_random};
    const moot_engine_config_t config = {
        .ping_interval_ms = 300,
        .ping_timeout_ms = 200,
        .upgrade_timeout_ms = 1000,
        .max_payload = 100,
        .queued_bytes_max = 200,
        .links_max = 4,
        .edge = LIT("edge-1:7"),
    };

    end_case();
    snprintf(player.name, sizeof player.name, "%s", name);
    memset(player.handles, 0, sizeof player.handles);
    memset(player.links, 0, sizeof player.links);
    player.handles_count = player.links_count = 0;
    player.random = 0;
    player.manner = QUIET;
    player.now = 5000;
    player.cases++;
    assert_int_equal(moot_engine_new(&config, &events, NULL, &player.engine),
                     0);
}

static handle_t *find(const char *name)
{
    for (size_t i = 0; i < player.handles_count; i++)
        if (strcmp(player.handles[i].name, name) == 0)
            return &player.handles[i];
    return NULL;
}

/* The handle of this name; a name is not used again. */
static handle_t *add(const char *name)
{
    handle_t *handle = &player.handles[player.handles_count++];

    REQUIRE(player.handles_count <= HANDLES_MAX && !find(name));
    REQUIRE(strlen(name) < NAME_SIZE);
    snprintf(handle->name, sizeof handle->name, "%s", name);
    handle->lane.ops = &lane_ops;
    return handle;
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

/* The next word of a line; what follows its space stays in *rest. */
static char *word(char **rest)
{
    char *at = *rest;
    size_t size = strcspn(at, " ");

    *rest = at + size + (at[size] == ' ');
    at[size] = '\0';
    return at;
}

static void play_request(const char *method, char *rest, bool bytes)
{
    handle_t *handle = add(word(&rest));
    char *query;
    moot_eio_http_request_t request = {
        .cookie = LIT("token=1"),
        .method = moot_slice_str(method),
        .content_type =
            bytes ? LIT("application/octet-stream") : LIT("text/plain"),
        .peer = "127.0.0.1:1",
    };

    if (strcmp(method, "") == 0)
        request.method = moot_slice_str(word(&rest));
    query = word(&rest);
    request.query = moot_slice_str(strcmp(query, "-") == 0 ? "" : query);
    request.body = moot_slice(rest, unescape(rest));
    handle->holder =
        moot_engine_poll(player.engine, &request,
                         (moot_poll_port_t){&poll_ops, handle}, player.now);
    REQUIRE((handle->holder == NULL) == handle->answered);
}

static void play_upgrade(char *rest)
{
    handle_t *handle = add(word(&rest));
    const moot_eio_http_request_t request = {
        .method = LIT("GET"),
        .cookie = LIT("token=1"),
        .query = moot_slice_str(rest),
    };
    moot_eio_http_answer_t answer = {0};
    int status = moot_engine_upgrade(player.engine, &handle->lane, &request,
                                     &answer, player.now);
    char text[16];

    REQUIRE(status == 101 || (status == answer.status && !handle->lane.link));
    snprintf(text, sizeof text, status == 101 ? "%d" : "%d ", status);
    say_handle(handle, text, answer.body);
}

static void play_lane(const char *what, char *rest)
{
    handle_t *handle = find(word(&rest));

    REQUIRE(handle);
    if (strcmp(what, "open") == 0) {
        moot_lane_opened(player.engine, &handle->lane, player.now);
    } else if (strcmp(what, "end") == 0) {
        moot_lane_closed(player.engine, &handle->lane, player.now);
        REQUIRE(!handle->lane.link);
    } else {
        moot_lane_message(player.engine, &handle->lane,
                          moot_slice(rest, unescape(rest)), what[1] == 'b',
                          player.now);
    }
}

static void play_gone(char *rest)
{
    handle_t *handle = find(rest);

    REQUIRE(handle && handle->holder && !handle->answered);
    handle->answered = true;
    moot_link_poll_gone(handle->holder, handle, player.now);
}

static void play_link(const char *what, char *rest)
{
    size_t number = strtoul(word(&rest), NULL, 10);
    moot_frame_t *frame;

    REQUIRE(number > 0 && number <= LINKS_MAX && player.links[number - 1]);
    if (strcmp(what, "close") == 0) {
        moot_link_close(player.links[number - 1], player.now);
        player.links[number - 1] = NULL;
        return;
    }
    frame = moot_frame_new(moot_slice(rest, unescape(rest)));
    assert_non_null(frame);
    moot_link_send(player.links[number - 1], frame, what[4] == 'b');
    moot_frame_unref(&frame);
}

static void play_drain(char *rest)
{
    size_t left =
        moot_engine_drain(player.engine, strtoul(rest, NULL, 10), player.now);
    char text[24];

    snprintf(text, sizeof text, "%zu", left);
    say("left", text, moot_slice(NULL, 0));
}

static void play_step(const char *what, char *rest)
{
    settle();
    if (strcmp(what, "get") == 0) {
        play_request("GET", rest, false);
    } else if (strcmp(what, "post") == 0) {
        play_request("POST", rest, false);
    } else if (strcmp(what, "bytes") == 0) {
        play_request("POST", rest, true);
    } else if (strcmp(what, "method") == 0) {
        play_request("", rest, false);
    } else if (strcmp(what, "gone") == 0) {
        play_gone(rest);
    } else if (strcmp(what, "ws") == 0) {
        play_upgrade(rest);
    } else if (strcmp(what, "open") == 0 || strcmp(what, "end") == 0
               || what[0] == '>') {
        play_lane(what, rest);
    } else if (strncmp(what, "send", 4) == 0 || strcmp(what, "close") == 0) {
        play_link(what, rest);
    } else if (strcmp(what, "flush") == 0) {
        moot_engine_flush(player.engine);
    } else if (strcmp(what, "after") == 0) {
        player.now += strtoull(rest, NULL, 10);
        moot_engine_tick(player.engine, player.now);
    } else if (strcmp(what, "drain") == 0) {
        play_drain(rest);
    } else {
        fail_msg("%s:%d: what is %s?", path, player.line, what);
    }
}

/* "$1" is the sid of the first session. */
static void insert_sids(const char *line, char *out, size_t size)
{
    size_t at = 0;

    for (; *line != '\0'; line++) {
        REQUIRE(at + MOOT_EIO_HTTP_SID_BYTES_MAX + 1 < size);
        if (line[0] == '$' && line[1] >= '1' && line[1] <= '8') {
            at += (size_t)sprintf(out + at, "%s", player.sids[line[1] - '1']);
            line++;
        } else {
            out[at++] = *line;
        }
    }
    out[at] = '\0';
}

static void play_line(const char *from)
{
    char line[TEXT_MAX], *rest = line, *what;

    insert_sids(from, line, sizeof line);
    if (line[0] == '<' || strncmp(line, "left ", 5) == 0
        || (line[0] >= '1' && line[0] <= '9')) {
        expect(line);
        return;
    }
    what = word(&rest);
    if (strcmp(what, "=") == 0) {
        begin_case(rest);
        return;
    }
    REQUIRE(player.engine);
    if (strcmp(what, "as") == 0)
        player.manner = strcmp(rest, "echo") == 0 ? ECHO : CLOSER;
    else
        play_step(what, rest);
}

static void test_vectors(void **state)
{
    static char line[TEXT_MAX];
    static char file[4096];
    const char *source = getenv("TEST_SOURCE_DIR");
    FILE *in;

    (void)state;
    snprintf(file, sizeof file, "%s/tests/vectors/engine.txt",
             source ? source : ".");
    path = file;
    in = fopen(file, "r");
    assert_non_null(in);
    moot_buf_init(&player.said, 1 << 20);
    while (fgets(line, sizeof line, in)) {
        player.line++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#')
            play_line(line);
    }
    end_case();
    fclose(in);
    moot_buf_close(&player.said);
    assert_true(player.cases >= 80);
    print_message("%d cases\n", player.cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
