/* The library asks a REP socket at a fixed inproc address for each handshake,
 * over its own threads' pipes; the answer is a lookup in memory. */
#include "common/bus_auth.h"

#include <czmq.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include "common/bus_context.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"
#define ZAP_PARTS 7 /* version, request, domain, address, identity, mechanism,
                     * key */
#define ZAP_PART_BYTES 256

struct moot_bus_auth {
    const moot_keyring_t *ring;
    unsigned number; /* its place in table */
    moot_bus_refused_t refused;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static moot_bus_auth_t *table[MOOT_BUS_AUTH_BUSES_MAX]; /* under lock */

/* Opening and closing come one at a time. */
static pthread_mutex_t life = PTHREAD_MUTEX_INITIALIZER;
static unsigned uses;
static zsock_t *handler;
static int stop_fd = -1;
static pthread_t thread;

typedef struct part {
    size_t size;
    char bytes[ZAP_PART_BYTES];
} part_t;

/* Reads one question; false when it is none of this version. */
static bool receive(void *zmq, part_t *parts)
{
    int more = 1;
    size_t more_size = sizeof more, n = 0;
    bool whole = true;

    for (; more; n++) {
        part_t rest, *part = n < ZAP_PARTS ? &parts[n] : &rest;
        int size = zmq_recv(zmq, part->bytes, sizeof part->bytes - 1, 0);

        if (size < 0)
            return false;
        whole &= (size_t)size < sizeof part->bytes;
        part->size = (size_t)size < sizeof part->bytes
                         ? (size_t)size
                         : sizeof part->bytes - 1;
        part->bytes[part->size] = '\0';
        if (zmq_getsockopt(zmq, ZMQ_RCVMORE, &more, &more_size) != 0)
            return false;
    }
    return whole && n == ZAP_PARTS && strcmp(parts[0].bytes, "1.0") == 0;
}

static void answer(void *zmq, const part_t *request, const char *code,
                   const char *text, const char *user)
{
    (void)zmq_send(zmq, "1.0", 3, ZMQ_SNDMORE);
    (void)zmq_send(zmq, request->bytes, request->size, ZMQ_SNDMORE);
    (void)zmq_send(zmq, code, strlen(code), ZMQ_SNDMORE);
    (void)zmq_send(zmq, text, strlen(text), ZMQ_SNDMORE);
    (void)zmq_send(zmq, user, strlen(user), ZMQ_SNDMORE);
    (void)zmq_send(zmq, "", 0, 0);
}

/* Keeps whom the log is to name: the last one refused. */
static void note(moot_bus_refused_t *refused, const part_t *parts,
                 const moot_key_t *known)
{
    char text[MOOT_KEY_TEXT + 1];

    moot_key_to_text((const uint8_t *)parts[6].bytes, text);
    (void)snprintf(refused->peer, sizeof refused->peer, "%.63s", parts[3].bytes);
    if (known)
        (void)snprintf(refused->key, sizeof refused->key, "%s/%s",
                       moot_key_role_name(known->role), known->name);
    else
        (void)snprintf(refused->key, sizeof refused->key, "%.16s", text);
}

/* Whether the key of a question opens the door that it names; user: ROLE/NAME.
 */
static bool judge(const part_t *parts, char *user, size_t size)
{
    unsigned number, roles;
    bool in = false;

    if (sscanf(parts[2].bytes, "%u:%u", &number, &roles) != 2
        || number >= MOOT_BUS_AUTH_BUSES_MAX
        || strcmp(parts[5].bytes, "CURVE") != 0
        || parts[6].size != MOOT_KEY_BYTES)
        return false;
    (void)pthread_mutex_lock(&lock);
    moot_bus_auth_t *auth = table[number];
    if (auth != NULL) {
        const moot_key_t *key = moot_keyring_find(
            auth->ring, (const uint8_t *)parts[6].bytes);
        in = key != NULL && (MOOT_KEY_OF(key->role) & roles) != 0;
        if (in) {
            (void)snprintf(user, size, "%s/%s", moot_key_role_name(key->role),
                           key->name);
        } else {
            *(key ? &auth->refused.wrong_role : &auth->refused.unknown_key) +=
                1;
            note(&auth->refused, parts, key);
        }
    }
    (void)pthread_mutex_unlock(&lock);
    return in;
}

static void *serve(void *unused)
{
    void *zmq = zsock_resolve(handler);
    zmq_pollitem_t items[] = {{zmq, 0, ZMQ_POLLIN, 0},
                              {NULL, stop_fd, ZMQ_POLLIN, 0}};
    part_t parts[ZAP_PARTS];
    char user[MOOT_KEY_NAME_MAX + 16];

    (void)unused;
    while (zmq_poll(items, 2, -1) >= 0 && (items[1].revents & ZMQ_POLLIN) == 0) {
        if ((items[0].revents & ZMQ_POLLIN) == 0)
            continue;
        memset(parts, 0, sizeof parts);
        if (receive(zmq, parts) && judge(parts, user, sizeof user))
            answer(zmq, &parts[1], "200", "OK", user);
        else
            answer(zmq, &parts[1], "400", "No", "");
    }
    return NULL;
}

/* Signals are for the program's own thread. */
static int start_thread(void)
{
    sigset_t all, before;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(&thread, NULL, serve, NULL);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc == 0 ? MOOT_OK : MOOT_EIO;
}

static int begin(void)
{
    int rc;

    stop_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (stop_fd < 0)
        return MOOT_ELIMIT;
    rc = moot_bus_context_open(ZMQ_REP, &handler);
    if (rc == MOOT_OK) {
        zsock_set_linger(handler, 0);
        if (zsock_bind(handler, ZAP_ENDPOINT) != 0)
            rc = MOOT_EIO;
    }
    if (rc == MOOT_OK)
        rc = start_thread();
    if (rc != MOOT_OK) {
        moot_bus_context_close(&handler);
        (void)close(stop_fd);
    }
    return rc;
}

static void end(void)
{
    const uint64_t one = 1;

    (void)!write(stop_fd, &one, sizeof one);
    (void)pthread_join(thread, NULL);
    /* Closing frees the name later; the next handler may need it at once. */
    (void)zsock_unbind(handler, ZAP_ENDPOINT);
    moot_bus_context_close(&handler);
    (void)close(stop_fd);
}

int moot_bus_auth_open(const moot_keyring_t *ring, moot_bus_auth_t **out)
{
    moot_bus_auth_t *auth = calloc(1, sizeof *auth);
    int rc = auth != NULL ? MOOT_OK : MOOT_ENOMEM;

    (void)pthread_mutex_lock(&life);
    unsigned place = 0;
    while (place < MOOT_BUS_AUTH_BUSES_MAX && table[place] != NULL)
        place++;
    if (rc == MOOT_OK && place == MOOT_BUS_AUTH_BUSES_MAX)
        rc = MOOT_ELIMIT;
    if (rc == MOOT_OK && uses == 0)
        rc = begin();
    if (rc == MOOT_OK) {
        uses++;
        auth->ring = ring;
        auth->number = place;
        (void)pthread_mutex_lock(&lock);
        table[place] = auth;
        (void)pthread_mutex_unlock(&lock);
        *out = auth;
    } else {
        free(auth);
    }
    (void)pthread_mutex_unlock(&life);
    return rc;
}

void moot_bus_auth_close(moot_bus_auth_t **auth_p)
{
    moot_bus_auth_t *auth = *auth_p;

    *auth_p = NULL;
    if (auth == NULL)
        return;
    (void)pthread_mutex_lock(&life);
    (void)pthread_mutex_lock(&lock);
    table[auth->number] = NULL;
    (void)pthread_mutex_unlock(&lock);
    if (--uses == 0)
        end();
    (void)pthread_mutex_unlock(&life);
    free(auth);
}

void moot_bus_auth_replace(moot_bus_auth_t *auth, const moot_keyring_t *ring)
{
    (void)pthread_mutex_lock(&lock);
    auth->ring = ring;
    (void)pthread_mutex_unlock(&lock);
}

void moot_bus_auth_domain(const moot_bus_auth_t *auth, unsigned roles,
                          char domain[MOOT_BUS_AUTH_DOMAIN])
{
    (void)snprintf(domain, MOOT_BUS_AUTH_DOMAIN, "%u:%u", auth->number, roles);
}

void moot_bus_auth_count(moot_bus_auth_t *auth, moot_bus_refused_t *refused)
{
    (void)pthread_mutex_lock(&lock);
    uint64_t failed = refused->failed;
    *refused = auth->refused;
    refused->failed = failed;
    (void)pthread_mutex_unlock(&lock);
}
