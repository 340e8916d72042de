#include "worker/room.h"

#include <stdlib.h>

/* The checks of proto/ROOMS.md, section 5, in its words (tests compare), for
 * whoever asks why. */
#define RULE_VALUE \
    "a field missing, of the wrong type or over its limit → " \
    "VALIDATION_ERROR"
#define RULE_TAKEN "id taken → CREATE_FAILED"
#define RULE_CREATE_LIMIT "room limit reached → CREATE_FAILED"
#define RULE_UNKNOWN "unknown room → NOT_FOUND"
#define RULE_FULL "full → JOIN_FAILED"
#define RULE_JOIN_LIMIT \
    "Rooms per user are checked for the actor only: CREATE_FAILED, " \
    "JOIN_FAILED"
#define RULE_LEAVE "actor not a member → FORBIDDEN, for ROOM_LEAVE NOT_FOUND"
#define RULE_PATCH "patch with neither name nor thumbnailUrl → VALIDATION_ERROR"
#define RULE_MEMBER "MEMBER → FORBIDDEN"
#define RULE_TARGET "target not a member → FORBIDDEN"
#define RULE_RANK "role rule → FORBIDDEN"
#define RULE_ROLE "role other than ADMIN, MEMBER → VALIDATION_ERROR"
#define RULE_SET_ROLE \
    "actor not OWNER, target not a member, target is the OWNER → " \
    "FORBIDDEN"
#define RULE_OWNER "not OWNER → FORBIDDEN"
#define RULE_MESSAGE \
    "no member or unknown room → `ROOM_MESSAGE_RESPONSE success:false " \
    "NOT_A_MEMBER`"
#define RULE_STRANGER "actor not a member → FORBIDDEN"
#define RULE_NOBODY "no user → UNAUTHORIZED"
#define RULE_ALREADY "already a member → success"
#define RULE_SYSTEM "the application alone → FORBIDDEN"
#define RULE_NO_SYSTEM "not the application → VALIDATION_ERROR"

/* What a decision works on. */
typedef struct decision {
    const moot_room_rules_t *rules;
    const moot_roomview_t *view;
    const moot_member_t *actor; /* NULL: not a member */
    const moot_msg_request_t *request;
    uint64_t at;
    moot_slice_t message_id;
    moot_buf_t *scratch;
    moot_room_verdict_t *verdict;
} decision_t;

/* rule: in the words of proto/ROOMS.md, section 5. */
static void refuse(decision_t *decision, enum moot_code code,
                   const char *rule, const char *text)
{
    decision->verdict->code = code;
    decision->verdict->rule = rule;
    decision->verdict->text = text;
}

/* Adds an event that raises the version by so much; 0: not a mutation. */
static moot_msg_event_t *emit(decision_t *decision, enum moot_what what,
                              uint64_t raise)
{
    const moot_roomview_t *view = decision->view;
    moot_room_verdict_t *verdict = decision->verdict;
    size_t i = verdict->events_count++;
    moot_msg_event_t *event = &verdict->events[i];
    uint64_t version = view != NULL ? view->version : 0;
    uint64_t updated_at = view != NULL ? view->updated_at : 0;
    if (i > 0) {
        version = verdict->events[0].version;
        updated_at = verdict->events[0].updated_at;
    }
    *event = (moot_msg_event_t){
        .seq = (view != NULL ? view->seq : 0) + 1 + i,
        .what = (uint64_t)what,
        .at = decision->at,
        .actor = decision->request->user,
        .session = decision->request->session,
        .system = decision->request->system,
        .version = version + raise,
        .updated_at = raise > 0 ? decision->at : updated_at,
    };
    return event;
}

/* ---- Lists of users ------------------------------------------------------ */

/* Ids met in one request so far. */
typedef struct met {
    moot_map_t map;
    moot_map_node_t *nodes;
    size_t count;
} met_t;

static bool is_user(moot_slice_t user)
{
    return user.size > 0 && user.size <= MOOT_ID_BYTES_MAX;
}

/* Whether a list holds user ids only, and how many. */
static bool check_users(moot_slice_t list, size_t *count)
{
    moot_list_reader_t reader;
    moot_slice_t user;
    *count = 0;
    if (moot_list_reader_init(&reader, list) < 0)
        return false;
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_str(&reader, &user) < 0 || !is_user(user))
            return false;
        (*count)++;
    }
    return true;
}

/* Writes the users of the request that are new to the room, each once, at most
 * so many: those beyond are skipped (contract 5). creator: first of the list,
 * may be empty. Returns how many of the request were taken. */
static size_t take_users(decision_t *decision, moot_slice_t creator,
                         size_t wanted, size_t room, moot_slice_t *list)
{
    moot_list_reader_t reader;
    moot_list_writer_t writer;
    moot_slice_t user;
    size_t capacity = wanted < room ? wanted : room;
    met_t met = {0};
    moot_map_init(&met.map);
    met.nodes = calloc(capacity + 1, sizeof(moot_map_node_t));
    MOOT_CHECK(met.nodes != NULL);
    moot_list_begin_open(&writer, decision->scratch);
    if (creator.size > 0)
        moot_list_put_str(&writer, creator);
    int rc = moot_list_reader_init(&reader, decision->request->users);
    while (rc == 0 && met.count < capacity
           && moot_list_next_str(&reader, &user) == 0) {
        if (moot_slice_eq(user, creator)
            || moot_map_get(&met.map, user) != NULL
            || (decision->view != NULL
                && moot_roomview_find(decision->view, user) != NULL))
            continue;
        moot_map_put(&met.map, &met.nodes[met.count++], user);
        moot_list_put_str(&writer, user);
    }
    rc = moot_list_end(&writer, list);
    MOOT_CHECK(rc == 0);
    moot_map_close(&met.map);
    free(met.nodes);
    return met.count;
}

/* ---- The operations ------------------------------------------------------ */

/* Whether the actor may do what a MEMBER may not. */
static bool may_manage(const decision_t *decision)
{
    return decision->request->system
           || decision->actor->role != MOOT_ROLE_MEMBER;
}

static bool too_many_rooms(const decision_t *decision)
{
    return decision->request->rooms_count
           >= decision->rules->rooms_per_user_max;
}

/* The first event of a room; with_users: members of the request too. */
static void begin_room(decision_t *decision, bool with_users)
{
    const moot_msg_request_t *request = decision->request;
    size_t limit = decision->rules->members_per_room_max;
    size_t wanted = 0;
    moot_slice_t list;
    if (with_users && !check_users(request->users, &wanted)) {
        refuse(decision, MOOT_CODE_VALIDATION_ERROR, RULE_VALUE,
               "memberIds is not valid");
        return;
    }
    size_t taken = take_users(decision, request->user, wanted,
                              limit > 0 ? limit - 1 : 0, &list);
    moot_msg_event_t *event =
        emit(decision, MOOT_WHAT_CREATED, 1 + (uint64_t)taken);
    event->users = list;
    event->name = with_users && request->name.size > 0 ? request->name
                                                       : request->room;
    if (with_users)
        event->thumbnail_url = request->thumbnail_url;
    decision->verdict->creates = true;
}

static void decide_create(decision_t *decision)
{
    if (decision->view != NULL)
        refuse(decision, MOOT_CODE_CREATE_FAILED, RULE_TAKEN,
               "the room exists already");
    else if (too_many_rooms(decision))
        refuse(decision, MOOT_CODE_CREATE_FAILED, RULE_CREATE_LIMIT,
               "you are in too many rooms");
    else
        begin_room(decision, true);
}

static void decide_join(decision_t *decision)
{
    const moot_roomview_t *view = decision->view;
    if (decision->actor != NULL) {
        decision->verdict->already = true;
        decision->verdict->rule = RULE_ALREADY;
    } else if (view == NULL && !decision->rules->create_on_join) {
        refuse(decision, MOOT_CODE_NOT_FOUND, RULE_UNKNOWN,
               "there is no such room");
    } else if (view != NULL
               && view->members_count
                      >= decision->rules->members_per_room_max) {
        refuse(decision, MOOT_CODE_JOIN_FAILED, RULE_FULL,
               "the room is full");
    } else if (too_many_rooms(decision)) {
        refuse(decision, MOOT_CODE_JOIN_FAILED, RULE_JOIN_LIMIT,
               "you are in too many rooms");
    } else if (view == NULL) {
        begin_room(decision, false);
    } else {
        emit(decision, MOOT_WHAT_JOINED, 1)->user = decision->request->user;
        emit(decision, MOOT_WHAT_MEMBERS, 0);
    }
}

/* LEFT or REMOVED of a member: an owner hands on, the last one ends the
 * room. */
static moot_msg_event_t *part(decision_t *decision, enum moot_what what,
                              const moot_member_t *member)
{
    const moot_member_t *heir = NULL;
    if (member->role == MOOT_ROLE_OWNER)
        heir = moot_roomview_heir(decision->view, member);
    moot_msg_event_t *event = emit(decision, what, heir != NULL ? 2 : 1);
    event->user = member->user;
    event->role = (uint64_t)member->role;
    event->place = member->place;
    event->last = decision->view->members_count == 1;
    if (heir != NULL) {
        event->heir = heir->user;
        event->heir_role = (uint64_t)heir->role;
    }
    return event;
}

static void decide_leave(decision_t *decision)
{
    if (decision->actor == NULL) {
        refuse(decision, MOOT_CODE_NOT_FOUND, RULE_LEAVE,
               "you are not a member of such a room");
        return;
    }
    if (!part(decision, MOOT_WHAT_LEFT, decision->actor)->last)
        emit(decision, MOOT_WHAT_MEMBERS, 0);
}

static void decide_meta(decision_t *decision)
{
    const moot_msg_request_t *request = decision->request;
    const moot_roomview_t *view = decision->view;
    uint64_t given =
        request->given & (MOOT_GIVEN_NAME | MOOT_GIVEN_THUMBNAIL);
    if (given == 0) {
        refuse(decision, MOOT_CODE_VALIDATION_ERROR, RULE_PATCH,
               "the patch has neither name nor thumbnailUrl");
        return;
    }
    if (!may_manage(decision)) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_MEMBER,
               "only the owner and admins may do that");
        return;
    }
    moot_msg_event_t *event = emit(decision, MOOT_WHAT_META, 1);
    event->given = given;
    if ((given & MOOT_GIVEN_NAME) != 0) {
        event->name = request->name.size > 0 ? request->name : view->id;
        event->old_name = view->name;
    }
    if ((given & MOOT_GIVEN_THUMBNAIL) != 0) {
        event->thumbnail_url = request->thumbnail_url;
        event->old_thumbnail_url = view->thumbnail_url;
    }
}

static void decide_add(decision_t *decision)
{
    size_t members = decision->view->members_count;
    size_t limit = decision->rules->members_per_room_max;
    size_t wanted;
    moot_slice_t list;
    if (!check_users(decision->request->users, &wanted) || wanted == 0) {
        refuse(decision, MOOT_CODE_VALIDATION_ERROR, RULE_VALUE,
               "userIds is not valid");
        return;
    }
    if (!may_manage(decision)) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_MEMBER,
               "only the owner and admins may do that");
        return;
    }
    size_t taken = take_users(decision, moot_slice("", 0), wanted,
                              limit > members ? limit - members : 0, &list);
    emit(decision, MOOT_WHAT_ADDED, (uint64_t)taken)->users = list;
}

static void decide_remove(decision_t *decision)
{
    const moot_member_t *actor = decision->actor;
    const moot_member_t *target =
        moot_roomview_find(decision->view, decision->request->target);
    if (target == NULL)
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_TARGET,
               "that user is not a member");
    else if (!may_manage(decision)
             || (!decision->request->system
                 && actor->role == MOOT_ROLE_ADMIN
                 && target->role != MOOT_ROLE_MEMBER))
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_RANK,
               "your role does not allow to remove that member");
    else
        part(decision, MOOT_WHAT_REMOVED, target);
}

/* Whether the actor may do what the OWNER alone may. */
static bool may_own(const decision_t *decision)
{
    return decision->request->system
           || decision->actor->role == MOOT_ROLE_OWNER;
}

static void decide_role(decision_t *decision)
{
    const moot_msg_request_t *request = decision->request;
    const moot_member_t *target =
        moot_roomview_find(decision->view, request->target);
    if (request->role != MOOT_ROLE_ADMIN
        && request->role != MOOT_ROLE_MEMBER) {
        refuse(decision, MOOT_CODE_VALIDATION_ERROR, RULE_ROLE,
               "role must be ADMIN or MEMBER");
    } else if (!may_own(decision)) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_SET_ROLE,
               "only the owner may do that");
    } else if (target == NULL) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_SET_ROLE,
               "that user is not a member");
    } else if (target->role == MOOT_ROLE_OWNER) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_SET_ROLE,
               "the owner's role cannot be set");
    } else {
        moot_msg_event_t *event = emit(decision, MOOT_WHAT_ROLE, 1);
        event->user = target->user;
        event->role = request->role;
        event->old_role = (uint64_t)target->role;
    }
}

static void decide_delete(decision_t *decision)
{
    if (!may_own(decision))
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_OWNER,
               "only the owner may do that");
    else
        emit(decision, MOOT_WHAT_DELETED, 1)->last = true;
}

/* The application hands the room to another member: one event, so that there
 * is one OWNER at each position. */
static void decide_owner(decision_t *decision)
{
    const moot_member_t *target =
        moot_roomview_find(decision->view, decision->request->target);
    const moot_member_t *owner = moot_roomview_owner(decision->view);
    if (!decision->request->system) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_SYSTEM,
               "only the application may do that");
    } else if (target == NULL || owner == NULL) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_TARGET,
               "that user is not a member");
    } else if (target == owner) {
        decision->verdict->already = true;
    } else {
        moot_msg_event_t *event = emit(decision, MOOT_WHAT_ROLE, 1);
        event->user = target->user;
        event->role = MOOT_ROLE_OWNER;
        event->old_role = (uint64_t)target->role;
        event->heir = owner->user;
    }
}

static void decide_message(decision_t *decision)
{
    const moot_msg_request_t *request = decision->request;
    if (request->system && decision->view == NULL) {
        refuse(decision, MOOT_CODE_NOT_FOUND, RULE_UNKNOWN,
               "there is no such room");
        return;
    }
    if (decision->actor == NULL && !request->system) {
        refuse(decision, MOOT_CODE_NOT_A_MEMBER, RULE_MESSAGE,
               "you are not a member of such a room");
        return;
    }
    if (request->content.size == 0) {
        refuse(decision, MOOT_CODE_VALIDATION_ERROR, RULE_VALUE,
               "content is empty");
        return;
    }
    moot_msg_event_t *event = emit(decision, MOOT_WHAT_MESSAGE, 0);
    event->content = request->content;
    event->message_type = request->message_type;
    event->message_id = decision->message_id;
    event->client_message_id = request->client_message_id;
}

/* Operations that ask for a room and for membership before anything else. */
static void decide_as_member(decision_t *decision)
{
    if (decision->view == NULL) {
        refuse(decision, MOOT_CODE_NOT_FOUND, RULE_UNKNOWN,
               "there is no such room");
        return;
    }
    if (decision->actor == NULL && !decision->request->system) {
        refuse(decision, MOOT_CODE_FORBIDDEN, RULE_STRANGER,
               "you are not a member of that room");
        return;
    }
    switch (decision->request->op) {
    case MOOT_OP_INFO:
        return;
    case MOOT_OP_META:
        decide_meta(decision);
        return;
    case MOOT_OP_ADD:
        decide_add(decision);
        return;
    case MOOT_OP_REMOVE:
        decide_remove(decision);
        return;
    case MOOT_OP_ROLE:
        decide_role(decision);
        return;
    case MOOT_OP_DELETE:
        decide_delete(decision);
        return;
    case MOOT_OP_OWNER:
        decide_owner(decision);
        return;
    default:
        refuse(decision, MOOT_CODE_INTERNAL, RULE_VALUE,
               "unknown operation");
    }
}

/* Whether someone acts, for whom this operation is. */
static bool check_actor(decision_t *decision)
{
    const moot_msg_request_t *request = decision->request;
    if (request->user.size == 0) {
        refuse(decision, MOOT_CODE_UNAUTHORIZED, RULE_NOBODY, "no user");
        return false;
    }
    if (request->system
        && (request->op == MOOT_OP_JOIN || request->op == MOOT_OP_LEAVE)) {
        refuse(decision, MOOT_CODE_VALIDATION_ERROR, RULE_NO_SYSTEM,
               "the application neither joins nor leaves");
        return false;
    }
    return true;
}

void moot_room_decide(const moot_room_rules_t *rules,
                      const moot_roomview_t *view,
                      const moot_msg_request_t *request, uint64_t wall_ms,
                      moot_slice_t message_id, moot_buf_t *scratch,
                      moot_room_verdict_t *verdict)
{
    moot_msg_request_t acting = *request;
    /* A room that the application makes belongs to a user, whom it names. */
    if (request->system && request->user.size == 0
        && request->op != MOOT_OP_CREATE)
        acting.user = moot_slice_str(MOOT_SYSTEM_USER);
    decision_t decision = {
        .rules = rules,
        .view = view,
        .request = &acting,
        .at = wall_ms,
        .message_id = message_id,
        .scratch = scratch,
        .verdict = verdict,
    };
    *verdict = (moot_room_verdict_t){.code = MOOT_CODE_OK};
    moot_buf_clear(scratch);
    if (!check_actor(&decision))
        return;
    if (view != NULL) {
        decision.actor = moot_roomview_find(view, acting.user);
        if (view->last_at > wall_ms)
            decision.at = view->last_at;
    }
    switch (request->op) {
    case MOOT_OP_CREATE:
        decide_create(&decision);
        return;
    case MOOT_OP_JOIN:
        decide_join(&decision);
        return;
    case MOOT_OP_LEAVE:
        decide_leave(&decision);
        return;
    case MOOT_OP_MESSAGE:
        decide_message(&decision);
        return;
    default:
        decide_as_member(&decision);
    }
}
