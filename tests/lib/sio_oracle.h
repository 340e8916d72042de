/* What must hold of every Socket.IO packet that the reader accepts. */
#ifndef MOOT_TESTS_SIO_ORACLE_H
#define MOOT_TESTS_SIO_ORACLE_H

#include "edge/sio.h"

/* Aborts unless the packet, which an assembly has given, is what its type
 * says, and is the same when it is written and read again. */
void sio_oracle_check(const moot_sio_packet_t *packet);

#endif
