/* Names of rooms, room types and events: the naming rules of room classes
 * (proto/PROFILES.md, "Names"). Pure. */
#ifndef MOOT_ROOMNAME_H
#define MOOT_ROOMNAME_H

#include "proto/value.h"

#define MOOT_ROOMNAME_CLASS_MAX 64  /* bytes of a class name */
#define MOOT_ROOMNAME_KEY_MAX 128   /* bytes of a key or an event's name */
#define MOOT_ROOMNAME_BYTES_MAX 512 /* bytes of a room's name */
#define MOOT_ROOMNAME_PARTS_MAX 8   /* of an identifier */

/* A key or an event's name, terminated. */
typedef struct moot_roomname_key {
    char text[MOOT_ROOMNAME_KEY_MAX + 1];
    size_t size;
} moot_roomname_key_t;

/* The key of a room type: snake_case without one trailing _room. ChatRoom is
 * chat, UserIDRoom user_id, HTTPServer2Room http_server2, Room room; what is
 * snake_case already stays: chat_room is chat. Errors: MOOT_EINVAL (other than
 * letters, digits and _, not begun by a letter, empty), MOOT_ELIMIT. */
MOOT_CHECKED int moot_roomname_key(moot_slice_t type, moot_roomname_key_t *out);

/* The event of a broadcast class, without one trailing _event: UpdateChat is
 * update_chat, NewMessageEvent new_message. Errors as above. */
MOOT_CHECKED int moot_roomname_event(moot_slice_t type,
                                     moot_roomname_key_t *out);

/* What is wrong with an identifier, for the client. */
typedef struct moot_roomname_error {
    char text[256];
} moot_roomname_error_t;

/* The text of one part: a string, or an integer in decimal. NULL, null, "", 0
 * and false are missing; they and every other kind: "<field> is required".
 * several: whether the identifier has more parts; then a part must not contain
 * "|". The result is borrowed from the arena or the part.
 * Errors: MOOT_EINVAL (error is set), MOOT_ENOMEM. */
MOOT_CHECKED int moot_roomname_part(moot_arena_t *arena, moot_slice_t field,
                                    const moot_value_t *part, bool several,
                                    moot_slice_t *out,
                                    moot_roomname_error_t *error);

/* The room's name: key|part or key|part|part. fields: what the parts are
 * called, for the error; parts: by number, NULL one missing. count: 1 to
 * MOOT_ROOMNAME_PARTS_MAX. The result lies in the arena.
 * Errors: MOOT_EINVAL (error is set; the first part that is wrong, or the name
 * is too long), MOOT_ENOMEM. */
MOOT_CHECKED int moot_roomname_make(moot_arena_t *arena, moot_slice_t key,
                                    const moot_slice_t *fields,
                                    const moot_value_t *const *parts,
                                    size_t count, moot_slice_t *out,
                                    moot_roomname_error_t *error);

#endif
