#include "worker/guard_child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/err.h"
#include "worker/guard_wire.h"

enum {
    CHILD_FD = 3,
    CHILD_FILES_MAX = 1024,
    CLOSED_MAX = 65536,
    /* Asks and forwards that wait are bounded above this (guards.h). */
    OUT_BYTES_MAX = 64 << 20,
    IN_BYTES_MAX = 2 << 20,
    READ_BYTES = 65536,
    READS = 16, /* in one turn */
};

/* Address space, plugins and their libraries included. The sanitizers want far
 * more for themselves. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHILD_MEMORY_MAX RLIM_INFINITY
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CHILD_MEMORY_MAX RLIM_INFINITY
#endif
#endif
#ifndef CHILD_MEMORY_MAX
#define CHILD_MEMORY_MAX ((rlim_t)2 << 30)
#endif

void moot_guard_child_init(moot_guard_child_t *child)
{
    *child = (moot_guard_child_t){.fd = -1};
    moot_buf_init(&child->in, IN_BYTES_MAX);
    moot_buf_init(&child->out, OUT_BYTES_MAX);
}

bool moot_guard_child_bury(pid_t pid, bool wait)
{
    pid_t gone;
    do
        gone = waitpid(pid, NULL, wait ? 0 : WNOHANG);
    while (gone < 0 && errno == EINTR);
    return gone != 0;
}

/* Killed is not gone: a process may be in the middle of something that the
 * system does not interrupt, and nobody is to wait for that. */
pid_t moot_guard_child_close(moot_guard_child_t *child)
{
    pid_t left = 0;
    if (child->fd >= 0)
        close(child->fd);
    if (child->pid > 0) {
        kill(child->pid, SIGKILL);
        if (!moot_guard_child_bury(child->pid, false))
            left = child->pid;
    }
    moot_buf_close(&child->in);
    moot_buf_close(&child->out);
    moot_guard_child_init(child);
    return left;
}

/* ---- The new process ----------------------------------------------------- */

static void limit(__rlimit_resource_t what, rlim_t most)
{
    const struct rlimit bound = {most, most};
    if (setrlimit(what, &bound) != 0)
        _exit(127);
}

/* Between fork and exec: only what is safe there. */
_Noreturn static void become(const char *program, char *const *argv, int fd,
                             pid_t parent)
{
    static char *const environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                                        NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(127);
    /* Standard output is the supervisor's; what plugins print goes to the
     * log. */
    int null = open("/dev/null", O_RDONLY);
    if (null < 0 || dup2(null, 0) < 0 || dup2(2, 1) < 0
        || (fd != CHILD_FD ? dup2(fd, CHILD_FD) : fcntl(fd, F_SETFD, 0)) < 0)
        _exit(127);
    /* Old kernels, and containers that know no new calls, lack this one; all
     * our files are closed by exec too. */
    if (close_range(CHILD_FD + 1, ~0u, 0) != 0) {
        for (int i = CHILD_FD + 1; i < CLOSED_MAX; i++)
            close(i);
    }
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, CHILD_FILES_MAX);
    limit(RLIMIT_AS, CHILD_MEMORY_MAX);
    execve(program, argv, environment);
    _exit(127);
}

/* Path of a program beside this one. */
static int find_program(char *path, size_t size)
{
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    if (n <= 0)
        return MOOT_EIO;
    own[n] = '\0';
    char *slash = strrchr(own, '/');
    if (slash == NULL)
        return MOOT_EIO;
    *slash = '\0';
    int length = snprintf(path, size, "%s/moot-guard", own);
    return length < 0 || (size_t)length >= size ? MOOT_EIO : 0;
}

int moot_guard_child_start(moot_guard_child_t *child, const char *role,
                           const char *name, int log_level)
{
    char program[PATH_MAX + 16], level[8], words[2][80];
    int pair[2];
    MOOT_CHECK(child->pid == 0);
    snprintf(level, sizeof level, "%d", log_level);
    snprintf(words[0], sizeof words[0], "%s", role);
    snprintf(words[1], sizeof words[1], "%s", name);
    char number[] = "3";
    char *const argv[] = {program, words[0], number, words[1], level, NULL};
    if (find_program(program, sizeof program) < 0
        || access(program, X_OK) != 0
        || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return MOOT_EIO;
    pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        become(program, argv, pair[1], parent);
    close(pair[1]);
    if (pid < 0 || fcntl(pair[0], F_SETFL, O_NONBLOCK) != 0) {
        close(pair[0]);
        return MOOT_EIO;
    }
    child->pid = pid;
    child->fd = pair[0];
    moot_buf_clear(&child->in);
    moot_buf_clear(&child->out);
    return 0;
}

void moot_guard_child_kill(const moot_guard_child_t *child)
{
    if (child->pid > 0)
        kill(child->pid, SIGKILL);
}

/* ---- Bytes --------------------------------------------------------------- */

int moot_guard_child_send(moot_guard_child_t *child, moot_slice_t body)
{
    if (child->fd < 0)
        return 0; /* it is about to be found dead */
    if (child->out.error != 0)
        return child->out.error;
    return moot_guard_wire_put(&child->out, body);
}

bool moot_guard_child_flush(moot_guard_child_t *child)
{
    size_t at = 0;
    while (child->fd >= 0 && at < child->out.size) {
        ssize_t n = send(child->fd, child->out.at + at, child->out.size - at,
                         MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break; /* full, or gone, which the read finds */
        at += (size_t)n;
    }
    moot_guard_wire_drop(&child->out, at);
    return child->out.size > 0;
}

static bool take_frames(moot_guard_child_t *child,
                        bool (*take)(void *ctx, moot_slice_t body), void *ctx)
{
    moot_slice_t rest = moot_buf_slice(&child->in), body;
    int rc;
    while ((rc = moot_guard_wire_next(&rest, &body)) == 0) {
        if (!take(ctx, body))
            return false;
    }
    moot_guard_wire_drop(&child->in, child->in.size - rest.size);
    return rc == MOOT_ETRUNC;
}

bool moot_guard_child_read(moot_guard_child_t *child,
                           bool (*take)(void *ctx, moot_slice_t body),
                           void *ctx)
{
    for (int i = 0; child->fd >= 0 && i < READS; i++) {
        uint8_t *at = moot_buf_reserve(&child->in, READ_BYTES);
        if (at == NULL)
            return false;
        ssize_t n = recv(child->fd, at, READ_BYTES, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        child->in.size += (size_t)n;
        if (!take_frames(child, take, ctx))
            return false;
    }
    return true;
}
