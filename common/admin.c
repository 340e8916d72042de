#include "common/admin.h"

#include <errno.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/err.h"
#include "common/log.h"
#include "common/metric.h"

enum { BACKLOG = 64 };

struct moot_admin {
    struct MHD_Daemon *daemon;
    unsigned program;
    unsigned port;
    _Atomic uint64_t turned_ms;         /* 0: the loop has not begun */
    pthread_mutex_t lock;               /* of reason */
    char reason[MOOT_ADMIN_REASON_MAX]; /* empty: ready */
};

/* ---- What is told -------------------------------------------------------- */

static unsigned tell_metrics(moot_admin_t *admin, moot_buf_t *body)
{
    return moot_metric_write(body, admin->program, MOOT_VERSION) == 0
               ? MHD_HTTP_OK
               : MHD_HTTP_INTERNAL_SERVER_ERROR;
}

static unsigned tell_health(moot_admin_t *admin, moot_buf_t *body)
{
    uint64_t turned_ms = atomic_load(&admin->turned_ms);
    uint64_t now_ms = moot_clock_mono_ms();
    uint64_t ago_ms = now_ms > turned_ms ? now_ms - turned_ms : 0;

    if (turned_ms == 0) {
        moot_buf_put_str(body, "starting\n");
        return MHD_HTTP_OK;
    }
    if (ago_ms > MOOT_ADMIN_TURN_MS_MAX) {
        moot_buf_printf(body, "the loop stands since %" PRIu64 " ms\n", ago_ms);
        return MHD_HTTP_SERVICE_UNAVAILABLE;
    }
    moot_buf_put_str(body, "ok\n");
    return MHD_HTTP_OK;
}

static unsigned tell_readiness(moot_admin_t *admin, moot_buf_t *body)
{
    unsigned status = tell_health(admin, body);
    char reason[sizeof admin->reason];

    pthread_mutex_lock(&admin->lock);
    memcpy(reason, admin->reason, sizeof reason);
    pthread_mutex_unlock(&admin->lock);
    if (status != MHD_HTTP_OK)
        return status;
    moot_buf_clear(body);
    moot_buf_printf(body, "%s\n", reason[0] != '\0' ? reason : "ready");
    return reason[0] != '\0' ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_OK;
}

static const struct page {
    const char *path;
    const char *content_type;
    unsigned (*tell)(moot_admin_t *admin, moot_buf_t *body);
} pages[] = {
    {"/metrics", "text/plain; version=0.0.4; charset=utf-8", tell_metrics},
    {"/healthz", "text/plain; charset=utf-8", tell_health},
    {"/readyz", "text/plain; charset=utf-8", tell_readiness},
};

/* ---- HTTP ---------------------------------------------------------------- */

static enum MHD_Result respond(struct MHD_Connection *connection,
                               unsigned status, const char *content_type,
                               moot_slice_t body)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        body.size, (void *)(uintptr_t)body.at, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result rc = MHD_NO;

    if (response == NULL)
        return MHD_NO;
    if (MHD_add_response_header(response, "Content-Type", content_type)
        && MHD_add_response_header(response, "Cache-Control", "no-store")
        && (status != MHD_HTTP_METHOD_NOT_ALLOWED
            || MHD_add_response_header(response, "Allow", "GET, HEAD")))
        rc = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return rc;
}

static enum MHD_Result refuse(struct MHD_Connection *connection,
                              unsigned status, const char *why)
{
    return respond(connection, status, "text/plain; charset=utf-8",
                   moot_slice_str(why));
}

/* Runs in the thread of the library. A request with a body is answered before
 * the body is read. */
static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *upload,
                                  size_t *upload_size, void **request)
{
    moot_admin_t *admin = ctx;
    const struct page *page = NULL;
    enum MHD_Result rc;
    unsigned status;
    moot_buf_t body;

    (void)version;
    (void)upload;
    (void)upload_size;
    (void)request;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (strcmp(path, pages[i].path) == 0)
            page = &pages[i];
    if (page == NULL)
        return refuse(connection, MHD_HTTP_NOT_FOUND, "not found\n");
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                      "only GET and HEAD\n");
    moot_buf_init(&body, MOOT_METRIC_TEXT_MAX);
    status = page->tell(admin, &body);
    if (body.error != 0)
        rc = refuse(connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
                    "out of memory\n");
    else
        rc = respond(connection, status, page->content_type,
                     moot_buf_slice(&body));
    moot_buf_close(&body);
    return rc;
}

/* ---- Start and end ------------------------------------------------------- */

/* Binds and listens; the descriptor, or an error. */
static int listen_at(const struct addrinfo *info, unsigned *port)
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    int on = 1, rc = MOOT_EIO;
    int fd =
        socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return MOOT_EIO;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || (info->ai_family == AF_INET6
            && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0))
        goto close_fd;
    if (bind(fd, info->ai_addr, info->ai_addrlen) != 0) {
        rc = errno == EADDRINUSE      ? MOOT_EEXIST
             : errno == EADDRNOTAVAIL ? MOOT_EINVAL
             : errno == EACCES        ? MOOT_EDENIED
                                      : MOOT_EIO;
        goto close_fd;
    }
    if (listen(fd, BACKLOG) != 0
        || getsockname(fd, (struct sockaddr *)&bound, &size) != 0)
        goto close_fd;
    /* The port lies at the same place in both families. */
    *port = ntohs(((struct sockaddr_in *)&bound)->sin_port);
    return fd;

close_fd:
    (void)close(fd);
    return rc;
}

static int open_socket(const char *address, unsigned port, unsigned *bound)
{
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
    };
    struct addrinfo *info = NULL;
    char service[16];
    int fd;

    snprintf(service, sizeof service, "%u", port);
    if (getaddrinfo(address, service, &hints, &info) != 0)
        return MOOT_EINVAL;
    fd = listen_at(info, bound);
    freeaddrinfo(info);
    return fd;
}

/* Paths are compared as they stand in the request: %2e is no dot here. */
static size_t keep_escapes(void *ctx, struct MHD_Connection *connection,
                           char *text)
{
    (void)ctx;
    (void)connection;
    return strlen(text);
}

/* The library's thread inherits the mask: signals are for the program's own
 * thread. It closes the descriptor when it is stopped. */
static struct MHD_Daemon *start_daemon(moot_admin_t *admin, int fd)
{
    struct MHD_Daemon *daemon;
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_request,
        admin, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)MOOT_ADMIN_CONNECTIONS_MAX,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)MOOT_ADMIN_CONNECTIONS_PER_PEER_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)MOOT_ADMIN_IDLE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MOOT_ADMIN_HEAD_BYTES_MAX,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_END);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon;
}

int moot_admin_open(const char *address, unsigned port, unsigned program,
                    moot_admin_t **out)
{
    moot_admin_t *admin = calloc(1, sizeof *admin);
    int fd;

    if (admin == NULL)
        return MOOT_ENOMEM;
    fd = open_socket(address, port, &admin->port);
    if (fd < 0) {
        free(admin);
        return fd;
    }
    MOOT_CHECK(pthread_mutex_init(&admin->lock, NULL) == 0);
    admin->program = program;
    moot_admin_unready(admin, "starting");
    moot_metric_set(MOOT_M_PROCESS_START_TIME_SECONDS, moot_clock_wall_ms());
    admin->daemon = start_daemon(admin, fd);
    if (admin->daemon == NULL) {
        (void)close(fd);
        pthread_mutex_destroy(&admin->lock);
        free(admin);
        return MOOT_EIO;
    }
    *out = admin;
    return 0;
}

int moot_admin_start(const moot_conf_t *conf, unsigned program,
                     moot_admin_t **out)
{
    unsigned port = (unsigned)conf->metrics_port;
    char why[160];
    int rc;

    *out = NULL;
    if (port == 0)
        return 0;
    rc = moot_admin_open(conf->metrics_bind, port, program, out);
    if (rc == 0) {
        moot_log(MOOT_EV_METRICS_SERVED, "bind=%s port=%u",
                 moot_log_str(conf->metrics_bind), port);
        return 0;
    }
    snprintf(why, sizeof why, "%s port %u: %s", conf->metrics_bind, port,
             rc == MOOT_EEXIST ? "the port is in use" : moot_err_text(rc));
    moot_log(MOOT_EV_PROGRAM_FAILED, "what=metrics error=%s",
             moot_log_str(why));
    return rc;
}

void moot_admin_close(moot_admin_t **admin_p)
{
    moot_admin_t *admin = *admin_p;

    *admin_p = NULL;
    if (admin == NULL)
        return;
    MHD_stop_daemon(admin->daemon);
    pthread_mutex_destroy(&admin->lock);
    free(admin);
}

unsigned moot_admin_port(const moot_admin_t *admin)
{
    return admin != NULL ? admin->port : 0;
}

/* ---- What the program says ----------------------------------------------- */

void moot_admin_turned(moot_admin_t *admin, uint64_t now_ms)
{
    if (admin != NULL)
        atomic_store(&admin->turned_ms, now_ms);
}

static void set_reason(moot_admin_t *admin, const char *reason)
{
    moot_metric_set(MOOT_M_READY, reason[0] == '\0');
    if (admin == NULL)
        return;
    pthread_mutex_lock(&admin->lock);
    snprintf(admin->reason, sizeof admin->reason, "%s", reason);
    pthread_mutex_unlock(&admin->lock);
}

void moot_admin_ready(moot_admin_t *admin)
{
    set_reason(admin, "");
}

void moot_admin_unready(moot_admin_t *admin, const char *format, ...)
{
    char reason[MOOT_ADMIN_REASON_MAX];
    va_list args;

    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    set_reason(admin, reason);
}
