/* Fuzzes the sockets of Socket.IO: the input is a row of steps, each a byte
 * that says what happens and to whom, then what it needs. Packets are the
 * input's, up to a byte of zero; verdicts, answers, emissions and time are
 * drawn from it.
 *
 * Beyond memory errors it looks for broken promises: something sent to a
 * closed connection, a subscriber or a user counted wrong, two questions of
 * one socket at once, an answer to nobody. */
#include "edge/sockets.h"

#include "common/check.h"
#include "common/err.h"

#include <stdlib.h>

enum { LINKS = 3, ASKS_MAX = 256, STEPS_MAX = 300 };

static const char profile_text[] = "[namespace /]\n"
                                   "auth = none\n"
                                   "join = \"all\"\n"
                                   "[namespace /t]\n"
                                   "auth = token\n"
                                   "user = claims.user\n"
                                   "remember = rol = claims.rol\n"
                                   "join = \"user:\" + claims.user\n"
                                   "no_token = none\n"
                                   "bad_token = bad\n"
                                   "[room ChatRoom]\n"
                                   "namespaces = /\n"
                                   "identifier = chat_id\n"
                                   "may_join = payload.chat_id != 7\n"
                                   "[room PRoom]\n"
                                   "namespaces = /\n"
                                   "form = compiled\n"
                                   "plugin = p.so\n"
                                   "timeout_ms = 500\n"
                                   "[event s]\n"
                                   "namespaces = /\n"
                                   "to = \"all\"\n"
                                   "emit = h\n"
                                   "args = args\n"
                                   "ack = args\n"
                                   "[event e]\n"
                                   "namespaces = /\n"
                                   "to = self\n"
                                   "emit = b\n"
                                   "confirm = s\n"
                                   "args = args\n"
                                   "ack = args\n";

typedef struct link {
    moot_sockets_client_t *client; /* NULL: closed */
} link_t;

typedef struct ask {
    moot_subscriber_t *subscriber; /* NULL: answered */
    uint64_t tag;
} ask_t;

typedef struct fuzz {
    moot_sockets_t *sockets;
    const uint8_t *at, *end;
    moot_session_now_t now;
    link_t links[LINKS];
    ask_t asks[ASKS_MAX];
    size_t asks_count;
    moot_inquiry_t *inquiries[ASKS_MAX];
    size_t subscribers, users;
    uint64_t random;
} fuzz_t;

static uint8_t next(fuzz_t *fuzz)
{
    return fuzz->at < fuzz->end ? *fuzz->at++ : 0;
}

/* ---- What the sockets ask ------------------------------------------------ */

static void do_send(void *ctx, void *link, moot_frame_t *frame, bool binary)
{
    (void)ctx;
    MOOT_CHECK(((link_t *)link)->client);
    MOOT_CHECK(frame->refs > 0);
    MOOT_CHECK(
        binary
        || (frame->size > 1 && frame->bytes[MOOT_FRAME_HEADROOM] == '4'));
}

static void do_close(void *ctx, void *link)
{
    (void)ctx;
    MOOT_CHECK(((link_t *)link)->client);
    ((link_t *)link)->client = NULL;
}

static void do_enlist(void *ctx, moot_subscriber_t *subscriber)
{
    (void)subscriber;
    ((fuzz_t *)ctx)->subscribers++;
}

static void do_leave(void *ctx, moot_subscriber_t *subscriber)
{
    fuzz_t *fuzz = ctx;

    MOOT_CHECK(fuzz->subscribers-- > 0);
    for (size_t i = 0; i < fuzz->asks_count; i++)
        if (fuzz->asks[i].subscriber == subscriber)
            fuzz->asks[i].subscriber = NULL;
}

static int do_request(void *ctx, moot_subscriber_t *subscriber,
                      const moot_msg_request_t *request, uint64_t tag)
{
    fuzz_t *fuzz = ctx;

    MOOT_CHECK(request->op == MOOT_OP_EMIT || request->op == MOOT_OP_FACT);
    MOOT_CHECK(request->user.size > 0 || request->room.size > 0);
    if (fuzz->asks_count == ASKS_MAX)
        return MOOT_EFULL;
    fuzz->asks[fuzz->asks_count++] = (ask_t){subscriber, tag};
    return 0;
}

static int do_inquire(void *ctx, moot_inquiry_t *inquiry, unsigned slot,
                      const moot_msg_t *question, unsigned timeout_ms)
{
    fuzz_t *fuzz = ctx;

    MOOT_CHECK(slot < MOOT_SLOTS && timeout_ms > 0);
    MOOT_CHECK(question->code == MOOT_MSG_ASK_GUARD);
    for (size_t i = 0; i < ASKS_MAX; i++)
        if (!fuzz->inquiries[i]) {
            fuzz->inquiries[i] = inquiry;
            return 0;
        }
    return MOOT_EFULL;
}

static void do_cancel(void *ctx, moot_inquiry_t *inquiry)
{
    fuzz_t *fuzz = ctx;
    size_t i = 0;

    while (i < ASKS_MAX && fuzz->inquiries[i] != inquiry)
        i++;
    MOOT_CHECK(i < ASKS_MAX);
    fuzz->inquiries[i] = NULL;
}

static void do_tell(void *ctx, unsigned slot, moot_slice_t body)
{
    moot_msg_ask_guard_t news;

    (void)ctx;
    MOOT_CHECK(slot < MOOT_SLOTS);
    MOOT_CHECK(moot_wire_decode_ask_guard(body, &news) == 0);
}

static int do_verify(void *ctx, moot_slice_t token, moot_buf_t *claims,
                     const char **why)
{
    (void)ctx;
    *why = "bad";
    return token.at[0] == '{' ? moot_buf_put(claims, token.at, token.size)
                              : MOOT_EDENIED;
}

static bool do_admit(void *ctx, moot_slice_t user)
{
    fuzz_t *fuzz = ctx;

    MOOT_CHECK(user.size > 0);
    return fuzz->users < 2 ? ++fuzz->users : 0;
}

static void do_dismiss(void *ctx, moot_slice_t user)
{
    MOOT_CHECK(user.size > 0);
    MOOT_CHECK(((fuzz_t *)ctx)->users-- > 0);
}

static uint64_t do_random(void *ctx)
{
    return ((fuzz_t *)ctx)->random += UINT64_C(0x9e3779b97f4a7c15);
}

static void on_connected(void *ctx, moot_slice_t name_space, moot_slice_t sid,
                         moot_slice_t user)
{
    (void)ctx;
    (void)name_space;
    (void)user;
    MOOT_CHECK(sid.size == MOOT_SOCKETS_SID_BYTES);
}

static void on_refused(void *ctx, moot_slice_t name_space, moot_slice_t message,
                       const char *why)
{
    (void)ctx;
    (void)name_space;
    (void)why;
    MOOT_CHECK(message.size > 0);
}

static void on_ended(void *ctx, const char *peer, enum moot_sockets_end end)
{
    (void)ctx;
    (void)peer;
    MOOT_CHECK(moot_sockets_end_text(end)[0]);
}

static void on_failed(void *ctx, moot_slice_t what, unsigned line,
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
    .drop = do_close,
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
    .connected = on_connected,
    .refused = on_refused,
    .ended = on_ended,
    .failed = on_failed,
};

/* ---- Steps --------------------------------------------------------------- */

static void say(fuzz_t *fuzz, link_t *link, bool binary)
{
    const uint8_t *from = fuzz->at;
    const uint8_t *to = fuzz->at < fuzz->end
                            ? memchr(from, 0, (size_t)(fuzz->end - from))
                            : NULL;
    moot_slice_t data;

    if (!to)
        to = fuzz->end;
    data = moot_slice(from, (size_t)(to - from));
    fuzz->at = to < fuzz->end ? to + 1 : to;
    if (link->client)
        moot_sockets_message(fuzz->sockets, link->client, data, binary,
                             &fuzz->now);
}

static void open_or_close(fuzz_t *fuzz, link_t *link)
{
    moot_sockets_client_t *client = link->client;

    if (client) {
        link->client = NULL;
        moot_sockets_closed(fuzz->sockets, client, &fuzz->now);
        return;
    }
    link->client =
        moot_sockets_opened(fuzz->sockets, link, moot_slice_str("a=b"),
                            moot_slice_str("EIO=4"), "peer", &fuzz->now);
    MOOT_CHECK(link->client);
}

static void give_verdict(fuzz_t *fuzz)
{
    moot_inquiry_t **place = &fuzz->inquiries[next(fuzz) % 8];
    moot_inquiry_t *inquiry = *place;
    moot_msg_t told = {.code = MOOT_MSG_GUARD_TOLD};
    uint8_t what = next(fuzz);

    *place = NULL;
    if (!inquiry)
        return;
    told.as.guard_told.verdict = what % 6;
    told.as.guard_told.room = moot_slice_str(what & 8 ? "p|1" : "");
    inquiry->told(inquiry, what & 16 ? NULL : &told);
}

static void give_answer(fuzz_t *fuzz)
{
    moot_msg_reply_t reply = {.code = next(fuzz) % 3};
    ask_t *ask = &fuzz->asks[next(fuzz)];
    moot_subscriber_t *subscriber = ask->subscriber;

    ask->subscriber = NULL;
    if (subscriber)
        subscriber->on_answer(subscriber->on_answer_ctx, subscriber, ask->tag,
                              reply.code == 2 ? NULL : &reply);
}

static void hear(fuzz_t *fuzz)
{
    static const char *const names[] = {"all", "p|1", "chat|1", "user:a", ""};
    uint8_t how = next(fuzz), which = next(fuzz);
    moot_msg_event_t event = {.seq = 1};
    moot_msg_emission_t emission = {
        .action = 1 + how % 5,
        .namespace = moot_slice_str(how & 64 ? "/t" : "/"),
        .room = moot_slice_str("all"),
        .data = moot_slice_str("[\"n\"]"),
        .confirm = moot_slice_str(how & 32 ? "s" : ""),
    };
    moot_list_writer_t writer;
    moot_buf_t targets;

    moot_buf_init(&targets, 256);
    moot_list_begin(&writer, &targets, 2);
    for (int i = 0; i < 2; i++) {
        moot_list_put_list(&writer, 2);
        moot_list_put_u64(&writer, 1 + which % 4);
        moot_list_put_str(&writer, moot_slice_str(names[which / 4 % 5]));
        which = (uint8_t)(which * 7 + 1);
    }
    if (moot_list_end(&writer, &emission.targets) == 0)
        moot_sockets_emitted(fuzz->sockets, &event, &emission);
    moot_buf_close(&targets);
}

static void step(fuzz_t *fuzz)
{
    uint8_t what = next(fuzz);
    link_t *link = &fuzz->links[what / 16 % LINKS];

    switch (what % 16) {
    case 0:
        open_or_close(fuzz, link);
        break;
    case 1:
        say(fuzz, link, true);
        break;
    case 2:
        give_verdict(fuzz);
        break;
    case 3:
        give_answer(fuzz);
        break;
    case 4:
        hear(fuzz);
        break;
    case 5:
        fuzz->now.mono_ms += (uint64_t)next(fuzz) * 8;
        moot_sockets_tick(fuzz->sockets, &fuzz->now);
        break;
    case 6:
        if (next(fuzz) == 7)
            moot_sockets_drain(fuzz->sockets, fuzz->now.mono_ms + 500,
                               &fuzz->now);
        break;
    default:
        say(fuzz, link, false);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static moot_profile_t *profile;
    const moot_sockets_config_t config = {
        .connect_timeout_ms = 1000,
        .rooms_per_socket_max = 3,
        .packet_bytes_max = 2000,
        .pending_requests_max = 3,
        .pending_bytes_max = 500,
        .requests_per_second = 10,
        .requests_burst = 30,
        .guard_timeout_ms = 1000,
        .content_chars_max = 100,
    };
    fuzz_t fuzz = {.at = data, .end = data + size};
    moot_buf_t mistakes;

    if (!profile) {
        moot_buf_init(&mistakes, 4096);
        MOOT_CHECK(moot_profile_parse(moot_slice_str(profile_text), "fuzz.conf",
                                      &mistakes, &profile)
                   == 0);
        moot_buf_close(&mistakes);
    }
    fuzz.now = (moot_session_now_t){.mono_ms = 1, .wall_ms = 1};
    fuzz.sockets = moot_sockets_new(profile, &config, &sink, &fuzz, &fuzz.now);
    for (int i = 0; fuzz.at < fuzz.end && i < STEPS_MAX; i++)
        step(&fuzz);
    moot_sockets_destroy(&fuzz.sockets);
    MOOT_CHECK(fuzz.subscribers == 0 && fuzz.users == 0);
    return 0;
}
