/* Lists inside messages: a msgpack array of nil, bool, uint, str, bin and
 * arrays of these, nested at most MOOT_LIST_DEPTH_MAX deep. Written and read
 * in place, without allocation. Pure. */
#ifndef MOOT_WIRE_LIST_H
#define MOOT_WIRE_LIST_H

#include "common/buf.h"
#include "common/check.h"
#include "common/slice.h"

/* Arrays inside one another inside a list, the list itself not counted. */
#define MOOT_LIST_DEPTH_MAX 4

typedef enum moot_list_kind {
    MOOT_LIST_END, /* no element left */
    MOOT_LIST_NIL,
    MOOT_LIST_FLAG,
    MOOT_LIST_U64,
    MOOT_LIST_STR,
    MOOT_LIST_BIN,
    MOOT_LIST_LIST,
    MOOT_LIST_BAD, /* something a list must not hold */
} moot_list_kind_t;

/* Runs over a list. Safe on any bytes; may be copied to come back to a place.
 */
typedef struct moot_list_reader {
    const uint8_t *at, *end;
    uint32_t left; /* elements not read yet; after init: the count */
} moot_list_reader_t;

/* Begins to read a list; size 0 reads as the empty list. The list is borrowed.
 * Errors: MOOT_EINVAL not an array, MOOT_ETRUNC. */
MOOT_CHECKED int moot_list_reader_init(moot_list_reader_t *reader,
                                       moot_slice_t list);

/* Kind of the next element, which stays the next. */
moot_list_kind_t moot_list_peek(const moot_list_reader_t *reader);

/* Read the next element; slices are borrowed from the list; a list comes with
 * its header, for another moot_list_reader_init.
 * Errors: MOOT_ENOENT at the end, MOOT_EINVAL another kind (the reader then
 * stays where it was), MOOT_ETRUNC. */
MOOT_CHECKED int moot_list_next_str(moot_list_reader_t *reader,
                                    moot_slice_t *out);
MOOT_CHECKED int moot_list_next_bin(moot_list_reader_t *reader,
                                    moot_slice_t *out);
MOOT_CHECKED int moot_list_next_u64(moot_list_reader_t *reader, uint64_t *out);
MOOT_CHECKED int moot_list_next_flag(moot_list_reader_t *reader, bool *out);
MOOT_CHECKED int moot_list_next_nil(moot_list_reader_t *reader);
MOOT_CHECKED int moot_list_next_list(moot_list_reader_t *reader,
                                     moot_slice_t *out);

/* Passes over one element of any kind. Errors as above. */
MOOT_CHECKED int moot_list_skip(moot_list_reader_t *reader);

/* Whether the bytes are exactly one list, or none at all.
 * Errors: MOOT_EINVAL, MOOT_ETRUNC, MOOT_ELIMIT nested too deep. */
MOOT_CHECKED int moot_list_validate(moot_slice_t list);

/* Writes one list to the end of a buffer; nothing else may be appended to the
 * buffer between begin and end. Errors are kept in buf->error. */
typedef struct moot_list_writer {
    moot_buf_t *buf;
    size_t start;   /* offset of the list's header */
    uint64_t owed;  /* elements announced and not written yet */
    uint32_t count; /* elements of an open list so far */
    bool open;      /* the count is written at the end */
} moot_list_writer_t;

/* Begins a list of exactly count elements. */
void moot_list_begin(moot_list_writer_t *writer, moot_buf_t *buf,
                     uint32_t count);

/* Begins a list whose count comes out at the end (a header of 5 bytes). */
void moot_list_begin_open(moot_list_writer_t *writer, moot_buf_t *buf);

void moot_list_put_str(moot_list_writer_t *writer, moot_slice_t text);
void moot_list_put_bin(moot_list_writer_t *writer, moot_slice_t bytes);
void moot_list_put_u64(moot_list_writer_t *writer, uint64_t number);
void moot_list_put_flag(moot_list_writer_t *writer, bool flag);
void moot_list_put_nil(moot_list_writer_t *writer);

/* One element that is a list of count elements: these are put next. */
void moot_list_put_list(moot_list_writer_t *writer, uint32_t count);

/* One element that is encoded already (size 0: an empty list). */
void moot_list_put_raw(moot_list_writer_t *writer, moot_slice_t element);

/* Ends the list: all that was announced must have been put (checked). *list is
 * borrowed from the buffer until its next change. Returns buf->error. */
MOOT_CHECKED int moot_list_end(moot_list_writer_t *writer, moot_slice_t *list);

#endif
