/* What the files of the views share. */
#ifndef MOOT_VIEWS_INTERNAL_H
#define MOOT_VIEWS_INTERNAL_H

#include "common/list.h"
#include "edge/views.h"

/* A name that was found; in a map and, at the end, in order. */
typedef struct moot_views_name {
    moot_map_node_t node;
    size_t size;
    uint8_t bytes[];
} moot_views_name_t;

typedef struct moot_views_names {
    moot_map_t map;
} moot_views_names_t;

/* Which names of a PEERS view are asked for now. */
typedef enum moot_views_step {
    MOOT_VIEWS_OF,    /* users with the fact, of worker `place` */
    MOOT_VIEWS_NOT,   /* those that are left out, of worker `place` */
    MOOT_VIEWS_PEERS, /* peers of the `place`-th user with the fact */
} moot_views_step_t;

typedef struct moot_views_call {
    moot_node_t in_calls;
    moot_views_t *views;
    moot_exchange_t *exchange; /* NULL: the client has gone */
    const moot_profile_view_t *view;
    moot_inquiry_t inquiry;
    moot_buf_t origin;         /* may read the answer; empty: none is said */
    moot_buf_t out;            /* the answer so far */
    /* A history. */
    moot_buf_t owner, query;
    uint8_t after[64];         /* where the next page begins */
    size_t after_size;
    size_t rows;
    /* Peers. */
    moot_views_step_t step;
    uint64_t workers[MOOT_WORKERS_MAX];
    size_t workers_count, place;
    moot_views_names_t of, left_out, found;
    const moot_views_name_t **users; /* those of `of`, in order */
    char last[MOOT_ID_BYTES_MAX];    /* of the page before */
    size_t last_size;
} moot_views_call_t;

struct moot_views {
    const moot_profile_t *profile;
    moot_events_t *events;
    unsigned timeout_ms;
    moot_views_sink_t sink;
    void *ctx;
    moot_delivery_t *delivery;
    moot_subscriber_t subscriber; /* tells facts */
    char session[MOOT_SESSION_BYTES_MAX + 1];
    moot_node_t calls;
    size_t calls_count;
    moot_arena_t arena; /* of one request */
    moot_buf_t claims;
    uint64_t now_ms;
};

/* Answers a call with what is in out and ends it. link: of the next page, or
 * NULL. */
void moot_views_done(moot_views_call_t *call, const char *link);
/* Ends it with an error as JSON: {"error":"…"}. */
void moot_views_fail(moot_views_call_t *call, int status, const char *text);
moot_views_call_t *moot_views_call_of(moot_inquiry_t *inquiry);

/* Begin to ask. */
void moot_views_history(moot_views_call_t *call);
void moot_views_peers(moot_views_call_t *call);

void moot_views_names_init(moot_views_names_t *names);
void moot_views_names_close(moot_views_names_t *names);

#endif
