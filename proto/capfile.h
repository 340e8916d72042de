/* The capture file, as described in proto/CAPTURE.md: a head, then records,
 * each with its size and checksum. Pure; reads any bytes safely. */
#ifndef MOOT_CAPFILE_H
#define MOOT_CAPFILE_H

#include "proto/wire.h"

#define MOOT_CAPFILE_VERSION 1
#define MOOT_CAPFILE_HEAD_SIZE 16
#define MOOT_CAPFILE_RECORD_HEAD_SIZE 8
#define MOOT_CAPFILE_RECORD_MAX 262144 /* bytes of an encoded record */

/* Appends the head of a file, or one record; all or nothing.
 * Errors: of moot_buf_put, MOOT_ELIMIT (a field over its maximum). */
MOOT_CHECKED int moot_capfile_put_head(moot_buf_t *buf);
MOOT_CHECKED int moot_capfile_put(moot_buf_t *buf,
                                  const moot_msg_tap_record_t *record);

/* Looks at the first MOOT_CAPFILE_HEAD_SIZE bytes (fewer: MOOT_ETRUNC).
 * Errors: MOOT_EINVAL no capture file, MOOT_EVERSION, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_capfile_head(moot_slice_t in);

/* Reads the record at the beginning of in; *used is its size with its head.
 * Slices in *out are borrowed from in. Errors: MOOT_ENOENT in is empty,
 * MOOT_ETRUNC it ends inside the record, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_capfile_next(moot_slice_t in, moot_msg_tap_record_t *out,
                                   size_t *used);

#endif
