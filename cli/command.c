#include "cli/command.h"

#include "common/conf_load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool moot_command_number(const char *option, const char *text, uint64_t min,
                         uint64_t max, uint64_t *out)
{
    char *end;
    unsigned long long value;

    errno = 0;
    value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value < min
        || value > max) {
        fprintf(stderr, "moot: --%s: expected a number from %llu to %llu\n",
                option, (unsigned long long)min, (unsigned long long)max);
        return false;
    }
    *out = value;
    return true;
}

static const moot_option_t *find(const moot_option_t *own, size_t count,
                                 const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(own[i].name) == size && memcmp(own[i].name, name, size) == 0)
            return &own[i];
    }
    return NULL;
}

/* Hands one of the command's own options over; *i is moved over a value that
 * stands in the next argument. */
static bool take_own(const moot_option_t *option, char **argv, int argc, int *i,
                     const char *equals, void *ctx)
{
    bool maybe = option->has_value == MOOT_OPTION_MAYBE;
    const char *value = NULL;

    if (equals)
        value = equals + 1;
    else if (option->has_value && *i + 1 < argc
             && (!maybe || (argv[*i + 1][0] >= '0' && argv[*i + 1][0] <= '9')))
        value = argv[++*i];
    if (!maybe && option->has_value != (value != NULL)) {
        fprintf(stderr, "moot: --%s %s\n", option->name,
                option->has_value ? "needs a value" : "takes no value");
        return false;
    }
    return option->take(ctx, value);
}

int moot_command_options(int argc, char **argv, const moot_option_t *own,
                         size_t count, void *ctx, moot_conf_t *conf)
{
    char **settings = calloc((size_t)argc * 2 + 2, sizeof *settings);
    char **rest = calloc((size_t)argc * 2 + 2, sizeof *rest);
    moot_conf_error_t error;
    const moot_option_t *option;
    int settings_count = 1, rest_count = 0, code = MOOT_EXIT_USAGE;

    MOOT_CHECK(settings && rest && argc >= 1);
    settings[0] = argv[0];
    for (int i = 1; i < argc; i++) {
        const char *name = strncmp(argv[i], "--", 2) == 0 ? argv[i] + 2 : "";
        const char *equals = strchr(name, '=');
        size_t size = equals ? (size_t)(equals - name) : strlen(name);

        option = size > 0 ? find(own, count, name, size) : NULL;
        if (option) {
            if (!take_own(option, argv, argc, &i, equals, ctx))
                goto done;
        } else if (size == 4 && memcmp(name, "data", 4) == 0) {
            settings[settings_count++] = "--data-dir";
            if (equals)
                settings[settings_count++] = (char *)(uintptr_t)equals + 1;
        } else {
            settings[settings_count++] = argv[i];
        }
    }
    if (moot_conf_load(conf, MOOT_CONF_ALL, settings_count, settings, rest,
                       &rest_count, &error)
        != 0) {
        fprintf(stderr, "moot %s: %s\n", argv[0], error.text);
        goto done;
    }
    option = find(own, count, "", 0);
    for (int i = 0; option && i < rest_count; i++) {
        if (!option->take(ctx, rest[i])) {
            moot_conf_close(conf);
            goto done;
        }
    }
    if (rest_count > 0 && !option) {
        fprintf(stderr, "moot %s: unknown argument %s; see moot help %s\n",
                argv[0], rest[0], argv[0]);
        moot_conf_close(conf);
        goto done;
    }
    code = MOOT_EXIT_OK;
done:
    free(settings);
    free(rest);
    return code;
}
