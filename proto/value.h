/* JSON values as a tree in an arena: what Socket.IO clients send, what the
 * expression language works on, what is sent and stored. Pure.
 *
 * Texts are bounded by common/json_read.h (valid UTF-8, at most
 * MOOT_VALUE_DEPTH_MAX levels). Numbers come out as they came in: an integral
 * one that fits is an int64 whatever it looks like (7, 7.0, 7e0), any other a
 * double, and both keep their text. Of duplicate members the last wins.
 *
 * Binary arguments of Socket.IO are objects
 * {"_placeholder":true,"num":N} that stand for attachment N. */
#ifndef MOOT_VALUE_H
#define MOOT_VALUE_H

#include "common/arena.h"
#include "common/json_read.h"
#include "common/json_write.h"

#define MOOT_VALUE_DEPTH_MAX MOOT_JSON_DEPTH_MAX
/* Values in one text, those inside others counted. */
#define MOOT_VALUE_COUNT_MAX 262144

/* For moot_value_read: objects that look like placeholders are objects. */
#define MOOT_VALUE_PLAIN (-1)

typedef enum moot_value_kind {
    MOOT_VALUE_NULL = 0,
    MOOT_VALUE_BOOL,
    MOOT_VALUE_INT,
    MOOT_VALUE_REAL,
    MOOT_VALUE_STRING,
    MOOT_VALUE_LIST,
    MOOT_VALUE_OBJECT,
    MOOT_VALUE_BINARY,
} moot_value_kind_t;

typedef struct moot_value_pair moot_value_pair_t;

/* A zeroed one is null. May be copied; what it points to is borrowed from the
 * arena or the text it was read from. */
typedef struct moot_value {
    uint8_t kind;   /* moot_value_kind_t */
    uint32_t count; /* LIST, OBJECT: of items, of members; INT, REAL: bytes of
                     * its text, 0 when it has none; BINARY: number of its
                     * attachment */
    union {
        bool truth;
        struct {
            union {
                int64_t integer;
                double real;
            };
            const uint8_t *text;
        };
        moot_slice_t string; /* UTF-8, unescaped */
        struct moot_value *items;
        moot_value_pair_t *members; /* no key twice */
    };
} moot_value_t;

struct moot_value_pair {
    moot_slice_t key;
    moot_value_t value;
};

/* Reads one complete text. attachments: how many came with it, and
 * placeholders become BINARY; or MOOT_VALUE_PLAIN. The result is borrowed from
 * the arena and from json.
 * Errors: MOOT_EINVAL (not JSON, a placeholder of no attachment), MOOT_ELIMIT
 * (too deep, too many values), MOOT_ENOMEM (the arena is full). */
MOOT_CHECKED int moot_value_read(moot_arena_t *arena, moot_slice_t json,
                                 int attachments, moot_value_t *out);

/* Which attachments were written: they are numbered anew, in the order of
 * their first use. */
typedef struct moot_value_binaries {
    uint32_t *given; /* by old number: its new number + 1, or 0 */
    uint32_t *order; /* by new number: the old one */
    uint32_t count;  /* new numbers */
    uint32_t max;    /* old numbers */
} moot_value_binaries_t;

/* For attachments old numbers. Errors: MOOT_ENOMEM (the arena is full). */
MOOT_CHECKED int moot_value_binaries_init(moot_value_binaries_t *binaries,
                                          moot_arena_t *arena,
                                          size_t attachments);

/* Writes a value at the writer's place, BINARY as a placeholder with its new
 * number (binaries NULL: as null). A real that is no finite number and has no
 * text is null. Where the writer takes no more levels null is written, and
 * MOOT_ELIMIT is kept as the buffer's error. */
void moot_value_write(moot_json_write_t *json, const moot_value_t *value,
                      moot_value_binaries_t *binaries);

/* The member of an object, or NULL: also when value is NULL or no object. */
const moot_value_t *moot_value_member(const moot_value_t *value,
                                      moot_slice_t key);

/* The same value: numbers by their size, whatever their kind; objects in any
 * order; BINARY by its attachment. steps: one is taken off for each value that
 * is looked at; false when none is left (*steps is 0 then). */
bool moot_value_eq(const moot_value_t *a, const moot_value_t *b,
                   uint64_t *steps);

/* -1, 0, 1: which of two numbers (INT, REAL) is greater. An integer beyond 2^53
 * meets a real as the double nearest to it. */
int moot_value_compare_numbers(const moot_value_t *a, const moot_value_t *b);

/* A number as it is written: its text, else the shortest that is read as the
 * same, in buf. */
moot_slice_t moot_value_number_text(const moot_value_t *value, char buf[40]);

/* Whether it is a string of exactly this text. */
bool moot_value_is(const moot_value_t *value, const char *text);

static inline moot_value_t moot_value_of_string(moot_slice_t string)
{
    return (moot_value_t){.kind = MOOT_VALUE_STRING, .string = string};
}

static inline moot_value_t moot_value_of_int(int64_t integer)
{
    return (moot_value_t){.kind = MOOT_VALUE_INT, .integer = integer};
}

static inline moot_value_t moot_value_of_bool(bool truth)
{
    return (moot_value_t){.kind = MOOT_VALUE_BOOL, .truth = truth};
}

static inline moot_value_t moot_value_of_items(moot_value_t *items,
                                               size_t count)
{
    return (moot_value_t){
        .kind = MOOT_VALUE_LIST, .count = (uint32_t)count, .items = items};
}

/* "null", "boolean", "number", "string", "list", "object", "binary". */
const char *moot_value_kind_name(const moot_value_t *value);

#endif
