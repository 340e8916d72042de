#include "common/file.h"

#include "common/err.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int error_of(int number)
{
    switch (number) {
    case ENOENT:
        return MOOT_ENOENT;
    case EEXIST:
        return MOOT_EEXIST;
    case ENOSPC:
    case EDQUOT:
        return MOOT_ENOSPC;
    case ENAMETOOLONG:
        return MOOT_ELIMIT;
    default:
        return MOOT_EIO;
    }
}

int moot_file_read(const char *path, moot_buf_t *buf)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int rc = 0;

    if (fd < 0)
        return error_of(errno);
    for (;;) {
        uint8_t block[4096];
        ssize_t n = read(fd, block, sizeof block);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            rc = error_of(errno);
        if (n <= 0)
            break;
        rc = moot_buf_put(buf, block, (size_t)n);
        if (rc != 0)
            break;
    }
    close(fd);
    return rc;
}

/* Makes a rename or link in the folder of path durable. */
static int sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int fd, rc = 0;

    snprintf(folder, sizeof folder, "%.*s",
             slash ? (int)(slash - path + 1) : 1, slash ? path : ".");
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_of(errno);
    if (fsync(fd) != 0)
        rc = error_of(errno);
    close(fd);
    return rc;
}

/* Writes and syncs a new file of our own beside the path. */
static int write_beside(const char *beside, moot_slice_t contents,
                        unsigned mode)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                  (mode_t)mode);
    size_t done = 0;
    int rc = 0;

    if (fd < 0)
        return error_of(errno);
    while (rc == 0 && done < contents.size) {
        ssize_t n = write(fd, contents.at + done, contents.size - done);

        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            rc = error_of(errno);
    }
    if (rc == 0 && fsync(fd) != 0)
        rc = error_of(errno);
    if (close(fd) != 0 && rc == 0)
        rc = error_of(errno);
    return rc;
}

static int put_in_place(const char *path, moot_slice_t contents, unsigned mode,
                        bool replace)
{
    char beside[PATH_MAX];
    int size = snprintf(beside, sizeof beside, "%s.%ld.new", path,
                        (long)getpid());
    int rc;

    if (size < 0 || (size_t)size >= sizeof beside)
        return MOOT_ELIMIT;
    rc = write_beside(beside, contents, mode);
    /* link() fails when the name exists, rename() replaces it: both in one
     * step that a reader sees whole. */
    if (rc == 0 && (replace ? rename(beside, path) : link(beside, path)) != 0)
        rc = error_of(errno);
    if (rc != 0 || !replace)
        unlink(beside);
    return rc == 0 ? sync_folder(path) : rc;
}

int moot_file_make(const char *path, moot_slice_t contents, unsigned mode)
{
    return put_in_place(path, contents, mode, false);
}

int moot_file_replace(const char *path, moot_slice_t contents, unsigned mode)
{
    return put_in_place(path, contents, mode, true);
}

bool moot_file_print(const moot_buf_t *buf, FILE *to)
{
    return buf->size == 0 || fwrite(buf->at, 1, buf->size, to) == buf->size;
}

int moot_file_make_folder(const char *path)
{
    char part[PATH_MAX];
    size_t size = strlen(path);
    struct stat st;

    if (size == 0 || size >= sizeof part)
        return MOOT_ELIMIT;
    for (size_t i = 1; i <= size; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return error_of(errno);
    }
    if (stat(path, &st) != 0)
        return error_of(errno);
    return S_ISDIR(st.st_mode) ? 0 : MOOT_EEXIST;
}
