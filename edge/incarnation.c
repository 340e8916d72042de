#include "edge/incarnation.h"

#include "common/err.h"
#include "common/file.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t stored(const char *path)
{
    uint64_t number = 0;
    FILE *file = fopen(path, "re");

    if (!file)
        return 0;
    if (fscanf(file, "%" SCNu64, &number) != 1)
        number = 0;
    fclose(file);
    return number;
}

/* Written beside, synced, renamed: the file is never half a number. */
static int store(const char *path, uint64_t number)
{
    char beside[PATH_MAX + 8], text[32];
    int size = snprintf(text, sizeof text, "%" PRIu64 "\n", number);
    int fd, rc = 0;

    snprintf(beside, sizeof beside, "%s.new", path);
    fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return MOOT_EIO;
    if (write(fd, text, (size_t)size) != size || fsync(fd) != 0)
        rc = MOOT_EIO;
    close(fd);
    if (rc == 0 && rename(beside, path) != 0)
        rc = MOOT_EIO;
    return rc;
}

int moot_incarnation_next(const char *folder, const char *id, uint64_t wall_ms,
                          uint64_t *out)
{
    char path[PATH_MAX];
    uint64_t before, next;
    int rc, size = snprintf(path, sizeof path, "%s/%s.incarnation", folder, id);

    if (size < 0 || (size_t)size >= sizeof path)
        return MOOT_EIO;
    if (moot_file_make_folder(folder) != 0)
        return MOOT_EIO;
    before = stored(path);
    next = before < UINT64_MAX && before >= wall_ms ? before + 1 : wall_ms;
    rc = store(path, next);
    if (rc == 0)
        *out = next;
    return rc;
}
