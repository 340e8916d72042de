#include "worker/guards.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/err.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/rules.h"

/* A question, or an event to forward, until it is done. */
typedef struct item {
    moot_node_t node;    /* in child->items, in the order they came */
    moot_map_node_t key; /* questions: in child->asks, by number */
    uint64_t number;     /* of a question */
    size_t type;
    bool forward;
    bool sent;           /* it is in the hands of the process */
    bool silent;         /* a notice: nobody is told */
    uint64_t asked_ms, sent_ms;
    size_t size;
    uint8_t body[];
} item_t;

typedef struct type {
    moot_guards_type_t is;
    enum moot_guards_child child;
    bool broken; /* for the rest of this worker's life */
} type_t;

enum state { DOWN, LOADING, READY };

#define NO_TYPE SIZE_MAX

typedef struct child {
    bool wanted;
    enum state state;
    bool dying;           /* killed, and died did not follow yet */
    size_t loading;       /* the type at it, or NO_TYPE */
    uint64_t started_ms, due_ms;
    uint64_t backoff_ms;
    uint64_t moved_ms;    /* of its last answer */
    bool started_before;
    moot_node_t items;
    moot_map_t asks;
    size_t asks_count, forwards_count, bytes;
    uint64_t dropped_shown;
    moot_guards_facts_t facts;
} child_t;

struct moot_guards {
    type_t *types;
    size_t types_count;
    uint64_t timeout_ms;
    moot_guards_sink_t sink;
    void *ctx;
    child_t children[MOOT_GUARDS_CHILDREN];
    moot_buf_t body;
};

static item_t *item_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, item_t, node);
}

/* ---- Types --------------------------------------------------------------- */

static size_t find_type(const moot_guards_t *guards, moot_slice_t name_space,
                        moot_slice_t key)
{
    for (size_t i = 0; i < guards->types_count; i++) {
        if (moot_slice_eq(guards->types[i].is.name_space, name_space)
            && moot_slice_eq(guards->types[i].is.key, key))
            return i;
    }
    return NO_TYPE;
}

static uint64_t time_of(const moot_guards_t *guards, size_t type)
{
    uint64_t own = guards->types[type].is.timeout_ms;
    return own != 0 ? own : guards->timeout_ms;
}

static void say(moot_guards_t *guards, enum moot_guards_child child,
                enum moot_guards_news news, size_t type, const char *why,
                uint64_t count)
{
    guards->sink.news(guards->ctx, child, news,
                      type != NO_TYPE ? &guards->types[type].is : NULL, why,
                      count);
}

static void set_broken(moot_guards_t *guards, size_t type, const char *why)
{
    type_t *found = &guards->types[type];
    if (found->broken)
        return;
    found->broken = true;
    say(guards, found->child, MOOT_GUARDS_NEWS_BROKEN, type, why, 0);
}

/* ---- What waits ---------------------------------------------------------- */

static item_t *add_item(child_t *child, moot_slice_t body, uint64_t now_ms)
{
    item_t *item = calloc(1, sizeof(*item) + body.size);
    MOOT_CHECK(item != NULL);
    item->asked_ms = now_ms;
    item->size = body.size;
    memcpy(item->body, body.at, body.size);
    moot_list_push(&child->items, &item->node);
    child->bytes += body.size;
    return item;
}

static void drop_item(child_t *child, item_t *item)
{
    moot_list_remove(&item->node);
    child->bytes -= item->size;
    if (item->forward) {
        child->forwards_count--;
    } else {
        moot_map_remove(&child->asks, &item->key);
        child->asks_count--;
    }
    free(item);
}

static void tell_failed(moot_guards_t *guards, child_t *child, uint64_t number,
                        bool silent, const char *why)
{
    moot_msg_guard_told_t told = {
        .number = number,
        .verdict = MOOT_VERDICT_FAILED,
        .text = moot_slice_str(why),
    };
    child->facts.failures++;
    if (!silent)
        guards->sink.told(guards->ctx, &told);
}

static void fail_item(moot_guards_t *guards, child_t *child, item_t *item,
                      const char *why)
{
    uint64_t number = item->number;
    bool silent = item->silent;
    drop_item(child, item);
    tell_failed(guards, child, number, silent, why);
}

static void send_item(moot_guards_t *guards, enum moot_guards_child which,
                      item_t *item, uint64_t now_ms)
{
    item->sent = true;
    item->sent_ms = now_ms;
    guards->sink.send(guards->ctx, which,
                      moot_slice(item->body, item->size));
    /* An event is the process's from now on. */
    if (item->forward)
        drop_item(&guards->children[which], item);
}

/* ---- Asking -------------------------------------------------------------- */

/* News may be lost, so half of the room is for questions alone: a client that
 * leaves thousands of rooms at once must not take it from them. */
static bool is_full(const child_t *child, size_t more, bool silent)
{
    size_t share = silent ? 2 : 1;
    return child->asks_count >= MOOT_GUARDS_ASKS_MAX / share
           || child->bytes + more > MOOT_GUARDS_BYTES_MAX / share;
}

void moot_guards_ask(moot_guards_t *guards, const moot_msg_ask_guard_t *ask,
                     uint64_t now_ms)
{
    bool silent = ask->what == MOOT_GUARD_JOINED || ask->what == MOOT_GUARD_LEFT;
    size_t type = find_type(guards, ask->namespace, ask->type);
    enum moot_guards_child which = MOOT_GUARDS_PLUGINS;
    if (type != NO_TYPE)
        which = guards->types[type].child;
    child_t *child = &guards->children[which];
    moot_buf_clear(&guards->body);
    int rc = moot_wire_encode_ask_guard(&guards->body, ask);
    child->facts.asks++;
    if (type == NO_TYPE) {
        tell_failed(guards, child, ask->number, silent, "no such room type");
    } else if (guards->types[type].broken) {
        tell_failed(guards, child, ask->number, silent,
                    "the plugin could not be loaded");
    } else if (rc < 0 || is_full(child, guards->body.size, silent)) {
        tell_failed(guards, child, ask->number, silent,
                    "too many questions wait");
    } else {
        item_t *item = add_item(child, moot_buf_slice(&guards->body), now_ms);
        item->number = ask->number;
        item->type = type;
        item->silent = silent;
        moot_map_put(&child->asks, &item->key,
                     moot_slice(&item->number, sizeof item->number));
        child->asks_count++;
        if (child->state == READY)
            send_item(guards, which, item, now_ms);
    }
}

void moot_guards_forward(moot_guards_t *guards, moot_slice_t url,
                         moot_slice_t body, uint64_t now_ms)
{
    child_t *child = &guards->children[MOOT_GUARDS_HTTP];
    moot_msg_guard_forward_t forward = {.url = url, .body = body};
    moot_buf_clear(&guards->body);
    int rc = moot_wire_encode_guard_forward(&guards->body, &forward);
    if (rc < 0 || !child->wanted
        || child->forwards_count >= MOOT_GUARDS_FORWARDS_MAX
        || child->bytes + guards->body.size > MOOT_GUARDS_BYTES_MAX) {
        child->facts.dropped++;
        return;
    }
    item_t *item = add_item(child, moot_buf_slice(&guards->body), now_ms);
    item->forward = true;
    item->type = NO_TYPE;
    child->forwards_count++;
    if (child->state == READY)
        send_item(guards, MOOT_GUARDS_HTTP, item, now_ms);
}

/* ---- Its life ------------------------------------------------------------ */

static void start(moot_guards_t *guards, enum moot_guards_child which,
                  uint64_t now_ms)
{
    child_t *child = &guards->children[which];
    child->state = LOADING;
    child->dying = false;
    child->loading = NO_TYPE;
    child->started_ms = now_ms;
    if (child->started_before)
        child->facts.restarts++;
    child->started_before = true;
    guards->sink.start(guards->ctx, which);
    for (size_t i = 0; i < guards->types_count; i++) {
        const type_t *type = &guards->types[i];
        moot_msg_guard_type_t message = {
            .index = i,
            .namespace = type->is.name_space,
            .key = type->is.key,
            .plugin = type->is.plugin,
            .url = type->is.url,
            .timeout_ms = time_of(guards, i),
            .cache_ttl_ms = type->is.cache_ttl_ms,
            .concurrency = type->is.concurrency,
        };
        if (type->child != which || type->broken)
            continue;
        moot_buf_clear(&guards->body);
        if (moot_wire_encode_guard_type(&guards->body, &message) < 0)
            set_broken(guards, i, "its names are too long");
        else
            guards->sink.send(guards->ctx, which,
                              moot_buf_slice(&guards->body));
    }
    /* The last word before the questions. */
    moot_msg_guard_state_t ready = {.state = MOOT_GUARD_READY};
    moot_buf_clear(&guards->body);
    int rc = moot_wire_encode_guard_state(&guards->body, &ready);
    MOOT_CHECK(rc == 0);
    guards->sink.send(guards->ctx, which, moot_buf_slice(&guards->body));
}

static void end_life(moot_guards_t *guards, enum moot_guards_child which)
{
    child_t *child = &guards->children[which];
    if (child->dying || child->state == DOWN)
        return;
    child->dying = true;
    guards->sink.kill(guards->ctx, which);
}

static void become_ready(moot_guards_t *guards, enum moot_guards_child which,
                         uint64_t now_ms)
{
    child_t *child = &guards->children[which];
    child->state = READY;
    child->moved_ms = now_ms;
    say(guards, which, MOOT_GUARDS_NEWS_READY, NO_TYPE, NULL, 0);
    MOOT_LIST_FOREACH(&child->items, it, after) {
        item_t *item = item_of(it);
        if (!item->forward && guards->types[item->type].broken)
            fail_item(guards, child, item, "the plugin could not be loaded");
        else
            send_item(guards, which, item, now_ms);
    }
}

/* The question that the process is at: only that of plugins is known. */
static item_t *in_hand(child_t *child)
{
    moot_node_t *first = moot_list_first(&child->items);
    if (first == NULL || !item_of(first)->sent)
        return NULL;
    return item_of(first);
}

static void back_off(child_t *child, uint64_t now_ms)
{
    uint64_t most = child->state == READY ? MOOT_GUARDS_BACKOFF_READY_MS_MAX
                                          : MOOT_GUARDS_BACKOFF_MS_MAX;
    if (now_ms - child->started_ms >= MOOT_GUARDS_CALM_MS
        || child->backoff_ms == 0)
        child->backoff_ms = MOOT_GUARDS_BACKOFF_MS_MIN;
    else if (child->backoff_ms < most / 2)
        child->backoff_ms *= 2;
    else
        child->backoff_ms = most;
    child->due_ms = now_ms + child->backoff_ms;
}

void moot_guards_died(moot_guards_t *guards, enum moot_guards_child which,
                      uint64_t now_ms)
{
    child_t *child = &guards->children[which];
    item_t *item = in_hand(child);
    if (child->state == DOWN)
        return;
    if (!child->dying)
        say(guards, which, MOOT_GUARDS_NEWS_DIED,
            child->state == LOADING ? child->loading
            : which == MOOT_GUARDS_PLUGINS && item != NULL ? item->type
                                                           : NO_TYPE,
            NULL, 0);
    if (child->state == LOADING && child->loading != NO_TYPE)
        set_broken(guards, child->loading,
                   child->dying ? "it hangs while it is loaded"
                                : "it crashes while it is loaded");
    /* Plugins are asked one after the other, so only the first in the row was
     * begun; a back end may have been asked all of them. */
    if (which == MOOT_GUARDS_PLUGINS && item != NULL)
        fail_item(guards, child, item,
                  child->dying ? "it took too long" : "the plugin crashed");
    MOOT_LIST_FOREACH(&child->items, it, after) {
        item_t *other = item_of(it);
        if (which == MOOT_GUARDS_HTTP && other->sent)
            fail_item(guards, child, other, "the guard process ended");
        else
            other->sent = false;
    }
    back_off(child, now_ms);
    child->state = DOWN;
    child->dying = false;
}

/* ---- What it says -------------------------------------------------------- */

static bool is_type_of(const moot_guards_t *guards, uint64_t index,
                       enum moot_guards_child which)
{
    return index < guards->types_count && guards->types[index].child == which;
}

static bool hear_state(moot_guards_t *guards, enum moot_guards_child which,
                       const moot_msg_guard_state_t *state, uint64_t now_ms)
{
    child_t *child = &guards->children[which];
    char why[257];
    if (child->state != LOADING)
        return false;
    if (state->state == MOOT_GUARD_READY) {
        become_ready(guards, which, now_ms);
        return true;
    }
    if (!is_type_of(guards, state->index, which))
        return false;
    child->loading =
        state->state == MOOT_GUARD_LOADING ? (size_t)state->index : NO_TYPE;
    if (state->state == MOOT_GUARD_BROKEN) {
        memcpy(why, state->text.at, state->text.size);
        why[state->text.size] = '\0';
        set_broken(guards, (size_t)state->index, why);
    }
    return state->state >= MOOT_GUARD_LOADING
           && state->state <= MOOT_GUARD_BROKEN;
}

/* An answer to nothing that waits is that of a question whose time was up. */
static bool hear_told(moot_guards_t *guards, enum moot_guards_child which,
                      const moot_msg_guard_told_t *told, uint64_t now_ms)
{
    child_t *child = &guards->children[which];
    moot_map_node_t *node = moot_map_get(
        &child->asks, moot_slice(&told->number, sizeof told->number));
    if (told->verdict < MOOT_VERDICT_ALLOW
        || told->verdict > MOOT_VERDICT_FAILED)
        return false;
    child->moved_ms = now_ms;
    if (node == NULL)
        return true;
    item_t *item = MOOT_CONTAINER(node, item_t, key);
    bool silent = item->silent;
    if (!item->sent)
        return false;
    child->facts.micros += (now_ms - item->asked_ms) * 1000;
    if (told->verdict == MOOT_VERDICT_FAILED)
        child->facts.failures++;
    drop_item(child, item);
    if (!silent)
        guards->sink.told(guards->ctx, told);
    return true;
}

bool moot_guards_heard(moot_guards_t *guards, enum moot_guards_child which,
                       moot_slice_t body, uint64_t now_ms)
{
    moot_msg_t message;
    if (guards->children[which].state == DOWN || guards->children[which].dying)
        return true;
    if (moot_wire_decode(body, &message) < 0)
        return false;
    if (message.code == MOOT_MSG_GUARD_STATE)
        return hear_state(guards, which, &message.as.guard_state, now_ms);
    if (message.code == MOOT_MSG_GUARD_TOLD)
        return hear_told(guards, which, &message.as.guard_told, now_ms);
    return false;
}

/* ---- Time ---------------------------------------------------------------- */

/* Whether what it has in hand takes too long. */
static bool hangs(const moot_guards_t *guards, enum moot_guards_child which,
                  const item_t *item, uint64_t now_ms)
{
    const child_t *child = &guards->children[which];
    uint64_t limit = time_of(guards, item->type);
    uint64_t since = item->sent_ms;
    if (which == MOOT_GUARDS_HTTP)
        return now_ms - since > limit + MOOT_GUARDS_SLACK_MS;
    if (child->moved_ms > since)
        since = child->moved_ms;
    return now_ms - since > limit;
}

static void look(moot_guards_t *guards, enum moot_guards_child which,
                 uint64_t now_ms)
{
    child_t *child = &guards->children[which];
    item_t *item = in_hand(child);
    if (child->state == LOADING && !child->dying
        && now_ms - child->started_ms > MOOT_GUARDS_LOAD_MS) {
        say(guards, which, MOOT_GUARDS_NEWS_HANGS, child->loading, NULL, 0);
        end_life(guards, which);
    } else if (child->state == READY && !child->dying && item != NULL
               && hangs(guards, which, item, now_ms)) {
        say(guards, which, MOOT_GUARDS_NEWS_HANGS, item->type, NULL, 0);
        end_life(guards, which);
    }
    /* What waited too long fails here; what is in hand is of no use then, but
     * the process still has to answer it. */
    MOOT_LIST_FOREACH(&child->items, it, after) {
        item_t *old = item_of(it);
        if (old->forward)
            continue;
        if (now_ms - old->asked_ms <= MOOT_GUARDS_WAIT_MS)
            break;
        if (!old->sent)
            fail_item(guards, child, old, "it waited too long");
        else if (!old->silent) {
            old->silent = true;
            tell_failed(guards, child, old->number, false,
                        "it waited too long");
        }
    }
}

void moot_guards_tick(moot_guards_t *guards, uint64_t now_ms)
{
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        child_t *child = &guards->children[i];
        if (!child->wanted)
            continue;
        look(guards, i, now_ms);
        if (child->state == DOWN && now_ms >= child->due_ms)
            start(guards, i, now_ms);
        if (child->facts.dropped > child->dropped_shown)
            say(guards, i, MOOT_GUARDS_NEWS_DROPPED, NO_TYPE, NULL,
                child->facts.dropped - child->dropped_shown);
        child->dropped_shown = child->facts.dropped;
    }
}

moot_guards_facts_t moot_guards_facts(const moot_guards_t *guards,
                                      enum moot_guards_child child)
{
    moot_guards_facts_t facts = guards->children[child].facts;
    facts.waiting = guards->children[child].asks_count;
    return facts;
}

/* ---- Making -------------------------------------------------------------- */

moot_guards_t *moot_guards_new(const moot_guards_config_t *config,
                               const moot_guards_sink_t *sink, void *ctx,
                               uint64_t now_ms)
{
    moot_guards_t *guards = calloc(1, sizeof *guards);
    MOOT_CHECK(guards != NULL);
    MOOT_CHECK(config->types_count <= MOOT_GUARDS_TYPES_MAX);
    guards->types = calloc(config->types_count + 1, sizeof *guards->types);
    MOOT_CHECK(guards->types != NULL);
    guards->types_count = config->types_count;
    guards->timeout_ms = config->timeout_ms;
    guards->sink = *sink;
    guards->ctx = ctx;
    moot_buf_init(&guards->body, SIZE_MAX);
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        moot_list_init(&guards->children[i].items);
        moot_map_init(&guards->children[i].asks);
        guards->children[i].loading = NO_TYPE;
    }
    for (size_t i = 0; i < config->types_count; i++) {
        type_t *type = &guards->types[i];
        type->is = config->types[i];
        type->child = type->is.plugin.size > 0 ? MOOT_GUARDS_PLUGINS
                                               : MOOT_GUARDS_HTTP;
        guards->children[type->child].wanted = true;
    }
    guards->children[MOOT_GUARDS_HTTP].wanted |= config->forwards;
    moot_guards_tick(guards, now_ms);
    return guards;
}

void moot_guards_destroy(moot_guards_t **guards_p)
{
    moot_guards_t *guards = *guards_p;
    *guards_p = NULL;
    if (guards == NULL)
        return;
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        child_t *child = &guards->children[i];
        MOOT_LIST_FOREACH(&child->items, it, after)
            drop_item(child, item_of(it));
        moot_map_close(&child->asks);
    }
    moot_buf_close(&guards->body);
    free(guards->types);
    free(guards);
}
