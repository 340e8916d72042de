/* moot why: what a request would be answered now, and by which rule. The
 * worker decides it as it decides requests, and does nothing. */
#include "cli/command.h"
#include "cli/room_ask.h"
#include "cli/show.h"
#include "common/err.h"

#include <stdio.h>
#include <strings.h>

static const char name[] = "moot why";

static const struct action {
    const char *type; /* as clients call it */
    const char *word; /* for short */
    uint64_t op;
    bool target; /* it needs --target */
} actions[] = {
    {"ROOM_CREATE", "create", MOOT_OP_CREATE, false},
    {"ROOM_JOIN", "join", MOOT_OP_JOIN, false},
    {"ROOM_LEAVE", "leave", MOOT_OP_LEAVE, false},
    {"ROOM_INFO", "info", MOOT_OP_INFO, false},
    {"ROOM_MEMBERS", "members", MOOT_OP_INFO, false},
    {"ROOM_UPDATE_META", "meta", MOOT_OP_META, false},
    {"ROOM_ADD_MEMBERS", "add", MOOT_OP_ADD, false},
    {"ROOM_REMOVE_MEMBER", "remove", MOOT_OP_REMOVE, true},
    {"ROOM_SET_ROLE", "role", MOOT_OP_ROLE, true},
    {"ROOM_DELETE", "delete", MOOT_OP_DELETE, false},
    {"ROOM_MESSAGE", "message", MOOT_OP_MESSAGE, false},
};

enum { ACTIONS = sizeof actions / sizeof *actions };

typedef struct why {
    moot_show_words_t words; /* first, for its takes */
    const struct action *action;
    const char *target, *role;
} why_t;

static bool take_target(void *ctx, const char *value)
{
    ((why_t *)ctx)->target = value;
    return moot_show_is_id(name, "--target", value);
}

static bool take_role(void *ctx, const char *value)
{
    ((why_t *)ctx)->role = value;
    if (strcmp(value, "ADMIN") == 0 || strcmp(value, "MEMBER") == 0
        || strcmp(value, "OWNER") == 0)
        return true;
    fprintf(stderr, "%s: --role: expected ADMIN, MEMBER or OWNER\n", name);
    return false;
}

static const struct action *find(const char *word)
{
    for (size_t i = 0; i < ACTIONS; i++) {
        if (strcasecmp(word, actions[i].type) == 0
            || strcasecmp(word, actions[i].word) == 0)
            return &actions[i];
    }
    return NULL;
}

static uint64_t role_of(const char *role)
{
    if (strcmp(role, "OWNER") == 0)
        return MOOT_ROLE_OWNER;
    return strcmp(role, "ADMIN") == 0 ? MOOT_ROLE_ADMIN : MOOT_ROLE_MEMBER;
}

/* Rooms of the user but this one, as an edge would count them. */
static int count_rooms(moot_question_t *question, moot_slice_t user,
                       moot_slice_t but, uint64_t *count)
{
    moot_list_reader_t reader;
    moot_slice_t list, room;
    moot_buf_t kept;
    int rc = moot_room_ask_user(question, user, &kept, &list);

    *count = 0;
    if (rc == 0)
        rc = moot_list_reader_init(&reader, list);
    while (rc == 0 && (rc = moot_room_ask_next(&reader, &room)) == 0)
        *count += !moot_slice_eq(room, but);
    moot_buf_close(&kept);
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* The request as the client's would come to the worker, with an example of
 * what it carries where that decides nothing. */
static int encode(const why_t *why, uint64_t rooms_count, uint64_t number,
                  moot_buf_t *request_bytes, moot_buf_t *body)
{
    moot_slice_t target = moot_slice_str(why->target ? why->target : "");
    moot_msg_request_t request = {
        .op = why->action->op,
        .user = moot_slice_str(why->words.words[0]),
        .room = moot_slice_str(why->words.words[1]),
        .rooms_count = rooms_count,
        .given = MOOT_GIVEN_NAME,
        .name = moot_slice_str("name"),
        .target = target,
        .role = role_of(why->role ? why->role : "MEMBER"),
        .content = moot_slice_str("text"),
        .message_type = moot_slice_str("text"),
    };
    moot_msg_ask_why_t ask = {.number = number};
    moot_list_writer_t writer;
    moot_buf_t users;
    int rc;

    moot_buf_init(&users, 1024);
    moot_list_begin_open(&writer, &users);
    if (why->action->op == MOOT_OP_ADD)
        moot_list_put_str(&writer,
                          target.size > 0 ? target : moot_slice_str("user"));
    rc = moot_list_end(&writer, &request.users);
    if (rc == 0)
        rc = moot_wire_encode_request(request_bytes, &request);
    ask.request = moot_buf_slice(request_bytes);
    if (rc == 0)
        rc = moot_wire_encode_ask_why(body, &ask);
    moot_buf_close(&users);
    return rc;
}

static void put_role(moot_json_write_t *json, const char *key, uint64_t role)
{
    moot_json_write_name(json, key);
    if (role != 0)
        moot_json_write_string(json, moot_slice_str(moot_role_name(role)));
    else
        moot_json_write_null(json);
}

static void put_json(const why_t *why, const moot_msg_why_told_t *told,
                     moot_buf_t *buf)
{
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "userId",
                                moot_slice_str(why->words.words[0]));
    moot_json_write_name_string(&json, "roomId",
                                moot_slice_str(why->words.words[1]));
    moot_json_write_name_string(&json, "type",
                                moot_slice_str(why->action->type));
    moot_json_write_name_bool(&json, "allowed", told->code == MOOT_CODE_OK);
    moot_json_write_name_bool(&json, "exists", told->exists);
    put_role(&json, "role", told->role);
    if (why->target)
        put_role(&json, "targetRole", told->target_role);
    if (told->code != MOOT_CODE_OK) {
        moot_json_write_name_string(&json, "code",
                                    moot_slice_str(moot_code_name(told->code)));
        moot_json_write_name_string(&json, "message", told->text);
    }
    moot_json_write_name(&json, "rule");
    if (told->rule.size > 0)
        moot_json_write_string(&json, told->rule);
    else
        moot_json_write_null(&json);
    moot_json_write_end_object(&json);
    moot_buf_put_str(buf, "\n");
}

static void put_text(const why_t *why, const moot_msg_why_told_t *told,
                     moot_buf_t *buf)
{
    bool allowed = told->code == MOOT_CODE_OK;

    if (allowed)
        moot_buf_put_str(buf, "allowed\n");
    else
        moot_buf_printf(buf, "denied: %s, %.*s\n", moot_code_name(told->code),
                        MOOT_SLICE_ARG(told->text));
    moot_show_text(buf, moot_slice_str(why->words.words[0]));
    if (!told->exists)
        moot_buf_put_str(buf, ": there is no such room\n");
    else
        moot_buf_printf(buf, " is %s of the room\n",
                        told->role ? moot_role_name(told->role) : "no member");
    if (why->target && told->exists) {
        moot_show_text(buf, moot_slice_str(why->target));
        moot_buf_printf(buf, " is %s of the room\n",
                        told->target_role ? moot_role_name(told->target_role)
                                          : "no member");
    }
    moot_buf_printf(buf, "rule (proto/ROOMS.md, section 5, %s): %.*s\n",
                    why->action->type,
                    MOOT_SLICE_ARG(told->rule.size > 0
                                       ? told->rule
                                       : moot_slice_str("all checks pass")));
}

static int ask(moot_question_t *question, const why_t *why, moot_buf_t *buf,
               bool *allowed)
{
    moot_slice_t room = moot_slice_str(why->words.words[1]);
    moot_buf_t request, body;
    moot_msg_t answer;
    uint64_t rooms_count = 0;
    int rc = 0;

    if (why->action->op == MOOT_OP_CREATE || why->action->op == MOOT_OP_JOIN)
        rc = count_rooms(question, moot_slice_str(why->words.words[0]), room,
                         &rooms_count);
    moot_buf_init(&request, 65536);
    moot_buf_init(&body, 65536);
    if (rc == 0)
        rc = encode(why, rooms_count, moot_question_next(question), &request,
                    &body);
    if (rc == 0)
        rc = moot_question_slot(question, moot_slot_of(MOOT_KIND_ROOM, room),
                                moot_buf_slice(&body), MOOT_MSG_WHY_TOLD,
                                &answer);
    if (rc == 0) {
        *allowed = answer.as.why_told.code == MOOT_CODE_OK;
        (why->words.json ? put_json : put_text)(why, &answer.as.why_told, buf);
    }
    moot_buf_close(&request);
    moot_buf_close(&body);
    return rc;
}

static int show_why(const moot_conf_t *conf, const why_t *why)
{
    moot_question_t question;
    moot_buf_t buf;
    bool allowed = false;
    int rc = moot_question_open(&question, name, conf);

    moot_buf_init(&buf, MOOT_SHOW_BYTES_MAX);
    if (rc == 0)
        rc = ask(&question, why, &buf, &allowed);
    moot_show_print(&buf);
    moot_question_close(&question);
    return rc == 0 && allowed ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

/* Says what is missing; true when nothing is. */
static bool check(why_t *why)
{
    if (why->words.count != 3) {
        fprintf(stderr, "usage: moot why USER ROOM ACTION [--target USER] "
                        "[--role ROLE] [--json] [--data DIR]\n");
        return false;
    }
    why->action = find(why->words.words[2]);
    if (!why->action) {
        fprintf(stderr, "%s: ACTION: expected one of", name);
        for (size_t i = 0; i < ACTIONS; i++)
            fprintf(stderr, " %s", actions[i].word);
        fprintf(stderr, ", or the type of a request\n");
        return false;
    }
    if (why->action->target && !why->target) {
        fprintf(stderr, "%s: %s needs --target USER\n", name,
                why->action->word);
        return false;
    }
    return moot_show_is_id(name, "USER", why->words.words[0])
           && moot_show_is_id(name, "ROOM", why->words.words[1]);
}

int moot_why_command(int argc, char **argv)
{
    why_t why = {0};
    const moot_option_t own[] = {{"json", false, moot_show_take_json},
                                 {"target", true, take_target},
                                 {"role", true, take_role},
                                 {"", true, moot_show_take_word}};
    moot_conf_t conf;
    int code = moot_command_options(argc, argv, own, 4, &why, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    code = check(&why) ? show_why(&conf, &why) : MOOT_EXIT_USAGE;
    moot_conf_close(&conf);
    return code;
}
