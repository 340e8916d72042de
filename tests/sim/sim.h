/* The simulator: edge, broker and worker cores in one process on one virtual
 * clock, random clients and faults, all decided by one seed.
 *
 *   world.c     the clock, the queue of what happens next, one run
 *   net.c       links between programs: delay, loss, cuts
 *   programs.c  the cores with their sinks: start, crash, freeze
 *   faults.c    profiles, and when which fault strikes
 *   clients.c   sockets and their requests
 *   truth.c     what the workers' logs hold, checked against model.c
 *   model.c     the room contract once more, independent of the worker
 *   watch.c     checks at everything that programs send
 *   seen.c      checks at everything that sockets see
 *   emits.c     who emits; the emissions in the logs, checked
 *   asks.c      questions without a session; edge to edge
 *   heard.c     checks at the emissions that edges hand out, at histories
 *   quiet.c     checks at the end, when all faults are over
 *   trace.c     what happened, for the eyes
 *
 * Every check ends in sim_fail: the first one ends the run. */
#ifndef MOOT_SIM_H
#define MOOT_SIM_H

#include "broker/route.h"
#include "common/err.h"
#include "edge/delivery.h"
#include "tests/sim/model.h"
#include "tests/sim/rng.h"
#include "worker/shard.h"
#include "worker/store_mem.h"

enum {
    SIM_EDGES = 3,
    SIM_BROKERS = 2,
    SIM_WORKERS = 3,
    SIM_AGENTS = 10,
    SIM_ENDS = SIM_EDGES + SIM_WORKERS, /* what connects to brokers */
    SIM_PROGRAMS = SIM_ENDS + SIM_BROKERS,
    SIM_LINK_MAX = 1000, /* messages on one link, then EAGAIN */
    SIM_REQUEST_TIMEOUT_MS = 5000,
    SIM_ATTACH_TIMEOUT_MS = 3000,
    SIM_TICK_MS = 50,
};

typedef struct sim sim_t;

/* What an edge has handed out of one slot's emissions. */
typedef struct sim_heard {
    uint64_t first, last; /* 0: nothing yet */
    uint64_t above;       /* it was told that these are handed out, or before
                             its time */
} sim_heard_t;

enum sim_kind { SIM_EDGE, SIM_BROKER, SIM_WORKER };

typedef struct sim_message sim_message_t;

/* A program: one core, its inbox, its fate. */
typedef struct sim_program {
    sim_t *sim;
    enum sim_kind kind;
    unsigned index;   /* among its kind, from 0 */
    unsigned number;  /* in sim->programs */
    unsigned life;    /* counts its deaths; what happens names it */
    unsigned ticking; /* ticks of an earlier number are void */
    bool alive, frozen;
    uint64_t incarnation;
    uint64_t clock_ms; /* its monotonic clock is this + sim->now_ms */
    uint64_t frozen_at_ms, started_ms;
    uint64_t thaw_ms; /* end of the last freeze, or of this one */
    char identity[64];
    sim_message_t *inbox, **inbox_end;
    bool batch_due;

    moot_delivery_t *delivery;
    uint64_t bseq[SIM_WORKERS];         /* watch.c: per worker, last seen */
    uint64_t registration[SIM_WORKERS]; /* of that bseq */
    uint64_t published_by[SIM_WORKERS]; /* incarnation of that bseq */
    char endpoint[SIM_WORKERS][96];     /* subscribed to, empty for none */
    uint64_t heard_by[SIM_WORKERS];     /* incarnation whose frames come now */
    uint64_t heard_from_ms[SIM_WORKERS];
    uint64_t late_ms[SIM_WORKERS]; /* last arrival of a frame */
    sim_heard_t heard[SIM_USERS];  /* by the first user of the slot */
    bool following;                /* all slots, from these seq on at least: */
    uint64_t follows_from[SIM_USERS];
    uint64_t skipped;              /* emissions that it passed over */

    moot_route_t *route;

    moot_shard_t *shard;
    moot_store_t *store;
    char pub[96];                  /* endpoint of its PUB */
    sim_message_t *out, **out_end; /* said in this batch, not sent yet */
    uint64_t full_until_ms;        /* the store is full until then */
    int die_in_output;             /* so many messages still go out; -1: no */
    int die_in_input;              /* the same for messages taken in */
    int die_in_commit;             /* 1: before it is kept, 2: after; 0: no */
} sim_program_t;

/* Both directions between a program and a broker. */
typedef struct sim_link {
    bool up, greeted;         /* greeted: the worker has said its beat */
    unsigned life;            /* messages of an earlier life are lost */
    uint64_t jammed_until_ms; /* sends fail */
    uint64_t late_ms[2];      /* last arrival: to the broker, from it */
    unsigned flying[2];
} sim_link_t;

struct sim_message {
    sim_message_t *next;
    unsigned from, to; /* programs */
    unsigned to_life;
    int end, broker; /* link, -1: broadcast path */
    unsigned link_life;
    unsigned way;      /* 0 to the broker, 1 from it */
    char identity[64]; /* of the sender */
    size_t route_size, body_size;
    uint8_t bytes[];
};

enum sim_what {
    SIM_TICK,    /* a: program, b: its life, c: its ticking */
    SIM_ARRIVE,  /* message */
    SIM_BATCH,   /* a: program, b: its life */
    SIM_START,   /* a: program, b: its life */
    SIM_THAW,    /* a: program, b: its life */
    SIM_LINK_UP, /* a: end, b: broker, c: life of the link */
    SIM_ACT,     /* a: agent */
    SIM_LEAVE,   /* a: socket */
    SIM_FAULT,
    SIM_END_STORM,
    SIM_QUIET,
};

typedef struct sim_event {
    uint64_t at_ms, order;
    enum sim_what what;
    unsigned a, b, c;
    sim_message_t *message;
} sim_event_t;

/* What faults there are and how often. Times in ms, chances in permille. */
typedef struct sim_profile {
    const char *name;
    unsigned pub_lost, pub_stalled, frame_delay_max;
    unsigned fault_gap_ms; /* between two faults; 0: none at all */
    unsigned crash_edge, crash_broker, crash_worker; /* weights */
    unsigned crash_commit, crash_output, crash_input;
    unsigned cut, jam, freeze, full, clock, quit;
    unsigned hang;      /* broker-1 stands still for a minute and more */
    unsigned storm_ms;  /* 0: a few seconds */
    unsigned pause_ms;  /* between two acts of a person; 0: 500 */
    unsigned away_ms;   /* a dead program stays so long; 0: 3000 */
    unsigned send_lost; /* EAGAIN out of the blue */
    unsigned emits;     /* permille of acts; 0: no edge follows emissions */
    unsigned emit_keep_ms; /* emissions are kept so long; 0: as by default */
    unsigned guards;       /* permille of rooms whose type is asked first */
    unsigned brokers_min;
    bool fixed; /* two of each program, 4 users, 4 rooms */
} sim_profile_t;

enum sim_socket_state { SIM_JOINING, SIM_READY, SIM_GONE };

/* What a socket has seen of a room. */
typedef struct sim_seen {
    bool known;
    sim_place_t last;
} sim_seen_t;

/* One who only asks, at the same device: its requests are emissions. */
typedef struct sim_emitter {
    moot_subscriber_t subscriber; /* must be first */
    sim_t *sim;
    unsigned number, user, edge;
    bool gone;
    char session[32];
    unsigned outstanding;
    uint64_t last_number;
} sim_emitter_t;

/* An emission as it was asked for, and what became of it. */
typedef struct sim_emit {
    unsigned emitter, user, slot;
    uint64_t number, sent_ms;
    char text[SIM_TEXT], key[SIM_TEXT];
    uint8_t owners[2]; /* of its copies */
    unsigned copies;
    bool words; /* the last ones */
    enum sim_answer answer;
    bool sent, logged, already;
    uint64_t seq; /* in the log: its own, or that of the first with its key */
} sim_emit_t;

/* An emission in a log. */
typedef struct sim_emission {
    size_t emit;
    uint8_t *bytes; /* of its event; owned */
    size_t size;
    uint64_t commit_ms;
} sim_emission_t;

/* All of a slot. */
typedef struct sim_emissions {
    sim_emission_t *at; /* seq 1, 2, … */
    size_t count, capacity;
} sim_emissions_t;

typedef struct sim_socket {
    moot_subscriber_t subscriber; /* must be first */
    sim_t *sim;
    unsigned number, user, edge, edge_life;
    char session[32];
    enum sim_socket_state state;
    bool lost;
    uint64_t joined_ms, ready_ms;
    uint32_t pending; /* bits of rooms */
    sim_seen_t seen[SIM_ROOMS];
    unsigned outstanding;
    uint64_t last_number[SIM_ROOMS + 1];
    size_t *requests;
    size_t requests_count, requests_capacity;
    size_t listing; /* tag of a list_all under way + 1, or 0 */
    uint64_t listing_ms;
    unsigned listed; /* rooms seen in this listing */
    uint32_t listed_bits;
    char cursor[256];
    size_t cursor_size;
    bool listing_all;
    sim_emitter_t *emitter; /* NULL: it has emitted nothing */
} sim_socket_t;

/* A person at a device: connects, acts, disconnects. */
typedef struct sim_agent {
    unsigned user;
    sim_socket_t *socket; /* NULL while away */
    size_t retry;         /* request to be said again + 1 */
} sim_agent_t;

typedef struct sim_failure {
    char check[48];
    char text[600];
    int room, socket;
    uint64_t at_ms;
} sim_failure_t;

typedef struct sim_counts {
    uint64_t steps, requests, answers, unavailable, delivered, records;
    uint64_t crashes, faults, retries, repairs, resends, lost, duplicates;
    uint64_t unseen; /* stays in a room that a socket never heard of */
    uint64_t emits, emitted, heard, skipped, copies, inquiries;
    uint64_t quiet_ms;
} sim_counts_t;

struct sim {
    uint64_t seed, now_ms, wall_ms; /* wall_ms: added to now_ms */
    sim_rng_t rng;
    const sim_profile_t *profile;
    bool trace;
    unsigned edges, brokers, workers, users, rooms, agents_count;
    bool storm, over, muted, create_on_join;
    unsigned members_max, rooms_max;
    uint64_t storm_end_ms, quiet_by_ms, last_check_ms;
    unsigned stage; /* of the end, quiet.c */

    sim_event_t *heap;
    size_t heap_count, heap_capacity;
    uint64_t order;
    uint64_t digest; /* of everything that happened */

    sim_program_t programs[SIM_PROGRAMS];
    sim_link_t links[SIM_ENDS][SIM_BROKERS];

    char user_ids[SIM_USERS][32];
    char room_ids[SIM_ROOMS][32];
    unsigned room_slot[SIM_ROOMS], user_slot[SIM_USERS];
    sim_history_t history[SIM_ROOMS];
    uint64_t lsn[SIM_ROOMS + SIM_USERS]; /* read so far, by slot in use */
    unsigned slots[SIM_ROOMS + SIM_USERS];
    unsigned slots_count;

    sim_agent_t agents[SIM_AGENTS];
    sim_socket_t **sockets;
    size_t sockets_count, sockets_capacity;
    sim_request_t *requests;
    size_t requests_count, requests_capacity;

    sim_emitter_t **emitters;
    size_t emitters_count, emitters_capacity;
    sim_emit_t *emits;
    size_t emits_count, emits_capacity;
    sim_emissions_t emissions[SIM_USERS]; /* by the first user of the slot */
    struct sim_asks *asks; /* asks.c */
    bool spoken;           /* the last words were said */

    sim_counts_t counts;
    bool failed;
    sim_failure_t failure;

    /* Named scenarios: */
    uint32_t deaf; /* edges (bits) that get no broadcast */
    bool tell;     /* write down what sockets see: */
    moot_buf_t told;

    char **lines;
    size_t lines_count, lines_capacity;
};

/* ---- world.c ---- */

/* Runs one seed; false: sim->failed. sim is initialised here; close frees. */
bool sim_run(sim_t *sim, uint64_t seed, const sim_profile_t *profile,
             bool trace);
/* The parts of it, for named scenarios. */
void sim_open(sim_t *sim, uint64_t seed, const sim_profile_t *profile,
              bool trace);
void sim_until(sim_t *sim, uint64_t at_ms);
void sim_close(sim_t *sim);
/* Something happens later; message may be NULL. */
void sim_later(sim_t *sim, uint64_t delay_ms, enum sim_what what, unsigned a,
               unsigned b, unsigned c, sim_message_t *message);
/* The first failure of a run counts. room and socket: what it is about, or
 * -1: the trace is narrowed down to them. */
void sim_fail(sim_t *sim, const char *check, int room, int socket,
              const char *format, ...) __attribute__((format(printf, 5, 6)));

/* ---- programs.c ---- */

sim_program_t *sim_program(sim_t *sim, enum sim_kind kind, unsigned index);
void sim_programs_open(sim_t *sim);
void sim_programs_close(sim_t *sim);
void sim_start(sim_program_t *program);
/* Dies at once; comes back after a while, unless delay_ms is UINT64_MAX. */
void sim_crash(sim_program_t *program, uint64_t delay_ms);
void sim_freeze(sim_program_t *program, uint64_t ms);
void sim_thaw(sim_program_t *program);
void sim_tick(sim_program_t *program);
void sim_batch(sim_program_t *program);
/* A message for a running program. */
void sim_take(sim_program_t *program, sim_message_t *message);
uint64_t sim_clock(const sim_program_t *program);
uint64_t sim_wall(const sim_t *sim);
/* The edge's sink, clients.c. */
extern const moot_delivery_sink_t sim_edge_sink;

/* ---- net.c ---- */

int sim_send_up(sim_program_t *end, unsigned broker, moot_slice_t route,
                moot_slice_t body);
int sim_send_down(sim_program_t *broker, enum sim_kind kind,
                  moot_slice_t identity, moot_slice_t route, moot_slice_t body);
void sim_publish(sim_program_t *worker, moot_slice_t topic, moot_slice_t body);
void sim_subscribe(sim_program_t *edge, uint64_t worker, moot_slice_t endpoint);
void sim_arrive(sim_t *sim, sim_message_t *message);
unsigned sim_end_of(const sim_program_t *program);
void sim_link_cut(sim_t *sim, unsigned end, unsigned broker, uint64_t ms);
void sim_link_up(sim_t *sim, unsigned end, unsigned broker, unsigned life);
sim_message_t *sim_message_new(const sim_program_t *from, moot_slice_t route,
                               moot_slice_t body);
moot_slice_t sim_message_route(const sim_message_t *message);
moot_slice_t sim_message_body(const sim_message_t *message);

/* ---- faults.c ---- */

const sim_profile_t *sim_profile(const char *name);
extern const sim_profile_t sim_profiles[];
extern const unsigned sim_profiles_count;
void sim_fault(sim_t *sim);
/* Ends every fault: all run, all links are up. */
void sim_heal(sim_t *sim);

/* ---- clients.c ---- */

sim_socket_t *sim_connect(sim_t *sim, unsigned user, unsigned edge);
void sim_disconnect(sim_socket_t *socket);
/* Sends a request; its index, or SIZE_MAX when it was not accepted. The first
 * fields of *request are filled in (op, room, …). */
size_t sim_request(sim_socket_t *socket, const sim_request_t *request);
void sim_act(sim_t *sim, unsigned agent);
void sim_edge_gone(sim_t *sim, unsigned edge);
sim_request_t *sim_request_find(sim_t *sim, moot_slice_t session, unsigned slot,
                                uint64_t number);
sim_socket_t *sim_socket_find(sim_t *sim, moot_slice_t session);
int sim_user_of(const sim_t *sim, moot_slice_t id);
int sim_room_of(const sim_t *sim, moot_slice_t id);
bool sim_list_all(sim_socket_t *socket);

/* ---- emits.c ---- */

/* Sends an emission of this device; false: it was not accepted. words: the
 * last ones. */
bool sim_emit(sim_socket_t *socket, bool words);
/* Says one again whose fate is unknown, if there is any. */
void sim_emit_again(sim_socket_t *socket);
void sim_emitter_leave(sim_emitter_t *emitter);
sim_emit_t *sim_emit_find(sim_t *sim, moot_slice_t session, uint64_t number);
/* Whose slot it is: the first user's, or -1. */
int sim_emits_of(const sim_t *sim, uint64_t slot);
/* The slot of a stream of kind EMIT as above. */
int sim_emits_of_id(const sim_t *sim, moot_slice_t id);
/* A record of the log that holds an emission's outcome. */
void sim_emits_record(sim_t *sim, unsigned slot,
                      const moot_msg_record_t *record,
                      const moot_msg_outcome_t *outcome);
/* Whether these bytes are that emission. */
bool sim_emits_same(const sim_t *sim, int stream, uint64_t seq,
                    moot_slice_t bytes);
/* Messages about emissions. */
void sim_emits_request(sim_t *sim, const moot_msg_request_t *message);
void sim_emits_reply(sim_t *sim, const moot_msg_reply_t *reply);
void sim_emits_events(sim_t *sim, const moot_msg_events_t *events);
void sim_emits_time(sim_t *sim);
void sim_emits_close(sim_t *sim);

/* ---- asks.c ---- */

/* An edge asks something, or says something to another. */
void sim_asks_act(sim_program_t *edge);
/* All edges ask everything at rest, and it must be answered. */
void sim_asks_speak(sim_t *sim);
bool sim_asks_rest(sim_t *sim);
void sim_asks_heard(sim_program_t *edge, moot_slice_t body);
void sim_asks_gone(sim_program_t *edge, moot_slice_t address);
void sim_asks_time(sim_t *sim);
void sim_asks_edge_gone(sim_program_t *edge);
void sim_asks_close(sim_t *sim);

/* ---- heard.c ---- */

/* The edge begins to follow. */
void sim_heard_open(sim_program_t *edge);
/* Looks whether it follows all by now. */
void sim_heard_tick(sim_program_t *edge);
/* An emitter was told that its emission is handed out. */
void sim_heard_answer(sim_program_t *edge, const sim_emit_t *emit);
/* What is missing at rest; an empty text: nothing. */
void sim_heard_rest(sim_t *sim, char *text, size_t size);
/* A page of a user's history, which is whole. */
void sim_heard_history(sim_t *sim, unsigned user,
                       const moot_msg_history_told_t *told);

/* ---- truth.c ---- */

/* Reads what the worker's log has got since the last time. */
void sim_truth_pull(sim_program_t *worker);
/* The event at a position, or NULL. */
const sim_fact_t *sim_truth_at(const sim_t *sim, int room, sim_place_t place);
/* The epoch, or NULL. */
const sim_epoch_t *sim_truth_epoch(const sim_t *sim, int room, uint64_t epoch);
/* The room as it is now. */
const sim_state_t *sim_truth_now(const sim_t *sim, int room);
/* Whether the contract addresses the event to this socket. */
bool sim_addressed(const sim_fact_t *fact, const sim_socket_t *socket);
/* The next event after a place, over the ends of epochs; NULL at the end. */
const sim_fact_t *sim_truth_next(const sim_t *sim, int room, sim_place_t after);
/* Compares a view with the state after a position. */
void sim_truth_view(sim_t *sim, const char *check, int room,
                    const moot_roomview_t *view);
/* Compares an encoded snapshot with the state at its own position. */
void sim_truth_snapshot(sim_t *sim, const char *check, int room,
                        moot_slice_t bytes);

/* ---- watch.c ---- */

/* What a program sends, before it is sent. */
void sim_watch_up(sim_program_t *end, moot_slice_t route, moot_slice_t body);
void sim_watch_publish(sim_program_t *worker, moot_slice_t topic,
                       moot_slice_t body);
void sim_watch_deliver(sim_socket_t *socket, int room, sim_place_t place);
void sim_watch_ready(sim_socket_t *socket);
void sim_watch_attached(sim_socket_t *socket, const moot_roomview_t *view);
void sim_watch_answer(sim_socket_t *socket, sim_request_t *request,
                      const moot_msg_reply_t *reply,
                      const moot_roomview_t *view);
/* The first event before a place that the socket must have got and has not, or
 * NULL. A whole stay of the user in a room, from being added to being gone,
 * may pass unseen: while nothing is heard of a user's list it is read anew
 * afterwards, and does not name what has come and gone (proto/DESIGN.md). */
const sim_fact_t *sim_watch_missing(sim_t *sim, const sim_socket_t *socket,
                                    int room, sim_place_t before);
/* Deadlines that passed without an answer. */
void sim_watch_time(sim_t *sim);

/* ---- quiet.c ---- */

/* Called again and again after the storm until sim->over. */
void sim_quiet(sim_t *sim);

/* ---- trace.c ---- */

/* One line of the trace; nothing is computed unless sim->trace. */
void sim_trace_line(sim_t *sim, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
#define sim_trace(sim, ...)                                                    \
    do {                                                                       \
        if ((sim)->trace)                                                      \
            sim_trace_line((sim), __VA_ARGS__);                                \
    } while (0)
void sim_trace_message(sim_t *sim, const char *verb, unsigned from, unsigned to,
                       moot_slice_t route, moot_slice_t body);
/* The short story of what sockets see, for named scenarios. */
void sim_tell(sim_t *sim, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *sim_program_name(const sim_t *sim, unsigned program);
/* Prints lines that are about the failure, at most so many; 0: all lines. */
void sim_trace_print(const sim_t *sim, size_t max);
void sim_trace_close(sim_t *sim);

#endif
