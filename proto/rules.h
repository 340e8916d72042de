/* Numbers that all programs agree on: enums of message fields and the limits
 * of the internal protocol. Values are never used again for something else. */
#ifndef MOOT_RULES_H
#define MOOT_RULES_H

#include "common/slice.h"

/* The acting user of a request of the application that names none. */
#define MOOT_SYSTEM_USER "system"

enum {
    MOOT_SLOTS = 1024,          /* slots of a cluster, fixed for ever */
    MOOT_ID_BYTES_MAX = 128,    /* room ids, user ids */
    MOOT_SESSION_BYTES_MAX = 96,
    MOOT_PAGE_BYTES_MAX = 1048576, /* events in one EVENTS answer */
    MOOT_WORKERS_MAX = 256,
    MOOT_BEAT_MS = 500,            /* heartbeats of every program */
    MOOT_EDGE_EXPIRY_MS = 10000,   /* a worker forgets a silent edge */
    MOOT_SESSION_EXPIRY_MS = 60000, /* outcomes kept after the last request */
    MOOT_STAMP_AGE_MS_MAX = 30000, /* age of a copy that opens a session */
    MOOT_ATTACH_BACK_MAX = 10000,  /* events an ATTACH may go back; of an EMIT
                                      stream all that are kept */
    MOOT_EMIT_KEEP_MS = 60000, /* an emission can be fetched so long */
    MOOT_EMIT_KEPT_MAX = 100000, /* and no more than so many of a slot */
    MOOT_EMIT_TARGETS_MAX = 1000, /* targets of one emission */
    MOOT_EMIT_NAME_MAX = 512,     /* bytes of a target's name */
    MOOT_EMIT_ATTACHMENTS_MAX = 100,
    MOOT_EMIT_COPIES_MAX = 64, /* histories that keep one message */
    MOOT_FACT_NAME_MAX = 64,
    MOOT_FACT_VALUE_MAX = 256,
    MOOT_HISTORY_NAME_MAX = 64,
};

/* Where part one sends the body. */
enum moot_flow {
    MOOT_FLOW_SLOT = 1,    /* to the owner of the slot */
    MOOT_FLOW_WORKER = 2,  /* to a worker by its number */
    MOOT_FLOW_EDGE = 3,    /* to an edge by its address; from an edge only what
                              is said between edges */
    MOOT_FLOW_BROKER = 4,  /* to the broker itself: beats, status */
    MOOT_FLOW_NOT_YET = 5, /* worker to broker: the body comes back, the slot
                              is not served here yet under that epoch; hold */
    MOOT_FLOW_MOVED = 6,   /* worker to broker: body is a MOVED message for
                              route.edge; adopt, then pass on if higher */
};

/* What a stream is of; part of every key, never taken from client text. */
enum moot_kind {
    MOOT_KIND_ROOM = 1,
    MOOT_KIND_USER = 2,
    /* The emissions of a slot, in their order; its id is the slot's number in
     * decimal, and its slot is that one. Epoch 1, never ends. */
    MOOT_KIND_EMIT = 3,
};

enum moot_op {
    MOOT_OP_CREATE = 1,
    MOOT_OP_JOIN = 2,
    MOOT_OP_LEAVE = 3,
    MOOT_OP_INFO = 4, /* ROOM_INFO and ROOM_MEMBERS */
    MOOT_OP_META = 5,
    MOOT_OP_ADD = 6,
    MOOT_OP_REMOVE = 7,
    MOOT_OP_ROLE = 8,
    MOOT_OP_DELETE = 9,
    MOOT_OP_MESSAGE = 10,
    MOOT_OP_EMIT = 11, /* to the slot of the acting user */
    MOOT_OP_FACT = 12, /* to the slot of the user: target is what was learned
                          of the user, content its value */
    MOOT_OP_OWNER = 13, /* the application hands a room to the target */
};

enum moot_given {
    MOOT_GIVEN_NAME = 1,
    MOOT_GIVEN_THUMBNAIL = 2,
};

enum moot_role { MOOT_ROLE_OWNER = 1, MOOT_ROLE_ADMIN = 2, MOOT_ROLE_MEMBER = 3 };

/* Kinds of room events and the broadcast each one makes. */
enum moot_what {
    MOOT_WHAT_CREATED = 1, /* ROOM_MEMBERS_UPDATED to all members */
    MOOT_WHAT_JOINED = 2,  /* ROOM_MEMBER_JOINED to all but the joiner; the
                              roster changes here */
    MOOT_WHAT_MEMBERS = 3, /* ROOM_MEMBERS_UPDATED to all; changes nothing:
                              second event of a join or a leave */
    MOOT_WHAT_LEFT = 4,    /* ROOM_MEMBER_LEFT to those who remain; the roster
                              and the owner change here */
    MOOT_WHAT_ADDED = 5,   /* ROOM_MEMBERS_UPDATED to all, the added too */
    MOOT_WHAT_REMOVED = 6, /* ROOM_MEMBERS_UPDATED to those who remain and to
                              the removed */
    MOOT_WHAT_ROLE = 7,    /* ROOM_MEMBERS_UPDATED to all */
    MOOT_WHAT_META = 8,    /* ROOM_UPDATED to all */
    MOOT_WHAT_MESSAGE = 9, /* ROOM_MESSAGE to all but the sending session */
    MOOT_WHAT_DELETED = 10, /* ROOM_DELETED to all; the room ends */
    MOOT_WHAT_EMITTED = 11, /* an emission; in streams of kind EMIT only */
};

/* What an emission does to the sockets of its targets. */
enum moot_action {
    MOOT_ACTION_EMIT = 1,  /* they are sent an event */
    MOOT_ACTION_ENTER = 2, /* they enter a room */
    MOOT_ACTION_LEAVE = 3, /* they leave a room */
    MOOT_ACTION_DISCONNECT = 4, /* they are disconnected from the namespace */
    MOOT_ACTION_CLOSE = 5,      /* their connection is closed */
};

/* Which sockets of a namespace. */
enum moot_target {
    MOOT_TARGET_ROOM = 1,   /* in the room of that name */
    MOOT_TARGET_USER = 2,   /* of that user */
    MOOT_TARGET_ALL = 3,    /* all; the name is empty */
    MOOT_TARGET_SOCKET = 4, /* of that id */
};

/* Which names are asked for. */
enum moot_names {
    MOOT_NAMES_PEERS = 1, /* with whom a user shares stored messages */
    MOOT_NAMES_FACT = 2,  /* users of whom this was learned last */
    MOOT_NAMES_VALUE = 3, /* what was learned last of one user */
};

enum moot_guard_what {
    MOOT_GUARD_JOIN = 1,   /* identifier and permission */
    MOOT_GUARD_LEAVE = 2,  /* the identifier alone */
    MOOT_GUARD_CREATE = 3, /* of a durable room */
    MOOT_GUARD_JOINED = 4, /* it is done: on_join; no answer */
    MOOT_GUARD_LEFT = 5,   /* it is done: on_leave; no answer */
};

enum moot_verdict_code {
    MOOT_VERDICT_ALLOW = 1,
    MOOT_VERDICT_REFUSE = 2,
    MOOT_VERDICT_INVALID = 3, /* no identifier: the client's mistake */
    MOOT_VERDICT_FAILED = 4,  /* neither yes nor no: crash, time, bad answer */
};

enum moot_guard_state {
    MOOT_GUARD_LOADING = 1, /* it begins with this type */
    MOOT_GUARD_LOADED = 2,
    MOOT_GUARD_BROKEN = 3, /* all asks about it fail */
    MOOT_GUARD_READY = 4,  /* no type is left: questions may come */
};

enum moot_tunnel {
    MOOT_TUNNEL_OPEN = 1,  /* the client's edge: a WebSocket for a session */
    MOOT_TUNNEL_TEXT = 2,
    MOOT_TUNNEL_BINARY = 3,
    MOOT_TUNNEL_CLOSE = 4, /* either side; the last */
    MOOT_TUNNEL_SEEN = 5,  /* says what was taken, and nothing else */
    MOOT_TUNNEL_BEAT = 6,  /* of no tunnel: the sender lives; code 1: say so
                              too */
};

/* Result codes of requests; names as clients see them. */
enum moot_code {
    MOOT_CODE_OK = 0,
    MOOT_CODE_UNAUTHORIZED = 1,
    MOOT_CODE_VALIDATION_ERROR = 2,
    MOOT_CODE_NOT_FOUND = 3,
    MOOT_CODE_FORBIDDEN = 4,
    MOOT_CODE_CREATE_FAILED = 5,
    MOOT_CODE_JOIN_FAILED = 6,
    MOOT_CODE_LEAVE_FAILED = 7,
    MOOT_CODE_NOT_A_MEMBER = 8,
    MOOT_CODE_UNAVAILABLE = 9,
    MOOT_CODE_INTERNAL = 10,
    MOOT_CODE_INVALID_JSON = 11,
    MOOT_CODE_UNKNOWN_TYPE = 12,
    MOOT_CODE_UNSUPPORTED_FORMAT = 13,
    MOOT_CODE_RATE_LIMITED = 14,
    MOOT_CODE_UNSUPPORTED_PROTOCOL_VERSION = 15,
    MOOT_CODE_HELLO_ALREADY_SENT = 16,
};

enum moot_attach {
    MOOT_ATTACH_HEAD = 1,  /* snapshot at the head, no events */
    MOOT_ATTACH_AFTER = 2, /* snapshot at the position given, events after it;
                              at the head when the position is too far back */
    MOOT_ATTACH_EVENTS = 3, /* events after the position, no snapshot: the edge
                               has the state already */
};

enum moot_record {
    MOOT_RECORD_REQUEST = 1, /* a numbered request: events, outcome, outbox */
    MOOT_RECORD_INBOX = 2,   /* outbox entries of another slot applied here */
    MOOT_RECORD_TRIM = 3,    /* outbox entries acknowledged by their target */
    MOOT_RECORD_FACT = 4,    /* something learned of a user */
};

enum moot_program_state {
    MOOT_STATE_STARTING = 1,
    MOOT_STATE_READY = 2,
    MOOT_STATE_DRAINING = 3,
};

/* What a command is told of a room. */
enum moot_room_state {
    MOOT_ROOM_NONE = 0,
    MOOT_ROOM_LIVING = 1,
    MOOT_ROOM_ENDED = 2, /* deleted, or its last member left, lately */
};

/* Where a program saw what a tap shows. The direction is the program's. */
enum moot_tap_point {
    MOOT_TAP_CLIENT_IN = 1,  /* edge: a request accepted from a client */
    MOOT_TAP_CLIENT_OUT = 2, /* edge: its answer, to the socket */
    MOOT_TAP_EDGE_OUT = 3,   /* edge to broker */
    MOOT_TAP_EDGE_IN = 4,    /* broker to edge */
    MOOT_TAP_HEARD = 5,      /* edge: from a worker's PUB */
    MOOT_TAP_DELIVERED = 6,  /* edge: an event, to all its sockets */
    MOOT_TAP_FRONT_IN = 7,   /* broker: from an edge */
    MOOT_TAP_FRONT_OUT = 8,  /* broker: to an edge */
    MOOT_TAP_BACK_IN = 9,    /* broker: from a worker */
    MOOT_TAP_BACK_OUT = 10,  /* broker: to a worker */
    MOOT_TAP_WORKER_IN = 11, /* worker: from a broker */
    MOOT_TAP_WORKER_OUT = 12, /* worker: to a broker */
    MOOT_TAP_PUBLISHED = 13, /* worker: on its PUB */
    MOOT_TAP_COMMITTED = 14, /* worker: a batch is on disk */
    MOOT_TAP_POINTS,         /* one more than the last */
};

/* Name of a code as clients see it ("NOT_FOUND"); "INTERNAL" when unknown. */
const char *moot_code_name(uint64_t code);

/* The code of a name, or a negative MOOT_ENOENT. */
int moot_code_of(moot_slice_t name);

/* "OWNER", "ADMIN", "MEMBER"; "MEMBER" when unknown. */
const char *moot_role_name(uint64_t role);

/* What clients call a request of that op ("ROOM_JOIN") and the broadcast of an
 * event of that what ("ROOM_UPDATED"); "" when unknown. An INFO may have been
 * a ROOM_MEMBERS too. */
const char *moot_op_type(uint64_t op);
const char *moot_what_type(uint64_t what);

/* Slot of a stream, 0..MOOT_SLOTS-1: fixed for ever (common/hash.h). For EMIT
 * it is the id itself; MOOT_SLOTS when that is no slot. */
unsigned moot_slot_of(enum moot_kind kind, moot_slice_t id);

/* The id in an edge's address: "edge-1" of "edge-1:17". Borrowed. */
moot_slice_t moot_edge_id(moot_slice_t address);

/* The id of a slot's stream of emissions: its number in decimal, borrowed from
 * text. */
moot_slice_t moot_emit_id(unsigned slot, char text[5]);

/* The slot of a request: of an EMIT or FACT that of the acting user's stream
 * of kind USER (an EMIT of nobody has its socket's id as room, which takes the
 * user's place), of all others that of the room. */
unsigned moot_op_slot(uint64_t op, moot_slice_t user, moot_slice_t room);

#endif
