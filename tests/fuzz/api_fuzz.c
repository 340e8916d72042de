/* Any request to the application's API: a line with method, path and query,
 * then the body. It is answered once, at once or when its worker has answered,
 * and what it sends is well formed. */
#include "edge/api.h"

#include "tests/lib/edge_rig.h"

#include <stdio.h>

#define KEY "0123456789abcdef"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    rig_t rig;
    bool kept, answered;
    bool begun;
} bench;

static void keep(void *ctx, moot_exchange_t *exchange,
                 void (*on_gone)(void *owner, moot_exchange_t *exchange),
                 void *owner)
{
    (void)ctx;
    (void)exchange;
    (void)on_gone;
    (void)owner;
    MOOT_CHECK(!bench.kept && !bench.answered);
    bench.kept = true;
}

static void answer(void *ctx, moot_exchange_t *exchange,
                   const moot_web_answer_t *given)
{
    moot_json_value_t value;

    (void)ctx;
    (void)exchange;
    MOOT_CHECK(!bench.answered);
    MOOT_CHECK(given->status >= 200 && given->status < 600);
    MOOT_CHECK(moot_json_read_value(given->body, &value) == 0);
    bench.answered = true;
}

/* The next word of the first line. */
static moot_slice_t word(moot_slice_t *text, char end)
{
    const uint8_t *at =
        text->size > 0 ? memchr(text->at, end, text->size) : NULL;
    size_t size = at ? (size_t)(at - text->at) : text->size;
    moot_slice_t out = moot_slice(text->at, size);

    size += at != NULL;
    *text = moot_slice(text->at + size, text->size - size);
    return out;
}

/* Every number that follows a request may be its answer's. */
static void serve(uint8_t code)
{
    for (size_t i = 0; i < bench.rig.sent_count; i++) {
        rig_sent_t *sent = &bench.rig.sent[i];

        if (sent->message.code != MOOT_MSG_REQUEST)
            continue;
        MOOT_CHECK(sent->message.as.request.system);
        rig_reply(&bench.rig, sent, (enum moot_code)(code % 17), 1, 1, 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const moot_api_sink_t sink = {.keep = keep, .answer = answer};
    static uint64_t number;
    const moot_api_config_t config = {
        .key = moot_slice_str(KEY),
        .timeout_ms = 1000,
        .limits = {200, 2048, 10000},
    };
    moot_slice_t body = moot_slice(data, size), line = word(&body, '\n');
    moot_slice_t method = word(&line, ' '), path = word(&line, '?');
    moot_web_request_t request = {
        .method = method,
        .path = path,
        .query = line,
        .authorization = moot_slice_str("Bearer " KEY),
        .body = body,
        .peer = "127.0.0.1:1",
    };
    moot_delivery_config_t delivery = rig_config();
    char session[32];
    moot_api_t *api;

    if (!bench.begun) {
        rig_init(&bench.rig, &delivery);
        rig_start(&bench.rig);
        bench.begun = true;
    }
    bench.kept = bench.answered = false;
    snprintf(session, sizeof session, "api-%llu",
             (unsigned long long)++number);
    api = moot_api_new(&config, &sink, NULL, bench.rig.delivery,
                       moot_slice_str(session), bench.rig.now);
    moot_api_request(api, NULL, &request, bench.rig.now);
    MOOT_CHECK(bench.kept || bench.answered);
    serve(size > 0 ? data[size - 1] : 0);
    moot_api_destroy(&api);
    rig_forget(&bench.rig);
    return 0;
}
