/* The two guard processes of a worker as its shard sees them: one answers for
 * room types that are plugins, one asks back ends over HTTP and forwards
 * events. Here is what waits for each of them, how long, what a death costs
 * and when the next life begins. Pure: processes and bytes are the shell's
 * (worker/guarding.h). */
#ifndef MOOT_GUARDS_H
#define MOOT_GUARDS_H

#include "common/check.h"
#include "common/slice.h"
#include "proto/wire.h"

enum moot_guards_child {
    MOOT_GUARDS_PLUGINS,
    MOOT_GUARDS_HTTP,
    MOOT_GUARDS_CHILDREN,
};

enum {
    /* Of one process: questions, and events to forward, that wait or are in
     * its hands. More fail, or are dropped and counted. */
    MOOT_GUARDS_ASKS_MAX = 4096,
    MOOT_GUARDS_FORWARDS_MAX = 4096,
    MOOT_GUARDS_BYTES_MAX = 32 << 20,
    /* A question that was not answered by then has failed, whatever it waited
     * for; below the 5 s that a client's request may take. */
    MOOT_GUARDS_WAIT_MS = 4500,
    /* From its start until it has loaded everything. */
    MOOT_GUARDS_LOAD_MS = 10000,
    /* The HTTP process minds the time itself; beyond this it hangs. */
    MOOT_GUARDS_SLACK_MS = 1000,
    /* Before the next start: doubles with each death, and ends with a life of
     * MOOT_GUARDS_CALM_MS. One that got as far as questions comes back so soon
     * that those who wait behind a question that kills it do not fail. */
    MOOT_GUARDS_BACKOFF_MS_MIN = 100,
    MOOT_GUARDS_BACKOFF_READY_MS_MAX = 800,
    MOOT_GUARDS_BACKOFF_MS_MAX = 5000,
    MOOT_GUARDS_CALM_MS = 10000,
    MOOT_GUARDS_TYPES_MAX = 1024,
};

/* A room type that is compiled or asked; borrowed from the profile. */
typedef struct moot_guards_type {
    moot_slice_t name_space, key;
    moot_slice_t plugin; /* path; empty: it is asked at url */
    moot_slice_t url;
    uint64_t timeout_ms; /* 0: that of the config */
    uint64_t cache_ttl_ms;
    uint64_t concurrency; /* of questions to url, 0: 16 */
} moot_guards_type_t;

typedef struct moot_guards_config {
    const moot_guards_type_t *types; /* copied, what they borrow is not */
    size_t types_count;              /* at most MOOT_GUARDS_TYPES_MAX */
    uint64_t timeout_ms;             /* for one question in hand */
    bool forwards; /* the HTTP process is wanted without a type, too */
} moot_guards_config_t;

/* What happened, for the log. */
enum moot_guards_news {
    MOOT_GUARDS_NEWS_READY,   /* it has loaded its types */
    MOOT_GUARDS_NEWS_BROKEN,  /* a type that stays broken; why */
    MOOT_GUARDS_NEWS_HANGS,   /* it is killed: took too long; over a type */
    MOOT_GUARDS_NEWS_DIED,    /* by itself; over a type, or none */
    MOOT_GUARDS_NEWS_DROPPED, /* events that could not be forwarded */
};

typedef struct moot_guards_sink {
    /* Begins a process; it lives until died. What is sent to it before is not
     * for it. */
    void (*start)(void *ctx, enum moot_guards_child child);
    /* Ends it at once; died follows. */
    void (*kill)(void *ctx, enum moot_guards_child child);
    void (*send)(void *ctx, enum moot_guards_child child, moot_slice_t body);
    /* The answer to a question, exactly one. Must not call back. */
    void (*told)(void *ctx, const moot_msg_guard_told_t *told);
    /* type: NULL when there is none. why: may be NULL; count: of events. */
    void (*news)(void *ctx, enum moot_guards_child child,
                 enum moot_guards_news news, const moot_guards_type_t *type,
                 const char *why, uint64_t count);
} moot_guards_sink_t;

typedef struct moot_guards moot_guards_t;

/* Aborts when memory is out. Starts the processes that are needed. */
moot_guards_t *moot_guards_new(const moot_guards_config_t *config,
                               const moot_guards_sink_t *sink, void *ctx,
                               uint64_t now_ms);
/* Nothing more is told; nulls; accepts NULL. */
void moot_guards_destroy(moot_guards_t **guards_p);

/* Takes a question; its number is the asker's and none of those that wait.
 * told follows, at once when the type is unknown or broken or too many wait.
 * of a notice (JOINED, LEFT): never. */
void moot_guards_ask(moot_guards_t *guards, const moot_msg_ask_guard_t *ask,
                     uint64_t now_ms);

/* An event for a back end; dropped and counted when too many wait. */
void moot_guards_forward(moot_guards_t *guards, moot_slice_t url,
                         moot_slice_t body, uint64_t now_ms);

/* One message from a process. False: it makes no sense, kill it. */
MOOT_CHECKED bool moot_guards_heard(moot_guards_t *guards,
                                    enum moot_guards_child child,
                                    moot_slice_t body, uint64_t now_ms);
/* It could not be started, or has ended. */
void moot_guards_died(moot_guards_t *guards, enum moot_guards_child child,
                      uint64_t now_ms);

/* At least every 100 ms: times and restarts. */
void moot_guards_tick(moot_guards_t *guards, uint64_t now_ms);

typedef struct moot_guards_facts {
    uint64_t asks;     /* taken */
    uint64_t failures; /* told FAILED */
    uint64_t micros;   /* spent on those that were answered, in all */
    uint64_t restarts; /* starts after the first */
    uint64_t waiting;  /* asks now */
    uint64_t dropped;  /* events */
} moot_guards_facts_t;

moot_guards_facts_t moot_guards_facts(const moot_guards_t *guards,
                                      enum moot_guards_child child);

#endif
