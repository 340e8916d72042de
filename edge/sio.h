/* Packets of Socket.IO, protocol 5: reading what clients send, putting binary
 * packets together, writing frames. Pure; not thread safe.
 *
 * Text here is the data of an Engine.IO message, without its leading "4";
 * frames that are written are whole Engine.IO messages with it, as they go on
 * a WebSocket, and may be shared by many links (edge/engine.h).
 * Source: https://github.com/socketio/socket.io-protocol, revision 5. */
#ifndef MOOT_SIO_H
#define MOOT_SIO_H

#include "common/frame.h"
#include "common/json_read.h"

/* Binary attachments of one packet, at most. */
#define MOOT_SIO_ATTACHMENTS_MAX 64

/* Bytes of a namespace with its query part, at most. */
#define MOOT_SIO_NAMESPACE_BYTES_MAX 256

/* The largest id of an acknowledgement: the largest integer that a number of
 * ECMAScript holds exactly. */
#define MOOT_SIO_ID_MAX ((UINT64_C(1) << 53) - 1)

typedef enum moot_sio_type {
    MOOT_SIO_CONNECT = 0,
    MOOT_SIO_DISCONNECT = 1,
    MOOT_SIO_EVENT = 2, /* also of a BINARY_EVENT, once it is complete */
    MOOT_SIO_ACK = 3,   /* also of a BINARY_ACK */
    MOOT_SIO_CONNECT_ERROR = 4,
    MOOT_SIO_BINARY_EVENT = 5,
    MOOT_SIO_BINARY_ACK = 6,
} moot_sio_type_t;

/* A packet of a client; all slices are borrowed. */
typedef struct moot_sio_packet {
    moot_sio_type_t type;
    moot_slice_t namespace; /* "/" when the packet names none */
    moot_slice_t query;     /* behind a '?' of the namespace */
    bool has_id;            /* always of an ACK */
    uint64_t id;
    moot_json_value_t data;  /* NONE: there is none. CONNECT: NONE or an
                                object; EVENT, ACK: an array */
    moot_json_value_t event; /* EVENT: the name, a string, the array's first */
    unsigned attachments;    /* how many */
    const moot_slice_t *parts; /* them, by the num of their placeholders; NULL
                                  unless it comes from an assembly */
} moot_sio_packet_t;

/* Reads the text of one packet. Refused: unknown types; a bad count of
 * attachments; a bad id, or one where none belongs; data that does not fit
 * the type: an EVENT wants a non-empty array that begins with a string, which
 * is none of the names that Socket.IO keeps for itself (connect, disconnect,
 * …). Of a binary packet each attachment must have exactly one placeholder.
 * attachments_max: at most MOOT_SIO_ATTACHMENTS_MAX.
 * Errors: MOOT_EINVAL malformed; MOOT_ELIMIT too many attachments, nested
 * deeper than MOOT_JSON_DEPTH_MAX, namespace too long. Each of them closes
 * the connection. */
MOOT_CHECKED int moot_sio_read(moot_slice_t text, unsigned attachments_max,
                               moot_sio_packet_t *packet);

/* Whether a name must not be used for an event. */
bool moot_sio_reserved(moot_slice_t name);

/* Puts the packets of one connection together: a binary packet is its text
 * and so many binary messages right behind it. Embedded by its owner. */
typedef struct moot_sio_pending moot_sio_pending_t;
typedef struct moot_sio_assembly {
    moot_sio_pending_t *pending; /* NULL: no binary packet is under way */
    unsigned attachments_max;
    size_t bytes_max; /* text and attachments of one packet */
} moot_sio_assembly_t;

void moot_sio_assembly_init(moot_sio_assembly_t *assembly,
                            unsigned attachments_max, size_t bytes_max);

/* Frees what is incomplete, and a packet that take has given. */
void moot_sio_assembly_close(moot_sio_assembly_t *assembly);

/* Takes the data of one Engine.IO message. *complete: packet is set, type
 * never one of the two BINARY ones, valid until the next call for this
 * assembly. Otherwise attachments are still to come.
 * Errors: those of moot_sio_read; MOOT_EINVAL a text among attachments or an
 * attachment of nothing; MOOT_ELIMIT over bytes_max; MOOT_ENOMEM. */
MOOT_CHECKED int moot_sio_assembly_take(moot_sio_assembly_t *assembly,
                                        moot_slice_t data, bool binary,
                                        moot_sio_packet_t *packet,
                                        bool *complete);

/* Writers. Each returns a frame with one holder, the caller, or NULL when
 * memory is out. id: NULL for none. attachments: 0 makes an EVENT or ACK,
 * else a BINARY_EVENT or BINARY_ACK, and the caller sends so many binary
 * frames (moot_frame_new of the bytes) right behind it. args: a JSON array of
 * the arguments, "[1,{}]"; empty: none. JSON that is given is not looked at;
 * texts are UTF-8. */
moot_frame_t *moot_sio_write_event(moot_slice_t namespace, const uint64_t *id,
                                   unsigned attachments, moot_slice_t event,
                                   moot_slice_t args);
/* The same of a whole array, the event's name first. */
moot_frame_t *moot_sio_write_data(moot_slice_t namespace, const uint64_t *id,
                                  unsigned attachments, moot_slice_t array);
moot_frame_t *moot_sio_write_ack(moot_slice_t namespace, uint64_t id,
                                 unsigned attachments, moot_slice_t args);
moot_frame_t *moot_sio_write_connect(moot_slice_t namespace, moot_slice_t sid);
moot_frame_t *moot_sio_write_disconnect(moot_slice_t namespace);

/* message: a text; data: a JSON value for the member "data", or empty. */
moot_frame_t *moot_sio_write_connect_error(moot_slice_t namespace,
                                           moot_slice_t message,
                                           moot_slice_t data);

#endif
