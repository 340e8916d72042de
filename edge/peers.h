/* Workers and brokers as an edge knows them: which worker owns a slot, which
 * way leads to it, under which registration it publishes to this edge. */
#ifndef MOOT_PEERS_H
#define MOOT_PEERS_H

#include "edge/delivery_internal.h"

/* A worker. */
struct moot_peer {
    moot_delivery_t *delivery;
    uint64_t number;
    uint64_t incarnation;  /* highest heard of, 0 for none */
    uint64_t registration; /* said to it last, 0: a hello is owed */
    uint64_t bseq;         /* last one heard under that registration */
    uint64_t stamp_incarnation, stamp_ms; /* its clock as last heard */
    uint64_t hello_ms;     /* when the registration was said */
    uint64_t pulse_ms;     /* last sign under it, or hello_ms */
    uint64_t poll_ms;      /* last RANGE round for want of pulses */
    int broker;            /* the way to it, -1: none */
    bool *live;            /* by broker: lists it as live */
    char endpoint[256];
    size_t endpoint_size;
    uint8_t key[32]; /* of that endpoint over TCP */
    size_t key_size; /* 0: none */
    moot_node_t asked; /* streams with a question under way, oldest first */
    size_t asked_count;
    moot_node_t queue; /* streams that have something to ask */
    moot_node_t inquiries; /* that name it */
};

void moot_peers_init(moot_delivery_t *delivery);
void moot_peers_close(moot_delivery_t *delivery);

/* The worker of a number, made when it is new; NULL when there can be no such
 * worker. */
moot_peer_t *moot_peers_get(moot_delivery_t *delivery, uint64_t number);

/* A worker showed an incarnation: a later one than known means that all that
 * was said to it is forgotten there. Returns whether it is the present one. */
bool moot_peers_heard(moot_peer_t *peer, uint64_t incarnation);

/* Says hello under a new registration; all of its streams attach again. */
void moot_peers_hello(moot_peer_t *peer);

/* A slot's owner under an epoch: taken when the epoch is higher than known. */
void moot_peers_adopt(moot_delivery_t *delivery, unsigned slot, uint64_t worker,
                      uint64_t epoch);

void moot_peers_broker_beat(moot_delivery_t *delivery, unsigned broker,
                            const moot_msg_broker_beat_t *beat);
void moot_peers_pulse(moot_delivery_t *delivery,
                      const moot_msg_worker_pulse_t *pulse);
/* A published frame: true when its events are to be looked at. */
bool moot_peers_published(moot_delivery_t *delivery,
                          const moot_msg_published_t *frame);
/* A broker could not hand a body over. */
void moot_peers_unreachable(moot_delivery_t *delivery,
                            const moot_msg_unreachable_t *message);

/* Sends again what awaits an answer of a slot's owner. */
void moot_peers_resend_slot(moot_delivery_t *delivery, unsigned slot);

/* Sends delivery->body to a slot's owner, to a worker.
 * Errors: MOOT_EUNREACH, MOOT_EAGAIN: the copy is lost. */
int moot_peers_send_slot(moot_delivery_t *delivery, unsigned slot);
int moot_peers_send_worker(moot_peer_t *peer);

/* Sends delivery->body to a broker itself. Errors: as above. */
int moot_peers_send_broker(moot_delivery_t *delivery, unsigned broker);

/* Sends delivery->body to an edge. Errors: as above. */
int moot_peers_send_edge(moot_delivery_t *delivery, moot_slice_t address);

/* The live broker with the lowest index, -1: none. */
int moot_peers_any_broker(const moot_delivery_t *delivery);

/* True when the slot's owner can be reached as far as is known. */
bool moot_peers_reachable(const moot_delivery_t *delivery, unsigned slot);

/* Beats, hellos, silent workers and brokers. */
void moot_peers_tick(moot_delivery_t *delivery);

#endif
