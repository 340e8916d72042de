#include "cli/replay.h"

#include "cli/replay_frame.h"
#include "common/err.h"
#include "common/json_number.h"
#include "common/json_read.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { KEY_BYTES = 140 };

typedef struct item item_t;

/* One request. */
struct item {
    moot_map_node_t node;
    uint8_t key[KEY_BYTES]; /* session, slot, number */
    size_t key_size;
    uint8_t *bytes; /* of the request; NULL: only its answer was seen yet */
    size_t bytes_size;
    uint64_t at_us;     /* at the edge */
    uint64_t worker_us; /* at the worker, 0: not seen */
    uint64_t whole;     /* its size with its content */
    bool known; /* its answer was captured: */
    moot_replay_wanted_t wanted;
    size_t session;
    unsigned waits_for; /* answers: 0, 1, 2 */
    bool due, sent, done;
    unsigned tries;
    uint64_t again_us;              /* when it may be sent once more */
    item_t *after_room, *after_session;
    item_t *next;                   /* in the list of those that are ready */
};

/* A room or a session while the order is made, and a session later. */
typedef struct chain {
    moot_map_node_t node;
    uint8_t name[128];
    item_t *last;
    size_t number;
} chain_t;

struct moot_replay {
    moot_map_t items;
    item_t **order;
    size_t count, cursor; /* cursor: next in order that is not due */
    size_t bytes;
    moot_slice_t *users;
    uint64_t speed, began_us;
    item_t *ready, *ready_last;
    item_t *later; /* RATE_LIMITED, to be sent again */
    moot_replay_counts_t counts;
};

moot_replay_t *moot_replay_new(void)
{
    moot_replay_t *replay = calloc(1, sizeof *replay);

    MOOT_CHECK(replay);
    moot_map_init(&replay->items);
    replay->users = calloc(MOOT_REPLAY_SESSIONS_MAX, sizeof *replay->users);
    MOOT_CHECK(replay->users);
    return replay;
}

void moot_replay_destroy(moot_replay_t **replay_p)
{
    moot_replay_t *replay = *replay_p;
    moot_map_node_t *node, *next;

    *replay_p = NULL;
    if (!replay)
        return;
    for (node = moot_map_next(&replay->items, NULL); node; node = next) {
        item_t *item = MOOT_CONTAINER(node, item_t, node);

        next = moot_map_next(&replay->items, node);
        moot_map_remove(&replay->items, node);
        free(item->bytes);
        free(item);
    }
    moot_map_close(&replay->items);
    free(replay->order);
    free(replay->users);
    free(replay);
}

/* ---- The capture --------------------------------------------------------- */

static item_t *item_of(moot_replay_t *replay,
                       const moot_msg_tap_record_t *record)
{
    char key[KEY_BYTES];
    int size = snprintf(key, sizeof key, "%" PRIu64 "/%" PRIu64 "/%.*s",
                        record->slot, record->request,
                        MOOT_SLICE_ARG(record->session));
    moot_map_node_t *node;
    item_t *item;

    MOOT_CHECK(size > 0 && size < KEY_BYTES);
    node = moot_map_get(&replay->items, moot_slice(key, (size_t)size));
    if (node)
        return MOOT_CONTAINER(node, item_t, node);
    if (replay->items.count >= MOOT_REPLAY_REQUESTS_MAX)
        return NULL;
    item = calloc(1, sizeof *item);
    MOOT_CHECK(item);
    memcpy(item->key, key, (size_t)size);
    moot_map_put(&replay->items, &item->node,
                 moot_slice(item->key, (size_t)size));
    return item;
}

static int take_request(moot_replay_t *replay, item_t *item,
                        const moot_msg_tap_record_t *record)
{
    if (item->bytes)
        return 0;
    if (replay->bytes + record->body.size > MOOT_REPLAY_BYTES_MAX)
        return MOOT_ELIMIT;
    item->bytes = malloc(record->body.size + 1);
    MOOT_CHECK(item->bytes);
    if (record->body.size > 0)
        memcpy(item->bytes, record->body.at, record->body.size);
    item->bytes_size = record->body.size;
    item->at_us = record->at_us;
    item->whole = record->size;
    replay->bytes += record->body.size;
    return 0;
}

int moot_replay_take(moot_replay_t *replay, const moot_msg_tap_record_t *record)
{
    moot_msg_reply_t reply;
    item_t *item;

    if (record->session.size == 0 || record->request == 0
        || record->session.size > MOOT_SESSION_BYTES_MAX
        || record->slot >= MOOT_SLOTS
        || (record->point != MOOT_TAP_CLIENT_IN
            && record->point != MOOT_TAP_CLIENT_OUT
            && record->point != MOOT_TAP_WORKER_IN))
        return 0;
    if (record->message != MOOT_MSG_REQUEST
        && record->message != MOOT_MSG_REPLY)
        return 0;
    item = item_of(replay, record);
    if (!item)
        return MOOT_ELIMIT;
    if (record->point == MOOT_TAP_CLIENT_IN)
        return take_request(replay, item, record);
    if (record->point == MOOT_TAP_WORKER_IN) {
        if (item->worker_us == 0)
            item->worker_us = record->at_us;
        return 0;
    }
    if (moot_wire_decode_reply(record->body, &reply) == 0) {
        item->known = true;
        item->wanted = moot_replay_frame_wanted(&reply);
    }
    return 0;
}

/* ---- The order ----------------------------------------------------------- */

static uint64_t time_of(const item_t *item)
{
    return item->worker_us > 0 ? item->worker_us : item->at_us;
}

static int compare(const void *left, const void *right)
{
    const item_t *a = *(item_t *const *)left, *b = *(item_t *const *)right;

    if (time_of(a) != time_of(b))
        return time_of(a) < time_of(b) ? -1 : 1;
    if (a->at_us != b->at_us)
        return a->at_us < b->at_us ? -1 : 1;
    if (a->key_size != b->key_size)
        return a->key_size < b->key_size ? -1 : 1;
    return memcmp(a->key, b->key, a->key_size);
}

static moot_msg_request_t request_of(const item_t *item)
{
    moot_msg_request_t request;
    int rc = moot_wire_decode_request(moot_slice(item->bytes, item->bytes_size),
                                      &request);

    MOOT_CHECK(rc == 0);
    return request;
}

/* Whether it can be sent at all. */
static bool is_good(moot_replay_t *replay, const item_t *item)
{
    moot_msg_request_t request;

    if (!item->bytes)
        return false; /* it began before the capture */
    if (moot_wire_decode_request(moot_slice(item->bytes, item->bytes_size),
                                 &request)
        != 0) {
        replay->counts.cut++;
        return false;
    }
    return true;
}

/* Puts an item at the end of the chain of that name; *before: the end so far,
 * or NULL. */
static chain_t *join(moot_map_t *map, moot_slice_t name, item_t *item,
                     item_t **before)
{
    moot_map_node_t *node;
    chain_t *chain;

    if (name.size > sizeof chain->name)
        name.size = sizeof chain->name;
    node = moot_map_get(map, name);
    chain = node ? MOOT_CONTAINER(node, chain_t, node)
                 : calloc(1, sizeof *chain);
    MOOT_CHECK(chain);
    if (!node) {
        memcpy(chain->name, name.at, name.size);
        chain->number = map->count;
        moot_map_put(map, &chain->node, moot_slice(chain->name, name.size));
    }
    *before = chain->last;
    chain->last = item;
    return chain;
}

static void drop(moot_map_t *map)
{
    moot_map_node_t *node, *next;

    for (node = moot_map_next(map, NULL); node; node = next) {
        next = moot_map_next(map, node);
        moot_map_remove(map, node);
        free(MOOT_CONTAINER(node, chain_t, node));
    }
    moot_map_close(map);
}

static void link_up(moot_replay_t *replay)
{
    moot_map_t rooms, sessions;

    moot_map_init(&rooms);
    moot_map_init(&sessions);
    for (size_t i = 0; i < replay->count; i++) {
        item_t *item = replay->order[i], *before;
        moot_msg_request_t request = request_of(item);

        (void)join(&rooms, request.room, item, &before);
        if (before) {
            before->after_room = item;
            item->waits_for++;
        }
        item->session = join(&sessions, request.session, item, &before)->number;
        if (before) {
            before->after_session = item;
            item->waits_for++;
        }
        if (item->session < MOOT_REPLAY_SESSIONS_MAX)
            replay->users[item->session] = request.user;
        replay->counts.hollow += request.op == MOOT_OP_MESSAGE
                                 && request.content.size == 0;
    }
    replay->counts.sessions = sessions.count;
    drop(&rooms);
    drop(&sessions);
}

int moot_replay_ready(moot_replay_t *replay)
{
    moot_map_node_t *node = NULL;

    replay->order = calloc(replay->items.count + 1, sizeof *replay->order);
    MOOT_CHECK(replay->order);
    while ((node = moot_map_next(&replay->items, node))) {
        item_t *item = MOOT_CONTAINER(node, item_t, node);

        item->key_size = node->key.size;
        if (is_good(replay, item))
            replay->order[replay->count++] = item;
    }
    qsort(replay->order, replay->count, sizeof *replay->order, compare);
    link_up(replay);
    replay->counts.requests = replay->count;
    return replay->counts.sessions > MOOT_REPLAY_SESSIONS_MAX ? MOOT_ELIMIT : 0;
}

moot_replay_counts_t moot_replay_counts(const moot_replay_t *replay)
{
    return replay->counts;
}

moot_slice_t moot_replay_user(const moot_replay_t *replay, size_t session)
{
    MOOT_CHECK(session < replay->counts.sessions);
    return replay->users[session];
}

/* ---- Sending ------------------------------------------------------------- */

void moot_replay_begin(moot_replay_t *replay, uint64_t speed, uint64_t now_us)
{
    replay->speed = speed;
    replay->began_us = now_us;
}

static void offer(moot_replay_t *replay, item_t *item)
{
    if (!item->due || item->waits_for > 0)
        return;
    item->next = NULL;
    if (replay->ready)
        replay->ready_last->next = item;
    else
        replay->ready = item;
    replay->ready_last = item;
}

/* Marks those whose time has come. Returns the time until the next one. */
static uint64_t look_at_time(moot_replay_t *replay, uint64_t now_us)
{
    uint64_t passed = now_us - replay->began_us, first, due;

    if (replay->cursor == replay->count)
        return UINT64_MAX;
    first = time_of(replay->order[0]);
    for (; replay->cursor < replay->count; replay->cursor++) {
        item_t *item = replay->order[replay->cursor];

        due = replay->speed == 0
                  ? 0
                  : (uint64_t)((double)(time_of(item) - first) * 1000
                               / (double)replay->speed);
        if (due > passed)
            return due - passed;
        item->due = true;
        offer(replay, item);
    }
    return UINT64_MAX;
}

/* Those that were RATE_LIMITED. */
static uint64_t look_at_later(moot_replay_t *replay, uint64_t now_us)
{
    uint64_t wait = UINT64_MAX;
    item_t **place = &replay->later;

    while (*place) {
        item_t *item = *place;

        if (item->again_us <= now_us) {
            *place = item->next;
            offer(replay, item);
            continue;
        }
        if (item->again_us - now_us < wait)
            wait = item->again_us - now_us;
        place = &item->next;
    }
    return wait;
}

bool moot_replay_next(moot_replay_t *replay, uint64_t now_us, size_t *session,
                      moot_buf_t *frame, uint64_t *wait_us)
{
    uint64_t later = look_at_later(replay, now_us);
    item_t *item;
    moot_msg_request_t request;

    *wait_us = look_at_time(replay, now_us);
    if (later < *wait_us)
        *wait_us = later;
    item = replay->ready;
    if (!item)
        return false;
    replay->ready = item->next;
    item->sent = true;
    item->tries++;
    request = request_of(item);
    *session = item->session;
    moot_replay_frame_put(frame, &request, item->whole - item->bytes_size,
                          moot_slice(item->key, item->key_size));
    return true;
}

/* ---- Answers ------------------------------------------------------------- */

static void finish(moot_replay_t *replay, item_t *item)
{
    item_t *const after[2] = {item->after_room, item->after_session};

    item->done = true;
    replay->counts.answered++;
    for (int i = 0; i < 2; i++)
        if (after[i] && --after[i]->waits_for == 0)
            offer(replay, after[i]);
}

static void compare_with(moot_replay_t *replay, const item_t *item,
                         const moot_replay_wanted_t *found, moot_buf_t *why)
{
    moot_msg_request_t request;

    if (!item->known) {
        replay->counts.unknown++;
        return;
    }
    if (moot_replay_frame_same(&item->wanted, found)) {
        replay->counts.same++;
        return;
    }
    replay->counts.different++;
    request = request_of(item);
    moot_replay_frame_tell(why, &request, &item->wanted, found);
}

int moot_replay_answer(moot_replay_t *replay, size_t session,
                       moot_slice_t frame, uint64_t now_us, moot_buf_t *why)
{
    moot_replay_wanted_t found;
    uint8_t key[KEY_BYTES] = {0};
    moot_slice_t id = moot_slice(key, 0);
    moot_map_node_t *node;
    uint64_t retry_ms;
    item_t *item;
    int rc = moot_replay_frame_read(frame, &found, key, sizeof key, &id.size,
                                    &retry_ms);

    if (rc != 0)
        return rc;
    node = id.size > 0 ? moot_map_get(&replay->items, id) : NULL;
    if (!node)
        return 0; /* a broadcast */
    item = MOOT_CONTAINER(node, item_t, node);
    if (!item->sent || item->done || item->session != session)
        return 0;
    if (found.code == MOOT_CODE_RATE_LIMITED
        && item->wanted.code != MOOT_CODE_RATE_LIMITED
        && item->tries < MOOT_REPLAY_TRIES_MAX) {
        item->sent = false;
        item->again_us = now_us + (retry_ms > 0 ? retry_ms : 1) * 1000;
        item->next = replay->later;
        replay->later = item;
        return 0;
    }
    compare_with(replay, item, &found, why);
    finish(replay, item);
    return 0;
}
