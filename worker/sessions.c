#include "worker/sessions.h"

#include <stdlib.h>

#include "common/err.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "worker/keys.h"

/* ---- Records in memory --------------------------------------------------- */

static moot_session_t *session_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_session_t, in_batch);
}

static void clear_outcomes(moot_session_t *session)
{
    for (size_t i = 0; i < session->outcomes_count; i++)
        free(session->outcomes[i]);
    session->outcomes_count = 0;
}

static void let_go(moot_sessions_t *sessions, moot_session_t *session)
{
    moot_map_remove(&sessions->by_key, &session->node);
    moot_list_remove(&session->in_age);
    moot_list_remove(&session->in_batch);
    clear_outcomes(session);
    free(session->outcomes);
    free(session);
}

static moot_session_t *add(moot_sessions_t *sessions, moot_slice_t key,
                           uint64_t now_ms)
{
    moot_session_t *session = calloc(1, sizeof(*session) + key.size);
    MOOT_CHECK(session != NULL);
    memcpy(session + 1, key.at, key.size);
    session->touched_ms = now_ms;
    moot_list_init(&session->in_batch);
    moot_list_push(&sessions->age, &session->in_age);
    moot_map_put(&sessions->by_key, &session->node,
                 moot_slice(session + 1, key.size));
    return session;
}

static void add_outcome(moot_session_t *session, uint64_t number,
                        moot_slice_t bytes)
{
    if (session->outcomes_count == session->outcomes_capacity) {
        size_t capacity = session->outcomes_capacity > 0
                              ? session->outcomes_capacity * 2
                              : 4;
        moot_outcome_kept_t **more =
            realloc(session->outcomes, capacity * sizeof(*more));
        MOOT_CHECK(more != NULL);
        session->outcomes = more;
        session->outcomes_capacity = capacity;
    }
    moot_outcome_kept_t *kept = malloc(sizeof(*kept) + bytes.size);
    MOOT_CHECK(kept != NULL);
    kept->number = number;
    kept->size = bytes.size;
    memcpy(kept->bytes, bytes.at, bytes.size);
    session->outcomes[session->outcomes_count++] = kept;
}

/* Outcomes below base are awaited by nobody. */
static void trim_outcomes(moot_session_t *session, uint64_t base)
{
    size_t gone = 0;
    while (gone < session->outcomes_count
           && session->outcomes[gone]->number < base)
        free(session->outcomes[gone++]);
    if (gone == 0)
        return;
    session->outcomes_count -= gone;
    memmove(session->outcomes, session->outcomes + gone,
            session->outcomes_count * sizeof(*session->outcomes));
}

/* ---- Rows ---------------------------------------------------------------- */

static int fill(moot_session_t *session, moot_slice_t value)
{
    moot_msg_session_row_t row;
    moot_msg_outcome_t outcome;
    moot_list_reader_t reader;
    moot_slice_t bytes;
    clear_outcomes(session);
    if (moot_wire_decode_session_row(value, &row) < 0
        || moot_list_reader_init(&reader, row.outcomes) < 0)
        return MOOT_ECORRUPT;
    session->last = session->logged = row.last;
    session->touched_at = row.touched_at;
    while (moot_list_peek(&reader) != MOOT_LIST_END) {
        if (moot_list_next_bin(&reader, &bytes) < 0
            || moot_wire_decode_outcome(bytes, &outcome) < 0)
            return MOOT_ECORRUPT;
        add_outcome(session, outcome.number, bytes);
    }
    return 0;
}

int moot_sessions_load(moot_sessions_t *sessions, moot_store_t *store,
                       size_t max, uint64_t now_ms)
{
    moot_entry_t entry;
    *sessions = (moot_sessions_t){.store = store, .max = max};
    moot_map_init(&sessions->by_key);
    moot_list_init(&sessions->age);
    moot_list_init(&sessions->batch);
    int rc = moot_store_seek(store, MOOT_TABLE_SESSION, MOOT_SEEK_GE,
                             moot_slice("", 0), &entry);
    while (rc == 0) {
        rc = fill(add(sessions, entry.key, now_ms), entry.value);
        if (rc == 0)
            rc = moot_store_seek(store, MOOT_TABLE_SESSION, MOOT_SEEK_GT,
                                 entry.key, &entry);
    }
    if (rc == MOOT_ENOENT)
        return 0;
    moot_sessions_close(sessions);
    return rc;
}

void moot_sessions_close(moot_sessions_t *sessions)
{
    MOOT_LIST_FOREACH(&sessions->age, it, after)
        let_go(sessions, MOOT_CONTAINER(it, moot_session_t, in_age));
    moot_map_close(&sessions->by_key);
}

moot_session_t *moot_sessions_find(moot_sessions_t *sessions, unsigned slot,
                                   moot_slice_t id)
{
    moot_key_t key;
    moot_map_node_t *node = moot_map_get(&sessions->by_key,
                                         moot_keys_session(&key, slot, id));
    return node != NULL ? MOOT_CONTAINER(node, moot_session_t, node) : NULL;
}

/* ---- Judging a copy ------------------------------------------------------ */

static bool kept_outcome(const moot_session_t *session, uint64_t number,
                         moot_slice_t *outcome)
{
    for (size_t i = session->outcomes_count; i-- > 0;) {
        const moot_outcome_kept_t *kept = session->outcomes[i];
        if (kept->number > number)
            continue;
        *outcome = moot_slice(kept->bytes, kept->size);
        return kept->number == number;
    }
    return false;
}

enum moot_copy moot_sessions_judge(const moot_session_t *session,
                                   uint64_t number, uint64_t base, bool fresh,
                                   bool read, uint64_t *from,
                                   moot_slice_t *outcome)
{
    *from = 0;
    if (session == NULL) {
        if (!fresh)
            return MOOT_COPY_RESEND;
        *from = base;
        return number == 1 || number == base ? MOOT_COPY_NEW
                                             : MOOT_COPY_RESEND;
    }
    if (number <= session->last) {
        if (kept_outcome(session, number, outcome))
            return MOOT_COPY_REPEAT;
        return read ? MOOT_COPY_REREAD : MOOT_COPY_DROP;
    }
    uint64_t top = session->last > session->passed ? session->last
                                                   : session->passed;
    if (number <= top + 1 || number == base)
        return MOOT_COPY_NEW;
    *from = base > top + 1 ? base : top + 1;
    return MOOT_COPY_RESEND;
}

bool moot_sessions_room(const moot_sessions_t *sessions,
                        const moot_session_t *session)
{
    if (session == NULL)
        return sessions->by_key.count < sessions->max;
    return session->outcomes_count < MOOT_SESSIONS_OUTCOMES_MAX;
}

/* ---- Changes ------------------------------------------------------------- */

static void take_into_batch(moot_sessions_t *sessions,
                            moot_session_t *session)
{
    if (moot_list_empty(&session->in_batch))
        moot_list_push(&sessions->batch, &session->in_batch);
}

void moot_sessions_hear(moot_sessions_t *sessions, moot_session_t *session,
                        uint64_t now_ms)
{
    session->touched_ms = now_ms;
    moot_list_remove(&session->in_age);
    moot_list_push(&sessions->age, &session->in_age);
}

static moot_session_t *find_or_add(moot_sessions_t *sessions, unsigned slot,
                                   moot_slice_t id, uint64_t now_ms)
{
    moot_key_t key;
    moot_session_t *session = moot_sessions_find(sessions, slot, id);
    if (session == NULL)
        session = add(sessions, moot_keys_session(&key, slot, id), now_ms);
    take_into_batch(sessions, session);
    return session;
}

void moot_sessions_apply(moot_sessions_t *sessions, unsigned slot,
                         moot_slice_t id, uint64_t number, uint64_t base,
                         moot_slice_t outcome, uint64_t wall_ms,
                         uint64_t now_ms)
{
    moot_session_t *session = find_or_add(sessions, slot, id, now_ms);
    session->last = session->logged = number;
    session->touched_at = wall_ms;
    session->dirty = true;
    trim_outcomes(session, base);
    add_outcome(session, number, outcome);
}

void moot_sessions_read(moot_sessions_t *sessions, unsigned slot,
                        moot_slice_t id, uint64_t number, uint64_t now_ms)
{
    moot_session_t *session = find_or_add(sessions, slot, id, now_ms);
    session->last = number;
}

void moot_sessions_pass(moot_sessions_t *sessions, moot_session_t *session,
                        uint64_t number)
{
    if (session == NULL)
        return;
    take_into_batch(sessions, session);
    if (number > session->passed)
        session->passed = number;
}

bool moot_sessions_wants(const moot_sessions_t *sessions, uint64_t now_ms)
{
    moot_node_t *first = moot_list_first(&sessions->age);
    if (first == NULL)
        return false;
    return now_ms - MOOT_CONTAINER(first, moot_session_t, in_age)->touched_ms
           > MOOT_SESSION_EXPIRY_MS;
}

int moot_sessions_expire(moot_sessions_t *sessions, uint64_t now_ms)
{
    size_t count = 0;
    MOOT_LIST_FOREACH(&sessions->age, it, after) {
        moot_session_t *session = MOOT_CONTAINER(it, moot_session_t, in_age);
        if (now_ms - session->touched_ms <= MOOT_SESSION_EXPIRY_MS
            || count++ == MOOT_SESSIONS_EXPIRE_MAX)
            break;
        int rc = moot_store_del(sessions->store, MOOT_TABLE_SESSION,
                                session->node.key);
        if (rc < 0 && rc != MOOT_ENOENT)
            return rc;
        session->expired = true;
        take_into_batch(sessions, session);
    }
    return 0;
}

/* ---- Batches ------------------------------------------------------------- */

static int write_row(moot_sessions_t *sessions, const moot_session_t *session,
                     moot_buf_t *list, moot_buf_t *value)
{
    moot_list_writer_t writer;
    moot_msg_session_row_t row = {
        .last = session->logged,
        .touched_at = session->touched_at,
    };
    moot_buf_clear(list);
    moot_buf_clear(value);
    moot_list_begin(&writer, list, (uint32_t)session->outcomes_count);
    for (size_t i = 0; i < session->outcomes_count; i++)
        moot_list_put_bin(&writer, moot_slice(session->outcomes[i]->bytes,
                                              session->outcomes[i]->size));
    int rc = moot_list_end(&writer, &row.outcomes);
    if (rc == 0)
        rc = moot_wire_encode_session_row(value, &row);
    if (rc == 0)
        rc = moot_store_put(sessions->store, MOOT_TABLE_SESSION,
                            session->node.key, moot_buf_slice(value));
    return rc;
}

int moot_sessions_flush(moot_sessions_t *sessions)
{
    moot_buf_t list, value;
    int rc = 0;
    moot_buf_init(&list, SIZE_MAX);
    moot_buf_init(&value, SIZE_MAX);
    MOOT_LIST_FOREACH(&sessions->batch, it, after) {
        if (rc == 0 && session_of(it)->dirty)
            rc = write_row(sessions, session_of(it), &list, &value);
    }
    moot_buf_close(&list);
    moot_buf_close(&value);
    return rc;
}

void moot_sessions_settle(moot_sessions_t *sessions)
{
    MOOT_LIST_FOREACH(&sessions->batch, it, after) {
        moot_session_t *session = session_of(it);
        session->dirty = false;
        session->passed = 0;
        moot_list_remove(&session->in_batch);
        if (session->expired)
            let_go(sessions, session);
    }
}

int moot_sessions_forget(moot_sessions_t *sessions)
{
    MOOT_LIST_FOREACH(&sessions->batch, it, after) {
        moot_session_t *session = session_of(it);
        moot_slice_t value;
        int rc = moot_store_get(sessions->store, MOOT_TABLE_SESSION,
                                session->node.key, &value);
        if (rc == MOOT_ENOENT) {
            let_go(sessions, session);
            continue;
        }
        if (rc == 0)
            rc = fill(session, value);
        if (rc < 0)
            return rc;
        session->dirty = session->expired = false;
        session->passed = 0;
        moot_list_remove(&session->in_batch);
    }
    return 0;
}
