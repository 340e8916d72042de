/* Questions of a command to the owner of a slot or to all edges, by way of a
 * broker. */
#ifndef MOOT_QUESTION_H
#define MOOT_QUESTION_H

#include "cli/ask.h"
#include "proto/wire.h"

enum { MOOT_QUESTION_MS = 2000 }; /* all the waiting of one question */

typedef struct moot_question {
    const char *command; /* begins what is said on stderr */
    moot_ask_t ask;
    moot_status_t *status; /* as it was at the beginning */
    moot_bus_msg_t msg;    /* the last answer */
    uint64_t number;       /* of the last question */
    unsigned broker;       /* that answers */
} moot_question_t;

/* Finds a broker that answers and learns from it who runs. Says on stderr
 * what is wrong. command: static, such as "moot room"; conf is borrowed.
 * Errors: MOOT_EUNREACH, those of moot_ask_open. */
MOOT_CHECKED int moot_question_open(moot_question_t *question,
                                    const char *command,
                                    const moot_conf_t *conf);
/* Harmless after a failed open. */
void moot_question_close(moot_question_t *question);

/* The number of the next question, to be encoded into it. */
uint64_t moot_question_next(moot_question_t *question);

/* Sends a body, encoded, to the owner of a slot and waits for the answer of
 * that kind to the last number; it is borrowed until the next question. Says
 * on stderr who does not answer. Errors: MOOT_EUNREACH. */
MOOT_CHECKED int moot_question_slot(moot_question_t *question, unsigned slot,
                                    moot_slice_t body, unsigned code,
                                    moot_msg_t *answer);

/* The two halves of it, for more than a question and its answer. Sends a body,
 * encoded, to the owner of a slot; waits while the broker's queue is full, to
 * end_ms (monotonic). Errors: MOOT_EAGAIN, those of moot_bus_send. */
MOOT_CHECKED int moot_question_send(moot_question_t *question, unsigned slot,
                                    moot_slice_t body, uint64_t end_ms);
/* The next message from the broker, of any kind, borrowed until the next one.
 * Errors: MOOT_EAGAIN: none came to end_ms; those of moot_bus_poll. */
MOOT_CHECKED int moot_question_receive(moot_question_t *question,
                                       uint64_t end_ms, moot_msg_t *message);

/* Where a user is connected, edge by edge. */
typedef void moot_question_place(void *ctx, moot_slice_t user,
                                 moot_slice_t edge, uint64_t connections);

/* Asks every edge which of these users are connected there. count: how many
 * users; user: gives the one of an index. Says on stderr which edges do not
 * answer. Errors: MOOT_EUNREACH (one of them; the others were heard). */
MOOT_CHECKED int
moot_question_presence(moot_question_t *question, size_t count,
                       moot_slice_t (*user)(const void *ctx, size_t index),
                       moot_question_place *place, void *ctx);

/* A socket that is connected to an edge; user is empty for none. */
typedef void moot_question_socket(void *ctx, moot_slice_t socket,
                                  moot_slice_t user, moot_slice_t edge);

/* Asks every edge for the sockets of a target (enum moot_target) in a
 * namespace. *cut: an edge has more than fit into its answer. Says on stderr
 * which edges do not answer. Errors: MOOT_EUNREACH (one of them; the others
 * were heard), MOOT_ELIMIT (a name is too long). */
MOOT_CHECKED int moot_question_sockets(moot_question_t *question,
                                       moot_slice_t namespace, uint64_t target,
                                       moot_slice_t name,
                                       moot_question_socket *each, void *ctx,
                                       bool *cut);

/* Number of the worker that owns a slot, 0 when unknown. */
unsigned moot_question_owner(const moot_question_t *question, unsigned slot);

#endif
