#include "worker/guard_serve.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/err.h"
#include "proto/rules.h"
#include "worker/guard_plugin.h"
#include "worker/guard_wire.h"

typedef struct served {
    moot_slice_t name_space, key; /* own memory */
    uint64_t index;
    bool broken;
    moot_guard_plugin_t plugin;
} served_t;

typedef struct server {
    int fd;
    served_t *at;
    size_t count;
    moot_arena_t arena;
    moot_buf_t in, out, body;
} server_t;

/* Sends server->body. False: the worker is gone. */
static bool put(server_t *server)
{
    moot_buf_clear(&server->out);
    if (moot_guard_wire_put(&server->out, moot_buf_slice(&server->body)) < 0)
        return false;
    for (size_t at = 0; at < server->out.size;) {
        ssize_t n =
            write(server->fd, server->out.at + at, server->out.size - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool put_state(server_t *server, enum moot_guard_state state,
                      uint64_t index, const char *text)
{
    moot_msg_guard_state_t message = {
        .state = (uint64_t)state,
        .index = index,
        .text = moot_slice_str(text),
    };
    moot_buf_clear(&server->body);
    return moot_wire_encode_guard_state(&server->body, &message) == 0
           && put(server);
}

static moot_slice_t keep(moot_slice_t text)
{
    uint8_t *copy = malloc(text.size + 1);
    MOOT_CHECK(copy != NULL);
    memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    return moot_slice(copy, text.size);
}

static bool load(server_t *server, const moot_msg_guard_type_t *type)
{
    char why[256] = "";
    served_t *more =
        realloc(server->at, (server->count + 1) * sizeof(*server->at));
    MOOT_CHECK(more != NULL);
    server->at = more;
    served_t *served = &server->at[server->count++];
    *served = (served_t){
        .name_space = keep(type->namespace),
        .key = keep(type->key),
        .index = type->index,
    };
    if (!put_state(server, MOOT_GUARD_LOADING, type->index, ""))
        return false;
    moot_slice_t path = keep(type->plugin);
    int rc = moot_guard_plugin_open((const char *)path.at, why, sizeof why,
                                    &served->plugin);
    free((void *)(uintptr_t)path.at);
    served->broken = rc < 0;
    return put_state(server, rc < 0 ? MOOT_GUARD_BROKEN : MOOT_GUARD_LOADED,
                     type->index, why);
}

static bool answer(server_t *server, const moot_msg_ask_guard_t *ask)
{
    moot_msg_guard_told_t told = {.number = ask->number};
    const served_t *served = NULL;
    for (size_t i = 0; i < server->count; i++) {
        if (moot_slice_eq(server->at[i].name_space, ask->namespace)
            && moot_slice_eq(server->at[i].key, ask->type))
            served = &server->at[i];
    }
    if (served == NULL || served->broken)
        told = (moot_msg_guard_told_t){
            .number = ask->number,
            .verdict = MOOT_VERDICT_FAILED,
            .text = moot_slice_str("the plugin is not loaded"),
        };
    else
        moot_guard_plugin_ask(&served->plugin, ask, &server->arena, &told);
    moot_buf_clear(&server->body);
    return moot_wire_encode_guard_told(&server->body, &told) == 0
           && put(server);
}

static bool take(server_t *server, moot_slice_t body)
{
    moot_msg_t message;
    if (moot_wire_decode(body, &message) < 0)
        return false;
    switch (message.code) {
    case MOOT_MSG_GUARD_TYPE:
        return load(server, &message.as.guard_type);
    case MOOT_MSG_GUARD_STATE:
        return put_state(server, MOOT_GUARD_READY, 0, "");
    case MOOT_MSG_ASK_GUARD:
        return answer(server, &message.as.ask_guard);
    default:
        return false;
    }
}

/* Takes all whole frames that came. */
static bool take_all(server_t *server)
{
    moot_slice_t rest = moot_buf_slice(&server->in), body;
    int rc;
    while ((rc = moot_guard_wire_next(&rest, &body)) == 0) {
        if (!take(server, body))
            return false;
    }
    moot_guard_wire_drop(&server->in, server->in.size - rest.size);
    return rc == MOOT_ETRUNC;
}

int moot_guard_serve_plugins(int fd)
{
    static server_t server;
    bool sound = true;
    server.fd = fd;
    moot_arena_init(&server.arena, MOOT_GUARD_PLUGIN_ARENA_MAX);
    moot_buf_init(&server.in, 2 * MOOT_GUARD_WIRE_BYTES_MAX);
    moot_buf_init(&server.out, SIZE_MAX);
    moot_buf_init(&server.body, SIZE_MAX);
    while (sound) {
        uint8_t *at = moot_buf_reserve(&server.in, 65536);
        ssize_t n = at != NULL ? read(fd, at, 65536) : -1;
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break; /* the worker has ended */
        server.in.size += (size_t)n;
        sound = take_all(&server);
    }
    moot_arena_close(&server.arena);
    moot_buf_close(&server.in);
    moot_buf_close(&server.out);
    moot_buf_close(&server.body);
    /* Plugins stay loaded: their destructors are not to be trusted with the
     * end of the process, which follows at once. */
    return 0;
}
