/* The two clocks. Only shells call them; cores get the time passed in. */
#ifndef MOOT_CLOCK_H
#define MOOT_CLOCK_H

#include <stdint.h>

/* Milliseconds of a clock that never goes back and stands for durations and
 * timers; its beginning means nothing and differs between machines. */
uint64_t moot_clock_mono_ms(void);

/* Milliseconds since the Unix epoch, for people and for token lifetimes.
 * It may jump either way when the machine's clock is set. */
uint64_t moot_clock_wall_ms(void);

/* The same two in microseconds, for the tap. */
uint64_t moot_clock_mono_us(void);
uint64_t moot_clock_wall_us(void);

#endif
