/* Lists of rooms: a user's own from what is attached, all rooms from the
 * workers, page by page. */
#ifndef MOOT_LISTING_H
#define MOOT_LISTING_H

#include "edge/delivery_internal.h"

MOOT_CHECKED int moot_listing_start(moot_delivery_t *delivery,
                                    moot_subscriber_t *subscriber, uint64_t tag,
                                    moot_slice_t after, size_t limit);

/* The answer of a worker. */
void moot_listing_rooms(moot_delivery_t *delivery,
                        const moot_msg_route_t *route,
                        const moot_msg_rooms_t *rooms);

void moot_listing_leave(moot_subscriber_t *subscriber);
void moot_listing_tick(moot_delivery_t *delivery);
void moot_listing_close(moot_delivery_t *delivery);

/* Calls each for every attached room of the user, in the order of their ids;
 * returns the number of those that are known and not attached. */
size_t moot_listing_own(const moot_edge_user_t *user,
                        void (*each)(void *ctx, const moot_roomview_t *view,
                                     enum moot_role role),
                        void *ctx);

#endif
