/* A client's event against its route. The order: what it brought, the locals,
 * the conditions, the targets, the content, what is stored, forwarded and
 * acknowledged. The first failure drops it as a whole. */
#include <stdio.h>

#include "common/err.h"
#include "edge/events_internal.h"
#include "proto/rules.h"

enum {
    EMISSION_DATA_MAX = 1048576, /* proto/messages.def */
    RECORD_BYTES_MAX = 65536,
    FORWARD_BYTES_MAX = 131072,
};

/* One event while it is looked at. */
typedef struct run {
    moot_events_t *events;
    const moot_events_socket_t *socket;
    const moot_profile_event_t *route;
    moot_slice_t event;
    const moot_slice_t *attachments;
    size_t attachments_count;
    moot_value_t packet; /* the whole array */
    moot_events_result_t *out;
    /* Targets found so far, and of which kind the next are. */
    moot_profile_to_t to;
    uint64_t targets[MOOT_EVENTS_TARGETS_MAX];
    moot_slice_t names[MOOT_EVENTS_TARGETS_MAX];
    size_t targets_count;
    bool self;
    /* Participants. */
    moot_slice_t parties[MOOT_PROFILE_PARTICIPANTS_MAX];
    size_t parties_count;
} run_t;

/* ---- What it brought ------------------------------------------------------
 */

static int read_packet(run_t *run, moot_slice_t json)
{
    moot_value_t *names = run->events->env.names;
    int attachments = run->attachments != NULL ? (int)run->attachments_count
                                               : MOOT_VALUE_PLAIN;
    int rc =
        moot_value_read(&run->events->arena, json, attachments, &run->packet);
    if (rc != 0)
        return moot_events_fail(run->events, rc, "the event cannot be read");
    if (run->packet.kind != MOOT_VALUE_LIST || run->packet.count == 0)
        return moot_events_fail(run->events, MOOT_ETYPE, "this is no event");
    names[MOOT_EXPR_EVENT] = moot_value_of_string(run->event);
    names[MOOT_EXPR_ARGS] =
        moot_value_of_items(run->packet.items + 1, run->packet.count - 1);
    if (run->packet.count > 1)
        names[MOOT_EXPR_PAYLOAD] = run->packet.items[1];
    return 0;
}

static int set_locals(run_t *run)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < run->route->lets_count; i++)
        rc = moot_events_eval(run->events, run->route->lets[i],
                              &run->events->env.locals[i]);
    return rc;
}

/* *yes: all hold. */
static int test_conditions(run_t *run, bool *yes)
{
    *yes = true;
    for (size_t i = 0; *yes && i < run->route->whens_count; i++) {
        int rc = moot_expr_test(run->route->whens[i], &run->events->env,
                                &run->events->arena, yes, &run->events->fault);
        if (rc != 0)
            return rc;
    }
    return 0;
}

/* ---- Targets --------------------------------------------------------------
 */

static int add_target(moot_events_t *events, void *ctx, moot_slice_t name)
{
    static const uint64_t kinds[] = {
        [MOOT_PROFILE_TO_ROOM] = MOOT_TARGET_ROOM,
        [MOOT_PROFILE_TO_USER] = MOOT_TARGET_USER,
        [MOOT_PROFILE_TO_SOCKET] = MOOT_TARGET_SOCKET,
        [MOOT_PROFILE_TO_ALL] = MOOT_TARGET_ALL,
    };
    run_t *run = ctx;
    size_t most = run->to == MOOT_PROFILE_TO_ROOM ? MOOT_ROOMNAME_BYTES_MAX
                                                  : MOOT_ID_BYTES_MAX;
    if (name.size > most)
        return moot_events_fail(events, MOOT_ELIMIT,
                                "the name of a target is too long");
    if (run->targets_count == MOOT_EVENTS_TARGETS_MAX)
        return moot_events_fail(events, MOOT_ELIMIT, "too many targets");
    run->targets[run->targets_count] = kinds[run->to];
    run->names[run->targets_count++] = name;
    return 0;
}

static int find_targets(run_t *run)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < run->route->targets_count; i++) {
        const moot_profile_target_t *target = &run->route->targets[i];
        run->to = target->to;
        if (target->to == MOOT_PROFILE_TO_SELF)
            run->self = true;
        else if (target->to == MOOT_PROFILE_TO_ALL)
            rc = add_target(run->events, run, (moot_slice_t){0});
        else
            rc = moot_events_texts(run->events, target->names, add_target, run);
    }
    return rc;
}

static int write_targets(run_t *run)
{
    moot_events_t *events = run->events;
    moot_list_writer_t list;
    moot_slice_t written;
    moot_buf_clear(&events->buf);
    moot_list_begin(&list, &events->buf, (uint32_t)run->targets_count);
    for (size_t i = 0; i < run->targets_count; i++) {
        moot_list_put_list(&list, 2);
        moot_list_put_u64(&list, run->targets[i]);
        moot_list_put_str(&list, run->names[i]);
    }
    if (moot_list_end(&list, &written) != 0
        || !moot_events_keep(events, &run->out->emission.targets))
        return moot_events_fail(events, MOOT_ENOMEM, "out of memory");
    return 0;
}

/* ---- Content --------------------------------------------------------------
 */

static int write_attachments(run_t *run, const moot_events_packet_t *packet)
{
    moot_events_t *events = run->events;
    moot_list_writer_t list;
    moot_slice_t written;
    size_t bytes = 0;
    if (packet->attachments_count == 0)
        return 0;
    for (size_t i = 0; i < packet->attachments_count; i++)
        bytes += packet->attachments[i].size + 8;
    if (packet->attachments_count > MOOT_EMIT_ATTACHMENTS_MAX
        || bytes > EMISSION_DATA_MAX - 8)
        return moot_events_fail(events, MOOT_ELIMIT,
                                "too much binary data is emitted");
    moot_buf_clear(&events->buf);
    moot_list_begin(&list, &events->buf, (uint32_t)packet->attachments_count);
    for (size_t i = 0; i < packet->attachments_count; i++)
        moot_list_put_bin(&list, packet->attachments[i]);
    if (moot_list_end(&list, &written) != 0
        || !moot_events_keep(events, &run->out->emission.attachments))
        return moot_events_fail(events, MOOT_ENOMEM, "out of memory");
    return 0;
}

/* What is emitted, to the socket itself and to the targets. */
static int make_emission(run_t *run)
{
    moot_events_t *events = run->events;
    moot_events_result_t *out = run->out;
    const moot_profile_event_t *route = run->route;
    moot_value_t list;
    moot_events_packet_t packet;
    if (route->emit.event.size == 0 || (!run->self && run->targets_count == 0))
        return 0;
    int rc = moot_events_arguments(events, &route->emit, &list);
    if (rc == 0)
        rc =
            moot_events_pack(events, route->emit.event, &list, run->attachments,
                             run->attachments_count, &packet);
    if (rc != 0)
        return rc;
    out->has_own = run->self;
    out->own = packet;
    out->confirm = route->confirm;
    if (run->targets_count == 0)
        return 0;
    if (packet.data.size > EMISSION_DATA_MAX)
        return moot_events_fail(events, MOOT_ELIMIT, "too much is emitted");
    out->has_emission = true;
    out->emission.data = packet.data;
    out->emission.confirm = route->confirm;
    if (route->skip_self)
        out->emission.except = run->socket->sid;
    rc = write_targets(run);
    return rc != 0 ? rc : write_attachments(run, &packet);
}

/* ---- What is stored -------------------------------------------------------
 */

static int add_party(moot_events_t *events, void *ctx, moot_slice_t name)
{
    run_t *run = ctx;
    if (name.size > MOOT_ID_BYTES_MAX)
        return moot_events_fail(events, MOOT_ELIMIT,
                                "a participant's name is too long");
    if (run->parties_count == MOOT_PROFILE_PARTICIPANTS_MAX)
        return moot_events_fail(events, MOOT_ELIMIT, "too many participants");
    run->parties[run->parties_count++] = name;
    return 0;
}

/* Plain JSON of an object; binary data is left out as null. */
static int write_object(run_t *run, const moot_expr_t *expr, size_t max,
                        moot_slice_t *out)
{
    moot_events_t *events = run->events;
    moot_json_write_t json;
    moot_value_t value;
    int rc = moot_events_eval(events, expr, &value);
    if (rc != 0)
        return rc;
    if (value.kind != MOOT_VALUE_OBJECT)
        return moot_events_fail(events, MOOT_ETYPE, "this is no object");
    moot_buf_clear(&events->buf);
    moot_json_write_init(&json, &events->buf);
    moot_value_write(&json, &value, NULL);
    if (events->buf.error == MOOT_ELIMIT || events->buf.size > max)
        return moot_events_fail(events, MOOT_ELIMIT,
                                "the object is too large or too deep");
    if (!moot_events_keep(events, out))
        return moot_events_fail(events, MOOT_ENOMEM, "out of memory");
    return 0;
}

static bool is_earlier(const run_t *run, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (moot_slice_eq(run->parties[j], run->parties[i]))
            return true;
    return false;
}

/* One copy for each participant. Of two each is the other's peer, also when
 * somebody writes to themselves. */
static int write_copies(run_t *run, moot_slice_t record)
{
    moot_events_t *events = run->events;
    moot_slice_t copies[MOOT_PROFILE_PARTICIPANTS_MAX], written;
    moot_list_writer_t list;
    size_t count = 0;
    for (size_t i = 0; i < run->parties_count; i++) {
        moot_msg_copy_t copy = {
            .history = run->route->history->name,
            .owner = run->parties[i],
            .data = record,
        };
        if (run->parties_count == 2)
            copy.peer = run->parties[1 - i];
        if (is_earlier(run, i))
            continue;
        moot_buf_clear(&events->buf);
        if (moot_wire_encode_copy(&events->buf, &copy) != 0
            || !moot_events_keep(events, &copies[count++]))
            return moot_events_fail(events, MOOT_ELIMIT,
                                    "the record cannot be stored");
    }
    moot_buf_clear(&events->buf);
    moot_list_begin(&list, &events->buf, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        moot_list_put_bin(&list, copies[i]);
    if (moot_list_end(&list, &written) != 0
        || !moot_events_keep(events, &run->out->copies))
        return moot_events_fail(events, MOOT_ENOMEM, "out of memory");
    return 0;
}

static int make_copies(run_t *run)
{
    moot_slice_t record;
    if (run->route->history == NULL)
        return 0;
    int rc = moot_events_texts(run->events, run->route->participants, add_party,
                               run);
    if (rc == 0 && run->parties_count == 0)
        rc = moot_events_fail(run->events, MOOT_ETYPE,
                              "there are no participants");
    if (rc == 0)
        rc = write_object(run, run->route->record, RECORD_BYTES_MAX, &record);
    if (rc == 0)
        rc = write_copies(run, record);
    run->out->has_emission |= rc == 0;
    return rc;
}

/* ---- Forwarding, acknowledging --------------------------------------------
 */

/* {"event":…,"namespace":…,"user":…,"sid":…,"args":[…]} */
static int write_usual(run_t *run)
{
    moot_events_t *events = run->events;
    moot_json_write_t json;
    const moot_value_t *names = events->env.names;
    moot_buf_clear(&events->buf);
    moot_json_write_init(&json, &events->buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "event", run->event);
    moot_json_write_name(&json, "namespace");
    moot_value_write(&json, &names[MOOT_EXPR_NAMESPACE], NULL);
    moot_json_write_name(&json, "user");
    moot_value_write(&json, &names[MOOT_EXPR_USER], NULL);
    moot_json_write_name_string(&json, "sid", run->socket->sid);
    moot_json_write_name(&json, "args");
    moot_value_write(&json, &names[MOOT_EXPR_ARGS], NULL);
    moot_json_write_end_object(&json);
    if (events->buf.error != 0 || events->buf.size > FORWARD_BYTES_MAX
        || !moot_events_keep(events, &run->out->forward))
        return moot_events_fail(events, MOOT_ELIMIT,
                                "too much would be forwarded");
    return 0;
}

static int make_forward(run_t *run)
{
    int rc;
    if (run->route->forward.size == 0)
        return 0;
    if (run->route->forwarded == NULL)
        rc = write_usual(run);
    else
        rc = write_object(run, run->route->forwarded, FORWARD_BYTES_MAX,
                          &run->out->forward);
    run->out->forward_to = run->route->forward;
    run->out->has_emission |= rc == 0;
    return rc;
}

static int make_ack(run_t *run)
{
    moot_value_t list;
    if (run->route->ack == NULL)
        return 0;
    int rc = moot_events_eval(run->events, run->route->ack, &list);
    if (rc == 0 && list.kind != MOOT_VALUE_LIST)
        rc = moot_events_fail(run->events, MOOT_ETYPE, "ack is no list");
    if (rc == 0)
        rc = moot_events_pack(run->events, (moot_slice_t){0}, &list,
                              run->attachments, run->attachments_count,
                              &run->out->ack);
    run->out->has_ack = rc == 0;
    return rc;
}

/* ---- The whole ------------------------------------------------------------
 */

/* An emission that nobody is sent, to store or to forward: it carries the
 * event's name alone. */
static int fill_data(run_t *run)
{
    static const moot_value_t nothing = {.kind = MOOT_VALUE_LIST};
    moot_events_packet_t packet = {.data = {0}};
    if (!run->out->has_emission || run->out->emission.data.size > 0)
        return 0;
    int rc =
        moot_events_pack(run->events, run->event, &nothing, NULL, 0, &packet);
    run->out->emission.data = packet.data;
    return rc;
}

static int act(run_t *run)
{
    moot_events_result_t *out = run->out;
    out->emission.action = MOOT_ACTION_EMIT;
    out->emission.namespace =
        run->events->profile->namespaces[run->socket->namespace].name;
    int rc = find_targets(run);
    if (rc == 0)
        rc = make_emission(run);
    if (rc == 0)
        rc = make_copies(run);
    if (rc == 0)
        rc = make_forward(run);
    if (rc == 0)
        rc = fill_data(run);
    return rc != 0 ? rc : make_ack(run);
}

static void drop(run_t *run, int rc)
{
    const moot_expr_fault_t *fault = &run->events->fault;
    const char *why = "a condition does not hold";
    if (rc != 0)
        why = fault->why != NULL ? fault->why : "out of memory";
    *run->out = (moot_events_result_t){
        .outcome = MOOT_EVENTS_DROPPED,
        .why = why,
        .failed = rc != 0,
        .line = fault->line,
        .column = fault->column,
    };
}

void moot_events_run(moot_events_t *events, const moot_events_socket_t *socket,
                     moot_slice_t event, moot_slice_t json,
                     const moot_slice_t *attachments, size_t attachments_count,
                     int64_t now_ms, moot_events_result_t *out)
{
    run_t run;
    bool yes = false;
    *out = (moot_events_result_t){.outcome = MOOT_EVENTS_NO_ROUTE};
    const moot_profile_event_t *route =
        moot_profile_event(events->profile, socket->namespace, event);
    if (route == NULL)
        return;
    run.events = events;
    run.socket = socket;
    run.route = route;
    run.event = event;
    run.attachments = attachments;
    run.attachments_count = attachments != NULL ? attachments_count : 0;
    run.out = out;
    run.targets_count = run.parties_count = 0;
    run.self = false;
    out->outcome = MOOT_EVENTS_DONE;
    int rc = moot_events_begin(events, socket, route->uses, now_ms);
    if (rc == 0)
        rc = read_packet(&run, json);
    if (rc == 0)
        rc = set_locals(&run);
    if (rc == 0)
        rc = test_conditions(&run, &yes);
    if (rc == 0 && yes)
        rc = act(&run);
    if (rc != 0 || !yes)
        drop(&run, rc);
}
