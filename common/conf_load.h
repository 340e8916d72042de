/* Where settings come from, in rising precedence: defaults, a file, the
 * environment, flags. Everything wrong is an error that names its place and,
 * for a name that is nearly right, the right one. */
#ifndef MOOT_CONF_LOAD_H
#define MOOT_CONF_LOAD_H

#include "common/conf.h"

/* Bytes of a settings file, and of one line of it, at most. */
#define MOOT_CONF_LOAD_FILE_MAX (1u << 20)
#define MOOT_CONF_LOAD_LINE_MAX (MOOT_CONF_VALUE_MAX + 256)

/* What moot_conf_load returns after --help or --version. */
#define MOOT_CONF_LOAD_DONE 1

/* What is wrong and where: "moothall.conf:7: port: out of bounds …". Values
 * of secret settings are left out. */
typedef struct moot_conf_error {
    char text[512];
} moot_conf_error_t;

/* Reads "name = value" lines; lines that begin with # are comments. A name
 * may come once in a file. Errors: MOOT_EIO (cannot be read), MOOT_EINVAL. */
MOOT_CHECKED int moot_conf_load_file(moot_conf_t *conf, const char *path,
                                     moot_conf_error_t *error);

/* Reads every MOOT_NAME=value of an environment (such as environ). A
 * variable MOOT_* that names no setting is logged as a warning and left.
 * Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_conf_load_env(moot_conf_t *conf, char *const *environment,
                                    moot_conf_error_t *error);

/* Reads --name=value, --name value, and --name of a BOOL, from argv[1] on;
 * "-" in a flag stands for "_" in a name. program: one MOOT_CONF_EDGE…; only
 * its own settings are flags.
 * rest: NULL, and anything else is an error; or an array of at least argc
 * pointers that takes the arguments that are not settings (all of them after
 * "--"), their number in *rest_count. Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_conf_load_flags(moot_conf_t *conf, unsigned program,
                                      int argc, char *const *argv, char **rest,
                                      int *rest_count,
                                      moot_conf_error_t *error);

/* All of it, into a struct that is not initialised yet: defaults, then the
 * file that --conf=FILE or MOOT_CONF names, environ and the flags; an empty
 * run_dir becomes data_dir/run, an empty keys_dir data_dir/keys. argv is not changed, so a program that is
 * told to reload calls it again with the same.
 * Returns 0; or MOOT_CONF_LOAD_DONE when --help or --version came first among
 * the arguments and was answered on stdout (only with rest NULL); or an
 * error. After anything but 0 conf is closed. */
MOOT_CHECKED int moot_conf_load(moot_conf_t *conf, unsigned program, int argc,
                                char *const *argv, char **rest, int *rest_count,
                                moot_conf_error_t *error);

/* Reads everything again for a running program (SIGHUP), with rest NULL.
 * Takes over what is reloadable and logs each change, also those that need a
 * restart. *former gets the former values: what was borrowed from conf stays
 * valid until the caller closes it, after everyone has read the new ones.
 * Errors: those of moot_conf_load; they are logged, conf stays as it was and
 * former must not be closed. */
MOOT_CHECKED int moot_conf_load_again(moot_conf_t *conf, unsigned program,
                                      int argc, char *const *argv,
                                      moot_conf_t *former);

#endif
