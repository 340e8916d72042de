/* A command as a client of the workers: numbered requests in the name of the
 * application, each applied once however often it has to be sent
 * (proto/DESIGN.md, Requests). */
#ifndef MOOT_REQUEST_H
#define MOOT_REQUEST_H

#include "cli/question.h"

typedef struct moot_request {
    moot_question_t question;
    char session[40];
    unsigned timeout_ms;           /* of one request, all its copies */
    uint64_t numbers[MOOT_SLOTS];  /* the last of each slot */
    uint64_t stamp_incarnation, stamp_ms; /* of the worker asked last */
} moot_request_t;

/* Finds a broker that answers and begins a session of a fresh id. Says on
 * stderr what is wrong. command: static; conf is borrowed. Errors: those of
 * moot_question_open. */
MOOT_CHECKED int moot_request_open(moot_request_t *self, const char *command,
                                   const moot_conf_t *conf);
/* Harmless after a failed open. */
void moot_request_close(moot_request_t *self);

/* Sends a request to its slot until it is answered, for request_timeout_ms at
 * most. The caller fills op, user, room and the operation's fields; system,
 * number and stamps are set here. *reply is borrowed until the next question;
 * its code may be a refusal, which is not printed. Says on stderr who does not
 * answer. Errors: MOOT_EUNREACH (what became of the request is unknown),
 * MOOT_ELIMIT (a field is over its maximum; said too). */
MOOT_CHECKED int moot_request_do(moot_request_t *self,
                                 const moot_msg_request_t *request,
                                 moot_msg_reply_t *reply);

#endif
