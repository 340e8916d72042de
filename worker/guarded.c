#include "worker/guarded.h"

#include <stdlib.h>

#include "common/err.h"
#include "worker/verdict.h"

/* ---- What is asked ------------------------------------------------------- */

/* Hands a question to the guard processes once the batch is committed. */
static void send_ask(moot_shard_t *shard, const moot_msg_ask_guard_t *ask)
{
    moot_buf_clear(&shard->body);
    int rc = moot_wire_encode_ask_guard(&shard->body, ask);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        moot_outgoing_guard(&shard->outgoing, moot_buf_slice(&shard->body));
}

/* A question being decided here; user: whose roles count. */
typedef struct asking {
    moot_shard_t *shard;
    moot_slice_t user;
} asking_t;

static int role_of(void *ctx, moot_slice_t room, unsigned *role)
{
    const asking_t *asking = ctx;
    moot_shard_t *shard = asking->shard;
    moot_live_room_t *live;
    unsigned slot = moot_slot_of(MOOT_KIND_ROOM, room);
    if (shard->tables.slots.at[slot].owner != shard->config.worker)
        return MOOT_EUNREACH;
    int rc = moot_rooms_find(&shard->tables.rooms, slot, room, &live);
    *role = 0;
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    const moot_member_t *member = asking->user.size > 0
                                      ? moot_roomview_find(live->view,
                                                           asking->user)
                                      : NULL;
    if (member != NULL)
        *role = (unsigned)member->role;
    return 0;
}

static void decide(moot_shard_t *shard, const moot_profile_type_t *type,
                   const moot_msg_ask_guard_t *ask,
                   moot_msg_guard_told_t *told)
{
    asking_t asking = {shard, ask->user};
    const moot_verdict_world_t world = {
        .profile = shard->config.profile,
        .role = role_of,
        .ctx = &asking,
        .wall_ms = shard->wall_ms,
        .content_chars_max = shard->config.content_chars_max,
    };
    moot_verdict_declared(&world, type, ask, &shard->arena, told);
}

/* ---- Requests ------------------------------------------------------------ */

/* Puts a request aside until the verdict; behind the first of its session. */
static bool park(moot_shard_t *shard, unsigned broker, unsigned slot,
                 const moot_msg_route_t *route,
                 const moot_msg_request_t *request,
                 moot_msg_ask_guard_t *ask)
{
    moot_parked_t *parked = &shard->parked;
    if (!moot_parked_room(parked))
        return false;
    moot_parked_line_t *line =
        moot_parked_find(parked, slot, request->session);
    moot_buf_clear(&shard->event);
    moot_buf_clear(&shard->record);
    int rc = moot_wire_encode_route(&shard->event, route);
    if (rc == 0)
        rc = moot_wire_encode_request(&shard->record, request);
    MOOT_CHECK(rc == 0); /* both were decoded from bytes of that size */
    if (line == NULL)
        line = moot_parked_begin(parked, slot, request->session);
    if (request->base > line->base)
        line->base = request->base;
    moot_parked_put(parked, line, request->number, broker,
                    moot_buf_slice(&shard->event),
                    moot_buf_slice(&shard->record), shard->since_ms, true);
    ask->number = moot_parked_ask_line(parked, line, ask->what, shard->now_ms)
                      ->number;
    send_ask(shard, ask);
    return true;
}

/* Whether the request would make somebody a member, so that a type is asked:
 * what comes before that in the contract's order is said without it. */
static bool wants_in(const moot_shard_t *shard,
                     const moot_msg_request_t *request,
                     const moot_roomview_t *view)
{
    if (request->system || request->user.size == 0)
        return false;
    if (request->op == MOOT_OP_CREATE)
        return view == NULL;
    if (request->op != MOOT_OP_JOIN)
        return false;
    return view != NULL ? moot_roomview_find(view, request->user) == NULL
                        : shard->rules.create_on_join;
}

static enum moot_guarded conclude(const moot_msg_request_t *request,
                                  const moot_msg_guard_told_t *told,
                                  enum moot_code *code, moot_slice_t *text)
{
    switch (told->verdict) {
    case MOOT_VERDICT_ALLOW:
        return MOOT_GUARDED_FREE;
    case MOOT_VERDICT_REFUSE:
        *code = MOOT_CODE_FORBIDDEN;
        *text = moot_slice_str("the room's type refuses it");
        return MOOT_GUARDED_REFUSED;
    case MOOT_VERDICT_INVALID:
        *code = MOOT_CODE_VALIDATION_ERROR;
        *text = told->text;
        return MOOT_GUARDED_REFUSED;
    default:
        *code = request->op == MOOT_OP_CREATE ? MOOT_CODE_CREATE_FAILED
                                              : MOOT_CODE_JOIN_FAILED;
        *text = moot_slice_str("the room's type could not decide");
        return MOOT_GUARDED_REFUSED;
    }
}

enum moot_guarded moot_guarded_judge(moot_shard_t *shard, unsigned broker,
                                     unsigned slot,
                                     const moot_msg_route_t *route,
                                     const moot_msg_request_t *request,
                                     const moot_roomview_t *view,
                                     const moot_guarded_told_t *told,
                                     enum moot_code *code, moot_slice_t *text)
{
    const moot_profile_t *profile = shard->config.profile;
    const moot_profile_type_t *type = NULL;
    moot_msg_guard_told_t verdict = {.verdict = MOOT_VERDICT_FAILED};
    moot_msg_ask_guard_t ask;
    if (profile != NULL && wants_in(shard, request, view))
        type = moot_profile_durable(profile, request->room);
    if (type == NULL)
        return MOOT_GUARDED_FREE;
    enum moot_guard_what what =
        view == NULL ? MOOT_GUARD_CREATE : MOOT_GUARD_JOIN;
    /* The room may have come or gone while it waited: asked again. */
    if (told != NULL && told->what == (uint64_t)what)
        return conclude(request, told->told, code, text);
    moot_arena_reset(&shard->arena);
    int rc = moot_verdict_question(profile, type, what, request,
                                   &shard->arena, &ask, &verdict.text);
    if (rc == MOOT_EINVAL)
        verdict.verdict = MOOT_VERDICT_INVALID;
    else if (rc == 0 && type->form == MOOT_PROFILE_DECLARED)
        decide(shard, type, &ask, &verdict);
    else if (rc == 0 && park(shard, broker, slot, route, request, &ask))
        return MOOT_GUARDED_WAITS;
    return conclude(request, &verdict, code, text);
}

/* ---- Requests that wait -------------------------------------------------- */

/* Takes a copy that waited, as if it came now. base: the latest of its
 * edge. */
static void take_copy(moot_shard_t *shard, const moot_parked_copy_t *copy,
                      uint64_t base, const moot_guarded_told_t *told)
{
    moot_msg_route_t route;
    moot_msg_request_t request;
    int rc = moot_wire_decode_route(
        moot_slice(copy->bytes, copy->route_size), &route);
    if (rc == 0)
        rc = moot_wire_decode_request(
            moot_slice(copy->bytes + copy->route_size, copy->body_size),
            &request);
    MOOT_CHECK(rc == 0); /* it was before */
    const moot_slot_t *slot = &shard->tables.slots.at[route.slot];
    /* Whose time is up, or whose slot has gone, is sent again or given up. */
    if (shard->now_ms - copy->came_ms > MOOT_PARKED_MS_MAX
        || slot->owner != shard->config.worker
        || route.slot_epoch > slot->epoch)
        return;
    if (base > request.base)
        request.base = base;
    shard->since_ms = copy->came_ms;
    moot_requests_again(shard, copy->broker, &route, &request, told);
    shard->since_ms = shard->now_ms;
}

/* Takes what waits in a line until one has to wait again. told: of the
 * first. */
static void run(moot_shard_t *shard, moot_parked_line_t *line,
                const moot_guarded_told_t *told)
{
    moot_parked_copy_t *copy;
    while (shard->failed == 0
           && (copy = moot_parked_take(&shard->parked, line)) != NULL) {
        take_copy(shard, copy, line->base, told);
        free(copy);
        told = NULL;
        if (line->ask != NULL)
            return;
    }
    moot_parked_drop(&shard->parked, line);
}

static bool put_behind(moot_shard_t *shard, moot_parked_line_t *line,
                       unsigned broker, const moot_msg_route_t *route,
                       const moot_msg_request_t *request)
{
    moot_buf_clear(&shard->event);
    moot_buf_clear(&shard->record);
    int rc = moot_wire_encode_route(&shard->event, route);
    if (rc == 0)
        rc = moot_wire_encode_request(&shard->record, request);
    MOOT_CHECK(rc == 0);
    return moot_parked_put(&shard->parked, line, request->number, broker,
                           moot_buf_slice(&shard->event),
                           moot_buf_slice(&shard->record), shard->now_ms,
                           false);
}

bool moot_guarded_meet(moot_shard_t *shard, unsigned broker,
                       const moot_msg_route_t *route,
                       const moot_msg_request_t *request)
{
    unsigned slot = (unsigned)route->slot;
    moot_parked_line_t *line =
        moot_parked_find(&shard->parked, slot, request->session);
    if (line == NULL)
        return false;
    const moot_session_t *session = moot_sessions_find(
        &shard->tables.sessions, slot, request->session);
    if (session != NULL && request->number <= session->last)
        return false; /* applied before: judged as ever */
    uint64_t first = moot_parked_first(line)->number;
    if (request->number < line->base)
        return true; /* given up by its edge: the copy is late */
    if (request->number < first) {
        /* What waits was ahead of one that is awaited; it comes again. */
        moot_parked_drop(&shard->parked, line);
        return false;
    }
    /* The edge gave up what is below base: it must never be applied. */
    moot_parked_trim(&shard->parked, line, request->base);
    bool kept = put_behind(shard, line, broker, route, request);
    if (line->ask == NULL)
        run(shard, line, NULL);
    else if (!kept)
        shard->facts.parked_dropped++;
    return true;
}

/* ---- Questions of edges -------------------------------------------------- */

static void answer(moot_shard_t *shard, unsigned broker, unsigned slot,
                   moot_slice_t edge, const moot_msg_guard_told_t *told)
{
    moot_msg_route_t route = {
        .flow = MOOT_FLOW_EDGE,
        .edge = edge,
        .slot = slot,
        .slot_epoch = shard->tables.slots.at[slot].epoch,
        .worker = shard->config.worker,
        .incarnation = shard->config.incarnation,
    };
    moot_buf_clear(&shard->body);
    int rc = moot_wire_encode_guard_told(&shard->body, told);
    moot_shard_fail(shard, rc);
    if (rc == 0)
        moot_outgoing_put(&shard->outgoing, broker, &route,
                          moot_buf_slice(&shard->body));
}

static void answer_failed(moot_shard_t *shard, unsigned broker, unsigned slot,
                          const moot_msg_route_t *route,
                          const moot_msg_ask_guard_t *ask, const char *why)
{
    moot_msg_guard_told_t told = {
        .number = ask->number,
        .verdict = MOOT_VERDICT_FAILED,
        .text = moot_slice_str(why),
    };
    answer(shard, broker, slot, route->edge, &told);
}

void moot_guarded_ask(moot_shard_t *shard, unsigned broker, unsigned slot,
                      const moot_msg_route_t *route,
                      const moot_msg_ask_guard_t *ask)
{
    moot_parked_t *parked = &shard->parked;
    const moot_profile_t *profile = shard->config.profile;
    const moot_profile_type_t *type =
        profile != NULL ? moot_verdict_type(profile, ask) : NULL;
    moot_parked_ask_t *same =
        moot_parked_same(parked, route->edge, ask->number);
    moot_msg_ask_guard_t ours = *ask;
    moot_msg_guard_told_t told;
    if (same != NULL) {
        same->broker = broker;
        return;
    }
    if (ask->what == MOOT_GUARD_JOINED || ask->what == MOOT_GUARD_LEFT) {
        ours.number = ++parked->last;
        if (type != NULL && type->form == MOOT_PROFILE_COMPILED)
            send_ask(shard, &ours);
    } else if (type == NULL) {
        answer_failed(shard, broker, slot, route, ask, "no such room type");
    } else if (type->form == MOOT_PROFILE_DECLARED) {
        moot_arena_reset(&shard->arena);
        decide(shard, type, ask, &told);
        answer(shard, broker, slot, route->edge, &told);
    } else if (!moot_parked_room(parked)) {
        answer_failed(shard, broker, slot, route, ask,
                      "too many questions wait");
    } else {
        ours.number =
            moot_parked_ask_edge(parked, route->edge, ask->number, broker,
                                 slot, ask->what, shard->now_ms)
                ->number;
        send_ask(shard, &ours);
    }
}

void moot_guarded_told(moot_shard_t *shard, moot_slice_t body)
{
    moot_msg_guard_told_t told;
    moot_parked_ask_t *ask = NULL;
    if (moot_wire_decode_guard_told(body, &told) == 0)
        ask = moot_parked_asked(&shard->parked, told.number);
    if (ask == NULL)
        return; /* nobody waits for it any more */
    moot_parked_line_t *line = ask->line;
    if (line != NULL) {
        const moot_guarded_told_t waited = {ask->what, &told};
        moot_parked_end(&shard->parked, ask);
        run(shard, line, &waited);
        return;
    }
    told.number = ask->theirs;
    answer(shard, ask->broker, ask->slot, moot_parked_edge(ask), &told);
    moot_parked_end(&shard->parked, ask);
}
