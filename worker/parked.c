#include "worker/parked.h"

#include <stdlib.h>

#include "common/check.h"
#include "proto/rules.h"

static moot_parked_copy_t *copy_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_parked_copy_t, node);
}

static moot_parked_ask_t *ask_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_parked_ask_t, in_age);
}

void moot_parked_init(moot_parked_t *parked)
{
    *parked = (moot_parked_t){0};
    moot_map_init(&parked->lines);
    moot_map_init(&parked->by_number);
    moot_map_init(&parked->by_asker);
    moot_list_init(&parked->age);
}

void moot_parked_close(moot_parked_t *parked)
{
    moot_map_node_t *node = moot_map_next(&parked->lines, NULL);
    while (node != NULL) {
        moot_map_node_t *after = moot_map_next(&parked->lines, node);
        moot_parked_drop(parked,
                         MOOT_CONTAINER(node, moot_parked_line_t, node));
        node = after;
    }
    MOOT_LIST_FOREACH(&parked->age, it, after)
        moot_parked_end(parked, ask_of(it));
    moot_map_close(&parked->lines);
    moot_map_close(&parked->by_number);
    moot_map_close(&parked->by_asker);
}

bool moot_parked_room(const moot_parked_t *parked)
{
    return parked->by_number.count < MOOT_PARKED_ASKS_MAX;
}

/* ---- Lines --------------------------------------------------------------- */

static moot_slice_t line_key(uint8_t *at, unsigned slot, moot_slice_t session)
{
    MOOT_CHECK(session.size <= MOOT_SESSION_BYTES_MAX);
    at[0] = (uint8_t)(slot >> 8);
    at[1] = (uint8_t)slot;
    memcpy(at + 2, session.at, session.size);
    return moot_slice(at, session.size + 2);
}

moot_parked_line_t *moot_parked_find(const moot_parked_t *parked,
                                     unsigned slot, moot_slice_t session)
{
    uint8_t key[MOOT_SESSION_BYTES_MAX + 2];
    if (parked->lines.count == 0)
        return NULL;
    moot_map_node_t *node =
        moot_map_get(&parked->lines, line_key(key, slot, session));
    return node != NULL ? MOOT_CONTAINER(node, moot_parked_line_t, node)
                        : NULL;
}

moot_parked_line_t *moot_parked_begin(moot_parked_t *parked, unsigned slot,
                                      moot_slice_t session)
{
    moot_parked_line_t *line =
        calloc(1, sizeof *line + session.size + 2);
    MOOT_CHECK(line != NULL);
    moot_list_init(&line->copies);
    moot_map_put(&parked->lines, &line->node,
                 line_key((uint8_t *)(line + 1), slot, session));
    return line;
}

static void unlink_copy(moot_parked_t *parked, moot_parked_line_t *line,
                        moot_parked_copy_t *copy)
{
    moot_list_remove(&copy->node);
    line->count--;
    parked->bytes -= sizeof *copy + copy->route_size + copy->body_size;
}

static moot_parked_copy_t *new_copy(uint64_t number, unsigned broker,
                                    moot_slice_t route, moot_slice_t body)
{
    moot_parked_copy_t *copy =
        malloc(sizeof *copy + route.size + body.size);
    MOOT_CHECK(copy != NULL);
    *copy = (moot_parked_copy_t){
        .number = number,
        .broker = broker,
        .route_size = route.size,
        .body_size = body.size,
    };
    memcpy(copy->bytes, route.at, route.size);
    memcpy(copy->bytes + route.size, body.at, body.size);
    return copy;
}

static moot_parked_copy_t *find_copy(moot_parked_line_t *line, uint64_t number)
{
    MOOT_LIST_FOREACH(&line->copies, it, after) {
        if (copy_of(it)->number == number)
            return copy_of(it);
    }
    return NULL;
}

bool moot_parked_put(moot_parked_t *parked, moot_parked_line_t *line,
                     uint64_t number, unsigned broker, moot_slice_t route,
                     moot_slice_t body, uint64_t came_ms, bool front)
{
    size_t size = sizeof(moot_parked_copy_t) + route.size + body.size;
    moot_parked_copy_t *old = find_copy(line, number), *copy;
    moot_node_t *before = &line->copies;
    if (old == NULL && !front
        && (line->count >= MOOT_PARKED_LINE_MAX
            || parked->bytes + size > MOOT_PARKED_BYTES_MAX
            || (line->count > 0
                && copy_of(line->copies.prev)->number + 1 != number))) {
        parked->dropped++;
        return false;
    }
    copy = new_copy(number, broker, route, body);
    copy->came_ms = old != NULL ? old->came_ms : came_ms;
    if (old != NULL) {
        before = old->node.next;
        unlink_copy(parked, line, old);
        free(old);
    } else if (front) {
        before = line->copies.next;
    }
    moot_list_push(before, &copy->node); /* in front of it */
    line->count++;
    parked->bytes += size;
    return true;
}

void moot_parked_trim(moot_parked_t *parked, moot_parked_line_t *line,
                      uint64_t base)
{
    if (base > line->base)
        line->base = base;
    MOOT_LIST_FOREACH(&line->copies, it, after) {
        moot_parked_copy_t *copy = copy_of(it);
        if (copy->number >= line->base)
            return;
        /* The question is about the first of them. */
        if (line->ask != NULL)
            moot_parked_end(parked, line->ask);
        unlink_copy(parked, line, copy);
        free(copy);
    }
}

moot_parked_copy_t *moot_parked_first(const moot_parked_line_t *line)
{
    moot_node_t *first = moot_list_first(&line->copies);
    return first != NULL ? copy_of(first) : NULL;
}

moot_parked_copy_t *moot_parked_take(moot_parked_t *parked,
                                     moot_parked_line_t *line)
{
    moot_parked_copy_t *copy = moot_parked_first(line);
    if (copy != NULL)
        unlink_copy(parked, line, copy);
    return copy;
}

void moot_parked_drop(moot_parked_t *parked, moot_parked_line_t *line)
{
    if (line->ask != NULL)
        moot_parked_end(parked, line->ask);
    MOOT_LIST_FOREACH(&line->copies, it, after) {
        moot_parked_copy_t *copy = copy_of(it);
        unlink_copy(parked, line, copy);
        free(copy);
    }
    moot_map_remove(&parked->lines, &line->node);
    free(line);
}

/* ---- Questions ----------------------------------------------------------- */

static moot_slice_t asker_key(uint8_t *at, moot_slice_t edge, uint64_t theirs)
{
    memcpy(at, edge.at, edge.size);
    memcpy(at + edge.size, &theirs, sizeof theirs);
    return moot_slice(at, edge.size + sizeof theirs);
}

static moot_parked_ask_t *new_ask(moot_parked_t *parked, size_t more,
                                  uint64_t what, uint64_t now_ms)
{
    MOOT_CHECK(moot_parked_room(parked));
    moot_parked_ask_t *ask = calloc(1, sizeof *ask + more);
    MOOT_CHECK(ask != NULL);
    ask->unsent = true;
    ask->number = ++parked->last;
    ask->asked_ms = now_ms;
    ask->what = what;
    moot_list_push(&parked->age, &ask->in_age);
    moot_map_put(&parked->by_number, &ask->by_number,
                 moot_slice(&ask->number, sizeof ask->number));
    return ask;
}

moot_parked_ask_t *moot_parked_ask_line(moot_parked_t *parked,
                                        moot_parked_line_t *line,
                                        uint64_t what, uint64_t now_ms)
{
    MOOT_CHECK(line->ask == NULL);
    line->ask = new_ask(parked, 0, what, now_ms);
    line->ask->line = line;
    return line->ask;
}

moot_parked_ask_t *moot_parked_ask_edge(moot_parked_t *parked,
                                        moot_slice_t edge, uint64_t theirs,
                                        unsigned broker, unsigned slot,
                                        uint64_t what, uint64_t now_ms)
{
    moot_parked_ask_t *ask =
        new_ask(parked, edge.size + sizeof theirs, what, now_ms);
    ask->theirs = theirs;
    ask->broker = broker;
    ask->slot = slot;
    ask->edge_size = edge.size;
    moot_slice_t key = asker_key(ask->bytes, edge, theirs);
    ask->key_size = key.size;
    moot_map_put(&parked->by_asker, &ask->by_asker, key);
    return ask;
}

moot_parked_ask_t *moot_parked_same(const moot_parked_t *parked,
                                    moot_slice_t edge, uint64_t theirs)
{
    uint8_t key[MOOT_SESSION_BYTES_MAX + sizeof theirs];
    if (edge.size > MOOT_SESSION_BYTES_MAX)
        return NULL;
    moot_map_node_t *node =
        moot_map_get(&parked->by_asker, asker_key(key, edge, theirs));
    return node != NULL ? MOOT_CONTAINER(node, moot_parked_ask_t, by_asker)
                        : NULL;
}

moot_parked_ask_t *moot_parked_asked(const moot_parked_t *parked,
                                     uint64_t number)
{
    moot_map_node_t *node = moot_map_get(
        &parked->by_number, moot_slice(&number, sizeof number));
    return node != NULL ? MOOT_CONTAINER(node, moot_parked_ask_t, by_number)
                        : NULL;
}

void moot_parked_end(moot_parked_t *parked, moot_parked_ask_t *ask)
{
    moot_map_remove(&parked->by_number, &ask->by_number);
    if (ask->key_size > 0)
        moot_map_remove(&parked->by_asker, &ask->by_asker);
    moot_list_remove(&ask->in_age);
    if (ask->line != NULL)
        ask->line->ask = NULL;
    free(ask);
}

/* ---- Batches and time ---------------------------------------------------- */

/* Questions of this batch are the youngest. */
void moot_parked_settle(moot_parked_t *parked)
{
    for (moot_node_t *it = parked->age.prev;
         it != &parked->age && ask_of(it)->unsent; it = it->prev)
        ask_of(it)->unsent = false;
}

static void forget(moot_parked_t *parked, moot_parked_ask_t *ask)
{
    if (ask->line != NULL)
        moot_parked_drop(parked, ask->line);
    else
        moot_parked_end(parked, ask);
}

void moot_parked_undo(moot_parked_t *parked)
{
    while (parked->age.prev != &parked->age
           && ask_of(parked->age.prev)->unsent)
        forget(parked, ask_of(parked->age.prev));
}

void moot_parked_expire(moot_parked_t *parked, uint64_t now_ms)
{
    moot_node_t *first;
    while ((first = moot_list_first(&parked->age)) != NULL
           && now_ms - ask_of(first)->asked_ms > MOOT_PARKED_MS_MAX)
        forget(parked, ask_of(first));
}
