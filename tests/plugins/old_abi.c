/* Made for another version of the header. */
#include <moothall_room.h>

MOOTHALL_EXPORT extern const uint32_t moothall_room_abi;
MOOTHALL_EXPORT const uint32_t moothall_room_abi = MOOTHALL_ROOM_ABI + 1;

int extract_room_identifier(const moothall_ask_t *ask)
{
    return moothall_take(ask, "id");
}

int can_join(const moothall_ask_t *ask)
{
    (void)ask;
    return MOOTHALL_ALLOW;
}
