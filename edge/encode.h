/* What the edge says to its clients: every response and broadcast of the
 * room protocol (proto/ROOMS.md, section 4) as one JSON text in a frame.
 * Pure. A broadcast is encoded once and its frame shared by all sockets.
 *
 * An encoder is memory that is used again. Every function returns a frame of
 * its own with one holder, the caller, or NULL when memory is out or the
 * text exceeds MOOT_ENCODE_BYTES_MAX. */
#ifndef MOOT_ENCODE_H
#define MOOT_ENCODE_H

#include "common/buf.h"
#include "common/frame.h"
#include "common/json_write.h"
#include "edge/parse.h"
#include "proto/roomview.h"
#include "proto/rules.h"

/* A room of 100,000 members with the longest ids and all bytes escaped. */
#define MOOT_ENCODE_BYTES_MAX (256u * 1024 * 1024)

typedef struct moot_encode {
    moot_buf_t buf;
    moot_json_write_t json;
    uint64_t listed; /* rooms in the list that is being written */
} moot_encode_t;

void moot_encode_init(moot_encode_t *encode);
void moot_encode_close(moot_encode_t *encode);

/* For others who write with an encoder's json: a room as a value, and its
 * epoch as the member "epoch". */
void moot_encode_room(moot_encode_t *encode,
                      const moot_msg_snapshot_t *snapshot);
void moot_encode_epoch(moot_encode_t *encode, uint64_t value);

/* A room event as all its recipients see it; the view has it applied. */
moot_frame_t *moot_encode_event(moot_encode_t *encode,
                                const moot_roomview_t *view,
                                const moot_msg_event_t *event);

/* A request as its answer needs it. */
typedef struct moot_encode_request {
    moot_parse_echo_t echo;
    enum moot_op op;
    uint64_t given;             /* META: enum moot_given */
    moot_slice_t name;          /* META: empty for the room's id */
    moot_slice_t thumbnail_url; /* META: empty for null */
} moot_encode_request_t;

/* The answer of a worker. view: the room as this edge follows it, or NULL;
 * wall_ms stands in where the answer has no time of its own. */
moot_frame_t *moot_encode_answer(moot_encode_t *encode,
                                 const moot_encode_request_t *request,
                                 const moot_msg_reply_t *reply,
                                 const moot_roomview_t *view, uint64_t wall_ms);

/* What an ERROR may say beyond its code; zeroed what it does not. */
typedef struct moot_encode_error {
    enum moot_code code;
    moot_slice_t text; /* empty: a text that fits the code */
    bool retry;        /* whether retry_after_ms is said */
    uint64_t retry_after_ms;
    moot_slice_t received; /* receivedType, a JSON string, or size 0 */
} moot_encode_error_t;

moot_frame_t *moot_encode_error(moot_encode_t *encode,
                                const moot_parse_echo_t *echo,
                                const moot_encode_error_t *error);

/* user is empty for an anonymous client. pending: rooms to come. */
moot_frame_t *moot_encode_established(moot_encode_t *encode, moot_slice_t user,
                                      moot_slice_t session, uint64_t wall_ms,
                                      const moot_slice_t *pending,
                                      size_t pending_count);
moot_frame_t *moot_encode_attached(moot_encode_t *encode,
                                   const moot_roomview_t *view);
moot_frame_t *moot_encode_hello(moot_encode_t *encode,
                                const moot_parse_echo_t *echo);
moot_frame_t *moot_encode_pong(moot_encode_t *encode,
                               const moot_parse_echo_t *echo, uint64_t wall_ms);
moot_frame_t *moot_encode_draining(moot_encode_t *encode,
                                   uint64_t reconnect_after_ms);

/* ROOM_LIST_RESPONSE: begin, one call per room, end. next: the cursor, a text
 * of plain ASCII, empty for none. Nothing else may be encoded between; begin
 * again to give a list up. */
void moot_encode_list_begin(moot_encode_t *encode,
                            const moot_parse_echo_t *echo);
void moot_encode_list_own(moot_encode_t *encode, const moot_roomview_t *view,
                          enum moot_role role);
void moot_encode_list_any(moot_encode_t *encode,
                          const moot_msg_room_info_t *info);
moot_frame_t *moot_encode_list_end(moot_encode_t *encode, moot_slice_t next,
                                   uint64_t wall_ms);

#endif
