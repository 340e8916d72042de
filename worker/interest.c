#include "worker/interest.h"

#include <stdlib.h>

#include "common/err.h"

/* A stream that some edge is or was interested in. */
typedef struct stream {
    moot_map_node_t node; /* key: kind, id */
    moot_node_t wanted_by;
} stream_t;

/* Interest of one edge in one stream. It stays for a while after its end, to
 * know the number that ended it. */
typedef struct want {
    moot_node_t in_stream, in_edge, in_ended;
    stream_t *stream;
    moot_edge_t *edge;
    uint64_t number;
    uint64_t ended_ms;
    bool on;
} want_t;

void moot_interest_init(moot_interest_t *interest,
                        const moot_interest_config_t *config)
{
    *interest = (moot_interest_t){.config = *config};
    moot_map_init(&interest->edges);
    moot_map_init(&interest->streams);
    moot_list_init(&interest->age);
    moot_list_init(&interest->frames);
    moot_list_init(&interest->ended);
    moot_buf_init(&interest->ready, SIZE_MAX);
}

static void free_want(moot_interest_t *interest, want_t *want)
{
    stream_t *stream = want->stream;
    moot_list_remove(&want->in_stream);
    moot_list_remove(&want->in_edge);
    moot_list_remove(&want->in_ended);
    free(want);
    interest->count--;
    if (moot_list_empty(&stream->wanted_by)) {
        moot_map_remove(&interest->streams, &stream->node);
        free(stream);
    }
}

static void forget_wants(moot_interest_t *interest, moot_edge_t *edge)
{
    MOOT_LIST_FOREACH(&edge->wants, it, after)
        free_want(interest, MOOT_CONTAINER(it, want_t, in_edge));
}

static void drop_frame(moot_edge_t *edge)
{
    moot_list_remove(&edge->in_frames);
    moot_buf_clear(&edge->frame);
}

static void free_edge(moot_interest_t *interest, moot_edge_t *edge)
{
    forget_wants(interest, edge);
    moot_map_remove(&interest->edges, &edge->node);
    moot_list_remove(&edge->in_age);
    moot_list_remove(&edge->in_frames);
    moot_buf_close(&edge->frame);
    free(edge);
}

void moot_interest_close(moot_interest_t *interest)
{
    MOOT_LIST_FOREACH(&interest->age, it, after)
        free_edge(interest, MOOT_CONTAINER(it, moot_edge_t, in_age));
    moot_map_close(&interest->edges);
    moot_map_close(&interest->streams);
    moot_buf_close(&interest->ready);
}

/* ---- Edges --------------------------------------------------------------- */

/* Takes "id:incarnation" apart. */
static bool parse_address(moot_slice_t address, moot_slice_t *id,
                          uint64_t *incarnation)
{
    size_t colon = address.size;
    while (colon > 0 && address.at[colon - 1] != ':')
        colon--;
    if (colon < 2 || colon == address.size || address.size - colon > 19)
        return false;
    *incarnation = 0;
    for (size_t i = colon; i < address.size; i++) {
        if (address.at[i] < '0' || address.at[i] > '9')
            return false;
        *incarnation = *incarnation * 10 + (uint64_t)(address.at[i] - '0');
    }
    *id = moot_slice(address.at, colon - 1);
    return true;
}

static moot_edge_t *find_edge(moot_interest_t *interest, moot_slice_t id)
{
    moot_map_node_t *node = moot_map_get(&interest->edges, id);
    return node != NULL ? MOOT_CONTAINER(node, moot_edge_t, node) : NULL;
}

moot_edge_t *moot_interest_edge(moot_interest_t *interest,
                                moot_slice_t address)
{
    moot_slice_t id;
    uint64_t incarnation;
    if (!parse_address(address, &id, &incarnation))
        return NULL;
    moot_edge_t *edge = find_edge(interest, id);
    return edge != NULL && edge->incarnation == incarnation ? edge : NULL;
}

static moot_edge_t *add_edge(moot_interest_t *interest, moot_slice_t address,
                             size_t id_size, uint64_t incarnation)
{
    moot_edge_t *edge = calloc(1, sizeof(*edge) + address.size + 1);
    MOOT_CHECK(edge != NULL);
    uint8_t *text = (uint8_t *)(edge + 1);
    memcpy(text, address.at, address.size);
    text[address.size] = '|';
    edge->topic = moot_slice(text, address.size + 1);
    edge->incarnation = incarnation;
    moot_list_init(&edge->wants);
    moot_list_init(&edge->in_frames);
    moot_list_push(&interest->age, &edge->in_age);
    moot_buf_init(&edge->frame, SIZE_MAX);
    moot_map_put(&interest->edges, &edge->node, moot_slice(text, id_size));
    return edge;
}

void moot_interest_hear(moot_interest_t *interest, moot_edge_t *edge,
                        uint64_t now_ms)
{
    edge->heard_ms = now_ms;
    moot_list_remove(&edge->in_age);
    moot_list_push(&interest->age, &edge->in_age);
}

bool moot_interest_hello(moot_interest_t *interest, moot_slice_t address,
                         uint64_t registration, uint64_t now_ms)
{
    moot_slice_t id;
    uint64_t incarnation;
    if (!parse_address(address, &id, &incarnation) || registration == 0)
        return false;
    moot_edge_t *edge = find_edge(interest, id);
    if (edge != NULL && incarnation < edge->incarnation)
        return false;
    if (edge != NULL && incarnation > edge->incarnation) {
        free_edge(interest, edge);
        edge = NULL;
    }
    if (edge == NULL) {
        if (interest->edges.count >= interest->config.edges_max)
            return false;
        edge = add_edge(interest, address, id.size, incarnation);
    }
    if (registration < edge->registration)
        return false;
    if (registration > edge->registration) {
        forget_wants(interest, edge);
        drop_frame(edge);
        edge->registration = registration;
        edge->bseq = edge->bseq_batch = 0;
    }
    edge->welcome = true;
    moot_interest_hear(interest, edge, now_ms);
    return true;
}

/* ---- Interests ----------------------------------------------------------- */

typedef struct stream_key {
    uint8_t at[1 + MOOT_ID_BYTES_MAX];
    size_t size;
} stream_key_t;

static moot_slice_t make_key(stream_key_t *key, enum moot_kind kind,
                             moot_slice_t id)
{
    MOOT_CHECK(id.size <= MOOT_ID_BYTES_MAX);
    key->at[0] = (uint8_t)kind;
    memcpy(key->at + 1, id.at, id.size);
    key->size = 1 + id.size;
    return moot_slice(key->at, key->size);
}

static stream_t *find_stream(const moot_interest_t *interest,
                             moot_slice_t key)
{
    moot_map_node_t *node = moot_map_get(&interest->streams, key);
    return node != NULL ? MOOT_CONTAINER(node, stream_t, node) : NULL;
}

static stream_t *add_stream(moot_interest_t *interest, moot_slice_t key)
{
    stream_t *stream = calloc(1, sizeof(*stream) + key.size);
    MOOT_CHECK(stream != NULL);
    memcpy(stream + 1, key.at, key.size);
    moot_list_init(&stream->wanted_by);
    moot_map_put(&interest->streams, &stream->node,
                 moot_slice(stream + 1, key.size));
    return stream;
}

static want_t *find_want(const stream_t *stream, const moot_edge_t *edge)
{
    MOOT_LIST_FOREACH(&stream->wanted_by, it, after) {
        want_t *want = MOOT_CONTAINER(it, want_t, in_stream);
        if (want->edge == edge)
            return want;
    }
    return NULL;
}

static want_t *add_want(moot_interest_t *interest, stream_t *stream,
                        moot_edge_t *edge)
{
    want_t *want = calloc(1, sizeof(*want));
    MOOT_CHECK(want != NULL);
    want->stream = stream;
    want->edge = edge;
    moot_list_push(&stream->wanted_by, &want->in_stream);
    moot_list_push(&edge->wants, &want->in_edge);
    moot_list_init(&want->in_ended);
    interest->count++;
    return want;
}

bool moot_interest_set(moot_interest_t *interest, moot_edge_t *edge,
                       enum moot_kind kind, moot_slice_t id, uint64_t number,
                       bool on, uint64_t now_ms)
{
    stream_key_t key;
    moot_slice_t slice = make_key(&key, kind, id);
    stream_t *stream = find_stream(interest, slice);
    want_t *want = stream != NULL ? find_want(stream, edge) : NULL;
    if (want != NULL && number < want->number)
        return false;
    if (want == NULL && interest->count >= MOOT_INTEREST_MAX)
        return false;
    if (stream == NULL)
        stream = add_stream(interest, slice);
    if (want == NULL)
        want = add_want(interest, stream, edge);
    if (number > edge->number)
        edge->number = number;
    want->number = number;
    want->on = on;
    moot_list_remove(&want->in_ended);
    if (!on) {
        want->ended_ms = now_ms;
        moot_list_push(&interest->ended, &want->in_ended);
    }
    return true;
}

void moot_interest_expire(moot_interest_t *interest, uint64_t now_ms)
{
    MOOT_LIST_FOREACH(&interest->age, it, after) {
        moot_edge_t *edge = MOOT_CONTAINER(it, moot_edge_t, in_age);
        if (now_ms - edge->heard_ms <= MOOT_EDGE_EXPIRY_MS)
            break;
        free_edge(interest, edge);
    }
    MOOT_LIST_FOREACH(&interest->ended, it, after) {
        want_t *want = MOOT_CONTAINER(it, want_t, in_ended);
        if (now_ms - want->ended_ms <= MOOT_INTEREST_ENDED_MS)
            break;
        free_want(interest, want);
    }
}

/* ---- Frames -------------------------------------------------------------- */

static void begin_frame(moot_interest_t *interest, moot_edge_t *edge)
{
    moot_list_push(&interest->frames, &edge->in_frames);
    moot_list_begin_open(&edge->writer, &edge->frame);
}

/* Ends the open frame of an edge and puts it among those that are ready:
 * topic size, body size, topic, body. */
static void end_frame(moot_interest_t *interest, moot_edge_t *edge)
{
    moot_msg_published_t frame = {
        .worker = interest->config.worker,
        .incarnation = interest->config.incarnation,
        .registration = edge->registration,
        .bseq = ++edge->bseq_batch,
    };
    moot_buf_t *ready = &interest->ready;
    size_t sizes[2] = {edge->topic.size, 0};
    size_t start = ready->size;
    int rc = moot_list_end(&edge->writer, &frame.list);
    MOOT_CHECK(rc == 0);
    moot_buf_put(ready, sizes, sizeof sizes);
    moot_buf_put(ready, edge->topic.at, edge->topic.size);
    size_t body = ready->size;
    rc = moot_wire_encode_published(ready, &frame);
    MOOT_CHECK(rc == 0);
    sizes[1] = ready->size - body;
    memcpy(ready->at + start, sizes, sizeof sizes);
    interest->ready_count++;
    drop_frame(edge);
}

static void add_event(moot_interest_t *interest, moot_edge_t *edge,
                      enum moot_kind kind, moot_slice_t id,
                      uint64_t slot_epoch, uint64_t epoch, moot_slice_t event)
{
    bool open = !moot_list_empty(&edge->in_frames);
    if (open
        && edge->frame.size + event.size > MOOT_INTEREST_FRAME_BYTES) {
        end_frame(interest, edge);
        open = false;
    }
    if (!open)
        begin_frame(interest, edge);
    moot_list_put_list(&edge->writer, 5);
    moot_list_put_u64(&edge->writer, (uint64_t)kind);
    moot_list_put_str(&edge->writer, id);
    moot_list_put_u64(&edge->writer, slot_epoch);
    moot_list_put_u64(&edge->writer, epoch);
    moot_list_put_bin(&edge->writer, event);
    interest->open_bytes += event.size;
}

void moot_interest_publish(moot_interest_t *interest, enum moot_kind kind,
                           moot_slice_t id, uint64_t slot_epoch,
                           uint64_t epoch, moot_slice_t event)
{
    stream_key_t key;
    stream_t *stream = find_stream(interest, make_key(&key, kind, id));
    if (stream == NULL)
        return;
    MOOT_LIST_FOREACH(&stream->wanted_by, it, after) {
        want_t *want = MOOT_CONTAINER(it, want_t, in_stream);
        if (want->on)
            add_event(interest, want->edge, kind, id, slot_epoch, epoch,
                      event);
    }
}

void moot_interest_send(moot_interest_t *interest,
                        const moot_shard_sink_t *sink, void *ctx)
{
    MOOT_LIST_FOREACH(&interest->frames, it, after)
        end_frame(interest, MOOT_CONTAINER(it, moot_edge_t, in_frames));
    MOOT_LIST_FOREACH(&interest->age, it, after) {
        moot_edge_t *edge = MOOT_CONTAINER(it, moot_edge_t, in_age);
        edge->bseq = edge->bseq_batch;
    }
    const uint8_t *at = interest->ready.at;
    for (size_t i = 0; i < interest->ready_count; i++) {
        size_t sizes[2];
        memcpy(sizes, at, sizeof sizes);
        at += sizeof sizes;
        sink->publish(ctx, moot_slice(at, sizes[0]),
                      moot_slice(at + sizes[0], sizes[1]));
        at += sizes[0] + sizes[1];
        interest->published++;
    }
    moot_buf_clear(&interest->ready);
    interest->ready_count = 0;
    interest->open_bytes = 0;
}

void moot_interest_drop(moot_interest_t *interest)
{
    MOOT_LIST_FOREACH(&interest->age, it, after) {
        moot_edge_t *edge = MOOT_CONTAINER(it, moot_edge_t, in_age);
        drop_frame(edge);
        edge->bseq_batch = edge->bseq;
    }
    moot_buf_clear(&interest->ready);
    interest->ready_count = 0;
    interest->open_bytes = 0;
}

void moot_interest_pulse(moot_interest_t *interest, bool all, uint64_t now_ms,
                         const moot_shard_sink_t *sink, void *ctx)
{
    moot_buf_t body;
    moot_buf_init(&body, SIZE_MAX);
    MOOT_LIST_FOREACH(&interest->age, it, after) {
        moot_edge_t *edge = MOOT_CONTAINER(it, moot_edge_t, in_age);
        if (!all && !edge->welcome)
            continue;
        moot_msg_worker_pulse_t pulse = {
            .worker = interest->config.worker,
            .incarnation = interest->config.incarnation,
            .registration = edge->registration,
            .bseq = edge->bseq,
            .interest_number = edge->number,
            .now_ms = now_ms,
        };
        edge->welcome = false;
        moot_buf_clear(&body);
        if (moot_wire_encode_worker_pulse(&body, &pulse) == 0)
            sink->publish(ctx, edge->topic, moot_buf_slice(&body));
    }
    moot_buf_close(&body);
}

size_t moot_interest_bytes(const moot_interest_t *interest)
{
    return interest->ready.size + interest->open_bytes;
}
