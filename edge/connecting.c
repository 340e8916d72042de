/* CONNECT: whose credential it is, and everything that a new socket gets. */
#include "edge/sockets_internal.h"

#include "common/err.h"
#include "common/metric.h"
#include "edge/auth.h"

#include <stdlib.h>

static void refuse(moot_sockets_t *sockets, moot_sockets_client_t *client,
                   moot_slice_t name_space, moot_slice_t message,
                   const char *why)
{
    moot_metric_add(MOOT_M_EDGE_SIO_REFUSED_TOTAL, 1);
    sockets->sink.refused(sockets->ctx, name_space, message, why);
    moot_sockets_send(
        sockets, client,
        moot_sio_write_connect_error(name_space, message, moot_slice(NULL, 0)),
        false);
}

/* Whether an earlier namespace has the same cookie. */
static bool is_known(const moot_profile_t *profile, size_t number)
{
    const moot_profile_namespace_t *spaces = profile->namespaces;

    for (size_t i = 0; i < number; i++)
        if (spaces[i].auth == MOOT_PROFILE_AUTH_COOKIE
            && moot_slice_eq(spaces[i].cookie, spaces[number].cookie))
            return true;
    return false;
}

moot_slice_t moot_connecting_cookies(moot_sockets_t *sockets,
                                     moot_slice_t header)
{
    const moot_profile_t *profile = sockets->profile;
    moot_buf_t *kept = &sockets->scratch;
    moot_slice_t value;

    moot_buf_clear(kept);
    if (!header.at)
        return header;
    for (size_t i = 0; i < profile->namespaces_count; i++) {
        const moot_profile_namespace_t *space = &profile->namespaces[i];

        if (space->auth != MOOT_PROFILE_AUTH_COOKIE || is_known(profile, i)
            || moot_auth_cookie(header, (const char *)space->cookie.at, &value)
                   != 0)
            continue;
        if (value.size > MOOT_CONNECTING_COOKIE_MAX)
            value.size = MOOT_CONNECTING_COOKIE_MAX;
        moot_buf_put(kept, space->cookie.at, space->cookie.size);
        moot_buf_put_str(kept, "=");
        moot_buf_put(kept, value.at, value.size);
        moot_buf_put_str(kept, ";");
    }
    return kept->size > 0 ? moot_buf_slice(kept) : moot_slice("", 0);
}

/* The member `token` of what CONNECT brought; scratch: as large as that.
 * Empty: there is none. */
static moot_slice_t token_of(const moot_sio_packet_t *packet,
                             moot_json_scratch_t scratch)
{
    static const moot_slice_t names[] = {MOOT_JSON_NAME("token")};
    moot_json_value_t value;
    moot_slice_t token;

    if (packet->data.kind != MOOT_JSON_OBJECT
        || moot_json_read_object(packet->data.raw, names, 1, &value) != 0
        || moot_json_read_string(&value, &scratch, &token) != 0)
        return moot_slice(NULL, 0);
    return token;
}

/* Finds and verifies the credential that the namespace wants; its claims are
 * appended. Returns an empty message, or why it is refused. */
static moot_slice_t identify(moot_sockets_t *sockets,
                             const moot_sockets_client_t *client,
                             const moot_profile_namespace_t *space,
                             const moot_sio_packet_t *packet,
                             moot_buf_t *claims, const char **why)
{
    moot_slice_t token = {NULL, 0};
    uint8_t *plain;

    *why = "";
    if (space->auth == MOOT_PROFILE_AUTH_NONE)
        return moot_slice(NULL, 0);
    if (space->auth == MOOT_PROFILE_AUTH_COOKIE) {
        if (!client->cookie.at)
            return space->no_cookie;
        if (moot_auth_cookie(client->cookie, (const char *)space->cookie.at,
                             &token)
            != 0)
            return space->no_token;
    } else {
        moot_arena_reset(&sockets->arena);
        plain = moot_arena_take(&sockets->arena, packet->data.raw.size);
        if (plain)
            token = token_of(
                packet, (moot_json_scratch_t){plain, packet->data.raw.size});
        if (token.size == 0)
            return space->no_token;
    }
    return sockets->sink.verify(sockets->ctx, token, claims, why) == 0
               ? moot_slice(NULL, 0)
               : space->bad_token;
}

static void make_sid(moot_sockets_t *sockets, char sid[MOOT_SOCKETS_SID_BYTES])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789-_";
    uint64_t bits = 0;

    for (int i = 0; i < MOOT_SOCKETS_SID_BYTES; i++) {
        if (i % 10 == 0)
            bits = sockets->sink.random(sockets->ctx);
        sid[i] = digits[bits & 63];
        bits >>= 6;
    }
}

/* Puts the socket into its namespace and its automatic rooms. */
static int settle_in(moot_sockets_t *sockets, moot_socket_t *socket,
                     const moot_events_welcome_t *welcome)
{
    int rc = moot_channels_add(sockets->channels, &socket->occupant,
                               moot_sockets_name(sockets, socket),
                               moot_sockets_sid(socket), welcome->user);

    for (size_t i = 0; rc == 0 && i < welcome->rooms_count; i++)
        rc = moot_channels_enter(sockets->channels, &socket->occupant,
                                 welcome->rooms[i], NULL);
    if (rc != 0)
        moot_channels_remove(sockets->channels, &socket->occupant);
    return rc;
}

/* Everything that a socket gets that is in. */
static void greet(moot_sockets_t *sockets, moot_socket_t *socket,
                  const moot_events_welcome_t *welcome)
{
    moot_sockets_client_t *client = socket->client;

    moot_list_push(&client->sockets, &socket->in_client);
    moot_list_remove(&client->unconnected);
    sockets->sink.connected(sockets->ctx, moot_sockets_name(sockets, socket),
                            moot_sockets_sid(socket), welcome->user);
    moot_sockets_send(sockets, client,
                      moot_sio_write_connect(moot_sockets_name(sockets, socket),
                                             moot_sockets_sid(socket)),
                      false);
    for (size_t i = 0; socket->client && i < welcome->packets_count; i++)
        moot_requests_own(sockets, socket, &welcome->packets[i],
                          moot_slice(NULL, 0));
    for (size_t i = 0; socket->client && i < welcome->facts_count; i++)
        moot_requests_learn(sockets, socket, welcome->facts[i].name,
                            welcome->facts[i].value);
}

/* A socket whose credential is good. */
static void welcome_in(moot_sockets_t *sockets, moot_sockets_client_t *client,
                       int number, const moot_sio_packet_t *packet,
                       moot_slice_t claims)
{
    moot_slice_t name = sockets->profile->namespaces[number].name;
    moot_socket_t *socket = malloc(sizeof *socket + claims.size);
    moot_events_socket_t who = {
        .namespace = number, .auth = packet->data.raw, .query = client->query};
    moot_events_welcome_t welcome;
    const char *why = "";

    if (!socket) {
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_NO_MEMORY);
        return;
    }
    *socket = (moot_socket_t){.client = client, .name_space = number};
    socket->claims = moot_slice(socket->bytes, claims.size);
    if (claims.size > 0)
        memcpy(socket->bytes, claims.at, claims.size);
    moot_list_init(&socket->in_client);
    moot_list_init(&socket->pending);
    moot_list_init(&socket->waiting);
    moot_list_init(&socket->confirms);
    make_sid(sockets, socket->sid);
    who.sid = moot_sockets_sid(socket);
    who.claims = socket->claims;
    moot_events_connect(sockets->events, &who, (int64_t)sockets->now.wall_ms,
                        &welcome);
    if (welcome.refused.size > 0)
        why = welcome.why ? welcome.why : "";
    else if (welcome.user.size > 0
             && !sockets->sink.admit(sockets->ctx, welcome.user))
        welcome.refused = moot_slice_str("Too many connections");
    else if (settle_in(sockets, socket, &welcome) != 0) {
        if (welcome.user.size > 0)
            sockets->sink.dismiss(sockets->ctx, welcome.user);
        welcome.refused = moot_slice_str("Too many rooms");
    }
    if (welcome.refused.size > 0) {
        refuse(sockets, client, name, welcome.refused, why);
        free(socket);
        return;
    }
    greet(sockets, socket, &welcome);
}

static bool is_in(const moot_sockets_client_t *client, int number)
{
    MOOT_LIST_FOREACH (&client->sockets, node, after)
        if (MOOT_CONTAINER(node, moot_socket_t, in_client)->name_space
            == number)
            return true;
    return false;
}

void moot_connecting_take(moot_sockets_t *sockets,
                          moot_sockets_client_t *client,
                          const moot_sio_packet_t *packet)
{
    int number = moot_profile_namespace(sockets->profile, packet->namespace);
    moot_slice_t refusal = {NULL, 0};
    const char *why = "";
    moot_buf_t claims;

    if (number >= 0 && is_in(client, number)) {
        moot_sockets_shut(sockets, client, MOOT_SOCKETS_BAD_PACKET);
        return;
    }
    if (!moot_sockets_allow(sockets, client)) {
        refuse(sockets, client, packet->namespace,
               moot_slice_str("Too many requests"), why);
        return;
    }
    if (number < 0) {
        refuse(sockets, client, packet->namespace,
               moot_slice_str("Invalid namespace"), why);
        return;
    }
    moot_buf_init(&claims, MOOT_SOCKETS_CLAIMS_MAX);
    refusal = identify(sockets, client, &sockets->profile->namespaces[number],
                       packet, &claims, &why);
    if (refusal.size > 0)
        refuse(sockets, client, packet->namespace, refusal, why);
    else
        welcome_in(sockets, client, number, packet, moot_buf_slice(&claims));
    moot_buf_close(&claims);
}
