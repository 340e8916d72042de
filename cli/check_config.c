/* moot check-config: reads a settings file, a profile or both and says what is
 * wrong with them. */
#include "cli/command.h"
#include "common/conf_load.h"
#include "common/file.h"
#include "proto/profile_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MISTAKES_BYTES_MAX = 65536 };

/* ---- What a profile does -------------------------------------------------- */

static void show_namespace(const moot_profile_namespace_t *space)
{
    printf("  namespace %s: ", (const char *)space->name.at);
    if (space->auth == MOOT_PROFILE_AUTH_COOKIE)
        printf("token in the cookie %s", (const char *)space->cookie.at);
    else
        printf("%s", space->auth == MOOT_PROFILE_AUTH_TOKEN
                         ? "token in CONNECT"
                         : "everybody");
    for (size_t i = 0; i < space->facts_count; i++)
        printf(", remembers %s", (const char *)space->facts[i].name.at);
    for (size_t i = 0; i < space->emits_count; i++)
        printf(", emits %s", (const char *)space->emits[i].event.at);
    printf(", automatic rooms: %zu\n", space->joins_count);
}

static void show_type(const moot_profile_type_t *type)
{
    static const char *const forms[] = {"declared", "compiled", "asked"};
    const char *key = (const char *)type->key.at;

    printf("  room %s: join_%s, leave_%s, %s, %s", (const char *)type->type.at,
           key, key, forms[type->form], key);
    for (size_t i = 0; i < type->parts_count; i++)
        printf("|<%s>", (const char *)type->parts[i].field.at);
    if (type->parts_count == 0)
        printf("|…");
    printf("%s\n", type->durable ? ", guards durable rooms too" : "");
}

static void show_event(const moot_profile_event_t *event)
{
    printf("  event %s:", (const char *)event->name.at);
    if (event->emit.event.size > 0)
        printf(" emits %s to %zu target%s,",
               (const char *)event->emit.event.at, event->targets_count,
               event->targets_count == 1 ? "" : "s");
    if (event->history != NULL)
        printf(" stored in %s,", (const char *)event->history->name.at);
    if (event->forward.size > 0)
        printf(" forwarded to %s,", (const char *)event->forward.at);
    printf(" %s\n", event->ack != NULL ? "acknowledged" : "no ack");
}

static void show_profile(const moot_profile_t *profile)
{
    printf("%s: ok\n", (const char *)profile->file.at);
    if (profile->title.size > 0)
        printf("  %s\n", (const char *)profile->title.at);
    for (size_t i = 0; i < profile->namespaces_count; i++)
        show_namespace(&profile->namespaces[i]);
    for (size_t i = 0; i < profile->types_count; i++)
        show_type(&profile->types[i]);
    for (size_t i = 0; i < profile->events_count; i++)
        show_event(&profile->events[i]);
    for (size_t i = 0; i < profile->views_count; i++) {
        const moot_profile_view_t *view = &profile->views[i];
        printf("  view GET %s: %s %s\n", (const char *)view->path.at,
               view->shows == MOOT_PROFILE_SHOWS_PEERS ? "names in"
                                                       : "messages of",
               (const char *)view->history->name.at);
    }
    for (size_t i = 0; i < profile->policies_count; i++) {
        const moot_expr_policy_t *policy = &profile->policies[i];
        printf("  policy %s:%s", (const char *)policy->name.at,
               policy->before != NULL ? " before" : "");
        for (size_t j = 0; j < policy->abilities_count; j++)
            printf(" %s", (const char *)policy->abilities[j].name.at);
        printf("\n");
    }
}

/* A profile may name plugins that are not there yet; its room type would answer
 * server_error. */
static bool check_plugins(const moot_profile_t *profile)
{
    bool good = true;

    for (size_t i = 0; i < profile->types_count; i++) {
        const moot_profile_type_t *type = &profile->types[i];
        const char *plugin = (const char *)type->plugin.at;

        if (type->plugin.size == 0 || access(plugin, R_OK) == 0)
            continue;
        fprintf(stderr, "%s: room %s: the plugin %s cannot be read\n",
                (const char *)profile->file.at, (const char *)type->type.at,
                plugin);
        good = false;
    }
    return good;
}

static bool check_profile(const char *name)
{
    moot_buf_t mistakes;
    moot_profile_t *profile = NULL;
    moot_buf_init(&mistakes, MISTAKES_BYTES_MAX);
    bool good = moot_profile_load(name, &mistakes, &profile) == 0;
    if (good) {
        good = check_plugins(profile);
        if (good)
            show_profile(profile);
    } else
        (void)moot_file_print(&mistakes, stderr);
    moot_profile_destroy(&profile);
    moot_buf_close(&mistakes);
    return good;
}

/* ---- Settings ------------------------------------------------------------- */

/* The first line that is neither empty nor a comment begins a section. */
static bool looks_like_profile(const char *path)
{
    char line[1024];
    FILE *file = fopen(path, "r");
    bool like = false;

    while (file != NULL && !like && fgets(line, sizeof line, file) != NULL) {
        size_t blank = strspn(line, " \t\r\n");
        if (line[blank] != '\0' && line[blank] != '#' && line[blank] != '[')
            break;
        like = line[blank] == '[';
    }
    if (file != NULL)
        (void)fclose(file);
    return like;
}

/* A profile that the settings name is looked at too, unless one was given. */
static bool check_settings(const char *file, const char *profile)
{
    moot_conf_t conf;
    moot_conf_error_t error;
    bool good;

    moot_conf_init(&conf);
    good = moot_conf_load_file(&conf, file, &error) == 0;
    if (good)
        printf("%s: ok\n", file);
    else
        fprintf(stderr, "%s\n%s", error.text,
                looks_like_profile(file)
                    ? "This looks like a profile: moot check-config --profile "
                      "FILE\n"
                    : "");
    if (good && profile == NULL && conf.profile[0] != '\0')
        good = check_profile(conf.profile);
    moot_conf_close(&conf);
    return good;
}

int moot_check_config_command(int argc, char **argv)
{
    const char *file = NULL, *profile = NULL;
    bool good = true, usage = argc < 2;

    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--profile=", 10) == 0 && argv[i][10] != '\0')
            profile = argv[i] + 10;
        else if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
            profile = argv[++i];
        else if (file == NULL && argv[i][0] != '-')
            file = argv[i];
        else
            usage = true;
    }
    if (usage) {
        fprintf(stderr,
                "usage: moot check-config [FILE] [--profile NAME|FILE]\n");
        return MOOT_EXIT_USAGE;
    }
    if (file != NULL)
        good = check_settings(file, profile);
    if (profile != NULL)
        good = check_profile(profile) && good;
    return good ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}
