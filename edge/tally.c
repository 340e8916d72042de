#include "edge/tally.h"

/* Labels follow the enums of proto/rules.h, so that no table is needed. */
_Static_assert((int)MOOT_L_TYPE_CREATE == (int)MOOT_OP_CREATE
                   && (int)MOOT_L_TYPE_MESSAGE == (int)MOOT_OP_MESSAGE
                   && (int)MOOT_L_CODE_HELLO_ALREADY_SENT
                          == (int)MOOT_CODE_HELLO_ALREADY_SENT,
               "labels and enums differ");

enum moot_label_TYPE moot_tally_type(const moot_parse_frame_t *frame)
{
    if (frame->request.op != 0 && frame->request.op <= MOOT_L_TYPE_MESSAGE)
        return (enum moot_label_TYPE)frame->request.op;
    switch (frame->what) {
    case MOOT_PARSE_LIST:
        return MOOT_L_TYPE_LIST;
    case MOOT_PARSE_PING:
        return MOOT_L_TYPE_PING;
    case MOOT_PARSE_HELLO:
        return MOOT_L_TYPE_HELLO;
    default:
        return MOOT_L_TYPE_OTHER;
    }
}

void moot_tally_answer(enum moot_label_TYPE type, uint64_t code)
{
    enum moot_label_CODE label = code < MOOT_L_CODE_COUNT
                                     ? (enum moot_label_CODE)code
                                     : MOOT_L_CODE_INTERNAL;

    moot_metric_add_at(MOOT_M_EDGE_REQUESTS_TOTAL, type, label, 1);
    if (label == MOOT_L_CODE_RATE_LIMITED)
        moot_metric_add(MOOT_M_EDGE_RATE_LIMITED_TOTAL, 1);
}

void moot_tally_took(enum moot_label_TYPE type, uint64_t took_ms)
{
    moot_metric_observe(MOOT_M_EDGE_REQUEST_DURATION_SECONDS, type, took_ms);
}
