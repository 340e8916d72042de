/* Joins the pieces of a client's message: bounded, and a text is checked to
 * be UTF-8 while it comes, across pieces and fragments. Pure. */
#ifndef MOOT_ASSEMBLY_H
#define MOOT_ASSEMBLY_H

#include "common/check.h"
#include "common/slice.h"

/* Zeroed: between two messages. */
typedef struct moot_assembly {
    uint8_t *at; /* pieces so far, or NULL */
    size_t size, capacity;
    uint8_t need;      /* bytes that the present code point still lacks */
    uint8_t low, high; /* bounds of the next of them */
    bool done;         /* at was given out as a whole message */
} moot_assembly_t;

/* Frees what is held; the next piece begins a message. */
void moot_assembly_clear(moot_assembly_t *assembly);

/* Takes a piece of the present message; last: it is complete with it. Then
 * the result is 0 and *message is all of it, borrowed until the next call: a
 * message of one piece is that piece, uncopied. Other results: MOOT_EAGAIN
 * (more must come), MOOT_ELIMIT (over max bytes), MOOT_EINVAL (a text that is
 * not UTF-8, seen as early as it can be), MOOT_ENOMEM; the last three end the
 * message: clear before the next piece. */
MOOT_CHECKED int moot_assembly_add(moot_assembly_t *assembly,
                                   moot_slice_t piece, bool last, bool binary,
                                   size_t max, moot_slice_t *message);

#endif
