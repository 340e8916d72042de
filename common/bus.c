/* The shell around czmq. See bus.h for what each call promises.
 *
 * Sockets are made, configured, bound, connected and closed by czmq, in its
 * context (bus_context.c). What happens for each message, and the monitors, go
 * straight to libzmq on the same socket: zmsg and zframe allocate for every
 * part, and zmonitor is a thread for every socket. */
#include "common/bus.h"

#include <czmq.h>
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/bus_auth.h"
#include "common/bus_context.h"
#include "common/bus_options.h"
#include "common/clock.h"
#include "common/handshakes.h"

#define MONITOR_MS 100         /* the monitors are looked at this often */
#define MONITOR_EVENTS_MAX 4096 /* read from one monitor at a time */
#define DROPS_MAX 64           /* too long messages dropped in one receive */
#define ERROR_BYTES 256
#define UNDER_WAY_MS (MOOT_BUS_HANDSHAKE_MS + 1000) /* longer is no handshake */

struct moot_bus {
    moot_bus_socket_t *sockets; /* all that are open, by next */
    int wake_fd;                /* an eventfd */
    int watched_fd;             /* the program's, -1: none */
    const moot_keyring_t *ring; /* or NULL */
    moot_bus_auth_t *auth;      /* with ring */
    bool insecure;              /* TCP may do without keys */
    uint64_t failed_closed;     /* failed handshakes of closed sockets */
    char error[ERROR_BYTES];
};

struct moot_bus_socket {
    moot_bus_t *bus;
    moot_bus_socket_t *next;
    zsock_t *zsock;
    void *zmq;        /* libzmq's socket in it */
    zsock_t *monitor; /* a PAIR that the library reports to */
    void *events;     /* libzmq's socket in it */
    int type;         /* ZMQ_ROUTER … */
    int fd;
    uint64_t monitored_ms; /* when the monitor was last looked at */
    moot_bus_stats_t stats;
    moot_handshakes_t handshakes;
    size_t topic_size; /* of SUB */
    uint8_t topic[MOOT_BUS_TOPIC_MAX];
    char endpoint[MOOT_BUS_ENDPOINT_MAX + 1];
};

_Static_assert(sizeof(zmq_msg_t) == sizeof(((moot_bus_msg_t *)0)->raw[0]),
               "raw must be as large as the library's message");

static zmq_msg_t *message_at(moot_bus_msg_t *msg, size_t i)
{
    return (zmq_msg_t *)(void *)&msg->raw[i];
}

/* Keeps the text for moot_bus_error and hands the result on. */
MOOT_PRINTF(3, 4)
static int fail(moot_bus_t *bus, int rc, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)vsnprintf(bus->error, sizeof bus->error, format, values);
    va_end(values);
    return rc;
}

/* Whether the library's call failed because a signal came: it then did nothing
 * and is to be called again. */
static bool interrupted(int rc)
{
    return rc < 0 && zmq_errno() == EINTR;
}

static bool is_ipc(const char *endpoint)
{
    return strncmp(endpoint, "ipc://", 6) == 0;
}

/* ---- the bus ---- */

moot_bus_t *moot_bus_new(void)
{
    moot_bus_t *bus = calloc(1, sizeof *bus);
    if (bus == NULL)
        return NULL;
    bus->watched_fd = -1;
    bus->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (bus->wake_fd >= 0 && moot_bus_context_use() == MOOT_OK)
        return bus;
    if (bus->wake_fd >= 0)
        (void)close(bus->wake_fd);
    free(bus);
    return NULL;
}

void moot_bus_destroy(moot_bus_t **bus_p)
{
    moot_bus_t *bus = *bus_p;
    if (bus == NULL)
        return;
    while (bus->sockets != NULL) {
        moot_bus_socket_t *socket = bus->sockets;
        moot_bus_close(&socket);
    }
    moot_bus_auth_close(&bus->auth);
    moot_bus_context_release();
    (void)close(bus->wake_fd);
    free(bus);
    *bus_p = NULL;
}

const char *moot_bus_error(const moot_bus_t *bus)
{
    return bus->error;
}

/* ---- keys ---- */

int moot_bus_use_keys(moot_bus_t *bus, const moot_keyring_t *ring)
{
    int rc = MOOT_OK;
    if (bus->auth != NULL)
        moot_bus_auth_replace(bus->auth, ring);
    else
        rc = moot_bus_auth_open(ring, &bus->auth);
    if (rc == MOOT_OK)
        bus->ring = ring;
    return rc;
}

void moot_bus_allow_insecure(moot_bus_t *bus)
{
    bus->insecure = true;
}

void moot_bus_refused(moot_bus_t *bus, moot_bus_refused_t *out)
{
    *out = (moot_bus_refused_t){.failed = bus->failed_closed};
    for (moot_bus_socket_t *socket = bus->sockets; socket != NULL;
         socket = socket->next)
        out->failed += moot_bus_stats(socket).handshake_failed;
    if (bus->auth != NULL)
        moot_bus_auth_count(bus->auth, out);
}

/* Sets the keys of a socket that is to speak TCP; bound: it is the server. */
static int set_keys(moot_bus_socket_t *socket, const char *endpoint,
                    const moot_bus_options_t *options, bool bound)
{
    moot_bus_t *bus = socket->bus;
    char domain[MOOT_BUS_AUTH_DOMAIN];
    if (is_ipc(endpoint) || (bus->ring == NULL && bus->insecure))
        return MOOT_OK;
    if (bus->ring == NULL)
        return fail(bus, MOOT_EDENIED,
                    "endpoint %s: TCP needs keys (moot keys), or the setting "
                    "insecure",
                    endpoint);
    if (bound ? options->roles == 0 : options->server_key == NULL)
        return fail(bus, MOOT_EDENIED, "endpoint %s: %s", endpoint,
                    bound ? "takes nobody over TCP"
                          : "the key of its server is in no list: moot keys "
                            "add");
    if (bound)
        moot_bus_auth_domain(bus->auth, options->roles, domain);
    moot_bus_options_set_keys(socket->zsock, bus->ring,
                              bound ? NULL : options->server_key, domain);
    return MOOT_OK;
}

/* ---- monitors ---- */

/* The library keeps no count for us: it sends each event as two parts to a
 * PAIR of its own. Ours has no high-water mark, because at its mark the
 * library's thread would block; it is emptied at least every MONITOR_MS. */
static int watch(moot_bus_socket_t *socket)
{
    /* Buses share the context, so a name is of the process. */
    static atomic_ullong made;
    char name[64];
    const int events =
        ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CONNECT_RETRIED
        | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
        | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
    (void)snprintf(name, sizeof name, "inproc://monitor-%llu",
                   atomic_fetch_add(&made, 1));
    int rc;
    do
        rc = zmq_socket_monitor(socket->zmq, name, events);
    while (interrupted(rc));
    if (rc != 0)
        return MOOT_EIO;
    rc = moot_bus_context_open(ZMQ_PAIR, &socket->monitor);
    if (rc != MOOT_OK)
        return rc;
    socket->events = zsock_resolve(socket->monitor);
    zsock_set_rcvhwm(socket->monitor, 0);
    zsock_set_linger(socket->monitor, 0);
    do
        rc = zsock_connect(socket->monitor, "%s", name);
    while (interrupted(rc));
    return rc == 0 ? MOOT_OK : MOOT_EIO;
}

/* value: the connection's descriptor, of some events. */
static void count_event(moot_bus_socket_t *socket, uint16_t event,
                        uint32_t value, uint64_t now)
{
    moot_bus_stats_t *stats = &socket->stats;
    switch (event) {
    case ZMQ_EVENT_ACCEPTED:
        moot_handshakes_accepted(&socket->handshakes, (int)value, now);
        break;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        stats->connected++;
        socket->handshakes.succeeded++;
        break;
    case ZMQ_EVENT_DISCONNECTED:
        stats->disconnected++;
        moot_handshakes_ended(&socket->handshakes, (int)value);
        break;
    case ZMQ_EVENT_CONNECT_RETRIED:
        stats->retried++;
        break;
    default:
        socket->handshakes.reported++;
        break;
    }
}

static void read_monitor(moot_bus_socket_t *socket, uint64_t now)
{
    /* The first part holds the event in 16 bits and a value in 32; the second
     * the address, which is our own. */
    uint8_t part[6];
    for (int i = 0; i < MONITOR_EVENTS_MAX; i++) {
        int size = zmq_recv(socket->events, part, sizeof part, ZMQ_DONTWAIT);
        if (size < 0)
            return;
        int more = 0;
        size_t more_size = sizeof more;
        (void)zmq_getsockopt(socket->events, ZMQ_RCVMORE, &more, &more_size);
        if (more && size == (int)sizeof part) {
            uint16_t event;
            uint32_t value;
            memcpy(&event, part, sizeof event);
            memcpy(&value, part + sizeof event, sizeof value);
            count_event(socket, event, value, now);
        }
    }
}

/* Reads the monitor when it was not read for a while. */
static void glance_monitor(moot_bus_socket_t *socket, uint64_t now)
{
    if (now - socket->monitored_ms < MONITOR_MS)
        return;
    socket->monitored_ms = now;
    read_monitor(socket, now);
}

moot_bus_stats_t moot_bus_stats(moot_bus_socket_t *socket)
{
    uint64_t now = moot_clock_mono_ms();
    read_monitor(socket, now);
    socket->stats.handshake_failed =
        moot_handshakes_failed(&socket->handshakes, now, UNDER_WAY_MS);
    return socket->stats;
}

/* ---- making sockets ---- */

static int check_endpoint(moot_bus_t *bus, const char *endpoint)
{
    size_t size = strlen(endpoint);
    if (size > MOOT_BUS_ENDPOINT_MAX)
        return fail(bus, MOOT_ELIMIT, "endpoint of %zu bytes: %d are the limit",
                    size, MOOT_BUS_ENDPOINT_MAX);
    if (is_ipc(endpoint)) {
        const char *path = endpoint + 6;
        if (path[0] != '/' && path[0] != '.')
            return fail(bus, MOOT_EINVAL,
                        "endpoint %s: the path must begin with / or .",
                        endpoint);
        if (strlen(path) > MOOT_BUS_IPC_PATH_MAX)
            return fail(bus, MOOT_ELIMIT,
                        "endpoint %s: its path has %zu bytes, the system "
                        "allows %d",
                        endpoint, strlen(path), MOOT_BUS_IPC_PATH_MAX);
        return MOOT_OK;
    }
    if (strncmp(endpoint, "tcp://", 6) != 0)
        return fail(bus, MOOT_EINVAL,
                    "endpoint %s: must be ipc://path or tcp://host:port",
                    endpoint);
    return MOOT_OK;
}

/* Those that bind also say to whom a message goes. */
static bool is_bound(int type)
{
    return type == ZMQ_ROUTER || type == ZMQ_PUB || type == ZMQ_XPUB;
}

/* A socket with its options and monitor, not yet bound or connected. */
static int make(moot_bus_t *bus, int type, const char *endpoint,
                const moot_bus_options_t *options, moot_bus_socket_t **out)
{
    int rc = check_endpoint(bus, endpoint);
    if (rc != MOOT_OK)
        return rc;
    moot_bus_socket_t *socket = calloc(1, sizeof *socket);
    if (socket == NULL)
        return fail(bus, MOOT_ENOMEM, "endpoint %s: out of memory", endpoint);
    socket->bus = bus;
    socket->type = type;
    socket->next = bus->sockets;
    bus->sockets = socket;
    rc = moot_bus_context_open(type, &socket->zsock);
    if (rc == MOOT_OK) {
        socket->zmq = zsock_resolve(socket->zsock);
        moot_bus_options_set(socket->zsock, options);
        rc = watch(socket);
    }
    if (rc == MOOT_OK)
        rc = set_keys(socket, endpoint, options, is_bound(type));
    else
        rc = fail(bus, MOOT_EIO, "endpoint %s: no socket: %s", endpoint,
                  rc == MOOT_ELIMIT ? "too many sockets or open files"
                                    : zmq_strerror(zmq_errno()));
    if (rc != MOOT_OK) {
        moot_bus_close(&socket);
        return rc;
    }
    socket->fd = (int)zsock_fd(socket->zsock);
    *out = socket;
    return MOOT_OK;
}

/* Makes the last folder of a path when it is missing. */
static int make_folder(moot_bus_t *bus, const char *path)
{
    char folder[MOOT_BUS_IPC_PATH_MAX + 1];
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return MOOT_OK;
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fail(bus, MOOT_EIO, "folder %s: %s", folder, strerror(errno));
    return MOOT_OK;
}

/* The library removes whatever has the path before it binds. So look first
 * that it is a socket that nobody serves. */
static int check_stale(moot_bus_t *bus, const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return MOOT_OK;
    if (!S_ISSOCK(status.st_mode))
        return fail(bus, MOOT_EEXIST, "%s is there and is not a socket", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(bus, MOOT_EIO, "%s: %s", path, strerror(errno));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path));
    int rc = connect(fd, (struct sockaddr *)&address, sizeof address);
    /* EAGAIN is a full backlog: somebody is there. */
    bool served = rc == 0 || errno == EAGAIN;
    (void)close(fd);
    if (served)
        return fail(bus, MOOT_ELOCKED, "%s is served by another process", path);
    return MOOT_OK;
}

/* As zsock_bind wants it: czmq would try 16384 ports one by one for the * that
 * leaves the choice to the system, which to libzmq is 0 as well. Its own
 * notations for ranges of ports are not ours. */
static int for_bind(moot_bus_t *bus, const char *endpoint, char *text)
{
    size_t size = strlen(endpoint);
    bool tcp = !is_ipc(endpoint);
    memcpy(text, endpoint, size + 1);
    if (tcp && strchr("!]", text[size - 1]) != NULL)
        return fail(bus, MOOT_EINVAL,
                    "endpoint %s: the port must be a number or *", endpoint);
    if (tcp && text[size - 1] == '*')
        text[size - 1] = '0';
    return MOOT_OK;
}

static int bind_to(moot_bus_socket_t *socket, const char *endpoint)
{
    moot_bus_t *bus = socket->bus;
    char text[MOOT_BUS_ENDPOINT_MAX + 1];
    mode_t mask = 0;
    bool ipc = is_ipc(endpoint);
    int rc = for_bind(bus, endpoint, text);
    if (ipc && rc == MOOT_OK)
        rc = make_folder(bus, endpoint + 6);
    if (ipc && rc == MOOT_OK)
        rc = check_stale(bus, endpoint + 6);
    if (rc != MOOT_OK)
        return rc;
    /* The file is made within zsock_bind, by this thread. The mask is the
     * process's, so binding belongs to the start of a program. */
    if (ipc)
        mask = umask(0177);
    do
        rc = zsock_bind(socket->zsock, "%s", text);
    while (interrupted(rc));
    int error = zmq_errno();
    if (ipc)
        (void)umask(mask);
    if (rc < 0 && error == EADDRINUSE)
        return fail(bus, MOOT_ELOCKED, "endpoint %s: %s", endpoint,
                    zmq_strerror(error));
    if (rc < 0)
        return fail(bus, error == EINVAL ? MOOT_EINVAL : MOOT_EIO,
                    "endpoint %s: %s", endpoint, zmq_strerror(error));
    return MOOT_OK;
}

static int connect_to(moot_bus_socket_t *socket, const char *endpoint)
{
    int rc;
    do
        rc = zsock_connect(socket->zsock, "%s", endpoint);
    while (interrupted(rc));
    return rc == 0 ? MOOT_OK
                   : fail(socket->bus, MOOT_EINVAL, "endpoint %s: %s", endpoint,
                          zmq_strerror(zmq_errno()));
}

static int join(moot_bus_socket_t *socket, const char *endpoint, bool bound)
{
    size_t size = sizeof socket->endpoint;
    int rc = bound ? bind_to(socket, endpoint) : connect_to(socket, endpoint);
    if (rc == MOOT_OK
        && zmq_getsockopt(socket->zmq, ZMQ_LAST_ENDPOINT, socket->endpoint,
                          &size)
               != 0)
        rc = fail(socket->bus, MOOT_EIO, "endpoint %s: %s", endpoint,
                  zmq_strerror(zmq_errno()));
    return rc;
}

/* Binds or connects and hands the socket out, or closes it. */
static int attach(moot_bus_socket_t *socket, const char *endpoint, bool bound,
                  moot_bus_socket_t **out)
{
    int rc = join(socket, endpoint, bound);
    if (rc == MOOT_OK)
        *out = socket;
    else
        moot_bus_close(&socket);
    return rc;
}

static int make_bound(moot_bus_t *bus, int type, const char *endpoint,
                      const moot_bus_options_t *options,
                      moot_bus_socket_t **out)
{
    moot_bus_socket_t *socket;
    int rc = make(bus, type, endpoint, options, &socket);
    return rc == MOOT_OK ? attach(socket, endpoint, true, out) : rc;
}

int moot_bus_router(moot_bus_t *bus, const char *endpoint,
                    const moot_bus_options_t *options, moot_bus_socket_t **out)
{
    return make_bound(bus, ZMQ_ROUTER, endpoint, options, out);
}

int moot_bus_dealer(moot_bus_t *bus, const char *endpoint,
                    const moot_bus_options_t *options, moot_slice_t identity,
                    moot_bus_socket_t **out)
{
    moot_bus_socket_t *socket;
    if (identity.size == 0 || identity.at[0] == 0)
        return fail(bus, MOOT_EINVAL,
                    "endpoint %s: an identity has at least one byte and does "
                    "not begin with zero",
                    endpoint);
    if (identity.size > MOOT_BUS_IDENTITY_MAX)
        return fail(bus, MOOT_ELIMIT,
                    "endpoint %s: identity of %zu bytes: %d are the limit",
                    endpoint, identity.size, MOOT_BUS_IDENTITY_MAX);
    int rc = make(bus, ZMQ_DEALER, endpoint, options, &socket);
    if (rc != MOOT_OK)
        return rc;
    if (zmq_setsockopt(socket->zmq, ZMQ_ROUTING_ID, identity.at, identity.size)
        != 0) {
        rc = fail(bus, MOOT_EIO, "endpoint %s: identity: %s", endpoint,
                  zmq_strerror(zmq_errno()));
        moot_bus_close(&socket);
        return rc;
    }
    return attach(socket, endpoint, false, out);
}

int moot_bus_pub(moot_bus_t *bus, const char *endpoint,
                 const moot_bus_options_t *options, moot_bus_socket_t **out)
{
    return make_bound(bus, ZMQ_PUB, endpoint, options, out);
}

int moot_bus_xpub(moot_bus_t *bus, const char *endpoint,
                  const moot_bus_options_t *options, moot_bus_socket_t **out)
{
    return make_bound(bus, ZMQ_XPUB, endpoint, options, out);
}

/* A listener keeps the options of the time when it was bound. */
int moot_bus_bind_too(moot_bus_socket_t *socket, const char *endpoint,
                      const moot_bus_options_t *options)
{
    int rc = check_endpoint(socket->bus, endpoint);
    if (rc == MOOT_OK)
        rc = set_keys(socket, endpoint, options, true);
    return rc == MOOT_OK ? join(socket, endpoint, true) : rc;
}

int moot_bus_ask(moot_bus_socket_t *socket, moot_slice_t topic)
{
    MOOT_CHECK(socket->type == ZMQ_SUB);
    if (topic.size > MOOT_BUS_ASK_MAX)
        return MOOT_ELIMIT;
    return zmq_setsockopt(socket->zmq, ZMQ_SUBSCRIBE, topic.at, topic.size)
                   == 0
               ? MOOT_OK
               : MOOT_EIO;
}

int moot_bus_sub(moot_bus_t *bus, const char *endpoint,
                 const moot_bus_options_t *options, moot_slice_t topic,
                 moot_bus_socket_t **out)
{
    moot_bus_socket_t *socket;
    if (topic.size > MOOT_BUS_TOPIC_MAX)
        return fail(bus, MOOT_ELIMIT,
                    "endpoint %s: topic of %zu bytes: %d are the limit",
                    endpoint, topic.size, MOOT_BUS_TOPIC_MAX);
    int rc = make(bus, ZMQ_SUB, endpoint, options, &socket);
    if (rc != MOOT_OK)
        return rc;
    if (topic.size > 0)
        memcpy(socket->topic, topic.at, topic.size);
    socket->topic_size = topic.size;
    if (zmq_setsockopt(socket->zmq, ZMQ_SUBSCRIBE, socket->topic, topic.size)
        != 0) {
        rc = fail(bus, MOOT_EIO, "endpoint %s: topic: %s", endpoint,
                  zmq_strerror(zmq_errno()));
        moot_bus_close(&socket);
        return rc;
    }
    return attach(socket, endpoint, false, out);
}

void moot_bus_close(moot_bus_socket_t **socket_p)
{
    moot_bus_socket_t *socket = *socket_p;
    if (socket == NULL)
        return;
    moot_bus_socket_t **link = &socket->bus->sockets;
    while (*link != socket)
        link = &(*link)->next;
    *link = socket->next;
    if (socket->events != NULL)
        socket->bus->failed_closed += moot_bus_stats(socket).handshake_failed;
    if (socket->zmq != NULL)
        (void)zmq_socket_monitor(socket->zmq, NULL, 0);
    moot_bus_context_close(&socket->zsock);
    moot_bus_context_close(&socket->monitor);
    moot_handshakes_close(&socket->handshakes);
    free(socket);
    *socket_p = NULL;
}

const char *moot_bus_endpoint(const moot_bus_socket_t *socket)
{
    return socket->endpoint;
}

/* ---- sending and receiving ---- */

/* ZMQ_POLLIN and so on; 0 when it cannot be told. */
static int events_of(moot_bus_socket_t *socket)
{
    int events = 0;
    size_t size = sizeof events;
    while (zmq_getsockopt(socket->zmq, ZMQ_EVENTS, &events, &size) != 0)
        if (zmq_errno() != EINTR)
            return 0;
    return events;
}

static int send_part(moot_bus_socket_t *socket, moot_slice_t part, bool more)
{
    int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);
    while (zmq_send(socket->zmq, part.at, part.size, flags) < 0) {
        switch (zmq_errno()) {
        case EINTR:
            continue;
        case EAGAIN:
            return MOOT_EAGAIN;
        case EHOSTUNREACH:
            return MOOT_EUNREACH;
        default:
            return MOOT_EIO;
        }
    }
    return MOOT_OK;
}

int moot_bus_send(moot_bus_socket_t *socket, moot_slice_t to,
                  const moot_slice_t *parts, size_t n)
{
    bool addressed = is_bound(socket->type);
    MOOT_CHECK(n >= 1 && n <= MOOT_BUS_PARTS_MAX);
    MOOT_CHECK(addressed == (to.size > 0));
    MOOT_CHECK(socket->type != ZMQ_SUB);
    /* Whether there is room is decided at the first part: without it nothing
     * is sent. The library looks for news of its peers only now and then; a
     * refusal may be out of date, so let it look and ask again. */
    moot_slice_t first = addressed ? to : parts[0];
    int rc = send_part(socket, first, addressed || n > 1);
    if (rc == MOOT_EAGAIN || rc == MOOT_EUNREACH) {
        (void)events_of(socket);
        rc = send_part(socket, first, addressed || n > 1);
    }
    if (rc != MOOT_OK)
        return rc;
    /* When the peer goes between two parts the library takes back what it had
     * and expects the rest, to drop it: so the rest is sent in any case. */
    for (size_t i = addressed ? 0 : 1; i < n; i++) {
        int part_rc = send_part(socket, parts[i], i + 1 < n);
        if (rc == MOOT_OK)
            rc = part_rc;
    }
    return rc;
}

void moot_bus_msg_init(moot_bus_msg_t *msg)
{
    msg->count = 0;
    msg->held = 0;
}

void moot_bus_msg_close(moot_bus_msg_t *msg)
{
    for (size_t i = 0; i < msg->held; i++)
        (void)zmq_msg_close(message_at(msg, i));
    msg->held = 0;
    msg->count = 0;
}

static int receive_part(moot_bus_socket_t *socket, zmq_msg_t *part)
{
    while (zmq_msg_recv(part, socket->zmq, ZMQ_DONTWAIT) < 0) {
        if (zmq_errno() == EINTR)
            continue;
        return zmq_errno() == EAGAIN ? MOOT_EAGAIN : MOOT_EIO;
    }
    return MOOT_OK;
}

/* Reads the parts of a message that are too many, which are all there. */
static int receive_rest(moot_bus_socket_t *socket)
{
    bool more = true;
    while (more) {
        zmq_msg_t part;
        (void)zmq_msg_init(&part);
        int rc = receive_part(socket, &part);
        more = rc == MOOT_OK && zmq_msg_more(&part);
        (void)zmq_msg_close(&part);
        if (rc != MOOT_OK)
            return rc;
    }
    return MOOT_OK;
}

/* Receives one message; *whole: it had no more parts than fit. */
static int receive_one(moot_bus_socket_t *socket, moot_bus_msg_t *msg,
                       bool *whole)
{
    bool more = true;
    while (more && msg->held < MOOT_BUS_PARTS_MAX) {
        zmq_msg_t *part = message_at(msg, msg->held);
        (void)zmq_msg_init(part);
        int rc = receive_part(socket, part);
        if (rc != MOOT_OK) {
            (void)zmq_msg_close(part);
            return rc;
        }
        msg->parts[msg->held] =
            moot_slice(zmq_msg_data(part), zmq_msg_size(part));
        msg->held++;
        more = zmq_msg_more(part);
    }
    *whole = !more;
    return more ? receive_rest(socket) : MOOT_OK;
}

/* The library matches topics by their beginning. */
static bool is_foreign(const moot_bus_socket_t *socket,
                       const moot_bus_msg_t *msg)
{
    return socket->type == ZMQ_SUB && socket->topic_size > 0
           && msg->parts[0].size != socket->topic_size;
}

int moot_bus_receive(moot_bus_socket_t *socket, moot_bus_msg_t *msg)
{
    for (int i = 0; i < DROPS_MAX; i++) {
        bool whole = false;
        moot_bus_msg_close(msg);
        int rc = receive_one(socket, msg, &whole);
        if (rc != MOOT_OK) {
            moot_bus_msg_close(msg);
            return rc;
        }
        if (!whole) {
            socket->stats.dropped++;
        } else if (is_foreign(socket, msg)) {
            socket->stats.foreign++;
        } else {
            msg->count = msg->held;
            return MOOT_OK;
        }
    }
    moot_bus_msg_close(msg);
    return MOOT_EAGAIN;
}

/* ---- waiting ---- */

int moot_bus_fd(const moot_bus_socket_t *socket)
{
    return socket->fd;
}

bool moot_bus_readable(moot_bus_socket_t *socket)
{
    glance_monitor(socket, moot_clock_mono_ms());
    return (events_of(socket) & ZMQ_POLLIN) != 0;
}

int moot_bus_poll(moot_bus_t *bus, moot_bus_socket_t *const *sockets, size_t n,
                  int timeout_ms, uint64_t *ready)
{
    zmq_pollitem_t items[MOOT_BUS_POLL_MAX + 2];
    int extra = bus->watched_fd >= 0 ? 2 : 1;
    MOOT_CHECK(n <= MOOT_BUS_POLL_MAX);
    uint64_t now = moot_clock_mono_ms();
    for (size_t i = 0; i < n; i++) {
        glance_monitor(sockets[i], now);
        items[i] = (zmq_pollitem_t){sockets[i]->zmq, 0, ZMQ_POLLIN, 0};
    }
    items[n] = (zmq_pollitem_t){NULL, bus->wake_fd, ZMQ_POLLIN, 0};
    items[n + 1] = (zmq_pollitem_t){NULL, bus->watched_fd, ZMQ_POLLIN, 0};
    *ready = 0;
    if (zmq_poll(items, (int)n + extra, timeout_ms) < 0)
        return zmq_errno() == EINTR ? MOOT_OK : MOOT_EIO;
    for (size_t i = 0; i < n; i++)
        if (items[i].revents & ZMQ_POLLIN)
            *ready |= UINT64_C(1) << i;
    if (items[n].revents & ZMQ_POLLIN) {
        uint64_t wakes;
        (void)!read(bus->wake_fd, &wakes, sizeof wakes);
    }
    return MOOT_OK;
}

void moot_bus_watch(moot_bus_t *bus, int fd)
{
    bus->watched_fd = fd;
}

void moot_bus_wake(moot_bus_t *bus)
{
    const uint64_t one = 1;
    int error = errno; /* a signal handler must leave it alone */
    (void)!write(bus->wake_fd, &one, sizeof one);
    errno = error;
}
