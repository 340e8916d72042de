/* Counts what a session answers. Pure but for the metrics. */
#ifndef MOOT_TALLY_H
#define MOOT_TALLY_H

#include "common/metric.h"
#include "edge/parse.h"

/* The label of a frame's type. A request that is refused for one of its
 * fields has its type all the same. */
enum moot_label_TYPE moot_tally_type(const moot_parse_frame_t *frame);

/* One answer with this code (enum moot_code) to a frame of this type. */
void moot_tally_answer(enum moot_label_TYPE type, uint64_t code);

/* A worker's answer came after this time. */
void moot_tally_took(enum moot_label_TYPE type, uint64_t took_ms);

#endif
