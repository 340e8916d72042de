/* Who waits for a verdict of a guard process: requests of clients, each with
 * the requests of its session to its slot behind it, and questions of edges.
 * In memory alone: whoever is forgotten here asks again. Pure. */
#ifndef MOOT_PARKED_H
#define MOOT_PARKED_H

#include "common/buf.h"
#include "common/list.h"
#include "common/map.h"
#include "proto/wire.h"

enum {
    MOOT_PARKED_ASKS_MAX = 8192,      /* more fail at once */
    MOOT_PARKED_LINE_MAX = 256,       /* requests of one session and slot */
    MOOT_PARKED_BYTES_MAX = 64 << 20, /* of all; more are dropped, to be sent
                                       * again */
    /* A request that waited so long is not applied: its edge has told the
     * client that it failed (setting request_timeout_ms). */
    MOOT_PARKED_MS_MAX = 5000,
};

/* A copy of a request that waits. */
typedef struct moot_parked_copy {
    moot_node_t node; /* in line->copies, rising numbers */
    uint64_t number;
    uint64_t came_ms;
    unsigned broker; /* that brought the latest copy: the answer goes there */
    size_t route_size, body_size;
    uint8_t bytes[]; /* route, REQUEST */
} moot_parked_copy_t;

/* The requests of one (session, slot): a verdict is awaited for the first. */
typedef struct moot_parked_line {
    moot_map_node_t node; /* key: slot (2 bytes), session id */
    moot_node_t copies;
    size_t count;
    uint64_t base; /* the lowest that the edge awaits, as last heard */
    struct moot_parked_ask *ask; /* NULL: nothing is awaited */
} moot_parked_line_t;

/* A question that awaits its verdict. */
typedef struct moot_parked_ask {
    moot_map_node_t by_number;
    moot_map_node_t by_asker; /* of an edge: key is its address and number */
    moot_node_t in_age;       /* oldest first */
    bool unsent;              /* asked in the batch that is open */
    uint64_t number;          /* of the question, ours */
    uint64_t asked_ms;
    uint64_t what;            /* enum moot_guard_what */
    moot_parked_line_t *line; /* NULL: an edge's question */
    unsigned broker, slot;    /* of an edge's */
    uint64_t theirs;          /* its number there */
    size_t key_size, edge_size;
    uint8_t bytes[]; /* key of by_asker, which begins with the edge */
} moot_parked_ask_t;

typedef struct moot_parked {
    moot_map_t lines, by_number, by_asker;
    moot_node_t age;
    uint64_t last; /* number */
    size_t bytes;
    uint64_t dropped; /* copies, at a bound */
} moot_parked_t;

void moot_parked_init(moot_parked_t *parked);
void moot_parked_close(moot_parked_t *parked);

/* Whether one more question may wait. */
bool moot_parked_room(const moot_parked_t *parked);

/* The line of a session and slot, or NULL. */
moot_parked_line_t *moot_parked_find(const moot_parked_t *parked,
                                     unsigned slot, moot_slice_t session);

/* An empty line; there must be none (checked). */
moot_parked_line_t *moot_parked_begin(moot_parked_t *parked, unsigned slot,
                                      moot_slice_t session);

/* Puts a copy into its place; an older copy of the same number is replaced and
 * its time kept. front: it goes on waiting, so bounds do not matter. False: a
 * bound, or there is a gap before it. */
bool moot_parked_put(moot_parked_t *parked, moot_parked_line_t *line,
                     uint64_t number, unsigned broker, moot_slice_t route,
                     moot_slice_t body, uint64_t came_ms, bool front);

/* Drops copies below base, and the question when it was about one of them. */
void moot_parked_trim(moot_parked_t *parked, moot_parked_line_t *line,
                      uint64_t base);

/* The first copy, or NULL. */
moot_parked_copy_t *moot_parked_first(const moot_parked_line_t *line);

/* Takes the first copy out; the caller frees it with free(). */
moot_parked_copy_t *moot_parked_take(moot_parked_t *parked,
                                     moot_parked_line_t *line);

/* Forgets a line with all in it. */
void moot_parked_drop(moot_parked_t *parked, moot_parked_line_t *line);

/* A new question, with the next number: about the first of a line, or of an
 * edge. There must be room (checked). */
moot_parked_ask_t *moot_parked_ask_line(moot_parked_t *parked,
                                        moot_parked_line_t *line,
                                        uint64_t what, uint64_t now_ms);
moot_parked_ask_t *moot_parked_ask_edge(moot_parked_t *parked,
                                        moot_slice_t edge, uint64_t theirs,
                                        unsigned broker, unsigned slot,
                                        uint64_t what, uint64_t now_ms);

/* The same question of an edge that waits already, or NULL. */
moot_parked_ask_t *moot_parked_same(const moot_parked_t *parked,
                                    moot_slice_t edge, uint64_t theirs);

/* The question of a number, or NULL. */
moot_parked_ask_t *moot_parked_asked(const moot_parked_t *parked,
                                     uint64_t number);

/* The address of the edge that asked. */
static inline moot_slice_t moot_parked_edge(const moot_parked_ask_t *ask)
{
    return moot_slice(ask->bytes, ask->edge_size);
}

/* It was answered, or nobody wants to know; frees it. */
void moot_parked_end(moot_parked_t *parked, moot_parked_ask_t *ask);

/* The batch is committed: its questions go out. */
void moot_parked_settle(moot_parked_t *parked);
/* The batch is undone: its questions are forgotten, with the lines that wait
 * for them. */
void moot_parked_undo(moot_parked_t *parked);

/* Forgets what waits longer than MOOT_PARKED_MS_MAX. */
void moot_parked_expire(moot_parked_t *parked, uint64_t now_ms);

#endif
