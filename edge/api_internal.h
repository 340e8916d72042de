/* What the files of the application's API share. */
#ifndef MOOT_API_INTERNAL_H
#define MOOT_API_INTERNAL_H

#include "common/list.h"
#include "edge/api.h"
#include "edge/api_routes.h"
#include "edge/encode.h"

/* A request that waits for a worker's or the edges' answer. */
typedef struct moot_api_call {
    moot_node_t in_calls;
    moot_api_t *api;
    moot_exchange_t *exchange; /* NULL: the client has gone */
    moot_api_op_t op;
    size_t targets;            /* EMIT: how many */
    moot_inquiry_t inquiry;
    moot_buf_t text;           /* parameters, decoded */
    moot_api_target_t target;
    uint64_t after, limit, epoch; /* HISTORY */
    moot_encode_t out;         /* SOCKETS: what was heard so far */
    size_t listed;
    bool cut;
} moot_api_call_t;

struct moot_api {
    moot_api_config_t config;
    moot_buf_t key;
    moot_api_sink_t sink;
    void *ctx;
    moot_delivery_t *delivery;
    moot_subscriber_t subscriber;
    char session[MOOT_SESSION_BYTES_MAX + 1];
    moot_node_t calls;
    size_t calls_count;
    moot_encode_t encode;   /* of the answer that is being written */
    moot_buf_t frame;       /* a body as a frame of the room protocol */
    moot_parse_t parse;
    uint64_t now_ms;
    uint64_t tokens_milli, tokens_ms; /* of the rate bound */
    moot_api_facts_t facts;
};

/* ---- Answers (edge/api.c) ------------------------------------------------ */

/* A refusal: {"error":{"code","message"}}. */
void moot_api_refuse(moot_api_t *api, moot_exchange_t *exchange, int status,
                     const char *code, moot_slice_t message);
/* What a worker's code means in HTTP. */
void moot_api_refuse_code(moot_api_t *api, moot_exchange_t *exchange,
                          uint64_t code, moot_slice_t text);
/* 503 with Retry-After: whether it was done is unknown. */
void moot_api_unavailable(moot_api_t *api, moot_exchange_t *exchange);
/* Begins the JSON object of an answer; ends and sends it. */
moot_json_write_t *moot_api_begin(moot_api_t *api);
void moot_api_send(moot_api_t *api, moot_exchange_t *exchange, int status);

/* ---- Calls (edge/api.c) -------------------------------------------------- */

/* Begins a call for an exchange: it is kept. NULL: too many, and it has been
 * answered. */
moot_api_call_t *moot_api_call_begin(moot_api_t *api,
                                     moot_exchange_t *exchange,
                                     const moot_api_target_t *target);
void moot_api_call_end(moot_api_call_t *call);
/* Sends the request of a call; when it cannot be sent it is answered and the
 * call ended. */
void moot_api_call_request(moot_api_call_t *call, moot_msg_request_t *request);
/* The same of a question, whose told is set. */
void moot_api_call_ask(moot_api_call_t *call, unsigned slot,
                       const moot_msg_t *question);
moot_api_call_t *moot_api_call_of(moot_inquiry_t *inquiry);

/* ---- The operations ------------------------------------------------------ */

/* target is kept until the request is taken; body and key are borrowed.
 * Each answers, or begins a call. */
void moot_api_emit(moot_api_t *api, moot_exchange_t *exchange,
                   const moot_api_target_t *target,
                   const moot_web_request_t *request);
void moot_api_sockets(moot_api_t *api, moot_exchange_t *exchange,
                      const moot_api_target_t *target);
void moot_api_room(moot_api_t *api, moot_exchange_t *exchange,
                   const moot_api_target_t *target,
                   const moot_web_request_t *request);
void moot_api_room_read(moot_api_t *api, moot_exchange_t *exchange,
                        const moot_api_target_t *target);

/* Write the answer to a call's request, which succeeded. */
void moot_api_emit_answer(moot_api_call_t *call, const moot_msg_reply_t *reply);
void moot_api_room_answer(moot_api_call_t *call, const moot_msg_reply_t *reply);

#endif
