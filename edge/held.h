/* Answers that wait until the events before them were delivered. */
#ifndef MOOT_HELD_H
#define MOOT_HELD_H

#include "edge/numbers.h"
#include "edge/stream.h"

/* An answer taken in its turn: given to the client now, or held until the
 * room's stream reaches it. bytes: the encoded reply, borrowed. */
void moot_held_take(moot_ask_t *ask, const moot_msg_reply_t *reply,
                    moot_slice_t bytes);

/* Releases what the stream's position allows; all: whatever is held. */
void moot_held_release(moot_stream_t *stream, bool all);

/* After a while a held answer asks for the events that it misses. */
void moot_held_on_timer(moot_timer_t *timer, uint64_t now_ms);

#endif
