/* A captured request as the frame that a client sends, and answers, captured
 * and new, in the form in which they are compared. Pure. */
#ifndef MOOT_REPLAY_FRAME_H
#define MOOT_REPLAY_FRAME_H

#include "common/buf.h"
#include "proto/wire.h"

/* What is compared. 0: the answer does not say it. Ids of messages, epochs
 * and times are new each time and are left out. */
typedef struct moot_replay_wanted {
    uint64_t op;   /* of a captured answer */
    char type[32]; /* of a new one */
    uint64_t code; /* enum moot_code */
    uint64_t seq, version, members;
    bool again; /* a duplicate, or a member already */
} moot_replay_wanted_t;

moot_replay_wanted_t moot_replay_frame_wanted(const moot_msg_reply_t *reply);

/* Appends the JSON of a request. id: its correlationId. missing: bytes of
 * content that were not captured; for a message without content so many are
 * made up. */
void moot_replay_frame_put(moot_buf_t *buf, const moot_msg_request_t *request,
                           uint64_t missing, moot_slice_t id);

/* Reads a frame of the server. id gets the correlationId, when there is one
 * that fits in id_max. Errors: MOOT_EINVAL no JSON object. */
MOOT_CHECKED int moot_replay_frame_read(moot_slice_t frame,
                                        moot_replay_wanted_t *found,
                                        uint8_t *id, size_t id_max,
                                        size_t *id_size, uint64_t *retry_ms);

bool moot_replay_frame_same(const moot_replay_wanted_t *wanted,
                            const moot_replay_wanted_t *found);

/* Appends a line that says what differs. */
void moot_replay_frame_tell(moot_buf_t *buf, const moot_msg_request_t *request,
                            const moot_replay_wanted_t *wanted,
                            const moot_replay_wanted_t *found);

#endif
