/* A tap's record as a line for people or as JSON. Pure but for the time zone. */
#ifndef MOOT_TAP_PRINT_H
#define MOOT_TAP_PRINT_H

#include "common/buf.h"
#include "common/json_write.h"
#include "proto/wire.h"

typedef struct moot_tap_style {
    bool colour;
    bool bodies;    /* the message in a line of its own, or as "body" */
    unsigned width; /* columns; a longer line is cut; 0: any */
} moot_tap_style_t;

/* Appends one line, or two with bodies, with their ends. Bytes that a terminal
 * would obey come out as \xNN. Returns buf->error. */
int moot_tap_print_line(moot_buf_t *buf, const moot_msg_tap_record_t *record,
                        const moot_tap_style_t *style);

/* Appends an object and a newline. What a record does not have is left out.
 * Text that is no UTF-8 is shown with \xNN in it. Returns buf->error. */
int moot_tap_print_json(moot_buf_t *buf, const moot_msg_tap_record_t *record,
                        const moot_tap_style_t *style);

/* Appends text from outside as a terminal may see it: what is no printable
 * UTF-8 as \xNN. Returns buf->error. */
int moot_tap_print_text(moot_buf_t *buf, moot_slice_t text);

/* A JSON string of it; bytes that are not UTF-8 become \xNN in it. */
void moot_tap_print_json_text(moot_json_write_t *json, moot_slice_t text);

/* "client_in" …, for JSON; "?" when unknown. */
const char *moot_tap_print_point(uint64_t point);

/* The internal message's name: "request", "commit" … */
const char *moot_tap_print_message(uint64_t message);

/* A time: "830us", "4.2ms", "1.31s". Returns text. */
const char *moot_tap_print_span(uint64_t us, char text[24]);

#endif
