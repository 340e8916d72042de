/* WebSocket clients: many sockets to one server, one thread. The only file
 * besides edge/ws.c that names libwebsockets is ws_client.c. */
#ifndef MOOT_WS_CLIENT_H
#define MOOT_WS_CLIENT_H

#include "common/buf.h"

#define MOOT_WS_CLIENT_FRAME_MAX (72 << 20) /* bytes that one may receive */
#define MOOT_WS_CLIENT_OUT_MAX (4 << 20)    /* bytes that wait to be sent */

typedef struct moot_ws_client moot_ws_client_t;

/* A whole text frame; and that a socket is closed or could not be opened, with
 * the reason. Neither may call anything but moot_ws_client_send. */
typedef void moot_ws_client_frame_fn(void *ctx, size_t socket,
                                     moot_slice_t frame);
typedef void moot_ws_client_end_fn(void *ctx, size_t socket, const char *why);

/* url: ws://host:port/path; no TLS. sockets: as many there may be.
 * Errors: MOOT_EINVAL the url, MOOT_ENOMEM. */
MOOT_CHECKED int moot_ws_client_new(const char *url, size_t sockets,
                                    moot_ws_client_frame_fn *on_frame,
                                    moot_ws_client_end_fn *on_end, void *ctx,
                                    moot_ws_client_t **out);
/* Closes all. Nulls; accepts NULL. */
void moot_ws_client_destroy(moot_ws_client_t **client_p);

/* Begins to open a socket, with that token; on_end tells when it fails.
 * Errors: MOOT_EIO at once. */
MOOT_CHECKED int moot_ws_client_open(moot_ws_client_t *client, size_t socket,
                                     moot_slice_t token);

/* Sends a text frame, copied; also before the socket is open.
 * Errors: MOOT_EFULL, MOOT_ENOENT it has ended. */
MOOT_CHECKED int moot_ws_client_send(moot_ws_client_t *client, size_t socket,
                                     moot_slice_t frame);

/* Waits for what comes, at most wait_us. */
void moot_ws_client_poll(moot_ws_client_t *client, uint64_t wait_us);

#endif
