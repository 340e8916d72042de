/* One text frame of a client becomes one request: what the room protocol
 * (proto/ROOMS.md, sections 2, 3 and 5) says of shapes, types and limits of
 * fields is decided here, before anything is sent to a worker. Pure.
 *
 * A parser is memory that is used again for each frame: what it gives out is
 * borrowed from it and from the frame, until the next call. */
#ifndef MOOT_PARSE_H
#define MOOT_PARSE_H

#include "common/buf.h"
#include "common/json_read.h"
#include "proto/rules.h"
#include "proto/wire.h"

/* Limits that are settings, in code points. */
typedef struct moot_parse_limits {
    size_t name_chars_max;
    size_t thumbnail_url_chars_max;
    size_t content_chars_max;
} moot_parse_limits_t;

enum {
    MOOT_PARSE_CORRELATION_BYTES_MAX = 128,
    MOOT_PARSE_CLIENT_MESSAGE_ID_CHARS_MAX = 128,
    /* Bytes of texts on the way to the worker, proto/messages.def; they bind
     * only when the limits above are set far above their defaults. */
    MOOT_PARSE_NAME_BYTES_MAX = 8192,
    MOOT_PARSE_THUMBNAIL_URL_BYTES_MAX = 16384,
    MOOT_PARSE_CONTENT_BYTES_MAX = 1048576,
    MOOT_PARSE_USERS_BYTES_MAX = 1048576,
    MOOT_PARSE_PAGE_MAX = 1000, /* rooms of a page; a greater limit is this */
};

enum moot_parse_what {
    MOOT_PARSE_REFUSED,
    MOOT_PARSE_REQUEST, /* for a worker */
    MOOT_PARSE_LIST,    /* ROOM_LIST */
    MOOT_PARSE_PING,
    MOOT_PARSE_HELLO,
};

/* What answers repeat of the request, as it stood in the frame: JSON strings
 * with their quotes, or size 0 for what was not there. */
typedef struct moot_parse_echo {
    moot_slice_t correlation_id;
    moot_slice_t client_message_id; /* of a ROOM_MESSAGE only */
} moot_parse_echo_t;

typedef struct moot_parse_frame {
    enum moot_parse_what what;
    bool of_rooms; /* the type is ROOM_…: not for anonymous clients */
    moot_parse_echo_t echo; /* valid in a refusal too */

    /* REFUSED */
    enum moot_code code;
    const char *text;      /* static: why */
    moot_slice_t received; /* UNKNOWN_TYPE: the type, a JSON string */

    /* REQUEST: op, room, given, name, thumbnail_url, users, target, role,
     * content, message_type, client_message_id. The room is empty for a
     * CREATE that named none: the caller makes an id. */
    moot_msg_request_t request;

    /* LIST */
    bool all;
    moot_slice_t cursor; /* text; size 0 for none */
    size_t limit;        /* 0: none given */

    /* HELLO */
    bool version_known;
} moot_parse_frame_t;

typedef struct moot_parse {
    moot_buf_t text;  /* strings without their escapes */
    moot_buf_t users; /* list of user ids */
} moot_parse_t;

void moot_parse_init(moot_parse_t *parse);
void moot_parse_close(moot_parse_t *parse);

/* Reads one frame into *out. Never fails: what is wrong is what = REFUSED. */
void moot_parse_text(moot_parse_t *parse, const moot_parse_limits_t *limits,
                     moot_slice_t frame, moot_parse_frame_t *out);

#endif
