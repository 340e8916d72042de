#include "cli/supervisor.h"

#include "common/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void moot_supervisor_init(moot_supervisor_t *supervisor,
                          void (*on_death)(void *ctx, const moot_child_t *),
                          void *ctx)
{
    moot_list_init(&supervisor->children);
    supervisor->on_death = on_death;
    supervisor->ctx = ctx;
}

void moot_supervisor_close(moot_supervisor_t *supervisor)
{
    MOOT_LIST_FOREACH (&supervisor->children, it, after) {
        moot_child_t *child = MOOT_CONTAINER(it, moot_child_t, node);

        MOOT_CHECK(child->pid == 0);
        moot_list_remove(it);
        for (size_t i = 0; child->args[i]; i++)
            free(child->args[i]);
        free(child);
    }
}

void moot_supervisor_add(moot_supervisor_t *supervisor, const char *id,
                         int rank, const char *const *args)
{
    moot_child_t *child = calloc(1, sizeof *child);

    MOOT_CHECK(child && strlen(id) < sizeof child->id);
    strcpy(child->id, id);
    child->rank = rank;
    child->backoff_ms = MOOT_SUPERVISOR_BACKOFF_MS_MIN;
    for (size_t i = 0; args[i]; i++) {
        MOOT_CHECK(i < MOOT_SUPERVISOR_ARGS_MAX);
        child->args[i] = strdup(args[i]);
        MOOT_CHECK(child->args[i]);
    }
    moot_list_push(&supervisor->children, &child->node);
}

/* In the child: the signals of a fresh process, the end with its parent. In a
 * process group of its own, because Ctrl-C is for the parent alone, which
 * stops its children in their order. */
static _Noreturn void become(char *const *args, pid_t parent)
{
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) /* it died before prctl took effect */
        _exit(1);
    execv(args[0], args);
    fprintf(stderr, "moot up: %s: %s\n", args[0], strerror(errno));
    _exit(127);
}

static void start(moot_child_t *child, uint64_t now_ms)
{
    pid_t parent = getpid();
    pid_t pid = fork();

    if (pid == 0)
        become(child->args, parent);
    if (pid < 0) {
        child->start_due_ms = now_ms + child->backoff_ms;
        return;
    }
    child->pid = pid;
    child->started_ms = now_ms;
}

static moot_child_t *by_pid(moot_supervisor_t *supervisor, pid_t pid)
{
    MOOT_LIST_FOREACH (&supervisor->children, it, after) {
        moot_child_t *child = MOOT_CONTAINER(it, moot_child_t, node);

        if (child->pid == pid)
            return child;
    }
    return NULL;
}

static void reap(moot_supervisor_t *supervisor, uint64_t now_ms, bool tell)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        moot_child_t *child = by_pid(supervisor, pid);

        if (!child)
            continue;
        child->pid = 0;
        child->status = status;
        child->deaths++;
        if (now_ms - child->started_ms >= MOOT_SUPERVISOR_CALM_MS)
            child->backoff_ms = MOOT_SUPERVISOR_BACKOFF_MS_MIN;
        child->start_due_ms = now_ms + child->backoff_ms;
        child->backoff_ms *= 2;
        if (child->backoff_ms > MOOT_SUPERVISOR_BACKOFF_MS_MAX)
            child->backoff_ms = MOOT_SUPERVISOR_BACKOFF_MS_MAX;
        if (tell)
            supervisor->on_death(supervisor->ctx, child);
    }
}

size_t moot_supervisor_run(moot_supervisor_t *supervisor, uint64_t now_ms)
{
    size_t running = 0;

    reap(supervisor, now_ms, true);
    MOOT_LIST_FOREACH (&supervisor->children, it, after) {
        moot_child_t *child = MOOT_CONTAINER(it, moot_child_t, node);

        if (child->pid == 0 && now_ms >= child->start_due_ms)
            start(child, now_ms);
        running += child->pid != 0;
    }
    return running;
}

/* Children of a rank that run; signals each when number is not 0. */
static size_t signal_rank(moot_supervisor_t *supervisor, int rank, int number)
{
    size_t running = 0;

    MOOT_LIST_FOREACH (&supervisor->children, it, after) {
        moot_child_t *child = MOOT_CONTAINER(it, moot_child_t, node);

        if (child->pid == 0 || child->rank != rank)
            continue;
        running++;
        if (number != 0)
            kill(child->pid, number);
    }
    return running;
}

static int rank_max(const moot_supervisor_t *supervisor)
{
    int rank = -1;

    MOOT_LIST_FOREACH (&supervisor->children, it, after) {
        const moot_child_t *child = MOOT_CONTAINER(it, moot_child_t, node);

        if (child->rank > rank)
            rank = child->rank;
    }
    return rank;
}

void moot_supervisor_signal(moot_supervisor_t *supervisor, int number)
{
    for (int rank = rank_max(supervisor); rank >= 0; rank--)
        signal_rank(supervisor, rank, number);
}

/* Waits for the next death of a child, at most 50 ms. */
static void wait_a_moment(void)
{
    const struct timespec moment = {.tv_nsec = 50 * 1000000};
    sigset_t death;

    sigemptyset(&death);
    sigaddset(&death, SIGCHLD);
    sigtimedwait(&death, NULL, &moment);
}

void moot_supervisor_stop(moot_supervisor_t *supervisor, uint64_t grace_ms,
                          bool (*hurry)(void *ctx), void *ctx)
{
    for (int rank = rank_max(supervisor); rank >= 0; rank--) {
        uint64_t end_ms = moot_clock_mono_ms() + grace_ms;
        bool killed = false;

        signal_rank(supervisor, rank, SIGTERM);
        while (signal_rank(supervisor, rank, 0) > 0) {
            uint64_t now_ms = moot_clock_mono_ms();

            if (!killed && (now_ms >= end_ms || hurry(ctx))) {
                signal_rank(supervisor, rank, SIGKILL);
                killed = true;
            }
            wait_a_moment();
            reap(supervisor, now_ms, false);
        }
    }
}
