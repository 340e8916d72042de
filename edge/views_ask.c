/* Views: what is asked of the workers for one answer, page by page. */
#include "edge/views_internal.h"

#include "common/err.h"
#include "common/json_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAGE_ROWS = 1000 };

static void unreachable(moot_views_call_t *call)
{
    moot_views_fail(call, 503, "a worker cannot be reached now");
}

/* ---- Histories ----------------------------------------------------------- */

/* The civil date of days since 1970 (Howard Hinnant's algorithm: years begin
 * in March, so that the leap day is the last of its year). */
static void date_of(int64_t days, int64_t *year, unsigned *month,
                    unsigned *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;

    *day = (unsigned)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (unsigned)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

/* "2026-01-31T12:00:00.123Z". */
static void put_time(moot_buf_t *out, uint64_t ms)
{
    int64_t year;
    unsigned month, day;
    uint64_t seconds = ms / 1000 % 86400;

    date_of((int64_t)(ms / 86400000), &year, &month, &day);
    moot_buf_printf(out, "%04" PRId64 "-%02u-%02uT%02u:%02u:%02u.%03uZ", year,
                    month, day, (unsigned)(seconds / 3600),
                    (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60),
                    (unsigned)(ms % 1000));
}

/* The stored object, with its time as one more member. */
static void put_row(moot_views_call_t *call, const moot_msg_copy_t *copy)
{
    moot_slice_t time = call->view->history->time;
    moot_slice_t data = copy->data;
    moot_buf_t *out = &call->out;

    moot_buf_put_str(out, call->rows++ == 0 ? "" : ",");
    if (time.size == 0 || data.size < 2 || data.at[data.size - 1] != '}') {
        moot_buf_put(out, data.at, data.size);
        return;
    }
    moot_buf_put(out, data.at, data.size - 1);
    moot_buf_put_str(out, data.size > 2 ? ",\"" : "\"");
    (void)moot_json_escape(out, time);
    moot_buf_put_str(out, "\":\"");
    put_time(out, copy->at);
    moot_buf_put_str(out, "\"}");
}

/* </api/mensajes?con=ann&after=…>; rel="next" */
static void end_history(moot_views_call_t *call)
{
    moot_slice_t path = call->view->path;
    moot_buf_t link;

    moot_buf_put_str(&call->out, "]");
    if (call->after_size == 0) {
        moot_views_done(call, NULL);
        return;
    }
    moot_buf_init(&link, 16384);
    moot_buf_printf(&link, "<%.*s?%.*s%safter=", MOOT_SLICE_ARG(path),
                    MOOT_SLICE_ARG(moot_buf_slice(&call->query)),
                    call->query.size > 0 ? "&" : "");
    for (size_t i = 0; i < call->after_size; i++)
        moot_buf_printf(&link, "%02x", call->after[i]);
    moot_buf_put(&link, ">; rel=\"next\"", sizeof ">; rel=\"next\"");
    if (link.error == 0)
        moot_views_done(call, (const char *)link.at);
    else
        moot_views_fail(call, 500, "the address is too long");
    moot_buf_close(&link);
}

static void on_history(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    moot_views_call_t *call = moot_views_call_of(inquiry);
    const moot_msg_history_told_t *told;
    moot_list_reader_t reader;
    moot_msg_copy_t copy;
    moot_slice_t bytes;
    int rc;

    if (!message) {
        unreachable(call);
        return;
    }
    told = &message->as.history_told;
    rc = moot_list_reader_init(&reader, told->list);
    while (rc == 0 && (rc = moot_list_next_bin(&reader, &bytes)) == 0) {
        rc = moot_wire_decode_copy(bytes, &copy);
        if (rc == 0)
            put_row(call, &copy);
    }
    if (rc != MOOT_ENOENT || call->out.error != 0
        || told->next.size > sizeof call->after) {
        moot_views_fail(call, 500, "the history cannot be shown");
        return;
    }
    call->after_size = told->next.size;
    if (told->next.size > 0)
        memcpy(call->after, told->next.at, told->next.size);
    if (call->after_size > 0 && call->rows < MOOT_VIEWS_ROWS_MAX
        && call->out.size < MOOT_VIEWS_BYTES_MAX)
        moot_views_history(call);
    else
        end_history(call);
}

void moot_views_history(moot_views_call_t *call)
{
    moot_views_t *views = call->views;
    moot_slice_t owner = moot_buf_slice(&call->owner);
    const moot_msg_t question = {
        .code = MOOT_MSG_ASK_HISTORY,
        .as.ask_history = {.history = call->view->history->name,
                           .owner = owner,
                           .after = moot_slice(call->after, call->after_size),
                           .limit = PAGE_ROWS},
    };

    if (call->out.size == 0)
        moot_buf_put_str(&call->out, "[");
    call->inquiry.told = on_history;
    if (moot_delivery_inquire_slot(views->delivery, &call->inquiry,
                                   moot_slot_of(MOOT_KIND_USER, owner),
                                   &question, views->timeout_ms, views->now_ms)
        != 0)
        unreachable(call);
}

/* ---- Names --------------------------------------------------------------- */

void moot_views_names_init(moot_views_names_t *names)
{
    moot_map_init(&names->map);
}

void moot_views_names_close(moot_views_names_t *names)
{
    moot_map_node_t *node = moot_map_next(&names->map, NULL), *after;

    while (node) {
        after = moot_map_next(&names->map, node);
        moot_map_remove(&names->map, node);
        free(MOOT_CONTAINER(node, moot_views_name_t, node));
        node = after;
    }
    moot_map_close(&names->map);
}

static bool has(const moot_views_names_t *names, moot_slice_t text)
{
    return moot_map_get(&names->map, text) != NULL;
}

static void add(moot_views_names_t *names, moot_slice_t text)
{
    moot_views_name_t *name;

    if (has(names, text))
        return;
    name = malloc(sizeof *name + text.size);
    MOOT_CHECK(name);
    name->size = text.size;
    memcpy(name->bytes, text.at, text.size);
    moot_map_put(&names->map, &name->node,
                 moot_slice(name->bytes, name->size));
}

static int compare(const void *a, const void *b)
{
    const moot_views_name_t *x = *(moot_views_name_t *const *)a;
    const moot_views_name_t *y = *(moot_views_name_t *const *)b;
    size_t size = x->size < y->size ? x->size : y->size;
    int order = memcmp(x->bytes, y->bytes, size);

    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* All of them by their bytes; the caller frees the array. */
static const moot_views_name_t **sorted(const moot_views_names_t *names)
{
    const moot_views_name_t **array =
        calloc(names->map.count + 1, sizeof *array);
    size_t count = 0;

    MOOT_CHECK(array);
    for (moot_map_node_t *node = moot_map_next(&names->map, NULL); node;
         node = moot_map_next(&names->map, node))
        array[count++] = MOOT_CONTAINER(node, moot_views_name_t, node);
    qsort(array, count, sizeof *array, compare);
    return array;
}

/* ---- Peers --------------------------------------------------------------- */

static void ask_names(moot_views_call_t *call);

static void end_peers(moot_views_call_t *call)
{
    const moot_views_name_t **names = sorted(&call->found);
    moot_json_write_t json;

    moot_json_write_init(&json, &call->out);
    moot_json_write_begin_array(&json);
    for (size_t i = 0; i < call->found.map.count; i++) {
        moot_slice_t name = moot_slice(names[i]->bytes, names[i]->size);

        if (!has(&call->left_out, name))
            moot_json_write_string(&json, name);
    }
    moot_json_write_end_array(&json);
    free(names);
    if (call->out.error == 0)
        moot_views_done(call, NULL);
    else
        moot_views_fail(call, 500, "there are too many names");
}

/* Whether those with the fact are also those that are left out: then they are
 * asked for once. */
static bool is_same_fact(const moot_profile_view_t *view)
{
    return moot_slice_eq(view->of_fact, view->not_fact)
           && moot_slice_eq(view->of_value, view->not_value);
}

/* To the next place, to the next step, to the end. */
static void go_on(moot_views_call_t *call)
{
    size_t places = call->step == MOOT_VIEWS_PEERS ? call->of.map.count
                                                   : call->workers_count;

    call->last_size = 0;
    call->place++;
    while (call->place >= places && call->step != MOOT_VIEWS_PEERS) {
        bool skip = call->step == MOOT_VIEWS_OF
                    && (call->view->not_fact.size == 0
                        || is_same_fact(call->view));

        call->step = call->step == MOOT_VIEWS_OF && !skip ? MOOT_VIEWS_NOT
                                                          : MOOT_VIEWS_PEERS;
        call->place = 0;
        places = call->step == MOOT_VIEWS_PEERS ? call->of.map.count
                                                : call->workers_count;
        if (call->step == MOOT_VIEWS_PEERS)
            call->users = sorted(&call->of);
    }
    if (call->place >= places)
        end_peers(call);
    else
        ask_names(call);
}

static void keep_name(moot_views_call_t *call, moot_slice_t name)
{
    if (call->step == MOOT_VIEWS_OF) {
        add(&call->of, name);
        if (is_same_fact(call->view))
            add(&call->left_out, name);
    } else {
        add(call->step == MOOT_VIEWS_NOT ? &call->left_out : &call->found,
            name);
    }
}

static void on_names(moot_inquiry_t *inquiry, const moot_msg_t *message)
{
    moot_views_call_t *call = moot_views_call_of(inquiry);
    moot_list_reader_t reader;
    moot_slice_t name;
    int rc;

    if (!message) {
        unreachable(call);
        return;
    }
    call->last_size = 0;
    rc = moot_list_reader_init(&reader, message->as.names_told.list);
    while (rc == 0 && (rc = moot_list_next_str(&reader, &name)) == 0) {
        if (name.size == 0 || name.size > sizeof call->last)
            continue;
        keep_name(call, name);
        memcpy(call->last, name.at, name.size);
        call->last_size = name.size;
    }
    if (call->of.map.count + call->left_out.map.count + call->found.map.count
        > MOOT_VIEWS_NAMES_MAX)
        moot_views_fail(call, 500, "there are too many names");
    else if (message->as.names_told.more && call->last_size > 0)
        ask_names(call);
    else
        go_on(call);
}

static int ask(moot_views_call_t *call)
{
    const moot_profile_view_t *view = call->view;
    moot_views_t *views = call->views;
    moot_msg_t question = {.code = MOOT_MSG_ASK_NAMES};
    moot_msg_ask_names_t *names = &question.as.ask_names;
    bool of = call->step == MOOT_VIEWS_OF;
    moot_slice_t user;

    names->after = moot_slice(call->last, call->last_size);
    names->limit = PAGE_ROWS;
    call->inquiry.told = on_names;
    if (call->step == MOOT_VIEWS_PEERS) {
        user = moot_slice(call->users[call->place]->bytes,
                          call->users[call->place]->size);
        names->what = MOOT_NAMES_PEERS;
        names->name = view->history->name;
        names->of = user;
        return moot_delivery_inquire_slot(
            views->delivery, &call->inquiry,
            moot_slot_of(MOOT_KIND_USER, user), &question, views->timeout_ms,
            views->now_ms);
    }
    names->what = MOOT_NAMES_FACT;
    names->name = of ? view->of_fact : view->not_fact;
    names->of = of ? view->of_value : view->not_value;
    return moot_delivery_inquire_worker(views->delivery, &call->inquiry,
                                        call->workers[call->place], &question,
                                        views->timeout_ms, views->now_ms);
}

static void ask_names(moot_views_call_t *call)
{
    if (ask(call) != 0)
        unreachable(call);
}

void moot_views_peers(moot_views_call_t *call)
{
    call->workers_count = moot_delivery_workers(
        call->views->delivery, call->workers, MOOT_WORKERS_MAX);
    if (call->workers_count == 0 || call->workers_count > MOOT_WORKERS_MAX)
        unreachable(call);
    else
        ask_names(call);
}
