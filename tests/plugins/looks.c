/* Looks at values of every kind and puts what it sees into the identifier. */
#include <moothall_room.h>

#include <stdio.h>

MOOTHALL_ROOM_PLUGIN

static void put(const moothall_ask_t *ask, const char *path)
{
    const moothall_value_t *value = moothall_get(ask, ask->payload, path);
    char text[256];
    int64_t integer = -1;
    double real = -1;
    int size;

    (void)moothall_integer(ask, value, &integer);
    (void)moothall_real(ask, value, &real);
    size = snprintf(text, sizeof text, "%d,%s,%lld,%g,%d,%zu,%s",
                    moothall_kind(ask, value), moothall_text(ask, value).at,
                    (long long)integer, real, moothall_true(ask, value),
                    moothall_count(ask, value),
                    moothall_name(ask, value, 0).at);
    moothall_part(ask, text, (size_t)size);
}

int extract_room_identifier(const moothall_ask_t *ask)
{
    moothall_text_t path =
        moothall_text(ask, moothall_get(ask, ask->payload, "path"));

    put(ask, path.at);
    return MOOTHALL_OK;
}

int can_join(const moothall_ask_t *ask)
{
    (void)ask;
    return MOOTHALL_ALLOW;
}
