#include "common/timer.h"

#include <stdlib.h>

#include "common/check.h"

#define CAPACITY_FIRST 64

/* heap->at[0] is unused: with places from 1 the parent of i is i / 2, its
 * children are 2 i and 2 i + 1, and place 0 says "not set". */

void moot_timer_heap_init(moot_timer_heap_t *heap)
{
    *heap = (moot_timer_heap_t){0};
}

void moot_timer_heap_close(moot_timer_heap_t *heap)
{
    MOOT_CHECK(!heap->running);
    for (size_t i = 1; i <= heap->count; i++)
        heap->at[i]->place = 0;
    free(heap->at);
    *heap = (moot_timer_heap_t){0};
}

void moot_timer_init(moot_timer_t *timer, moot_timer_fn *on_due)
{
    *timer = (moot_timer_t){.on_due = on_due};
}

static bool earlier(const moot_timer_t *a, const moot_timer_t *b)
{
    return a->due_ms != b->due_ms ? a->due_ms < b->due_ms : a->order < b->order;
}

static void put(moot_timer_heap_t *heap, size_t place, moot_timer_t *timer)
{
    heap->at[place] = timer;
    timer->place = place;
}

/* Moves the timer from an empty place to where it belongs: up while it is
 * earlier than its parent, else down while a child is earlier. */
static void settle(moot_timer_heap_t *heap, size_t place, moot_timer_t *timer)
{
    while (place > 1 && earlier(timer, heap->at[place / 2])) {
        put(heap, place, heap->at[place / 2]);
        place /= 2;
    }
    for (;;) {
        size_t child = place * 2;
        if (child > heap->count)
            break;
        if (child < heap->count
            && earlier(heap->at[child + 1], heap->at[child]))
            child++;
        if (!earlier(heap->at[child], timer))
            break;
        put(heap, place, heap->at[child]);
        place = child;
    }
    put(heap, place, timer);
}

void moot_timer_set(moot_timer_heap_t *heap, moot_timer_t *timer,
                    uint64_t due_ms)
{
    MOOT_CHECK(timer->on_due != NULL);
    if (heap->running && due_ms <= heap->running_ms)
        due_ms = heap->running_ms + 1;
    if (timer->place != 0)
        MOOT_CHECK(timer->place <= heap->count
                   && heap->at[timer->place] == timer);
    size_t place = timer->place;
    if (place == 0) {
        if (heap->count + 1 >= heap->capacity) {
            size_t capacity =
                heap->capacity > 0 ? heap->capacity * 2 : CAPACITY_FIRST;
            moot_timer_t **at =
                realloc(heap->at, capacity * sizeof(moot_timer_t *));
            MOOT_CHECK(at != NULL);
            heap->at = at;
            heap->capacity = capacity;
        }
        place = ++heap->count;
    }
    timer->due_ms = due_ms;
    timer->order = heap->order++;
    settle(heap, place, timer);
}

void moot_timer_cancel(moot_timer_heap_t *heap, moot_timer_t *timer)
{
    size_t place = timer->place;
    if (place == 0)
        return;
    MOOT_CHECK(place <= heap->count && heap->at[place] == timer);
    moot_timer_t *last = heap->at[heap->count--];
    timer->place = 0;
    if (last != timer)
        settle(heap, place, last);
}

size_t moot_timer_run(moot_timer_heap_t *heap, uint64_t now_ms)
{
    MOOT_CHECK(!heap->running);
    heap->running = true;
    heap->running_ms = now_ms;
    size_t fired = 0;
    while (heap->count > 0 && heap->at[1]->due_ms <= now_ms) {
        moot_timer_t *timer = heap->at[1];
        moot_timer_cancel(heap, timer);
        timer->on_due(timer, now_ms);
        fired++;
    }
    heap->running = false;
    return fired;
}

uint64_t moot_timer_next(const moot_timer_heap_t *heap)
{
    return heap->count > 0 ? heap->at[1]->due_ms : MOOT_TIMER_NEVER;
}
