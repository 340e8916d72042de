/* Timers in a binary heap. The time is passed in: no clock is read here.
 * Arming, moving and cancelling cost O(log n). Not thread safe.
 *
 * Timers that are due at the same millisecond fire in the order in which they
 * were set, so that a simulation with one seed runs the same every time. */
#ifndef MOOT_TIMER_H
#define MOOT_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What moot_timer_next gives while no timer is set. */
#define MOOT_TIMER_NEVER UINT64_MAX

typedef struct moot_timer moot_timer_t;

/* Called when the timer is due; the timer is no longer set then and may be
 * set again, or its element freed. now_ms: the time given to the run. */
typedef void moot_timer_fn(moot_timer_t *timer, uint64_t now_ms);

/* Lives in the element that it belongs to (MOOT_CONTAINER finds it). */
struct moot_timer {
    uint64_t due_ms;
    uint64_t order; /* of setting, among those due at the same time */
    size_t place;   /* in the heap, from 1; 0 while not set */
    moot_timer_fn *on_due;
};

typedef struct moot_timer_heap {
    moot_timer_t **at;
    size_t count, capacity;
    uint64_t order;
    uint64_t running_ms; /* time of the present run */
    bool running;
} moot_timer_heap_t;

void moot_timer_heap_init(moot_timer_heap_t *heap);

/* Frees the heap's memory. Timers that are still set become unset. */
void moot_timer_heap_close(moot_timer_heap_t *heap);

/* Prepares a timer that is not set. */
void moot_timer_init(moot_timer_t *timer, moot_timer_fn *on_due);

/* Sets the timer, or moves it when it is set. Within a run a time that is
 * already due becomes the millisecond after, so that a run always ends.
 * Aborts when memory for the heap is out. */
void moot_timer_set(moot_timer_heap_t *heap, moot_timer_t *timer,
                    uint64_t due_ms);

/* Takes the timer out; harmless when it is not set. */
void moot_timer_cancel(moot_timer_heap_t *heap, moot_timer_t *timer);

static inline bool moot_timer_is_set(const moot_timer_t *timer)
{
    return timer->place != 0;
}

/* Fires every timer that is due at now_ms, earliest first. Callbacks may set
 * and cancel any timer, but not run the heap. Returns how many fired. */
size_t moot_timer_run(moot_timer_heap_t *heap, uint64_t now_ms);

/* When the earliest timer is due, or MOOT_TIMER_NEVER. */
uint64_t moot_timer_next(const moot_timer_heap_t *heap);

#endif
