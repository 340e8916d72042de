#include "common/clock.h"

#include <time.h>

#include "common/check.h"

static uint64_t read_us(clockid_t id)
{
    struct timespec now;
    MOOT_CHECK(clock_gettime(id, &now) == 0 && now.tv_sec >= 0);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

uint64_t moot_clock_mono_ms(void)
{
    return read_us(CLOCK_MONOTONIC) / 1000;
}

uint64_t moot_clock_wall_ms(void)
{
    return read_us(CLOCK_REALTIME) / 1000;
}

uint64_t moot_clock_mono_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

uint64_t moot_clock_wall_us(void)
{
    return read_us(CLOCK_REALTIME);
}
