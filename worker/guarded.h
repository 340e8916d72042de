/* Where room types meet requests and questions inside a shard; for shard.c,
 * dispatch.c and requests.c alone (proto/DESIGN.md, "Room types"). */
#ifndef MOOT_GUARDED_H
#define MOOT_GUARDED_H

#include "worker/shard_state.h"

/* A REQUEST, before anything else is done with it: true when it was dropped or
 * waits behind others of its session. */
MOOT_CHECKED bool moot_guarded_meet(moot_shard_t *shard, unsigned broker,
                                    const moot_msg_route_t *route,
                                    const moot_msg_request_t *request);

/* What is to become of a CREATE or a JOIN. */
enum moot_guarded {
    MOOT_GUARDED_FREE,    /* no type minds, or it allows */
    MOOT_GUARDED_REFUSED, /* *code and *text say how */
    MOOT_GUARDED_WAITS,   /* it was put aside; nothing is to be said */
};

/* Asks the type of a request's room. view: NULL when there is none. told: the
 * verdict that it waited for, with what it was asked; NULL: it did not wait
 * yet. *text: borrowed from the shard until the next question. */
enum moot_guarded moot_guarded_judge(moot_shard_t *shard, unsigned broker,
                                     unsigned slot,
                                     const moot_msg_route_t *route,
                                     const moot_msg_request_t *request,
                                     const moot_roomview_t *view,
                                     const moot_guarded_told_t *told,
                                     enum moot_code *code, moot_slice_t *text);

/* An edge's question about a room type, once its slot was found to be ours. */
void moot_guarded_ask(moot_shard_t *shard, unsigned broker, unsigned slot,
                      const moot_msg_route_t *route,
                      const moot_msg_ask_guard_t *ask);

/* A verdict: GUARD_TOLD with a number of ours. */
void moot_guarded_told(moot_shard_t *shard, moot_slice_t body);

#endif
