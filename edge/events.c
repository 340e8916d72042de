/* Everything of one event lies in one arena, which is taken back at the next.
 * What is only needed when an expression names it (claims, query) is read only
 * then. JSON and lists are written into one buffer and copied to the arena, so
 * that neither grows under a slice that somebody holds. */
#include "edge/events.h"

#include <stdlib.h>

#include "common/err.h"
#include "common/utf8.h"
#include "edge/events_internal.h"
#include "proto/query.h"

moot_events_t *moot_events_new(const moot_profile_t *profile,
                               int64_t content_chars_max)
{
    moot_events_t *events = calloc(1, sizeof *events);
    MOOT_CHECK(events != NULL);
    events->profile = profile;
    events->env.names[MOOT_EXPR_CONTENT_CHARS_MAX] =
        moot_value_of_int(content_chars_max);
    events->env.policies = profile->policies;
    events->env.policies_count = profile->policies_count;
    moot_arena_init(&events->arena, ARENA_BYTES_MAX);
    moot_buf_init(&events->buf, ARENA_BYTES_MAX);
    return events;
}

void moot_events_destroy(moot_events_t **events_p)
{
    moot_events_t *events = *events_p;
    *events_p = NULL;
    if (events == NULL)
        return;
    moot_arena_close(&events->arena);
    moot_buf_close(&events->buf);
    free(events);
}

size_t moot_events_blocks(const moot_events_t *events)
{
    return events->arena.blocks;
}

/* ---- The environment ------------------------------------------------------
 */

static moot_value_t text_or_null(moot_slice_t text)
{
    return text.size > 0 ? moot_value_of_string(text) : (moot_value_t){0};
}

static int read_json(moot_events_t *events, moot_slice_t json,
                     moot_value_t *out)
{
    *out = (moot_value_t){0};
    if (json.size == 0)
        return 0;
    return moot_value_read(&events->arena, json, MOOT_VALUE_PLAIN, out);
}

int moot_events_begin(moot_events_t *events, const moot_events_socket_t *socket,
                      unsigned uses, int64_t now_ms)
{
    moot_value_t *names = events->env.names;
    moot_value_t limit = names[MOOT_EXPR_CONTENT_CHARS_MAX];
    int rc = 0;
    moot_arena_reset(&events->arena);
    moot_buf_clear(&events->buf);
    events->fault = (moot_expr_fault_t){0};
    events->env.now_ms = now_ms;
    events->env.inside = socket->inside;
    events->env.inside_ctx = socket->inside_ctx;
    memset(names, 0, sizeof events->env.names);
    names[MOOT_EXPR_CONTENT_CHARS_MAX] = limit;
    names[MOOT_EXPR_USER] = text_or_null(socket->user);
    names[MOOT_EXPR_SID] = moot_value_of_string(socket->sid);
    names[MOOT_EXPR_NAMESPACE] = moot_value_of_string(
        events->profile->namespaces[socket->namespace].name);
    if (uses & MOOT_EXPR_BIT(CLAIMS))
        rc = read_json(events, socket->claims, &names[MOOT_EXPR_CLAIMS]);
    if (rc == 0 && (uses & MOOT_EXPR_BIT(AUTH)))
        rc = read_json(events, socket->auth, &names[MOOT_EXPR_AUTH]);
    /* An address that cannot be read has no parameters. */
    if (rc == 0 && (uses & MOOT_EXPR_BIT(QUERY))
        && moot_query_read(&events->arena, socket->query,
                           &names[MOOT_EXPR_QUERY])
               != 0)
        names[MOOT_EXPR_QUERY] = (moot_value_t){.kind = MOOT_VALUE_OBJECT};
    return rc;
}

int moot_events_eval(moot_events_t *events, const moot_expr_t *expr,
                     moot_value_t *out)
{
    return moot_expr_eval(expr, &events->env, &events->arena, out,
                          &events->fault);
}

int moot_events_fail(moot_events_t *events, int rc, const char *why)
{
    events->fault = (moot_expr_fault_t){.why = why};
    return rc;
}

bool moot_events_keep(moot_events_t *events, moot_slice_t *out)
{
    return events->buf.error == 0
           && moot_arena_copy(&events->arena, moot_buf_slice(&events->buf),
                              out);
}

/* ---- Packets --------------------------------------------------------------
 */

int moot_events_arguments(moot_events_t *events,
                          const moot_profile_emit_t *emit, moot_value_t *out)
{
    int rc = 0;
    if (emit->args != NULL) {
        rc = moot_events_eval(events, emit->args, out);
        if (rc == 0 && out->kind != MOOT_VALUE_LIST)
            rc = moot_events_fail(events, MOOT_ETYPE, "args is no list");
        return rc;
    }
    moot_value_t *items =
        moot_arena_array(&events->arena, emit->with_count, sizeof *items);
    if (items == NULL)
        return MOOT_ENOMEM;
    for (size_t i = 0; rc == 0 && i < emit->with_count; i++)
        rc = moot_events_eval(events, emit->with[i], &items[i]);
    *out = moot_value_of_items(items, emit->with_count);
    return rc;
}

/* The attachments that were written, in their new order. */
static int order_attachments(moot_events_t *events,
                             const moot_value_binaries_t *binaries,
                             const moot_slice_t *attachments,
                             moot_events_packet_t *out)
{
    out->attachments = NULL;
    out->attachments_count = binaries->count;
    if (binaries->count == 0)
        return 0;
    moot_slice_t *ordered =
        moot_arena_array(&events->arena, binaries->count, sizeof *ordered);
    if (ordered == NULL)
        return MOOT_ENOMEM;
    for (uint32_t i = 0; i < binaries->count; i++)
        ordered[i] = attachments[binaries->order[i]];
    out->attachments = ordered;
    return 0;
}

int moot_events_pack(moot_events_t *events, moot_slice_t event,
                     const moot_value_t *list, const moot_slice_t *attachments,
                     size_t attachments_count, moot_events_packet_t *out)
{
    moot_json_write_t json;
    moot_value_binaries_t binaries;
    if (moot_value_binaries_init(&binaries, &events->arena, attachments_count)
        != 0)
        return MOOT_ENOMEM;
    moot_buf_clear(&events->buf);
    moot_json_write_init(&json, &events->buf);
    moot_json_write_begin_array(&json);
    if (event.size > 0)
        moot_json_write_string(&json, event);
    for (uint32_t i = 0; i < list->count; i++)
        moot_value_write(&json, &list->items[i], &binaries);
    moot_json_write_end_array(&json);
    if (events->buf.error == MOOT_ELIMIT)
        return moot_events_fail(events, MOOT_ELIMIT, "nested too deep");
    if (!moot_events_keep(events, &out->data))
        return moot_events_fail(events, MOOT_ENOMEM, "out of memory");
    return order_attachments(events, &binaries, attachments, out);
}

/* ---- A new socket ---------------------------------------------------------
 */

/* A string of 1 to 128 bytes without control characters, as in the JSON
 * protocol. */
static bool read_user(const moot_value_t *value, moot_slice_t *out)
{
    if (value->kind != MOOT_VALUE_STRING)
        return false;
    moot_slice_t user = moot_utf8_trim(value->string);
    if (user.size == 0 || user.size > MOOT_ID_BYTES_MAX
        || moot_utf8_has_control(user))
        return false;
    *out = user;
    return true;
}

static bool find_user(moot_events_t *events,
                      const moot_profile_namespace_t *space,
                      moot_events_welcome_t *out)
{
    moot_value_t value;
    out->refused = space->bad_token;
    if (space->token_type.size > 0) {
        const moot_value_t *type = moot_value_member(
            &events->env.names[MOOT_EXPR_CLAIMS], moot_slice_str("token_type"));
        if (!moot_value_is(type, (const char *)space->token_type.at)) {
            out->why = "the token is of another type";
            return false;
        }
    }
    if (space->user != NULL
        && (moot_events_eval(events, space->user, &value) != 0
            || !read_user(&value, &out->user))) {
        out->why = "the token names no user";
        return false;
    }
    events->env.names[MOOT_EXPR_USER] = text_or_null(out->user);
    out->refused = (moot_slice_t){0};
    return true;
}

static int learn(moot_events_t *events, const moot_profile_fact_t *fact,
                 moot_events_fact_t *out)
{
    char number[40];
    moot_value_t value;
    int rc = moot_events_eval(events, fact->value, &value);
    if (rc != 0)
        return rc;
    *out = (moot_events_fact_t){.name = fact->name};
    if (value.kind == MOOT_VALUE_STRING)
        out->value = value.string;
    else if (value.kind == MOOT_VALUE_BOOL)
        out->value = moot_slice_str(value.truth ? "true" : "false");
    else if (value.kind == MOOT_VALUE_INT || value.kind == MOOT_VALUE_REAL) {
        if (!moot_arena_copy(&events->arena,
                             moot_value_number_text(&value, number),
                             &out->value))
            return MOOT_ENOMEM;
    }
    /* Anything else is as if it were not known: a strange claim of a good
     * token is no reason to keep its bearer out. */
    if (out->value.size > MOOT_FACT_VALUE_MAX)
        return moot_events_fail(events, MOOT_ELIMIT,
                                "what is remembered is too long");
    return 0;
}

static int learn_all(moot_events_t *events,
                     const moot_profile_namespace_t *space,
                     moot_events_welcome_t *out)
{
    moot_events_fact_t *facts =
        moot_arena_array(&events->arena, space->facts_count, sizeof *facts);
    int rc = facts == NULL ? MOOT_ENOMEM : 0;
    if (out->user.size == 0)
        return rc;
    for (size_t i = 0; rc == 0 && i < space->facts_count; i++)
        rc = learn(events, &space->facts[i], &facts[i]);
    out->facts = facts;
    out->facts_count = rc == 0 ? space->facts_count : 0;
    return rc;
}

/* ctx: the rooms so far. */
static int enter(moot_events_t *events, void *ctx, moot_slice_t name)
{
    moot_events_welcome_t *out = ctx;
    moot_slice_t *rooms = (moot_slice_t *)out->rooms;
    for (size_t i = 0; i < out->rooms_count; i++)
        if (moot_slice_eq(rooms[i], name))
            return 0;
    if (name.size > MOOT_ROOMNAME_BYTES_MAX)
        return moot_events_fail(events, MOOT_ELIMIT,
                                "the name of a room is too long");
    if (out->rooms_count == MOOT_EVENTS_ROOMS_MAX)
        return moot_events_fail(events, MOOT_ELIMIT, "too many rooms");
    rooms[out->rooms_count++] = name;
    return 0;
}

static int enter_all(moot_events_t *events,
                     const moot_profile_namespace_t *space,
                     moot_events_welcome_t *out)
{
    out->rooms = space->joins_count == 0
                     ? NULL
                     : moot_arena_array(&events->arena, MOOT_EVENTS_ROOMS_MAX,
                                        sizeof *out->rooms);
    int rc = out->rooms == NULL && space->joins_count > 0 ? MOOT_ENOMEM : 0;
    for (size_t i = 0; rc == 0 && i < space->joins_count; i++)
        rc = moot_events_texts(events, space->joins[i], enter, out);
    return rc;
}

static int pack_all(moot_events_t *events,
                    const moot_profile_namespace_t *space,
                    moot_events_welcome_t *out)
{
    moot_events_packet_t *packets =
        moot_arena_array(&events->arena, space->emits_count, sizeof *packets);
    int rc = packets == NULL ? MOOT_ENOMEM : 0;
    for (size_t i = 0; rc == 0 && i < space->emits_count; i++) {
        moot_value_t list;
        rc = moot_events_arguments(events, &space->emits[i], &list);
        if (rc == 0)
            rc = moot_events_pack(events, space->emits[i].event, &list, NULL, 0,
                                  &packets[i]);
    }
    out->packets = packets;
    out->packets_count = rc == 0 ? space->emits_count : 0;
    return rc;
}

int moot_events_texts(moot_events_t *events, const moot_expr_t *expr,
                      int (*take)(moot_events_t *, void *, moot_slice_t),
                      void *ctx)
{
    moot_value_t value;
    int rc = moot_events_eval(events, expr, &value);
    const moot_value_t *items = &value;
    size_t count = 1;
    if (rc != 0 || value.kind == MOOT_VALUE_NULL)
        return rc;
    if (value.kind == MOOT_VALUE_LIST) {
        items = value.items;
        count = value.count;
    }
    for (size_t i = 0; rc == 0 && i < count; i++) {
        if (items[i].kind != MOOT_VALUE_STRING)
            return moot_events_fail(events, MOOT_ETYPE, "a name is no string");
        if (items[i].string.size == 0)
            return moot_events_fail(events, MOOT_ETYPE, "a name is empty");
        rc = take(events, ctx, items[i].string);
    }
    return rc;
}

static bool is_allowed(moot_events_t *events,
                       const moot_profile_namespace_t *space)
{
    bool yes = true;
    if (space->allow == NULL)
        return true;
    if (moot_expr_test(space->allow, &events->env, &events->arena, &yes,
                       &events->fault)
        != 0)
        return false;
    if (!yes)
        events->fault.why = "allow says no";
    return yes;
}

/* The user, and what is learned. */
static bool recognise(moot_events_t *events,
                      const moot_profile_namespace_t *space,
                      const moot_events_socket_t *socket, int64_t now_ms,
                      moot_events_welcome_t *out)
{
    unsigned uses = space->uses;
    *out = (moot_events_welcome_t){.why = NULL};
    if (space->token_type.size > 0)
        uses |= MOOT_EXPR_BIT(CLAIMS);
    if (moot_events_begin(events, socket, uses, now_ms) != 0) {
        out->refused = space->bad_token;
        out->why = "claims or auth cannot be read";
        return false;
    }
    return find_user(events, space, out);
}

static void refuse(moot_events_t *events, const moot_profile_namespace_t *space,
                   moot_events_welcome_t *out)
{
    const char *why = events->fault.why;
    *out = (moot_events_welcome_t){
        .refused = space->refused,
        .why = why != NULL ? why : "out of memory",
    };
}

void moot_events_connect(moot_events_t *events,
                         const moot_events_socket_t *socket, int64_t now_ms,
                         moot_events_welcome_t *out)
{
    const moot_profile_namespace_t *space =
        &events->profile->namespaces[socket->namespace];
    moot_events_socket_t nobody = *socket;
    nobody.user = (moot_slice_t){0};
    if (!recognise(events, space, &nobody, now_ms, out))
        return;
    if (!is_allowed(events, space) || learn_all(events, space, out) != 0
        || enter_all(events, space, out) != 0
        || pack_all(events, space, out) != 0)
        refuse(events, space, out);
}

bool moot_events_user(moot_events_t *events, int namespace, moot_slice_t claims,
                      int64_t now_ms, moot_events_welcome_t *out)
{
    const moot_profile_namespace_t *space =
        &events->profile->namespaces[namespace];
    const moot_events_socket_t socket = {.namespace = namespace,
                                         .claims = claims};
    if (!recognise(events, space, &socket, now_ms, out))
        return false;
    if (learn_all(events, space, out) == 0)
        return true;
    refuse(events, space, out);
    return false;
}
