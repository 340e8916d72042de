#include "worker/guarding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common/err.h"
#include "common/log.h"
#include "common/metric.h"
#include "proto/rules.h"
#include "worker/guard_child.h"
#include "worker/guard_wire.h"

enum {
    SHOW_MS = 1000,
    GRAVES = 16, /* processes that were killed and are not gone yet */
};

typedef struct process {
    moot_guarding_t *guarding;
    enum moot_guards_child which;
    moot_guard_child_t child;
    bool dead;    /* found so; the core is told in the next turn */
    bool writing; /* the poll is to say when it takes more */
} process_t;

struct moot_guarding {
    moot_guards_t *guards;
    process_t processes[MOOT_GUARDS_CHILDREN];
    char name[40];
    int log_level;
    int poll;
    pid_t graves[GRAVES];
    uint64_t now_ms;   /* of the call that is running */
    moot_buf_t told;   /* frames */
    size_t told_at;    /* those before are taken */
    uint64_t failures; /* since the log was told */
    char why[257];     /* of the last */
    uint64_t show_due_ms;
};

static const char *const roles[] = {
    [MOOT_GUARDS_PLUGINS] = "plugins",
    [MOOT_GUARDS_HTTP] = "http",
};

/* ---- What the core asks -------------------------------------------------- */

static void watch(const process_t *process, int how)
{
    struct epoll_event event = {
        .events = EPOLLIN | (process->writing ? EPOLLOUT : 0u),
        .data.u32 = process->which,
    };
    int rc = epoll_ctl(process->guarding->poll, how, process->child.fd, &event);
    MOOT_CHECK(rc == 0);
}

static void do_start(void *ctx, enum moot_guards_child which)
{
    moot_guarding_t *guarding = ctx;
    process_t *process = &guarding->processes[which];
    char name[64];
    snprintf(name, sizeof name, "%s-%s", guarding->name, roles[which]);
    process->writing = false;
    process->dead = moot_guard_child_start(&process->child, roles[which], name,
                                           guarding->log_level)
                    < 0;
    if (!process->dead)
        watch(process, EPOLL_CTL_ADD);
}

static void do_kill(void *ctx, enum moot_guards_child which)
{
    moot_guard_child_kill(&((moot_guarding_t *)ctx)->processes[which].child);
}

static void do_send(void *ctx, enum moot_guards_child which, moot_slice_t body)
{
    process_t *process = &((moot_guarding_t *)ctx)->processes[which];
    /* One that takes nothing any more is of no use. */
    if (moot_guard_child_send(&process->child, body) < 0)
        process->dead = true;
}

static void do_told(void *ctx, const moot_msg_guard_told_t *told)
{
    moot_guarding_t *guarding = ctx;
    moot_buf_t body;
    moot_buf_init(&body, SIZE_MAX);
    if (told->verdict == MOOT_VERDICT_FAILED) {
        guarding->failures++;
        snprintf(guarding->why, sizeof guarding->why, "%.*s",
                 MOOT_SLICE_ARG(told->text));
    }
    int rc = moot_wire_encode_guard_told(&body, told);
    if (rc == 0)
        rc = moot_guard_wire_put(&guarding->told, moot_buf_slice(&body));
    MOOT_CHECK(rc == 0); /* bounded by the questions that wait */
    moot_buf_close(&body);
}

static const char *type_of(const moot_guards_type_t *type)
{
    return type != NULL ? moot_log_text(type->key) : "none";
}

static void do_news(void *ctx, enum moot_guards_child which,
                    enum moot_guards_news news, const moot_guards_type_t *type,
                    const char *why, uint64_t count)
{
    (void)ctx;
    switch (news) {
    case MOOT_GUARDS_NEWS_READY:
        moot_log(MOOT_EV_GUARD_READY, "guard=%s", roles[which]);
        return;
    case MOOT_GUARDS_NEWS_BROKEN:
        moot_log(MOOT_EV_GUARD_BROKEN, "guard=%s type=%s plugin=%s error=%s",
                 roles[which], type_of(type),
                 moot_log_text(type != NULL ? type->plugin
                                            : moot_slice("", 0)),
                 moot_log_str(why != NULL ? why : ""));
        return;
    case MOOT_GUARDS_NEWS_HANGS:
        moot_log(MOOT_EV_GUARD_HANGS, "guard=%s type=%s", roles[which],
                 type_of(type));
        return;
    case MOOT_GUARDS_NEWS_DIED:
        moot_log(MOOT_EV_GUARD_DIED, "guard=%s type=%s", roles[which],
                 type_of(type));
        return;
    case MOOT_GUARDS_NEWS_DROPPED:
        moot_log(MOOT_EV_GUARD_DROPPED, "count=%" PRIu64, count);
        return;
    }
}

static const moot_guards_sink_t sink = {
    .start = do_start,
    .kill = do_kill,
    .send = do_send,
    .told = do_told,
    .news = do_news,
};

/* ---- Bytes --------------------------------------------------------------- */

static bool heard(void *ctx, moot_slice_t body)
{
    process_t *process = ctx;
    return moot_guards_heard(process->guarding->guards, process->which, body,
                             process->guarding->now_ms);
}

/* Looks after those that were killed; one more may be among them. */
static void look_at_graves(moot_guarding_t *guarding, pid_t one)
{
    for (size_t i = 0; i < GRAVES; i++) {
        pid_t *grave = &guarding->graves[i];
        if (*grave != 0 && moot_guard_child_bury(*grave, false))
            *grave = 0;
        if (*grave == 0) {
            *grave = one;
            one = 0;
        }
    }
    /* So many are stuck that there is something wrong with the machine. */
    if (one != 0)
        (void)moot_guard_child_bury(one, true);
}

/* Takes note of a process that has ended, or has to. */
static void bury(process_t *process)
{
    process->dead = false;
    look_at_graves(process->guarding, moot_guard_child_close(&process->child));
    moot_guards_died(process->guarding->guards, process->which,
                     process->guarding->now_ms);
}

static void flush(process_t *process)
{
    bool more = moot_guard_child_flush(&process->child);
    if (more == process->writing || process->child.fd < 0)
        return;
    process->writing = more;
    watch(process, EPOLL_CTL_MOD);
}

static void flush_all(moot_guarding_t *guarding)
{
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++)
        flush(&guarding->processes[i]);
}

static void settle(moot_guarding_t *guarding)
{
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        if (guarding->processes[i].dead)
            bury(&guarding->processes[i]);
    }
    flush_all(guarding);
}

void moot_guarding_ask(moot_guarding_t *guarding,
                       const moot_msg_ask_guard_t *ask, uint64_t now_ms)
{
    guarding->now_ms = now_ms;
    moot_guards_ask(guarding->guards, ask, now_ms);
    flush_all(guarding);
}

void moot_guarding_forward(moot_guarding_t *guarding, moot_slice_t url,
                           moot_slice_t body, uint64_t now_ms)
{
    guarding->now_ms = now_ms;
    moot_guards_forward(guarding->guards, url, body, now_ms);
    flush_all(guarding);
}

void moot_guarding_turn(moot_guarding_t *guarding, uint64_t now_ms)
{
    struct epoll_event events[MOOT_GUARDS_CHILDREN];
    guarding->now_ms = now_ms;
    int count = epoll_wait(guarding->poll, events, MOOT_GUARDS_CHILDREN, 0);
    for (int i = 0; i < count; i++) {
        process_t *process = &guarding->processes[events[i].data.u32];
        if ((events[i].events & ~(uint32_t)EPOLLOUT) != 0
            && !moot_guard_child_read(&process->child, heard, process))
            process->dead = true;
    }
    settle(guarding);
}

/* ---- Time ---------------------------------------------------------------- */

static void show(moot_guarding_t *guarding)
{
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        moot_guards_facts_t facts = moot_guards_facts(guarding->guards, i);
        moot_metric_set_at(MOOT_M_WORKER_GUARD_ASKS_TOTAL, i, MOOT_L_NONE_ALL,
                           facts.asks);
        moot_metric_set_at(MOOT_M_WORKER_GUARD_FAILURES_TOTAL, i,
                           MOOT_L_NONE_ALL, facts.failures);
        moot_metric_set_at(MOOT_M_WORKER_GUARD_SECONDS_TOTAL, i,
                           MOOT_L_NONE_ALL, facts.micros);
        moot_metric_set_at(MOOT_M_WORKER_GUARD_RESTARTS_TOTAL, i,
                           MOOT_L_NONE_ALL, facts.restarts);
        moot_metric_set_at(MOOT_M_WORKER_GUARD_WAITING, i, MOOT_L_NONE_ALL,
                           facts.waiting);
    }
    if (guarding->failures == 0 || guarding->now_ms < guarding->show_due_ms)
        return;
    moot_log(MOOT_EV_GUARD_FAILED, "count=%" PRIu64 " text=%s",
             guarding->failures, moot_log_str(guarding->why));
    guarding->failures = 0;
    guarding->show_due_ms = guarding->now_ms + SHOW_MS;
}

void moot_guarding_tick(moot_guarding_t *guarding, uint64_t now_ms)
{
    guarding->now_ms = now_ms;
    moot_guards_tick(guarding->guards, now_ms);
    settle(guarding);
    look_at_graves(guarding, 0);
    show(guarding);
}

bool moot_guarding_has_told(const moot_guarding_t *guarding)
{
    return guarding->told_at < guarding->told.size;
}

bool moot_guarding_told(moot_guarding_t *guarding, moot_slice_t *told)
{
    moot_slice_t rest = moot_slice(guarding->told.at + guarding->told_at,
                                   guarding->told.size - guarding->told_at);
    if (!moot_guarding_has_told(guarding)) {
        moot_buf_clear(&guarding->told);
        guarding->told_at = 0;
        return false;
    }
    int rc = moot_guard_wire_next(&rest, told);
    MOOT_CHECK(rc == 0);
    guarding->told_at = guarding->told.size - rest.size;
    return true;
}

/* ---- Making -------------------------------------------------------------- */

int moot_guarding_fd(const moot_guarding_t *guarding)
{
    return guarding->poll;
}

/* One of a type for each namespace that has it. Errors: MOOT_ELIMIT. */
static int add_type(const moot_profile_t *profile,
                    const moot_profile_type_t *type, moot_guards_type_t *types,
                    size_t *count)
{
    bool compiled = type->form == MOOT_PROFILE_COMPILED;
    for (size_t i = 0; i < profile->namespaces_count; i++) {
        if (type->form == MOOT_PROFILE_DECLARED
            || (type->namespaces >> i & 1) == 0)
            continue;
        if (*count == MOOT_GUARDS_TYPES_MAX)
            return MOOT_ELIMIT;
        types[(*count)++] = (moot_guards_type_t){
            .name_space = profile->namespaces[i].name,
            .key = type->key,
            .plugin = compiled ? type->plugin : moot_slice("", 0),
            .url = compiled ? moot_slice("", 0) : type->url,
            .timeout_ms = type->timeout_ms,
            .cache_ttl_ms = type->cache_ttl_ms,
            .concurrency = type->concurrency,
        };
    }
    return 0;
}

static int read_profile(const moot_profile_t *profile,
                        moot_guards_type_t *types,
                        moot_guards_config_t *config)
{
    config->types = types;
    for (size_t i = 0; i < profile->types_count; i++) {
        int rc = add_type(profile, &profile->types[i], types,
                          &config->types_count);
        if (rc < 0)
            return rc;
    }
    for (size_t i = 0; i < profile->events_count; i++)
        config->forwards |= profile->events[i].forward.size > 0;
    return 0;
}

static int begin(const moot_guards_config_t *config, const char *name,
                 int log_level, uint64_t now_ms, moot_guarding_t **out)
{
    moot_guarding_t *guarding = calloc(1, sizeof *guarding);
    MOOT_CHECK(guarding != NULL);
    guarding->poll = epoll_create1(EPOLL_CLOEXEC);
    if (guarding->poll < 0) {
        free(guarding);
        return MOOT_EIO;
    }
    snprintf(guarding->name, sizeof guarding->name, "%s", name);
    guarding->log_level = log_level;
    guarding->now_ms = now_ms;
    moot_buf_init(&guarding->told, SIZE_MAX);
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        guarding->processes[i].guarding = guarding;
        guarding->processes[i].which = i;
        moot_guard_child_init(&guarding->processes[i].child);
    }
    guarding->guards = moot_guards_new(config, &sink, guarding, now_ms);
    settle(guarding);
    *out = guarding;
    return 0;
}

int moot_guarding_open(const moot_profile_t *profile, uint64_t timeout_ms,
                       const char *name, int log_level, uint64_t now_ms,
                       moot_guarding_t **out)
{
    moot_guards_config_t config = {.timeout_ms = timeout_ms};
    moot_guards_type_t *types = calloc(MOOT_GUARDS_TYPES_MAX, sizeof *types);
    MOOT_CHECK(types != NULL);
    *out = NULL;
    int rc = read_profile(profile, types, &config);
    if (rc == 0 && (config.types_count > 0 || config.forwards))
        rc = begin(&config, name, log_level, now_ms, out);
    free(types);
    return rc;
}

void moot_guarding_close(moot_guarding_t **guarding_p)
{
    moot_guarding_t *guarding = *guarding_p;
    *guarding_p = NULL;
    if (guarding == NULL)
        return;
    for (unsigned i = 0; i < MOOT_GUARDS_CHILDREN; i++) {
        pid_t left = moot_guard_child_close(&guarding->processes[i].child);
        if (left != 0)
            (void)moot_guard_child_bury(left, true);
    }
    moot_guards_destroy(&guarding->guards);
    moot_buf_close(&guarding->told);
    close(guarding->poll);
    free(guarding);
}
