#include "edge/paths.h"

#include "common/err.h"

/* Whether a request for this path is meant. */
static bool is_meant(const moot_paths_entry_t *entry, moot_slice_t path)
{
    size_t size = strlen(entry->path);
    if (moot_slice_eq(path, moot_slice(entry->path, size)))
        return true;
    return size > 1 && entry->path[size - 1] == '/'
           && moot_slice_eq(path, moot_slice(entry->path, size - 1));
}

int moot_paths_add(moot_paths_t *paths, const moot_ws_path_t *path,
                   bool only_upgrades, const moot_ws_events_t *events,
                   void *ctx)
{
    size_t size = strlen(path->path);
    if (size < 2 || size > MOOT_WS_PATH_BYTES_MAX || path->path[0] != '/'
        || path->frame_bytes_max == 0)
        return MOOT_EINVAL;
    if (paths->count == MOOT_WS_PATHS_MAX)
        return MOOT_ELIMIT;
    for (unsigned i = 0; i < paths->count; i++)
        if (is_meant(&paths->at[i], moot_slice_str(path->path)))
            return MOOT_EEXIST;
    moot_paths_entry_t *entry = &paths->at[paths->count++];
    memcpy(entry->path, path->path, size + 1);
    entry->only_upgrades = only_upgrades;
    entry->pings = path->pings;
    entry->frame_bytes_max = path->frame_bytes_max;
    entry->events = *events;
    entry->ctx = ctx;
    return MOOT_OK;
}

/* The entry that judges this request, or NULL: it is a plain one. */
static const moot_paths_entry_t *find(const moot_paths_t *paths,
                                      const moot_http_head_t *head)
{
    for (unsigned i = 0; i < paths->count; i++)
        if (is_meant(&paths->at[i], head->path))
            return head->upgrade || paths->at[i].only_upgrades ? &paths->at[i]
                                                               : NULL;
    return NULL;
}

static bool is_upgrade(void *ctx, const moot_http_head_t *head)
{
    return find(ctx, head) != NULL;
}

static void refuse(moot_web_answer_t *answer, int status, const char *why,
                   unsigned retry_after_s)
{
    answer->status = status;
    answer->body = moot_slice_str(why);
    answer->retry_after_s = retry_after_s;
    answer->allow = status == 405 ? "GET" : NULL;
}

static void on_head(void *ctx, const moot_http_head_t *head, const char *peer,
                    moot_web_answer_t *answer)
{
    moot_paths_t *paths = ctx;
    const moot_paths_entry_t *entry = find(paths, head);
    const char *why = "";
    int status = moot_http_upgradable(head, &why);
    if (status != 0) {
        refuse(answer, status, why, 0);
        return;
    }
    if (paths->stopped) {
        refuse(answer, 503, "draining", 1);
        return;
    }
    if (paths->is_full(paths->ctx)) {
        refuse(answer, 503, "this edge is full", 5);
        return;
    }
    moot_upgrade_t request = {
        .path = head->path,
        .query = head->query,
        .authorization = head->authorization,
        .cookie = head->cookie,
        .origin = head->origin,
        .subprotocols = head->subprotocols,
        .peer = peer,
    };
    moot_verdict_t *verdict = &paths->verdict;
    *verdict = (moot_verdict_t){0};
    paths->meant = entry;
    entry->events.on_upgrade(entry->ctx, &request, verdict);
    MOOT_CHECK(verdict->status == 101 || verdict->status >= 400);
    refuse(answer, verdict->status,
           verdict->reason != NULL ? verdict->reason : "",
           verdict->retry_after_s);
    answer->content_type = verdict->content_type;
}

static void on_socket(void *ctx, int fd, const moot_http_head_t *head)
{
    moot_paths_t *paths = ctx;
    moot_verdict_t verdict = paths->verdict;
    paths->adopt(paths->ctx, fd, head, paths->meant, &verdict);
}

static void on_request(void *ctx, moot_exchange_t *exchange,
                       const moot_web_request_t *request)
{
    moot_paths_t *paths = ctx;
    moot_web_answer_t none = {.status = 404,
                              .body = moot_slice_str("not found")};
    if (paths->on_request != NULL)
        paths->on_request(paths->request_ctx, exchange, request);
    else
        moot_web_answer(exchange, &none);
}

int moot_paths_open(moot_paths_t *paths, moot_loop_t *loop,
                    const moot_web_config_t *config, bool (*is_full)(void *ctx),
                    moot_paths_adopt_fn *adopt, void *ctx)
{
    static const moot_web_events_t events = {
        .on_request = on_request,
        .is_upgrade = is_upgrade,
        .on_head = on_head,
        .on_socket = on_socket,
    };
    paths->is_full = is_full;
    paths->adopt = adopt;
    paths->ctx = ctx;
    return moot_web_open(loop, config, &events, paths, &paths->web);
}
