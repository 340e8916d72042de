#include "proto/event_json.h"

#include "proto/rules.h"

const char *moot_event_json_what(uint64_t what)
{
    static const char *const names[] = {
        [MOOT_WHAT_CREATED] = "created", [MOOT_WHAT_JOINED] = "joined",
        [MOOT_WHAT_MEMBERS] = "members", [MOOT_WHAT_LEFT] = "left",
        [MOOT_WHAT_ADDED] = "added",     [MOOT_WHAT_REMOVED] = "removed",
        [MOOT_WHAT_ROLE] = "role",       [MOOT_WHAT_META] = "meta",
        [MOOT_WHAT_MESSAGE] = "message", [MOOT_WHAT_DELETED] = "deleted",
    };

    return what < sizeof names / sizeof *names && names[what] ? names[what]
                                                               : "?";
}

bool moot_event_json_has_users(const moot_msg_event_t *event)
{
    return event->what == MOOT_WHAT_CREATED || event->what == MOOT_WHAT_ADDED;
}

static void put_member(moot_json_write_t *json, const char *key,
                       moot_slice_t value)
{
    if (value.size > 0)
        moot_json_write_name_string(json, key, value);
}

static void put_users(moot_json_write_t *json, moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t user;

    moot_json_write_name(json, "users");
    moot_json_write_begin_array(json);
    if (moot_list_reader_init(&reader, list) == 0) {
        while (moot_list_next_str(&reader, &user) == 0)
            moot_json_write_string(json, user);
    }
    moot_json_write_end_array(json);
}

static void put_role(moot_json_write_t *json, const char *key, uint64_t role)
{
    moot_json_write_name_string(json, key,
                                moot_slice_str(moot_role_name(role)));
}

static void put_message(moot_json_write_t *json, const moot_msg_event_t *event)
{
    put_member(json, "messageId", event->message_id);
    put_member(json, "messageType", event->message_type);
    put_member(json, "clientMessageId", event->client_message_id);
    moot_json_write_name_uint64(json, "bytes", event->content.size);
}

void moot_event_json(moot_json_write_t *json, const moot_msg_event_t *event,
                     bool bodies)
{
    moot_json_write_begin_object(json);
    moot_json_write_name_uint64(json, "seq", event->seq);
    moot_json_write_name_string(
        json, "event", moot_slice_str(moot_event_json_what(event->what)));
    moot_json_write_name_uint64(json, "at", event->at);
    moot_json_write_name_string(json, "actor", event->actor);
    moot_json_write_name_uint64(json, "version", event->version);
    if (moot_event_json_has_users(event))
        put_users(json, event->users);
    put_member(json, "userId", event->user);
    if (event->what == MOOT_WHAT_ROLE) {
        put_role(json, "role", event->role);
        put_role(json, "oldRole", event->old_role);
    }
    put_member(json,
               event->what == MOOT_WHAT_ROLE ? "formerOwner" : "heir",
               event->heir);
    if (event->what == MOOT_WHAT_MESSAGE)
        put_message(json, event);
    if (bodies) {
        put_member(json, "name", event->name);
        put_member(json, "thumbnailUrl", event->thumbnail_url);
        put_member(json, "content", event->content);
    }
    if (event->last)
        moot_json_write_name_bool(json, "last", true);
    moot_json_write_end_object(json);
}
