/* Who gets an event of a room (enum moot_what, contract 3). */
#ifndef MOOT_FANOUT_H
#define MOOT_FANOUT_H

#include "edge/stream.h"

/* Applies the next event to the stream's view, attaches and ends seats as it
 * says, and hands it to every subscriber that it is addressed to.
 * Errors: MOOT_EINVAL, it does not fit: nothing was delivered. */
MOOT_CHECKED int moot_fanout_apply(moot_stream_t *stream,
                                   const moot_msg_event_t *event);

#endif
