/* The room contract once more, for the simulator: what a request does to a
 * room. Written from the contract and not from the worker, so that both may
 * disagree. Users are numbers below SIM_USERS. Pure. */
#ifndef MOOT_SIM_MODEL_H
#define MOOT_SIM_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/rules.h"

enum {
    SIM_USERS = 8,
    SIM_ROOMS = 6,
    SIM_TEXT = 32,     /* bytes of a short text, its zero included */
    SIM_FACTS_MAX = 2, /* events that one request makes */
};

/* A position in a room, as the contract orders them. */
typedef struct sim_place {
    uint64_t epoch, seq;
} sim_place_t;

static inline int sim_place_compare(sim_place_t a, sim_place_t b)
{
    if (a.epoch != b.epoch)
        return a.epoch < b.epoch ? -1 : 1;
    return (a.seq > b.seq) - (a.seq < b.seq);
}

/* A room at one position. */
typedef struct sim_state {
    bool exists;
    sim_place_t place;
    uint64_t version, updated_at, created_at, last_at;
    unsigned creator;
    char name[SIM_TEXT], thumbnail[SIM_TEXT];
    unsigned count;
    uint8_t users[SIM_USERS]; /* in join order */
    uint8_t roles[SIM_USERS];
} sim_state_t;

enum sim_answer { SIM_WAITING, SIM_ANSWERED, SIM_UNKNOWN, SIM_ABANDONED };

/* A request of a client and what became of it. */
typedef struct sim_request {
    unsigned op, user, socket;
    int room;
    uint64_t given;
    char name[SIM_TEXT], thumbnail[SIM_TEXT];
    uint8_t members[SIM_USERS]; /* users named, as given */
    unsigned members_count;
    unsigned target, role;
    char content[SIM_TEXT], key[SIM_TEXT]; /* key: clientMessageId */

    unsigned slot;
    uint64_t number, sent_ms;
    bool sent; /* a copy went out, with: */
    uint64_t rooms_count;
    enum sim_answer answer; /* SIM_UNKNOWN: UNAVAILABLE */
    uint64_t code;
    uint64_t answered_ms;

    bool logged; /* in a worker's log, with: */
    uint64_t log_code;
    uint64_t first, seq, epoch, event_seq, version, member_count;
    bool already;
    char message_id[64];
} sim_request_t;

/* An event as the contract wants it. */
typedef struct sim_fact {
    sim_place_t place;
    enum moot_what what;
    int actor, user, heir;                         /* users, or -1 */
    int socket;                                    /* that caused it, or -1 */
    unsigned role, old_role, heir_role, joined_at; /* joined_at: its place */
    uint8_t named[SIM_USERS];                      /* CREATED, ADDED */
    unsigned named_count;
    uint64_t version;
    bool mutation, last;
    uint32_t before, after; /* members, as bits */
    uint64_t commit_ms, at;
    uint8_t *bytes; /* as the log holds it; owned */
    size_t size;
    char key[SIM_TEXT], message_id[64];
    sim_state_t state; /* after it */
} sim_fact_t;

/* One life of a room. */
typedef struct sim_epoch {
    uint64_t epoch;
    sim_fact_t *facts; /* seq 1, 2, … */
    size_t count, capacity;
    bool ended;
} sim_epoch_t;

/* All lives of a room id. */
typedef struct sim_history {
    sim_state_t now;
    sim_epoch_t *epochs;
    size_t count, capacity;
} sim_history_t;

typedef struct sim_limits {
    unsigned members_max;
    uint64_t rooms_max; /* of one user */
    bool create_on_join;
} sim_limits_t;

/* What a request must give. */
typedef struct sim_verdict {
    enum moot_code code;
    sim_fact_t facts[SIM_FACTS_MAX];
    unsigned count;
    bool already;
} sim_verdict_t;

/* What the request makes of the state, which is changed. known: the message of
 * this sender and clientMessageId in this epoch, or NULL. Facts get place.seq,
 * never an epoch, a time or bytes. */
void sim_model_apply(sim_state_t *state, const sim_request_t *request,
                     const char *room_id, const sim_limits_t *limits,
                     bool known, sim_verdict_t *verdict);

/* Index in join order, or -1. */
int sim_model_find(const sim_state_t *state, unsigned user);
uint32_t sim_model_bits(const sim_state_t *state);
/* Empty, or exactly one OWNER. */
bool sim_model_owned(const sim_state_t *state);

#endif
