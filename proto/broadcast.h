/* What the application's side says to sockets, as JSON: the body of POST
 * /v1/emit and what `moot emit` reads become an emission here. Pure.
 *
 *   {"namespace":"/", "event":"update_chat", "payload":{…},
 *    "targets":["chat|7", {"type":"pair","id":["x","y"]}, {"user":"ann"}],
 *    "except":"socket id", "confirm":"seen", "if":true,
 *    "idempotencyKey":"…"}
 *
 * deploy/API.md tells what each member means. */
#ifndef MOOT_BROADCAST_H
#define MOOT_BROADCAST_H

#include "common/arena.h"
#include "common/json_fields.h"
#include "proto/rules.h"
#include "proto/wire.h"

enum {
    MOOT_BROADCAST_TARGETS_MAX = 1000,
    MOOT_BROADCAST_NAME_BYTES_MAX = 128, /* event, namespace */
    MOOT_BROADCAST_ROOM_BYTES_MAX = 512,
    MOOT_BROADCAST_SOCKET_BYTES_MAX = 64,
    MOOT_BROADCAST_KEY_BYTES_MAX = 256, /* of an idempotency key */
};

/* The members, for those who describe them. */
enum {
    MOOT_BROADCAST_FIELDS = 9,
    MOOT_BROADCAST_TARGET_FIELDS = 6,
    MOOT_BROADCAST_ROOM_FIELDS = 5,
    MOOT_BROADCAST_END_FIELDS = 3,
};
extern const moot_json_field_t moot_broadcast_fields[MOOT_BROADCAST_FIELDS];
extern const moot_json_field_t
    moot_broadcast_target_fields[MOOT_BROADCAST_TARGET_FIELDS];
extern const moot_json_field_t
    moot_broadcast_room_fields[MOOT_BROADCAST_ROOM_FIELDS];
extern const moot_json_field_t
    moot_broadcast_end_fields[MOOT_BROADCAST_END_FIELDS];

typedef struct moot_broadcast {
    moot_msg_emission_t emission; /* borrowed from here and from the text */
    moot_slice_t key;             /* idempotency key, empty for none */
    size_t targets_count;
    bool wanted; /* false: the guard says that nothing is sent */
    moot_buf_t data, targets;
    moot_arena_t arena;
} moot_broadcast_t;

/* Begins; the only call that takes no initialised one. */
void moot_broadcast_init(moot_broadcast_t *broadcast);
void moot_broadcast_close(moot_broadcast_t *broadcast);

/* Reads a text, which must outlive the use of the emission. why:
 * MOOT_JSON_WHY_BYTES bytes, says what is wrong. Errors: MOOT_EINVAL,
 * MOOT_ELIMIT (larger than an emission may be), MOOT_ENOMEM. */
MOOT_CHECKED int moot_broadcast_read(moot_broadcast_t *broadcast,
                                     moot_slice_t text, char *why);

/* The sockets of a user enter or leave a room, by a text with the members of
 * moot_broadcast_room_fields. Errors as above. */
MOOT_CHECKED int moot_broadcast_read_room(moot_broadcast_t *broadcast,
                                          enum moot_action action,
                                          moot_slice_t user, moot_slice_t text,
                                          char *why);

/* The sockets of a user are disconnected from a namespace, or their
 * connections closed: moot_broadcast_end_fields. Errors as above. */
MOOT_CHECKED int moot_broadcast_read_end(moot_broadcast_t *broadcast,
                                         moot_slice_t user, moot_slice_t text,
                                         char *why);

/* Whether it may be the name of a namespace: "/" and up to 127 bytes more,
 * without "," and "?" and control characters. */
bool moot_broadcast_is_namespace(moot_slice_t name);
/* 1 to max bytes without control characters. */
bool moot_broadcast_is_name(moot_slice_t name, size_t max);

#endif
