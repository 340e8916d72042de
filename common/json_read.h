/* Reads JSON texts (RFC 8259) that come from outside: bounded, one pass,
 * without allocation and without recursion. Pure; thread safe.
 *
 * A text is read as a flat table of wanted members; what is not wanted is
 * validated and skipped. Values are slices of the text and die with it.
 *
 * Refused beyond the grammar: containers nested deeper than
 * MOOT_JSON_DEPTH_MAX, escapes of lone surrogates, bytes that are not UTF-8
 * (RFC 3629), a byte order mark. Numbers may have any magnitude as long as
 * nobody asks for them, and "\u0000" is a character like others. */
#ifndef MOOT_JSON_READ_H
#define MOOT_JSON_READ_H

#include "common/check.h"
#include "common/slice.h"

/* Arrays and objects inside one another, the outermost counted. */
#define MOOT_JSON_DEPTH_MAX 32

/* Bytes of a wanted member's name. */
#define MOOT_JSON_NAME_BYTES_MAX 64

typedef enum moot_json_kind {
    MOOT_JSON_NONE = 0, /* the member is absent */
    MOOT_JSON_NULL,
    MOOT_JSON_BOOL,
    MOOT_JSON_NUMBER,
    MOOT_JSON_STRING,
    MOOT_JSON_ARRAY,
    MOOT_JSON_OBJECT,
} moot_json_kind_t;

/* A valid value; made by the functions of this header only. */
typedef struct moot_json_value {
    moot_json_kind_t kind;
    bool escaped;     /* a string that contains at least one escape */
    moot_slice_t raw; /* as in the text, without the space around it;
                       * a string with its quotes */
} moot_json_value_t;

/* One entry of a static table of names: a string literal. */
#define MOOT_JSON_NAME(text)                                                   \
    {                                                                          \
        (const uint8_t *)("" text), sizeof(text) - 1                           \
    }

/* Validates a complete text whose value is an object and finds its members.
 * names: count different names, at most MOOT_JSON_NAME_BYTES_MAX bytes each.
 * values: count results in the order of the names; an absent member has kind
 * MOOT_JSON_NONE, of duplicate members the last wins. A name matches however
 * the text writes it ("\u0074ype" is "type"). Also for a nested object: give
 * the raw slice of its value.
 * Errors (all values are then MOOT_JSON_NONE): MOOT_EINVAL not JSON,
 * MOOT_ELIMIT nested too deep, MOOT_ETYPE valid JSON but not an object. */
MOOT_CHECKED int moot_json_read_object(moot_slice_t text,
                                       const moot_slice_t *names, size_t count,
                                       moot_json_value_t *values);

/* Validates a complete text with a value of any kind.
 * Errors: MOOT_EINVAL, MOOT_ELIMIT as above. */
MOOT_CHECKED int moot_json_read_value(moot_slice_t text,
                                      moot_json_value_t *value);

/* Memory for strings without their escapes. Each use takes from its front. A
 * scratch as large as the text is enough for every string of it, once. */
typedef struct moot_json_scratch {
    uint8_t *at;
    size_t size; /* bytes left */
} moot_json_scratch_t;

/* The characters of a string as UTF-8. Borrowed from the text when it has no
 * escapes, else written to the scratch, never longer than the raw form.
 * scratch: may be NULL for strings without escapes.
 * Errors: MOOT_ETYPE not a string, MOOT_EFULL the scratch is too small. */
MOOT_CHECKED int moot_json_read_string(const moot_json_value_t *value,
                                       moot_json_scratch_t *scratch,
                                       moot_slice_t *string);

/* Integral numbers: common/json_number.h.
 *
 * A boolean.  Errors: MOOT_ETYPE not true or false. */
MOOT_CHECKED int moot_json_read_bool(const moot_json_value_t *value,
                                     bool *truth);

/* A walk over the items of an array or the members of an object, in the order
 * of the text, duplicates included. Holds no memory; needs no close. */
typedef struct moot_json_iter {
    const uint8_t *at, *end;
    bool object; /* else an array */
    bool first;  /* nothing was returned yet */
} moot_json_iter_t;

/* Begins a walk.  Errors: MOOT_ETYPE not an array, or not an object. */
MOOT_CHECKED int moot_json_read_array(const moot_json_value_t *value,
                                      moot_json_iter_t *iter);
MOOT_CHECKED int moot_json_read_members(const moot_json_value_t *value,
                                        moot_json_iter_t *iter);

/* The next item of the walk, or false after the last.
 * key: gets the member's name, a string; may be NULL, and stays unset for an
 * array. */
MOOT_CHECKED bool moot_json_read_next(moot_json_iter_t *iter,
                                      moot_json_value_t *key,
                                      moot_json_value_t *value);

#endif
