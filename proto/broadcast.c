#include "proto/broadcast.h"

#include "common/err.h"
#include "common/json_write.h"
#include "common/utf8.h"
#include "proto/expr.h"
#include "proto/roomname.h"

#include <stdio.h>

enum {
    DATA_BYTES_MAX = 1 << 20, /* of an emission's data */
    TARGETS_BYTES_MAX = 256 << 10,
    ARENA_BYTES_MAX = 32 << 20,
};

enum {
    NAMESPACE,
    EVENT,
    EVENT_NAME,
    PAYLOAD,
    TARGETS,
    EXCEPT,
    CONFIRM,
    GUARD,
    KEY
};

#define STRING MOOT_JSON_MAY(MOOT_JSON_STRING)
#define BOOL MOOT_JSON_MAY(MOOT_JSON_BOOL)
#define ARRAY MOOT_JSON_MAY(MOOT_JSON_ARRAY)
#define NUMBER MOOT_JSON_MAY(MOOT_JSON_NUMBER)

const moot_json_field_t moot_broadcast_fields[MOOT_BROADCAST_FIELDS] = {
    [NAMESPACE] = {"namespace", STRING},
    [EVENT] = {"event", STRING},
    [EVENT_NAME] = {"eventName", STRING},
    [PAYLOAD] = {"payload", MOOT_JSON_ANY},
    [TARGETS] = {"targets", ARRAY | MOOT_JSON_MUST},
    [EXCEPT] = {"except", STRING},
    [CONFIRM] = {"confirm", STRING},
    [GUARD] = {"if", BOOL | STRING},
    [KEY] = {"idempotencyKey", STRING},
};

/* The order of the first two is that of moot_broadcast_room_fields too. */
enum { TYPE, ID, ROOM, USER, SOCKET, ALL };

#define IDENTIFIER (STRING | NUMBER | ARRAY)

const moot_json_field_t
    moot_broadcast_target_fields[MOOT_BROADCAST_TARGET_FIELDS] = {
        [TYPE] = {"type", STRING},     [ID] = {"id", IDENTIFIER},
        [ROOM] = {"room", STRING},     [USER] = {"user", STRING},
        [SOCKET] = {"socket", STRING}, [ALL] = {"all", BOOL},
};

enum { ROOM_NAMESPACE = ROOM + 1, ROOM_KEY };

const moot_json_field_t
    moot_broadcast_room_fields[MOOT_BROADCAST_ROOM_FIELDS] = {
        [TYPE] = {"type", STRING},
        [ID] = {"id", IDENTIFIER},
        [ROOM] = {"room", STRING},
        [ROOM_NAMESPACE] = {"namespace", STRING},
        [ROOM_KEY] = {"idempotencyKey", STRING},
};

enum { END_NAMESPACE, END_CLOSE, END_KEY };

const moot_json_field_t moot_broadcast_end_fields[MOOT_BROADCAST_END_FIELDS] = {
    [END_NAMESPACE] = {"namespace", STRING},
    [END_CLOSE] = {"close", BOOL},
    [END_KEY] = {"idempotencyKey", STRING},
};

/* ---- Names --------------------------------------------------------------- */

bool moot_broadcast_is_name(moot_slice_t name, size_t max)
{
    return name.size > 0 && name.size <= max && moot_utf8_valid(name)
           && !moot_utf8_has_control(name);
}

bool moot_broadcast_is_namespace(moot_slice_t name)
{
    return moot_broadcast_is_name(name, MOOT_BROADCAST_NAME_BYTES_MAX)
           && name.at[0] == '/' && memchr(name.at, ',', name.size) == NULL
           && memchr(name.at, '?', name.size) == NULL;
}

/* Events that Socket.IO keeps for itself: a client would misread them. */
static bool is_reserved(moot_slice_t event)
{
    static const char *const names[] = {
        "connect",       "connect_error", "disconnect",
        "disconnecting", "newListener",   "removeListener",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (moot_slice_eq(event, moot_slice_str(names[i])))
            return true;
    }
    return false;
}

/* A class name, such as UpdateChat, rather than a name that is used as it is:
 * a capital letter first, letters and digits alone. */
static bool is_class(moot_slice_t name)
{
    if (name.size == 0 || name.at[0] < 'A' || name.at[0] > 'Z')
        return false;
    for (size_t i = 1; i < name.size; i++) {
        uint8_t c = name.at[i];

        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')))
            return false;
    }
    return true;
}

/* ---- Values -------------------------------------------------------------- */

static int refuse(char *why, const char *text)
{
    snprintf(why, MOOT_JSON_WHY_BYTES, "%s", text);
    return MOOT_EINVAL;
}

/* The characters of a string; empty when it is absent. */
static int take_string(moot_broadcast_t *broadcast,
                       const moot_json_value_t *value, moot_slice_t *out)
{
    moot_json_scratch_t scratch = {NULL, value->raw.size};

    *out = moot_slice("", 0);
    if (value->kind == MOOT_JSON_NONE)
        return 0;
    if (value->escaped) {
        scratch.at = moot_arena_take(&broadcast->arena, scratch.size);
        if (!scratch.at)
            return MOOT_ENOMEM;
    }
    return moot_json_read_string(value, &scratch, out);
}

static int take_namespace(moot_broadcast_t *broadcast,
                          const moot_json_value_t *value, char *why)
{
    moot_slice_t name;
    int rc = take_string(broadcast, value, &name);

    if (value->kind == MOOT_JSON_NONE)
        name = moot_slice_str("/");
    if (rc == 0 && !moot_broadcast_is_namespace(name))
        return refuse(why, "namespace: expected / and at most 127 bytes more, "
                           "without , and ?");
    broadcast->emission.namespace = name;
    return rc;
}

/* The event's name: as it is in eventName, by its class in event. */
static int take_event(moot_broadcast_t *broadcast,
                      const moot_json_value_t *values,
                      moot_roomname_key_t *converted, moot_slice_t *event,
                      char *why)
{
    bool given = values[EVENT].kind != MOOT_JSON_NONE;
    int rc;

    if (given == (values[EVENT_NAME].kind != MOOT_JSON_NONE))
        return refuse(why, given ? "event and eventName: only one of them"
                                 : "event is missing");
    rc = take_string(broadcast, &values[given ? EVENT : EVENT_NAME], event);
    if (rc != 0)
        return rc;
    if (given && is_class(*event)) {
        if (moot_roomname_event(*event, converted) != 0)
            return refuse(why, "event: the class name is too long");
        *event = moot_slice(converted->text, converted->size);
    }
    if (!moot_broadcast_is_name(*event, MOOT_BROADCAST_NAME_BYTES_MAX))
        return refuse(why, "event: expected 1 to 128 bytes without control "
                           "characters");
    if (is_reserved(*event))
        return refuse(why, "event: Socket.IO keeps this name for itself");
    return 0;
}

static int write_data(moot_broadcast_t *broadcast, moot_slice_t event,
                      const moot_json_value_t *payload)
{
    moot_json_write_t json;

    moot_json_write_init(&json, &broadcast->data);
    moot_json_write_begin_array(&json);
    moot_json_write_string(&json, event);
    if (payload->kind != MOOT_JSON_NONE)
        moot_json_write_raw(&json, payload->raw);
    moot_json_write_end_array(&json);
    broadcast->emission.data = moot_buf_slice(&broadcast->data);
    return broadcast->data.error;
}

/* ---- The guard ----------------------------------------------------------- */

static int run_guard(moot_broadcast_t *broadcast, moot_slice_t event,
                     const moot_json_value_t *payload, const moot_expr_t *guard,
                     char *why)
{
    moot_expr_env_t env = {0};
    moot_expr_fault_t fault = {.why = "it cannot be evaluated"};
    int rc = 0;

    if (payload->kind != MOOT_JSON_NONE)
        rc = moot_value_read(&broadcast->arena, payload->raw, MOOT_VALUE_PLAIN,
                             &env.names[MOOT_EXPR_PAYLOAD]);
    if (rc != 0)
        return refuse(why, "payload: too many values");
    env.names[MOOT_EXPR_EVENT] = moot_value_of_string(event);
    env.names[MOOT_EXPR_NAMESPACE] =
        moot_value_of_string(broadcast->emission.namespace);
    rc = moot_expr_test(guard, &env, &broadcast->arena, &broadcast->wanted,
                        &fault);
    if (rc == 0 || rc == MOOT_ENOMEM)
        return rc;
    snprintf(why, MOOT_JSON_WHY_BYTES, "if: column %u: %s", fault.column,
             fault.why);
    return MOOT_EINVAL;
}

/* true, false, or a condition over payload, event and namespace. */
static int take_guard(moot_broadcast_t *broadcast,
                      const moot_json_value_t *values, moot_slice_t event,
                      char *why)
{
    static const moot_expr_scope_t scope = {
        .names = MOOT_EXPR_BIT(PAYLOAD) | MOOT_EXPR_BIT(EVENT)
                 | MOOT_EXPR_BIT(NAMESPACE),
        .wanted = MOOT_EXPR_CONDITION,
    };
    moot_expr_error_t error;
    moot_expr_t *guard = NULL;
    moot_slice_t text;
    int rc;

    broadcast->wanted = true;
    if (values[GUARD].kind == MOOT_JSON_NONE)
        return 0;
    if (values[GUARD].kind == MOOT_JSON_BOOL)
        return moot_json_read_bool(&values[GUARD], &broadcast->wanted);
    rc = take_string(broadcast, &values[GUARD], &text);
    if (rc != 0)
        return rc;
    if (moot_expr_compile(text, &scope, &error, &guard) != 0) {
        snprintf(why, MOOT_JSON_WHY_BYTES, "if: column %u: %s", error.column,
                 error.text);
        return MOOT_EINVAL;
    }
    rc = run_guard(broadcast, event, &values[PAYLOAD], guard, why);
    moot_expr_destroy(&guard);
    return rc;
}

/* ---- Targets ------------------------------------------------------------- */

static void put_target(moot_list_writer_t *writer, enum moot_target target,
                       moot_slice_t name)
{
    moot_list_put_list(writer, 2);
    moot_list_put_u64(writer, (uint64_t)target);
    moot_list_put_str(writer, name);
}

/* The name of the room of a type: "pair|x|y". */
static int take_room_of_type(moot_broadcast_t *broadcast,
                             const moot_json_value_t *values,
                             moot_slice_t *name, char *why)
{
    moot_slice_t fields[MOOT_ROOMNAME_PARTS_MAX], type;
    const moot_value_t *parts[MOOT_ROOMNAME_PARTS_MAX] = {NULL};
    moot_roomname_error_t error;
    moot_roomname_key_t key;
    moot_value_t id = {0};
    size_t count = 1;
    int rc = take_string(broadcast, &values[TYPE], &type);

    if (rc == 0 && moot_roomname_key(type, &key) != 0)
        return refuse(why, "type: expected the name of a room type");
    if (rc == 0 && values[ID].kind != MOOT_JSON_NONE)
        rc = moot_value_read(&broadcast->arena, values[ID].raw,
                             MOOT_VALUE_PLAIN, &id);
    if (rc != 0)
        return rc == MOOT_ENOMEM ? rc : refuse(why, "id: too many values");
    parts[0] = &id;
    if (id.kind == MOOT_VALUE_LIST)
        count = id.count;
    if (count == 0 || count > MOOT_ROOMNAME_PARTS_MAX)
        return refuse(why, "id: expected 1 to 8 parts");
    for (size_t i = 0; i < count; i++) {
        fields[i] = moot_slice_str("id");
        if (id.kind == MOOT_VALUE_LIST)
            parts[i] = &id.items[i];
    }
    rc = moot_roomname_make(&broadcast->arena,
                            moot_slice(key.text, key.size), fields, parts,
                            count, name, &error);
    return rc == MOOT_EINVAL ? refuse(why, error.text) : rc;
}

/* One of the kinds that are named by one string. */
static int take_named(moot_broadcast_t *broadcast,
                      const moot_json_value_t *value, enum moot_target target,
                      moot_list_writer_t *writer, char *why)
{
    size_t max = target == MOOT_TARGET_ROOM   ? MOOT_BROADCAST_ROOM_BYTES_MAX
                 : target == MOOT_TARGET_USER ? MOOT_ID_BYTES_MAX
                                              : MOOT_BROADCAST_SOCKET_BYTES_MAX;
    moot_slice_t name;
    int rc = take_string(broadcast, value, &name);

    if (rc == 0 && !moot_broadcast_is_name(name, max)) {
        snprintf(why, MOOT_JSON_WHY_BYTES,
                 "targets: expected a name of 1 to %zu bytes without control "
                 "characters",
                 max);
        return MOOT_EINVAL;
    }
    if (rc == 0)
        put_target(writer, target, name);
    return rc;
}

static int take_object(moot_broadcast_t *broadcast,
                       const moot_json_value_t *object,
                       moot_list_writer_t *writer, char *why)
{
    moot_json_value_t values[MOOT_BROADCAST_TARGET_FIELDS];
    unsigned kinds = 0;
    moot_slice_t name;
    bool all = true;
    int rc = moot_json_fields_read(object->raw, moot_broadcast_target_fields,
                                   MOOT_BROADCAST_TARGET_FIELDS, values, why);

    if (rc != 0)
        return rc;
    kinds += values[TYPE].kind != MOOT_JSON_NONE;
    for (size_t i = ROOM; i <= ALL; i++)
        kinds += values[i].kind != MOOT_JSON_NONE;
    if (values[ALL].kind != MOOT_JSON_NONE)
        rc = moot_json_read_bool(&values[ALL], &all);
    if (rc != 0 || kinds != 1 || !all
        || (values[ID].kind != MOOT_JSON_NONE
            && values[TYPE].kind == MOOT_JSON_NONE))
        return refuse(why, "targets: expected one of type with id, room, "
                           "user, socket, all");
    if (values[ROOM].kind != MOOT_JSON_NONE)
        return take_named(broadcast, &values[ROOM], MOOT_TARGET_ROOM, writer,
                          why);
    if (values[USER].kind != MOOT_JSON_NONE)
        return take_named(broadcast, &values[USER], MOOT_TARGET_USER, writer,
                          why);
    if (values[SOCKET].kind != MOOT_JSON_NONE)
        return take_named(broadcast, &values[SOCKET], MOOT_TARGET_SOCKET,
                          writer, why);
    if (values[ALL].kind != MOOT_JSON_NONE) {
        put_target(writer, MOOT_TARGET_ALL, moot_slice("", 0));
        return 0;
    }
    rc = take_room_of_type(broadcast, values, &name, why);
    if (rc == 0)
        put_target(writer, MOOT_TARGET_ROOM, name);
    return rc;
}

static int take_targets(moot_broadcast_t *broadcast,
                        const moot_json_value_t *array, char *why)
{
    moot_list_writer_t writer;
    moot_json_value_t item;
    moot_json_iter_t iter;
    int rc = moot_json_read_array(array, &iter), ended;

    moot_list_begin_open(&writer, &broadcast->targets);
    while (rc == 0 && moot_json_read_next(&iter, NULL, &item)) {
        if (++broadcast->targets_count > MOOT_BROADCAST_TARGETS_MAX)
            rc = refuse(why, "targets: at most 1000");
        else if (item.kind == MOOT_JSON_STRING)
            rc = take_named(broadcast, &item, MOOT_TARGET_ROOM, &writer, why);
        else if (item.kind == MOOT_JSON_OBJECT)
            rc = take_object(broadcast, &item, &writer, why);
        else
            rc = refuse(why, "targets: expected strings and objects");
    }
    ended = moot_list_end(&writer, &broadcast->emission.targets);
    return rc != 0 ? rc : ended;
}

/* ---- The whole ----------------------------------------------------------- */

void moot_broadcast_init(moot_broadcast_t *broadcast)
{
    memset(broadcast, 0, sizeof *broadcast);
    moot_buf_init(&broadcast->data, DATA_BYTES_MAX);
    moot_buf_init(&broadcast->targets, TARGETS_BYTES_MAX);
    moot_arena_init(&broadcast->arena, ARENA_BYTES_MAX);
}

void moot_broadcast_close(moot_broadcast_t *broadcast)
{
    moot_buf_close(&broadcast->data);
    moot_buf_close(&broadcast->targets);
    moot_arena_close(&broadcast->arena);
}

static int take_key(moot_broadcast_t *broadcast, const moot_json_value_t *value,
                    char *why)
{
    int rc = take_string(broadcast, value, &broadcast->key);

    if (rc == 0 && value->kind != MOOT_JSON_NONE
        && !moot_broadcast_is_name(broadcast->key,
                                   MOOT_BROADCAST_KEY_BYTES_MAX))
        return refuse(why, "idempotencyKey: expected 1 to 256 bytes without "
                           "control characters");
    return rc;
}

static int take_except(moot_broadcast_t *broadcast,
                       const moot_json_value_t *value, char *why)
{
    int rc = take_string(broadcast, value, &broadcast->emission.except);

    if (rc == 0
        && broadcast->emission.except.size > MOOT_BROADCAST_SOCKET_BYTES_MAX)
        return refuse(why, "except: expected the id of a socket");
    return rc;
}

static int take_confirm(moot_broadcast_t *broadcast,
                        const moot_json_value_t *value, char *why)
{
    int rc = take_string(broadcast, value, &broadcast->emission.confirm);

    if (rc == 0 && value->kind != MOOT_JSON_NONE
        && !moot_broadcast_is_name(broadcast->emission.confirm,
                                   MOOT_BROADCAST_NAME_BYTES_MAX))
        return refuse(why, "confirm: expected the name of an event");
    return rc;
}

static int read_all(moot_broadcast_t *broadcast, moot_slice_t text, char *why)
{
    moot_json_value_t values[MOOT_BROADCAST_FIELDS];
    moot_roomname_key_t converted;
    moot_slice_t event;
    int rc = moot_json_fields_read(text, moot_broadcast_fields,
                                   MOOT_BROADCAST_FIELDS, values, why);

    broadcast->emission.action = MOOT_ACTION_EMIT;
    if (rc == 0)
        rc = take_namespace(broadcast, &values[NAMESPACE], why);
    if (rc == 0)
        rc = take_event(broadcast, values, &converted, &event, why);
    if (rc == 0)
        rc = take_except(broadcast, &values[EXCEPT], why);
    if (rc == 0)
        rc = take_confirm(broadcast, &values[CONFIRM], why);
    if (rc == 0)
        rc = take_key(broadcast, &values[KEY], why);
    if (rc == 0)
        rc = take_targets(broadcast, &values[TARGETS], why);
    if (rc == 0)
        rc = take_guard(broadcast, values, event, why);
    return rc == 0 ? write_data(broadcast, event, &values[PAYLOAD]) : rc;
}

int moot_broadcast_read(moot_broadcast_t *broadcast, moot_slice_t text,
                        char *why)
{
    int rc = read_all(broadcast, text, why);

    if (rc != MOOT_EFULL && rc != MOOT_ELIMIT)
        return rc;
    (void)refuse(why, "the broadcast is too large");
    return MOOT_ELIMIT;
}

/* ---- Actions ------------------------------------------------------------- */

/* The sockets of one user. */
static int target_user(moot_broadcast_t *broadcast, enum moot_action action,
                       moot_slice_t user)
{
    moot_list_writer_t writer;

    broadcast->wanted = true;
    broadcast->targets_count = 1;
    broadcast->emission.action = (uint64_t)action;
    moot_list_begin(&writer, &broadcast->targets, 1);
    put_target(&writer, MOOT_TARGET_USER, user);
    return moot_list_end(&writer, &broadcast->emission.targets);
}

int moot_broadcast_read_room(moot_broadcast_t *broadcast,
                             enum moot_action action, moot_slice_t user,
                             moot_slice_t text, char *why)
{
    moot_json_value_t values[MOOT_BROADCAST_ROOM_FIELDS];
    moot_slice_t *room = &broadcast->emission.room;
    int rc = moot_json_fields_read(text, moot_broadcast_room_fields,
                                   MOOT_BROADCAST_ROOM_FIELDS, values, why);
    bool named;

    if (rc != 0)
        return rc;
    named = values[ROOM].kind != MOOT_JSON_NONE;
    if (named == (values[TYPE].kind != MOOT_JSON_NONE)
        || (named && values[ID].kind != MOOT_JSON_NONE))
        return refuse(why, "expected room, or type with id");
    rc = take_namespace(broadcast, &values[ROOM_NAMESPACE], why);
    if (rc == 0)
        rc = take_key(broadcast, &values[ROOM_KEY], why);
    if (rc == 0 && !named)
        rc = take_room_of_type(broadcast, values, room, why);
    else if (rc == 0)
        rc = take_string(broadcast, &values[ROOM], room);
    if (rc == 0
        && !moot_broadcast_is_name(*room, MOOT_BROADCAST_ROOM_BYTES_MAX))
        return refuse(why, "room: expected 1 to 512 bytes without control "
                           "characters");
    return rc == 0 ? target_user(broadcast, action, user) : rc;
}

int moot_broadcast_read_end(moot_broadcast_t *broadcast, moot_slice_t user,
                            moot_slice_t text, char *why)
{
    moot_json_value_t values[MOOT_BROADCAST_END_FIELDS];
    bool closes = false;
    int rc = moot_json_fields_read(text, moot_broadcast_end_fields,
                                   MOOT_BROADCAST_END_FIELDS, values, why);

    if (rc == 0)
        rc = take_namespace(broadcast, &values[END_NAMESPACE], why);
    if (rc == 0)
        rc = take_key(broadcast, &values[END_KEY], why);
    if (rc == 0 && values[END_CLOSE].kind != MOOT_JSON_NONE)
        rc = moot_json_read_bool(&values[END_CLOSE], &closes);
    if (rc != 0)
        return rc;
    return target_user(broadcast,
                       closes ? MOOT_ACTION_CLOSE : MOOT_ACTION_DISCONNECT,
                       user);
}
