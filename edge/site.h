/* What a port serves over HTTP: several parts, each is shown a request until
 * one takes it; else 404. A part that takes a request answers it or keeps it
 * (edge/web.h). One thread. */
#ifndef MOOT_SITE_H
#define MOOT_SITE_H

#include "edge/web.h"

#define MOOT_SITE_PARTS_MAX 8

typedef struct moot_site {
    struct {
        /* True: taken. False: the exchange was not touched. */
        bool (*take)(void *ctx, moot_exchange_t *exchange,
                     const moot_web_request_t *request);
        void *ctx;
    } parts[MOOT_SITE_PARTS_MAX];
    unsigned count;
} moot_site_t;

/* Makes a site without parts: all is 404. */
void moot_site_init(moot_site_t *site);

/* Adds a part behind the others. */
void moot_site_add(moot_site_t *site,
                   bool (*take)(void *ctx, moot_exchange_t *exchange,
                                const moot_web_request_t *request),
                   void *ctx);

/* For moot_web_events_t.on_request and moot_ws_serve; ctx is the site. */
void moot_site_on_request(void *site, moot_exchange_t *exchange,
                          const moot_web_request_t *request);

#endif
