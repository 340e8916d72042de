#include "edge/emitted.h"

#include "edge/sio.h"

/* The emission as frames that all sockets share. */
typedef struct frames {
    moot_frame_t *at[1 + MOOT_SIO_ATTACHMENTS_MAX]; /* text first */
    size_t count;                                   /* 0: not made yet */
} frames_t;

typedef struct apply {
    moot_channels_t *channels;
    const moot_msg_emission_t *emission;
    uint64_t id;
    bool asks; /* for acknowledgements, with id */
    const moot_emitted_sink_t *sink;
    void *ctx;
    frames_t frames;
    size_t met;
} apply_t;

static void drop_frames(frames_t *frames)
{
    for (size_t i = 0; i < frames->count; i++)
        moot_frame_unref(&frames->at[i]);
    frames->count = 0;
}

static bool make_frames(apply_t *apply)
{
    const moot_msg_emission_t *emission = apply->emission;
    frames_t *frames = &apply->frames;
    moot_list_reader_t parts;
    moot_slice_t part;

    if (moot_list_reader_init(&parts, emission->attachments) != 0
        || parts.left > MOOT_SIO_ATTACHMENTS_MAX)
        return false;
    frames->at[0] = moot_sio_write_data(emission->namespace,
                                        apply->asks ? &apply->id : NULL,
                                        parts.left, emission->data);
    if (!frames->at[0])
        return false;
    frames->count = 1;
    while (moot_list_next_bin(&parts, &part) == 0) {
        frames->at[frames->count] = moot_frame_new(part);
        if (!frames->at[frames->count]) {
            drop_frames(frames);
            return false;
        }
        frames->count++;
    }
    return true;
}

/* Does it to one socket. False: it cannot be done to any. */
static bool meet(apply_t *apply, moot_occupant_t *socket)
{
    const moot_msg_emission_t *emission = apply->emission;
    const moot_emitted_sink_t *sink = apply->sink;
    frames_t *frames = &apply->frames;

    switch (emission->action) {
    case MOOT_ACTION_EMIT:
        if (frames->count == 0 && !make_frames(apply))
            return false;
        for (size_t i = 0; i < frames->count; i++)
            sink->send(apply->ctx, socket, frames->at[i], i > 0);
        if (apply->asks)
            sink->asked(apply->ctx, socket, apply->id, emission->confirm);
        break;
    case MOOT_ACTION_ENTER:
        sink->enter(apply->ctx, socket, emission->room);
        break;
    case MOOT_ACTION_LEAVE:
        sink->leave(apply->ctx, socket, emission->room);
        break;
    case MOOT_ACTION_DISCONNECT:
    case MOOT_ACTION_CLOSE:
        sink->disconnect(apply->ctx, socket,
                         emission->action == MOOT_ACTION_CLOSE);
        break;
    default:
        return false;
    }
    apply->met++;
    return true;
}

static bool apply_to(apply_t *apply, uint64_t target, moot_slice_t name)
{
    moot_channels_walk_t walk;
    moot_occupant_t *socket;
    bool goes_on = true;

    moot_channels_walk(apply->channels, apply->emission->namespace,
                       (enum moot_target)target, name, &walk);
    while (goes_on && (socket = moot_channels_next(&walk)))
        if (!moot_slice_eq(socket->by_id.key, apply->emission->except))
            goes_on = meet(apply, socket);
    moot_channels_walk_end(&walk);
    return goes_on;
}

size_t moot_emitted_apply(moot_channels_t *channels,
                          const moot_msg_emission_t *emission, uint64_t id,
                          const moot_emitted_sink_t *sink, void *ctx)
{
    apply_t apply = {
        .channels = channels,
        .emission = emission,
        .id = id,
        .asks = sink->asked && emission->confirm.size > 0,
        .sink = sink,
        .ctx = ctx,
    };
    moot_list_reader_t targets, pair;
    moot_slice_t raw, name;
    uint64_t target;

    if (moot_list_reader_init(&targets, emission->targets) != 0)
        return 0;
    while (moot_list_next_list(&targets, &raw) == 0)
        if (moot_list_reader_init(&pair, raw) != 0
            || moot_list_next_u64(&pair, &target) != 0
            || moot_list_next_str(&pair, &name) != 0
            || !apply_to(&apply, target, name))
            break;
    drop_frames(&apply.frames);
    return apply.met;
}
