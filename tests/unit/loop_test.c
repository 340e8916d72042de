#include "edge/loop.h"

#include "common/err.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fixture {
    moot_loop_t *loop;
    moot_loop_timer_t *timer, *guard;
    moot_loop_fd_t *fd;
    moot_loop_watch_t *watch;
    moot_loop_round_t *round[3];
    char order[64];
    int fired, events, waiting, drained, rounds;
    int pipe[2], event;
} fixture_t;

static void on_guard(void *ctx)
{
    (void)ctx;
    fail_msg("the loop slept through");
}

static void begin(fixture_t *f)
{
    memset(f, 0, sizeof *f);
    assert_int_equal(moot_loop_new(&f->loop), 0);
    assert_int_equal(moot_loop_timer_new(f->loop, on_guard, f, &f->guard), 0);
    moot_loop_timer_start(f->guard, 5000, 0);
}

static void end(fixture_t *f)
{
    moot_loop_timer_destroy(&f->guard);
    moot_loop_destroy(&f->loop);
    assert_null(f->loop);
}

static void on_fire(void *ctx)
{
    fixture_t *f = ctx;
    if (++f->fired == 3) {
        moot_loop_timer_destroy(&f->timer); /* from its own callback */
        moot_loop_stop(f->loop);
    }
}

static void test_timer(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    assert_int_equal(moot_loop_timer_new(f.loop, on_fire, &f, &f.timer), 0);
    uint64_t start = moot_loop_now_ms(f.loop);
    moot_loop_timer_start(f.timer, 5, 10);
    moot_loop_run(f.loop);
    assert_int_equal(f.fired, 3);
    assert_true(moot_loop_now_ms(f.loop) - start >= 24);
    end(&f);
}

static void on_signal(void *ctx, int signum)
{
    fixture_t *f = ctx;
    f->events = signum;
    moot_loop_stop(f->loop);
}

static void test_signal(void **state)
{
    (void)state;
    fixture_t f;
    moot_loop_signal_t *handle = NULL;
    begin(&f);
    assert_int_equal(
        moot_loop_signal_new(f.loop, SIGUSR1, on_signal, &f, &handle), 0);
    assert_int_equal(raise(SIGUSR1), 0);
    moot_loop_run(f.loop);
    assert_int_equal(f.events, SIGUSR1);
    moot_loop_signal_destroy(&handle);
    end(&f);
}

static void on_ready(void *ctx, int events)
{
    fixture_t *f = ctx;
    f->events = events;
    moot_loop_fd_destroy(&f->fd);
    moot_loop_stop(f->loop);
}

static void test_fd(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    assert_int_equal(pipe(f.pipe), 0);
    for (int i = 0; i < 2; i++) { /* the descriptor is free afterwards */
        assert_int_equal(moot_loop_fd_new(f.loop, f.pipe[0], MOOT_LOOP_READ,
                                          on_ready, &f, &f.fd),
                         0);
        assert_int_equal(write(f.pipe[1], "x", 1), 1);
        moot_loop_run(f.loop);
        assert_int_equal(f.events, MOOT_LOOP_READ);
    }
    assert_int_equal(moot_loop_fd_new(f.loop, f.pipe[1], MOOT_LOOP_WRITE,
                                      on_ready, &f, &f.fd),
                     0);
    moot_loop_run(f.loop);
    assert_int_equal(f.events, MOOT_LOOP_WRITE);
    (void)close(f.pipe[0]);
    (void)close(f.pipe[1]);
    end(&f);
}

static void on_ready_only(void *ctx, int events)
{
    fixture_t *f = ctx;
    f->events = events;
    moot_loop_stop(f->loop);
}

/* Wanting the same again, nothing, and something again. */
static void test_fd_want(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    assert_int_equal(pipe(f.pipe), 0);
    assert_int_equal(moot_loop_fd_new(f.loop, f.pipe[0], MOOT_LOOP_READ,
                                      on_ready_only, &f, &f.fd),
                     0);
    assert_int_equal(write(f.pipe[1], "x", 1), 1);
    for (int i = 0; i < 2; i++) {
        f.events = 0;
        assert_int_equal(moot_loop_fd_want(f.fd, MOOT_LOOP_READ), 0);
        moot_loop_run(f.loop);
        assert_int_equal(f.events, MOOT_LOOP_READ);
        f.events = 0;
        assert_int_equal(moot_loop_fd_want(f.fd, 0), 0);
        moot_loop_turn(f.loop);
        assert_int_equal(f.events, 0);
    }
    moot_loop_fd_destroy(&f.fd);
    (void)close(f.pipe[0]);
    (void)close(f.pipe[1]);
    end(&f);
}

static void on_first(void *ctx)
{
    fixture_t *f = ctx;
    strcat(f->order, "a");
    moot_loop_round_destroy(&f->round[1]); /* its successor */
}

static void on_second(void *ctx)
{
    strcat(((fixture_t *)ctx)->order, "b");
}

static void on_flush(void *ctx)
{
    fixture_t *f = ctx;
    strcat(f->order, "f");
    if (++f->rounds < 3)
        moot_loop_again(f->loop);
    else
        moot_loop_stop(f->loop);
}

static void test_rounds(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    assert_int_equal(moot_loop_flush_new(f.loop, on_flush, &f, &f.round[2]), 0);
    assert_int_equal(moot_loop_round_new(f.loop, on_first, &f, &f.round[0]), 0);
    assert_int_equal(moot_loop_round_new(f.loop, on_second, &f, &f.round[1]),
                     0);
    moot_loop_run(f.loop);
    /* Without moot_loop_again the loop would sleep until the guard. */
    assert_string_equal(f.order, "afafaf");
    moot_loop_round_destroy(&f.round[0]);
    moot_loop_round_destroy(&f.round[2]);
    end(&f);
}

static bool pending(void *ctx)
{
    return ((fixture_t *)ctx)->waiting > 0;
}

static void drain(void *ctx, unsigned budget)
{
    fixture_t *f = ctx;
    uint64_t edge;
    ssize_t n = read(f->event, &edge, sizeof edge); /* the edge is gone */
    (void)n;
    int take = f->waiting < (int)budget ? f->waiting : (int)budget;
    assert_true(take > 0);
    f->waiting -= take;
    f->drained += take;
    f->rounds++;
    if (f->drained == 1000 && f->waiting == 0)
        moot_loop_stop(f->loop);
}

/* A source whose descriptor becomes readable once for 1000 pieces of input,
 * and not at all when input comes between: as ZMQ_FD. */
static void test_watch(void **state)
{
    (void)state;
    fixture_t f;
    begin(&f);
    f.event = eventfd(0, EFD_NONBLOCK);
    assert_true(f.event >= 0);
    assert_int_equal(
        moot_loop_watch_new(f.loop, f.event, pending, drain, &f, &f.watch), 0);
    f.waiting = 600;
    uint64_t edge = 1;
    assert_int_equal(write(f.event, &edge, sizeof edge), sizeof edge);
    moot_loop_turn(f.loop);
    assert_int_equal(f.drained, MOOT_LOOP_DRAIN_MAX);
    f.waiting += 400; /* without an edge */
    moot_loop_run(f.loop);
    assert_int_equal(f.drained, 1000);
    assert_int_equal(f.rounds, 4);
    moot_loop_watch_destroy(&f.watch);
    (void)close(f.event);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timer), cmocka_unit_test(test_signal),
        cmocka_unit_test(test_fd),
        cmocka_unit_test(test_fd_want),
        cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_watch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
