/* The views of a profile over HTTP: stored messages of one participant, and
 * the names that shared messages with users of whom a fact is known
 * (proto/PROFILES.md, [view …]). Pure: HTTP comes in and goes out through the
 * shell (edge/views_port.h), time is passed in.
 *
 * A request is judged by its namespace's authentication, as a socket's CONNECT
 * is; what it shows comes from the workers, page by page. */
#ifndef MOOT_VIEWS_H
#define MOOT_VIEWS_H

#include "edge/delivery.h"
#include "edge/events.h"
#include "edge/exchange.h"

typedef struct moot_views moot_views_t;

enum {
    MOOT_VIEWS_CALLS_MAX = 256, /* under way; more are answered 503 */
    /* Of one answer; when there is more a Link header names the next page. */
    MOOT_VIEWS_ROWS_MAX = 10000,
    MOOT_VIEWS_BYTES_MAX = 8 << 20,
    /* Names that an answer, or the way to it, may have; more is an error. */
    MOOT_VIEWS_NAMES_MAX = 100000,
};

typedef struct moot_views_sink {
    /* As in edge/web.h; neither calls back. */
    void (*keep)(void *ctx, moot_exchange_t *exchange,
                 void (*on_gone)(void *owner, moot_exchange_t *exchange),
                 void *owner);
    void (*answer)(void *ctx, moot_exchange_t *exchange,
                   const moot_web_answer_t *answer);
    /* Verifies a token and appends its claims, a JSON object. False: it is
     * not good. */
    bool (*claims)(void *ctx, moot_slice_t token, moot_buf_t *claims);
    /* Whether pages of this origin may ask. */
    bool (*origin)(void *ctx, moot_slice_t origin);
    /* Whether they may with the user's cookies. */
    bool (*named)(void *ctx, moot_slice_t origin);
} moot_views_sink_t;

/* profile, events and delivery are borrowed and must outlive this; session:
 * unlike every other one in the cluster, ever; copied. timeout_ms: of each
 * question. Aborts when memory is out. */
moot_views_t *moot_views_new(const moot_profile_t *profile,
                             moot_events_t *events, unsigned timeout_ms,
                             const moot_views_sink_t *sink, void *ctx,
                             moot_delivery_t *delivery, moot_slice_t session,
                             uint64_t now_ms);
/* Exchanges that wait are not answered; nulls; accepts NULL. */
void moot_views_destroy(moot_views_t **views_p);

/* Shows a request: true when its path is that of a view; then it is answered
 * or kept. */
bool moot_views_take(moot_views_t *views, moot_exchange_t *exchange,
                     const moot_web_request_t *request, uint64_t now_ms,
                     int64_t wall_ms);

/* Call at least every 50 ms. */
void moot_views_tick(moot_views_t *views, uint64_t now_ms);

/* Requests under way. */
size_t moot_views_calls(const moot_views_t *views);

#endif
