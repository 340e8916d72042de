/* Any bytes as the messages of one Socket.IO connection. The input is cut at
 * line ends; a line that begins with 'b' is a binary message without it, any
 * other is a text. An error ends the connection, another begins. */
#include "common/err.h"
#include "common/utf8.h"
#include "tests/lib/sio_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ATTACHMENTS_MAX = 3, BYTES_MAX = 4096 };

static void step(moot_sio_assembly_t *assembly, moot_slice_t data, bool binary)
{
    moot_sio_packet_t packet;
    bool complete = false, pending = assembly->pending != NULL;
    int rc = moot_sio_assembly_take(assembly, data, binary, &packet, &complete);

    if (rc < 0) {
        MOOT_CHECK(rc == MOOT_EINVAL || rc == MOOT_ELIMIT);
        moot_sio_assembly_close(assembly);
        return;
    }
    MOOT_CHECK(data.size <= BYTES_MAX && (!binary || pending));
    if (complete) {
        MOOT_CHECK(packet.attachments <= ATTACHMENTS_MAX);
        MOOT_CHECK((packet.attachments > 0) == binary);
        sio_oracle_check(&packet);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *at = data, *end = data + size;
    moot_sio_assembly_t assembly;

    moot_sio_assembly_init(&assembly, ATTACHMENTS_MAX, BYTES_MAX);
    while (at < end) {
        const uint8_t *stop = memchr(at, '\n', (size_t)(end - at));
        bool binary = *at == 'b';

        stop = stop ? stop : end;
        step(&assembly, moot_slice(at + binary, (size_t)(stop - at) - binary),
             binary);
        at = stop < end ? stop + 1 : end;
    }
    moot_sio_assembly_close(&assembly);
    return 0;
}
