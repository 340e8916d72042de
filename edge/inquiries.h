/* Questions that have no number in a session: to a slot's owner, to a worker,
 * to all edges. Asked again until they are answered or late, told once; and
 * the answers to what other programs ask of an edge's sockets. */
#ifndef MOOT_INQUIRIES_H
#define MOOT_INQUIRIES_H

#include "edge/delivery_internal.h"

MOOT_CHECKED int moot_inquiries_slot(moot_delivery_t *delivery,
                                     moot_inquiry_t *inquiry, unsigned slot,
                                     const moot_msg_t *question,
                                     unsigned timeout_ms);
MOOT_CHECKED int moot_inquiries_worker(moot_delivery_t *delivery,
                                       moot_inquiry_t *inquiry,
                                       uint64_t worker,
                                       const moot_msg_t *question,
                                       unsigned timeout_ms);
MOOT_CHECKED int moot_inquiries_edges(moot_delivery_t *delivery,
                                      moot_inquiry_t *inquiry,
                                      const moot_msg_t *question,
                                      unsigned timeout_ms);
void moot_inquiries_cancel(moot_inquiry_t *inquiry);

/* Sends those of a slot or of a worker again. */
void moot_inquiries_resend(const moot_node_t *place);

/* A message that may be an answer. */
void moot_inquiries_answer(moot_delivery_t *delivery,
                           const moot_msg_t *message);

/* Answers who of a target is connected here. */
void moot_inquiries_sockets(moot_delivery_t *delivery, unsigned broker,
                            const moot_msg_ask_sockets_t *ask);

/* Ends all; nobody is told. */
void moot_inquiries_close(moot_delivery_t *delivery);

#endif
