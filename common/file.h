/* Small files that must be whole: written beside, synced, then put in place. */
#ifndef MOOT_FILE_H
#define MOOT_FILE_H

#include "common/buf.h"
#include "common/check.h"

#include <stdio.h>

/* Reads a whole file to the end of buf. Errors: MOOT_ENOENT, MOOT_EFULL (longer
 * than the buffer's bound), MOOT_EIO. */
MOOT_CHECKED int moot_file_read(const char *path, moot_buf_t *buf);

/* Makes a new file with these contents and mode, durable when this returns 0;
 * a reader sees all of it or no file. An existing one is left as it is:
 * MOOT_EEXIST. Errors: MOOT_EIO, MOOT_ENOSPC, MOOT_ELIMIT (path too long). */
MOOT_CHECKED int moot_file_make(const char *path, moot_slice_t contents,
                                unsigned mode);

/* The same, replacing an existing one. */
MOOT_CHECKED int moot_file_replace(const char *path, moot_slice_t contents,
                                   unsigned mode);

/* Writes a buffer's contents to a stream; an empty one, which may have no
 * memory, writes nothing. True when all of it was taken. */
bool moot_file_print(const moot_buf_t *buf, FILE *to);

/* Makes a folder (mode 0700) and those above it that are missing. Errors:
 * MOOT_EIO, MOOT_EEXIST (something else has the name), MOOT_ELIMIT. */
MOOT_CHECKED int moot_file_make_folder(const char *path);

#endif
