#include "edge/backlog.h"

#include <stdlib.h>

static moot_held_event_t *held_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_held_event_t, in_stream);
}

static void take_out(moot_stream_t *stream, moot_held_event_t *held)
{
    moot_list_remove(&held->in_stream);
    stream->backlog_count--;
    stream->backlog_bytes -= held->size;
}

void moot_backlog_put(moot_stream_t *stream, moot_position_t position,
                      moot_slice_t event)
{
    const moot_delivery_config_t *config = &stream->delivery->config;
    moot_node_t *before = stream->backlog.prev; /* mostly they come in order */

    while (before != &stream->backlog) {
        int order = moot_position_compare(held_of(before)->position, position);
        if (order == 0)
            return;
        if (order < 0)
            break;
        before = before->prev;
    }
    if (stream->backlog_count >= config->held_events_max
        || stream->backlog_bytes + event.size > config->held_bytes_max) {
        stream->delivery->facts.held_dropped++;
        stream->repair = true;
        return;
    }
    moot_held_event_t *held = malloc(sizeof *held + event.size);
    MOOT_CHECK(held != NULL);
    held->position = position;
    held->size = event.size;
    if (event.size > 0)
        memcpy(held->bytes, event.at, event.size);
    /* Pushing to the node after it puts it right behind `before`. */
    moot_list_push(before->next, &held->in_stream);
    stream->backlog_count++;
    stream->backlog_bytes += event.size;
}

moot_held_event_t *moot_backlog_take(moot_stream_t *stream,
                                     moot_position_t position)
{
    moot_node_t *node;

    while ((node = moot_list_first(&stream->backlog)) != NULL) {
        moot_held_event_t *held = held_of(node);
        int order = moot_position_compare(held->position, position);
        if (order > 0)
            return NULL;
        take_out(stream, held);
        if (order == 0)
            return held;
        free(held);
    }
    return NULL;
}

void moot_backlog_clear(moot_stream_t *stream)
{
    moot_node_t *node;

    while ((node = moot_list_first(&stream->backlog)) != NULL) {
        moot_held_event_t *held = held_of(node);
        take_out(stream, held);
        free(held);
    }
}
