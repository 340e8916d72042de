/* What an edge asks the owners of streams: ATTACH and RANGE, a bounded number
 * under way per worker, asked again after silence; and DETACH. */
#ifndef MOOT_QUESTIONS_H
#define MOOT_QUESTIONS_H

#include "edge/stream.h"

/* The stream may have something to ask: puts it in the queue of its worker
 * unless a question of it is under way. */
void moot_questions_want(moot_stream_t *stream);

/* Not before a while: the last answer did not help. */
void moot_questions_pause(moot_stream_t *stream);

/* The question under way is over, or of no use any more. */
void moot_questions_done(moot_stream_t *stream);

/* Takes the stream out of all queues; its timer is cancelled. */
void moot_questions_drop(moot_stream_t *stream);

/* Sends what may be sent. */
void moot_questions_pump(moot_peer_t *peer);

/* The questions under way at a worker are asked anew; unregistered: and
 * everything is attached anew. */
void moot_questions_repeat(moot_peer_t *peer, bool unregistered);

/* The same for one slot, whose owner may have changed. */
void moot_questions_repeat_slot(moot_delivery_t *delivery, moot_slot_t *slot,
                                bool unregistered);

/* Every stream of the worker may have missed events. */
void moot_questions_owe_repairs(moot_peer_t *peer);

/* Asks again what got no answer for a while. */
void moot_questions_tick(moot_peer_t *peer);

/* Ends interest; for a stream that is not followed at most once a while. */
void moot_questions_detach(moot_delivery_t *delivery, enum moot_kind kind,
                           moot_slice_t id);
void moot_questions_stray(moot_delivery_t *delivery, enum moot_kind kind,
                          moot_slice_t id);

/* What a waiting room stream should ask for: after the lowest place that a
 * waiting user needs, or at the head. False when nobody waits. */
bool moot_questions_goal(const moot_stream_t *stream, enum moot_attach *mode,
                         moot_position_t *after);

#endif
