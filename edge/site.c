#include "edge/site.h"

void moot_site_init(moot_site_t *site)
{
    *site = (moot_site_t){0};
}

void moot_site_add(moot_site_t *site,
                   bool (*take)(void *ctx, moot_exchange_t *exchange,
                                const moot_web_request_t *request),
                   void *ctx)
{
    MOOT_CHECK(site->count < MOOT_SITE_PARTS_MAX);
    site->parts[site->count].take = take;
    site->parts[site->count++].ctx = ctx;
}

void moot_site_on_request(void *site_ptr, moot_exchange_t *exchange,
                          const moot_web_request_t *request)
{
    const moot_site_t *site = site_ptr;
    moot_web_answer_t none = {.status = 404,
                              .body = moot_slice_str("not found")};
    for (unsigned i = 0; i < site->count; i++)
        if (site->parts[i].take(site->parts[i].ctx, exchange, request))
            return;
    moot_web_answer(exchange, &none);
}
