/* What a command learns of a room or a user from the workers. */
#ifndef MOOT_ROOM_ASK_H
#define MOOT_ROOM_ASK_H

#include "cli/question.h"

/* Asks about a room; user: only that one's role, or empty: the whole state.
 * The answer is borrowed until the next question. Says on stderr who does not
 * answer. Errors: MOOT_EUNREACH. */
MOOT_CHECKED int moot_room_ask(moot_question_t *question, moot_slice_t room,
                               moot_slice_t user, moot_msg_room_told_t *told);

/* The rooms of a user: a list as in user_rooms, kept in *kept, which is begun
 * here and is the caller's to close. Errors: MOOT_EUNREACH, MOOT_ECORRUPT. */
MOOT_CHECKED int moot_room_ask_user(moot_question_t *question,
                                    moot_slice_t user, moot_buf_t *kept,
                                    moot_slice_t *rooms);

/* The next room of such a list. Errors: MOOT_ENOENT at the end. */
MOOT_CHECKED int moot_room_ask_next(moot_list_reader_t *rooms,
                                    moot_slice_t *room);

#endif
