/* Prints deploy/moothall.conf from the table of settings: every setting with
 * its meaning, bounds and default, commented out. */
#include <inttypes.h>
#include <stdio.h>

#include "common/conf.h"

#define COLUMNS 78

/* Prints a text as comment lines of at most COLUMNS characters. */
static void print_wrapped(const char *text)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > COLUMNS) {
            putchar('\n');
            column = 0;
        }
        column +=
            (size_t)printf("%s%.*s", column == 0 ? "# " : " ", (int)word, text);
        text += word;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void print_bounds(const moot_conf_setting_t *setting)
{
    switch (setting->type) {
    case MOOT_CONF_TYPE_INT:
        printf("# (%" PRIu64 " to %" PRIu64 "%s%s", setting->min, setting->max,
               setting->unit[0] != '\0' ? " " : "", setting->unit);
        break;
    case MOOT_CONF_TYPE_BOOL:
        printf("# (on or off");
        break;
    case MOOT_CONF_TYPE_ENUM:
        printf("# (%s", setting->unit);
        break;
    case MOOT_CONF_TYPE_LIST:
        printf("# (words separated by commas, at most %" PRIu64, setting->max);
        break;
    case MOOT_CONF_TYPE_NAME:
        printf("# (letters, digits and ._-, at most %" PRIu64, setting->max);
        break;
    default:
        printf("# (at most %" PRIu64 " bytes", setting->max);
        break;
    }
    bool reload = (setting->flags & MOOT_CONF_RELOAD) != 0;
    printf("%s)\n", reload ? "; SIGHUP reloads" : "");
}

int main(void)
{
    puts("# Settings of Moothall. Every one is shown with its default; take "
         "away the\n# \"# \" before a name to change it. The same name works "
         "in the environment,\n# in capitals after MOOT_ (MOOT_PORT), and as "
         "a flag, with dashes (--port).\n# Numbers of bytes may end in KiB, "
         "MiB or GiB, times in ms, s, min or h.\n#\n# Made from "
         "common/settings.def by moot_conf_gen; do not edit the copy in the\n"
         "# repository.");
    size_t count;
    const moot_conf_setting_t *setting = moot_conf_settings(&count);
    for (; count > 0; count--, setting++) {
        putchar('\n');
        if (setting->type == MOOT_CONF_TYPE_GROUP) {
            printf("## %s\n", setting->name);
            continue;
        }
        print_wrapped(setting->meaning);
        print_bounds(setting);
        printf("# %s =%s%s\n", setting->name,
               setting->value[0] != '\0' ? " " : "", setting->value);
    }
    return 0;
}
