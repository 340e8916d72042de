/* Lacks can_join. */
#include <moothall_room.h>

MOOTHALL_ROOM_PLUGIN

int extract_room_identifier(const moothall_ask_t *ask)
{
    return moothall_take(ask, "id");
}
