#include "common/handshakes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DESCRIPTORS_MAX (1 << 20) /* more than a process may have */

void moot_handshakes_close(moot_handshakes_t *handshakes)
{
    free(handshakes->begun_ms);
    memset(handshakes, 0, sizeof *handshakes);
}

/* Room for a descriptor; false: there is none, and it counts as failed. */
static bool reach(moot_handshakes_t *handshakes, size_t fd)
{
    size_t size = 2 * (fd + 16);

    if (fd < handshakes->size)
        return true;
    if (fd >= DESCRIPTORS_MAX)
        return false;
    uint64_t *grown =
        realloc(handshakes->begun_ms, size * sizeof *handshakes->begun_ms);
    if (grown == NULL)
        return false;
    memset(grown + handshakes->size, 0,
           (size - handshakes->size) * sizeof *grown);
    handshakes->begun_ms = grown;
    handshakes->size = size;
    return true;
}

void moot_handshakes_accepted(moot_handshakes_t *handshakes, int fd,
                              uint64_t now_ms)
{
    handshakes->accepted++;
    handshakes->newest_ms = now_ms;
    if (fd >= 0 && reach(handshakes, (size_t)fd))
        handshakes->begun_ms[fd] = now_ms > 0 ? now_ms : 1;
}

void moot_handshakes_ended(moot_handshakes_t *handshakes, int fd)
{
    if (fd >= 0 && (size_t)fd < handshakes->size)
        handshakes->begun_ms[fd] = 0;
}

uint64_t moot_handshakes_failed(moot_handshakes_t *handshakes, uint64_t now_ms,
                                unsigned patience_ms)
{
    uint64_t known = handshakes->succeeded, failed = handshakes->reported;

    if (now_ms - handshakes->newest_ms < patience_ms)
        for (size_t i = 0; i < handshakes->size; i++)
            known += handshakes->begun_ms[i] != 0
                     && now_ms - handshakes->begun_ms[i] < patience_ms;
    if (handshakes->accepted > known && handshakes->accepted - known > failed)
        failed = handshakes->accepted - known;
    if (failed > handshakes->failed)
        handshakes->failed = failed;
    return handshakes->failed;
}
