#include "tests/sim/model.h"

#include <stdio.h>
#include <string.h>

int sim_model_find(const sim_state_t *state, unsigned user)
{
    for (unsigned i = 0; i < state->count; i++) {
        if (state->users[i] == user)
            return (int)i;
    }
    return -1;
}

uint32_t sim_model_bits(const sim_state_t *state)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < state->count; i++)
        bits |= UINT32_C(1) << state->users[i];
    return bits;
}

bool sim_model_owned(const sim_state_t *state)
{
    unsigned owners = 0;

    for (unsigned i = 0; i < state->count; i++)
        owners += state->roles[i] == MOOT_ROLE_OWNER;
    return state->count == 0 ? owners == 0 : owners == 1;
}

static enum moot_role role_of(const sim_state_t *state, unsigned user)
{
    int at = sim_model_find(state, user);

    return at < 0 ? 0 : (enum moot_role)state->roles[at];
}

static void join(sim_state_t *state, unsigned user, enum moot_role role)
{
    state->users[state->count] = (uint8_t)user;
    state->roles[state->count++] = (uint8_t)role;
}

/* A new fact with what all have in common; the state before it is now. */
static sim_fact_t *begin(sim_verdict_t *verdict, const sim_state_t *state,
                         const sim_request_t *request, enum moot_what what)
{
    sim_fact_t *fact = &verdict->facts[verdict->count++];

    memset(fact, 0, sizeof *fact);
    fact->what = what;
    fact->actor = (int)request->user;
    fact->user = fact->heir = -1;
    fact->socket = (int)request->socket;
    fact->before = sim_model_bits(state);
    return fact;
}

/* The fact has happened: the state is the one after it. rise: what it adds to
 * the version; a mutation may add 0. */
static void end(sim_fact_t *fact, sim_state_t *state, unsigned rise,
                bool mutation)
{
    state->place.seq++;
    state->version += rise;
    fact->place.seq = state->place.seq;
    fact->version = state->version;
    fact->mutation = mutation;
    fact->after = sim_model_bits(state);
}

/* Adds those of the request's users that fit; named in the fact. */
static void add_named(sim_state_t *state, const sim_request_t *request,
                      const sim_limits_t *limits, sim_fact_t *fact)
{
    for (unsigned i = 0; i < request->members_count; i++) {
        unsigned user = request->members[i];

        if (sim_model_find(state, user) >= 0
            || state->count >= limits->members_max)
            continue;
        join(state, user, MOOT_ROLE_MEMBER);
        fact->named[fact->named_count++] = (uint8_t)user;
    }
}

static enum moot_code create(sim_state_t *state, const sim_request_t *request,
                             const char *room_id, const sim_limits_t *limits,
                             sim_verdict_t *verdict)
{
    sim_fact_t *fact;

    if (state->exists)
        return MOOT_CODE_CREATE_FAILED;
    if (request->rooms_count >= limits->rooms_max)
        return request->op == MOOT_OP_CREATE ? MOOT_CODE_CREATE_FAILED
                                             : MOOT_CODE_JOIN_FAILED;
    memset(state, 0, sizeof *state);
    fact = begin(verdict, state, request, MOOT_WHAT_CREATED);
    state->exists = true;
    state->creator = request->user;
    snprintf(state->name, sizeof state->name, "%s",
             request->op == MOOT_OP_CREATE && request->name[0] ? request->name
                                                               : room_id);
    if (request->op == MOOT_OP_CREATE)
        snprintf(state->thumbnail, sizeof state->thumbnail, "%s",
                 request->thumbnail);
    join(state, request->user, MOOT_ROLE_OWNER);
    fact->named[fact->named_count++] = (uint8_t)request->user;
    if (request->op == MOOT_OP_CREATE)
        add_named(state, request, limits, fact);
    end(fact, state, state->count, true);
    return MOOT_CODE_OK;
}

static enum moot_code enter(sim_state_t *state, const sim_request_t *request,
                            const char *room_id, const sim_limits_t *limits,
                            sim_verdict_t *verdict)
{
    sim_fact_t *fact;

    if (!state->exists)
        return limits->create_on_join
                   ? create(state, request, room_id, limits, verdict)
                   : MOOT_CODE_NOT_FOUND;
    if (sim_model_find(state, request->user) >= 0) {
        verdict->already = true;
        return MOOT_CODE_OK;
    }
    if (state->count >= limits->members_max
        || request->rooms_count >= limits->rooms_max)
        return MOOT_CODE_JOIN_FAILED;
    fact = begin(verdict, state, request, MOOT_WHAT_JOINED);
    fact->user = (int)request->user;
    join(state, request->user, MOOT_ROLE_MEMBER);
    end(fact, state, 1, true);
    fact = begin(verdict, state, request, MOOT_WHAT_MEMBERS);
    end(fact, state, 0, false);
    return MOOT_CODE_OK;
}

/* Takes a member out, with the transfer when it was the OWNER. */
static void take_out(sim_state_t *state, unsigned user, sim_fact_t *fact)
{
    int at = sim_model_find(state, user);
    int heir = -1;

    fact->user = (int)user;
    fact->role = state->roles[at];
    fact->joined_at = (unsigned)at;
    state->count--;
    memmove(state->users + at, state->users + at + 1,
            state->count - (unsigned)at);
    memmove(state->roles + at, state->roles + at + 1,
            state->count - (unsigned)at);
    if (fact->role == MOOT_ROLE_OWNER) {
        for (unsigned i = 0; i < state->count && heir < 0; i++) {
            if (state->roles[i] == MOOT_ROLE_ADMIN)
                heir = (int)i;
        }
        if (heir < 0 && state->count > 0)
            heir = 0;
    }
    if (heir >= 0) {
        fact->heir = state->users[heir];
        fact->heir_role = state->roles[heir];
        state->roles[heir] = MOOT_ROLE_OWNER;
    }
    fact->last = state->count == 0;
    if (fact->last)
        state->exists = false;
    end(fact, state, heir >= 0 ? 2 : 1, true);
}

static enum moot_code leave(sim_state_t *state, const sim_request_t *request,
                            sim_verdict_t *verdict)
{
    sim_fact_t *fact;

    if (!state->exists || sim_model_find(state, request->user) < 0)
        return MOOT_CODE_NOT_FOUND;
    fact = begin(verdict, state, request, MOOT_WHAT_LEFT);
    take_out(state, request->user, fact);
    if (fact->last)
        return MOOT_CODE_OK;
    fact = begin(verdict, state, request, MOOT_WHAT_MEMBERS);
    end(fact, state, 0, false);
    return MOOT_CODE_OK;
}

static enum moot_code meta(sim_state_t *state, const sim_request_t *request,
                           const char *room_id, sim_verdict_t *verdict)
{
    sim_fact_t *fact;

    if (role_of(state, request->user) == MOOT_ROLE_MEMBER)
        return MOOT_CODE_FORBIDDEN;
    fact = begin(verdict, state, request, MOOT_WHAT_META);
    if (request->given & MOOT_GIVEN_NAME)
        snprintf(state->name, sizeof state->name, "%s",
                 request->name[0] ? request->name : room_id);
    if (request->given & MOOT_GIVEN_THUMBNAIL)
        snprintf(state->thumbnail, sizeof state->thumbnail, "%s",
                 request->thumbnail);
    end(fact, state, 1, true);
    return MOOT_CODE_OK;
}

static enum moot_code add(sim_state_t *state, const sim_request_t *request,
                          const sim_limits_t *limits, sim_verdict_t *verdict)
{
    sim_fact_t *fact;

    if (role_of(state, request->user) == MOOT_ROLE_MEMBER)
        return MOOT_CODE_FORBIDDEN;
    fact = begin(verdict, state, request, MOOT_WHAT_ADDED);
    add_named(state, request, limits, fact);
    end(fact, state, fact->named_count, fact->named_count > 0);
    return MOOT_CODE_OK;
}

static enum moot_code throw_out(sim_state_t *state,
                                const sim_request_t *request,
                                sim_verdict_t *verdict)
{
    enum moot_role mine = role_of(state, request->user);
    enum moot_role theirs = role_of(state, request->target);

    if (theirs == 0 || mine == MOOT_ROLE_MEMBER
        || (mine == MOOT_ROLE_ADMIN && theirs != MOOT_ROLE_MEMBER))
        return MOOT_CODE_FORBIDDEN;
    take_out(state, request->target,
             begin(verdict, state, request, MOOT_WHAT_REMOVED));
    return MOOT_CODE_OK;
}

static enum moot_code set_role(sim_state_t *state, const sim_request_t *request,
                               sim_verdict_t *verdict)
{
    int at = sim_model_find(state, request->target);
    sim_fact_t *fact;

    if (role_of(state, request->user) != MOOT_ROLE_OWNER || at < 0
        || state->roles[at] == MOOT_ROLE_OWNER)
        return MOOT_CODE_FORBIDDEN;
    fact = begin(verdict, state, request, MOOT_WHAT_ROLE);
    fact->user = (int)request->target;
    fact->role = request->role;
    fact->old_role = state->roles[at];
    state->roles[at] = (uint8_t)request->role;
    end(fact, state, 1, true);
    return MOOT_CODE_OK;
}

static enum moot_code delete (sim_state_t *state, const sim_request_t *request,
                              sim_verdict_t *verdict) {
    sim_fact_t *fact;

    if (role_of(state, request->user)
        != MOOT_ROLE_OWNER) return MOOT_CODE_FORBIDDEN;
    fact = begin(verdict, state, request, MOOT_WHAT_DELETED);
    state->exists = false;
    fact->last = true;
    end(fact, state, 1, true);
    return MOOT_CODE_OK;
}

static enum moot_code message(sim_state_t *state, const sim_request_t *request,
                              bool known, sim_verdict_t *verdict)
{
    sim_fact_t *fact;

    if (known) {
        verdict->already = true;
        return MOOT_CODE_OK;
    }
    fact = begin(verdict, state, request, MOOT_WHAT_MESSAGE);
    snprintf(fact->key, sizeof fact->key, "%s", request->key);
    end(fact, state, 0, false);
    return MOOT_CODE_OK;
}

/* What all but CREATE, JOIN and LEAVE check first. */
static enum moot_code admit(const sim_state_t *state,
                            const sim_request_t *request)
{
    bool inside = state->exists && sim_model_find(state, request->user) >= 0;

    if (inside)
        return MOOT_CODE_OK;
    if (request->op == MOOT_OP_MESSAGE)
        return MOOT_CODE_NOT_A_MEMBER;
    return state->exists ? MOOT_CODE_FORBIDDEN : MOOT_CODE_NOT_FOUND;
}

void sim_model_apply(sim_state_t *state, const sim_request_t *request,
                     const char *room_id, const sim_limits_t *limits,
                     bool known, sim_verdict_t *verdict)
{
    memset(verdict, 0, sizeof *verdict);
    if (request->op == MOOT_OP_CREATE) {
        verdict->code = create(state, request, room_id, limits, verdict);
        return;
    }
    if (request->op == MOOT_OP_JOIN) {
        verdict->code = enter(state, request, room_id, limits, verdict);
        return;
    }
    if (request->op == MOOT_OP_LEAVE) {
        verdict->code = leave(state, request, verdict);
        return;
    }
    verdict->code = admit(state, request);
    if (verdict->code != MOOT_CODE_OK)
        return;
    if (request->op == MOOT_OP_META)
        verdict->code = meta(state, request, room_id, verdict);
    else if (request->op == MOOT_OP_ADD)
        verdict->code = add(state, request, limits, verdict);
    else if (request->op == MOOT_OP_REMOVE)
        verdict->code = throw_out(state, request, verdict);
    else if (request->op == MOOT_OP_ROLE)
        verdict->code = set_role(state, request, verdict);
    else if (request->op == MOOT_OP_DELETE)
        verdict->code = delete (state, request, verdict);
    else if (request->op == MOOT_OP_MESSAGE)
        verdict->code = message(state, request, known, verdict);
}
