/* A shard over a store in memory, with what it says collected, for tests of
 * the worker. Requests get their numbers, base and stamp here, as from an edge
 * that awaits nothing else. */
#ifndef MOOT_TESTS_WORKER_FIXTURE_H
#define MOOT_TESTS_WORKER_FIXTURE_H

#include "proto/wire.h"
#include "worker/shard.h"
#include "worker/store_mem.h"

#define MOOT_FIXTURE_EDGE "edge-1:1000"

enum moot_said_to {
    MOOT_SAID_BROKER,
    MOOT_SAID_PUBLISH,
    MOOT_SAID_SELF,
    MOOT_SAID_GUARD, /* a question to a guard process; without a route */
};

/* One message that the shard said. */
typedef struct moot_said {
    enum moot_said_to to;
    moot_slice_t route; /* or the topic */
    moot_slice_t body;
    moot_msg_route_t head;
    moot_msg_t message;
} moot_said_t;

typedef struct moot_worker_fixture {
    moot_store_t *store;
    moot_shard_config_t config;
    moot_shard_t *shard;
    uint64_t now_ms, wall_ms;
    uint64_t numbers[64]; /* next request number per session, by hash */
    moot_said_t *said;    /* since the last clear */
    size_t said_count, said_capacity;
    size_t given_back;    /* of said: to_self messages handed in again */
    size_t forwarded;     /* what back ends were told, and the last of it */
    char forward_text[256];
} moot_worker_fixture_t;

/* Worker 1 of one, founded, open, its edge not yet registered. Fields of
 * config may be changed before moot_worker_fixture_open. */
void moot_worker_fixture_init(moot_worker_fixture_t *fixture);
void moot_worker_fixture_open(moot_worker_fixture_t *fixture);
/* The worker dies and starts again on the same store, with the next
 * incarnation. What was not committed is gone. */
void moot_worker_fixture_restart(moot_worker_fixture_t *fixture);
void moot_worker_fixture_close(moot_worker_fixture_t *fixture);

/* Forgets what was said. */
void moot_worker_fixture_clear(moot_worker_fixture_t *fixture);

/* Puts one message into the open batch: from the edge, for its stream's slot
 * or, when it has none, for the worker. */
void moot_worker_fixture_give(moot_worker_fixture_t *fixture,
                              const moot_msg_t *message);
/* A batch of that message alone; then batches with what the shard had for
 * itself, until nothing is left. Returns the result of the commit. */
int moot_worker_fixture_send(moot_worker_fixture_t *fixture,
                             const moot_msg_t *message);
/* Hands in what the shard had for itself until nothing is left. */
int moot_worker_fixture_settle(moot_worker_fixture_t *fixture);

/* Fills session ("s-" and the user), number, base and stamp of a request whose
 * user is set, as the next of that session. */
void moot_worker_fixture_number(moot_worker_fixture_t *fixture,
                                moot_msg_request_t *request);

/* An emission for one room of the namespace "/", and the copies of a message
 * for the history "chat" of two users; data is JSON. Borrowed until the eighth
 * next call. */
moot_slice_t moot_worker_fixture_emission(const char *room, const char *data);
moot_slice_t moot_worker_fixture_copies(moot_slice_t one, moot_slice_t other,
                                        const char *data);

/* Numbers, sends and returns the answer; borrowed until the next clear, which
 * this does first. Aborts when there is none. */
const moot_msg_reply_t *
moot_worker_fixture_ask(moot_worker_fixture_t *fixture,
                        moot_msg_request_t request);

/* The nth message of a code said since the last clear, or NULL. */
const moot_said_t *moot_worker_fixture_find(
    const moot_worker_fixture_t *fixture, uint32_t code, size_t nth);

#endif
