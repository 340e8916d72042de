/* One client's protocol life: greeting, requests, answers, the end. Pure: the
 * time is passed in, everything that leaves goes through the sink.
 *
 *     OPENING --start--> ATTACHING --ready--> OPEN --drain--> DRAINING
 *        |                   |                  |                 |
 *        +-------------------+------ close -----+---> CLOSED <----+
 *
 * ATTACHING: frames of the client wait, bounded; they are answered after
 * CONNECTION_ESTABLISHED, in order, as are those that come right after it.
 * DRAINING: what was asked is answered, new requests are not taken; then 1012.
 * The rules are those of the room protocol (proto/ROOMS.md). */
#ifndef MOOT_SESSION_H
#define MOOT_SESSION_H

#include "common/metric.h"
#include "edge/delivery.h"
#include "edge/encode.h"
#include "edge/parse.h"

enum {
    MOOT_SESSION_INVALID_JSON_MAX = 10, /* so many within … close */
    MOOT_SESSION_INVALID_JSON_MS = 60000,
    /* A frame that comes so soon after the greeting may have been sent before
     * the client saw it, so it is answered in its order too. */
    MOOT_SESSION_EARLY_MS = 1000,
    /* Close codes, RFC 6455 section 7.4.1 and its registry. */
    MOOT_SESSION_POLICY = 1008,
    MOOT_SESSION_RESTART = 1012,
    MOOT_SESSION_TRY_LATER = 1013,
};

typedef struct moot_session moot_session_t;

/* Both clocks at one moment: monotonic for durations, wall for clients. */
typedef struct moot_session_now {
    uint64_t mono_ms, wall_ms;
} moot_session_now_t;

/* Limits, from the settings; read at each use. */
typedef struct moot_session_config {
    moot_parse_limits_t limits;
    size_t pending_requests_max;
    size_t early_bytes_max;       /* of frames that came before the greeting */
    uint64_t requests_per_second; /* 0: no limit */
    uint64_t requests_burst;
    uint64_t drain_reconnect_ms;
} moot_session_config_t;

/* What a session asks of the hub. None may call back into the session, but
 * for list_all and request, which may not answer at once either. */
typedef struct moot_session_sink {
    /* Sends a frame, which is borrowed. */
    void (*send)(void *ctx, moot_session_t *session, moot_frame_t *frame);
    /* Sends what is queued, then closes; no frame comes any more. */
    void (*close)(void *ctx, moot_session_t *session, int code,
                  const char *reason);
    /* As moot_delivery_request, _rooms and _list_all. */
    int (*request)(void *ctx, moot_session_t *session,
                   const moot_msg_request_t *request, uint64_t tag);
    size_t (*rooms)(void *ctx, moot_session_t *session,
                    void (*each)(void *each_ctx, const moot_roomview_t *view,
                                 enum moot_role role),
                    void *each_ctx);
    /* As moot_delivery_await_rooms; moot_session_rooms_settled follows. */
    void (*await_rooms)(void *ctx, moot_session_t *session);
    int (*list_all)(void *ctx, moot_session_t *session, uint64_t tag,
                    moot_slice_t after, size_t limit);
    /* 64 random bits for a room id. */
    uint64_t (*random)(void *ctx);
    /* A frame of the client was answered with an error that no worker gave;
     * may be NULL. */
    void (*refused)(void *ctx, moot_session_t *session, enum moot_code code);
} moot_session_sink_t;

/* What all sessions of an edge share; borrowed. */
typedef struct moot_session_shared {
    const moot_session_config_t *config;
    const moot_session_sink_t *sink;
    void *ctx;
    moot_parse_t *parse;
    moot_encode_t *encode;
} moot_session_shared_t;

enum moot_session_state {
    MOOT_SESSION_OPENING,
    MOOT_SESSION_ATTACHING,
    MOOT_SESSION_OPEN,
    MOOT_SESSION_DRAINING,
    MOOT_SESSION_CLOSED,
};

/* Embedded in the hub's record of a client. The fields are the session's. */
struct moot_session {
    moot_subscriber_t subscriber;
    const moot_session_shared_t *shared;
    moot_slice_t user; /* borrowed; empty: anonymous */
    bool admin, hello; /* hello: HELLO was taken */
    enum moot_session_state state;
    uint64_t tags;       /* given to requests so far */
    moot_node_t pending; /* requests without an answer, oldest first */
    size_t pending_count;
    moot_node_t early; /* frames before the greeting */
    size_t early_count, early_bytes;
    uint64_t greeted_ms;
    size_t slots_count;
    moot_node_t slots; /* answers owed to these frames, in their order */
    struct moot_session_slot *slot; /* of the frame taken now, or NULL */
    enum moot_label_TYPE type; /* of the frame that is answered now */
    uint64_t tokens_milli, tokens_at_ms; /* rate limit: 1000 are a request */
    uint64_t invalid_count;
    uint64_t invalid_at_ms[MOOT_SESSION_INVALID_JSON_MAX - 1];
};

/* user and id (the session id, at most MOOT_SESSION_BYTES_MAX bytes) must
 * outlive the session. */
void moot_session_init(moot_session_t *session,
                       const moot_session_shared_t *shared, moot_slice_t user,
                       bool admin, moot_slice_t id,
                       const moot_session_now_t *now);
/* Frees what it holds; says nothing any more. */
void moot_session_free(moot_session_t *session);

/* Frames may be sent from now on. An anonymous client is greeted at once;
 * any other once it is attached. */
void moot_session_start(moot_session_t *session, const moot_session_now_t *now);

/* One message of the client. */
void moot_session_frame(moot_session_t *session, moot_slice_t payload,
                        bool binary, const moot_session_now_t *now);

/* What delivery says of its subscriber (edge/delivery.h). */
void moot_session_ready(moot_session_t *session, const moot_slice_t *pending,
                        size_t pending_count, const moot_session_now_t *now);
void moot_session_lost(moot_session_t *session);
void moot_session_attached(moot_session_t *session,
                           const moot_roomview_t *view);
void moot_session_deliver(moot_session_t *session, moot_frame_t *frame);
void moot_session_answer(moot_session_t *session, uint64_t tag,
                         const moot_msg_reply_t *reply,
                         const moot_roomview_t *view,
                         const moot_session_now_t *now);
void moot_session_rooms_settled(moot_session_t *session,
                                const moot_session_now_t *now);
void moot_session_answer_list(moot_session_t *session, uint64_t tag,
                              const moot_msg_room_info_t *rooms, size_t count,
                              moot_slice_t next, const moot_session_now_t *now);

/* An orderly stop: SERVER_DRAINING, then 1012 as soon as nothing waits. */
void moot_session_drain(moot_session_t *session);
/* The same without waiting for answers any longer. */
void moot_session_drain_end(moot_session_t *session);

#endif
