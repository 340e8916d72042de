/* Binary packets of Socket.IO, put together from their text and what follows
 * it. A packet without attachments costs no memory here. */
#include "edge/sio.h"

#include "common/err.h"

#include <stdlib.h>

struct moot_sio_pending {
    moot_sio_packet_t packet;
    uint8_t *text; /* what the packet's slices lie in */
    size_t bytes;  /* of the text and of the attachments so far */
    unsigned count;
    moot_slice_t parts[]; /* owned */
};

void moot_sio_assembly_init(moot_sio_assembly_t *assembly,
                            unsigned attachments_max, size_t bytes_max)
{
    MOOT_CHECK(attachments_max <= MOOT_SIO_ATTACHMENTS_MAX);
    *assembly = (moot_sio_assembly_t){
        .attachments_max = attachments_max,
        .bytes_max = bytes_max,
    };
}

void moot_sio_assembly_close(moot_sio_assembly_t *assembly)
{
    moot_sio_pending_t *pending = assembly->pending;

    if (!pending)
        return;
    for (unsigned i = 0; i < pending->count; i++)
        free((void *)(uintptr_t)pending->parts[i].at);
    free(pending->text);
    free(pending);
    assembly->pending = NULL;
}

/* A copy that is never NULL for lack of bytes. */
static uint8_t *copy(moot_slice_t bytes)
{
    uint8_t *at = malloc(bytes.size + 1);

    if (at && bytes.size > 0)
        memcpy(at, bytes.at, bytes.size);
    return at;
}

/* Keeps the text of a packet whose attachments come next. */
static int begin(moot_sio_assembly_t *assembly, moot_slice_t text,
                 unsigned attachments)
{
    moot_sio_pending_t *pending =
        calloc(1, sizeof *pending + attachments * sizeof(moot_slice_t));
    int rc = MOOT_ENOMEM;

    if (!pending)
        return rc;
    pending->text = copy(text);
    if (!pending->text)
        goto undo_pending;
    pending->bytes = text.size;
    rc = moot_sio_read(moot_slice(pending->text, text.size), attachments,
                       &pending->packet);
    MOOT_CHECK(rc == 0); /* the same text as before */
    pending->packet.parts = pending->parts;
    assembly->pending = pending;
    return 0;

undo_pending:
    free(pending);
    return rc;
}

static int take_text(moot_sio_assembly_t *assembly, moot_slice_t text,
                     moot_sio_packet_t *packet, bool *complete)
{
    moot_sio_packet_t read;
    int rc;

    if (text.size > assembly->bytes_max)
        return MOOT_ELIMIT;
    rc = moot_sio_read(text, assembly->attachments_max, &read);
    if (rc < 0)
        return rc;
    if (read.attachments > 0) {
        *complete = false;
        return begin(assembly, text, read.attachments);
    }
    *packet = read;
    *complete = true;
    return 0;
}

static int take_part(moot_sio_pending_t *pending, size_t bytes_max,
                     moot_slice_t bytes)
{
    const uint8_t *part;

    if (bytes.size > bytes_max - pending->bytes)
        return MOOT_ELIMIT;
    part = copy(bytes);
    if (!part)
        return MOOT_ENOMEM;
    pending->bytes += bytes.size;
    pending->parts[pending->count++] = moot_slice(part, bytes.size);
    return 0;
}

int moot_sio_assembly_take(moot_sio_assembly_t *assembly, moot_slice_t data,
                           bool binary, moot_sio_packet_t *packet,
                           bool *complete)
{
    moot_sio_pending_t *pending = assembly->pending;
    int rc = 0;

    if (pending && pending->count == pending->packet.attachments) {
        moot_sio_assembly_close(assembly); /* was given by the last call */
        pending = NULL;
    }
    if (binary != (pending != NULL))
        return MOOT_EINVAL;
    if (!binary) {
        rc = take_text(assembly, data, packet, complete);
    } else {
        rc = take_part(pending, assembly->bytes_max, data);
        if (rc < 0)
            return rc;
        *complete = pending->count == pending->packet.attachments;
        if (*complete)
            *packet = pending->packet;
    }
    if (rc == 0 && *complete && packet->type == MOOT_SIO_BINARY_EVENT)
        packet->type = MOOT_SIO_EVENT;
    else if (rc == 0 && *complete && packet->type == MOOT_SIO_BINARY_ACK)
        packet->type = MOOT_SIO_ACK;
    return rc;
}
