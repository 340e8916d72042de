/* The room lists of users: table USER_ROOM, filled by outbox entries. The
 * changes of one user's list are numbered from 1 without gaps. */
#ifndef MOOT_USERS_H
#define MOOT_USERS_H

#include "common/buf.h"
#include "common/check.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "worker/store.h"

/* Rooms that one answer names; a longer list is cut there (16 MiB). */
#define MOOT_USERS_ROOMS_MAX 100000

/* Applies one entry. *seq: number of the change it made, or 0 when it changed
 * nothing. Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_users_apply(moot_store_t *store, unsigned slot,
                                  const moot_msg_outbox_entry_t *entry,
                                  uint64_t *seq);

/* Appends a user_rooms message of the present list; *seq is its position.
 * Errors: of the store, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_users_list(moot_store_t *store, unsigned slot,
                                 moot_slice_t user, moot_buf_t *buf,
                                 uint64_t *seq);

#endif
