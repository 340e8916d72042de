#include "cli/replay_live.h"

#include "cli/command.h"
#include "cli/replay_state.h"
#include "common/secret.h"
#include "cli/ws_client.h"
#include "common/file.h"
#include "common/clock.h"
#include "common/err.h"
#include "common/json_read.h"
#include "common/json_write.h"
#include "common/jwt.h"
#include "proto/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SILENCE_US = 30000000, /* nothing came though something must */
    POLL_US = 200000,
    OPENING_MAX = 100, /* sockets that are being opened at a time */
    TOKEN_TTL_S = 24 * 3600,
    WHY_BYTES_MAX = 1 << 20, /* of the differences that are told */
    FRAME_BYTES_MAX = 4 << 20,
};

typedef struct run {
    moot_replay_t *replay;
    const moot_replay_plan_t *plan;
    moot_ws_client_t *client;
    moot_buf_t secret;
    size_t sessions; /* the socket after them asks for the state */
    bool *open;
    size_t opened;
    moot_replay_state_t *state;
    moot_buf_t why, frame;
    uint64_t heard_us;
    bool listed, failed;
} run_t;

static void fail(run_t *run, const char *what, const char *why)
{
    if (!run->failed)
        fprintf(stderr, "moot tap: %s%s%s\n", what, *why ? ": " : "", why);
    run->failed = true;
}

/* ---- What comes ---------------------------------------------------------- */

static void take_greeting(run_t *run, size_t socket, moot_slice_t frame)
{
    static const moot_slice_t name = MOOT_JSON_NAME("type");
    moot_json_value_t type;

    if (moot_json_read_object(frame, &name, 1, &type) != 0
        || !moot_slice_eq(type.raw,
                          moot_slice_str("\"CONNECTION_ESTABLISHED\"")))
        return;
    run->open[socket] = true;
    run->opened++;
}

static void ask_state(run_t *run)
{
    moot_buf_clear(&run->frame);
    moot_replay_state_ask(run->state, &run->frame);
    if (moot_ws_client_send(run->client, run->sessions,
                            moot_buf_slice(&run->frame))
        != 0)
        fail(run, "the rooms cannot be listed", "");
}

static void on_frame(void *ctx, size_t socket, moot_slice_t frame)
{
    run_t *run = ctx;
    bool more = false;
    int rc;

    run->heard_us = moot_clock_mono_us();
    if (!run->open[socket]) {
        take_greeting(run, socket, frame);
        return;
    }
    if (socket < run->sessions) {
        rc = moot_replay_answer(run->replay, socket, frame, run->heard_us,
                                &run->why);
        if (rc != 0)
            fail(run, "a frame cannot be read", moot_err_text(rc));
        return;
    }
    rc = moot_replay_state_take(run->state, frame, &more, &run->listed);
    if (rc != 0)
        fail(run, "the rooms cannot be listed", moot_err_text(rc));
    else if (more)
        ask_state(run);
}

static void on_end(void *ctx, size_t socket, const char *why)
{
    run_t *run = ctx;

    fail(run,
         run->open[socket] ? "a connection ended"
                           : "a connection was not accepted",
         why);
}

/* Waits, and fails when nothing came for too long. */
static void wait_for(run_t *run, uint64_t wait_us)
{
    moot_ws_client_poll(run->client, wait_us < POLL_US ? wait_us : POLL_US);
    if (*run->plan->stop)
        fail(run, "stopped", "");
}

static void check_silence(run_t *run, const char *what)
{
    if (moot_clock_mono_us() - run->heard_us > SILENCE_US)
        fail(run, what, "nothing came for 30 s");
}

/* ---- Connections --------------------------------------------------------- */

static void open_one(run_t *run, size_t socket)
{
    bool is_lister = socket == run->sessions;
    char user[MOOT_ID_BYTES_MAX + 1], why[256] = "";
    moot_slice_t from = is_lister ? moot_slice_str("moot-replay")
                                  : moot_replay_user(run->replay, socket);
    moot_jwt_mint_t mint = {
        .secret = (const char *)run->secret.at,
        .sub = user,
        .role = is_lister ? "admin" : NULL,
        .iat_s = (int64_t)(moot_clock_wall_ms() / 1000),
        .ttl_s = TOKEN_TTL_S,
    };
    moot_buf_t token;

    moot_buf_init(&token, MOOT_JWT_BYTES_MAX);
    snprintf(user, sizeof user, "%.*s", MOOT_SLICE_ARG(from));
    if (moot_jwt_mint(&mint, &token, why, sizeof why) != 0)
        fail(run, "no token can be made", why);
    else if (moot_ws_client_open(run->client, socket, moot_buf_slice(&token))
             != 0)
        fail(run, "no connection can be made", "");
    moot_buf_close(&token);
}

static void open_all(run_t *run)
{
    size_t begun = 0, all = run->sessions + 1;

    run->heard_us = moot_clock_mono_us();
    while (!run->failed && run->opened < all) {
        while (!run->failed && begun < all
               && begun - run->opened < OPENING_MAX)
            open_one(run, begun++);
        wait_for(run, POLL_US);
        check_silence(run, "not all connections were made");
    }
}

/* ---- Requests ------------------------------------------------------------ */

static void send_all(run_t *run)
{
    moot_replay_counts_t counts = moot_replay_counts(run->replay);
    uint64_t wait_us;
    size_t session;

    moot_replay_begin(run->replay, run->plan->speed, moot_clock_mono_us());
    run->heard_us = moot_clock_mono_us();
    while (!run->failed && counts.answered < counts.requests) {
        moot_buf_clear(&run->frame);
        while (!run->failed
               && moot_replay_next(run->replay, moot_clock_mono_us(), &session,
                                   &run->frame, &wait_us)) {
            if (run->frame.error != 0
                || moot_ws_client_send(run->client, session,
                                       moot_buf_slice(&run->frame))
                       != 0)
                fail(run, "a request cannot be sent", "");
            moot_buf_clear(&run->frame);
        }
        if (!run->failed)
            wait_for(run, wait_us);
        if (wait_us != UINT64_MAX) /* a pause of the capture */
            run->heard_us = moot_clock_mono_us();
        check_silence(run, "not all requests were answered");
        counts = moot_replay_counts(run->replay);
    }
}

static void list_rooms(run_t *run)
{
    run->heard_us = moot_clock_mono_us();
    ask_state(run);
    while (!run->failed && !run->listed) {
        wait_for(run, POLL_US);
        check_silence(run, "the rooms cannot be listed");
    }
}

/* ---- The report ---------------------------------------------------------- */

static void print_json(const moot_replay_counts_t *counts, uint64_t took_ms,
                       size_t rooms, const char *state)
{
    moot_json_write_t json;
    moot_buf_t buf;

    moot_buf_init(&buf, 4096);
    moot_json_write_init(&json, &buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_uint64(&json, "requests", counts->requests);
    moot_json_write_name_uint64(&json, "sessions", counts->sessions);
    moot_json_write_name_uint64(&json, "same", counts->same);
    moot_json_write_name_uint64(&json, "different", counts->different);
    moot_json_write_name_uint64(&json, "withoutCapturedAnswer",
                                counts->unknown);
    moot_json_write_name_uint64(&json, "withoutContent", counts->hollow);
    moot_json_write_name_uint64(&json, "notSent", counts->cut);
    moot_json_write_name_uint64(&json, "tookMs", took_ms);
    moot_json_write_name_uint64(&json, "rooms", rooms);
    moot_json_write_name_string(&json, "state", moot_slice_str(state));
    moot_json_write_end_object(&json);
    printf("%.*s\n", MOOT_SLICE_ARG(moot_buf_slice(&buf)));
    moot_buf_close(&buf);
}

static void report(run_t *run, uint64_t took_ms)
{
    moot_replay_counts_t counts = {0};
    char state[24];
    size_t rooms;

    snprintf(state, sizeof state, "%016" PRIx64,
             moot_replay_state_hash(run->state, &rooms));
    if (run->replay)
        counts = moot_replay_counts(run->replay);
    moot_file_print(&run->why, run->plan->json ? stderr : stdout);
    if (run->plan->json) {
        print_json(&counts, took_ms, rooms, state);
        return;
    }
    if (run->replay)
        printf("%zu requests of %zu sessions in %" PRIu64 ".%03" PRIu64
               " s: %zu answered the same, %zu differently, %zu without an "
               "answer in the capture\n",
               counts.requests, counts.sessions, took_ms / 1000,
               took_ms % 1000, counts.same, counts.different, counts.unknown);
    printf("state %s of %zu rooms\n", state, rooms);
}

/* ---- All of it ----------------------------------------------------------- */

static int prepare(run_t *run, const moot_conf_t *conf)
{
    char url[64];
    int rc = moot_secret_read(conf, &run->secret);

    if (rc == 0)
        rc = moot_buf_put(&run->secret, "", 1);
    if (rc != 0) {
        fail(run, "no secret of the cluster to make tokens with",
             moot_err_text(rc));
        return rc;
    }
    snprintf(url, sizeof url, "ws://127.0.0.1:%" PRIu64 "/ws", conf->port);
    rc = moot_ws_client_new(run->plan->url ? run->plan->url : url,
                            run->sessions + 1, on_frame, on_end, run,
                            &run->client);
    if (rc != 0)
        fail(run, "--to: expected ws://host:port/path", moot_err_text(rc));
    return rc;
}

static void close_run(run_t *run)
{
    moot_ws_client_destroy(&run->client);
    moot_replay_state_destroy(&run->state);
    moot_buf_close(&run->secret);
    moot_buf_close(&run->frame);
    moot_buf_close(&run->why);
    free(run->open);
}

static void warn(const moot_replay_counts_t *counts)
{
    if (counts->hollow > 0)
        fprintf(stderr,
                "moot tap: the capture was made without --bodies: %zu messages "
                "get a content of their size\n",
                counts->hollow);
    if (counts->cut > 0)
        fprintf(stderr,
                "moot tap: %zu requests are not whole in the capture and are "
                "not sent\n",
                counts->cut);
}

int moot_replay_live(moot_replay_t *replay, const moot_conf_t *conf,
                     const moot_replay_plan_t *plan)
{
    run_t run = {.replay = replay, .plan = plan};
    uint64_t began_ms;
    bool differs = false;

    if (replay) {
        moot_replay_counts_t counts = moot_replay_counts(replay);

        warn(&counts);
        run.sessions = counts.sessions;
        differs = counts.cut > 0;
    }
    run.open = calloc(run.sessions + 1, sizeof *run.open);
    MOOT_CHECK(run.open);
    run.state = moot_replay_state_new();
    moot_buf_init(&run.secret, 8192);
    moot_buf_init(&run.frame, FRAME_BYTES_MAX);
    moot_buf_init(&run.why, WHY_BYTES_MAX);
    if (prepare(&run, conf) == 0)
        open_all(&run);
    began_ms = moot_clock_mono_ms();
    if (!run.failed && replay)
        send_all(&run);
    began_ms = moot_clock_mono_ms() - began_ms;
    if (!run.failed)
        list_rooms(&run);
    if (!run.failed)
        report(&run, began_ms);
    if (replay)
        differs = differs || moot_replay_counts(replay).different > 0;
    close_run(&run);
    return run.failed || differs ? MOOT_EXIT_FAILED : MOOT_EXIT_OK;
}
