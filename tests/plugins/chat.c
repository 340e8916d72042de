/* A room type for tests: chat|ID, open to those whose claim chats names it.
 * What else it does, the user or the payload asks for. */
#include <moothall_room.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

MOOTHALL_ROOM_PLUGIN

static int is(const moothall_ask_t *ask, const char *member, const char *text)
{
    moothall_text_t value =
        moothall_text(ask, moothall_get(ask, ask->payload, member));
    return strcmp(value.at, text) == 0;
}

/* Endless, but not for the compiler. */
static void hang(void)
{
    for (volatile int i = 0;; i++)
        continue;
}

int extract_room_identifier(const moothall_ask_t *ask)
{
    if (is(ask, "in_extract", "crash"))
        abort();
    if (is(ask, "in_extract", "garbage"))
        return -1;
    if (is(ask, "in_extract", "nothing"))
        return MOOTHALL_OK;
    if (is(ask, "in_extract", "zeros")) {
        moothall_part(ask, "a\0b", 3);
        return MOOTHALL_OK;
    }
    if (is(ask, "in_extract", "own words"))
        return moothall_invalid(ask, "which chat, please?");
    return moothall_take(ask, "chat_id");
}

int can_join(const moothall_ask_t *ask)
{
    const moothall_value_t *chats = moothall_get(ask, ask->claims, "chats");
    moothall_text_t id =
        moothall_text(ask, moothall_get(ask, ask->payload, "chat_id"));

    if (strcmp(ask->user, "crash") == 0 || is(ask, "in_join", "crash"))
        abort();
    if (strcmp(ask->user, "hang") == 0 || is(ask, "in_join", "hang"))
        hang();
    if (strcmp(ask->user, "garbage") == 0)
        return 77;
    if (strcmp(ask->user, "failing") == 0)
        return MOOTHALL_FAILED;
    if (strcmp(ask->user, "environment") == 0)
        return getenv("MOOT_JWT_SECRET") == NULL && getenv("HOME") == NULL
                   ? MOOTHALL_ALLOW
                   : MOOTHALL_REFUSE;
    if (ask->what == MOOTHALL_CREATE)
        return moothall_has(ask, moothall_get(ask, ask->claims, "role"),
                            "admin")
                   ? MOOTHALL_ALLOW
                   : MOOTHALL_REFUSE;
    return moothall_has(ask, chats, id.at) ? MOOTHALL_ALLOW : MOOTHALL_REFUSE;
}

static void note(const moothall_ask_t *ask, const char *what)
{
    char line[128];

    snprintf(line, sizeof line, "%s %s %s", ask->user, what, ask->room);
    moothall_log(ask, line);
}

void on_join(const moothall_ask_t *ask)
{
    note(ask, "is in");
}

void on_leave(const moothall_ask_t *ask)
{
    note(ask, "has left");
}
