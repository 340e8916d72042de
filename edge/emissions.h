/* The emissions of all slots as one edge follows them: a stream of kind EMIT
 * for each slot, with one epoch, no state and no end. */
#ifndef MOOT_EMISSIONS_H
#define MOOT_EMISSIONS_H

#include "edge/stream.h"

/* Begins to follow, once. */
void moot_emissions_follow(moot_delivery_t *delivery);

/* One published event of such a stream. */
void moot_emissions_event(moot_stream_t *stream, uint64_t epoch,
                          moot_slice_t bytes);

/* The answer to its ATTACH or RANGE. */
void moot_emissions_answer(moot_stream_t *stream,
                           const moot_msg_events_t *events);

#endif
