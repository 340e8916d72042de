#include "common/conf_load.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/err.h"
#include "common/log.h"
#include "common/utf8.h"

#define NAME_MAX_BYTES 64
#define ENV_PREFIX "MOOT_"

/* The variable and the flag that name the file. */
#define FILE_VARIABLE "MOOT_CONF"
#define FILE_FLAG "--conf"

static int refuse(moot_conf_error_t *error, const char *format, ...)
    MOOT_PRINTF(2, 3);

static int refuse(moot_conf_error_t *error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(error->text, sizeof error->text, format, values);
    va_end(values);
    return MOOT_EINVAL;
}

static int refuse_name(moot_conf_error_t *error, const char *where,
                       moot_slice_t shown, moot_slice_t name)
{
    const char *hint = moot_conf_hint(name);
    return refuse(error, "%sunknown setting %s%s%s%s", where,
                  moot_log_text(shown), hint != NULL ? ", did you mean " : "",
                  hint != NULL ? hint : "", hint != NULL ? "?" : "");
}

/* Sets a value; where is what the error begins with, such as "f.conf:3: ". */
static int set(moot_conf_t *conf, const moot_conf_setting_t *setting,
               moot_slice_t value, const char *where, moot_conf_error_t *error)
{
    const char *why;
    if (moot_conf_set(conf, setting, value, &why) == 0)
        return 0;
    bool secret = (setting->flags & MOOT_CONF_SECRET) != 0;
    const char *shown =
        secret ? "(secret)" : moot_log_text(moot_utf8_trim(value));
    switch (setting->type) {
    case MOOT_CONF_TYPE_INT:
        return refuse(error, "%s%s: %s: %s (%" PRIu64 " to %" PRIu64 "%s%s)",
                      where, setting->name, shown, why, setting->min,
                      setting->max, setting->unit[0] != '\0' ? " " : "",
                      setting->unit);
    case MOOT_CONF_TYPE_ENUM:
        return refuse(error, "%s%s: %s: %s: %s", where, setting->name, shown,
                      why, setting->unit);
    default:
        return refuse(error, "%s%s: %s: %s", where, setting->name, shown, why);
    }
}

/* One line of a file, its newline gone. seen: which settings came before. */
static int take_line(moot_conf_t *conf, moot_slice_t line, const char *where,
                     bool *seen, moot_conf_error_t *error)
{
    line = moot_utf8_trim(line);
    if (line.size == 0 || line.at[0] == '#')
        return 0;
    const uint8_t *equals = memchr(line.at, '=', line.size);
    if (equals == NULL)
        return refuse(error, "%sexpected name = value", where);
    size_t size = (size_t)(equals - line.at);
    moot_slice_t name = moot_utf8_trim(moot_slice(line.at, size));
    moot_slice_t value = moot_slice(equals + 1, line.size - size - 1);
    const moot_conf_setting_t *setting = moot_conf_find(name);
    if (setting == NULL)
        return refuse_name(error, where, name, name);
    size_t count;
    bool *again = &seen[setting - moot_conf_settings(&count)];
    if (*again)
        return refuse(error, "%s%s is set twice in this file", where,
                      setting->name);
    *again = true;
    return set(conf, setting, value, where, error);
}

static int take_lines(moot_conf_t *conf, FILE *file, const char *path,
                      moot_conf_error_t *error)
{
    char line[MOOT_CONF_LOAD_LINE_MAX + 2];
    char where[300];
    size_t count, bytes = 0;
    (void)moot_conf_settings(&count);
    bool *seen = calloc(count, sizeof *seen);
    MOOT_CHECK(seen != NULL);
    int rc = 0;
    for (int number = 1; rc == 0 && fgets(line, sizeof line, file) != NULL;
         number++) {
        snprintf(where, sizeof where, "%.250s:%d: ", path, number);
        size_t size = strlen(line);
        bytes += size;
        /* A zero byte looks like a line without its end, too. */
        if (size > MOOT_CONF_LOAD_LINE_MAX
            || (!feof(file) && (size == 0 || line[size - 1] != '\n')))
            rc = refuse(error, "%sline too long, or not text", where);
        else if (bytes > MOOT_CONF_LOAD_FILE_MAX)
            rc = refuse(error, "%sfile too large", where);
        else
            rc = take_line(conf, moot_slice(line, size), where, seen, error);
    }
    if (rc == 0 && ferror(file)) {
        refuse(error, "%.250s: cannot be read: %s", path, strerror(errno));
        rc = MOOT_EIO;
    }
    free(seen);
    return rc;
}

int moot_conf_load_file(moot_conf_t *conf, const char *path,
                        moot_conf_error_t *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        refuse(error, "%.250s: cannot be opened: %s", path, strerror(errno));
        return MOOT_EIO;
    }
    int rc = take_lines(conf, file, path, error);
    fclose(file);
    return rc;
}

/* The setting's name for what stands in the environment or in a flag: small
 * letters, "_" for "-". Nothing for what is too long for any name. */
static moot_slice_t name_from(moot_slice_t text, char name[NAME_MAX_BYTES])
{
    if (text.size > NAME_MAX_BYTES)
        return moot_slice(NULL, 0);
    for (size_t i = 0; i < text.size; i++)
        name[i] = text.at[i] == '-' ? '_' : (char)text.at[i];
    return moot_slice(name, text.size);
}

int moot_conf_load_env(moot_conf_t *conf, char *const *environment,
                       moot_conf_error_t *error)
{
    const size_t prefix = strlen(ENV_PREFIX);
    for (; *environment != NULL; environment++) {
        const char *equals = strchr(*environment, '=');
        if (strncmp(*environment, ENV_PREFIX, prefix) != 0 || equals == NULL)
            continue;
        moot_slice_t variable =
            moot_slice(*environment, (size_t)(equals - *environment));
        if (moot_slice_eq(variable, moot_slice_str(FILE_VARIABLE)))
            continue;
        char name[NAME_MAX_BYTES];
        moot_slice_t lower = name_from(
            moot_slice(variable.at + prefix, variable.size - prefix), name);
        bool capitals = true;
        for (size_t i = 0; i < lower.size; i++) {
            capitals = capitals && !islower((unsigned char)name[i]);
            name[i] = (char)tolower((unsigned char)name[i]);
        }
        const moot_conf_setting_t *setting =
            capitals ? moot_conf_find(lower) : NULL;
        if (setting == NULL) {
            const char *hint = moot_conf_hint(lower);
            moot_log(MOOT_EV_CONF_UNKNOWN_VARIABLE, "variable=%s hint=%s",
                     moot_log_text(variable), hint != NULL ? hint : "-");
            continue;
        }
        char where[NAME_MAX_BYTES + 16];
        snprintf(where, sizeof where, "%.*s: ", MOOT_SLICE_ARG(variable));
        int rc = set(conf, setting, moot_slice_str(equals + 1), where, error);
        if (rc != 0)
            return rc;
    }
    return 0;
}

/* A flag taken apart: "--name=value" or "--name". */
typedef struct flag {
    moot_slice_t text; /* with its dashes */
    const char *value; /* NULL when there is no "=" */
} flag_t;

static flag_t split(const char *argument)
{
    const char *equals = strchr(argument, '=');
    if (equals == NULL)
        return (flag_t){moot_slice_str(argument), NULL};
    return (flag_t){moot_slice(argument, (size_t)(equals - argument)),
                    equals + 1};
}

/* Takes the value of a flag from the following argument when it has none of
 * its own, and moves *i on. */
static int take_value(flag_t *flag, int argc, char *const *argv, int *i,
                      moot_conf_error_t *error)
{
    if (flag->value != NULL)
        return 0;
    if (*i + 1 >= argc || strncmp(argv[*i + 1], "--", 2) == 0)
        return refuse(error, "%s: needs a value", moot_log_text(flag->text));
    flag->value = argv[++*i];
    return 0;
}

/* Takes the flag argv[*i] and moves *i to its last argument. *taken: whether
 * it is a setting of this program. */
static int take_flag(moot_conf_t *conf, unsigned program, int argc,
                     char *const *argv, int *i, bool *taken,
                     moot_conf_error_t *error)
{
    flag_t flag = split(argv[*i]);
    *taken = true;
    if (moot_slice_eq(flag.text, moot_slice_str(FILE_FLAG)))
        return take_value(&flag, argc, argv, i, error);

    char buffer[NAME_MAX_BYTES];
    moot_slice_t name =
        name_from(moot_slice(flag.text.at + 2, flag.text.size - 2), buffer);
    const moot_conf_setting_t *setting = moot_conf_find(name);
    if (setting == NULL || (setting->programs & program) == 0) {
        *taken = false;
        if (setting != NULL)
            return refuse(error, "%s: not a setting of this program",
                          moot_log_text(flag.text));
        return refuse_name(error, "", flag.text, name);
    }
    if (setting->type == MOOT_CONF_TYPE_BOOL && flag.value == NULL)
        flag.value = "on";
    int rc = take_value(&flag, argc, argv, i, error);
    if (rc != 0)
        return rc;
    char where[NAME_MAX_BYTES + 16];
    snprintf(where, sizeof where, "%.*s: ", MOOT_SLICE_ARG(flag.text));
    return set(conf, setting, moot_slice_str(flag.value), where, error);
}

int moot_conf_load_flags(moot_conf_t *conf, unsigned program, int argc,
                         char *const *argv, char **rest, int *rest_count,
                         moot_conf_error_t *error)
{
    int others = 0;
    bool ended = false; /* by "--" */
    for (int i = 1; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
            continue;
        }
        int rc;
        bool taken = false;
        int at = i;
        if (!ended && strncmp(argv[i], "--", 2) == 0)
            rc = take_flag(conf, program, argc, argv, &i, &taken, error);
        else
            rc =
                refuse(error, "%s: unexpected argument", moot_log_str(argv[i]));
        if (rc != 0 && (taken || rest == NULL))
            return rc;
        if (!taken)
            rest[others++] = argv[at];
    }
    if (rest_count != NULL)
        *rest_count = others;
    return 0;
}

/* The file named by the last --conf, or by the environment, or NULL. */
static const char *find_file(int argc, char *const *argv)
{
    const char *path = getenv(FILE_VARIABLE);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        flag_t flag = split(argv[i]);
        if (!moot_slice_eq(flag.text, moot_slice_str(FILE_FLAG)))
            continue;
        if (flag.value == NULL && i + 1 < argc)
            flag.value = argv[i + 1];
        path = flag.value;
    }
    return path != NULL && path[0] != '\0' ? path : NULL;
}

static void print_help(unsigned program, const char *name)
{
    printf("usage: %s [--conf=FILE] [--help] [--version] [--setting=value…]\n"
           "\nEvery setting may stand in the file as name = value, in the "
           "environment as\nMOOT_NAME and here as --name.\n",
           name);
    size_t count;
    const moot_conf_setting_t *setting = moot_conf_settings(&count);
    for (; count > 0; count--, setting++) {
        if (setting->type == MOOT_CONF_TYPE_GROUP) {
            printf("\n%s\n", setting->name);
        } else if ((setting->programs & program) != 0) {
            printf("  --");
            for (const char *c = setting->name; *c != '\0'; c++)
                putchar(*c == '_' ? '-' : *c);
            printf("=%s\n      %s\n", setting->value, setting->meaning);
        }
    }
}

/* True when the first argument asked for help or the version. */
static bool answer(unsigned program, int argc, char *const *argv)
{
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts("moothall " MOOT_VERSION);
        return true;
    }
    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        print_help(program, argv[0]);
        return true;
    }
    return false;
}

/* A folder that is not given is inside data_dir. */
static void settle_folder(const moot_conf_t *conf, char **folder,
                          const char *name)
{
    if ((*folder)[0] != '\0')
        return;
    char *path = NULL;
    MOOT_CHECK(asprintf(&path, "%s/%s", conf->data_dir, name) > 0);
    free(*folder);
    *folder = path;
}

int moot_conf_load(moot_conf_t *conf, unsigned program, int argc,
                   char *const *argv, char **rest, int *rest_count,
                   moot_conf_error_t *error)
{
    if (rest == NULL && answer(program, argc, argv))
        return MOOT_CONF_LOAD_DONE;
    moot_conf_init(conf);
    const char *path = find_file(argc, argv);
    int rc = path != NULL ? moot_conf_load_file(conf, path, error) : 0;
    if (rc == 0)
        rc = moot_conf_load_env(conf, environ, error);
    if (rc == 0)
        rc = moot_conf_load_flags(conf, program, argc, argv, rest, rest_count,
                                  error);
    if (rc != 0) {
        moot_conf_close(conf);
        return rc;
    }
    settle_folder(conf, &conf->run_dir, "run");
    settle_folder(conf, &conf->keys_dir, "keys");
    return 0;
}

typedef struct change {
    const moot_conf_t *conf;
    size_t taken, left;
} change_t;

static void on_changed(const moot_conf_setting_t *setting, void *arg)
{
    change_t *change = arg;
    if ((setting->flags & MOOT_CONF_RELOAD) == 0) {
        change->left++;
        moot_log(MOOT_EV_CONF_NEEDS_RESTART, "setting=%s", setting->name);
        return;
    }
    change->taken++;
    moot_buf_t value;
    moot_buf_init(&value, MOOT_CONF_VALUE_MAX);
    moot_conf_show(change->conf, setting, &value);
    moot_log(MOOT_EV_CONF_CHANGED, "setting=%s value=%s", setting->name,
             moot_log_text(moot_buf_slice(&value)));
    moot_buf_close(&value);
}

int moot_conf_load_again(moot_conf_t *conf, unsigned program, int argc,
                         char *const *argv, moot_conf_t *former)
{
    moot_conf_error_t error = {"started for help"};
    int rc = moot_conf_load(former, program, argc, argv, NULL, NULL, &error);
    if (rc != 0) {
        moot_log(MOOT_EV_CONF_REFUSED, "why=%s", moot_log_str(error.text));
        return rc < 0 ? rc : MOOT_EINVAL;
    }
    change_t change = {.conf = conf};
    moot_conf_adopt(conf, former, on_changed, &change);
    moot_log(MOOT_EV_CONF_RELOADED, "changed=%zu need_restart=%zu",
             change.taken, change.left);
    return 0;
}
