/* A session with everything around it faked: what it does comes out as lines
 * of text, so that tests can compare them.
 *
 *   < {"type":"PONG",…}       a frame to the client
 *   ! 1008                    the connection is closed with that code
 *   ? op=10 user="alice" …    a request to a worker: fields that are not zero
 *   ? list after="" limit=5   a question for all rooms */
#ifndef MOOT_TESTS_FAKE_CLIENT_H
#define MOOT_TESTS_FAKE_CLIENT_H

#include "edge/session.h"

enum { FAKE_ROOMS_MAX = 16 };

typedef struct fake_client {
    moot_session_config_t config; /* may be changed at any time */
    moot_session_now_t now;
    moot_session_t session;
    moot_session_shared_t shared;
    moot_parse_t parse;
    moot_encode_t encode;
    moot_buf_t log; /* lines since the last fake_client_take */
    moot_buf_t taken;
    bool quiet; /* only count: frames and requests */
    size_t frames, requests;
    int full;           /* what request and list_all return */
    size_t unreachable; /* what rooms returns */
    moot_roomview_t *rooms[FAKE_ROOMS_MAX];
    size_t rooms_count;
} fake_client_t;

/* Limits as the settings have them, rate limit off; times 1000 and
 * 1700000000000. user "": anonymous. Not started yet. */
void fake_client_init(fake_client_t *fake, const char *user, bool admin);
void fake_client_close(fake_client_t *fake);

/* Starts the session and makes it ready; drops the lines of that. The time
 * after it in which answers keep the order of the frames has passed. */
void fake_client_greet(fake_client_t *fake);

/* A text frame of the client. */
void fake_client_say(fake_client_t *fake, const char *text);

/* The lines so far, each with a line end, terminated by zero; borrowed until
 * the next call. Begins anew. */
const char *fake_client_take(fake_client_t *fake);

/* Reads "name=value name="a value"" into the fields of a message. In a value
 * %XX is the byte XX. The field members is written alice=1,bob=3 and the field
 * snapshot as the fields of a snapshot. Texts are kept in scratch, which must
 * have a capacity of 64 KiB already, because it may not move. False: no such
 * field, or not readable. */
bool fake_client_fields(const moot_wire_message_t *message, char *line,
                        moot_buf_t *scratch, void *out);

/* A view from a line of the fields of a snapshot. NULL: not readable. */
moot_roomview_t *fake_client_view(char *line);

#endif
