/* The views of the profile at the port of the clients: edge/views.h by the
 * settings. Shell. */
#ifndef MOOT_VIEWS_PORT_H
#define MOOT_VIEWS_PORT_H

#include "common/conf.h"
#include "edge/delivery.h"
#include "edge/gate.h"
#include "edge/site.h"
#include "proto/profile.h"

typedef struct moot_views_port moot_views_port_t;

/* Adds the views to the site. Without a profile, or one without views, NULL.
 * All is borrowed and must outlive it; *gate may change. */
moot_views_port_t *moot_views_port_open(const moot_conf_t *conf,
                                        const moot_profile_t *profile,
                                        moot_delivery_t *delivery,
                                        moot_gate_t *const *gate,
                                        moot_site_t *site);
/* After the HTTP server was closed, before the hub is. Nulls; accepts NULL. */
void moot_views_port_close(moot_views_port_t **port_p);

/* At least each 50 ms. Accepts NULL. */
void moot_views_port_tick(moot_views_port_t *port, uint64_t now_ms);

#endif
