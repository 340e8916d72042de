/* The commands of `moot`: one function each, in a file of its own. */
#ifndef MOOT_COMMAND_H
#define MOOT_COMMAND_H

#include "common/conf.h"

/* Exit codes of all commands. */
enum {
    MOOT_EXIT_OK = 0,
    MOOT_EXIT_FAILED = 1, /* it was tried and did not work */
    MOOT_EXIT_USAGE = 2,  /* wrong words on the command line, bad settings */
};

/* Each takes the arguments after the command's name (argv[0] is that name)
 * and returns the exit code. */
int moot_init_command(int argc, char **argv);
int moot_up_command(int argc, char **argv);
int moot_keys_command(int argc, char **argv);
int moot_token_command(int argc, char **argv);
int moot_status_command(int argc, char **argv);
int moot_check_config_command(int argc, char **argv);
int moot_tap_command(int argc, char **argv);
int moot_room_command(int argc, char **argv);
int moot_user_command(int argc, char **argv);
int moot_why_command(int argc, char **argv);
int moot_log_command(int argc, char **argv);
int moot_emit_command(int argc, char **argv);
int moot_verify_command(int argc, char **argv);
int moot_make_command(int argc, char **argv);

/* Of an option: a number may follow it. */
#define MOOT_OPTION_MAYBE 2

/* Reads the settings for a command: defaults, file, environment, and its
 * flags. --data DIR is short for --data-dir. own: the command's own options;
 * each of its arguments is called with take, which says false when the value
 * is bad (it has then said why). The option "" takes each argument that is
 * none. Prints what is wrong to stderr.
 * Returns MOOT_EXIT_OK and an initialised conf, else the code to exit with. */
typedef struct moot_option {
    const char *name;    /* without the dashes */
    int has_value;       /* false, true, or MOOT_OPTION_MAYBE: a number may
                            follow, else take gets NULL */
    bool (*take)(void *ctx, const char *value); /* value NULL: has none */
} moot_option_t;

MOOT_CHECKED int moot_command_options(int argc, char **argv,
                                      const moot_option_t *own, size_t count,
                                      void *ctx, moot_conf_t *conf);

/* Defines take_<member>, which keeps an option's value in the command's own
 * struct. */
#define MOOT_COMMAND_TAKE(type, member)                                        \
    static bool take_##member(void *ctx, const char *value)                    \
    {                                                                          \
        ((type *)ctx)->member = value;                                         \
        return true;                                                           \
    }

/* Reads a number from min to max; says on stderr when it is none. */
bool moot_command_number(const char *option, const char *text, uint64_t min,
                         uint64_t max, uint64_t *out);

#endif
