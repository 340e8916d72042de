/* An emission at one edge: the sockets of its targets are found, in the order
 * of the targets, and sent the same frames, or moved. Pure. */
#ifndef MOOT_EMITTED_H
#define MOOT_EMITTED_H

#include "common/frame.h"
#include "edge/channels.h"
#include "proto/wire.h"

/* What is done to a socket. disconnect may take it, and others, out of
 * channels. */
typedef struct moot_emitted_sink {
    /* An Engine.IO message; the frame is borrowed. */
    void (*send)(void *ctx, moot_occupant_t *socket, moot_frame_t *frame,
                 bool binary);
    void (*enter)(void *ctx, moot_occupant_t *socket, moot_slice_t room);
    void (*leave)(void *ctx, moot_occupant_t *socket, moot_slice_t room);
    /* It was sent an event that asks for an acknowledgement with this id,
     * which is to be taken as its event confirm. May take it, and others,
     * out of channels. NULL: none is asked for. */
    void (*asked)(void *ctx, moot_occupant_t *socket, uint64_t id,
                  moot_slice_t confirm);
    /* Out of the namespace; close: its whole connection ends. */
    void (*disconnect)(void *ctx, moot_occupant_t *socket, bool close);
} moot_emitted_sink_t;

/* Applies it; a socket that is in two targets is met twice. id: asks for
 * acknowledgements, if it does. Returns how often a socket was met. Frames are made when the first one is; without memory for
 * them, and behind a target that cannot be read, it ends early. */
size_t moot_emitted_apply(moot_channels_t *channels,
                          const moot_msg_emission_t *emission, uint64_t id,
                          const moot_emitted_sink_t *sink, void *ctx);

#endif
