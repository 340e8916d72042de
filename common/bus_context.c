/* czmq initialises itself at the first socket, asserts where libzmq reports,
 * and takes its settings from the environment. All calls that touch its global
 * state are here, so that these habits stay here too. */
#include "common/bus_context.h"

#include <czmq.h>
#include <sys/eventfd.h>

/* libzmq gives the place of a closed socket back a little later, and each
 * monitor has a socket of its own in the library. */
#define LIBRARY_SOCKETS_MAX (2 * MOOT_BUS_CONTEXT_SOCKETS_MAX)

/* Descriptors that must be free: of the library and its two threads, of a
 * socket with what its monitor and its listener take. */
#define CONTEXT_FDS 16
#define SOCKET_FDS 8

/* czmq's own lock does not outlive zsys_shutdown: it is destroyed and never
 * made again, and then locks nothing. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned uses;
static unsigned sockets;

/* Whether n more descriptors can be had. czmq aborts when the library can make
 * no socket, so this is asked before. Another thread may take some of them
 * meanwhile, which is why n is generous. */
static bool have_fds(int n)
{
    int fds[CONTEXT_FDS];
    int got = 0;
    while (got < n && (fds[got] = eventfd(0, EFD_CLOEXEC)) >= 0)
        got++;
    for (int i = 0; i < got; i++)
        (void)close(fds[i]);
    return got == n;
}

/* zsys_init takes its choices from the environment (ZSYS_...), so those that
 * matter are made again; of sockets, in bus_options.c. */
static void begin(void)
{
    zsys_handler_set(NULL); /* before zsys_init would install one */
    void *context = zsys_init();
    zsys_set_logstream(NULL);
    zsys_set_logsystem(false);
    (void)zmq_ctx_set(context, ZMQ_IO_THREADS, 1);
    (void)zmq_ctx_set(context, ZMQ_MAX_SOCKETS, LIBRARY_SOCKETS_MAX);
    (void)zmq_ctx_set(context, ZMQ_MAX_MSGSZ, INT_MAX);
}

/* zsys_shutdown waits until the library has closed all sockets, but gives up
 * when a signal comes; so none comes to this thread. */
static void end(void)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    zsys_shutdown();
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int moot_bus_context_use(void)
{
    int rc = MOOT_OK;
    (void)pthread_mutex_lock(&lock);
    if (uses == 0 && !have_fds(CONTEXT_FDS))
        rc = MOOT_ELIMIT;
    if (rc == MOOT_OK && uses++ == 0)
        begin();
    (void)pthread_mutex_unlock(&lock);
    return rc;
}

void moot_bus_context_release(void)
{
    (void)pthread_mutex_lock(&lock);
    MOOT_CHECK(uses > 0);
    if (--uses == 0) {
        MOOT_CHECK(sockets == 0);
        end();
    }
    (void)pthread_mutex_unlock(&lock);
}

int moot_bus_context_open(int type, zsock_t **out)
{
    int rc = MOOT_ELIMIT;
    (void)pthread_mutex_lock(&lock);
    MOOT_CHECK(uses > 0);
    if (sockets < MOOT_BUS_CONTEXT_SOCKETS_MAX && have_fds(SOCKET_FDS)) {
        *out = zsock_new(type);
        sockets++;
        rc = MOOT_OK;
    }
    (void)pthread_mutex_unlock(&lock);
    return rc;
}

void moot_bus_context_close(zsock_t **socket_p)
{
    if (*socket_p == NULL)
        return;
    (void)pthread_mutex_lock(&lock);
    zsock_destroy(socket_p);
    sockets--;
    (void)pthread_mutex_unlock(&lock);
}
