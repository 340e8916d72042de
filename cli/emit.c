/* moot emit: the application's side sends an event to sockets. */
#include "cli/command.h"
#include "cli/request.h"
#include "cli/show.h"
#include "common/err.h"
#include "proto/broadcast.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char name[] = "moot emit";

enum {
    INPUT_BYTES_MAX = 2 << 20,
    TARGET_FLAGS_MAX = MOOT_BROADCAST_TARGETS_MAX,
    IDS_MAX = 8,
    REQUEST_BYTES_MAX = 4 << 20,
};

typedef struct target_flag {
    const char *member; /* "room", "user", "socket", "type"; NULL: all */
    const char *value;
    const char *ids[IDS_MAX];
    size_t ids_count;
} target_flag_t;

typedef struct emit {
    moot_show_words_t words; /* first, for its takes */
    const char *namespace, *event, *event_name, *payload, *except, *guard;
    const char *confirm, *key;
    target_flag_t *targets;
    size_t targets_count;
} emit_t;

/* ---- Flags --------------------------------------------------------------- */

MOOT_COMMAND_TAKE(emit_t, namespace)
MOOT_COMMAND_TAKE(emit_t, event)
MOOT_COMMAND_TAKE(emit_t, event_name)
MOOT_COMMAND_TAKE(emit_t, payload)
MOOT_COMMAND_TAKE(emit_t, except)
MOOT_COMMAND_TAKE(emit_t, guard)
MOOT_COMMAND_TAKE(emit_t, confirm)
MOOT_COMMAND_TAKE(emit_t, key)

static bool add_target(emit_t *emit, const char *member, const char *value)
{
    if (emit->targets_count == TARGET_FLAGS_MAX) {
        fprintf(stderr, "%s: more than %d targets\n", name, TARGET_FLAGS_MAX);
        return false;
    }
    emit->targets[emit->targets_count++] =
        (target_flag_t){.member = member, .value = value};
    return true;
}

static bool take_room(void *ctx, const char *value)
{
    return add_target(ctx, "room", value);
}

static bool take_user(void *ctx, const char *value)
{
    return add_target(ctx, "user", value);
}

static bool take_socket(void *ctx, const char *value)
{
    return add_target(ctx, "socket", value);
}

static bool take_all(void *ctx, const char *value)
{
    (void)value;
    return add_target(ctx, NULL, NULL);
}

static bool take_type(void *ctx, const char *value)
{
    return add_target(ctx, "type", value);
}

/* A part of the identifier of the --type before it. */
static bool take_id(void *ctx, const char *value)
{
    emit_t *emit = ctx;
    target_flag_t *last =
        emit->targets_count ? &emit->targets[emit->targets_count - 1] : NULL;

    if (!last || !last->member || strcmp(last->member, "type") != 0
        || last->ids_count == IDS_MAX) {
        fprintf(stderr, "%s: --id stands behind a --type, at most %d times\n",
                name, IDS_MAX);
        return false;
    }
    last->ids[last->ids_count++] = value;
    return true;
}

/* ---- The broadcast as JSON ----------------------------------------------- */

static void put_string(moot_json_write_t *json, const char *member,
                       const char *value)
{
    if (value)
        moot_json_write_name_string(json, member, moot_slice_str(value));
}

static void put_target(moot_json_write_t *json, const target_flag_t *target)
{
    moot_json_write_begin_object(json);
    if (!target->member)
        moot_json_write_name_bool(json, "all", true);
    else
        put_string(json, target->member, target->value);
    if (target->ids_count > 0) {
        moot_json_write_name(json, "id");
        moot_json_write_begin_array(json);
        for (size_t i = 0; i < target->ids_count; i++)
            moot_json_write_string(json, moot_slice_str(target->ids[i]));
        moot_json_write_end_array(json);
    }
    moot_json_write_end_object(json);
}

/* The flags as the text that standard input would have brought. */
static int write_flags(const emit_t *emit, moot_buf_t *text)
{
    moot_json_write_t json;
    moot_json_value_t payload;

    moot_json_write_init(&json, text);
    moot_json_write_begin_object(&json);
    put_string(&json, "namespace", emit->namespace);
    put_string(&json, "event", emit->event);
    put_string(&json, "eventName", emit->event_name);
    put_string(&json, "except", emit->except);
    put_string(&json, "confirm", emit->confirm);
    put_string(&json, "if", emit->guard);
    put_string(&json, "idempotencyKey", emit->key);
    if (emit->payload) {
        if (moot_json_read_value(moot_slice_str(emit->payload), &payload)
            != 0) {
            fprintf(stderr, "%s: --payload: expected JSON\n", name);
            return MOOT_EINVAL;
        }
        moot_json_write_name(&json, "payload");
        moot_json_write_raw(&json, payload.raw);
    }
    moot_json_write_name(&json, "targets");
    moot_json_write_begin_array(&json);
    for (size_t i = 0; i < emit->targets_count; i++)
        put_target(&json, &emit->targets[i]);
    moot_json_write_end_array(&json);
    moot_json_write_end_object(&json);
    return text->error;
}

static int read_input(moot_buf_t *text)
{
    char bytes[65536];
    ssize_t n;

    while ((n = read(STDIN_FILENO, bytes, sizeof bytes)) > 0
           && moot_buf_put(text, bytes, (size_t)n) == 0)
        ;
    if (n < 0 || text->error != 0)
        fprintf(stderr, "%s: standard input: %s\n", name,
                n < 0 ? "cannot be read" : "more than 2 MiB");
    return n < 0 ? MOOT_EIO : text->error;
}

/* ---- Sending ------------------------------------------------------------- */

static void show(const emit_t *emit, const moot_broadcast_t *broadcast,
                 const moot_msg_reply_t *reply)
{
    moot_buf_t buf;
    moot_json_write_t json;

    moot_buf_init(&buf, MOOT_SHOW_BYTES_MAX);
    if (emit->words.json) {
        moot_json_write_init(&json, &buf);
        moot_json_write_begin_object(&json);
        moot_json_write_name_bool(&json, "sent", reply != NULL);
        moot_json_write_name_uint64(&json, "targets",
                                    broadcast->targets_count);
        if (reply) {
            moot_json_write_name_uint64(&json, "seq", reply->seq);
            moot_json_write_name_bool(&json, "repeated", reply->already);
        }
        moot_json_write_end_object(&json);
        moot_buf_put_str(&buf, "\n");
    } else if (!reply) {
        moot_buf_printf(&buf, "nothing sent: %s\n",
                        broadcast->wanted ? "there are no targets"
                                          : "the guard is false");
    } else {
        moot_buf_printf(&buf, "%s to %zu target%s, number %" PRIu64 "\n",
                        reply->already ? "was sent before" : "sent",
                        broadcast->targets_count,
                        broadcast->targets_count == 1 ? "" : "s", reply->seq);
    }
    moot_show_print(&buf);
}

static int send_it(const moot_conf_t *conf, const emit_t *emit,
                   const moot_broadcast_t *broadcast)
{
    moot_msg_request_t request = {
        .op = MOOT_OP_EMIT,
        .user = moot_slice_str(MOOT_SYSTEM_USER),
        .client_message_id = broadcast->key,
    };
    moot_request_t *session = calloc(1, sizeof *session);
    moot_msg_reply_t reply;
    moot_buf_t bytes;
    int rc;

    MOOT_CHECK(session);
    moot_buf_init(&bytes, REQUEST_BYTES_MAX);
    rc = moot_request_open(session, name, conf);
    if (rc == 0)
        rc = moot_wire_encode_emission(&bytes, &broadcast->emission);
    request.emission = moot_buf_slice(&bytes);
    if (rc == 0)
        rc = moot_request_do(session, &request, &reply);
    if (rc == 0 && reply.code == MOOT_CODE_OK) {
        show(emit, broadcast, &reply);
    } else if (rc == 0) {
        fprintf(stderr, "%s: refused: %s, %.*s\n", name,
                moot_code_name(reply.code), MOOT_SLICE_ARG(reply.text));
        rc = MOOT_EDENIED;
    }
    moot_request_close(session);
    free(session);
    moot_buf_close(&bytes);
    return rc == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

static int emit_text(const moot_conf_t *conf, const emit_t *emit,
                     moot_slice_t text)
{
    moot_broadcast_t broadcast;
    char why[MOOT_JSON_WHY_BYTES] = "no memory";
    int code = MOOT_EXIT_OK;

    moot_broadcast_init(&broadcast);
    if (moot_broadcast_read(&broadcast, text, why) != 0) {
        fprintf(stderr, "%s: %s\n", name, why);
        code = MOOT_EXIT_USAGE;
    } else if (!broadcast.wanted || broadcast.targets_count == 0) {
        show(emit, &broadcast, NULL);
    } else {
        code = send_it(conf, emit, &broadcast);
    }
    moot_broadcast_close(&broadcast);
    return code;
}

static int run(const moot_conf_t *conf, const emit_t *emit)
{
    bool flags = emit->event || emit->event_name || emit->targets_count > 0
                 || emit->payload || emit->namespace || emit->except
                 || emit->guard || emit->confirm || emit->key;
    moot_buf_t text;
    int code = MOOT_EXIT_USAGE;

    moot_buf_init(&text, INPUT_BYTES_MAX);
    if (!flags && isatty(STDIN_FILENO))
        fprintf(stderr, "%s: --event and a target, or a broadcast as JSON on "
                        "standard input; see moot help emit\n",
                name);
    else if ((flags ? write_flags(emit, &text) : read_input(&text)) == 0)
        code = emit_text(conf, emit, moot_buf_slice(&text));
    moot_buf_close(&text);
    return code;
}

int moot_emit_command(int argc, char **argv)
{
    emit_t emit = {0};
    const moot_option_t own[] = {
        {"json", false, moot_show_take_json},
        {"namespace", true, take_namespace},
        {"event", true, take_event},
        {"event-name", true, take_event_name},
        {"payload", true, take_payload},
        {"room", true, take_room},
        {"type", true, take_type},
        {"id", true, take_id},
        {"user", true, take_user},
        {"socket", true, take_socket},
        {"all", false, take_all},
        {"except", true, take_except},
        {"confirm", true, take_confirm},
        {"if", true, take_guard},
        {"key", true, take_key},
    };
    moot_conf_t conf;
    int code;

    emit.targets = calloc(TARGET_FLAGS_MAX, sizeof *emit.targets);
    MOOT_CHECK(emit.targets);
    code = moot_command_options(argc, argv, own, sizeof own / sizeof *own,
                                &emit, &conf);
    if (code == MOOT_EXIT_OK) {
        code = run(&conf, &emit);
        moot_conf_close(&conf);
    }
    free(emit.targets);
    return code;
}
