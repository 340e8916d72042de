/* The event loop of a process: timers, signals, descriptors, and the hooks
 * that run once per round. The only file that names libuv is loop.c.
 *
 * One thread: everything here is called from the thread that runs the loop.
 * A round is: timers, descriptors that are ready, drains (moot_loop_watch),
 * round hooks (moot_loop_on_round), then sleep until something happens. So
 * whatever a round produced is seen by the round hooks before the sleep.
 *
 * Every handle (timer, signal, fd, watch) is destroyed by its owner before
 * the loop is; it may be destroyed from inside any callback, its own too. */
#ifndef MOOT_LOOP_H
#define MOOT_LOOP_H

#include "common/check.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct moot_loop moot_loop_t;
typedef struct moot_loop_timer moot_loop_timer_t;
typedef struct moot_loop_signal moot_loop_signal_t;
typedef struct moot_loop_fd moot_loop_fd_t;
typedef struct moot_loop_watch moot_loop_watch_t;
typedef struct moot_loop_round moot_loop_round_t;

/* Drains per watch and round: more waits for the next round, so that one
 * busy bus cannot starve the sockets. */
#define MOOT_LOOP_DRAIN_MAX 256

/* What a descriptor is watched for, and what it is ready for. */
enum moot_loop_events {
    MOOT_LOOP_READ = 1,
    MOOT_LOOP_WRITE = 2,
    MOOT_LOOP_LEFT = 4, /* the peer of a socket sends no more */
};

typedef void moot_loop_cb(void *ctx);
typedef void moot_loop_signal_cb(void *ctx, int signum);
/* events: those watched for that came; an error or hang-up shows as all. */
typedef void moot_loop_fd_cb(void *ctx, int events);
/* Whether there is input now, asked of the source itself, not of the fd. */
typedef bool moot_loop_pending_cb(void *ctx);
/* Handles at most budget pieces of input without blocking. */
typedef void moot_loop_drain_cb(void *ctx, unsigned budget);

/* Errors of all …_new: MOOT_ENOMEM, MOOT_EIO. */
MOOT_CHECKED int moot_loop_new(moot_loop_t **out);

/* Closes what is left inside. No callback runs any more. */
void moot_loop_destroy(moot_loop_t **loop_p);

/* Runs until moot_loop_stop, which may be called from any callback, or
 * before (then it returns at once). May be run again. */
void moot_loop_run(moot_loop_t *loop);
void moot_loop_stop(moot_loop_t *loop);

/* Runs one round without sleeping. Not from inside a callback. */
void moot_loop_turn(moot_loop_t *loop);

/* Leaves out the next sleep. */
void moot_loop_again(moot_loop_t *loop);

/* Monotonic milliseconds, those of moot_clock_mono_ms. */
uint64_t moot_loop_now_ms(moot_loop_t *loop);

/* The uv_loop_t that lies below, for a library that must share it. */
void *moot_loop_native(moot_loop_t *loop);

/* A stopped timer. */
MOOT_CHECKED int moot_loop_timer_new(moot_loop_t *loop, moot_loop_cb *on_fire,
                                     void *ctx, moot_loop_timer_t **out);
/* Fires after after_ms and then every every_ms (0: once). Starts anew when
 * it runs already. */
void moot_loop_timer_start(moot_loop_timer_t *timer, uint64_t after_ms,
                           uint64_t every_ms);
void moot_loop_timer_stop(moot_loop_timer_t *timer);
void moot_loop_timer_destroy(moot_loop_timer_t **timer_p);

/* Calls on_signal in the loop, not in the signal handler. */
MOOT_CHECKED int moot_loop_signal_new(moot_loop_t *loop, int signum,
                                      moot_loop_signal_cb *on_signal, void *ctx,
                                      moot_loop_signal_t **out);
void moot_loop_signal_destroy(moot_loop_signal_t **signal_p);

/* Watches a non-blocking descriptor, level-triggered, for events (enum
 * moot_loop_events, joined by |). The descriptor stays the caller's, who closes it after
 * the destroy; right after the destroy it may be watched by someone else. */
MOOT_CHECKED int moot_loop_fd_new(moot_loop_t *loop, int fd, int events,
                                  moot_loop_fd_cb *on_ready, void *ctx,
                                  moot_loop_fd_t **out);
void moot_loop_fd_destroy(moot_loop_fd_t **fd_p);

/* Watches for other events from now on, 0 for none. Errors: MOOT_EIO. */
MOOT_CHECKED int moot_loop_fd_want(moot_loop_fd_t *fd, int events);

/* Calls on_round once per round, last of all before the loop sleeps. Hooks
 * run in the order they were made. */
MOOT_CHECKED int moot_loop_round_new(moot_loop_t *loop, moot_loop_cb *on_round,
                                     void *ctx, moot_loop_round_t **out);

/* The same, but behind all hooks of moot_loop_round_new: for who sends what
 * the hooks have produced. */
MOOT_CHECKED int moot_loop_flush_new(moot_loop_t *loop, moot_loop_cb *on_round,
                                     void *ctx, moot_loop_round_t **out);
void moot_loop_round_destroy(moot_loop_round_t **round_p);

/* Watches a source whose descriptor is edge-triggered and may lose its edge
 * to any call on the source, as ZMQ_FD does (zmq_getsockopt(3)): the fd only
 * wakes the loop; `pending` is asked before every sleep and keeps the loop
 * awake; `drain` is called once per round while there is input, with budget
 * MOOT_LOOP_DRAIN_MAX. Neither may destroy another watch. */
MOOT_CHECKED int moot_loop_watch_new(moot_loop_t *loop, int fd,
                                     moot_loop_pending_cb *pending,
                                     moot_loop_drain_cb *drain, void *ctx,
                                     moot_loop_watch_t **out);
void moot_loop_watch_destroy(moot_loop_watch_t **watch_p);

#endif
