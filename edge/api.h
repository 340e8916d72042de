/* The application's API: HTTP requests of the application's own servers become
 * requests and questions to the workers, their answers become JSON
 * (deploy/API.md). Pure: HTTP comes in and goes out through the shell
 * (edge/api_port.h), time is passed in (monotonic ms).
 *
 * One subscriber of delivery that only asks sends all of it, so what came one
 * after the other to one slot is done in that order. Answers are given after
 * the commit only. */
#ifndef MOOT_API_H
#define MOOT_API_H

#include "edge/delivery.h"
#include "edge/exchange.h"
#include "edge/parse.h"

typedef struct moot_api moot_api_t;

enum {
    MOOT_API_BODY_BYTES_MAX = 2 << 20, /* of a request */
    MOOT_API_CALLS_MAX = 512,  /* under way; more are answered 429 */
    MOOT_API_KEY_BYTES_MIN = 16,
    MOOT_API_KEY_BYTES_MAX = 1024,
    MOOT_API_PAGE_MAX = 1000,  /* events in one answer */
    MOOT_API_SOCKETS_MAX = 100000, /* in one answer */
};

typedef struct moot_api_config {
    moot_slice_t key; /* what a request must bear; copied */
    unsigned timeout_ms;          /* of a question */
    uint64_t requests_per_second; /* 0: no limit */
    moot_parse_limits_t limits;
} moot_api_config_t;

/* As in edge/web.h. Neither calls back. */
typedef struct moot_api_sink {
    void (*keep)(void *ctx, moot_exchange_t *exchange,
                 void (*on_gone)(void *owner, moot_exchange_t *exchange),
                 void *owner);
    void (*answer)(void *ctx, moot_exchange_t *exchange,
                   const moot_web_answer_t *answer);
} moot_api_sink_t;

/* session: unlike every other one in the cluster, ever; copied. delivery is
 * borrowed and must outlive this. Aborts when memory is out. */
moot_api_t *moot_api_new(const moot_api_config_t *config,
                         const moot_api_sink_t *sink, void *ctx,
                         moot_delivery_t *delivery, moot_slice_t session,
                         uint64_t now_ms);
/* Exchanges that wait are not answered; nulls; accepts NULL. */
void moot_api_destroy(moot_api_t **api_p);

/* New values of settings. */
void moot_api_configure(moot_api_t *api, const moot_api_config_t *config);

/* A request: it is answered now, or kept and answered later. */
void moot_api_request(moot_api_t *api, moot_exchange_t *exchange,
                      const moot_web_request_t *request, uint64_t now_ms);

/* Call at least every 50 ms. */
void moot_api_tick(moot_api_t *api, uint64_t now_ms);

/* Requests answered with a status, since the start: 2xx, 4xx, 5xx. */
typedef struct moot_api_facts {
    uint64_t done, refused, failed;
    size_t calls; /* under way */
} moot_api_facts_t;

void moot_api_facts(const moot_api_t *api, moot_api_facts_t *facts);

#endif
