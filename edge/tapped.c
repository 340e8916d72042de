#include "edge/tapped.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"

enum { MESSAGE_BYTES_MAX = 72 << 20 }; /* above the largest reply */

int moot_tapped_open(moot_bus_t *bus, const moot_conf_t *conf, const char *id,
                     moot_tapped_t **out)
{
    moot_tapped_t *tapped = calloc(1, sizeof *tapped);

    if (!tapped)
        return MOOT_ENOMEM;
    moot_buf_init(&tapped->buf, MESSAGE_BYTES_MAX);
    moot_capture_init(&tapped->capture, bus, conf, id);
    *out = tapped;
    return 0;
}

void moot_tapped_close(moot_tapped_t **tapped_p)
{
    moot_tapped_t *tapped = *tapped_p;

    *tapped_p = NULL;
    if (!tapped)
        return;
    moot_capture_close(&tapped->capture);
    moot_buf_close(&tapped->buf);
    free(tapped);
}

void moot_tapped_tick(moot_tapped_t *tapped)
{
    moot_capture_tick(&tapped->capture);
}

void moot_tapped_broker(moot_tapped_t *tapped, enum moot_tap_point point,
                        unsigned broker, moot_slice_t route, moot_slice_t body)
{
    char peer[24];
    int size = snprintf(peer, sizeof peer, "broker-%u", broker + 1);

    moot_capture_message(&tapped->capture, point,
                         moot_slice(peer, (size_t)size), route, body);
}

void moot_tapped_worker(moot_tapped_t *tapped, moot_slice_t body)
{
    moot_capture_message(&tapped->capture, MOOT_TAP_HEARD, moot_slice(NULL, 0),
                         moot_slice(NULL, 0), body);
}

void moot_tapped_request(moot_tapped_t *tapped,
                         const moot_msg_request_t *request)
{
    const moot_msg_tap_record_t known = {
        .point = MOOT_TAP_CLIENT_IN,
        .peer = moot_slice_str("client"),
        .slot = moot_op_slot(request->op, request->user, request->room),
    };

    const moot_slice_t places[] = {request->room, request->session,
                                   request->user, request->client_message_id};

    if (!moot_capture_wants(&tapped->capture, MOOT_MSG_REQUEST, places, 4))
        return;
    moot_buf_clear(&tapped->buf);
    if (moot_wire_encode_request(&tapped->buf, request) == 0)
        moot_capture_inside(&tapped->capture, &known,
                            moot_buf_slice(&tapped->buf));
}

void moot_tapped_answer(moot_tapped_t *tapped, moot_slice_t user,
                        const moot_msg_reply_t *reply)
{
    const moot_msg_tap_record_t known = {
        .point = MOOT_TAP_CLIENT_OUT,
        .peer = moot_slice_str("client"),
        .user = user,
        .slot = reply->room.size > 0 || reply->op == MOOT_OP_EMIT
                        || reply->op == MOOT_OP_FACT
                    ? moot_op_slot(reply->op, user, reply->room)
                    : MOOT_SLOTS,
    };

    const moot_slice_t places[] = {reply->room, reply->session};

    if (!moot_capture_wants(&tapped->capture, MOOT_MSG_REPLY, places, 2))
        return;
    moot_buf_clear(&tapped->buf);
    if (moot_wire_encode_reply(&tapped->buf, reply) == 0)
        moot_capture_inside(&tapped->capture, &known,
                            moot_buf_slice(&tapped->buf));
}

void moot_tapped_delivered(moot_tapped_t *tapped, moot_slice_t room,
                           uint64_t epoch, moot_slice_t event, uint64_t sockets)
{
    const moot_msg_tap_record_t known = {
        .point = MOOT_TAP_DELIVERED,
        .peer = moot_slice_str("clients"),
        .room = room,
        .slot = room.size > 0 ? moot_slot_of(MOOT_KIND_ROOM, room) : MOOT_SLOTS,
        .epoch = epoch,
        .sockets = sockets,
    };

    const moot_slice_t places[] = {room, event};

    if (moot_capture_wants(&tapped->capture, MOOT_MSG_EVENT, places, 2))
        moot_capture_inside(&tapped->capture, &known, event);
}
