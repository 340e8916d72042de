/* moot user: the rooms of a user with the role in each, and where the user is
 * connected. */
#include "cli/command.h"
#include "cli/room_ask.h"
#include "cli/show.h"
#include "common/file.h"
#include "common/err.h"

#include <inttypes.h>
#include <stdio.h>

static const char name[] = "moot user";

typedef struct shown {
    moot_slice_t user;
    bool json;
    moot_buf_t rooms, places; /* written as they are learned */
    moot_json_write_t rooms_json, places_json;
    size_t rooms_count;
    uint64_t connections;
    bool silent[MOOT_WORKERS_MAX + 1]; /* workers that do not answer */
} shown_t;

static moot_slice_t only_user(const void *ctx, size_t index)
{
    (void)index;
    return ((const shown_t *)ctx)->user;
}

static void on_place(void *ctx, moot_slice_t user, moot_slice_t edge,
                     uint64_t connections)
{
    shown_t *shown = ctx;

    (void)user;
    shown->connections += connections;
    if (shown->json) {
        moot_json_write_begin_object(&shown->places_json);
        moot_json_write_name_string(&shown->places_json, "edge", edge);
        moot_json_write_name_uint64(&shown->places_json, "connections",
                                    connections);
        moot_json_write_end_object(&shown->places_json);
    } else {
        moot_buf_printf(&shown->places, "connected at %.*s: %" PRIu64 "\n",
                        MOOT_SLICE_ARG(edge), connections);
    }
}

/* told NULL: its worker does not answer. */
static void put_room(shown_t *shown, moot_slice_t room,
                     const moot_msg_room_told_t *told)
{
    const char *role = told ? moot_role_name(told->role) : NULL;

    shown->rooms_count++;
    if (!shown->json) {
        moot_buf_printf(&shown->rooms, "%-6s  ", role ? role : "?");
        moot_show_text(&shown->rooms, room);
        moot_buf_put_str(&shown->rooms, "\n");
        return;
    }
    moot_json_write_begin_object(&shown->rooms_json);
    moot_json_write_name_string(&shown->rooms_json, "roomId", room);
    moot_json_write_name(&shown->rooms_json, "role");
    if (role)
        moot_json_write_string(&shown->rooms_json, moot_slice_str(role));
    else
        moot_json_write_null(&shown->rooms_json);
    if (told) {
        moot_show_epoch(&shown->rooms_json, told->epoch);
        moot_json_write_name_uint64(&shown->rooms_json, "seq", told->seq);
        moot_json_write_name_uint64(&shown->rooms_json, "memberCount",
                                    told->member_count);
    }
    moot_json_write_end_object(&shown->rooms_json);
}

/* A worker that was silent once is not waited for again. */
static int ask_role(moot_question_t *question, shown_t *shown,
                    moot_slice_t room)
{
    unsigned worker = moot_question_owner(
        question, moot_slot_of(MOOT_KIND_ROOM, room));
    moot_msg_room_told_t told;
    int rc = shown->silent[worker]
                 ? MOOT_EUNREACH
                 : moot_room_ask(question, room, shown->user, &told);

    if (rc != 0) {
        shown->silent[worker] = true;
        put_room(shown, room, NULL);
    } else if (told.role != 0) {
        /* else the list is about to lose it: by way of the outbox */
        put_room(shown, room, &told);
    }
    return rc;
}

static int learn(moot_question_t *question, shown_t *shown)
{
    moot_list_reader_t reader;
    moot_buf_t kept;
    moot_slice_t list, room;
    int worst = 0;
    int rc = moot_room_ask_user(question, shown->user, &kept, &list);

    if (rc == 0)
        rc = moot_list_reader_init(&reader, list);
    while (rc == 0 && (rc = moot_room_ask_next(&reader, &room)) == 0) {
        int asked = ask_role(question, shown, room);

        worst = asked != 0 ? asked : worst;
    }
    moot_buf_close(&kept);
    if (rc != MOOT_ENOENT)
        return rc;
    rc = moot_question_presence(question, 1, only_user, on_place, shown);
    return rc != 0 ? rc : worst;
}

static void print_json(shown_t *shown)
{
    moot_json_write_t json;
    moot_buf_t buf;

    moot_buf_init(&buf, MOOT_SHOW_BYTES_MAX);
    moot_json_write_init(&json, &buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "userId", shown->user);
    moot_json_write_name(&json, "rooms");
    moot_json_write_raw(&json, moot_buf_slice(&shown->rooms));
    moot_json_write_name(&json, "connections");
    moot_json_write_raw(&json, moot_buf_slice(&shown->places));
    moot_json_write_end_object(&json);
    moot_buf_put_str(&buf, "\n");
    moot_show_print(&buf);
}

static void begin(shown_t *shown)
{
    moot_buf_init(&shown->rooms, MOOT_SHOW_BYTES_MAX);
    moot_buf_init(&shown->places, MOOT_SHOW_BYTES_MAX);
    if (!shown->json)
        return;
    moot_json_write_init(&shown->rooms_json, &shown->rooms);
    moot_json_write_init(&shown->places_json, &shown->places);
    moot_json_write_begin_array(&shown->rooms_json);
    moot_json_write_begin_array(&shown->places_json);
}

static void print(shown_t *shown)
{
    if (shown->json) {
        moot_json_write_end_array(&shown->rooms_json);
        moot_json_write_end_array(&shown->places_json);
        print_json(shown);
    } else if (shown->rooms_count > 0 || shown->connections > 0) {
        if (shown->connections == 0)
            printf("not connected\n");
        moot_file_print(&shown->places, stdout);
        printf("rooms: %zu\n", shown->rooms_count);
        moot_file_print(&shown->rooms, stdout);
    }
    moot_buf_close(&shown->rooms);
    moot_buf_close(&shown->places);
}

static int show_user(const moot_conf_t *conf, const char *user, bool json)
{
    moot_question_t question;
    shown_t shown = {.user = moot_slice_str(user), .json = json};
    int rc = moot_question_open(&question, name, conf);
    bool found;

    begin(&shown);
    if (rc == 0)
        rc = learn(&question, &shown);
    found = shown.rooms_count > 0 || shown.connections > 0;
    print(&shown);
    if (rc == 0 && !found)
        fprintf(stderr, "%s: %s is in no room and not connected\n", name, user);
    moot_question_close(&question);
    return rc == 0 && found ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

int moot_user_command(int argc, char **argv)
{
    moot_show_words_t words = {0};
    const moot_option_t own[] = {{"json", false, moot_show_take_json},
                                 {"", true, moot_show_take_word}};
    moot_conf_t conf;
    int code = moot_command_options(argc, argv, own, 2, &words, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    code = MOOT_EXIT_USAGE;
    if (words.count != 1)
        fprintf(stderr, "usage: moot user USER [--json] [--data DIR]\n");
    else if (moot_show_is_id(name, "USER", words.words[0]))
        code = show_user(&conf, words.words[0], words.json);
    moot_conf_close(&conf);
    return code;
}
