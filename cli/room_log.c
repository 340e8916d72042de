/* moot log: the events of a room as they are stored. */
#include "cli/command.h"
#include "cli/room_ask.h"
#include "cli/show.h"
#include "common/err.h"
#include "proto/event_json.h"

#include <inttypes.h>
#include <stdio.h>

static const char name[] = "moot log";

typedef struct log_args {
    moot_show_words_t words; /* first, for its takes */
    uint64_t after, limit;
    bool bodies;
} log_args_t;

static bool take_after(void *ctx, const char *value)
{
    return moot_command_number("after", value, 0, UINT64_MAX,
                               &((log_args_t *)ctx)->after);
}

static bool take_limit(void *ctx, const char *value)
{
    return moot_command_number("limit", value, 1, 1000000000,
                               &((log_args_t *)ctx)->limit);
}

static bool take_bodies(void *ctx, const char *value)
{
    (void)value;
    ((log_args_t *)ctx)->bodies = true;
    return true;
}

/* ---- For people ---------------------------------------------------------- */

static void put_word(moot_buf_t *buf, const char *key, moot_slice_t value)
{
    if (value.size == 0)
        return;
    moot_buf_printf(buf, " %s=", key);
    moot_show_text(buf, value);
}

static void put_users_text(moot_buf_t *buf, moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t user;
    const char *between = " users=";

    if (moot_list_reader_init(&reader, list) != 0)
        return;
    while (moot_list_next_str(&reader, &user) == 0) {
        moot_buf_put_str(buf, between);
        moot_show_text(buf, user);
        between = ",";
    }
}

static void put_event_text(const log_args_t *args,
                           const moot_msg_event_t *event, moot_buf_t *buf)
{
    moot_buf_printf(buf, "%8" PRIu64 "  ", event->seq);
    moot_show_time(buf, event->at);
    moot_buf_printf(buf, "  %-8s by ", moot_event_json_what(event->what));
    moot_show_text(buf, event->actor);
    moot_buf_printf(buf, " version=%" PRIu64, event->version);
    if (moot_event_json_has_users(event))
        put_users_text(buf, event->users);
    put_word(buf, "user", event->user);
    if (event->what == MOOT_WHAT_ROLE)
        moot_buf_printf(buf, " role=%s was=%s", moot_role_name(event->role),
                        moot_role_name(event->old_role));
    put_word(buf, event->what == MOOT_WHAT_ROLE ? "formerOwner" : "heir",
             event->heir);
    if (event->what == MOOT_WHAT_MESSAGE) {
        put_word(buf, "id", event->message_id);
        put_word(buf, "type", event->message_type);
        put_word(buf, "clientMessageId", event->client_message_id);
        moot_buf_printf(buf, " bytes=%zu", event->content.size);
    }
    if (args->bodies) {
        put_word(buf, "name", event->name);
        put_word(buf, "thumbnailUrl", event->thumbnail_url);
        put_word(buf, "content", event->content);
    }
    moot_buf_put_str(buf, event->last ? " (the room ends)\n" : "\n");
}

static void put_event_json(const log_args_t *args,
                           const moot_msg_event_t *event, moot_buf_t *buf)
{
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_event_json(&json, event, args->bodies);
    moot_buf_put_str(buf, "\n");
}

/* ---- Pages --------------------------------------------------------------- */

/* Prints a page; *seq: the last event seen. */
static int print_page(const log_args_t *args, const moot_msg_events_t *page,
                      uint64_t *left, uint64_t *seq)
{
    moot_list_reader_t reader;
    moot_msg_event_t event;
    moot_slice_t bytes;
    moot_buf_t buf;
    int rc = moot_list_reader_init(&reader, page->list);

    moot_buf_init(&buf, MOOT_SHOW_BYTES_MAX);
    while (rc == 0 && *left > 0
           && (rc = moot_list_next_bin(&reader, &bytes)) == 0) {
        rc = moot_wire_decode_event(bytes, &event);
        if (rc != 0)
            break;
        (args->words.json ? put_event_json : put_event_text)(args, &event,
                                                             &buf);
        *seq = event.seq;
        (*left)--;
    }
    moot_show_print(&buf);
    return rc == MOOT_ENOENT ? 0 : rc;
}

static int ask_page(moot_question_t *question, moot_slice_t room,
                    uint64_t epoch, uint64_t seq, moot_msg_events_t *page)
{
    const moot_msg_range_t range = {
        .number = moot_question_next(question),
        .kind = MOOT_KIND_ROOM,
        .id = room,
        .epoch = epoch,
        .seq = seq,
    };
    moot_msg_t answer;
    moot_buf_t body;
    int rc;

    moot_buf_init(&body, 4096);
    MOOT_CHECK(moot_wire_encode_range(&body, &range) == 0);
    rc = moot_question_slot(question, moot_slot_of(MOOT_KIND_ROOM, room),
                            moot_buf_slice(&body), MOOT_MSG_EVENTS, &answer);
    moot_buf_close(&body);
    if (rc == 0)
        *page = answer.as.events;
    return rc;
}

/* Errors: MOOT_EUNREACH, MOOT_ENOENT (no such room, or its history is gone),
 * MOOT_ECORRUPT. */
static int print_events(moot_question_t *question, const log_args_t *args)
{
    moot_slice_t room = moot_slice_str(args->words.words[0]);
    uint64_t left = args->limit, seq = args->after, before;
    moot_msg_room_told_t told;
    moot_msg_events_t page;
    int rc = moot_room_ask(question, room, moot_slice("", 0), &told);
    uint64_t epoch = rc == 0 ? told.epoch : 0, head = rc == 0 ? told.seq : 0;

    if (rc == 0 && told.state == MOOT_ROOM_NONE)
        return MOOT_ENOENT;
    while (rc == 0 && left > 0 && seq < head) {
        before = seq;
        rc = ask_page(question, room, epoch, seq, &page);
        if (rc == 0 && page.epoch != epoch)
            return MOOT_ENOENT;
        if (rc == 0)
            rc = print_page(args, &page, &left, &seq);
        if (rc == 0 && seq == before)
            return MOOT_ECORRUPT; /* a page has at least one event */
    }
    if (rc == 0 && seq < head)
        fprintf(stderr, "%s: %" PRIu64 " more events: --after %" PRIu64 "\n",
                name, head - seq, seq);
    return rc;
}

static int show_log(const moot_conf_t *conf, const log_args_t *args)
{
    moot_question_t question;
    int rc = moot_question_open(&question, name, conf);

    if (rc == 0) {
        rc = print_events(&question, args);
        if (rc == MOOT_ENOENT)
            fprintf(stderr, "%s: there is no room %s, or its history is gone\n",
                    name, args->words.words[0]);
        else if (rc != 0 && rc != MOOT_EUNREACH)
            fprintf(stderr, "%s: %s\n", name, moot_err_text(rc));
    }
    moot_question_close(&question);
    return rc == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

int moot_log_command(int argc, char **argv)
{
    log_args_t args = {.limit = 1000};
    const moot_option_t own[] = {{"json", false, moot_show_take_json},
                                 {"after", true, take_after},
                                 {"limit", true, take_limit},
                                 {"bodies", false, take_bodies},
                                 {"", true, moot_show_take_word}};
    moot_conf_t conf;
    int code = moot_command_options(argc, argv, own, 5, &args, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    code = MOOT_EXIT_USAGE;
    if (args.words.count != 1)
        fprintf(stderr, "usage: moot log ROOM [--after SEQ] [--limit N] "
                        "[--bodies] [--json] [--data DIR]\n");
    else if (moot_show_is_id(name, "ROOM", args.words.words[0]))
        code = show_log(&conf, &args);
    moot_conf_close(&conf);
    return code;
}
