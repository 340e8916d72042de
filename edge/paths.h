/* What comes to the port of the WebSocket server: requests for its paths are
 * judged and upgraded, each path with events of its own; all others go to who
 * serves plain requests. Part of edge/ws.c. One thread. */
#ifndef MOOT_PATHS_H
#define MOOT_PATHS_H

#include "edge/web.h"
#include "edge/ws.h"

typedef struct moot_paths_entry {
    char path[MOOT_WS_PATH_BYTES_MAX + 1];
    bool only_upgrades; /* plain requests for it are refused, not served */
    bool pings;
    size_t frame_bytes_max;
    moot_ws_events_t events;
    void *ctx;
} moot_paths_entry_t;

/* A socket that was let in; all is borrowed for the call but fd. */
typedef void moot_paths_adopt_fn(void *ctx, int fd,
                                 const moot_http_head_t *head,
                                 const moot_paths_entry_t *entry,
                                 const moot_verdict_t *verdict);

typedef struct moot_paths {
    moot_web_t *web;
    moot_paths_entry_t at[MOOT_WS_PATHS_MAX];
    unsigned count;
    bool stopped; /* set by the owner: 503 from now on */
    /* Serves plain requests, set by the owner; NULL: all are 404. */
    void (*on_request)(void *ctx, moot_exchange_t *exchange,
                       const moot_web_request_t *request);
    void *request_ctx;
    bool (*is_full)(void *ctx); /* no more can be let in: 503 */
    moot_paths_adopt_fn *adopt;
    void *ctx;
    /* On the way from the head to the socket. */
    const moot_paths_entry_t *meant;
    moot_verdict_t verdict;
} moot_paths_t;

/* Adds a path. Errors: those of moot_ws_add. */
MOOT_CHECKED int moot_paths_add(moot_paths_t *paths, const moot_ws_path_t *path,
                                bool only_upgrades,
                                const moot_ws_events_t *events, void *ctx);

/* Listens. Errors: those of moot_web_open. Ends with moot_web_close of web. */
MOOT_CHECKED int moot_paths_open(moot_paths_t *paths, moot_loop_t *loop,
                                 const moot_web_config_t *config,
                                 bool (*is_full)(void *ctx),
                                 moot_paths_adopt_fn *adopt, void *ctx);

#endif
