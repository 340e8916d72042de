#include "proto/roomview.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/list.h"

/* Places of the first member on. */
#define MEMBERS_FIRST 8

/* ---- Owned byte strings -------------------------------------------------- */

static moot_slice_t copy_bytes(moot_slice_t bytes)
{
    if (bytes.size == 0)
        return moot_slice(NULL, 0);
    uint8_t *at = malloc(bytes.size);
    MOOT_CHECK(at != NULL);
    memcpy(at, bytes.at, bytes.size);
    return moot_slice(at, bytes.size);
}

static void free_bytes(moot_slice_t *bytes)
{
    free((void *)(uintptr_t)bytes->at);
    *bytes = moot_slice(NULL, 0);
}

static void replace_bytes(moot_slice_t *bytes, moot_slice_t by)
{
    moot_slice_t fresh = copy_bytes(by);
    free_bytes(bytes);
    *bytes = fresh;
}

/* ---- Life ---------------------------------------------------------------- */

moot_roomview_t *moot_roomview_new(moot_slice_t id, uint64_t epoch)
{
    moot_roomview_t *view = calloc(1, sizeof(*view));
    MOOT_CHECK(view != NULL);
    view->id = copy_bytes(id);
    view->epoch = epoch;
    moot_map_init(&view->by_user);
    return view;
}

void moot_roomview_destroy(moot_roomview_t **view_p)
{
    moot_roomview_t *view = *view_p;
    if (view == NULL)
        return;
    for (size_t i = 0; i < view->members_count; i++)
        free(view->members[i]);
    free(view->members);
    moot_map_close(&view->by_user);
    free_bytes(&view->id);
    free_bytes(&view->name);
    free_bytes(&view->thumbnail_url);
    free_bytes(&view->created_by);
    free(view);
    *view_p = NULL;
}

/* ---- Members ------------------------------------------------------------- */

moot_member_t *moot_roomview_find(const moot_roomview_t *view,
                                  moot_slice_t user)
{
    moot_map_node_t *node = moot_map_get(&view->by_user, user);
    return node != NULL ? MOOT_CONTAINER(node, moot_member_t, node) : NULL;
}

moot_member_t *moot_roomview_owner(const moot_roomview_t *view)
{
    /* The owner is the creator nearly always: the first one looked at. */
    for (size_t i = 0; i < view->members_count; i++) {
        if (view->members[i]->role == MOOT_ROLE_OWNER)
            return view->members[i];
    }
    return NULL;
}

moot_member_t *moot_roomview_heir(const moot_roomview_t *view,
                                  const moot_member_t *leaving)
{
    moot_member_t *first = NULL;
    for (size_t i = 0; i < view->members_count; i++) {
        moot_member_t *member = view->members[i];
        if (member == leaving)
            continue;
        if (member->role == MOOT_ROLE_ADMIN)
            return member;
        if (first == NULL)
            first = member;
    }
    return first;
}

static bool is_role(uint64_t role)
{
    return role == MOOT_ROLE_OWNER || role == MOOT_ROLE_ADMIN
           || role == MOOT_ROLE_MEMBER;
}

static bool is_user(moot_slice_t user)
{
    return user.size > 0 && user.size <= MOOT_ID_BYTES_MAX;
}

static void set_places(moot_roomview_t *view, size_t from)
{
    for (size_t i = from; i < view->members_count; i++)
        view->members[i]->place = i;
}

/* Puts a member in at a place of the join order. Errors: MOOT_EINVAL. */
static int insert(moot_roomview_t *view, moot_slice_t user, uint64_t role,
                  size_t place)
{
    if (!is_user(user) || !is_role(role) || place > view->members_count
        || moot_roomview_find(view, user) != NULL)
        return MOOT_EINVAL;
    if (view->members_count == view->members_capacity) {
        size_t capacity = view->members_capacity > 0
                              ? view->members_capacity * 2
                              : MEMBERS_FIRST;
        moot_member_t **more = realloc(view->members,
                                       capacity * sizeof(moot_member_t *));
        MOOT_CHECK(more != NULL);
        view->members = more;
        view->members_capacity = capacity;
    }
    moot_member_t *member = calloc(1, sizeof(*member) + user.size);
    MOOT_CHECK(member != NULL);
    memcpy(member + 1, user.at, user.size);
    member->user = moot_slice(member + 1, user.size);
    member->role = (enum moot_role)role;
    memmove(&view->members[place + 1], &view->members[place],
            (view->members_count - place) * sizeof(moot_member_t *));
    view->members[place] = member;
    view->members_count++;
    set_places(view, place);
    moot_map_put(&view->by_user, &member->node, member->user);
    return 0;
}

static int append(moot_roomview_t *view, moot_slice_t user,
                  enum moot_role role)
{
    return insert(view, user, role, view->members_count);
}

static void take_out(moot_roomview_t *view, moot_member_t *member)
{
    size_t place = member->place;
    moot_map_remove(&view->by_user, &member->node);
    view->members_count--;
    memmove(&view->members[place], &view->members[place + 1],
            (view->members_count - place) * sizeof(moot_member_t *));
    set_places(view, place);
    free(member);
}

/* Takes out the members that came last until count are left. */
static void shorten(moot_roomview_t *view, size_t count)
{
    while (view->members_count > count)
        take_out(view, view->members[view->members_count - 1]);
}

/* ---- Apply --------------------------------------------------------------- */

/* Appends a list of users as MEMBERs: all of them or none. */
static int append_users(moot_roomview_t *view, moot_slice_t list)
{
    size_t before = view->members_count;
    moot_list_reader_t reader;
    moot_slice_t user;
    int rc = moot_list_reader_init(&reader, list);
    while (rc == 0 && moot_list_peek(&reader) != MOOT_LIST_END) {
        rc = moot_list_next_str(&reader, &user);
        if (rc == 0)
            rc = append(view, user, MOOT_ROLE_MEMBER);
    }
    if (rc == 0)
        return 0;
    shorten(view, before);
    return MOOT_EINVAL;
}

static int apply_created(moot_roomview_t *view, const moot_msg_event_t *event)
{
    if (view->seq != 0 || event->name.size == 0)
        return MOOT_EINVAL;
    int rc = append_users(view, event->users);
    if (rc < 0)
        return rc;
    if (view->members_count == 0
        || !moot_slice_eq(view->members[0]->user, event->actor)) {
        shorten(view, 0);
        return MOOT_EINVAL;
    }
    view->members[0]->role = MOOT_ROLE_OWNER;
    replace_bytes(&view->name, event->name);
    replace_bytes(&view->thumbnail_url, event->thumbnail_url);
    replace_bytes(&view->created_by, event->actor);
    view->created_at = event->at;
    return 0;
}

/* LEFT and REMOVED: the room has an owner before and after, or ends. */
static int apply_gone(moot_roomview_t *view, const moot_msg_event_t *event)
{
    moot_member_t *member = moot_roomview_find(view, event->user);
    if (member == NULL || (uint64_t)member->role != event->role
        || member->place != event->place
        || event->last != (view->members_count == 1))
        return MOOT_EINVAL;
    bool inherits = member->role == MOOT_ROLE_OWNER && !event->last;
    moot_member_t *heir = moot_roomview_find(view, event->heir);
    if (inherits != (event->heir.size > 0))
        return MOOT_EINVAL;
    if (inherits
        && (heir == NULL || heir == member
            || (uint64_t)heir->role != event->heir_role))
        return MOOT_EINVAL;
    take_out(view, member);
    if (inherits)
        heir->role = MOOT_ROLE_OWNER;
    return 0;
}

/* To OWNER: the one that was it, the event's heir, is ADMIN then. */
static int apply_role(moot_roomview_t *view, const moot_msg_event_t *event)
{
    moot_member_t *member = moot_roomview_find(view, event->user);
    moot_member_t *former = moot_roomview_find(view, event->heir);
    bool hands_on = event->role == MOOT_ROLE_OWNER;
    if (member == NULL || member->role == MOOT_ROLE_OWNER
        || (uint64_t)member->role != event->old_role || !is_role(event->role)
        || hands_on != (event->heir.size > 0)
        || (hands_on
            && (former == NULL || former->role != MOOT_ROLE_OWNER)))
        return MOOT_EINVAL;
    if (hands_on)
        former->role = MOOT_ROLE_ADMIN;
    member->role = (enum moot_role)event->role;
    return 0;
}

static int change_meta(moot_roomview_t *view, uint64_t given,
                       moot_slice_t old_name, moot_slice_t name,
                       moot_slice_t old_url, moot_slice_t url)
{
    if ((given & MOOT_GIVEN_NAME) != 0
        && (name.size == 0 || !moot_slice_eq(view->name, old_name)))
        return MOOT_EINVAL;
    if ((given & MOOT_GIVEN_THUMBNAIL) != 0
        && !moot_slice_eq(view->thumbnail_url, old_url))
        return MOOT_EINVAL;
    if ((given & MOOT_GIVEN_NAME) != 0)
        replace_bytes(&view->name, name);
    if ((given & MOOT_GIVEN_THUMBNAIL) != 0)
        replace_bytes(&view->thumbnail_url, url);
    return 0;
}

static int apply_what(moot_roomview_t *view, const moot_msg_event_t *event)
{
    switch (event->what) {
    case MOOT_WHAT_CREATED:
        return apply_created(view, event);
    case MOOT_WHAT_JOINED:
        return append(view, event->user, MOOT_ROLE_MEMBER);
    case MOOT_WHAT_ADDED:
        return append_users(view, event->users);
    case MOOT_WHAT_LEFT:
    case MOOT_WHAT_REMOVED:
        return apply_gone(view, event);
    case MOOT_WHAT_ROLE:
        return apply_role(view, event);
    case MOOT_WHAT_META:
        return change_meta(view, event->given, event->old_name, event->name,
                           event->old_thumbnail_url, event->thumbnail_url);
    case MOOT_WHAT_MEMBERS:
    case MOOT_WHAT_MESSAGE:
        return 0;
    case MOOT_WHAT_DELETED:
        return event->last ? 0 : MOOT_EINVAL;
    default:
        return MOOT_EINVAL;
    }
}

/* Whether an event of this kind may be a room's last. */
static bool may_end(uint64_t what)
{
    return what == MOOT_WHAT_LEFT || what == MOOT_WHAT_REMOVED
           || what == MOOT_WHAT_DELETED;
}

int moot_roomview_apply(moot_roomview_t *view, const moot_msg_event_t *event)
{
    MOOT_CHECK(event->seq == view->seq + 1);
    /* Nothing comes before CREATED, and nothing after the end. */
    if (view->ended || (event->last && !may_end(event->what))
        || (view->seq == 0) != (event->what == MOOT_WHAT_CREATED))
        return MOOT_EINVAL;
    int rc = apply_what(view, event);
    if (rc < 0)
        return rc;
    view->seq = event->seq;
    view->version = event->version;
    view->updated_at = event->updated_at;
    view->last_at = event->at;
    view->ended = event->last;
    return 0;
}

/* ---- Undo ---------------------------------------------------------------- */

/* Takes back an appended list: it must be the end of the join order. */
static int undo_users(moot_roomview_t *view, moot_slice_t list)
{
    moot_list_reader_t reader;
    moot_slice_t user;
    if (moot_list_reader_init(&reader, list) < 0
        || reader.left > view->members_count)
        return MOOT_EINVAL;
    size_t before = view->members_count - reader.left;
    for (size_t i = before; i < view->members_count; i++) {
        if (moot_list_next_str(&reader, &user) < 0
            || !moot_slice_eq(user, view->members[i]->user)
            || view->members[i]->role != MOOT_ROLE_MEMBER)
            return MOOT_EINVAL;
    }
    shorten(view, before);
    return 0;
}

static int undo_joined(moot_roomview_t *view, const moot_msg_event_t *event)
{
    moot_member_t *member = moot_roomview_find(view, event->user);
    if (member == NULL || member->place + 1 != view->members_count
        || member->role != MOOT_ROLE_MEMBER)
        return MOOT_EINVAL;
    take_out(view, member);
    return 0;
}

static int undo_gone(moot_roomview_t *view, const moot_msg_event_t *event)
{
    moot_member_t *heir = moot_roomview_find(view, event->heir);
    if (event->heir.size > 0
        && (heir == NULL || heir->role != MOOT_ROLE_OWNER
            || !is_role(event->heir_role)))
        return MOOT_EINVAL;
    int rc = insert(view, event->user, event->role, event->place);
    if (rc == 0 && heir != NULL)
        heir->role = (enum moot_role)event->heir_role;
    return rc;
}

static int undo_role(moot_roomview_t *view, const moot_msg_event_t *event)
{
    moot_member_t *member = moot_roomview_find(view, event->user);
    moot_member_t *former = moot_roomview_find(view, event->heir);
    bool handed_on = event->role == MOOT_ROLE_OWNER;
    if (member == NULL || (uint64_t)member->role != event->role
        || !is_role(event->old_role) || event->old_role == MOOT_ROLE_OWNER
        || handed_on != (event->heir.size > 0)
        || (handed_on
            && (former == NULL || former->role != MOOT_ROLE_ADMIN)))
        return MOOT_EINVAL;
    if (handed_on)
        former->role = MOOT_ROLE_OWNER;
    member->role = (enum moot_role)event->old_role;
    return 0;
}

static int undo_what(moot_roomview_t *view, const moot_msg_event_t *event)
{
    switch (event->what) {
    case MOOT_WHAT_JOINED:
        return undo_joined(view, event);
    case MOOT_WHAT_ADDED:
        return undo_users(view, event->users);
    case MOOT_WHAT_LEFT:
    case MOOT_WHAT_REMOVED:
        return undo_gone(view, event);
    case MOOT_WHAT_ROLE:
        return undo_role(view, event);
    case MOOT_WHAT_META:
        return change_meta(view, event->given, event->name, event->old_name,
                           event->thumbnail_url, event->old_thumbnail_url);
    case MOOT_WHAT_MEMBERS:
    case MOOT_WHAT_MESSAGE:
    case MOOT_WHAT_DELETED:
        return 0;
    default:
        return MOOT_EINVAL; /* nothing is before CREATED */
    }
}

int moot_roomview_undo(moot_roomview_t *view, const moot_msg_event_t *event)
{
    MOOT_CHECK(event->seq == view->seq);
    if (view->ended != event->last || view->seq == 0)
        return MOOT_EINVAL;
    int rc = undo_what(view, event);
    if (rc < 0)
        return rc;
    view->seq--;
    view->ended = false;
    return 0;
}

/* ---- Save, load, clone --------------------------------------------------- */

int moot_roomview_save(const moot_roomview_t *view, moot_buf_t *buf)
{
    moot_buf_t members;
    moot_list_writer_t writer;
    moot_msg_snapshot_t snapshot = {
        .room = view->id,
        .epoch = view->epoch,
        .seq = view->seq,
        .name = view->name,
        .thumbnail_url = view->thumbnail_url,
        .created_at = view->created_at,
        .created_by = view->created_by,
        .version = view->version,
        .updated_at = view->updated_at,
    };
    moot_buf_init(&members, SIZE_MAX);
    moot_list_begin(&writer, &members, (uint32_t)view->members_count);
    for (size_t i = 0; i < view->members_count; i++) {
        moot_list_put_list(&writer, 2);
        moot_list_put_str(&writer, view->members[i]->user);
        moot_list_put_u64(&writer, (uint64_t)view->members[i]->role);
    }
    int rc = moot_list_end(&writer, &snapshot.members);
    if (rc == 0)
        rc = moot_wire_encode_snapshot(buf, &snapshot);
    moot_buf_close(&members);
    return rc;
}

static int load_member(moot_roomview_t *view, moot_list_reader_t *members)
{
    moot_list_reader_t pair;
    moot_slice_t list, user;
    uint64_t role;
    if (moot_list_next_list(members, &list) < 0
        || moot_list_reader_init(&pair, list) < 0
        || moot_list_next_str(&pair, &user) < 0
        || moot_list_next_u64(&pair, &role) < 0)
        return MOOT_EINVAL;
    return insert(view, user, role, view->members_count);
}

static int load_members(moot_roomview_t *view, moot_slice_t list)
{
    moot_list_reader_t members;
    size_t owners = 0;
    if (moot_list_reader_init(&members, list) < 0)
        return MOOT_EINVAL;
    while (moot_list_peek(&members) != MOOT_LIST_END) {
        if (load_member(view, &members) < 0)
            return MOOT_EINVAL;
    }
    for (size_t i = 0; i < view->members_count; i++)
        owners += view->members[i]->role == MOOT_ROLE_OWNER;
    return owners == (view->members_count > 0) ? 0 : MOOT_EINVAL;
}

int moot_roomview_load(const moot_msg_snapshot_t *snapshot,
                       moot_roomview_t **view_p)
{
    if (snapshot->name.size == 0 || snapshot->seq == 0)
        return MOOT_EINVAL;
    moot_roomview_t *view = moot_roomview_new(snapshot->room, snapshot->epoch);
    int rc = load_members(view, snapshot->members);
    if (rc < 0) {
        moot_roomview_destroy(&view);
        return rc;
    }
    view->seq = snapshot->seq;
    view->name = copy_bytes(snapshot->name);
    view->thumbnail_url = copy_bytes(snapshot->thumbnail_url);
    view->created_at = snapshot->created_at;
    view->created_by = copy_bytes(snapshot->created_by);
    view->version = snapshot->version;
    view->updated_at = snapshot->updated_at;
    view->last_at = snapshot->updated_at;
    /* Rooms without members have ended; a deleted one keeps its members and
     * is followed no more, so no snapshot of it is ever taken. */
    view->ended = view->members_count == 0;
    *view_p = view;
    return 0;
}

moot_roomview_t *moot_roomview_clone(const moot_roomview_t *view)
{
    moot_roomview_t *copy = moot_roomview_new(view->id, view->epoch);
    for (size_t i = 0; i < view->members_count; i++) {
        const moot_member_t *member = view->members[i];
        int rc = insert(copy, member->user, member->role, i);
        MOOT_CHECK(rc == 0);
        copy->members[i]->join_number = member->join_number;
    }
    copy->seq = view->seq;
    copy->name = copy_bytes(view->name);
    copy->thumbnail_url = copy_bytes(view->thumbnail_url);
    copy->created_at = view->created_at;
    copy->created_by = copy_bytes(view->created_by);
    copy->version = view->version;
    copy->updated_at = view->updated_at;
    copy->last_at = view->last_at;
    copy->ended = view->ended;
    return copy;
}
