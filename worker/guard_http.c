#include "worker/guard_http.h"

#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/err.h"
#include "common/log.h"
#include "proto/rules.h"
#include "worker/guard_asked.h"
#include "worker/guard_wire.h"

enum {
    CONCURRENCY = 16,          /* of a type that says nothing */
    ACTIVE_MAX = 256,          /* of all questions */
    FORWARDS_ACTIVE_MAX = 8,
    FORWARDS_MAX = 4096,       /* that wait or are under way */
    FORWARD_BYTES_MAX = 32 << 20,
    FORWARD_TIMEOUT_MS = 5000,
    FORWARD_TRIES = 4,
    FORWARD_PAUSE_MS = 250,    /* before the second try; then 4 times it */
    CONNECTIONS_MAX = 264,
    OUT_BYTES_MAX = 8 << 20,   /* for a worker that does not read */
    ARENA_MAX = 4 << 20,
    POLL_MS = 50,
    SHOW_MS = 1000,
};

typedef struct type {
    moot_slice_t name_space, key; /* own memory */
    char *url;
    uint64_t timeout_ms, cache_ttl_ms, concurrency;
    size_t active;
    moot_node_t waiting; /* transfers */
} type_t;

/* A question or an event, from its coming until it is done. */
typedef struct transfer {
    moot_node_t node; /* in type->waiting, server->forwards or ->paused */
    CURL *easy;       /* NULL while it waits */
    type_t *type;     /* NULL: an event */
    char *url;        /* own memory; NULL: the type's */
    unsigned tries;
    uint64_t came_ms, due_ms;
    moot_buf_t body;   /* what is posted */
    moot_buf_t answer;
    moot_buf_t frame;  /* the question as it came, ask borrows from it */
    moot_msg_ask_guard_t ask;
} transfer_t;

typedef struct server {
    int fd;
    bool gone;
    CURLM *multi;
    struct curl_slist *headers;
    type_t **types;
    size_t types_count;
    size_t active;          /* questions */
    size_t forwards_active;
    size_t forwards_count, forwards_bytes;
    moot_node_t forwards, paused;
    moot_guard_asked_cache_t cache;
    moot_arena_t arena;
    moot_buf_t in, out, body;
    uint64_t dropped, dropped_shown, show_due_ms;
} server_t;

/* ---- To the worker ------------------------------------------------------- */

static void put(server_t *server)
{
    if (server->out.size + server->body.size > OUT_BYTES_MAX
        || moot_guard_wire_put(&server->out, moot_buf_slice(&server->body)) < 0)
        server->gone = true;
}

static void put_told(server_t *server, const moot_msg_guard_told_t *told)
{
    moot_buf_clear(&server->body);
    if (moot_wire_encode_guard_told(&server->body, told) == 0)
        put(server);
}

static void put_ready(server_t *server)
{
    moot_msg_guard_state_t ready = {.state = MOOT_GUARD_READY};
    moot_buf_clear(&server->body);
    if (moot_wire_encode_guard_state(&server->body, &ready) == 0)
        put(server);
}

static void put_failed(server_t *server, uint64_t number, const char *why)
{
    moot_msg_guard_told_t told = {
        .number = number,
        .verdict = MOOT_VERDICT_FAILED,
        .text = moot_slice_str(why),
    };
    put_told(server, &told);
}

static void write_out(server_t *server)
{
    size_t at = 0;
    while (at < server->out.size) {
        ssize_t n =
            write(server->fd, server->out.at + at, server->out.size - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno != EAGAIN)
            server->gone = true;
        if (n < 0)
            break;
        at += (size_t)n;
    }
    moot_guard_wire_drop(&server->out, at);
}

/* ---- Transfers ----------------------------------------------------------- */

static size_t on_bytes(char *at, size_t size, size_t count, void *ctx)
{
    transfer_t *transfer = ctx;
    /* Fewer than came ends the transfer. */
    return moot_buf_put(&transfer->answer, at, size * count) == 0
               ? size * count
               : 0;
}

static transfer_t *new_transfer(type_t *type)
{
    transfer_t *transfer = calloc(1, sizeof *transfer);
    MOOT_CHECK(transfer != NULL);
    moot_list_init(&transfer->node);
    transfer->type = type;
    transfer->came_ms = moot_clock_mono_ms();
    moot_buf_init(&transfer->body, SIZE_MAX);
    moot_buf_init(&transfer->answer, MOOT_GUARD_ASKED_ANSWER_MAX);
    moot_buf_init(&transfer->frame, SIZE_MAX);
    return transfer;
}

static void free_transfer(server_t *server, transfer_t *transfer)
{
    moot_list_remove(&transfer->node);
    if (transfer->type == NULL) {
        server->forwards_count--;
        server->forwards_bytes -= transfer->body.size;
    }
    moot_buf_close(&transfer->body);
    moot_buf_close(&transfer->answer);
    moot_buf_close(&transfer->frame);
    free(transfer->url);
    free(transfer);
}

/* Everything that libcurl may be told to do here. */
static bool set_options(server_t *server, transfer_t *transfer, long limit_ms)
{
    CURL *easy = transfer->easy;
    const char *url = transfer->url != NULL ? transfer->url
                                            : transfer->type->url;
    return curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https")
                  == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit_ms) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                               (curl_off_t)transfer->body.size)
                  == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer->body.at)
                  == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_HTTPHEADER, server->headers)
                  == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_USERAGENT,
                               "moothall/" MOOT_VERSION)
                  == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes)
                  == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) == CURLE_OK
           && curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) == CURLE_OK;
}

static bool begin(server_t *server, transfer_t *transfer, uint64_t limit_ms)
{
    moot_buf_clear(&transfer->answer);
    transfer->tries++;
    transfer->easy = curl_easy_init();
    if (transfer->easy != NULL
        && set_options(server, transfer, (long)limit_ms)
        && curl_multi_add_handle(server->multi, transfer->easy) == CURLM_OK)
        return true;
    curl_easy_cleanup(transfer->easy);
    transfer->easy = NULL;
    return false;
}

/* ---- Questions ----------------------------------------------------------- */

static void answer_ask(server_t *server, transfer_t *transfer, CURLcode result,
                       unsigned status)
{
    moot_msg_guard_told_t told;
    if (result == CURLE_OPERATION_TIMEDOUT) {
        put_failed(server, transfer->ask.number,
                   "the back end took too long");
    } else if (result == CURLE_WRITE_ERROR) {
        put_failed(server, transfer->ask.number,
                   "the back end's answer is too large");
    } else if (result != CURLE_OK) {
        put_failed(server, transfer->ask.number, curl_easy_strerror(result));
    } else {
        moot_arena_reset(&server->arena);
        moot_guard_asked_read(&transfer->ask, status,
                              moot_buf_slice(&transfer->answer),
                              &server->arena, &told);
        moot_guard_asked_cache_put(&server->cache, &transfer->ask, &told,
                                   transfer->type->cache_ttl_ms,
                                   moot_clock_mono_ms());
        put_told(server, &told);
    }
}

static type_t *find_type(server_t *server, const moot_msg_ask_guard_t *ask)
{
    for (size_t i = 0; i < server->types_count; i++) {
        if (moot_slice_eq(server->types[i]->name_space, ask->namespace)
            && moot_slice_eq(server->types[i]->key, ask->type))
            return server->types[i];
    }
    return NULL;
}

static void take_ask(server_t *server, moot_slice_t body,
                     const moot_msg_ask_guard_t *ask)
{
    moot_msg_guard_told_t told;
    moot_msg_t message;
    type_t *type = find_type(server, ask);
    if (type == NULL) {
        put_failed(server, ask->number, "no such room type");
        return;
    }
    if (moot_guard_asked_cache_get(&server->cache, ask, moot_clock_mono_ms(),
                                   &told)) {
        put_told(server, &told);
        return;
    }
    transfer_t *transfer = new_transfer(type);
    /* The worker bounds how many there are. */
    if (moot_buf_put(&transfer->frame, body.at, body.size) < 0
        || moot_wire_decode(moot_buf_slice(&transfer->frame), &message) < 0
        || moot_guard_asked_write(&transfer->body, &message.as.ask_guard) < 0) {
        put_failed(server, ask->number, "out of memory");
        free_transfer(server, transfer);
        return;
    }
    transfer->ask = message.as.ask_guard;
    moot_list_push(&type->waiting, &transfer->node);
}

/* Begins what may begin. What waited its whole time fails. */
static void begin_asks(server_t *server, type_t *type, uint64_t now_ms)
{
    MOOT_LIST_FOREACH(&type->waiting, it, after) {
        transfer_t *transfer = MOOT_CONTAINER(it, transfer_t, node);
        uint64_t spent = now_ms - transfer->came_ms;
        const char *why = "the back end took too long";
        if (spent < type->timeout_ms) {
            if (type->active >= type->concurrency
                || server->active >= ACTIVE_MAX)
                return;
            why = "it could not be begun";
            moot_list_remove(&transfer->node);
            if (begin(server, transfer, type->timeout_ms - spent)) {
                type->active++;
                server->active++;
                continue;
            }
        }
        put_failed(server, transfer->ask.number, why);
        free_transfer(server, transfer);
    }
}

/* ---- Events -------------------------------------------------------------- */

static void take_forward(server_t *server,
                         const moot_msg_guard_forward_t *forward)
{
    if (server->forwards_count >= FORWARDS_MAX
        || server->forwards_bytes + forward->body.size > FORWARD_BYTES_MAX) {
        server->dropped++;
        return;
    }
    transfer_t *transfer = new_transfer(NULL);
    transfer->url = strndup((const char *)forward->url.at, forward->url.size);
    int rc = moot_buf_put(&transfer->body, forward->body.at,
                          forward->body.size);
    MOOT_CHECK(transfer->url != NULL && rc == 0);
    server->forwards_count++;
    server->forwards_bytes += transfer->body.size;
    moot_list_push(&server->forwards, &transfer->node);
}

static void begin_forwards(server_t *server, uint64_t now_ms)
{
    MOOT_LIST_FOREACH(&server->paused, it, after) {
        transfer_t *transfer = MOOT_CONTAINER(it, transfer_t, node);
        if (now_ms < transfer->due_ms)
            continue;
        moot_list_remove(&transfer->node);
        moot_list_push(&server->forwards, &transfer->node);
    }
    MOOT_LIST_FOREACH(&server->forwards, it, after) {
        transfer_t *transfer = MOOT_CONTAINER(it, transfer_t, node);
        if (server->forwards_active >= FORWARDS_ACTIVE_MAX)
            return;
        moot_list_remove(&transfer->node);
        if (begin(server, transfer, FORWARD_TIMEOUT_MS)) {
            server->forwards_active++;
        } else {
            server->dropped++;
            free_transfer(server, transfer);
        }
    }
}

/* An event is the back end's once it said 2xx; its own refusals (4xx but 408
 * and 429) are final. */
static void end_forward(server_t *server, transfer_t *transfer, CURLcode result,
                        unsigned status)
{
    uint64_t pause = FORWARD_PAUSE_MS;
    bool again = result != CURLE_OK || status >= 500 || status == 408
                 || status == 429;
    /* An answer that is too long is one all the same. */
    if (result == CURLE_WRITE_ERROR)
        again = status >= 500;
    if (!again || transfer->tries >= FORWARD_TRIES) {
        if (again || status < 200 || status > 299)
            server->dropped++;
        free_transfer(server, transfer);
        return;
    }
    for (unsigned i = 1; i < transfer->tries; i++)
        pause *= 4;
    transfer->due_ms = moot_clock_mono_ms() + pause;
    moot_list_push(&server->paused, &transfer->node);
}

/* ---- What libcurl has done ----------------------------------------------- */

static void end_transfers(server_t *server)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(server->multi, &left)) != NULL) {
        char *private = NULL;
        long status = 0;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;
        CURLcode rc = curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
        MOOT_CHECK(rc == CURLE_OK && private != NULL);
        rc = curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        transfer_t *transfer = (void *)private;
        curl_multi_remove_handle(server->multi, easy);
        curl_easy_cleanup(easy);
        transfer->easy = NULL;
        unsigned code = rc == CURLE_OK ? (unsigned)status : 0;
        if (transfer->type == NULL) {
            server->forwards_active--;
            end_forward(server, transfer, result, code);
            continue;
        }
        transfer->type->active--;
        server->active--;
        answer_ask(server, transfer, result, code);
        free_transfer(server, transfer);
    }
}

/* ---- From the worker ----------------------------------------------------- */

static moot_slice_t keep(moot_slice_t text)
{
    char *copy = malloc(text.size + 1);
    MOOT_CHECK(copy != NULL);
    memcpy(copy, text.at, text.size);
    copy[text.size] = '\0';
    return moot_slice(copy, text.size);
}

static void take_type(server_t *server, const moot_msg_guard_type_t *message)
{
    type_t **more = realloc(server->types, (server->types_count + 1)
                                               * sizeof *server->types);
    type_t *type = calloc(1, sizeof *type);
    MOOT_CHECK(more != NULL && type != NULL);
    server->types = more;
    server->types[server->types_count++] = type;
    type->name_space = keep(message->namespace);
    type->key = keep(message->key);
    type->url = (char *)(uintptr_t)keep(message->url).at;
    type->timeout_ms = message->timeout_ms;
    type->cache_ttl_ms = message->cache_ttl_ms;
    type->concurrency =
        message->concurrency > 0 ? message->concurrency : CONCURRENCY;
    moot_list_init(&type->waiting);
}

static void take(server_t *server, moot_slice_t body)
{
    moot_msg_t message;
    if (moot_wire_decode(body, &message) < 0) {
        server->gone = true;
        return;
    }
    switch (message.code) {
    case MOOT_MSG_GUARD_TYPE:
        take_type(server, &message.as.guard_type);
        return;
    case MOOT_MSG_GUARD_STATE:
        put_ready(server);
        return;
    case MOOT_MSG_ASK_GUARD:
        take_ask(server, body, &message.as.ask_guard);
        return;
    case MOOT_MSG_GUARD_FORWARD:
        take_forward(server, &message.as.guard_forward);
        return;
    default:
        server->gone = true;
    }
}

static void read_in(server_t *server)
{
    uint8_t *at = moot_buf_reserve(&server->in, 65536);
    ssize_t n = at != NULL ? read(server->fd, at, 65536) : 0;
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0) {
        server->gone = true;
        return;
    }
    server->in.size += (size_t)n;
    moot_slice_t rest = moot_buf_slice(&server->in), body;
    int rc;
    while ((rc = moot_guard_wire_next(&rest, &body)) == 0 && !server->gone)
        take(server, body);
    if (rc == MOOT_EINVAL)
        server->gone = true;
    moot_guard_wire_drop(&server->in, server->in.size - rest.size);
}

/* ---- The loop ------------------------------------------------------------ */

static void show(server_t *server, uint64_t now_ms)
{
    if (server->dropped == server->dropped_shown
        || now_ms < server->show_due_ms)
        return;
    moot_log(MOOT_EV_GUARD_DROPPED, "count=%" PRIu64,
             server->dropped - server->dropped_shown);
    server->dropped_shown = server->dropped;
    server->show_due_ms = now_ms + SHOW_MS;
}

static void turn(server_t *server)
{
    struct curl_waitfd wait = {.fd = server->fd, .events = CURL_WAIT_POLLIN};
    int running;
    if (server->out.size > 0)
        wait.events |= CURL_WAIT_POLLOUT;
    if (curl_multi_poll(server->multi, &wait, 1, POLL_MS, NULL) != CURLM_OK) {
        server->gone = true;
        return;
    }
    if (wait.revents != 0)
        read_in(server);
    uint64_t now_ms = moot_clock_mono_ms();
    for (size_t i = 0; i < server->types_count; i++)
        begin_asks(server, server->types[i], now_ms);
    begin_forwards(server, now_ms);
    if (curl_multi_perform(server->multi, &running) != CURLM_OK)
        server->gone = true;
    end_transfers(server);
    write_out(server);
    show(server, now_ms);
}

int moot_guard_http_serve(int fd)
{
    static server_t server;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return 1;
    server.fd = fd;
    server.multi = curl_multi_init();
    server.headers =
        curl_slist_append(NULL, "Content-Type: application/json");
    server.headers = curl_slist_append(server.headers, "Expect:");
    MOOT_CHECK(server.multi != NULL && server.headers != NULL);
    curl_multi_setopt(server.multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                      (long)CONNECTIONS_MAX);
    moot_list_init(&server.forwards);
    moot_list_init(&server.paused);
    moot_guard_asked_cache_init(&server.cache);
    moot_arena_init(&server.arena, ARENA_MAX);
    moot_buf_init(&server.in, 2 * MOOT_GUARD_WIRE_BYTES_MAX);
    moot_buf_init(&server.out, SIZE_MAX);
    moot_buf_init(&server.body, SIZE_MAX);
    while (!server.gone)
        turn(&server);
    /* The worker has gone, and nobody waits for anything any more; the
     * process ends with all it has. */
    return 0;
}
