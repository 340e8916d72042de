/* What the three files of edge/remote.h share: peers, and the tables of polls
 * and tunnels. */
#ifndef MOOT_REMOTE_INTERNAL_H
#define MOOT_REMOTE_INTERNAL_H

#include "common/list.h"
#include "common/map.h"
#include "common/timer.h"
#include "edge/remote.h"
#include "proto/rules.h"
#include "proto/wire.h"

/* How long a number stays known after its answer was forgotten: copies of its
 * ask may still be under way. */
#define MOOT_REMOTE_TOMB_MS 10000

/* Methods of POLL_ASK. */
enum moot_remote_method {
    MOOT_REMOTE_GET = 1,
    MOOT_REMOTE_POST = 2,
    MOOT_REMOTE_LEFT = 3,
    MOOT_REMOTE_FORGET = 4,
};

struct moot_remote {
    moot_remote_config_t config;
    char address[MOOT_EIO_HTTP_EDGE_BYTES_MAX];
    uint64_t now_ms;  /* of the last call that told it */
    uint64_t look_ms; /* when the peers are looked at next */
    uint64_t number;  /* last one given to a poll */
    uint64_t tunnel;  /* last id given */
    moot_map_t peers;
    moot_map_t asks;    /* of moot_remote_poll_t, by number */
    moot_map_t serves;  /* of moot_remote_serve_t, by peer and number */
    moot_map_t tunnels; /* by peer, id and side */
    moot_timer_heap_t timers;
    moot_node_t done;    /* serves that were answered, the oldest first */
    moot_node_t closing; /* tunnels of which the engine is to be told */
    size_t asked_bytes;  /* bodies of asks */
    moot_buf_t body;     /* of the message that is sent */
    moot_remote_facts_t facts;
};

/* Another edge. */
typedef struct moot_remote_peer {
    moot_map_node_t node;
    moot_remote_t *remote;
    moot_node_t asks, serves, tunnels;
    size_t held;       /* serves that are not answered */
    uint64_t heard_ms; /* last message of it, or when sharing began */
    uint64_t beat_ms;  /* last one sent */
    size_t size;
    char address[MOOT_EIO_HTTP_EDGE_BYTES_MAX];
} moot_remote_peer_t;

/* The peer of an address, made when it is new, which begins to share. NULL:
 * too many, or no address. */
moot_remote_peer_t *moot_remote_peer(moot_remote_t *remote,
                                     moot_slice_t address);

/* Sends remote->body after encoding a message there: rc is the result of
 * that. Returns 0 or an error: it is lost. */
int moot_remote_say(moot_remote_peer_t *peer, int rc);

moot_slice_t moot_remote_address(const moot_remote_t *remote);

/* remote_polls.c */
void moot_remote_polls_ask(moot_remote_peer_t *peer,
                           const moot_msg_poll_ask_t *ask);
void moot_remote_polls_told(moot_remote_peer_t *peer,
                            const moot_msg_poll_told_t *told);
/* Ends all polls of a peer: those asked are answered with that refusal. */
void moot_remote_polls_end(moot_remote_peer_t *peer, int status,
                           const char *json);

/* remote_tunnels.c */
void moot_remote_tunnels_take(moot_remote_peer_t *peer,
                              const moot_msg_tunnel_t *step);
void moot_remote_tunnels_end(moot_remote_peer_t *peer);
void moot_remote_tunnels_tick(moot_remote_t *remote);
void moot_remote_tunnels_beat(moot_remote_peer_t *peer, bool question);

#endif
