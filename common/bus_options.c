/* Each value was measured with libzmq 4.3.4. czmq's setters assert that the
 * library takes the value, which is a promise of ours here: all are constants
 * or checked. */
#include "common/bus_options.h"

#include <czmq.h>

#include "common/keyring.h"

#define RECONNECT_MS 100       /* the first wait, doubled up to */
#define RECONNECT_MAX_MS 2000  /* this */
#define KEEPALIVE_IDLE_S 2     /* TCP: silence before the first probe, */
#define KEEPALIVE_EVERY_S 1    /* time to the next, */
#define KEEPALIVE_PROBES 3     /* and how many may stay without an answer */
#define CONNECT_MS 2000        /* TCP: an attempt to connect may take; the
                                * system's own patience outlasts a cut link by
                                * a minute */
#define TCP_UNACKED_MS 5000    /* sent bytes may wait for their receipt */
#define SUBSCRIPTIONS_MAX 1000 /* of one peer that a PUB has not yet read */

static void set_bounds(zsock_t *socket, int type,
                       const moot_bus_options_t *options)
{
    /* A SUB's subscriptions must not be lost, whatever their number. */
    int send_max = type == ZMQ_SUB ? 0 : options->send_messages_max;
    int receive_max =
        type == ZMQ_PUB ? SUBSCRIPTIONS_MAX : options->receive_messages_max;
    MOOT_CHECK(receive_max > 0 && (send_max > 0 || type == ZMQ_SUB));
    MOOT_CHECK(options->message_bytes_max > 0
               && options->message_bytes_max <= INT_MAX);
    zsock_set_sndhwm(socket, send_max);
    zsock_set_rcvhwm(socket, receive_max);
    zsock_set_maxmsgsize(socket, (int)options->message_bytes_max);
}

/* ZMTP heartbeats stay off: libzmq 4.3.4 aborts the process when one falls due
 * on a connection that ended while its input was stopped at the mark. A
 * machine that vanished is the kernel's to notice; a program that hangs is
 * noticed by the heartbeats of the programs themselves. */
static void set_times(zsock_t *socket)
{
    zsock_set_linger(socket, 0);
    zsock_set_reconnect_ivl(socket, RECONNECT_MS);
    zsock_set_reconnect_ivl_max(socket, RECONNECT_MAX_MS);
    zsock_set_handshake_ivl(socket, MOOT_BUS_HANDSHAKE_MS);
    zsock_set_connect_timeout(socket, CONNECT_MS);
    zsock_set_heartbeat_ivl(socket, 0);
    zsock_set_tcp_keepalive(socket, 1);
    zsock_set_tcp_keepalive_idle(socket, KEEPALIVE_IDLE_S);
    zsock_set_tcp_keepalive_intvl(socket, KEEPALIVE_EVERY_S);
    zsock_set_tcp_keepalive_cnt(socket, KEEPALIVE_PROBES);
    zsock_set_tcp_maxrt(socket, TCP_UNACKED_MS);
}

void moot_bus_options_set(zsock_t *socket, const moot_bus_options_t *options)
{
    int type = zsock_type(socket);
    set_bounds(socket, type, options);
    set_times(socket);
    zsock_set_ipv6(socket, 0);
    /* Without HANDOVER a peer that reconnects before this thread has seen its
     * old connection end is ignored for as long as it stays connected. */
    if (type == ZMQ_ROUTER) {
        zsock_set_router_mandatory(socket, 1);
        zsock_set_router_handover(socket, 1);
    }
    if (type == ZMQ_DEALER)
        zsock_set_immediate(socket, 1);
}

static void set(zsock_t *socket, int option, const void *value, size_t size)
{
    MOOT_CHECK(
        zmq_setsockopt(zsock_resolve(socket), option, value, size) == 0);
}

void moot_bus_options_set_keys(zsock_t *socket, const moot_keyring_t *ring,
                               const uint8_t *server_key, const char *domain)
{
    const int on = 1;
    set(socket, ZMQ_CURVE_PUBLICKEY, ring->self.bytes, MOOT_KEY_BYTES);
    set(socket, ZMQ_CURVE_SECRETKEY, ring->secret, MOOT_KEY_BYTES);
    if (server_key != NULL) {
        set(socket, ZMQ_CURVE_SERVERKEY, server_key, MOOT_KEY_BYTES);
        return;
    }
    /* Without a handler the library would let everybody in (the option against
     * that is a draft in 4.3.4): the handler outlives the bus's sockets. */
    set(socket, ZMQ_CURVE_SERVER, &on, sizeof on);
    set(socket, ZMQ_ZAP_DOMAIN, domain, strlen(domain));
}

void moot_bus_make_keys(uint8_t *public_key, uint8_t *secret_key)
{
    char public_text[41], secret_text[41]; /* Z85 */
    MOOT_CHECK(zmq_curve_keypair(public_text, secret_text) == 0);
    MOOT_CHECK(zmq_z85_decode(public_key, public_text) != NULL);
    MOOT_CHECK(zmq_z85_decode(secret_key, secret_text) != NULL);
    explicit_bzero(secret_text, sizeof secret_text);
}
