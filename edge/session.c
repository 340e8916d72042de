#include "edge/session.h"

#include "common/err.h"
#include "edge/cursor.h"
#include "edge/tally.h"

#include <stdlib.h>

/* Where the answer to an early frame goes, so that these answers leave in the
 * order of the frames, however long each one takes. */
typedef struct moot_session_slot {
    moot_node_t node;    /* in session->slots */
    moot_frame_t *frame; /* the answer, once it is there */
} slot_t;

/* A request that waits for its answer: what the answer repeats of it. */
typedef struct waiting {
    moot_node_t node; /* in session->pending */
    uint64_t tag;
    slot_t *slot;                  /* of an early frame, else NULL */
    enum moot_label_TYPE type;
    uint64_t since_ms;
    bool own_list;                 /* waits for the user's own rooms */
    size_t limit;
    moot_slice_t after;            /* into bytes */
    moot_encode_request_t request; /* slices into bytes */
    uint8_t bytes[];
} waiting_t;

/* A frame that came before the greeting. */
typedef struct early {
    moot_node_t node; /* in session->early */
    bool binary;
    bool allowed; /* by the rate limit, at its arrival */
    bool refused; /* over a bound: only its ids are kept */
    uint64_t retry_after_ms;
    moot_parse_echo_t echo; /* of a refused one, into bytes */
    moot_slice_t payload;   /* of any other, into bytes */
    uint8_t bytes[];
} early_t;

/* ---- Small things -------------------------------------------------------- */

static void drop_slot(moot_session_t *s, slot_t *slot)
{
    moot_list_remove(&slot->node);
    s->slots_count--;
    moot_frame_unref(&slot->frame);
    free(slot);
}

/* Sends the answers to early frames that are there; all: also those behind
 * one that is not. */
static void flush_slots(moot_session_t *s, bool all)
{
    MOOT_LIST_FOREACH (&s->slots, node, after) {
        slot_t *slot = MOOT_CONTAINER(node, slot_t, node);

        if (slot->frame) {
            s->shared->sink->send(s->shared->ctx, s, slot->frame);
            drop_slot(s, slot);
        } else if (!all) {
            return;
        }
    }
}

/* Sends a frame of our own, or puts it where it waits for its turn. Takes the
 * frame, which may be NULL when memory is out. */
static void say_into(moot_session_t *s, slot_t *slot, moot_frame_t *frame)
{
    if (s->state == MOOT_SESSION_CLOSED)
        moot_frame_unref(&frame);
    if (slot && frame)
        slot->frame = frame;
    else if (slot)
        drop_slot(s, slot);
    else if (frame)
        s->shared->sink->send(s->shared->ctx, s, frame);
    if (slot)
        flush_slots(s, false);
    else
        moot_frame_unref(&frame);
}

static void say(moot_session_t *s, moot_frame_t *frame)
{
    slot_t *slot = s->slot;

    s->slot = NULL;
    say_into(s, slot, frame);
}

/* The answer to the frame that is taken now waits for its turn. When too many
 * wait, or without memory, it leaves when it is there. */
static void take_slot(moot_session_t *s)
{
    slot_t *slot = NULL;

    if (s->slots_count < 2 * s->shared->config->pending_requests_max)
        slot = calloc(1, sizeof *slot);
    if (slot) {
        moot_list_push(&s->slots, &slot->node);
        s->slots_count++;
    }
    s->slot = slot;
}

static void shut(moot_session_t *s, int code, const char *reason)
{
    if (s->state == MOOT_SESSION_CLOSED)
        return;
    flush_slots(s, true);
    s->state = MOOT_SESSION_CLOSED;
    s->shared->sink->close(s->shared->ctx, s, code, reason);
}

/* Says an answer that is no error. */
static void say_ok(moot_session_t *s, moot_frame_t *frame)
{
    moot_tally_answer(s->type, MOOT_CODE_OK);
    say(s, frame);
}

static void say_error(moot_session_t *s, const moot_parse_echo_t *echo,
                      const moot_encode_error_t *error)
{
    moot_tally_answer(s->type, error->code);
    if (s->shared->sink->refused)
        s->shared->sink->refused(s->shared->ctx, s, error->code);
    say(s, moot_encode_error(s->shared->encode, echo, error));
}

static void say_code(moot_session_t *s, const moot_parse_echo_t *echo,
                     enum moot_code code)
{
    const moot_encode_error_t error = {.code = code};

    say_error(s, echo, &error);
}

/* ---- Rate limit ---------------------------------------------------------- */

/* Takes one request from the token bucket. When there is none left: false,
 * and after how long there will be. */
static bool take_token(moot_session_t *s, const moot_session_now_t *now,
                       uint64_t *retry_after_ms)
{
    const moot_session_config_t *config = s->shared->config;
    uint64_t rate = config->requests_per_second;
    uint64_t full = config->requests_burst * 1000;
    uint64_t elapsed_ms = now->mono_ms - s->tokens_at_ms;

    *retry_after_ms = 0;
    if (rate == 0)
        return true;
    s->tokens_at_ms = now->mono_ms;
    if (elapsed_ms > full / rate)
        s->tokens_milli = full;
    else
        s->tokens_milli += elapsed_ms * rate;
    if (s->tokens_milli > full)
        s->tokens_milli = full;
    if (s->tokens_milli >= 1000) {
        s->tokens_milli -= 1000;
        return true;
    }
    *retry_after_ms = (1000 - s->tokens_milli + rate - 1) / rate;
    return false;
}

static void say_limited(moot_session_t *s, const moot_parse_echo_t *echo,
                        uint64_t retry_after_ms)
{
    const moot_encode_error_t error = {.code = MOOT_CODE_RATE_LIMITED,
                                       .retry = true,
                                       .retry_after_ms = retry_after_ms};

    say_error(s, echo, &error);
}

enum { PENDING_RETRY_MS = 100 }; /* about what an answer takes */

/* ---- Requests ------------------------------------------------------------ */

/* The answer to a request that waited is said now. */
static void resume(moot_session_t *s, const waiting_t *waiting)
{
    s->slot = waiting->slot;
    s->type = waiting->type;
}

static void forget(moot_session_t *s, waiting_t *waiting)
{
    moot_list_remove(&waiting->node);
    s->pending_count--;
    free(waiting);
}

/* Notes a request as waiting. NULL: said RATE_LIMITED or, without memory,
 * UNAVAILABLE already. */
static waiting_t *note(moot_session_t *s, const moot_parse_frame_t *frame,
                       moot_slice_t after, const moot_session_now_t *now)
{
    const moot_msg_request_t *request = &frame->request;
    bool meta = request->op == MOOT_OP_META;
    moot_slice_t name = meta ? request->name : moot_slice(NULL, 0);
    moot_slice_t url = meta ? request->thumbnail_url : moot_slice(NULL, 0);
    waiting_t *waiting;
    uint8_t *to;

    if (s->pending_count >= s->shared->config->pending_requests_max) {
        say_limited(s, &frame->echo, PENDING_RETRY_MS);
        return NULL;
    }
    waiting =
        malloc(sizeof *waiting + frame->echo.correlation_id.size
               + frame->echo.client_message_id.size + name.size + url.size
               + after.size);
    if (!waiting) {
        say_code(s, &frame->echo, MOOT_CODE_UNAVAILABLE);
        return NULL;
    }
    to = waiting->bytes;
    *waiting = (waiting_t){.tag = ++s->tags,
                           .slot = s->slot,
                           .type = s->type,
                           .since_ms = now->mono_ms,
                           .limit = frame->limit};
    s->slot = NULL;
    waiting->request.echo.correlation_id =
        moot_slice_copy(&to, frame->echo.correlation_id);
    waiting->request.echo.client_message_id =
        moot_slice_copy(&to, frame->echo.client_message_id);
    waiting->request.op = (enum moot_op)request->op;
    waiting->request.given = request->given;
    waiting->request.name = moot_slice_copy(&to, name);
    waiting->request.thumbnail_url = moot_slice_copy(&to, url);
    waiting->after = moot_slice_copy(&to, after);
    moot_list_push(&s->pending, &waiting->node);
    s->pending_count++;
    return waiting;
}

/* Nothing was sent: the queues below are full. */
static void take_back(moot_session_t *s, waiting_t *waiting)
{
    resume(s, waiting);
    say_code(s, &waiting->request.echo, MOOT_CODE_UNAVAILABLE);
    forget(s, waiting);
}

/* Bytes of a made room id: "room_", up to 13 digits, "_", 12 digits. */
enum { ROOM_ID_BYTES = 31 };

/* Makes a room id: room_, the time in base 36, _, 12 hexadecimal digits. */
static moot_slice_t make_room_id(moot_session_t *s, uint64_t wall_ms,
                                 uint8_t out[ROOM_ID_BYTES])
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    uint64_t random = s->shared->sink->random(s->shared->ctx);
    uint8_t time[13];
    size_t size = 5, n = 0;

    memcpy(out, "room_", 5);
    do {
        time[n++] = (uint8_t)digits[wall_ms % 36];
        wall_ms /= 36;
    } while (wall_ms > 0);
    while (n > 0)
        out[size++] = time[--n];
    out[size++] = '_';
    for (int shift = 44; shift >= 0; shift -= 4)
        out[size++] = (uint8_t)digits[random >> shift & 15];
    return moot_slice(out, size);
}

static void send_request(moot_session_t *s, moot_parse_frame_t *frame,
                         const moot_session_now_t *now)
{
    moot_msg_request_t *request = &frame->request;
    uint8_t made[ROOM_ID_BYTES];
    waiting_t *waiting = note(s, frame, moot_slice(NULL, 0), now);

    if (!waiting)
        return;
    request->user = s->user;
    if (request->room.size == 0)
        request->room = make_room_id(s, now->wall_ms, made);
    if (s->shared->sink->request(s->shared->ctx, s, request, waiting->tag) != 0)
        take_back(s, waiting);
}

/* ---- ROOM_LIST ----------------------------------------------------------- */

/* A user's own list while its rooms are shown one after the other. */
typedef struct own_list {
    moot_encode_t *encode;
    moot_slice_t after; /* room id; size 0: from the start */
    size_t limit;       /* 0: all */
    size_t taken;
    bool more;
    moot_slice_t last; /* id of the last room taken, borrowed */
} own_list_t;

static int compare(moot_slice_t a, moot_slice_t b)
{
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.at, b.at, size) : 0;

    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static void take_own(void *ctx, const moot_roomview_t *view,
                     enum moot_role role)
{
    own_list_t *list = ctx;

    if (list->after.size > 0 && compare(view->id, list->after) <= 0)
        return;
    if (list->limit > 0 && list->taken == list->limit) {
        list->more = true;
        return;
    }
    moot_encode_list_own(list->encode, view, role);
    list->last = view->id;
    list->taken++;
}

/* Says the list, unless rooms wait: then false and nothing was said. */
static bool say_own(moot_session_t *s, const moot_parse_echo_t *echo,
                    moot_slice_t after, size_t limit,
                    const moot_session_now_t *now)
{
    moot_encode_t *encode = s->shared->encode;
    own_list_t list = {.encode = encode, .after = after, .limit = limit};
    moot_buf_t next;

    moot_encode_list_begin(encode, echo);
    if (s->shared->sink->rooms(s->shared->ctx, s, take_own, &list) > 0)
        return false;
    moot_buf_init(&next, 1 + 2 * MOOT_CURSOR_PLACE_MAX);
    if (list.more && moot_cursor_write(&next, MOOT_CURSOR_OWN, list.last) != 0)
        say_code(s, echo, MOOT_CODE_UNAVAILABLE);
    else
        say_ok(s, moot_encode_list_end(encode, moot_buf_slice(&next),
                                       now->wall_ms));
    moot_buf_close(&next);
    return true;
}

/* A room that the user was added to a moment ago is on its way here. */
static void list_own(moot_session_t *s, const moot_parse_frame_t *frame,
                     moot_slice_t after, const moot_session_now_t *now)
{
    waiting_t *waiting = NULL;

    if (!say_own(s, &frame->echo, after, frame->limit, now))
        waiting = note(s, frame, after, now);
    if (!waiting)
        return;
    waiting->own_list = true;
    s->shared->sink->await_rooms(s->shared->ctx, s);
}

static void say_bad_cursor(moot_session_t *s, const moot_parse_frame_t *frame)
{
    const moot_encode_error_t error = {
        .code = MOOT_CODE_VALIDATION_ERROR,
        .text = moot_slice_str("cursor: expected the nextCursor of an answer"),
    };

    say_error(s, &frame->echo, &error);
}

static void list_all(moot_session_t *s, const moot_parse_frame_t *frame,
                     moot_slice_t after, const moot_session_now_t *now)
{
    size_t limit = frame->limit > 0 ? frame->limit : MOOT_PARSE_PAGE_MAX;
    waiting_t *waiting = note(s, frame, moot_slice(NULL, 0), now);
    int rc;

    if (!waiting)
        return;
    rc = s->shared->sink->list_all(s->shared->ctx, s, waiting->tag, after,
                                   limit);
    if (rc == MOOT_EINVAL) {
        resume(s, waiting);
        forget(s, waiting);
        say_bad_cursor(s, frame);
    } else if (rc != 0) {
        take_back(s, waiting);
    }
}

static void take_list(moot_session_t *s, const moot_parse_frame_t *frame,
                      const moot_session_now_t *now)
{
    enum moot_cursor_kind kind = frame->all ? MOOT_CURSOR_ALL : MOOT_CURSOR_OWN;
    moot_buf_t place;

    moot_buf_init(&place, MOOT_CURSOR_PLACE_MAX);
    /* A field that is wrong comes before a right that is missing. */
    if (frame->cursor.size > 0
        && moot_cursor_read(frame->cursor, kind, &place) != 0)
        say_bad_cursor(s, frame);
    else if (!frame->all)
        list_own(s, frame, moot_buf_slice(&place), now);
    else if (!s->admin)
        say_code(s, &frame->echo, MOOT_CODE_FORBIDDEN);
    else
        list_all(s, frame, moot_buf_slice(&place), now);
    moot_buf_close(&place);
}

/* ---- Frames -------------------------------------------------------------- */

static void take_hello(moot_session_t *s, const moot_parse_frame_t *frame)
{
    if (s->hello) {
        say_code(s, &frame->echo, MOOT_CODE_HELLO_ALREADY_SENT);
    } else if (!frame->version_known) {
        say_code(s, &frame->echo, MOOT_CODE_UNSUPPORTED_PROTOCOL_VERSION);
        shut(s, MOOT_SESSION_POLICY, "unsupported protocol version");
    } else {
        s->hello = true;
        say_ok(s, moot_encode_hello(s->shared->encode, &frame->echo));
    }
}

/* The 10th of them within 60 s ends the connection: a program that sends
 * such frames does not get better by answers. */
static void count_invalid(moot_session_t *s, const moot_session_now_t *now)
{
    const size_t kept = MOOT_SESSION_INVALID_JSON_MAX - 1;
    uint64_t *oldest = &s->invalid_at_ms[s->invalid_count % kept];
    bool close = s->invalid_count >= kept
                 && now->mono_ms - *oldest < MOOT_SESSION_INVALID_JSON_MS;

    *oldest = now->mono_ms;
    s->invalid_count++;
    if (close)
        shut(s, MOOT_SESSION_POLICY, "too many frames that are not JSON");
}

static void say_refusal(moot_session_t *s, const moot_parse_frame_t *frame,
                        const moot_session_now_t *now)
{
    const moot_encode_error_t error = {.code = frame->code,
                                       .text = moot_slice_str(frame->text),
                                       .received = frame->received};

    say_error(s, &frame->echo, &error);
    if (frame->code == MOOT_CODE_INVALID_JSON)
        count_invalid(s, now);
}

static void take_text(moot_session_t *s, moot_slice_t payload, bool allowed,
                      uint64_t retry_after_ms, const moot_session_now_t *now)
{
    moot_parse_frame_t frame;
    bool invalid;

    moot_parse_text(s->shared->parse, &s->shared->config->limits, payload,
                    &frame);
    s->type = moot_tally_type(&frame);
    invalid = frame.what == MOOT_PARSE_REFUSED
              && frame.code == MOOT_CODE_INVALID_JSON;
    if (!allowed && !invalid)
        say_limited(s, &frame.echo, retry_after_ms);
    else if (frame.of_rooms && s->user.size == 0)
        say_code(s, &frame.echo, MOOT_CODE_UNAUTHORIZED);
    else if (frame.what == MOOT_PARSE_REFUSED)
        say_refusal(s, &frame, now);
    else if (frame.what == MOOT_PARSE_PING)
        say_ok(s, moot_encode_pong(s->shared->encode, &frame.echo, now->wall_ms));
    else if (frame.what == MOOT_PARSE_HELLO)
        take_hello(s, &frame);
    else if (s->state == MOOT_SESSION_DRAINING)
        say_code(s, &frame.echo, MOOT_CODE_UNAVAILABLE);
    else if (frame.what == MOOT_PARSE_LIST)
        take_list(s, &frame, now);
    else
        send_request(s, &frame, now);
}

static void take_frame(moot_session_t *s, moot_slice_t payload, bool binary,
                       bool allowed, uint64_t retry_after_ms,
                       const moot_session_now_t *now)
{
    static const moot_parse_echo_t none;

    s->type = MOOT_L_TYPE_OTHER;
    if (!binary)
        take_text(s, payload, allowed, retry_after_ms, now);
    else if (!allowed)
        say_limited(s, &none, retry_after_ms);
    else
        say_code(s, &none, MOOT_CODE_UNSUPPORTED_FORMAT);
}

/* ---- Before the greeting ------------------------------------------------- */

/* One more waiting frame. over: beyond the bounds, so that only what its
 * refusal repeats is kept. */
static early_t *make_early(moot_session_t *s, moot_slice_t payload, bool binary,
                           bool over)
{
    moot_parse_frame_t frame;
    early_t *early;
    uint8_t *to;

    if (!over) {
        early = malloc(sizeof *early + payload.size);
        if (!early)
            return NULL;
        *early = (early_t){.binary = binary};
        to = early->bytes;
        early->payload = moot_slice_copy(&to, payload);
        return early;
    }
    memset(&frame, 0, sizeof frame);
    if (!binary)
        moot_parse_text(s->shared->parse, &s->shared->config->limits, payload,
                        &frame);
    early = malloc(sizeof *early + frame.echo.correlation_id.size
                   + frame.echo.client_message_id.size);
    if (!early)
        return NULL;
    *early = (early_t){.binary = binary, .refused = true};
    to = early->bytes;
    early->echo.correlation_id =
        moot_slice_copy(&to, frame.echo.correlation_id);
    early->echo.client_message_id =
        moot_slice_copy(&to, frame.echo.client_message_id);
    return early;
}

static void put_early(moot_session_t *s, moot_slice_t payload, bool binary,
                      const moot_session_now_t *now)
{
    const moot_session_config_t *config = s->shared->config;
    bool over = s->early_count >= config->pending_requests_max
                || payload.size > config->early_bytes_max - s->early_bytes;
    early_t *early = NULL;

    /* As many refusals may wait as requests; then it is a flood. */
    if (s->early_count < 2 * config->pending_requests_max)
        early = make_early(s, payload, binary, over);
    if (!early) {
        shut(s, MOOT_SESSION_POLICY,
             "too many frames before CONNECTION_ESTABLISHED");
        return;
    }
    early->allowed = take_token(s, now, &early->retry_after_ms);
    moot_list_push(&s->early, &early->node);
    s->early_count++;
    s->early_bytes += early->payload.size;
}

static void drop_early(moot_session_t *s, early_t *early)
{
    moot_list_remove(&early->node);
    s->early_count--;
    s->early_bytes -= early->payload.size;
    free(early);
}

static void take_early(moot_session_t *s, const moot_session_now_t *now)
{
    moot_node_t *node;

    while (s->state != MOOT_SESSION_CLOSED
           && (node = moot_list_first(&s->early)) != NULL) {
        early_t *early = MOOT_CONTAINER(node, early_t, node);

        take_slot(s);
        s->type = MOOT_L_TYPE_OTHER;
        if (early->refused)
            say_limited(s, &early->echo,
                        early->retry_after_ms ? early->retry_after_ms
                                              : PENDING_RETRY_MS);
        else
            take_frame(s, early->payload, early->binary, early->allowed,
                       early->retry_after_ms, now);
        drop_early(s, early);
    }
}

/* ---- The life of a session ----------------------------------------------- */

void moot_session_init(moot_session_t *s, const moot_session_shared_t *shared,
                       moot_slice_t user, bool admin, moot_slice_t id,
                       const moot_session_now_t *now)
{
    MOOT_CHECK(id.size <= MOOT_SESSION_BYTES_MAX);
    memset(s, 0, sizeof *s);
    s->subscriber.session = id;
    s->shared = shared;
    s->user = user;
    s->admin = admin;
    s->state = MOOT_SESSION_OPENING;
    moot_list_init(&s->pending);
    moot_list_init(&s->early);
    moot_list_init(&s->slots);
    s->tokens_milli = shared->config->requests_burst * 1000;
    s->tokens_at_ms = now->mono_ms;
}

void moot_session_free(moot_session_t *s)
{
    s->state = MOOT_SESSION_CLOSED;
    MOOT_LIST_FOREACH (&s->pending, node, after)
        forget(s, MOOT_CONTAINER(node, waiting_t, node));
    MOOT_LIST_FOREACH (&s->early, node, after)
        drop_early(s, MOOT_CONTAINER(node, early_t, node));
    MOOT_LIST_FOREACH (&s->slots, node, after)
        drop_slot(s, MOOT_CONTAINER(node, slot_t, node));
}

void moot_session_start(moot_session_t *s, const moot_session_now_t *now)
{
    MOOT_CHECK(s->state == MOOT_SESSION_OPENING);
    s->state = MOOT_SESSION_ATTACHING;
    if (s->user.size == 0)
        moot_session_ready(s, NULL, 0, now);
}

void moot_session_frame(moot_session_t *s, moot_slice_t payload, bool binary,
                        const moot_session_now_t *now)
{
    uint64_t retry_after_ms;
    bool allowed;

    if (s->state == MOOT_SESSION_CLOSED)
        return;
    if (s->state == MOOT_SESSION_OPENING
        || s->state == MOOT_SESSION_ATTACHING) {
        put_early(s, payload, binary, now);
        return;
    }
    if (now->mono_ms - s->greeted_ms < MOOT_SESSION_EARLY_MS)
        take_slot(s);
    allowed = take_token(s, now, &retry_after_ms);
    take_frame(s, payload, binary, allowed, retry_after_ms, now);
}

void moot_session_ready(moot_session_t *s, const moot_slice_t *pending,
                        size_t pending_count, const moot_session_now_t *now)
{
    if (s->state != MOOT_SESSION_ATTACHING)
        return;
    s->state = MOOT_SESSION_OPEN;
    s->greeted_ms = now->mono_ms;
    say(s, moot_encode_established(s->shared->encode, s->user,
                                   s->subscriber.session, now->wall_ms, pending,
                                   pending_count));
    take_early(s, now);
}

void moot_session_lost(moot_session_t *s)
{
    shut(s, MOOT_SESSION_TRY_LATER, "the user's rooms cannot be reached");
}

static bool greeted(const moot_session_t *s)
{
    return s->state == MOOT_SESSION_OPEN || s->state == MOOT_SESSION_DRAINING;
}

void moot_session_attached(moot_session_t *s, const moot_roomview_t *view)
{
    if (greeted(s))
        say(s, moot_encode_attached(s->shared->encode, view));
}

void moot_session_deliver(moot_session_t *s, moot_frame_t *frame)
{
    /* What happens before the greeting is behind the client's first look. */
    if (greeted(s))
        s->shared->sink->send(s->shared->ctx, s, frame);
}

/* ---- Answers ------------------------------------------------------------- */

/* Answers come nearly in the order of the requests: the first one fits. */
static waiting_t *find(moot_session_t *s, uint64_t tag)
{
    MOOT_LIST_FOREACH (&s->pending, node, after) {
        waiting_t *waiting = MOOT_CONTAINER(node, waiting_t, node);

        if (waiting->tag == tag)
            return waiting;
    }
    return NULL;
}

static void end_when_drained(moot_session_t *s)
{
    if (s->state == MOOT_SESSION_DRAINING && s->pending_count == 0)
        moot_session_drain_end(s);
}

void moot_session_answer(moot_session_t *s, uint64_t tag,
                         const moot_msg_reply_t *reply,
                         const moot_roomview_t *view,
                         const moot_session_now_t *now)
{
    waiting_t *waiting = find(s, tag);

    if (!waiting)
        return;
    resume(s, waiting);
    if (reply) {
        moot_tally_took(waiting->type, now->mono_ms - waiting->since_ms);
        moot_tally_answer(s->type, reply->code);
        say(s, moot_encode_answer(s->shared->encode, &waiting->request, reply,
                                  view, now->wall_ms));
    } else {
        say_code(s, &waiting->request.echo, MOOT_CODE_UNAVAILABLE);
    }
    forget(s, waiting);
    end_when_drained(s);
}

void moot_session_rooms_settled(moot_session_t *s,
                                const moot_session_now_t *now)
{
    MOOT_LIST_FOREACH (&s->pending, node, after) {
        waiting_t *waiting = MOOT_CONTAINER(node, waiting_t, node);
        const moot_parse_echo_t *echo = &waiting->request.echo;

        if (!waiting->own_list)
            continue;
        resume(s, waiting);
        if (!say_own(s, echo, waiting->after, waiting->limit, now))
            say_code(s, echo, MOOT_CODE_UNAVAILABLE);
        forget(s, waiting);
    }
    end_when_drained(s);
}

void moot_session_answer_list(moot_session_t *s, uint64_t tag,
                              const moot_msg_room_info_t *rooms, size_t count,
                              moot_slice_t next, const moot_session_now_t *now)
{
    moot_encode_t *encode = s->shared->encode;
    waiting_t *waiting = find(s, tag);
    moot_buf_t cursor;

    if (!waiting)
        return;
    resume(s, waiting);
    moot_buf_init(&cursor, 1 + 2 * MOOT_CURSOR_PLACE_MAX);
    if (!rooms
        || (next.size > 0
            && moot_cursor_write(&cursor, MOOT_CURSOR_ALL, next) != 0)) {
        say_code(s, &waiting->request.echo, MOOT_CODE_UNAVAILABLE);
    } else {
        moot_encode_list_begin(encode, &waiting->request.echo);
        for (size_t i = 0; i < count; i++)
            moot_encode_list_any(encode, &rooms[i]);
        moot_tally_took(waiting->type, now->mono_ms - waiting->since_ms);
        say_ok(s, moot_encode_list_end(encode, moot_buf_slice(&cursor),
                                       now->wall_ms));
    }
    moot_buf_close(&cursor);
    forget(s, waiting);
    end_when_drained(s);
}

/* ---- The end ------------------------------------------------------------- */

void moot_session_drain(moot_session_t *s)
{
    bool attached = s->state == MOOT_SESSION_OPEN;

    if (s->state == MOOT_SESSION_CLOSED || s->state == MOOT_SESSION_DRAINING)
        return;
    if (s->state != MOOT_SESSION_OPENING)
        say(s, moot_encode_draining(s->shared->encode,
                                    s->shared->config->drain_reconnect_ms));
    s->state = MOOT_SESSION_DRAINING;
    if (!attached || s->pending_count == 0)
        moot_session_drain_end(s);
}

void moot_session_drain_end(moot_session_t *s)
{
    shut(s, MOOT_SESSION_RESTART, "the server restarts");
}
