/* Crashes before anybody can look at it. */
#include <moothall_room.h>

#include <stdlib.h>

MOOTHALL_ROOM_PLUGIN

__attribute__((constructor)) static void crash(void)
{
    abort();
}

int extract_room_identifier(const moothall_ask_t *ask)
{
    return moothall_take(ask, "id");
}

int can_join(const moothall_ask_t *ask)
{
    (void)ask;
    return MOOTHALL_ALLOW;
}
