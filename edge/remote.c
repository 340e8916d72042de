#include "edge/remote_internal.h"

#include <stdlib.h>
#include <string.h>

/* How often the peers are looked at for silence. */
#define LOOK_MS 250
/* Bytes of one message: a body of the greatest size and what is around it. */
#define MESSAGE_BYTES_MAX (17 * 1024 * 1024)

#define UNKNOWN "{\"code\":1,\"message\":\"Session ID unknown\"}"
#define ENDING "{\"code\":3,\"message\":\"Bad request\"}"

moot_slice_t moot_remote_address(const moot_remote_t *remote)
{
    return remote->config.address;
}

moot_remote_t *moot_remote_new(const moot_remote_config_t *config,
                               uint64_t now_ms)
{
    moot_remote_t *remote = calloc(1, sizeof *remote);
    MOOT_CHECK(remote != NULL);
    MOOT_CHECK(config->address.size <= sizeof remote->address);
    remote->config = *config;
    memcpy(remote->address, config->address.at, config->address.size);
    remote->config.address.at = (const uint8_t *)remote->address;
    remote->now_ms = now_ms;
    moot_map_init(&remote->peers);
    moot_map_init(&remote->asks);
    moot_map_init(&remote->serves);
    moot_map_init(&remote->tunnels);
    moot_timer_heap_init(&remote->timers);
    moot_list_init(&remote->done);
    moot_list_init(&remote->closing);
    moot_buf_init(&remote->body, MESSAGE_BYTES_MAX);
    return remote;
}

/* ---- peers ---- */

static bool shares(const moot_remote_peer_t *peer)
{
    return !moot_list_empty(&peer->asks) || !moot_list_empty(&peer->tunnels)
           || peer->held > 0;
}

moot_remote_peer_t *moot_remote_peer(moot_remote_t *remote,
                                     moot_slice_t address)
{
    moot_map_node_t *node = moot_map_get(&remote->peers, address);
    moot_remote_peer_t *peer;
    if (node != NULL) {
        peer = MOOT_CONTAINER(node, moot_remote_peer_t, node);
        /* Nothing had to be heard while nothing was shared. */
        if (!shares(peer))
            peer->heard_ms = remote->now_ms;
        return peer;
    }
    if (address.size == 0 || address.size > sizeof peer->address
        || remote->peers.count >= MOOT_REMOTE_PEERS_MAX)
        return NULL;
    peer = calloc(1, sizeof *peer);
    MOOT_CHECK(peer != NULL);
    peer->remote = remote;
    peer->size = address.size;
    memcpy(peer->address, address.at, address.size);
    peer->heard_ms = peer->beat_ms = remote->now_ms;
    moot_list_init(&peer->asks);
    moot_list_init(&peer->serves);
    moot_list_init(&peer->tunnels);
    moot_map_put(&remote->peers, &peer->node,
                 moot_slice(peer->address, peer->size));
    return peer;
}

static void free_peer(moot_remote_peer_t *peer)
{
    moot_map_remove(&peer->remote->peers, &peer->node);
    free(peer);
}

int moot_remote_say(moot_remote_peer_t *peer, int rc)
{
    moot_remote_t *remote = peer->remote;
    if (rc == MOOT_OK)
        rc = remote->config.to_edge(remote->config.ctx,
                                    moot_slice(peer->address, peer->size),
                                    moot_buf_slice(&remote->body));
    moot_buf_clear(&remote->body);
    return rc;
}

/* All that is shared with it ends. */
static void end_peer(moot_remote_peer_t *peer)
{
    moot_remote_polls_end(peer, 400, UNKNOWN);
    moot_remote_tunnels_end(peer);
}

static void look_at(moot_remote_peer_t *peer)
{
    uint64_t now = peer->remote->now_ms;
    uint64_t silent = now - peer->heard_ms;
    if (!shares(peer)) {
        if (silent >= MOOT_REMOTE_SILENCE_MS && moot_list_empty(&peer->serves))
            free_peer(peer);
        return;
    }
    if (silent >= MOOT_REMOTE_SILENCE_MS)
        end_peer(peer);
    else if (now - peer->beat_ms >= MOOT_REMOTE_BEAT_MS)
        moot_remote_tunnels_beat(peer, true);
}

void moot_remote_tick(moot_remote_t *remote, uint64_t now_ms)
{
    remote->now_ms = now_ms;
    moot_timer_run(&remote->timers, now_ms);
    if (now_ms >= remote->look_ms) {
        remote->look_ms = now_ms + LOOK_MS;
        moot_map_node_t *node = moot_map_next(&remote->peers, NULL);
        while (node != NULL) {
            moot_map_node_t *after = moot_map_next(&remote->peers, node);
            look_at(MOOT_CONTAINER(node, moot_remote_peer_t, node));
            node = after;
        }
    }
    moot_remote_tunnels_tick(remote);
}

void moot_remote_edge_gone(moot_remote_t *remote, moot_slice_t address,
                           uint64_t now_ms)
{
    moot_map_node_t *node = moot_map_get(&remote->peers, address);
    remote->now_ms = now_ms;
    if (node == NULL)
        return;
    moot_remote_peer_t *peer = MOOT_CONTAINER(node, moot_remote_peer_t, node);
    end_peer(peer);
    /* Addresses come from clients: those that name nobody must not fill the
     * table until they were silent for long. */
    if (!shares(peer) && moot_list_empty(&peer->serves))
        free_peer(peer);
}

/* ---- messages ---- */

static moot_slice_t sender(const moot_msg_t *message)
{
    switch (message->code) {
    case MOOT_MSG_POLL_ASK:
        return message->as.poll_ask.asker;
    case MOOT_MSG_POLL_TOLD:
        return message->as.poll_told.from;
    default:
        return message->as.tunnel.from;
    }
}

void moot_remote_from_edge(moot_remote_t *remote, moot_slice_t body,
                           uint64_t now_ms)
{
    moot_msg_t message;
    remote->now_ms = now_ms;
    if (moot_wire_decode(body, &message) != MOOT_OK
        || (message.code != MOOT_MSG_POLL_ASK
            && message.code != MOOT_MSG_POLL_TOLD
            && message.code != MOOT_MSG_TUNNEL)) {
        remote->facts.damaged++;
        return;
    }
    moot_remote_peer_t *peer = moot_remote_peer(remote, sender(&message));
    if (peer == NULL) {
        remote->facts.refused++;
        return;
    }
    peer->heard_ms = now_ms;
    if (message.code == MOOT_MSG_POLL_ASK)
        moot_remote_polls_ask(peer, &message.as.poll_ask);
    else if (message.code == MOOT_MSG_POLL_TOLD)
        moot_remote_polls_told(peer, &message.as.poll_told);
    else
        moot_remote_tunnels_take(peer, &message.as.tunnel);
}

/* ---- the end ---- */

void moot_remote_destroy(moot_remote_t **remote_p, uint64_t now_ms)
{
    moot_remote_t *remote = *remote_p;
    *remote_p = NULL;
    if (remote == NULL)
        return;
    remote->now_ms = now_ms;
    moot_map_node_t *node = moot_map_next(&remote->peers, NULL);
    while (node != NULL) {
        moot_remote_peer_t *peer =
            MOOT_CONTAINER(node, moot_remote_peer_t, node);
        node = moot_map_next(&remote->peers, node);
        moot_remote_polls_end(peer, 503, ENDING);
        moot_remote_tunnels_end(peer);
        free_peer(peer);
    }
    moot_remote_tunnels_tick(remote);
    moot_map_close(&remote->peers);
    moot_map_close(&remote->asks);
    moot_map_close(&remote->serves);
    moot_map_close(&remote->tunnels);
    moot_timer_heap_close(&remote->timers);
    moot_buf_close(&remote->body);
    free(remote);
}

void moot_remote_facts(const moot_remote_t *remote, moot_remote_facts_t *out)
{
    *out = remote->facts;
    out->asked = remote->asks.count;
}
