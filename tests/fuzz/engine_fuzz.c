/* Clients that do anything in any order to an Engine.IO server, and a layer
 * above that sends, closes and drains. Two bytes of the input are one step:
 * what, and to whom. Checked throughout: each request is answered once, a
 * WebSocket is told nothing before it is open and nothing after its close,
 * sessions open and close once, and what is sent to a session arrives in its
 * order, without gaps and without repeats, over all its transports. */
#include "edge/engine.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINKS_MAX = 4,
    SESSIONS_MAX = 64, /* of one input */
    LANES_MAX = 6,
    POLLS_MAX = 6,
    STEPS_MAX = 2000,
    PAYLOAD_MAX = 64,
};

typedef struct session {
    moot_link_t *link; /* NULL: the layer above has it no more */
    char sid[MOOT_EIO_HTTP_SID_BYTES_MAX + 1];
    unsigned sent, arrived;
} session_t;

typedef struct lane {
    moot_lane_t lane;        /* first */
    bool used, opened, told; /* told: to close */
    int session;             /* -1: none, or not known */
} lane_t;

typedef struct poll {
    bool used;
    moot_link_t *holder;
    int session;
} poll_t;

static struct {
    moot_engine_t *engine;
    session_t sessions[SESSIONS_MAX];
    size_t sessions_count;
    lane_t lanes[LANES_MAX];
    poll_t polls[POLLS_MAX];
    uint64_t now, random;
    uint8_t manner; /* what the layer above does with messages */
    int asking;     /* session of the request that is being made, or -1 */
    bool telling;   /* inside moot_link_send or moot_link_close */
} world;

/* ---- What arrives at clients ------------------------------------------------
 */

/* A packet for a session: its open packet, control, or "4<number>". */
static void arrive(int session, moot_slice_t packet)
{
    session_t *to;
    unsigned number;
    char text[16] = "";

    MOOT_CHECK(packet.size > 0 && packet.size < sizeof text + 300);
    if (packet.at[0] == '0') {
        MOOT_CHECK(session < 0 || world.sessions[session].arrived == 0);
        return;
    }
    if (packet.at[0] != '4' && packet.at[0] != 'b')
        return;
    MOOT_CHECK(session >= 0 && packet.size < sizeof text);
    to = &world.sessions[session];
    if (packet.at[0] == '4') {
        memcpy(text, packet.at + 1, packet.size - 1);
        number = (unsigned)strtoul(text, NULL, 10);
        MOOT_CHECK(number == to->arrived && number < to->sent);
    }
    to->arrived++;
}

static void on_answer(void *at, const moot_eio_http_answer_t *answer)
{
    poll_t *poll = at;
    const uint8_t *from = answer->body.at, *end;
    unsigned packets = 0;

    MOOT_CHECK(poll->used);
    poll->used = false;
    poll->holder = NULL;
    MOOT_CHECK(answer->status == 200 || answer->status == 400
               || answer->status == 413 || answer->status == 503);
    if (answer->status != 200
        || moot_slice_eq(answer->body, moot_slice_str("ok")))
        return;
    end = from + answer->body.size;
    for (; from < end; packets++) {
        const uint8_t *stop = memchr(from, 0x1e, (size_t)(end - from));

        stop = stop ? stop : end;
        arrive(poll->session, moot_slice(from, (size_t)(stop - from)));
        from = stop < end ? stop + 1 : end;
    }
    MOOT_CHECK(packets > 0);
    /* A closing packet may come on top, an open packet is longer. */
    MOOT_CHECK(packets == 1 || answer->body.size <= PAYLOAD_MAX + 2
               || answer->body.at[0] == '0');
}

static void on_send(moot_lane_t *at, moot_frame_t *frame, bool binary)
{
    lane_t *lane = (lane_t *)at;
    moot_slice_t bytes = moot_frame_slice(frame);

    MOOT_CHECK(lane->used && lane->opened && !lane->told);
    if (!binary)
        arrive(lane->session, bytes);
    else
        world.sessions[lane->session].arrived++;
}

static void on_close(moot_lane_t *at, int code, const char *reason)
{
    lane_t *lane = (lane_t *)at;

    MOOT_CHECK(lane->used && lane->opened && !lane->told && reason);
    MOOT_CHECK(code >= 1000 && code < 1015);
    lane->told = true;
}

static const moot_poll_ops_t poll_ops = {on_answer};
static const moot_lane_ops_t lane_ops = {on_send, on_close};

/* ---- The layer above
 * --------------------------------------------------------- */

static session_t *session_of(moot_link_t *link)
{
    return moot_link_get(link);
}

static void on_opened(void *ctx, moot_link_t *link,
                      const moot_eio_http_request_t *request, uint64_t now)
{
    session_t *session = &world.sessions[world.sessions_count];
    moot_slice_t sid = moot_link_sid(link);

    (void)ctx;
    MOOT_CHECK(world.sessions_count < SESSIONS_MAX && now == world.now);
    MOOT_CHECK(request && moot_engine_holds(world.engine, sid));
    world.asking = (int)world.sessions_count++;
    session->link = link;
    memcpy(session->sid, sid.at, sid.size);
    session->sid[sid.size] = '\0';
    moot_link_set(link, session);
}

static void send_one(session_t *session, bool binary)
{
    char text[16];
    moot_frame_t *frame;

    snprintf(text, sizeof text, binary ? "%u" : "4%u", session->sent);
    frame = moot_frame_new(moot_slice_str(text));
    MOOT_CHECK(frame);
    session->sent++;
    world.telling = true;
    moot_link_send(session->link, frame, binary);
    world.telling = false;
    moot_frame_unref(&frame);
}

static void close_one(session_t *session)
{
    moot_link_t *link = session->link;

    session->link = NULL;
    world.telling = true;
    if (world.now % 3 == 0)
        moot_link_drop(link, world.now);
    else
        moot_link_close(link, world.now);
    world.telling = false;
}

static void on_message(void *ctx, moot_link_t *link, moot_slice_t data,
                       bool binary, uint64_t now)
{
    session_t *session = session_of(link);

    (void)ctx;
    (void)data;
    (void)now;
    MOOT_CHECK(session->link == link);
    if (world.manner % 4 == 1) {
        send_one(session, binary);
    } else if (world.manner % 4 == 2) {
        close_one(session);
    } else if (world.manner % 4 == 3) { /* one hears another's end */
        session_t *other = &world.sessions[data.size % SESSIONS_MAX];

        if (other->link)
            close_one(other);
    }
}

static void on_link_closed(void *ctx, moot_link_t *link, const char *reason,
                           uint64_t now)
{
    session_t *session = session_of(link);

    (void)ctx;
    MOOT_CHECK(session->link == link && reason && now == world.now);
    MOOT_CHECK(!world.telling);
    session->link = NULL;
}

static void on_random(void *ctx, uint8_t *bytes, size_t size)
{
    (void)ctx;
    memset(bytes, 0, size);
    world.random++;
    memcpy(bytes, &world.random, sizeof world.random);
}

/* ---- Steps
 * -------------------------------------------------------------------- */

/* A session for a request; its sid may be that of none. */
static int pick(uint8_t who)
{
    size_t count = world.sessions_count;

    return count > 0 ? (int)(who % count) : -1;
}

static void put_query(char *query, size_t size, const char *transport,
                      int session)
{
    snprintf(query, size, "EIO=4&transport=%s%s%s", transport,
             session < 0 ? "" : "&sid=",
             session < 0 ? "" : world.sessions[session].sid);
}

/* "\036" is the separator. */
static const char *const bodies[] = {
    "3",
    "4a",
    "4a\0364b\0364c",
    "1",
    "2",
    "bAQID",
    "4a\0361\0364b",
    "x",
    "",
    "6",
    "4a\036bad",
    "4012345678901234567890123456789012345678901234567890123456789012",
    "40123456789012345678901234567890123456789012345678901234567890123",
};

static void request(const char *method, int session, uint8_t what)
{
    char query[256];
    poll_t *poll = NULL;
    moot_eio_http_request_t asked = {.method = moot_slice_str(method)};
    const char *body = bodies[what % (sizeof bodies / sizeof bodies[0])];

    for (size_t i = 0; i < POLLS_MAX && !poll; i++)
        if (!world.polls[i].used)
            poll = &world.polls[i];
    if (!poll || (session < 0 && world.sessions_count == SESSIONS_MAX))
        return;
    put_query(query, sizeof query, "polling", session);
    asked.query = moot_slice_str(query);
    asked.body = moot_slice_str(body);
    *poll = (poll_t){.used = true, .session = session};
    world.asking = -1;
    poll->holder = moot_engine_poll(
        world.engine, &asked, (moot_poll_port_t){&poll_ops, poll}, world.now);
    MOOT_CHECK((poll->holder != NULL) == poll->used);
    MOOT_CHECK(session >= 0 || !poll->used); /* handshakes wait for nothing */
}

static void upgrade(int session)
{
    char query[256];
    lane_t *lane = NULL;
    moot_eio_http_answer_t answer;
    moot_eio_http_request_t asked = {.method = moot_slice_str("GET")};
    int status;

    for (size_t i = 0; i < LANES_MAX && !lane; i++)
        if (!world.lanes[i].used)
            lane = &world.lanes[i];
    if (!lane || (session < 0 && world.sessions_count == SESSIONS_MAX))
        return;
    put_query(query, sizeof query, "websocket", session);
    asked.query = moot_slice_str(query);
    *lane = (lane_t){.lane.ops = &lane_ops, .used = true, .session = session};
    world.asking = session;
    status = moot_engine_upgrade(world.engine, &lane->lane, &asked, &answer,
                                 world.now);
    MOOT_CHECK(status == 101 || (status == answer.status && !lane->lane.link));
    lane->session = world.asking;
    lane->used = status == 101;
}

static void gone(poll_t *poll)
{
    moot_link_t *holder = poll->holder;

    if (!poll->used)
        return;
    *poll = (poll_t){0};
    moot_link_poll_gone(holder, poll, world.now);
}

static const char *const messages[] = {
    "2probe", "5", "4a", "3", "1", "2", "", "x", "4aaaaaaaaaaaaaaaa"};

static void lane_step(lane_t *lane, uint8_t what)
{
    const char *text = messages[what % (sizeof messages / sizeof messages[0])];

    if (!lane->used)
        return;
    if (what == 255) {
        lane->used = false; /* it must not be told anything */
        moot_lane_closed(world.engine, &lane->lane, world.now);
        MOOT_CHECK(!lane->lane.link);
    } else if (!lane->opened) {
        lane->opened = true;
        moot_lane_opened(world.engine, &lane->lane, world.now);
    } else {
        moot_lane_message(world.engine, &lane->lane, moot_slice_str(text),
                          what % 16 == 15, world.now);
    }
}

static void step(uint8_t what, uint8_t who)
{
    session_t *session = &world.sessions[who % SESSIONS_MAX];

    switch (what % 12) {
    case 0:
        request("GET", -1, 0);
        break;
    case 1:
        upgrade(-1);
        break;
    case 2:
    case 3:
        request("GET", pick(who), 0);
        break;
    case 4:
        request("POST", pick(who / 16), who);
        break;
    case 5:
        upgrade(pick(who));
        break;
    case 6:
        gone(&world.polls[who % POLLS_MAX]);
        break;
    case 7:
    case 8:
        lane_step(&world.lanes[what / 12 % LANES_MAX], who);
        break;
    case 9:
        if (session->link)
            send_one(session, who >= 128);
        break;
    case 10:
        if (who % 32 == 31 && session->link)
            close_one(session);
        else if (who == 200)
            (void)moot_engine_drain(world.engine, 1, world.now);
        else if (who > 200)
            world.manner = who;
        else
            moot_engine_flush(world.engine);
        break;
    default:
        world.now += who;
        moot_engine_tick(world.engine, world.now);
    }
}

static void check_world(void)
{
    moot_engine_stats_t stats = moot_engine_stats(world.engine);
    size_t held = 0, open = 0;

    for (size_t i = 0; i < POLLS_MAX; i++)
        held += world.polls[i].used;
    for (size_t i = 0; i < world.sessions_count; i++)
        open += world.sessions[i].link != NULL;
    MOOT_CHECK(stats.held == held && stats.links <= LINKS_MAX);
    MOOT_CHECK(open <= stats.links && stats.polling <= stats.links);
    MOOT_CHECK(stats.links > 0 || stats.queued_bytes == 0);
}

/* Nobody answers any more: everything ends by itself. */
static void end(void)
{
    for (unsigned i = 0; i < 8; i++) {
        world.now += MOOT_ENGINE_LINGER_MS;
        moot_engine_tick(world.engine, world.now);
    }
    check_world();
    MOOT_CHECK(moot_engine_stats(world.engine).links == 0);
    for (size_t i = 0; i < LANES_MAX; i++)
        if (world.lanes[i].used)
            MOOT_CHECK(world.lanes[i].told || !world.lanes[i].opened);
    moot_engine_destroy(&world.engine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const moot_engine_events_t events = {on_opened, on_message,
                                                on_link_closed, on_random};
    const moot_engine_config_t config = {
        .ping_interval_ms = 300,
        .ping_timeout_ms = 200,
        .upgrade_timeout_ms = 400,
        .max_payload = PAYLOAD_MAX,
        .queued_bytes_max = 120,
        .links_max = LINKS_MAX,
        .edge = moot_slice_str("e:1"),
    };

    memset(&world, 0, sizeof world);
    world.now = 1;
    MOOT_CHECK(moot_engine_new(&config, &events, NULL, &world.engine) == 0);
    for (size_t i = 0; i + 1 < size && i < 2 * STEPS_MAX; i += 2) {
        step(data[i], data[i + 1]);
        check_world();
    }
    end();
    return 0;
}
