/* Packets of Engine.IO, protocol 4: as WebSocket messages, and joined into a
 * payload for HTTP long-polling. Pure.
 *
 * A packet is one character for its type and its data. A binary message is a
 * WebSocket message of its own without that character, and 'b' with base 64
 * within a payload. Packets of a payload stand between U+001E.
 * Source: https://github.com/socketio/engine.io-protocol, revision 4. */
#ifndef MOOT_EIO_H
#define MOOT_EIO_H

#include "common/buf.h"

/* Between two packets of a payload. */
#define MOOT_EIO_SEPARATOR 0x1e

typedef enum moot_eio_type {
    MOOT_EIO_OPEN = 0,
    MOOT_EIO_CLOSE = 1,
    MOOT_EIO_PING = 2,
    MOOT_EIO_PONG = 3,
    MOOT_EIO_MESSAGE = 4,
    MOOT_EIO_UPGRADE = 5,
    MOOT_EIO_NOOP = 6,
} moot_eio_type_t;

typedef struct moot_eio_packet {
    moot_eio_type_t type;
    bool binary;       /* a MESSAGE of bytes, not of text */
    moot_slice_t data; /* what follows the type; borrowed */
} moot_eio_packet_t;

/* Reads a WebSocket message. A binary one is a MESSAGE, however long. The
 * text was checked to be UTF-8 before. Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_eio_read(moot_slice_t text, bool binary,
                               moot_eio_packet_t *packet);

/* Takes the first packet off the front of a payload, which is UTF-8.
 * scratch: bytes of a binary message are written here and borrowed until the
 * next call; its bound should be that of a payload.
 * Errors: MOOT_EINVAL (also for an empty payload); MOOT_ENOMEM, MOOT_EFULL. */
MOOT_CHECKED int moot_eio_take(moot_slice_t *payload, moot_buf_t *scratch,
                               moot_eio_packet_t *packet, bool *last);

/* Bytes that a packet, given as it goes on a WebSocket, takes in a payload. */
size_t moot_eio_payload_size(moot_slice_t packet, bool binary);

/* Appends such a packet to a payload, with a separator before it unless the
 * payload is empty. Look at payload->error. */
void moot_eio_payload_put(moot_buf_t *payload, moot_slice_t packet,
                          bool binary);

/* What the open packet says; times in ms, max_payload in bytes. */
typedef struct moot_eio_open {
    moot_slice_t sid;
    bool upgrade; /* offers an upgrade to a WebSocket */
    unsigned ping_interval_ms, ping_timeout_ms;
    size_t max_payload;
} moot_eio_open_t;

/* Appends the open packet. Look at out->error. */
void moot_eio_open_put(moot_buf_t *out, const moot_eio_open_t *open);

#endif
