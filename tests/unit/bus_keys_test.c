/* CURVE over real TCP sockets: who comes in, who does not, what is counted. */
#include "common/bus.h"

#include "tests/lib/unit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/keyring.h"

#define WAIT_MS 10000 /* for what should take some milliseconds */
#define EDGES MOOT_KEY_OF(MOOT_KEY_EDGE)
#define TOOLS MOOT_KEY_OF(MOOT_KEY_TOOL)

/* The server's ring lists the peers; a peer's ring is only its pair. */
static moot_keyring_t server_ring, edge_ring, tool_ring, worker_ring, strange;
static moot_bus_t *bus;
static char endpoint[MOOT_BUS_ENDPOINT_MAX + 1];

static moot_bus_options_t options_of(unsigned roles, const uint8_t *server_key)
{
    return (moot_bus_options_t){.send_messages_max = 100,
                                .receive_messages_max = 100,
                                .message_bytes_max = 1 << 20,
                                .roles = roles,
                                .server_key = server_key};
}

static void make_pair(moot_keyring_t *ring, moot_key_role_t role)
{
    *ring = (moot_keyring_t){.self = {.role = role}};
    moot_bus_make_keys(ring->self.bytes, ring->secret);
    strcpy(ring->self.name, moot_key_role_name(role));
}

static moot_bus_socket_t *serve(unsigned roles)
{
    moot_bus_options_t options = options_of(roles, NULL);
    moot_bus_socket_t *socket = NULL;
    int rc = moot_bus_router(bus, "tcp://127.0.0.1:*", &options, &socket);
    if (rc != MOOT_OK)
        print_message("%s\n", moot_bus_error(bus));
    assert_int_equal(rc, MOOT_OK);
    strcpy(endpoint, moot_bus_endpoint(socket));
    return socket;
}

static int setup(void **state)
{
    static moot_key_t keys[3];
    (void)state;
    make_pair(&server_ring, MOOT_KEY_BROKER);
    make_pair(&edge_ring, MOOT_KEY_EDGE);
    make_pair(&tool_ring, MOOT_KEY_TOOL);
    make_pair(&worker_ring, MOOT_KEY_WORKER);
    make_pair(&strange, MOOT_KEY_EDGE);
    keys[0] = edge_ring.self;
    keys[1] = worker_ring.self;
    keys[2] = tool_ring.self;
    server_ring.keys = keys;
    server_ring.count = 3;
    bus = moot_bus_new();
    return moot_bus_use_keys(bus, &server_ring);
}

static int teardown(void **state)
{
    (void)state;
    moot_bus_destroy(&bus);
    return 0;
}

/* Whether a peer with this pair gets a message through within the time; it
 * stops early when the server counts one more failed handshake. */
static bool gets_in(moot_bus_socket_t *server, const moot_keyring_t *pair,
                    const uint8_t *server_key)
{
    moot_bus_options_t options = options_of(0, server_key);
    moot_bus_t *own = moot_bus_new();
    moot_bus_socket_t *socket = NULL;
    moot_slice_t hello = moot_slice_str("hello");
    uint64_t failed = moot_bus_stats(server).handshake_failed;
    uint64_t end_ms = moot_clock_mono_ms() + WAIT_MS;
    moot_bus_msg_t msg;
    bool in = false, refused = false;
    assert_non_null(own);
    if (pair != NULL)
        assert_int_equal(moot_bus_use_keys(own, pair), MOOT_OK);
    else
        moot_bus_allow_insecure(own);
    assert_int_equal(moot_bus_dealer(own, endpoint, &options,
                                     moot_slice_str("peer"), &socket),
                     MOOT_OK);
    moot_bus_msg_init(&msg);
    bool sent = false;
    while (!in && !refused && moot_clock_mono_ms() < end_ms) {
        uint64_t ready;
        if (!sent)
            sent = moot_bus_send(socket, moot_slice("", 0), &hello, 1) == 0;
        assert_int_equal(moot_bus_poll(bus, &server, 1, 10, &ready), MOOT_OK);
        in = moot_bus_receive(server, &msg) == MOOT_OK;
        refused = moot_bus_stats(server).handshake_failed > failed;
    }
    assert_true(in || refused);
    moot_bus_msg_close(&msg);
    moot_bus_destroy(&own);
    return in;
}

static void each_door_takes_its_roles(void **state)
{
    (void)state;
    const uint8_t *key = server_ring.self.bytes;
    moot_bus_refused_t refused;
    moot_bus_socket_t *front = serve(EDGES | TOOLS);
    assert_true(gets_in(front, &edge_ring, key));
    assert_true(gets_in(front, &tool_ring, key));
    assert_false(gets_in(front, &worker_ring, key));
    moot_bus_refused(bus, &refused);
    assert_int_equal(refused.failed, 1);
    assert_int_equal(refused.wrong_role, 1);
    assert_int_equal(refused.unknown_key, 0);
    assert_string_equal(refused.key, "worker/worker");
    assert_string_equal(refused.peer, "127.0.0.1");
    moot_bus_socket_t *back = serve(MOOT_KEY_OF(MOOT_KEY_WORKER));
    assert_false(gets_in(back, &edge_ring, key));
    assert_false(gets_in(back, &tool_ring, key));
    assert_true(gets_in(back, &worker_ring, key));
}

static void strangers_stay_out(void **state)
{
    (void)state;
    moot_bus_refused_t refused;
    char text[MOOT_KEY_TEXT + 1];
    moot_bus_socket_t *front = serve(EDGES);
    assert_false(gets_in(front, &strange, server_ring.self.bytes));
    moot_bus_refused(bus, &refused);
    assert_int_equal(refused.unknown_key, 1);
    moot_key_to_text(strange.self.bytes, text);
    assert_int_equal(strlen(refused.key), 16);
    assert_memory_equal(refused.key, text, 16);
    /* No CURVE; another server's key: neither gets as far as a question. */
    assert_false(gets_in(front, NULL, NULL));
    assert_false(gets_in(front, &edge_ring, strange.self.bytes));
    moot_bus_refused(bus, &refused);
    assert_true(refused.failed >= 3);
    assert_int_equal(refused.unknown_key, 1);
    assert_true(gets_in(front, &edge_ring, server_ring.self.bytes));
}

static void a_wrong_server_is_not_spoken_to(void **state)
{
    (void)state;
    moot_bus_options_t options = options_of(0, server_ring.self.bytes);
    moot_bus_socket_t *peer = NULL;
    moot_bus_t *impostor = moot_bus_new(), *own = moot_bus_new();
    moot_bus_options_t door = options_of(EDGES, NULL);
    moot_bus_socket_t *server = NULL;
    moot_keyring_t ring = strange;
    uint64_t ready;
    moot_bus_refused_t refused = {0};
    ring.keys = server_ring.keys;
    ring.count = server_ring.count;
    assert_int_equal(moot_bus_use_keys(impostor, &ring), MOOT_OK);
    assert_int_equal(
        moot_bus_router(impostor, "tcp://127.0.0.1:*", &door, &server),
        MOOT_OK);
    assert_int_equal(moot_bus_use_keys(own, &edge_ring), MOOT_OK);
    assert_int_equal(moot_bus_dealer(own, moot_bus_endpoint(server), &options,
                                     moot_slice_str("peer"), &peer),
                     MOOT_OK);
    uint64_t end_ms = moot_clock_mono_ms() + WAIT_MS;
    while (refused.failed == 0 && moot_clock_mono_ms() < end_ms) {
        assert_int_equal(moot_bus_poll(impostor, &server, 1, 10, &ready),
                         MOOT_OK);
        moot_bus_refused(impostor, &refused);
    }
    assert_true(refused.failed > 0);
    assert_int_equal(moot_bus_stats(peer).connected, 0);
    moot_bus_destroy(&own);
    moot_bus_destroy(&impostor);
}

static void lists_can_change(void **state)
{
    (void)state;
    const uint8_t *key = server_ring.self.bytes;
    moot_keyring_t fresh = server_ring;
    moot_bus_socket_t *front = serve(EDGES);
    assert_false(gets_in(front, &strange, key));
    fresh.keys = &strange.self;
    fresh.count = 1;
    assert_int_equal(moot_bus_use_keys(bus, &fresh), MOOT_OK);
    assert_true(gets_in(front, &strange, key));
    assert_false(gets_in(front, &edge_ring, key));
    assert_int_equal(moot_bus_use_keys(bus, &server_ring), MOOT_OK);
    assert_true(gets_in(front, &edge_ring, key));
}

static void tcp_without_keys_is_refused(void **state)
{
    (void)state;
    moot_bus_socket_t *socket = NULL;
    moot_bus_t *bare = moot_bus_new();
    moot_bus_options_t options = options_of(EDGES, server_ring.self.bytes);
    assert_int_equal(
        moot_bus_router(bare, "tcp://127.0.0.1:*", &options, &socket),
        MOOT_EDENIED);
    assert_non_null(strstr(moot_bus_error(bare), "insecure"));
    moot_bus_destroy(&bare);
    /* With keys: nobody may come; the server's is not known. */
    options = options_of(0, NULL);
    assert_int_equal(
        moot_bus_router(bus, "tcp://127.0.0.1:*", &options, &socket),
        MOOT_EDENIED);
    assert_int_equal(moot_bus_dealer(bus, "tcp://127.0.0.1:9", &options,
                                     moot_slice_str("a"), &socket),
                     MOOT_EDENIED);
    assert_null(socket);
}

static int connect_raw(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    to.sin_port = htons((uint16_t)atoi(strrchr(endpoint, ':') + 1));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* What no program of ours sends: other protocols, a greeting that promises no
 * security, frames of any length before the handshake. */
static void rubbish_is_counted(void **state)
{
    (void)state;
    uint8_t greeting[64] = {0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0};
    uint8_t giant[64 + 9];
    moot_bus_refused_t refused = {0};
    moot_bus_socket_t *front = serve(EDGES);
    memcpy(greeting + 12, "CURVE", 5);
    memcpy(giant, greeting, 64);
    memset(giant + 64, 0xff, 9);
    giant[64] = 6; /* a long command of nearly 2^64 bytes */
    giant[65] = 0x7f;
    memcpy(greeting + 12, "NULL\0", 5);
    const moot_slice_t wrong[] = {
        moot_slice_str("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        moot_slice("\x16\x03\x01\x02\x00\x01", 6),
        moot_slice("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16),
        moot_slice(greeting, sizeof greeting),
        moot_slice(giant, sizeof giant),
    };
    enum { WRONG = sizeof wrong / sizeof *wrong };
    int fds[WRONG];
    for (size_t i = 0; i < WRONG; i++) {
        fds[i] = connect_raw();
        assert_int_equal(write(fds[i], wrong[i].at, wrong[i].size),
                         wrong[i].size);
        if (i == 1)
            (void)shutdown(fds[i], SHUT_WR);
    }
    uint64_t end_ms = moot_clock_mono_ms() + WAIT_MS;
    while (refused.failed < WRONG && moot_clock_mono_ms() < end_ms) {
        uint64_t ready;
        assert_int_equal(moot_bus_poll(bus, &front, 1, 10, &ready), MOOT_OK);
        assert_int_equal(ready, 0);
        moot_bus_refused(bus, &refused);
    }
    assert_int_equal(refused.failed, WRONG);
    for (size_t i = 0; i < WRONG; i++)
        (void)close(fds[i]);
    assert_true(gets_in(front, &edge_ring, server_ring.self.bytes));
}

static void closed_sockets_stay_counted(void **state)
{
    (void)state;
    moot_bus_refused_t refused;
    moot_bus_socket_t *front = serve(EDGES);
    assert_false(gets_in(front, &strange, server_ring.self.bytes));
    moot_bus_close(&front);
    moot_bus_refused(bus, &refused);
    assert_int_equal(refused.failed, 1);
}

/* Whether a SUB with this pair (NULL: ipc or no keys) is heard of at the XPUB
 * within the time; it stops early at one more failed handshake. */
static bool is_heard(moot_bus_socket_t *server, const char *at,
                     const moot_keyring_t *pair, const uint8_t *server_key)
{
    moot_bus_options_t options = options_of(0, server_key);
    moot_bus_t *own = moot_bus_new();
    moot_bus_socket_t *socket = NULL;
    uint64_t failed = moot_bus_stats(server).handshake_failed;
    uint64_t end_ms = moot_clock_mono_ms() + WAIT_MS;
    moot_bus_msg_t msg;
    bool heard = false, refused = false;
    assert_non_null(own);
    if (pair != NULL)
        assert_int_equal(moot_bus_use_keys(own, pair), MOOT_OK);
    else
        moot_bus_allow_insecure(own);
    assert_int_equal(moot_bus_sub(own, at, &options, moot_slice_str("topic"),
                                  &socket),
                     MOOT_OK);
    moot_bus_msg_init(&msg);
    while (!heard && !refused && moot_clock_mono_ms() < end_ms) {
        uint64_t ready;
        assert_int_equal(moot_bus_poll(bus, &server, 1, 10, &ready), MOOT_OK);
        heard = moot_bus_receive(server, &msg) == MOOT_OK;
        refused = moot_bus_stats(server).handshake_failed > failed;
    }
    assert_true(heard || refused);
    moot_bus_destroy(&own);
    /* Its end is heard of too. */
    while (heard && moot_bus_receive(server, &msg) != MOOT_OK
           && moot_clock_mono_ms() < end_ms) {
        uint64_t ready;
        assert_int_equal(moot_bus_poll(bus, &server, 1, 10, &ready), MOOT_OK);
    }
    moot_bus_msg_close(&msg);
    return heard;
}

static void a_second_door_has_keys_of_its_own(void **state)
{
    (void)state;
    const uint8_t *key = server_ring.self.bytes;
    moot_bus_options_t tools = options_of(TOOLS, NULL);
    moot_bus_options_t nobody = options_of(0, NULL);
    char folder[] = "/tmp/bus_keys_test.XXXXXX", ipc[64];
    moot_bus_socket_t *socket = NULL;
    moot_bus_refused_t refused;
    assert_non_null(mkdtemp(folder));
    snprintf(ipc, sizeof ipc, "ipc://%s/tap", folder);
    assert_int_equal(moot_bus_xpub(bus, ipc, &tools, &socket), MOOT_OK);
    assert_int_equal(
        moot_bus_bind_too(socket, "tcp://127.0.0.1:*", &nobody), MOOT_EDENIED);
    assert_string_equal(moot_bus_endpoint(socket), ipc);
    assert_int_equal(moot_bus_bind_too(socket, "tcp://127.0.0.1:*", &tools),
                     MOOT_OK);
    strcpy(endpoint, moot_bus_endpoint(socket));
    assert_true(is_heard(socket, endpoint, &tool_ring, key));
    assert_false(is_heard(socket, endpoint, &edge_ring, key));
    assert_false(is_heard(socket, endpoint, &strange, key));
    assert_false(is_heard(socket, endpoint, NULL, NULL));
    moot_bus_refused(bus, &refused);
    assert_true(refused.failed >= 3);
    assert_int_equal(refused.wrong_role, 1);
    assert_int_equal(refused.unknown_key, 1);
    assert_true(is_heard(socket, ipc, NULL, NULL));
    assert_true(is_heard(socket, endpoint, &tool_ring, key));
    moot_bus_close(&socket);
    (void)unlink(ipc + strlen("ipc://"));
    assert_int_equal(rmdir(folder), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_door_takes_its_roles),
        TEST(strangers_stay_out),
        TEST(a_wrong_server_is_not_spoken_to),
        TEST(lists_can_change),
        TEST(tcp_without_keys_is_refused),
        TEST(rubbish_is_counted),
        TEST(closed_sockets_stay_counted),
        TEST(a_second_door_has_keys_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
