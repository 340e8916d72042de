/* Reads JSON objects whose members are declared in a table: which there are,
 * of which kinds, which must be there. Pure; thread safe. */
#ifndef MOOT_JSON_FIELDS_H
#define MOOT_JSON_FIELDS_H

#include "common/json_read.h"

/* Members of one table at most. */
#define MOOT_JSON_FIELDS_MAX 16
/* Bytes of the text that says what is wrong, the zero included. */
#define MOOT_JSON_WHY_BYTES 256

/* Kinds that a member may have, and whether it must be there. */
#define MOOT_JSON_MAY(kind) (1u << (unsigned)(kind))
#define MOOT_JSON_MUST 0x8000u
#define MOOT_JSON_ANY 0x7eu

typedef struct moot_json_field {
    const char *name;
    unsigned kinds; /* MOOT_JSON_MAY(…) and MOOT_JSON_MUST, joined by | */
} moot_json_field_t;

/* Reads a complete text whose value is an object with no other members than
 * these; values: one for each field, of kind MOOT_JSON_NONE when it is
 * absent. why: MOOT_JSON_WHY_BYTES bytes, gets a text for people when it fails.
 * Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_json_fields_read(moot_slice_t text,
                                       const moot_json_field_t *fields,
                                       size_t count, moot_json_value_t *values,
                                       char *why);

#endif
