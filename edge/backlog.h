/* Events of a stream that came before their turn, in order and bounded. What
 * does not fit is dropped and owed to a repair. */
#ifndef MOOT_BACKLOG_H
#define MOOT_BACKLOG_H

#include "edge/stream.h"

typedef struct moot_held_event {
    moot_node_t in_stream;
    moot_position_t position;
    size_t size;
    uint8_t bytes[]; /* the event message */
} moot_held_event_t;

/* Keeps a copy; one that is there already is kept once. */
void moot_backlog_put(moot_stream_t *stream, moot_position_t position,
                      moot_slice_t event);

/* Takes out the event of exactly this position, or NULL; drops lower ones. The
 * caller frees it. */
moot_held_event_t *moot_backlog_take(moot_stream_t *stream,
                                     moot_position_t position);

/* Drops all. */
void moot_backlog_clear(moot_stream_t *stream);

#endif
