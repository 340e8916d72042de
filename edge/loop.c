#include "edge/loop.h"

#include "common/err.h"
#include "common/list.h"
#include "common/metric.h"

#include <stdlib.h>
#include <time.h>
#include <uv.h>

struct moot_loop {
    uv_loop_t uv;
    uv_prepare_t prepare; /* round hooks, then the level check of watches */
    uv_check_t check;     /* drains the watches */
    uv_idle_t idle;       /* active: the next poll does not sleep */
    moot_node_t rounds;   /* of moot_loop_round_t */
    moot_node_t flushes;  /* of moot_loop_round_t */
    moot_node_t watches;  /* of moot_loop_watch_t */
    moot_node_t *cursor;  /* the next node of a walk over the lists above */
    bool again;
    uint64_t turn_ns; /* end of the last turn */
    uint64_t idle_ns; /* all sleep until then */
};

struct moot_loop_timer {
    uv_timer_t uv;
    moot_loop_cb *on_fire;
    void *ctx;
};

struct moot_loop_signal {
    uv_signal_t uv;
    moot_loop_signal_cb *on_signal;
    void *ctx;
};

struct moot_loop_fd {
    uv_poll_t uv;
    int wanted; /* enum uv_poll_event; 0: libuv does not watch */
    moot_loop_fd_cb *on_ready;
    void *ctx;
};

struct moot_loop_round {
    moot_loop_t *loop;
    moot_node_t node;
    moot_loop_cb *on_round;
    void *ctx;
};

struct moot_loop_watch {
    uv_poll_t uv;
    moot_loop_t *loop;
    moot_node_t node;
    moot_loop_pending_cb *pending;
    moot_loop_drain_cb *drain;
    void *ctx;
};

static void wake(uv_idle_t *idle)
{
    (void)idle; /* an active idle handle is all that libuv needs to see */
}

/* Runs over a list whose elements may go, or come, during the walk. */
static void walk(moot_loop_t *loop, moot_node_t *head,
                 void (*visit)(moot_node_t *node))
{
    moot_node_t *outer = loop->cursor; /* a hook may turn the loop */
    for (moot_node_t *node = head->next; node != head; node = loop->cursor) {
        loop->cursor = node->next;
        visit(node);
    }
    loop->cursor = outer;
}

static void leave(moot_loop_t *loop, moot_node_t *node)
{
    if (loop->cursor == node)
        loop->cursor = node->next;
    moot_list_remove(node);
}

static void visit_round(moot_node_t *node)
{
    moot_loop_round_t *round = MOOT_CONTAINER(node, moot_loop_round_t, node);
    round->on_round(round->ctx);
}

static void visit_watch(moot_node_t *node)
{
    moot_loop_watch_t *watch = MOOT_CONTAINER(node, moot_loop_watch_t, node);
    if (watch->pending(watch->ctx))
        watch->drain(watch->ctx, MOOT_LOOP_DRAIN_MAX);
}

/* A turn ends here, before the sleep: what passed since the last end and was
 * not sleep is its work. */
static void measure_turn(moot_loop_t *loop)
{
    uint64_t now_ns = uv_hrtime();
    uint64_t idle_ns = uv_metrics_idle_time(&loop->uv);
    uint64_t slept_ns = idle_ns - loop->idle_ns;

    if (loop->turn_ns != 0 && now_ns - loop->turn_ns >= slept_ns)
        moot_metric_observe(MOOT_M_LOOP_TURN_SECONDS, MOOT_L_NONE_ALL,
                            (now_ns - loop->turn_ns - slept_ns) / 1000);
    loop->turn_ns = now_ns;
    loop->idle_ns = idle_ns;
}

/* The level check before every sleep is what makes the edge-triggered
 * descriptor safe: any call on the source since the last drain may have
 * taken its edge. */
static void on_prepare(uv_prepare_t *prepare)
{
    moot_loop_t *loop = prepare->data;
    walk(loop, &loop->rounds, visit_round);
    walk(loop, &loop->flushes, visit_round);

    bool busy = loop->again;
    loop->again = false;
    MOOT_LIST_FOREACH (&loop->watches, it, after) {
        moot_loop_watch_t *watch = MOOT_CONTAINER(it, moot_loop_watch_t, node);
        busy = busy || watch->pending(watch->ctx);
    }
    if (busy)
        (void)uv_idle_start(&loop->idle, wake);
    else
        (void)uv_idle_stop(&loop->idle);
    measure_turn(loop);
}

static void on_check(uv_check_t *check)
{
    moot_loop_t *loop = check->data;
    walk(loop, &loop->watches, visit_watch);
}

int moot_loop_new(moot_loop_t **out)
{
    moot_loop_t *loop = calloc(1, sizeof *loop);
    if (loop == NULL)
        return MOOT_ENOMEM;
    if (uv_loop_init(&loop->uv) != 0) {
        free(loop);
        return MOOT_EIO;
    }
    (void)uv_loop_configure(&loop->uv, UV_METRICS_IDLE_TIME);
    moot_list_init(&loop->rounds);
    moot_list_init(&loop->flushes);
    moot_list_init(&loop->watches);
    (void)uv_prepare_init(&loop->uv, &loop->prepare);
    (void)uv_check_init(&loop->uv, &loop->check);
    (void)uv_idle_init(&loop->uv, &loop->idle);
    loop->prepare.data = loop;
    loop->check.data = loop;
    (void)uv_prepare_start(&loop->prepare, on_prepare);
    (void)uv_check_start(&loop->check, on_check);
    *out = loop;
    return MOOT_OK;
}

void moot_loop_destroy(moot_loop_t **loop_p)
{
    moot_loop_t *loop = *loop_p;
    *loop_p = NULL;
    if (loop == NULL)
        return;
    uv_close((uv_handle_t *)&loop->prepare, NULL);
    uv_close((uv_handle_t *)&loop->check, NULL);
    uv_close((uv_handle_t *)&loop->idle, NULL);
    /* Handles that were destroyed wait for one more round to be freed. */
    (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
    (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
    /* Whoever forgot a handle still owns its memory. */
    MOOT_CHECK(uv_loop_close(&loop->uv) == 0);
    free(loop);
}

void moot_loop_run(moot_loop_t *loop)
{
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void moot_loop_stop(moot_loop_t *loop)
{
    uv_stop(&loop->uv);
}

void moot_loop_turn(moot_loop_t *loop)
{
    (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
}

void moot_loop_again(moot_loop_t *loop)
{
    loop->again = true;
}

uint64_t moot_loop_now_ms(moot_loop_t *loop)
{
    (void)loop;
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void *moot_loop_native(moot_loop_t *loop)
{
    return &loop->uv;
}

static void free_handle(uv_handle_t *handle)
{
    free(handle); /* the libuv handle is the first member of all of ours */
}

static void on_timer(uv_timer_t *uv)
{
    moot_loop_timer_t *timer = (moot_loop_timer_t *)(void *)uv;
    timer->on_fire(timer->ctx);
}

int moot_loop_timer_new(moot_loop_t *loop, moot_loop_cb *on_fire, void *ctx,
                        moot_loop_timer_t **out)
{
    moot_loop_timer_t *timer = calloc(1, sizeof *timer);
    if (timer == NULL)
        return MOOT_ENOMEM;
    (void)uv_timer_init(&loop->uv, &timer->uv);
    timer->on_fire = on_fire;
    timer->ctx = ctx;
    *out = timer;
    return MOOT_OK;
}

void moot_loop_timer_start(moot_loop_timer_t *timer, uint64_t after_ms,
                           uint64_t every_ms)
{
    /* libuv counts from the start of the round, which may be long ago. */
    uv_update_time(timer->uv.loop);
    (void)uv_timer_start(&timer->uv, on_timer, after_ms, every_ms);
}

void moot_loop_timer_stop(moot_loop_timer_t *timer)
{
    (void)uv_timer_stop(&timer->uv);
}

void moot_loop_timer_destroy(moot_loop_timer_t **timer_p)
{
    if (*timer_p != NULL)
        uv_close((uv_handle_t *)&(*timer_p)->uv, free_handle);
    *timer_p = NULL;
}

static void on_signal(uv_signal_t *uv, int signum)
{
    moot_loop_signal_t *signal = (moot_loop_signal_t *)(void *)uv;
    signal->on_signal(signal->ctx, signum);
}

int moot_loop_signal_new(moot_loop_t *loop, int signum,
                         moot_loop_signal_cb *callback, void *ctx,
                         moot_loop_signal_t **out)
{
    moot_loop_signal_t *signal = calloc(1, sizeof *signal);
    if (signal == NULL)
        return MOOT_ENOMEM;
    if (uv_signal_init(&loop->uv, &signal->uv) != 0) {
        free(signal);
        return MOOT_EIO;
    }
    signal->on_signal = callback;
    signal->ctx = ctx;
    if (uv_signal_start(&signal->uv, on_signal, signum) != 0) {
        moot_loop_signal_destroy(&signal);
        return MOOT_EIO;
    }
    *out = signal;
    return MOOT_OK;
}

void moot_loop_signal_destroy(moot_loop_signal_t **signal_p)
{
    if (*signal_p != NULL)
        uv_close((uv_handle_t *)&(*signal_p)->uv, free_handle);
    *signal_p = NULL;
}

static void on_poll(uv_poll_t *uv, int status, int events)
{
    moot_loop_fd_t *fd = (moot_loop_fd_t *)(void *)uv;
    int ready = 0;
    if (status < 0)
        fd->wanted = 0; /* libuv has stopped */
    if (status < 0 || (events & UV_READABLE) != 0)
        ready |= MOOT_LOOP_READ;
    if (status < 0 || (events & UV_WRITABLE) != 0)
        ready |= MOOT_LOOP_WRITE;
    if (status < 0 || (events & UV_DISCONNECT) != 0)
        ready |= MOOT_LOOP_LEFT;
    fd->on_ready(fd->ctx, ready);
}

int moot_loop_fd_new(moot_loop_t *loop, int fd, int events,
                     moot_loop_fd_cb *on_ready, void *ctx, moot_loop_fd_t **out)
{
    moot_loop_fd_t *self = calloc(1, sizeof *self);
    if (self == NULL)
        return MOOT_ENOMEM;
    if (uv_poll_init(&loop->uv, &self->uv, fd) != 0) {
        free(self);
        return MOOT_EIO;
    }
    self->on_ready = on_ready;
    self->ctx = ctx;
    if (moot_loop_fd_want(self, events) != MOOT_OK) {
        moot_loop_fd_destroy(&self);
        return MOOT_EIO;
    }
    *out = self;
    return MOOT_OK;
}

int moot_loop_fd_want(moot_loop_fd_t *fd, int events)
{
    int wanted = ((events & MOOT_LOOP_READ) != 0 ? UV_READABLE : 0)
                 | ((events & MOOT_LOOP_WRITE) != 0 ? UV_WRITABLE : 0)
                 | ((events & MOOT_LOOP_LEFT) != 0 ? UV_DISCONNECT : 0);
    /* Each start of libuv's takes the descriptor out and puts it in again. */
    if (wanted == fd->wanted && wanted != 0)
        return MOOT_OK;
    if (uv_poll_start(&fd->uv, wanted, on_poll) != 0)
        return MOOT_EIO;
    fd->wanted = wanted;
    return MOOT_OK;
}

void moot_loop_fd_destroy(moot_loop_fd_t **fd_p)
{
    if (*fd_p != NULL)
        uv_close((uv_handle_t *)&(*fd_p)->uv, free_handle);
    *fd_p = NULL;
}

static int hook(moot_loop_t *loop, moot_node_t *head, moot_loop_cb *on_round,
                void *ctx, moot_loop_round_t **out)
{
    moot_loop_round_t *round = calloc(1, sizeof *round);
    if (round == NULL)
        return MOOT_ENOMEM;
    round->loop = loop;
    round->on_round = on_round;
    round->ctx = ctx;
    moot_list_push(head, &round->node);
    *out = round;
    return MOOT_OK;
}

int moot_loop_round_new(moot_loop_t *loop, moot_loop_cb *on_round, void *ctx,
                        moot_loop_round_t **out)
{
    return hook(loop, &loop->rounds, on_round, ctx, out);
}

int moot_loop_flush_new(moot_loop_t *loop, moot_loop_cb *on_round, void *ctx,
                        moot_loop_round_t **out)
{
    return hook(loop, &loop->flushes, on_round, ctx, out);
}

void moot_loop_round_destroy(moot_loop_round_t **round_p)
{
    moot_loop_round_t *round = *round_p;
    *round_p = NULL;
    if (round == NULL)
        return;
    leave(round->loop, &round->node);
    free(round);
}

static void on_edge(uv_poll_t *uv, int status, int events)
{
    (void)uv; /* it only ends the sleep; on_check does the work */
    (void)status;
    (void)events;
}

int moot_loop_watch_new(moot_loop_t *loop, int fd,
                        moot_loop_pending_cb *pending,
                        moot_loop_drain_cb *drain, void *ctx,
                        moot_loop_watch_t **out)
{
    moot_loop_watch_t *watch = calloc(1, sizeof *watch);
    if (watch == NULL)
        return MOOT_ENOMEM;
    if (uv_poll_init(&loop->uv, &watch->uv, fd) != 0) {
        free(watch);
        return MOOT_EIO;
    }
    watch->loop = loop;
    watch->pending = pending;
    watch->drain = drain;
    watch->ctx = ctx;
    moot_list_push(&loop->watches, &watch->node);
    if (uv_poll_start(&watch->uv, UV_READABLE, on_edge) != 0) {
        moot_loop_watch_destroy(&watch);
        return MOOT_EIO;
    }
    *out = watch;
    return MOOT_OK;
}

void moot_loop_watch_destroy(moot_loop_watch_t **watch_p)
{
    moot_loop_watch_t *watch = *watch_p;
    *watch_p = NULL;
    if (watch == NULL)
        return;
    leave(watch->loop, &watch->node);
    uv_close((uv_handle_t *)&watch->uv, free_handle);
}
