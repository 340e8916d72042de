/* The rooms that a local user is about to enter: each one of its CREATEs and
 * JOINs under way names one. They count for the limit of rooms, each once, and
 * counting must not cost more when there are thousands. */
#ifndef MOOT_ENTERING_H
#define MOOT_ENTERING_H

#include "edge/locals.h"
#include "edge/numbers.h"

/* A CREATE or JOIN begins to be under way; ask->request names the room. */
void moot_entering_begin(moot_ask_t *ask);

/* It is answered or given up. Nothing when it was none, or has ended. */
void moot_entering_end(moot_ask_t *ask);

/* The user's seat of a room comes to be attached or open, or ceases to be:
 * a room that has such a seat is counted there. */
void moot_entering_seated(moot_edge_user_t *user, moot_slice_t room,
                          bool seated);

/* Rooms about to be entered that have no such seat, `room` left out. */
size_t moot_entering_count(const moot_edge_user_t *user, moot_slice_t room);

#endif
