/* moot_sim: runs seeds. Exit code 0: all were well.
 *
 *   moot_sim [--profile NAME|each] [--seed N] [--count N] [--trace]
 *            [--twice] [--seconds N] [--first]
 *
 * --seed N     the first seed (default 1); --count N: how many (default 1)
 * --profile    one profile, or each in turn (default: each)
 * --trace      prints all that happened, also when nothing failed
 * --twice      runs every seed twice and compares: is it one run?
 * --first      stops at the first failure, and does not show its trace
 * --seconds N  stops after so long, for long soaks with a large --count */
#include "tests/sim/sim.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    LINES_SHOWN = 60,
    SEED_SECONDS_MAX = 60, /* a seed that takes longer hangs */
};

typedef struct options {
    const char *profile, *program;
    uint64_t seed, count, seconds;
    bool trace, twice, first;
} options_t;

static sim_t sim;
static char running[160]; /* what to say when a core aborts */
static bool tracing;

static void say_command(const char *program, uint64_t seed,
                        const sim_profile_t *profile)
{
    snprintf(running, sizeof running, "%s --profile %s --seed %" PRIu64,
             program, profile->name, seed);
}

/* A MOOT_CHECK of a core, a sanitizer, or the alarm: says which seed. */
static void on_signal(int number)
{
    static const char text[] = "\nsim: died; again with: ";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);

    ignored = write(STDERR_FILENO, running, strlen(running));
    ignored = write(STDERR_FILENO, " --trace\n", 9);
    (void)ignored;
    if (tracing) {
        sim.failure.room = sim.failure.socket = -1;
        sim_trace_print(&sim, LINES_SHOWN);
        fflush(stdout);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void show_failure(const options_t *options, uint64_t seed,
                         const sim_profile_t *profile)
{
    printf("sim: seed %" PRIu64 " profile %s FAILED at %" PRIu64
           " ms\n  check: %s\n  what:  %s\n",
           seed, profile->name, sim.failure.at_ms, sim.failure.check,
           sim.failure.text);
    if (!options->trace && !options->first) {
        tracing = true;
        sim_close(&sim);
        (void)sim_run(&sim, seed, profile, true);
        printf("  the last lines that concern it:\n");
        sim_trace_print(&sim, LINES_SHOWN);
        tracing = false;
    }
    printf("  again: %s --trace\n", running);
    fflush(stdout);
}

/* One seed of one profile. */
static bool run_one(const options_t *options, uint64_t seed,
                    const sim_profile_t *profile, sim_counts_t *sum)
{
    bool well;

    say_command(options->program, seed, profile);
    alarm(SEED_SECONDS_MAX);
    tracing = options->trace;
    well = sim_run(&sim, seed, profile, options->trace);
    if (options->trace)
        sim_trace_print(&sim, 0);
    if (!well)
        show_failure(options, seed, profile);
    for (size_t i = 0; i < sizeof *sum / sizeof(uint64_t); i++)
        ((uint64_t *)sum)[i] += ((uint64_t *)&sim.counts)[i];
    if (well && options->twice) {
        uint64_t digest = sim.digest;

        sim_close(&sim);
        (void)sim_run(&sim, seed, profile, false);
        well = sim.digest == digest;
        if (!well)
            printf("sim: seed %" PRIu64 " profile %s is not one run\n", seed,
                   profile->name);
    }
    sim_close(&sim);
    return well;
}

static int usage(void)
{
    fprintf(stderr,
            "moot_sim [--profile NAME|each] [--seed N] [--count N] [--trace] "
            "[--twice] [--first] [--seconds N]\nprofiles:");
    for (unsigned i = 0; i < sim_profiles_count; i++)
        fprintf(stderr, " %s", sim_profiles[i].name);
    fprintf(stderr, "\n");
    return 2;
}

static bool read_options(int argc, char **argv, options_t *options)
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;

        if (strcmp(argv[i], "--trace") == 0) {
            options->trace = true;
        } else if (strcmp(argv[i], "--twice") == 0) {
            options->twice = true;
        } else if (strcmp(argv[i], "--first") == 0) {
            options->first = true;
        } else if (!value) {
            return false;
        } else {
            if (strcmp(argv[i], "--profile") == 0)
                options->profile = value;
            else if (strcmp(argv[i], "--seed") == 0)
                options->seed = strtoull(value, NULL, 10);
            else if (strcmp(argv[i], "--count") == 0)
                options->count = strtoull(value, NULL, 10);
            else if (strcmp(argv[i], "--seconds") == 0)
                options->seconds = strtoull(value, NULL, 10);
            else
                return false;
            i++;
        }
    }
    return strcmp(options->profile, "each") == 0
           || sim_profile(options->profile) != NULL;
}

static void show_sum(const options_t *options, uint64_t seeds, uint64_t failed,
                     const sim_counts_t *sum)
{
    printf("sim: %s, %" PRIu64 " seeds, %" PRIu64 " failed; %" PRIu64
           " steps, %" PRIu64 " requests, %" PRIu64 " answers (%" PRIu64
           " UNAVAILABLE), %" PRIu64 " deliveries, %" PRIu64
           " records, %" PRIu64 " faults, %" PRIu64 " crashes, %" PRIu64
           " retries, %" PRIu64 " duplicates, %" PRIu64
           " stays unseen, rest after %" PRIu64 " ms\n",
           options->profile, seeds, failed, sum->steps, sum->requests,
           sum->answers, sum->unavailable, sum->delivered, sum->records,
           sum->faults, sum->crashes, sum->retries, sum->duplicates,
           sum->unseen, seeds ? sum->quiet_ms / seeds : 0);
    if (sum->emits)
        printf("sim: %" PRIu64 " emissions asked for, %" PRIu64 " logged, %"
               PRIu64 " handed out, %" PRIu64 " passed over, %" PRIu64
               " copies, %" PRIu64 " inquiries answered\n",
               sum->emits, sum->emitted, sum->heard, sum->skipped, sum->copies,
               sum->inquiries);
}

int main(int argc, char **argv)
{
    options_t options = {
        .profile = "each", .program = argv[0], .seed = 1, .count = 1};
    sim_counts_t sum = {0};
    uint64_t failed = 0, done = 0;
    uint64_t failures_max = 3;
    time_t began = time(NULL);

    if (!read_options(argc, argv, &options))
        return usage();
    if (options.first)
        failures_max = 1;
    signal(SIGABRT, on_signal);
    signal(SIGALRM, on_signal);
    signal(SIGSEGV, on_signal);
    for (; done < options.count && failed < failures_max; done++) {
        uint64_t seed = options.seed + done;
        const sim_profile_t *profile =
            strcmp(options.profile, "each") == 0
                ? &sim_profiles[seed % sim_profiles_count]
                : sim_profile(options.profile);

        if (options.seconds
            && (uint64_t)(time(NULL) - began) >= options.seconds)
            break;
        failed += !run_one(&options, seed, profile, &sum);
    }
    show_sum(&options, done, failed, &sum);
    return failed ? 1 : 0;
}
