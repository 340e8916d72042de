#include "cli/room_change.h"

#include "cli/command.h"
#include "cli/request.h"
#include "cli/show.h"
#include "common/err.h"
#include "proto/broadcast.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char name[] = "moot room";

enum { LIST_BYTES_MAX = 1 << 20 };

/* Which options a verb takes. */
enum {
    MAY_NAME = 1,
    MAY_THUMBNAIL = 2,
    MAY_OWNER = 4,
    MAY_KEY = 8,
    MAY_TYPE = 16,
    MAY_AS = 32,
};

typedef struct verb {
    const char *word;
    uint64_t op;
    size_t words_min, words_max; /* the verb and ROOM included */
    unsigned options;
    const char *usage;
    const char *done; /* "created" */
} verb_t;

static const verb_t verbs[] = {
    {"create", MOOT_OP_CREATE, 2, MOOT_ROOM_CHANGE_WORDS_MAX,
     MAY_OWNER | MAY_NAME | MAY_THUMBNAIL,
     "create ROOM --owner USER [--name NAME] [--thumbnail-url URL] "
     "[MEMBER…]",
     "created"},
    {"delete", MOOT_OP_DELETE, 2, 2, 0, "delete ROOM", "deleted"},
    {"meta", MOOT_OP_META, 2, 2, MAY_NAME | MAY_THUMBNAIL,
     "meta ROOM [--name NAME] [--thumbnail-url URL]", "changed"},
    {"add", MOOT_OP_ADD, 3, MOOT_ROOM_CHANGE_WORDS_MAX, 0,
     "add ROOM USER…", "changed"},
    {"remove", MOOT_OP_REMOVE, 3, 3, 0, "remove ROOM USER", "changed"},
    {"role", MOOT_OP_ROLE, 4, 4, 0, "role ROOM USER ADMIN|MEMBER",
     "changed"},
    {"owner", MOOT_OP_OWNER, 3, 3, 0, "owner ROOM USER", "changed"},
    {"post", MOOT_OP_MESSAGE, 3, 3, MAY_KEY | MAY_TYPE | MAY_AS,
     "post ROOM TEXT [--type TYPE] [--key KEY] [--as USER]", "posted"},
};

static const verb_t *find(const char *word)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(word, verbs[i].word) == 0)
            return &verbs[i];
    }
    return NULL;
}

bool moot_room_change_is_verb(const char *word)
{
    return find(word) != NULL;
}

/* ---- What the words mean ------------------------------------------------- */

static bool check_option(const verb_t *verb, const char *option,
                         const char *value, unsigned bit)
{
    if (!value || (verb->options & bit))
        return true;
    fprintf(stderr, "%s: %s takes no --%s\n", name, verb->word, option);
    return false;
}

/* The users among the words are ids; those of a post are none. */
static bool check_users(const moot_room_change_t *change, const verb_t *verb)
{
    size_t end = verb->op == MOOT_OP_ROLE ? 3 : change->count;

    for (size_t i = 2; verb->op != MOOT_OP_MESSAGE && i < end; i++) {
        if (!moot_show_is_id(name, "USER", change->words[i]))
            return false;
    }
    return (!change->owner || moot_show_is_id(name, "--owner", change->owner))
           && (!change->as || moot_show_is_id(name, "--as", change->as));
}

static bool check(const moot_room_change_t *change, const verb_t *verb)
{
    const char *role = verb->op == MOOT_OP_ROLE && change->count == 4
                           ? change->words[3]
                           : "ADMIN";

    if (change->count < verb->words_min || change->count > verb->words_max
        || (verb->op == MOOT_OP_CREATE && !change->owner)
        || (verb->op == MOOT_OP_META && !change->name
            && !change->thumbnail_url)) {
        fprintf(stderr, "usage: moot room %s [--json] [--data DIR]\n",
                verb->usage);
        return false;
    }
    if (strcmp(role, "ADMIN") != 0 && strcmp(role, "MEMBER") != 0) {
        fprintf(stderr, "%s: the role is ADMIN or MEMBER; see %s owner\n", name,
                name);
        return false;
    }
    return check_option(verb, "name", change->name, MAY_NAME)
           && check_option(verb, "thumbnail-url", change->thumbnail_url,
                           MAY_THUMBNAIL)
           && check_option(verb, "owner", change->owner, MAY_OWNER)
           && check_option(verb, "key", change->key, MAY_KEY)
           && check_option(verb, "type", change->type, MAY_TYPE)
           && check_option(verb, "as", change->as, MAY_AS)
           && moot_show_is_id(name, "ROOM", change->words[1])
           && check_users(change, verb);
}

static moot_slice_t slice(const char *text)
{
    return text ? moot_slice_str(text) : moot_slice("", 0);
}

/* users: memory for the list of them. */
static int fill(const moot_room_change_t *change, const verb_t *verb,
                moot_buf_t *users, moot_msg_request_t *request)
{
    bool lists = verb->op == MOOT_OP_CREATE || verb->op == MOOT_OP_ADD;
    moot_list_writer_t writer;

    *request = (moot_msg_request_t){
        .op = verb->op,
        .user = slice(verb->op == MOOT_OP_CREATE ? change->owner
                      : change->as               ? change->as
                                                 : MOOT_SYSTEM_USER),
        .room = slice(change->words[1]),
        .name = slice(change->name),
        .thumbnail_url = slice(change->thumbnail_url),
        .given = (change->name ? MOOT_GIVEN_NAME : 0)
                 | (change->thumbnail_url ? MOOT_GIVEN_THUMBNAIL : 0),
        .client_message_id = slice(change->key),
    };
    if (verb->op == MOOT_OP_REMOVE || verb->op == MOOT_OP_ROLE
        || verb->op == MOOT_OP_OWNER)
        request->target = slice(change->words[2]);
    if (verb->op == MOOT_OP_ROLE)
        request->role = strcmp(change->words[3], "ADMIN") == 0
                            ? MOOT_ROLE_ADMIN
                            : MOOT_ROLE_MEMBER;
    if (verb->op == MOOT_OP_MESSAGE) {
        request->content = slice(change->words[2]);
        request->message_type = slice(change->type ? change->type : "text");
    }
    if (!lists)
        return 0;
    moot_list_begin_open(&writer, users);
    for (size_t i = 2; i < change->count; i++)
        moot_list_put_str(&writer, slice(change->words[i]));
    return moot_list_end(&writer, &request->users);
}

/* ---- What came of it ----------------------------------------------------- */

static void put_json(const verb_t *verb, const moot_msg_reply_t *reply,
                     moot_buf_t *buf)
{
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "type",
                                moot_slice_str(moot_op_type(verb->op)));
    moot_json_write_name_string(&json, "roomId", reply->room);
    moot_show_epoch(&json, reply->epoch);
    moot_json_write_name_uint64(&json, "seq", reply->event_seq);
    moot_json_write_name_uint64(&json, "version", reply->version);
    moot_json_write_name_uint64(&json, "memberCount", reply->member_count);
    if (verb->op == MOOT_OP_MESSAGE) {
        moot_json_write_name_string(&json, "messageId", reply->message_id);
        moot_json_write_name_bool(&json, "repeated", reply->already);
    }
    moot_json_write_end_object(&json);
    moot_buf_put_str(buf, "\n");
}

static void put_text(const verb_t *verb, const moot_msg_reply_t *reply,
                     moot_buf_t *buf)
{
    moot_buf_printf(buf, "%s ", reply->already && verb->op == MOOT_OP_MESSAGE
                                    ? "was posted before:"
                                    : verb->done);
    moot_show_text(buf, reply->room);
    if (verb->op == MOOT_OP_MESSAGE) {
        moot_buf_printf(buf, ", message %" PRIu64 ", id ", reply->event_seq);
        moot_show_text(buf, reply->message_id);
    } else if (verb->op != MOOT_OP_DELETE) {
        moot_buf_printf(buf, ", version %" PRIu64 ", %" PRIu64 " member%s",
                        reply->version, reply->member_count,
                        reply->member_count == 1 ? "" : "s");
    }
    moot_buf_put_str(buf, "\n");
}

static int tell(const moot_room_change_t *change, const verb_t *verb,
                const moot_msg_reply_t *reply)
{
    moot_buf_t buf;

    if (reply->code != MOOT_CODE_OK) {
        fprintf(stderr, "%s: refused: %s, %.*s\n", name,
                moot_code_name(reply->code), MOOT_SLICE_ARG(reply->text));
        return MOOT_EDENIED;
    }
    moot_buf_init(&buf, MOOT_SHOW_BYTES_MAX);
    (change->json ? put_json : put_text)(verb, reply, &buf);
    moot_show_print(&buf);
    return 0;
}

int moot_room_change_run(const moot_room_change_t *change,
                         const moot_conf_t *conf)
{
    const verb_t *verb = find(change->words[0]);
    moot_msg_request_t request;
    moot_msg_reply_t reply;
    moot_request_t *session;
    moot_buf_t users;
    int rc;

    MOOT_CHECK(verb);
    if (!check(change, verb))
        return MOOT_EXIT_USAGE;
    session = calloc(1, sizeof *session);
    MOOT_CHECK(session);
    moot_buf_init(&users, LIST_BYTES_MAX);
    rc = moot_request_open(session, name, conf);
    if (rc == 0)
        rc = fill(change, verb, &users, &request);
    if (rc == 0)
        rc = moot_request_do(session, &request, &reply);
    if (rc == 0)
        rc = tell(change, verb, &reply);
    moot_request_close(session);
    free(session);
    moot_buf_close(&users);
    return rc == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}
