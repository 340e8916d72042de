#include "cli/ws_client.h"

#include "common/err.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>

enum { WAIT_US_MAX = 1000000, URL_BYTES_MAX = 1024 };

typedef struct peer {
    moot_ws_client_t *client;
    size_t number;
    struct lws *wsi; /* NULL: not open */
    char *token;     /* "Bearer …" until it was sent */
    bool open, ended;
    moot_buf_t in;
    moot_buf_t out; /* frames: size, then bytes with room before them */
    size_t written;
} peer_t;

struct moot_ws_client {
    struct lws_context *lws;
    char url[URL_BYTES_MAX];
    const char *host, *path;
    char full_path[URL_BYTES_MAX + 1];
    int port;
    struct lws_protocols protocols[2];
    lws_sorted_usec_list_t timer;
    moot_ws_client_frame_fn *on_frame;
    moot_ws_client_end_fn *on_end;
    void *ctx;
    peer_t *peers;
    size_t count;
    bool closing;
};

static void end(peer_t *peer, const char *why)
{
    moot_ws_client_t *client = peer->client;

    peer->wsi = NULL;
    peer->open = false;
    if (peer->ended)
        return;
    peer->ended = true;
    if (!client->closing)
        client->on_end(client->ctx, peer->number, why);
}

static int add_token(peer_t *peer, struct lws *wsi, unsigned char **at,
                     unsigned char *limit)
{
    int rc = lws_add_http_header_by_token(
        wsi, WSI_TOKEN_HTTP_AUTHORIZATION, (unsigned char *)peer->token,
        (int)strlen(peer->token), at, limit);

    free(peer->token);
    peer->token = NULL;
    return rc != 0 ? -1 : 0;
}

/* One frame goes out for each time that the socket can take one. */
static int write_one(peer_t *peer)
{
    size_t size;
    uint8_t *at = peer->out.at + peer->written;

    if (peer->written == peer->out.size)
        return 0;
    memcpy(&size, at, sizeof size);
    at += sizeof size;
    if (lws_write(peer->wsi, at + LWS_PRE, size, LWS_WRITE_TEXT) < 0)
        return -1;
    peer->written += sizeof size + LWS_PRE + size;
    if (peer->written == peer->out.size) {
        moot_buf_clear(&peer->out);
        peer->written = 0;
    } else {
        (void)lws_callback_on_writable(peer->wsi);
    }
    return 0;
}

static int take(peer_t *peer, const void *at, size_t size)
{
    if (moot_buf_put(&peer->in, at, size) != 0)
        return -1;
    if (!lws_is_final_fragment(peer->wsi)
        || lws_remaining_packet_payload(peer->wsi) > 0)
        return 0;
    peer->client->on_frame(peer->client->ctx, peer->number,
                           moot_buf_slice(&peer->in));
    moot_buf_clear(&peer->in);
    return 0;
}

static int on_lws(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                  void *in, size_t size)
{
    peer_t *peer = user;

    switch (reason) {
    case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
        if (peer && peer->token)
            return add_token(peer, wsi, in, *(unsigned char **)in + size);
        return 0;
    case LWS_CALLBACK_CLIENT_ESTABLISHED:
        peer->open = true;
        if (peer->out.size > 0)
            (void)lws_callback_on_writable(wsi);
        return 0;
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        if (peer)
            end(peer, in ? in : "no connection");
        return 0;
    case LWS_CALLBACK_CLIENT_RECEIVE:
        return take(peer, in, size);
    case LWS_CALLBACK_CLIENT_WRITEABLE:
        return write_one(peer);
    case LWS_CALLBACK_CLIENT_CLOSED:
        end(peer, "closed by the server");
        return 0;
    default:
        return 0;
    }
}

static bool take_url(moot_ws_client_t *client, const char *url)
{
    const char *scheme = NULL;
    int size = snprintf(client->url, sizeof client->url, "%s", url);

    if (size < 0 || (size_t)size >= sizeof client->url
        || lws_parse_uri(client->url, &scheme, &client->host, &client->port,
                         &client->path)
               != 0
        || strcmp(scheme, "ws") != 0 || client->host[0] == '\0')
        return false;
    snprintf(client->full_path, sizeof client->full_path, "/%s", client->path);
    return true;
}

int moot_ws_client_new(const char *url, size_t sockets,
                       moot_ws_client_frame_fn *on_frame,
                       moot_ws_client_end_fn *on_end, void *ctx,
                       moot_ws_client_t **out)
{
    moot_ws_client_t *client = calloc(1, sizeof *client);
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .gid = -1,
        .uid = -1,
    };

    MOOT_CHECK(client);
    if (!take_url(client, url)) {
        free(client);
        return MOOT_EINVAL;
    }
    lws_set_log_level(0, NULL);
    client->on_frame = on_frame;
    client->on_end = on_end;
    client->ctx = ctx;
    client->count = sockets;
    client->peers = calloc(sockets + 1, sizeof *client->peers);
    MOOT_CHECK(client->peers);
    for (size_t i = 0; i < sockets; i++) {
        client->peers[i].client = client;
        client->peers[i].number = i;
        moot_buf_init(&client->peers[i].in, MOOT_WS_CLIENT_FRAME_MAX);
        moot_buf_init(&client->peers[i].out, MOOT_WS_CLIENT_OUT_MAX);
    }
    client->protocols[0] = (struct lws_protocols){
        .name = "moot", .callback = on_lws, .rx_buffer_size = 65536};
    info.protocols = client->protocols;
    client->lws = lws_create_context(&info);
    if (!client->lws) {
        moot_ws_client_destroy(&client);
        return MOOT_ENOMEM;
    }
    *out = client;
    return 0;
}

void moot_ws_client_destroy(moot_ws_client_t **client_p)
{
    moot_ws_client_t *client = *client_p;

    *client_p = NULL;
    if (!client)
        return;
    client->closing = true;
    if (client->lws) {
        lws_sul_schedule(client->lws, 0, &client->timer, NULL,
                         LWS_SET_TIMER_USEC_CANCEL);
        lws_context_destroy(client->lws);
    }
    for (size_t i = 0; i < client->count; i++) {
        free(client->peers[i].token);
        moot_buf_close(&client->peers[i].in);
        moot_buf_close(&client->peers[i].out);
    }
    free(client->peers);
    free(client);
}

int moot_ws_client_open(moot_ws_client_t *client, size_t socket,
                        moot_slice_t token)
{
    static const char bearer[] = "Bearer ";
    peer_t *peer = &client->peers[socket];
    struct lws_client_connect_info info = {
        .context = client->lws,
        .address = client->host,
        .port = client->port,
        .path = client->full_path,
        .host = client->host,
        .ietf_version_or_minus_one = -1,
        .userdata = peer,
        .pwsi = &peer->wsi,
        .local_protocol_name = "moot",
    };

    MOOT_CHECK(socket < client->count && !peer->wsi && !peer->token);
    peer->token = malloc(sizeof bearer + token.size);
    MOOT_CHECK(peer->token);
    memcpy(peer->token, bearer, sizeof bearer - 1);
    memcpy(peer->token + sizeof bearer - 1, token.at, token.size);
    peer->token[sizeof bearer - 1 + token.size] = '\0';
    return lws_client_connect_via_info(&info) || peer->ended ? 0 : MOOT_EIO;
}

int moot_ws_client_send(moot_ws_client_t *client, size_t socket,
                        moot_slice_t frame)
{
    static const uint8_t room[LWS_PRE];
    peer_t *peer = &client->peers[socket];

    MOOT_CHECK(socket < client->count);
    if (peer->ended)
        return MOOT_ENOENT;
    if (sizeof frame.size + LWS_PRE + frame.size
        > peer->out.max - peer->out.size)
        return MOOT_EFULL;
    moot_buf_put(&peer->out, &frame.size, sizeof frame.size);
    moot_buf_put(&peer->out, room, sizeof room);
    if (moot_buf_put(&peer->out, frame.at, frame.size) != 0)
        return peer->out.error;
    if (peer->open)
        (void)lws_callback_on_writable(peer->wsi);
    return 0;
}

/* lws_service looks at timers first and then waits, without an end when this
 * one was due already: so it has to end that wait, too. */
static void on_timer(lws_sorted_usec_list_t *timer)
{
    moot_ws_client_t *client =
        lws_container_of(timer, moot_ws_client_t, timer);

    lws_cancel_service(client->lws);
}

void moot_ws_client_poll(moot_ws_client_t *client, uint64_t wait_us)
{
    if (wait_us > WAIT_US_MAX)
        wait_us = WAIT_US_MAX;
    if (wait_us == 0) {
        (void)lws_service(client->lws, -1);
        return;
    }
    lws_sul_schedule(client->lws, 0, &client->timer, on_timer,
                     (lws_usec_t)wait_us);
    (void)lws_service(client->lws, 0);
}
