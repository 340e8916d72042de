/* Writes JSON (RFC 8259) to the end of a buffer, without spaces.
 *
 * Commas are set by the writer. A full buffer or lack of memory is kept in
 * buf->error: write all, then look there once. Calls in an order that cannot
 * give JSON (a value without a key inside an object, an end too many) are
 * defects of the caller and checked. Strings must be UTF-8; they come out as
 * they are except for the escapes that RFC 8259 section 7 demands, in their
 * shortest form. Pure; not thread safe. */
#ifndef MOOT_JSON_WRITE_H
#define MOOT_JSON_WRITE_H

#include "common/buf.h"

/* Arrays and objects inside one another. */
#define MOOT_JSON_WRITE_DEPTH_MAX 32

typedef struct moot_json_write {
    moot_buf_t *buf;  /* borrowed */
    uint32_t objects; /* bit 0: the innermost open container is an object */
    uint8_t depth;    /* open containers */
    bool comma;       /* a comma goes before the next key or value */
    bool keyed;       /* a key waits for its value */
} moot_json_write_t;

/* Begins to write one value at the end of buf, which must outlive this. */
void moot_json_write_init(moot_json_write_t *json, moot_buf_t *buf);

/* True when exactly one complete value was asked for (whether it found room
 * is in buf->error). */
bool moot_json_write_complete(const moot_json_write_t *json);

void moot_json_write_begin_object(moot_json_write_t *json);
void moot_json_write_end_object(moot_json_write_t *json);
void moot_json_write_begin_array(moot_json_write_t *json);
void moot_json_write_end_array(moot_json_write_t *json);

/* The key of the next value; escaped like a string. */
void moot_json_write_key(moot_json_write_t *json, moot_slice_t key);

void moot_json_write_string(moot_json_write_t *json, moot_slice_t string);
void moot_json_write_uint64(moot_json_write_t *json, uint64_t number);
void moot_json_write_bool(moot_json_write_t *json, bool truth);
void moot_json_write_null(moot_json_write_t *json);

/* One complete JSON value that exists already; it is not looked at. */
void moot_json_write_raw(moot_json_write_t *json, moot_slice_t raw);

/* A member in one call: a key that is a C string (usually a literal) and its
 * value. */
static inline void moot_json_write_name(moot_json_write_t *json,
                                        const char *key)
{
    moot_json_write_key(json, moot_slice_str(key));
}

static inline void moot_json_write_name_string(moot_json_write_t *json,
                                               const char *key,
                                               moot_slice_t string)
{
    moot_json_write_name(json, key);
    moot_json_write_string(json, string);
}

static inline void moot_json_write_name_uint64(moot_json_write_t *json,
                                               const char *key, uint64_t number)
{
    moot_json_write_name(json, key);
    moot_json_write_uint64(json, number);
}

static inline void moot_json_write_name_bool(moot_json_write_t *json,
                                             const char *key, bool truth)
{
    moot_json_write_name(json, key);
    moot_json_write_bool(json, truth);
}

/* Appends text with the escapes of a JSON string but without its quotes.
 * Returns buf->error. */
int moot_json_escape(moot_buf_t *buf, moot_slice_t text);

#endif
