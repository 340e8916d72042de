/* Delivery, the core of an edge: follows streams, keeps their order, hands
 * each local subscriber exactly the events addressed to it, numbers requests
 * and holds each answer back until what it must follow was delivered.
 *
 * Pure: no socket, no clock. Time is passed in (monotonic ms), all output goes
 * through the sink. A sink function must not call back into delivery, except
 * that moot_delivery_request, moot_delivery_rooms, and moot_delivery_list_all
 * may be called from ready, lost and answer. Out of everything that was added
 * for Socket.IO (moot_delivery_socketio_t, on_answer, told) one may request,
 * enlist, let enlisted subscribers leave, inquire, cancel, say something to an
 * edge or tell a slot.
 *
 * The rules are in proto/DESIGN.md; the room protocol's JSON lives above this
 * (edge/session.h), ZeroMQ below it (edge/uplink.h). */
#ifndef MOOT_DELIVERY_H
#define MOOT_DELIVERY_H

#include "common/frame.h"
#include "common/list.h"
#include "common/map.h"
#include "common/slice.h"
#include "common/timer.h"
#include "proto/roomview.h"
#include "proto/wire.h"

typedef struct moot_delivery moot_delivery_t;
typedef struct moot_subscriber moot_subscriber_t;

typedef struct moot_delivery_config {
    moot_slice_t edge_id;          /* at most 64 bytes */
    uint64_t incarnation;          /* of this edge; rises with each start */
    unsigned brokers;              /* how many there are: indexes 0.. */
    unsigned request_timeout_ms;   /* an answer or UNAVAILABLE by then */
    unsigned attach_timeout_ms;    /* ready is said at the latest then */
    unsigned resend_ms;            /* silence after which copies are resent */
    unsigned held_reply_ms;        /* a held answer asks RANGE after that */
    size_t held_events_max;        /* per stream, while it waits or repairs */
    size_t held_bytes_max;         /* the same in bytes */
    size_t questions_max;          /* ATTACH and RANGE under way per worker */
    size_t streams_max;            /* followed at once; more: EFULL */
} moot_delivery_config_t;

/* What delivery asks of the shell and of the session layer. */
typedef struct moot_delivery_sink {
    /* Sends one body to a broker. Errors: MOOT_EAGAIN, MOOT_EUNREACH: the copy
     * is lost, delivery repeats it by its own rules. */
    int (*to_broker)(void *ctx, unsigned broker, moot_slice_t route,
                     moot_slice_t body);
    /* A worker's PUB endpoint to subscribe to (a changed one replaces it).
     * The topic is moot_delivery_topic(). */
    void (*subscribe)(void *ctx, uint64_t worker, moot_slice_t endpoint,
                      moot_slice_t key);

    /* Encodes a room event for clients, once per event: the view has the event
     * applied. NULL: this event is not shown to anybody. */
    moot_frame_t *(*encode)(void *ctx, const moot_roomview_t *view,
                            const moot_msg_event_t *event);
    /* Hands an encoded event to one subscriber; the frame is borrowed. */
    void (*deliver)(void *ctx, moot_subscriber_t *subscriber,
                    moot_frame_t *frame);
    /* The subscriber is attached to every room of its user, but for `pending`
     * ones (array of room ids): said once after join, possibly out of it. It
     * is handed the events above the positions that the rooms have then;
     * nothing is delivered to it before. */
    void (*ready)(void *ctx, moot_subscriber_t *subscriber,
                  const moot_slice_t *pending, size_t pending_count);
    /* The user's own slot could not be read in time: close the client. */
    void (*lost)(void *ctx, moot_subscriber_t *subscriber);
    /* A room that was pending at ready is attached now: the events above
     * view->seq follow. The view may not have the user as a member yet, when
     * the next event adds it; at seq 0 it has no name yet either. */
    void (*attached)(void *ctx, moot_subscriber_t *subscriber,
                     const moot_roomview_t *view);
    /* The answer to a request, after every event that it must follow. NULL:
     * UNAVAILABLE, the outcome is unknown. Exactly once per accepted request,
     * unless the subscriber leaves before. view: the room as this edge follows
     * it, or NULL; reply and view are borrowed. */
    void (*answer)(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                   const moot_msg_reply_t *reply, const moot_roomview_t *view);
    /* Once after moot_delivery_await_rooms; may be NULL if that is not used. */
    void (*rooms_settled)(void *ctx, moot_subscriber_t *subscriber);
    /* A page of all rooms: array of room_info; next is empty at the end.
     * rooms NULL: a part cannot be reached. */
    void (*answer_list)(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                        const moot_msg_room_info_t *rooms, size_t count,
                        moot_slice_t next);
} moot_delivery_sink_t;

/* What Socket.IO clients need of delivery; given to
 * moot_delivery_follow_emissions. All but present are set. */
typedef struct moot_delivery_socketio {
    /* One emission of a slot's stream: strictly in the order of event->seq for
     * each slot, nothing twice. event->actor is the sender, empty for nobody.
     * Both are borrowed. */
    void (*emitted)(void *ctx, unsigned slot, const moot_msg_event_t *event,
                    const moot_msg_emission_t *emission);
    /* A message of another edge (POLL_ASK, POLL_TOLD, TUNNEL); borrowed. */
    void (*from_edge)(void *ctx, moot_slice_t body);
    /* A broker knows no such edge: what was said to it is lost. It is not said
     * for each lost message, and may be said of an edge that comes back. */
    void (*edge_gone)(void *ctx, moot_slice_t address);
    /* Somebody asks for the local sockets of a target (enum moot_target):
     * calls each once for each of them, user empty for none. */
    void (*sockets)(void *ctx, moot_slice_t namespace, uint64_t target,
                    moot_slice_t name,
                    void (*each)(void *to, moot_slice_t socket,
                                 moot_slice_t user),
                    void *to);
    /* How many sockets of this user are here. May be NULL: none. */
    uint64_t (*present)(void *ctx, moot_slice_t user);
} moot_delivery_socketio_t;

/* One connected client as delivery sees it; embedded in the session. Fields
 * are delivery's own, but for session and on_answer. */
struct moot_subscriber {
    /* Set: it is called instead of the sink's answer. reply NULL: UNAVAILABLE,
     * the outcome is unknown. Exactly once per accepted request, unless the
     * subscriber leaves before. */
    void (*on_answer)(void *ctx, moot_subscriber_t *subscriber, uint64_t tag,
                      const moot_msg_reply_t *reply);
    void *on_answer_ctx;
    bool enlisted;                /* only asks, see moot_delivery_enlist */
    moot_delivery_t *enlisted_at;
    moot_node_t in_user;
    struct moot_edge_user *user;  /* NULL while not joined */
    moot_node_t links;            /* uplink state per slot */
    moot_slice_t session;         /* set by the session layer, at most 96
                                     bytes, must outlive the subscriber */
    uint64_t deadline_ms;
    bool ready;
    moot_node_t waiting;
    void *pending;                /* rooms named at ready, still to come */
    size_t requests;              /* accepted and not answered */
    moot_node_t awaiting;         /* rooms_settled is owed */
    uint64_t awaiting_until_ms;
    const moot_msg_request_t *asked; /* while answer is called: the request
                                        that it answers, numbered; else NULL */
};

moot_delivery_t *moot_delivery_new(const moot_delivery_config_t *config,
                                   const moot_delivery_sink_t *sink,
                                   void *ctx, uint64_t now_ms);
void moot_delivery_destroy(moot_delivery_t **delivery_p);

/* The PUB topic of this edge incarnation, "id:incarnation|"; borrowed. */
moot_slice_t moot_delivery_topic(const moot_delivery_t *delivery);
/* The edge's address and DEALER identity, "id:incarnation"; borrowed. */
moot_slice_t moot_delivery_address(const moot_delivery_t *delivery);

/* Attaches a client to all rooms of its user; ready or lost follows. */
void moot_delivery_join(moot_delivery_t *delivery, moot_subscriber_t *subscriber,
                        moot_slice_t user, uint64_t now_ms);
/* The client is gone: nothing is said of it any more. Harmless when it has
 * not joined. */
void moot_delivery_leave(moot_delivery_t *delivery,
                         moot_subscriber_t *subscriber, uint64_t now_ms);

/* A subscriber that only asks: it has no rooms, is never ready or lost and is
 * handed no events. session (never used twice in the cluster) and on_answer
 * must be set, the rest zero. It ends with moot_delivery_leave. */
void moot_delivery_enlist(moot_delivery_t *delivery,
                          moot_subscriber_t *subscriber, uint64_t now_ms);

/* Sends a request of a joined or enlisted subscriber to the slot that
 * moot_op_slot tells. The session layer fills op, user, room and the
 * operation's fields; number, base, stamps, session and
 * rooms_count are delivery's. tag comes back in answer. The request is copied.
 * Errors: MOOT_EFULL (bounded queues are full), MOOT_ELIMIT (a field is over
 * its maximum): nothing was sent and no answer follows. */
MOOT_CHECKED int moot_delivery_request(moot_delivery_t *delivery,
                                       moot_subscriber_t *subscriber,
                                       const moot_msg_request_t *request,
                                       uint64_t tag, uint64_t now_ms);

/* The number that this request of it will get when it is the next one sent;
 * looks at op, user and room only. */
uint64_t moot_delivery_next_number(const moot_delivery_t *delivery,
                                   const moot_subscriber_t *subscriber,
                                   const moot_msg_request_t *request);

/* Calls each once per room that the subscriber is attached to, in the order of
 * room ids. Returns how many rooms of the user are known and not attached
 * (their worker cannot be reached): above 0 the list is not complete. */
size_t moot_delivery_rooms(moot_delivery_t *delivery,
                           const moot_subscriber_t *subscriber,
                           void (*each)(void *ctx, const moot_roomview_t *view,
                                        enum moot_role role),
                           void *ctx);

/* Says rooms_settled when no room of the user waits any more, at the latest
 * after attach_timeout_ms. Asked twice it is said once. Of a joined subscriber
 * that is ready. */
void moot_delivery_await_rooms(moot_delivery_t *delivery,
                               moot_subscriber_t *subscriber, uint64_t now_ms);

/* Asks all workers for their rooms, one page; answer_list follows. after is
 * empty or the `next` of an earlier answer. Errors: MOOT_EFULL; MOOT_EINVAL
 * (after is not one of ours). */
MOOT_CHECKED int moot_delivery_list_all(moot_delivery_t *delivery,
                                        moot_subscriber_t *subscriber,
                                        uint64_t tag, moot_slice_t after,
                                        size_t limit, uint64_t now_ms);

/* One message from a broker (two parts), and one from a worker's PUB (the part
 * after the topic). Damaged ones are dropped and counted. */
void moot_delivery_from_broker(moot_delivery_t *delivery, unsigned broker,
                               moot_slice_t route, moot_slice_t body,
                               uint64_t now_ms);
void moot_delivery_from_worker(moot_delivery_t *delivery, moot_slice_t body,
                               uint64_t now_ms);

/* ---- For Socket.IO ------------------------------------------------------- */

/* Follows the emissions of all slots from now on, each from where its stream
 * is when its worker is first reached; once. From then on an answer to an EMIT
 * waits until the emission was handed out here. */
void moot_delivery_follow_emissions(moot_delivery_t *delivery,
                                    const moot_delivery_socketio_t *socketio,
                                    void *ctx, uint64_t now_ms);

/* A question that has no number in a session: asked again until it is answered
 * or its time is over. Embedded by the asker, zeroed before its first use. */
typedef struct moot_inquiry moot_inquiry_t;
struct moot_inquiry {
    /* Set by the asker. Called once with the decoded answer (borrowed), or
     * with NULL: none came in time. The inquiry is over then, it may be asked
     * again or freed. Of inquire_edges: once for each edge's answer, and with
     * NULL at the end; complete says then whether all edges have answered. */
    void (*told)(moot_inquiry_t *inquiry, const moot_msg_t *answer);
    bool complete;

    /* Delivery's own. */
    moot_map_node_t node;
    uint64_t number;
    moot_delivery_t *delivery;    /* NULL: not under way */
    moot_node_t in_place;         /* of the slot, the worker or the edges */
    moot_timer_t timer;
    unsigned slot;
    uint64_t worker;              /* 0: a slot or the edges are asked */
    bool edges;
    bool unsent;                  /* the last copy could not be handed over */
    uint32_t answer;              /* code of what is waited for */
    unsigned wait_ms;
    uint64_t asked_ms, deadline_ms;
    uint8_t *bytes;               /* the encoded question */
    size_t size;
    uint64_t *heard;              /* edges that answered, as hashes */
    size_t heard_count, edges_count;
};

/* Asks the owner of a slot, a worker by its number, or all edges. question is
 * ask_room, ask_why, ask_history, ask_names, ask_guard, list_rooms or range, of
 * edges ask_sockets; its number is filled in, all is copied. told is never
 * called before this returns. Errors: MOOT_EFULL (too many are under way),
 * MOOT_ELIMIT (a field is over its maximum), MOOT_EINVAL (no such slot, worker
 * or question): nothing is told then. */
MOOT_CHECKED int moot_delivery_inquire_slot(moot_delivery_t *delivery,
                                            moot_inquiry_t *inquiry,
                                            unsigned slot,
                                            const moot_msg_t *question,
                                            unsigned timeout_ms,
                                            uint64_t now_ms);
MOOT_CHECKED int moot_delivery_inquire_worker(moot_delivery_t *delivery,
                                              moot_inquiry_t *inquiry,
                                              uint64_t worker,
                                              const moot_msg_t *question,
                                              unsigned timeout_ms,
                                              uint64_t now_ms);
MOOT_CHECKED int moot_delivery_inquire_edges(moot_delivery_t *delivery,
                                             moot_inquiry_t *inquiry,
                                             const moot_msg_t *question,
                                             unsigned timeout_ms,
                                             uint64_t now_ms);
/* Nothing is told any more. Harmless when it is not under way. */
void moot_delivery_inquiry_cancel(moot_inquiry_t *inquiry);

/* The workers that own slots, by number, at most max of them. Returns how many
 * there are. */
size_t moot_delivery_workers(const moot_delivery_t *delivery,
                             uint64_t *numbers, size_t max);

/* Sends a message (POLL_ASK, POLL_TOLD, TUNNEL) to an edge by its address,
 * which may be anything that a client said. It may be lost without a word.
 * Errors: MOOT_EINVAL (cannot be an address), MOOT_EUNREACH (no broker),
 * MOOT_EAGAIN (the way is full). */
MOOT_CHECKED int moot_delivery_to_edge(moot_delivery_t *delivery,
                                       moot_slice_t address,
                                       moot_slice_t body);

/* Says something to the owner of a slot that has no answer. It may be lost.
 * Errors: MOOT_EUNREACH, MOOT_EAGAIN. */
MOOT_CHECKED int moot_delivery_tell_slot(moot_delivery_t *delivery,
                                         unsigned slot, moot_slice_t body);

/* Timers: call at least every 50 ms. */
void moot_delivery_tick(moot_delivery_t *delivery, uint64_t now_ms);

/* True when the owner of this user's slot can be reached as far as is known. */
bool moot_delivery_user_reachable(const moot_delivery_t *delivery,
                                  moot_slice_t user);

/* Facts for beats, status and metrics. */
typedef struct moot_delivery_facts {
    size_t rooms;            /* followed */
    size_t slots_reachable;  /* with an owner that can be reached now */
    uint64_t gaps;           /* bseq gaps seen */
    uint64_t repairs;        /* RANGE asked */
    uint64_t held_dropped;   /* held events given up for a repair (bound) */
    uint64_t resends;        /* request copies beyond the first */
    uint64_t timeouts;       /* requests answered UNAVAILABLE */
    uint64_t damaged;        /* messages dropped as undecodable */
    uint64_t delivered;      /* deliver calls */
    size_t emissions_followed; /* slots of which emissions are followed now */
    uint64_t emitted;          /* emitted calls */
    uint64_t emissions_missed; /* not kept any more when they were asked for:
                                  worth a line in the log when it rises */
} moot_delivery_facts_t;

void moot_delivery_facts(const moot_delivery_t *delivery,
                         moot_delivery_facts_t *facts);

/* What the next beats say of this edge (port 0 while not accepting). */
void moot_delivery_describe(moot_delivery_t *delivery, uint64_t pid,
                            uint64_t connections, uint64_t port,
                            enum moot_program_state state);

#endif
