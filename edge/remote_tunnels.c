#include "edge/remote_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was taken is said after so many bytes; a window has room for several
 * times that. */
#define SEEN_BYTES (32 * 1024)
#define WINDOW_MIN (4 * SEEN_BYTES)
/* What a message counts in a window besides its bytes. */
#define MESSAGE_COST 64
/* So many messages of the largest one's size may always be under way. */
#define MESSAGES_ALWAYS 4
/* Bytes of the reason in a close frame (RFC 6455, section 5.5). */
#define REASON_MAX 123

#define CODE_POLICY 1008
#define CODE_RESTART 1012

/* The same struct on both sides; client says on which we are. */
struct moot_remote_tunnel {
    moot_map_node_t node;
    struct {
        const moot_remote_peer_t *peer;
        uint64_t id;
        uint64_t client; /* 1: the client is here */
    } key;
    moot_node_t in_peer; /* or in remote->closing, when it is over */
    moot_remote_peer_t *peer;
    moot_remote_t *remote; /* the peer may be freed when it is over */
    moot_lane_t *client;   /* the client's WebSocket, at the asking edge */
    moot_lane_t lane;      /* for the engine, at the holder */
    uint64_t step_out, step_in;
    uint64_t sent, acknowledged; /* bytes: ours, and what of them was taken */
    uint64_t taken, told;        /* bytes: theirs, and what they know of it */
    size_t largest;              /* message that was sent */
    bool over;                   /* nothing is sent or taken any more */
};

/* ---- messages ---- */

static int send_step(moot_remote_tunnel_t *tunnel, moot_msg_tunnel_t *step)
{
    moot_remote_t *remote = tunnel->remote;
    step->tunnel = tunnel->key.id;
    step->from = moot_remote_address(remote);
    step->client = tunnel->key.client != 0;
    step->taken = tunnel->taken;
    if (step->what != MOOT_TUNNEL_SEEN)
        step->step = ++tunnel->step_out;
    tunnel->told = tunnel->taken;
    return moot_remote_say(tunnel->peer,
                           moot_wire_encode_tunnel(&remote->body, step));
}

static void send_close(moot_remote_tunnel_t *tunnel, int code,
                       const char *reason)
{
    moot_msg_tunnel_t step = {.what = MOOT_TUNNEL_CLOSE,
                              .code = (uint64_t)code,
                              .data = moot_slice_str(reason)};
    /* When it is lost, the next step is answered with a close. */
    (void)send_step(tunnel, &step);
}

void moot_remote_tunnels_beat(moot_remote_peer_t *peer, bool question)
{
    moot_remote_t *remote = peer->remote;
    const moot_msg_tunnel_t beat = {.from = moot_remote_address(remote),
                                    .what = MOOT_TUNNEL_BEAT,
                                    .code = question ? 1 : 0};
    peer->beat_ms = remote->now_ms;
    (void)moot_remote_say(peer, moot_wire_encode_tunnel(&remote->body, &beat));
}

/* ---- beginning and end ---- */

static moot_remote_tunnel_t *add(moot_remote_peer_t *peer, uint64_t id,
                                 moot_lane_t *client)
{
    moot_remote_t *remote = peer->remote;
    moot_remote_tunnel_t *tunnel = calloc(1, sizeof *tunnel);
    MOOT_CHECK(tunnel != NULL);
    tunnel->key.peer = peer;
    tunnel->key.id = id;
    tunnel->key.client = client != NULL;
    tunnel->peer = peer;
    tunnel->remote = remote;
    tunnel->client = client;
    remote->facts.tunnels_opened++;
    if (client != NULL)
        remote->facts.tunnels++;
    else
        remote->facts.tunnels_held++;
    moot_list_init(&tunnel->in_peer);
    moot_list_push(&peer->tunnels, &tunnel->in_peer);
    moot_map_put(&remote->tunnels, &tunnel->node,
                 moot_slice(&tunnel->key, sizeof tunnel->key));
    return tunnel;
}

static moot_remote_tunnel_t *find(const moot_remote_peer_t *peer, uint64_t id,
                                  bool client)
{
    moot_remote_tunnel_t key;
    memset(&key, 0, sizeof key);
    key.key.peer = peer;
    key.key.id = id;
    key.key.client = client;
    moot_map_node_t *node = moot_map_get(&peer->remote->tunnels,
                                         moot_slice(&key.key, sizeof key.key));
    return node != NULL ? MOOT_CONTAINER(node, moot_remote_tunnel_t, node)
                        : NULL;
}

/* Takes it from the peer, who may not hear of it any more. */
static void detach(moot_remote_tunnel_t *tunnel)
{
    moot_remote_t *remote = tunnel->remote;
    tunnel->over = true;
    moot_map_remove(&remote->tunnels, &tunnel->node);
    moot_list_remove(&tunnel->in_peer);
    tunnel->peer = NULL;
    if (tunnel->client != NULL)
        remote->facts.tunnels--;
    else
        remote->facts.tunnels_held--;
}

/* It is over. The client's WebSocket is closed, and its owner says when that
 * is done; the engine is told in the next tick, because it may be what calls
 * us. */
static void end(moot_remote_tunnel_t *tunnel, int code, const char *reason)
{
    detach(tunnel);
    if (tunnel->client != NULL)
        tunnel->client->ops->close(tunnel->client, code, reason);
    else
        moot_list_push(&tunnel->remote->closing, &tunnel->in_peer);
}

static void fail(moot_remote_tunnel_t *tunnel, int code, const char *reason)
{
    tunnel->remote->facts.lost++;
    send_close(tunnel, code, reason);
    end(tunnel, code, reason);
}

void moot_remote_tunnels_tick(moot_remote_t *remote)
{
    moot_node_t *node;
    while ((node = moot_list_first(&remote->closing)) != NULL) {
        moot_remote_tunnel_t *tunnel =
            MOOT_CONTAINER(node, moot_remote_tunnel_t, in_peer);
        moot_list_remove(node);
        remote->config.engine.lane_closed(remote->config.engine.engine,
                                          &tunnel->lane, remote->now_ms);
        free(tunnel);
    }
}

void moot_remote_tunnels_end(moot_remote_peer_t *peer)
{
    moot_node_t *node;
    while ((node = moot_list_first(&peer->tunnels)) != NULL) {
        peer->remote->facts.lost++;
        end(MOOT_CONTAINER(node, moot_remote_tunnel_t, in_peer), CODE_RESTART,
            "the session's edge is gone");
    }
}

/* ---- sending ---- */

static void send_message(moot_remote_tunnel_t *tunnel, moot_slice_t payload,
                         bool binary)
{
    moot_remote_t *remote = tunnel->remote;
    size_t size = payload.size + MESSAGE_COST;
    size_t window = remote->config.window_bytes;
    uint64_t under_way = tunnel->sent - tunnel->acknowledged;
    if (size > tunnel->largest)
        tunnel->largest = size;
    if (window < WINDOW_MIN)
        window = WINDOW_MIN;
    if (window < MESSAGES_ALWAYS * tunnel->largest)
        window = MESSAGES_ALWAYS * tunnel->largest;
    if (under_way + size > window) {
        remote->facts.slow++;
        send_close(tunnel, CODE_POLICY, "reads too slowly");
        end(tunnel, CODE_POLICY, "reads too slowly");
        return;
    }
    moot_msg_tunnel_t step = {
        .what = binary ? MOOT_TUNNEL_BINARY : MOOT_TUNNEL_TEXT,
        .data = payload,
    };
    tunnel->sent += size;
    if (send_step(tunnel, &step) != MOOT_OK)
        fail(tunnel, CODE_RESTART, "the session's edge cannot be reached");
}

static void lane_send(moot_lane_t *lane, moot_frame_t *frame, bool binary)
{
    moot_remote_tunnel_t *tunnel =
        MOOT_CONTAINER(lane, moot_remote_tunnel_t, lane);
    if (!tunnel->over)
        send_message(tunnel, moot_frame_slice(frame), binary);
}

static void lane_close(moot_lane_t *lane, int code, const char *reason)
{
    moot_remote_tunnel_t *tunnel =
        MOOT_CONTAINER(lane, moot_remote_tunnel_t, lane);
    if (tunnel->over)
        return;
    send_close(tunnel, code, reason);
    end(tunnel, code, reason);
}

/* ---- the asking edge ---- */

int moot_remote_tunnel(moot_remote_t *remote, moot_slice_t address,
                       moot_slice_t sid, moot_lane_t *lane, uint64_t now_ms,
                       moot_remote_tunnel_t **out)
{
    remote->now_ms = now_ms;
    moot_remote_peer_t *peer = NULL;
    if (remote->tunnels.count < MOOT_REMOTE_TUNNELS_MAX
        && sid.size <= MOOT_EIO_HTTP_SID_BYTES_MAX)
        peer = moot_remote_peer(remote, address);
    if (peer == NULL) {
        remote->facts.refused++;
        return MOOT_ELIMIT;
    }
    moot_remote_tunnel_t *tunnel = add(peer, ++remote->tunnel, lane);
    moot_msg_tunnel_t step = {.what = MOOT_TUNNEL_OPEN, .sid = sid};
    *out = tunnel;
    if (send_step(tunnel, &step) != MOOT_OK)
        fail(tunnel, CODE_RESTART, "the session's edge cannot be reached");
    return MOOT_OK;
}

void moot_remote_tunnel_message(moot_remote_tunnel_t *tunnel,
                                moot_slice_t payload, bool binary,
                                uint64_t now_ms)
{
    if (tunnel->over)
        return;
    tunnel->remote->now_ms = now_ms;
    send_message(tunnel, payload, binary);
}

void moot_remote_tunnel_left(moot_remote_tunnel_t *tunnel, uint64_t now_ms)
{
    /* When it is over, what it belonged to may be no more. */
    if (!tunnel->over) {
        tunnel->remote->now_ms = now_ms;
        send_close(tunnel, CODE_RESTART, "the client has gone");
        detach(tunnel);
    }
    free(tunnel);
}

/* ---- what the other edge says ---- */

static void take_open(moot_remote_peer_t *peer, const moot_msg_tunnel_t *step)
{
    static const moot_lane_ops_t ops = {lane_send, lane_close};
    moot_remote_t *remote = peer->remote;
    const moot_remote_engine_t *to = &remote->config.engine;
    char query[MOOT_EIO_HTTP_SID_BYTES_MAX + 40];
    moot_eio_http_answer_t refusal;
    moot_remote_tunnel_t *tunnel = add(peer, step->tunnel, NULL);
    tunnel->step_in = step->step;
    tunnel->lane.ops = &ops;
    (void)snprintf(query, sizeof query, "EIO=4&transport=websocket&sid=%.*s",
                   MOOT_SLICE_ARG(step->sid));
    const moot_eio_http_request_t request = {.method = moot_slice_str("GET"),
                                             .query = moot_slice_str(query),
                                             .peer = ""};
    bool full = remote->tunnels.count > MOOT_REMOTE_TUNNELS_MAX
                || step->sid.size > MOOT_EIO_HTTP_SID_BYTES_MAX;
    if (full)
        remote->facts.refused++;
    else if (to->upgrade(to->engine, &tunnel->lane, &request, &refusal,
                         remote->now_ms)
             == 101) {
        to->lane_opened(to->engine, &tunnel->lane, remote->now_ms);
        return;
    }
    send_close(tunnel, CODE_POLICY, "no such session");
    detach(tunnel);
    free(tunnel);
}

/* A close code that may stand in a frame (RFC 6455, section 7.4). */
static int sound_code(uint64_t code)
{
    bool sound = code >= 1000 && code < 5000 && code != 1004 && code != 1005
                 && code != 1006 && code != 1015;
    return sound ? (int)code : CODE_RESTART;
}

static void take_close(moot_remote_tunnel_t *tunnel,
                       const moot_msg_tunnel_t *step)
{
    char reason[REASON_MAX + 1] = "";
    (void)snprintf(reason, sizeof reason, "%.*s", MOOT_SLICE_ARG(step->data));
    end(tunnel, sound_code(step->code), reason);
}

static void take_message(moot_remote_tunnel_t *tunnel,
                         const moot_msg_tunnel_t *step)
{
    moot_remote_t *remote = tunnel->remote;
    const moot_remote_engine_t *to = &remote->config.engine;
    bool binary = step->what == MOOT_TUNNEL_BINARY;
    tunnel->taken += step->data.size + MESSAGE_COST;
    if (tunnel->taken - tunnel->told >= SEEN_BYTES) {
        moot_msg_tunnel_t seen = {.what = MOOT_TUNNEL_SEEN};
        (void)send_step(tunnel, &seen);
    }
    if (tunnel->client == NULL) {
        to->lane_message(to->engine, &tunnel->lane, step->data, binary,
                         remote->now_ms);
        return;
    }
    moot_frame_t *frame = moot_frame_new(step->data);
    if (frame == NULL) {
        fail(tunnel, CODE_RESTART, "out of memory");
        return;
    }
    tunnel->client->ops->send(tunnel->client, frame, binary);
    moot_frame_unref(&frame);
}

/* A step of a tunnel that is not known, or not any more. */
static void take_stray(moot_remote_peer_t *peer, const moot_msg_tunnel_t *step)
{
    moot_remote_t *remote = peer->remote;
    const moot_msg_tunnel_t close = {
        .tunnel = step->tunnel,
        .from = moot_remote_address(remote),
        .step = 1,
        .what = MOOT_TUNNEL_CLOSE,
        .code = CODE_RESTART,
        .client = !step->client,
    };
    if (step->what == MOOT_TUNNEL_OPEN && step->client)
        take_open(peer, step);
    else if (step->what != MOOT_TUNNEL_CLOSE)
        (void)moot_remote_say(peer,
                              moot_wire_encode_tunnel(&remote->body, &close));
}

void moot_remote_tunnels_take(moot_remote_peer_t *peer,
                              const moot_msg_tunnel_t *step)
{
    if (step->what == MOOT_TUNNEL_BEAT) {
        if (step->code != 0)
            moot_remote_tunnels_beat(peer, false);
        return;
    }
    moot_remote_tunnel_t *tunnel = find(peer, step->tunnel, !step->client);
    if (tunnel == NULL) {
        take_stray(peer, step);
        return;
    }
    if (step->taken > tunnel->acknowledged && step->taken <= tunnel->sent)
        tunnel->acknowledged = step->taken;
    if (step->what == MOOT_TUNNEL_SEEN)
        return;
    if (step->what == MOOT_TUNNEL_CLOSE) {
        take_close(tunnel, step);
        return;
    }
    if (step->step <= tunnel->step_in)
        return; /* twice */
    if (step->step != ++tunnel->step_in) {
        fail(tunnel, CODE_RESTART, "a message was lost");
        return;
    }
    if (step->what == MOOT_TUNNEL_TEXT || step->what == MOOT_TUNNEL_BINARY)
        take_message(tunnel, step);
    else
        peer->remote->facts.damaged++;
}
