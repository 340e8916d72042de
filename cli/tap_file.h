/* Capture files on disk: written with rotation by size, read again record by
 * record (proto/CAPTURE.md). */
#ifndef MOOT_TAP_FILE_H
#define MOOT_TAP_FILE_H

#include "common/buf.h"
#include "proto/capfile.h"

#include <stdio.h>

typedef struct moot_tap_file {
    char path[3072];
    uint64_t rotate_bytes; /* a file is not begun anew before */
    unsigned keep;         /* files, the present one included; at least 1 */
    FILE *file;
    uint64_t size;
    moot_buf_t buf;
} moot_tap_file_t;

/* Begins a new file, mode 0600; one that is there becomes path.1, that one
 * path.2 and so on, those from path.<keep> on go. Errors: MOOT_EIO (errno
 * says why), MOOT_ELIMIT (path too long). */
MOOT_CHECKED int moot_tap_file_create(moot_tap_file_t *file, const char *path,
                                      uint64_t rotate_bytes, unsigned keep);

/* Errors: MOOT_EIO, MOOT_ELIMIT. */
MOOT_CHECKED int moot_tap_file_write(moot_tap_file_t *file,
                                     const moot_msg_tap_record_t *record);

/* Writes out what is buffered. Errors: MOOT_EIO. */
MOOT_CHECKED int moot_tap_file_flush(moot_tap_file_t *file);

/* Harmless after a failed create. Errors: MOOT_EIO: not all is on disk. */
int moot_tap_file_close(moot_tap_file_t *file);

/* Calls each for every record of a file, in order, until it says false or
 * *stop is true. *at: where reading ended, in bytes. Returns 0 at a whole end;
 * MOOT_ETRUNC when the file is cut inside a record or its head; MOOT_ECORRUPT;
 * MOOT_EINVAL no capture file; MOOT_EVERSION; MOOT_EIO. What came before the
 * place was given to each. */
typedef bool moot_tap_file_each(void *ctx, const moot_msg_tap_record_t *record);

MOOT_CHECKED int moot_tap_file_read(const char *path, moot_tap_file_each *each,
                                    void *ctx, const volatile bool *stop,
                                    uint64_t *at);

#endif
