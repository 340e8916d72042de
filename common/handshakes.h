/* Counts the handshakes of a socket that failed, out of what the library
 * reports. Pure; not thread safe.
 *
 * libzmq 4.3.4 reports a failed handshake only when its security mechanism had
 * begun: bytes that are no ZeroMQ, or a frame that is too long, only end the
 * connection, as the end of a good one does, and a handshake that succeeded
 * does not say of which connection. What adds up is: accepted = succeeded +
 * failed + still under way; and nothing is under way for longer than the time
 * that a handshake may take. */
#ifndef MOOT_HANDSHAKES_H
#define MOOT_HANDSHAKES_H

#include "common/check.h"

#include <stddef.h>
#include <stdint.h>

typedef struct moot_handshakes {
    uint64_t accepted, succeeded;
    uint64_t reported;  /* failed, by the library's own word */
    uint64_t failed;    /* the highest count so far */
    uint64_t *begun_ms; /* by descriptor: when it was accepted, 0: it is gone */
    size_t size;        /* of begun_ms */
    uint64_t newest_ms; /* when the last one was accepted */
} moot_handshakes_t;

/* A zeroed struct is empty. */
void moot_handshakes_close(moot_handshakes_t *handshakes);

/* What the library reports; fd: of the connection. */
void moot_handshakes_accepted(moot_handshakes_t *handshakes, int fd,
                              uint64_t now_ms);
void moot_handshakes_ended(moot_handshakes_t *handshakes, int fd);

/* Failed so far. It never falls. A connection of the last patience_ms that is
 * still there counts as under way, so a failure may show that much later while
 * others connect. */
uint64_t moot_handshakes_failed(moot_handshakes_t *handshakes, uint64_t now_ms,
                                unsigned patience_ms);

#endif
