/* Plays engine.txt: what Engine.IO clients do and what the engine says. The
 * file tells how its lines are read. */
#include "tests/lib/unit.h"

#include "edge/engine.h"
#include "tests/lib/script.h"

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
} player_t;

static player_t player;
/* ---- What the engine says --------------------------------------------------
 */

static void say(const char *who, const char *what, moot_slice_t bytes)
{
    char words[64];

    snprintf(words, sizeof words, "%s %s", who, what);
    script_say(words, bytes);
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

    SCRIPT_REQUIRE(!handle->answered);
    handle->answered = true;
    snprintf(status, sizeof status, "%d ", answer->status);
    say_handle(handle, status, answer->body);
}

static void on_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    SCRIPT_REQUIRE(lane->opened && !lane->closing);
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
    SCRIPT_REQUIRE(player.links_count < LINKS_MAX && now_ms == player.now);
    SCRIPT_REQUIRE(moot_slice_eq(request->cookie, LIT("token=1")));
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
    SCRIPT_REQUIRE(player.links[number - 1] == link && now_ms == player.now);
    player.links[number - 1] = NULL;
    say(number_of(link), "closed ", moot_slice_str(reason));
}

static void on_random(void *ctx, uint8_t *bytes, size_t size)
{
    (void)ctx;
    memset(bytes, ++player.random, size);
}

/* ---- Cases ------------------------------------------------------------------
 */

static void end_case(void)
{
    moot_engine_stats_t stats;
    size_t held = 0, open = 0;

    script_settle();
    if (!player.engine)
        return;
    for (size_t i = 0; i < player.handles_count; i++)
        held += player.handles[i].holder && !player.handles[i].answered;
    for (size_t i = 0; i < player.links_count; i++)
        open += player.links[i] != NULL;
    stats = moot_engine_stats(player.engine);
    SCRIPT_REQUIRE(stats.held == held && stats.links >= open);
    SCRIPT_REQUIRE(stats.opened == player.links_count);
    moot_engine_destroy(&player.engine);
    for (size_t i = 0; i < player.handles_count; i++) {
        SCRIPT_REQUIRE(!player.handles[i].lane.link);
        SCRIPT_REQUIRE(!player.handles[i].holder || player.handles[i].answered);
    }
    script_forget(); /* the GETs that were held */
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
    script_begin(name);
    memset(player.handles, 0, sizeof player.handles);
    memset(player.links, 0, sizeof player.links);
    player.handles_count = player.links_count = 0;
    player.random = 0;
    player.manner = QUIET;
    player.now = 5000;
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

    SCRIPT_REQUIRE(player.handles_count <= HANDLES_MAX && !find(name));
    SCRIPT_REQUIRE(strlen(name) < NAME_SIZE);
    snprintf(handle->name, sizeof handle->name, "%s", name);
    handle->lane.ops = &lane_ops;
    return handle;
}

static void play_request(const char *method, char *rest, bool bytes)
{
    handle_t *handle = add(script_word(&rest));
    char *query;
    moot_eio_http_request_t request = {
        .cookie = LIT("token=1"),
        .method = moot_slice_str(method),
        .content_type =
            bytes ? LIT("application/octet-stream") : LIT("text/plain"),
        .peer = "127.0.0.1:1",
    };

    if (strcmp(method, "") == 0)
        request.method = moot_slice_str(script_word(&rest));
    query = script_word(&rest);
    request.query = moot_slice_str(strcmp(query, "-") == 0 ? "" : query);
    request.body = moot_slice(rest, script_unescape(rest));
    handle->holder =
        moot_engine_poll(player.engine, &request,
                         (moot_poll_port_t){&poll_ops, handle}, player.now);
    SCRIPT_REQUIRE((handle->holder == NULL) == handle->answered);
}

static void play_upgrade(char *rest)
{
    handle_t *handle = add(script_word(&rest));
    const moot_eio_http_request_t request = {
        .method = LIT("GET"),
        .cookie = LIT("token=1"),
        .query = moot_slice_str(rest),
    };
    moot_eio_http_answer_t answer = {0};
    int status = moot_engine_upgrade(player.engine, &handle->lane, &request,
                                     &answer, player.now);
    char text[16];

    SCRIPT_REQUIRE(status == 101
                   || (status == answer.status && !handle->lane.link));
    snprintf(text, sizeof text, status == 101 ? "%d" : "%d ", status);
    say_handle(handle, text, answer.body);
}

static void play_lane(const char *what, char *rest)
{
    handle_t *handle = find(script_word(&rest));

    SCRIPT_REQUIRE(handle);
    if (strcmp(what, "open") == 0) {
        moot_lane_opened(player.engine, &handle->lane, player.now);
    } else if (strcmp(what, "end") == 0) {
        moot_lane_closed(player.engine, &handle->lane, player.now);
        SCRIPT_REQUIRE(!handle->lane.link);
    } else {
        moot_lane_message(player.engine, &handle->lane,
                          moot_slice(rest, script_unescape(rest)),
                          what[1] == 'b', player.now);
    }
}

static void play_gone(char *rest)
{
    handle_t *handle = find(rest);

    SCRIPT_REQUIRE(handle && handle->holder && !handle->answered);
    handle->answered = true;
    moot_link_poll_gone(handle->holder, handle, player.now);
}

static void play_link(const char *what, char *rest)
{
    size_t number = strtoul(script_word(&rest), NULL, 10);
    moot_frame_t *frame;

    SCRIPT_REQUIRE(number > 0 && number <= LINKS_MAX
                   && player.links[number - 1]);
    if (strcmp(what, "close") == 0) {
        moot_link_close(player.links[number - 1], player.now);
        player.links[number - 1] = NULL;
        return;
    }
    frame = moot_frame_new(moot_slice(rest, script_unescape(rest)));
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
    script_settle();
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
        script_fail(what);
    }
}

/* "$1" is the sid of the first session. */
static void insert_sids(const char *line, char *out, size_t size)
{
    size_t at = 0;

    for (; *line != '\0'; line++) {
        SCRIPT_REQUIRE(at + MOOT_EIO_HTTP_SID_BYTES_MAX + 1 < size);
        if (line[0] == '$' && line[1] >= '1' && line[1] <= '8') {
            at += (size_t)sprintf(out + at, "%s", player.sids[line[1] - '1']);
            line++;
        } else {
            out[at++] = *line;
        }
    }
    out[at] = '\0';
}

static void play_line(char *from)
{
    char line[TEXT_MAX], *rest = line, *what;

    insert_sids(from, line, sizeof line);
    if (line[0] == '<' || strncmp(line, "left ", 5) == 0
        || (line[0] >= '1' && line[0] <= '9')) {
        script_expect(line);
        return;
    }
    what = script_word(&rest);
    if (strcmp(what, "=") == 0) {
        begin_case(rest);
        return;
    }
    SCRIPT_REQUIRE(player.engine);
    if (strcmp(what, "as") == 0)
        player.manner = strcmp(rest, "echo") == 0 ? ECHO : CLOSER;
    else
        play_step(what, rest);
}

static void test_vectors(void **state)
{
    (void)state;
    script_play("engine.txt", play_line);
    end_case();
    script_close();
    assert_true(script.cases >= 85);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
