/* Routing, the core of a broker: which worker owns a slot, who is alive, what
 * waits for an owner. All it knows it learns again from beats after a start.
 * Pure: no socket, no clock. */
#ifndef MOOT_ROUTE_H
#define MOOT_ROUTE_H

#include "common/slice.h"
#include "proto/rules.h"
#include "proto/wire.h"

typedef struct moot_route moot_route_t;

typedef struct moot_route_config {
    moot_slice_t id;         /* broker id, at most 64 bytes */
    uint64_t incarnation;
    uint64_t pid;
    size_t edges_max;
    size_t held_max;         /* bodies held for NOT_YET, all slots together */
    size_t held_bytes_max;
    unsigned hold_ms;        /* then UNREACHABLE */
    unsigned silent_ms;      /* without a beat a program counts as gone */
} moot_route_config_t;

typedef struct moot_route_sink {
    /* Hands two parts to a peer by its ROUTER identity. Errors:
     * MOOT_EUNREACH, MOOT_EAGAIN. */
    int (*to_edge)(void *ctx, moot_slice_t identity, moot_slice_t route,
                   moot_slice_t body);
    int (*to_worker)(void *ctx, moot_slice_t identity, moot_slice_t route,
                     moot_slice_t body);
} moot_route_sink_t;

moot_route_t *moot_route_new(const moot_route_config_t *config,
                             const moot_route_sink_t *sink, void *ctx,
                             uint64_t now_ms);
void moot_route_destroy(moot_route_t **route_p);

/* One message from an edge or a command (front), or a worker (back). Damaged
 * ones are dropped and counted. */
void moot_route_front(moot_route_t *route, moot_slice_t identity,
                      moot_slice_t head, moot_slice_t body, uint64_t now_ms);
void moot_route_back(moot_route_t *route, moot_slice_t identity,
                     moot_slice_t head, moot_slice_t body, uint64_t now_ms);

/* Beats, expiry, holds that end. At least every 50 ms. */
void moot_route_tick(moot_route_t *route, uint64_t now_ms);

typedef struct moot_route_facts {
    size_t edges, workers;   /* alive */
    size_t slots_served;     /* with a live owner */
    bool alarm;              /* two live claims with one epoch */
    uint64_t routed;         /* bodies passed on */
    uint64_t unreachable;    /* bodies answered UNREACHABLE */
    uint64_t held;           /* bodies waiting now */
    uint64_t damaged;
} moot_route_facts_t;

void moot_route_facts(const moot_route_t *route, moot_route_facts_t *facts);

/* What the next answers to STATUS_ASK say of this broker. */
void moot_route_describe(moot_route_t *route, enum moot_program_state state);

#endif
