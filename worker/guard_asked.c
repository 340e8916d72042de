#include "worker/guard_asked.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/json_write.h"
#include "common/utf8.h"
#include "proto/roomname.h"
#include "proto/rules.h"
#include "proto/value.h"

enum { TEXT_MAX = 256, STATUS_OK = 200 };

static const char *const whats[] = {
    [MOOT_GUARD_JOIN] = "join",     [MOOT_GUARD_LEAVE] = "leave",
    [MOOT_GUARD_CREATE] = "create", [MOOT_GUARD_JOINED] = "joined",
    [MOOT_GUARD_LEFT] = "left",
};

/* ---- The question -------------------------------------------------------- */

static void put_text(moot_json_write_t *json, const char *name,
                     moot_slice_t text)
{
    moot_json_write_name(json, name);
    if (text.size > 0)
        moot_json_write_string(json, text);
    else
        moot_json_write_null(json);
}

static void put_json(moot_json_write_t *json, const char *name,
                     moot_slice_t raw)
{
    moot_json_value_t value;
    moot_json_write_name(json, name);
    if (raw.size > 0 && moot_json_read_value(raw, &value) == 0)
        moot_json_write_raw(json, value.raw);
    else
        moot_json_write_null(json);
}

int moot_guard_asked_write(moot_buf_t *out, const moot_msg_ask_guard_t *ask)
{
    moot_json_write_t json;
    moot_slice_t identifier = {0};
    if (ask->room.size > ask->type.size)
        identifier = moot_slice(ask->room.at + ask->type.size + 1,
                                ask->room.size - ask->type.size - 1);
    moot_json_write_init(&json, out);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(
        &json, "what",
        moot_slice_str(ask->what >= MOOT_GUARD_JOIN
                               && ask->what <= MOOT_GUARD_LEFT
                           ? whats[ask->what]
                           : ""));
    put_text(&json, "namespace", ask->namespace);
    put_text(&json, "type", ask->type);
    put_text(&json, "room", ask->room);
    put_text(&json, "identifier", identifier);
    put_text(&json, "session", ask->session);
    put_text(&json, "user", ask->user);
    put_json(&json, "claims", ask->claims);
    put_json(&json, "payload", ask->payload);
    moot_json_write_end_object(&json);
    return out->error;
}

/* ---- The answer ---------------------------------------------------------- */

static void tell(moot_msg_guard_told_t *told, enum moot_verdict_code code,
                 const char *text)
{
    told->verdict = (uint64_t)code;
    told->text = moot_slice_str(text);
}

/* The room's name out of the answer. False: told says why not. */
static bool name_room(const moot_msg_ask_guard_t *ask,
                      const moot_value_t *identifier, moot_arena_t *arena,
                      moot_msg_guard_told_t *told)
{
    moot_slice_t fields[MOOT_ROOMNAME_PARTS_MAX];
    const moot_value_t *parts[MOOT_ROOMNAME_PARTS_MAX];
    moot_roomname_error_t error;
    size_t count = 1;
    parts[0] = identifier;
    if (identifier->kind == MOOT_VALUE_LIST) {
        count = identifier->count;
        for (size_t i = 0; i < count && i < MOOT_ROOMNAME_PARTS_MAX; i++)
            parts[i] = &identifier->items[i];
    }
    for (size_t i = 0; i < MOOT_ROOMNAME_PARTS_MAX; i++)
        fields[i] = moot_slice_str("identifier");
    if (count == 0 || count > MOOT_ROOMNAME_PARTS_MAX
        || moot_roomname_make(arena, ask->type, fields, parts, count,
                              &told->room, &error)
               < 0) {
        tell(told, MOOT_VERDICT_FAILED,
             "the back end's identifier is no sound one");
        return false;
    }
    if (ask->room.size > 0 && !moot_slice_eq(ask->room, told->room)) {
        tell(told, MOOT_VERDICT_FAILED,
             "the back end's identifier is of another room");
        return false;
    }
    return true;
}

static void read_object(const moot_msg_ask_guard_t *ask,
                        const moot_value_t *answer, moot_arena_t *arena,
                        moot_msg_guard_told_t *told)
{
    const moot_value_t *allow =
        moot_value_member(answer, moot_slice_str("allow"));
    const moot_value_t *error =
        moot_value_member(answer, moot_slice_str("error"));
    const moot_value_t *identifier =
        moot_value_member(answer, moot_slice_str("identifier"));
    if (error != NULL && error->kind == MOOT_VALUE_STRING
        && error->string.size > 0 && error->string.size <= TEXT_MAX
        && !moot_utf8_has_control(error->string)) {
        told->verdict = MOOT_VERDICT_INVALID;
        told->text = error->string;
        return;
    }
    bool asks_for_name = ask->what == MOOT_GUARD_LEAVE;
    if (!asks_for_name && (allow == NULL || allow->kind != MOOT_VALUE_BOOL)) {
        tell(told, MOOT_VERDICT_FAILED,
             "the back end said neither allow nor error");
        return;
    }
    told->room = ask->room;
    if (identifier != NULL && !name_room(ask, identifier, arena, told))
        return;
    if (told->room.size == 0)
        tell(told, MOOT_VERDICT_FAILED, "the back end named no identifier");
    else
        told->verdict = asks_for_name || allow->truth ? MOOT_VERDICT_ALLOW
                                                      : MOOT_VERDICT_REFUSE;
}

void moot_guard_asked_read(const moot_msg_ask_guard_t *ask, unsigned status,
                           moot_slice_t body, moot_arena_t *arena,
                           moot_msg_guard_told_t *told)
{
    moot_value_t answer;
    *told = (moot_msg_guard_told_t){.number = ask->number};
    if (status != STATUS_OK)
        tell(told, MOOT_VERDICT_FAILED, "the back end's status is not 200");
    else if (moot_value_read(arena, body, MOOT_VALUE_PLAIN, &answer) < 0
             || answer.kind != MOOT_VALUE_OBJECT)
        tell(told, MOOT_VERDICT_FAILED,
             "the back end's answer is no JSON object");
    else
        read_object(ask, &answer, arena, told);
    if (told->verdict == MOOT_VERDICT_FAILED
        || told->verdict == MOOT_VERDICT_INVALID)
        told->room = moot_slice("", 0);
}

/* ---- Decisions that are kept --------------------------------------------- */

typedef struct kept {
    moot_map_node_t node;
    moot_node_t in_age;
    uint64_t until_ms;
    uint64_t verdict;
    size_t key_size, room_size;
    uint8_t bytes[]; /* key, room */
} kept_t;

/* Overhead of one that counts against the bytes. */
#define KEPT_BYTES (sizeof(kept_t) + 64)

void moot_guard_asked_cache_init(moot_guard_asked_cache_t *cache)
{
    moot_map_init(&cache->by_key);
    moot_list_init(&cache->age);
    cache->bytes = 0;
}

static void forget(moot_guard_asked_cache_t *cache, kept_t *kept)
{
    moot_map_remove(&cache->by_key, &kept->node);
    moot_list_remove(&kept->in_age);
    cache->bytes -= KEPT_BYTES + kept->key_size + kept->room_size;
    free(kept);
}

void moot_guard_asked_cache_close(moot_guard_asked_cache_t *cache)
{
    MOOT_LIST_FOREACH(&cache->age, it, after)
        forget(cache, MOOT_CONTAINER(it, kept_t, in_age));
    moot_map_close(&cache->by_key);
}

/* All that the decision may depend on: the question but for its number and the
 * session. */
static int key_of(const moot_msg_ask_guard_t *ask, moot_buf_t *key)
{
    moot_msg_ask_guard_t same = *ask;
    same.number = 0;
    same.session = moot_slice("", 0);
    return moot_wire_encode_ask_guard(key, &same);
}

bool moot_guard_asked_cache_get(moot_guard_asked_cache_t *cache,
                                const moot_msg_ask_guard_t *ask,
                                uint64_t now_ms, moot_msg_guard_told_t *told)
{
    moot_buf_t key;
    moot_map_node_t *node = NULL;
    moot_buf_init(&key, SIZE_MAX);
    if (cache->by_key.count > 0 && key_of(ask, &key) == 0)
        node = moot_map_get(&cache->by_key, moot_buf_slice(&key));
    moot_buf_close(&key);
    if (node == NULL)
        return false;
    kept_t *kept = MOOT_CONTAINER(node, kept_t, node);
    if (now_ms >= kept->until_ms) {
        forget(cache, kept);
        return false;
    }
    moot_list_remove(&kept->in_age);
    moot_list_push(&cache->age, &kept->in_age);
    *told = (moot_msg_guard_told_t){
        .number = ask->number,
        .verdict = kept->verdict,
        .room = moot_slice(kept->bytes + kept->key_size, kept->room_size),
    };
    return true;
}

void moot_guard_asked_cache_put(moot_guard_asked_cache_t *cache,
                                const moot_msg_ask_guard_t *ask,
                                const moot_msg_guard_told_t *told,
                                uint64_t ttl_ms, uint64_t now_ms)
{
    moot_buf_t key;
    if (ttl_ms == 0
        || (told->verdict != MOOT_VERDICT_ALLOW
            && told->verdict != MOOT_VERDICT_REFUSE))
        return;
    moot_buf_init(&key, SIZE_MAX);
    int rc = key_of(ask, &key);
    size_t bytes = KEPT_BYTES + key.size + told->room.size;
    kept_t *kept = rc == 0 ? calloc(1, sizeof *kept + key.size
                                           + told->room.size)
                           : NULL;
    if (kept != NULL) {
        moot_map_node_t *node =
            moot_map_get(&cache->by_key, moot_buf_slice(&key));
        if (node != NULL)
            forget(cache, MOOT_CONTAINER(node, kept_t, node));
        kept->until_ms = now_ms + ttl_ms;
        kept->verdict = told->verdict;
        kept->key_size = key.size;
        kept->room_size = told->room.size;
        memcpy(kept->bytes, key.at, key.size);
        if (told->room.size > 0)
            memcpy(kept->bytes + key.size, told->room.at, told->room.size);
        moot_map_put(&cache->by_key, &kept->node,
                     moot_slice(kept->bytes, key.size));
        moot_list_push(&cache->age, &kept->in_age);
        cache->bytes += bytes;
    }
    moot_buf_close(&key);
    while (cache->by_key.count > MOOT_GUARD_ASKED_KEPT_MAX
           || cache->bytes > MOOT_GUARD_ASKED_KEPT_BYTES_MAX)
        forget(cache, MOOT_CONTAINER(moot_list_first(&cache->age), kept_t,
                                     in_age));
}
