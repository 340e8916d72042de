/* The internal protocol: structs, codes and codec of proto/messages.def.
 *
 * One message is one msgpack array [code, field, ...], the fields in the order
 * of the table. One decoder and one encoder walk the descriptors. Pure; no
 * state, no allocation but by the buffer encoded into.
 *
 * The table's macros:
 *   MOOT_MSG(name, NAME, code, since, "doc")              code 1 to 255
 *   MOOT_FIELD(name, kind, field, max, since, "doc")   at least one
 *   MOOT_END(name)
 * kind is u64, flag, str, bin or list; max is bytes of a str, bin or list, and
 * the greatest value of a u64 (0: any). A field whose since is above its
 * message's may be absent and then reads as zero. */
#ifndef MOOT_WIRE_H
#define MOOT_WIRE_H

#include "common/buf.h"
#include "common/check.h"
#include "common/err.h"
#include "common/slice.h"
#include "proto/wire_list.h"

/* Version of the table: the highest since in it. */
#define MOOT_WIRE_VERSION 3

/* Fields a message may have, those of newer versions included. */
#define MOOT_WIRE_FIELDS_MAX 64

/* C type of each kind. str, bin and list are borrowed from the decoded bytes;
 * a str is not checked to be UTF-8. A list is one msgpack array (wire_list.h),
 * header included; a list of size 0 stands for the empty one. */
typedef uint64_t moot_wire_u64_t;
typedef bool moot_wire_flag_t;
typedef moot_slice_t moot_wire_str_t;
typedef moot_slice_t moot_wire_bin_t;
typedef moot_slice_t moot_wire_list_t;

/* typedef struct moot_msg_<name> { <fields> } moot_msg_<name>_t */
#define MOOT_MSG(name, NAME, code, since, doc) typedef struct moot_msg_##name {
#define MOOT_FIELD(msg, kind, field, max, since, doc)                          \
    moot_wire_##kind##_t field;
#define MOOT_END(name)                                                         \
    }                                                                          \
    moot_msg_##name##_t;
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END

/* MOOT_MSG_<NAME> = code */
enum moot_msg_code {
#define MOOT_MSG(name, NAME, code, since, doc) MOOT_MSG_##NAME = (code),
#define MOOT_FIELD(msg, kind, field, max, since, doc)
#define MOOT_END(name)
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END
};

/* Any message: code says which member is meant. */
typedef struct moot_msg {
    uint32_t code; /* one of enum moot_msg_code */
    union {
#define MOOT_MSG(name, NAME, code, since, doc) moot_msg_##name##_t name;
#define MOOT_FIELD(msg, kind, field, max, since, doc)
#define MOOT_END(name)
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END
    } as;
} moot_msg_t;

typedef enum moot_wire_kind {
    MOOT_WIRE_u64,
    MOOT_WIRE_flag,
    MOOT_WIRE_str,
    MOOT_WIRE_bin,
    MOOT_WIRE_list,
} moot_wire_kind_t;

/* One field and one message, as declared. All static. */
typedef struct moot_wire_field {
    const char *name;
    const char *doc;
    size_t offset; /* in the message's struct */
    uint64_t max;
    moot_wire_kind_t kind;
    unsigned since;
} moot_wire_field_t;

typedef struct moot_wire_message {
    const char *name;     /* "request" */
    const char *constant; /* "REQUEST" */
    const char *doc;
    const moot_wire_field_t *fields;
    size_t fields_count;
    size_t size; /* bytes of the struct */
    unsigned code;
    unsigned since;
} moot_wire_message_t;

/* The whole table in its order; *count messages. */
const moot_wire_message_t *moot_wire_messages(size_t *count);

/* The message of a code, or NULL. */
const moot_wire_message_t *moot_wire_message(uint32_t code);

/* Code of an encoded message without decoding the rest; it may be one that
 * this program does not know. Errors: MOOT_ETRUNC, MOOT_EINVAL. */
MOOT_CHECKED int moot_wire_code(moot_slice_t in, uint32_t *code);

/* Decodes one whole message. Slices in *out are borrowed from in. Fields that
 * are unknown here (a newer sender) are skipped. After an error the contents
 * of *out mean nothing. Takes time linear in in.size.
 * Errors: MOOT_ENOENT unknown code; MOOT_ETRUNC ends too early; MOOT_ELIMIT a
 * maximum is exceeded; MOOT_EINVAL wrong type, bytes behind the end. */
MOOT_CHECKED int moot_wire_decode(moot_slice_t in, moot_msg_t *out);

/* The same into the struct of an expected message; another code is
 * MOOT_EINVAL. moot_wire_decode_<name> below is the typed form. */
MOOT_CHECKED int moot_wire_decode_as(moot_slice_t in,
                                     const moot_wire_message_t *message,
                                     void *out);

/* Appends the encoded message to buf: all of it or nothing. Lists must be well
 * formed. Errors: MOOT_ELIMIT a field is over its maximum (buf->error stays
 * as it was); those of moot_buf_put. */
MOOT_CHECKED int moot_wire_encode_as(moot_buf_t *buf,
                                     const moot_wire_message_t *message,
                                     const void *fields);

/* The same for a tagged message; its code must be known (checked). */
MOOT_CHECKED int moot_wire_encode(moot_buf_t *buf, const moot_msg_t *message);

/* int moot_wire_decode_<name>(moot_slice_t, moot_msg_<name>_t *)
 * int moot_wire_encode_<name>(moot_buf_t *, const moot_msg_<name>_t *) */
#define MOOT_MSG(name, NAME, code, since, doc)                                 \
    MOOT_CHECKED static inline int moot_wire_decode_##name(                    \
        moot_slice_t in, moot_msg_##name##_t *out)                             \
    {                                                                          \
        return moot_wire_decode_as(in, moot_wire_message(code), out);          \
    }                                                                          \
    MOOT_CHECKED static inline int moot_wire_encode_##name(                    \
        moot_buf_t *buf, const moot_msg_##name##_t *fields)                    \
    {                                                                          \
        return moot_wire_encode_as(buf, moot_wire_message(code), fields);      \
    }
#define MOOT_FIELD(msg, kind, field, max, since, doc)
#define MOOT_END(name)
#include "proto/messages.def"
#undef MOOT_MSG
#undef MOOT_FIELD
#undef MOOT_END

/* Appends one line of text for people, without a line break:
 *   request room="lobby" number=7 body=<12 bytes> echo=true members=["a", 3]
 * Fields of kind bin, also inside lists, show their size only unless
 * show_bodies. Bytes that are not printable ASCII appear as \xNN.
 * Errors: those of moot_buf_put, in buf->error too. */
int moot_wire_print(moot_buf_t *buf, const moot_msg_t *message,
                    bool show_bodies);

#endif
