#include "cli/tap_file.h"

#include "common/err.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    WINDOW_BYTES = 4 * MOOT_CAPFILE_RECORD_MAX,
    BUFFER_BYTES_MAX = 2 * MOOT_CAPFILE_RECORD_MAX,
};

/* ---- Writing ------------------------------------------------------------- */

static void name_old(const moot_tap_file_t *file, unsigned n, char *out,
                     size_t size)
{
    snprintf(out, size, "%s.%u", file->path, n);
}

/* path becomes path.1 and so on; what is missing is passed over. */
static void shift(const moot_tap_file_t *file)
{
    char from[sizeof file->path + 16], to[sizeof file->path + 16];

    name_old(file, file->keep > 1 ? file->keep - 1 : 1, to, sizeof to);
    if (file->keep > 1)
        (void)unlink(to);
    for (unsigned n = file->keep - 1; n > 1; n--) {
        name_old(file, n - 1, from, sizeof from);
        name_old(file, n, to, sizeof to);
        (void)rename(from, to);
    }
    if (file->keep > 1) {
        name_old(file, 1, to, sizeof to);
        (void)rename(file->path, to);
    } else {
        (void)unlink(file->path);
    }
}

static int begin(moot_tap_file_t *file)
{
    int fd, rc;

    shift(file);
    fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return MOOT_EIO;
    file->file = fdopen(fd, "w");
    MOOT_CHECK(file->file);
    moot_buf_clear(&file->buf);
    rc = moot_capfile_put_head(&file->buf);
    MOOT_CHECK(rc == 0);
    file->size = file->buf.size;
    return fwrite(file->buf.at, 1, file->buf.size, file->file)
                   == file->buf.size
               ? 0
               : MOOT_EIO;
}

int moot_tap_file_create(moot_tap_file_t *file, const char *path,
                         uint64_t rotate_bytes, unsigned keep)
{
    *file = (moot_tap_file_t){.rotate_bytes = rotate_bytes, .keep = keep};
    moot_buf_init(&file->buf, BUFFER_BYTES_MAX);
    MOOT_CHECK(keep > 0);
    if (strlen(path) >= sizeof file->path)
        return MOOT_ELIMIT;
    strcpy(file->path, path);
    return begin(file);
}

static int end(moot_tap_file_t *file)
{
    int rc = file->file && fclose(file->file) != 0 ? MOOT_EIO : 0;

    file->file = NULL;
    return rc;
}

int moot_tap_file_write(moot_tap_file_t *file,
                        const moot_msg_tap_record_t *record)
{
    int rc;

    if (!file->file)
        return MOOT_EIO; /* a rotation failed */
    moot_buf_clear(&file->buf);
    rc = moot_capfile_put(&file->buf, record);
    if (rc != 0)
        return rc;
    if (file->size + file->buf.size > file->rotate_bytes
        && file->size > MOOT_CAPFILE_HEAD_SIZE) {
        rc = end(file);
        if (rc == 0)
            rc = begin(file);
        if (rc != 0)
            return rc;
        moot_buf_clear(&file->buf);
        rc = moot_capfile_put(&file->buf, record);
        MOOT_CHECK(rc == 0); /* it went before */
    }
    file->size += file->buf.size;
    return fwrite(file->buf.at, 1, file->buf.size, file->file)
                   == file->buf.size
               ? 0
               : MOOT_EIO;
}

int moot_tap_file_flush(moot_tap_file_t *file)
{
    return file->file && fflush(file->file) != 0 ? MOOT_EIO : 0;
}

int moot_tap_file_close(moot_tap_file_t *file)
{
    int rc = end(file);

    moot_buf_close(&file->buf);
    return rc;
}

/* ---- Reading ------------------------------------------------------------- */

typedef struct window {
    FILE *file;
    uint8_t *bytes;
    size_t from, size; /* what is not read yet */
    uint64_t at;       /* of from, in the file */
} window_t;

/* Moves what is left to the front and reads more behind it. */
static int refill(window_t *window)
{
    memmove(window->bytes, window->bytes + window->from, window->size);
    window->from = 0;
    window->size += fread(window->bytes + window->size, 1,
                          WINDOW_BYTES - window->size, window->file);
    return ferror(window->file) ? MOOT_EIO : 0;
}

static void skip(window_t *window, size_t size)
{
    window->from += size;
    window->size -= size;
    window->at += size;
}

static moot_slice_t rest(const window_t *window)
{
    return moot_slice(window->bytes + window->from, window->size);
}

static int read_all(window_t *window, moot_tap_file_each *each, void *ctx,
                    const volatile bool *stop)
{
    moot_msg_tap_record_t record;
    size_t used;
    int rc = refill(window);

    if (rc == 0)
        rc = moot_capfile_head(rest(window));
    if (rc != 0)
        return rc;
    skip(window, MOOT_CAPFILE_HEAD_SIZE);
    while (!*stop) {
        rc = moot_capfile_next(rest(window), &record, &used);
        if ((rc == MOOT_ENOENT || rc == MOOT_ETRUNC) && !feof(window->file)) {
            rc = refill(window);
            if (rc == 0)
                rc = moot_capfile_next(rest(window), &record, &used);
        }
        if (rc == MOOT_ENOENT)
            return 0;
        if (rc != 0)
            return rc;
        if (!each(ctx, &record))
            return 0;
        skip(window, used);
    }
    return 0;
}

int moot_tap_file_read(const char *path, moot_tap_file_each *each, void *ctx,
                       const volatile bool *stop, uint64_t *at)
{
    window_t window = {.file = fopen(path, "rb")};
    int rc;

    *at = 0;
    if (!window.file)
        return MOOT_EIO;
    window.bytes = malloc(WINDOW_BYTES);
    MOOT_CHECK(window.bytes);
    rc = read_all(&window, each, ctx, stop);
    *at = window.at;
    free(window.bytes);
    fclose(window.file);
    return rc;
}
