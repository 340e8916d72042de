/* Random numbers of the simulator: one seed, the same sequence everywhere.
 * splitmix64 (Steele, Lea, Flood 2014). */
#ifndef MOOT_SIM_RNG_H
#define MOOT_SIM_RNG_H

#include <stdbool.h>
#include <stdint.h>

typedef struct sim_rng {
    uint64_t state;
} sim_rng_t;

static inline uint64_t sim_rng_next(sim_rng_t *rng)
{
    uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 to n-1; n is at least 1. */
static inline unsigned sim_rng_below(sim_rng_t *rng, unsigned n)
{
    return (unsigned)(sim_rng_next(rng) % n);
}

/* low to high, both included. */
static inline unsigned sim_rng_between(sim_rng_t *rng, unsigned low,
                                       unsigned high)
{
    return low + sim_rng_below(rng, high - low + 1);
}

/* True in n of 1000 cases. */
static inline bool sim_rng_permille(sim_rng_t *rng, unsigned n)
{
    return sim_rng_below(rng, 1000) < n;
}

#endif
