/* Cursors of ROOM_LIST: where a list goes on, as plain text that the client
 * hands back. Pure. A cursor names the kind of list it is of, so that one
 * list's cursor is refused by the other. */
#ifndef MOOT_CURSOR_H
#define MOOT_CURSOR_H

#include "common/buf.h"

enum moot_cursor_kind { MOOT_CURSOR_OWN = 'o', MOOT_CURSOR_ALL = 'a' };

/* Bytes of a place inside a cursor at most. */
#define MOOT_CURSOR_PLACE_MAX 1024

/* Appends the cursor of a place. Returns buf->error. */
int moot_cursor_write(moot_buf_t *buf, enum moot_cursor_kind kind,
                      moot_slice_t place);

/* Reads a cursor back: appends the place to buf. Errors: MOOT_EINVAL: none of
 * ours, or of the other kind. */
MOOT_CHECKED int moot_cursor_read(moot_slice_t cursor,
                                  enum moot_cursor_kind kind, moot_buf_t *buf);

#endif
