/* A delivery core on a test's bench: a virtual clock, workers that do what the
 * test says, and a log of everything that clients were told. */
#ifndef MOOT_TESTS_EDGE_RIG_H
#define MOOT_TESTS_EDGE_RIG_H

#include "edge/delivery.h"

enum {
    RIG_BROKERS = 2,
    RIG_WORKERS = 2,
    RIG_SENT_MAX = 32768,
    RIG_ROOMS_MAX = 8,
    RIG_EPOCHS_MAX = 3,
    RIG_EVENTS_MAX = 64,
    RIG_USERS_MAX = 8,
    RIG_ENTRIES_MAX = 16,
    RIG_EMITTED_MAX = 64,
};

/* One message that the core sent, decoded. */
typedef struct rig_sent {
    unsigned broker;
    moot_msg_route_t route;
    moot_msg_t message;
    uint8_t *bytes; /* of both */
    bool taken;
} rig_sent_t;

/* The log of one life of a room, as the worker has it. */
typedef struct rig_epoch {
    uint64_t epoch;
    moot_roomview_t *view; /* at the head */
    moot_slice_t events[RIG_EVENTS_MAX + 1]; /* by seq */
    uint64_t published;    /* up to here */
    bool forgotten;        /* its tombstone is gone */
} rig_epoch_t;

typedef struct rig_room {
    const char *id;
    rig_epoch_t epochs[RIG_EPOCHS_MAX];
    size_t count;
} rig_room_t;

typedef struct rig_user {
    const char *id;
    uint64_t seq;
    size_t count;
    struct {
        const char *room;
        uint64_t epoch, seq;
    } rooms[RIG_ENTRIES_MAX];
} rig_user_t;

/* The emissions of a slot, as its worker has them. */
typedef struct rig_emissions {
    unsigned slot;
    bool used;
    uint64_t head, published, from; /* kept above from */
    moot_slice_t events[RIG_EMITTED_MAX + 1]; /* by seq */
} rig_emissions_t;

typedef struct rig_worker {
    uint64_t number, incarnation, registration, bseq;
    bool live;
    const char *key; /* of its PUB; NULL: as a broker of version 1 lists it */
} rig_worker_t;

typedef struct rig {
    moot_delivery_t *delivery;
    uint64_t now;
    moot_buf_t log;
    rig_sent_t sent[RIG_SENT_MAX];
    size_t sent_count;
    rig_worker_t workers[RIG_WORKERS + 1]; /* by number */
    uint64_t broker_incarnation[RIG_BROKERS];
    uint64_t slot_epoch;
    unsigned split; /* slots below are worker 1's, the rest worker 2's */
    bool deaf;      /* the way to the brokers is closed */
    rig_room_t rooms[RIG_ROOMS_MAX];
    rig_user_t users[RIG_USERS_MAX];
    rig_emissions_t emissions[2]; /* of the slots that emitted something */
    unsigned sockets;    /* so many answer a question for them */
    uint64_t leave_with; /* an enlisted client leaves out of this answer */
    size_t encoded; /* calls of encode */
    unsigned ask_again; /* so often an answer makes its client send another
                           INFO about room r, out of the callback */
} rig_t;

/* A client of a test. Its log lines begin with its session. */
typedef struct rig_client {
    moot_subscriber_t sub;
    uint8_t session[16];
} rig_client_t;

/* Makes the bench; change the configuration before rig_start when it has to
 * be another one. rig_start brings broker 0 and worker 1, owner of all
 * slots. */
moot_delivery_config_t rig_config(void);
void rig_init(rig_t *rig, const moot_delivery_config_t *config);
void rig_start(rig_t *rig);
void rig_close(rig_t *rig);

/* What clients were told since the last call, a line each; then forgotten. */
const char *rig_log(rig_t *rig);

/* Time passes, in steps of 10 ms; then nothing is sent that was not said. */
void rig_wait(rig_t *rig, uint64_t ms);

void rig_join(rig_t *rig, rig_client_t *client, const char *session,
              const char *user);
void rig_leave(rig_t *rig, rig_client_t *client);
/* Sends a request; tag comes back in the log. */
void rig_request(rig_t *rig, rig_client_t *client, uint64_t tag,
                 enum moot_op op, const char *room);

/* The oldest message of this code not taken yet; fails when there is none. */
const rig_sent_t *rig_take(rig_t *rig, uint32_t code);
/* How many there are that were not taken; forgets all of them. */
size_t rig_count(const rig_t *rig, uint32_t code);
void rig_forget(rig_t *rig);

/* Brokers and workers say something. */
void rig_broker_beat(rig_t *rig, unsigned broker);
void rig_pulse(rig_t *rig, uint64_t worker);
void rig_restart(rig_t *rig, uint64_t worker);
void rig_say(rig_t *rig, unsigned broker, const moot_msg_route_t *route,
             const moot_msg_t *message);

/* The worker that owns a stream's slot. */
rig_worker_t *rig_owner(rig_t *rig, enum moot_kind kind, const char *id);

/* Rooms at their worker: each call commits, nothing is published. */
rig_room_t *rig_create(rig_t *rig, const char *id, uint64_t epoch,
                       const char *members);
void rig_message(rig_room_t *room, const char *user, const char *session);
void rig_joined(rig_room_t *room, const char *user);
void rig_left(rig_room_t *room, const char *user);
void rig_added(rig_room_t *room, const char *user);
void rig_removed(rig_room_t *room, const char *user);
void rig_deleted(rig_room_t *room);
uint64_t rig_head(const rig_room_t *room);

/* Publishes what was committed and not published yet, a frame each; or loses
 * these frames; or says one event again. */
void rig_publish(rig_t *rig, rig_room_t *room);
void rig_lose(rig_t *rig, rig_room_t *room);
void rig_publish_one(rig_t *rig, rig_room_t *room, uint64_t epoch,
                     uint64_t seq);

/* The room list of a user: changes it; publish or lose as for rooms. */
void rig_list(rig_t *rig, const char *user, const char *room, uint64_t epoch,
              uint64_t seq, bool added);
void rig_publish_list(rig_t *rig, const char *user, const char *room,
                      uint64_t epoch, uint64_t seq, bool added);
void rig_lose_frame(rig_t *rig, enum moot_kind kind, const char *id);

/* Follows emissions: each is a line "emitted slot.seq actor data". */
void rig_follow(rig_t *rig);
/* The emissions of a slot; commits one more. */
rig_emissions_t *rig_emissions(rig_t *rig, unsigned slot);
void rig_emit(rig_emissions_t *emissions, const char *actor, const char *data);
/* Publishes what was not published yet, or loses it; or says one again. */
void rig_publish_emissions(rig_t *rig, rig_emissions_t *emissions);
void rig_lose_emissions(rig_t *rig, rig_emissions_t *emissions);
void rig_publish_emission(rig_t *rig, const rig_emissions_t *emissions,
                          uint64_t seq);
/* A client that only asks. */
void rig_enlist(rig_t *rig, rig_client_t *client, const char *session);

/* An EVENTS answer as the worker would give it now, to be said later. */
typedef struct rig_answer {
    moot_msg_route_t route;
    moot_msg_events_t events;
    uint8_t *bytes;
} rig_answer_t;
rig_answer_t rig_prepare(rig_t *rig, const rig_sent_t *question);
void rig_give(rig_t *rig, rig_answer_t *answer);
/* Takes the oldest ATTACH (RANGE) and answers it. */
void rig_attach(rig_t *rig);
void rig_range(rig_t *rig);
/* Hears hellos and answers every ATTACH and RANGE until there are no more. */
void rig_serve(rig_t *rig);

/* Answers a REQUEST that was taken. */
void rig_reply(rig_t *rig, const rig_sent_t *request, enum moot_code code,
               uint64_t epoch, uint64_t first, uint64_t seq);
void rig_resend_from(rig_t *rig, const rig_sent_t *request);

#endif
