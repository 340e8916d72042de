#include "proto/profile_file.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/err.h"
#include "common/file.h"

#define FOLDER "share/moothall/profiles"

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), cut = strlen(end);
    return size >= cut && strcmp(text + size - cut, end) == 0;
}

/* The folder of the profiles that come with Moothall. */
static bool find_folder(char *out, size_t size)
{
    char program[PATH_MAX];
    ssize_t got = readlink("/proc/self/exe", program, sizeof program - 1);
    if (got <= 0)
        return false;
    program[got] = '\0';
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(program, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
    }
    int made = snprintf(out, size, "%s/%s", program, FOLDER);
    return made > 0 && (size_t)made < size;
}

static void tell_names(const char *folder, moot_buf_t *mistakes)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    bool any = false;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (ends_with(name, ".conf") && name[0] != '.') {
            moot_buf_printf(mistakes, "%s%.*s", any ? ", " : "; there are ",
                            (int)(strlen(name) - 5), name);
            any = true;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

int moot_profile_find(const char *name, moot_buf_t *mistakes, char *path,
                      size_t size)
{
    char folder[PATH_MAX];
    int made;
    if (strchr(name, '/') != NULL || ends_with(name, ".conf")) {
        made = snprintf(path, size, "%s", name);
    } else {
        if (!find_folder(folder, sizeof folder))
            folder[0] = '\0';
        made = snprintf(path, size, "%s/%s.conf", folder, name);
        if (made > 0 && (size_t)made < size && access(path, R_OK) != 0) {
            moot_buf_printf(mistakes, "there is no profile %s", name);
            tell_names(folder, mistakes);
            moot_buf_put_str(mistakes, "\n");
            return MOOT_ENOENT;
        }
    }
    return made > 0 && (size_t)made < size ? 0 : MOOT_ELIMIT;
}

int moot_profile_load(const char *name, moot_buf_t *mistakes,
                      moot_profile_t **out)
{
    char path[PATH_MAX];
    moot_buf_t text;
    int rc = moot_profile_find(name, mistakes, path, sizeof path);
    if (rc != 0)
        return rc;
    moot_buf_init(&text, MOOT_PROFILE_BYTES_MAX);
    rc = moot_file_read(path, &text);
    if (rc != 0)
        moot_buf_printf(mistakes, "%s: %s\n", path,
                        rc == MOOT_EFULL ? "larger than a profile may be"
                                         : moot_err_text(rc));
    else
        rc = moot_profile_parse(moot_buf_slice(&text), path, mistakes, out);
    moot_buf_close(&text);
    return rc;
}
