/* What the edge's port serves besides WebSockets: a site that others add
 * their parts to, and the pages of pages_dir as its last part. Shell. */
#ifndef MOOT_FRONT_H
#define MOOT_FRONT_H

#include "common/conf.h"
#include "edge/pages.h"
#include "edge/site.h"
#include "edge/ws.h"

typedef struct moot_front {
    moot_site_t site;
    moot_pages_t *pages; /* NULL: none */
} moot_front_t;

/* Serves the plain requests of ws. Parts may be added to front->site until
 * the loop runs. Pages that cannot be read are logged and left out. */
void moot_front_open(moot_front_t *front, moot_ws_t *ws);

/* Adds the pages behind all other parts. */
void moot_front_pages(moot_front_t *front, const moot_conf_t *conf);

/* To be called after the server is closed. */
void moot_front_close(moot_front_t *front);

#endif
