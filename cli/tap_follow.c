#include "cli/tap_follow.h"

#include "cli/tap_print.h"
#include "common/err.h"
#include "proto/filter.h"
#include "proto/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct kept {
    moot_msg_tap_record_t record; /* points into bytes */
    uint8_t *bytes;
} kept_t;

struct moot_tap_follow {
    moot_slice_t id;
    moot_slice_t session; /* part of id before its last '/', or empty */
    uint64_t number;      /* the rest */
    kept_t *kept;         /* a ring */
    size_t first, count;
    bool seen, answered;
    moot_buf_t scratch;
};

/* What names one request. */
typedef struct thread {
    moot_slice_t session;
    uint64_t number, slot;
    uint64_t epoch, from, to; /* its events, once the answer told */
} thread_t;

static kept_t *kept_at(const moot_tap_follow_t *follow, size_t i)
{
    return &follow->kept[(follow->first + i) % MOOT_TAP_FOLLOW_RECORDS_MAX];
}

moot_tap_follow_t *moot_tap_follow_new(const char *id)
{
    moot_tap_follow_t *follow = calloc(1, sizeof *follow);
    const char *slash = strrchr(id, '/');
    char *end = NULL;

    MOOT_CHECK(follow);
    follow->kept = calloc(MOOT_TAP_FOLLOW_RECORDS_MAX, sizeof *follow->kept);
    MOOT_CHECK(follow->kept);
    moot_buf_init(&follow->scratch, 1 << 20);
    follow->id = moot_slice_str(id);
    if (slash && slash > id && slash[1] >= '0' && slash[1] <= '9') {
        follow->number = strtoull(slash + 1, &end, 10);
        if (*end == '\0')
            follow->session = moot_slice(id, (size_t)(slash - id));
    }
    return follow;
}

void moot_tap_follow_destroy(moot_tap_follow_t **follow_p)
{
    moot_tap_follow_t *follow = *follow_p;

    *follow_p = NULL;
    if (!follow)
        return;
    for (size_t i = 0; i < follow->count; i++)
        free(kept_at(follow, i)->bytes);
    free(follow->kept);
    moot_buf_close(&follow->scratch);
    free(follow);
}

static void put_quoted(moot_buf_t *buf, moot_slice_t text)
{
    moot_buf_put(buf, "\"", 1);
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            moot_buf_put(buf, "\\", 1);
        moot_buf_put(buf, text.at + i, 1);
    }
    moot_buf_put(buf, "\"", 1);
}

int moot_tap_follow_filter(const moot_tap_follow_t *follow, moot_buf_t *buf)
{
    moot_buf_put_str(buf, "type=commit or id=");
    put_quoted(buf, follow->id);
    if (follow->session.size > 0) {
        moot_buf_put_str(buf, " or session=");
        put_quoted(buf, follow->session);
        moot_buf_printf(buf, " and (number=%" PRIu64 " or type=event)",
                        follow->number);
    }
    return buf->error;
}

static bool is_meant(const moot_tap_follow_t *follow,
                     const moot_msg_tap_record_t *record)
{
    return moot_slice_eq(record->client_message_id, follow->id)
           || (follow->session.size > 0
               && moot_slice_eq(record->session, follow->session)
               && record->request == follow->number);
}

void moot_tap_follow_take(moot_tap_follow_t *follow,
                          const moot_msg_tap_record_t *record)
{
    moot_slice_t encoded;
    kept_t *kept;
    int rc;

    if (is_meant(follow, record)) {
        follow->seen = follow->seen || record->message == MOOT_MSG_REQUEST;
        follow->answered =
            follow->answered || record->point == MOOT_TAP_CLIENT_OUT;
    }
    moot_buf_clear(&follow->scratch);
    if (moot_wire_encode_tap_record(&follow->scratch, record) != 0)
        return;
    encoded = moot_buf_slice(&follow->scratch);
    if (follow->count == MOOT_TAP_FOLLOW_RECORDS_MAX) {
        free(kept_at(follow, 0)->bytes);
        follow->first = (follow->first + 1) % MOOT_TAP_FOLLOW_RECORDS_MAX;
        follow->count--;
    }
    kept = kept_at(follow, follow->count++);
    kept->bytes = malloc(encoded.size);
    MOOT_CHECK(kept->bytes);
    memcpy(kept->bytes, encoded.at, encoded.size);
    rc = moot_wire_decode_tap_record(moot_slice(kept->bytes, encoded.size),
                                     &kept->record);
    MOOT_CHECK(rc == 0);
}

bool moot_tap_follow_seen(const moot_tap_follow_t *follow)
{
    return follow->seen;
}

bool moot_tap_follow_answered(const moot_tap_follow_t *follow)
{
    return follow->answered;
}

/* ---- What belongs together ----------------------------------------------- */

static bool is_same(const thread_t *thread, const moot_msg_tap_record_t *record)
{
    return record->request == thread->number && record->slot == thread->slot
           && moot_slice_eq(record->session, thread->session);
}

/* An event that this request made. */
static bool is_its_event(const thread_t *thread,
                         const moot_msg_tap_record_t *record)
{
    return record->message == MOOT_MSG_EVENT && thread->from > 0
           && record->slot == thread->slot && record->epoch == thread->epoch
           && record->seq >= thread->from && record->seq <= thread->to
           && moot_slice_eq(record->session, thread->session);
}

/* The commit of the batch that took the request in: the first of that worker
 * afterwards. */
static bool is_its_commit(const moot_tap_follow_t *follow,
                          const thread_t *thread, size_t at)
{
    const moot_msg_tap_record_t *commit = &kept_at(follow, at)->record;
    const moot_msg_tap_record_t *in = NULL;

    if (commit->point != MOOT_TAP_COMMITTED)
        return false;
    for (size_t i = 0; i < at; i++) {
        const moot_msg_tap_record_t *record = &kept_at(follow, i)->record;

        if (!moot_slice_eq(record->program, commit->program))
            continue;
        if (record->point == MOOT_TAP_WORKER_IN && is_same(thread, record))
            in = record;
        else if (record->point == MOOT_TAP_COMMITTED)
            in = NULL;
    }
    return in != NULL;
}

/* Its events as the answer names them. */
static void learn_events(const moot_tap_follow_t *follow, thread_t *thread)
{
    for (size_t i = 0; i < follow->count; i++) {
        const moot_msg_tap_record_t *record = &kept_at(follow, i)->record;

        if (record->message == MOOT_MSG_REPLY && is_same(thread, record)
            && record->first > 0) {
            thread->epoch = record->epoch;
            thread->from = record->first;
            thread->to = record->seq;
        }
    }
}

static int by_time(const void *a, const void *b)
{
    const kept_t *left = a, *right = b;
    uint64_t x = left->record.at_us, y = right->record.at_us;

    return x < y ? -1 : x > y;
}

/* ---- Showing ------------------------------------------------------------- */

/* An edge's address without its incarnation. */
static moot_slice_t short_peer(const moot_msg_tap_record_t *record)
{
    moot_slice_t peer = record->peer;
    const uint8_t *colon =
        peer.size > 0 ? memchr(peer.at, ':', peer.size) : NULL;

    return colon ? moot_slice(peer.at, (size_t)(colon - peer.at)) : peer;
}

static void put_with(moot_buf_t *buf, const char *words, moot_slice_t name)
{
    moot_buf_put_str(buf, words);
    (void)moot_tap_print_text(buf, name);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void describe_commit(const moot_msg_tap_record_t *record,
                            moot_buf_t *buf)
{
    moot_msg_tap_commit_t commit;
    char span[24];

    moot_buf_put_str(buf, "committed");
    if (moot_wire_decode_tap_commit(record->body, &commit) == 0)
        moot_buf_printf(buf, " with %" PRIu64 " message%s in %s",
                        commit.messages, plural(commit.messages),
                        moot_tap_print_span(commit.commit_us, span));
}

static void describe_hop(const moot_msg_tap_record_t *record, moot_buf_t *buf)
{
    moot_buf_put_str(buf, moot_tap_print_message(record->message));
    put_with(buf, moot_filter_is_in(record->point) ? " from " : " to ",
             short_peer(record));
    if (record->verdict > 0)
        moot_buf_printf(buf, ": %s", moot_code_name(record->verdict - 1));
}

static void describe(const moot_msg_tap_record_t *record, moot_buf_t *buf)
{
    switch (record->point) {
    case MOOT_TAP_CLIENT_IN:
        moot_buf_put_str(buf, "accepted from the client");
        break;
    case MOOT_TAP_CLIENT_OUT:
        moot_buf_printf(buf, "answered to the client: %s",
                        record->verdict > 0
                            ? moot_code_name(record->verdict - 1)
                            : "?");
        break;
    case MOOT_TAP_COMMITTED:
        describe_commit(record, buf);
        break;
    case MOOT_TAP_PUBLISHED:
        moot_buf_printf(buf, "published seq %" PRIu64, record->seq);
        put_with(buf, " for ", short_peer(record));
        break;
    case MOOT_TAP_HEARD:
        moot_buf_printf(buf, "heard seq %" PRIu64, record->seq);
        put_with(buf, " from ", short_peer(record));
        break;
    case MOOT_TAP_DELIVERED:
        moot_buf_printf(buf, "delivered seq %" PRIu64 " to %" PRIu64
                             " socket%s",
                        record->seq, record->sockets, plural(record->sockets));
        break;
    default:
        describe_hop(record, buf);
    }
}

typedef struct shower {
    moot_buf_t *buf;
    moot_buf_t what;
    moot_json_write_t json;
    bool as_json;
    uint64_t began_us, last_us;
} shower_t;

static void put_member(shower_t *show, const char *name, moot_slice_t text)
{
    if (text.size == 0)
        return;
    moot_json_write_name(&show->json, name);
    moot_tap_print_json_text(&show->json, text);
}

static void show_head(shower_t *show, const moot_msg_tap_record_t *request)
{
    if (show->as_json) {
        moot_json_write_init(&show->json, show->buf);
        moot_json_write_begin_object(&show->json);
        put_member(show, "session", request->session);
        moot_json_write_name_uint64(&show->json, "number", request->request);
        put_member(show, "type", request->type);
        put_member(show, "user", request->user);
        put_member(show, "room", request->room);
        put_member(show, "clientMessageId", request->client_message_id);
        moot_json_write_name(&show->json, "hops");
        moot_json_write_begin_array(&show->json);
        return;
    }
    put_with(show->buf, "", request->type);
    put_with(show->buf, " of ", request->user);
    put_with(show->buf, " in ", request->room);
    put_with(show->buf, ", ", request->session);
    moot_buf_printf(show->buf, "/%" PRIu64, request->request);
    if (request->client_message_id.size > 0)
        put_with(show->buf, ", ", request->client_message_id);
    moot_buf_put(show->buf, "\n", 1);
}

static void show_hop(shower_t *show, const moot_msg_tap_record_t *record)
{
    char total[24], step[24];

    if (show->began_us == 0)
        show->began_us = show->last_us = record->at_us;
    moot_buf_clear(&show->what);
    describe(record, &show->what);
    if (show->as_json) {
        moot_json_write_begin_object(&show->json);
        moot_json_write_name_uint64(&show->json, "atUs", record->at_us);
        moot_json_write_name_uint64(&show->json, "sinceStartUs",
                                    record->at_us - show->began_us);
        moot_json_write_name_uint64(&show->json, "stepUs",
                                    record->at_us - show->last_us);
        put_member(show, "program", record->program);
        put_member(show, "point",
                   moot_slice_str(moot_tap_print_point(record->point)));
        put_member(show, "what", moot_buf_slice(&show->what));
        moot_json_write_end_object(&show->json);
    } else {
        moot_buf_printf(
            show->buf, "%9s %9s  ",
            moot_tap_print_span(record->at_us - show->began_us, total),
            moot_tap_print_span(record->at_us - show->last_us, step));
        put_with(show->buf, "", record->program);
        moot_buf_printf(show->buf, "%*s",
                        record->program.size < 10
                            ? 10 - (int)record->program.size
                            : 1,
                        "");
        put_with(show->buf, "", moot_buf_slice(&show->what));
        moot_buf_put(show->buf, "\n", 1);
    }
    show->last_us = record->at_us;
}

static void show_thread(const moot_tap_follow_t *follow, thread_t *thread,
                        const moot_msg_tap_record_t *request, bool json,
                        moot_buf_t *buf)
{
    shower_t show = {.buf = buf, .as_json = json};

    moot_buf_init(&show.what, 4096);
    learn_events(follow, thread);
    show_head(&show, request);
    for (size_t i = 0; i < follow->count; i++) {
        const moot_msg_tap_record_t *record = &kept_at(follow, i)->record;

        if (is_same(thread, record) || is_its_event(thread, record)
            || is_its_commit(follow, thread, i))
            show_hop(&show, record);
    }
    if (json) {
        moot_json_write_end_array(&show.json);
        moot_json_write_end_object(&show.json);
        moot_buf_put(buf, "\n", 1);
    }
    moot_buf_close(&show.what);
}

/* Whether an earlier record shows the same request already. */
static bool was_shown(const moot_tap_follow_t *follow, const thread_t *thread,
                      size_t before)
{
    for (size_t i = 0; i < before; i++) {
        const moot_msg_tap_record_t *record = &kept_at(follow, i)->record;

        if (record->message == MOOT_MSG_REQUEST && is_same(thread, record))
            return true;
    }
    return false;
}

int moot_tap_follow_print(moot_tap_follow_t *follow, bool json, moot_buf_t *buf)
{
    /* In the order of time, from the first place of the ring. */
    if (follow->first > 0 && follow->count == MOOT_TAP_FOLLOW_RECORDS_MAX)
        follow->first = 0;
    qsort(follow->kept, follow->count, sizeof *follow->kept, by_time);
    for (size_t i = 0; i < follow->count; i++) {
        const moot_msg_tap_record_t *record = &kept_at(follow, i)->record;
        thread_t thread = {.session = record->session,
                           .number = record->request,
                           .slot = record->slot};

        if (record->message == MOOT_MSG_REQUEST && is_meant(follow, record)
            && !was_shown(follow, &thread, i))
            show_thread(follow, &thread, record, json, buf);
    }
    return buf->error;
}
