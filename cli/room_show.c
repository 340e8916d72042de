/* moot room: a room as its worker has it, and who of it is connected where;
 * the verbs that change it are in cli/room_change.c. */
#include "cli/command.h"
#include "cli/room_ask.h"
#include "cli/room_change.h"
#include "cli/show.h"
#include "common/err.h"
#include "proto/roomview.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char name[] = "moot room";

/* Connections of one member at one edge. */
typedef struct place {
    size_t member; /* in join order */
    char edge[64];
    uint64_t connections;
} place_t;

typedef struct shown {
    moot_slice_t id;
    unsigned slot, worker;
    uint64_t state;
    moot_roomview_t *view; /* NULL: nothing is known */
    moot_buf_t places;     /* of place_t */
} shown_t;

static moot_slice_t member_at(const void *ctx, size_t index)
{
    return ((const shown_t *)ctx)->view->members[index]->user;
}

static void on_place(void *ctx, moot_slice_t user, moot_slice_t edge,
                     uint64_t connections)
{
    shown_t *shown = ctx;
    const moot_member_t *member = moot_roomview_find(shown->view, user);
    place_t place = {.connections = connections};

    if (!member)
        return;
    place.member = member->place;
    snprintf(place.edge, sizeof place.edge, "%.*s", MOOT_SLICE_ARG(edge));
    moot_buf_put(&shown->places, &place, sizeof place);
}

/* The i-th place, copied: the buffer keeps bytes. False at the end. */
static bool place_at(const shown_t *shown, size_t i, place_t *place)
{
    if ((i + 1) * sizeof *place > shown->places.size)
        return false;
    memcpy(place, shown->places.at + i * sizeof *place, sizeof *place);
    return true;
}

static void put_member_json(moot_json_write_t *json, const shown_t *shown,
                            const moot_member_t *member)
{
    place_t place;

    moot_json_write_begin_object(json);
    moot_json_write_name_string(json, "userId", member->user);
    moot_json_write_name_string(json, "role",
                                moot_slice_str(moot_role_name(member->role)));
    moot_json_write_name(json, "connections");
    moot_json_write_begin_array(json);
    for (size_t i = 0; place_at(shown, i, &place); i++) {
        if (place.member != member->place)
            continue;
        moot_json_write_begin_object(json);
        moot_json_write_name_string(json, "edge", moot_slice_str(place.edge));
        moot_json_write_name_uint64(json, "connections", place.connections);
        moot_json_write_end_object(json);
    }
    moot_json_write_end_array(json);
    moot_json_write_end_object(json);
}

static const char *state_name(uint64_t state)
{
    if (state == MOOT_ROOM_LIVING)
        return "living";
    return state == MOOT_ROOM_ENDED ? "ended" : "unknown";
}

static void put_view_json(moot_json_write_t *json, const shown_t *shown)
{
    const moot_roomview_t *view = shown->view;

    moot_show_epoch(json, view->epoch);
    moot_json_write_name_uint64(json, "seq", view->seq);
    moot_json_write_name_uint64(json, "version", view->version);
    moot_json_write_name_uint64(json, "updatedAt", view->updated_at);
    moot_json_write_name_string(json, "name", view->name);
    moot_json_write_name(json, "thumbnailUrl");
    if (view->thumbnail_url.size > 0)
        moot_json_write_string(json, view->thumbnail_url);
    else
        moot_json_write_null(json);
    moot_json_write_name_uint64(json, "createdAt", view->created_at);
    moot_json_write_name_string(json, "createdBy", view->created_by);
    moot_json_write_name(json, "members");
    moot_json_write_begin_array(json);
    for (size_t i = 0; i < view->members_count; i++)
        put_member_json(json, shown, view->members[i]);
    moot_json_write_end_array(json);
}

static void put_json(const shown_t *shown, moot_buf_t *buf)
{
    moot_json_write_t json;
    char worker[32];

    snprintf(worker, sizeof worker, "worker-%u", shown->worker);
    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "roomId", shown->id);
    moot_json_write_name_string(&json, "state",
                                moot_slice_str(state_name(shown->state)));
    moot_json_write_name_string(&json, "worker", moot_slice_str(worker));
    moot_json_write_name_uint64(&json, "slot", shown->slot);
    if (shown->view)
        put_view_json(&json, shown);
    moot_json_write_end_object(&json);
    moot_buf_put_str(buf, "\n");
}

static void put_members(const shown_t *shown, moot_buf_t *buf)
{
    const moot_roomview_t *view = shown->view;
    size_t width = 6;
    place_t place;

    for (size_t i = 0; i < view->members_count; i++) {
        size_t size = view->members[i]->user.size;

        width = size > width && size <= 40 ? size : width;
    }
    moot_show_cell(buf, moot_slice_str("MEMBER"), width);
    moot_buf_put_str(buf, "  ROLE    CONNECTED AT\n");
    for (size_t i = 0; i < view->members_count; i++) {
        const char *between = "";

        moot_show_cell(buf, view->members[i]->user, width);
        moot_buf_printf(buf, "  %-6s  ",
                        moot_role_name(view->members[i]->role));
        for (size_t j = 0; place_at(shown, j, &place); j++) {
            if (place.member != i)
                continue;
            moot_buf_printf(buf, "%s%s", between, place.edge);
            if (place.connections > 1)
                moot_buf_printf(buf, " (%" PRIu64 ")", place.connections);
            between = ", ";
        }
        moot_buf_put_str(buf, *between ? "\n" : "-\n");
    }
}

static void put_text(const shown_t *shown, moot_buf_t *buf)
{
    const moot_roomview_t *view = shown->view;

    if (!view)
        return;
    moot_buf_put_str(buf, "room     ");
    moot_show_text(buf, shown->id);
    moot_buf_printf(buf, "\nstate    %s\nworker   worker-%u, slot %u\nname     ",
                    state_name(shown->state), shown->worker, shown->slot);
    moot_show_text(buf, view->name);
    moot_buf_printf(buf,
                    "\nepoch    %" PRIu64 "\nseq      %" PRIu64
                    "\nversion  %" PRIu64 ", updated ",
                    view->epoch, view->seq, view->version);
    moot_show_time(buf, view->updated_at);
    moot_buf_put_str(buf, "\ncreated  ");
    moot_show_time(buf, view->created_at);
    moot_buf_put_str(buf, " by ");
    moot_show_text(buf, view->created_by);
    moot_buf_printf(buf, "\nmembers  %zu\n", view->members_count);
    if (shown->state != MOOT_ROOM_LIVING)
        return;
    moot_buf_put_str(buf, "\n");
    put_members(shown, buf);
}

/* Errors: MOOT_EUNREACH, MOOT_ECORRUPT; said on stderr. */
static int learn(moot_question_t *question, shown_t *shown)
{
    moot_msg_room_told_t told;
    moot_msg_snapshot_t snapshot;
    int rc = moot_room_ask(question, shown->id, moot_slice("", 0), &told);

    if (rc != 0)
        return rc;
    shown->state = told.state;
    if (told.snapshot.size == 0)
        return 0;
    if (moot_wire_decode_snapshot(told.snapshot, &snapshot) != 0
        || moot_roomview_load(&snapshot, &shown->view) != 0) {
        fprintf(stderr, "%s: the worker's answer is damaged\n", name);
        return MOOT_ECORRUPT;
    }
    if (shown->state == MOOT_ROOM_LIVING)
        rc = moot_question_presence(question, shown->view->members_count,
                                    member_at, on_place, shown);
    return rc;
}

static int show_room(const moot_conf_t *conf, const char *room, bool json)
{
    moot_question_t question;
    shown_t shown = {.id = moot_slice_str(room)};
    moot_buf_t buf;
    int rc = moot_question_open(&question, name, conf);

    moot_buf_init(&buf, MOOT_SHOW_BYTES_MAX);
    moot_buf_init(&shown.places, MOOT_SHOW_BYTES_MAX);
    shown.slot = moot_slot_of(MOOT_KIND_ROOM, shown.id);
    if (rc == 0) {
        shown.worker = moot_question_owner(&question, shown.slot);
        rc = learn(&question, &shown);
    }
    /* What is known is shown although an edge is silent. */
    if (json && (rc == 0 || shown.view))
        put_json(&shown, &buf);
    else
        put_text(&shown, &buf);
    moot_show_print(&buf);
    if (rc == 0 && shown.state == MOOT_ROOM_NONE)
        fprintf(stderr,
                "%s: there is no room %s%s\n", name, room,
                strchr(room, '|')
                    ? ", durable; for a room of Socket.IO ask the API for "
                      "its sockets"
                    : "");
    moot_buf_close(&shown.places);
    moot_roomview_destroy(&shown.view);
    moot_question_close(&question);
    return rc == 0 && shown.state == MOOT_ROOM_LIVING ? MOOT_EXIT_OK
                                                      : MOOT_EXIT_FAILED;
}

MOOT_COMMAND_TAKE(moot_room_change_t, name)
MOOT_COMMAND_TAKE(moot_room_change_t, thumbnail_url)
MOOT_COMMAND_TAKE(moot_room_change_t, owner)
MOOT_COMMAND_TAKE(moot_room_change_t, key)
MOOT_COMMAND_TAKE(moot_room_change_t, type)
MOOT_COMMAND_TAKE(moot_room_change_t, as)

static bool take_json(void *ctx, const char *value)
{
    (void)value;
    ((moot_room_change_t *)ctx)->json = true;
    return true;
}

static bool take_word(void *ctx, const char *value)
{
    moot_room_change_t *self = ctx;

    if (self->count == MOOT_ROOM_CHANGE_WORDS_MAX) {
        fprintf(stderr, "%s: at most 1000 users at once\n", name);
        return false;
    }
    self->words[self->count++] = value;
    return true;
}

static bool has_options(const moot_room_change_t *args)
{
    return args->name || args->thumbnail_url || args->owner || args->key
           || args->type || args->as;
}

/* A room may have the name of a verb: alone it is a room. */
static int run(const moot_room_change_t *args, const moot_conf_t *conf)
{
    if (args->count > 0 && moot_room_change_is_verb(args->words[0])
        && (args->count > 1 || has_options(args)))
        return moot_room_change_run(args, conf);
    if (args->count != 1 || has_options(args)) {
        fprintf(stderr, "usage: moot room ROOM [--json] [--data DIR]; "
                        "moot help room shows the others\n");
        return MOOT_EXIT_USAGE;
    }
    if (!moot_show_is_id(name, "ROOM", args->words[0]))
        return MOOT_EXIT_USAGE;
    return show_room(conf, args->words[0], args->json);
}

int moot_room_command(int argc, char **argv)
{
    const moot_option_t own[] = {{"json", false, take_json},
                                 {"name", true, take_name},
                                 {"thumbnail-url", true, take_thumbnail_url},
                                 {"owner", true, take_owner},
                                 {"key", true, take_key},
                                 {"type", true, take_type},
                                 {"as", true, take_as},
                                 {"", true, take_word}};
    moot_room_change_t *args = calloc(1, sizeof *args);
    moot_conf_t conf;
    int code;

    MOOT_CHECK(args);
    code = moot_command_options(argc, argv, own, sizeof own / sizeof *own,
                                args, &conf);
    if (code == MOOT_EXIT_OK) {
        code = run(args, &conf);
        moot_conf_close(&conf);
    }
    free(args);
    return code;
}
